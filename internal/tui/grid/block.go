package grid

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Block is a block of cells as text, row by row. Rows may be of different
// length: a cell that a row does not have says nothing.
type Block [][]string

// ParseBlock reads cells as spreadsheets copy them: separated by tabs, rows by
// line ends of any kind (terminals turn those of a paste into carriage
// returns), cells with tabs, line ends or quotes in them in quotes. Line ends
// after the last row do not make more rows. The text of the cells is clean:
// one line, NFC, no blanks around it, nothing that cannot be seen.
func ParseBlock(s string) Block {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.TrimRight(s, "\n")
	if s == "" {
		return nil
	}
	var b Block
	var row []string
	for {
		cell, rest, end := cutCell(s)
		row = append(row, strings.TrimSpace(widget.Clean(cell)))
		if end != '\t' {
			b = append(b, row)
			row = nil
		}
		if end == 0 {
			return b
		}
		s = rest
	}
}

// cutCell takes a cell off the front; end is what ended it, 0 at the end of
// the text.
func cutCell(s string) (cell, rest string, end byte) {
	if after, ok := strings.CutPrefix(s, `"`); ok {
		var b strings.Builder
		for {
			i := strings.IndexByte(after, '"')
			if i < 0 {
				break // no closing quote: the quote is a letter like others
			}
			b.WriteString(after[:i])
			after = after[i+1:]
			switch {
			case after == "":
				return b.String(), "", 0
			case after[0] == '"':
				b.WriteByte('"')
				after = after[1:]
				continue
			case after[0] == '\t' || after[0] == '\n':
				return b.String(), after[1:], after[0]
			}
			break // text after the closing quote: not a quoted cell
		}
	}
	i := strings.IndexAny(s, "\t\n")
	if i < 0 {
		return s, "", 0
	}
	return s[:i], s[i+1:], s[i]
}

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
