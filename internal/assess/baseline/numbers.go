package baseline

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// defined points to a value, and is nil where there is none.
func defined(v float64) *float64 {
	if !finite(v) {
		return nil
	}
	return &v
}

// sum adds up with a compensation for rounding, so that long columns keep all
// their digits.
func sum(values []float64) float64 {
	var d double
	for _, v := range values {
		d.add(v, 1)
	}
	return d.value()
}

func mean(values []float64) float64 { return sum(values) / float64(len(values)) }

// sumsOfSquares gives Σ(y − mean)² and Σy².
func sumsOfSquares(y []float64, mean float64) (centred, uncentred float64) {
	var c, u, off double
	for _, v := range y {
		c.add(v-mean, v-mean)
		u.add(v, v)
		off.add(v-mean, 1)
	}
	// The mean is rounded; what it is off by counts n times.
	d := off.value()
	return max(0, c.value()-d*d/float64(len(y))), u.value()
}

// autocorrelation is the correlation of e_2…e_n with e_1…e_{n−1}, each about
// its own mean; nil where one of them does not vary or there are fewer than 3.
func autocorrelation(e []float64) *float64 {
	if len(e) < 3 {
		return nil
	}
	before, after := e[:len(e)-1], e[1:]
	a, b := mean(before), mean(after)
	var both, first, second double
	for i := range before {
		both.add(before[i]-a, after[i]-b)
		first.add(before[i]-a, before[i]-a)
		second.add(after[i]-b, after[i]-b)
	}
	return defined(both.value() / math.Sqrt(first.value()*second.value()))
}

func durbinWatson(e []float64) *float64 {
	var steps, squares double
	for i, v := range e {
		squares.add(v, v)
		if i > 0 {
			steps.add(v-e[i-1], v-e[i-1])
		}
	}
	return defined(steps.value() / squares.value())
}

// akaike is AICc of a least-squares model with p coefficients and a variance,
// without the constant that all models of the same observations share.
func akaike(sse float64, n, p int) *float64 {
	k := float64(p + 1)
	left := float64(n) - k - 1
	if left <= 0 || sse <= 0 {
		return nil
	}
	return defined(float64(n)*math.Log(sse/float64(n)) + 2*k + 2*k*(k+1)/left)
}

// studentTails is the probability that |T| exceeds |t|.
func studentTails(t, df float64) float64 {
	return mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
}

// student is the t that |T| exceeds with probability 1 − confidence.
func student(confidence, df float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Quantile((1 + confidence) / 2)
}

// normal is the z that |Z| exceeds with probability 1 − confidence.
func normal(confidence float64) float64 {
	return distuv.UnitNormal.Quantile((1 + confidence) / 2)
}

// fisherTail is the probability that F exceeds f.
func fisherTail(f float64, df1, df2 int) float64 {
	a, b := float64(df2), float64(df1)
	return mathext.RegIncBeta(a/2, b/2, a/(a+b*f))
}
