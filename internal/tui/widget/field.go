// Package widget holds the parts that screens are made of: fields, lists and
// forms. Everything that can be typed into keeps its text in normal form NFC,
// moves by the letters that people see, and says where the terminal's cursor
// stands, because input methods draw there.
package widget

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// maxTyped bounds what a field holds, in bytes: more is a paste gone wrong.
const maxTyped = 4096

// Field is one line of text that can be typed into.
type Field struct {
	// Draft, where set, hears the text after every change, for the journal.
	Draft func(string)

	// Money says that the number is a sum: "450 tr", "1,5 tỷ" are understood.
	Money bool

	value   string // NFC, without control characters
	pos     int    // of the cursor, in bytes, at the edge of a letter
	initial string
	scroll  int // cells hidden at the left
}

// SetValue replaces the text, and what Changed compares with; the cursor goes
// to its end.
func (f *Field) SetValue(s string) {
	f.value = Clean(s)
	f.initial = f.value
	f.pos = len(f.value)
	f.scroll = 0
}

// Empty takes the text away, as if it had been deleted.
func (f *Field) Empty() { f.value, f.pos, f.scroll = "", 0, 0 }

// Type replaces the text as if it had been typed: it is Changed, and drafted.
func (f *Field) Type(s string) {
	f.value = Clean(s)
	f.pos = len(f.value)
	f.draft()
}

// Value is the text, in NFC.
func (f *Field) Value() string { return f.value }

// Changed reports whether the text is another than the one that was set.
func (f *Field) Changed() bool { return f.value != f.initial }

// Revert goes back to the text that was set.
func (f *Field) Revert() {
	f.value = f.initial
	f.pos = len(f.value)
	f.draft()
}

// Clean is a text as a field holds it: NFC, one line, nothing that the terminal
// would act on or that cannot be seen.
func Clean(s string) string {
	if strings.ContainsFunc(s, hidden) {
		s = strings.Map(func(r rune) rune {
			switch {
			case r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085':
				return ' '
			case hidden(r):
				return -1
			}
			return r
		}, strings.ReplaceAll(s, "\r\n", "\n"))
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, ""))
	for len(s) > maxTyped {
		s = s[:before(s, len(s))]
	}
	return s
}

func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Variation_Selector) ||
		r == unicode.ReplacementChar
}

// Update takes a key or a paste and reports whether the field used it.
func (f *Field) Update(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		f.insert(strings.TrimSpace(msg.Content))
		return true
	case tea.KeyPressMsg:
		return f.key(msg)
	}
	return false
}

func (f *Field) key(msg tea.KeyPressMsg) bool {
	switch ui.KeyName(msg) {
	case "left", "ctrl+b":
		f.pos = before(f.value, f.pos)
	case "right":
		f.pos = after(f.value, f.pos)
	case "ctrl+left", "alt+left", "alt+b":
		f.pos = wordBefore(f.value, f.pos)
	case "ctrl+right", "alt+right":
		f.pos = wordAfter(f.value, f.pos)
	case "home", "ctrl+a":
		f.pos = 0
	case "end", "ctrl+e":
		f.pos = len(f.value)
	case "backspace":
		f.cut(before(f.value, f.pos), f.pos)
	case "delete", "ctrl+d":
		f.cut(f.pos, after(f.value, f.pos))
	case "ctrl+w", "ctrl+backspace", "alt+backspace":
		f.cut(wordBefore(f.value, f.pos), f.pos)
	case "ctrl+u":
		f.cut(0, f.pos)
	case "ctrl+k":
		f.cut(f.pos, len(f.value))
	default:
		typed := ui.Typed(msg)
		if typed == "" {
			return false
		}
		f.insert(typed)
	}
	return true
}

// insert puts text at the cursor. A mark that was typed after its letter joins
// it: the letter before the cursor is composed anew.
func (f *Field) insert(s string) {
	left := Clean(f.value[:f.pos] + s)
	whole := Clean(left + f.value[f.pos:])
	if whole == f.value && left == f.value[:f.pos] {
		return
	}
	f.value = whole
	f.pos = min(len(left), len(whole))
	for f.pos > 0 && !edge(whole, f.pos) { // the text after the cursor began with a mark
		f.pos = after(whole, before(whole, f.pos))
	}
	f.draft()
}

