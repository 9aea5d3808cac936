package baseline

import (
	"math"
	"math/rand/v2"
)

// scenario is a kind of plant.
type scenario struct {
	n, m   int     // months before and after
	cv     float64 // scatter of a month about the truth, as a share of that month's use
	rho    float64 // autocorrelation of the scatter
	second bool    // a second driver is recorded
	steady bool    // no growth of the output
}

// simulated is a plant whose true use is known.
type simulated struct {
	scenario
	truth, scatter []float64 // of each month, before and after
	output, second []float64
	shrinks        bool // the scatter after shrinks along with the use
}

// simulate draws a plant. What varies, and why so, is said in docs/accuracy.md:
//
//	E = T + T·cv·u,   T = 1000·(φ + (1 − φ)·P/1000 + c·W)
//
// the fixed share φ is 15–60 %; the output P has a season of ±5–25 % with a
// phase of its own, 8 % of irregular variation and −5 to +10 % of growth a year;
// W is a second driver with a season (weather), c is 0 for half of the plants
// that record one and up to 0.1 for the others; u is normal, AR(1).
func simulate(r *rand.Rand, s scenario) simulated {
	fixed := 0.15 + 0.45*r.Float64()
	phase, season := 2*math.Pi*r.Float64(), 0.05+0.2*r.Float64()
	growth, weather := -0.05+0.15*r.Float64(), 0.1*r.Float64()
	if s.steady {
		growth = 0
	}
	if r.Float64() < 0.5 || !s.second {
		weather = 0
	}
	total := s.n + s.m
	column := func() []float64 { return make([]float64, total) }
	plant := simulated{scenario: s, truth: column(), scatter: column(), output: column(), second: column(), shrinks: r.Float64() < 0.5}
	u := r.NormFloat64()
	for i := range total {
		month := 2 * math.Pi * float64(i) / 12
		p := max(100, 1000*(1+season*math.Sin(month+phase)+0.08*r.NormFloat64())*(1+growth*float64(i)/12))
		w := max(0, 1+math.Sin(month)+0.2*r.NormFloat64())
		plant.output[i], plant.second[i] = p, w
		plant.truth[i] = 1000*fixed + (1-fixed)*p + 1000*weather*w
		if i > 0 {
			u = s.rho*u + math.Sqrt(1-s.rho*s.rho)*r.NormFloat64()
		}
		plant.scatter[i] = plant.truth[i] * s.cv * u
	}
	return plant
}

// saving gives the months before and after with a true saving of a share, and
// the amount truly saved.
func (s simulated) saving(share float64) (before, report Observations, saved float64) {
	y := make([]float64, s.n+s.m)
	for i, truth := range s.truth {
		y[i] = truth + s.scatter[i]
		if i < s.n {
			continue
		}
		saved += truth * share
		y[i] -= truth * share
		if s.shrinks {
			y[i] -= s.scatter[i] * share
		}
	}
	cut := func(from, to int) Observations {
		o := Observations{Y: y[from:to], Drivers: []Driver{{ID: "output", Values: s.output[from:to], Sign: 1}}}
		if s.scenario.second {
			o.Drivers = append(o.Drivers, Driver{ID: "weather", Values: s.second[from:to]})
		}
		return o
	}
	return cut(0, s.n), cut(s.n, s.n+s.m), saved
}
