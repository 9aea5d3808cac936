package report

import (
	"fmt"
	"strings"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
)

// absent is what a cell shows where nothing is known.
const absent = "—"

// words are the parts of a cell as text: the number and its unit apart, so that
// a writer can align them.
type words struct{ number, unit, text string }

// whole is the cell as one text.
func (w words) whole() string {
	parts := make([]string, 0, 3)
	for _, s := range []string{w.number, w.unit, w.text} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}

// wordsOf writes a cell. A bar is drawn by the writer.
func wordsOf(c Cell, p *i18n.Printer) words {
	unit := unitOf(c, p)
	var w words
	switch c.Kind {
	case Words:
		w.text = p.Say(c.Text)
	case Number:
		w.number, w.unit = p.Figure(c.Value), unit
		if c.Unit == "%" {
			w.number, w.unit = p.Share(c.Value), ""
		}
	case Range:
		w.number, w.unit = p.Figure(c.Value)+"–"+p.Figure(c.High), unit
	case Signed:
		w.number = p.Percent(c.Value)
	case Money:
		w.number = p.Money(c.Value, c.Unit)
	case Units:
		w.text = unit
	case Absent:
		w.number = absent
	}
	if c.Kind != Words && !c.Text.Empty() {
		w.text = p.Say(c.Text)
	}
	if r := refs(c.Refs); r != "" {
		w.text = join(w.text, r)
	}
	return w
}

func unitOf(c Cell, p *i18n.Printer) string {
	unit := c.Unit
	if unit == "-" {
		unit = ""
	}
	unit = p.Unit(unit)
	if !c.Per.Empty() {
		unit += "/" + p.Name(c.Per)
	}
	return unit
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// refs are the numbers of sources as they stand in text: [1][3–5].
func refs(numbers []int) string {
	var b strings.Builder
	for i := 0; i < len(numbers); {
		end := i
		for end+1 < len(numbers) && numbers[end+1] == numbers[end]+1 {
			end++
		}
		if end-i < 2 { // two beside each other are not a range yet
			end = i
			fmt.Fprintf(&b, "[%d]", numbers[i])
		} else {
			fmt.Fprintf(&b, "[%d–%d]", numbers[i], numbers[end])
		}
		i = end + 1
	}
	return b.String()
}

// sentence is a text with the numbers of its sources.
func sentence(m text.Message, numbers []int, p *i18n.Printer) string {
	return join(p.Say(m), refs(numbers))
}

// reference is a document as a list of sources shows it.
type reference struct {
	about  string // title, publisher, year
	url    string
	seen   string // how it was seen, and its note
	places string // the places in it that were used
}

func (r reference) whole() string {
	return join(join(r.about, r.url), join(r.seen, r.places))
}

func referenceOf(s Source, p *i18n.Printer) reference {
	var r reference
	switch {
	case s.Own != "":
		r.about = p.Say(text.M("why.own-norm", "source", s.Own))
	case s.ID == benchmark.Unverified:
		r.about = p.Say(text.M("report.source.recalled"))
	case s.ID == benchmark.Derived:
		r.about = p.Say(text.M("report.source.derived"))
	case s.ID == benchmark.OwnRule:
		r.about = p.Say(text.M("report.source.own"))
	default:
		var year any
		if s.Year != 0 {
			year = text.M("report.year", "year", s.Year)
		}
		r.about = p.Say(text.M("report.source.document", "title", s.Title, "publisher", publisher(s.Publisher), "year", year))
		r.url = i18n.Clean(s.URL)
		if s.Seen != "" {
			r.seen = p.Say(text.M("report.seen." + s.Seen))
		}
		r.seen = join(r.seen, p.Name(s.Note))
	}
	var names []string
	for _, l := range s.Locators {
		names = append(names, p.Name(l))
	}
	if len(names) > 0 {
		r.places = p.Say(text.M("report.source.places", "places", strings.Join(names, "; ")))
	}
	return r
}

// publisher leaves out the dash that stands for none.
func publisher(s string) string {
	if s == "-" {
		return ""
	}
	return s
}
