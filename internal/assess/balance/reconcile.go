package balance

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// Reconcile makes the measurements of a network obey conservation (METHOD §20).
// Mass and components are reconciled together; energy is a layer by itself.
// When the network has errors (see Check), or the iteration of the components
// does not come to an end, the result is nil and the list says why; closures as
// measured can be had all the same from Closures.
func Reconcile(n Network, o Options) (*Result, problem.List) {
	problems := Check(n, o)
	if problems.HasErrors() {
		return nil, problems
	}
	r := &Result{network: n, options: o, Problems: problems}
	if err := r.solve(); err != nil {
		problems.Add(problem.Error, "stream", *err)
		return nil, problems
	}
	r.remark()
	return r, r.Problems
}

func (r *Result) solve() *text.Message {
	n, o := r.network, r.options
	if len(n.Components) == 0 {
		r.addLinear(Mass)
	} else {
		j := newJoint(n, o)
		if err := j.reconcile(); err != nil {
			return err
		}
		r.addJoint(j)
	}
	if n.hasEnergy() {
		r.addLinear(Energy)
	}
	return nil
}

// figure is the measurement of a stream in a layer of amounts.
func (s Stream) figure(layer string) *Measure {
	if layer == Energy {
		return s.Energy
	}
	return s.Amount
}

// linearLayer makes the engine of a layer of amounts.
func linearLayer(n Network, o Options, layer string) *linear {
	edges := make([]edge, 0, len(n.Streams)+len(n.Steps))
	at := func(s int) int {
		if s == Outside || !n.Steps[s].conserved(layer) {
			return Outside
		}
		return s
	}
	for i, s := range n.Streams {
		if !n.present(layer, i) {
			continue
		}
		e := edge{from: at(s.From), to: at(s.To), stream: i}
		if m := s.figure(layer); m != nil {
			e.measured, e.value, e.sigma = true, m.Value, o.sigma(*m)
		}
		edges = append(edges, e)
	}
	for i, s := range n.Steps {
		if m, ok := s.Stock[layer]; ok && s.conserved(layer) {
			edges = append(edges, edge{i, Outside, -1, true, m.Value, o.sigma(m)})
		}
	}
	return newLinear(len(n.Steps), edges)
}

func (r *Result) addLinear(layer string) {
	n := r.network
	l := linearLayer(n, r.options, layer)
	g := Group{Layers: []string{layer}, Iterations: 1, Global: global(l.statistic, l.nodes)}
	streams := make([]StreamResult, len(n.Streams))
	classes := make(map[int64][]int) // undeterminable streams by mark
	for i := range n.Streams {
		if e, ok := l.byKey[i]; ok && !l.edges[e].measured && !l.determinable(e) {
			classes[sign(l.marks[e])] = append(classes[sign(l.marks[e])], i)
		}
	}
	for i, s := range n.Streams {
		streams[i] = StreamResult{Stream: i}
		e, ok := l.byKey[i]
		if !ok {
			continue
		}
		streams[i] = l.result(i, e, s.figure(layer))
		if streams[i].Class == Undetermined {
			streams[i].Meters = meters(i, layer, classes[sign(l.marks[e])])
		}
	}
	r.engines = append(r.engines, l)
	r.Groups = append(r.Groups, g)
	r.addLayer(layer, streams)
	r.suspect(len(r.Groups) - 1)
}

// sign makes marks that are equal up to sign equal.
func sign(mark int64) int64 { return max(mark, -mark) }

// meters lists the streams of a class, the stream itself first.
func meters(own int, layer string, class []int) []Meter {
	list := []Meter{{own, layer}}
	for _, i := range class {
		if i != own {
			list = append(list, Meter{i, layer})
		}
	}
	return list
}

func (l *linear) result(stream, i int, m *Measure) StreamResult {
	s := StreamResult{Stream: stream, Present: true, Class: Undetermined}
	switch e := l.edges[i]; {
	case m != nil:
		measured := m.Value
		s.Measured, s.Sigma, s.Class, s.SD = &measured, e.sigma, Nonredundant, e.sigma
		if l.counted(e) {
			s.Class, s.SD = Redundant, math.Sqrt(l.estimateVariance(i))
			s.Z = new(float64)
			*s.Z = l.adjustment[i] / l.adjustmentSD(i)
		}
		s.Adjustment = &l.adjustment[i]
	case l.determinable(i):
		f, _ := l.project([]term{{i, 1}})
		s.Class, s.SD = Determined, math.Sqrt(variance(f))
	default:
		return s
	}
	s.Reconciled = &l.estimate[i]
	s.Amount = &Estimate{l.estimate[i], s.SD}
	return s
}

