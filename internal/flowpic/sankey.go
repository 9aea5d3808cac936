package flowpic

import "math"

// SankeyOptions say how large a Sankey diagram is, mm.
type SankeyOptions struct {
	Width float64 // 0: 165, the text width of an A4 page; at least 140
	// Height is what the diagram may take; 0: 240. It decides the scale. A
	// network with so many labels that they alone are taller takes more.
	Height float64
	Words  Words
}

// SankeyDiagram is a Sankey diagram with its scale.
type SankeyDiagram struct {
	Picture
	PerMM float64 // amount that one millimetre of width stands for; 0 if no amount is known
	Bands []Band
}

// Band is a stream that is drawn to scale: its width is its amount ÷ PerMM. The
// bands have the order of the shapes with the role "band".
type Band struct {
	Stream int
	Width  float64 // mm
}

// The measures of a Sankey diagram, mm.
const (
	thinnest = 0.3 // a narrower band is a hairline, said in the legend
	corner   = 1.6 // inner radius
	boxWidth = 38.0
	sideRoom = 9.0 // between a box and the columns of labels
	tipRoom  = 4.0 // for the tip of a band that leaves
	fallRoom = 6.5 // between two steps
	bandGap  = 1.3 // between the slots of a step
)

// Sankey draws a graph as a Sankey diagram from top to bottom, with the steps as
// boxes in which the bands end. The width of every band is its amount in one
// scale; nothing is widened. The widths that enter a closed step therefore add
// up to those that leave it; what is missing at a step that does not close is a
// hatched stub as wide as the gap, on the right if less leaves than enters, on
// the left if more does. A stream too thin to see is a hairline, a stream
// without an amount a dashed one, which takes no width; a step with such a
// stream shows no gap, because it is not known.
//
// Negative amounts are drawn like unknown ones: a band has no sign.
func Sankey(g Graph, o SankeyOptions) SankeyDiagram {
	if !(o.Width > 0) {
		o.Width = 165
	}
	o.Width = max(o.Width, 140)
	if !(o.Height > 0) {
		o.Height = 240
	}
	d := &sankey{plan: newPlan(g, Arrange(g).Order, len(g.Streams)), o: o}
	d.pic = Picture{Width: o.Width, Title: o.Words.Title, Desc: o.Words.Desc}
	d.columns()
	d.labels()
	d.scale()
	d.arrange()
	d.draw()
	d.pic.Height = d.legend(d.bottom+3) + edge
	return SankeyDiagram{Picture: d.pic, PerMM: d.perMM, Bands: d.bands}
}

// sankey is a Sankey diagram while it is drawn.
type sankey struct {
	*plan
	o     SankeyOptions
	pic   Picture
	perMM float64
	k     float64 // mm per unit
	bands []Band

	leftColumn, rightColumn float64 // widths of the columns of labels
	rows                    []sankeyRow
	laneL, laneR            []float64  // by track: x of the edge towards the steps
	left, box, right        [2]float64 // from, to
	bottom                  float64

	thin, missing, gap bool // what the legend must explain
}

// sankeyRow is a row with its slots and where they are.
type sankeyRow struct {
	left, right []sankeySlot
	below       []label
	name, note  []string
	imbalance   []string

	in, out, down float64 // sums of the amounts, in and out with the stock
	sure          bool    // all amounts are known

	y, h  float64   // of the box
	downX []float64 // left edges of the bands to the next row
}

type sankeySlot struct {
	end
	label
	arrives bool
	stub    bool // no stream: the gap of the balance
	value   float64
	y       float64 // top of the slot
}

// columns chooses the widths of the columns of labels: narrower where many lanes
// need the room.
func (d *sankey) columns() {
	d.leftColumn, d.rightColumn = 0.22*d.o.Width, 0.26*d.o.Width
	if d.room() < boxWidth+10 {
		d.leftColumn, d.rightColumn = 0.17*d.o.Width, 0.19*d.o.Width
	}
}

// room is the width that is left for boxes and lanes to scale.
func (d *sankey) room() float64 {
	return d.o.Width - 2*edge - d.leftColumn - d.rightColumn - 2*sideRoom - 4 - d.laneGaps()
}

