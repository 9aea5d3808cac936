package quantity

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/sxsh-audit/audit/internal/text"
)

func near(got, want, relative float64) bool {
	return math.Abs(got-want) <= relative*math.Abs(want)
}

func TestConvert(t *testing.T) {
	const exact = 1e-15 // of the arithmetic; the factors themselves are exact
	tests := []struct {
		v        float64
		from, to string
		want     float64
		tol      float64
		source   string
	}{
		// The project's case collection, cases/numbers/parsing.toml.
		{100, "MMBtu", "GJ", 105.505585262, exact, "IT Btu = 1055.05585262 J"},
		{1, "kWh", "MJ", 3.6, exact, "definition"},
		{1, "kcal_th", "kJ", 4.184, exact, "thermochemical calorie"},
		{1, "toe", "GJ", 41.868, exact, "10^7 IT kcal"},
		// The conversions of the project's factor collection, data/factors.toml,
		// rounded there to the digits of tol.
		{1, "tce", "GJ", 29.3076, exact, "factors.toml"},
		{1, "kcal", "kJ", 4.1868, exact, "factors.toml"},
		{1, "BTU", "kJ", 1.05506, 5e-6, "factors.toml"},
		{1, "RT", "kW", 3.51685, 5e-6, "factors.toml"},
		{1, "HP", "kW", 0.7355, 5e-6, "factors.toml"},
		{1, "BHP", "kW", 9.8095, exact, "factors.toml"},
		{1, "bar", "kPa", 100, exact, "factors.toml"},
		{1, "kgf/cm2", "kPa", 98.0665, exact, "factors.toml"},

		{1, "RT", "BTU/h", 12000, exact, "definition of the ton of refrigeration"},
		{860, "kcal/h", "kW", 1.000180, 1e-6, "860 × 4.1868 / 3600"},
		{1, "MWh", "Mcal", 859.845, 1e-6, "3600 / 4.1868"},
		{1, "MMBtu", "kWh", 293.07107, 1e-7, "NIST SP 811: 1 Btu/h = 0.2930711 W"},
		{1, "psi", "kPa", 6.894757, 1e-7, "NIST SP 811"},
		{1, "t", "kg", 1000, 0, "SI"},
		{2.5, "tạ", "kg", 250, 0, "1 tạ = 100 kg"},
		{1, "g", "mg", 1000, 0, "SI"},
		{1, "m3", "hl", 10, 0, "1 hl = 100 l"},
		{18400, "m3", "l", 18400000, 0, "SI"},
		{1, "ha", "m2", 10000, 0, "SI"},
		{1, "m2", "dm2", 100, 0, "SI"},
		{1, "yd", "m", 0.9144, exact, "international yard"},
		{1, "day", "h", 24, 0, "definition"},
		{1, "m3/h", "l/s", 1 / 3.6, 1e-15, "1000 l in 3600 s"},
		{1, "m3/h", "m3/day", 24, 0, "definition"},
		{1, "g/l", "mg/l", 1000, 0, "SI"},
		{1, "g/m3", "mg/l", 1, 0, "1 m3 = 1000 l"},
		{15, "%", "-", 0.15, exact, "definition"},
		{1.9, "tỷ đồng", "VND", 1.9e9, exact, "definition"},
		{0, "kWh", "MJ", 0, 0, ""},
		{-3, "kWh", "kWh", -3, 0, ""},
	}
	u := Standard()
	for _, tt := range tests {
		got, err := u.Convert(tt.v, tt.from, tt.to)
		if err != nil || !near(got, tt.want, tt.tol) {
			t.Errorf("%v %s: got %v %s, %v; want %v (%s)", tt.v, tt.from, got, tt.to, err, tt.want, tt.source)
		}
	}
}

func TestConvertThereAndBack(t *testing.T) {
	u := Standard()
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, from := range u.All() {
		for _, to := range u.All() {
			v := rnd.NormFloat64() * 1e6
			there, err := u.Convert(v, from.Symbol, to.Symbol)
			if (err == nil) != (from.Dimension == to.Dimension) {
				t.Errorf("%s to %s: %v", from.Symbol, to.Symbol, err)
			}
			if err != nil {
				continue
			}
			if back, _ := u.Convert(there, to.Symbol, from.Symbol); !near(back, v, 4e-16) {
				t.Errorf("%v %s is %v %s is %v %s", v, from.Symbol, there, to.Symbol, back, from.Symbol)
			}
		}
	}
}

