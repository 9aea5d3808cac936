package assess

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess/emission"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// gwpSet is the set of warming potentials that the audit uses.
func (s *site) gwpSet() string {
	if s.audit.Settings.GWP != "" {
		return s.audit.Settings.GWP
	}
	return benchmark.DefaultGWPSet
}

func (s *site) potentials() emission.Potentials {
	ch4, _ := s.common.Factors.GWP("CH4", s.gwpSet())
	n2o, _ := s.common.Factors.GWP("N2O", s.gwpSet())
	return emission.Potentials{CH4: ch4.GWP100, N2O: n2o.GWP100}
}

// carbon is what one period's amount of a carrier emits, in t.
type carbon struct {
	scope          int
	co2e, biogenic float64
	otherYears     []int // years of the period whose grid factor another year's stands in for
}

// carbonOf is the greenhouse gas of a fuel (scope 1) or of grid electricity
// (scope 2) used on the days of a period.
func (s *site) carbonOf(f FlowInfo, q float64, sp *span) (carbon, bool) {
	if f.Factor == benchmark.GridElectricity {
		mwh, err := s.convert(q, f.Unit, "MWh")
		if err != nil {
			return carbon{}, false
		}
		c := carbon{scope: 2}
		for _, y := range s.gridOf(sp) {
			if y.grid.Year == 0 {
				return carbon{}, false
			}
			c.co2e += mwh * y.share * y.grid.TCO2PerMWh
			if y.grid.Year != y.year {
				c.otherYears = append(c.otherYears, y.year)
			}
		}
		return c, true
	}
	fuel, ok := s.fuelOf(f)
	if !ok {
		return carbon{}, false
	}
	mj, err := s.energyOf(f, q)
	if err != nil {
		return carbon{}, false
	}
	total, biogenic := emission.Burn(mj, fuel).CO2e(s.gwp)
	return carbon{scope: 1, co2e: total, biogenic: biogenic}, true
}

// gridYear is the part of a period that lies in one year, and the grid factor
// that holds for it.
type gridYear struct {
	year, days int
	share      float64        // of the period's days
	grid       benchmark.Grid // of another year where the year has no official factor; zero where none is known
}

// gridOf divides a period among its years: electricity is spread evenly over
// the days (METHOD §17), and every day takes its own year's factor (METHOD §4).
func (s *site) gridOf(sp *span) []gridYear {
	if sp.grid != nil {
		return sp.grid
	}
	var years []gridYear
	for from := sp.from; !sp.to.Before(from); {
		to := quantity.Date{Year: from.Year, Month: 12, Day: 31}
		if sp.to.Before(to) {
			to = sp.to
		}
		y := gridYear{year: from.Year, days: from.DaysUntil(to) + 1}
		y.share = float64(y.days) / float64(sp.days)
		y.grid, _, _ = s.common.Factors.Grid(y.year)
		years = append(years, y)
		from = to.AddDays(1)
	}
	sp.grid = years
	return years
}

// carbonWhy is how the greenhouse gas of a carrier in a period came about.
func (s *site) carbonWhy(f FlowInfo, q float64, sp *span) *Why {
	c, _ := s.carbonOf(f, q, sp)
	w := &Why{
		Label: text.M("why.carbon-of-period", "flow", f.Name, "period", sp.name(s.audit)), Formula: "Q · EF",
		Value: &quantity.Amount{Value: c.co2e, Unit: "t CO2e"},
	}
	if c.scope == 2 {
		w.From = []*Why{s.amountWhy(sp, f.ID)}
		years := s.gridOf(sp)
		for _, y := range years {
			factor := &Why{
				Label: text.M("why.grid-factor", "year", y.grid.Year), Value: &quantity.Amount{Value: y.grid.TCO2PerMWh, Unit: "t CO2/MWh"},
				Source: s.common.Factors.Source(y.grid.Source), Note: noteOf(y.grid.Note),
			}
			if len(years) > 1 {
				factor.Label = text.M("why.grid-factor-days", "year", y.grid.Year, "days", y.days, "of", sp.days)
			}
			if y.grid.Year != y.year {
				factor.Note = text.M("why.grid-other-year", "year", y.year, "used", y.grid.Year)
			}
			w.From = append(w.From, factor)
		}
		if len(years) > 1 {
			w.Formula = "Σ Q · EF · d_y / d"
		}
		return w
	}
	fuel, _ := s.fuelOf(f)
	factors := &Why{
		Label:   text.M("why.fuel-factors", "fuel", fuel.Name, "co2", fuel.CO2KgPerTJ, "ch4", fuel.CH4KgPerTJ, "n2o", fuel.N2OKgPerTJ),
		Source:  s.common.Factors.Source(fuel.Source),
		Locator: text.Both(fuel.IPCCFuel),
	}
	if fuel.Biogenic {
		factors.Note = text.M("why.biogenic")
	}
	w.Formula = "Q·NCV·(EF_CO2 + EF_CH4·GWP + EF_N2O·GWP)"
	w.From = []*Why{s.energyWhy(f, q), factors, {Label: text.M("why.gwp", "set", s.gwpSet(), "ch4", s.gwp.CH4, "n2o", s.gwp.N2O)}}
	return w
}

