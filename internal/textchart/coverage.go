package textchart

import (
	"math"
	"strconv"
)

// State is what is known of a flow in a month.
type State uint8

// The states of a month's figure.
const (
	None      State = iota // nothing is expected
	Full                   // present for the whole month
	Partial                // present for a part of it
	Estimated              // present, by estimate
	Missing                // expected and not there
	Overlap                // two figures for the same days
)

// roles of the states; a state is told by its sign, the role only underlines.
var stateRoles = [...]Role{Muted, Good, Data, Data, Bad, Bad}

// Coverage is the matrix of what is present: a row for every flow, a column for
// every month, months under the heading of their year. A month takes one to
// three cells, as many as the width allows; what is left over can be scrolled.
type Coverage struct {
	Months []Month
	Rows   []CoverageRow

	// Names are the words of the legend by State; what has none is not listed.
	Names [6]string

	// FirstRow and FirstMonth are the first that are shown, where not all fit.
	FirstRow, FirstMonth int

	// Cursor is the cell to point at by row and month; nil for none. It is
	// brought into view.
	Cursor *[2]int

	// Phases are signs of one letter that stand under the months in a line of
	// its own, which PhaseLabel names; none: there is no such line.
	Phases     []string
	PhaseLabel string

	// Marked are months that are chosen together; nil for none.
	Marked []bool
}

// CoverageView is the part of a coverage matrix that is drawn.
type CoverageView struct {
	FirstRow, Rows     int
	FirstMonth, Months int

	top int   // line of the first row
	x   []int // column of each month
	w   int   // cells of a month
}

// At is the row and the month drawn at a place of the matrix, x cells from the
// left and y lines from the top; false where there is none.
func (v CoverageView) At(x, y int) (row, month int, ok bool) {
	row = v.FirstRow + y - v.top
	if y < v.top || row >= v.FirstRow+v.Rows {
		return 0, 0, false
	}
	for i, from := range v.x {
		if x >= from && x < from+v.w {
			return row, v.FirstMonth + i, true
		}
	}
	return 0, 0, false
}

// Month is a month of the calendar.
type Month struct {
	Year, Month int // 2024, 1–12
}

// CoverageRow is one flow and its months.
type CoverageRow struct {
	Label string
	Cells []CoverageCell // as many as months; those that lack are None
}

// CoverageCell is a month of a flow.
type CoverageCell struct {
	State   State
	Percent float64 // of the month that is covered, for Partial; written where there is room
}

// View lays the matrix out without drawing it: what of it is seen, and where.
func (m Coverage) View(o Options) CoverageView {
	if !o.drawable() {
		return CoverageView{}
	}
	_, _, v := m.layOut(newCanvas(o))
	return v
}

// layOut finds the place of everything: the months, the legend, the rows.
func (m Coverage) layOut(c *canvas) (g grid, legend [][]key, v CoverageView) {
	label := m.label(c)
	g = m.grid(c.w, label+2)
	legend = c.legend(m.legend(c, g.cells), c.w, max(1, min(3, c.h-4)))
	if c.h < 7 {
		legend = legend[:min(len(legend), 1)]
	}
	top := 2
	if len(m.Phases) > 0 {
		top = 3
	}
	first := m.FirstRow
	room := c.h - top - len(legend)
	if m.Cursor != nil {
		first = reveal(first, m.Cursor[0], room)
	}
	from, to := window(len(m.Rows), first, room)
	return g, legend, CoverageView{FirstRow: from, Rows: to - from, FirstMonth: g.from, Months: g.to - g.from, top: top, x: g.x, w: g.cells}
}

// label is the width of the names of the rows.
func (m Coverage) label(c *canvas) int {
	label := 0
	if len(m.Phases) > 0 {
		label = width(tidy(m.PhaseLabel))
	}
	for _, r := range m.Rows {
		label = max(label, width(tidy(r.Label)))
	}
	return min(label, max(8, c.w*3/10))
}

// Draw draws the matrix: years, months, phases, rows, legend.
func (m Coverage) Draw(o Options) []string {
	if !o.drawable() {
		return nil
	}
	c := newCanvas(o)
	label := m.label(c)
	g, legend, v := m.layOut(c)
	from, to := v.FirstRow, v.FirstRow+v.Rows
	g.heading(c, m)
	if len(m.Phases) > 0 {
		m.phases(c, g, label)
	}
	c.hidden(0, 0, label+1, from, len(m.Rows)-to)
	for i, r := range m.Rows[from:to] {
		y := v.top + i
		here := m.Cursor != nil && m.Cursor[0] == from+i
		role := Label
		if here {
			role = Mark
			c.print(label, y, "›", Mark)
			if c.o.ASCII {
				c.print(label, y, ">", Mark)
			}
		}
		c.printIn(0, y, label, tidy(r.Label), role)
		for month := g.from; month < g.to; month++ {
			var k CoverageCell
			if month < len(r.Cells) {
				k = r.Cells[month]
			}
			c.state(g.x[month-g.from], y, g.cells, k, here && m.Cursor[1] == month)
		}
	}
	y := v.top + to - from
	for i, row := range legend {
		c.keys(0, y+i, row)
	}
	return c.lines(y + len(legend))
}

