package option_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sxsh-audit/audit/internal/assess/option"
)

func two(energy, water float64) []option.Goal {
	return append(electricity(energy), option.Goal{Group: option.Group{ID: "w", Flows: []string{"water"}}, Target: water})
}

// By hand: of electricity a saves 20 % and b 10 %, together 28 %; of water c saves
// 30 % and d 12 %. Half of the electricity is out of reach: a + b lack 22 points,
// a alone 30. Water's 12 % is not given up for that: with d it is reached, for
// less than with c. So the nearest set is a + b + d, 100 + 50 + 5.
func TestNearestByHand(t *testing.T) {
	m := model(t, mill(opt("a", 100, share("electricity", 0.2)), opt("b", 50, share("electricity", 0.1)),
		opt("c", 20, share("water", 0.3)), opt("d", 5, share("water", 0.12))))
	p, e, words := told(t, m, option.Query{Objective: option.LeastInvestment, Goals: two(0.5, 0.12)})
	if p.Outcome != option.Infeasible || p.Nearest != option.NearProved || !slices.Equal(p.Set.Options, []string{"a", "b", "d"}) || p.Value != 155 {
		t.Fatalf("%+v", p)
	}
	near(t, "electricity", p.Groups[0].Saving, 0.28, 1e-12)
	if p.Groups[0].Reached || !p.Groups[1].Reached {
		t.Errorf("%+v", p.Groups)
	}
	if want := []string{"portfolio.nearest", "portfolio.falls-short", "portfolio.reach", "portfolio.short", "portfolio.adds", "portfolio.adds", "portfolio.adds", "portfolio.overlap"}; !slices.Equal(keys(e), want) {
		t.Error(keys(e))
	}
	// 22 % of 1 000 kWh a year.
	for _, want := range []string{"Không tổ hợp nào đạt mọi mục tiêu", "thêm 22 %", "220 kWh mỗi năm", "nhiều nhất 28 %"} {
		if !strings.Contains(words, want) {
			t.Errorf("the words lack %q", want)
		}
	}
}

// With 105 to spend: a + d lack 30 points of electricity, b + c + d lack 40, for 75.
// The money is what stands in the way: without a budget a + b + d lack 22 only,
// for 155, which is 50 more.
func TestNearestWithinBudget(t *testing.T) {
	m := model(t, mill(opt("a", 100, share("electricity", 0.2)), opt("b", 50, share("electricity", 0.1)),
		opt("c", 20, share("water", 0.3)), opt("d", 5, share("water", 0.12))))
	q := option.Query{Objective: option.LeastInvestment, Goals: two(0.5, 0.12), Budget: ptr(105.0)}
	p, e, words := told(t, m, q)
	if !slices.Equal(p.Set.Options, []string{"a", "d"}) || e.Extra == nil || e.Extra.Value != 155 || !strings.Contains(words, "thêm 50") {
		t.Errorf("%v, without a budget %+v", p.Set.Options, e.Extra)
	}
	// What is required stays; two that exclude each other leave nothing to propose.
	q.Required = []string{"b"}
	if p, _, _ = told(t, m, q); !slices.Equal(p.Set.Options, []string{"b", "d"}) {
		t.Errorf("with b required: %v", p.Set.Options)
	}
	x, y := opt("x", 1, share("electricity", 0.2)), opt("y", 1, share("electricity", 0.1))
	x.Excludes = []string{"y"}
	p, e, _ = told(t, model(t, mill(x, y)), option.Query{Objective: option.LeastInvestment, Goals: electricity(0.5), Required: []string{"x", "y"}})
	if p.Nearest != option.NoneNear || keys(e)[0] != "portfolio.required-clash" {
		t.Errorf("%s %v", p.Nearest, keys(e))
	}
	// Nothing helps: the nearest set is empty.
	p, e, _ = told(t, model(t, mill(opt("z", 1, share("water", 0.2)))), option.Query{Objective: option.LeastInvestment, Goals: electricity(0.5)})
	if p.Nearest != option.NearProved || len(p.Set.Options) != 0 || keys(e)[0] != "portfolio.none-nearer" {
		t.Errorf("%s %v %v", p.Nearest, p.Set.Options, keys(e))
	}
}

// lacks are what a set lacks of the goals, the largest first.
func (p plain) lacks(mask uint32, goals []option.Goal) []float64 {
	var all []float64
	for _, g := range goals {
		all = append(all, math.Max(0, g.Target-p.group(mask, g.Group)))
	}
	slices.Sort(all)
	slices.Reverse(all)
	return all
}

// compareLacks is −1 where a lacks less, in the order of the largest lacks.
func compareLacks(a, b []float64) int {
	for i := range a {
		if d := a[i] - b[i]; math.Abs(d) > 1e-10 {
			return int(math.Copysign(1, d))
		}
	}
	return 0
}

