package balance

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/problem"
)

func keys(list problem.List) (out []string) {
	for _, p := range list {
		out = append(out, p.Message.Key)
	}
	return out
}

// Nothing measured: everything is undetermined, nothing is an error. In a chain
// any one meter gives all.
func TestNothingMeasured(t *testing.T) {
	for _, components := range []bool{false, true} {
		n := chain()
		if !components {
			n.Components = nil
		}
		for i := range n.Streams {
			n.Streams[i].Amount = nil
		}
		r := reconciled(t, n)
		mass, _ := r.Layer(Mass)
		for _, s := range mass.Streams {
			if s.Class != Undetermined || s.Reconciled != nil || len(s.Meters) != 3 || s.Meters[0].Stream != s.Stream {
				t.Errorf("%+v", s)
			}
		}
		if !slices.Contains(keys(r.Problems), "balance.nothing-redundant") || !slices.Contains(keys(r.Problems), "balance.undetermined-class") {
			t.Error(keys(r.Problems))
		}
		if mass.Plant.Closure != nil || len(mass.Plant.Missing) != 2 {
			t.Errorf("%+v", mass.Plant)
		}
	}
}

// Parallel streams that nobody measures: neither follows, their sum does, and a
// meter on either gives both.
func TestParallelUnmeasured(t *testing.T) {
	for _, components := range []bool{false, true} {
		n := chain()
		if !components {
			n.Components = nil
		}
		n.Streams[1].Amount = nil
		n.Streams = append(n.Streams, Stream{ID: "mid2", From: 0, To: 1})
		r := reconciled(t, n)
		mass, _ := r.Layer(Mass)
		if mass.Streams[1].Class != Undetermined || len(mass.Streams[1].Meters) != 2 {
			t.Errorf("%+v", mass.Streams[1])
		}
		sum := r.Estimate(Total{Mass, map[int]float64{1: 1, 3: 1}})
		if sum == nil {
			t.Fatal("the sum follows")
		}
		near(t, "sum", sum.Value, 10, 1e-9)
		// Two readings of 10 ± 2 %, averaged: 0.102/√2.
		near(t, "sd of the sum", sum.SD, 0.2/1.96/math.Sqrt2, 1e-9)
		if r.Estimate(Total{Mass, map[int]float64{1: 1}}) != nil {
			t.Error("one of them does not follow")
		}
	}
}

// Parallel measured streams have the same z: both are named.
func TestParallelSuspects(t *testing.T) {
	n := chain()
	n.Components = nil
	n.Streams[1].Amount = At(6)
	n.Streams = append(n.Streams, Stream{ID: "mid2", From: 0, To: 1, Amount: At(7)})
	r := reconciled(t, n)
	g := r.Groups[0]
	if len(g.Suspects) != 2 || g.Suspects[0].Stream != 1 || g.Suspects[1].Stream != 3 {
		t.Errorf("%+v", g)
	}
	if !slices.Contains(keys(r.Problems), "balance.suspects") {
		t.Error(keys(r.Problems))
	}
	for _, p := range r.Problems {
		say(t, p.Message)
	}
}

// Sub-networks that have nothing to do with each other give what each gives
// alone; a closed circuit has one balance fewer than steps.
func TestDisconnected(t *testing.T) {
	a := chain()
	a.Components = nil
	a.Streams[2].Amount = At(10.3)
	alone, _ := reconciled(t, a).Layer(Mass)
	n := a
	n.Steps = append(slices.Clone(a.Steps), Step{ID: "c"}, Step{ID: "d"})
	n.Streams = append(slices.Clone(a.Streams),
		Stream{ID: "y", From: 2, To: 3, Amount: At(500)}, Stream{ID: "z", From: 3, To: 2, Amount: At(510)})
	r := reconciled(t, n)
	mass, _ := r.Layer(Mass)
	for i := range a.Streams {
		near(t, a.Streams[i].ID, *mass.Streams[i].Reconciled, *alone.Streams[i].Reconciled, 1e-12)
		near(t, a.Streams[i].ID+" sd", mass.Streams[i].SD, alone.Streams[i].SD, 1e-12)
	}
	if r.Groups[0].Global.DOF != 3 {
		t.Errorf("degrees of freedom %d", r.Groups[0].Global.DOF)
	}
	near(t, "circuit", *mass.Streams[3].Reconciled, *mass.Streams[4].Reconciled, 1e-9)
	closed(t, n, r)
}

