package xlsx_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/internal/sample"
	"github.com/sxsh-audit/audit/internal/report/layout"
	"github.com/sxsh-audit/audit/internal/report/xlsx"
	"github.com/sxsh-audit/audit/internal/text"
)

func open(t *testing.T, doc *report.Document, langs ...text.Lang) *excelize.File {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var printers []*i18n.Printer
	for _, l := range langs {
		printers = append(printers, c.Printer(l))
	}
	l, err := layout.Lay(doc, printers...)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := xlsx.Write(&b, l); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func say(s string) text.Message { return text.M("say.text", "text", s) }

// Names of sheets are what Excel takes, each once.
func TestSheetNames(t *testing.T) {
	doc := &report.Document{Title: say("x")}
	for _, title := range []string{
		"a/b:c*d?[e]", "Một tiêu đề dài hơn ba mươi mốt ký tự thì bị cắt", "Một tiêu đề dài hơn ba mươi mốt ký tự thì bị cắt bớt", "'quoted'", "History", "", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "Trùng", "TRÙNG", "trùng",
	} {
		doc.Blocks = append(doc.Blocks, report.Heading{Level: 1, Unnumbered: true, Text: say(title)})
	}
	for _, langs := range [][]text.Lang{{text.VI}, {text.VI, text.EN}} {
		names := open(t, doc, langs...).GetSheetList()
		if want := (len(doc.Blocks) + 1) * len(langs); len(names) != want {
			t.Errorf("%d sheets, want %d: %q", len(names), want, names)
		}
		seen := map[string]bool{}
		for _, n := range names {
			units := 0
			for _, r := range n {
				units++
				if r > 0xffff {
					units++
				}
			}
			if low := strings.ToLower(n); seen[low] || low == "history" || units > 31 || n == "" || strings.ContainsAny(n, `:\/?*[]`) || strings.HasPrefix(n, "'") || strings.HasSuffix(n, "'") {
				t.Errorf("%q among %q", n, names)
			}
			seen[strings.ToLower(n)] = true
		}
	}
}

// The energy table: numbers with units in the heads where they agree, totals
// and shares as formulas, the heads in sight, a page that prints.
func TestEnergySheet(t *testing.T) {
	f := open(t, sample.Document(), text.VI)
	const sheet = "2. Số liệu"
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	head := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 0 && r[0] == "Dòng" })
	if head < 0 {
		t.Fatalf("%q", rows)
	}
	if want := []string{"Dòng", "Lượng", "Quy đổi (toe)", "Chi phí (đ)", "Tỷ lệ"}; !slices.Equal(rows[head], want) {
		t.Errorf("%q", rows[head])
	}
	at := func(column, row int) string {
		name, _ := excelize.CoordinatesToCellName(column, head+1+row)
		return name
	}
	for place, want := range map[string]string{at(3, 4): "SUM(C", at(4, 4): "SUM(D", at(5, 1): "*100"} {
		formula, err := f.GetCellFormula(sheet, place)
		if err != nil || !strings.Contains(formula, want) {
			t.Errorf("%s: %q, %v", place, formula, err)
		}
	}
	if raw, err := f.GetCellValue(sheet, at(2, 1), excelize.Options{RawCellValue: true}); err != nil || raw != "3704000" {
		t.Errorf("%q %v", raw, err)
	}
	style, _ := f.GetCellStyle(sheet, at(2, 1))
	s, err := f.GetStyle(style)
	if err != nil || s.CustomNumFmt == nil || *s.CustomNumFmt != `[$-42A]#,##0" kWh"` {
		t.Errorf("%+v %v", s, err)
	}
	if panes, err := f.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != head+1 {
		t.Errorf("%+v %v, the heads are in row %d", panes, err, head+1)
	}
	if page, err := f.GetPageLayout(sheet); err != nil || *page.FitToWidth != 1 || *page.Size != 9 {
		t.Errorf("%+v %v", page, err)
	}
	var areas, titles bool
	for _, n := range f.GetDefinedName() {
		areas = areas || strings.HasSuffix(n.Name, "Print_Area") && n.Scope == sheet
		titles = titles || strings.HasSuffix(n.Name, "Print_Titles") && n.Scope == sheet
	}
	if !areas || !titles {
		t.Errorf("print area %v, titles %v", areas, titles)
	}
}

// What begins like a formula is a text, and a sign by its number stays as it is.
func TestTextsStayTexts(t *testing.T) {
	doc := &report.Document{Title: say("=1+1"), Blocks: []report.Block{report.Heading{Level: 1, Text: say("x")}}}
	table := report.Table{Columns: []report.Column{{Head: say("=A1")}}}
	words := []string{"=1+1", "+1", "-1", "@x", "_x0041_", "'x", "0912345678", "1e5", "TRUE"}
	for _, w := range words {
		table.Rows = append(table.Rows, report.Row{Cells: []report.Cell{{Text: say(w)}}})
	}
	doc.Blocks = append(doc.Blocks, table)
	f := open(t, doc, text.VI)
	var got []string
	for _, sheet := range f.GetSheetList() {
		rows, _ := f.GetRows(sheet)
		for r := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, r+1)
			v, _ := f.GetCellValue(sheet, cell)
			if formula, _ := f.GetCellFormula(sheet, cell); formula != "" {
				t.Errorf("a formula: %s", formula)
			}
			if kind, _ := f.GetCellType(sheet, cell); v != "" && kind != excelize.CellTypeSharedString {
				t.Errorf("%q is no text", v)
			}
			got = append(got, v)
		}
	}
	for _, w := range words {
		if !slices.Contains(got, w) {
			t.Errorf("no %q in %q", w, got)
		}
	}
}

// Charts that Excel draws point at numbers that are there.
func TestCharts(t *testing.T) {
	f := open(t, sample.Document(), text.EN)
	sheets := f.GetSheetList()
	if last := sheets[len(sheets)-1]; last != "Figure data" {
		t.Fatalf("%q", sheets)
	}
	pictures, err := f.GetPictureCells("3. Figures")
	if err != nil || len(pictures) != 4 { // indicators, intervals, abatement, the diagram
		t.Errorf("%d pictures, %v", len(pictures), err)
	}
	charts := 0
	f.Pkg.Range(func(name, content any) bool {
		if !strings.HasPrefix(name.(string), "xl/charts/chart") {
			return true
		}
		charts++
		for _, part := range strings.Split(string(content.([]byte)), "<c:f>")[1:] {
			reference, _, _ := strings.Cut(part, "</c:f>")
			_, cells, _ := strings.Cut(strings.ReplaceAll(reference, "$", ""), "!")
			first, last, _ := strings.Cut(cells, ":")
			for _, cell := range []string{first, last} {
				if cell == "" {
					continue
				}
				if v, err := f.GetCellValue("Figure data", cell); err != nil || v == "" {
					t.Errorf("%s of %s is empty, %v", cell, reference, err)
				}
			}
		}
		return true
	})
	if charts == 0 {
		t.Error("no charts")
	}
}
