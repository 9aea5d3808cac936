package baseline

import (
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

type certified struct {
	File       string   `toml:"file"`
	Terms      string   `toml:"terms"`
	Coef       []string `toml:"coef"`
	SE         []string `toml:"se"`
	ResidualSD string   `toml:"residual_sd"`
	R2         string   `toml:"r2"`
	F          string   `toml:"f_stat"`
	DFModel    int      `toml:"df_model"`
	DFResid    int      `toml:"df_resid"`
}

// Every linear set of the NIST Statistical Reference Datasets comes out with at
// least 9 correct digits (10th-degree Filip with 7): METHOD §18. The sets were
// checked against their certified values with exact rational arithmetic when
// they were typed in.
func TestNIST(t *testing.T) {
	sets := map[string]certified{}
	readTOML(t, filepath.Join("testdata", "nist", "expected.toml"), &sets)
	if len(sets) != 11 {
		t.Fatalf("%d sets, want the 11 of the collection", len(sets))
	}
	for name, set := range sets {
		t.Run(name, func(t *testing.T) {
			o, spec := polynomial(t, readCSV(t, filepath.Join("testdata", "nist", set.File)), set.Terms)
			f, err := NewFit(o, spec)
			if err != nil {
				t.Fatal(err)
			}
			wanted, worst := 9.0, 16.0
			if name == "filip" {
				wanted = 7
			}
			check := func(what string, got float64, want string) {
				d := digits(got, number(t, want))
				worst = min(worst, d)
				if d < wanted {
					t.Errorf("%s = %.15g, certified %s: %.1f digits", what, got, want, d)
				}
			}
			for j, c := range f.Coefficients {
				check(c.Name, c.Value, set.Coef[j])
				check("SE of "+c.Name, c.SE, set.SE[j])
			}
			check("residual SD", f.ResidualSD, set.ResidualSD)
			check("R²", value(t, "R²", f.R2), set.R2)
			if set.F == "inf" {
				if f.F != nil || !f.Perfect {
					t.Errorf("F = %v, perfect %v; want none and a perfect fit", f.F, f.Perfect)
				}
			} else {
				check("F", value(t, "F", f.F), set.F)
			}
			if f.FDF != set.DFModel || f.DF != set.DFResid {
				t.Errorf("degrees of freedom %d and %d, want %d and %d", f.FDF, f.DF, set.DFModel, set.DFResid)
			}
			t.Logf("fewest correct digits: %.1f", worst)
		})
	}
}

// polynomial builds the design that NIST names.
func polynomial(t *testing.T, data table, terms string) (Observations, Spec) {
	o := Observations{Y: data.numbers(t, "y")}
	spec := Spec{Form: Regression, Intercept: terms != "noint"}
	add := func(id string, values []float64) {
		o.Drivers = append(o.Drivers, Driver{ID: id, Values: values})
		spec.Drivers = append(spec.Drivers, id)
	}
	if terms == "multi" {
		for k := 1; k <= 6; k++ {
			id := "x" + strconv.Itoa(k)
			add(id, data.numbers(t, id))
		}
		return o, spec
	}
	degree := 1
	if d, ok := strings.CutPrefix(terms, "poly"); ok {
		degree = int(number(t, d))
	}
	x := data.numbers(t, "x")
	for k := 1; k <= degree; k++ {
		power := slices.Clone(x)
		for i := range power {
			power[i] = math.Pow(x[i], float64(k))
		}
		add("x^"+strconv.Itoa(k), power)
	}
	return o, spec
}
