package widget

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

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
