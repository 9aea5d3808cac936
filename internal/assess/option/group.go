package option

import (
	"github.com/sxsh-audit/audit/internal/text"
)

// Group is a resource group of the target: one flow, or several that are added in
// money at frozen central prices (METHOD §13), or with the weights given (TOE per
// unit, say).
type Group struct {
	ID      string
	Name    text.Name
	Flows   []string
	Weights map[string]float64 // per unit of the flow; nil: its price. A single flow needs none
}

// Goal is a group and the share of it (0.05 for 5 %) that is to be saved.
type Goal struct {
	Group  Group
	Target float64
}

// resolved is a group in terms of the model: Σ_r weight_r·saved_r / base.
type resolved struct {
	group  Group
	name   text.Name
	weight []float64 // by flow
	base   float64   // Σ_r weight_r·Q_r
}

func (m *Model) resolve(g Group) (resolved, text.Message) {
	r := resolved{group: g, name: title(g.Name, g.ID), weight: make([]float64, len(m.flows))}
	if len(g.Flows) == 0 {
		return r, text.M("portfolio.group-empty", "group", r.name)
	}
	for _, id := range g.Flows {
		i, ok := m.flow[id]
		switch {
		case !ok:
			return r, text.M("portfolio.group-flow", "group", r.name, "found", id)
		case m.flows[i].Amount == nil:
			return r, text.M("economics.no-base", "flow", m.flowName(i))
		}
		w := 1.0
		if g.Weights != nil {
			w, ok = g.Weights[id]
			if !ok || !finite(w) || w < 0 {
				return r, text.M("portfolio.group-weight", "group", r.name, "flow", m.flowName(i))
			}
		} else if len(g.Flows) > 1 {
			if m.flows[i].Price == nil {
				return r, text.M("portfolio.group-price", "group", r.name, "flow", m.flowName(i))
			}
			w = m.central.price[i]
		}
		if r.weight[i] == 0 {
			r.weight[i] = w
			r.base += w * *m.flows[i].Amount
		}
	}
	if r.base <= 0 {
		return r, text.M("portfolio.group-zero", "group", r.name)
	}
	return r, text.Message{}
}

// share is the group's saving as a share of its base.
func (r *resolved) share(saved []float64) float64 {
	sum := 0.0
	for i, w := range r.weight {
		if w != 0 {
			sum += w * saved[i]
		}
	}
	return sum / r.base
}

// GroupSaving computes what a set saves of a group, as a share of it.
func (m *Model) GroupSaving(g Group, ids []string) Figure {
	r, why := m.resolve(g)
	if !why.Empty() {
		return missing(why)
	}
	in, _ := m.set(ids)
	for i, yes := range in {
		if yes && len(m.lacking[i]) > 0 {
			return missing(m.lacking[i][0])
		}
	}
	return known(r.share(m.savedBy(m.central, in)))
}
