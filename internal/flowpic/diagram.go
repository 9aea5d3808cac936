package flowpic

// DiagramOptions say how large a flow diagram is, mm.
type DiagramOptions struct {
	Width     float64 // 0: 165, the text width of an A4 page; at least 120
	MaxHeight float64 // a taller diagram is divided between steps; 0: never
	Words     Words
}

// The measures of a flow diagram, mm.
const (
	edge      = 1.0  // free margin of every picture
	nameSize  = 3.2  // the name of a step
	labelSize = 2.7  // streams
	smallSize = 2.4  // notes, legend
	leading   = 1.22 // line pitch in sizes
	trackGap  = 2.6  // between lanes
	arrowRoom = 9.0  // between a column and the boxes
	slotGap   = 1.7  // between streams of a step
	headSize  = 2.4
	aside     = 1.2 // between a line and its label
)

// FlowDiagram draws a graph as a process flow diagram: boxes under each other,
// inputs from the left, products and wastes to the right, streams that pass over
// steps round the left, streams that return round the right. It is one picture,
// or several if it is taller than MaxHeight; a stream to another picture names
// the step where it goes on.
func FlowDiagram(g Graph, o DiagramOptions) []Picture {
	if !(o.Width > 0) {
		o.Width = 165
	}
	o.Width = max(o.Width, 120)
	order := Arrange(g).Order
	if len(order) == 0 || !(o.MaxHeight > 0) {
		return []Picture{drawDiagram(g, order, o)}
	}
	var pages []Picture
	for len(order) > 0 {
		n := 1
		page := drawDiagram(g, order[:1], o)
		for n < len(order) { // one more step as long as it fits
			longer := drawDiagram(g, order[:n+1], o)
			if longer.Height > o.MaxHeight {
				break
			}
			page, n = longer, n+1
		}
		pages, order = append(pages, page), order[n:]
	}
	return pages
}

// slot is the place of one end of a stream beside its step.
type slot struct {
	end
	label
	h float64 // height
	y float64 // of its middle, below the top of the row; set when rows are
}

// label is a name in lines and an amount that follows the last line, or stands
// on a line of its own.
type label struct {
	lines   []string
	amount  string
	inline  bool // the amount stands on the last line
	suspect bool
	width   float64
}

const between = 1.3 // from name to amount, mm

// newLabel sets name and amount into a column.
func newLabel(name, amount string, suspect bool, width float64, lines int) label {
	l := label{amount: amount, suspect: suspect}
	if suspect {
		width -= markRoom
	}
	l.lines = wrap(name, width, labelSize, false, lines)
	l.amount = cut(amount, func(s string) bool { return TextWidth(s, labelSize, true) <= width })
	a := TextWidth(l.amount, labelSize, true)
	if n := len(l.lines); n > 0 {
		l.inline = TextWidth(l.lines[n-1], labelSize, false)+between+a <= width
	}
	for i, s := range l.lines {
		w := TextWidth(s, labelSize, false)
		if i == len(l.lines)-1 && l.inline {
			w += between + a
		}
		l.width = max(l.width, w)
	}
	if !l.inline {
		l.width = max(l.width, a)
	}
	if suspect {
		l.width += markRoom
	}
	return l
}

// plainLabel is a label of one line without an amount.
func plainLabel(s string, width float64) label {
	l := label{lines: wrap(s, width, labelSize, false, 1), inline: true}
	if len(l.lines) > 0 {
		l.width = TextWidth(l.lines[0], labelSize, false)
	}
	return l
}

func (l label) count() int {
	if l.inline {
		return len(l.lines)
	}
	return len(l.lines) + 1
}

func (l label) height() float64 { return float64(l.count()) * labelSize * leading }

// draw sets the label beside x, its middle at y.
func (l label) draw(p *Picture, x, y float64, anchor Anchor) {
	base := y - l.height()/2 + 0.92*labelSize
	if l.suspect {
		if anchor == End {
			drawWarning(p, x-l.width+markRoom/2-0.3, y, 2.6)
		} else {
			drawWarning(p, x+markRoom/2-0.3, y, 2.6)
			x += markRoom
		}
	}
	put := func(x, y float64, s string, bold bool) {
		p.add(Text{Role: "label", X: x, Y: y, S: s, Anchor: anchor, Size: labelSize, Bold: bold, Color: ink})
	}
	for i, s := range l.lines {
		switch {
		case i < len(l.lines)-1 || !l.inline:
			put(x, base, s, false)
		case anchor == End:
			put(x, base, l.amount, true)
			if l.amount == "" {
				put(x, base, s, false)
				break
			}
			put(x-between-TextWidth(l.amount, labelSize, true), base, s, false)
		default:
			put(x, base, s, false)
			if l.amount != "" {
				put(x+between+TextWidth(s, labelSize, false), base, l.amount, true)
			}
		}
		base += labelSize * leading
	}
	if !l.inline && l.amount != "" {
		put(x, base, l.amount, true)
	}
}

