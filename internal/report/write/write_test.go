package write_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/internal/sample"
	"github.com/sxsh-audit/audit/internal/report/layout"
	"github.com/sxsh-audit/audit/internal/report/write"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/sectors"
)

func printers(t testing.TB, langs ...text.Lang) []*i18n.Printer {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var all []*i18n.Printer
	for _, l := range langs {
		all = append(all, c.Printer(l))
	}
	return all
}

// named is a document with its name.
type named struct {
	name     string
	doc      *report.Document
	printers []*i18n.Printer
}

// documents are the document of everything in each language and in both, and
// the quick assessment of every example.
func documents(t testing.TB) []named {
	t.Helper()
	all := []named{
		{"everything.vi", sample.Document(), printers(t, text.VI)},
		{"everything.en", sample.Document(), printers(t, text.EN)},
		{"everything.both", sample.Document(), printers(t, text.VI, text.EN)},
	}
	files, err := filepath.Glob("../../../examples/*.audit.toml")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	for i, file := range files {
		doc, pack := quick(t, file)
		lang := text.Langs[i%2]
		p := printers(t, lang)
		p[0] = p[0].WithUnits(pack.UnitNames())
		all = append(all, named{strings.TrimSuffix(filepath.Base(file), ".audit.toml") + "." + string(lang), doc, p})
	}
	return all
}

// quick is the quick assessment of an audit file.
func quick(t testing.TB, file string) (*report.Document, *benchmark.Pack) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, problems := tomldoc.Parse(file, src)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	var a assess.Audit
	if problems := doc.Decode(&a); problems.HasErrors() {
		t.Fatal(problems)
	}
	common, problems := benchmark.LoadCommon(sectors.FS)
	if common == nil {
		t.Fatal(problems)
	}
	pack, problems := benchmark.Load(sectors.FS, a.Plant.Sector)
	if pack == nil {
		t.Fatal(problems)
	}
	r := assess.Assess(&a, pack, common)
	return report.Assessment(report.Input{Audit: &a, Result: r, Pack: pack, Common: common, Problems: r.Problems}), pack
}

func written(t testing.TB, f write.Format, d named) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write.Document(&b, f, d.doc, d.printers...); err != nil {
		t.Fatalf("%s.%s: %v", d.name, f, err)
	}
	return b.Bytes()
}

func laid(t testing.TB, d named) *layout.Document {
	t.Helper()
	l, err := layout.Lay(d.doc, d.printers...)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Every number of the model is in every format, in the notation of its
// language. (PDF: see package pdf; what other programs make of the files:
// TestPrograms.)
func TestEveryNumber(t *testing.T) {
	for _, d := range documents(t) {
		t.Run(d.name, func(t *testing.T) {
			l := laid(t, d)
			for f, read := range map[write.Format]func(*testing.T, []byte) string{
				write.DOCX: docxText, write.HTML: htmlText, write.Markdown: asIs, write.Text: asIs,
			} {
				o := sample.Options{Pictures: f == write.HTML}
				if missing := sample.Missing(sample.Text(l, o), read(t, written(t, f, d))); len(missing) > 0 {
					t.Errorf("%s lacks %q", f, missing)
				}
			}
		})
	}
}

func asIs(_ *testing.T, b []byte) string { return string(b) }

// parts are the files of a ZIP archive by their names.
func parts(t *testing.T, b []byte) map[string][]byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if all[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// docxText is the text of a Word document, a paragraph a line.
func docxText(t *testing.T, b []byte) string {
	t.Helper()
	var out strings.Builder
	d := xml.NewDecoder(bytes.NewReader(parts(t, b)["word/document.xml"]))
	inText := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			inText = e.Name.Local == "t"
		case xml.EndElement:
			if e.Name.Local == "p" {
				out.WriteByte('\n')
			}
			inText = false
		case xml.CharData:
			if inText {
				out.Write(e)
			}
		}
	}
}

// htmlText is what a web page shows, an element a line. It fails where elements
// are not closed in order.
func htmlText(t *testing.T, b []byte) string {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict, d.AutoClose, d.Entity = false, []string{"meta", "br"}, xml.HTMLEntity
	var out strings.Builder
	var open []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			if len(open) > 0 {
				t.Errorf("not closed: %q", open)
			}
			return out.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			open = append(open, e.Name.Local)
		case xml.EndElement:
			if n := len(open); n == 0 || open[n-1] != e.Name.Local {
				t.Fatalf("</%s> closes %q", e.Name.Local, open)
			} else {
				open = open[:n-1]
			}
			if !slices.Contains([]string{"a", "strong", "span"}, e.Name.Local) {
				out.WriteByte('\n')
			}
		case xml.CharData:
			if n := len(open); n > 0 && open[n-1] != "style" {
				out.Write(e)
			}
		}
	}
}

// An Excel workbook read again cell by cell: every number is a number and has
// its value to the last digit, every text is a text.
func TestWorkbook(t *testing.T) {
	for _, d := range documents(t) {
		t.Run(d.name, func(t *testing.T) {
			f, err := excelize.OpenReader(bytes.NewReader(written(t, write.XLSX, d)))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			values, words := map[float64]int{}, ""
			for _, sheet := range f.GetSheetList() {
				if n := len([]rune(sheet)); n == 0 || n > 31 || strings.ContainsAny(sheet, `:\/?*[]`) {
					t.Errorf("a sheet's name: %q", sheet)
				}
				rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
				if err != nil {
					t.Fatal(err)
				}
				for r, row := range rows {
					for c, raw := range row {
						at, _ := excelize.CoordinatesToCellName(c+1, r+1)
						kind, err := f.GetCellType(sheet, at)
						if err != nil {
							t.Fatal(err)
						}
						if kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
							words += raw + "\n"
						} else if v, ok := float(raw); ok {
							values[v]++
						}
						formula(t, f, sheet, at, raw)
					}
				}
			}
			l := laid(t, d)
			for v, times := range numbers(l) {
				if values[v] < times {
					t.Errorf("the number %v is there %d times, not %d", v, values[v], times)
				}
			}
			if missing := sample.Missing(sample.Text(l, sample.Options{NoNumbers: true}), words); len(missing) > 0 {
				t.Errorf("the texts lack %q", missing)
			}
		})
	}
}

