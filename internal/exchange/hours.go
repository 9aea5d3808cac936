package exchange

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Bills of electricity give the amounts of tariff hours: normal, peak, off-peak.
// They are parts of one flow. Their sum is taken where the data state it, after it
// was compared with them; else they are added up. Hours are columns of a table, or
// rows.

// The hours of a tariff, as messages name them.
const (
	normalHour  = "normal"
	peakHour    = "peak"
	offPeakHour = "off-peak"
)

// hourFlow is the flow that has tariff hours.
const hourFlow = "electricity"

// hourName is a text that names tariff hours, with words around it that say no
// more than that it is an amount of electricity.
var hourName = regexp.MustCompile(`^(?:(?:san luong|so luong|luong|dien nang|dien|tieu thu|huu cong|kwh|khung|gio|bieu|bo gia|electricity|consumption|energy|active) )*` +
	`(?:(binh thuong|bt|gbt|normal|standard)|(cao diem|cd|gcd|on peak|peak)|(thap diem|td|gtd|off peak|offpeak))(?: (?:hours?|kwh|rate|gio|tieu thu|consumption|usage|bt|cd|td))*$`)

// tariffHour is the hours of a tariff that a text names; empty: it names none.
func tariffHour(s string) string {
	g := hourName.FindStringSubmatch(fold(s))
	switch {
	case g == nil:
		return ""
	case g[1] != "":
		return normalHour
	case g[2] != "":
		return peakHour
	}
	return offPeakHour
}

// hourUnit reports whether a unit is none or one of electricity.
func (r *reader) hourUnit(symbol string) bool {
	if symbol == "" {
		return true
	}
	_, err := r.voc.units.Convert(1, symbol, r.voc.meanings["flows."+hourFlow].unit)
	return err == nil
}

// takeHours makes the columns of tariff hours amounts of electricity, where there
// are two at least: "CĐ" alone is any word. The sum beside them is what they add
// up to.
func (r *reader) takeHours(cols []*column) {
	met := map[string]bool{}
	first, last := len(cols), -1
	target := "flows." + hourFlow
	for i, c := range cols {
		if c.hour == "" {
			continue
		}
		met[c.hour] = true
		if !c.isIndex() {
			first, last = min(first, i), i
			if strings.HasPrefix(c.target, "flows.") {
				target = c.target
			}
		}
	}
	if _, known := r.voc.meanings[target]; len(met) < 2 || !known {
		for _, c := range cols {
			if c.hour != "" {
				c.hour, c.target = "", "" // a part that is not counted by itself
			}
		}
		return
	}
	if last < 0 { // counters only; their sum says its unit
		for _, c := range cols {
			if sum, _ := sumRow(c.heading); sum && c.target == "" && r.unitIn(c.heading) != "" && r.hourUnit(r.unitIn(c.heading)) {
				c.target, c.unit = target, r.unitIn(c.heading)
				return
			}
		}
		return
	}
	for _, c := range cols {
		if c.hour != "" && !c.isIndex() {
			c.target = target
		}
	}
	whole := slices.IndexFunc(cols, func(c *column) bool { return c.target == target && c.hour == "" })
	if whole < 0 {
		whole = slices.IndexFunc(cols, func(c *column) bool { return c.target == "reading.amount" && !c.said })
	}
	for _, i := range []int{last + 1, first - 1} { // a sum stands beside its parts
		if whole < 0 && i >= 0 && i < len(cols) && cols[i].target == "" && r.hourUnit(r.unitIn(cols[i].heading)) {
			if sum, _ := sumRow(cols[i].heading); sum {
				whole = i
			}
		}
	}
	if whole >= 0 {
		c := cols[whole]
		c.target, c.several = target, nil
		c.unit = cmp.Or(c.unit, r.unitIn(c.heading), cols[first].unit)
	}
}

// hourSum is a flow of a table of which tariff hours are columns.
type hourSum struct {
	parts []*column
	whole *column // that they add up to
}

