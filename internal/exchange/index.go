package exchange

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// The targets of columns that hold what the counter of a meter shows: at the
// time of the row, or before and after it; and what its units count.
const (
	indexTarget  = "reading.index"
	startTarget  = "reading.start"
	endTarget    = "reading.end"
	factorTarget = "reading.factor"
)

// isIndex reports whether the column holds what counters show.
func (c *column) isIndex() bool {
	return c.target == indexTarget || c.target == startTarget || c.target == endTarget
}

// slot tells the columns of a table apart: one of a target, of counters one of
// each meter, of years and of the hours of a tariff one of each.
func (c *column) slot() string {
	if c.target == "" {
		return ""
	}
	return c.target + "\x00" + c.flow + "\x00" + fold(c.meter) + "\x00" + strconv.Itoa(c.year) + c.hour
}

// indexHeading understands "Chỉ số công tơ 2 cuối kỳ", "Chỉ số nước": what
// begins with the word for a counter and goes on with which flow, meter or hour of
// a tariff.
func (v *vocabulary) indexHeading(heading string) (target, flow, meter, hour string) {
	f := fold(heading)
	rest, ok := "", false
	for _, begin := range []string{"chi so ", "so chi ", "meter reading ", "index "} {
		if rest, ok = strings.CutPrefix(f, begin); ok {
			break
		}
	}
	if !ok {
		return "", "", "", ""
	}
	target = indexTarget
	var left []string
	for _, w := range strings.Fields(rest) {
		switch w {
		case "dau", "cu", "truoc", "previous", "opening", "start", "old":
			target = startTarget
		case "cuoi", "moi", "sau", "current", "closing", "end", "new":
			target = endTarget
		case "cong", "to", "dong", "ho", "ky", "thang", "ngay", "doc", "chot", "ghi", "meter", "of":
		default:
			left = append(left, w)
		}
	}
	if found := v.find(strings.Join(left, " ")); len(found) == 1 {
		if id, is := strings.CutPrefix(found[0], "flows."); is {
			return target, id, "", ""
		}
	}
	if hour = tariffHour(strings.Join(left, " ")); hour != "" {
		return target, "", "", hour
	}
	if meter = meterIn([]*Cell{{Text: heading}}); meter != "" {
		return target, "", meter, ""
	}
	return "", "", "", ""
}

// dial is a meter in the columns of a table: its counter before and after, or at
// the time of each row.
type dial struct {
	flow, meter               string // that the headings name; empty: none
	hour                      string // of a tariff; empty: all
	index, start, end, factor *column
	amount                    *column // that it comes to; nil: there is none
}

// columns are those of the counter itself.
func (d *dial) columns() (all []*column) {
	for _, c := range []*column{d.start, d.end, d.index} {
		if c != nil {
			all = append(all, c)
		}
	}
	return all
}

// beside gives each counter the amount that it comes to: the only one there is,
// else that of its flow; where its headings name none, the next to the right of
// it, whose flow is then its own.
func beside(dials []*dial, amounts []*column) {
	for _, d := range dials {
		last := 0
		for _, c := range d.columns() {
			last = max(last, c.index)
		}
		for _, c := range amounts {
			flow, _ := strings.CutPrefix(c.target, "flows.")
			switch {
			case d.hour != "": // the amount of all hours is none of it
			case len(dials) == 1 && len(amounts) == 1:
				d.amount = c
			case c.target == "reading.amount" || d.meter != "":
			case d.flow != "":
				if d.flow == flow {
					d.amount = c
				}
			case c.index > last && (d.amount == nil || c.index < d.amount.index):
				d.amount = c
			}
		}
		if d.flow == "" && d.amount != nil && d.amount.target != "reading.amount" {
			d.flow, _ = strings.CutPrefix(d.amount.target, "flows.")
			for _, c := range d.columns() {
				c.flow = d.flow
			}
		}
	}
}

