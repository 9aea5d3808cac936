package balance

import (
	"math"

	"github.com/sxsh-audit/audit/internal/text"
)

// joint reconciles mass and components together (METHOD §20, "Component
// layers"). Its variables are the amounts x of the streams, the measured
// contents c, the amounts m = x·c of components where the content is not
// measured, and stock changes. Each conserved layer has one constraint a step,
//
//	mass:       Σ ±x − Δ = 0
//	component:  Σ ±x·c (content measured) + Σ ±m (not measured) − Δ = 0
//
// which is linear in x for given c. The constraints are linearised at the
// current point and the weighted least squares problem is solved with Lagrange
// multipliers, again and again (Gauss–Newton).
type joint struct {
	network Network
	vars    []jointVar
	rows    []jointRow
	index   map[Meter]int // amount or content variable
	derived map[Meter]int // m variable
	flows   []jointFlow
	row     map[rowKey]int
	amount  float64            // typical amount, makes mass rows dimensionless
	content map[string]float64 // typical content by component, likewise

	measured, unmeasured []int // variables
	place                []int // by variable: position in one of these

	value []float64 // current point
	step  *stepSolution

	iterations int
	statistic  float64
}

type jointVar struct {
	measured bool
	start    float64
	sigma    float64
	scale    float64 // of an unmeasured one
	stream   int     // -1: stock
	layer    string
}

type jointRow struct {
	layer string
	step  int
	scale float64
}

type rowKey struct {
	layer string
	step  int
}

// jointFlow is what a stream or stock brings into the balances of one layer:
// factor x·c, x or m.
type jointFlow struct {
	layer    string
	from, to int // rows, -1: none
	x, c     int // variables; c < 0: x alone
}

func (f jointFlow) value(v []float64) float64 {
	if f.c < 0 {
		return v[f.x]
	}
	return v[f.x] * v[f.c]
}

// The iteration of METHOD §20.
const (
	maxIterations = 50
	tolerance     = 1e-9 // of the largest relative change, and of the balances
)

func newJoint(n Network, o Options) *joint {
	j := &joint{
		network: n, index: make(map[Meter]int), derived: make(map[Meter]int), row: make(map[rowKey]int),
		content: make(map[string]float64), amount: typicalAmount(n),
	}
	layers := []string{Mass}
	for _, c := range n.Components {
		layers = append(layers, c.ID)
		j.content[c.ID] = typicalContent(n, c.ID)
	}
	for i, s := range n.Streams {
		if s.hasMass() {
			j.addVar(Meter{i, Mass}, s.Amount, o, j.amount)
		}
	}
	for _, layer := range layers {
		j.addRows(layer, o)
	}
	j.place = make([]int, len(j.vars))
	for i, v := range j.vars {
		if v.measured {
			j.place[i] = len(j.measured)
			j.measured = append(j.measured, i)
		} else {
			j.place[i] = len(j.unmeasured)
			j.unmeasured = append(j.unmeasured, i)
		}
		j.value = append(j.value, v.start)
	}
	return j
}

// addVar makes the variable of a measurement or of something not measured.
func (j *joint) addVar(at Meter, m *Measure, o Options, scale float64) int {
	v := jointVar{scale: scale, stream: at.Stream, layer: at.Layer}
	if m != nil {
		v.measured, v.start, v.sigma = true, m.Value, o.sigma(*m)
	}
	j.vars = append(j.vars, v)
	if at.Stream >= 0 {
		j.index[at] = len(j.vars) - 1
	}
	return len(j.vars) - 1
}

