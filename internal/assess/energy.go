package assess

import (
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Conventions of an energy total. They count electricity differently and are
// never mixed in one table (METHOD §22).
const (
	EnergyTOE   = "toe"   // official coefficients: electricity with generation losses
	EnergyFinal = "final" // final energy: 1 kWh = 3.6 MJ, 1 toe = 41.868 GJ
)

// energy adds up the energy of a phase in the audit's convention; nil when no
// carrier is stated.
func (s *site) energy(phase string, out *Output) *Energy {
	e := Energy{Phase: phase, Convention: s.audit.Settings.Energy}
	if e.Convention == "" {
		e.Convention = EnergyTOE
	}
	e.Why = &Why{Label: text.M("why.energy", "phase", text.M("phase."+phase), "convention", text.M("energy."+e.Convention)), Formula: "Σ"}
	mj := 0.0
	perUnit := 0.0 // of what each period states, over that period's output
	var shares []*Why
	for _, id := range s.carriers() {
		f := s.flows[id]
		q, counted := 0.0, 0.0
		found := false
		for _, sp := range s.inPhase(phase) {
			if v, ok := sp.flows[id]; ok {
				q += v
				if sp.output != nil {
					counted += v
				}
				found = true
			}
		}
		if !found {
			continue
		}
		line, why, err := s.energyLine(f, q, e.Convention)
		if err != nil {
			s.probs.Add(problem.Doubt, "", text.M("energy.not-computed", "flow", f.Name, "reason", asMessage(err)))
			continue
		}
		e.Lines = append(e.Lines, line)
		e.TOE += line.TOE
		mj += value(line.MJ)
		in, unit := line.TOE, "toe"
		if e.Convention == EnergyFinal {
			in, unit = value(line.MJ), "MJ"
		}
		p, part := s.outputWith(phase, id, out), partCounted(counted, q)
		perUnit += part * in / p
		total := why
		if part < 1 {
			total = &Why{Label: text.M("why.energy-with-output", "flow", f.Name), Value: &quantity.Amount{Value: part * in, Unit: unit}, From: []*Why{why}}
		}
		shares = append(shares, &Why{
			Label: text.M("why.energy-of", "flow", f.Name), Formula: "E ÷ P", Value: &quantity.Amount{Value: part * in / p, Unit: unit + "/" + s.unit},
			From: []*Why{total, {Label: text.M("why.output-with", "flow", f.Name), Value: &quantity.Amount{Value: p, Unit: s.unit}}},
		})
		e.Why.From = append(e.Why.From, why)
	}
	if len(e.Lines) == 0 {
		return nil
	}
	unit, total := "toe", e.TOE
	if e.Convention == EnergyFinal {
		kwh := mj / 3.6
		e.MJ, e.KWh = &mj, &kwh
		unit, total = "MJ", mj
	}
	e.Why.Value = &quantity.Amount{Value: total, Unit: unit}
	if out != nil && out.Total.Value > 0 {
		e.PerUnit = &quantity.Amount{Value: perUnit, Unit: unit}
		e.WhyPerUnit = &Why{
			Label: text.M("why.energy-per-unit", "per", s.per(), "phase", text.M("phase."+phase)), Formula: "Σ E ÷ P",
			Value: &quantity.Amount{Value: perUnit, Unit: unit + "/" + s.unit}, From: shares,
		}
	}
	return &e
}

func (s *site) energyLine(f FlowInfo, q float64, convention string) (EnergyLine, *Why, error) {
	line := EnergyLine{Flow: f, Amount: quantity.Amount{Value: q, Unit: f.Unit}}
	mj, err := s.energyOf(f, q)
	if err != nil {
		return line, nil, err
	}
	why := s.energyWhy(f, q)
	if convention == EnergyFinal {
		line.MJ = &mj
		line.TOE, err = s.convert(mj, "MJ", "toe")
		return line, why, err
	}
	coefficient, unit, source := 0.0, "", ""
	if f.Factor == benchmark.GridElectricity {
		c, _ := s.common.Factors.Carrier(f.Factor)
		coefficient, unit, source = c.TOEPerUnit, c.Unit, c.TOESource
	} else {
		fuel, _ := s.common.Factors.Fuel(f.Factor)
		coefficient, unit, source = fuel.TOEPerUnit, fuel.Unit, fuel.TOESource
	}
	if f.NCV != nil { // a measured heating value goes before the official coefficient
		line.TOE, err = s.convert(mj, "MJ", "toe")
		return line, why, err
	}
	inUnit, err := s.convert(q, f.Unit, unit)
	if err != nil {
		fuel, _ := s.common.Factors.Fuel(f.Factor)
		if inUnit, err = s.toFuelUnit(f, fuel, q); err != nil {
			return line, nil, err
		}
	}
	line.TOE = inUnit * coefficient
	return line, &Why{
		Label: text.M("why.toe-of", "flow", f.Name), Formula: "Q · k", Value: &quantity.Amount{Value: line.TOE, Unit: "toe"},
		From: []*Why{
			{Label: text.M("why.amount", "flow", f.Name), Value: &line.Amount},
			{Label: text.M("why.toe-coefficient", "flow", f.Name), Value: &quantity.Amount{Value: coefficient, Unit: "toe/" + unit}, Source: s.common.Factors.Source(source)},
		},
	}, nil
}
