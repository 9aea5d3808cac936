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
	m := &markdown{w: bufio.NewWriter(w), p: p}
	m.line("# " + escape(p.Say(doc.Title)))
	if !doc.Subtitle.Empty() {
		m.line("")
		m.line("**" + escape(p.Say(doc.Subtitle)) + "**")
	}
	section := 0
	for _, b := range doc.Blocks {
		m.line("")
		switch b := b.(type) {
		case Heading:
			title := escape(p.Say(b.Text))
			if b.Level == 1 {
				section++
				title = itoa(section) + ". " + title
			}
			m.line(strings.Repeat("#", b.Level+1) + " " + title)
		case Paragraph:
			m.paragraph(b)
		case List:
			m.list(b.Items, b.Numbered, "")
		case Table:
			m.table(b)
		}
	}
	m.sources(doc.Sources)
	return m.w.Flush()
}

type markdown struct {
	w *bufio.Writer
	p *i18n.Printer
}

// line writes a line; the error stays in the writer until it is flushed.
func (m *markdown) line(s string) {
	m.w.WriteString(strings.TrimRight(s, " "))
	m.w.WriteByte('\n')
}

func (m *markdown) paragraph(b Paragraph) {
	s := escape(sentence(b.Text, b.Refs, m.p))
	if b.Kind == Lead {
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
		s := escape(m.p.Say(item.Text))
		if item.Strong {
			s = "**" + s + "**"
		}
		m.line(indent + mark + join(s, escape(refs(item.Refs))))
		m.list(item.Below, false, indent+strings.Repeat(" ", len(mark)))
	}
}

func (m *markdown) table(t Table) {
	m.row(len(t.Columns), func(i int) string { return escape(m.p.Say(t.Columns[i].Head)) })
	m.row(len(t.Columns), func(i int) string {
		if t.Columns[i].Align == Right {
			return "---:"
		}
		return "---"
	})
	for _, row := range t.Rows {
		m.row(len(row.Cells), func(i int) string {
			c := row.Cells[i]
			if c.Kind == Bars {
				return "`" + c.Bar.Draw(barIdeal) + "`"
			}
			s := escape(wordsOf(c, m.p).whole())
			if row.Strong && s != "" {
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
