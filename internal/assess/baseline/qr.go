package baseline

import "math"

// epsilon is the distance from 1 to the next float64.
const epsilon = 0x1p-52

// factors is the Householder QR of a design matrix whose columns were scaled
// by powers of two to a length between 1 and 2: A·S = Q·R. Scaling by powers
// of two is exact, so it only makes columns of very different size comparable.
type factors struct {
	n, p  int
	a     [][]float64 // the scaled columns as they were, p of length n
	v     [][]float64 // reflectors below the diagonal (v[j][j] = 1 implied), R above
	diag  []float64   // the diagonal of R
	tau   []float64
	scale []float64 // S: scaled column = column · scale
}

// factorise makes the QR of the columns. It has no pivoting: a column that
// depends on others shows as a diagonal element that vanishes beside the length
// of its column, and dependent is the first of them, or -1.
func factorise(columns [][]float64, n int) (f *factors, dependent int) {
	p := len(columns)
	store := make([]float64, 2*n*p+3*p)
	take := func(k int) []float64 {
		part := store[:k:k]
		store = store[k:]
		return part
	}
	f = &factors{n: n, p: p, a: make([][]float64, p), v: make([][]float64, p), diag: take(p), tau: take(p), scale: take(p)}
	dependent = -1
	for j, column := range columns {
		f.a[j], f.v[j] = take(n), take(n)
		f.scale[j] = towardsOne(length(column))
		for i, x := range column {
			f.a[j][i] = x * f.scale[j]
		}
		copy(f.v[j], f.a[j])
		for k := range j {
			reflect(f.v[k], f.tau[k], f.v[j], k)
		}
		f.diag[j], f.tau[j] = householder(f.v[j], j)
		if dependent < 0 && math.Abs(f.diag[j]) <= tolerance(n, p)*length(f.a[j]) {
			dependent = j
		}
	}
	return f, dependent
}

// tolerance is the share of a column's length below which what is left of it
// after removing the other columns is rounding and no information.
func tolerance(n, p int) float64 { return float64(n*p) * epsilon }

// towardsOne is the power of two that brings a length into [1, 2); 1 for a
// length of zero.
func towardsOne(length float64) float64 {
	if length == 0 {
		return 1
	}
	_, exponent := math.Frexp(length)
	return math.Ldexp(1, 1-exponent)
}

// length is the Euclidean norm, safe against overflow of the squares.
func length(x []float64) float64 {
	largest := 0.0
	for _, v := range x {
		largest = max(largest, math.Abs(v))
	}
	if largest == 0 {
		return 0
	}
	if largest > 1e-140 && largest < 1e140 {
		sum := 0.0
		for _, v := range x {
			sum += v * v
		}
		return math.Sqrt(sum)
	}
	sum := 0.0
	for _, v := range x {
		sum += (v / largest) * (v / largest)
	}
	return largest * math.Sqrt(sum)
}

// householder turns x[j:] into a multiple of the first unit vector: it returns
// the multiple and tau and leaves the reflector in x[j+1:].
func householder(x []float64, j int) (diagonal, tau float64) {
	if j >= len(x) {
		return 0, 0
	}
	below := length(x[j+1:])
	if below == 0 {
		return x[j], 0
	}
	diagonal = -math.Copysign(math.Hypot(x[j], below), x[j])
	tau = (diagonal - x[j]) / diagonal
	first := x[j] - diagonal
	for i := j + 1; i < len(x); i++ {
		x[i] /= first
	}
	return diagonal, tau
}

// reflect applies the reflector in v, which begins at row j, to y.
func reflect(v []float64, tau float64, y []float64, j int) {
	if tau == 0 {
		return
	}
	v, y = v[j:], y[j:len(v)]
	sum := y[0]
	for i := 1; i < len(v); i++ {
		sum += v[i] * y[i]
	}
	sum *= tau
	y[0] -= sum
	for i := 1; i < len(v); i++ {
		y[i] -= sum * v[i]
	}
}

// transposed overwrites y with Qᵀy.
func (f *factors) transposed(y []float64) {
	for j := range f.p {
		reflect(f.v[j], f.tau[j], y, j)
	}
}

// times overwrites y with Qy.
func (f *factors) times(y []float64) {
	for j := f.p - 1; j >= 0; j-- {
		reflect(f.v[j], f.tau[j], y, j)
	}
}

// back overwrites the first p of d with R⁻¹d.
func (f *factors) back(d []float64) {
	for j := f.p - 1; j >= 0; j-- {
		d[j] /= f.diag[j]
		for i := range j {
			d[i] -= f.v[j][i] * d[j]
		}
	}
}

// forward overwrites the first p of d with R⁻ᵀd.
func (f *factors) forward(d []float64) {
	for j := range f.p {
		for i := range j {
			d[j] -= f.v[j][i] * d[i]
		}
		d[j] /= f.diag[j]
	}
}

// leverages are the diagonal of Q₁Q₁ᵀ, the hat matrix.
func (f *factors) leverages() []float64 {
	h := make([]float64, f.n)
	q := make([]float64, f.n)
	for j := range f.p {
		clear(q)
		q[j] = 1
		f.times(q)
		for i, v := range q {
			h[i] += v * v
		}
	}
	return h
}

// combination gives the weights with which the earlier columns make up column
// j, as shares of its length: those that count (above one in a million).
func (f *factors) combination(j int) (columns []int) {
	d := make([]float64, j)
	copy(d, f.v[j][:j])
	for k := j - 1; k >= 0; k-- {
		d[k] /= f.diag[k]
		for i := range k {
			d[i] -= f.v[k][i] * d[k]
		}
	}
	whole := length(f.a[j])
	for k, weight := range d {
		if math.Abs(weight)*length(f.a[k]) > 1e-6*whole {
			columns = append(columns, k)
		}
	}
	return columns
}
