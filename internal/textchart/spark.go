package textchart

import "math"

// Spark is a series in one line: a small bar for each value between the least
// and the greatest, a dot where a value is not known. It says how a figure
// moves, not how large it is. More values than cells are averaged by cell.
type Spark struct{ Values []float64 }

// Draw draws one line of Options.Width cells; Height does not matter.
func (s Spark) Draw(o Options) []string {
	if o.Width < 1 || o.Width > MaxWidth {
		return nil
	}
	o.Height = 1
	c := newCanvas(o)
	values := fold(s.Values, o.Width)
	var r span
	r.add(values...)
	for x, v := range values {
		switch {
		case !usable(v):
			c.set(x, 0, c.g.gap, Muted)
		case !resolvable(r.lo, r.hi):
			c.set(x, 0, c.g.levels[(len(c.g.levels)-1)/2], Data)
		default:
			k := int(math.Round((v/(r.hi-r.lo) - r.lo/(r.hi-r.lo)) * float64(len(c.g.levels)-1)))
			c.set(x, 0, c.g.levels[max(0, min(len(c.g.levels)-1, k))], Data)
		}
	}
	return c.lines(1)
}

// fold averages the known values that share one of n cells.
func fold(values []float64, n int) []float64 {
	if len(values) <= n {
		return values
	}
	out := make([]float64, n)
	for i := range out {
		mean, count := 0.0, 0.0
		for _, v := range values[i*len(values)/n : (i+1)*len(values)/n] {
			if usable(v) {
				count++
				mean += (v - mean) / count
			}
		}
		out[i] = mean
		if count == 0 {
			out[i] = math.NaN()
		}
	}
	return out
}
