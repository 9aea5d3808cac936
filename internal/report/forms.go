package report

import (
	"math"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/report/kind"
	"github.com/sxsh-audit/audit/internal/text"
)

// table4 is the plant's row of table 4 of Annex 1 of the letter 1594/BCT-KHCN,
// with the titles of its columns as they are printed there.
func (a *assessment) table4() {
	p, team := a.Audit.Plant, a.Audit.Team
	a.add(Paragraph{Kind: Centred, Text: text.M("documents.table4.name")})
	a.add(Paragraph{Kind: Centred, Text: text.M("documents.table4.unit", "plant", a.Audit.Plant.DisplayName())})
	mode := text.M("documents.table4.mode")
	t := Table{Landscape: true, Label: "table4", Columns: []Column{
		headRight("documents.table4.no"), headWide("documents.table4.industry"), headWide("documents.table4.plant"), headWide("documents.table4.address"), headWide("documents.table4.leader"),
		headRight("documents.table4.started"),
		{Head: text.M("documents.table4.technical"), Group: mode}, {Head: text.M("documents.table4.investment"), Group: mode}, {Head: text.M("documents.table4.self"), Group: mode},
		headWide("documents.table4.result"),
	}}
	industry := Cell{Kind: Absent}
	if i, ok := a.Common.Industries.Industry(p.Industry); ok {
		industry = name(i.Name)
	}
	tick := func(id string) Cell {
		c := Cell{Kind: Tick}
		for _, s := range p.Support {
			if s == id {
				c.Value = 1
			}
		}
		return c
	}
	started := Cell{Kind: Absent}
	if p.Started != 0 {
		started = count1(p.Started)
	}
	result := say("documents.table4.no-result")
	if r := a.reductions(); len(r) > 0 {
		result = Cell{Text: joinedBy("; ", r)}
	}
	t.Rows = []Row{{Cells: []Cell{
		count1(1), industry, {Text: plantName(a)}, plain(p.Address), plain(strings.Trim(strings.Join([]string{team.Leader, team.Phone}, ", "), ", ")),
		started, tick("technical"), tick("investment"), tick("self"), result,
	}}}
	a.add(t)
	a.remark(text.M("documents.table4.star"))
}

// reductions are the changes of consumption and emission per unit of product in
// the form's way, a minus for less: "điện −6,2 %". A change whose interval
// reaches zero says so.
func (a *assessment) reductions() []text.Message {
	var all []text.Message
	for _, s := range a.Result.Savings {
		v := s.Percent
		if s.Basis == "" || v == nil {
			continue
		}
		key := "documents.table4.less"
		if *v < 0 {
			key = "documents.table4.more"
		}
		var doubt any
		if s.Low == nil || s.High == nil || *s.Low <= 0 && *s.High >= 0 {
			doubt = text.M("documents.table4.doubt")
		}
		all = append(all, text.M(key, "flow", s.Flow.Name, "percent", percent(abs(*v)), "doubt", doubt))
	}
	return all
}

// table4Basis is what stands behind the percentages: period, method, interval,
// verdict. The form asks for none of it, and a figure without it means little.
func (a *assessment) table4Basis() {
	before, after := a.Result.Output(assess.Before), a.Result.Output(assess.After)
	if len(a.Result.Savings) == 0 || before == nil || after == nil {
		return
	}
	a.heading(1, "documents.table4.basis")
	a.add(Paragraph{Text: text.M("documents.table4.phases", "from", before.From, "to", before.To, "after-from", after.From, "after-to", after.To, "product", a.Result.Product, "unit", a.Result.ProductUnit)})
	t := Table{Columns: []Column{headWide("report.flow"), headRight("report.phase.before"), headRight("report.phase.after"), headRight("documents.table4.percent"),
		headRight("savings.interval", "confidence", a.Audit.Confidence()), headWide("documents.table4.method"), headWide("savings.verdict")}}
	for _, s := range a.Result.Savings {
		method := say("savings.not-computed")
		change := Cell{Kind: Absent}
		if s.Basis != "" && s.Percent != nil {
			method = say("documents.basis." + s.Basis)
			v := -*s.Percent
			change = Cell{Kind: Signed, Value: v}
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(s.Flow.Name), a.specific(s, s.Before), a.specific(s, s.After), change, interval(s.Low, s.High), method, {Text: a.verdictOf(s)}}})
	}
	a.table(t)
	a.remark(text.M("documents.table4.note"))
}

