package flowpic

import (
	"strings"
	"unicode"
)

// widths are the advance widths of Helvetica (and of Arial and Liberation Sans,
// which share them) for the characters from space to tilde, in thousandths of
// the size. Source: Adobe Core 14 AFM files.
var widths = [...]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // space … /
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 … ?
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ … O
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P … _
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` … o
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // p … ~
}

// boldWidths are those of Helvetica Bold and its like, from the same source.
var boldWidths = [...]int{
	278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, // space … /
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, // 0 … ?
	975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, // @ … O
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, // P … _
	333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, // ` … o
	611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584, // p … ~
}

// The letters whose width the composed letters have, block by block;
// '@' stands for the wide Æ. The horns of ơ and ư are added; ì and
// í are as wide as I.
const (
	latin1     = "AAAAAA@CEEEEIIIIDNOOOOO+OUUUUYPbaaaaaaaceeeeIIIIonooooo+ouuuuypy" // U+00C0 … U+00FF
	vietnamese = "AaAaAaAaAaAaAaAaAaAaAaAa" + "EeEeEeEeEeEeEeEe" + "IiIi" + "OoOoOoOoOoOoOo" +
		"OoOoOoOoOo" + "UuUu" + "UuUuUuUuUu" + "YyYyYyYy" // U+1EA0 … U+1EF9
)

// horn is how much wider ơ is than o; decomposed, it is a mark of its own.
const horn = 120

func advance(r rune, bold bool) int {
	table := &widths
	if bold {
		table = &boldWidths
	}
	as := func(letter byte) int { return table[letter-' '] }
	switch {
	case r >= ' ' && r <= '~':
		return as(byte(r))
	case r >= 0xc0 && r <= 0xff:
		return as(latin1[r-0xc0])
	case r >= 0x1eda && r <= 0x1ee3, r >= 0x1ee8 && r <= 0x1ef1: // with a horn
		return as(vietnamese[r-0x1ea0]) + horn
	case r >= 0x1ea0 && r <= 0x1ef9:
		return as(vietnamese[r-0x1ea0])
	case r == '\u031b':
		return horn
	case unicode.Is(unicode.Mn, r) || unicode.IsControl(r):
		return 0
	case unicode.Is(unicode.Han, r) || r > 0xffff:
		return 1000
	}
	switch r {
	case 'Ă':
		return as('A')
	case 'ă':
		return as('a')
	case 'Ũ', 'Đ':
		return as('U')
	case 'ũ', 'đ':
		return as('u')
	case 'Ĩ', 'ĩ':
		return as('I')
	case '°':
		return 400
	case 'Ơ':
		return as('O') + horn
	case 'ơ':
		return as('o') + horn
	case 'Ư':
		return as('U') + horn
	case 'ư':
		return as('u') + horn
	case '\u00a0':
		return as(' ')
	case '·', '²', '³', '¹':
		return 333
	case '₀', '₁', '₂', '₃', '₄', '–', '₫':
		return 556
	case '−', '±', '≥', '≤', '≈':
		return 584
	case '—', '…', '→', '←', '↑', '↓', '↺':
		return 1000
	}
	return 700
}

// TextWidth is the width of a line of text set in Arial or a font of its
// widths, in the unit of size. Decomposed text has the width of composed
// text but for í and ì, which the font draws wider; letters outside the table are
// taken a little too wide.
func TextWidth(s string, size float64, bold bool) float64 {
	sum := 0
	for _, r := range s {
		sum += advance(r, bold)
	}
	return float64(sum) * size / 1000
}

// wrap breaks a text at spaces into lines of at most width, and cuts what is too
// long even so, at most lines lines; what is left out is an ellipsis.
func wrap(s string, width, size float64, bold bool, lines int) []string {
	fits := func(s string) bool { return TextWidth(s, size, bold) <= width }
	words := glue(strings.Fields(s))
	var out []string
	line := ""
	for i := 0; i < len(words); i++ {
		longer := words[i]
		if line != "" {
			longer = line + " " + words[i]
		}
		switch {
		case fits(longer):
			line = longer
			continue
		case line == "": // one word that is too long: cut it
			out = append(out, cut(words[i], fits))
		default:
			if len(out) == lines-1 {
				return append(out, cut(line+" "+strings.Join(words[i:], " "), fits))
			}
			out = append(out, line)
			line = ""
			i--
		}
		if len(out) == lines {
			return out
		}
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}

// glue joins a sign like °C or % to the figure before it.
func glue(words []string) []string {
	var out []string
	for _, w := range words {
		if n := len(out); n > 0 && (strings.HasPrefix(w, "°") || w[0] == '%') {
			out[n-1] += " " + w
			continue
		}
		out = append(out, w)
	}
	return out
}

func cut(s string, fits func(string) bool) string {
	if fits(s) {
		return s
	}
	r := []rune(s)
	lo, hi := 0, len(r) // the longest prefix that fits, by halving
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if fits(string(r[:mid]) + "…") {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	for lo > 0 && lo < len(r) && unicode.Is(unicode.Mn, r[lo]) {
		lo--
	}
	return strings.TrimRight(string(r[:lo]), " ,;") + "…"
}
