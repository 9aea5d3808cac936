package emission_test

import (
	"math"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/emission"
	"github.com/sxsh-audit/audit/internal/benchmark"
)

// Stationary combustion with the factors of the 2006 IPCC Guidelines, Vol. 2,
// Table 1.2 (NCV, TJ/Gg) and Table 2.3 (manufacturing, kg/TJ); warming
// potentials of AR5 without feedback (28, 265). The expected figures follow by
// hand: TJ = t·NCV/1000, kg = TJ·EF.
func TestBurnIPCC2006(t *testing.T) {
	cases := []struct {
		name                  string
		tonnes, ncv           float64
		co2, ch4, n2o         float64
		biogenic              bool
		wantCO2t, wantCH4kg   float64
		wantN2Okg, wantCO2eAR float64
	}{
		{"anthracite", 1000, 26.7, 98300, 10, 1.5, false, 2624.61, 267, 40.05, 2642.69925},
		{"other bituminous coal", 500, 25.8, 94600, 10, 1.5, false, 1220.34, 129, 19.35, 1229.07975},
		{"gas/diesel oil", 40, 43.0, 74100, 3, 0.6, false, 127.452, 5.16, 1.032, 127.86996},
		{"residual fuel oil", 200, 40.4, 77400, 3, 0.6, false, 625.392, 24.24, 4.848, 627.35544},
		{"LPG", 12, 47.3, 63100, 1, 0.1, false, 35.81556, 0.5676, 0.05676, 35.8464942},
		{"natural gas", 80, 48.0, 56100, 1, 0.1, false, 215.424, 3.84, 0.384, 215.63328},
		{"wood waste", 900, 15.6, 112000, 30, 4, true, 1572.48, 421.2, 56.16, 26.676},
		{"other primary solid biomass", 2500, 11.6, 100000, 30, 4, true, 2900, 870, 116, 55.1},
		{"other biogas", 60, 50.4, 54600, 1, 0.1, true, 165.1104, 3.024, 0.3024, 0.164808},
	}
	ar5 := emission.Potentials{CH4: 28, N2O: 265}
	var total, memo float64
	for _, c := range cases {
		g := emission.Burn(c.tonnes*1000*c.ncv, benchmark.Fuel{CO2KgPerTJ: c.co2, CH4KgPerTJ: c.ch4, N2OKgPerTJ: c.n2o, Biogenic: c.biogenic})
		near(t, c.name+" CO2", g.CO2/1000, c.wantCO2t)
		near(t, c.name+" CH4", g.CH4, c.wantCH4kg)
		near(t, c.name+" N2O", g.N2O, c.wantN2Okg)
		co2e, biogenic := g.CO2e(ar5)
		near(t, c.name+" CO2e", co2e, c.wantCO2eAR)
		total += co2e
		memo += biogenic
	}
	near(t, "total CO2e", total, 4960.4249822)
	near(t, "biogenic memo", memo, 4637.5904)
}

// Methane by hand: 100 t COD in a deep lagoon (MCF 0.8), Bo 0.25:
// 100000·0.25·0.8 = 20000 kg CH4.
func TestMethane(t *testing.T) {
	near(t, "CH4", emission.Methane(100_000, 0.25, 0.8), 20_000)
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s = %.9g, want %.9g", what, got, want)
	}
}
