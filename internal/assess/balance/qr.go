package balance

import (
	"math"

	"gonum.org/v1/gonum/blas/blas64"
)

// pivotedQR factorises a (m×n, row by row) as A·P = Q·R by Householder
// reflections, the longest remaining column first (Businger, Golub 1965;
// Golub, Van Loan, Matrix Computations, §5.4). It stops at the column whose
// length falls to tolerance of the first one: the rank. a becomes R, with zeros
// below; pivots[k] is the column of A at place k; q is m×m. Reflections skip
// the rows that they do not touch, which is most of them in a network.
//
// It is written out because gonum v0.17.0's blocked Dormqr returned a Q that was
// orthogonal only to 5e-3 for the unmeasured part of a network of 200 streams
// (its unblocked Dorm2r, on the same reflectors, to 4e-16).
func pivotedQR(m, n int, a []float64, tolerance float64) (q []float64, pivots []int, rank int) {
	pivots = make([]int, n)
	for i := range pivots {
		pivots[i] = i
	}
	lengths := make([]float64, n)
	reflectors := make([]reflector, 0, min(m, n))
	first := 0.0
	for rank < min(m, n) {
		k := rank
		clear(lengths)
		for i := k; i < m; i++ {
			for c, v := range a[i*n+k : (i+1)*n] {
				lengths[k+c] += v * v
			}
		}
		best := k
		for c := k; c < n; c++ {
			if lengths[c] > lengths[best]*(1+1e-12) {
				best = c
			}
		}
		length := math.Sqrt(lengths[best])
		if k == 0 {
			first = length
		}
		if !(length > tolerance*first) {
			break
		}
		if best != k {
			for i := range m {
				a[i*n+k], a[i*n+best] = a[i*n+best], a[i*n+k]
			}
			pivots[k], pivots[best] = pivots[best], pivots[k]
		}
		h := reflect(m, n, k, a, length)
		h.apply(a, n, k)
		for i := k + 1; i < m; i++ {
			a[i*n+k] = 0
		}
		reflectors = append(reflectors, h)
		rank++
	}
	for i := rank; i < m; i++ { // what is left counts as nothing
		for c := rank; c < n; c++ {
			a[i*n+c] = 0
		}
	}
	q = make([]float64, m*m)
	for i := range m {
		q[i*m+i] = 1
	}
	for k := len(reflectors) - 1; k >= 0; k-- {
		reflectors[k].apply(q, m, 0)
	}
	return q, pivots, rank
}

// reflector is I − β·v·vᵀ with v given by its nonzero rows.
type reflector struct {
	rows []int
	v    []float64
	beta float64
}

// reflect makes the reflector that turns column k below row k into its length.
func reflect(m, n, k int, a []float64, length float64) reflector {
	h := reflector{}
	head := a[k*n+k]
	alpha := -math.Copysign(length, head)
	square := 0.0
	for i := k; i < m; i++ {
		v := a[i*n+k]
		if i == k {
			v -= alpha
		}
		if v != 0 {
			h.rows, h.v = append(h.rows, i), append(h.v, v)
			square += v * v
		}
	}
	h.beta = 2 / square
	return h
}

// apply reflects the columns from first on of a matrix of the given width.
func (h reflector) apply(a []float64, width, first int) {
	n := width - first
	w := blas64.Vector{N: n, Inc: 1, Data: make([]float64, n)}
	for x, i := range h.rows {
		blas64.Axpy(h.v[x], blas64.Vector{N: n, Inc: 1, Data: a[i*width+first : (i+1)*width]}, w)
	}
	for x, i := range h.rows {
		blas64.Axpy(-h.beta*h.v[x], w, blas64.Vector{N: n, Inc: 1, Data: a[i*width+first : (i+1)*width]})
	}
}
