package option

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// screening is what METHOD §8 suggests: now where it costs nothing or little,
// pays back within half a year and changes no process, else to be studied. The
// rule is the program's own.
func screening(o benchmark.Option) string {
	cheap := o.CostClass == "none" || o.CostClass == "low"
	quick := o.PaybackHigh == nil || *o.PaybackHigh <= 6
	process := o.Category == "TC" || o.Category == "RM" || o.Category == "PM"
	if cheap && quick && !process {
		return "now"
	}
	return "study"
}

// statusOf is the status of an option when it is taken up.
func statusOf(screening string) string {
	if screening == "now" {
		return "planned"
	}
	return "idea"
}

// savings are what a published option saves, flow by flow, where a percentage
// is published: the middle of the range. One of only a part of the flow is left
// out: the team states what it is of the whole.
func savings(o benchmark.Option) []assess.Saving {
	r, published := phrase.Published(o)
	if !published || !o.SavingOf.Empty() {
		return nil
	}
	var all []assess.Saving
	for _, flow := range o.Saves {
		mid := math.Round((r.Low+r.High)/2*10) / 10
		all = append(all, assess.Saving{Flow: flow, Percent: &mid})
	}
	return all
}

// savingTables are savings as the file has them.
func savingTables(all []assess.Saving) any {
	if len(all) == 0 {
		return nil
	}
	var tables []tomldoc.Table
	for _, s := range all {
		t := tomldoc.Table{{Key: "flow", Value: s.Flow}}
		if s.Percent != nil {
			t = append(t, tomldoc.Field{Key: "percent", Value: *s.Percent})
		}
		if s.Amount != nil {
			t = append(t, tomldoc.Field{Key: "amount", Value: *s.Amount})
		}
		if s.Low != nil {
			t = append(t, tomldoc.Field{Key: "low", Value: *s.Low})
		}
		if s.High != nil {
			t = append(t, tomldoc.Field{Key: "high", Value: *s.High})
		}
		tables = append(tables, t)
	}
	return tables
}

// taken is a published option as it is taken up.
func taken(c ui.Context, o benchmark.Option) assess.Option {
	s := screening(o)
	return assess.Option{
		ID: o.ID, Name: c.Name(o.Name), Step: o.Step, Category: o.Category, Screening: s, Saves: savings(o), Status: statusOf(s),
	}
}

// adds is the edit that takes an option up.
func adds(o assess.Option) auditfile.Edit {
	var t tomldoc.Table
	add := func(key, value string) {
		if value != "" {
			t = append(t, tomldoc.Field{Key: key, Value: value})
		}
	}
	add("id", o.ID)
	add("name", o.Name)
	add("step", o.Step)
	add("category", o.Category)
	add("screening", o.Screening)
	add("reason", o.Reason)
	if s := savingTables(o.Saves); s != nil {
		t = append(t, tomldoc.Field{Key: "saves", Value: s})
	}
	add("status", o.Status)
	return auditfile.Append("option", t)
}

// sets are the edits that give keys of an option new values; nil removes.
func sets(index int, fields ...tomldoc.Field) []auditfile.Edit {
	var edits []auditfile.Edit
	for _, f := range fields {
		path := tomldoc.Path("option", index+1, f.Key)
		if f.Value == nil {
			edits = append(edits, auditfile.Unset(path))
		} else {
			edits = append(edits, auditfile.Set(path, f.Value))
		}
	}
	return edits
}

// untouched reports whether the audit says no more of an option than what
// taking it up wrote, so that nothing is lost when it is removed.
func untouched(o assess.Option, known *benchmark.Option) bool {
	if o.Cause != "" || o.Stream != "" || o.Reason != "" || o.Investment != nil || o.InvestmentLow != nil || o.InvestmentHigh != nil || o.AnnualCost != nil ||
		o.Revenue != nil || o.Life != nil || o.Salvage != nil || len(o.Cash) > 0 || len(o.DependsOn) > 0 || len(o.Excludes) > 0 || len(o.Checks) > 0 ||
		o.Burden != "" || len(o.Scores) > 0 || o.Responsible != "" || o.Funding != "" || !o.Start.IsZero() || !o.Done.IsZero() || o.Spent != nil || o.Note != "" {
		return false
	}
	if known == nil {
		return len(o.Saves) == 0
	}
	same := func(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }
	return (o.Name == known.Name.VI || o.Name == known.Name.EN) &&
		slices.EqualFunc(o.Saves, savings(*known), func(a, b assess.Saving) bool {
			return a.Flow == b.Flow && same(a.Percent, b.Percent) && same(a.Amount, b.Amount) && same(a.Low, b.Low) && same(a.High, b.High)
		})
}

// needed reports whether other options name this one.
func needed(a *assess.Audit, id string) bool {
	return slices.ContainsFunc(a.Options, func(o assess.Option) bool {
		return o.ID != id && (slices.Contains(o.DependsOn, id) || slices.Contains(o.Excludes, id))
	})
}

// longestID keeps ids of own options handy.
const longestID = 48

// idOf makes an id of a name that neither the audit nor the pack has.
func idOf(w ui.Work, name string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(i18n.Fold(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		if b.Len() > 0 {
			if b.Len()+1+len(word) > longestID {
				break
			}
			b.WriteByte('-')
		}
		b.WriteString(word[:min(len(word), longestID)])
	}
	id := b.String()
	if id == "" {
		id = "option"
	}
	isFree := func(id string) bool { _, found := itemOf(w, id); return !found }
	if isFree(id) {
		return id
	}
	for n := 2; ; n++ {
		if next := id + "-" + strconv.Itoa(n); isFree(next) {
			return next
		}
	}
}