// labels sets all words and sums; they do not depend on the scale.
func (d *sankey) labels() {
	for r, row := range d.plan.rows {
		s := sankeyRow{sure: true}
		count := func(stream int, sum *float64) {
			st := d.g.Streams[stream]
			*sum += st.value()
			s.sure = s.sure && st.known()
		}
		fill := func(ends []end, width float64, arrives bool) []sankeySlot {
			var out []sankeySlot
			for _, e := range ends {
				st := d.g.Streams[e.stream]
				l := newLabel(st.Name, st.amount(d.o.Words.unknown()), st.Flag == Suspect, width-aside, 2)
				if arrives && e.lane >= 0 {
					l = plainLabel(d.o.Words.from(d.g.Steps[e.away].Name), width-aside)
				}
				out = append(out, sankeySlot{end: e, label: l, arrives: arrives, value: st.value()})
				if arrives {
					count(e.stream, &s.in)
				} else {
					count(e.stream, &s.out)
				}
			}
			return out
		}
		s.left = append(fill(row.inLeft, d.leftColumn, true), fill(row.outLeft, d.leftColumn, false)...)
		s.right = append(fill(row.inRight, d.rightColumn, true), fill(row.outRight, d.rightColumn, false)...)
		for _, i := range row.below {
			st := d.g.Streams[i]
			s.below = append(s.below, newLabel(st.Name, st.amount(d.o.Words.unknown()), st.Flag == Suspect, d.rightColumn, 2))
			s.down += st.value()
			count(i, &s.out)
		}
		if r > 0 {
			for _, i := range d.plan.rows[r-1].below {
				count(i, &s.in)
			}
		}
		st := d.g.Steps[row.step]
		if stock := st.Stock; stock > 0 && !math.IsInf(stock, 0) {
			s.out += stock
		} else if stock < 0 && !math.IsInf(stock, 0) {
			s.in -= stock
		}
		s.name = wrap(st.Name, boxWidth-2, nameSize, true, 2)
		s.note = wrap(st.Note, boxWidth-2, smallSize, false, 1)
		s.imbalance = wrap(st.Imbalance, boxWidth-2-markRoom, labelSize, true, 1)
		s.stub(d, st.Imbalance)
		d.rows = append(d.rows, s)
	}
}

// stub adds the gap of the balance as a slot of its own. Differences below a
// billionth are of the arithmetic.
func (s *sankeyRow) stub(d *sankey, words string) {
	gap := s.in - s.out
	if !s.sure || !(math.Abs(gap) > 1e-9*max(s.in, s.out)) {
		return
	}
	slot := sankeySlot{end: end{stream: -1, lane: -1}, stub: true, value: math.Abs(gap)}
	if gap > 0 {
		slot.label = plainLabel(words, d.rightColumn-aside)
		s.right = append(s.right, slot)
	} else {
		slot.label = plainLabel(words, d.leftColumn-aside)
		s.left = append(s.left, slot)
	}
}

// slotHeight is the height of a slot at k mm per unit: the label beside the
// band, or above it where the band runs on past the label.
func slotHeight(s sankeySlot, k float64) float64 {
	if s.lane >= 0 {
		return s.label.height() + 0.8 + max(s.value*k, thinnest) + bandGap
	}
	if s.stub && s.value*k < thinnest {
		return 0 // too thin to be hatched; the box says it in words
	}
	return max(s.label.height(), s.value*k) + bandGap
}

func pile(list []sankeySlot, k float64) float64 {
	sum := 0.0
	for _, s := range list {
		sum += slotHeight(s, k)
	}
	return sum
}

// boxHeight is the height of the box of a row.
func (s sankeyRow) boxHeight(k float64) float64 {
	return max(pile(s.left, k)+0.6, pile(s.right, k)+0.6, s.words()+1.6, 7)
}

// words is the height of the words in a box.
func (s sankeyRow) words() float64 {
	return float64(len(s.name))*nameSize*leading + float64(len(s.imbalance))*labelSize*leading + float64(len(s.note))*smallSize*leading
}

// fall is the room under row r.
func (d *sankey) fall(r int) float64 {
	if len(d.rows[r].below) == 0 {
		return 3
	}
	h := 2.0
	for _, l := range d.rows[r].below {
		h += l.height() + 0.6
	}
	return max(h, fallRoom)
}

// height is that of the diagram without its legend at k mm per unit.
func (d *sankey) height(k float64) float64 {
	h := 2 * edge
	for r, s := range d.rows {
		h += s.boxHeight(k) + d.fall(r)
	}
	return h
}

