package report

import (
	"math"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Savings is what the phase after used less than the phase before would have,
// as a document of its own: the data first, then the answer.
func Savings(in Input) *Document {
	a := &assessment{Input: in}
	a.doc.Title = text.M("savings.title")
	a.doc.Subtitle = text.M("report.subtitle", "plant", in.Audit.Plant.DisplayName(), "sector", in.Pack.Sector.Name, "date", in.Audit.Settings.Date)
	a.coverage()
	if len(in.Result.Savings) == 0 {
		a.add(Paragraph{Kind: Lead, Text: a.noSavings()})
	}
	a.savings()
	a.models()
	return &a.doc
}

// noSavings says what is missing for a comparison of before and after.
func (a *assessment) noSavings() text.Message {
	switch {
	case a.Result.Output(assess.Before) == nil && len(a.Audit.Periods) == 0:
		return text.M("savings.no-data")
	case a.Result.Output(assess.After) == nil:
		return text.M("savings.no-after")
	}
	return text.M("savings.none")
}

// coverage is what there is before anything is computed of it.
func (a *assessment) coverage() {
	c := a.Result.Coverage
	if len(c.Rows) == 0 {
		return
	}
	a.heading(1, "savings.coverage")
	t := Table{Columns: []Column{headWide("savings.series"), headRight("savings.full"), headRight("savings.estimated"), headRight("savings.partial"), headRight("savings.missing"), headRight("savings.twice")}}
	for _, row := range c.Rows {
		n := map[assess.CellState]int{}
		for _, cell := range row.Cells {
			n[cell.State]++
		}
		count := func(s assess.CellState) Cell {
			if n[s] == 0 {
				return Cell{Kind: Absent}
			}
			return say("report.count", "n", n[s])
		}
		label := row.Name
		if row.Kind == assess.OutputSeries {
			label = a.Result.Product
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			name(label), count(assess.CellFull), count(assess.CellEstimated), count(assess.CellPartial), count(assess.CellMissing), count(assess.CellTwice),
		}})
	}
	a.table(t)
	before, after, history := 0, 0, 0
	for _, p := range c.Periods {
		switch p.Phase {
		case assess.Before:
			before++
		case assess.After:
			after++
		case assess.History:
			history++
		}
	}
	a.remark(text.M("savings.periods", "before", before, "after", after, "history", history))
}

// savings compares before and after: the sentence to read first, flow by flow,
// by group, and what the figures rest on.
func (a *assessment) savings() {
	all := a.Result.Savings
	if len(all) == 0 {
		return
	}
	a.heading(1, "savings.heading")
	a.overall()
	a.savingsByFlow()
	a.phasesFigure()
	a.savingsWorth()
	a.savingsByGroup()
	a.savingRemarks()
	a.productivityTable()
}

// overall is the verdict on the four groups together.
func (a *assessment) overall() {
	goal := a.Result.Goal
	for _, g := range a.Result.Groups {
		if g.Group != assess.GroupAll {
			continue
		}
		switch {
		case g.Percent == nil:
			a.add(Paragraph{Kind: Lead, Text: g.Reason})
		case goal == nil || g.Verdict == "":
			a.add(Paragraph{Kind: Lead, Text: text.M("savings.overall", "percent", percent(*g.Percent), "low", percent(*g.Low), "high", percent(*g.High), "confidence", a.Audit.Confidence())})
		default:
			a.add(Paragraph{Kind: Lead, Text: text.M("savings.overall-verdict", "percent", percent(*g.Percent), "low", percent(*g.Low), "high", percent(*g.High),
				"confidence", a.Audit.Confidence(), "verdict", VerdictWords(string(g.Verdict)), "target", goalWords(goal)), Refs: a.goalRef(goal)})
		}
	}
	if g := a.Result.Gases; g != nil && g.Percent != nil {
		key := "savings.gases"
		if *g.Percent < 0 {
			key = "savings.gases-more"
		}
		a.add(Paragraph{Text: text.M(key, "before", *g.Before, "after", *g.After, "product", a.Result.Product, "unit", a.Result.ProductUnit, "percent", percent(math.Abs(*g.Percent)))})
	}
}

