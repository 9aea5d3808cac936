package quantity

import (
	"errors"
	"testing"
	"time"

	"github.com/sxsh-audit/audit/internal/text"
)

func key(err error) string {
	var m text.Message
	if errors.As(err, &m) {
		return m.Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestParseDate(t *testing.T) {
	tests := []struct {
		in   string
		want Date
		key  string
	}{
		{"2019-11-05", Date{2019, 11, 5}, ""},
		{"2020-02-29", Date{2020, 2, 29}, ""}, // divisible by 4
		{"2000-02-29", Date{2000, 2, 29}, ""}, // divisible by 400
		{"2019-02-29", Date{}, "date.no-such-day"},
		{"1900-02-29", Date{}, "date.no-such-day"}, // divisible by 100 only
		{"2019-13-01", Date{}, "date.no-such-day"},
		{"2019-00-10", Date{}, "date.no-such-day"},
		{"0000-01-01", Date{}, "date.no-such-day"},
		{"2019-1-05", Date{}, "date.format"},
		{"05/11/2019", Date{}, "date.format"},
		{"2019-11-05T00:00", Date{}, "date.format"},
		{"2019-11-0x", Date{}, "date.format"},
		{"", Date{}, "date.format"},
	}
	for _, tt := range tests {
		got, err := ParseDate(tt.in)
		if got != tt.want || key(err) != tt.key {
			t.Errorf("%q: got %v, %v; want %v, %q", tt.in, got, err, tt.want, tt.key)
		}
		if err == nil && got.String() != tt.in {
			t.Errorf("%q is written %q", tt.in, got.String())
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	tests := []struct {
		from Date
		days int
		to   Date
	}{
		{Date{2019, 12, 31}, 1, Date{2020, 1, 1}},
		{Date{2020, 2, 28}, 1, Date{2020, 2, 29}},
		{Date{2019, 2, 28}, 1, Date{2019, 3, 1}},
		{Date{2018, 1, 5}, 29, Date{2018, 2, 3}}, // the bill in the design's example
		{Date{2000, 1, 1}, 366, Date{2001, 1, 1}},
		{Date{2020, 1, 1}, -1, Date{2019, 12, 31}},
		{Date{1, 1, 1}, 3652058, Date{9999, 12, 31}}, // 9999 years of 365 days and 2424 leap days, less one
		{Date{2019, 11, 5}, 0, Date{2019, 11, 5}},
	}
	for _, tt := range tests {
		if got := tt.from.AddDays(tt.days); got != tt.to {
			t.Errorf("%v + %d days: got %v, want %v", tt.from, tt.days, got, tt.to)
		}
		if got := tt.from.DaysUntil(tt.to); got != tt.days {
			t.Errorf("%v until %v: got %d, want %d", tt.from, tt.to, got, tt.days)
		}
		if got := tt.from.Before(tt.to); got != (tt.days > 0) {
			t.Errorf("%v before %v: %v", tt.from, tt.to, got)
		}
		if got := tt.from.After(tt.to); got != (tt.days < 0) {
			t.Errorf("%v after %v: %v", tt.from, tt.to, got)
		}
	}
}

func TestMonth(t *testing.T) {
	tests := []struct {
		in   string
		next string
		days int
	}{
		{"2018-01", "2018-02", 31},
		{"2018-02", "2018-03", 28},
		{"2020-02", "2020-03", 29},
		{"2018-12", "2019-01", 31},
		{"2018-04", "2018-05", 30},
	}
	for _, tt := range tests {
		m, err := ParseMonth(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if m.String() != tt.in || m.Next().String() != tt.next || m.Days() != tt.days {
			t.Errorf("%s: next %v, %d days; want %s, %d", tt.in, m.Next(), m.Days(), tt.next, tt.days)
		}
		if m.Next().Add(-1) != m || m.Add(12).Month != m.Month || m.Add(12).Year != m.Year+1 {
			t.Errorf("%s: Add is wrong", tt.in)
		}
		if !m.Before(m.Next()) || m.Next().Before(m) || !m.Next().After(m) {
			t.Errorf("%s: order is wrong", tt.in)
		}
		if m.First().AddDays(m.Days()-1) != m.Last() || MonthOf(m.Last()) != m {
			t.Errorf("%s: first %v, last %v", tt.in, m.First(), m.Last())
		}
	}
	for _, in := range []string{"", "2018", "2018-13", "2018-00", "1/2018", "2018-1", "2018-01-01"} {
		if _, err := ParseMonth(in); key(err) != "month.format" {
			t.Errorf("%q: got %v", in, err)
		}
	}
}

func TestDateInDocuments(t *testing.T) {
	day := time.Date(2019, 11, 5, 0, 0, 0, 0, time.FixedZone("local", 7*3600))
	tests := []struct {
		in   any
		want Date
		key  string
	}{
		{day, Date{2019, 11, 5}, ""},
		{"2019-11-05", Date{2019, 11, 5}, ""},
		{"", Date{}, ""}, // not stated
		{day.Add(time.Hour), Date{}, "date.format"},
		{int64(2019), Date{}, "date.format"},
	}
	for _, tt := range tests {
		var d Date
		if err := d.UnmarshalTOML(tt.in); d != tt.want || key(err) != tt.key {
			t.Errorf("%v: got %v, %v; want %v, %q", tt.in, d, err, tt.want, tt.key)
		}
	}
	var m Month
	if err := m.UnmarshalText([]byte("2018-01")); err != nil || m != (Month{2018, 1}) {
		t.Errorf("month: got %v, %v", m, err)
	}
	if !(Date{}).IsZero() || (Date{}).Valid() || (Date{}).String() != "" || !(Month{}).IsZero() || (Month{}).String() != "" {
		t.Error("the zero date and month mean not stated")
	}
}
