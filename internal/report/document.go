// Package report puts results into words and tables. A Document is built once
// from a result and knows no output format; writers (terminal, Markdown) walk
// it. JSON is written from the result itself.
package report

import (
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Document is a report as headings, paragraphs, lists and tables. Its texts are
// messages and its numbers are numbers: a writer chooses words and notation
// through a printer.
type Document struct {
	Title    text.Message
	Subtitle text.Message
	Blocks   []Block
	Sources  []Source // numbered from 1 in the order of their first use
	Places   bool     // a printed page names the places in the sources too; files always do
}

// Block is a Heading, Paragraph, List or Table.
type Block interface{ block() }

// Heading opens a section (level 1) or a part of one (level 2).
type Heading struct {
	Level int
	Text  text.Message
}

// ParagraphKind is the role of a paragraph.
type ParagraphKind int

// The roles: ordinary text, the sentence to read first, a remark under a table.
const (
	Plain ParagraphKind = iota
	Lead
	Remark
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
// into lines where the page is narrow.
type Column struct {
	Head  text.Message
	Align Align
	Wide  bool
}

// Table has as many cells in every row as columns. A table without heads is a
// list of facts: a name and what it is.
type Table struct {
	Columns []Column
	Rows    []Row
}

// Row is a row of a table; a Strong one is a total.
type Row struct {
	Cells  []Cell
	Strong bool
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
)

// Cell is a typed cell, so that a spreadsheet can calculate with it.
type Cell struct {
	Kind        CellKind
	Text        text.Message
	Value, High float64
	Unit        string    // a symbol of the unit table
	Per         text.Name // what Unit is per, in words, where it is a ratio
	Bar         *Bar
	Refs        []int
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
	Locators []text.Name
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Table) block()     {}

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
