package baseline

import "math"

// ASHRAE is the uncertainty of a saving by the formula of ASHRAE Guideline 14
// (METHOD §12), the check beside the exact one:
//
//	ΔE = t·k·s·sqrt( m·(n/n')·(1 + 2/n') ),   FSU = ΔE/saved
//
// which is the FSU = t·[k·CV(RMSE)/F]·sqrt((n/n')·(1 + 2/n')/m) of the
// guideline for a reporting period of the baseline's mean use: F is there the
// saving over m·Ē.
type ASHRAE struct {
	Improved   bool    // k by the polynomial for billing data, not 1.26
	K          float64 // 1.26, or −0.00022·M² + 0.03306·M + 0.94054 with M months reported
	Confidence float64
	T          float64
	Absolute   float64  // ΔE in the flow's unit
	FSU        *float64 // ΔE/saved; nil where nothing was saved
	// Smallest is the saving, as a fraction of m·Ē, at which FSU is 50 %: the
	// F_min of METHOD §12, "theo ASHRAE 14". Nil where Ē is not positive.
	Smallest *float64
	Accepted bool // FSU < 50 %; the guideline asks it at 68 % confidence
}

// ashraeConfidence is where the guideline sets its limit of 50 %.
const ashraeConfidence = 0.68

// ashrae computes both forms at the saving's confidence and at 68 %.
func (f *Fit) ashrae(s *Saving) []ASHRAE {
	m := float64(s.Months)
	independent := float64(f.N) * s.Kappa // n'
	spread := f.ResidualSD * math.Sqrt(m/s.Kappa*(1+2/independent))
	var all []ASHRAE
	for _, at := range []struct{ confidence, t float64 }{
		{s.Confidence, s.Exact.T}, {ashraeConfidence, student(ashraeConfidence, float64(f.DF))},
	} {
		for _, improved := range []bool{false, true} {
			a := ASHRAE{Improved: improved, K: 1.26, Confidence: at.confidence, T: at.t}
			if improved {
				a.K = -0.00022*m*m + 0.03306*m + 0.94054
			}
			a.Absolute = a.T * a.K * spread
			if s.Saved.Value > 0 {
				a.FSU = defined(a.Absolute / s.Saved.Value)
				a.Accepted = a.FSU != nil && *a.FSU < 0.5
			}
			if f.MeanY > 0 {
				a.Smallest = defined(2 * a.Absolute / (m * f.MeanY))
			}
			all = append(all, a)
		}
	}
	return all
}
