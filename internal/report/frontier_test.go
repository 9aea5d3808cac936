package report

import (
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/option"
)

// Of a frontier of 0, 1, … 10 % and a target of 3,5 % the table shows every fifth
// of 10 %: 2, 4, 6, 8 and 10 %; the cheapest point that reaches the target is that
// of 4 %. With a target of 7 % that point is shown too; of one that is out of
// reach there is none.
func TestOutline(t *testing.T) {
	f := option.Frontier{}
	for i := range 11 {
		f.Points = append(f.Points, option.FrontierPoint{Investment: float64(i), Saving: float64(i) / 100})
	}
	for _, x := range []struct {
		target float64
		want   []float64
	}{{0.035, []float64{2, 4, 6, 8, 10}}, {0.07, []float64{2, 4, 6, 7, 8, 10}}, {0.2, []float64{2, 4, 6, 8, 10}}} {
		var got []float64
		for _, p := range outline(f, x.target) {
			got = append(got, p.Investment)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("target %g: %v, want %v", x.target, got, x.want)
		}
	}
	if got := outline(option.Frontier{}, 0.05); got != nil {
		t.Error(got)
	}
}
