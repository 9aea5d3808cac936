package assess

import (
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/benchmark"
)

// Update is Assess of an audit that was assessed before: the same result, sooner.
// After an edit most flows have the figures that they had, so their models and
// savings are taken from the last result instead of being computed again. Last
// may be of any audit, or nil; it is not changed.
func Update(last *Result, a *Audit, pack *benchmark.Pack, common *benchmark.Common) *Result {
	s := newSite(a, pack, common)
	if last != nil && last.site != nil {
		s.last = last.site.memory
	}
	return s.assess()
}

// memory is what was computed of one flow and takes long, with what it was made
// of.
type memory struct {
	choice   recall[baseline.Observations, *baseline.Choice]
	frozen   recall[frozenOf, *baseline.Fit]
	saving   recall[savingOf, *baseline.Saving]
	standard recall[standardOf, *baseline.Normalised]
}

// frozenOf is what a model that the file names is made of.
type frozenOf struct {
	observed baseline.Observations
	spec     baseline.Spec
}

func (a frozenOf) equal(b frozenOf) bool {
	return a.spec.Equal(b.spec) && a.observed.Equal(b.observed)
}

// savingOf is what baseline.NewSaving is made of.
type savingOf struct {
	fit    *baseline.Fit
	report baseline.Observations
	terms  baseline.Terms
}

func (a savingOf) equal(b savingOf) bool {
	return a.fit == b.fit && a.terms.Equal(b.terms) && a.report.Equal(b.report)
}

// standardOf is what a comparison at the conditions before is made of.
type standardOf struct {
	before *baseline.Fit
	after  baseline.Observations
	terms  baseline.Terms
}

func (a standardOf) equal(b standardOf) bool {
	return a.before == b.before && a.terms.Equal(b.terms) && a.after.Equal(b.after)
}

// memoryOf is where the computations on a flow are kept: what the last result
// has of them, to begin with.
func (s *site) memoryOf(flow string) *memory {
	m, ok := s.memory[flow]
	if !ok {
		m = &memory{}
		if last, ok := s.last[flow]; ok {
			*m = *last
		}
		s.memory[flow] = m
	}
	return m
}

// recall is one computation: what it was made of and what came out.
type recall[In, Out any] struct {
	made bool
	in   In
	out  Out
	err  error
}

// of is what comes out of in; it is computed only where in is not what it was.
func (r *recall[In, Out]) of(in In, equal func(a, b In) bool, compute func(In) (Out, error)) (Out, error) {
	if !r.made || !equal(r.in, in) {
		out, err := compute(in)
		*r = recall[In, Out]{made: true, in: in, out: out, err: err}
	}
	return r.out, r.err
}
