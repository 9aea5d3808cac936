package flowpic_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/sxsh-audit/audit/internal/flowpic"
)

// box is a rectangle x0, y0, x1, y1.
type box [4]float64

func (a box) meets(b box) bool {
	const touch = 0.05 // mm: descenders that touch are no overlap
	return a[0] < b[2]-touch && b[0] < a[2]-touch && a[1] < b[3]-touch && b[1] < a[3]-touch
}

func (a box) holds(b box) bool {
	return a[0] <= b[0]+0.01 && a[1] <= b[1]+0.01 && a[2] >= b[2]-0.01 && a[3] >= b[3]-0.01
}

func textBox(t flowpic.Text) box {
	x0, y0, x1, y1 := t.Bounds()
	return box{x0, y0, x1, y1}
}

// points are all points that a shape touches, control points included, which
// hold the curve between them.
func points(s flowpic.Shape) []flowpic.Point {
	switch s := s.(type) {
	case flowpic.Rect:
		return []flowpic.Point{{X: s.X, Y: s.Y}, {X: s.X + s.W, Y: s.Y + s.H}}
	case flowpic.Line:
		return s.Points
	case flowpic.Path:
		var all []flowpic.Point
		for _, g := range s.Segs {
			switch g.Op {
			case 'M', 'L':
				all = append(all, g.P)
			case 'C':
				all = append(all, g.C1, g.C2, g.P)
			}
		}
		return all
	case flowpic.Text:
		b := textBox(s)
		return []flowpic.Point{{X: b[0], Y: b[1]}, {X: b[2], Y: b[3]}}
	}
	return nil
}

// sound checks what must hold of every picture: all inside, no NaN, texts over
// no text and no foreign box, names inside their boxes, streams through no box
// and no text.
func sound(t *testing.T, what string, p flowpic.Picture) {
	t.Helper()
	var texts []flowpic.Text
	var steps []box
	for _, s := range p.Shapes {
		for _, q := range points(s) {
			if !(q.X >= -1e-6 && q.X <= p.Width+1e-6 && q.Y >= -1e-6 && q.Y <= p.Height+1e-6) {
				t.Fatalf("%s: %T %+v lies outside %v × %v", what, s, s, p.Width, p.Height)
			}
		}
		switch s := s.(type) {
		case flowpic.Text:
			texts = append(texts, s)
		case flowpic.Rect:
			if s.Role == "step" {
				steps = append(steps, box{s.X, s.Y, s.X + s.W, s.Y + s.H})
			}
		}
	}
	for i, a := range texts {
		for _, b := range texts[:i] {
			if textBox(a).meets(textBox(b)) {
				t.Errorf("%s: %q and %q overlap", what, a.S, b.S)
			}
		}
		inside := false
		for _, s := range steps {
			if a.Role == "name" {
				inside = inside || s.holds(textBox(a))
			} else if s.meets(textBox(a)) {
				t.Errorf("%s: %q overlaps a box", what, a.S)
			}
		}
		if a.Role == "name" && !inside {
			t.Errorf("%s: %q is not inside its box", what, a.S)
		}
	}
	for _, s := range p.Shapes {
		l, ok := s.(flowpic.Line)
		if !ok || l.Role != "stream" {
			continue
		}
		for i := 1; i < len(l.Points); i++ {
			a, b := l.Points[i-1], l.Points[i]
			way := box{min(a.X, b.X) - 0.1, min(a.Y, b.Y) - 0.1, max(a.X, b.X) + 0.1, max(a.Y, b.Y) + 0.1}
			for _, s := range steps {
				if way.meets(box{s[0] + 0.2, s[1] + 0.2, s[2] - 0.2, s[3] - 0.2}) {
					t.Errorf("%s: a stream runs through a box: %v", what, l.Points)
				}
			}
			for _, x := range texts {
				if way.meets(textBox(x)) {
					t.Errorf("%s: a stream runs through %q: %v", what, x.S, l.Points)
				}
			}
		}
	}
}

