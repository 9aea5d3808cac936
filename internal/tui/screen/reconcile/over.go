package reconcile

import (
	"math"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// newWhy shows how a reconciled figure came about.
func newWhy(w ui.Work, m balance.Meter) ui.Screen {
	id := w.Audit().Streams[m.Stream].ID
	return &widget.Reader{
		Heading: func(c ui.Context) string { return meterName(c, w, at(w, id, m.Layer)) },
		Lines: func(c ui.Context, width int) []string {
			b, m := network.Balance(w), at(w, id, m.Layer)
			x, ok := measured(b, m)
			if !ok {
				return widget.Prose(c.T("netpage.gone"), width, 0, nil)
			}
			return why(c, w, b, m, x, min(width, ui.Measure))
		},
	}
}

// at finds a measurement again after an edit.
func at(w ui.Work, stream, layer string) balance.Meter {
	return balance.Meter{Stream: slices.IndexFunc(w.Audit().Streams, func(s assess.Stream) bool { return s.ID == stream }), Layer: layer}
}

func why(c ui.Context, w ui.Work, b *assess.ProcessBalance, m balance.Meter, x balance.StreamResult, width int) []string {
	a := w.Audit()
	s := a.Streams[m.Stream]
	f := phrase.NewFacts(c, width)
	f.Head(meterName(c, w, m))
	f.Add("recpage.why.class", className(c, x.Class))
	f.Text(story(c, w, x, m))
	if x.Measured != nil {
		f.Gap()
		f.Head(c.T("recpage.why.measured"))
		f.Add("recpage.why.value", figure(c, a, m.Layer, x.Measured))
		f.Add("recpage.why.quality", quality(c, w, s))
		f.Add("recpage.why.doubt", doubt(c, w, s, m))
		percent := 0.0
		if *x.Measured != 0 {
			percent = balance.Estimate{SD: x.Sigma}.Half() / math.Abs(*x.Measured) * 100
		}
		v := *x.Measured
		sigma := x.Sigma
		unit := network.LayerUnit(a, m.Layer)
		if network.Component(m.Layer) {
			v, sigma, unit = 100*v, 100*sigma, "%"
		}
		f.Add("recpage.why.sigma", "σ = U·|x| ÷ 100 ÷ "+c.Number(1.96, 2)+" = "+c.Figure(percent)+" · "+c.Figure(math.Abs(v))+" ÷ 100 ÷ "+c.Number(1.96, 2)+" = "+c.Figure(sigma)+" "+c.Unit(unit))
	}
	f.Gap()
	f.Head(c.T("recpage.why.reconciled"))
	switch x.Class {
	case balance.Redundant:
		f.Add("recpage.why.formula", "x̂ = x − ΣA'ᵀ·V⁻¹·A'x,  V = A'ΣA'ᵀ")
		f.Text(c.T("recpage.why.least"))
		f.Add("recpage.why.correction", signed(c, m.Layer, *x.Adjustment)+unitAfter(c, a, m.Layer))
		f.Add("recpage.why.value", figure(c, a, m.Layer, x.Reconciled)+" ±"+half(c, m.Layer, x.SD))
		if x.Z != nil {
			g, _ := b.Network.GroupOf(m.Layer)
			f.Add("recpage.why.test", "|z| = |x̂ − x| ÷ σ(x̂ − x) = "+c.Number(math.Abs(*x.Z), 2))
			f.Text(c.T("recpage.why.bounds", "n", g.Measurements, "critical", c.Number(g.Critical, 2)))
		}
	case balance.Nonredundant:
		f.Text(c.T("recpage.why.kept"))
	case balance.Determined:
		f.Add("recpage.why.formula", "A'u + Ax̂ = 0")
		f.Text(c.T("recpage.why.deduced"))
		f.Add("recpage.why.value", figure(c, a, m.Layer, x.Reconciled)+" ±"+half(c, m.Layer, x.SD))
	default:
		f.Text(c.T("recpage.why.undetermined"))
	}
	if network.Component(m.Layer) && x.Amount != nil {
		f.Add("recpage.why.amount", c.Figure(x.Amount.Value)+" "+c.Unit(network.Unit(a))+" ±"+network.Doubt(c, x.Amount.Half()))
	}
	f.Gap()
	f.Head(c.T("recpage.why.steps"))
	l, _ := b.Network.Layer(m.Layer)
	for _, end := range []string{s.From, s.To} {
		i := slices.IndexFunc(a.Steps, func(x assess.Step) bool { return x.ID == end })
		if i < 0 || i >= len(l.Steps) {
			continue
		}
		said, _ := network.ClosureWords(c, l.Steps[i], network.LayerUnit(a, m.Layer))
		f.Text(c.Name(network.StepName(a.Steps[i])) + ": " + said)
	}
	return f.Lines
}

func unitAfter(c ui.Context, a *assess.Audit, layer string) string {
	if network.Component(layer) {
		return " " + c.T("recpage.points")
	}
	return " " + c.Unit(network.LayerUnit(a, layer))
}

// quality is how a figure came about, in words.
func quality(c ui.Context, w ui.Work, s assess.Stream) string {
	id := s.Quality
	if id == "" {
		id = balance.Measured
	}
	for _, q := range w.Common().Method.Qualities {
		if q.ID == id {
			return c.Name(q.Name)
		}
	}
	return ui.CleanLine(id)
}

// doubt says where the uncertainty of a measurement comes from.
func doubt(c ui.Context, w ui.Work, s assess.Stream, m balance.Meter) string {
	stated := s.Uncertainty
	switch {
	case m.Layer == balance.Energy:
		stated = s.EnergyUncertainty
	case m.Layer != balance.Mass:
		stated = nil
		if u, ok := s.ContentUncertainty[m.Layer]; ok {
			stated = &u
		}
	}
	if stated != nil && *stated > 0 {
		return c.T("recpage.why.stated", "percent", c.Number(*stated, 3))
	}
	return c.T("recpage.why.default")
}

// worked is the answer of slow work; only the screen that asked knows its ask.
type worked struct {
	ask     *ask
	without *balance.Result
	failed  problem.List
	gains   []balance.Gain
	total   *balance.Estimate // that the gains are of; nil: it does not follow
}

// ask is work under way. What it works on is a value of its own: the audit may
// be edited meanwhile.
type ask struct {
	of   *assess.ProcessBalance
	done *worked
}

// without is the network as if one measurement had not been made: what if this
// meter is wrong? It is shown and changes nothing; a second key takes the
// measurement out of the file, after a question.
type without struct {
	widget.Reader
	work   ui.Work
	stream string
	layer  string
	ask    *ask
}

func newWithout(w ui.Work, m balance.Meter) *without {
	s := &without{work: w, stream: w.Audit().Streams[m.Stream].ID, layer: m.Layer}
	s.Heading = func(c ui.Context) string { return c.T("recpage.without", "meter", meterMessage(c, w, s.meter())) }
	s.Lines = func(c ui.Context, width int) []string { return s.lines(c, min(width, 140)) }
	s.More = func() []ui.Binding {
		b := ui.Binding{Keys: []string{"f8", "delete"}, Help: "recpage.key.unset"}
		if _, ok := measured(network.Balance(w), s.meter()); !ok || s.value() == nil {
			b.Off = text.M("recpage.nothing-measured")
		}
		return []ui.Binding{b, {Keys: []string{"f7"}, Help: "recpage.key.edit"}}
	}
	s.On = func(key string, c ui.Context) bool {
		switch key {
		case "f8", "delete":
			s.unset(c)
		case "f7":
			c.Post(ui.Go{Page: network.ID, Target: network.StreamTarget(s.stream)})
		default:
			return false
		}
		return true
	}
	return s
}

func (s *without) meter() balance.Meter { return at(s.work, s.stream, s.layer) }

func (s *without) value() *float64 {
	x, _ := measured(network.Balance(s.work), s.meter())
	return x.Measured
}

// Init starts the work beside the program.
func (s *without) Init() tea.Cmd { return s.start() }

func (s *without) start() tea.Cmd {
	b, m := network.Balance(s.work), s.meter()
	if b == nil || b.Network == nil || m.Stream < 0 {
		return nil
	}
	a := &ask{of: b}
	s.ask = a
	r := b.Network
	return func() tea.Msg {
		other, failed := r.Without(m) // reads the network only
		return worked{ask: a, without: other, failed: failed}
	}
}

// Update takes the answer, and starts anew when the audit has changed.
func (s *without) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case worked:
		if msg.ask == s.ask {
			s.ask.done = &msg
		}
		return s, nil
	case ui.Changed:
		if s.meter().Stream < 0 || s.value() == nil {
			s.Post(ui.Back{})
			return s, nil
		}
		return s, s.start()
	case unsetMeter:
		s.take()
		return s, nil
	}
	_, cmd := s.Reader.Update(msg)
	return s, cmd
}

