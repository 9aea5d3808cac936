package baseline

import (
	"cmp"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// MaxDrivers is how many drivers the candidates have at most; a model that the
// user names may have any number (METHOD §18).
const MaxDrivers = 3

// Choice is the list of models that were tried on one flow, and the proposal.
type Choice struct {
	// Candidates in the order in which they would be proposed: those that pass
	// by AICc, then the others by AICc.
	Candidates []Candidate
	Excluded   []Excluded // models that cannot be fitted, with the driver that is to blame
	// Fit is the proposed model, fitted in full; nil: nothing can be proposed.
	Fit *Fit
	// Accepted says that the proposal passes. Otherwise it is the plain ratio,
	// for want of anything better, or nil.
	Accepted bool
	Reason   text.Message // why this one
	// FixedLoad is a remark when the model with a constant shows a significant
	// one, so that the plain ratio misleads (the base-load trap); else empty.
	FixedLoad text.Message
}

// Candidate is a model with its statistics and what speaks against it.
type Candidate struct {
	Statistics
	Fails []text.Message // empty: it passes
}

// Passes reports whether the model may be proposed (METHOD §18).
func (c Candidate) Passes() bool { return len(c.Fails) == 0 }

// Excluded is a model that was not fitted.
type Excluded struct {
	Spec   Spec
	Reason error
}

// Candidates tries the ratio E = s·P, the fixed load E = a + b·P and every model
// of up to three drivers with a constant; models without a constant are tried
// where they mean something: two or three drivers with the output among them
// (several products, say). Output is the ID of the driver that the ratio is
// taken to; "" or one that is not there: no ratio.
//
// Proposed is the model with the lowest AICc among those that pass: n > p + 2;
// R² ≥ 0.75 or CV(RMSE) ≤ 25 %, where R² is the centred one for every form (the
// uncentred is near 1 for any model that meets the mean); every driver p < 0.10;
// no coefficient with a sign against physics. Errors: those of
// Observations.Check.
func Candidates(o Observations, output string) (*Choice, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	deepest := min(MaxDrivers+1, len(o.Drivers)+1, o.Len()-1)
	s := newScreener(o, max(deepest, 0))
	if i := slices.IndexFunc(o.Drivers, func(d Driver) bool { return d.ID == output }); i >= 0 && o.Len() > 1 {
		s.full(Spec{Form: Ratio, Drivers: []string{output}})
	}
	if deepest >= 1 {
		s.push(1, s.ones)
		s.walk(nil, 1, deepest, true, output)
		s.walk(nil, 0, min(deepest, MaxDrivers), false, output)
	}
	c := &Choice{Candidates: s.found, Excluded: s.left}
	c.sort()
	c.FixedLoad = fixedLoad(o, s.found, output)
	return c, c.propose(o, output)
}

// walk adds one driver after another to the model so far, whose last has the
// index before from; k coefficients are pushed.
func (s *screener) walk(drivers []string, k, deepest int, intercept bool, output string) {
	from := 0
	if len(drivers) > 0 {
		from = 1 + slices.IndexFunc(s.o.Drivers, func(d Driver) bool { return d.ID == drivers[len(drivers)-1] })
	}
	if k >= deepest {
		return
	}
	for i := from; i < len(s.o.Drivers); i++ {
		spec := Spec{Form: Regression, Drivers: append(slices.Clip(drivers), s.o.Drivers[i].ID), Intercept: intercept}
		s.push(k+1, s.columns[i])
		if intercept || len(spec.Drivers) > 1 && slices.Contains(spec.Drivers, output) {
			s.take(spec)
		}
		s.walk(spec.Drivers, k+1, deepest, intercept, output)
	}
}

// failures is what keeps a model from being proposed.
func failures(o Observations, s Statistics) []text.Message {
	var fails []text.Message
	if s.N <= s.P+2 {
		fails = append(fails, text.M("baseline.too-few", "n", s.N, "p", s.P, "needed", s.P+3))
	}
	if !explains(s.CentredR2, s.CVRMSE) {
		fails = append(fails, looseness(s.CentredR2, s.CVRMSE))
	}
	return append(fails, doubts(o, s.Coefficients)...)
}

// sort puts first what would be proposed first. A perfect fit has no AICc and
// comes before all; among equals the one with fewer coefficients.
func (c *Choice) sort() {
	slices.SortStableFunc(c.Candidates, func(a, b Candidate) int {
		return cmp.Or(
			before(a.Passes(), b.Passes()),
			before(a.Perfect, b.Perfect),
			before(a.AICc != nil, b.AICc != nil),
			cmp.Compare(orZero(a.AICc), orZero(b.AICc)),
			cmp.Compare(a.P, b.P),
		)
	})
}

func before(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func orZero(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}

// propose fits the first of the list, or says why there is none.
func (c *Choice) propose(o Observations, output string) error {
	passing := slices.IndexFunc(c.Candidates, func(a Candidate) bool { return !a.Passes() })
	if passing < 0 {
		passing = len(c.Candidates)
	}
	if passing > 0 {
		c.Accepted = true
		return c.best(o, passing)
	}
	ratio := slices.IndexFunc(c.Candidates, func(a Candidate) bool { return a.Spec.Form == Ratio })
	if ratio < 0 {
		c.Reason = text.M("baseline.none", "count", len(c.Candidates))
		return nil
	}
	f, err := newFit(o, c.Candidates[ratio].Spec)
	c.Fit = f
	c.Reason = text.M("baseline.only-ratio", "model", Describe(o, f.Spec), "count", len(c.Candidates))
	return err
}

// best proposes the first candidate and says how far behind the second is.
func (c *Choice) best(o Observations, passing int) error {
	first := c.Candidates[0]
	f, err := newFit(o, first.Spec)
	if err != nil {
		return err
	}
	c.Fit = f
	model := Describe(o, first.Spec)
	switch {
	case first.Perfect:
		c.Reason = text.M("baseline.chosen-perfect", "model", model)
	case passing == 1:
		c.Reason = text.M("baseline.chosen-only", "model", model, "count", len(c.Candidates))
	default:
		second := c.Candidates[1]
		c.Reason = text.M("baseline.chosen", "model", model, "passing", passing, "count", len(c.Candidates),
			"aicc", orZero(first.AICc), "next", Describe(o, second.Spec), "behind", orZero(second.AICc)-orZero(first.AICc))
	}
	return nil
}

// minFixedShare is the smallest fixed load, as a share of the mean use, that is
// told: below it the plain specific consumption deceives nobody, and a fit
// without scatter calls even a rounding error significant.
const minFixedShare = 0.005

// fixedLoad looks whether E = a + b·P has a constant that is significantly
// above zero.
func fixedLoad(o Observations, found []Candidate, output string) text.Message {
	for _, c := range found {
		if !c.Spec.Intercept || len(c.Spec.Drivers) != 1 || c.Spec.Drivers[0] != output {
			continue
		}
		if a := c.Coefficients[0]; a.P < maxDriverP && c.MeanY > 0 && a.Value >= minFixedShare*c.MeanY && c.N > c.P+2 {
			return text.M("baseline.trap", "percent", 100*a.Value/c.MeanY, "p", SayP(a.P))
		}
	}
	return text.Message{}
}

// Describe names a model in words: what the flow is thought to depend on.
func Describe(o Observations, spec Spec) text.Message {
	var names []any
	for _, id := range spec.Drivers {
		if d, err := o.driver(id); err == nil {
			names = append(names, d.shown())
		} else {
			names = append(names, id)
		}
	}
	switch {
	case spec.Form == Ratio:
		return text.M("baseline.model-ratio", "drivers", names)
	case spec.Intercept:
		return text.M("baseline.model-constant", "drivers", names)
	}
	return text.M("baseline.model-through-zero", "drivers", names)
}
