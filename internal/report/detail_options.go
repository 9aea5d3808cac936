package report

import (
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// known is a computed figure, absent where it is not known.
func known(f option.Figure, unit string) Cell {
	if !f.OK() {
		return Cell{Kind: Absent}
	}
	return number(f.Value, unit)
}

// gasesShort is a saving of CO2e in a table of options: of a sum that is not known
// as a whole, the part that is.
func gasesShort(e option.Economics, unit string) Cell {
	switch p := e.CO2ePart; {
	case p == nil:
		return known(e.CO2e, unit)
	case p.Least:
		return say("detail.at-least", "amount", quantity.Amount{Value: p.Value, Unit: unit})
	default:
		return say("detail.in-part", "amount", quantity.Amount{Value: p.Value, Unit: unit})
	}
}

func figureMoney(f option.Figure, currency string) Cell {
	if !f.OK() {
		return Cell{Kind: Absent}
	}
	return Cell{Kind: Money, Value: f.Value, Unit: currency}
}

// paybackYears is a payback time.
func paybackYears(p option.Payback) Cell {
	switch {
	case p.Status == option.Immediately:
		return say("detail.at-once")
	case p.OK():
		return number(shownYears(p.Years), "year")
	case p.Status == option.NeverPaid:
		return say("detail.never-paid")
	}
	return Cell{Kind: Absent}
}

// shownYears is a payback time as it is shown: two digits below a year, one
// decimal above.
func shownYears(years float64) float64 {
	if years > 0 && years < 1 {
		return decimals(years, 1-int(math.Floor(math.Log10(years))))
	}
	return decimals(years, 1)
}

// internalRate is the internal rate of return, or why there is none.
func internalRate(r option.Return, cash option.Cash) Cell {
	switch r.Status {
	case option.IRROutside:
		sum := 0.0
		for _, c := range cash {
			sum += c
		}
		if sum < 0 {
			return say("detail.irr.outside-low")
		}
	case option.IRRUnique:
		return number(100*r.Rate, "%")
	case option.IRRGap:
		return Cell{Kind: Absent}
	case option.IRRSeveral, option.IRROneOfMany:
		var roots []text.Message
		for _, x := range r.Roots {
			roots = append(roots, text.M("detail.percent", "percent", percent(100*x)))
		}
		return Cell{Kind: Words, Text: text.M("detail.irr."+string(r.Status), "roots", roots)}
	}
	return Cell{Kind: Words, Text: text.M("detail.irr." + string(r.Status))}
}

// options are the sheets in a table, then the ranking.
func (a *assessment) options() {
	o := a.Result.Options
	currency := a.Result.Currency
	a.heading(1, "detail.options")
	t := Table{Columns: []Column{headWide("detail.option"), headRight("detail.investment"), headRight("detail.annual"), headRight("detail.payback"), headRight("detail.npv")}}
	for _, s := range o.Sheets {
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			name(s.Name), figureMoney(s.Economics.Investment.Central, currency), figureMoney(s.Economics.Annual.Central, currency),
			paybackYears(s.Economics.Payback.Central), figureMoney(s.Economics.NPV.Central, currency),
		}})
	}
	a.table(t)
	a.remark(text.M("detail.options-note", "discount", percent(o.Discount)))
	a.latePaid()
	a.returns()
	a.screened()
	a.rejected()
	a.ranking()
}

// latePaid names the options that are paid back after their life only.
func (a *assessment) latePaid() {
	var late []text.Message
	for _, s := range a.Result.Options.Sheets {
		if s.Economics.Payback.Central.Status == option.PaidAfter {
			late = append(late, quoted(s.Name))
		}
	}
	if len(late) > 0 {
		a.remark(text.M("detail.paid-late", "options", late))
	}
}

// quoted is the name of an option among others: names have commas.
func quoted(n text.Name) text.Message { return text.M("detail.quoted", "name", n) }

// returns are the figures by which larger options are judged (METHOD §10).
func (a *assessment) returns() {
	t := Table{Columns: []Column{headWide("detail.option"), headRight("detail.life"), headRight("detail.discounted"), headRight("detail.irr-head"), headRight("detail.co2e")}}
	for _, s := range a.Result.Options.Sheets {
		if e := s.Economics; e.Cash != nil || (e.CO2e.OK() || e.CO2ePart != nil) && len(s.Effects) > 0 {
			co2e := gasesShort(e, "t")
			t.Rows = append(t.Rows, Row{Cells: []Cell{name(s.Name), numberOf(s.Option.Life, "year"), paybackYears(e.Discounted), internalRate(e.IRR, e.Cash), co2e}})
		}
	}
	if len(t.Rows) == 0 {
		return
	}
	a.heading(2, "detail.returns")
	a.table(t)
	a.remark(text.M("detail.returns-note"))
}

// screened lists the options by how they were screened.
func (a *assessment) screened() {
	var items []Item
	for _, x := range a.Common.Method.Screenings {
		item := Item{Text: nameOf(x.Name), Strong: true}
		for _, s := range a.Result.Options.Sheets {
			if s.Option.Screening == x.ID && x.ID != "rejected" { // those have a list with the reasons
				item.Below = append(item.Below, Item{Text: nameOf(s.Name)})
			}
		}
		if len(item.Below) > 0 {
			items = append(items, item)
		}
	}
	if len(items) > 0 {
		a.heading(2, "detail.screening")
		a.add(List{Items: items})
	}
}

// rejected are the options that were turned down, with their reasons.
func (a *assessment) rejected() {
	var items []Item
	for _, s := range a.Result.Options.Sheets {
		if s.Option.Screening == "rejected" {
			items = append(items, Item{Text: text.M("detail.rejected", "option", s.Name, "reason", s.Option.Reason)})
		}
	}
	if len(items) > 0 {
		a.heading(2, "detail.rejected-heading")
		a.add(List{Items: items})
	}
}

func (a *assessment) ranking() {
	o := a.Result.Options
	if o.Ranking == nil {
		return
	}
	a.heading(2, "detail.ranking")
	t := Table{Columns: []Column{headRight("detail.rank"), headWide("detail.option"), headRight("detail.technical"), headRight("detail.economic"), headRight("detail.environmental"), headRight("detail.score"), head("detail.sensitive")}}
	order := slices.Clone(o.Ranking.Scores)
	slices.SortStableFunc(order, func(x, y option.Score) int { return rankOf(x) - rankOf(y) })
	for _, x := range order {
		s, _ := o.Sheet(x.Option)
		rank := Cell{Kind: Absent}
		if x.Rank > 0 {
			rank = say("report.count", "n", x.Rank)
		}
		moves := say("detail.steady")
		if slices.Contains(o.Ranking.Sensitive, x.Option) {
			moves = say("detail.moves")
		}
		level := func(criterion string) Cell {
			if v, ok := s.Option.Scores[criterion]; ok {
				return number(v, "")
			}
			return Cell{Kind: Absent}
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{rank, name(s.Name), level(assess.Technical), level(assess.Economic), level(assess.Environmental), known(x.Score, ""), moves}})
	}
	a.table(t)
	var weights []text.Message
	for _, w := range o.Weights {
		weights = append(weights, text.M("say.text", "text", w.Points))
	}
	a.remark(text.M("detail.weights", "weights", weights))
}

// rankOf puts options without a rank last.
func rankOf(s option.Score) int {
	if s.Rank == 0 {
		return 1 << 20
	}
	return s.Rank
}
