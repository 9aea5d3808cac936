package assess_test

import (
	"context"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/option"
)

// The detailed examples come to a portfolio whose parts agree with each other.
func TestPortfolioOfExamples(t *testing.T) {
	for _, name := range []string{"tinh-bot-san-chi-tiet", "det-nhuom-chi-tiet", "ma-niken-chi-tiet"} {
		t.Run(name, func(t *testing.T) {
			a := example(t, name)
			r := assessed(t, a)
			if r.Options == nil || r.Options.Model == nil {
				t.Fatal(r.Problems)
			}
			p, err := assess.SolvePortfolio(context.Background(), a, r)
			if err != nil {
				t.Fatal(err)
			}
			if p.Proposed.Outcome == option.Infeasible && len(p.Explanation.Short) == 0 {
				t.Error("not reached, and nobody says what is short")
			}
			for _, g := range p.Proposed.Groups {
				if p.Proposed.Outcome == option.Optimal && !g.Reached {
					t.Errorf("%s is not reached", g.Group)
				}
			}
			if len(p.Explanation.Sentences) == 0 || len(p.Frontiers) != len(p.Query.Goals) || p.Robustness == nil {
				t.Errorf("%d sentences, %d frontiers", len(p.Explanation.Sentences), len(p.Frontiers))
			}
			// Savings multiply: the set saves no more than its options one by one.
			for _, x := range p.Proposed.Set.Flows {
				alone := 0.0
				for _, id := range p.Proposed.Set.Options {
					sh, _ := r.Options.Sheet(id)
					for _, e := range sh.Effects {
						if e.Flow.ID == x.Flow {
							alone += e.Amount.Value
						}
					}
				}
				if x.Saved > alone*(1+1e-9) {
					t.Errorf("%s: together %g, one by one %g", x.Flow, x.Saved, alone)
				}
			}
		})
	}
}
