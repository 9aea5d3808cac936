package report_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/sectors"
)

// catalogue is read once: reading takes longer than most tests.
var catalogue = sync.OnceValues(i18n.Load)

func printer(t testing.TB, lang text.Lang) *i18n.Printer {
	t.Helper()
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer(lang)
}

// read assesses an audit file with the packs of a file system.
func read(t testing.TB, file string, src []byte, data fs.FS) report.Input {
	t.Helper()
	doc, problems := tomldoc.Parse(file, src)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	var a assess.Audit
	if problems := doc.Decode(&a); problems.HasErrors() {
		t.Fatal(problems)
	}
	common, problems := benchmark.LoadCommon(data)
	if common == nil {
		t.Fatal(problems)
	}
	pack, problems := benchmark.Load(data, a.Plant.Sector)
	if pack == nil {
		t.Fatal(problems)
	}
	r := assess.Assess(&a, pack, common)
	return report.Input{Audit: &a, Result: r, Pack: pack, Common: common, Problems: r.Problems}
}

// plant is the plant of testdata with the test sector: its report does not
// change when the sector packs do.
func plant(t testing.TB) report.Input {
	t.Helper()
	src, err := os.ReadFile("testdata/plant.audit.toml")
	if err != nil {
		t.Fatal(err)
	}
	in := read(t, "plant.audit.toml", src, benchmark.Overlay(sectors.FS, os.DirFS("testdata/sectors")))
	in.Audit.Plant.Name += " \x1b[31m\u202e" // a file cannot state these; a report shows them harmless
	return in
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test -update rewrites it):\n%s", file, got)
	}
}

func TestTerminal(t *testing.T) {
	in := plant(t)
	for _, x := range []struct {
		name  string
		lang  text.Lang
		width int
	}{{"80.vi.txt", text.VI, 80}, {"80.en.txt", text.EN, 80}, {"120.vi.txt", text.VI, 120}, {"40.en.txt", text.EN, 40}} {
		t.Run(x.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := report.Terminal(&b, report.Assessment(in), x.width, printer(t, x.lang)); err != nil {
				t.Fatal(err)
			}
			golden(t, x.name, b.Bytes())
			narrow(t, b.String(), x.width)
		})
	}
}

func TestMarkdown(t *testing.T) {
	in := plant(t)
	for _, lang := range text.Langs {
		var b bytes.Buffer
		if err := report.Markdown(&b, report.Assessment(in), printer(t, lang)); err != nil {
			t.Fatal(err)
		}
		golden(t, "report."+string(lang)+".md", b.Bytes())
	}
}

func TestJSON(t *testing.T) {
	in := plant(t)
	var b bytes.Buffer
	if err := report.JSON(&b, in, printer(t, text.EN)); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.json", b.Bytes())
	if !json.Valid(b.Bytes()) {
		t.Error("no valid JSON")
	}
}

// A file that could not be assessed still says what it states, and why.
func TestJSONWithoutResult(t *testing.T) {
	in := plant(t)
	var b bytes.Buffer
	if err := report.JSON(&b, report.Input{Audit: in.Audit, Problems: in.Problems}, printer(t, text.EN)); err != nil {
		t.Fatal(err)
	}
	var got report.JSONAudit
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Plant.Name != i18n.Clean(in.Audit.Plant.Name) || got.Indicators == nil || len(got.Indicators) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestWhyTree(t *testing.T) {
	in := plant(t)
	for _, f := range in.Result.Figures() {
		if f.ID != "realistic.electricity.before" {
			continue
		}
		for _, lang := range text.Langs {
			var b bytes.Buffer
			if err := report.WhyTree(&b, f.Why, 80, printer(t, lang)); err != nil {
				t.Fatal(err)
			}
			golden(t, "why."+string(lang)+".txt", b.Bytes())
		}
		return
	}
	t.Error("the figure is not there")
}

func TestSector(t *testing.T) {
	in := plant(t)
	for _, lang := range text.Langs {
		var b bytes.Buffer
		if err := report.Terminal(&b, report.Sector(in.Pack, in.Common), 80, printer(t, lang)); err != nil {
			t.Fatal(err)
		}
		golden(t, "sector."+string(lang)+".txt", b.Bytes())
	}
}

// Every example and every pack reads in both languages, at any width, without a
// missing word and without the other language's words.
func TestEveryExample(t *testing.T) {
	files, err := fs.Glob(examples.FS, "*.audit.toml")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	for _, file := range files {
		src, err := fs.ReadFile(examples.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		in := read(t, file, src, sectors.FS)
		for _, lang := range text.Langs {
			t.Run(file+"/"+string(lang), func(t *testing.T) {
				p := printer(t, lang)
				pages(t, report.Assessment(in), p)
				for _, f := range in.Result.Figures() {
					var b bytes.Buffer
					if err := report.WhyTree(&b, f.Why, 80, p); err != nil {
						t.Fatal(err)
					}
					complete(t, b.String(), lang)
				}
				var b bytes.Buffer
				if err := report.JSON(&b, in, p); err != nil {
					t.Fatal(err)
				}
				complete(t, b.String(), lang)
			})
		}
	}
}

func TestEverySector(t *testing.T) {
	all, problems := benchmark.List(sectors.FS)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	common, problems := benchmark.LoadCommon(sectors.FS)
	if common == nil {
		t.Fatal(problems)
	}
	for _, s := range all {
		pack, problems := benchmark.Load(sectors.FS, s.ID)
		if pack == nil {
			t.Fatal(problems)
		}
		for _, lang := range text.Langs {
			t.Run(s.ID+"/"+string(lang), func(t *testing.T) { pages(t, report.Sector(pack, common), printer(t, lang)) })
		}
	}
	for _, lang := range text.Langs {
		pages(t, report.Sectors(all), printer(t, lang))
	}
}

func pages(t *testing.T, doc *report.Document, p *i18n.Printer) {
	t.Helper()
	for _, width := range []int{30, 60, 80, 120, 200} {
		var b bytes.Buffer
		if err := report.Terminal(&b, doc, width, p); err != nil {
			t.Fatal(err)
		}
		narrow(t, b.String(), width)
		if width == 80 {
			complete(t, b.String(), p.Lang())
		}
	}
	var b bytes.Buffer
	if err := report.Markdown(&b, doc, p); err != nil {
		t.Fatal(err)
	}
	complete(t, strings.ReplaceAll(b.String(), `\`, ""), p.Lang())
}

func narrow(t *testing.T, page string, width int) {
	t.Helper()
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(line, "\n")
		if n := ansi.StringWidth(line); n > width {
			t.Errorf("%d cells wide on a page of %d: %s", n, width, line)
		}
		if strings.ContainsAny(line, "\x1b\x07") {
			t.Errorf("a control character: %q", line)
		}
	}
}

var (
	missingKey         = regexp.MustCompile(`<[a-z]+\.[a-z0-9.-]*>`)
	missingPlaceholder = regexp.MustCompile(`\{[a-z0-9-]+\}`)
	// Names keep their language: Sugar Corporation of Uganda, Race to the Top.
	properName = regexp.MustCompile(`\p{Lu}[\w-]*,?( (and|of|by|the|to|for))+ \p{Lu}\w*`)
	// Words that Vietnamese does not have, written as whole words.
	english = regexp.MustCompile(`(?i)(^|[\s(])(the|and|of|with|per|from|which|were|was|are|is|for|by)([\s,.;:)]|$)`)
)

// complete looks for keys without words, and for English in Vietnamese outside
// the titles of documents.
func complete(t *testing.T, page string, lang text.Lang) {
	t.Helper()
	for _, r := range []*regexp.Regexp{missingKey, missingPlaceholder} {
		if m := r.FindString(page); m != "" {
			t.Errorf("no words for %s", m)
		}
	}
	if lang != text.VI {
		return
	}
	for _, heading := range []string{"\nNguồn\n", "\n## Nguồn\n"} {
		page, _, _ = strings.Cut(page, heading)
	}
	for line := range strings.Lines(page) {
		if strings.Contains(line, `"source":`) || strings.Contains(line, `"locator":`) { // titles, in JSON
			continue
		}
		if m := english.FindString(properName.ReplaceAllString(line, "")); m != "" {
			t.Errorf("English (%s) in Vietnamese: %s", strings.TrimSpace(m), line)
		}
	}
}
