package data

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// The columns that stay in view; the periods follow.
const (
	nameCol = iota
	unitCol
	priceCol
	headCols
)

// kind is what a row holds.
type kind int

const (
	headRow kind = iota // the periods' own row
	productRow
	flowRow
	driverRow
)

// row is a product, a flow or a driver.
type row struct {
	kind  kind
	id    string
	index int // of its table in the audit; -1: the file does not have one
	name  text.Name
	unit  string
	price *float64
	info  assess.FlowInfo // of a flow
	flow  benchmark.Flow  // as the pack describes it; empty for the plant's own
	// unknown marks a flow that periods state and nobody describes.
	unknown bool
	signed  bool          // its figures may be negative
	driver  assess.Driver // as the file declares it
}

// key names the row whatever happens around it.
func (r row) key() string {
	switch r.kind {
	case productRow:
		return "product." + r.id
	case flowRow:
		return "flow." + r.id
	case driverRow:
		return "driver." + r.id
	}
	return ""
}

// in are the figures of a period among which the row's is.
func (r row) in(p *assess.Period) map[string]float64 {
	switch r.kind {
	case productRow:
		return p.Output
	case driverRow:
		return p.Drivers
	}
	return p.Flows
}

// table is the name of the table of a period that the row's figure is in.
func (r row) table() string {
	switch r.kind {
	case productRow:
		return "output"
	case driverRow:
		return "drivers"
	}
	return "flows"
}

// column is a period.
type column struct {
	index  int // in the audit; -1: not in the file until something is entered
	period assess.Period
}

func (c column) key() string {
	from, to, ok := c.period.Days()
	if !ok {
		return "period." + strconv.Itoa(c.index)
	}
	return from.String() + "/" + to.String()
}

// year is the calendar year that the period is, 0 if it is none.
func year(p assess.Period) int {
	from, to, ok := p.Days()
	if ok && from == (quantity.Date{Year: from.Year, Month: 1, Day: 1}) && to == (quantity.Date{Year: from.Year, Month: 12, Day: 31}) {
		return from.Year
	}
	return 0
}

// counted reports whether the period counts in the assessment.
func counted(p assess.Period) bool { return p.Phase != assess.Omitted }

// sheet is the audit as a table. It is made anew after every edit and does not
// change.
type sheet struct {
	audit   *assess.Audit
	pack    *benchmark.Pack
	common  *benchmark.Common
	units   quantity.Units
	rows    []row // the first is the head
	periods []column

	rest []assess.FlowInfo // flows that the table does not show, and may

	result   *assess.Result
	figures  map[figureKey]*assess.Indicator
	billed   map[billedKey]*assess.CoverageCell // figures that bills give
	problems map[grid.Pos][]problem.Problem
	phase    string // that the result compares

	stats map[string]*stats
}

type figureKey struct{ flow, phase string }

// billedKey is a flow in a period, by its index in the audit.
type billedKey struct {
	flow   string
	period int
}

// stats is what a row's cells are judged by.
type stats struct {
	largest float64
	stated  int // in periods that count
	count   int // periods that count
	// fraction: some figure is not whole.
	fraction bool
}

// newSheet lays an audit out. Where it has no period yet, one for the year is
// offered, and a product where it has none.
func newSheet(w ui.Work, units quantity.Units, year int) *sheet {
	s := &sheet{audit: w.Audit(), pack: w.Pack(), common: w.Common(), units: units, stats: map[string]*stats{}}
	if s.pack == nil {
		s.pack = &benchmark.Pack{}
	}
	if s.common == nil {
		s.common = &benchmark.Common{}
	}
	s.layRows()
	s.layPeriods(year)
	if w.Pack() != nil {
		s.take(w.Result())
	}
	return s
}

func (s *sheet) layRows() {
	a := s.audit
	s.rows = append(s.rows, row{kind: headRow, index: -1})
	for i, p := range a.Products {
		name := p.Name
		if name == "" {
			name = p.ID
		}
		unit := p.Unit
		if unit == "" {
			unit = s.pack.Sector.ProductUnit
		}
		s.rows = append(s.rows, row{kind: productRow, id: p.ID, index: i, name: text.Both(name), unit: unit})
	}
	if len(a.Products) == 0 {
		unit := s.pack.Sector.ProductUnit
		if unit == "" {
			unit = "t"
		}
		s.rows = append(s.rows, row{kind: productRow, id: "product", index: -1, name: s.pack.Sector.Product, unit: unit})
	}
	stated := map[string]bool{}
	for i := range a.Periods {
		for id := range a.Periods[i].Flows {
			stated[id] = true
		}
	}
	for _, x := range a.Readings {
		stated[x.Flow] = true
	}
	delete(stated, "")
	tables, signed := map[string]int{}, map[string]bool{}
	for i, f := range a.Flows {
		signed[f.ID] = signed[f.ID] || f.Signed
		if _, twice := tables[f.ID]; !twice {
			tables[f.ID] = i
		}
	}
	for _, info := range assess.Flows(a, s.pack, s.common) {
		described, _ := s.pack.Flow(info.ID)
		if described.ID == "" {
			i := slices.IndexFunc(s.common.Flows, func(f benchmark.Flow) bool { return f.ID == info.ID })
			if i >= 0 {
				described = s.common.Flows[i]
				described.Usual = false
			}
		}
		index, tabled := tables[info.ID]
		if !tabled {
			index = -1
		}
		if !described.Usual && !tabled && !stated[info.ID] {
			s.rest = append(s.rest, info)
			continue
		}
		delete(stated, info.ID)
		s.rows = append(s.rows, row{
			kind: flowRow, id: info.ID, index: index, name: info.Name, unit: info.Unit, price: info.Price, info: info, flow: described,
			signed: signed[info.ID],
		})
	}
	for _, r := range s.rows {
		delete(stated, r.id)
	}
	var unknown []string
	for id := range stated {
		unknown = append(unknown, id)
	}
	slices.Sort(unknown)
	for _, id := range unknown {
		s.rows = append(s.rows, row{kind: flowRow, id: id, index: -1, name: text.Both(id), info: assess.FlowInfo{ID: id}, unknown: true})
	}
	s.layDrivers()
}

