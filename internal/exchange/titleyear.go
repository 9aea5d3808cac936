package exchange

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// grain finds out whether the rows of a table are months, or quarters only.
func (t *table) grain() {
	month := t.col("month")
	if month == nil {
		return
	}
	o := t.o
	if o.Year == 0 {
		o.Year = firstYear
	}
	quarters := false
	t.monthsOf = map[int]bool{}
	for _, row := range t.m.cells[t.first:] {
		cell := row[month.index]
		if cell == nil {
			continue
		}
		if cell.Kind == Text && quarterForm.MatchString(fold(cell.Text)) {
			quarters = true
		} else if s, err := readSpan(*cell, o); err == nil && !s.month.IsZero() {
			y := s.month.Year
			if isKey(yearless(*cell, t.o), "exchange.date.no-year") {
				y = 0
			}
			t.monthsOf[y] = true
		}
	}
	t.ofQuarters = quarters && len(t.monthsOf) == 0
}

// yearless is what is wrong with a time, read without a year that was told.
func yearless(c Cell, o Options) error {
	o.Year = 0
	_, err := readSpan(c, o)
	return err
}

// yearsOf are the years that the dates of a table say in full.
func (r *reader) yearsOf(t *table) []int {
	met := map[int]bool{}
	o := r.o
	o.years, o.Year = yearRange{}, 0
	t.times(func(_ *column, cell *Cell) {
		switch {
		case cell.Kind == Day:
			met[cell.Date.Year] = true
		case cell.Kind == Text:
			if d, m, err := when(cell.Text, o); err == nil {
				met[max(d.Year, m.Year)] = true
			}
		}
	})
	var all []int
	for _, y := range sortedKeys(met) {
		if y >= firstYear && y <= lastYear {
			all = append(all, y)
		}
	}
	return all
}

// slashYears reports whether 05/12 is May 2012 in a table: another cell of its
// form has a second number that is no month.
func (r *reader) slashYears(t *table) bool {
	found := false
	t.times(func(_ *column, cell *Cell) {
		if g := twoParts.FindStringSubmatch(clean(cell.Text)); cell.Kind == Text && g != nil && len(g[2]) == 2 && number(g[2]) > 12 {
			found = true
		}
	})
	return found
}

// shortYears says how years of two digits were understood, once a column.
func (r *reader) shortYears(t *table) {
	type met struct {
		n           int
		first, last *Cell
	}
	found := map[*column]*met{}
	strict := t.o
	strict.years = yearRange{}
	short := func(cell *Cell, o Options) bool {
		_, err := readSpan(*cell, o)
		return isKey(err, "exchange.date.two-digit")
	}
	t.times(func(c *column, cell *Cell) {
		if cell.Kind != Text || !short(cell, strict) || short(cell, t.o) {
			return
		}
		if found[c] == nil {
			found[c] = &met{first: cell}
		}
		found[c].n++
		found[c].last = cell
	})
	for _, c := range t.timeColumns() {
		m := found[c]
		if m == nil {
			continue
		}
		last := ""
		if m.n > 1 {
			last = short0(m.last.Text)
		}
		r.fault(problem.Note, t.sheet, m.first.Name(), m.first.Text, text.M("exchange.date.short-years", "heading", short0(c.heading), "n", m.n,
			"first", short0(m.first.Text), "as", t.sayTime(c, m.first), "last", last, "last-as", t.sayTime(c, m.last)), text.Message{})
	}
}

// lacksYear reports whether a table has a month that nothing in its row or above
// it gives a year.
func (r *reader) lacksYear(t *table) bool {
	month, year := t.col("month"), t.col("year")
	if month == nil {
		return false
	}
	for _, row := range t.m.cells[t.first:] {
		cell := row[month.index]
		if cell == nil {
			continue
		}
		if y, ok := t.yearRow(row); ok && y > 0 {
			return false
		}
		if year != nil && year.index != month.index && row[year.index] != nil {
			continue
		}
		if _, err := readSpan(*cell, t.o); isKey(err, "exchange.date.no-year") || err != nil && t.ofQuarters && quarterForm.MatchString(fold(cell.Text)) {
			return true
		}
	}
	return false
}

