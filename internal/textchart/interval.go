package textchart

import "math"

// Intervals is a chart of estimates with their intervals on one axis, against a
// target band: the saving of each flow, and whether it is shown.
//
//	Điện  │  ├──●─═┤░░   chưa chứng minh được
type Intervals struct {
	X    AxisOf
	Rows []Interval

	// Band is the target band; both ends NaN, or equal to zero, for none. An
	// infinite end is open.
	Band     [2]float64
	BandName string

	First int // the first row shown, where not all fit
}

// Interval is a row of Intervals. What is not known is NaN: without Low and High
// the estimate stands alone, without Estimate there is an interval only. An
// infinite end is drawn as an arrow, as is one beyond the axis.
type Interval struct {
	Label               string
	Low, Estimate, High float64
	Value               string // the figures in words, left off where there is no room
	Verdict             string
	Role                Role // of the verdict
}

// Draw draws the chart: a heading, the rows, the axis.
func (v Intervals) Draw(o Options) []string {
	if !o.drawable() {
		return nil
	}
	c := newCanvas(o)
	labels, values, verdicts := make([]string, len(v.Rows)), 0, 0
	for i, r := range v.Rows {
		labels[i] = tidy(r.Label)
		values = max(values, width(tidy(r.Value)))
		verdicts = max(verdicts, width(tidy(r.Verdict)))
	}
	k := share(c.w, widest(labels), verdicts, []int{values}, min(24, c.w/3))
	from, to := window(len(v.Rows), v.First, c.h-3)
	base := 1 + to - from
	c.hidden(0, 0, k.x0, from, len(v.Rows)-to)

	p := &plot{canvas: c, left: k.x0, pw: k.x1 - k.x0, top: 1, ph: to - from, x: v.scale()}
	p.band(v.Band, tidy(v.BandName))
	c.across(p.left, k.x1, base, c.g.across, Axis)
	if p.x.holds(0) {
		p.mark(p.col(0), c.g.up, Axis)
		c.set(p.col(0), base, c.g.tickDown, Axis)
	}
	p.numberAxis(base, v.X, false, k.x1)
	for i, r := range v.Rows[from:to] {
		y := 1 + i
		c.printIn(0, y, k.label, labels[from+i], Label)
		p.interval(y, r)
		if k.numbers[0] > 0 {
			c.printRight(k.numbers[0], y, values, tidy(r.Value), Label)
		}
		if k.wordRoom > 0 {
			role := r.Role
			if role == Plain {
				role = Label
			}
			c.printIn(k.words, y, k.wordRoom, tidy(r.Verdict), role)
		}
	}
	return c.lines(base + 2)
}

// reach is how many times the range from zero over the band the axis may extend
// on each side: one wide interval must not press the band into a single cell.
const reach = 2.0

func (v Intervals) scale() scale {
	var core, all span
	core.add(0)
	core.add(v.Band[:]...)
	for _, r := range v.Rows {
		all.add(r.Low, r.Estimate, r.High)
	}
	if d := core.hi - core.lo; d > 0 && all.any {
		all.lo, all.hi = max(all.lo, core.lo-reach*d), min(all.hi, core.hi+reach*d)
	}
	all.add(core.lo, core.hi)
	return all.scale(v.X)
}

// band shades the target.
func (p *plot) band(b [2]float64, name string) {
	lo, hi := b[0], b[1]
	if math.IsNaN(lo) || math.IsNaN(hi) || lo == 0 && hi == 0 || max(lo, hi) < p.x.lo || min(lo, hi) > p.x.hi {
		return
	}
	x0, x1 := p.within(min(lo, hi)), p.within(max(lo, hi))
	for y := p.top; y < p.top+p.ph; y++ {
		p.across(x0, x1+1, y, p.g.shade, Band)
	}
	name = p.g.cut(name, p.pw)
	p.print(p.nameStart((x0+x1+1)/2, name), 0, name, Band)
}

// within is the column of a value, at an end of the area where it lies beyond.
func (p *plot) within(v float64) int {
	return max(p.left, min(p.left+p.pw-1, p.col(v)))
}

// interval draws one row.
func (p *plot) interval(y int, r Interval) {
	lo, hi := r.Low, r.High
	if hi < lo {
		lo, hi = hi, lo
	}
	first, last := p.left, p.left+p.pw-1
	if !math.IsNaN(lo) && !math.IsNaN(hi) {
		x0, x1 := p.within(lo), p.within(hi)
		for x := x0; x <= x1; x++ {
			r := p.g.reach
			if p.cells[y*p.w+x].role == Band {
				r = p.g.reachIn
			}
			p.set(x, y, r, Data)
		}
		p.set(x0, y, p.g.low, Data)
		p.set(x1, y, p.g.high, Data)
		if lo < p.x.lo || lo > p.x.hi {
			p.set(x0, y, p.arrow(lo), Data)
		}
		if hi > p.x.hi || hi < p.x.lo {
			p.set(x1, y, p.arrow(hi), Data)
		}
	}
	switch e := r.Estimate; {
	case math.IsNaN(e):
	case e < p.x.lo:
		p.set(first, y, p.g.offLeft, Data)
		p.set(first+1, y, p.g.estimate, Data)
	case e > p.x.hi:
		p.set(last, y, p.g.offRight, Data)
		p.set(last-1, y, p.g.estimate, Data)
	default:
		p.set(p.col(e), y, p.g.estimate, Data)
	}
}

// arrow points to a value that lies beyond the axis.
func (p *plot) arrow(v float64) rune {
	if v < p.x.lo {
		return p.g.offLeft
	}
	return p.g.offRight
}
