package textchart

import "math"

// Bars is a chart of horizontal bars in groups, such as before and after, each
// bar one figure or a stack of parts. Parts differ by their filling; the total
// stands at the right. A part below zero goes to the left of zero.
type Bars struct {
	Groups []Group
	Parts  []string // names of the parts, for the legend; none for single figures
	First  int      // the first group shown, where not all fit
}

// Group is one or more bars that belong together.
type Group struct {
	Label string
	Bars  []Bar
}

// Bar is one bar. A part that is not known is NaN and is not in the total; where
// no part is known there is neither.
type Bar struct {
	Name  string
	Parts []float64
	Text  string // instead of the total at the right
}

// Draw draws the chart: the legend, and the bars of the groups, with an empty
// line between groups where there is room.
func (b Bars) Draw(o Options) []string {
	if !o.drawable() {
		return nil
	}
	c := newCanvas(o)
	legend := c.legend(b.legend(c), c.w, 1+c.h/12)
	y := len(legend)
	for i, row := range legend {
		c.keys(0, i, row)
	}
	label, name, text := b.widths(o)
	nameRoom := min(name, max(6, c.w/6))
	gap := 0
	if nameRoom > 0 && label > 0 {
		gap = 1
	}
	k := share(c.w, label, 0, []int{text}, max(8, c.w/4)+nameRoom+gap)
	nameAt := k.x0
	k.x0 += nameRoom + gap
	from, to, spaced := b.window(c.h - y)
	if from > 0 || to < len(b.Groups) {
		if y == 0 { // the counts need a line
			y = 1
			from, to, spaced = b.window(c.h - y)
		}
		c.hidden(max(0, c.w-9), 0, 9, from, len(b.Groups)-to)
	}
	x := b.scale()
	for i, g := range b.Groups[from:to] {
		if i > 0 && spaced {
			y++
		}
		c.printIn(0, y, k.label, tidy(g.Label), Label)
		for _, bar := range g.Bars {
			if y >= c.h {
				break
			}
			c.printIn(nameAt, y, nameRoom, tidy(bar.Name), Muted)
			c.stack(k.x0, k.x1, y, bar.Parts, x)
			if k.numbers[0] > 0 {
				c.printRight(k.numbers[0], y, text, bar.text(o), Label)
			}
			y++
		}
		if len(g.Bars) == 0 {
			y++
		}
	}
	return c.lines(min(y, c.h))
}

func (b Bars) widths(o Options) (label, name, text int) {
	for _, g := range b.Groups {
		label = max(label, width(tidy(g.Label)))
		for _, bar := range g.Bars {
			name = max(name, width(tidy(bar.Name)))
			text = max(text, width(bar.text(o)))
		}
	}
	return label, name, text
}

// text is what stands at the right of a bar.
func (b Bar) text(o Options) string {
	if b.Text != "" {
		return tidy(b.Text)
	}
	total, known := 0.0, false
	for _, v := range b.Parts {
		if usable(v) {
			total, known = total+v, true
		}
	}
	if !known || !usable(total) {
		return ""
	}
	return o.format(total)
}

// window is the groups that fit into so many lines, and whether an empty line
// fits between them too.
func (b Bars) window(room int) (from, to int, spaced bool) {
	rows := 0
	tall := false
	for _, g := range b.Groups {
		rows += max(1, len(g.Bars))
		tall = tall || len(g.Bars) > 1
	}
	n := len(b.Groups)
	if rows <= room {
		return 0, n, tall && rows+n-1 <= room
	}
	from = max(0, min(b.First, n-1))
	used := 0
	for to = from; to < n; to++ {
		used += max(1, len(b.Groups[to].Bars))
		if used > room && to > from {
			break
		}
	}
	return from, to, false
}

// scale is the common axis: from the lowest sum of parts below zero to the
// highest of parts above.
func (b Bars) scale() scale {
	var s span
	s.add(0)
	for _, g := range b.Groups {
		for _, bar := range g.Bars {
			plus, minus := sums(bar.Parts)
			s.add(plus, minus)
		}
	}
	if !resolvable(s.lo, s.hi) {
		return scale{0, 1}
	}
	return scale{s.lo, s.hi}
}

func sums(parts []float64) (plus, minus float64) {
	for _, v := range parts {
		switch {
		case !usable(v):
		case v > 0:
			plus += v
		default:
			minus += v
		}
	}
	return plus, minus
}

// stack draws the parts of a bar side by side from zero.
func (c *canvas) stack(x0, x1, y int, parts []float64, s scale) {
	at := func(v float64) float64 { return float64(x0) + max(0, min(1, s.at(v)))*float64(x1-x0) }
	plus, minus := 0.0, 0.0
	for i, v := range parts {
		if !usable(v) || v == 0 {
			continue
		}
		from, sum := plus, &plus
		if v < 0 {
			from, sum = minus, &minus
		}
		*sum += v
		if !usable(*sum) {
			return
		}
		a, b := at(from), at(*sum)
		fill := c.g.fills[i%len(c.g.fills)]
		c.piece(min(a, b), max(a, b), y, fill, v > 0 && len(parts) == 1)
	}
	if s.lo < 0 {
		zero := int(math.Round(at(0)))
		if zero = min(zero, x1-1); c.blank(zero, y, 1) {
			c.set(zero, y, c.g.up, Axis)
		}
	}
}

// piece fills the cells between two places. A single bar ends to the eighth of a
// cell, and is seen however short it is.
func (c *canvas) piece(a, b float64, y int, fill rune, fine bool) {
	from, to := int(math.Round(a)), int(math.Round(b))
	n := len(c.g.eighths)
	if fine && n > 0 {
		to = int(b)
		c.across(from, to, y, fill, Data)
		if e := int(math.Round((b - float64(to)) * float64(n+1))); e > n {
			c.set(to, y, fill, Data)
		} else if e > 0 || to <= from {
			c.set(to, y, c.g.eighths[max(0, e-1)], Data)
		}
		return
	}
	if fine && to == from {
		to++
	}
	c.across(from, to, y, fill, Data)
}

func (b Bars) legend(c *canvas) []key {
	var keys []key
	for i, name := range b.Parts {
		keys = append(keys, key{string(c.g.fills[i%len(c.g.fills)]), Data, name})
	}
	return keys
}
