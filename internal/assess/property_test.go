package assess_test

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/quantity"
)

// eachExample runs a property over every worked example.
func eachExample(t *testing.T, f func(t *testing.T, name string)) {
	t.Helper()
	files, err := examples.FS.ReadDir(".")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file.Name(), auditfile.Extension)
		t.Run(name, func(t *testing.T) { f(t, name) })
	}
}

// same compares the specific figures, the bands and G of two results; the
// flows that only the second one has are passed over.
func same(t *testing.T, want, got *assess.Result) {
	t.Helper()
	figures := map[string]assess.Indicator{}
	for _, i := range got.Indicators {
		figures[i.Flow.ID+i.Phase] = i
	}
	for _, w := range want.Indicators {
		g, ok := figures[w.Flow.ID+w.Phase]
		if !ok {
			t.Errorf("%s %s is lost", w.Flow.ID, w.Phase)
			continue
		}
		if (w.Value == nil) != (g.Value == nil) || w.Status != g.Status || w.Place.Band != g.Place.Band {
			t.Errorf("%s: %v %s %s, was %v %s %s", w.Flow.ID, g.Value, g.Status, g.Place.Band, w.Value, w.Status, w.Place.Band)
			continue
		}
		if w.Value != nil {
			near(t, w.Flow.ID, g.Value.Value, w.Value.Value)
		}
		if w.Compare != nil {
			near(t, w.Flow.ID+" compared", g.Compare.Value, w.Compare.Value)
		}
	}
	if (want.Potential.Percent == nil) != (got.Potential.Percent == nil) {
		t.Fatalf("G %v, was %v", got.Potential.Percent, want.Potential.Percent)
	}
	if want.Potential.Percent != nil {
		near(t, "G", *got.Potential.Percent, *want.Potential.Percent)
	}
}

// intensive tells the flows that are ratios, which do not grow with the plant.
func intensive(a *assess.Audit, t *testing.T) map[string]bool {
	is := map[string]bool{}
	for _, f := range assess.Flows(a, pack(t, a.Plant.Sector), common(t)) {
		is[f.ID] = f.Intensive()
	}
	return is
}

// A plant k times as large has the same specific figures and the same G. The
// factor is a power of two, so that no bound is crossed by rounding.
func TestScaleOfThePlantDoesNotMatter(t *testing.T) {
	eachExample(t, func(t *testing.T, name string) {
		want := assessed(t, example(t, name))
		a := example(t, name)
		ratios := intensive(a, t)
		for _, p := range a.Periods {
			for id := range p.Output {
				p.Output[id] *= 8
			}
			for id := range p.Flows {
				if !ratios[id] {
					p.Flows[id] *= 8
				}
			}
		}
		for i := range a.Readings { // readings are of meters, never of ratios
			a.Readings[i].Amount *= 8
			if cost := a.Readings[i].Cost; cost != nil {
				a.Readings[i].Cost = at(8 * *cost)
			}
		}
		for i := range a.Adjustments {
			a.Adjustments[i].Amount *= 8
		}
		got := assessed(t, a)
		same(t, want, got)
		near(t, "emission per unit", got.Emissions[0].PerUnit.Value, want.Emissions[0].PerUnit.Value)
		near(t, "money", *got.Potential.Money, 8**want.Potential.Money)
	})
}

// In another currency the money changes and G does not.
func TestScaleOfTheCurrencyDoesNotMatter(t *testing.T) {
	eachExample(t, func(t *testing.T, name string) {
		want := assessed(t, example(t, name))
		a := example(t, name)
		for i, f := range a.Flows {
			if f.Price != nil {
				a.Flows[i].Price = at(*f.Price / 25_000)
			}
		}
		for i, r := range a.Readings {
			if r.Cost != nil {
				a.Readings[i].Cost = at(*r.Cost / 25_000)
			}
		}
		got := assessed(t, a)
		same(t, want, got)
		near(t, "money", *got.Potential.Money, *want.Potential.Money/25_000)
	})
}

// A flow without a price, and one without a reference, leave G as it is.
func TestUncomparedFlowsLeaveTheRestAlone(t *testing.T) {
	eachExample(t, func(t *testing.T, name string) {
		want := assessed(t, example(t, name))
		a := example(t, name)
		a.Flows = append(a.Flows,
			assess.Flow{ID: "my-gloves", Name: "Găng tay", Unit: "pcs", Category: "auxiliary", Price: at(5000)},
			assess.Flow{ID: "my-oil", Name: "Dầu nhớt", Unit: "l", Category: "auxiliary"})
		for _, p := range a.Periods {
			p.Flows["my-gloves"], p.Flows["my-oil"] = 1000, 20
		}
		got := assessed(t, a)
		same(t, want, got)
		near(t, "money", *got.Potential.Money, *want.Potential.Money)
	})
}

