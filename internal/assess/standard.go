package assess

import "github.com/sxsh-audit/audit/internal/assess/baseline"

// leastAfter is how many months after are needed for a model of their own.
const leastAfter = 12

// atStandard compares the models of both phases at the conditions of the phase
// before (METHOD §12, normalised savings): what the plant would use on average,
// without the scatter of single months. Nil where the phase after has no model of
// the same form.
func (s *site) atStandard(b *Baseline, after []ModelMonth, terms baseline.Terms) *baseline.Normalised {
	if b.Chained || len(after) < leastAfter || b.Fit.Spec.Form != baseline.Regression {
		return nil
	}
	fit, err := baseline.NewFit(s.observe(after, b.Fit.Spec.Drivers), b.Fit.Spec)
	if err != nil || !fit.Usable {
		return nil
	}
	n, err := baseline.NewNormalised(b.Fit, fit, b.Observed, terms)
	if err != nil || n.Fraction == nil {
		return nil
	}
	return n
}