// lanesApart checks that upright pieces of streams that pass each other stand
// side by side.
func lanesApart(t *testing.T, what string, p flowpic.Picture) {
	t.Helper()
	var upright []box
	for _, s := range p.Shapes {
		l, ok := s.(flowpic.Line)
		if !ok || l.Role != "stream" || len(l.Points) < 4 {
			continue
		}
		a, b := l.Points[1], l.Points[2]
		upright = append(upright, box{a.X, min(a.Y, b.Y), b.X, max(a.Y, b.Y)})
	}
	for i, a := range upright {
		for _, b := range upright[:i] {
			if math.Abs(a[0]-b[0]) < 0.3 && a[1] < b[3] && b[1] < a[3] {
				t.Errorf("%s: two streams run in one lane at %v: %v, %v", what, a[0], a, b)
			}
		}
	}
}

// outline is a path with its curves cut into short pieces.
func outline(p flowpic.Path) []flowpic.Point {
	var all []flowpic.Point
	for _, s := range p.Segs {
		switch s.Op {
		case 'M', 'L':
			all = append(all, s.P)
		case 'C':
			from := all[len(all)-1]
			for i := 1; i <= 8; i++ {
				u := float64(i) / 8
				v := 1 - u
				a, b, c, d := v*v*v, 3*v*v*u, 3*v*u*u, u*u*u
				all = append(all, flowpic.Point{X: a*from.X + b*s.C1.X + c*s.C2.X + d*s.P.X, Y: a*from.Y + b*s.C1.Y + c*s.C2.Y + d*s.P.Y})
			}
		}
	}
	return all
}

// within tells whether a point lies in a polygon, by the even-odd rule.
func within(x, y float64, ring []flowpic.Point) bool {
	in := false
	for i := range ring {
		a, b := ring[i], ring[(i+1)%len(ring)]
		if (a.Y > y) != (b.Y > y) && x < a.X+(b.X-a.X)*(y-a.Y)/(b.Y-a.Y) {
			in = !in
		}
	}
	return in
}

// labelsFree checks that no band of a Sankey diagram runs under a text.
func labelsFree(t *testing.T, what string, p flowpic.Picture) {
	t.Helper()
	var texts []flowpic.Text
	for _, s := range p.Shapes {
		if x, ok := s.(flowpic.Text); ok {
			texts = append(texts, x)
		}
	}
	for _, s := range p.Shapes {
		band, ok := s.(flowpic.Path)
		if !ok || band.Role != "band" {
			continue
		}
		ring := outline(band)
		for _, x := range texts {
			b := textBox(x)
			for _, u := range []float64{0.05, 0.35, 0.65, 0.95} {
				for _, v := range []float64{0.2, 0.8} {
					if within(b[0]+u*(b[2]-b[0]), b[1]+v*(b[3]-b[1]), ring) {
						t.Errorf("%s: a band runs under %q", what, x.S)
						return
					}
				}
			}
		}
	}
}

func svg(t *testing.T, p flowpic.Picture) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p.SVG(&b); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(bytes.NewReader(b.Bytes()))
	d.Strict = true
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return b.Bytes()
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
}

// pictures are all pictures of a graph.
func pictures(g flowpic.Graph, w flowpic.Words) map[string]flowpic.Picture {
	all := map[string]flowpic.Picture{
		"diagram 165": flowpic.FlowDiagram(g, flowpic.DiagramOptions{Words: w})[0],
		"diagram 250": flowpic.FlowDiagram(g, flowpic.DiagramOptions{Width: 250, Words: w})[0],
		"diagram 120": flowpic.FlowDiagram(g, flowpic.DiagramOptions{Width: 120, Words: w})[0],
		"sankey 165":  flowpic.Sankey(g, flowpic.SankeyOptions{Words: w}).Picture,
		"sankey 250":  flowpic.Sankey(g, flowpic.SankeyOptions{Width: 250, Height: 150, Words: w}).Picture,
		"sankey 140":  flowpic.Sankey(g, flowpic.SankeyOptions{Width: 140, Words: w}).Picture,
	}
	for i, p := range flowpic.FlowDiagram(g, flowpic.DiagramOptions{MaxHeight: 120, Words: w}) {
		all[fmt.Sprintf("page %d", i+1)] = p
	}
	return all
}