func TestConvertRefuses(t *testing.T) {
	tests := []struct{ from, to, want string }{
		{"Nm3", "kg", "unit.needs-density"}, // cases/numbers/parsing.toml
		{"kJ", "kg", "unit.needs-heating-value"},
		{"l", "kg", "unit.needs-density"},
		{"t", "m3", "unit.needs-density"},
		{"Nm3", "MJ", "unit.needs-heating-value"},
		{"l", "GJ", "unit.needs-heating-value"},
		{"m3", "Nm3", "unit.needs-gas-state"},
		{"m2", "kg", "unit.needs-area-weight"},
		{"kW", "kWh", "unit.needs-hours"},
		{"VND", "USD", "unit.dimension"},
		{"kg", "kg CO2e", "unit.dimension"},
		{"mg/l", "mg/Nm3", "unit.dimension"},
		{"°C", "kJ", "unit.dimension"},
		{"kg", "xyzzy", "unit.unknown"},
		{"xyzzy", "kg", "unit.unknown"},
	}
	for _, tt := range tests {
		_, err := Standard().Convert(1, tt.from, tt.to)
		if key(err) != tt.want {
			t.Errorf("%s to %s: got %v, want %s", tt.from, tt.to, err, tt.want)
		}
	}
	_, err := Standard().Convert(1, "KWH", "Kg")
	want := text.M("unit.needs-heating-value", "from", "kWh", "to", "kg", "fromKind", Energy.Name(), "toKind", Mass.Name())
	if err == nil || err.Error() != want.Error() {
		t.Errorf("got %v, want %v", err, want)
	}
}

func TestFind(t *testing.T) {
	tests := []struct{ in, want string }{
		{"kWh", "kWh"},
		{"KWH", "kWh"},
		{"Kwh", "kWh"},
		{" kWh ", "kWh"},
		{"Kg", "kg"},
		{"tấn", "t"},
		{"ta\u0302\u0301n", "t"},
		{"tan", "t"},
		{"tonne", "t"},
		{"tạ", "ta"},
		{"m³", "m3"},
		{"M3", "m3"},
		{"Nm³", "Nm3"},
		{"L", "l"},
		{"lít", "l"},
		{"kgf/cm²", "kgf/cm2"},
		{"mg/L", "mg/l"},
		{"tCO₂e", "t CO2e"},
		{"t  CO2e", "t CO2e"},
		{"MMBTU", "MMBtu"},
		{"cái", "pcs"},
		{"chiếc", "pcs"},
		{"đồng", "VND"},
		{"m³/ngày", "m3/day"},
		{"º" + "C", "°C"},
		{"\u03bcg/l", "µg/l"},
		{"triệu  kWh", "GWh"},
	}
	u := Standard()
	for _, tt := range tests {
		if got, err := u.Find(tt.in); err != nil || got.Symbol != tt.want {
			t.Errorf("%q: got %q, %v; want %q", tt.in, got.Symbol, err, tt.want)
		}
	}
}

// What is not known is refused, whatever it looks like.
func TestFindUnknown(t *testing.T) {
	tests := []struct{ in, nearest string }{
		{"Mg", "mg"},    // a megagram is no milligram
		{"mW", "MW"},    // the suggestion may be wrong, so it is only a suggestion
		{"kwH", "kWh"},  //
		{"kWhh", "kWh"}, //
		{"tonn", "t"},   // as its spelling "ton"
		{"kWh/t", ""},
		{"", ""},
		{"zz", ""},
		{"thùng", ""},
	}
	for _, tt := range tests {
		_, err := Standard().Find(tt.in)
		var m text.Message
		if !errors.As(err, &m) || m.Key != "unit.unknown" || m.Args["found"] != tt.in {
			t.Errorf("%q: got %v", tt.in, err)
			continue
		}
		if tt.in != "kWh/t" && m.Args["nearest"] != tt.nearest {
			t.Errorf("%q: nearest %q, want %q", tt.in, m.Args["nearest"], tt.nearest)
		}
	}
	if _, err := Standard().Find("ppm"); key(err) != "unit.ppm" {
		t.Errorf("ppm: %v", err)
	}
}

func TestStandardTableIsSound(t *testing.T) {
	spelled := make(map[string]string)
	for _, row := range standardUnits() {
		if row.Name.VI == "" || row.Name.EN == "" || row.Symbol == "" || !positive(row.Factor) {
			t.Errorf("%q is incomplete", row.Symbol)
		}
		if row.Dimension.Name() == text.Both(string(row.Dimension)) {
			t.Errorf("dimension %s has no name", row.Dimension)
		}
		for _, s := range append([]string{row.Symbol}, row.also...) {
			if other, taken := spelled[spelling(s)]; taken {
				t.Errorf("%q means both %s and %s", s, other, row.Symbol)
			}
			spelled[spelling(s)] = row.Symbol
		}
	}
}

