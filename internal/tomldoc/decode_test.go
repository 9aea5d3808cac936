package tomldoc

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

type everything struct {
	S     string             `toml:"s"`
	B     bool               `toml:"b"`
	I     int                `toml:"i"`
	F     float64            `toml:"f"`
	PS    *string            `toml:"ps"`
	PB    *bool              `toml:"pb"`
	PI    *int               `toml:"pi"`
	PF    *float64           `toml:"pf"`
	Date  quantity.Date      `toml:"date"`
	Month quantity.Month     `toml:"month"`
	Name  text.Name          `toml:"name"`
	In    inner              `toml:"in"`
	PIn   *inner             `toml:"pin"`
	Ins   []inner            `toml:"ins"`
	Strs  []string           `toml:"strs"`
	Ints  []int              `toml:"ints"`
	Nums  []float64          `toml:"nums"`
	MF    map[string]float64 `toml:"mf"`
	MS    map[string]string  `toml:"ms"`
	MA    map[string]any     `toml:"ma"`
	Skip  string
}

type inner struct {
	Unit  string    `toml:"unit"`
	Value *float64  `toml:"value"`
	Name  text.Name `toml:"name"`
}

func list(l problem.List) string {
	var b strings.Builder
	for _, p := range l {
		fmt.Fprintf(&b, "%d:%d %s: %s\n", p.Line, p.Column, p.Path, p.Message.Error())
	}
	return b.String()
}