func (a *assessment) goalRef(g *assess.Goal) []int {
	switch {
	case g.Source != nil:
		return []int{a.ref(*g.Source, text.Name{})}
	case g.Own != "":
		return []int{a.ownRef(g.Own)}
	}
	return nil
}

// goalWords is a target: 5–8 %, and whose it is.
func goalWords(g *assess.Goal) text.Message {
	if g.Low == g.High {
		return text.M("savings.target-one", "low", percent(g.Low), "name", g.Name)
	}
	return text.M("savings.target", "low", g.Low, "high", percent(g.High), "name", g.Name)
}

// VerdictWords is a verdict in words; nothing for none.
func VerdictWords(verdict string) text.Message {
	if verdict == "" {
		return text.M("verdict.none")
	}
	return text.M("verdict." + verdict)
}

func (a *assessment) savingsByFlow() {
	ratios := Table{Columns: []Column{headWide("report.flow"), headRight("report.phase.before"), headRight("report.phase.after"), headRight("savings.simple")}}
	verdicts := Table{Columns: []Column{headWide("report.flow"), headRight("savings.normalised"), headRight("savings.interval", "confidence", a.Audit.Confidence()), head("savings.verdict")}}
	for _, s := range a.Result.Savings {
		ratios.Rows = append(ratios.Rows, Row{Cells: []Cell{name(s.Flow.Name), a.specific(s, s.Before), a.specific(s, s.After), signed(s.Simple)}})
		verdicts.Rows = append(verdicts.Rows, Row{Cells: []Cell{name(s.Flow.Name), signed(s.Percent), interval(s.Low, s.High), {Kind: Words, Text: a.verdictOf(s)}}})
	}
	a.table(ratios)
	a.table(verdicts)
	a.remark(text.M("savings.legend"))
}

func (a *assessment) verdictOf(s assess.FlowSaving) text.Message {
	switch {
	case s.Basis == "":
		return text.M("savings.not-computed")
	case s.Capped:
		return text.M("savings.capped", "verdict", VerdictWords(string(s.Verdict)))
	}
	return VerdictWords(string(s.Verdict))
}

func (a *assessment) specific(s assess.FlowSaving, x assess.Side) Cell {
	if x.Specific == nil {
		return Cell{Kind: Absent}
	}
	return Cell{Kind: Number, Value: *x.Specific, Unit: s.Flow.Unit, Per: text.Both(a.Result.ProductUnit)}
}

// signed is a saving in %: positive is saved.
func signed(v *float64) Cell {
	if v == nil {
		return Cell{Kind: Absent}
	}
	return Cell{Kind: Signed, Value: *v}
}

func interval(low, high *float64) Cell {
	if low == nil || high == nil {
		return Cell{Kind: Absent}
	}
	return Cell{Kind: Range, Value: *low, High: *high, Unit: "%"}
}

// savingsWorth is what was saved in amounts, and what the data can prove at all.
func (a *assessment) savingsWorth() {
	t := Table{Columns: []Column{headWide("report.flow"), headRight("savings.amount"), headRight("savings.money"), headRight("savings.co2e")}}
	proof := Table{Columns: []Column{headWide("report.flow"), headRight("savings.smallest"), headRight("savings.months")}}
	yearly := true
	for _, s := range a.Result.Savings {
		if s.Basis == "" {
			continue
		}
		yearly = yearly && s.Yearly
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			name(s.Flow.Name), amount(s.Amount), money(s.Money, a.Result.Currency), numberOf(s.CO2e, "t CO2e"),
		}})
		proof.Rows = append(proof.Rows, Row{Cells: []Cell{name(s.Flow.Name), numberOf(s.Smallest, "%"), monthsNeeded(s)}})
	}
	a.table(t)
	if len(t.Rows) > 0 {
		key := "savings.worth-phase"
		if yearly {
			key = "savings.worth-year"
		}
		a.remark(text.M(key))
		a.table(proof)
		a.remark(text.M("savings.proof-note"))
	}
}

