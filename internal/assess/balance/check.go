package balance

import (
	"fmt"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// Check finds what is wrong with a network before anything is computed. Errors
// make a reconciliation impossible; doubts and notes do not. Paths name places
// as "step[2]" and "stream[5].content.starch", counted from 1.
func Check(n Network, o Options) problem.List {
	c := checker{n: n, o: o}
	c.components()
	c.ends()
	broken := c.list.HasErrors()
	for i := range n.Streams {
		c.figures(i)
	}
	for i := range n.Steps {
		c.stock(i)
	}
	if broken {
		return c.list // what follows walks along the arrows
	}
	c.unconnected()
	c.oneSided()
	c.loops()
	c.contradictions()
	return c.list
}

type checker struct {
	n    Network
	o    Options
	list problem.List
}

func (c *checker) add(s problem.Severity, path string, m text.Message) { c.list.Add(s, path, m) }

func (c *checker) components() {
	known := make(map[string]bool)
	for i, k := range c.n.Components {
		at := fmt.Sprintf("component[%d]", i+1)
		if k.ID == "" || k.ID == Mass || k.ID == Energy || known[k.ID] {
			c.add(problem.Error, at, text.M("balance.bad-component", "found", k.ID))
		}
		known[k.ID] = true
	}
	for i, k := range c.n.Components {
		if k.Within != "" && (!known[k.Within] || k.Within == k.ID) {
			c.add(problem.Error, fmt.Sprintf("component[%d].within", i+1), text.M("balance.unknown-component", "found", k.Within))
		}
	}
	for i, s := range c.n.Steps {
		for _, layer := range s.NotConserved {
			if layer != Mass && layer != Energy && !known[layer] {
				c.add(problem.Error, fmt.Sprintf("step[%d]", i+1), text.M("balance.unknown-component", "found", layer))
			}
		}
	}
}

// ends checks where streams begin and end.
func (c *checker) ends() {
	n := c.n
	if len(n.Steps) == 0 || len(n.Streams) == 0 {
		c.add(problem.Error, "step", text.M("balance.empty"))
	}
	ids := make(map[string]bool)
	for i, s := range n.Steps {
		if s.ID == "" || ids[s.ID] {
			c.add(problem.Error, fmt.Sprintf("step[%d].id", i+1), text.M("balance.bad-id", "found", s.ID))
		}
		ids[s.ID] = true
	}
	ids = make(map[string]bool)
	for i, s := range n.Streams {
		at := fmt.Sprintf("stream[%d]", i+1)
		name := n.streamName(i)
		if s.ID == "" || ids[s.ID] {
			c.add(problem.Error, at+".id", text.M("balance.bad-id", "found", s.ID))
		}
		ids[s.ID] = true
		switch {
		case s.From < Outside || s.From >= len(n.Steps) || s.To < Outside || s.To >= len(n.Steps):
			c.add(problem.Error, at, text.M("balance.no-such-step", "stream", name))
		case s.From == Outside && s.To == Outside:
			c.add(problem.Error, at, text.M("balance.leads-nowhere", "stream", name))
		case s.From == s.To:
			c.add(problem.Error, at, text.M("balance.self-loop", "stream", name, "step", n.stepName(s.From)))
		default:
			c.kind(i)
		}
	}
}

// kind doubts a kind that does not fit the ends of the arrow.
func (c *checker) kind(i int) {
	s := c.n.Streams[i]
	enters, leaves := s.From == Outside, s.To == Outside
	at, name := fmt.Sprintf("stream[%d].kind", i+1), c.n.streamName(i)
	switch s.Kind {
	case Input:
		if !enters {
			c.add(problem.Doubt, at, text.M("balance.kind-input", "stream", name, "step", c.n.stepName(s.From)))
		}
	case Product, ByProduct, Waste, Loss:
		if !leaves {
			c.add(problem.Doubt, at, text.M("balance.kind-output", "stream", name, "step", c.n.stepName(s.To)))
		}
	case Intermediate, Recycle:
		if enters || leaves {
			c.add(problem.Doubt, at, text.M("balance.kind-inside", "stream", name))
		}
	}
}

// figure checks what is true of every measure; false: do not use it further.
func (c *checker) figure(m Measure, path string, stream any) bool {
	ok := true
	if !m.finite() {
		c.add(problem.Error, path, text.M("balance.not-a-number", "stream", stream))
		return false
	}
	if m.Quality != "" && !slices.Contains(qualities[:], m.Quality) {
		c.add(problem.Error, path, text.M("balance.bad-quality", "stream", stream, "found", m.Quality, "allowed", qualities[:]))
		ok = false
	}
	if m.Sigma < 0 || m.Percent != nil && *m.Percent < 0 {
		c.add(problem.Error, path, text.M("balance.negative-uncertainty", "stream", stream))
		ok = false
	}
	if ok && m.Percent != nil && *m.Percent == 0 && m.Sigma == 0 && m.Value != 0 {
		c.add(problem.Note, path, text.M("balance.zero-uncertainty", "stream", stream, "percent", c.o.percent(m.Quality)))
	}
	return ok
}

// figures checks what is stated of a stream.
func (c *checker) figures(i int) {
	s, name := c.n.Streams[i], c.n.streamName(i)
	if m := s.Amount; m != nil {
		at := path(Meter{i, Mass})
		switch {
		case s.OnlyEnergy:
			c.add(problem.Error, at, text.M("balance.only-energy", "stream", name))
		case !c.figure(*m, at, name):
		case m.Value < 0:
			c.add(problem.Error, at, text.M("balance.negative-amount", "stream", name, "value", m.Value, "from", c.n.stepName(s.From), "to", c.n.stepName(s.To)))
		case m.Value == 0 && m.Sigma == 0:
			c.add(problem.Note, at, text.M("balance.exact-zero", "stream", name))
		}
	}
	if s.Energy != nil {
		c.figure(*s.Energy, path(Meter{i, Energy}), name)
	}
	known := make(map[string]bool)
	for _, k := range c.n.Components {
		known[k.ID] = true
	}
	for _, id := range sortedKeys(s.Content) {
		at := path(Meter{i, id})
		m := s.Content[id]
		layer := c.n.layerName(id)
		switch {
		case !known[id]:
			c.add(problem.Error, at, text.M("balance.unknown-content", "stream", name, "found", id))
		case s.OnlyEnergy:
			c.add(problem.Error, at, text.M("balance.only-energy", "stream", name))
		case !c.figure(m, at, name):
		case m.Value < 0:
			c.add(problem.Error, at, text.M("balance.negative-content", "stream", name, "layer", layer, "value", m.Value))
		case m.Value > 1 && !c.n.notShare(id):
			c.add(problem.Error, at, text.M("balance.content-above-one", "stream", name, "layer", layer, "value", m.Value))
		}
	}
	c.sums(i)
}

// rounded is by how much contents may exceed the whole because people round
// them: 0,1 % of it is no contradiction.
const rounded = 0.001

// sums checks that contents that exclude each other do not exceed the whole,
// and parts not what they are part of. Within the stated uncertainties an
// excess is only doubted.
func (c *checker) sums(i int) {
	s := c.n.Streams[i]
	excess := func(inner []string, whole, variance float64, say func(sum float64) text.Message) {
		sum := 0.0
		for _, id := range inner {
			m := s.Content[id]
			sigma := c.o.sigma(m)
			sum += m.Value
			variance += sigma * sigma
		}
		if over := sum - whole; len(inner) > 0 && over > rounded {
			severity := problem.Doubt
			if over > z95*math.Sqrt(variance) {
				severity = problem.Error
			}
			c.add(severity, fmt.Sprintf("stream[%d].content", i+1), say(sum))
		}
	}
	for _, whole := range append([]Component{{}}, c.n.Components...) {
		var inner []string
		for _, k := range c.n.Components {
			if _, ok := s.Content[k.ID]; ok && k.Within == whole.ID && !k.NotShare {
				inner = append(inner, k.ID)
			}
		}
		name := c.n.streamName(i)
		parts := make([]any, len(inner))
		for x, id := range inner {
			parts[x] = c.n.layerName(id)
		}
		if whole.ID == "" {
			if len(inner) > 1 {
				excess(inner, 1, 0, func(sum float64) text.Message {
					return text.M("balance.contents-above-one", "stream", name, "layers", parts, "value", sum)
				})
			}
			continue
		}
		if w, ok := s.Content[whole.ID]; ok {
			sigma := c.o.sigma(w)
			excess(inner, w.Value, sigma*sigma, func(sum float64) text.Message {
				return text.M("balance.part-above-whole", "stream", name, "layers", parts, "whole", c.n.layerName(whole.ID), "value", sum, "limit", w.Value)
			})
		}
	}
}

func (c *checker) stock(i int) {
	s := c.n.Steps[i]
	layers := c.n.Layers()
	for _, layer := range sortedKeys(s.Stock) {
		at := fmt.Sprintf("step[%d].stock.%s", i+1, layer)
		if !slices.Contains(layers, layer) {
			c.add(problem.Error, at, text.M("balance.unknown-component", "found", layer))
			continue
		}
		c.figure(s.Stock[layer], at, c.n.stepName(i))
	}
}

func (c *checker) unconnected() {
	used := make([]bool, len(c.n.Steps)+1)
	for _, s := range c.n.Streams {
		used[s.From+1], used[s.To+1] = true, true
	}
	for i := range c.n.Steps {
		if !used[i+1] {
			c.add(problem.Doubt, fmt.Sprintf("step[%d]", i+1), text.M("balance.unconnected", "step", c.n.stepName(i)))
		}
	}
}

// holds reports whether a step may take in more than it gives, or the reverse:
// its stock of mass changes, or mass has no balance there.
func (n Network) holds(step int) bool {
	s := n.Steps[step]
	_, stock := s.Stock[Mass]
	return stock || !s.conserved(Mass)
}

// oneSided finds steps with mass only entering or only leaving.
func (c *checker) oneSided() {
	in, out := make([][]int, len(c.n.Steps)), make([][]int, len(c.n.Steps))
	for i, s := range c.n.Streams {
		if !s.hasMass() {
			continue
		}
		if s.From != Outside {
			out[s.From] = append(out[s.From], i)
		}
		if s.To != Outside {
			in[s.To] = append(in[s.To], i)
		}
	}
	for i := range c.n.Steps {
		at, step := fmt.Sprintf("step[%d]", i+1), c.n.stepName(i)
		switch {
		case c.n.holds(i):
		case len(in[i]) > 0 && len(out[i]) == 0:
			c.add(problem.Error, at, text.M("balance.no-outlet", "step", step, "streams", c.n.streamNames(in[i])))
		case len(out[i]) > 0 && len(in[i]) == 0:
			c.add(problem.Error, at, text.M("balance.no-inlet", "step", step, "streams", c.n.streamNames(out[i])))
		}
	}
}

// loops finds steps from which mass cannot reach the outside though it gets in
// (an error), and circuits that nothing enters or leaves (a doubt).
func (c *checker) loops() {
	n := c.n
	leaves := n.connected(func(s Stream) (int, int) { return s.From, s.To })
	enters := n.connected(func(s Stream) (int, int) { return s.To, s.From })
	groups := newSets(len(n.Steps) + 1)
	degree := make([][2]int, len(n.Steps))
	for _, s := range n.Streams {
		if !s.hasMass() {
			continue
		}
		if s.From != Outside {
			degree[s.From][1]++
		}
		if s.To != Outside {
			degree[s.To][0]++
		}
		if s.From != Outside && s.To != Outside && leaves[s.From] == leaves[s.To] && enters[s.From] == enters[s.To] {
			groups.join(s.From, s.To)
		}
	}
	members := make([][]int, len(n.Steps))
	for i := range n.Steps {
		// One-sided and idle steps have been named already.
		if degree[i][0] > 0 && degree[i][1] > 0 && !(leaves[i] && enters[i]) {
			root := groups.find(i)
			members[root] = append(members[root], i)
		}
	}
	for _, steps := range members {
		if len(steps) == 0 {
			continue
		}
		at, names := fmt.Sprintf("step[%d]", steps[0]+1), n.stepNames(steps)
		switch {
		case !leaves[steps[0]] && !enters[steps[0]]:
			c.add(problem.Doubt, at, text.M("balance.closed-loop", "steps", names))
		case !leaves[steps[0]]:
			c.add(problem.Error, at, text.M("balance.loop-without-outlet", "steps", names))
		default:
			c.add(problem.Error, at, text.M("balance.loop-without-inlet", "steps", names))
		}
	}
}

// connected marks the steps with a way along the arrows to the outside, or to a
// step that may hold mass.
func (n Network) connected(ends func(Stream) (tail, head int)) []bool {
	before := make([][]int, len(n.Steps))
	reached := make([]bool, len(n.Steps))
	var queue []int
	reach := func(i int) {
		if !reached[i] {
			reached[i] = true
			queue = append(queue, i)
		}
	}
	for i := range n.Steps {
		if n.holds(i) {
			reach(i)
		}
	}
	for _, s := range n.Streams {
		tail, head := ends(s)
		switch {
		case !s.hasMass() || tail == Outside:
		case head == Outside:
			reach(tail)
		default:
			before[head] = append(before[head], tail)
		}
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, k := range before[i] {
			reach(k)
		}
	}
	return reached
}

// contradictions doubts contents that no amounts can reconcile: what a step
// gives is richer (or poorer) in a conserved component than everything it takes.
func (c *checker) contradictions() {
	n := c.n
	for _, k := range n.Components {
		in, out := make([]span, len(n.Steps)), make([]span, len(n.Steps))
		for _, s := range n.Streams {
			if !s.hasMass() || s.Amount != nil && s.Amount.Value == 0 {
				continue
			}
			m, known := s.Content[k.ID]
			margin := z95 * c.o.sigma(m)
			if s.From != Outside {
				out[s.From].add(m.Value, margin, known)
			}
			if s.To != Outside {
				in[s.To].add(m.Value, margin, known)
			}
		}
		for i, s := range n.Steps {
			_, stock := s.Stock[k.ID]
			if n.holds(i) || stock || !s.conserved(k.ID) || !in[i].complete() || !out[i].complete() {
				continue
			}
			at, step, layer := fmt.Sprintf("step[%d]", i+1), n.stepName(i), n.layerName(k.ID)
			switch {
			case in[i].high < out[i].low:
				c.add(problem.Doubt, at, text.M("balance.too-rich", "step", step, "layer", layer))
			case in[i].low > out[i].high:
				c.add(problem.Doubt, at, text.M("balance.too-poor", "step", step, "layer", layer))
			}
		}
	}
}

// span is the range of contents of the streams on one side of a step.
type span struct {
	low, high float64
	count     int
	open      bool
}

func (s *span) add(value, margin float64, known bool) {
	if !known {
		s.open = true
		return
	}
	if s.count == 0 || value-margin < s.low {
		s.low = value - margin
	}
	if s.count == 0 || value+margin > s.high {
		s.high = value + margin
	}
	s.count++
}

func (s span) complete() bool { return s.count > 0 && !s.open }

func sortedKeys(m map[string]Measure) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
