// Package grid is a table of cells as spreadsheets have it: where one stands,
// what is selected, what is being typed, which part of it is in view, and
// blocks of cells as text. It does not know what the cells hold.
package grid

import (
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Pos is a cell, counted from 0.
type Pos struct{ Row, Col int }

// Range is a block of cells, its bounds included.
type Range struct{ Top, Left, Bottom, Right int }

// Rows is how many rows the range has.
func (r Range) Rows() int { return r.Bottom - r.Top + 1 }

// Cols is how many columns the range has.
func (r Range) Cols() int { return r.Right - r.Left + 1 }

// Cells is how many cells the range has.
func (r Range) Cells() int { return r.Rows() * r.Cols() }

// Has reports whether a cell is in the range.
func (r Range) Has(p Pos) bool {
	return p.Row >= r.Top && p.Row <= r.Bottom && p.Col >= r.Left && p.Col <= r.Right
}

// Size is what a table has: rows and columns with their head, which stays in
// view, and perhaps one more row or column behind them to add something in.
// One can stand there but not select it.
type Size struct {
	Rows, Cols         int
	HeadRows, HeadCols int
	MoreRow, MoreCol   bool
}

// Mode is what keys do.
type Mode int

// The modes. Over replaces a cell's text by what is typed: arrows finish it.
// Inside edits the text that was there: left and right move in it.
const (
	Moving Mode = iota
	Over
	Inside
)

// Grid is the state of a table on the screen. The zero Grid is an empty table;
// Resize gives it its size.
type Grid struct {
	// Field is the text of the cell that is being typed in.
	Field widget.Field
	// Filled reports whether a cell holds something: Ctrl with an arrow goes to
	// the edge of what does. Nil: none does.
	Filled func(Pos) bool

	size       Size
	at, anchor Pos
	mode       Mode
	tabbed     int // column where a run of Tab began, plus 1; 0: none

	top, left  int // first row and column in view behind the head
	rows, cols int // in view behind the head, as laid out last
	slots      []Slot
}

// Resize gives the table its size; the selection is kept as far as it still
// exists.
func (g *Grid) Resize(s Size) {
	g.size = s
	g.at = g.clamp(g.at, true)
	g.anchor = g.clamp(g.anchor, true)
}

// Size is the table's.
func (g *Grid) Size() Size { return g.size }

// At is the cell that keys act on.
func (g *Grid) At() Pos { return g.at }

// Mode is what keys do now.
func (g *Grid) Mode() Mode { return g.mode }

// Typing reports whether a cell is being typed in.
func (g *Grid) Typing() bool { return g.mode != Moving }

// OnMoreRow and OnMoreCol report whether the cell is one behind the table.
func (g *Grid) OnMoreRow() bool { return g.at.Row >= g.size.Rows }

// OnMoreCol is as OnMoreRow.
func (g *Grid) OnMoreCol() bool { return !g.OnMoreRow() && g.at.Col >= g.size.Cols }

// Selection is the selected range: the one cell where no more is selected;
// false behind the table, and in an empty one.
func (g *Grid) Selection() (Range, bool) {
	if g.OnMoreRow() || g.OnMoreCol() || g.size.Rows == 0 || g.size.Cols == 0 {
		return Range{}, false
	}
	a, b := g.clamp(g.anchor, false), g.at
	return Range{min(a.Row, b.Row), min(a.Col, b.Col), max(a.Row, b.Row), max(a.Col, b.Col)}, true
}

// Several reports whether more than one cell is selected.
func (g *Grid) Several() bool {
	r, ok := g.Selection()
	return ok && r.Cells() > 1
}

// Go stands on a cell, which alone is then selected.
func (g *Grid) Go(p Pos) {
	g.at = g.clamp(p, true)
	g.anchor, g.tabbed = g.at, 0
}

// Select selects a range; the keys act on its first cell.
func (g *Grid) Select(r Range) {
	g.at = g.clamp(Pos{r.Top, r.Left}, false)
	g.anchor = g.clamp(Pos{r.Bottom, r.Right}, false)
	g.tabbed = 0
}

// ExtendTo selects from where the selection began to a cell.
func (g *Grid) ExtendTo(p Pos) {
	if g.OnMoreRow() || g.OnMoreCol() {
		g.Go(p)
		return
	}
	g.at = g.clamp(p, false)
	g.anchor, g.tabbed = g.clamp(g.anchor, false), 0
}

// clamp is the nearest cell that exists; more allows those behind the table.
func (g *Grid) clamp(p Pos, more bool) Pos {
	rows, cols := g.size.Rows, g.size.Cols
	if more && g.size.MoreRow {
		rows++
	}
	if more && g.size.MoreCol {
		cols++
	}
	return Pos{max(0, min(p.Row, rows-1)), max(0, min(p.Col, cols-1))}
}

// Type begins to replace the text of the cell by what is typed.
func (g *Grid) Type(text string) {
	g.anchor = g.at
	g.Field.SetValue("")
	g.mode = Over
	g.Field.Type(text)
}

// Edit begins to change the text of the cell.
func (g *Grid) Edit(text string) {
	g.anchor = g.at
	g.Field.SetValue(text)
	g.mode = Inside
}

// Stop ends typing and forgets what was typed.
func (g *Grid) Stop() {
	g.mode = Moving
	g.Field.Draft = nil
	g.Field.SetValue("")
}

// Finish ends typing and moves on.
func (g *Grid) Finish(then Then) {
	g.Stop()
	g.move(then)
}

// Then is where one goes after a cell.
type Then int

// The ways to go on.
const (
	Stay Then = iota
	Up
	Down
	Left
	Right
	Next // the cell at the right, from the last the first of the next row
	Previous
	Return // down, below where a run of Tab began
	PageUp
	PageDown
)

func (g *Grid) move(t Then) {
	p := g.at
	tabbed := g.tabbed
	first := min(g.size.HeadCols, max(0, g.size.Cols-1)) // first column behind the head
	switch t {
	case Stay:
		return
	case Up:
		p.Row--
	case Down:
		p.Row++
	case Left:
		p.Col--
	case Right:
		p.Col++
	case PageUp:
		p.Row -= max(1, g.rows-1)
	case PageDown:
		p.Row += max(1, g.rows-1)
		if p.Row > g.size.Rows-1 {
			p.Row = max(g.at.Row, g.size.Rows-1)
		}
	case Return:
		p.Row++
		if tabbed > 0 {
			p.Col = tabbed - 1
		}
	case Next:
		if tabbed == 0 {
			tabbed = p.Col + 1
		}
		if p.Col++; p.Col >= g.size.Cols {
			p = Pos{p.Row + 1, first}
			tabbed = first + 1
		}
	case Previous:
		if p.Col--; p.Col < 0 {
			p = Pos{p.Row - 1, g.size.Cols - 1}
			if p.Row < 0 {
				p = Pos{}
			}
		}
	}
	g.Go(p)
	if t == Next {
		g.tabbed = tabbed
	}
}

// edge is where Ctrl with an arrow goes from a cell: to the last of a run of
// filled cells, else to the next filled one, else to the end.
func (g *Grid) edge(p Pos, dr, dc int) Pos {
	inside := func(q Pos) bool { return q == g.clamp(q, false) }
	filled := func(q Pos) bool { return g.Filled != nil && g.Filled(q) }
	step := func(q Pos) Pos { return Pos{q.Row + dr, q.Col + dc} }
	p = g.clamp(p, false)
	next := step(p)
	if !inside(next) {
		return p
	}
	if filled(p) && filled(next) {
		for inside(step(p)) && filled(step(p)) {
			p = step(p)
		}
		return p
	}
	for p = next; inside(step(p)) && !filled(p); {
		p = step(p)
	}
	return p
}

// Slot is a column in view: where it begins, and how wide it is.
type Slot struct{ Col, X, W int }

// Columns lays the columns out in a width: the head, a gap, then as many of
// the others as fit, scrolled as little as possible so that the cell that keys
// act on is among them.
func (g *Grid) Columns(w, gap int, width func(col int) int) []Slot {
	g.slots = g.slots[:0]
	x := 0
	head := min(g.size.HeadCols, g.size.Cols)
	for c := range head {
		n := width(c)
		g.slots = append(g.slots, Slot{c, x, n})
		x += n
	}
	x += gap
	last := g.size.Cols - 1
	if g.size.MoreCol {
		last++
	}
	g.left = max(g.left, head)
	if g.at.Col >= head && !g.OnMoreRow() {
		if g.at.Col < g.left {
			g.left = g.at.Col
		}
		used := 0
		for c := g.at.Col; c >= g.left; c-- {
			if used += width(c); used > w-x && c < g.at.Col {
				g.left = c + 1
				break
			}
		}
	}
	// No room stays empty at the right while columns are hidden at the left.
	used := 0
	for c := last; c >= head; c-- {
		if used += width(c); used > w-x {
			g.left = min(g.left, c+1)
			break
		}
		if c == head {
			g.left = head
		}
	}
	g.left = max(head, min(g.left, last))
	g.cols = 0
	for c := g.left; c <= last; c++ {
		n := width(c)
		if x+n > w && g.cols > 0 {
			break
		}
		n = min(n, max(0, w-x))
		if n <= 0 {
			break
		}
		g.slots = append(g.slots, Slot{c, x, n})
		x += n
		g.cols++
	}
	return g.slots
}

// HiddenCols reports whether columns are hidden at the left and at the right of
// the last layout.
func (g *Grid) HiddenCols() (left, right bool) {
	return g.left > g.size.HeadCols, g.left+g.cols < g.size.Cols
}

// RowsIn scrolls the rows into a height, the head left out, and returns the
// first one in view and how many there are.
func (g *Grid) RowsIn(h int) (first, n int) {
	total := g.size.Rows - g.size.HeadRows
	if g.size.MoreRow {
		total++
	}
	g.rows = max(0, h)
	at := max(0, g.at.Row-g.size.HeadRows)
	g.top = ui.Scroll(g.top, at, total, g.rows)
	return g.top + g.size.HeadRows, max(0, min(g.rows, total-g.top))
}

// HiddenRows reports whether rows are hidden above and below the last layout.
func (g *Grid) HiddenRows() (above, below bool) {
	total := g.size.Rows - g.size.HeadRows
	if g.size.MoreRow {
		total++
	}
	return g.top > 0, g.top+g.rows < total
}

// CellAt is the cell that was drawn at a column x and a row y of the last
// layout, the head of headLines lines; false where there is none.
func (g *Grid) CellAt(x, y, headLines int) (Pos, bool) {
	row := g.top + g.size.HeadRows + y - headLines
	if y < headLines {
		row = 0
	}
	total := g.size.Rows
	if g.size.MoreRow {
		total++
	}
	if y < 0 || row >= total || y >= headLines+g.rows {
		return Pos{}, false
	}
	if row >= g.size.Rows {
		return Pos{row, 0}, true
	}
	for _, s := range g.slots {
		if x >= s.X && x < s.X+s.W {
			return Pos{row, s.Col}, true
		}
	}
	return Pos{}, false
}
