package figure

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Monthly is a specific consumption month by month, with the target and the
// baseline that it is held against. A nil value is a month without one: the line
// is broken there.
type Monthly struct {
	Months   []quantity.Month
	Values   []*float64
	Target   *float64
	Baseline *float64
	Unit     string // "kWh/t"
}

// Draw draws the line.
func (m Monthly) Draw(p *i18n.Printer) (d *Drawing, err error) {
	defer recovered(&err)
	all := knowns(append([]*float64{m.Target, m.Baseline}, m.Values...))
	lo, hi, ok := extent(all...)
	if !ok {
		return nothing(p), nil
	}
	pl := newPlot(p, "", p.Unit(m.Unit))
	key := []sign{{line: Stroke{blue, 1.6, nil}, words: p.Say(word("value"))}}
	months(pl, p, m.Months)
	if err := broken(pl, m.Values, blue); err != nil {
		return nil, err
	}
	n := float64(len(m.Values) - 1)
	level := func(v *float64, s Stroke, id string) {
		if v == nil || !finite(*v) {
			return
		}
		key = append(key, sign{line: s, words: p.Say(text.M("writers.figure.level", "name", word(id), "value", quantity.Amount{Value: *v, Unit: m.Unit}))})
		l := plotter.Line{XYs: plotter.XYs{{X: -0.5, Y: *v}, {X: n + 0.5, Y: *v}}, LineStyle: lineStyle(s)}
		pl.Add(&l)
	}
	level(m.Baseline, Stroke{grey, 1.2, []float64{2, 2}}, "baseline")
	level(m.Target, Stroke{red, 1.4, []float64{6, 3}}, "target")
	pl.Y.Min, pl.Y.Max = room(lo, hi)
	pl.X.Min, pl.X.Max = -0.5, max(n, 0)+0.5
	return finish(pl, pageWidth, 210, key), nil
}

// Data is a row a month.
func (m Monthly) Data() Data {
	d := Data{Kind: Lines, Heads: []text.Message{word("month"), word("value")}, Units: []string{m.Unit}}
	if m.Baseline != nil {
		d.Heads, d.Units = append(d.Heads, word("baseline")), append(d.Units, m.Unit)
	}
	if m.Target != nil {
		d.Heads, d.Units = append(d.Heads, word("target")), append(d.Units, m.Unit)
	}
	for i, month := range m.Months {
		r := DataRow{Label: text.M("say.period", "period", month)}
		if i < len(m.Values) {
			r.Values = append(r.Values, m.Values[i])
		} else {
			r.Values = append(r.Values, nil)
		}
		if m.Baseline != nil {
			r.Values = append(r.Values, m.Baseline)
		}
		if m.Target != nil {
			r.Values = append(r.Values, m.Target)
		}
		d.Rows = append(d.Rows, r)
	}
	return d
}

// CUSUM is the cumulative sum of what was used beyond what the baseline
// expects: it falls while the plant saves.
type CUSUM struct {
	Months []quantity.Month
	Values []float64 // cumulated
	Unit   string
}

// Draw draws the line about zero.
func (c CUSUM) Draw(p *i18n.Printer) (d *Drawing, err error) {
	defer recovered(&err)
	lo, hi, ok := extent(append([]float64{0}, c.Values...)...)
	if !ok || len(c.Values) == 0 {
		return nothing(p), nil
	}
	pl := newPlot(p, "", p.Unit(c.Unit))
	months(pl, p, c.Months)
	values := make([]*float64, len(c.Values))
	area := plotter.XYs{{X: 0, Y: 0}}
	for i, v := range c.Values {
		values[i] = &v
		if finite(v) {
			area = append(area, plotter.XY{X: float64(i), Y: v})
		}
	}
	area = append(area, plotter.XY{X: float64(len(c.Values) - 1), Y: 0})
	poly, err := plotter.NewPolygon(area)
	if err != nil {
		return nil, err
	}
	poly.Color, poly.LineStyle.Width = Colour{R: 0x9f, G: 0xd3, B: 0xf0, A: 110}, 0
	zero := plotter.Line{XYs: plotter.XYs{{X: -0.5, Y: 0}, {X: float64(len(c.Values)) - 0.5, Y: 0}}, LineStyle: draw.LineStyle{Color: ink, Width: 1}}
	pl.Add(poly, &zero)
	if err := broken(pl, values, blue); err != nil {
		return nil, err
	}
	pl.Y.Min, pl.Y.Max = room(lo, hi)
	pl.X.Min, pl.X.Max = -0.5, float64(len(c.Values))-0.5
	return finish(pl, pageWidth, 210, []sign{{line: Stroke{blue, 1.6, nil}, words: p.Say(word("cusum"))}}), nil
}

