package option

import (
	"context"
	"math"
)

// DefaultNodes is how many nodes a search looks at unless the query says
// otherwise: some fifty times what a portfolio of 40 options of a plant needs, a
// few tenths of a second.
const DefaultNodes = 20_000

// mostRepairs is at how many nodes the relaxation is rounded to a set.
const mostRepairs = 24

// exact is by how much, in parts of the objective, a set may be better than the
// one returned as best.
const exact = 1e-9

// found is the outcome of a search.
type found struct {
	in     []bool
	any    bool
	value  float64 // the least cost, or the highest gain
	bound  float64 // no set costs less, gains more
	proved bool    // nothing was left out: value is the optimum, or there is no set
	nodes  int
}

// search is a branch and bound over a program. The relaxation of a node is a
// linear program: every concave function is replaced by tangents, which are added
// where the relaxation's optimum needs them and hold in all nodes. For a flow on
// which all options act as a whole one tangent is the exact condition
// Σ −ln(1 − f_j) ≥ −ln(1 − target) on the log-shares (METHOD §21).
type search struct {
	p       *program
	ctx     context.Context
	most    int
	n       int // options
	size    int // variables: the options and, with gains, the least of them
	unit    float64
	step    float64
	rows    []row
	cost    []float64
	level   []*level
	x       []float64
	slope   []float64
	reduced []float64
	best    []bool
	value   float64 // of best, in the minimised and scaled form
	nodes   int
	repairs int
	stopped bool
	open    float64 // least bound of what was left out after stopping
}

// level is the memory of one depth of the search.
type level struct {
	l      tableau
	lo, up []float64
}

// optimise solves a program. When the context ends or the nodes run out, the best
// set so far is returned with the bound that was proved.
func (p *program) optimise(ctx context.Context, nodes int) found {
	if nodes <= 0 {
		nodes = DefaultNodes
	}
	s := &search{p: p, ctx: ctx, most: nodes, n: p.n, size: p.n, value: math.Inf(1), open: math.Inf(1)}
	s.prepare()
	root := s.at(0)
	for j := range s.n {
		root.lo[j], root.up[j] = 0, 1
	}
	if p.gains != nil {
		root.lo[s.n], root.up[s.n] = -1e6, 1e6
	}
	ok := true
	for j := range s.n {
		if p.forced[j] {
			ok = ok && s.take(root, j)
		}
		if p.barred[j] {
			ok = ok && s.leave(root, j)
		}
	}
	if ok {
		if p.start != nil {
			s.offer(p.start)
		}
		s.greedy(root)
		root.l = *newTableau(s.cost)
		for i, r := range s.rows {
			root.l.add(r, i)
		}
		s.node(0)
	}
	return s.result()
}

// prepare scales the program so that costs are about 1.
func (s *search) prepare() {
	p := s.p
	s.unit = 0
	for _, c := range p.cost {
		s.unit = max(s.unit, math.Abs(c))
	}
	one := make([]bool, s.n)
	for _, g := range p.gains {
		for j := range s.n {
			one[j] = true
			s.unit = max(s.unit, math.Abs(g.value(one)), math.Abs(g.linear[j]))
			one[j] = false
		}
	}
	if s.unit == 0 {
		s.unit = 1
	}
	if p.gains != nil {
		s.size++
	}
	s.cost = make([]float64, s.size)
	if p.gains == nil {
		for j, c := range p.cost {
			s.cost[j] = c / s.unit
		}
		s.step = p.step / s.unit
	} else {
		for _, g := range p.gains {
			g.scale(1 / s.unit)
		}
		s.cost[s.n] = -1
	}
	s.x, s.slope, s.reduced = make([]float64, s.size), make([]float64, s.n), make([]float64, s.size)
	for _, r := range p.budget {
		s.rows = append(s.rows, s.widen(r.a, 0, r.b))
	}
}

// widen is Σ a_j·x_j + theta·θ ≥ b, scaled.
func (s *search) widen(a []float64, theta, b float64) row {
	r := row{a: make([]float64, s.size), b: b}
	copy(r.a, a)
	if theta != 0 {
		r.a[s.n] = theta
	}
	most := 0.0
	for _, v := range r.a {
		most = max(most, math.Abs(v))
	}
	if most > 0 {
		for j := range r.a {
			r.a[j] /= most
		}
		r.b /= most
	}
	return r
}

func (s *search) at(depth int) *level {
	for len(s.level) <= depth {
		s.level = append(s.level, &level{lo: make([]float64, s.size), up: make([]float64, s.size)})
	}
	return s.level[depth]
}

