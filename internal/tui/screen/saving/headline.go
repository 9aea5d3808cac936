package saving

import (
	"github.com/sxsh-audit/audit/internal/assess"
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
		return c.T("savingpage.headline.unknown", "reason", g.Reason)
	}
	said := c.T("savingpage.headline.saved", "change", change(c, *g.Percent), "confidence", w.Audit().Confidence(), "interval", interval(c, g.Low, g.High))
	if r.Goal == nil {
		return said + " " + c.T("savingpage.headline.no-target")
	}
	return said + " " + c.T("savingpage.headline.target", "range", goalRange(c, r.Goal.Low, r.Goal.High), "name", r.Goal.Name, "verdict", verdict(c, g.Verdict))
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
