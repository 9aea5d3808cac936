package widget

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Sheet is a screen over another one with a form.
type Sheet struct {
	ui.Base
	Form    Form
	Heading func(ui.Context) string
	// Build makes the rows; it is called again when the audit changes and Stale
	// says that they are other rows now.
	Build func() []Row
	Stale func() bool
	// Gone reports whether what the form is about is not there any more (an
	// undo): the screen then closes.
	Gone func() bool
	// Done is called by Enter on the last row; nil: the screen closes.
	Done func()

	refused bool // what is being typed could not be accepted on Esc
}

// Init makes the rows.
func (s *Sheet) Init() tea.Cmd {
	s.Rebuild()
	return nil
}

// Rebuild makes the rows anew.
func (s *Sheet) Rebuild() {
	at := s.Form.At()
	s.Form.Rows = s.Build()
	s.Form.Load(s.Context)
	s.Form.Focus(min(at, len(s.Form.Rows)-1))
}

// SetContext says everything in the language of the context.
func (s *Sheet) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	s.Form.Load(c)
}

// Title is the heading.
func (s *Sheet) Title() string { return s.Heading(s.Context) }

// Keys are those of the form. Esc is on the key line already: the frame puts it
// there for every screen over another one.
func (s *Sheet) Keys() []ui.Binding { return s.Form.Keys() }

// Capturing reports whether letters are text.
func (s *Sheet) Capturing() bool { return s.Form.Capturing() }

// Claims wants Esc, and undo while something is being typed.
func (s *Sheet) Claims(key string) bool {
	return key == "esc" || key == "tab" || key == "shift+tab" || key == "ctrl+z" && s.Form.Typing()
}

// Leave finishes what is being typed.
func (s *Sheet) Leave() bool { return s.Form.Leave(s.Context) }

// Update fills the form in.
func (s *Sheet) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ui.Changed:
		if s.Gone != nil && s.Gone() {
			s.Post(ui.Back{})
			return s, nil
		}
		if s.Stale != nil && s.Stale() {
			s.Rebuild()
		} else {
			s.Form.Load(s.Context)
		}
		return s, nil
	case tea.MouseClickMsg:
		s.Form.Click(msg.Y, s.Context)
		return s, nil
	}
	key, isKey := msg.(tea.KeyPressMsg)
	if isKey && ui.KeyName(key) == "esc" {
		s.escape()
		return s, nil
	}
	s.refused = false
	used := s.Form.Update(msg, s.Context)
	if isKey && !used && ui.KeyName(key) == "enter" {
		if s.Done != nil {
			s.Done()
		} else if s.Form.Leave(s.Context) {
			s.Post(ui.Back{})
		}
	}
	return s, nil
}

// escape goes back. What is being typed is accepted first; what cannot be is
// said, and given up by a second Esc.
func (s *Sheet) escape() {
	if !s.Form.Leave(s.Context) {
		if !s.refused {
			s.refused = true
			return
		}
		s.Form.Row().Revert()
	}
	s.Post(ui.Back{})
}

// View draws the form.
func (s *Sheet) View() string {
	body := s.Form.View(max(0, s.W-2), s.H, true, s.Context)
	return ui.Box(" "+strings.ReplaceAll(body, "\n", "\n "), s.W, s.H)
}

// Cursor is where the form has it.
func (s *Sheet) Cursor() *tea.Cursor {
	at := s.Form.Cursor()
	if at == nil {
		return nil
	}
	return Bar(&tea.Position{X: at.X + 1, Y: at.Y})
}
