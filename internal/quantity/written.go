package quantity

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/text"
)

// The years that a plant's figures can be of, as the audit file has them.
const (
	firstWrittenYear = 1990
	lastWrittenYear  = 2100
)

// DateAsWritten reads a day as people write it on bills and in spreadsheets:
// the day first (5/11/2019, 5-11-19, 5.11.2019), the year first (2019-11-05),
// with the name of the month (5 Nov 2019, Nov 5, 2019) or in Vietnamese words
// (ngày 5 tháng 11 năm 2019). A time of day behind it is left out. A year of two
// digits is of this century; a date without a year is the one nearest to near,
// where near is stated.
//
// Errors, with arg text: date.unreadable (none of these), date.no-such-day (not
// in the calendar), date.no-year (no year, and near is not stated), date.year
// (a year that no figure is of; args low, high).
func DateAsWritten(s string, near Date) (Date, error) {
	fail := func(key string) (Date, error) {
		return Date{}, text.M(key, "text", excerpt(strings.TrimSpace(s)), "low", firstWrittenYear, "high", lastWrittenYear)
	}
	parts, ok := dateParts(s)
	if !ok {
		return fail("date.unreadable")
	}
	d, year, ok := arrange(parts)
	switch {
	case !ok:
		return fail("date.unreadable")
	case year == noYear && near.IsZero():
		return fail("date.no-year")
	case year == noYear:
		d.Year = nearestYear(d, near)
	case year == twoDigits:
		d.Year += 2000
	}
	switch {
	case d.Month < 1 || d.Month > 12 || d.Day < 1 || d.Day > 31 || !d.Valid():
		return fail("date.no-such-day")
	case d.Year < firstWrittenYear || d.Year > lastWrittenYear:
		return fail("date.year")
	}
	return d, nil
}

// datePart is a number of a date, or the name of a month as its number.
type datePart struct {
	value, digits int // digits 0: a name
}

// dateParts cuts a text into the parts of a date; false where it holds anything
// else.
func dateParts(s string) ([]datePart, bool) {
	var parts []datePart
	words := strings.FieldsFunc(strings.ToLower(norm.NFC.String(s)), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("/.-,–—−", r)
	})
	for _, w := range splitDigits(words) {
		switch {
		case len(parts) == 3 && strings.Contains(w, ":"):
			return parts, true // a time of day
		case isDateWord(w):
		case monthOfName(w) > 0:
			parts = append(parts, datePart{monthOfName(w), 0})
		default:
			n, err := strconv.Atoi(w)
			if err != nil || len(w) > 4 || len(w) == 3 || w[0] == '+' {
				return nil, false
			}
			parts = append(parts, datePart{n, len(w)})
		}
	}
	return parts, len(parts) == 2 || len(parts) == 3
}

// splitDigits sets letters off from the digits that they are written next to:
// "5nov2019", and "2019-11-05t00:00:00".
func splitDigits(words []string) []string {
	var all []string
	for _, w := range words {
		if day, time, ok := strings.Cut(w, "t"); ok && strings.Contains(time, ":") {
			if day != "" {
				all = append(all, day)
			}
			all = append(all, time)
			continue
		}
		from := 0
		for i := 1; i < len(w); i++ {
			if isDigit(w[i-1]) != isDigit(w[i]) && w[i-1] != ':' && w[i] != ':' {
				all = append(all, w[from:i])
				from = i
			}
		}
		all = append(all, w[from:])
	}
	return all
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isDateWord(w string) bool {
	switch w {
	case "ngày", "ngay", "tháng", "thang", "năm", "nam", "th", "st", "nd", "rd":
		return true
	}
	return false
}

// monthOfName is the number of an English month, its first three letters or
// more; 0 for anything else.
func monthOfName(w string) int {
	for i, name := range [...]string{
		"january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december",
	} {
		if len(w) >= 3 && strings.HasPrefix(name, w) || w == "sept" && i == 8 {
			return i + 1
		}
	}
	return 0
}

// How a year is written.
type yearForm int

const (
	noYear yearForm = iota
	twoDigits
	fourDigits
)

// arrange tells which part is what; false where that makes no date.
func arrange(p []datePart) (d Date, year yearForm, ok bool) {
	name := -1
	for i := range p {
		if p[i].digits == 0 {
			if name >= 0 {
				return d, year, false
			}
			name = i
		}
	}
	if p[0].digits == 4 { // 2019-11-05
		if len(p) != 3 || p[1].digits > 2 || p[2].digits > 2 || p[2].digits == 0 {
			return d, year, false
		}
		return Date{p[0].value, p[1].value, p[2].value}, fourDigits, true
	}
	if name == 0 { // Nov 5, 2019
		p[0], p[1] = p[1], p[0]
	}
	if name == 2 || p[0].digits > 2 || p[1].digits > 2 {
		return d, year, false
	}
	d = Date{0, p[1].value, p[0].value}
	if len(p) == 2 {
		return d, noYear, true
	}
	d.Year = p[2].value
	switch p[2].digits {
	case 2:
		return d, twoDigits, true
	case 4:
		return d, fourDigits, true
	}
	return d, year, false
}

// nearestYear is the year in which a day and month lie nearest to a date; of
// 29 February, among the years that have it.
func nearestYear(d, near Date) int {
	best, least := near.Year, -1
	for y := near.Year - 4; y <= near.Year+4; y++ {
		x := Date{y, d.Month, d.Day}
		if d.Month < 1 || d.Month > 12 || !x.Valid() {
			continue
		}
		n := near.DaysUntil(x)
		if n < 0 {
			n = -n
		}
		if least < 0 || n < least {
			best, least = y, n
		}
	}
	return best
}
