package balance

import "math"

// tolerated is how far a closure may be from 100 % (METHOD §1): 10 % for mass
// and components, 20 % for heat.
func tolerated(layer string) float64 {
	if layer == Energy {
		return 20
	}
	return 10
}

// present reports whether a stream has a part in a layer.
func (n Network) present(layer string, stream int) bool {
	return layer == Energy || n.Streams[stream].hasMass()
}

// raw is the amount of a stream in a layer as measured, with its variance; in a
// component's layer amount times content. Something exactly zero makes it zero
// whatever the other factor.
func (n Network) raw(layer string, stream int, o Options) (value, variance float64, known bool) {
	s := n.Streams[stream]
	only := func(m *Measure) (float64, float64, bool) {
		if m == nil {
			return 0, 0, false
		}
		sigma := o.sigma(*m)
		return m.Value, sigma * sigma, true
	}
	switch layer {
	case Mass:
		return only(s.Amount)
	case Energy:
		return only(s.Energy)
	}
	x, vx, amount := only(s.Amount)
	if amount && vx == 0 {
		return 0, 0, true
	}
	c, has := s.Content[layer]
	if !has {
		return 0, 0, false
	}
	sc := o.sigma(c)
	if sc == 0 {
		return 0, 0, true
	}
	return x * c.Value, c.Value*c.Value*vx + x*x*sc*sc, amount
}

// Closures gives the balances of every step and of the plant in a layer as
// measured, before any reconciliation (METHOD §1, §20), and the nodal tests.
func Closures(n Network, layer string, o Options) (steps []StepResult, plant StepResult, tests []NodalTest) {
	sums := make([]closureSum, len(n.Steps)+1)
	all := &sums[len(n.Steps)]
	for i, s := range n.Streams {
		if !n.present(layer, i) || s.From == s.To {
			continue
		}
		x, v, known := n.raw(layer, i, o)
		from, to := all, all
		if s.From != Outside {
			from = &sums[s.From]
		}
		if s.To != Outside {
			to = &sums[s.To]
		}
		if from == all { // the plant receives what comes from outside
			all.add(i, x, v, known, true)
		} else {
			from.add(i, x, v, known, false)
		}
		if to == all {
			all.add(i, x, v, known, false)
		} else {
			to.add(i, x, v, known, true)
		}
	}
	for i, s := range n.Steps {
		if m, ok := s.Stock[layer]; ok {
			sigma := o.sigma(m)
			for _, c := range [...]*closureSum{&sums[i], all} {
				c.r.Stock += m.Value
				c.variance += sigma * sigma
			}
		}
		if !s.conserved(layer) {
			sums[i].r.NotConserved = true
			all.r.NotConserved = true
		}
	}
	steps = make([]StepResult, len(n.Steps))
	for i := range steps {
		steps[i] = sums[i].close(layer)
	}
	return steps, all.close(layer), nodal(n, layer, o)
}

type closureSum struct {
	r        StepResult
	variance float64
}

func (c *closureSum) add(stream int, x, variance float64, known, in bool) {
	switch {
	case !known:
		c.r.Missing = append(c.r.Missing, stream)
	case in:
		c.r.In += x
	default:
		c.r.Out += x
	}
	c.variance += variance
}

func (c *closureSum) close(layer string) StepResult {
	r := c.r
	if r.NotConserved || len(r.Missing) > 0 {
		return r
	}
	gap := Estimate{r.In - r.Out - r.Stock, math.Sqrt(c.variance)}
	r.Gap = &gap
	if r.In > 0 {
		closure := 100 * (r.Out + r.Stock) / r.In
		r.Closure = &closure
		r.Accepted = math.Abs(100-closure) <= tolerated(layer)
	} else {
		r.Accepted = gap.Value == 0
	}
	if !r.Accepted || math.Abs(gap.Value) > gap.Half() {
		r.Unidentified = &gap
	}
	return r
}

// nodal tests every balance that the measurements give: a step whose streams
// are all measured, or several steps joined by streams that are not. A balance
// that an unmeasured stream opens to the outside cannot be tested.
func nodal(n Network, layer string, o Options) []NodalTest {
	joined := newSets(len(n.Steps) + 1)
	at := func(s int) int {
		if s == Outside || !n.Steps[s].conserved(layer) {
			return len(n.Steps)
		}
		return s
	}
	for i, s := range n.Streams {
		if _, _, known := n.raw(layer, i, o); n.present(layer, i) && !known {
			joined.join(at(s.From), at(s.To))
		}
	}
	residual := make([]Estimate, len(n.Steps)+1) // SD holds the variance meanwhile
	for i, s := range n.Streams {
		x, v, known := n.raw(layer, i, o)
		from, to := joined.find(at(s.From)), joined.find(at(s.To))
		if !known || from == to || !n.present(layer, i) {
			continue
		}
		residual[from].Value -= x
		residual[to].Value += x
		residual[from].SD += v
		residual[to].SD += v
	}
	groups := make([][]int, len(n.Steps)+1)
	for i, s := range n.Steps {
		root := joined.find(at(i))
		if m, ok := s.Stock[layer]; ok {
			sigma := o.sigma(m)
			residual[root].Value -= m.Value
			residual[root].SD += sigma * sigma
		}
		groups[root] = append(groups[root], i)
	}
	var tests []NodalTest
	for root, steps := range groups[:len(n.Steps)] {
		if r := residual[root]; len(steps) > 0 && r.SD > 0 {
			sd := math.Sqrt(r.SD)
			tests = append(tests, NodalTest{Steps: steps, Residual: Estimate{r.Value, sd}, Z: r.Value / sd})
		}
	}
	for i := range tests {
		tests[i].Critical = sidak(len(tests))
		tests[i].Pass = math.Abs(tests[i].Z) <= tests[i].Critical
	}
	return tests
}
