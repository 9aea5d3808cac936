package balance

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// confidence is that of every test of METHOD §20.
const confidence = 0.95

// sidak is the two-sided bound of |z| such that n independent figures all stay
// within it with the confidence of the tests: α' = 1 − 0.95^(1/n). For n = 1 it
// is 1.96 (Šidák 1967; METHOD §20).
func sidak(n int) float64 {
	if n < 2 {
		return z95
	}
	beyond := -math.Expm1(math.Log(confidence) / float64(n))
	return -distuv.UnitNormal.Quantile(beyond / 2)
}

// global makes the test of the imbalances as a whole.
func global(statistic float64, dof int) GlobalTest {
	t := GlobalTest{Statistic: statistic, DOF: dof, Pass: true}
	if dof > 0 {
		t.Critical = distuv.ChiSquared{K: float64(dof)}.Quantile(confidence)
		t.Pass = statistic <= t.Critical
	}
	return t
}
