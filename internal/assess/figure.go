package assess

import (
	"math"
	"strings"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// The first words of the ids of figures that Figures does not list: there are
// thousands of them, and each is made when it is asked for.
const (
	cellFigure    = "coverage."
	readingFigure = "reading."
	priceFigure   = "price."
)

// CellID names the figure of a series in the period from a day to another:
// "coverage.flow.electricity.2018-01".
func CellID(series, id string, from, to quantity.Date) string {
	if series == OutputSeries {
		return cellFigure + series + "." + daysID(from, to)
	}
	return cellFigure + series + "." + id + "." + daysID(from, to)
}

// ReadingID names a bill by what stays the same whatever happens around it:
// "reading.electricity.M1.2018-01-05".
func ReadingID(r Reading) string {
	id := readingFigure + r.Flow + "."
	if r.Meter != "" {
		id += r.Meter + "."
	}
	return id + r.From.String()
}

// PriceID names the price of a flow.
func PriceID(flow string) string { return priceFigure + flow }

// daysID names a period by its days: a month where it is one.
func daysID(from, to quantity.Date) string {
	if m := quantity.MonthOf(from); m.First() == from && m.Last() == to {
		return m.String()
	}
	return from.String() + "/" + to.String()
}

// Figure is how a figure came about: one of those that Figures lists, a cell of
// the coverage (CellID), a bill (ReadingID) or a price (PriceID). Nil: there is
// no such figure.
func (r *Result) Figure(id string) *Why {
	for _, f := range r.Figures() {
		if f.ID == id {
			return f.Why
		}
	}
	if r.site == nil {
		return nil
	}
	r.site.mu.Lock() // see later
	defer r.site.mu.Unlock()
	if rest, ok := strings.CutPrefix(id, cellFigure); ok {
		return r.cellWhy(rest)
	}
	if strings.HasPrefix(id, readingFigure) {
		for i, x := range r.site.audit.Readings {
			if ReadingID(x) == id {
				return r.site.readingWhy(i)
			}
		}
	}
	if flow, ok := strings.CutPrefix(id, priceFigure); ok {
		if f := r.site.flows[flow]; f.Price != nil {
			return r.site.priceWhy(f, *f.Price)
		}
	}
	return nil
}

// cellWhy is how a cell of the coverage came about; rest is its id without the
// first word.
func (r *Result) cellWhy(rest string) *Why {
	series, days := "", rest
	if i := strings.LastIndexByte(rest, '.'); i >= 0 {
		series, days = rest[:i], rest[i+1:]
	}
	if series == OutputSeries {
		series += "." + OutputDriver
	}
	for _, row := range r.Coverage.Rows {
		if row.Kind+"."+row.ID != series {
			continue
		}
		for i, p := range r.Coverage.Periods {
			if daysID(p.From, p.To) == days && p.Index >= 0 {
				return r.site.figureWhy(row, p, row.Cells[i])
			}
		}
		for i, p := range r.site.audit.Periods {
			if from, to, ok := p.Days(); ok && p.Phase == Omitted && daysID(from, to) == days {
				return r.site.figureWhy(row, CoveredPeriod{Index: i, Phase: Omitted, Month: p.Month, From: from, To: to}, CoverageCell{})
			}
		}
		for _, p := range r.Coverage.Periods {
			if daysID(p.From, p.To) == days {
				return r.site.figureWhy(row, p, CoverageCell{State: CellMissing})
			}
		}
	}
	return nil
}

// figureWhy is how a series' figure in a period came about, or why it has none.
// A period that is omitted has a cell without a state.
func (s *site) figureWhy(row CoverageRow, p CoveredPeriod, c CoverageCell) *Why {
	w := &Why{Label: text.M("why.cell", "series", row.Name, "period", p.Name())}
	if c.Value != nil {
		w.Label, w.Value = text.M("why.input", "flow", row.Name, "period", p.Name()), &quantity.Amount{Value: *c.Value, Unit: row.Unit}
		if said := s.audit.Periods[p.Index].Note; said != "" {
			w.Note = text.M("say.text", "text", said)
		}
	}
	switch {
	case p.Index < 0:
		w.Note = text.M("why.no-period")
	case p.Phase == Omitted:
		w.Note = text.M("why.omitted")
	case row.Kind == OutputSeries:
		w.Label = text.M("why.output-of-period", "period", p.Name())
		s.explainOutput(w, p.Index)
		return w
	case c.State == CellMissing:
		w.Note = text.M("why.no-figure")
	}
	if row.Kind != FlowSeries {
		return w
	}
	stated, own := 0.0, false
	if p.Index >= 0 {
		stated, own = s.audit.Periods[p.Index].Flows[row.ID]
	}
	statedWhy := &Why{Label: text.M("why.stated", "period", p.Name()), Value: &quantity.Amount{Value: stated, Unit: row.Unit}}
	if !s.readFlow[row.ID] {
		if own && p.Phase == Omitted {
			w.From = []*Why{statedWhy}
		}
		return w
	}
	in := rangeOf(p.From, p.To)
	if own || p.Index < 0 || p.Phase == Omitted { // what bills say does not count here
		bills := s.sumWhy(row.ID, in, p)
		switch {
		case own && bills.Value != nil && p.Phase != Omitted:
			w.Value, w.Note = statedWhy.Value, text.M("why.stated-twice")
		case own && p.Phase == Omitted:
			w.From = []*Why{statedWhy}
		}
		if bills.Value != nil {
			w.From = append(w.From, bills)
		}
		return w
	}
	if c.State == CellMissing {
		w.Note = text.M("why.no-bill")
		w.open = s.later(func() []*Why { return s.neighbours(row.ID, in) })
		return w
	}
	counted := s.sumWhy(row.ID, in, p)
	w.Label, w.Formula, w.open = counted.Label, counted.Formula, counted.open
	switch c.State {
	case CellPartial:
		w.Note = text.M("why.partial", "days", s.coveredDays(row.ID, in), "of", in.len())
	case CellTwice:
		w.Note = text.M("why.twice")
	case CellEstimated:
		w.Note = text.M("why.estimated", "percent", tenths(c.Estimated))
	}
	return w
}

// explainOutput says how the equivalent output of a period is added up.
func (s *site) explainOutput(w *Why, period int) {
	w.Formula = "P = Σ k·P_i"
	stated := s.audit.Periods[period].Output
	var lacking []text.Message
	for i, product := range s.audit.Products {
		v, ok := stated[product.ID]
		if !ok {
			lacking = append(lacking, text.M("say.text", "text", product.Name))
			continue
		}
		unit := product.Unit
		if unit == "" {
			unit = s.pack.Sector.ProductUnit
		}
		amount := &Why{Label: text.M("why.product", "product", product.Name), Value: &quantity.Amount{Value: v, Unit: unit}}
		k, err := s.equivalent(i)
		if err == nil && k != 1 {
			amount = &Why{
				Label: text.M("why.product-equivalent", "product", product.Name), Formula: "k·P_i",
				Value: &quantity.Amount{Value: v * k, Unit: s.unit},
				From:  []*Why{amount, {Label: text.M("why.equivalent", "product", product.Name), Value: &quantity.Amount{Value: k, Unit: s.unit + "/" + unit}}},
			}
		}
		w.From = append(w.From, amount)
	}
	if w.Value == nil {
		w.Note = text.M("why.no-output", "products", lacking)
	}
}

// sumWhy is what the bills of a flow give a range of days; without a value where
// no bill touches it.
func (s *site) sumWhy(flow string, in dayRange, p CoveredPeriod) *Why {
	w := &Why{Label: text.M("why.from-readings", "flow", s.flows[flow].Name, "period", p.Name()), Formula: "Σ q·d/D"}
	sum, touched := 0.0, false
	for _, m := range s.meters[flow] {
		for _, x := range s.sharesIn(m, in) {
			sum, touched = sum+x.amount, true
		}
	}
	if touched {
		w.Value = &quantity.Amount{Value: sum, Unit: s.flows[flow].Unit}
		w.open = s.later(func() []*Why { return s.sharesWhy(flow, in) })
	}
	return w
}

// sharesIn are the parts of a meter's readings that fall into a range of days,
// oldest first.
func (s *site) sharesIn(m *meterReadings, in dayRange) []share {
	var all []share
	for _, i := range m.readings {
		if days := s.reads[i].common(in); days > 0 {
			all = append(all, s.shareOf(i, days))
		}
	}
	return all
}

// sharesWhy is how the bills of a flow make its figure in a range of days: the
// share of each, of each meter where there are several, and the days that are
// missing or counted twice.
func (s *site) sharesWhy(flow string, in dayRange) []*Why {
	meters := s.meters[flow]
	var all []*Why
	for _, m := range meters {
		parts, sum, covered := s.meterWhy(m, in)
		if len(meters) == 1 {
			return parts
		}
		w := &Why{Label: text.M("why.meter", "meter", m.name, "days", covered, "of", in.len()), From: parts}
		if covered > 0 {
			w.Value = &quantity.Amount{Value: sum, Unit: s.flows[flow].Unit}
		} else {
			w.Note = text.M("reading.meter-hint")
		}
		all = append(all, w)
	}
	return all
}

// meterWhy is what a meter's bills give a range of days, their sum and how many
// of the days they cover.
func (s *site) meterWhy(m *meterReadings, in dayRange) (parts []*Why, sum float64, covered int) {
	missing := func(from, to int) {
		parts = append(parts, &Why{
			Label: text.M("why.days-missing", "from", epoch.AddDays(from), "to", epoch.AddDays(to), "days", to-from+1),
			Note:  text.M("why.never-scaled"),
		})
	}
	next, last := in.from, -1 // the first day that is not covered yet, and by which reading the one before is
	for _, x := range s.sharesIn(m, in) {
		d := s.reads[x.reading]
		from, to := max(d.from, in.from), min(d.to, in.to)
		if from > next {
			missing(next, from-1)
		}
		parts = append(parts, s.shareWhy(x, in))
		if end := min(to, next-1); last >= 0 && from <= end {
			parts = append(parts, &Why{
				Label: text.M("why.days-twice", "from", epoch.AddDays(from), "to", epoch.AddDays(end), "days", end-from+1, "first", last+1, "second", x.reading+1),
				Note:  text.M("why.twice"),
			})
		}
		sum += x.amount
		covered += max(0, to-max(from, next)+1)
		if to+1 > next {
			next, last = to+1, x.reading
		}
	}
	if next <= in.to {
		missing(next, in.to)
	}
	return parts, sum, covered
}

// coveredDays are the days of a range that every meter of a flow covers.
func (s *site) coveredDays(flow string, in dayRange) int {
	least := in.len()
	for _, m := range s.meters[flow] {
		_, _, covered := s.meterWhy(m, in)
		least = min(least, covered)
	}
	return least
}

// shareWhy is the part of a bill that falls into a range of days.
func (s *site) shareWhy(x share, in dayRange) *Why {
	r := s.audit.Readings[x.reading]
	unit := s.flows[r.Flow].Unit
	all := s.reads[x.reading].len()
	w := &Why{
		Label:   text.M("why.reading", "number", x.reading+1, "meter", r.Meter, "from", r.From, "to", r.To, "days", x.days, "of", all),
		Formula: "q·d/D",
		Value:   &quantity.Amount{Value: x.amount, Unit: unit},
		From: []*Why{
			{Label: text.M("why.reading-amount"), Value: &quantity.Amount{Value: r.Amount, Unit: unit}},
			{Label: text.M("why.reading-days-in"), Value: &quantity.Amount{Value: float64(x.days), Unit: "day"}},
			{Label: text.M("why.reading-days"), Value: &quantity.Amount{Value: float64(all), Unit: "day"}},
		},
	}
	switch {
	case r.Estimated:
		w.Note = text.M("why.reading-estimated")
	case s.isLong(x.reading, in):
		w.Note = text.M("why.reading-long")
	}
	return w
}

// neighbours are the bills of a flow before and after a range of days that none
// touches.
func (s *site) neighbours(flow string, in dayRange) []*Why {
	before, after := -1, -1
	for i, r := range s.audit.Readings {
		if r.Flow != flow || s.reads[i].len() < 1 {
			continue
		}
		if d := s.reads[i]; d.to < in.from && (before < 0 || d.to > s.reads[before].to) {
			before = i
		} else if d.from > in.to && (after < 0 || d.from < s.reads[after].from) {
			after = i
		}
	}
	var all []*Why
	add := func(i int, key string) {
		if i >= 0 {
			r := s.audit.Readings[i]
			all = append(all, &Why{
				Label: text.M(key, "number", i+1, "meter", r.Meter, "from", r.From, "to", r.To),
				Value: &quantity.Amount{Value: r.Amount, Unit: s.flows[flow].Unit},
			})
		}
	}
	add(before, "why.bill-before")
	add(after, "why.bill-after")
	return all
}

// readingWhy is where a bill goes: the periods that it is spread over, each with
// its days, and the days that lie in none.
func (s *site) readingWhy(i int) *Why {
	r := s.audit.Readings[i]
	unit := s.flows[r.Flow].Unit
	w := &Why{
		Label:   text.M("why.bill", "number", i+1, "flow", s.flowName(r.Flow), "meter", r.Meter, "from", r.From, "to", r.To),
		Formula: "q = Σ q·d/D",
		Value:   &quantity.Amount{Value: r.Amount, Unit: unit},
	}
	if r.Estimated {
		w.Note = text.M("why.reading-estimated")
	}
	if s.reads[i].len() < 1 {
		w.Formula, w.Note = "", text.M("why.bill-no-days")
		return w
	}
	w.open = s.later(func() []*Why { return s.spreadWhy(i) })
	return w
}

// spreadWhy is the share of a bill in each period, oldest first, and what lies
// in none.
func (s *site) spreadWhy(i int) []*Why {
	r, d := s.audit.Readings[i], s.reads[i]
	unit := s.flows[r.Flow].Unit
	part := func(label text.Message, days int) *Why {
		return &Why{Label: label, Formula: "q·d/D", Value: &quantity.Amount{Value: s.shareOf(i, days).amount, Unit: unit}}
	}
	percent := func(days int) float64 { return tenths(100 * float64(days) / float64(d.len())) }
	var all []*Why
	left := d.len()
	add := func(in dayRange, period any, note text.Message) {
		if days := d.common(in); days > 0 {
			w := part(text.M("why.bill-share", "period", period, "days", days, "of", d.len(), "percent", percent(days)), days)
			w.Note = note
			all = append(all, w)
			left -= days
		}
	}
	for _, sp := range s.spans {
		add(rangeOf(sp.from, sp.to), sp.name(s.audit), s.sharedNote(sp, i))
	}
	for _, p := range s.audit.Periods {
		if from, to, ok := p.Days(); ok && p.Phase == Omitted {
			add(rangeOf(from, to), CoveredPeriod{Month: p.Month, From: from, To: to}.Name(), text.M("why.omitted"))
		}
	}
	if left > 0 {
		w := part(text.M("why.bill-outside", "days", left, "of", d.len(), "percent", percent(left)), left)
		w.Note = text.M("why.outside")
		all = append(all, w)
	}
	return all
}

// sharedNote says what becomes of a bill's share in a period, where it does not
// simply count.
func (s *site) sharedNote(sp *span, reading int) text.Message {
	flow := s.audit.Readings[reading].Flow
	if _, own := s.audit.Periods[sp.index].Flows[flow]; own {
		return text.M("why.stated-twice")
	}
	m := sp.metered[flow]
	switch {
	case m == nil:
	case m.twice:
		return text.M("why.twice")
	case m.days < sp.days:
		return text.M("why.partial", "days", m.days, "of", sp.days)
	case s.isLong(reading, rangeOf(sp.from, sp.to)):
		return text.M("why.reading-long")
	}
	return text.Message{}
}

// billedWhy are the money and the amount of the bills that a price is made of.
func (s *site) billedWhy(flow string) []*Why {
	_, phase := s.billedPrice(flow)
	money, amount, bills := s.billed(flow, phase)
	return []*Why{
		{Label: text.M("why.billed-money", "bills", bills), Value: &quantity.Amount{Value: money, Unit: s.currency()}},
		{Label: text.M("why.billed-amount", "bills", bills), Value: &quantity.Amount{Value: amount, Unit: s.flows[flow].Unit}},
	}
}

// tenths is a percentage with one decimal, as it is said in a sentence.
func tenths(percent float64) float64 { return math.Round(10*percent) / 10 }
