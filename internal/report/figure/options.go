package figure

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
)

// Choice is a package of options on a plane of what it costs and what it brings.
type Choice struct {
	Label    text.Message
	X, Y     float64
	Frontier bool // no other choice brings more for less
}

// Frontier is all choices with those that nobody improves on joined.
type Frontier struct {
	Choices      []Choice
	XName, YName text.Message // "Vốn đầu tư", "NPV"
	XUnit, YUnit string
}

// Draw draws the plane.
func (f Frontier) Draw(p *i18n.Printer) (d *Drawing, err error) {
	defer recovered(&err)
	var edge, rest plotter.XYs
	var edgeLabels, restLabels []string
	var xs, ys []float64
	for _, c := range f.Choices {
		if !finite(c.X, c.Y) {
			continue
		}
		xs, ys = append(xs, c.X), append(ys, c.Y)
	}
	xlo, xhi, ok := extent(xs...)
	if !ok {
		return nothing(p), nil
	}
	sorted := slices.Clone(f.Choices)
	slices.SortStableFunc(sorted, func(a, b Choice) int { return cmp.Compare(a.X, b.X) })
	for _, c := range sorted {
		if !finite(c.X, c.Y) {
			continue
		}
		at, words := plotter.XY{X: c.X, Y: c.Y}, Face{}.Drawable(p.Say(c.Label))
		if c.Frontier {
			edge, edgeLabels = append(edge, at), append(edgeLabels, words)
		} else {
			rest, restLabels = append(rest, at), append(restLabels, words)
		}
	}
	pl := newPlot(p, axis(p, f.XName, f.XUnit), axis(p, f.YName, f.YUnit))
	pl.X.Tick.Marker, pl.Y.Tick.Marker = moneyTicks{p, f.XUnit}, moneyTicks{p, f.YUnit}
	var key []sign
	if len(rest) > 0 {
		if err := dots(pl, rest, restLabels, draw.GlyphStyle{Color: grey, Radius: 2.6, Shape: ring{}}); err != nil {
			return nil, err
		}
		key = append(key, sign{line: Stroke{grey, 1, nil}, hollow: true, words: p.Say(word("dominated"))})
	}
	if len(edge) > 0 {
		if len(edge) > 1 {
			line, err := plotter.NewLine(edge)
			if err != nil {
				return nil, err
			}
			line.LineStyle = draw.LineStyle{Color: blue, Width: 1.4}
			pl.Add(line)
		}
		if err := dots(pl, edge, edgeLabels, draw.GlyphStyle{Color: blue, Radius: 3, Shape: draw.CircleGlyph{}}); err != nil {
			return nil, err
		}
		key = append(key, sign{line: Stroke{blue, 1.4, nil}, words: p.Say(word("frontier"))})
	}
	ylo, yhi, _ := extent(ys...)
	pl.X.Min, pl.X.Max = room(xlo, xhi)
	pl.Y.Min, pl.Y.Max = room(ylo, yhi)
	return finish(pl, pageWidth, 240, key), nil
}

// Data is a row a choice.
func (f Frontier) Data() Data {
	d := Data{Kind: Dots, Heads: []text.Message{word("choice"), f.XName, f.YName}, Units: []string{f.XUnit, f.YUnit}}
	for _, c := range f.Choices {
		d.Rows = append(d.Rows, DataRow{Label: c.Label, Values: []*float64{ptr(c.X), ptr(c.Y)}})
	}
	return d
}

// Step is an option with what it avoids a year and what a unit of that costs;
// a cost below zero saves money.
type Step struct {
	Label  text.Message
	Amount float64
	Cost   float64
}

// Abatement is the marginal abatement cost curve: options as blocks as wide as
// what they avoid and as high as what a unit costs, the cheapest first.
type Abatement struct {
	Steps      []Step
	Unit       string // of the amounts: "t CO2e"
	AmountName text.Message
	CostName   text.Message
	CostUnit   string // "VND/t CO2e"
	// AsGiven keeps the order of Steps: with interaction, what a step avoids
	// depends on those before it.
	AsGiven bool
}

func (a Abatement) sorted() []Step {
	var all []Step
	for _, s := range a.Steps {
		if finite(s.Amount, s.Cost) && s.Amount > 0 {
			all = append(all, s)
		}
	}
	if !a.AsGiven {
		slices.SortStableFunc(all, func(x, y Step) int { return cmp.Compare(x.Cost, y.Cost) })
	}
	return all
}

