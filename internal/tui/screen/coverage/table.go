package coverage

import (
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// table is the coverage of the result, with the periods that are left out of it
// on purpose, and what is to be fixed.
type table struct {
	cols   []column
	rows   []assess.CoverageRow // with as many cells as columns
	fixes  []fix
	billed map[string]bool // flows that have bills
	gaps   int             // months between periods that have none

	count map[string]int // periods by phase
	cells map[assess.CellState]int
}

// column is a period, one that is omitted, or a month without one.
type column struct{ assess.CoveredPeriod }

func (c column) key() string { return c.From.String() + "/" + c.To.String() }

// when is the period in words.
func (c column) when() text.Message {
	first := quantity.Date{Year: c.From.Year, Month: 1, Day: 1}
	switch {
	case !c.Month.IsZero():
		return text.M("grid.when.month", "month", c.Month)
	case c.From == first && c.To == (quantity.Date{Year: c.From.Year, Month: 12, Day: 31}):
		return text.M("grid.when.year", "year", c.From.Year)
	}
	return text.M("period.from-to", "from", c.From, "to", c.To)
}

func newTable(c assess.Coverage, a *assess.Audit) *table {
	t := &table{billed: map[string]bool{}, count: map[string]int{}, cells: map[assess.CellState]int{}}
	for _, r := range a.Readings {
		t.billed[r.Flow] = true
	}
	from := make([]int, 0, len(c.Periods)) // the cell of each column in the result; -1: none
	left := omitted(a, c.Periods)
	add := func(p assess.CoveredPeriod, cell int) {
		t.cols = append(t.cols, column{p})
		from = append(from, cell)
	}
	for i, p := range c.Periods {
		for len(left) > 0 && left[0].From.Before(p.From) {
			add(left[0], -1)
			left = left[1:]
		}
		if p.Index < 0 && slices.ContainsFunc(t.cols, func(o column) bool { return !o.To.Before(p.From) }) {
			continue // the month lies in a period that is omitted
		}
		if p.Index < 0 && len(left) > 0 && !left[0].From.After(p.To) {
			continue
		}
		add(p, i)
	}
	for _, p := range left {
		add(p, -1)
	}
	for _, r := range c.Rows {
		cells := make([]assess.CoverageCell, len(from))
		for i, cell := range from {
			if cell >= 0 {
				cells[i] = r.Cells[cell]
			} else {
				cells[i].State = notCounted
			}
		}
		r.Cells = cells
		t.rows = append(t.rows, r)
	}
	for _, col := range t.cols {
		if col.Index < 0 {
			t.gaps++
		} else {
			t.count[col.Phase]++
		}
	}
	for _, r := range t.rows {
		for i, cell := range r.Cells {
			if t.cols[i].Index >= 0 {
				t.cells[cell.State]++
			}
		}
	}
	t.list()
	if len(t.cols) > 0 {
		t.outside(a)
	}
	return t
}

// notCounted is the state of a cell in a period that is omitted.
const notCounted assess.CellState = "omitted"

// omitted are the periods that are left out on purpose and share no day with
// one that counts, oldest first.
func omitted(a *assess.Audit, counted []assess.CoveredPeriod) []assess.CoveredPeriod {
	var all []assess.CoveredPeriod
	for i, p := range a.Periods {
		from, to, ok := p.Days()
		if !ok || p.Phase != assess.Omitted {
			continue
		}
		meets := func(o assess.CoveredPeriod) bool { return o.Index >= 0 && !to.Before(o.From) && !o.To.Before(from) }
		if !slices.ContainsFunc(counted, meets) && !slices.ContainsFunc(all, meets) {
			all = append(all, assess.CoveredPeriod{Index: i, Phase: assess.Omitted, Month: p.Month, From: from, To: to})
		}
	}
	slices.SortStableFunc(all, func(x, y assess.CoveredPeriod) int { return x.From.Compare(y.From) })
	return all
}

// say is a series in a sentence.
func say(r assess.CoverageRow) text.Message {
	if r.Kind == assess.OutputSeries {
		return text.M("grid.output-of", "product", r.Name)
	}
	return text.M("say.text", "text", r.Name)
}

// fix is something to mend: a run of cells of one row in one state, a gap
// between periods, or bills with days in no period.
type fix struct {
	row, col int
	flow     string // of bills
	readings bool   // the bills are where it is mended
	says     text.Message
}

// list finds what is to be fixed, the worst first: what is counted twice, the
// periods that are missing, what bills cover in part, what is missing.
func (t *table) list() {
	run := func(state assess.CellState, one, several string) {
		for i, r := range t.rows {
			for from := 0; from < len(r.Cells); from++ {
				if r.Cells[from].State != state || t.cols[from].Index < 0 {
					continue
				}
				to := from
				for to+1 < len(r.Cells) && r.Cells[to+1].State == state && t.cols[to+1].Index >= 0 {
					to++
				}
				args := []any{"series", say(r), "n", to - from + 1, "first", t.cols[from].when(), "last", t.cols[to].when()}
				says := text.M(several, args...)
				cell := r.Cells[from]
				switch {
				case to == from && state == assess.CellPartial && cell.Meters > 1:
					says = text.M("coverage.fix.partial-meters", append(args, "whole", cell.Whole, "meters", cell.Meters)...)
				case to == from:
					says = text.M(one, append(args, "percent", math.Floor(r.Cells[from].Days))...)
				}
				t.fixes = append(t.fixes, fix{row: i, col: from, says: says})
				from = to
			}
		}
	}
	run(assess.CellTwice, "coverage.fix.twice-one", "coverage.fix.twice")
	for from := 0; from < len(t.cols); from++ {
		if t.cols[from].Index >= 0 {
			continue
		}
		to := from
		for to+1 < len(t.cols) && t.cols[to+1].Index < 0 {
			to++
		}
		key := "coverage.fix.no-periods"
		if from == to {
			key = "coverage.fix.no-period"
		}
		t.fixes = append(t.fixes, fix{col: from, says: text.M(key, "n", to-from+1, "first", t.cols[from].when(), "last", t.cols[to].when())})
		from = to
	}
	run(assess.CellPartial, "coverage.fix.partial-one", "coverage.fix.partial")
	run(assess.CellMissing, "coverage.fix.missing-one", "coverage.fix.missing")
}

// outside adds the flows whose bills reach beyond the first or last period.
func (t *table) outside(a *assess.Audit) {
	first, last := quantity.Date{}, quantity.Date{}
	for i, c := range t.cols {
		if i == 0 || c.From.Before(first) {
			first = c.From
		}
		if c.To.After(last) {
			last = c.To
		}
	}
	said := map[string]bool{}
	for _, r := range a.Readings {
		if r.To.IsZero() || said[r.Flow] || !r.From.Before(first) && !r.To.After(last) {
			continue
		}
		said[r.Flow] = true
		row := max(0, slices.IndexFunc(t.rows, func(x assess.CoverageRow) bool { return x.Kind == assess.FlowSeries && x.ID == r.Flow }))
		name := text.Both(r.Flow)
		if len(t.rows) > 0 && t.rows[row].ID == r.Flow {
			name = t.rows[row].Name
		}
		t.fixes = append(t.fixes, fix{row: row, flow: r.Flow, readings: true, says: text.M("coverage.fix.outside", "series", name, "first", first, "last", last)})
	}
}
