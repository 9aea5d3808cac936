package option

import (
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// Spread is a figure at its low end, in the middle and at its high end.
type Spread struct{ Low, Central, High Figure }

// Economics is what one option is worth when it stands alone.
//
// Low is the worst corner for the plant and High the best: Low takes the low end
// of every saving and of the prices, the high end of the investment, of the
// extra cost and of the price of what the option uses more of; High the reverse;
// Central all central figures. The corners are bounds, not the 5 % and 95 % points
// of the result: see Robustness for those. Payback.Low is the payback of the worst
// corner, so the longest.
type Economics struct {
	Option     string
	Investment Spread // Low is the dearest
	Saving     Spread // money of the saved flows a year
	Annual     Spread // net saving A a year (METHOD §10)
	NPV        Spread
	Payback    struct{ Low, Central, High Payback }
	Discounted Payback
	IRR        Return
	ROI        Figure
	Band       Band // by the central payback
	CO2e       Figure
	CO2ePart   *CO2ePart // of CO2e, where that is not known; nil: nothing of it is
	Steady     bool      // the cash is the same every year; false: the team's own years
	Cash       Cash      // central; nil where something is missing
}

// Economics computes an option alone: A, PB, discounted PB, NPV, IRR and ROI as
// METHOD §10 has them. What cannot be computed says why. ok is false for an
// unknown id.
func (m *Model) Economics(id string) (e Economics, ok bool) {
	i, ok := m.option[id]
	if !ok {
		return e, false
	}
	o := &m.options[i]
	e = Economics{Option: id, Steady: o.Cash == nil}
	low, central, high := m.alone(i, m.pessimal, -1), m.alone(i, m.central, 0), m.alone(i, m.optimal, 1)
	e.Investment = Spread{low.investment, central.investment, high.investment}
	e.Saving = Spread{low.money, central.money, high.money}
	e.Annual = Spread{low.annual, central.annual, high.annual}
	e.NPV = Spread{low.npv, central.npv, high.npv}
	e.Payback.Low, e.Payback.Central, e.Payback.High = low.payback, central.payback, high.payback
	e.Band = PaybackBand(central.payback)
	e.Cash = central.cash
	e.ROI = central.annual
	if e.ROI.OK() {
		e.ROI = central.investment
	}
	if e.ROI.OK() {
		e.ROI = ROI(central.investment.Value, central.annual.Value)
	}
	e.IRR = Return{Status: IRRGap}
	e.Discounted = Payback{Status: PaybackGap, Why: central.cashWhy}
	if central.cash != nil {
		e.IRR = IRR(central.cash)
		if m.rate == nil {
			e.Discounted.Why = text.M("economics.no-rate")
		} else {
			e.Discounted = DiscountedPayback(*m.rate, withoutSalvage(central.cash, o))
		}
	}
	in := make([]bool, len(m.options))
	in[i] = true
	e.CO2e, e.CO2ePart = m.co2e(in, m.savedBy(m.central, in))
	return e, true
}

func withoutSalvage(c Cash, o *Option) Cash {
	if o.Cash != nil || o.Salvage == 0 {
		return c
	}
	c = slices.Clone(c)
	c[len(c)-1] -= o.Salvage
	return c
}

// single is an option alone in one corner.
type single struct {
	investment, money, annual, npv Figure
	payback                        Payback
	cash                           Cash
	cashWhy                        text.Message
}

// alone computes option i in a scenario; end chooses the prices: −1 the worse for
// the plant, 0 the central, 1 the better.
func (m *Model) alone(i int, s *scenario, end int) (x single) {
	o := &m.options[i]
	x.investment = m.investmentOf(i, s)
	x.money = m.moneyOf(i, s, end)
	if o.says() {
		x.annual = x.money
	} else {
		x.money = missing(text.M("economics.no-saving", "option", m.optionName(i)))
		x.annual = x.money
	}
	if x.money.OK() {
		x.annual = known(x.money.Value + s.annual[i])
	}
	years, why := m.life(i)
	x.payback = Payback{Status: PaybackGap, Why: firstWhy(x.investment, x.annual)}
	if o.Cash != nil {
		x.aloneByYears(m, i, s, end, years)
		return x
	}
	if x.investment.OK() && x.annual.OK() {
		x.payback = SimplePayback(x.investment.Value, x.annual.Value, years)
		x.cashWhy = why
		if why.Empty() {
			x.cash = Steady(x.investment.Value, x.annual.Value, years, o.Salvage)
		}
	} else {
		x.cashWhy = x.payback.Why
	}
	x.npv = m.npvOf(x.cash, x.cashWhy)
	return x
}

// says reports whether anything is stated of what an option brings: nothing
// stated is not a saving of zero. Among others such an option counts with its
// investment, for others may need it.
func (o *Option) says() bool {
	return len(o.Savings) > 0 || o.Cash != nil || o.AnnualCost != (Range{}) || o.OtherSaving != (Range{})
}

// aloneByYears uses the team's own cash; the corners move it by what they move
// the yearly saving and the investment.
func (x *single) aloneByYears(m *Model, i int, s *scenario, end int, years float64) {
	cash := slices.Clone(m.options[i].Cash)
	if end != 0 {
		central := m.alone(i, m.central, 0)
		if x.annual.OK() && central.annual.OK() {
			for t := 1; t < len(cash); t++ {
				cash[t] += (x.annual.Value - central.annual.Value) * min(1, years-float64(t-1))
			}
		}
		cash[0] -= s.investment[i] - m.central.investment[i]
	}
	x.cash = cash
	x.payback = DiscountedPayback(0, cash)
	x.npv = m.npvOf(cash, text.Message{})
}

func (m *Model) npvOf(cash Cash, why text.Message) Figure {
	switch {
	case cash == nil:
		return missing(why)
	case m.rate == nil:
		return missing(text.M("economics.no-rate"))
	}
	return known(NPV(*m.rate, cash))
}

func firstWhy(figures ...Figure) text.Message {
	for _, f := range figures {
		if !f.OK() {
			return f.Why
		}
	}
	return text.Message{}
}

func (m *Model) investmentOf(i int, s *scenario) Figure {
	o := &m.options[i]
	switch {
	case o.Investment != nil:
		return known(s.investment[i])
	case o.Cash != nil:
		return known(max(0, -o.Cash[0]))
	}
	return missing(text.M("economics.no-investment", "option", m.optionName(i)))
}

// life is how many years an option works.
func (m *Model) life(i int) (float64, text.Message) {
	o := &m.options[i]
	switch {
	case o.Cash != nil:
		return float64(len(o.Cash) - 1), text.Message{}
	case o.Life != nil:
		return *o.Life, text.Message{}
	}
	return 0, text.M("economics.no-life", "option", m.optionName(i))
}

// unpriced says which flow that the option changes has no price, if any.
func (m *Model) unpriced(i int) text.Message {
	for _, e := range m.effects[i] {
		if m.flows[e.flow].Price == nil {
			return text.M("economics.no-price", "flow", m.flowName(e.flow))
		}
	}
	return text.Message{}
}

// moneyOf is Σ_r ΔQ_r·p_r of option i alone.
func (m *Model) moneyOf(i int, s *scenario, end int) Figure {
	if len(m.lacking[i]) > 0 {
		return missing(m.lacking[i][0])
	}
	if why := m.unpriced(i); !why.Empty() {
		return missing(why)
	}
	in := make([]bool, len(m.options))
	in[i] = true
	sum := 0.0
	for r, v := range m.savedBy(s, in) {
		if v != 0 {
			sum += v * pricedAt(*m.flows[r].Price, end, v > 0)
		}
	}
	return known(sum)
}

// pricedAt is the end of a price that is worse (−1) or better (1) for the plant,
// which saves the flow or uses more of it.
func pricedAt(p Range, end int, saves bool) float64 {
	switch {
	case end == 0:
		return p.Central
	case (end > 0) == saves:
		return p.High
	}
	return p.Low
}

func (m *Model) savedBy(s *scenario, in []bool) []float64 {
	out := make([]float64, len(m.flows))
	m.saved(s, in, make([]float64, len(m.parts)), out)
	return out
}

// valuer computes the NPV of sets of options.
//
// The money of a set in year t is what the options that are still alive in t save
// together; options of different lives drop out one after the other:
//
//	NPV(S) = Σ_{j∈S} fixed_j + Σ_p w_p·Σ_r price_r·saved_r({j∈S : life_j reaches p})
//
// The periods p lie between neighbouring lives, w_p is the annuity over them, and
// fixed_j is what option j has beside the money of its flows: −I, cost, other
// savings, salvage; with the team's own cash, NPV(cash) less the annuity of its
// saving alone, so that a set of one has exactly the NPV of that cash.
//
// Each saved_r is a monotone submodular function of the set (a coverage function
// cut off at the minimum), so NPV(S∪T) ≤ NPV(S) + Σ_{j∈T} (NPV(S∪{j}) − NPV(S))
// and in particular NPV(S) ≤ Σ_j NPV({j}): the sum of the stand-alone values is an
// upper bound. Increases are added, not multiplied, and keep this true.
type valuer struct {
	m       *Model
	s       *scenario
	fixed   []float64
	certain []float64 // by option
	annuity []float64 // by option; 0: not used
	periods []lifePeriod
	rest    []float64
	out     []float64
	alive   []bool
}

type lifePeriod struct {
	weight float64
	alive  []bool // options whose life reaches it
}

// valuer makes one for the options that use marks; their figures must be known
// (see unvalued).
func (m *Model) valuer(s *scenario, use []bool) *valuer {
	n := len(m.options)
	v := &valuer{
		m: m, s: s, fixed: make([]float64, n), certain: make([]float64, n), annuity: make([]float64, n),
		rest: make([]float64, len(m.parts)), out: make([]float64, len(m.flows)), alive: make([]bool, n),
	}
	var lives []float64
	for i, yes := range use {
		if yes {
			years, _ := m.life(i)
			lives = append(lives, years)
			v.certain[i], v.annuity[i] = m.certainValue(i, years), Annuity(*m.rate, years)
		}
	}
	v.fix()
	slices.Sort(lives)
	before := 0.0
	for _, years := range slices.Compact(lives) {
		a := Annuity(*m.rate, years)
		p := lifePeriod{weight: a - before, alive: make([]bool, n)}
		for i, yes := range use {
			if l, _ := m.life(i); yes && l >= years {
				p.alive[i] = true
			}
		}
		v.periods, before = append(v.periods, p), a
	}
	return v
}

// fix computes fixed_j of every option from the scenario, which may have changed.
func (v *valuer) fix() {
	for i, a := range v.annuity {
		if a > 0 {
			v.fixed[i] = v.certain[i] + a*v.s.annual[i] - v.s.investment[i]
		}
	}
}

// certainValue is the part of fixed_j that no scenario changes.
func (m *Model) certainValue(i int, years float64) float64 {
	o := &m.options[i]
	if o.Cash == nil {
		return o.Salvage * math.Pow(1+*m.rate, -math.Ceil(years))
	}
	a := Annuity(*m.rate, years)
	return NPV(*m.rate, o.Cash) - a*(m.moneyOf(i, m.central, 0).Value+m.central.annual[i]) + m.central.investment[i]
}

func (v *valuer) npv(in []bool) float64 {
	sum := 0.0
	for i, yes := range in {
		if yes {
			sum += v.fixed[i]
		}
	}
	for _, p := range v.periods {
		for i := range in {
			v.alive[i] = in[i] && p.alive[i]
		}
		v.m.saved(v.s, v.alive, v.rest, v.out)
		money := 0.0
		for r, q := range v.out {
			money += q * v.s.price[r]
		}
		sum += p.weight * money
	}
	return sum
}

// unvalued says why the NPV of an option in a set cannot be computed; empty if it
// can.
func (m *Model) unvalued(i int) text.Message {
	if len(m.lacking[i]) > 0 {
		return m.lacking[i][0]
	}
	if m.rate == nil {
		return text.M("economics.no-rate")
	}
	if _, why := m.life(i); !why.Empty() {
		return why
	}
	if f := m.investmentOf(i, m.central); !f.OK() {
		return f.Why
	}
	return m.unpriced(i)
}

// FlowSaving is what a set saves of a flow a year.
type FlowSaving struct {
	Flow      string
	Base      float64 // before
	Saved     float64 // negative: the set uses more
	Share     Figure  // of Base
	AtMinimum bool    // the physical minimum stops the saving
}

// Combined is what a set of options does together (METHOD §21).
type Combined struct {
	Options    []string // in the order of the system
	Flows      []FlowSaving
	Investment Figure
	Money      Figure // of the saved flows, a year in which all options work
	Annual     Figure // net saving a year in which all options work
	Payback    Payback
	NPV        Figure
	CO2e       Figure         // t a year
	CO2ePart   *CO2ePart      // of CO2e, where that is not known; nil: nothing of it is
	Overlap    Figure         // money a year that adding the options' own savings would count twice
	Broken     []text.Message // dependencies and exclusions that the set does not respect
}

// Combine computes a set, at central figures. Options that clash or lack what
// they depend on are computed all the same and named in Broken; unknown ids are
// left out and named there too.
func (m *Model) Combine(ids []string) Combined {
	in, unknown := m.set(ids)
	c := m.combine(in)
	for _, id := range unknown {
		c.Broken = append(c.Broken, text.M("portfolio.unknown", "found", id))
	}
	return c
}

func (m *Model) combine(in []bool) Combined {
	c := Combined{Options: m.ids(in), Broken: m.broken(in)}
	saved := m.savedBy(m.central, in)
	c.Flows = m.flowSavings(in, saved)
	c.CO2e, c.CO2ePart = m.co2e(in, saved)
	investment, alone, annual := 0.0, 0.0, 0.0
	var gap, moneyGap, valueGap text.Message
	for i, yes := range in {
		if !yes {
			continue
		}
		f, money := m.investmentOf(i, m.central), m.moneyOf(i, m.central, 0)
		investment, alone, annual = investment+f.Value, alone+money.Value, annual+m.central.annual[i]
		gap, moneyGap, valueGap = first(gap, f.Why), first(moneyGap, money.Why), first(valueGap, m.unvalued(i))
	}
	c.Investment = figure(investment, gap)
	together := 0.0
	for r, v := range saved {
		together += v * m.central.price[r]
	}
	c.Money, c.Overlap = figure(together, moneyGap), figure(alone-together, moneyGap)
	c.Annual = figure(together+annual, moneyGap)
	c.Payback = Payback{Status: PaybackGap, Why: first(gap, moneyGap)}
	if c.Payback.Why.Empty() {
		c.Payback = SimplePayback(investment, together+annual, 0)
	}
	if !valueGap.Empty() {
		c.NPV = missing(valueGap)
	} else if len(c.Options) == 0 {
		c.NPV = known(0)
	} else {
		c.NPV = known(m.valuer(m.central, in).npv(in))
	}
	return c
}

func first(a, b text.Message) text.Message {
	if a.Empty() {
		return b
	}
	return a
}

func figure(v float64, why text.Message) Figure {
	if why.Empty() {
		return known(v)
	}
	return missing(why)
}

func (m *Model) flowSavings(in []bool, saved []float64) []FlowSaving {
	touched := make([]bool, len(m.flows))
	added := make([]float64, len(m.flows))
	for i, yes := range in {
		if !yes {
			continue
		}
		for _, e := range m.effects[i] {
			touched[e.flow] = true
		}
		for r, a := range m.central.add[i] {
			added[r] += a
		}
	}
	var list []FlowSaving
	for r, f := range m.flows {
		if !touched[r] {
			continue
		}
		x := FlowSaving{Flow: f.ID, Base: *f.Amount, Saved: saved[r], Share: missing(text.M("economics.no-base", "flow", m.flowName(r)))}
		if x.Base > 0 {
			x.Share = known(x.Saved / x.Base)
		}
		x.AtMinimum = f.Minimum != nil && *f.Minimum > 0 && nearly(x.Base-x.Saved-added[r], *f.Minimum)
		list = append(list, x)
	}
	return list
}

// broken names the relations that a set does not respect.
func (m *Model) broken(in []bool) (list []text.Message) {
	for i, yes := range in {
		if !yes {
			continue
		}
		for _, j := range m.needs[i] {
			if !in[j] {
				list = append(list, text.M("portfolio.needs", "option", m.optionName(i), "other", m.optionName(j)))
			}
		}
		for j := i + 1; j < len(in); j++ {
			if in[j] && m.clashes[i][j] {
				list = append(list, text.M("portfolio.clash", "option", m.optionName(i), "other", m.optionName(j)))
			}
		}
	}
	return list
}
