package balance

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// withContents gives every stream a true content of each component: the stream
// leaving a step has contents that conserve it, found by solving the mixing
// balances with random splits. Returned are the true contents.
func withContents(rng *rand.Rand, n Network, truth []float64, components int) (Network, []map[string]float64) {
	contents := make([]map[string]float64, len(n.Streams))
	for i := range contents {
		contents[i] = make(map[string]float64)
	}
	for k := range components {
		id := fmt.Sprint("c", k)
		n.Components = append(n.Components, Component{ID: id, NotShare: true})
		// Each step sends the component out in proportion to flow × preference.
		preference := make([]float64, len(n.Streams))
		out := make([]float64, len(n.Steps))
		for i, s := range n.Streams {
			preference[i] = 0.3 + rng.Float64()
			if s.From != Outside {
				out[s.From] += truth[i] * preference[i]
			}
		}
		// amount in a step T_s = inflow + Σ T_from·share: a linear system.
		a, b := mat.NewDense(len(n.Steps), len(n.Steps), nil), mat.NewVecDense(len(n.Steps), nil)
		for s := range n.Steps {
			a.Set(s, s, 1)
		}
		for i, s := range n.Streams {
			switch {
			case s.To == Outside:
			case s.From == Outside:
				contents[i][id] = 0.1 + 0.2*rng.Float64()
				b.SetVec(s.To, b.AtVec(s.To)+truth[i]*contents[i][id])
			default:
				a.Set(s.To, s.From, a.At(s.To, s.From)-truth[i]*preference[i]/out[s.From])
			}
		}
		var total mat.VecDense
		if err := total.SolveVec(a, b); err != nil {
			panic(err)
		}
		for i, s := range n.Streams {
			if s.From != Outside {
				contents[i][id] = total.AtVec(s.From) * preference[i] / out[s.From]
			}
		}
	}
	return n, contents
}

// measureContents gives readings around the true contents.
func measureContents(rng *rand.Rand, n Network, contents []map[string]float64, percent, unmeasured float64) Network {
	n.Streams = slices.Clone(n.Streams)
	for i := range n.Streams {
		n.Streams[i].Content = make(map[string]Measure)
		for _, k := range n.Components {
			if rng.Float64() < unmeasured {
				continue
			}
			c := contents[i][k.ID]
			sigma := percent * c / 100 / z95
			n.Streams[i].Content[k.ID] = Measure{Value: c + sigma*rng.NormFloat64(), Sigma: sigma}
		}
	}
	return n
}

// The solution of the bilinear problem satisfies the balances to 1e-9 and is
// stationary: no small move that keeps the balances lowers the sum of squares.
// The gradient is checked by projecting it on the null space of the Jacobian,
// with singular values and numerical derivatives, not with the engine's own.
func TestComponentsAreOptimal(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	for trial := range 60 {
		flows, truth := randomFlows(rng, 2+rng.IntN(4), 4+rng.IntN(8))
		n := measure(rng, flows, truth, 5, float64(trial%3)*0.1)
		n, contents := withContents(rng, n, truth, 1+trial%2)
		n = measureContents(rng, n, contents, 5, float64(trial%4)*0.15)
		j := newJoint(n, Options{})
		if err := j.reconcile(); err != nil {
			t.Fatalf("trial %d: %v", trial, err)
		}
		m, k := len(j.rows), len(j.vars)
		size := make([]float64, k)
		gradient := mat.NewVecDense(k, nil)
		for i, v := range j.vars {
			size[i] = v.scale
			if v.measured {
				size[i] = v.sigma
				gradient.SetVec(i, (j.value[i]-v.start)/v.sigma)
			}
		}
		jac := mat.NewDense(max(m, 1), k, nil)
		for i := range k {
			h := 1e-4 * size[i]
			up, down := slices.Clone(j.value), slices.Clone(j.value)
			up[i] += h
			down[i] -= h
			gu, _ := j.imbalance(up)
			gd, _ := j.imbalance(down)
			for row := range m {
				jac.Set(row, i, (gu[row]-gd[row])/2e-4)
			}
		}
		var svd mat.SVD
		svd.Factorize(jac, mat.SVDThin)
		values := svd.Values(nil)
		var v mat.Dense
		svd.VTo(&v)
		left := mat.VecDenseCopyOf(gradient)
		for c, s := range values {
			if s > 1e-9*values[0] {
				col := v.ColView(c)
				left.AddScaledVec(left, -mat.Dot(col, gradient), col)
			}
		}
		if f := mat.Norm(left, 2); f > 1e-5*(1+mat.Norm(gradient, 2)) {
			t.Errorf("trial %d: gradient along the balances %g of %g", trial, f, mat.Norm(gradient, 2))
		}
		closed(t, n, reconciled(t, n))
	}
}

