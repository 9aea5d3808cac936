package report

import (
	"math"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report/kind"
	"github.com/sxsh-audit/audit/internal/text"
)

// Input is what the printed assessment is made from.
type Input struct {
	Audit    *assess.Audit
	Result   *assess.Result
	Pack     *benchmark.Pack
	Common   *benchmark.Common
	Problems problem.List // of the file and of the result
	// Plan is the portfolio of a detailed audit, nil where none was made.
	Plan *assess.PortfolioResult
}

// assessment builds the document of one assessment.
type assessment struct {
	builder
	Input
	kind   kind.Kind // of documents that are made of a kind
	wanted Wanted
}

// Assessment is the quick assessment as a document: what it says first, the
// plant, where it stands, what that is worth, what to do, and where every
// figure comes from.
func Assessment(in Input) *Document {
	a := &assessment{Input: in}
	a.doc.Title = text.M("report.title")
	a.doc.Info = Info{Author: nameOf(text.Both(in.Audit.Settings.Auditor)), Date: in.Audit.Settings.Date}
	a.doc.Subtitle = text.M("report.subtitle", "plant", in.Audit.Plant.DisplayName(), "sector", in.Pack.Sector.Name, "date", in.Audit.Settings.Date)
	a.headline()
	a.plant()
	a.output()
	a.comparison()
	a.savings()
	a.energy()
	a.emissions()
	a.wastewater()
	a.walkthrough()
	a.potential()
	a.suggestions()
	a.recommendation()
	a.doubts()
	return &a.doc
}

// headline is what a reader with ten seconds must know.
func (a *assessment) headline() {
	p := a.Result.Potential
	switch {
	case p.Percent == nil:
		a.add(Paragraph{Kind: Lead, Text: p.Reason})
	case *p.Percent < 0.05: // shown as 0 %
		a.add(Paragraph{Kind: Lead, Text: text.M("report.headline.none", "flows", p.Flows)})
	default:
		a.add(Paragraph{Kind: Lead, Text: text.M("report.headline.potential",
			"percent", percent(*p.Percent), "flows", p.Flows, "money", a.money(p.Money), "co2e", tonnes(p.CO2e),
			"grade", grade(p.Grade), "span", a.span(p.Yearly))})
	}
	if a.Result.Recommendation.Detailed {
		a.add(Paragraph{Kind: Lead, Text: text.M("report.headline.detailed", "focus", focus(a.Result))})
	} else {
		a.add(Paragraph{Kind: Lead, Text: text.M("report.headline.not-detailed")})
	}
}

func percent(v float64) quantity.Amount { return quantity.Amount{Value: v, Unit: "%"} }

func (a *assessment) money(v *float64) any {
	if v == nil {
		return nil
	}
	return quantity.Amount{Value: *v, Unit: a.Result.Currency}
}

// tonnes is an amount of greenhouse gas; nothing where it is not known or none.
func tonnes(v *float64) any {
	if v == nil || *v == 0 {
		return nil
	}
	return quantity.Amount{Value: *v, Unit: "t CO2e"}
}

func grade(id string) text.Message { return text.M("report.grade." + id) }

// span is the time that an amount is for: a year, or the days of data.
func (a *assessment) span(yearly bool) text.Message {
	if yearly {
		return text.M("report.span.year")
	}
	days := 0
	if o := a.Result.Output(a.Result.Phase); o != nil {
		days = o.Days
	}
	return text.M("report.span.days", "days", days)
}

func focus(r *assess.Result) []text.Name {
	var names []text.Name
	for _, f := range r.Recommendation.Focus {
		names = append(names, f.Name)
	}
	return names
}

// facts collects the rows of a table of names and what they are.
type facts []Row

func (f *facts) add(label string, c Cell) {
	*f = append(*f, Row{Cells: []Cell{say(label), c}})
}

func (f *facts) text(label, s string) {
	if s != "" {
		f.add(label, plain(s))
	}
}

func (f facts) table() Table {
	return Table{Columns: []Column{{}, {Wide: true}}, Rows: f}
}

