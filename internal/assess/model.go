package assess

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Baseline is what a flow would be at a given output without the solutions: the
// models that were tried on it and the one in force.
type Baseline struct {
	Flow   FlowInfo
	Months []*ModelMonth // every period with a figure, oldest first

	// Choice is the list of candidates with the proposal; nil: too little data,
	// Refused says what.
	Choice *baseline.Choice
	// Fit is the model in force: the frozen one, else the proposal; nil: none.
	Fit *baseline.Fit
	// Observed are the periods that Fit was fitted on.
	Observed baseline.Observations
	observed []*ModelMonth
	tried    []string     // drivers that every month fitted on and after states
	Reason   text.Message // why this model
	Refused  text.Message // why there is none

	Frozen   *Model // the choice in the file; nil: the program's proposal
	FrozenAt int    // its index in Audit.Models
	Stale    bool   // the data are not those that the frozen model was chosen on
	// Chained says that Fit was fitted on other months than the phase before:
	// what is expected is then scaled so that it meets the phase before.
	Chained bool
	Why     *Why

	// Drivers are all that a model of the flow may be made to depend on, also
	// those that too few months state for the program to try them.
	Drivers []DriverInfo
	try     func(spec baseline.Spec, period []string) Trial
}

// DriverInfo is a driver that a model may depend on.
type DriverInfo struct {
	ID     string
	Name   text.Name
	Unit   string
	Months int // that state it, of those that the model is fitted on
}

// Trial is a model that is looked at before it is chosen.
type Trial struct {
	Observed baseline.Observations // what it is fitted on: the months that state its drivers
	Fit      *baseline.Fit         // nil: Refused says why
	Refused  text.Message
	Data     string // "sha256:…" of the data, as Model.Data
	Why      *Why   // nil where there is no fit
}

// Try fits a model as if it were frozen on the months from the first to the last
// of the period; on the phase before where the period is empty.
func (b *Baseline) Try(spec baseline.Spec, period []string) Trial {
	if b.try == nil {
		return Trial{}
	}
	return b.try(spec, period)
}

// Proposes reports whether a model is what the program proposes.
func (b *Baseline) Proposes(spec baseline.Spec) bool {
	return b.Choice != nil && b.Choice.Fit != nil && b.Choice.Fit.Spec.Equal(spec)
}

// picked reports whether the program chose the model in force, be it frozen since
// or not.
func (b *Baseline) picked() bool {
	return b.Choice != nil && (b.Frozen == nil || b.Frozen.Proposed)
}

// Data is the mark of the data that Fit was fitted on, "sha256:…", as Model.Data;
// empty where there is no fit.
func (b *Baseline) Data() string {
	if b.Fit == nil {
		return ""
	}
	return dataHash(b.Observed, b.Fit.Spec)
}

// period are the months that the file names for the model; nil: the phase before.
func (b *Baseline) period() []string {
	if b.Frozen == nil {
		return nil
	}
	return b.Frozen.Period
}

// ModelMonth is a flow in one period, beside what the model expects.
type ModelMonth struct {
	Period   int // index in Audit.Periods
	Phase    string
	Month    quantity.Month // zero: a period of other days
	From, To quantity.Date
	Amount   float64 // without what is due to non-routine events
	Event    float64 // what is due to them
	Output   *float64
	Drivers  map[string]float64
	Fitted   int      // index in Observed; -1: not fitted on
	Expected *float64 // nil: a driver is missing
	label    string   // the period as data name it
	span     int      // among the site's
	length   int      // days
}

// DriverName is the name of a driver of the model in force.
func (b *Baseline) DriverName(id string) text.Name {
	for _, d := range b.Observed.Drivers {
		if d.ID == id {
			return d.Name
		}
	}
	return text.Both(id)
}

// Name is the period as people say it.
func (m *ModelMonth) Name() any {
	return CoveredPeriod{Month: m.Month, From: m.From, To: m.To}.Name()
}

// Residual is what was used less than expected is negative, more positive:
// E − Ê. False where nothing is expected.
func (m *ModelMonth) Residual() (float64, bool) {
	if m.Expected == nil {
		return 0, false
	}
	return m.Amount - *m.Expected, true
}

