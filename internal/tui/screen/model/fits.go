package model

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// fits is the screen of one flow: every model that was tried, and of the
// selected one why, the scatter, the residuals and the coefficients.
type fits struct {
	ui.Base
	actions
	flow  string
	stack widget.Stack
	pane  int
	top   int // lines above the stack, as drawn last
	left  int
	from  int // first line of the pane's text
	named []baseline.Spec

	trials  map[string]assess.Trial // what was tried of triesOf
	triesOf *assess.Result
	begun   bool
}

// panes are what Tab goes through.
var panes = [...]string{"modelpage.pane.why", "modelpage.pane.scatter", "modelpage.pane.residuals", "modelpage.pane.coefficients"}

// The rows that are no model.
const (
	ownRow    = "own"
	periodRow = "period"
)

func newFits(w ui.Work, flow string) *fits { return &fits{actions: actions{w}, flow: flow, pane: 1} }

func (s *fits) Title() string {
	if b := s.base(); b != nil {
		return s.Name(b.Flow.Name)
	}
	return phrase.FlowName(s.Context, s.work.Pack(), s.work.Common(), s.flow)
}

func (s *fits) base() *assess.Baseline { return s.baseline(s.flow) }

func (s *fits) Claims(key string) bool { return key == "tab" || key == "shift+tab" }

// force is the model in force as if it were tried.
func force(b *assess.Baseline) assess.Trial {
	return assess.Trial{Observed: b.Observed, Fit: b.Fit, Refused: b.Refused, Data: b.Data(), Why: b.Why}
}

// candidate finds a model among those that were tried; nil for one that was not.
func candidate(b *assess.Baseline, spec baseline.Spec) *baseline.Candidate {
	if b.Choice == nil {
		return nil
	}
	i := slices.IndexFunc(b.Choice.Candidates, func(c baseline.Candidate) bool { return same(c.Spec, spec) })
	if i < 0 {
		return nil
	}
	return &b.Choice.Candidates[i]
}

// specs are the models that are shown: the one in force and those that the user
// named where the program did not try them, then all that it tried.
func (s *fits) specs(b *assess.Baseline) []baseline.Spec {
	var all []baseline.Spec
	add := func(spec baseline.Spec) {
		if !slices.ContainsFunc(all, func(x baseline.Spec) bool { return same(x, spec) }) {
			all = append(all, spec)
		}
	}
	if b.Fit != nil && candidate(b, b.Fit.Spec) == nil {
		add(b.Fit.Spec)
	}
	for _, spec := range s.named {
		if candidate(b, spec) == nil {
			add(spec)
		}
	}
	if b.Choice != nil {
		for _, c := range b.Choice.Candidates {
			add(c.Spec)
		}
	}
	return all
}

// trial is a model fitted; each is when it is first looked at.
func (s *fits) trial(b *assess.Baseline, spec baseline.Spec) assess.Trial {
	if inForce(b, spec) {
		return force(b)
	}
	if r := phrase.Result(s.work); s.triesOf != r {
		s.triesOf, s.trials = r, map[string]assess.Trial{}
	}
	k := key(spec)
	t, known := s.trials[k]
	if !known {
		t = b.Try(spec, period(b))
		s.trials[k] = t
	}
	return t
}

// mostShown is how many models are listed: the rest only fail in more ways.
const mostShown = 60

