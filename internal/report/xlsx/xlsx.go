// Package xlsx writes a laid-out report as an Excel workbook: a sheet for every
// chapter, numbers as numbers with their formats and the units in the heads,
// formulas where the report says how a number follows from others, charts that
// Excel draws itself, heads that stay in sight, pages that print.
package xlsx

import (
	"bytes"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/layout"
	"github.com/sxsh-audit/audit/internal/text"
)

// Write writes a document. The same document gives the same bytes.
func Write(w io.Writer, doc *layout.Document) error {
	b := &book{f: excelize.NewFile(), styles: map[look]int{}, names: map[string]bool{}}
	defer b.f.Close()
	if err := b.write(doc); err != nil {
		return err
	}
	var raw bytes.Buffer
	if err := b.f.Write(&raw); err != nil {
		return err
	}
	return normalise(w, raw.Bytes())
}

// book is a workbook on its way.
type book struct {
	f      *excelize.File
	part   *layout.Part
	styles map[look]int
	names  map[string]bool // of sheets, folded
	first  bool

	charts   []layout.Figure // of the part that have numbers on the last sheet
	dataName string          // of that sheet
	dataRow  int             // its next free row
}

// topic is what stands on one sheet.
type topic struct {
	name   string
	title  string
	blocks []layout.Block
}

func (b *book) write(doc *layout.Document) error {
	const start = "Sheet1"
	if err := b.f.SetDefaultFont("Times New Roman"); err != nil {
		return err
	}
	for i := range doc.Parts {
		b.part = &doc.Parts[i]
		b.charts, b.dataName, b.dataRow = nil, "", 0
		for _, t := range topics(b.part) {
			if err := b.topic(t); err != nil {
				return err
			}
		}
		if len(b.charts) > 0 {
			if err := b.chartData(); err != nil {
				return err
			}
		}
	}
	if err := b.f.DeleteSheet(start); err != nil {
		return err
	}
	b.f.SetActiveSheet(0)
	stamp := "2000-01-01T00:00:00Z" // where the audit has no date
	if d := doc.Date; !d.IsZero() {
		stamp = fmt.Sprintf("%04d-%02d-%02dT00:00:00Z", d.Year, d.Month, d.Day)
	}
	return b.f.SetDocProps(&excelize.DocProperties{
		Title: doc.Title, Subject: doc.Subject, Description: doc.Subtitle, Creator: doc.Author, LastModifiedBy: doc.Author,
		Created: stamp, Modified: stamp, Language: locale(doc.Lang),
	})
}

func locale(l text.Lang) string {
	if l == text.EN {
		return "en-US"
	}
	return "vi-VN"
}

// topics divides a part into sheets at its chapters; what stands before the
// first of them is the overview. A large table has a sheet of its own: columns
// that are right for it are wrong for others.
func topics(p *layout.Part) []topic {
	all := []topic{{name: p.Say("writers.overview"), title: p.Title}}
	begin := func(title string) { all = append(all, topic{name: title, title: title}) }
	alone := false // the last sheet is a large table's
	for _, s := range p.Sections {
		for i, b := range s.Blocks {
			last := &all[len(all)-1]
			switch b := b.(type) {
			case layout.Heading:
				if b.Level == 1 || alone || large(after(s.Blocks, i)) {
					begin(b.Title)
					alone = false
					continue
				}
			case layout.Table:
				if large(b) && holdsTable(last.blocks) || alone {
					begin(nameOf(b, last.name))
				}
				alone = large(b)
				last = &all[len(all)-1]
			case layout.Paragraph: // remarks stay with the table above
				if alone && b.Kind != report.Remark {
					begin(last.name)
					alone = false
					last = &all[len(all)-1]
				}
			default:
				if alone {
					begin(last.name)
					alone = false
					last = &all[len(all)-1]
				}
			}
			last.blocks = append(last.blocks, b)
		}
	}
	return all
}

// after is the block behind the i-th.
func after(blocks []layout.Block, i int) layout.Block {
	if i+1 < len(blocks) {
		return blocks[i+1]
	}
	return nil
}

// large reports whether a block is a table with many columns or rows.
func large(b layout.Block) bool {
	t, ok := b.(layout.Table)
	return ok && (t.Landscape || len(t.Columns) > 7 || len(t.Rows) > 30)
}

func holdsTable(blocks []layout.Block) bool {
	for _, b := range blocks {
		if _, ok := b.(layout.Table); ok {
			return true
		}
	}
	return false
}

// nameOf is the name of a table's sheet.
func nameOf(t layout.Table, other string) string {
	if t.Words != "" {
		return t.Words
	}
	return other
}

// topic writes a sheet.
func (b *book) topic(t topic) error {
	s, err := b.sheet(t.name)
	if err != nil {
		return err
	}
	s.measure(t.blocks)
	s.words(t.title, look{title: true})
	if !b.first || t.title == b.part.Title {
		b.first = true
		s.overview()
	}
	for _, block := range t.blocks {
		s.block(block)
	}
	return s.finish()
}

// overview is what the cover says.
func (s *sheet) overview() {
	s.words(s.b.part.Subtitle, look{bold: true, wrap: true})
	if c := s.b.part.Cover; c != nil {
		for _, line := range []string{c.Parent, c.Organisation, c.Plant, c.Address} {
			s.words(line, look{wrap: true})
		}
		for _, f := range c.Facts {
			s.words(f[0]+": "+f[1], look{wrap: true})
		}
		s.words(c.PlaceDate, look{italic: true})
	}
	s.row++
}

// block writes a block down the sheet. Errors stay in the sheet.
func (s *sheet) block(b layout.Block) {
	switch b := b.(type) {
	case layout.Heading:
		s.row++
		s.words(b.Title, look{bold: true, wrap: true})
	case layout.Paragraph:
		s.words(b.Text.String(), look{bold: b.Kind == report.Lead || b.Kind == report.Warning, italic: b.Kind == report.Remark, wrap: true})
	case layout.List:
		s.list(b.Items, b.Numbered, "")
	case layout.Table:
		s.table(b)
	case layout.Figure:
		s.figure(b)
	case layout.Checklist:
		for _, c := range b.Items {
			box := "☐ "
			if c.Done {
				box = "☒ "
			}
			note := ""
			if len(c.Note) > 0 {
				note = " (" + c.Note.String() + ")"
			}
			s.words(box+c.Text.String()+note, look{wrap: true})
		}
	case layout.Signatures:
		s.row++
		s.words(b.PlaceDate, look{italic: true})
		for _, who := range b.Signers {
			name := who.Name
			if name == "" {
				name = b.Hint
			}
			s.words(who.Role+": "+name, look{wrap: true})
		}
	case layout.Sources:
		s.sources(b)
	}
}

func (s *sheet) list(items []layout.Item, numbered bool, indent string) {
	for i, item := range items {
		mark := "• "
		if numbered {
			mark = fmt.Sprintf("%d. ", i+1)
		}
		s.words(indent+mark+item.Text.String(), look{bold: item.Strong, wrap: true})
		s.list(item.Below, false, indent+"    ")
	}
}

// sources are a line each, the address a link.
func (s *sheet) sources(b layout.Sources) {
	for _, src := range b.Items {
		words := fmt.Sprintf("[%d] %s", src.Number, src.About)
		for _, more := range []string{src.URL, src.More} {
			if more != "" {
				words += " " + more
			}
		}
		s.words(words, look{wrap: true})
	}
}