// dials are the meters whose counters a table has.
func (t *table) dials() (all []*dial) {
	byName := map[string]*dial{}
	for _, c := range t.cols {
		if !c.isIndex() {
			continue
		}
		key := c.flow + "\x00" + fold(c.meter) + "\x00" + c.hour
		d := byName[key]
		if d == nil {
			d = &dial{flow: c.flow, meter: c.meter, hour: c.hour, factor: t.col(factorTarget)}
			byName[key] = d
			all = append(all, d)
		}
		switch c.target {
		case indexTarget:
			d.index = c
		case startTarget:
			d.start = c
		case endTarget:
			d.end = c
		}
	}
	return all
}

// count is what a counter shows.
type count struct {
	value float64
	unit  string
	cell  Cell
}

// counted is what a bill rests on where it was not billed but counted.
type counted struct {
	start, end *count // start nil: the end of the one before
	factor     float64
	said       bool     // the factor, by the table
	stated     *float64 // the amount beside them, in the flow's unit; nil: none
	rounding   float64  // how far that may be off, for its digits
}

// countOf reads the counter of a meter in a row; b takes what it rests on. ok is
// false where a cell is wrong, which has been said; without a counter b stays as
// it is.
func (r *reader) countOf(t *table, row []*Cell, b *bill, d *dial) (ok bool) {
	if d.flow != "" {
		b.flow = d.flow
	}
	b.hour = cmp.Or(d.hour, b.hour)
	if d.meter != "" && b.meter == "" {
		b.meter = d.meter
	}
	read := func(c *column) (*count, bool) {
		if c == nil || row[c.index] == nil {
			return nil, true
		}
		as := *c
		as.unit = ""
		r.hushed[&as] = r.hushed[c]
		v, _, missing, fine := r.figure(t, &as, row[c.index])
		delete(r.hushed, &as)
		if !fine || missing {
			return nil, fine
		}
		return &count{value: v, unit: c.unit, cell: *row[c.index]}, true
	}
	n := counted{factor: t.factor, said: t.factor > 0}
	var ok1, ok2, ok3, ok4 bool
	var at, factor *count
	n.start, ok1 = read(d.start)
	n.end, ok2 = read(d.end)
	at, ok3 = read(d.index)
	factor, ok4 = read(d.factor)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return false
	}
	switch {
	case d.end == nil && d.index == nil && n.start != nil: // as it stood the day before
		n.start, n.end = nil, n.start
		if !b.from.IsZero() {
			b.to = b.from.AddDays(-1)
		}
	case n.end == nil:
		n.end = at
	}
	if n.end == nil {
		return true
	}
	if factor != nil {
		if factor.value <= 0 {
			r.bad(t.sheet, factor.cell, text.M("exchange.index.factor", "found", factor.value), text.M("exchange.remedy.number"))
			return false
		}
		n.factor, n.said = factor.value, true
	}
	if n.end.unit == "" && n.start != nil {
		n.end.unit = n.start.unit
	}
	if u := t.col("reading.unit"); u != nil && row[u.index] != nil {
		found, err := r.voc.unit(plainText(*row[u.index]))
		if err != nil {
			r.bad(t.sheet, *row[u.index], text.M("exchange.cell.unit", "found", short(plainText(*row[u.index]))), text.M("exchange.remedy.unit", "allowed", r.voc.sameKind(r.unitOf(b))))
			return false
		}
		n.end.unit = found.Symbol
	}
	b.counted, b.cell = &n, n.end.cell
	return true
}

// consume turns what counters show into amounts: the difference of two readings
// of a meter, one after the other, times its factor. A reading that nothing comes
// before is where counting begins.
func (r *reader) consume(t *table, all []*bill) []*bill {
	byMeter := map[string][]*bill{}
	for _, b := range all {
		if b.counted != nil {
			byMeter[b.meterOf()] = append(byMeter[b.meterOf()], b)
		}
	}
	drop := map[*bill]bool{}
	unsaid := false
	for _, meter := range sortedKeys(byMeter) {
		list := byMeter[meter]
		slices.SortStableFunc(list, func(a, b *bill) int { return a.to.Compare(b.to) })
		r.chain(list, drop)
		known := r.factorOf(list)
		typical := 0.0
		for _, b := range list {
			if n := b.counted; n.start != nil && !drop[b] {
				typical = max(typical, n.end.value-n.start.value)
			}
		}
		said := false
		for _, b := range list {
			if drop[b] {
				continue
			}
			if b.counted.start == nil { // and an amount is stated
				b.amount = b.counted.stated
				continue
			}
			if !r.countedAmount(b, typical) {
				drop[b] = true
				continue
			}
			if unsaid = unsaid || !known; !said {
				said = true
				r.sayCounted(b)
			}
		}
	}
	if unsaid {
		r.fault(problem.Doubt, t.sheet, t.indexColumn().at, t.indexColumn().heading, text.M("exchange.index.no-factor"), text.M("exchange.remedy.factor"))
	}
	return slices.DeleteFunc(all, func(b *bill) bool { return drop[b] })
}

