package assess_test

import (
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
)

// starch is a starch plant's year in twelve equal months.
func starch() *assess.Audit {
	a := &assess.Audit{
		Plant:    assess.Plant{Sector: "cassava-starch"},
		Basis:    map[string]any{"process": "factory", "root-starch": 25.0, "dryer-fuel": "coal"},
		Products: []assess.Product{{ID: "starch", Unit: "t"}},
		Flows:    []assess.Flow{{ID: "electricity", Price: at(2000)}},
	}
	for m := 1; m <= 12; m++ {
		a.Periods = append(a.Periods, assess.Period{
			Month: quantity.Month{Year: 2022, Month: m}, Output: map[string]float64{"starch": float64(1000 + 10*m)},
			Flows: map[string]float64{"electricity": 200_000, "water": 15_000 + float64(m), "coal": 140_000},
		})
	}
	return a
}

func problemKeys(r *assess.Result) []string {
	var keys []string
	for _, p := range r.Problems {
		keys = append(keys, p.Message.Key)
	}
	return keys
}

func TestZeroOutputIsSaid(t *testing.T) {
	a := starch()
	for i := range a.Periods {
		a.Periods[i].Output["starch"] = 0
	}
	r := assess.Assess(a, pack(t, "cassava-starch"), common(t))
	e := indicator(t, r, "electricity")
	if e.Value != nil || e.Status != assess.NoFigure || e.Reason.Key != "reason.zero-output" {
		t.Errorf("zero output: %v %s %v", e.Value, e.Status, e.Reason)
	}
}

func TestNoOutputIsSaid(t *testing.T) {
	a := starch()
	for i := range a.Periods {
		a.Periods[i].Output = nil
	}
	r := assess.Assess(a, pack(t, "cassava-starch"), common(t))
	if e := indicator(t, r, "electricity"); e.Value != nil || e.Reason.Key != "reason.no-output" {
		t.Errorf("no output: %v %v", e.Value, e.Reason)
	}
	if len(r.Outputs) != 0 {
		t.Error("an output was made up")
	}
}

func TestUnansweredAskStopsTheComparison(t *testing.T) {
	a := starch()
	delete(a.Basis, "dryer-fuel")
	r := assess.Assess(a, pack(t, "cassava-starch"), common(t))
	if c := indicator(t, r, "coal"); c.Status != assess.Unanswered || c.Realistic != nil || c.Value == nil {
		t.Errorf("coal: %s, realistic %v, value %v", c.Status, c.Realistic, c.Value)
	}
}

func TestFlowWithoutBenchmark(t *testing.T) {
	a := starch()
	a.Flows = append(a.Flows, assess.Flow{ID: "my-oil", Name: "Dầu nhớt", Unit: "l"})
	a.Periods[0].Flows["my-oil"] = 20
	r := assess.Assess(a, pack(t, "cassava-starch"), common(t))
	o := indicator(t, r, "my-oil")
	if o.Status != assess.NoBenchmark || o.Reason.Empty() || len(o.Missing) != 11 {
		t.Errorf("own flow: %s %v, %d missing", o.Status, o.Reason, len(o.Missing))
	}
	// One month of 1 010 t: 20 ÷ 1 010, not 20 ÷ the year's output.
	near(t, "own flow per t", o.Value.Value, 20.0/1010)
}

func TestUnknownNamesAreErrors(t *testing.T) {
	a := starch()
	a.Periods[0].Flows["electricty"] = 1
	a.Basis["root-strach"] = 25.0
	a.Basis["process"] = "mill"
	a.Answers = []assess.Answer{{Question: "nothing", Reply: "yes"}}
	a.Settings.Target = "qd9999"
	a.References = []assess.Reference{{Flow: "water", Row: "none"}}
	r := assess.Assess(a, pack(t, "cassava-starch"), common(t))
	keys := problemKeys(r)
	for _, want := range []string{"period.unknown-flow", "basis.unknown", "basis.unknown-choice", "answer.unknown-question", "audit.unknown-target", "reason.unknown-row"} {
		if !slices.Contains(keys, want) {
			t.Errorf("no %s among %v", want, keys)
		}
	}
	if !r.Problems.HasErrors() {
		t.Error("no errors")
	}
}

func TestMisplacedDecimalMarkIsDoubted(t *testing.T) {
	a := starch()
	a.Periods[4].Flows["electricity"] = 2_000_000
	r := assess.Assess(a, pack(t, "cassava-starch"), common(t))
	if !slices.Contains(problemKeys(r), "period.outlier") {
		t.Errorf("not doubted: %v", problemKeys(r))
	}
}

