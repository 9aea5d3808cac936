package quantity

import (
	"bufio"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/text"
)

// outcome writes what ParseNumber returned as the expectations of these tests
// do: "12.5", "missing", or an error's key ("number.ambiguous 12.5 12500").
func outcome(t *testing.T, n Number, err error) string {
	t.Helper()
	if err != nil {
		var m text.Message
		if !errors.As(err, &m) {
			t.Fatalf("error is no message: %v", err)
		}
		if n != (Number{}) {
			t.Errorf("a number beside an error: %v", n)
		}
		if _, ok := m.Args["text"]; !ok {
			t.Errorf("%s has no arg text", m.Key)
		}
		if m.Key == "number.ambiguous" {
			return m.Key + " " + plain(m.Args["a"].(float64)) + " " + plain(m.Args["b"].(float64))
		}
		return m.Key
	}
	if n.Missing {
		return "missing"
	}
	return plain(n.Value)
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func TestParseNumberCollectedCases(t *testing.T) {
	f, err := os.Open("testdata/parsing.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		cases++
		cells := strings.Split(line, "\t")
		in, err := strconv.Unquote(cells[0])
		if err != nil {
			t.Fatal(line, err)
		}
		n, err := ParseNumber(in, Notation(cells[1]))
		if got := outcome(t, n, err); got != cells[2] {
			t.Errorf("%s in %s: got %s, want %s", cells[0], cells[1], got, cells[2])
		}
	}
	if cases != 22 {
		t.Errorf("read %d cases, the collection has 22", cases)
	}
}

func TestParseNumber(t *testing.T) {
	tests := []struct{ in, vi, en, auto string }{
		// The same in both notations.
		{"0", "0", "0", "0"},
		{"007", "7", "7", "7"},
		{" 1234 ", "1234", "1234", "1234"},
		{"\t42\n", "42", "42", "42"},
		{"+5", "5", "5", "5"},
		{"-5", "-5", "-5", "-5"},
		{"− 5", "-5", "-5", "-5"},
		{"-0", "0", "0", "0"},
		{"1 234 567", "1234567", "1234567", "1234567"},
		{"1\u202f234", "1234", "1234", "1234"},
		{"1e3", "1000", "1000", "1000"},
		{"2E-3", "0.002", "0.002", "0.002"},
		{"1e+2", "100", "100", "100"},

		// One notation only.
		{"12,5", "12.5", "number.decimal-comma", "12.5"},
		{"12.5", "number.decimal-dot", "12.5", "12.5"},
		{",5", "0.5", "number.decimal-comma", "0.5"},
		{".5", "number.decimal-dot", "0.5", "0.5"},
		{"0.500", "number.decimal-dot", "0.5", "0.5"},
		{"0,500", "0.5", "number.decimal-comma", "0.5"},
		{"1234.567", "number.decimal-dot", "1234.567", "1234.567"},
		{"1.234.567", "1234567", "number.two-decimals", "1234567"},
		{"1,234,567", "number.two-decimals", "1234567", "1234567"},
		{"1.234,56", "1234.56", "number.decimal-comma", "1234.56"},
		{"1,234.56", "number.decimal-dot", "1234.56", "1234.56"},
		{"1,234,567.8", "number.decimal-dot", "1234567.8", "1234567.8"},
		{"1 234,5", "1234.5", "number.decimal-comma", "1234.5"},
		{"1,5e3", "1500", "number.decimal-comma", "1500"},
		{"-12.500,25", "-12500.25", "number.decimal-comma", "-12500.25"},

		// Two readings.
		{"-1.234", "-1234", "-1.234", "number.ambiguous -1.234 -1234"},
		{"125,000", "125", "125000", "number.ambiguous 125 125000"},
		{"1.234e3", "1234000", "1234", "number.ambiguous 1234 1234000"},

		// Malformed in both.
		{"10.999.99", "number.groups", "number.two-decimals", "number.groups"},
		{"1.2,3.4", "number.two-decimals", "number.two-decimals", "number.two-decimals"},
		{"12 5", "number.groups", "number.groups", "number.groups"},
		{"1.234 567", "number.groups", "number.groups", "number.groups"},
		{"1  234", "number.groups", "number.groups", "number.groups"},
		{"1234 567", "number.groups", "number.groups", "number.groups"},
		{"5,", "number.not-a-number", "number.groups", "number.groups"},
		{",", "number.not-a-number", "number.not-a-number", "number.not-a-number"},
	}
	for _, tt := range tests {
		for n, want := range map[Notation]string{Vietnamese: tt.vi, English: tt.en, Auto: tt.auto} {
			got, err := ParseNumber(tt.in, n)
			if s := outcome(t, got, err); s != want {
				t.Errorf("%q in %s: got %s, want %s", tt.in, n, s, want)
			}
		}
	}
}

// What follows is refused, or missing, in every notation alike.
func TestParseNumberNoNumber(t *testing.T) {
	tests := []struct{ in, want string }{
		{"   ", "missing"},
		{"–", "missing"},
		{"—", "missing"},
		{"NA", "missing"},
		{"N/A", "missing"},
		{"không có", "missing"},
		{"Không co\u0301", "missing"}, // ó typed as o and a combining accent
		{"chưa có số liệu", "missing"},

		{"không", "number.not-a-number"}, // it means zero too
		{"KPH", "number.not-a-number"},   // not detected: small, not absent
		{"<0,01", "number.not-a-number"},
		{"10-20", "number.not-a-number"},
		{"(5)", "number.not-a-number"},
		{"1'234", "number.not-a-number"},
		{"--5", "number.not-a-number"},
		{"0x10", "number.trailing"},
		{"1_000", "number.not-a-number"},
		{"nan", "number.not-a-number"},
		{"\xff1", "number.not-a-number"},
		{"e5", "number.not-a-number"},
		{"½", "number.not-a-number"},

		{"5 %", "number.percent"},
		{"5‰", "number.percent"},
		{"%", "number.percent"},
		{"=5", "number.formula"},
		{"１２", "number.foreign-digit"},
		{"1٣", "number.foreign-digit"},
		{"1\u202e2", "number.hidden"},
		{"\ufeff12", "number.hidden"},
		{"1\u200b2", "number.hidden"},
		{"1\x1b[2J", "number.hidden"},
		{"1\t2", "number.hidden"},

		{"inf", "number.infinite"},
		{"-Infinity", "number.infinite"},
		{"∞", "number.infinite"},
		{"1e999", "number.infinite"},

		{"5 kWh", "number.trailing"},
		{"45000đ", "number.trailing"},
		{"3 tỷ", "number.trailing"},
		{"5e", "number.trailing"},
		{"12 m³", "number.trailing"},
		{"12.34.5 kg", "number.groups"}, // the number comes first
	}
	for _, tt := range tests {
		n, err := ParseNumber(tt.in, Vietnamese)
		if got := outcome(t, n, err); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestParseNumberArgs(t *testing.T) {
	tests := []struct {
		in   string
		n    Notation
		want text.Message
	}{
		{"1.234,5 kWh ", Vietnamese, text.M("number.trailing", "text", "1.234,5 kWh", "rest", "kWh", "value", 1234.5)},
		{"1,234.5", Vietnamese, text.M("number.decimal-dot", "text", "1,234.5", "value", 1234.5)},
		{"12,5", English, text.M("number.decimal-comma", "text", "12,5", "value", 12.5)},
		{"٣", Auto, text.M("number.foreign-digit", "text", "٣", "digit", "٣")},
		{"1\u202e2", Auto, text.M("number.hidden", "text", "1\u202e2", "code", "U+202E")},
		{"1\a", Auto, text.M("number.hidden", "text", "1\a", "code", "U+0007")},
		{"1", "fr", text.M("number.notation", "text", "1", "notation", "fr")},
		{strings.Repeat("á", 100), Auto, text.M("number.not-a-number", "text", strings.Repeat("á", 60)+"…")},
	}
	for _, tt := range tests {
		_, err := ParseNumber(tt.in, tt.n)
		if err == nil || err.Error() != tt.want.Error() {
			t.Errorf("%q: got %v, want %v", tt.in, err, tt.want)
		}
	}
}

func TestParseNumberMinusZero(t *testing.T) {
	if n, err := ParseNumber("-0,0", Vietnamese); err != nil || math.Signbit(n.Value) {
		t.Errorf("got %v, %v; want plain zero", n, err)
	}
}

// vietnamese writes a value as a careful Vietnamese typist does.
func vietnamese(v float64, group string) string {
	sign, digits := "", plain(v)
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0 && group != ""; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if fraction != "" {
		fraction = "," + fraction
	}
	return sign + whole + fraction
}

func TestParseNumberReadsWhatIsWritten(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		v := math.Round(rnd.NormFloat64()*1e9) / math.Pow10(rnd.IntN(8))
		for _, group := range []string{"", ".", " ", "\u00a0", "\u202f"} {
			s := vietnamese(v, group)
			if n, err := ParseNumber(s, Vietnamese); err != nil || n.Missing || n.Value != v {
				t.Fatalf("%q: got %v, %v; want %v", s, n, err, v)
			}
			// Whatever Auto reads, it reads as the notation in which it is written.
			if n, err := ParseNumber(s, Auto); err == nil && n.Value != v {
				t.Fatalf("%q in auto: got %v, want %v", s, n, v)
			}
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"", "-", "1.234,56", "1,234.56", "12.500", "٣", "=A1", "5%", "1e3", "−5", "1 234,5", "1e999", "0x1p-2", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		auto, autoErr := ParseNumber(s, Auto)
		en, enErr := ParseNumber(s, English)
		vi, viErr := ParseNumber(s, Vietnamese)
		if viErr == nil && !vi.Missing {
			if math.IsNaN(vi.Value) || math.IsInf(vi.Value, 0) {
				t.Fatalf("%q is read as %v", s, vi.Value)
			}
			again, err := ParseNumber(vietnamese(vi.Value, "."), Vietnamese)
			if err != nil || again != vi {
				t.Errorf("%q is read as %v, written %q, read again %v, %v", s, vi, vietnamese(vi.Value, "."), again, err)
			}
		}
		if autoErr == nil && !(viErr == nil && vi == auto || enErr == nil && en == auto) {
			t.Errorf("%q: auto reads %v, neither notation does", s, auto)
		}
		if autoErr == nil && viErr == nil && enErr == nil && vi != en {
			t.Errorf("%q: auto reads %v where vi reads %v and en %v", s, auto, vi, en)
		}
	})
}

func BenchmarkParseNumber(b *testing.B) {
	for b.Loop() {
		if _, err := ParseNumber("1.234.567,89", Vietnamese); err != nil {
			b.Fatal(err)
		}
	}
}
