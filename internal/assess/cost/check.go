package cost

import (
	"maps"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// rounding is how far below zero, as a share of the largest amount, a reconciled
// amount may lie to be taken as zero: least squares leave that much behind.
const rounding = 1e-9

// check returns a copy of the network with what rounding left below zero set to
// zero, remarks on that, and everything that makes the network impossible to
// follow.
func check(n Network) (clean Network, remarks, wrong []text.Message) {
	c := checker{Network: n, steps: make(map[string]bool), streams: make(map[string]bool)}
	c.Streams = slices.Clone(n.Streams)
	if len(n.Steps) == 0 || len(n.Streams) == 0 {
		c.fail(text.M("cost.empty"))
	}
	for _, s := range c.Streams {
		if finite(s.Amount) {
			c.largest = max(c.largest, math.Abs(s.Amount))
		}
	}
	for i := range c.Steps {
		c.step(&c.Steps[i])
	}
	for i := range c.Streams {
		c.stream(&c.Streams[i])
	}
	if len(c.clamped) > 0 {
		c.remarks = append(c.remarks, text.M("cost.clamped", "streams", c.clamped))
	}
	if len(c.unpriced) > 0 {
		c.remarks = append(c.remarks, text.M("cost.no-price", "streams", c.unpriced))
	}
	return c.Network, c.remarks, c.wrong
}

type checker struct {
	Network
	steps, streams    map[string]bool // IDs seen
	largest           float64
	clamped, unpriced []string
	remarks, wrong    []text.Message
}

func (c *checker) fail(m text.Message) { c.wrong = append(c.wrong, m) }

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// money reports whether v can be a price or a cost.
func money(v float64) bool { return finite(v) && v >= 0 }

func (c *checker) step(s *Step) {
	if c.steps[s.ID] {
		c.fail(text.M("cost.duplicate-step", "step", s.ID))
	}
	c.steps[s.ID] = true
	if !money(s.Energy) || !money(s.System) {
		c.fail(text.M("cost.bad-step-cost", "step", s.name()))
	}
	if !finite(s.StockChange) {
		c.fail(text.M("cost.bad-stock", "step", s.name()))
	}
	for _, k := range []*Key{&s.Key, s.EnergyKey, s.SystemKey, &s.CauseKey} {
		if k == nil {
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(k.Weights)) {
			if !money(k.Weights[id]) {
				c.fail(text.M("cost.bad-weight", "step", s.name(), "stream", id))
			}
		}
	}
}

func (c *checker) stream(s *Stream) {
	if c.streams[s.ID] {
		c.fail(text.M("cost.duplicate-stream", "stream", s.ID))
	}
	c.streams[s.ID] = true
	c.ends(s)
	switch {
	case !finite(s.Amount):
		c.fail(text.M("cost.no-amount", "stream", s.name()))
	case s.Amount < -rounding*c.largest:
		c.fail(text.M("cost.negative-amount", "stream", s.name(), "amount", s.Amount))
	case s.Amount < 0:
		s.Amount = 0
		c.clamped = append(c.clamped, s.name())
	}
	c.contents(s)
	c.prices(s)
}

func (c *checker) ends(s *Stream) {
	inside := func(i int) bool { return i >= 0 && i < len(c.Steps) }
	switch s.Kind {
	case Input, Intermediate, Product, ByProduct, Waste, Recycle, Loss:
	default:
		c.fail(text.M("cost.unknown-kind", "stream", s.name(), "kind", string(s.Kind)))
		return
	}
	switch {
	case s.From == Outside && s.To == Outside:
		c.fail(text.M("cost.nowhere", "stream", s.name()))
	case s.From != Outside && !inside(s.From), s.To != Outside && !inside(s.To):
		c.fail(text.M("cost.no-such-step", "stream", s.name()))
	case s.To == Outside && !isProduct(s.Kind) && !isLoss(s.Kind):
		c.fail(text.M("cost.kind-leaves", "stream", s.name(), "kind", text.M("cost.kind."+string(s.Kind))))
	}
}

func isProduct(k Kind) bool { return k == Product || k == ByProduct || k == Stock }

func isLoss(k Kind) bool { return k == Waste || k == Loss }

// contents may exceed 1, as COD does, and as shares do by a little after a
// reconciliation.
func (c *checker) contents(s *Stream) {
	for _, component := range slices.Sorted(maps.Keys(s.Contents)) {
		v := s.Contents[component]
		switch {
		case math.IsNaN(v):
		case v < -rounding, math.IsInf(v, 0):
			c.fail(text.M("cost.bad-content", "stream", s.name(), "component", component, "content", v))
		case v < 0:
			s.Contents = maps.Clone(s.Contents)
			s.Contents[component] = 0
		}
	}
}

func (c *checker) prices(s *Stream) {
	for _, charge := range []Charge{s.Treatment, s.Transport, s.Disposal, s.Fee} {
		if !money(charge.PerUnit) || !money(charge.PerPeriod) {
			c.fail(text.M("cost.bad-charge", "stream", s.name()))
			return
		}
	}
	if s.management() != (Parts{}) && (s.From == Outside || s.Kind == Product) {
		c.fail(text.M("cost.charge-not-waste", "stream", s.name()))
	}
	if !money(s.Heat) || s.Revenue != nil && !money(*s.Revenue) {
		c.fail(text.M("cost.bad-price", "stream", s.name()))
	}
	if s.From != Outside {
		return
	}
	if s.Heat > 0 {
		c.fail(text.M("cost.heat-enters", "stream", s.name()))
	}
	if s.Price == nil && len(s.Prices) == 0 {
		c.unpriced = append(c.unpriced, s.name())
		return
	}
	c.purchase(s)
}

// purchase checks the value of a stream from outside: single components cannot
// be worth more than the whole.
func (c *checker) purchase(s *Stream) {
	if s.Price != nil && !money(*s.Price) {
		c.fail(text.M("cost.bad-price", "stream", s.name()))
		return
	}
	sum := 0.0
	for _, component := range slices.Sorted(maps.Keys(s.Prices)) {
		content, known := s.Contents[component]
		switch {
		case !money(s.Prices[component]):
			c.fail(text.M("cost.bad-price", "stream", s.name()))
			return
		case !known || math.IsNaN(content):
			c.fail(text.M("cost.price-without-content", "stream", s.name(), "component", component))
			return
		}
		sum += content * s.Prices[component]
	}
	if s.Price != nil && sum > *s.Price*(1+rounding) {
		c.fail(text.M("cost.components-over-price", "stream", s.name(), "price", *s.Price, "sum", sum))
	}
}
