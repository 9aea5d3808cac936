package model

import (
	"math"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// heading says in a line or two which model is in force, and what is to be done.
func heading(c ui.Context, b *assess.Baseline, w int) []string {
	said, style := standing(c, b)
	switch {
	case b.Stale:
		return widget.Bullet(" "+c.Glyph.Warn, c.T("modelpage.stale-said"), w, style.Bold(true).Render)
	case b.Fit == nil:
		return widget.Bullet(" "+c.Glyph.Warn, c.Say(b.Refused), w, c.Style.Warn.Render)
	}
	return widget.Prose(said+": "+describe(c, b, b.Fit.Spec)+".", w, 1, style.Render)
}

// reasons is why a model is in force, or what speaks for and against a
// candidate; the model is named first where head is set.
func reasons(c ui.Context, b *assess.Baseline, t assess.Trial, cand *baseline.Candidate, head bool, w int) []string {
	f := phrase.NewFacts(c, w)
	if t.Fit == nil {
		f.Warn("modelpage.fact.cannot", c.Say(t.Refused))
		return f.Lines
	}
	if head {
		f.Head(describe(c, b, t.Fit.Spec))
	}
	if inForce(b, t.Fit.Spec) {
		f.Add("modelpage.fact.in-force", c.Say(phrase.Rough(b.Reason)))
	}
	switch {
	case cand == nil:
	case cand.Passes():
		f.Add("modelpage.fact.judged", c.Glyph.Done+" "+c.T("modelpage.passes"))
	default:
		for _, m := range cand.Fails {
			f.Warn("modelpage.fact.fails", c.Say(phrase.Rough(m)))
		}
	}
	if b.Choice != nil && !b.Choice.FixedLoad.Empty() && t.Fit.Spec.Form == baseline.Ratio {
		f.Warn("modelpage.fact.trap", c.Say(phrase.Rough(b.Choice.FixedLoad)))
	}
	if b.Chained && inForce(b, t.Fit.Spec) {
		f.Add("modelpage.fact.chained", c.T("modelpage.chained"))
	}
	for _, m := range t.Fit.Warnings {
		if cand != nil && !cand.Passes() && (m.Key == "baseline.loose" || m.Key == "baseline.weak-driver" || m.Key == "baseline.wrong-sign") {
			continue // said above
		}
		f.Warn("modelpage.fact.note", c.Say(phrase.Rough(dated(m))))
	}
	return f.Lines
}

// withoutRounding makes zero of what is zero but for rounding.
func withoutRounding(v *float64) *float64 {
	if v != nil && math.Abs(*v) < 1e-9 {
		zero := 0.0
		return &zero
	}
	return v
}

// coefficients is the table of a model's terms, and its other statistics.
func coefficients(c ui.Context, b *assess.Baseline, t assess.Trial, w int) []string {
	fit := t.Fit
	if fit == nil {
		return widget.Prose(c.Say(t.Refused), w, 1, c.Style.Warn.Render)
	}
	table := &widget.Columns{Least: 12, Cols: []widget.Column{
		{Head: c.T("modelpage.column.term")}, {Head: c.T("modelpage.column.value"), Right: true}, {Head: c.T("modelpage.column.se"), Right: true, Rank: 2},
		{Head: "t", Right: true, Rank: 3}, {Head: "p", Right: true, Rank: 1},
	}}
	rows := make([][]widget.Cell, 0, len(fit.Coefficients))
	for _, k := range fit.Coefficients {
		unit, name := b.Flow.Unit, c.Say(text.M("why.intercept"))
		if k.Name != baseline.Intercept {
			for _, d := range b.Drivers {
				if d.ID == k.Name {
					name = c.Name(d.Name)
					if d.Unit != "" {
						unit += "/" + d.Unit
					}
				}
			}
		}
		cells := []widget.Cell{
			{Text: name}, {Text: c.Amount(quantity.Amount{Value: k.Value, Unit: unit}), Style: c.Style.Strong}, {Text: c.Figure(k.SE)},
			{Text: figure(c, k.T, 2)}, {Text: probability(c, k.P)},
		}
		table.Add(cells...)
		rows = append(rows, cells)
	}
	lines := []string{" " + table.Heads(w-1, c)}
	for _, cells := range rows {
		lines = append(lines, " "+widget.Line(c, false, w-1, table.Spans(w-1, c, cells...)...))
	}
	r2 := figure(c, fit.R2, 4)
	if fit.UncentredR2 {
		r2 = c.T("modelpage.uncentred", "r2", r2, "centred", figure(c, fit.CentredR2, 4))
	}
	f := phrase.NewFacts(c, w)
	f.Add("modelpage.fact.r2", c.T("modelpage.r2", "r2", r2, "adjusted", figure(c, fit.AdjR2, 4)))
	f.Add("modelpage.fact.rmse", c.T("modelpage.rmse", "rmse", quantity.Amount{Value: fit.ResidualSD, Unit: b.Flow.Unit}, "cv", share(c, fit.CVRMSE)))
	f.Add("modelpage.fact.n", c.T("modelpage.n", "n", fit.N, "p", fit.P, "df", fit.DF))
	if fit.F != nil && fit.FP != nil {
		f.Add("modelpage.fact.f", c.T("modelpage.f", "f", *fit.F, "p", versus(c, *fit.FP)))
	}
	f.Add("modelpage.fact.aicc", figure(c, fit.AICc, 2))
	if fit.Rho != nil && fit.DurbinWatson != nil {
		f.Add("modelpage.fact.rho", c.T("modelpage.rho", "rho", c.Number(*fit.Rho, 2), "dw", c.Number(*fit.DurbinWatson, 2)))
	}
	f.Add("modelpage.fact.nmbe", share(c, withoutRounding(fit.NMBE)))
	return append(lines, f.Lines...)
}
