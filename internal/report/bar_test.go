package report_test

import (
	"math"
	"testing"
	"unicode/utf8"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/report"
)

func TestBar(t *testing.T) {
	at := func(v float64) *float64 { return &v }
	all := benchmark.Bounds{Best: at(160), TypicalLow: at(165), TypicalHigh: at(200), Poor: at(230)}
	yield := benchmark.Bounds{Best: at(88), TypicalLow: at(80), TypicalHigh: at(85), Poor: at(75)}
	for _, x := range []struct {
		name string
		bar  report.Bar
		want string
	}{
		{"typical", report.Bar{Value: 185.2, Bounds: all, Scale: benchmark.MoreIsWorse}, "··┃▒▒▒●▒▒·······"},
		{"best", report.Bar{Value: 150, Bounds: all, Scale: benchmark.MoreIsWorse}, "●·┃▒▒▒▒▒▒·······"},
		{"beyond", report.Bar{Value: 300, Bounds: all, Scale: benchmark.MoreIsWorse}, "·┃▒▒▒▒·········●"},
		{"far beyond", report.Bar{Value: 1000, Bounds: all, Scale: benchmark.MoreIsWorse}, "··┃▒▒▒▒▒▒······▸"},
		{"far before", report.Bar{Value: 1, Bounds: all, Scale: benchmark.MoreIsWorse}, "◂·┃▒▒▒▒▒▒·······"},
		{"more is better", report.Bar{Value: 78, Bounds: yield, Scale: benchmark.MoreIsBetter}, "··┃·▒▒▒▒▒▒·●····"},
		{"one bound", report.Bar{Value: 12, Bounds: benchmark.Bounds{TypicalHigh: at(10)}, Scale: benchmark.MoreIsWorse}, "··▒············●"},
		{"one bound at zero", report.Bar{Value: 2, Bounds: benchmark.Bounds{TypicalHigh: at(0)}, Scale: benchmark.MoreIsWorse}, "··▒············●"},
		{"no bound", report.Bar{Value: 2}, "················"},
		{"no number", report.Bar{Value: math.NaN(), Bounds: all}, "················"},
	} {
		got := x.bar.Draw(16)
		if got != x.want || utf8.RuneCountInString(got) != 16 {
			t.Errorf("%s: got %s, want %s", x.name, got, x.want)
		}
	}
	if got := (report.Bar{Value: 1, Bounds: all}).Draw(0); got != "" {
		t.Errorf("no room: got %q", got)
	}
	for width := 1; width < 5; width++ {
		if got := (report.Bar{Value: 185, Bounds: all}).Draw(width); utf8.RuneCountInString(got) != width {
			t.Errorf("width %d: got %q", width, got)
		}
	}
}
