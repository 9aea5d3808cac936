package balance

import "math"

// The qualities of a figure (METHOD §1).
const (
	Measured   = "measured"
	Invoice    = "invoice"
	Calculated = "calculated"
	Estimated  = "estimated"
)

// qualities lists the qualities from the dearest to the cheapest.
var qualities = [...]string{Measured, Invoice, Calculated, Estimated}

// Measure is a figure with its doubt.
type Measure struct {
	Value   float64
	Percent *float64 // ± % of the value at 95 %; nil or 0: the default of the quality
	Sigma   float64  // the standard deviation in the unit of the value; above 0 it stands in place of Percent
	Quality string   // "": measured
}

// At makes a measure with the default doubt of a measured figure.
func At(value float64) *Measure { return &Measure{Value: value} }

// AtSigma makes a measure with a standard deviation in its own unit.
func AtSigma(value, sigma float64) *Measure { return &Measure{Value: value, Sigma: sigma} }

// AtPercent makes a measure that is good to ± percent of its value at 95 %.
func AtPercent(value, percent float64) *Measure { return &Measure{Value: value, Percent: &percent} }

// Options are what a caller may configure.
type Options struct {
	// Percent is the ± % at 95 % of each quality where none is stated; a quality
	// that is absent has the default of METHOD §20.
	Percent map[string]float64
}

// DefaultPercent is the ± % at 95 % of a quality where none is stated: measured
// 2, invoice 1, calculated 5, estimated 20 (METHOD §20).
func DefaultPercent(quality string) float64 {
	switch quality {
	case Invoice:
		return 1
	case Calculated:
		return 5
	case Estimated:
		return 20
	}
	return 2
}

func (o Options) percent(quality string) float64 {
	if quality == "" {
		quality = Measured
	}
	if p := o.Percent[quality]; p > 0 {
		return p
	}
	return DefaultPercent(quality)
}

// z95 is the quantile that METHOD §20 divides a 95 % interval by.
const z95 = 1.96

// sigma is the standard deviation of a figure, σ = U·|x|/100/1.96 (METHOD §20).
// It is zero only for a reading of exactly zero without a sigma of its own:
// such a reading is taken as exact.
func (o Options) sigma(m Measure) float64 {
	if m.Sigma > 0 {
		return m.Sigma
	}
	p := o.percent(m.Quality)
	if m.Percent != nil && *m.Percent > 0 {
		p = *m.Percent
	}
	return p * math.Abs(m.Value) / 100 / z95
}

func (m Measure) finite() bool {
	if math.IsNaN(m.Value) || math.IsInf(m.Value, 0) || math.IsNaN(m.Sigma) || math.IsInf(m.Sigma, 0) {
		return false
	}
	return m.Percent == nil || !math.IsNaN(*m.Percent) && !math.IsInf(*m.Percent, 0)
}
