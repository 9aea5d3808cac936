package i18n

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// printers returns a Vietnamese and an English printer whose catalogue has the
// templates under the keys "0", "1" … in both languages.
func printers(t *testing.T, templates ...string) (vi, en *Printer) {
	t.Helper()
	c := &Catalogue{templates: map[text.Lang]map[string]template{text.VI: {}, text.EN: {}}}
	for i, s := range templates {
		tmpl, err := parseTemplate(s)
		if err != nil {
			t.Fatal(err)
		}
		key := string(rune('0' + i))
		c.templates[text.VI][key], c.templates[text.EN][key] = tmpl, tmpl
	}
	return c.Printer(text.VI), c.Printer(text.EN)
}

type kind string

func TestSay(t *testing.T) {
	name := text.Name{VI: "nước", EN: "water"}
	amount := quantity.Amount{Value: 14.7212, Unit: "m3/t"}
	tests := []struct {
		template string
		args     []any // names and values
		vi, en   string
	}{
		{"plain {{x}}", nil, "plain {x}", "plain {x}"},
		{"[{a}]", []any{"a", "x"}, "[x]", "[x]"},
		{"[{a}]", []any{"a", "x\x1b[2J\u202ey\nz"}, "[x\ufffd[2J\ufffdy z]", "[x\ufffd[2J\ufffdy z]"},
		{"[{a}]", nil, "[{a}]", "[{a}]"},
		{"{a}", []any{"a", "{b}"}, "{b}", "{b}"}, // values are not templates
		{"{a}", []any{"a", 2018}, "2018", "2018"},
		{"{a}", []any{"a", []string{"x", "y"}}, "x, y", "x, y"},
		{"{a}", []any{"a", []string{"X.", "Y."}}, "X. Y.", "X. Y."}, // sentences
		{"{a}", []any{"a", 12500}, "12.500", "12,500"},
		{"{a}", []any{"a", 1234.567}, "1.235", "1,235"},
		{"{a:exact}", []any{"a", 1234.567}, "1234,567", "1234.567"},
		{"{a:vi} {a:en}", []any{"a", 1234.567}, "1234,567 1234.567", "1234,567 1234.567"},
		{"{a:exact}", []any{"a", amount}, "14,7212 m³/t", "14.7212 m³/t"},
		{"{a}", []any{"a", amount}, "14,72 m³/t", "14.72 m³/t"},
		{"{a}", []any{"a", &amount}, "14,72 m³/t", "14.72 m³/t"},
		{"[{a}]", []any{"a", (*quantity.Amount)(nil)}, "[]", "[]"},
		{"[{a}]", []any{"a", nil}, "[]", "[]"},
		{"{a}", []any{"a", quantity.Date{Year: 2019, Month: 11, Day: 5}}, "05/11/2019", "5 Nov 2019"},
		{"{a}", []any{"a", quantity.Month{Year: 2018, Month: 3}}, "3/2018", "Mar 2018"},
		{"{a}", []any{"a", name}, "nước", "water"},
		{"{a}", []any{"a", text.M("9")}, "<9>", "<9>"},
		{"{a}", []any{"a", errors.New("disk\n full")}, "disk  full", "disk  full"},
		{"{a}", []any{"a", kind("before\a")}, "before\ufffd", "before\ufffd"},
		{"{a}", []any{"a", []string{"x", "y\x00"}}, "x, y\ufffd", "x, y\ufffd"},
		{"{a}", []any{"a", []text.Name{name, name}}, "nước, nước", "water, water"},
		{"{a}", []any{"a", []text.Message{text.M("8"), text.M("9")}}, "<8>, <9>", "<8>, <9>"},
		{"{a}", []any{"a", []any{1.5, "x"}}, "1,5, x", "1.5, x"},
		{"{n} {n|month|months}", []any{"n", 1}, "1 month", "1 month"},
		{"{n} {n|month|months}", []any{"n", 0}, "0 months", "0 months"},
		{"{n} {n|month|months}", []any{"n", 12}, "12 months", "12 months"},
		{"{a|flow|flows}", []any{"a", []string{"x"}}, "flow", "flow"},
		{"a{?b: or {b}?}.", []any{"b", "x"}, "a or x?.", "a or x?."},
		{"a{?b: or {b}?}.", []any{"b", ""}, "a.", "a."},
		{"a{?b: or {b}?}.", nil, "a.", "a."},
		{"a{?b:+}", []any{"b", text.Name{}}, "a", "a"},
		{"a{?b:+}", []any{"b", text.Message{}}, "a", "a"},
		{"a{?b:+}", []any{"b", quantity.Date{}}, "a", "a"},
		{"a{?b:+}", []any{"b", quantity.Month{}}, "a", "a"},
		{"a{?b:+}", []any{"b", (*quantity.Amount)(nil)}, "a", "a"},
		{"a{?b:+}", []any{"b", kind("")}, "a", "a"},
		{"a{?b:+}", []any{"b", nil}, "a", "a"},
		{"a{?b:+}", []any{"b", 0.0}, "a+", "a+"}, // zero is a figure
		{"{n|month|months}", []any{"n", 1.0}, "month", "month"},
		{"{a:exact}", []any{"a", math.Inf(1)}, "—", "—"},
		{"a{?b: {?c:{c}}{b}}", []any{"b", 1, "c", []string{}}, "a 1", "a 1"},
	}
	for _, tt := range tests {
		vi, en := printers(t, tt.template)
		m := text.M("0", tt.args...)
		if got := vi.Say(m); got != tt.vi {
			t.Errorf("%q %v in vi: got %q, want %q", tt.template, tt.args, got, tt.vi)
		}
		if got := en.Say(m); got != tt.en {
			t.Errorf("%q %v in en: got %q, want %q", tt.template, tt.args, got, tt.en)
		}
	}
	vi, _ := printers(t)
	if got := vi.Say(text.M("no.such\x1bkey")); got != "<no.such\ufffdkey>" {
		t.Errorf("an unknown key: %q", got)
	}
	if got := vi.Say(text.Message{}); got != "" {
		t.Errorf("nothing to say: %q", got)
	}
	if got := vi.Error(nil) + vi.Error(text.M("7")) + vi.Error(errors.New("e\a")); got != "<7>e\ufffd" {
		t.Errorf("errors: %q", got)
	}
}

