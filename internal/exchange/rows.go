package exchange

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// take reads the rows of a table.
func (r *reader) take(ctx context.Context, t *table) error {
	r.settle(t)
	r.checkColumns(t)
	if !t.keyed {
		r.firstOfMonths(t)
	}
	r.decide(t)
	r.dayOrder(t)
	r.sumHours(t)
	defer r.remember(t)
	if !t.keyed {
		r.plan.Tables = append(r.plan.Tables, Table{Sheet: t.sheet, Range: t.area, Title: t.lastTitle(), Read: true})
	}
	defer func() { r.plan.Columns = append(r.plan.Columns, r.columnsOf(t)...) }()
	if t.byBills() {
		return r.takeBills(ctx, t)
	}
	return r.takeMonths(ctx, t)
}

// takeMonths reads rows that are months or other periods.
func (r *reader) takeMonths(ctx context.Context, t *table) error {
	month, year := t.col("month"), t.col("year")
	if month == nil {
		return nil // its heading was wrong, which has been said
	}
	byYears := t.byYears()
	sums := newSums(t)
	for i := t.first; i < len(t.m.cells); i++ {
		if i%256 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		row := t.m.cells[i]
		if y, ok := t.yearRow(row); ok && year == nil && !t.byYears() {
			t.o.Year = y
			continue
		}
		if r.leaveOut(t, i, sums) {
			continue
		}
		r.addHours(t, row, sums)
		periods := map[int]*pending{} // by the year of the column; nil: its fault was said
		for _, c := range t.cols {
			cell := row[c.index]
			if cell == nil || byYears && c.year == 0 || c.hour != "" {
				continue
			}
			p, met := periods[c.year]
			if !met {
				p = r.periodOfRow(t, row, month, year, c.year)
				periods[c.year] = p
			}
			switch {
			case p == nil:
			case c.isFigure():
				v, found, missing, ok := r.figure(t, c, cell)
				if ok && !missing {
					sums.add(c, cell, v)
					r.value(p, c, v, found, t.sheet, *cell)
				}
			case c.target == "note" && cell.Kind == Text:
				r.word(p, "note", textOf(*cell), t.sheet, *cell)
			case c.target == "phase" && cell.Kind == Text:
				if ph := phaseOf(cell.Text); ph != "" {
					r.word(p, "phase", ph, t.sheet, *cell)
				} else {
					r.bad(t.sheet, *cell, text.M("exchange.cell.phase", "found", short(clean(cell.Text))), text.Message{})
				}
			}
		}
	}
	return nil
}

// periodOfRow is the period of a row, in the year of a column where that has one;
// nil: there is none, which has been said.
func (r *reader) periodOfRow(t *table, row []*Cell, month, year *column, of int) *pending {
	s, ok := r.spanOf(t, row, month, year, of)
	if !ok {
		return nil
	}
	p, why := r.period(s)
	if why != nil {
		r.bad(t.sheet, r.lead(t, row, month), *why, text.M("exchange.remedy.covered"))
	}
	return p
}

// lead is the cell that a fault of a whole row names.
func (r *reader) lead(t *table, row []*Cell, c *column) Cell {
	if c != nil && row[c.index] != nil {
		return *row[c.index]
	}
	for _, cell := range row {
		if cell != nil {
			return *cell
		}
	}
	return Cell{Row: 1, Col: 1}
}

