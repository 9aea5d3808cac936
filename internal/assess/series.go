package assess

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// stated reports whether any period of the audit states the flow.
func (s *site) stated(id string) bool { return s.metered[id] }

// amounts are a flow's amounts by span, nil where there is none: the plant's own
// figures, or what the program can add up from others (the heat of fuels, the load
// of a pollutant). A flow that is metered in some periods is missing in the others,
// not computed.
func (s *site) amounts(id string) []*float64 {
	if all, known := s.series[id]; known {
		return all
	}
	figure := func(sp *span) (float64, bool) { v, ok := sp.flows[id]; return v, ok }
	if described := s.packs[id]; !s.stated(id) {
		switch {
		case described.Sum != "":
			figure = func(sp *span) (float64, bool) { return s.sum(sp, described) }
		case isLoad(described):
			figure = func(sp *span) (float64, bool) { return s.load(sp, described) }
		}
	}
	values := make([]float64, len(s.spans))
	all := make([]*float64, len(s.spans))
	for i, sp := range s.spans {
		if v, ok := figure(sp); ok {
			values[i], all[i] = v, &values[i]
		}
	}
	s.series[id] = all
	return all
}

// amount is a flow's amount in a period.
func (s *site) amount(sp *span, id string) (float64, bool) {
	v := s.amounts(id)[sp.n]
	return value(v), v != nil
}

// isLoad reports whether a flow is a pollutant's mass, which follows from a
// volume and a concentration.
func isLoad(f benchmark.Flow) bool {
	return f.Parameter != "" && f.Category == "pollutant" && f.Per.Empty()
}

// amountWhy is how a flow's amount in a period came about.
func (s *site) amountWhy(sp *span, id string) *Why {
	v, _ := s.amount(sp, id)
	w := s.input(sp, id, v)
	if _, stated := sp.flows[id]; stated {
		if _, own := s.audit.Periods[sp.index].Flows[id]; !own && sp.metered[id] != nil {
			w.Label, w.Formula = text.M("why.from-readings", "flow", s.flows[id].Name, "period", sp.name(s.audit)), "Σ q·d/D"
			w.open = s.later(func() []*Why { return s.sharesWhy(id, rangeOf(sp.from, sp.to)) })
		}
		return w
	}
	described := s.packs[id]
	switch {
	case described.Sum != "":
		for _, part := range s.parts[described.Sum] {
			if q, ok := sp.flows[part]; ok {
				w.From = append(w.From, s.energyWhy(s.flows[part], q))
			}
		}
	case isLoad(described):
		if c, ok := s.concentration(sp, described); ok {
			volume, _ := s.wastewater(sp)
			w.From = []*Why{s.input(sp, c, sp.flows[c]), {
				Label: text.M("why.wastewater-of-period", "period", sp.name(s.audit)), Value: &quantity.Amount{Value: volume, Unit: "m3"},
			}}
		}
	}
	return w
}

// computed says in words how a flow that the plant does not meter comes about.
func (s *site) computed(id string) text.Message {
	described := s.packs[id]
	switch {
	case s.stated(id):
		return text.Message{}
	case described.Sum != "":
		return text.M("computed." + described.Sum)
	case isLoad(described):
		return text.M("computed.load", "parameter", described.Parameter)
	}
	return text.Message{}
}

// fuelOf is the fuel that a flow is burnt as.
func (s *site) fuelOf(f FlowInfo) (benchmark.Fuel, bool) {
	fuel, known := s.fuels[f.Factor]
	if !known {
		if x, ok := s.common.Factors.Fuel(f.Factor); ok {
			fuel = &x
		}
		s.fuels[f.Factor] = fuel
	}
	if fuel == nil {
		return benchmark.Fuel{}, false
	}
	return *fuel, true
}

// isFuel reports whether a flow is burnt: it has a fuel's factor.
func (s *site) isFuel(f FlowInfo) bool {
	_, ok := s.fuelOf(f)
	return ok
}

// componentsOf lists the flows that a summed flow is made of.
func (s *site) componentsOf(sum string) []string {
	var ids []string
	for _, id := range s.order {
		f := s.flows[id]
		if s.packs[id].Sum == "" && !f.Intensive() && (s.isFuel(f) || sum == "energy" && f.Factor == benchmark.GridElectricity) {
			ids = append(ids, id)
		}
	}
	return ids
}

// sum adds up the energy of the carriers that the plant states, in the unit of
// the summed flow. A carrier that is stated in other periods but not in this
// one leaves the sum unknown.
func (s *site) sum(sp *span, f benchmark.Flow) (float64, bool) {
	total := 0.0
	found := false
	for _, id := range s.parts[f.Sum] {
		if !s.stated(id) {
			continue
		}
		q, ok := sp.flows[id]
		if !ok {
			return 0, false
		}
		mj, err := s.energyOf(s.flows[id], q)
		if err != nil {
			return 0, false
		}
		v, err := s.convert(mj, "MJ", s.flows[f.ID].Unit)
		if err != nil {
			return 0, false
		}
		found = true
		total += v
	}
	return total, found
}

