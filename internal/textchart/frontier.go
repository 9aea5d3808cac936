package textchart

import (
	"cmp"
	"slices"
)

// Frontier is the chart of what a portfolio can save for its investment: a step
// up at every investment that buys more, the target across, the chosen point.
type Frontier struct {
	X, Y  AxisOf // investment, saving
	Steps []XY   // in any order

	// Target is the saving wanted; nil for none. Points that reach it are filled.
	Target *Level

	// Chosen is the index in Steps of the chosen point, negative for none.
	Chosen     int
	ChosenName string
}

// Draw draws the chart.
func (f Frontier) Draw(o Options) []string {
	if !o.drawable() {
		return nil
	}
	c := newCanvas(o)
	steps := make([]XY, 0, len(f.Steps))
	var x, y span
	for _, s := range f.Steps {
		if usable(s.X) && usable(s.Y) {
			steps = append(steps, s)
			x.add(s.X)
			y.add(s.Y)
		}
	}
	slices.SortStableFunc(steps, func(a, b XY) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) })
	if f.Target != nil {
		y.add(f.Target.Value)
	}
	p, _ := c.frame(layout{xAxis: f.X, yAxis: f.Y, x: x.scale(f.X), y: y.scale(f.Y), keys: f.legend(c)})
	if f.Target != nil {
		p.level(f.Target.Value, c.g.dash, Mark)
	}
	p.stairs(steps)
	if len(steps)*2 <= p.pw {
		for _, s := range steps {
			p.reached(s, f.Target)
		}
	}
	if i := f.Chosen; i >= 0 && i < len(f.Steps) {
		if _, ok := p.cellOf(f.Steps[i]); ok {
			p.set(p.col(f.Steps[i].X), p.row(f.Steps[i].Y), c.g.chosen, Mark)
		}
	}
	return c.lines(c.h)
}

// stairs draws a line across from each point to the investment of the next, and
// up to it.
func (p *plot) stairs(steps []XY) {
	corner := '┘'
	if p.o.ASCII {
		corner = '+'
	}
	for i, s := range steps {
		y := p.row(s.Y)
		if !p.has(y) {
			continue
		}
		end := p.left + p.pw
		if i+1 < len(steps) {
			end = min(end, p.col(steps[i+1].X))
		}
		p.across(max(p.left, p.col(s.X)), end, y, p.g.across, Line)
		if i+1 == len(steps) || end < p.left || end >= p.left+p.pw {
			continue
		}
		to := p.row(steps[i+1].Y)
		for r := max(p.top, min(y, to)); r <= min(p.top+p.ph-1, max(y, to)); r++ {
			p.set(end, r, p.g.up, Line)
		}
		if to < y {
			p.set(end, y, corner, Line)
		}
	}
}

// reached puts the sign of a point: filled where it reaches the target.
func (p *plot) reached(s XY, target *Level) {
	if _, ok := p.cellOf(s); !ok {
		return
	}
	r, role := p.g.below, Data
	if target == nil || s.Y >= target.Value {
		r, role = p.g.above, Good
	}
	p.set(p.col(s.X), p.row(s.Y), r, role)
}

func (f Frontier) legend(c *canvas) []key {
	var keys []key
	if f.Target != nil {
		keys = append(keys, key{repeat(c.g.dash, 2), Mark, f.Target.Name})
	}
	if f.Chosen >= 0 && f.Chosen < len(f.Steps) {
		keys = append(keys, key{string(c.g.chosen), Mark, f.ChosenName})
	}
	return keys
}
