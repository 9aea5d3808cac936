package grid

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/exchange"
)

// Block is a block of cells as text, row by row. Rows may be of different
// length: a cell that a row does not have says nothing.
type Block [][]string

// ParseBlock reads cells as exchange.ParseBlock does.
func ParseBlock(s string) Block { return exchange.ParseBlock(s) }

// String writes the block as spreadsheets paste it.
func (b Block) String() string {
	var s strings.Builder
	for i, row := range b {
		if i > 0 {
			s.WriteByte('\n')
		}
		for j, cell := range row {
			if j > 0 {
				s.WriteByte('\t')
			}
			if strings.ContainsAny(cell, "\t\n\r") || strings.HasPrefix(cell, `"`) {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			s.WriteString(cell)
		}
	}
	return s.String()
}

// Rows is how many rows the block has.
func (b Block) Rows() int { return len(b) }

// Cols is how many cells its longest row has.
func (b Block) Cols() int {
	n := 0
	for _, row := range b {
		n = max(n, len(row))
	}
	return n
}

// Turned is the block with its rows as columns.
func (b Block) Turned() Block {
	t := make(Block, b.Cols())
	for i := range t {
		t[i] = make([]string, len(b))
		for j, row := range b {
			if i < len(row) {
				t[i][j] = row[i]
			}
		}
	}
	return t
}
