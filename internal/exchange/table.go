package exchange

import (
	"context"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// table is a table of a sheet whose headings are understood.
type table struct {
	sheet string
	m     matrix
	head  int // row of the headings
	first int // row of the first data
	cols  []*column
	// keyed: a form of ours, whose months are in the column when.
	keyed bool

	area  string  // where it stands, B3:D15
	o     Options // how its cells are read: those of the import, with what its title says
	title []*Cell // the lines above it
	over  []*Cell // those above other tables too
	meter string  // that the title names
	// factor is the multiplier of its meter that the title says; 0: none.
	factor float64
	// monthsOf are the years whose months are rows of it, 0 of a year said
	// elsewhere: the years themselves and quarters are sums.
	monthsOf map[int]bool
	// ofQuarters: it has no months, and quarters are its times.
	ofQuarters bool
	// ofMeter: its months are of the meter of the title, others of other ones.
	ofMeter bool
	flow    string    // of amounts without one: as told, or as the title says
	hours   []hourSum // flows that have columns of tariff hours
	hour    *column   // that names the tariff hour of each row; nil: there is none
}

func (t *table) col(target string) *column {
	for _, c := range t.cols {
		if c.target == target {
			return c
		}
	}
	return nil
}

// byBills reports whether its rows are bills or readings, not months of all
// meters of a flow together.
func (t *table) byBills() bool {
	return t.byDays() || t.col("reading.amount") != nil || t.hasIndex() || t.hour != nil ||
		t.col("month") != nil && (t.ofMeter || t.col("reading.meter") != nil && t.onlyFlows())
}

// onlyFlows reports whether all figures of a table are of flows, which bills can
// be of.
func (t *table) onlyFlows() bool {
	return !slices.ContainsFunc(t.cols, func(c *column) bool { return c.isFigure() && !strings.HasPrefix(c.target, "flows.") })
}

func (t *table) hasIndex() bool {
	return slices.ContainsFunc(t.cols, func(c *column) bool { return c.isIndex() })
}

// mostHead is how many rows may stand above the headings.
const mostHead = 60

// mostTurned is how many rows a sheet may have to be looked at with its rows as
// columns: more months and flows than anybody writes side by side.
const mostTurned = 2000

// findTable looks for the row of headings in a matrix, as it is and turned.
func (r *reader) findTable(sheet string, m matrix) *table {
	best, score := (*table)(nil), 0
	ways := []matrix{m}
	if len(m.cells) <= mostTurned {
		ways = append(ways, m.turn())
	}
	for _, way := range ways {
		for i := range min(len(way.cells), mostHead) {
			t, n := r.tryHead(sheet, way, i)
			if n > score {
				best, score = t, n
			}
		}
	}
	return best
}

// tryHead reads a row as headings, and says how much of it was understood; 0
// where it makes no table.
func (r *reader) tryHead(sheet string, m matrix, i int) (*table, int) {
	t := &table{sheet: sheet, m: m, head: i, first: i + 1}
	for j, c := range m.cells[i] {
		if c == nil || c.Kind != Text || m.turned && m.alone(i, j) {
			continue
		}
		col := r.heading(sheet, *c)
		if col.said && col.isFigure() && r.onlyYear(c.Text) {
			continue // which year it is counts: yearTable
		}
		col.index = j
		t.cols = append(t.cols, col)
	}
	r.takeHours(t.cols)
	score := r.weigh(t)
	if cols := r.subheads(sheet, m, i); cols != nil {
		two := &table{sheet: sheet, m: m, head: i, first: i + 2, cols: cols}
		if n := r.weigh(two); n > score {
			return two, n
		}
	}
	if years, n := r.yearTable(sheet, m, i); n > score {
		return years, n
	}
	if score == 0 {
		return nil, 0
	}
	return t, score
}

// weigh says how much of the headings of a table was understood, after the units
// and times below them were looked at; 0 where they make no table.
func (r *reader) weigh(t *table) int {
	values, others, twice := 0, 0, 0
	seen := map[string]bool{}
	for _, col := range t.cols {
		switch {
		case col.target == "":
		case seen[col.slot()]:
			twice++
		case col.isFigure() || col.target == "reading.amount" || col.isIndex():
			values++
		default:
			others++
		}
		if len(col.several) > 0 {
			values++
		}
		seen[col.slot()] = true
	}
	if values == 0 {
		return 0
	}
	r.unitRow(t)
	if t.col("month") == nil && !t.byDays() && r.timeByContent(t) == nil && !t.yearly() {
		return 0
	}
	// A column of a table, turned, is no row of headings: it repeats itself.
	return max(1, 2*(values+others-twice)+1)
}

// readTables finds the tables of the sheets that are no sheets of a form.
func (r *reader) readTables(ctx context.Context, sheets []*Sheet) ([]*table, error) {
	var all []*table
	for _, s := range sheets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(s.Rows) == 0 {
			continue
		}
		m, ok := matrixOf(s)
		if !ok {
			r.fault(problem.Error, s.Name, "", "", text.M("exchange.too-sparse"), text.M("exchange.remedy.sheet"))
			continue
		}
		for _, g := range r.regions(s) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if !g.whole {
				m, _ = matrixOf(&g.sheet)
			}
			t := r.findTable(s.Name, m)
			if t == nil {
				r.unread = append(r.unread, g)
				continue
			}
			t.titled(g)
			all = append(all, t)
		}
	}
	return all, nil
}

// titled takes the lines above a table as its title.
func (t *table) titled(g region) {
	t.over = g.over
	top := t.top()
	body := g.sheet
	for len(body.Rows) > 1 && body.Rows[0][0].Row < top {
		body.Rows = body.Rows[1:]
	}
	t.area = body.area()
	for _, row := range g.sheet.Rows {
		for i := range row {
			if c := &row[i]; c.Row < top && !c.Copy && (c.Kind == Text || c.Kind == Number) {
				t.title = append(t.title, c)
			}
		}
	}
	t.meter = meterIn(t.title)
}

// top is the first row of a table in its sheet: that of its headings, or of its
// months.
func (t *table) top() int {
	if !t.m.turned {
		for _, c := range t.m.cells[t.head] {
			if c != nil {
				return c.Row
			}
		}
	}
	for _, col := range t.timeColumns() {
		for _, row := range t.m.cells[t.head:] {
			if c := row[col.index]; c != nil {
				return c.Row
			}
		}
	}
	return 0
}