// carriers lists the flows that are bought electricity or fuels.
func (s *site) carriers() []string { return s.parts["energy"] }

// co2ePerUnit is what a unit of a flow emits on average in a phase, in t CO2e;
// false when the flow emits nothing that is known.
func (s *site) co2ePerUnit(f FlowInfo, phase string) (float64, bool) {
	key := [2]string{f.ID, phase}
	per, known := s.co2e[key]
	if !known {
		of := s.co2ePerMetered
		if s.packs[f.ID].Sum != "" {
			of = s.co2ePerSummed
		}
		if v, ok := of(f, phase); ok {
			per = &v
		}
		s.co2e[key] = per
	}
	return value(per), per != nil
}

// co2ePerMetered is the mean over the periods that state the flow.
func (s *site) co2ePerMetered(f FlowInfo, phase string) (float64, bool) {
	if _, fuel := s.fuelOf(f); !fuel && f.Factor != benchmark.GridElectricity {
		return 0, false
	}
	var amount, co2e float64
	for _, sp := range s.inPhase(phase) {
		q, ok := sp.flows[f.ID]
		if !ok {
			continue
		}
		c, ok := s.carbonOf(f, q, sp)
		if !ok {
			return 0, false
		}
		amount += q
		co2e += c.co2e
	}
	if amount <= 0 {
		return 0, false
	}
	return co2e / amount, true
}

// co2ePerSummed is the mix of the carriers that a summed flow is made of.
func (s *site) co2ePerSummed(f FlowInfo, phase string) (float64, bool) {
	var amount, co2e float64
	for _, sp := range s.inPhase(phase) {
		e, ok := s.amount(sp, f.ID)
		if !ok {
			continue
		}
		amount += e
		for _, id := range s.parts[s.packs[f.ID].Sum] {
			if q, ok := sp.flows[id]; ok {
				c, _ := s.carbonOf(s.flows[id], q, sp)
				co2e += c.co2e
			}
		}
	}
	if amount <= 0 || s.stated(f.ID) {
		return 0, false
	}
	return co2e / amount, true
}

