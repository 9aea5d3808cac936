package exchange

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// tidy takes off the noise that a conversion leaves behind the fifteenth digit.
func tidy(v float64) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return v
	}
	t, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		return v
	}
	return t
}

// proof is what the texts of a column prove about how its numbers are written.
type proof struct {
	vi, en int     // that can only be the one
	either []*Cell // that read differently in each
}

func proofOf(cells []*Cell) (p proof) {
	for _, c := range cells {
		if c == nil || c.Kind != Text {
			continue
		}
		s := number0(c.Text)
		_, errVI := quantity.ParseNumber(s, quantity.Vietnamese)
		_, errEN := quantity.ParseNumber(s, quantity.English)
		okVI, okEN := errVI == nil || isTrailing(errVI), errEN == nil || isTrailing(errEN)
		_, errAuto := quantity.ParseNumber(s, quantity.Auto)
		switch {
		case isKey(errAuto, "number.ambiguous"):
			p.either = append(p.either, c)
		case okVI && !okEN:
			p.vi++
		case okEN && !okVI:
			p.en++
		}
	}
	return p
}

// proofOf is what the cells of a column prove.
func (t *table) proofOf(c *column) proof {
	var cells []*Cell
	for _, row := range t.m.cells[t.first:] {
		cells = append(cells, row[c.index])
	}
	return proofOf(cells)
}

// prove gathers what the tables of each sheet prove together of how its numbers
// are written.
func (r *reader) prove(tables []*table) {
	for _, t := range tables {
		all := r.proved[t.sheet]
		for _, c := range t.cols {
			if c.isNumber() {
				p := t.proofOf(c)
				all.vi += p.vi
				all.en += p.en
			}
		}
		r.proved[t.sheet] = all
	}
}

// number0 is a text as its number is read: without the blanks and the quote
// that spreadsheets and people leave around it.
func number0(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		switch r {
		case '\u00a0', '\u202f', '\u2007', '\u2009', '\t', '\n', '\r':
			return ' '
		case '\u200b', '\ufeff':
			return -1
		}
		return r
	}, s))
	return strings.TrimSpace(strings.TrimPrefix(s, "'"))
}

func isKey(err error, key string) bool {
	var m text.Message
	return errors.As(err, &m) && m.Key == key
}

func isTrailing(err error) bool { return isKey(err, "number.trailing") }

// decide settles how the numbers of the columns of a table are read where they
// are written as text: as declared; else as the column proves; else as the
// other columns of the table do, one program having written them all; else
// what has two readings is an error that lists the cells.
func (r *reader) decide(t *table) {
	var columns []*column
	proofs := map[*column]proof{}
	tableVI, tableEN := 0, 0
	for _, c := range t.cols {
		if !c.isNumber() {
			continue
		}
		p := t.proofOf(c)
		columns = append(columns, c)
		proofs[c] = p
		tableVI += p.vi
		tableEN += p.en
	}
	if tableVI+tableEN == 0 { // one hand wrote the sheet
		tableVI, tableEN = r.proved[t.sheet].vi, r.proved[t.sheet].en
	}
	for _, c := range columns {
		p := proofs[c]
		r.ambiguous[c] = len(p.either) > 0 && (p.vi == 0) == (p.en == 0)
		switch {
		case r.o.Numbers == quantity.Vietnamese || r.o.Numbers == quantity.English:
			c.numbers = r.o.Numbers
		case c.numbers != "": // remembered
		case p.vi > 0 && p.en == 0, p.vi+p.en == 0 && len(p.either) > 0 && tableVI > 0 && tableEN == 0:
			c.numbers = quantity.Vietnamese
		case p.en > 0 && p.vi == 0, p.vi+p.en == 0 && len(p.either) > 0 && tableEN > 0 && tableVI == 0:
			c.numbers = quantity.English
		case p.vi+p.en+len(p.either) == 0:
			c.numbers = quantity.Auto
		case len(p.either) > 0:
			r.twoReadings(t, c, p)
		default: // both occur, and nothing has two readings
			c.numbers = quantity.Auto
		}
	}
}

