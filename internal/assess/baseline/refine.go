package baseline

import "math"

// double is an unevaluated sum of two float64, which carries about 32 digits.
type double struct{ hi, lo float64 }

// add adds b·c to the sum without losing the rounding errors of the product or
// of the sum (error-free transformations of Dekker and Knuth).
func (d *double) add(b, c float64) {
	product := b * c
	lost := math.FMA(b, c, -product)
	sum := d.hi + product
	t := sum - d.hi
	lost += (d.hi - (sum - t)) + (product - t)
	d.hi = sum
	d.lo += lost
}

func (d *double) value() float64 { return d.hi + d.lo }

// passes is the most steps of refinement; it converges in two or three unless
// the columns are close to dependent.
const passes = 12

// augmented solves
//
//	r + A·x = b
//	Aᵀ·r    = c
//
// for r (n) and x (p) in the scaled columns A. With c = 0 that is least squares
// with residuals r; with b = 0 and c = -e_j, x is column j of (AᵀA)⁻¹. The
// first solution comes from QR; it is then refined with residuals of the system
// accumulated in twice the working precision (Björck 1967), until the
// correction no longer shrinks.
func (f *factors) augmented(b, c []float64) (r, x []float64) {
	r, x = make([]float64, f.n), make([]float64, f.p)
	top, side := make([]float64, f.n), make([]float64, f.p)
	dx := make([]float64, f.p)
	last := math.Inf(1)
	for range passes {
		f.defects(b, c, r, x, top, side)
		f.forward(side) // h = R⁻ᵀ g
		f.transposed(top)
		for j := range dx {
			dx[j], top[j] = top[j]-side[j], side[j]
		}
		f.back(dx)
		f.times(top)
		correction := length(dx)
		if !(correction <= last/2) {
			break
		}
		for j := range dx {
			x[j] += dx[j]
		}
		for i := range r {
			r[i] += top[i]
		}
		if last = correction; correction == 0 {
			break
		}
	}
	return r, x
}

// defects computes b - r - A·x and c - Aᵀ·r in twice the working precision.
// A nil b or c is zero.
func (f *factors) defects(b, c, r, x, top, side []float64) {
	for i := range top {
		d := double{hi: -r[i]}
		if b != nil {
			d.add(b[i], 1)
		}
		for j := range x {
			d.add(f.a[j][i], -x[j])
		}
		top[i] = d.value()
	}
	for j := range side {
		var d double
		if c != nil {
			d.hi = c[j]
		}
		for i := range r {
			d.add(f.a[j][i], -r[i])
		}
		side[j] = d.value()
	}
}
