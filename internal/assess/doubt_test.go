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

// With the same output every month before, nobody knows how much of the load is
// fixed: 100 MWh and 0,5 MWh/t at 400 t look like 0,75 MWh/t, and at 500 t the
// plain ratio expects 375 MWh where 350 are used as ever. That is no proof, also
// when somebody froze the ratio. At an output as before it is one.
func TestConstantOutputProvesNothing(t *testing.T) {
	for _, x := range []struct {
		output  float64
		frozen  bool
		verdict baseline.Verdict
	}{{500, false, baseline.Likely}, {500, true, baseline.Likely}, {400, false, baseline.Proved}} {
		a := plant()
		a.Target = &assess.Target{Low: 5, Source: "x"}
		noise := []float64{3, -2, 1, -2}
		addMonths(a, quantity.Month{Year: 2024, Month: 1}, assess.Before, slices.Repeat([]float64{400}, 12), func(i int, p float64) float64 { return 100 + 0.5*p + noise[i%4] })
		addMonths(a, quantity.Month{Year: 2025, Month: 1}, assess.After, slices.Repeat([]float64{x.output}, 12), func(i int, p float64) float64 {
			if p == 400 {
				return 270 + noise[i%4] // of 300: a tenth saved
			}
			return 100 + 0.5*p + noise[i%4]
		})
		if x.frozen {
			a.Models = []assess.Model{{Flow: "energy-x", Form: assess.FormRatio, Reason: "x"}}
		}
		s := only(t, assessed(t, a), "energy-x")
		said := slices.ContainsFunc(s.Warnings, func(m text.Message) bool { return m.Key == "saving.constant-driver" })
		if s.Verdict != x.verdict || said != (x.output == 500) {
			t.Errorf("%+v: verdict %s, warnings %v", x, s.Verdict, s.Warnings)
		}
	}
}

// A year's bill spread over its months says nothing of the months: what looks
// like twelve figures is one. A meter's zero before it was there may be as long
// as it likes, and a year's bill suits a period of a year.
func TestLongBills(t *testing.T) {
	bills := func(length int) *assess.Audit {
		a := plant()
		a.Target = &assess.Target{Low: 5, Source: "x"}
		output := []float64{398, 402, 400, 399, 401, 400, 398, 402, 400, 399, 401, 400}
		for i, p := range append(output, output...) {
			phase := assess.Before
			if i >= 12 {
				phase = assess.After
			}
			a.Periods = append(a.Periods, assess.Period{Month: quantity.Month{Year: 2022, Month: 1}.Add(i), Phase: phase, Output: map[string]float64{"p": p}})
		}
		for i := 0; i < 24; i += length {
			from, to := quantity.Month{Year: 2022, Month: 1}.Add(i), quantity.Month{Year: 2022, Month: 1}.Add(i+length-1)
			days := float64(from.First().DaysUntil(to.Last()) + 1)
			k := 10.0
			if i >= 12 {
				k = 8
			}
			a.Readings = append(a.Readings, assess.Reading{Flow: "energy-x", From: from.First(), To: to.Last(), Amount: k * days})
		}
		return a
	}
	for length, verdict := range map[int]baseline.Verdict{1: baseline.Proved, 2: baseline.Proved, 3: baseline.Likely, 12: baseline.Likely} {
		r := assessed(t, bills(length))
		s := only(t, r, "energy-x")
		if s.Verdict != verdict || slices.Contains(problemKeys(r), "reading.long") != (verdict == baseline.Likely) {
			t.Errorf("bills of %d months: verdict %s, problems %v", length, s.Verdict, problemKeys(r))
		}
	}
	a := bills(1)
	a.Readings = append(a.Readings, assess.Reading{Flow: "energy-x", Meter: "new", From: quantity.Date{Year: 2022, Month: 1, Day: 1}, To: quantity.Date{Year: 2023, Month: 12, Day: 31}})
	if keys := problemKeys(assessed(t, a)); slices.Contains(keys, "reading.long") {
		t.Error("a zero of two years is doubted")
	}
	a = plant()
	a.Periods = []assess.Period{{From: quantity.Date{Year: 2022, Month: 1, Day: 1}, To: quantity.Date{Year: 2022, Month: 12, Day: 31}, Output: map[string]float64{"p": 4800}}}
	a.Readings = []assess.Reading{{Flow: "energy-x", From: quantity.Date{Year: 2022, Month: 1, Day: 1}, To: quantity.Date{Year: 2022, Month: 12, Day: 31}, Amount: 3650}}
	if keys := problemKeys(assessed(t, a)); slices.Contains(keys, "reading.long") {
		t.Error("a year's bill of a year is doubted")
	}
}

