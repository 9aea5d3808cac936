package widget

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Row is one thing that a form asks.
type Row interface {
	// Load takes the value anew from where the form's data are.
	Load(c ui.Context)
	// Update takes a key or a paste and reports whether the row used it.
	Update(msg tea.Msg, c ui.Context) bool
	// View draws the row, as many lines as it needs, each at most w wide, and
	// returns where the cursor stands in it.
	View(w, room int, focused bool, c ui.Context) ([]string, *tea.Position)
	// Leave hands a changed value on. An error keeps the form on the row.
	Leave(c ui.Context) error
	// Changed reports whether something was typed that Leave has not handed on.
	Changed() bool
	// Revert forgets what was typed.
	Revert()
	// Keys are what works on the row beside moving.
	Keys() []ui.Binding
	// Capturing reports whether letters are text.
	Capturing() bool
	// Stop reports whether the form stops at the row.
	Stop() bool
}

// Form is a column of rows; Enter, Tab and the arrows move through it.
type Form struct {
	Rows []Row

	at, top int
	err     error // of the row at
	cursor  *tea.Position
	starts  []int // first line of each row, as drawn last
	height  int
}

// Load takes all values anew, except those that are being typed.
func (f *Form) Load(c ui.Context) {
	for _, r := range f.Rows {
		if !r.Changed() {
			r.Load(c)
		}
	}
}

// At is the index of the row that has the keys.
func (f *Form) At() int { return f.at }

// Row is the row that has the keys; nil in an empty form.
func (f *Form) Row() Row {
	if f.at < 0 || f.at >= len(f.Rows) {
		return nil
	}
	return f.Rows[f.at]
}

// Focus gives the keys to a row, without leaving the other one first.
func (f *Form) Focus(at int) {
	if at >= 0 && at < len(f.Rows) {
		f.at, f.err = at, nil
	}
	if r := f.Row(); r != nil && !r.Stop() {
		f.step(+1)
	}
}

// FocusOn gives the keys to the first row with a label, and reports whether there
// is one.
func (f *Form) FocusOn(label string) bool {
	for i, r := range f.Rows {
		if named, ok := r.(interface{ label() string }); ok && r.Stop() && named.label() == label {
			f.Focus(i)
			return true
		}
	}
	return false
}

// Capturing reports whether letters are text.
func (f *Form) Capturing() bool {
	r := f.Row()
	return r != nil && r.Capturing()
}

// Typing reports whether the present row has something that Leave has not
// handed on: undo then means the typing.
func (f *Form) Typing() bool {
	r := f.Row()
	return r != nil && r.Changed()
}

// Leave finishes the present row and reports whether it could be.
func (f *Form) Leave(c ui.Context) bool {
	r := f.Row()
	if r == nil {
		return true
	}
	f.err = r.Leave(c)
	return f.err == nil
}

// Keys are those of the present row and of the form.
func (f *Form) Keys() []ui.Binding {
	var keys []ui.Binding
	next := ui.Binding{Keys: []string{"enter", "tab", "down"}, Show: "⏎", Help: "tui.key.next-field"}
	before := ui.Binding{Keys: []string{"shift+tab", "up"}, Show: "↑", Help: "tui.key.previous-field"}
	if r := f.Row(); r != nil {
		keys = r.Keys()
		// What the row has a use for of its own does not move through the form.
		next, before = without(next, keys), without(before, keys)
	}
	if p, ok := f.Row().(*Pick); ok && p.takes() {
		next.Help = "tui.key.take-next"
	}
	return append(keys, next, before)
}

// without is a binding less the keys that others have; it shows the first key
// that is left.
func without(b ui.Binding, others []ui.Binding) ui.Binding {
	left := slices.DeleteFunc(slices.Clone(b.Keys), func(k string) bool {
		return slices.ContainsFunc(others, func(o ui.Binding) bool { return o.Has(k) })
	})
	if len(left) < len(b.Keys) {
		b.Keys = left
		if len(left) == 1 || left[0] != "enter" {
			b.Show = ""
		}
	}
	return b
}