func (a *assessment) plant() {
	p, t, s := a.Audit.Plant, a.Audit.Team, a.Audit.Settings
	a.heading(1, "report.plant.heading")
	var f facts
	f.add("report.plant.name", Cell{Text: text.M("say.text", "text", p.DisplayName())})
	f.add("report.plant.sector", name(a.Pack.Sector.Name))
	if i, ok := a.Common.Industries.Industry(p.Industry); ok {
		n := i.Name
		if i.Plain != "" {
			n.VI = i.Plain
		}
		f.add("report.plant.industry", say("report.plant.industry-of", "number", i.Number, "name", n))
	}
	if n, ok := term(a.Common.Method.Sizes, p.Size); ok {
		f.add("report.plant.size", name(n))
	}
	f.text("report.plant.products", p.Products)
	f.text("report.plant.address", p.Address)
	f.text("report.plant.province", p.Province)
	if p.Employees != nil {
		f.add("report.plant.employees", say("report.plant.employees-of", "n", *p.Employees))
	}
	if p.Started != 0 {
		f.add("report.plant.started", say("report.year", "year", p.Started))
	}
	var support []text.Name
	for _, id := range p.Support {
		if n, ok := term(a.Common.Method.Supports, id); ok {
			support = append(support, n)
		}
	}
	if len(support) > 0 {
		f.add("report.plant.support", say("report.list", "names", support))
	}
	if !a.kind.Has("team") {
		f.text("report.plant.leader", t.Leader)
		f.text("report.plant.phone", t.Phone)
	}
	if len(t.Members) > 0 && !a.kind.Has("team") {
		f.add("report.plant.members", plain(strings.Join(t.Members, "; ")))
	}
	f.text("report.plant.auditor", s.Auditor)
	if !s.Date.IsZero() {
		f.add("report.plant.date", say("report.date", "date", s.Date))
	}
	if target, ok := a.Common.Targets.Target(s.Target); ok {
		f.add("report.plant.target", name(target.Text))
	}
	a.table(f.table())
	for _, note := range []string{p.Note, s.Note} {
		if note != "" {
			a.remark(text.M("report.note-of-plant", "note", note))
		}
	}
}

func term(list []benchmark.Term, id string) (text.Name, bool) {
	for _, t := range list {
		if t.ID == id {
			return t.Name, true
		}
	}
	return text.Name{}, false
}

func (a *assessment) output() {
	a.heading(1, "report.output.heading")
	if len(a.Result.Outputs) == 0 {
		a.add(Paragraph{Text: text.M("reason.no-output")})
		return
	}
	t := Table{Columns: []Column{head("report.output.phase"), head("report.output.from-to"), headRight("report.output.periods"),
		headRight("report.output.total"), headRight("report.output.coverage")}}
	for _, o := range a.Result.Outputs {
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: text.M("report.phase." + o.Phase)}, say("period.from-to", "from", o.From, "to", o.To), say("report.count", "n", o.Periods),
			number(o.Total.Value, o.Total.Unit), number(o.Coverage, "%"),
		}})
	}
	if len(t.Rows) == 1 { // nothing to tell apart
		t.Columns = t.Columns[1:]
		t.Rows[0].Cells = t.Rows[0].Cells[1:]
	}
	a.table(t)
	a.remark(text.M("report.output.product", "product", a.Result.Product, "note", a.Pack.Sector.ProductNote))
}

// placed reports whether a figure stands among bounds.
func placed(i assess.Indicator) bool { return i.Place.Band != "" && i.Compare != nil }

func (a *assessment) comparison() {
	a.heading(1, "report.compare.heading", "unit", a.Result.ProductUnit, "product", a.Result.Product)
	var among, others []assess.Indicator
	for _, i := range a.Result.Current() {
		if placed(i) {
			among = append(among, i)
		} else {
			others = append(others, i)
		}
	}
	if len(among)+len(others) == 0 {
		a.add(Paragraph{Text: text.M("report.compare.nothing")})
		return
	}
	a.basis()
	a.bars(among)
	a.benchmarks(among)
	a.worth(among)
	a.uncompared(others)
}

