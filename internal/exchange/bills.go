package exchange

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// bill is a bill or reading on its way in.
type bill struct {
	flow, meter string
	hour        string        // of a tariff, of which it is a part; empty: all of it
	from, to    quantity.Date // from zero: only the day of reading is known
	amount      *float64
	found       *quantity.Amount
	cost        *float64
	estimated   *bool
	note        string
	sheet       string
	cell        Cell // of the amount
	index       int  // of the audit's reading; -1: new
	key         string
	counted     *counted // what it rests on where a counter was read; nil: it was billed
}

// takeBills reads rows that are bills or readings.
func (r *reader) takeBills(ctx context.Context, t *table) error {
	var amounts []*column
	for _, c := range t.cols {
		if c.hour == "" && (c.target == "reading.amount" || strings.HasPrefix(c.target, "flows.")) {
			amounts = append(amounts, c)
		}
	}
	dials := t.dials()
	beside(dials, amounts)
	switch {
	case !t.byDays() && t.col("month") == nil:
		r.fault(problem.Error, t.sheet, "", "", text.M("exchange.bills.no-dates"), text.M("exchange.remedy.bill-dates"))
		return nil
	case len(amounts)+len(dials) == 0:
		return nil
	case t.flow == "" && !t.keyed && t.wantsFlow():
		r.fault(problem.Error, t.sheet, t.wanting().at, "", text.M("exchange.bills.no-flow"), text.M("exchange.remedy.flow"))
		return nil
	}
	r.unitsOfIndex(t, dials)
	sums := newSums(t)
	var fresh []*bill
	unknown := map[string]bool{}
	for i := t.first; i < len(t.m.cells); i++ {
		if i%256 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if t.keyed && !keyedBill(t, t.m.cells[i]) || r.leaveOut(t, i, sums) {
			continue
		}
		r.addHours(t, t.m.cells[i], sums)
		fresh = append(fresh, r.billsOfRow(t, t.m.cells[i], amounts, dials, sums, unknown)...)
	}
	if t.ofMonths() {
		r.monthly(r.joinHours(fresh))
		return nil
	}
	fresh = r.joinHours(r.place(t, r.consume(t, fresh)))
	if r.bills = append(r.bills, fresh...); len(r.bills) > mostBills {
		r.fault(problem.Error, t.sheet, "", "", text.M("exchange.too-many-records", "most", mostBills), text.M("exchange.remedy.sheet"))
		r.bills = r.bills[:mostBills]
	}
	return nil
}

// ofMonths reports whether the rows of a table are amounts of flows in months,
// with nothing that only a bill can hold.
func (t *table) ofMonths() bool {
	return !t.byDays() && !t.hasIndex() && !t.ofMeter && t.col("reading.meter") == nil && t.col("reading.cost") == nil && t.col("reading.estimated") == nil
}

// monthly takes amounts of months as figures of periods.
func (r *reader) monthly(all []*bill) {
	for _, b := range all {
		s, err := daysOf(b.from, b.to, "")
		if err != nil {
			continue
		}
		p, why := r.period(s)
		if why != nil {
			r.bad(b.sheet, b.cell, *why, text.M("exchange.remedy.covered"))
			continue
		}
		r.value(p, &column{target: "flows." + b.flow}, *b.amount, b.found, b.sheet, b.cell)
		if b.note != "" {
			r.word(p, "note", b.note, b.sheet, b.cell)
		}
	}
}

// keyedBill reports whether a row of the form's sheet of bills has anything in
// it.
func keyedBill(t *table, row []*Cell) bool {
	for _, c := range t.cols {
		if row[c.index] != nil && c.target != "key" && c.target != "reading.unit" {
			return true
		}
	}
	return false
}