// unsetMeter is the yes to taking a measurement out.
type unsetMeter struct{}

func (s *without) unset(c ui.Context) {
	if network.Locked(c, s.work) || s.value() == nil {
		return
	}
	m := s.meter()
	c.Post(ui.Open{Dialog: &ui.Ask{
		Heading: text.M("recpage.unset-heading"),
		Text: []text.Message{
			text.M("recpage.unset-ask", "meter", meterMessage(c, s.work, m), "value", figure(c, s.work.Audit(), m.Layer, s.value())),
			text.M("recpage.unset-back"),
		},
		Choices: []ui.Choice{{Label: "recpage.keep"}, {Label: "recpage.unset", Action: unsetMeter{}}},
	}})
}

// take removes the measurement from the file.
func (s *without) take() {
	m := s.meter()
	if m.Stream < 0 {
		return
	}
	x := s.work.Audit().Streams[m.Stream]
	unset := func(parts ...any) auditfile.Edit {
		return auditfile.Unset(tomldoc.Path(append([]any{"stream", m.Stream + 1}, parts...)...))
	}
	var edits []auditfile.Edit
	switch m.Layer {
	case balance.Mass:
		edits = append(edits, unset("amount"), unset("uncertainty"))
	case balance.Energy:
		edits = append(edits, unset("energy"), unset("energy_uncertainty"))
	default:
		if _, ok := x.ContentUncertainty[m.Layer]; ok {
			if len(x.ContentUncertainty) == 1 {
				edits = append(edits, unset("content_uncertainty"))
			} else {
				edits = append(edits, unset("content_uncertainty", m.Layer))
			}
		}
		if len(x.Content) == 1 {
			edits = append(edits, unset("content"))
		} else {
			edits = append(edits, unset("content", m.Layer))
		}
	}
	if network.Apply(s.Context, s.work, text.M("recpage.did.unset", "meter", meterMessage(s.Context, s.work, m)), edits...) {
		s.Post(ui.Toast{Text: text.M("recpage.unset-done"), Kind: ui.Done})
	}
}

