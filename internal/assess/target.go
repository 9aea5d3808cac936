package assess

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Goal is the saving that the plant is measured against, in % per unit of
// product.
type Goal struct {
	ID        string // in targets.toml; empty: the plant's own
	Low, High float64
	Name      text.Message
	Source    *benchmark.Source // of a policy document
	Own       string            // who set the plant's own
	Chosen    bool              // the audit names it; else it follows from the year of the assessment
}

// goal is the target of the audit: the plant's own, else the one it names, else
// the national one for the year that is assessed; nil when there is none.
func (s *site) goal() *Goal {
	if own := s.audit.Target; own != nil {
		g := &Goal{Low: own.Low, High: own.Low, Own: own.Source, Chosen: true}
		if own.High != nil {
			g.High = *own.High
		}
		g.Name = text.M("target.own", "source", own.Source)
		return g
	}
	if id := s.audit.Settings.Target; id != "" {
		t, ok := s.common.Targets.Target(id)
		if !ok {
			return nil // the check says so
		}
		return s.goalOf(t, true)
	}
	year := s.goalYear()
	if year == 0 {
		return nil
	}
	for _, t := range s.common.Targets.Savings() {
		if year <= t.YearTo && year >= t.YearFrom && s.inScope(t) {
			return s.goalOf(t, false)
		}
	}
	return nil
}

func (s *site) goalOf(t benchmark.Target, chosen bool) *Goal {
	g := &Goal{ID: t.ID, Low: t.LowPercent, High: t.HighPercent, Chosen: chosen}
	g.Name = text.M("target.policy", "document", t.Document, "period", t.Period)
	for i := range s.common.Targets.Sources {
		if s.common.Targets.Sources[i].ID == t.Source {
			g.Source = &s.common.Targets.Sources[i]
		}
	}
	return g
}

// plausibleTarget is up to what a target of the plant's own is taken as it stands,
// in %: more than half less per unit of product is a slip of the pen more often
// than an aim. The rule is the program's own.
const plausibleTarget = 50

// doubtTargets asks about targets of the plant's own that it can hardly reach. A
// target that a policy document sets as well is not asked about.
func (s *site) doubtTargets(r *Result) {
	ask := func(path string, low, high float64) {
		most := s.technicalPotential(r)
		switch found := (quantity.Amount{Value: low, Unit: "%"}); {
		case high > plausibleTarget:
			found.Value = high
			s.probs.Add(problem.Doubt, path, text.M("target.above-half", "found", found, "most", quantity.Amount{Value: plausibleTarget, Unit: "%"}))
		case most != nil && low > *most && low > s.highestPolicy():
			s.probs.Add(problem.Doubt, path, text.M("target.above-potential", "found", found, "most", quantity.Amount{Value: *most, Unit: "%"}))
		}
	}
	if own := s.audit.Target; own != nil {
		high := own.Low
		if own.High != nil {
			high = *own.High
		}
		ask("target.low", own.Low, high)
	}
	if p := s.audit.Portfolio; p != nil && p.Target != nil {
		ask("portfolio.target", *p.Target, *p.Target)
	}
}

// highestPolicy is the highest saving that any policy document aims at, in %.
func (s *site) highestPolicy() float64 {
	most := 0.0
	for _, t := range s.common.Targets.Savings() {
		most = max(most, t.HighPercent)
	}
	return most
}

// technicalPotential is what the plant would save of its costs, in %, if every
// compared flow came down to the best published figure from what it was before;
// nil: nothing was compared with a price.
func (s *site) technicalPotential(r *Result) *float64 {
	var before []Indicator
	for _, ind := range r.Indicators {
		if ind.Phase == Before {
			before = append(before, ind)
		}
	}
	out := r.Output(Before)
	if out == nil {
		return nil
	}
	year, _ := out.Year()
	money, cost := 0.0, 0.0
	for _, ind := range s.withoutDoubles(before) {
		best := ind.Technical
		if best == nil {
			best = ind.Realistic
		}
		if ind.Status == Compared && best != nil && best.Money != nil && ind.Cost != nil {
			money += *best.Money
			cost += *ind.Cost * year
		}
	}
	if cost <= 0 {
		return nil
	}
	percent := 100 * money / cost
	return &percent
}

// inScope reports whether a target of one province is the plant's.
func (s *site) inScope(t benchmark.Target) bool {
	return t.Province == "" || t.Province == s.audit.Plant.Province
}

