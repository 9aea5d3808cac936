package assess

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// DefaultDiscount is the discount rate of an audit that states none, in % a
// year: the program's own choice.
const DefaultDiscount = 10

// Options are the options of the audit with what they are worth, and all that
// is needed to choose among them (METHOD §8–10, 21).
type Options struct {
	Sheets   []OptionSheet
	Ranking  *option.Ranking // of the options with scores; nil: none has any
	Weights  []option.Weight
	Discount float64       // % a year
	Model    *option.Model // nil: the options contradict each other, the problems say how
	Goals    []option.Goal // that the portfolio aims at
	Promises []option.FlowPromise
	Parts    []option.OptionPromise // of Promises, option by option
}

// OptionSheet is one option with what it is worth when it stands alone.
type OptionSheet struct {
	Index     int // in Audit.Options
	Option    Option
	Name      text.Name
	Known     *benchmark.Option // of the pack; nil: the team's own
	Category  string
	Economics option.Economics
	Effects   []OptionEffect    // by flow, a year
	Suggested option.Suggestion // how it may be screened
	Score     *option.Score     // nil: it has no scores
	Why       *Why
}

// OptionEffect is what an option alone saves of a flow, a year.
type OptionEffect struct {
	Flow    FlowInfo
	Amount  quantity.Amount
	Percent *float64
	Money   *float64
	CO2e    *float64
}

// Sheet is the sheet of an option by its id.
func (o *Options) Sheet(id string) (OptionSheet, bool) {
	if o == nil {
		return OptionSheet{}, false
	}
	for _, s := range o.Sheets {
		if s.Option.ID == id {
			return s, true
		}
	}
	return OptionSheet{}, false
}

// optionsOf works out the options of the audit; nil where it has none.
func (s *site) optionsOf(r *Result) *Options {
	if len(s.audit.Options) == 0 {
		return nil
	}
	o := &Options{Discount: DefaultDiscount}
	if d := s.audit.Settings.Discount; d != nil {
		o.Discount = *d
	}
	rate := o.Discount / 100
	bases := s.flowBases(r)
	system := option.System{Rate: &rate, Currency: s.currency(), Flows: s.optionFlows(r, bases)}
	for i := range s.audit.Options {
		s.checkOption(i)
		system.Options = append(system.Options, s.optionOf(s.audit.Options[i], bases))
	}
	model, remarks, errors := option.New(system)
	for _, m := range errors {
		if i := s.optionNamed(m); !s.saidOfOption(m, i) {
			s.probs.Add(problem.Error, optionPlace(i), m)
		}
	}
	for _, m := range remarks {
		s.probs.Add(problem.Note, optionPlace(s.optionNamed(m)), m)
	}
	o.Model = model
	s.rank(o)
	for i := range s.audit.Options {
		o.Sheets = append(o.Sheets, s.sheet(i, o))
	}
	o.Goals = s.portfolioGoals(r)
	s.followUp(o, r)
	return o
}

// optionNamed is the index of the option that a message of package option names,
// which knows names but no places; −1: it names none.
func (s *site) optionNamed(m text.Message) int {
	name, ok := m.Args["option"].(text.Name)
	if !ok {
		return -1
	}
	return slices.IndexFunc(s.audit.Options, func(x Option) bool { return s.optionName(x) == name })
}

func optionPlace(i int) string {
	if i < 0 {
		return "option"
	}
	return at("option", i, "")
}

// saidOfOption reports whether an error of the options is one that the check of
// the file finds too, and names in the same words.
func (s *site) saidOfOption(m text.Message, i int) bool {
	switch m.Key {
	case "economics.option-twice", "economics.unknown-option", "economics.circle", "economics.bad-rate",
		"economics.weights-sum", "economics.bad-weight", "economics.bad-score":
		return true
	}
	if i < 0 {
		return false
	}
	x := s.audit.Options[i]
	switch m.Key {
	case "economics.bad-life":
		return value(x.Life) <= 0
	case "economics.bad-investment":
		return value(x.Investment) < 0 || value(x.InvestmentLow) < 0 || value(x.InvestmentHigh) < 0
	case "economics.bad-saving":
		return slices.ContainsFunc(x.Saves, func(v Saving) bool { return v.Percent != nil && math.Abs(*v.Percent) > 100 })
	}
	return false
}

