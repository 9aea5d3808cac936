package exchange

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// The years that a plant's figures can be of, as the audit file has them.
const (
	firstYear = 1990
	lastYear  = 2100
)

// DayOrder is how days and months follow in dates like 3/4/2024.
type DayOrder string

// The orders. Viet Nam writes the day first.
const (
	DayFirst   DayOrder = "dmy"
	MonthFirst DayOrder = "mdy"
)

// span is the time that a row is about: a month, or a day to a day (the last
// one counted).
type span struct {
	month    quantity.Month
	from, to quantity.Date
}

// days are the first and last day.
func (s span) days() (from, to quantity.Date) {
	if !s.month.IsZero() {
		return s.month.First(), s.month.Last()
	}
	return s.from, s.to
}

// say is the time in words.
func (s span) say() text.Message {
	if !s.month.IsZero() {
		return text.M("exchange.when.month", "month", s.month)
	}
	return text.M("period.from-to", "from", s.from, "to", s.to)
}

// serialDate turns the number that spreadsheets keep for a day into the day.
// The 1900 system counts a 29 February 1900 that there was not: serial 60. The
// time of day is left out.
func serialDate(serial float64, from1904 bool) (quantity.Date, bool) {
	if serial != serial || serial < 1 || serial >= 2_958_466 { // up to the end of 9999
		return quantity.Date{}, false
	}
	n := int(math.Floor(serial))
	if from1904 {
		return quantity.Date{Year: 1904, Month: 1, Day: 1}.AddDays(n), true
	}
	switch {
	case n == 60:
		return quantity.Date{}, false
	case n < 60:
		return quantity.Date{Year: 1899, Month: 12, Day: 31}.AddDays(n), true
	}
	return quantity.Date{Year: 1899, Month: 12, Day: 30}.AddDays(n), true
}

// serialOf is the number of a day in the 1900 system.
func serialOf(d quantity.Date) int {
	return quantity.Date{Year: 1899, Month: 12, Day: 30}.DaysUntil(d)
}

var (
	isoDate    = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]\d.*)?$`)
	isoMonth   = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})$`)
	threeParts = regexp.MustCompile(`^(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{2}|\d{4})(?: \d.*)?$`)
	twoParts   = regexp.MustCompile(`^(\d{1,2}) ?[-/.] ?(\d{2}|\d{4})$`)
	viMonth    = regexp.MustCompile(`^(?:thang|th|t) ?[.\-]? ?(\d{1,2})(?: ?(?:[-/.,]|nam) ?(?:nam )?(\d{2}|\d{4})| (\d{4}))?$`)
	viDate     = regexp.MustCompile(`^(?:ngay )?(\d{1,2}) thang (\d{1,2}),?(?: nam)? ?(\d{4})$`)
	enMonth    = regexp.MustCompile(`^([a-z]{3,9})\.?(?:[ \-/,.]+'?(\d{2}|\d{4}))?$`)
	enDate     = regexp.MustCompile(`^(\d{1,2})[ \-/.]?([a-z]{3,9})\.?[ \-/,.]+(\d{2}|\d{4})$`)
	usDate     = regexp.MustCompile(`^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$`)
	onlyMonth  = regexp.MustCompile(`^\d{1,2}$`)
	onlySerial = regexp.MustCompile(`^\d{5}$`)
	onlyYear   = regexp.MustCompile(`^\s*\d\d\s*$`)
	yearFour   = regexp.MustCompile(`^(?:nam )?(\d{4})$`)
)

func parseISO(s string) (quantity.Date, error) { return quantity.ParseDate(s) }

