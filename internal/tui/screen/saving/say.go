package saving

import (
	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/textchart"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// verdict is a verdict in words, "" for none.
func verdict(c ui.Context, v baseline.Verdict) string {
	if v == "" {
		return ""
	}
	return c.Say(text.M("savingpage.verdict." + string(v)))
}

// sign is what stands before a verdict: without colour it must tell as well.
func sign(c ui.Context, v baseline.Verdict) string {
	switch v {
	case baseline.Proved:
		return c.Glyph.Done
	case baseline.Likely:
		return c.Glyph.Partly
	case baseline.NotShown:
		return c.Glyph.Todo
	case baseline.Missed:
		return c.Glyph.Bad
	case baseline.Worse:
		return c.Glyph.Warn
	}
	return " "
}

func look(c ui.Context, v baseline.Verdict) lipgloss.Style {
	switch v {
	case baseline.Proved:
		return c.Style.Good
	case baseline.Likely, baseline.NotShown:
		return c.Style.Warn
	case baseline.Missed, baseline.Worse:
		return c.Style.Bad
	}
	return c.Style.Muted
}

func role(v baseline.Verdict) textchart.Role {
	switch v {
	case baseline.Proved:
		return textchart.Good
	case baseline.Likely, baseline.NotShown:
		return textchart.Mark
	case baseline.Missed, baseline.Worse:
		return textchart.Bad
	}
	return textchart.Muted
}

// signed is a verdict with its sign, "" for none.
func signedVerdict(c ui.Context, v baseline.Verdict) string {
	if v == "" {
		return ""
	}
	return sign(c, v) + " " + verdict(c, v)
}

// percent is a percentage with one decimal, "–" where it is not known.
func percent(c ui.Context, v *float64) string {
	if v == nil {
		return "–"
	}
	return c.Share(*v)
}

// interval is "4,1–8,3", and "-1,8 đến 8,3" where a dash could be taken for a
// minus; "" where it is not known.
func interval(c ui.Context, low, high *float64) string {
	switch {
	case low == nil || high == nil:
		return ""
	case *low >= 0 && *high >= 0:
		return c.Percentage(*low) + "–" + c.Percentage(*high)
	}
	return c.T("savingpage.interval", "low", c.Percentage(*low), "high", c.Percentage(*high))
}

// across is an interval in a sentence: "4,1 đến 8,3 %", and where it reaches
// below zero "từ tăng 2,1 % đến giảm 10,3 %", so that nobody has to know what
// the sign stands for.
func across(c ui.Context, low, high *float64) string {
	switch {
	case low == nil || high == nil:
		return "–"
	case *low < 0:
		return c.T("savingpage.interval-across", "low", change(c, *low), "high", change(c, *high))
	}
	return c.T("savingpage.interval", "low", c.Percentage(*low), "high", c.Share(*high))
}

// change is "giảm 6,2 %" or "tăng 1,1 %".
func change(c ui.Context, v float64) string {
	if v < 0 {
		return c.T("savingpage.more", "percent", c.Share(-v))
	}
	return c.T("savingpage.less", "percent", c.Share(v))
}

// goalRange is "5–8 %".
func goalRange(c ui.Context, low, high float64) string {
	if low == high {
		return c.Share(low)
	}
	return c.Percentage(low) + "–" + c.Share(high)
}

// perTime is an amount a year, or in the days of the phase after.
func perTime(c ui.Context, said string, sv assess.FlowSaving) string {
	if sv.Yearly {
		return c.T("pages.a-year", "amount", said)
	}
	return c.T("pages.in-span", "amount", said, "span", text.M("report.span.days", "days", sv.Days))
}

func money(c ui.Context, v *float64, currency string) string {
	if v == nil {
		return ""
	}
	return c.Money(*v, currency)
}

func tonnes(c ui.Context, v *float64) string {
	if v == nil {
		return ""
	}
	return c.Amount(quantity.Amount{Value: *v, Unit: "t CO2e"})
}

// needed is how many months after the solutions prove the saving, "" where none
// is told.
func needed(c ui.Context, sv assess.FlowSaving) string {
	if sv.Model == nil || sv.Model.Needed == nil || sv.Verdict == baseline.Proved {
		return ""
	}
	if n := sv.Model.Needed.ToProve; n != nil {
		return c.T("savingpage.months", "n", *n)
	}
	return c.T("savingpage.never")
}