// limit is the bound from which a node cannot hold a better set.
func (s *search) limit() float64 {
	if math.IsInf(s.value, 1) {
		return s.value
	}
	return s.value - exact*max(1e-3, math.Abs(s.value))
}

// raise lifts a bound to the next cost that options can add up to.
func (s *search) raise(z float64) float64 {
	if s.step > 0 {
		return math.Ceil(z/s.step-1e-6) * s.step
	}
	return z
}

// take fixes option j as chosen, with what it needs and without what it
// excludes; false if that cannot be.
func (s *search) take(v *level, j int) bool {
	for _, k := range s.p.needs[j] {
		if v.up[k] == 0 {
			return false
		}
		if v.lo[k] == 1 {
			continue
		}
		v.lo[k] = 1
		for c, clash := range s.p.clashes[k] {
			if clash && !s.leave(v, c) {
				return false
			}
		}
	}
	return true
}

// leave fixes option j as not chosen, with all that need it.
func (s *search) leave(v *level, j int) bool {
	for k := range s.n {
		if v.up[k] == 0 || !s.needsOf(k, j) {
			continue
		}
		if v.lo[k] == 1 {
			return false
		}
		v.up[k] = 0
	}
	return true
}

func (s *search) needsOf(k, j int) bool {
	for _, i := range s.p.needs[k] {
		if i == j {
			return true
		}
	}
	return false
}

// node looks at the level's bounds and below them.
func (s *search) node(depth int) {
	v := s.level[depth]
	s.nodes++
	if s.nodes > s.most || s.nodes%64 == 0 && s.ctx.Err() != nil {
		s.stopped = true
	}
	var bound float64
	for round := 0; ; round++ {
		outcome := v.l.solve(v.lo, v.up, s.limit()+1e-9)
		if outcome == lpInfeasible {
			return
		}
		bound = s.raise(v.l.bound(s.rows, v.lo, v.up, s.reduced))
		if bound > s.limit() {
			return
		}
		if s.stopped {
			s.open = min(s.open, bound)
			return
		}
		fixed, ok := s.fix(v, bound)
		if !ok {
			return
		}
		if fixed && round < 40 {
			continue
		}
		v.l.point(v.lo, v.up, s.x)
		whole := s.whole()
		if round >= 60 || !whole && depth > 0 && round >= 6 {
			break
		}
		if !s.separate(v) {
			break
		}
	}
	if in := s.rounded(); s.whole() {
		if s.offer(in) && s.settled(in, bound) {
			return
		}
	} else if s.repairs < mostRepairs {
		s.repairs++
		s.repair(v, in)
	}
	j := s.branch(v)
	if j < 0 {
		s.offer(fixedSet(v, s.n))
		return
	}
	up := s.x[j] >= 0.5
	for _, taken := range [2]bool{up, !up} {
		if bound > s.limit() {
			return
		}
		child := s.at(depth + 1)
		child.l.copyFrom(&v.l)
		child.l.tidy(len(s.p.budget))
		copy(child.lo, v.lo)
		copy(child.up, v.up)
		if taken && s.take(child, j) || !taken && s.leave(child, j) {
			s.node(depth + 1)
		}
	}
}

func fixedSet(v *level, n int) []bool {
	in := make([]bool, n)
	for j := range n {
		in[j] = v.lo[j] == 1
	}
	return in
}

// settled reports whether the relaxation's whole choice is worth what the bound
// says, so that nothing below can be better.
func (s *search) settled(in []bool, bound float64) bool {
	return s.worth(in) <= bound+exact*max(1e-3, math.Abs(bound))
}

// fix settles options that the bound says must be, or must not be, chosen in any
// better set.
func (s *search) fix(v *level, bound float64) (some, ok bool) {
	if math.IsInf(s.value, 1) {
		return false, true
	}
	for j := range s.n {
		if v.lo[j] == v.up[j] {
			continue
		}
		d := s.reduced[j]
		if d > 0 && bound+d > s.limit()+1e-9 {
			if !s.leave(v, j) {
				return some, false
			}
			some = true
		} else if d < 0 && bound-d > s.limit()+1e-9 {
			if !s.take(v, j) {
				return some, false
			}
			some = true
		}
	}
	return some, true
}

const wholeEps = 1e-7

func (s *search) whole() bool {
	for _, x := range s.x[:s.n] {
		if x > wholeEps && x < 1-wholeEps {
			return false
		}
	}
	return true
}

