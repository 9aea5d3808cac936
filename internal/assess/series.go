package assess

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// stated reports whether any period of the audit states the flow.
func (s *site) stated(id string) bool {
	for _, sp := range s.spans {
		if _, ok := sp.flows[id]; ok {
			return true
		}
	}
	return false
}

// figure is a flow's amount in one period, and how it was computed where the
// plant did not state it.
type figure struct {
	value float64
	parts []*Why
}

// amount is a flow's amount in a period: the plant's own figure, or what the
// program can add up from others (the heat of fuels, the load of a pollutant).
func (s *site) amount(sp span, id string) (figure, bool) {
	if v, ok := sp.flows[id]; ok {
		return figure{value: v}, true
	}
	if s.stated(id) { // metered in other periods: this one is missing, not computed
		return figure{}, false
	}
	described := s.packs[id]
	switch {
	case described.Sum != "":
		return s.sum(sp, described)
	case described.Parameter != "" && described.Category == "pollutant" && described.Per.Empty():
		return s.load(sp, described)
	}
	return figure{}, false
}

// computed says in words how a flow that the plant does not meter comes about.
func (s *site) computed(id string) text.Message {
	described := s.packs[id]
	switch {
	case s.stated(id):
		return text.Message{}
	case described.Sum != "":
		return text.M("computed." + described.Sum)
	case described.Parameter != "":
		return text.M("computed.load", "parameter", described.Parameter)
	}
	return text.Message{}
}

// isFuel reports whether a flow is burnt: it has a fuel's factor.
func (s *site) isFuel(f FlowInfo) bool {
	_, ok := s.common.Factors.Fuel(f.Factor)
	return ok
}

// components lists the flows that a summed flow is made of.
func (s *site) components(sum string) []string {
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
func (s *site) sum(sp span, f benchmark.Flow) (figure, bool) {
	var total figure
	found := false
	for _, id := range s.components(f.Sum) {
		q, ok := sp.flows[id]
		if !ok {
			if s.stated(id) {
				return figure{}, false
			}
			continue
		}
		mj, why, err := s.energyOf(s.flows[id], q)
		if err != nil {
			return figure{}, false
		}
		v, err := s.units.Convert(mj, "MJ", s.flows[f.ID].Unit)
		if err != nil {
			return figure{}, false
		}
		found = true
		total.value += v
		total.parts = append(total.parts, why)
	}
	return total, found
}

// load is wastewater volume × concentration: L [kg] = V [m³] · c [mg/l] / 1000
// (METHOD §4).
func (s *site) load(sp span, f benchmark.Flow) (figure, bool) {
	for _, id := range s.order {
		c := s.packs[id]
		if c.Parameter != f.Parameter || c.Per.Empty() || c.Category != f.Category {
			continue
		}
		conc, ok1 := sp.flows[id]
		volume, ok2 := s.wastewater(sp)
		if !ok1 || !ok2 {
			continue
		}
		mgl, err := s.units.Convert(conc, s.flows[id].Unit, "mg/l")
		if err != nil {
			continue
		}
		v, err := s.units.Convert(volume*mgl/1000, "kg", s.flows[f.ID].Unit)
		if err != nil {
			continue
		}
		return figure{value: v, parts: []*Why{
			s.input(sp, id, conc),
			{Label: text.M("why.wastewater-of-period", "period", sp.name(s.audit)), Value: &quantity.Amount{Value: volume, Unit: "m3"}},
		}}, true
	}
	return figure{}, false
}

// wastewater is the volume of wastewater in a period, in m³.
func (s *site) wastewater(sp span) (float64, bool) {
	for _, id := range s.order {
		f := s.flows[id]
		if f.Category != "wastewater" || f.Intensive() {
			continue
		}
		if v, ok := sp.flows[id]; ok {
			m3, err := s.units.Convert(v, f.Unit, "m3")
			return m3, err == nil
		}
	}
	return 0, false
}

// input is a figure as the plant stated it.
func (s *site) input(sp span, id string, v float64) *Why {
	f := s.flows[id]
	return &Why{
		Label: text.M("why.input", "flow", f.Name, "period", sp.name(s.audit)),
		Value: &quantity.Amount{Value: v, Unit: f.Unit},
	}
}

// energyOf is the heat of a fuel (its net calorific value) or the energy of
// electricity at 3.6 MJ/kWh, in MJ.
func (s *site) energyOf(f FlowInfo, q float64) (float64, *Why, error) {
	amount := &Why{Label: text.M("why.amount", "flow", f.Name), Value: &quantity.Amount{Value: q, Unit: f.Unit}}
	if f.Factor == benchmark.GridElectricity {
		mj, err := s.units.Convert(q, f.Unit, "MJ")
		return mj, &Why{Label: text.M("why.energy-of", "flow", f.Name), Formula: "Q · 3,6 MJ/kWh", Value: &quantity.Amount{Value: mj, Unit: "MJ"}, From: []*Why{amount}}, err
	}
	fuel, ok := s.common.Factors.Fuel(f.Factor)
	if !ok {
		return 0, nil, text.M("flow.no-heating-value", "flow", f.Name)
	}
	ncv := &Why{
		Label: text.M("why.ncv", "flow", f.Name), Value: &quantity.Amount{Value: fuel.NCVMJPerUnit, Unit: "MJ/" + fuel.Unit},
		Source: s.common.Factors.Source(fuel.Source), Note: noteOf(fuel.Note),
	}
	inFuelUnit := q
	if f.NCV != nil {
		ncv = &Why{Label: text.M("why.ncv-measured", "flow", f.Name), Value: &quantity.Amount{Value: *f.NCV, Unit: "MJ/" + f.Unit}}
	} else {
		var err error
		if inFuelUnit, err = s.toFuelUnit(f, fuel, q); err != nil {
			return 0, nil, err
		}
	}
	mj := inFuelUnit * ncv.Value.Value
	return mj, &Why{
		Label: text.M("why.energy-of", "flow", f.Name), Formula: "Q · NCV",
		Value: &quantity.Amount{Value: mj, Unit: "MJ"}, From: []*Why{amount, ncv},
	}, nil
}

// toFuelUnit converts an amount of fuel to the unit of its factor, through the
// fuel's density where one is litres and the other kilograms.
func (s *site) toFuelUnit(f FlowInfo, fuel benchmark.Fuel, q float64) (float64, error) {
	v, err := s.units.Convert(q, f.Unit, fuel.Unit)
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
