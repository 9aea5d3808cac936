package widget

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Prompt is a dialog that asks for a line of text.
type Prompt struct {
	ui.DialogBase
	Heading text.Message
	Text    text.Message // said above the field; may be empty
	Field   Field
	// Accept makes the action of what was typed, or says what is wrong with it.
	Accept func(string) (ui.Action, error)

	err    error
	cursor *tea.Position
}

// Title is the heading.
func (p *Prompt) Title() string { return p.Say(p.Heading) }

// Capturing says that letters are text.
func (p *Prompt) Capturing() bool { return true }

// Keys are Enter and Esc.
func (p *Prompt) Keys() []ui.Binding {
	return []ui.Binding{
		{Keys: []string{"enter"}, Help: "tui.key.accept"},
		{Keys: []string{"esc"}, Help: "tui.key.cancel"},
	}
}

// Update types, accepts or dismisses.
func (p *Prompt) Update(msg tea.Msg) (ui.Action, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch ui.KeyName(key) {
		case "esc":
			return ui.Dismissed{}, nil
		case "enter":
			action, err := p.Accept(strings.TrimSpace(p.Field.Value()))
			if err != nil {
				p.err = err
				return nil, nil
			}
			return action, nil
		}
	}
	if p.Field.Update(msg) {
		p.err = nil
	}
	return nil, nil
}

// View draws the text, the field and what is wrong.
func (p *Prompt) View(w, h int) string {
	var lines []string
	if !p.Text.Empty() {
		lines = append(lines, ui.Wrap(p.Say(p.Text), w)...)
		lines = append(lines, "")
	}
	field, x := p.Field.View(w, true, p.Context)
	p.cursor = &tea.Position{X: min(x, w-1), Y: len(lines)}
	lines = append(lines, field)
	if p.err != nil {
		for _, l := range ui.Wrap(p.Glyph.Warn+" "+p.Error(p.err), w) {
			lines = append(lines, p.Style.Bad.Render(l))
		}
	}
	if over := len(lines) - h; over > 0 { // a very small window: keep the field
		over = min(over, p.cursor.Y)
		lines = lines[over:]
		p.cursor.Y -= over
	}
	return strings.Join(lines[:min(h, len(lines))], "\n")
}

// Cursor is in the field.
func (p *Prompt) Cursor() *tea.Cursor { return Bar(p.cursor) }

// Bar is the cursor of a text field at a position, nil for none.
func Bar(at *tea.Position) *tea.Cursor {
	if at == nil {
		return nil
	}
	c := tea.NewCursor(at.X, at.Y)
	c.Shape = tea.CursorBar
	c.Blink = false
	return c
}

// Chooser is a dialog with a list to choose from, narrowed by typing.
type Chooser struct {
	ui.DialogBase
	Heading text.Message
	List    List
	// Fill makes the items in the language of the context.
	Fill func(ui.Context) []Item
	// Accept makes the action of the chosen item.
	Accept func(Item) ui.Action

	cursor *tea.Position
}

// SetContext fills the list in the language of the context.
func (d *Chooser) SetContext(c ui.Context) {
	d.DialogBase.SetContext(c)
	d.List.Narrow = true
	d.List.Empty = c.T("tui.list.none")
	d.List.SetItems(d.Fill(c))
}

// Title is the heading.
func (d *Chooser) Title() string { return d.Say(d.Heading) }

// Capturing says that letters narrow the list.
func (d *Chooser) Capturing() bool { return true }

// Keys are those of the list.
func (d *Chooser) Keys() []ui.Binding {
	return []ui.Binding{
		{Keys: []string{"enter"}, Help: "tui.key.choose"},
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		{Keys: []string{"esc"}, Help: "tui.key.cancel"},
	}
}

// Update narrows, moves, chooses or dismisses.
func (d *Chooser) Update(msg tea.Msg) (ui.Action, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch ui.KeyName(key) {
		case "esc":
			return ui.Dismissed{}, nil
		case "enter":
			if it, ok := d.List.Selected(); ok && it.Off == "" {
				return d.Accept(it), nil
			}
			return nil, nil
		}
	}
	d.List.Update(msg)
	return nil, nil
}

// View draws the list as large as there is room.
func (d *Chooser) View(w, h int) string {
	h = min(h, max(len(d.List.items), 3)+1+d.List.Details)
	s, cursor := d.List.View(w, h, true, d.Context)
	d.cursor = cursor
	return s
}

// Cursor is in the filter.
func (d *Chooser) Cursor() *tea.Cursor { return Bar(d.cursor) }
