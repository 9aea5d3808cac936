package tomldoc

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/sxsh-audit/audit/internal/text"
)

// The shapes of what people write where TOML wants a number, a date or quotes.
var (
	decimalComma  = regexp.MustCompile(`^[+-]?\d+,\d+$`)
	thousandComma = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3})+$`)
	thousandDot   = regexp.MustCompile(`^[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?$`)
	thousandMixed = regexp.MustCompile(`^[+-]?\d{1,3}([ .,]\d{3})+([.,]\d+)?$`)
	slashDate     = regexp.MustCompile(`^\d{1,2}[/.]\d{1,2}[/.]\d{4}$`)
	dashDate      = regexp.MustCompile(`^\d{1,2}-\d{1,2}-\d{4}$`)
	bareMonth     = regexp.MustCompile(`^\d{4}-\d{1,2}$`)
	isoDate       = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}`)
	bareDecimal   = regexp.MustCompile(`^[+-]?(\.\d+|\d+\.)$`)
	exponent      = regexp.MustCompile(`^[+-]?[\d_.]+[eE][+-]?[\d_]+`)
	leadingZero   = regexp.MustCompile(`^[+-]?0\d+$`)
)

// syntaxTrouble puts the parser's complaint at offset into our words. It goes
// by what stands there, and by the parser's message only where that decides
// between two readings of the same text.
func syntaxTrouble(src []byte, s surface, offset int, complaint string) trouble {
	offset = min(max(offset, 0), len(src))
	has := func(part string) bool { return strings.Contains(complaint, part) }
	line := lineAt(src, offset)
	whole := func() trouble {
		return trouble{offset, text.M("toml.syntax", "found", clip(string(line)))}
	}

	switch {
	case has("cannot have new lines"), has("unterminated"), has("not terminated"):
		if s.openString >= 0 {
			at := s.openString
			return trouble{at, text.M("toml.open-string", "found", clip(string(firstLine(src[at:]))))}
		}
	case has("already"):
		return trouble{offset, duplicateMessage(complaint)}
	case has("is incomplete"):
		if s.strayBracket >= 0 {
			return openBracket(src, s.strayBracket)
		}
		if s.openBracket >= 0 {
			return openBracket(src, s.openBracket)
		}
	case has("to close"):
		return trouble{lineStart(src, offset), text.M("toml.header", "found", clip(string(line)))}
	case has("escape"), has(`need a character after \`):
		return trouble{offset, text.M("toml.escape", "found", clip(string(line)))}
	case has("too large"):
		token, at := valueToken(src, offset)
		return trouble{at, text.M("toml.number-large", "found", token)}
	case has("out of range"):
		if token := exponent.Find(src[offset:]); token != nil {
			return trouble{offset, text.M("toml.number-large", "found", string(token))}
		}
	case has("nested more"):
		return trouble{offset, text.M("toml.too-deep", "allowed", maxDepth)}
	}

	if token, at := valueToken(src, offset); token != "" {
		if m := tokenMessage(token); !m.Empty() {
			return trouble{at, m}
		}
	}
	// A bracket that was forgotten shows only where the next line begins.
	if has("after array value") || has("after inline table") || has("expected value but got") || has("at start of value") {
		if s.strayBracket >= 0 {
			return openBracket(src, s.strayBracket)
		}
	}
	if has("after inline table") && onlyBlanks(src[lineStart(src, offset):offset]) {
		if at := bytes.LastIndexByte(src[:offset], '{'); at >= 0 {
			return openBracket(src, at)
		}
	}
	switch {
	case has("after array value"), has("after inline table"):
		return trouble{offset, text.M("toml.comma", "found", clip(string(line)))}
	case has("expected '=' after key"):
		return keyTrouble(src, offset, line)
	case has("start of key"), has("expected key but"):
		return keyTrouble(src, offset, line)
	case has("start of value"), has("expected value, not end"), has("expected keyword"), has("must be quoted"), has("expected digit"), has("expected number"):
		return valueTrouble(src, offset, line)
	case has("expected newline"):
		rest := clip(string(firstLine(src[offset:])))
		if rest == "" {
			return whole()
		}
		return trouble{offset, text.M("toml.after-value", "found", rest)}
	}
	return whole()
}

func openBracket(src []byte, at int) trouble {
	want := "]"
	if src[at] == '{' {
		want = "}"
	}
	return trouble{at, text.M("toml.open-bracket", "found", clip(string(firstLine(src[lineStart(src, at):]))), "allowed", want)}
}

// duplicateMessage takes the key out of "toml: key a is already defined" and
// the like. The line where it stood first is added by the caller, who can
// look.
func duplicateMessage(complaint string) text.Message {
	words := strings.Fields(strings.TrimPrefix(complaint, "toml: "))
	key := ""
	if len(words) > 1 {
		key = words[1]
	}
	return text.M("toml.duplicate", "key", clip(strings.Trim(key, `"`)))
}

// tokenMessage explains a token that stands where a number or date is wanted.
func tokenMessage(t string) text.Message {
	digitsOnly := func() string {
		return strings.Map(func(r rune) rune {
			if r == '.' || r == ',' || r == ' ' {
				return -1
			}
			return r
		}, t)
	}
	switch {
	case thousandComma.MatchString(t) && strings.Count(t, ",") == 1:
		// 1,250 is twelve hundred or one and a quarter: both are offered.
		return text.M("toml.comma-either", "found", t, "whole", digitsOnly(), "fraction", strings.Replace(t, ",", ".", 1))
	case decimalComma.MatchString(t):
		return text.M("toml.decimal-comma", "found", t, "allowed", strings.Replace(t, ",", ".", 1))
	case thousandDot.MatchString(t) && strings.Contains(t, ","):
		whole, fraction, _ := strings.Cut(t, ",")
		return text.M("toml.thousands", "found", t, "allowed", strings.ReplaceAll(whole, ".", "")+"."+fraction)
	case thousandDot.MatchString(t), thousandComma.MatchString(t):
		return text.M("toml.thousands", "found", t, "allowed", digitsOnly())
	case slashDate.MatchString(t), dashDate.MatchString(t):
		return text.M("toml.date-order", "found", t)
	case bareMonth.MatchString(t):
		return text.M("toml.month-quotes", "found", t)
	case isoDate.MatchString(t):
		return text.M("toml.date-invalid", "found", t)
	case thousandMixed.MatchString(t):
		if strings.Contains(t, " ") && !strings.ContainsAny(t, ".,") {
			return text.M("toml.thousands", "found", t, "allowed", digitsOnly())
		}
		return text.M("toml.number", "found", t)
	case bareDecimal.MatchString(t):
		fixed := strings.TrimSuffix(t, ".")
		if i := strings.IndexByte(t, '.'); i < len(t)-1 {
			fixed = t[:i] + "0" + t[i:]
		}
		return text.M("toml.decimal-digits", "found", t, "allowed", fixed)
	case leadingZero.MatchString(t):
		return text.M("toml.leading-zero", "found", t)
	}
	return text.Message{}
}

// valueToken returns the run of digits and signs of numbers and dates around
// the offset, within its line, and where it starts.
func valueToken(src []byte, offset int) (string, int) {
	of := func(i int) bool {
		c := src[i]
		switch {
		case c >= '0' && c <= '9', c == '.', c == ',', c == '/', c == '-', c == '+', c == ':':
			return true
		case c == ' ':
			// A space between digits is a thousands separator that TOML lacks,
			// unless a comma ends the number before it.
			return i > 0 && i+1 < len(src) && isDigit(src[i-1]) && isDigit(src[i+1])
		}
		return false
	}
	start := offset
	for start > 0 && src[start-1] == ' ' && (start == len(src) || !of(start)) {
		start--
	}
	end := start
	for start > 0 && of(start-1) {
		start--
	}
	for end < len(src) && of(end) {
		end++
	}
	t := string(src[start:end])
	trimmed := strings.TrimRight(t, ", ")
	return trimmed, start
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// keyTrouble explains a line whose key or sign after it is wrong.
func keyTrouble(src []byte, offset int, line []byte) trouble {
	if offset < len(src) && src[offset] == ':' {
		return trouble{offset, text.M("toml.colon", "found", clip(string(line)))}
	}
	// The key begins after the bracket or comma before it, or with its line.
	from := lineStart(src, offset)
	if i := bytes.LastIndexAny(src[from:offset], "{,"); i >= 0 {
		from += i + 1
	}
	for from < len(src) && (src[from] == ' ' || src[from] == '\t') {
		from++
	}
	key, _, hasSign := bytes.Cut(firstLine(src[from:]), []byte("="))
	if !hasSign {
		return trouble{from, text.M("toml.no-equals", "found", clip(string(line)))}
	}
	key = bytes.TrimSpace(key)
	for _, c := range key {
		if c >= 0x80 {
			return trouble{from, text.M("toml.key-letters", "found", clip(string(key)))}
		}
	}
	return trouble{offset, text.M("toml.syntax", "found", clip(string(line)))}
}

// valueTrouble explains what stands where a value is wanted and is none.
func valueTrouble(src []byte, offset int, line []byte) trouble {
	// Back to the first byte of the value.
	at := offset
	start := lineStart(src, offset)
	for at > start && !bytes.ContainsRune([]byte("=,[{"), rune(src[at-1])) {
		at--
	}
	for at < len(src) && (src[at] == ' ' || src[at] == '\t') {
		at++
	}
	rest := firstLine(src[at:])
	if i := bytes.IndexAny(rest, "#"); i >= 0 {
		rest = rest[:i]
	}
	found := strings.TrimSpace(string(rest))
	first, _, _ := strings.Cut(found, ",")
	first = strings.TrimRight(strings.TrimSpace(first), "]} ")
	switch strings.ToLower(first) {
	case "":
		return trouble{at, text.M("toml.no-value", "found", clip(string(line)))}
	case "true", "yes", "on", "có", "đúng":
		return trouble{at, text.M("toml.bool", "found", first, "allowed", "true")}
	case "false", "no", "off", "không", "sai":
		return trouble{at, text.M("toml.bool", "found", first, "allowed", "false")}
	}
	for _, q := range []string{"“", "”", "‘", "’", "«", "„"} {
		if strings.HasPrefix(found, q) {
			return trouble{at, text.M("toml.curly-quotes", "found", clip(found))}
		}
	}
	// Without a comma or bracket in it, the whole rest is the value meant.
	meant := found
	if strings.ContainsAny(found, ",]}") {
		meant = first
	}
	return trouble{at, text.M("toml.quotes", "found", clip(meant), "allowed", stringText(clip(strings.Trim(meant, `"'`))))}
}

func lineStart(src []byte, offset int) int {
	return bytes.LastIndexByte(src[:offset], '\n') + 1
}

func lineAt(src []byte, offset int) []byte { return firstLine(src[lineStart(src, offset):]) }

func onlyBlanks(b []byte) bool { return len(bytes.Trim(b, " \t")) == 0 }