// phases writes the signs of the phases under their months.
func (m Coverage) phases(c *canvas, g grid, label int) {
	c.printIn(0, 2, label, tidy(m.PhaseLabel), Muted)
	for i, x := range g.x {
		month := g.from + i
		if month >= len(m.Phases) {
			return
		}
		role := Label
		if m.marked(month) {
			role = Mark
			for n := 1; n < max(1, g.cells-1); n++ {
				c.set(x+n, 2, c.g.reachIn, Mark)
			}
		}
		c.printIn(x, 2, 1, tidy(m.Phases[month]), role)
	}
}

func (m Coverage) marked(month int) bool { return month < len(m.Marked) && m.Marked[month] }

// reveal moves the first shown so that one index is among n.
func reveal(first, i, n int) int {
	if i < first {
		return i
	}
	if n > 0 && i >= first+n {
		return i - n + 1
	}
	return first
}

// grid is where the months stand.
type grid struct {
	cells    int   // of a month: 1, 2 or 3
	from, to int   // the months shown
	x        []int // the column of each of them
}

// grid finds the widest months with which all fit, and otherwise scrolls with
// narrow ones.
func (m Coverage) grid(w, left int) grid {
	n := len(m.Months)
	for cells := 3; cells >= 1; cells-- {
		if g := m.lay(w, left, cells, 0); g.to == n {
			return g
		}
	}
	first := max(0, min(m.FirstMonth, n-1))
	if m.Cursor != nil && m.Cursor[1] < n {
		first = min(first, max(0, m.Cursor[1]))
		for first < m.Cursor[1] && m.lay(w, left, 1, first).to <= m.Cursor[1] {
			first++
		}
	}
	for first > 0 && m.lay(w, left, 1, first-1).to == n { // no empty space at the end
		first--
	}
	return m.lay(w, left, 1, first)
}

// lay places months from one on, a column free between years.
func (m Coverage) lay(w, left, cells, first int) grid {
	g := grid{cells: cells, from: first, to: first}
	x := left
	for i := first; i < len(m.Months); i++ {
		if i > first && m.Months[i].Year != m.Months[i-1].Year {
			x++
		}
		if x+max(1, cells-1) > w-1 { // the last column is for the arrow
			break
		}
		g.x = append(g.x, x)
		g.to = i + 1
		x += cells
	}
	return g
}

// heading writes years and months above their columns.
func (g grid) heading(c *canvas, m Coverage) {
	for i, x := range g.x {
		month := m.Months[g.from+i]
		if i == 0 || m.Months[g.from+i-1].Year != month.Year {
			g.year(c, m, i)
		}
		here := m.Cursor != nil && m.Cursor[1] == g.from+i
		switch s := strconv.Itoa(month.Month); {
		case here || m.marked(g.from+i):
		case g.cells == 3 || g.cells == 2 && month.Month%2 == 1:
			c.print(x, 1, s, Label)
		case g.cells == 2: // two digits would touch the next month
		case month.Month%3 == 1 && c.blank(x, 1, len(s)):
			c.print(x, 1, s, Label)
		case c.blank(x, 1, 1):
			c.set(x, 1, c.g.gap, Muted)
		}
		if m.marked(g.from + i) {
			c.across(x, x+max(1, g.cells-1), 1, c.g.reachIn, Mark)
		}
		if here {
			r := '▾'
			if c.o.ASCII {
				r = 'v'
			}
			c.set(x, 1, r, Mark)
		}
	}
	if g.from > 0 && len(g.x) > 0 {
		c.set(g.x[0]-1, 1, c.g.offLeft, Muted)
	}
	if g.to < len(m.Months) {
		c.set(c.w-1, 1, c.g.offRight, Muted)
	}
}

// year writes a year over its months, the last digits where there is no room
// for four.
func (g grid) year(c *canvas, m Coverage, i int) {
	year := m.Months[g.from+i].Year
	end := i
	for end < len(g.x) && m.Months[g.from+end].Year == year {
		end++
	}
	room := g.x[end-1] + max(1, g.cells-1) - g.x[i]
	s := strconv.Itoa(year)
	if len(s) > room && year > 99 {
		s = strconv.Itoa(year % 100)
		if len(s) < 2 {
			s = "0" + s
		}
	}
	if len(s) > room {
		return
	}
	x := c.print(g.x[i], 0, s, Label)
	if x < g.x[i]+room {
		c.across(x+1, g.x[i]+room, 0, c.g.across, Axis)
	}
}

// state draws a cell: its sign, twice where there is room; how much of a month
// is there as a number where that has room.
func (c *canvas) state(x, y, cells int, k CoverageCell, here bool) {
	if int(k.State) >= len(c.g.states) {
		return
	}
	role := stateRoles[k.State]
	if here {
		role = Mark
	}
	p := math.Round(k.Percent)
	if k.State == Partial && cells == 3 && p >= 0 && p <= 99 {
		s := strconv.Itoa(int(p))
		if len(s) < 2 {
			s = " " + s
		}
		c.print(x, y, s, role)
		return
	}
	n := 1
	if cells == 3 && k.State != None {
		n = 2
	}
	c.across(x, x+n, y, c.g.states[k.State], role)
}

func (m Coverage) legend(c *canvas, cells int) []key {
	var keys []key
	for _, s := range [...]State{Full, Partial, Estimated, Missing, Overlap, None} {
		sign := string(c.g.states[s])
		if s == Partial && cells == 3 { // the cells have numbers
			sign += " 0-99"
		}
		keys = append(keys, key{sign, stateRoles[s], m.Names[s]})
	}
	return keys
}
