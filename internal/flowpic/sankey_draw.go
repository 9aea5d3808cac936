package flowpic

import "math"

func (d *sankey) draw() {
	for i, l := range d.plan.left {
		d.drawLane(l, findSlot(d.rows[l.from].left, i, false), findSlot(d.rows[l.to].left, i, true), d.box[0], d.laneL[l.track], -1)
	}
	for i, l := range d.plan.right {
		d.drawLane(l, findSlot(d.rows[l.from].right, i, false), findSlot(d.rows[l.to].right, i, true), d.box[1], d.laneR[l.track], 1)
	}
	for r := range d.rows {
		d.drawFalls(r)
		for _, s := range d.rows[r].left {
			d.drawLeft(s)
		}
		for _, s := range d.rows[r].right {
			d.drawRight(s)
		}
		d.drawBox(r)
	}
}

func findSlot(slots []sankeySlot, lane int, arrives bool) sankeySlot {
	for _, s := range slots {
		if s.lane == lane && s.arrives == arrives {
			return s
		}
	}
	return sankeySlot{}
}

// center is the height of the middle of the band of a slot.
func (d *sankey) center(s sankeySlot) float64 {
	h := slotHeight(s, d.k) - bandGap
	if s.lane >= 0 {
		return s.y + h - max(s.value*d.k, thinnest)/2
	}
	return s.y + h/2
}

// band draws a stream along a way: to scale, or as a hairline.
func (d *sankey) band(stream int, way []Point) {
	st := d.g.Streams[stream]
	w := st.value() * d.k
	k := looks[d.g.kind(stream)]
	if w < thinnest {
		style := Style{Stroke: k.line, Width: thinnest}
		if st.known() {
			d.thin = true
		} else {
			style.Dash = []float64{1.4, 1}
			d.missing = true
		}
		d.pic.add(Path{Role: "hairline", Segs: thread(way, corner), Style: style})
		return
	}
	d.bands = append(d.bands, Band{stream, w})
	d.pic.add(Path{Role: "band", Segs: tube(way, w, corner), Style: d.fill(stream)})
}

func (d *sankey) fill(stream int) Style { return bandStyle(d.g.kind(stream)) }

// bandStyle is the fill and outline of a band; the dash of the outline is that
// of the lines of the flow diagram, finer.
func bandStyle(kind Kind) Style {
	k := looks[kind]
	s := Style{Fill: k.fill, Stroke: k.line, Width: 0.2}
	for _, x := range k.dash {
		s.Dash = append(s.Dash, 0.7*x)
	}
	if kind == Recycle {
		s.Opacity = 0.85
	}
	return s
}

// drawLane draws a stream that goes round from the side of the boxes, side −1 on
// the left, 1 on the right.
func (d *sankey) drawLane(l lane, from, to sankeySlot, box, edge, side float64) {
	w := from.value * d.k
	x := edge + side*w/2
	ya, yb := d.center(from), d.center(to)
	d.band(l.stream, []Point{{box, ya}, {x, ya}, {x, yb}, {box, yb}})
	d.chevron(l.stream, Point{x, (ya + yb) / 2}, math.Copysign(1, yb-ya), max(w, 3))
	d.tip(l.stream, box+side*tipLength(w), yb, w, -side)
}

// chevron shows which way a band up or down the page runs.
func (d *sankey) chevron(stream int, at Point, down, w float64) {
	s := min(w/3, 1.4)
	d.pic.add(Line{Role: "chevron", Points: []Point{{at.X - s, at.Y - down*s/2}, {at.X, at.Y + down*s/2}, {at.X + s, at.Y - down*s/2}},
		Style: Style{Stroke: looks[d.g.kind(stream)].line, Width: 0.5}})
}

// drawFalls draws the streams from row r to the next, and their labels.
func (d *sankey) drawFalls(r int) {
	s := d.rows[r]
	if len(s.downX) == 0 {
		return
	}
	from, to := s.y+s.h, d.rows[r+1].y
	right := 0.0
	for i, k := range d.plan.rows[r].below {
		w := d.g.Streams[k].value() * d.k
		right = max(right, s.downX[i]+max(w, thinnest))
		x := s.downX[i] + w/2
		d.band(k, []Point{{x, from}, {x, to}})
		d.chevron(k, Point{x, (from + to) / 2}, 1, max(w, 3))
	}
	y := (from + to) / 2
	for _, l := range s.below {
		y -= (l.height() + 0.6) / 2
	}
	for _, l := range s.below {
		l.draw(&d.pic, right+2*aside, y+0.3+l.height()/2, Start)
		y += l.height() + 0.6
	}
}

// drawLeft draws a slot left of a box: an input with its label beside it, the
// label of a lane, or a gap.
func (d *sankey) drawLeft(s sankeySlot) {
	y, w := d.center(s), s.value*d.k
	switch {
	case s.stub:
		if w >= thinnest {
			d.gap = true
			hatch(&d.pic, d.box[0]-stubDepth, y-w/2, stubDepth, w)
			s.draw(&d.pic, d.left[1]-aside, y, End)
		}
	case s.lane >= 0:
		s.draw(&d.pic, d.left[1]-aside, s.y+s.height()/2, End)
	default:
		d.band(s.stream, []Point{{d.left[1], y}, {d.box[0], y}})
		d.tip(s.stream, d.box[0]-tipLength(w), y, w, 1)
		s.draw(&d.pic, d.left[1]-aside, y, End)
	}
}

