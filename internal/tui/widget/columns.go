package widget

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Column is one column of a Columns.
type Column struct {
	Head  string
	Right bool // at the right end of its cells: numbers
	// Rank says when the column is left out where there is no room: the highest
	// first, 0 never.
	Rank int
}

// Columns lays tables out: every column as wide as its widest cell, the first
// one cut and the least important ones left out where they do not all fit.
type Columns struct {
	Cols   []Column
	Least  int // cells that the first column keeps before others are left out
	widths []int
}

// Cell is what stands in a column of a line.
type Cell struct {
	Text  string
	Style lipgloss.Style
}

// Add makes the columns wide enough for the cells.
func (t *Columns) Add(cells ...Cell) {
	if len(t.widths) == 0 {
		t.widths = make([]int, len(t.Cols))
		for i, c := range t.Cols {
			t.widths[i] = ui.Width(c.Head)
		}
	}
	for i, c := range cells {
		t.widths[i] = max(t.widths[i], ui.Width(c.Text))
	}
}

const columnGap = 2

// fit are the widths in a line of w cells; 0: left out.
func (t *Columns) fit(w int) []int {
	widths := slices.Clone(t.widths)
	total := func() int {
		n := 0
		for i, x := range widths {
			if i > 0 && x > 0 {
				n += x + columnGap
			}
		}
		return n
	}
	for total()+max(t.Least, 1) > w {
		last := -1
		for i, c := range t.Cols {
			if i > 0 && widths[i] > 0 && c.Rank > 0 && (last < 0 || c.Rank >= t.Cols[last].Rank) {
				last = i
			}
		}
		if last < 0 {
			break
		}
		widths[last] = 0
	}
	if len(widths) > 0 {
		widths[0] = max(0, min(widths[0], w-total()))
	}
	return widths
}

// Has reports whether a column is shown in a line of w cells.
func (t *Columns) Has(column, w int) bool {
	t.Add()
	return t.fit(w)[column] > 0
}

// Spans lays cells out in a line of w cells.
func (t *Columns) Spans(w int, c ui.Context, cells ...Cell) []Span {
	t.Add()
	var spans []Span
	for i, n := range t.fit(w) {
		if n == 0 || i >= len(cells) {
			continue
		}
		if i > 0 {
			spans = append(spans, Span{Text: strings.Repeat(" ", columnGap)})
		}
		said := ui.Fit(cells[i].Text, n, c.Glyph.More)
		if t.Cols[i].Right {
			said = ui.FitRight(cells[i].Text, n, c.Glyph.More)
		}
		spans = append(spans, Span{Text: said, Style: cells[i].Style})
	}
	return spans
}

// Heads is the line of the columns' names.
func (t *Columns) Heads(w int, c ui.Context) string {
	cells := make([]Cell, len(t.Cols))
	for i, col := range t.Cols {
		cells[i] = Cell{Text: col.Head, Style: c.Style.Muted}
	}
	return Line(c, false, w, t.Spans(w, c, cells...)...)
}
