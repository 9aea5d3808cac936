package option

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Sections of an option's sheet, in their order.
const (
	General       = "general"
	Saves         = "saves"
	ScreeningPart = "screening"
	Technical     = "technical"
	Economics     = "economics"
	Environment   = "environment"
	ScoresPart    = "scores"
	Relations     = "relations"
	FollowUp      = "follow-up"
)

var sections = [...]string{General, Saves, ScreeningPart, Technical, Economics, Environment, ScoresPart, Relations, FollowUp}

// sheet is all that a detailed audit states of an option, a section at a time,
// with what the program computes of it between the fields.
type sheet struct {
	form
	actions
	at   int // section
	head int // lines above the form, as drawn last
}

// Sheet is the sheet of an option that the audit has, opened at a section.
func Sheet(w ui.Work, id, section string) ui.Screen {
	s := &sheet{form: form{work: w, id: id}, actions: actions{w}, at: max(0, slices.Index(sections[:], section))}
	s.Heading = func(c ui.Context) string {
		if it, ok := itemOf(w, id); ok {
			return c.Name(it.name())
		}
		return ""
	}
	s.Build = s.rows
	s.Stale = func() bool { return s.made != s.shape() }
	s.Gone = func() bool { it, ok := itemOf(w, id); return !ok || it.taken == nil }
	s.Done = func() {
		if s.added == "" { // a flow that was added just now is filled in first
			s.turn(+1, true)
		}
	}
	return s
}

// shape is what decides which rows there are.
func (s *sheet) shape() string {
	o := s.option()
	return s.form.shape() + fmt.Sprint(s.at, o.Screening, o.DependsOn, o.Excludes, len(o.Cash) > 0)
}

func (s *sheet) rows() []widget.Row {
	rows := s.section()
	s.made = s.shape()
	return rows
}

func (s *sheet) section() []widget.Row {
	s.form.at = nil
	switch sections[s.at] {
	case Saves:
		return s.savesRows()
	case ScreeningPart:
		return s.screeningRows()
	case Technical:
		return s.checkRows()
	case Economics:
		return s.moneyRows()
	case Environment:
		return s.environmentRows()
	case ScoresPart:
		return s.scoreRows()
	case Relations:
		return s.relationRows()
	case FollowUp:
		return s.followUpRows()
	}
	return s.generalRows()
}

// turn goes to another section; past the last one Enter closes the sheet.
func (s *sheet) turn(by int, close bool) {
	if !s.Form.Leave(s.Context) {
		return
	}
	at := s.at + by
	switch {
	case at >= len(sections) && close:
		s.Post(ui.Back{})
		return
	case at < 0 || at >= len(sections):
		return
	}
	s.at = at
	s.Form = widget.Form{}
	s.Rebuild()
	s.Form.Focus(0)
	if by < 0 && close {
		for i := len(s.Form.Rows) - 1; i > 0; i-- {
			if s.Form.Rows[i].Stop() {
				s.Form.Focus(i)
				break
			}
		}
	}
}

// Keys are those of the form and of the sections.
func (s *sheet) Keys() []ui.Binding {
	keys := s.Form.Keys()
	keys = append(keys, ui.Binding{Keys: []string{"pgdown", "pgup"}, Show: "PgDn PgUp", Help: "optionpage.key.section"})
	why := ui.Binding{Keys: []string{"f5"}, Help: "result.key.why"}
	if !s.hasWhy() {
		why.Off = text.M("optionpage.no-why")
	}
	keys = append(keys, why, ui.Binding{Keys: []string{"f8"}, Help: "options.key.drop"})
	if sections[s.at] == ScoresPart {
		keys = append(keys, ui.Binding{Keys: []string{"f6"}, Help: "optionpage.key.weights"})
	}
	return keys
}

func (s *sheet) hasWhy() bool {
	sh, ok := sheetOf(s.form.work, s.id)
	return ok && sh.Why != nil
}

