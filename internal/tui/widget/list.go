package widget

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Item is a row of a List.
type Item struct {
	ID     string
	Name   string // as shown, in the language of the context
	Right  string // at the right end, where there is room
	Detail string // shown below the list while the item is the selected one
	Search string // what it can be found by besides its name and detail
	Off    string // why it cannot be chosen; shown as its detail
}

// List is a list of items that can be narrowed by typing: diacritics and case do
// not matter, "san" finds "sắn".
type List struct {
	// Filter is shown above the rows when Narrow is set.
	Narrow bool
	Filter Field
	// Details is how many lines below the rows are kept for the detail of the
	// selected item.
	Details int
	// Empty is said where nothing is left to show.
	Empty string

	items  []Item
	folded []string
	shown  []int
	at     int // index in shown; -1: none is selected yet
	top    int
	rows   int // as drawn last, for page up and down
}

// SetItems replaces the items; the selected one stays selected if it is still
// there.
func (l *List) SetItems(items []Item) {
	selected, had := l.Selected()
	l.items, l.folded = items, nil
	l.narrow()
	if had {
		l.Select(selected.ID)
	}
}

// Len is how many items are shown.
func (l *List) Len() int { return len(l.shown) }

// Selected is the item that the keys act on.
func (l *List) Selected() (Item, bool) {
	if l.at < 0 || l.at >= len(l.shown) {
		return Item{}, false
	}
	return l.items[l.shown[l.at]], true
}

// SelectNone takes the selection away, until a key gives it again.
func (l *List) SelectNone() { l.at = -1 }

// Select selects the item with the id, if it is shown.
func (l *List) Select(id string) bool {
	for i, s := range l.shown {
		if l.items[s].ID == id {
			l.at = i
			return true
		}
	}
	return false
}

// Reset shows all items again.
func (l *List) Reset() {
	l.Filter.SetValue("")
	l.narrow()
}

// searched is the text of an item that the filter is looked for in.
func (it Item) searched() string {
	return it.Name + " " + it.Right + " " + it.Detail + " " + it.Search
}

// marked is a text in lower case with its diacritics, however they are encoded.
func marked(s string) string { return strings.ToLower(norm.NFC.String(s)) }

// narrow lists the items that have every word of the filter. Where the filter has
// diacritics, those that have them too come first ("sắn" is Tinh bột sắn, not Sản
// xuất bia). Among equals those whose name begins with it come first, then those
// that have it as it was typed ("rua 3" is Rửa 3, not 3. Rửa 2), then those of
// which a word begins with its first word.
func (l *List) narrow() {
	l.shown = l.shown[:0]
	words := strings.Fields(i18n.Fold(l.Filter.Value()))
	if len(words) > 0 && l.folded == nil { // lists are filled more often than searched
		l.folded = make([]string, len(l.items))
		for i, it := range l.items {
			l.folded[i] = i18n.Fold(it.searched())
		}
	}
	for i := range l.items {
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(l.folded[i], w) }) {
			l.shown = append(l.shown, i)
		}
	}
	if len(words) > 0 {
		whole := strings.Join(words, " ")
		rank := func(i int) int {
			switch {
			case strings.HasPrefix(l.folded[i], whole):
				return 0
			case len(words) > 1 && strings.Contains(l.folded[i], whole):
				return 1
			case strings.HasPrefix(l.folded[i], words[0]):
				return 2
			case strings.Contains(l.folded[i], " "+words[0]):
				return 3
			}
			return 4
		}
		if typed := strings.Fields(marked(l.Filter.Value())); !slices.Equal(typed, words) {
			loose := rank
			rank = func(i int) int {
				text := marked(l.items[i].searched())
				if slices.ContainsFunc(typed, func(w string) bool { return !strings.Contains(text, w) }) {
					return 5 + loose(i)
				}
				return loose(i)
			}
		}
		slices.SortStableFunc(l.shown, func(a, b int) int { return rank(a) - rank(b) })
	}
	if l.at >= 0 || len(words) > 0 {
		l.at = max(0, min(l.at, len(l.shown)-1))
	}
}

// Update takes a key or a paste and reports whether the list used it. Choosing
// is its owner's business.
func (l *List) Update(msg tea.Msg) bool {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		page := max(1, l.rows-1)
		switch ui.KeyName(key) {
		case "up", "ctrl+p":
			l.at--
		case "down", "ctrl+n":
			l.at++
		case "pgup":
			l.at -= page
		case "pgdown":
			l.at += page
		case "home":
			l.at = 0
		case "end":
			l.at = len(l.shown) - 1
		default:
			return l.typed(msg)
		}
		l.at = max(0, min(l.at, len(l.shown)-1))
		return true
	}
	if w, ok := msg.(tea.MouseWheelMsg); ok {
		if w.Button == tea.MouseWheelUp {
			l.at = max(0, l.at-1)
		} else {
			l.at = max(0, min(l.at+1, len(l.shown)-1))
		}
		return true
	}
	return l.typed(msg)
}

