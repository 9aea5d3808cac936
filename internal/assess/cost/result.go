package cost

import (
	"cmp"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// StreamCost is what a stream costs.
type StreamCost struct {
	ID     string // empty: of the balance of Step, unidentified loss or stock
	Step   string // ID of the step that it leaves; empty: from outside
	Kind   Kind
	Amount float64

	// Carried is the value that flows in the stream: material, energy, system.
	Carried Parts
	// Components is the material value by Result.Components.
	Components []float64
	// Product and Loss are the money that ends in the stream; both are zero in a
	// stream within, and in what a step that disposes lets go: that is part of
	// the waste streams which the step receives. The sums over all streams are
	// all money of the network.
	Product, Loss Parts
	// Percent is Product and Loss of all money of the network.
	Percent float64
	// Revenue is what a by-product is sold for; Surplus is what of it goes beyond
	// the value that it carries.
	Revenue, Surplus float64
}

// Total is the money that ends in the stream.
func (s StreamCost) Total() float64 { return s.Product.Total() + s.Loss.Total() }

// StepCost is what passes a step (a quantity centre, trung tâm khối lượng).
// In + Own = Out. Product and Loss are what ends in the streams that leave the
// step, with their treatment and fees: what the step has to answer for.
type StepCost struct {
	ID            string
	In, Own, Out  Parts
	Product, Loss Parts
}

// Priority is a waste stream in the order of cost.
type Priority struct {
	Stream     int     // index in Result.Streams
	Cost       float64 // its Loss
	Percent    float64 // of all loss
	Cumulative float64 // % of all loss up to here
	First      bool    // belongs to the fewest streams that make up 80 % of the loss
}

// Result is where the money of a network ends.
type Result struct {
	Components []string // that material value follows; "" is the amount itself

	In            Parts // purchases, energy, system cost, treatment, fees
	Product, Loss Parts // In = Product + Loss (MFCA, ISO 14051)

	Streams []StreamCost // in the order of the network, then those of the balances
	Steps   []StepCost
	Pareto  []Priority
	Remarks []text.Message
}

// LossPercent is the loss as a share of all money, C_loss/(C_loss + C_product)
// (METHOD §5); false where nothing costs anything.
func (r *Result) LossPercent() (float64, bool) { return percent(r.Loss.Total(), r.In.Total()) }

func percent(part, whole float64) (float64, bool) {
	if whole == 0 {
		return 0, false
	}
	return 100 * part / whole, true
}

// result collects where money ends.
func (g *graph) result(layers []*layer, charged []Parts) *Result {
	r := &Result{}
	for _, l := range layers {
		if l.category == material {
			r.Components = append(r.Components, l.component)
		}
		for _, v := range l.own {
			l.add(&r.In, v)
		}
	}
	for _, s := range g.Streams {
		r.In = r.In.plus(s.management())
	}
	r.Steps = make([]StepCost, len(g.Steps))
	for k, s := range g.Steps {
		r.Steps[k] = StepCost{ID: s.ID, Own: Parts{Energy: s.Energy, System: s.System}}
	}
	for a := range g.arcs {
		g.collect(r, a, g.streamCost(layers, charged, a))
	}
	for i := range r.Streams {
		s := &r.Streams[i]
		r.Product, r.Loss = r.Product.plus(s.Product), r.Loss.plus(s.Loss)
		s.Percent, _ = percent(s.Total(), r.In.Total())
	}
	r.pareto()
	return r
}

func (g *graph) streamCost(layers []*layer, charged []Parts, a int) StreamCost {
	x := g.arcs[a]
	c := StreamCost{Kind: x.kind, Amount: x.amount, Loss: charged[a]}
	if x.from != Outside {
		c.Step = g.Steps[x.from].ID
	}
	var bought map[string]float64
	if x.stream >= 0 {
		s := g.Streams[x.stream]
		c.ID = s.ID
		if x.from == Outside {
			bought = s.purchases()
		}
		if !g.disposes(x.from) {
			c.Loss = c.Loss.plus(s.management())
		}
	}
	for _, l := range layers {
		v := l.carried[a]
		if x.from == Outside && l.category == material {
			v = bought[l.component]
		}
		l.add(&c.Carried, v)
		if l.category == material {
			c.Components = append(c.Components, v)
		}
		if x.from != Outside && !g.disposes(x.from) && g.disposes(x.to) {
			l.add(&c.Loss, v*l.leaving[x.to])
		}
	}
	switch {
	case x.to != Outside:
	case isProduct(x.kind):
		c.Product = c.Carried
	case !g.disposes(x.from):
		c.Loss = c.Loss.plus(c.Carried)
	}
	return c
}

// collect adds a stream to the result and to the steps that it joins.
func (g *graph) collect(r *Result, a int, c StreamCost) {
	x := g.arcs[a]
	if x.kind == ByProduct && x.to == Outside {
		g.sell(r, a, &c)
	}
	if x.from != Outside {
		s := &r.Steps[x.from]
		s.Out, s.Product, s.Loss = s.Out.plus(c.Carried), s.Product.plus(c.Product), s.Loss.plus(c.Loss)
	}
	if x.to != Outside {
		s := &r.Steps[x.to]
		s.In = s.In.plus(c.Carried)
	}
	if x.stream >= 0 {
		r.Streams = append(r.Streams, c)
		return
	}
	if x.amount == 0 && c.Carried == (Parts{}) {
		return
	}
	r.Streams = append(r.Streams, c)
	switch money := math.Round(c.Carried.Total()); {
	case x.kind != Loss:
	case x.amount == 0:
		r.Remarks = append(r.Remarks, text.M("cost.unidentified-component", "step", g.Steps[x.from].name(), "money", money))
	default:
		in := g.amount(g.in[x.from])
		share, _ := percent(x.amount, in)
		r.Remarks = append(r.Remarks, text.M("cost.unidentified", "step", g.Steps[x.from].name(),
			"amount", x.amount, "percent", math.Round(share*100)/100, "money", money))
	}
}

// sell sets a by-product's revenue against what it carries.
func (g *graph) sell(r *Result, a int, c *StreamCost) {
	s := g.Streams[g.arcs[a].stream]
	if s.Revenue == nil {
		if g.ByProducts == Credited {
			r.Remarks = append(r.Remarks, text.M("cost.no-revenue", "stream", s.name()))
		}
		return
	}
	c.Revenue = *s.Revenue * s.Amount
	value := c.Carried.Total()
	c.Surplus = max(0, c.Revenue-value)
	if g.ByProducts == AsProduct || c.Revenue >= value {
		return
	}
	paid := c.Revenue / value
	c.Product = c.Carried.times(paid)
	c.Loss = c.Loss.plus(c.Carried.times(1 - paid))
}

// priority is the share of the loss that the first streams make up (METHOD §5).
const priority = 80

// pareto sorts the losses.
func (r *Result) pareto() {
	total := r.Loss.Total()
	for i, s := range r.Streams {
		if v := s.Loss.Total(); v > 0 {
			share, _ := percent(v, total)
			r.Pareto = append(r.Pareto, Priority{Stream: i, Cost: v, Percent: share})
		}
	}
	slices.SortStableFunc(r.Pareto, func(a, b Priority) int { return cmp.Compare(b.Cost, a.Cost) })
	sum := 0.0
	for i := range r.Pareto {
		p := &r.Pareto[i]
		p.First = 100*sum < priority*total*(1-1e-12)
		sum += p.Cost
		p.Cumulative, _ = percent(sum, total)
	}
}
