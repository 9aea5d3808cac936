package widget

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Block is a part of a Stack: some lines that belong together.
type Block struct {
	// ID names a block that can be selected; headings and remarks have none and
	// are passed by.
	ID string
	// Draw returns the lines, each at most w wide.
	Draw func(w int, selected bool) []string
}

// Stack is a column of blocks of different heights, scrolled so that the
// selected one is seen with the headings above it.
type Stack struct {
	blocks []Block
	id     string // selected
	at     int
	top    int
	h      int   // as drawn last
	starts []int // first line of each block as drawn last, and the end
}

// Set replaces the blocks. The selected one stays selected if it is still
// there, else the one that is now in its place.
func (s *Stack) Set(blocks []Block) {
	s.blocks = blocks
	for i, b := range blocks {
		if b.ID != "" && b.ID == s.id {
			s.at = i
			return
		}
	}
	s.settle(max(0, min(s.at, len(blocks)-1)))
}

// settle selects the first block that can be from a place on, else the last
// before it.
func (s *Stack) settle(from int) {
	for i := from; i < len(s.blocks); i++ {
		if s.blocks[i].ID != "" {
			s.at, s.id = i, s.blocks[i].ID
			return
		}
	}
	for i := min(from, len(s.blocks)) - 1; i >= 0; i-- {
		if s.blocks[i].ID != "" {
			s.at, s.id = i, s.blocks[i].ID
			return
		}
	}
	s.at, s.id = 0, ""
}

// Selected is the ID of the block that the keys act on, "" if none can be.
func (s *Stack) Selected() string { return s.id }

// Select selects a block, if it is there.
func (s *Stack) Select(id string) bool {
	for i, b := range s.blocks {
		if b.ID != "" && b.ID == id {
			s.at, s.id = i, id
			return true
		}
	}
	return false
}

// Update takes a key or the mouse's wheel and reports whether it was used.
func (s *Stack) Update(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch ui.KeyName(msg) {
		case "up", "ctrl+p":
			s.step(-1)
		case "down":
			s.step(+1)
		case "pgup":
			s.page(-1)
		case "pgdown":
			s.page(+1)
		case "home":
			s.settle(0)
		case "end":
			s.at = len(s.blocks)
			s.step(-1)
		default:
			return false
		}
		return true
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			s.step(-1)
		} else {
			s.step(+1)
		}
		return true
	}
	return false
}

// step goes to the next block that can be selected, and stays where there is
// none.
func (s *Stack) step(by int) bool {
	for i := s.at + by; i >= 0 && i < len(s.blocks); i += by {
		if s.blocks[i].ID != "" {
			s.at, s.id = i, s.blocks[i].ID
			return true
		}
	}
	return false
}

// page goes about as many lines as are seen at a time.
func (s *Stack) page(by int) {
	from := s.line(s.at)
	for s.step(by) {
		if by*(s.line(s.at)-from) >= s.h-1 {
			return
		}
	}
}

func (s *Stack) line(block int) int {
	if block < 0 || block >= len(s.starts) {
		return block
	}
	return s.starts[block]
}

// Click selects the block drawn at a line of the last View and reports whether
// there is one that can be.
func (s *Stack) Click(y int) bool {
	if y < 0 || y >= s.h {
		return false
	}
	for i := min(len(s.starts)-1, len(s.blocks)) - 1; i >= 0; i-- {
		if y+s.top < s.starts[i] {
			continue
		}
		if y+s.top >= s.starts[i+1] || s.blocks[i].ID == "" {
			return false
		}
		s.at, s.id = i, s.blocks[i].ID
		return true
	}
	return false
}

// View draws the stack exactly w by h. Arrows at the right edge say that there
// is more above or below.
func (s *Stack) View(w, h int, c ui.Context) string {
	s.h = h
	inner := max(1, w-2)
	var lines []string
	s.starts = s.starts[:0]
	for i, b := range s.blocks {
		s.starts = append(s.starts, len(lines))
		lines = append(lines, b.Draw(inner, b.ID != "" && i == s.at)...)
	}
	s.starts = append(s.starts, len(lines))
	if len(s.blocks) > 0 && h > 0 {
		from, to := s.seen()
		if to-from > h {
			from = s.starts[s.at]
		}
		s.top = ui.Scroll(s.top, to-1, len(lines), h)
		s.top = ui.Scroll(s.top, from, len(lines), h)
	}
	var b strings.Builder
	for y := range h {
		if y > 0 {
			b.WriteByte('\n')
		}
		line, edge := "", " "
		if i := s.top + y; i < len(lines) {
			line = lines[i]
		}
		switch {
		case y == 0 && s.top > 0:
			edge = c.Style.Muted.Render(c.Glyph.Up)
		case y == h-1 && s.top+h < len(lines):
			edge = c.Style.Muted.Render(c.Glyph.Down)
		}
		b.WriteString(ui.Fit(line, inner, c.Glyph.More))
		if w > 1 {
			b.WriteString(" " + edge)
		}
	}
	return ui.Box(b.String(), w, h)
}

// seen are the lines that must be visible: the selected block, the headings
// above it, and what follows the last block that can be selected.
func (s *Stack) seen() (from, to int) {
	first, last := s.at, s.at+1
	for first > 0 && s.blocks[first-1].ID == "" {
		first--
	}
	rest := last
	for rest < len(s.blocks) && s.blocks[rest].ID == "" {
		rest++
	}
	if rest == len(s.blocks) {
		last = rest
	}
	if s.starts[last]-s.starts[s.at] > s.h {
		last = s.at + 1
	}
	return s.starts[first], s.starts[last]
}

// Head is a block with a heading over a part of a stack, and at its right
// end what there is to say of the part. The first one has no blank line above.
func Head(c ui.Context, first bool, title, right string) Block {
	return Block{Draw: func(w int, _ bool) []string {
		line := c.Style.Accent.Render(ui.Cut(title, w, c.Glyph.More))
		if right != "" && ui.Width(title)+ui.Width(right)+2 <= w {
			line = ui.Ends(line, c.Style.Muted.Render(right), w, c.Glyph.More)
		}
		if first {
			return []string{line}
		}
		return []string{"", line}
	}}
}

// Remark is a block of running text that cannot be selected.
func Remark(c ui.Context, said string) Block {
	return Block{Draw: func(w int, _ bool) []string {
		return Prose(said, w, 2, c.Style.Muted.Render)
	}}
}
