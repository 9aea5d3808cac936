package report

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Markdown writes a document as GitHub-flavoured Markdown. Texts of the plant
// cannot break its structure.
func Markdown(w io.Writer, doc *Document, p *i18n.Printer) error {
	m := &markdown{w: bufio.NewWriter(w), p: p, numbers: doc.Number()}
	m.line("# " + escape(p.Say(doc.Title)))
	if !doc.Subtitle.Empty() {
		m.line("")
		m.line("**" + escape(p.Say(doc.Subtitle)) + "**")
	}
	m.cover(doc)
	for i, b := range doc.Blocks {
		if !shown(b) {
			continue
		}
		m.line("")
		m.block(doc, i, b)
	}
	m.sources(doc.Sources)
	return m.w.Flush()
}

type markdown struct {
	w       *bufio.Writer
	p       *i18n.Printer
	numbers *Numbering
}

// shown reports whether a writer of plain text shows a block: pages have no
// meaning there, and a picture of what stands in the text anyway tells nothing
// new.
func shown(b Block) bool {
	switch b := b.(type) {
	case PageBreak:
		return false
	case Figure:
		return !b.Repeats
	}
	return true
}

func (m *markdown) block(doc *Document, i int, b Block) {
	switch b := b.(type) {
	case Heading:
		m.line(strings.Repeat("#", min(b.Level, 5)+1) + " " + m.title(i, b))
	case Paragraph:
		m.paragraph(b)
	case List:
		m.list(b.Items, b.Numbered, "")
	case Table:
		m.captioned(m.numbers.Caption(i, "table", b.Caption, m.p))
		m.table(b)
		m.notes(b.Notes)
	case Figure:
		m.figure(i, b)
	case Contents:
		m.contents(doc, b)
	case Checklist:
		for _, c := range b.Items {
			box := "- [ ] "
			if c.Done {
				box = "- [x] "
			}
			m.line(box + join(escape(m.say(c.Text)), brackets(escape(m.say(c.Note)))))
		}
	case Signatures:
		for _, l := range signatureLines(b, m.p, m.numbers) {
			m.line(escape(l) + "  ")
		}
	}
}

// title is a heading with its number, whose full stop must not be escaped.
func (m *markdown) title(i int, h Heading) string { return escape(m.numbers.Title(i, h, m.p)) }

func (m *markdown) say(t text.Message) string { return m.p.Say(m.numbers.Resolve(t)) }

func brackets(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

func (m *markdown) cover(doc *Document) {
	if doc.Cover == nil {
		return
	}
	for _, l := range coverLines(doc.Cover, m.p, m.numbers) {
		m.line("")
		m.line(escape(l))
	}
}

func (m *markdown) captioned(caption string) {
	if caption != "" {
		m.line("**" + escape(caption) + "**")
		m.line("")
	}
}

func (m *markdown) notes(all []Note) {
	for _, n := range all {
		m.line("")
		m.line(escape(sentence(m.numbers.Resolve(n.Text), n.Refs, m.p)))
	}
}

// figure writes what a picture shows and the numbers behind it: a Markdown file
// stands alone, without pictures beside it.
func (m *markdown) figure(i int, f Figure) {
	m.captioned(m.numbers.Caption(i, "figure", f.Caption, m.p))
	if alt := m.say(f.Alt); alt != "" {
		m.line("*" + escape(alt) + "*")
	}
	if t := dataTable(f); len(t.Rows) > 0 {
		m.line("")
		m.table(t)
	}
	m.notes(f.Notes)
}

func (m *markdown) contents(doc *Document, c Contents) {
	depth := c.Depth
	if depth == 0 {
		depth = 2
	}
	m.line("**" + escape(m.p.Say(text.M("writers.contents"))) + "**")
	m.line("")
	for i, b := range doc.Blocks {
		if h, ok := b.(Heading); ok && h.Level <= depth {
			m.line(strings.Repeat("  ", h.Level-1) + "- " + m.title(i, h))
		}
	}
}

// line writes a line; the error stays in the writer until it is flushed.
func (m *markdown) line(s string) {
	m.w.WriteString(strings.TrimRight(s, " "))
	m.w.WriteByte('\n')
}

func (m *markdown) paragraph(b Paragraph) {
	s := escape(sentence(m.numbers.Resolve(b.Text), b.Refs, m.p))
	if b.Kind == Lead || b.Kind == Warning {
		s = "**" + s + "**"
	}
	m.line(s)
}

func (m *markdown) list(items []Item, numbered bool, indent string) {
	for i, item := range items {
		mark := "- "
		if numbered {
			mark = itoa(i+1) + ". "
		}
		s := escape(m.say(item.Text))
		if item.Strong {
			s = "**" + s + "**"
		}
		m.line(indent + mark + join(s, escape(refs(item.Refs))))
		m.list(item.Below, false, indent+strings.Repeat(" ", len(mark)))
	}
}

func (m *markdown) table(t Table) {
	m.row(len(t.Columns), func(i int) string { return escape(headOf(t.Columns[i], m.p, m.numbers)) })
	m.row(len(t.Columns), func(i int) string {
		if t.Columns[i].Align == Right {
			return "---:"
		}
		return "---"
	})
	for _, row := range t.Rows {
		m.row(len(row.Cells), func(i int) string {
			if row.Group && i > 0 {
				return ""
			}
			c := row.Cells[i]
			if c.Kind == Bars {
				return "`" + c.Bar.Draw(barIdeal) + "`"
			}
			c.Text = m.numbers.Resolve(c.Text)
			s := escape(wordsOf(c, m.p).whole())
			if (row.Strong || row.Group) && s != "" {
				s = "**" + s + "**"
			}
			return s
		})
	}
}

func (m *markdown) row(n int, cell func(int) string) {
	var b strings.Builder
	b.WriteByte('|')
	for i := range n {
		b.WriteString(" " + cell(i) + " |")
	}
	m.line(b.String())
}

func (m *markdown) sources(all []Source) {
	if len(all) == 0 {
		return
	}
	m.line("")
	m.line("## " + escape(m.p.Say(text.M("report.sources.heading"))))
	m.line("")
	for i, s := range all {
		m.line("- " + escape("["+itoa(i+1)+"] "+referenceOf(s, m.p).whole()))
	}
}

// escape makes a text stand for itself in Markdown.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		special := strings.ContainsRune("\\`*_<>[]|#~", r)
		if i == 0 && strings.ContainsRune("-+", r) { // would begin a list
			special = true
		}
		if special {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
