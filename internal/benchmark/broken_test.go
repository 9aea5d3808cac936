package benchmark_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/sectors"
)

var update = flag.Bool("update", false, "rewrite the expected messages")

func commonFiles(t testing.TB) *benchmark.Common {
	t.Helper()
	c, problems := benchmark.LoadCommon(sectors.FS)
	if c == nil {
		t.Fatal(problems)
	}
	return c
}

func TestMinimalPack(t *testing.T) {
	src, err := os.ReadFile("testdata/valid/minimal.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range benchmark.Check("minimal.toml", src, commonFiles(t)) {
		t.Errorf("%d: %s: %v", p.Line, p.Path, p.Message)
	}
}

// Each broken pack has one thing wrong; its message in each language stands
// beside it.
func TestBrokenPacks(t *testing.T) {
	common := commonFiles(t)
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/broken/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatal("no broken packs", err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		problems := benchmark.Check(filepath.Base(file), src, common)
		if len(problems) == 0 {
			t.Errorf("%s: nothing found", file)
		}
		for _, lang := range text.Langs {
			say := words.Printer(lang)
			var got strings.Builder
			for _, p := range problems {
				fmt.Fprintf(&got, "%s:%d:%d: %s: %s\n", p.File, p.Line, p.Column, p.Path, say.Say(p.Message))
			}
			golden := strings.TrimSuffix(file, ".toml") + "." + string(lang) + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil || got.String() != string(want) {
				t.Errorf("%s (%s):\n got %s want %s (%v)", file, lang, got.String(), want, err)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	minimal, err := os.ReadFile("testdata/valid/minimal.toml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(minimal)
	files, _ := filepath.Glob("testdata/broken/*.toml")
	for _, file := range files {
		if src, err := os.ReadFile(file); err == nil {
			f.Add(src)
		}
	}
	common := commonFiles(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		p, problems := benchmark.Read("fuzz.toml", src)
		if p == nil && !problems.HasErrors() {
			t.Error("no pack and no error")
		}
		benchmark.Check("fuzz.toml", src, common)
	})
}
