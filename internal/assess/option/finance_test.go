package option_test

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/sxsh-audit/audit/internal/assess/option"
)

// cases finds a file of the shared cases beside the repository.
func cases(t *testing.T, path ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		file := filepath.Join(append([]string{dir, "shared", "cases"}, path...)...)
		if _, err := os.Stat(file); err == nil {
			return file
		}
		dir = filepath.Dir(dir)
	}
	t.Skip("the shared cases are not beside the repository")
	return ""
}

func TestFinanceCases(t *testing.T) {
	var c struct {
		IRR []struct {
			Cash     option.Cash
			Expected float64
		}
		NPV []struct {
			Rate     float64
			Cash     option.Cash
			Expected float64
			Trap     float64 `toml:"npv_convention_trap"`
		}
		Payback []struct {
			Investment float64
			Annual     float64 `toml:"annual_saving"`
			Rate       float64 `toml:"discount_rate"`
			Years      float64
			Simple     float64 `toml:"simple_years"`
			Discounted float64 `toml:"discounted_years"`
			NPV, IRR   float64
		}
		Undefined []struct{ Cash option.Cash } `toml:"irr_undefined"`
		Multiple  []struct {
			Cash  option.Cash
			Roots []float64
		} `toml:"irr_multiple"`
	}
	if _, err := toml.DecodeFile(cases(t, "finance", "npv-irr.toml"), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.IRR) < 2 || len(c.NPV) < 1 || len(c.Payback) < 1 || len(c.Undefined) < 1 || len(c.Multiple) < 1 {
		t.Fatal("the file has fewer cases than expected")
	}
	for _, x := range c.IRR {
		r := option.IRR(x.Cash)
		if r.Status != option.IRRUnique {
			t.Errorf("%v: %s", x.Cash, r.Status)
		}
		near(t, "IRR", r.Rate, x.Expected, 1e-9)
	}
	for _, x := range c.NPV {
		near(t, "NPV", option.NPV(x.Rate, x.Cash), x.Expected, 1e-9)
		if math.Abs(option.NPV(x.Rate, x.Cash)-x.Trap) < 1 {
			t.Error("cash of year 0 was discounted")
		}
	}
	for _, x := range c.Payback {
		cash := option.Steady(x.Investment, x.Annual, x.Years, 0)
		near(t, "simple payback", option.SimplePayback(x.Investment, x.Annual, x.Years).Years, x.Simple, 1e-9)
		near(t, "simple payback by years", option.DiscountedPayback(0, cash).Years, x.Simple, 1e-9)
		near(t, "discounted payback", option.DiscountedPayback(x.Rate, cash).Years, x.Discounted, 1e-6) // six decimals are given
		near(t, "NPV", option.NPV(x.Rate, cash), x.NPV, 1e-7)                                           // six decimals
		near(t, "IRR", option.IRR(cash).Rate, x.IRR, 1e-9)
	}
	for _, x := range c.Undefined {
		if r := option.IRR(x.Cash); r.Status != option.IRRUndefined || r.Changes != 0 {
			t.Errorf("%v: %+v", x.Cash, r)
		}
	}
	for _, x := range c.Multiple {
		r := option.IRR(x.Cash)
		if r.Status != option.IRRSeveral || len(r.Roots) != len(x.Roots) {
			t.Fatalf("%v: %+v", x.Cash, r)
		}
		for i, d := range x.Roots {
			near(t, "root", r.Roots[i], d, 1e-9)
		}
	}
}