// billsOfRow are the bills of one row: one, or one for each column of a flow.
func (r *reader) billsOfRow(t *table, row []*Cell, amounts []*column, dials []*dial, sums *sums, unknown map[string]bool) (all []*bill) {
	at := func(target string) *Cell {
		if c := t.col(target); c != nil {
			return row[c.index]
		}
		return nil
	}
	b := bill{meter: cmp.Or(r.o.Meter, t.meter), hour: t.hourOf(row), sheet: t.sheet, index: -1}
	if c := at("key"); c != nil {
		b.key = c.Text
	}
	day := func(target string) (quantity.Date, bool) {
		c := at(target)
		if c == nil {
			r.bad(t.sheet, r.lead(t, row, nil), text.M("exchange.row.no-date", "heading", t.col(target).heading), text.M("exchange.remedy.bill-dates"))
			return quantity.Date{}, false
		}
		d, err := readDay(*c, t.o)
		if err != nil {
			r.bad(t.sheet, *c, asMessage(err), text.M("exchange.remedy.day"))
			return d, false
		}
		return d, true
	}
	ok := true
	switch {
	case !t.byDays():
		var s span
		if s, ok = r.spanOf(t, row, t.col("month"), t.col("year"), 0); ok {
			b.from, b.to = s.days()
		}
	case t.col("from") != nil && t.col("to") != nil:
		var ok1, ok2 bool
		b.from, ok1 = day("from")
		b.to, ok2 = day("to")
		if ok = ok1 && ok2; ok && b.to.Before(b.from) {
			r.bad(t.sheet, *at("to"), text.M("exchange.date.reversed", "text", short(clean(at("to").Text))), text.M("exchange.remedy.bill-dates"))
			ok = false
		}
	default:
		b.to, ok = day("date")
	}
	if c := at("reading.meter"); c != nil {
		b.meter = plainText(*c)
	}
	if c := at("note"); c != nil {
		b.note = textOf(*c)
	}
	if c := at("reading.estimated"); c != nil {
		if is, known := yes(plainText(*c)); known {
			b.estimated = &is
		} else {
			r.bad(t.sheet, *c, text.M("exchange.cell.yes-no", "found", short(plainText(*c))), text.Message{})
			ok = false
		}
	}
	costs := map[string]*float64{} // by flow; "": of all
	for _, c := range t.cols {
		if c.target != "reading.cost" || row[c.index] == nil {
			continue
		}
		v, _, missing, fine := r.figure(t, c, row[c.index])
		if fine && !missing {
			costs[c.flow] = &v
			sums.add(c, row[c.index], v)
		}
		ok = ok && fine
	}
	b.cost = costs[""]
	stated := map[*column]*bill{} // amounts that a counter comes to
	for _, d := range dials {
		if d.amount != nil {
			stated[d.amount] = nil
		}
	}
	for _, c := range amounts {
		x := b
		cell := row[c.index]
		if cell == nil {
			if len(amounts) == 1 && len(dials) == 0 {
				r.bad(t.sheet, r.lead(t, row, nil), text.M("exchange.row.no-amount"), text.M("exchange.remedy.number"))
			}
			continue
		}
		if id, isFlow := strings.CutPrefix(c.target, "flows."); isFlow {
			x.flow = id
			v, found, missing, fine := r.figure(t, c, cell)
			if !fine || missing {
				continue
			}
			sums.add(c, cell, v)
			x.amount, x.found = &v, found
		} else if !r.amountOf(t, row, &x, c, cell, sums, unknown) {
			continue
		}
		x.cell = *cell
		x.cost = cmp.Or(costs[x.flow], x.cost)
		if _, counted := stated[c]; counted {
			stated[c] = &x
		} else if ok {
			all = append(all, &x)
		}
	}
	for _, d := range dials {
		x := b
		if s := stated[d.amount]; s != nil {
			x = *s
		} else if !r.flowOfRow(t, row, &x, d) {
			continue
		}
		x.cost = cmp.Or(costs[x.flow], x.cost)
		if !r.countOf(t, row, &x, d) || !ok {
			continue
		}
		if n := x.counted; n != nil && x.amount != nil {
			n.stated, n.rounding = x.amount, roundingOf(*x.amount, x.found)
			x.found = nil
		}
		if x.counted != nil || x.amount != nil {
			all = append(all, &x)
		}
	}
	return all
}

// flowOfRow reads which flow a row is about where its counter's heading does not
// say it.
func (r *reader) flowOfRow(t *table, row []*Cell, b *bill, d *dial) bool {
	if d.flow != "" {
		b.flow = d.flow
		return true
	}
	return r.readFlow(t, row, b, r.lead(t, row, t.indexColumn()))
}