// addRows makes the balances of a layer and what flows into them. Steps that
// have no way to the outside in the layer have one balance too many together;
// the last of them is left out.
func (j *joint) addRows(layer string, o Options) {
	n := j.network
	scale := j.amount
	if layer != Mass {
		scale *= j.content[layer]
	}
	type arrow struct{ from, to, x, c int }
	var arrows []arrow
	reach := newSets(len(n.Steps) + 1)
	at := func(s int) int {
		if s == Outside || !n.Steps[s].conserved(layer) {
			return len(n.Steps)
		}
		return s
	}
	for i, s := range n.Streams {
		if !s.hasMass() {
			continue
		}
		a := arrow{s.From, s.To, j.index[Meter{i, Mass}], -1}
		exact := j.vars[a.x].measured && j.vars[a.x].sigma == 0
		if layer != Mass {
			content, known := s.Content[layer]
			switch {
			case known:
				a.c = j.addVar(Meter{i, layer}, &content, o, 0)
				exact = exact || j.vars[a.c].sigma == 0
			case !exact:
				a.x = j.addVar(Meter{-1, layer}, nil, o, scale)
				j.vars[a.x].stream = i
				j.derived[Meter{i, layer}] = a.x
			}
		}
		if exact { // nothing flows
			continue
		}
		arrows = append(arrows, a)
		reach.join(at(s.From), at(s.To))
	}
	for i, s := range n.Steps {
		if m, ok := s.Stock[layer]; ok && o.sigma(m) > 0 && s.conserved(layer) {
			arrows = append(arrows, arrow{i, Outside, j.addVar(Meter{-1, layer}, &m, o, 0), -1})
			reach.join(i, len(n.Steps))
		}
	}
	number := make([]int, len(n.Steps))
	for i, s := range n.Steps {
		number[i] = -1
		if s.conserved(layer) && reach.find(i) != i {
			number[i] = len(j.rows)
			j.row[rowKey{layer, i}] = len(j.rows)
			j.rows = append(j.rows, jointRow{layer, i, scale})
		}
	}
	in := func(s int) int {
		if s == Outside {
			return -1
		}
		return number[s]
	}
	for _, a := range arrows {
		j.flows = append(j.flows, jointFlow{layer, in(a.from), in(a.to), a.x, a.c})
	}
}

// jacobian gives the columns of the scaled constraints at the current point.
func (j *joint) jacobian() [][]entry {
	columns := make([][]entry, len(j.vars))
	for _, f := range j.flows {
		dx, dc := 1.0, 0.0
		if f.c >= 0 {
			dx, dc = j.value[f.c], j.value[f.x]
		}
		for _, end := range [...]struct {
			row  int
			sign float64
		}{{f.to, 1}, {f.from, -1}} {
			if end.row < 0 {
				continue
			}
			s := end.sign / j.rows[end.row].scale
			columns[f.x] = append(columns[f.x], entry{end.row, s * dx})
			if f.c >= 0 {
				columns[f.c] = append(columns[f.c], entry{end.row, s * dc})
			}
		}
	}
	return columns
}

// imbalance is the scaled value of every constraint at a point, and the scaled
// throughput of its balance.
func (j *joint) imbalance(value []float64) (g, through []float64) {
	g, through = make([]float64, len(j.rows)), make([]float64, len(j.rows))
	for _, f := range j.flows {
		v := f.value(value)
		if f.to >= 0 {
			g[f.to] += v / j.rows[f.to].scale
			through[f.to] += math.Abs(v) / j.rows[f.to].scale
		}
		if f.from >= 0 {
			g[f.from] -= v / j.rows[f.from].scale
			through[f.from] += math.Abs(v) / j.rows[f.from].scale
		}
	}
	return g, through
}

// reconcile iterates to the solution.
func (j *joint) reconcile() *text.Message {
	worst := 0
	for j.iterations = 1; j.iterations <= maxIterations; j.iterations++ {
		if j.iterations == 1 && len(j.unmeasured) > 0 {
			j.begin()
		}
		s, bad := newStepSolution(j)
		if bad >= 0 {
			return j.failure("balance.singular", bad)
		}
		next := s.solve(j)
		change := j.change(next)
		j.value = next
		g, through := j.imbalance(next)
		var open float64
		open, worst = largest(g, through)
		if math.IsNaN(change) || math.IsInf(change, 0) {
			break
		}
		if change < tolerance && open < tolerance {
			j.step, bad = newStepSolution(j)
			if bad >= 0 {
				return j.failure("balance.singular", bad)
			}
			j.step.finish(j)
			return nil
		}
	}
	return j.failure("balance.not-converged", worst)
}