// By hand: 120 invested, 50 a year at 12 %: after 2 years 50/1.12 + 50/1.12² =
// 84.502551; the third brings 35.589012, of which 35.497449 are needed:
// 2 + 35.497449/35.589012 = 2.997427.
func TestDiscountedPaybackByHand(t *testing.T) {
	p := option.DiscountedPayback(0.12, option.Cash{-120, 50, 50, 50, 50, 50})
	near(t, "years", p.Years, 2+(120-50/1.12-50/1.2544)/(50/1.404928), 1e-12)
	for _, c := range []struct {
		cash option.Cash
		want option.PaybackStatus
		at   float64
	}{
		{option.Cash{-100, 20, 20}, option.NeverPaid, 0},
		{option.Cash{0, 20, 20}, option.Immediately, 0},
		{option.Cash{-100, 100}, option.PaidBack, 1},
		{option.Cash{-100, 150, -100, 100}, option.PaidBack, 2.5}, // +50, −50, +50: for good only in year 3
		{option.Cash{0, 0}, option.NeverPaid, 0},
		{nil, option.NeverPaid, 0},
		{option.Cash{-50, 0, 50, 0}, option.PaidBack, 2},
	} {
		p := option.DiscountedPayback(0, c.cash)
		if p.Status != c.want || math.Abs(p.Years-c.at) > 1e-12 {
			t.Errorf("%v: %+v, want %s %g", c.cash, p, c.want, c.at)
		}
	}
}

// Lorie and Savage, Three problems in rationing capital, Journal of Business
// 28, 1955: the pump −1600, 10000, −10000 has the rates 25 % and 400 %.
// Brealey and Myers, Principles of Corporate Finance, ch. 5: +1000, −3000, +2500
// has none, and an NPV of 339 at 10 %.
// numpy-financial, test_financial.py: the other published rates.
func TestIRRTextbook(t *testing.T) {
	r := option.IRR(option.Cash{-1600, 10000, -10000})
	if r.Status != option.IRRSeveral || len(r.Roots) != 2 {
		t.Fatalf("pump: %+v", r)
	}
	near(t, "first", r.Roots[0], 0.25, 1e-12)
	near(t, "second", r.Roots[1], 4, 1e-12)

	none := option.Cash{1000, -3000, 2500}
	if r := option.IRR(none); r.Status != option.IRRUndefined || r.Changes != 2 {
		t.Errorf("no rate: %+v", r)
	}
	near(t, "NPV", option.NPV(0.1, none), 338.842975, 1e-8)

	for _, c := range []struct {
		cash option.Cash
		want float64
	}{
		{option.Cash{-100, 39, 59, 55, 20}, 0.28095},
		{option.Cash{-100, 100, 0, 7}, 0.06206},
		{option.Cash{-100, 0, 0, 74}, -0.0955},
	} {
		if got := option.IRR(c.cash); got.Status != option.IRRUnique || math.Abs(got.Rate-c.want) > 5e-5 {
			t.Errorf("%v: %+v, want %g", c.cash, got, c.want)
		}
	}
	for cash, want := range map[*option.Cash]float64{
		{-100, 100, 0, -7}:   -0.0833,
		{-5, 10.5, 1, -8, 1}: 0.0886,
	} {
		got := option.IRR(*cash)
		if !slices.ContainsFunc(got.Roots, func(d float64) bool { return math.Abs(d-want) < 5e-5 }) {
			t.Errorf("%v: %+v lacks %g", *cash, got, want)
		}
		if got.Status == option.IRRUnique {
			t.Errorf("%v changes sign %d times", *cash, got.Changes)
		}
	}
}

func TestIRREdges(t *testing.T) {
	for _, c := range []struct {
		cash option.Cash
		want option.IRRStatus
		n    int
	}{
		{option.Cash{-1, 100}, option.IRROutside, 0},           // 9900 %
		{option.Cash{-100, 0.1}, option.IRROutside, 0},         // −99.9 %
		{option.Cash{-1, 11}, option.IRRUnique, 1},             // exactly 1000 %
		{option.Cash{0, 0}, option.IRRUndefined, 0},            // nothing
		{nil, option.IRRUndefined, 0},                          // nothing at all
		{option.Cash{-100, 220, -121}, option.IRROneOfMany, 1}, // (1.1 − (1+d))²: touches zero at 10 %
		{option.Cash{-100, 0, 0, 0, 0, 150, 0, 0}, option.IRRUnique, 1},
	} {
		r := option.IRR(c.cash)
		if r.Status != c.want || len(r.Roots) != c.n {
			t.Errorf("%v: %+v, want %s", c.cash, r, c.want)
		}
	}
}

