package flowpic_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/flowpic"
)

// closedNetwork is a random network in which every step is closed: sums of
// random walks from outside to outside, which may pass steps more than once.
func closedNetwork(r *rand.Rand) flowpic.Graph {
	n := 2 + r.IntN(10)
	amounts := map[[2]int]float64{}
	var order [][2]int
	for range 4 + r.IntN(12) {
		x := math.Exp(4*r.Float64() - 1)
		at := -1
		for range 2 + r.IntN(8) {
			to := r.IntN(n)
			if to == at {
				continue
			}
			if _, ok := amounts[[2]int{at, to}]; !ok {
				order = append(order, [2]int{at, to})
			}
			amounts[[2]int{at, to}] += x
			at = to
		}
		if _, ok := amounts[[2]int{at, -1}]; !ok {
			order = append(order, [2]int{at, -1})
		}
		amounts[[2]int{at, -1}] += x
	}
	g := flowpic.Graph{Steps: make([]flowpic.Step, n)}
	for _, e := range order {
		x := amounts[e]
		g.Streams = append(g.Streams, flowpic.Stream{Name: "dòng", From: e[0], To: e[1], Amount: &x, Text: say(x, "t")})
	}
	return g
}

// sides adds the widths of the bands at every step, in minus out; hairlines
// count with their true width.
func sides(g flowpic.Graph, s flowpic.SankeyDiagram) []float64 {
	drawn := map[int]float64{}
	for _, b := range s.Bands {
		drawn[b.Stream] = b.Width
	}
	sum := make([]float64, len(g.Steps))
	for i, st := range g.Streams {
		w, ok := drawn[i]
		if !ok && st.Amount != nil {
			w = *st.Amount / s.PerMM
		}
		if st.From >= 0 {
			sum[st.From] -= w
		}
		if st.To >= 0 {
			sum[st.To] += w
		}
	}
	return sum
}

func TestSankeyTrueToScale(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 5))
	for range 200 {
		g := closedNetwork(r)
		s := flowpic.Sankey(g, flowpic.SankeyOptions{Words: words()})
		for i, d := range sides(g, s) {
			if math.Abs(d) > 1e-9 {
				t.Fatalf("step %d: widths in less out %g mm", i, d)
			}
		}
		bandsAsDrawn(t, g, s)
		for _, p := range s.Shapes {
			if q, ok := p.(flowpic.Rect); ok && q.Role == "gap" {
				t.Fatalf("a closed step has a gap: %+v", q)
			}
		}
	}
}

// bandsAsDrawn measures the outlines: they begin and end as wide as their
// amount says, which is checked against the amount and the scale alone.
func bandsAsDrawn(t *testing.T, g flowpic.Graph, s flowpic.SankeyDiagram) {
	t.Helper()
	n := 0
	for _, shape := range s.Shapes {
		p, ok := shape.(flowpic.Path)
		if !ok || p.Role != "band" {
			continue
		}
		b := s.Bands[n]
		n++
		want := *g.Streams[b.Stream].Amount / s.PerMM
		// The outline of a band is M … | L, back … L Z; its start is the first
		// and the last point.
		first, last := p.Segs[0].P, p.Segs[len(p.Segs)-2].P
		half := len(p.Segs) / 2
		a, c := p.Segs[half-1].P, p.Segs[half].P
		for _, w := range []float64{math.Hypot(first.X-last.X, first.Y-last.Y), math.Hypot(a.X-c.X, a.Y-c.Y), b.Width} {
			if math.Abs(w-want) > 1e-9 {
				t.Fatalf("stream %d is %g mm wide, its amount says %g", b.Stream, w, want)
			}
		}
	}
	if n != len(s.Bands) {
		t.Fatalf("%d bands drawn, %d named", n, len(s.Bands))
	}
}

