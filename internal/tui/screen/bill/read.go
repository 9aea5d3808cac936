package bill

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

func asMessage(err error) text.Message {
	var m text.Message
	if errors.As(err, &m) {
		return m
	}
	return text.M("error.other", "error", err.Error())
}

// number understands a number; a unit behind it is fine where it is the one
// that is meant or converts to it. from is that unit where it is another.
func number(typed string, n quantity.Notation, unit string, units quantity.Units) (v *float64, from string, err error) {
	num, err := quantity.ParseNumber(typed, n)
	if err == nil {
		if num.Missing {
			return nil, "", nil
		}
		return &num.Value, "", nil
	}
	var m text.Message
	if !errors.As(err, &m) || m.Key != "number.trailing" || unit == "" {
		return nil, "", err
	}
	// The unit is cut off the text itself: the message quotes it shortened.
	typed = strings.TrimSpace(typed)
	symbol := strings.TrimSpace(strings.TrimLeft(typed, "+-−0123456789., \u00a0\u2007\u2009\u202f"))
	num, perr := quantity.ParseNumber(strings.TrimSuffix(typed, symbol), n)
	if perr != nil || num.Missing {
		return nil, "", err
	}
	found, ferr := units.Find(symbol)
	if ferr != nil {
		return nil, "", err
	}
	if own, oerr := units.Find(unit); oerr == nil && own.Symbol == found.Symbol {
		return &num.Value, "", nil
	}
	x, cerr := units.Convert(num.Value, found.Symbol, unit)
	if cerr != nil {
		return nil, "", cerr
	}
	x = tidy(x)
	return &x, found.Symbol, nil
}

// tidy takes off the noise that a conversion leaves behind the fifteenth digit.
func tidy(v float64) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return v
	}
	if t, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64); err == nil {
		return t
	}
	return v
}

var monthText = regexp.MustCompile(`^(?:tháng|thang|th|t)?\s*\.?\s*(\d{1,2})\s*[-/.]\s*(\d{4})$`)
var isoMonthText = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})$`)

// monthAsWritten reads a whole month, 3/2018 or 2018-03.
func monthAsWritten(s string) (m quantity.Month, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if g := monthText.FindStringSubmatch(s); g != nil {
		m = quantity.Month{Year: atoi(g[2]), Month: atoi(g[1])}
	} else if g := isoMonthText.FindStringSubmatch(s); g != nil {
		m = quantity.Month{Year: atoi(g[1]), Month: atoi(g[2])}
	}
	return m, m.Valid() && m.Year >= 1990 && m.Year <= 2100
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // digits only
	return n
}

// yes reads a mark for "estimated": a cross, a word for yes; ok is false for
// what is neither yes nor no.
func yes(s string) (is, ok bool) {
	switch i18n.Fold(strings.TrimSpace(s)) {
	case "", "0", "k", "khong", "n", "no", "false", "-", "thuc te", "actual", "doc", "read":
		return false, true
	case "x", "1", "c", "co", "y", "yes", "true", "uoc", "uoc tinh", "tam tinh", "e", "est", "est.", "estimate", "estimated", "✓":
		return true, true
	}
	return false, false
}

// taken is a bill with what was typed into one of its cells, and the unit that
// a number was converted from. near is a day that dates without a year lie near.
func (s *Screen) taken(b bill, col int, typed string, n quantity.Notation, near quantity.Date) (next bill, from string, err error) {
	typed = strings.TrimSpace(typed)
	next = b
	if b.bad[col].text != "" { // it is typed anew
		next.bad = map[int]fault{}
		for c, f := range b.bad {
			if c != col {
				next.bad[c] = f
			}
		}
	}
	switch col {
	case meterCol:
		next.meter = typed
	case noteCol:
		next.note = typed
	case estimatedCol:
		is, ok := yes(typed)
		if !ok {
			return b, "", text.M("bill.yes-no", "text", typed)
		}
		next.estimated = is
	case fromCol, toCol:
		d := &next.from
		if col == toCol {
			d = &next.to
		}
		if typed == "" {
			*d = quantity.Date{}
			break
		}
		if m, ok := monthAsWritten(typed); ok {
			if col == fromCol {
				next.from = m.First()
				if next.to.IsZero() && b.bad[toCol].text == "" {
					next.to = m.Last()
				}
			} else {
				next.to = m.Last()
			}
			break
		}
		if *d, err = quantity.DateAsWritten(typed, near); err != nil {
			return b, "", err
		}
	case amountCol, costCol:
		unit := s.sheet().flow.Unit
		if col == costCol {
			unit = s.sheet().currency
		}
		v, other, err := number(typed, n, unit, s.Units)
		if err != nil {
			return b, "", err
		}
		from = other
		if col == amountCol {
			next.amount = v
		} else {
			next.cost = v
		}
	}
	return next, from, nil
}

// near is a day that a date typed into a row probably lies near.
func (s *sheet) near(b bill, row, col int) quantity.Date {
	b = s.filled(b, row)
	switch {
	case col == toCol && !b.from.IsZero():
		return b.from.AddDays(30)
	case col == fromCol && !b.to.IsZero():
		return b.to.AddDays(-30)
	case !b.from.IsZero():
		return b.from
	}
	if last := s.previous(b.meter, quantity.Date{}, row); !last.IsZero() {
		return last
	}
	for _, p := range s.audit.Periods {
		if from, _, ok := p.Days(); ok {
			return from
		}
	}
	return quantity.Date{}
}