func (s *fits) blocks(b *assess.Baseline) ([]widget.Block, map[string]baseline.Spec) {
	table := &widget.Columns{Least: 28, Cols: []widget.Column{
		{Head: s.T("modelpage.column.candidate")}, {Head: "R²", Right: true, Rank: 1}, {Head: s.T("modelpage.column.adjusted"), Right: true, Rank: 5},
		{Head: "CV", Right: true, Rank: 2}, {Head: "AICc", Right: true, Rank: 3}, {Head: "p", Right: true, Rank: 4}, {Head: s.T("modelpage.column.judged")},
	}}
	specs := s.specs(b)
	specs = specs[:min(len(specs), mostShown)]
	byID := map[string]baseline.Spec{}
	lines := make([][]widget.Cell, len(specs))
	for i, spec := range specs {
		lines[i] = s.cells(b, spec)
		table.Add(lines[i]...)
		byID[key(spec)] = spec
	}
	var blocks []widget.Block
	if len(specs) > 0 {
		blocks = append(blocks, widget.Block{Draw: func(w int, _ bool) []string { return []string{"  " + table.Heads(w-2, s.Context)} }})
	}
	for i, spec := range specs {
		blocks = append(blocks, widget.Block{ID: key(spec), Draw: func(w int, selected bool) []string {
			spans := append([]widget.Span{{Text: widget.Mark(s.Context, selected)}}, table.Spans(w-2, s.Context, lines[i]...)...)
			return []string{widget.Line(s.Context, selected, w, spans...)}
		}})
	}
	plain := func(id, said string) widget.Block {
		return widget.Block{ID: id, Draw: func(w int, selected bool) []string {
			return []string{widget.Line(s.Context, selected, w, widget.Span{Text: widget.Mark(s.Context, selected)}, widget.Span{Text: ui.Cut(said, w-2, s.Glyph.More), Style: s.Style.Accent})}
		}}
	}
	return append(blocks, plain(ownRow, s.T("modelpage.own-row")), plain(periodRow, s.T("modelpage.period-row", "months", months(s.Context, b)))), byID
}

// cells is the line of a model.
func (s *fits) cells(b *assess.Baseline, spec baseline.Spec) []widget.Cell {
	sign, style := s.Glyph.Off, s.Style.Plain
	if inForce(b, spec) {
		sign, style = s.Glyph.On, s.Style.Strong
	}
	var stats baseline.Statistics
	judged := widget.Cell{Text: s.T("modelpage.named"), Style: s.Style.Muted}
	if c := candidate(b, spec); c != nil {
		stats = c.Statistics
		if judged = (widget.Cell{Text: s.Glyph.Done + " " + s.T("modelpage.ok"), Style: s.Style.Good}); !c.Passes() {
			judged = widget.Cell{Text: s.Glyph.Bad + " " + s.Say(text.M("modelpage.short."+strings.TrimPrefix(c.Fails[0].Key, "baseline."))), Style: s.Style.Muted}
			if !inForce(b, spec) {
				style = s.Style.Muted
			}
		}
	} else if t := s.trial(b, spec); t.Fit != nil {
		stats = t.Fit.Statistics
	}
	p := "–"
	if v, ok := weakest(stats); ok && len(stats.Coefficients) > 0 {
		p = probability(s.Context, v)
	}
	adjusted := widget.Cell{Text: figure(s.Context, stats.AdjR2, 4)}
	if stats.UncentredR2 { // it compares with zero, and not with the mean as R² does
		adjusted.Text = "–"
	}
	return []widget.Cell{
		{Text: sign + " " + short(s.Context, b, spec), Style: style}, {Text: figure(s.Context, stats.CentredR2, 4)}, adjusted,
		{Text: share(s.Context, stats.CVRMSE)}, {Text: figure(s.Context, stats.AICc, 1)}, {Text: p}, judged,
	}
}

// current is the selected model; false on the rows that are none.
func (s *fits) current(b *assess.Baseline) (baseline.Spec, bool) {
	blocks, byID := s.blocks(b)
	s.stack.Set(blocks)
	if !s.begun {
		s.begun = true
		if b.Fit != nil {
			s.stack.Select(key(b.Fit.Spec))
		}
	}
	spec, ok := byID[s.stack.Selected()]
	return spec, ok
}

