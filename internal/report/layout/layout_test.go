package layout_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/internal/sample"
	"github.com/sxsh-audit/audit/internal/report/layout"
	"github.com/sxsh-audit/audit/internal/text"
)

func lay(t *testing.T, doc *report.Document, langs ...text.Lang) *layout.Document {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var printers []*i18n.Printer
	for _, l := range langs {
		printers = append(printers, c.Printer(l))
	}
	d, err := layout.Lay(doc, printers...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func blocks(p layout.Part) (all []layout.Block) {
	for _, s := range p.Sections {
		all = append(all, s.Blocks...)
	}
	return all
}

// A number and the sign behind it stay on one line.
func TestNumbersStayTogether(t *testing.T) {
	doc := &report.Document{Title: text.M("say.text", "text", "x"), Blocks: []report.Block{
		report.Paragraph{Text: text.M("say.text", "text", "giảm 22 %, tức 5,2 tỷ đ")},
	}}
	for _, b := range blocks(lay(t, doc, text.VI).Parts[0]) {
		if p, ok := b.(layout.Paragraph); ok {
			if got := p.Text.String(); got != "giảm 22\u00a0%, tức 5,2\u00a0tỷ\u00a0đ" {
				t.Errorf("%q", got)
			}
			return
		}
	}
	t.Error("no paragraph")
}

func TestContents(t *testing.T) {
	d := lay(t, sample.Document(), text.VI)
	for _, b := range blocks(d.Parts[0]) {
		c, ok := b.(layout.Contents)
		if !ok {
			continue
		}
		var got []string
		for _, e := range c.Entries {
			got = append(got, e.Title)
		}
		want := []string{"1. Giới thiệu", "1.1. Đội sản xuất sạch hơn", "1.2. Những cái tên khó", "2. Số liệu", "2.1. Biểu mẫu ngang", "2.2. Bảng dài", "3. Hình", "4. Kết luận",
			"Phụ lục A. Số liệu đo chi tiết", "A.1. Công tơ", "Nguồn"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
		return
	}
	t.Error("no contents")
}

// Cross references name and lead to what they mean, in the part's language.
func TestCrossReferences(t *testing.T) {
	d := lay(t, sample.Document(), text.VI, text.EN)
	for i, want := range []string{"Xem thêm: Bảng 2, Hình 3, Phụ lục A, mục 1 [1][2]", "See also: Table 2, Figure 3, Annex A, section 1 [1][2]"} {
		part := d.Parts[i]
		targets := map[string]bool{}
		var found layout.Text
		for _, b := range blocks(part) {
			switch b := b.(type) {
			case layout.Heading:
				targets[b.Target] = true
			case layout.Table:
				targets[b.Target] = true
			case layout.Figure:
				targets[b.Target] = true
			case layout.Sources:
				for _, s := range b.Items {
					targets[s.Target] = true
				}
			case layout.Paragraph:
				if strings.HasPrefix(b.Text.String(), want[:3]) {
					found = b.Text
				}
			}
		}
		if got := found.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		links := 0
		for _, r := range found {
			if r.Target != "" {
				links++
				if !targets[r.Target] || !strings.HasPrefix(r.Target, part.Prefix) {
					t.Errorf("%q leads to %s, which is not there", r.String, r.Target)
				}
			}
		}
		if links != 6 {
			t.Errorf("%d links", links)
		}
	}
}

// A table on its side takes its heading along; what follows is upright again.
func TestSections(t *testing.T) {
	d := lay(t, sample.Document(), text.VI)
	s := d.Parts[0].Sections
	if len(s) != 3 || s[0].Landscape || !s[1].Landscape || s[2].Landscape {
		t.Fatalf("%d sections", len(s))
	}
	if h, ok := s[1].Blocks[0].(layout.Heading); !ok || h.Title != "2.1. Biểu mẫu ngang" || len(s[1].Blocks) != 2 {
		t.Errorf("%+v", s[1].Blocks[0])
	}
}

// The columns fill the width, whatever is in them; a number keeps to one line
// where there is room for it.
func TestWidths(t *testing.T) {
	d := lay(t, sample.Document(), text.VI)
	tables := 0
	for _, b := range blocks(d.Parts[0]) {
		table, ok := b.(layout.Table)
		if !ok {
			continue
		}
		tables++
		for _, total := range []float64{100, layout.TextWidth(false), layout.TextWidth(true), 2000} {
			sum := 0.0
			for _, w := range table.Widths(total) {
				if w <= 0 {
					t.Errorf("%s: a column of %v", table.Caption, w)
				}
				sum += w
			}
			if math.Abs(sum-total) > 1e-6 {
				t.Errorf("%s: %v of %v", table.Caption, sum, total)
			}
		}
	}
	if tables != 4 {
		t.Errorf("%d tables", tables)
	}
	if (&layout.Table{}).Widths(100) == nil {
		t.Error("no widths of no columns")
	}
}

// A table that is too wide for an upright page is laid on its side unasked.
func TestTooWide(t *testing.T) {
	var table report.Table
	var row report.Row
	for range 14 {
		table.Columns = append(table.Columns, report.Column{Head: text.M("say.text", "text", "Chỉ số")})
		row.Cells = append(row.Cells, report.Cell{Kind: report.Number, Value: 1234567, Unit: "kWh"})
	}
	table.Rows = []report.Row{row}
	d := lay(t, &report.Document{Title: text.M("say.text", "text", "x"), Blocks: []report.Block{table}}, text.VI)
	if got := d.Parts[0].Sections[0].Blocks[0].(layout.Table); !got.Landscape || !got.Small {
		t.Errorf("landscape %v, small %v", got.Landscape, got.Small)
	}
}
