package baseline

import "github.com/sxsh-audit/audit/internal/text"

// Normalised is a saving at standard conditions: what both phases would have
// used at the same x (METHOD §12).
type Normalised struct {
	Before, After float64   // Σ of the models over the standard months
	Saved         Interval  // Before − After
	Fraction      *Interval // Saved/Before; nil where Before is not positive
	Verdict       Verdict   // empty without a target or a fraction
	Outside       []Outside // standard months outside the range of either model
}

// NewNormalised compares the models of both phases over the same standard
// months, of which only the drivers are read. Both models' coefficients are
// uncertain, independently:
//
//	Var = Σ over the two of (s²/κ)·gᵀ(XᵀX)⁻¹g,   g = Xᵀ1 of the standard months
//
// with the degrees of freedom of Welch and Satterthwaite. A single month's
// scatter is not in it: the question is what the plant would use on average.
// Terms.Choice, MeterVariance and Adjustment are not read. Errors: the reason of
// a fit that is not usable; those of Observations.Check; baseline.unknown-driver;
// baseline.confidence, baseline.target.
func NewNormalised(before, after *Fit, standard Observations, terms Terms) (*Normalised, error) {
	if err := terms.check(); err != nil {
		return nil, err
	}
	if err := standard.Check(); err != nil {
		return nil, err
	}
	n := &Normalised{}
	var sides [2]part
	for k, f := range []*Fit{before, after} {
		if !f.Usable {
			return nil, f.Reason
		}
		design, err := f.Spec.design(standard)
		if err != nil {
			return nil, err
		}
		sides[k] = part{variance: f.variance(sumsOf(design)).common / f.Kappa(), df: float64(f.DF)}
		value := sum(f.predict(design, standard.Len()))
		if k == 0 {
			n.Before = value
		} else {
			n.After = value
		}
		n.Outside = append(n.Outside, f.outside(standard, design)...)
	}
	variance, df := welch(sides[:])
	n.Saved = interval(n.Before-n.After, variance, df, terms.Confidence)
	n.Fraction = n.Saved.share(n.Before)
	if n.Fraction != nil && terms.Target != nil {
		n.Verdict = terms.Target.Judge(n.Fraction.Value, n.Fraction.Low, n.Fraction.High)
	}
	return n, nil
}

// part is one independent source of variance with its degrees of freedom; 0:
// known from elsewhere, as if from infinitely many.
type part struct{ variance, df float64 }

// welch adds independent variances and gives the degrees of freedom of the sum,
// (ΣV)²/Σ(V²/ν); 0 (normal) where no part has any.
func welch(parts []part) (variance, df float64) {
	below := 0.0
	for _, p := range parts {
		variance += p.variance
		if p.df > 0 {
			below += p.variance * p.variance / p.df
		}
	}
	if below > 0 {
		return variance, variance * variance / below
	}
	for _, p := range parts { // all exact: the fewest degrees, for a width of zero
		if p.df > 0 && (df == 0 || p.df < df) {
			df = p.df
		}
	}
	return variance, df
}

// Flow is one flow's saving, to be added to others at a frozen price.
type Flow struct {
	ID       string
	Price    float64 // per unit of the flow, frozen at the date of the audit (METHOD §10, 13); not negative
	Adjusted float64 // E_base,adjusted, or S0·P1 of a plain ratio
	Saved    Interval
}

// Combined is the saving of several flows together.
type Combined struct {
	Adjusted float64   // Σ price·adjusted
	Saved    Interval  // Σ price·saved
	Fraction *Interval // Saved/Adjusted; nil where Adjusted is not positive
	Verdict  Verdict   // empty without a target or a fraction
}

// Combine adds the savings of flows in money at frozen prices (METHOD §13). For
// plain ratios, whose adjusted baseline is S0·P1 and whose saving (S0 − S1)·P1,
// the fraction is 1 − Σ p·S1/Σ p·S0. The flows' errors are taken to be
// independent, so variances add (price² each), with the degrees of freedom of
// Welch and Satterthwaite; flows that one mistake moves together, such as two
// meters behind one output figure, are more uncertain in sum than this says.
// Errors: baseline.no-flows; baseline.price (arg flow); baseline.confidence,
// baseline.target.
func Combine(flows []Flow, terms Terms) (*Combined, error) {
	if err := terms.check(); err != nil {
		return nil, err
	}
	if len(flows) == 0 {
		return nil, text.M("baseline.no-flows")
	}
	c := &Combined{}
	saved := 0.0
	parts := make([]part, len(flows))
	for i, f := range flows {
		if !(f.Price >= 0) || !finite(f.Price) || !finite(f.Adjusted) || !finite(f.Saved.Value) || !finite(f.Saved.SE) {
			return nil, text.M("baseline.price", "flow", f.ID)
		}
		c.Adjusted += f.Price * f.Adjusted
		saved += f.Price * f.Saved.Value
		se := f.Price * f.Saved.SE
		parts[i] = part{variance: se * se, df: f.Saved.DF}
	}
	variance, df := welch(parts)
	c.Saved = interval(saved, variance, df, terms.Confidence)
	c.Fraction = c.Saved.share(c.Adjusted)
	if c.Fraction != nil && terms.Target != nil {
		c.Verdict = terms.Target.Judge(c.Fraction.Value, c.Fraction.Low, c.Fraction.High)
	}
	return c, nil
}
