package figure

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	plottext "gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/sxsh-audit/audit/internal/i18n"
)

// The colours are those that Okabe and Ito proposed (2008) for readers who do
// not see red and green; their lightness differs too.
var (
	black  = RGB(0x000000)
	ink    = RGB(0x222222)
	grey   = RGB(0x777777)
	pale   = RGB(0xdddddd)
	blue   = RGB(0x0072b2)
	orange = RGB(0xe69f00)
	green  = RGB(0x009e73)
	red    = RGB(0xd55e00)
	sky    = RGB(0x9fd3f0)
)

// Sizes of letters in points.
const (
	letters      = 9.0
	smallLetters = 8.0
)

// newPlot is an empty plot in the house's style: thin dark axes, pale lines
// across, numbers in the language's notation.
func newPlot(p *i18n.Printer, xLabel, yLabel string) *plot.Plot {
	pl := plot.New()
	pl.BackgroundColor = nil
	handler := plottext.Plain{Fonts: fonts()}
	style := func(s *plottext.Style, size float64) {
		s.Font = Face{}.plot(size)
		s.Handler = handler
		s.Color = ink
	}
	pl.TextHandler = handler
	style(&pl.Title.TextStyle, letters)
	pl.Legend.TextStyle.Handler = handler
	style(&pl.Legend.TextStyle, smallLetters)
	for _, a := range []*plot.Axis{&pl.X, &pl.Y} {
		style(&a.Label.TextStyle, letters)
		style(&a.Tick.Label, smallLetters)
		a.LineStyle = draw.LineStyle{Color: ink, Width: 0.7}
		a.Tick.LineStyle = draw.LineStyle{Color: ink, Width: 0.7}
		a.Tick.Length = 3
		a.Padding = 2
		a.Label.Padding = 3
		a.Tick.Marker = ticks{p}
	}
	pl.X.Tick.Label.XAlign, pl.X.Tick.Label.YAlign = plottext.XCenter, plottext.YTop
	pl.Y.Tick.Label.XAlign, pl.Y.Tick.Label.YAlign = plottext.XRight, plottext.YCenter
	pl.X.Label.Text, pl.Y.Label.Text = Face{}.Drawable(xLabel), Face{}.Drawable(yLabel)
	grid := plotter.NewGrid()
	grid.Vertical.Width = 0
	grid.Vertical.Color = color.Transparent
	grid.Horizontal = draw.LineStyle{Color: pale, Width: 0.5}
	pl.Add(grid)
	return pl
}

// ticks marks round numbers on an axis.
type ticks struct{ p *i18n.Printer }

func (t ticks) Ticks(lo, hi float64) []plot.Tick {
	step, decimals := roundStep(hi-lo, 5)
	if step == 0 {
		return []plot.Tick{{Value: lo, Label: t.p.Figure(lo)}}
	}
	var all []plot.Tick
	for i := math.Ceil(lo/step - 1e-9); i*step <= hi+1e-9*step && len(all) < 50; i++ {
		all = append(all, plot.Tick{Value: i * step, Label: t.p.Number(i*step, decimals)})
	}
	return all
}

// roundStep is a step of 1, 2 or 5 · 10ⁿ that divides a span into about n parts,
// and the decimals that its multiples need; 0 where there is no span.
func roundStep(span float64, n int) (step float64, decimals int) {
	if !(span > 0) || math.IsInf(span, 0) {
		return 0, 0
	}
	order := math.Floor(math.Log10(span / float64(n)))
	unit := math.Pow(10, order)
	for _, m := range []float64{1, 2, 5, 10} {
		step = m * unit
		if span/step <= float64(n)+0.5 {
			break
		}
	}
	return step, max(0, -int(order))
}

// sign is what a key shows beside its words.
type sign struct {
	line   Stroke // a line
	fill   Colour // a box
	dot    bool   // a dot of the fill
	hollow bool   // a ring of the line
	words  string
}

// finish draws a plot under a row of signs, so that signs never cover data.
func finish(pl *plot.Plot, width, height float64, key []sign) *Drawing {
	r := newRecorder(width, height)
	top := drawKey(r.d, key, 0)
	pl.Draw(draw.Crop(draw.New(r), 2, -6, 2, vg.Length(-top-4)))
	return r.d
}