// legendRoom is kept free for the legend, mm.
const legendRoom = 16

// scale finds the largest scale at which the diagram fits, and makes it a round
// one.
func (d *sankey) scale() {
	widest, most := 0.0, 0.0
	for _, s := range d.rows {
		widest = max(widest, s.down)
	}
	for _, st := range d.g.Streams {
		most = max(most, st.value())
	}
	around := 0.0
	for _, lanes := range [][]lane{d.plan.left, d.plan.right} {
		for _, w := range d.laneWidths(lanes) {
			around += w
		}
	}
	if most == 0 || math.IsInf(widest+around, 0) {
		return
	}
	room := d.room()
	k := room / (widest + around + most/1000)
	if spare := room - boxWidth; around > 0 { // the boxes are wider than what falls through them
		k = min(k, spare/around)
	}
	allowed := max(d.o.Height-legendRoom, 1.2*d.height(0))
	if d.height(k) > allowed {
		low, high := 0.0, k
		for range 60 {
			if mid := (low + high) / 2; d.height(mid) > allowed {
				high = mid
			} else {
				low = mid
			}
		}
		k = low
	}
	d.perMM = roundUp(1 / k)
	if !(d.perMM > 0) || math.IsInf(d.perMM, 0) {
		d.perMM = 0
		return
	}
	d.k = 1 / d.perMM
}

// roundUp is the next figure that reads well as "1 mm = …".
func roundUp(x float64) float64 {
	exp := math.Floor(math.Log10(x))
	for _, m := range []float64{1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10} {
		v := m * math.Pow(10, exp)
		if exp < 0 {
			v = m / math.Pow(10, -exp) // exact decimals
		}
		if v >= x*(1-1e-12) {
			return v
		}
	}
	return x
}

// laneWidths are the widest amounts by track.
func (d *sankey) laneWidths(lanes []lane) []float64 {
	var w []float64
	for _, l := range lanes {
		for len(w) <= l.track {
			w = append(w, 0)
		}
		w[l.track] = max(w[l.track], d.g.Streams[l.stream].value())
	}
	return w
}

// trackPitch is the free room beside a lane: less where there are many.
func (d *sankey) trackPitch(n int) float64 {
	return min(1.8, d.o.Width/14/float64(max(n, 1)))
}

func (d *sankey) laneGaps() float64 {
	return d.trackPitch(d.nLeft)*float64(d.nLeft) + d.trackPitch(d.nRight)*float64(d.nRight)
}

// arrange finds every place at the scale that was chosen.
func (d *sankey) arrange() {
	gap := d.trackPitch(d.nLeft)
	x := edge
	for _, w := range d.laneWidths(d.plan.left) {
		x += w*d.k + gap
	}
	d.left = [2]float64{x, x + d.leftColumn}
	for _, w := range d.laneWidths(d.plan.left) { // from the inside to the outside
		x -= gap + w*d.k
		d.laneL = append(d.laneL, x+w*d.k)
	}
	gap = d.trackPitch(d.nRight)
	x = d.o.Width - edge
	for _, w := range d.laneWidths(d.plan.right) {
		x -= w*d.k + gap
	}
	d.right = [2]float64{x - d.rightColumn, x}
	for _, w := range d.laneWidths(d.plan.right) {
		d.laneR = append(d.laneR, x+gap)
		x += gap + w*d.k
	}
	widest := 0.0
	for _, s := range d.rows {
		widest = max(widest, s.down*d.k)
	}
	middle, half := (d.left[1]+d.right[0])/2, max(boxWidth, widest+4)/2
	d.box = [2]float64{middle - half, middle + half}
	y := edge
	for r := range d.rows {
		s := &d.rows[r]
		s.y, s.h = y, s.boxHeight(d.k)
		d.stack(s.left, s.y+(s.h-pile(s.left, d.k)+bandGap)/2)
		d.stack(s.right, s.y+(s.h-pile(s.right, d.k)+bandGap)/2)
		x := middle - s.down*d.k/2
		for _, i := range d.plan.rows[r].below {
			s.downX = append(s.downX, x)
			x += d.g.Streams[i].value() * d.k
		}
		y += s.h + d.fall(r)
	}
	d.bottom = y
}

func (d *sankey) stack(list []sankeySlot, y float64) {
	for i := range list {
		list[i].y = y
		y += slotHeight(list[i], d.k)
	}
}
