package option_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/option"
)

// By hand, per t CO2e (0.7 t/kWh, price 2, d 10 %, 10 years, a = 6.14457):
//
//	earns   −100 kWh for 61.4457: 10 − 200 = −190 a year, 70 t
//	bigger  20 %, 200 kWh for 1228.914: 200 − 400 = −200, 140 t
//	costly  10 %, 100 kWh for 2457.828: 400 − 200 = 200, 70 t
//
// First bigger, which earns most, though its quotient (−1.43) is less negative
// than that of earns (−2.71). Then 800 kWh are left. Earns saves 100/1000 of
// them, 80 kWh: 10 − 160 = −150 for 56 t. Costly saves 72 of 720: 400 − 144 = 256
// for 50.4 t.
func TestCurveByHand(t *testing.T) {
	m := model(t, mill(opt("costly", 2457.8268422820, share("electricity", 0.1)), opt("earns", 61.445671057, much("electricity", 100)),
		opt("bigger", 1228.9134211410, share("electricity", 0.2)), opt("nothing", 5, share("water", 0.1))))
	c, err := m.Curve(option.Measure{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []option.Bar{
		{Options: []string{"bigger"}, Cost: -200, Abated: 140, Cumulative: 140},
		{Options: []string{"earns"}, Cost: -150, Abated: 56, Cumulative: 196},
		{Options: []string{"costly"}, Cost: 256, Abated: 50.4, Cumulative: 246.4},
	}
	checkBars(t, c, want)
	if len(c.Without) != 1 || c.Without[0].Option != "nothing" || c.Without[0].Why.Key != "portfolio.abates-nothing" {
		t.Errorf("without a bar: %+v", c.Without)
	}
	// The set's emissions are those of the combination.
	near(t, "together", c.Bars[2].Cumulative, m.Combine([]string{"costly", "earns", "bigger"}).CO2e.Value, 1e-12)

	// Per kWh the own money is not deducted: 10/100, 200/200, then 400/…
	c, err = m.Curve(option.Measure{Flow: "electricity"}, []string{"costly", "earns", "bigger"})
	if err != nil {
		t.Fatal(err)
	}
	checkBars(t, c, []option.Bar{
		{Options: []string{"earns"}, Cost: 10, Abated: 100, Cumulative: 100},
		{Options: []string{"bigger"}, Cost: 200, Abated: 180, Cumulative: 280},
		{Options: []string{"costly"}, Cost: 400, Abated: 72, Cumulative: 352},
	})
}

func checkBars(t *testing.T, c option.Curve, want []option.Bar) {
	t.Helper()
	if len(c.Bars) != len(want) {
		t.Fatalf("%d bars: %+v", len(c.Bars), c.Bars)
	}
	for i, w := range want {
		b := c.Bars[i]
		if !slices.Equal(b.Options, w.Options) {
			t.Errorf("bar %d is of %v, want %v", i, b.Options, w.Options)
		}
		near(t, "cost", b.Cost, w.Cost, 1e-8)
		near(t, "abated", b.Abated, w.Abated, 1e-9)
		near(t, "cumulative", b.Cumulative, w.Cumulative, 1e-9)
		near(t, "per unit", b.PerUnit, w.Cost/w.Abated, 1e-8)
	}
}

// An option comes with what it needs; of two that exclude each other the first
// stays.
func TestCurveRelations(t *testing.T) {
	top := opt("top", 10, share("electricity", 0.2))
	top.DependsOn = []string{"meter"}
	rival := opt("rival", 10, share("electricity", 0.05))
	rival.Excludes = []string{"top"}
	c, err := model(t, mill(rival, top, opt("meter", 100))).Curve(option.Measure{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Bars) != 1 || !slices.Equal(c.Bars[0].Options, []string{"meter", "top"}) {
		t.Fatalf("%+v", c.Bars)
	}
	near(t, "cost", c.Bars[0].Cost, 110/option.Annuity(0.1, 10)-400, 1e-12)
	if len(c.Without) != 1 || c.Without[0].Option != "rival" || c.Without[0].Why.Key != "portfolio.clash" {
		t.Errorf("%+v", c.Without)
	}
}

// Random plants: earning bars before costing ones while they last, and the
// cumulative abatement is that of the combination.
func TestCurveConserves(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for range 60 {
		s := random(r, kind{options: 12, flows: 3, steps: true, relations: true, minimum: true, lives: true, increases: true})
		m := model(t, s)
		c, err := m.Curve(option.Measure{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		total := 0.0
		for i, b := range c.Bars {
			ids = append(ids, b.Options...)
			total += b.Abated
			if b.Abated <= 0 || math.Abs(b.Cumulative-total) > 1e-9*total {
				t.Errorf("bar %d: %+v", i, b)
			}
		}
		set := m.Combine(ids)
		near(t, "together", total, set.CO2e.Value, 1e-9)
		if len(set.Broken) > 0 {
			t.Errorf("the curve breaks %v", set.Broken)
		}
	}
}

// Promised 20 % (18–22) on electricity by one option; on water two act together.
func TestPromises(t *testing.T) {
	s := mill(
		option.Option{ID: "a", Savings: []option.Saving{{Flow: "electricity", Share: &option.Range{Low: 0.18, Central: 0.2, High: 0.22}}}},
		opt("b", 1, share("water", 0.1)), opt("c", 1, share("water", 0.1)), opt("idle", 1, share("electricity", 0.5)),
	)
	m := model(t, s)
	for _, c := range []struct {
		share, low, high float64
		want             option.Kept
	}{
		{0.19, 0.16, 0.22, option.Consistent},
		{0.16, 0.14, 0.18, option.Below},         // 0.04 short, sqrt(0.02² + 0.02²) = 0.0283
		{0.175, 0.155, 0.195, option.Consistent}, // 0.025
		{0.25, 0.23, 0.27, option.Above},
		{0.15, -0.02, 0.32, option.Unclear}, // agrees with 20 % and with nothing
		{0.02, -0.01, 0.05, option.Below},
		{0.3, 0.4, 0.5, option.NotKnown},
	} {
		flows, options := m.Promises([]string{"a", "b", "c"}, []option.Measured{{Flow: "electricity", Share: c.share, Low: c.low, High: c.high}})
		if flows[0].Verdict != c.want {
			t.Errorf("%v: %s", c, flows[0].Verdict)
		}
		if c.want != option.NotKnown && (len(options) != 1 || options[0].Option != "a" || options[0].Verdict != c.want) {
			t.Errorf("%v: %+v", c, options)
		}
	}
	flows, options := m.Promises([]string{"b", "c"}, []option.Measured{{Flow: "water", Share: 0.19, Low: 0.17, High: 0.21}, {Flow: "electricity", Share: 0.1, Low: 0.05, High: 0.15}, {Flow: "gold"}})
	near(t, "promised together", flows[0].Promised.Central, 0.19, 1e-12)
	if flows[0].Verdict != option.Consistent || flows[1].Verdict != option.NotPromise || flows[2].Verdict != option.NotKnown {
		t.Errorf("%+v", flows)
	}
	if len(options) != 2 || options[0].Verdict != option.Together || !slices.Equal(options[0].Others, []string{"c"}) || !slices.Equal(options[1].Others, []string{"b"}) {
		t.Errorf("%+v", options)
	}
}

func BenchmarkCurve(b *testing.B) {
	s := forty(4, families[0].kind)
	m := model(b, s)
	for b.Loop() {
		if _, err := m.Curve(option.Measure{}, nil); err != nil {
			b.Fatal(err)
		}
	}
}