// modelled reports whether a baseline is looked for: of what is used up and of
// what is emitted, not of ratios, products and by-products.
func (s *site) modelled(f FlowInfo) bool {
	return !f.Intensive() && (f.Scale != "neutral" && f.Scale != "more-is-better" || s.frozen(f.ID) >= 0)
}

// frozen is the index of the flow's frozen model; -1: none.
func (s *site) frozen(flow string) int {
	return slices.IndexFunc(s.audit.Models, func(m Model) bool { return m.Flow == flow })
}

// baselines looks for a model of every flow that has figures.
func (s *site) baselines() []Baseline {
	var all []Baseline
	for _, id := range s.order {
		f := s.flows[id]
		if !s.modelled(f) {
			continue
		}
		if b := s.baselineOf(f); len(b.Months) > 0 {
			all = append(all, b)
		}
	}
	for i, m := range s.audit.Models {
		f, known := s.flows[m.Flow]
		switch {
		case !known: // the check says so
		case f.Intensive():
			s.probs.Add(problem.Error, at("model", i, "flow"), text.M("model.intensive", "flow", f.Name))
		case !slices.ContainsFunc(all, func(b Baseline) bool { return b.Flow.ID == m.Flow }):
			s.probs.Add(problem.Doubt, at("model", i, "flow"), text.M("model.no-figures", "flow", f.Name))
		}
	}
	return all
}

func (s *site) baselineOf(f FlowInfo) Baseline {
	b := Baseline{Flow: f, FrozenAt: s.frozen(f.ID), Months: s.monthsOf(f.ID)}
	if len(b.Months) == 0 {
		return b
	}
	if b.FrozenAt >= 0 {
		b.Frozen = &s.audit.Models[b.FrozenAt]
	}
	fitted := b.fittedMonths(b.period())
	if b.Frozen == nil {
		fitted = withOutput(fitted)
	}
	months := b.Months
	b.try = func(spec baseline.Spec, period []string) Trial { return s.try(f, months, spec, period) }
	b.Drivers = s.driverInfos(fitted)
	if uneven(fitted) && b.Frozen == nil {
		b.Refused = text.M("model.uneven", "flow", f.Name)
		return b
	}
	b.tried = s.usable(fitted, b.Months)
	b.Observed, b.observed = s.observe(fitted, b.tried), fitted
	if b.Observed.Len() >= leastMonths {
		choice, err := s.memoryOf(f.ID).choice.of(b.Observed, baseline.Observations.Equal, func(o baseline.Observations) (*baseline.Choice, error) {
			return baseline.Candidates(o, OutputDriver)
		})
		if err != nil {
			b.Refused = asMessage(err)
		} else {
			b.Choice, b.Fit, b.Reason = choice, choice.Fit, choice.Reason
		}
	} else {
		b.Refused = text.M("model.few-months", "flow", f.Name, "count", b.Observed.Len(), "needed", leastMonths)
	}
	if b.Frozen != nil {
		s.useFrozen(&b, fitted)
	}
	s.expect(&b)
	b.Why = s.modelWhy(f, b.Observed, b.Fit, b.Reason)
	return b
}

// expect fills in what the model expects of every month that states its
// drivers, and which months it was fitted on.
func (s *site) expect(b *Baseline) {
	if b.Fit == nil {
		return
	}
	for k, m := range b.observed {
		m.Fitted = k
	}
	drivers := b.Fit.Spec.Drivers
	known := s.withDrivers(b.Months, drivers)
	expected, err := b.Fit.Predict(s.observe(known, drivers))
	if err != nil {
		return
	}
	scale := s.chainScale(b, known, expected)
	for i, m := range known {
		expected[i] *= scale
		m.Expected = &expected[i]
	}
}

// chainScale makes the model meet the phase before where it was fitted on other
// months: ΣE(before)/ΣM(before).
func (s *site) chainScale(b *Baseline, known []*ModelMonth, expected []float64) float64 {
	if !b.Chained {
		return 1
	}
	var used, modelled float64
	for i, m := range known {
		if m.Phase == Before {
			used += m.Amount
			modelled += max(0, expected[i])
		}
	}
	if modelled <= 0 {
		return 1
	}
	return used / modelled
}

