package option

import (
	"math"
	"slices"
)

// IRRStatus says what can be said of an internal rate of return.
type IRRStatus string

// The outcomes of an internal rate of return.
const (
	IRRUnique    IRRStatus = "unique"    // the cash changes sign once: Rate is the IRR
	IRRUndefined IRRStatus = "undefined" // no change of sign, or no rate makes the NPV zero
	IRRSeveral   IRRStatus = "several"   // the cash changes sign several times and several rates make the NPV zero
	IRROneOfMany IRRStatus = "one-root"  // the cash changes sign several times; one rate makes the NPV zero
	IRROutside   IRRStatus = "outside"   // the one rate is not above −99 % and up to 1000 %
	IRRGap       IRRStatus = "missing"   // the cash is not known
)

// The rates among which an internal rate of return is looked for.
const (
	lowestRate  = -0.99 // excluded
	highestRate = 10    // included
)

// Return is an internal rate of return.
type Return struct {
	Status  IRRStatus
	Rate    float64   // with IRRUnique only
	Roots   []float64 // every rate in (−0.99, 10] at which the NPV is zero, rising
	Changes int       // changes of sign of the cash
}

// IRR finds the rates d in (−0.99, 10] with NPV(d) = 0. It is the internal rate
// of return only if the cash changes sign once; otherwise the status says so
// (METHOD §10).
//
// With x = 1/(1+d) the NPV is a polynomial in x. Between two neighbouring zeros
// of its derivative it is monotonic and has at most one zero, which bisection
// finds; the zeros of the derivative are found in the same way from the second
// derivative, and so on down to a constant. So no zero is missed but two that are
// closer than rounding can tell apart; a zero that only touches the axis is found
// at the zero of the derivative.
func IRR(cash Cash) Return {
	r := Return{Changes: signChanges(cash)}
	if r.Changes == 0 {
		r.Status = IRRUndefined
		return r
	}
	size := 0.0
	for _, c := range cash {
		size = max(size, math.Abs(c))
	}
	poly := make([]float64, len(cash))
	for t, c := range cash {
		poly[t] = c / size
	}
	for len(poly) > 1 && poly[len(poly)-1] == 0 {
		poly = poly[:len(poly)-1]
	}
	for _, x := range zeros(poly, 1/(1+float64(highestRate)), 1/(1+lowestRate)) {
		if d := 1/x - 1; d > lowestRate {
			r.Roots = append(r.Roots, d)
		}
	}
	slices.Sort(r.Roots)
	switch {
	case r.Changes == 1 && len(r.Roots) == 1:
		r.Status, r.Rate = IRRUnique, r.Roots[0]
	case r.Changes == 1:
		r.Status, r.Roots = IRROutside, nil
	case len(r.Roots) == 0:
		r.Status = IRRUndefined
	case len(r.Roots) == 1:
		r.Status = IRROneOfMany
	default:
		r.Status = IRRSeveral
	}
	return r
}

func signChanges(cash Cash) (n int) {
	last := 0.0
	for _, c := range cash {
		if c == 0 {
			continue
		}
		if last != 0 && (c > 0) != (last > 0) {
			n++
		}
		last = c
	}
	return n
}

// zeros are the zeros of Σ c_t·x^t in [lo, hi], 0 < lo, rising, each once.
func zeros(c []float64, lo, hi float64) []float64 {
	if len(c) < 2 {
		return nil
	}
	cuts := []float64{lo}
	for _, x := range zeros(derivative(c), lo, hi) {
		if x > cuts[len(cuts)-1] {
			cuts = append(cuts, x)
		}
	}
	if hi > cuts[len(cuts)-1] {
		cuts = append(cuts, hi)
	}
	var found []float64
	add := func(x float64) {
		if n := len(found); n == 0 || x-found[n-1] > 1e-9*x {
			found = append(found, x)
		}
	}
	for i, x := range cuts {
		if touches(c, x) {
			add(x)
		}
		if i+1 == len(cuts) {
			break
		}
		if a, b := horner(c, x), horner(c, cuts[i+1]); a*b < 0 && !touches(c, x) && !touches(c, cuts[i+1]) {
			add(bisect(c, x, cuts[i+1], a))
		}
	}
	return found
}

// derivative is the derivative divided by its degree plus one, which keeps the
// coefficients of high derivatives small.
func derivative(c []float64) []float64 {
	d := make([]float64, len(c)-1)
	n := float64(len(d))
	for t := range d {
		d[t] = c[t+1] * float64(t+1) / n
	}
	return d
}

func horner(c []float64, x float64) (v float64) {
	for t := len(c) - 1; t >= 0; t-- {
		v = v*x + c[t]
	}
	return v
}

// touches reports whether the polynomial is zero at x as far as rounding lets
// one tell.
func touches(c []float64, x float64) bool {
	size := 0.0
	for t := len(c) - 1; t >= 0; t-- {
		size = size*x + math.Abs(c[t])
	}
	return math.Abs(horner(c, x)) <= 4e-16*float64(len(c))*size
}

// bisect halves [a, b], at whose ends the polynomial has different signs (fa at
// a), until its ends are neighbours.
func bisect(c []float64, a, b, fa float64) float64 {
	for range 200 {
		m := a + (b-a)/2
		if m <= a || m >= b {
			break
		}
		fm := horner(c, m)
		if fm == 0 {
			return m
		}
		if (fm < 0) == (fa < 0) {
			a = m
		} else {
			b = m
		}
	}
	return a + (b-a)/2
}