func TestNumbers(t *testing.T) {
	vi, en := printers(t)
	tests := []struct {
		name   string
		got    func(*Printer) string
		vi, en string
	}{
		{"number", func(p *Printer) string { return p.Number(1234567.5, 2) }, "1.234.567,5", "1,234,567.5"},
		{"number", func(p *Printer) string { return p.Number(1234567.5, 0) }, "1.234.568", "1,234,568"},
		{"number", func(p *Printer) string { return p.Number(-999.999, 2) }, "-1.000", "-1,000"},
		{"number", func(p *Printer) string { return p.Number(-0.001, 2) }, "0", "0"},
		{"number", func(p *Printer) string { return p.Number(100, 2) }, "100", "100"},
		{"number", func(p *Printer) string { return p.Number(12, -1) }, "12", "12"},
		{"number", func(p *Printer) string { return p.Number(math.NaN(), 2) }, "—", "—"},

		{"figure", func(p *Printer) string { return p.Figure(185.2344) }, "185,2", "185.2"},
		{"figure", func(p *Printer) string { return p.Figure(14.7184) }, "14,72", "14.72"},
		{"figure", func(p *Printer) string { return p.Figure(140) }, "140", "140"},
		{"figure", func(p *Printer) string { return p.Figure(999.96) }, "1.000", "1,000"},
		{"figure", func(p *Printer) string { return p.Figure(1234.5678) }, "1.235", "1,235"},
		{"figure", func(p *Printer) string { return p.Figure(2772345.6) }, "2.772.346", "2,772,346"},
		{"figure", func(p *Printer) string { return p.Figure(9.99e14) }, "999.000.000.000.000", "999,000,000,000,000"},
		{"figure", func(p *Printer) string { return p.Figure(1e15) }, "1e+15", "1e+15"},
		{"figure", func(p *Printer) string { return p.Figure(0.00012) }, "0,00012", "0.00012"},
		{"figure", func(p *Printer) string { return p.Figure(-0.000123456) }, "-0,0001235", "-0.0001235"},
		{"figure", func(p *Printer) string { return p.Figure(1.25e-12) }, "1,25e-12", "1.25e-12"},
		{"figure", func(p *Printer) string { return p.Figure(0) }, "0", "0"},
		{"figure", func(p *Printer) string { return p.Figure(math.Copysign(0, -1)) }, "0", "0"},
		{"figure", func(p *Printer) string { return p.Figure(math.Inf(1)) }, "—", "—"},

		{"signed", func(p *Printer) string { return p.Signed(12.5) }, "+12,5", "+12.5"},
		{"signed", func(p *Printer) string { return p.Signed(-1250) }, "-1.250", "-1,250"},
		{"signed", func(p *Printer) string { return p.Signed(0) }, "0", "0"},
		{"signed", func(p *Printer) string { return p.Signed(math.Inf(1)) }, "—", "—"},

		{"percent", func(p *Printer) string { return p.Percent(15) }, "+15 %", "+15 %"},
		{"percent", func(p *Printer) string { return p.Percent(-7.44) }, "-7,4 %", "-7.4 %"},
		{"percent", func(p *Printer) string { return p.Percent(4.97) }, "+4,97 %", "+4.97 %"},
		{"percent", func(p *Printer) string { return p.Percent(5.004) }, "+5 %", "+5 %"},
		{"percent", func(p *Printer) string { return p.Percent(29.97) }, "+30 %", "+30 %"},
		{"percent", func(p *Printer) string { return p.Percent(147.3) }, "+147 %", "+147 %"},
		{"percent", func(p *Printer) string { return p.Percent(99.97) }, "+100 %", "+100 %"},
		{"percent", func(p *Printer) string { return p.Percent(0.043) }, "+0,04 %", "+0.04 %"},
		{"percent", func(p *Printer) string { return p.Percent(0) }, "0 %", "0 %"},
		{"share", func(p *Printer) string { return p.Share(15) }, "15 %", "15 %"},

		{"amount", func(p *Printer) string { return p.Amount(quantity.Amount{Value: 14.7184, Unit: "m3/t"}) }, "14,72 m³/t", "14.72 m³/t"},
		{"amount", func(p *Printer) string { return p.Amount(quantity.Amount{Value: 1850, Unit: "VND/kWh"}) }, "1.850 đ/kWh", "1,850 VND/kWh"},
		{"amount", func(p *Printer) string { return p.Amount(quantity.Amount{Value: 1.9e9, Unit: "VND"}) }, "1,9 tỷ đ", "1.9 bn VND"},
		{"amount", func(p *Printer) string { return p.Amount(quantity.Amount{Value: 26.1, Unit: "%"}) }, "26,1 %", "26.1 %"},
		{"amount", func(p *Printer) string { return p.Amount(quantity.Amount{Value: 0.5, Unit: "-"}) }, "0,5", "0.5"},
		{"amount", func(p *Printer) string { return p.Amount(quantity.Amount{Value: 3, Unit: "t CO2e"}) }, "3 t CO2e", "3 t CO2e"},
		{"amount", func(p *Printer) string { return p.Amount(quantity.Amount{Value: 3, Unit: "x\x1b"}) }, "3 x\ufffd", "3 x\ufffd"},
		{"unit", func(p *Printer) string { return p.Unit("mg/Nm3") }, "mg/Nm³", "mg/Nm³"},
		{"unit", func(p *Printer) string { return p.Unit("pcs/min") }, "cái/phút", "pcs/min"},
		{"unit", func(p *Printer) string { return p.Unit("ta") }, "tạ", "ta"},
		{"unit", func(p *Printer) string { return p.Unit("nghìn VND/m2") }, "nghìn đ/m²", "thousand VND/m²"},
		{"unit", func(p *Printer) string { return p.Unit("tỷ VND") }, "tỷ đ", "billion VND"},
		{"unit", func(p *Printer) string { return p.Unit("m3/day") }, "m³/ngày", "m³/day"},
		{"unit", func(p *Printer) string { return p.Unit("triệu VND/t starch") }, "triệu đ/t starch", "million VND/t starch"},

		{"money", func(p *Printer) string { return p.Money(1.903e9, "VND") }, "1,9 tỷ đ", "1.9 bn VND"},
		{"money", func(p *Printer) string { return p.Money(203.4e6, "VND") }, "203 triệu đ", "203 m VND"},
		{"money", func(p *Printer) string { return p.Money(45000, "VND") }, "45.000 đ", "45,000 VND"},
		{"money", func(p *Printer) string { return p.Money(1.2e12, "VND") }, "1.200 tỷ đ", "1,200 bn VND"},
		{"money", func(p *Printer) string { return p.Money(999.6e6, "VND") }, "1 tỷ đ", "1 bn VND"},
		{"money", func(p *Printer) string { return p.Money(999_999.6, "VND") }, "1 triệu đ", "1 m VND"},
		{"money", func(p *Printer) string { return p.Money(999_999.4, "VND") }, "999.999 đ", "999,999 VND"},
		{"money", func(p *Printer) string { return p.Money(-12.34e6, "VND") }, "-12,3 triệu đ", "-12.3 m VND"},
		{"money", func(p *Printer) string { return p.Money(12.5, "VND") }, "12,5 đ", "12.5 VND"},
		{"money", func(p *Printer) string { return p.Money(0, "VND") }, "0 đ", "0 VND"},
		{"money", func(p *Printer) string { return p.Money(2.5e6, "USD") }, "2,5 triệu USD", "2.5 m USD"},
		{"money", func(p *Printer) string { return p.Money(math.NaN(), "VND") }, "—", "—"},
		{"money in full", func(p *Printer) string { return p.MoneyFull(1903250000.4, "VND") }, "1.903.250.000 đ", "1,903,250,000 VND"},
		{"money in full", func(p *Printer) string { return p.MoneyFull(1234.567, "USD") }, "1.234,57 USD", "1,234.57 USD"},

		{"date", func(p *Printer) string { return p.Date(quantity.Date{Year: 2019, Month: 1, Day: 5}) }, "05/01/2019", "5 Jan 2019"},
		{"date", func(p *Printer) string { return p.Date(quantity.Date{}) }, "", ""},
		{"month", func(p *Printer) string { return p.Month(quantity.Month{Year: 2018, Month: 12}) }, "12/2018", "Dec 2018"},
		{"month", func(p *Printer) string { return p.Month(quantity.Month{}) }, "", ""},
		{"month", func(p *Printer) string { return p.Month(quantity.Month{Year: 2018, Month: 13}) }, "13/2018", "13 2018"},
		{"name", func(p *Printer) string { return p.Name(text.Name{VI: "điện", EN: "electricity"}) }, "điện", "electricity"},
		{"name", func(p *Printer) string { return p.Name(text.Both("\u202ex")) }, "\ufffdx", "\ufffdx"},
		{"lang", func(p *Printer) string { return string(p.Lang()) }, "vi", "en"},
	}
	for _, tt := range tests {
		if got := tt.got(vi); got != tt.vi {
			t.Errorf("%s in vi: got %q, want %q", tt.name, got, tt.vi)
		}
		if got := tt.got(en); got != tt.en {
			t.Errorf("%s in en: got %q, want %q", tt.name, got, tt.en)
		}
	}
}

