package saving

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

type screen struct {
	ui.Base
	work  ui.Work
	stack widget.Stack
	top   int // lines above the stack, as drawn last
	left  int // and its width

	kept   []section // of keptOf and keptAt, in the language of the context
	keptOf *assess.Result
	keptAt *assess.Audit
}

func newScreen(w ui.Work) *screen { return &screen{work: w} }

func (s *screen) Title() string { return s.T("savingpage.title") }

// SetContext forgets what was said in another language.
func (s *screen) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	s.kept = nil
}

func (s *screen) result() *assess.Result { return phrase.Result(s.work) }

func (s *screen) blocks() ([]widget.Block, map[string]row) {
	var blocks []widget.Block
	rows := map[string]row{}
	for _, sec := range s.sections() {
		if len(sec.rows) == 0 && sec.remark == "" {
			continue
		}
		if sec.title != "" {
			blocks = append(blocks, widget.Head(s.Context, len(blocks) == 0, sec.title, ""))
		}
		if sec.remark != "" {
			blocks = append(blocks, widget.Remark(s.Context, sec.remark))
		}
		if sec.columns != nil && slices.ContainsFunc(sec.columns.Cols, func(c widget.Column) bool { return c.Head != "" }) && len(sec.rows) > 0 {
			blocks = append(blocks, widget.Block{Draw: func(w int, _ bool) []string { return []string{"  " + sec.columns.Heads(w-2, s.Context)} }})
		}
		for _, r := range sec.rows {
			blocks = append(blocks, widget.Block{ID: r.id, Draw: func(w int, selected bool) []string {
				mark := widget.Span{Text: widget.Mark(s.Context, selected)}
				return []string{widget.Line(s.Context, selected, w, append([]widget.Span{mark}, r.columns.Spans(w-ui.Width(mark.Text), s.Context, r.cells...)...)...)}
			}})
			rows[r.id] = r
		}
	}
	return blocks, rows
}

func (s *screen) current() (row, bool) {
	if s.result() == nil {
		return row{adjustment: -1}, false
	}
	blocks, rows := s.blocks()
	s.stack.Set(blocks)
	r, ok := rows[s.stack.Selected()]
	if !ok {
		r.adjustment = -1
	}
	return r, ok
}

// empty reports whether nothing is compared yet.
func (s *screen) empty() bool { return !empty(s.work.Audit(), s.result()).Empty() }