func (r *Result) addJoint(j *joint) {
	n := r.network
	layers := []string{Mass}
	for _, c := range n.Components {
		layers = append(layers, c.ID)
	}
	r.engines = append(r.engines, j)
	r.Groups = append(r.Groups, Group{Layers: layers, Iterations: j.iterations, Global: global(j.statistic, j.step.reduced)})
	for _, layer := range layers {
		streams := make([]StreamResult, len(n.Streams))
		for i, s := range n.Streams {
			streams[i] = StreamResult{Stream: i}
			if s.hasMass() {
				streams[i] = j.result(layer, i)
			}
		}
		r.addLayer(layer, streams)
	}
	r.suspect(len(r.Groups) - 1)
}

// result is a stream in a layer of the joint problem.
func (j *joint) result(layer string, i int) StreamResult {
	s := StreamResult{Stream: i, Present: true, Class: Undetermined}
	if terms := j.amountTerms(layer, i); len(terms) > 0 {
		if f, ok := j.project(terms); ok {
			s.Amount = &Estimate{j.amount0(layer, i), math.Sqrt(variance(f))}
		}
	} else {
		s.Amount = &Estimate{} // exactly nothing flows
	}
	at, known := j.index[Meter{i, layer}]
	switch {
	case known && j.vars[at].measured:
		j.measuredResult(&s, at)
	case layer == Mass:
		if s.Amount != nil {
			s.Class, s.Reconciled, s.SD = Determined, &s.Amount.Value, s.Amount.SD
		}
	default:
		j.contentResult(&s, layer, i)
	}
	if s.Class == Undetermined {
		s.Meters = j.meters(layer, i)
	}
	return s
}

// amount0 is the amount of a stream in a layer at the solution.
func (j *joint) amount0(layer string, i int) float64 {
	x := j.value[j.index[Meter{i, Mass}]]
	if layer == Mass {
		return x
	}
	if c, ok := j.index[Meter{i, layer}]; ok {
		return x * j.value[c]
	}
	return j.value[j.derived[Meter{i, layer}]]
}

func (j *joint) measuredResult(s *StreamResult, at int) {
	v, k := j.vars[at], j.place[at]
	measured, value := v.start, j.value[at]
	adjustment := value - measured
	s.Measured, s.Sigma, s.Reconciled, s.Adjustment = &measured, v.sigma, &value, &adjustment
	s.Class, s.SD = Nonredundant, v.sigma
	if j.step.free[k] {
		return
	}
	share := j.step.share(k)
	s.Class, s.SD = Redundant, v.sigma*sqrt0(1-share)
	if share > 0 {
		z := adjustment / (v.sigma * math.Sqrt(share))
		s.Z = &z
	}
}

func (j *joint) contentResult(s *StreamResult, layer string, i int) {
	terms := j.contentTerms(layer, i)
	if terms == nil || s.Amount == nil {
		return
	}
	// Both factors must follow: the functional alone may happen to.
	if _, ok := j.project(j.amountTerms(Mass, i)); !ok {
		return
	}
	f, ok := j.project(terms)
	if !ok {
		return
	}
	c := j.amount0(layer, i) / j.amount0(Mass, i)
	s.Class, s.Reconciled, s.SD = Determined, &c, math.Sqrt(variance(f))
}

// meters lists the single measurements that determine a figure that does not
// follow: the own one, and those of the same class.
func (j *joint) meters(layer string, i int) []Meter {
	own := Meter{i, layer}
	list := []Meter{own}
	at, ok := j.derived[own]
	if layer == Mass || ok && j.determinableVar(at) {
		at, ok = j.index[Meter{i, Mass}]
	} else if ok && !j.determinableVar(j.index[Meter{i, Mass}]) {
		return list // amount and content both lack
	}
	if !ok || j.vars[at].measured {
		return list
	}
	for k, u := range j.unmeasured {
		v := j.vars[u]
		m := Meter{v.stream, v.layer}
		if m == own || !j.step.sameClass(j.place[at], k) {
			continue
		}
		if v.layer == Mass || j.determinableVar(j.index[Meter{v.stream, Mass}]) {
			list = append(list, m)
		}
	}
	return list
}