// when understands a text as a day or a month; exactly one of them is set. Of
// the options it needs the order of days and months, the year of months without
// one, and which years may be written with two digits. Errors, with arg text:
//
//	exchange.date.unknown      none of the forms
//	exchange.date.no-such-day  not in the calendar
//	exchange.date.two-digit    a year of two digits that is far from all others (arg year)
//	exchange.date.day-or-month 05/12: a month of 2012, or a day without a year
//	exchange.date.no-year      a month without a year
//	exchange.date.year         a year that no figure is of (args low, high)
func when(s string, o Options) (d quantity.Date, m quantity.Month, err error) {
	shown := clean(s)
	f := strings.ToLower(strings.Join(strings.Fields(foldDate(shown)), " "))
	fail := func(key string) (quantity.Date, quantity.Month, error) {
		return quantity.Date{}, quantity.Month{}, dateFault(key, shown)
	}
	day := func(y, m, d string) (quantity.Date, quantity.Month, error) {
		full, known := o.years.full(y)
		if !known {
			return fail("two-digit")
		}
		x := quantity.Date{Year: full, Month: number(m), Day: number(d)}
		switch {
		case !x.Valid():
			return fail("no-such-day")
		case x.Year < firstYear || x.Year > lastYear:
			return fail("year")
		}
		return x, quantity.Month{}, nil
	}
	month := func(y, m string) (quantity.Date, quantity.Month, error) {
		full, known := o.years.full(y)
		x := quantity.Month{Year: full, Month: number(m)}
		switch {
		case y == "" && o.Year == 0:
			return fail("no-year")
		case y == "":
			x.Year = o.Year
		case x.Month < 1 || x.Month > 12:
			return fail("unknown")
		case !known:
			return fail("two-digit")
		}
		switch {
		case !x.Valid():
			return fail("unknown")
		case x.Year < firstYear || x.Year > lastYear:
			return fail("year")
		}
		return quantity.Date{}, x, nil
	}
	if g := isoDate.FindStringSubmatch(f); g != nil {
		return day(g[1], g[2], g[3])
	}
	if g := isoMonth.FindStringSubmatch(f); g != nil {
		return month(g[1], g[2])
	}
	if g := threeParts.FindStringSubmatch(f); g != nil {
		if o.Days == MonthFirst {
			return day(g[3], g[1], g[2])
		}
		return day(g[3], g[2], g[1])
	}
	if g := twoParts.FindStringSubmatch(f); g != nil {
		switch {
		case len(g[2]) == 4:
		case strings.Contains(f, "."): // 12.24 is a number
			return fail("unknown")
		case o.Days == MonthFirst || number(g[2]) <= 12 && !o.slashYear:
			return fail("day-or-month")
		}
		return month(g[2], g[1])
	}
	if g := viMonth.FindStringSubmatch(f); g != nil {
		return month(g[2]+g[3], g[1])
	}
	if g := viDate.FindStringSubmatch(f); g != nil {
		return day(g[3], g[2], g[1])
	}
	if g := enDate.FindStringSubmatch(f); g != nil && englishMonth(g[2]) > 0 {
		return day(g[3], strconv.Itoa(englishMonth(g[2])), g[1])
	}
	if g := usDate.FindStringSubmatch(f); g != nil && englishMonth(g[1]) > 0 {
		return day(g[3], strconv.Itoa(englishMonth(g[1])), g[2])
	}
	if g := enMonth.FindStringSubmatch(f); g != nil && englishMonth(g[1]) > 0 {
		return month(g[2], strconv.Itoa(englishMonth(g[1])))
	}
	if n := number(f); onlyMonth.MatchString(f) && n >= 1 && n <= 12 {
		return month("", f)
	}
	if onlySerial.MatchString(f) {
		if d, ok := serialDate(float64(number(f)), false); ok && d.Year >= firstYear && d.Year <= lastYear {
			return d, quantity.Month{}, nil
		}
	}
	return fail("unknown")
}

// yearRange are the years that a year of two digits may be of, fewer than a
// hundred; zero: none.
type yearRange struct{ low, high int }

// full is the year that digits say; ok is false for two digits that are none of
// the range.
func (r yearRange) full(digits string) (year int, ok bool) {
	n := number(digits)
	if len(digits) != 2 {
		return n, true
	}
	for y := n + r.low/100*100; y <= r.high; y += 100 {
		if y >= r.low && y >= firstYear {
			return y, true
		}
	}
	return n, false
}

// around widens years that are known to those that data beside them may be of.
func around(years []int) yearRange {
	const before, behind = 12, 12
	r := yearRange{2000, 2049} // nothing is known
	for i, y := range years {
		if i == 0 {
			r = yearRange{y - before, y + behind}
		}
		r.low, r.high = min(r.low, y-before), max(r.high, y+behind)
	}
	if r.high-r.low >= 100 {
		return yearRange{} // two digits say nothing
	}
	return r
}

func dateFault(key, shown string) error {
	return text.M("exchange.date."+key, "text", short(shown), "low", firstYear, "high", lastYear)
}

// foldDate takes the diacritics off, and leaves the signs.
func foldDate(s string) string { return dashes.Replace(foldLetters(s)) }

var dashes = strings.NewReplacer("–", "-", "—", "-", "−", "-")

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// englishMonth is the number of a month's name or its first three letters.
func englishMonth(s string) int {
	for i, name := range [...]string{
		"january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december",
	} {
		if s == name || s == name[:3] || s == "sept" && i == 8 {
			return i + 1
		}
	}
	return 0
}

// rangeMark splits "01/01/2024 – 31/01/2024" and "từ … đến …".
var rangeMark = regexp.MustCompile(`(?i)^(?:(?:từ|tu|from)(?: ngày| ngay)? )?(.*?\d)\s*(?:\s[-–—]\s|–|—|\s(?:đến|den|tới|toi|to)(?: ngày| ngay)?\s|→)\s*(\d.*|[A-Za-z].*)$`)

// tightRange is a range of two dates of digits with a hyphen and no blanks.
var tightRange = regexp.MustCompile(`^(\d{1,2}[/.]\d{1,2}[/.](?:\d{2}|\d{4}))-(\d{1,2}[/.]\d{1,2}[/.](?:\d{2}|\d{4}))$`)