// caseFlows and caseOptions are how much fits on the page of a case study.
const (
	caseFlows   = 3
	caseOptions = 3
)

// caseStudy is the plant before and after on one page.
func (a *assessment) caseStudy() {
	if len(a.Result.Savings) == 0 {
		return
	}
	o := a.Result.Output(assess.After)
	p := a.Audit.Plant
	a.add(Paragraph{Text: text.M("documents.case.plant", "plant", p.DisplayName(), "address", p.Address, "products", p.Products, "output", o.Total, "product", a.Result.Product, "employees", p.Employees)})
	var c claims
	a.claimSaved(&c)
	for _, b := range c.sentences {
		p, ok := b.(Paragraph)
		if ok && p.Text.Key != "documents.sum.by-flow" { // the table says it
			a.add(b)
		}
	}
	t := Table{Caption: text.M("documents.case.before-after"), Columns: []Column{headWide("report.flow"), headRight("report.phase.before"), headRight("report.phase.after"), headRight("savings.normalised"),
		headRight("savings.interval", "confidence", a.Audit.Confidence()), headWide("savings.verdict")}}
	shown := map[string]bool{}
	for _, s := range a.caseSavings() {
		shown[s.Flow.Name.VI] = true
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(s.Flow.Name), a.specific(s, s.Before), a.specific(s, s.After), signed(s.Percent), interval(s.Low, s.High), {Text: a.verdictBrief(s)}}})
	}
	a.table(t)
	a.cappedNote(a.caseSavings())
	a.adjusted(a.caseSavings())
	a.casePicture(shown)
	d := Table{Caption: text.M("documents.case.done"), Columns: []Column{headWide("detail.option"), headRight("detail.spent"), headRight("documents.case.benefit")}}
	for _, x := range a.decided() {
		if x.Status != "done" || len(d.Rows) == caseOptions {
			continue
		}
		benefit := Cell{Kind: Absent}
		if s, ok := a.Result.Options.Sheet(x.ID); ok {
			benefit = figureMoney(s.Economics.Annual.Central, a.Result.Currency)
		}
		spent := x.Spent
		if spent == nil {
			spent = x.Investment
		}
		d.Rows = append(d.Rows, Row{Cells: []Cell{a.optionName(x), money(spent, a.Result.Currency), benefit}})
	}
	if len(d.Rows) == 0 {
		a.remark(text.M("documents.case.not-told"))
		return
	}
	a.table(d)
	a.remark(text.M("documents.case.note"))
}

// caseSavings are the savings that fit on the page: of flows that are metered
// and no sums of others, the dearest first.
func (a *assessment) caseSavings() []assess.FlowSaving {
	counted := map[string]bool{}
	for _, g := range a.Result.Groups {
		for _, id := range g.Flows {
			counted[id] = true
		}
	}
	var all, rest []assess.FlowSaving
	for _, i := range a.mainIndicators() {
		for _, s := range a.Result.Savings {
			switch {
			case s.Flow.ID != i.Flow.ID || s.Basis == "":
			case counted[s.Flow.ID]:
				all = append(all, s)
			case s.Flow.Category == "wastewater" || s.Flow.Category == "pollutant" || s.Flow.Category == "solid-waste":
				rest = append(rest, s)
			}
		}
	}
	all = append(all, rest...)
	return all[:min(len(all), caseFlows)]
}