// drawKey draws signs in rows from the top of a drawing, as many beside each
// other as fit, and says how high they are.
func drawKey(d *Drawing, key []sign, left float64) (height float64) {
	const (
		row  = 14.0
		mark = 20.0
		gap  = 14.0
	)
	x, y := left, 0.0
	for _, s := range key {
		s.words = Face{}.Drawable(s.words)
		w := mark + 4 + Face{}.Width(s.words, smallLetters) + gap
		if x > left && x+w > d.Width {
			x, y = left, y+row
		}
		mid := y + row/2
		if s.fill.A > 0 && !s.dot {
			d.Add(Rect{X: x, Y: mid - 4, W: mark, H: 8, Fill: s.fill, Stroke: s.line})
		} else if s.line.Width > 0 && !s.hollow {
			d.Add(Line{X1: x, Y1: mid, X2: x + mark, Y2: mid, Stroke: s.line})
		}
		if s.dot || s.hollow {
			p := Path{Segments: circle(x+mark/2, mid, 3), Fill: s.fill}
			if s.hollow {
				p.Stroke = Stroke{Colour: s.line.Colour, Width: 1.2}
			}
			d.Add(p)
		}
		d.Add(Text{X: x + mark + 4, Y: mid + 3, Size: smallLetters, String: s.words, Colour: ink})
		x += w
	}
	if len(key) == 0 {
		return 0
	}
	return y + row
}

// wrap breaks a text into at most so many lines of a width; what is left over
// is cut off with "…".
func wrap(s string, f Face, size, width float64, most int) []string {
	s = f.Drawable(s)
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		try := word
		if line != "" {
			try = line + " " + word
		}
		if line != "" && f.Width(try, size) > width {
			lines = append(lines, line)
			line = word
			continue
		}
		line = try
	}
	if line != "" {
		lines = append(lines, line)
	}
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] += " …"
	}
	for i, l := range lines {
		lines[i] = cut(l, f, size, width)
	}
	return lines
}

// cut shortens a line that is wider than the width.
func cut(s string, f Face, size, width float64) string {
	if f.Width(s, size) <= width {
		return s
	}
	r := []rune(strings.TrimSuffix(s, " …"))
	for len(r) > 1 && f.Width(string(r)+"…", size) > width {
		r = r[:len(r)-1]
	}
	return strings.TrimRight(string(r), " ") + "…"
}

// lines writes lines of text one under the other, their middle at y.
func (d *Drawing) lines(x, y float64, lines []string, t Text) {
	step := t.Size * 1.15
	t.X = x
	for i, l := range lines {
		t.String = l
		t.Y = y + (float64(i)-float64(len(lines)-1)/2)*step + t.Size*0.35
		d.Add(t)
	}
}

// extent is the range of values; false where there are none or they are no
// numbers.
func extent(values ...float64) (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	return lo, hi, lo <= hi
}

func finite(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// nothing is an empty drawing with the words that there is nothing to draw.
func nothing(p *i18n.Printer) *Drawing {
	d := &Drawing{Width: pageWidth, Height: 40}
	d.Add(Text{X: pageWidth / 2, Y: 24, Size: letters, String: p.Say(word("nothing")), Colour: grey, Anchor: Middle, Italic: true})
	return d
}

// recovered turns a panic of the plotting library into an error: it panics on
// ranges that it cannot draw.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("figure: %v", r)
	}
}

func lineStyle(s Stroke) draw.LineStyle {
	l := draw.LineStyle{Color: s.Colour, Width: vg.Length(s.Width)}
	for _, v := range s.Dash {
		l.Dashes = append(l.Dashes, font.Length(v))
	}
	return l
}

// ring is a hollow dot with a line that is still seen in print.
type ring struct{}

// DrawGlyph draws the ring.
func (ring) DrawGlyph(c *draw.Canvas, g draw.GlyphStyle, at vg.Point) {
	c.SetLineStyle(draw.LineStyle{Color: g.Color, Width: 1.3})
	var p vg.Path
	p.Move(vg.Point{X: at.X + g.Radius, Y: at.Y})
	p.Arc(at, g.Radius, 0, 2*math.Pi)
	p.Close()
	c.Stroke(p)
}