func TestWith(t *testing.T) {
	bag, err := Standard().Find("kg")
	if err != nil {
		t.Fatal(err)
	}
	bag.Symbol, bag.Name, bag.Factor = "bao", text.Name{VI: "bao 50 kg", EN: "50 kg bag"}, 50*bag.Factor
	heats := Unit{"mẻ", text.Name{VI: "mẻ", EN: "heat"}, "heats", 1}

	u, err := Standard().With(bag, heats)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := u.Convert(20, "bao", "t"); err != nil || got != 1 {
		t.Errorf("20 bags: got %v t, %v", got, err)
	}
	if got, err := u.Find("me\u0309"); err != nil || got.Symbol != "mẻ" { // a combining hook
		t.Errorf("a pack's unit in NFD: got %v, %v", got, err)
	}
	if _, err := Standard().Find("bao"); err == nil {
		t.Error("With has changed the standard table")
	}
	for _, tt := range []struct {
		extra Unit
		want  string
	}{
		{Unit{"kg", text.Name{}, Mass, 1}, "unit.duplicate"},
		{Unit{"tấn", text.Name{}, Mass, 1}, "unit.duplicate"}, // a spelling of t
		{Unit{"", text.Name{}, Mass, 1}, "unit.incomplete"},
		{Unit{"x", text.Name{}, "", 1}, "unit.incomplete"},
		{Unit{"x", text.Name{}, Mass, 0}, "unit.bad-factor"},
		{Unit{"x", text.Name{}, Mass, math.NaN()}, "unit.bad-factor"},
		{Unit{"x", text.Name{}, Mass, math.Inf(1)}, "unit.bad-factor"},
	} {
		if _, err := Standard().With(tt.extra); key(err) != tt.want {
			t.Errorf("%v: got %v, want %s", tt.extra, err, tt.want)
		}
	}
	if _, err := u.With(bag); key(err) != "unit.duplicate" {
		t.Errorf("a pack's unit twice: %v", err)
	}
	if u, err := (Units{}).With(bag); err != nil || len(u.All()) != 1 {
		t.Errorf("an empty table cannot be extended: %v", err)
	}
}

func TestConvertBy(t *testing.T) {
	coal := Factor{ID: "coal", Name: text.Both("coal"), Value: 20, To: "MJ", From: "kg"}
	oil := Factor{ID: "oil", Name: text.Both("oil"), Value: 0.85, To: "kg", From: "l"}
	cloth := Factor{ID: "cloth", Name: text.Both("cloth"), Value: 0.2, To: "kg", From: "m2"}
	tests := []struct {
		v        float64
		from, to string
		f        Factor
		want     float64
	}{
		{1, "t", "GJ", coal, 20},                             // 1000 kg × 20 MJ
		{20, "GJ", "t", coal, 1},                             // and back
		{180, "kWh", "kg", coal, 32.4},                       // 648 MJ / 20
		{2, "m3", "t", oil, 1.7},                             // 2000 l × 0.85 kg
		{1.7, "t", "m3", oil, 2},                             //
		{5000, "m2", "t", cloth, 1},                          //
		{1, "t", "m2", cloth, 5000},                          //
		{3, "t", "kg", coal, 3000},                           // no factor is needed
		{3, "kWh", "MJ", Factor{From: "kg", To: "MJ"}, 10.8}, // nor looked at
	}
	for _, tt := range tests {
		got, err := Standard().ConvertBy(tt.v, tt.from, tt.to, tt.f)
		if err != nil || !near(got, tt.want, 1e-15) {
			t.Errorf("%v %s by %s: got %v %s, %v; want %v", tt.v, tt.from, tt.f.ID, got, tt.to, err, tt.want)
		}
	}
	zero, unknown := coal, coal
	zero.Value, unknown.From = 0, "xyzzy"
	for _, tt := range []struct {
		from, to string
		f        Factor
		want     string
	}{
		{"l", "MJ", coal, "unit.wrong-factor"},
		{"kg", "kWh", zero, "unit.bad-factor"},
		{"kg", "kWh", unknown, "unit.unknown"},
		{"xyzzy", "kWh", coal, "unit.unknown"},
	} {
		if _, err := Standard().ConvertBy(1, tt.from, tt.to, tt.f); key(err) != tt.want {
			t.Errorf("%s to %s: got %v, want %s", tt.from, tt.to, err, tt.want)
		}
	}
}

func TestConvertByThereAndBack(t *testing.T) {
	u := Standard()
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 1000 {
		f := Factor{ID: "f", Value: math.Exp(rnd.NormFloat64() * 3), To: "MJ", From: "kg"}
		v := rnd.ExpFloat64() * 1e5
		there, err := u.ConvertBy(v, "t", "toe", f)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := u.ConvertBy(there, "toe", "t", f); err != nil || !near(back, v, 2e-15) {
			t.Fatalf("%v became %v, %v", v, back, err)
		}
	}
}

func TestEdits(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"kitten", "sitting", 3}, // Levenshtein's textbook example
		{"", "abc", 3}, {"abc", "", 3}, {"kwh", "kwh", 0}, {"tấn", "tan", 1},
	} {
		if got := edits([]rune(tt.a), []rune(tt.b)); got != tt.want {
			t.Errorf("%s, %s: got %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
