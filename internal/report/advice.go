package report

import (
	"math"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

func (a *assessment) walkthrough() {
	w := a.Result.Walkthrough
	a.heading(1, "report.walk.heading")
	if w.Answered == 0 {
		a.add(Paragraph{Text: text.M("recommend.no-walkthrough")})
		return
	}
	t := Table{Columns: []Column{headWide("report.walk.area"), headRight("report.walk.score"), headRight("report.walk.answered")}}
	row := func(label Cell, score *float64, answered, asked int, strong bool) Row {
		points := Cell{Kind: Absent}
		if score != nil {
			points = number(math.Round(*score), "")
		}
		return Row{Strong: strong, Cells: []Cell{label, points, say("report.walk.of", "answered", answered, "asked", asked)}}
	}
	var safety []Row
	answered, asked := 0, 0
	for _, area := range w.Areas {
		r := row(name(area.Name), area.Score, area.Answered, area.Asked, false)
		if area.Safety {
			safety = append(safety, r)
			continue
		}
		answered += area.Answered
		asked += area.Asked
		t.Rows = append(t.Rows, r)
	}
	t.Rows = append(t.Rows, row(say("report.walk.overall"), w.Score, answered, asked, true))
	t.Rows = append(t.Rows, safety...)
	a.table(t)
	if len(safety) > 0 {
		a.remark(text.M("report.walk.safety"))
	}
	if w.Provisional {
		a.remark(text.M("report.walk.provisional", "answered", w.Answered, "asked", w.Asked))
	}
	a.ownRule("report.walk.rule")
}

func (a *assessment) potential() {
	p := a.Result.Potential
	a.heading(1, "report.potential.heading")
	if p.Percent == nil {
		a.add(Paragraph{Text: p.Reason})
		return
	}
	var f facts
	f.add("report.potential.percent", say("report.potential.percent-of", "percent", percent(*p.Percent), "flows", p.Flows))
	f.add("report.potential.grade", Cell{Text: grade(p.Grade)})
	if p.Money != nil {
		f.add("report.potential.money", say("report.potential.a-span", "amount", a.money(p.Money), "span", a.span(p.Yearly)))
	}
	if p.CO2e != nil {
		f.add("report.potential.co2e", say("report.potential.a-span", "amount", quantity.Amount{Value: *p.CO2e, Unit: "t CO2e"}, "span", a.span(p.Yearly)))
	}
	a.table(f.table())
	a.ownRule("report.potential.rule")
}

// suggestionsShown is how many suggestions are printed in full: a plant cannot
// begin with more, and the others are named.
const suggestionsShown = 6

func (a *assessment) suggestions() {
	a.heading(1, "report.suggest.heading")
	all := a.Result.Suggestions
	if len(all) == 0 {
		a.add(Paragraph{Text: text.M("report.suggest.none")})
		return
	}
	l := List{Numbered: true}
	told := map[string]bool{} // cases, each told once
	for _, s := range all[:min(len(all), suggestionsShown)] {
		l.Items = append(l.Items, a.suggestion(s, told))
	}
	a.add(l)
	if len(all) > suggestionsShown {
		var vi, en []string
		for _, s := range all[suggestionsShown:] {
			vi, en = append(vi, s.Option.Name.In(text.VI)), append(en, s.Option.Name.In(text.EN))
		}
		a.add(Paragraph{Text: text.M("report.suggest.more", "n", len(vi),
			"names", text.Name{VI: strings.Join(vi, "; "), EN: strings.Join(en, "; ")})})
	}
}

func (a *assessment) suggestion(s assess.Suggestion, told map[string]bool) Item {
	item := Item{Text: nameOf(s.Option.Name), Strong: true}
	if s.Source != nil {
		item.Refs = append(item.Refs, a.ref(*s.Source, s.Option.Locator))
	}
	below := func(m text.Message, refs ...int) { item.Below = append(item.Below, Item{Text: m, Refs: refs}) }
	if s.Adopted {
		below(text.M("report.suggest.adopted"))
	}
	for _, reason := range s.Reasons {
		below(reason)
	}
	for _, sv := range s.Savings {
		below(a.saving(s.Option, sv))
	}
	below(text.M("report.suggest.cost", "class", a.costClass(s.Option.CostClass), "payback", payback(s.Option), "note", s.Option.InvestmentNote))
	if len(s.Cases) > 0 { // the first case shows it; the others are in the pack
		item.Below = append(item.Below, a.example(s.Cases[0], told))
	}
	return item
}

// example is a published plant that shows an option, told in full once.
func (a *assessment) example(c benchmark.Case, told map[string]bool) Item {
	if told[c.ID] {
		return Item{Text: text.M("report.suggest.case-again", "plant", c.Plant)}
	}
	told[c.ID] = true
	item := Item{}
	if src, ok := a.Pack.Source(c.Source); ok {
		item.Refs = append(item.Refs, a.ref(src, c.Locator))
	}
	var year any
	if c.Year != 0 {
		year = text.M("report.year", "year", c.Year)
	}
	item.Text = text.M("report.suggest.case", "plant", c.Plant, "year", year, "savings", c.Savings)
	return item
}

// saving is what the option saves of a flow: the published percentage, and what
// it means for this plant.
func (a *assessment) saving(o benchmark.Option, sv assess.OptionSaving) text.Message {
	var amount, money any
	if sv.Amount != nil {
		amount = text.M("report.suggest.amount", "amount", rangeOf(*sv.Amount, sv.Flow.Unit), "span", a.span(a.yearly()))
	}
	if sv.Money != nil {
		money = rangeOf(*sv.Money, a.Result.Currency)
	}
	return text.M("report.suggest.saving", "flow", sv.Flow.Name, "percent", rangeOf(sv.Percent, "%"), "of", o.SavingOf, "amount", amount, "money", money)
}

// yearly reports whether the compared phase is long enough to speak of a year.
func (a *assessment) yearly() bool {
	o := a.Result.Output(a.Result.Phase)
	if o == nil {
		return false
	}
	_, ok := o.Year()
	return ok
}

// rangeOf is "5–10 kWh", or one amount where both ends are the same.
func rangeOf(r assess.Range, unit string) text.Message {
	high := quantity.Amount{Value: r.High, Unit: unit}
	if r.Low == r.High {
		return text.M("report.amount", "amount", high)
	}
	var low any = r.Low
	if unit == "VND" || unit == "USD" { // written short: "900 triệu đ – 1,2 tỷ đ"
		low = quantity.Amount{Value: r.Low, Unit: unit}
	}
	return text.M("report.range", "low", low, "high", high)
}

func payback(o benchmark.Option) any {
	switch low, high := o.PaybackLow, o.PaybackHigh; {
	case low != nil && high != nil && *low != *high:
		return text.M("report.suggest.months", "low", *low, "high", *high)
	case high != nil:
		return text.M("report.suggest.months-of", "months", *high)
	case low != nil:
		return text.M("report.suggest.months-of", "months", *low)
	}
	return nil
}

func (a *assessment) costClass(id string) text.Name {
	for _, c := range a.Common.Method.CostClasses {
		if c.ID == id {
			return c.Name
		}
	}
	return text.Name{}
}

func (a *assessment) recommendation() {
	r := a.Result.Recommendation
	a.heading(1, "report.recommend.heading")
	key := "report.recommend.no"
	if r.Detailed {
		key = "report.recommend.yes"
	}
	a.add(Paragraph{Kind: Lead, Text: text.M(key)})
	var l List
	for _, reason := range r.Reasons {
		l.Items = append(l.Items, Item{Text: reason})
	}
	if len(r.Focus) > 0 {
		l.Items = append(l.Items, Item{Text: text.M("report.recommend.focus", "focus", focus(a.Result))})
	}
	a.add(l)
	a.ownRule("report.recommend.rule")
}

// doubtsShown is how many lines of a severity are printed; "audit check" lists
// all of them.
const doubtsShown = 15

func (a *assessment) doubts() {
	lines := a.foldedProblems()
	if len(lines) == 0 {
		return
	}
	a.heading(1, "report.doubts.heading")
	for _, severity := range []problem.Severity{problem.Error, problem.Doubt, problem.Note} {
		var l List
		n := 0
		for _, line := range lines {
			if line.severity != severity {
				continue
			}
			if n++; n <= doubtsShown {
				l.Items = append(l.Items, Item{Text: line.text})
			}
		}
		if n == 0 {
			continue
		}
		if n > doubtsShown {
			l.Items = append(l.Items, Item{Text: text.M("report.doubts.more", "n", n-doubtsShown)})
		}
		a.add(Heading{Level: 2, Text: text.M("report.doubts." + string(severity))}, l)
	}
}

type problemLine struct {
	severity problem.Severity
	text     text.Message
}

// foldedProblems says each thing once: the months that a flow lacks are one
// line, not twelve.
func (a *assessment) foldedProblems() []problemLine {
	var lines []problemLine
	seen := map[string]bool{}
	for _, p := range a.Problems {
		if p.Message.Key == "period.flow-missing" {
			continue
		}
		if key := p.Message.Error(); !seen[key] {
			seen[key] = true
			lines = append(lines, problemLine{p.Severity, p.Message})
		}
	}
	for _, i := range a.Result.Indicators {
		if len(i.Missing) > 0 {
			lines = append(lines, problemLine{problem.Doubt, text.M("report.doubts.missing", "flow", i.Flow.Name, "periods", i.Missing)})
		}
	}
	return lines
}
