package textchart

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// narrow reports whether a sign always takes one cell of its own: nothing that
// joins its neighbour, nothing wide. It is a fast way through for nearly all
// text; everything else is measured.
func narrow(r rune) bool {
	switch {
	case r < 0x7f:
		return r >= ' '
	case r < 0x300:
		return r >= 0xa1 && r != 0xad && r != 0xa9 && r != 0xae
	case r >= 0x1e00 && r <= 0x1eff: // Vietnamese
		return true
	case r >= 0x2500 && r <= 0x25a9, r >= 0x25c4 && r <= 0x25d7, r >= 0x2800 && r <= 0x28ff:
		return true
	}
	switch r {
	case '–', '—', '•', '…', '‹', '›', '₫', '−', '≈', '≤', '≥', '↑', '↓', '→', '←', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁻', '▲', '▼', '▸', '◂', '▾', '₂', '₃':
		return true
	}
	return false
}

func simple(s string) bool {
	for _, r := range s {
		if !narrow(r) {
			return false
		}
	}
	return true
}

// tidy makes a caller's words safe to place: one line, no escape sequences, no
// control characters, nothing without width.
func tidy(s string) string {
	if simple(s) {
		return s
	}
	s = ansi.Strip(strings.ToValidUTF8(s, "?"))
	var b strings.Builder
	for len(s) > 0 {
		if c := s[0]; c < ' ' || c == 0x7f {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			s = s[1:]
			continue
		}
		cluster, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		if cluster == "" {
			break
		}
		if w == 1 || w == 2 {
			b.WriteString(cluster)
		}
		s = s[len(cluster):]
	}
	return b.String()
}

// width is the number of cells of tidy words.
func width(s string) int {
	if simple(s) {
		return utf8.RuneCountInString(s)
	}
	return ansi.StringWidth(s)
}

// cut shortens tidy words to at most w cells, with a sign where something is
// left off.
func (g *signs) cut(s string, w int) string {
	switch {
	case w <= 0:
		return ""
	case width(s) <= w:
		return s
	case w == 1:
		return ansi.Truncate(s, 1, "")
	}
	return ansi.Truncate(s, w-1, "") + string(g.more)
}

// widest is the width of the widest of some words.
func widest(words []string) int {
	n := 0
	for _, s := range words {
		n = max(n, width(s))
	}
	return n
}

func tidyAll(words []string) []string {
	out := make([]string, len(words))
	for i, s := range words {
		out[i] = tidy(s)
	}
	return out
}
