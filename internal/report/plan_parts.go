package report

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/text"
)

// planGrounds is what the plan rests on: the target, the commitment, and what
// the assessment found.
func (a *assessment) planGrounds() {
	var f facts
	f.add("report.plant.name", Cell{Text: plantName(a)})
	f.text("report.plant.address", a.Audit.Plant.Address)
	if g := a.Result.Goal; g != nil {
		f.add("report.plant.target", Cell{Text: goalWords(g), Refs: a.goalRef(g)})
	}
	if !a.kind.Has("team") {
		f.text("documents.team.commitment", a.Audit.Team.Commitment)
		f.text("documents.team.decision", a.Audit.Team.Decision)
	}
	if x := a.Audit.Focus; x != nil && x.Step != "" {
		f.add("documents.focus.heading", say("documents.focus.chosen", "step", a.stepName(x.Step), "reason", x.Reason))
	}
	if !a.Audit.Settings.Date.IsZero() {
		f.add("report.plant.date", say("report.date", "date", a.Audit.Settings.Date))
	}
	a.table(f.table())
}

func (a *assessment) planSection() {
	if len(a.decided()) > 0 {
		a.plan()
	}
}

// yearOf is the year in which the money of an option is spent: that of its
// start, else of its end; 0 where neither is stated.
func yearOf(o assess.Option) int {
	if !o.Start.IsZero() {
		return o.Start.Year
	}
	return o.Done.Year
}

// budget is the money of the solutions by year and by source of funds.
func (a *assessment) budget() {
	all := a.decided()
	if len(all) == 0 {
		return
	}
	a.heading(1, "documents.budget.heading")
	currency := a.Result.Currency
	var years []int
	var sources []string
	for _, o := range all {
		if !slices.Contains(years, yearOf(o)) {
			years = append(years, yearOf(o))
		}
		if !slices.Contains(sources, o.Funding) {
			sources = append(sources, o.Funding)
		}
	}
	slices.Sort(years)
	t := Table{Columns: []Column{headWide("documents.budget.source")}}
	for _, y := range years {
		c := headRight("documents.budget.year", "year", y)
		if y == 0 {
			c = headRight("documents.budget.no-year")
		}
		t.Columns = append(t.Columns, c)
	}
	t.Columns = append(t.Columns, headRight("report.total"))
	var unknown []text.Name
	for _, source := range sources {
		label := plain(source)
		if source == "" {
			label = say("documents.budget.no-source")
		}
		row := Row{Cells: []Cell{label}}
		whole := 0.0
		for _, y := range years {
			sum, any := 0.0, false
			for _, o := range all {
				if o.Funding == source && yearOf(o) == y && o.Investment != nil {
					sum, any = sum+*o.Investment, true
				}
			}
			whole += sum
			cell := Cell{Kind: Words}
			if any {
				cell = money(&sum, currency)
			}
			row.Cells = append(row.Cells, cell)
		}
		row.Cells = append(row.Cells, money(&whole, currency))
		t.Rows = append(t.Rows, row)
	}
	for _, o := range all {
		if o.Investment == nil {
			unknown = append(unknown, a.optionText(o))
		}
	}
	n := len(t.Rows)
	total := Row{Strong: true, Cells: []Cell{say("report.total")}}
	for c := 1; c < len(t.Columns); c++ {
		sum := 0.0
		for _, r := range t.Rows {
			if r.Cells[c].Kind == Money {
				sum += r.Cells[c].Value
			}
		}
		cell := money(&sum, currency)
		cell.Formula = Total(c, 0, n)
		total.Cells = append(total.Cells, cell)
	}
	t.Rows = append(t.Rows, total)
	a.table(t)
	a.remark(text.M("documents.budget.note"))
	if len(unknown) > 0 {
		a.remark(text.M("documents.budget.unknown", "options", semicolons(unknown)))
	}
}