// sumHours prepares the flows of a table of which tariff hours are columns, and
// says how their amounts are made. A sum that no column states has one of its own,
// behind the others.
func (r *reader) sumHours(t *table) {
	parts := map[string][]*column{}
	for _, c := range t.cols {
		if c.hour != "" && c.isFigure() {
			parts[c.target] = append(parts[c.target], c)
		}
	}
	for _, target := range sortedKeys(parts) {
		s := hourSum{parts: parts[target]}
		args := append([]any{"flow", r.voc.meanings[target].name}, hourArgs(hoursOf(s.parts))...)
		i := slices.IndexFunc(t.cols, func(c *column) bool { return c.target == target && c.hour == "" })
		if i >= 0 {
			s.whole = t.cols[i]
			r.fault(problem.Note, t.sheet, s.whole.at, s.whole.heading, text.M("exchange.hours.stated", append(args, "heading", short(s.whole.heading))...), text.Message{})
		} else {
			s.whole = &column{index: t.m.width(), target: target, unit: r.voc.meanings[target].unit, at: s.parts[0].at, added: true}
			for i := range t.m.cells {
				t.m.cells[i] = append(t.m.cells[i], nil)
			}
			t.cols = append(t.cols, s.whole)
			r.sayHours(t, s.parts[0].at, args, len(hoursOf(s.parts)))
		}
		t.hours = append(t.hours, s)
	}
}

// sayHours says that tariff hours are added up; without one of the three it is
// doubted.
func (r *reader) sayHours(t *table, at string, args []any, n int) {
	if n < 3 {
		r.fault(problem.Doubt, t.sheet, at, "", text.M("exchange.hours.two", args...), text.M("exchange.remedy.hours"))
		return
	}
	r.fault(problem.Note, t.sheet, at, "", text.M("exchange.hours.added", args...), text.Message{})
}

// settleHours settles that counters of tariff hours count electricity, and says
// that they are added up.
func (r *reader) settleHours(t *table) {
	var counters []*column
	amounts := false
	for _, c := range t.cols {
		if c.hour != "" && c.isIndex() {
			counters = append(counters, c)
		}
		amounts = amounts || c.hour != "" && c.isFigure()
	}
	if t.flow == "" && (t.hour != nil || len(counters) > 0) {
		t.flow = hourFlow
	}
	if len(counters) > 0 && !amounts {
		hours := hoursOf(counters)
		r.sayHours(t, counters[0].at, append([]any{"flow", r.voc.meanings["flows."+t.flow].name}, hourArgs(hours)...), len(hours))
	}
}

// hoursOf are the different hours of columns, in the order of bills.
func hoursOf(cols []*column) (all []string) {
	for _, h := range []string{normalHour, peakHour, offPeakHour} {
		if slices.ContainsFunc(cols, func(c *column) bool { return c.hour == h }) {
			all = append(all, h)
		}
	}
	return all
}

// hourArgs are the arguments a, b and c of a message: hours in words.
func hourArgs(hours []string) (args []any) {
	for i, name := range []string{"a", "b", "c"} {
		m := text.Message{}
		if i < len(hours) {
			m = text.M("exchange.hours." + hours[i])
		}
		args = append(args, name, m)
	}
	return args
}

// addHours adds up the tariff hours of a row, or compares them with their sum
// where the row states it.
func (r *reader) addHours(t *table, row []*Cell, sums *sums) {
	for _, s := range t.hours {
		total, n, wrong := 0.0, 0, false
		var lead *Cell
		var missing *column
		for _, c := range s.parts {
			cell := row[c.index]
			v, _, none, ok := r.figure(t, c, cell)
			switch {
			case !ok:
				wrong = true
			case none:
				missing = cmp.Or(missing, c)
				continue
			default:
				total += v
				n++
				sums.add(c, cell, v)
			}
			lead = cmp.Or(lead, cell)
		}
		stated := row[s.whole.index]
		refuse := func() {
			if row[s.whole.index] == nil {
				row[s.whole.index] = &Cell{Row: lead.Row, Col: lead.Col}
			}
			r.refused[row[s.whole.index]] = true
		}
		switch {
		case wrong:
			refuse()
		case n == 0, missing != nil && stated != nil:
		case missing != nil:
			r.bad(t.sheet, *lead, text.M("exchange.hours.missing", "hour", text.M("exchange.hours."+missing.hour)), text.M("exchange.remedy.no-hour"))
			refuse()
		case stated == nil:
			v, _, err := r.convert(total, r.voc.meanings[s.whole.target].unit, s.whole.unit)
			if err == nil {
				row[s.whole.index] = &Cell{Row: lead.Row, Col: lead.Col, Kind: Number, Value: exact(v)}
			}
		default:
			v, found, none, ok := r.figure(t, s.whole, stated)
			switch {
			case !ok:
				refuse()
			case none:
			case math.Abs(v-total) > roundingOf(v, found)+1e-9*math.Abs(v):
				var cells []string
				for _, c := range s.parts {
					cells = append(cells, row[c.index].Name())
				}
				r.bad(t.sheet, *stated, text.M("exchange.hours.differ", "stated", v, "cells", cells, "sum", exact(total)), text.M("exchange.remedy.hours-differ"))
				refuse()
			}
		}
	}
}

