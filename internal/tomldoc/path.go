package tomldoc

import (
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/text"
)

// A step leads from a value to one inside it: to a key of a table, or (index
// above 0) to an element of an array, counted from 1 as people count.
type step struct {
	key   string
	index int
}

type path []step

func (p path) hasPrefix(q path) bool {
	if len(p) < len(q) {
		return false
	}
	for i := range q {
		if p[i] != q[i] {
			return false
		}
	}
	return true
}

// with returns the path to something inside, never sharing memory with p.
func (p path) with(s ...step) path {
	return append(append(make(path, 0, len(p)+len(s)), p...), s...)
}

// String writes the path as problems show it: period[3].flows.water. Keys that
// are not bare keys of TOML are quoted.
func (p path) String() string {
	var b strings.Builder
	for i, s := range p {
		if s.index > 0 {
			b.WriteByte('[')
			b.WriteString(strconv.Itoa(s.index))
			b.WriteByte(']')
			continue
		}
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(keyText(s.key))
	}
	return b.String()
}

// Path joins the parts of a path: strings are keys, ints are table numbers
// counted from 1. Path("period", 3, "flows", "water") is
// "period[3].flows.water".
func Path(parts ...any) string {
	p := make(path, 0, len(parts))
	for _, part := range parts {
		switch v := part.(type) {
		case string:
			p = append(p, step{key: v})
		case int:
			p = append(p, step{index: v})
		}
	}
	return p.String()
}

// parsePath reads a path. Keys may be quoted as in TOML; an unquoted key may
// hold anything but the signs of the path itself, so that a command line need
// not be quoted twice.
func parsePath(s string) (path, error) {
	bad := text.M("toml.path", "found", clip(s))
	var p path
	rest := s
	for {
		var key string
		switch {
		case strings.HasPrefix(rest, `"`):
			end := closingQuote(rest)
			if end < 0 {
				return nil, bad
			}
			k, err := strconv.Unquote(rest[:end])
			if err != nil {
				return nil, bad
			}
			key, rest = k, rest[end:]
		default:
			n := strings.IndexAny(rest, `.[]"`)
			if n < 0 {
				n = len(rest)
			}
			key, rest = strings.TrimSpace(rest[:n]), rest[n:]
			if key == "" {
				return nil, bad
			}
		}
		p = append(p, step{key: key})
		for strings.HasPrefix(rest, "[") {
			end := strings.IndexByte(rest, ']')
			if end < 0 {
				return nil, bad
			}
			n, err := strconv.Atoi(rest[1:end])
			if err != nil || n < 1 {
				return nil, bad
			}
			p, rest = append(p, step{index: n}), rest[end+1:]
		}
		if rest == "" {
			return p, nil
		}
		if rest[0] != '.' {
			return nil, bad
		}
		rest = rest[1:]
	}
}

// closingQuote returns the length of the basic string that s starts with, -1
// if it does not end.
func closingQuote(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// clip shortens what a message quotes: a message is one line on a screen.
func clip(s string) string {
	const most = 60
	s = strings.TrimSpace(s)
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
