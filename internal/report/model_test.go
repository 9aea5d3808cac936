package report_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/text"
)

func say(s string) text.Message { return text.M("say.text", "text", s) }

func TestNumbering(t *testing.T) {
	h := func(level int) report.Block { return report.Heading{Level: level, Text: say("x")} }
	annex := report.Heading{Level: 1, Annex: true, Text: say("x")}
	table := report.Table{Caption: say("x")}
	doc := &report.Document{Numbered: 2, Blocks: []report.Block{
		h(1), h(2), h(2), h(3), table, h(1), h(2), report.Table{}, table, report.Figure{Caption: say("x")}, annex, h(2), h(2), annex, h(2), report.Heading{Level: 1, Unnumbered: true},
	}}
	want := []string{"1", "1.1", "1.2", "", "1", "2", "2.1", "", "2", "1", "A", "A.1", "A.2", "B", "B.1", ""}
	for i, got := range doc.Number().Blocks {
		if got != want[i] {
			t.Errorf("block %d: %q, want %q", i, got, want[i])
		}
	}
	doc.Numbered = 0
	if n := doc.Number(); n.Blocks[0] != "1" || n.Blocks[1] != "" || n.Blocks[5] != "2" {
		t.Errorf("%q", n.Blocks)
	}
}

func TestFormulas(t *testing.T) {
	number := func(v float64) report.Cell { return report.Cell{Kind: report.Number, Value: v} }
	table := &report.Table{Rows: []report.Row{
		{Cells: []report.Cell{number(3), number(0.5)}}, {Cells: []report.Cell{number(4), {Kind: report.Absent}}}, {Cells: []report.Cell{number(5), {Text: say("x")}}},
	}}
	at := func(places ...int) (all []report.At) {
		for i := 0; i < len(places); i += 2 {
			all = append(all, report.At{Row: places[i], Column: places[i+1]})
		}
		return all
	}
	for _, c := range []struct {
		f    report.Formula
		want float64 // NaN: none
	}{
		{*report.Total(0, 0, 3), 12},
		{*report.Total(1, 0, 2), 0.5}, // what is not known adds nothing
		{*report.Total(1, 0, 3), math.NaN()},
		{report.Formula{Op: report.Difference, Of: at(2, 0, 0, 0)}, 2},
		{report.Formula{Op: report.Product, Of: at(2, 0, 0, 1)}, 2.5},
		{report.Formula{Op: report.Ratio, Of: at(0, 0, 1, 0), Factor: 100}, 75},
		{report.Formula{Op: report.Ratio, Of: at(0, 0, 1, 1)}, math.NaN()}, // by nothing
		{report.Formula{Of: at(9, 0)}, math.NaN()},
		{report.Formula{}, math.NaN()},
	} {
		got, ok := c.f.Value(table)
		if ok != !math.IsNaN(c.want) || ok && got != c.want {
			t.Errorf("%+v: %v %v, want %v", c.f, got, ok, c.want)
		}
	}
	if !report.Total(0, 0, 3).Holds(table, number(12)) || report.Total(0, 0, 3).Holds(table, number(12.1)) || (*report.Formula)(nil).Holds(table, number(0)) {
		t.Error("Holds")
	}
}

// The totals of the quick assessment are formulas that hold.
func TestTotals(t *testing.T) {
	formulas := 0
	for _, b := range report.Assessment(plant(t)).Blocks {
		table, ok := b.(report.Table)
		if !ok {
			continue
		}
		for _, r := range table.Rows {
			for _, c := range r.Cells {
				if c.Formula == nil {
					continue
				}
				formulas++
				if !c.Formula.Holds(&table, c) {
					v, _ := c.Formula.Value(&table)
					t.Errorf("%v is not %v", v, c.Value)
				}
			}
		}
	}
	if formulas == 0 {
		t.Error("no formula")
	}
}

func TestPlaceDate(t *testing.T) {
	for _, c := range []struct {
		place string
		date  quantity.Date
		lang  text.Lang
		want  string
	}{
		{"Nghệ An", quantity.Date{Year: 2023, Month: 3, Day: 5}, text.VI, "Nghệ An, ngày 05 tháng 03 năm 2023"},
		{"Nghệ An", quantity.Date{Year: 2023, Month: 3, Day: 5}, text.EN, "Nghệ An, 5 March 2023"},
		{"", quantity.Date{}, text.VI, "……………, ngày …… tháng …… năm ……"},
	} {
		if got := report.PlaceDate(c.place, c.date, printer(t, c.lang)); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// Plain text and Markdown show every kind of block.
func TestPlainWriters(t *testing.T) {
	doc := &report.Document{Title: say("T"), Numbered: 2, Cover: &report.Cover{Plant: say("Nhà máy"), Place: say("Huế")}, Blocks: []report.Block{
		report.Contents{}, report.PageBreak{}, report.Heading{Level: 1, Text: say("Một"), Label: "one"}, report.Heading{Level: 2, Text: say("Hai")},
		report.Paragraph{Kind: report.Warning, Text: text.M("say.text", "text", report.Label("t"))},
		report.Table{Label: "t", Caption: say("Bảng"), Columns: []report.Column{{Head: say("Tên")}, {Head: say("Lượng"), Group: say("Năm"), Align: report.Right}, {Head: say("x"), Group: say("Năm")}}, Rows: []report.Row{
			{Group: true, Cells: []report.Cell{{Text: say("Nhóm")}, {}, {}}},
			{Cells: []report.Cell{{Kind: report.Day, Date: quantity.Date{Year: 2022, Month: 1, Day: 2}}, {Kind: report.Count, Value: 2022}, {Kind: report.Tick, Value: 1}}},
		}, Notes: []report.Note{{Text: say("Lưu ý"), Refs: []int{1}}}},
		report.Checklist{Items: []report.Check{{Text: say("Xong"), Done: true}, {Text: say("Chưa"), Note: say("thiếu")}}},
		report.Signatures{Signers: []report.Signer{{Role: say("Giám đốc")}}},
	}}
	for name, c := range map[string]struct {
		write func(*bytes.Buffer) error
		want  []string
	}{
		"txt": {func(b *bytes.Buffer) error { return report.Terminal(b, doc, 60, printer(t, text.VI)) },
			[]string{"1. Một", "1.1. Hai:", "Bảng 1. Bảng", "Năm: Lượng", "Nhóm\n", "02/01/2022", "2022", "Lưu ý [1]", "[x] Xong", "[ ] Chưa (thiếu)", "Giám đốc: (Ký, ghi rõ họ tên)", "Nhà máy", "\nBảng 1\n"}},
		"md": {func(b *bytes.Buffer) error { return report.Markdown(b, doc, printer(t, text.VI)) },
			[]string{"## 1. Một", "### 1.1. Hai", "**Bảng 1. Bảng**", "| Tên | Năm: Lượng | Năm: x |", "| **Nhóm** |  |  |", "- [x] Xong", "- [ ] Chưa (thiếu)", "  - 1.1. Hai", "**Bảng 1**"}},
	} {
		var b bytes.Buffer
		if err := c.write(&b); err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s lacks %q:\n%s", name, want, b.String())
			}
		}
	}
}
