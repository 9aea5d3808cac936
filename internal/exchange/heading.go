package exchange

import (
	"strings"
	"unicode"

	"github.com/sxsh-audit/audit/internal/quantity"
)

// heading understands the text of a heading; the same texts are asked about for
// many rows.
func (r *reader) heading(sheet string, c Cell) *column {
	const most = 10_000
	key := sheet + "\x00" + c.Text
	known, ok := r.heads[key]
	if !ok {
		known = *r.understand(sheet, c)
		if len(r.heads) < most {
			r.heads[key] = known
		}
	}
	col := known
	col.at = c.Name()
	if col.unitAt != "" {
		col.unitAt = col.at
	}
	return &col
}

// understand says what a heading is: what was said about it, what the audit
// remembers, what its name says.
func (r *reader) understand(sheet string, c Cell) *column {
	col := &column{heading: clean(c.Text), at: c.Name()}
	name, inside, bracket := cutBracket(col.heading)
	same := func(s string) bool {
		f := fold(s)
		return f == fold(col.heading) || bracket && f == fold(name)
	}
	unit := func(s string) {
		if u, err := r.voc.unit(s); err == nil {
			col.unit, col.unitAt = u.Symbol, col.at
		} else {
			col.badUnit, col.unitAt = s, col.at
		}
	}
	for _, m := range r.maps {
		if same(m.Heading) {
			col.target, col.said, col.asked = m.Target, true, true
			switch {
			case m.Unit != "":
				unit(m.Unit)
			case bracket && r.voc.isUnit(inside):
				unit(inside)
			}
			return col
		}
	}
	for _, im := range r.audit.Imports {
		if same(im.Heading) && (im.Sheet == "" || fold(im.Sheet) == fold(sheet)) {
			col.target, col.said, col.numbers = im.Target, true, quantity.Notation(im.Numbers)
			switch {
			case bracket && r.voc.isUnit(inside): // the table says it itself
				unit(inside)
			case im.Unit != "":
				unit(im.Unit)
			}
			return col
		}
	}
	if !strings.ContainsFunc(col.heading, unicode.IsLetter) {
		return col // a figure or a date: no name
	}
	take := func(found []string) bool {
		switch len(found) {
		case 0:
			return false
		case 1:
			col.target = found[0]
		default:
			col.several = found
		}
		return true
	}
	if take(r.voc.find(col.heading)) {
		return col
	}
	if bracket && take(r.voc.find(name)) {
		if inside != "" {
			unit(inside)
		}
		return col
	}
	// "Điện, kWh" and "Điện - kWh"
	for _, mark := range []string{",", " - ", " – ", ":", " "} {
		k := strings.LastIndex(col.heading, mark)
		if k <= 0 {
			continue
		}
		if found := r.voc.find(col.heading[:k]); len(found) > 0 && r.voc.isUnit(col.heading[k+len(mark):]) {
			take(found)
			unit(col.heading[k+len(mark):])
			return col
		}
	}
	if bracket && r.voc.isUnit(inside) {
		unit(inside)
	}
	if target, flow, meter, hour := r.voc.indexHeading(name); target != "" {
		col.target, col.flow, col.meter, col.hour = target, flow, meter, hour
	} else if h := tariffHour(name); h != "" && r.hourUnit(col.unit) {
		col.hour = h
	}
	if col.target == "" && col.hour == "" {
		col.unit, col.unitAt = "", ""
	}
	return col
}

// unitRow takes the units that stand in the row below the headings.
func (r *reader) unitRow(t *table) {
	if t.first >= len(t.m.cells) {
		return
	}
	row := t.m.cells[t.first]
	units, others := 0, 0
	known := map[int]bool{}
	for _, c := range t.cols {
		known[c.index] = c.target != ""
	}
	for j, c := range row {
		switch {
		case c == nil, c.Copy && c.Merged != "", c.Kind == Text && !known[j]:
		case c.Kind == Text && r.voc.isUnit(c.Text):
			units++
		case c.Kind == Text && fold(c.Text) == "":
		case c.Kind == Text && isUnitLabel(c.Text):
		case c.Kind == Text && isBracketed(c.Text):
			units++ // no unit that is known: refused below, not read as data
		default:
			others++
		}
	}
	if units == 0 || others > 0 {
		return
	}
	for _, col := range t.cols {
		c := row[col.index]
		if c == nil || c.Kind != Text || col.unit != "" && col.asked {
			continue
		}
		if u, err := r.voc.unit(c.Text); err == nil {
			col.unit, col.badUnit, col.unitAt = u.Symbol, "", c.Name()
		} else if fold(c.Text) != "" && col.isNumber() {
			col.badUnit, col.unitAt = clean(c.Text), c.Name()
		}
	}
	t.first++
}

func isBracketed(s string) bool {
	s = clean(s)
	return strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") || strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]")
}

// unitIn is the unit in the brackets of a heading; empty: none that is known.
func (r *reader) unitIn(heading string) string {
	_, inside, _ := cutBracket(heading)
	if u, err := r.voc.unit(inside); err == nil && inside != "" {
		return u.Symbol
	}
	return ""
}

// noFigure reports whether a heading is of sums, or of what only numbers or
// names the rows.
func noFigure(heading string) bool {
	sum, average := sumRow(heading)
	return sum || average || isLabelHead(heading) || fold(heading) == ""
}
