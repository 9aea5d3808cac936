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

// The letters whose width the composed letters have, block by block; '@' stands
// for the wide Æ, '&' for ơ and ư, '%' for Ơ and Ư, whose horns make them wider.
const (
	latin1     = "AAAAAA@CEEEEIIIIDNOOOOO+OUUUUYPbaaaaaaaceeeeiiiionooooo+ouuuuypy" // U+00C0 … U+00FF
	vietnamese = "AaAaAaAaAaAaAaAaAaAaAaAa" + "EeEeEeEeEeEeEeEe" + "IiIi" + "OoOoOoOoOoOoOo" +
		"%&%&%&%&%&" + "UuUu" + "%&%&%&%&%&" + "YyYyYyYy" // U+1EA0 … U+1EF9
)

func advance(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		return widths[r-' ']
	case r >= 0xc0 && r <= 0xff:
		return widths[latin1[r-0xc0]-' ']
	case r >= 0x1ea0 && r <= 0x1ef9:
		return widths[vietnamese[r-0x1ea0]-' ']
	case unicode.Is(unicode.Mn, r) || unicode.IsControl(r):
		return 0
	case unicode.Is(unicode.Han, r) || r > 0xffff:
		return 1000
	}
	switch r {
	case 'Ă', 'ơ', 'ư':
		return 667
	case 'ă', 'đ', 'ũ', '–', '₫':
		return 556
	case 'Đ', 'Ũ':
		return 722
	case 'Ơ', 'Ư':
		return 889
	case 'Ĩ', 'ĩ', '\u00a0', '·':
		return 278
	case '²', '³', '¹', '₀', '₁', '₂', '₃', '₄':
		return 333
	case '−', '±', '≥', '≤', '≈':
		return 584
	case '—', '…', '→', '←', '↑', '↓', '↺':
		return 1000
	}
	return 700
}

// TextWidth is the width of a line of text set in Arial or a font of its
// widths, in the unit of size. Composed and decomposed text have the same
// width; letters outside the table are taken a little too wide.
func TextWidth(s string, size float64, bold bool) float64 {
	sum := 0
	for _, r := range s {
		sum += advance(r)
	}
	w := float64(sum) * size / 1000
	if bold {
		w *= 1.07 // Arial Bold on running Vietnamese text; measured, not published
	}
	return w
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
