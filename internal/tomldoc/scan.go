package tomldoc

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/sxsh-audit/audit/internal/text"
)

// Limits bound what is read, so that a file of a million tables is refused in
// words and not in a machine that has run out of memory.
type Limits struct {
	Bytes  int64 // of the file
	Tables int   // of one kind, and elements of one array
}

// DefaultLimits are far above any audit or pack: 5,000 readings are a hundred
// meters for four years.
func DefaultLimits() Limits { return Limits{Bytes: 8 << 20, Tables: 5000} }

const (
	maxDepth  = 32      // of arrays and inline tables in each other
	maxValues = 500_000 // of the whole document
	maxKeys   = 1000    // of one table: the parser's search for duplicates takes time that grows with their square
)

// trouble is what is wrong with a text, at a byte offset.
type trouble struct {
	offset int
	msg    text.Message
}

// surface is what a look at the text without parsing it finds: enough to
// refuse what must not reach the parser, and where brackets and strings open,
// for words about those that never close.
type surface struct {
	trouble *trouble
	// openString is the offset of the first string that does not end, where the
	// look ends; openBracket that of the outermost bracket open at the end; -1:
	// none.
	openString, openBracket int
	// strayBracket is the outermost bracket that was open when a line began
	// that looks like the next table or key.
	strayBracket int
}

