package assess

import (
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// FlowSaving is what the phase after used less of a flow than the phase before
// would have, three ways at once: on the plain ratio, against the baseline, and
// with its confidence (METHOD §12, 13, 19). Percentages are of what was to be
// expected, positive: saved.
type FlowSaving struct {
	Flow  FlowInfo
	Group string // resource group

	Before, After Side
	Simple        *float64 // (S0 − S1)/S0, %

	Basis   string       // model | ratio: what the percentage below rests on; empty: none
	Reason  text.Message // why there is none
	Percent *float64     // normalised
	Low     *float64     // of the interval at the audit's confidence
	High    *float64
	Model   *baseline.Saving      // of a model of the phase before
	Chain   *baseline.Chain       // of a model of other months
	Ratio   *baseline.RatioSaving // of the plain ratio
	// Adjusted is what was to be expected after, and Saved what was saved of it,
	// in the flow's unit, over the months that were counted.
	Adjusted float64
	Saved    baseline.Interval
	Verdict  baseline.Verdict // against the goal; empty without one
	Capped   bool             // the interval alone would say proved, but the scatter between months is not in it
	loose    bool             // the scatter between months is not in the interval, whatever it says

	Amount   *quantity.Amount // saved in the phase after; a year, where Yearly
	Yearly   bool
	Days     int // of the months that Amount rests on
	Money    *float64
	CO2e     *float64 // t
	TOE      *float64
	Smallest *float64     // smallest provable saving, %
	Trap     *float64     // what of Simple comes only from output having changed: Simple − Percent, in points
	TrapSaid text.Message // the base-load trap in words; empty: it is too small for any
	Events   []Event
	Cusum    *Cusum
	Standard *baseline.Normalised // both phases modelled, at the conditions before; nil: the phase after has no model
	Warnings []text.Message
	Why      *Why
}

// The bases of a saving.
const (
	OnModel = "model"
	OnRatio = "ratio"
)

// Side is a flow in one phase, without what is due to non-routine events.
type Side struct {
	Amount, Output float64
	Months         int
	Days           int
	Specific       *float64 // Amount ÷ Output
}

// Event is a non-routine adjustment that a saving takes into account.
type Event struct {
	Index  int // in Audit.Adjustments
	Amount quantity.Amount
	Reason string
	When   any
}

// defaultConfidence is the confidence of an audit that states none, in %.
const defaultConfidence = 90

// Confidence is the confidence of savings, in %.
func (a *Audit) Confidence() float64 {
	if c := a.Settings.Confidence; c != nil {
		return *c
	}
	return defaultConfidence
}

// terms are the circumstances of a saving.
func (s *site) terms(goal *Goal) baseline.Terms {
	t := baseline.Terms{Confidence: s.audit.Confidence() / 100}
	if goal != nil && goal.Low > 0 && goal.High < 100 {
		t.Target = &baseline.Target{Low: goal.Low / 100, High: goal.High / 100}
	}
	return t
}

// savings compares the phases flow by flow; nothing where there is no phase
// after.
func (s *site) savings(all []Baseline, goal *Goal) []FlowSaving {
	if len(s.inPhase(After)) == 0 || len(s.inPhase(Before)) == 0 {
		return nil
	}
	var found []FlowSaving
	for i := range all {
		if sv, ok := s.saving(&all[i], s.terms(goal)); ok {
			found = append(found, sv)
		}
	}
	s.compareHeat(found)
	return found
}

// compareHeat takes the verdict from single fuels where one was given up or taken
// up: to burn another fuel is no saving of this one, and they are compared in
// their heat (METHOD §22).
func (s *site) compareHeat(all []FlowSaving) {
	if !s.fuelChanged() {
		return
	}
	for i := range all {
		if sv := &all[i]; s.isFuel(sv.Flow) {
			sv.Verdict, sv.Capped = "", false
			sv.Warnings = append(sv.Warnings, text.M("saving.fuel-switched"))
		}
	}
}

// saving is what was saved of one flow; false where it has figures in one phase
// only, which is said.
func (s *site) saving(b *Baseline, terms baseline.Terms) (FlowSaving, bool) {
	sv := FlowSaving{Flow: b.Flow, Group: groupOf(b.Flow.Category)}
	before, after := b.in(Before), b.in(After)
	if len(before) == 0 || len(after) == 0 {
		s.probs.Add(problem.Note, "saving."+b.Flow.ID, text.M("saving.one-phase", "flow", b.Flow.Name))
		return sv, false
	}
	sv.Before, sv.After = sideOf(before), sideOf(after)
	sv.simple()
	sv.Events = s.eventsOf(b.Flow)
	switch {
	case b.Fit != nil && b.Fit.Usable:
		s.onModel(&sv, b, after, terms)
	case b.Fit != nil:
		sv.Reason = b.Fit.Reason
	default:
		sv.Reason = b.Refused
	}
	if sv.Basis == "" {
		s.onRatio(&sv, b, terms)
	}
	s.worth(&sv)
	s.explainSaving(&sv, b)
	return sv, true
}

// in lists the months of a phase.
func (b *Baseline) in(phase string) []*ModelMonth {
	months := make([]*ModelMonth, 0, len(b.Months))
	for _, m := range b.Months {
		if m.Phase == phase {
			months = append(months, m)
		}
	}
	return months
}

// sideOf adds up the months that state both the flow and the output.
func sideOf(months []*ModelMonth) Side {
	var x Side
	for _, m := range months {
		if m.Output == nil {
			continue
		}
		x.Months++
		x.Days += m.length
		x.Amount += m.Amount
		x.Output += *m.Output
	}
	if x.Output > 0 {
		v := x.Amount / x.Output
		x.Specific = &v
	}
	return x
}

// simple is the change of the plain ratio.
func (sv *FlowSaving) simple() {
	if sv.Before.Specific == nil || sv.After.Specific == nil || *sv.Before.Specific <= 0 {
		return
	}
	v := 100 * (*sv.Before.Specific - *sv.After.Specific) / *sv.Before.Specific
	sv.Simple = &v
}

// onModel counts the saving against the baseline in force.
func (s *site) onModel(sv *FlowSaving, b *Baseline, after []*ModelMonth, terms baseline.Terms) {
	months := s.withDrivers(after, b.reported())
	if len(months) == 0 {
		sv.Reason = text.M("saving.no-drivers", "flow", b.Flow.Name)
		return
	}
	if left := len(after) - len(months); left > 0 {
		sv.Warnings = append(sv.Warnings, text.M("saving.months-left-out", "count", left))
	}
	if uneven(append(slices.Clip(months), b.in(Before)...)) {
		sv.Reason = text.M("model.uneven", "flow", b.Flow.Name)
		return
	}
	terms.MeterVariance = s.meterVariance(b.Flow, months)
	report := s.observe(months, b.reported())
	if b.Chained {
		s.onChain(sv, b, report, terms)
	} else {
		s.onFit(sv, b, report, terms)
	}
	if sv.Basis == "" {
		return
	}
	for _, x := range months {
		sv.Days += x.length
	}
	if sv.Simple != nil {
		trap := *sv.Simple - *sv.Percent
		sv.Trap = &trap
		sv.sayTrap()
	}
	sv.Cusum = s.cusum(b)
	sv.Standard = s.atStandard(b, months, terms)
	s.doubtModel(sv, b, months)
}

// doubtModel says what the model cannot know although it fits well: then the
// interval, however narrow, proves nothing.
func (s *site) doubtModel(sv *FlowSaving, b *Baseline, after []*ModelMonth) {
	if b.Fit.Perfect { // a total shared out among months has no scatter
		sv.unproven()
		sv.Warnings = append(sv.Warnings, text.M("saving.no-scatter"))
	}
	if s.longBilled(b.Flow.ID) {
		sv.unproven()
		sv.Warnings = append(sv.Warnings, text.M("saving.long-bills"))
	}
	for _, r := range b.Fit.Ranges {
		if r.Min != r.Max || !s.varies(r, after) {
			continue
		}
		sv.unproven()
		sv.Warnings = append(sv.Warnings, text.M("saving.constant-driver", "driver", s.driverName(r.Driver)))
	}
}

// varies reports whether a driver leaves its range in some month.
func (s *site) varies(r baseline.Range, months []*ModelMonth) bool {
	values := s.driverValues(r.Driver)
	return slices.ContainsFunc(months, func(m *ModelMonth) bool { v := values[m.span]; return v != nil && (*v < r.Min || *v > r.Max) })
}

// reported are the drivers that the months after are observed with: those of the
// model, and where the program chose it those of its rivals too, which decide how
// sure the choice is. Every month after that has an output states these (usable).
func (b *Baseline) reported() []string {
	ids := slices.Clone(b.Fit.Spec.Drivers)
	if !b.picked() {
		return ids
	}
	for _, id := range b.tried {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// leastTrap is from how many points on the base-load trap is worth words.
const leastTrap = 0.5

// sayTrap says how much of the plain ratio's change comes only from output
// having changed: a fixed load is shared by more or fewer units.
func (sv *FlowSaving) sayTrap() {
	key := "saving.trap-better"
	switch trap := *sv.Trap; {
	case trap <= -leastTrap:
		key = "saving.trap-worse"
	case trap < leastTrap:
		return
	}
	daily := func(x Side) float64 { return x.Output / float64(max(1, x.Days)) }
	sv.TrapSaid = text.M(key, "simple", inPercent(*sv.Simple), "percent", inPercent(*sv.Percent), "trap", math.Round(10*math.Abs(*sv.Trap))/10,
		"output", inPercent(100*(daily(sv.After)/daily(sv.Before)-1)))
}

func inPercent(v float64) quantity.Amount { return quantity.Amount{Value: v, Unit: "%"} }

// onFit counts the saving against a model of the phase before. The program's own
// choice widens the interval: a model that was picked because it fits best fits
// a little too well.
func (s *site) onFit(sv *FlowSaving, b *Baseline, report baseline.Observations, terms baseline.Terms) {
	if b.picked() {
		terms.Choice = b.Choice
	}
	in := savingOf{b.Fit, report, terms}
	m, err := s.memoryOf(b.Flow.ID).saving.of(in, savingOf.equal, func(in savingOf) (*baseline.Saving, error) {
		return baseline.NewSaving(in.fit, in.report, in.terms)
	})
	switch {
	case err != nil:
		sv.Reason = asMessage(err)
	case m.Fraction == nil:
		sv.Reason = m.NoFraction
	default:
		sv.Basis, sv.Model, sv.Verdict = OnModel, m, m.Verdict
		sv.Adjusted, sv.Saved = m.Adjusted, m.Saved
		sv.percent(m.Fraction)
		sv.Warnings = append(sv.Warnings, m.Warnings...)
		sv.Smallest = percentOf(m.SmallestProvable)
		sv.Amount = &quantity.Amount{Value: m.Saved.Value, Unit: b.Flow.Unit}
		if b.picked() && !b.Choice.Accepted { // a stand-in proves nothing
			if sv.unproven(); sv.Capped {
				sv.Reason = b.Choice.Reason
			}
		}
	}
}

// unproven says that the scatter between months is not in the interval, so that
// it proves nothing, however narrow.
func (sv *FlowSaving) unproven() {
	sv.loose = true
	if sv.Verdict == baseline.Proved {
		sv.Verdict, sv.Capped = baseline.Likely, true
	}
}

// onChain counts the saving with a model of other months than the phase before.
func (s *site) onChain(sv *FlowSaving, b *Baseline, report baseline.Observations, terms baseline.Terms) {
	before := s.withDrivers(b.in(Before), b.Fit.Spec.Drivers)
	if len(before) == 0 {
		sv.Reason = text.M("saving.no-drivers", "flow", b.Flow.Name)
		return
	}
	c, saved, err := b.Fit.NewChain(s.observe(before, b.Fit.Spec.Drivers), report, terms.Confidence)
	switch {
	case err != nil:
		sv.Reason = asMessage(err)
		return
	case !(c.Adjusted > 0):
		sv.Reason = text.M("saving.no-baseline", "flow", b.Flow.Name)
		return
	}
	sv.Basis, sv.Chain, sv.Adjusted, sv.Saved = OnModel, c, c.Adjusted, saved
	f := baseline.Interval{Value: saved.Value / c.Adjusted, Low: saved.Low / c.Adjusted, High: saved.High / c.Adjusted}
	sv.percent(&f)
	if t := terms.Target; t != nil {
		sv.Verdict = t.Judge(f.Value, f.Low, f.High)
	}
	smallest := 100 * (f.Value - f.Low)
	sv.Smallest = &smallest
	sv.Amount = &quantity.Amount{Value: saved.Value, Unit: b.Flow.Unit}
}

// Cusum is how the difference between the baseline and the meter grew over the
// months of both phases.
type Cusum struct {
	Months []*ModelMonth
	*baseline.Track
}

// cusum follows the months of both phases that the model foretells; nil where
// there are none.
func (s *site) cusum(b *Baseline) *Cusum {
	n := len(b.Months)
	c := Cusum{Months: make([]*ModelMonth, 0, n)}
	o := baseline.Observations{Labels: make([]string, 0, n), Y: make([]float64, 0, n)}
	expected := make([]float64, 0, n)
	for _, m := range b.Months {
		if m.Expected == nil || m.Phase == History {
			continue
		}
		c.Months = append(c.Months, m)
		o.Labels = append(o.Labels, m.label)
		o.Y = append(o.Y, m.Amount)
		expected = append(expected, *m.Expected)
	}
	if len(c.Months) == 0 {
		return nil
	}
	track, err := baseline.NewTrack(expected, o, b.Fit.ResidualSD)
	if err != nil {
		return nil
	}
	c.Track = track
	return &c
}

func (sv *FlowSaving) percent(f *baseline.Interval) {
	v, low, high := 100*f.Value, 100*f.Low, 100*f.High
	sv.Percent, sv.Low, sv.High = &v, &low, &high
}

func percentOf(fraction *float64) *float64 {
	if fraction == nil {
		return nil
	}
	v := 100 * *fraction
	return &v
}

// onRatio compares the plain ratios, where no model can be made. The scatter
// between months is not in its interval, so it never proves anything.
func (s *site) onRatio(sv *FlowSaving, b *Baseline, terms baseline.Terms) {
	if sv.Simple == nil {
		if sv.Reason.Empty() {
			sv.Reason = text.M("reason.no-output")
		}
		return
	}
	flow := s.uncertaintyOver(sv.Flow, append(b.in(Before), b.in(After)...), assumed, s.assumedUncertainty)
	output := s.qualityUncertainty("measured")
	e := func(x Side) baseline.Stated { return baseline.Stated{Value: x.Amount, Uncertainty: flow / 100} }
	p := func(x Side) baseline.Stated { return baseline.Stated{Value: x.Output, Uncertainty: output / 100} }
	r, err := baseline.NewRatioSaving(e(sv.Before), p(sv.Before), e(sv.After), p(sv.After), terms)
	if err != nil {
		sv.Reason = asMessage(err)
		return
	}
	sv.Basis, sv.Ratio, sv.Verdict = OnRatio, r, r.Verdict
	sv.unproven()
	sv.Adjusted, sv.Saved = r.Before*sv.After.Output, r.Saved
	sv.percent(&r.Fraction)
	sv.Days = sv.After.Days
	sv.Amount = &quantity.Amount{Value: r.Saved.Value, Unit: sv.Flow.Unit}
	smallest := 100 * (r.Fraction.Value - r.Fraction.Low)
	sv.Smallest = &smallest
	sv.Warnings = append(sv.Warnings, r.NotCounted, text.M("saving.ratio-uncertainties", "flow", flow, "output", output))
}

// eventsOf lists the adjustments of a flow in the phases, and of what it is
// added up from.
func (s *site) eventsOf(f FlowInfo) []Event {
	var all []Event
	for i, x := range s.audit.Adjustments {
		amount, ok := s.eventIn(x, f)
		if !ok {
			continue
		}
		e := Event{Index: i, Amount: quantity.Amount{Value: amount, Unit: f.Unit}, Reason: x.Reason}
		if e.When = any(x.Month); x.Month.IsZero() {
			e.When = text.M("period.from-to", "from", x.From, "to", x.To)
		}
		all = append(all, e)
	}
	return all
}

// worth is the saved amount a year, and what it is worth at frozen prices and
// factors.
func (s *site) worth(sv *FlowSaving) {
	if sv.Amount == nil {
		return
	}
	k, yearly := Output{Days: sv.Days}.Year()
	sv.Amount.Value *= k
	sv.Yearly = yearly
	f := sv.Flow
	price := f.Price
	if price == nil {
		price = s.mixedPrice(Before, f.ID)
	}
	if price != nil {
		money := sv.Amount.Value * *price
		sv.Money = &money
	}
	for _, phase := range []string{Before, After} {
		if ef, ok := s.co2ePerUnit(f, phase); ok {
			co2e := sv.Amount.Value * ef
			sv.CO2e = &co2e
			break
		}
	}
	if s.isFuel(f) || f.Factor == benchmark.GridElectricity {
		if line, _, err := s.energyLine(f, sv.Amount.Value, EnergyTOE); err == nil {
			sv.TOE = &line.TOE
		}
	}
}

// explainSaving makes the why-tree of a saving.
func (s *site) explainSaving(sv *FlowSaving, b *Baseline) {
	if sv.Percent == nil {
		return
	}
	sv.Why = &Why{
		Label:   text.M("why.saving", "flow", sv.Flow.Name, "confidence", s.audit.Confidence(), "low", *sv.Low, "high", *sv.High),
		Formula: "F = (Σ Ê − Σ E) ÷ Σ Ê", Value: &quantity.Amount{Value: *sv.Percent, Unit: "%"},
		open: s.later(func() []*Why { return s.savingWhys(sv, b) }),
	}
	if sv.Basis == OnRatio {
		sv.Why.Formula, sv.Why.Note = "F = 1 − S1 ÷ S0", sv.Ratio.NotCounted
	}
}

// savingWhys are what a saving is made of.
func (s *site) savingWhys(sv *FlowSaving, b *Baseline) []*Why {
	var parts []*Why
	unit := sv.Flow.Unit
	per := unit + "/" + s.unit
	if sv.Simple != nil {
		parts = append(parts, &Why{
			Label: text.M("why.simple-saving"), Formula: "(S0 − S1) ÷ S0", Value: &quantity.Amount{Value: *sv.Simple, Unit: "%"},
			From: []*Why{s.sideWhy(sv, Before, sv.Before, per), s.sideWhy(sv, After, sv.After, per)},
		})
	}
	if sv.Basis == OnModel {
		adjusted := &Why{Label: text.M("why.adjusted-baseline"), Formula: "E_adj = Σ Ê", Value: &quantity.Amount{Value: sv.Adjusted, Unit: unit}, From: []*Why{b.Why}}
		variance := "s²·(m/κ + 1ᵀX₁(X₀ᵀX₀)⁻¹X₁ᵀ1) + Var"
		if sv.Chain != nil {
			adjusted.Formula, adjusted.Note = "E_adj = E_0 · Σ M_1 ÷ Σ M_0", text.M("why.chained")
			variance = "s²·(g²·n + m)/κ + s²·dᵀ(XᵀX)⁻¹d"
		}
		parts = append(parts, adjusted,
			&Why{Label: text.M("why.reported"), Formula: "Σ E", Value: &quantity.Amount{Value: sv.Adjusted - sv.Saved.Value, Unit: unit}, open: s.inputs(After, sv.Flow.ID)},
			&Why{Label: text.M("why.saving-se", "df", sv.Saved.DF, "t", sv.Saved.T), Formula: variance, Value: &quantity.Amount{Value: sv.Saved.SE, Unit: unit}},
		)
	}
	for _, e := range sv.Events {
		parts = append(parts, &Why{Label: text.M("why.event", "when", e.When, "reason", e.Reason), Value: &e.Amount})
	}
	return parts
}

func (s *site) sideWhy(sv *FlowSaving, phase string, x Side, per string) *Why {
	w := &Why{
		Label: text.M("why.side", "phase", text.M("phase."+phase), "months", x.Months), Formula: "S = Σ E ÷ Σ P", Value: amountIn(x.Specific, per),
		From: []*Why{
			{Label: text.M("why.side-amount", "flow", sv.Flow.Name), Value: &quantity.Amount{Value: x.Amount, Unit: sv.Flow.Unit}, open: s.inputs(phase, sv.Flow.ID)},
			{Label: text.M("why.side-output"), Value: &quantity.Amount{Value: x.Output, Unit: s.unit}},
		},
	}
	return w
}
