package widget

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// base is what most rows answer alike.
type base struct{}

func (base) Load(ui.Context)                 {}
func (base) Update(tea.Msg, ui.Context) bool { return false }
func (base) Leave(ui.Context) error          { return nil }
func (base) Changed() bool                   { return false }
func (base) Revert()                         {}
func (base) Keys() []ui.Binding              { return nil }
func (base) Capturing() bool                 { return false }
func (base) Stop() bool                      { return true }

// head draws a row's label, and where its content goes: beside the label, or
// below a question.
func (n Names) head(w int, focused bool, c ui.Context) (lines []string, line string, column int) {
	if n.Question.Empty() {
		label := ""
		if n.Label != "" {
			label = c.T(n.Label)
		}
		line, column = labelled(label, w, focused, c)
		return nil, line, column
	}
	style, mark := c.Style.Plain, "  "
	if focused {
		style, mark = c.Style.Strong, c.Glyph.Cursor+" "
	}
	for i, l := range ui.Wrap(c.Name(n.Question), max(1, w-2)) {
		if i > 0 {
			mark = "  "
		}
		lines = append(lines, style.Render(mark+l))
	}
	return lines, "    ", 4
}

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

// Option is one answer of a Choice, Several or Pick.
type Option struct {
	ID     string
	Name   string // in the language of the context
	Detail string
	Search string
}

// Choice is a row with a few answers of which one holds; arrows choose.
type Choice struct {
	Names
	Options func(ui.Context) []Option
	Get     func() string
	Set     func(string) error

	base
	at  string
	err error
}

// Load takes the answer anew.
func (r *Choice) Load(ui.Context) { r.at = r.Get() }

// Value is the id of the answer that holds, "" if none.
func (r *Choice) Value() string { return r.at }

// Keys are the arrows.
func (r *Choice) Keys() []ui.Binding {
	return []ui.Binding{{Keys: []string{"left", "right"}, Show: "←→", Help: "tui.key.choose"}}
}

// Update chooses.
func (r *Choice) Update(msg tea.Msg, c ui.Context) bool {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return false
	}
	options := r.Options(c)
	if len(options) == 0 {
		return false
	}
	i := slices.IndexFunc(options, func(o Option) bool { return o.ID == r.at })
	switch name := ui.KeyName(key); name {
	case "left":
		i = max(i, 0) + len(options) - 1
	case "right", "space":
		i++
	case "delete", "backspace":
		i = -1
	default:
		if len(name) != 1 || name[0] < '1' || int(name[0]-'1') >= len(options) {
			return false
		}
		i = int(name[0] - '1')
	}
	chosen := ""
	if i >= 0 {
		chosen = options[i%len(options)].ID
	}
	if r.err = r.Set(chosen); r.err == nil {
		r.at = chosen
	}
	return true
}

// Leave repeats why the answer could not be set.
func (r *Choice) Leave(ui.Context) error {
	err := r.err
	r.err = nil
	return err
}

// View draws the answers beside the label, or below one another where they do
// not fit.
func (r *Choice) View(w, _ int, focused bool, c ui.Context) ([]string, *tea.Position) {
	lines, line, column := r.head(w, focused, c)
	return choices(lines, line, column, w, focused, c, r.Options(c), r.hint(c), func(o Option) (string, bool) {
		if o.ID == r.at {
			return c.Glyph.On, true
		}
		return c.Glyph.Off, false
	}, r.at)
}

func choices(lines []string, line string, column, w int, focused bool, c ui.Context, options []Option, said string,
	sign func(Option) (string, bool), at string,
) ([]string, *tea.Position) {
	var parts []string
	total := 0
	for _, o := range options {
		s, on := sign(o)
		part := s + " " + o.Name
		total += ui.Width(part) + 2
		switch {
		case focused && o.ID == at:
			part = c.Style.Selected.Render(part)
		case on:
			part = c.Style.Strong.Render(part)
		}
		parts = append(parts, part)
	}
	if column+total-2 <= w {
		lines = append(lines, line+strings.Join(parts, "  "))
	} else {
		for i, p := range parts {
			if i > 0 {
				line = strings.Repeat(" ", column)
			}
			lines = append(lines, line+ui.Cut(p, w-column, c.Glyph.More))
		}
	}
	if focused {
		lines = append(lines, hint(said, column, w, c.Style.Muted.Render)...)
	}
	return lines, nil
}

