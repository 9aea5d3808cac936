package option_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/option"
)

// plain computes a set as METHOD §21 says it, one product after the other, from
// the system itself and not from the model.
type plain struct{ s option.System }

func (p plain) steps(f option.Flow) map[string]float64 {
	parts, rest := map[string]float64{}, *f.Amount
	for step, q := range f.Steps {
		parts[step] = q
		rest -= q
	}
	parts[""] = rest
	return parts
}

func (p plain) saved(mask uint32, f option.Flow, reaches float64) float64 {
	parts, added := p.steps(f), 0.0
	left := 0.0
	for step, q := range parts {
		for j, o := range p.s.Options {
			if mask>>j&1 == 0 || *o.Life < reaches {
				continue
			}
			for _, sv := range o.Savings {
				base, at := *f.Amount, ""
				if q, ok := f.Steps[sv.Step]; ok && sv.Step != "" {
					base, at = q, sv.Step
				}
				if sv.Flow != f.ID || at != "" && at != step {
					continue
				}
				share := 0.0
				if sv.Share != nil {
					share = sv.Share.Central
				} else {
					share = sv.Amount.Central / base
				}
				if share > 0 {
					q *= 1 - min(1, share)
				}
			}
		}
		left += q
	}
	for j, o := range p.s.Options {
		for _, sv := range o.Savings {
			if mask>>j&1 == 1 && *o.Life >= reaches && sv.Flow == f.ID && sv.Amount != nil && sv.Amount.Central < 0 {
				added -= sv.Amount.Central
			}
		}
	}
	least := 0.0
	if f.Minimum != nil {
		least = *f.Minimum
	}
	return *f.Amount - max(left, least) - added
}

func (p plain) investment(mask uint32) (sum float64) {
	for j, o := range p.s.Options {
		if mask>>j&1 == 1 {
			sum += o.Investment.Central
		}
	}
	return sum
}

// npv adds up every year by itself.
func (p plain) npv(mask uint32) float64 {
	sum, v := -p.investment(mask), 1.0
	for year := 1.0; year <= 20; year++ {
		v /= 1 + *p.s.Rate
		money := 0.0
		for _, f := range p.s.Flows {
			money += p.saved(mask, f, year) * f.Price.Central
		}
		for j, o := range p.s.Options {
			if mask>>j&1 == 1 && *o.Life >= year {
				money -= o.AnnualCost.Central
			}
		}
		sum += v * money
	}
	return sum
}

func (p plain) group(mask uint32, g option.Group) float64 {
	saved, base := 0.0, 0.0
	for _, f := range p.s.Flows {
		if slices.Contains(g.Flows, f.ID) {
			w := f.Price.Central
			if len(g.Flows) == 1 {
				w = 1
			}
			saved += w * p.saved(mask, f, 0)
			base += w * *f.Amount
		}
	}
	return saved / base
}

func (p plain) related(mask uint32) bool {
	at := map[string]int{}
	for j, o := range p.s.Options {
		at[o.ID] = j
	}
	for j, o := range p.s.Options {
		if mask>>j&1 == 0 {
			continue
		}
		for _, id := range o.DependsOn {
			if mask>>at[id]&1 == 0 {
				return false
			}
		}
		for _, id := range o.Excludes {
			if mask>>at[id]&1 == 1 {
				return false
			}
		}
	}
	return true
}

// best tries every set.
func (p plain) best(q option.Query) (value float64, any bool) {
	value = math.Inf(1)
	for mask := range uint32(1) << len(p.s.Options) {
		if !p.related(mask) || q.Budget != nil && p.investment(mask) > *q.Budget*(1+1e-12) {
			continue
		}
		v := p.investment(mask)
		if q.Objective == option.LeastInvestment && any && v >= value {
			continue
		}
		ok := true
		for _, g := range q.Goals {
			ok = ok && p.group(mask, g.Group) >= g.Target-1e-12
		}
		if !ok {
			continue
		}
		if q.Objective == option.HighestNPV {
			v = -p.npv(mask)
		}
		if v < value {
			value, any = v, true
		}
	}
	if q.Objective == option.HighestNPV {
		value = -value
	}
	return value, any
}

