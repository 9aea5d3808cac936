package docx

import (
	"fmt"
	"math"

	"github.com/sxsh-audit/audit/internal/report/layout"
)

// table writes a table with its caption above: heads are repeated on every
// page, no row is broken.
func (d *document) table(t layout.Table) error {
	if t.Caption != "" {
		d.caption("table", t.Caption, t.Number, t.Target, "<w:keepNext/>")
	}
	widths := t.Widths(layout.TextWidth(d.wide))
	columns := make([]int, len(widths))
	sum := 0
	for i, w := range widths {
		columns[i] = int(math.Floor(w * 20))
		sum += columns[i]
	}
	d.putf(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, sum)
	for _, c := range columns {
		d.putf(`<w:gridCol w:w="%d"/>`, c)
	}
	d.put("</w:tblGrid>\n")
	text, head := "TableText", "TableHead"
	if t.Small {
		text, head = "SmallText", "SmallHead"
	}
	if t.Heads {
		d.heads(t, columns, head)
	}
	for i, r := range t.Rows {
		keep := ""
		if len(t.Rows) <= layout.SmallTable && i+1 < len(t.Rows) {
			keep = "<w:keepNext/>" // to the last row
		}
		if err := d.row(r, columns, text, keep); err != nil {
			return err
		}
	}
	d.put("</w:tbl>\n")
	for _, n := range t.Notes {
		d.paragraph("Remark", "", d.runs(n, ""))
	}
	if len(t.Notes) == 0 { // two tables without a paragraph between them would be one
		d.put(`<w:p><w:pPr><w:pStyle w:val="TableText"/><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>` + "\n")
	}
	return nil
}

const shade = `<w:shd w:val="clear" w:color="auto" w:fill="E8EEF3"/>`

// heads writes one row of heads, or two where columns are grouped.
func (d *document) heads(t layout.Table, columns []int, style string) {
	const begin = `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`
	cell := func(width, span int, merge, words string) {
		d.putf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
		if span > 1 {
			d.putf(`<w:gridSpan w:val="%d"/>`, span)
		}
		d.put(merge + shade + `<w:vAlign w:val="center"/></w:tcPr>`)
		d.paragraph(style, "", d.run(words, ""))
		d.put("</w:tc>")
	}
	if len(t.Groups) > 0 {
		d.put(begin)
		for i := 0; i < len(t.Columns); i++ {
			if t.Columns[i].Group == "" {
				cell(columns[i], 1, `<w:vMerge w:val="restart"/>`, t.Columns[i].Head)
				continue
			}
			for _, g := range t.Groups {
				if g.First != i {
					continue
				}
				width := 0
				for _, c := range columns[g.First : g.First+g.Span] {
					width += c
				}
				cell(width, g.Span, "", g.Head)
			}
		}
		d.put("</w:tr>\n")
	}
	d.put(begin)
	for i, c := range t.Columns {
		if len(t.Groups) > 0 && c.Group == "" {
			cell(columns[i], 1, `<w:vMerge/>`, "")
			continue
		}
		cell(columns[i], 1, "", c.Head)
	}
	d.put("</w:tr>\n")
}

func (d *document) row(r layout.Row, columns []int, style, keep string) error {
	d.put(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	defer d.put("</w:tr>\n")
	if r.Group {
		sum := 0
		for _, c := range columns {
			sum += c
		}
		d.putf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:gridSpan w:val="%d"/>%s</w:tcPr>`, sum, len(columns), shade)
		d.paragraph(style, "<w:keepNext/>", d.runs(r.Cells[0].Text, "<w:b/>"))
		d.put("</w:tc>")
		return nil
	}
	for i, c := range r.Cells {
		d.putf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, columns[i])
		more, properties := keep, ""
		if c.Right {
			more += `<w:jc w:val="right"/>`
		}
		if r.Strong {
			properties = "<w:b/>"
		}
		content := d.runs(c.Text, properties)
		if c.Mini != nil {
			var err error
			if content, err = d.mini(c.Mini, c.Bar, float64(columns[i])/20-2*layout.CellPadding); err != nil {
				return fmt.Errorf("docx: %w", err)
			}
		}
		d.paragraph(style, more, content)
		d.put("</w:tc>")
	}
	return nil
}
