package export

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/cause"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/screen/reconcile"
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
	page := pageOf(m.work, l.What)
	title, ok := pageTitles[page]
	if !ok {
		return text.Message{}
	}
	return text.M("exportpage.enter-at", "page", text.M(title))
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
	if l, ok := m.current(); !ok || pageOf(m.work, l.What) == "" {
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
			if page := pageOf(m.work, l.What); ok && page != "" {
				m.Post(ui.Go{Page: page})
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

// pageTitles are what the pages are called where missing data are entered.
var pageTitles = map[string]string{
	"plant": "tui.page.plant", "data": "tui.page.data", "asks": "tui.page.asks", "walk": "tui.page.walk",
	"options": "tui.page.options", "model": "modelpage.title", "focus": "taskpage.focus.title", "portfolio": "portfoliopage.title",
	"plan": "planpage.title", network.ID: "netpage.title", reconcile.ID: "recpage.title", cause.ID: "causepage.title",
}

// pages are where what is missing is entered, by the keys of what is said of it.
var pages = map[string]string{
	"documents.lack.name": "plant", "documents.lack.address": "plant", "documents.lack.products": "plant", "documents.lack.size": "plant",
	"documents.lack.date": "plant", "documents.lack.industry": "plant", "documents.lack.started": "plant", "documents.lack.support": "plant",
	"task.no-leader": "plant", "task.no-phone": "plant", "task.few-members": "plant", "task.no-decision": "plant",

	"documents.lack.output": "data", "documents.lack.wastewater": "data", "documents.lack.energy": "data", "documents.lack.reductions": "data",
	"savings.no-data": "data", "savings.no-after": "data", "savings.none": "data",

	"documents.lack.answers": "asks", "documents.lack.walkthrough": "walk",
	"documents.lack.opportunities": "options", "documents.lack.options": "options", "documents.lack.scores": "options", "documents.lack.decided": "options",
	"documents.lack.investment": "options", "documents.lack.funding": "options", "documents.lack.responsible": "options", "documents.lack.dates": "options",
	"documents.lack.models": "model",

	"documents.lack.steps": network.ID, "documents.lack.network": network.ID, "detail.not-reconciled": reconcile.ID, "documents.lack.causes": cause.ID,
	"documents.lack.portfolio": "portfolio", "documents.lack.monitors": "plan",
	"documents.lack.next-focus": "focus", "task.no-focus": "focus", "task.no-focus-reason": "focus",
}

// pageOf is the page where something that is missing is entered; "" where that
// cannot be told or the audit has no such page.
func pageOf(w ui.Work, what text.Message) string {
	page := pages[what.Key]
	level := w.Audit().Settings.Level
	switch page {
	case network.ID, reconcile.ID, cause.ID, "portfolio", "plan", "focus":
		if level != ui.Detailed {
			return ""
		}
	}
	return page
}