// checkOption doubts what an option says of the network and of other options: a
// step that is neither of the audit nor of the pack, and a decision that another
// decision excludes, or that lacks what it needs.
func (s *site) checkOption(i int) {
	x := s.audit.Options[i]
	known := x.Step == "" || slices.ContainsFunc(s.audit.Steps, func(y Step) bool { return y.ID == x.Step }) ||
		slices.ContainsFunc(s.pack.Steps, func(y benchmark.Step) bool { return y.ID == x.Step })
	if !known {
		s.probs.Add(problem.Doubt, at("option", i, "step"), text.M("option.unknown-step", "option", s.optionName(x), "found", x.Step))
	}
	if !adopted(x) {
		return
	}
	for k, y := range s.audit.Options {
		switch name := s.optionName(y); {
		case y.ID == x.ID:
		case adopted(y) && (k > i && slices.Contains(x.Excludes, y.ID) || k < i && slices.Contains(x.Excludes, y.ID) && !slices.Contains(y.Excludes, x.ID)):
			s.probs.Add(problem.Doubt, at("option", i, "excludes"), text.M("option.both-chosen", "option", s.optionName(x), "other", name))
		case !adopted(y) && slices.Contains(x.DependsOn, y.ID):
			s.probs.Add(problem.Doubt, at("option", i, "depends_on"), text.M("portfolio.needs", "option", s.optionName(x), "other", name))
		}
	}
}

// flowBasis is what is used of a flow in a year before the options.
type flowBasis struct {
	year  *float64           // nil: the data before are no whole year, or lack it
	steps map[string]float64 // by step, where the network says so
}

// flowBases are the bases of the flows that can be saved, each worked out once.
func (s *site) flowBases(r *Result) map[string]flowBasis {
	out := r.Output(Before)
	used := s.suppliedSteps(r)
	bases := make(map[string]flowBasis, len(s.order))
	for _, id := range s.order {
		b := flowBasis{year: s.yearBefore(id, out)}
		if len(used[id]) > 0 {
			b.steps = s.stepAmounts(s.flows[id], used[id], b.year, r.Balance)
		}
		bases[id] = b
	}
	return bases
}

// suppliedSteps are the streams from outside by the flow that they belong to;
// nothing where the network is not known for a year.
func (s *site) suppliedSteps(r *Result) map[string][]int {
	b := r.Balance
	if b == nil || b.PerYear == 0 {
		return nil
	}
	by := map[string][]int{}
	for i, x := range s.audit.Streams {
		if x.Flow != "" && x.From == "" && x.To != "" && b.Amount(i) != nil {
			by[x.Flow] = append(by[x.Flow], i)
		}
	}
	return by
}

// optionFlows are the flows that options save, over a year before any of them.
func (s *site) optionFlows(r *Result, bases map[string]flowBasis) []option.Flow {
	used := map[string]bool{}
	for _, o := range s.audit.Options {
		for _, x := range o.Saves {
			used[x.Flow] = true
		}
	}
	out := r.Output(Before)
	var flows []option.Flow
	for _, id := range s.order {
		f := s.flows[id]
		group := groupOf(f.Category)
		if !used[id] && (group == "" || s.packs[id].Sum != "" || f.Intensive() || !s.stated(id)) {
			continue
		}
		flow := option.Flow{ID: id, Name: f.Name, Unit: f.Unit, Amount: bases[id].year, Steps: bases[id].steps}
		if price, ok := s.frozenPrice(f); ok {
			p := option.Exactly(price)
			flow.Price = &p
		} else if s.unpaid(id) {
			p := option.Exactly(0)
			flow.Price = &p
			if used[id] && group == GroupEmission {
				s.probs.Add(problem.Note, "flow."+id+".price", text.M("option.no-treatment-price", "flow", f.Name))
			}
		}
		for _, phase := range []string{Before, After} {
			if ef, ok := s.co2ePerUnit(f, phase); ok {
				flow.CO2e = &ef
				break
			}
		}
		if least := s.packs[id].Minimum; least != nil && out != nil && flow.Amount != nil {
			k, _ := out.Year()
			v := math.Min(*least*out.Total.Value*k, *flow.Amount)
			flow.Minimum = &v
		}
		flows = append(flows, flow)
	}
	return flows
}

