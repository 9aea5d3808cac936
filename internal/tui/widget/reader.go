package widget

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Reader is a screen over another one with text to read, as long as it needs to
// be.
type Reader struct {
	ui.Base
	Heading func(ui.Context) string
	// Lines makes the text anew for a width, in the language of the context.
	Lines func(c ui.Context, w int) []string
	// More are the keys that work besides scrolling, and On what they do; it
	// reports whether it used the key.
	More func() []ui.Binding
	On   func(key string, c ui.Context) bool

	top, n int
}

// Title is the heading.
func (r *Reader) Title() string { return r.Heading(r.Context) }

// Keys are those of the text and of scrolling.
func (r *Reader) Keys() []ui.Binding {
	var keys []ui.Binding
	if r.More != nil {
		keys = r.More()
	}
	return append(keys,
		ui.Binding{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.scroll"},
		ui.Binding{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
	)
}

// Claims wants Esc: it goes back.
func (r *Reader) Claims(key string) bool { return key == "esc" }

// Update scrolls and goes back.
func (r *Reader) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		name := ui.KeyName(msg)
		switch name {
		case "up":
			r.top--
		case "down":
			r.top++
		case "pgup":
			r.top -= max(1, r.H-1)
		case "pgdown", "space":
			r.top += max(1, r.H-1)
		case "home":
			r.top = 0
		case "end":
			r.top = r.n
		case "esc", "left":
			r.Post(ui.Back{})
		default:
			if r.On != nil {
				r.On(name, r.Context)
			}
		}
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			r.top -= 3
		} else {
			r.top += 3
		}
	}
	r.top = max(0, min(r.top, r.n-r.H))
	return r, nil
}

// View draws as much of the text as there is room for.
func (r *Reader) View() string {
	w := max(1, r.W-3)
	lines := r.Lines(r.Context, w)
	r.n = len(lines)
	r.top = max(0, min(r.top, r.n-r.H))
	var out []string
	for y := range r.H {
		line, edge := "", " "
		if i := r.top + y; i < len(lines) {
			line = lines[i]
		}
		switch {
		case y == 0 && r.top > 0:
			edge = r.Style.Muted.Render(r.Glyph.Up)
		case y == r.H-1 && r.top+r.H < len(lines):
			edge = r.Style.Muted.Render(r.Glyph.Down)
		}
		out = append(out, " "+ui.Fit(line, w, r.Glyph.More)+" "+edge)
	}
	return ui.Box(strings.Join(out, "\n"), r.W, r.H)
}
