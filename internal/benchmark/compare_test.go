package benchmark_test

import (
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/benchmark"
)

func at(v float64) *float64 { return &v }

func TestLocate(t *testing.T) {
	full := benchmark.Bounds{Best: at(160), TypicalLow: at(165), TypicalHigh: at(200), Poor: at(230)}
	yield := benchmark.Bounds{Best: at(88), TypicalHigh: at(85), TypicalLow: at(80), Poor: at(75)}
	cases := []struct {
		name   string
		v      float64
		b      benchmark.Bounds
		scale  string
		want   benchmark.Band
		merged int
	}{
		{"at best", 160, full, benchmark.MoreIsWorse, benchmark.BandBest, 0},
		{"good", 164, full, benchmark.MoreIsWorse, benchmark.BandGood, 0},
		{"typical", 185.2, full, benchmark.MoreIsWorse, benchmark.BandTypical, 0},
		{"poor", 230, full, benchmark.MoreIsWorse, benchmark.BandPoor, 0},
		{"beyond", 230.1, full, benchmark.MoreIsWorse, benchmark.BandBeyond, 0},
		{"yield best", 88, yield, benchmark.MoreIsBetter, benchmark.BandBest, 0},
		{"yield good", 86, yield, benchmark.MoreIsBetter, benchmark.BandGood, 0},
		{"yield typical", 82, yield, benchmark.MoreIsBetter, benchmark.BandTypical, 0},
		{"yield poor", 76, yield, benchmark.MoreIsBetter, benchmark.BandPoor, 0},
		{"yield beyond", 70, yield, benchmark.MoreIsBetter, benchmark.BandBeyond, 0},
		{"best unknown: best and good merge", 3, benchmark.Bounds{TypicalLow: at(4)}, benchmark.MoreIsWorse, benchmark.BandGood, 2},
		{"only typical low: all above merge", 5, benchmark.Bounds{TypicalLow: at(4)}, benchmark.MoreIsWorse, benchmark.BandTypical, 3},
		{"low edge unknown", 5, benchmark.Bounds{Best: at(4), TypicalHigh: at(6)}, benchmark.MoreIsWorse, benchmark.BandTypical, 2},
		{"only best, not reached", 5, benchmark.Bounds{Best: at(4)}, benchmark.MoreIsWorse, benchmark.BandGood, 4},
	}
	for _, c := range cases {
		p, ok := benchmark.Locate(c.v, c.b, c.scale)
		if !ok || p.Band != c.want || len(p.Merged) != c.merged {
			t.Errorf("%s: Locate(%g) = %v %v, want %s with %d merged", c.name, c.v, p, ok, c.want, c.merged)
		}
		if len(p.Merged) > 0 && !slices.Contains(p.Merged, p.Band) {
			t.Errorf("%s: %s is not among %v", c.name, p.Band, p.Merged)
		}
	}
	if _, ok := benchmark.Locate(1, benchmark.Bounds{}, benchmark.MoreIsWorse); ok {
		t.Error("no bounds: located all the same")
	}
	if _, ok := benchmark.Locate(1, full, benchmark.Neutral); ok {
		t.Error("neutral: located all the same")
	}
}
