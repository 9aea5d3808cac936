package figure

// Mini is a small drawing of one indicator among its bounds for a cell of a
// table: the typical range as a box, the best level as a line, the plant's
// figure as a dot, good on the left.
func Mini(r Placed, width, height float64) *Drawing {
	c := &rowChart{Drawing: &Drawing{Width: width, Height: height}, left: 5, right: width - 5}
	y := height / 2
	sign := 1.0
	if r.MoreIsBetter {
		sign = -1
	}
	c.Add(Line{X1: c.left, Y1: y, X2: c.right, Y2: y, Stroke: Stroke{grey, 0.6, nil}})
	lo, hi, ok := Range(r)
	if !ok {
		return c.Drawing
	}
	at := func(v float64) float64 { return c.left + min(max((sign*v-lo)/(hi-lo), 0), 1)*(c.right-c.left) }
	low, high := r.TypicalLow, r.TypicalHigh
	if low == nil {
		low = high
	}
	if high == nil {
		high = low
	}
	if low != nil {
		a, b := at(*low), at(*high)
		c.Add(Rect{X: min(a, b), Y: y - 3.5, W: max(b-a, a-b, 2), H: 7, Fill: pale, Stroke: Stroke{grey, 0.5, nil}})
	}
	if r.Best != nil {
		c.Add(Line{X1: at(*r.Best), Y1: y - 5, X2: at(*r.Best), Y2: y + 5, Stroke: Stroke{black, 1.6, nil}})
	}
	if !finite(r.Value) {
		return c.Drawing
	}
	switch v := sign * r.Value; {
	case v < lo:
		var tip Path
		tip.Move(0, y).To(6, y-4).To(6, y+4).Close()
		tip.Fill = ink
		c.Add(tip)
	case v > hi:
		var tip Path
		tip.Move(width, y).To(width-6, y-4).To(width-6, y+4).Close()
		tip.Fill = ink
		c.Add(tip)
	default:
		c.Add(Path{Segments: circle(at(r.Value), y, 3), Fill: ink})
	}
	return c.Drawing
}