// modelWhy is the why-tree of a model: its coefficients and statistics, and the
// periods that it was fitted on; nil where there is no fit.
func (s *site) modelWhy(flow FlowInfo, o baseline.Observations, f *baseline.Fit, reason text.Message) *Why {
	if f == nil {
		return nil
	}
	return &Why{
		Label: text.M("why.model", "flow", flow.Name, "model", baseline.Describe(o, f.Spec), "months", f.N), Note: reason, Formula: formulaOf(f),
		open: s.later(func() []*Why {
			parts := s.fitWhys(f, flow.Unit)
			for _, sp := range s.spans {
				if slices.Contains(o.Labels, sp.label) {
					parts = append(parts, s.amountWhy(sp, flow.ID))
				}
			}
			return parts
		}),
	}
}

// fitWhys are the coefficients and statistics of a model of a flow in a unit.
func (s *site) fitWhys(f *baseline.Fit, unit string) []*Why {
	var parts []*Why
	for _, c := range f.Coefficients {
		per := unit
		name := any(text.M("why.intercept"))
		if c.Name != baseline.Intercept {
			d, _ := s.driverNamed(c.Name)
			name = s.driverName(c.Name)
			if d.Unit != "" {
				per += "/" + d.Unit
			}
		}
		parts = append(parts, &Why{Label: text.M("why.coefficient", "name", name, "se", c.SE, "p", baseline.SayP(c.P)), Value: &quantity.Amount{Value: c.Value, Unit: per}})
	}
	statistic := func(key string, v *float64, unit string, k float64) {
		if v != nil {
			parts = append(parts, &Why{Label: text.M(key), Value: &quantity.Amount{Value: *v * k, Unit: unit}})
		}
	}
	statistic("why.r2", f.R2, "", 1)
	statistic("why.cv", f.CVRMSE, "%", 100)
	statistic("why.residual-sd", &f.ResidualSD, unit, 1)
	statistic("why.rho", f.Rho, "", 1)
	return parts
}

// formulaOf is a model in symbols.
func formulaOf(f *baseline.Fit) string {
	if f.Spec.Form == baseline.Ratio {
		return "Ê = S·P"
	}
	terms := []string{}
	if f.Spec.Intercept {
		terms = append(terms, "a")
	}
	for i := range f.Spec.Drivers {
		terms = append(terms, fmt.Sprintf("b%d·x%d", i+1, i+1))
	}
	return "Ê = " + strings.Join(terms, " + ")
}

// leastMonths is how many periods a model is looked for in (METHOD §19); a model
// that is named in the file is fitted wherever it can be.
const leastMonths = 6

// useFrozen fits the model that the file names, in place of the proposal.
func (s *site) useFrozen(b *Baseline, fitted []*ModelMonth) {
	m := b.Frozen
	at := at("model", b.FrozenAt, "")
	drivers := m.Drivers
	if len(drivers) == 0 {
		drivers = []string{OutputDriver}
	}
	spec := baseline.Spec{Form: baseline.Form(m.Form), Drivers: drivers, Intercept: m.Intercept == nil || *m.Intercept}
	if spec.Form == "" {
		spec.Form = baseline.Regression
	}
	if spec.Form == baseline.Ratio {
		spec.Intercept = false
	}
	observed := s.withDrivers(fitted, drivers)
	if left := len(fitted) - len(observed); left > 0 && len(observed) > 0 {
		s.probs.Add(problem.Doubt, at, text.M("model.months-left-out", "flow", b.Flow.Name, "count", left))
	}
	o := s.observe(observed, drivers)
	fit, err := s.memoryOf(b.Flow.ID).frozen.of(frozenOf{o, spec}, frozenOf.equal, func(in frozenOf) (*baseline.Fit, error) {
		return baseline.NewFit(in.observed, in.spec)
	})
	if len(observed) == 0 { // it can be said better
		err = s.whyNoMonths(b, fitted, drivers)
	}
	if err != nil {
		b.Fit, b.Refused = nil, asMessage(err)
		s.probs.Add(problem.Error, at, text.M("model.not-fitted", "flow", b.Flow.Name, "reason", asMessage(err)))
		return
	}
	b.Fit, b.Observed, b.observed, b.Refused = fit, o, observed, text.Message{}
	b.Reason = text.M("model.frozen", "reason", m.Reason, "by", m.By, "date", m.Date)
	if m.Proposed {
		b.Reason = text.M("model.frozen-proposal", "reason", m.Reason, "by", m.By, "date", m.Date)
	}
	b.Chained = slices.ContainsFunc(observed, func(x *ModelMonth) bool { return x.Phase != Before }) || len(m.Period) == 2 && s.missesBefore(observed, b.Months)
	if m.Data == "" {
		s.probs.Add(problem.Note, at, text.M("model.no-hash", "flow", b.Flow.Name))
	} else if b.Stale = m.Data != dataHash(o, spec); b.Stale {
		s.probs.Add(problem.Doubt, at, text.M("model.stale", "flow", b.Flow.Name))
	}
}