// Tiny flows beside huge ones, 1e-6 to 1e9, in one connected network: every
// balance still closes to 1e-9 of its own throughput, and the tiny part gives
// what it gives alone.
func TestTinyBesideHuge(t *testing.T) {
	for _, huge := range []float64{1, 1e3, 1e9} {
		const tiny = 1e-6
		n := Network{Steps: []Step{{ID: "river"}, {ID: "dosing"}, {ID: "mixing"}},
			Streams: []Stream{
				{ID: "in", From: Outside, To: 0, Amount: At(huge)},
				{ID: "out", From: 0, To: Outside, Amount: At(1.01 * huge)},
				{ID: "dose in", From: Outside, To: 1, Amount: At(tiny)},
				{ID: "dose", From: 1, To: 2, Amount: At(1.02 * tiny)},
				{ID: "drip", From: 2, To: 0, Amount: At(1.01 * tiny)},
				{ID: "loop", From: 0, To: 2, Amount: At(huge)},
				{ID: "back", From: 2, To: 0, Amount: At(0.99 * huge)},
			}}
		r := reconciled(t, n)
		closed(t, n, r)
		mass, _ := r.Layer(Mass)
		// dose in and dose meet only at the dosing step: weights 1/σ² with σ in
		// proportion to the reading, a = (1/1² ·1 + 1/1.02²·1.02)/(1 + 1/1.02²).
		w := 1 / (1.02 * 1.02)
		near(t, "dose", *mass.Streams[3].Reconciled/tiny, (1+w*1.02)/(1+w), 1e-6)
		near(t, "its sd", mass.Streams[3].SD/tiny, 0.02/1.96/math.Sqrt(1+w), 1e-6)
	}
}

// The same with a component, where the layers are iterated.
func TestTinyBesideHugeComponents(t *testing.T) {
	dry := func(v float64) map[string]Measure { return map[string]Measure{"dry": {Value: v}} }
	for _, huge := range []float64{1, 1e3, 1e9} {
		const tiny = 1e-6
		n := Network{Components: []Component{{ID: "dry"}}, Steps: []Step{{ID: "river"}, {ID: "dosing"}, {ID: "mixing"}},
			Streams: []Stream{
				{ID: "in", From: Outside, To: 0, Amount: At(huge), Content: dry(0.1)},
				{ID: "out", From: 0, To: Outside, Amount: At(1.01 * huge), Content: dry(0.101)},
				{ID: "dose in", From: Outside, To: 1, Amount: At(tiny), Content: dry(0.5)},
				{ID: "dose", From: 1, To: 2, Amount: At(1.02 * tiny), Content: dry(0.49)},
				{ID: "drip", From: 2, To: 0, Amount: At(1.01 * tiny), Content: dry(0.5)},
				{ID: "loop", From: 0, To: 2, Amount: At(huge), Content: dry(0.1)},
				{ID: "back", From: 2, To: 0, Amount: At(0.99 * huge)},
			}}
		closed(t, n, reconciled(t, n))
	}
}

