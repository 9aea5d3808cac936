package cost

import (
	"maps"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// normalise divides weights by their sum; it reports false where that is zero.
func normalise(w []float64) ([]float64, bool) {
	sum := 0.0
	for _, v := range w {
		sum += v
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return nil, false
	}
	for i := range w {
		w[i] /= sum
	}
	return w, true
}

// byAmount divides over arcs by their amounts.
func (g *graph) byAmount(arcs []int) []float64 {
	w := make([]float64, len(arcs))
	for i, a := range arcs {
		w[i] = g.arcs[a].amount
	}
	w, ok := normalise(w)
	if !ok {
		return make([]float64, len(arcs))
	}
	return w
}

// content is the amount of a component in an arc; NaN: not known.
func (g *graph) content(a int, component string) float64 {
	s := g.arcs[a].stream
	return g.arcs[a].amount * g.Streams[s].Contents[component]
}

// byComponent divides what leaves a step by the content of a component. What
// enters and is seen nowhere again leaves unidentified. It reports false where
// a content is not known, with used where the component enters and does not
// leave (it reacts).
func (g *graph) byComponent(k int, component string) (w []float64, ok, used bool) {
	in, out := 0.0, 0.0
	for _, a := range g.in[k] {
		in += g.content(a, component)
	}
	w = make([]float64, len(g.out[k]))
	inAmount := g.amount(g.in[k])
	for i, a := range g.out[k] {
		switch {
		case g.arcs[a].stream >= 0:
			w[i] = g.content(a, component)
		case g.arcs[a].kind == Stock && inAmount > 0: // as what entered
			w[i] = min(in, g.arcs[a].amount*in/inAmount)
		}
		out += w[i]
	}
	if math.IsNaN(in) || math.IsNaN(out) {
		return nil, false, false
	}
	if out <= 0 {
		return nil, false, in > 0
	}
	last := g.out[k][len(w)-1]
	if gap := in - out; g.arcs[last].stream < 0 && g.arcs[last].kind == Loss && gap > balanced*in {
		w[len(w)-1] = gap
	}
	w, ok = normalise(w)
	return w, ok, false
}

// byWeights divides by the weights of a key. What has no stream takes its part
// by amount first.
func (g *graph) byWeights(step string, arcs []int, key Key) []float64 {
	w := make([]float64, len(arcs))
	ids := make(map[string]bool, len(arcs))
	for i, a := range arcs {
		if g.arcs[a].stream < 0 {
			continue
		}
		id := g.Streams[g.arcs[a].stream].ID
		ids[id] = true
		weight, given := key.Weights[id]
		if !given {
			g.wrong = append(g.wrong, text.M("cost.weight-missing", "step", step, "stream", g.name(a)))
		}
		w[i] = weight
	}
	for _, id := range slices.Sorted(maps.Keys(key.Weights)) {
		if !ids[id] {
			g.wrong = append(g.wrong, text.M("cost.weight-foreign", "step", step, "stream", id))
		}
	}
	w, ok := normalise(w)
	if !ok {
		g.wrong = append(g.wrong, text.M("cost.key-empty", "step", step))
		return make([]float64, len(arcs))
	}
	amounts := g.byAmount(arcs)
	named := 0.0
	for i, a := range arcs {
		if g.arcs[a].stream >= 0 {
			named += amounts[i]
		}
	}
	for i, a := range arcs {
		if g.arcs[a].stream < 0 {
			w[i] = amounts[i]
		} else {
			w[i] *= named
		}
	}
	return w
}

// divide divides what leaves step k by a key, and by amount, with a remark,
// where the content that the key asks for is not known.
func (g *graph) divide(k int, key Key) []float64 {
	switch {
	case key.Weights != nil:
		return g.byWeights(g.Steps[k].name(), g.out[k], key)
	case key.Component != "":
		if w, ok, _ := g.byComponent(k, key.Component); ok {
			return w
		}
		g.byAmountInstead(k, key.Component)
	}
	return g.byAmount(g.out[k])
}

// remark notes a remark once.
func (g *graph) remark(m text.Message) {
	if said := m.Error(); !g.said[said] {
		g.said[said] = true
		g.remarks = append(g.remarks, m)
	}
}

// causes divides what a step that disposes costs over the streams that it
// receives from other steps.
func (g *graph) causes(k int) (arcs []int, shares []float64) {
	for _, a := range g.in[k] {
		if g.arcs[a].from != Outside {
			arcs = append(arcs, a)
		}
	}
	key := g.Steps[k].CauseKey
	if key.Weights != nil {
		return arcs, g.byWeights(g.Steps[k].name(), arcs, key)
	}
	if key.Component != "" {
		w := make([]float64, len(arcs))
		for i, a := range arcs {
			w[i] = g.content(a, key.Component)
		}
		if w, ok := normalise(w); ok {
			return arcs, w
		}
		g.byAmountInstead(k, key.Component)
	}
	return arcs, g.byAmount(arcs)
}
