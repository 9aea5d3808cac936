package exchange

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
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

// column is a column of a table (of a turned one, a row of the sheet).
type column struct {
	index   int
	heading string // as it stands there, with its unit
	at      string // cell of the heading
	target  string // empty: not known
	several []string
	unit    string // its own, symbol; empty: none was said
	badUnit string // what stands for a unit and is none
	unitAt  string
	flow    string            // of a counter: that the heading names
	meter   string            // the same
	said    bool              // by an option or a memory of the audit, not by its name
	asked   bool              // by an option
	numbers quantity.Notation // declared or proved; empty: nothing to decide
}

// isFigure reports whether the column holds figures of months.
func (c *column) isFigure() bool {
	return strings.HasPrefix(c.target, "flows.") || strings.HasPrefix(c.target, "output.") || strings.HasPrefix(c.target, "drivers.")
}

// isNumber reports whether the column holds numbers.
func (c *column) isNumber() bool {
	return c.isFigure() || c.target == "reading.amount" || c.target == "reading.cost" || c.isIndex() || c.target == factorTarget
}

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
	flow    string // of amounts without one: as told, or as the title says
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
	return t.byDays() || t.col("reading.amount") != nil || t.hasIndex() ||
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
		col.index = j
		t.cols = append(t.cols, col)
	}
	score := r.weigh(t)
	if cols := r.subheads(sheet, m, i); cols != nil {
		two := &table{sheet: sheet, m: m, head: i, first: i + 2, cols: cols}
		if n := r.weigh(two); n > score {
			return two, n
		}
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

// yearly takes a column of years as that of the times where there is no other:
// each row is a year.
func (t *table) yearly() bool {
	c := t.col("year")
	if c == nil {
		return false
	}
	found := false
	for _, row := range t.below() {
		cell := row[c.index]
		if cell == nil {
			continue
		}
		if sum, average := sumRow(cell.Text); cell.Kind == Text && (sum || average) {
			continue
		}
		if !isYear(*cell) {
			return false
		}
		found = true
	}
	if found {
		c.target = "month"
	}
	return found
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

func (t *table) byDays() bool {
	return t.col("from") != nil && t.col("to") != nil || t.col("date") != nil
}

// heading understands the text of a heading; the same texts are asked about for
// many rows.
func (r *reader) heading(sheet string, c Cell) *column {
	const most = 10_000
	key := sheet + "\x00" + c.Text
	known, ok := r.heads[key]
	if !ok {
		known = *r.understand(sheet, c)
		if len(r.heads) < most {
			r.heads[key] = known
		}
	}
	col := known
	col.at = c.Name()
	if col.unitAt != "" {
		col.unitAt = col.at
	}
	return &col
}

// understand says what a heading is: what was said about it, what the audit
// remembers, what its name says.
func (r *reader) understand(sheet string, c Cell) *column {
	col := &column{heading: clean(c.Text), at: c.Name()}
	name, inside, bracket := cutBracket(col.heading)
	same := func(s string) bool {
		f := fold(s)
		return f == fold(col.heading) || bracket && f == fold(name)
	}
	unit := func(s string) {
		if u, err := r.voc.unit(s); err == nil {
			col.unit, col.unitAt = u.Symbol, col.at
		} else {
			col.badUnit, col.unitAt = s, col.at
		}
	}
	for _, m := range r.maps {
		if same(m.Heading) {
			col.target, col.said, col.asked = m.Target, true, true
			switch {
			case m.Unit != "":
				unit(m.Unit)
			case bracket && r.voc.isUnit(inside):
				unit(inside)
			}
			return col
		}
	}
	for _, im := range r.audit.Imports {
		if same(im.Heading) && (im.Sheet == "" || fold(im.Sheet) == fold(sheet)) {
			col.target, col.said, col.numbers = im.Target, true, quantity.Notation(im.Numbers)
			switch {
			case bracket && r.voc.isUnit(inside): // the table says it itself
				unit(inside)
			case im.Unit != "":
				unit(im.Unit)
			}
			return col
		}
	}
	if !strings.ContainsFunc(col.heading, unicode.IsLetter) {
		return col // a figure or a date: no name
	}
	take := func(found []string) bool {
		switch len(found) {
		case 0:
			return false
		case 1:
			col.target = found[0]
		default:
			col.several = found
		}
		return true
	}
	if take(r.voc.find(col.heading)) {
		return col
	}
	if bracket && take(r.voc.find(name)) {
		if inside != "" {
			unit(inside)
		}
		return col
	}
	// "Điện, kWh" and "Điện - kWh"
	for _, mark := range []string{",", " - ", " – ", ":", " "} {
		k := strings.LastIndex(col.heading, mark)
		if k <= 0 {
			continue
		}
		if found := r.voc.find(col.heading[:k]); len(found) > 0 && r.voc.isUnit(col.heading[k+len(mark):]) {
			take(found)
			unit(col.heading[k+len(mark):])
			return col
		}
	}
	if target, flow, meter := r.voc.indexHeading(name); target != "" {
		col.target, col.flow, col.meter = target, flow, meter
		if bracket && r.voc.isUnit(inside) {
			unit(inside)
		}
	}
	return col
}

// unitRow takes the units that stand in the row below the headings.
func (r *reader) unitRow(t *table) {
	if t.first >= len(t.m.cells) {
		return
	}
	row := t.m.cells[t.first]
	units, others := 0, 0
	known := map[int]bool{}
	for _, c := range t.cols {
		known[c.index] = c.target != ""
	}
	for j, c := range row {
		switch {
		case c == nil, c.Copy && c.Merged != "", c.Kind == Text && !known[j]:
		case c.Kind == Text && r.voc.isUnit(c.Text):
			units++
		case c.Kind == Text && fold(c.Text) == "":
		case c.Kind == Text && says(c.Text, "Đơn vị", "Đơn vị tính", "ĐVT", "Unit", "Units"):
		case c.Kind == Text && isBracketed(c.Text):
			units++ // no unit that is known: refused below, not read as data
		default:
			others++
		}
	}
	if units == 0 || others > 0 {
		return
	}
	for _, col := range t.cols {
		c := row[col.index]
		if c == nil || c.Kind != Text || col.unit != "" && col.asked {
			continue
		}
		if u, err := r.voc.unit(c.Text); err == nil {
			col.unit, col.badUnit, col.unitAt = u.Symbol, "", c.Name()
		} else if fold(c.Text) != "" && col.isNumber() {
			col.badUnit, col.unitAt = clean(c.Text), c.Name()
		}
	}
	t.first++
}

func isBracketed(s string) bool {
	s = clean(s)
	return strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") || strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]")
}

// timeByContent finds the column that holds the months where no heading says
// so: most of what it holds reads as a month, and no column tells more of them
// apart. Whole numbers do not count. Beside months without a year a column of
// years is theirs: "Năm 2024" over T1 … T12.
func (r *reader) timeByContent(t *table) *column {
	used := map[int]*column{}
	for _, c := range t.cols {
		used[c.index] = c
	}
	best, most := -1, 0
	for j := range t.m.width() {
		if c := used[j]; c != nil && c.target != "" {
			continue
		}
		if n := r.timesIn(t, j); n > most {
			best, most = j, n
		}
	}
	if best < 0 {
		return nil
	}
	as := func(j int, target string) *column {
		c := used[j]
		if c == nil {
			c = &column{index: j}
			if h := t.m.cells[t.head][j]; h != nil {
				c.at = h.Name()
			}
			t.cols = append(t.cols, c)
		}
		c.target = target
		return c
	}
	if t.col("year") == nil {
		for j := range t.m.width() {
			if c := used[j]; j != best && (c == nil || c.target == "") && t.years(j) {
				as(j, "year")
				break
			}
		}
	}
	return as(best, "month")
}

// looked is how many rows below the headings tell what a column holds.
const looked = 60

func (t *table) below() [][]*Cell {
	return t.m.cells[t.first:min(len(t.m.cells), t.first+looked)]
}

// timesIn is how many different times a column holds, 0 where most of it is
// something else.
func (r *reader) timesIn(t *table, j int) int {
	times, others := 0, 0
	different := map[string]bool{}
	for _, row := range t.below() {
		cell := row[j]
		if cell == nil || cell.Kind == Number {
			continue
		}
		switch r.timeLike(cell) {
		case isTime:
			times++
			different[plainText(*cell)] = true
		case noTime:
			others++
		}
	}
	if times < others {
		return 0
	}
	return len(different)
}

// years reports whether all that a column holds are years in words or digits,
// beside a row of sums.
func (t *table) years(j int) bool {
	found := false
	for _, row := range t.below() {
		cell := row[j]
		if cell == nil || cell.Kind != Text {
			continue
		}
		if sum, average := sumRow(cell.Text); sum || average {
			continue
		}
		if !yearFour.MatchString(fold(cell.Text)) {
			return false
		}
		found = true
	}
	return found
}

// What a cell says about its column: a time, something else, nothing.
const (
	noWord = iota
	isTime
	noTime
)

// timeLike reports whether a cell reads as a month or days; it is asked of the
// same cell for many rows of headings.
func (r *reader) timeLike(cell *Cell) int {
	if known, ok := r.times[cell]; ok {
		return known
	}
	o := r.o
	if o.Year == 0 {
		o.Year = firstYear // "Tháng 1" is a month, of a year that must be said
	}
	is := noTime
	if _, err := readSpan(*cell, o); err == nil || isKey(err, "exchange.date.two-digit") || isKey(err, "exchange.date.day-or-month") {
		is = isTime
	} else if cell.Kind == Text {
		if sum, average := sumRow(cell.Text); sum || average {
			is = noWord
		}
	}
	r.times[cell] = is
	return is
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

// noTable says that nothing was understood, with the headings that there are.
func (r *reader) noTable() {
	for i := range r.unread {
		g := &r.unread[i]
		area := ""
		if !g.whole {
			area = g.sheet.area()
		}
		r.plan.Left = append(r.plan.Left, r.openColumns(&g.sheet)...)
		r.fault(problem.Error, g.sheet.Name, area, "", text.M("exchange.no-table", "headings", g.sheet.headings()), text.M("exchange.remedy.map"))
	}
}

// otherTables says which parts of sheets were not read beside those that were,
// where they hold figures.
func (r *reader) otherTables() {
	const few = 2 // figures that are a table; one is a date, a page
	for i := range r.unread {
		g := &r.unread[i]
		figures := 0
		for _, row := range g.sheet.Rows {
			for _, c := range row {
				if c.Kind == Number || c.Kind == Text && numberLike(c.Text) {
					figures++
				}
			}
		}
		if figures < few {
			continue
		}
		severity := problem.Doubt
		if g.whole { // a sheet about something else
			severity = problem.Note
		} else {
			r.plan.Left = append(r.plan.Left, r.openColumns(&g.sheet)...)
		}
		r.plan.Tables = append(r.plan.Tables, Table{Sheet: g.sheet.Name, Range: g.sheet.area()})
		r.fault(severity, g.sheet.Name, g.sheet.area(), "", text.M("exchange.table-unread", "headings", g.sheet.headings()), text.M("exchange.remedy.map"))
	}
}

// headings are the most texts of one row, for a message.
func (s *Sheet) headings() []string {
	var texts []string
	for _, c := range s.headRow() {
		texts = append(texts, short0(c.Text))
	}
	const most = 20
	if len(texts) > most {
		texts = append(texts[:most:most], "…")
	}
	return texts
}

// headRow are the texts of the row that has the most of them.
func (s *Sheet) headRow() (best []Cell) {
	for _, row := range s.Rows[:min(len(s.Rows), mostHead)] {
		var texts []Cell
		for _, c := range row {
			if c.Kind == Text && !c.Copy {
				texts = append(texts, c)
			}
		}
		if len(texts) > len(best) {
			best = texts
		}
	}
	return best
}

// openColumns are the columns of a sheet that was not understood, by what looks
// like their headings.
func (r *reader) openColumns(s *Sheet) (open []Column) {
	for _, c := range s.headRow() {
		if strings.ContainsFunc(c.Text, unicode.IsLetter) { // else a figure, no heading
			open = append(open, Column{Sheet: s.Name, Cell: c.Name(), Heading: clean(c.Text), Unit: r.unitIn(c.Text)})
		}
	}
	return open
}

// area is where the cells of a sheet stand, B3:D15.
func (s *Sheet) area() string {
	if len(s.Rows) == 0 {
		return ""
	}
	left, right := mostCol, 0
	for _, row := range s.Rows {
		left, right = min(left, row[0].Col), max(right, row[len(row)-1].Col)
	}
	return cellName(s.Rows[0][0].Row, left) + ":" + cellName(s.Rows[len(s.Rows)-1][0].Row, right)
}

// checkColumns says what is wrong with the headings of a table, and how each
// column will be read.
func (r *reader) checkColumns(t *table) {
	byTarget := map[string]*column{}
	bills := t.keyed || t.byBills()
	all, keep := slices.Clone(t.cols), t.cols[:0]
	var ignored []string
	for _, c := range t.cols {
		m := r.voc.meanings[c.target]
		allowed := r.voc.sameKind(m.unit)
		remedy := text.M("exchange.remedy.unit", "allowed", allowed)
		switch {
		case len(c.several) > 0:
			r.fault(problem.Error, t.sheet, c.at, c.heading, text.M("exchange.column.several", "heading", short(c.heading), "found", c.several), text.M("exchange.remedy.map-one", "heading", short(c.heading)))
			continue
		case c.target == "ignore":
			continue
		case !bills && slices.Contains([]string{"reading.cost", "reading.meter", "reading.estimated"}, c.target):
			r.fault(problem.Doubt, t.sheet, c.at, c.heading, text.M("exchange.column.of-bills", "heading", short(c.heading)), text.M("exchange.remedy.bills"))
			continue
		case c.target == "":
			if !noFigure(c.heading) {
				ignored = append(ignored, short(c.heading))
			}
			continue
		case byTarget[c.slot()] != nil:
			r.fault(problem.Error, t.sheet, c.at, c.heading, text.M("exchange.column.twice", "heading", short(c.heading), "other", short(byTarget[c.slot()].heading), "target", c.target),
				text.M("exchange.remedy.ignore", "heading", short(c.heading)))
			continue
		}
		byTarget[c.slot()] = c
		if _, known := r.voc.meanings[c.target]; !known { // remembered, and gone from the audit since
			if id, driver := strings.CutPrefix(c.target, "drivers."); driver {
				r.voc.meanings[c.target] = meaning{target: c.target, name: text.Both(id), likely: true}
			} else {
				r.fault(problem.Error, t.sheet, c.at, c.heading, text.M("exchange.map.unknown", "target", c.target, "allowed", r.voc.allowed()), text.Message{})
				continue
			}
		}
		if c.isNumber() && c.target != "reading.amount" {
			switch {
			case m.unit == "":
			case c.badUnit != "":
				r.fault(problem.Error, t.sheet, c.unitAt, c.badUnit, text.M("exchange.column.bad-unit", "heading", short(c.heading), "found", short(c.badUnit)), remedy)
				continue
			case c.unit == "":
				if !t.keyed && c.target != "reading.cost" && !r.cellsSayUnit(t, c) {
					r.fault(problem.Doubt, t.sheet, c.at, c.heading, text.M("exchange.column.no-unit", "heading", short(c.heading), "unit", m.unit), text.Message{})
				}
			case c.unit != m.unit:
				if _, err := r.voc.units.Convert(1, c.unit, m.unit); err != nil {
					r.fault(problem.Error, t.sheet, c.unitAt, c.unit, asMessage(err), remedy)
					continue
				}
			}
		}
		keep = append(keep, c)
	}
	t.cols = keep
	if !t.keyed {
		r.plan.Left = append(r.plan.Left, r.leftOf(t, all)...)
	}
	if len(ignored) > 0 {
		r.fault(problem.Note, t.sheet, "", "", text.M("exchange.columns-ignored", "headings", some(ignored[:min(len(ignored), 30)], len(ignored))), text.M("exchange.remedy.map"))
	}
}

// leftOf are the columns of a table that are not read, besides sums and numbers
// of rows.
func (r *reader) leftOf(t *table, all []*column) (left []Column) {
	for _, c := range all {
		if slices.Contains(t.cols, c) || c.target == "" && len(c.several) == 0 && noFigure(c.heading) {
			continue
		}
		left = append(left, Column{Sheet: t.sheet, Cell: c.at, Heading: c.heading, Target: c.target, Unit: cmp.Or(c.unit, r.unitIn(c.heading)), Remembered: c.said && !c.asked})
	}
	return left
}

// unitIn is the unit in the brackets of a heading; empty: none that is known.
func (r *reader) unitIn(heading string) string {
	_, inside, _ := cutBracket(heading)
	if u, err := r.voc.unit(inside); err == nil && inside != "" {
		return u.Symbol
	}
	return ""
}

// noFigure reports whether a heading is of sums, or of what only numbers or
// names the rows.
func noFigure(heading string) bool {
	sum, average := sumRow(heading)
	return sum || average || isLabelHead(heading) || fold(heading) == ""
}

// cellsSayUnit reports whether every figure of a column has its unit behind it:
// "1.250,5 kWh".
func (r *reader) cellsSayUnit(t *table, c *column) bool {
	said := false
	for _, row := range t.m.cells[t.first:] {
		cell := row[c.index]
		if cell == nil {
			continue
		}
		if cell.Kind != Text {
			return false
		}
		n, err := quantity.ParseNumber(number0(cell.Text), quantity.Vietnamese)
		_, other := quantity.ParseNumber(number0(cell.Text), quantity.English)
		switch {
		case isTrailing(err) || isTrailing(other):
			said = true
		case err == nil && !n.Missing || other == nil && err != nil:
			return false
		}
	}
	return said
}

// toUnit turns a value of a column into the unit of what it is.
func (r *reader) toUnit(c *column, v float64) (float64, *quantity.Amount, error) {
	m := r.voc.meanings[c.target]
	return r.convert(v, c.unit, m.unit)
}

// convert is a value in another unit, and what it was where that differs.
func (r *reader) convert(v float64, from, to string) (float64, *quantity.Amount, error) {
	if from == "" || to == "" || from == to {
		return v, nil, nil
	}
	x, err := r.voc.units.Convert(v, from, to)
	if err != nil {
		return 0, nil, err
	}
	return tidy(x), &quantity.Amount{Value: v, Unit: from}, nil
}

// Column is how a column of the data was understood.
type Column struct {
	Sheet   string
	Cell    string // of its heading
	Heading string
	Target  string // as the audit file names it
	Name    text.Name
	Unit    string            // of the column; empty: none
	To      string            // unit of the audit, where it is another
	Numbers quantity.Notation // how numbers written as text are read; empty: there are none

	Remembered bool // what it is was told at an import before
}

func (r *reader) columnsOf(t *table) (all []Column) {
	for _, c := range t.cols {
		m := r.voc.meanings[c.target]
		x := Column{Sheet: t.sheet, Cell: c.at, Heading: c.heading, Target: c.target, Name: m.name, Numbers: c.numbers, Remembered: c.said && !c.asked}
		if c.isNumber() {
			x.Unit = c.unit
			if x.Unit == "" {
				x.Unit = m.unit
			}
			if x.Unit != m.unit {
				x.To = m.unit
			}
		}
		all = append(all, x)
	}
	return all
}

// remember are the columns of a table that the audit should know at the next
// import: those that were told, and those whose numbers were.
func (r *reader) remember(t *table) {
	for _, c := range t.cols {
		declared := c.numbers != "" && r.o.Numbers != "" && c.isNumber() && r.ambiguous[c]
		if !c.asked && !declared || c.heading == "" || t.keyed {
			continue
		}
		im := assess.Import{Heading: c.heading, Target: c.target}
		if r.o.Sheet != "" && c.asked {
			im.Sheet = t.sheet
		}
		if c.isNumber() {
			if declared {
				im.Numbers = string(c.numbers)
			}
			if _, inside, ok := cutBracket(c.heading); c.unit != "" && !(ok && r.voc.isUnit(inside)) {
				im.Unit = c.unit
			}
		}
		r.plan.Imports = append(r.plan.Imports, im)
	}
	for _, m := range r.maps {
		if m.Target == "ignore" {
			r.plan.Imports = append(r.plan.Imports, assess.Import{Heading: m.Heading, Target: "ignore"})
		}
	}
}