func TestPicturesOfNetworks(t *testing.T) {
	for _, n := range networks {
		for name, p := range pictures(n.graph(), scaled(n.unit)) {
			sound(t, n.name+", "+name, p)
			lanesApart(t, n.name+", "+name, p)
			labelsFree(t, n.name+", "+name, p)
			svg(t, p)
		}
		p := flowpic.FlowDiagram(n.graph(), flowpic.DiagramOptions{Words: words()})[0]
		if p.Height > 247 {
			t.Errorf("%s: the flow diagram is %.0f mm high and does not fit an A4 page", n.name, p.Height)
		}
		if s := flowpic.Sankey(n.graph(), flowpic.SankeyOptions{Words: words()}); s.Height > 247 {
			t.Errorf("%s: the Sankey diagram is %.0f mm high and does not fit an A4 page", n.name, s.Height)
		}
	}
}

func TestPagesKeepEveryStep(t *testing.T) {
	g := textile()
	pages := flowpic.FlowDiagram(g, flowpic.DiagramOptions{MaxHeight: 110, Words: words()})
	if len(pages) < 2 {
		t.Fatal("not divided")
	}
	boxes := 0
	for i, p := range pages {
		if p.Height > 110 {
			t.Errorf("page %d is %.1f mm high", i+1, p.Height)
		}
		for _, s := range p.Shapes {
			if r, ok := s.(flowpic.Rect); ok && r.Role == "step" {
				boxes++
			}
		}
	}
	if boxes != len(g.Steps) {
		t.Errorf("%d boxes for %d steps", boxes, len(g.Steps))
	}
}

// anyGraph is a random network; it has what an editor lets through and more:
// parts without streams, loops, parallel streams, missing and odd amounts.
func anyGraph(r *rand.Rand, steps, streams int) flowpic.Graph {
	long := []string{"Nước", "thải", "tuần", "hoàn", "về", "công", "đoạn", "rửa", "COD<5>&\"x\"", "một-từ-rất-dài-không-có-chỗ-ngắt-nào-cả-trong-tên"}
	name := func() string {
		s := ""
		for range r.IntN(7) {
			s += long[r.IntN(len(long))] + " "
		}
		return s
	}
	var g flowpic.Graph
	for i := range steps {
		s := flowpic.Step{ID: fmt.Sprint(i), Name: fmt.Sprint(i+1, ". ", name())}
		switch r.IntN(6) {
		case 0:
			s.Imbalance = "−3,2 %"
		case 1:
			s.Note = name()
		case 2:
			s.Stock = r.Float64()*20 - 10
		}
		g.Steps = append(g.Steps, s)
	}
	kinds := append(flowpic.Kinds(), "", "nonsense")
	for i := range streams {
		s := flowpic.Stream{ID: fmt.Sprint(i), Name: name(), From: r.IntN(steps+3) - 2, To: r.IntN(steps+3) - 2, Kind: kinds[r.IntN(len(kinds))]}
		x := math.Pow(10, r.Float64()*6-3)
		switch r.IntN(12) {
		case 0:
			x = 0
		case 1:
			x = -x
		case 2:
			x = math.NaN()
		case 3:
			x = math.Inf(1)
		case 4:
			s.Flag = flowpic.Suspect
		case 5:
			s.Flag = flowpic.Unknown
		}
		if r.IntN(6) > 0 {
			s.Amount, s.Text = &x, say(x, "m³/ngày")
		}
		g.Streams = append(g.Streams, s)
	}
	return g
}

