package balance

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"
)

// entry is a number in a column of a sparse matrix.
type entry struct {
	row   int
	value float64
}

// stepSolution is one linearised problem of joint in factorised form:
//
//	J_u·P = Q·R           QR with column pivoting, rank by |R_ii|
//	A' = Q₂ᵀ·J_m          the projection onto the left null space of J_u
//	V = A'ΣA'ᵀ = LLᵀ      scaled to a unit diagonal before the factorisation
type stepSolution struct {
	rows, rank int
	columns    [][]entry // scaled Jacobian at the point
	r          []float64 // R, rows × unmeasured
	pivots     []int     // column of J_u at each place of R
	q1, q2     *mat.Dense
	null       *mat.Dense // basis of the null space of J_u, by unmeasured variable; nil: none
	v          mat.Cholesky
	d          []float64 // V = d·v·d
	reduced    int       // order of V, the degrees of freedom

	explained *mat.Dense // L⁻¹A'Σ^(1/2), by measured variable in columns; after finish
	free      []bool     // by measured variable: no balance checks it
}

// rankTolerance is the share of the largest diagonal of R below which a column
// of J_u counts as dependent. All columns are scaled to about 1.
const rankTolerance = 1e-10

// newStepSolution linearises at the current point of j. A row ≥ 0 names the
// balance at which V turned out singular.
func newStepSolution(j *joint) (*stepSolution, int) {
	s := &stepSolution{rows: len(j.rows), columns: j.jacobian()}
	s.factorUnmeasured(j)
	return s, s.factorV(j)
}

func (s *stepSolution) factorUnmeasured(j *joint) {
	m, n := s.rows, len(j.unmeasured)
	if n == 0 || m == 0 {
		return
	}
	a := make([]float64, m*n)
	for k, u := range j.unmeasured {
		for _, e := range s.columns[u] {
			a[e.row*n+k] += e.value * j.vars[u].scale
		}
	}
	var q []float64
	q, s.pivots, s.rank = pivotedQR(m, n, a, rankTolerance)
	full := mat.NewDense(m, m, q)
	s.r = a
	if s.rank > 0 {
		s.q1 = full.Slice(0, m, 0, s.rank).(*mat.Dense)
	}
	if s.rank < m {
		s.q2 = full.Slice(0, m, s.rank, m).(*mat.Dense)
	}
	s.findNull(n)
}

// triangle is R₁₁.
func (s *stepSolution) triangle(n int) blas64.Triangular {
	return blas64.Triangular{Uplo: blas.Upper, Diag: blas.NonUnit, N: s.rank, Stride: n, Data: s.r}
}

// findNull makes a basis of the null space of J_u: each dependent column with
// the independent ones that make it up.
func (s *stepSolution) findNull(n int) {
	if s.rank == n {
		return
	}
	s.null = mat.NewDense(n, n-s.rank, nil)
	column := make([]float64, s.rank)
	for f := s.rank; f < n; f++ {
		for i := range column {
			column[i] = -s.r[i*n+f]
		}
		if s.rank > 0 {
			blas64.Trsv(blas.NoTrans, s.triangle(n), blas64.Vector{N: s.rank, Inc: 1, Data: column})
		}
		for i, v := range column {
			s.null.Set(s.pivots[i], f-s.rank, v)
		}
		s.null.Set(s.pivots[f], f-s.rank, 1)
	}
}

func (s *stepSolution) factorV(j *joint) int {
	s.reduced = s.rows - s.rank
	if s.reduced == 0 {
		return -1
	}
	full := mat.NewSymDense(s.rows, nil)
	for _, i := range j.measured {
		s2 := j.vars[i].sigma * j.vars[i].sigma
		for a, e := range s.columns[i] {
			for _, f := range s.columns[i][a:] {
				w := s2 * e.value * f.value
				full.SetSym(e.row, f.row, full.At(e.row, f.row)+w)
			}
		}
	}
	v := full
	if s.q2 != nil {
		var half, product mat.Dense
		half.Mul(full, s.q2)
		product.Mul(s.q2.T(), &half)
		v = mat.NewSymDense(s.reduced, nil)
		for a := range s.reduced {
			for b := a; b < s.reduced; b++ {
				v.SetSym(a, b, (product.At(a, b)+product.At(b, a))/2)
			}
		}
	}
	s.d = make([]float64, s.reduced)
	for a := range s.reduced {
		d := v.At(a, a)
		if !(d > 0) {
			return s.rowOf(a)
		}
		s.d[a] = math.Sqrt(d)
	}
	for a := range s.reduced {
		for b := a; b < s.reduced; b++ {
			v.SetSym(a, b, v.At(a, b)/s.d[a]/s.d[b])
		}
	}
	if !s.v.Factorize(v) || s.v.Cond() > 1e15 {
		return s.rowOf(weakestPivot(v))
	}
	return -1
}

// rowOf is the balance that weighs most in a reduced one.
func (s *stepSolution) rowOf(reduced int) int {
	if s.q2 == nil {
		return reduced
	}
	best := 0
	for i := range s.rows {
		if math.Abs(s.q2.At(i, reduced)) > math.Abs(s.q2.At(best, reduced)) {
			best = i
		}
	}
	return best
}

