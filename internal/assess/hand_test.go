package assess_test

import (
	"math"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/sectors"
)

func at(v float64) *float64 { return &v }

func common(t testing.TB) *benchmark.Common {
	t.Helper()
	c, problems := benchmark.LoadCommon(sectors.FS)
	if c == nil {
		t.Fatal(problems)
	}
	return c
}

func pack(t testing.TB, id string) *benchmark.Pack {
	t.Helper()
	p, problems := benchmark.Load(sectors.FS, id)
	if p == nil {
		t.Fatal(problems)
	}
	return p
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s = %.10g, want %.10g", what, got, want)
	}
}

func indicator(t *testing.T, r *assess.Result, flow string) assess.Indicator {
	t.Helper()
	for _, i := range r.Indicators {
		if i.Flow.ID == flow && i.Phase == r.Phase {
			return i
		}
	}
	t.Fatalf("no indicator of %s", flow)
	return assess.Indicator{}
}

func year(y int) assess.Period {
	return assess.Period{From: quantity.Date{Year: y, Month: 1, Day: 1}, To: quantity.Date{Year: y, Month: 12, Day: 31}}
}

// A starch plant with one year's total, worked out by hand.
//
//	electricity  3 704 000 kWh ÷ 20 000 t = 185,2 kWh/t; reference 160 | 165–200 | 230
//	             gap to best (185,2−160)/160 = 15,75 %
//	             realistic (185,2−165)·20 000 = 404 000 kWh · 1 850 = 747 400 000 đ
//	             404 MWh · 0,6766 t/MWh (grid 2022) = 273,3464 t CO2e
//	roots        84 000 t ÷ 20 000 t = 4,2 t/t at 24 % starch; at 25 %: 4,2·24/25 = 4,032
//	             reference 3,7 | 4,0–4,3: (4,032−4,0)·25/24·20 000 = 666,67 t · 1 900 000 đ
//	coal         2 800 000 kg ÷ 20 000 t = 140 kg/t; reference 80 | 133–150 | 160
//	             (140−133)·20 000 = 140 000 kg · 2 500 đ = 350 000 000 đ
//	scope 1      2 800 t · 25,12 GJ/t = 70,336 TJ: CO2 98 300, CH4 10·28, N2O 1,5·265 kg/TJ
//	             = 6 914,0288 + 19,69408 + 27,95856 = 6 961,68144 t
//	scope 2      3 704 MWh · 0,6766 = 2 506,1264 t
//	toe          3 704 000·0,0001543 + 2 800 000·0,0006 = 571,5272 + 1 680
//	G            (747,4 + 1 266,666… + 350) ÷ (6 852,4 + 159 600 + 7 000) million đ
func TestHandCassava(t *testing.T) {
	p := year(2022)
	p.Output = map[string]float64{"starch": 20_000}
	p.Flows = map[string]float64{"electricity": 3_704_000, "fresh-cassava": 84_000, "coal": 2_800_000, "water": 294_000}
	a := &assess.Audit{
		Plant:    assess.Plant{Sector: "cassava-starch"},
		Settings: assess.Settings{Date: quantity.Date{Year: 2023, Month: 3, Day: 1}},
		Basis:    map[string]any{"process": "factory", "root-starch": 24.0, "dryer-fuel": "coal"},
		Products: []assess.Product{{ID: "starch", Unit: "t"}},
		Flows:    []assess.Flow{{ID: "electricity", Price: at(1850)}, {ID: "fresh-cassava", Price: at(1_900_000)}, {ID: "coal", Price: at(2500)}},
		Periods:  []assess.Period{p},
	}
	r := assess.Assess(a, pack(t, "cassava-starch"), common(t))

	e := indicator(t, r, "electricity")
	near(t, "electricity per t", e.Value.Value, 185.2)
	near(t, "gap", *e.Gap, 15.75)
	if e.Status != assess.Compared || e.Place.Band != benchmark.BandTypical {
		t.Errorf("electricity: %s %s (%v)", e.Status, e.Place.Band, e.Reason)
	}
	near(t, "realistic kWh", e.Realistic.Amount.Value, 404_000)
	near(t, "realistic money", *e.Realistic.Money, 747_400_000)
	near(t, "realistic CO2e", *e.Realistic.CO2e, 273.3464)
	near(t, "technical kWh", e.Technical.Amount.Value, 504_000)
	if !e.Yearly {
		t.Error("a whole year is not taken for one")
	}

	roots := indicator(t, r, "fresh-cassava")
	near(t, "roots as metered", roots.Value.Value, 4.2)
	near(t, "roots at 25 % starch", roots.Compare.Value, 4.032)
	near(t, "roots realistic", roots.Realistic.Amount.Value, 0.032*25/24*20_000)

	coal := indicator(t, r, "coal")
	near(t, "coal realistic money", *coal.Realistic.Money, 350_000_000)

	heat := indicator(t, r, "heat")
	near(t, "heat of the coal, MJ/t", heat.Value.Value, 140*25.12)
	if heat.Computed.Empty() {
		t.Error("heat is not said to be computed")
	}

	if len(r.Emissions) != 1 {
		t.Fatalf("%d emission phases", len(r.Emissions))
	}
	near(t, "scope 1", *r.Emissions[0].Scope1, 6961.68144)
	near(t, "scope 2", *r.Emissions[0].Scope2, 2506.1264)
	near(t, "toe", r.Energy[0].TOE, 2251.5272)

	water := indicator(t, r, "water")
	near(t, "water", water.Value.Value, 14.7)
	if water.Realistic == nil || water.Realistic.Money != nil {
		t.Error("water has no price: the money must be absent, the amount not")
	}
	near(t, "G", *r.Potential.Percent, 100*(747.4+1266.0+2.0/3+350)/(6852.4+159_600+7000))
	if r.Potential.Grade != "low" || r.Potential.Flows != 3 {
		t.Errorf("potential: %s over %d flows", r.Potential.Grade, r.Potential.Flows)
	}
}