// leaveOut reports whether a row is none of data: empty, a repeated heading, a
// line of text below the table, a sum (which is compared) or an average.
func (r *reader) leaveOut(t *table, i int, sums *sums) bool {
	row := t.m.cells[i]
	values, figures := 0, 0
	label := ""
	var at *Cell
	numbers := map[int]bool{}
	words := map[int]bool{} // where a word like "sum" is none of a row of sums
	timed := r.hasTime(t, row)
	for _, c := range t.cols {
		if c.isNumber() {
			numbers[c.index] = true
		}
		// "Cộng thêm trạm mới" is a note, and "Tổng" the name of a main meter.
		words[c.index] = c.target == "note" || timed && (c.target == "reading.meter" || c.target == "reading.flow")
	}
	if t.hour != nil {
		words[t.hour.index] = timed // the sum of its hours
	}
	repeated := true
	for j, cell := range row {
		if cell == nil {
			continue
		}
		if h := t.m.cells[t.head][j]; h == nil || fold(h.Text) != fold(cell.Text) || cell.Kind != Text {
			repeated = false
		}
		if numbers[j] {
			values++
			if cell.Kind != Text || hasDigit(cell.Text) {
				figures++
			}
			continue
		}
		if sum, average := false, false; cell.Kind == Text && !words[j] {
			if sum, average = sumRow(cell.Text); t.ofQuarters && sum && quarterForm.MatchString(fold(cell.Text)) {
				continue // no months that it adds up
			}
			if (sum || average) && label == "" {
				label, at = clean(cell.Text), cell
				if average {
					sums.off = true
				}
			}
		}
	}
	if c := t.col("month"); c != nil && label == "" && row[c.index] != nil && t.byYears() && row[c.index].Kind == Text && isComparison(row[c.index].Text) {
		r.fault(problem.Note, t.sheet, row[c.index].Name(), row[c.index].Text, text.M("exchange.row.compared", "label", short0(row[c.index].Text)), text.Message{})
		return true
	}
	if c := t.col("month"); c != nil && label == "" && row[c.index] != nil && t.sumsYear(*row[c.index]) {
		label, at = plainText(*row[c.index]), row[c.index] // "Năm 2024" below its months
	}
	switch {
	case repeated:
		return true
	case label != "":
		if values > 0 {
			r.fault(problem.Note, t.sheet, at.Name(), label, text.M("exchange.row.sum", "label", short(label)), text.Message{})
			if _, average := sumRow(label); !average {
				r.compare(t, row, sums)
			}
			sums.off = false
		}
		return true
	case values == 0:
		// A row of a form without figures may still have a note or a phase.
		return !(t.keyed && hasWords(t, row))
	case figures == 0 && !t.keyed:
		// Words in all places of figures, and no time: a line of text.
		if c := t.col("month"); c != nil && (row[c.index] == nil || !t.isTime(*row[c.index])) {
			r.fault(problem.Note, t.sheet, r.lead(t, row, nil).Name(), "", text.M("exchange.row.text"), text.Message{})
			return true
		}
	}
	return false
}

// sumsYear reports whether a time is a year whose months are rows of the table.
func (t *table) sumsYear(c Cell) bool {
	if !isYear(c) {
		return false
	}
	s, err := readSpan(c, t.o)
	return err == nil && (t.monthsOf[0] || t.monthsOf[s.from.Year])
}

// hasTime reports whether a row says its time: a month, or the days of a bill.
func (r *reader) hasTime(t *table, row []*Cell) bool {
	for _, c := range t.cols {
		switch c.target {
		case "month", "from", "to", "date":
			if row[c.index] != nil && r.timeLike(row[c.index]) == isTime {
				return true
			}
		}
	}
	return false
}

func hasWords(t *table, row []*Cell) bool {
	for _, c := range t.cols {
		if (c.target == "note" || c.target == "phase") && row[c.index] != nil {
			return true
		}
	}
	return false
}

func hasDigit(s string) bool {
	for _, c := range []byte(s) {
		if c >= '0' && c <= '9' {
			return true
		}
	}
	return false
}

func (t *table) isTime(c Cell) bool {
	_, err := readSpan(c, t.o)
	return err == nil
}

// spanOf reads the time of a row; of is the year of the column that it is asked
// for, 0 where that is of none.
func (r *reader) spanOf(t *table, row []*Cell, month, year *column, of int) (span, bool) {
	cell := row[month.index]
	if cell == nil {
		r.bad(t.sheet, r.lead(t, row, nil), text.M("exchange.row.no-month"), text.M("exchange.remedy.month"))
		return span{}, false
	}
	o := t.o
	if year != nil && year.index != month.index && row[year.index] != nil {
		y := row[year.index]
		n := 0
		if y.Kind == Number {
			n = int(y.Value)
		} else if g := yearFour.FindStringSubmatch(fold(y.Text)); g != nil {
			n = number(g[1])
		} else if onlyYear.MatchString(y.Text) {
			n = number(clean(y.Text))
		}
		if n >= 0 && n < 100 {
			n, _ = o.years.full(fmt.Sprintf("%02d", n))
		}
		if n < firstYear || n > lastYear {
			r.bad(t.sheet, *y, dateFault("year", y.Text).(text.Message), text.M("exchange.remedy.month"))
			return span{}, false
		}
		o.Year = n
	}
	if of > 0 {
		o.Year = of
	}
	s, err := readSpan(*cell, o)
	if err == nil && of > 0 {
		s, err = s.inYear(of, *cell)
	}
	if err != nil {
		remedy := text.M("exchange.remedy.month")
		if of > 0 {
			remedy = text.M("exchange.remedy.only-month")
		}
		if isKey(err, "exchange.date.no-year") {
			remedy = text.M("exchange.remedy.year")
		}
		switch cell.Kind {
		case Failed:
			err, remedy = text.M("exchange.cell.error", "found", short(cell.Text)), text.M("exchange.remedy.error")
		case NoValue:
			err, remedy = text.M("exchange.cell.no-value"), text.M("exchange.remedy.no-value")
		}
		r.bad(t.sheet, *cell, asMessage(err), remedy)
		return span{}, false
	}
	return s, true
}

