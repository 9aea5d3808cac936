package cost_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/cost"
)

// randomNetwork draws a network with recycles, services, components, heat,
// keys, charges, stocks and balances that do not close. Every step leads to the
// next and the last one outside, so that nothing goes round for ever.
func randomNetwork(r *rand.Rand, steps, streams int) cost.Network {
	var n cost.Network
	for k := range steps {
		s := cost.Step{ID: fmt.Sprint("s", k), Energy: r.Float64() * 1e6, System: r.Float64() * 1e8}
		switch {
		case k > 0 && r.IntN(6) == 0:
			s.Role = cost.Disposes
		case r.IntN(6) == 0:
			s.Role = cost.Supplies
		}
		if r.IntN(4) == 0 {
			s.StockChange = r.NormFloat64()
		}
		if r.IntN(4) == 0 {
			s.SystemKey = &cost.Key{Component: "x"}
		}
		n.Steps = append(n.Steps, s)
	}
	n.Steps[0].Role = cost.Works
	add := func(from, to int, kind cost.Kind) {
		s := cost.Stream{ID: fmt.Sprint("e", len(n.Streams)), From: from, To: to, Kind: kind, Amount: math.Exp(r.NormFloat64() * 3)}
		switch r.IntN(3) {
		case 0:
			s.Contents = map[string]float64{"x": r.Float64()}
		case 1:
			s.Contents = map[string]float64{"x": 0.1, "y": r.Float64() / 2}
		}
		if from == cost.Outside {
			s.Price = ptr(r.Float64() * 1e5)
			s.Follows = []string{"", "x", "y"}[r.IntN(3)]
		} else if r.IntN(8) == 0 {
			s.Heat = r.Float64() * 1e6
		}
		if kind == cost.Waste && from != cost.Outside {
			s.Treatment.PerUnit, s.Fee.PerPeriod = r.Float64()*1e4, r.Float64()*1e5
		}
		if kind == cost.ByProduct {
			s.Revenue = ptr(r.Float64() * 1e5)
		}
		n.Streams = append(n.Streams, s)
	}
	add(cost.Outside, 0, cost.Input)
	for k := range steps {
		if k+1 < steps {
			add(k, k+1, cost.Intermediate)
		} else {
			add(k, cost.Outside, cost.Product)
		}
	}
	leaving := []cost.Kind{cost.Product, cost.ByProduct, cost.Waste, cost.Loss}
	for len(n.Streams) < streams {
		switch k := r.IntN(steps); r.IntN(4) {
		case 0:
			add(cost.Outside, k, cost.Input)
		case 1:
			add(k, cost.Outside, leaving[r.IntN(len(leaving))])
		default:
			add(k, r.IntN(steps), []cost.Kind{cost.Recycle, cost.Waste}[r.IntN(2)])
		}
	}
	n.ByProducts = cost.ByProducts(r.IntN(2))
	return n
}

func parts(p cost.Parts) []float64 {
	return []float64{p.Material, p.Energy, p.System, p.Treatment, p.Fee}
}

// paid is all money of a network, added up from its data.
func paid(n cost.Network) (sum float64) {
	for _, s := range n.Steps {
		sum += s.Energy + s.System
	}
	for _, s := range n.Streams {
		if s.Price != nil {
			sum += s.Amount * *s.Price
		}
		for _, c := range []cost.Charge{s.Treatment, s.Transport, s.Disposal, s.Fee} {
			sum += c.PerUnit*s.Amount + c.PerPeriod
		}
	}
	return sum
}

// On random networks: money is conserved in all and at every step, no part is
// negative, shares sum to 100 %.
func TestConservation(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 20))
	for range 2000 {
		steps := 1 + r.IntN(12)
		n := randomNetwork(r, steps, steps+2+r.IntN(40))
		res, wrong := cost.Follow(n)
		if len(wrong) > 0 {
			t.Fatalf("%v\n%+v", wrong, n)
		}
		in := paid(n)
		if d := res.Product.Total() + res.Loss.Total() - in; math.Abs(d) > 1e-9*in {
			t.Fatalf("%v of %v is not conserved", d, in)
		}
		if d := res.In.Total() - in; math.Abs(d) > 1e-12*in {
			t.Fatalf("in is off by %v", d)
		}
		percent := 0.0
		for _, s := range res.Streams {
			percent += s.Percent
			for _, p := range []cost.Parts{s.Carried, s.Product, s.Loss} {
				if slices.Min(parts(p)) < 0 {
					t.Fatalf("a negative part: %+v", s)
				}
			}
		}
		if math.Abs(percent-100) > 1e-7 {
			t.Fatalf("shares sum to %v", percent)
		}
		for _, s := range res.Steps {
			if d := s.In.Total() + s.Own.Total() - s.Out.Total(); math.Abs(d) > 1e-9*in {
				t.Fatalf("step %s: %v is not conserved", s.ID, d)
			}
		}
	}
}