// indexColumn is the first column of counters.
func (t *table) indexColumn() *column {
	i := slices.IndexFunc(t.cols, func(c *column) bool { return c.isIndex() })
	return t.cols[i]
}

// unitsOfIndex gives counters without a unit that of the amounts beside them, and
// says where there is none.
func (r *reader) unitsOfIndex(t *table, dials []*dial) {
	for _, d := range dials {
		for _, c := range d.columns() {
			switch {
			case c.badUnit != "":
				r.fault(problem.Error, t.sheet, c.unitAt, c.badUnit, text.M("exchange.column.bad-unit", "heading", short(c.heading), "found", short(c.badUnit)),
					text.M("exchange.remedy.unit", "allowed", r.voc.sameKind(r.voc.meanings["flows."+cmp.Or(d.flow, t.flow)].unit)))
				c.badUnit = ""
			case c.unit == "" && d.amount != nil:
				c.unit = d.amount.unit
			}
		}
		last := cmp.Or(d.end, d.index, d.start)
		if flow := cmp.Or(d.flow, t.flow); last.unit == "" && flow != "" && t.col("reading.unit") == nil {
			r.fault(problem.Doubt, t.sheet, last.at, last.heading, text.M("exchange.column.no-unit", "heading", short(last.heading), "unit", r.voc.meanings["flows."+flow].unit), text.Message{})
		}
	}
}

// wanting is the first column of a table that lacks a flow.
func (t *table) wanting() *column {
	if c := t.col("reading.amount"); c != nil {
		return c
	}
	return t.indexColumn()
}

// chain gives readings of a meter the reading before as their beginning. Two on
// one day are the last of a meter and the first of the one in its place.
func (r *reader) chain(list []*bill, drop map[*bill]bool) {
	var before *bill
	for _, b := range list {
		n := b.counted
		switch {
		case n.start != nil:
		case before == nil:
			if n.stated == nil {
				drop[b] = true
				r.fault(problem.Note, b.sheet, b.cell.Name(), b.cell.Text, text.M("exchange.index.first", "name", r.billName(b), "index", n.end.value, "date", b.to), text.Message{})
			}
		case before.to == b.to:
			drop[b] = true
			r.fault(problem.Note, b.sheet, b.cell.Name(), b.cell.Text, text.M("exchange.index.replaced", "name", r.billName(b), "index", n.end.value, "date", b.to, "before", before.counted.end.value), text.Message{})
		default:
			n.start = before.counted.end
			b.from = before.to.AddDays(1)
		}
		before = b
	}
}

// factorOf sees to the factor of the readings of a meter where the table does
// not say it: what the amounts beside them come to, else 1. known is false where
// 1 was assumed.
func (r *reader) factorOf(list []*bill) (known bool) {
	var implied []float64
	for _, b := range list {
		n := b.counted
		if n.said {
			known = true
		}
		if n.stated != nil && n.start != nil && n.end.value > n.start.value {
			if v, _, err := r.convert(n.end.value-n.start.value, n.end.unit, r.unitOf(b)); err == nil && v > 0 {
				implied = append(implied, *n.stated/v)
			}
		}
	}
	factor := 1.0
	if len(implied) > 0 && !known {
		slices.Sort(implied)
		factor, known = implied[len(implied)/2], true
		if whole := math.Round(factor); whole > 0 && math.Abs(factor-whole) < 0.02*whole {
			factor = whole
		}
	}
	for _, b := range list {
		if !b.counted.said {
			b.counted.factor = factor
		}
	}
	return known
}

func (r *reader) unitOf(b *bill) string { return r.voc.meanings["flows."+b.flow].unit }

