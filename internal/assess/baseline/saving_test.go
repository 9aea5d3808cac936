package baseline

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
)

// months of a flow with one driver.
func months(x, y []float64) Observations {
	return Observations{Y: y, Drivers: []Driver{{ID: "output", Values: x, Sign: 1}}}
}

var fixedLoadSpec = Spec{Form: Regression, Drivers: []string{"output"}, Intercept: true}

// For one driver the exact variance has the textbook form
//
//	s²·(m + m²/n + m²·(x̄₁ − x̄₀)²/Sxx)
//
// Data: n = 6, x = 1…6, y = 2.1 3.9 6.2 7.8 10.1 11.9, by hand: Sxx = 17.5,
// Sxy = 34.6, b = 34.6/17.5 = 1.9771429, a = 7 − 3.5·b = 0.08,
// Syy = 68.52, SSE = 68.52 − 34.6²/17.5 = 0.1108571, s² = SSE/4.
func TestSavingByHand(t *testing.T) {
	f, err := NewFit(months([]float64{1, 2, 3, 4, 5, 6}, []float64{2.1, 3.9, 6.2, 7.8, 10.1, 11.9}), fixedLoadSpec)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "a", f.Coefficients[0].Value, 0.08, 1e-12)
	near(t, "b", f.Coefficients[1].Value, 34.6/17.5, 1e-13)
	sse := 68.52 - 34.6*34.6/17.5
	near(t, "SSE", f.SSE, sse, 1e-11)
	near(t, "SE of b", f.Coefficients[1].SE, math.Sqrt(sse/4/17.5), 1e-11)
	near(t, "AICc", *f.AICc, 6*math.Log(sse/6)+6+24./2, 1e-11)
	near(t, "R²", *f.R2, 1-sse/68.52, 1e-12)

	report := months([]float64{4, 5, 9}, []float64{7, 9, 16})
	s, err := NewSaving(f, report, Terms{Confidence: 0.9, MeterVariance: 0.01, Adjustment: 0.5, Target: &Target{0.05, 0.08}})
	if err != nil {
		t.Fatal(err)
	}
	adjusted := 0.24 + 18*34.6/17.5
	near(t, "adjusted baseline", s.Adjusted, adjusted, 1e-12)
	near(t, "saved", s.Exact.Value, adjusted-32+0.5, 1e-11)
	kappa := 1.0
	if *f.Rho > 0 {
		kappa = (1 - *f.Rho) / (1 + *f.Rho)
	}
	want := sse/4*(3/kappa+9./6+9*2.5*2.5/17.5) + 0.01
	near(t, "variance", s.Exact.SE*s.Exact.SE, want, 1e-11)
	near(t, "t", s.Exact.T, 2.131846786, 1e-9) // table: t(0.95, 4)
	near(t, "low", s.Exact.Low, s.Exact.Value-2.131846786*math.Sqrt(want), 1e-9)
	near(t, "fraction", s.Fraction.Value, s.Saved.Value/adjusted, 1e-12)
	near(t, "smallest provable", *s.SmallestProvable, 2.131846786*math.Sqrt(want)/adjusted, 1e-9)
	if s.Saved != s.Exact {
		t.Errorf("a named model needs no allowance: %v and %v", s.Saved, s.Exact)
	}
	if len(s.Outside) != 1 || s.Outside[0].Index != 2 || s.Outside[0].Driver != "output" || s.Outside[0].Max != 6 || len(s.Warnings) != 1 {
		t.Errorf("outside the range: %v %v", s.Outside, s.Warnings)
	}
}

// The rules of METHOD §19 overlap; their order is part of the contract.
func TestJudge(t *testing.T) {
	target := Target{0.05, 0.08}
	for _, c := range []struct {
		estimate, low, high float64
		want                Verdict
	}{
		{0.07, 0.051, 0.089, Proved},
		{0.07, 0.05, 0.09, Proved},
		{0.07, 0.049, 0.091, Likely},
		{0.05, 0.001, 0.099, Likely},
		{0.07, 0, 0.14, NotShown},      // the interval reaches zero
		{0.07, -0.01, 0.15, NotShown},  // large, but may be nothing
		{0.04, 0.02, 0.06, NotShown},   // shown to save, not shown to reach
		{0.02, -0.01, 0.0499, Missed},  // some saving, certainly below
		{0.02, 0.01, 0.03, Missed},     // proved to be too little
		{0, -0.1, 0.1, Worse},          // no saving
		{-0.02, -0.03, -0.01, Worse},   // missed too; worse says more
		{-0.001, -0.09, 0.0898, Worse}, // even where the target is within the interval
	} {
		if got := target.Judge(c.estimate, c.low, c.high); got != c.want {
			t.Errorf("%g [%g, %g]: %s, want %s", c.estimate, c.low, c.high, got, c.want)
		}
	}
}

