package assess

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/assess/cost"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// figures are the figures of the network that can be asked about: every
// reconciled stream of every layer, "stream.<id>.<layer>", and what every waste
// stream costs, "waste.<id>".
func (b *ProcessBalance) figures() []Figure {
	var all []Figure
	if b == nil || b.Network == nil {
		return nil
	}
	for _, l := range b.Network.Layers {
		for _, s := range l.Streams {
			if s.Present && s.Reconciled != nil {
				all = append(all, Figure{ID: "stream." + b.Input.Streams[s.Stream].ID + "." + l.ID, Why: b.streamWhy(l, s)})
			}
		}
	}
	if b.Costs == nil {
		return all
	}
	for _, p := range b.Costs.Pareto {
		s := b.Costs.Streams[p.Stream]
		id := s.ID
		if id == "" {
			id = "unidentified:" + s.Step
		}
		all = append(all, Figure{ID: "waste." + id, Why: b.wasteWhy(s)})
	}
	return all
}

// layerUnit is the unit of a layer's figures: contents are shares, in %.
func (b *ProcessBalance) layerUnit(layer string) (unit string, scale float64) {
	switch layer {
	case balance.Mass:
		return b.Unit, 1
	case balance.Energy:
		return b.EnergyUnit, 1
	}
	return "%", 100
}

// streamWhy is how a reconciled figure came about: the measurement, its
// uncertainty, and the correction that makes the balances close.
func (b *ProcessBalance) streamWhy(l balance.Layer, s balance.StreamResult) *Why {
	unit, k := b.layerUnit(l.ID)
	in := b.Input.Streams[s.Stream]
	amount := func(v float64) *quantity.Amount { return &quantity.Amount{Value: k * v, Unit: unit} }
	w := &Why{Label: text.M("why.stream", "stream", in.Name), Value: amount(*s.Reconciled), Formula: "x̂ = x − Σ·A'ᵀ·V⁻¹·A'·x"}
	switch s.Class {
	case balance.Determined:
		w.Formula = "A_u·u = −A_m·x̂"
		w.Note = text.M("why.stream-determined")
	case balance.Nonredundant:
		w.Formula = "x̂ = x"
		w.Note = text.M("why.stream-unchecked")
	}
	if s.Measured != nil {
		w.From = append(w.From, &Why{Label: text.M("why.stream-measured"), Value: amount(*s.Measured)},
			&Why{Label: text.M("why.stream-sigma"), Formula: "σ = U·x ÷ 100 ÷ 1,96", Value: amount(s.Sigma)})
	}
	if s.Adjustment != nil {
		part := &Why{Label: text.M("why.stream-adjustment"), Value: amount(*s.Adjustment)}
		if s.Z != nil {
			part.Note = text.M("why.stream-z", "z", *s.Z)
		}
		w.From = append(w.From, part)
	}
	w.From = append(w.From, &Why{Label: text.M("why.stream-sd"), Value: amount(s.SD)})
	for _, step := range []int{in.From, in.To} {
		if step != balance.Outside && !l.Steps[step].NotConserved {
			w.From = append(w.From, b.stepWhy(l, step))
		}
	}
	return w
}

// stepWhy is the balance of a step as measured.
func (b *ProcessBalance) stepWhy(l balance.Layer, step int) *Why {
	s := l.Steps[step]
	unit, _ := b.layerUnit(balance.Mass)
	if l.ID == balance.Energy {
		unit = b.EnergyUnit
	}
	w := &Why{Label: text.M("why.step-balance", "step", b.Input.Steps[step].Name), Formula: "Σ x_in − Σ x_out − Δ"}
	if s.Gap != nil {
		w.Value = &quantity.Amount{Value: s.Gap.Value, Unit: unit}
	} else {
		w.Note = text.M("why.step-unmeasured", "count", len(s.Missing))
	}
	w.From = []*Why{
		{Label: text.M("why.step-in"), Value: &quantity.Amount{Value: s.In, Unit: unit}},
		{Label: text.M("why.step-out"), Value: &quantity.Amount{Value: s.Out + s.Stock, Unit: unit}},
	}
	return w
}

// wasteWhy is what the cost of a waste stream is made of, a year where it is
// known how often the basis goes into one.
func (b *ProcessBalance) wasteWhy(s cost.StreamCost) *Why {
	k := 1.0
	note := text.M("why.waste-basis")
	if b.PerYear > 0 {
		k, note = b.PerYear, text.M("why.waste-year", "times", b.PerYear)
	}
	money := func(v float64) *quantity.Amount { return &quantity.Amount{Value: k * v, Unit: b.currency} }
	label := text.M("why.waste-unidentified", "step", s.Step)
	for _, x := range b.Input.Streams {
		if x.ID == s.ID {
			label = text.M("why.waste", "stream", x.Name)
		}
	}
	energy, system := b.EnergyGap(s), b.SystemGap(s)
	w := &Why{
		Label: label, Formula: "C = C_mat + C_en + C_sys + C_wm", Value: money(s.Loss.Total()), Note: note,
		From: []*Why{
			{Label: text.M("why.waste-amount"), Value: &quantity.Amount{Value: s.Amount, Unit: b.Unit}},
			{Label: text.M("why.waste-material"), Value: money(s.Loss.Material), From: b.pricesOf(s)},
			spentWhy("why.waste-energy", "energy_cost", energy, money(s.Loss.Energy)),
			spentWhy("why.waste-system", "system_cost", system, money(s.Loss.System)),
			{Label: text.M("why.waste-treatment"), Value: money(s.Loss.Treatment + s.Loss.Fee)},
		},
	}
	if len(energy.Steps)+len(system.Steps) > 0 {
		w.From = append(w.From, &Why{Label: text.M("why.waste-least")})
	}
	return w
}

// spentWhy is what was spent on a stream, or that nobody knows it.
func spentWhy(label, key string, gap CostGap, known *quantity.Amount) *Why {
	w := &Why{Label: text.M(label), Value: known}
	switch {
	case gap.All:
		w.Value, w.Note = nil, text.M("why.spent-unknown", "steps", gap.Steps, "key", key)
	case len(gap.Steps) > 0:
		w.Note = text.M("why.spent-least", "steps", gap.Steps, "key", key)
	}
	return w
}

// pricesOf are the prices by volume, or by mass, that had to be converted of the
// inputs that flow into a stream.
func (b *ProcessBalance) pricesOf(s cost.StreamCost) (all []*Why) {
	through := b.upstream(s)
	for _, x := range b.Input.Streams {
		if w := b.priced[x.ID]; w != nil && x.To != balance.Outside && through[x.To] && !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}
