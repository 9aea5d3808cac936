package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
)

// Dialog is a small window over a screen. It decides nothing: it returns the
// action that was chosen, and whoever opened it acts.
type Dialog interface {
	SetContext(Context)
	// Update returns an action to close the dialog, nil to stay.
	Update(msg tea.Msg) (Action, tea.Cmd)
	// View draws the inside, at most w by h; the frame draws the border and the
	// title around it.
	View(w, h int) string
	// Cursor is where the terminal's cursor stands in the View drawn last.
	Cursor() *tea.Cursor
	Title() string
	Keys() []Binding
	Capturing() bool
}

// Unasked is a dialog that comes up by itself, in the middle of typing. Keys
// that arrive within the frame's grace period after it has come up are dropped:
// they were meant for what was there before.
type Unasked interface{ Unasked() bool }

// DialogBase answers what most dialogs do not need.
type DialogBase struct{ Context }

// SetContext keeps the context.
func (d *DialogBase) SetContext(c Context) { d.Context = c }

// Cursor shows none.
func (d *DialogBase) Cursor() *tea.Cursor { return nil }

// Capturing says that letters are not text.
func (d *DialogBase) Capturing() bool { return false }

// Choice is one answer of an Ask.
type Choice struct {
	Label  string // key of its text
	Letter string // a letter that chooses it too, the same in every language
	Action Action // nil: Dismissed
}

// Ask is a dialog with a question and a few answers. Make the first answer the
// safe one: Enter on a dialog that nobody has read chooses it, and Esc too.
type Ask struct {
	DialogBase
	Heading text.Message
	Text    []text.Message // paragraphs
	Choices []Choice
	Tight   bool // no blank lines between the paragraphs
	// ComesUp marks a question that nobody asked for; see Unasked.
	ComesUp bool
	// Start is the answer on which the cursor stands at first, where the user has
	// asked for it already and can take it back; Esc still chooses the first.
	Start int

	started bool
	at, top int
}

// Tell is a dialog that only says something.
func Tell(heading text.Message, paragraphs ...text.Message) *Ask {
	return &Ask{Heading: heading, Text: paragraphs, Choices: []Choice{{Label: "tui.ok"}}}
}

// Unasked reports whether the dialog comes up by itself.
func (a *Ask) Unasked() bool { return a.ComesUp }

// Title is the heading.
func (a *Ask) Title() string { return a.Say(a.Heading) }

// Keys are those of the answers.
func (a *Ask) Keys() []Binding {
	if len(a.Choices) < 2 {
		return []Binding{{Keys: []string{"enter"}, Help: "tui.key.close"}, scrollKeys}
	}
	return []Binding{
		{Keys: []string{"left", "right"}, Show: "←→", Help: "tui.key.choose"},
		{Keys: []string{"enter"}, Help: "tui.key.answer"},
		{Keys: []string{"esc"}, Help: "tui.key.cancel"},
		scrollKeys,
	}
}

var scrollKeys = Binding{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.scroll", Minor: true}

// Update moves among the answers and chooses.
func (a *Ask) Update(msg tea.Msg) (Action, tea.Cmd) {
	a.begin()
	key, ok := msg.(tea.KeyPressMsg)
	if !ok || len(a.Choices) == 0 {
		return nil, nil
	}
	switch name := KeyName(key); name {
	case "left", "shift+tab":
		a.at = (a.at + len(a.Choices) - 1) % len(a.Choices)
	case "right", "tab":
		a.at = (a.at + 1) % len(a.Choices)
	case "up":
		a.top--
	case "down":
		a.top++
	case "enter":
		return a.action(a.at), nil
	case "esc":
		return a.action(0), nil
	default:
		for i, c := range a.Choices {
			if c.Letter != "" && strings.EqualFold(c.Letter, name) {
				return a.action(i), nil
			}
		}
	}
	return nil, nil
}

// begin puts the cursor where it stands at first.
func (a *Ask) begin() {
	if !a.started {
		a.started, a.at = true, max(0, min(a.Start, len(a.Choices)-1))
	}
}

func (a *Ask) action(i int) Action {
	if act := a.Choices[i].Action; act != nil {
		return act
	}
	return Dismissed{}
}

// View draws the paragraphs and the answers below.
func (a *Ask) View(w, h int) string {
	a.begin()
	var lines []string
	for i, m := range a.Text {
		if i > 0 && !a.Tight {
			lines = append(lines, "")
		}
		lines = append(lines, Wrap(a.Say(m), w)...)
	}
	buttons := a.buttons(w)
	room := max(1, h-len(buttons)-1)
	a.top = max(0, min(a.top, len(lines)-room))
	if len(lines) > room {
		lines = lines[a.top : a.top+room]
	}
	lines = append(lines, "")
	lines = append(lines, buttons...)
	return strings.Join(lines, "\n")
}

// buttons lays the answers out on as many lines as they need.
func (a *Ask) buttons(w int) []string {
	var lines []string
	line, used := "", 0
	for i, c := range a.Choices {
		label := a.T(c.Label)
		if i == a.at {
			label = a.Style.Selected.Render(a.Glyph.Cursor + " " + label + " ")
		} else {
			label = a.Style.Field.Render("  " + label + " ")
		}
		n := Width(label)
		if used > 0 && used+2+n > w {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line += "  "
			used += 2
		}
		line += Cut(label, w, "")
		used += n
	}
	return append(lines, line)
}
