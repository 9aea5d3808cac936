package assess

import (
	"math"
	"slices"
)

// meterVariance is the variance of the sum of the reporting meter readings from
// their stated uncertainty: one meter reads all of them, so their errors go
// together. Bills count as exact unless the plant says otherwise (METHOD §19).
func (s *site) meterVariance(f FlowInfo, months []*ModelMonth) float64 {
	sum := 0.0
	for _, m := range months {
		sum += m.Amount + m.Event
	}
	sd := s.uncertaintyOver(f, months, metersOnly, s.statedUncertainty) / 100 / 1.96 * sum
	return sd * sd
}

// statedUncertainty is ± % at 95 % of a flow: what the plant states, else that
// of its quality; bills 0.
func (s *site) statedUncertainty(f FlowInfo) float64 {
	for _, x := range s.audit.Flows {
		if x.ID != f.ID {
			continue
		}
		if x.Uncertainty != nil {
			return *x.Uncertainty
		}
		if q, ok := s.common.Method.Quality(x.Quality); ok && q.ID != "invoice" {
			return q.UncertaintyPercent
		}
	}
	return 0
}

// What the uncertainty of a computed flow counts.
const (
	metersOnly = false // what errs alike in every month: a sample's error is new each time and in the scatter already
	assumed    = true  // everything: the scatter between months is not known
)

// uncertaintyOver is ± % at 95 % of a flow's sum over some months, by a rule for
// the flows that it is made of. The energies of several carriers are metered
// independently:
//
//	U = sqrt(Σ (U_i·E_i)²) ÷ Σ E_i
//
// a load takes the volume's, and with all that of the concentration too. What the
// plant says of the computed flow itself goes before.
func (s *site) uncertaintyOver(f FlowInfo, months []*ModelMonth, all bool, of func(FlowInfo) float64) float64 {
	described := s.packs[f.ID]
	said := slices.ContainsFunc(s.audit.Flows, func(x Flow) bool { return x.ID == f.ID && (x.Uncertainty != nil || x.Quality != "") })
	switch {
	case said || s.stated(f.ID):
	case described.Sum != "":
		return s.uncertaintyOfSum(described.Sum, months, of)
	case isLoad(described):
		return s.uncertaintyOfLoad(f, months, all, of)
	}
	return of(f)
}

func (s *site) uncertaintyOfSum(sum string, months []*ModelMonth, of func(FlowInfo) float64) float64 {
	energy := make([]float64, len(s.parts[sum]))
	total := 0.0
	for _, m := range months {
		for k, id := range s.parts[sum] {
			q, stated := s.spanOf(m).flows[id]
			if !stated {
				continue
			}
			if mj, err := s.energyOf(s.flows[id], q); err == nil {
				energy[k] += mj
				total += mj
			}
		}
	}
	if total == 0 {
		return 0
	}
	squares := 0.0
	for k, id := range s.parts[sum] {
		if energy[k] != 0 {
			squares += math.Pow(of(s.flows[id])*energy[k], 2)
		}
	}
	return math.Sqrt(squares) / math.Abs(total)
}

func (s *site) uncertaintyOfLoad(f FlowInfo, months []*ModelMonth, all bool, of func(FlowInfo) float64) float64 {
	if len(months) == 0 {
		return of(f)
	}
	sp := s.spanOf(months[len(months)-1])
	u := 0.0
	if id, ok := s.wastewaterFlow(sp); ok {
		u = of(s.flows[id])
	}
	if c, ok := s.concentration(sp, s.packs[f.ID]); ok && all {
		u = math.Hypot(u, of(s.flows[c]))
	}
	return u
}

// spanOf is the span of a month of a model.
func (s *site) spanOf(m *ModelMonth) *span {
	i := slices.IndexFunc(s.spans, func(sp *span) bool { return sp.index == m.Period })
	return s.spans[i]
}

// assumedUncertainty is the uncertainty of a flow where no scatter tells it: as
// stated, else as of a measured one.
func (s *site) assumedUncertainty(f FlowInfo) float64 {
	if f.Uncertainty != nil && *f.Uncertainty > 0 {
		return *f.Uncertainty
	}
	return s.qualityUncertainty("measured")
}

func (s *site) qualityUncertainty(quality string) float64 {
	q, _ := s.common.Method.Quality(quality)
	return q.UncertaintyPercent
}