func (j *joint) determinableVar(at int) bool {
	return j.vars[at].measured || j.step.determinable(j.place[at])
}

// addLayer completes a layer with its balances.
func (r *Result) addLayer(id string, streams []StreamResult) {
	l := Layer{ID: id, Streams: streams}
	l.Steps, l.Plant, l.Nodal = Closures(r.network, id, r.options)
	type sum struct {
		in, out float64
		open    [2]bool
	}
	sums := make([]sum, len(l.Steps)+1)
	at := func(step int) (*sum, bool) {
		if step == Outside {
			return &sums[len(l.Steps)], true
		}
		return &sums[step], false
	}
	for i, s := range streams {
		if !s.Present {
			continue
		}
		from, enters := at(r.network.Streams[i].From)
		to, leaves := at(r.network.Streams[i].To)
		x := 0.0
		if s.Amount != nil {
			x = s.Amount.Value
		}
		out, in := &from.out, &to.in
		openOut, openIn := &from.open[1], &to.open[0]
		if enters {
			out, openOut = &from.in, &from.open[0]
		}
		if leaves {
			in, openIn = &to.out, &to.open[1]
		}
		*out += x
		*in += x
		*openOut = *openOut || s.Amount == nil
		*openIn = *openIn || s.Amount == nil
	}
	for i := range sums {
		s := &l.Plant
		if i < len(l.Steps) {
			s = &l.Steps[i]
		}
		if !sums[i].open[0] {
			s.ReconciledIn = &sums[i].in
		}
		if !sums[i].open[1] {
			s.ReconciledOut = &sums[i].out
		}
	}
	r.Layers = append(r.Layers, l)
}

// sameZ is how near two |z| are that count as equal: streams between the same
// balances have the same z but for rounding.
const sameZ = 1e-6

// suspect finds the measurements with the largest |z| of a group.
func (r *Result) suspect(group int) {
	g := &r.Groups[group]
	most := 0.0
	each := func(do func(m Meter, z float64)) {
		for _, id := range g.Layers {
			l, _ := r.Layer(id)
			for _, s := range l.Streams {
				if s.Z != nil {
					do(Meter{s.Stream, id}, math.Abs(*s.Z))
				}
			}
		}
	}
	each(func(_ Meter, z float64) {
		g.Measurements++
		most = math.Max(most, z)
	})
	g.Critical = sidak(g.Measurements)
	if g.Measurements == 0 || most <= g.Critical && g.Global.Pass {
		return
	}
	each(func(m Meter, z float64) {
		if z >= most*(1-sameZ) {
			g.Suspects = append(g.Suspects, m)
		}
	})
}

// Without reconciles again as if one measurement had not been made: what if
// this meter is wrong? (METHOD §20). The network itself stays as it is.
func (r *Result) Without(m Meter) (*Result, problem.List) {
	n := r.network
	n.Streams = slices.Clone(n.Streams)
	if m.Stream < 0 || m.Stream >= len(n.Streams) {
		return nil, problem.List{{Severity: problem.Error, Path: "stream", Message: text.M("balance.no-such-stream", "found", m.Stream+1)}}
	}
	s := &n.Streams[m.Stream]
	switch m.Layer {
	case Mass:
		s.Amount = nil
	case Energy:
		s.Energy = nil
	default:
		s.Content = maps.Clone(s.Content)
		delete(s.Content, m.Layer)
	}
	return Reconcile(n, r.options)
}

// Total is a sum of amounts of streams in one layer, each with its weight, with
// its standard deviation after reconciliation.
type Total struct {
	Layer   string
	Weights map[int]float64 // by stream
}

// Losses is the total of what the plant loses in a layer: its streams of the
// kinds waste and loss.
func (n Network) Losses(layer string) Total {
	t := Total{layer, make(map[int]float64)}
	for i, s := range n.Streams {
		if s.isLoss() && n.present(layer, i) {
			t.Weights[i] = 1
		}
	}
	return t
}

