package report

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/cost"
	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// focusSection is the focus of the assessment and why it was chosen, with what
// the steps lose beside it.
func (a *assessment) focusSection() {
	f := a.Audit.Focus
	if f == nil || f.Step == "" {
		return
	}
	a.heading(1, "documents.focus.heading")
	a.add(Paragraph{Text: text.M("documents.focus.chosen", "step", a.stepName(f.Step), "reason", f.Reason)})
	a.stepLosses()
}

// stepLosses ranks the steps by the money that their wastes carry away.
func (a *assessment) stepLosses() {
	b := a.Result.Balance
	if b == nil || b.Costs == nil {
		return
	}
	k := 1.0
	if b.PerYear > 0 {
		k = b.PerYear
	}
	all := slices.Clone(b.Costs.Steps)
	slices.SortStableFunc(all, func(x, y cost.StepCost) int {
		switch {
		case x.Loss.Total() > y.Loss.Total():
			return -1
		case x.Loss.Total() < y.Loss.Total():
			return 1
		}
		return 0
	})
	t := Table{Columns: []Column{headRight("detail.rank"), headWide("detail.step"), headRight("documents.focus.loss"), headRight("documents.focus.share")}}
	for _, s := range all {
		if s.Loss.Total() <= 0 {
			continue
		}
		share := Cell{Kind: Absent}
		if whole := b.Costs.Loss.Total(); whole > 0 {
			share = number(100*s.Loss.Total()/whole, "%")
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{count1(len(t.Rows) + 1), name(a.stepName(s.ID)), {Kind: Money, Value: k * s.Loss.Total(), Unit: a.Result.Currency}, share}})
	}
	a.table(t)
}

func (a *assessment) balanceSection() {
	if a.Result.Balance != nil {
		a.balance()
	}
}

func (a *assessment) wasteCostSection() {
	if a.Result.Balance != nil {
		a.wasteCosts()
		a.paretoFigure()
	}
}

func (a *assessment) modelsSection() { a.models() }

func (a *assessment) rankingSection() {
	if a.Result.Options != nil {
		a.ranking()
	}
}

// optionList are the options with what each is about.
func (a *assessment) optionList() {
	if a.Result.Options == nil {
		return
	}
	a.heading(1, "detail.options")
	t := Table{Columns: []Column{headRight("documents.no"), headWide("detail.option"), headWide("detail.step"), headWide("documents.options.category"), headWide("documents.options.cause")}}
	for i, s := range a.Result.Options.Sheets {
		step := Cell{Kind: Absent}
		if s.Option.Step != "" {
			step = name(a.stepName(s.Option.Step))
		}
		cause := plain(s.Option.Cause)
		if s.Option.Cause == "" {
			cause = Cell{Kind: Absent}
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{count1(i + 1), name(s.Name), step, a.category(s.Category), cause}})
	}
	a.table(t)
}

func (a *assessment) category(id string) Cell {
	for _, c := range a.Common.Method.OptionCategories {
		if c.ID == id {
			return name(c.Name)
		}
	}
	return Cell{Kind: Absent}
}

// screeningSection is the three outcomes of screening with their reasons
// (METHOD §8).
func (a *assessment) screeningSection() {
	if a.Result.Options == nil {
		return
	}
	a.heading(1, "documents.screening.heading")
	t := Table{Columns: []Column{headWide("detail.option"), head("detail.screening"), headWide("documents.screening.reason")}}
	for _, outcome := range a.Common.Method.Screenings {
		for _, s := range a.Result.Options.Sheets {
			if s.Option.Screening == outcome.ID {
				t.Rows = append(t.Rows, Row{Cells: []Cell{name(s.Name), name(outcome.Name), a.screeningReason(s)}})
			}
		}
	}
	for _, s := range a.Result.Options.Sheets {
		if s.Option.Screening == "" {
			t.Rows = append(t.Rows, Row{Cells: []Cell{name(s.Name), say("documents.screening.open"), {Kind: Absent}}})
		}
	}
	a.table(t)
}

func (a *assessment) screeningReason(s assess.OptionSheet) Cell {
	switch {
	case s.Option.Reason != "":
		return plain(s.Option.Reason)
	case len(s.Suggested.Reasons) > 0 && string(s.Suggested.Outcome) == s.Option.Screening:
		return Cell{Text: joinedBy(" ", s.Suggested.Reasons)}
	}
	return Cell{Kind: Absent}
}

// considered are the sheets of the options that were not rejected or dropped.
func (a *assessment) considered() []assess.OptionSheet {
	if a.Result.Options == nil {
		return nil
	}
	var all []assess.OptionSheet
	for _, s := range a.Result.Options.Sheets {
		if s.Option.Screening != "rejected" && s.Option.Status != "dropped" {
			all = append(all, s)
		}
	}
	return all
}