// A step that takes in 100 and lets out 70 and 20 lacks 10 on the right; one
// that lets out 12 and takes in 10 lacks 2 on the left.
func TestSankeyGap(t *testing.T) {
	for _, c := range []struct {
		in, out, stock, gap float64
		right               bool
	}{{100, 90, 0, 10, true}, {100, 90, 10, 0, false}, {10, 12, 0, 2, false}, {10, 12, -2, 0, false}, {100, 90, 4, 6, true}} {
		g := flowpic.Graph{Steps: []flowpic.Step{{Name: "Sấy", Stock: c.stock}}, Streams: []flowpic.Stream{
			{From: -1, To: 0, Amount: &c.in}, {From: 0, To: -1, Amount: &c.out}}}
		s := flowpic.Sankey(g, flowpic.SankeyOptions{})
		var step flowpic.Rect
		var gaps []flowpic.Rect
		for _, x := range s.Shapes {
			if q, ok := x.(flowpic.Rect); ok && q.Role == "gap" {
				gaps = append(gaps, q)
			} else if ok && q.Role == "step" {
				step = q
			}
		}
		if c.gap == 0 {
			if len(gaps) != 0 {
				t.Errorf("%+v: gap %+v", c, gaps)
			}
			continue
		}
		if len(gaps) != 1 || math.Abs(gaps[0].H*s.PerMM-c.gap) > 1e-9 || (gaps[0].X > step.X) != c.right {
			t.Errorf("%+v: gap %+v at %g per mm", c, gaps, s.PerMM)
		}
	}
	in := 100.0 // an amount is not known: nothing can be missing
	g := flowpic.Graph{Steps: make([]flowpic.Step, 1), Streams: []flowpic.Stream{{From: -1, To: 0, Amount: &in}, {From: 0, To: -1}}}
	for _, x := range flowpic.Sankey(g, flowpic.SankeyOptions{}).Shapes {
		if q, ok := x.(flowpic.Rect); ok && q.Role == "gap" {
			t.Errorf("a gap at a step with an unknown stream: %+v", q)
		}
	}
}

// The unit of the amounts must not change the picture, only its scale.
func TestSankeyUnits(t *testing.T) {
	g, kg := cassava(), cassava()
	for i, s := range kg.Streams {
		if s.Amount != nil {
			x := *s.Amount * 1000
			kg.Streams[i].Amount = &x
		}
	}
	a, b := flowpic.Sankey(g, flowpic.SankeyOptions{}), flowpic.Sankey(kg, flowpic.SankeyOptions{})
	if math.Abs(b.PerMM-1000*a.PerMM) > 1e-9*b.PerMM || len(a.Bands) != len(b.Bands) {
		t.Errorf("%g per mm in t, %g in kg", a.PerMM, b.PerMM)
	}
}

// In grey, two kinds must differ in the dash of their outline or clearly in
// their tone.
func TestKindsDifferInGrey(t *testing.T) {
	var g flowpic.Graph
	g.Steps = make([]flowpic.Step, 2)
	x := 10.0
	for i, k := range flowpic.Kinds() {
		g.Streams = append(g.Streams, flowpic.Stream{From: i % 2, To: 1 - i%2, Kind: k, Amount: &x})
	}
	var styles []flowpic.Style
	for _, s := range flowpic.Sankey(g, flowpic.SankeyOptions{Words: words()}).Shapes {
		if r, ok := s.(flowpic.Rect); ok && r.Role == "legend" {
			styles = append(styles, r.Style)
		}
	}
	if len(styles) != len(flowpic.Kinds()) {
		t.Fatalf("%d kinds in the legend", len(styles))
	}
	tone := func(s string) float64 { // luma of Rec. 601
		var r, g, b int
		if _, err := fmt.Sscanf(s, "#%02x%02x%02x", &r, &g, &b); err != nil {
			t.Fatal(err)
		}
		return (0.299*float64(r) + 0.587*float64(g) + 0.114*float64(b)) / 255
	}
	for i, a := range styles {
		for _, b := range styles[:i] {
			if slices.Equal(a.Dash, b.Dash) && math.Abs(tone(a.Fill)-tone(b.Fill)) < 0.08 {
				t.Errorf("%+v and %+v look the same in grey", a, b)
			}
		}
	}
}