// findHourRows looks for a column that names tariff hours: then each bill or month
// has a row for each of them.
func (r *reader) findHourRows(t *table) {
	if t.keyed || len(hoursOf(t.cols)) > 0 || !t.onlyFlows() || t.byYears() {
		return
	}
	for j := range t.m.width() {
		i := slices.IndexFunc(t.cols, func(c *column) bool { return c.index == j })
		if i >= 0 && !slices.Contains([]string{"", "note", "reading.meter", "reading.flow"}, t.cols[i].target) {
			continue
		}
		hours := t.hoursIn(j)
		if len(hours) < 2 {
			continue
		}
		t.hour = &column{index: j}
		if i >= 0 {
			t.hour = t.cols[i]
			t.cols = slices.Delete(t.cols, i, i+1)
		}
		t.unmergeHours()
		at := t.m.cells[t.head][j]
		name := ""
		if at != nil {
			name = at.Name()
		}
		flow := hourFlow
		for _, c := range t.cols {
			if id, is := strings.CutPrefix(c.target, "flows."); is {
				flow = id
			}
		}
		r.sayHours(t, name, append([]any{"flow", r.voc.meanings["flows."+flow].name}, hourArgs(hours)...), len(hours))
		return
	}
}

// hoursIn are the tariff hours that a column names, where it names nothing but
// them and their sums.
func (t *table) hoursIn(j int) []string {
	var met []*column
	for _, row := range t.m.cells[t.first:] {
		c := row[j]
		if c == nil {
			continue
		}
		h := tariffHour(c.Text)
		if sum, average := sumRow(c.Text); c.Kind != Text || h == "" && !sum && !average {
			return nil
		}
		met = append(met, &column{hour: h})
	}
	return hoursOf(met)
}

// unmergeHours gives the rows of a bill what stands once for all of them: its time,
// meter and multiplier, which are merged or stand in the first row; money that is
// merged over them is of the first.
func (t *table) unmergeHours() {
	shared := map[int]bool{}
	for _, c := range t.cols {
		switch c.target {
		case "month", "year", "from", "to", "date", "reading.meter", "reading.flow", factorTarget:
			shared[c.index] = true
		}
	}
	for i := t.first; i < len(t.m.cells); i++ {
		row := t.m.cells[i]
		label := row[t.hour.index]
		if label == nil {
			continue
		}
		follows := tariffHour(label.Text) != "" && !slices.ContainsFunc(t.timeColumns(), func(c *column) bool { return row[c.index] != nil })
		for j, c := range row {
			switch {
			case c == nil && follows && i > t.first && shared[j]:
				row[j] = t.m.cells[i-1][j]
			case c != nil && c.Merged != "" && j != t.hour.index:
				if row[j] = nil; !c.Copy || shared[j] {
					plain := *c
					plain.Merged, plain.Copy = "", false
					row[j] = &plain
				}
			}
		}
	}
}

// hourOf is the tariff hour of a row; empty: none, or their sum.
func (t *table) hourOf(row []*Cell) string {
	if t.hour == nil || row[t.hour.index] == nil {
		return ""
	}
	return tariffHour(row[t.hour.index].Text)
}

