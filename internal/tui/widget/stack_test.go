package widget

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// plainContext draws with signs but has no words.
func plainContext() ui.Context {
	g := ui.UnicodeGlyphs()
	return ui.Context{Style: ui.NewStyle(true, false, g), Glyph: g}
}

// blockOf is a block of some lines that say its name.
func blockOf(id string, lines int) Block {
	return Block{ID: id, Draw: func(w int, selected bool) []string {
		var out []string
		for i := range lines {
			mark := " "
			if selected {
				mark = ">"
			}
			out = append(out, ui.Cut(fmt.Sprintf("%s%s%d", mark, id, i), w, ""))
		}
		return out
	}}
}

func stackOf(ids ...string) *Stack {
	s := &Stack{}
	var blocks []Block
	for _, id := range ids {
		if name, heading := strings.CutPrefix(id, "#"); heading {
			blocks = append(blocks, Block{Draw: func(int, bool) []string { return []string{name} }})
		} else {
			blocks = append(blocks, blockOf(id, 2))
		}
	}
	s.Set(blocks)
	return s
}

func pressed(code rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: code} }

func TestStackMovesPastHeadings(t *testing.T) {
	s := stackOf("#A", "a", "b", "#B", "c", "#end")
	var seen []string
	for range 5 {
		seen = append(seen, s.Selected())
		s.Update(pressed(tea.KeyDown))
	}
	if got := strings.Join(seen, ""); got != "abccc" {
		t.Errorf("down: %s", got)
	}
	s.Update(pressed(tea.KeyHome))
	if s.Selected() != "a" {
		t.Errorf("home: %s", s.Selected())
	}
	s.Update(pressed(tea.KeyEnd))
	if s.Selected() != "c" {
		t.Errorf("end: %s", s.Selected())
	}
	if s.Update(pressed('x')) {
		t.Error("a letter was used")
	}
}

func TestStackKeepsTheSelectedVisible(t *testing.T) {
	c := plainContext()
	s := stackOf("#A", "a", "b", "c", "#B", "d", "e", "#end")
	for h := 1; h < 12; h++ {
		for range 6 {
			view := s.View(10, h, c)
			lines := strings.Split(ansi.Strip(view), "\n")
			if len(lines) != h {
				t.Fatalf("%d lines, not %d", len(lines), h)
			}
			for _, l := range lines {
				if ui.Width(l) != 10 {
					t.Fatalf("%q is %d wide", l, ui.Width(l))
				}
			}
			if !strings.Contains(view, ">"+s.Selected()+"0") {
				t.Errorf("h %d: %s is not seen:\n%s", h, s.Selected(), view)
			}
			s.Update(pressed(tea.KeyDown))
		}
		if h >= 3 && !strings.Contains(s.View(10, h, c), "end") {
			t.Errorf("h %d: what follows the last block is not seen", h)
		}
		s.Update(pressed(tea.KeyHome))
		if h >= 3 && !strings.Contains(s.View(10, h, c), "A") {
			t.Errorf("h %d: the heading above the first block is not seen", h)
		}
	}
}

func TestStackWhenBlocksGo(t *testing.T) {
	s := stackOf("a", "b", "c")
	s.Select("b")
	s.Set([]Block{blockOf("a", 1), blockOf("c", 1)})
	if s.Selected() != "c" {
		t.Errorf("in the place of b stands %s", s.Selected())
	}
	s.Set([]Block{blockOf("a", 1)})
	if s.Selected() != "a" {
		t.Errorf("got %s", s.Selected())
	}
	s.Set(nil)
	if s.Selected() != "" || s.Select("a") || s.Click(0) {
		t.Error("an empty stack has a selection")
	}
	s.Update(pressed(tea.KeyDown))
	s.View(10, 5, plainContext())
}

func TestStackClickAndPage(t *testing.T) {
	c := plainContext()
	s := stackOf("#A", "a", "b", "c", "d", "e", "f")
	s.View(10, 5, c)
	if !s.Click(3) || s.Selected() != "b" {
		t.Errorf("clicked %s", s.Selected())
	}
	if s.Click(0) || s.Click(-1) || s.Click(5) {
		t.Error("a heading or nothing was clicked")
	}
	s.Update(pressed(tea.KeyPgDown))
	if s.Selected() != "d" {
		t.Errorf("page down: %s", s.Selected())
	}
	s.Update(pressed(tea.KeyPgUp))
	if s.Selected() != "b" {
		t.Errorf("page up: %s", s.Selected())
	}
}

func TestProse(t *testing.T) {
	for w := 1; w < 40; w++ {
		for _, lines := range [][]string{
			Prose("Nước từ máy phân ly có được dùng lại để rửa củ không?", w, 3, nil),
			Bullet("·", "Nước từ máy phân ly có được dùng lại để rửa củ không?", w, nil),
			Most(Prose("một hai ba bốn năm sáu bảy tám chín mười", w, 0, nil), 2, w, "…"),
			{Rule(plainContext(), w, "chỉ xem")},
		} {
			for _, l := range lines {
				if ui.Width(l) > w {
					t.Fatalf("w %d: %q is %d wide", w, l, ui.Width(l))
				}
			}
		}
	}
	if got := Most([]string{"a", "b", "c"}, 2, 10, "…"); len(got) != 2 || got[1] != "b …" {
		t.Errorf("got %q", got)
	}
	if Prose("", 10, 0, nil) != nil || Most([]string{"a"}, 0, 10, "…") != nil {
		t.Error("nothing is something")
	}
}
