package widget

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Text is a row with a line of text.
type Text struct {
	Names
	Get func() string
	Set func(string) error // nil: nothing to hand on to, the form's owner reads Value
	// Draft keeps what is being typed; Drafted is what an interrupted session
	// had there.
	Draft   func(string)
	Drafted func() string

	base
	field  Field
	loaded bool
}

// Value is the text as it stands.
func (t *Text) Value() string { return strings.TrimSpace(t.field.Value()) }

// SetValue replaces the text.
func (t *Text) SetValue(s string) { t.field.SetValue(s) }

// Load takes the text anew, and once what an interrupted session left.
func (t *Text) Load(ui.Context) {
	if t.Get != nil {
		t.field.SetValue(t.Get())
	}
	t.field.Draft = t.Draft
	if !t.loaded && t.Drafted != nil {
		if s := t.Drafted(); s != "" {
			t.field.Type(s)
		}
	}
	t.loaded = true
}

// Update types.
func (t *Text) Update(msg tea.Msg, _ ui.Context) bool { return t.field.Update(msg) }

// Changed reports whether the text is not handed on.
func (t *Text) Changed() bool { return t.Set != nil && t.field.Changed() }

// Revert goes back to the text as it was.
func (t *Text) Revert() { t.field.Revert() }

// Capturing says that letters are text.
func (t *Text) Capturing() bool { return true }

// Leave hands the text on.
func (t *Text) Leave(ui.Context) error {
	if t.Set == nil || !t.field.Changed() {
		return nil
	}
	if err := t.Set(t.Value()); err != nil {
		return err
	}
	t.settle()
	return nil
}

func (t *Text) settle() {
	t.field.SetValue(t.Value())
	t.field.draft()
}

// View draws label and field, and the hint below.
func (t *Text) View(w, _ int, focused bool, c ui.Context) ([]string, *tea.Position) {
	lines, line, column := t.head(w, focused, c)
	field, x := t.field.View(max(1, w-column), focused, c)
	lines = append(lines, line+field)
	if !focused {
		return lines, nil
	}
	cursor := &tea.Position{X: min(column+x, w-1), Y: len(lines) - 1}
	return append(lines, hint(t.hint(c), column, w, c.Style.Muted.Render)...), cursor
}

// Number is a row with a number, shown as it is understood while it is typed.
type Number struct {
	Names
	Get     func() *float64
	Set     func(*float64) error // nil: not stated
	Unit    func() string
	Means   func(float64) string // in place of a unit: what the number, as it stands there, means
	Check   func(float64) error  // what is wrong with a number, said while it is typed; nil: any will do
	Whole   bool                 // a count or a year: written without groups
	Draft   func(string)
	Drafted func() string

	base
	field  Field
	loaded bool
	moved  bool // the cursor, so that what stands there is edited and not replaced
}

// Load takes the number anew, and once what an interrupted session left.
func (n *Number) Load(c ui.Context) {
	n.moved = false
	n.field.Money = n.Unit != nil && isMoney(n.Unit())
	n.field.SetValue("")
	if v := n.Get(); v != nil {
		n.field.SetValue(Typeable(*v, c))
	}
	n.field.Draft = n.Draft
	if !n.loaded && n.Drafted != nil {
		if s := n.Drafted(); s != "" {
			n.field.Type(s)
		}
	}
	n.loaded = true
}

// Update types. As in a cell of a sheet, what is typed first replaces the number
// that stands there: 200 with 210 typed is 210 and not 200210. An arrow or the
// backspace before it edits the number instead.
func (n *Number) Update(msg tea.Msg, _ ui.Context) bool {
	fresh := !n.moved && !n.field.Changed()
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if fresh && msg.Text != "" {
			n.field.Empty()
		}
		used := n.field.Update(msg)
		n.moved = n.moved || used && msg.Text == ""
		return used
	case tea.PasteMsg:
		if fresh {
			n.field.Empty()
		}
	}
	return n.field.Update(msg)
}

