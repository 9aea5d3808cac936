package assess

import (
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// Assess is the assessment of an audit: against its sector (METHOD §2), of the
// phase after against the phase before (METHOD §12–14, 17–19), and of a detailed
// audit its process network (METHOD §5, §20) and its tasks.
func Assess(a *Audit, pack *benchmark.Pack, common *benchmark.Common) *Result {
	return Update(nil, a, pack, common)
}

func (s *site) assess() *Result {
	r := &Result{Sector: s.pack.Sector, Currency: s.currency(), Product: s.pack.Sector.Product, ProductUnit: s.unit, Phase: Before, site: s}
	s.check()
	outputs := map[string]*Output{}
	for _, phase := range s.phases() {
		r.Phase = phase
		out := s.outputOf(phase)
		outputs[phase] = out
		if out != nil {
			r.Outputs = append(r.Outputs, *out)
		}
		r.Indicators = append(r.Indicators, s.indicators(phase, out)...)
		if e := s.energy(phase, out); e != nil {
			r.Energy = append(r.Energy, *e)
		}
		if e := s.emissions(phase, out); len(e.Lines) > 0 {
			r.Emissions = append(r.Emissions, e)
		}
		if w := s.effluentOf(phase, out); w != nil {
			r.Wastewater = append(r.Wastewater, *w)
		}
	}
	compared := r.Current()
	out := outputs[r.Phase]
	r.Walkthrough = s.walkthrough()
	r.Potential = s.potential(compared, out)
	r.Suggestions = s.suggest(compared, out)
	r.Recommendation = s.recommend(r.Potential, r.Walkthrough, compared, out)
	s.explainAbsent(compared)
	r.Coverage = s.coverage()
	r.Goal = s.goal()
	s.doubtTargets(r)
	r.Baselines = s.baselines()
	r.Savings = s.savings(r.Baselines, r.Goal)
	r.Groups = s.groupSavings(r.Savings, r.Goal)
	r.Gases = gasSaving(r.Emissions)
	r.Productivity = s.productivity()
	r.Balance = s.processBalance()
	r.Options = s.optionsOf(r)
	if s.audit.Settings.Level == "detailed" {
		r.Tasks = s.tasks(r)
		r.Focus = s.focus(r)
	}
	r.Problems = s.probs
	s.last = nil // only the last result is remembered, not the one before it
	return r
}

// Current lists the indicators of the phase that is compared with the sector.
func (r *Result) Current() []Indicator {
	var in []Indicator
	for _, i := range r.Indicators {
		if i.Phase == r.Phase {
			in = append(in, i)
		}
	}
	return in
}

// Output is the output of a phase; nil when none is stated.
func (r *Result) Output(phase string) *Output {
	for i := range r.Outputs {
		if r.Outputs[i].Phase == phase {
			return &r.Outputs[i]
		}
	}
	return nil
}

// explainAbsent notes why a compared flow has no money.
func (s *site) explainAbsent(all []Indicator) {
	for _, ind := range all {
		if ind.Total == nil || ind.Price != nil || ind.Flow.Scale != benchmark.MoreIsWorse || s.packs[ind.Flow.ID].Sum != "" || ind.Flow.Category == "pollutant" {
			continue
		}
		s.probs.Add(problem.Note, "flow."+ind.Flow.ID+".price", text.M("flow.no-price", "flow", ind.Flow.Name))
	}
}

// Figures lists every figure of the result that can be asked about, by a
// stable id.
func (r *Result) Figures() []Figure {
	var f []Figure
	add := func(id string, w *Why) {
		if w != nil {
			f = append(f, Figure{ID: id, Why: w})
		}
	}
	for _, o := range r.Outputs {
		add("output."+o.Phase, o.Why)
	}
	for _, i := range r.Indicators {
		add("indicator."+i.Flow.ID+"."+i.Phase, i.Why)
		if i.Realistic != nil {
			add("realistic."+i.Flow.ID+"."+i.Phase, i.Realistic.Why)
		}
		if i.Technical != nil {
			add("technical."+i.Flow.ID+"."+i.Phase, i.Technical.Why)
		}
	}
	for _, e := range r.Energy {
		add("energy."+e.Phase, e.Why)
		add("energy-per-unit."+e.Phase, e.WhyPerUnit)
	}
	for _, e := range r.Emissions {
		if e.Scope1 != nil {
			add("scope1."+e.Phase, e.Why1)
		}
		if e.Scope2 != nil {
			add("scope2."+e.Phase, e.Why2)
		}
		if e.Scope1 != nil || e.Scope2 != nil {
			add("co2e."+e.Phase, e.WhyTotal)
		}
		add("co2e-per-unit."+e.Phase, e.WhyPerUnit)
		if e.Biogenic != 0 {
			add("biogenic."+e.Phase, e.WhyBiogenic)
		}
	}
	if r.Gases != nil {
		add("gases", r.Gases.Why)
	}
	for _, p := range r.Productivity {
		add("productivity."+p.ID, p.Why)
	}
	for _, w := range r.Wastewater {
		add("wastewater-volume."+w.Phase, w.Why)
		for _, l := range w.Loads {
			place := "raw"
			if l.Discharged {
				place = "discharged"
			}
			add("load."+l.Parameter+"."+place+"."+w.Phase, l.Why)
		}
		if w.Fee != nil {
			add("fee."+w.Phase, w.Fee.Why)
		}
	}
	for _, b := range r.Baselines {
		add("baseline."+b.Flow.ID, b.Why)
	}
	for _, sv := range r.Savings {
		add("saving."+sv.Flow.ID, sv.Why)
	}
	f = append(f, r.Balance.figures()...)
	if r.Options != nil {
		for _, x := range r.Options.Sheets {
			add("option."+x.Option.ID, x.Why)
		}
	}
	for _, g := range r.Groups {
		add("group."+g.Group, g.Why)
	}
	if r.Focus != nil {
		for _, c := range r.Focus.Candidates {
			add("focus."+c.Step, c.Why)
		}
	}
	if r.Walkthrough.Score != nil {
		add("walkthrough", r.Walkthrough.Why)
	}
	for _, a := range r.Walkthrough.Areas {
		add("walkthrough."+a.Area, a.Why)
	}
	if r.Potential.Percent != nil {
		add("potential", r.Potential.Why)
	}
	return f
}