// markRoom is the room of the mark of a suspect stream, mm.
const markRoom = 3.4

// drawWarning draws a triangle with an exclamation mark; it is no letter, because
// the fonts of reports do not have one.
func drawWarning(p *Picture, x, y, size float64) {
	h := size * 0.88
	top := y - h/2
	p.add(Path{Role: "warning", Style: Style{Fill: paper, Stroke: warning, Width: 0.35}, Segs: []Seg{
		{Op: 'M', P: Point{x, top}}, {Op: 'L', P: Point{x + size/2, top + h}}, {Op: 'L', P: Point{x - size/2, top + h}}, {Op: 'Z'}}})
	p.add(Line{Role: "warning", Points: []Point{{x, top + 0.36*h}, {x, top + 0.66*h}}, Style: Style{Stroke: warning, Width: 0.35}})
	p.add(Line{Role: "warning", Points: []Point{{x, top + 0.76*h}, {x, top + 0.88*h}}, Style: Style{Stroke: warning, Width: 0.35}})
}

// diagram is a flow diagram while it is drawn.
type diagram struct {
	*plan
	o    DiagramOptions
	pic  Picture
	gapL float64 // pitch of the lanes
	gapR float64
	// x of: the left column, the boxes, the right column; each from–to
	left, box, right [2]float64
	slots            []rowSlots
	top              []float64 // of the boxes
	height           []float64
	names            [][]string
	notes            [][]string
}

type rowSlots struct{ left, right []slot }

func drawDiagram(g Graph, order []int, o DiagramOptions) Picture {
	d := &diagram{plan: newPlan(g, order, 2), o: o}
	d.pic = Picture{Width: o.Width, Title: o.Words.Title, Desc: o.Words.Desc}
	d.columns()
	d.place()
	d.lanes()
	for r := range d.rows {
		d.drawRow(r)
	}
	d.pic.Height = d.legend(d.bottom()+4) + edge
	return d.pic
}

// columns divides the width: lanes, inputs, arrows, boxes, arrows, outputs,
// lanes. Lanes take a sixth of the width at either side at most, and then stand
// closer.
func (d *diagram) columns() {
	pitch := func(n int) float64 {
		if n == 0 {
			return 0
		}
		return min(trackGap, d.o.Width/6/float64(n))
	}
	d.gapL, d.gapR = pitch(d.nLeft), pitch(d.nRight)
	l, r := edge+d.gapL*float64(d.nLeft), d.o.Width-edge-d.gapR*float64(d.nRight)
	if d.nLeft > 0 {
		l += aside
	}
	if d.nRight > 0 {
		r -= aside
	}
	box := min(0.26*d.o.Width, 52)
	rest := r - l - box - 2*arrowRoom
	d.left = [2]float64{l, l + 0.46*rest}
	d.box = [2]float64{d.left[1] + arrowRoom, d.left[1] + arrowRoom + box}
	d.right = [2]float64{d.box[1] + arrowRoom, r}
}

// place sets every label into its slot and finds the heights of the rows.
func (d *diagram) place() {
	y := edge
	for r := range d.rows {
		row := d.rows[r]
		s := rowSlots{
			left:  append(d.fill(row.inLeft, d.left, true), d.fill(row.outLeft, d.left, false)...),
			right: append(d.fill(row.inRight, d.right, true), d.fill(row.outRight, d.right, false)...),
		}
		st := d.g.Steps[row.step]
		inner := d.box[1] - d.box[0] - 3
		d.names = append(d.names, wrap(st.Name, inner, nameSize, true, 3))
		d.notes = append(d.notes, wrap(st.Note, inner, smallSize, false, 2))
		h := max(stack(s.left), stack(s.right), d.words(r)+3, 9)
		for _, list := range [][]slot{s.left, s.right} {
			at := (h - stack(list)) / 2
			for i := range list {
				list[i].y = at + list[i].h/2
				at += list[i].h
			}
		}
		d.slots = append(d.slots, s)
		d.top, d.height = append(d.top, y), append(d.height, h)
		y += h + d.below(r)
	}
}