// The same plant in other units, in another order of months, and as one annual
// total has the same figures.
func TestUnitsOrderAndTotalsDoNotMatter(t *testing.T) {
	c, p := common(t), pack(t, "cassava-starch")
	want := indicator(t, assess.Assess(starch(), p, c), "electricity")

	inMWh := starch()
	inMWh.Flows = []assess.Flow{{ID: "electricity", Unit: "MWh", Price: at(2_000_000)}}
	for i := range inMWh.Periods {
		inMWh.Periods[i].Flows["electricity"] /= 1000
	}
	reversed := starch()
	slices.Reverse(reversed.Periods)
	total := starch()
	sum := year(2022)
	sum.Output, sum.Flows = map[string]float64{}, map[string]float64{}
	for _, month := range total.Periods {
		sum.Output["starch"] += month.Output["starch"]
		for id, v := range month.Flows {
			sum.Flows[id] += v
		}
	}
	total.Periods = []assess.Period{sum}

	for name, a := range map[string]*assess.Audit{"MWh": inMWh, "reversed": reversed, "annual": total} {
		got := indicator(t, assess.Assess(a, p, c), "electricity")
		near(t, name+" compared value", got.Compare.Value, want.Compare.Value)
		near(t, name+" money", *got.Realistic.Money, *want.Realistic.Money)
		near(t, name+" CO2e", *got.Realistic.CO2e, *want.Realistic.CO2e)
		near(t, name+" gap", *got.Gap, *want.Gap)
	}
}

// A recalled row may be chosen, but it decides nothing.
func TestRecalledRowNeverDecides(t *testing.T) {
	a := starch()
	p := pack(t, "sugar")
	recalled := ""
	for _, row := range p.Benchmarks {
		if row.Source == "recalled" && row.Basis == "product" {
			recalled = row.ID
			a.References = []assess.Reference{{Flow: row.Flow, Row: row.ID}}
			a.Plant.Sector = "sugar"
			a.Products[0].ID = "sugar"
			for i := range a.Periods {
				a.Periods[i].Output = map[string]float64{"sugar": 100}
				a.Periods[i].Flows = map[string]float64{row.Flow: 5000}
			}
			a.Flows = []assess.Flow{{ID: row.Flow, Price: at(10)}}
			r := assess.Assess(a, p, common(t))
			if i := indicator(t, r, row.Flow); i.Status != assess.Unverified {
				t.Errorf("%s: %s", row.ID, i.Status)
			}
			if r.Potential.Flows != 0 {
				t.Errorf("%s counts in the potential", row.ID)
			}
		}
	}
	if recalled == "" {
		t.Skip("the sugar pack has no recalled row per tonne of sugar")
	}
}

// The walk-through by hand: of three answered questions yes, partly, no:
// H = 100·(0+1+2)/(2·3) = 50, the score is 50.
func TestWalkthroughScore(t *testing.T) {
	a := starch()
	p := pack(t, "cassava-starch")
	replies := []string{"yes", "partly", "no", "na"}
	n := 0
	for _, q := range p.Questions {
		if q.Area != assess.SafetyArea && n < len(replies) {
			a.Answers = append(a.Answers, assess.Answer{Question: q.ID, Reply: replies[n]})
			n++
		}
	}
	w := assess.Assess(a, p, common(t)).Walkthrough
	near(t, "score", *w.Score, 50)
	if w.Answered != 3 || w.Asked != len(p.Questions)-1 || !w.Provisional {
		t.Errorf("answered %d of %d, provisional %v", w.Answered, w.Asked, w.Provisional)
	}
}

func BenchmarkAssess(b *testing.B) {
	c, p := common(b), pack(b, "cassava-starch")
	a := &assess.Audit{
		Plant: assess.Plant{Sector: "cassava-starch"}, Basis: starch().Basis,
		Products: []assess.Product{{ID: "starch", Unit: "t"}},
	}
	flows := assess.Flows(a, p, c)
	for m := (quantity.Month{Year: 2013, Month: 1}); len(a.Periods) < 120; m = m.Next() {
		period := assess.Period{Month: m, Output: map[string]float64{"starch": 1500}, Flows: map[string]float64{}}
		for _, f := range flows[:50] {
			period.Flows[f.ID] = 1000
		}
		a.Periods = append(a.Periods, period)
	}
	b.ResetTimer()
	for b.Loop() {
		assess.Assess(a, p, c)
	}
}

// A unit that does not exist is said to be unknown, not to need a conversion.
func TestUnknownProductUnit(t *testing.T) {
	a := starch()
	a.Products[0].Unit = "xyz"
	keys := problemKeys(assess.Assess(a, pack(t, "cassava-starch"), common(t)))
	if !slices.Contains(keys, "unit.unknown") || slices.Contains(keys, "product.needs-equivalent") {
		t.Errorf("problems: %v", keys)
	}
}
