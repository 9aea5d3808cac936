package cost

import (
	"maps"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// category says which part of the cost a layer is.
type category int

const (
	material category = iota
	energy
	system
)

// layer is money that is followed by shares of its own: the material value that
// goes with the amount, that which goes with a component, energy, system cost.
type layer struct {
	category  category
	component string
	own       []float64   // money that enters at each step: bought, or spent there
	shares    [][]float64 // of what leaves each step, by its outgoing arcs
	heat      [][]float64 // set aside before the shares, by outgoing arc; nil: none
	carried   []float64   // by arc, the result
	leaving   []float64   // share of what is at a step that disposes that it loses
}

func (l *layer) add(p *Parts, v float64) {
	switch l.category {
	case material:
		p.Material += v
	case energy:
		p.Energy += v
	case system:
		p.System += v
	}
}

// purchases splits the value of a stream from outside over the components that
// it follows; "" is the amount itself.
func (s Stream) purchases() map[string]float64 {
	value := make(map[string]float64)
	sum := 0.0
	for _, component := range slices.Sorted(maps.Keys(s.Prices)) {
		v := s.Amount * s.Contents[component] * s.Prices[component]
		value[component] += v
		sum += v
	}
	if s.Price != nil {
		if rest := s.Amount**s.Price - sum; rest > 0 {
			value[s.Follows] += rest
		}
	}
	return value
}

// layers collects all money of the network.
func (g *graph) layers() []*layer {
	steps := len(g.Steps)
	byComponent := map[string]*layer{"": {own: make([]float64, steps)}}
	components := []string{""}
	for _, s := range g.Streams {
		if s.From != Outside {
			continue
		}
		for component, v := range s.purchases() {
			l := byComponent[component]
			if l == nil {
				l = &layer{component: component, own: make([]float64, steps)}
				byComponent[component] = l
				components = append(components, component)
			}
			l.own[s.To] += v
		}
	}
	slices.Sort(components)
	var all []*layer
	for _, c := range components {
		all = append(all, byComponent[c])
	}
	e := &layer{category: energy, own: make([]float64, steps)}
	s := &layer{category: system, own: make([]float64, steps)}
	for k, step := range g.Steps {
		e.own[k], s.own[k] = step.Energy, step.System
	}
	return append(all, e, s)
}

// key is the key by which a layer is divided at a step.
func (l *layer) key(s Step) Key {
	switch {
	case l.category == energy && s.EnergyKey != nil:
		return *s.EnergyKey
	case l.category == system && s.SystemKey != nil:
		return *s.SystemKey
	}
	return s.Key
}

// share sets the shares of a layer and returns its chain. What by its contents
// would only go round is divided by the key of the step, and what by a content
// as key would, by amount.
func (g *graph) share(l *layer) chain {
	l.shares = make([][]float64, len(g.Steps))
	for k := range g.Steps {
		l.shares[k] = g.shareAt(l, k)
	}
	c := g.chain(l)
	if l.component != "" {
		for _, k := range c.closed() {
			l.shares[k] = g.divide(k, g.Steps[k].Key)
			g.byAmountInstead(k, l.component)
		}
		c = g.chain(l)
	}
	for _, k := range c.closed() {
		if component := l.key(g.Steps[k]).Component; component != "" {
			l.shares[k] = g.byAmount(g.out[k])
			g.byAmountInstead(k, component)
		}
	}
	return g.chain(l)
}

func (g *graph) byAmountInstead(k int, component string) {
	g.remark(text.M("cost.by-amount", "step", g.Steps[k].name(), "component", component))
}

func (g *graph) shareAt(l *layer, k int) []float64 {
	if l.component != "" {
		w, ok, used := g.byComponent(k, l.component)
		if ok {
			return w
		}
		if used {
			g.remark(text.M("cost.used-up", "step", g.Steps[k].name(), "component", l.component))
		} else if g.holds(k, l.component) {
			g.byAmountInstead(k, l.component)
		}
	}
	return g.divide(k, l.key(g.Steps[k]))
}

// holds reports whether a component is, or may be, in what enters or leaves a
// step.
func (g *graph) holds(k int, component string) bool {
	for _, arcs := range [][]int{g.in[k], g.out[k]} {
		for _, a := range arcs {
			if g.arcs[a].stream >= 0 && g.content(a, component) != 0 {
				return true
			}
		}
	}
	return false
}

func (g *graph) chain(l *layer) chain {
	c := newChain(len(g.Steps))
	for k, arcs := range g.out {
		for i, a := range arcs {
			c.add(k, g.arcs[a].to, l.shares[k][i])
		}
	}
	return c
}

// follow computes what every arc carries of a layer. Where a step passes T on
// and a stream carries heat h of the H set aside there, the stream carries
// h + share·(T − H).
func (g *graph) follow(l *layer) {
	c := g.share(l)
	if loop := c.closed(); len(loop) > 0 {
		g.wrong = append(g.wrong, text.M("cost.closed-loop", "steps", g.names(loop)))
	}
	if len(g.wrong) > 0 {
		return
	}
	rest := g.rest(l, c)
	l.carried = make([]float64, len(g.arcs))
	for k, arcs := range g.out {
		for i, a := range arcs {
			l.carried[a] = l.shares[k][i] * rest[k]
			if l.heat != nil && l.heat[k] != nil {
				l.carried[a] += l.heat[k][i]
			}
		}
	}
	l.leaving = g.leaving(l)
}

// rest is what each step divides by shares: all that comes to it less the heat
// set aside. A step to which less energy cost comes than its streams are said to
// carry away divides what it has by that heat.
func (g *graph) rest(l *layer, c chain) []float64 {
	if l.category == energy {
		g.setHeat(l)
	}
	for l.heat != nil {
		solved := c.solve()
		rest := solved.through(g.afterHeat(l))
		short := firstShort(solved, rest, l.heat)
		if len(short) == 0 {
			for k := range rest {
				rest[k] = max(0, rest[k]) // the last digit
			}
			return rest
		}
		for _, k := range short {
			c = g.limitHeat(l, k, c)
		}
	}
	return c.solve().through(l.own)
}

// firstShort returns the steps with less than their heat in the first loop, in
// the direction of the money, that has such steps: what comes later is short
// perhaps only because of them.
func firstShort(s solver, rest []float64, heat [][]float64) (short []int) {
	for _, block := range s.blocks {
		for _, k := range block {
			if rest[k] < 0 && heat[k] != nil {
				short = append(short, k)
			}
		}
		if len(short) > 0 {
			break
		}
	}
	return short
}

// limitHeat lets a step divide what comes to it by the heat of its streams,
// unless nothing would leave a loop then, and returns the chain.
func (g *graph) limitHeat(l *layer, k int, c chain) chain {
	before := l.shares[k]
	l.shares[k], _ = normalise(l.heat[k])
	l.heat[k] = nil
	if next := g.chain(l); len(next.closed()) == 0 {
		g.remark(text.M("cost.heat-limited", "step", g.Steps[k].name()))
		return next
	}
	l.shares[k] = before
	g.remark(text.M("cost.heat-round", "step", g.Steps[k].name()))
	return c
}

// setHeat collects the heat of the streams by step.
func (g *graph) setHeat(l *layer) {
	for k, arcs := range g.out {
		var heat []float64
		for i, a := range arcs {
			if s := g.arcs[a].stream; s >= 0 && g.Streams[s].Heat > 0 {
				if heat == nil {
					heat = make([]float64, len(arcs))
				}
				heat[i] = g.Streams[s].Heat
			}
		}
		if heat == nil {
			continue
		}
		if l.heat == nil {
			l.heat = make([][]float64, len(g.Steps))
		}
		l.heat[k] = heat
	}
}

// afterHeat is what enters each step, less the heat set aside there, and with
// that which other steps' streams bring.
func (g *graph) afterHeat(l *layer) []float64 {
	b := slices.Clone(l.own)
	for k, heat := range l.heat {
		for i, h := range heat {
			b[k] -= h
			if to := g.arcs[g.out[k][i]].to; to != Outside {
				b[to] += h
			}
		}
	}
	return b
}

func (g *graph) names(steps []int) []string {
	var names []string
	for _, k := range steps {
		names = append(names, g.Steps[k].name())
	}
	return names
}

// leaving is the share of what is at a step that disposes which leaves from
// there, or from the next such step, as a loss. The rest goes back to use or
// away as a by-product.
func (g *graph) leaving(l *layer) []float64 {
	if !slices.ContainsFunc(g.Steps, func(s Step) bool { return s.Role == Disposes }) {
		return nil
	}
	c := newChain(len(g.Steps))
	lost := make([]float64, len(g.Steps))
	for k, arcs := range g.out {
		if !g.disposes(k) {
			continue
		}
		parts := g.parts(l, k)
		for i, a := range arcs {
			to := g.arcs[a].to
			switch {
			case to == Outside && isLoss(g.arcs[a].kind):
				lost[k] += parts[i]
				c.add(k, Outside, parts[i])
			case g.disposes(to):
				c.add(k, to, parts[i])
			default:
				c.add(k, Outside, parts[i])
			}
		}
	}
	w := c.solve().worth(lost)
	for k := range w {
		w[k] = min(1, w[k])
	}
	return w
}

// parts is how what passes a step is divided in fact, heat included.
func (g *graph) parts(l *layer, k int) []float64 {
	w := make([]float64, len(g.out[k]))
	for i, a := range g.out[k] {
		w[i] = l.carried[a]
	}
	if w, ok := normalise(w); ok && !math.IsNaN(w[0]) {
		return w
	}
	return l.shares[k]
}
