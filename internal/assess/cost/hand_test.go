package cost_test

import (
	"math"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/cost"
	"github.com/sxsh-audit/audit/internal/text"
)

func ptr(v float64) *float64 { return &v }

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*max(1, math.Abs(want))) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

func nearParts(t *testing.T, what string, got, want cost.Parts) {
	t.Helper()
	near(t, what+" material", got.Material, want.Material)
	near(t, what+" energy", got.Energy, want.Energy)
	near(t, what+" system", got.System, want.System)
	near(t, what+" treatment", got.Treatment, want.Treatment)
	near(t, what+" fee", got.Fee, want.Fee)
}

func follow(t *testing.T, n cost.Network) *cost.Result {
	t.Helper()
	r, wrong := cost.Follow(n)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	return r
}

func stream(t *testing.T, r *cost.Result, id string) cost.StreamCost {
	t.Helper()
	i := slices.IndexFunc(r.Streams, func(s cost.StreamCost) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("no stream %q", id)
	}
	return r.Streams[i]
}

// twoCentres is a line of two quantity centres:
//
//	100 kg at 10 → [1: energy 50, system 800] → 70 kg → [2: energy 60, system 200] → 90 kg
//	                      ↓ 30 kg, treatment 80          ↑ 30 kg at 20     ↓ 10 kg, disposal 15, fee 5
func twoCentres() cost.Network {
	return cost.Network{
		Steps: []cost.Step{{ID: "qc1", Energy: 50, System: 800}, {ID: "qc2", Energy: 60, System: 200}},
		Streams: []cost.Stream{
			{ID: "raw", From: cost.Outside, To: 0, Kind: cost.Input, Amount: 100, Price: ptr(10)},
			{ID: "half", From: 0, To: 1, Kind: cost.Intermediate, Amount: 70},
			{ID: "loss1", From: 0, To: cost.Outside, Kind: cost.Waste, Amount: 30, Treatment: cost.Charge{PerPeriod: 80}},
			{ID: "extra", From: cost.Outside, To: 1, Kind: cost.Input, Amount: 30, Price: ptr(20)},
			{ID: "good", From: 1, To: cost.Outside, Kind: cost.Product, Amount: 90},
			{ID: "loss2", From: 1, To: cost.Outside, Kind: cost.Waste, Amount: 10, Disposal: cost.Charge{PerUnit: 1.5}, Fee: cost.Charge{PerUnit: 0.5}},
		},
	}
}

// The scheme of ISO 14051: material, energy and system cost by mass, 70 : 30 and
// 90 : 10; waste management wholly to the loss. By hand:
//
//	centre 1  in 1000 + 50 + 800      product 700 + 35 + 560       loss 300 + 15 + 240 + 80 = 635
//	centre 2  in 1300 + 95 + 760      product 1170 + 85.5 + 684    loss 130 + 9.5 + 76 + 20 = 235.5
//	loss share (635 + 235.5) / 2810 = 30.978647687 %
func TestMaterialFlowCostAccounting(t *testing.T) {
	r := follow(t, twoCentres())
	nearParts(t, "in", r.In, cost.Parts{Material: 1600, Energy: 110, System: 1000, Treatment: 95, Fee: 5})
	nearParts(t, "loss1", stream(t, r, "loss1").Loss, cost.Parts{Material: 300, Energy: 15, System: 240, Treatment: 80})
	nearParts(t, "half", stream(t, r, "half").Carried, cost.Parts{Material: 700, Energy: 35, System: 560})
	nearParts(t, "good", stream(t, r, "good").Product, cost.Parts{Material: 1170, Energy: 85.5, System: 684})
	nearParts(t, "loss2", stream(t, r, "loss2").Loss, cost.Parts{Material: 130, Energy: 9.5, System: 76, Treatment: 15, Fee: 5})
	nearParts(t, "product", r.Product, cost.Parts{Material: 1170, Energy: 85.5, System: 684})
	nearParts(t, "loss", r.Loss, cost.Parts{Material: 430, Energy: 24.5, System: 316, Treatment: 95, Fee: 5})
	share, ok := r.LossPercent()
	near(t, "loss share", share, 30.978647686832740)
	near(t, "percent of loss1", stream(t, r, "loss1").Percent, 22.597864768683273)
	near(t, "into centre 2", r.Steps[1].In.Total(), 1295+600)
	near(t, "out of centre 2", r.Steps[1].Out.Total(), 1295+600+260)
	if !ok || len(r.Remarks) > 0 || stream(t, r, "half").Total() != 0 {
		t.Errorf("ok %v, remarks %v", ok, r.Remarks)
	}
	// 635 of 870.5 is 72.9 %: both are needed for 80 %.
	if len(r.Pareto) != 2 || r.Streams[r.Pareto[0].Stream].ID != "loss1" || !r.Pareto[0].First || !r.Pareto[1].First {
		t.Errorf("pareto %+v", r.Pareto)
	}
	near(t, "first", r.Pareto[0].Percent, 72.946582423894313)
	near(t, "cumulative", r.Pareto[1].Cumulative, 100)
}