// whyNoMonths says why a frozen model has no month to be fitted on: no figure in
// its time, or a driver that no month states.
func (s *site) whyNoMonths(b *Baseline, fitted []*ModelMonth, drivers []string) text.Message {
	if len(fitted) == 0 {
		if p := b.period(); len(p) == 2 {
			return text.M("model.no-months-in", "first", p[0], "last", p[1])
		}
		return text.M("model.no-months-before")
	}
	for _, id := range drivers {
		if len(s.withDrivers(fitted, []string{id})) == 0 {
			var known []string
			for _, d := range s.driverInfos(fitted) {
				known = append(known, d.ID)
			}
			return text.M("model.unknown-driver", "driver", id, "known", known)
		}
	}
	return text.M("model.no-common-months")
}

// missesBefore reports whether the months fitted on leave out a month of the
// phase before.
func (s *site) missesBefore(fitted, all []*ModelMonth) bool {
	in := map[int]bool{}
	for _, m := range fitted {
		in[m.Period] = true
	}
	return slices.ContainsFunc(all, func(m *ModelMonth) bool { return m.Phase == Before && !in[m.Period] })
}

// monthsOf lists the periods in which a flow has a figure.
func (s *site) monthsOf(id string) []*ModelMonth {
	months := make([]ModelMonth, 0, len(s.spans)) // all at once
	all := make([]*ModelMonth, 0, len(s.spans))
	for i, v := range s.amounts(id) {
		if v == nil {
			continue
		}
		sp := s.spans[i]
		event := s.eventOf(sp, id)
		months = append(months, ModelMonth{
			Period: sp.index, Phase: sp.phase, Month: s.audit.Periods[sp.index].Month, From: sp.from, To: sp.to,
			Amount: *v - event, Event: event, Output: sp.output, Drivers: s.audit.Periods[sp.index].Drivers, Fitted: -1, label: sp.label, span: sp.n, length: sp.days,
		})
		all = append(all, &months[len(months)-1])
	}
	return all
}

// try fits a model that is not in force.
func (s *site) try(flow FlowInfo, all []*ModelMonth, spec baseline.Spec, period []string) Trial {
	s.mu.Lock() // see later
	defer s.mu.Unlock()
	t := Trial{}
	t.Observed = s.observe(s.withDrivers((&Baseline{Months: all}).fittedMonths(period), spec.Drivers), spec.Drivers)
	fit, err := baseline.NewFit(t.Observed, spec)
	if err != nil {
		t.Refused = asMessage(err)
		return t
	}
	t.Fit, t.Data = fit, dataHash(t.Observed, spec)
	t.Why = s.modelWhy(flow, t.Observed, fit, text.M("why.model-trial"))
	return t
}

// driverInfos lists every driver of the audit: the output, the single products
// where there are several, and the drivers of the periods.
func (s *site) driverInfos(fitted []*ModelMonth) []DriverInfo {
	ids := []string{OutputDriver}
	if len(s.audit.Products) > 1 {
		for _, p := range s.audit.Products {
			ids = append(ids, OutputDriver+"."+p.ID)
		}
	}
	for _, d := range s.drivers() {
		ids = append(ids, d.ID)
	}
	all := make([]DriverInfo, 0, len(ids))
	for _, id := range ids {
		named, _ := s.driverNamed(id)
		d := DriverInfo{ID: id, Name: s.driverName(id), Unit: named.Unit}
		values := s.driverValues(id)
		for _, m := range fitted {
			if values[m.span] != nil {
				d.Months++
			}
		}
		all = append(all, d)
	}
	return all
}

