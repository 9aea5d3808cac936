package assess

import (
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// indicators computes every flow per unit of product in a phase
// (S = Σ E ÷ Σ P over the periods that state both, METHOD §4) and compares it.
func (s *site) indicators(phase string, out *Output) []Indicator {
	var all []Indicator
	for _, id := range s.order {
		ind, present := s.indicator(phase, id, out)
		if !present {
			continue
		}
		s.compare(&ind, out)
		all = append(all, ind)
	}
	return all
}

// indicator is the plant's own figure; false when nothing is known of the flow
// in the phase.
func (s *site) indicator(phase, id string, out *Output) (Indicator, bool) {
	f := s.flows[id]
	ind := Indicator{Flow: f, Phase: phase, Per: s.per(), Price: f.Price, Uncertainty: f.Uncertainty, Computed: s.computed(id)}
	sums := s.ratio(phase, id, "")
	if sums.stated == 0 {
		s.sayNotSummed(phase, id)
		return ind, false
	}
	ind.Coverage = 100 * float64(sums.days) / float64(sums.phaseDays)
	for _, i := range sums.missing {
		m := s.inPhase(phase)[i]
		ind.Missing = append(ind.Missing, text.M("say.period", "period", m.name(s.audit)))
		if !ind.Computed.Empty() {
			continue // doubted at the flow that it is computed from
		}
		s.probs.Add(problem.Doubt, at("period", m.index, "flows."+id), text.M("period.flow-missing", "flow", f.Name, "period", m.name(s.audit)))
	}
	if f.Intensive() {
		ind.Per = f.Per
		ind.Value = &quantity.Amount{Value: sums.mean(), Unit: f.Unit}
		ind.Why = &Why{
			Label: text.M("why.mean", "flow", f.Name, "phase", text.M("phase."+phase)), Formula: "x̄ = Σ x·w ÷ Σ w",
			Value: ind.Value, Note: text.M("why.mean-weights"), open: s.inputs(phase, id),
		}
		return ind, true
	}
	ind.Total = &quantity.Amount{Value: sums.total, Unit: f.Unit}
	if ind.Price == nil {
		ind.Price = s.mixedPrice(phase, id)
	}
	if ind.Price != nil {
		cost := sums.total * *ind.Price
		ind.Cost = &cost
	}
	total := &Why{Label: text.M("why.total", "flow", f.Name, "phase", text.M("phase."+phase)), Formula: "E = Σ E_t", Value: ind.Total, Note: ind.Computed, open: s.inputs(phase, id)}
	switch {
	case out == nil:
		ind.Status, ind.Reason = NoFigure, text.M("reason.no-output")
		ind.Why = total
	case sums.denominator <= 0:
		ind.Status, ind.Reason = NoFigure, text.M("reason.zero-output")
		ind.Why = total
	default:
		ind.Value = &quantity.Amount{Value: sums.paired / sums.denominator, Unit: f.Unit}
		ind.Why = &Why{
			Label:   text.M("why.indicator", "flow", f.Name, "per", ind.Per, "phase", text.M("phase."+phase)),
			Formula: "S = Σ E ÷ Σ P", Value: &quantity.Amount{Value: ind.Value.Value, Unit: f.Unit + "/" + s.unit}, Note: s.pairing(sums, ind.Missing),
			From: []*Why{total, out.Why},
		}
	}
	return ind, true
}

// sayNotSummed notes why a summed flow has no figure although some of its
// carriers have: every period of the phase lacks one that is stated elsewhere,
// as after a change of fuel. What is not stated is not zero (METHOD §22).
func (s *site) sayNotSummed(phase, id string) {
	var used bool
	var lacking []text.Message
	for _, part := range s.parts[s.packs[id].Sum] {
		if !s.stated(part) {
			continue
		}
		lacks := false
		for _, sp := range s.inPhase(phase) {
			_, ok := sp.flows[part]
			used = used || ok
			lacks = lacks || !ok
		}
		if lacks {
			lacking = append(lacking, text.M("say.text", "text", s.flows[part].Name))
		}
	}
	if used && len(lacking) > 0 && !s.stated(id) {
		s.probs.Add(problem.Note, "indicator."+id+"."+phase, text.M("flow.not-summed", "flow", s.flows[id].Name, "phase", text.M("phase."+phase), "lacking", lacking))
	}
}

// mixedPrice is what a unit of a summed flow costs on average: the money of the
// carriers that it is made of over their sum. It is nil when one of them has no
// price.
func (s *site) mixedPrice(phase, id string) *float64 {
	sum := s.packs[id].Sum
	if sum == "" || s.stated(id) {
		return nil
	}
	var money, amount float64
	for _, sp := range s.inPhase(phase) {
		v, ok := s.amount(sp, id)
		if !ok {
			continue
		}
		amount += v
		for _, part := range s.parts[sum] {
			q, used := sp.flows[part]
			if !used || q == 0 {
				continue
			}
			p := s.flows[part].Price
			if p == nil {
				return nil
			}
			money += q * *p
		}
	}
	if amount <= 0 || money <= 0 {
		return nil
	}
	price := money / amount
	return &price
}

// pairing says when a ratio rests on fewer periods than the phase has.
func (s *site) pairing(r ratio, missing []text.Message) text.Message {
	if len(missing) == 0 {
		return text.Message{}
	}
	return text.M("why.paired-periods", "used", r.stated, "of", r.periods, "missing", missing)
}

// ratio is a flow over a denominator in a phase.
type ratio struct {
	periods, stated int
	days, phaseDays int
	total           float64 // of the flow, over all periods that state it
	paired          float64 // of the flow, over the periods that state both
	denominator     float64 // over the same periods
	weighted        float64 // Σ x·w, of ratios entered as such
	plain           float64 // Σ x, for a mean where no weight is known
	missing         []int   // the phase's periods that do not state the flow
}

// inputs makes, when it is asked for, the figures of a flow in the periods of a
// phase.
func (s *site) inputs(phase, id string) func() []*Why {
	return s.later(func() []*Why {
		var parts []*Why
		for _, sp := range s.inPhase(phase) {
			if _, ok := s.amount(sp, id); ok {
				parts = append(parts, s.amountWhy(sp, id))
			}
		}
		return parts
	})
}

// mean is the weighted mean of a ratio entered as such.
func (r ratio) mean() float64 {
	if r.denominator > 0 {
		return r.weighted / r.denominator
	}
	return r.plain / float64(r.stated)
}

// ratio sums a flow over output, or over another flow where perFlow names one.
// Ratios entered as such are weighted by output, concentrations by the volume
// of wastewater where that is metered.
func (s *site) ratio(phase, id, perFlow string) ratio {
	var r ratio
	f := s.flows[id]
	if described := s.packs[id]; !s.stated(id) && described.Sum == "" && !isLoad(described) {
		return r
	}
	amounts := s.amounts(id)
	denominator := s.denominator(f, perFlow)
	for i, sp := range s.inPhase(phase) {
		e, ok := value(amounts[sp.n]), amounts[sp.n] != nil
		if !ok && f.Intensive() && sp.output != nil && *sp.output == 0 {
			continue // a plant that stands still has no yield
		}
		r.periods++
		r.phaseDays += sp.days
		if !ok {
			r.missing = append(r.missing, i)
			continue
		}
		r.stated++
		r.days += sp.days
		r.total += e
		d, ok := denominator(sp)
		if !ok {
			if f.Intensive() {
				r.plain += e
			}
			continue
		}
		r.denominator += d
		r.paired += e
		r.weighted += e * d
		r.plain += e
	}
	return r
}

// denominator is what a flow is taken per, by span.
func (s *site) denominator(f FlowInfo, perFlow string) func(*span) (float64, bool) {
	if perFlow != "" {
		amounts := s.amounts(perFlow)
		return func(sp *span) (float64, bool) { return value(amounts[sp.n]), amounts[sp.n] != nil }
	}
	output := func(sp *span) (float64, bool) { return value(sp.output), sp.output != nil }
	if !f.Intensive() || s.packs[f.ID].Parameter == "" {
		return output
	}
	return func(sp *span) (float64, bool) {
		if v, ok := s.wastewater(sp); ok {
			return v, true
		}
		return output(sp)
	}
}

// compare sets an indicator beside its yardstick: where it stands, the gap to
// best, and what reaching the bounds would save (METHOD §17a).
func (s *site) compare(ind *Indicator, out *Output) {
	if ind.Status == NoFigure {
		return
	}
	if ind.Flow.Scale == benchmark.Neutral {
		ind.Status, ind.Reason = NotJudged, text.M("reason.neutral")
		return
	}
	y, status, reason := s.yardstick(ind.Flow)
	ind.Reference = y.Yardstick
	if status != Compared {
		ind.Status, ind.Reason = status, reason
		return
	}
	basis, status, reason := s.onBasis(ind, y, out)
	if status != Compared {
		ind.Status, ind.Reason = status, reason
		return
	}
	ind.Compare = &quantity.Amount{Value: basis.value, Unit: y.Unit}
	ind.Reference.Normalise = basis.note
	place, ok := benchmark.Locate(basis.value, y.Bounds, ind.Flow.Scale)
	if !ok {
		ind.Status, ind.Reason = NoBenchmark, text.M("reason.no-bounds")
		return
	}
	ind.Place = place
	ind.Status = Compared
	if !y.Verified {
		ind.Status, ind.Reason = Unverified, text.M("reason.unverified")
	}
	if y.Best != nil && *y.Best != 0 {
		gap := (basis.value - *y.Best) / *y.Best * 100
		ind.Gap = &gap
	}
	if ind.Flow.Scale != benchmark.MoreIsWorse || ind.Flow.Intensive() {
		return
	}
	ind.Realistic = s.saved(ind, basis, y, y.TypicalLow, "why.realistic", out)
	ind.Technical = s.saved(ind, basis, y, y.Best, "why.technical", out)
}

// basisValue is the plant's figure on the reference's basis.
type basisValue struct {
	value       float64 // in the reference's unit
	denominator float64 // the amount that the figure is per, over the phase
	factor      float64 // value = factor · (amount ÷ denominator), in the flow's unit
	note        text.Message
}

// onBasis converts the plant's figure to the denominator, the raw-material
// quality and the unit of the yardstick.
func (s *site) onBasis(ind *Indicator, y chosen, out *Output) (basisValue, Status, text.Message) {
	b := basisValue{factor: 1}
	var v float64
	if ind.Flow.Intensive() {
		v = ind.Value.Value
	} else {
		if y.perFlow == "" && y.perUnit != "" {
			k, err := s.convert(1, s.unit, y.perUnit)
			if err != nil {
				return b, NoBasis, text.M("reason.other-product-unit", "unit", s.unit, "per", y.Per)
			}
			b.factor /= k
		}
		r := s.ratio(ind.Phase, ind.Flow.ID, y.perFlow)
		if y.perFlow != "" && r.denominator <= 0 {
			return b, NoBasis, text.M("reason.no-denominator", "flow", s.flows[y.perFlow].Name, "per", y.Per)
		}
		if y.perFlow != "" && y.perUnit != "" {
			k, err := s.convert(1, s.flows[y.perFlow].Unit, y.perUnit)
			if err != nil {
				return b, NoBasis, asMessage(err)
			}
			b.factor /= k
		}
		b.denominator = r.denominator
		v = r.paired / r.denominator * b.factor
	}
	if n := y.normalise; n != nil {
		answer, ok := s.number(n.Ask)
		if !ok {
			return b, Unanswered, s.askMessage(n.Ask)
		}
		b.factor *= answer / n.At
		v *= answer / n.At
		b.note = text.M("note.normalised", "reason", n.Reason, "from", answer, "to", n.At)
	}
	inUnit, err := s.convertFlow(ind.Flow, v, y.Unit)
	if err != nil {
		return b, NoBasis, asMessage(err)
	}
	b.value = inUnit
	return b, Compared, text.Message{}
}

// convertFlow converts an amount of a flow to a unit, through the heating value
// where the flow is a fuel and the unit is energy, or through the pack's
// density.
func (s *site) convertFlow(f FlowInfo, v float64, unit string) (float64, error) {
	x, err := s.convert(v, f.Unit, unit)
	if err == nil {
		return x, nil
	}
	if per, from := s.declaredDensity(f); !from.Empty() {
		if x, derr := s.units.ConvertBy(v, f.Unit, unit, per); derr == nil {
			return x, nil
		}
	}
	if mj, eerr := s.energyOf(f, v); eerr == nil {
		if x, eerr := s.convert(mj, "MJ", unit); eerr == nil {
			return x, nil
		}
	}
	return 0, err
}

// saved is what reaching a bound would save: max(0, v − bound)·P, a year where
// the phase is long enough (METHOD §17a).
func (s *site) saved(ind *Indicator, b basisValue, y chosen, bound *float64, label string, out *Output) *Saved {
	if bound == nil || b.denominator <= 0 {
		return nil
	}
	perUnit, err := s.fromUnit(ind.Flow, max(0, b.value-*bound), b.value, y.Unit)
	if err != nil {
		return nil
	}
	year, yearly := out.Year()
	ind.Yearly = yearly
	// The amount per unit of the plant's own denominator, then a year of it.
	amount := perUnit / b.factor * b.denominator * year
	sv := &Saved{Amount: quantity.Amount{Value: amount, Unit: ind.Flow.Unit}}
	if ind.Price != nil {
		money := amount * *ind.Price
		sv.Money = &money
	}
	if ef, ok := s.co2ePerUnit(ind.Flow, ind.Phase); ok {
		co2e := amount * ef
		sv.CO2e = &co2e
	}
	price, plant := ind.Price, ind.Why
	sv.Why = &Why{Label: text.M(label, "flow", ind.Flow.Name), Formula: "max(0; S − B) · P", Value: &sv.Amount, open: s.later(func() []*Why {
		parts := []*Why{
			{Label: text.M("why.plant-figure"), Value: &quantity.Amount{Value: b.value, Unit: y.Unit + "/" + s.denominatorUnit(y)}, From: []*Why{plant}, Note: b.note},
			s.boundWhy(y, *bound),
			{Label: text.M("why.denominator", "per", y.Per), Value: &quantity.Amount{Value: b.denominator * year, Unit: s.denominatorUnit(y)}},
		}
		if price != nil {
			parts = append(parts, s.priceWhy(ind.Flow, *price))
		}
		return parts
	})}
	if !yearly {
		sv.Why.Note = text.M("why.not-a-year", "days", out.Days)
	}
	return sv
}

// priceWhy is the price of a flow and where it is from.
func (s *site) priceWhy(f FlowInfo, price float64) *Why {
	w := &Why{Label: text.M("why.price", "flow", f.Name), Value: &quantity.Amount{Value: price, Unit: s.currency() + "/" + f.Unit}}
	if f.Billed {
		w.Formula, w.Note = "Σ C ÷ Σ q", text.M("why.price-billed")
		w.open = s.later(func() []*Why { return s.billedWhy(f.ID) })
	}
	return w
}

// fromUnit converts a difference on the yardstick's scale back to the flow's
// unit; the scale is linear, so the ratio of difference to value does it.
func (s *site) fromUnit(f FlowInfo, difference, value float64, unit string) (float64, error) {
	if x, err := s.convert(difference, unit, f.Unit); err == nil {
		return x, nil
	}
	one, err := s.convertFlow(f, 1, unit)
	if err != nil {
		return 0, err
	}
	return difference / one, nil
}

func (s *site) denominatorUnit(y chosen) string {
	if y.perFlow != "" {
		return s.flows[y.perFlow].Unit
	}
	return s.unit
}

func (s *site) boundWhy(y chosen, bound float64) *Why {
	w := &Why{Label: text.M("why.bound", "per", y.Per), Value: &quantity.Amount{Value: bound, Unit: y.Unit + "/" + s.denominatorUnit(y)}}
	for _, row := range y.Rows {
		part := &Why{Label: text.M("why.row", "row", row.Name, "region", s.common.RegionName(row.Region), "scale", row.Scale), Locator: row.Locator, Note: noteOf(row.Doubt)}
		if src, ok := s.pack.Source(row.Source); ok {
			part.Source = &src
		}
		w.From = append(w.From, part)
	}
	if y.Own != "" {
		w.Note = text.M("why.own-norm", "source", y.Own)
	} else if !y.Reason.Empty() {
		w.Note = text.M("say.text", "text", y.Reason)
	}
	return w
}

func (s *site) currency() string {
	if s.audit.Settings.Currency == "" {
		return "VND"
	}
	return s.audit.Settings.Currency
}
