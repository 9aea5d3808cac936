package model

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// describe names a model by the names of its drivers.
func describe(c ui.Context, b *assess.Baseline, spec baseline.Spec) string {
	var o baseline.Observations
	for _, d := range b.Drivers {
		o.Drivers = append(o.Drivers, baseline.Driver{ID: d.ID, Name: d.Name})
	}
	return c.Say(baseline.Describe(o, spec))
}

// short names a model in few words, for lists.
func short(c ui.Context, b *assess.Baseline, spec baseline.Spec) string {
	var names []string
	for _, id := range spec.Drivers {
		name := ui.CleanLine(id)
		for _, d := range b.Drivers {
			if d.ID == id {
				name = phrase.Lower(c.Name(d.Name))
			}
		}
		names = append(names, name)
	}
	drivers := strings.Join(names, " + ")
	switch {
	case spec.Form == baseline.Ratio:
		return c.T("modelpage.model.ratio", "drivers", drivers)
	case spec.Intercept:
		return c.T("modelpage.model.constant", "drivers", drivers)
	}
	return c.T("modelpage.model.through-zero", "drivers", drivers)
}

// standing is whether a model is frozen, in words and a look.
func standing(c ui.Context, b *assess.Baseline) (string, lipgloss.Style) {
	switch {
	case b.Stale:
		return c.Glyph.Warn + " " + c.T("modelpage.stale"), c.Style.Bad
	case b.Frozen != nil && b.Fit == nil:
		return c.Glyph.Bad + " " + c.T("modelpage.not-fitted"), c.Style.Bad
	case b.Frozen != nil:
		return c.Glyph.Done + " " + c.T("modelpage.frozen"), c.Style.Good
	case b.Fit == nil:
		return c.Glyph.Todo + " " + c.T("modelpage.none"), c.Style.Muted
	case b.Choice != nil && !b.Choice.Accepted:
		return c.Glyph.Warn + " " + c.T("modelpage.weak"), c.Style.Warn
	}
	return c.Glyph.Partly + " " + c.T("modelpage.proposed"), c.Style.Plain
}

// figure is a statistic with few digits, "–" where there is none.
func figure(c ui.Context, v *float64, digits int) string {
	if v == nil {
		return "–"
	}
	return c.Number(*v, digits)
}

func share(c ui.Context, v *float64) string {
	if v == nil {
		return "–"
	}
	return c.Share(100 * *v)
}

// probability is a p-value.
func probability(c ui.Context, p float64) string {
	if p < 0.001 {
		return "<" + c.Number(0.001, 3)
	}
	return c.Number(p, 3)
}

// versus is a p-value behind its sign: "= 0,012", "< 0,001".
func versus(c ui.Context, p float64) string {
	if p < 0.001 {
		return "< " + c.Number(0.001, 3)
	}
	return "= " + c.Number(p, 3)
}

// weakest is the largest p of a model's drivers.
func weakest(s baseline.Statistics) (p float64, ok bool) {
	for _, k := range s.Coefficients {
		if k.Name != baseline.Intercept {
			p, ok = max(p, k.P), true
		}
	}
	return p, ok
}

// monthName is a period as people say it, from its label.
func monthName(c ui.Context, label string) string {
	if m, err := quantity.ParseMonth(label); err == nil {
		return c.Month(m)
	}
	return label
}

// dated is a remark whose month is said as people say it.
func dated(m text.Message) text.Message {
	label, ok := m.Args["month"].(string)
	if !ok {
		return m
	}
	month, err := quantity.ParseMonth(label)
	if err != nil {
		return m
	}
	args := text.Args{}
	for k, v := range m.Args {
		args[k] = v
	}
	args["month"] = month
	return text.Message{Key: m.Key, Args: args}
}

// outliers are the labels of the months that a fit calls odd.
func outliers(f *baseline.Fit) []string {
	var labels []string
	for _, w := range f.Warnings {
		if w.Key == "baseline.outlier" {
			if label, ok := w.Args["month"].(string); ok && !slices.Contains(labels, label) {
				labels = append(labels, label)
			}
		}
	}
	return labels
}

// months are the ends of what a model is fitted on, in words.
func months(c ui.Context, b *assess.Baseline) string {
	p := period(b)
	if len(p) == 2 {
		return c.T("modelpage.months-named", "from", monthName(c, p[0]), "to", monthName(c, p[1]))
	}
	n := len(b.Observed.Labels)
	if n == 0 {
		return c.Say(text.M("phase.before"))
	}
	return c.T("modelpage.months-before", "from", monthName(c, b.Observed.Labels[0]), "to", monthName(c, b.Observed.Labels[n-1]), "n", n)
}
