package widget

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Prose breaks running text into lines of at most w cells, each after an indent.
func Prose(said string, w, indent int, style func(...string) string) []string {
	if said == "" {
		return nil
	}
	indent = max(0, min(indent, w-1))
	left := strings.Repeat(" ", indent)
	lines := ui.Wrap(said, max(1, w-indent))
	for i, l := range lines {
		l = strings.TrimRight(l, " ")
		if style != nil {
			l = style(l)
		}
		lines[i] = left + l
	}
	return lines
}

// Bullet breaks text into lines behind a sign, the following lines under the
// text.
func Bullet(sign, said string, w int, style func(...string) string) []string {
	n := ui.Width(sign) + 1
	lines := Prose(said, w, n, style)
	if len(lines) > 0 {
		lines[0] = ui.Cut(sign+" "+lines[0][min(n, len(lines[0])):], w, "")
	}
	return lines
}

// Most keeps at most n lines; the last one kept says that there are more.
func Most(lines []string, n, w int, more string) []string {
	if n <= 0 {
		return nil
	}
	if len(lines) <= n {
		return lines
	}
	kept := append([]string(nil), lines[:n]...)
	kept[n-1] = ui.Cut(strings.TrimRight(kept[n-1], " ")+" "+more, w, more)
	return kept
}

// Span is a piece of a line with its look.
type Span struct {
	Text  string
	Style lipgloss.Style
}

// Line joins spans to a line of w cells. A selected line has one look from end
// to end, and the looks of its spans do not show.
func Line(c ui.Context, selected bool, w int, spans ...Span) string {
	var b strings.Builder
	for _, s := range spans {
		if selected {
			b.WriteString(s.Text)
		} else {
			b.WriteString(s.Style.Render(s.Text))
		}
	}
	line := ui.Fit(b.String(), w, c.Glyph.More)
	if selected {
		return c.Style.Selected.Render(line)
	}
	return line
}

// Mark is what stands before a row: a sign where the keys act on it.
func Mark(c ui.Context, selected bool) string {
	if selected {
		return c.Glyph.Cursor + " "
	}
	return strings.Repeat(" ", ui.Width(c.Glyph.Cursor)+1)
}

// Rule is a line across an area, with words in it where there is something to
// say.
func Rule(c ui.Context, w int, said string) string {
	if w <= 0 {
		return ""
	}
	if said == "" || w < 8 {
		return c.Style.Rule.Render(strings.Repeat(c.Glyph.Rule, w))
	}
	said = ui.Cut(said, max(0, w-6), c.Glyph.More)
	left := strings.Repeat(c.Glyph.Rule, min(2, w))
	rest := max(0, w-ui.Width(left)-ui.Width(said)-2)
	return c.Style.Rule.Render(left) + " " + c.Style.Muted.Render(said) + " " + c.Style.Rule.Render(strings.Repeat(c.Glyph.Rule, rest))
}

// Headed sets the head of a screen h lines high off from what is below it: by a
// rule, or by nothing where lines are few.
func Headed(c ui.Context, h, w int, head ...string) []string {
	if h < 16 {
		return head
	}
	return append(head, Rule(c, w, ""))
}

// Wall is a line down between two areas.
func Wall(c ui.Context, h int) string {
	return strings.TrimSuffix(strings.Repeat(c.Style.Rule.Render(c.Glyph.Wall)+"\n", max(0, h)), "\n")
}
