package option

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// CO2ePart is what is known of a saving of CO2e that is not known as a whole: the
// sum over the flows that have a factor.
type CO2ePart struct {
	Value   float64        // t a year
	Least   bool           // the whole is no less: of what is left out nothing is used more
	Without []text.Message // what is left out, and why
}

// Message says what is known, and without what.
func (p CO2ePart) Message() text.Message {
	key := "economics.co2e-part"
	if p.Least {
		key = "economics.co2e-least"
	}
	return text.Message{Key: key, Args: text.Args{"amount": amount(p.Value, "t CO2e"), "without": p.Without}}
}

// co2e is Σ_r saved_r·factor_r in t a year. Where a flow has no factor, or its
// amount before is not known, the sum is not known; part is that of the other
// flows, nil where there is none.
func (m *Model) co2e(in []bool, saved []float64) (sum Figure, part *CO2ePart) {
	p := CO2ePart{Least: true}
	var why text.Message
	some := false
	leave := func(reason, named text.Message) {
		why = first(why, reason)
		if !slices.ContainsFunc(p.Without, func(x text.Message) bool { return x.Error() == named.Error() }) {
			p.Without = append(p.Without, named)
		}
	}
	for i, yes := range in {
		if !yes {
			continue
		}
		for _, lacking := range m.lacking[i] {
			named := lacking
			if lacking.Key == "economics.no-base" {
				named.Key = "economics.without-amount"
			}
			leave(lacking, named)
		}
		for _, s := range m.options[i].Savings {
			if m.flows[m.flow[s.Flow]].Amount == nil {
				p.Least = p.Least && !s.increases()
			}
		}
		for _, e := range m.effects[i] {
			if m.flows[e.flow].CO2e != nil {
				some = true
				continue
			}
			leave(text.M("economics.no-co2e", "flow", m.flowName(e.flow)), text.M("economics.without-factor", "flow", m.flowName(e.flow)))
			p.Least = p.Least && saved[e.flow] >= 0
		}
	}
	for r, v := range saved {
		if f := m.flows[r].CO2e; f != nil {
			p.Value += v * *f
		}
	}
	switch {
	case why.Empty():
		return known(p.Value), nil
	case !some:
		return missing(why), nil
	}
	return missing(why), &p
}

// increases reports whether more of the flow may be used.
func (s Saving) increases() bool {
	return s.Share != nil && s.Share.Low < 0 || s.Amount != nil && s.Amount.Low < 0
}
