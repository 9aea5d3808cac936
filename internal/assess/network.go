package assess

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/assess/cost"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// ProcessBalance is the process network of the audit: reconciled, and with the
// money followed along it. Streams and steps stand by the index of the audit's.
type ProcessBalance struct {
	Unit, EnergyUnit string
	Basis            string
	PerYear          float64 // how many times the basis goes into a year; 0: not stated
	Input            balance.Network
	Network          *balance.Result // nil: it cannot be reconciled, the problems say why
	Costs            *cost.Result    // nil: money cannot be followed
	Problems         problem.List    // of the network, with the keys of the audit
	currency         string
	spending         []stepSpending  // by step
	priced           map[string]*Why // by stream: how the price of its flow by volume became one by mass, or the other way
}

// StreamCost is what a stream costs; false where money was not followed.
//
// Streams of energy alone carry no money of their own, so the costs do not stand
// by the index of the audit's streams.
func (b *ProcessBalance) StreamCost(i int) (cost.StreamCost, bool) {
	if b.Costs == nil || i < 0 || i >= len(b.Input.Streams) {
		return cost.StreamCost{}, false
	}
	for _, c := range b.Costs.Streams {
		if c.ID == b.Input.Streams[i].ID {
			return c, true
		}
	}
	return cost.StreamCost{}, false
}

// Yearly turns money of the basis into a year's; nil where it is not stated how
// often the basis goes into a year.
func (b *ProcessBalance) Yearly(v float64) *float64 {
	if b.PerYear == 0 {
		return nil
	}
	v *= b.PerYear
	return &v
}

// Amount is the amount of a stream that everything after the reconciliation
// uses: the reconciled one, nil where it is not known.
func (b *ProcessBalance) Amount(i int) *float64 {
	if b.Network == nil {
		return nil
	}
	l, ok := b.Network.Layer(balance.Mass)
	if !ok || i >= len(l.Streams) {
		return nil
	}
	return l.Streams[i].Reconciled
}

// undetermined names the streams whose amount is not known.
func (b *ProcessBalance) undetermined() []text.Name {
	var all []text.Name
	if b.Network == nil {
		return nil
	}
	l, _ := b.Network.Layer(balance.Mass)
	for i, s := range l.Streams {
		if s.Present && s.Class == balance.Undetermined {
			all = append(all, b.Input.Streams[i].Name)
		}
	}
	return all
}