// amountOf reads the flow, unit and amount of a row with a column for each.
func (r *reader) amountOf(t *table, row []*Cell, b *bill, c *column, cell *Cell, sums *sums, unknown map[string]bool) bool {
	if !r.readFlow(t, row, b, *cell) {
		return false
	}
	target := r.voc.meanings["flows."+b.flow].unit
	unit, unitCell := c.unit, Cell{}
	if c.badUnit != "" {
		if !unknown[c.badUnit] {
			r.fault(problem.Error, t.sheet, c.unitAt, c.badUnit, text.M("exchange.column.bad-unit", "heading", short(c.heading), "found", short(c.badUnit)), text.M("exchange.remedy.unit", "allowed", r.voc.sameKind(target)))
			unknown[c.badUnit] = true
		}
		return false
	}
	if u := t.col("reading.unit"); u != nil && row[u.index] != nil {
		unitCell = *row[u.index]
		found, err := r.voc.unit(plainText(unitCell))
		if err != nil {
			r.bad(t.sheet, unitCell, text.M("exchange.cell.unit", "found", short(plainText(unitCell))), text.M("exchange.remedy.unit", "allowed", r.voc.sameKind(target)))
			return false
		}
		unit = found.Symbol
	}
	if unit == "" && !t.keyed && !unknown["no unit "+b.flow] {
		unknown["no unit "+b.flow] = true
		r.fault(problem.Doubt, t.sheet, c.at, c.heading, text.M("exchange.column.no-unit", "heading", short(c.heading), "unit", target), text.Message{})
	}
	as := *c
	as.target, as.unit = "flows."+b.flow, unit
	r.hushed[&as] = r.hushed[c]
	v, found, missing, ok := r.figure(t, &as, cell)
	delete(r.hushed, &as)
	if !ok || missing {
		return false
	}
	sums.add(c, cell, v)
	b.amount, b.found = &v, found
	return true
}

// readFlow reads the flow of a row: of its column, else that of the table; lead
// is the cell that a fault names.
func (r *reader) readFlow(t *table, row []*Cell, b *bill, lead Cell) bool {
	b.flow = t.flow
	f := t.col("reading.flow")
	if f == nil {
		return true
	}
	fc := row[f.index]
	if fc == nil {
		r.bad(t.sheet, lead, text.M("exchange.row.no-flow"), text.M("exchange.remedy.flow"))
		return false
	}
	var ids []string
	for _, target := range r.voc.find(plainText(*fc)) {
		if id, ok := strings.CutPrefix(target, "flows."); ok {
			ids = append(ids, id)
		}
	}
	if len(ids) != 1 {
		r.bad(t.sheet, *fc, text.M("exchange.cell.flow", "found", short(plainText(*fc))), text.M("exchange.remedy.flow-names", "allowed", r.flowNames()))
		return false
	}
	b.flow = ids[0]
	return true
}

// flowNames are the flows that a table of bills can be about.
func (r *reader) flowNames() []string {
	var all []string
	for _, t := range r.voc.allowed() {
		if id, ok := strings.CutPrefix(t, "flows."); ok {
			all = append(all, id)
		}
	}
	return all
}

// meterOf identifies a meter, and in it the counter of a tariff hour.
func (b *bill) meterOf() string { return b.flow + "\x00" + fold(b.meter) + "\x00" + b.hour }