// concentration is the flow that states a pollutant's concentration in a
// period.
func (s *site) concentration(sp *span, load benchmark.Flow) (id string, ok bool) {
	for id := range sp.flows {
		c := s.packs[id]
		if c.Parameter == load.Parameter && c.Category == load.Category && !c.Per.Empty() {
			return id, true
		}
	}
	return "", false
}

// load is wastewater volume × concentration: L [kg] = V [m³] · c [mg/l] / 1000
// (METHOD §4).
func (s *site) load(sp *span, f benchmark.Flow) (float64, bool) {
	id, ok := s.concentration(sp, f)
	volume, metered := s.wastewater(sp)
	if !ok || !metered {
		return 0, false
	}
	mgl, err := s.convert(sp.flows[id], s.flows[id].Unit, "mg/l")
	if err != nil {
		return 0, false
	}
	v, err := s.convert(volume*mgl/1000, "kg", s.flows[f.ID].Unit)
	return v, err == nil
}

// wastewater is the volume of wastewater in a period, in m³.
func (s *site) wastewater(sp *span) (float64, bool) {
	id, ok := s.wastewaterFlow(sp)
	if !ok {
		return 0, false
	}
	m3, err := s.convert(sp.flows[id], s.flows[id].Unit, "m3")
	return m3, err == nil
}

// wastewaterFlow is the flow that states the volume of wastewater in a period.
func (s *site) wastewaterFlow(sp *span) (id string, ok bool) {
	for _, id := range s.waters {
		if _, ok := sp.flows[id]; ok {
			return id, true
		}
	}
	return "", false
}

// input is a figure as the plant stated it.
func (s *site) input(sp *span, id string, v float64) *Why {
	f := s.flows[id]
	return &Why{
		Label: text.M("why.input", "flow", f.Name, "period", sp.name(s.audit)),
		Value: &quantity.Amount{Value: v, Unit: f.Unit},
	}
}

// energyOf is the heat of a fuel (its net calorific value) or the energy of
// electricity at 3.6 MJ/kWh, in MJ.
func (s *site) energyOf(f FlowInfo, q float64) (float64, error) {
	if f.Factor == benchmark.GridElectricity {
		return s.convert(q, f.Unit, "MJ")
	}
	fuel, ok := s.fuelOf(f)
	if !ok {
		return 0, text.M("flow.no-heating-value", "flow", f.Name)
	}
	if f.NCV != nil {
		return q * *f.NCV, nil
	}
	inFuelUnit, err := s.toFuelUnit(f, fuel, q)
	return inFuelUnit * fuel.NCVMJPerUnit, err
}

// energyWhy is how the energy of a carrier came about.
func (s *site) energyWhy(f FlowInfo, q float64) *Why {
	mj, err := s.energyOf(f, q)
	if err != nil {
		return &Why{Label: text.M("why.energy-of", "flow", f.Name), Note: asMessage(err)}
	}
	w := &Why{
		Label: text.M("why.energy-of", "flow", f.Name), Formula: "Q · NCV", Value: &quantity.Amount{Value: mj, Unit: "MJ"},
		From: []*Why{{Label: text.M("why.amount", "flow", f.Name), Value: &quantity.Amount{Value: q, Unit: f.Unit}}},
	}
	fuel, isFuel := s.fuelOf(f)
	switch {
	case !isFuel:
		w.Formula = "Q · 3600 kJ/kWh"
	case f.NCV != nil:
		w.From = append(w.From, &Why{Label: text.M("why.ncv-measured", "flow", f.Name), Value: &quantity.Amount{Value: *f.NCV, Unit: "MJ/" + f.Unit}})
	default:
		w.From = append(w.From, &Why{
			Label: text.M("why.ncv", "flow", f.Name), Value: &quantity.Amount{Value: fuel.NCVMJPerUnit, Unit: "MJ/" + fuel.Unit},
			Source: s.common.Factors.Source(fuel.Source), Note: noteOf(fuel.Note),
		})
	}
	return w
}

// toFuelUnit converts an amount of fuel to the unit of its factor, through the
// fuel's density where one is litres and the other kilograms.
func (s *site) toFuelUnit(f FlowInfo, fuel benchmark.Fuel, q float64) (float64, error) {
	v, err := s.convert(q, f.Unit, fuel.Unit)
	if err == nil {
		return v, nil
	}
	if d, ok := s.common.Factors.Density(strings.TrimSuffix(fuel.ID, "-l")); ok {
		if v, derr := s.units.ConvertBy(q, f.Unit, fuel.Unit, d.Factor()); derr == nil {
			return v, nil
		}
	}
	return 0, err
}

func noteOf(n text.Name) text.Message {
	if n.Empty() {
		return text.Message{}
	}
	return text.M("say.text", "text", n)
}
