package option_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/option"
)

// front is the Pareto set by trying every set.
func (p plain) front(g option.Group) (points [][2]float64) {
	for mask := range uint32(1) << len(p.s.Options) {
		if p.related(mask) {
			points = append(points, [2]float64{p.investment(mask), p.group(mask, g)})
		}
	}
	slices.SortFunc(points, func(a, b [2]float64) int {
		switch {
		case a[0] < b[0], a[0] == b[0] && a[1] > b[1]:
			return -1
		case a == b:
			return 0
		}
		return 1
	})
	best := -1.0
	kept := points[:0]
	for _, q := range points {
		if q[1] > best+1e-11 {
			kept, best = append(kept, q), q[1]
		}
	}
	return kept
}

func TestFrontierAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for round := range 60 {
		s := random(r, kind{options: 4 + r.IntN(7), flows: 2, steps: true, relations: true, minimum: round%3 == 0, increases: round%2 == 0, whole: true})
		g := option.Group{ID: "g", Flows: []string{"flow0", "flow1"}[:1+round%2]}
		f, err := model(t, s).Frontier(context.Background(), g, option.Query{})
		if err != nil {
			t.Fatal(err)
		}
		want := plain{s}.front(g)
		if f.Method != option.EverySet || !f.Proved || len(f.Points) != len(want) {
			t.Fatalf("round %d: %d points, want %d", round, len(f.Points), len(want))
		}
		for i, p := range f.Points {
			near(t, "investment", p.Investment, want[i][0], 1e-12)
			near(t, "saving", p.Saving, want[i][1], 1e-11)
		}
		last := f.Points[len(f.Points)-1]
		most, exact, err := model(t, s).Most(context.Background(), g, option.Query{})
		if err != nil || !exact {
			t.Fatal(err)
		}
		near(t, "the most", most, last.Saving, 1e-8)
	}
}

// More than 20 options: each point is what Solve finds for its saving, both rise.
func TestFrontierOnGrid(t *testing.T) {
	s := forty(9, families[0].kind)
	m := model(t, s)
	g := option.Group{ID: "g", Flows: []string{"flow0"}}
	f, err := m.Frontier(context.Background(), g, option.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if f.Method != option.OnGrid || !f.Proved || len(f.Points) < 5 {
		t.Fatalf("%s, proved %t, %d points", f.Method, f.Proved, len(f.Points))
	}
	for i, p := range f.Points {
		if i > 0 && (p.Saving <= f.Points[i-1].Saving || p.Investment <= f.Points[i-1].Investment) {
			t.Errorf("point %d does not rise", i)
		}
		got, err := m.Solve(context.Background(), option.Query{Objective: option.LeastInvestment, Goals: []option.Goal{{Group: g, Target: p.Saving * (1 - 1e-9)}}})
		if err != nil {
			t.Fatal(err)
		}
		near(t, "investment", got.Value, p.Investment, 1e-9)
	}
	if p, why := f.At(0.01); !why.Empty() || p.Saving < 0.01 {
		t.Errorf("at 1 %%: %v %v", p, why)
	}
	if _, why := f.At(0.99); why.Key != "portfolio.beyond-frontier" {
		t.Errorf("at 99 %%: %v", why)
	}
}

func BenchmarkFrontier(b *testing.B) {
	for name, n := range map[string]int{"every-set-20": 20, "grid-40": 40} {
		b.Run(name, func(b *testing.B) {
			for i := range b.N {
				k := families[0].kind
				k.options = n
				s := random(rand.New(rand.NewPCG(uint64(i), 20)), k)
				g := option.Group{ID: "g", Flows: []string{"flow0", "flow1"}}
				if _, err := model(b, s).Frontier(context.Background(), g, option.Query{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
