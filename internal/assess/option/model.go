package option

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// stepsExcess is by how much what the steps use may exceed the flow before that
// is an error: the closure that METHOD §1 accepts for mass and water. Within it
// the steps are scaled to the flow, with a remark.
const stepsExcess = 0.10

// longestLife is the longest life of an option, in years.
const longestLife = 100

// New checks a system. Errors name all that cannot be true, at once, and leave
// no model: figures that are no numbers, shares above 1, references to nothing,
// circles of dependencies. Remarks say what was understood in a way that the team
// may want to know.
func New(s System) (m *Model, remarks, errors []text.Message) {
	m = &Model{
		flows: s.Flows, options: s.Options, rate: s.Rate, currency: s.Currency,
		flow: make(map[string]int), option: make(map[string]int),
	}
	if m.currency == "" {
		m.currency = "VND"
	}
	if m.rate != nil && !(*m.rate > -1 && finite(*m.rate)) {
		errors = append(errors, text.M("economics.bad-rate"))
	}
	b := builder{m: m, remarks: remarks, errors: errors}
	b.readFlows()
	b.readOptions()
	b.relate()
	if len(b.errors) > 0 {
		return nil, b.remarks, b.errors
	}
	m.findTouched()
	m.central = m.scenario(func(r Range) float64 { return r.Central })
	m.pessimal = m.corner(false)
	m.optimal = m.corner(true)
	return m, b.remarks, nil
}

// builder fills a model and gathers what is to be said.
type builder struct {
	m               *Model
	remarks, errors []text.Message
}

func (b *builder) fail(m text.Message)   { b.errors = append(b.errors, m) }
func (b *builder) remark(m text.Message) { b.remarks = append(b.remarks, m) }

// title is the name of a flow or an option, its id where it has none.
func title(n text.Name, id string) text.Name {
	if n.Empty() {
		return text.Both(id)
	}
	return n
}

func (m *Model) flowName(i int) text.Name   { return title(m.flows[i].Name, m.flows[i].ID) }
func (m *Model) optionName(i int) text.Name { return title(m.options[i].Name, m.options[i].ID) }

func (b *builder) readFlows() {
	m := b.m
	m.ofFlow = make([][]int, len(m.flows))
	for i, f := range m.flows {
		name := m.flowName(i)
		if _, double := m.flow[f.ID]; double {
			b.fail(text.M("economics.flow-twice", "flow", f.ID))
		}
		m.flow[f.ID] = i
		if f.Price != nil && (!f.Price.ordered() || f.Price.Low < 0) {
			b.fail(text.M("economics.bad-price", "flow", name))
		}
		if f.CO2e != nil && !finite(*f.CO2e) {
			b.fail(text.M("economics.bad-co2e", "flow", name))
		}
		if f.Amount == nil {
			continue
		}
		if !finite(*f.Amount) || *f.Amount < 0 {
			b.fail(text.M("economics.bad-amount", "flow", name))
			continue
		}
		if f.Minimum != nil && !(*f.Minimum >= 0 && *f.Minimum <= *f.Amount) {
			b.fail(text.M("economics.bad-minimum", "flow", name,
				"minimum", amount(*f.Minimum, f.Unit), "amount", amount(*f.Amount, f.Unit)))
		}
		b.split(i)
	}
}

func amount(v float64, unit string) quantity.Amount { return quantity.Amount{Value: v, Unit: unit} }

// split cuts a flow into what its steps use and the rest.
func (b *builder) split(i int) {
	m, f := b.m, b.m.flows[i]
	total := 0.0
	for step, v := range f.Steps {
		if !finite(v) || v < 0 {
			b.fail(text.M("economics.bad-step-amount", "flow", m.flowName(i), "step", step))
			return
		}
	}
	steps := slices.Sorted(maps.Keys(f.Steps))
	for _, step := range steps {
		total += f.Steps[step]
	}
	scale := 1.0
	if over := total - *f.Amount; over > 1e-9**f.Amount {
		say := "economics.steps-scaled"
		if over > stepsExcess**f.Amount {
			say = "economics.steps-exceed"
		}
		msg := text.Message{Key: say, Args: text.Args{
			"flow": m.flowName(i), "sum": amount(total, f.Unit), "amount": amount(*f.Amount, f.Unit)}}
		if over > stepsExcess**f.Amount {
			b.fail(msg)
			return
		}
		b.remark(msg)
		scale = *f.Amount / total
	}
	add := func(step string, v float64) {
		m.ofFlow[i] = append(m.ofFlow[i], len(m.parts))
		m.parts = append(m.parts, part{flow: i, step: step, amount: v})
	}
	for _, step := range steps {
		add(step, f.Steps[step]*scale)
	}
	if rest := *f.Amount - total*scale; rest > 1e-12**f.Amount || len(steps) == 0 {
		add("", rest)
	}
}