// Several is a row with a few answers of which any number holds.
type Several struct {
	Names
	Options func(ui.Context) []Option
	Get     func() []string
	Set     func([]string) error

	base
	at      int
	on      []string
	err     error
	stacked bool // drawn one under the other
}

// Load takes the answers anew.
func (r *Several) Load(ui.Context) { r.on = slices.Clone(r.Get()) }

// Keys are the arrows and the space bar.
func (r *Several) Keys() []ui.Binding {
	move := ui.Binding{Keys: []string{"left", "right"}, Show: "←→", Help: "tui.key.choose"}
	if r.stacked {
		move = ui.Binding{Keys: []string{"down", "up", "left", "right"}, Show: "↑↓", Help: "tui.key.choose"}
	}
	return []ui.Binding{
		move,
		{Keys: []string{"space"}, Help: "tui.key.toggle"},
	}
}

// Update moves and ticks.
func (r *Several) Update(msg tea.Msg, c ui.Context) bool {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return false
	}
	options := r.Options(c)
	if len(options) == 0 {
		return false
	}
	switch name := ui.KeyName(key); name {
	case "up", "down": // among answers one under the other, and past the ends to the next field
		to := r.at + 1
		if name == "up" {
			to = r.at - 1
		}
		if !r.stacked || to < 0 || to >= len(options) {
			return false
		}
		r.at = to
	case "left":
		r.at = (r.at + len(options) - 1) % len(options)
	case "right":
		r.at = (r.at + 1) % len(options)
	case "space":
		r.toggle(options, r.at)
	default:
		if len(name) != 1 || name[0] < '1' || int(name[0]-'1') >= len(options) {
			return false
		}
		r.at = int(name[0] - '1')
		r.toggle(options, r.at)
	}
	return true
}

// toggle ticks or unticks an answer; they stay in the order of the options.
func (r *Several) toggle(options []Option, i int) {
	id := options[i].ID
	var on []string
	for _, o := range options {
		if slices.Contains(r.on, o.ID) != (o.ID == id) {
			on = append(on, o.ID)
		}
	}
	if r.err = r.Set(on); r.err == nil {
		r.on = on
	}
}

// Leave repeats why the answers could not be set.
func (r *Several) Leave(ui.Context) error {
	err := r.err
	r.err = nil
	return err
}

// View draws the answers.
func (r *Several) View(w, _ int, focused bool, c ui.Context) ([]string, *tea.Position) {
	lines, line, column := r.head(w, focused, c)
	options := r.Options(c)
	at := ""
	if r.at < len(options) {
		at = options[r.at].ID
	}
	before := len(lines)
	all, cursor := choices(lines, line, column, w, focused, c, options, r.hint(c), func(o Option) (string, bool) {
		if slices.Contains(r.on, o.ID) {
			return c.Glyph.In, true
		}
		return c.Glyph.Out, false
	}, at)
	drawn := len(all) - before
	if focused {
		drawn -= len(hint(r.hint(c), column, w, c.Style.Muted.Render))
	}
	r.stacked = drawn > 1
	return all, cursor
}

// Pick is a row with many answers of which one holds: a list that opens while
// the row has the keys and is narrowed by typing. Enter takes the selected
// answer; until a key has selected one it only goes on.
type Pick struct {
	Names
	Options func(ui.Context) []Option
	Get     func() string
	Set     func(string) error
	Rows    int  // of the open list, at most
	Must    bool // an answer is needed: the first one is selected from the beginning

	base
	at    string
	list  List
	ready bool
	lang  string
	err   error
}

// Load takes the answer anew.
func (r *Pick) Load(c ui.Context) {
	r.at = r.Get()
	r.fill(c)
}

func (r *Pick) fill(c ui.Context) {
	r.list.Narrow = true
	r.list.Empty = c.T("tui.list.none")
	var items []Item
	for _, o := range r.Options(c) {
		items = append(items, Item{ID: o.ID, Name: o.Name, Detail: o.Detail, Search: o.Search})
		if o.Detail != "" {
			r.list.Details = 2
		}
	}
	r.list.SetItems(items)
	if r.list.Filter.Value() == "" {
		r.rest()
	}
	r.ready, r.lang = true, string(c.Lang())
}

// rest selects the answer that holds, and none where there is none.
func (r *Pick) rest() {
	r.list.Reset()
	if !r.list.Select(r.at) && !r.Must {
		r.list.SelectNone()
	}
}

// Value is the id of the answer that holds, "" if none.
func (r *Pick) Value() string { return r.at }

// Capturing says that letters narrow the list.
func (r *Pick) Capturing() bool { return true }

