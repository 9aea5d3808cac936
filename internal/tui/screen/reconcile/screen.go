package reconcile

import (
	"math"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

type screen struct {
	ui.Base
	work  ui.Work
	layer int
	stack widget.Stack
	top   int

	blocks  []widget.Block // of made
	made    *assess.ProcessBalance
	madeFor struct {
		layer int
		c     ui.Context
	}
}

func newScreen(w ui.Work) *screen { return &screen{work: w} }

func (s *screen) Title() string { return s.T("recpage.title") }

func (s *screen) balance() *assess.ProcessBalance { return network.Balance(s.work) }

// layers are those of the network.
func (s *screen) layers() []string {
	if b := s.balance(); b != nil {
		return b.Input.Layers()
	}
	return nil
}

func (s *screen) id() string {
	all := s.layers()
	if len(all) == 0 {
		return balance.Mass
	}
	s.layer = max(0, min(s.layer, len(all)-1))
	return all[s.layer]
}

// What a block of the list is about.
const (
	streamBlock  = "stream:"
	suspectBlock = "suspect:"
	stepBlock    = "step:"
	problemBlock = "problem:"
)

// meter is the measurement that the keys act on; false where there is none.
func (s *screen) meter() (balance.Meter, bool) {
	at := s.selected()
	if rest, ok := strings.CutPrefix(at, streamBlock); ok {
		for i, x := range s.work.Audit().Streams {
			if x.ID == rest {
				return balance.Meter{Stream: i, Layer: s.id()}, true
			}
		}
	}
	if rest, ok := strings.CutPrefix(at, suspectBlock); ok {
		n, err := strconv.Atoi(rest)
		if b := s.balance(); err == nil && b != nil && b.Network != nil {
			if all := suspects(b.Network, s.id()); n < len(all) {
				return all[n], true
			}
		}
	}
	return balance.Meter{}, false
}

func (s *screen) selected() string {
	s.set()
	return s.stack.Selected()
}

// set makes the blocks anew where something has changed.
func (s *screen) set() {
	b := s.balance()
	c := s.Context
	if s.blocks != nil && s.made == b && s.madeFor.layer == s.layer && s.madeFor.c.Printer == c.Printer && s.madeFor.c.Style == c.Style && s.madeFor.c.Glyph == c.Glyph {
		return
	}
	s.made, s.madeFor.layer, s.madeFor.c = b, s.layer, c
	s.blocks = s.makeBlocks(b)
	s.stack.Set(s.blocks)
}

// measured is what the reconciliation says of a measurement.
func measured(b *assess.ProcessBalance, m balance.Meter) (balance.StreamResult, bool) {
	if b == nil || b.Network == nil {
		return balance.StreamResult{}, false
	}
	l, ok := b.Network.Layer(m.Layer)
	if !ok || m.Stream >= len(l.Streams) || !l.Streams[m.Stream].Present {
		return balance.StreamResult{}, false
	}
	return l.Streams[m.Stream], true
}

// Keys are what works on what is selected.
func (s *screen) Keys() []ui.Binding {
	b := s.balance()
	if b == nil {
		return []ui.Binding{{Keys: []string{"enter"}, Help: "recpage.key.draw"}}
	}
	m, ok := s.meter()
	x, known := measured(b, m)
	enter := "recpage.key.why"
	if !ok {
		enter = "recpage.key.go"
	}
	without := ui.Binding{Keys: []string{"f5", "b"}, Help: "recpage.key.without"}
	switch {
	case !ok || !known:
		without.Off = text.M("recpage.choose-stream")
	case x.Measured == nil:
		without.Off = text.M("recpage.nothing-measured")
	}
	meters := ui.Binding{Keys: []string{"f6", "m"}, Help: "recpage.key.meters"}
	if b.Network == nil {
		meters.Off = text.M("recpage.not-reconciled")
	}
	layer := ui.Binding{Keys: []string{"tab", "right", "left", "shift+tab"}, Show: "Tab", Help: "recpage.key.layer"}
	if len(s.layers()) < 2 {
		layer.Off = text.M("netpage.one-layer")
	}
	return []ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		layer,
		{Keys: []string{"enter", "w"}, Help: enter},
		without, meters,
		{Keys: []string{"f7", "e"}, Help: "recpage.key.edit"},
		{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
	}
}

// Update takes a key or the mouse.
func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ui.Show:
		s.set()
		s.stack.Select(streamBlock + msg.Target)
	case tea.MouseClickMsg:
		s.stack.Click(msg.Y - s.top)
	case tea.MouseWheelMsg:
		s.set()
		s.stack.Update(msg)
	case tea.KeyPressMsg:
		s.key(strings.ToLower(ui.KeyName(msg)), msg)
	}
	return s, nil
}

