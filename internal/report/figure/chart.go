package figure

import (
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
)

// Chart is a picture made of data. Draw draws it in the language of the printer,
// numbers in that language's notation. Data is what it shows, for writers that
// draw charts of their own (a spreadsheet) or none (text).
type Chart interface {
	Draw(p *i18n.Printer) (*Drawing, error)
	Data() Data
}

// Kind is how a spreadsheet shows data.
type Kind int

// The kinds of chart: none (a picture only), columns beside each other, columns
// with the last series as a line on an axis of its own, lines over the labels,
// dots over the first series.
const (
	Picture Kind = iota
	Columns
	ColumnsAndLine
	Lines
	Dots
)

// Data is the numbers behind a chart: Heads name the labels and the series,
// Units are the units of the series.
type Data struct {
	Kind  Kind
	Heads []text.Message // of the labels, then of every series
	Units []string       // of every series
	Rows  []DataRow
}

// DataRow is a label with a value of every series; nil where there is none.
type DataRow struct {
	Label  text.Message
	Values []*float64
}

// Empty reports whether a chart has no numbers to show.
func (d Data) Empty() bool { return len(d.Rows) == 0 }

// Vector is a picture made elsewhere of lines, rectangles, paths and texts.
type Vector func(p *i18n.Printer) (*Drawing, error)

// Draw is the function itself.
func (v Vector) Draw(p *i18n.Printer) (*Drawing, error) { return v(p) }

// Data is empty: a spreadsheet shows the picture.
func (v Vector) Data() Data { return Data{} }

// Width of the charts: the text of an A4 page between margins of 30 and 15 mm.
const pageWidth = 165 * 72 / 25.4

func ptr(v float64) *float64 { return &v }

func word(id string) text.Message { return text.M("writers.figure." + id) }