// unpaid reports whether less of an unpriced flow is taken to be worth no money
// by itself: emissions without a treatment cost or fee, and flows that are a part
// or another measure of one that is paid for.
func (s *site) unpaid(id string) bool {
	within := s.packs[id].PartOf
	return groupOf(s.flows[id].Category) == GroupEmission || within != "" && s.stated(within)
}

// yearBefore is a year of a flow before the options; nil where the data before
// are no whole year, or lack it.
func (s *site) yearBefore(id string, out *Output) *float64 {
	if out == nil {
		return nil
	}
	k, ok := out.Year()
	sums := s.ratio(Before, id, "")
	if !ok || sums.stated == 0 || len(sums.missing) > 0 {
		return nil
	}
	v := sums.total * k
	return &v
}

// stepAmounts is what of a flow the streams from outside bring to each step, a
// year; nil where that cannot be set beside the plant's own figure.
func (s *site) stepAmounts(f FlowInfo, streams []int, year *float64, b *ProcessBalance) map[string]float64 {
	steps := map[string]float64{}
	sum := 0.0
	for _, i := range streams {
		amount := *b.Amount(i) * b.PerYear
		v, err := s.units.Convert(amount, b.Unit, f.Unit)
		if err != nil {
			k, kerr := s.convertFlow(f, 1, b.Unit)
			if kerr != nil || k == 0 {
				continue
			}
			v = amount / k
		}
		steps[s.audit.Streams[i].To] += v
		sum += v
	}
	if len(steps) == 0 || year != nil && sum > mostOver**year { // the basis of the network is no ordinary time
		return nil
	}
	return steps
}

// mostOver is by how much the steps of the network may use more of a flow than
// the plant's own figures say.
const mostOver = 1.1

// optionOf translates an option. A percentage is of the whole flow: where the
// network knows what the step uses of it, it becomes an amount at that step, so
// that options at one step share what is left there.
func (s *site) optionOf(x Option, bases map[string]flowBasis) option.Option {
	o := option.Option{
		ID: x.ID, Name: s.optionName(x), Life: x.Life, Salvage: value(x.Salvage), DependsOn: x.DependsOn, Excludes: x.Excludes,
		Investment: spread(x.Investment, x.InvestmentLow, x.InvestmentHigh), AnnualCost: option.Exactly(value(x.AnnualCost)), OtherSaving: option.Exactly(value(x.Revenue)),
	}
	if len(x.Cash) > 0 {
		o.Cash = append(option.Cash{-value(x.Investment)}, x.Cash...)
	}
	for _, sv := range x.Saves {
		saving := option.Saving{Flow: sv.Flow}
		base, known := bases[sv.Flow]
		if !known {
			continue // the check says so
		}
		_, atStep := base.steps[x.Step]
		switch {
		case sv.Amount != nil:
			saving.Amount = spread(sv.Amount, sv.Low, sv.High)
			if atStep {
				saving.Step = x.Step
			}
		case sv.Percent != nil:
			share := spread(sv.Percent, sv.Low, sv.High)
			scale := 0.01
			if atStep && base.year != nil && *sv.Percent > 0 {
				saving.Step, scale = x.Step, 0.01**base.year
				saving.Amount = scaled(*share, scale)
			} else {
				saving.Share = scaled(*share, scale)
			}
		default:
			continue
		}
		o.Savings = append(o.Savings, saving)
	}
	return o
}

func scaled(r option.Range, k float64) *option.Range {
	return &option.Range{Low: r.Low * k, Central: r.Central * k, High: r.High * k}
}

// spread is a figure with its range; an end that is not stated is the figure
// itself.
func spread(central, low, high *float64) *option.Range {
	if central == nil {
		return nil
	}
	r := option.Exactly(*central)
	if low != nil {
		r.Low = math.Min(*low, *central)
	}
	if high != nil {
		r.High = math.Max(*high, *central)
	}
	return &r
}

// Criteria of the feasibility scores (METHOD §9).
const (
	Technical     = "technical"
	Economic      = "economic"
	Environmental = "environmental"
)

