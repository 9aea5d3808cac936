// Package html writes a laid-out report as one web page that needs nothing else:
// no script, no file beside it. It prints on A4, wide tables on their side, and
// follows the reader's choice of light or dark.
package html

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"

	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/layout"
)

//go:embed page.html.tmpl
var page string

//go:embed page.css
var style string

// parsed is the template, read once.
var parsed = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		"kind": kind, "svg": svg, "mini": mini, "alone": alone, "css": func() template.CSS { return template.CSS(style) },
		"heading": func(level int) int { return level + 1 }, "span": func(t layout.Table) int { return len(t.Columns) },
		"headrows": headRows, "class": class,
	}).Parse(page)
})

// Write writes a document.
func Write(w io.Writer, doc *layout.Document) error {
	t, err := parsed()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, doc); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// kind is the name of the template that shows a block.
func kind(b layout.Block) string {
	switch b := b.(type) {
	case layout.Heading:
		return "heading"
	case layout.Paragraph:
		switch b.Kind {
		case report.Lead:
			return "lead"
		case report.Remark:
			return "remark"
		case report.Warning:
			return "warning"
		case report.Centred:
			return "centred"
		}
		return "paragraph"
	}
	return strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", b), "layout."))
}

// svg is a figure's picture. The drawing escapes its own texts.
func svg(f layout.Figure) template.HTML { return template.HTML(f.Drawing.SVG(f.Caption, f.Alt)) }

func mini(c layout.Cell) template.HTML { return template.HTML(c.Mini.SVG(c.Bar, "")) }

// class is the class attribute of a cell: on which side it stands, and whether it
// holds a word that is too long for a column and may be broken anywhere.
func class(c layout.Cell) template.HTMLAttr {
	var names []string
	if c.Right {
		names = append(names, "right")
	}
	for _, word := range strings.FieldsFunc(c.Text.String(), func(r rune) bool { return r == ' ' }) {
		if len([]rune(word)) > longWord {
			names = append(names, "long")
			break
		}
	}
	if names == nil {
		return ""
	}
	return template.HTMLAttr(` class="` + strings.Join(names, " ") + `"`)
}

const longWord = 30

// alone reports whether a part is the only one.
func alone(d *layout.Document) bool { return len(d.Parts) == 1 }

// headCell is a cell of a table's head.
type headCell struct {
	Head       string
	Cols, Rows int
	Right      bool
}

// headRows are the one or two rows of a table's head.
func headRows(t layout.Table) [][]headCell {
	if len(t.Groups) == 0 {
		var row []headCell
		for _, c := range t.Columns {
			row = append(row, headCell{Head: c.Head, Cols: 1, Rows: 1, Right: c.Right})
		}
		return [][]headCell{row}
	}
	var upper, lower []headCell
	for i := 0; i < len(t.Columns); i++ {
		c := t.Columns[i]
		if c.Group == "" {
			upper = append(upper, headCell{Head: c.Head, Cols: 1, Rows: 2, Right: c.Right})
			continue
		}
		for _, g := range t.Groups {
			if g.First == i {
				upper = append(upper, headCell{Head: g.Head, Cols: g.Span, Rows: 1})
			}
		}
		lower = append(lower, headCell{Head: c.Head, Cols: 1, Rows: 1, Right: c.Right})
	}
	return [][]headCell{upper, lower}
}
