package assess

import (
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/assess/cost"
	"github.com/sxsh-audit/audit/internal/text"
)

// CostGap says what is not known of the energy or the system cost of a stream:
// the steps that it comes through and that state none. A step that states none
// has not spent nothing.
type CostGap struct {
	All   bool // none of the steps states any: the cost is not known at all
	Steps []text.Name
}

// EnergyGap is what is not known of the energy spent on a stream.
func (b *ProcessBalance) EnergyGap(s cost.StreamCost) CostGap {
	return b.gap(s, func(x stepSpending) bool { return x.energy })
}

// SystemGap is what is not known of the labour, depreciation and maintenance spent
// on a stream.
func (b *ProcessBalance) SystemGap(s cost.StreamCost) CostGap {
	return b.gap(s, func(x stepSpending) bool { return x.system })
}

// StepsSpend reports whether any step states an energy cost, and a system cost.
func (b *ProcessBalance) StepsSpend() (energy, system bool) {
	for _, x := range b.spending {
		energy, system = energy || x.energy, system || x.system
	}
	return energy, system
}

// stepSpending is what a step states of its own cost.
type stepSpending struct{ energy, system bool }

func (b *ProcessBalance) gap(s cost.StreamCost, states func(stepSpending) bool) CostGap {
	gap := CostGap{All: true}
	for i, through := range b.upstream(s) {
		switch {
		case !through:
		case states(b.spending[i]):
			gap.All = false
		default:
			gap.Steps = append(gap.Steps, b.Input.Steps[i].Name)
		}
	}
	gap.All = gap.All && len(gap.Steps) > 0
	return gap
}

// upstream marks the steps that a stream comes through: the one that it leaves,
// and all from which something flows there.
func (b *ProcessBalance) upstream(s cost.StreamCost) []bool {
	through := make([]bool, len(b.Input.Steps))
	var mark func(step int)
	mark = func(step int) {
		if step == balance.Outside || through[step] {
			return
		}
		through[step] = true
		for _, x := range b.Input.Streams {
			if x.To == step && !x.OnlyEnergy {
				mark(x.From)
			}
		}
	}
	for i, x := range b.Input.Steps {
		if x.ID == s.Step {
			mark(i)
		}
	}
	return through
}
