package option

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// Draws and Seed are the defaults of a robustness run (METHOD §21).
const (
	Draws = 10_000
	Seed  = 20_151_209
)

// Chance is a probability with the standard error that the number of draws
// leaves, sqrt(p(1−p)/n).
type Chance struct{ P, StandardError float64 }

// GroupChance is how sure a goal is.
type GroupChance struct {
	Group             string
	Target            float64
	Reached           Chance
	Low, Median, High float64 // 5 %, 50 % and 95 % points of the saving, as shares
}

// Distribution describes a figure over all draws.
type Distribution struct {
	Mean, SD               float64
	P5, P25, P50, P75, P95 float64
	AboveZero              Chance
}

// Robustness is how sure a set of options is.
type Robustness struct {
	Draws  int
	Seed   uint64
	Groups []GroupChance
	All    Chance        // all goals at once
	NPV    *Distribution // nil: NPVWhy says why
	NPVWhy text.Message
}

// Robustness draws savings, prices and investments from their ranges and computes
// the set anew each time: the probability of reaching the target of each goal,
// and of all, and the distribution of the NPV (METHOD §21).
//
// A range is a normal distribution cut at its median: Low and High are its 5 % and
// 95 % points, either half has its own width (see Range). All savings of one
// option rise and fall together, for it works well or badly as a whole; options
// are independent of each other, and so are the prices of different flows and the
// investments. Shares are cut off at 1, and what is stated as a saving (Low ≥ 0)
// never becomes an increase; prices and investments never fall below zero.
//
// The draws depend on draws and seed only (0: the defaults). An empty set has no
// NPV distribution.
func (m *Model) Robustness(ctx context.Context, ids []string, goals []Goal, draws int, seed uint64) (Robustness, error) {
	if draws <= 0 {
		draws = Draws
	}
	if seed == 0 {
		seed = Seed
	}
	in, unknown := m.set(ids)
	if len(unknown) > 0 {
		return Robustness{}, text.M("portfolio.unknown", "found", join(unknown))
	}
	e := experiment{m: m, in: in, r: rand.New(rand.NewPCG(seed, 21)), s: m.blank()}
	for _, g := range goals {
		r, why := m.resolve(g.Group)
		if !why.Empty() {
			return Robustness{}, why
		}
		e.goals, e.targets = append(e.goals, r), append(e.targets, g.Target)
	}
	res := Robustness{Draws: draws, Seed: seed}
	valued := true
	for i, yes := range in {
		if !yes {
			continue
		}
		if len(m.lacking[i]) > 0 {
			return Robustness{}, text.M("portfolio.required-unfit", "option", m.optionName(i), "reason", m.lacking[i][0])
		}
		if why := m.unvalued(i); !why.Empty() && valued {
			valued, res.NPVWhy = false, why
		}
	}
	if err := e.run(ctx, draws, valued); err != nil {
		return Robustness{}, err
	}
	e.report(&res)
	return res, nil
}

// experiment is a robustness run.
type experiment struct {
	m       *Model
	in      []bool
	goals   []resolved
	targets []float64
	r       *rand.Rand
	s       *scenario
	shares  [][]float64 // by goal and draw
	all     int
	npv     []float64

	uncertain []uncertainty // by option
}

// normal makes a standard normal number of a number of the generator, by the
// inverse of the distribution, so that every draw takes exactly one number of the
// generator and does not hang on how a library makes normal numbers.
func normal(drawn uint64) float64 {
	u := (float64(drawn>>11) + 0.5) / (1 << 53)
	return math.Sqrt2 * math.Erfinv(2*u-1)
}

// certain reports whether a range has no spread: no draw changes it.
func (r Range) certain() bool { return r.Low == r.Central && r.Central == r.High }

func (e *experiment) run(ctx context.Context, draws int, valued bool) error {
	m := e.m
	e.shares = make([][]float64, len(e.goals))
	rest, out := make([]float64, len(m.parts)), make([]float64, len(m.flows))
	var v *valuer
	if valued && slices.Contains(e.in, true) {
		v = m.valuer(e.s, e.in)
	}
	e.begin()
	for k := range e.shares {
		e.shares[k] = make([]float64, 0, draws)
	}
	for n := range draws {
		if n%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		e.draw()
		m.saved(e.s, e.in, rest, out)
		reached := true
		for k, g := range e.goals {
			share := g.share(out)
			e.shares[k] = append(e.shares[k], share)
			reached = reached && share >= e.targets[k]-2*goalEps
		}
		if reached {
			e.all++
		}
		if v != nil {
			v.fix()
			e.npv = append(e.npv, v.npv(e.in))
		}
	}
	return nil
}