// mostScore is the highest score of a criterion (METHOD §9).
const mostScore = 20

// weights are the team's, else the method's default set.
func (s *site) weights() []option.Weight {
	if w := s.audit.Ranking; w != nil {
		return []option.Weight{{Criterion: Technical, Points: w.Technical}, {Criterion: Economic, Points: w.Economic}, {Criterion: Environmental, Points: w.Environmental}}
	}
	set, _ := s.common.Method.DefaultWeights()
	return []option.Weight{{Criterion: Technical, Points: set.Technical}, {Criterion: Economic, Points: set.Economic}, {Criterion: Environmental, Points: set.Environmental}}
}

// rank orders the options by their scores.
func (s *site) rank(o *Options) {
	o.Weights = s.weights()
	var scored []option.Scores
	for _, x := range s.audit.Options {
		if len(x.Scores) > 0 && considered(x) {
			scored = append(scored, option.Scores{Option: x.ID, Levels: x.Scores})
		}
	}
	if len(scored) == 0 {
		return
	}
	ranking, err := option.Rank(scored, o.Weights, mostScore)
	if err != nil {
		if m := asMessage(err); !s.saidOfOption(m, -1) {
			s.probs.Add(problem.Error, "ranking", m)
		}
		return
	}
	o.Ranking = &ranking
}

// sheet is one option with its economics.
func (s *site) sheet(i int, o *Options) OptionSheet {
	x := s.audit.Options[i]
	sh := OptionSheet{Index: i, Option: x, Name: s.optionName(x), Category: x.Category}
	if known, ok := s.pack.Option(x.ID); ok {
		sh.Known = &known
		sh.Category = cmp.Or(x.Category, known.Category)
	}
	if o.Ranking != nil {
		for k := range o.Ranking.Scores {
			if o.Ranking.Scores[k].Option == x.ID {
				sh.Score = &o.Ranking.Scores[k]
			}
		}
	}
	if o.Model == nil {
		return sh
	}
	sh.Economics, _ = o.Model.Economics(x.ID)
	sh.Suggested, _ = o.Model.SuggestScreening(x.ID, option.ScreeningRule{Threshold: s.audit.Settings.LowCost}, processChange(sh.Category))
	sh.Effects = s.effects(o.Model.Combine([]string{x.ID}))
	sh.Why = s.optionWhy(&sh, o)
	return sh
}

// processChange is whether options of a category change the process: good
// housekeeping does not, a change of technology or product does, of the others
// nobody can tell from the category.
func processChange(category string) *bool {
	var changes bool
	switch category {
	case "GH":
	case "TC", "PM":
		changes = true
	default:
		return nil
	}
	return &changes
}

// effects are what a set of options saves of every flow.
func (s *site) effects(c option.Combined) []OptionEffect {
	var all []OptionEffect
	for _, x := range c.Flows {
		if x.Saved == 0 {
			continue
		}
		f := s.flows[x.Flow]
		e := OptionEffect{Flow: f, Amount: quantity.Amount{Value: x.Saved, Unit: f.Unit}}
		if x.Share.OK() {
			v := 100 * x.Share.Value
			e.Percent = &v
		}
		if price, ok := s.frozenPrice(f); ok {
			money := x.Saved * price
			e.Money = &money
		}
		for _, phase := range []string{Before, After} {
			if ef, ok := s.co2ePerUnit(f, phase); ok {
				co2e := x.Saved * ef
				e.CO2e = &co2e
				break
			}
		}
		all = append(all, e)
	}
	return all
}

// optionWhy is how the money of an option came about.
func (s *site) optionWhy(sh *OptionSheet, o *Options) *Why {
	e := sh.Economics
	if !e.Annual.Central.OK() {
		return nil
	}
	w := &Why{Label: text.M("why.option-annual", "option", sh.Name), Formula: "A = Σ ΔQ·p − C", Value: &quantity.Amount{Value: e.Annual.Central.Value, Unit: s.currency()}}
	for _, x := range sh.Effects {
		part := &Why{Label: text.M("why.option-saves", "flow", x.Flow.Name), Value: &x.Amount}
		if price, ok := s.frozenPrice(x.Flow); ok {
			part.From = append(part.From, s.priceWhy(x.Flow, price))
		}
		w.From = append(w.From, part)
	}
	money := func(key, formula string, f option.Figure, unit string) {
		if f.OK() {
			w.From = append(w.From, &Why{Label: text.M(key), Formula: formula, Value: &quantity.Amount{Value: f.Value, Unit: unit}})
		}
	}
	money("why.investment", "I", e.Investment.Central, s.currency())
	money("why.npv", "−I + Σ CF_t/(1+d)^t", e.NPV.Central, s.currency())
	w.From = append(w.From, &Why{Label: text.M("why.discount"), Value: &quantity.Amount{Value: o.Discount, Unit: "%"}})
	return w
}