// emissions are the greenhouse gases of a phase by scope.
func (s *site) emissions(phase string, out *Output) Emissions {
	e := Emissions{Phase: phase, GWP: s.gwpSet()}
	e.Why1 = &Why{Label: text.M("why.scope1", "phase", text.M("phase."+phase)), Formula: "Σ"}
	e.Why2 = &Why{Label: text.M("why.scope2", "phase", text.M("phase."+phase)), Formula: "Σ"}
	var substituted []int
	perUnit := 0.0 // of what each period states, over that period's output
	var shares []*Why
	share := func(line EmissionLine, part float64, total *Why) {
		p := s.outputWith(phase, line.Flow.ID, out)
		v := 1000 * part * line.CO2e / p
		if part < 1 {
			total = &Why{Label: text.M("why.carbon-with-output", "flow", line.Flow.Name), Value: &quantity.Amount{Value: part * line.CO2e, Unit: "t CO2e"}, From: []*Why{total}}
		}
		perUnit += v
		shares = append(shares, &Why{
			Label: text.M("why.carbon-of", "flow", line.Flow.Name), Formula: "m ÷ P", Value: &quantity.Amount{Value: v, Unit: "kg CO2e/" + s.unit},
			From: []*Why{total, {Label: text.M("why.output-with", "flow", line.Flow.Name), Value: &quantity.Amount{Value: p, Unit: s.unit}}},
		})
	}
	for _, id := range s.carriers() {
		f := s.flows[id]
		line := EmissionLine{Flow: f}
		var missing []text.Message
		counted := 0.0 // in periods with an output
		for _, sp := range s.inPhase(phase) {
			q, ok := sp.flows[id]
			if !ok {
				missing = append(missing, text.M("say.period", "period", sp.name(s.audit)))
				continue
			}
			c, ok := s.carbonOf(f, q, sp)
			if !ok {
				s.probs.Add(problem.Doubt, at("period", sp.index, "flows."+id), text.M("emission.not-computed", "flow", f.Name))
				continue
			}
			line.Scope = c.scope
			line.CO2e += c.co2e
			if sp.output != nil {
				counted += c.co2e
			}
			line.Biogenic += c.biogenic
			for _, y := range c.otherYears {
				if !slices.Contains(substituted, y) {
					substituted = append(substituted, y)
				}
			}
		}
		if line.Scope == 0 {
			continue
		}
		if len(missing) > 0 {
			s.probs.Add(problem.Note, "emissions."+phase, text.M("emission.incomplete", "flow", f.Name, "periods", missing))
		}
		why := &Why{Label: text.M("why.carbon-of", "flow", f.Name), Formula: "Σ", Value: &quantity.Amount{Value: line.CO2e, Unit: "t CO2e"}, open: s.later(func() []*Why {
			var parts []*Why
			for _, sp := range s.inPhase(phase) {
				if q, ok := sp.flows[id]; ok {
					parts = append(parts, s.carbonWhy(f, q, sp))
				}
			}
			return parts
		})}
		share(line, partCounted(counted, line.CO2e), why)
		e.add(line, why)
	}
	if line, why := s.wastewaterMethane(phase); line != nil {
		share(*line, 1, why)
		e.add(*line, why)
	}
	for _, y := range substituted {
		g, _, _ := s.common.Factors.Grid(y)
		s.probs.Add(problem.Note, "", text.M("emission.grid-year", "year", y, "used", g.Year))
	}
	if out != nil && out.Total.Value > 0 && (e.Scope1 != nil || e.Scope2 != nil) {
		e.PerUnit = &quantity.Amount{Value: perUnit, Unit: "kg CO2e"}
		e.WhyPerUnit = &Why{
			Label: text.M("why.co2e-per-unit", "per", s.per(), "phase", text.M("phase."+phase)), Formula: "Σ m ÷ P",
			Value: &quantity.Amount{Value: perUnit, Unit: "kg CO2e/" + s.unit}, From: shares,
		}
	}
	e.explain()
	return e
}

// explain says how the sums over the scopes and the carriers came about.
func (e *Emissions) explain() {
	e.WhyTotal = &Why{Label: text.M("why.co2e", "phase", text.M("phase."+e.Phase)), Formula: "Σ", Value: &quantity.Amount{Value: value(e.Scope1) + value(e.Scope2), Unit: "t CO2e"}}
	for _, scope := range []struct {
		total *float64
		why   *Why
	}{{e.Scope1, e.Why1}, {e.Scope2, e.Why2}} {
		if scope.total != nil {
			e.WhyTotal.From = append(e.WhyTotal.From, scope.why)
		}
	}
	e.WhyBiogenic = &Why{Label: text.M("why.co2-biogenic", "phase", text.M("phase."+e.Phase)), Formula: "Σ", Value: &quantity.Amount{Value: e.Biogenic, Unit: "t CO2"}, Note: text.M("why.biogenic")}
	for _, l := range e.Lines {
		if l.Biogenic != 0 {
			e.WhyBiogenic.From = append(e.WhyBiogenic.From, &Why{Label: text.M("why.carbon-of", "flow", l.Flow.Name), Value: &quantity.Amount{Value: l.Biogenic, Unit: "t CO2"}})
		}
	}
}

