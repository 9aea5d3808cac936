package report

import (
	"cmp"
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/text"
)

// comparisonWithFigure is the comparison with its picture.
func (a *assessment) comparisonWithFigure() {
	if len(a.Result.Current()) == 0 {
		return
	}
	a.comparison()
	a.indicatorFigure()
}

// indicatorFigure sets the figures among their bounds.
func (a *assessment) indicatorFigure() {
	var f figure.Indicators
	for _, i := range a.Result.Current() {
		if !placed(i) || i.Reference == nil {
			continue
		}
		b := Bar{Value: i.Compare.Value, Bounds: i.Reference.Bounds, Scale: i.Flow.Scale}.Placed()
		b.Label, b.Unit = nameOf(i.Flow.Name), a.compared(i).Unit
		f.Rows = append(f.Rows, b)
	}
	if len(f.Rows) == 0 {
		return
	}
	a.add(Figure{Caption: text.M("documents.figure.indicators"), Label: "indicators", Alt: text.M("documents.figure.indicators-alt"), Chart: f, Repeats: true})
}

// comparisonBrief is the comparison in one table: figure, bounds, gap, band.
func (a *assessment) comparisonBrief() {
	current := a.Result.Current()
	if len(current) == 0 {
		return
	}
	t := Table{Columns: []Column{headWide("report.flow"), headRight("report.compare.value"), headRight("report.bench.best"), headRight("report.bench.typical"),
		headRight("report.compare.gap"), headWide("report.compare.band"), head("report.bench.source")}}
	var without []text.Name
	for _, i := range current {
		if !placed(i) {
			if i.Value != nil {
				without = append(without, i.Flow.Name)
			}
			continue
		}
		gap := Cell{Kind: Absent}
		if i.Gap != nil {
			gap = Cell{Kind: Signed, Value: *i.Gap}
		}
		best, typical, _ := boundCells(i.Reference.Bounds)
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(i.Flow.Name), a.compared(i), best, typical, gap, {Text: band(i)}, a.yardstickSource(*i.Reference)}})
	}
	if len(t.Rows) == 0 {
		a.add(Paragraph{Text: text.M("report.compare.nothing")})
	}
	if len(a.Result.Savings) == 0 { // before and after take its place: the report keeps to four pages
		a.indicatorFigure() // a table breaks over pages, a figure does not
	}
	a.table(t)
	if len(t.Rows) > 0 {
		a.remark(text.M("documents.brief.compare-note"))
	}
	if len(without) > 0 {
		a.remark(text.M("documents.brief.uncompared", "flows", without))
	}
}

// potentialBrief is the overall potential and what it is made of.
func (a *assessment) potentialBrief() {
	p := a.Result.Potential
	a.heading(1, "report.potential.heading")
	if p.Percent == nil {
		a.add(Paragraph{Text: p.Reason})
		return
	}
	a.add(Paragraph{Kind: Lead, Text: text.M("documents.brief.potential", "percent", percent(*p.Percent), "flows", p.Flows, "money", a.money(p.Money), "span", a.span(p.Yearly), "co2e", tonnes(p.CO2e), "grade", grade(p.Grade))})
	var among []assess.Indicator
	for _, i := range a.Result.Current() {
		if placed(i) {
			among = append(among, i)
		}
	}
	t := Table{Columns: []Column{headWide("report.flow"), headRight("report.worth.amount"), headRight("report.worth.money"), headRight("report.worth.co2e")}}
	yearly := true
	slices.SortStableFunc(among, func(x, y assess.Indicator) int { return cmp.Compare(realisticMoney(y), realisticMoney(x)) })
	for _, i := range among {
		if i.Status != assess.Compared || i.Realistic == nil || realisticMoney(i) <= 0 || len(t.Rows) >= worthShown {
			continue
		}
		yearly = yearly && i.Yearly
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(i.Flow.Name), amount(&i.Realistic.Amount), money(i.Realistic.Money, a.Result.Currency), numberOf(i.Realistic.CO2e, "t CO2e")}})
	}
	if *p.Percent >= 0.05 { // shown as 0 % otherwise
		t.Rows = append(t.Rows, Row{Strong: true, Cells: []Cell{say("documents.brief.worth-all", "flows", p.Flows), number(*p.Percent, "%"), money(p.Money, a.Result.Currency), numberOf(p.CO2e, "t CO2e")}})
	}
	if len(t.Rows) > 0 {
		t.Caption = text.M("documents.brief.worth", "span", a.span(yearly))
	}
	a.table(t)
	if len(t.Rows) > 1 {
		a.remark(text.M("documents.brief.worth-note"))
	}
}

