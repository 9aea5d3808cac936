package option

import (
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// Measure is what a marginal abatement curve counts: CO2e, or one flow.
type Measure struct {
	Flow string // empty: t CO2e
}

// Bar is one step of the curve: an option, with those that it needs and that were
// not yet taken.
type Bar struct {
	Options    []string // what it needs first
	Abated     float64  // a year, beside all bars before it; t CO2e or the flow's unit
	Cost       float64  // net cost a year; negative: it earns
	PerUnit    float64  // Cost/Abated
	Cumulative float64  // abated with all bars up to this one
}

// Curve is a marginal abatement curve.
type Curve struct {
	Measure Measure
	Unit    string
	Bars    []Bar
	Without []LeftOut // options that have no bar, and why
}

// Curve orders options as they would be taken and gives each its marginal cost
// of abatement, the interaction with those before it counted (METHOD §21):
//
//	cost of a bar = Σ I_j/annuity(d, n_j) + extra cost − other savings
//	                − money of what the flows save beside the bars before
//
// For CO2e the money of every flow is deducted; for a flow, that of all others but
// not its own, so that the cost per kWh or m³ can be held against its price.
//
// Order. The quotient ranks rightly only where cost is positive: of two options
// that earn the same, it puts the one that abates less first, and it rewards
// abating less (S. Taylor, The ranking of negative-cost emissions reduction
// measures, Energy Policy 48, 2012, 430–438). So bars with a cost of zero or less
// come first, by what they earn a year, the highest first; then those with a
// positive cost by cost per unit, the lowest first. Equal ones: the larger
// abatement first, then the order of the system. After every bar all others are
// computed anew. A salvage value counts as its annuity. An option that abates
// nothing beside those taken before has no bar.
//
// ids nil: all options; those that exclude each other: the first taken stays.
func (m *Model) Curve(measure Measure, ids []string) (Curve, error) {
	b, err := m.newCurve(measure, ids)
	if err != nil {
		return Curve{}, err
	}
	for b.next() {
	}
	b.rest()
	return b.c, nil
}

type curve struct {
	m      *Model
	c      Curve
	flow   int // −1: CO2e
	use    []bool
	in     []bool
	yearly []float64 // by option: annualised investment and yearly money beside the flows
	saved  []float64
	total  float64
}

func (m *Model) newCurve(measure Measure, ids []string) (*curve, error) {
	b := &curve{m: m, flow: -1, in: make([]bool, len(m.options)), yearly: make([]float64, len(m.options))}
	b.c.Measure, b.c.Unit = measure, "t CO2e"
	if measure.Flow != "" {
		r, ok := m.flow[measure.Flow]
		if !ok {
			return nil, text.M("portfolio.measure", "found", measure.Flow)
		}
		b.flow, b.c.Unit = r, m.flows[r].Unit
	}
	use, unknown := m.set(ids)
	if len(unknown) > 0 {
		return nil, text.M("portfolio.unknown", "found", join(unknown))
	}
	if m.rate == nil {
		return nil, text.M("economics.no-rate")
	}
	why := make([]text.Message, len(m.options))
	for i := range m.options {
		use[i] = use[i] || ids == nil
		why[i] = b.unfit(i)
	}
	for i := range m.options {
		for _, j := range m.needs[i] {
			if why[i].Empty() && j != i && (!why[j].Empty() || !use[j]) {
				why[i] = text.M("portfolio.need-unfit", "option", m.optionName(j), "reason", first(why[j], text.M("portfolio.not-asked")))
			}
		}
		if use[i] && !why[i].Empty() {
			b.c.Without = append(b.c.Without, LeftOut{m.options[i].ID, why[i]})
		}
	}
	for i := range use {
		use[i] = use[i] && why[i].Empty()
		if use[i] {
			b.yearly[i] = b.yearlyCost(i)
		}
	}
	b.use = use
	b.saved = m.savedBy(m.central, b.in)
	return b, nil
}

// unfit says why the curve cannot count an option.
func (b *curve) unfit(i int) text.Message {
	m := b.m
	if len(m.lacking[i]) > 0 {
		return m.lacking[i][0]
	}
	if _, why := m.life(i); !why.Empty() {
		return why
	}
	if f := m.investmentOf(i, m.central); !f.OK() {
		return f.Why
	}
	for _, e := range m.effects[i] {
		f := m.flows[e.flow]
		switch {
		case f.Price == nil && e.flow != b.flow:
			return text.M("economics.no-price", "flow", m.flowName(e.flow))
		case f.CO2e == nil && b.flow < 0:
			return text.M("economics.no-co2e", "flow", m.flowName(e.flow))
		}
	}
	return text.Message{}
}

// yearlyCost is what an option costs a year beside the money of its flows; with
// the team's own cash, the annuity of what the valuer takes as fixed.
func (b *curve) yearlyCost(i int) float64 {
	m := b.m
	years, _ := m.life(i)
	o := &m.options[i]
	a := Annuity(*m.rate, years)
	if o.Cash != nil {
		alone := 0.0
		in := make([]bool, len(m.options))
		in[i] = true
		for r, v := range m.savedBy(m.central, in) {
			alone += v * m.central.price[r]
		}
		return alone - NPV(*m.rate, o.Cash)/a
	}
	salvage := o.Salvage * math.Pow(1+*m.rate, -math.Ceil(years))
	return (m.central.investment[i]-salvage)/a - m.central.annual[i]
}

// candidate computes the bar of option i beside those taken; false if relations
// forbid it.
func (b *curve) candidate(i int) (bar Bar, with []bool, saved []float64, ok bool) {
	m := b.m
	with = slices.Clone(b.in)
	for _, j := range m.needs[i] {
		if b.in[j] {
			continue
		}
		for k, clash := range m.clashes[j] {
			if clash && with[k] {
				return bar, nil, nil, false
			}
		}
		with[j] = true
		bar.Cost += b.yearly[j]
		if j != i {
			bar.Options = append(bar.Options, m.options[j].ID)
		}
	}
	bar.Options = append(bar.Options, m.options[i].ID)
	saved = m.savedBy(m.central, with)
	for r, v := range saved {
		d := v - b.saved[r]
		if r != b.flow {
			bar.Cost -= d * m.central.price[r]
		}
		switch {
		case r == b.flow:
			bar.Abated = d
		case b.flow < 0 && m.flows[r].CO2e != nil:
			bar.Abated += d * *m.flows[r].CO2e
		}
	}
	if bar.Abated > 0 {
		bar.PerUnit = bar.Cost / bar.Abated
	}
	return bar, with, saved, true
}

// before reports whether bar x is taken before y.
func before(x, y Bar) bool {
	xEarns, yEarns := x.Cost <= 0, y.Cost <= 0
	switch {
	case xEarns != yEarns:
		return xEarns
	case xEarns && !nearly(x.Cost, y.Cost):
		return x.Cost < y.Cost
	case !xEarns && !nearly(x.PerUnit, y.PerUnit):
		return x.PerUnit < y.PerUnit
	}
	return x.Abated > y.Abated*(1+1e-9)
}

// next takes the next bar.
func (b *curve) next() bool {
	var best Bar
	var with []bool
	var saved []float64
	least := 1e-12 * max(1, b.total)
	for i, yes := range b.use {
		if !yes || b.in[i] {
			continue
		}
		bar, w, s, ok := b.candidate(i)
		if ok && bar.Abated > least && (with == nil || before(bar, best)) {
			best, with, saved = bar, w, s
		}
	}
	if with == nil {
		return false
	}
	b.in, b.saved = with, saved
	b.total += best.Abated
	best.Cumulative = b.total
	b.c.Bars = append(b.c.Bars, best)
	return true
}

// rest says of the options without a bar why they have none.
func (b *curve) rest() {
	m := b.m
	for i, yes := range b.use {
		if !yes || b.in[i] {
			continue
		}
		why := text.M("portfolio.abates-nothing")
		for _, j := range m.needs[i] {
			for k, clash := range m.clashes[j] {
				if clash && b.in[k] {
					why = text.M("portfolio.clash", "option", m.optionName(j), "other", m.optionName(k))
				}
			}
		}
		b.c.Without = append(b.c.Without, LeftOut{m.options[i].ID, why})
	}
}
