package baseline

import (
	"math"

	"github.com/sxsh-audit/audit/internal/text"
)

// Terms are the circumstances in which a saving is counted.
type Terms struct {
	Confidence float64 // a fraction, 0.90 by default of the audit
	// MeterVariance is the variance of the sum of the reporting meter readings,
	// in the flow's unit squared: (U/1.96·ΣE)² for readings that are all off by
	// the same ±U at 95 %. Bills: 0 unless stated.
	MeterVariance float64
	// Adjustment is the sum of the non-routine adjustments of METHOD §12, in the
	// flow's unit; it is added to what was saved (a new line that used 500 in the
	// reporting period: +500; a shutdown that avoided 500: −500).
	Adjustment float64
	Target     *Target
	// Choice is the list that the fit was proposed from; nil: somebody named the
	// model. A model that the program picked needs a wider interval, see
	// Allowance.
	Choice *Choice
}

// Equal reports whether two are the same; the choices, whether they are one.
func (t Terms) Equal(other Terms) bool {
	target := t.Target == other.Target || t.Target != nil && other.Target != nil && *t.Target == *other.Target
	t.Target, other.Target = nil, nil
	return target && t == other
}

// Target is what a saving is held against, in fractions: 0.05 to 0.08.
type Target struct{ Low, High float64 }

// Verdict is the answer to a target (METHOD §19).
type Verdict string

// The verdicts of METHOD §19.
const (
	Proved   Verdict = "proved"    // the whole interval reaches the low end
	Likely   Verdict = "likely"    // the estimate does, and the interval is above zero
	NotShown Verdict = "not-shown" // some saving, too uncertain to tell
	Missed   Verdict = "missed"    // the whole interval stays below the low end
	Worse    Verdict = "worse"     // the estimate is no saving
)

// Judge gives the verdict on an estimate with its interval, all fractions. The
// conditions of METHOD §19 overlap; they are asked in the order proved, worse,
// missed, likely, not yet shown, the more telling first: an estimate of no
// saving is worse even where its interval also shows the target missed, and a
// small saving whose interval lies below the target is missed, not merely not
// yet shown.
func (t Target) Judge(estimate, low, high float64) Verdict {
	switch {
	case low >= t.Low:
		return Proved
	case estimate <= 0:
		return Worse
	case high < t.Low:
		return Missed
	case estimate >= t.Low && low > 0:
		return Likely
	}
	return NotShown
}

// Interval is an estimate with its bounds at a confidence.
type Interval struct {
	Value     float64
	SE        float64
	T         float64 // the two-sided Student t at the confidence
	DF        float64 // its degrees of freedom; 0: the normal distribution
	Low, High float64
}

func interval(value, variance, df, confidence float64) Interval {
	i := Interval{Value: value, DF: df}
	if df > 0 {
		i.T = student(confidence, df)
	} else {
		i.T = normal(confidence)
	}
	return i.wide(variance)
}

// wide is the interval with another variance.
func (i Interval) wide(variance float64) Interval {
	i.SE = math.Sqrt(max(0, variance))
	i.Low, i.High = i.Value-i.T*i.SE, i.Value+i.T*i.SE
	return i
}

// share divides an interval by a fixed whole.
func (i Interval) share(whole float64) *Interval {
	if !(whole > 0) {
		return nil
	}
	i.Value, i.SE, i.Low, i.High = i.Value/whole, i.SE/whole, i.Low/whole, i.High/whole
	return &i
}

// Saving is what was saved in the reporting months against a baseline, with its
// confidence (METHOD §12, 19).
type Saving struct {
	Months     int       // m
	Expected   []float64 // Ê of each reporting month
	Adjusted   float64   // E_base,adjusted = ΣÊ
	Actual     float64   // E_report
	Adjustment float64
	Confidence float64
	// Exact = Adjusted − Actual + Adjustment with the standard error of METHOD §19:
	//
	//	Var = s²·( m/κ + 1ᵀX₁(X₀ᵀX₀)⁻¹X₁ᵀ1 ) + Var(meter)
	Exact Interval
	// Saved is the interval to show and to judge by: Exact for a model that
	// somebody named, and wider by the allowance for one that the program chose.
	Saved     Interval
	Allowance Allowance
	// Fraction is F = Saved/Adjusted; nil, with the reason in NoFraction, where
	// the adjusted baseline is not positive.
	Fraction   *Interval
	NoFraction text.Message
	Kappa      float64 // κ = n'/n
	// SmallestProvable is F_min = t·SE/Adjusted, the least saving that these data
	// can tell from zero; nil as Fraction.
	SmallestProvable *float64
	ASHRAE           []ASHRAE // the check by Guideline 14, see newASHRAE
	Outside          []Outside
	Verdict          Verdict // empty without a target or a fraction
	Needed           *Needed // nil without a target or a fraction
	Warnings         []text.Message
}

// Outside is a reporting month in which a driver lies outside the range of the
// baseline: the model is extended beyond what it was fitted on.
type Outside struct {
	Driver   string
	Index    int
	Label    string
	Value    float64
	Min, Max float64
}

