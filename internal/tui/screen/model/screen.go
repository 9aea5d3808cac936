package model

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

// screen lists the flows with the model in force.
type screen struct {
	ui.Base
	actions
	stack widget.Stack
	top   int
	left  int

	kept   *widget.Columns // of keptOf, in the language of the context
	cells  [][]widget.Cell
	keptOf *assess.Result
}

func newScreen(w ui.Work) *screen { return &screen{actions: actions{w}} }

func (s *screen) Title() string { return s.T("modelpage.title") }

// SetContext forgets what was said in another language.
func (s *screen) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	s.kept = nil
}

// lay says what stands in the lines.
func (s *screen) lay(r *assess.Result) {
	if s.kept != nil && s.keptOf == r {
		return
	}
	s.keptOf = r
	s.kept = &widget.Columns{Least: 14, Cols: []widget.Column{
		{Head: s.T("modelpage.column.flow")}, {Head: s.T("modelpage.column.state")}, {Head: "R²", Right: true, Rank: 1}, {Head: "CV(RMSE)", Right: true, Rank: 2},
		{Head: "n", Right: true, Rank: 3}, {Head: s.T("modelpage.column.model"), Rank: 4},
	}}
	s.cells = nil
	for i := range r.Baselines {
		b := &r.Baselines[i]
		said, style := standing(s.Context, b)
		cells := []widget.Cell{{Text: s.Name(b.Flow.Name)}, {Text: said, Style: style}, {Text: "–"}, {Text: "–"}, {Text: "–"}, {Text: s.Say(b.Refused), Style: s.Style.Muted}}
		if f := b.Fit; f != nil {
			cells[2].Text, cells[3].Text, cells[4].Text = figure(s.Context, f.CentredR2, 4), share(s.Context, f.CVRMSE), s.Number(float64(f.N), 0)
			cells[5] = widget.Cell{Text: short(s.Context, b, f.Spec)}
		}
		const most = 40 // a refusal is a sentence, which the text below says in full
		cells[5].Text = ui.Cut(cells[5].Text, most, s.Glyph.More)
		s.kept.Add(cells...)
		s.cells = append(s.cells, cells)
	}
}

func (s *screen) blocks(r *assess.Result) []widget.Block {
	s.lay(r)
	blocks := []widget.Block{{Draw: func(w int, _ bool) []string { return []string{"  " + s.kept.Heads(w-2, s.Context)} }}}
	for i := range r.Baselines {
		cells := s.cells[i]
		blocks = append(blocks, widget.Block{ID: r.Baselines[i].Flow.ID, Draw: func(w int, selected bool) []string {
			spans := append([]widget.Span{{Text: widget.Mark(s.Context, selected)}}, s.kept.Spans(w-2, s.Context, cells...)...)
			return []string{widget.Line(s.Context, selected, w, spans...)}
		}})
	}
	return blocks
}

// current is the selected flow's baseline; nil where there is none.
func (s *screen) current() *assess.Baseline {
	r := phrase.Result(s.work)
	if r == nil || len(r.Baselines) == 0 {
		return nil
	}
	s.stack.Set(s.blocks(r))
	return baselineOf(r, s.stack.Selected())
}

func (s *screen) Keys() []ui.Binding {
	b := s.current()
	if b == nil {
		help := "savingpage.key.data"
		if phrase.Result(s.work) == nil {
			help = "savingpage.key.plant"
		}
		return []ui.Binding{{Keys: []string{"enter"}, Help: help}}
	}
	return append([]ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		{Keys: []string{"enter", "right"}, Help: "modelpage.key.open"},
	}, flowKeys(b)...)
}

