package textchart

import (
	"math"
	"strconv"
)

// scale is the range of an axis; lo < hi always.
type scale struct{ lo, hi float64 }

// span collects the values that an axis must show.
type span struct {
	lo, hi float64
	any    bool
}

func (s *span) add(values ...float64) {
	for _, v := range values {
		if !usable(v) {
			continue
		}
		if !s.any {
			s.lo, s.hi, s.any = v, v, true
		}
		s.lo, s.hi = min(s.lo, v), max(s.hi, v)
	}
}

// room is the share of the range that an axis leaves free at an end that is not
// zero.
const room = 0.03

// scale is the axis that shows the collected values as its description wants.
func (s span) scale(a AxisOf) scale {
	if usable(a.Min) && usable(a.Max) && resolvable(a.Min, a.Max) {
		if a.Zero {
			return scale{min(a.Min, 0), max(a.Max, 0)}
		}
		return scale{a.Min, a.Max}
	}
	if a.Zero {
		s.add(0)
	}
	if !s.any {
		return scale{0, 1}
	}
	if !resolvable(s.lo, s.hi) { // one value: some room around it
		d := math.Abs(s.hi) / 10
		if d < 1e-290 {
			d = 1
		}
		return scale{s.lo - d, s.hi + d}
	}
	lo, hi, d := s.lo, s.hi, (s.hi-s.lo)*room
	if lo != 0 {
		lo -= d
	}
	if hi != 0 {
		hi += d
	}
	return scale{lo, hi}
}

// resolvable reports whether a range is wide enough for its numbers to differ
// in ten digits.
func resolvable(lo, hi float64) bool {
	return hi-lo > 1e-290 && hi-lo > 1e-10*max(math.Abs(lo), math.Abs(hi))
}

// at is the place of a value between 0 (the low end) and 1.
func (s scale) at(v float64) float64 { return (v - s.lo) / (s.hi - s.lo) }

func (s scale) holds(v float64) bool { return v >= s.lo && v <= s.hi }

// ticks are round numbers in the range, their step 1, 2 or 5 times a power of
// ten: at most n of them, or a few more where there would be fewer than two. (A
// step that is 2.5 times as long may turn seven ticks into two, but not into
// one.)
func (s scale) ticks(n int) []float64 {
	n = max(n, 1)
	most := 2*n + 2
	exp := math.Floor(math.Log10((s.hi - s.lo) / float64(most)))
	var finer []float64
	for range 4 {
		for _, m := range [...]float64{1, 2, 5} {
			step := m * math.Pow(10, exp)
			first := math.Ceil(s.lo/step - 1e-9)
			count := math.Floor(s.hi/step+1e-9) - first + 1
			if !(step > 0) || !(count <= float64(most)) {
				continue
			}
			out := make([]float64, 0, int(max(count, 0)))
			for i := range int(max(count, 0)) {
				out = append(out, round14((first+float64(i))*step))
			}
			switch {
			case len(out) < 2 && len(finer) > len(out):
				return finer
			case len(out) <= n:
				return out
			}
			finer = out
		}
		exp++
	}
	return finer
}

// round14 takes the noise of binary fractions off a number: 0.30000000000000004
// is 0.3.
func round14(v float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 14, 64), 64)
	if err != nil {
		return v
	}
	return r
}

// tickLabels writes the numbers of ticks in at most limit cells each. Where they
// do not fit, or do not differ as written, they are divided by a power of ten
// that is a multiple of three; the axis says so in its title. A number is never
// cut: where nothing helps it is left off.
func (o Options) tickLabels(a AxisOf, ticks []float64, limit int) (labels []string, exp int) {
	write := func(exp int) ([]string, bool) {
		out, good := make([]string, len(ticks)), true
		for i, v := range ticks {
			if exp != 0 {
				v = round14(v / math.Pow(10, float64(exp)))
			}
			out[i] = o.number(a, v)
			good = good && width(out[i]) <= limit && (i == 0 || out[i] != out[i-1])
		}
		return out, good
	}
	labels, good := write(0)
	if good {
		return labels, 0
	}
	size := 0.0
	for _, v := range ticks {
		size = max(size, math.Abs(v))
	}
	if size > 0 {
		exp = 3 * int(math.Floor(math.Log10(size)/3))
	}
	if exp != 0 && exp > -300 && exp < 300 {
		if scaled, ok := write(exp); ok || widest(scaled) <= limit && widest(labels) > limit {
			labels = scaled
		} else {
			exp = 0
		}
	} else {
		exp = 0
	}
	last := ""
	for i, s := range labels {
		if width(s) > limit || s == last {
			labels[i] = ""
			continue
		}
		last = s
	}
	return labels, exp
}

// title is the heading of an axis: what, its unit, the power of ten taken out.
func (c *canvas) title(a AxisOf, exp int) string {
	unit := tidy(a.Unit)
	if exp != 0 {
		p := c.g.power + c.superscript(exp)
		if unit != "" {
			p += " " + unit
		}
		unit = p
	}
	label := tidy(a.Label)
	switch {
	case unit == "":
		return label
	case label == "":
		return unit
	}
	return label + " (" + unit + ")"
}

func (c *canvas) superscript(n int) string {
	s := strconv.Itoa(n)
	if c.o.ASCII {
		return s
	}
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r == '-' {
			out = append(out, '⁻')
		} else {
			out = append(out, []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0'])
		}
	}
	return string(out)
}
