package option_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/option"
)

func forty(seed uint64, k kind) option.System {
	k.options = 40
	return random(rand.New(rand.NewPCG(seed, 40)), k)
}

// goalsOf asks for a target on the first flow, on the first two and on all.
func goalsOf(s option.System, groups int, target float64) (goals []option.Goal) {
	for g := range groups {
		var flows []string
		for i := g; i < len(s.Flows) && i < g+1+g; i++ {
			flows = append(flows, s.Flows[i].ID)
		}
		goals = append(goals, option.Goal{Group: option.Group{ID: fmt.Sprint("g", g), Flows: flows}, Target: target})
	}
	return goals
}

var families = []struct {
	name string
	kind kind
}{
	{"plant", kind{flows: 5, steps: true, relations: true, lives: true, whole: true}},
	{"uneven", kind{flows: 5, steps: true, relations: true, lives: true, increases: true, minimum: true}},
	{"one-flow", kind{flows: 1, whole: true}},
	{"one-flow-uneven", kind{flows: 1}},
	{"correlated", kind{flows: 3, correlated: true, whole: true}},
	{"correlated-uneven", kind{flows: 1, correlated: true}},
}

func BenchmarkPortfolio(b *testing.B) {
	for _, f := range families {
		for _, o := range []option.Objective{option.LeastInvestment, option.HighestNPV} {
			b.Run(f.name+"/"+string(o), func(b *testing.B) {
				nodes, worst, unproved := 0, 0, 0
				for i := range b.N {
					s := forty(uint64(i), f.kind)
					m := model(b, s)
					q := option.Query{Objective: o, Goals: goalsOf(s, min(3, f.kind.flows), 0.08)}
					if o == option.HighestNPV {
						total := 0.0
						for _, x := range s.Options {
							total += x.Investment.Central
						}
						q.Budget, q.Goals = ptr(total*0.4), nil
					}
					p, err := m.Solve(context.Background(), q)
					if err != nil {
						b.Fatal(err)
					}
					nodes += p.Nodes
					worst = max(worst, p.Nodes)
					if p.Outcome == option.BestSoFar || p.Outcome == option.NothingYet {
						unproved++
					}
				}
				b.ReportMetric(float64(nodes)/float64(b.N), "nodes/op")
				b.ReportMetric(float64(worst), "worst-nodes")
				b.ReportMetric(float64(unproved), "unproved")
			})
		}
	}
}
