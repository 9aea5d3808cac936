package pdf

import (
	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/report/layout"
)

// scaled is how large a figure is drawn: as it is, or as large as the page has
// room for.
func (w *writer) scaled(f layout.Figure) (scale, height float64) {
	room := w.bottomEdge() - w.topEdge() - 60
	scale = min(w.width()/f.Drawing.Width, room/f.Drawing.Height, 1)
	return scale, f.Drawing.Height * scale
}

// figure draws a figure with its caption below, on one page.
func (w *writer) figure(f layout.Figure) {
	scale, height := w.scaled(f)
	caption := wrap(plain(f.Caption), captionStyle, w.width())
	w.need(height + float64(len(caption))*captionStyle.line() + 16)
	w.target(f.Target)
	w.y += 6
	w.draw(f.Drawing, w.left()+(w.width()-f.Drawing.Width*scale)/2, w.y, scale)
	w.y += height + 4
	w.top = false
	if f.Caption != "" {
		w.flow(caption, w.left(), w.width(), captionStyle, alignCentre)
	}
	w.y += 4
	w.notes(f.Notes)
	w.y += 4
}

// draw draws a drawing with its top left corner at x, y.
func (w *writer) draw(d *figure.Drawing, x, y, scale float64) {
	p := pen{w, x, y, scale}
	for _, s := range d.Shapes {
		p.shape(s)
	}
	if w.pdf != nil {
		w.pdf.SetDashPattern(nil, 0)
		w.pdf.SetAlpha(1, "Normal")
	}
}

// pen draws shapes on a part of the page.
type pen struct {
	w           *writer
	x, y, scale float64
}

func (p pen) at(x, y float64) (float64, float64) { return p.x + x*p.scale, p.y + y*p.scale }

func (p pen) shape(s figure.Shape) {
	if t, ok := s.(figure.Text); ok {
		p.text(t)
		return
	}
	pdf := p.w.pdf
	if pdf == nil {
		return
	}
	switch s := s.(type) {
	case figure.Line:
		if p.stroke(s.Stroke) {
			x1, y1 := p.at(s.X1, s.Y1)
			x2, y2 := p.at(s.X2, s.Y2)
			pdf.Line(x1, y1, x2, y2)
		}
	case figure.Rect:
		x, y := p.at(s.X, s.Y)
		if p.fill(s.Fill) {
			pdf.Rect(x, y, s.W*p.scale, s.H*p.scale, "F")
		}
		if p.stroke(s.Stroke) {
			pdf.Rect(x, y, s.W*p.scale, s.H*p.scale, "D")
		}
	case figure.Path:
		if p.fill(s.Fill) {
			p.path(s.Segments)
			pdf.DrawPath("F")
		}
		if p.stroke(s.Stroke) {
			p.path(s.Segments)
			pdf.DrawPath("D")
		}
	}
}

func (p pen) path(segments []figure.Segment) {
	for _, s := range segments {
		x, y := p.at(s.X, s.Y)
		switch s.Kind {
		case figure.MoveTo:
			p.w.pdf.MoveTo(x, y)
		case figure.LineTo:
			p.w.pdf.LineTo(x, y)
		case figure.CurveTo:
			x1, y1 := p.at(s.C1X, s.C1Y)
			x2, y2 := p.at(s.C2X, s.C2Y)
			p.w.pdf.CurveBezierCubicTo(x1, y1, x2, y2, x, y)
		case figure.Close:
			p.w.pdf.ClosePath()
		}
	}
}

func (p pen) fill(c figure.Colour) bool {
	if c.A == 0 {
		return false
	}
	p.w.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
	p.w.pdf.SetAlpha(float64(c.A)/255, "Normal")
	return true
}

func (p pen) stroke(s figure.Stroke) bool {
	if s.Width <= 0 || s.Colour.A == 0 {
		return false
	}
	p.w.pdf.SetDrawColor(int(s.Colour.R), int(s.Colour.G), int(s.Colour.B))
	p.w.pdf.SetAlpha(float64(s.Colour.A)/255, "Normal")
	p.w.pdf.SetLineWidth(s.Width * p.scale)
	dash := make([]float64, len(s.Dash))
	for i, v := range s.Dash {
		dash[i] = v * p.scale
	}
	p.w.pdf.SetDashPattern(dash, 0)
	return true
}

// text writes a text of a drawing in Liberation Sans.
func (p pen) text(t figure.Text) {
	if t.String == "" || t.Size <= 0 || t.Colour.A == 0 {
		return
	}
	face := figure.Face{Bold: t.Bold, Italic: t.Italic}
	p.w.used[face] = true
	pdf := p.w.pdf
	if pdf == nil {
		return
	}
	words := face.Drawable(t.String)
	x, y := p.at(t.X, t.Y)
	size := t.Size * p.scale
	pdf.SetFont("sans", style{bold: t.Bold, italic: t.Italic}.font(), size)
	pdf.SetTextColor(int(t.Colour.R), int(t.Colour.G), int(t.Colour.B))
	pdf.SetAlpha(float64(t.Colour.A)/255, "Normal")
	if t.Rotate != 0 {
		pdf.TransformBegin()
		pdf.TransformRotate(t.Rotate, x, y)
		defer pdf.TransformEnd()
	}
	switch t.Anchor {
	case figure.Middle:
		x -= face.Width(words, size) / 2
	case figure.End:
		x -= face.Width(words, size)
	}
	pdf.Text(x, y, words)
}