// joinHours makes one bill of those that are of the tariff hours of a meter on the
// same days: what they add up to, or their sum where it is stated.
func (r *reader) joinHours(all []*bill) []*bill {
	type group struct {
		parts []*bill
		whole *bill
	}
	groups := map[billKey]*group{}
	hours := map[string]bool{}
	for _, b := range all {
		if b.hour == "" {
			continue
		}
		hours[b.hour] = true
		k := billKey{b.flow, fold(b.meter), b.from, b.to}
		if groups[k] == nil {
			groups[k] = &group{}
		}
		groups[k].parts = append(groups[k].parts, b)
	}
	var joined []*bill
	for _, b := range all {
		k := billKey{b.flow, fold(b.meter), b.from, b.to}
		switch g := groups[k]; {
		case g == nil:
			joined = append(joined, b)
		case b.hour == "" && g.whole == nil:
			g.whole = b
		case b.hour == "":
			joined = append(joined, b)
		}
	}
	for _, b := range all { // in the order of the data
		k := billKey{b.flow, fold(b.meter), b.from, b.to}
		if g := groups[k]; g != nil && g.parts[0] == b {
			if one := r.joinedHours(g.parts, g.whole, len(hours)); one != nil {
				joined = append(joined, one)
			}
		}
	}
	return joined
}

// joinedHours is the bill of tariff hours, n of which the table has; nil: it is
// wrong, which has been said.
func (r *reader) joinedHours(parts []*bill, whole *bill, n int) *bill {
	total, met := 0.0, map[string]*bill{}
	var cells []string
	for _, b := range parts {
		if other := met[b.hour]; other != nil {
			r.bad(b.sheet, b.cell, text.M("exchange.hours.twice", "hour", text.M("exchange.hours."+b.hour), "other", other.cell.Name()), text.M("exchange.remedy.meter"))
			return nil
		}
		met[b.hour] = b
		total = exact(total + *b.amount)
		cells = append(cells, b.cell.Name())
	}
	switch {
	case whole != nil && len(met) == n && math.Abs(*whole.amount-total) > roundingOf(*whole.amount, whole.found)+1e-9*math.Abs(total):
		r.bad(whole.sheet, whole.cell, text.M("exchange.hours.differ", "stated", *whole.amount, "cells", cells, "sum", total), text.M("exchange.remedy.hours-differ"))
		return nil
	case whole != nil:
		one := *whole
		one.cost = cmp.Or(one.cost, r.costOfHours(parts))
		return &one
	case len(met) < n:
		missing := slices.IndexFunc([]string{normalHour, peakHour, offPeakHour}, func(h string) bool { return met[h] == nil })
		r.bad(parts[0].sheet, parts[0].cell, text.M("exchange.hours.missing", "hour", text.M("exchange.hours."+[]string{normalHour, peakHour, offPeakHour}[missing])), text.M("exchange.remedy.no-hour"))
		return nil
	}
	one := *parts[0]
	one.hour, one.amount, one.cost = "", &total, r.costOfHours(parts)
	if one.found != nil {
		sum := 0.0
		for _, b := range parts {
			if b.found == nil || b.found.Unit != one.found.Unit {
				one.found = nil
				return &one
			}
			sum = exact(sum + b.found.Value)
		}
		one.found = &quantity.Amount{Value: sum, Unit: one.found.Unit}
	}
	return &one
}

// costOfHours is what a bill costs: the money of its hours, or that of all of them
// which stands once; nil: there is none, or that of an hour is missing.
func (r *reader) costOfHours(parts []*bill) *float64 {
	var costs []*float64
	for _, b := range parts {
		if b.cost != nil && !slices.Contains(costs, b.cost) {
			costs = append(costs, b.cost)
		}
	}
	switch {
	case len(costs) == 0:
		return nil
	case len(costs) == 1:
		return costs[0]
	case len(costs) < len(parts):
		r.fault(problem.Doubt, parts[0].sheet, parts[0].cell.Name(), "", text.M("exchange.hours.cost"), text.Message{})
		return nil
	}
	total := 0.0
	for _, c := range costs {
		total = exact(total + *c)
	}
	return &total
}
