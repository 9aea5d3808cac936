package option

import (
	"math"
	"slices"
)

// row is a linear condition Σ a_j·x_j ≥ b.
type row struct {
	a []float64
	b float64
}

// tableau is the linear relaxation of a node of the search:
//
//	min Σ c_j·x_j   subject to rows and lo ≤ x ≤ up
//
// as a dictionary: every basic variable and the objective written in the n
// nonbasic ones. All variables but the slacks have two bounds, so any dictionary
// is made dual feasible by putting each nonbasic variable at the right one, and
// the bounded dual simplex method goes on from a parent's dictionary after a
// branch or a new row.
type tableau struct {
	n        int // structural variables
	cost     []float64
	t        []float64 // by row, n columns
	con      []float64 // constants of the rows
	d        []float64 // reduced costs
	obj      float64   // constant of the objective
	basic    []int     // by row; ≥ n: the slack of rows[basic−n]
	nonbasic []int     // by column
	atUp     []bool    // by column
	val      []float64 // by row: value of the basic variable
}

func newTableau(cost []float64) *tableau {
	n := len(cost)
	l := &tableau{n: n, cost: cost, d: slices.Clone(cost), nonbasic: make([]int, n), atUp: make([]bool, n)}
	for j := range n {
		l.nonbasic[j] = j
	}
	return l
}

// copyFrom makes l a copy of o, in l's own memory.
func (l *tableau) copyFrom(o *tableau) {
	l.n, l.cost, l.obj = o.n, o.cost, o.obj
	l.t = append(l.t[:0], o.t...)
	l.con = append(l.con[:0], o.con...)
	l.d = append(l.d[:0], o.d...)
	l.basic = append(l.basic[:0], o.basic...)
	l.nonbasic = append(l.nonbasic[:0], o.nonbasic...)
	l.atUp = append(l.atUp[:0], o.atUp...)
	l.val = append(l.val[:0], o.val...)
}

// add appends a row whose slack gets the number id.
func (l *tableau) add(r row, id int) {
	n := l.n
	start := len(l.t)
	l.t = append(l.t, make([]float64, n)...)
	t := l.t[start:]
	con := -r.b
	for c, v := range l.nonbasic {
		if v < n {
			t[c] = r.a[v]
		}
	}
	for i, v := range l.basic {
		if v < n && r.a[v] != 0 {
			con += r.a[v] * l.con[i]
			for c, x := range l.t[i*n : (i+1)*n] {
				t[c] += r.a[v] * x
			}
		}
	}
	l.con, l.basic, l.val = append(l.con, con), append(l.basic, n+id), append(l.val, 0)
}

// tidy drops rows whose slack is basic and well inside: they do not bind.
func (l *tableau) tidy(keep int) {
	n, k := l.n, 0
	for i, v := range l.basic {
		if v >= n && l.val[i] > 1e-6 && v-n >= keep {
			continue
		}
		copy(l.t[k*n:(k+1)*n], l.t[i*n:(i+1)*n])
		l.con[k], l.basic[k], l.val[k] = l.con[i], v, l.val[i]
		k++
	}
	l.t, l.con, l.basic, l.val = l.t[:k*n], l.con[:k], l.basic[:k], l.val[:k]
}

// outcomes of a relaxation.
const (
	lpOptimal    = iota
	lpInfeasible // no x meets the rows
	lpAbove      // the optimum is above the limit
	lpStalled    // too many steps; the bound holds, x need not be feasible
)

const lpEps = 1e-9

func (l *tableau) bounds(v int, lo, up []float64) (float64, float64) {
	if v < l.n {
		return lo[v], up[v]
	}
	return 0, math.Inf(1)
}

// solve goes to the optimum, or stops as soon as the objective is above limit.
func (l *tableau) solve(lo, up []float64, limit float64) int {
	for c, v := range l.nonbasic {
		l.atUp[c] = v < l.n && l.d[c] < 0
	}
	for range 60 + 20*len(l.basic) {
		if l.values(lo, up) > limit {
			return lpAbove
		}
		r, rising := l.worst(lo, up)
		if r < 0 {
			return lpOptimal
		}
		q := l.ratio(r, rising, lo, up)
		if q < 0 {
			return lpInfeasible
		}
		l.pivot(r, q, !rising)
	}
	return lpStalled
}