// drawRight draws a slot right of a box.
func (d *sankey) drawRight(s sankeySlot) {
	y, w := d.center(s), s.value*d.k
	switch {
	case s.stub:
		if w >= thinnest {
			d.gap = true
			hatch(&d.pic, d.box[1], y-w/2, stubDepth, w)
			s.draw(&d.pic, d.right[0]+aside, y, Start)
		}
	case s.lane >= 0:
		s.draw(&d.pic, d.right[0]+aside, s.y+s.height()/2, Start)
	default:
		x := d.right[0] - tipRoom
		d.band(s.stream, []Point{{d.box[1], y}, {x, y}})
		d.tip(s.stream, x, y, w, 1)
		s.draw(&d.pic, d.right[0]+aside, y, Start)
	}
}

const stubDepth = 4.0 // of the stub of a gap, mm

// tipLength is the length of the tip of a band of width w.
func tipLength(w float64) float64 { return min(max(w/2, 1.5), tipRoom-0.8) }

// tip is the point of a band, from x on, toward 1 to the right, −1 to the left;
// it is no part of the width.
func (d *sankey) tip(stream int, x, y, w, toward float64) {
	half := max(w/2, 0.7)
	d.pic.add(Path{Role: "tip", Style: Style{Fill: looks[d.g.kind(stream)].line}, Segs: []Seg{
		{Op: 'M', P: Point{x, y - half}}, {Op: 'L', P: Point{x + toward*tipLength(w), y}}, {Op: 'L', P: Point{x, y + half}}, {Op: 'Z'}}})
}

func (d *sankey) drawBox(r int) {
	s := d.rows[r]
	style := Style{Fill: "#f4f4f0", Stroke: ink, Width: 0.4}
	if len(s.imbalance) > 0 {
		style.Stroke, style.Width = warning, 0.8
	}
	d.pic.add(Rect{Role: "step", X: d.box[0], Y: s.y, W: d.box[1] - d.box[0], H: s.h, R: 1, Style: style})
	x, y := (d.box[0]+d.box[1])/2, s.y+(s.h-s.words())/2
	put := func(lines []string, x, size float64, bold bool, color string) {
		for _, line := range lines {
			d.pic.add(Text{Role: "name", X: x, Y: y + 0.95*size, S: line, Anchor: Middle, Size: size, Bold: bold, Color: color})
			y += size * leading
		}
	}
	put(s.name, x, nameSize, true, ink)
	for _, line := range s.imbalance {
		drawWarning(&d.pic, x-TextWidth(line, labelSize, true)/2-1, y+0.52*labelSize, 2.6)
	}
	put(s.imbalance, x+1.6, labelSize, true, warning)
	put(s.note, x, smallSize, false, quiet)
}

// hatch draws a rectangle of slanting lines.
func hatch(p *Picture, x, y, w, h float64) {
	p.add(Rect{Role: "gap", X: x, Y: y, W: w, H: h, Style: Style{Fill: paper, Stroke: warning, Width: 0.25}})
	const pitch = 0.9
	for t := pitch / 2; t < w+h; t += pitch {
		a, b := Point{x + t, y}, Point{x, y + t}
		if t > w {
			a = Point{x + w, y + t - w}
		}
		if t > h {
			b = Point{x + t - h, y + h}
		}
		p.add(Line{Role: "hatch", Points: []Point{a, b}, Style: Style{Stroke: warning, Width: 0.2}})
	}
}

func (d *sankey) legend(y float64) float64 {
	k := newKey(&d.pic, y)
	w := d.o.Words
	used, suspect, imbalance := d.uses()
	if d.perMM > 0 && w.Scale != nil {
		k.entry(w.Scale(d.perMM), func(x, y float64) {
			d.pic.add(Line{Role: "scale", Points: []Point{{x, y - 1}, {x, y + 1}}, Style: Style{Stroke: ink, Width: 0.3}},
				Line{Role: "scale", Points: []Point{{x, y}, {x + 10, y}}, Style: Style{Stroke: ink, Width: 0.3}},
				Line{Role: "scale", Points: []Point{{x + 10, y - 1}, {x + 10, y + 1}}, Style: Style{Stroke: ink, Width: 0.3}})
		})
	}
	for _, kind := range Kinds() {
		if used[kind] {
			k.entry(w.Kind[kind], func(x, y float64) {
				d.pic.add(Rect{Role: "legend", X: x + 2, Y: y - 1.4, W: k.sample - 4, H: 2.8, Style: bandStyle(kind)})
			})
		}
	}
	line := func(dash []float64) func(x, y float64) {
		return func(x, y float64) {
			d.pic.add(Line{Role: "legend", Points: []Point{{x, y}, {x + k.sample, y}}, Style: Style{Stroke: ink, Width: thinnest, Dash: dash}})
		}
	}
	if d.thin {
		k.entry(w.Thin, line(nil))
	}
	if d.missing {
		k.entry(w.Missing, line([]float64{1.4, 1}))
	}
	if d.gap {
		k.entry(w.Imbalance, func(x, y float64) { hatch(&d.pic, x+2, y-1.2, k.sample-4, 2.4) })
	} else if imbalance {
		k.entry(w.Imbalance, func(x, y float64) { drawWarning(&d.pic, x+k.sample/2, y, 2.6) })
	}
	if suspect {
		k.entry(w.Suspect, func(x, y float64) { drawWarning(&d.pic, x+k.sample/2, y, 2.6) })
	}
	return k.end()
}