// Needed solves §19 for m: reporting months like the ones seen, that many
// times, do prove the target, and one month fewer does not.
func TestNeeded(t *testing.T) {
	proved, told := 0, 0
	for seed := range uint64(60) {
		o, _, _ := simulate(rand.New(rand.NewPCG(seed, 3)), scenario{n: 24, m: 1, cv: 0.04}).saving(0)
		f, err := NewFit(o, fixedLoadSpec)
		if err != nil {
			t.Fatal(err)
		}
		expected := f.Coefficients[0].Value + f.Coefficients[1].Value*1050
		target := Target{0.05, 0.08}
		after := func(m int) *Saving {
			x, y := make([]float64, m), make([]float64, m)
			for i := range x {
				x[i], y[i] = 1050, expected*0.91
			}
			s, err := NewSaving(f, months(x, y), Terms{Confidence: 0.9, Target: &target})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		today := after(2)
		check := func(m *int, reached func(*Saving) bool) bool {
			if m == nil {
				if reached(after(longest)) {
					t.Error("said never, but it is reached")
				}
				return false
			}
			if !reached(after(*m)) {
				t.Errorf("not reached after %d months", *m)
			}
			if *m > 1 && reached(after(*m-1)) {
				t.Errorf("reached before %d months", *m)
			}
			return true
		}
		if check(today.Needed.ToProve, func(s *Saving) bool { return s.Verdict == Proved }) {
			proved++
		}
		if check(today.Needed.ToTell, func(s *Saving) bool { return *s.SmallestProvable <= target.Low }) {
			told++
		}
	}
	if proved < 20 || told < 20 {
		t.Errorf("only %d and %d of 60 plants have an answer: the test says little", proved, told)
	}
}

func TestNeverNeeded(t *testing.T) {
	o, _, _ := simulate(rand.New(rand.NewPCG(1, 3)), scenario{n: 24, m: 1, cv: 0.04}).saving(0)
	f, err := NewFit(o, fixedLoadSpec)
	if err != nil {
		t.Fatal(err)
	}
	saving := func(share, meter float64) *Saving {
		e := f.Coefficients[0].Value + f.Coefficients[1].Value*1000
		s, err := NewSaving(f, months([]float64{1000}, []float64{e * (1 - share)}), Terms{Confidence: 0.9, MeterVariance: meter * meter * e * e, Target: &Target{0.05, 0.08}})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, c := range []struct {
		share, meter float64
		key          string
	}{{0.03, 0, "baseline.never-below"}, {0.06, 0.05, "baseline.never-meter"}, {0.0501, 0, "baseline.never-baseline"}} {
		if n := saving(c.share, c.meter).Needed; n.ToProve != nil || n.Never.Key != c.key {
			t.Errorf("saving %g, meter %g: %v, %v; want never because of %s", c.share, c.meter, n.ToProve, n.Never, c.key)
		}
	}
}

// The ratio's prediction has the variance that its comment derives: over many
// draws of the same months the spread of the saving is as large as said.
func TestRatioVariance(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	x0 := []float64{80, 120, 95, 105, 130, 70, 100, 90}
	x1 := []float64{150, 140, 160}
	const s, sd, draws = 2.0, 10.0, 20000
	var spread, claimed double
	for range draws {
		y0, y1 := make([]float64, len(x0)), make([]float64, len(x1))
		for i, x := range x0 {
			y0[i] = s*x + sd*r.NormFloat64()
		}
		for i, x := range x1 {
			y1[i] = s*x + sd*r.NormFloat64()
		}
		f, err := NewFit(months(x0, y0), Spec{Form: Ratio, Drivers: []string{"output"}})
		if err != nil {
			t.Fatal(err)
		}
		v := f.variance([]float64{450})
		claimed.add(v.sum(3), 1)
		saved := f.Coefficients[0].Value*450 - sum(y1)
		spread.add(saved, saved)
	}
	near(t, "variance of the saving", claimed.value()/draws, spread.value()/draws, 0.03)
	// and by hand: σ²·(m + n·(ΣP₁)²/(ΣP₀)²) = 100·(3 + 8·450²/790²)
	near(t, "variance by hand", spread.value()/draws, 100*(3+8*450*450/790./790), 0.03)
}

// Fewer than 6 periods, by hand: S0 = 100/50 = 2, S1 = 90/48 = 1.875, F = 6.25 %;
// U = 2 % on both energies, 1 % on both outputs: σ = 0.9375·sqrt(10)/100/1.96.
func TestRatioSaving(t *testing.T) {
	r, err := NewRatioSaving(Stated{100, 0.02}, Stated{50, 0.01}, Stated{90, 0.02}, Stated{48, 0.01}, Terms{Confidence: 0.95, Target: &Target{0.05, 0.08}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "fraction", r.Fraction.Value, 0.0625, 1e-12)
	half := 0.9375 * math.Sqrt(10) / 100
	near(t, "low", r.Fraction.Low, 0.0625-half, 1e-9)
	near(t, "high", r.Fraction.High, 0.0625+half, 1e-9)
	near(t, "saved", r.Saved.Value, 6, 1e-12)
	near(t, "its half-width", r.Saved.High-6, math.Sqrt(96*96*6e-4+90*90*4e-4), 1e-9)
	if r.Verdict != Likely || r.NotCounted.Empty() {
		t.Errorf("verdict %s, remark %v", r.Verdict, r.NotCounted)
	}
	if _, err := NewRatioSaving(Stated{100, 0}, Stated{0, 0}, Stated{90, 0}, Stated{48, 0}, Terms{Confidence: 0.9}); err == nil {
		t.Error("no output, and no error")
	}
	// Exact meters leave no width at all.
	if r, err = NewRatioSaving(Stated{100, 0}, Stated{50, 0}, Stated{90, 0}, Stated{48, 0}, Terms{Confidence: 0.9}); err != nil || r.Fraction.Low != r.Fraction.High {
		t.Errorf("%v %v", r, err)
	}
}

// Units do not matter: with the flow in other units and the driver in other
// units every dimensionless figure stays, and amounts scale.
func TestUnitsDoNotMatter(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 8))
		o, report, _ := simulate(r, scenario{n: 12, m: 6, cv: 0.05}).saving(0.06)
		scaled := func(o Observations) Observations {
			s := Observations{Y: make([]float64, o.Len()), Drivers: []Driver{{ID: "output", Sign: 1, Values: make([]float64, o.Len())}}}
			for i := range o.Y {
				s.Y[i], s.Drivers[0].Values[i] = o.Y[i]*3.6e6, o.Drivers[0].Values[i]/907.185
			}
			return s
		}
		saving := func(o, report Observations) (*Choice, *Saving) {
			c, err := Candidates(o, "output")
			if err != nil {
				t.Fatal(err)
			}
			s, err := NewSaving(c.Fit, report, Terms{Confidence: 0.9, Choice: c, Target: &Target{0.05, 0.08}})
			if err != nil {
				t.Fatal(err)
			}
			return c, s
		}
		ca, a := saving(o, report)
		cb, b := saving(scaled(o), scaled(report))
		near(t, "CV", *ca.Fit.CVRMSE, *cb.Fit.CVRMSE, 1e-9)
		near(t, "R²", *ca.Fit.R2, *cb.Fit.R2, 1e-9)
		near(t, "low", a.Fraction.Low, b.Fraction.Low, 1e-8)
		near(t, "high", a.Fraction.High, b.Fraction.High, 1e-8)
		near(t, "saved", a.Saved.Value*3.6e6, b.Saved.Value, 1e-8)
		if a.Verdict != b.Verdict {
			t.Errorf("verdict %s in one unit and %s in another", a.Verdict, b.Verdict)
		}
		if a.Saved.SE < a.Exact.SE {
			t.Errorf("the allowance narrows the interval: %g < %g", a.Saved.SE, a.Exact.SE)
		}
	}
}

