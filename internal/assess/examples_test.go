package assess_test

import (
	"math"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
)

// The detailed examples follow their money in full: what comes in is what ends
// as product or loss, and the loss is what the trade knows of such plants. With
// the key of the balance left out, money would run with the water and most of it
// would be loss.
//
//	starch   50 t of 2 328 t starch leave with water, peel and dust: about 2 %,
//	         the pulp being a by-product
//	dyeing   salt and auxiliaries for the most part (1 058 of 13 815 million đ),
//	         the 3,6 % of the fibre that scouring takes off, heat in waste water
//	nickel   14 of 103 kg nickel (13,6 %) and all cleaner, acid and rinse water
func TestDetailedExamplesFollowTheirMoney(t *testing.T) {
	for _, x := range []struct {
		name      string
		low, high float64
		first     string // the dearest waste stream
	}{
		{"tinh-bot-san-chi-tiet", 1, 5, "separator-water"},
		{"det-nhuom-chi-tiet", 8, 20, "waste-dyeing"},
		{"ma-niken-chi-tiet", 15, 30, "waste-rinse-1"},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := assessed(t, example(t, x.name)).Balance.Costs
			if c == nil {
				t.Fatal("money is not followed")
			}
			near(t, "in and out", c.Product.Total()+c.Loss.Total(), c.In.Total())
			if p, _ := c.LossPercent(); p < x.low || p > x.high {
				t.Errorf("loss %.1f %%, expected %v–%v", p, x.low, x.high)
			}
			if id := c.Streams[c.Pareto[0].Stream].ID; id != x.first {
				t.Errorf("the dearest waste is %s, want %s", id, x.first)
			}
		})
	}
}

// The three detailed examples state all that their 18 tasks need.
func TestDetailedExamplesLackNothing(t *testing.T) {
	for _, name := range []string{"tinh-bot-san-chi-tiet", "det-nhuom-chi-tiet", "ma-niken-chi-tiet"} {
		for _, task := range assessed(t, example(t, name)).Tasks {
			if len(task.Missing) > 0 {
				t.Errorf("%s: task %s lacks %v", name, task.Task.ID, task.Missing)
			}
		}
	}
}

// The dyeing example's heat is a layer of energy. The steam of washing:
// 247,7 t · 0,735 MWh/t = 182,1 MWh; nothing entered or left it beside the
// streams, so what leaves with them is that and the heat of the dyed fabric.
func TestDyeingExampleHeat(t *testing.T) {
	b := assessed(t, example(t, "det-nhuom-chi-tiet")).Balance
	l, ok := b.Network.Layer(balance.Energy)
	if !ok || b.EnergyUnit != "MWh" {
		t.Fatalf("no heat in MWh: %v %s", ok, b.EnergyUnit)
	}
	sum := map[int]float64{}
	for i, s := range b.Input.Streams {
		v := l.Streams[i].Reconciled
		if v == nil {
			continue
		}
		if s.ID == "steam-washing" && math.Abs(*v-182.1) > 0.05*182.1 {
			t.Errorf("steam of washing %.1f MWh", *v)
		}
		sum[s.To] += *v
		sum[s.From] -= *v
	}
	for k, step := range b.Input.Steps {
		if math.Abs(sum[k]) > 1e-6 {
			t.Errorf("%s: %.3g MWh do not balance", step.Name.VI, sum[k])
		}
	}
}

// The frozen model of one example is that of its data; those of the other have
// changed since, which is said.
func TestFrozenModelsOfTheExamples(t *testing.T) {
	for name, stale := range map[string]bool{"ba-nam-dat": false, "ba-nam-chua-ro": true} {
		r := assessed(t, example(t, name))
		b := r.Baselines[slices.IndexFunc(r.Baselines, func(b assess.Baseline) bool { return b.Flow.ID == "electricity" })]
		if b.Frozen == nil || b.Stale != stale {
			t.Errorf("%s: frozen %v, stale %v", name, b.Frozen != nil, b.Stale)
		}
		if slices.Contains(problemKeys(r), "model.stale") != stale {
			t.Errorf("%s: problems %v", name, problemKeys(r))
		}
		if !slices.Contains(problemKeys(r), "reading.partial") {
			t.Errorf("%s: the partial month is not said", name)
		}
	}
}