// The Pareto set ends with the stream that reaches 80 %: losses 50, 30, 20.
func TestPrioritySet(t *testing.T) {
	n := cost.Network{Steps: []cost.Step{{ID: "s", System: 100}}}
	for _, s := range []struct {
		id     string
		amount float64
	}{{"c", 20}, {"a", 50}, {"b", 30}} {
		n.Streams = append(n.Streams, cost.Stream{ID: s.id, From: 0, To: cost.Outside, Kind: cost.Loss, Amount: s.amount})
	}
	r := follow(t, n)
	var ids string
	for _, p := range r.Pareto {
		ids += r.Streams[p.Stream].ID
		if p.First {
			ids += "!"
		}
	}
	if ids != "a!b!c" {
		t.Errorf("order and priority %s", ids)
	}
}

// A recycle: a passes 125 to b, which returns 25. T = 100 + T/5, T = 125: the
// product carries 90 of the 100 bought, the waste 10, the recycle 25.
func TestRecycle(t *testing.T) {
	r := follow(t, cost.Network{
		Steps: []cost.Step{{ID: "a"}, {ID: "b"}},
		Streams: []cost.Stream{
			{ID: "in", From: cost.Outside, To: 0, Kind: cost.Input, Amount: 100, Price: ptr(1)},
			{ID: "ab", From: 0, To: 1, Kind: cost.Intermediate, Amount: 125},
			{ID: "back", From: 1, To: 0, Kind: cost.Recycle, Amount: 25},
			{ID: "good", From: 1, To: cost.Outside, Kind: cost.Product, Amount: 90},
			{ID: "bad", From: 1, To: cost.Outside, Kind: cost.Waste, Amount: 10},
		},
	})
	near(t, "good", stream(t, r, "good").Total(), 90)
	near(t, "bad", stream(t, r, "bad").Total(), 10)
	near(t, "back", stream(t, r, "back").Carried.Total(), 25)
}

// starchPlant: the value of roots goes with their starch, that of water with the
// amount. 100 t roots at 1,9 (26 % starch), 200 t water at 0,005. Starch: 22 in
// the product, 4 in the pulp.
func starchPlant() cost.Network {
	return cost.Network{
		Steps: []cost.Step{{ID: "extract", System: 30}},
		Streams: []cost.Stream{
			{ID: "roots", From: cost.Outside, To: 0, Kind: cost.Input, Amount: 100, Price: ptr(1.9), Follows: "starch", Contents: map[string]float64{"starch": 0.26}},
			{ID: "water", From: cost.Outside, To: 0, Kind: cost.Input, Amount: 200, Price: ptr(0.005)},
			{ID: "starch", From: 0, To: cost.Outside, Kind: cost.Product, Amount: 25, Contents: map[string]float64{"starch": 0.88}},
			{ID: "pulp", From: 0, To: cost.Outside, Kind: cost.ByProduct, Amount: 75, Contents: map[string]float64{"starch": 4. / 75}, Revenue: ptr(0.2)},
			{ID: "sewage", From: 0, To: cost.Outside, Kind: cost.Waste, Amount: 200},
		},
	}
}

// By hand: product 190·22/26 + 1·25/300 and 30·25/300 of the system cost; pulp
// 190·4/26 + 75/300 and 30·75/300; sewage 200/300 and 30·200/300.
func TestValueFollowsComponent(t *testing.T) {
	r := follow(t, starchPlant())
	if !slices.Equal(r.Components, []string{"", "starch"}) {
		t.Fatalf("components %q", r.Components)
	}
	s := stream(t, r, "starch")
	nearParts(t, "starch", s.Product, cost.Parts{Material: 190.*22/26 + 25./300, System: 2.5})
	near(t, "starch, by starch", s.Components[1], 190.*22/26)
	nearParts(t, "pulp", stream(t, r, "pulp").Product, cost.Parts{Material: 190.*4/26 + 0.25, System: 7.5})
	nearParts(t, "sewage", stream(t, r, "sewage").Loss, cost.Parts{Material: 2. / 3, System: 20})
}

// Single components with prices: 26 t starch at 7 is 182 of the 190; the rest
// goes with the amount.
func TestComponentPrices(t *testing.T) {
	n := starchPlant()
	n.Streams[0].Follows = ""
	n.Streams[0].Prices = map[string]float64{"starch": 7}
	r := follow(t, n)
	nearParts(t, "starch", stream(t, r, "starch").Product, cost.Parts{Material: 7*22 + (8+1)*25./300, System: 2.5})
	n.Streams[0].Price = nil // only the components are priced
	r = follow(t, n)
	nearParts(t, "in", r.In, cost.Parts{Material: 183, System: 30})
}

