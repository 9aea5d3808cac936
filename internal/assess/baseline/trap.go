package baseline

import "github.com/sxsh-audit/audit/internal/text"

// Trap is the base-load trap: how much of the plain ratio's "saving" comes only
// from output having changed while a fixed load did not (METHOD §18).
type Trap struct {
	Before, After float64 // S0 and S1
	Simple        float64 // (S0 − S1)/S0, the plain ratio's saving
	Model         float64 // F of the model
	Trap          float64 // Simple − Model
	// ByOutput is the part of Simple that the model explains with the changed
	// drivers alone, 1 − (E_adj/P1)/S0: what the ratio would show had nothing been
	// saved. Simple − ByOutput = F·(E_adj/P1)/S0 is the rest.
	ByOutput float64
}

// NewTrap compares the plain ratio's saving with the model's. E are sums of the
// flow, P of the output, adjusted is the model's E_base,adjusted. Errors:
// baseline.ratio-amounts when one of the divisors is not positive.
func NewTrap(e0, p0, e1, p1, adjusted float64) (*Trap, error) {
	if !(e0 > 0 && p0 > 0 && p1 > 0 && adjusted > 0) || !finite(e0+p0+e1+p1+adjusted) {
		return nil, text.M("baseline.ratio-amounts")
	}
	t := &Trap{Before: e0 / p0, After: e1 / p1, Model: (adjusted - e1) / adjusted}
	t.Simple = (t.Before - t.After) / t.Before
	t.Trap = t.Simple - t.Model
	t.ByOutput = 1 - adjusted/p1/t.Before
	return t, nil
}