// Changed reports whether the number is not handed on.
func (n *Number) Changed() bool { return n.field.Changed() }

// Revert goes back to the number as it was.
func (n *Number) Revert() {
	n.field.Revert()
	n.moved = false
}

// Capturing says that digits and letters are text.
func (n *Number) Capturing() bool { return true }

// Leave reads the number and hands it on.
func (n *Number) Leave(c ui.Context) error {
	if !n.field.Changed() {
		return nil
	}
	v, err := n.field.Number(c)
	if err != nil {
		return err
	}
	var p *float64
	if !v.Missing {
		p = &v.Value
	}
	if err := n.Set(p); err != nil {
		return err
	}
	n.moved = false
	n.field.SetValue("")
	if p != nil {
		n.field.SetValue(Typeable(*p, c))
	}
	n.field.draft()
	return nil
}

// Says reports whether the row itself says what is wrong with it.
func (n *Number) Says(c ui.Context) bool {
	_, bad := n.understood("", c)
	return bad
}

// understood says how the number was understood, or what is wrong with it.
func (n *Number) understood(unit string, c ui.Context) (said string, bad bool) {
	if n.Check != nil && n.field.Changed() {
		if v, err := n.field.Number(c); err == nil && !v.Missing {
			if err := n.Check(v.Value); err != nil {
				return c.Error(err), true
			}
		}
	}
	return n.field.Understood(unit, c)
}

// behind is what stands behind the number: its unit, or what it means.
func (n *Number) behind(c ui.Context) string {
	switch {
	case n.Means != nil:
		if v, err := n.field.Number(c); err == nil && !v.Missing {
			return n.Means(v.Value)
		}
	case n.Unit != nil:
		return n.Unit()
	}
	return ""
}

// View draws label and field, the number as understood beside it.
func (n *Number) View(w, _ int, focused bool, c ui.Context) ([]string, *tea.Position) {
	lines, line, column := n.head(w, focused, c)
	const fieldWidth = 16
	field, x := n.field.View(max(1, min(fieldWidth, w-column)), focused, c)
	if v := n.read(c); !focused && v != nil && !n.Whole { // 4.000.000.000 is read, 4000000000 is counted
		if said := c.Number(*v, 9); ui.Width(said) <= min(fieldWidth, w-column) {
			field = c.Style.Field.Render(ui.Fit(said, min(fieldWidth, w-column), ""))
		}
	}
	line += field
	unit := n.behind(c)
	room := w - column - fieldWidth - 2
	var below []string
	switch said, bad := n.understood(unit, c); {
	case focused && bad:
		below = hint(c.Glyph.Warn+" "+said, column, w, c.Style.Bad.Render)
	case focused && said != "" && !(n.Whole && unit == ""):
		if ui.Width(said) <= room {
			line += "  " + c.Style.Muted.Render(said)
		} else {
			below = hint(said, column, w, c.Style.Muted.Render)
		}
	case unit != "" && room > 0:
		line += "  " + c.Style.Muted.Render(ui.Cut(c.Printer.Unit(unit), room, c.Glyph.More))
	}
	lines = append(lines, line)
	if !focused {
		return lines, nil
	}
	cursor := &tea.Position{X: min(column+x, w-1), Y: len(lines) - 1}
	if len(below) == 0 {
		below = hint(n.hint(c), column, w, c.Style.Muted.Render)
	}
	return append(lines, below...), cursor
}

// read is the number that stands there and is not being changed; nil: none.
func (n *Number) read(c ui.Context) *float64 {
	if n.field.Changed() {
		return nil
	}
	v, err := n.field.Number(c)
	if err != nil || v.Missing {
		return nil
	}
	return &v.Value
}

// Typeable is a number with all its digits, as it can be typed in the language
// of the context.
func Typeable(v float64, c ui.Context) string {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if c.Notation() == quantity.Vietnamese {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}