// The Unicode CLDR, by way of golang.org/x/text, writes the same numbers.
func TestNumberAgreesWithCLDR(t *testing.T) {
	vi, en := printers(t)
	rnd := rand.New(rand.NewPCG(7, 8))
	for p, tag := range map[*Printer]language.Tag{vi: language.Vietnamese, en: language.English} {
		cldr := message.NewPrinter(tag)
		for range 500 {
			v, decimals := math.Abs(rnd.NormFloat64())*math.Pow10(rnd.IntN(12)-3), rnd.IntN(5)
			want := cldr.Sprint(number.Decimal(v, number.MaxFractionDigits(decimals)))
			if got := p.Number(v, decimals); got != want {
				t.Fatalf("%v with %d decimals in %s: got %s, CLDR has %s", v, decimals, tag, got, want)
			}
		}
	}
}

// What the program writes, a user can type back.
func TestNumbersCanBeReadBack(t *testing.T) {
	vi, en := printers(t)
	rnd := rand.New(rand.NewPCG(9, 10))
	for range 1000 {
		v := rnd.NormFloat64() * math.Pow10(rnd.IntN(30)-12)
		for p, n := range map[*Printer]quantity.Notation{vi: quantity.Vietnamese, en: quantity.English} {
			got, err := quantity.ParseNumber(p.Figure(v), n)
			if err != nil || math.Abs(got.Value-v) > 0.0005*math.Abs(v)+1e-12 {
				t.Fatalf("%v is written %q, read as %v, %v", v, p.Figure(v), got, err)
			}
			if got, err := quantity.ParseNumber(p.exact(v, ""), n); err != nil || got.Value != v {
				t.Fatalf("%v is written %q, read as %v, %v", v, p.exact(v, ""), got, err)
			}
		}
	}
}

