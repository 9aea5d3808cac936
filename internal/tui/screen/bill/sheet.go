package bill

import (
	"cmp"
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// The columns, in the order in which they stand and in which a block is pasted.
const (
	meterCol = iota
	fromCol
	toCol
	amountCol
	costCol
	estimatedCol
	daysCol // this and the next two are worked out
	priceCol
	perDayCol
	noteCol
	columns
)

// headCols is how many columns stay in view.
const headCols = amountCol

// keys are what the columns are called in the file and in the words.
var keys = [columns]string{"meter", "from", "to", "amount", "cost", "estimated", "days", "price", "per-day", "note"}

// computed reports whether a column is worked out from the others.
func computed(col int) bool { return col == daysCol || col == priceCol || col == perDayCol }

// bill is a bill or meter reading: a [[reading]] of the file, or one that is not
// there yet because something of it is missing or wrong.
type bill struct {
	index     int // in Audit.Readings; -1: not in the file yet
	meter     string
	from, to  quantity.Date
	amount    *float64
	cost      *float64
	estimated bool
	note      string
	// bad are texts that were pasted and cannot be read, by column.
	bad map[int]fault
}

// fault is a text that cannot be read, and why.
type fault struct {
	text string
	why  text.Message
}

func of(r assess.Reading, index int) bill {
	return bill{index: index, meter: r.Meter, from: r.From, to: r.To, amount: &r.Amount, cost: r.Cost, estimated: r.Estimated, note: r.Note}
}

// place names a bill whatever happens around it: two of the same meter cannot
// begin on the same day.
type place struct {
	meter string
	from  quantity.Date
}

func (b bill) place() place { return place{b.meter, b.from} }

// days is how many days the bill covers; 0: not known.
func (b bill) days() int {
	if b.from.IsZero() || b.to.IsZero() || b.to.Before(b.from) {
		return 0
	}
	return b.from.DaysUntil(b.to) + 1
}

// perDay is the amount a day; false where it is not known.
func (b bill) perDay() (float64, bool) {
	if b.amount == nil || b.days() == 0 {
		return 0, false
	}
	return *b.amount / float64(b.days()), true
}

// price is what a unit costs on the bill; false where it is not known.
func (b bill) price() (float64, bool) {
	if b.cost == nil || b.amount == nil || *b.amount == 0 {
		return 0, false
	}
	return *b.cost / *b.amount, true
}

// meets reports whether two bills of one meter have days in common, and which.
func (b bill) meets(o bill) (from, to quantity.Date, ok bool) {
	if b.meter != o.meter || b.days() == 0 || o.days() == 0 || b.to.Before(o.from) || o.to.Before(b.from) {
		return from, to, false
	}
	from, to = b.from, b.to
	if o.from.After(from) {
		from = o.from
	}
	if o.to.Before(to) {
		to = o.to
	}
	return from, to, true
}

// sheet is the bills of a flow as a table. It is made anew after every edit.
type sheet struct {
	audit    *assess.Audit
	flow     assess.FlowInfo
	signed   bool // amounts may be negative
	currency string
	bills    []bill // those of the file first, then those that are not there yet
	drafts   int    // index of the first that is not in the file

	months  []month // what becomes of them
	missing []quantity.Month
	marks   [][]mark // of the bills, by index
}

// month is a period with what the bills make of it.
type month struct {
	period assess.CoveredPeriod
	cell   assess.CoverageCell
}

func newSheet(w ui.Work, flow string, byDate bool, recent []place, drafts []bill) *sheet {
	a := w.Audit()
	s := &sheet{audit: a, flow: assess.FlowInfo{ID: flow, Name: text.Both(flow)}, currency: a.Settings.Currency}
	if s.currency == "" {
		s.currency = "VND"
	}
	if p, c := w.Pack(), w.Common(); p != nil && c != nil {
		for _, f := range assess.Flows(a, p, c) {
			if f.ID == flow {
				s.flow = f
			}
		}
		s.takeMonths(w.Result())
	}
	for _, f := range a.Flows {
		s.signed = s.signed || f.ID == flow && f.Signed
	}
	for i, r := range a.Readings {
		if r.Flow == flow {
			s.bills = append(s.bills, of(r, i))
		}
	}
	s.sort(byDate, recent)
	s.drafts = len(s.bills)
	for _, d := range drafts {
		d.index = -1
		s.bills = append(s.bills, d)
	}
	s.missing = s.missingMonths()
	s.judge()
	return s
}

// sort puts the bills in order; those that were entered just now stay last, so
// that they do not run away under the hand that enters them.
func (s *sheet) sort(byDate bool, recent []place) {
	rank := map[place]int{}
	for i, p := range recent {
		rank[p] = i + 1
	}
	slices.SortStableFunc(s.bills, func(a, b bill) int {
		if c := cmp.Compare(rank[a.place()], rank[b.place()]); c != 0 {
			return c
		}
		if byDate {
			return cmp.Or(a.from.Compare(b.from), cmp.Compare(a.meter, b.meter))
		}
		return cmp.Or(cmp.Compare(a.meter, b.meter), a.from.Compare(b.from))
	})
}

func (s *sheet) takeMonths(r *assess.Result) {
	if r == nil {
		return
	}
	for _, row := range r.Coverage.Rows {
		if row.Kind != assess.FlowSeries || row.ID != s.flow.ID {
			continue
		}
		for i, c := range row.Cells {
			s.months = append(s.months, month{r.Coverage.Periods[i], c})
		}
	}
}

// stated are the periods that state the flow themselves while bills cover
// their days.
func (s *sheet) stated() []int {
	var all []int
	for _, m := range s.months {
		if phrase.StatedTwice(s.audit, m.period.Index, s.flow.ID, m.cell) {
			all = append(all, m.period.Index)
		}
	}
	return all
}

// mostMonths bounds how many periods are offered at once.
const mostMonths = 600

// missingMonths are the months that the bills of the file touch and that share
// no day with any period.
func (s *sheet) missingMonths() []quantity.Month {
	var all []quantity.Month
	seen := map[quantity.Month]bool{}
	for _, b := range s.bills[:s.drafts] {
		if b.days() == 0 {
			continue
		}
		for m := quantity.MonthOf(b.from); !m.After(quantity.MonthOf(b.to)) && len(seen) < mostMonths; m = m.Next() {
			if !seen[m] {
				seen[m] = true
				if s.free(m) {
					all = append(all, m)
				}
			}
		}
	}
	slices.SortFunc(all, quantity.Month.Compare)
	return all
}

// free reports whether no period has a day of the month.
func (s *sheet) free(m quantity.Month) bool {
	return !slices.ContainsFunc(s.audit.Periods, func(p assess.Period) bool {
		from, to, ok := p.Days()
		return ok && !to.Before(m.First()) && !from.After(m.Last())
	})
}

// phaseFor is the phase that a new month belongs to: that of the period before
// it, else of the one after it; empty where the audit has none.
func (s *sheet) phaseFor(m quantity.Month) string {
	var before, after assess.Period
	var last, next quantity.Date
	for _, p := range s.audit.Periods {
		from, to, ok := p.Days()
		if !ok || p.Phase == assess.Omitted {
			continue
		}
		if to.Before(m.First()) && (last.IsZero() || to.After(last)) {
			before, last = p, to
		}
		if from.After(m.Last()) && (next.IsZero() || from.Before(next)) {
			after, next = p, from
		}
	}
	if !last.IsZero() {
		return before.Phase
	}
	return after.Phase
}

// previous is the last day that a reading of the meter covers before a day; of
// a zero day, the last of all. except is left out.
func (s *sheet) previous(meter string, before quantity.Date, except int) (last quantity.Date) {
	for i, b := range s.bills[:s.drafts] {
		if i != except && b.meter == meter && (before.IsZero() || b.to.Before(before)) && b.to.After(last) {
			last = b.to
		}
	}
	return last
}

// filled is a bill with the first day that it has where none is stated: the day
// after the previous reading of its meter.
func (s *sheet) filled(b bill, except int) bill {
	if b.from.IsZero() && b.bad[fromCol].text == "" {
		if last := s.previous(b.meter, b.to, except); !last.IsZero() {
			b.from = last.AddDays(1)
		}
	}
	return b
}

// mark is something about a cell of a bill, in words.
type mark struct {
	col  int
	bad  bool // the bill cannot be in the file so
	says text.Message
}

// judge looks for what is odd about the bills.
func (s *sheet) judge() {
	s.marks = make([][]mark, len(s.bills))
	medians := s.medians()
	for i := range s.bills {
		s.marks[i] = s.marksOf(s.bills[i], i, medians)
	}
}

// medians are the amounts a day that the bills of each meter are judged by.
func (s *sheet) medians() map[string]float64 {
	byMeter := map[string][]float64{}
	for _, b := range s.bills[:s.drafts] {
		if v, ok := b.perDay(); ok {
			byMeter[b.meter] = append(byMeter[b.meter], v)
		}
	}
	all := map[string]float64{}
	for meter, values := range byMeter {
		if m, ok := assess.Median(values); ok {
			all[meter] = m
		}
	}
	return all
}

// marksOf is what is odd about a bill in the place of the one at i (len(bills):
// of a new one), the worst first.
func (s *sheet) marksOf(b bill, i int, medians map[string]float64) []mark {
	var all []mark
	bad := func(col int, m text.Message) { all = append(all, mark{col, true, m}) }
	warn := func(col int, m text.Message) { all = append(all, mark{col, false, m}) }
	for col := range columns {
		if f, ok := b.bad[col]; ok {
			bad(col, text.M("bill.mark.unreadable", "column", text.M("bill.column."+keys[col]), "fault", f.why))
		}
	}
	b = s.filled(b, i)
	if b.from.IsZero() && b.bad[fromCol].text == "" {
		bad(fromCol, text.M("bill.mark.no-from"))
	}
	if b.to.IsZero() && b.bad[toCol].text == "" {
		bad(toCol, text.M("bill.mark.no-to"))
	}
	if b.amount == nil && b.bad[amountCol].text == "" {
		bad(amountCol, text.M("bill.mark.no-amount"))
	}
	if !b.from.IsZero() && !b.to.IsZero() && b.to.Before(b.from) {
		bad(toCol, text.M("bill.mark.reversed", "from", b.from, "to", b.to))
	}
	if b.amount != nil && *b.amount < 0 && !s.signed {
		bad(amountCol, text.M("bill.mark.negative"))
	}
	if b.cost != nil && *b.cost < 0 {
		bad(costCol, text.M("bill.mark.negative-cost"))
	}
	var before quantity.Date // the last day before the bill that is covered
	overlaps := false
	for j, o := range s.bills[:s.drafts] {
		if j == i {
			continue
		}
		if from, to, ok := b.meets(o); ok {
			col := fromCol
			if b.from.Before(o.from) {
				col = toCol
			}
			overlaps = true
			bad(col, text.M("bill.mark.overlap", "from", o.from, "to", o.to, "days", from.DaysUntil(to)+1, "first", from, "last", to))
		}
		if o.meter == b.meter && o.to.Before(b.from) && o.to.After(before) {
			before = o.to
		}
	}
	if !overlaps && !before.IsZero() && b.days() > 0 && before.AddDays(1).Before(b.from) {
		warn(fromCol, text.M("bill.mark.gap", "days", before.DaysUntil(b.from)-1, "from", before.AddDays(1), "to", b.from.AddDays(-1)))
	}
	if v, ok := b.perDay(); ok {
		if median, known := medians[b.meter]; known && assess.IsOutlier(v, median) {
			key := "bill.mark.low"
			if v > median {
				key = "bill.mark.high"
			}
			warn(amountCol, text.M(key, "times", assess.OutlierFactor, "median", quantity.Amount{Value: median, Unit: s.flow.Unit}))
		}
	}
	return all
}

// wrong is the first thing for which a bill cannot be in the file; an empty
// message: it can.
func wrong(marks []mark) text.Message {
	for _, m := range marks {
		if m.bad {
			return m.says
		}
	}
	return text.Message{}
}

// meters lists the names of the meters.
func (s *sheet) meters() []string {
	var all []string
	for _, b := range s.bills[:s.drafts] {
		if !slices.Contains(all, b.meter) {
			all = append(all, b.meter)
		}
	}
	slices.Sort(all)
	return all
}

// find is the row of a bill of the file; -1 if there is none.
func (s *sheet) find(p place) int {
	return slices.IndexFunc(s.bills[:s.drafts], func(b bill) bool { return b.place() == p })
}