// Update takes a key or a paste. It reports whether the form used it: it does
// not use Enter on the last row, nor Esc.
func (f *Form) Update(msg tea.Msg, c ui.Context) bool {
	r := f.Row()
	if r == nil {
		return false
	}
	if wheel, ok := msg.(tea.MouseWheelMsg); ok {
		if wheel.Button == tea.MouseWheelUp {
			return f.move(-1, c)
		}
		return f.move(+1, c)
	}
	if key, ok := msg.(tea.KeyPressMsg); ok && ui.KeyName(key) == "ctrl+z" && r.Changed() {
		r.Revert()
		f.err = nil
		return true
	}
	if r.Update(msg, c) {
		f.err = nil
		return true
	}
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return false
	}
	switch ui.KeyName(key) {
	case "enter", "tab", "down":
		return f.move(+1, c)
	case "shift+tab", "up":
		return f.move(-1, c)
	case "pgdown":
		for range 5 {
			f.move(+1, c)
		}
		return true
	case "pgup":
		for range 5 {
			f.move(-1, c)
		}
		return true
	}
	return false
}

// Click gives the keys to the row drawn at a line of the last View.
func (f *Form) Click(y int, c ui.Context) {
	for i := len(f.starts) - 1; i >= 0; i-- {
		if f.starts[i] >= 0 && y+f.top >= f.starts[i] {
			if i != f.at && f.Rows[i].Stop() && f.Leave(c) {
				f.Focus(i)
			}
			return
		}
	}
}

func (f *Form) move(by int, c ui.Context) bool {
	if !f.Leave(c) {
		return true
	}
	return f.step(by)
}

// step goes to the next row where the form stops, and reports whether there is
// one.
func (f *Form) step(by int) bool {
	for i := f.at + by; i >= 0 && i < len(f.Rows); i += by {
		if f.Rows[i].Stop() {
			f.at, f.err = i, nil
			return true
		}
	}
	return false
}

// View draws the form exactly w by h.
func (f *Form) View(w, h int, focused bool, c ui.Context) string {
	var lines []string
	f.starts = make([]int, len(f.Rows))
	f.cursor = nil
	from, to := 0, 0
	for i, r := range f.Rows {
		f.starts[i] = len(lines)
		mine := focused && i == f.at
		drawn, cursor := r.View(w, h, mine, c)
		if mine {
			from = len(lines)
			if cursor != nil {
				f.cursor = &tea.Position{X: cursor.X, Y: len(lines) + cursor.Y}
			}
			if says, ok := r.(interface{ Says(ui.Context) bool }); f.err != nil && !(ok && says.Says(c)) {
				for _, l := range ui.Wrap(c.Glyph.Warn+" "+c.Error(f.err), max(1, w-2)) {
					drawn = append(drawn, c.Style.Bad.Render("  "+l))
				}
			}
			to = len(lines) + len(drawn)
		}
		lines = append(lines, drawn...)
	}
	f.height = len(lines)
	f.top = ui.Scroll(f.top, min(to, len(lines))-1, len(lines), h)
	f.top = ui.Scroll(f.top, from, len(lines), h)
	if f.cursor != nil && (f.cursor.Y < f.top || f.cursor.Y >= f.top+h) {
		f.cursor = nil
	}
	if f.cursor != nil {
		f.cursor.Y -= f.top
	}
	lines = lines[min(f.top, len(lines)):]
	return ui.Box(strings.Join(lines, "\n"), w, h)
}

// Cursor is where the cursor stood in the last View.
func (f *Form) Cursor() *tea.Position { return f.cursor }

// More reports whether lines are hidden above and below the last View.
func (f *Form) More(h int) (above, below bool) { return f.top > 0, f.top+h < f.height }

// label lays a row's label beside its content, or above it where there is no
// room; it returns the column where the content begins.
const labelWidth = 24

func labelled(label string, w int, focused bool, c ui.Context) (line string, column int) {
	mark, style := " ", c.Style.Plain
	if focused {
		mark, style = c.Glyph.Cursor, c.Style.Strong
	}
	column = min(labelWidth, w*2/5)
	return style.Render(ui.Fit(mark+" "+label, column-1, c.Glyph.More)) + " ", column
}

// hint is what a row says below itself while it has the keys.
func hint(said string, column, w int, style func(...string) string) []string {
	if said == "" {
		return nil
	}
	var lines []string
	for _, l := range ui.Wrap(said, max(1, w-column)) {
		lines = append(lines, strings.Repeat(" ", column)+style(l))
	}
	return lines
}

// Names are what rows are called: keys of texts.
type Names struct {
	Label string
	Hint  string // said while the row has the keys; may be empty
	// Question, where set, is asked above the row in place of the label.
	Question text.Name
}

func (n Names) label() string { return n.Label }

func (n Names) hint(c ui.Context) string {
	if n.Hint == "" {
		return ""
	}
	return c.T(n.Hint)
}