// Every error of package quantity has words in both languages, with all its
// values.
func TestQuantityErrorsHaveWords(t *testing.T) {
	fsys := make(fstest.MapFS) // this package's own texts: others' are no matter here
	for _, file := range []string{"quantity.vi.toml", "quantity.en.toml", "i18n.vi.toml", "i18n.en.toml"} {
		data, err := messages.ReadFile("messages/" + file)
		if err != nil {
			t.Fatal(err)
		}
		fsys[file] = &fstest.MapFile{Data: data}
	}
	c, err := load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	parse := func(s string, n quantity.Notation) error { _, err := quantity.ParseNumber(s, n); return err }
	convert := func(from, to string) error { _, err := quantity.Standard().Convert(1, from, to); return err }
	with := func(u quantity.Unit) error { _, err := quantity.Standard().With(u); return err }
	date := func(s string) error { _, err := quantity.ParseDate(s); return err }
	_, monthErr := quantity.ParseMonth("x")
	_, factorErr := quantity.Standard().ConvertBy(1, "l", "MJ",
		quantity.Factor{ID: "coal", Name: text.Both("coal"), Value: 20, To: "MJ", From: "kg"})
	said := make(map[string]bool)
	for _, err := range []error{
		parse("12.500", quantity.Auto), parse("5%", quantity.Auto), parse("=A1", quantity.Auto), parse("٣", quantity.Auto),
		parse("1\u202e2", quantity.Auto), parse("12 5", quantity.Auto), parse("1,2,3", quantity.Vietnamese),
		parse("12.5", quantity.Vietnamese), parse("12,5", quantity.English), parse("5 kg", quantity.Auto),
		parse("1e999", quantity.Auto), parse("x", quantity.Auto), parse("5", "fr"),
		convert("kgg", "kg"), convert("xyzzy", "kg"), convert("ppm", "kg"), convert("kg", "m2"), convert("kg", "l"), convert("kg", "J"),
		convert("m3", "Nm3"), convert("kW", "kWh"), convert("VND", "kg"),
		with(quantity.Unit{Symbol: "kg", Dimension: quantity.Mass, Factor: 1}),
		with(quantity.Unit{Symbol: "x", Factor: 1}), with(quantity.Unit{Symbol: "x", Dimension: quantity.Mass}),
		factorErr, date("x"), date("2019-02-30"), monthErr,
		func() error { _, err := ParseLang("fr"); return err }(),
	} {
		var m text.Message
		if !errors.As(err, &m) {
			t.Errorf("no message: %v", err)
			continue
		}
		said[m.Key] = true
		for _, lang := range text.Langs {
			if s := c.Printer(lang).Say(m); strings.ContainsAny(s, "<>{}") || !strings.HasSuffix(s, ".") {
				t.Errorf("%v in %s: %q", err, lang, s)
			}
		}
	}
	for _, key := range c.Keys() {
		for _, prefix := range []string{"unit.", "number.", "date.", "month."} {
			if strings.HasPrefix(key, prefix) && !said[key] {
				t.Errorf("no error says %s", key)
			}
		}
	}

	want := "\"12.500\" có thể là 12,5 hoặc 12500."
	if got := c.Printer(text.VI).Error(parse("12.500", quantity.Auto)); !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q …", got, want)
	}
	want = "There is no unit \"kgg\". Did you mean \"kg\"?"
	if got := c.Printer(text.EN).Error(convert("kgg", "kg")); !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q …", got, want)
	}
}

func TestPrinterOfAnUnknownLanguage(t *testing.T) {
	c := &Catalogue{templates: map[text.Lang]map[string]template{text.VI: {}, text.EN: {}}}
	if got := c.Printer("fr").Lang(); got != text.VI {
		t.Errorf("got %s", got)
	}
}