// Polynomials made from known rates: all of them are found.
func TestIRRFindsEveryRoot(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 10))
	for range 300 {
		n := 1 + r.IntN(6)
		rates := make([]float64, n)
		for i := range rates {
			rates[i] = -0.5 + 3*r.Float64()
		}
		slices.Sort(rates)
		apart := true
		for i := 1; i < n; i++ {
			apart = apart && rates[i]-rates[i-1] > 0.02
		}
		if !apart {
			continue
		}
		// Π (q_i·x − 1), q_i = 1 + d_i, zero at x = 1/q_i; times (1 + x/2)³, which
		// has no positive zero.
		cash := option.Cash{1}
		times := func(a, b float64) {
			next := make(option.Cash, len(cash)+1)
			for t, c := range cash {
				next[t] += a * c
				next[t+1] += b * c
			}
			cash = next
		}
		for _, d := range rates {
			times(-1, 1+d)
		}
		for range 3 {
			times(1, 0.5)
		}
		got := option.IRR(cash)
		if len(got.Roots) != n {
			t.Fatalf("rates %v: found %v", rates, got.Roots)
		}
		for i := range rates {
			near(t, "rate", got.Roots[i], rates[i], 1e-7)
			near(t, "NPV at the rate", option.NPV(got.Roots[i], cash), 0, 1e-9)
		}
	}
}

// A long life, as far as a life goes: one change of sign, one rate.
func TestIRRLongLife(t *testing.T) {
	// 100 years of 12 on 100: the rate r solves (1 − (1+r)^−100)/r = 100/12.
	got := option.IRR(option.Steady(100, 12, 100, 0))
	if got.Status != option.IRRUnique {
		t.Fatalf("%+v", got)
	}
	near(t, "annuity at the rate", (1-math.Pow(1+got.Rate, -100))/got.Rate, 100.0/12, 1e-12)
}

// Standard interest tables: (P/A, 10 %, 10) = 6.1446, (A/P, 10 %, 10) = 0.16275,
// (A/P, 12 %, 5) = 0.27741.
func TestAnnuity(t *testing.T) {
	near(t, "P/A", option.Annuity(0.1, 10), 6.144567105705, 1e-12)
	for _, c := range []struct{ rate, years, want float64 }{{0.1, 10, 0.16275}, {0.12, 5, 0.27741}} {
		if got := 1 / option.Annuity(c.rate, c.years); math.Abs(got-c.want) > 5e-6 {
			t.Errorf("A/P %v = %g", c, got)
		}
	}
	near(t, "no interest", option.Annuity(0, 7), 7, 1e-12)
	near(t, "half a year more", option.Annuity(0.1, 2.5), 1/1.1+1/1.21+0.5/1.331, 1e-12)
	near(t, "steady cash agrees", option.NPV(0.1, option.Steady(100, 30, 2.5, 5)), -100+30*option.Annuity(0.1, 2.5)+5/1.331, 1e-12)
}

func TestBands(t *testing.T) {
	for _, c := range []struct {
		investment, annual float64
		want               option.Band
	}{
		{0, 10, option.BandNone}, {10, 10, option.BandLow}, {10.001, 10, option.BandMedium}, {30, 10, option.BandMedium},
		{31, 10, option.BandHigh}, {10, 0, option.BandHigh}, {10, -1, option.BandHigh},
	} {
		if got := option.PaybackBand(option.SimplePayback(c.investment, c.annual, 50)); got != c.want {
			t.Errorf("%v: %q", c, got)
		}
	}
	if p := option.SimplePayback(120, 10, 10); p.Status != option.PaidAfter || p.Years != 12 {
		t.Errorf("longer than the life: %+v", p)
	}
	if f := option.ROI(0, 10); f.OK() {
		t.Error("ROI without investment")
	}
	near(t, "ROI", option.ROI(120, 50).Value, 50.0/120, 1e-12)
}