// basis lists the answers that the comparison rests on.
func (a *assessment) basis() {
	var l List
	for _, ask := range a.Pack.Asks {
		given, ok := a.Audit.Basis[ask.ID]
		if !ok {
			continue
		}
		var answer any
		switch v := given.(type) {
		case float64:
			answer = quantity.Amount{Value: v, Unit: ask.Unit}
		case int64:
			answer = quantity.Amount{Value: float64(v), Unit: ask.Unit}
		case string:
			answer = v
			for _, c := range ask.Choices {
				if c.ID == v {
					answer = c.Name
				}
			}
		}
		l.Items = append(l.Items, Item{Text: text.M("report.compare.basis", "question", ask.Text, "answer", answer)})
	}
	if len(l.Items) > 0 {
		a.add(l)
	}
}

// bars sets every figure on its scale.
func (a *assessment) bars(among []assess.Indicator) {
	t := Table{Columns: []Column{headWide("report.flow"), headRight("report.compare.value"), head("report.compare.scale"),
		headRight("report.compare.gap"), headWide("report.compare.band")}}
	var remarks List
	for _, i := range among {
		gap := Cell{Kind: Absent}
		if i.Gap != nil {
			gap = Cell{Kind: Signed, Value: *i.Gap}
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			name(i.Flow.Name), a.compared(i),
			{Kind: Bars, Bar: &Bar{Value: i.Compare.Value, Bounds: i.Reference.Bounds, Scale: i.Flow.Scale}},
			gap, {Text: band(i)},
		}})
		if i.Value != nil && !sameBasis(i) && !i.Flow.Intensive() {
			remarks.Items = append(remarks.Items, Item{Text: text.M("report.compare.own-basis",
				"flow", i.Flow.Name, "value", a.perUnit(*i.Value), "product", a.Result.Product, "how", i.Reference.Normalise)})
		}
		if !i.Computed.Empty() {
			remarks.Items = append(remarks.Items, Item{Text: text.M("report.of-flow", "flow", i.Flow.Name, "text", i.Computed)})
		}
	}
	a.table(t)
	if len(t.Rows) > 0 {
		a.remark(text.M("report.compare.legend", "plant", string(barPlant), "typical", string(barTypical), "best", string(barBest)))
	}
	if len(remarks.Items) > 0 {
		a.add(remarks)
	}
}

// compared is the figure on the basis of what it is compared with.
func (a *assessment) compared(i assess.Indicator) Cell {
	c := number(i.Compare.Value, i.Compare.Unit)
	switch {
	case i.Flow.Intensive():
	case sameBasis(i):
		c.Unit += "/" + a.Result.ProductUnit
	default:
		c.Per = i.Reference.Per
	}
	return c
}

// value is the plant's own figure, per unit of product.
func (a *assessment) value(i assess.Indicator) Cell {
	switch {
	case i.Value == nil && i.Total != nil:
		return amount(i.Total)
	case i.Value == nil:
		return Cell{Kind: Absent}
	case i.Flow.Intensive():
		return amount(i.Value)
	}
	return number(i.Value.Value, i.Value.Unit+"/"+a.Result.ProductUnit)
}

// sameBasis reports whether the figure that is compared is the plant's figure
// per unit of product, unchanged.
func sameBasis(i assess.Indicator) bool {
	return i.Value != nil && i.Compare != nil && i.Value.Unit == i.Compare.Unit &&
		math.Abs(i.Value.Value-i.Compare.Value) <= 1e-9*math.Abs(i.Value.Value)
}

// band names where a figure stands. Where a bound is not known the words name
// the first and the last band that it may be in.
func band(i assess.Indicator) text.Message {
	m := text.M("band." + string(i.Place.Band))
	if n := len(i.Place.Merged); n > 1 {
		m = text.M("report.compare.bands", "a", text.M("band."+string(i.Place.Merged[0])), "b", text.M("band."+string(i.Place.Merged[n-1])))
	}
	if i.Status == assess.Unverified {
		return text.M("report.compare.unverified", "band", m)
	}
	return m
}