// portfolioGoals are the resource groups that the portfolio aims at, with the
// share that must be saved of each.
func (s *site) portfolioGoals(r *Result) []option.Goal {
	target := 0.0
	if r.Goal != nil {
		target = r.Goal.Low / 100
	}
	var wanted []string
	if p := s.audit.Portfolio; p != nil {
		wanted = p.Groups
		if p.Target != nil {
			target = *p.Target / 100
		}
	}
	if target <= 0 {
		return nil
	}
	var goals []option.Goal
	for _, g := range groups {
		flows := s.flowsToSave(g, len(wanted) > 0)
		if len(flows) == 0 || len(wanted) > 0 && !slices.Contains(wanted, g) || len(wanted) == 0 && g == GroupEmission {
			continue
		}
		goals = append(goals, option.Goal{Target: target, Group: option.Group{ID: g, Name: s.common.Method.GroupName(g), Flows: flows}})
	}
	return goals
}

// flowsToSave are the flows of a group that a portfolio can be measured by:
// priced ones, or the only one. Nothing where no option saves any of them,
// unless the team asks for the group.
func (s *site) flowsToSave(group string, asked bool) []string {
	var all, priced []string
	saved := false
	for _, id := range s.order {
		f := s.flows[id]
		described := s.packs[id]
		if groupOf(f.Category) != group || described.Sum != "" || f.Intensive() || !s.stated(id) || f.Scale == benchmark.Neutral {
			continue
		}
		if described.PartOf != "" && s.stated(described.PartOf) || f.Category == "heat" && s.burnsFuel() {
			continue
		}
		all = append(all, id)
		if _, ok := s.frozenPrice(f); ok {
			priced = append(priced, id)
		}
		for _, o := range s.audit.Options {
			for _, x := range o.Saves {
				saved = saved || x.Flow == id && considered(o)
			}
		}
	}
	switch {
	case !saved && !asked:
		return nil
	case len(all) == 1:
		return all
	}
	return priced
}

// followUp sets what the done options promised beside what was measured.
func (s *site) followUp(o *Options, r *Result) {
	if o.Model == nil || len(r.Savings) == 0 {
		return
	}
	var done []string
	for _, x := range s.audit.Options {
		if x.Status == "done" && considered(x) {
			done = append(done, x.ID)
		}
	}
	if len(done) == 0 {
		return
	}
	var measured []option.Measured
	for _, sv := range r.Savings {
		if sv.Percent == nil || s.packs[sv.Flow.ID].Sum != "" {
			continue
		}
		measured = append(measured, option.Measured{Flow: sv.Flow.ID, Share: *sv.Percent / 100, Low: *sv.Low / 100, High: *sv.High / 100})
	}
	flows, parts := o.Model.Promises(done, measured)
	for _, f := range flows {
		if f.Verdict != option.NotKnown {
			o.Promises = append(o.Promises, f)
		}
	}
	o.Parts = parts
}

// PortfolioResult is the set of options that reaches the goals, or comes nearest to
// them, with what speaks for it.
type PortfolioResult struct {
	Query       option.Query
	Proposed    option.Portfolio
	Explanation option.Explanation
	// Chosen is what the options do together that the team has decided to do;
	// nil: none yet.
	Chosen       *option.Combined
	ChosenGroups []option.GroupResult
	Robustness   *option.Robustness // of the chosen set, else of the proposed one
	Frontiers    []option.Frontier  // one a goal
	Curve        *option.Curve      // VND per t CO2e
	FlowCurves   []option.Curve     // VND per unit of water and electricity
	Remarks      []text.Message
}

