package report

import (
	"fmt"
	"math"
	"strconv"
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

// wordsOf writes a cell with the numbers of its sources. A bar is drawn by the
// writer.
func wordsOf(c Cell, p *i18n.Printer) words {
	w := bareWords(c, p)
	if r := refs(c.Refs); r != "" {
		w.text = join(w.text, r)
	}
	return w
}

// SayCell writes a cell: its number, its unit and its words, without the numbers
// of its sources. A bar has no words.
func SayCell(c Cell, p *i18n.Printer) (number, unit, words string) {
	w := bareWords(c, p)
	return w.number, w.unit, w.text
}

// count writes a count or a year: four digits stay together, so that a year does
// not come out as 2.018.
func count(v float64, p *i18n.Printer) string {
	if math.Abs(v) < 10000 && v == math.Trunc(v) {
		return strconv.Itoa(int(v))
	}
	return p.Number(v, 0)
}

// ticked is the mark of a tick cell, as forms want it.
const ticked = "x"

func bareWords(c Cell, p *i18n.Printer) words {
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
		if c.Unit == "%" {
			w.number, w.unit = shares(c.Value, c.High, p), ""
		}
	case Signed:
		w.number = p.Percent(c.Value)
	case Money:
		w.number = p.Money(c.Value, c.Unit)
	case Count:
		w.number = count(c.Value, p)
	case Tick:
		if c.Value != 0 {
			w.text = ticked
		}
	case Day:
		w.text = p.Date(c.Date)
	case Units:
		w.text = unit
	case Absent:
		w.number = absent
	}
	if c.Kind != Words && !c.Text.Empty() {
		w.text = p.Say(c.Text)
	}
	return w
}

// shares is a range of percentages, as exact as a single one. A sign between the
// two would be read as a minus where one of them has a sign itself.
func shares(low, high float64, p *i18n.Printer) string {
	first, second := p.Percentage(low), p.Share(high)
	if low < 0 || high < 0 {
		return first + " … " + second
	}
	return first + "–" + second
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

// Ref is one or several sources as they stand in text: "[3–5]", with the number
// of the first of them.
type Ref struct {
	Text  string
	First int
}

// Refs are the numbers of sources as they stand in text: [1][3–5].
func Refs(numbers []int) []Ref {
	var all []Ref
	for i := 0; i < len(numbers); {
		end := i
		for end+1 < len(numbers) && numbers[end+1] == numbers[end]+1 {
			end++
		}
		if end-i < 2 { // two beside each other are not a range yet
			end = i
			all = append(all, Ref{fmt.Sprintf("[%d]", numbers[i]), numbers[i]})
		} else {
			all = append(all, Ref{fmt.Sprintf("[%d–%d]", numbers[i], numbers[end]), numbers[i]})
		}
		i = end + 1
	}
	return all
}

func refs(numbers []int) string {
	var b strings.Builder
	for _, r := range Refs(numbers) {
		b.WriteString(r.Text)
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

// SayReference writes a document as a list of sources shows it: title, publisher
// and year; its address; how it was seen and the places in it that were used.
func SayReference(s Source, p *i18n.Printer) (about, url, more string) {
	r := referenceOf(s, p)
	return r.about, r.url, join(r.seen, r.places)
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
		if s.Brief {
			r.about = p.Say(text.M("documents.source", "title", shortTitle(s.Title), "year", year))
			return r
		}
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
	if len(names) > 0 && !s.Brief {
		r.places = p.Say(text.M("report.source.places", "places", strings.Join(names, "; ")))
	}
	return r
}

// shortTitle is the beginning of a title, broken between words.
func shortTitle(s string) string {
	const most = 72
	letters := []rune(s)
	if len(letters) <= most {
		return strings.TrimRight(s, ". ")
	}
	cut := string(letters[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:-(") + "…"
}

// publisher leaves out the dash that stands for none.
func publisher(s string) string {
	if s == "-" {
		return ""
	}
	return s
}
