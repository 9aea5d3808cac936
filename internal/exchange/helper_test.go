package exchange

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/sectors"
)

// plant is an audit with everything that an import needs.
type plant struct {
	audit  *assess.Audit
	doc    *tomldoc.Doc
	pack   *benchmark.Pack
	common *benchmark.Common
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func plantOf(t testing.TB, name, src string) plant {
	t.Helper()
	a, doc, problems := auditfile.Parse(name, []byte(src))
	if a == nil || problems.HasErrors() {
		t.Fatalf("%s: %v", name, problems)
	}
	p := plant{audit: a, doc: doc}
	var found problem.List
	if p.common, found = benchmark.LoadCommon(sectors.FS); p.common == nil {
		t.Fatal(found)
	}
	if p.pack, found = benchmark.Load(sectors.FS, a.Plant.Sector); p.pack == nil {
		t.Fatal(found)
	}
	return p
}

// small is a plant with two months.
const small = `format = 1

[plant]
name   = "Nhà máy thử"
sector = "cassava-starch"

[audit]
id    = "01TEST"
level = "quick"
date  = 2024-06-01

[[product]]
id   = "starch"
name = "Tinh bột"
unit = "t"

[[period]]
month  = "2024-01"
output = { starch = 1200 }
flows  = { electricity = 210000, water = 18000 }

[[period]]
month  = "2024-02"
phase  = "after"
output = { starch = 1100 }
flows  = { electricity = 205000 }
`

func smallPlant(t testing.TB) plant { return plantOf(t, "small", small) }

func (p plant) plan(t testing.TB, b *Book, o Options) *Plan {
	t.Helper()
	plan, err := NewPlan(context.Background(), b, p.audit, p.pack, p.common, o)
	must(t, err)
	return plan
}

// csv plans the import of a text.
func (p plant) csv(t testing.TB, s string, o Options) *Plan {
	t.Helper()
	b, err := Read(context.Background(), Bytes("a.csv", []byte(s)), DefaultLimits(), nil)
	must(t, err)
	return p.plan(t, b, o)
}

// after is the plant with the edits of a plan.
func (p plant) after(t testing.TB, plan *Plan) plant {
	t.Helper()
	_, edits := plan.Edits()
	e := p.doc.Edit()
	must(t, auditfile.Do(e, edits...))
	doc, problems := e.Done()
	if doc == nil {
		t.Fatal(problems)
	}
	a, problems := auditfile.Decode(doc)
	if problems.HasErrors() {
		t.Fatalf("%v\n%s", problems, doc.Source())
	}
	q := p
	q.audit, q.doc = a, doc
	return q
}

func (p plant) form(t testing.TB, lang text.Lang, both bool) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, WriteForm(&b, Form{Audit: p.audit, Pack: p.pack, Common: p.common, Printer: i18n.Embedded().Printer(lang).WithUnits(p.pack.UnitNames()), Bilingual: both}))
	return b.Bytes()
}

func (p plant) read(t testing.TB, raw []byte, o Options) *Plan {
	t.Helper()
	b, err := Read(context.Background(), Bytes("form.xlsx", raw), DefaultLimits(), nil)
	must(t, err)
	return p.plan(t, b, o)
}

// workbookOf makes a workbook with excelize, which this package does not read
// with: an independent hand. Cells by address; "=…" is a formula.
func workbookOf(t testing.TB, sheet string, cells map[string]any, change ...func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must(t, f.SetSheetName("Sheet1", sheet))
	for at, v := range cells {
		must(t, f.SetCellValue(sheet, at, v))
	}
	for _, c := range change {
		c(f)
	}
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

// keysOf are the changes of a plan, key = new.
func keysOf(plan *Plan) map[string]any {
	all := map[string]any{}
	for _, c := range plan.Changes {
		all[c.Key] = c.New
	}
	return all
}

func faultsOf(plan *Plan, s problem.Severity) (keys []string) {
	for _, f := range plan.Faults {
		if f.Severity == s {
			keys = append(keys, f.Cell+" "+f.Message.Key)
		}
	}
	return keys
}

func say(plan *Plan) string {
	p := i18n.Embedded().Printer(text.EN)
	var b strings.Builder
	for _, f := range plan.Faults {
		b.WriteString(string(f.Severity) + " " + p.Say(f.Say()) + "\n")
	}
	return b.String()
}

// shared is a file of the folder of cases, beside the repository.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	dir, err := os.Getwd()
	must(t, err)
	for ; ; dir = filepath.Dir(dir) {
		if raw, err := os.ReadFile(filepath.Join(dir, "shared", name)); err == nil {
			return raw
		}
		if dir == filepath.Dir(dir) {
			t.Skipf("no shared/%s above this folder", name)
		}
	}
}

func examples(t testing.TB) map[string]plant {
	t.Helper()
	files, err := filepath.Glob("../../examples/*.audit.toml")
	must(t, err)
	all := map[string]plant{}
	for _, f := range files {
		src, err := os.ReadFile(f)
		must(t, err)
		all[filepath.Base(f)] = plantOf(t, f, string(src))
	}
	if len(all) == 0 {
		t.Fatal("no examples")
	}
	return all
}