func (s *screen) key(key string, msg tea.KeyPressMsg) {
	b := s.balance()
	if b == nil {
		if key == "enter" {
			s.Post(ui.Go{Page: network.ID})
		}
		return
	}
	s.set()
	m, ok := s.meter()
	x, known := measured(b, m)
	switch key {
	case "tab", "right":
		s.turn(+1)
	case "shift+tab", "left":
		s.turn(-1)
	case "enter", "w":
		switch {
		case ok && known:
			s.Post(ui.Push{Screen: newWhy(s.work, m)})
		default:
			s.open()
		}
	case "f5", "b":
		switch {
		case !ok || !known:
			s.Post(ui.Toast{Text: text.M("recpage.choose-stream"), Kind: ui.Info})
		case x.Measured == nil:
			s.Post(ui.Toast{Text: text.M("recpage.nothing-measured"), Kind: ui.Info})
		default:
			s.Post(ui.Push{Screen: newWithout(s.work, m)})
		}
	case "f6", "m":
		if b.Network == nil {
			s.Post(ui.Toast{Text: text.M("recpage.not-reconciled"), Kind: ui.Info})
			return
		}
		s.Post(ui.Push{Screen: newMeters(s.work, s.id())})
	case "f7", "e":
		if ok && m.Stream < len(s.work.Audit().Streams) {
			s.Post(ui.Go{Page: network.ID, Target: network.StreamTarget(s.work.Audit().Streams[m.Stream].ID)})
		} else {
			s.open()
		}
	default:
		s.stack.Update(msg)
	}
}

func (s *screen) turn(by int) {
	n := len(s.layers())
	if n == 0 {
		return
	}
	s.layer = (s.layer + n + by) % n
	s.set()
}

// open goes to where a step or a problem is put right.
func (s *screen) open() {
	at := s.selected()
	if id, ok := strings.CutPrefix(at, stepBlock); ok {
		s.Post(ui.Go{Page: network.ID, Target: network.StepTarget(id)})
		return
	}
	if rest, ok := strings.CutPrefix(at, problemBlock); ok {
		if n, err := strconv.Atoi(rest); err == nil {
			if all := s.problems(); n < len(all) {
				s.Post(ui.Go{Page: network.ID, Target: target(s.work.Audit(), all[n].Path)})
				return
			}
		}
	}
	s.Post(ui.Go{Page: network.ID})
}

// target is the place on the page of the network that a path names:
// "stream[9].amount".
func target(a *assess.Audit, path string) string {
	table, rest, ok := strings.Cut(path, "[")
	if !ok {
		return ""
	}
	number, _, _ := strings.Cut(rest, "]")
	n, err := strconv.Atoi(number)
	switch {
	case err != nil || n < 1:
	case table == "stream" && n <= len(a.Streams):
		return network.StreamTarget(a.Streams[n-1].ID)
	case table == "step" && n <= len(a.Steps):
		return network.StepTarget(a.Steps[n-1].ID)
	}
	return ""
}

// problems are those of the balance, not those of the money.
func (s *screen) problems() problem.List {
	b := s.balance()
	if b == nil {
		return nil
	}
	var all problem.List
	for _, p := range b.Problems {
		if strings.HasPrefix(p.Message.Key, "balance.") {
			all = append(all, p)
		}
	}
	return all
}

// columns are the widths of a row of the streams; 0: the column is left out.
type columns struct{ name, figure, half, after, adjust, z, class int }

func columnsOf(w int) columns {
	k := columns{figure: 10, z: 5}
	k.name = w - 2 - 2*(k.figure+1) - (k.z + 1) - 2
	if w >= 76 {
		k.half, k.adjust = 8, 9
		k.name -= k.half + 1 + k.adjust + 1
	}
	if w >= 112 {
		k.class, k.after = 24, 8
		k.name -= k.class + 2 + k.after + 1
	}
	return k
}

