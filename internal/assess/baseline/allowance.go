package baseline

import (
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// Allowance is what the interval of METHOD §19 is widened by when the program
// chose the model. §19 is exact for a model that was known beforehand. A model
// picked because it fits best these very months fits them a little too well:
// without the allowance the 90 % interval covers the truth in 87–89 % of plants,
// and in less where the scatter is autocorrelated; with it in 89–92 %
// (docs/accuracy.md).
type Allowance struct {
	// Choice is the variance between the models that might as well be true:
	//
	//	Σ w_k·(A_k − A)² / Σ w_k,   w_k = exp(−(AICc_k − AICc)/2)
	//
	// with A_k the adjusted baseline of candidate k and A that of the proposal
	// (Burnham and Anderson 2002, Model Selection and Multimodel Inference §4.3:
	// Akaike weights, unconditional variance). Candidates with n ≤ p + 2 or a sign
	// against physics do not count; those that fail only for a weak driver do,
	// because a driver that is not significant is not thereby zero.
	Choice float64
	// Serial is what is added because the residuals of a short, fitted series
	// hide their own autocorrelation: E[ρ̂] ≈ ρ − (1 + 3ρ)/n (Kendall 1954), so κ
	// is taken at ρ̂ + (1 + 3ρ̂)/n, for the coefficients as well as for the months.
	Serial spread
	Kappa  float64 // that κ; METHOD §19's own where nothing was chosen
}

// allowance is nothing without a choice.
func (f *Fit) allowance(s *Saving, report Observations, choice *Choice) Allowance {
	a := Allowance{Kappa: s.Kappa}
	if choice == nil || f.Rho == nil || f.AICc == nil {
		return a
	}
	a.Kappa = kappa(*f.Rho+(1+3**f.Rho)/float64(f.N), f.N)
	design, err := f.Spec.design(report)
	if err != nil {
		return a
	}
	plain := f.variance(sumsOf(design))
	a.Serial = spread{month: plain.month * (1/a.Kappa - 1/s.Kappa), common: plain.common * (1/a.Kappa - 1)}
	a.Choice = between(choice.Candidates, report, s.Adjusted)
	return a
}

// between is the weighted variance of the candidates' adjusted baselines about
// the proposal's.
func between(candidates []Candidate, report Observations, adjusted float64) float64 {
	type rival struct{ aicc, off float64 }
	var rivals []rival
	least := math.Inf(1)
	for _, c := range candidates {
		if expected, ok := c.rival(report); ok {
			rivals = append(rivals, rival{*c.AICc, expected - adjusted})
			least = min(least, *c.AICc)
		}
	}
	variance, weights := 0.0, 0.0
	for _, r := range rivals {
		w := math.Exp((least - r.aicc) / 2)
		variance += w * r.off * r.off
		weights += w
	}
	if weights == 0 {
		return 0
	}
	return variance / weights
}

// rival is the adjusted baseline by a candidate; false if it does not count.
func (c Candidate) rival(report Observations) (float64, bool) {
	if c.AICc == nil || c.N <= c.P+2 {
		return 0, false
	}
	if slices.ContainsFunc(c.Fails, func(m text.Message) bool { return m.Key == wrongSign }) {
		return 0, false
	}
	design, err := c.Spec.design(report)
	if err != nil {
		return 0, false
	}
	total := 0.0
	for j, g := range sumsOf(design) {
		total += c.Coefficients[j].Value * g
	}
	return total, true
}
