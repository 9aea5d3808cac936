package data

import (
	"errors"
	"strings"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
)

// reading is a number as it was understood.
type reading struct {
	value   float64
	missing bool
	// from is the unit that was typed behind the number, where it is another
	// than the cell's: the value is converted.
	from string
	// other is the other way to read the text, where the notation decided.
	other *float64
}

// read understands what is typed or pasted into a cell. A unit behind the
// number is fine where it is the cell's or converts to it.
func (s *sheet) read(p grid.Pos, typed string, n quantity.Notation) (reading, error) {
	num, err := quantity.ParseNumber(typed, n)
	if err == nil {
		r := reading{value: num.Value, missing: num.Missing}
		if _, err := quantity.ParseNumber(typed, quantity.Auto); err != nil && !num.Missing {
			r.other = other(err, num.Value)
		}
		return r, nil
	}
	var m text.Message
	if !errors.As(err, &m) || m.Key != "number.trailing" {
		return reading{}, err
	}
	value, ok := m.Args["value"].(float64)
	if !ok {
		return reading{}, err
	}
	// The unit is cut off the text itself: the message quotes it shortened.
	unit := strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(typed), "+-−0123456789., \u00a0\u2007\u2009\u202f"))
	if plain, perr := quantity.ParseNumber(strings.TrimSuffix(strings.TrimSpace(typed), unit), n); perr != nil || plain.Value != value {
		return reading{}, err // an exponent, perhaps: 1e3 kWh
	}
	cell := s.unitOf(p)
	if s.isPrice(p) {
		// "1.850 đ/kWh": the unit that the price is per must be the row's.
		money, per, both := strings.Cut(unit, "/")
		if u, uerr := s.units.Find(per); both && (uerr != nil || u.Symbol != s.rows[p.Row].unit) {
			return reading{}, err
		}
		cell, unit = s.currency(), strings.TrimSpace(money)
	}
	found, ferr := s.units.Find(unit)
	if ferr != nil {
		return reading{}, err
	}
	if own, err := s.units.Find(cell); err == nil && own.Symbol == found.Symbol {
		return reading{value: value}, nil
	}
	v, cerr := s.units.Convert(value, found.Symbol, cell)
	if cerr != nil {
		return reading{}, cerr
	}
	return reading{value: tidy(v), from: found.Symbol}, nil
}

// other is the reading of an ambiguous number that v is not.
func other(err error, v float64) *float64 {
	var m text.Message
	if !errors.As(err, &m) || m.Key != "number.ambiguous" {
		return nil
	}
	for _, name := range []string{"a", "b"} {
		if x, ok := m.Args[name].(float64); ok && x != v {
			return &x
		}
	}
	return nil
}

// ambiguous reports whether an error says that a number has two readings.
func ambiguous(err error) bool {
	var m text.Message
	return errors.As(err, &m) && m.Key == "number.ambiguous"
}
