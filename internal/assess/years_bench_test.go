package assess_test

import (
	"math/rand/v2"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
)

// BenchmarkYears is a plant that is recomputed after an edit: 120 months with 50
// flows, half of them after, scattered output and a driver, all models and
// savings.
func BenchmarkYears(b *testing.B) {
	c, p := common(b), pack(b, "cassava-starch")
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
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		assess.Assess(a, p, c)
	}
}