// A bilinear case with known truth: exact readings are left alone, and the
// figures that were not measured come out true.
func TestComponentsKnownTruth(t *testing.T) {
	// A washer takes 100 t with 0.26 starch and 50 t water; 120 t slurry with
	// 0.21 (25.2 t starch) and 30 t waste, so the waste has 0.8 t = 0.026667.
	n := Network{
		Components: []Component{{ID: "starch"}},
		Steps:      []Step{{ID: "wash"}},
		Streams: []Stream{
			{ID: "roots", From: Outside, To: 0, Kind: Input, Amount: At(100), Content: map[string]Measure{"starch": {Value: 0.26}}},
			{ID: "water", From: Outside, To: 0, Kind: Input, Amount: At(50), Content: map[string]Measure{"starch": {Value: 0}}},
			{ID: "slurry", From: 0, To: Outside, Kind: Product, Amount: At(120), Content: map[string]Measure{"starch": {Value: 0.21}}},
			{ID: "waste", From: 0, To: Outside, Kind: Waste},
		},
	}
	r := reconciled(t, n)
	starch, _ := r.Layer("starch")
	mass, _ := r.Layer(Mass)
	near(t, "waste", *mass.Streams[3].Reconciled, 30, 1e-9)
	near(t, "starch in waste", starch.Streams[3].Amount.Value, 0.8, 1e-9)
	near(t, "content of waste", *starch.Streams[3].Reconciled, 0.8/30, 1e-9)
	if mass.Streams[3].Class != Determined || starch.Streams[3].Class != Determined || starch.Streams[0].Class != Nonredundant {
		t.Errorf("classes %s %s %s", mass.Streams[3].Class, starch.Streams[3].Class, starch.Streams[0].Class)
	}
	// By hand: Var = Σ σ² over amounts and, for starch, (c·σx)² + (x·σc)², all 2 % at 95 %.
	rel := 0.02 / 1.96
	near(t, "sd of waste", mass.Streams[3].SD, rel*math.Sqrt(100*100+50*50+120*120), 1e-9)
	near(t, "sd of its starch", starch.Streams[3].Amount.SD, rel*math.Sqrt(2*26*26+2*25.2*25.2), 1e-9)
	// c = m/x: dc = (dm − c·dx)/x with m = 26 − 25.2 and x = 100 + 50 − 120 in common.
	c := 0.8 / 30
	byHand := rel / 30 * math.Sqrt(26*26+25.2*25.2+sq(100*(0.26-c))+sq(50*c)+sq(120*(0.21-c)))
	near(t, "sd of its content", starch.Streams[3].SD, byHand, 1e-9)
	if r.Groups[0].Global.DOF != 0 {
		t.Errorf("%+v", r.Groups[0].Global)
	}
}

func sq(x float64) float64 { return x * x }

// Contents determine amounts that nobody weighed: two streams leave a separator
// unweighed, but feed and contents are known. x1 + x2 = 100, 0.9·x1 + 0.1·x2 = 26
// give x1 = 20, x2 = 80.
func TestContentsDetermineAmounts(t *testing.T) {
	n := Network{
		Components: []Component{{ID: "dry"}},
		Steps:      []Step{{ID: "separator"}},
		Streams: []Stream{
			{ID: "feed", From: Outside, To: 0, Amount: At(100), Content: map[string]Measure{"dry": {Value: 0.26}}},
			{ID: "cake", From: 0, To: Outside, Content: map[string]Measure{"dry": {Value: 0.9}}},
			{ID: "water", From: 0, To: Outside, Content: map[string]Measure{"dry": {Value: 0.1}}},
		},
	}
	r := reconciled(t, n)
	mass, _ := r.Layer(Mass)
	near(t, "cake", *mass.Streams[1].Reconciled, 20, 1e-9)
	near(t, "water", *mass.Streams[2].Reconciled, 80, 1e-9)
	if mass.Streams[1].Class != Determined {
		t.Error(mass.Streams[1].Class)
	}
}