// Where the fuel was changed there is no verdict on single fuels, only on their
// heat (METHOD §22); and the zeros that the program asks for are not doubted.
func TestNoVerdictOnSingleFuels(t *testing.T) {
	a := twoYears()
	for i, p := range a.Periods {
		coal := p.Flows["coal"]
		p.Flows["rice-husk"] = 0
		if i >= 12 {
			p.Flows["coal"], p.Flows["rice-husk"] = 0, 2*coal
		}
	}
	r := assessed(t, a)
	if s := only(t, r, "coal"); s.Verdict != "" || !slices.ContainsFunc(s.Warnings, func(m text.Message) bool { return m.Key == "saving.fuel-switched" }) {
		t.Errorf("coal is %q: %v", s.Verdict, s.Warnings)
	}
	if s := only(t, r, "heat"); s.Verdict == "" {
		t.Error("no verdict on the heat")
	}
	if slices.Contains(problemKeys(r), "period.outlier") {
		t.Error("a zero is doubted")
	}
}

// A frozen model that cannot be used says why: no such flow, no figures, a ratio,
// no such driver, no months in its time.
func TestUselessFrozenModels(t *testing.T) {
	for _, x := range []struct {
		model    assess.Model
		key, why string
	}{
		{assess.Model{Flow: "electrcity"}, "period.unknown-flow", ""},
		{assess.Model{Flow: "electricity"}, "model.no-figures", ""},
		{assess.Model{Flow: "cod-concentration"}, "model.intensive", ""},
		{assess.Model{Flow: "coal", Drivers: []string{"moisture"}}, "model.not-fitted", "model.unknown-driver"},
		{assess.Model{Flow: "coal", Drivers: []string{"output.beer"}}, "model.not-fitted", "model.unknown-driver"},
		{assess.Model{Flow: "coal", Period: []string{"2010-01", "2010-12"}}, "model.not-fitted", "model.no-months-in"},
	} {
		a := twoYears()
		x.model.Reason = "x"
		a.Models = []assess.Model{x.model}
		found := false
		for _, p := range assessed(t, a).Problems {
			if p.Message.Key != x.key {
				continue
			}
			found = true
			if x.why == "" {
				continue
			}
			if why, _ := p.Message.Args["reason"].(text.Message); why.Key != x.why {
				t.Errorf("%+v: %v", x.model, p.Message)
			}
		}
		if !found {
			t.Errorf("%+v: %s is not said", x.model, x.key)
		}
	}
}

// Of several meters one that is missing may be new or gone: the words say what to
// do. And a price from bills after is said to be one.
func TestHintsAboutBills(t *testing.T) {
	a := twoYears()
	first := a.Periods[0].Month.First()
	for i := range a.Periods {
		delete(a.Periods[i].Flows, "coal")
		m := a.Periods[i].Month
		x := assess.Reading{Flow: "coal", From: m.First(), To: m.Last(), Amount: 1000}
		if i >= 12 {
			x.Cost = at(3_000_000)
		}
		a.Readings = append(a.Readings, x)
	}
	a.Readings[0].To = first.AddDays(14)
	a.Readings = append(a.Readings, assess.Reading{Flow: "coal", Meter: "new", From: first.AddDays(15), To: a.Periods[23].Month.Last(), Amount: 0})
	r := assessed(t, a)
	for _, p := range r.Problems {
		if p.Message.Key == "reading.partial" {
			if hint, _ := p.Message.Args["hint"].(text.Message); hint.Key != "reading.meter-hint" {
				t.Errorf("no hint: %v", p.Message)
			}
		}
	}
	for _, key := range []string{"reading.partial", "reading.price-after"} {
		if !slices.Contains(problemKeys(r), key) {
			t.Errorf("%s is not said: %v", key, problemKeys(r))
		}
	}
}
