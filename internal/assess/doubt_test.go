package assess_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// The interval of a proposed model counts its rivals on other drivers too
// (docs/accuracy.md: that is what was simulated). The standard errors were
// computed apart from this program in 40 digits from METHOD §18, 19 and the
// formula of the allowance.
func TestRivalsOnOtherDriversCount(t *testing.T) {
	for _, x := range []struct {
		example, flow string
		se            float64
	}{
		{"ba-nam-chua-ro", "coal", 92.5289245067466},
		{"tinh-bot-san-chi-tiet", "water", 3285.88220067412},
		{"tinh-bot-san-chi-tiet", "wastewater", 6467.43019015077},
	} {
		near(t, x.example+" "+x.flow, only(t, assessed(t, example(t, x.example)), x.flow).Saved.SE, x.se)
	}
}

// twoYears is a starch plant with a year before and one after whose output goes
// up and down, and which burns a tenth less coal and lets out a tenth less water
// after.
func twoYears() *assess.Audit {
	a := starch()
	a.Periods = nil
	a.Target = &assess.Target{Low: 5, Source: "x"}
	rng := rand.New(rand.NewPCG(4, 1))
	for i := range 24 {
		k, phase := 1.0, assess.Before
		if i >= 12 {
			k, phase = 0.9, assess.After
		}
		p := 1000 + 300*rng.Float64()
		noise := func() float64 { return 1 + 0.01*rng.NormFloat64() }
		a.Periods = append(a.Periods, assess.Period{
			Month: quantity.Month{Year: 2022, Month: 1}.Add(i), Phase: phase, Output: map[string]float64{"starch": p},
			Flows: map[string]float64{"coal": k * (20_000 + 120*p) * noise(), "wastewater": k * (2_000 + 12*p) * noise(), "cod-concentration": 5_000},
		})
	}
	return a
}

// The heat of a single fuel is that fuel in another unit: its saving has the
// fuel's percentage, interval and events. So has a load at a constant
// concentration the volume's.
func TestSumOfOneCarrier(t *testing.T) {
	a := twoYears()
	a.Flows = append(a.Flows, assess.Flow{ID: "coal", Uncertainty: at(6), Price: at(3000)}, assess.Flow{ID: "wastewater", Uncertainty: at(8)})
	a.Adjustments = []assess.Adjustment{{Flow: "coal", Month: quantity.Month{Year: 2023, Month: 3}, Amount: 15_000, Reason: "thử lò mới"}}
	check := func(of, in string) {
		t.Helper()
		r := assessed(t, a)
		f, s := only(t, r, of), only(t, r, in)
		near(t, in, *s.Percent, *f.Percent)
		near(t, in+" low", *s.Low, *f.Low)
		near(t, in+" high", *s.High, *f.High)
		if len(f.Events) != len(s.Events) {
			t.Errorf("%s: events %v, of %s %v", in, s.Events, of, f.Events)
		}
	}
	check("coal", "heat")
	check("wastewater", "cod")
	// Without a model too: of three months after and before.
	a.Periods = a.Periods[9:15]
	check("coal", "heat")
	if s := only(t, assessed(t, a), "heat"); s.Basis != assess.OnRatio {
		t.Errorf("basis %q", s.Basis)
	}
}

// Figures without any scatter, such as a yearly total shared out by output, prove
// nothing; nor does their group.
func TestNoScatterProvesNothing(t *testing.T) {
	for _, frozen := range []bool{false, true} {
		a := plant()
		a.Target = &assess.Target{Low: 5, Source: "x"}
		a.Flows[0].Price = at(1_000_000)
		output := []float64{380, 420, 400, 390, 410, 400, 385, 415, 400, 395, 405, 400}
		addMonths(a, quantity.Month{Year: 2024, Month: 1}, assess.Before, output, func(_ int, p float64) float64 { return 2 * p })
		addMonths(a, quantity.Month{Year: 2025, Month: 1}, assess.After, output, func(_ int, p float64) float64 { return 1.8 * p })
		if frozen {
			a.Models = []assess.Model{{Flow: "energy-x", Form: assess.FormRatio, Reason: "x"}}
		}
		r := assessed(t, a)
		s := only(t, r, "energy-x")
		near(t, "saved", *s.Percent, 10)
		if s.Verdict != baseline.Likely || !s.Capped || !slices.ContainsFunc(s.Warnings, func(m text.Message) bool { return m.Key == "saving.no-scatter" }) {
			t.Errorf("frozen %v: verdict %s, capped %v, %v", frozen, s.Verdict, s.Capped, s.Warnings)
		}
		for _, g := range r.Groups {
			if g.Verdict != baseline.Likely || !g.Capped {
				t.Errorf("frozen %v: group %s is %s", frozen, g.Group, g.Verdict)
			}
		}
	}
}