// layPeriods puts the periods in the order of their days; those without days
// come last.
func (s *sheet) layPeriods(offered int) {
	for i, p := range s.audit.Periods {
		s.periods = append(s.periods, column{i, p})
	}
	slices.SortStableFunc(s.periods, func(a, b column) int {
		fromA, toA, okA := a.period.Days()
		fromB, toB, okB := b.period.Days()
		switch {
		case okA != okB && okA:
			return -1
		case okA != okB:
			return 1
		case fromA != fromB:
			return fromA.Compare(fromB)
		}
		return toB.Compare(toA) // an omitted year stands before its months
	})
	if len(s.periods) == 0 {
		s.periods = []column{{-1, wholeYear(offered)}}
	}
}

func wholeYear(y int) assess.Period {
	return assess.Period{From: quantity.Date{Year: y, Month: 1, Day: 1}, To: quantity.Date{Year: y, Month: 12, Day: 31}}
}

// take keeps the parts of the result that the table shows.
func (s *sheet) take(r *assess.Result) {
	if r == nil {
		return
	}
	s.result, s.phase = r, r.Phase
	s.figures = make(map[figureKey]*assess.Indicator, len(r.Indicators))
	for i := range r.Indicators {
		in := &r.Indicators[i]
		s.figures[figureKey{in.Flow.ID, in.Phase}] = in
	}
	s.takeBilled(r.Coverage)
	s.problems = make(map[grid.Pos][]problem.Problem)
	colOf := make([]int, len(s.audit.Periods))
	for c, p := range s.periods {
		if p.index >= 0 {
			colOf[p.index] = headCols + c
		}
	}
	rowOf := make(map[string]int, len(s.rows))
	for i, r := range s.rows {
		rowOf[r.key()] = i
	}
	for _, p := range r.Problems {
		if p.Severity == problem.Note || p.Message.Key == "period.flow-missing" {
			continue
		}
		if at, ok := place(p.Path, colOf, rowOf); ok {
			s.problems[at] = append(s.problems[at], p)
		}
	}
}

// place is the cell that a path of the document names: period[3].flows.water,
// flow.water.price, product[1].unit.
func place(path string, colOf []int, rowOf map[string]int) (grid.Pos, bool) {
	table, rest, _ := strings.Cut(path, ".")
	name, number, numbered := strings.Cut(table, "[")
	n := 0
	if numbered {
		n, _ = strconv.Atoi(strings.TrimSuffix(number, "]"))
	}
	switch name {
	case "period":
		if n < 1 || n > len(colOf) {
			return grid.Pos{}, false
		}
		col := colOf[n-1]
		what, id, one := strings.Cut(rest, ".")
		id = strings.Trim(id, `"`)
		switch {
		case what == "flows" && one:
			r, ok := rowOf["flow."+id]
			return grid.Pos{Row: r, Col: col}, ok
		case what == "output" && one:
			r, ok := rowOf["product."+id]
			return grid.Pos{Row: r, Col: col}, ok
		case what == "drivers" && one:
			r, ok := rowOf["driver."+id]
			return grid.Pos{Row: r, Col: col}, ok
		case what == "output":
			return grid.Pos{Row: 1, Col: col}, true
		}
		return grid.Pos{Row: 0, Col: col}, true
	case "flow", "product", "driver":
		if numbered {
			return grid.Pos{}, false
		}
		id, what := rest, ""
		if cut, ok := strings.CutSuffix(rest, ".price"); ok {
			id, what = cut, "price"
		} else if cut, ok := strings.CutSuffix(rest, ".unit"); ok {
			id, what = cut, "unit"
		}
		r, ok := rowOf[name+"."+strings.Trim(id, `"`)]
		col := nameCol
		switch what {
		case "price":
			col = priceCol
		case "unit":
			col = unitCol
		}
		return grid.Pos{Row: r, Col: col}, ok
	}
	return grid.Pos{}, false
}

