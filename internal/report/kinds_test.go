package report_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/kind"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/sectors"
)

// kinds are the program's own kinds of document.
func kinds(t testing.TB) []kind.Kind {
	t.Helper()
	all, problems := report.Kinds(nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return all
}

// example is an example with its portfolio where it is a detailed one.
func example(t testing.TB, name string) report.Input {
	t.Helper()
	file := name + ".audit.toml"
	src, err := fs.ReadFile(examples.FS, file)
	if err != nil {
		t.Fatal(err)
	}
	in := read(t, file, src, sectors.FS)
	if in.Audit.Settings.Level == "detailed" && in.Result.Options != nil {
		if in.Plan, err = assess.SolvePortfolio(context.Background(), in.Audit, in.Result); err != nil {
			t.Fatal(err)
		}
	}
	return in
}

// markdown is a document of a kind in a language.
func markdown(t testing.TB, k kind.Kind, in report.Input, lang text.Lang) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Markdown(&b, report.Build(k, in, report.Wanted{}), printer(t, lang).WithUnits(in.Pack.UnitNames())); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// exampleNames are the names of all examples.
func exampleNames(t testing.TB) []string {
	t.Helper()
	files, err := fs.Glob(examples.FS, "*.audit.toml")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	for i := range files {
		files[i] = strings.TrimSuffix(files[i], ".audit.toml")
	}
	return files
}

// The golden texts of every kind: the detailed kinds of the cassava example, the
// quick one of another.
func TestGoldenKinds(t *testing.T) {
	detailed, quick := example(t, "tinh-bot-san-chi-tiet"), example(t, "tinh-bot-san")
	for _, k := range kinds(t) {
		in := detailed
		if k.ID == "quick" {
			in = quick
		}
		golden(t, "kind-"+k.ID+".vi.md", []byte(markdown(t, k, in, text.VI)))
	}
	_ = os.Stdout
}