func TestDecode(t *testing.T) {
	d, problems := Parse("x.toml", []byte("\ufeff"+`s = "e\u0301"
b = true
i = 3
f = 3
ps = "x"
pb = false
pi = 0
pf = 2.5e3
date = 2019-11-05
month = "2018-01"
name = { vi = "Điện", en = "Electricity" }
strs = ["a", "b"]
ints = [1, 0x10]
nums = [1, 2.5]
mf = { a = 1, "b c" = 2.5 }
ms = { a = "x" }
ma = { a = "x", b = 1, c = 1.5, d = true }
[in]
unit = """
m3
a"""
[pin]
[[ins]]
value = 1_000
[[ins]]
name = "kWh"
`))
	if problems != nil {
		t.Fatal(list(problems))
	}
	var got everything
	if problems := d.Decode(&got); problems != nil {
		t.Fatal(list(problems))
	}
	v := func(f float64) *float64 { return &f }
	x, no, zero := "x", false, 0
	want := everything{
		S: "é", B: true, I: 3, F: 3, PS: &x, PB: &no, PI: &zero, PF: v(2500),
		Date: quantity.Date{Year: 2019, Month: 11, Day: 5}, Month: quantity.Month{Year: 2018, Month: 1},
		Name: text.Name{VI: "Điện", EN: "Electricity"}, In: inner{Unit: "m3\na"}, PIn: &inner{},
		Ins:  []inner{{Value: v(1000)}, {Name: text.Both("kWh")}},
		Strs: []string{"a", "b"}, Ints: []int{1, 16}, Nums: []float64{1, 2.5},
		MF: map[string]float64{"a": 1, "b c": 2.5}, MS: map[string]string{"a": "x"},
		MA: map[string]any{"a": "x", "b": 1.0, "c": 1.5, "d": true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	again, problems := Parse("y.toml", fieldsText(t, Fields(got)))
	if problems != nil {
		t.Fatal(list(problems))
	}
	var second everything
	if problems := again.Decode(&second); problems != nil {
		t.Fatal(list(problems))
	}
	second.PIn = &inner{}
	if !reflect.DeepEqual(second, want) {
		t.Errorf("written and read again: %+v\nwant %+v", second, want)
	}
}

// fieldsText writes a table as a document.
func fieldsText(t *testing.T, fields Table) []byte {
	d, _ := Parse("y.toml", nil)
	e := d.Like(everything{}).Edit()
	for _, f := range fields {
		if err := e.Set(f.Key, f.Value); err != nil {
			t.Fatal(err)
		}
	}
	return e.src
}

func TestDecodeFindsEverything(t *testing.T) {
	const allInner = "allowed=[unit value name]"
	tests := []struct{ name, src, want string }{
		{"unknown key with the one meant", "[in]\nvalu = 1\n", "2:1 in.valu: toml.unknown-key-near " + allInner + " found=valu key=in.valu near=value\n"},
		{"unknown key", "[in]\nsomething = 1\n", "2:1 in.something: toml.unknown-key " + allInner + " found=something key=in.something\n"},
		{"unknown table", "[inn]\n[[ins]]\n[[ins]]\nvelue = 2\n", "1:1 inn: toml.unknown-key-near allowed=[s b i f ps pb pi pf date month name in pin ins strs ints nums mf ms ma] found=inn key=inn near=in\n4:1 ins[2].velue: toml.unknown-key-near " + allInner + " found=velue key=ins[2].velue near=value\n"},
		{"unknown key in an inline table", "ins = [{ unit = 'a' }, { unit = 'b', worth = 3 }]\n", "1:38 ins[2].worth: toml.unknown-key " + allInner + " found=worth key=ins[2].worth\n"},
		{"capitals", "[in]\nUnit = 'a'\n", "2:1 in.Unit: toml.key-case allowed=unit found=Unit key=in.Unit\n"},
		{"capitals twice", "[in]\nunit = 'b'\nUnit = 'a'\n", "3:1 in.Unit: toml.duplicate-case allowed=unit found=Unit key=in.Unit\n"},
		{"capitals twice in a map", "mf = { water = 1, Water = 2 }\n", "1:19 mf.Water: toml.duplicate-case allowed=water found=Water key=mf.Water\n"},
		{"string wanted", "s = 1\n", "1:5 s: toml.wrong-type allowed=toml.type.string found=toml.type.integer key=s\n"},
		{"number wanted", "f = true\n", "1:5 f: toml.wrong-type allowed=toml.type.number found=toml.type.bool key=f\n"},
		{"number in quotes", "f = '8,5'\n", "1:5 f: toml.number-in-quotes found=8,5 key=f\n"},
		{"number of a map in quotes", "mf = { a = '7' }\n", "1:12 mf.a: toml.number-in-quotes found=7 key=mf.a\n"},
		{"not finite", "f = nan\nmf = { a = -inf }\n", "1:5 f: toml.not-finite found=nan key=f\n2:12 mf.a: toml.not-finite found=-inf key=mf.a\n"},
		{"integer wanted", "i = 1.5\npi = 2.0\n", "1:5 i: toml.integer found=1.5 key=i\n2:6 pi: toml.integer found=2 key=pi\n"},
		{"bool wanted", "b = 'true'\n", "1:5 b: toml.wrong-type allowed=toml.type.bool found=toml.type.string key=b\n"},
		{"date that does not exist", "date = '2019-02-30'\n", "1:8 date: toml.date found=2019-02-30 key=date\n"},
		{"date in the order of the country", "date = '05/11/2019'\n", "1:8 date: toml.date found=05/11/2019 key=date\n"},
		{"date with time", "date = 2019-11-05T10:00:00\n", "1:8 date: toml.wrong-type allowed=toml.type.date found=toml.type.time key=date\n"},
		{"month", "month = '1/2018'\n", "1:9 month: toml.month found=1/2018 key=month\n"},
		{"month as a date", "month = 2018-01-01\n", "1:9 month: toml.wrong-type allowed=toml.type.month found=toml.type.date key=month\n"},
		{"table wanted", "in = 3\n", "1:6 in: toml.wrong-type allowed=toml.type.table found=toml.type.integer key=in\n"},
		{"map wanted", "mf = [1]\n", "1:6 mf: toml.wrong-type allowed=toml.type.table found=toml.type.array key=mf\n"},
		{"single brackets", "[ins]\nunit = 'a'\n", "1:1 ins: toml.double-brackets allowed=[[ins]] found=[ins] key=ins\n"},
		{"double brackets", "[[in]]\nunit = 'a'\n", "1:1 in: toml.wrong-type allowed=toml.type.table found=toml.type.array key=in\n"},
		{"list wanted", "strs = 'a'\n", "1:8 strs: toml.wrong-type allowed=toml.type.array found=toml.type.string key=strs\n"},
		{"element of a list", "strs = [\n  'a',\n  2,\n]\n", "3:3 strs[2]: toml.wrong-type allowed=toml.type.string found=toml.type.integer key=strs[2]\n"},
		{"name", "name = 3\n", "1:8 name: toml.wrong-type allowed=toml.type.name found=toml.type.integer key=name\n"},
		{"name in another language", "name = { vi = 'a', fr = 'b' }\n", "1:20 name.fr: toml.unknown-key allowed=[vi en] found=fr key=name.fr\n"},
		{"scalar wanted", "ma = { a = [1] }\n", "1:12 ma.a: toml.wrong-type allowed=toml.type.scalar found=toml.type.array key=ma.a\n"},
		{"control character", "s = \"a\\u001b[31mb\"\n", "1:5 s: toml.control-in-string found=U+001B key=s\n"},
		{"columns are characters", "ms = { \"nước\" = 3 }\n", "1:17 ms.\"nước\": toml.wrong-type allowed=toml.type.string found=toml.type.integer key=ms.\"nước\"\n"},
		{"after a byte order mark", "\ufeffs = 1\n", "1:5 s: toml.wrong-type allowed=toml.type.string found=toml.type.integer key=s\n"},
		{
			"all of them, in the order of the text", "[[ins]]\nvalue = 'x'\nun = 1\n[in]\nvalue = '1'\n\n[[ins]]\nunit = 1\n",
			"2:9 ins[1].value: toml.wrong-type allowed=toml.type.number found=toml.type.string key=ins[1].value\n" +
				"3:1 ins[1].un: toml.unknown-key " + allInner + " found=un key=ins[1].un\n" +
				"5:9 in.value: toml.number-in-quotes found=1 key=in.value\n" +
				"8:8 ins[2].unit: toml.wrong-type allowed=toml.type.string found=toml.type.integer key=ins[2].unit\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, problems := Parse("x.toml", []byte(tt.src))
			if problems != nil {
				t.Fatal(list(problems))
			}
			var dst everything
			if got := list(d.Decode(&dst)); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

func TestSyntax(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"decimal comma", "a = 8,5\n", "1:5 : toml.decimal-comma allowed=8.5 found=8,5\n"},
		{"decimal comma in an inline table", "flows = { b = 1, c = 8,5, d = 1 }\n", "1:22 : toml.decimal-comma allowed=8.5 found=8,5\n"},
		{"decimal comma at its end", "flows = { b = -8,25 }\n", "1:15 : toml.decimal-comma allowed=-8.25 found=-8,25\n"},
		{"comma that may be either", "a = 1,250\n", "1:5 : toml.comma-either found=1,250 fraction=1.250 whole=1250\n"},
		{"thousands, points", "a = 1.234.567\n", "1:5 : toml.thousands allowed=1234567 found=1.234.567\n"},
		{"thousands, points and comma", "a = 1.234.567,8\n", "1:5 : toml.thousands allowed=1234567.8 found=1.234.567,8\n"},
		{"thousands, commas", "a = 1,234,567\n", "1:5 : toml.thousands allowed=1234567 found=1,234,567\n"},
		{"thousands, blanks", "a = 18 400\n", "1:5 : toml.thousands allowed=18400 found=18 400\n"},
		{"no digit before the point", "a = .5\n", "1:5 : toml.decimal-digits allowed=0.5 found=.5\n"},
		{"no digit after the point", "a = 5.\n", "1:5 : toml.decimal-digits allowed=5 found=5.\n"},
		{"telephone number", "a = 0912345678\n", "1:5 : toml.leading-zero found=0912345678\n"},
		{"date with slashes", "a = 05/11/2019\n", "1:5 : toml.date-order found=05/11/2019\n"},
		{"date in another order", "a = 05-11-2019\n", "1:5 : toml.date-order found=05-11-2019\n"},
		{"date that does not exist", "a = 2019-02-30\n", "1:5 : toml.date-invalid found=2019-02-30\n"},
		{"month without quotes", "month = 2018-01\n", "1:9 : toml.month-quotes found=2018-01\n"},
		{"words without quotes", "a = Mai Sơn # x\n", "1:5 : toml.quotes allowed=\"Mai Sơn\" found=Mai Sơn\n"},
		{"quote missing at the start", "a = Mai Sơn\"\n", "1:5 : toml.quotes allowed=\"Mai Sơn\" found=Mai Sơn\"\n"},
		{"words in a list", "a = [technical, self]\n", "1:6 : toml.quotes allowed=\"technical\" found=technical\n"},
		{"number with unit", "a = 5kg\n", "1:5 : toml.quotes allowed=\"5kg\" found=5kg\n"},
		{"percent", "a = 5%\n", "1:6 : toml.after-value found=%\n"},
		{"quote missing at the end", "a = \"Mai Sơn\nb = 1\n", "1:5 : toml.open-string found=\"Mai Sơn\n"},
		{"quotes of several lines missing", "a = 1\nb = \"\"\"Mai\nSơn\n", "2:5 : toml.open-string found=\"\"\"Mai\n"},
		{"curly quotes", "a = “Mai Sơn”\n", "1:5 : toml.curly-quotes found=“Mai Sơn”\n"},
		{"yes", "a = yes\n", "1:5 : toml.bool allowed=true found=yes\n"},
		{"capital True", "a = True\n", "1:5 : toml.bool allowed=true found=True\n"},
		{"no", "a = không\n", "1:5 : toml.bool allowed=false found=không\n"},
		{"value missing", "a =\nb = 1\n", "1:4 : toml.no-value found=a =\n"},
		{"value missing before a comment", "a = # later\n", "1:5 : toml.no-value found=a = # later\n"},
		{"colon", "a: 1\n", "1:2 : toml.colon found=a: 1\n"},
		{"accents in a key", "nước = 1\n", "1:1 : toml.key-letters found=nước\n"},
		{"sign missing", "format 1\n", "1:1 : toml.no-equals found=format 1\n"},
		{"prose", "Đây là tệp\n", "1:1 : toml.no-equals found=Đây là tệp\n"},
		{"too much after the value", "a = \"x\" y\n", "1:9 : toml.after-value found=y\n"},
		{"comma after the value", "a = \"x\",\n", "1:8 : toml.after-value found=,\n"},
		{"comma missing in a list", "a = [\"x\" \"y\"]\n", "1:10 : toml.comma found=a = [\"x\" \"y\"]\n"},
		{"bracket missing", "a = [\"x\",\nb = 1\n", "1:5 : toml.open-bracket allowed=] found=a = [\"x\",\n"},
		{"bracket missing, no comma", "a = [\"x\"\nb = 1\n", "1:5 : toml.open-bracket allowed=] found=a = [\"x\"\n"},
		{"bracket missing before a table", "a = [1, 2,\n\n[plant]\nb = 1\n", "1:5 : toml.open-bracket allowed=] found=a = [1, 2,\n"},
		{"bracket missing at the end", "a = [1, 2\n", "1:5 : toml.open-bracket allowed=] found=a = [1, 2\n"},
		{"brace missing", "a = { x = 1\nb = 2\n", "1:5 : toml.open-bracket allowed=} found=a = { x = 1\n"},
		{"brace missing at the end", "a = { x = 1", "1:5 : toml.open-bracket allowed=} found=a = { x = 1\n"},
		{"header", "[plant\nname = 'a'\n", "1:1 : toml.header found=[plant\n"},
		{"header of an array", "[[period]\n", "1:1 : toml.header found=[[period]\n"},
		{"duplicate key", "[plant]\nname = 'a'\nsize = 'b'\nname = 'c'\n", "4:1 : toml.duplicate first=2 key=name\n"},
		{"duplicate table", "[plant]\nname = 'a'\n[team]\n[plant]\n", "4:2 : toml.duplicate first=1 key=plant\n"},
		{"duplicate in an inline table", "x = { a = 1, a = 2 }\n", "1:1 : toml.duplicate key=a\n"},
		{"backslash", "a = \"C:\\plants\"\n", "1:8 : toml.escape found=a = \"C:\\plants\"\n"},
		{"large", "a = 99999999999999999999\n", "1:5 : toml.number-large found=99999999999999999999\n"},
		{"large fraction", "a = { b = 1, c = 1e400 }\n", "1:18 : toml.number-large found=1e400\n"},
		{"not UTF-8", "a = \"T\xean\"\n", "1:7 : toml.utf8 found=0xEA\n"},
		{"UTF-16", "\xff\xfea\x00", "1:1 : toml.utf16\n"},
		{"NUL", "a = 1\nb = \x00\n", "2:5 : toml.control found=U+0000\n"},
		{"control character in a string", "a = \"\x1b[31m\"\n", "1:6 : toml.control found=U+001B\n"},
		{"control character in a comment", "a = 1 # \x07\n", "1:9 : toml.control found=U+0007\n"},
		{"carriage return alone", "a = 1\rb = 2\n", "1:6 : toml.control found=U+000D\n"},
		{"deep", "a = " + strings.Repeat("[", 40) + "\n", "1:37 : toml.too-deep allowed=32\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, problems := Parse("x.toml", []byte(tt.src))
			if d != nil {
				t.Fatal("accepted")
			}
			if got := list(problems); got != tt.want {
				t.Errorf("got  %swant %s", got, tt.want)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	lim := Limits{Bytes: 2 << 20, Tables: 100}
	tests := []struct{ name, src, want string }{
		{"bytes", strings.Repeat("#", 2<<20+1), "0:0 : file.too-large allowed=2 file=x.toml\n"},
		{"tables", strings.Repeat("[[period]]\n", 101), "101:1 : toml.too-many allowed=100 key=period\n"},
		{"tables of the limit", strings.Repeat("[[period]]\n", 100), ""},
		{"kinds", kinds(101), "101:1 : toml.too-many-kinds allowed=100\n"},
		{"elements", "x = [" + strings.Repeat("{},", 102) + "]", "1:5 : toml.too-many-elements allowed=100\n"},
		{"keys", "x = {" + strings.Repeat("a=[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],", 16000) + "}", "1:68007 : toml.too-many-keys allowed=1000\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := ParseWithin("x.toml", []byte(tt.src), lim)
			if got := list(problems); got != tt.want {
				t.Errorf("got  %swant %s", got, tt.want)
			}
		})
	}
}

func kinds(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "[k%d]\n", i)
	}
	return b.String()
}

func TestProblemPlace(t *testing.T) {
	d := parseSample(t, base)
	tests := []struct {
		path         string
		line, column int
	}{
		{"plant.name", 5, 12},
		{"plant", 4, 1},
		{"plant.sector", 4, 1}, // not there: its table
		{"team.leader", 0, 0},  // nothing of it there
		{"period[2].flows.water", 20, 20},
		{"period[2]", 18, 1},
		{"period[3]", 12, 1}, // the kind, whose first stands there
		{"option[1].saves[2].percent", 28, 37},
		{"option[1].saves[2]", 28, 3},
	}
	for _, tt := range tests {
		p := d.Problem(tt.path, problem.Doubt, text.M("x"))
		if p.Line != tt.line || p.Column != tt.column || p.File != "a.toml" || p.Path != tt.path {
			t.Errorf("%s: got %d:%d", tt.path, p.Line, p.Column)
		}
	}
	if _, _, ok := d.Position("plant.sector"); ok {
		t.Error("a place for what is not there")
	}
}

func TestPaths(t *testing.T) {
	for _, s := range []string{"a", "a.b", "a[1]", "a[1].b[2][3].c", `"a.b".c`, `"nước"`, `"".x`} {
		p, err := parsePath(s)
		if err != nil || p.String() != s {
			t.Errorf("%q → %q, %v", s, p, err)
		}
	}
	if got := Path("period", 3, "flows", "nước"); got != `period[3].flows."nước"` {
		t.Error(got)
	}
	for _, s := range []string{"", ".", "a.", ".a", "a[", "a[0]", "a[x]", "a[1", "a]", `"a`, "a..b", "a[1]b"} {
		if p, err := parsePath(s); err == nil {
			t.Errorf("%q is accepted as %v", s, p)
		}
	}
}