// Update fills the form in, turns the sections, and carries out what dialogs
// answer.
func (s *sheet) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	if r, ok := msg.(rejection); ok {
		s.reject(r.reason)
		return s, nil
	}
	if _, done := s.do(s.Context, msg); done {
		return s, nil
	}
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		if msg.Y -= s.head; msg.Y >= 0 {
			s.Form.Click(msg.Y, s.Context)
		}
		return s, nil
	case tea.KeyPressMsg:
		switch key := ui.KeyName(msg); key {
		case "pgdown":
			s.turn(+1, false)
			return s, nil
		case "pgup":
			s.turn(-1, false)
			return s, nil
		case "f5":
			if s.hasWhy() && s.Form.Leave(s.Context) {
				s.Post(ui.Push{Screen: why.New(s.form.work, []string{"option." + s.id})})
			}
			return s, nil
		case "f6":
			if sections[s.at] == ScoresPart && s.Form.Leave(s.Context) {
				s.Post(ui.Push{Screen: newWeights(s.form.work)})
			}
			return s, nil
		case "f8":
			if it, ok := itemOf(s.form.work, s.id); ok && s.Form.Leave(s.Context) {
				s.drop(s.Context, it)
			}
			return s, nil
		case "esc":
		default:
			at := s.Form.At()
			last := key == "tab" || key == "down"
			first := key == "up" || key == "shift+tab"
			next, cmd := s.form.Update(msg)
			_ = next
			if (last || first) && s.Form.At() == at && !s.Form.Typing() && s.atEnd(last) && !s.pickMoves(key) {
				if last {
					s.turn(+1, true)
				} else if s.at > 0 {
					s.turn(-1, true)
				}
			}
			return s, cmd
		}
	}
	_, cmd := s.form.Update(msg)
	return s, cmd
}

// pickMoves reports whether a key only moves in an open list.
func (s *sheet) pickMoves(key string) bool {
	switch s.Form.Row().(type) {
	case *widget.Pick, *toggles:
		return key == "down" || key == "up"
	}
	return false
}

// atEnd reports whether no row follows (or comes before) at which the form
// stops.
func (s *sheet) atEnd(last bool) bool {
	at := s.Form.At()
	if last {
		return !slices.ContainsFunc(s.Form.Rows[min(at+1, len(s.Form.Rows)):], widget.Row.Stop)
	}
	return !slices.ContainsFunc(s.Form.Rows[:max(0, at)], widget.Row.Stop)
}

// beside is the width from which on the figures of the option stand beside the
// form.
const beside = 120

// View draws the sections' names, the form, and beside it what the option is
// worth where there is room.
func (s *sheet) View() string {
	head := []string{s.tabs(s.W)}
	if s.H >= 16 {
		head = append(head, widget.Rule(s.Context, s.W, ""))
	}
	s.head = len(head)
	h := max(0, s.H-s.head)
	w := s.W
	if s.W >= beside {
		w = s.W * 3 / 5
	}
	body := s.Form.View(max(0, w-2), h, true, s.Context)
	body = ui.Box(" "+strings.ReplaceAll(body, "\n", "\n "), w, h)
	if s.W >= beside {
		var said []string
		if it, ok := itemOf(s.form.work, s.id); ok {
			said = worthLines(s.Context, s.form.work, it, s.W-w-3)
		}
		body = ui.Beside(body, widget.Wall(s.Context, h), ui.Box(" "+strings.Join(said, "\n "), s.W-w-1, h))
	}
	return ui.Box(strings.Join(head, "\n")+"\n"+body, s.W, s.H)
}

// Cursor is where the form has it, below the names of the sections.
func (s *sheet) Cursor() *tea.Cursor {
	at := s.Form.Cursor()
	if at == nil {
		return nil
	}
	return widget.Bar(&tea.Position{X: at.X + 1, Y: at.Y + s.head})
}

// tabs names the sections, the present one marked; where they do not fit, the
// present one with its number.
func (s *sheet) tabs(w int) string {
	line, plain := " ", 1
	for i, id := range sections {
		name := s.Say(text.M("optionpage.section." + id))
		if i > 0 {
			line += "  "
			plain += 2
		}
		plain += ui.Width(name)
		if i == s.at {
			name = s.Style.Accent.Underline(true).Render(name)
			if s.Glyph.ASCII {
				plain += 2
				name = "[" + name + "]"
			}
		} else {
			name = s.Style.Muted.Render(name)
		}
		line += name
	}
	if plain <= w {
		return line
	}
	said := s.T("optionpage.section-of", "at", s.at+1, "of", len(sections), "name", text.M("optionpage.section."+sections[s.at]))
	next := ""
	if s.at+1 < len(sections) {
		next = s.T("optionpage.section-next", "name", text.M("optionpage.section."+sections[s.at+1]))
	}
	return s.Style.Accent.Render(ui.Ends(" "+said, s.Style.Muted.Render(next), w, s.Glyph.More))
}
