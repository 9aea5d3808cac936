package baseline

import "github.com/sxsh-audit/audit/internal/text"

// Line is a linear model given by its coefficients alone: E = Intercept + Σ b·x.
type Line struct {
	Intercept float64
	Slopes    []Slope
}

// Slope is the coefficient of a driver.
type Slope struct {
	Driver string
	Value  float64
}

// Line is the fitted model's.
func (f *Fit) Line() Line {
	var l Line
	for _, c := range f.Coefficients {
		if c.Name == Intercept {
			l.Intercept = c.Value
		} else {
			l.Slopes = append(l.Slopes, Slope{Driver: c.Name, Value: c.Value})
		}
	}
	return l
}

// Predict is the line's value in each period; a driver that is not there is an
// error (baseline.unknown-driver).
func (l Line) Predict(o Observations) ([]float64, error) {
	expected := make([]double, o.Len())
	for i := range expected {
		expected[i].hi = l.Intercept
	}
	for _, s := range l.Slopes {
		d, err := o.driver(s.Driver)
		if err != nil {
			return nil, err
		}
		for i, x := range d.Values {
			expected[i].add(s.Value, x)
		}
	}
	values := make([]float64, o.Len())
	for i, e := range expected {
		values[i] = e.value()
	}
	return values, nil
}

// Chain is a saving against a model that was fitted on other months than the
// phase before: the model only carries the actual use before over to the
// conditions after.
type Chain struct {
	Before      float64 // E of the phase before
	ModelBefore float64 // M(before) = Σ max(0, model) over its months
	ModelReport float64 // M(report)
	Adjusted    float64 // E_before·M(report)/M(before)
	Actual      float64 // E of the reporting months
	Saved       float64 // Adjusted − Actual
	Fraction    *float64
	Intensity   *float64 // actual/adjusted: the superior energy performance indicator SEnPI
	BelowZero   int      // months of either phase in which the model went below zero and counted as zero
}

// NewChain carries the use before over to the reporting months:
//
//	E_adj = E_before · ΣM(report)/ΣM(before),   M = max(0, model) of a month
//
// (the chained, or back-cast, adjustment of Superior Energy Performance). Errors: those of
// Observations.Check; baseline.unknown-driver; baseline.chain-zero when the
// model is zero over the whole phase before.
func NewChain(l Line, before, report Observations) (*Chain, error) {
	c := &Chain{}
	var err error
	if c.ModelBefore, err = c.modelled(l, before); err != nil {
		return nil, err
	}
	if c.ModelReport, err = c.modelled(l, report); err != nil {
		return nil, err
	}
	if c.ModelBefore == 0 {
		return nil, text.M("baseline.chain-zero")
	}
	c.Before, c.Actual = sum(before.Y), sum(report.Y)
	c.Adjusted = c.Before * c.ModelReport / c.ModelBefore
	c.Saved = c.Adjusted - c.Actual
	if c.Adjusted > 0 {
		c.Fraction, c.Intensity = defined(c.Saved/c.Adjusted), defined(c.Actual/c.Adjusted)
	}
	return c, nil
}

func (c *Chain) modelled(l Line, o Observations) (float64, error) {
	if err := o.Check(); err != nil {
		return 0, err
	}
	expected, err := l.Predict(o)
	if err != nil {
		return 0, err
	}
	for i, e := range expected {
		if e < 0 {
			expected[i] = 0
			c.BelowZero++
		}
	}
	return sum(expected), nil
}

// NewChain is the chained saving with its confidence when the model is a fit
// whose months are neither those before nor those reported, by first-order
// propagation. With g = M(report)/M(before), n and m the months before and
// reported, s² and κ of the fit and d = (X₁ᵀ1 − g·X₀ᵀ1)·E_before/M(before),
//
//	Var = s²·(g²·n + m)/κ + s²·dᵀ(XᵀX)⁻¹d
//
// Where the fit shares months with one of the phases the errors are correlated
// and this is an approximation. Errors: the fit's reason when it is not usable;
// baseline.confidence; those of NewChain; baseline.chain-below when a month's
// model is below zero, where the formula does not hold.
func (f *Fit) NewChain(before, report Observations, confidence float64) (*Chain, Interval, error) {
	if !f.Usable {
		return nil, Interval{}, f.Reason
	}
	if err := (Terms{Confidence: confidence}).check(); err != nil {
		return nil, Interval{}, err
	}
	c, err := NewChain(f.Line(), before, report)
	if err != nil {
		return nil, Interval{}, err
	}
	if c.BelowZero > 0 {
		return c, Interval{}, text.M("baseline.chain-below", "count", c.BelowZero)
	}
	x0, err := f.Spec.design(before)
	if err != nil {
		return nil, Interval{}, err
	}
	x1, err := f.Spec.design(report)
	if err != nil {
		return nil, Interval{}, err
	}
	ratio := c.ModelReport / c.ModelBefore
	d, g0 := sumsOf(x1), sumsOf(x0)
	for j := range d {
		d[j] = (d[j] - ratio*g0[j]) * c.Before / c.ModelBefore
	}
	v := f.variance(d)
	months := ratio*ratio*float64(before.Len()) + float64(report.Len())
	v.month /= f.Kappa()
	return c, interval(c.Saved, v.sum(months), float64(f.DF), confidence), nil
}
