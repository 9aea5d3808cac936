package figure

import (
	"math"
	"testing"

	"gonum.org/v1/plot/vg"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
)

// A circle drawn on the recording canvas stays a circle: every point of its
// Bézier edges is as far from the middle as the radius, to 3·10⁻⁴ of it, and y
// is turned round.
func TestArc(t *testing.T) {
	r := newRecorder(200, 100)
	r.Translate(vg.Point{X: 50, Y: 20})
	r.SetLineWidth(1)
	var p vg.Path
	p.Arc(vg.Point{X: 10, Y: 10}, 8, 0.3, 2*math.Pi)
	r.Stroke(p)
	path := r.d.Shapes[0].(Path)
	var from Segment
	curves := 0
	for _, s := range path.Segments {
		if s.Kind == CurveTo {
			curves++
			for u := 0.0; u <= 1; u += 0.1 {
				b := func(p0, p1, p2, p3 float64) float64 {
					v := 1 - u
					return v*v*v*p0 + 3*v*v*u*p1 + 3*v*u*u*p2 + u*u*u*p3
				}
				d := math.Hypot(b(from.X, s.C1X, s.C2X, s.X)-60, b(from.Y, s.C1Y, s.C2Y, s.Y)-70)
				if math.Abs(d-8) > 8*3e-4 {
					t.Fatalf("%v from the middle, not 8", d)
				}
			}
		}
		from = s
	}
	if curves != 4 {
		t.Errorf("%d edges", curves)
	}
}

// A quadratic curve is the cubic one with control points two thirds of the way.
func TestQuadratic(t *testing.T) {
	r := newRecorder(10, 10)
	r.SetLineWidth(1)
	var p vg.Path
	p.Move(vg.Point{})
	p.QuadTo(vg.Point{X: 3, Y: 6}, vg.Point{X: 6})
	r.Stroke(p)
	s := r.d.Shapes[0].(Path).Segments[1]
	if s.C1X != 2 || s.C1Y != 10-4 || s.C2X != 4 || s.C2Y != 10-4 || s.X != 6 || s.Y != 10 {
		t.Errorf("%+v", s)
	}
}

func TestTransforms(t *testing.T) {
	r := newRecorder(100, 100)
	r.Push()
	r.Translate(vg.Point{X: 10, Y: 20})
	r.Rotate(math.Pi / 2)
	r.Scale(2, 2)
	if x, y := r.at(vg.Point{X: 5}); math.Abs(x-10) > 1e-9 || math.Abs(y-70) > 1e-9 { // up by 10 from (10, 20)
		t.Error(x, y)
	}
	r.Pop()
	if x, y := r.at(vg.Point{X: 5}); x != 5 || y != 100 {
		t.Error(x, y)
	}
}

func TestRoundSteps(t *testing.T) {
	for _, c := range []struct {
		span, step float64
		decimals   int
	}{{100, 20, 0}, {7, 2, 0}, {0.9, 0.2, 1}, {45, 10, 0}, {0.03, 0.01, 3}, {2300, 500, 0}, {0, 0, 0}, {math.Inf(1), 0, 0}, {math.NaN(), 0, 0}} {
		step, decimals := roundStep(c.span, 5)
		if math.Abs(step-c.step) > 1e-12 || decimals != c.decimals {
			t.Errorf("%v: %v with %d decimals, want %v with %d", c.span, step, decimals, c.step, c.decimals)
		}
	}
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	marks := ticks{catalogue.Printer(text.VI)}.Ticks(-0.1, 1)
	if len(marks) != 6 || marks[1].Label != "0,2" || marks[0].Label != "0" {
		t.Errorf("%+v", marks)
	}
}

// Colours that stand beside each other differ in grey too: their lightness (CIE
// relative luminance of sRGB) is apart by a contrast of at least 1.5.
func TestGrey(t *testing.T) {
	luminance := func(c Colour) float64 {
		part := func(v uint8) float64 {
			x := float64(v) / 255
			if x <= 0.04045 {
				return x / 12.92
			}
			return math.Pow((x+0.055)/1.055, 2.4)
		}
		return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
	}
	for name, pair := range map[string][2]Colour{
		"before and after": {pale, blue}, "saves and white": {sky, RGB(0xffffff)}, "plant and typical": {ink, pale}, "costs and line": {sky, red}, "value and zero": {blue, RGB(0xffffff)},
	} {
		a, b := luminance(pair[0]), luminance(pair[1])
		if contrast := (max(a, b) + 0.05) / (min(a, b) + 0.05); contrast < 1.5 {
			t.Errorf("%s: contrast %.2f", name, contrast)
		}
	}
}
