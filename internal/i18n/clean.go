package i18n

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean makes a text from outside harmless on a terminal and on paper: one line
// in NFC, line breaks and tabs as spaces, and every control character (escape
// sequences begin with one), direction override, zero-width character and
// invalid byte visible as U+FFFD.
func Clean(s string) string {
	if printableASCII(s) {
		return s
	}
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return utf8.RuneError
		}
		return r // strings.Map hands over invalid bytes as RuneError
	}, s))
}

func printableASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Fold returns the text as a search compares it: lower-case, without diacritics,
// đ as d. "Sắn" and "san" fold alike.
func Fold(s string) string {
	s = strings.ToLower(s)
	if printableASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'đ':
			return 'd'
		case unicode.Is(unicode.Mn, r):
			return -1
		}
		return r
	}, norm.NFD.String(s))
}
