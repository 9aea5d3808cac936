package figure_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/report/internal/sample"
	"github.com/sxsh-audit/audit/internal/text"
)

func printer(t testing.TB, lang text.Lang) *i18n.Printer {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer(lang)
}

// Every figure is drawn in both languages, as well-formed SVG and as PNG of the
// size that was asked for, the same each time, with no text beyond its edges.
func TestFigures(t *testing.T) {
	for _, lang := range text.Langs {
		p := printer(t, lang)
		for i, f := range sample.Figures() {
			name := p.Say(f.Caption)
			d, err := f.Chart.Draw(p)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			again, _ := sample.Figures()[i].Chart.Draw(p)
			svg := d.SVG(name, `a "<b>" & c`)
			if !bytes.Equal(svg, again.SVG(name, `a "<b>" & c`)) {
				t.Errorf("%s differs from one time to the next", name)
			}
			dec := xml.NewDecoder(bytes.NewReader(svg))
			for {
				if _, err := dec.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			const dpi = 150
			b, err := d.PNG(dpi)
			if err != nil {
				t.Fatal(err)
			}
			c, err := png.DecodeConfig(bytes.NewReader(b))
			if err != nil || math.Abs(float64(c.Width)-d.Width*dpi/72) > 1 || math.Abs(float64(c.Height)-d.Height*dpi/72) > 1 {
				t.Errorf("%s: %d × %d for %.0f × %.0f points: %v", name, c.Width, c.Height, d.Width, d.Height, err)
			}
			inside(t, name, d)
		}
	}
}

func inside(t *testing.T, name string, d *figure.Drawing) {
	t.Helper()
	for _, s := range d.Shapes {
		w, ok := s.(figure.Text)
		if !ok || w.Rotate != 0 {
			continue
		}
		width := figure.Face{Bold: w.Bold, Italic: w.Italic}.Width(w.String, w.Size)
		from := w.X - width*float64(w.Anchor)/2
		if from < -0.5 || from+width > d.Width+0.5 || w.Y < 0 || w.Y > d.Height {
			t.Errorf("%s: %q stands from %.1f to %.1f at %.1f of %.1f × %.1f", name, w.String, from, from+width, w.Y, d.Width, d.Height)
		}
	}
}

// Numbers on axes are in the notation of the language.
func TestNotation(t *testing.T) {
	for lang, want := range map[text.Lang]string{text.VI: "205,5 kWh/t", text.EN: "205.5 kWh/t"} {
		d, err := sample.Figures()[1].Chart.Draw(printer(t, lang))
		if err != nil {
			t.Fatal(err)
		}
		if words := strings.Join(d.Words(), "\n"); !strings.Contains(words, want) {
			t.Errorf("%s: no %s in\n%s", lang, want, words)
		}
	}
	d, err := sample.Figures()[3].Chart.Draw(printer(t, text.VI))
	if err != nil || !slices.Contains(d.Words(), "180.000") {
		t.Errorf("%v %q", err, d.Words())
	}
}

// Charts of nothing, of one thing and of what is no number are drawn too.
func TestHardData(t *testing.T) {
	p := printer(t, text.VI)
	nan, inf := math.NaN(), math.Inf(1)
	one := 5.0
	name := text.M("say.text", "text", strings.Repeat("dài", 200))
	for i, c := range []figure.Chart{
		figure.Indicators{}, figure.Indicators{Rows: []figure.Placed{{Label: name, Value: nan}, {Value: 1e12, Best: &one}, {Value: inf, Best: &one, Bad: &one}}},
		figure.Monthly{}, figure.Monthly{Values: []*float64{nil, &one, &nan}}, figure.Monthly{Values: []*float64{&one}},
		figure.CUSUM{}, figure.CUSUM{Values: []float64{0}}, figure.CUSUM{Values: []float64{nan, 1}},
		figure.Scatter{}, figure.Scatter{Points: []figure.Point{{X: 1, Y: 1}}, Fitted: true}, figure.Scatter{Points: []figure.Point{{X: nan, Y: inf}}},
		figure.Intervals{}, figure.Intervals{Rows: []figure.Interval{{Label: name, Value: nan, Low: nan, High: inf}, {Value: 0}}},
		figure.Pareto{}, figure.Pareto{Costs: []figure.Cost{{Label: name, Value: 1}, {Value: -1}, {Value: nan}}}, figure.Pareto{Costs: make([]figure.Cost, 50)},
		figure.Frontier{}, figure.Frontier{Choices: []figure.Choice{{X: 1, Y: 1, Frontier: true}}}, figure.Frontier{Choices: []figure.Choice{{X: inf}}},
		figure.Abatement{}, figure.Abatement{Steps: []figure.Step{{Label: name, Amount: 1, Cost: 0}, {Amount: -1}, {Amount: nan}}},
		figure.BeforeAfter{}, figure.BeforeAfter{Pairs: []figure.Pair{{Label: name, Before: 0, After: 0}, {Before: nan, After: 1}, {Before: 0, After: 3}}},
	} {
		d, err := c.Draw(p)
		if err != nil {
			t.Errorf("%d: %v", i, err)
			continue
		}
		if svg := string(d.SVG("", "")); strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("%d: no number is drawn: %s", i, svg)
		}
		if _, err := d.PNG(72); err != nil {
			t.Errorf("%d: %v", i, err)
		}
		inside(t, "hard", d)
		c.Data()
	}
}

