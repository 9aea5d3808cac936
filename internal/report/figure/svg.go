package figure

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// SVG is the drawing as an SVG element without an XML head, so that it can
// stand in a web page. Its title and description are read out to who does not
// see it.
func (d *Drawing) SVG(title, description string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%spt" height="%spt" role="img" font-family="'Liberation Sans', Arial, Helvetica, sans-serif">`,
		short(d.Width), short(d.Height), short(d.Width), short(d.Height))
	b.WriteByte('\n')
	if title != "" {
		b.WriteString("<title>" + escape(title) + "</title>\n")
	}
	if description != "" {
		b.WriteString("<desc>" + escape(description) + "</desc>\n")
	}
	for _, s := range d.Shapes {
		svgShape(&b, s)
		b.WriteByte('\n')
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func svgShape(b *bytes.Buffer, s Shape) {
	switch s := s.(type) {
	case Line:
		fmt.Fprintf(b, `<line x1="%s" y1="%s" x2="%s" y2="%s"%s/>`, short(s.X1), short(s.Y1), short(s.X2), short(s.Y2), svgStroke(s.Stroke))
	case Rect:
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s"%s%s/>`, short(s.X), short(s.Y), short(s.W), short(s.H), svgFill(s.Fill), svgStroke(s.Stroke))
	case Path:
		fmt.Fprintf(b, `<path d="%s"%s%s/>`, svgPath(s.Segments), svgFill(s.Fill), svgStroke(s.Stroke))
	case Text:
		fmt.Fprintf(b, `<text x="%s" y="%s" font-size="%s"%s`, short(s.X), short(s.Y), short(s.Size), svgFill(s.Colour))
		if s.Bold {
			b.WriteString(` font-weight="bold"`)
		}
		if s.Italic {
			b.WriteString(` font-style="italic"`)
		}
		switch s.Anchor {
		case Middle:
			b.WriteString(` text-anchor="middle"`)
		case End:
			b.WriteString(` text-anchor="end"`)
		}
		if s.Rotate != 0 {
			fmt.Fprintf(b, ` transform="rotate(%s %s %s)"`, short(-s.Rotate), short(s.X), short(s.Y))
		}
		b.WriteString(">" + escape(s.String) + "</text>")
	}
}

func svgPath(segments []Segment) string {
	var b strings.Builder
	for _, s := range segments {
		switch s.Kind {
		case MoveTo:
			b.WriteString("M" + short(s.X) + " " + short(s.Y))
		case LineTo:
			b.WriteString("L" + short(s.X) + " " + short(s.Y))
		case CurveTo:
			b.WriteString("C" + short(s.C1X) + " " + short(s.C1Y) + " " + short(s.C2X) + " " + short(s.C2Y) + " " + short(s.X) + " " + short(s.Y))
		case Close:
			b.WriteString("Z")
		}
	}
	return b.String()
}

func svgColour(c Colour) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

func svgFill(c Colour) string {
	switch c.A {
	case 0:
		return ` fill="none"`
	case 255:
		return ` fill="` + svgColour(c) + `"`
	}
	return ` fill="` + svgColour(c) + `" fill-opacity="` + short(float64(c.A)/255) + `"`
}

func svgStroke(s Stroke) string {
	if !s.visible() {
		return ""
	}
	out := ` stroke="` + svgColour(s.Colour) + `" stroke-width="` + short(s.Width) + `"`
	if s.Colour.A < 255 {
		out += ` stroke-opacity="` + short(float64(s.Colour.A)/255) + `"`
	}
	if len(s.Dash) > 0 {
		parts := make([]string, len(s.Dash))
		for i, v := range s.Dash {
			parts[i] = short(v)
		}
		out += ` stroke-dasharray="` + strings.Join(parts, " ") + `"`
	}
	return out
}

// short writes a coordinate to a hundredth of a point.
func short(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}