// lines compares the network with and without the measurement.
func (s *without) lines(c ui.Context, width int) []string {
	b, m := network.Balance(s.work), s.meter()
	x, ok := measured(b, m)
	if !ok {
		return widget.Prose(c.T("netpage.gone"), width, 0, nil)
	}
	a := s.work.Audit()
	lines := widget.Prose(c.T("recpage.without-intro", "meter", meterMessage(c, s.work, m), "value", figure(c, a, m.Layer, x.Measured)), width, 0, nil)
	lines = append(lines, "")
	if s.ask == nil || s.ask.done == nil {
		return append(lines, widget.Prose(c.T("recpage.working"), width, 0, c.Style.Muted.Render)...)
	}
	r := s.ask.done.without
	if r == nil {
		lines = append(lines, widget.Prose(c.T("recpage.without-fails"), width, 0, c.Style.Bad.Render)...)
		for _, p := range s.ask.done.failed {
			lines = append(lines, widget.Bullet(c.Glyph.Warn, c.Say(p.Message), width, nil)...)
		}
		return lines
	}
	l, _ := r.Layer(m.Layer)
	y := balance.StreamResult{}
	if m.Stream < len(l.Streams) {
		y = l.Streams[m.Stream]
	}
	if y.Reconciled != nil {
		said := c.T("recpage.would-be", "value", figure(c, a, m.Layer, y.Reconciled), "half", half(c, m.Layer, y.SD))
		if *x.Measured != 0 {
			said += " " + c.T("recpage.would-differ", "percent", c.Percent((*y.Reconciled-*x.Measured) / *x.Measured * 100))
		}
		lines = append(lines, widget.Prose(said, width, 0, c.Style.Strong.Render)...)
	} else {
		lines = append(lines, widget.Prose(c.T("recpage.would-be-unknown"), width, 0, c.Style.Warn.Render)...)
	}
	lines = append(lines, s.tests(c, b.Network, r, width)...)
	return append(lines, s.changes(c, b.Network, r, width)...)
}