// fittedMonths are the months that a model of the flow is fitted on: those that
// are named, else the phase before.
func (b *Baseline) fittedMonths(period []string) []*ModelMonth {
	months := make([]*ModelMonth, 0, len(b.Months))
	for _, m := range b.Months {
		if len(period) == 2 {
			first, _ := quantity.ParseMonth(period[0])
			last, _ := quantity.ParseMonth(period[1])
			if m.From.Before(first.First()) || m.To.After(last.Last()) {
				continue
			}
		} else if m.Phase != Before {
			continue
		}
		months = append(months, m)
	}
	return months
}

// mostUneven is how much longer the longest period may be than the shortest:
// months differ by a tenth, and a fixed load is per time.
const mostUneven = 1.25

func uneven(months []*ModelMonth) bool {
	shortest, longest := 0, 0
	for _, m := range months {
		longest = max(longest, m.length)
		if shortest == 0 || m.length < shortest {
			shortest = m.length
		}
	}
	return len(months) > 1 && float64(longest) > mostUneven*float64(shortest)
}

// withOutput are the months that state an output, all where none does: a bill that
// comes in before the output of its month is known says nothing of consumption per
// unit, and must not cost the flow its model.
func withOutput(months []*ModelMonth) []*ModelMonth {
	var stated []*ModelMonth
	for _, m := range months {
		if m.Output != nil {
			stated = append(stated, m)
		}
	}
	if len(stated) == 0 {
		return months
	}
	return stated
}

// usable lists the drivers that every month fitted on and every month after with
// an output states, the output first: only these can be tried and then foretell.
func (s *site) usable(fitted, all []*ModelMonth) []string {
	var ids []string
	after := withOutput((&Baseline{Months: all}).in(After))
	candidates := []string{OutputDriver}
	if len(s.audit.Products) > 1 {
		for _, p := range s.audit.Products {
			candidates = append(candidates, OutputDriver+"."+p.ID)
		}
	}
	for _, d := range s.drivers() {
		candidates = append(candidates, d.ID)
	}
	for _, id := range candidates {
		values := s.driverValues(id)
		lacks := func(m *ModelMonth) bool { return values[m.span] == nil }
		if !slices.ContainsFunc(fitted, lacks) && !slices.ContainsFunc(after, lacks) {
			ids = append(ids, id)
		}
	}
	const most = 12 // drivers that are tried: more would only find chance
	if len(ids) > most {
		ids = ids[:most]
	}
	return ids
}

// hasDrivers reports whether a month states all the drivers.
func (s *site) hasDrivers(m *ModelMonth, ids []string) bool {
	for _, id := range ids {
		if s.driverValues(id)[m.span] == nil {
			return false
		}
	}
	return true
}

// withDrivers are the months that state all the drivers.
func (s *site) withDrivers(months []*ModelMonth, ids []string) []*ModelMonth {
	with := make([]*ModelMonth, 0, len(months))
	for _, m := range months {
		if s.hasDrivers(m, ids) {
			with = append(with, m)
		}
	}
	return with
}

// observe makes the observations of some months, which all state the drivers.
func (s *site) observe(months []*ModelMonth, drivers []string) baseline.Observations {
	o := baseline.Observations{Labels: make([]string, len(months)), Y: make([]float64, len(months)), Drivers: make([]baseline.Driver, len(drivers))}
	for i, m := range months {
		o.Labels[i], o.Y[i] = m.label, m.Amount
	}
	for k, id := range drivers {
		d, _ := s.driverNamed(id)
		values := make([]float64, len(months))
		all := s.driverValues(id)
		for i, m := range months {
			values[i] = *all[m.span]
		}
		o.Drivers[k] = baseline.Driver{ID: id, Name: s.driverName(id), Values: values, Sign: d.sign()}
	}
	return o
}

// dataHash is the mark of the data that a model depends on: the periods, the
// flow and the model's drivers in them.
func dataHash(o baseline.Observations, spec baseline.Spec) string {
	var b strings.Builder
	for i, label := range o.Labels {
		fmt.Fprintf(&b, "%s\t%s", label, strconv.FormatFloat(o.Y[i], 'g', -1, 64))
		for _, id := range spec.Drivers {
			for _, d := range o.Drivers {
				if d.ID == id {
					fmt.Fprintf(&b, "\t%s=%s", id, strconv.FormatFloat(d.Values[i], 'g', -1, 64))
				}
			}
		}
		b.WriteByte('\n')
	}
	sum := sha256.Sum256([]byte(b.String()))
	return "sha256:" + hex.EncodeToString(sum[:])
}
