package quantity

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/text"
)

// Notation is how the numbers of a text are written.
type Notation string

// The notations. Vietnamese writes 1.234.567,5 or 1 234 567,5; English writes
// 1,234,567.5 or 1 234 567.5. Auto takes what can only be one of the two, and
// refuses what could be either.
const (
	Vietnamese Notation = "vi"
	English    Notation = "en"
	Auto       Notation = "auto"
)

// Number is a figure that was typed, or the statement that there is none: a
// missing figure is never zero.
type Number struct {
	Value   float64
	Missing bool
}

// ParseNumber reads a number as people write it. Space around it is ignored; a
// sign may stand before it (+, -, or the typographic minus), an exponent after
// it (1e3). An empty text, a dash, "n/a", "không có" and their like are Missing.
// What is malformed is refused and what has two readings is asked about; nothing
// is guessed. The error is a text.Message, always with arg text:
//
//	number.ambiguous      two readings (args a: the decimal one, b: the grouped one, float64)
//	number.percent        a percent sign where a quantity is expected
//	number.formula        a spreadsheet formula without its value
//	number.foreign-digit  a digit of another script (arg digit)
//	number.hidden         a control, direction or zero-width character inside (arg code: U+202E)
//	number.groups         groups of thousands that do not have 3 digits
//	number.two-decimals   more than one decimal mark
//	number.decimal-dot    decimal dot in a Vietnamese text (arg value, as English reads it)
//	number.decimal-comma  decimal comma in an English text (arg value, as Vietnamese reads it)
//	number.trailing       text after the number, a unit perhaps (args rest, value)
//	number.infinite       infinite, or too large to calculate with
//	number.not-a-number   anything else
//	number.notation       the notation itself is not known (arg notation)
func ParseNumber(s string, n Notation) (Number, error) {
	s = strings.TrimSpace(s)
	if missing(s) {
		return Number{Missing: true}, nil
	}
	fail := func(key string, namesAndValues ...any) (Number, error) {
		return Number{}, text.M(key, append([]any{"text", excerpt(s)}, namesAndValues...)...)
	}
	for _, r := range s {
		switch {
		case r == utf8.RuneError:
			return fail("number.not-a-number")
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
			return fail("number.hidden", "code", "U+"+strings.ToUpper(hex(r)))
		case r > unicode.MaxASCII && unicode.IsDigit(r):
			return fail("number.foreign-digit", "digit", string(r))
		}
	}
	if s[0] == '=' {
		return fail("number.formula")
	}

	body, negative := cutSign(s)
	if infinite(body) {
		return fail("number.infinite")
	}
	mantissa, rest := cutMantissa(body)
	if !strings.ContainsAny(mantissa, "0123456789") {
		if strings.HasSuffix(rest, "%") {
			return fail("number.percent")
		}
		return fail("number.not-a-number")
	}
	exponent, rest := cutExponent(rest)
	rest = strings.TrimSpace(rest)
	if strings.HasPrefix(rest, "%") || strings.HasPrefix(rest, "‰") || strings.HasPrefix(rest, "％") {
		return fail("number.percent")
	}

	read := func(marks marks) (float64, bool) {
		plain, ok := marks.plain(mantissa)
		if !ok {
			return 0, false
		}
		v, err := strconv.ParseFloat(plain+exponent, 64)
		if err != nil { // out of range: ParseFloat has set v to infinity
			v = math.Inf(1)
		}
		if negative {
			v = -v
		}
		return v + 0, true // + 0 makes minus zero zero
	}
	vi, viOK := read(vietnameseMarks)
	en, enOK := read(englishMarks)

	var v float64
	switch n {
	case Vietnamese:
		if !viOK {
			if enOK && strings.Count(mantissa, ".") == 1 {
				return fail("number.decimal-dot", "value", en)
			}
			return fail(vietnameseMarks.fault(mantissa))
		}
		v = vi
	case English:
		if !enOK {
			if viOK && strings.Count(mantissa, ",") == 1 {
				return fail("number.decimal-comma", "value", vi)
			}
			return fail(englishMarks.fault(mantissa))
		}
		v = en
	case Auto, "":
		switch {
		case viOK && enOK && vi != en:
			// The grouped reading of the same digits is always the larger.
			if math.Abs(vi) < math.Abs(en) {
				return fail("number.ambiguous", "a", vi, "b", en)
			}
			return fail("number.ambiguous", "a", en, "b", vi)
		case viOK:
			v = vi
		case enOK:
			v = en
		default:
			key := vietnameseMarks.fault(mantissa)
			if key != englishMarks.fault(mantissa) {
				key = "number.groups" // wrong in both, for different reasons
			}
			return fail(key)
		}
	default:
		return fail("number.notation", "notation", string(n))
	}
	if math.IsInf(v, 0) {
		return fail("number.infinite")
	}
	if rest != "" {
		if first, _ := utf8.DecodeRuneInString(rest); !unitLike(first) {
			return fail("number.not-a-number")
		}
		return fail("number.trailing", "rest", excerpt(rest), "value", v)
	}
	return Number{Value: v}, nil
}