// SolvePortfolio chooses the set with the least investment that reaches the
// goals, or with a budget the set with the highest net present value (METHOD
// §21); where no set reaches them, the nearest. It takes up to some tenths of a second and stops with the context.
func SolvePortfolio(ctx context.Context, a *Audit, r *Result) (*PortfolioResult, error) {
	o := r.Options
	switch {
	case o == nil:
		return nil, text.M("portfolio.no-options")
	case o.Model == nil:
		return nil, text.M("portfolio.options-wrong")
	}
	if len(o.Goals) == 0 {
		return nil, text.M("portfolio.no-goals")
	}
	p := &PortfolioResult{Query: option.Query{Objective: option.LeastInvestment, Goals: o.Goals}}
	if a.Portfolio != nil && a.Portfolio.Budget != nil {
		p.Query.Objective, p.Query.Budget = option.HighestNPV, a.Portfolio.Budget
	}
	var chosen []string
	for _, x := range a.Options {
		if !considered(x) {
			continue
		}
		p.Query.Candidates = append(p.Query.Candidates, x.ID)
		if x.Status == "done" || x.Status == "doing" {
			if why := o.Model.Unfit(x.ID, p.Query.Objective); why.Empty() {
				p.Query.Required = append(p.Query.Required, x.ID)
			} else {
				p.Remarks = append(p.Remarks, why)
			}
		}
		if adopted(x) {
			chosen = append(chosen, x.ID)
		}
	}
	if len(p.Query.Candidates) == 0 {
		return nil, text.M("portfolio.no-options")
	}
	var err error
	if p.Proposed, err = o.Model.Solve(ctx, p.Query); err != nil {
		return nil, err
	}
	if p.Proposed.Outcome == option.Infeasible && p.Query.Objective == option.HighestNPV && len(p.Proposed.LeftOut) > 0 {
		// What has no net present value cannot be chosen by it: the cheapest set
		// within the budget may still reach the goals, or come nearer to them.
		q := p.Query
		q.Objective = option.LeastInvestment
		cheapest, cerr := o.Model.Solve(ctx, q)
		if cerr == nil && (cheapest.Outcome != option.Infeasible || cheapest.Nearest != option.NoneNear) {
			p.Query, p.Proposed = q, cheapest
			p.Remarks = append(p.Remarks, text.M("portfolio.by-investment"))
		}
	}
	if p.Explanation, err = o.Model.Explain(ctx, p.Query, p.Proposed); err != nil {
		return nil, err
	}
	set := p.Proposed.Set.Options
	if len(chosen) > 0 {
		c := o.Model.Combine(chosen)
		p.Chosen, set = &c, chosen
		for _, g := range o.Goals {
			saved := o.Model.GroupSaving(g.Group, chosen)
			p.ChosenGroups = append(p.ChosenGroups, option.GroupResult{Group: g.Group.ID, Target: g.Target, Saving: saved.Value, Reached: saved.OK() && saved.Value >= g.Target-1e-9})
		}
	}
	if robust, rerr := o.Model.Robustness(ctx, set, o.Goals, 0, 0); rerr == nil {
		p.Robustness = &robust
	} else {
		p.Remarks = append(p.Remarks, asMessage(rerr))
	}
	p.curves(ctx, o)
	return p, ctx.Err()
}

// curves are the frontiers and the marginal abatement curves.
func (p *PortfolioResult) curves(ctx context.Context, o *Options) {
	for _, g := range o.Goals {
		q := p.Query
		q.Goals, q.Budget = nil, nil
		if f, err := o.Model.Frontier(ctx, g.Group, q); err == nil {
			p.Frontiers = append(p.Frontiers, f)
		}
	}
	if c, err := o.Model.Curve(option.Measure{}, p.Query.Candidates); err == nil && len(c.Bars) > 0 {
		p.Curve = &c
	}
	for _, g := range o.Goals {
		for _, flow := range g.Group.Flows {
			if c, err := o.Model.Curve(option.Measure{Flow: flow}, p.Query.Candidates); err == nil && len(c.Bars) > 0 {
				p.FlowCurves = append(p.FlowCurves, c)
			}
		}
	}
}
