package assess_test

import (
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
)

// shared is a folder of worked examples beside the project; the test is skipped
// where it is absent.
func shared(t testing.TB, path string) string {
	t.Helper()
	p := filepath.Join("..", "..", "..", "shared", path)
	if _, err := os.Stat(p); err != nil {
		t.Skipf("no %s beside the project", path)
	}
	return p
}

// rows reads a CSV file as maps by heading.
func rows(t testing.TB, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var table []map[string]string
	for _, r := range all[1:] {
		m := map[string]string{}
		for i, h := range all[0] {
			m[h] = r[i]
		}
		table = append(table, m)
	}
	return table
}

func figure(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func month(t testing.TB, s string) quantity.Month {
	t.Helper()
	m, err := quantity.ParseMonth(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// plant is an audit with one flow of its own.
func plant() *assess.Audit {
	return &assess.Audit{
		Plant: assess.Plant{Sector: "food-other"}, Settings: assess.Settings{Date: quantity.Date{Year: 2026, Month: 1, Day: 31}},
		Products: []assess.Product{{ID: "p", Unit: "t"}},
		Flows:    []assess.Flow{{ID: "energy-x", Name: "Năng lượng", Category: "electricity", Unit: "MWh"}},
	}
}

// addMonths adds months with output and the flow that a function gives.
func addMonths(a *assess.Audit, from quantity.Month, phase string, output []float64, energy func(i int, p float64) float64) {
	for i, p := range output {
		a.Periods = append(a.Periods, assess.Period{
			Month: from.Add(i), Phase: phase, Output: map[string]float64{"p": p}, Flows: map[string]float64{"energy-x": energy(i, p)},
		})
	}
}

func only(t *testing.T, r *assess.Result, flow string) assess.FlowSaving {
	t.Helper()
	for _, s := range r.Savings {
		if s.Flow.ID == flow {
			return s
		}
	}
	t.Fatalf("no saving of %s; problems %v", flow, r.Problems)
	return assess.FlowSaving{}
}

func baselineOf(t *testing.T, r *assess.Result, flow string) assess.Baseline {
	t.Helper()
	for _, b := range r.Baselines {
		if b.Flow.ID == flow {
			return b
		}
	}
	t.Fatalf("no baseline of %s", flow)
	return assess.Baseline{}
}

// A plant whose load is 100 MWh a month and 0,5 MWh/t and where nothing changes
// but output (the base-load trap, shared/cases/energy/targets-cusum.toml):
//
//	400 t → 300 MWh, 0,75 MWh/t; 320 t → 260 MWh, 0,8125 MWh/t: 8,333 % "worse"
//	500 t → 350 MWh, 0,70 MWh/t: 6,667 % "saved", inside the 5–8 % of the policy
//
// By the baseline nothing was saved in either case, and the trap has words.
func TestBaseLoadTrap(t *testing.T) {
	load := func(_ int, p float64) float64 { return 100 + 0.5*p }
	before := []float64{380, 420, 400, 390, 410, 400, 385, 415, 400, 395, 405, 400} // mean 400
	for _, x := range []struct {
		output, simple float64
		words          string
	}{{320, -8.333333333333334, "saving.trap-worse"}, {500, 6.666666666666667, "saving.trap-better"}} {
		a := plant()
		addMonths(a, quantity.Month{Year: 2024, Month: 1}, assess.Before, before, load)
		addMonths(a, quantity.Month{Year: 2025, Month: 1}, assess.After, slices.Repeat([]float64{x.output}, 12), load)
		s := only(t, assess.Assess(a, pack(t, "food-other"), common(t)), "energy-x")
		near(t, "simple", *s.Simple, x.simple)
		if math.Abs(*s.Percent) > 1e-9 {
			t.Errorf("the baseline finds %g %%, want 0", *s.Percent)
		}
		near(t, "trap", *s.Trap, x.simple)
		if s.TrapSaid.Key != x.words {
			t.Errorf("the trap is not named: %v", s.TrapSaid)
		}
		if s.Verdict == baseline.Proved || s.Verdict == baseline.Likely {
			t.Errorf("verdict %s", s.Verdict)
		}
	}
}

// Bills come in before the output of their month is known. Such a month is in no
// figure per unit, so it must change nothing of the model or the saving, whichever
// phase it is in.
func TestMonthsWithoutOutputCostNoModel(t *testing.T) {
	load := func(i int, p float64) float64 { return 100 + 0.5*p + float64(i%3) }
	output := []float64{380, 460, 400, 350, 410, 500, 385, 415, 440, 395, 405, 330}
	saved := func(extra ...assess.Period) assess.FlowSaving {
		a := plant()
		addMonths(a, quantity.Month{Year: 2024, Month: 1}, assess.Before, output, load)
		addMonths(a, quantity.Month{Year: 2025, Month: 1}, assess.After, output, func(i int, p float64) float64 { return 0.9 * load(i, p) })
		a.Periods = append(a.Periods, extra...)
		return only(t, assess.Assess(a, pack(t, "food-other"), common(t)), "energy-x")
	}
	want := saved()
	if want.Basis != assess.OnModel {
		t.Fatalf("compared with %s", want.Basis)
	}
	bill := func(year int, phase string) assess.Period {
		return assess.Period{Month: quantity.Month{Year: year, Month: 1}, Phase: phase, Flows: map[string]float64{"energy-x": 290}}
	}
	for name, extra := range map[string]assess.Period{"before": bill(2023, assess.Before), "after": bill(2026, assess.After)} {
		got := saved(extra)
		if got.Basis != want.Basis || got.Verdict != want.Verdict {
			t.Errorf("%s: compared with %q, %s, not %q, %s", name, got.Basis, got.Verdict, want.Basis, want.Verdict)
			continue
		}
		near(t, name, *got.Percent, *want.Percent)
	}
}

// Nor does it weigh on the gases and the energy of a unit: what was used in a month
// of unknown output is not spread over the output of the others.
func TestMonthsWithoutOutputWeighOnNoUnit(t *testing.T) {
	result := func(extra ...assess.Period) *assess.Result {
		a := plant()
		a.Flows[0].Factor = benchmark.GridElectricity
		addMonths(a, quantity.Month{Year: 2024, Month: 1}, assess.Before, []float64{400, 420}, func(_ int, p float64) float64 { return p })
		a.Periods = append(a.Periods, extra...)
		return assess.Assess(a, pack(t, "food-other"), common(t))
	}
	want := result()
	got := result(assess.Period{Month: quantity.Month{Year: 2024, Month: 3}, Flows: map[string]float64{"energy-x": 410}})
	near(t, "gases", got.Emissions[0].PerUnit.Value, want.Emissions[0].PerUnit.Value)
	near(t, "energy", got.Energy[0].PerUnit.Value, want.Energy[0].PerUnit.Value)
	if *got.Emissions[0].Scope2 <= *want.Emissions[0].Scope2 {
		t.Error("the month is not in the total")
	}
}

// The CUSUM of shared/cases/energy/targets-cusum.toml: expected 180 + 0,4·P,
// running sum of actual − expected 0, 2, 0, −2, −6, −14; here the sign is that
// of a saving.
func TestCusumCase(t *testing.T) {
	a := plant()
	addMonths(a, quantity.Month{Year: 2024, Month: 1}, assess.Before, []float64{310, 500, 390, 420, 350, 450, 480, 330}, func(_ int, p float64) float64 { return 180 + 0.4*p })
	actual := []float64{340, 362, 378, 318, 296, 340}
	addMonths(a, quantity.Month{Year: 2024, Month: 9}, assess.After, []float64{400, 450, 500, 350, 300, 420}, func(i int, _ float64) float64 { return actual[i] })
	s := only(t, assess.Assess(a, pack(t, "food-other"), common(t)), "energy-x")
	got := s.Cusum.Track.Cusum[8:]
	for i, want := range []float64{0, -2, 0, 2, 6, 14} {
		if math.Abs(got[i]-want) > 1e-9 {
			t.Errorf("CUSUM %d = %g, want %g", i, got[i], want)
		}
	}
	near(t, "saved", s.Saved.Value, 14)
}

// The forecast saving of natural gas at HQ with the ASHRAE-14 uncertainty of
// shared/cases/energy/fsu-ashrae14.toml: model on 2023, E = b0 + b1·production +
// b2·hdd, reported 2025. The model is named in the audit, so nothing is chosen.
func TestASHRAECase(t *testing.T) {
	a := plant()
	a.Flows[0].Unit = "MWh"
	for _, r := range rows(t, shared(t, "verifi-example/hq-monthly.csv")) {
		m := month(t, r["month"])
		p := assess.Period{
			Month: m, Phase: map[int]string{2023: assess.Before, 2025: assess.After}[m.Year],
			Output: map[string]float64{"p": figure(t, r["p_production"])}, Flows: map[string]float64{"energy-x": figure(t, r["e_natural-gas"])},
			Drivers: map[string]float64{"hdd": figure(t, r["p_hdd-generated-60f"])},
		}
		if p.Phase == "" {
			p.Phase = assess.History
		}
		if m.Year > 2025 {
			continue
		}
		a.Periods = append(a.Periods, p)
	}
	a.Models = []assess.Model{{Flow: "energy-x", Form: assess.FormRegression, Drivers: []string{"output", "hdd"}, Reason: "case"}}
	r := assess.Assess(a, pack(t, "food-other"), common(t))
	b, s := baselineOf(t, r, "energy-x"), only(t, r, "energy-x")
	for i, want := range []float64{1351.150482693996, 2.355650186504539, 2.228177701045386} {
		near(t, b.Fit.Coefficients[i].Name, b.Fit.Coefficients[i].Value, want)
	}
	near(t, "R²", *b.Fit.R2, 0.9957264720502536)
	within := func(what string, got, want, tol float64) {
		t.Helper()
		if math.Abs(got-want) > tol*math.Abs(want) {
			t.Errorf("%s = %.9g, want %.9g", what, got, want)
		}
	}
	within("CV(RMSE)", *b.Fit.CVRMSE, 0.01316095491, 1e-6)
	within("ρ", *b.Fit.Rho, -0.464510879, 1e-6)
	within("saving", s.Saved.Value, 9924.182245, 1e-6)
	within("saving %", *s.Percent, 8.984863, 1e-6)
	for _, x := range s.Model.ASHRAE {
		if x.Improved && math.Abs(x.Confidence-0.9) < 1e-9 {
			within("k", x.K, 1.305580, 1e-6)
			within("ΔE", x.Absolute, 1014.866943, 1e-6)
			within("FSU", *x.FSU, 0.102262022, 1e-6)
		}
	}
	cusum := s.Cusum.Track.Cusum
	within("CUSUM", cusum[len(cusum)-1]-cusum[11], 9924.182245, 1e-6)
}

// Bills of nine meters of three plants become months, every day counted once:
// the months equal shared/verifi-example/expected-calendarized.csv, and nothing
// is lost (the best-known peer loses 2.2 % of one of these meters and 6 % of
// another).
func TestBillsToMonths(t *testing.T) {
	bills := rows(t, shared(t, "verifi-example/bills.csv"))
	type meter struct{ facility, id string }
	want := map[meter]map[string]float64{}
	for _, r := range rows(t, shared(t, "verifi-example/expected-calendarized.csv")) {
		m := meter{r["facility"], r["meter"]}
		if want[m] == nil {
			want[m] = map[string]float64{}
		}
		want[m][r["month"]] = figure(t, r["day_weighted"])
	}
	audits := map[string]*assess.Audit{}
	billed := map[meter]float64{}
	last := map[meter]quantity.Date{}
	for _, r := range bills {
		m := meter{r["facility"], r["meter"]}
		a := audits[m.facility]
		if a == nil {
			a = plant()
			a.Flows = nil
			for i := range 60 {
				a.Periods = append(a.Periods, assess.Period{Month: quantity.Month{Year: 2021, Month: 12}.Add(i), Output: map[string]float64{"p": 1}})
			}
			audits[m.facility] = a
		}
		read, err := quantity.ParseDate(r["read_date"])
		if err != nil {
			t.Fatal(err)
		}
		before, known := last[m]
		last[m] = read
		if !known {
			if !slices.ContainsFunc(a.Flows, func(f assess.Flow) bool { return f.ID == m.id }) {
				a.Flows = append(a.Flows, assess.Flow{ID: m.id, Unit: "kWh"})
			}
			continue // nobody knows from which day the first bill counts
		}
		v := figure(t, r["energy_use"])
		if r["unit"] != "kWh" && r["energy_use"] == "0" {
			v = figure(t, r["volume"])
		}
		billed[m] += v
		a.Readings = append(a.Readings, assess.Reading{Flow: m.id, From: before.AddDays(1), To: read, Amount: v})
	}
	months := 0
	for m, expected := range want {
		r := assess.Assess(audits[m.facility], pack(t, "food-other"), common(t))
		i := slices.IndexFunc(r.Coverage.Rows, func(row assess.CoverageRow) bool { return row.ID == m.id })
		if i < 0 {
			t.Fatalf("no row of %v", m)
		}
		sum, found := 0.0, 0
		for k, c := range r.Coverage.Rows[i].Cells {
			if c.Value == nil {
				continue
			}
			sum += *c.Value
			if c.State != assess.CellFull {
				continue
			}
			v, ok := expected[r.Coverage.Periods[k].Month.String()]
			if !ok {
				continue
			}
			found++
			if math.Abs(*c.Value-v) > 1e-9*math.Abs(v)+1e-6 { // the file has six decimals
				t.Errorf("%v %s = %.9f, want %.9f", m, r.Coverage.Periods[k].Month, *c.Value, v)
			}
		}
		if found != len(expected) {
			t.Errorf("%v: %d of %d months", m, found, len(expected))
		}
		months += found
		outside := 0.0
		for _, p := range r.Problems {
			var i int
			if _, err := fmt.Sscanf(p.Path, "reading[%d]", &i); err == nil && p.Message.Key == "reading.outside" && audits[m.facility].Readings[i-1].Flow == m.id {
				outside += p.Message.Args["amount"].(quantity.Amount).Value
			}
		}
		if got := sum + outside; math.Abs(got-billed[m]) > 1e-9*billed[m] {
			t.Errorf("%v: months and what lies outside are %.6f, the bills %.6f", m, got, billed[m])
		}
	}
	if months < 400 {
		t.Errorf("only %d months compared", months)
	}
}

// Two meters with bills of odd days: every day is counted once, a month that
// one of them does not wholly cover is partial and not used, and what lies in
// no period is said.
//
//	meter A 25 Jan–13 Feb, 20 days, 200: 7 days in January = 70, 13 in February = 130
//	meter A 14 Feb–28 Feb, 15 days, 300
//	meter B  1 Feb–28 Feb, 28 days, 56
//	February = 130 + 300 + 56 = 486; January is covered 7 of 31 days by A, 0 by B
func TestReadingsOfTwoMeters(t *testing.T) {
	day := func(m, d int) quantity.Date { return quantity.Date{Year: 2023, Month: m, Day: d} }
	a := plant()
	a.Periods = []assess.Period{
		{Month: quantity.Month{Year: 2023, Month: 1}, Output: map[string]float64{"p": 10}},
		{Month: quantity.Month{Year: 2023, Month: 2}, Output: map[string]float64{"p": 10}},
	}
	cost := 972.0
	a.Readings = []assess.Reading{
		{Flow: "energy-x", Meter: "A", From: day(1, 25), To: day(2, 13), Amount: 200, Cost: &cost},
		{Flow: "energy-x", Meter: "A", From: day(2, 14), To: day(2, 28), Amount: 300, Estimated: true},
		{Flow: "energy-x", Meter: "B", From: day(2, 1), To: day(2, 28), Amount: 56},
		{Flow: "energy-x", Meter: "B", From: day(3, 1), To: day(3, 10), Amount: 7},
	}
	r := assess.Assess(a, pack(t, "food-other"), common(t))
	i := slices.IndexFunc(r.Coverage.Rows, func(row assess.CoverageRow) bool { return row.ID == "energy-x" })
	january, february := r.Coverage.Rows[i].Cells[0], r.Coverage.Rows[i].Cells[1]
	if january.State != assess.CellPartial || february.State != assess.CellEstimated {
		t.Errorf("states %s, %s", january.State, february.State)
	}
	near(t, "January", *january.Value, 70)
	near(t, "February", *february.Value, 486)
	near(t, "estimated", february.Estimated, 100*300/486.0)
	keys := map[string]bool{}
	for _, p := range r.Problems {
		keys[p.Message.Key] = true
	}
	if !keys["reading.partial"] || !keys["reading.outside"] {
		t.Errorf("not said: %v", slices.Sorted(maps.Keys(keys)))
	}
	ind := indicator(t, r, "energy-x")
	near(t, "indicator", ind.Value.Value, 48.6) // February alone
	near(t, "price of the bills", *ind.Price, 972.0/200)
	a.Periods[1].Flows = map[string]float64{"energy-x": 480}
	r = assess.Assess(a, pack(t, "food-other"), common(t))
	if r.Coverage.Rows[i].Cells[1].State != assess.CellTwice || !r.Problems.HasErrors() {
		t.Error("a figure that is stated twice is not an error")
	}
}

// A frozen model is always fitted to the data beside it, and called stale when
// these are not the ones that it was chosen on.
func TestStaleModel(t *testing.T) {
	a := plant()
	load := func(i int, p float64) float64 { return 100 + 0.5*p + []float64{3, -2, 1, -2}[i%4] }
	addMonths(a, quantity.Month{Year: 2024, Month: 1}, assess.Before, []float64{380, 420, 400, 390, 410, 400, 385, 415, 400, 395, 405, 400}, load)
	b := baselineOf(t, assess.Assess(a, pack(t, "food-other"), common(t)), "energy-x")
	a.Models = []assess.Model{{Flow: "energy-x", Form: assess.FormRegression, Drivers: []string{"output"}, Reason: "x"}}
	fitted := baselineOf(t, assess.Assess(a, pack(t, "food-other"), common(t)), "energy-x")
	a.Models[0].Data = fitted.Data()
	if b := baselineOf(t, assess.Assess(a, pack(t, "food-other"), common(t)), "energy-x"); b.Stale {
		t.Error("stale although nothing changed")
	}
	a.Periods[3].Flows["energy-x"]++
	again := assess.Assess(a, pack(t, "food-other"), common(t))
	if b := baselineOf(t, again, "energy-x"); !b.Stale || b.Fit.Coefficients[0].Value == fitted.Fit.Coefficients[0].Value {
		t.Error("the data changed and the model did not")
	}
	if !slices.ContainsFunc(again.Problems, func(p problem.Problem) bool { return p.Message.Key == "model.stale" }) {
		t.Error("not said")
	}
	_ = b
}

// A non-routine event is taken out of both phases: a new line that uses 40 MWh
// in each of two months after leaves the saving as it was without it.
func TestAdjustment(t *testing.T) {
	a := plant()
	load := func(k float64) func(i int, p float64) float64 {
		return func(i int, p float64) float64 { return k * (100 + 0.5*p + []float64{3, -2, 1, -2}[i%4]) }
	}
	output := []float64{380, 420, 400, 390, 410, 400, 385, 415, 400, 395, 405, 400}
	addMonths(a, quantity.Month{Year: 2024, Month: 1}, assess.Before, output, load(1))
	addMonths(a, quantity.Month{Year: 2025, Month: 1}, assess.After, output, load(0.9))
	plain := only(t, assess.Assess(a, pack(t, "food-other"), common(t)), "energy-x")
	a.Periods[14].Flows["energy-x"] += 40
	a.Periods[15].Flows["energy-x"] += 40
	a.Adjustments = []assess.Adjustment{{
		Flow: "energy-x", From: quantity.Date{Year: 2025, Month: 3, Day: 1}, To: quantity.Date{Year: 2025, Month: 4, Day: 30}, Amount: 80, Reason: "dây chuyền mới",
	}}
	r := assess.Assess(a, pack(t, "food-other"), common(t))
	with := only(t, r, "energy-x")
	// 80 over 61 days: 31/61 in March and 30/61 in April, so the months differ
	// a little, their sum does not.
	near(t, "saved", with.Saved.Value, plain.Saved.Value)
	near(t, "simple", *with.Simple, *plain.Simple)
	if len(with.Events) != 1 {
		t.Errorf("events %v", with.Events)
	}
	a.Adjustments[0].Amount = 8000
	if !assess.Assess(a, pack(t, "food-other"), common(t)).Problems.HasErrors() {
		t.Error("more than there is can be taken out")
	}
}

// Freezing what the program proposes changes nothing but who answers for it: the
// interval keeps its allowance. The same model named by somebody beforehand gets
// the narrower interval of METHOD §19.
func TestFrozenProposalKeepsItsAllowance(t *testing.T) {
	a := plant()
	rng := rand.New(rand.NewPCG(3, 4))
	output := func() (all []float64) {
		for range 12 {
			all = append(all, 800+400*rng.Float64())
		}
		return all
	}
	addMonths(a, quantity.Month{Year: 2023, Month: 1}, assess.Before, output(), func(_ int, p float64) float64 { return (500 + p) * (1 + 0.03*rng.NormFloat64()) })
	addMonths(a, quantity.Month{Year: 2024, Month: 1}, assess.After, output(), func(_ int, p float64) float64 { return 0.92 * (500 + p) * (1 + 0.03*rng.NormFloat64()) })
	proposed := assessed(t, a)
	was := only(t, proposed, "energy-x")
	var b assess.Baseline
	for _, x := range proposed.Baselines {
		if x.Flow.ID == "energy-x" {
			b = x
		}
	}
	if !b.Choice.Accepted || was.Model == nil || was.Model.Saved.SE <= was.Model.Exact.SE {
		t.Fatalf("the proposal has no allowance: %+v", was.Model)
	}
	a.Models = []assess.Model{{Flow: "energy-x", Form: string(b.Fit.Spec.Form), Drivers: b.Fit.Spec.Drivers, Intercept: &b.Fit.Spec.Intercept, Data: b.Data(), Proposed: true}}
	if is := only(t, assessed(t, a), "energy-x"); *is.Low != *was.Low || *is.High != *was.High || is.Verdict != was.Verdict {
		t.Errorf("frozen: %v to %v, %s; proposed: %v to %v, %s", *is.Low, *is.High, is.Verdict, *was.Low, *was.High, was.Verdict)
	}
	a.Models[0].Proposed = false
	if is := only(t, assessed(t, a), "energy-x"); *is.Low <= *was.Low || *is.High >= *was.High {
		t.Errorf("named: %v to %v; proposed: %v to %v", *is.Low, *is.High, *was.Low, *was.High)
	}
}

// verifi are the three plants of shared/verifi-example as audits: bills as
// readings, predictors as drivers, 2022 before and 2025 after.
func verifi(t testing.TB) []*assess.Audit {
	t.Helper()
	audits := map[string]*assess.Audit{}
	for _, facility := range []string{"peanuts", "hq", "roasting"} {
		a := plant()
		a.Flows = nil
		for _, r := range rows(t, shared(t, "verifi-example/"+facility+"-monthly.csv")) {
			p := assess.Period{Month: month(t, r["month"]), Drivers: map[string]float64{}, Output: map[string]float64{"p": figure(t, r["p_production"])}}
			p.Phase = map[int]string{2022: assess.Before, 2025: assess.After}[p.Month.Year]
			if p.Phase == "" {
				p.Phase = assess.History
			}
			for k, v := range r {
				if strings.HasPrefix(k, "p_") && k != "p_production" && v != "" {
					p.Drivers[strings.TrimPrefix(k, "p_")] = figure(t, v)
				}
			}
			a.Periods = append(a.Periods, p)
		}
		audits[facility] = a
	}
	last := map[string]quantity.Date{}
	for _, r := range rows(t, shared(t, "verifi-example/bills.csv")) {
		a := audits[r["facility"]]
		key := r["facility"] + r["meter"]
		read, err := quantity.ParseDate(r["read_date"])
		if err != nil {
			t.Fatal(err)
		}
		if before, known := last[key]; known {
			a.Readings = append(a.Readings, assess.Reading{Flow: r["meter"], From: before.AddDays(1), To: read, Amount: figure(t, r["energy_use"])})
		} else if !slices.ContainsFunc(a.Flows, func(f assess.Flow) bool { return f.ID == r["meter"] }) {
			a.Flows = append(a.Flows, assess.Flow{ID: r["meter"], Unit: "MWh", Category: "electricity"})
		}
		last[key] = read
	}
	return []*assess.Audit{audits["peanuts"], audits["hq"], audits["roasting"]}
}

// BenchmarkVerifi is the whole example of a peer: 441 bills of nine meters to
// months, all models, savings (the peer needs 350 ms); without and with reading
// the three audit files.
func BenchmarkVerifi(b *testing.B) {
	audits := verifi(b)
	p, c := pack(b, "food-other"), common(b)
	b.Run("assess", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, a := range audits {
				assess.Assess(a, p, c)
			}
		}
	})
	var files []string
	for _, a := range audits {
		files = append(files, onDisk(b, a))
	}
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for i, file := range files {
				a, _, problems := auditfile.Read(file)
				if len(a.Readings) != len(audits[i].Readings) || problems.HasErrors() {
					b.Fatal(problems)
				}
				assess.Assess(a, p, c)
			}
		}
	})
}