func (s *fits) Keys() []ui.Binding {
	b := s.base()
	if b == nil {
		return nil
	}
	_, isModel := s.current(b)
	help := "modelpage.key.freeze"
	switch {
	case s.stack.Selected() == ownRow:
		help = "modelpage.key.name"
	case !isModel:
		help = "modelpage.key.months"
	}
	return append([]ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		{Keys: []string{"enter"}, Help: help},
		{Keys: []string{"tab", "shift+tab", "right"}, Show: "Tab", Help: "modelpage.key.pane"},
		{Keys: []string{"f6", "n"}, Show: "F6", Help: "modelpage.key.name"},
		{Keys: []string{"f8", "p"}, Show: "F8", Help: "modelpage.key.months", Minor: true},
		{Keys: []string{"ctrl+up", "ctrl+down"}, Show: "Ctrl+↑↓", Help: "tui.key.scroll", Minor: true},
	}, flowKeys(b)...)
}

func (s *fits) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	b := s.base()
	if _, changed := msg.(ui.Changed); changed || b == nil {
		if b == nil {
			s.Post(ui.Back{})
		}
		s.from = 0
		return s, nil
	}
	if n, ok := msg.(name); ok {
		s.named = append(s.named, n.spec)
		s.current(b)
		s.stack.Select(key(n.spec))
		s.Post(ui.Toast{Text: text.M("modelpage.look"), Kind: ui.Info})
		return s, nil
	}
	if s.do(s.Context, msg) {
		if b := s.base(); b != nil && b.Fit != nil {
			s.current(b)
			s.stack.Select(key(b.Fit.Spec))
		}
		return s, nil
	}
	spec, isModel := s.current(b)
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		if msg.X < s.left {
			s.stack.Click(msg.Y - s.top)
		}
	case tea.MouseWheelMsg:
		s.stack.Update(msg)
	case tea.KeyPressMsg:
		s.key(msg, b, spec, isModel)
	}
	return s, nil
}

func (s *fits) key(msg tea.KeyPressMsg, b *assess.Baseline, spec baseline.Spec, isModel bool) {
	switch k := strings.ToLower(ui.KeyName(msg)); k {
	case "esc":
		s.Post(ui.Back{})
	case "tab", "right":
		s.pane, s.from = (s.pane+1)%len(panes), 0
	case "shift+tab", "left":
		s.pane, s.from = (s.pane+len(panes)-1)%len(panes), 0
	case "ctrl+down":
		s.from++
	case "ctrl+up":
		s.from--
	case "enter":
		switch {
		case isModel:
			s.askFreeze(s.Context, b, spec, false)
		case s.stack.Selected() == ownRow:
			s.name(b)
		default:
			s.months(b)
		}
	case "f6", "n":
		s.name(b)
	case "f8", "p":
		s.months(b)
	case "f5", "w":
		s.why(b, spec, isModel)
	default:
		if !s.act(s.Context, b, k) && s.stack.Update(msg) {
			s.from = 0
		}
	}
}

// why shows how the model under the cursor came about; on the rows that are none
// the one in force.
func (s *fits) why(b *assess.Baseline, spec baseline.Spec, isModel bool) {
	flow := b.Flow.ID
	switch {
	case !isModel || inForce(b, spec):
		s.act(s.Context, b, "f5")
	case s.trial(b, spec).Why == nil:
		s.Post(ui.Toast{Text: text.M("result.no-why"), Kind: ui.Info})
	default:
		s.Post(ui.Push{Screen: why.Of(s.work, func(r *assess.Result) *assess.Why {
			if b := baselineOf(r, flow); b != nil {
				return b.Try(spec, period(b)).Why
			}
			return nil
		})})
	}
}

func (s *fits) name(b *assess.Baseline) {
	if !s.locked(s.Context) {
		askName(s.Context, b)
	}
}

// months asks for the months of the baseline, for the model in force, or the
// ratio where there is none.
func (s *fits) months(b *assess.Baseline) {
	spec := baseline.Spec{Form: baseline.Ratio, Drivers: []string{assess.OutputDriver}}
	switch {
	case b.Fit != nil:
		spec = b.Fit.Spec
	case b.Choice != nil && len(b.Choice.Candidates) > 0:
		spec = b.Choice.Candidates[0].Spec
	}
	s.askFreeze(s.Context, b, spec, true)
}