// tests compares the global test and the suspects.
func (s *without) tests(c ui.Context, before, after *balance.Result, width int) []string {
	g, _ := before.GroupOf(s.layer)
	h, _ := after.GroupOf(s.layer)
	lines := []string{"", c.Style.Accent.Render(c.T("recpage.global"))}
	line := func(label string, g balance.Group) {
		said, pass := globalWords(c, g)
		style, mark := c.Style.Good.Render, c.Glyph.Done
		if !pass {
			style, mark = c.Style.Bad.Render, c.Glyph.Warn
		}
		lines = append(lines, widget.Bullet(mark, c.T(label)+": "+said, width, style)...)
	}
	line("recpage.with-it", g)
	line("recpage.without-it", h)
	var names []string
	for _, m := range h.Suspects {
		names = append(names, meterName(c, s.work, m))
	}
	if len(names) > 0 {
		return append(lines, widget.Bullet(c.Glyph.Warn, c.T("recpage.still", "meters", names), width, c.Style.Warn.Render)...)
	}
	return append(lines, widget.Bullet(c.Glyph.Done, c.T("recpage.no-suspects"), width, c.Style.Good.Render)...)
}

// changes lists what the streams of the layer would be, the largest change
// first.
func (s *without) changes(c ui.Context, before, after *balance.Result, width int) []string {
	a := s.work.Audit()
	l, _ := before.Layer(s.layer)
	k, _ := after.Layer(s.layer)
	type change struct {
		name      string
		old, new  *float64
		by        float64 // in standard deviations of before
		direction float64
	}
	var all []change
	for i := range min(len(l.Streams), len(k.Streams), len(a.Streams)) {
		x, y := l.Streams[i], k.Streams[i]
		if !x.Present || x.Reconciled == nil && y.Reconciled == nil {
			continue
		}
		ch := change{name: c.Name(network.StreamTitle(a, i)), old: x.Reconciled, new: y.Reconciled, by: math.Inf(1)}
		if x.Reconciled != nil && y.Reconciled != nil {
			ch.direction = *y.Reconciled - *x.Reconciled
			ch.by = math.Abs(ch.direction) / max(x.SD, 1e-12*math.Abs(*x.Reconciled), 1e-300)
			if ch.by < 0.05 {
				continue
			}
		}
		all = append(all, ch)
	}
	slices.SortStableFunc(all, func(p, q change) int {
		switch {
		case p.by > q.by:
			return -1
		case p.by < q.by:
			return 1
		}
		return 0
	})
	cells := 12
	name := max(10, width-3*(cells+1))
	line := func(label, p, q, d string) string {
		return ui.Fit(label, name, c.Glyph.More) + " " + ui.FitRight(p, cells, c.Glyph.More) + " " + ui.FitRight(q, cells, c.Glyph.More) + " " + ui.FitRight(d, cells, c.Glyph.More)
	}
	lines := []string{"", c.Style.Accent.Render(line(network.LayerName(c, s.work, s.layer), c.T("recpage.with-it"), c.T("recpage.without-it"), c.T("recpage.column.change")))}
	if len(all) == 0 {
		return append(lines, widget.Prose(c.T("recpage.no-change"), width, 0, c.Style.Muted.Render)...)
	}
	plain := func(v *float64) string {
		if v == nil {
			return "?"
		}
		return network.Figure(c, s.layer, *v)
	}
	for _, ch := range all {
		d := ""
		if ch.old != nil && ch.new != nil {
			d = signed(c, s.layer, ch.direction)
		}
		lines = append(lines, line(ch.name, plain(ch.old), plain(ch.new), d))
	}
	return lines
}

// meters ranks the measurements that would most reduce the uncertainty of what
// the plant loses in a layer.
type meters struct {
	ui.Base
	work  ui.Work
	layer string
	ask   *ask
	stack widget.Stack
	top   int
}

func newMeters(w ui.Work, layer string) *meters { return &meters{work: w, layer: layer} }

// Title says what is asked.
func (s *meters) Title() string { return s.T("recpage.meters") }

// Claims wants Esc: it goes back.
func (s *meters) Claims(key string) bool { return key == "esc" }

// Init starts the work beside the program.
func (s *meters) Init() tea.Cmd { return s.start() }

func (s *meters) start() tea.Cmd {
	b := network.Balance(s.work)
	if b == nil || b.Network == nil {
		return nil
	}
	a := &ask{of: b}
	s.ask = a
	// The work has a result of its own: what is drawn meanwhile is not touched.
	n, o, total := b.Input, network.Options(s.work), b.Input.Losses(s.layer)
	return func() tea.Msg {
		w := worked{ask: a}
		if r, _ := balance.Reconcile(n, o); r != nil && len(total.Weights) > 0 {
			w.total, w.gains = r.Estimate(total), r.BestMeters(total, 0)
		}
		return w
	}
}