// priorityStreams are the ids of the waste streams that make up 80 % of the
// loss.
func (r *Result) priorityStreams() []string {
	if r.Balance == nil || r.Balance.Costs == nil {
		return nil
	}
	var ids []string
	for _, p := range r.Balance.Costs.Pareto {
		if id := r.Balance.Costs.Streams[p.Stream].ID; p.First && id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// processBalance reconciles the network of the audit and follows its money; nil
// where the audit has no streams.
func (s *site) processBalance() *ProcessBalance {
	if len(s.audit.Streams) == 0 {
		return nil
	}
	b := &ProcessBalance{EnergyUnit: "MJ", currency: s.currency()}
	if h := s.audit.Balance; h != nil {
		b.Unit, b.Basis = h.Unit, h.Basis
		if h.EnergyUnit != "" {
			b.EnergyUnit = h.EnergyUnit
		}
		b.PerYear = value(h.PerYear)
	}
	b.Input = s.balanceNetwork()
	var found problem.List
	b.Network, found = balance.Reconcile(b.Input, balance.Options{Percent: s.qualityPercent()})
	for _, p := range found {
		b.Problems.Add(p.Severity, p.Path, b.inUnits(p))
	}
	if b.Network != nil {
		s.askForBasis(b)
		s.followMoney(b)
	}
	for _, p := range b.Problems {
		if !saidOfFile(p.Message) {
			s.probs = append(s.probs, p)
		}
	}
	return b
}

// saidOfFile reports whether an error of a network is one that the check of the
// file finds too, and names in the same words: ids, qualities, steps that are
// not declared.
func saidOfFile(m text.Message) bool {
	switch m.Key {
	case "balance.bad-id", "balance.bad-quality", "balance.negative-uncertainty", "balance.no-such-step", "balance.not-a-number":
		return true
	}
	return false
}

// with is a message with one value in the place of another.
func with(m text.Message, name string, v any) text.Message {
	args := maps.Clone(m.Args)
	args[name] = v
	return text.Message{Key: m.Key, Args: args}
}

// inUnits is what a problem of the network says, with the unit of the layer
// behind its amounts: package balance knows no units.
func (b *ProcessBalance) inUnits(p problem.Problem) text.Message {
	m := p.Message
	unit := b.Unit
	if l, ok := m.Args["layer"].(text.Message); ok && l.Key == "balance.energy" {
		unit = b.EnergyUnit
	}
	for _, name := range [...]string{"z", "critical"} {
		if v, ok := m.Args[name].(float64); ok {
			m = with(m, name, math.Round(100*v)/100)
		}
	}
	if strings.Contains(p.Path, ".content") {
		return m // shares have no unit
	}
	value, _ := m.Args["value"].(float64)
	for _, name := range [...]string{"value", "half"} {
		if v, ok := m.Args[name].(float64); ok {
			if math.Abs(v) < nothing*math.Abs(value) {
				v = 0
			}
			m = with(m, name, quantity.Amount{Value: v, Unit: unit})
		}
	}
	return m
}

// nothing is which share of an amount its uncertainty must be to be worth saying.
const nothing = 1e-9

// askForBasis says what is missing of the basis of the balance: a unit, without
// which no amount can be read, and how often the basis goes into a year, without
// which nothing of it can be set beside the yearly figures.
func (s *site) askForBasis(b *ProcessBalance) {
	if b.Unit == "" {
		b.Problems.Add(problem.Doubt, "balance", text.M("network.no-unit"))
	}
	if b.PerYear == 0 {
		b.Problems.Add(problem.Note, "balance", text.M("network.no-per-year"))
	}
}

// qualityPercent is the uncertainty of each quality where none is stated, as
// method.toml has it.
func (s *site) qualityPercent() map[string]float64 {
	percent := map[string]float64{}
	for _, q := range s.common.Method.Qualities {
		percent[q.ID] = q.UncertaintyPercent
	}
	return percent
}

// pureUncertainty is the ± % of a content of exactly 1: the stream is nothing
// else, which no analysis has to show.
const pureUncertainty = 0.001

// balanceNetwork is the audit's network as package balance takes it.
func (s *site) balanceNetwork() balance.Network {
	var n balance.Network
	pure := pureUncertainty
	index := map[string]int{"": balance.Outside}
	at := func(id string) int {
		if i, ok := index[id]; ok {
			return i
		}
		return len(s.audit.Steps) // no such step: the network must not be taken for another
	}
	for i, x := range s.audit.Steps {
		index[x.ID] = i
		step := balance.Step{ID: x.ID, Name: nameOr(x.Name, x.ID), NotConserved: x.Changes}
		if x.Stock != nil {
			step.Stock = map[string]balance.Measure{balance.Mass: {Value: *x.Stock}}
		}
		n.Steps = append(n.Steps, step)
	}
	for _, id := range s.components() {
		n.Components = append(n.Components, s.component(id))
	}
	for _, x := range s.audit.Streams {
		stream := balance.Stream{
			ID: x.ID, Name: nameOr(x.Name, x.ID), From: at(x.From), To: at(x.To), Kind: x.Kind,
			OnlyEnergy: x.EnergyOnly,
		}
		stream.Amount = measured(x.Amount, x.Uncertainty, x.Quality)
		stream.Energy = measured(x.Energy, x.EnergyUncertainty, x.Quality)
		for id, v := range x.Content {
			if stream.Content == nil {
				stream.Content = map[string]balance.Measure{}
			}
			m := balance.Measure{Value: v, Quality: x.Quality}
			if u, ok := x.ContentUncertainty[id]; ok {
				m.Percent = &u
			} else if v == 1 {
				m.Percent = &pure
			}
			stream.Content[id] = m
		}
		n.Streams = append(n.Streams, stream)
	}
	return n
}

// mostMeasured is the most that a file may state of anything; its check refuses
// more, and sums and squares of it would leave the numbers.
const mostMeasured = 1e15

func measured(v, percent *float64, quality string) *balance.Measure {
	if v == nil || math.Abs(*v) > mostMeasured {
		return nil
	}
	return &balance.Measure{Value: *v, Percent: percent, Quality: quality}
}

// components lists what the streams contain, in the order of method.toml, then
// what it does not know.
func (s *site) components() []string {
	found := map[string]bool{}
	for _, x := range s.audit.Streams {
		for id := range x.Content {
			found[id] = true
		}
	}
	var ids []string
	for _, c := range s.common.Method.Components {
		if found[c.ID] {
			ids = append(ids, c.ID)
			delete(found, c.ID)
		}
	}
	return append(ids, sortedKeys(found)...)
}

func (s *site) component(id string) balance.Component {
	c, ok := s.common.Method.Component(id)
	if !ok {
		return balance.Component{ID: id, Name: text.Both(id)}
	}
	within := c.Within
	if within != "" && !slices.Contains(s.components(), within) {
		within = ""
	}
	return balance.Component{ID: id, Name: c.Name, Within: within, NotShare: c.NotShare}
}

// followMoney follows the purchase value, energy and system cost along the
// reconciled streams (METHOD §5, §20).
func (s *site) followMoney(b *ProcessBalance) {
	n := cost.Network{}
	b.priced = map[string]*Why{}
	roles := map[string]cost.Role{"supplies": cost.Supplies, "disposes": cost.Disposes}
	key := s.costKey()
	for _, x := range s.audit.Steps {
		b.spending = append(b.spending, stepSpending{energy: x.EnergyCost != nil, system: x.SystemCost != nil})
		n.Steps = append(n.Steps, cost.Step{
			ID: x.ID, Name: nameOr(x.Name, x.ID).VI, Role: roles[x.Role], Energy: value(x.EnergyCost), System: value(x.SystemCost), StockChange: value(x.Stock),
			EnergyKey: key, SystemKey: key,
		})
	}
	for i, x := range s.audit.Streams {
		in := b.Input.Streams[i]
		stream := cost.Stream{ID: x.ID, Name: in.Name.VI, From: in.From, To: in.To, Kind: cost.Kind(x.Kind), Follows: x.Follows}
		if in.OnlyEnergy {
			continue // its money is the energy cost of the steps
		}
		amount := b.Amount(i)
		if amount == nil {
			b.Problems.Add(problem.Doubt, at("stream", i, "amount"), text.M("network.amount-unknown", "stream", in.Name))
			return
		}
		stream.Amount = *amount
		s.priceStream(&stream, i, b)
		stream.Contents = s.contentsOf(b, i)
		n.Streams = append(n.Streams, stream)
	}
	if len(n.Streams) == 0 {
		return // energy alone: nothing was bought that could be followed
	}
	result, errors := cost.Follow(n)
	for _, m := range errors {
		b.Problems.Add(problem.Doubt, s.costPlace(m), s.costWords(m, b))
	}
	b.Costs = result
	if result == nil {
		return
	}
	s.askForStepCosts(b)
	for _, m := range result.Remarks {
		b.Problems.Add(problem.Note, s.costPlace(m), s.costWords(m, b))
	}
}

// askForStepCosts says where no step states any energy cost, or any system cost,
// so that the costs are lower bounds.
func (s *site) askForStepCosts(b *ProcessBalance) {
	energy, system := b.StepsSpend()
	if !energy {
		b.Problems.Add(problem.Note, "step", text.M("network.no-step-cost", "key", "energy_cost"))
	}
	if !system {
		b.Problems.Add(problem.Note, "step", text.M("network.no-step-cost", "key", "system_cost"))
	}
}

// costPlace is the stream or step that a message of package cost names, which
// knows names but no places.
func (s *site) costPlace(m text.Message) string {
	if name, ok := m.Args["stream"].(string); ok {
		for i, x := range s.audit.Streams {
			if name == nameOr(x.Name, x.ID).VI {
				return at("stream", i, "")
			}
		}
	}
	if name, ok := m.Args["step"].(string); ok {
		for i, x := range s.audit.Steps {
			if name == nameOr(x.Name, x.ID).VI {
				return at("step", i, "")
			}
		}
	}
	return "balance"
}

// costWords gives a message of package cost the units and the names of
// components, which it does not know.
func (s *site) costWords(m text.Message, b *ProcessBalance) text.Message {
	if id, ok := m.Args["component"].(string); ok {
		m = with(m, "component", s.component(id).Name)
	}
	for name, unit := range map[string]string{"amount": b.Unit, "money": b.currency, "price": b.currency, "sum": b.currency} {
		if v, ok := m.Args[name].(float64); ok {
			m = with(m, name, quantity.Amount{Value: v, Unit: unit})
		}
	}
	return m
}

// costKey is what energy and system cost are divided by at the steps: the content
// that the audit names, else that which the purchase value of an input follows;
// nil: by amount. By amount alone most of the money would go where the water
// goes.
func (s *site) costKey() *cost.Key {
	follows := ""
	if b := s.audit.Balance; b != nil {
		follows = b.Follows
	}
	for _, x := range s.audit.Streams {
		if follows == "" {
			follows = x.Follows
		}
	}
	if follows == "" {
		return nil
	}
	return &cost.Key{Component: follows}
}

// priceStream gives a stream its prices: its own, else that of the flow it
// belongs to.
func (s *site) priceStream(to *cost.Stream, i int, b *ProcessBalance) {
	x := s.audit.Streams[i]
	price := x.Price
	if f, ok := s.flows[x.Flow]; ok && price == nil && f.Price != nil && x.From == "" {
		p, how, err := s.pricePer(f, b.Unit)
		switch {
		case err == nil:
			price = &p
		case asMessage(err).Key == "unit.needs-density":
			b.Problems.Add(problem.Note, at("stream", i, "price"), text.M("network.price-needs-density",
				"stream", nameOr(x.Name, x.ID), "flow", f.Name, "price", quantity.Amount{Value: *f.Price, Unit: s.currency() + "/" + f.Unit}, "unit", b.Unit))
		}
		if how != nil {
			for _, y := range s.audit.Streams[:i] {
				if told := b.priced[y.ID]; told != nil && y.Flow == x.Flow {
					how = told // once for a flow
				}
			}
			b.priced[x.ID] = how
		}
	}
	switch x.Kind {
	case balance.ByProduct:
		to.Revenue = x.Price
	case balance.Product:
	default:
		to.Price = price
	}
	if x.Treatment != nil {
		to.Treatment = cost.Charge{PerUnit: *x.Treatment}
	}
	if x.Energy != nil && s.audit.Balance != nil && s.audit.Balance.HeatPrice != nil && x.From != "" && (x.To == "" || isWaste(x.Kind)) {
		to.Heat = *x.Energy * *s.audit.Balance.HeatPrice
	}
}

// contentsOf are the contents of a stream: reconciled, NaN where a component is
// in it and nobody knows how much; what is not in it is not named.
func (s *site) contentsOf(b *ProcessBalance, i int) map[string]float64 {
	contents := map[string]float64{}
	for _, l := range b.Network.Layers {
		if l.ID == balance.Mass || l.ID == balance.Energy || i >= len(l.Streams) || !l.Streams[i].Present {
			continue
		}
		contents[l.ID] = math.NaN()
		if v := l.Streams[i].Reconciled; v != nil {
			contents[l.ID] = *v
		}
	}
	return contents
}