// tabs names the panes, the one that is shown marked.
func (s *fits) tabs(w int) string {
	var parts []string
	for i, key := range panes {
		if name := s.T(key); i == s.pane {
			parts = append(parts, s.Style.Selected.Render("["+name+"]"))
		} else {
			parts = append(parts, s.Style.Muted.Render(" "+name+" "))
		}
	}
	return ui.Cut(" "+strings.Join(parts, " "), w, s.Glyph.More)
}

// paneOf draws what is to be seen of a model in w by h.
func (s *fits) paneOf(b *assess.Baseline, t assess.Trial, pane, w, h int) []string {
	var lines []string
	switch pane {
	case 1:
		lines = scatter(s.Context, s.work.Audit(), b, t, w, h)
	case 2:
		lines = residuals(s.Context, b, t, w, h)
	case 3:
		return s.scrolled(coefficients(s.Context, b, t, w), h)
	}
	if lines != nil {
		return lines
	}
	cand := (*baseline.Candidate)(nil)
	if t.Fit != nil {
		cand = candidate(b, t.Fit.Spec)
	}
	return s.scrolled(reasons(s.Context, b, t, cand, true, w), h)
}

// scrolled is the part of a text that is scrolled to.
func (s *fits) scrolled(lines []string, h int) []string {
	s.from = max(0, min(s.from, len(lines)-h))
	return lines[s.from:]
}

func (s *fits) View() string {
	b := s.base()
	if b == nil {
		return ui.Box("\n"+strings.Join(widget.Prose(s.T("result.gone"), s.W, 1, nil), "\n"), s.W, s.H)
	}
	spec, isModel := s.current(b)
	t := force(b)
	if isModel {
		t = s.trial(b, spec)
	}
	if s.W >= wide {
		return s.viewWide(b, t)
	}
	head := widget.Most(heading(s.Context, b, s.W-1), 2, s.W-1, s.Glyph.More)
	s.top, s.left = len(head), s.W
	h := max(0, s.H-len(head)-1)
	blocks, _ := s.blocks(b)
	below := h - min(len(blocks), h-max(h/2, min(9, h*3/5))) // a short list leaves its room to the pane
	lines := append(head, s.stack.View(s.W, h-below, s.Context), s.tabs(s.W))
	for _, l := range s.paneOf(b, t, s.pane, s.W-2, below) {
		lines = append(lines, " "+l)
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

// viewWide has the models and what is said of one at the left, its charts at the
// right; Tab changes what is said.
func (s *fits) viewWide(b *assess.Baseline, t assess.Trial) string {
	s.left = s.W * 11 / 20
	head := widget.Headed(s.Context, s.H, s.left, heading(s.Context, b, s.left-1)...)
	s.top = len(head)
	h := max(0, s.H-len(head))
	below := h / 2
	left := append(head, s.stack.View(s.left, h-below-1, s.Context), widget.Rule(s.Context, s.left, ""))
	pane := s.pane
	if pane == 1 || pane == 2 { // the charts are seen anyway
		pane = 0
	}
	for _, l := range s.paneOf(b, t, pane, s.left-2, below) {
		left = append(left, " "+l)
	}
	w := s.W - s.left - 3
	ch := min(24, (s.H-1)*3/5)
	right := append(scatter(s.Context, s.work.Audit(), b, t, w, ch), "")
	right = append(right, residuals(s.Context, b, t, w, min(16, s.H-len(right)))...)
	return ui.Box(ui.Beside(ui.Box(strings.Join(left, "\n"), s.left, s.H), widget.Wall(s.Context, s.H), ui.Box(" "+strings.Join(right, "\n "), s.W-s.left-1, s.H)), s.W, s.H)
}