// With readings good to ±60 % the linearisation need not converge; mostly it
// does, and where it does not, the error names the worst balance and there is no
// result.
func TestNotConverged(t *testing.T) {
	failed := 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 77))
		n, truth := randomFlows(rng, 4, 10)
		n = measure(rng, n, truth, 60, 0.1)
		for i := range n.Streams {
			if m := n.Streams[i].Amount; m != nil && m.Value < 0 {
				n.Streams[i].Amount = nil
			}
		}
		n, contents := withContents(rng, n, truth, 2)
		n = measureContents(rng, n, contents, 60, 0.2)
		for i := range n.Streams {
			maps.DeleteFunc(n.Streams[i].Content, func(_ string, m Measure) bool { return m.Value < 0 })
		}
		r, problems := Reconcile(n, Options{})
		if r != nil {
			closedAbove(t, n, r, 1e-3)
			continue
		}
		failed++
		last := problems[len(problems)-1]
		if words := say(t, last.Message); last.Severity != problem.Error || !strings.Contains(words, "p") {
			t.Errorf("%v: %q", last, words)
		}
	}
	if failed == 0 || failed > 10 {
		t.Errorf("%d of 300 did not converge", failed)
	}
}

// Zero readings are exact unless a sigma is given; a step with nothing but zeros
// does no harm.
func TestZeroFlows(t *testing.T) {
	n := chain()
	n.Steps = append(n.Steps, Step{ID: "idle"})
	n.Streams = append(n.Streams,
		Stream{ID: "x", From: 1, To: 2, Amount: At(0), Content: map[string]Measure{"dry": {Value: 0.2}}},
		Stream{ID: "y", From: 2, To: Outside, Amount: At(0)},
		Stream{ID: "leak", From: 0, To: Outside, Amount: AtSigma(0, 0.05)})
	n.Streams[2].Amount = At(9.8)
	for _, components := range [][]Component{nil, n.Components} {
		n.Components = components
		if components == nil {
			n.Streams[3].Content = nil
		} else {
			n.Streams[3].Content = map[string]Measure{"dry": {Value: 0.2}}
		}
		r := reconciled(t, n)
		mass, _ := r.Layer(Mass)
		for _, i := range []int{3, 4} {
			if s := mass.Streams[i]; *s.Reconciled != 0 || s.SD != 0 || s.Class != Nonredundant {
				t.Errorf("%+v", s)
			}
		}
		if s := mass.Streams[5]; s.Class != Redundant || *s.Reconciled == 0 {
			t.Errorf("leak %+v", s)
		}
		closed(t, n, r)
	}
}

// A negative result is said, not clamped: 10 in, 12 out by one meter, and an
// unmeasured second outlet must be −2.
func TestNegativeResult(t *testing.T) {
	n := chain()
	n.Components = nil
	n.Streams[1].Amount = nil
	n.Streams[2].Amount = At(12)
	n.Streams = append(n.Streams, Stream{ID: "loss", From: 0, To: Outside, Kind: Loss})
	r := reconciled(t, n)
	mass, _ := r.Layer(Mass)
	near(t, "loss", *mass.Streams[3].Reconciled, -2, 1e-9)
	i := slices.IndexFunc(r.Problems, func(p problem.Problem) bool { return p.Message.Key == "balance.negative-result" })
	if i < 0 || r.Problems[i].Path != "stream[4].amount" {
		t.Error(keys(r.Problems))
	}
}

// Closure before reconciliation (METHOD §1) and the loss that nobody named.
func TestClosureAndUnidentified(t *testing.T) {
	n := chain()
	n.Components = nil
	n.Streams[1].Amount = At(8.5)
	r := reconciled(t, n)
	mass, _ := r.Layer(Mass)
	a := mass.Steps[0]
	near(t, "closure of a", *a.Closure, 85, 1e-9)
	near(t, "gap of a", a.Unidentified.Value, 1.5, 1e-9)
	near(t, "its half width", a.Unidentified.Half(), 0.02*math.Hypot(10, 8.5), 1e-9)
	if a.Accepted || mass.Plant.Unidentified != nil || !mass.Plant.Accepted {
		t.Errorf("%+v %+v", a, mass.Plant)
	}
	near(t, "closure of b", *mass.Steps[1].Closure, 1000/8.5, 1e-9)
	if got := keys(r.Problems); !slices.Contains(got, "balance.unidentified-loss") || !slices.Contains(got, "balance.unidentified-source") {
		t.Error(got)
	}
	// The same readings as energy are within 20 %, and still beyond their
	// uncertainty.
	for i := range n.Streams {
		n.Streams[i].Energy = n.Streams[i].Amount
	}
	energy, _ := reconciled(t, n).Layer(Energy)
	if e := energy.Steps[0]; !e.Accepted || e.Unidentified == nil {
		t.Errorf("%+v", e)
	}
}