// Data is a row a month.
func (c CUSUM) Data() Data {
	d := Data{Kind: Lines, Heads: []text.Message{word("month"), word("cusum")}, Units: []string{c.Unit}}
	for i, v := range c.Values {
		r := DataRow{Values: []*float64{&v}}
		if i < len(c.Months) {
			r.Label = text.M("say.period", "period", c.Months[i])
		}
		d.Rows = append(d.Rows, r)
	}
	return d
}

// broken draws values over 0, 1, 2, … as dots joined by lines where no value is
// missing between them.
func broken(pl *plot.Plot, values []*float64, c Colour) error {
	var run plotter.XYs
	flush := func() error {
		if len(run) == 0 {
			return nil
		}
		dots, err := plotter.NewScatter(run)
		if err != nil {
			return err
		}
		dots.GlyphStyle = draw.GlyphStyle{Color: c, Radius: 2.2, Shape: draw.CircleGlyph{}}
		if len(run) > 1 {
			line, err := plotter.NewLine(run)
			if err != nil {
				return err
			}
			line.LineStyle = draw.LineStyle{Color: c, Width: 1.6}
			pl.Add(line)
		}
		pl.Add(dots)
		run = nil
		return nil
	}
	for i, v := range values {
		if v == nil || !finite(*v) {
			if err := flush(); err != nil {
				return err
			}
			continue
		}
		run = append(run, plotter.XY{X: float64(i), Y: *v})
	}
	return flush()
}

// months names the places 0, 1, 2, … of an axis, as many as there is room for.
func months(pl *plot.Plot, p *i18n.Printer, all []quantity.Month) {
	widest := 1.0
	for _, m := range all {
		widest = max(widest, Face{}.Width(p.Month(m), smallLetters)+8)
	}
	every := max(1, int(math.Ceil(widest*float64(len(all))/(pageWidth-50))))
	var t plot.ConstantTicks
	for i, m := range all {
		label := ""
		if i%every == 0 {
			label = p.Month(m)
		}
		t = append(t, plot.Tick{Value: float64(i), Label: label})
	}
	pl.X.Tick.Marker = t
}

// knowns are the values that there are.
func knowns(values []*float64) []float64 {
	var all []float64
	for _, v := range values {
		if v != nil {
			all = append(all, *v)
		}
	}
	return all
}

// room widens a range, so that nothing is drawn on its edge; a range that nearly
// reaches zero begins there.
func room(lo, hi float64) (float64, float64) {
	span := hi - lo
	if span == 0 {
		span = max(math.Abs(hi), 1)
	}
	from, to := lo-0.1*span, hi+0.1*span
	if lo >= 0 && from < 0 || lo >= 0 && lo < 0.35*hi {
		from = 0
	}
	if lo < 0 && hi <= 0 && to > 0 {
		to = 0
	}
	return from, to
}

// Point is a point of a scatter.
type Point struct {
	Label    text.Message // shown beside the point where it has words
	X, Y     float64
	Excluded bool // left out of the fitted line
}

// Band is an interval of the fitted line at X.
type Band struct{ X, Low, High float64 }

// Scatter is a flow against the output, with the line that was fitted and the
// interval in which a new point is expected.
type Scatter struct {
	Points             []Point
	Fitted             bool
	Intercept, Slope   float64
	Interval           []Band // in ascending X
	XName, YName       text.Message
	XUnit, YUnit       string
	IntervalConfidence float64 // %
}