// place gives bills of which only the day of reading is known their first day
// (the day after the reading before), and finds the readings of the audit that
// they are. A first reading has no beginning: it is left out, and said.
func (r *reader) place(t *table, all []*bill) []*bill {
	byMeter := map[string][]*bill{}
	for _, b := range all {
		if b.from.IsZero() {
			byMeter[b.meterOf()] = append(byMeter[b.meterOf()], b)
		}
	}
	dropped := map[*bill]bool{}
	for _, meter := range sortedKeys(byMeter) {
		list := byMeter[meter]
		slices.SortStableFunc(list, func(a, b *bill) int { return a.to.Compare(b.to) })
		for i, b := range list {
			if k := r.readingEnding(b); k >= 0 {
				b.from = r.audit.Readings[k].From
				continue
			}
			var before quantity.Date
			if i > 0 {
				before = list[i-1].to
			}
			if d := r.lastReadingBefore(b); d.After(before) {
				before = d
			}
			switch {
			case before.IsZero():
				r.fault(problem.Doubt, b.sheet, b.cell.Name(), "", text.M("exchange.bills.first", "flow", r.voc.meanings["flows."+b.flow].name, "date", b.to), text.M("exchange.remedy.first"))
				dropped[b] = true
			case i > 0 && list[i-1].to == b.to:
				r.bad(b.sheet, b.cell, text.M("exchange.bills.same-day", "date", b.to, "other", list[i-1].cell.Name()), text.M("exchange.remedy.meter"))
				dropped[b] = true
			default:
				b.from = before.AddDays(1)
			}
		}
	}
	return slices.DeleteFunc(all, func(b *bill) bool { return dropped[b] })
}

func (r *reader) readingEnding(b *bill) int {
	return slices.IndexFunc(r.audit.Readings, func(x assess.Reading) bool {
		return x.Flow == b.flow && fold(x.Meter) == fold(b.meter) && x.To == b.to
	})
}

func (r *reader) lastReadingBefore(b *bill) (last quantity.Date) {
	for _, x := range r.audit.Readings {
		if x.Flow == b.flow && fold(x.Meter) == fold(b.meter) && x.To.Before(b.to) && x.To.After(last) {
			last = x.To
		}
	}
	return last
}

// billKey is what makes two bills the same one.
type billKey struct {
	flow, meter string
	from, to    quantity.Date
}

// billEdits turns the bills into changes and edits.
func (r *reader) billEdits() {
	for _, b := range r.bills {
		if b.index >= 0 {
			r.changeBill(b)
			continue
		}
		fields := tomldoc.Table{{Key: "flow", Value: b.flow}}
		if b.meter != "" {
			fields = append(fields, tomldoc.Field{Key: "meter", Value: b.meter})
		}
		fields = append(fields, tomldoc.Field{Key: "from", Value: b.from}, tomldoc.Field{Key: "to", Value: b.to}, tomldoc.Field{Key: "amount", Value: *b.amount})
		if b.cost != nil {
			fields = append(fields, tomldoc.Field{Key: "cost", Value: *b.cost})
		}
		if b.estimated != nil && *b.estimated {
			fields = append(fields, tomldoc.Field{Key: "estimated", Value: true})
		}
		if b.note != "" {
			fields = append(fields, tomldoc.Field{Key: "note", Value: b.note})
		}
		r.plan.edits = append(r.plan.edits, auditfile.Append("reading", fields))
	}
}

func (r *reader) changeBill(b *bill) {
	old := r.audit.Readings[b.index]
	set := func(key string, v any) {
		r.plan.edits = append(r.plan.edits, auditfile.Set(tomldoc.Path("reading", b.index+1, key), v))
	}
	if b.flow != old.Flow {
		set("flow", b.flow)
	}
	if b.meter != "" && !sameText(b.meter, old.Meter) {
		set("meter", b.meter)
	}
	if b.from != old.From {
		set("from", b.from)
	}
	if b.to != old.To {
		set("to", b.to)
	}
	if !same(*b.amount, old.Amount) {
		set("amount", *b.amount)
	}
	if b.cost != nil && (old.Cost == nil || !same(*b.cost, *old.Cost)) {
		set("cost", *b.cost)
	}
	if b.estimated != nil && *b.estimated != old.Estimated {
		set("estimated", *b.estimated)
	}
	if b.note != "" && !sameText(b.note, old.Note) {
		set("note", b.note)
	}
}