func (b *builder) readOptions() {
	m := b.m
	n := len(m.options)
	m.effects, m.lacking = make([][]effect, n), make([][]text.Message, n)
	for i, o := range m.options {
		name := m.optionName(i)
		if _, double := m.option[o.ID]; double {
			b.fail(text.M("economics.option-twice", "option", o.ID))
		}
		m.option[o.ID] = i
		b.checkMoney(i)
		for _, s := range o.Savings {
			r, ok := m.flow[s.Flow]
			switch {
			case !ok:
				b.fail(text.M("economics.unknown-flow", "option", name, "found", s.Flow))
				continue
			case (s.Share == nil) == (s.Amount == nil):
				b.fail(text.M("economics.share-or-amount", "option", name, "flow", m.flowName(r)))
				continue
			case m.flows[r].Amount == nil:
				m.lacking[i] = append(m.lacking[i], text.M("economics.no-base", "flow", m.flowName(r)))
				continue
			}
			b.readSaving(i, r, s)
		}
	}
}

func (b *builder) checkMoney(i int) {
	o, name := b.m.options[i], b.m.optionName(i)
	if o.Investment != nil && (!o.Investment.ordered() || o.Investment.Low < 0) {
		b.fail(text.M("economics.bad-investment", "option", name))
	}
	if !o.AnnualCost.ordered() || !o.OtherSaving.ordered() || !finite(o.Salvage) {
		b.fail(text.M("economics.bad-annual", "option", name))
	}
	if o.Life != nil && !(*o.Life > 0 && *o.Life <= longestLife) {
		b.fail(text.M("economics.bad-life", "option", name, "most", longestLife))
	}
	for _, c := range o.Cash {
		if !finite(c) {
			b.fail(text.M("economics.bad-cash", "option", name))
			break
		}
	}
	if n := len(o.Cash); n == 1 || n > longestLife+1 {
		b.fail(text.M("economics.cash-years", "option", name, "most", longestLife))
	}
}

// readSaving brings a saving to a share of its base: what is used at its step,
// otherwise the whole flow (METHOD §21).
func (b *builder) readSaving(i, r int, s Saving) {
	m, f := b.m, b.m.flows[r]
	e := effect{flow: r, part: -1, base: *f.Amount}
	if s.Step != "" {
		for _, k := range m.ofFlow[r] {
			if m.parts[k].step == s.Step {
				e.part, e.base = k, m.parts[k].amount
			}
		}
		if e.part < 0 {
			b.remark(text.M("economics.step-not-known", "option", m.optionName(i), "flow", m.flowName(r), "step", s.Step))
		}
	}
	given := s.Share
	if given == nil {
		given = s.Amount
	}
	if !given.ordered() || s.Share != nil && s.Share.High > 1 {
		b.fail(text.M("economics.bad-saving", "option", m.optionName(i), "flow", m.flowName(r)))
		return
	}
	e.share = *given
	if s.Amount != nil {
		if e.base == 0 {
			if s.Amount.High > 0 {
				b.remark(text.M("economics.nothing-left", "option", m.optionName(i), "flow", m.flowName(r)))
			}
			if s.Amount.Low >= 0 {
				return
			}
			e.base, e.share = 1, Range{min(0, s.Amount.Low), min(0, s.Amount.Central), min(0, s.Amount.High)}
			m.effects[i] = append(m.effects[i], e)
			return
		}
		if s.Amount.Central > e.base*(1+1e-9) {
			b.remark(text.M("economics.more-than-there-is", "option", m.optionName(i), "flow", m.flowName(r),
				"saving", amount(s.Amount.Central, f.Unit), "base", amount(e.base, f.Unit)))
		}
		e.share = s.Amount.times(1 / e.base)
	}
	m.effects[i] = append(m.effects[i], e)
}