// formula checks that a formula gives the value beside it.
func formula(t *testing.T, f *excelize.File, sheet, at, raw string) {
	t.Helper()
	expression, err := f.GetCellFormula(sheet, at)
	if err != nil || expression == "" {
		return
	}
	if !strings.HasPrefix(expression, "SUM(") && !strings.HasPrefix(expression, "(") && strings.ContainsAny(expression, `"'`) {
		t.Errorf("%s!%s: a text became the formula %s", sheet, at, expression)
	}
	calculated, err := f.CalcCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Errorf("%s!%s =%s: %v", sheet, at, expression, err)
		return
	}
	got, _ := float(calculated)
	want, _ := float(raw)
	if math.Abs(got-want) > 1e-9*math.Abs(want) {
		t.Errorf("%s!%s =%s is %v, the value is %v", sheet, at, expression, got, want)
	}
}

// numbers are the cells that are numbers.
func numbers(l *layout.Document) map[float64]int {
	all := map[float64]int{}
	for _, p := range l.Parts {
		for _, s := range p.Sections {
			for _, b := range s.Blocks {
				t, ok := b.(layout.Table)
				if !ok {
					continue
				}
				for _, r := range t.Rows {
					for _, c := range r.Cells {
						if v, ok := c.Number(); ok && !r.Group {
							all[v]++
						}
						if day := c.Model.Date; c.Model.Kind == report.Day { // counted from 30 December 1899
							all[time.Date(day.Year, time.Month(day.Month), day.Day, 0, 0, 0, 0, time.UTC).Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()/24]++
						}
					}
				}
			}
		}
	}
	return all
}

// The same document gives the same bytes, whatever is written beside it.
func TestSameBytes(t *testing.T) {
	d := documents(t)[0]
	for _, f := range write.Formats {
		first := written(t, f, d)
		var wait sync.WaitGroup
		for range 2 {
			wait.Add(1)
			go func() {
				defer wait.Done()
				if again := written(t, f, named{d.name, sample.Document(), d.printers}); !bytes.Equal(first, again) {
					t.Errorf("%s differs from one time to the next", f)
				}
			}()
		}
		wait.Wait()
	}
}

// Texts of the plant come out as they are in every format and break nothing.
func TestHostileTexts(t *testing.T) {
	d := documents(t)[0]
	docx := docxText(t, written(t, write.DOCX, d))
	page := written(t, write.HTML, d)
	shown := htmlText(t, page)
	f, err := excelize.OpenReader(bytes.NewReader(written(t, write.XLSX, d)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cells []string
	for _, sheet := range f.GetSheetList() {
		rows, _ := f.GetRows(sheet)
		for _, row := range rows {
			for _, c := range row {
				cells = append(cells, strings.Join(strings.Fields(c), " "))
			}
		}
	}
	for _, hostile := range sample.Hostile {
		clean := strings.Join(strings.Fields(i18n.Clean(hostile)), " ")
		if !strings.Contains(docx, clean) {
			t.Errorf("docx lacks %q", clean)
		}
		if !strings.Contains(shown, clean) {
			t.Errorf("html lacks %q", clean)
		}
		if !slices.Contains(cells, clean) {
			t.Errorf("xlsx lacks %q", clean)
		}
	}
	for _, bad := range []string{"<script", "javascript:", "<b>", "\x1b", "\u202e"} {
		if bytes.Contains(page, []byte(bad)) && bad != "javascript:" {
			t.Errorf("html holds %q", bad)
		}
	}
	if bytes.Contains(page, []byte(`href="javascript`)) {
		t.Error("html leads to a script")
	}
}

func TestFormats(t *testing.T) {
	for file, want := range map[string]write.Format{"a.docx": write.DOCX, "A.PDF": write.PDF, "x.htm": write.HTML, "b.x.md": write.Markdown} {
		if got, ok := write.FormatOf(file); got != want || !ok {
			t.Errorf("%s: %s %v", file, got, ok)
		}
	}
	for _, file := range []string{"a", "a.doc", "docx", ".odt", "a.json"} {
		if f, ok := write.FormatOf(file); ok {
			t.Errorf("%s is taken for %s", file, f)
		}
	}
	if err := write.Document(io.Discard, "odt", sample.Document(), printers(t, text.VI)...); !errors.Is(err, write.ErrFormat) {
		t.Error(err)
	}
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no room")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestNoRoom(t *testing.T) {
	for _, f := range write.Formats {
		if err := write.Document(full{}, f, sample.Document(), printers(t, text.VI)...); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

// BenchmarkDocument is a report of the largest example, and of everything.
func BenchmarkDocument(b *testing.B) {
	doc, pack := quick(b, "../../../examples/mia-duong.audit.toml")
	p := printers(b, text.VI)
	for _, d := range []named{{"everything", sample.Document(), p}, {"largest-example", doc, []*i18n.Printer{p[0].WithUnits(pack.UnitNames())}}} {
		for _, f := range write.Formats {
			b.Run(d.name+"/"+string(f), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					written(b, f, d)
				}
			})
		}
	}
}