// casePicture is the picture of the case study, of the flows in its table.
func (a *assessment) casePicture(shown map[string]bool) {
	blocks := a.written((*assessment).phasesFigure)
	for _, b := range blocks {
		f, ok := b.(Figure)
		if !ok {
			continue
		}
		x, ok := f.Chart.(figure.BeforeAfter)
		if !ok {
			continue
		}
		x.Pairs = slices.DeleteFunc(x.Pairs, func(p figure.Pair) bool {
			n, _ := p.Label.Args["text"].(text.Name)
			return !shown[n.VI]
		})
		f.Chart = x
		a.add(f)
	}
}

// investments are the investment sheets: of the set that was decided on, then of
// every option that is considered, a page each.
func (a *assessment) investments() {
	if a.Result.Options == nil {
		return
	}
	only := a.wanted.Option
	first := true
	page := func() {
		if !first {
			a.add(PageBreak{})
		}
		first = false
	}
	if set := a.decidedSet(); set != nil && only == "" && len(set.Options) > 1 {
		page()
		a.packageSheet(set)
	}
	for _, s := range a.considered() {
		e := s.Economics
		if only != "" && s.Option.ID != only || only == "" && !e.Investment.Central.OK() && !e.Annual.Central.OK() {
			continue
		}
		page()
		a.investment(s)
	}
}

// SingleOptions are the options of which a kind of document can be made for one
// alone; nil for a kind that has no sheets of options.
func SingleOptions(k kind.Kind, in Input) []assess.OptionSheet {
	if !k.Has("investments") || in.Result.Options == nil {
		return nil
	}
	return (&assessment{Input: in, kind: k}).considered()
}

// packageSheet is the sheet of the whole set.
func (a *assessment) packageSheet(set *option.Combined) {
	currency := a.Result.Currency
	a.heading(1, "documents.invest.package")
	var l List
	for _, id := range set.Options {
		if s, ok := a.Result.Options.Sheet(id); ok {
			l.Items = append(l.Items, Item{Text: nameOf(s.Name)})
		}
	}
	a.add(l)
	var f facts
	f.add("documents.invest.i", figureMoney(set.Investment, currency))
	f.add("documents.invest.a", figureMoney(set.Annual, currency))
	f.add("documents.invest.pb", paybackYears(set.Payback))
	f.add("documents.invest.npv", figureMoney(set.NPV, currency))
	f.add("documents.expected.gases", gases(set.CO2e, set.CO2ePart))
	a.table(f.table())
	blocks := a.written((*assessment).expected)
	for _, b := range blocks {
		if t, ok := b.(Table); ok && len(t.Columns) == 4 {
			a.add(t)
			break
		}
	}
	if set.Overlap.OK() && set.Overlap.Value > 0 {
		a.remark(text.M("documents.invest.overlap", "money", a.currency(set.Overlap.Value)))
	}
	a.remark(text.M("documents.invest.assumed", "discount", percent(a.Result.Options.Discount), "date", a.Audit.Settings.Date))
}