// size is the table's, for the grid.
func (s *sheet) size() grid.Size {
	return grid.Size{
		Rows: len(s.rows), Cols: headCols + len(s.periods), HeadRows: 1, HeadCols: headCols, MoreRow: true, MoreCol: true,
	}
}

// row is a row by its number; false behind the table.
func (s *sheet) row(i int) (row, bool) {
	if i < 0 || i >= len(s.rows) {
		return row{}, false
	}
	return s.rows[i], true
}

// period is the period of a column; false for the columns before them and the
// one behind.
func (s *sheet) period(col int) (column, bool) {
	if i := col - headCols; i >= 0 && i < len(s.periods) {
		return s.periods[i], true
	}
	return column{}, false
}

// isFigure reports whether a cell holds a figure of a period.
func (s *sheet) isFigure(p grid.Pos) bool {
	return p.Row > 0 && p.Row < len(s.rows) && p.Col >= headCols && p.Col < headCols+len(s.periods)
}

// isPrice reports whether a cell holds a price: products have none here.
func (s *sheet) isPrice(p grid.Pos) bool {
	return p.Col == priceCol && p.Row > 0 && p.Row < len(s.rows) && s.rows[p.Row].kind == flowRow && !s.rows[p.Row].unknown
}

// figure is the number of a cell, a figure's or a price's; false where there is
// none.
func (s *sheet) figure(p grid.Pos) (float64, bool) {
	switch {
	case s.isFigure(p):
		v, ok := s.rows[p.Row].in(&s.periods[p.Col-headCols].period)[s.rows[p.Row].id]
		return v, ok
	case s.isPrice(p):
		if v := s.rows[p.Row].price; v != nil && !s.rows[p.Row].info.Billed {
			return *v, true
		}
	}
	return 0, false
}

// currency is that of the audit's prices.
func (s *sheet) currency() string {
	if s.audit.Settings.Currency == "" {
		return "VND"
	}
	return s.audit.Settings.Currency
}

// unitOf is the unit of the number of a cell.
func (s *sheet) unitOf(p grid.Pos) string {
	switch {
	case s.isFigure(p):
		return s.rows[p.Row].unit
	case s.isPrice(p):
		return s.currency() + "/" + s.rows[p.Row].unit
	}
	return ""
}

// statsOf sums up a row.
func (s *sheet) statsOf(i int) *stats {
	r := s.rows[i]
	if st := s.stats[r.key()]; st != nil {
		return st
	}
	st := &stats{}
	s.stats[r.key()] = st
	for c := range s.periods {
		p := &s.periods[c].period
		if !counted(*p) {
			continue
		}
		st.count++
		if v, ok := s.shown(grid.Pos{Row: i, Col: headCols + c}); ok {
			st.stated++
			st.largest = max(st.largest, math.Abs(v))
			st.fraction = st.fraction || v != math.Trunc(v)
		}
	}
	return st
}

// phaseAt is the phase whose total stands beside the rows while the keys act on
// a column: the period's own, else the one that is compared.
func (s *sheet) phaseAt(col int) string {
	if c, ok := s.period(col); ok && counted(c.period) && c.index >= 0 {
		return c.period.PhaseOrBefore()
	}
	if s.phase != "" {
		return s.phase
	}
	return assess.Before
}

// phases reports whether periods of both phases are there.
func (s *sheet) phases() bool {
	before, after := false, false
	for _, c := range s.periods {
		switch c.period.PhaseOrBefore() {
		case assess.Before:
			before = true
		case assess.After:
			after = true
		}
	}
	return before && after
}

// indicator is the result for a row in a phase; nil where there is none.
func (s *sheet) indicator(r row, phase string) *assess.Indicator {
	return s.figures[figureKey{r.id, phase}]
}

// total is what a row adds up to in a phase: a mean for ratios entered as such.
func (s *sheet) total(r row, phase string) (v float64, ok bool) {
	if r.kind == driverRow {
		return 0, false // degrees or days do not add up
	}
	if r.kind == flowRow {
		if in := s.indicator(r, phase); in != nil {
			switch {
			case in.Total != nil:
				return in.Total.Value, true
			case in.Value != nil:
				return in.Value.Value, true
			}
			return 0, false
		}
		if r.info.Intensive() {
			return 0, false
		}
	}
	for c := range s.periods {
		p := &s.periods[c].period
		if p.PhaseOrBefore() != phase {
			continue
		}
		if x, stated := r.in(p)[r.id]; stated {
			v, ok = v+x, true
		}
	}
	return v, ok
}

// counted is how many periods count.
func (s *sheet) counted() int {
	n := 0
	for _, c := range s.periods {
		if counted(c.period) {
			n++
		}
	}
	return n
}

// empty reports whether nothing would be lost with a period.
func empty(p assess.Period) bool {
	return len(p.Output) == 0 && len(p.Flows) == 0 && len(p.Drivers) == 0 && p.Note == ""
}

// find is the number of the row with a key; -1 if there is none.
func (s *sheet) find(key string) int {
	return slices.IndexFunc(s.rows, func(r row) bool { return r.key() == key })
}