func (s *search) rounded() []bool {
	in := make([]bool, s.n)
	for j, x := range s.x[:s.n] {
		in[j] = x > 0.5
	}
	return in
}

// separate adds the rows that the point s.x does not meet: tangents of goals and
// of gains, dependencies and exclusions.
func (s *search) separate(v *level) (some bool) {
	cut := func(r row) {
		v.l.add(r, len(s.rows))
		s.rows = append(s.rows, r)
		some = true
	}
	x := s.x[:s.n]
	tangent := func(f *concave) (value float64, at float64) {
		value = f.tangent(x, s.slope)
		at = value
		for j, g := range s.slope {
			at -= g * x[j]
		}
		return value, at
	}
	for _, g := range s.p.goals {
		if value, at := tangent(g); value < -1e-8 {
			cut(s.widen(s.slope, 0, -at))
		}
	}
	for _, g := range s.p.gains {
		if value, at := tangent(g); s.x[s.n] > value+1e-8*max(1, math.Abs(value)) {
			cut(s.widen(s.slope, -1, -at))
		}
	}
	for j := range s.n {
		if x[j] < wholeEps {
			continue
		}
		for _, k := range s.p.needs[j] {
			if x[j] > x[k]+1e-6 {
				a := make([]float64, s.n)
				a[j], a[k] = -1, 1
				cut(s.widen(a, 0, 0))
			}
		}
		for k := j + 1; k < s.n; k++ {
			if s.p.clashes[j][k] && x[j]+x[k] > 1+1e-6 {
				a := make([]float64, s.n)
				a[j], a[k] = -1, -1
				cut(s.widen(a, 0, -1))
			}
		}
	}
	return some
}

// branch is the option to decide next: the one farthest from whole, the dearer
// where equal; −1 if all are decided.
func (s *search) branch(v *level) int {
	best, most := -1, -1.0
	for j := range s.n {
		if v.lo[j] == v.up[j] {
			continue
		}
		score := min(s.x[j], 1-s.x[j]) * (1 + 0.1*math.Abs(s.cost[j]))
		if score > most {
			best, most = j, score
		}
	}
	return best
}

// allowed reports whether a set meets everything.
func (s *search) allowed(in []bool) bool {
	return s.related(in) && s.affordable(in) && s.reaches(in)
}

func (s *search) related(in []bool) bool {
	p := s.p
	for j, yes := range in {
		if !yes {
			if p.forced[j] {
				return false
			}
			continue
		}
		if p.barred[j] {
			return false
		}
		for _, k := range p.needs[j] {
			if !in[k] {
				return false
			}
		}
		for k := range j {
			if in[k] && p.clashes[j][k] {
				return false
			}
		}
	}
	return true
}

func (s *search) affordable(in []bool) bool {
	for _, r := range s.p.budget {
		sum := 0.0
		for j, yes := range in {
			if yes {
				sum += r.a[j]
			}
		}
		if sum < r.b-1e-12*math.Abs(r.b) {
			return false
		}
	}
	return true
}

func (s *search) reaches(in []bool) bool {
	for _, g := range s.p.goals {
		if g.value(in) < -goalEps {
			return false
		}
	}
	return true
}

// worth is a set's objective in the minimised and scaled form.
func (s *search) worth(in []bool) float64 {
	if s.p.gains != nil {
		return -least(s.p.gains, in)
	}
	sum := 0.0
	for j, yes := range in {
		if yes {
			sum += s.cost[j]
		}
	}
	return sum
}

// least is the smallest of several functions of a set.
func least(all []*concave, in []bool) float64 {
	v := math.Inf(1)
	for _, f := range all {
		v = min(v, f.value(in))
	}
	return v
}

// offer keeps a set if it is allowed and the best so far; it reports whether it
// is allowed.
func (s *search) offer(in []bool) bool {
	if !s.allowed(in) {
		return false
	}
	if w := s.worth(in); w < s.value {
		s.value = w
		s.best = append(s.best[:0], in...)
	}
	return true
}

func (s *search) result() found {
	f := found{nodes: s.nodes, any: s.best != nil, in: s.best, proved: !s.stopped}
	low := s.value
	if s.stopped {
		low = min(low, s.open)
		if s.open > s.limit() {
			f.proved = true
		}
	}
	f.value, f.bound = s.value*s.unit, low*s.unit
	if s.p.gains != nil {
		f.value, f.bound = -f.value, -f.bound
	}
	return f
}
