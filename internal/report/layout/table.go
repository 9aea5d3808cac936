package layout

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/figure"
)

// Table is a table in words.
type Table struct {
	Caption string // with its number; empty: none
	Number  string
	Words   string // the caption without its number
	Target  string
	Heads   bool // whether there are heads; without them it is a list of facts
	Groups  []Group
	Columns []Column
	Rows    []Row
	Notes   []Text
	Model   *report.Table

	Landscape bool
	Small     bool // does not fit even on its side: smaller letters
	Facts     bool // no heads, two columns
}

// Group is a head above the heads of columns from First on, so many.
type Group struct {
	Head        string
	First, Span int
}

// Column is the head of a column.
type Column struct {
	Head  string
	Group string
	Right bool
	Wide  bool

	least, natural float64 // points in letters of TableLetters, without padding
}

// Row is a row of cells.
type Row struct {
	Cells  []Cell
	Strong bool
	Group  bool
}

// Cell is a cell in words and as what it is.
type Cell struct {
	Text  Text
	Model report.Cell
	Unit  string // of a number, as it is written
	Right bool
	Mini  *figure.Drawing // of a bar
	Bar   string          // of a bar, in signs
}

// Number reports whether the cell is one number, and which.
func (c Cell) Number() (v float64, ok bool) {
	switch c.Model.Kind {
	case report.Number, report.Signed, report.Money, report.Count:
		return c.Model.Value, true
	}
	return 0, false
}

// Sizes of letters and pages in points.
const (
	Letters      = 13.0 // body
	TableLetters = 11.0
	SmallLetters = 9.0
	CellPadding  = 5.4 // on each side
	mm           = 72 / 25.4

	PageWidth  = 210 * mm
	PageHeight = 297 * mm
	Top        = 20 * mm
	Bottom     = 20 * mm
	Left       = 30 * mm
	Right      = 15 * mm
)

// TextWidth is the width between the margins of a page.
func TextWidth(landscape bool) float64 {
	if landscape {
		return PageHeight - Top - Bottom // turned: the binding edge is on top
	}
	return PageWidth - Left - Right
}

// SmallTable is how many rows a table has at most that writers keep on one page.
const SmallTable = 10

const (
	barWidth = 90.0
	slack    = 2.5 // for borders and rounding, so that a number never breaks by a hair
)

// measure finds how wide the columns want to be.
func (t *Table) measure() {
	plain, bold := figure.Face{Serif: true}, figure.Face{Serif: true, Bold: true}
	for i := range t.Columns {
		c := &t.Columns[i]
		c.natural = bold.Width(c.Head, TableLetters)
		if c.natural > 60 { // heads may break
			c.natural = max(60, longestWord(bold, c.Head))
		}
		c.least = longestWord(bold, c.Head)
		for _, r := range t.Rows {
			if r.Group {
				continue
			}
			cell := r.Cells[i]
			face := plain
			if r.Strong {
				face = bold
			}
			s := cell.Text.String()
			w := face.Width(s, TableLetters)
			least := longestWord(face, s)
			switch {
			case cell.Mini != nil:
				w, least = barWidth, barWidth*0.6
			case cell.Model.Kind != report.Words && cell.Model.Kind != report.Units && w < 110:
				least = w // a number stays with its unit
			}
			c.natural, c.least = max(c.natural, w), max(c.least, least)
		}
		c.natural, c.least = c.natural+slack, c.least+slack
	}
}

// longestWord is the width of what cannot be broken; a very long word can.
func longestWord(f figure.Face, s string) float64 {
	w := 0.0
	for _, word := range strings.Fields(s) {
		w = max(w, f.Width(word, TableLetters))
	}
	return min(w, 130)
}

// leastWidth is how narrow the table can be.
func (t *Table) leastWidth() float64 {
	sum := 0.0
	for _, c := range t.Columns {
		sum += c.least + 2*CellPadding
	}
	return sum
}

// Widths divides a width among the columns: each gets what it cannot do
// without, the rest goes to those that want more, then to the wide ones. The
// sum is the width.
func (t *Table) Widths(total float64) []float64 {
	n := len(t.Columns)
	w := make([]float64, n)
	if n == 0 {
		return w
	}
	sum, want := 0.0, 0.0
	for i, c := range t.Columns {
		w[i] = c.least + 2*CellPadding
		sum += w[i]
		want += c.natural - c.least
	}
	if sum >= total {
		for i := range w {
			w[i] *= total / sum
		}
		return w
	}
	spare := total - sum
	if want > 0 {
		share := min(1, spare/want)
		for i, c := range t.Columns {
			w[i] += (c.natural - c.least) * share
		}
		spare -= want * share
	}
	if spare > 0 { // wide columns take what is left, else all do
		var takers []int
		for i, c := range t.Columns {
			if c.Wide {
				takers = append(takers, i)
			}
		}
		if len(takers) == 0 || !t.Facts && len(takers) < n {
			takers = takers[:0]
			for i := range w {
				takers = append(takers, i)
			}
		}
		for _, i := range takers {
			w[i] += spare / float64(len(takers))
		}
	}
	return w
}

// place decides on the page of a table.
func (t *Table) place() {
	t.measure()
	least := t.leastWidth()
	if least > TextWidth(false) {
		t.Landscape = true
	}
	if least > TextWidth(true) || !t.Landscape && least > TextWidth(false) {
		t.Small = true
	}
}

// CommonUnit is the unit of a column where all its numbers have the same one;
// money counts with its currency. Empty: they differ, or there is none.
func (t *Table) CommonUnit(column int, currency func(string) string) string {
	unit, found := "", false
	for _, r := range t.Rows {
		if r.Group {
			continue
		}
		c := r.Cells[column]
		if _, ok := c.Number(); !ok {
			continue
		}
		u := c.Unit
		if c.Model.Kind == report.Money {
			u = currency(c.Model.Unit)
		}
		if found && u != unit {
			return ""
		}
		unit, found = u, true
	}
	return unit
}