// monthsNeeded is how many months after would prove the low end.
func monthsNeeded(s assess.FlowSaving) Cell {
	if s.Model == nil || s.Model.Needed == nil {
		return Cell{Kind: Absent}
	}
	n := s.Model.Needed
	switch {
	case s.Verdict == "proved":
		return say("savings.enough")
	case n.ToProve != nil && *n.ToProve > s.Model.Months:
		return say("savings.months-of", "months", *n.ToProve, "have", s.Model.Months)
	case n.ToProve != nil:
		return say("savings.enough")
	}
	return say("savings.never")
}

func (a *assessment) savingsByGroup() {
	t := Table{Columns: []Column{headWide("savings.group"), headRight("savings.simple"), headRight("savings.normalised"), headRight("savings.interval", "confidence", a.Audit.Confidence()), head("savings.verdict")}}
	for _, g := range a.Result.Groups {
		t.Rows = append(t.Rows, Row{Strong: g.Group == assess.GroupAll, Cells: []Cell{
			name(g.Name), signed(g.Simple), signed(g.Percent), interval(g.Low, g.High), {Kind: Words, Text: VerdictWords(string(g.Verdict))},
		}})
	}
	if len(t.Rows) == 0 {
		return
	}
	a.heading(2, "savings.groups")
	a.table(t)
	a.remark(text.M("savings.groups-note"))
	var left []Item
	for _, g := range a.Result.Groups {
		if g.Group == assess.GroupAll {
			for _, m := range g.Left {
				left = append(left, Item{Text: m})
			}
		}
	}
	if len(left) > 0 {
		a.add(List{Items: left})
	}
}

// savingRemarks are what must be known of single flows: why there is no figure,
// the base-load trap, alarms, adjustments.
func (a *assessment) savingRemarks() {
	var items []Item
	for _, s := range a.Result.Savings {
		var below []Item
		if s.Basis == "" || s.Basis == assess.OnRatio {
			if !s.Reason.Empty() {
				below = append(below, Item{Text: text.M("savings.why-not-model", "reason", s.Reason)})
			}
		}
		if !s.TrapSaid.Empty() {
			below = append(below, Item{Text: s.TrapSaid})
		}
		for _, w := range s.Warnings {
			below = append(below, Item{Text: w})
		}
		for _, e := range s.Events {
			below = append(below, Item{Text: text.M("savings.event", "when", e.When, "amount", e.Amount, "reason", e.Reason)})
		}
		if n := s.Standard; n != nil {
			below = append(below, Item{Text: text.M("savings.standard", "percent", percent(100*n.Fraction.Value), "low", percent(100*n.Fraction.Low), "high", percent(100*n.Fraction.High))})
		}
		below = append(below, trackItems(s)...)
		if m := s.Model; m != nil {
			below = append(below, ashraeItem(s)...)
			if m.Needed != nil && m.Needed.ToProve == nil && !m.Needed.Never.Empty() && s.Verdict != "proved" {
				below = append(below, Item{Text: m.Needed.Never})
			}
		}
		if len(below) > 0 {
			items = append(items, Item{Text: nameOf(s.Flow.Name), Strong: true, Below: below})
		}
	}
	if len(items) > 0 {
		a.heading(2, "savings.remarks")
		a.add(List{Items: items})
	}
}