// Estimate gives the value and the standard deviation of a total. It is nil
// when the total does not follow from the measurements; a total may follow even
// though its parts do not.
func (r *Result) Estimate(t Total) *Estimate {
	e := r.engine(t.Layer)
	if e == nil {
		return nil
	}
	f, ok := e.project(totalTerms(e, t))
	if !ok {
		return nil
	}
	return &Estimate{r.sum(t), math.Sqrt(variance(f))}
}

// Covariance of two totals of layers that were reconciled together; 0 for
// others. The second result is false when one of them does not follow.
func (r *Result) Covariance(a, b Total) (float64, bool) {
	e, other := r.engine(a.Layer), r.engine(b.Layer)
	if e == nil || other == nil {
		return 0, false
	}
	f, ok := e.project(totalTerms(e, a))
	g, ok2 := other.project(totalTerms(other, b))
	if !ok || !ok2 {
		return 0, false
	}
	if e != other {
		return 0, true
	}
	return covariance(f, g), true
}

// Covariances is the full matrix of the amounts of all streams in a layer, by
// stream; rows of streams that are not determined are NaN.
func (r *Result) Covariances(layer string) [][]float64 {
	n := len(r.network.Streams)
	all := make([]float64, n*n)
	out := make([][]float64, n)
	for i := range out {
		out[i] = all[i*n : (i+1)*n]
	}
	e := r.engine(layer)
	known := make([]*functional, n)
	for i := range n {
		if e == nil {
			continue
		}
		if terms := e.amountTerms(layer, i); len(terms) > 0 {
			if f, ok := e.project(terms); ok {
				known[i] = &f
			}
		}
	}
	for i := range n {
		var direct []term // a measured amount has one, so few products are left
		if known[i] != nil {
			for v, w := range known[i].direct {
				if w != 0 {
					direct = append(direct, term{v, w})
				}
			}
		}
		for k := i; k < n; k++ {
			v := math.NaN()
			if known[i] != nil && known[k] != nil {
				v = -dot(known[i].explained, known[k].explained)
				for _, d := range direct {
					v += d.factor * known[k].direct[d.variable]
				}
			}
			out[i][k], out[k][i] = v, v
		}
	}
	return out
}

func (r *Result) engine(layer string) engine {
	if g := r.groupIndex(layer); g >= 0 {
		return r.engines[g]
	}
	return nil
}

func totalTerms(e engine, t Total) []term {
	var terms []term
	for _, i := range slices.Sorted(maps.Keys(t.Weights)) {
		for _, k := range e.amountTerms(t.Layer, i) {
			terms = append(terms, term{k.variable, k.factor * t.Weights[i]})
		}
	}
	return terms
}

// sum is the value of a total at the solution; free unmeasured streams cancel
// in a total that follows.
func (r *Result) sum(t Total) (v float64) {
	for _, i := range slices.Sorted(maps.Keys(t.Weights)) {
		switch e := r.engine(t.Layer).(type) {
		case *linear:
			if k, ok := e.byKey[i]; ok {
				v += t.Weights[i] * e.estimate[k]
			}
		case *joint:
			if len(e.amountTerms(t.Layer, i)) > 0 {
				v += t.Weights[i] * e.amount0(t.Layer, i)
			}
		}
	}
	return v
}

// remark says what the user should know of the results.
func (r *Result) remark() {
	for i := range r.Groups {
		r.remarkTests(i)
	}
	for _, l := range r.Layers {
		r.remarkUndetermined(l)
		r.remarkValues(l)
		r.remarkGaps(l)
	}
}

func (r *Result) remarkTests(group int) {
	g, n := r.Groups[group], r.network
	layers := make([]any, len(g.Layers))
	for i, id := range g.Layers {
		layers[i] = n.layerName(id)
	}
	if g.Global.DOF == 0 {
		if !r.Holds(g) {
			return // energy alone has no mass that could be checked
		}
		r.Problems.Add(problem.Note, "stream", text.M("balance.nothing-redundant", "layers", layers))
		return
	}
	if len(g.Suspects) == 0 {
		return
	}
	var names []any
	for _, m := range g.Suspects {
		names = append(names, r.meterName(m))
	}
	first, _ := r.Layer(g.Suspects[0].Layer)
	z := math.Abs(*first.Streams[g.Suspects[0].Stream].Z)
	key := path(g.Suspects[0])
	if len(names) == 1 {
		r.Problems.Add(problem.Doubt, key, text.M("balance.suspect", "stream", names[0], "z", z, "critical", g.Critical))
	} else {
		r.Problems.Add(problem.Doubt, key, text.M("balance.suspects", "streams", names, "z", z, "critical", g.Critical))
	}
}

