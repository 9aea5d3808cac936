package balance

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Gain is what a better measurement would do for a total.
type Gain struct {
	Meter  Meter
	Before *float64 // standard deviation of the total today; nil: it does not follow
	After  float64  // with the new measurement
	// Percent is the reduction of the variance in %, 100 when the total does not
	// follow today.
	Percent float64
	// Assumed is the reading that was assumed where none is known.
	Assumed float64
}

// BestMeters ranks the measurements that would most reduce the uncertainty of a
// total if they were made to ± percent at 95 % (0: the default of a measured
// figure): first unmeasured or poorly measured amounts and contents. A measured
// figure is replaced, not measured twice. With variance v of the figure today
// and s² of the better reading the variance of the total falls by
//
//	Cov(total, figure)² / (v + s'²),   1/s'² = 1/s² − 1/σ²   (s' = s where unmeasured)
//
// which is exact for linear layers and holds by linearisation for components.
// Where the total does not follow today, figures that alone would make it
// follow are tried with an assumed reading: the middle of the known figures at
// the steps of the stream.
func (r *Result) BestMeters(t Total, percent float64) []Gain {
	if percent <= 0 {
		percent = r.options.percent(Measured)
	}
	e := r.engine(t.Layer)
	if e == nil {
		return nil
	}
	f, ok := e.project(totalTerms(e, t))
	var gains []Gain
	if ok {
		gains = r.better(e, t.Layer, f, percent)
	} else {
		gains = r.enabling(t, percent)
	}
	slices.SortStableFunc(gains, func(a, b Gain) int { return cmp.Compare(a.After, b.After) })
	return gains
}

// better tries every figure of the engine's layers on a total that follows.
func (r *Result) better(e engine, layer string, f functional, percent float64) []Gain {
	before := variance(f)
	sd := math.Sqrt(before)
	var gains []Gain
	for _, id := range r.Groups[r.groupIndex(layer)].Layers {
		l, _ := r.Layer(id)
		for _, s := range l.Streams {
			if s.Reconciled == nil || before == 0 {
				continue
			}
			sigma := percent * math.Abs(*s.Reconciled) / 100 / z95
			if s.Measured != nil && (sigma >= s.Sigma*(1-1e-9) || s.Sigma == 0) || sigma == 0 {
				continue
			}
			g, ok := e.project(figureTerms(e, id, s.Stream))
			if !ok {
				continue
			}
			added := sigma * sigma
			if s.Measured != nil {
				added = 1 / (1/added - 1/(s.Sigma*s.Sigma))
			}
			c := covariance(f, g)
			fall := c * c / (variance(g) + added)
			if fall <= 1e-12*before {
				continue
			}
			after := math.Max(before-fall, 0)
			gains = append(gains, Gain{Meter: Meter{s.Stream, id}, Before: &sd, After: math.Sqrt(after), Percent: 100 * fall / before})
		}
	}
	return gains
}

// figureTerms is the figure that a meter reads: an amount, or a content.
func figureTerms(e engine, layer string, stream int) []term {
	if j, ok := e.(*joint); ok && layer != Mass {
		return j.contentTerms(layer, stream)
	}
	return e.amountTerms(layer, stream)
}

// enabling tries the figures that are not determined on a total that does not
// follow.
func (r *Result) enabling(t Total, percent float64) []Gain {
	var gains []Gain
	for _, id := range r.Groups[r.groupIndex(t.Layer)].Layers {
		l, _ := r.Layer(id)
		for _, s := range l.Streams {
			if s.Class != Undetermined || !s.Present {
				continue
			}
			m := Meter{s.Stream, id}
			assumed := r.assumed(l, s.Stream)
			if assumed == 0 {
				continue
			}
			n := r.network.withReading(m, assumed, percent)
			e := r.engineFor(n, id)
			if e == nil {
				continue
			}
			f, ok := e.project(totalTerms(e, t))
			if !ok {
				continue
			}
			gains = append(gains, Gain{Meter: m, After: math.Sqrt(variance(f)), Percent: 100, Assumed: assumed})
		}
	}
	return gains
}

// engineFor makes the engine of a changed network that the layer is in.
func (r *Result) engineFor(n Network, layer string) engine {
	if layer == Energy || len(n.Components) == 0 {
		return linearLayer(n, r.options, layer)
	}
	j := newJoint(n, r.options)
	if j.reconcile() != nil {
		return nil
	}
	return j
}

// withReading is the network with one more measurement; the network itself
// stays as it is.
func (n Network) withReading(m Meter, value, percent float64) Network {
	n.Streams = slices.Clone(n.Streams)
	s := &n.Streams[m.Stream]
	reading := AtPercent(value, percent)
	switch m.Layer {
	case Mass:
		s.Amount = reading
	case Energy:
		s.Energy = reading
	default:
		content := maps.Clone(s.Content)
		if content == nil {
			content = make(map[string]Measure)
		}
		content[m.Layer] = *reading
		s.Content = content
	}
	return n
}

// assumed is the middle of the known figures of the streams at the same steps,
// or of all streams when there is none; 0: nothing is known.
func (r *Result) assumed(l Layer, stream int) float64 {
	own := r.network.Streams[stream]
	touches := func(s Stream) bool {
		return s.From != Outside && (s.From == own.From || s.From == own.To) ||
			s.To != Outside && (s.To == own.From || s.To == own.To)
	}
	var near, all []float64
	for _, s := range l.Streams {
		if s.Reconciled == nil || *s.Reconciled == 0 {
			continue
		}
		v := math.Abs(*s.Reconciled)
		all = append(all, v)
		if touches(r.network.Streams[s.Stream]) {
			near = append(near, v)
		}
	}
	if len(near) == 0 {
		near = all
	}
	if len(near) == 0 {
		return 0
	}
	slices.Sort(near)
	return near[len(near)/2]
}
