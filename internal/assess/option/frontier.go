package option

import (
	"context"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// exactFrontier is up to how many candidates every set is looked at.
const exactFrontier = 20

// gridPoints is on how many targets the frontier of more candidates is solved.
const gridPoints = 24

// FrontierMethod says how a frontier was found.
type FrontierMethod string

// The methods.
const (
	EverySet FrontierMethod = "every-set" // all points of the Pareto set
	OnGrid   FrontierMethod = "grid"      // the cheapest set for each of a row of targets: points between them may be missing
)

// FrontierPoint is a set that no other beats in both investment and saving.
type FrontierPoint struct {
	Options    []string
	Investment float64
	Saving     float64 // share of the group
	NPV        Figure
}

// Frontier is the line investment → saving of a group, rising in both.
type Frontier struct {
	Group   string
	Method  FrontierMethod
	Proved  bool // every point is on the true frontier; false: a search was stopped
	Points  []FrontierPoint
	LeftOut []LeftOut
}

// Frontier computes what each investment can save of a group at most. The query
// gives candidates, required options and budget; its goals are kept as conditions
// for every point. With up to 20 candidates the Pareto set is complete, with more
// it is solved for targets at equal distances up to the most that can be saved.
func (m *Model) Frontier(ctx context.Context, g Group, q Query) (Frontier, error) {
	q.Objective = LeastInvestment
	a, err := m.ask(q)
	if err != nil {
		return Frontier{}, err
	}
	target, why := m.resolve(g)
	if !why.Empty() {
		return Frontier{}, why
	}
	f := Frontier{Group: g.ID, LeftOut: a.left}
	count := 0
	for _, yes := range a.use {
		if yes {
			count++
		}
	}
	if count <= exactFrontier {
		f.Method = EverySet
		f.Points, f.Proved = m.everySet(ctx, a, target)
	} else {
		f.Method = OnGrid
		f.Points, f.Proved, err = m.onGrid(ctx, g, q)
	}
	return f, err
}

func (m *Model) point(in []bool, r *resolved) FrontierPoint {
	c := m.combine(in)
	return FrontierPoint{Options: c.Options, Investment: c.Investment.Value, Saving: r.share(m.savedBy(m.central, in)), NPV: c.NPV}
}

// walk goes through every set of the candidates, what options need before them.
type walk struct {
	m      *Model
	a      *asked
	s      *search // for the conditions
	ctx    context.Context
	target *resolved
	cost   []float64
	order  []int
	rest   [][]float64 // by depth: what is left of every part
	last   [][]float64 // by depth: what all undecided options together leave of every part
	in     []bool
	out    []bool
	front  []mark
	steps  int
	done   bool
}

type mark struct {
	cost, share float64
	in          []bool
}

func (m *Model) everySet(ctx context.Context, a *asked, target resolved) ([]FrontierPoint, bool) {
	p := m.program(a)
	w := &walk{
		m: m, a: a, s: &search{p: p, n: p.n}, ctx: ctx, target: &target, cost: p.cost,
		in: make([]bool, p.n), out: make([]bool, p.n),
	}
	w.arrange()
	w.visit(0, 0, 0)
	points := make([]FrontierPoint, len(w.front))
	for i, f := range w.front {
		points[i] = m.point(f.in, &target)
	}
	return points, !w.done
}

// arrange puts the options that bring most for their cost first, after what they
// need, so that poor sets are cut off early.
func (w *walk) arrange() {
	m := w.m
	merit := make([]float64, len(m.options))
	alone := make([]bool, len(m.options))
	for i := range m.options {
		alone[i] = true
		merit[i] = w.target.share(m.savedBy(m.central, alone)) / (w.cost[i] + 1)
		alone[i] = false
	}
	placed := make([]bool, len(m.options))
	for {
		best := -1
		for i, yes := range w.a.use {
			ready := yes && !placed[i]
			for _, j := range m.needs[i] {
				ready = ready && (j == i || placed[j])
			}
			if ready && (best < 0 || merit[i] > merit[best]) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		placed[best] = true
		w.order = append(w.order, best)
	}
	n, parts := len(w.order), len(m.parts)
	for range n + 1 {
		w.rest, w.last = append(w.rest, make([]float64, parts)), append(w.last, make([]float64, parts))
	}
	for k, p := range m.parts {
		w.rest[0][k], w.last[n][k] = p.amount, 1
	}
	for d := n - 1; d >= 0; d-- {
		for k := range m.parts {
			w.last[d][k] = w.last[d+1][k] * m.central.keep[w.order[d]][k]
		}
	}
}

// share is the group's saving with what is left of the parts; with the options
// still undecided at depth d, if most.
func (w *walk) share(d int, most bool, added float64) float64 {
	m, sum := w.m, -added
	for r, weight := range w.target.weight {
		if weight == 0 {
			continue
		}
		left := 0.0
		for _, k := range m.ofFlow[r] {
			x := w.rest[d][k]
			if most {
				x *= w.last[d][k]
			}
			left += x
		}
		sum += weight * (*m.flows[r].Amount - max(left, m.minimum(r)))
	}
	return sum / w.target.base
}

func (w *walk) visit(d int, cost, added float64) {
	if w.steps++; w.steps%4096 == 0 && w.ctx.Err() != nil {
		w.done = true
	}
	if w.done || w.beaten(cost, w.share(d, true, added)) {
		return
	}
	if d == len(w.order) {
		w.keep(cost, w.share(d, false, added))
		return
	}
	j := w.order[d]
	if w.may(j) {
		grown := added
		for r, weight := range w.target.weight {
			grown += weight * w.m.central.add[j][r]
		}
		for k, f := range w.m.central.keep[j] {
			w.rest[d+1][k] = w.rest[d][k] * f
		}
		w.in[j] = true
		w.visit(d+1, cost+w.cost[j], grown)
		w.in[j] = false
	}
	if !w.a.forced[j] {
		copy(w.rest[d+1], w.rest[d])
		w.visit(d+1, cost, added)
	}
}

func (w *walk) may(j int) bool {
	for _, k := range w.m.needs[j] {
		if k != j && !w.in[k] {
			return false
		}
	}
	for k, clash := range w.m.clashes[j] {
		if clash && w.in[k] {
			return false
		}
	}
	return true
}

const frontierEps = 1e-12

// beaten reports whether a point of the front costs no more and saves as much.
func (w *walk) beaten(cost, share float64) bool {
	i := w.upTo(cost)
	return i > 0 && w.front[i-1].share >= share-frontierEps
}

// upTo is how many points cost no more.
func (w *walk) upTo(cost float64) int {
	i, _ := slices.BinarySearchFunc(w.front, cost, func(f mark, c float64) int {
		if f.cost <= c {
			return -1
		}
		return 1
	})
	return i
}

func (w *walk) keep(cost, share float64) {
	if !w.s.affordable(w.in) || !w.s.reaches(w.in) {
		return
	}
	i := w.upTo(cost)
	if i > 0 && w.front[i-1].cost == cost {
		i--
	}
	k := i
	for k < len(w.front) && w.front[k].share <= share+frontierEps {
		k++
	}
	w.front = slices.Replace(w.front, i, k, mark{cost, share, slices.Clone(w.in)})
}

func (m *Model) onGrid(ctx context.Context, g Group, q Query) ([]FrontierPoint, bool, error) {
	most, proved, err := m.Most(ctx, g, q)
	if err != nil {
		return nil, false, err
	}
	var points []FrontierPoint
	for i := range gridPoints + 1 {
		p := q
		// The last step is a hair below the most, which rounding may put out of reach.
		p.Goals = append(slices.Clone(q.Goals), Goal{Group: g, Target: max(0, min(1, most*float64(i)/gridPoints*(1-1e-9)))})
		a, err := m.ask(p)
		if err != nil {
			return nil, false, err
		}
		got := m.solve(ctx, a)
		proved = proved && (got.Outcome == Optimal || got.Outcome == Infeasible)
		if got.Outcome != Optimal && got.Outcome != BestSoFar {
			continue
		}
		points = append(points, FrontierPoint{
			Options: got.Set.Options, Investment: got.Set.Investment.Value,
			Saving: got.Groups[len(got.Groups)-1].Saving, NPV: got.Set.NPV,
		})
	}
	return pareto(points), proved, nil
}

// pareto drops points that another beats, and doubles.
func pareto(points []FrontierPoint) []FrontierPoint {
	slices.SortStableFunc(points, func(a, b FrontierPoint) int {
		switch {
		case a.Investment != b.Investment:
			return sign(a.Investment - b.Investment)
		default:
			return sign(b.Saving - a.Saving)
		}
	})
	var kept []FrontierPoint
	best := math.Inf(-1)
	for _, p := range points {
		if p.Saving > best+frontierEps {
			kept, best = append(kept, p), p.Saving
		}
	}
	return kept
}

func sign(v float64) int {
	switch {
	case v < 0:
		return -1
	case v > 0:
		return 1
	}
	return 0
}

// At returns, for a target, the cheapest point of the frontier that reaches
// it; the message says that none does.
func (f Frontier) At(target float64) (FrontierPoint, text.Message) {
	for _, p := range f.Points {
		if p.Saving >= target-2*goalEps {
			return p, text.Message{}
		}
	}
	most := 0.0
	if n := len(f.Points); n > 0 {
		most = f.Points[n-1].Saving
	}
	return FrontierPoint{}, text.M("portfolio.beyond-frontier", "target", amount(100*target, "%"), "most", amount(100*most, "%"))
}
