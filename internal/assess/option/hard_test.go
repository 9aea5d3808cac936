package option_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/option"
)

// hard are plants of 40 options made to be hard for a search.
var hard = []struct {
	name string
	make func(seed uint64) option.System
}{
	{"investment follows saving", func(seed uint64) option.System { return forty(seed, families[4].kind) }},
	{"with relations", func(seed uint64) option.System {
		return forty(seed, kind{flows: 5, correlated: true, relations: true, steps: true, lives: true})
	}},
	{"large shares", func(seed uint64) option.System {
		s := forty(seed, kind{flows: 4, steps: true, relations: true, lives: true})
		r := rand.New(rand.NewPCG(seed, 1))
		for _, o := range s.Options {
			for k := range o.Savings {
				o.Savings[k].Amount, o.Savings[k].Share = nil, exactly(0.05+0.4*r.Float64())
			}
		}
		return s
	}},
	{"a subset sum in millions", func(seed uint64) option.System { return subsetSum(seed, 1e6) }},
}

// subsetSum is a plant in which every option has the same price for a log-share,
// so that no option is better than another and only the sums differ.
func subsetSum(seed uint64, step float64) option.System {
	s := forty(seed, kind{flows: 1})
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range s.Options {
		f := 0.003 + 0.05*r.Float64()
		s.Options[i].Savings = []option.Saving{share("flow0", f)}
		s.Options[i].Investment = exactly(math.Round(-math.Log(1-f)*1e10/step) * step)
	}
	return s
}

// hardQueries are four questions to a plant: low and high targets for the least
// investment, a budget with and without targets for the highest NPV.
func hardQueries(s option.System) []option.Query {
	groups, sum := min(3, len(s.Flows)), costOfAll(s)
	return []option.Query{
		{Objective: option.LeastInvestment, Goals: goalsOf(s, groups, 0.08)},
		{Objective: option.LeastInvestment, Goals: goalsOf(s, groups, 0.15)},
		{Objective: option.HighestNPV, Budget: ptr(sum * 0.3)},
		{Objective: option.HighestNPV, Budget: ptr(sum * 0.3), Goals: goalsOf(s, groups, 0.08)},
	}
}

// costOfAll is what all options cost together.
func costOfAll(s option.System) (sum float64) {
	for _, o := range s.Options {
		sum += o.Investment.Central
	}
	return sum
}

// All of them are proved within the default number of nodes.
func TestSolveHard(t *testing.T) {
	for _, f := range hard {
		for seed := range uint64(5) {
			s := f.make(seed)
			m := model(t, s)
			for i, q := range hardQueries(s) {
				p, err := m.Solve(context.Background(), q)
				if err != nil {
					t.Fatal(err)
				}
				if p.Outcome != option.Optimal && p.Outcome != option.Infeasible {
					t.Errorf("%s, seed %d, query %d: %s after %d nodes, gap %g of %g", f.name, seed, i, p.Outcome, p.Nodes, p.Gap, p.Value)
				}
			}
		}
	}
}

// A subset sum to the last đồng is beyond any search; the answer is within a
// thousandth of the best, and says so.
func TestSolveBeyondReach(t *testing.T) {
	for seed := range uint64(3) {
		s := subsetSum(seed, 1)
		p, err := model(t, s).Solve(context.Background(), hardQueries(s)[0])
		if err != nil {
			t.Fatal(err)
		}
		if p.Outcome == option.BestSoFar && !(p.Gap > 0 && p.Gap < 1e-3*p.Value) {
			t.Errorf("gap %g of %g", p.Gap, p.Value)
		}
		t.Logf("%s, gap %.3g of %.3g", p.Outcome, p.Gap, p.Value)
	}
}

func BenchmarkPortfolioHard(b *testing.B) {
	for _, f := range hard {
		b.Run(f.name, func(b *testing.B) {
			for i := range b.N {
				s := f.make(uint64(i))
				m := model(b, s)
				q := hardQueries(s)
				if _, err := m.Solve(context.Background(), q[i%len(q)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
