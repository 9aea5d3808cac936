package task

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/lack"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// screen is the list of the tasks, and beside or below it the selected one.
type screen struct {
	ui.Base
	work  ui.Work
	pages func() []ui.Page
	stack widget.Stack
	left  int // width of the list, as drawn last
	head  int // lines above it

	typing string // the field of the entry that is typed, "" for none
	field  widget.Field
	cursor *tea.Position
}

// Answers to the questions of the screen.
type (
	markDone struct{ task string }
	toQuick  struct{}
)

func newScreen(w ui.Work, pages func() []ui.Page) *screen {
	s := &screen{work: w, pages: pages}
	s.stack.Set(s.blocks())
	for _, t := range tasks(w) {
		if t.State != assess.TaskDone {
			s.stack.Select(t.Task.ID)
			break
		}
	}
	// What was being typed when the program was interrupted is typed on.
	for _, t := range tasks(w) {
		for _, field := range typed {
			if was := w.Drafted(draftPlace(t.Task.ID, field)); was != "" && s.typing == "" {
				s.stack.Select(t.Task.ID)
				s.typeInto(field)
				s.field.Type(was)
			}
		}
	}
	return s
}

func draftPlace(task, field string) string { return "task." + task + "." + field }

func (s *screen) Title() string   { return s.T("taskpage.title") }
func (s *screen) Capturing() bool { return s.typing != "" }

// Claims wants what leaves a field while it is typed in, and undo of the typing.
func (s *screen) Claims(key string) bool {
	if s.typing != "" {
		return key == "esc" || key == "tab" || key == "shift+tab" || key == "ctrl+z" && s.field.Changed()
	}
	return key == "tab"
}

// Leave writes what is being typed.
func (s *screen) Leave() bool { return s.finish() }

func (s *screen) Keys() []ui.Binding {
	if s.typing != "" {
		return []ui.Binding{
			{Keys: []string{"enter"}, Help: "taskpage.key.keep"},
			{Keys: []string{"tab"}, Help: "taskpage.key.other-field"},
			{Keys: []string{"esc"}, Help: "tui.key.cancel"},
		}
	}
	t, ok := s.current()
	if !ok {
		return nil
	}
	open := ui.Binding{Keys: []string{"enter"}, Help: "taskpage.key.open"}
	if _, here := pageOf(s.pages(), t.Task.ID); !here {
		open.Off = text.M("taskpage.no-page")
	}
	done := ui.Binding{Keys: []string{"space"}, Help: "taskpage.key.done"}
	if t.State == assess.TaskDone {
		done.Help = "taskpage.key.undone"
	}
	return []ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		open, done,
		{Keys: []string{"tab", "f6"}, Help: "taskpage.key.note"},
		{Keys: []string{"f5", "w"}, Help: "taskpage.key.more"},
		{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "taskpage.key.step", Minor: true},
		{Keys: []string{"f8"}, Help: "taskpage.key.quick", Minor: true},
	}
}

// current is the task that the keys act on.
func (s *screen) current() (assess.TaskState, bool) {
	id := s.stack.Selected()
	for _, t := range tasks(s.work) {
		if t.Task.ID == id {
			return t, true
		}
	}
	return assess.TaskState{}, false
}

func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	s.stack.Set(s.blocks())
	switch msg := msg.(type) {
	case ui.Show:
		if s.finish() {
			s.show(msg.Target)
		}
	case markDone:
		if t, ok := s.task(msg.task); ok {
			s.mark(t, true)
		}
	case toQuick:
		s.setLevel(ui.Quick)
	case tea.PasteMsg:
		if s.typing != "" {
			s.field.Update(msg)
		}
	case tea.MouseClickMsg:
		if msg.X < s.left && s.finish() {
			s.stack.Click(msg.Y - s.head)
		}
	case tea.MouseWheelMsg:
		if s.finish() {
			s.stack.Update(msg)
		}
	case tea.KeyPressMsg:
		if s.typing != "" {
			s.typed(msg)
		} else {
			s.key(msg)
		}
	}
	return s, nil
}

func (s *screen) task(id string) (assess.TaskState, bool) {
	for _, t := range tasks(s.work) {
		if t.Task.ID == id {
			return t, true
		}
	}
	return assess.TaskState{}, false
}

// show selects a task, or the first one of a step.
func (s *screen) show(target string) {
	for _, t := range tasks(s.work) {
		if t.Task.ID == target || strings.HasSuffix(target, ".") && strings.HasPrefix(t.Task.ID, target) {
			s.stack.Select(t.Task.ID)
			return
		}
	}
}

func (s *screen) key(msg tea.KeyPressMsg) {
	t, ok := s.current()
	if !ok {
		return
	}
	switch name := strings.ToLower(ui.KeyName(msg)); name {
	case "enter":
		if p, here := pageOf(s.pages(), t.Task.ID); here {
			s.Post(ui.Go{Page: p.ID, Target: s.targetOf(t, p.ID)})
		}
	case "space":
		s.toggle(t)
	case "tab", "f6":
		s.typeInto(typed[0])
	case "f5", "w":
		s.Post(ui.Push{Screen: s.reader(t.Task.ID)})
	case "f8":
		s.Post(ui.Open{Dialog: &ui.Ask{
			Heading: text.M("taskpage.quick-heading"), Text: []text.Message{text.M("taskpage.quick-ask")},
			Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "taskpage.to-quick", Action: toQuick{}}},
		}})
	case "pgup", "pgdown":
		s.nextStep(t.Task.Step, name == "pgdown")
	default:
		s.stack.Update(msg)
	}
}