// expected is what the solutions should bring together: flows, money, gases.
func (a *assessment) expected() {
	set := a.decidedSet()
	if set == nil {
		return
	}
	a.heading(1, "documents.expected.heading")
	currency := a.Result.Currency
	t := Table{Columns: []Column{headWide("report.flow"), headRight("documents.expected.before"), headRight("documents.expected.saved"), headRight("documents.expected.share")}}
	for _, f := range set.Flows {
		if f.Saved == 0 {
			continue
		}
		share := Cell{Kind: Absent}
		if f.Share.OK() {
			share = number(100*f.Share.Value, "%")
		}
		unit := a.unitOf(f.Flow)
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(a.flowName(f.Flow)), yearly(f.Base, unit), yearly(f.Saved, unit), share}})
	}
	a.table(t)
	var f facts
	f.add("detail.investment", figureMoney(set.Investment, currency))
	f.add("detail.annual", figureMoney(set.Annual, currency))
	f.add("detail.payback", paybackYears(set.Payback))
	f.add("detail.npv", figureMoney(set.NPV, currency))
	f.add("documents.expected.gases", gases(set.CO2e, set.CO2ePart))
	a.table(f.table())
	a.remark(text.M("documents.expected.note"))
	if p := a.Plan; p != nil && p.Robustness != nil && p.Chosen != nil && len(p.Query.Goals) > 0 {
		g := Table{Columns: []Column{headWide("detail.goal"), headRight("detail.wanted"), headRight("documents.expected.share"), headRight("detail.probability")}}
		for i, goal := range p.Query.Goals {
			if i < len(p.ChosenGroups) && i < len(p.Robustness.Groups) {
				g.Rows = append(g.Rows, Row{Cells: []Cell{name(goal.Group.Name), number(100*goal.Target, "%"), number(100*p.ChosenGroups[i].Saving, "%"), number(100*p.Robustness.Groups[i].Reached.P, "%")}})
			}
		}
		a.table(g)
		a.remark(text.M("detail.probability-note", "draws", p.Robustness.Draws))
	}
}

// gases is a saving of CO2e, or what is known of it and without what.
func gases(f option.Figure, part *option.CO2ePart) Cell {
	if part != nil {
		return Cell{Kind: Words, Text: part.Message()}
	}
	return orWhy(f, "t CO2e")
}

// orWhy is a figure, or why there is none.
func orWhy(f option.Figure, unit string) Cell {
	if !f.OK() && !f.Why.Empty() {
		return Cell{Text: f.Why}
	}
	return known(f, unit)
}

// unitOf is the unit of a flow.
func (a *assessment) unitOf(flow string) string {
	for _, i := range a.Result.Indicators {
		if i.Flow.ID == flow {
			return i.Flow.Unit
		}
	}
	if f, ok := a.Pack.Flow(flow); ok {
		return f.Unit
	}
	return ""
}

// status is how far the solutions are.
func (a *assessment) status() {
	all := a.decided()
	if len(all) == 0 {
		return
	}
	currency := a.Result.Currency
	t := Table{Columns: []Column{headRight("documents.no"), headWide("detail.option"), head("detail.status"), headWide("detail.responsible"), head("documents.status.when"), headRight("detail.investment"), headRight("detail.spent")}}
	n := map[string]int{}
	var planned, spent *float64
	for i, o := range all {
		n[o.Status]++
		planned, spent = plus(planned, o.Investment), plus(spent, o.Spent)
		t.Rows = append(t.Rows, Row{Cells: []Cell{count1(i + 1), a.optionName(o), {Text: text.M("detail.statuses." + o.Status)}, plain(o.Responsible), a.when(o), money(o.Investment, currency), money(o.Spent, currency)}})
	}
	a.add(Paragraph{Text: text.M("documents.status.counts", "n", len(all), "done", n["done"], "doing", n["doing"], "planned", n["planned"])})
	total := func(sum *float64, column int) Cell {
		c := money(sum, currency)
		if sum != nil {
			c.Formula = Total(column, 0, len(all))
		}
		return c
	}
	invested, paid := total(planned, 5), total(spent, 6)
	t.Rows = append(t.Rows, Row{Strong: true, Cells: []Cell{{}, say("report.total"), {}, {}, {}, invested, paid}})
	a.table(t)
}

// when is until when a solution is done, else from when on it is worked at.
func (a *assessment) when(o assess.Option) Cell {
	switch {
	case !o.Done.IsZero():
		return a.date(o.Done)
	case !o.Start.IsZero():
		return say("documents.status.from", "date", o.Start)
	}
	return Cell{Kind: Absent}
}

