package saving

import (
	"math"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// facts is everything there is to say of the saving of a flow, the answer first.
func facts(c ui.Context, w ui.Work, r *assess.Result, sv assess.FlowSaving, width int) []string {
	f := phrase.NewFacts(c, width)
	f.Head(c.Name(sv.Flow.Name))
	if sv.Percent == nil {
		f.Warn("savingpage.fact.lacking", c.Say(sv.Reason))
	} else {
		f.Text(sentence(c, w, r, sv))
		if !sv.TrapSaid.Empty() {
			f.Warn("savingpage.fact.trap", c.Say(sv.TrapSaid))
		}
		f.Add("savingpage.fact.worth", worth(c, r, sv))
	}
	if !added(r, sv) {
		f.Note(c.T("savingpage.not-added"))
	}
	settle(f, c, r, sv)
	sides(f, c, r, sv)
	based(f, c, r, sv)
	track(f, c, sv)
	ashrae(f, c, sv)
	if len(sv.Events) > 0 {
		f.Gap()
		f.Head(c.T("savingpage.head.adjustments"))
		for _, e := range sv.Events {
			f.Text(c.T("savingpage.event", "when", e.When, "amount", e.Amount, "reason", e.Reason))
		}
	}
	if len(sv.Warnings) > 0 {
		f.Gap()
		f.Head(c.T("savingpage.head.warnings"))
		for _, m := range sv.Warnings {
			f.Text(c.Glyph.Warn + " " + c.Say(m))
		}
	}
	return f.Lines
}

// sentence is the saving of a flow against the target, as people say it.
func sentence(c ui.Context, w ui.Work, r *assess.Result, sv assess.FlowSaving) string {
	said := c.T("savingpage.flow.saved", "change", upper(change(c, *sv.Percent)), "confidence", w.Audit().Confidence(), "interval", across(c, sv.Low, sv.High))
	if r.Goal != nil && sv.Verdict != "" {
		said += " " + c.T("savingpage.flow.target", "range", goalRange(c, r.Goal.Low, r.Goal.High), "verdict", signedVerdict(c, sv.Verdict))
	}
	if sv.Capped {
		said += " " + c.T("savingpage.flow.capped")
	}
	return said
}

// worth is the saved amount with what it is worth, a year.
func worth(c ui.Context, r *assess.Result, sv assess.FlowSaving) string {
	if sv.Amount == nil {
		return ""
	}
	parts := []string{c.Amount(*sv.Amount)}
	for _, p := range []string{money(c, sv.Money, r.Currency), tonnes(c, sv.CO2e)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if sv.TOE != nil {
		parts = append(parts, c.Amount(quantity.Amount{Value: *sv.TOE, Unit: "toe"}))
	}
	return perTime(c, strings.Join(parts, " "+c.Glyph.Sep+" "), sv)
}

// settle says what can be told with these data and what would settle the
// question.
func settle(f *phrase.Facts, c ui.Context, r *assess.Result, sv assess.FlowSaving) {
	if sv.Smallest != nil {
		f.Add("savingpage.fact.smallest", c.Share(*sv.Smallest))
	}
	if sv.Model != nil && sv.Model.Needed != nil && sv.Verdict != baseline.Proved {
		n := sv.Model.Needed
		if n.ToProve != nil {
			f.Add("savingpage.fact.needed", c.T("savingpage.to-prove", "n", *n.ToProve, "now", sv.Model.Months))
		} else {
			f.Add("savingpage.fact.needed", c.Say(phrase.Rough(n.Never)))
		}
		if n.ToTell != nil {
			f.Add("savingpage.fact.to-tell", c.T("savingpage.to-tell", "n", *n.ToTell, "low", c.Share(r.Goal.Low)))
		}
	}
	if sv.Basis == assess.OnRatio {
		f.Add("savingpage.fact.lacking", c.Say(sv.Reason))
		f.Add("savingpage.fact.needed", c.T("savingpage.needs-months"))
	}
}

// sides says what the phases used per unit of product.
func sides(f *phrase.Facts, c ui.Context, r *assess.Result, sv assess.FlowSaving) {
	per := sv.Flow.Unit + "/" + r.ProductUnit
	side := func(label string, x assess.Side) {
		if x.Specific == nil {
			return
		}
		f.Add(label, c.T("savingpage.side", "specific", quantity.Amount{Value: *x.Specific, Unit: per}, "months", x.Months,
			"amount", quantity.Amount{Value: x.Amount, Unit: sv.Flow.Unit}, "output", quantity.Amount{Value: x.Output, Unit: r.ProductUnit}))
	}
	side("savingpage.fact.before", sv.Before)
	side("savingpage.fact.after", sv.After)
	if sv.Simple != nil {
		f.Add("savingpage.fact.simple", change(c, *sv.Simple))
	}
}

// based says what the saving was counted against.
func based(f *phrase.Facts, c ui.Context, r *assess.Result, sv assess.FlowSaving) {
	b := baselineOf(r, sv.Flow.ID)
	switch {
	case sv.Basis == assess.OnModel && b != nil && b.Fit != nil:
		key := "savingpage.basis.proposed"
		if b.Frozen != nil {
			key = "savingpage.basis.frozen"
		}
		f.Add("savingpage.fact.basis", c.Say(text.M(key, "model", baseline.Describe(b.Observed, b.Fit.Spec), "months", b.Fit.N)))
		if b.Stale {
			f.Warn("savingpage.fact.stale", c.T("savingpage.stale"))
		}
		f.Add("savingpage.fact.adjusted", c.T("savingpage.adjusted", "expected", quantity.Amount{Value: sv.Adjusted, Unit: sv.Flow.Unit},
			"used", quantity.Amount{Value: sv.Adjusted - sv.Saved.Value, Unit: sv.Flow.Unit}))
	case sv.Basis == assess.OnRatio:
		f.Add("savingpage.fact.basis", c.T("savingpage.basis.ratio"))
	}
}

// track says where the saving turned, and the alarms.
func track(f *phrase.Facts, c ui.Context, sv assess.FlowSaving) {
	t := sv.Cusum
	if t == nil || len(t.Turns)+len(t.Alarms) == 0 {
		return
	}
	f.Gap()
	f.Head(c.T("savingpage.head.cusum"))
	unit := sv.Flow.Unit
	for _, turn := range t.Turns {
		before, after := withoutRounding(turn.Before, turn.After)
		f.Text(c.T("savingpage.turn", "month", t.Months[turn.Index].Name(), "before", quantity.Amount{Value: before, Unit: unit},
			"after", quantity.Amount{Value: after, Unit: unit}))
	}
	for _, a := range t.Alarms {
		key, sign := "savingpage.alarm.more", c.Glyph.Warn
		if a.Direction < 0 { // what solutions are for
			key, sign = "savingpage.alarm.less", c.Glyph.Sep
		}
		f.Text(sign + " " + c.Say(text.M(key, "from", t.Months[a.From].Name(), "to", t.Months[a.To].Name(),
			"amount", quantity.Amount{Value: math.Abs(a.Difference), Unit: unit})))
	}
}

// withoutRounding makes zero of what is zero but for rounding: the mean residual
// of the months that a model was fitted on.
func withoutRounding(a, b float64) (float64, float64) {
	least := 1e-9 * max(math.Abs(a), math.Abs(b))
	if math.Abs(a) < least {
		a = 0
	}
	if math.Abs(b) < least {
		b = 0
	}
	return a, b
}

// added reports whether a flow counts in what is added up, or is of a group that
// is not added up at all.
func added(r *assess.Result, sv assess.FlowSaving) bool {
	grouped := false
	for _, g := range r.Groups {
		grouped = grouped || g.Group == sv.Group
		if slices.Contains(g.Flows, sv.Flow.ID) {
			return true
		}
	}
	return !grouped
}

// ashrae are the figures of ASHRAE Guideline 14 beside the exact ones.
func ashrae(f *phrase.Facts, c ui.Context, sv assess.FlowSaving) {
	if sv.Model == nil {
		return
	}
	f.Gap()
	f.Head(c.T("savingpage.head.ashrae"))
	for _, a := range sv.Model.ASHRAE {
		key := "savingpage.ashrae.standard"
		if a.Improved {
			key = "savingpage.ashrae.improved"
		}
		fsu, smallest := "–", "–"
		if a.FSU != nil {
			fsu = c.Share(100 * *a.FSU)
		}
		if a.Smallest != nil {
			smallest = c.Share(100 * *a.Smallest)
		}
		pass := "savingpage.ashrae.fails"
		if a.Accepted {
			pass = "savingpage.ashrae.passes"
		}
		f.Text(c.T("savingpage.ashrae.line", "form", text.M(key), "confidence", c.Share(100*a.Confidence), "fsu", fsu,
			"amount", quantity.Amount{Value: a.Absolute, Unit: sv.Flow.Unit}, "smallest", smallest, "pass", text.M(pass)))
	}
	f.Note(c.T("savingpage.ashrae.note"))
}

// groupFacts is what there is to say of a resource group.
func groupFacts(c ui.Context, w ui.Work, r *assess.Result, g assess.GroupSaving, width int) []string {
	f := phrase.NewFacts(c, width)
	f.Head(upper(c.Name(g.Name)))
	if g.Percent == nil {
		f.Warn("savingpage.fact.lacking", c.Say(g.Reason))
	} else {
		f.Text(c.T("savingpage.headline.saved", "change", change(c, *g.Percent), "confidence", w.Audit().Confidence(), "interval", across(c, g.Low, g.High)))
		if r.Goal != nil {
			f.Add("savingpage.fact.verdict", signedVerdict(c, g.Verdict)+", "+c.T("savingpage.against", "range", goalRange(c, r.Goal.Low, r.Goal.High)))
		}
		if g.Capped {
			f.Note(c.T("savingpage.flow.capped"))
		}
	}
	if g.Money != nil {
		f.Add("savingpage.fact.money", c.T("savingpage.in-after", "amount", c.Money(*g.Money, r.Currency)))
	}
	if g.Simple != nil {
		f.Add("savingpage.fact.simple", change(c, *g.Simple))
	}
	var names []string
	for _, id := range g.Flows {
		if sv, ok := flowSaving(r, id); ok {
			names = append(names, c.Name(sv.Flow.Name))
		}
	}
	f.Add("savingpage.fact.counted", strings.Join(names, ", "))
	for _, m := range g.Left {
		f.Warn("savingpage.fact.left", c.Say(m))
	}
	f.Note(c.T("savingpage.own-rule"))
	return f.Lines
}

// upper begins a text with a capital.
func upper(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
