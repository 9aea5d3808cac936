package export

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/lack"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// missing is the list of what a document would lack; Enter goes to the page
// where it is entered.
type missing struct {
	ui.Base
	work  ui.Work
	kind  ui.ReportKind
	stack widget.Stack
	top   int
}

func newMissing(w ui.Work, k ui.ReportKind) *missing { return &missing{work: w, kind: k} }

func (m *missing) Title() string { return m.T("exportpage.missing-title") }

// Claims wants Esc: it goes back.
func (m *missing) Claims(key string) bool { return key == "esc" }

func (m *missing) blocks() []widget.Block {
	var blocks []widget.Block
	section := ""
	for i, l := range m.kind.Missing {
		if said := m.Say(l.Section); said != section || i == 0 {
			section = said
			blocks = append(blocks, widget.Head(m.Context, i == 0, said, ""))
		}
		blocks = append(blocks, widget.Block{ID: strconv.Itoa(i), Draw: func(w int, selected bool) []string { return m.row(l, w, selected) }})
	}
	return blocks
}

func (m *missing) row(l ui.Lack, w int, selected bool) []string {
	lines := widget.Bullet(strings.TrimRight(widget.Mark(m.Context, selected), " ")+strings.Repeat(" ", map[bool]int{true: 0, false: 1}[selected]), m.Say(l.What), w, nil)
	if where := m.where(l); !where.Empty() {
		lines = append(lines, "  "+ui.Cut(m.Say(where), max(1, w-2), m.Glyph.More))
	}
	for i, line := range lines {
		if selected {
			lines[i] = m.Style.Selected.Render(ui.Fit(line, w, m.Glyph.More))
		} else if i == len(lines)-1 && i > 0 && !m.where(l).Empty() {
			lines[i] = m.Style.Muted.Render(line)
		}
	}
	return lines
}

// where says on which page it is entered; empty where that cannot be told.
func (m *missing) where(l ui.Lack) text.Message {
	title := lack.Title(lack.Place(m.work, l.What).Page)
	if title.Empty() {
		return title
	}
	return text.M("exportpage.enter-at", "page", title)
}

func (m *missing) current() (ui.Lack, bool) {
	m.stack.Set(m.blocks())
	i, err := strconv.Atoi(m.stack.Selected())
	if err != nil || i < 0 || i >= len(m.kind.Missing) {
		return ui.Lack{}, false
	}
	return m.kind.Missing[i], true
}

func (m *missing) Keys() []ui.Binding {
	enter := ui.Binding{Keys: []string{"enter"}, Help: "exportpage.key.enter-it"}
	if l, ok := m.current(); !ok || lack.Place(m.work, l.What).Page == "" {
		enter.Off = text.M("exportpage.no-page")
	}
	return []ui.Binding{enter, {Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"}, {Keys: []string{"esc"}, Help: "tui.key.back"}}
}

func (m *missing) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	l, ok := m.current()
	if m.stack.Update(msg) {
		return m, nil
	}
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		m.stack.Click(msg.Y - m.top)
	case tea.KeyPressMsg:
		switch ui.KeyName(msg) {
		case "esc", "left":
			m.Post(ui.Back{})
		case "enter":
			if place := lack.Place(m.work, l.What); ok && place.Page != "" {
				m.Post(place)
			}
		}
	}
	return m, nil
}

func (m *missing) View() string {
	m.stack.Set(m.blocks())
	head := widget.Prose(m.T("exportpage.missing-of", "kind", m.kind.Name, "count", len(m.kind.Missing)), max(1, m.W-2), 1, m.Style.Strong.Render)
	if m.H >= low {
		head = append(head, "")
	}
	m.top = len(head)
	h := max(1, m.H-len(head))
	return ui.Box(strings.Join(head, "\n")+"\n"+indent(m.stack.View(max(1, min(m.W-2, ui.Measure)), h, m.Context)), m.W, m.H)
}
