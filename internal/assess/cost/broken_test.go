package cost_test

import (
	"math"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/cost"
)

// Every network that cannot be followed is refused with words of its own.
func TestBadNetworks(t *testing.T) {
	for key, spoil := range map[string]func(*cost.Network){
		"cost.empty":            func(n *cost.Network) { *n = cost.Network{} },
		"cost.duplicate-step":   func(n *cost.Network) { n.Steps[1].ID = "qc1" },
		"cost.duplicate-stream": func(n *cost.Network) { n.Streams[1].ID = "raw" },
		"cost.bad-step-cost":    func(n *cost.Network) { n.Steps[0].Energy = -1 },
		"cost.bad-stock":        func(n *cost.Network) { n.Steps[0].StockChange = math.NaN() },
		"cost.no-amount":        func(n *cost.Network) { n.Streams[2].Amount = math.NaN() },
		"cost.negative-amount":  func(n *cost.Network) { n.Streams[2].Amount = -1e-5 },
		"cost.unknown-kind":     func(n *cost.Network) { n.Streams[2].Kind = "rubbish" },
		"cost.nowhere":          func(n *cost.Network) { n.Streams[2].From = cost.Outside },
		"cost.no-such-step":     func(n *cost.Network) { n.Streams[2].From = 7 },
		"cost.kind-leaves":      func(n *cost.Network) { n.Streams[2].Kind = cost.Intermediate },
		"cost.bad-content":      func(n *cost.Network) { n.Streams[2].Contents = map[string]float64{"x": -0.2} },
		"cost.bad-charge":       func(n *cost.Network) { n.Streams[2].Fee.PerUnit = -1 },
		"cost.charge-not-waste": func(n *cost.Network) { n.Streams[4].Treatment.PerPeriod = 3 },
		"cost.bad-price":        func(n *cost.Network) { n.Streams[0].Price = ptr(math.Inf(1)) },
		"cost.heat-enters":      func(n *cost.Network) { n.Streams[0].Heat = 3 },
		"cost.price-without-content": func(n *cost.Network) {
			n.Streams[0].Prices = map[string]float64{"starch": 2}
		},
		"cost.components-over-price": func(n *cost.Network) {
			n.Streams[0].Contents = map[string]float64{"starch": 0.5}
			n.Streams[0].Prices = map[string]float64{"starch": 21}
		},
		"cost.no-outflow":     func(n *cost.Network) { n.Streams = n.Streams[:4] },
		"cost.bad-weight":     func(n *cost.Network) { n.Steps[1].Key.Weights = map[string]float64{"good": -1, "loss2": 1} },
		"cost.weight-missing": func(n *cost.Network) { n.Steps[1].Key.Weights = map[string]float64{"good": 1} },
		"cost.weight-foreign": func(n *cost.Network) {
			n.Steps[1].Key.Weights = map[string]float64{"good": 1, "loss2": 1, "raw": 1}
		},
		"cost.key-empty": func(n *cost.Network) { n.Steps[1].Key.Weights = map[string]float64{"good": 0, "loss2": 0} },
		"cost.closed-loop": func(n *cost.Network) {
			n.Streams = append(n.Streams, cost.Stream{ID: "back", From: 1, To: 0, Kind: cost.Recycle, Amount: 200})
			n.Streams[0].Amount = 0
			n.Streams[2].Amount, n.Streams[3].Amount, n.Streams[4].Amount, n.Streams[5].Amount = 0, 0, 0, 0
			n.Streams[1].Amount = 200
		},
		"cost.no-causer": func(n *cost.Network) {
			n.Steps = append(n.Steps, cost.Step{ID: "wwt", Role: cost.Disposes, System: 5})
			n.Streams = append(n.Streams, cost.Stream{ID: "rain", From: 2, To: cost.Outside, Kind: cost.Waste, Amount: 1})
		},
	} {
		n := twoCentres()
		spoil(&n)
		r, wrong := cost.Follow(n)
		if r != nil || len(wrong) == 0 || wrong[0].Key != key {
			t.Errorf("%s: got %v", key, wrong)
		}
	}
}

// A loop without an outlet is named with its steps.
func TestClosedLoopNamesItsSteps(t *testing.T) {
	_, wrong := cost.Follow(cost.Network{
		Steps: []cost.Step{{ID: "a"}, {ID: "b"}, {ID: "c"}},
		Streams: []cost.Stream{
			{ID: "in", From: cost.Outside, To: 0, Kind: cost.Input, Amount: 10, Price: ptr(1)},
			{ID: "out", From: 0, To: cost.Outside, Kind: cost.Product, Amount: 10},
			{ID: "bc", From: 1, To: 2, Kind: cost.Intermediate, Amount: 5},
			{ID: "cb", From: 2, To: 1, Kind: cost.Recycle, Amount: 5},
		},
	})
	if len(wrong) != 1 || wrong[0].Key != "cost.closed-loop" || !slices.Equal(wrong[0].Args["steps"].([]string), []string{"b", "c"}) {
		t.Errorf("got %v", wrong)
	}
}

// All errors come at once.
func TestAllErrors(t *testing.T) {
	n := twoCentres()
	n.Steps[0].Energy, n.Streams[2].Amount, n.Streams[3].Price = -1, -5, ptr(-1)
	if _, wrong := cost.Follow(n); len(wrong) != 3 {
		t.Errorf("got %v", wrong)
	}
}

// What least squares leave below zero is zero, and the caller's data stay.
func TestRoundingBelowZero(t *testing.T) {
	n := twoCentres()
	n.Streams[5].Amount = -1e-12
	n.Streams[5].Contents = map[string]float64{"x": -1e-12}
	r := follow(t, n)
	m := wantRemark(t, r, "cost.clamped")
	if !slices.Equal(m.Args["streams"].([]string), []string{"loss2"}) || stream(t, r, "loss2").Loss.Total() != 0 {
		t.Errorf("remark %v, loss2 %+v", m, stream(t, r, "loss2"))
	}
	if n.Streams[5].Amount != -1e-12 || n.Streams[5].Contents["x"] != -1e-12 {
		t.Error("the caller's network was changed")
	}
}

// A missing price is said; a price of zero is a price.
func TestMissingPrice(t *testing.T) {
	n := twoCentres()
	n.Streams[0].Price, n.Streams[3].Price = nil, ptr(0)
	r := follow(t, n)
	if m := wantRemark(t, r, "cost.no-price"); !slices.Equal(m.Args["streams"].([]string), []string{"raw"}) {
		t.Errorf("remark %v", m)
	}
}

// An idle step and a stream without amount do not disturb; where nothing costs
// anything there is no share of loss.
func TestNothingCosts(t *testing.T) {
	n := twoCentres()
	n.Steps = append(n.Steps, cost.Step{ID: "idle"})
	n.Streams = append(n.Streams, cost.Stream{ID: "idle-in", From: 1, To: 2, Kind: cost.Intermediate}, cost.Stream{ID: "idle-out", From: 2, To: 1, Kind: cost.Recycle})
	near(t, "all", follow(t, n).In.Total(), 2810)

	r := follow(t, cost.Network{
		Steps:   []cost.Step{{ID: "a"}},
		Streams: []cost.Stream{{ID: "in", From: cost.Outside, To: 0, Kind: cost.Input, Amount: 1, Price: ptr(0)}, {ID: "out", From: 0, To: cost.Outside, Kind: cost.Loss, Amount: 1}},
	})
	if _, ok := r.LossPercent(); ok || len(r.Pareto) != 0 {
		t.Errorf("result %+v", r)
	}
}
