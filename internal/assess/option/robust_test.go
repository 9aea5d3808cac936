package option_test

import (
	"context"
	"math"
	"reflect"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/option"
)

func electricity(target float64) []option.Goal {
	return []option.Goal{{Group: option.Group{ID: "e", Flows: []string{"electricity"}}, Target: target}}
}

func below(z float64) float64 { return 0.5 * math.Erfc(-z/math.Sqrt2) }

const z95 = 1.6448536269514722

func robustness(t *testing.T, m *option.Model, ids []string, goals []option.Goal) option.Robustness {
	t.Helper()
	r, err := m.Robustness(context.Background(), ids, goals, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func within(t *testing.T, what string, got option.Chance, want float64) {
	t.Helper()
	if math.Abs(got.P-want) > 4*math.Sqrt(want*(1-want)/option.Draws) {
		t.Errorf("%s = %g, want %g ± 4 standard errors", what, got.P, want)
	}
}

// One option of 4–6–10 %: at least 5 % where z ≥ −1·1.645/2; at least 8 % where
// z ≥ 1.645/2. The points given are met: 5 % at 4 %, 95 % at 10 %.
func TestRobustnessOfOne(t *testing.T) {
	o := option.Option{ID: "a", Investment: exactly(100), Life: ptr(10.0),
		Savings: []option.Saving{{Flow: "electricity", Share: &option.Range{Low: 0.04, Central: 0.06, High: 0.10}}}}
	m := model(t, mill(o))
	within(t, "5 %", robustness(t, m, []string{"a"}, electricity(0.05)).Groups[0].Reached, 1-below(-z95/2))
	r := robustness(t, m, []string{"a"}, electricity(0.08))
	within(t, "8 %", r.Groups[0].Reached, 1-below(z95/2))
	within(t, "all", r.All, 1-below(z95/2))
	// The standard error of a 5 % point is sqrt(0.05·0.95/n)/density; density at it
	// is φ(1.645)/sd = 0.10314/(0.02/1.645) = 8.48 below and 4.24 above.
	g := r.Groups[0]
	if math.Abs(g.Low-0.04) > 4*0.00218/8.48 || math.Abs(g.Median-0.06) > 0.0008 || math.Abs(g.High-0.10) > 4*0.00218/4.24 {
		t.Errorf("points %g %g %g", g.Low, g.Median, g.High)
	}
	// NPV = −100 + 2000·f·6.1446: its points follow from those of f.
	near(t, "NPV 5 %", r.NPV.P5, -100+2000*g.Low*option.Annuity(0.1, 10), 1e-9)
	near(t, "NPV 95 %", r.NPV.P95, -100+2000*g.High*option.Annuity(0.1, 10), 1e-9)
	if again := robustness(t, m, []string{"a"}, electricity(0.08)); !reflect.DeepEqual(r, again) {
		t.Error("another run gives another result")
	}
}

// Two options of 3–4–5 % each: the saving is 1 − (1 − f)(1 − g); the probability
// of 8 % by numerical integration over f.
func TestRobustnessOfTwo(t *testing.T) {
	o := func(id string) option.Option {
		return option.Option{ID: id, Investment: exactly(1), Life: ptr(10.0),
			Savings: []option.Saving{{Flow: "electricity", Share: &option.Range{Low: 0.03, Central: 0.04, High: 0.05}}}}
	}
	sd := 0.01 / z95
	want, step := 0.0, 0.001
	for z := -8.0; z < 8; z += step {
		f := 0.04 + (z+step/2)*sd
		need := 1 - 0.92/(1-f)
		want += step * math.Exp(-(z+step/2)*(z+step/2)/2) / math.Sqrt(2*math.Pi) * (1 - below((need-0.04)/sd))
	}
	r := robustness(t, model(t, mill(o("a"), o("b"))), []string{"a", "b"}, electricity(0.08))
	within(t, "8 %", r.All, want)
	if want < 0.2 || want > 0.45 {
		t.Errorf("the integral %g tells little", want)
	}
}

// A price of 1–2–3: NPV = −I + 200·p·a is normal with the deviation
// 200·a/1.645; P(NPV ≥ 0) for I = 200·1.5·a is 1 − Φ(−0.5·1.645). A certain
// saving is certain.
func TestRobustnessOfPrice(t *testing.T) {
	a := option.Annuity(0.1, 10)
	s := mill(opt("a", 300*a, share("electricity", 0.2)))
	s.Flows[0].Price = &option.Range{Low: 1, Central: 2, High: 3}
	r := robustness(t, model(t, s), []string{"a"}, electricity(0.2))
	within(t, "NPV ≥ 0", r.NPV.AboveZero, 1-below(-0.5*z95))
	if r.All.P != 1 || r.All.StandardError != 0 {
		t.Errorf("a certain saving: %+v", r.All)
	}
	if sd := 200 * a / z95; math.Abs(r.NPV.SD/sd-1) > 0.03 || math.Abs(r.NPV.Mean-100*a) > 4*sd/100 {
		t.Errorf("mean %g, SD %g, want %g, %g", r.NPV.Mean, r.NPV.SD, 100*a, sd)
	}
}

// Without prices there is no NPV, and a probability all the same.
func TestRobustnessWithoutPrices(t *testing.T) {
	s := mill(opt("a", 1, share("electricity", 0.2)))
	s.Flows[0].Price = nil
	r := robustness(t, model(t, s), []string{"a"}, electricity(0.1))
	if r.NPV != nil || r.NPVWhy.Key != "economics.no-price" || r.All.P != 1 {
		t.Errorf("%+v", r)
	}
	if _, err := model(t, s).Robustness(context.Background(), []string{"x"}, nil, 0, 0); err == nil {
		t.Error("an unknown option is accepted")
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := model(t, s).Robustness(ctx, []string{"a"}, nil, 0, 0); err == nil {
		t.Error("it does not stop")
	}
}

func BenchmarkRobustness(b *testing.B) {
	k := families[0].kind
	k.spread = 0.4
	s := forty(4, k)
	m := model(b, s)
	ids := make([]string, 0, 40)
	for _, o := range s.Options {
		ids = append(ids, o.ID)
	}
	for b.Loop() {
		if _, err := m.Robustness(context.Background(), ids, goalsOf(s, 3, 0.08), 0, 0); err != nil {
			b.Fatal(err)
		}
	}
}