// savingsBrief is the saving in two tables and a sentence.
func (a *assessment) savingsBrief() {
	if len(a.Result.Savings) == 0 {
		return
	}
	var c claims
	a.claimSaved(&c)
	a.add(c.sentences...)
	a.savingsTable()
	shown := map[string]bool{}
	for _, s := range a.caseSavings() {
		shown[s.Flow.Name.VI] = true
	}
	a.casePicture(shown)
	a.intervalsFigure()
	a.savingsWorthBrief()
}

// savingsTable is the saving of every flow with its interval and verdict.
func (a *assessment) savingsTable() {
	if len(a.Result.Savings) == 0 {
		return
	}
	t := Table{Columns: []Column{headWide("report.flow"), headRight("report.phase.before"), headRight("report.phase.after"), headRight("savings.normalised"),
		headRight("savings.interval", "confidence", a.Audit.Confidence()), headWide("savings.verdict")}}
	for _, s := range a.Result.Savings {
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(s.Flow.Name), a.specific(s, s.Before), a.specific(s, s.After), signed(s.Percent), interval(s.Low, s.High), {Text: a.verdictBrief(s)}}})
	}
	if g := a.allGroups(); g != nil {
		t.Rows = append(t.Rows, Row{Strong: true, Cells: []Cell{name(g.Name), {}, {}, signed(g.Percent), interval(g.Low, g.High), {Text: VerdictWords(string(g.Verdict))}}})
	}
	a.table(t)
	a.remark(text.M("documents.brief.savings-note"))
	a.cappedNote(a.Result.Savings)
	a.adjusted(a.Result.Savings)
}

// adjusted says what was taken out of the flows of a table before their phases
// were compared: without it the table and the other figures of the flow part.
func (a *assessment) adjusted(all []assess.FlowSaving) {
	for _, s := range all {
		for _, e := range s.Events {
			a.remark(text.M("documents.brief.adjusted", "flow", s.Flow.Name, "when", e.When, "amount", e.Amount, "reason", e.Reason))
		}
	}
}

// verdictBrief is a verdict with a star where the scatter between months is not
// in it.
func (a *assessment) verdictBrief(s assess.FlowSaving) text.Message {
	if s.Basis != "" && s.Capped {
		return text.M("documents.brief.capped", "verdict", VerdictWords(string(s.Verdict)))
	}
	return a.verdictOf(s)
}

// cappedNote says what the star means where one was shown.
func (a *assessment) cappedNote(all []assess.FlowSaving) {
	if slices.ContainsFunc(all, func(s assess.FlowSaving) bool { return s.Basis != "" && s.Capped }) {
		a.remark(text.M("documents.brief.capped-note"))
	}
}

// savingsWorthBrief is what was saved in amounts and money, and the least that
// these data can show.
func (a *assessment) savingsWorthBrief() {
	w := Table{Columns: []Column{headWide("report.flow"), headRight("savings.amount"), headRight("savings.money"), headRight("savings.co2e"), headRight("savings.smallest")}}
	yearly := true
	for _, s := range a.Result.Savings {
		if s.Basis == "" {
			continue
		}
		yearly = yearly && s.Yearly
		w.Rows = append(w.Rows, Row{Cells: []Cell{name(s.Flow.Name), amount(s.Amount), money(s.Money, a.Result.Currency), numberOf(s.CO2e, "t CO2e"), numberOf(s.Smallest, "%")}})
	}
	a.table(w)
	if len(w.Rows) > 0 {
		key := "savings.worth-phase"
		if yearly {
			key = "savings.worth-year"
		}
		a.remark(text.M(key))
	}
}

// nextYear are the solutions that are not done yet.
func (a *assessment) nextYear() {
	t := Table{Columns: []Column{headWide("detail.option"), headWide("detail.responsible"), head("detail.start"), head("detail.done"), headRight("detail.investment"), headWide("detail.funding")}}
	for _, o := range a.decided() {
		if o.Status != "done" {
			t.Rows = append(t.Rows, Row{Cells: []Cell{a.optionName(o), plain(o.Responsible), a.date(o.Start), a.date(o.Done), money(o.Investment, a.Result.Currency), plain(o.Funding)}})
		}
	}
	a.table(t)
	if f := a.Audit.Focus; f != nil && f.Next != "" {
		a.add(Paragraph{Text: text.M("documents.next-focus.chosen", "step", a.stepName(f.Next), "reason", f.NextReason)})
	}
}
