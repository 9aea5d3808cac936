package figure

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// PNG is the drawing as a PNG picture on white, dpi dots an inch (150 to 200
// for print).
func (d *Drawing) PNG(dpi int) ([]byte, error) {
	c := vgimg.NewWith(vgimg.UseWH(vg.Length(d.Width), vg.Length(d.Height)), vgimg.UseDPI(dpi), vgimg.UseBackgroundColor(color.White))
	vg.Initialize(c)
	for _, s := range d.Shapes {
		d.paint(c, s)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, fewColours(c.Image())); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// fewColours is a picture of at most 256 colours where 32 levels of each of red,
// green and blue give no more, as in most charts: it is written in a third of the
// time and takes a third of the room. Another picture stays as it is.
func fewColours(from image.Image) image.Image {
	src, ok := from.(*image.RGBA)
	if !ok {
		return from
	}
	b := src.Bounds()
	out := image.NewPaletted(b, nil)
	var known [1 << 15]int16 // the index in the palette, from 1
	for y := b.Min.Y; y < b.Max.Y; y++ {
		row := src.Pix[src.PixOffset(b.Min.X, y):]
		to := out.Pix[out.PixOffset(b.Min.X, y):]
		for x := range b.Dx() {
			r, g, bl, a := row[4*x], row[4*x+1], row[4*x+2], row[4*x+3]
			if a != 255 {
				return from
			}
			key := int(r>>3)<<10 | int(g>>3)<<5 | int(bl>>3)
			if known[key] == 0 {
				if len(out.Palette) == 256 {
					return from
				}
				out.Palette = append(out.Palette, color.RGBA{level(r), level(g), level(bl), 255})
				known[key] = int16(len(out.Palette))
			}
			to[x] = uint8(known[key] - 1)
		}
	}
	return out
}

// level is the middle of 32 levels, but for black and white as they are.
func level(v uint8) uint8 { return v&0xf8 | v>>5 }

// at turns y round: a vg canvas has its origin at the bottom.
func (d *Drawing) at(x, y float64) vg.Point {
	return vg.Point{X: vg.Length(x), Y: vg.Length(d.Height - y)}
}

func (d *Drawing) paint(c vg.Canvas, s Shape) {
	switch s := s.(type) {
	case Line:
		var p vg.Path
		p.Move(d.at(s.X1, s.Y1))
		p.Line(d.at(s.X2, s.Y2))
		stroke(c, p, s.Stroke)
	case Rect:
		p := vg.Rectangle{Min: d.at(s.X, s.Y+s.H), Max: d.at(s.X+s.W, s.Y)}.Path()
		fill(c, p, s.Fill)
		stroke(c, p, s.Stroke)
	case Path:
		p := d.path(s.Segments)
		fill(c, p, s.Fill)
		stroke(c, p, s.Stroke)
	case Text:
		d.write(c, s)
	}
}

func (d *Drawing) path(segments []Segment) vg.Path {
	var p vg.Path
	for _, s := range segments {
		switch s.Kind {
		case MoveTo:
			p.Move(d.at(s.X, s.Y))
		case LineTo:
			p.Line(d.at(s.X, s.Y))
		case CurveTo:
			p.CubeTo(d.at(s.C1X, s.C1Y), d.at(s.C2X, s.C2Y), d.at(s.X, s.Y))
		case Close:
			p.Close()
		}
	}
	return p
}

func fill(c vg.Canvas, p vg.Path, with Colour) {
	if with.A > 0 && len(p) > 0 {
		c.SetColor(with)
		c.Fill(p)
	}
}

func stroke(c vg.Canvas, p vg.Path, s Stroke) {
	if !s.visible() || len(p) == 0 {
		return
	}
	dash := make([]vg.Length, len(s.Dash))
	for i, v := range s.Dash {
		dash[i] = vg.Length(v)
	}
	c.SetColor(s.Colour)
	c.SetLineWidth(vg.Length(s.Width))
	c.SetLineDash(dash, 0)
	c.Stroke(p)
}

func (d *Drawing) write(c vg.Canvas, t Text) {
	if t.String == "" || t.Size <= 0 || t.Colour.A == 0 {
		return
	}
	f := Face{Bold: t.Bold, Italic: t.Italic}
	words := f.Drawable(t.String)
	face := fonts().Lookup(f.plot(t.Size), vg.Length(t.Size))
	x := 0.0
	switch t.Anchor {
	case Middle:
		x = -f.Width(words, t.Size) / 2
	case End:
		x = -f.Width(words, t.Size)
	}
	c.Push()
	defer c.Pop()
	c.SetColor(t.Colour)
	c.Translate(d.at(t.X, t.Y))
	c.Rotate(t.Rotate * math.Pi / 180)
	c.FillString(face, vg.Point{X: vg.Length(x)}, words)
}
