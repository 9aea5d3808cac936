package assess

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// waterDensity is what a cubic metre of water weighs, in kg: between 998 at 20 °C
// and 992 at 40 °C, which no water meter tells apart from 1000.
const waterDensity = 1000

// density leads between the volume and the mass of a flow; the message says where
// it comes from, empty: nobody has stated any.
func (s *site) density(f FlowInfo) (quantity.Factor, text.Message) {
	if d, from := s.declaredDensity(f); !from.Empty() {
		return d, from
	}
	if d, ok := s.common.Factors.Density(strings.TrimSuffix(f.Factor, "-l")); ok {
		return d.Factor(), text.M("why.density-fuel")
	}
	if f.Category == "water" {
		return quantity.Factor{ID: "density", Value: waterDensity, To: "kg", From: "m3"}, text.M("why.density-water")
	}
	return quantity.Factor{}, text.Message{}
}

// declaredDensity is the density that the audit, or else its pack, states of a
// flow.
func (s *site) declaredDensity(f FlowInfo) (quantity.Factor, text.Message) {
	if f.Density != nil {
		return quantity.Factor{ID: "density", Value: *f.Density, To: "kg", From: f.Unit}, text.M("why.density-stated")
	}
	if d := s.packs[f.ID].Density; d != nil {
		return quantity.Factor{ID: "density", Value: *d, To: "kg", From: s.packs[f.ID].Unit}, text.M("why.density-pack")
	}
	return quantity.Factor{}, text.Message{}
}

// pricePer is the price of a flow in another unit, with how it came about where a
// density led from one to the other; the error says that none does.
func (s *site) pricePer(f FlowInfo, unit string) (float64, *Why, error) {
	one, err := s.convert(1, f.Unit, unit)
	if err == nil && one != 0 {
		return *f.Price / one, nil, nil
	}
	if d, from := s.density(f); !from.Empty() {
		if one, derr := s.units.ConvertBy(1, f.Unit, unit, d); derr == nil && one != 0 {
			price := *f.Price / one
			return price, &Why{
				Label: text.M("why.price-converted", "flow", f.Name), Formula: "p ÷ ρ", Value: &quantity.Amount{Value: price, Unit: s.currency() + "/" + unit},
				From: []*Why{
					s.priceWhy(f, *f.Price),
					{Label: text.M("why.density", "flow", f.Name), Value: &quantity.Amount{Value: d.Value, Unit: d.To + "/" + d.From}, Note: from},
				},
			}, nil
		}
	}
	if one, oerr := s.convertFlow(f, 1, unit); oerr == nil && one != 0 {
		return *f.Price / one, nil, nil
	}
	return 0, nil, err
}