// onDisk writes a plant of the example as an audit file.
func onDisk(t testing.TB, a *assess.Audit) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "format = 1\n[audit]\nlevel = \"quick\"\n[plant]\nname = \"x\"\nsector = %q\n[[product]]\nid = \"p\"\nunit = \"t\"\n", a.Plant.Sector)
	for _, f := range a.Flows {
		fmt.Fprintf(&b, "[[flow]]\nid = %q\nunit = %q\ncategory = %q\n", f.ID, f.Unit, f.Category)
	}
	for _, p := range a.Periods {
		fmt.Fprintf(&b, "[[period]]\nmonth = %q\nphase = %q\noutput.p = %v\n", p.Month, p.Phase, p.Output["p"])
		for _, id := range slices.Sorted(maps.Keys(p.Drivers)) {
			fmt.Fprintf(&b, "drivers.%q = %v\n", id, p.Drivers[id])
		}
	}
	for _, r := range a.Readings {
		fmt.Fprintf(&b, "[[reading]]\nflow = %q\nfrom = %v\nto = %v\namount = %v\n", r.Flow, r.From, r.To, r.Amount)
	}
	path := filepath.Join(t.TempDir(), "x"+auditfile.Extension)
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// A month that one of two meters covers wholly and the other not at all is half
// covered, not "0 %": which meter is missing is said. March: both cover half.
func TestOneOfTwoMeters(t *testing.T) {
	day := func(m, d int) quantity.Date { return quantity.Date{Year: 2023, Month: m, Day: d} }
	a := plant()
	for m := range 3 {
		a.Periods = append(a.Periods, assess.Period{Month: quantity.Month{Year: 2023, Month: m + 1}, Output: map[string]float64{"p": 10}})
	}
	a.Periods = a.Periods[len(a.Periods)-3:]
	a.Readings = []assess.Reading{
		{Flow: "energy-x", Meter: "A", From: day(1, 1), To: day(1, 31), Amount: 310},
		{Flow: "energy-x", Meter: "A", From: day(2, 1), To: day(2, 28), Amount: 280},
		{Flow: "energy-x", Meter: "B", From: day(2, 1), To: day(2, 28), Amount: 28},
		{Flow: "energy-x", Meter: "A", From: day(3, 1), To: day(3, 31), Amount: 310},
		{Flow: "energy-x", Meter: "B", From: day(3, 1), To: day(3, 10), Amount: 10},
	}
	r := assess.Assess(a, pack(t, "food-other"), common(t))
	i := slices.IndexFunc(r.Coverage.Rows, func(row assess.CoverageRow) bool { return row.ID == "energy-x" })
	for k, want := range []assess.CoverageCell{
		{State: assess.CellPartial, Meters: 2, Whole: 1, Days: 0, MeterDays: 50},
		{State: assess.CellFull, Meters: 2, Whole: 2, Days: 100, MeterDays: 100},
		{State: assess.CellPartial, Meters: 2, Whole: 1, Days: 100 * 10. / 31, MeterDays: 100 * 41. / 62},
	} {
		got := r.Coverage.Rows[i].Cells[k]
		if got.State != want.State || got.Meters != want.Meters || got.Whole != want.Whole {
			t.Errorf("month %d: %s, %d of %d meters", k+1, got.State, got.Whole, got.Meters)
		}
		near(t, "days", got.Days, want.Days)
		near(t, "days of meters", got.MeterDays, want.MeterDays)
	}
	for _, p := range r.Problems {
		if p.Message.Key == "reading.partial" && (p.Message.Args["whole"] != 1 || p.Message.Args["meters"] != 2 || p.Message.Args["percent"] != "") {
			t.Errorf("%v", p.Message.Args)
		}
	}
}
