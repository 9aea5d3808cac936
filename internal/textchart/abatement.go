package textchart

import "strconv"

// Abatement is a marginal abatement curve: a block for every option in the
// order in which they would be taken, as wide as what it saves and as high as
// what a unit of that costs; below zero it earns money. Blocks carry the number
// of their option in the list.
type Abatement struct {
	X, Y    AxisOf // amount saved, cost of a unit of it
	Options []Measure

	// Target is the amount wanted, drawn as a line up; nil for none.
	Target *Level
}

// Measure is one block of an Abatement.
type Measure struct {
	Label  string
	Amount float64 // not drawn where it is not above zero
	Cost   float64 // of a unit of the amount
}

// sideList is the width from which the list of options stands at the right.
const sideList = 72

// Draw draws the chart.
func (a Abatement) Draw(o Options) []string {
	if !o.drawable() {
		return nil
	}
	c := newCanvas(o)
	var x, y span
	x.add(0)
	total := 0.0
	for _, m := range a.Options {
		if m.drawable() && usable(total+m.Amount) {
			total += m.Amount
			x.add(total)
			y.add(m.Cost)
		}
	}
	l := layout{xAxis: a.X, yAxis: a.Y}
	if a.Target != nil {
		x.add(a.Target.Value)
		l.keys = []key{{string(c.g.dotted), Mark, a.Target.Name}}
	}
	y.add(0)
	if d := (y.hi - y.lo) * 1.2 / float64(c.h); usable(d) { // the numbers stand beyond the tips
		if y.lo < 0 {
			y.add(y.lo - d)
		}
		y.add(y.hi + d)
	}
	yAxis := a.Y
	yAxis.Zero = true
	l.x, l.y = x.scale(a.X), y.scale(yAxis)
	names := a.list()
	var below [][]key
	if c.w >= sideList {
		l.right = min(c.w*2/5, widest(names)+4) + 1
	} else if c.h >= 10 {
		below = c.legend(a.keys(names), c.w, max(1, c.h/5))
		l.foot = len(below)
	}
	p, _ := c.frame(l)
	p.level(0, c.g.across, Axis)
	p.blocks(a.Options)
	if a.Target != nil && usable(a.Target.Value) && p.x.holds(a.Target.Value) {
		p.mark(p.col(a.Target.Value), c.g.dotted, Mark)
	}
	if c.w >= sideList {
		p.sideList(names, c.w-l.right+1)
	}
	for i, row := range below {
		c.keys(0, c.h-len(below)+i, row)
	}
	return c.lines(c.h)
}

func (m Measure) drawable() bool { return usable(m.Amount) && m.Amount > 0 && usable(m.Cost) }

// blocks draws the blocks; neighbours differ in their filling.
func (p *plot) blocks(measures []Measure) {
	total := 0.0
	for i, m := range measures {
		if !m.drawable() || !usable(total+m.Amount) {
			continue
		}
		x0 := max(p.left, p.col(total))
		total += m.Amount
		x1 := min(p.left+p.pw, p.col(total))
		if total >= p.x.hi-(p.x.hi-p.x.lo)*room {
			x1 = max(x1, p.col(total)+1) // the last block reaches its end
		}
		x1 = min(x1, p.left+p.pw)
		if x1 <= x0 {
			continue
		}
		fill, role := p.g.block, Data
		if i%2 == 1 {
			fill = p.g.fills[1]
		}
		if m.Cost < 0 {
			role = Good
		}
		y := p.bar(x0, x1, m.Cost, fill, role)
		if s := strconv.Itoa(i + 1); width(s) <= x1-x0 {
			p.print((x0+x1-width(s))/2, y, s, Label)
		}
	}
}

func (a Abatement) list() []string {
	out := make([]string, len(a.Options))
	for i, m := range a.Options {
		out[i] = tidy(m.Label)
	}
	return out
}

func (a Abatement) keys(names []string) []key {
	var keys []key
	for i, s := range names {
		keys = append(keys, key{strconv.Itoa(i + 1), Label, s})
	}
	return keys
}

// sideList writes the numbered options from the top; the last line tells how
// many more there are.
func (p *plot) sideList(names []string, x int) {
	rows := p.h - 1
	for i, s := range names {
		if i == rows-1 && len(names) > rows {
			p.print(x, i+1, repeat(p.g.offDown, 1)+" "+strconv.Itoa(len(names)-i), Muted)
			return
		}
		number := strconv.Itoa(i + 1)
		p.printRight(x+2, i+1, 3, number, Label)
		p.printIn(x+3, i+1, p.w-x-3, s, Label)
	}
}
