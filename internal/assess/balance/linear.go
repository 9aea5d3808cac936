package balance

import (
	"math"
	"slices"
)

// edge is a variable of a linear layer: a stream, or the stock change of a step
// (an arrow from the step to the outside).
type edge struct {
	from, to int // steps, or Outside
	stream   int // -1: a stock change
	measured bool
	value    float64
	sigma    float64 // of a measured edge; 0: exact, the value is then 0
}

// linear reconciles one linear layer (METHOD §20, "Total layer").
//
// Unmeasured streams are removed with the orthogonal projection onto the left
// null space of A_u. For the incidence matrix of a network that projection is
// known without a factorisation: steps joined by unmeasured streams become one
// node, and nodes joined so with the outside vanish; the indicator vectors of
// these nodes are orthogonal and span the null space. A' is then the incidence
// matrix of the smaller network.
type linear struct {
	steps int
	edges []edge
	byKey map[int]int // stream → edge

	node   []int // by step: its node, -1: the outside or grounded
	merged []int // by step: root of the steps merged with it, steps: the outside
	nodes  int   // = rank of A'
	v      *laplacian

	forest forest // of the unmeasured edges

	estimate   []float64 // by edge
	adjustment []float64
	spread     []float64 // A'V⁻¹A'ᵀ by measured edge: Var(adjustment) = σ⁴·spread
	marks      []int64   // by unmeasured edge: 0 = determinable, equal up to sign = one class
	statistic  float64
}

