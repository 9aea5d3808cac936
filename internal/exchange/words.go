package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
	"golang.org/x/text/unicode/norm"
)

// clean is a text as people see it: one line in NFC without blanks around it
// and without characters that cannot be seen.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(s, "")))
	return strings.Join(strings.Fields(s), " ")
}

// isClean reports whether a text is plain ASCII with single blanks, as most cells
// are: clean would give it back as it is.
func isClean(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return s == "" || before != ' '
}

// fold is a text as names are compared: without diacritics, case, and signs
// other than letters and digits.
func fold(s string) string {
	s = i18n.Fold(clean(s))
	if isFolded(s) {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// isFolded reports whether a clean text in lower case has only letters and digits
// of ASCII between its blanks.
func isFolded(s string) bool {
	for i := range len(s) {
		if c := s[i]; !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == ' ') {
			return false
		}
	}
	return true
}

// foldName is fold without the words that say nothing of which flow it is:
// "Lượng điện tiêu thụ" is "dien".
func foldName(s string) string {
	words := strings.Fields(fold(s))
	var kept []string
	for i := 0; i < len(words); i++ {
		pair := words[i]
		if i+1 < len(words) {
			pair += " " + words[i+1]
		}
		switch pair {
		case "tieu thu", "su dung", "tieu hao", "dien nang":
			if pair == "dien nang" {
				kept = append(kept, "dien")
			}
			i++
			continue
		}
		switch words[i] {
		case "consumption", "consumed", "usage", "used", "use", "of", "the":
			continue
		case "luong":
			if i > 0 && (words[i-1] == "nang" || words[i-1] == "san") || i == 0 && len(words) == 1 {
				break
			}
			continue
		}
		kept = append(kept, words[i])
	}
	if len(kept) == 0 {
		return strings.Join(words, " ")
	}
	return strings.Join(kept, " ")
}

// bothWays are the ways in which a cell of a bilingual sheet may say a thing:
// the whole text, and each side of a slash with blanks around it.
func bothWays(s string) []string {
	all := []string{s}
	if strings.Contains(s, " / ") {
		for part := range strings.SplitSeq(s, " / ") {
			all = append(all, strings.TrimSpace(part))
		}
	}
	return all
}

// says reports whether a text is one of the words, which are folded, in a
// language or both.
func says(s string, folded ...string) bool {
	return slices.ContainsFunc(bothWays(s), func(way string) bool { return slices.Contains(folded, fold(way)) })
}

// isUnitLabel reports whether a text says that units stand beside it.
func isUnitLabel(s string) bool { return says(s, "don vi", "don vi tinh", "dvt", "unit", "units") }

// saysName reports whether a text is a name in either language.
func saysName(s string, n text.Name) bool {
	return n.VI != "" && says(s, fold(n.VI)) || n.EN != "" && says(s, fold(n.EN))
}

// sumRow reports whether a label is that of a row or column of sums, or of
// averages.
func sumRow(s string) (sum, average bool) {
	if bare, _, bracket := cutBracket(s); bracket && bare != "" { // "Quý I (T1–T3)"
		s = bare
	}
	f := fold(s)
	if f == "cong" || strings.HasPrefix(f, "cong ") {
		return addsUp(s, f), false
	}
	for _, w := range []string{"tong", "tong cong", "tong so", "total", "totals", "sum", "tong nam", "grand total", "subtotal", "ca nam", "luy ke", "year total", "toan nam"} {
		if f == w || strings.HasPrefix(f, w+" ") && (w == "tong" || w == "tong cong" || w == "total" || w == "ca nam" || w == "luy ke") {
			return true, false
		}
	}
	if quarter.MatchString(f) {
		return true, false
	}
	for _, w := range []string{"trung binh", "binh quan", "average", "mean", "tb", "lon nhat", "nho nhat", "cao nhat", "thap nhat", "max", "min"} {
		if f == w || strings.HasPrefix(f, w+" ") {
			return false, true
		}
	}
	return false, false
}

// quarter is a subtotal among months: "Quý I/2024", "6 tháng đầu năm", "Q1".
var quarter = regexp.MustCompile(`^(?:quy|quarter|q) ?(?:i|ii|iii|iv|[1-4])(?: (?:nam )?\d{4})?$|^(?:6|9|sau|chin) thang(?: (?:dau|cuoi) nam)?(?: \d{4})?$`)

// addsUp tells "Cộng" (sum) from "Công" (Công tơ: a meter, Công suất, Công
// đoạn, Công ty); without diacritics by the word that follows.
func addsUp(s, folded string) bool {
	first, _, _ := strings.Cut(strings.ToLower(norm.NFC.String(clean(s))), " ")
	if first != "cong" {
		return strings.HasPrefix(first, "cộng")
	}
	words := strings.Fields(folded)
	return len(words) < 2 || !slices.Contains([]string{"to", "suat", "doan", "nghe", "nhan", "ty", "trinh", "viec", "dung", "cu", "thuc"}, words[1])
}

// yes reads a mark or a word for yes or no; ok is false for anything else.
func yes(s string) (is, ok bool) {
	for _, way := range bothWays(s) {
		switch fold(way) {
		case "x", "co", "yes", "y", "true", "1", "dung", "c", "uoc tinh", "estimated", "tam tinh", "e":
			return true, true
		case "khong", "no", "n", "false", "0", "sai", "k", "actual", "thuc te":
			return false, true
		}
	}
	if s == "✓" || s == "✔" {
		return true, true
	}
	return false, false
}

// reply reads an answer of the walk-through; "" for anything else.
func reply(s string) string {
	for _, way := range bothWays(s) {
		switch fold(way) {
		case "co", "yes", "y", "c", "x", "dung":
			return "yes"
		case "mot phan", "partly", "p", "partial", "partially":
			return "partly"
		case "khong", "no", "n", "k", "sai":
			return "no"
		case "khong ap dung", "na", "n a", "not applicable", "kad":
			return "na"
		}
	}
	return ""
}

// phase reads the phase of a period; "" for anything else.
func phaseOf(s string) string {
	for _, way := range bothWays(s) {
		switch fold(way) {
		case "before", "truoc", "truoc sxsh", "baseline":
			return "before"
		case "after", "sau", "sau sxsh", "reporting":
			return "after"
		case "history", "lich su", "truoc do", "earlier":
			return "history"
		case "omitted", "khong tinh", "bo qua", "not counted", "omit":
			return "omitted"
		}
	}
	return ""
}

// foldLetters takes the diacritics off the letters and leaves the rest.
func foldLetters(s string) string { return i18n.Fold(clean(s)) }

// plainText is what a cell says, on one line.
func plainText(c Cell) string {
	if c.Kind == Day {
		return c.Date.String()
	}
	return clean(c.Text)
}

// textOf is the text of a cell for the audit file: as it stands there, line
// ends too, without blanks around it.
func textOf(c Cell) string {
	if c.Kind == Day {
		return c.Date.String()
	}
	return norm.NFC.String(strings.TrimSpace(c.Text))
}

// sameText reports whether two texts are the same to people.
func sameText(a, b string) bool {
	return a == b || strings.TrimSpace(norm.NFC.String(lineEnds(a))) == strings.TrimSpace(norm.NFC.String(lineEnds(b)))
}
