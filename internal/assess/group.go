package assess

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// GroupSaving is what was saved of a resource group, or of all resources that
// the policy documents name, at the prices frozen at the audit's date
// (METHOD §13). The documents do not say how resources are to be added: this is
// the program's own rule.
type GroupSaving struct {
	Group   string
	Name    text.Name
	Flows   []string       // that are counted
	Left    []text.Message // that are not, and why
	Simple  *float64       // 1 − Σ p·S1 ÷ Σ p·S0, %
	Percent *float64       // Σ p·saved ÷ Σ p·E_adj, %
	Low     *float64
	High    *float64
	Money   *float64 // saved by its flows together, a year where theirs is; nil where only one unpriced flow is counted
	Verdict baseline.Verdict
	Capped  bool         // a flow is in it whose scatter between months is not counted: without a model, or with one that is none
	Reason  text.Message // why there is no figure
	Why     *Why
}

// groupSavings adds the savings of the flows by group, and the four groups that
// the documents name together.
func (s *site) groupSavings(all []FlowSaving, goal *Goal) []GroupSaving {
	if len(all) == 0 {
		return nil
	}
	terms := s.terms(goal)
	counted := s.withoutParts(all)
	var found []GroupSaving
	for _, g := range groups {
		if g == GroupEmission {
			continue // tonnes of COD and cubic metres do not add up; greenhouse gases stand by themselves
		}
		members := slices.DeleteFunc(slices.Clone(counted), func(sv FlowSaving) bool { return sv.Group != g })
		if len(members) > 0 {
			found = append(found, s.addUp(g, members, terms))
		}
	}
	named := slices.DeleteFunc(counted, func(sv FlowSaving) bool {
		return sv.Group == GroupEmission || sv.Group == GroupWater || sv.Group == ""
	})
	if len(named) > 0 {
		found = append(found, s.addUp(GroupAll, named, terms))
	}
	return found
}

// withoutParts leaves out what is counted elsewhere: sums whose parts are
// there, parts of a metered flow, and heat that is made of the plant's own
// fuels. Where a fuel was given up or taken up between the phases, fuels are
// compared as heat, in their sum, and not one by one (METHOD §22).
func (s *site) withoutParts(all []FlowSaving) []FlowSaving {
	has := map[string]bool{}
	for _, sv := range all {
		has[sv.Flow.ID] = sv.Basis != ""
	}
	changed, sum := s.fuelChanged(), ""
	if changed {
		sum = s.heatSum(has)
	}
	var kept []FlowSaving
	for _, sv := range all {
		f := s.packs[sv.Flow.ID]
		switch {
		case f.Sum != "":
			if sv.Flow.ID != sum {
				continue
			}
			sv.Group = GroupFuel
		case has[f.PartOf]:
			continue
		case s.isFuel(sv.Flow) && sum != "":
			continue
		case sv.Flow.Category == "heat" && s.burnsFuel():
			continue
		}
		kept = append(kept, sv)
	}
	if changed && sum == "" {
		s.probs.Add(problem.Doubt, "saving", text.M("saving.fuel-changed"))
	}
	return kept
}

func (s *site) burnsFuel() bool {
	return slices.ContainsFunc(s.parts["fuels"], func(id string) bool { return s.stated(id) })
}

// heatSum is the flow that sums up the fuels, where it has a saving.
func (s *site) heatSum(has map[string]bool) string {
	for _, id := range s.order {
		if s.packs[id].Sum == "fuels" && has[id] {
			return id
		}
	}
	return ""
}

// fuelChanged reports whether a fuel is burnt in one phase only.
func (s *site) fuelChanged() bool {
	for _, id := range s.parts["fuels"] {
		var used [2]bool
		for i, phase := range []string{Before, After} {
			for _, sp := range s.inPhase(phase) {
				used[i] = used[i] || sp.flows[id] > 0
			}
		}
		if used[0] != used[1] {
			return true
		}
	}
	return false
}