func TestPicturesOfRandomNetworks(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 20))
	for n := range 40 {
		steps := 1 + r.IntN(15)
		if n%12 == 0 {
			steps = 60
		}
		g := anyGraph(r, steps, r.IntN(3*steps+20))
		for name, p := range pictures(g, words()) {
			what := fmt.Sprintf("network %d, %s", n, name)
			sound(t, what, p)
			labelsFree(t, what, p)
			svg(t, p)
		}
		if t.Failed() {
			t.Fatal("stopped at the first network that fails")
		}
	}
}

func TestSamePictureTwice(t *testing.T) {
	g := anyGraph(rand.New(rand.NewPCG(1, 2)), 20, 60)
	first := pictures(g, words())
	for name, p := range pictures(g, words()) {
		if !bytes.Equal(svg(t, p), svg(t, first[name])) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestNothingToDraw(t *testing.T) {
	for _, p := range pictures(flowpic.Graph{}, words()) {
		sound(t, "empty", p)
		svg(t, p)
	}
}

func TestSVGEscapes(t *testing.T) {
	p := flowpic.Picture{Width: 10, Height: 10, Title: `<a & "b">`, Desc: "x\x00\x0b\xff\ufffe", Shapes: []flowpic.Shape{
		flowpic.Text{S: "</text><script>", Role: `"><x`, Color: `"x`},
		flowpic.Rect{Style: flowpic.Style{Fill: `" onload="`}},
	}}
	if b := svg(t, p); bytes.Contains(b, []byte("<script")) || bytes.Contains(b, []byte(`" onload="`)) {
		t.Errorf("a text got through as markup: %s", b)
	}
}

// FuzzPictures draws what a text says: four letters a stream.
func FuzzPictures(f *testing.F) {
	f.Add(uint8(3), "0aZ91bYp")
	f.Add(uint8(60), "abcdefghijklmnopqrstuvwxyz")
	f.Fuzz(func(t *testing.T, steps uint8, text string) {
		if len(text) > 800 {
			return
		}
		n := int(steps%60) + 1
		g := flowpic.Graph{}
		for i := range n {
			g.Steps = append(g.Steps, flowpic.Step{Name: fmt.Sprint(i, text[:min(len(text), i)])})
		}
		kinds := flowpic.Kinds()
		for len(text) >= 4 {
			x := math.Pow(10, float64(text[3])/16-8)
			g.Streams = append(g.Streams, flowpic.Stream{Name: text, From: int(text[0])%(n+1) - 1, To: int(text[1])%(n+1) - 1,
				Kind: kinds[int(text[2])%len(kinds)], Amount: &x, Text: say(x, "t")})
			text = text[4:]
		}
		for name, p := range pictures(g, words()) {
			sound(t, name, p)
			svg(t, p)
		}
		flowpic.FlowSheet(g, flowpic.SheetOptions{Width: 20 + len(text)})
	})
}

func benchmarkPictures(b *testing.B, steps, streams int) {
	g := anyGraph(rand.New(rand.NewPCG(1, 1)), steps, streams)
	b.Run("diagram", func(b *testing.B) {
		for b.Loop() {
			flowpic.FlowDiagram(g, flowpic.DiagramOptions{Words: words()})
		}
	})
	b.Run("pages", func(b *testing.B) {
		for b.Loop() {
			flowpic.FlowDiagram(g, flowpic.DiagramOptions{MaxHeight: 247, Words: words()})
		}
	})
	b.Run("sankey", func(b *testing.B) {
		for b.Loop() {
			flowpic.Sankey(g, flowpic.SankeyOptions{Words: words()})
		}
	})
	b.Run("svg", func(b *testing.B) {
		p := flowpic.Sankey(g, flowpic.SankeyOptions{Words: words()})
		for b.Loop() {
			if err := p.SVG(io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkPictures15(b *testing.B) { benchmarkPictures(b, 15, 45) }
func BenchmarkPictures60(b *testing.B) { benchmarkPictures(b, 60, 200) }
