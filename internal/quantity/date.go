package quantity

import (
	"cmp"
	"fmt"
	"time"

	"github.com/sxsh-audit/audit/internal/text"
)

// Date is a day of the Gregorian calendar, without time or zone. The zero Date
// means "not stated". Years run from 1 to 9999.
type Date struct{ Year, Month, Day int }

// Month is a calendar month. The zero Month means "not stated".
type Month struct{ Year, Month int }

// ParseDate reads an ISO date, 2019-11-05. Errors: date.format (not written as
// year-month-day), date.no-such-day (30 February); both with arg text.
func ParseDate(s string) (Date, error) {
	y, rest, ok := digits(s, 4)
	var d Date
	if ok && len(rest) == 6 && rest[0] == '-' && rest[3] == '-' {
		m, _, okM := digits(rest[1:], 2)
		day, _, okD := digits(rest[4:], 2)
		ok, d = okM && okD, Date{y, m, day}
	} else {
		ok = false
	}
	if !ok {
		return Date{}, text.M("date.format", "text", excerpt(s))
	}
	if !d.Valid() {
		return Date{}, text.M("date.no-such-day", "text", excerpt(s))
	}
	return d, nil
}

// ParseMonth reads an ISO month, 2018-01. Errors: month.format, with arg text.
func ParseMonth(s string) (Month, error) {
	if y, rest, ok := digits(s, 4); ok && len(rest) == 3 && rest[0] == '-' {
		if m, _, ok := digits(rest[1:], 2); ok {
			if r := (Month{y, m}); r.Valid() {
				return r, nil
			}
		}
	}
	return Month{}, text.M("month.format", "text", excerpt(s))
}

// digits takes exactly n ASCII digits off the front of s.
func digits(s string, n int) (v int, rest string, ok bool) {
	if len(s) < n {
		return 0, s, false
	}
	for _, c := range []byte(s[:n]) {
		if c < '0' || c > '9' {
			return 0, s, false
		}
		v = 10*v + int(c-'0')
	}
	return v, s[n:], true
}

// time is the date as the instant 00:00 UTC, where every day has 24 hours.
func (d Date) time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

func dateOf(t time.Time) Date { return Date{t.Year(), int(t.Month()), t.Day()} }

// IsZero reports whether the date is not stated.
func (d Date) IsZero() bool { return d == Date{} }

// Valid reports whether the calendar has such a day.
func (d Date) Valid() bool {
	return d.Year >= 1 && d.Year <= 9999 && dateOf(d.time()) == d
}

// Compare is negative if d is before e, 0 if they are the same day.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// AddDays returns the date n days later (earlier if n is negative).
func (d Date) AddDays(n int) Date { return dateOf(d.time().AddDate(0, 0, n)) }

// DaysUntil returns the number of days from d to e: 1 if e is the day after d,
// negative if e is before d.
func (d Date) DaysUntil(e Date) int {
	const secondsPerDay = 24 * 60 * 60
	return int((e.time().Unix() - d.time().Unix()) / secondsPerDay)
}

// String writes the date in ISO form, 2019-11-05, and "" if it is not stated.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText writes the ISO form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form; an empty text is a date not stated. Errors
// as ParseDate.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d = Date{}
	if len(b) > 0 {
		*d, err = ParseDate(string(b))
	}
	return err
}

// UnmarshalTOML takes the date of a TOML document, which a decoder hands over
// as a time.Time (a local date) or as the text of a string. A date with a time
// of day is an error (date.format): no figure of an audit has one.
func (d *Date) UnmarshalTOML(v any) error {
	switch v := v.(type) {
	case time.Time:
		if h, m, s := v.Clock(); h != 0 || m != 0 || s != 0 || v.Nanosecond() != 0 {
			return text.M("date.format", "text", v.Format(time.RFC3339))
		}
		*d = dateOf(v)
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	}
	return text.M("date.format", "text", fmt.Sprint(v))
}

// MonthOf returns the month that the date lies in.
func MonthOf(d Date) Month { return Month{d.Year, d.Month} }

// IsZero reports whether the month is not stated.
func (m Month) IsZero() bool { return m == Month{} }

// Valid reports whether the calendar has such a month.
func (m Month) Valid() bool {
	return m.Year >= 1 && m.Year <= 9999 && m.Month >= 1 && m.Month <= 12
}

// Next returns the month after m.
func (m Month) Next() Month { return m.Add(1) }

// Add returns the month n months later (earlier if n is negative).
func (m Month) Add(n int) Month {
	return MonthOf(dateOf(time.Date(m.Year, time.Month(m.Month+n), 1, 0, 0, 0, 0, time.UTC)))
}

// First returns the first day of the month.
func (m Month) First() Date { return Date{m.Year, m.Month, 1} }

// Last returns the last day of the month.
func (m Month) Last() Date { return m.Next().First().AddDays(-1) }

// Days returns the number of days in the month.
func (m Month) Days() int { return m.Last().Day }

// Compare is negative if m is before o, 0 if they are the same month.
func (m Month) Compare(o Month) int {
	return cmp.Or(cmp.Compare(m.Year, o.Year), cmp.Compare(m.Month, o.Month))
}

// Before reports whether m is an earlier month than o.
func (m Month) Before(o Month) bool { return m.Compare(o) < 0 }

// After reports whether m is a later month than o.
func (m Month) After(o Month) bool { return m.Compare(o) > 0 }

// String writes the month in ISO form, 2018-01, and "" if it is not stated.
func (m Month) String() string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.Year, m.Month)
}

// MarshalText writes the ISO form.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the ISO form; an empty text is a month not stated.
// Errors as ParseMonth.
func (m *Month) UnmarshalText(b []byte) (err error) {
	*m = Month{}
	if len(b) > 0 {
		*m, err = ParseMonth(string(b))
	}
	return err
}