// Holds reports whether any stream has a part in the layers of a group.
func (r *Result) Holds(g Group) bool {
	for _, id := range g.Layers {
		l, _ := r.Layer(id)
		if slices.ContainsFunc(l.Streams, func(s StreamResult) bool { return s.Present }) {
			return true
		}
	}
	return false
}

func path(m Meter) string {
	switch m.Layer {
	case Mass:
		return fmt.Sprintf("stream[%d].amount", m.Stream+1)
	case Energy:
		return fmt.Sprintf("stream[%d].energy", m.Stream+1)
	}
	return fmt.Sprintf("stream[%d].content.%s", m.Stream+1, m.Layer)
}

// meterName is a measurement in words.
func (r *Result) meterName(m Meter) any {
	switch m.Layer {
	case Mass:
		return r.network.streamName(m.Stream)
	case Energy:
		return text.M("balance.energy-of", "stream", r.network.streamName(m.Stream))
	}
	return text.M("balance.content-of", "layer", r.network.layerName(m.Layer), "stream", r.network.streamName(m.Stream))
}

// remarkUndetermined names what does not follow, with the meters that help; one
// remark for streams that the same meters determine.
func (r *Result) remarkUndetermined(l Layer) {
	said := make(map[int]bool)
	for _, s := range l.Streams {
		if s.Class != Undetermined || !s.Present || said[s.Stream] {
			continue
		}
		class := []int{s.Stream}
		for _, m := range s.Meters {
			if m.Layer == l.ID && m.Stream != s.Stream {
				class = append(class, m.Stream)
			}
		}
		for _, i := range class {
			said[i] = true
		}
		at := path(Meter{s.Stream, l.ID})
		layer := r.network.layerName(l.ID)
		if len(class) == 1 {
			r.Problems.Add(problem.Note, at, text.M("balance.undetermined", "stream", r.network.streamName(s.Stream), "layer", layer))
		} else {
			r.Problems.Add(problem.Note, at, text.M("balance.undetermined-class", "streams", r.network.streamNames(class), "layer", layer))
		}
	}
}

func (r *Result) remarkValues(l Layer) {
	for _, s := range l.Streams {
		if s.Reconciled == nil {
			continue
		}
		stream, layer := r.network.streamName(s.Stream), r.network.layerName(l.ID)
		at := path(Meter{s.Stream, l.ID})
		negative := *s.Reconciled < 0 && l.ID != Energy && (s.Measured == nil || *s.Measured != *s.Reconciled)
		// Rounding about zero is no negative amount.
		if negative && -*s.Reconciled > 1e-9*math.Max(s.SD, s.Sigma) {
			r.Problems.Add(problem.Doubt, at, text.M("balance.negative-result", "stream", stream, "layer", layer, "value", *s.Reconciled))
		}
		if l.ID != Mass && l.ID != Energy && !r.network.notShare(l.ID) && *s.Reconciled > 1+rounded {
			r.Problems.Add(problem.Doubt, at, text.M("balance.content-result", "stream", stream, "layer", layer, "value", *s.Reconciled))
		}
	}
}

func (n Network) notShare(component string) bool {
	for _, c := range n.Components {
		if c.ID == component {
			return c.NotShare
		}
	}
	return false
}

func (r *Result) remarkGaps(l Layer) {
	for i, s := range l.Steps {
		if s.Unidentified == nil {
			continue
		}
		at, step, layer := fmt.Sprintf("step[%d]", i+1), r.network.stepName(i), r.network.layerName(l.ID)
		g := *s.Unidentified
		if g.Value >= 0 {
			r.Problems.Add(problem.Doubt, at, text.M("balance.unidentified-loss", "step", step, "layer", layer, "value", g.Value, "half", g.Half()))
		} else {
			r.Problems.Add(problem.Doubt, at, text.M("balance.unidentified-source", "step", step, "layer", layer, "value", -g.Value, "half", g.Half()))
		}
	}
}
