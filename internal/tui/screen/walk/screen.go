package walk

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

type screen struct {
	ui.Base
	work  ui.Work
	stack widget.Stack
	at    int    // the reply that Enter gives, -1: none is marked
	last  string // the question answered last, until another one is gone to
	lines int    // height of the area of the list, as drawn last
	left  int    // and its width
	head  int    // lines above it

	typing string // "note" or "photo" while one is typed
	field  widget.Field
	cursor *tea.Position
}

func newScreen(w ui.Work) *screen {
	s := &screen{work: w, at: -1}
	s.stack.Set(s.blocks())
	s.toNext(-1)
	// What was being typed when the program was interrupted is typed on.
	for _, q := range questions(w) {
		for _, key := range []string{"note", "photo"} {
			if typed := w.Drafted(draftPlace(q.ID, key)); typed != "" && s.typing == "" {
				s.stack.Select(q.ID)
				s.typeInto(key)
				s.field.Type(typed)
			}
		}
	}
	return s
}

func draftPlace(question, key string) string { return "answer." + question + "." + key }

func (s *screen) Title() string   { return s.T("tui.page.walk") }
func (s *screen) Capturing() bool { return s.typing != "" }

// Claims wants the digits: they answer. In a field it wants what leaves the
// field, and undo of the typing.
func (s *screen) Claims(key string) bool {
	if s.typing != "" {
		return key == "esc" || key == "tab" || key == "shift+tab" || key == "ctrl+z" && s.field.Changed()
	}
	return key == "tab" || len(key) == 1 && key[0] >= '0' && key[0] <= '9' && s.work.Pack() != nil
}

// Leave writes what is being typed.
func (s *screen) Leave() bool { return s.finish() }

func (s *screen) Keys() []ui.Binding {
	if s.typing != "" {
		return []ui.Binding{
			{Keys: []string{"enter"}, Help: "walk.key.keep"},
			{Keys: []string{"tab"}, Help: "walk.key.other-field"},
			{Keys: []string{"esc"}, Help: "walk.key.give-up"},
		}
	}
	if s.work.Pack() == nil {
		return nil
	}
	keys := []ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		{Keys: []string{"1", "2", "3", "4", "y", "p", "n", "0"}, Show: "1–4", Help: "walk.key.answer"},
		{Keys: []string{"left", "right"}, Show: "←→", Help: "walk.key.choose"},
		{Keys: []string{"enter"}, Help: "walk.key.give", Minor: true},
		{Keys: []string{"f5", "ctrl+n"}, Help: "walk.key.next"},
		{Keys: []string{"tab", "f6"}, Help: "walk.key.note"},
		{Keys: []string{"f7"}, Help: "walk.key.photo", Minor: true},
		{Keys: []string{"delete"}, Help: "walk.key.clear", Minor: true},
		{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "walk.key.area", Minor: true},
	}
	if q, ok := s.current(); ok && q.Option != "" {
		keys = append(keys, ui.Binding{Keys: []string{"f8", "o"}, Help: "walk.key.option", Minor: replyTo(s.work.Audit(), q.ID) != "no"})
	}
	return append(keys, ui.Binding{Keys: []string{"y", "p", "n", "0"}, Show: "y p n 0", Help: "walk.key.letters", Minor: true})
}

// current is the question that the keys act on.
func (s *screen) current() (question, bool) {
	id := s.stack.Selected()
	for _, q := range questions(s.work) {
		if q.ID == id {
			return q, true
		}
	}
	return question{}, false
}