// twoReadings lists the cells of a column that read differently in each
// notation, where nothing says which it is.
func (r *reader) twoReadings(t *table, c *column, p proof) {
	const most = 20
	var names []string
	for _, cell := range p.either[:min(len(p.either), most)] {
		names = append(names, cell.Name())
	}
	first := p.either[0]
	_, err := quantity.ParseNumber(number0(first.Text), quantity.Auto)
	m := asMessage(err)
	r.fault(problem.Error, t.sheet, first.Name(), first.Text,
		text.M("exchange.two-readings", "text", short(clean(first.Text)), "a", m.Args["a"], "b", m.Args["b"],
			"heading", short(c.heading), "cells", some(names, len(p.either)), "n", len(p.either)),
		text.M("exchange.remedy.numbers"))
	r.hushed[c] = true
	c.numbers = quantity.Auto
}

// figure reads a cell as a number in the unit of its column; missing is true
// where it says that there is none. ok is false where it was no number; then
// the fault is on the list.
func (r *reader) figure(t *table, c *column, cell *Cell) (v float64, found *quantity.Amount, missing, ok bool) {
	if r.refused[cell] {
		return 0, nil, false, false
	}
	if cell == nil || cell.Kind == Blank {
		return 0, nil, true, true
	}
	bad := func(m, remedy text.Message) (float64, *quantity.Amount, bool, bool) {
		r.bad(t.sheet, *cell, m, remedy)
		return 0, nil, false, false
	}
	retype := text.M("exchange.remedy.number")
	if cell.Copy || severalRows(t, cell) {
		return bad(text.M("exchange.cell.merged", "range", cell.Merged), text.M("exchange.remedy.merged"))
	}
	unit := c.unit
	switch cell.Kind {
	case Number:
		v = cell.Value
	case Day:
		return bad(text.M("exchange.cell.date", "date", cell.Date), text.M("exchange.remedy.date-number"))
	case Bool:
		return bad(text.M("exchange.cell.bool", "found", cell.Text), retype)
	case Failed:
		return bad(text.M("exchange.cell.error", "found", short(cell.Text)), text.M("exchange.remedy.error"))
	case NoValue:
		return bad(text.M("exchange.cell.no-value"), text.M("exchange.remedy.no-value"))
	default:
		s := number0(cell.Text)
		n, err := quantity.ParseNumber(s, c.numbers)
		var m text.Message
		switch {
		case err == nil:
			if n.Missing {
				return 0, nil, true, true
			}
			v = n.Value
		case isKey(err, "number.ambiguous") && r.hushed[c]:
			return 0, nil, false, false
		case errors.As(err, &m) && isTrailing(err):
			value, _ := m.Args["value"].(float64)
			rest, _ := m.Args["rest"].(string)
			u, uerr := r.voc.unit(rest)
			if uerr != nil {
				return bad(text.M("exchange.cell.bad-unit", "found", short(rest), "value", value), text.M("exchange.remedy.unit", "allowed", r.voc.sameKind(r.voc.meanings[c.target].unit)))
			}
			v, unit = value, u.Symbol
		default:
			return bad(asMessage(err), text.Message{}) // its words say what to do
		}
	}
	x, amount, err := r.convert(v, unit, r.voc.meanings[c.target].unit)
	switch {
	case err != nil:
		return bad(asMessage(err), text.M("exchange.remedy.unit", "allowed", r.voc.sameKind(r.voc.meanings[c.target].unit)))
	case x < 0 && !strings.HasPrefix(c.target, "drivers."):
		return bad(text.M("exchange.cell.negative", "found", x), text.M("exchange.remedy.negative"))
	case math.Abs(x) > mostAmount:
		return bad(text.M("exchange.cell.huge", "found", x), retype)
	}
	return x, amount, false, true
}

// mostAmount is what the audit file takes.
const mostAmount = 1e15

// severalRows reports whether a merged range covers several rows of data: one
// figure for several months belongs to none of them.
func severalRows(t *table, cell *Cell) bool {
	if cell.Merged == "" {
		return false
	}
	a, b, _ := strings.Cut(cell.Merged, ":")
	top, left, _ := parseCell(a)
	bottom, right, _ := parseCell(b)
	return t.m.turned && right > left || !t.m.turned && bottom > top
}
