package assess

import "github.com/sxsh-audit/audit/internal/assess/baseline"

// leastAfter is how many months after are needed for a model of their own.
const leastAfter = 12

// atStandard compares the models of both phases at the conditions of the phase
// before (METHOD §12, normalised savings): what the plant would use on average,
// without the scatter of single months. Nil where the phase after has no model of
// the same form.
func (s *site) atStandard(b *Baseline, after []*ModelMonth, terms baseline.Terms) *baseline.Normalised {
	if b.Chained || len(after) < leastAfter || b.Fit.Spec.Form != baseline.Regression {
		return nil
	}
	in := standardOf{b.Fit, s.observe(after, b.Fit.Spec.Drivers), terms}
	n, err := s.memoryOf(b.Flow.ID).standard.of(in, standardOf.equal, func(in standardOf) (*baseline.Normalised, error) {
		fit, err := baseline.NewFit(in.after, in.before.Spec)
		if err != nil {
			return nil, err
		}
		return baseline.NewNormalised(in.before, fit, b.Observed, in.terms)
	})
	if err != nil || n.Fraction == nil {
		return nil
	}
	return n
}