func stack(list []slot) float64 {
	sum := 0.0
	for _, s := range list {
		sum += s.h
	}
	return sum
}

// words is the height of the words in a box.
func (d *diagram) words(r int) float64 {
	h := float64(len(d.names[r]))*nameSize*leading + float64(len(d.notes[r]))*smallSize*leading
	if d.g.Steps[d.rows[r].step].Imbalance != "" {
		h += labelSize*leading + 0.6
	}
	return h
}

// below is the room under a row for the streams that go straight down.
func (d *diagram) below(r int) float64 {
	h := 0.0
	for i := range d.rows[r].below {
		h = max(h, d.downLabel(r, i).height())
	}
	if h == 0 {
		return 4
	}
	return max(h+3, 9)
}

// downLabel is the label of the i-th stream that goes straight down: the first
// stands right of its arrow, the second left.
func (d *diagram) downLabel(r, i int) label {
	st := d.g.Streams[d.rows[r].below[i]]
	x := d.downX(r, i)
	room := d.right[1] - x
	if i == 1 {
		room = x - d.left[0]
	}
	return newLabel(st.Name, st.amount(d.o.Words.unknown()), st.Flag == Suspect, room-aside, 2)
}

func (d *diagram) downX(r, i int) float64 {
	mid := (d.box[0] + d.box[1]) / 2
	if len(d.rows[r].below) < 2 {
		return mid
	}
	return mid + 4 - 8*float64(i)
}

func (d *diagram) fill(ends []end, column [2]float64, arrives bool) []slot {
	var out []slot
	for _, e := range ends {
		st := d.g.Streams[e.stream]
		name, lines := st.Name, 2
		if e.off {
			lead := d.o.Words.to
			if arrives {
				lead = d.o.Words.from
			}
			name, lines = name+" ("+lead(d.g.Steps[e.away].Name)+")", 3
		}
		s := slot{end: e, label: newLabel(name, st.amount(d.o.Words.unknown()), st.Flag == Suspect, column[1]-column[0]-aside, lines)}
		if e.lane >= 0 && arrives { // its name and amount stand where it leaves
			s.label = plainLabel(d.o.Words.from(d.g.Steps[e.away].Name), column[1]-column[0]-aside)
		}
		s.h = s.label.height() + slotGap
		out = append(out, s)
	}
	return out
}

func (d *diagram) bottom() float64 {
	if n := len(d.top); n > 0 {
		return d.top[n-1] + d.height[n-1]
	}
	return edge
}

func (d *diagram) style(i int) Style {
	k := looks[d.g.kind(i)]
	return Style{Stroke: k.line, Width: k.width, Dash: k.dash}
}

func (d *diagram) line(i int, arrow bool, points ...Point) {
	l := Line{Role: "stream", Points: points, Style: d.style(i)}
	if arrow {
		l.Arrow = headSize + l.Width
	}
	d.pic.add(l)
}

// lanes draws the streams that go round, from where their label ends to where
// the arriving label begins.
func (d *diagram) lanes() {
	for i, l := range d.plan.left {
		x := d.left[0] - aside - d.gapL*(float64(l.track)+0.5)
		a, b := find(d.slots[l.from].left, i, false, d.rows[l.from].inLeft), find(d.slots[l.to].left, i, true, d.rows[l.to].inLeft)
		ya, yb := d.top[l.from]+a.y, d.top[l.to]+b.y
		d.line(l.stream, false, Point{d.left[1] - a.width - aside, ya}, Point{x, ya}, Point{x, yb}, Point{d.left[1] - b.width - aside, yb})
	}
	for i, l := range d.plan.right {
		x := d.right[1] + aside + d.gapR*(float64(l.track)+0.5)
		a, b := find(d.slots[l.from].right, i, false, d.rows[l.from].inRight), find(d.slots[l.to].right, i, true, d.rows[l.to].inRight)
		ya, yb := d.top[l.from]+a.y, d.top[l.to]+b.y
		d.line(l.stream, false, Point{d.right[0] + a.width + aside, ya}, Point{x, ya}, Point{x, yb}, Point{d.right[0] + b.width + aside, yb})
	}
}

// find is the slot of a lane at one of its rows; those that arrive come first.
func find(slots []slot, lane int, arrives bool, in []end) slot {
	list := slots[len(in):]
	if arrives {
		list = slots[:len(in)]
	}
	for _, s := range list {
		if s.lane == lane {
			return s
		}
	}
	return slot{}
}

