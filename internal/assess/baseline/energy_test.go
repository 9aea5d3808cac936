package baseline

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// ASHRAE Guideline 14 on the gas of the VERIFI headquarters: fitted on 2023,
// counted in 2025, against figures computed elsewhere.
func TestASHRAE(t *testing.T) {
	var want struct {
		Coef      []float64 `toml:"coef"`
		R2        float64   `toml:"r2"`
		DF        int       `toml:"dof"`
		MSE       float64   `toml:"mse"`
		Mean      float64   `toml:"mean_baseline"`
		CV        float64   `toml:"cv_rmse_percent"`
		Rho       float64   `toml:"lag1_autocorrelation"`
		Alpha     float64   `toml:"alpha"`
		Predicted []float64 `toml:"predicted_2025"`
		Saving    float64   `toml:"saving"`
		Percent   float64   `toml:"saving_percent"`
		Cusum     []float64 `toml:"cusum"`
		U         map[string]struct {
			T   float64 `toml:"t"`
			Abs float64 `toml:"abs"`
			FSU float64 `toml:"fsu"`
		} `toml:"uncertainty"`
	}
	readTOML(t, shared(t, "cases", "energy", "fsu-ashrae14.toml"), &want)
	hq := readCSV(t, shared(t, "verifi-example", "hq-monthly.csv"))
	drivers := []string{"production", "hdd-generated-60f"}
	f, err := NewFit(year(t, hq, "natural-gas", "2023", drivers), Spec{Form: Regression, Drivers: drivers, Intercept: true})
	if err != nil {
		t.Fatal(err)
	}
	for j, c := range f.Coefficients {
		near(t, c.Name, c.Value, want.Coef[j], 1e-9)
	}
	near(t, "R²", *f.R2, want.R2, 1e-9)
	near(t, "MSE", f.ResidualSD*f.ResidualSD, want.MSE, 1e-9)
	near(t, "mean", f.MeanY, want.Mean, 1e-9)
	near(t, "CV", 100**f.CVRMSE, want.CV, 1e-8)
	near(t, "ρ", *f.Rho, want.Rho, 1e-8)
	if f.DF != want.DF || f.Kappa() != 1 {
		t.Errorf("degrees of freedom %d, κ %g; want %d and 1 (ρ is negative)", f.DF, f.Kappa(), want.DF)
	}
	report := year(t, hq, "natural-gas", "2025", drivers)
	for name, u := range want.U {
		confidence := number(t, strings.TrimPrefix(name, "c")) / 100
		s, err := NewSaving(f, report, Terms{Confidence: confidence})
		if err != nil {
			t.Fatal(err)
		}
		near(t, "saving", s.Saved.Value, want.Saving, 1e-9)
		near(t, "saving in percent", 100*s.Fraction.Value, want.Percent, 1e-6)
		for i, e := range s.Expected {
			near(t, "predicted", e, want.Predicted[i], 1e-9)
		}
		i := slices.IndexFunc(s.ASHRAE, func(a ASHRAE) bool { return a.Improved && a.Confidence == confidence })
		a := s.ASHRAE[i]
		near(t, "k", a.K, want.Alpha, 1e-9)
		near(t, "t", a.T, u.T, 1e-8)
		near(t, "ΔE", a.Absolute, u.Abs, 1e-8)
		near(t, "FSU", *a.FSU, u.FSU, 1e-7)
	}
	expected, err := f.Predict(report)
	if err != nil {
		t.Fatal(err)
	}
	track, err := NewTrack(expected, report, f.ResidualSD)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range track.Cusum {
		near(t, "CUSUM", c, want.Cusum[i], 1e-8)
	}
}

// The figures that METHOD §12 draws from the formula for n = m = 12, p = 2 and
// uncorrelated residuals.
func TestSmallestProvableByASHRAE(t *testing.T) {
	for _, c := range []struct{ confidence, cv, percent float64 }{
		{0.68, 0.061, 5.0}, {0.68, 0.097, 8.0}, {0.68, 0.10, 8.2}, {0.90, 0.035, 5.0}, {0.90, 0.056, 8.0},
	} {
		f := &Fit{Statistics: Statistics{N: 12, P: 2, DF: 10, MeanY: 1, ResidualSD: c.cv}}
		s := &Saving{Months: 12, Kappa: 1, Confidence: c.confidence, Exact: Interval{T: student(c.confidence, 10)}, Saved: Interval{Value: 1}}
		a := f.ashrae(s)[0]
		if got := 100 * *a.Smallest; math.Abs(got-c.percent) > 0.06 {
			t.Errorf("at %g confidence and CV %g: %.2f %%, METHOD says %.1f %%", c.confidence, c.cv, got, c.percent)
		}
	}
}

type energyCases struct {
	Drivers struct {
		Fixed    float64   `toml:"fixed_kwh"`
		Rates    []float64 `toml:"rates"`
		Drivers  []float64 `toml:"drivers"`
		Expected float64   `toml:"expected_kwh"`
	} `toml:"vesma_multi_driver"`
	Cusum struct {
		Fixed      float64   `toml:"fixed"`
		Slope      float64   `toml:"slope"`
		Production []float64 `toml:"production"`
		Actual     []float64 `toml:"actual"`
		Expected   []float64 `toml:"expected_energy"`
		Cusum      []float64 `toml:"cusum"` // actual − expected
		Total      float64   `toml:"total_saving"`
	} `toml:"cusum"`
}

func TestEnergyCases(t *testing.T) {
	var c energyCases
	readTOML(t, shared(t, "cases", "energy", "targets-cusum.toml"), &c)

	line := Line{Intercept: c.Drivers.Fixed}
	o := Observations{Y: []float64{0}}
	for k, rate := range c.Drivers.Rates {
		id := fmt.Sprint(k)
		line.Slopes = append(line.Slopes, Slope{id, rate})
		o.Drivers = append(o.Drivers, Driver{ID: id, Values: []float64{c.Drivers.Drivers[k]}})
	}
	expected, err := line.Predict(o)
	if err != nil || expected[0] != c.Drivers.Expected {
		t.Errorf("several drivers: %v (%v), want %g", expected, err, c.Drivers.Expected)
	}

	u := c.Cusum
	months := Observations{Y: u.Actual, Drivers: []Driver{{ID: "output", Values: u.Production}}}
	expected, err = Line{Intercept: u.Fixed, Slopes: []Slope{{"output", u.Slope}}}.Predict(months)
	if err != nil {
		t.Fatal(err)
	}
	track, err := NewTrack(expected, months, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range expected {
		near(t, "expected", expected[i], u.Expected[i], 1e-12)
		if got := track.Cusum[i]; math.Abs(got+u.Cusum[i]) > 1e-9 { // ours counts savings
			t.Errorf("CUSUM %d = %g, want %g", i, got, -u.Cusum[i])
		}
	}
	near(t, "total saving", track.Cusum[len(track.Cusum)-1], u.Total, 1e-12)
}