// A stand-in for a model that does not pass proves nothing, and its group does
// not either.
func TestGroupOfStandInProvesNothing(t *testing.T) {
	a := plant()
	a.Target = &assess.Target{Low: 5, Source: "x"}
	a.Flows[0].Price = at(1_000_000)
	output := []float64{380, 420, 400, 390, 410, 400, 385, 415, 400, 395, 405, 400}
	wild := []float64{500, 1200, 800, 400, 1100, 700, 1300, 600, 900, 450, 1250, 750}
	addMonths(a, quantity.Month{Year: 2024, Month: 1}, assess.Before, output, func(i int, _ float64) float64 { return wild[i] })
	addMonths(a, quantity.Month{Year: 2025, Month: 1}, assess.After, output, func(i int, _ float64) float64 { return wild[i] / 20 })
	r := assessed(t, a)
	s := only(t, r, "energy-x")
	if b := baselineOf(t, r, "energy-x"); b.Choice.Accepted || s.Verdict != baseline.Likely {
		t.Fatalf("accepted %v, verdict %s", b.Choice.Accepted, s.Verdict)
	}
	for _, g := range r.Groups {
		if g.Verdict != baseline.Likely || !g.Capped {
			t.Errorf("group %s is %s", g.Group, g.Verdict)
		}
	}
}

// Two years after: the money of a flow is a year's, and that of its group is the
// same.
func TestMoneyOfGroupIsAYears(t *testing.T) {
	a := plant()
	a.Flows[0].Price = at(1_000)
	output := []float64{380, 420, 400, 390, 410, 400, 385, 415, 400, 395, 405, 400}
	load := func(k float64) func(i int, p float64) float64 {
		return func(i int, p float64) float64 { return k * (100 + 0.5*p + []float64{3, -2, 1, -2}[i%4]) }
	}
	addMonths(a, quantity.Month{Year: 2023, Month: 1}, assess.Before, output, load(1))
	addMonths(a, quantity.Month{Year: 2024, Month: 1}, assess.After, output, load(0.9))
	addMonths(a, quantity.Month{Year: 2025, Month: 1}, assess.After, output, load(0.9))
	r := assessed(t, a)
	s := only(t, r, "energy-x")
	if !s.Yearly {
		t.Fatal("not a year")
	}
	near(t, "money", *s.Money, 1_000*s.Saved.Value*365/731) // 2024 has 366 days
	for _, g := range r.Groups {
		near(t, "group "+g.Group, *g.Money, *s.Money)
	}
}

// An adjustment that changes nothing is doubted, with the reason.
func TestIdleAdjustments(t *testing.T) {
	a := twoYears()
	delete(a.Periods[14].Flows, "wastewater")
	for key, x := range map[string]assess.Adjustment{
		"adjustment.intensive": {Flow: "cod-concentration", Month: a.Periods[14].Month, Amount: 5, Reason: "x"},
		"adjustment.no-figure": {Flow: "wastewater", Month: a.Periods[14].Month, Amount: 5, Reason: "x"},
		"adjustment.outside":   {Flow: "wastewater", Month: quantity.Month{Year: 2030, Month: 1}, Amount: 5, Reason: "x"},
	} {
		a.Adjustments = []assess.Adjustment{x}
		if keys := problemKeys(assessed(t, a)); !slices.Contains(keys, key) {
			t.Errorf("%s is not said: %v", key, keys)
		}
	}
}