// relate resolves what options depend on and exclude.
func (b *builder) relate() {
	m := b.m
	n := len(m.options)
	direct := make([][]int, n)
	m.clashes = make([][]bool, n)
	for i := range m.clashes {
		m.clashes[i] = make([]bool, n)
	}
	find := func(i int, id string) (int, bool) {
		j, ok := m.option[id]
		if !ok {
			b.fail(text.M("economics.unknown-option", "option", m.optionName(i), "found", id))
		}
		return j, ok
	}
	for i, o := range m.options {
		for _, id := range o.DependsOn {
			if j, ok := find(i, id); ok {
				direct[i] = append(direct[i], j)
			}
		}
		for _, id := range o.Excludes {
			j, ok := find(i, id)
			if id == o.ID {
				b.fail(text.M("economics.excludes-itself", "option", m.optionName(i)))
			} else if ok {
				m.clashes[i][j], m.clashes[j][i] = true, true
			}
		}
	}
	if chain := circle(direct); chain != nil {
		last := len(chain) - 1
		say := text.M("economics.named", "name", m.optionName(chain[last]))
		for k := last - 1; k >= 0; k-- {
			say = text.M("economics.chain", "first", m.optionName(chain[k]), "rest", say)
		}
		b.fail(text.M("economics.circle", "chain", say))
		return
	}
	m.needs = make([][]int, n)
	for i := range n {
		seen := make([]bool, n)
		reach(direct, i, seen)
		for j, s := range seen {
			if s {
				m.needs[i] = append(m.needs[i], j)
			}
		}
		for _, j := range m.needs[i] {
			for _, k := range m.needs[i] {
				if j < k && m.clashes[j][k] {
					m.lacking[i] = append(m.lacking[i], text.M("economics.contradiction",
						"first", m.optionName(j), "second", m.optionName(k)))
				}
			}
		}
	}
}

func reach(next [][]int, i int, seen []bool) {
	if seen[i] {
		return
	}
	seen[i] = true
	for _, j := range next[i] {
		reach(next, j, seen)
	}
}

// circle returns a closed chain of dependencies, its first element repeated at
// its end; nil if there is none.
func circle(next [][]int) []int {
	const open, done = 1, 2
	state := make([]int, len(next))
	var path []int
	var walk func(i int) []int
	walk = func(i int) []int {
		state[i] = open
		path = append(path, i)
		for _, j := range next[i] {
			if state[j] == open {
				return append(slices.Clone(path[slices.Index(path, j):]), j)
			}
			if state[j] == 0 {
				if found := walk(j); found != nil {
					return found
				}
			}
		}
		path = path[:len(path)-1]
		state[i] = done
		return nil
	}
	for i := range next {
		if state[i] == 0 {
			if found := walk(i); found != nil {
				return found
			}
		}
	}
	return nil
}

// touched is what an option acts on: all other parts and flows it leaves alone.
type touched struct{ parts, flows []int }

// findTouched notes what every option acts on.
func (m *Model) findTouched() {
	m.touched = make([]touched, len(m.options))
	for i, effects := range m.effects {
		parts, flows := make(map[int]bool), make(map[int]bool)
		for _, e := range effects {
			flows[e.flow] = true
			if e.part >= 0 {
				parts[e.part] = true
				continue
			}
			for _, k := range m.ofFlow[e.flow] {
				parts[k] = true
			}
		}
		m.touched[i] = touched{slices.Sorted(maps.Keys(parts)), slices.Sorted(maps.Keys(flows))}
	}
}

// scenario is a system with one figure for each range.
type scenario struct {
	keep       [][]float64 // by option and part: the share that the option leaves
	add        [][]float64 // by option and flow: the amount that the option adds
	price      []float64   // by flow; 0 where not stated
	investment []float64   // by option; 0 where not stated
	annual     []float64   // by option: other savings less extra cost, a year
}

