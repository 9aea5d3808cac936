package option_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/option"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want))) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

func ptr[T any](v T) *T { return &v }

func exactly(v float64) *option.Range { return ptr(option.Exactly(v)) }

func model(t testing.TB, s option.System) *option.Model {
	t.Helper()
	m, _, errs := option.New(s)
	if len(errs) > 0 {
		t.Fatalf("errors: %v", errs)
	}
	return m
}

// kind says what a random system is like.
type kind struct {
	options    int
	flows      int
	steps      bool
	relations  bool
	minimum    bool
	increases  bool
	lives      bool
	correlated bool // investment follows the saving: the hard case of a knapsack
	whole      bool // investments in whole millions
	spread     float64
}

// random makes a plant whose figures look like those of a plant: flows worth some
// thousand million a year, options that save 0.3–6 % of one to three of them.
func random(r *rand.Rand, k kind) option.System {
	s := option.System{Rate: ptr(0.08 + 0.08*r.Float64())}
	for i := range k.flows {
		q := math.Pow(10, 3+3*r.Float64())
		f := option.Flow{
			ID: fmt.Sprintf("flow%d", i), Unit: "t", Amount: ptr(q),
			Price: exactly(math.Pow(10, 9+r.Float64()) / q), CO2e: ptr(r.Float64()),
		}
		if k.steps {
			f.Steps = map[string]float64{"a": q * (0.1 + 0.3*r.Float64()), "b": q * (0.1 + 0.4*r.Float64())}
		}
		if k.minimum && r.IntN(2) == 0 {
			f.Minimum = ptr(q * (0.8 + 0.1*r.Float64()))
		}
		s.Flows = append(s.Flows, f)
	}
	for i := range k.options {
		s.Options = append(s.Options, randomOption(r, k, s, i))
	}
	return s
}

func randomOption(r *rand.Rand, k kind, s option.System, i int) option.Option {
	o := option.Option{ID: fmt.Sprintf("o%02d", i), Life: ptr(10.0)}
	if k.lives {
		o.Life = ptr(float64(3 + r.IntN(4)*4))
	}
	worth := 0.0
	for range 1 + r.IntN(min(3, k.flows)) {
		flow := s.Flows[r.IntN(k.flows)]
		v := 0.003 + 0.057*r.Float64()
		sv := option.Saving{Flow: flow.ID}
		if k.steps {
			sv.Step = []string{"", "a", "b", "elsewhere"}[r.IntN(4)]
		}
		switch {
		case k.increases && r.IntN(6) == 0:
			v /= -4
			sv.Amount = exactly(v * *flow.Amount)
		case r.IntN(2) == 0:
			sv.Amount = exactly(v * *flow.Amount * 0.5)
		default:
			sv.Share = exactly(v)
		}
		if k.spread > 0 && sv.Share != nil {
			sv.Share = &option.Range{Low: v * (1 - k.spread), Central: v, High: v * (1 + k.spread)}
		}
		worth += v * *flow.Amount * flow.Price.Central
		o.Savings = append(o.Savings, sv)
	}
	cost := math.Abs(worth) * (0.2 + 4*r.Float64()*r.Float64())
	if k.correlated {
		cost = math.Abs(worth)*3 + 2e8
	}
	if r.IntN(8) == 0 && !k.correlated {
		cost = 0
	}
	if k.whole {
		cost = math.Round(cost/1e6) * 1e6
	}
	o.Investment = exactly(cost)
	o.AnnualCost = option.Exactly(math.Round(cost * 0.02 * r.Float64()))
	if k.relations && i > 2 {
		if r.IntN(4) == 0 {
			o.DependsOn = append(o.DependsOn, fmt.Sprintf("o%02d", r.IntN(i)))
		}
		if r.IntN(4) == 0 {
			o.Excludes = append(o.Excludes, fmt.Sprintf("o%02d", r.IntN(i)))
		}
	}
	return o
}