// A sugar mill's season of 120 days: its ratios are per tonne of cane.
//
//	steam        4·46 000 ÷ 4·100 000 = 0,46 t/t cane; reference 0,35 | 0,42–0,48 | 0,5
//	             realistic (0,46−0,42)·400 000 = 16 000 t in the season, not scaled to a year
//	electricity  28 kWh/t cane; reference 22 | 24–30 | 32: gap (28−22)/22 = 27,2727 %
//	cane         400 000 ÷ 38 000 = 10,526… t/t sugar: typical (10–11)
func TestHandSugar(t *testing.T) {
	a := &assess.Audit{
		Plant:    assess.Plant{Sector: "sugar"},
		Basis:    map[string]any{"scope": "sugar", "water-basis": "withdrawn", "cane-pol": 12.0},
		Products: []assess.Product{{ID: "sugar", Unit: "t"}},
	}
	for m := 1; m <= 4; m++ {
		a.Periods = append(a.Periods, assess.Period{
			Month: quantity.Month{Year: 2023, Month: m}, Output: map[string]float64{"sugar": 9500},
			Flows: map[string]float64{"cane": 100_000, "steam": 46_000, "electricity": 2_800_000},
		})
	}
	r := assess.Assess(a, pack(t, "sugar"), common(t))
	steam := indicator(t, r, "steam")
	near(t, "steam per t cane", steam.Compare.Value, 0.46)
	near(t, "steam per t sugar", steam.Value.Value, 46_000.0/9500)
	near(t, "steam realistic", steam.Realistic.Amount.Value, 16_000)
	if steam.Yearly {
		t.Error("120 days are taken for a year")
	}
	e := indicator(t, r, "electricity")
	near(t, "electricity gap", *e.Gap, 600.0/22)
	if e.Place.Band != benchmark.BandTypical {
		t.Errorf("electricity is %s", e.Place.Band)
	}
	cane := indicator(t, r, "cane")
	near(t, "cane per t sugar", cane.Compare.Value, 400.0/38)
	if cane.Place.Band != benchmark.BandTypical {
		t.Errorf("cane is %s", cane.Place.Band)
	}
	if r.Potential.Percent != nil || r.Potential.Reason.Empty() {
		t.Error("nothing is priced: the potential must be absent with a reason")
	}
}

// A dyehouse with two products over two years (730 days), one month without
// water.
//
//	P    100·1 + 50·0,8 = 140 t equivalent a month
//	S    23·16 800 ÷ (23·140) = 120 m³/t; reference 60 | 100–150 | 250
//	realistic (120−100)·23·140·365/730 = 32 200 m³ a year, over the stated months
//	at 12 000 đ/m³: 386 400 000 đ;  Q·p = 23·16 800·12 000/2
//	G = 20/120 = 16,67 %: high
func TestHandTextiles(t *testing.T) {
	a := &assess.Audit{
		Plant:    assess.Plant{Sector: "textiles-dyeing"},
		Basis:    map[string]any{"route": "cotton-knit-batch"},
		Products: []assess.Product{{ID: "a", Unit: "t"}, {ID: "b", Unit: "t", Equivalent: at(0.8)}},
		Flows:    []assess.Flow{{ID: "water", Price: at(12_000)}},
	}
	for m := (quantity.Month{Year: 2022, Month: 1}); m.Before(quantity.Month{Year: 2024, Month: 1}); m = m.Next() {
		p := assess.Period{Month: m, Output: map[string]float64{"a": 100, "b": 50}, Flows: map[string]float64{"water": 16_800}}
		if m == (quantity.Month{Year: 2023, Month: 5}) {
			p.Flows = nil
		}
		a.Periods = append(a.Periods, p)
	}
	r := assess.Assess(a, pack(t, "textiles-dyeing"), common(t))
	near(t, "equivalent output", r.Outputs[0].Total.Value, 24*140)
	w := indicator(t, r, "water")
	near(t, "water", w.Value.Value, 120)
	near(t, "coverage", w.Coverage, 100*(730.0-31)/730)
	if len(w.Missing) != 1 {
		t.Errorf("%d missing periods", len(w.Missing))
	}
	near(t, "realistic", w.Realistic.Amount.Value, 32_200)
	near(t, "G", *r.Potential.Percent, 100.0/6)
	if r.Potential.Grade != "high" || !r.Recommendation.Detailed {
		t.Errorf("grade %s, detailed %v", r.Potential.Grade, r.Recommendation.Detailed)
	}
}
