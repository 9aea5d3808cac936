package benchmark_test

import (
	"io/fs"
	"testing"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/sectors"
)

// The shipped packs: everything is checked that `audit sectors check` checks,
// and nothing that was collected is missing.
func TestShippedPacks(t *testing.T) {
	common, problems := benchmark.LoadCommon(sectors.FS)
	if common == nil {
		t.Fatal(problems)
	}
	// Published rows collected for each pack.
	rows := map[string]int{
		"cassava-starch": 64, "coffee": 48, "sugar": 53, "food-seafood": 49, "food-beer": 39, "food-dairy": 29, "food-other": 24,
		"textiles-dyeing": 44, "textiles-other": 13, "mechanical-finishing": 26, "mechanical-foundry": 31, "mechanical-machining": 13,
	}
	list, problems := benchmark.List(sectors.FS)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	if len(list) != len(rows) {
		t.Errorf("%d packs, want %d", len(list), len(rows))
	}
	total := 0
	for _, s := range list {
		src, err := fs.ReadFile(sectors.FS, s.ID+".toml")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range benchmark.Check(s.ID+".toml", src, common) {
			t.Errorf("%s:%d: %s: %v", p.File, p.Line, p.Path, p.Message)
		}
		p, _ := benchmark.Load(sectors.FS, s.ID)
		if p == nil {
			t.Errorf("%s cannot be read", s.ID)
			continue
		}
		if len(p.Benchmarks) != rows[s.ID] {
			t.Errorf("%s: %d rows, want %d", s.ID, len(p.Benchmarks), rows[s.ID])
		}
		total += len(p.Benchmarks)
	}
	if total != 433 {
		t.Errorf("%d rows in all, want 433", total)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if p, problems := benchmark.Load(sectors.FS, "sugar"); p == nil {
			b.Fatal(problems)
		}
	}
}

func BenchmarkLoadCommon(b *testing.B) {
	for b.Loop() {
		if c, problems := benchmark.LoadCommon(sectors.FS); c == nil {
			b.Fatal(problems)
		}
	}
}