func (k columns) line(c ui.Context, selected bool, w int, sign, name, m, mh, r, rh, adj, z, class string, style lipgloss.Style) string {
	spans := []widget.Span{
		{Text: widget.Mark(c, selected)}, {Text: ui.Fit(sign, 2, ""), Style: style}, {Text: ui.Fit(name, k.name, c.Glyph.More)},
		{Text: " " + ui.FitRight(m, k.figure, c.Glyph.More)},
	}
	if k.half > 0 {
		spans = append(spans, widget.Span{Text: " " + ui.FitRight(mh, k.half, c.Glyph.More), Style: c.Style.Muted})
	}
	spans = append(spans, widget.Span{Text: " " + ui.FitRight(r, k.figure, c.Glyph.More), Style: c.Style.Strong})
	if k.after > 0 {
		spans = append(spans, widget.Span{Text: " " + ui.FitRight(rh, k.after, c.Glyph.More), Style: c.Style.Muted})
	}
	if k.adjust > 0 {
		spans = append(spans, widget.Span{Text: " " + ui.FitRight(adj, k.adjust, c.Glyph.More)})
	}
	spans = append(spans, widget.Span{Text: " " + ui.FitRight(z, k.z, c.Glyph.More), Style: style})
	if k.class > 0 {
		spans = append(spans, widget.Span{Text: "  " + class, Style: c.Style.Muted})
	}
	return widget.Line(c, selected, w, spans...)
}

// makeBlocks lists everything there is to say of the layer.
func (s *screen) makeBlocks(b *assess.ProcessBalance) []widget.Block {
	if b == nil {
		return nil
	}
	id := s.id()
	var blocks []widget.Block
	if b.Network != nil {
		l, ok := b.Network.Layer(id)
		if ok {
			blocks = append(blocks, s.suspectBlocks(b, id)...)
			blocks = append(blocks, s.streamBlocks(b, l)...)
			blocks = append(blocks, s.lossBlocks(b, l)...)
		}
	}
	blocks = append(blocks, s.stepBlocks(b, id)...)
	return append(blocks, s.problemBlocks()...)
}

func (s *screen) streamBlocks(b *assess.ProcessBalance, l balance.Layer) []widget.Block {
	c := s.Context
	heading := widget.Block{Draw: func(w int, _ bool) []string {
		k := columnsOf(w)
		unit := "%"
		if !network.Component(l.ID) {
			unit = c.Unit(network.LayerUnit(s.work.Audit(), l.ID))
		}
		line := k.line(c, false, w, "", c.T("recpage.streams", "unit", unit), c.T("recpage.column.measured"), "±", c.T("recpage.column.reconciled"), "±",
			c.T("recpage.column.adjustment"), "|z|", c.T("recpage.column.class"), c.Style.Plain)
		return []string{"", c.Style.Accent.Render(line)}
	}}
	blocks := []widget.Block{heading}
	g, _ := b.Network.GroupOf(l.ID)
	for i, x := range l.Streams {
		if !x.Present || i >= len(s.work.Audit().Streams) {
			continue
		}
		name := c.Name(network.StreamTitle(s.work.Audit(), i))
		mark, style := sign(c, x.Class), lipgloss.Style{}
		switch {
		case network.Suspect(b, balance.Meter{Stream: i, Layer: l.ID}):
			mark, style = c.Glyph.Warn, c.Style.Bad
		case x.Class == balance.Undetermined:
			style = c.Style.Warn
		case x.Class != balance.Redundant:
			style = c.Style.Muted
		}
		plain := func(v *float64) string {
			if v == nil {
				return ""
			}
			if network.Component(l.ID) {
				return c.Figure(100 * *v)
			}
			return c.Figure(*v)
		}
		m, r := plain(x.Measured), plain(x.Reconciled)
		mh, rh, adj, z := "", "", "", ""
		if x.Measured != nil {
			mh = half(c, l.ID, x.Sigma)
		} else {
			m = c.T("recpage.none")
		}
		if x.Reconciled == nil {
			r = "?"
		} else {
			rh = half(c, l.ID, x.SD)
		}
		if x.Adjustment != nil && x.Class == balance.Redundant {
			adj = corrected(c, l.ID, *x.Adjustment, x.Sigma)
		}
		if x.Z != nil {
			z = c.Number(math.Abs(*x.Z), 1)
			if math.Abs(*x.Z) > g.Critical && g.Critical > 0 && style.GetForeground() == (lipgloss.Style{}).GetForeground() {
				style = c.Style.Warn
			}
		}
		class := className(c, x.Class)
		blocks = append(blocks, widget.Block{ID: streamBlock + s.work.Audit().Streams[i].ID, Draw: func(w int, selected bool) []string {
			k := columnsOf(w)
			return []string{k.line(c, selected, w, mark, name, m, mh, r, rh, adj, z, class, style)}
		}})
	}
	return blocks
}

