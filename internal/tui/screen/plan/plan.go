// Package plan is what becomes of the chosen solutions: who does them when and
// with what money, whether they keep what they promised, and who watches that it
// stays so (METHOD §14).
package plan

import (
	"cmp"
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: "plan", Title: "planpage.title",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: state,
	}
}

// state counts the solutions that are done among those that were adopted.
func state(w ui.Work) (done, total int) {
	for _, o := range w.Audit().Options {
		switch stage(o) {
		case "done":
			done++
			total++
		case "planned", "doing":
			total++
		}
	}
	return done, total
}

// stages of the board, in its order.
var stages = [...]string{"planned", "doing", "done", "dropped"}

// stage is where a solution stands on the board; "" for an idea, which nobody has
// decided on.
func stage(o assess.Option) string {
	switch {
	case o.Screening == "rejected" || o.Status == "dropped":
		return "dropped"
	case o.Status == "planned" || o.Status == "doing" || o.Status == "done":
		return o.Status
	}
	return ""
}

func findOption(w ui.Work, id string) (assess.Option, int, bool) {
	for i, o := range w.Audit().Options {
		if o.ID == id {
			return o, i, true
		}
	}
	return assess.Option{}, -1, false
}

// nameOf is the team's own name of a solution, else the pack's.
func nameOf(w ui.Work, o assess.Option) text.Name {
	if o.Name != "" {
		return text.Both(o.Name)
	}
	if p := w.Pack(); p != nil {
		if known, ok := p.Option(o.ID); ok {
			return known.Name
		}
	}
	return text.Both(o.ID)
}

// today is the date of the clock.
func today(c ui.Context) quantity.Date {
	now := c.Now()
	return quantity.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
}

// milestone is the date that is next for a solution, or was last.
func milestone(o assess.Option) quantity.Date {
	switch stage(o) {
	case "planned":
		if !o.Start.IsZero() {
			return o.Start
		}
	case "doing", "done":
		if o.Done.IsZero() {
			return o.Start
		}
	}
	return o.Done
}

// overdue is by how many days a solution is late: it should have begun, or be
// done.
func overdue(o assess.Option, now quantity.Date) (days int, late text.Message) {
	due, key := o.Start, "planpage.late-start"
	switch stage(o) {
	case "planned":
		if due.IsZero() {
			due, key = o.Done, "planpage.late-done"
		}
	case "doing":
		due, key = o.Done, "planpage.late-done"
	default:
		return 0, text.Message{}
	}
	if due.IsZero() || !due.Before(now) {
		return 0, text.Message{}
	}
	days = due.DaysUntil(now)
	if key == "planpage.late-start" {
		return days, text.M("planpage.late-start", "days", days, "date", due)
	}
	return days, text.M("planpage.late-done", "days", days, "date", due)
}

// budget is money planned and spent, with what is not known of it.
type budget struct {
	planned, spent float64
	count          int
	noPlan         int // solutions without an investment
	stated         int // solutions of which it is stated what was spent
	noSpent        int // done ones without what was spent
}

func (b *budget) add(o assess.Option) {
	b.count++
	if o.Investment != nil {
		b.planned += *o.Investment
	} else {
		b.noPlan++
	}
	if o.Spent != nil {
		b.spent += *o.Spent
		b.stated++
	} else if o.Status == "done" {
		b.noSpent++
	}
}

// share is a part of the budget under its name: a year, a source of funds.
type share struct {
	year   int // 0: no date, or a source
	source string
	budget
}

// budgets adds the money of what is adopted, by year and by source of funds.
func budgets(a *assess.Audit) (all budget, years, sources []share) {
	add := func(list *[]share, s share, o assess.Option) {
		i := slices.IndexFunc(*list, func(x share) bool { return x.year == s.year && x.source == s.source })
		if i < 0 {
			i = len(*list)
			*list = append(*list, s)
		}
		(*list)[i].add(o)
	}
	for _, o := range a.Options {
		if st := stage(o); st == "" || st == "dropped" {
			continue
		}
		all.add(o)
		add(&years, share{year: cmp.Or(o.Start.Year, o.Done.Year)}, o)
		add(&sources, share{source: ui.CleanLine(o.Funding)}, o)
	}
	slices.SortFunc(years, func(x, y share) int {
		if (x.year == 0) != (y.year == 0) { // without a date: last
			return cmp.Compare(y.year, x.year)
		}
		return cmp.Compare(x.year, y.year)
	})
	slices.SortStableFunc(sources, func(x, y share) int { return cmp.Compare(y.planned, x.planned) })
	return all, years, sources
}

// watched is how an indicator that is looked at routinely stands.
type watched struct {
	month    *assess.ModelMonth
	expected float64
	percent  float64 // above what was expected
	known    bool
	why      text.Message // why it is not known
	alarm    bool
	running  bool // beyond twice the scatter, two months or more running
}

// watch holds the last month of a flow against what its model expects.
func watch(w ui.Work, m assess.Monitor) watched {
	r := phrase.Result(w)
	if r == nil {
		return watched{why: text.M("planpage.no-saving")}
	}
	for _, sv := range r.Savings {
		if sv.Flow.ID != m.Flow {
			continue
		}
		if sv.Cusum == nil {
			if !sv.Reason.Empty() {
				return watched{why: sv.Reason}
			}
			return watched{why: text.M("planpage.no-model")}
		}
		return held(sv.Cusum, m.Alarm)
	}
	return watched{why: text.M("planpage.no-saving")}
}

func held(c *assess.Cusum, alarm *float64) watched {
	last := len(c.Months) - 1
	x := watched{month: c.Months[last]}
	if x.month.Expected == nil || *x.month.Expected == 0 {
		return watched{why: text.M("planpage.no-model")}
	}
	x.expected = *x.month.Expected
	x.percent = 100 * (x.month.Amount - x.expected) / x.expected
	x.known = true
	for _, a := range c.Alarms {
		x.running = x.running || a.To == last && a.Direction > 0
	}
	x.alarm = x.running || alarm != nil && x.percent > *alarm
	return x
}

// unwatched are the flows that adopted solutions save and nobody watches.
func unwatched(w ui.Work) (ids []string) {
	a := w.Audit()
	for _, o := range a.Options {
		if st := stage(o); st == "" || st == "dropped" {
			continue
		}
		for _, x := range o.Saves {
			seen := slices.ContainsFunc(a.Monitors, func(m assess.Monitor) bool { return m.Flow == x.Flow })
			if !seen && !slices.Contains(ids, x.Flow) && (cmp.Or(x.Percent, x.Amount) == nil || *cmp.Or(x.Percent, x.Amount) > 0) {
				ids = append(ids, x.Flow)
			}
		}
	}
	return ids
}