func TestNormalised(t *testing.T) {
	// Exact lines: 100 + 2x before, 80 + 1.9x after; at x = 50 four times:
	// 800 and 700, nothing uncertain.
	x := []float64{10, 30, 50, 70, 90, 20}
	line := func(a, b float64) *Fit {
		y := make([]float64, len(x))
		for i := range x {
			y[i] = a + b*x[i]
		}
		f, err := NewFit(months(x, y), fixedLoadSpec)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	standard := months([]float64{50, 50, 50, 95}, make([]float64, 4))
	n, err := NewNormalised(line(100, 2), line(80, 1.9), standard, Terms{Confidence: 0.9, Target: &Target{0.05, 0.08}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "before", n.Before, 400+490, 1e-12)
	near(t, "after", n.After, 320+1.9*245, 1e-12)
	near(t, "fraction", n.Fraction.Value, (80+24.5)/890, 1e-12)
	if n.Fraction.SE > 1e-9 || n.Verdict != Proved || len(n.Outside) != 2 {
		t.Errorf("SE %g, verdict %s, outside %v", n.Fraction.SE, n.Verdict, n.Outside)
	}
	// With scatter: variances of the two models add, degrees of freedom between
	// the smaller and the sum.
	a, _, _ := simulate(rand.New(rand.NewPCG(2, 2)), scenario{n: 12, m: 1, cv: 0.05}).saving(0)
	b, _, _ := simulate(rand.New(rand.NewPCG(3, 2)), scenario{n: 24, m: 1, cv: 0.05}).saving(0)
	fa, _ := NewFit(a, fixedLoadSpec)
	fb, _ := NewFit(b, fixedLoadSpec)
	standard = months([]float64{900, 1100}, []float64{0, 0})
	if n, err = NewNormalised(fa, fb, standard, Terms{Confidence: 0.9}); err != nil {
		t.Fatal(err)
	}
	// Var of the sum at x̄ twice: s²·4·(1/n + (x̄ − x̄₀)²/Sxx), each over its κ.
	variance := 0.0
	for _, f := range []struct {
		f *Fit
		o Observations
	}{{fa, a}, {fb, b}} {
		mx := mean(f.o.Drivers[0].Values)
		sxx, _ := sumsOfSquares(f.o.Drivers[0].Values, mx)
		variance += f.f.ResidualSD * f.f.ResidualSD * 4 * (1/float64(f.f.N) + (1000-mx)*(1000-mx)/sxx) / f.f.Kappa()
	}
	near(t, "variance", n.Saved.SE*n.Saved.SE, variance, 1e-9)
	if n.Saved.DF < 10 || n.Saved.DF > 32 {
		t.Errorf("%g degrees of freedom", n.Saved.DF)
	}
}

// Two flows by hand: 2·100 + 5·40 = 400 of baseline, 2·6 + 5·1 = 17 saved,
// variance (2·3)² + (5·1)² = 61, Welch–Satterthwaite 61²/(36²/10 + 25²/4).
func TestCombine(t *testing.T) {
	c, err := Combine([]Flow{
		{"electricity", 2, 100, Interval{Value: 6, SE: 3, DF: 10}},
		{"coal", 5, 40, Interval{Value: 1, SE: 1, DF: 4}},
	}, Terms{Confidence: 0.9, Target: &Target{0.05, 0.08}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "fraction", c.Fraction.Value, 17./400, 1e-12)
	near(t, "SE", c.Saved.SE, math.Sqrt(61), 1e-12)
	near(t, "degrees of freedom", c.Saved.DF, 61*61/(36*36/10.+25*25/4.), 1e-12)
	if c.Verdict != NotShown {
		t.Errorf("verdict %s", c.Verdict)
	}
	// Plain ratios: 1 − Σ p·S1/Σ p·S0 (METHOD §13).
	s0, s1, price, p1 := []float64{3, 7}, []float64{2.8, 6.9}, []float64{1.5, 0.4}, 250.0
	var flows []Flow
	for i := range s0 {
		flows = append(flows, Flow{"", price[i], s0[i] * p1, Interval{Value: (s0[i] - s1[i]) * p1}})
	}
	if c, err = Combine(flows, Terms{Confidence: 0.9}); err != nil {
		t.Fatal(err)
	}
	near(t, "F_all", c.Fraction.Value, 1-(1.5*2.8+0.4*6.9)/(1.5*3+0.4*7), 1e-12)
	if _, err := Combine(nil, Terms{Confidence: 0.9}); err == nil {
		t.Error("nothing to combine, and no error")
	}
	if _, err := Combine([]Flow{{Price: -1}}, Terms{Confidence: 0.9}); err == nil {
		t.Error("a negative price, and no error")
	}
}

// A fit on the months before themselves, chained, is the plain saving against
// that fit: with a constant the model meets the sum of its own months, so
// E_before = M(before). Its variance there counts the before months twice, so
// it is not smaller.
func TestChainAgainstOwnMonths(t *testing.T) {
	o, report, _ := simulate(rand.New(rand.NewPCG(7, 7)), scenario{n: 12, m: 12, cv: 0.04}).saving(0.05)
	f, err := NewFit(o, fixedLoadSpec)
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSaving(f, report, Terms{Confidence: 0.9})
	if err != nil {
		t.Fatal(err)
	}
	c, i, err := f.NewChain(o, report, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "adjusted", c.Adjusted, s.Adjusted, 1e-12)
	near(t, "saved", i.Value, s.Saved.Value, 1e-9)
	if _, err := NewChain(Line{}, o, report); err == nil {
		t.Error("a model of zero, and no error")
	}
	if _, err := NewChain(Line{Slopes: []Slope{{"nobody", 1}}}, o, report); err == nil {
		t.Error("an unknown driver, and no error")
	}
}

// Over many plants the chained saving of a model from a year of its own spreads
// as its variance says.
func TestChainVariance(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	var spread, claimed double
	const draws = 3000
	for range draws {
		all, report, _ := simulate(r, scenario{n: 24, m: 12, cv: 0.03, steady: true}).saving(0)
		cut := func(from, to int) Observations {
			return months(all.Drivers[0].Values[from:to], all.Y[from:to])
		}
		f, err := NewFit(cut(0, 12), fixedLoadSpec)
		if err != nil {
			t.Fatal(err)
		}
		_, i, err := f.NewChain(cut(12, 24), report, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		spread.add(i.Value, i.Value)
		claimed.add(i.SE*f.Kappa()*i.SE, 1) // without κ, which is for correlated residuals
	}
	if ratio := claimed.value() / spread.value(); ratio < 0.85 || ratio > 1.1 {
		t.Errorf("claimed/observed variance %.3f", ratio)
	}
}

// Everything that comes out can be written as JSON, whatever goes in.
func TestEdges(t *testing.T) {
	twelve := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	same := make([]float64, 12)
	for i := range same {
		same[i] = 0.1
	}
	exact, negative, zero := make([]float64, 12), make([]float64, 12), make([]float64, 12)
	for i, x := range twelve {
		exact[i], negative[i] = 3+0.7*x, -5-0.3*x+0.1*float64(i%3)
	}
	ratio := Spec{Form: Ratio, Drivers: []string{"output"}}
	through := Spec{Form: Regression, Drivers: []string{"output"}}
	mean := Spec{Form: Regression, Intercept: true}
	for name, c := range map[string]struct {
		x, y []float64
		spec Spec
		key  string // of the error; "" none
	}{
		"all y equal":          {twelve, same, fixedLoadSpec, ""},
		"all y zero":           {twelve, zero, fixedLoadSpec, ""},
		"all y zero, ratio":    {twelve, zero, ratio, ""},
		"exact line":           {twelve, exact, fixedLoadSpec, ""},
		"net export":           {twelve, negative, fixedLoadSpec, ""},
		"net export, ratio":    {twelve, negative, ratio, ""},
		"no driver":            {twelve, exact, mean, ""},
		"nothing at all":       {twelve, exact, Spec{Form: Regression}, "baseline.no-coefficients"},
		"constant driver":      {same, exact, fixedLoadSpec, "baseline.constant"},
		"zero driver":          {zero, exact, through, "baseline.constant"},
		"zero output":          {zero, exact, ratio, "baseline.zero-output"},
		"n equal p":            {twelve[:2], exact[:2], fixedLoadSpec, "baseline.too-few-to-fit"},
		"one degree left":      {twelve[:3], negative[:3], fixedLoadSpec, ""},
		"huge and tiny":        {[]float64{1e150, 2e150, 3e150, 4e150, 5e150, 7e150}, []float64{1e-150, 2e-150, 3.1e-150, 4e-150, 5e-150, 7e-150}, fixedLoadSpec, ""},
		"no months":            {nil, nil, ratio, "baseline.no-months"},
		"not a number":         {twelve, []float64{1, 2, math.NaN(), 4, 5, 6, 7, 8, 9, 10, 11, 12}, ratio, "baseline.not-a-number"},
		"infinite driver":      {[]float64{1, math.Inf(1), 3}, twelve[:3], ratio, "baseline.not-a-number"},
		"columns of two sizes": {twelve[:5], twelve, ratio, "baseline.length"},
		"unknown driver":       {twelve, exact, Spec{Form: Regression, Drivers: []string{"x"}}, "baseline.unknown-driver"},
		"ratio to two":         {twelve, exact, Spec{Form: Ratio, Drivers: []string{"output", "output"}}, "baseline.one-driver"},
		"a driver twice":       {twelve, negative, Spec{Form: Regression, Drivers: []string{"output", "output"}}, "baseline.combination"},
	} {
		t.Run(name, func(t *testing.T) {
			o := months(c.x, c.y)
			f, err := NewFit(o, c.spec)
			if c.key != "" {
				if err == nil || message(err).Key != c.key {
					t.Fatalf("error %v, want %s", err, c.key)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			written(t, f)
			if f.Usable != (f.N > f.P+2) || f.Usable == !f.Reason.Empty() {
				t.Errorf("usable %v because %v", f.Usable, f.Reason)
			}
			if f.Perfect && (f.SSE != 0 || f.F != nil || f.Coefficients[0].T != nil || f.AICc != nil) {
				t.Error("a perfect fit has figures that divide by zero")
			}
			choice, err := Candidates(o, "output")
			if err != nil {
				t.Fatal(err)
			}
			written(t, choice)
			s, err := NewSaving(f, o, Terms{Confidence: 0.9, Target: &Target{0.05, 0.08}, Choice: choice})
			if !f.Usable {
				if err == nil {
					t.Error("a saving of a fit that is not usable")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			written(t, s)
			expected, err := f.Predict(o)
			if err != nil {
				t.Fatal(err)
			}
			track, err := NewTrack(expected, o, f.ResidualSD)
			if err != nil {
				t.Fatal(err)
			}
			written(t, track)
			if s.Adjusted <= 0 && (s.Fraction != nil || s.NoFraction.Empty() || s.Verdict != "") {
				t.Error("a fraction of a baseline that is not positive")
			}
		})
	}
	// Reporting nothing, or what the model does not know, is an error.
	f, err := NewFit(months(twelve, negative), fixedLoadSpec)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewSaving(f, Observations{}, Terms{Confidence: 0.9}); err == nil {
		t.Error("no reporting month, and no error")
	}
	if _, err := NewSaving(f, Observations{Y: twelve}, Terms{Confidence: 0.9}); err == nil {
		t.Error("no driver, and no error")
	}
	for _, terms := range []Terms{{}, {Confidence: 1}, {Confidence: 0.9, MeterVariance: -1}, {Confidence: 0.9, Adjustment: math.Inf(1)}, {Confidence: 0.9, Target: &Target{0.08, 0.05}}} {
		if _, err := NewSaving(f, months(twelve, negative), terms); err == nil {
			t.Errorf("terms %v, and no error", terms)
		}
	}
}

func written(t *testing.T, v any) {
	t.Helper()
	if _, err := json.Marshal(v); err != nil {
		t.Errorf("as JSON: %v", err)
	}
}

// A driver that is a sum of others, or of others and a constant, is named with
// them.
func TestCombination(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	o := Observations{Y: make([]float64, 10)}
	for _, id := range []string{"a", "b", "c", "sum"} {
		o.Drivers = append(o.Drivers, Driver{ID: id, Values: make([]float64, 10)})
	}
	for i := range o.Y {
		for k := range 3 {
			o.Drivers[k].Values[i] = 100 * r.Float64()
		}
		o.Drivers[3].Values[i] = 1000 + o.Drivers[0].Values[i] + 0.1*o.Drivers[2].Values[i]
		o.Y[i] = r.NormFloat64()
	}
	_, err := NewFit(o, Spec{Form: Regression, Drivers: []string{"a", "b", "c", "sum"}, Intercept: true})
	m := message(err)
	others, _ := m.Args["others"].([]any)
	if m.Key != "baseline.combination" || m.Args["driver"] != "sum" || len(others) != 2 || others[0] != "a" || others[1] != "c" {
		t.Errorf("%v", err)
	}
	// Without the constant it is a driver of its own.
	if _, err := NewFit(o, Spec{Form: Regression, Drivers: []string{"a", "b", "c", "sum"}}); err != nil {
		t.Error(err)
	}
}