// missing reports whether the text says that there is no figure. "không" alone
// is not here: it means zero too. Nor are laboratory words such as "KPH" (not
// detected): they say that the figure is small, not that there is none.
func missing(s string) bool {
	switch s {
	case "", "-", "–", "—", "−", "--", "…", "...":
		return true
	}
	if len(s) > 40 || (s[0] >= '0' && s[0] <= '9') {
		return false
	}
	switch strings.ToLower(norm.NFC.String(s)) {
	case "n/a", "na", "n.a.", "n.a", "không có", "khong co", "không có số liệu", "chưa có", "chưa có số liệu":
		return true
	}
	return false
}

func infinite(s string) bool {
	switch strings.ToLower(s) {
	case "inf", "infinity", "∞":
		return true
	}
	return false
}

// cutSign takes the sign off the front of a text that is not empty.
func cutSign(s string) (body string, negative bool) {
	for _, sign := range []string{"-", "−", "+"} {
		if after, ok := strings.CutPrefix(s, sign); ok {
			return strings.TrimLeftFunc(after, isSpace), sign != "+"
		}
	}
	return s, false
}

// cutMantissa splits after the digits, marks and spaces that a number can begin
// with.
func cutMantissa(s string) (mantissa, rest string) {
	end := strings.IndexFunc(s, func(r rune) bool {
		return !(r >= '0' && r <= '9' || r == '.' || r == ',' || isSpace(r))
	})
	if end < 0 {
		end = len(s)
	}
	mantissa = strings.TrimRightFunc(s[:end], isSpace)
	return mantissa, s[len(mantissa):]
}

// cutExponent takes an exponent off the front, directly after the digits.
func cutExponent(s string) (exponent, rest string) {
	if s == "" || s[0] != 'e' && s[0] != 'E' {
		return "", s
	}
	i := 1
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	start := i
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == start {
		return "", s
	}
	return s[:i], s[i:]
}

// marks are the decimal mark and the mark between groups of thousands.
// Either notation may have spaces between groups instead.
type marks struct{ decimal, group byte }

var (
	vietnameseMarks = marks{decimal: ',', group: '.'}
	englishMarks    = marks{decimal: '.', group: ','}
)

// plain rewrites a mantissa as strconv reads it, and reports whether it is well
// formed: digits with all groups marked alike or none, then at most one decimal
// mark with digits after it. A group of thousands cannot follow a leading zero:
// 0.500 is no grouped number.
func (m marks) plain(mantissa string) (string, bool) {
	whole, fraction := mantissa, ""
	if i := strings.IndexByte(mantissa, m.decimal); i >= 0 {
		whole, fraction = mantissa[:i], mantissa[i+1:]
		if fraction == "" || !allDigits(fraction) {
			return "", false
		}
	}
	b := make([]byte, 0, len(mantissa)+1)
	var mark rune
	group := 0 // digits in the group being read
	for _, r := range whole {
		if r >= '0' && r <= '9' {
			b = append(b, byte(r))
			group++
			continue
		}
		if r != rune(m.group) && !isSpace(r) || mark != 0 && mark != r {
			return "", false
		}
		if mark == 0 && (group == 0 || group > 3 || b[0] == '0') || mark != 0 && group != 3 {
			return "", false
		}
		mark, group = r, 0
	}
	if mark != 0 && group != 3 {
		return "", false
	}
	if fraction != "" {
		b = append(append(b, '.'), fraction...)
	}
	return string(b), len(b) > 0
}

// fault is the message key of what is wrong with a mantissa that plain refused.
func (m marks) fault(mantissa string) string {
	first, last := strings.IndexByte(mantissa, m.decimal), strings.LastIndexByte(mantissa, m.decimal)
	if first != last || first >= 0 && strings.IndexByte(mantissa[first:], m.group) >= 0 {
		return "number.two-decimals"
	}
	if first == len(mantissa)-1 && first >= 0 {
		return "number.not-a-number"
	}
	return "number.groups"
}

func allDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// isSpace reports whether r is a space that people put between groups of
// thousands: plain, no-break, thin, figure or narrow no-break.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\u00a0', '\u2007', '\u2009', '\u202f':
		return true
	}
	return false
}

// unitLike reports whether text that begins with r, after a number, may be a unit.
func unitLike(r rune) bool {
	return unicode.IsLetter(r) || strings.ContainsRune("°$/µ₫", r)
}

func hex(r rune) string {
	h := strconv.FormatInt(int64(r), 16)
	return strings.Repeat("0", max(0, 4-len(h))) + h
}

// excerpt shortens a text that is quoted in a message.
func excerpt(s string) string {
	const most = 60 // characters
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
