package exchange

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// Tables with years side by side: months are rows and years columns, "Tháng |
// 2023 | 2024", of one flow or of several that stand above them. A column of such
// a table has its year from its heading.

// byYears reports whether the columns of a table are years.
func (t *table) byYears() bool {
	return slices.ContainsFunc(t.cols, func(c *column) bool { return c.year > 0 })
}

// yearName is the heading of a column of a year: the year, perhaps behind what it
// is a year of, as "Điện năm 2023".
var yearName = regexp.MustCompile(`^(?:(.*?)[ ,:\-–—]*?\b)??(?:[Nn]ăm|NĂM|[Nn]am|NAM|[Yy]ear|YEAR)? ?(\d{4})$`)

// yearOf is the year that a heading says, what it is a year of ("" where it says
// none), and the unit in its brackets; 0: the heading is none of a year.
func (r *reader) yearOf(c *Cell) (year int, name, unit string) {
	switch {
	case c == nil:
		return 0, "", ""
	case c.Kind == Number && isYear(*c):
		return int(c.Value), "", ""
	case c.Kind != Text || !hasFourDigits(c.Text): // most cells, which are many
		return 0, "", ""
	}
	bare, inside, bracket := cutBracket(c.Text)
	if bracket && !r.voc.isUnit(inside) {
		return 0, "", ""
	}
	g := yearName.FindStringSubmatch(bare)
	if g == nil {
		return 0, "", ""
	}
	if y := number(g[2]); y >= firstYear && y <= lastYear {
		return y, strings.TrimSpace(g[1]), inside
	}
	return 0, "", ""
}

// hasFourDigits reports whether four digits and no more follow one another in a
// text.
func hasFourDigits(s string) bool {
	n := 0
	for i := range len(s) + 1 {
		if i < len(s) && s[i] >= '0' && s[i] <= '9' {
			n++
			continue
		}
		if n == 4 {
			return true
		}
		n = 0
	}
	return false
}

// onlyYear reports whether a heading says a year and not of what.
func (r *reader) onlyYear(heading string) bool {
	y, name, _ := r.yearOf(&Cell{Kind: Text, Text: heading})
	return y > 0 && name == ""
}

// yearTable reads a row as years side by side, perhaps below headings of what they
// are years of, and says how much of it was understood; 0 where it is none.
func (r *reader) yearTable(sheet string, m matrix, i int) (*table, int) {
	years := r.yearsOfRow(m, i)
	if len(years) == 0 {
		return nil, 0
	}
	t := &table{sheet: sheet, m: m, head: i, first: i + 1}
	over, units, top := r.aboveYears(sheet, m, i, years)
	t.head = top
	for j, c := range m.cells[i] {
		var col *column
		switch {
		case years[j] > 0:
			if col = r.yearColumn(sheet, c, over[j]); col.unit == "" && col.badUnit == "" && units[j] != nil {
				r.unitOfCell(col, units[j])
			}
		case c != nil && c.Kind == Text && !(m.turned && m.alone(i, j)):
			col = r.heading(sheet, *c)
		case c == nil && top < i && m.cells[top][j] != nil && m.cells[top][j].Kind == Text && !m.cells[top][j].Copy:
			col = r.heading(sheet, *m.cells[top][j])
		default:
			continue
		}
		col.index = j
		t.cols = append(t.cols, col)
	}
	if !r.monthsBeside(t) {
		return nil, 0
	}
	for _, c := range t.cols {
		if c.year == 0 && c.target != "month" && c.target != "ignore" {
			c.target, c.several = "", nil // of no year that is known
		}
		if c.year > 0 && !c.isFigure() && c.target != "reading.amount" && c.target != "ignore" {
			c.target = "" // money and the like, which months do not have
		}
	}
	return t, r.weigh(t)
}