// Energy is a layer of its own: electricity and heat losses have no mass, and
// steps are balanced in kWh whatever the tonnes do.
func TestEnergy(t *testing.T) {
	n := chain()
	n.Components = nil
	n.Streams[0].Energy, n.Streams[2].Energy = At(1000), At(1150)
	n.Streams = append(n.Streams,
		Stream{ID: "power", From: Outside, To: 0, Kind: Input, OnlyEnergy: true, Energy: &Measure{Value: 300, Quality: Invoice}},
		Stream{ID: "heat", From: 1, To: Outside, Kind: Loss, OnlyEnergy: true})
	r := reconciled(t, n)
	energy, _ := r.Layer(Energy)
	near(t, "heat loss", *energy.Streams[4].Reconciled, 150, 1e-9)
	near(t, "its sd", energy.Streams[4].SD, math.Sqrt(sq(20)+sq(23)+sq(3))/1.96, 1e-9)
	mass, _ := r.Layer(Mass)
	if mass.Streams[4].Present || len(r.Groups) != 2 {
		t.Errorf("%+v", mass.Streams[4])
	}
	loss := r.Estimate(n.Losses(Energy))
	near(t, "loss", loss.Value, 150, 1e-9)
}

// The nodal test joins steps between which a stream is not measured.
func TestNodal(t *testing.T) {
	n := chain()
	n.Components = nil
	n.Streams[1].Amount = nil
	n.Streams[2].Amount = At(9)
	_, _, tests := Closures(n, Mass, Options{})
	if len(tests) != 1 || len(tests[0].Steps) != 2 || tests[0].Pass {
		t.Fatalf("%+v", tests)
	}
	near(t, "z", tests[0].Z, 1/(0.02/1.96*math.Hypot(10, 9)), 1e-9)
}

// The meter that helps most. Losses are found as the small difference of two
// large meters; measuring the loss itself beats better large meters. The
// predicted spread is that of the network so measured.
func TestBestMeters(t *testing.T) {
	n := Network{Steps: []Step{{ID: "a"}, {ID: "b"}},
		Streams: []Stream{
			{ID: "in", From: Outside, To: 0, Kind: Input, Amount: AtPercent(100, 5)},
			{ID: "mid", From: 0, To: 1, Amount: AtPercent(98, 3)},
			{ID: "loss a", From: 0, To: Outside, Kind: Waste},
			{ID: "out", From: 1, To: Outside, Kind: Product, Amount: AtPercent(95, 2)},
			{ID: "loss b", From: 1, To: Outside, Kind: Loss},
		}}
	r := reconciled(t, n)
	gains := r.BestMeters(n.Losses(Mass), 1)
	if len(gains) < 2 || n.Streams[gains[0].Meter.Stream].ID != "in" {
		t.Fatalf("%+v", gains)
	}
	for _, g := range gains {
		// What is predicted is what a network with that meter gives.
		mass, _ := r.Layer(Mass)
		with := n.withReading(g.Meter, *mass.Streams[g.Meter.Stream].Reconciled, 1)
		if math.Abs(g.Percent-100*(1-sq(g.After / *g.Before))) > 1e-9 {
			t.Errorf("%+v", g)
		}
		near(t, n.Streams[g.Meter.Stream].ID, g.After, reconciled(t, with).Estimate(n.Losses(Mass)).SD, 1e-9)
	}
	// The total loss does not follow when the feed is not measured either.
	n.Streams[0].Amount = nil
	r = reconciled(t, n)
	if r.Estimate(n.Losses(Mass)) != nil {
		t.Fatal("it cannot follow")
	}
	gains = r.BestMeters(n.Losses(Mass), 2)
	var ids []string
	for _, g := range gains {
		ids = append(ids, fmt.Sprint(n.Streams[g.Meter.Stream].ID))
		if g.Before != nil || g.Assumed == 0 {
			t.Errorf("%+v", g)
		}
	}
	if !slices.Contains(ids, "in") || !slices.Contains(ids, "loss a") {
		t.Errorf("%v", ids)
	}
}

