// Package exchange is how figures come in from outside: the form that is left
// with a plant, the spreadsheets that a plant keeps, tables of text, and cells
// that are pasted.
//
// The way in has three steps. Read makes a Book of cells of any of these and
// trusts nothing: whatever the file, it takes bounded memory and time, and says
// in words why it refuses. NewPlan finds the tables in a book, understands their
// headings, units, numbers and dates, and compares them with an audit; what it
// cannot understand it lists, all at once, each with its cell and a remedy.
// Plan.Edits are the edits of the audit file, to be applied as one step.
//
// The way out is WriteForm. A form that is read back unchanged changes nothing.
package exchange

import (
	"fmt"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Fault is one thing wrong, doubtful or to be known about data that come in.
// An error stops the cell, column or table that it is about.
type Fault struct {
	Severity problem.Severity
	Sheet    string       // empty: a file without sheets, or the whole file
	Cell     string       // B7, or B7:C9; empty: the whole sheet
	Found    string       // what stands there, shortened
	Message  text.Message // what is wrong
	Remedy   text.Message // what to do about it; empty: nothing
}

// Say puts the place, what is wrong and the remedy into one message.
func (f Fault) Say() text.Message {
	return text.M("exchange.fault", "place", f.Place(), "what", f.Message, "remedy", f.Remedy)
}

// Place is where it is, in words; empty for the whole file.
func (f Fault) Place() text.Message {
	switch {
	case f.Sheet != "" && f.Cell != "":
		return text.M("exchange.place.cell", "sheet", f.Sheet, "cell", f.Cell)
	case f.Sheet != "":
		return text.M("exchange.place.sheet", "sheet", f.Sheet)
	case f.Cell != "":
		return text.M("exchange.place.only-cell", "cell", f.Cell)
	}
	return text.Message{}
}

// HasErrors reports whether any of the faults is an error.
func HasErrors(faults []Fault) bool {
	for _, f := range faults {
		if f.Severity == problem.Error {
			return true
		}
	}
	return false
}

// Limits bound what is read of a file that may be hostile.
type Limits struct {
	Bytes   int64 // of the file
	Entries int   // of its archive
	Total   int64 // bytes of the archive, unpacked
	Part    int64 // bytes of one XML part, unpacked
	Cells   int   // that hold something, over all sheets
	Columns int   // that hold something, of one sheet
	Sheets  int
	Strings int // shared strings
	Faults  int // that are listed; the rest is counted
}

// DefaultLimits are far beyond the tables of a plant: 60 months of 50 flows
// are 3,000 cells.
func DefaultLimits() Limits {
	return Limits{
		Bytes: 32 << 20, Entries: 2000, Total: 128 << 20, Part: 32 << 20,
		Cells: 300_000, Columns: 1000, Sheets: 100, Strings: 300_000, Faults: 500,
	}
}

// Kind is what a cell holds.
type Kind uint8

// The kinds of cells.
const (
	Blank   Kind = iota
	Text         // Text holds it
	Number       // Value holds it, Text the digits of the file
	Day          // Date holds it, Value the serial number of the spreadsheet
	Bool         // Value is 1 or 0
	Failed       // an error value of a spreadsheet, as #DIV/0!; Text holds it
	NoValue      // a formula that has never been computed
)

// Cell is a cell of a sheet that holds something.
type Cell struct {
	Row, Col int // from 1
	Kind     Kind
	Text     string
	Value    float64
	Date     quantity.Date

	Formula bool   // the value is what a spreadsheet computed last
	Outside bool   // the formula takes it from another file
	Merged  string // the range B2:B4 of merged cells that it is in; empty: none
	Copy    bool   // it is not the first of that range: the value is the first one's
}

// Name is the cell's address, B7.
func (c Cell) Name() string { return cellName(c.Row, c.Col) }

// Sheet is a sheet: its rows that hold something, their cells in order.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   [][]Cell
}

// Book is a file that was read.
type Book struct {
	Name   string  // of the file
	Format string  // xlsx, csv, tsv or cells (pasted)
	Sheets []Sheet // of a table of text one, without a name
	Notes  []Fault // remarks and doubts of reading

	from1904 bool // days count from 1904, as in workbooks of old Macs
}

// Sheet finds a sheet by its name, in either form of writing letters with
// diacritics and any case.
func (b *Book) Sheet(name string) (*Sheet, bool) {
	for i := range b.Sheets {
		if fold(b.Sheets[i].Name) == fold(name) {
			return &b.Sheets[i], true
		}
	}
	return nil, false
}

// SheetNames are the names of the sheets that can be seen.
func (b *Book) SheetNames() []string {
	var names []string
	for _, s := range b.Sheets {
		if !s.Hidden {
			names = append(names, s.Name)
		}
	}
	return names
}

const (
	mostRow = 1 << 20 // of a spreadsheet
	mostCol = 1 << 14
	// mostText is how many characters a cell of a spreadsheet can hold.
	mostText = 32767
)

// columnName is the letters of a column: 28 is AB.
func columnName(col int) string {
	var b []byte
	for ; col > 0; col = (col - 1) / 26 {
		b = append([]byte{byte('A' + (col-1)%26)}, b...)
	}
	return string(b)
}

func cellName(row, col int) string { return fmt.Sprint(columnName(col), row) }

// parseCell reads an address, B7; ok is false for none.
func parseCell(s string) (row, col int, ok bool) {
	i := 0
	for ; i < len(s) && i < 4; i++ {
		c := s[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		col = col*26 + int(c-'A') + 1
	}
	for j := i; j < len(s); j++ {
		if s[j] < '0' || s[j] > '9' || row > mostRow {
			return 0, 0, false
		}
		row = row*10 + int(s[j]-'0')
	}
	return row, col, row >= 1 && row <= mostRow && col >= 1 && col <= mostCol
}

// short shortens a text that is quoted.
func short(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
