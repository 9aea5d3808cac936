package assess

import (
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Productivity is one indicator of resource efficient and cleaner production
// (METHOD §11): product per unit of a resource, where more is better, or
// pollution per unit of product, where less is. Change is in %, positive:
// better; a cut of x in consumption per unit raises productivity by x/(1 − x).
type Productivity struct {
	ID            string // energy | materials | water | ghg | wastewater | waste
	Intensity     bool   // pollution per product; else product per resource
	Unit          string
	Before, After *float64
	Change        *float64
	Reason        text.Message // why a figure is missing
}

// The flows of the productivity indicators by category, and the unit that each
// is counted in.
var productivities = [...]struct {
	id         string
	unit       string
	intensity  bool
	categories []string
}{
	{"energy", "MJ", false, nil},
	{"materials", "t", false, []string{"raw-material", "auxiliary"}},
	{"water", "m3", false, []string{"water"}},
	{"ghg", "t CO2e", true, nil},
	{"wastewater", "m3", true, []string{"wastewater"}},
	{"waste", "t", true, []string{"solid-waste"}},
}

// productivity compares the phases by the indicators of METHOD §11. A resource
// is counted over the periods that state it, and output over the same ones. A
// resource of several flows needs each of them in every period of the phase.
func (s *site) productivity() []Productivity {
	if len(s.inPhase(After)) == 0 {
		return nil
	}
	var all []Productivity
	for _, d := range productivities {
		total := func(phase string) (amount, output float64, ok bool) {
			return s.resource(phase, d.id, d.unit, d.categories)
		}
		x := Productivity{ID: d.id, Intensity: d.intensity}
		product := s.unit
		if x.Unit = product + "/" + d.unit; d.intensity {
			x.Unit = d.unit + "/" + product
		}
		for _, side := range []struct {
			phase string
			to    **float64
		}{{Before, &x.Before}, {After, &x.After}} {
			amount, output, ok := total(side.phase)
			if !ok || amount <= 0 || output <= 0 {
				continue
			}
			v := output / amount
			if d.intensity {
				v = amount / output
			}
			*side.to = &v
		}
		switch {
		case x.Before == nil && x.After == nil:
			continue
		case x.Before == nil || x.After == nil:
			x.Reason = text.M("productivity.one-phase")
		case d.intensity:
			c := 100 * (1 - *x.After / *x.Before)
			x.Change = &c
		default:
			c := 100 * (*x.After / *x.Before - 1)
			x.Change = &c
		}
		all = append(all, x)
	}
	return all
}

// resource is what a phase used of a resource, in the unit, and the output of
// the periods that state all of it.
func (s *site) resource(phase, id, unit string, categories []string) (amount, output float64, ok bool) {
	var flows []string
	for _, f := range s.order {
		if s.packs[f].Sum != "" || s.flows[f].Intensive() || !s.stated(f) {
			continue
		}
		switch id {
		case "energy", "ghg":
			if s.isFuel(s.flows[f]) || s.isGrid(f) {
				flows = append(flows, f)
			}
		default:
			for _, c := range categories {
				if s.flows[f].Category == c {
					flows = append(flows, f)
				}
			}
		}
	}
	if len(flows) == 0 {
		return 0, 0, false
	}
	for _, sp := range s.inPhase(phase) {
		if sp.output == nil {
			continue
		}
		sum, whole := 0.0, true
		for _, f := range flows {
			v, stated := sp.flows[f]
			if !stated {
				whole = false
				break
			}
			x, err := s.resourceOf(sp, f, v, id, unit)
			if err != nil {
				return 0, 0, false
			}
			sum += x
		}
		if whole {
			amount, output = amount+sum, output+*sp.output
		}
	}
	return amount, output, output > 0
}

func (s *site) resourceOf(sp *span, flow string, v float64, id, unit string) (float64, error) {
	f := s.flows[flow]
	switch id {
	case "energy":
		return s.energyOf(f, v)
	case "ghg":
		c, ok := s.carbonOf(f, v, sp)
		if !ok {
			return 0, text.M("emission.not-computed", "flow", f.Name)
		}
		return c.co2e, nil
	}
	return s.convertFlow(f, v, unit)
}

// isGrid reports whether a flow is electricity from the grid.
func (s *site) isGrid(id string) bool { return s.flows[id].Factor == benchmark.GridElectricity }

// amountIn is a value with its unit, nil stays nil.
func amountIn(v *float64, unit string) *quantity.Amount {
	if v == nil {
		return nil
	}
	return &quantity.Amount{Value: *v, Unit: unit}
}