func (j *joint) failure(key string, row int) *text.Message {
	r := j.rows[row]
	var m text.Message
	if key == "balance.singular" {
		m = text.M("balance.singular", "step", j.network.stepName(r.step), "layer", j.network.layerName(r.layer))
	} else {
		m = text.M("balance.not-converged", "step", j.network.stepName(r.step), "layer", j.network.layerName(r.layer), "times", maxIterations)
	}
	return &m
}

// begin gives the unmeasured variables their first values: amounts start at the
// mean measured amount (not at zero, where a measured content would have no
// effect), components at zero, and the smallest correction is made that closes
// the balances best with the measurements as they are.
func (j *joint) begin() {
	mean, count := 0.0, 0.0
	for _, i := range j.measured {
		if v := j.vars[i]; v.layer == Mass && v.stream >= 0 && v.start > 0 {
			mean += v.start
			count++
		}
	}
	if count == 0 {
		mean, count = j.amount, 1
	}
	for _, i := range j.unmeasured {
		if j.vars[i].layer == Mass {
			j.value[i] = mean / count
		}
	}
	s := &stepSolution{rows: len(j.rows), columns: j.jacobian()}
	s.factorUnmeasured(j)
	g, _ := j.imbalance(j.value)
	for k, u := range s.shortest(negate(g)) {
		j.value[j.unmeasured[k]] += u * j.vars[j.unmeasured[k]].scale
	}
}

// change is the largest change of a variable against its own size (or its
// standard deviation or scale, where it is near zero).
func (j *joint) change(next []float64) (most float64) {
	for i, v := range j.vars {
		size := math.Max(math.Abs(next[i]), v.sigma)
		if !v.measured {
			size = math.Max(size, 1e-3*v.scale)
		}
		if size == 0 {
			continue
		}
		c := math.Abs(next[i]-j.value[i]) / size
		if c > most || math.IsNaN(c) {
			most = c
		}
	}
	return most
}

// largest is the imbalance that is largest against the throughput of its step.
// A step with less than a millionth of the typical amount is measured against
// that: below it there is only rounding.
func largest(g, through []float64) (most float64, at int) {
	for i := range g {
		if r := math.Abs(g[i]) / math.Max(through[i], 1e-6); r > most || math.IsNaN(r) {
			most, at = r, i
		}
	}
	return most, at
}

func negate(x []float64) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = -v
	}
	return y
}

// typicalAmount is the largest measured amount, 1 when nothing is measured.
func typicalAmount(n Network) float64 {
	most := 0.0
	for _, s := range n.Streams {
		if s.hasMass() && s.Amount != nil {
			most = math.Max(most, math.Abs(s.Amount.Value))
		}
	}
	if most == 0 {
		return 1
	}
	return most
}

func typicalContent(n Network, component string) float64 {
	most := 0.0
	for _, s := range n.Streams {
		if c, ok := s.Content[component]; ok {
			most = math.Max(most, math.Abs(c.Value))
		}
	}
	if most == 0 {
		return 1
	}
	return most
}

func (j *joint) amountTerms(layer string, stream int) []term {
	x, known := j.index[Meter{stream, Mass}]
	if !known {
		return nil
	}
	if layer == Mass {
		return []term{{x, 1}}
	}
	if c, ok := j.index[Meter{stream, layer}]; ok {
		return []term{{x, j.value[c]}, {c, j.value[x]}}
	}
	if m, ok := j.derived[Meter{stream, layer}]; ok {
		return []term{{m, 1}}
	}
	return nil // the stream is exactly zero
}

// contentTerms is the content of a component in a stream, c = m/x where it is
// not measured; nil: not determinable, or no flow.
func (j *joint) contentTerms(layer string, stream int) []term {
	if c, ok := j.index[Meter{stream, layer}]; ok {
		return []term{{c, 1}}
	}
	m, ok := j.derived[Meter{stream, layer}]
	x := j.index[Meter{stream, Mass}]
	if !ok || j.value[x] == 0 {
		return nil
	}
	return []term{{m, 1 / j.value[x]}, {x, -j.value[m] / (j.value[x] * j.value[x])}}
}