// NewSaving counts what was saved in the reporting months against the fit.
//
// Errors: those of Observations.Check; the fit's reason when it is not usable;
// baseline.unknown-driver; baseline.confidence, baseline.meter-variance,
// baseline.adjustment and baseline.target for terms that make no sense.
func NewSaving(f *Fit, report Observations, terms Terms) (*Saving, error) {
	if !f.Usable {
		return nil, f.Reason
	}
	if err := report.Check(); err != nil {
		return nil, err
	}
	if err := terms.check(); err != nil {
		return nil, err
	}
	design, err := f.Spec.design(report)
	if err != nil {
		return nil, err
	}
	s := &Saving{Months: report.Len(), Expected: f.predict(design, report.Len()), Confidence: terms.Confidence, Adjustment: terms.Adjustment, Kappa: f.Kappa()}
	s.Adjusted, s.Actual = sum(s.Expected), sum(report.Y)
	m, df := float64(s.Months), float64(f.DF)
	exact := f.variance(sumsOf(design))
	exact.month /= s.Kappa
	exact.common += terms.MeterVariance
	s.Allowance = f.allowance(s, report, terms.Choice)
	shown := exact
	shown.month += s.Allowance.Serial.month
	shown.common += s.Allowance.Serial.common + s.Allowance.Choice
	saved := s.Adjusted - s.Actual + terms.Adjustment
	s.Exact = interval(saved, exact.sum(m), df, terms.Confidence)
	s.Saved = s.Exact.wide(shown.sum(m))
	s.Outside = f.outside(report, design)
	s.ASHRAE = f.ashrae(s)
	s.share(terms, shown)
	s.remark(report)
	return s, nil
}

func (t Terms) check() error {
	switch {
	case !(t.Confidence > 0 && t.Confidence < 1):
		return text.M("baseline.confidence", "found", t.Confidence)
	case !(t.MeterVariance >= 0) || !finite(t.MeterVariance):
		return text.M("baseline.meter-variance", "found", t.MeterVariance)
	case !finite(t.Adjustment):
		return text.M("baseline.adjustment")
	case t.Target != nil && !(t.Target.Low > 0 && t.Target.High >= t.Target.Low && t.Target.High < 1):
		return text.M("baseline.target", "low", 100*t.Target.Low, "high", 100*t.Target.High)
	}
	return nil
}

// predict is Ê of each month of a design.
func (f *Fit) predict(design [][]float64, n int) []float64 {
	expected := make([]float64, n)
	for i := range expected {
		var e double
		for j, column := range design {
			e.add(f.Coefficients[j].Value, column[i])
		}
		expected[i] = e.value()
	}
	return expected
}

// Predict is Ê of each period; the observations need the drivers of the model,
// Y is not read. Errors as Observations.Check, baseline.unknown-driver.
func (f *Fit) Predict(o Observations) ([]float64, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	design, err := f.Spec.design(o)
	if err != nil {
		return nil, err
	}
	return f.predict(design, o.Len()), nil
}

// sumsOf is X₁ᵀ1, the sum of each column.
func sumsOf(design [][]float64) []float64 {
	sums := make([]float64, len(design))
	for j, column := range design {
		sums[j] = sum(column)
	}
	return sums
}

// spread is the variance of a saving in two parts.
type spread struct {
	month  float64 // of each month's own scatter; the sum of m months has m times it
	common float64 // what all months share: coefficients, meter, choice of model; of the whole sum
}

func (v spread) sum(months float64) float64 { return months*v.month + v.common }

// variance takes g = X₁ᵀ1: s² per month, and s²·gᵀ(XᵀX)⁻¹g.
func (f *Fit) variance(g []float64) spread {
	var q double
	for j := range g {
		for k := range g {
			q.add(g[j]*g[k], f.Unscaled[j][k])
		}
	}
	s2 := f.ResidualSD * f.ResidualSD
	return spread{month: s2, common: s2 * max(0, q.value())}
}

func (f *Fit) outside(report Observations, design [][]float64) (found []Outside) {
	first := len(design) - len(f.Ranges)
	for k, r := range f.Ranges {
		for i, v := range design[first+k] {
			if v < r.Min || v > r.Max {
				found = append(found, Outside{Driver: r.Driver, Index: i, Label: report.label(i), Value: v, Min: r.Min, Max: r.Max})
			}
		}
	}
	return found
}

// share fills everything that is a fraction of the adjusted baseline.
func (s *Saving) share(terms Terms, shown spread) {
	s.Fraction = s.Saved.share(s.Adjusted)
	if s.Fraction == nil {
		s.NoFraction = text.M("baseline.no-fraction")
		return
	}
	s.SmallestProvable = defined(s.Saved.T * s.Fraction.SE)
	if terms.Target == nil {
		return
	}
	s.Verdict = terms.Target.Judge(s.Fraction.Value, s.Fraction.Low, s.Fraction.High)
	s.Needed = needed(s, terms, shown)
}

// remark says which drivers left the range of the baseline.
func (s *Saving) remark(report Observations) {
	count := map[string]int{}
	for _, out := range s.Outside {
		count[out.Driver]++
	}
	for _, d := range report.Drivers {
		if n := count[d.ID]; n > 0 {
			s.Warnings = append(s.Warnings, text.M("baseline.outside", "driver", d.shown(), "count", n, "months", s.Months))
		}
	}
}