// investment is the sheet of one option (METHOD §10).
func (a *assessment) investment(s assess.OptionSheet) {
	currency := a.Result.Currency
	o, e := s.Option, s.Economics
	a.add(Heading{Level: 1, Text: text.M("documents.invest.option", "option", s.Name)})
	var f facts
	f.add("documents.invest.i", spread(e.Investment, currency))
	f.add("documents.invest.a", spread(e.Annual, currency))
	f.add("documents.invest.pb", paybackYears(e.Payback.Central))
	f.add("documents.invest.npv", spread(e.NPV, currency))
	f.add("documents.economics.irr", irrCell(e.IRR))
	f.add("documents.expected.gases", gases(e.CO2e, e.CO2ePart))
	if o.Step != "" {
		f.add("detail.step", name(a.stepName(o.Step)))
	}
	f.text("detail.funding", o.Funding)
	f.text("detail.responsible", o.Responsible)
	a.table(f.table())
	t := Table{Caption: text.M("documents.invest.flows"), Columns: []Column{headWide("report.flow"), headRight("documents.expected.before"), headRight("documents.expected.saved"), headRight("documents.expected.share"), headRight("documents.invest.after"), headRight("savings.money")}}
	for _, x := range s.Effects {
		base, after := Cell{Kind: Absent}, Cell{Kind: Absent}
		if x.Percent != nil && *x.Percent != 0 {
			whole := x.Amount.Value / (*x.Percent / 100)
			base, after = yearly(whole, x.Amount.Unit), yearly(whole-x.Amount.Value, x.Amount.Unit)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(x.Flow.Name), base, yearly(x.Amount.Value, x.Amount.Unit), numberOf(x.Percent, "%"), after, money(x.Money, currency)}})
	}
	a.table(t)
	a.cashTable(e)
	l := List{}
	add := func(m text.Message) { l.Items = append(l.Items, Item{Text: m}) }
	add(text.M("documents.invest.assumed", "discount", percent(a.Result.Options.Discount), "date", a.Audit.Settings.Date))
	if o.Life != nil {
		add(text.M("documents.invest.life", "years", *o.Life))
	}
	if o.AnnualCost != nil && *o.AnnualCost != 0 {
		add(text.M("documents.invest.cost", "money", a.currency(*o.AnnualCost)))
	}
	if o.Revenue != nil && *o.Revenue != 0 {
		add(text.M("documents.invest.revenue", "money", a.currency(*o.Revenue)))
	}
	if o.Salvage != nil && *o.Salvage != 0 {
		add(text.M("documents.invest.salvage", "money", a.currency(*o.Salvage)))
	}
	for _, m := range a.investmentGaps(e) {
		add(text.M("documents.invest.lacking", "what", m))
	}
	if o.Note != "" {
		add(nameOf(text.Both(o.Note)))
	}
	a.add(Paragraph{Text: text.M("documents.invest.assumptions")}, l)
}

// yearly is an amount of a year. From a thousand on it is a whole number: halves
// that come of percentages would be rounded one way here and another way by a
// spreadsheet.
func yearly(v float64, unit string) Cell {
	if abs(v) >= 1000 {
		v = math.Round(v)
	}
	return number(v, unit)
}

// investmentGaps are why figures of a sheet are missing, each reason once.
func (a *assessment) investmentGaps(e option.Economics) []text.Message {
	var all []text.Message
	seen := map[string]bool{}
	for _, f := range []option.Figure{e.Investment.Central, e.Annual.Central, e.NPV.Central} {
		if !f.OK() && !f.Why.Empty() && !seen[f.Why.Error()] {
			seen[f.Why.Error()] = true
			all = append(all, f.Why)
		}
	}
	return all
}

// spread is a figure with its worst and best corner where these differ.
func spread(s option.Spread, currency string) Cell {
	c := figureMoney(s.Central, currency)
	if c.Kind == Absent || !s.Low.OK() || !s.High.OK() || s.Low.Value == s.High.Value {
		return c
	}
	low, high := min(s.Low.Value, s.High.Value), max(s.Low.Value, s.High.Value)
	c.Text = text.M("documents.invest.between", "low", amountText(low, currency), "high", amountText(high, currency))
	return c
}

// cashTable is the money of an option year by year, added up and discounted.
func (a *assessment) cashTable(e option.Economics) {
	if len(e.Cash) == 0 {
		return
	}
	currency := a.Result.Currency
	rate := a.Result.Options.Discount / 100
	t := Table{Caption: text.M("documents.invest.cash"), Columns: []Column{headRight("documents.invest.year"), headRight("documents.invest.flow"), headRight("documents.invest.sum"), headRight("documents.invest.discounted"), headRight("documents.invest.discounted-sum")}}
	var sum, worth float64
	factor := 1.0
	for year, v := range e.Cash {
		sum += v
		worth += v * factor
		discounted := v * factor
		total, all := sum, worth
		t.Rows = append(t.Rows, Row{Cells: []Cell{count1(year), money(&v, currency), money(&total, currency), money(&discounted, currency), money(&all, currency)}})
		factor /= 1 + rate
	}
	a.table(t)
	a.remark(text.M("documents.invest.cash-note", "discount", percent(a.Result.Options.Discount)))
}
