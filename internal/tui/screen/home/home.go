// Package home is where the program begins: a new audit, a file, an example,
// or the audits that were open before.
package home

import (
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/tui/screen/create"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Screen is the first screen.
type Screen struct {
	ui.Base
	desk ui.Desk

	fresh  *create.Screen // the form of a new audit, kept until it has become a file
	recent []ui.Recent
	at     int // 0..len(actions)-1, then the recent files
	top    int // first line shown
	lines  []int
}

// action is something to begin with.
type action struct {
	label, hint string
	do          func(*Screen)
}

func actions() []action {
	return []action{
		{"tui.home.new", "tui.home.new-hint", (*Screen).begin},
		{"tui.home.open", "tui.home.open-hint", func(s *Screen) { s.Post(ui.Push{Screen: newOpener(s.desk)}) }},
		{"tui.home.examples", "tui.home.examples-hint", func(s *Screen) { s.Post(ui.Push{Screen: newExamples(s.desk)}) }},
	}
}

// New makes the screen.
func New(desk ui.Desk) *Screen {
	s := &Screen{desk: desk}
	s.Reload()
	return s
}

// begin opens the form of a new audit, as it was left.
func (s *Screen) begin() {
	if s.fresh == nil {
		s.fresh = create.New(s.desk)
	}
	s.Post(ui.Push{Screen: s.fresh})
}

// Kept is what was typed of an audit that is not made yet; "" if nothing was.
func (s *Screen) Kept() string {
	if s.fresh == nil {
		return ""
	}
	return s.fresh.Kept()
}

// Drop empties the form of a new audit.
func (s *Screen) Drop() { s.fresh = nil }

// Reload takes the list of recent files anew.
func (s *Screen) Reload() {
	s.recent = s.desk.Recent()
	s.at = min(s.at, s.count()-1)
}

// First selects what a user most likely wants: the newest file, if there is one.
func (s *Screen) First() {
	s.at = 0
	if len(s.recent) > 0 {
		s.at = len(actions())
	}
}

func (s *Screen) count() int { return len(actions()) + len(s.recent) }

// Title is the program's.
func (s *Screen) Title() string { return s.T("tui.home.title") }

// Keys are those of the list.
func (s *Screen) Keys() []ui.Binding {
	keys := []ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		{Keys: []string{"enter"}, Help: "tui.key.open"},
		{Keys: []string{"ctrl+n"}, Help: "tui.home.new", Minor: true},
		{Keys: []string{"ctrl+o"}, Help: "tui.home.open", Minor: true},
	}
	if _, ok := s.selected(); ok {
		keys = append(keys, ui.Binding{Keys: []string{"delete"}, Help: "tui.home.forget"})
	}
	return keys
}

func (s *Screen) selected() (ui.Recent, bool) {
	i := s.at - len(actions())
	if i < 0 || i >= len(s.recent) {
		return ui.Recent{}, false
	}
	return s.recent[i], true
}

// Update moves and opens.
func (s *Screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch ui.KeyName(msg) {
		case "up":
			s.at--
		case "down":
			s.at++
		case "home", "pgup":
			s.at = 0
		case "end", "pgdown":
			s.at = s.count() - 1
		case "enter", "right":
			s.open()
		case "ctrl+n":
			actions()[0].do(s)
		case "ctrl+o":
			actions()[1].do(s)
		case "delete":
			if r, ok := s.selected(); ok {
				s.Post(ui.Forget{Path: r.Path})
			}
		}
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			s.at--
		} else {
			s.at++
		}
	case tea.MouseClickMsg:
		if i := s.top + msg.Y; msg.Y >= 0 && i < len(s.lines) && s.lines[i] >= 0 {
			s.at = s.lines[i]
			s.open()
		}
	}
	s.at = max(0, min(s.at, s.count()-1))
	return s, nil
}

func (s *Screen) open() {
	if r, ok := s.selected(); ok {
		s.Post(ui.OpenFile{Path: r.Path})
		return
	}
	actions()[s.at].do(s)
}