// compareBills matches the bills with the readings of the audit, and lists what
// changes, what stands twice and what overlaps.
func (r *reader) compareBills() {
	known := map[billKey][]int{}
	for i, x := range r.audit.Readings {
		k := billKey{x.Flow, fold(x.Meter), x.From, x.To}
		known[k] = append(known[k], i)
	}
	met := map[billKey]*bill{}
	taken := map[int]bool{}
	var kept []*bill
	for _, b := range r.bills {
		k := billKey{b.flow, fold(b.meter), b.from, b.to}
		if i, ok := r.readingOfKey(b.key); ok && !taken[i] {
			b.index = i
		} else if free := slices.IndexFunc(known[k], func(i int) bool { return !taken[i] }); free >= 0 {
			b.index = known[k][free]
		} else if other := met[k]; other != nil {
			switch {
			case same(*other.amount, *b.amount):
				r.fault(problem.Note, b.sheet, b.cell.Name(), "", text.M("exchange.bills.twice", "other", other.cell.Name()), text.Message{})
			default:
				r.bad(b.sheet, b.cell, text.M("exchange.cell.twice", "other", other.cell.Name(), "found", *b.amount, "before", *other.amount), text.M("exchange.remedy.meter"))
			}
			continue
		}
		if b.index >= 0 {
			taken[b.index] = true
		}
		met[k] = b
		kept = append(kept, b)
	}
	r.bills = r.apart(kept, taken)
	for _, b := range r.bills {
		r.listBill(b)
	}
	r.monthsOfBills()
	r.statedBeside()
}

// statedBeside says for which flows periods state a figure of their own on days
// that new bills cover: only one of the two can count.
func (r *reader) statedBeside() {
	fresh := map[string][]*bill{}
	for _, b := range r.bills {
		if b.index < 0 || !r.unchanged(b) {
			fresh[b.flow] = append(fresh[b.flow], b)
		}
	}
	type met struct {
		n           int
		first, last quantity.Date
	}
	found := map[string]*met{}
	note := func(flow string, from, to quantity.Date) {
		if !slices.ContainsFunc(fresh[flow], func(b *bill) bool { return !b.from.After(to) && !b.to.Before(from) }) {
			return
		}
		m := found[flow]
		if m == nil {
			m = &met{first: from, last: to}
			found[flow] = m
		}
		m.n++
		if from.Before(m.first) {
			m.first = from
		}
		if to.After(m.last) {
			m.last = to
		}
	}
	for _, flow := range sortedKeys(fresh) {
		for _, p := range r.audit.Periods {
			if from, to, ok := p.Days(); ok && p.Phase != assess.Omitted {
				if _, stated := p.Flows[flow]; stated {
					note(flow, from, to)
				}
			}
		}
		for _, p := range r.periods {
			if _, stated := p.values["flows"][flow]; stated && p.index < 0 {
				from, to := p.span.days()
				note(flow, from, to)
			}
		}
		if m := found[flow]; m != nil {
			r.fault(problem.Doubt, "", "", "", text.M("exchange.bills.stated", "flow", r.voc.meanings["flows."+flow].name, "n", m.n, "from", m.first, "to", m.last), text.M("exchange.remedy.stated"))
		}
	}
}

// apart leaves out bills that overlap others of the same meter: days may not
// be counted twice.
func (r *reader) apart(all []*bill, taken map[int]bool) []*bill {
	type item struct {
		from, to quantity.Date
		b        *bill // nil: a reading of the audit
	}
	byMeter := map[string][]item{}
	for _, b := range all {
		byMeter[b.meterOf()] = append(byMeter[b.meterOf()], item{b.from, b.to, b})
	}
	for i, x := range r.audit.Readings {
		k := (&bill{flow: x.Flow, meter: x.Meter}).meterOf()
		if byMeter[k] != nil && !taken[i] {
			byMeter[k] = append(byMeter[k], item{x.From, x.To, nil})
		}
	}
	bad := map[*bill]bool{}
	for _, meter := range sortedKeys(byMeter) {
		list := byMeter[meter]
		slices.SortStableFunc(list, func(a, b item) int { return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to)) })
		reach := 0
		for i := 1; i < len(list); i++ {
			a, b := list[reach], list[i]
			unchanged := func(x item) bool { return x.b == nil || x.b.index >= 0 && r.unchanged(x.b) }
			if !b.from.After(a.to) && !(unchanged(a) && unchanged(b)) {
				x, other := b, a
				if x.b == nil {
					x, other = a, b
				}
				if !bad[x.b] {
					r.bad(x.b.sheet, x.b.cell, text.M("exchange.bills.overlap", "from", x.from, "to", x.to, "other-from", other.from, "other-to", other.to), text.M("exchange.remedy.meter"))
					bad[x.b] = true
				}
			}
			if b.to.After(a.to) && !bad[b.b] {
				reach = i
			}
		}
	}
	return slices.DeleteFunc(all, func(b *bill) bool { return bad[b] })
}

