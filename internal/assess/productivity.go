package assess

import (
	"slices"

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
	Why           *Why
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
		x := Productivity{ID: d.id, Intensity: d.intensity, Why: &Why{Label: text.M("why.productivity." + d.id)}}
		flows := s.resourceFlows(d.id, d.categories)
		product := s.unit
		if x.Unit = product + "/" + d.unit; d.intensity {
			x.Unit = d.unit + "/" + product
		}
		for _, side := range []struct {
			phase string
			to    **float64
		}{{Before, &x.Before}, {After, &x.After}} {
			amount, output, ok := s.resource(side.phase, flows, d.id, d.unit)
			if !ok || amount <= 0 || output <= 0 {
				continue
			}
			v := output / amount
			if d.intensity {
				v = amount / output
			}
			*side.to = &v
			w := s.productivityWhy(side.phase, flows, d.id, d.unit, quantity.Amount{Value: v, Unit: x.Unit}, amount, output)
			if w.Formula = "P ÷ R"; d.intensity {
				w.Formula = "R ÷ P"
			}
			x.Why.From = append(x.Why.From, w)
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
		if x.Change != nil {
			x.Why.Value = &quantity.Amount{Value: *x.Change, Unit: "%"}
			if x.Why.Formula = "x_1 ÷ x_0 − 1"; d.intensity {
				x.Why.Formula = "1 − x_1 ÷ x_0"
			}
		}
		all = append(all, x)
	}
	return all
}

// productivityWhy is how an indicator of a phase came about.
func (s *site) productivityWhy(phase string, flows []string, id, unit string, v quantity.Amount, amount, output float64) *Why {
	return &Why{
		Label: text.M("why.productivity-of", "phase", text.M("phase."+phase)), Value: &v,
		From: []*Why{
			{Label: text.M("why.output-counted"), Value: &quantity.Amount{Value: output, Unit: s.unit}},
			{Label: text.M("why.resource"), Formula: "Σ", Value: &quantity.Amount{Value: amount, Unit: unit}, open: s.later(func() []*Why { return s.resourceWhy(phase, flows, id, unit) })},
		},
	}
}

// resourceWhy is what each flow is of a resource in a phase.
func (s *site) resourceWhy(phase string, flows []string, id, unit string) []*Why {
	var parts []*Why
	for _, f := range flows {
		sum := 0.0
		for _, sp := range s.inPhase(phase) {
			if sp.output == nil || !statesAll(sp, flows) {
				continue
			}
			if x, err := s.resourceOf(sp, f, sp.flows[f], id, unit); err == nil {
				sum += x
			}
		}
		parts = append(parts, &Why{Label: text.M("why.amount", "flow", s.flows[f].Name), Value: &quantity.Amount{Value: sum, Unit: unit}})
	}
	return parts
}

// statesAll reports whether a period has a figure of each flow.
func statesAll(sp *span, flows []string) bool {
	return !slices.ContainsFunc(flows, func(f string) bool { _, ok := sp.flows[f]; return !ok })
}

// resourceFlows are the flows that a resource is added up from.
func (s *site) resourceFlows(id string, categories []string) []string {
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
	return flows
}

// resource is what a phase used of a resource, in the unit, and the output of
// the periods that state all of its flows.
func (s *site) resource(phase string, flows []string, id, unit string) (amount, output float64, ok bool) {
	if len(flows) == 0 {
		return 0, 0, false
	}
	for _, sp := range s.inPhase(phase) {
		if sp.output == nil || !statesAll(sp, flows) {
			continue
		}
		sum := 0.0
		for _, f := range flows {
			x, err := s.resourceOf(sp, f, sp.flows[f], id, unit)
			if err != nil {
				return 0, 0, false
			}
			sum += x
		}
		amount, output = amount+sum, output+*sp.output
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
