package i18n

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/text"
)

// ParseLang reads a language as a user or a locale names it: vi, en, vi_VN.UTF-8,
// en-GB. Error: lang.unknown, with arg found.
func ParseLang(s string) (text.Lang, error) {
	base := s
	if i := strings.IndexAny(s, "_-.@"); i >= 0 {
		base = s[:i]
	}
	for _, lang := range text.Langs {
		if strings.EqualFold(base, string(lang)) {
			return lang, nil
		}
	}
	return "", text.M("lang.unknown", "found", s)
}

// Detect chooses the language from the environment, which env looks up: the
// first of AUDIT_LANG, LC_ALL, LC_MESSAGES and LANG that is set decides. A
// language that the program does not have, and none, is Vietnamese.
func Detect(env func(string) string) text.Lang {
	for _, name := range []string{"AUDIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env(name); value != "" {
			lang, err := ParseLang(value)
			if err != nil {
				return text.VI
			}
			return lang
		}
	}
	return text.VI
}
