package baseline

import (
	"math"

	"github.com/sxsh-audit/audit/internal/text"
)

// Needed is how long one has to go on counting, at today's scatter and with the
// months to come like those reported so far (METHOD §19 solved for m).
type Needed struct {
	// ToProve is the number of reporting months, those so far included, after
	// which a saving that stays at today's fraction is proved: its lower bound
	// reaches the target's low end. Nil: never, with the reason.
	ToProve *int
	Never   text.Message
	// ToTell is the number of reporting months after which a saving as large as
	// the target's low end can be told from zero (F_min ≤ low), whatever today's
	// estimate is. Nil: never with these meters and this baseline.
	ToTell *int
}

// longest is how many reporting months are worth promising: no baseline stays
// true for more than ten years.
const longest = 120

// needed solves for m. With mean month x̄, μ = x̄·b, v the variance of each
// month's own scatter and C the part that all months share, per month squared,
//
//	half-width/E_adj = t·sqrt(v/m + C)/μ ≤ δ   ⇔   m ≥ v/((δμ/t)² − C)
//
// δ is F − low to prove, low to tell from zero. The meter's error is taken to
// be the same in all months, the cautious case; the non-routine adjustments go
// on in proportion.
func needed(s *Saving, terms Terms, shown spread) *Needed {
	m := float64(s.Months)
	monthly := s.Adjusted / m
	months := func(margin float64) *int {
		reach := margin * monthly / s.Saved.T
		room := reach*reach - shown.common/(m*m)
		if margin <= 0 || room <= 0 {
			return nil
		}
		// A hair above a whole number is that number.
		whole := math.Ceil(shown.month / room * (1 - 1e-12))
		if whole > longest {
			return nil
		}
		count := max(1, int(whole))
		return &count
	}
	low := terms.Target.Low
	n := &Needed{ToProve: months(s.Fraction.Value - low), ToTell: months(low)}
	switch {
	case n.ToProve != nil:
	case s.Fraction.Value <= low:
		n.Never = text.M("baseline.never-below", "percent", 100*s.Fraction.Value, "low", 100*low)
	case terms.MeterVariance > shown.common/2:
		n.Never = text.M("baseline.never-meter", "low", 100*low)
	default:
		n.Never = text.M("baseline.never-baseline", "low", 100*low)
	}
	return n
}
