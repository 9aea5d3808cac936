package pdf

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/report/layout"
)

// style is how letters look.
type style struct {
	size         float64
	bold, italic bool
}

func (s style) face() figure.Face { return figure.Face{Serif: true, Bold: s.bold, Italic: s.italic} }

func (s style) width(words string) float64 {
	f := s.face()
	return f.Width(f.Drawable(words), s.size)
}

// line is the height of a line.
func (s style) line() float64 { return s.size * 1.22 }

func (s style) font() string {
	f := ""
	if s.bold {
		f = "B"
	}
	if s.italic {
		f += "I"
	}
	return f
}

func upper(s string) string { return strings.ToUpper(s) }

// set makes a style the current one.
func (w *writer) set(s style) {
	w.used[s.face()] = true
	if w.pdf != nil {
		w.pdf.SetFont("serif", s.font(), s.size)
		w.pdf.SetTextColor(0, 0, 0)
	}
}

// print writes a text with its base line at y.
func (w *writer) print(x, y float64, words string, s style) {
	if words == "" {
		return
	}
	w.set(s)
	if w.pdf != nil {
		w.pdf.Text(x, y, s.face().Drawable(words))
	}
}

func (w *writer) line(x1, y1, x2, y2, width float64) {
	if w.pdf != nil {
		w.pdf.SetDrawColor(0x77, 0x77, 0x77)
		w.pdf.SetLineWidth(width)
		w.pdf.Line(x1, y1, x2, y2)
	}
}

// cut shortens a text to a width.
func (w *writer) cut(words string, s style, width float64) string {
	if s.width(words) <= width {
		return words
	}
	r := []rune(words)
	for len(r) > 1 && s.width(string(r)+"…") > width {
		r = r[:len(r)-1]
	}
	return strings.TrimRight(string(r), " ") + "…"
}

// piece is a piece of a line that leads to one target or none.
type piece struct {
	words, target, url string
	width              float64
}

// textLine is a line of text.
type textLine struct {
	pieces []piece
	width  float64
}

// wrap breaks a text into lines of a width. Words are kept whole where they
// fit.
func wrap(t layout.Text, s style, width float64) []textLine {
	return wrapRuns(t, nil, s, width)
}

func wrapRuns(t layout.Text, urls map[int]string, s style, width float64) []textLine {
	var lines []textLine
	var line textLine
	face := s.face()
	space := face.Width(" ", s.size)
	flush := func() {
		if len(line.pieces) > 0 {
			lines = append(lines, line)
		}
		line = textLine{}
	}
	add := func(words string, run int, gap bool) {
		n := face.Width(words, s.size)
		if gap && len(line.pieces) > 0 {
			words, n = " "+words, n+space
		}
		last := len(line.pieces) - 1
		target, url := t[run].Target, urls[run]
		if last >= 0 && line.pieces[last].target == target && line.pieces[last].url == url {
			line.pieces[last].words += words
			line.pieces[last].width += n
		} else {
			if gap && last >= 0 { // the space belongs to what is before it
				line.pieces[last].words += " "
				line.pieces[last].width += space
				words, n = words[1:], n-space
				line.width += space
			}
			line.pieces = append(line.pieces, piece{words, target, url, n})
		}
		line.width += n
	}
	gap := false
	for run, r := range t {
		words := face.Drawable(r.String)
		for i, word := range strings.Split(words, " ") {
			if i > 0 {
				gap = true
			}
			if word == "" {
				continue
			}
			n := face.Width(word, s.size)
			extra := 0.0
			if gap && len(line.pieces) > 0 {
				extra = space
			}
			if len(line.pieces) > 0 && line.width+extra+n > width+0.01 && (gap || n <= width+0.01) {
				flush()
			}
			for n > width+0.01 && len([]rune(word)) > 1 { // broken inside
				if len(line.pieces) > 0 {
					flush()
				}
				head := fitting(face, word, s.size, width)
				add(head, run, false)
				flush()
				word = word[len(head):]
				n = face.Width(word, s.size)
			}
			add(word, run, gap)
			gap = false
		}
	}
	flush()
	return lines
}

// fitting is as much of a word as fits, at least one letter.
func fitting(f figure.Face, word string, size, width float64) string {
	sum := 0.0
	for i, r := range word {
		sum += f.Width(string(r), size)
		if i > 0 && sum > width {
			return word[:i]
		}
	}
	return word
}

// alignment of lines.
type align int

const (
	alignLeft align = iota
	alignCentre
	alignRight
)

// lineAt prints a line whose top is at y in a box from x.
func (w *writer) lineAt(l textLine, x, y, width float64, s style, a align) {
	switch a {
	case alignCentre:
		x += (width - l.width) / 2
	case alignRight:
		x += width - l.width
	}
	for _, p := range l.pieces {
		w.print(x, y+s.size*0.95, p.words, s)
		if w.pdf != nil && p.target != "" {
			w.pdf.Link(x, y, p.width, s.line(), w.link(p.target))
		}
		if w.pdf != nil && p.url != "" {
			w.pdf.LinkString(x, y, p.width, s.line(), p.url)
		}
		x += p.width
	}
}

// flow writes lines down the page, going on to the next where it is full. Two
// lines at least stay together.
func (w *writer) flow(lines []textLine, x, width float64, s style, a align) {
	for i, l := range lines {
		if i == 0 && len(lines) > 1 {
			w.need(2 * s.line())
		}
		w.need(s.line())
		w.lineAt(l, x, w.y, width, s, a)
		w.y += s.line()
		w.top = false
	}
}

func plain(s string) layout.Text { return layout.Text{{String: s}} }

// centred writes a text in the middle.
func (w *writer) centred(words string, s style) {
	if words == "" {
		return
	}
	w.flow(wrap(plain(words), s, w.width()), w.left(), w.width(), s, alignCentre)
	w.y += 3
}
