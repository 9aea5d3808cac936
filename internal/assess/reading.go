package assess

import (
	"maps"
	"slices"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// share is the part of a reading that falls into a period.
type share struct {
	reading int // in Audit.Readings
	amount  float64
	days    int // of the reading's that lie in the period
}

// metered is what the readings of a flow say of a period.
type metered struct {
	amount    float64 // of the days that are covered
	estimated float64 // of it, from readings marked as estimated
	days      int     // of the period that every meter of the flow covers
	meters    int     // of the flow
	whole     int     // of them, those that cover all days of the period
	meterDays int     // that they cover, added up
	twice     bool    // a day is counted twice: the file says so as an error
	long      bool    // a bill of much more than the period is in it: the period has no figure of its own
	shares    []share
	lacking   []missingDays // by meter
}

// missingDays are days that no reading of a meter covers.
type missingDays struct {
	meter    string
	from, to quantity.Date
}

// epoch is the day that days are counted from: whole numbers are compared
// thousands of times, dates only shown.
var epoch = quantity.Date{Year: 1970, Month: 1, Day: 1}

// dayRange is a range of days by number, both ends counted.
type dayRange struct{ from, to int }

func rangeOf(from, to quantity.Date) dayRange {
	return dayRange{epoch.DaysUntil(from), epoch.DaysUntil(to)}
}

func (d dayRange) len() int { return d.to - d.from + 1 }

// common is how many days two ranges have in common.
func (d dayRange) common(e dayRange) int {
	return max(0, min(d.to, e.to)-max(d.from, e.from)+1)
}

// spread divides the readings among the spans: a reading is spread evenly over
// its days, a span takes its days (METHOD §17). Every day of every reading is
// counted once: what lies in no span is said, not lost. A span's figure is known
// when every meter of the flow covers all of its days; otherwise it is partial
// and is shown, never scaled up.
func (s *site) spread(spans []*span) {
	if len(s.audit.Readings) == 0 {
		return
	}
	s.reads = make([]dayRange, len(s.audit.Readings))
	for i, r := range s.audit.Readings {
		s.reads[i] = dayRange{0, -1} // of wrong dates: none
		if !r.From.IsZero() && !r.To.Before(r.From) {
			s.reads[i] = rangeOf(r.From, r.To)
		}
	}
	for i := range spans {
		spans[i].metered = map[string]*metered{}
	}
	for _, flow := range s.readFlows() {
		s.readFlow[flow] = true
		meters := s.metersOf(flow)
		s.meters[flow] = meters
		for i := range spans {
			s.spreadInto(spans[i], flow, meters)
		}
	}
	s.sayOutside(spans)
	for _, i := range slices.Sorted(maps.Keys(s.longReads)) {
		r := s.audit.Readings[i]
		s.probs.Add(problem.Doubt, at("reading", i, ""), text.M("reading.long", "flow", s.flowName(r.Flow), "from", r.From, "to", r.To, "days", s.reads[i].len()))
	}
}

// longBill is from how many times the length of a period on a bill says nothing
// of the period: bills of two months are common, a quarter's or a year's bill
// spread over months shows no difference between them.
const longBill = 2.5

// isLong reports whether a reading says nothing of a range of days: it is of much
// more. Of a meter that did not exist it is 0 for any time.
func (s *site) isLong(reading int, in dayRange) bool {
	return s.audit.Readings[reading].Amount != 0 && float64(s.reads[reading].len()) > longBill*float64(in.len())
}

// shareOf is the part of a reading that some of its days have.
func (s *site) shareOf(reading, days int) share {
	return share{reading: reading, days: days, amount: s.audit.Readings[reading].Amount * float64(days) / float64(s.reads[reading].len())}
}

// longBilled reports whether a flow, or what it is added up from, has a period
// before or after that rests on a long bill.
func (s *site) longBilled(flow string) bool {
	flows := []string{flow}
	if sum := s.packs[flow].Sum; sum != "" && !s.stated(flow) {
		flows = s.parts[sum]
	}
	return slices.ContainsFunc(s.spans, func(sp *span) bool {
		return sp.phase != History && slices.ContainsFunc(flows, func(id string) bool { return sp.metered[id] != nil && sp.metered[id].long })
	})
}

// readFlows lists the flows that have readings, in the order of the file.
func (s *site) readFlows() []string {
	var ids []string
	for _, r := range s.audit.Readings {
		if !slices.Contains(ids, r.Flow) {
			ids = append(ids, r.Flow)
		}
	}
	return ids
}

// meterReadings are the readings of one meter of a flow, oldest first.
type meterReadings struct {
	name     string
	readings []int
	first    int // the first that may touch the next span: spans come in order of time
}

func (s *site) metersOf(flow string) []*meterReadings {
	byName := map[string]*meterReadings{}
	for i, r := range s.audit.Readings {
		if r.Flow != flow || s.reads[i].len() < 1 {
			continue
		}
		if byName[r.Meter] == nil {
			byName[r.Meter] = &meterReadings{name: r.Meter}
		}
		byName[r.Meter].readings = append(byName[r.Meter].readings, i)
	}
	var meters []*meterReadings
	for _, name := range sortedKeys(byName) {
		m := byName[name]
		slices.SortStableFunc(m.readings, func(a, b int) int { return s.reads[a].from - s.reads[b].from })
		meters = append(meters, m)
	}
	return meters
}

// spreadInto gives a span its part of the readings of a flow.
func (s *site) spreadInto(sp *span, flow string, meters []*meterReadings) {
	m := metered{days: sp.days, meters: len(meters)}
	touched := false
	in := rangeOf(sp.from, sp.to)
	for _, meter := range meters {
		covered := 0
		next := in.from // the first day that is not covered yet
		for meter.first < len(meter.readings) && s.reads[meter.readings[meter.first]].to < in.from {
			meter.first++
		}
		for _, i := range meter.readings[meter.first:] {
			d := s.reads[i]
			if d.from > in.to {
				break
			}
			days := d.common(in)
			if days == 0 {
				continue
			}
			r := s.audit.Readings[i]
			part := s.shareOf(i, days)
			m.shares = append(m.shares, part)
			m.amount += part.amount
			if r.Estimated {
				m.estimated += part.amount
			}
			if s.isLong(i, in) {
				m.long = true
				s.longReads[i] = true
			}
			from, to := max(d.from, in.from), min(d.to, in.to)
			m.twice = m.twice || from < next
			covered += max(0, to-max(from, next)+1)
			if from > next {
				m.lacking = append(m.lacking, missingDays{meter.name, epoch.AddDays(next), epoch.AddDays(from - 1)})
			}
			next = max(next, to+1)
		}
		touched = touched || covered > 0
		if next <= in.to {
			m.lacking = append(m.lacking, missingDays{meter.name, epoch.AddDays(next), sp.to})
		}
		m.days = min(m.days, covered)
		m.meterDays += covered
		if covered == sp.days {
			m.whole++
		}
	}
	if !touched {
		return
	}
	sp.metered[flow] = &m
	if _, stated := sp.flows[flow]; stated {
		s.probs.Add(problem.Error, at("period", sp.index, "flows."+flow), text.M("reading.stated-twice",
			"flow", s.flowName(flow), "period", sp.name(s.audit), "reading", m.shares[0].reading+1))
		return
	}
	if m.days < sp.days {
		// Of several meters the days that all of them cover say little: none, where
		// one is whole and the other was not read.
		var percent, count any = 100 * float64(m.days) / float64(sp.days), ""
		if m.meters > 1 {
			percent, count = "", m.meters
		}
		s.probs.Add(problem.Doubt, at("reading", m.shares[0].reading, ""), text.M("reading.partial",
			"flow", s.flowName(flow), "period", sp.name(s.audit), "percent", percent, "meters", count, "whole", m.whole, "lacking", s.lackingOf(m), "hint", meterHint(meters)))
		return
	}
	sp.fill(flow, m.amount)
}

// meterHint says what to do where a flow has several meters: one that is new, or
// gone, is not one that was not read.
func meterHint(meters []*meterReadings) any {
	if len(meters) < 2 {
		return ""
	}
	return text.M("reading.meter-hint")
}

// fill states a flow of the span, without touching the audit's own map.
func (p *span) fill(flow string, v float64) {
	if !p.filled {
		own := make(map[string]float64, len(p.flows)+1)
		for id, x := range p.flows {
			own[id] = x
		}
		p.flows, p.filled = own, true
	}
	p.flows[flow] = v
}

// lackingOf says which days of which meter are missing.
func (s *site) lackingOf(m metered) []text.Message {
	var all []text.Message
	for _, l := range m.lacking {
		all = append(all, text.M("reading.days-lacking", "meter", l.meter, "from", l.from, "to", l.to))
	}
	return all
}

// sayOutside notes the days of readings that lie in no period: they are counted
// nowhere.
func (s *site) sayOutside(spans []*span) {
	ranges := make([]dayRange, 0, len(spans))
	for _, sp := range spans {
		ranges = append(ranges, rangeOf(sp.from, sp.to))
	}
	for _, p := range s.audit.Periods { // what is omitted is left out on purpose
		if from, to, ok := p.Days(); ok && p.Phase == Omitted {
			ranges = append(ranges, rangeOf(from, to))
		}
	}
	for i, r := range s.audit.Readings {
		d := s.reads[i]
		inside := 0
		for _, in := range ranges {
			inside += d.common(in)
		}
		if out := d.len() - inside; out > 0 {
			s.probs.Add(problem.Note, at("reading", i, ""), text.M("reading.outside", "flow", s.flowName(r.Flow), "from", r.From, "to", r.To,
				"days", out, "amount", quantity.Amount{Value: r.Amount * float64(out) / float64(d.len()), Unit: s.flows[r.Flow].Unit}))
		}
	}
}

// priceFromBills takes the price of every flow that states none from its bills.
func (s *site) priceFromBills() {
	for _, flow := range s.readFlows() {
		f, known := s.flows[flow]
		if !known || f.Price != nil {
			continue
		}
		var phase string
		if f.Price, phase = s.billedPrice(flow); f.Price != nil {
			f.Billed = true
			s.flows[flow] = f
			if phase == After && len(s.inPhase(Before)) > 0 {
				s.probs.Add(problem.Note, "flow."+flow+".price", text.M("reading.price-after", "flow", f.Name))
			}
		}
	}
}

// billedPrice is what the bills of a flow cost a unit on average, in the phase
// before where it has any: the price that is frozen where the plant states none.
func (s *site) billedPrice(flow string) (price *float64, phase string) {
	for _, phase := range []string{Before, After} {
		if money, amount, _ := s.billed(flow, phase); amount > 0 && money > 0 {
			price := money / amount
			return &price, phase
		}
	}
	return nil, ""
}

// billed adds up the bills of a flow that touch a phase and state their money.
func (s *site) billed(flow, phase string) (money, amount float64, bills int) {
	for i, r := range s.audit.Readings {
		if r.Flow != flow || r.Cost == nil || !s.readIn(i, phase) {
			continue
		}
		money += *r.Cost
		amount += r.Amount
		bills++
	}
	return money, amount, bills
}

// readIn reports whether a reading touches a phase.
func (s *site) readIn(reading int, phase string) bool {
	return slices.ContainsFunc(s.inPhase(phase), func(sp *span) bool { return s.reads[reading].common(rangeOf(sp.from, sp.to)) > 0 })
}

func (s *site) flowName(id string) any {
	if f, ok := s.flows[id]; ok {
		return f.Name
	}
	return id
}
