package data

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// picker is a dialog with a list narrowed by typing, which can also take what
// was typed and is not in the list.
type picker struct {
	ui.DialogBase
	heading text.Message
	hint    string // key of what is said above the list; may be empty
	typed   string // what was typed before the dialog came up
	at      string // the item to begin with
	details int    // lines for what is said about the selected item

	fill func(ui.Context) []widget.Item
	// exact names the item that a typed text means without doubt; may be nil.
	exact func(string, ui.Context) string
	// accept makes the action of an item.
	accept func(id string) ui.Action
	// other makes an action of a typed text that no item has; may be nil.
	other func(string, ui.Context) (ui.Action, error)
	// none is the key of what is said where no item has the typed text.
	none string

	list   widget.List
	begun  bool
	err    error
	cursor *tea.Position
}

// SetContext fills the list in the language of the context.
func (d *picker) SetContext(c ui.Context) {
	d.DialogBase.SetContext(c)
	d.list.Narrow = true
	d.list.Details = d.details
	d.list.Empty = c.T("tui.list.none")
	if d.none != "" {
		d.list.Empty = c.T(d.none)
	}
	d.list.SetItems(d.fill(c))
	if !d.begun {
		d.begun = true
		if d.at != "" {
			d.list.Select(d.at)
		}
		if d.typed != "" {
			d.Update(tea.PasteMsg{Content: d.typed})
		}
	}
}

// Title is the heading.
func (d *picker) Title() string { return d.Say(d.heading) }

// Capturing says that letters narrow the list.
func (d *picker) Capturing() bool { return true }

// Keys are those of the list.
func (d *picker) Keys() []ui.Binding {
	return []ui.Binding{
		{Keys: []string{"enter"}, Help: "tui.key.choose"},
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		{Keys: []string{"esc"}, Help: "tui.key.cancel"},
	}
}

// Update narrows, moves, chooses or dismisses.
func (d *picker) Update(msg tea.Msg) (ui.Action, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch ui.KeyName(key) {
		case "esc":
			return ui.Dismissed{}, nil
		case "enter":
			return d.enter(), nil
		}
	}
	before := d.list.Filter.Value()
	d.list.Update(msg)
	if typed := d.list.Filter.Value(); typed != before {
		d.err = nil
		if d.exact != nil {
			if id := d.exact(strings.TrimSpace(typed), d.Context); id != "" {
				d.list.Select(id)
			}
		}
	}
	return nil, nil
}

func (d *picker) enter() ui.Action {
	if it, ok := d.list.Selected(); ok {
		if it.Off != "" {
			return nil
		}
		return d.accept(it.ID)
	}
	typed := strings.TrimSpace(d.list.Filter.Value())
	if d.other == nil || typed == "" {
		return nil
	}
	act, err := d.other(typed, d.Context)
	d.err = err
	return act
}

// wrap breaks text into lines of at most w cells: a hyphen between blanks can
// make one of ui.Wrap a little wider.
func wrap(words string, w int) []string {
	lines := ui.Wrap(words, w)
	for i, l := range lines {
		lines[i] = ui.Cut(l, w, "")
	}
	return lines
}

// View draws the list as large as there is room.
func (d *picker) View(w, h int) string {
	var lines []string
	if d.hint != "" {
		for _, l := range wrap(d.T(d.hint), w) {
			lines = append(lines, d.Style.Muted.Render(l))
		}
	}
	if d.err != nil {
		lines = nil
		for _, l := range wrap(d.Glyph.Warn+" "+d.Error(d.err), w) {
			lines = append(lines, d.Style.Bad.Render(l))
		}
	}
	if len(lines) > max(0, h-5) {
		lines = lines[:max(0, h-5)]
	}
	room := h - len(lines)
	rows := min(room, max(d.list.Len(), 6)+1+d.details)
	s, cursor := d.list.View(w, rows, true, d.Context)
	d.cursor = nil
	if cursor != nil {
		d.cursor = &tea.Position{X: cursor.X, Y: cursor.Y + len(lines)}
	}
	return strings.Join(append(lines, s), "\n")
}

// Cursor is in the filter.
func (d *picker) Cursor() *tea.Cursor { return widget.Bar(d.cursor) }

// sheetForm is a dialog with a form and a button that ends it.
type sheetForm struct {
	ui.DialogBase
	heading text.Message
	form    widget.Form
	// done makes the action, or says what is wrong and in which row.
	done func() (act ui.Action, row int, err error)

	pressed bool
	err     error
}

// SetContext fills the form.
func (d *sheetForm) SetContext(c ui.Context) {
	d.DialogBase.SetContext(c)
	d.form.Load(c)
}

// Title is the heading.
func (d *sheetForm) Title() string { return d.Say(d.heading) }

// Capturing says that letters are text.
func (d *sheetForm) Capturing() bool { return true }

// Keys are the form's.
func (d *sheetForm) Keys() []ui.Binding {
	return append(d.form.Keys(), ui.Binding{Keys: []string{"esc"}, Help: "tui.key.cancel"})
}

// Update fills the form in.
func (d *sheetForm) Update(msg tea.Msg) (ui.Action, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok && ui.KeyName(key) == "esc" {
		return ui.Dismissed{}, nil
	}
	d.pressed = false
	if d.form.Update(msg, d.Context) {
		d.err = nil
	}
	if !d.pressed {
		return nil, nil
	}
	act, at, err := d.done()
	if err != nil {
		d.err = err
		d.form.Focus(at)
		return nil, nil
	}
	return act, nil
}

// View draws the form, and below it what is wrong.
func (d *sheetForm) View(w, h int) string {
	var below []string
	if d.err != nil {
		for _, l := range wrap(d.Glyph.Warn+" "+d.Error(d.err), w) {
			below = append(below, d.Style.Bad.Render(l))
		}
	}
	below = below[:min(len(below), max(0, h-4))]
	rows := max(1, h-len(below))
	view := d.form.View(w, rows, true, d.Context)
	return strings.Join(append([]string{strings.TrimRight(view, " \n")}, below...), "\n")
}

// Cursor is in the form.
func (d *sheetForm) Cursor() *tea.Cursor { return widget.Bar(d.form.Cursor()) }