// worthShown is of how many flows a short report tells the potential: the
// dearest.
const worthShown = 3

// realisticMoney is what reaching the typical level would save; zero where that
// is not known in money.
func realisticMoney(i assess.Indicator) float64 {
	if i.Realistic == nil {
		return 0
	}
	return value(i.Realistic.Money)
}

// recommendationBrief is what is recommended and why.
func (a *assessment) recommendationBrief() {
	a.recommendation()
	if t := a.Audit.Settings.Note; t != "" {
		a.remark(text.M("report.note-of-plant", "note", t))
	}
}

// opportunitiesShown is how many options of the sector a quick report shows.
const opportunitiesShown = 4

// opportunitiesNamed is how many of the others it names.
const opportunitiesNamed = 3

// opportunities are what can be done at once: the team's own options that were
// screened as such, then what the gaps and answers point at, the cheap first.
func (a *assessment) opportunities() {
	t := Table{Columns: []Column{headRight("documents.no"), headWide("detail.option"), headWide("documents.opp.saving"), headWide("documents.opp.cost"), headRight("detail.payback")}}
	add := func(option, saving, cost, back Cell) {
		t.Rows = append(t.Rows, Row{Cells: []Cell{count1(len(t.Rows) + 1), option, saving, cost, back}})
	}
	own := map[string]bool{}
	if o := a.Result.Options; o != nil {
		for _, s := range o.Sheets {
			if s.Option.Screening != "now" || s.Option.Status == "dropped" {
				continue
			}
			own[s.Option.ID] = true
			add(name(s.Name), a.effectCell(s), figureMoney(s.Economics.Investment.Central, a.Result.Currency), paybackYears(s.Economics.Payback.Central))
		}
	}
	var more []text.Name
	for _, s := range a.Result.Suggestions {
		switch {
		case own[s.Option.ID] || s.Adopted:
			continue
		case s.Option.CostClass == "high" || len(t.Rows) >= max(opportunitiesShown, len(own)):
			more = append(more, s.Option.Name)
			continue
		}
		c := name(s.Option.Name)
		if s.Source != nil && !a.kind.Short {
			c.Refs = append(c.Refs, a.ref(*s.Source, s.Option.Locator))
		}
		back := Cell{Kind: Absent}
		if m, ok := payback(s.Option).(text.Message); ok {
			back = Cell{Text: m}
		}
		cost := Cell{Kind: Absent}
		if n := a.costClass(s.Option.CostClass); !n.Empty() {
			cost = name(n)
		}
		add(c, a.suggestedSaving(s), cost, back)
	}
	if len(t.Rows) == 0 {
		return
	}
	a.table(t)
	a.remark(text.M("documents.opp.note"))
	if len(more) > 0 {
		a.remark(text.M("documents.opp.more", "n", len(more), "names", semicolons(more[:min(len(more), opportunitiesNamed)])))
	}
}

// effectCell is what an option saves, flow by flow.
func (a *assessment) effectCell(s assess.OptionSheet) Cell {
	var all []text.Message
	for _, e := range s.Effects {
		all = append(all, text.M("report.of-flow", "flow", e.Flow.Name, "text", text.M("report.suggest.amount", "amount", text.M("report.amount", "amount", e.Amount), "span", text.M("report.span.year"))))
	}
	if len(all) == 0 {
		return Cell{Kind: Absent}
	}
	return Cell{Text: joinedBy("; ", all)}
}

// suggestedSaving is what an option of the sector saves elsewhere, and what that
// would be here.
func (a *assessment) suggestedSaving(s assess.Suggestion) Cell {
	var all []text.Message
	for _, x := range s.Savings {
		var worth any
		if x.Money != nil {
			worth = rangeOf(*x.Money, a.Result.Currency)
		}
		all = append(all, text.M("documents.opp.saving-of", "flow", x.Flow.Name, "percent", rangeOf(x.Percent, "%"), "money", worth))
	}
	if len(all) == 0 {
		return Cell{Kind: Absent}
	}
	return Cell{Text: joinedBy("; ", all)}
}
