package baseline

import (
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// Statistics are a model's coefficients and how well it fits (METHOD §18).
// n observations, p coefficients; n − p degrees of freedom.
type Statistics struct {
	Spec         Spec
	Coefficients []Coefficient // the constant first, then the drivers as in Spec
	N, P, DF     int
	MeanY        float64

	SSE        float64  // Σ(E − Ê)²
	ResidualSD float64  // s = sqrt(SSE/(n − p)), the RMSE of METHOD §12
	R2, AdjR2  *float64 // nil where there is no variation to explain
	// UncentredR2 says that R², its adjusted form and F compare with ΣE² and not
	// with Σ(E − Ē)², as is done for a model without a constant.
	UncentredR2 bool
	// CentredR2 is 1 − SSE/Σ(E − Ē)² for every form: what R² means when forms are
	// compared. It may be negative.
	CentredR2 *float64
	F, FP     *float64 // the whole model against none, and its p-value; nil: no residual, or nothing to test
	FDF       int      // degrees of freedom of the numerator of F
	CVRMSE    *float64 // s / |Ē|, a fraction (METHOD §12); nil: the mean is zero
	// AICc is n·ln(SSE/n) + 2K + 2K(K+1)/(n − K − 1) with K = p + 1. It compares
	// models of the same E in any form. Nil: no residual, or n ≤ K + 1.
	AICc *float64

	// Perfect says that the residuals are zero up to rounding. They, the residual
	// SD and the standard errors are then exactly 0, and what would divide by
	// them (t, F, AICc, ρ, Durbin–Watson) is nil.
	Perfect bool
}

// Fit is a fitted model with all that METHOD §18 reports.
type Fit struct {
	Statistics

	NMBE         *float64 // Σ(E − Ê) / ((n − p)·Ē), a fraction; zero up to rounding for least squares with a constant
	Rho          *float64 // lag-1 autocorrelation of the residuals
	DurbinWatson *float64 // Σ(e_t − e_{t−1})² / Σe_t²

	Fitted, Residuals []float64 // Ê and E − Ê of each period
	Leverage          []float64 // the diagonal of the hat matrix; for least squares it sums to p
	Studentised       []float64 // internally studentised residuals e/(s·sqrt(1 − h)); 0 where h = 1 or the fit is perfect
	Ranges            []Range   // of each driver over the observations
	// Unscaled is Cov(coefficients)/s², p×p: (XᵀX)⁻¹ for least squares,
	// n/(ΣP)² for the ratio.
	Unscaled [][]float64

	// Usable is false, with the reason, when n ≤ p + 2 (METHOD §12): the figures
	// are there to look at, no saving is computed from them.
	Usable   bool
	Reason   text.Message
	Warnings []text.Message
}

// Coefficient is one term of a model.
type Coefficient struct {
	Name  string // Intercept or a driver's ID
	Value float64
	SE    float64
	T     *float64 // Value/SE; nil where SE is 0
	P     float64  // two-sided, Student t with n − p degrees of freedom; where SE is 0: 0, and 1 for a value of 0
}

// Range is the span of a driver's values.
type Range struct {
	Driver   string
	Min, Max float64
}

// NewFit fits a model to the observations. Regression is ordinary least squares
// by Householder QR of the column-scaled design with iterative refinement
// (METHOD §18); the normal equations are never formed. The ratio is s = ΣE/ΣP,
// see ratio.
//
// Errors: those of Observations.Check; baseline.unknown-driver;
// baseline.no-coefficients; baseline.too-few-to-fit (n ≤ p, args n, p);
// baseline.constant (arg driver) and baseline.combination (args driver, others)
// for a driver that carries no information of its own; baseline.one-driver and
// baseline.zero-output for a ratio.
func NewFit(o Observations, spec Spec) (*Fit, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	return newFit(o, spec)
}

// newFit is NewFit for observations that were checked.
func newFit(o Observations, spec Spec) (*Fit, error) {
	n, p := o.Len(), spec.Size()
	switch {
	case p == 0:
		return nil, text.M("baseline.no-coefficients")
	case n <= p:
		return nil, text.M("baseline.too-few-to-fit", "n", n, "p", p)
	}
	f := &Fit{Statistics: Statistics{Spec: spec, N: n, P: p, DF: n - p, UncentredR2: !spec.Intercept}}
	var values []float64
	var err error
	if spec.Form == Ratio {
		values, err = f.ratio(o)
	} else {
		values, err = f.leastSquares(o)
	}
	if err != nil {
		return nil, err
	}
	total := totals(o.Y)
	f.judge(length(f.Residuals), total)
	f.fit(o.Y)
	spread := make([]float64, p)
	for j := range spread {
		spread[j] = math.Sqrt(f.Unscaled[j][j])
	}
	f.terms(values, spread)
	f.variation(total)
	f.shape()
	if err := f.ranges(o); err != nil {
		return nil, err
	}
	f.remark(o)
	return f, nil
}

// leastSquares gives the coefficients and fills residuals, leverage and
// (XᵀX)⁻¹.
func (f *Fit) leastSquares(o Observations) ([]float64, error) {
	columns, err := f.Spec.design(o)
	if err != nil {
		return nil, err
	}
	q, dependent := factorise(columns, f.N)
	if dependent >= 0 {
		return nil, deficiency(o, f.Spec, q, dependent)
	}
	var x []float64
	f.Residuals, x = q.augmented(o.Y, nil)
	for j := range x {
		x[j] *= q.scale[j]
	}
	f.Leverage = q.leverages()
	f.Unscaled = q.inverse()
	return x, nil
}

// inverse is (XᵀX)⁻¹ of the unscaled columns, each column refined.
func (f *factors) inverse() [][]float64 {
	inverse := make([][]float64, f.p)
	for j := range inverse {
		unit := make([]float64, f.p)
		unit[j] = -1
		_, inverse[j] = f.augmented(nil, unit)
	}
	for j := range inverse {
		for k := range j { // both computed; the mean of the two is symmetric
			mean := (inverse[j][k] + inverse[k][j]) / 2
			inverse[j][k], inverse[k][j] = mean, mean
		}
	}
	for j := range inverse {
		for k := range inverse[j] {
			inverse[j][k] *= f.scale[j] * f.scale[k]
		}
	}
	return inverse
}

// deficiency names the driver that carries nothing of its own, and what it is
// made of.
func deficiency(o Observations, spec Spec, q *factors, column int) error {
	named := func(j int) any {
		if spec.Intercept && j == 0 {
			return text.M("baseline.fixed-load")
		}
		if d, err := o.driver(spec.name(j)); err == nil {
			return d.shown()
		}
		return spec.name(j)
	}
	if length(q.a[column]) == 0 {
		return text.M("baseline.constant", "driver", named(column))
	}
	var others []any
	for _, j := range q.combination(column) {
		if !spec.Intercept || j > 0 {
			others = append(others, named(j))
		}
	}
	if len(others) == 0 {
		return text.M("baseline.constant", "driver", named(column))
	}
	return text.M("baseline.combination", "driver", named(column), "others", others)
}

// total is what all models of one flow share.
type total struct{ mean, centred, uncentred float64 }

// totals sums up a flow. A flow of equal values has a centred sum of exactly 0
// where rounding would leave something around its mean.
func totals(y []float64) total {
	t := total{mean: mean(y)}
	t.centred, t.uncentred = sumsOfSquares(y, t.mean)
	if t.centred <= 16*float64(len(y))*epsilon*epsilon*t.uncentred {
		t.centred = 0
	}
	return t
}

// judge takes the length of the residuals, sqrt(SSE), and decides whether there
// are any beside rounding.
func (s *Statistics) judge(left float64, t total) {
	s.Perfect = left <= 16*epsilon*math.Sqrt(t.uncentred)
	if s.Perfect {
		left = 0
	}
	s.MeanY = t.mean
	s.SSE = left * left
	s.ResidualSD = left / math.Sqrt(float64(s.DF))
}

// fit makes Ê of the residuals.
func (f *Fit) fit(y []float64) {
	if f.Perfect {
		clear(f.Residuals)
	}
	f.Fitted = make([]float64, f.N)
	for i := range y {
		f.Fitted[i] = y[i] - f.Residuals[i]
	}
}

// terms fills the coefficients; spread is the root of the diagonal of
// Cov(coefficients)/s².
func (s *Statistics) terms(values, spread []float64) {
	s.Coefficients = make([]Coefficient, s.P)
	for j := range s.Coefficients {
		c := Coefficient{Name: s.Spec.name(j), Value: values[j], SE: s.ResidualSD * spread[j]}
		c.T, c.P = significance(c.Value, c.SE, s.DF)
		s.Coefficients[j] = c
	}
}

// variation fills R², F, CV(RMSE) and AICc. The explained sum is the difference
// of the total and the residual one.
func (s *Statistics) variation(t total) {
	if s.MeanY != 0 {
		s.CVRMSE = defined(s.ResidualSD / math.Abs(s.MeanY))
	}
	s.AICc = akaike(s.SSE, s.N, s.P)
	s.CentredR2 = defined(1 - s.SSE/t.centred)
	whole, free := t.centred, float64(s.N-1)
	s.FDF = s.P - 1
	if s.UncentredR2 {
		whole, free, s.FDF = t.uncentred, float64(s.N), s.P
	}
	if whole == 0 {
		return
	}
	s.R2 = defined(1 - s.SSE/whole)
	s.AdjR2 = defined(1 - s.SSE/whole*free/float64(s.DF))
	if s.FDF > 0 && !s.Perfect {
		s.F = defined(max(0, whole-s.SSE) / float64(s.FDF) / (s.SSE / float64(s.DF)))
		if s.F != nil {
			s.FP = defined(fisherTail(*s.F, s.FDF, s.DF))
		}
	}
}

// significance is t = value/se and its two-sided p-value.
func significance(value, se float64, df int) (t *float64, p float64) {
	if se > 0 {
		t := value / se
		return defined(t), studentTails(t, float64(df))
	}
	if value == 0 {
		return nil, 1
	}
	return nil, 0
}

// shape fills what the residuals say of themselves.
func (f *Fit) shape() {
	if f.MeanY != 0 {
		f.NMBE = defined(sum(f.Residuals) / (float64(f.DF) * f.MeanY))
	}
	f.Studentised = make([]float64, f.N)
	if f.Perfect {
		return
	}
	f.Rho = autocorrelation(f.Residuals)
	f.DurbinWatson = durbinWatson(f.Residuals)
	for i, e := range f.Residuals {
		if free := 1 - f.Leverage[i]; free > 1e-12 {
			f.Studentised[i] = e / (f.ResidualSD * math.Sqrt(free))
		}
	}
}

func (f *Fit) ranges(o Observations) error {
	columns, err := o.columns(f.Spec.Drivers)
	if err != nil {
		return err
	}
	f.Ranges = make([]Range, len(columns))
	for k, column := range columns {
		f.Ranges[k] = Range{Driver: f.Spec.Drivers[k], Min: slices.Min(column), Max: slices.Max(column)}
	}
	return nil
}

// Kappa is κ = n'/n = (1 − ρ)/(1 + ρ) with ρ = max(0, lag-1 autocorrelation of
// the residuals): the share of the months that count as independent
// (METHOD §12, 19). It is at least 1/n: the baseline counts as one month.
func (f *Fit) Kappa() float64 {
	if f.Rho == nil {
		return 1
	}
	return kappa(*f.Rho, f.N)
}

func kappa(rho float64, n int) float64 {
	rho = max(0, rho)
	return max(1/float64(n), (1-rho)/(1+rho))
}
