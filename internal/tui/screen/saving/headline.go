package saving

import (
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// headline is the answer in a sentence or two: what the plant saved together,
// and what that says of the target.
func headline(c ui.Context, w ui.Work, r *assess.Result, width int) []string {
	said := answer(c, w, r)
	style := c.Style.Strong
	sign := " "
	if g, ok := overall(r); ok && g.Verdict != "" {
		style = look(c, g.Verdict).Bold(true)
		sign = " " + signOf(c, g)
	}
	lines := widget.Bullet(sign, said, width, style.Render)
	if w.ReadOnly() {
		lines = append(lines, " "+c.Style.Warn.Render(ui.Cut(c.T("pages.read-only-mark"), max(0, width-1), c.Glyph.More)))
	}
	return lines
}

func signOf(c ui.Context, g assess.GroupSaving) string { return sign(c, g.Verdict) }

func answer(c ui.Context, w ui.Work, r *assess.Result) string {
	g, ok := overall(r)
	switch {
	case !ok:
		return c.T("savingpage.headline.none")
	case g.Percent == nil:
		said := c.T("savingpage.headline.unknown", "reason", g.Reason)
		if priceless(r, g) != "" {
			said = c.T("savingpage.headline.no-prices")
		}
		if each := flowByFlow(c, r); each != "" {
			said += " " + c.T("savingpage.headline.each", "counts", each)
		}
		return said
	}
	said := c.T("savingpage.headline.saved", "change", change(c, *g.Percent), "confidence", w.Audit().Confidence(), "interval", across(c, g.Low, g.High))
	trap := ""
	if trapped(r, g) {
		trap = " " + c.T("savingpage.headline.trap", "change", change(c, *g.Simple))
	}
	if r.Goal == nil {
		return said + trap + " " + c.T("savingpage.headline.no-target")
	}
	return said + " " + c.T("savingpage.headline.target", "range", goalRange(c, r.Goal.Low, r.Goal.High), "name", r.Goal.Name, "verdict", verdict(c, g.Verdict)) + trap
}

// trapped reports whether the base-load trap shows in what was saved together:
// the plain ratios say something else than the saving of flows that are added.
func trapped(r *assess.Result, g assess.GroupSaving) bool {
	return g.Simple != nil && g.Percent != nil && slices.ContainsFunc(g.Flows, func(id string) bool {
		sv, ok := flowSaving(r, id)
		return ok && !sv.TrapSaid.Empty()
	})
}

// priceless is the first flow that cannot be added to a group for want of a
// price; "" where something else is missing.
func priceless(r *assess.Result, g assess.GroupSaving) string {
	for _, sv := range ordered(r) {
		if sv.Percent == nil || g.Group != assess.GroupAll && sv.Group != g.Group {
			continue
		}
		if slices.ContainsFunc(g.Left, func(m text.Message) bool { return m.Key == "saving.no-price" && m.Args["flow"] == any(sv.Flow.Name) }) {
			return sv.Flow.ID
		}
	}
	return ""
}

// flowByFlow counts the verdicts of flows, where they cannot be added up.
func flowByFlow(c ui.Context, r *assess.Result) string {
	count := map[baseline.Verdict]int{}
	for _, sv := range r.Savings {
		count[sv.Verdict]++
	}
	var parts []string
	for _, v := range []baseline.Verdict{baseline.Proved, baseline.Likely, baseline.NotShown, baseline.Missed, baseline.Worse} {
		if n := count[v]; n > 0 {
			parts = append(parts, c.T("savingpage.headline.count", "n", n, "verdict", verdict(c, v)))
		}
	}
	return strings.Join(parts, ", ")
}

// empty says why nothing is compared, and what to do; "" where something is.
func empty(a *assess.Audit, r *assess.Result) text.Message {
	if r == nil {
		return text.M("pages.no-pack")
	}
	has := map[string]bool{}
	for _, p := range a.Periods {
		has[p.PhaseOrBefore()] = true
	}
	switch {
	case len(a.Periods) == 0:
		return text.M("savingpage.empty.no-periods")
	case !has[assess.After]:
		return text.M("savingpage.empty.no-after")
	case !has[assess.Before]:
		return text.M("savingpage.empty.no-before")
	case len(r.Savings) == 0:
		return text.M("savingpage.empty.no-flow")
	}
	return text.Message{}
}