func (l *List) typed(msg tea.Msg) bool {
	if !l.Narrow {
		return false
	}
	before := l.Filter.Value()
	used := l.Filter.Update(msg)
	if l.Filter.Value() != before {
		l.at, l.top = 0, 0
		l.narrow()
	}
	return used
}

// Type replaces what is typed in the filter.
func (l *List) Type(s string) {
	l.Filter.Type(s)
	l.at, l.top = 0, 0
	l.narrow()
}

// Click selects the item drawn in a row of the last View, and reports whether
// there is one.
func (l *List) Click(y int) bool {
	if l.Narrow {
		y--
	}
	i := l.top + y
	if y < 0 || y >= l.rows || i >= len(l.shown) {
		return false
	}
	l.at = i
	return true
}

// View draws the list exactly w by h, and returns where the cursor stands in
// it (nil: nowhere).
func (l *List) View(w, h int, focused bool, c ui.Context) (string, *tea.Position) {
	var lines []string
	var cursor *tea.Position
	if l.Narrow && h > 1 {
		label := c.T("tui.list.filter") + " "
		n := ui.Width(label)
		const usual = 30 // a long path makes the field wider
		field, x := l.Filter.View(max(1, min(max(usual, ui.Width(l.Filter.Value())+1), w-n-8)), focused, c)
		line := c.Style.Muted.Render(label) + field
		if len(l.items) > len(l.shown) {
			line += c.Style.Muted.Render(" " + c.T("tui.list.of", "shown", len(l.shown), "all", len(l.items)))
		}
		lines = append(lines, ui.Fit(line, w, ""))
		if focused {
			cursor = &tea.Position{X: min(n+x, max(0, w-1))}
		}
	}
	details := l.Details
	if h-len(lines)-details < 3 {
		details = max(0, h-len(lines)-3)
	}
	l.rows = max(0, h-len(lines)-details)
	l.top = ui.Scroll(l.top, max(0, l.at), len(l.shown), l.rows)
	if len(l.shown) == 0 && l.rows > 0 && l.Empty != "" {
		lines = append(lines, c.Style.Muted.Render(ui.Cut("  "+l.Empty, w, c.Glyph.More)))
	}
	for i := l.top; i < len(l.shown) && i < l.top+l.rows; i++ {
		lines = append(lines, l.row(i, w, focused, c))
	}
	for len(lines) < h-details {
		lines = append(lines, "")
	}
	if it, ok := l.Selected(); ok && details > 0 {
		said, style := it.Detail, c.Style.Muted
		if it.Off != "" {
			said, style = it.Off, c.Style.Warn
		}
		wrapped := ui.Wrap(said, max(1, w-2))
		for i := 0; i < details && i < len(wrapped); i++ {
			line := wrapped[i]
			if i == details-1 && len(wrapped) > details {
				line = ui.Cut(line+" "+c.Glyph.More, w-2, c.Glyph.More)
			}
			lines = append(lines, style.Render("  "+line))
		}
	}
	return ui.Box(strings.Join(lines, "\n"), w, h), cursor
}

func (l *List) row(i, w int, focused bool, c ui.Context) string {
	it := l.items[l.shown[i]]
	mark := " "
	if i == l.at {
		mark = c.Glyph.Cursor
	}
	// An arrow at the edge says that there is more above or below.
	edge := " "
	switch {
	case i == l.top && i > 0:
		edge = c.Glyph.Up
	case i == l.top+l.rows-1 && i < len(l.shown)-1:
		edge = c.Glyph.Down
	}
	text := mark + " " + it.Name
	if right := it.Right; right != "" && ui.Width(right)+12 < w {
		text = ui.Ends(text, right, w-2, c.Glyph.More)
	} else {
		text = ui.Fit(text, w-2, c.Glyph.More)
	}
	text += " " + edge
	switch {
	case i == l.at && focused:
		return c.Style.Selected.Render(text)
	case i == l.at:
		return c.Style.Resting.Render(text)
	case it.Off != "":
		return c.Style.Muted.Render(text)
	}
	return text
}

// first reports whether the selected item is the first shown.
func (l *List) first() (first, some bool) { return l.at <= 0, len(l.shown) > 0 }
