package flowpic

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"
)

// fonts is the stack of the texts: all of the widths by which they were placed.
const fonts = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif"

// SVG writes the picture as one SVG document that needs nothing else: no style
// sheet, script, font or link. The same picture gives the same bytes.
func (p Picture) SVG(to io.Writer) error {
	w := &svgWriter{bufio.NewWriter(to)}
	w.say(`<svg xmlns="http://www.w3.org/2000/svg" role="img" width="`, num(p.Width), `mm" height="`, num(p.Height),
		`mm" viewBox="0 0 `, num(p.Width), ` `, num(p.Height), `" font-family="`, fonts, `">`, "\n")
	if p.Title != "" {
		w.say(`<title>`, escape(p.Title), "</title>\n")
	}
	if p.Desc != "" {
		w.say(`<desc>`, escape(p.Desc), "</desc>\n")
	}
	for _, s := range p.Shapes {
		switch s := s.(type) {
		case Rect:
			w.say(`<rect`, class(s.Role), ` x="`, num(s.X), `" y="`, num(s.Y), `" width="`, num(s.W), `" height="`, num(s.H), `"`)
			if s.R > 0 {
				w.say(` rx="`, num(s.R), `"`)
			}
			w.say(s.attributes(), "/>\n")
		case Line:
			w.say(`<polyline`, class(s.Role), ` points="`, points(s.Shaft()), `"`, s.attributes(), "/>\n")
			if tip, ok := s.Head(); ok {
				w.say(`<polygon`, class(s.Role), ` points="`, points(tip[:]), `" fill="`, escape(s.Stroke), "\"/>\n")
			}
		case Path:
			w.say(`<path`, class(s.Role), ` d="`, path(s.Segs), `"`, s.attributes(), "/>\n")
		case Text:
			w.text(s)
		}
	}
	w.say("</svg>\n")
	return w.Flush()
}

type svgWriter struct{ *bufio.Writer }

// say writes its parts; an error stays in the writer until Flush returns it.
func (w *svgWriter) say(parts ...string) {
	for _, s := range parts {
		_, _ = w.WriteString(s)
	}
}

func (w *svgWriter) text(t Text) {
	w.say(`<text`, class(t.Role), ` x="`, num(t.X), `" y="`, num(t.Y), `" font-size="`, num(t.Size), `"`)
	if t.Anchor != "" && t.Anchor != Start {
		w.say(` text-anchor="`, string(t.Anchor), `"`)
	}
	if t.Bold {
		w.say(` font-weight="700"`)
	}
	if t.Rotate != 0 {
		w.say(` transform="rotate(`, num(t.Rotate), ` `, num(t.X), ` `, num(t.Y), `)"`)
	}
	if t.Color != "" {
		w.say(` fill="`, escape(t.Color), `"`)
	}
	w.say(`>`, escape(t.S), "</text>\n")
}

func class(role string) string {
	if role == "" {
		return ""
	}
	return ` class="` + escape(role) + `"`
}

func (s Style) attributes() string {
	var b strings.Builder
	fill := s.Fill
	if fill == "" {
		fill = "none"
	}
	b.WriteString(` fill="` + escape(fill) + `"`)
	if s.Stroke != "" && s.Width > 0 {
		b.WriteString(` stroke="` + escape(s.Stroke) + `" stroke-width="` + num(s.Width) + `" stroke-linejoin="round"`)
		for i, d := range s.Dash {
			if i == 0 {
				b.WriteString(` stroke-dasharray="`)
			} else {
				b.WriteByte(' ')
			}
			b.WriteString(num(d))
			if i == len(s.Dash)-1 {
				b.WriteByte('"')
			}
		}
	}
	if s.Opacity > 0 && s.Opacity < 1 {
		b.WriteString(` opacity="` + num(s.Opacity) + `"`)
	}
	return b.String()
}

func points(ps []Point) string {
	var b strings.Builder
	for i, p := range ps {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(num(p.X) + "," + num(p.Y))
	}
	return b.String()
}

func path(segs []Seg) string {
	var b strings.Builder
	at := func(p Point) { b.WriteString(num(p.X) + " " + num(p.Y)) }
	for _, s := range segs {
		b.WriteByte(s.Op)
		switch s.Op {
		case 'M', 'L':
			at(s.P)
		case 'C':
			at(s.C1)
			b.WriteByte(' ')
			at(s.C2)
			b.WriteByte(' ')
			at(s.P)
		}
	}
	return b.String()
}

// num writes a length to a thousandth of a millimetre.
func num(x float64) string {
	s := strconv.FormatFloat(math.Round(x*1000)/1000, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	return s
}

// escape makes a text fit for XML; characters that XML forbids are left out.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\t', r == '\n', r == '\r':
			b.WriteByte(' ')
		case r < ' ', r == 0xfffe, r == 0xffff:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
