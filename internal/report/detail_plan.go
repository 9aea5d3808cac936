package report

import (
	"cmp"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// tasks are the 18 tasks with what each lacks.
func (a *assessment) tasks() {
	if len(a.Result.Tasks) == 0 {
		return
	}
	a.heading(1, "detail.tasks")
	t := Table{Columns: []Column{head("detail.task"), headWide("detail.task-name"), head("detail.state"), headWide("detail.lacks")}}
	for _, x := range a.Result.Tasks {
		lacks := Cell{Kind: Absent}
		if len(x.Missing) > 0 {
			lacks = say("detail.missing", "what", x.Missing)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{plain(x.Task.ID), name(x.Task.Name), {Kind: Words, Text: text.M("detail.states." + x.State)}, lacks}})
	}
	a.table(t)
}

// plan is who does what when, of the options that were decided on.
func (a *assessment) plan() {
	a.heading(1, "detail.plan")
	t := Table{Landscape: true, Columns: []Column{headWide("detail.option"), head("detail.status"), headWide("detail.responsible"), head("detail.start"), head("detail.done"), headRight("detail.investment"), headRight("detail.spent"), headWide("detail.funding")}}
	var planned, spent *float64
	var unpriced []text.Message
	for i := range a.Audit.Options {
		o := a.Audit.Options[i]
		if o.Status != "planned" && o.Status != "doing" && o.Status != "done" {
			continue
		}
		planned, spent = plus(planned, o.Investment), plus(spent, o.Spent)
		if o.Investment == nil {
			unpriced = append(unpriced, text.M("detail.quoted", "name", a.optionName(o).Text))
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			a.optionName(o), {Kind: Words, Text: text.M("detail.statuses." + o.Status)}, plain(o.Responsible), a.date(o.Start), a.date(o.Done),
			money(o.Investment, a.Result.Currency), money(o.Spent, a.Result.Currency), plain(o.Funding),
		}})
	}
	if len(t.Rows) == 0 {
		a.add(Paragraph{Text: text.M("detail.no-plan")})
		return
	}
	t.Rows = append(t.Rows, Row{Strong: true, Cells: []Cell{say("report.total"), {Kind: Words}, {Kind: Words}, {Kind: Words}, {Kind: Words}, money(planned, a.Result.Currency), money(spent, a.Result.Currency), {Kind: Words}}})
	a.table(t)
	if len(unpriced) > 0 {
		a.remark(text.M("detail.without-investment", "options", unpriced))
	}
}

// plus adds what may not be known to a sum: nil as long as no part of it is, for
// what nobody has stated is not 0.
func plus(sum, v *float64) *float64 {
	if sum == nil || v == nil {
		return cmp.Or(sum, v)
	}
	both := *sum + *v
	return &both
}

func value(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}

func (a *assessment) optionName(o assess.Option) Cell {
	if s, ok := a.Result.Options.Sheet(o.ID); ok {
		return name(s.Name)
	}
	return plain(o.Name)
}

func (a *assessment) date(d quantity.Date) Cell {
	if d.IsZero() {
		return Cell{Kind: Absent}
	}
	return say("report.date", "date", d)
}

// promises set what the done options promised beside what was measured.
func (a *assessment) promises() {
	o := a.Result.Options
	if o == nil || len(o.Promises) == 0 {
		return
	}
	a.heading(1, "detail.promises")
	t := Table{Columns: []Column{headWide("report.flow"), headRight("detail.promised"), headRight("detail.achieved"), headWide("detail.verdict")}}
	var by []Item
	percents := func(low, high float64) Cell {
		return Cell{Kind: Range, Value: decimals(100*low, 1), High: decimals(100*high, 1), Unit: "%"}
	}
	for _, x := range o.Promises {
		item := Item{Text: nameOf(a.flowName(x.Flow)), Strong: true}
		for _, id := range x.Options {
			if s, ok := o.Sheet(id); ok {
				item.Below = append(item.Below, Item{Text: nameOf(s.Name)})
			}
		}
		if len(item.Below) > 0 {
			by = append(by, item)
		}
		promised := Cell{Kind: Absent}
		if x.Verdict != option.NotPromise {
			promised = percents(x.Promised.Low, x.Promised.High)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			name(a.flowName(x.Flow)), promised, percents(x.Measured.Low, x.Measured.High), {Kind: Words, Text: text.M("detail.kept." + string(x.Verdict))},
		}})
	}
	a.table(t)
	a.remark(text.M("detail.promises-note"))
	if len(by) > 0 {
		a.heading(2, "detail.by")
		a.add(List{Items: by})
	}
}

func (a *assessment) flowName(id string) text.Name {
	for _, s := range a.Result.Savings {
		if s.Flow.ID == id {
			return s.Flow.Name
		}
	}
	if f, ok := a.Pack.Flow(id); ok {
		return f.Name
	}
	return text.Both(id)
}

// monitors are the indicators that are watched routinely.
func (a *assessment) monitors() {
	if len(a.Audit.Monitors) == 0 {
		return
	}
	a.heading(1, "detail.monitors")
	t := Table{Columns: []Column{headWide("report.flow"), headWide("detail.responsible"), head("detail.every"), headRight("detail.alarm"), head("detail.review"), headRight("detail.last")}}
	for _, m := range a.Audit.Monitors {
		every := Cell{Kind: Absent}
		if m.Every != "" {
			every = Cell{Kind: Words, Text: text.M("detail.intervals." + m.Every)}
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(a.flowName(m.Flow)), plain(m.Responsible), every, numberOf(m.Alarm, "%"), a.date(m.Review), a.lastMonth(m.Flow)}})
	}
	a.table(t)
	a.remark(text.M("detail.monitors-note"))
}

// lastMonth is how far the last month of a flow lies above what is expected.
func (a *assessment) lastMonth(flow string) Cell {
	for _, b := range a.Result.Baselines {
		if b.Flow.ID != flow || len(b.Months) == 0 {
			continue
		}
		m := b.Months[len(b.Months)-1]
		if m.Expected != nil && *m.Expected > 0 {
			return Cell{Kind: Signed, Value: decimals(100*(m.Amount/(*m.Expected)-1), 1)}
		}
	}
	return Cell{Kind: Absent}
}
