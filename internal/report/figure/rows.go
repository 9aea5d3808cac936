package figure

import (
	"cmp"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// rowChart is the layout of charts of one row a thing: its name on the left, a
// field for bars, a column of words on the right.
type rowChart struct {
	*Drawing
	top, row     float64
	left, right  float64 // edges of the field
	leftWidth    float64
	rightStart   float64
	bottomMargin float64
}

// newRows lays out n rows below a key.
func newRows(n int, row float64, key []sign, rightColumn, bottom float64) *rowChart {
	c := &rowChart{Drawing: &Drawing{Width: pageWidth}, row: row, leftWidth: 128, bottomMargin: bottom}
	c.top = drawKey(c.Drawing, key, 0) + 6
	c.left, c.right = c.leftWidth+8, pageWidth-rightColumn-8
	c.rightStart = c.right + 8
	c.Height = c.top + float64(n)*row + bottom
	return c
}

// mid is the middle of the i-th row.
func (c *rowChart) mid(i int) float64 { return c.top + (float64(i)+0.5)*c.row }

func (c *rowChart) bottom() float64 { return c.Height - c.bottomMargin }

func (c *rowChart) name(i int, s string) {
	c.lines(c.leftWidth, c.mid(i), wrap(s, Face{}, letters, c.leftWidth, 2), Text{Size: letters, Colour: ink, Anchor: End})
}

// scale draws an axis with round numbers under the field, pale lines across it,
// and gives the place of a value.
func (c *rowChart) scale(p *i18n.Printer, lo, hi float64, unit string) func(float64) float64 {
	at := func(v float64) float64 { return c.left + (v-lo)/(hi-lo)*(c.right-c.left) }
	marks := ticks{p}.Ticks(lo, hi)
	if isMoney(unit) {
		marks = moneyTicks{p, unit}.Ticks(lo, hi)
	}
	for _, t := range marks {
		c.Add(Line{X1: at(t.Value), Y1: c.top, X2: at(t.Value), Y2: c.bottom(), Stroke: Stroke{pale, 0.5, nil}},
			Text{X: at(t.Value), Y: c.bottom() + 11, Size: smallLetters, String: t.Label, Colour: ink, Anchor: Middle})
	}
	c.Add(Line{X1: c.left, Y1: c.bottom(), X2: c.right, Y2: c.bottom(), Stroke: Stroke{ink, 0.7, nil}})
	if unit != "" {
		c.Add(Text{X: c.right, Y: c.bottom() + 22, Size: smallLetters, String: p.Unit(unit), Colour: ink, Anchor: End})
	}
	return at
}

// Placed is an indicator among its bounds: the best level, the typical range,
// the poor level; each may be unknown.
type Placed struct {
	Label                              text.Message
	Value                              float64
	Unit                               string
	Best, TypicalLow, TypicalHigh, Bad *float64
	MoreIsBetter                       bool
}

// Indicators sets indicators of different units among their bounds, each on a
// scale of its own, good on the left.
type Indicators struct{ Rows []Placed }

// Draw draws a row an indicator, the bounds written under their marks.
func (x Indicators) Draw(p *i18n.Printer) (*Drawing, error) {
	if len(x.Rows) == 0 {
		return nothing(p), nil
	}
	c := newRows(len(x.Rows), 30, []sign{
		{fill: ink, dot: true, words: p.Say(word("plant"))},
		{fill: pale, words: p.Say(word("typical"))},
		{line: Stroke{green, 2.2, nil}, words: p.Say(word("best"))},
		{line: Stroke{red, 1.4, []float64{3, 2}}, words: p.Say(word("poor"))},
	}, 96, 4)
	for i, r := range x.Rows {
		c.name(i, p.Say(r.Label))
		value := p.Amount(quantity.Amount{Value: r.Value, Unit: r.Unit})
		c.lines(c.rightStart, c.mid(i), wrap(value, Face{Bold: true}, letters, pageWidth-c.rightStart, 2), Text{Size: letters, Colour: ink, Bold: true})
		c.placed(p, r, c.mid(i)-4)
	}
	return c.Drawing, nil
}

// placed draws one indicator about a height.
func (c *rowChart) placed(p *i18n.Printer, r Placed, y float64) {
	sign := 1.0
	if r.MoreIsBetter {
		sign = -1
	}
	lo, hi, ok := Range(r)
	c.Add(Line{X1: c.left, Y1: y, X2: c.right, Y2: y, Stroke: Stroke{grey, 0.6, nil}})
	if !ok {
		return
	}
	at := func(v float64) float64 {
		return c.left + min(max((sign*v-lo)/(hi-lo), 0), 1)*(c.right-c.left)
	}
	taken := []float64{}
	mark := func(v float64) { // numbers that would touch are left out: the table has them
		s := p.Figure(v)
		x, w := at(v), Face{}.Width(s, 7)
		for _, t := range taken {
			if math.Abs(t-x) < w/2+12 {
				return
			}
		}
		taken = append(taken, x)
		c.Add(Text{X: x, Y: y + 15, Size: 7, String: s, Colour: ink, Anchor: Middle})
	}
	low, high := r.TypicalLow, r.TypicalHigh
	if low == nil {
		low = high
	}
	if high == nil {
		high = low
	}
	if low != nil {
		a, b := at(*low), at(*high)
		c.Add(Rect{X: min(a, b), Y: y - 6, W: max(math.Abs(b-a), 2), H: 12, Fill: pale, Stroke: Stroke{grey, 0.5, nil}})
	}
	if r.Best != nil {
		c.Add(Line{X1: at(*r.Best), Y1: y - 7, X2: at(*r.Best), Y2: y + 7, Stroke: Stroke{green, 2.2, nil}})
		mark(*r.Best)
	}
	if r.Bad != nil {
		c.Add(Line{X1: at(*r.Bad), Y1: y - 7, X2: at(*r.Bad), Y2: y + 7, Stroke: Stroke{red, 1.4, []float64{3, 2}}})
		mark(*r.Bad)
	}
	if low != nil {
		mark(*low)
		mark(*high)
	}
	switch v := sign * r.Value; {
	case !finite(v):
	case v < lo || v > hi: // beyond the end: an arrow head
		x, dx := c.left, 7.0
		if v > hi {
			x, dx = c.right, -7
		}
		var tip Path
		tip.Move(x, y).To(x+dx, y-5).To(x+dx, y+5).Close()
		tip.Fill = ink
		c.Add(tip)
	default:
		c.Add(Path{Segments: circle(at(r.Value), y, 4), Fill: ink})
	}
}

// Range is the part of the axis that a placed indicator is shown on, with the
// sign turned where more is better: the bounds with some room, and the value
// unless it lies so far out that the bounds would shrink to nothing.
func Range(r Placed) (lo, hi float64, ok bool) {
	sign := 1.0
	if r.MoreIsBetter {
		sign = -1
	}
	var all []float64
	for _, b := range knowns([]*float64{r.Best, r.TypicalLow, r.TypicalHigh, r.Bad}) {
		all = append(all, sign*b)
	}
	lo, hi, ok = extent(all...)
	if !ok {
		return 0, 0, false
	}
	const (
		margin = 0.15 // of the range of the bounds, on each side
		far    = 1.5  // times that range
	)
	span := hi - lo
	if span == 0 {
		span = max(0.25*math.Abs(hi), 1e-9)
	}
	from, to := lo-margin*span, hi+margin*span
	if v := sign * r.Value; finite(v) && v >= lo-far*span && v <= hi+far*span {
		from, to = min(from, v), max(to, v)
	}
	return from, to, true
}

// Data is a row an indicator, with its unit beside its name. The units differ, so
// that a spreadsheet shows the picture and no chart of its own.
func (x Indicators) Data() Data {
	d := Data{Kind: Picture, Heads: []text.Message{word("flow"), word("plant"), word("best"), word("typical-low"), word("typical-high"), word("poor")}, Units: make([]string, 5)}
	for _, r := range x.Rows {
		d.Rows = append(d.Rows, DataRow{
			Label:  text.M("writers.head", "head", r.Label, "unit", r.Unit),
			Values: []*float64{ptr(r.Value), r.Best, r.TypicalLow, r.TypicalHigh, r.Bad},
		})
	}
	return d
}

// Interval is a value with the limits of its confidence.
type Interval struct {
	Label            text.Message
	Value, Low, High float64
}

// Intervals sets values with their limits against a band, such as savings of
// several resources against the 5–8 % of the programme.
type Intervals struct {
	Rows     []Interval
	BandLow  float64
	BandHigh float64
	BandName text.Message
	Unit     string
}

// Draw draws a row a value.
func (x Intervals) Draw(p *i18n.Printer) (*Drawing, error) {
	all := []float64{0, x.BandLow, x.BandHigh}
	for _, r := range x.Rows {
		all = append(all, r.Value, r.Low, r.High)
	}
	lo, hi, ok := extent(all...)
	if !ok || len(x.Rows) == 0 {
		return nothing(p), nil
	}
	lo, hi = room(lo, hi)
	fill := Colour{R: 0xe6, G: 0x9f, B: 0x00, A: 90}
	c := newRows(len(x.Rows), 26, []sign{
		{fill: blue, dot: true, words: p.Say(word("value"))},
		{line: Stroke{blue, 1.6, nil}, words: p.Say(word("limits"))},
		{fill: fill, words: p.Say(x.BandName)},
	}, 92, 28)
	at := c.scale(p, lo, hi, x.Unit)
	c.Add(Rect{X: at(x.BandLow), Y: c.top, W: at(x.BandHigh) - at(x.BandLow), H: c.bottom() - c.top, Fill: fill})
	c.Add(Line{X1: at(0), Y1: c.top, X2: at(0), Y2: c.bottom(), Stroke: Stroke{ink, 0.8, nil}})
	for i, r := range x.Rows {
		c.name(i, p.Say(r.Label))
		if !finite(r.Value) {
			continue
		}
		y := c.mid(i)
		if finite(r.Low, r.High) {
			c.Add(Line{X1: at(r.Low), Y1: y, X2: at(r.High), Y2: y, Stroke: Stroke{blue, 1.6, nil}})
			for _, v := range []float64{r.Low, r.High} {
				c.Add(Line{X1: at(v), Y1: y - 4, X2: at(v), Y2: y + 4, Stroke: Stroke{blue, 1.6, nil}})
			}
		}
		c.Add(Path{Segments: circle(at(r.Value), y, 3.6), Fill: blue})
		c.lines(c.rightStart, y, []string{p.Say(text.M("writers.figure.within", "value", x.figure(p, r.Value), "low", x.figure(p, r.Low), "high", x.figure(p, r.High)))}, Text{Size: smallLetters, Colour: ink})
	}
	return c.Drawing, nil
}

// figure writes a value; percentages as exactly as tables do.
func (x Intervals) figure(p *i18n.Printer, v float64) string {
	if x.Unit == "%" {
		return p.Percentage(v)
	}
	return p.Figure(v)
}

// Data is a row a value. No chart of a spreadsheet shows limits well.
func (x Intervals) Data() Data {
	d := Data{Kind: Picture, Heads: []text.Message{word("flow"), word("value"), word("low"), word("high")}, Units: []string{x.Unit, x.Unit, x.Unit}}
	for _, r := range x.Rows {
		d.Rows = append(d.Rows, DataRow{Label: r.Label, Values: []*float64{ptr(r.Value), ptr(r.Low), ptr(r.High)}})
	}
	return d
}

// Cost is what something costs.
type Cost struct {
	Label text.Message
	Value float64
}

// Pareto sorts costs from the greatest and adds up their shares.
type Pareto struct {
	Costs []Cost
	Unit  string       // VND, or a unit
	Name  text.Message // what the costs are of: "Chi phí dòng thải"
}

// mostCosts is how many rows a Pareto chart has; the rest is one row.
const mostCosts = 12

func (x Pareto) sorted() (all []Cost, sum float64) {
	for _, c := range x.Costs {
		if finite(c.Value) && c.Value > 0 {
			all = append(all, c)
			sum += c.Value
		}
	}
	slices.SortStableFunc(all, func(a, b Cost) int { return cmp.Compare(b.Value, a.Value) })
	if len(all) > mostCosts {
		rest := Cost{Label: word("others")}
		for _, c := range all[mostCosts-1:] {
			rest.Value += c.Value
		}
		all = append(slices.Clip(all[:mostCosts-1]), rest)
	}
	return all, sum
}

// Draw draws bars from the greatest, with the line of the shares added up.
func (x Pareto) Draw(p *i18n.Printer) (*Drawing, error) {
	costs, sum := x.sorted()
	if len(costs) == 0 {
		return nothing(p), nil
	}
	c := newRows(len(costs), 24, []sign{
		{fill: sky, line: Stroke{ink, 0.5, nil}, words: p.Say(x.Name)},
		{line: Stroke{red, 1.4, nil}, words: p.Say(word("cumulated"))},
	}, 110, 28)
	most := costs[0].Value
	at := c.scale(p, 0, most*1.02, x.Unit)
	var line Path
	line.Stroke = Stroke{red, 1.4, nil}
	share := 0.0
	var marks []Shape
	for i, cost := range costs {
		y := c.mid(i)
		c.name(i, p.Say(cost.Label))
		c.Add(Rect{X: c.left, Y: y - 7, W: at(cost.Value) - c.left, H: 14, Fill: sky, Stroke: Stroke{ink, 0.5, nil}})
		share += cost.Value / sum * 100
		px := c.left + share/100*(c.right-c.left)
		if i == 0 {
			line.Move(px, y)
		} else {
			line.To(px, y)
		}
		marks = append(marks, Path{Segments: circle(px, y, 2.4), Fill: red})
		c.lines(c.rightStart, y, []string{p.Say(text.M("writers.figure.cost", "value", amountOf(p, cost.Value, x.Unit), "share", p.Share(math.Round(share*10)/10)))}, Text{Size: smallLetters, Colour: ink})
	}
	if len(costs) > 1 {
		c.Add(line)
	}
	c.Add(marks...)
	return c.Drawing, nil
}

func amountOf(p *i18n.Printer, v float64, unit string) string {
	return p.Amount(quantity.Amount{Value: v, Unit: unit})
}

// Data is a row a cost, with the share of all down to it.
func (x Pareto) Data() Data {
	costs, sum := x.sorted()
	d := Data{Kind: ColumnsAndLine, Heads: []text.Message{word("flow"), x.Name, word("cumulated")}, Units: []string{x.Unit, "%"}}
	share := 0.0
	for _, c := range costs {
		share += c.Value / sum * 100
		d.Rows = append(d.Rows, DataRow{Label: c.Label, Values: []*float64{ptr(c.Value), ptr(share)}})
	}
	return d
}

// Pair is a figure before and after.
type Pair struct {
	Label         text.Message
	Before, After float64
	Unit          string
}

// BeforeAfter sets figures before and after beside each other. The figures of
// one row share a scale; rows have scales of their own, as their units differ.
type BeforeAfter struct{ Pairs []Pair }

// Draw draws two bars a row.
func (x BeforeAfter) Draw(p *i18n.Printer) (*Drawing, error) {
	if len(x.Pairs) == 0 {
		return nothing(p), nil
	}
	c := newRows(len(x.Pairs), 34, []sign{
		{fill: pale, line: Stroke{ink, 0.5, nil}, words: p.Say(word("before"))},
		{fill: blue, line: Stroke{ink, 0.5, nil}, words: p.Say(word("after"))},
	}, 58, 6)
	c.Add(Line{X1: c.left, Y1: c.top, X2: c.left, Y2: c.bottom(), Stroke: Stroke{ink, 0.7, nil}})
	const room = 86 // for the figures behind the bars
	for i, r := range x.Pairs {
		c.name(i, p.Say(r.Label))
		most := max(math.Abs(r.Before), math.Abs(r.After))
		if !finite(r.Before, r.After) || most == 0 {
			continue
		}
		for j, v := range []float64{r.Before, r.After} {
			fill := pale
			if j == 1 {
				fill = blue
			}
			y, w := c.mid(i)-12+float64(j)*12, math.Abs(v)/most*(c.right-c.left-room)
			c.Add(Rect{X: c.left, Y: y, W: w, H: 10, Fill: fill, Stroke: Stroke{ink, 0.5, nil}},
				Text{X: c.left + w + 4, Y: y + 8, Size: smallLetters, String: Face{}.Drawable(amountOf(p, v, r.Unit)), Colour: ink})
		}
		if r.Before != 0 {
			c.lines(pageWidth-2, c.mid(i)-1, []string{p.Percent((r.After - r.Before) / r.Before * 100)}, Text{Size: letters, Colour: ink, Bold: true, Anchor: End})
		}
	}
	return c.Drawing, nil
}

// Data is a row a figure, with before as 100 so that different units stand
// beside each other.
func (x BeforeAfter) Data() Data {
	d := Data{Kind: Columns, Heads: []text.Message{word("flow"), word("before-index"), word("after-index")}, Units: []string{"%", "%"}}
	for _, r := range x.Pairs {
		if r.Before != 0 && finite(r.Before, r.After) {
			d.Rows = append(d.Rows, DataRow{Label: r.Label, Values: []*float64{ptr(100), ptr(r.After / r.Before * 100)}})
		}
	}
	return d
}