// Draw draws points, line and interval.
func (s Scatter) Draw(p *i18n.Printer) (d *Drawing, err error) {
	defer recovered(&err)
	var xs, ys []float64
	for _, q := range s.Points {
		if finite(q.X, q.Y) {
			xs, ys = append(xs, q.X), append(ys, q.Y)
		}
	}
	xlo, xhi, ok := extent(xs...)
	if !ok {
		return nothing(p), nil
	}
	for _, b := range s.Interval {
		ys = append(ys, b.Low, b.High)
	}
	pl := newPlot(p, axis(p, s.XName, s.XUnit), axis(p, s.YName, s.YUnit))
	var key []sign
	if len(s.Interval) > 1 {
		var edge plotter.XYs
		for _, b := range s.Interval {
			edge = append(edge, plotter.XY{X: b.X, Y: b.High})
		}
		for i := len(s.Interval) - 1; i >= 0; i-- {
			edge = append(edge, plotter.XY{X: s.Interval[i].X, Y: s.Interval[i].Low})
		}
		poly, err := plotter.NewPolygon(edge)
		if err != nil {
			return nil, err
		}
		fill := Colour{R: 0x9f, G: 0xd3, B: 0xf0, A: 110}
		poly.Color, poly.LineStyle.Width = fill, 0
		pl.Add(poly)
		key = append(key, sign{fill: fill, words: p.Say(text.M("writers.figure.interval", "confidence", quantity.Amount{Value: s.IntervalConfidence, Unit: "%"}))})
	}
	if s.Fitted {
		line := plotter.Line{LineStyle: draw.LineStyle{Color: red, Width: 1.4}}
		for _, x := range []float64{xlo, xhi} {
			line.XYs = append(line.XYs, plotter.XY{X: x, Y: s.Intercept + s.Slope*x})
			ys = append(ys, s.Intercept+s.Slope*x)
		}
		pl.Add(&line)
		key = append(key, sign{line: Stroke{red, 1.4, nil}, words: p.Say(word("fitted"))})
	}
	signs, err := s.dots(pl, p)
	if err != nil {
		return nil, err
	}
	ylo, yhi, _ := extent(ys...)
	pl.X.Min, pl.X.Max = room(xlo, xhi)
	pl.Y.Min, pl.Y.Max = room(ylo, yhi)
	return finish(pl, pageWidth, 250, append(signs, key...)), nil
}

func (s Scatter) dots(pl *plot.Plot, p *i18n.Printer) (key []sign, err error) {
	for _, kind := range []struct {
		excluded bool
		style    draw.GlyphStyle
		sign     sign
	}{
		{false, draw.GlyphStyle{Color: blue, Radius: 2.6, Shape: draw.CircleGlyph{}}, sign{fill: blue, dot: true, words: p.Say(word("point"))}},
		{true, draw.GlyphStyle{Color: red, Radius: 3, Shape: ring{}}, sign{line: Stroke{red, 1, nil}, hollow: true, words: p.Say(word("excluded"))}},
	} {
		var at plotter.XYs
		var labels []string
		for _, q := range s.Points {
			if q.Excluded == kind.excluded && finite(q.X, q.Y) {
				at, labels = append(at, plotter.XY{X: q.X, Y: q.Y}), append(labels, Face{}.Drawable(p.Say(q.Label)))
			}
		}
		if len(at) == 0 {
			continue
		}
		if err := dots(pl, at, labels, kind.style); err != nil {
			return nil, err
		}
		key = append(key, kind.sign)
	}
	return key, nil
}

// dots draws points with their labels above.
func dots(pl *plot.Plot, at plotter.XYs, labels []string, style draw.GlyphStyle) error {
	sc, err := plotter.NewScatter(at)
	if err != nil {
		return err
	}
	sc.GlyphStyle = style
	pl.Add(sc)
	l, err := plotter.NewLabels(plotter.XYLabels{XYs: at, Labels: labels})
	if err != nil {
		return err
	}
	for i := range l.TextStyle {
		l.TextStyle[i] = pl.X.Tick.Label
		l.TextStyle[i].YAlign = 0 // above the point
	}
	l.Offset = vg.Point{Y: 4}
	pl.Add(l)
	return nil
}

// axis names an axis with its unit.
func axis(p *i18n.Printer, name text.Message, unit string) string {
	return p.Say(text.M("writers.head", "head", name, "unit", p.Unit(unit)))
}

// Data is a row a point.
func (s Scatter) Data() Data {
	d := Data{Kind: Dots, Heads: []text.Message{word("point"), s.XName, s.YName}, Units: []string{s.XUnit, s.YUnit}}
	if s.Fitted {
		d.Heads, d.Units = append(d.Heads, word("fitted")), append(d.Units, s.YUnit)
	}
	for _, q := range s.Points {
		r := DataRow{Label: q.Label, Values: []*float64{ptr(q.X), ptr(q.Y)}}
		if s.Fitted {
			r.Values = append(r.Values, ptr(s.Intercept+s.Slope*q.X))
		}
		d.Rows = append(d.Rows, r)
	}
	return d
}
