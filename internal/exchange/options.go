package exchange

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Options say how a book is to be understood, beyond what it says itself.
type Options struct {
	Sheet   string            // only this one; empty: every one that holds a table
	Map     []Mapping         // what columns are; goes before what is remembered
	Numbers quantity.Notation // of numbers written as text: vi, en, or empty where they must prove it
	Days    DayOrder          // of dates of digits; empty: the day first
	Year    int               // of months without a year; 0: none
	Flow    string            // id of the flow of a table of bills without a column for it
	Meter   string            // of a table of bills without a column for it
	// Rollover: a counter that goes back by little has passed its highest figure;
	// otherwise that is an error, which asks.
	Rollover bool
	SkipBad  bool   // import the rest where something is wrong
	AnyForm  bool   // take the form of another audit too
	Limits   Limits // zero: DefaultLimits

	from1904  bool      // the days of the book count from 1904
	years     yearRange // that years of two digits are of
	slashYear bool      // 05/12 is a month and a year, not a day and a month
}

// Mapping says what a column is.
type Mapping struct {
	Target  string // as the audit file has it (assess.Import), or the id or name of a flow or product
	Unit    string // of the column; empty: as its heading says
	Heading string
}

// ParseMapping reads FIELD=HEADING, or FIELD[UNIT]=HEADING where the heading
// does not say the unit. Errors: exchange.map.shape (arg text).
func ParseMapping(s string) (Mapping, error) {
	field, heading, ok := strings.Cut(s, "=")
	field, unit, bracket := strings.Cut(strings.TrimSpace(field), "[")
	if bracket {
		var closed bool
		unit, closed = strings.CutSuffix(unit, "]")
		ok = ok && closed
	}
	m := Mapping{Target: strings.TrimSpace(field), Unit: strings.TrimSpace(unit), Heading: clean(heading)}
	if !ok || m.Target == "" || m.Heading == "" {
		return m, text.M("exchange.map.shape", "text", short(s))
	}
	return m, nil
}
