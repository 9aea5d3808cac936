package grid

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Kind is what a key asks of the table's owner.
type Kind int

// The kinds of event. Unused: the key means nothing here. Used: it has done
// what it does. The others are for the owner to do.
const (
	Unused Kind = iota
	Used
	Open   // Enter on a cell
	Typed  // text for a cell that is not being typed in: Text
	Commit // take what was typed in the cell, then Finish(Then)
	Cancel // what was being typed is dropped
	Clear
	Copy
	Cut
	Paste
	PasteTurned
	Fill
)

// Event is what a key did or asks for.
type Event struct {
	Kind Kind
	Text string
	Then Then
}

// Claims reports whether the table wants a key that the frame around it may
// have a use for.
func (g *Grid) Claims(key string) bool {
	switch key {
	case "tab", "shift+tab", "ctrl+a", "ctrl+x", "ctrl+v", "ctrl+r", "ctrl+t":
		return true
	case "ctrl+c":
		_, some := g.Selection()
		return some || g.Typing()
	case "esc":
		return g.Typing() || g.Several()
	case "ctrl+z":
		return g.Typing()
	}
	return false
}

// Key takes a key.
func (g *Grid) Key(msg tea.KeyPressMsg) Event {
	if g.Typing() {
		return g.typingKey(msg)
	}
	return g.movingKey(msg)
}

func (g *Grid) typingKey(msg tea.KeyPressMsg) Event {
	name := ui.KeyName(msg)
	commit := func(t Then) Event { return Event{Kind: Commit, Then: t} }
	switch name {
	case "enter":
		return commit(Return)
	case "tab":
		return commit(Next)
	case "shift+tab":
		return commit(Previous)
	case "up":
		return commit(Up)
	case "down":
		return commit(Down)
	case "pgup":
		return commit(PageUp)
	case "pgdown":
		return commit(PageDown)
	case "left":
		if g.mode == Over {
			return commit(Left)
		}
	case "right":
		if g.mode == Over {
			return commit(Right)
		}
	case "esc", "ctrl+z":
		return Event{Kind: Cancel}
	case "ctrl+c":
		return Event{Kind: Copy}
	case "ctrl+v":
		return Event{Kind: Paste}
	case "ctrl+x", "ctrl+r", "ctrl+t":
		return Event{Kind: Used}
	}
	if g.Field.Update(msg) {
		return Event{Kind: Used}
	}
	return Event{Kind: Unused}
}

func (g *Grid) movingKey(msg tea.KeyPressMsg) Event {
	used := Event{Kind: Used}
	name := ui.KeyName(msg)
	switch name {
	case "up":
		g.move(Up)
	case "down":
		g.move(Down)
	case "left":
		g.move(Left)
	case "right":
		g.move(Right)
	case "tab":
		g.move(Next)
	case "shift+tab":
		g.move(Previous)
	case "pgup":
		g.move(PageUp)
	case "pgdown":
		g.move(PageDown)
	case "home":
		g.Go(Pos{g.at.Row, g.homeCol()})
	case "end":
		g.Go(Pos{g.at.Row, g.size.Cols - 1})
	case "ctrl+home":
		g.Go(Pos{g.size.HeadRows, g.size.HeadCols})
	case "ctrl+end":
		g.Go(Pos{g.size.Rows - 1, g.size.Cols - 1})
	case "alt+pgup", "ctrl+pgup":
		g.Go(Pos{g.at.Row, max(g.size.HeadCols, g.at.Col-max(1, g.cols-1))})
	case "alt+pgdown", "ctrl+pgdown":
		g.Go(Pos{g.at.Row, min(g.size.Cols-1, g.at.Col+max(1, g.cols-1))})
	case "ctrl+up":
		g.Go(g.edge(g.at, -1, 0))
	case "ctrl+down":
		g.Go(g.edge(g.at, 1, 0))
	case "ctrl+left":
		g.Go(g.edge(g.at, 0, -1))
	case "ctrl+right":
		g.Go(g.edge(g.at, 0, 1))
	case "shift+up":
		g.ExtendTo(Pos{g.at.Row - 1, g.at.Col})
	case "shift+down":
		g.ExtendTo(Pos{g.at.Row + 1, g.at.Col})
	case "shift+left":
		g.ExtendTo(Pos{g.at.Row, g.at.Col - 1})
	case "shift+right":
		g.ExtendTo(Pos{g.at.Row, g.at.Col + 1})
	case "shift+home":
		g.ExtendTo(Pos{g.at.Row, g.homeCol()})
	case "shift+end":
		g.ExtendTo(Pos{g.at.Row, g.size.Cols - 1})
	case "shift+pgup":
		g.ExtendTo(Pos{g.at.Row - max(1, g.rows-1), g.at.Col})
	case "shift+pgdown":
		g.ExtendTo(Pos{g.at.Row + max(1, g.rows-1), g.at.Col})
	case "ctrl+shift+up":
		g.ExtendTo(g.edge(g.at, -1, 0))
	case "ctrl+shift+down":
		g.ExtendTo(g.edge(g.at, 1, 0))
	case "ctrl+shift+left":
		g.ExtendTo(g.edge(g.at, 0, -1))
	case "ctrl+shift+right":
		g.ExtendTo(g.edge(g.at, 0, 1))
	case "ctrl+shift+home":
		g.ExtendTo(Pos{g.size.HeadRows, g.size.HeadCols})
	case "ctrl+shift+end":
		g.ExtendTo(Pos{g.size.Rows - 1, g.size.Cols - 1})
	case "ctrl+a":
		g.Select(Range{0, 0, g.size.Rows - 1, g.size.Cols - 1})
	case "esc":
		if !g.Several() {
			return Event{Kind: Unused}
		}
		g.Go(g.at)
	case "enter":
		return Event{Kind: Open}
	case "delete":
		return Event{Kind: Clear}
	case "ctrl+c":
		return Event{Kind: Copy}
	case "ctrl+x":
		return Event{Kind: Cut}
	case "ctrl+v":
		return Event{Kind: Paste}
	case "ctrl+t":
		return Event{Kind: PasteTurned}
	case "ctrl+r":
		return Event{Kind: Fill}
	case "space":
		// Opens as Enter does: a blank alone is no figure.
		return Event{Kind: Open}
	default:
		if typed := ui.Typed(msg); typed != "" {
			return Event{Kind: Typed, Text: typed}
		}
		return Event{Kind: Unused}
	}
	return used
}

// homeCol is where Home goes: the first column behind the head, and from there
// the very first.
func (g *Grid) homeCol() int {
	if first := g.size.HeadCols; g.at.Col > first && first < g.size.Cols {
		return first
	}
	return 0
}