func (s *screen) Keys() []ui.Binding {
	if s.result() == nil {
		return []ui.Binding{{Keys: []string{"enter"}, Help: "savingpage.key.plant"}}
	}
	r, ok := s.current()
	keys := []ui.Binding{{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"}}
	if ok && r.help != "" {
		open := []string{"enter"}
		if r.adjustment < 0 && r.flow != "" {
			open = append(open, "right")
		}
		keys = append(keys, ui.Binding{Keys: open, Help: r.help})
	}
	why := ui.Binding{Keys: []string{"f5", "w"}, Show: "F5", Help: "result.key.why"}
	if r.figure == "" {
		why.Off = text.M("result.no-why")
	}
	model := ui.Binding{Keys: []string{"f7", "m"}, Show: "F7", Help: "savingpage.key.model"}
	if r.flow == "" {
		model.Off = text.M("savingpage.no-flow")
	}
	remove := ui.Binding{Keys: []string{"delete"}, Help: "savingpage.key.remove"}
	if r.adjustment < 0 {
		remove.Off = text.M("savingpage.no-adjustment")
	}
	add := ui.Binding{Keys: []string{"insert", "ctrl+n"}, Show: "Ins", Help: "savingpage.key.add"}
	target := ui.Binding{Keys: []string{"f6", "t"}, Show: "F6", Help: "savingpage.key.target"}
	confidence := ui.Binding{Keys: []string{"f8", "c"}, Show: "F8", Help: "savingpage.key.confidence", Minor: true}
	return append(keys, why, model, target, add, remove, confidence,
		ui.Binding{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
		ui.Binding{Keys: []string{"home", "end"}, Show: "Home End", Help: "tui.key.ends", Minor: true},
		ui.Binding{Keys: []string{"w", "m", "t", "c"}, Show: "w m t c", Help: "savingpage.key.letters", Minor: true},
	)
}

func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	if s.answered(msg) {
		return s, nil
	}
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
		s.key(msg, r, ok)
	}
	return s, nil
}

func (s *screen) key(msg tea.KeyPressMsg, r row, ok bool) {
	key := strings.ToLower(ui.KeyName(msg))
	if s.result() == nil {
		if key == "enter" {
			s.Post(ui.Go{Page: "plant"})
		}
		return
	}
	switch key {
	case "enter":
		if ok {
			s.open(r)
		}
	case "right":
		if ok && r.flow != "" && r.adjustment < 0 {
			s.open(r)
		}
	case "f5", "w":
		s.why(r)
	case "f6", "t":
		s.askTarget()
	case "f7", "m":
		if r.flow != "" {
			s.Post(ui.Go{Page: "model", Target: r.flow})
		} else {
			s.Post(ui.Toast{Text: text.M("savingpage.no-flow"), Kind: ui.Info})
		}
	case "f8", "c":
		s.askConfidence()
	case "insert", "ctrl+n":
		s.askAdjustment(-1, r.flow)
	case "delete":
		s.removeAdjustment(r)
	default:
		s.stack.Update(msg)
	}
}

// open does what Enter does on a row.
func (s *screen) open(r row) {
	switch {
	case r.id == "data":
		s.Post(ui.Go{Page: "data"})
	case r.id == "target":
		s.askTarget()
	case r.id == "confidence":
		s.askConfidence()
	case r.prices != "":
		s.Post(ui.Go{Page: "data", Target: "flow." + r.prices})
	case r.adjustment >= 0:
		s.askAdjustment(r.adjustment, r.flow)
	case r.flow != "":
		s.Post(ui.Push{Screen: newView(s.work, r.flow)})
	default:
		s.why(r)
	}
}

func (s *screen) why(r row) {
	if r.figure == "" || !why.Has(s.result(), r.figure) {
		s.Post(ui.Toast{Text: text.M("result.no-why"), Kind: ui.Info})
		return
	}
	s.Post(ui.Push{Screen: why.New(s.work, []string{r.figure})})
}

// wide is the width from which on what is said of a row stands beside the rows.
const wide = 130

func (s *screen) View() string {
	r := s.result()
	if r == nil {
		return ui.Box("\n"+strings.Join(widget.Prose(s.T("pages.no-pack"), s.W, 1, nil), "\n"), s.W, s.H)
	}
	var head []string
	if m := empty(s.work.Audit(), r); !m.Empty() {
		head = widget.Prose(s.Say(m), min(s.W-1, ui.Measure), 1, nil)
	} else {
		head = headline(s.Context, s.work, r, s.W-1)
	}
	head = widget.Headed(s.Context, s.H, s.W, head...)
	s.top = len(head)
	rw, ok := s.current()
	h := max(0, s.H-s.top)
	if s.W >= wide {
		s.left = s.W * 3 / 5
		list := s.stack.View(s.left, h, s.Context)
		said := s.beside(rw, ok, s.W-s.left-3, h)
		body := ui.Beside(list, widget.Wall(s.Context, h), ui.Box(" "+strings.Join(said, "\n "), s.W-s.left-1, h))
		return ui.Box(strings.Join(head, "\n")+"\n"+body, s.W, s.H)
	}
	below := min(6, h*2/5)
	if s.H >= 30 {
		below = h * 2 / 5
	}
	s.left = s.W
	lines := append(head, s.stack.View(s.W, max(0, h-below-1), s.Context), widget.Rule(s.Context, s.W, ""))
	if ok && rw.detail != nil {
		for _, l := range widget.Most(rw.detail(s.W-2), below, s.W-2, s.Glyph.More) {
			lines = append(lines, " "+l)
		}
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

// beside is what stands beside the list in a wide window: of a flow its charts
// and everything that is said of it, else what is said.
func (s *screen) beside(r row, ok bool, w, h int) []string {
	if !ok || r.detail == nil {
		return nil
	}
	said := r.detail(w)
	sv, compared := flowSaving(s.result(), r.flow)
	if !compared && !strings.HasPrefix(r.id, "group:") || s.empty() {
		return said
	}
	const least = 6 // lines of a chart
	var lines []string
	free := max(h-min(len(said), h/2), h/3)
	if n := min(len(s.result().Savings)+4, free/2); n >= least {
		lines = append(lines, intervals(s.Context, s.result(), r.flow, w, n)...)
		lines = append(lines, "")
	}
	if n := min(14, free-len(lines)-1); compared && n >= least {
		if drawn := cusum(s.Context, sv, w, n); drawn != nil {
			lines = append(append(lines, drawn...), "")
		}
	}
	return append(lines, widget.Most(said, max(0, h-len(lines)), w, s.Glyph.More)...)
}