// goalYear is the year that a target is looked for: of the last period after,
// else of the assessment.
func (s *site) goalYear() int {
	if after := s.inPhase(After); len(after) > 0 {
		return after[len(after)-1].to.Year
	}
	return s.audit.Settings.Date.Year
}

// The resource groups of the policy documents, and beside them water and
// emissions, which they do not list (METHOD §13).
const (
	GroupEnergy   = "energy"
	GroupRaw      = "raw-material"
	GroupFuel     = "fuel"
	GroupMaterial = "material"
	GroupWater    = "water"
	GroupEmission = "emission"
	GroupAll      = "all"
)

// groups are the resource groups in the order in which they are shown.
var groups = [...]string{GroupEnergy, GroupFuel, GroupRaw, GroupMaterial, GroupWater, GroupEmission}

// Groups lists the resource groups that a portfolio can aim at.
func Groups() []string { return slices.Clone(groups[:]) }

// groupOf is the resource group of a flow by its category; empty: none.
func groupOf(category string) string {
	switch category {
	case "electricity", "heat":
		return GroupEnergy
	case "fuel":
		return GroupFuel
	case "raw-material":
		return GroupRaw
	case "auxiliary":
		return GroupMaterial
	case "water":
		return GroupWater
	case "wastewater", "pollutant", "solid-waste", "air":
		return GroupEmission
	}
	return ""
}

// eventOf is how much of a flow's figure in a span is due to non-routine
// events: an adjustment over days is spread evenly over them.
func (s *site) eventOf(sp *span, flow string) float64 {
	if len(s.audit.Adjustments) == 0 {
		return 0
	}
	sum := 0.0
	in := rangeOf(sp.from, sp.to)
	for _, x := range s.audit.Adjustments {
		amount, ok := s.eventIn(x, s.flows[flow])
		if !ok {
			continue
		}
		if d := x.days(); d.len() > 0 {
			sum += amount * float64(d.common(in)) / float64(d.len())
		}
	}
	return sum
}

// eventIn is what an adjustment is of a flow, in its unit: its own amount, or
// the energy of a carrier that the flow is the sum of. False: nothing.
func (s *site) eventIn(x Adjustment, f FlowInfo) (float64, bool) {
	if x.Flow == f.ID {
		return x.Amount, true
	}
	sum := s.packs[f.ID].Sum
	if sum == "" || s.stated(f.ID) || !slices.Contains(s.parts[sum], x.Flow) {
		return 0, false
	}
	mj, err := s.energyOf(s.flows[x.Flow], x.Amount)
	if err != nil {
		return 0, false
	}
	v, err := s.convert(mj, "MJ", f.Unit)
	return v, err == nil
}

func (x Adjustment) days() dayRange {
	from, to := x.From, x.To
	if !x.Month.IsZero() {
		from, to = x.Month.First(), x.Month.Last()
	}
	if from.IsZero() || to.Before(from) {
		return dayRange{0, -1}
	}
	return rangeOf(from, to)
}

// checkAdjustments doubts adjustments that change nothing or more than there
// is.
func (s *site) checkAdjustments() {
	for i, x := range s.audit.Adjustments {
		f, known := s.flows[x.Flow]
		if !known {
			s.probs.Add(problem.Error, at("adjustment", i, "flow"), text.M("period.unknown-flow", "found", x.Flow, "nearest", s.nearestFlow(x.Flow)))
			continue
		}
		if f.Intensive() {
			s.probs.Add(problem.Doubt, at("adjustment", i, "flow"), text.M("adjustment.intensive", "flow", f.Name))
			continue
		}
		touched, figure := false, false
		for _, sp := range s.spans {
			if x.days().common(rangeOf(sp.from, sp.to)) == 0 {
				continue
			}
			touched = true
			v, ok := s.amount(sp, x.Flow)
			figure = figure || ok
			if ok && s.eventOf(sp, x.Flow) > v {
				s.probs.Add(problem.Error, at("adjustment", i, "amount"), text.M("adjustment.more-than-all", "flow", f.Name, "period", sp.name(s.audit),
					"found", quantity.Amount{Value: s.eventOf(sp, x.Flow), Unit: f.Unit}, "all", quantity.Amount{Value: v, Unit: f.Unit}))
			}
		}
		switch {
		case !touched:
			s.probs.Add(problem.Doubt, at("adjustment", i, ""), text.M("adjustment.outside", "flow", f.Name))
		case !figure:
			s.probs.Add(problem.Doubt, at("adjustment", i, ""), text.M("adjustment.no-figure", "flow", f.Name))
		}
	}
}