// flowKeys are the keys that act on a flow's model.
func flowKeys(b *assess.Baseline) []ui.Binding {
	why := ui.Binding{Keys: []string{"f5", "w"}, Show: "F5", Help: "result.key.why"}
	if b.Why == nil {
		why.Off = text.M("result.no-why")
	}
	remove := ui.Binding{Keys: []string{"delete"}, Help: "modelpage.key.unfreeze"}
	if b.Frozen == nil {
		remove.Off = text.M("modelpage.not-frozen")
	}
	return []ui.Binding{
		why, remove,
		{Keys: []string{"f7", "s"}, Show: "F7", Help: "modelpage.key.saving"},
		{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
	}
}

// act does what a key does with a flow's model, and reports whether it does
// anything.
func (s actions) act(c ui.Context, b *assess.Baseline, key string) bool {
	switch key {
	case "f5", "w":
		if b.Why == nil {
			c.Post(ui.Toast{Text: text.M("result.no-why"), Kind: ui.Info})
			return true
		}
		c.Post(ui.Push{Screen: why.New(s.work, []string{"baseline." + b.Flow.ID})})
	case "f7", "s":
		c.Post(ui.Go{Page: "saving", Target: b.Flow.ID})
	case "delete":
		s.askUnfreeze(c, b)
	default:
		return false
	}
	return true
}

func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	if s.do(s.Context, msg) {
		return s, nil
	}
	b := s.current()
	switch msg := msg.(type) {
	case ui.Show:
		if s.stack.Select(msg.Target) {
			s.Post(ui.Push{Screen: newFits(s.work, msg.Target)})
		}
	case tea.MouseClickMsg:
		if msg.X < s.left {
			s.stack.Click(msg.Y - s.top)
		}
	case tea.MouseWheelMsg:
		s.stack.Update(msg)
	case tea.KeyPressMsg:
		key := strings.ToLower(ui.KeyName(msg))
		switch {
		case b == nil && key == "enter":
			page := "data"
			if phrase.Result(s.work) == nil {
				page = "plant"
			}
			s.Post(ui.Go{Page: page})
		case b == nil:
		case key == "enter" || key == "right":
			s.Post(ui.Push{Screen: newFits(s.work, b.Flow.ID)})
		case s.act(s.Context, b, key):
		default:
			s.stack.Update(msg)
		}
	}
	return s, nil
}

// wide is the width from which on charts stand beside the list.
const wide = 130

func (s *screen) head(r *assess.Result) []string {
	frozen, stale, models := 0, 0, 0
	for _, b := range r.Baselines {
		switch {
		case b.Stale:
			stale++
		case b.Frozen != nil:
			frozen++
		}
		if b.Fit != nil {
			models++
		}
	}
	said := " " + s.Style.Strong.Render(s.T("modelpage.count", "models", models, "frozen", frozen))
	lines := []string{ui.Cut(said, s.W, s.Glyph.More)}
	if stale > 0 {
		lines = widget.Bullet(" "+s.Glyph.Warn, s.T("modelpage.stale-count", "n", stale), s.W-1, s.Style.Bad.Bold(true).Render)
	}
	if s.work.ReadOnly() {
		lines = append(lines, " "+s.Style.Warn.Render(ui.Cut(s.T("pages.read-only-mark"), max(0, s.W-1), s.Glyph.More)))
	}
	return widget.Headed(s.Context, s.H, s.W, lines...)
}

func (s *screen) View() string {
	r := phrase.Result(s.work)
	if r == nil || len(r.Baselines) == 0 {
		key := "modelpage.empty"
		if r == nil {
			key = "pages.no-pack"
		}
		return ui.Box("\n"+strings.Join(widget.Prose(s.T(key), min(s.W-1, ui.Measure), 1, nil), "\n"), s.W, s.H)
	}
	b := s.current()
	head := s.head(r)
	s.top = len(head)
	h := max(0, s.H-s.top)
	if s.W >= wide {
		s.left = s.W * 11 / 20
		list := s.stack.View(s.left, h, s.Context)
		return ui.Box(strings.Join(head, "\n")+"\n"+ui.Beside(list, widget.Wall(s.Context, h), ui.Box(" "+strings.Join(s.beside(b, s.W-s.left-3, h), "\n "), s.W-s.left-1, h)), s.W, s.H)
	}
	below := min(7, h*2/5)
	if s.H >= 30 {
		below = h / 2
	}
	s.left = s.W
	lines := append(head, s.stack.View(s.W, max(0, h-below-1), s.Context), widget.Rule(s.Context, s.W, ""))
	if b != nil {
		for _, l := range widget.Most(s.said(b, s.W-2), below, s.W-2, s.Glyph.More) {
			lines = append(lines, " "+l)
		}
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

// said is the model of a flow in words.
func (s *screen) said(b *assess.Baseline, w int) []string {
	lines := heading(s.Context, b, w)
	if b.Fit == nil {
		return lines
	}
	return append(lines, reasons(s.Context, b, force(b), candidate(b, b.Fit.Spec), false, w)...)
}

// beside is a flow's scatter and residuals, and what is said of its model.
func (s *screen) beside(b *assess.Baseline, w, h int) []string {
	if b == nil {
		return nil
	}
	var lines []string
	if b.Fit != nil && h >= 24 {
		lines = append(append(lines, scatter(s.Context, s.work.Audit(), b, force(b), w, min(20, h*2/5))...), "")
		lines = append(append(lines, residuals(s.Context, b, force(b), w, min(12, h/4))...), "")
	}
	return append(lines, widget.Most(s.said(b, w), max(0, h-len(lines)), w, s.Glyph.More)...)
}