// addUp adds the savings of some flows in money. A single flow needs no price.
func (s *site) addUp(group string, members []FlowSaving, terms baseline.Terms) GroupSaving {
	g := GroupSaving{Group: group, Name: s.common.Method.GroupName(group)}
	var flows []baseline.Flow
	var before, after float64
	simple := true
	w := &Why{Label: text.M("why.group-saving", "group", s.common.Method.GroupName(group)), Formula: "F = Σ p·ΔE ÷ Σ p·E_adj"}
	for _, sv := range members {
		if sv.Basis == "" {
			g.Left = append(g.Left, text.M("saving.left-out", "flow", sv.Flow.Name, "reason", sv.Reason))
			continue
		}
		price, priced := s.frozenPrice(sv.Flow)
		if !priced {
			if len(members) > 1 {
				g.Left = append(g.Left, text.M("saving.no-price", "flow", sv.Flow.Name))
				continue
			}
			price = 1
		}
		g.Flows = append(g.Flows, sv.Flow.ID)
		g.Capped = g.Capped || sv.loose
		flows = append(flows, baseline.Flow{ID: sv.Flow.ID, Price: price, Adjusted: sv.Adjusted, Saved: sv.Saved})
		if sv.Before.Specific != nil && sv.After.Specific != nil {
			before += price * *sv.Before.Specific
			after += price * *sv.After.Specific
		} else {
			simple = false
		}
		part := &Why{Label: text.M("why.group-part", "flow", sv.Flow.Name), From: []*Why{sv.Why}}
		if priced {
			part.Value = &quantity.Amount{Value: price * sv.Saved.Value, Unit: s.currency()}
			part.From = append(part.From, s.priceWhy(sv.Flow, price))
		}
		w.From = append(w.From, part)
	}
	if len(flows) == 0 {
		g.Reason = text.M("saving.group-empty")
		return g
	}
	if simple && before > 0 {
		v := 100 * (1 - after/before)
		g.Simple = &v
	}
	c, err := baseline.Combine(flows, terms)
	if err != nil {
		g.Reason = asMessage(err)
		return g
	}
	if c.Fraction == nil {
		g.Reason = text.M("saving.group-empty")
		return g
	}
	v, low, high := 100*c.Fraction.Value, 100*c.Fraction.Low, 100*c.Fraction.High
	g.Percent, g.Low, g.High, g.Verdict = &v, &low, &high, c.Verdict
	if g.Capped && g.Verdict == baseline.Proved {
		g.Verdict = baseline.Likely
	}
	g.Money = moneyOf(members, g.Flows)
	w.Value = &quantity.Amount{Value: v, Unit: "%"}
	g.Why = w
	return g
}

// moneyOf adds the money of the flows that are counted; nil where none has a
// price.
func moneyOf(members []FlowSaving, counted []string) *float64 {
	var sum *float64
	for _, sv := range members {
		if sv.Money == nil || !slices.Contains(counted, sv.Flow.ID) {
			continue
		}
		v := value(sum) + *sv.Money
		sum = &v
	}
	return sum
}

// frozenPrice is the price of a flow at the audit's date; of a sum of fuels
// what their mix cost before.
func (s *site) frozenPrice(f FlowInfo) (float64, bool) {
	if f.Price != nil {
		return *f.Price, true
	}
	if p := s.mixedPrice(Before, f.ID); p != nil {
		return *p, true
	}
	return 0, false
}

// GasSaving is the change of greenhouse gases per unit of product between the
// phases, in %; without an interval, since it is made of all carriers.
type GasSaving struct {
	Before, After *quantity.Amount // t CO2e per unit of product
	Percent       *float64
	Why           *Why
}

// gasSaving compares the phases' emissions; nil where one of them has none.
func gasSaving(all []Emissions) *GasSaving {
	g := GasSaving{Why: &Why{Label: text.M("why.gas-saving"), Formula: "(g_0 − g_1) ÷ g_0"}}
	for _, e := range all {
		switch e.Phase {
		case Before:
			g.Before = e.PerUnit
		case After:
			g.After = e.PerUnit
		}
		if e.WhyPerUnit != nil {
			g.Why.From = append(g.Why.From, e.WhyPerUnit)
		}
	}
	if g.Before == nil || g.After == nil {
		return nil
	}
	if g.Before.Value > 0 {
		v := 100 * (1 - g.After.Value/g.Before.Value)
		g.Percent = &v
		g.Why.Value = &quantity.Amount{Value: v, Unit: "%"}
	}
	return &g
}
