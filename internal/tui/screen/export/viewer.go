package export

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// viewer shows the audit file as it is, to read only.
type viewer struct {
	ui.Base
	work      ui.Work
	lines     []string
	top, left int
	widest    int
}

// NewViewer makes the screen.
func NewViewer(w ui.Work) ui.Screen {
	v := &viewer{work: w}
	v.load()
	return v
}

func (v *viewer) load() {
	source := strings.TrimSuffix(strings.ReplaceAll(string(v.work.Source()), "\r\n", "\n"), "\n")
	v.lines = strings.Split(source, "\n")
	v.widest = 0
	for i, l := range v.lines {
		v.lines[i] = ui.CleanLine(strings.ReplaceAll(l, "\t", "    "))
		v.widest = max(v.widest, ui.Width(v.lines[i]))
	}
}

func (v *viewer) Title() string { return v.T("tui.viewer.title") }

func (v *viewer) Keys() []ui.Binding {
	return []ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.scroll"},
		{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page"},
		{Keys: []string{"left", "right"}, Show: "←→", Help: "tui.key.sideways", Minor: true},
		{Keys: []string{"home", "end"}, Show: "Home End", Help: "tui.key.ends", Minor: true},
	}
}

func (v *viewer) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ui.Changed:
		v.load()
	case tea.KeyPressMsg:
		switch ui.KeyName(msg) {
		case "up":
			v.top--
		case "down", "enter":
			v.top++
		case "pgup":
			v.top -= max(1, v.H-2)
		case "pgdown", "space":
			v.top += max(1, v.H-2)
		case "home":
			v.top, v.left = 0, 0
		case "end":
			v.top = len(v.lines)
		case "left":
			v.left -= 8
		case "right":
			v.left += 8
		}
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			v.top -= 3
		} else {
			v.top += 3
		}
	}
	return v, nil
}

func (v *viewer) View() string {
	h := max(0, v.H-1)
	numbers := len(strconv.Itoa(len(v.lines))) + 1
	room := max(1, v.W-numbers-2)
	v.top = max(0, min(v.top, len(v.lines)-h))
	v.left = max(0, min(v.left, v.widest-room))
	path := v.T("tui.viewer.lines", "path", v.work.Path(), "count", len(v.lines))
	out := []string{" " + v.Style.Muted.Render(ui.Cut(path, max(1, v.W-2), v.Glyph.More))}
	for i := v.top; i < len(v.lines) && i < v.top+h; i++ {
		number := v.Style.Muted.Render(ui.FitRight(strconv.Itoa(i+1), numbers, ""))
		line := ansi.Cut(v.lines[i], v.left, v.left+room)
		switch trimmed := strings.TrimSpace(v.lines[i]); {
		case strings.HasPrefix(trimmed, "#"):
			line = v.Style.Muted.Render(line)
		case strings.HasPrefix(trimmed, "["):
			line = v.Style.Accent.Render(line)
		}
		out = append(out, number+" "+line)
	}
	return ui.Box(strings.Join(out, "\n"), v.W, v.H)
}