func (d *diagram) drawRow(r int) {
	y := d.top[r]
	row := d.rows[r]
	for i, s := range d.slots[r].left {
		at := y + s.y
		s.draw(&d.pic, d.left[1], at, End)
		inner, outer := Point{d.box[0], at}, Point{d.left[1] + aside, at}
		if i < len(row.inLeft) {
			d.line(s.stream, true, outer, inner)
		} else {
			d.line(s.stream, false, inner, outer)
		}
	}
	for i, s := range d.slots[r].right {
		at := y + s.y
		s.draw(&d.pic, d.right[0], at, Start)
		inner, outer := Point{d.box[1], at}, Point{d.right[0] - aside, at}
		if i < len(row.inRight) {
			d.line(s.stream, true, outer, inner)
		} else {
			d.line(s.stream, s.lane < 0, inner, outer)
		}
	}
	for i, k := range row.below {
		x, from, to := d.downX(r, i), y+d.height[r], d.top[r+1]
		d.line(k, true, Point{x, from}, Point{x, to})
		if i == 0 {
			d.downLabel(r, i).draw(&d.pic, x+aside+1, (from+to)/2, Start)
		} else {
			d.downLabel(r, i).draw(&d.pic, x-aside-1, (from+to)/2, End)
		}
	}
	d.drawBox(r)
}

func (d *diagram) drawBox(r int) {
	st := d.g.Steps[d.rows[r].step]
	style := Style{Fill: "#f4f4f0", Stroke: ink, Width: 0.4}
	if st.Imbalance != "" {
		style.Stroke, style.Width = warning, 0.8
	}
	y, h := d.top[r], d.height[r]
	d.pic.add(Rect{Role: "step", X: d.box[0], Y: y, W: d.box[1] - d.box[0], H: h, R: 1.2, Style: style})
	x := (d.box[0] + d.box[1]) / 2
	at := y + (h-d.words(r))/2
	put := func(lines []string, size float64, bold bool, color string) {
		for _, s := range lines {
			d.pic.add(Text{Role: "name", X: x, Y: at + 0.95*size, S: s, Anchor: Middle, Size: size, Bold: bold, Color: color})
			at += size * leading
		}
	}
	put(d.names[r], nameSize, true, ink)
	if st.Imbalance != "" {
		at += 0.6
		words := wrap(st.Imbalance, d.box[1]-d.box[0]-7, labelSize, true, 1)
		w := 0.0
		if len(words) > 0 {
			w = TextWidth(words[0], labelSize, true)
		}
		drawWarning(&d.pic, x-w/2-1, at+0.52*labelSize, 2.6)
		x += 1.6
		put(words, labelSize, true, warning)
		x -= 1.6
	}
	put(d.notes[r], smallSize, false, quiet)
}

// legend draws what the kinds and marks mean from y on and returns where it ends.
func (d *diagram) legend(y float64) float64 {
	k := newKey(&d.pic, y)
	used, suspect, imbalance := d.uses()
	for _, kind := range Kinds() {
		if used[kind] {
			k.entry(d.o.Words.Kind[kind], func(x, y float64) {
				l := looks[kind]
				d.pic.add(Line{Role: "legend", Points: []Point{{x, y}, {x + k.sample, y}}, Arrow: headSize + l.width,
					Style: Style{Stroke: l.line, Width: l.width, Dash: l.dash}})
			})
		}
	}
	if suspect {
		k.entry(d.o.Words.Suspect, func(x, y float64) { drawWarning(&d.pic, x+k.sample/2, y, 2.6) })
	}
	if imbalance {
		k.entry(d.o.Words.Imbalance, func(x, y float64) {
			d.pic.add(Rect{Role: "legend", X: x + 2, Y: y - 1.4, W: k.sample - 4, H: 2.8, R: 0.5, Style: Style{Fill: "#f4f4f0", Stroke: warning, Width: 0.8}})
		})
	}
	return k.end()
}

// uses tells which kinds and marks a page shows.
func (p *plan) uses() (kinds map[Kind]bool, suspect, imbalance bool) {
	kinds = map[Kind]bool{}
	see := func(i int) {
		kinds[p.g.kind(i)] = true
		suspect = suspect || p.g.Streams[i].Flag == Suspect
	}
	for _, r := range p.rows {
		imbalance = imbalance || p.g.Steps[r.step].Imbalance != ""
		for _, ends := range [][]end{r.inLeft, r.outLeft, r.inRight, r.outRight} {
			for _, e := range ends {
				see(e.stream)
			}
		}
		for _, i := range r.below {
			see(i)
		}
	}
	return kinds, suspect, imbalance
}
