// Package report puts results into words and tables. A Document is built once
// from a result and knows no output format; writers walk it: terminal and
// Markdown here, Word, Excel, PDF and web pages in packages of their own. JSON
// is written from the result itself.
package report

import (
	"math"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Document is a report as headings, paragraphs, lists, tables and figures. Its
// texts are messages and its numbers are numbers: a writer chooses words and
// notation through a printer. A document in two languages is the same Document
// written twice, one language after the other, with numbering of its own each
// time.
type Document struct {
	Title    text.Message
	Subtitle text.Message
	Cover    *Cover // nil: the title stands above the text
	Info     Info
	Numbered int // how many levels of headings are numbered; 0 is the first only
	Blocks   []Block
	Sources  []Source // numbered from 1 in the order of their first use
	Places   bool     // a printed page names the places in the sources too; files always do
	// Landscape: all pages are on their side.
	Landscape bool
}

// Block is one of the types of this package that a document is made of.
type Block interface{ block() }

// Heading opens a section (level 1) or a part of one (levels 2 and 3).
type Heading struct {
	Level      int
	Text       text.Message
	Label      Label
	Annex      bool // of level 1: an annex, lettered from A
	Unnumbered bool
}

// ParagraphKind is the role of a paragraph.
type ParagraphKind int

// The roles: ordinary text, the sentence to read first, a remark under a table
// or a figure, a caveat that must not be missed, a line in the middle of the
// page (a form's name, an addressee).
const (
	Plain ParagraphKind = iota
	Lead
	Remark
	Warning
	Centred
)

// Paragraph is running text.
type Paragraph struct {
	Kind ParagraphKind
	Text text.Message
	Refs []int
}

// List is a list of items, numbered from 1 or bulleted.
type List struct {
	Numbered bool
	Items    []Item
}

// Item is one point of a list, with what belongs below it.
type Item struct {
	Text   text.Message
	Refs   []int
	Strong bool
	Below  []Item
}

// Align is the side that a column's cells stand on.
type Align int

// The alignments of a column.
const (
	Left Align = iota
	Right
)

// Column is the head of a column. The words of a Wide column may be broken
// into lines where the page is narrow. Columns beside each other with the same
// Group have that as a head above their own heads.
type Column struct {
	Head  text.Message
	Group text.Message
	Align Align
	Wide  bool
}

// Table has as many cells in every row as columns. A table without heads is a
// list of facts: a name and what it is. A table with a caption is numbered.
type Table struct {
	Columns   []Column
	Rows      []Row
	Caption   text.Message
	Label     Label
	Landscape bool   // wants a page on its side; a table that is too wide gets one anyway
	Notes     []Note // below the table
}

// Note is a text below a table or a figure.
type Note struct {
	Text text.Message
	Refs []int
}

// Row is a row of a table; a Strong one is a total. Of a Group row only the
// first cell is shown, across the table: what the rows below it are about.
type Row struct {
	Cells  []Cell
	Strong bool
	Group  bool
}

// CellKind is what a cell holds.
type CellKind int

// The kinds of cell.
const (
	Words  CellKind = iota
	Number          // Value in Unit
	Range           // Value to High in Unit
	Signed          // Value % with its sign: a gap
	Money           // Value in the currency Unit
	Bars            // Bar
	Units           // Unit and Per without a number
	Absent          // nothing is known: not zero
	Count           // Value without a unit, every digit of it
	Tick            // an x where Value is not 0
	Day             // Date
)

// Cell is a typed cell, so that a spreadsheet can calculate with it.
type Cell struct {
	Kind        CellKind
	Text        text.Message
	Value, High float64
	Unit        string    // a symbol of the unit table
	Per         text.Name // what Unit is per, in words, where it is a ratio
	Bar         *Bar
	Date        quantity.Date
	Refs        []int
	Formula     *Formula // how Value follows from other cells of the table
}

// Op is how a formula joins cells.
type Op int

// The operations: the sum, the first less the others, the product, the first
// divided by the second.
const (
	Sum Op = iota
	Difference
	Product
	Ratio
)

// At is a cell of a table by its row and column, from 0.
type At struct{ Row, Column int }

// Formula says how the number of a cell follows from other cells of the same
// table, so that a spreadsheet can show it and a reader can check it. Factor
// multiplies the result (100 for a share in %); 0 is 1. A formula that does not
// give the cell's Value is not written: the Value is what was calculated.
type Formula struct {
	Op     Op
	Of     []At
	Factor float64
}

// Total is the formula of a cell that adds up the cells of its column in the
// rows from first up to, not including, end.
func Total(column, first, end int) *Formula {
	f := &Formula{Op: Sum}
	for r := first; r < end; r++ {
		f.Of = append(f.Of, At{r, column})
	}
	return f
}

// Value is what the formula gives on the numbers of a table; false where a cell
// has no number or the result is none.
func (f Formula) Value(t *Table) (float64, bool) {
	var v float64
	for i, at := range f.Of {
		x, ok := t.number(at)
		switch {
		case !ok:
			return 0, false
		case i == 0:
			v = x
		case f.Op == Sum:
			v += x
		case f.Op == Difference:
			v -= x
		case f.Op == Product:
			v *= x
		case f.Op == Ratio:
			v /= x
		}
	}
	if f.Factor != 0 {
		v *= f.Factor
	}
	return v, len(f.Of) > 0 && !math.IsNaN(v) && !math.IsInf(v, 0)
}

// number is the number of a cell. An empty cell counts as none in a sum.
func (t *Table) number(at At) (float64, bool) {
	if at.Row < 0 || at.Row >= len(t.Rows) || at.Column < 0 || at.Column >= len(t.Rows[at.Row].Cells) {
		return 0, false
	}
	switch c := t.Rows[at.Row].Cells[at.Column]; c.Kind {
	case Number, Signed, Money, Count:
		return c.Value, true
	case Words, Absent:
		return 0, c.Text.Empty()
	}
	return 0, false
}

// Holds reports whether the formula gives the cell's own value, but for the
// rounding of floating-point numbers.
func (f *Formula) Holds(t *Table, c Cell) bool {
	if f == nil {
		return false
	}
	v, ok := f.Value(t)
	return ok && math.Abs(v-c.Value) <= 1e-9*max(math.Abs(v), math.Abs(c.Value))
}

// Bar is a figure among its bounds. Good is always on the left: for a yield,
// of which more is better, the axis runs the other way.
type Bar struct {
	Value  float64
	Bounds benchmark.Bounds
	Scale  string
}

// Source is a numbered document, with the places in it that were used.
type Source struct {
	benchmark.Source
	Own      string // the plant's own norm: where the plant has it from
	Brief    bool   // shown by title, publisher and year only
	Locators []text.Name
}

func (Heading) block()    {}
func (Paragraph) block()  {}
func (List) block()       {}
func (Table) block()      {}
func (Figure) block()     {}
func (Contents) block()   {}
func (PageBreak) block()  {}
func (Checklist) block()  {}
func (Signatures) block() {}

// builder collects the blocks and numbers the sources of a document.
type builder struct {
	doc Document
}

func (b *builder) add(blocks ...Block) { b.doc.Blocks = append(b.doc.Blocks, blocks...) }

func (b *builder) heading(level int, key string, args ...any) {
	b.add(Heading{Level: level, Text: text.M(key, args...)})
}

func (b *builder) remark(m text.Message, refs ...int) {
	b.add(Paragraph{Kind: Remark, Text: m, Refs: refs})
}

// table adds a table that has rows.
func (b *builder) table(t Table) {
	if len(t.Rows) > 0 {
		b.add(t)
	}
}

// ref is the number of a document in the list of sources.
func (b *builder) ref(s benchmark.Source, locator text.Name) int {
	n := -1
	for i, known := range b.doc.Sources {
		if known.Own == "" && known.ID == s.ID && known.Title == s.Title {
			n = i
			break
		}
	}
	if n < 0 {
		n = len(b.doc.Sources)
		b.doc.Sources = append(b.doc.Sources, Source{Source: s})
	}
	b.locate(n, locator)
	return n + 1
}

func (b *builder) locate(n int, locator text.Name) {
	if locator.Empty() {
		return
	}
	for _, l := range b.doc.Sources[n].Locators {
		if l == locator {
			return
		}
	}
	b.doc.Sources[n].Locators = append(b.doc.Sources[n].Locators, locator)
}

// ownRef numbers the plant's own norm.
func (b *builder) ownRef(own string) int {
	for i, known := range b.doc.Sources {
		if known.Own == own {
			return i + 1
		}
	}
	b.doc.Sources = append(b.doc.Sources, Source{Own: own})
	return len(b.doc.Sources)
}

func say(key string, args ...any) Cell { return Cell{Kind: Words, Text: text.M(key, args...)} }

// name and plain show a name of the data files and a text of the plant.
func name(n text.Name) Cell           { return Cell{Kind: Words, Text: nameOf(n)} }
func plain(s string) Cell             { return name(text.Both(s)) }
func nameOf(n text.Name) text.Message { return text.M("say.text", "text", n) }

func amount(a *quantity.Amount) Cell {
	if a == nil {
		return Cell{Kind: Absent}
	}
	return number(a.Value, a.Unit)
}

func number(v float64, unit string) Cell { return Cell{Kind: Number, Value: v, Unit: unit} }

func numberOf(v *float64, unit string) Cell {
	if v == nil {
		return Cell{Kind: Absent}
	}
	return number(*v, unit)
}

func money(v *float64, currency string) Cell {
	if v == nil {
		return Cell{Kind: Absent}
	}
	return Cell{Kind: Money, Value: *v, Unit: currency}
}

func head(key string, args ...any) Column { return Column{Head: text.M(key, args...)} }

func headRight(key string, args ...any) Column {
	return Column{Head: text.M(key, args...), Align: Right}
}

func headWide(key string, args ...any) Column {
	return Column{Head: text.M(key, args...), Wide: true}
}
