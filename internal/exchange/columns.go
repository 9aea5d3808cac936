package exchange

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// column is a column of a table (of a turned one, a row of the sheet).
type column struct {
	index   int
	heading string // as it stands there, with its unit
	at      string // cell of the heading
	target  string // empty: not known
	several []string
	unit    string // its own, symbol; empty: none was said
	badUnit string // what stands for a unit and is none
	unitAt  string
	flow    string            // of a counter: that the heading names
	meter   string            // the same
	year    int               // of its figures; 0: the rows say it
	hour    string            // of a tariff, a part of its target; empty: all of it
	added   bool              // no heading is of it: hours of a tariff are added up in it
	said    bool              // by an option or a memory of the audit, not by its name
	asked   bool              // by an option
	numbers quantity.Notation // declared or proved; empty: nothing to decide
}

// isFigure reports whether the column holds figures of months.
func (c *column) isFigure() bool {
	return strings.HasPrefix(c.target, "flows.") || strings.HasPrefix(c.target, "output.") || strings.HasPrefix(c.target, "drivers.")
}

// isNumber reports whether the column holds numbers.
func (c *column) isNumber() bool {
	return c.isFigure() || c.target == "reading.amount" || c.target == "reading.cost" || c.isIndex() || c.target == factorTarget
}

// checkColumns says what is wrong with the headings of a table, and how each
// column will be read.
func (r *reader) checkColumns(t *table) {
	byTarget := map[string]*column{}
	bills := t.keyed || t.byBills()
	all, keep := slices.Clone(t.cols), t.cols[:0]
	years := t.byYears()
	var ignored, compared []string
	for _, c := range t.cols {
		m := r.voc.meanings[c.target]
		allowed := r.voc.sameKind(m.unit)
		remedy := text.M("exchange.remedy.unit", "allowed", allowed)
		switch {
		case len(c.several) > 0:
			r.fault(problem.Error, t.sheet, c.at, c.heading, text.M("exchange.column.several", "heading", short(c.heading), "found", c.several), text.M("exchange.remedy.map-one", "heading", short(c.heading)))
			continue
		case c.target == "ignore":
			continue
		case !bills && slices.Contains([]string{"reading.cost", "reading.meter", "reading.estimated"}, c.target):
			r.fault(problem.Doubt, t.sheet, c.at, c.heading, text.M("exchange.column.of-bills", "heading", short(c.heading)), text.M("exchange.remedy.bills"))
			continue
		case c.target == "":
			switch name := short(c.heading); {
			case years && (isComparison(name) || noFigure(name) && name != "" && !isLabelHead(name)):
				if !slices.Contains(compared, name) {
					compared = append(compared, name)
				}
			case c.year > 0 && r.onlyYear(name): // that its flow is not known has been said
			case !noFigure(name) && !slices.Contains(ignored, name):
				ignored = append(ignored, name)
			}
			continue
		case byTarget[c.slot()] != nil:
			r.fault(problem.Error, t.sheet, c.at, c.heading, text.M("exchange.column.twice", "heading", short(c.heading), "other", short(byTarget[c.slot()].heading), "target", c.target),
				text.M("exchange.remedy.ignore", "heading", short(c.heading)))
			continue
		}
		byTarget[c.slot()] = c
		if _, known := r.voc.meanings[c.target]; !known { // remembered, and gone from the audit since
			if id, driver := strings.CutPrefix(c.target, "drivers."); driver {
				r.voc.meanings[c.target] = meaning{target: c.target, name: text.Both(id), likely: true}
			} else {
				r.fault(problem.Error, t.sheet, c.at, c.heading, text.M("exchange.map.unknown", "target", c.target, "allowed", r.voc.allowed()), text.Message{})
				continue
			}
		}
		if c.isNumber() && c.target != "reading.amount" {
			switch {
			case m.unit == "":
			case c.badUnit != "":
				r.fault(problem.Error, t.sheet, c.unitAt, c.badUnit, text.M("exchange.column.bad-unit", "heading", short(c.heading), "found", short(c.badUnit)), remedy)
				continue
			case c.unit == "":
				said := slices.ContainsFunc(keep, func(x *column) bool { return (x.year > 0 || x.hour != "") && x.target == c.target && x.unit == "" })
				if !said && !t.keyed && c.target != "reading.cost" && !r.cellsSayUnit(t, c) {
					r.fault(problem.Doubt, t.sheet, c.at, c.heading, text.M("exchange.column.no-unit", "heading", short(c.heading), "unit", m.unit), text.Message{})
				}
			case c.unit != m.unit:
				if _, err := r.voc.units.Convert(1, c.unit, m.unit); err != nil {
					r.fault(problem.Error, t.sheet, c.unitAt, c.unit, asMessage(err), remedy)
					continue
				}
			}
		}
		keep = append(keep, c)
	}
	t.cols = keep
	if !t.keyed {
		r.plan.Left = append(r.plan.Left, r.leftOf(t, all)...)
	}
	if len(compared) > 0 {
		r.fault(problem.Note, t.sheet, "", "", text.M("exchange.columns-compared", "headings", compared), text.Message{})
	}
	if len(ignored) > 0 {
		r.fault(problem.Note, t.sheet, "", "", text.M("exchange.columns-ignored", "headings", some(ignored[:min(len(ignored), 30)], len(ignored))), text.M("exchange.remedy.map"))
	}
}