// trackItems are the turns and alarms of the CUSUM.
func trackItems(s assess.FlowSaving) []Item {
	c := s.Cusum
	if c == nil {
		return nil
	}
	var items []Item
	for _, t := range c.Turns {
		key := "savings.turn-better"
		if t.After < t.Before {
			key = "savings.turn-worse"
		}
		items = append(items, Item{Text: text.M(key, "month", c.Months[t.Index].Name(), "change", quantity.Amount{Value: math.Abs(t.After - t.Before), Unit: s.Flow.Unit})})
	}
	for _, x := range c.Alarms {
		key := "savings.alarm-more"
		if x.Direction < 0 {
			key = "savings.alarm-less"
		}
		items = append(items, Item{Text: text.M(key, "from", c.Months[x.From].Name(), "to", c.Months[x.To].Name())})
	}
	return items
}

// ashraeItem is the check by ASHRAE Guideline 14 at 68 %.
func ashraeItem(s assess.FlowSaving) []Item {
	for _, x := range s.Model.ASHRAE {
		if x.Improved || x.Confidence > 0.7 || x.FSU == nil {
			continue
		}
		key := "savings.ashrae-refused"
		if x.Accepted {
			key = "savings.ashrae-accepted"
		}
		return []Item{{Text: text.M(key, "fsu", percent(100**x.FSU))}}
	}
	return nil
}

func (a *assessment) productivityTable() {
	t := Table{Columns: []Column{headWide("savings.indicator"), headRight("report.phase.before"), headRight("report.phase.after"), headRight("savings.change")}}
	for _, x := range a.Result.Productivity {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Kind: Words, Text: text.M("productivity." + x.ID)}, numberOf(x.Before, x.Unit), numberOf(x.After, x.Unit), signed(x.Change)}})
	}
	if len(t.Rows) == 0 {
		return
	}
	a.heading(2, "savings.recp")
	a.table(t)
	a.remark(text.M("savings.recp-note"))
}

// models lists the baselines with their statistics.
func (a *assessment) models() {
	t := Table{Columns: []Column{headWide("report.flow"), headWide("savings.model"), headRight("savings.n"), headRight("savings.r2"), headRight("savings.cv"), head("savings.state")}}
	var remarks []Item
	for i := range a.Result.Baselines {
		b := &a.Result.Baselines[i]
		if b.Fit == nil {
			if !b.Refused.Empty() && len(b.Months) > 1 {
				remarks = append(remarks, Item{Text: b.Refused})
			}
			continue
		}
		state := "savings.proposed"
		switch {
		case b.Stale:
			state = "savings.stale"
		case b.Frozen != nil:
			state = "savings.frozen"
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			name(b.Flow.Name), {Kind: Words, Text: ModelWords(b)}, say("report.count", "n", b.Fit.N), numberOf(b.Fit.R2, ""), percentOf(b.Fit.CVRMSE), say(state),
		}})
		if b.Choice != nil && b.Frozen == nil && !b.Choice.FixedLoad.Empty() {
			remarks = append(remarks, Item{Text: text.M("report.of-flow", "flow", b.Flow.Name, "text", b.Choice.FixedLoad)})
		}
	}
	if len(t.Rows) == 0 && len(remarks) == 0 {
		return
	}
	a.heading(1, "savings.models")
	a.table(t)
	if len(remarks) > 0 {
		a.add(List{Items: remarks})
	}
}

func percentOf(fraction *float64) Cell {
	if fraction == nil {
		return Cell{Kind: Absent}
	}
	return number(100**fraction, "%")
}

// ModelWords is a model with its coefficients: 96 500 kWh + 105,2 kWh/t · output.
func ModelWords(b *assess.Baseline) text.Message {
	var terms []text.Message
	for _, c := range b.Fit.Coefficients {
		if c.Name == "intercept" {
			terms = append(terms, text.M("savings.term-fixed", "value", quantity.Amount{Value: c.Value, Unit: b.Flow.Unit}))
			continue
		}
		terms = append(terms, text.M("savings.term", "value", c.Value, "driver", b.DriverName(c.Name)))
	}
	return text.M("savings.sum", "terms", terms)
}
