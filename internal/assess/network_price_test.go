package assess_test

import (
	"math"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
)

// byVolume is twoSteps with 40 of its 100 t bought by the cubic metre: a liquid of
// the flow, whose stream states no price of its own.
func byVolume(flow assess.Flow) *assess.Audit {
	a := twoSteps()
	a.Flows = []assess.Flow{flow}
	a.Streams[0].Amount = at(60)
	a.Streams = append(a.Streams, assess.Stream{ID: "liquid", To: "a", Kind: "input", Flow: flow.ID, Amount: at(40)})
	return a
}

// whyOf is the tree of a figure.
func whyOf(t *testing.T, r *assess.Result, id string) *assess.Why {
	t.Helper()
	for _, f := range r.Figures() {
		if f.ID == id {
			return f.Why
		}
	}
	t.Fatalf("no figure %s", id)
	return nil
}

// part is the branch of a tree with a label.
func part(t *testing.T, w *assess.Why, key string) *assess.Why {
	t.Helper()
	for _, x := range w.Parts() {
		if x.Label.Key == key {
			return x
		}
	}
	t.Fatalf("%s has no %s", w.Label.Key, key)
	return nil
}

// By hand: 60 t at 10 and 40 m³ of water at 8 are 920 for 100 t. A tenth leaves
// with the waste of a: 92 a month, 1,104 a year.
func TestWaterPriceByVolume(t *testing.T) {
	r := assessed(t, byVolume(assess.Flow{ID: "water", Price: at(8)}))
	w := whyOf(t, r, "waste.wa")
	material := part(t, w, "why.waste-material")
	if math.Abs(material.Value.Value-1104) > 1e-6 {
		t.Errorf("material %v", material.Value)
	}
	price := part(t, material, "why.price-converted")
	if price.Value.Value != 8 || price.Value.Unit != "VND/t" || part(t, price, "why.price").Value.Unit != "VND/m3" {
		t.Errorf("price %v", price.Value)
	}
	if d := part(t, price, "why.density"); d.Value.Value != 1000 || d.Note.Key != "why.density-water" {
		t.Errorf("density %v, %s", d.Value, d.Note.Key)
	}
	if len(saying(r, "cost.no-price")) != 0 {
		t.Error("the price is not known")
	}
}

// Of an acid nobody knows what a cubic metre weighs: its price is not known, and
// what is missing is said. With 1.25 t/m³ a price of 5 a cubic metre is 4 a tonne:
// 600 + 40·4 = 760, of which 76 a month leave with the waste of a, 912 a year.
func TestPriceByVolumeNeedsDensity(t *testing.T) {
	acid := assess.Flow{ID: "acid", Name: "Axit", Category: "auxiliary", Unit: "m3", Price: at(5)}
	r := assessed(t, byVolume(acid))
	if found := saying(r, "network.price-needs-density"); len(found) != 1 || found[0].Path != "stream[6].price" {
		t.Errorf("said %v", found)
	}
	if len(saying(r, "cost.no-price")) != 1 {
		t.Error("a price that is not known is not said")
	}
	acid.Density = at(1250)
	r = assessed(t, byVolume(acid))
	material := part(t, whyOf(t, r, "waste.wa"), "why.waste-material")
	if len(saying(r, "network.price-needs-density")) != 0 || math.Abs(material.Value.Value-912) > 1e-6 {
		t.Errorf("material %v", material.Value)
	}
	if d := part(t, part(t, material, "why.price-converted"), "why.density"); d.Note.Key != "why.density-stated" {
		t.Errorf("density from %s", d.Note.Key)
	}
}

// twoSteps states neither energy nor system cost: neither is known, and neither is
// 0. With an energy cost at b of 90 a month, a fifth of it leaves with the waste of
// b (18 of 90 t): 216 a year at least, for a has not said what it spends. The
// waste of a does not come through b.
func TestStepCostsThatNobodyStates(t *testing.T) {
	a := twoSteps()
	r := assessed(t, a)
	w := whyOf(t, r, "waste.wb")
	for _, key := range []string{"why.waste-energy", "why.waste-system"} {
		if x := part(t, w, key); x.Value != nil || x.Note.Key != "why.spent-unknown" {
			t.Errorf("%s: %v, %s", key, x.Value, x.Note.Key)
		}
	}
	part(t, w, "why.waste-least")
	if len(saying(r, "network.no-step-cost")) != 2 {
		t.Error("nobody says that no step states its costs")
	}

	a.Steps[1].EnergyCost = at(90)
	a.Steps[0].SystemCost, a.Steps[1].SystemCost = at(0), at(0)
	r = assessed(t, a)
	w = whyOf(t, r, "waste.wb")
	if x := part(t, w, "why.waste-energy"); x.Value == nil || math.Abs(x.Value.Value-216) > 1e-6 || x.Note.Key != "why.spent-least" {
		t.Errorf("energy of wb: %v, %s", x.Value, x.Note.Key)
	}
	if x := part(t, w, "why.waste-system"); x.Value == nil || x.Value.Value != 0 || !x.Note.Empty() {
		t.Errorf("system cost of wb, stated as 0: %v, %s", x.Value, x.Note.Key)
	}
	if x := part(t, whyOf(t, r, "waste.wa"), "why.waste-energy"); x.Value != nil {
		t.Errorf("energy of wa: %v", x.Value)
	}
	b := r.Balance
	for _, s := range b.Costs.Streams {
		if s.ID == "wb" {
			if gap := b.EnergyGap(s); gap.All || !slices.Equal(namesOf(gap), []string{"A"}) {
				t.Errorf("gap %+v", gap)
			}
		}
	}
}

func namesOf(gap assess.CostGap) (all []string) {
	for _, n := range gap.Steps {
		all = append(all, n.VI)
	}
	return all
}
