package data

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/tui/grid"
)

func (s *screen) click(msg tea.MouseClickMsg) {
	s.sheet()
	at, ok := s.grid.CellAt(msg.X, msg.Y, headLines)
	if !ok {
		return
	}
	if s.grid.Typing() {
		if at == s.grid.At() || !s.commit(grid.Stay) {
			return
		}
	}
	if msg.Mod&tea.ModShift != 0 {
		s.grid.ExtendTo(at)
		return
	}
	if at == s.grid.At() && !s.grid.Several() {
		s.enter() // a second click opens
		return
	}
	s.grid.Go(at)
}

func (s *screen) wheel(msg tea.MouseWheelMsg) {
	if s.grid.Typing() {
		return
	}
	at := s.grid.At()
	switch msg.Button {
	case tea.MouseWheelUp:
		at.Row = max(0, at.Row-3)
	case tea.MouseWheelDown:
		at.Row += 3
	case tea.MouseWheelLeft:
		at.Col = max(0, at.Col-1)
	case tea.MouseWheelRight:
		at.Col++
	}
	s.grid.Go(at)
}
