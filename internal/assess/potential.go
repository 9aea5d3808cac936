package assess

import (
	"cmp"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// The program's own rules for the recommendation (METHOD §2, marked P).
const (
	detailedFromPercent = 5.0  // overall potential, %
	detailedFromH       = 40.0 // problem points of the walk-through, %
	detailedFromDays    = 180  // days of data
)

// potential adds the realistic potentials of the compared phase:
// G = Σ money_r ÷ Σ Q_r·p_r over the flows with a reliable reference and a
// price (METHOD §2). Flows without a benchmark are left out, not counted as
// zero. A flow that sums up others (the heat of all fuels) counts only where
// none of its parts was compared.
func (s *site) potential(all []Indicator, out *Output) Potential {
	p := Potential{Why: &Why{Label: text.M("why.potential"), Formula: "G = Σ M_r ÷ Σ Q_r·p_r"}}
	year, yearly := 1.0, false
	if out != nil {
		year, yearly = out.Year()
	}
	p.Yearly = yearly
	kept := s.withoutDoubles(all)
	co2e := s.co2ePotential(kept)
	var money, cost float64
	for _, ind := range kept {
		if !counts(ind) {
			continue
		}
		p.Flows++
		money += *ind.Realistic.Money
		cost += *ind.Cost * year
		p.Why.From = append(p.Why.From, &Why{
			Label: text.M("why.money-of", "flow", ind.Flow.Name), Formula: "M = max(0; S − B)·P·p",
			Value: &quantity.Amount{Value: *ind.Realistic.Money, Unit: s.currency()}, From: []*Why{ind.Realistic.Why},
		}, &Why{
			Label: text.M("why.cost-of", "flow", ind.Flow.Name), Formula: "Q·p", Value: &quantity.Amount{Value: *ind.Cost * year, Unit: s.currency()},
		})
	}
	if p.Flows == 0 || cost <= 0 {
		p.Reason = text.M("potential.nothing-compared")
		return p
	}
	percent := 100 * money / cost
	p.Percent, p.Money, p.CO2e = &percent, &money, &co2e
	if g, ok := s.common.Method.Grade(percent); ok {
		p.Grade = g.ID
	}
	p.Why.Value = &quantity.Amount{Value: percent, Unit: "%"}
	return p
}

// co2ePotential adds what reaching the realistic bounds would spare in
// greenhouse gases. Unlike money it needs no price, so that the carriers may be
// compared beside their sum: the carriers then go before it.
func (s *site) co2ePotential(kept []Indicator) float64 {
	spares := func(ind Indicator) bool {
		return ind.Status == Compared && ind.Realistic != nil && ind.Realistic.CO2e != nil
	}
	counted := map[string]bool{}
	total := 0.0
	for _, ind := range kept {
		if spares(ind) && s.packs[ind.Flow.ID].Sum == "" {
			counted[ind.Flow.ID] = true
			total += *ind.Realistic.CO2e
		}
	}
	for _, ind := range kept {
		parts := s.parts[s.packs[ind.Flow.ID].Sum]
		if !spares(ind) || len(parts) == 0 || slices.ContainsFunc(parts, func(id string) bool { return counted[id] }) {
			continue
		}
		for _, id := range parts {
			counted[id] = true
		}
		total += *ind.Realistic.CO2e
	}
	return total
}

// counts reports whether an indicator has a realistic potential in money.
func counts(ind Indicator) bool {
	return ind.Status == Compared && ind.Realistic != nil && ind.Realistic.Money != nil && ind.Cost != nil
}

// withoutDoubles leaves out every summed flow one of whose parts counts, and
// of two sums that share their parts all but the first, so that nothing is
// added twice.
func (s *site) withoutDoubles(all []Indicator) []Indicator {
	counted := map[string]bool{}
	for _, ind := range all {
		if counts(ind) && s.packs[ind.Flow.ID].Sum == "" {
			counted[ind.Flow.ID] = true
		}
	}
	var kept []Indicator
	for _, ind := range all {
		if sum := s.packs[ind.Flow.ID].Sum; sum != "" {
			parts := s.parts[sum]
			if slices.ContainsFunc(parts, func(id string) bool { return counted[id] }) {
				continue
			}
			if counts(ind) {
				for _, id := range parts {
					counted[id] = s.stated(id)
				}
			}
		}
		kept = append(kept, ind)
	}
	return kept
}

// recommend says whether a detailed assessment pays: G ≥ 5 % or H ≥ 40, and at
// least six months of data (METHOD §2).
func (s *site) recommend(p Potential, w Walkthrough, all []Indicator, out *Output) Recommendation {
	var r Recommendation
	reason := false
	if p.Percent != nil {
		if *p.Percent >= detailedFromPercent {
			reason = true
			r.Reasons = append(r.Reasons, text.M("recommend.potential-high", "percent", quantity.Amount{Value: *p.Percent, Unit: "%"}))
		} else {
			r.Reasons = append(r.Reasons, text.M("recommend.potential-low", "percent", quantity.Amount{Value: *p.Percent, Unit: "%"}))
		}
	} else {
		r.Reasons = append(r.Reasons, p.Reason)
	}
	switch {
	case w.Score == nil:
		r.Reasons = append(r.Reasons, text.M("recommend.no-walkthrough"))
	case 100-*w.Score >= detailedFromH:
		reason = true
		r.Reasons = append(r.Reasons, text.M("recommend.walkthrough-poor", "score", math.Round(*w.Score)))
	default:
		r.Reasons = append(r.Reasons, text.M("recommend.walkthrough-good", "score", math.Round(*w.Score)))
	}
	days := 0
	if out != nil {
		days = out.Days
	}
	if days < detailedFromDays {
		r.Reasons = append(r.Reasons, text.M("recommend.too-few-days", "days", days, "needed", detailedFromDays))
	}
	r.Detailed = reason && days >= detailedFromDays
	worth := s.withoutDoubles(all)
	slices.SortStableFunc(worth, func(a, b Indicator) int { return cmp.Compare(worthOf(b), worthOf(a)) })
	for _, ind := range worth {
		if worthOf(ind) <= 0 || len(r.Focus) == 3 {
			break
		}
		r.Focus = append(r.Focus, ind.Flow)
	}
	return r
}

// worthOf is the money that a flow's realistic potential is worth.
func worthOf(ind Indicator) float64 {
	if ind.Status != Compared || ind.Realistic == nil || ind.Realistic.Money == nil {
		return 0
	}
	return *ind.Realistic.Money
}
