package data

import (
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Keys are the bindings that work now.
func (s *screen) Keys() []ui.Binding {
	if s.grid.Typing() {
		return []ui.Binding{
			{Keys: []string{"enter"}, Help: "grid.key.enter"},
			{Keys: []string{"tab"}, Help: "grid.key.tab"},
			{Keys: []string{"esc"}, Help: "tui.key.cancel"},
			{Keys: []string{"ctrl+c"}, Help: "grid.key.copy", Minor: true},
			{Keys: []string{"ctrl+v"}, Help: "grid.key.paste", Minor: true},
		}
	}
	sh, at := s.sheet(), s.grid.At()
	var keys []ui.Binding
	readOnly := s.work.ReadOnly()
	add := func(help, show string, minor, edits bool, names ...string) {
		if !edits || !readOnly {
			keys = append(keys, ui.Binding{Keys: names, Show: show, Help: help, Minor: minor})
		}
	}
	switch {
	case s.grid.OnMoreRow():
		add("grid.key.add-row", "", false, true, "enter")
	case s.grid.OnMoreCol():
		add("grid.key.add-period", "", false, true, "enter")
	case at.Row == 0 && at.Col >= headCols:
		add("grid.key.period-menu", "", false, true, "enter")
	case sh.fromBills(at) != nil:
		add("grid.key.bills", "", false, true, "enter")
	case sh.isFigure(at) || sh.isPrice(at):
		add("grid.key.type", "0–9", false, true, "0")
		add("grid.key.edit", "", false, true, "enter")
	case at.Row > 0 && at.Col == unitCol:
		add("grid.key.unit", "", false, true, "enter")
	case at.Row > 0 && at.Col == nameCol:
		add("grid.key.row-menu", "", false, true, "enter")
	}
	ask := ui.Binding{Keys: []string{whyKey}, Help: "result.key.why", Minor: sh.fromBills(at) == nil}
	if sh.whyOf(at) == "" {
		ask.Off = text.M("grid.no-why")
	}
	keys = append(keys, ask)
	add("importpage.key.open", "", false, true, importKey)
	add("grid.key.add", "", false, true, addKey)
	add("grid.key.periods", "", false, true, periodKey)
	add("grid.key.unit", "", true, true, unitKey)
	if r, ok := sh.row(at.Row); ok && r.kind == flowRow && !r.unknown {
		add("grid.key.bills", "", len(sh.billed) == 0, false, billKey)
	}
	add("grid.key.move", "↑↓", true, false, "up", "down", "left", "right")
	add("grid.key.next", "", true, false, "tab", "shift+tab")
	add("grid.key.ends", "Home/End", true, false, "home", "end")
	add("grid.key.corners", "Ctrl+Home/End", true, false, "ctrl+home", "ctrl+end")
	add("grid.key.jump", "Ctrl+↑↓", true, false, "ctrl+up", "ctrl+down", "ctrl+left", "ctrl+right")
	add("grid.key.page", "PgUp/PgDn", true, false, "pgup", "pgdown")
	add("grid.key.page-cols", "Alt+PgUp/PgDn", true, false, "alt+pgup", "alt+pgdown")
	add("grid.key.select", "Shift+↑↓", true, false, "shift+up", "shift+down", "shift+left", "shift+right")
	add("grid.key.all", "", true, false, "ctrl+a")
	add("grid.key.clear", "", true, true, "delete")
	add("grid.key.copy", "", !s.grid.Several(), false, "ctrl+c")
	add("grid.key.cut", "", true, true, "ctrl+x")
	add("grid.key.paste", "", s.clip.inside == nil, true, "ctrl+v")
	add("grid.key.paste-turned", "", true, true, "ctrl+t")
	add("grid.key.paste-outside", "Ctrl+Shift+V", true, true)
	add("grid.key.fill", "", true, true, "ctrl+r")
	if s.grid.Several() {
		add("grid.key.deselect", "", true, false, "esc")
	}
	add("grid.key.f2", "F2", true, false)
	return keys
}