func (f *Field) cut(from, to int) {
	if from >= to {
		return
	}
	f.value = Clean(f.value[:from] + f.value[to:])
	f.pos = min(from, len(f.value))
	if !edge(f.value, f.pos) {
		f.pos = after(f.value, before(f.value, f.pos))
	}
	f.draft()
}

func (f *Field) draft() {
	if f.Draft != nil {
		if f.Changed() {
			f.Draft(f.value)
		} else {
			f.Draft("")
		}
	}
}

// letters calls do for every letter that people see, until it returns false.
func letters(s string, do func(at int, letter string, width int) bool) {
	for at := 0; at < len(s); {
		letter, w := ansi.FirstGraphemeCluster(s[at:], ansi.GraphemeWidth)
		if letter == "" {
			return
		}
		if !do(at, letter, w) {
			return
		}
		at += len(letter)
	}
}

// before is where the letter before pos begins.
func before(s string, pos int) int {
	start := 0
	letters(s[:pos], func(at int, _ string, _ int) bool { start = at; return true })
	return start
}

// after is where the letter at pos ends.
func after(s string, pos int) int {
	if pos >= len(s) {
		return len(s)
	}
	letter, _ := ansi.FirstGraphemeCluster(s[pos:], ansi.GraphemeWidth)
	return pos + max(1, len(letter))
}

// edge reports whether no letter reaches across pos.
func edge(s string, pos int) bool {
	if pos <= 0 || pos >= len(s) {
		return true
	}
	found := false
	letters(s, func(at int, _ string, _ int) bool { found = at == pos; return at < pos })
	return found
}

func wordBefore(s string, pos int) int {
	trimmed := strings.TrimRightFunc(s[:pos], unicode.IsSpace)
	return strings.LastIndexFunc(trimmed, unicode.IsSpace) + 1
}

func wordAfter(s string, pos int) int {
	i := strings.IndexFunc(strings.TrimLeftFunc(s[pos:], unicode.IsSpace), unicode.IsSpace)
	if i < 0 {
		return len(s)
	}
	return pos + len(s[pos:]) - len(strings.TrimLeftFunc(s[pos:], unicode.IsSpace)) + i
}

// View draws the field exactly w cells wide, and returns the column of the
// cursor in it.
func (f *Field) View(w int, focused bool, c ui.Context) (string, int) {
	style := c.Style.Field
	if focused {
		style = c.Style.FieldFocused
	}
	if w <= 0 {
		return "", 0
	}
	if !focused {
		return style.Render(ui.Fit(f.value, w, c.Glyph.More)), 0
	}
	at := ui.Width(f.value[:f.pos])
	whole := ui.Width(f.value)
	// The cursor needs a cell of its own behind the last letter.
	f.scroll = max(0, min(f.scroll, whole+1-w))
	if at < f.scroll {
		f.scroll = at
	}
	if at >= f.scroll+w {
		f.scroll = at - w + 1
	}
	var b strings.Builder
	used, x := 0, 0
	letters(f.value, func(_ int, letter string, width int) bool {
		from, to := x-f.scroll, x-f.scroll+width
		x += width
		switch {
		case to <= 0:
			return true
		case from < 0: // half a wide letter at the left edge
			b.WriteString(strings.Repeat(" ", to))
			used += to
			return true
		case to > w:
			return false
		}
		b.WriteString(letter)
		used += width
		return true
	})
	if used < w {
		b.WriteString(strings.Repeat(" ", w-used))
	}
	return style.Render(b.String()), at - f.scroll
}

// Number reads the text as a number in the notation of the context's language.
func (f *Field) Number(c ui.Context) (quantity.Number, error) {
	if f.Money {
		return parseMoney(f.value, c.Notation())
	}
	return quantity.ParseNumber(f.value, c.Notation())
}

// Understood says how a number was understood while it is typed ("= 1.234,5
// kWh"), or what is wrong with it; bad is true then. Nothing is said of an empty
// field.
func (f *Field) Understood(unit string, c ui.Context) (said string, bad bool) {
	if strings.TrimSpace(f.value) == "" {
		return "", false
	}
	n, err := f.Number(c)
	if err != nil {
		return c.Error(err), true
	}
	if n.Missing {
		return c.T("tui.number.missing"), false
	}
	said = "= " + c.Number(n.Value, 6)
	if unit != "" {
		said += " " + c.Unit(unit)
	}
	return said, false
}
