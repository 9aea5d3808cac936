package widget

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

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