// look reads the text once. What it counts is exact for a valid document; of an
// invalid one it need only stay within bounds.
func look(src []byte, lim Limits) surface {
	s := surface{openString: -1, openBracket: -1, strayBracket: -1}
	fail := func(at int, m text.Message) surface {
		s.trouble = &trouble{at, m}
		return s
	}
	if !utf8.Valid(src) {
		at := 0
		for at < len(src) {
			r, n := utf8.DecodeRune(src[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		if bytes.HasPrefix(src, []byte{0xff, 0xfe}) || bytes.HasPrefix(src, []byte{0xfe, 0xff}) {
			return fail(0, text.M("toml.utf16"))
		}
		return fail(at, text.M("toml.utf8", "found", fmt.Sprintf("0x%02X", src[at])))
	}

	var brackets [maxDepth]byte
	var opened [maxDepth]int
	var keys [maxDepth + 1]int // of the table at each depth
	depth, values, elements := 0, 0, 0
	tables := map[string]int{}
	lineStart := true // only blanks so far on this line
	for i := 0; i < len(src); {
		c := src[i]
		switch {
		case c == '\n':
			lineStart = true
			i++
			continue
		case c == ' ' || c == '\t':
			i++
			continue
		case c == '\r' && i+1 < len(src) && src[i+1] == '\n':
			i++
			continue
		case c < 0x20 || c == 0x7f:
			return fail(i, text.M("toml.control", "found", fmt.Sprintf("U+%04X", c)))
		case c == '#':
			for i < len(src) && src[i] != '\n' {
				if bad := badControl(src, i); bad {
					return fail(i, text.M("toml.control", "found", fmt.Sprintf("U+%04X", src[i])))
				}
				i++
			}
			continue
		case c == '"' || c == '\'':
			end, bad := stringEnd(src, i)
			if bad >= 0 {
				return fail(bad, text.M("toml.control", "found", fmt.Sprintf("U+%04X", src[bad])))
			}
			if end < 0 {
				// The parser will come no further than this.
				s.openString = i
				return s
			}
			i = end
		case c == '[' && lineStart && depth == 0:
			end := i
			for end < len(src) && src[end] != '\n' && src[end] != '#' {
				end++
			}
			name := bytes.Trim(src[i:end], "[] \t\r")
			keys[0] = 0
			tables[string(name)]++
			if tables[string(name)] > lim.Tables {
				return fail(i, text.M("toml.too-many", "key", clip(string(name)), "allowed", lim.Tables))
			}
			if len(tables) > lim.Tables {
				return fail(i, text.M("toml.too-many-kinds", "allowed", lim.Tables))
			}
			for i < end && src[i] == '[' {
				i++
			}
			// The key and the closing brackets are looked at as anything else.
			for i < end && src[i] != ']' && src[i] != '"' && src[i] != '\'' && !badControl(src, i) {
				i++
			}
		case c == '[' || c == '{':
			if lineStart && depth > 0 && c == '[' && s.strayBracket < 0 && headerLine(src[i:]) {
				s.strayBracket = opened[0]
			}
			if depth == maxDepth {
				return fail(i, text.M("toml.too-deep", "allowed", maxDepth))
			}
			brackets[depth], opened[depth] = c, i
			depth++
			keys[depth] = 0
			if depth == 1 {
				elements = 0
			}
			i++
		case c == ']' || c == '}':
			if depth > 0 {
				depth--
			}
			i++
		case c == ',':
			values++
			if depth == 1 && brackets[0] == '[' {
				if elements++; elements > lim.Tables {
					return fail(opened[0], text.M("toml.too-many-elements", "allowed", lim.Tables))
				}
			}
			i++
		case c == '=':
			values++
			if keys[depth]++; keys[depth] > maxKeys {
				return fail(i, text.M("toml.too-many-keys", "allowed", maxKeys))
			}
			i++
		default:
			if lineStart && depth > 0 && brackets[depth-1] == '[' && s.strayBracket < 0 && keyLine(src[i:]) {
				s.strayBracket = opened[0]
			}
			i++
			for i < len(src) && plainByte[src[i]] {
				i++
			}
		}
		if values > maxValues {
			return fail(i-1, text.M("toml.too-many-values", "allowed", maxValues))
		}
		lineStart = false
	}
	if depth > 0 {
		s.openBracket = opened[0]
	}
	return s
}

// plainByte are the bytes that look has nothing to do for.
var plainByte = func() (t [256]bool) {
	for c := 0x21; c < 256; c++ {
		t[c] = c != 0x7f && !bytes.ContainsRune([]byte(`#"'[]{},=`), rune(c))
	}
	return t
}()

// badControl reports whether src[i] is a control character that a text file
// has no use for.
func badControl(src []byte, i int) bool {
	c := src[i]
	if c == '\r' {
		return i+1 >= len(src) || src[i+1] != '\n'
	}
	return c < 0x20 && c != '\t' && c != '\n' || c == 0x7f
}

// stringEnd returns the offset after the string that starts at i, -1 if it
// does not end (a one-line string at the end of its line); bad is the offset of
// a control character in it, or -1.
func stringEnd(src []byte, i int) (end, bad int) {
	q := src[i]
	if i+2 < len(src) && src[i+1] == q && src[i+2] == q {
		for j := i + 3; j < len(src); j++ {
			switch {
			case src[j] == '\\' && q == '"':
				j++
			case src[j] == q:
				n := 1
				for n < 5 && j+n < len(src) && src[j+n] == q {
					n++
				}
				if n >= 3 {
					// Up to two quotes may stand before the closing three.
					return j + n, -1
				}
				j += n - 1
			case badControl(src, j):
				return -1, j
			}
		}
		return -1, -1
	}
	for j := i + 1; j < len(src); j++ {
		switch {
		case src[j] == '\n':
			return -1, -1
		case src[j] == '\\' && q == '"' && j+1 < len(src) && src[j+1] != '\n':
			j++
		case src[j] == q:
			return j + 1, -1
		case badControl(src, j):
			return -1, j
		}
	}
	return -1, -1
}

// headerLine reports whether the line looks like [name] or [[name]] alone,
// which no array has inside it on a line of its own by accident.
func headerLine(b []byte) bool {
	line := firstLine(b)
	if i := bytes.IndexByte(line, '#'); i >= 0 {
		line = line[:i]
	}
	line = bytes.TrimSpace(line)
	name := bytes.Trim(line, "[]")
	if len(name) == len(line) || len(name) == 0 || line[len(line)-1] != ']' {
		return false
	}
	if c := name[0]; c >= '0' && c <= '9' {
		return false
	}
	for _, c := range name {
		if !isBare(c) && c != '.' {
			return false
		}
	}
	return true
}

// keyLine reports whether the line looks like key = value.
func keyLine(b []byte) bool {
	i := 0
	for i < len(b) && (isBare(b[i]) || b[i] == '.') {
		i++
	}
	n := i
	for i < len(b) && (b[i] == ' ' || b[i] == '\t') {
		i++
	}
	return n > 0 && i < len(b) && b[i] == '='
}

func firstLine(b []byte) []byte {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		b = b[:i]
	}
	return bytes.TrimSuffix(b, []byte("\r"))
}
