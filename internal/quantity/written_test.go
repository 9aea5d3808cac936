package quantity

import (
	"errors"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/text"
)

func TestDateAsWritten(t *testing.T) {
	want := Date{2019, 11, 5}
	for _, s := range []string{
		"5/11/2019", "05/11/2019", "5-11-2019", "5.11.2019", "05.11.19", "5/11/19", "2019-11-05", "2019/11/5", " 5 / 11 / 2019 ",
		"2019-11-05T00:00:00", "2019-11-05 00:00:00", "5/11/2019 0:00", "5 Nov 2019", "05-Nov-2019", "5 November 2019", "Nov 5, 2019", "5nov2019", "5th Nov 2019",
		"ngày 5 tháng 11 năm 2019", "Ngay 5 thang 11 nam 2019", norm.NFD.String("Ngày 05 tháng 11, năm 2019"), "5–11–2019",
	} {
		got, err := DateAsWritten(s, Date{})
		if err != nil || got != want {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
}

// A date without a year is the nearest one: after a bill of December comes one
// of January of the next year.
func TestDateWithoutYear(t *testing.T) {
	for _, c := range []struct {
		s    string
		near Date
		want Date
	}{
		{"5/1", Date{2018, 12, 6}, Date{2019, 1, 5}},
		{"28/12", Date{2019, 1, 5}, Date{2018, 12, 28}},
		{"24/3", Date{2019, 2, 25}, Date{2019, 3, 24}},
		{"24 Mar", Date{2019, 2, 25}, Date{2019, 3, 24}},
		{"29/2", Date{2019, 2, 1}, Date{2020, 2, 29}},
	} {
		if got, err := DateAsWritten(c.s, c.near); err != nil || got != c.want {
			t.Errorf("%q near %v: %v, %v, want %v", c.s, c.near, got, err, c.want)
		}
	}
}

func TestDateAsWrittenErrors(t *testing.T) {
	for s, key := range map[string]string{
		"": "date.unreadable", "x": "date.unreadable", "2019": "date.unreadable", "5/11/2019/3": "date.unreadable", "5/11/201": "date.unreadable",
		"11/2019": "date.unreadable", "5/Nov/Nov": "date.unreadable", "+5/11/2019": "date.unreadable", "5/11/20190": "date.unreadable", "12.500.000": "date.unreadable",
		"31/4/2019": "date.no-such-day", "1/31/2019": "date.no-such-day", "0/1/2019": "date.no-such-day", "29/2/2019": "date.no-such-day",
		"5/11": "date.no-year", "5/11/1899": "date.year", "5/11/2101": "date.year",
	} {
		_, err := DateAsWritten(s, Date{})
		var m text.Message
		if !errors.As(err, &m) || m.Key != key {
			t.Errorf("%q: %v, want %s", s, err, key)
		}
	}
}

// Whatever is typed is a day of the calendar or an error.
func FuzzDateAsWritten(f *testing.F) {
	for _, s := range []string{"5/11/2019", "ngày 5 tháng 11", "Nov 5, 2019", "2019-11-05T00:00", "\xff/1", "t:", "T1:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := DateAsWritten(s, Date{2019, 1, 1}); err == nil && (!d.Valid() || d.IsZero()) {
			t.Errorf("%q: %v", s, d)
		}
	})
}