// nearest tries every set.
func (p plain) nearest(q option.Query) (lacks []float64, value float64) {
	for mask := range uint32(1) << len(p.s.Options) {
		if !p.related(mask) || q.Budget != nil && p.investment(mask) > *q.Budget*(1+1e-12) {
			continue
		}
		v := p.investment(mask)
		if q.Objective == option.HighestNPV {
			v = -p.npv(mask)
		}
		l := p.lacks(mask, q.Goals)
		if lacks == nil {
			lacks, value = l, v
			continue
		}
		if c := compareLacks(l, lacks); c < 0 || c == 0 && v < value {
			lacks, value = l, v
		}
	}
	if q.Objective == option.HighestNPV {
		value = -value
	}
	return lacks, value
}

// Where no set reaches the goals, the search finds the nearest one that trying
// every set finds.
func TestNearestAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 21))
	tried, together := 0, 0
	for round := range 300 {
		k := kind{
			options: 3 + r.IntN(7), flows: 1 + r.IntN(4), steps: r.IntN(2) == 0, relations: r.IntN(3) > 0, minimum: r.IntN(3) == 0,
			increases: r.IntN(3) == 0, lives: r.IntN(2) == 0, correlated: r.IntN(4) == 0, whole: r.IntN(2) == 0,
		}
		s := random(r, k)
		q := option.Query{Objective: option.LeastInvestment}
		if r.IntN(2) == 0 {
			q.Objective = option.HighestNPV
		}
		for _, i := range r.Perm(len(s.Flows))[:1+r.IntN(len(s.Flows))] {
			q.Goals = append(q.Goals, option.Goal{Group: option.Group{ID: s.Flows[i].ID, Flows: []string{s.Flows[i].ID}}, Target: 0.02 + 0.15*r.Float64()})
		}
		if r.IntN(2) == 0 {
			total := 0.0
			for _, o := range s.Options {
				total += o.Investment.Central
			}
			q.Budget = ptr(total * 0.6 * r.Float64())
		}
		p := plain{s}
		want, value := p.nearest(q)
		if want[0] <= 1e-9 {
			continue // reached
		}
		tried++
		if len(want) > 1 && want[len(want)-1] == 0 {
			together++
		}
		got, err := model(t, s).Solve(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		var mask uint32
		for j, o := range s.Options {
			if slices.Contains(got.Set.Options, o.ID) {
				mask |= 1 << j
			}
		}
		if got.Outcome != option.Infeasible || got.Nearest != option.NearProved || !p.related(mask) {
			t.Fatalf("round %d: %s, %q", round, got.Outcome, got.Nearest)
		}
		if lacks := p.lacks(mask, q.Goals); compareLacks(lacks, want) != 0 || math.Abs(got.Value-value) > 3e-9*math.Max(1e6, math.Abs(value)) {
			t.Fatalf("round %d (%+v, %s): lacks %v for %.3f, every set tried gives %v for %.3f", round, k, q.Objective, lacks, got.Value, want, value)
		}
	}
	if tried < 100 || together < 20 {
		t.Errorf("%d out of reach, %d with a goal that is reached: the cases test too little", tried, together)
	}
}

// The same question has the same answer, however often it is asked.
func TestNearestIsTheSame(t *testing.T) {
	s := forty(3, families[0].kind)
	q := option.Query{Objective: option.LeastInvestment, Goals: goalsOf(s, 3, 0.4)}
	first, err := model(t, s).Solve(context.Background(), q)
	if err != nil || first.Nearest != option.NearProved {
		t.Fatal(err, first.Outcome)
	}
	for range 3 {
		if again, _ := model(t, s).Solve(context.Background(), q); !slices.Equal(again.Set.Options, first.Set.Options) {
			t.Errorf("%v, then %v", first.Set.Options, again.Set.Options)
		}
	}
}

// BenchmarkPortfolioNearest asks the hard plants of 40 options for more than they
// have: at all, and for a twentieth of the money.
func BenchmarkPortfolioNearest(b *testing.B) {
	for _, f := range hard {
		for _, money := range []float64{0, 0.05} {
			b.Run(fmt.Sprint(f.name, "/budget=", money), func(b *testing.B) {
				worst, nodes, unproved := time.Duration(0), 0, 0
				for i := range b.N {
					s := f.make(uint64(i))
					q := option.Query{Objective: option.LeastInvestment, Goals: goalsOf(s, min(4, len(s.Flows)), 0.9)}
					if money > 0 {
						q = option.Query{Objective: option.LeastInvestment, Goals: goalsOf(s, min(4, len(s.Flows)), 0.15), Budget: ptr(money * costOfAll(s))}
					}
					m := model(b, s)
					begun := time.Now()
					p, err := m.Solve(context.Background(), q)
					if err != nil {
						b.Fatal(err)
					}
					worst, nodes = max(worst, time.Since(begun)), max(nodes, p.Nodes)
					if p.Nearest == option.NearFound || p.Outcome == option.BestSoFar || p.Outcome == option.NothingYet {
						unproved++
					}
				}
				b.ReportMetric(float64(worst.Milliseconds()), "worst-ms")
				b.ReportMetric(float64(nodes), "worst-nodes")
				b.ReportMetric(float64(unproved), "unproved")
			})
		}
	}
}