// gains are the answers that are shown: those that help by a per cent at least.
func (s *meters) gains() []balance.Gain {
	if s.ask == nil || s.ask.done == nil {
		return nil
	}
	var all []balance.Gain
	for _, g := range s.ask.done.gains {
		if g.Percent >= 1 && g.Meter.Stream < len(s.work.Audit().Streams) && len(all) < 30 {
			all = append(all, g)
		}
	}
	return all
}

// Keys are those of the list.
func (s *meters) Keys() []ui.Binding {
	if len(s.gains()) == 0 {
		return nil
	}
	return []ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		{Keys: []string{"enter", "f7"}, Help: "recpage.key.edit"},
	}
}

// Update takes the answer, moves and goes to the stream.
func (s *meters) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case worked:
		if msg.ask == s.ask {
			s.ask.done = &msg
		}
	case ui.Changed:
		return s, s.start()
	case tea.MouseClickMsg:
		s.stack.Click(msg.Y - s.top)
	case tea.MouseWheelMsg:
		s.stack.Update(msg)
	case tea.KeyPressMsg:
		s.stack.Set(s.blocks())
		switch ui.KeyName(msg) {
		case "esc":
			s.Post(ui.Back{})
		case "enter", "f7":
			all := s.gains()
			if n, err := strconv.Atoi(s.stack.Selected()); err == nil && n < len(all) {
				s.Post(ui.Go{Page: network.ID, Target: network.StreamTarget(s.work.Audit().Streams[all[n].Meter.Stream].ID)})
			}
		default:
			s.stack.Update(msg)
		}
	}
	return s, nil
}

func (s *meters) blocks() []widget.Block {
	c := s.Context
	var blocks []widget.Block
	unit := c.Unit(network.LayerUnit(s.work.Audit(), s.layer))
	for i, g := range s.gains() {
		name := meterName(c, s.work, g.Meter)
		after := "±" + network.Doubt(c, balance.Estimate{SD: g.After}.Half()) + " " + unit
		said := c.T("recpage.gain", "after", after, "percent", c.Share(100*(1-math.Sqrt(max(0, 1-g.Percent/100)))))
		if g.Before == nil {
			said = c.T("recpage.enables", "after", after)
		}
		blocks = append(blocks, widget.Block{ID: strconv.Itoa(i), Draw: func(w int, selected bool) []string {
			head := widget.Mark(c, selected) + strconv.Itoa(i+1) + ". "
			if ui.Width(head)+ui.Width(name)+ui.Width(said)+2 <= w {
				return []string{widget.Line(c, selected, w, widget.Span{Text: ui.Ends(head+name, said, w, c.Glyph.More)})}
			}
			return []string{
				widget.Line(c, selected, w, widget.Span{Text: head + name}),
				widget.Line(c, selected, w, widget.Span{Text: strings.Repeat(" ", ui.Width(head)) + said, Style: c.Style.Muted}),
			}
		}})
	}
	return blocks
}

// View draws the question and the answers.
func (s *meters) View() string {
	c := s.Context
	b := network.Balance(s.work)
	w := min(s.W, ui.Measure)
	lines := widget.Prose(c.T("recpage.meters-intro", "layer", network.LayerName(c, s.work, s.layer)), w-2, 1, nil)
	if b != nil && b.Network != nil {
		unit := c.Unit(network.LayerUnit(s.work.Audit(), s.layer))
		switch {
		case len(b.Input.Losses(s.layer).Weights) == 0:
			lines = append(lines, widget.Prose(c.T("recpage.no-losses"), w-2, 1, c.Style.Warn.Render)...)
		case s.ask == nil || s.ask.done == nil:
		case s.ask.done.total == nil:
			lines = append(lines, widget.Prose(c.T("recpage.loss-unknown"), w-2, 1, c.Style.Warn.Render)...)
		default:
			e := s.ask.done.total
			lines = append(lines, widget.Prose(c.T("recpage.loss", "amount", c.Figure(e.Value)+" "+unit, "half", network.Doubt(c, e.Half())), w-2, 1, c.Style.Strong.Render)...)
		}
	}
	lines = append(lines, "")
	switch {
	case s.ask != nil && s.ask.done == nil:
		lines = append(lines, widget.Prose(c.T("recpage.working"), w-2, 1, c.Style.Muted.Render)...)
	case len(s.gains()) == 0:
		lines = append(lines, widget.Prose(c.T("recpage.no-gains"), w-2, 1, c.Style.Muted.Render)...)
	}
	s.top = len(lines)
	s.stack.Set(s.blocks())
	return ui.Box(strings.Join(lines, "\n")+"\n"+s.stack.View(w, max(0, s.H-len(lines)), c), s.W, s.H)
}
