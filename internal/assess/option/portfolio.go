package option

import (
	"context"
	"math"

	"github.com/sxsh-audit/audit/internal/text"
)

// Objective is what a portfolio is chosen for.
type Objective string

// The objectives of METHOD §21.
const (
	LeastInvestment Objective = "least-investment"
	HighestNPV      Objective = "highest-npv"
)

// mostCandidates is how many options a search takes.
const mostCandidates = 200

// Query asks for a portfolio.
type Query struct {
	Objective  Objective
	Goals      []Goal
	Budget     *float64 // most investment; nil: no limit
	Candidates []string // nil: all options
	Required   []string // options that are in, whatever they bring (decided or done)
	MaxNodes   int      // of the search, 0: DefaultNodes
}

// Outcome says what a search proved.
type Outcome string

// The outcomes of a search.
const (
	Optimal    Outcome = "optimal"    // no set is better by more than one part in 10⁹
	Infeasible Outcome = "infeasible" // no set reaches the goals within budget and relations: Nearest says what the set is
	BestSoFar  Outcome = "best-known" // the search was stopped: Bound and Gap say how much better a set could be
	NothingYet Outcome = "unfinished" // the search was stopped before it found a set
)

// GroupResult is a goal and what the set saves of it.
type GroupResult struct {
	Group   string
	Target  float64
	Saving  float64 // share of the group
	Reached bool
	Most    float64 // what could be saved of the group at most, by itself; only where a goal is not reached
}

// LeftOut is an option that could not take part, and why.
type LeftOut struct {
	Option string
	Why    text.Message
}

// Portfolio is the answer to a Query.
type Portfolio struct {
	Outcome   Outcome
	Nearest   Nearness // where Infeasible: whether Set is the one that falls least short of the goals
	Objective Objective
	Set       Combined
	Groups    []GroupResult
	Value     float64   // investment, or NPV, of the set
	Bound     float64   // no set invests less, or has a higher NPV
	Gap       float64   // |Value − Bound|; 0 when Optimal
	Free      []string  // options outside the set that cost nothing and would still help
	LeftOut   []LeftOut // options whose figures do not suffice
	Nodes     int
}

// asked is a query in terms of the model.
type asked struct {
	q      Query
	use    []bool
	forced []bool
	goals  []resolved
	left   []LeftOut
}

// Solve chooses the set of options with the least investment, or the highest NPV,
// whose combined saving reaches every goal within the budget and the relations
// (METHOD §21). It is exact; when ctx ends or MaxNodes is reached it returns the
// best set found and how much better another could be. Where no set reaches the
// goals it is the one that falls least short of them (see nearest). The error says
// what is wrong with the query.
func (m *Model) Solve(ctx context.Context, q Query) (Portfolio, error) {
	a, err := m.ask(q)
	if err != nil {
		return Portfolio{}, err
	}
	p := m.solve(ctx, a)
	if p.Outcome != Infeasible {
		return p, nil
	}
	f, near := m.nearest(ctx, a)
	if near == NoneNear {
		return p, nil
	}
	f.nodes += p.Nodes
	p = m.answer(a, f)
	p.Outcome, p.Nearest = Infeasible, near
	return p, nil
}

// solve is Solve without a set where none reaches the goals.
func (m *Model) solve(ctx context.Context, a *asked) Portfolio {
	return m.answer(a, m.program(a).optimise(ctx, a.q.MaxNodes))
}

func (m *Model) ask(q Query) (*asked, error) {
	n := len(m.options)
	a := &asked{q: q, use: make([]bool, n), forced: make([]bool, n)}
	for _, g := range q.Goals {
		r, why := m.resolve(g.Group)
		if !why.Empty() {
			return nil, why
		}
		if !(g.Target >= 0 && g.Target <= 1) {
			return nil, text.M("portfolio.bad-target", "group", r.name)
		}
		a.goals = append(a.goals, r)
	}
	switch {
	case q.Objective != LeastInvestment && q.Objective != HighestNPV:
		return nil, text.M("portfolio.bad-objective", "found", string(q.Objective))
	case q.Budget != nil && !(*q.Budget >= 0):
		return nil, text.M("portfolio.bad-budget")
	}
	if err := m.candidates(a); err != nil {
		return nil, err
	}
	return a, nil
}

// candidates are the options whose figures suffice, with all that they need.
func (m *Model) candidates(a *asked) error {
	wanted, unknown := m.set(a.q.Candidates)
	must, unknownToo := m.set(a.q.Required)
	if unknown = append(unknown, unknownToo...); len(unknown) > 0 {
		return text.M("portfolio.unknown", "found", join(unknown))
	}
	why := make([]text.Message, len(m.options))
	for i := range m.options {
		why[i] = m.unfit(i, a.q.Objective)
		if !why[i].Empty() && (wanted[i] || must[i] || a.q.Candidates == nil) {
			a.left = append(a.left, LeftOut{m.options[i].ID, why[i]})
		}
		if must[i] && !why[i].Empty() {
			return text.M("portfolio.required-unfit", "option", m.optionName(i), "reason", why[i])
		}
	}
	count := 0
	for i := range m.options {
		a.use[i] = why[i].Empty() && (a.q.Candidates == nil || wanted[i] || must[i])
		for _, j := range m.needs[i] {
			if a.use[i] && !why[j].Empty() {
				a.use[i] = false
				a.left = append(a.left, LeftOut{m.options[i].ID, text.M("portfolio.need-unfit", "option", m.optionName(j), "reason", why[j])})
			}
		}
	}
	for i := range m.options { // what a candidate needs is a candidate
		if a.use[i] {
			for _, j := range m.needs[i] {
				a.use[j] = true
			}
		}
	}
	for i := range m.options {
		a.forced[i] = must[i]
		if a.use[i] {
			count++
		}
	}
	if count > mostCandidates {
		return text.M("portfolio.too-many", "count", count, "most", mostCandidates)
	}
	return nil
}

// Unfit says why an option cannot be in a portfolio of an objective: a figure
// is missing; empty if it can. An unknown id is unfit.
func (m *Model) Unfit(id string, objective Objective) text.Message {
	i, ok := m.option[id]
	if !ok {
		return text.M("portfolio.unknown", "found", id)
	}
	return m.unfit(i, objective)
}

// unfit says why an option cannot take part in a search.
func (m *Model) unfit(i int, objective Objective) text.Message {
	if objective == HighestNPV {
		return m.unvalued(i)
	}
	if len(m.lacking[i]) > 0 {
		return m.lacking[i][0]
	}
	return m.investmentOf(i, m.central).Why
}

// program writes the query as a program over all options, those not used barred.
func (m *Model) program(a *asked) *program {
	n := len(m.options)
	p := &program{n: n, needs: m.needs, clashes: m.clashes, forced: a.forced, barred: make([]bool, n)}
	cost := make([]float64, n)
	for i, yes := range a.use {
		p.barred[i] = !yes
		if yes {
			cost[i] = m.investmentOf(i, m.central).Value
		}
	}
	if a.q.Objective == LeastInvestment {
		p.cost, p.step = cost, commonStep(cost)
	} else {
		p.gains = []*concave{m.valuer(m.central, a.use).gainOf(a.use)}
	}
	for k, g := range a.goals {
		f := m.concaveOf(m.central, g.weight, a.use, nil)
		f.constant -= a.q.Goals[k].Target * g.base
		f.scale(1 / g.base)
		p.goals = append(p.goals, f)
	}
	if a.q.Budget != nil {
		r := row{a: make([]float64, n), b: -*a.q.Budget}
		for i, c := range cost {
			r.a[i] = -c
		}
		p.budget = append(p.budget, r)
	}
	return p
}

// commonStep is the greatest sum of money of which all costs are whole multiples;
// 0 if they are not whole numbers.
func commonStep(cost []float64) float64 {
	step := 0.0
	for _, c := range cost {
		if c != math.Trunc(c) || c > 1<<52 {
			return 0
		}
		for b := c; b != 0; {
			step, b = b, math.Mod(step, b)
		}
	}
	return step
}

func (m *Model) answer(a *asked, f found) Portfolio {
	p := Portfolio{Objective: a.q.Objective, LeftOut: a.left, Nodes: f.nodes}
	switch {
	case f.any && f.proved:
		p.Outcome = Optimal
	case f.any:
		p.Outcome = BestSoFar
	case f.proved:
		p.Outcome = Infeasible
	default:
		p.Outcome = NothingYet
	}
	in := f.in
	if !f.any {
		in = make([]bool, len(m.options))
		copy(in, a.forced)
	}
	p.Set = m.combine(in)
	saved := m.savedBy(m.central, in)
	for k, g := range a.goals {
		s := g.share(saved)
		r := GroupResult{Group: g.group.ID, Target: a.q.Goals[k].Target, Saving: s}
		r.Reached = s >= r.Target-2*goalEps
		p.Groups = append(p.Groups, r)
	}
	if !f.any {
		if p.Outcome == NothingYet {
			p.Bound = f.bound
		}
		return p
	}
	p.Value, p.Bound = f.value, f.bound
	if p.Outcome == Optimal {
		p.Bound = p.Value
	}
	p.Gap = math.Abs(p.Value - p.Bound)
	p.Free = m.free(a, in)
	return p
}

// free lists the options outside a set that ask for no investment, respect the
// relations and bring a net saving beside the set: money where prices are known,
// otherwise some flow without using more of another.
func (m *Model) free(a *asked, in []bool) (ids []string) {
	with := make([]bool, len(in))
	before := m.savedBy(m.central, in)
	for i := range in {
		if in[i] || !a.use[i] || m.investmentOf(i, m.central).Value > 0 {
			continue
		}
		copy(with, in)
		with[i] = true
		if len(m.broken(with)) > 0 {
			continue
		}
		if m.helps(i, before, m.savedBy(m.central, with)) {
			ids = append(ids, m.options[i].ID)
		}
	}
	return ids
}

func (m *Model) helps(i int, before, after []float64) bool {
	if m.unpriced(i).Empty() {
		money := m.central.annual[i]
		for r := range after {
			money += (after[r] - before[r]) * m.central.price[r]
		}
		return money > 0
	}
	some := false
	for r := range after {
		d := after[r] - before[r]
		if d < 0 {
			return false
		}
		some = some || d > 0
	}
	return some
}

// Most is the largest share of a group that any set of the candidates can save,
// within the query's budget and relations but without its goals.
func (m *Model) Most(ctx context.Context, g Group, q Query) (share float64, exact bool, err error) {
	q.Goals = []Goal{{Group: g}}
	q.Objective = LeastInvestment
	a, err := m.ask(q)
	if err != nil {
		return 0, false, err
	}
	p := m.program(a)
	p.cost, p.step = nil, 0
	p.gains, p.goals = p.goals, nil
	f := p.optimise(ctx, q.MaxNodes)
	if !f.any {
		return 0, f.proved, nil
	}
	return a.goals[0].share(m.savedBy(m.central, f.in)), f.proved, nil
}
