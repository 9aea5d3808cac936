package baseline

import "github.com/sxsh-audit/audit/internal/text"

// ratio gives s = ΣE/ΣP (METHOD §4, 18) and fills what least squares would.
//
// Under monthly errors of one size, E_t = s·P_t + ε_t with Var(ε_t) = σ²,
//
//	ŝ − s = Σε/ΣP   →   Var(ŝ) = n·σ²/(ΣP)²
//
// and the sum predicted for m further months is ŝ·ΣP₁ with the variance
// σ²·n·(ΣP₁/ΣP)², beside σ²·m of those months' own errors. So Unscaled is
// n/(ΣP)² and everything that is computed from it for least squares holds here
// too. The hat matrix is P·1ᵀ/ΣP, its diagonal P_t/ΣP. σ² is taken as
// SSE/(n − 1); exactly E[SSE] = σ²·(n − 1 + v²), v the coefficient of variation
// of P, so it is high by v²/(n − 1), 0.2 % for a year whose output varies by 15 %.
func (f *Fit) ratio(o Observations) ([]float64, error) {
	if len(f.Spec.Drivers) != 1 || f.Spec.Intercept {
		return nil, text.M("baseline.one-driver")
	}
	d, err := o.driver(f.Spec.Drivers[0])
	if err != nil {
		return nil, err
	}
	whole := sum(d.Values)
	if whole == 0 {
		return nil, text.M("baseline.zero-output", "driver", d.shown())
	}
	s := sum(o.Y) / whole
	f.Residuals, f.Leverage = make([]float64, f.N), make([]float64, f.N)
	for i, p := range d.Values {
		residual := double{hi: o.Y[i]}
		residual.add(s, -p)
		f.Residuals[i] = residual.value()
		f.Leverage[i] = p / whole
	}
	f.Unscaled = [][]float64{{float64(f.N) / whole / whole}}
	return []float64{s}, nil
}