// A period that the plant leaves out changes nothing, whatever it holds.
func TestOmittedPeriodChangesNothing(t *testing.T) {
	eachExample(t, func(t *testing.T, name string) {
		want := assessed(t, example(t, name))
		a := example(t, name)
		wild := a.Periods[0]
		wild.Phase = assess.Omitted
		wild.Month = quantity.Month{Year: 2030, Month: 1}
		wild.Output, wild.Flows = maps.Clone(wild.Output), maps.Clone(wild.Flows)
		for id := range wild.Output {
			wild.Output[id] *= 3
		}
		for id := range wild.Flows {
			wild.Flows[id] *= 7
		}
		a.Periods = append(a.Periods, wild)
		got := assessed(t, a)
		same(t, want, got)
		near(t, "output", got.Outputs[0].Total.Value, want.Outputs[0].Total.Value)
		near(t, "scope 1", *got.Emissions[0].Scope1, *want.Emissions[0].Scope1)
		near(t, "scope 2", *got.Emissions[0].Scope2, *want.Emissions[0].Scope2)
	})
}

// The lines of the emissions add up to the scopes, those of the energy to the
// toe, and what biomass gives off as CO2 is in neither scope.
func TestLinesAddUp(t *testing.T) {
	eachExample(t, func(t *testing.T, name string) {
		r := assessed(t, example(t, name))
		for _, e := range r.Emissions {
			sum, biogenic := map[int]float64{}, 0.0
			for _, l := range e.Lines {
				sum[l.Scope] += l.CO2e
				biogenic += l.Biogenic
			}
			near(t, "scope 1", sum[1], *e.Scope1)
			near(t, "scope 2", sum[2], *e.Scope2)
			near(t, "biogenic", biogenic, e.Biogenic)
		}
		for _, e := range r.Energy {
			toe := 0.0
			for _, l := range e.Lines {
				toe += l.TOE
			}
			near(t, "toe", toe, e.TOE)
		}
	})
}

// The months of a year added up to one entry give the year's figures: totals,
// loads and the fee always, ratios where their weights do.
func TestMonthsAndTheirYearAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 22))
	for range 50 {
		monthly := starch()
		monthly.Settings = assess.Settings{Date: quantity.Date{Year: 2023, Month: 3, Day: 1}, Treatment: "mcf-lagoon-deep"}
		sum := year(2022)
		sum.Output, sum.Flows = map[string]float64{}, map[string]float64{}
		cod, effluent := 0.0, 0.0
		for _, p := range monthly.Periods {
			p.Output["starch"] = math.Round(500 + 3000*rng.Float64())
			p.Flows["electricity"] = math.Round(600_000 * rng.Float64())
			p.Flows["coal"] = math.Round(400_000 * rng.Float64())
			p.Flows["wastewater"] = math.Round(10_000 + 40_000*rng.Float64())
			sum.Output["starch"] += p.Output["starch"]
			for id, v := range p.Flows {
				sum.Flows[id] += v
			}
			p.Flows["cod-concentration"] = math.Round(10_000 + 9_000*rng.Float64())
			p.Flows["effluent-cod"] = math.Round(50 + 100*rng.Float64())
			cod += p.Flows["wastewater"] * p.Flows["cod-concentration"]
			effluent += p.Flows["wastewater"] * p.Flows["effluent-cod"]
		}
		sum.Flows["cod-concentration"] = cod / sum.Flows["wastewater"]
		sum.Flows["effluent-cod"] = effluent / sum.Flows["wastewater"]
		annual := starch()
		annual.Settings = monthly.Settings
		annual.Periods = []assess.Period{sum}

		m, y := assessed(t, monthly), assessed(t, annual)
		same(t, m, y)
		near(t, "scope 1", *y.Emissions[0].Scope1, *m.Emissions[0].Scope1)
		near(t, "scope 2", *y.Emissions[0].Scope2, *m.Emissions[0].Scope2)
		near(t, "toe", y.Energy[0].TOE, m.Energy[0].TOE)
		near(t, "fee", y.Wastewater[0].Fee.Amount, m.Wastewater[0].Fee.Amount)
		near(t, "COD load", load(t, y, "COD", false).Load.Value, load(t, m, "COD", false).Load.Value)
	}
}

// After a change of fuel the heat is unknown until the fuel that is no longer
// burnt is stated as zero, and the program says so.
func TestChangeOfFuelIsSaid(t *testing.T) {
	a := starch()
	for i := range a.Periods {
		if i >= 6 {
			a.Periods[i].Phase = assess.After
			delete(a.Periods[i].Flows, "coal")
			a.Periods[i].Flows["biogas"] = 100_000
		}
	}
	r := assessed(t, a)
	if !slices.Contains(problemKeys(r), "flow.not-summed") {
		t.Errorf("not said: %v", problemKeys(r))
	}
	for i := range a.Periods {
		if i >= 6 {
			a.Periods[i].Flows["coal"] = 0
		} else {
			a.Periods[i].Flows["biogas"] = 0
		}
	}
	r = assessed(t, a)
	if slices.Contains(problemKeys(r), "flow.not-summed") {
		t.Error("still said")
	}
	// 6·100 000 m³ · 21,5 MJ ÷ Σ(1 000 + 10·m, m = 7…12) = 6 570 t
	near(t, "heat after", indicator(t, r, "heat").Value.Value, 600_000*21.5/6_570)
}
