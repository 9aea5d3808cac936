package exchange

import (
	"cmp"
	"strings"
)

// subheads reads a row of headings together with the one below it: "Điện" over
// "Lượng (kWh)" and "Thành tiền (đ)". nil where the row below is none of
// headings.
func (r *reader) subheads(sheet string, m matrix, i int) []*column {
	if i+1 >= len(m.cells) || !r.isSubhead(m, i) {
		return nil
	}
	var cols []*column
	var over *Cell // the heading that the columns on its right may belong to
	for j := range m.width() {
		upper, lower := m.cells[i][j], m.cells[i+1][j]
		if lower != nil && lower.Copy && upper != nil && lower.Merged == upper.Merged {
			lower = nil // one cell over both rows
		}
		switch {
		case upper != nil && lower != nil:
			over = upper
		case upper != nil:
			over = nil
		case lower != nil && (over == nil || over.Merged == ""):
			upper = over // a text file does not say how far a heading reaches
		}
		var col *column
		switch {
		case lower == nil && upper == nil:
			continue
		case lower == nil:
			col = r.heading(sheet, *upper)
		case upper == nil:
			col = r.heading(sheet, *lower)
		default:
			col = r.under(sheet, *upper, *lower)
		}
		col.index = j
		cols = append(cols, col)
	}
	r.takeHours(cols)
	return cols
}

// isSubhead reports whether the row below a row of headings divides them.
func (r *reader) isSubhead(m matrix, i int) bool {
	names, words, merged := 0, 0, false
	for j, c := range m.cells[i] {
		below := m.cells[i+1][j]
		if c != nil && !c.Copy {
			names++
		}
		merged = merged || c != nil && c.Copy
		switch {
		case c != nil && (c.Kind != Text || numberLike(c.Text)):
			return false
		case below == nil || c != nil && below.Copy && below.Merged == c.Merged:
		case below.Kind != Text || isUnitLabel(below.Text) || numberLike(below.Text) || r.timeLike(below) == isTime:
			return false
		case !r.voc.isUnit(below.Text) && !isBracketed(below.Text):
			words++
		}
	}
	return names > 1 && words > 1 && (merged || !m.turned)
}

// under understands a heading below another one: by itself, as a part of what
// the one above names, or by both together.
func (r *reader) under(sheet string, upper, lower Cell) *column {
	own, above := r.heading(sheet, lower), r.heading(sheet, upper)
	both := upper
	both.Text = clean(upper.Text) + " – " + clean(lower.Text)
	joined := r.heading(sheet, both)
	joined.at = lower.Name()
	take := func(target, flow string) *column {
		joined.target, joined.flow, joined.several = target, flow, nil
		joined.unit, joined.badUnit, joined.unitAt = own.unit, own.badUnit, own.unitAt
		if joined.unit == "" && own.badUnit == "" {
			joined.unit, joined.badUnit, joined.unitAt = above.unit, above.badUnit, above.unitAt
		}
		return joined
	}
	flow, ofFlow := strings.CutPrefix(above.target, "flows.")
	sum, _ := sumRow(lower.Text)
	switch {
	case own.said || own.isFigure() && !above.isFigure():
		return own
	case joined.said:
		return joined
	case own.hour != "" && (ofFlow || above.target == "reading.amount" || above.isIndex()):
		joined.hour = own.hour
		return take(above.target, above.flow)
	case above.hour != "" && (own.isIndex() && own.hour == "" || own.target == "reading.amount" || strings.HasPrefix(own.target, "output.") && r.hourUnit(own.unit)):
		joined.hour = above.hour
		if !own.isIndex() {
			own.target = ""
		}
		return take(own.target, own.flow)
	case own.hour != "" && above.target == "" && len(above.several) == 0:
		own.heading, own.unit = joined.heading, cmp.Or(own.unit, r.unitIn(upper.Text))
		if !r.hourUnit(own.unit) {
			own.hour = ""
		}
		return own
	case above.isFigure() && (own.target == "reading.amount" || sum || own.isFigure() && strings.HasPrefix(own.target, "output.")):
		return take(above.target, "")
	case above.isFigure() && r.voc.isUnit(lower.Text):
		own.unit, own.unitAt = "", lower.Name()
		if u, err := r.voc.unit(lower.Text); err == nil {
			own.unit = u.Symbol
		}
		return take(above.target, "")
	case ofFlow && own.target == "reading.cost", ofFlow && own.isIndex() && own.flow == "":
		return take(own.target, flow)
	case above.isFigure() || above.target == "":
		if found := r.voc.find(clean(upper.Text) + " " + clean(lower.Text)); len(found) == 1 {
			return take(found[0], "")
		}
		if above.target == "" {
			own.heading = joined.heading
			return own
		}
	}
	return take("", "") // a part of what is above, that is not counted by itself
}