// sums adds up what was read since the last row of sums, as the table has it.
type sums struct {
	total, all map[*column]float64
	off        bool // the row is one of averages
}

func newSums(t *table) *sums { return &sums{total: map[*column]float64{}, all: map[*column]float64{}} }

func (s *sums) add(c *column, cell *Cell, v float64) {
	s.total[c] += v
	s.all[c] += v
}

// compare checks a row of sums against what was read above it; of ratios a sum
// says nothing.
func (r *reader) compare(t *table, row []*Cell, s *sums) {
	for _, c := range t.cols {
		cell := row[c.index]
		if !c.isNumber() || c.isIndex() || c.target == factorTarget || cell == nil || len(s.all) == 0 {
			continue
		}
		v, ok := 0.0, false
		switch cell.Kind {
		case Number:
			v, ok = cell.Value, true
		case Text:
			n, err := quantity.ParseNumber(number0(cell.Text), c.numbers)
			v, ok = n.Value, err == nil && !n.Missing
		}
		if !ok {
			continue
		}
		if v, _, err := r.toUnit(c, v); err == nil && !near(v, s.total[c]) && !near(v, s.all[c]) {
			if !r.intensive(c) {
				r.fault(problem.Doubt, t.sheet, cell.Name(), cell.Text,
					text.M("exchange.row.sum-differs", "heading", short(c.heading), "found", v, "sum", s.all[c]), text.M("exchange.remedy.sum"))
			}
		}
	}
	s.total = map[*column]float64{}
}

// near allows for figures that were rounded before they were added up.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-6*max(math.Abs(a), math.Abs(b), 1) || math.Abs(a-b) <= 0.5 && a == math.Trunc(a) && math.Abs(b) >= 1000
}

// intensive reports whether the column is a flow that is entered as a ratio.
func (r *reader) intensive(c *column) bool {
	for _, f := range r.pack.Flows {
		if "flows."+f.ID == c.target {
			return !f.Per.Empty()
		}
	}
	for _, f := range r.common.Flows {
		if "flows."+f.ID == c.target {
			return !f.Per.Empty()
		}
	}
	return c.target != "" && c.target[:1] == "d" // a driver
}

// firstOfMonths takes a column of days as one of months where every day is the
// first of its month, and none stands twice: so spreadsheets keep months.
func (r *reader) firstOfMonths(t *table) {
	c := t.col("date")
	if c == nil || t.col("reading.amount") != nil {
		return
	}
	met := map[quantity.Date]bool{}
	for _, row := range t.m.cells[t.first:] {
		cell := row[c.index]
		if cell == nil {
			continue
		}
		if s, err := readSpan(*cell, t.o); cell.Kind == Text && err == nil && !s.month.IsZero() {
			if _, m, err := when(cell.Text, t.o); err == nil && !m.IsZero() {
				met[m.First()] = true
				continue
			}
		}
		d, err := readDay(*cell, t.o)
		if err != nil {
			continue // said later
		}
		if d.Day != 1 || met[d] {
			return
		}
		met[d] = true
	}
	if len(met) > 0 {
		c.target = "month"
		r.fault(problem.Note, t.sheet, c.at, c.heading, text.M("exchange.column.months", "heading", short(c.heading)), text.M("exchange.remedy.dates"))
	}
}

// dayOrder looks whether the dates of a table are written with the month
// first: that is said, never assumed.
func (r *reader) dayOrder(t *table) {
	if r.o.Days == MonthFirst {
		return
	}
	for _, c := range t.cols {
		if c.target != "from" && c.target != "to" && c.target != "date" && c.target != "month" {
			continue
		}
		for _, row := range t.m.cells[t.first:] {
			cell := row[c.index]
			if cell == nil || cell.Kind != Text {
				continue
			}
			o := t.o
			o.Year = firstYear
			_, _, err := when(cell.Text, o)
			if !isKey(err, "exchange.date.no-such-day") {
				continue
			}
			o.Days = MonthFirst
			if _, _, err := when(cell.Text, o); err == nil {
				r.fault(problem.Error, t.sheet, cell.Name(), cell.Text, text.M("exchange.date.month-first", "text", short(clean(cell.Text))), text.M("exchange.remedy.days"))
				break
			}
		}
	}
}