// Draw draws the curve. The blocks are numbered; below stand their names.
func (a Abatement) Draw(p *i18n.Printer) (d *Drawing, err error) {
	defer recovered(&err)
	steps := a.sorted()
	if len(steps) == 0 {
		return nothing(p), nil
	}
	pl := newPlot(p, axis(p, a.AmountName, a.Unit), axis(p, a.CostName, a.CostUnit))
	pl.Y.Tick.Marker = moneyTicks{p, a.CostUnit}
	x := 0.0
	costs := []float64{0}
	var numbers plotter.XYLabels
	for i, s := range steps {
		poly, err := plotter.NewPolygon(plotter.XYs{{X: x, Y: 0}, {X: x + s.Amount, Y: 0}, {X: x + s.Amount, Y: s.Cost}, {X: x, Y: s.Cost}})
		if err != nil {
			return nil, err
		}
		poly.Color = sky
		if s.Cost > 0 {
			poly.Color = orange
		}
		poly.LineStyle = draw.LineStyle{Color: ink, Width: 0.6}
		pl.Add(poly)
		numbers.XYs = append(numbers.XYs, plotter.XY{X: x + s.Amount/2, Y: max(s.Cost, 0)})
		numbers.Labels = append(numbers.Labels, p.Number(float64(i+1), 0))
		x += s.Amount
		costs = append(costs, s.Cost)
	}
	zero := plotter.Line{XYs: plotter.XYs{{X: 0, Y: 0}, {X: x, Y: 0}}, LineStyle: draw.LineStyle{Color: ink, Width: 1}}
	labels, err := plotter.NewLabels(numbers)
	if err != nil {
		return nil, err
	}
	for i := range labels.TextStyle {
		labels.TextStyle[i] = pl.X.Tick.Label
		labels.TextStyle[i].YAlign = 0
	}
	labels.Offset.Y = 2
	pl.Add(&zero, labels)
	lo, hi, _ := extent(costs...)
	pl.Y.Min, pl.Y.Max = room(lo, hi)
	pl.X.Min, pl.X.Max = 0, x
	d = finish(pl, pageWidth, 230, []sign{{fill: sky, line: Stroke{ink, 0.6, nil}, words: p.Say(word("saves"))}, {fill: orange, line: Stroke{ink, 0.6, nil}, words: p.Say(word("costs"))}})
	return listBelow(d, p, steps), nil
}

// listBelow writes the numbered names under a drawing in two columns.
func listBelow(d *Drawing, p *i18n.Printer, steps []Step) *Drawing {
	const row = 12.0
	half := (len(steps) + 1) / 2
	for i, s := range steps {
		x, y := 6.0, d.Height+12+float64(i)*row
		if i >= half {
			x, y = d.Width/2+6, d.Height+12+float64(i-half)*row
		}
		words := p.Number(float64(i+1), 0) + ". " + Face{}.Drawable(p.Say(s.Label))
		d.Add(Text{X: x, Y: y, Size: smallLetters, String: cut(words, Face{}, smallLetters, d.Width/2-12), Colour: ink})
	}
	d.Height += 8 + float64(half)*row
	return d
}

// moneyTicks writes amounts of money short where the unit is money.
type moneyTicks struct {
	p    *i18n.Printer
	unit string
}

func (t moneyTicks) Ticks(lo, hi float64) []plot.Tick {
	all := ticks{t.p}.Ticks(lo, hi)
	if !isMoney(t.unit) {
		return all
	}
	for i := range all {
		all[i].Label = shortMoney(t.p, all[i].Value)
	}
	return all
}

func isMoney(unit string) bool { return len(unit) >= 3 && (unit[:3] == "VND" || unit[:3] == "USD") }

// shortMoney is an amount without its currency.
func shortMoney(p *i18n.Printer, v float64) string {
	if math.Abs(v) < 1e-9 {
		return "0"
	}
	return p.Money(v, "")
}

// Data is a row an option, the cheapest first. No chart of a spreadsheet has
// columns of different widths.
func (a Abatement) Data() Data {
	d := Data{Kind: Picture, Heads: []text.Message{word("choice"), a.AmountName, a.CostName}, Units: []string{a.Unit, a.CostUnit}}
	for _, s := range a.sorted() {
		d.Rows = append(d.Rows, DataRow{Label: s.Label, Values: []*float64{ptr(s.Amount), ptr(s.Cost)}})
	}
	return d
}