// yearsOfRow are the columns whose headings in a row are years; none where a
// number of the row is no year, or a column holds something else than figures.
func (r *reader) yearsOfRow(m matrix, i int) map[int]int {
	years := map[int]int{}
	for j, c := range m.cells[i] {
		switch y, name, _ := r.yearOf(c); {
		case c == nil || m.turned && m.alone(i, j):
		case y > 0 && (name == "" || r.isFigureName(name)):
			years[j] = y
		case c.Kind != Text || numberLike(c.Text):
			return nil
		}
	}
	all := 0
	for j := range years {
		figures, words := 0, 0
		for _, row := range m.cells[i+1 : min(len(m.cells), i+1+looked)] {
			switch c := row[j]; {
			case c == nil:
			case c.Kind != Text || hasDigit(c.Text) && r.timeLike(c) != isTime || numberLike(c.Text):
				figures++
			case r.timeLike(c) == isTime:
				return nil // "Năm 2024" over T1 … T12: the heading of the months
			default:
				words++
			}
		}
		if words > figures {
			return nil // a title
		}
		all += figures
	}
	if all == 0 {
		return nil
	}
	return years
}

// isFigureName reports whether a text names a flow or product.
func (r *reader) isFigureName(s string) bool {
	bare, _, _ := cutBracket(s)
	found := append(r.voc.find(s), r.voc.find(bare)...)
	return slices.ContainsFunc(found, func(target string) bool { return (&column{target: target}).isFigure() })
}

// aboveYears are the headings above years, by column, what says their units, and
// the row of these headings: that of the years where nothing above names what they
// are years of.
func (r *reader) aboveYears(sheet string, m matrix, i int, years map[int]int) (over, units map[int]*Cell, top int) {
	top = i - 1
	if top >= 0 && r.isUnitRow(m.cells[top], years) {
		units = map[int]*Cell{}
		var last *Cell // a unit stands beside the first year of a flow, perhaps
		for j, c := range m.cells[top] {
			if c != nil || top > 0 && m.cells[top-1][j] != nil {
				last = c
			}
			units[j] = last
		}
		top--
	}
	if top < 0 {
		return nil, units, i
	}
	over = map[int]*Cell{}
	var last *Cell // a text file does not say how far a heading reaches
	different := map[string]bool{}
	known := false
	for j := range m.width() {
		c := m.cells[top][j]
		switch {
		case years[j] == 0:
			if c != nil {
				last = nil
			}
			continue
		case c == nil && last != nil && last.Merged == "":
			c = last
		case c == nil || c.Kind != Text || numberLike(c.Text) || m.mergedOutside(top, years, c):
			last = nil
			continue
		}
		last = c
		h := r.heading(sheet, *c)
		if h.target == "year" || h.target == "month" {
			continue
		}
		over[j] = c
		different[fold(c.Text)] = true
		known = known || h.target != "" || len(h.several) > 0
	}
	if !known && len(different) < 2 {
		return nil, units, i // a line of the title
	}
	return over, units, top
}

// isUnitRow reports whether all that stands in a row above years are units.
func (r *reader) isUnitRow(row []*Cell, years map[int]int) bool {
	found := false
	for j := range years {
		c := row[j]
		if c == nil || c.Copy && found {
			continue
		}
		if c.Kind != Text || !r.voc.isUnit(c.Text) {
			return false
		}
		found = true
	}
	return found
}

// mergedOutside reports whether a cell above years is merged from a column on that
// is none of a year: a title over the table.
func (m matrix) mergedOutside(row int, years map[int]int, c *Cell) bool {
	if c.Merged == "" {
		return false
	}
	first := slices.IndexFunc(m.cells[row], func(other *Cell) bool { return other != nil && other.Merged == c.Merged })
	return years[first] == 0
}

// yearColumn understands a year, below the heading of what it is a year of or
// alone: then it is an amount, of a flow that is to be found.
func (r *reader) yearColumn(sheet string, c, over *Cell) *column {
	year, name, unit := r.yearOf(c)
	col := r.heading(sheet, *c)
	switch {
	case col.said:
	case name != "":
		of := *c
		of.Text = name
		heading := col.heading
		col = r.heading(sheet, of)
		col.heading = heading
	case over != nil:
		col = r.heading(sheet, *over)
		col.at = c.Name()
	default:
		col.target = "reading.amount"
	}
	if unit != "" && !col.asked {
		r.unitOfCell(col, &Cell{Row: c.Row, Col: c.Col, Text: unit})
	}
	col.year = year
	return col
}