// 2 t of the 26 t starch are found nowhere: they are an unidentified loss of
// 190·2/26, although the amounts balance.
func TestComponentThatIsShort(t *testing.T) {
	n := starchPlant()
	n.Streams[2].Contents = map[string]float64{"starch": 20. / 25}
	r := follow(t, n)
	last := r.Streams[len(r.Streams)-1]
	if last.ID != "" || last.Step != "extract" || last.Kind != cost.Loss {
		t.Fatalf("the last stream is %+v", last)
	}
	near(t, "unidentified", last.Loss.Total(), 190.*2/26)
	wantRemark(t, r, "cost.unidentified-component")
}

// A content that is not known: starch is divided by amount there, and said so.
func TestContentNotKnown(t *testing.T) {
	n := starchPlant()
	n.Streams[3].Contents = map[string]float64{"starch": math.NaN()}
	r := follow(t, n)
	near(t, "starch", stream(t, r, "starch").Product.Material, 191.*25/300)
	wantRemark(t, r, "cost.by-amount")
}

// Sugar that is fermented does not leave: its value goes with the amount.
func TestComponentThatIsUsedUp(t *testing.T) {
	n := starchPlant()
	n.Streams[2].Contents, n.Streams[3].Contents = nil, nil
	r := follow(t, n)
	near(t, "product", stream(t, r, "starch").Product.Material, 191.*25/300)
	wantRemark(t, r, "cost.used-up")
}

// Pulp carries 190·4/26 + 0.25 + 7.5 = 36.98 and is sold for 15: that is kept,
// the rest is lost. Sold for more than it carries, the rest is a surplus.
func TestByProductCredited(t *testing.T) {
	n := starchPlant()
	n.ByProducts = cost.Credited
	r := follow(t, n)
	carried := 190.*4/26 + 7.75
	pulp := stream(t, r, "pulp")
	near(t, "kept", pulp.Product.Total(), 15)
	near(t, "lost", pulp.Loss.Total(), carried-15)
	near(t, "all", r.Product.Total()+r.Loss.Total(), 221)
	n.Streams[3].Revenue = ptr(1)
	pulp = stream(t, follow(t, n), "pulp")
	near(t, "kept", pulp.Product.Total(), carried)
	near(t, "surplus", pulp.Surplus, 75-carried)
	n.Streams[3].Revenue = nil
	wantRemark(t, follow(t, n), "cost.no-revenue")
}

// dryer: of 100 for fuel the vapour carries away 60 as heat; the other 40 go by
// amount, 80 : 20.
func dryer(heat float64) cost.Network {
	return cost.Network{
		Steps: []cost.Step{{ID: "dry", Energy: 100}},
		Streams: []cost.Stream{
			{ID: "wet", From: cost.Outside, To: 0, Kind: cost.Input, Amount: 100, Price: ptr(0)},
			{ID: "dry", From: 0, To: cost.Outside, Kind: cost.Product, Amount: 80},
			{ID: "vapour", From: 0, To: cost.Outside, Kind: cost.Loss, Amount: 20, Heat: heat},
		},
	}
}

func TestHeat(t *testing.T) {
	r := follow(t, dryer(60))
	near(t, "vapour", stream(t, r, "vapour").Loss.Energy, 60+40*.2)
	near(t, "dry", stream(t, r, "dry").Product.Energy, 32)
	r = follow(t, dryer(130)) // more than there is
	near(t, "vapour", stream(t, r, "vapour").Loss.Energy, 100)
	near(t, "dry", stream(t, r, "dry").Product.Energy, 0)
	wantRemark(t, r, "cost.heat-limited")
}

// Keys of one's own: system cost by machine hours 9 : 1, energy by amount.
func TestKeys(t *testing.T) {
	n := dryer(0)
	n.Steps[0].System = 50
	n.Steps[0].SystemKey = &cost.Key{Weights: map[string]float64{"dry": 9, "vapour": 1}}
	r := follow(t, n)
	nearParts(t, "vapour", stream(t, r, "vapour").Loss, cost.Parts{Energy: 20, System: 5})
	n.Steps[0].SystemKey = nil
	n.Steps[0].EnergyKey = &cost.Key{Component: "water"}
	n.Streams[0].Contents = map[string]float64{"water": 0.3}
	n.Streams[1].Contents = map[string]float64{"water": 0.125}
	n.Streams[2].Contents = map[string]float64{"water": 1}
	r = follow(t, n)
	nearParts(t, "vapour", stream(t, r, "vapour").Loss, cost.Parts{Energy: 100 * 20. / 30, System: 10})
}

