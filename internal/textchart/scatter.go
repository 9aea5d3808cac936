package textchart

// Class is what a point of a Scatter is.
type Class uint8

// The classes: a month of the baseline, one of the reporting period, one that
// lies outside.
const (
	Baseline Class = iota
	Reporting
	Outlier
)

// Point is a point of a Scatter.
type Point struct {
	XY
	Class Class
}

// Scatter is a chart of points with a fitted line: a flow against its driver.
// Points that share a cell get a heavier sign (• becomes ●), points of both
// phases in one cell a half filled one (◐); an outlier is never hidden.
type Scatter struct {
	X, Y   AxisOf
	Points []Point

	// Fit is the fitted line from place to place; Lower and Upper its confidence
	// curves. Each may be empty.
	Fit, Lower, Upper []XY

	// Names are the words of the legend. What has none is not listed.
	Names ScatterNames
}

// ScatterNames are the words of a Scatter's legend.
type ScatterNames struct {
	Classes [3]string // by Class
	Fit     string
	Band    string // the confidence curves
}

// Draw draws the chart.
func (s Scatter) Draw(o Options) []string {
	if !o.drawable() {
		return nil
	}
	c := newCanvas(o)
	var x, y span
	for _, p := range s.Points {
		if usable(p.X) && usable(p.Y) {
			x.add(p.X)
			y.add(p.Y)
		}
	}
	for _, p := range s.Fit {
		if usable(p.X) && usable(p.Y) {
			x.add(p.X)
			y.add(p.Y)
		}
	}
	p, _ := c.frame(layout{xAxis: s.X, yAxis: s.Y, x: x.scale(s.X), y: y.scale(s.Y), keys: s.legend(c, x, y)})
	d := c.dots(p.left, p.top, p.pw, p.ph)
	p.curve(d, s.Lower, Band, dashing{1, 2})
	p.curve(d, s.Upper, Band, dashing{1, 2})
	p.curve(d, s.Fit, Line, dashing{})
	d.flush()
	p.points(s.Points)
	return c.lines(c.h)
}

// curve draws lines from place to place; a place that is not known is a gap.
func (p *plot) curve(d *dots, places []XY, role Role, dash dashing) {
	phase := 0
	for i := 1; i < len(places); i++ {
		a, b := places[i-1], places[i]
		if !usable(a.X) || !usable(a.Y) || !usable(b.X) || !usable(b.Y) {
			continue
		}
		x0, y0 := p.place(a)
		x1, y1 := p.place(b)
		phase = d.line(x0, y0, x1, y1, role, dash, phase)
	}
}

// points draws the points, counted by cell first.
func (p *plot) points(points []Point) {
	counts := make([][3]uint16, p.pw*p.ph)
	for _, pt := range points {
		if i, ok := p.cellOf(pt.XY); ok && pt.Class <= Outlier {
			if n := &counts[i][pt.Class]; *n < 2 {
				*n++
			}
		}
	}
	for i, n := range counts {
		if r, role := p.g.pointSign(n); r != 0 {
			p.set(p.left+i%p.pw, p.top+i/p.pw, r, role)
		}
	}
}

// cellOf is the index of the cell of a point in the area.
func (p *plot) cellOf(v XY) (int, bool) {
	if !usable(v.X) || !usable(v.Y) || !p.x.holds(v.X) || !p.y.holds(v.Y) {
		return 0, false
	}
	return (p.row(v.Y)-p.top)*p.pw + p.col(v.X) - p.left, true
}

func (g *signs) pointSign(n [3]uint16) (rune, Role) {
	single := func(c Class) rune {
		if n[c] > 1 {
			return g.many[c]
		}
		return g.one[c]
	}
	switch {
	case n[Outlier] > 0:
		return single(Outlier), Bad
	case n[Baseline] > 0 && n[Reporting] > 0:
		return g.mixed, Data
	case n[Reporting] > 0:
		return single(Reporting), Mark
	case n[Baseline] > 0:
		return single(Baseline), Data
	}
	return 0, Plain
}

func (s Scatter) legend(c *canvas, x, y span) []key {
	var seen [3]bool
	for _, p := range s.Points {
		if p.Class <= Outlier && usable(p.X) && usable(p.Y) {
			seen[p.Class] = true
		}
	}
	var keys []key
	for class, role := range [...]Role{Data, Mark, Bad} {
		if seen[class] {
			keys = append(keys, key{string(c.g.one[class]), role, s.Names.Classes[class]})
		}
	}
	line, band := "⠤⠤", "⠄⠠"
	if c.o.ASCII {
		line, band = "--", "- "
	}
	if len(s.Fit) > 1 {
		keys = append(keys, key{line, Line, s.Names.Fit})
	}
	if len(s.Lower) > 1 || len(s.Upper) > 1 {
		keys = append(keys, key{band, Band, s.Names.Band})
	}
	return keys
}
