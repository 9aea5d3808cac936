package plan

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/option"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// The views of the page.
const (
	boardView = iota
	resultView
	watchView
	views
)

var viewNames = [views]string{"board", "results", "watch"}

type screen struct {
	ui.Base
	work  ui.Work
	view  int
	stack [views]widget.Stack
	top   int
	left  int
}

func newScreen(w ui.Work) *screen { return &screen{work: w} }

func (s *screen) Title() string { return s.T("planpage.title") }

// The answers of the dialogs.
type (
	// begin watches a flow.
	begin struct{ flow string }
	// forget takes an indicator out.
	forget struct{ index int }
)

func (s *screen) blocks() []widget.Block {
	switch s.view {
	case resultView:
		return s.results()
	case watchView:
		return s.watched()
	}
	return s.board()
}

// current is the selected block.
func (s *screen) current() string {
	s.stack[s.view].Set(s.blocks())
	return s.stack[s.view].Selected()
}

// Claims wants Tab, which shows another view.
func (s *screen) Claims(key string) bool { return key == "tab" || key == "shift+tab" }

// Keys are those of the view.
func (s *screen) Keys() []ui.Binding {
	id := s.current()
	keys := []ui.Binding{{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"}}
	add := func(help string, keysOf ...string) {
		keys = append(keys, ui.Binding{Keys: keysOf, Help: help})
	}
	kind, rest, _ := strings.Cut(id, ":")
	switch kind {
	case "option":
		add("planpage.key.edit", "enter")
		next := ui.Binding{Keys: []string{"f6"}, Help: "planpage.key.next"}
		back := ui.Binding{Keys: []string{"f7"}, Help: "planpage.key.back"}
		o, _, _ := findOption(s.work, rest)
		next.Off, back.Off = cannot(o, +1), cannot(o, -1)
		ask := ui.Binding{Keys: []string{"f5", "w"}, Show: "F5", Help: "result.key.why"}
		if !s.hasWhy(id) {
			ask.Off = text.M("optionpage.no-why")
		}
		keys = append(keys, next, back, ask)
	case "flow", "part":
		if s.hasWhy(id) {
			keys = append(keys, ui.Binding{Keys: []string{"f5", "w", "enter"}, Show: "F5", Help: "result.key.why"})
		}
	case "monitor":
		add("planpage.key.edit", "enter")
		keys = append(keys, ui.Binding{Keys: []string{"f8", "delete"}, Show: "F8", Help: "planpage.key.forget"})
		if s.hasWhy(id) {
			keys = append(keys, ui.Binding{Keys: []string{"f5", "w"}, Show: "F5", Help: "result.key.why"})
		}
	case "open":
		add("planpage.key.watch", "enter")
	case "focus":
		add("planpage.key.focus", "enter")
	case "go":
		add("planpage.key.go", "enter")
	}
	if s.view == watchView {
		keys = append(keys, ui.Binding{Keys: []string{"ctrl+n", "insert"}, Help: "planpage.key.watch-more"})
	}
	return append(keys,
		ui.Binding{Keys: []string{"tab", "right", "shift+tab", "left"}, Show: "Tab", Help: "portfoliopage.key.view"},
		ui.Binding{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
	)
}

// figure is what "why" opens for a block, "" for nothing.
func (s *screen) figure(id string) string {
	kind, rest, _ := strings.Cut(id, ":")
	switch kind {
	case "option":
		return "option." + rest
	case "flow":
		return "saving." + rest
	case "part":
		_, flow, _ := strings.Cut(rest, ":")
		return "saving." + flow
	case "monitor":
		if i, err := strconv.Atoi(rest); err == nil && i < len(s.work.Audit().Monitors) {
			return "saving." + s.work.Audit().Monitors[i].Flow
		}
	}
	return ""
}

func (s *screen) hasWhy(id string) bool {
	f := s.figure(id)
	return f != "" && why.Has(phrase.Result(s.work), f)
}

// Update takes keys, and what dialogs answer.
func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case begin:
		s.begin(msg.flow)
	case forget:
		s.forget(msg.index)
	case tea.MouseClickMsg:
		s.current()
		if msg.X < s.left {
			s.stack[s.view].Click(msg.Y - s.top)
		}
	case tea.MouseWheelMsg:
		s.current()
		s.stack[s.view].Update(msg)
	case tea.KeyPressMsg:
		s.key(msg)
	}
	return s, nil
}

func (s *screen) key(msg tea.KeyPressMsg) {
	id := s.current()
	kind, rest, _ := strings.Cut(id, ":")
	switch key := strings.ToLower(ui.KeyName(msg)); key {
	case "tab", "right":
		s.view = (s.view + 1) % views
	case "shift+tab", "left":
		s.view = (s.view + views - 1) % views
	case "enter":
		s.enter(kind, rest, id)
	case "f5", "w":
		if s.hasWhy(id) {
			s.Post(ui.Push{Screen: why.New(s.work, []string{s.figure(id)})})
		}
	case "f6", "f7":
		if kind == "option" {
			by := +1
			if key == "f7" {
				by = -1
			}
			s.move(rest, by)
		}
	case "ctrl+n", "insert":
		if s.view == watchView && !s.locked() {
			s.Post(ui.Open{Dialog: s.chooser()})
		}
	case "f8", "delete":
		if i, err := strconv.Atoi(rest); kind == "monitor" && err == nil && !s.locked() {
			s.askForget(i)
		}
	default:
		s.stack[s.view].Update(msg)
	}
}

func (s *screen) enter(kind, rest, id string) {
	switch kind {
	case "option":
		if s.work.ReadOnly() {
			s.Post(ui.Go{Page: "options", Target: rest})
			return
		}
		s.Post(ui.Push{Screen: option.Sheet(s.work, rest, option.FollowUp)})
	case "flow", "part":
		if s.hasWhy(id) {
			s.Post(ui.Push{Screen: why.New(s.work, []string{s.figure(id)})})
		}
	case "monitor":
		if i, err := strconv.Atoi(rest); err == nil && !s.locked() {
			s.Post(ui.Push{Screen: newMonitor(s.work, i)})
		}
	case "open":
		if !s.locked() {
			s.begin(rest)
		}
	case "focus", "go":
		s.Post(ui.Go{Page: rest})
	}
}

// locked says that nothing can be changed.
func (s *screen) locked() bool {
	if s.work.ReadOnly() {
		s.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
		return true
	}
	return false
}

func (s *screen) apply(label text.Message, edits ...auditfile.Edit) bool {
	if err := s.work.Apply(label, edits...); err != nil {
		s.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
		return false
	}
	return true
}

// steps are the statuses on the way.
var steps = [...]string{"planned", "doing", "done"}

// moved is the status after the present one, or before it.
func moved(o assess.Option, by int) (string, bool) {
	for i, st := range steps {
		if st == o.Status && stage(o) != "dropped" && i+by >= 0 && i+by < len(steps) {
			return steps[i+by], true
		}
	}
	return "", false
}

// cannot says why the status cannot move.
func cannot(o assess.Option, by int) text.Message {
	_, ok := moved(o, by)
	switch {
	case ok:
		return text.Message{}
	case stage(o) == "dropped":
		return text.M("planpage.is-dropped")
	case by > 0:
		return text.M("planpage.is-done")
	}
	return text.M("planpage.is-first")
}

// move puts a solution into the next status, or the one before.
func (s *screen) move(id string, by int) {
	if s.locked() {
		return
	}
	o, i, ok := findOption(s.work, id)
	next, can := moved(o, by)
	if !ok || !can {
		s.Post(ui.Toast{Text: cannot(o, by), Kind: ui.Info})
		return
	}
	if s.apply(text.M("planpage.did.status", "option", nameOf(s.work, o)), auditfile.Set(tomldoc.Path("option", i+1, "status"), next)) {
		s.Post(ui.Toast{Text: text.M("planpage.moved", "option", nameOf(s.work, o), "status", text.M("options.status."+next)), Kind: ui.Done})
	}
}

// wide is the width from which on what is said of a row stands beside the list.
const wide = 130

// View draws the names of the views, the rows, and what is said of the selected
// one.
func (s *screen) View() string {
	id := s.current()
	head := s.head(s.W)
	s.top, s.left = len(head), s.W
	h := max(0, s.H-s.top)
	st := &s.stack[s.view]
	if s.W >= wide {
		s.left = s.W * 13 / 20
		said := s.detail(id, s.W-s.left-3)
		body := ui.Beside(st.View(s.left, h, s.Context), widget.Wall(s.Context, h), ui.Box(" "+strings.Join(said, "\n "), s.W-s.left-1, h))
		return ui.Box(strings.Join(head, "\n")+"\n"+body, s.W, s.H)
	}
	said := s.detail(id, s.W-2)
	below := min(5, h/3, len(said))
	if below == 0 {
		return ui.Box(strings.Join(head, "\n")+"\n"+st.View(s.W, h, s.Context), s.W, s.H)
	}
	below = min(5, h/3) // the list does not jump from row to row
	lines := append(head, st.View(s.W, max(0, h-below-1), s.Context), widget.Rule(s.Context, s.W, ""))
	for _, l := range widget.Most(said, below, s.W-2, s.Glyph.More) {
		lines = append(lines, " "+l)
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

func (s *screen) head(w int) []string {
	line := " "
	for i, id := range viewNames {
		name := s.Say(text.M("planpage.view." + id))
		switch {
		case i == s.view && s.Glyph.ASCII:
			name = "[" + name + "]"
		case i == s.view:
			name = s.Style.Accent.Underline(true).Render(name)
		default:
			name = s.Style.Muted.Render(name)
		}
		if i > 0 {
			line += "   "
		}
		line += name
	}
	if s.work.ReadOnly() {
		line += "   " + s.T("pages.read-only-mark")
	}
	return widget.Headed(s.Context, s.H, w, ui.Cut(line, w, s.Glyph.More))
}

// detail is what is said of a row.
func (s *screen) detail(id string, w int) []string {
	kind, rest, _ := strings.Cut(id, ":")
	switch kind {
	case "option":
		if o, _, ok := findOption(s.work, rest); ok {
			return s.optionDetail(o, w)
		}
	case "flow", "part":
		return s.promiseDetail(kind, rest, w)
	case "monitor":
		if i, err := strconv.Atoi(rest); err == nil && i < len(s.work.Audit().Monitors) {
			return s.monitorDetail(s.work.Audit().Monitors[i], w)
		}
	}
	return nil
}