// technical is the technical checklist of the options (METHOD §9).
func (a *assessment) technical() {
	all := a.considered()
	if len(all) == 0 {
		return
	}
	a.heading(1, "documents.technical.heading")
	t := Table{Columns: []Column{headWide("detail.option"), headWide("documents.technical.good"), headWide("documents.technical.watch"), headWide("documents.technical.bad")}}
	none := 0
	for _, s := range all {
		if len(s.Option.Checks) == 0 {
			none++
			continue
		}
		cells := []Cell{name(s.Name)}
		for _, level := range []string{"good", "watch", "bad"} {
			var names []text.Name
			for _, c := range a.Common.Method.Checks {
				if s.Option.Checks[c.ID] == level {
					names = append(names, c.Name)
				}
			}
			cells = append(cells, listOf(names))
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	a.table(t)
	if none > 0 {
		a.remark(text.M("documents.technical.unchecked", "n", none))
	}
}

// economics is what every option is worth alone (METHOD §10).
func (a *assessment) economics() {
	all := a.considered()
	if len(all) == 0 {
		return
	}
	currency := a.Result.Currency
	a.heading(1, "documents.economics.heading")
	t := Table{Columns: []Column{headWide("detail.option"), headRight("detail.investment"), headRight("detail.annual"), headRight("detail.payback"), headRight("detail.npv"), headRight("documents.economics.irr")}}
	for _, s := range all {
		e := s.Economics
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			name(s.Name), figureMoney(e.Investment.Central, currency), figureMoney(e.Annual.Central, currency), paybackYears(e.Payback.Central), figureMoney(e.NPV.Central, currency), irrCell(e.IRR),
		}})
	}
	a.table(t)
	a.remark(text.M("detail.options-note", "discount", percent(a.Result.Options.Discount)))
}

// irrCell is an internal rate of return, or why there is none.
func irrCell(r option.Return) Cell {
	switch r.Status {
	case option.IRRUnique:
		return number(100*r.Rate, "%")
	case option.IRRGap:
		return Cell{Kind: Absent}
	case option.IRROutside:
		return say("documents.economics.irr-outside")
	}
	return say("documents.economics.irr-undefined")
}

// environmental is what the options reduce a year, and what they move elsewhere
// (METHOD §9).
func (a *assessment) environmental() {
	all := a.considered()
	if len(all) == 0 {
		return
	}
	a.heading(1, "documents.environmental.heading")
	t := Table{Columns: []Column{headWide("detail.option"), headWide("documents.environmental.reduces"), headRight("report.carbon.co2e"), headWide("documents.environmental.burden")}}
	for _, s := range all {
		burden := say("documents.environmental.not-looked")
		switch s.Option.Burden {
		case "":
		case "none":
			burden = say("documents.environmental.none")
		default:
			burden = plain(s.Option.Burden)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(s.Name), a.effectCell(s), gasesShort(s.Economics, "t CO2e"), burden}})
	}
	a.table(t)
	a.remark(text.M("documents.environmental.note"))
}

// portfolioSection is the set that reaches the target with its pictures.
func (a *assessment) portfolioSection() {
	if a.Plan == nil {
		return
	}
	a.portfolio()
	a.frontierFigure()
	a.abatementFigure()
}

// decided are the options that were decided on, in the order of the file.
func (a *assessment) decided() []assess.Option {
	var all []assess.Option
	for _, o := range a.Audit.Options {
		if o.Status == "planned" || o.Status == "doing" || o.Status == "done" {
			all = append(all, o)
		}
	}
	return all
}

// decidedSet is what the options that were decided on do together; nil: none
// were, or they contradict each other.
func (a *assessment) decidedSet() *option.Combined {
	if a.Plan != nil && a.Plan.Chosen != nil {
		return a.Plan.Chosen
	}
	if a.Result.Options == nil || a.Result.Options.Model == nil {
		return nil
	}
	var ids []string
	for _, o := range a.decided() {
		ids = append(ids, o.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	c := a.Result.Options.Model.Combine(ids)
	return &c
}

// optionText is the name of an option.
func (a *assessment) optionText(o assess.Option) text.Name {
	if s, ok := a.Result.Options.Sheet(o.ID); ok {
		return s.Name
	}
	return text.Both(o.Name)
}

// nextFocus is what is looked at next.
func (a *assessment) nextFocus() {
	f := a.Audit.Focus
	if f == nil || f.Next == "" {
		return
	}
	a.heading(1, "documents.next-focus.heading")
	a.add(Paragraph{Text: text.M("documents.next-focus.chosen", "step", a.stepName(f.Next), "reason", f.NextReason)})
}

func (a *assessment) currency(v float64) quantity.Amount {
	return quantity.Amount{Value: v, Unit: a.Result.Currency}
}