// billName is a meter in words.
func (r *reader) billName(b *bill) text.Message {
	hour := text.Message{}
	if b.hour != "" {
		hour = text.M("exchange.hours." + b.hour)
	}
	return text.M("exchange.series.meter", "name", r.voc.meanings["flows."+b.flow].name, "meter", b.meter, "hour", hour)
}

// countedAmount works out the amount of a bill from its counter, and checks it
// against the amount that the table states. A counter that goes back has passed
// its highest figure, or the meter was replaced: that is asked, never assumed.
func (r *reader) countedAmount(b *bill, typical float64) bool {
	n := b.counted
	amount := func(units float64) (float64, bool) {
		v, _, err := r.convert(exact(exact(units)*n.factor), n.end.unit, r.unitOf(b))
		if err != nil {
			r.bad(b.sheet, b.cell, asMessage(err), text.M("exchange.remedy.unit", "allowed", r.voc.sameKind(r.unitOf(b))))
		}
		return v, err == nil
	}
	args := []any{"name", r.billName(b), "start", n.start.value, "start-cell", n.start.cell.Name(), "end", n.end.value, "factor", n.factor, "unit", r.unitOf(b)}
	if n.end.value >= n.start.value {
		v, ok := amount(n.end.value - n.start.value)
		switch {
		case !ok:
			return false
		case n.stated == nil:
			b.amount = &v
		case math.Abs(v-*n.stated) > n.rounding+1e-9*math.Abs(v):
			r.bad(b.sheet, b.cell, text.M("exchange.index.product", append(args, "product", v, "stated", *n.stated)...), text.M("exchange.remedy.product"))
			return false
		default:
			b.amount = n.stated
		}
		return true
	}
	top := math.Pow(10, float64(len(strconv.FormatFloat(math.Floor(n.start.value), 'f', 0, 64))))
	units := top - n.start.value + n.end.value
	likely := units <= 3*typical || typical == 0 && units <= top/10
	v, ok := amount(units)
	args = append(args, "top", top, "amount", v)
	switch {
	case !ok:
		return false
	case n.stated != nil && math.Abs(v-*n.stated) <= n.rounding+1e-9*math.Abs(v):
		b.amount = n.stated
		r.fault(problem.Note, b.sheet, b.cell.Name(), b.cell.Text, text.M("exchange.index.rolled", args...), text.Message{})
	case n.stated != nil:
		b.amount = n.stated
		r.fault(problem.Doubt, b.sheet, b.cell.Name(), b.cell.Text, text.M("exchange.index.back-stated", append(args, "stated", *n.stated)...), text.M("exchange.remedy.replaced-stated"))
	case likely && r.o.Rollover:
		b.amount = &v
		r.fault(problem.Note, b.sheet, b.cell.Name(), b.cell.Text, text.M("exchange.index.rolled", args...), text.Message{})
	case likely:
		r.bad(b.sheet, b.cell, text.M("exchange.index.back-likely", args...), text.M("exchange.remedy.rollover"))
		return false
	default:
		r.bad(b.sheet, b.cell, text.M("exchange.index.back", args...), text.M("exchange.remedy.replaced"))
		return false
	}
	return true
}

// sayCounted shows how the amounts of a meter were worked out, by its first.
func (r *reader) sayCounted(b *bill) {
	n := b.counted
	r.fault(problem.Note, b.sheet, b.cell.Name(), "", text.M("exchange.index.read", "name", r.billName(b), "from", b.from, "to", b.to,
		"start", n.start.value, "end", n.end.value, "factor", n.factor, "amount", quantity.Amount{Value: *b.amount, Unit: r.unitOf(b)}), text.Message{})
}

// exact takes off what subtracting decimals leaves behind.
func exact(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// roundingOf is how far an amount may be off for the digits that it is written
// with: half of its last one.
func roundingOf(v float64, found *quantity.Amount) float64 {
	raw := v
	if found != nil {
		raw = found.Value
	}
	_, decimals, _ := strings.Cut(strconv.FormatFloat(raw, 'f', -1, 64), ".")
	half := 0.5 * math.Pow(10, -float64(len(decimals)))
	if raw != 0 {
		half *= math.Abs(v / raw)
	}
	return half
}