func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	s.stack.Set(s.blocks())
	switch msg := msg.(type) {
	case ui.Changed:
		if s.last != "" && replyTo(s.work.Audit(), s.last) == "" { // undone
			s.stack.Select(s.last)
			s.last, s.at = "", -1
		}
	case ui.Show:
		if s.finish() && s.stack.Select(msg.Target) {
			s.last, s.at = "", -1
		}
	case tea.PasteMsg:
		if s.typing != "" {
			s.field.Update(msg)
		}
	case tea.MouseClickMsg:
		if msg.X < s.left && s.finish() && s.stack.Click(msg.Y-s.head) {
			s.last, s.at = "", -1
		}
	case tea.MouseWheelMsg:
		if s.finish() {
			s.move(msg)
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

// move goes to another question.
func (s *screen) move(msg tea.Msg) bool {
	before := s.stack.Selected()
	used := s.stack.Update(msg)
	if s.stack.Selected() != before {
		s.last, s.at = "", -1
	}
	return used
}

func (s *screen) key(msg tea.KeyPressMsg) {
	q, ok := s.current()
	if !ok {
		return
	}
	switch name := strings.ToLower(ui.KeyName(msg)); name {
	case "left", "right":
		s.choose(q, name)
	case "enter":
		if s.at < 0 {
			s.choose(q, "right")
		} else {
			s.answer(q, replies[s.at])
		}
	case "1", "2", "3", "4":
		s.answer(q, replies[name[0]-'1'])
	case "y":
		s.answer(q, "yes")
	case "p":
		s.answer(q, "partly")
	case "n":
		s.answer(q, "no")
	case "0":
		s.answer(q, "na")
	case "delete":
		s.clear(q)
	case "f5", "ctrl+n":
		if !s.toNext(q.number - 1) {
			s.Post(ui.Toast{Text: text.M("walk.all-answered"), Kind: ui.Done})
		}
		s.last, s.at = "", -1
	case "tab", "f6":
		s.typeInto("note")
	case "f7":
		s.typeInto("photo")
	case "f8", "o":
		if q.Option != "" {
			s.Post(ui.Go{Page: "options", Target: q.Option})
		}
	case "pgup", "pgdown":
		s.area(q, name == "pgdown")
	default:
		s.move(msg)
	}
}

// choose marks the next reply; the one that was given is where it begins.
func (s *screen) choose(q question, way string) {
	if s.at < 0 {
		given := slices.Index(replies[:], replyTo(s.work.Audit(), q.ID))
		switch {
		case given >= 0 && way == "right":
			s.at = (given + 1) % len(replies)
		case given >= 0:
			s.at = (given + len(replies) - 1) % len(replies)
		case way == "right":
			s.at = 0
		default:
			s.at = len(replies) - 1
		}
		return
	}
	if way == "right" {
		s.at = (s.at + 1) % len(replies)
	} else {
		s.at = (s.at + len(replies) - 1) % len(replies)
	}
}

// area goes to the first question of the next area, or of this one or the one
// before.
func (s *screen) area(q question, forward bool) {
	all := questions(s.work)
	to := -1
	for i, other := range all {
		first := i == 0 || all[i-1].area.ID != other.area.ID
		if !first {
			continue
		}
		if forward && other.number > q.number {
			to = i
			break
		}
		if !forward && other.number < q.number {
			to = i
		}
	}
	if to < 0 {
		to = 0
		if forward {
			to = len(all) - 1
		}
	}
	s.stack.Select(all[to].ID)
	s.last, s.at = "", -1
}

// toNext goes to the first question without an answer after an index, from the
// start again where there is none; false where all are answered.
func (s *screen) toNext(after int) bool {
	all := questions(s.work)
	for n := range all {
		q := all[(after+1+n+len(all))%len(all)]
		if replyTo(s.work.Audit(), q.ID) == "" {
			return s.stack.Select(q.ID)
		}
	}
	return false
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

// answer gives a reply and goes on to the next question without one.
func (s *screen) answer(q question, reply string) {
	label := text.M("walk.did.answer", "number", q.number, "area", q.area.Name, "reply", text.M("walk.reply."+reply))
	if !s.apply(label, set(s.work.Audit(), q.ID, "reply", reply)) {
		return
	}
	s.at = -1
	s.last = q.ID
	open := s.unanswered()
	if open == 0 {
		s.Post(ui.Toast{Text: text.M("walk.all-answered"), Kind: ui.Done})
		return
	}
	s.toNext(q.number - 1)
}

func (s *screen) unanswered() int {
	done, total := state(s.work)
	return total - done
}

// clear takes the reply back; note and photo stay.
func (s *screen) clear(q question) {
	if s.apply(s.label("walk.did.clear", q), set(s.work.Audit(), q.ID, "reply", "")) {
		s.last, s.at = "", -1
	}
}

// typeInto begins to type the note or the photo of the present question.
func (s *screen) typeInto(key string) {
	q, ok := s.current()
	if !ok {
		return
	}
	if s.work.ReadOnly() {
		s.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
		return
	}
	ans, _ := answerTo(s.work.Audit(), q.ID)
	value := ans.Note
	if key == "photo" {
		value = ans.Photo
	}
	s.typing = key
	s.field = widget.Field{Draft: func(typed string) { s.work.Draft(draftPlace(q.ID, key), typed) }}
	s.field.SetValue(value)
}

// finish writes what is being typed.
func (s *screen) finish() bool {
	q, ok := s.current()
	if s.typing == "" || !ok {
		s.typing = ""
		return true
	}
	value := strings.TrimSpace(s.field.Value())
	if s.field.Changed() {
		label := "walk.did.note"
		if s.typing == "photo" {
			label = "walk.did.photo"
		}
		if !s.apply(s.label(label, q), set(s.work.Audit(), q.ID, s.typing, value)) {
			return false
		}
		s.work.Draft(draftPlace(q.ID, s.typing), "")
	}
	s.typing = ""
	return true
}

// typed takes a key while the note or the photo is typed.
func (s *screen) typed(msg tea.KeyPressMsg) {
	switch ui.KeyName(msg) {
	case "enter":
		s.finish()
	case "up", "down", "pgup", "pgdown":
		if s.finish() {
			s.stack.Set(s.blocks())
			s.move(msg)
		}
	case "tab", "shift+tab":
		other := map[string]string{"note": "photo", "photo": "note"}[s.typing]
		if s.finish() {
			s.typeInto(other)
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