// begin fills the scenario with what no draw changes, and notes what it does.
func (e *experiment) begin() {
	m, s := e.m, e.s
	for r, f := range m.flows {
		if f.Price != nil {
			s.price[r] = max(0, f.Price.Central)
		}
	}
	e.uncertain = make([]uncertainty, len(m.options))
	for i, yes := range e.in {
		if !yes {
			continue
		}
		o := &m.options[i]
		m.setEffects(s, i, func(r Range) float64 { return r.Central })
		if o.Investment != nil {
			s.investment[i] = max(0, o.Investment.Central)
		}
		s.annual[i] = o.OtherSaving.Central - o.AnnualCost.Central
		e.uncertain[i] = uncertainty{
			effects:    slices.ContainsFunc(m.effects[i], func(x effect) bool { return !x.share.certain() }),
			other:      !o.OtherSaving.certain(),
			investment: o.Investment != nil && !o.Investment.certain(),
			cost:       !o.AnnualCost.certain(),
		}
	}
}

// uncertainty is what of an option in the set has a spread.
type uncertainty struct{ effects, other, investment, cost bool }

// draw fills the scenario. Every option and flow takes its numbers of the
// generator whether it is certain or not, so that one range does not change the
// draws of the others; only those that change something become normal numbers.
func (e *experiment) draw() {
	m, s := e.m, e.s
	for r := range m.flows {
		drawn := e.r.Uint64()
		if p := m.flows[r].Price; p != nil && !p.certain() {
			s.price[r] = max(0, p.at(normal(drawn)))
		}
	}
	for i := range m.options {
		drawn, ofInvestment, ofCost := e.r.Uint64(), e.r.Uint64(), e.r.Uint64()
		o, u := &m.options[i], e.uncertain[i]
		z := 0.0
		if u.effects || u.other {
			z = normal(drawn)
		}
		if u.effects {
			m.setEffects(s, i, func(r Range) float64 { return r.at(z) })
		}
		if u.investment {
			s.investment[i] = max(0, o.Investment.at(normal(ofInvestment)))
		}
		if u.other || u.cost {
			zc := 0.0
			if u.cost {
				zc = normal(ofCost)
			}
			s.annual[i] = o.OtherSaving.at(z) - o.AnnualCost.at(zc)
		}
	}
}

func (e *experiment) report(r *Robustness) {
	for k, g := range e.goals {
		c := GroupChance{Group: g.group.ID, Target: e.targets[k]}
		x := e.shares[k]
		reached := 0
		for _, v := range x {
			if v >= c.Target-2*goalEps {
				reached++
			}
		}
		c.Reached = chance(reached, len(x))
		slices.Sort(x)
		c.Low, c.Median, c.High = quantile(x, 0.05), quantile(x, 0.5), quantile(x, 0.95)
		r.Groups = append(r.Groups, c)
	}
	r.All = chance(e.all, r.Draws)
	if e.npv != nil {
		d := describe(e.npv)
		r.NPV = &d
	}
}

func chance(k, n int) Chance {
	p := float64(k) / float64(n)
	return Chance{P: p, StandardError: math.Sqrt(p * (1 - p) / float64(n))}
}

func describe(x []float64) (d Distribution) {
	above := 0
	for _, v := range x {
		d.Mean += v / float64(len(x))
		if v >= 0 {
			above++
		}
	}
	for _, v := range x {
		d.SD += (v - d.Mean) * (v - d.Mean)
	}
	d.SD = math.Sqrt(d.SD / float64(max(1, len(x)-1)))
	slices.Sort(x)
	d.P5, d.P25, d.P50, d.P75, d.P95 = quantile(x, 0.05), quantile(x, 0.25), quantile(x, 0.5), quantile(x, 0.75), quantile(x, 0.95)
	d.AboveZero = chance(above, len(x))
	return d
}

// quantile of sorted values, type 7 (METHOD §15).
func quantile(x []float64, q float64) float64 {
	h := float64(len(x)-1) * q
	i := int(h)
	if i+1 >= len(x) {
		return x[len(x)-1]
	}
	return x[i] + (h-float64(i))*(x[i+1]-x[i])
}
