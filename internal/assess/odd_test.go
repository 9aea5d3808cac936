package assess_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// oddAudit is a plant whose data have gaps, zeros, constant and collinear series,
// odd periods, mixed phases, bills of any length and models of anything.
func oddAudit(rng *rand.Rand) *assess.Audit {
	pick := func(n int) bool { return rng.IntN(n) == 0 }
	a := starch()
	a.Periods = nil
	a.Settings.Date = quantity.Date{Year: 2025, Month: 1, Day: 31}
	a.Settings.Confidence = at([]float64{50, 68, 90, 99.9}[rng.IntN(4)])
	a.Target = &assess.Target{Low: []float64{0.1, 5, 99}[rng.IntN(3)], Source: "x"}
	if pick(3) {
		a.Products = append(a.Products, assess.Product{ID: "pulp", Unit: "t", Equivalent: at(0.3)})
	}
	signed := pick(4)
	a.Flows = []assess.Flow{{ID: "electricity", Signed: signed, Uncertainty: at(float64(rng.IntN(20)))}}
	if pick(2) {
		a.Flows = append(a.Flows, assess.Flow{ID: "coal", Price: at(3000)}, assess.Flow{ID: "biogas", NCV: at(20)})
	}
	phases := []string{assess.Before, assess.After, assess.History, assess.Omitted, ""}
	kind := rng.IntN(4) // of the output: scattered, constant, zero, huge
	months := []int{0, 1, 3, 6, 12, 24, 30}[rng.IntN(7)]
	split := rng.IntN(months + 1)
	for i := range months {
		m := quantity.Month{Year: 2022, Month: 1}.Add(i)
		phase := assess.Before
		if i >= split {
			phase = assess.After
		}
		if pick(10) {
			phase = phases[rng.IntN(len(phases))]
		}
		p := assess.Period{Month: m, Phase: phase, Output: map[string]float64{}, Flows: map[string]float64{}, Drivers: map[string]float64{}}
		if pick(12) {
			p.Month, p.From, p.To = quantity.Month{}, m.First(), m.First().AddDays(rng.IntN(28))
		}
		out := []float64{1000 + 300*rng.Float64(), 1000, 0, 1e12 * rng.Float64()}[kind]
		for _, x := range a.Products {
			if !pick(20) {
				p.Output[x.ID] = out
			}
		}
		for _, id := range []string{"coal", "biogas", "electricity", "water", "wastewater", "cod-concentration"} {
			v := (20_000 + 100*out) * (1 + 0.02*rng.NormFloat64())
			switch {
			case pick(8):
				continue
			case pick(15):
				v = 0
			case id == "electricity" && signed:
				v -= 120_000
			case id == "coal" && kind == 1:
				v = 5000
			}
			p.Flows[id] = v
		}
		for _, d := range []string{"x", "y", "z"} {
			if !pick(30) {
				p.Drivers[d] = map[string]float64{"x": 5, "y": 2 * out, "z": rng.NormFloat64()}[d]
			}
		}
		a.Periods = append(a.Periods, p)
	}
	for range rng.IntN(4) {
		from := quantity.Date{Year: 2022, Month: 1 + rng.IntN(12), Day: 1 + rng.IntN(28)}
		a.Readings = append(a.Readings, assess.Reading{
			Flow: []string{"electricity", "steam", "nothing"}[rng.IntN(3)], Meter: []string{"", "A"}[rng.IntN(2)],
			From: from, To: from.AddDays(rng.IntN(500) - 20), Amount: 1e5 * rng.Float64(), Cost: at(1e8 * rng.Float64()), Estimated: pick(3),
		})
		a.Adjustments = append(a.Adjustments, assess.Adjustment{
			Flow: []string{"electricity", "coal", "cod-concentration", "nothing"}[rng.IntN(4)], From: from, To: from.AddDays(rng.IntN(60) - 5), Amount: 1e5 * rng.NormFloat64(), Reason: "x",
		})
	}
	if pick(2) {
		a.Models = []assess.Model{{
			Flow: []string{"electricity", "coal", "heat", "water", "cod", "nothing"}[rng.IntN(6)], Form: []string{"", assess.FormRatio, assess.FormRegression}[rng.IntN(3)],
			Drivers: [][]string{nil, {"output"}, {"x"}, {"output", "y"}, {"z", "output"}, {"output.pulp"}, {"moon"}}[rng.IntN(7)], Reason: "x",
			Period: [][]string{nil, {"2022-01", "2022-12"}, {"2022-06", "2023-06"}, {"2010-01", "2010-12"}}[rng.IntN(4)],
		}}
	}
	return a
}

// Whatever the data are, nothing panics, no figure is infinite or no number, what
// there is can be said in both languages, and nothing is proved without a model
// that deserves it.
func TestOddAudits(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2026))
	words := [...]*i18n.Printer{i18n.Embedded().Printer(text.VI), i18n.Embedded().Printer(text.EN)}
	starch, shared := pack(t, "cassava-starch"), common(t)
	proved := 0
	for n := range 600 {
		a := oddAudit(rng)
		r := assess.Assess(a, starch, shared)
		for _, part := range []any{r.Savings, r.Groups, r.Coverage, r.Outputs, r.Indicators, r.Productivity, r.Energy, r.Emissions, r.Gases} {
			finite(t, fmt.Sprintf("audit %d", n), reflect.ValueOf(part), 0)
		}
		for _, p := range words {
			for _, x := range r.Problems {
				if p.Say(x.Message) == "" {
					t.Errorf("audit %d: nothing is said of %v", n, x.Message)
				}
			}
		}
		loose := map[string]bool{}
		for _, s := range r.Savings {
			b := baselineOf(t, r, s.Flow.ID)
			if s.Basis == "" && (s.Reason.Empty() || s.Percent != nil || s.Verdict != "") {
				t.Errorf("audit %d: %s has no basis: reason %v, %v, %s", n, s.Flow.ID, s.Reason, s.Percent, s.Verdict)
			}
			loose[s.Flow.ID] = s.Basis != assess.OnModel || b.Frozen == nil && !b.Choice.Accepted
			if s.Verdict != baseline.Proved {
				continue
			}
			proved++
			if loose[s.Flow.ID] || b.Fit == nil || !b.Fit.Usable || b.Fit.Perfect {
				t.Errorf("audit %d: %s is proved on %s", n, s.Flow.ID, s.Basis)
			}
		}
		for _, g := range r.Groups {
			for _, id := range g.Flows {
				if g.Verdict == baseline.Proved && loose[id] {
					t.Errorf("audit %d: group %s is proved with %s", n, g.Group, id)
				}
			}
		}
		if t.Failed() {
			return
		}
	}
	if proved < 10 {
		t.Errorf("only %d savings are proved: the audits are too odd to show anything", proved)
	}
}

// finite looks into everything that is exported for a figure that is none.
func finite(t *testing.T, at string, v reflect.Value, depth int) {
	t.Helper()
	if depth > 12 {
		return
	}
	switch v.Kind() {
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			t.Errorf("%s is %v", at, x)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			finite(t, at, v.Elem(), depth+1)
		}
	case reflect.Slice:
		for i := range v.Len() {
			finite(t, fmt.Sprintf("%s[%d]", at, i), v.Index(i), depth+1)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			finite(t, fmt.Sprintf("%s[%v]", at, k), v.MapIndex(k), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				finite(t, at+"."+f.Name, v.Field(i), depth+1)
			}
		}
	}
}
