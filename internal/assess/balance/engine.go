package balance

import (
	"math"

	"gonum.org/v1/gonum/blas/blas64"
)

// An engine holds the linear (or linearised) estimates of one group of layers.
// Its variables are numbered; each is measured (sigma > 0), exact (sigma = 0)
// or unmeasured. Every figure of the network is a linear functional of them.
type engine interface {
	// project writes a functional in terms of the measured variables; false:
	// it does not follow from them.
	project(terms []term) (functional, bool)
	// variables are those of the engine by layer and stream; -1: none.
	amountTerms(layer string, stream int) []term
}

// term is a coefficient of a variable in a functional.
type term struct {
	variable int
	factor   float64
}

// functional is a linear functional of the reconciled measurements in the form
// that gives covariances: with w its weights,
//
//	Cov(f, g) = fᵀΣg − (A'Σf)ᵀ V⁻¹ (A'Σg) = direct_f·direct_g − explained_f·explained_g
type functional struct {
	direct    []float64 // w_j·σ_j, by variable
	explained []float64 // L⁻¹A'Σw with V = LLᵀ
}

// covariance of two functionals after reconciliation. A variance is never
// reported negative.
func covariance(f, g functional) float64 {
	return dot(f.direct, g.direct) - dot(f.explained, g.explained)
}

func variance(f functional) float64 {
	v := covariance(f, f)
	// Below the rounding of the difference there is nothing to report.
	if v < 1e-15*dot(f.direct, f.direct) {
		return 0
	}
	return v
}

func dot(a, b []float64) float64 {
	return blas64.Dot(blas64.Vector{N: len(a), Inc: 1, Data: a}, blas64.Vector{N: len(b), Inc: 1, Data: b})
}

func sqrt0(v float64) float64 { return math.Sqrt(math.Max(v, 0)) }