func (s *screen) suspectBlocks(b *assess.ProcessBalance, id string) []widget.Block {
	c := s.Context
	all := suspects(b.Network, id)
	if len(all) == 0 {
		return nil
	}
	title := "recpage.suspect"
	if len(all) > 1 {
		title = "recpage.suspects"
	}
	blocks := []widget.Block{widget.Head(c, true, c.T(title), c.T("recpage.suspect-hint"))}
	for i, m := range all {
		x, _ := measured(b, m)
		z := ""
		if x.Z != nil {
			z = "|z| = " + c.Number(math.Abs(*x.Z), 1)
		}
		said := meterName(c, s.work, m)
		figures := c.T("recpage.was-is", "measured", figure(c, s.work.Audit(), m.Layer, x.Measured), "reconciled", figure(c, s.work.Audit(), m.Layer, x.Reconciled))
		blocks = append(blocks, widget.Block{ID: suspectBlock + strconv.Itoa(i), Draw: func(w int, selected bool) []string {
			right := figures + "  " + z
			name := max(12, w-6-ui.Width(right))
			if w < 70 {
				right = z
				name = max(12, w-6-ui.Width(right))
			}
			return []string{widget.Line(c, selected, w, widget.Span{Text: widget.Mark(c, selected)}, widget.Span{Text: c.Glyph.Warn + " ", Style: c.Style.Bad},
				widget.Span{Text: ui.Fit(said, name, c.Glyph.More) + "  "}, widget.Span{Text: right, Style: c.Style.Bad})}
		}})
	}
	return blocks
}

// lossBlocks say what the plant loses, and what nobody has named.
func (s *screen) lossBlocks(b *assess.ProcessBalance, l balance.Layer) []widget.Block {
	c := s.Context
	unit := network.LayerUnit(s.work.Audit(), l.ID)
	blocks := []widget.Block{widget.Head(c, false, c.T("recpage.losses"), "")}
	add := func(said string, style func(...string) string) {
		blocks = append(blocks, widget.Block{Draw: func(w int, _ bool) []string { return widget.Prose(said, w, 2, style) }})
	}
	losses := b.Input.Losses(l.ID)
	if len(losses.Weights) > 0 {
		if e := b.Network.Estimate(losses); e != nil {
			add(c.T("recpage.loss", "amount", c.Figure(e.Value)+" "+c.Unit(unit), "half", network.Doubt(c, e.Half())), nil)
		} else {
			add(c.T("recpage.loss-unknown"), c.Style.Warn.Render)
		}
	}
	none := true
	for i, x := range l.Steps {
		if x.Unidentified == nil || i >= len(s.work.Audit().Steps) {
			continue
		}
		none = false
		key, v := "recpage.unidentified", x.Unidentified.Value
		if v < 0 {
			key, v = "recpage.unexplained", -v
		}
		add(c.T(key, "step", network.StepName(s.work.Audit().Steps[i]), "amount", c.Figure(v)+" "+c.Unit(unit), "half", network.Doubt(c, x.Unidentified.Half())), c.Style.Bad.Render)
	}
	if none {
		add(c.T("recpage.no-unidentified"), c.Style.Muted.Render)
	}
	return blocks
}