func (e *Emissions) add(line EmissionLine, why *Why) {
	e.Lines = append(e.Lines, line)
	e.Biogenic += line.Biogenic
	sum, w := &e.Scope1, e.Why1
	if line.Scope == 2 {
		sum, w = &e.Scope2, e.Why2
	}
	total := value(*sum) + line.CO2e
	*sum = &total
	w.Value = &quantity.Amount{Value: total, Unit: "t CO2e"}
	w.From = append(w.From, why)
}

func value(p *float64) float64 {
	if p == nil {
		return 0
	}
	return *p
}

// partCounted is which part of a sum over periods lies in those with an output:
// what is used before the output of its period is known must not be spread over
// the output of the others. All of it where no period has both.
func partCounted(counted, all float64) float64 {
	if counted <= 0 || all <= 0 {
		return 1
	}
	return min(1, counted/all)
}

// outputWith is the output of the periods of a phase that state a flow, so that
// a flow that some period lacks is not taken for zero there; the phase's output
// where those periods have none.
func (s *site) outputWith(phase, id string, out *Output) float64 {
	sum := 0.0
	for _, sp := range s.inPhase(phase) {
		if _, ok := s.amount(sp, id); ok && sp.output != nil {
			sum += *sp.output
		}
	}
	if sum <= 0 && out != nil {
		return out.Total.Value
	}
	return sum
}

// wastewaterMethane is the methane of wastewater treatment, of scope 1, where the
// treatment and the COD that enters it are stated; nil where it is not known.
func (s *site) wastewaterMethane(phase string) (*EmissionLine, *Why) {
	treatment := s.audit.Settings.Treatment
	cod, whys, flow, known := s.codLoad(phase)
	if treatment == "" {
		if known {
			s.probs.Add(problem.Note, "audit.treatment", text.M("emission.treatment-not-stated"))
		}
		return nil, nil
	}
	mcf, ok := s.common.Factors.WastewaterParameter(treatment)
	if !ok {
		s.probs.Add(problem.Error, "audit.treatment", text.M("emission.unknown-treatment", "found", treatment))
		return nil, nil
	}
	bo, _ := s.common.Factors.WastewaterParameter("bo-cod")
	if !known {
		s.probs.Add(problem.Note, "", text.M("emission.no-cod"))
		return nil, nil
	}
	kg := emission.Methane(cod, bo.Value, mcf.Value)
	t, _ := emission.Gases{CH4: kg}.CO2e(s.gwp)
	return &EmissionLine{Flow: flow, Scope: 1, CO2e: t}, &Why{
		Label: text.M("why.methane", "treatment", mcf.Name), Formula: "COD · Bo · MCF · GWP / 1000", Value: &quantity.Amount{Value: t, Unit: "t CO2e"},
		From: append(whys,
			&Why{Label: text.M("why.bo"), Value: &quantity.Amount{Value: bo.Value, Unit: bo.Unit}, Source: s.common.Factors.Source(bo.Source)},
			&Why{Label: text.M("why.mcf", "treatment", mcf.Name), Value: &quantity.Amount{Value: mcf.Value, Unit: "-"}, Source: s.common.Factors.Source(mcf.Source)}),
	}
}

// codLoad is the COD that enters the treatment over a phase, in kg.
func (s *site) codLoad(phase string) (kg float64, whys []*Why, flow FlowInfo, known bool) {
	for _, id := range s.order {
		f := s.packs[id]
		if f.Parameter != "COD" || f.Category != "pollutant" || !f.Per.Empty() {
			continue
		}
		for _, sp := range s.inPhase(phase) {
			v, ok := s.amount(sp, id)
			if !ok {
				continue
			}
			inKg, err := s.convert(v, s.flows[id].Unit, "kg")
			if err != nil {
				continue
			}
			kg += inKg
			known = true
			whys = append(whys, s.amountWhy(sp, id))
		}
		if known {
			return kg, whys, s.flows[id], true
		}
	}
	return 0, nil, FlowInfo{}, false
}
