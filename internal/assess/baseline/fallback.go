package baseline

import (
	"math"

	"github.com/sxsh-audit/audit/internal/text"
)

// Stated is an amount with its relative uncertainty, a fraction at 95 %
// confidence (0.02 is ±2 %).
type Stated struct{ Value, Uncertainty float64 }

// variance of the logarithm: (U/1.96)².
func (s Stated) variance() float64 {
	sd := s.Uncertainty / normal(0.95)
	return sd * sd
}

// RatioSaving is the plain comparison of specific consumptions, where no model
// is possible (fewer than 6 periods).
type RatioSaving struct {
	Before, After float64  // S0 = ΣE0/ΣP0, S1 = ΣE1/ΣP1
	Fraction      Interval // (S0 − S1)/S0
	Saved         Interval // (S0 − S1)·ΣP1, in the flow's unit
	Verdict       Verdict  // empty without a target
	// NotCounted says that the scatter between months is not in the interval
	// (METHOD §19): it is as wide as the meters are uncertain, and no wider.
	NotCounted text.Message
}

// NewRatioSaving compares ΣE0/ΣP0 with ΣE1/ΣP1 from the stated uncertainties of
// meters and output by first-order propagation, the four errors independent:
//
//	F = 1 − S1/S0,   Var(F) = (S1/S0)²·Σ(U/1.96)²
//	saved = S0·P1 − E1,   Var = (S0·P1)²·(U_E0² + U_P0² + U_P1²)/1.96² + E1²·U_E1²/1.96²
//
// with normal quantiles. Errors: baseline.ratio-amounts (an amount that is not
// positive, or E1 negative, or an uncertainty below zero), baseline.confidence,
// baseline.target.
func NewRatioSaving(e0, p0, e1, p1 Stated, terms Terms) (*RatioSaving, error) {
	if err := terms.check(); err != nil {
		return nil, err
	}
	for _, s := range []Stated{e0, p0, e1, p1} {
		if !finite(s.Value) || !(s.Uncertainty >= 0) || !finite(s.Uncertainty) {
			return nil, text.M("baseline.ratio-amounts")
		}
	}
	if e0.Value <= 0 || p0.Value <= 0 || p1.Value <= 0 || e1.Value < 0 {
		return nil, text.M("baseline.ratio-amounts")
	}
	r := &RatioSaving{Before: e0.Value / p0.Value, After: e1.Value / p1.Value, NotCounted: text.M("baseline.months-not-counted")}
	adjusted := r.Before * p1.Value
	common := e0.variance() + p0.variance() + p1.variance()
	left := r.After / r.Before
	actual := e1.Value * math.Sqrt(e1.variance())
	variance := adjusted*adjusted*common + actual*actual + terms.MeterVariance
	r.Saved = interval(adjusted-e1.Value+terms.Adjustment, variance, 0, terms.Confidence)
	spread := left * left * (common + e1.variance())
	r.Fraction = interval((adjusted-e1.Value+terms.Adjustment)/adjusted, spread+terms.MeterVariance/(adjusted*adjusted), 0, terms.Confidence)
	if terms.Target != nil {
		r.Verdict = terms.Target.Judge(r.Fraction.Value, r.Fraction.Low, r.Fraction.High)
	}
	return r, nil
}