// yearRow is the year of a row that holds nothing else: "Năm 2023" over the
// months below it.
func (t *table) yearRow(row []*Cell) (int, bool) {
	var only *Cell
	for _, c := range row {
		switch {
		case c == nil || c.Copy:
		case only != nil:
			return 0, false
		default:
			only = c
		}
	}
	if only == nil || only.Kind != Text {
		return 0, false
	}
	g := yearFour.FindStringSubmatch(fold(only.Text))
	if g == nil {
		return 0, false
	}
	y := number(g[1])
	return y, y >= firstYear && y <= lastYear
}

// yearOfTitle takes the year of a table from its title, where it says exactly
// one: the lines above it, the heading of its months, the lines above all tables
// of the sheet, the name of the sheet.
func (r *reader) yearOfTitle(t *table) {
	own := slices.Clone(t.title)
	if c := t.col("month"); c != nil && !t.m.turned {
		if head := t.m.cells[t.head][c.index]; head != nil && head.Kind == Text {
			own = append(own, head)
		}
	}
	years := map[int]*Cell{} // where each stands; nil: the name of the sheet
	take := func(cells []*Cell) {
		for _, c := range cells {
			for _, y := range yearsIn(c.Text) {
				if _, met := years[y]; !met && y >= t.o.years.low && y <= t.o.years.high {
					years[y] = c
				}
			}
		}
	}
	if take(own); len(years) == 0 {
		take(t.over)
	}
	for _, y := range yearsIn(t.sheet) {
		if _, met := years[y]; !met && y >= t.o.years.low && y <= t.o.years.high {
			years[y] = nil
		}
	}
	all := sortedKeys(years)
	switch len(all) {
	case 0:
	case 1:
		t.o.Year = all[0]
		if c := years[all[0]]; c != nil {
			r.fault(problem.Note, t.sheet, c.Name(), c.Text, text.M("exchange.title.year", "year", strconv.Itoa(all[0]), "text", short0(c.Text)), text.M("exchange.remedy.other-year"))
		} else {
			r.fault(problem.Note, t.sheet, "", "", text.M("exchange.title.year-of-sheet", "year", strconv.Itoa(all[0])), text.M("exchange.remedy.other-year"))
		}
	default:
		var names []string
		for _, y := range all {
			names = append(names, strconv.Itoa(y))
		}
		r.fault(problem.Doubt, t.sheet, "", "", text.M("exchange.title.years", "found", names), text.M("exchange.remedy.year"))
	}
}

var (
	// dayInTitle is a date in full: of printing, of a decision.
	dayInTitle = regexp.MustCompile(`(?:ngay )?\b\d{1,2} ?(?:[/.\-]|thang) ?\d{1,2}(?: ?[/.\-] ?|,? ?nam |, ?| )\d{4}\b`)
	// numberInTitle is the number of a decree or standard: 20/2014/TT-BCT,
	// QCVN 40:2011/BTNMT, ISO 50001:2018.
	numberInTitle = regexp.MustCompile(`\d+[:/]\d{4}(?:/[a-z]|\b)|\b\d{4}/[a-z]`)
	yearInTitle   = regexp.MustCompile(`\b(?:\d{1,2}[/.\-])?((?:19|20)\d\d)\b`)
	monthYear     = regexp.MustCompile(`^(?:0?[1-9]|1[0-2])/\d{4}$`)
)

// yearsIn are the years that a title says.
func yearsIn(s string) (all []int) {
	f := strings.ToLower(foldDate(clean(s)))
	f = dayInTitle.ReplaceAllString(f, " ")
	f = numberInTitle.ReplaceAllStringFunc(f, func(m string) string {
		if monthYear.MatchString(m) || seasonOfYears.MatchString(m) {
			return m
		}
		return " "
	})
	for _, g := range yearInTitle.FindAllStringSubmatch(f, -1) {
		if y := number(g[1]); y >= firstYear && y <= lastYear && !slices.Contains(all, y) {
			all = append(all, y)
		}
	}
	return all
}

// seasonOfYears is a season that lies in two years: 2023/2024.
var seasonOfYears = regexp.MustCompile(`^\d{4}/\d{4}$`)
