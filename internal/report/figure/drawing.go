// Package figure draws the pictures of reports. A picture is drawn once, as a
// Drawing: a list of lines, rectangles, paths and texts. From that come SVG for
// web pages, PNG for Word, and what the PDF writer draws itself, so that the
// same picture stands in every format. Charts are laid out by gonum/plot on a
// canvas that records a Drawing; pictures made elsewhere (flow diagrams, Sankey
// diagrams) are Drawings from the start.
//
// Colours are told apart by people who do not see red and green, and in grey:
// what differs in colour differs in lightness, dash or shape too. The same input
// gives the same bytes.
package figure

import "image/color"

// Colour is a colour with its opacity; the zero Colour draws nothing.
type Colour = color.NRGBA

// RGB is an opaque colour 0xRRGGBB.
func RGB(rgb uint32) Colour {
	return Colour{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 255}
}

// Drawing is a picture of Width × Height points (1/72 inch). The origin is the
// top left corner, y runs down. Shapes are drawn in their order.
type Drawing struct {
	Width, Height float64
	Shapes        []Shape
}

// Add adds shapes on top.
func (d *Drawing) Add(s ...Shape) { d.Shapes = append(d.Shapes, s...) }

// Shape is a Line, Rect, Path or Text.
type Shape interface{ shape() }

// Stroke is how an outline is drawn: Width in points, none for 0; Dash are the
// lengths of dashes and gaps in points, none for a solid line.
type Stroke struct {
	Colour Colour
	Width  float64
	Dash   []float64
}

func (s Stroke) visible() bool { return s.Width > 0 && s.Colour.A > 0 }

// Line is a straight line.
type Line struct {
	X1, Y1, X2, Y2 float64
	Stroke         Stroke
}

// Rect is a rectangle with its top left corner at X, Y.
type Rect struct {
	X, Y, W, H float64
	Fill       Colour
	Stroke     Stroke
}

// Path is an outline of straight and curved edges, filled, stroked or both.
type Path struct {
	Segments []Segment
	Fill     Colour
	Stroke   Stroke
}

// SegmentKind is what a segment of a path does.
type SegmentKind int

// The segments: go to X, Y; a straight edge to it; a cubic Bézier edge to it with
// the control points C1 and C2; an edge back to where the outline began.
const (
	MoveTo SegmentKind = iota
	LineTo
	CurveTo
	Close
)

// Segment is a part of a path.
type Segment struct {
	Kind                     SegmentKind
	X, Y, C1X, C1Y, C2X, C2Y float64
}

// Anchor is the point of a text that stands at its X.
type Anchor int

// The anchors of a text.
const (
	Start Anchor = iota
	Middle
	End
)

// Text is a line of text in Liberation Sans; Y is its base line, Rotate turns it
// anticlockwise about X, Y by degrees.
type Text struct {
	X, Y         float64
	Size         float64 // points
	String       string
	Colour       Colour
	Bold, Italic bool
	Anchor       Anchor
	Rotate       float64
}

func (Line) shape() {}
func (Rect) shape() {}
func (Path) shape() {}
func (Text) shape() {}

// Move, To, Curve and End add segments.
func (p *Path) Move(x, y float64) *Path { return p.add(Segment{Kind: MoveTo, X: x, Y: y}) }

// To adds a straight edge.
func (p *Path) To(x, y float64) *Path { return p.add(Segment{Kind: LineTo, X: x, Y: y}) }

// Curve adds a cubic Bézier edge.
func (p *Path) Curve(c1x, c1y, c2x, c2y, x, y float64) *Path {
	return p.add(Segment{Kind: CurveTo, X: x, Y: y, C1X: c1x, C1Y: c1y, C2X: c2x, C2Y: c2y})
}

// Close adds the edge back to the start.
func (p *Path) Close() *Path { return p.add(Segment{Kind: Close}) }

func (p *Path) add(s Segment) *Path {
	p.Segments = append(p.Segments, s)
	return p
}

// circle is the outline of a circle, in four Bézier edges.
func circle(x, y, r float64) []Segment {
	const k = 0.5522847498 // 4/3·(√2 − 1)
	var p Path
	p.Move(x+r, y).
		Curve(x+r, y+k*r, x+k*r, y+r, x, y+r).
		Curve(x-k*r, y+r, x-r, y+k*r, x-r, y).
		Curve(x-r, y-k*r, x-k*r, y-r, x, y-r).
		Curve(x+k*r, y-r, x+r, y-k*r, x+r, y).Close()
	return p.Segments
}

// Words are the texts of a drawing in their order, for writers of text and for
// checks.
func (d *Drawing) Words() []string {
	var all []string
	for _, s := range d.Shapes {
		if t, ok := s.(Text); ok {
			all = append(all, t.String)
		}
	}
	return all
}
