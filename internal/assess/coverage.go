package assess

import (
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Coverage is what the data hold, before anything is computed of them: for
// every period and every series whether it is there.
type Coverage struct {
	Periods []CoveredPeriod
	Rows    []CoverageRow
}

// CoveredPeriod is a column of the coverage: a period, or a month between two
// periods for which there is none.
type CoveredPeriod struct {
	Index    int // in Audit.Periods; -1: there is no such period
	Phase    string
	Month    quantity.Month // zero: a period of other days
	From, To quantity.Date
}

// Name is the period as people say it.
func (p CoveredPeriod) Name() any {
	if !p.Month.IsZero() {
		return p.Month
	}
	return text.M("period.from-to", "from", p.From, "to", p.To)
}

// The kinds of series.
const (
	OutputSeries = "output"
	FlowSeries   = "flow"
	DriverSeries = "driver"
)

// CoverageRow is one series: the output, a flow or a driver, with a cell for
// every period.
type CoverageRow struct {
	Kind  string
	ID    string // of the flow or driver; "output"
	Name  text.Name
	Unit  string
	Cells []CoverageCell
}

// CellState is what there is of a series in a period.
type CellState string

// The states, from the best to the worst.
const (
	CellFull      CellState = "full"
	CellEstimated CellState = "estimated" // whole, but some of it is marked as estimated
	CellPartial   CellState = "partial"   // readings cover a part of the days: not used
	CellTwice     CellState = "twice"     // days are counted twice, or stated by the period and by readings
	CellMissing   CellState = "missing"
)

// CoverageCell is one series in one period.
type CoverageCell struct {
	State     CellState
	Value     *float64 // what is known, also of a part of the days
	Days      float64  // % of the days that are covered, by every meter of the flow
	Meters    int      // of the flow; 0: nothing of it was read on meters
	Whole     int      // of these, those that cover all days
	MeterDays float64  // % of the days of all meters that are covered: with one meter, Days
	Estimated float64  // % of the amount that is marked as estimated
	Readings  []int    // that it is made of, in Audit.Readings
	Missing   []text.Message
}

// coverage lists the state of every series that the audit states anywhere.
func (s *site) coverage() Coverage {
	var c Coverage
	at := make([]*span, 0, len(s.spans)) // the span of each column, nil for a month without one
	for i, sp := range s.spans {
		if i > 0 {
			for _, m := range monthsBetween(s.spans[i-1].to, sp.from) {
				c.Periods = append(c.Periods, CoveredPeriod{Index: -1, Month: m, From: m.First(), To: m.Last()})
				at = append(at, nil)
			}
		}
		c.Periods = append(c.Periods, CoveredPeriod{Index: sp.index, Phase: sp.phase, Month: s.audit.Periods[sp.index].Month, From: sp.from, To: sp.to})
		at = append(at, sp)
	}
	if len(c.Periods) == 0 {
		return c
	}
	row := func(kind, id string, name text.Name, unit string, cell func(*span) CoverageCell) {
		r := CoverageRow{Kind: kind, ID: id, Name: name, Unit: unit, Cells: make([]CoverageCell, len(at))}
		for i, sp := range at {
			r.Cells[i] = CoverageCell{State: CellMissing}
			if sp != nil {
				r.Cells[i] = cell(sp)
			}
		}
		c.Rows = append(c.Rows, r)
	}
	if len(s.audit.Products) > 0 {
		row(OutputSeries, OutputDriver, s.pack.Sector.Product, s.unit, func(sp *span) CoverageCell { return whole(sp.output) })
	}
	for _, id := range s.order {
		if s.stated(id) || s.readFlow[id] {
			f := s.flows[id]
			row(FlowSeries, id, f.Name, f.Unit, func(sp *span) CoverageCell { return s.flowCell(sp, id) })
		}
	}
	for _, d := range s.drivers() {
		row(DriverSeries, d.ID, d.label(), d.Unit, func(sp *span) CoverageCell {
			return whole(s.driverValues(d.ID)[sp.n])
		})
	}
	return c
}

func whole(v *float64) CoverageCell {
	if v == nil {
		return CoverageCell{State: CellMissing}
	}
	return CoverageCell{State: CellFull, Value: v, Days: 100}
}

// flowCell is the state of a flow in a span.
func (s *site) flowCell(sp *span, id string) CoverageCell {
	m := sp.metered[id]
	if m == nil && s.stated(id) {
		return whole(s.amounts(id)[sp.n])
	}
	if m == nil {
		return CoverageCell{State: CellMissing}
	}
	c := CoverageCell{State: CellFull, Value: &m.amount, Days: 100 * float64(m.days) / float64(sp.days), Missing: s.lackingOf(*m),
		Meters: m.meters, Whole: m.whole, MeterDays: 100 * float64(m.meterDays) / float64(m.meters*sp.days)}
	for _, x := range m.shares {
		c.Readings = append(c.Readings, x.reading)
	}
	if m.amount != 0 {
		c.Estimated = 100 * m.estimated / m.amount
	}
	_, own := s.audit.Periods[sp.index].Flows[id]
	switch {
	case own || m.twice:
		c.State = CellTwice
	case m.days < sp.days:
		c.State = CellPartial
	case m.estimated != 0:
		c.State = CellEstimated
	}
	return c
}

// mostGap is how many missing months are shown one by one: a longer pause is
// the plant's own.
const mostGap = 24

// monthsBetween lists the whole months after the one day and before the other.
func monthsBetween(last, next quantity.Date) []quantity.Month {
	var months []quantity.Month
	for m := quantity.MonthOf(last).Next(); m.Last().Before(next) && len(months) < mostGap; m = m.Next() {
		months = append(months, m)
	}
	return months
}
