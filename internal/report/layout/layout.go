// Package layout puts a report.Document into words: every message said in one
// language, every heading, table and figure numbered, every cross reference
// known, every picture drawn, every table given the widths of its columns and
// the page it needs. The writers of Word, Excel, PDF and web pages walk what
// comes out, so that all of them say and number the same.
package layout

import (
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/text"
)

// Document is a document in words. In two languages it has two parts, one after
// the other, each complete in itself with its own cover, numbering, contents and
// sources: that is how bilingual reports are read and signed in practice, and
// no line has to hold two languages.
type Document struct {
	Title, Subtitle, Author, Organisation, Subject string
	Lang                                           text.Lang // of the first part
	Date                                           quantity.Date
	Parts                                          []Part
}

// Part is the whole document in one language.
type Part struct {
	Lang            text.Lang
	Printer         *i18n.Printer
	Name            string // heading of the part; empty where it is the only one
	Prefix          string // of every target in the part, so that targets differ between parts
	Title, Subtitle string
	Running         string // head of the pages
	Cover           *Cover
	Sections        []Section
	Entries         []Entry
}

// Say puts words that belong to the writers.
func (p Part) Say(key string, namesAndValues ...any) string {
	return p.Printer.Say(text.M(key, namesAndValues...))
}

// Cover is the page before the text.
type Cover struct {
	Parent, Organisation, Plant, Address string
	Facts                                [][2]string
	PlaceDate                            string
}

// Entry is a heading as the table of contents shows it.
type Entry struct {
	Level  int
	Title  string // with its number
	Target string
}

// Section is a run of blocks on pages of one orientation.
type Section struct {
	Landscape bool
	Blocks    []Block
}

// Block is one of the types below.
type Block any

// Run is a piece of text; one with a target leads there.
type Run struct {
	String string
	Target string
}

// Text is a line of text.
type Text []Run

// String is the text without its targets.
func (t Text) String() string {
	s := ""
	for _, r := range t {
		s += r.String
	}
	return s
}

// Heading is a heading with its number in its title.
type Heading struct {
	Level  int
	Title  string
	Target string
	Annex  bool
}

// Paragraph is running text.
type Paragraph struct {
	Kind report.ParagraphKind
	Text Text
}

// List is a list of items.
type List struct {
	Numbered bool
	Items    []Item
}

// Item is a point of a list.
type Item struct {
	Text   Text
	Strong bool
	Target string
	Below  []Item
}

// Figure is a picture with its caption.
type Figure struct {
	Caption   string // with its number
	Number    string
	Words     string // the caption without its number
	Target    string
	Alt       string
	Drawing   *figure.Drawing
	Data      figure.Data
	Notes     []Text
	Landscape bool
}

// Contents is the table of contents.
type Contents struct {
	Title   string
	Entries []Entry
}

// PageBreak begins a page.
type PageBreak struct{}

// Checklist is points with boxes.
type Checklist struct{ Items []Check }

// Check is a point with a box.
type Check struct {
	Text, Note Text
	Done       bool
}

// Signatures is the block that is signed.
type Signatures struct {
	PlaceDate string
	Hint      string // "(Ký, ghi rõ họ tên)"
	Signers   []Signer
}

// Signer is a place to sign.
type Signer struct{ Role, Name string }

// Sources is the list of sources.
type Sources struct {
	Title string
	Items []Source
}

// Source is a source of the list.
type Source struct {
	Number           int
	Target           string
	About, URL, More string
}