func randomQuery(r *rand.Rand, s option.System) option.Query {
	q := option.Query{Objective: option.LeastInvestment}
	if r.IntN(2) == 0 {
		q.Objective = option.HighestNPV
	}
	if q.Objective == option.LeastInvestment || r.IntN(2) == 0 {
		for range 1 + r.IntN(2) {
			var flows []string
			for _, i := range r.Perm(len(s.Flows))[:1+r.IntN(min(2, len(s.Flows)))] {
				flows = append(flows, s.Flows[i].ID)
			}
			q.Goals = append(q.Goals, option.Goal{Group: option.Group{ID: "g", Flows: flows}, Target: 0.01 + 0.09*r.Float64()})
		}
	}
	if q.Objective == option.HighestNPV || r.IntN(4) == 0 {
		total := 0.0
		for _, o := range s.Options {
			total += o.Investment.Central
		}
		q.Budget = ptr(total * (0.1 + 0.6*r.Float64()))
	}
	return q
}

// The search finds what trying every set finds, on random plants with steps,
// minima, increases, lives, dependencies and exclusions.
func TestSolveAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 21))
	infeasible, solved := 0, 0
	for round := range 400 {
		n := 3 + r.IntN(7)
		if round%40 == 0 {
			n = 14
		}
		k := kind{
			options: n, flows: 1 + r.IntN(3), steps: r.IntN(2) == 0, relations: r.IntN(3) > 0, minimum: r.IntN(3) == 0,
			increases: r.IntN(3) == 0, lives: r.IntN(2) == 0, correlated: r.IntN(4) == 0, whole: r.IntN(2) == 0,
		}
		s := random(r, k)
		q := randomQuery(r, s)
		want, any := plain{s}.best(q)
		got, err := model(t, s).Solve(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		if !any {
			infeasible++
			if got.Outcome != option.Infeasible {
				t.Fatalf("round %d: %s, but no set reaches the goals", round, got.Outcome)
			}
			continue
		}
		solved++
		if got.Outcome != option.Optimal || math.Abs(got.Value-want) > 3e-9*math.Max(1e6, math.Abs(want)) {
			t.Fatalf("round %d (%+v, %s): %s %.6f, every set tried gives %.6f", round, k, q.Objective, got.Outcome, got.Value, want)
		}
		checkAnswer(t, s, q, got)
	}
	if infeasible < 20 || solved < 200 {
		t.Errorf("%d without and %d with a set: the cases test too little", infeasible, solved)
	}
}

// The answer's own figures agree with the plain computation.
func checkAnswer(t *testing.T, s option.System, q option.Query, got option.Portfolio) {
	t.Helper()
	var mask uint32
	for j, o := range s.Options {
		if slices.Contains(got.Set.Options, o.ID) {
			mask |= 1 << j
		}
	}
	p := plain{s}
	if !p.related(mask) || len(got.Set.Broken) > 0 {
		t.Errorf("the set breaks relations: %v", got.Set.Broken)
	}
	near(t, "investment", got.Set.Investment.Value, p.investment(mask), 1e-12)
	near(t, "NPV, thousand million", got.Set.NPV.Value/1e9, p.npv(mask)/1e9, 1e-9)
	for k, g := range q.Goals {
		near(t, "group", got.Groups[k].Saving, p.group(mask, g.Group), 1e-12)
		if !got.Groups[k].Reached {
			t.Errorf("goal %d not reached", k)
		}
	}
}

// 16 options, every one of 65 536 sets tried.
func TestSolveSixteen(t *testing.T) {
	if testing.Short() {
		t.Skip("tries 65 536 sets several times")
	}
	r := rand.New(rand.NewPCG(16, 16))
	for round := range 6 {
		s := random(r, kind{options: 16, flows: 3, steps: round%2 == 0, relations: round%3 > 0, lives: true, correlated: round == 5})
		q := randomQuery(r, s)
		want, any := plain{s}.best(q)
		got, err := model(t, s).Solve(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		if any != (got.Outcome == option.Optimal) || any && math.Abs(got.Value-want) > 3e-9*math.Max(1e6, math.Abs(want)) {
			t.Errorf("round %d: %s %.6f, want %v %.6f", round, got.Outcome, got.Value, any, want)
		}
	}
}
