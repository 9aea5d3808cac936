package i18n

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// template is a text with placeholders, parsed.
type template []part

// part is a piece of a template: literal text, or with a name a placeholder.
type part struct {
	literal string
	name    string
	format  string   // exact, vi, en or none
	words   []string // singular and plural: the placeholder chooses a word
	body    template // shown only if the argument has a value
}

// names returns the names of the placeholders, sorted, each once.
func (t template) names() []string {
	var names []string
	for _, p := range t {
		if p.name != "" {
			names = append(names, p.name)
		}
		names = append(names, p.body.names()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func parseTemplate(s string) (template, error) {
	t, rest, err := parseParts(s, false)
	if err == nil && rest != "" {
		err = errors.New("a closing brace without an opening one")
	}
	return t, err
}

// parseParts reads up to the end of the text, or of the {?…} that it is inside.
func parseParts(s string, inside bool) (t template, rest string, err error) {
	var literal strings.Builder
	flush := func() {
		if literal.Len() > 0 {
			t = append(t, part{literal: literal.String()})
			literal.Reset()
		}
	}
	for s != "" {
		switch {
		case strings.HasPrefix(s, "{{"), strings.HasPrefix(s, "}}") && !inside:
			literal.WriteByte(s[0])
			s = s[2:]
		case s[0] == '}':
			flush()
			return t, s, nil
		case strings.HasPrefix(s, "{?"):
			flush()
			name, body, ok := strings.Cut(s[2:], ":")
			if !ok || !isName(name) {
				return t, s, errors.New("an optional text is written {?name: text}")
			}
			p := part{name: name}
			if p.body, s, err = parseParts(body, true); err != nil {
				return t, s, err
			}
			if s == "" {
				return t, s, errors.New("an optional text is not closed")
			}
			s = s[1:]
			t = append(t, p)
		case s[0] == '{':
			flush()
			inner, after, ok := strings.Cut(s[1:], "}")
			if !ok {
				return t, s, errors.New("a placeholder is not closed")
			}
			p, err := parsePlaceholder(inner)
			if err != nil {
				return t, s, err
			}
			t, s = append(t, p), after
		default:
			end := strings.IndexAny(s, "{}")
			if end < 0 {
				end = len(s)
			}
			literal.WriteString(s[:end])
			s = s[end:]
		}
	}
	flush()
	return t, "", nil
}

func parsePlaceholder(s string) (part, error) {
	name, words, chooses := strings.Cut(s, "|")
	name, format, _ := strings.Cut(name, ":")
	p := part{name: name, format: format}
	if chooses {
		p.words = strings.Split(words, "|")
	}
	switch {
	case !isName(name):
		return p, fmt.Errorf("{%s} is no placeholder", s)
	case !slices.Contains([]string{"", "exact", "vi", "en"}, format):
		return p, fmt.Errorf("{%s}: no such format", s)
	case chooses && len(p.words) != 2:
		return p, fmt.Errorf("{%s} must have a singular and a plural", s)
	}
	return p, nil
}

func isName(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || !(r >= '0' && r <= '9' || r == '_' || r == '-')) {
			return false
		}
	}
	return s != ""
}