// targetOf is what a task is about on its page: the first thing that it lacks
// there; of a task that lacks nothing, where its data begin.
func (s *screen) targetOf(t assess.TaskState, page string) string {
	for _, m := range t.Missing {
		if place := lack.Place(s.work, m); place.Page == page {
			return place.Target
		}
	}
	if page == "plant" {
		return "team.leader"
	}
	return ""
}

// nextStep goes to the first task of the step after or before one.
func (s *screen) nextStep(step int, forward bool) {
	all := tasks(s.work)
	to := all[0].Task
	for _, t := range all {
		if forward && t.Task.Step > step {
			to = t.Task
			break
		}
		if forward {
			to = t.Task
		} else if t.Task.Step < step && t.Task.Step != to.Step {
			to = t.Task
		}
	}
	s.stack.Select(to.ID)
}

// toggle marks a task done or takes the mark back. Where something is missing it
// asks first: the team decides, the program only says what it does not find.
func (s *screen) toggle(t assess.TaskState) {
	if t.State == assess.TaskDone {
		s.mark(t, false)
		return
	}
	if len(t.Missing) == 0 {
		s.mark(t, true)
		return
	}
	said := []text.Message{text.M("taskpage.still-missing")}
	for _, m := range t.Missing {
		said = append(said, text.M("taskpage.bullet", "said", m))
	}
	s.Post(ui.Open{Dialog: &ui.Ask{
		Heading: text.M("taskpage.mark-heading", "number", t.Task.Number), Text: said, Tight: true,
		Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "taskpage.mark-anyway", Action: markDone{t.Task.ID}}},
	}})
}

// mark says that a task is done, today unless a date stands there, or that it is
// not.
func (s *screen) mark(t assess.TaskState, done bool) {
	key := "taskpage.did.done"
	if !done {
		key = "taskpage.did.undone"
	}
	s.apply(text.M(key, "number", t.Task.Number), change(s.work.Audit(), t.Task.ID, func(e *assess.Task) {
		e.Done = done
		if done && e.Date.IsZero() {
			y, m, d := s.Now().Date()
			e.Date = quantity.Date{Year: y, Month: int(m), Day: d}
		}
	}))
}

func (s *screen) setLevel(level string) { setLevel(s.Context, s.work, level) }

// setLevel makes the audit a quick or a detailed one. Nothing else in the file
// changes.
func setLevel(c ui.Context, w ui.Work, level string) {
	err := w.Apply(text.M("taskpage.did.level", "level", text.M("tui.level."+level)), auditfile.Set("audit.level", level))
	if err != nil {
		c.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
		return
	}
	c.Post(ui.Toast{Text: text.M("taskpage.level-changed", "level", text.M("tui.level."+level)), Kind: ui.Done})
}

// apply makes edits, and says where it could not.
func (s *screen) apply(label text.Message, edits []auditfile.Edit) bool {
	if len(edits) == 0 {
		return true
	}
	if err := s.work.Apply(label, edits...); err != nil {
		s.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
		return false
	}
	return true
}

// typeInto begins to type a field of the present task's entry.
func (s *screen) typeInto(field string) {
	t, ok := s.current()
	if !ok {
		return
	}
	if s.work.ReadOnly() {
		s.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
		return
	}
	s.typing = field
	s.field = widget.Field{Draft: func(typed string) { s.work.Draft(draftPlace(t.Task.ID, field), typed) }}
	s.field.SetValue(typedValue(t.Entry, field))
}

// finish writes what is being typed; false where it cannot be understood.
func (s *screen) finish() bool {
	t, ok := s.current()
	if s.typing == "" || !ok {
		s.typing = ""
		return true
	}
	if s.field.Changed() {
		var wrong error
		edits := change(s.work.Audit(), t.Task.ID, func(e *assess.Task) {
			wrong = take(e, s.typing, strings.TrimSpace(s.field.Value()))
		})
		if wrong != nil {
			s.Post(ui.Toast{Text: text.M("tui.error.other", "error", wrong), Kind: ui.Warning})
			return false
		}
		if !s.apply(text.M("taskpage.did."+s.typing, "number", t.Task.Number), edits) {
			return false
		}
		s.work.Draft(draftPlace(t.Task.ID, s.typing), "")
	}
	s.typing = ""
	return true
}

// typed takes a key while a field is typed.
func (s *screen) typed(msg tea.KeyPressMsg) {
	switch name := ui.KeyName(msg); name {
	case "enter":
		s.finish()
	case "up", "down", "pgup", "pgdown":
		if s.finish() {
			s.stack.Set(s.blocks())
			s.stack.Update(msg)
		}
	case "tab", "shift+tab":
		by := 1
		if name == "shift+tab" {
			by = len(typed) - 1
		}
		for i, field := range typed {
			if field != s.typing {
				continue
			}
			if s.finish() {
				s.typeInto(typed[(i+by)%len(typed)])
			}
			return
		}
	case "esc":
		s.field.Revert()
		s.typing = ""
	case "ctrl+z":
		s.field.Revert()
	default:
		s.field.Update(msg)
	}
}
