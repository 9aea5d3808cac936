package option

import "math"

// mostLog stands for the logarithm of nothing left: e^−40 of a flow is less than
// rounding leaves of it.
const mostLog = 40

// concave is a function of a choice of options x (0 ≤ x_j ≤ 1) in log-shares:
//
//	φ(x) = constant + Σ_j linear_j·x_j + Σ_t min(cap_t, Σ_{k∈t} a_k·(1 − e^(−z_k)))
//	z_k  = Σ_j log_kj·x_j,   log_kj = −ln(1 − f_kj) ≥ 0
//
// At a choice of whole options this is the saving of METHOD §21, for 1 − e^(−z) is
// 1 − Π(1 − f). In between it is concave, so that every tangent lies above it: a
// linear bound that holds everywhere.
type concave struct {
	constant float64
	linear   []float64
	terms    []term
}

type term struct {
	cap   float64
	parts []weighted
}

type weighted struct {
	a    float64
	at   []int     // options that act on the part
	keep []float64 // what they leave of it, 1 − f
	log  []float64 // their log-shares
}

// tangent writes the slope of φ at x and returns φ(x).
func (f *concave) tangent(x, slope []float64) float64 {
	v := f.constant
	copy(slope, f.linear)
	for j, a := range f.linear {
		v += a * x[j]
	}
	var left [64]float64
	for _, t := range f.terms {
		sum := 0.0
		rest := left[:0]
		for _, p := range t.parts {
			z := 0.0
			for i, l := range p.log {
				z += l * x[p.at[i]]
			}
			e := math.Exp(-z)
			rest = append(rest, p.a*e)
			sum += p.a * (1 - e)
		}
		if sum >= t.cap {
			v += t.cap
			continue
		}
		v += sum
		for i, p := range t.parts {
			for k, l := range p.log {
				slope[p.at[k]] += rest[i] * l
			}
		}
	}
	return v
}

// value is φ of a set of whole options.
func (f *concave) value(in []bool) float64 {
	v := f.constant
	for j, yes := range in {
		if yes {
			v += f.linear[j]
		}
	}
	for _, t := range f.terms {
		sum := 0.0
		for _, p := range t.parts {
			left := 1.0
			for i, keep := range p.keep {
				if in[p.at[i]] {
					left *= keep
				}
			}
			sum += p.a * (1 - left)
		}
		v += min(sum, t.cap)
	}
	return v
}

func (f *concave) scale(s float64) {
	f.constant *= s
	for j := range f.linear {
		f.linear[j] *= s
	}
	for i := range f.terms {
		f.terms[i].cap *= s
		for k := range f.terms[i].parts {
			f.terms[i].parts[k].a *= s
		}
	}
}

// program is a choice among options: minimise cost, or maximise the least of the
// gains, such that every goal is ≥ 0 and the budget holds.
type program struct {
	n       int
	cost    []float64 // per option; with gains: nil
	step    float64   // costs are whole multiples of it; 0: not known
	gains   []*concave
	goals   []*concave
	start   []bool // a set that is allowed, to begin with; nil: none is known
	budget  []row  // conditions that are linear
	needs   [][]int
	clashes [][]bool
	forced  []bool // options that must be chosen
	barred  []bool // options that must not
}

// goalEps is by how much a goal, in parts of its group's base, may be missed
// through rounding.
const goalEps = 1e-12

// concaveOf is Σ_r weight_r·saved_r over the options that use marks, of which
// alive (nil: all) work.
func (m *Model) concaveOf(s *scenario, weight []float64, use, alive []bool) *concave {
	n := len(m.options)
	f := &concave{linear: make([]float64, n)}
	acts := func(i int) bool { return use[i] && (alive == nil || alive[i]) }
	for r, w := range weight {
		if w == 0 || m.flows[r].Amount == nil {
			continue
		}
		t := term{cap: w * (*m.flows[r].Amount - m.minimum(r))}
		for i := range n {
			if acts(i) {
				f.linear[i] -= w * s.add[i][r]
			}
		}
		for _, k := range m.ofFlow[r] {
			p := weighted{a: w * m.parts[k].amount}
			for i := range n {
				if acts(i) && s.keep[i][k] < 1 {
					p.at, p.keep, p.log = append(p.at, i), append(p.keep, s.keep[i][k]), append(p.log, logShare(s.keep[i][k]))
				}
			}
			if len(p.at) > 0 {
				t.parts = append(t.parts, p)
			}
		}
		if len(t.parts) > 0 {
			f.terms = append(f.terms, t)
		}
	}
	return f
}

func logShare(keep float64) float64 {
	if keep <= 0 {
		return mostLog
	}
	return min(mostLog, -math.Log(keep))
}

func (f *concave) add(g *concave, weight float64) {
	f.constant += weight * g.constant
	for j := range f.linear {
		f.linear[j] += weight * g.linear[j]
	}
	for _, t := range g.terms {
		u := term{cap: weight * t.cap}
		for _, p := range t.parts {
			u.parts = append(u.parts, weighted{a: weight * p.a, at: p.at, keep: p.keep, log: p.log})
		}
		f.terms = append(f.terms, u)
	}
}

// gainOf is the NPV of a set as a concave function (see valuer).
func (v *valuer) gainOf(use []bool) *concave {
	f := &concave{linear: make([]float64, len(use))}
	for i, yes := range use {
		if yes {
			f.linear[i] = v.fixed[i]
		}
	}
	for _, p := range v.periods {
		f.add(v.m.concaveOf(v.s, v.s.price, use, p.alive), p.weight)
	}
	return f
}
