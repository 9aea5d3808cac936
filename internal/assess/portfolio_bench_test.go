package assess_test

import (
	"context"
	"testing"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
)

// The detailed examples, assessed and with their portfolio: an edit is followed
// by the one, the page of the portfolio by the other.
func BenchmarkDetailed(b *testing.B) {
	for _, name := range []string{"tinh-bot-san-chi-tiet", "det-nhuom-chi-tiet", "ma-niken-chi-tiet"} {
		src, err := examples.FS.ReadFile(name + auditfile.Extension)
		if err != nil {
			b.Fatal(err)
		}
		a, _, problems := auditfile.Parse(name, src)
		if a == nil || problems.HasErrors() {
			b.Fatal(problems)
		}
		p, c := pack(b, a.Plant.Sector), common(b)
		r := assess.Assess(a, p, c)
		b.Run("assess/"+name, func(b *testing.B) {
			for b.Loop() {
				assess.Assess(a, p, c)
			}
		})
		b.Run("portfolio/"+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := assess.SolvePortfolio(context.Background(), a, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