// The shares of a Pareto chart of 60, 30 and 10 add up to 60, 90 and 100 %.
func TestPareto(t *testing.T) {
	say := func(s string) text.Message { return text.M("say.text", "text", s) }
	d := figure.Pareto{Costs: []figure.Cost{{Label: say("b"), Value: 30}, {Label: say("a"), Value: 60}, {Label: say("c"), Value: 10}}}.Data()
	var got []float64
	for _, r := range d.Rows {
		got = append(got, *r.Values[0], *r.Values[1])
	}
	want := []float64{60, 60, 30, 90, 10, 100}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-9 {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
	many := figure.Pareto{}
	for i := range 20 {
		many.Costs = append(many.Costs, figure.Cost{Value: float64(i + 1)})
	}
	// Of 1 to 20 the eleven greatest are 20 to 10, the rest 1 to 9 is 45.
	rows := many.Data().Rows
	if n := len(rows); n != 12 || *rows[11].Values[0] != 45 || math.Abs(*rows[11].Values[1]-100) > 1e-9 {
		t.Errorf("%d rows, the last %v", n, *rows[n-1].Values[0])
	}
}

// A chart of abatement has the cheapest option first.
func TestAbatementOrder(t *testing.T) {
	d := figure.Abatement{Steps: []figure.Step{{Amount: 1, Cost: 5}, {Amount: 2, Cost: -3}, {Amount: 3, Cost: 1}}}.Data()
	var got []float64
	for _, r := range d.Rows {
		got = append(got, *r.Values[1])
	}
	if !slices.Equal(got, []float64{-3, 1, 5}) {
		t.Error(got)
	}
}

// Every face has every Vietnamese letter and the signs of our units.
func TestFaces(t *testing.T) {
	const lower = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
	all := lower + strings.ToUpper(lower) + "0123456789m²m³CO₂–—≥≤±×·•…%"
	for i := range 8 {
		f := figure.Face{Serif: i&1 != 0, Bold: i&2 != 0, Italic: i&4 != 0}
		if got := f.Drawable(all); got != all {
			t.Errorf("%+v: %s", f, got)
		}
		if got := f.Drawable("a日😀\ufffd┃"); got != "a□□□│" {
			t.Errorf("%+v: %q", f, got)
		}
		// Digits are alike wide, so that columns of numbers align.
		if a, b := f.Width("1111", 10), f.Width("8080", 10); math.Abs(a-b) > 1e-9 || a <= 0 {
			t.Errorf("%+v: %v and %v", f, a, b)
		}
	}
	// Times New Roman and its like are 0.5 em wide in digits, Arial and its like 0.556.
	if w := (figure.Face{Serif: true}).Width("0", 1000); math.Abs(w-500) > 1 {
		t.Error(w)
	}
	if w := (figure.Face{}).Width("0", 1000); math.Abs(w-556) > 1 {
		t.Error(w)
	}
}

// Indicators of which more is better run the other way: good is on the left.
func TestRange(t *testing.T) {
	v := func(x float64) *float64 { return &x }
	lo, hi, ok := figure.Range(figure.Placed{Value: 82, Best: v(95), TypicalLow: v(85), TypicalHigh: v(92), MoreIsBetter: true})
	// Bounds −95 to −85, span 10, margin 1.5; the value −82 lies within 1.5 spans.
	if !ok || lo != -96.5 || hi != -82 {
		t.Errorf("%v to %v, %v", lo, hi, ok)
	}
	if _, _, ok := figure.Range(figure.Placed{Value: 1}); ok {
		t.Error("no bounds, but a range")
	}
}