// Keys are those of the list.
func (r *Pick) Keys() []ui.Binding {
	keys := []ui.Binding{{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.choose"}}
	if r.at != "" && !r.Must {
		keys = append(keys, ui.Binding{Keys: []string{"delete"}, Help: "tui.key.clear"})
	}
	return keys
}

// Update narrows, moves and chooses. Enter and Tab choose and go on.
func (r *Pick) Update(msg tea.Msg, c ui.Context) bool {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch ui.KeyName(key) {
		case "enter", "tab":
			if it, ok := r.list.Selected(); ok && it.ID != r.at {
				r.set(it.ID)
			}
			r.rest()
			return r.err != nil
		case "shift+tab", "left", "right":
			r.rest()
			return false
		case "up":
			// At the top of the list, up goes on to the row before.
			if first, some := r.list.first(); !some || first {
				r.rest()
				return false
			}
		case "delete":
			if r.list.Filter.Value() == "" && r.at != "" && !r.Must {
				r.set("")
				r.rest()
				return true
			}
		}
	}
	return r.list.Update(msg)
}

// takes reports whether Enter would choose another answer than the one that
// holds.
func (r *Pick) takes() bool {
	it, ok := r.list.Selected()
	return ok && it.ID != r.at
}

func (r *Pick) set(id string) {
	// What holds now may still be the old answer: Set may have to ask first.
	if r.err = r.Set(id); r.err == nil {
		r.at = r.Get()
	}
}

// Leave repeats why the answer could not be set.
func (r *Pick) Leave(ui.Context) error {
	err := r.err
	r.err = nil
	return err
}

// View draws the answer, and the list below it while the row has the keys.
func (r *Pick) View(w, room int, focused bool, c ui.Context) ([]string, *tea.Position) {
	if !r.ready || r.lang != string(c.Lang()) {
		r.fill(c)
	}
	lines, line, column := r.head(w, focused, c)
	name := ""
	for _, o := range r.Options(c) {
		if o.ID == r.at {
			name = o.Name
		}
	}
	said := name
	if said == "" && focused {
		said = c.Style.Muted.Render(ui.Cut(c.T("tui.list.choose"), w-column, c.Glyph.More))
	}
	lines = append(lines, line+ui.Cut(said, w-column, c.Glyph.More))
	if !focused {
		return lines, nil
	}
	h := min(max(r.Rows, 3)+1+r.list.Details, max(4, room-len(lines)-1))
	left := 2
	block, cursor := r.list.View(max(1, w-left), h, true, c)
	at := len(lines)
	for l := range strings.SplitSeq(block, "\n") {
		lines = append(lines, strings.Repeat(" ", left)+l)
	}
	if cursor != nil {
		cursor.X += left
		cursor.Y += at
	}
	return append(lines, hint(r.hint(c), left+2, w, c.Style.Muted.Render)...), cursor
}

// Button is a row that does something on Enter.
type Button struct {
	Names
	Do func()
	base
}

// Update does it.
func (b *Button) Update(msg tea.Msg, _ ui.Context) bool {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		if name := ui.KeyName(key); name == "enter" || name == "space" {
			b.Do()
			return true
		}
	}
	return false
}

// Keys is Enter.
func (b *Button) Keys() []ui.Binding {
	return []ui.Binding{{Keys: []string{"enter"}, Help: b.Label}}
}

// View draws the button, a blank line above it.
func (b *Button) View(w, _ int, focused bool, c ui.Context) ([]string, *tea.Position) {
	label := "  " + c.T(b.Label) + "  "
	if focused {
		label = c.Style.Selected.Render(c.Glyph.Cursor + label[1:])
	} else {
		label = c.Style.Field.Render(label)
	}
	lines := []string{"", "  " + ui.Cut(label, w-2, "")}
	if focused {
		lines = append(lines, hint(b.hint(c), 2, w, c.Style.Muted.Render)...)
	}
	return lines, nil
}

// Heading is a row that only says something.
type Heading struct {
	Names
	base
}

// Stop says that the form passes by.
func (Heading) Stop() bool { return false }

// View draws the heading, a blank line above it, and its hint below.
func (h *Heading) View(w, _ int, _ bool, c ui.Context) ([]string, *tea.Position) {
	var lines []string
	if h.Label != "" {
		lines = append(lines, "", c.Style.Accent.Render(ui.Cut(c.T(h.Label), w, c.Glyph.More)))
	}
	return append(lines, hint(h.hint(c), 0, w, c.Style.Muted.Render)...), nil
}