// unitOfCell gives a column the unit that a cell says.
func (r *reader) unitOfCell(col *column, c *Cell) {
	if u, err := r.voc.unit(c.Text); err == nil {
		col.unit, col.badUnit, col.unitAt = u.Symbol, "", c.Name()
	}
}

// monthsBeside finds the column of the months beside years, by its heading or by
// what it holds; the cell above its months is none itself.
func (r *reader) monthsBeside(t *table) bool {
	month := t.col("month")
	used := map[int]*column{}
	for _, c := range t.cols {
		used[c.index] = c
	}
	for j := range t.m.width() {
		if month != nil {
			break
		}
		c := used[j]
		if c != nil && (c.year > 0 || c.target != "" && c.target != "year") || r.timesIn(t, j) == 0 && !t.numbersMonths(j) {
			continue
		}
		if month = c; c == nil {
			month = &column{index: j}
			t.cols = append(t.cols, month)
		}
		month.target = "month"
	}
	if month == nil {
		return false
	}
	head := t.m.cells[t.head][month.index]
	return head == nil || head.Kind == Text && !numberLike(head.Text) && r.timeLike(head) != isTime
}

// numbersMonths reports whether a column counts months: 1, 2, 3 … 12.
func (t *table) numbersMonths(j int) bool {
	n := 0
	for _, row := range t.below() {
		c := row[j]
		switch {
		case c == nil:
		case (c.Kind == Number || c.Kind == Text && numberLike(c.Text)) && n < 12:
			if n++; c.Text != strconv.Itoa(n) {
				return false
			}
		case c.Kind != Text || numberLike(c.Text):
			return false
		}
	}
	return n > 2
}

// comparison is the heading of a column or row that compares years.
var comparison = regexp.MustCompile(`^(?:(?:muc |ty le |ti le )?(?:chenh lech|so sanh|tang|giam|thay doi|bien dong)|ty le|ti le|(?:percent )?(?:change|difference|diff|variance|growth|delta|increase|decrease)|yoy)\b|\bso voi\b|\bvs\b|^\d{4} \d{4}$`)

// isComparison reports whether a text heads figures that compare years: "Chênh
// lệch", "2024/2023", "%".
func isComparison(s string) bool {
	f := fold(s)
	return f == "" && clean(s) != "" || comparison.MatchString(f)
}

// yearsAcross reports whether a row is the headings of years side by side: years
// that follow one another, and besides them only names; a year alone only beside
// that of the months.
func (r *reader) yearsAcross(sheet string, row []Cell) bool {
	met := map[int]bool{}
	low, high, n, last := lastYear, 0, 0, 0
	apart := false // the years do not stand side by side
	for i := range row {
		c := &row[i]
		y, name, _ := r.yearOf(c)
		switch {
		case y > 0 && (name == "" || r.isFigureName(name)):
			low, high = min(low, y), max(high, y)
			met[y] = true
			apart = apart || n > 0 && c.Col != last+1
			n, last = n+1, c.Col
		case c.Kind != Text || r.timeLike(c) == isTime || numberLike(c.Text):
			return false
		}
	}
	if n == 0 || high-low >= len(met) {
		return false
	}
	names, months := 0, false
	for i := range row {
		c := &row[i]
		if y, _, _ := r.yearOf(c); y > 0 || c.Copy || isComparison(c.Text) || noFigure(c.Text) && !isLabelHead(c.Text) {
			continue
		}
		names++
		months = months || r.heading(sheet, *c).target == "month"
	}
	if sum, average := sumRow(row[0].Text); sum || average {
		return false
	}
	return months || n > 1 && (names > 0 || !apart && len(met) == n)
}

// settleYears settles what columns that are only years are, and their units, from
// the title of their table; years without figures are left out.
func (r *reader) settleYears(t *table) {
	r.emptyYears(t)
	bare := func(c *column) bool { return c.year > 0 && c.target == "reading.amount" }
	if i := slices.IndexFunc(t.cols, bare); i >= 0 {
		target := "flows." + t.flow
		if t.flow == "" {
			target = r.figureOfTitle(t)
		}
		if target == "" {
			r.fault(problem.Error, t.sheet, t.cols[i].at, t.cols[i].heading, text.M("exchange.years.no-flow"), text.M("exchange.remedy.flow-of-years"))
		}
		for _, c := range t.cols {
			if bare(c) {
				c.target = target
			}
		}
	}
	unit := r.unitOfTitle(t)
	for _, c := range t.cols {
		if unit != nil && c.year > 0 && c.unit == "" && c.badUnit == "" && c.isFigure() {
			c.unit, c.unitAt = unit.unit, unit.unitAt
		}
	}
}

