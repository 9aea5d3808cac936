package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Context is what screens draw with: the words and numbers of the language,
// the styles and signs of the terminal, the units of the open audit. It is
// passed by value and replaced as a whole when one of these changes.
type Context struct {
	*i18n.Printer
	Style *Style
	Glyph *Glyphs
	Units quantity.Units

	Now   func() time.Time
	Timer func(time.Duration, tea.Msg) tea.Cmd // sends the message after a while
	Mail  *Mailbox
}

// Mailbox holds what screens have posted until the frame takes it, which it
// does after every Update: before the next key, so that keys typed ahead reach
// the screen that they were meant for.
type Mailbox struct{ posted []tea.Msg }

// Take empties the mailbox.
func (m *Mailbox) Take() []tea.Msg {
	p := m.posted
	m.posted = nil
	return p
}

// Post says something to the frame: Go, Toast, Open and the like.
func (c Context) Post(msg tea.Msg) {
	if c.Mail != nil && msg != nil {
		c.Mail.posted = append(c.Mail.posted, msg)
	}
}

// T is a text of the catalogue with its alternating argument names and values.
func (c Context) T(key string, namesAndValues ...any) string {
	return c.Say(text.M(key, namesAndValues...))
}

// Notation is how numbers are written in the language of the context. What was
// typed is read so, and nothing else is guessed.
func (c Context) Notation() quantity.Notation {
	if c.Lang() == text.EN {
		return quantity.English
	}
	return quantity.Vietnamese
}
