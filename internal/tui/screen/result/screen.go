package result

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// row is something of the result that can be selected.
type row struct {
	id      string
	draw    func(w int, selected bool) []string
	detail  func(w int) []string // said of it while it is selected
	figures []string             // what "why" opens
	flow    string               // of which the benchmark can be chosen
	enter   *jump                // where Enter goes; nil: it opens the first figure
}

// jump is another page, and what the key line says of going there.
type jump struct {
	to   ui.Go
	help string
}

// section is a part of the result.
type section struct {
	title, right string
	remark       string
	rows         []row
}

type screen struct {
	ui.Base
	work  ui.Work
	stack widget.Stack
	top   int // lines above the stack, as drawn last
	left  int // and its width

	kept   []section // of keptOf, in the language of the context
	keptOf *assess.Result
}

func newScreen(w ui.Work) *screen { return &screen{work: w} }

func (s *screen) Title() string { return s.T("tui.page.result") }

// blocks lays the sections out, and returns their rows by id.
func (s *screen) blocks() ([]widget.Block, map[string]row) {
	var blocks []widget.Block
	rows := map[string]row{}
	for _, sec := range s.sections() {
		if len(sec.rows) == 0 {
			continue
		}
		blocks = append(blocks, widget.Head(s.Context, len(blocks) == 0, sec.title, sec.right))
		if sec.remark != "" {
			blocks = append(blocks, widget.Remark(s.Context, sec.remark))
		}
		for _, r := range sec.rows {
			blocks = append(blocks, widget.Block{ID: r.id, Draw: r.draw})
			rows[r.id] = r
		}
	}
	return blocks, rows
}

// current is the selected row.
func (s *screen) current() (row, bool) {
	if phrase.Result(s.work) == nil {
		return row{}, false
	}
	blocks, rows := s.blocks()
	s.stack.Set(blocks)
	r, ok := rows[s.stack.Selected()]
	return r, ok
}

func (s *screen) Keys() []ui.Binding {
	r, ok := s.current()
	if !ok {
		return nil
	}
	keys := []ui.Binding{{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"}}
	switch {
	case r.enter != nil:
		keys = append(keys, ui.Binding{Keys: []string{"enter"}, Help: r.enter.help})
	case len(r.figures) > 0:
		keys = append(keys, ui.Binding{Keys: []string{"enter"}, Help: "result.key.why"})
	}
	if len(r.figures) > 0 {
		keys = append(keys, ui.Binding{Keys: []string{"f5", "w"}, Show: "F5", Help: "result.key.why", Minor: r.enter == nil})
		keys = append(keys, ui.Binding{Keys: []string{"f6", "s"}, Show: "F6", Help: "result.key.source"})
	}
	if r.flow != "" {
		keys = append(keys, ui.Binding{Keys: []string{"f7", "b"}, Show: "F7", Help: "result.key.benchmark"})
	}
	return append(keys,
		ui.Binding{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
		ui.Binding{Keys: []string{"home", "end"}, Show: "Home End", Help: "tui.key.ends", Minor: true},
		ui.Binding{Keys: []string{"w", "s", "b"}, Show: "w s b", Help: "result.key.letters", Minor: true},
	)
}

func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	r, ok := s.current()
	switch msg := msg.(type) {
	case ui.Show:
		s.stack.Select("flow:" + msg.Target)
	case tea.MouseClickMsg:
		if msg.X < s.left {
			s.stack.Click(msg.Y - s.top)
		}
	case tea.MouseWheelMsg:
		s.stack.Update(msg)
	case tea.KeyPressMsg:
		if !ok {
			if ui.KeyName(msg) == "enter" && s.work.Pack() == nil {
				s.Post(ui.Go{Page: "plant"})
			}
			return s, nil
		}
		switch strings.ToLower(ui.KeyName(msg)) {
		case "enter":
			if r.enter != nil {
				s.Post(r.enter.to)
			} else {
				s.why(r)
			}
		case "f5", "w":
			s.why(r)
		case "f6", "s":
			s.sources(r)
		case "f7", "b":
			if r.flow != "" {
				s.Post(ui.Push{Screen: newChooser(s.work, r.flow)})
			}
		default:
			s.stack.Update(msg)
		}
	}
	return s, nil
}

func (s *screen) why(r row) {
	if len(r.figures) == 0 {
		s.Post(ui.Toast{Text: text.M("result.no-why"), Kind: ui.Info})
		return
	}
	s.Post(ui.Push{Screen: why.New(s.work, r.figures)})
}

// wide is the width from which on what is said of a row stands beside the
// rows.
const wide = 150

func (s *screen) View() string {
	if phrase.Result(s.work) == nil {
		return ui.Box("\n"+strings.Join(widget.Prose(s.T("pages.no-pack"), s.W, 1, nil), "\n"), s.W, s.H)
	}
	r, ok := s.current()
	head := s.headline(s.W)
	s.top = len(head)
	h := max(0, s.H-s.top)
	if s.W >= wide {
		s.left = s.W * 3 / 5
		list := s.stack.View(s.left, h, s.Context)
		var said []string
		if ok && r.detail != nil {
			said = r.detail(s.W - s.left - 3)
		}
		body := ui.Beside(list, widget.Wall(s.Context, h), ui.Box(" "+strings.Join(said, "\n "), s.W-s.left-1, h))
		return ui.Box(strings.Join(head, "\n")+"\n"+body, s.W, s.H)
	}
	below := min(5, h/3)
	if s.H >= 24 {
		below = 6
	}
	s.left = s.W
	lines := append(head, s.stack.View(s.W, max(0, h-below-1), s.Context), widget.Rule(s.Context, s.W, ""))
	if ok && r.detail != nil {
		for _, l := range widget.Most(r.detail(s.W-2), below, s.W-2, s.Glyph.More) {
			lines = append(lines, " "+l)
		}
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}