func (r *reader) unchanged(b *bill) bool {
	x := r.audit.Readings[b.index]
	return x.From == b.from && x.To == b.to && x.Flow == b.flow
}

// listBill lists what a bill changes.
func (r *reader) listBill(b *bill) {
	m := r.voc.meanings["flows."+b.flow]
	if b.index >= 0 && fold(b.meter) == fold(r.audit.Readings[b.index].Meter) {
		b.meter = r.audit.Readings[b.index].Meter // as the audit writes it
	}
	name := text.M("exchange.series.bill", "name", m.name, "meter", b.meter)
	days := span{from: b.from, to: b.to}
	key := "reading." + b.flow
	if b.meter != "" {
		key += "." + b.meter
	}
	key += "." + b.from.String() + "/" + b.to.String()
	add := func(kind ChangeKind, field string, old, v any, unit string, found *quantity.Amount) {
		r.plan.Changes = append(r.plan.Changes, Change{
			Kind: kind, Key: key + "." + field, Series: name, When: days.say(), Old: old, New: v, Unit: unit, Found: found, Sheet: b.sheet, Cell: b.cell.Name(),
		})
	}
	if b.index < 0 {
		add(Added, "amount", nil, *b.amount, m.unit, b.found)
		return
	}
	old := r.audit.Readings[b.index]
	compare := func(field string, was, v any, unit string) {
		if same(was, v) {
			r.plan.Same++
			return
		}
		add(Changed, field, was, v, unit, nil)
	}
	compare("flow", old.Flow, b.flow, "")
	if b.meter != "" {
		compare("meter", old.Meter, b.meter, "")
	}
	compare("from", old.From, b.from, "")
	compare("to", old.To, b.to, "")
	compare("amount", old.Amount, *b.amount, m.unit)
	if b.cost != nil {
		if old.Cost == nil {
			add(Added, "cost", nil, *b.cost, r.voc.currency, nil)
		} else {
			compare("cost", *old.Cost, *b.cost, r.voc.currency)
		}
	}
	if b.estimated != nil {
		compare("estimated", old.Estimated, *b.estimated, "")
	}
	if b.note != "" && !sameText(b.note, old.Note) {
		add(Changed, "note", old.Note, b.note, "", nil)
	}
}

// monthsOfBills adds the months that new bills touch and that no period
// covers, so that the bills can be spread over them.
func (r *reader) monthsOfBills() {
	const mostMonths = 600
	known := map[quantity.Month]bool{}
	isCovered := func(m quantity.Month) bool {
		if p := r.periods[span{month: m}]; p != nil && p.touched {
			return true
		}
		for _, x := range r.audit.Periods {
			from, to, ok := x.Days()
			if ok && x.Phase != assess.Omitted && !to.Before(m.First()) && !from.After(m.Last()) {
				return true
			}
		}
		for _, s := range r.spans {
			if from, to := s.days(); !to.Before(m.First()) && !from.After(m.Last()) {
				return r.periods[s].touched
			}
		}
		return false
	}
	covered := func(m quantity.Month) bool {
		is, ok := known[m]
		if !ok {
			is = isCovered(m)
			known[m] = is
		}
		return is
	}
	added := map[quantity.Month]bool{}
	for _, b := range r.bills {
		if b.index >= 0 && r.unchanged(b) {
			continue
		}
		for m := quantity.MonthOf(b.from); !m.After(quantity.MonthOf(b.to)) && len(added) < mostMonths; m = m.Next() {
			if added[m] || covered(m) {
				continue
			}
			added[m] = true
			if p, why := r.period(span{month: m}); why == nil {
				p.touched = true
			}
			r.plan.Months = append(r.plan.Months, m)
		}
	}
	slices.SortFunc(r.plan.Months, quantity.Month.Compare)
}