func (m *Model) scenario(pick func(Range) float64) *scenario {
	s := m.blank()
	for i := range m.options {
		m.setEffects(s, i, pick)
		o := &m.options[i]
		if o.Investment != nil {
			s.investment[i] = pick(*o.Investment)
		}
		s.annual[i] = pick(o.OtherSaving) - pick(o.AnnualCost)
	}
	for r, f := range m.flows {
		if f.Price != nil {
			s.price[r] = pick(*f.Price)
		}
	}
	return s
}

// corner is the scenario in which every figure is at the end that is worse, or
// better, for the money. Prices are not in it: which end is worse depends on the
// sign of the saving (see moneyOf).
func (m *Model) corner(good bool) *scenario {
	low := func(r Range) float64 { return r.Low }
	high := func(r Range) float64 { return r.High }
	if good {
		low, high = high, low
	}
	s := m.scenario(low)
	for i, o := range m.options {
		if o.Investment != nil {
			s.investment[i] = high(*o.Investment)
		}
		s.annual[i] = low(o.OtherSaving) - high(o.AnnualCost)
	}
	return s
}

func (m *Model) blank() *scenario {
	s := &scenario{
		keep: make([][]float64, len(m.options)), add: make([][]float64, len(m.options)),
		price: make([]float64, len(m.flows)), investment: make([]float64, len(m.options)), annual: make([]float64, len(m.options)),
	}
	for i := range m.options {
		s.keep[i], s.add[i] = make([]float64, len(m.parts)), make([]float64, len(m.flows))
		for k := range s.keep[i] {
			s.keep[i][k] = 1
		}
	}
	return s
}

// setEffects writes what option i leaves of every part and adds to every flow.
// Shares above 1 are taken as 1: nothing falls below zero.
func (m *Model) setEffects(s *scenario, i int, pick func(Range) float64) {
	keep, add := s.keep[i], s.add[i]
	for _, k := range m.touched[i].parts {
		keep[k] = 1
	}
	for _, r := range m.touched[i].flows {
		add[r] = 0
	}
	for _, e := range m.effects[i] {
		f := pick(e.share)
		// What is stated as a saving stays one in every draw, an increase an increase.
		if e.share.Low >= 0 {
			f = max(0, f)
		}
		if e.share.High <= 0 {
			f = min(0, f)
		}
		switch {
		case f < 0:
			add[e.flow] -= f * e.base
		case e.part >= 0:
			keep[e.part] *= 1 - min(1, f)
		default:
			for _, k := range m.ofFlow[e.flow] {
				keep[k] *= 1 - min(1, f)
			}
		}
	}
}

// saved writes to out what the options that are in save of every flow together:
//
//	saved_r = min(Q_r − M_r, Q_r − Σ_k q_k·Π_j (1 − f_jk)) − Σ_j added_jr
//
// k over the parts of the flow (METHOD §21). rest has room for every part.
func (m *Model) saved(s *scenario, in []bool, rest, out []float64) {
	for k, p := range m.parts {
		rest[k] = p.amount
	}
	clear(out)
	for i, yes := range in {
		if !yes {
			continue
		}
		keep, add := s.keep[i], s.add[i]
		for _, k := range m.touched[i].parts {
			rest[k] *= keep[k]
		}
		for _, r := range m.touched[i].flows {
			out[r] -= add[r]
		}
	}
	for r := range m.flows {
		if m.flows[r].Amount == nil {
			continue
		}
		left := 0.0
		for _, k := range m.ofFlow[r] {
			left += rest[k]
		}
		out[r] += *m.flows[r].Amount - max(left, m.minimum(r))
	}
}

func (m *Model) minimum(r int) float64 {
	if p := m.flows[r].Minimum; p != nil {
		return *p
	}
	return 0
}

// set turns ids into membership; unknown are those that name no option.
func (m *Model) set(ids []string) (in []bool, unknown []string) {
	in = make([]bool, len(m.options))
	for _, id := range ids {
		if i, ok := m.option[id]; ok {
			in[i] = true
		} else {
			unknown = append(unknown, id)
		}
	}
	return in, unknown
}

func (m *Model) ids(in []bool) []string {
	var ids []string
	for i, yes := range in {
		if yes {
			ids = append(ids, m.options[i].ID)
		}
	}
	return ids
}

func join(ids []string) string { return strings.Join(ids, ", ") }

// nearly reports whether two figures differ by rounding only.
func nearly(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }
