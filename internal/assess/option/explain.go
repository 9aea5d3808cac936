package option

import (
	"context"
	"slices"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

func (m *Model) money(v float64) quantity.Amount { return amount(v, m.currency) }

func percent(share float64) quantity.Amount { return amount(100*share, "%") }

// Added is what an option adds to those before it.
type Added struct {
	Option     string
	Investment float64
	Gains      []float64 // by goal: share of the group beside those before
	Sums       []float64 // by goal: share of the group with those before
	NPV        Figure    // change of the set's NPV
}

// Short is a goal that is not reached.
type Short struct {
	Group   string
	Missing float64 // share
	Most    float64 // what all candidates could save of this group, by itself
	Exact   bool    // false: Most is only what was found
}

// Explanation tells why a portfolio is what it is.
type Explanation struct {
	Steps     []Added        // the set, most saving for the money first, after what it needs
	Forced    []text.Message // what makes the required options by themselves impossible
	Short     []Short
	Next      *Added     // the option outside the set that would add most for its money; nil: none
	NextNeeds []string   // what Next needs and the set does not have
	Extra     *Portfolio // where the budget is too small: the cheapest set without it, or the nearest
	Sentences []text.Message
}

// Explain puts a portfolio into words: what it takes to reach each goal, what
// every option adds in the order of its saving for the money, what remains short
// and could at most be had, and which option is the next best. The query must be
// the one that was solved.
func (m *Model) Explain(ctx context.Context, q Query, p Portfolio) (Explanation, error) {
	a, err := m.ask(q)
	if err != nil {
		return Explanation{}, err
	}
	in, _ := m.set(p.Set.Options)
	x := explainer{m: m, a: a, in: in, p: &p}
	x.order()
	x.findNext()
	if p.Outcome == Infeasible || p.Outcome == NothingYet {
		x.findForced()
		if len(x.e.Forced) == 0 {
			if err := x.findShort(ctx); err != nil {
				return Explanation{}, err
			}
		}
	}
	x.say()
	return x.e, nil
}

type explainer struct {
	m  *Model
	a  *asked
	in []bool
	p  *Portfolio
	e  Explanation
}

func (x *explainer) shares(in []bool) []float64 {
	saved := x.m.savedBy(x.m.central, in)
	list := make([]float64, len(x.a.goals))
	for k := range x.a.goals {
		list[k] = x.a.goals[k].share(saved)
	}
	return list
}

func (x *explainer) npv(in []bool) Figure {
	for i, yes := range in {
		if why := x.m.unvalued(i); yes && !why.Empty() {
			return missing(why)
		}
	}
	if !slices.Contains(in, true) {
		return known(0)
	}
	return known(x.m.valuer(x.m.central, in).npv(in))
}

// step computes what options (the last one and what it needs) add to a set.
func (x *explainer) step(set []bool, options []int) Added {
	with := slices.Clone(set)
	s := Added{Option: x.m.options[options[len(options)-1]].ID}
	for _, i := range options {
		with[i] = true
		s.Investment += x.m.investmentOf(i, x.m.central).Value
	}
	before := x.shares(set)
	s.Sums = x.shares(with)
	for k := range before {
		s.Gains = append(s.Gains, s.Sums[k]-before[k])
	}
	s.NPV = x.npv(with)
	if now := x.npv(set); s.NPV.OK() && now.OK() {
		s.NPV.Value -= now.Value
	}
	return s
}

// merit is what a step brings towards the goals that are still short, in parts of
// the targets; without any, towards the goals at all; without goals, its NPV.
func (x *explainer) merit(set []bool, s Added) float64 {
	if len(x.a.goals) == 0 {
		if s.NPV.OK() {
			return s.NPV.Value
		}
		return 0
	}
	sum, beyond := 0.0, 0.0
	for k, gain := range s.Gains {
		target := max(x.a.q.Goals[k].Target, 1e-6)
		short := max(0, target-(s.Sums[k]-gain))
		sum += min(gain, short) / target
		beyond += gain / target
	}
	if sum > 1e-12 {
		return sum
	}
	return beyond * 1e-6
}

// order lays the set out step by step.
func (x *explainer) order() {
	set := make([]bool, len(x.in))
	for {
		best, most := -1, 0.0
		var chosen Added
		for i, yes := range x.in {
			if !yes || set[i] {
				continue
			}
			ready := true
			for _, j := range x.m.needs[i] {
				ready = ready && (j == i || set[j] || !x.in[j])
			}
			if !ready {
				continue
			}
			s := x.step(set, []int{i})
			if v := perMoney(x.merit(set, s), s.Investment); best < 0 || v > most {
				best, most, chosen = i, v, s
			}
		}
		if best < 0 {
			return
		}
		set[best] = true
		x.e.Steps = append(x.e.Steps, chosen)
	}
}

// perMoney is merit for the money; what costs nothing comes before all else.
func perMoney(merit, investment float64) float64 { return merit / max(investment, 1e-9) }

// findNext looks for the option outside the set that would add most for its money.
func (x *explainer) findNext() {
	most := 0.0
	for i, yes := range x.a.use {
		if !yes || x.in[i] {
			continue
		}
		var with []int
		ok := true
		set := slices.Clone(x.in)
		for _, j := range x.m.needs[i] {
			for k, clash := range x.m.clashes[j] {
				ok = ok && !(clash && set[k])
			}
			if !set[j] && j != i {
				with = append(with, j)
			}
			set[j] = true
		}
		if !ok {
			continue
		}
		s := x.step(x.in, append(with, i))
		if v := perMoney(x.merit(x.in, s), s.Investment); v > most {
			most = v
			x.e.Next, x.e.NextNeeds = &s, nil
			for _, j := range with {
				x.e.NextNeeds = append(x.e.NextNeeds, x.m.options[j].ID)
			}
		}
	}
}

// findForced says what makes the options that are required impossible whatever
// else is chosen: two of them, with all that they need, exclude each other, or
// they cost more than the budget.
func (x *explainer) findForced() {
	m := x.m
	forced := make([]bool, len(m.options))
	for i, yes := range x.a.forced {
		for _, j := range m.needs[i] {
			forced[j] = forced[j] || yes
		}
	}
	investment := 0.0
	for i, yes := range forced {
		if !yes {
			continue
		}
		investment += m.investmentOf(i, m.central).Value
		for j := i + 1; j < len(forced); j++ {
			if forced[j] && m.clashes[i][j] {
				x.e.Forced = append(x.e.Forced, text.M("portfolio.required-clash", "option", m.optionName(i), "other", m.optionName(j)))
			}
		}
	}
	if b := x.a.q.Budget; b != nil && investment > *b*(1+1e-12) {
		x.e.Forced = append(x.e.Forced, text.M("portfolio.required-dear", "investment", m.money(investment), "budget", m.money(*b), "extra", m.money(investment-*b)))
	}
}

// findShort says what stands in the way when no set was found: a group of which
// not enough can be saved, the budget, or the relations.
func (x *explainer) findShort(ctx context.Context) error {
	without := x.a.q
	without.Budget = nil
	for k, g := range x.a.q.Goals {
		most, exact, err := x.m.Most(ctx, g.Group, without)
		if err != nil {
			return err
		}
		if k < len(x.p.Groups) {
			x.p.Groups[k].Most = most
		}
		if most < g.Target-2*goalEps {
			x.e.Short = append(x.e.Short, Short{Group: g.Group.ID, Missing: g.Target - most, Most: most, Exact: exact})
		}
	}
	if x.a.q.Budget == nil {
		return nil
	}
	without.Objective = LeastInvestment
	extra, err := x.m.Solve(ctx, without)
	if err != nil {
		return err
	}
	if !(extra.Set.Investment.Value > *x.a.q.Budget) {
		return nil // the money is not what stands in the way
	}
	if extra.Outcome == Optimal || extra.Outcome == BestSoFar || extra.Nearest != NoneNear {
		x.e.Extra = &extra
	}
	return nil
}

func (x *explainer) add(m text.Message) { x.e.Sentences = append(x.e.Sentences, m) }

func (x *explainer) say() {
	p := x.p
	switch p.Outcome {
	case Infeasible, NothingYet:
		x.sayNone()
		return
	case BestSoFar:
		x.add(text.M("portfolio.stopped", "gap", x.m.money(p.Gap)))
	}
	if len(p.Set.Options) == 0 {
		if p.Objective == HighestNPV {
			x.add(text.M("portfolio.none-pays"))
		} else {
			x.add(text.M("portfolio.none-needed"))
		}
		x.sayLeftOut()
		return
	}
	x.sayGoals()
	x.sayTotal()
	x.saySet()
	if len(p.Free) > 0 {
		x.add(text.M("portfolio.free", "options", x.names(p.Free)))
	}
	x.sayNext()
	x.sayLeftOut()
}

// saySet says what each option of the set adds, and what they do twice.
func (x *explainer) saySet() {
	p := x.p
	for _, s := range x.e.Steps {
		x.sayStep(s)
	}
	if p.Set.Overlap.OK() && p.Set.Overlap.Value > 1e-9*max(1, p.Set.Money.Value) {
		x.add(text.M("portfolio.overlap", "money", x.m.money(p.Set.Overlap.Value)))
	}
}

// sayGoals says of every goal how it is reached, or how much is lacking.
func (x *explainer) sayGoals() {
	for k, g := range x.a.goals {
		r := x.p.Groups[k]
		switch options := x.towards(k); {
		case !r.Reached:
			lacking := x.lacking(g, r.Target-r.Saving)
			x.add(text.M("portfolio.falls-short", "group", g.name, "target", percent(r.Target), "saving", percent(r.Saving),
				"missing", percent(r.Target-r.Saving), "amount", lacking))
		case len(options) == 0:
			x.add(text.M("portfolio.reach-anyway", "target", percent(r.Target), "group", g.name))
		default:
			x.add(text.M("portfolio.reach", "target", percent(r.Target), "group", g.name,
				"options", x.names(options), "saving", percent(r.Saving)))
		}
	}
}

// lacking is a share of a group as an amount a year: of its flow where it is one,
// else what the flows are added in.
func (x *explainer) lacking(g resolved, share float64) quantity.Amount {
	flows := slices.Compact(slices.Sorted(slices.Values(g.group.Flows)))
	switch {
	case len(flows) == 1:
		r := x.m.flow[flows[0]]
		return amount(share**x.m.flows[r].Amount, x.m.flows[r].Unit)
	case g.group.Weights != nil:
		return amount(share*g.base, "")
	}
	return x.m.money(share * g.base)
}

func (x *explainer) sayTotal() {
	p := x.p
	investment := x.m.money(p.Set.Investment.Value)
	if p.Objective == LeastInvestment {
		x.add(text.M("portfolio.least", "count", len(p.Set.Options), "investment", investment))
	} else {
		x.add(text.M("portfolio.best", "count", len(p.Set.Options), "investment", investment, "npv", x.m.money(p.Value)))
	}
}

// towards are the options of the set that save something of goal k, up to the
// one with which it is reached: what the set saves beyond is not needed for it.
func (x *explainer) towards(k int) (ids []string) {
	for _, s := range x.e.Steps {
		if s.Gains[k] > 1e-12 {
			ids = append(ids, s.Option)
		}
		if s.Sums[k] >= x.a.q.Goals[k].Target-2*goalEps {
			break
		}
	}
	return ids
}

func (x *explainer) names(ids []string) []text.Message {
	list := make([]text.Message, len(ids))
	for i, id := range ids {
		list[i] = text.M("economics.quoted", "name", x.m.optionName(x.m.option[id])) // names have commas
	}
	return list
}

// gains are the parts of a sentence about what a step adds to each group.
func (x *explainer) gains(s Added) (list []text.Message) {
	for k, g := range x.a.goals {
		if s.Gains[k] > 1e-12 {
			list = append(list, text.M("portfolio.gain", "gain", percent(s.Gains[k]), "group", g.name, "sum", percent(s.Sums[k])))
		} else if s.Gains[k] < -1e-12 {
			list = append(list, text.M("portfolio.loss", "loss", percent(-s.Gains[k]), "group", g.name, "sum", percent(s.Sums[k])))
		}
	}
	switch {
	case len(list) > 0 || !s.NPV.OK():
	case s.NPV.Value < 0:
		list = append(list, text.M("portfolio.loss-npv", "npv", x.m.money(-s.NPV.Value)))
	default:
		list = append(list, text.M("portfolio.gain-npv", "npv", x.m.money(s.NPV.Value)))
	}
	return list
}

func (x *explainer) sayStep(s Added) {
	name, gains := x.m.optionName(x.m.option[s.Option]), x.gains(s)
	if len(gains) == 0 {
		x.add(text.M("portfolio.adds-nothing", "option", name, "investment", x.m.money(s.Investment)))
		return
	}
	x.add(text.M("portfolio.adds", "option", name, "investment", x.m.money(s.Investment), "gains", gains))
}

func (x *explainer) sayNext() {
	s := x.e.Next
	if s == nil {
		x.add(text.M("portfolio.no-next"))
		return
	}
	args := text.M("portfolio.next", "option", x.m.optionName(x.m.option[s.Option]),
		"investment", x.m.money(s.Investment), "gains", x.gains(*s))
	if len(x.e.NextNeeds) > 0 {
		args.Args["needs"] = x.names(x.e.NextNeeds)
	}
	x.add(args)
}

// sayNone says that no set reaches the goals, what the nearest one does, and
// what would be needed.
func (x *explainer) sayNone() {
	p := x.p
	switch {
	case p.Outcome == NothingYet:
		x.add(text.M("portfolio.unfinished"))
	case p.Nearest == NoneNear:
	case len(p.Set.Options) == 0:
		x.add(text.M("portfolio.none-nearer"))
	default:
		args := text.M("portfolio.nearest", "count", len(p.Set.Options), "investment", x.m.money(p.Set.Investment.Value))
		if b := x.a.q.Budget; b != nil {
			args.Args["budget"] = x.m.money(*b)
		}
		x.add(args)
	}
	if p.Nearest != NoneNear {
		x.sayGoals()
	}
	if p.Nearest == NearFound {
		x.add(text.M("portfolio.nearest-stopped"))
	}
	for _, m := range x.e.Forced {
		x.add(m)
	}
	for _, s := range x.e.Short {
		k := slices.IndexFunc(x.a.goals, func(r resolved) bool { return r.group.ID == s.Group })
		x.add(text.M("portfolio.short", "group", x.a.goals[k].name, "target", percent(x.a.q.Goals[k].Target),
			"most", percent(s.Most)))
	}
	switch {
	case x.e.Extra != nil:
		key := "portfolio.dearer"
		if x.e.Extra.Outcome == Infeasible {
			key = "portfolio.nearer-dearer"
		}
		need := x.e.Extra.Set.Investment.Value
		x.add(text.Message{Key: key, Args: text.Args{"investment": x.m.money(need), "budget": x.m.money(*x.a.q.Budget),
			"extra": x.m.money(need - *x.a.q.Budget), "options": x.names(x.e.Extra.Set.Options)}})
	case len(x.e.Short) > 0, len(x.e.Forced) > 0:
	case p.Outcome == Infeasible:
		x.add(text.M("portfolio.not-together"))
	}
	if p.Nearest != NoneNear {
		x.saySet()
	}
	x.sayLeftOut()
}

// sayLeftOut names the options that could not take part, each with the reason.
func (x *explainer) sayLeftOut() {
	for _, l := range x.a.left {
		x.add(text.M("portfolio.left-out", "option", x.m.optionName(x.m.option[l.Option]), "reason", l.Why))
	}
}