// values computes the basic variables and the objective.
func (l *tableau) values(lo, up []float64) float64 {
	n, z := l.n, l.obj
	copy(l.val, l.con)
	for c, v := range l.nonbasic {
		x, _ := l.bounds(v, lo, up)
		if l.atUp[c] {
			x = up[v]
		}
		if x == 0 {
			continue
		}
		z += l.d[c] * x
		for i := range l.val {
			l.val[i] += l.t[i*n+c] * x
		}
	}
	return z
}

// worst is the basic variable farthest outside its bounds; rising says that it
// is below.
func (l *tableau) worst(lo, up []float64) (at int, rising bool) {
	at, most := -1, lpEps
	for i, v := range l.basic {
		a, b := l.bounds(v, lo, up)
		if x := a - l.val[i]; x > most {
			at, most, rising = i, x, true
		}
		if x := l.val[i] - b; x > most {
			at, most, rising = i, x, false
		}
	}
	return at, rising
}

// ratio is the column that enters in place of row r.
func (l *tableau) ratio(r int, rising bool, lo, up []float64) int {
	best, q, size := math.Inf(1), -1, 0.0
	for c, t := range l.t[r*l.n : (r+1)*l.n] {
		if !rising {
			t = -t
		}
		if l.atUp[c] {
			t = -t
		}
		if t <= 1e-10 {
			continue
		}
		if v := l.nonbasic[c]; v < l.n && lo[v] == up[v] {
			continue
		}
		if ratio := math.Abs(l.d[c]) / t; ratio < best-1e-12 || ratio < best+1e-12 && t > size {
			best, q, size = min(ratio, best), c, t
		}
	}
	return q
}

// pivot exchanges the basic variable of row r, which leaves to its upper or lower
// bound, with the nonbasic one of column q.
func (l *tableau) pivot(r, q int, toUp bool) {
	n := l.n
	pr := l.t[r*n : (r+1)*n]
	p := 1 / pr[q]
	for c := range pr {
		pr[c] *= -p
	}
	pr[q] = p
	l.con[r] *= -p
	for i := range l.basic {
		if i == r {
			continue
		}
		ti := l.t[i*n : (i+1)*n]
		f := ti[q]
		if f == 0 {
			continue
		}
		ti[q] = 0
		for c, x := range pr {
			ti[c] += f * x
		}
		l.con[i] += f * l.con[r]
	}
	f := l.d[q]
	l.d[q] = 0
	for c, x := range pr {
		l.d[c] += f * x
	}
	l.obj += f * l.con[r]
	l.basic[r], l.nonbasic[q] = l.nonbasic[q], l.basic[r]
	l.atUp[q] = toUp
}

// point writes the structural variables.
func (l *tableau) point(lo, up, x []float64) {
	for c, v := range l.nonbasic {
		if v < l.n {
			x[v] = lo[v]
			if l.atUp[c] {
				x[v] = up[v]
			}
		}
	}
	for i, v := range l.basic {
		if v < l.n {
			x[v] = min(max(l.val[i], lo[v]), up[v])
		}
	}
}

// bound is a lower bound of the relaxation that holds whatever rounding did to the
// computed from the rows themselves. reduced gets the reduced costs.
func (l *tableau) bound(rows []row, lo, up, reduced []float64) float64 {
	copy(reduced, l.cost)
	z := 0.0
	for c, v := range l.nonbasic {
		if v < l.n || l.d[c] <= 0 {
			continue
		}
		y, r := l.d[c], rows[v-l.n]
		z += y * r.b
		for j, a := range r.a {
			reduced[j] -= y * a
		}
	}
	for j, d := range reduced {
		if d > 0 {
			z += d * lo[j]
		} else {
			z += d * up[j]
		}
	}
	return z
}
