package baseline

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// plant makes n months of a flow that depends on the output and a second
// driver, among four drivers.
func plant(seed uint64, n int) Observations {
	r := rand.New(rand.NewPCG(seed, 4))
	o := Observations{Y: make([]float64, n)}
	for _, id := range []string{"output", "degree-days", "moisture", "shifts"} {
		o.Drivers = append(o.Drivers, Driver{ID: id, Values: make([]float64, n)})
	}
	for i := range n {
		season := math.Sin(2 * math.Pi * float64(i) / 12)
		o.Drivers[0].Values[i] = 1000 * (1 + 0.15*r.NormFloat64())
		o.Drivers[1].Values[i] = max(0, 200*season+30*r.NormFloat64())
		o.Drivers[2].Values[i] = 60 + 3*r.NormFloat64()
		o.Drivers[3].Values[i] = float64(50 + r.IntN(12))
		o.Y[i] = 400 + 0.6*o.Drivers[0].Values[i] + 0.8*o.Drivers[1].Values[i] + 30*r.NormFloat64()
	}
	return o
}

// The quick statistics of the list are those of a full fit, to 1e-9.
func TestScreeningAgreesWithFit(t *testing.T) {
	for seed := range uint64(40) {
		o := plant(seed, []int{7, 12, 24, 48}[seed%4])
		c, err := Candidates(o, "output")
		if err != nil {
			t.Fatal(err)
		}
		if want := 1 + (4 + 6 + 4) + (3 + 3); len(c.Candidates) != want {
			t.Fatalf("%d candidates, want %d", len(c.Candidates), want)
		}
		for _, a := range c.Candidates {
			f, err := NewFit(o, a.Spec)
			if err != nil {
				t.Fatal(err)
			}
			sameStatistics(t, a.Statistics, f.Statistics, 1e-9)
		}
	}
}

func sameStatistics(t *testing.T, a, b Statistics, tolerance float64) {
	t.Helper()
	compare := func(what string, x, y *float64) {
		t.Helper()
		if (x == nil) != (y == nil) {
			t.Errorf("%v: %s is %v and %v", a.Spec, what, x, y)
		} else if x != nil && math.Abs(*x-*y) > tolerance*max(1, math.Abs(*y)) {
			t.Errorf("%v: %s is %g and %g", a.Spec, what, *x, *y)
		}
	}
	for j := range a.Coefficients {
		x, y := a.Coefficients[j], b.Coefficients[j]
		near(t, x.Name, x.Value, y.Value, tolerance)
		near(t, "SE", x.SE, y.SE, tolerance)
		compare("t", x.T, y.T)
		compare("p", &x.P, &y.P)
	}
	near(t, "SSE", a.SSE, b.SSE, tolerance)
	compare("R²", a.R2, b.R2)
	compare("adjusted R²", a.AdjR2, b.AdjR2)
	compare("centred R²", a.CentredR2, b.CentredR2)
	compare("p of F", a.FP, b.FP)
	compare("CV", a.CVRMSE, b.CVRMSE)
	compare("AICc", a.AICc, b.AICc)
	if a.F != nil && b.F != nil {
		near(t, "F", *a.F, *b.F, tolerance)
	}
}

// Nearly dependent drivers and tiny residuals leave the quick path for the full
// fit; dependent ones are listed as excluded with the driver named.
func TestScreeningOfDifficultColumns(t *testing.T) {
	o := plant(1, 24)
	near := slices.Clone(o.Drivers[0].Values)
	twice := slices.Clone(near)
	for i := range near {
		near[i] += 1e-5 * float64(i%5)
		twice[i] = 3*twice[i] + o.Drivers[1].Values[i]
	}
	o.Drivers = append(o.Drivers[:2:2], Driver{ID: "near", Values: near}, Driver{ID: "twice", Values: twice})
	c, err := Candidates(o, "output")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range c.Candidates {
		if f, err := NewFit(o, a.Spec); err != nil {
			t.Error(err)
		} else {
			sameStatistics(t, a.Statistics, f.Statistics, 1e-9)
		}
	}
	if len(c.Excluded) != 2 { // output+degree-days+twice, with and without a constant
		t.Errorf("%d excluded, want 2: %v", len(c.Excluded), c.Excluded)
	}
}

func TestProposal(t *testing.T) {
	right := 0
	for seed := range uint64(50) {
		o := plant(seed, 24)
		o.Drivers[0].Sign = 1
		c, err := Candidates(o, "output")
		if err != nil {
			t.Fatal(err)
		}
		if !c.Accepted || c.Fit == nil || c.Reason.Empty() {
			t.Fatalf("nothing proposed: %v", c.Reason)
		}
		if slices.Equal(c.Fit.Spec.Drivers, []string{"output", "degree-days"}) && c.Fit.Spec.Intercept {
			right++
		}
		first := c.Candidates[0]
		for _, a := range c.Candidates {
			if a.Passes() && *a.AICc < *first.AICc {
				t.Errorf("%v passes with a lower AICc than the proposal", a.Spec)
			}
		}
	}
	if right < 35 {
		t.Errorf("the true model is proposed %d times of 50", right)
	}
	// A model with the sign that physics forbids is not proposed.
	o := plant(3, 24)
	o.Drivers[0].Sign = -1
	c, err := Candidates(o, "output")
	if err != nil {
		t.Fatal(err)
	}
	if c.Fit != nil && slices.Contains(c.Fit.Spec.Drivers, "output") && c.Accepted {
		t.Errorf("proposed %v although the output may not raise the flow", c.Fit.Spec)
	}
	// Nothing explains noise about zero; without an output there is no ratio.
	r := rand.New(rand.NewPCG(9, 9))
	for i := range o.Y {
		o.Y[i] = r.NormFloat64()
	}
	o.Drivers = o.Drivers[3:]
	if c, err = Candidates(o, ""); err != nil || c.Fit != nil || c.Accepted || c.Reason.Key != "baseline.none" {
		t.Errorf("proposed %v (%v) for noise", c.Fit, err)
	}
}

// 250 meters of 48 months with every model of up to three of four drivers.
func BenchmarkCandidates250x48(b *testing.B) {
	var meters []Observations
	for k := range uint64(250) {
		meters = append(meters, plant(k, 48))
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, o := range meters {
			if _, err := Candidates(o, "output"); err != nil {
				b.Fatal(err)
			}
		}
	}
}
