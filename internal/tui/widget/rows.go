package widget

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// base is what most rows answer alike.
type base struct{}

func (base) Load(ui.Context)                 {}
func (base) Update(tea.Msg, ui.Context) bool { return false }
func (base) Leave(ui.Context) error          { return nil }
func (base) Changed() bool                   { return false }
func (base) Revert()                         {}
func (base) Keys() []ui.Binding              { return nil }
func (base) Capturing() bool                 { return false }
func (base) Stop() bool                      { return true }

// head draws a row's label, and where its content goes: beside the label, or
// below a question.
func (n Names) head(w int, focused bool, c ui.Context) (lines []string, line string, column int) {
	if n.Question.Empty() {
		label := ""
		if n.Label != "" {
			label = c.T(n.Label)
		}
		line, column = labelled(label, w, focused, c)
		return nil, line, column
	}
	style, mark := c.Style.Plain, "  "
	if focused {
		style, mark = c.Style.Strong, c.Glyph.Cursor+" "
	}
	for i, l := range ui.Wrap(c.Name(n.Question), max(1, w-2)) {
		if i > 0 {
			mark = "  "
		}
		lines = append(lines, style.Render(mark+l))
	}
	return lines, "    ", 4
}

// Button is a row that does something on Enter.
type Button struct {
	Names
	Do func()
	base
}

// Update does it.
func (b *Button) Update(msg tea.Msg, _ ui.Context) bool {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		if name := ui.KeyName(key); name == "enter" || name == "space" {
			b.Do()
			return true
		}
	}
	return false
}

// Keys is Enter.
func (b *Button) Keys() []ui.Binding {
	return []ui.Binding{{Keys: []string{"enter"}, Help: b.Label}}
}

// View draws the button, a blank line above it.
func (b *Button) View(w, _ int, focused bool, c ui.Context) ([]string, *tea.Position) {
	label := "  " + c.T(b.Label) + "  "
	if focused {
		label = c.Style.Selected.Render(c.Glyph.Cursor + label[1:])
	} else {
		label = c.Style.Field.Render(label)
	}
	lines := []string{"", "  " + ui.Cut(label, w-2, "")}
	if focused {
		lines = append(lines, hint(b.hint(c), 2, w, c.Style.Muted.Render)...)
	}
	return lines, nil
}

// Heading is a row that only says something.
type Heading struct {
	Names
	base
}

// Stop says that the form passes by.
func (Heading) Stop() bool { return false }

// View draws the heading, a blank line above it, and its hint below.
func (h *Heading) View(w, _ int, _ bool, c ui.Context) ([]string, *tea.Position) {
	var lines []string
	if h.Label != "" {
		lines = append(lines, "", c.Style.Accent.Render(ui.Cut(c.T(h.Label), w, c.Glyph.More)))
	}
	return append(lines, hint(h.hint(c), 0, w, c.Style.Muted.Render)...), nil
}
