package assess_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
)

// years is a plant of 120 months with 50 flows, half of them after, scattered
// output and a driver.
func years(t testing.TB) *assess.Audit {
	c, p := common(t), pack(t, "cassava-starch")
	a := &assess.Audit{
		Plant: assess.Plant{Sector: "cassava-starch"}, Basis: starch().Basis,
		Products: []assess.Product{{ID: "starch", Unit: "t"}}, Target: &assess.Target{Low: 5, Source: "x"},
	}
	rng := rand.New(rand.NewPCG(1, 2))
	flows := assess.Flows(a, p, c)
	for m := (quantity.Month{Year: 2013, Month: 1}); len(a.Periods) < 120; m = m.Next() {
		out := 1000 + 500*rng.Float64()
		period := assess.Period{Month: m, Phase: assess.Before, Output: map[string]float64{"starch": out}, Flows: map[string]float64{}, Drivers: map[string]float64{"starch-content": 25 + rng.Float64()}}
		if len(a.Periods) >= 60 {
			period.Phase = assess.After
		}
		for _, f := range flows[:50] {
			period.Flows[f.ID] = (500 + out) * (1 + 0.03*rng.NormFloat64())
		}
		a.Periods = append(a.Periods, period)
	}
	return a
}

// BenchmarkYears computes all models and savings of 120 months x 50 flows: from
// the beginning, after an edit of one figure, and after an edit of an output, on
// which every model depends.
func BenchmarkYears(b *testing.B) {
	c, p := common(b), pack(b, "cassava-starch")
	a := years(b)
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			assess.Assess(a, p, c)
		}
	})
	ids := slices.Sorted(maps.Keys(a.Periods[0].Flows))
	edited := func(name string, edit func(i int)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			r := assess.Assess(a, p, c)
			for i := 0; b.Loop(); i++ {
				edit(i)
				r = assess.Update(r, a, p, c)
			}
		})
	}
	edited("edit", func(i int) { a.Periods[i%120].Flows[ids[i%50]] *= 1.001 })
	edited("output", func(i int) { a.Periods[i%120].Output["starch"] *= 1.001 })
}
