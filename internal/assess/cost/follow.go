package cost

import (
	"github.com/sxsh-audit/audit/internal/text"
)

// Follow follows the money of a network's inputs and steps to where it ends.
//
// With T the money at each step, b what enters there (purchases, energy, system
// cost) and R the shares of what each step passes on to another, one solves
//
//	(I − R) T = b
//
// for every layer of money: material by amount, material by component, energy,
// system. A stream carries its share of T at the step that it leaves. What steps
// that dispose cost is sent against the streams in the same way. Source: METHOD
// §5 and §20; ISO 14051 for the categories and the division into product and
// loss.
//
// What makes a network impossible to follow is returned, all of it, and the
// result is nil: a step without outflow, a loop without an outlet, a missing
// amount, a negative cost.
func Follow(n Network) (*Result, []text.Message) {
	n, remarks, wrong := check(n)
	if len(wrong) > 0 {
		return nil, wrong
	}
	g := newGraph(n)
	if len(g.wrong) > 0 {
		return nil, g.wrong
	}
	layers := g.layers()
	for _, l := range layers {
		if g.follow(l); len(g.wrong) > 0 {
			return nil, g.wrong
		}
	}
	charged := g.upstream(layers)
	if len(g.wrong) > 0 {
		return nil, g.wrong
	}
	r := g.result(layers, charged)
	r.Remarks = append(append(remarks, g.remarks...), r.Remarks...)
	return r, nil
}

// upstream computes what steps that dispose charge to the streams that they
// receive, by arc. Such a step U has what it spends itself, as far as it does
// not go back to use, what it costs to get rid of what it lets go, and what the
// next such steps charge to it:
//
//	U = c + B U
func (g *graph) upstream(layers []*layer) []Parts {
	charged := make([]Parts, len(g.arcs))
	shares := make([][]float64, len(g.Steps))
	arcs := make([][]int, len(g.Steps))
	back := newChain(len(g.Steps))
	treatment, fee := make([]float64, len(g.Steps)), make([]float64, len(g.Steps))
	none := true
	for k := range g.Steps {
		if !g.disposes(k) {
			continue
		}
		none = false
		for _, l := range layers {
			treatment[k] += l.own[k] * l.leaving[k]
		}
		for _, a := range g.out[k] {
			if s := g.arcs[a].stream; s >= 0 {
				m := g.Streams[s].management()
				treatment[k], fee[k] = treatment[k]+m.Treatment, fee[k]+m.Fee
			}
		}
		arcs[k], shares[k] = g.causes(k)
		for i, a := range arcs[k] {
			from := g.arcs[a].from
			if !g.disposes(from) {
				from = Outside
			}
			back.add(k, from, shares[k][i])
		}
	}
	if none || len(g.wrong) > 0 {
		return charged
	}
	if loop := back.closed(); len(loop) > 0 {
		g.wrong = append(g.wrong, text.M("cost.no-causer", "steps", g.names(loop)))
		return charged
	}
	s := back.solve()
	treatment, fee = s.through(treatment), s.through(fee)
	for k := range g.Steps {
		if len(arcs[k]) == 0 || back.leak[k] == 0 && len(back.out[k]) == 0 {
			if treatment[k] > 0 || fee[k] > 0 {
				g.wrong = append(g.wrong, text.M("cost.no-causer", "steps", []string{g.Steps[k].name()}))
			}
			continue
		}
		for i, a := range arcs[k] {
			if g.disposes(g.arcs[a].from) {
				continue // charged on
			}
			charged[a] = Parts{Treatment: shares[k][i] * treatment[k], Fee: shares[k][i] * fee[k]}
		}
	}
	return charged
}
