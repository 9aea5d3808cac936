package widget

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// FormDialog is a dialog with a few rows to fill in and a button. Esc asks for a
// second Esc before it throws away what was typed.
type FormDialog struct {
	ui.DialogBase
	Heading text.Message
	Text    text.Message // said above the rows; may be empty
	Rows    []Row
	Start   int    // the row that has the keys first
	Button  string // key of its text
	// Accept makes the action of what was filled in, or says what is wrong and in
	// which row.
	Accept func() (action ui.Action, row int, err error)

	form    Form
	err     error
	touched bool
	warned  bool
	tallest int
	above   int // lines above the form as drawn last
}

// SetContext loads the rows in the language of the context.
func (d *FormDialog) SetContext(c ui.Context) {
	d.DialogBase.SetContext(c)
	if d.form.Rows == nil {
		d.form.Rows = append(d.Rows[:len(d.Rows):len(d.Rows)], &Button{Names: Names{Label: d.Button}, Do: func() {}})
		d.form.Load(c)
		d.form.Focus(d.Start)
		return
	}
	d.form.Load(c)
}

// Title is the heading.
func (d *FormDialog) Title() string { return d.Say(d.Heading) }

// Capturing reports whether letters are text.
func (d *FormDialog) Capturing() bool { return d.form.Capturing() }

// Keys are those of the form.
func (d *FormDialog) Keys() []ui.Binding {
	return append(d.form.Keys(), ui.Binding{Keys: []string{"esc"}, Help: "tui.key.cancel"})
}

// onButton reports whether the button has the keys.
func (d *FormDialog) onButton() bool { return d.form.At() == len(d.form.Rows)-1 }

// Update fills in, accepts or dismisses.
func (d *FormDialog) Update(msg tea.Msg) (ui.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		d.form.Click(msg.Y-d.above, d.Context)
		return nil, nil
	case tea.PasteMsg:
		d.touched = true
	case tea.KeyPressMsg:
		switch name := ui.KeyName(msg); {
		case name == "esc":
			if d.touched && !d.warned {
				d.warned = true
				return nil, nil
			}
			if row := d.form.Row(); row != nil {
				row.Revert()
			}
			return ui.Dismissed{}, nil
		case d.onButton() && (name == "enter" || name == "space"):
			return d.accept()
		case ui.Typed(msg) != "" || name == "backspace" || name == "delete":
			d.touched = true
		}
	}
	d.warned, d.err = false, nil
	d.form.Update(msg, d.Context)
	return nil, nil
}

func (d *FormDialog) accept() (ui.Action, tea.Cmd) {
	action, row, err := d.Accept()
	if err != nil {
		d.form.Focus(row)
		d.err = err
		return nil, nil
	}
	return action, nil
}

// View draws the text, the rows, and what is wrong.
func (d *FormDialog) View(w, h int) string {
	var lines []string
	if !d.Text.Empty() {
		lines = append(ui.Wrap(d.Say(d.Text), w), "")
	}
	var below []string
	switch {
	case d.warned:
		below = ui.Wrap(d.Glyph.Warn+" "+d.T("formdialog.unsaved"), w)
	case d.err != nil:
		below = ui.Wrap(d.Glyph.Warn+" "+d.Error(d.err), w)
	}
	for i, l := range below {
		below[i] = d.Style.Bad.Render(l)
	}
	const least = 6 // lines of the form; a small window has no room for the text
	if h-len(lines)-len(below) < least {
		lines = nil
	}
	room := max(1, h-len(lines)-len(below))
	drawn := strings.Split(d.form.View(w, room, true, d.Context), "\n")
	d.tallest = max(d.tallest, d.form.height)
	d.above = len(lines)
	lines = append(lines, drawn[:min(len(drawn), max(1, min(room, d.tallest)))]...)
	return strings.Join(append(lines, below...), "\n")
}

// Cursor is where the form has it.
func (d *FormDialog) Cursor() *tea.Cursor {
	at := d.form.Cursor()
	if at == nil {
		return nil
	}
	return Bar(&tea.Position{X: at.X, Y: at.Y + d.above})
}