// weakestPivot is where the elimination of a singular matrix has least left.
func weakestPivot(v *mat.SymDense) int {
	n := v.SymmetricDim()
	a := mat.DenseCopyOf(v)
	weakest, least := 0, math.Inf(1)
	for k := range n {
		p := a.At(k, k)
		if p < least {
			weakest, least = k, p
		}
		if !(p > 1e-14) {
			return k
		}
		for i := k + 1; i < n; i++ {
			f := a.At(i, k) / p
			for c := k + 1; c < n; c++ {
				a.Set(i, c, a.At(i, c)-f*a.At(k, c))
			}
		}
	}
	return weakest
}

// reduce is Q₂ᵀ·b.
func (s *stepSolution) reduce(b []float64) []float64 {
	if s.q2 == nil {
		if s.rank == s.rows {
			return nil
		}
		return b
	}
	var out mat.VecDense
	out.MulVec(s.q2.T(), mat.NewVecDense(len(b), b))
	return out.RawVector().Data
}

// shortest is the solution of least size of J_u·u ≈ b, in scaled variables.
func (s *stepSolution) shortest(b []float64) []float64 {
	n := len(s.pivots)
	u := make([]float64, n)
	if s.rank == 0 {
		return u
	}
	s.basic(b, u)
	if s.null == nil {
		return u
	}
	// Less the part along the null space.
	free := mat.DenseCopyOf(s.null)
	_, d := free.Dims()
	q, _, rank := pivotedQR(n, d, free.RawMatrix().Data, rankTolerance)
	along := make([]float64, rank)
	for i, v := range u {
		for c := range along {
			along[c] += q[i*n+c] * v
		}
	}
	for i := range u {
		u[i] -= dot(along, q[i*n:i*n+rank])
	}
	return u
}

// basic solves R₁₁·u = Q₁ᵀb − R₁₂·u_dependent for the independent unmeasured
// variables, in place.
func (s *stepSolution) basic(b, u []float64) {
	n := len(s.pivots)
	if s.rank == 0 {
		return
	}
	var right mat.VecDense
	right.MulVec(s.q1.T(), mat.NewVecDense(len(b), b))
	x := right.RawVector().Data
	for i := range x {
		for f := s.rank; f < n; f++ {
			x[i] -= s.r[i*n+f] * u[s.pivots[f]]
		}
	}
	blas64.Trsv(blas.NoTrans, s.triangle(n), blas64.Vector{N: s.rank, Inc: 1, Data: x})
	for i, v := range x {
		u[s.pivots[i]] = v
	}
}

// solve is the next point: with b = J·y − g(y) at the current one,
//
//	x̂ = x − ΣA'ᵀ V⁻¹ Q₂ᵀ(J_m·x − b),   R₁₁u = Q₁ᵀ(b − J_m·x̂) − R₁₂u_dependent
func (s *stepSolution) solve(j *joint) []float64 {
	g, _ := j.imbalance(j.value)
	b := negate(g) // J·y − g, less J_m times the measurements
	known := make([]float64, len(g))
	for i, v := range j.vars {
		for _, e := range s.columns[i] {
			b[e.row] += e.value * j.value[i]
			if v.measured {
				known[e.row] += e.value * v.start
			}
		}
	}
	next := append([]float64(nil), j.value...)
	lambda := make([]float64, s.rows)
	if s.reduced > 0 {
		r := make([]float64, s.rows)
		for i := range r {
			r[i] = known[i] - b[i]
		}
		r = append([]float64(nil), s.reduce(r)...)
		for a := range r {
			r[a] /= s.d[a]
		}
		x := mat.NewVecDense(s.reduced, r)
		_ = s.v.SolveVecTo(x, x) // conditioned: checked when factorised
		for a := range r {
			r[a] /= s.d[a]
		}
		if s.q2 == nil {
			copy(lambda, r)
		} else {
			out := mat.NewVecDense(s.rows, lambda)
			out.MulVec(s.q2, x)
		}
	}
	for _, i := range j.measured {
		v := j.vars[i]
		a := 0.0
		for _, e := range s.columns[i] {
			a += e.value * lambda[e.row]
		}
		next[i] = v.start - v.sigma*v.sigma*a
		for _, e := range s.columns[i] {
			b[e.row] -= e.value * next[i]
		}
	}
	if len(j.unmeasured) == 0 || s.rank == 0 {
		return next
	}
	u := make([]float64, len(j.unmeasured))
	for k, i := range j.unmeasured {
		u[k] = j.value[i] / j.vars[i].scale
	}
	s.basic(b, u)
	for k, i := range j.unmeasured {
		next[i] = u[k] * j.vars[i].scale
	}
	return next
}