// A content that was not analysed may be the best place to measure.
func TestBestMetersComponents(t *testing.T) {
	dry := func(v float64) map[string]Measure { return map[string]Measure{"dry": {Value: v}} }
	n := Network{Components: []Component{{ID: "dry"}}, Steps: []Step{{ID: "press"}},
		Streams: []Stream{
			{ID: "feed", From: Outside, To: 0, Kind: Input, Amount: At(100), Content: dry(0.3)},
			{ID: "cake", From: 0, To: Outside, Kind: Product, Amount: At(70), Content: dry(0.42)},
			{ID: "water", From: 0, To: Outside, Kind: Waste, Amount: At(30)},
		}}
	r := reconciled(t, n)
	gains := r.BestMeters(n.Losses("dry"), 2)
	if len(gains) == 0 || gains[0].Meter != (Meter{2, "dry"}) {
		t.Fatalf("%+v", gains)
	}
	dryLayer, _ := r.Layer("dry")
	with := n.withReading(gains[0].Meter, *dryLayer.Streams[2].Reconciled, 2)
	near(t, "sd", gains[0].After, reconciled(t, with).Estimate(n.Losses("dry")).SD, 1e-6)
}

// A gross error in a content is found as such.
func TestSuspectContent(t *testing.T) {
	dry := func(v float64) map[string]Measure { return map[string]Measure{"dry": {Value: v}} }
	n := Network{Components: []Component{{ID: "dry"}}, Steps: []Step{{ID: "a"}, {ID: "b"}},
		Streams: []Stream{
			{ID: "feed", From: Outside, To: 0, Amount: At(100), Content: dry(0.30)},
			{ID: "wet", From: 0, To: Outside, Amount: At(40), Content: dry(0.15)},
			{ID: "mid", From: 0, To: 1, Amount: At(60), Content: dry(0.46)}, // true 0.40
			{ID: "cake", From: 1, To: Outside, Amount: At(30), Content: dry(0.60)},
			{ID: "juice", From: 1, To: Outside, Amount: At(30), Content: dry(0.20)},
		}}
	r := reconciled(t, n)
	g := r.Groups[0]
	if len(g.Suspects) != 1 || g.Suspects[0] != (Meter{2, "dry"}) {
		t.Fatalf("%+v", g)
	}
	without, _ := r.Without(g.Suspects[0])
	layer, _ := without.Layer("dry")
	near(t, "content", *layer.Streams[2].Reconciled, 0.40, 1e-9)
	if !without.Groups[0].Global.Pass {
		t.Errorf("%+v", without.Groups[0])
	}
	for _, p := range r.Problems {
		say(t, p.Message)
	}
	if _, list := r.Without(Meter{9, Mass}); !list.HasErrors() {
		t.Error("there is no stream 9")
	}
}

// Šidák's bound: 1.96 for one, 2.2365 for two (1 − √0.95 = 0.025321, two-sided), and
// the textbook values 2.80 for ten.
func TestSidak(t *testing.T) {
	near(t, "1", sidak(1), 1.96, 1e-12)
	near(t, "2", sidak(2), 2.2365, 1e-4)
	near(t, "10", sidak(10), 2.7996, 5e-3)
}
