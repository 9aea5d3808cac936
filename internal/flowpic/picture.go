package flowpic

import "math"

// Picture is a drawing in millimetres, the origin at the upper left. Shapes are
// painted in their order, later ones over earlier ones.
type Picture struct {
	Width, Height float64
	Title, Desc   string // what is shown, for those who cannot see it
	Shapes        []Shape
}

// Shape is one of Rect, Line, Path, Text.
type Shape interface{ shape() }

// Point is a place in a picture, mm.
type Point struct{ X, Y float64 }

// Style is how a shape is painted. Colours are "#rrggbb"; an empty one paints
// nothing. Width is that of the outline, mm; Dash holds lengths of strokes and
// gaps, mm; Opacity 0 means opaque.
type Style struct {
	Fill, Stroke string
	Width        float64
	Dash         []float64
	Opacity      float64
}

// Rect is a rectangle with corners of radius R.
type Rect struct {
	Role       string // "step", "legend", "scale", …: for tests and style sheets
	X, Y, W, H float64
	R          float64
	Style
}

// Line is an open polyline; with Arrow its last point carries a head of that
// length.
type Line struct {
	Role   string
	Points []Point
	Arrow  float64
	Style
}

// Seg is a piece of a Path: 'M' and 'L' use P, 'C' is a cubic Bézier with the
// control points C1 and C2, 'Z' closes.
type Seg struct {
	Op        byte
	C1, C2, P Point
}

// Path is a filled outline.
type Path struct {
	Role string
	Segs []Seg
	Style
}

// Anchor is the point of a text that lies at its position.
type Anchor string

// The anchors of a text.
const (
	Start  Anchor = "start"
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// Text is one line of text: X, Y on the base line, Size in mm, turned clockwise
// by Rotate degrees about X, Y.
type Text struct {
	Role   string
	X, Y   float64
	S      string
	Anchor Anchor
	Size   float64
	Bold   bool
	Rotate float64
	Color  string
}

func (Rect) shape() {}
func (Line) shape() {}
func (Path) shape() {}
func (Text) shape() {}

// Head is the triangle of the arrow head, tip first; ok is false if the line has
// none.
func (l Line) Head() (tip [3]Point, ok bool) {
	n := len(l.Points)
	if l.Arrow <= 0 || n < 2 {
		return tip, false
	}
	a, b := l.Points[n-2], l.Points[n-1]
	d := math.Hypot(b.X-a.X, b.Y-a.Y)
	if d == 0 {
		return tip, false
	}
	ux, uy := (b.X-a.X)/d, (b.Y-a.Y)/d
	foot := Point{b.X - ux*l.Arrow, b.Y - uy*l.Arrow}
	half := 0.42 * l.Arrow
	return [3]Point{b, {foot.X - uy*half, foot.Y + ux*half}, {foot.X + uy*half, foot.Y - ux*half}}, true
}

// Shaft is the line without the length of its head, so that a dash or a thick
// line does not show beside the tip.
func (l Line) Shaft() []Point {
	tip, ok := l.Head()
	if !ok {
		return l.Points
	}
	shaft := append([]Point(nil), l.Points...)
	shaft[len(shaft)-1] = Point{(tip[1].X + tip[2].X) / 2, (tip[1].Y + tip[2].Y) / 2}
	return shaft
}

// Bounds is the rectangle that a text covers in Arial or a font of its widths,
// before it is turned: from the ascenders, with the marks of Vietnamese
// capitals, to the descenders.
func (t Text) Bounds() (x0, y0, x1, y1 float64) {
	w := TextWidth(t.S, t.Size, t.Bold)
	x0 = t.X
	switch t.Anchor {
	case Middle:
		x0 -= w / 2
	case End:
		x0 -= w
	}
	return x0, t.Y - 0.9*t.Size, x0 + w, t.Y + 0.22*t.Size
}

func (p *Picture) add(s ...Shape) { p.Shapes = append(p.Shapes, s...) }