// finish prepares tests and covariances at the solution.
func (s *stepSolution) finish(j *joint) {
	s.free = make([]bool, len(j.measured))
	if s.reduced == 0 || len(j.measured) == 0 {
		for k := range s.free {
			s.free[k] = true
		}
		return
	}
	right := mat.NewDense(s.reduced, len(j.measured), nil)
	for k, i := range j.measured {
		column, size := s.project(s.columns[i])
		var left float64
		for a, v := range column {
			left += v * v
			right.Set(a, k, v*j.vars[i].sigma/s.d[a])
		}
		if s.free[k] = j.vars[i].sigma == 0 || math.Sqrt(left) <= 1e-9*size; s.free[k] {
			for a := range column {
				right.Set(a, k, 0)
			}
		}
	}
	var l mat.TriDense
	s.v.LTo(&l)
	raw, low := right.RawMatrix(), l.RawTriangular()
	blas64.Trsm(blas.Left, blas.NoTrans, 1, low, raw)
	s.explained = right
	for k, i := range j.measured {
		if !s.free[k] {
			z := (j.value[i] - j.vars[i].start) / j.vars[i].sigma
			j.statistic += z * z
		}
	}
}

// project is Q₂ᵀ times a sparse column, and the length of the column.
func (s *stepSolution) project(column []entry) ([]float64, float64) {
	out, size := make([]float64, s.reduced), 0.0
	for _, e := range column {
		size += e.value * e.value
		if s.q2 == nil {
			out[e.row] += e.value
			continue
		}
		blas64.Axpy(e.value, blas64.Vector{N: s.reduced, Inc: 1, Data: s.q2.RawRowView(e.row)}, blas64.Vector{N: s.reduced, Inc: 1, Data: out})
	}
	return out, math.Sqrt(size)
}

// share is σ²·a'ᵀV⁻¹a' of a measured variable: how much of its variance the
// balances explain, Var(adjustment) = share·σ².
func (s *stepSolution) share(k int) float64 {
	if s.explained == nil {
		return 0
	}
	sum := 0.0
	for a := range s.reduced {
		v := s.explained.At(a, k)
		sum += v * v
	}
	return math.Min(sum, 1)
}

// nullTolerance is how far from zero a null vector must be, in scaled
// variables, for a variable to count as undeterminable.
const nullTolerance = 1e-7

// determinable reports whether an unmeasured variable follows.
func (s *stepSolution) determinable(k int) bool {
	if s.rank == 0 {
		return false
	}
	return s.null == nil || norm(s.null.RawRowView(k)) < nullTolerance
}

// sameClass reports whether a meter on one undeterminable variable determines
// the other: their rows of the null space are parallel.
func (s *stepSolution) sameClass(a, b int) bool {
	if s.null == nil {
		return false
	}
	x, y := s.null.RawRowView(a), s.null.RawRowView(b)
	nx, ny := norm(x), norm(y)
	if nx < nullTolerance || ny < nullTolerance {
		return false
	}
	c := dot(x, y) / nx / ny
	off := 0.0
	for i := range x {
		d := x[i]/nx - c*y[i]/ny
		off += d * d
	}
	return math.Sqrt(off) < 1e-6
}

func norm(x []float64) float64 { return math.Sqrt(dot(x, x)) }

// project removes the unmeasured variables from a functional: t_u = J_uᵀp, and
// Σ t·u is then −Σ J_mᵀp·x.
func (j *joint) project(terms []term) (functional, bool) {
	s := j.step
	weight := make([]float64, len(j.vars))
	u := make([]float64, len(j.unmeasured))
	unmeasured, size := false, 0.0
	for _, t := range terms {
		weight[t.variable] += t.factor
		if !j.vars[t.variable].measured {
			k := j.place[t.variable]
			u[k] += t.factor * j.vars[t.variable].scale
			size = math.Max(size, math.Abs(u[k]))
			unmeasured = true
		}
	}
	if unmeasured && size > 0 {
		p, ok := s.potentials(u, size)
		if !ok {
			return functional{}, false
		}
		for _, i := range j.measured {
			for _, e := range s.columns[i] {
				weight[i] -= e.value * p[e.row]
			}
		}
	}
	f := functional{direct: make([]float64, len(j.measured)), explained: make([]float64, s.reduced)}
	for k, i := range j.measured {
		f.direct[k] = weight[i] * j.vars[i].sigma
	}
	if s.explained != nil {
		out := mat.NewVecDense(s.reduced, f.explained)
		out.MulVec(s.explained, mat.NewVecDense(len(f.direct), f.direct))
	}
	return f, true
}

// potentials is p with J_uᵀp = t, when t is orthogonal to the null space.
func (s *stepSolution) potentials(t []float64, size float64) ([]float64, bool) {
	if s.null != nil {
		var along mat.VecDense
		along.MulVec(s.null.T(), mat.NewVecDense(len(t), t))
		for i := range along.Len() {
			if math.Abs(along.AtVec(i)) > nullTolerance*size {
				return nil, false
			}
		}
	}
	if s.rank == 0 {
		return nil, false
	}
	x := make([]float64, s.rank)
	for i := range x {
		x[i] = t[s.pivots[i]]
	}
	blas64.Trsv(blas.Trans, s.triangle(len(t)), blas64.Vector{N: s.rank, Inc: 1, Data: x})
	var p mat.VecDense
	p.MulVec(s.q1, mat.NewVecDense(s.rank, x))
	return p.RawVector().Data, true
}