func (s *screen) stepBlocks(b *assess.ProcessBalance, id string) []widget.Block {
	c := s.Context
	a := s.work.Audit()
	steps, plant := network.StepBalances(s.work, b, id)
	unit := network.LayerUnit(a, id)
	line := func(w int, selected bool, sign, name, in, out, closed, after string, style lipgloss.Style) string {
		cells, third := 9, w >= 70
		room := w - 4 - 3*(cells+1)
		if third {
			room -= 2*cells + 4
		}
		spans := []widget.Span{{Text: widget.Mark(c, selected)}, {Text: ui.Fit(sign, 2, ""), Style: style}, {Text: ui.Fit(name, room, c.Glyph.More)},
			{Text: " " + ui.FitRight(in, cells, c.Glyph.More)}, {Text: " " + ui.FitRight(out, cells, c.Glyph.More)},
			{Text: " " + ui.FitRight(closed, cells, c.Glyph.More), Style: style}}
		if third {
			spans = append(spans, widget.Span{Text: "  " + ui.FitRight(after, 2*cells+2, c.Glyph.More), Style: c.Style.Muted})
		}
		return widget.Line(c, selected, w, spans...)
	}
	blocks := []widget.Block{{Draw: func(w int, _ bool) []string {
		return []string{"", c.Style.Accent.Render(line(w, false, "", c.T("recpage.steps", "unit", c.Unit(unit)), c.T("recpage.column.in"), c.T("recpage.column.out"),
			c.T("recpage.column.closed"), c.T("recpage.column.after"), lipgloss.Style{}))}
	}}}
	row := func(block, name, step string, r balance.StepResult) {
		sign, style := c.Glyph.Done, c.Style.Good
		closed := ""
		switch {
		case r.NotConserved:
			sign, style, closed = c.Glyph.Info, c.Style.Muted, c.Glyph.Sep
		case len(r.Missing) > 0:
			sign, style, closed = c.Glyph.Todo, c.Style.Muted, c.T("recpage.missing-n", "n", len(r.Missing))
		case r.Unidentified != nil:
			sign, style = c.Glyph.Warn, c.Style.Bad
		}
		if r.Closure != nil {
			closed = c.Share(*r.Closure)
		}
		after := ""
		if r.ReconciledIn != nil && r.ReconciledOut != nil && !r.NotConserved {
			after = c.Figure(*r.ReconciledIn) + " " + "= " + c.Figure(*r.ReconciledOut)
			if r.Stock != 0 {
				after += c.Signed(r.Stock)
			}
		}
		in, out := c.Figure(r.In), c.Figure(r.Out)
		if !r.NotConserved { // a sum over what is measured only
			for _, k := range r.Missing {
				if enters := k < len(a.Streams) && (step != "" && a.Streams[k].To == step || step == "" && a.Streams[k].From == ""); enters {
					in = atLeast(c) + strings.TrimPrefix(in, atLeast(c))
				} else {
					out = atLeast(c) + strings.TrimPrefix(out, atLeast(c))
				}
			}
		}
		blocks = append(blocks, widget.Block{ID: block, Draw: func(w int, selected bool) []string {
			return []string{line(w, selected, sign, name, in, out, closed, after, style)}
		}})
	}
	for i, r := range steps {
		if i < len(a.Steps) {
			row(stepBlock+a.Steps[i].ID, strconv.Itoa(i+1)+". "+c.Name(network.StepName(a.Steps[i])), a.Steps[i].ID, r)
		}
	}
	row("plant", c.T("recpage.plant"), "", plant)
	return blocks
}

func (s *screen) problemBlocks() []widget.Block {
	all := s.problems()
	if len(all) == 0 {
		return nil
	}
	c := s.Context
	blocks := []widget.Block{widget.Head(c, false, c.T("recpage.problems"), "")}
	for i, p := range all {
		mark, style := c.Glyph.Info, c.Style.Plain
		switch p.Severity {
		case problem.Error:
			mark, style = c.Glyph.Bad, c.Style.Bad
		case problem.Doubt:
			mark, style = c.Glyph.Warn, c.Style.Warn
		}
		said := c.Say(p.Message)
		blocks = append(blocks, widget.Block{ID: problemBlock + strconv.Itoa(i), Draw: func(w int, selected bool) []string {
			lines := widget.Bullet(widget.Mark(c, selected)+mark, said, w, nil)
			for i, l := range lines {
				if selected {
					lines[i] = c.Style.Selected.Render(ui.Fit(l, w, c.Glyph.More))
				} else {
					lines[i] = style.Render(l)
				}
			}
			return lines
		}})
	}
	return blocks
}

// widest is how wide the tables are drawn: the eye must find the way from a name
// to its figures.
const widest = 132