// treated: two steps send wastewater (60 with 2 % COD, 40 with none) to a
// treatment that costs 90 + 10 for chemicals; 50 goes back to the first, 50 is
// discharged with a fee of 1 a unit.
func treated() cost.Network {
	return cost.Network{
		Steps: []cost.Step{{ID: "a"}, {ID: "b"}, {ID: "wwt", Role: cost.Disposes, Energy: 40, System: 50}},
		Streams: []cost.Stream{
			{ID: "in-a", From: cost.Outside, To: 0, Kind: cost.Input, Amount: 50, Price: ptr(1)},
			{ID: "in-b", From: cost.Outside, To: 1, Kind: cost.Input, Amount: 40, Price: ptr(1)},
			{ID: "good", From: 0, To: cost.Outside, Kind: cost.Product, Amount: 40},
			{ID: "ww-a", From: 0, To: 2, Kind: cost.Waste, Amount: 60, Contents: map[string]float64{"COD": 0.02}},
			{ID: "ww-b", From: 1, To: 2, Kind: cost.Waste, Amount: 40},
			{ID: "chemicals", From: cost.Outside, To: 2, Kind: cost.Input, Amount: 0.1, Price: ptr(100)},
			{ID: "back", From: 2, To: 0, Kind: cost.Recycle, Amount: 50},
			{ID: "discharge", From: 2, To: cost.Outside, Kind: cost.Waste, Amount: 50.1, Fee: cost.Charge{PerUnit: 1}},
		},
	}
}

// By hand, with q = 50/100.1 what the treatment returns: T_a = 50 + q·T_w, T_w =
// 0.6·T_a + 40 + 100. The waste streams bear what of the 100 and of their own
// value is discharged (1 − q), and the fee.
func TestTreatmentIsChargedUpstream(t *testing.T) {
	r := follow(t, treated())
	q := 50 / 100.1
	ta := (50 + q*140) / (1 - 0.6*q)
	near(t, "good", stream(t, r, "good").Total(), 0.4*ta)
	a, b := stream(t, r, "ww-a").Loss, stream(t, r, "ww-b").Loss
	near(t, "ww-a, value", a.Material+a.Energy+a.System, 0.6*ta*(1-q))
	near(t, "ww-a, treatment", a.Treatment, 0.6*100*(1-q))
	near(t, "ww-a, fee", a.Fee, 0.6*50.1)
	near(t, "ww-b, value", b.Material, 40*(1-q))
	near(t, "ww-b, treatment", b.Treatment, 0.4*100*(1-q))
	near(t, "discharge", stream(t, r, "discharge").Total(), 0)
	near(t, "all", r.Product.Total()+r.Loss.Total(), 90+100+50.1)

	n := treated()
	n.Steps[2].CauseKey = cost.Key{Component: "COD"} // all of it comes from a
	r = follow(t, n)
	near(t, "ww-a, fee by COD", stream(t, r, "ww-a").Loss.Fee, 50.1)
	n.Steps[2].CauseKey = cost.Key{Weights: map[string]float64{"ww-a": 1, "ww-b": 3}}
	near(t, "ww-b, fee by weights", stream(t, follow(t, n), "ww-b").Loss.Fee, 50.1*.75)
}

// What a balance does not explain keeps its money: 100 in, 70 + 20 out, 4 in
// stock, 6 unidentified.
func TestUnidentifiedAndStock(t *testing.T) {
	n := cost.Network{
		Steps: []cost.Step{{ID: "s", Name: "Nghiền", StockChange: 4}},
		Streams: []cost.Stream{
			{ID: "in", From: cost.Outside, To: 0, Kind: cost.Input, Amount: 100, Price: ptr(10)},
			{ID: "good", From: 0, To: cost.Outside, Kind: cost.Product, Amount: 70},
			{ID: "bad", From: 0, To: cost.Outside, Kind: cost.Waste, Amount: 20},
		},
	}
	r := follow(t, n)
	near(t, "product", r.Product.Total(), 740)
	near(t, "loss", r.Loss.Total(), 260)
	if len(r.Streams) != 5 || r.Streams[3].Kind != cost.Stock || r.Streams[4].Kind != cost.Loss {
		t.Fatalf("streams %+v", r.Streams)
	}
	near(t, "unidentified", r.Streams[4].Total(), 60)
	m := wantRemark(t, r, "cost.unidentified")
	if m.Args["step"] != "Nghiền" || m.Args["percent"] != 6.0 || m.Args["money"] != 60.0 {
		t.Errorf("remark %v", m)
	}
	n.Streams[1].Amount = 90 // now more leaves than enters
	wantRemark(t, follow(t, n), "cost.more-out")
}

func wantRemark(t *testing.T, r *cost.Result, key string) text.Message {
	t.Helper()
	for _, m := range r.Remarks {
		if m.Key == key {
			return m
		}
	}
	t.Errorf("no remark %s in %v", key, r.Remarks)
	return text.Message{}
}
