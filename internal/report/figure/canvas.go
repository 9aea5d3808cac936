package figure

import (
	"image"
	"image/color"
	"math"

	stdfont "golang.org/x/image/font"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// recorder is a canvas for gonum/plot that keeps what is drawn on it as a
// Drawing.
type recorder struct {
	d     *Drawing
	state state
	stack []state
}

type state struct {
	colour Colour
	width  float64
	dash   []float64
	m      matrix
}

// matrix maps a point: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix struct{ a, b, c, d, e, f float64 }

// times is the matrix that first does n, then m.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b,
		m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
	}
}

func newRecorder(width, height float64) *recorder {
	r := &recorder{d: &Drawing{Width: width, Height: height}, state: state{m: matrix{a: 1, d: 1}}}
	vg.Initialize(r)
	return r
}

var _ vg.CanvasSizer = (*recorder)(nil)

func (r *recorder) Size() (x, y vg.Length) { return vg.Length(r.d.Width), vg.Length(r.d.Height) }

func (r *recorder) SetLineWidth(w vg.Length) { r.state.width = float64(w) }

func (r *recorder) SetLineDash(pattern []vg.Length, _ vg.Length) {
	r.state.dash = nil
	for _, l := range pattern {
		r.state.dash = append(r.state.dash, float64(l))
	}
}

func (r *recorder) SetColor(c color.Color) {
	if c == nil {
		c = color.Black
	}
	r.state.colour = color.NRGBAModel.Convert(c).(color.NRGBA)
}

func (r *recorder) Rotate(rad float64) {
	sin, cos := math.Sincos(rad)
	r.state.m = r.state.m.times(matrix{a: cos, b: sin, c: -sin, d: cos})
}

func (r *recorder) Translate(p vg.Point) {
	r.state.m = r.state.m.times(matrix{a: 1, d: 1, e: float64(p.X), f: float64(p.Y)})
}

func (r *recorder) Scale(x, y float64) { r.state.m = r.state.m.times(matrix{a: x, d: y}) }

func (r *recorder) Push() { r.stack = append(r.stack, r.state) }

func (r *recorder) Pop() {
	if n := len(r.stack); n > 0 {
		r.state, r.stack = r.stack[n-1], r.stack[:n-1]
	}
}

// at is a point of the canvas in the drawing, whose y runs down.
func (r *recorder) at(p vg.Point) (x, y float64) {
	m := r.state.m
	px, py := float64(p.X), float64(p.Y)
	return m.a*px + m.c*py + m.e, r.d.Height - (m.b*px + m.d*py + m.f)
}

func (r *recorder) Stroke(p vg.Path) {
	s := Stroke{Colour: r.state.colour, Width: r.state.width, Dash: r.state.dash}
	if s.visible() && len(p) > 0 {
		r.d.Add(Path{Segments: r.segments(p), Stroke: s})
	}
}

func (r *recorder) Fill(p vg.Path) {
	if r.state.colour.A > 0 && len(p) > 0 {
		r.d.Add(Path{Segments: r.segments(p), Fill: r.state.colour})
	}
}

func (r *recorder) segments(p vg.Path) []Segment {
	var out Path
	var last vg.Point
	for _, c := range p {
		switch c.Type {
		case vg.MoveComp:
			x, y := r.at(c.Pos)
			out.Move(x, y)
			last = c.Pos
		case vg.LineComp:
			x, y := r.at(c.Pos)
			out.To(x, y)
			last = c.Pos
		case vg.CurveComp:
			c1, c2 := c.Control[0], c.Control[len(c.Control)-1]
			if len(c.Control) == 1 { // a quadratic curve as a cubic one
				q := c.Control[0]
				c1 = vg.Point{X: last.X + (q.X-last.X)*2/3, Y: last.Y + (q.Y-last.Y)*2/3}
				c2 = vg.Point{X: c.Pos.X + (q.X-c.Pos.X)*2/3, Y: c.Pos.Y + (q.Y-c.Pos.Y)*2/3}
			}
			x1, y1 := r.at(c1)
			x2, y2 := r.at(c2)
			x, y := r.at(c.Pos)
			out.Curve(x1, y1, x2, y2, x, y)
			last = c.Pos
		case vg.ArcComp:
			last = r.arc(&out, c)
		case vg.CloseComp:
			out.Close()
		}
	}
	return out.Segments
}

// arc adds an arc as Bézier edges of at most a quarter of a circle.
func (r *recorder) arc(out *Path, c vg.PathComp) vg.Point {
	point := func(a float64) vg.Point {
		return vg.Point{X: c.Pos.X + c.Radius*vg.Length(math.Cos(a)), Y: c.Pos.Y + c.Radius*vg.Length(math.Sin(a))}
	}
	n := max(1, int(math.Ceil(math.Abs(c.Angle)/(math.Pi/2)-1e-9)))
	step := c.Angle / float64(n)
	k := vg.Length(4.0 / 3 * math.Tan(step/4))
	from := point(c.Start)
	x, y := r.at(from)
	if len(out.Segments) == 0 {
		out.Move(x, y)
	} else {
		out.To(x, y)
	}
	for i := range n {
		a := c.Start + float64(i)*step
		b := a + step
		to := point(b)
		tangent := func(p vg.Point, angle float64, s vg.Length) vg.Point {
			return vg.Point{X: p.X - s*c.Radius*vg.Length(math.Sin(angle)), Y: p.Y + s*c.Radius*vg.Length(math.Cos(angle))}
		}
		x1, y1 := r.at(tangent(from, a, k))
		x2, y2 := r.at(tangent(to, b, -k))
		x, y := r.at(to)
		out.Curve(x1, y1, x2, y2, x, y)
		from = to
	}
	return from
}

func (r *recorder) FillString(f font.Face, pt vg.Point, s string) {
	if s == "" || f.Font.Size <= 0 || r.state.colour.A == 0 {
		return
	}
	x, y := r.at(pt)
	rotate := math.Atan2(r.state.m.b, r.state.m.a) * 180 / math.Pi
	if math.Abs(rotate) < 1e-9 {
		rotate = 0
	}
	r.d.Add(Text{
		X: x, Y: y, Size: float64(f.Font.Size), String: s, Colour: r.state.colour, Rotate: rotate,
		Bold: f.Font.Weight >= stdfont.WeightBold, Italic: f.Font.Style == stdfont.StyleItalic,
	})
}

// DrawImage does nothing: no chart of ours draws one.
func (r *recorder) DrawImage(vg.Rectangle, image.Image) {}