// emptyYears leaves out the years of which a table has no figure, and says so.
func (r *reader) emptyYears(t *table) {
	var empty []string
	t.cols = slices.DeleteFunc(t.cols, func(c *column) bool {
		if c.year == 0 || slices.ContainsFunc(t.m.cells[t.first:], func(row []*Cell) bool { return row[c.index] != nil }) {
			return false
		}
		if year := strconv.Itoa(c.year); !slices.Contains(empty, year) {
			empty = append(empty, year)
		}
		return true
	})
	if len(empty) > 0 {
		r.fault(problem.Note, t.sheet, t.area, "", text.M("exchange.years.empty", "years", empty), text.Message{})
	}
}

// otherFigures are words of titles that name a flow and whose figures are not its
// amounts: money, ratios, plans.
var otherFigures = regexp.MustCompile(`\b(?:chi phi|tien|don gia|suat|dinh muc|ke hoach|san luong|cost|price|specific|intensity|budget|plan|output|production)\b`)

// figureOfTitle is what the nearest line above years side by side is about, else
// the name of their sheet; empty: neither says it.
func (r *reader) figureOfTitle(t *table) string {
	lines := t.title
	if len(lines) == 0 {
		lines = t.over
	}
	for _, c := range slices.Backward(lines) {
		if c.Kind != Text {
			continue
		}
		target := ""
		if h := r.heading(t.sheet, *c); h.isFigure() {
			target = h.target
		} else if found := r.voc.flowsIn(c.Text); len(found) == 1 && !otherFigures.MatchString(fold(c.Text)) {
			target = "flows." + found[0]
		} else if len(found) == 0 && !otherFigures.MatchString(fold(c.Text)) {
			continue
		}
		if target != "" {
			r.fault(problem.Note, t.sheet, c.Name(), c.Text, text.M("exchange.title.flow", "flow", r.voc.meanings[target].name, "text", short0(c.Text)), text.M("exchange.remedy.other-flow"))
		}
		return target
	}
	if found := r.voc.flowsIn(t.sheet); len(found) == 1 && !otherFigures.MatchString(fold(t.sheet)) {
		r.fault(problem.Note, t.sheet, "", "", text.M("exchange.title.flow-of-sheet", "flow", r.voc.meanings["flows."+found[0]].name), text.M("exchange.remedy.other-flow"))
		return "flows." + found[0]
	}
	return ""
}

// unitOfTitle is the unit that the nearest line above a table says: in brackets at
// its end, or behind a word for units, in one cell or the next. nil: none does.
func (r *reader) unitOfTitle(t *table) *column {
	for i, c := range slices.Backward(t.title) {
		if c.Kind != Text {
			continue
		}
		_, said, bracket := cutBracket(c.Text)
		if !bracket {
			label, behind, colon := strings.Cut(clean(c.Text), ":")
			switch {
			case !isUnitLabel(label):
				continue
			case colon && strings.TrimSpace(behind) != "":
				said = behind
			case i+1 < len(t.title) && t.title[i+1].Row == c.Row:
				c = t.title[i+1]
				said = c.Text
			}
		}
		if u, err := r.voc.unit(said); err == nil && said != "" {
			return &column{unit: u.Symbol, unitAt: c.Name()}
		}
	}
	return nil
}

// inYear is the time of a row in the year of a column. Spreadsheets keep a month
// without a year as its first day in some year; any other year that the row says
// contradicts the column.
func (s span) inYear(year int, c Cell) (span, error) {
	switch {
	case c.Kind == Day && c.Date.Day == 1:
		s.month.Year = year
	case s.month.Year != year && s.from.Year != year:
		return s, text.M("exchange.date.other-year", "text", short(plainText(c)), "year", strconv.Itoa(year))
	}
	return s, nil
}