// sets is a union-find.
type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) find(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

// join merges two sets; the higher root wins, so that the outside, which is the
// last element, stays the root of its set.
func (s sets) join(a, b int) {
	a, b = s.find(a), s.find(b)
	if a < b {
		a, b = b, a
	}
	s[b] = a
}

func newLinear(steps int, edges []edge) *linear {
	l := &linear{steps: steps, edges: edges, byKey: make(map[int]int, len(edges))}
	for i, e := range edges {
		if e.stream >= 0 {
			l.byKey[e.stream] = i
		}
	}
	l.merge()
	l.reconcile()
	l.forest = newForest(steps, edges)
	l.deduce()
	return l
}

// at is the index of a step in arrays that have the outside last.
func (l *linear) at(step int) int {
	if step == Outside {
		return l.steps
	}
	return step
}

// merge makes the nodes. A group of nodes without a measured way to the outside
// has one balance too many (their sum is 0 = 0): one of its nodes is grounded.
func (l *linear) merge() {
	joined := newSets(l.steps + 1)
	for _, e := range l.edges {
		if !e.measured {
			joined.join(l.at(e.from), l.at(e.to))
		}
	}
	reach := newSets(l.steps + 1)
	copy(reach, joined)
	for _, e := range l.edges {
		if e.measured && e.sigma > 0 {
			reach.join(l.at(e.from), l.at(e.to))
		}
	}
	l.node, l.merged = make([]int, l.steps), make([]int, l.steps)
	number := make(map[int]int)
	for s := range l.steps {
		root := joined.find(s)
		l.merged[s] = root
		end := reach.find(s)
		if root == l.steps || end != l.steps && root == joined.find(end) {
			l.node[s] = Outside
			continue
		}
		k, known := number[root]
		if !known {
			k = l.nodes
			number[root] = k
			l.nodes++
		}
		l.node[s] = k
	}
}

// ends are the nodes that an edge joins.
func (l *linear) ends(e edge) (from, to int) {
	from, to = Outside, Outside
	if e.from != Outside {
		from = l.node[e.from]
	}
	if e.to != Outside {
		to = l.node[e.to]
	}
	return from, to
}

// counted reports whether a balance of the smaller network has the edge.
func (l *linear) counted(e edge) bool {
	from, to := l.ends(e)
	return e.measured && e.sigma > 0 && from != to
}

// residual is A'x.
func (l *linear) residual(x []float64) []float64 {
	r := make([]float64, l.nodes)
	for i, e := range l.edges {
		from, to := l.ends(e)
		if !e.measured || from == to {
			continue
		}
		if from >= 0 {
			r[from] -= x[i]
		}
		if to >= 0 {
			r[to] += x[i]
		}
	}
	return r
}

// reconcile computes x̂ = x − ΣA'ᵀV⁻¹A'x, the statistic of the global test and
// the diagonal of A'ᵀV⁻¹A'.
func (l *linear) reconcile() {
	links := make([]link, 0, len(l.edges))
	l.estimate = make([]float64, len(l.edges))
	l.adjustment = make([]float64, len(l.edges))
	for i, e := range l.edges {
		l.estimate[i] = e.value
		if l.counted(e) {
			from, to := l.ends(e)
			links = append(links, link{from, to, e.sigma * e.sigma})
		}
	}
	l.v = newLaplacian(l.nodes, links)
	// The second pass removes what rounding left of the imbalances.
	for range 2 {
		lambda := l.residual(l.estimate)
		l.v.solve(lambda)
		for i, e := range l.edges {
			if l.counted(e) {
				a := -e.sigma * e.sigma * l.drop(lambda, e)
				l.adjustment[i] += a
				l.estimate[i] = e.value + l.adjustment[i]
			}
		}
	}
	l.spread = make([]float64, len(l.edges))
	b := make([]float64, l.nodes)
	for i, e := range l.edges {
		if !l.counted(e) {
			continue
		}
		z := l.adjustment[i] / e.sigma
		l.statistic += z * z
		clear(b)
		l.incidence(b, e, 1)
		l.v.forward(b)
		l.spread[i] = dot(b, b)
	}
}

// drop is a'ᵀλ of an edge.
func (l *linear) drop(lambda []float64, e edge) (d float64) {
	from, to := l.ends(e)
	if to >= 0 {
		d += lambda[to]
	}
	if from >= 0 {
		d -= lambda[from]
	}
	return d
}

// incidence adds a multiple of the column a' of an edge to b.
func (l *linear) incidence(b []float64, e edge, factor float64) {
	from, to := l.ends(e)
	if to >= 0 {
		b[to] += factor
	}
	if from >= 0 {
		b[from] -= factor
	}
}

// adjustmentSD is the standard deviation of the adjustment of a measured edge.
func (l *linear) adjustmentSD(i int) float64 {
	return l.edges[i].sigma * l.edges[i].sigma * math.Sqrt(l.spread[i])
}

// estimateVariance is that of a measured edge, σ² − σ⁴·a'ᵀV⁻¹a'.
func (l *linear) estimateVariance(i int) float64 {
	s2 := l.edges[i].sigma * l.edges[i].sigma
	left := 1 - s2*l.spread[i]
	if left < 1e-15 {
		return 0
	}
	return s2 * left
}

// deduce finds the unmeasured edges from the balances of the steps, and which of
// them follow at all. Those off the forest are free; the marks are the flows in
// the forest when each free edge carries a random amount, in arithmetic modulo
// 2⁶⁴: an edge that stays at 0 does not depend on any free one, and edges whose
// marks are equal up to sign depend on the same free combination, so that a
// meter on one of them determines all.
func (l *linear) deduce() {
	l.marks = make([]int64, len(l.edges))
	need := make([]float64, l.steps+1) // Σ in − Σ out of what is known
	mark := make([]int64, l.steps+1)
	state := uint64(0x9E3779B97F4A7C15)
	for i, e := range l.edges {
		switch {
		case e.measured:
			need[l.at(e.from)] -= l.estimate[i]
			need[l.at(e.to)] += l.estimate[i]
		case !l.forest.tree[i]:
			l.estimate[i] = 0
			m := int64(random(&state))
			l.marks[i] = m
			mark[l.at(e.from)] -= m
			mark[l.at(e.to)] += m
		}
	}
	f := l.forest
	for _, s := range slices.Backward(f.order) {
		i := f.edge[s]
		if i < 0 {
			continue
		}
		e := l.edges[i]
		parent := l.at(e.from)
		sign := -1.0 // the edge leads into s: it brings what s lacks
		if parent == s {
			parent = l.at(e.to)
			sign = 1
		}
		l.estimate[i] = sign * need[s]
		need[parent] += need[s]
		l.marks[i] = int64(sign) * mark[s]
		mark[parent] += mark[s]
	}
}

// random is splitmix64, so that marks are the same on every run.
func random(state *uint64) uint64 {
	*state += 0x9E3779B97F4A7C15
	z := *state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// determinable reports whether an unmeasured edge follows from the balances.
func (l *linear) determinable(i int) bool { return l.marks[i] == 0 }

// project removes the unmeasured edges from a functional: Σ t·u follows from the
// measurements exactly when t is a difference of potentials, t_e = p_to − p_from
// with 0 outside, and is then −Σ (p_to − p_from)·x over the measured edges.
func (l *linear) project(terms []term) (functional, bool) {
	weight := make([]float64, len(l.edges))
	unmeasured, size := false, 0.0
	for _, t := range terms {
		weight[t.variable] += t.factor
		size = math.Max(size, math.Abs(t.factor))
		unmeasured = unmeasured || !l.edges[t.variable].measured
	}
	if unmeasured {
		p := l.forest.potentials(l, weight)
		for i, e := range l.edges {
			d := p[l.at(e.to)] - p[l.at(e.from)]
			if e.measured {
				weight[i] -= d
			} else if math.Abs(weight[i]-d) > 1e-9*size {
				return functional{}, false
			}
		}
	}
	f := functional{direct: make([]float64, len(l.edges)), explained: make([]float64, l.nodes)}
	for i, e := range l.edges {
		if w := weight[i]; e.measured && w != 0 {
			f.direct[i] = w * e.sigma
			l.incidence(f.explained, e, w*e.sigma*e.sigma)
		}
	}
	l.v.forward(f.explained)
	return f, true
}

func (l *linear) amountTerms(_ string, stream int) []term {
	if i, ok := l.byKey[stream]; ok {
		return []term{{i, 1}}
	}
	return nil
}

// forest is a spanning forest of the unmeasured edges.
type forest struct {
	order []int  // steps and the outside, parents first
	edge  []int  // by step: the edge to its parent, -1 for a root
	tree  []bool // by edge
}

func newForest(steps int, edges []edge) forest {
	at := func(s int) int {
		if s == Outside {
			return steps
		}
		return s
	}
	near := make([][]int, steps+1) // edges by step
	for i, e := range edges {
		if !e.measured && e.from != e.to {
			near[at(e.from)] = append(near[at(e.from)], i)
			near[at(e.to)] = append(near[at(e.to)], i)
		}
	}
	f := forest{edge: make([]int, steps+1), tree: make([]bool, len(edges))}
	seen := make([]bool, steps+1)
	for r := steps; r >= 0; r-- { // the outside first
		if seen[r] {
			continue
		}
		seen[r] = true
		f.edge[r] = -1
		f.order = append(f.order, r)
		for next := len(f.order) - 1; next < len(f.order); next++ {
			s := f.order[next]
			for _, i := range near[s] {
				to := at(edges[i].to)
				if to == s {
					to = at(edges[i].from)
				}
				if !seen[to] {
					seen[to] = true
					f.edge[to], f.tree[i] = i, true
					f.order = append(f.order, to)
				}
			}
		}
	}
	return f
}

// potentials gives each step p such that p_to − p_from is the weight of every
// edge of the forest, with 0 at the roots.
func (f forest) potentials(l *linear, weight []float64) []float64 {
	p := make([]float64, l.steps+1)
	for _, s := range f.order {
		i := f.edge[s]
		if i < 0 {
			continue
		}
		e := l.edges[i]
		if to := l.at(e.to); to == s {
			p[s] = p[l.at(e.from)] + weight[i]
		} else {
			p[s] = p[l.at(e.to)] - weight[i]
		}
	}
	return p
}