// readSpan understands a cell as a month, a day of a month whose first day it
// is, or a range of days.
func readSpan(c Cell, o Options) (span, error) {
	switch c.Kind {
	case Day:
		if err := yearInRange(c.Date); err != nil {
			return span{}, err
		}
		return span{month: quantity.MonthOf(c.Date)}, nil
	case Number:
		// 1 … 12 are months of a year that is said elsewhere; what looks like
		// the serial number of a day is one; 12.2024 is not read: it may have
		// been 12/2024 or 12/2024 without its last zero.
		if c.Value == math.Trunc(c.Value) && c.Value >= 1 && c.Value <= 12 {
			_, m, err := when(strconv.Itoa(int(c.Value)), o)
			return span{month: m}, err
		}
		if isYear(c) {
			return yearSpan(int(c.Value)), nil
		}
		if d, ok := serialDate(c.Value, o.from1904); ok && c.Value == math.Trunc(c.Value) && d.Year >= firstYear && d.Year <= lastYear {
			return span{month: quantity.MonthOf(d)}, nil
		}
		return span{}, dateFault("unknown", c.Text)
	case Text:
		s := clean(c.Text)
		g := tightRange.FindStringSubmatch(s)
		if g == nil {
			g = rangeMark.FindStringSubmatch(s)
		}
		if g != nil {
			from, m1, err := when(g[1], o)
			if err == nil {
				to, m2, err := when(g[2], o)
				switch {
				case err != nil:
				case !from.IsZero() && !to.IsZero():
					return daysOf(from, to, s)
				case !m1.IsZero() && !m2.IsZero():
					return daysOf(m1.First(), m2.Last(), s)
				}
			}
		}
		d, m, err := when(s, o)
		switch {
		case err != nil:
			if isYear(c) {
				return yearSpan(number(yearFour.FindStringSubmatch(fold(s))[1])), nil
			}
			if first, ok := quarterOf(s, o); ok {
				return span{from: first.First(), to: first.Add(2).Last()}, nil
			}
			return span{}, err
		case !m.IsZero():
			return span{month: m}, nil
		}
		return span{month: quantity.MonthOf(d)}, nil
	}
	return span{}, dateFault("unknown", c.Text)
}

// isYear reports whether a cell is a year and nothing else: 2024, "Năm 2024".
func isYear(c Cell) bool {
	switch c.Kind {
	case Number:
		return c.Value == math.Trunc(c.Value) && c.Value >= firstYear && c.Value <= lastYear
	case Text:
		g := yearFour.FindStringSubmatch(fold(c.Text))
		return g != nil && number(g[1]) >= firstYear && number(g[1]) <= lastYear
	}
	return false
}

func yearSpan(y int) span {
	return span{from: quantity.Date{Year: y, Month: 1, Day: 1}, to: quantity.Date{Year: y, Month: 12, Day: 31}}
}

// quarterOf is the first month of a quarter: "Quý II/2024", "Q3", of the year of
// the options where it says none.
func quarterOf(s string, o Options) (quantity.Month, bool) {
	g := quarterForm.FindStringSubmatch(fold(s))
	if g == nil {
		return quantity.Month{}, false
	}
	year := o.Year
	if g[2] != "" {
		year = number(g[2])
	}
	n := map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}[g[1]]
	return quantity.Month{Year: year, Month: 3*n - 2}, year >= firstYear && year <= lastYear
}

var quarterForm = regexp.MustCompile(`^(?:quy|quarter|q) ?(i|ii|iii|iv|[1-4])(?: (?:nam )?(\d{4}))?$`)

func daysOf(from, to quantity.Date, shown string) (span, error) {
	if to.Before(from) {
		return span{}, text.M("exchange.date.reversed", "text", short(shown))
	}
	if m := quantity.MonthOf(from); from == m.First() && to == m.Last() {
		return span{month: m}, nil
	}
	return span{from: from, to: to}, nil
}

func yearInRange(d quantity.Date) error {
	if d.Year < firstYear || d.Year > lastYear {
		return dateFault("year", d.String())
	}
	return nil
}

// readDay understands a cell as a day.
func readDay(c Cell, o Options) (quantity.Date, error) {
	switch c.Kind {
	case Day:
		return c.Date, yearInRange(c.Date)
	case Number:
		if d, ok := serialDate(c.Value, o.from1904); ok && d.Year >= firstYear && d.Year <= lastYear {
			return d, nil
		}
	case Text:
		o.Year = 0
		d, m, err := when(c.Text, o)
		if err != nil {
			return d, err
		}
		if !m.IsZero() {
			return d, text.M("exchange.date.month-for-day", "text", short(clean(c.Text)))
		}
		return d, nil
	}
	return quantity.Date{}, dateFault("unknown", c.Text)
}
