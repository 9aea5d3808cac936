package textchart

import "math"

// bar draws a bar up or down from the middle of the line at zero, to the half of
// a cell where it is solid, and returns the line beyond its tip (inside the
// area). A bar shorter than half a cell shows on the zero line itself.
func (p *plot) bar(x0, x1 int, v float64, fill rune, role Role) (beyond int) {
	zero := p.row(0)
	step, first, half := -1, p.g.upper, p.g.lower
	if v < 0 {
		step, first, half = 1, p.g.lower, p.g.upper
	}
	length := math.Abs(v) / (p.y.hi - p.y.lo) * float64(p.ph-1) // in lines
	if length >= 0.25 && (!p.o.ASCII || length < 1) {
		p.across(x0, x1, zero, first, role)
	}
	solid := fill == p.g.block
	y := zero
	for k := 1.0; p.has(y + step); k++ {
		r := fill
		switch {
		case solid && length < k-0.25, !solid && length < k:
			return y + step
		case solid && length < k+0.25:
			r = half
		}
		y += step
		p.across(x0, x1, y, r, role)
	}
	return y
}
