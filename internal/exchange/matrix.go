package exchange

import (
	"slices"
)

// matrix is a sheet without its empty rows and columns; a cell keeps its own
// address. turned: rows and columns are exchanged.
type matrix struct {
	cells  [][]*Cell
	turned bool
}

// mostDense bounds the places of a matrix, empty ones included.
const mostDense = 3_000_000

func matrixOf(s *Sheet) (matrix, bool) {
	index := map[int]int{}
	for _, row := range s.Rows {
		for _, c := range row {
			index[c.Col] = 0
		}
	}
	cols := make([]int, 0, len(index))
	for c := range index {
		cols = append(cols, c)
	}
	slices.Sort(cols)
	for i, c := range cols {
		index[c] = i
	}
	if len(cols)*len(s.Rows) > mostDense {
		return matrix{}, false
	}
	m := matrix{cells: make([][]*Cell, len(s.Rows))}
	for i, row := range s.Rows {
		m.cells[i] = make([]*Cell, len(cols))
		for k := range row {
			m.cells[i][index[row[k].Col]] = &row[k]
		}
	}
	return m, true
}

func (m matrix) width() int {
	if len(m.cells) == 0 {
		return 0
	}
	return len(m.cells[0])
}

func (m matrix) turn() matrix {
	t := matrix{turned: !m.turned, cells: make([][]*Cell, m.width())}
	for j := range t.cells {
		t.cells[j] = make([]*Cell, len(m.cells))
		for i := range m.cells {
			t.cells[j][i] = m.cells[i][j]
		}
	}
	return t
}

// alone reports whether nothing stands beside a text: a title above a turned
// table names none of its rows.
func (m matrix) alone(i, j int) bool {
	for _, row := range m.cells[i+1:] {
		if row[j] != nil && !row[j].Copy {
			return false
		}
	}
	return true
}