// Money in another currency, amounts in another unit, streams and steps in
// another order: the same answer.
func TestScaleAndOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 21))
	for range 300 {
		steps := 2 + r.IntN(8)
		n := randomNetwork(r, steps, steps+2+r.IntN(25))
		first := follow(t, n)
		for what, other := range map[string]cost.Network{"scaled": scaled(n, 1000, 1./25000), "shuffled": shuffled(r, n)} {
			money := 1.0
			if what == "scaled" {
				money = 1. / 25000
			}
			second := follow(t, other)
			for _, a := range first.Streams {
				if a.ID == "" {
					continue
				}
				b := stream(t, second, a.ID)
				for i, p := range [][2]cost.Parts{{a.Carried, b.Carried}, {a.Product, b.Product}, {a.Loss, b.Loss}} {
					x, y := parts(p[0]), parts(p[1])
					for j := range x {
						if math.Abs(x[j]*money-y[j]) > 1e-9*max(first.In.Total()*money, y[j]) { // what goes round may be more than what enters
							t.Fatalf("%s: %s, %d.%d: %v and %v", what, a.ID, i, j, x[j]*money, y[j])
						}
					}
				}
			}
		}
	}
}

func scaled(n cost.Network, amount, money float64) cost.Network {
	n.Steps, n.Streams = slices.Clone(n.Steps), slices.Clone(n.Streams)
	for i := range n.Steps {
		s := &n.Steps[i]
		s.Energy, s.System, s.StockChange = s.Energy*money, s.System*money, s.StockChange*amount
	}
	for i := range n.Streams {
		s := &n.Streams[i]
		s.Amount, s.Heat = s.Amount*amount, s.Heat*money
		if s.Price != nil {
			s.Price = ptr(*s.Price * money / amount)
		}
		if s.Revenue != nil {
			s.Revenue = ptr(*s.Revenue * money / amount)
		}
		s.Treatment.PerUnit, s.Fee.PerPeriod = s.Treatment.PerUnit*money/amount, s.Fee.PerPeriod*money
	}
	return n
}

func shuffled(r *rand.Rand, n cost.Network) cost.Network {
	order := r.Perm(len(n.Steps))
	steps := make([]cost.Step, len(n.Steps))
	for from, to := range order {
		steps[to] = n.Steps[from]
	}
	n.Steps, n.Streams = steps, slices.Clone(n.Streams)
	for i := range n.Streams {
		s := &n.Streams[i]
		if s.From != cost.Outside {
			s.From = order[s.From]
		}
		if s.To != cost.Outside {
			s.To = order[s.To]
		}
	}
	r.Shuffle(len(n.Streams), func(i, j int) { n.Streams[i], n.Streams[j] = n.Streams[j], n.Streams[i] })
	return n
}

// Money that goes round a million times before it leaves keeps its digits.
func TestTightLoop(t *testing.T) {
	r := follow(t, cost.Network{
		Steps: []cost.Step{{ID: "a"}, {ID: "b"}},
		Streams: []cost.Stream{
			{ID: "in", From: cost.Outside, To: 0, Kind: cost.Input, Amount: 1, Price: ptr(1e9)},
			{ID: "ab", From: 0, To: 1, Kind: cost.Intermediate, Amount: 1e12 + 1},
			{ID: "ba", From: 1, To: 0, Kind: cost.Recycle, Amount: 1e12},
			{ID: "good", From: 1, To: cost.Outside, Kind: cost.Product, Amount: 0.75},
			{ID: "bad", From: 1, To: cost.Outside, Kind: cost.Waste, Amount: 0.25},
		},
	})
	near(t, "good", stream(t, r, "good").Total(), 0.75e9)
	near(t, "bad", stream(t, r, "bad").Total(), 0.25e9)
}

func BenchmarkFollow(b *testing.B) {
	for _, size := range [][2]int{{80, 200}, {1000, 2000}} {
		b.Run(fmt.Sprint(size[1], " streams"), func(b *testing.B) {
			n := randomNetwork(rand.New(rand.NewPCG(1, 2)), size[0], size[1])
			for b.Loop() {
				if _, wrong := cost.Follow(n); len(wrong) > 0 {
					b.Fatal(wrong)
				}
			}
		})
	}
}