// leftOf are the columns of a table that are not read, besides sums and numbers
// of rows.
func (r *reader) leftOf(t *table, all []*column) (left []Column) {
	years := t.byYears()
	for _, c := range all {
		if slices.Contains(t.cols, c) || c.target == "" && len(c.several) == 0 && (noFigure(c.heading) || years && isComparison(c.heading)) {
			continue
		}
		left = append(left, Column{Sheet: t.sheet, Cell: c.at, Heading: c.heading, Target: c.target, Unit: cmp.Or(c.unit, r.unitIn(c.heading)), Year: c.year, Remembered: c.said && !c.asked})
	}
	return left
}

// cellsSayUnit reports whether every figure of a column has its unit behind it:
// "1.250,5 kWh".
func (r *reader) cellsSayUnit(t *table, c *column) bool {
	said := false
	for _, row := range t.m.cells[t.first:] {
		cell := row[c.index]
		if cell == nil {
			continue
		}
		if cell.Kind != Text {
			return false
		}
		n, err := quantity.ParseNumber(number0(cell.Text), quantity.Vietnamese)
		_, other := quantity.ParseNumber(number0(cell.Text), quantity.English)
		switch {
		case isTrailing(err) || isTrailing(other):
			said = true
		case err == nil && !n.Missing || other == nil && err != nil:
			return false
		}
	}
	return said
}

// toUnit turns a value of a column into the unit of what it is.
func (r *reader) toUnit(c *column, v float64) (float64, *quantity.Amount, error) {
	m := r.voc.meanings[c.target]
	return r.convert(v, c.unit, m.unit)
}

// convert is a value in another unit, and what it was where that differs.
func (r *reader) convert(v float64, from, to string) (float64, *quantity.Amount, error) {
	if from == "" || to == "" || from == to {
		return v, nil, nil
	}
	x, err := r.voc.units.Convert(v, from, to)
	if err != nil {
		return 0, nil, err
	}
	return tidy(x), &quantity.Amount{Value: v, Unit: from}, nil
}

// Column is how a column of the data was understood.
type Column struct {
	Sheet   string
	Cell    string // of its heading
	Heading string
	Target  string // as the audit file names it
	Name    text.Name
	Unit    string            // of the column; empty: none
	To      string            // unit of the audit, where it is another
	Numbers quantity.Notation // how numbers written as text are read; empty: there are none
	Year    int               // of its figures, where the column is of one year; 0: its rows say it
	Hour    string            // of a tariff (normal, peak, off-peak), where it is a part of its target; empty: all of it

	Remembered bool // what it is was told at an import before
}

func (r *reader) columnsOf(t *table) (all []Column) {
	for _, c := range t.cols {
		if c.added {
			continue
		}
		m := r.voc.meanings[c.target]
		x := Column{Sheet: t.sheet, Cell: c.at, Heading: c.heading, Target: c.target, Name: m.name, Numbers: c.numbers, Year: c.year, Hour: c.hour, Remembered: c.said && !c.asked}
		if c.isNumber() {
			x.Unit = c.unit
			if x.Unit == "" {
				x.Unit = m.unit
			}
			if x.Unit != m.unit {
				x.To = m.unit
			}
		}
		all = append(all, x)
	}
	return all
}

// remember are the columns of a table that the audit should know at the next
// import: those that were told, and those whose numbers were. What a year is of is
// another thing in another table.
func (r *reader) remember(t *table) {
	for _, c := range t.cols {
		declared := c.numbers != "" && r.o.Numbers != "" && c.isNumber() && r.ambiguous[c]
		if !c.asked && !declared || c.heading == "" || t.keyed || r.onlyYear(c.heading) {
			continue
		}
		im := assess.Import{Heading: c.heading, Target: c.target}
		if r.o.Sheet != "" && c.asked {
			im.Sheet = t.sheet
		}
		if c.isNumber() {
			if declared {
				im.Numbers = string(c.numbers)
			}
			if _, inside, ok := cutBracket(c.heading); c.unit != "" && !(ok && r.voc.isUnit(inside)) {
				im.Unit = c.unit
			}
		}
		r.plan.Imports = append(r.plan.Imports, im)
	}
	for _, m := range r.maps {
		if m.Target == "ignore" && !r.onlyYear(m.Heading) {
			r.plan.Imports = append(r.plan.Imports, assess.Import{Heading: m.Heading, Target: "ignore"})
		}
	}
}
