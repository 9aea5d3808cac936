package ui

import (
	"strings"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/i18n"
)

// Measure is the widest that text and forms are drawn: longer lines are hard to
// read. Tables take all the room there is.
const Measure = 110

// Width is the number of cells that a text takes. Nearly all text of the program
// is Latin letters with their marks composed, signs and colours: those are
// counted at once, everything else as the terminal library does.
func Width(s string) int {
	n := 0
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= ' ' && c < 0x7f:
			n++
			i++
		case c == 0x1b && i+1 < len(s) && s[i+1] == '[':
			i += 2
			for i < len(s) && (s[i] < '@' || s[i] > '~') {
				if s[i] < ' ' || s[i] >= 0x7f {
					return ansi.StringWidth(s)
				}
				i++
			}
			i++
		case c < 0x80:
			return ansi.StringWidth(s)
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !narrow(r) {
				return ansi.StringWidth(s)
			}
			n++
			i += size
		}
	}
	return n
}

// narrow reports whether a letter or sign always takes one cell of its own. A
// mark that joins the letter before it is not one.
func narrow(r rune) bool {
	switch {
	case r >= 0xa1 && r < 0x300:
		return r != 0xad
	case r >= 0x1e00 && r <= 0x1eff: // Vietnamese
		return true
	case r >= 0x2010 && r <= 0x2027, r >= 0x2080 && r <= 0x2089, r == 0x20ab, r == 0x2212, r == 0x2248, r == 0x2264, r == 0x2265:
		return true
	case r >= 0x2190 && r <= 0x2193, r == 0x23ce, r >= 0x2500 && r <= 0x25cf && r != 0x25aa && r != 0x25ab && r != 0x25b6 && r != 0x25c0, r >= 0x25d0 && r <= 0x25d7:
		return true
	case r == 0x2713, r == 0x2717:
		return true
	}
	return false
}

// Fit makes one line of text exactly w cells wide: cut with a sign, or filled.
func Fit(s string, w int, more string) string {
	if w <= 0 {
		return ""
	}
	n := Width(s)
	if n > w {
		if Width(more) >= w {
			more = ""
		}
		s = ansi.Truncate(s, w, more)
		n = Width(s)
	}
	if n < w {
		s += strings.Repeat(" ", w-n)
	}
	return s
}

// FitRight makes one line of text exactly w cells wide, the text at the right.
func FitRight(s string, w int, more string) string {
	if n := Width(s); n < w {
		return strings.Repeat(" ", w-n) + s
	}
	return Fit(s, w, more)
}

// Cut shortens a text to at most w cells.
func Cut(s string, w int, more string) string {
	if w <= 0 {
		return ""
	}
	if Width(s) <= w {
		return s
	}
	if Width(more) >= w {
		more = ""
	}
	return ansi.Truncate(s, w, more)
}

// Ends puts one text at the left and one at the right of a line of w cells; the
// left one is cut where they do not fit.
func Ends(left, right string, w int, more string) string {
	r := Width(right)
	if r+1 >= w {
		return Fit(left, w, more)
	}
	return Fit(left, w-r-1, more) + " " + right
}

// Box makes lines exactly w wide and h many: cut, or filled with blanks.
func Box(s string, w, h int) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	lines := strings.Split(s, "\n")
	var b strings.Builder
	b.Grow(h * (w + 1))
	for i := range h {
		if i > 0 {
			b.WriteByte('\n')
		}
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		b.WriteString(Fit(line, w, ""))
	}
	return b.String()
}

// Wrap breaks text into lines of at most w cells, between words where it can. A
// percent sign stays with its number, and so does a minus or the dash of a
// range.
func Wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	return strings.Split(loosen.Replace(ansi.Wrap(bind(s), w, "")), "\n")
}

// Signs that look like a blank and a hyphen, at which no line is broken.
const (
	boundBlank  = "\u00a0"
	boundHyphen = "\u2011"
)

var loosen = strings.NewReplacer(boundBlank, " ", boundHyphen, "-")

// bind puts bound signs where a line must not be broken.
func bind(s string) string {
	if !strings.Contains(s, " %") && !strings.Contains(s, "-") {
		return s
	}
	s = strings.ReplaceAll(s, " %", boundBlank+"%")
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '-')
		if i < 0 || i+1 >= len(s) {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		if next := s[i+1]; next >= '0' && next <= '9' {
			b.WriteString(boundHyphen)
		} else {
			b.WriteByte('-')
		}
		s = s[i+1:]
	}
}

// Beside puts blocks next to each other, each a Box and all of the same height.
func Beside(blocks ...string) string {
	rows := make([][]string, len(blocks))
	for i, b := range blocks {
		rows[i] = strings.Split(b, "\n")
	}
	var out strings.Builder
	for y := range rows[0] {
		if y > 0 {
			out.WriteByte('\n')
		}
		for i := range rows {
			if y < len(rows[i]) {
				out.WriteString(rows[i][y])
			}
		}
	}
	return out.String()
}

// Over draws a block over another one, its top left at x, y. The size stays
// that of the base.
func Over(base, block string, x, y int) string {
	lines := strings.Split(base, "\n")
	w, h := Width(lines[0]), strings.Count(block, "\n")+1
	from, to := min(max(0, y), len(lines)), min(max(0, y+h), len(lines))
	if from >= to {
		return base
	}
	// Only the lines that the block lies on are drawn anew.
	under := lipgloss.NewLayer(strings.Join(lines[from:to], "\n"))
	both := lipgloss.NewCompositor(under, lipgloss.NewLayer(block).X(x).Y(y-from).Z(1)).Render()
	// The compositor drops the blanks at the ends of lines.
	copy(lines[from:to], strings.Split(Box(both, w, to-from), "\n"))
	return strings.Join(lines, "\n")
}

// Scroll returns the first row to show so that row at of n is visible among h,
// moving as little as possible from top.
func Scroll(top, at, n, h int) int {
	if h <= 0 {
		return 0
	}
	if at < top {
		top = at
	}
	if at >= top+h {
		top = at - h + 1
	}
	return max(0, min(top, n-h))
}

// CleanLine is a text from outside as one harmless line.
func CleanLine(s string) string { return i18n.Clean(s) }