// The spread of many reconciliations of a bilinear network agrees with the
// reported standard deviations of amounts, contents and component amounts.
func TestComponentsMonteCarlo(t *testing.T) {
	rng := rand.New(rand.NewPCG(23, 24))
	flows, truth := randomFlows(rng, 3, 8)
	n := measure(rng, flows, truth, 2, 0)
	n.Streams[1].Amount = nil
	n, contents := withContents(rng, n, truth, 1)
	n = measureContents(rng, n, contents, 2, 0)
	delete(n.Streams[2].Content, "c0")
	base := reconciled(t, n)
	const draws = 3000
	k := len(truth)
	spread := make([][3]float64, k)
	statistic := 0.0
	for range draws {
		m := n
		m.Streams = slices.Clone(n.Streams)
		for i, s := range n.Streams {
			if s.Amount != nil {
				m.Streams[i].Amount = AtSigma(truth[i]+s.Amount.Sigma*rng.NormFloat64(), s.Amount.Sigma)
			}
			if c, ok := s.Content["c0"]; ok {
				m.Streams[i].Content = map[string]Measure{"c0": {Value: contents[i]["c0"] + c.Sigma*rng.NormFloat64(), Sigma: c.Sigma}}
			}
		}
		r := reconciled(t, m)
		statistic += r.Groups[0].Global.Statistic
		mass, _ := r.Layer(Mass)
		c0, _ := r.Layer("c0")
		for i := range k {
			spread[i][0] += sq(*mass.Streams[i].Reconciled - truth[i])
			spread[i][1] += sq(*c0.Streams[i].Reconciled - contents[i]["c0"])
			spread[i][2] += sq(c0.Streams[i].Amount.Value - truth[i]*contents[i]["c0"])
		}
	}
	mass, _ := base.Layer(Mass)
	c0, _ := base.Layer("c0")
	for i := range k {
		for what, got := range map[string][2]float64{
			"amount":    {spread[i][0], mass.Streams[i].SD},
			"content":   {spread[i][1], c0.Streams[i].SD},
			"component": {spread[i][2], c0.Streams[i].Amount.SD},
		} {
			// √(1/2·draws) = 1.3 % for a standard deviation; linearisation and
			// the point it is made at add a few %.
			if sd := math.Sqrt(got[0] / draws); math.Abs(sd-got[1]) > 0.09*got[1] {
				t.Errorf("%s of %s: spread %g, reported %g", what, n.Streams[i].ID, sd, got[1])
			}
		}
	}
	dof := float64(base.Groups[0].Global.DOF)
	near(t, "mean of the statistic", statistic/draws, dof, 0.03*dof+5*math.Sqrt(2*dof/draws))
}

// A component that a step consumes has no balance there, and its balance over
// the other steps is kept. Units of the component do not matter: COD in g/m³.
func TestNotConserved(t *testing.T) {
	n := Network{
		Components: []Component{{ID: "cod", NotShare: true}},
		Steps:      []Step{{ID: "pit"}, {ID: "treatment", NotConserved: []string{"cod"}}},
		Streams: []Stream{
			{ID: "a", From: Outside, To: 0, Amount: At(60), Content: map[string]Measure{"cod": {Value: 5000}}},
			{ID: "b", From: Outside, To: 0, Amount: At(40), Content: map[string]Measure{"cod": {Value: 10000}}},
			{ID: "raw", From: 0, To: 1, Amount: At(100), Content: map[string]Measure{"cod": {Value: 7100}}},
			{ID: "clean", From: 1, To: Outside, Amount: At(101), Content: map[string]Measure{"cod": {Value: 50}}},
		},
	}
	r := reconciled(t, n)
	cod, _ := r.Layer("cod")
	if !cod.Steps[1].NotConserved || !cod.Plant.NotConserved || cod.Steps[0].Closure == nil || cod.Streams[3].Class != Nonredundant {
		t.Errorf("%+v", cod.Steps[1])
	}
	closed(t, n, r)
	if r.Groups[0].Global.DOF != 3 {
		t.Errorf("degrees of freedom %d", r.Groups[0].Global.DOF)
	}
}

// Contents of a distillation column whose flows contradict each other by far
// (1095 in, 967 out, with ±4): it converges to a point that closes, and the
// test says that the data cannot be right. Data: Table 4.1 of "Basic Concepts in
// Data Reconciliation", NC State University and University of Ottawa 2003.
func TestColumn(t *testing.T) {
	content := func(a, sa, b, sb float64) map[string]Measure {
		return map[string]Measure{"light": {Value: a, Sigma: sa}, "heavy": {Value: b, Sigma: sb}}
	}
	n := Network{
		Components: []Component{{ID: "light"}, {ID: "heavy"}},
		Steps:      []Step{{ID: "column"}},
		Streams: []Stream{
			{ID: "F1", From: Outside, To: 0, Amount: AtSigma(1095.475, 4.8), Content: content(0.4822, 0.0048, 0.5170, 0.0052)},
			{ID: "F2", From: 0, To: Outside, Amount: AtSigma(478.402, 3.9), Content: content(0.9410, 0.0094, 0.0501, 0.0005)},
			{ID: "F3", From: 0, To: Outside, Amount: AtSigma(488.232, 4.4), Content: content(0.0197, 0.0002, 0.9748, 0.0097)},
		},
	}
	r := reconciled(t, n)
	closed(t, n, r)
	if g := r.Groups[0]; g.Global.Pass || len(g.Suspects) == 0 || g.Global.DOF != 3 {
		t.Errorf("%+v", g)
	}
}