// View draws the layers, the global test, the tables, and what is said of the
// selected stream.
func (s *screen) View() string {
	b := s.balance()
	if b == nil {
		lines := []string{""}
		for _, k := range []string{"recpage.empty", "recpage.empty-next"} {
			lines = append(lines, widget.Prose(s.T(k), min(s.W, ui.Measure)-2, 1, nil)...)
		}
		return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
	}
	s.set()
	head := s.head(b)
	s.top = len(head)
	said := s.brief(b)
	below := min(len(said), 4, max(2, s.H/5))
	h := max(0, s.H-s.top)
	if below > 0 {
		h = max(0, h-below-1)
	}
	lines := append(head, s.stack.View(min(s.W, widest), h, s.Context))
	if below > 0 {
		lines = append(lines, widget.Rule(s.Context, s.W, ""))
		for _, l := range widget.Most(said, below, s.W-2, s.Glyph.More) {
			lines = append(lines, " "+l)
		}
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

func (s *screen) head(b *assess.ProcessBalance) []string {
	id := s.id()
	var names []string
	for _, l := range s.layers() {
		names = append(names, network.LayerName(s.Context, s.work, l))
	}
	lines := []string{" " + network.Tabs(s.Context, s.W-2, names, s.layer)}
	if b.Network == nil {
		lines = append(lines, " "+s.Style.Bad.Render(ui.Cut(s.Glyph.Warn+" "+s.T("recpage.failed"), s.W-2, s.Glyph.More)))
		return widget.Headed(s.Context, s.H, s.W, lines...)
	}
	g, _ := b.Network.GroupOf(id)
	said, pass := globalWords(s.Context, g)
	style, mark := s.Style.Good.Render, s.Glyph.Done
	switch {
	case g.Global.DOF == 0:
		style, mark = s.Style.Muted.Render, s.Glyph.Info
	case !pass:
		style, mark = s.Style.Bad.Render, s.Glyph.Warn
	}
	lines = append(lines, widget.Most(indent(widget.Bullet(mark, said, s.W-2, style)), 2, s.W-1, s.Glyph.More)...)
	return widget.Headed(s.Context, s.H, s.W, lines...)
}

func indent(lines []string) []string {
	for i, l := range lines {
		lines[i] = " " + l
	}
	return lines
}

// brief is what is said of the selected stream: its class in words.
func (s *screen) brief(b *assess.ProcessBalance) []string {
	m, ok := s.meter()
	if !ok {
		return nil
	}
	x, known := measured(b, m)
	if !known {
		return nil
	}
	c := s.Context
	lines := []string{ui.Cut(c.Style.Strong.Render(meterName(c, s.work, m))+c.Style.Muted.Render(" "+c.Glyph.Sep+" ")+className(c, x.Class), s.W-2, c.Glyph.More)}
	return append(lines, widget.Prose(story(c, s.work, x, m), s.W-2, 0, nil)...)
}

// story says in a sentence what became of a measurement.
func story(c ui.Context, w ui.Work, x balance.StreamResult, m balance.Meter) string {
	a := w.Audit()
	switch x.Class {
	case balance.Redundant:
		z := 0.0
		if x.Z != nil {
			z = math.Abs(*x.Z)
		}
		return c.T("recpage.story.redundant", "measured", figure(c, a, m.Layer, x.Measured), "mh", half(c, m.Layer, x.Sigma),
			"reconciled", figure(c, a, m.Layer, x.Reconciled), "rh", half(c, m.Layer, x.SD), "z", c.Number(z, 1))
	case balance.Nonredundant:
		return c.T("recpage.story.nonredundant", "measured", figure(c, a, m.Layer, x.Measured), "mh", half(c, m.Layer, x.Sigma))
	case balance.Determined:
		return c.T("recpage.story.determined", "reconciled", figure(c, a, m.Layer, x.Reconciled), "rh", half(c, m.Layer, x.SD))
	}
	var names []string
	for _, k := range x.Meters {
		names = append(names, meterName(c, w, k))
	}
	return c.T("recpage.story.undetermined", "meters", names)
}

// atLeast stands before a sum of which parts are not known.
func atLeast(c ui.Context) string {
	if c.Glyph.ASCII {
		return ">="
	}
	return "≥ "
}