// benchmarks says what the figures were compared with, and where it is from.
func (a *assessment) benchmarks(among []assess.Indicator) {
	if len(among) == 0 {
		return
	}
	a.heading(2, "report.bench.heading")
	t := Table{Columns: []Column{headWide("report.flow"), headRight("report.bench.best"), headRight("report.bench.typical"),
		headRight("report.bench.poor"), headWide("report.bench.unit"), headWide("report.bench.source")}}
	for _, i := range among {
		unit := a.compared(i)
		unit.Kind = Units
		best, typical, poor := boundCells(i.Reference.Bounds)
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(i.Flow.Name), best, typical, poor, unit, a.yardstickSource(*i.Reference)}})
	}
	a.table(t)
	if slices.ContainsFunc(among, func(i assess.Indicator) bool { return i.Reference.Judgement }) {
		a.remark(text.M("report.bench.judgement-note"))
	}
}

// boundCells are the best level, the typical range and the poor level.
func boundCells(b benchmark.Bounds) (best, typical, poor Cell) {
	typical = Cell{Kind: Absent}
	switch low, high := b.TypicalLow, b.TypicalHigh; {
	case low != nil && high != nil && *low != *high:
		typical = Cell{Kind: Range, Value: *low, High: *high}
	case low != nil:
		typical = number(*low, "")
	case high != nil:
		typical = number(*high, "")
	}
	return numberOf(b.Best, ""), typical, numberOf(b.Poor, "")
}

// yardstickSource numbers the documents of a reference and marks what is not
// beyond doubt.
func (a *assessment) yardstickSource(y assess.Yardstick) Cell {
	var c Cell
	for _, row := range y.Rows {
		if src, ok := a.Pack.Source(row.Source); ok {
			if n := a.ref(src, row.Locator); !slices.Contains(c.Refs, n) {
				c.Refs = append(c.Refs, n)
			}
		}
	}
	if y.Own != "" {
		c.Refs = append(c.Refs, a.ownRef(y.Own))
	}
	slices.Sort(c.Refs)
	switch {
	case !y.Verified:
		c.Text = text.M("report.unverified")
	case y.Judgement:
		c.Text = text.M("report.judgement")
	}
	return c
}

// worth is what reaching the bounds would save.
func (a *assessment) worth(among []assess.Indicator) {
	t := Table{Columns: []Column{headWide("report.flow"), headWide("report.worth.level"), headRight("report.worth.amount"),
		headRight("report.worth.money"), headRight("report.worth.co2e")}}
	yearly := true
	for _, i := range among {
		if i.Status != assess.Compared {
			continue
		}
		label := name(i.Flow.Name)
		for _, level := range []struct {
			key   string
			saved *assess.Saved
		}{{"report.worth.realistic", i.Realistic}, {"report.worth.technical", i.Technical}} {
			if level.saved == nil || level.saved.Amount.Value <= 0 {
				continue
			}
			yearly = yearly && i.Yearly
			t.Rows = append(t.Rows, Row{Cells: []Cell{
				label, say(level.key), amount(&level.saved.Amount), money(level.saved.Money, a.Result.Currency), numberOf(level.saved.CO2e, "t CO2e"),
			}})
			label = Cell{Text: text.Message{}}
		}
	}
	if len(t.Rows) == 0 {
		return
	}
	a.heading(2, "report.worth.heading", "span", a.span(yearly))
	a.table(t)
	a.remark(text.M("report.worth.note"))
	a.worthFigure(among, yearly)
}

// uncompared lists the figures that have no place among bounds, and why.
func (a *assessment) uncompared(others []assess.Indicator) {
	t := Table{Columns: []Column{headWide("report.flow"), headRight("report.compare.value"), headWide("report.uncompared.why")}}
	for _, i := range others {
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(i.Flow.Name), a.value(i), {Text: i.Reason}}})
	}
	if len(t.Rows) == 0 {
		return
	}
	a.heading(2, "report.uncompared.heading")
	a.table(t)
}