// View draws what can be begun, and the recent files below.
func (s *Screen) View() string {
	var lines []string
	s.lines = s.lines[:0]
	add := func(entry int, line string) {
		lines = append(lines, line)
		s.lines = append(s.lines, entry)
	}
	from, to := 0, 0
	w := max(0, min(s.W-2, ui.Measure))
	if s.H >= 18 {
		add(-1, "")
		for _, l := range ui.Wrap(s.T("tui.home.welcome"), w) {
			add(-1, " "+s.Style.Muted.Render(l))
		}
		add(-1, "")
	}
	for i, a := range actions() {
		if i == s.at {
			from, to = len(lines), len(lines)
		}
		hint := s.T(a.hint)
		if kept := s.Kept(); i == 0 && kept != "" {
			hint = s.T("tui.home.new-kept", "what", kept)
		}
		label := ui.Fit(s.T(a.label), min(max(20, w/3), 30, w), s.Glyph.More)
		line := label + s.Style.Muted.Render("  "+hint)
		if i == s.at {
			line = s.Style.Selected.Render(ui.Fit(s.Glyph.Cursor+" "+label+"  "+hint, w, s.Glyph.More))
		} else {
			line = "  " + line
		}
		add(i, " "+ui.Fit(line, w, s.Glyph.More))
	}
	add(-1, "")
	if len(s.recent) > 0 {
		add(-1, " "+s.Style.Accent.Render(s.T("tui.home.recent")))
	}
	for j, r := range s.recent {
		i := len(actions()) + j
		first, second := s.describe(r, w)
		if i == s.at {
			from, to = len(lines), len(lines)+1
			first = s.Style.Selected.Render(first)
		}
		add(i, " "+first)
		add(i, " "+s.Style.Muted.Render(second))
	}
	s.top = ui.Scroll(s.top, to, len(lines), s.H)
	s.top = ui.Scroll(s.top, from, len(lines), s.H)
	if s.at == 0 {
		s.top = 0
	}
	return ui.Box(strings.Join(lines[min(s.top, len(lines)):], "\n"), s.W, s.H)
}

// describe is a recent file in two lines: what it is; how far it is and what
// came out.
func (s *Screen) describe(r ui.Recent, w int) (first, second string) {
	name := r.Plant
	if name == "" {
		name = filepath.Base(r.Path)
	}
	var about []string
	if r.Sector != "" {
		about = append(about, s.Name(s.desk.Sector(r.Sector)))
	}
	if r.Level != "" {
		about = append(about, s.T("tui.level."+r.Level))
	}
	mark := "  "
	if got, ok := s.selected(); ok && got.Path == r.Path {
		mark = s.Glyph.Cursor + " "
	}
	sep := " " + s.Glyph.Sep + " "
	right := ui.Cut(strings.Join(about, sep), max(10, w/2), s.Glyph.More)
	first = ui.Ends(mark+ui.CleanLine(name), right, w, s.Glyph.More)

	var state []string
	if r.Copy {
		state = append(state, s.T("tui.home.copy"))
	}
	if !r.Opened.IsZero() {
		y, m, d := r.Opened.Date()
		state = append(state, s.Date(quantity.Date{Year: y, Month: int(m), Day: d}))
	}
	if r.Total > 0 {
		state = append(state, s.T("tui.home.progress", "done", r.Done, "total", r.Total))
	}
	switch {
	case r.Percent != nil && r.Money != nil:
		state = append(state, s.T("tui.home.potential-money", "percent", s.Share(*r.Percent), "money", s.Money(*r.Money, r.Currency)))
	case r.Percent != nil:
		state = append(state, s.T("tui.home.potential", "percent", s.Share(*r.Percent)))
	case r.Compared > 0:
		state = append(state, s.T("tui.home.compared", "count", r.Compared))
	}
	folder := filepath.Dir(r.Path)
	second = "  " + strings.Join(state, sep)
	if room := w - ui.Width(second) - 3; room > 12 {
		second = ui.Ends(second, shortFolder(folder, room, s.Glyph.More), w, s.Glyph.More)
	}
	return first, ui.Fit(second, w, s.Glyph.More)
}

// shortFolder keeps the end of a path: that is where paths differ.
func shortFolder(path string, w int, more string) string {
	path = ui.CleanLine(path)
	if ui.Width(path) <= w {
		return path
	}
	for _, part := range strings.SplitAfter(path, string(filepath.Separator)) {
		path = strings.TrimPrefix(path, part)
		if ui.Width(path)+2 <= w {
			break
		}
	}
	return ui.Cut(more+string(filepath.Separator)+path, w, more)
}
