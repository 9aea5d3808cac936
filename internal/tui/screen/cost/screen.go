package cost

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	money "github.com/sxsh-audit/audit/internal/assess/cost"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/textchart"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// The views of the page.
const (
	viewTable = iota
	viewChart
	viewProduct
	views
)

type screen struct {
	ui.Base
	work   ui.Work
	view   int
	stack  widget.Stack
	top    int
	scroll int // of the view of product and loss
}

func newScreen(w ui.Work) *screen { return &screen{work: w} }

func (s *screen) Title() string { return s.T("costpage.title") }

// costs are the balance and where its money ends; nil where it is not known.
func (s *screen) costs() (*assess.ProcessBalance, *money.Result) {
	b := network.Balance(s.work)
	if b == nil {
		return nil, nil
	}
	return b, b.Costs
}

func (s *screen) currency() string {
	if k := s.work.Audit().Settings.Currency; k != "" {
		return k
	}
	return "VND"
}

// yearly turns money of the basis into a year's where that is stated.
func yearly(b *assess.ProcessBalance, v float64) float64 {
	if y := b.Yearly(v); y != nil {
		return *y
	}
	return v
}

func (s *screen) money(b *assess.ProcessBalance, v float64) string {
	return s.Money(yearly(b, v), s.currency())
}

// per is the time that the money is of.
func (s *screen) per(b *assess.ProcessBalance) string {
	if b.PerYear != 0 {
		return s.T("costpage.a-year")
	}
	return s.T("costpage.a-basis")
}

// selected is the priority that the keys act on.
func (s *screen) selected() (money.Priority, bool) {
	_, r := s.costs()
	if r == nil {
		return money.Priority{}, false
	}
	s.stack.Set(s.blocks())
	n, err := strconv.Atoi(s.stack.Selected())
	if err != nil || n >= len(r.Pareto) {
		return money.Priority{}, false
	}
	return r.Pareto[n], true
}

// Keys are what works now.
func (s *screen) Keys() []ui.Binding {
	b, r := s.costs()
	head := ui.Binding{Keys: []string{"f7"}, Help: "costpage.key.head"}
	switch {
	case b == nil:
		return []ui.Binding{{Keys: []string{"enter"}, Help: "recpage.key.draw"}}
	case r == nil:
		return []ui.Binding{{Keys: []string{"enter"}, Help: "costpage.key.balance"}, head}
	}
	enter := ui.Binding{Keys: []string{"enter"}, Help: "costpage.key.causes"}
	if len(r.Pareto) == 0 {
		enter.Off = text.M("costpage.no-loss")
	}
	tab := ui.Binding{Keys: []string{"tab", "right", "left", "shift+tab"}, Show: "Tab", Help: "costpage.key.view"}
	switch s.view {
	case viewChart:
		return []ui.Binding{tab, head}
	case viewProduct:
		return []ui.Binding{{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.scroll"}, tab, head}
	}
	reason := ui.Binding{Keys: []string{"f5", "w"}, Show: "F5", Help: "result.key.why"}
	if _, ok := s.figure(); !ok {
		reason.Off = text.M("costpage.no-why")
	}
	return []ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		enter, reason, tab,
		{Keys: []string{"f6", "e"}, Help: "recpage.key.edit"},
		head,
	}
}

// figure is the figure of the selected stream that can be asked why.
func (s *screen) figure() (string, bool) {
	p, ok := s.selected()
	if !ok {
		return "", false
	}
	_, r := s.costs()
	stream := r.Streams[p.Stream]
	id := "waste." + stream.ID
	if stream.ID == "" {
		id = "waste.unidentified:" + stream.Step
	}
	return id, why.Has(phrase.Result(s.work), id)
}

// Update takes a key or the mouse.
func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ui.Show:
		s.show(msg.Target)
	case tea.MouseClickMsg:
		s.stack.Click(msg.Y - s.top)
	case tea.MouseWheelMsg:
		s.stack.Set(s.blocks())
		s.stack.Update(msg)
	case tea.KeyPressMsg:
		s.key(strings.ToLower(ui.KeyName(msg)), msg)
	}
	return s, nil
}

func (s *screen) show(id string) {
	_, r := s.costs()
	if r == nil {
		return
	}
	s.view = viewTable
	s.stack.Set(s.blocks())
	for i, p := range r.Pareto {
		if r.Streams[p.Stream].ID == id {
			s.stack.Select(strconv.Itoa(i))
		}
	}
}

func (s *screen) key(key string, msg tea.KeyPressMsg) {
	b, r := s.costs()
	if key == "f7" && b != nil {
		s.Post(ui.Go{Page: network.ID, Target: network.HeadTarget})
		return
	}
	switch {
	case b == nil:
		if key == "enter" {
			s.Post(ui.Go{Page: network.ID})
		}
		return
	case r == nil:
		if key == "enter" {
			s.Post(ui.Go{Page: "reconcile"})
		}
		return
	}
	switch key {
	case "f5", "w":
		if s.view != viewTable {
			return
		}
		if id, ok := s.figure(); ok {
			s.Post(ui.Push{Screen: why.New(s.work, []string{id})})
		} else {
			s.Post(ui.Toast{Text: text.M("costpage.no-why"), Kind: ui.Info})
		}
	case "tab", "right":
		s.view = (s.view + 1) % views
	case "shift+tab", "left":
		s.view = (s.view + views - 1) % views
	case "enter", "f6", "e":
		p, ok := s.selected()
		if !ok || s.view != viewTable {
			return
		}
		switch x := r.Streams[p.Stream]; {
		case x.ID == "":
			s.Post(ui.Go{Page: network.ID, Target: network.StepTarget(x.Step)})
		case key == "enter":
			s.Post(ui.Go{Page: CausePage, Target: x.ID})
		default:
			s.Post(ui.Go{Page: network.ID, Target: network.StreamTarget(x.ID)})
		}
	default:
		if s.view == viewProduct {
			switch key {
			case "up":
				s.scroll--
			case "down":
				s.scroll++
			}
			return
		}
		s.stack.Set(s.blocks())
		s.stack.Update(msg)
	}
}

// cells are the widths of the table; parts: whether the columns of material,
// energy, system and disposal have room.
func cells(w int) (name, figure int, parts bool) {
	figure = 13
	name = w - 4 - (figure + 1) - 2*8
	if w >= 120 {
		return name - 4*(figure+1), figure, true
	}
	return name, figure, false
}

func (s *screen) line(w int, selected bool, mark, name string, parts [4]string, total, share, sum string, strong bool) string {
	n, figure, all := cells(w)
	style := s.Style.Plain
	if strong {
		style = s.Style.Warn
	}
	spans := []widget.Span{{Text: widget.Mark(s.Context, selected)}, {Text: ui.Fit(mark, 2, ""), Style: style}, {Text: ui.Fit(name, n, s.Glyph.More)}}
	if all {
		for _, p := range parts {
			spans = append(spans, widget.Span{Text: " " + ui.FitRight(p, figure, s.Glyph.More), Style: s.Style.Muted})
		}
	}
	spans = append(spans, widget.Span{Text: " " + ui.FitRight(total, figure, s.Glyph.More), Style: s.Style.Strong},
		widget.Span{Text: " " + ui.FitRight(share, 7, "")}, widget.Span{Text: " " + ui.FitRight(sum, 7, "")})
	return widget.Line(s.Context, selected, w, spans...)
}

// blocks is the table of the waste streams, the dearest first, and what is
// missing below it.
func (s *screen) blocks() []widget.Block {
	b, r := s.costs()
	if r == nil {
		return nil
	}
	var blocks []widget.Block
	blocks = append(blocks, widget.Block{Draw: func(w int, _ bool) []string {
		parts := [4]string{s.T("costpage.material"), s.T("costpage.energy"), s.T("costpage.system"), s.T("costpage.disposal")}
		return []string{s.Style.Accent.Render(s.line(w, false, "", s.T("costpage.stream"), parts, s.T("costpage.total"), s.T("costpage.share"), s.T("costpage.sum"), false))}
	}})
	for i, p := range r.Pareto {
		x := r.Streams[p.Stream]
		name := streamName(s.Context, s.work.Audit(), x)
		blocks = append(blocks, widget.Block{ID: strconv.Itoa(i), Draw: func(w int, selected bool) []string {
			parts := [4]string{s.part(b, x.Loss.Material), s.spent(b, x.Loss.Energy, b.EnergyGap(x)), s.spent(b, x.Loss.System, b.SystemGap(x)), s.part(b, x.Loss.Treatment+x.Loss.Fee)}
			mark := ""
			if p.First {
				mark = s.Glyph.Mark
			}
			return []string{s.line(w, selected, mark, name, parts, s.money(b, p.Cost), s.Share(p.Percent), s.Share(p.Cumulative), p.First)}
		}})
	}
	if len(r.Pareto) == 0 {
		blocks = append(blocks, widget.Remark(s.Context, s.T("costpage.no-loss")))
	} else {
		blocks = append(blocks, widget.Remark(s.Context, s.Glyph.Mark+" "+s.T("costpage.priority")))
	}
	return append(blocks, s.missing(b)...)
}

func (s *screen) part(b *assess.ProcessBalance, v float64) string {
	if v == 0 {
		return s.Glyph.Sep
	}
	return s.money(b, v)
}

// spent is what was spent on a stream, "?" where nobody knows it.
func (s *screen) spent(b *assess.ProcessBalance, v float64, gap assess.CostGap) string {
	if gap.All {
		return "?"
	}
	return s.part(b, v)
}

// missing says what keeps the costs from being complete.
func (s *screen) missing(b *assess.ProcessBalance) []widget.Block {
	all := missing(b)
	if b.PerYear == 0 {
		all = append([]text.Message{text.M("costpage.no-year")}, all...)
	}
	if key := byAmount(s.work.Audit()); key != "" && b.Costs.Loss.Material > 0 {
		all = append([]text.Message{text.M(key)}, all...)
	}
	if len(all) == 0 {
		return nil
	}
	blocks := []widget.Block{widget.Head(s.Context, false, s.T("costpage.missing"), "")}
	for _, m := range all {
		blocks = append(blocks, widget.Block{Draw: func(w int, _ bool) []string {
			return widget.Bullet("  "+s.Glyph.Info, s.Say(m), w, nil)
		}})
	}
	return blocks
}

// chart is the Pareto of the losses.
func (s *screen) chart(b *assess.ProcessBalance, r *money.Result, w, h int) []string {
	p := textchart.Pareto{Rest: s.T("costpage.rest"), Value: s.per(b), Share: s.T("costpage.share"), Cumulative: s.T("costpage.sum")}
	for _, x := range r.Pareto {
		p.Parts = append(p.Parts, textchart.Part{Label: streamName(s.Context, s.work.Audit(), r.Streams[x.Stream]), Value: yearly(b, x.Cost)})
	}
	return p.Draw(textchart.Options{
		Width: w, Height: h, ASCII: s.Glyph.ASCII, Paint: s.paint,
		Format: func(v float64) string { return s.Money(v, s.currency()) }, Percent: s.Share,
	})
}

func (s *screen) paint(role textchart.Role, said string) string {
	switch role {
	case textchart.Data:
		return s.Style.Warn.Render(said)
	case textchart.Mark:
		return s.Style.Accent.Render(said)
	case textchart.Muted, textchart.Axis:
		return s.Style.Muted.Render(said)
	}
	return said
}

// product sets product against loss, by what the money was spent on.
func (s *screen) product(b *assess.ProcessBalance, r *money.Result, w int) []string {
	figure := 14
	third := w >= 64
	name := w - 2*(figure+1) - 9
	if third {
		name -= figure + 1
	}
	line := func(label, in, p, l, share string, style func(...string) string) string {
		said := ui.Fit(" "+label, name, s.Glyph.More)
		if third {
			said += " " + ui.FitRight(in, figure, s.Glyph.More)
		}
		return style(said + " " + ui.FitRight(p, figure, s.Glyph.More) + " " + ui.FitRight(l, figure, s.Glyph.More) + " " + ui.FitRight(share, 8, ""))
	}
	lines := widget.Prose(s.T("costpage.mfca"), w-1, 1, s.Style.Muted.Render)
	lines = append(lines, "", line(s.per(b), s.T("costpage.in"), s.T("costpage.product"), s.T("costpage.loss"), s.T("costpage.loss-share"), s.Style.Accent.Render))
	row := func(label string, known bool, in, p, l float64, style func(...string) string) {
		if !known {
			lines = append(lines, line(s.T(label), "?", "?", "?", "", style))
			return
		}
		share := "" // where what is spent on treatment comes in as energy and labour, it is no share of anything
		if in > 0 && l <= in*(1+1e-9) {
			share = s.Share(100 * l / in)
		}
		lines = append(lines, line(s.T(label), s.part(b, in), s.part(b, p), s.part(b, l), share, style))
	}
	row("costpage.material", true, r.In.Material, r.Product.Material, r.Loss.Material, s.Style.Plain.Render)
	energy, system := b.StepsSpend()
	row("costpage.energy", energy, r.In.Energy, r.Product.Energy, r.Loss.Energy, s.Style.Plain.Render)
	row("costpage.system", system, r.In.System, r.Product.System, r.Loss.System, s.Style.Plain.Render)
	row("costpage.disposal", true, r.In.Treatment+r.In.Fee, r.Product.Treatment+r.Product.Fee, r.Loss.Treatment+r.Loss.Fee, s.Style.Plain.Render)
	row("costpage.total", true, r.In.Total(), r.Product.Total(), r.Loss.Total(), s.Style.Strong.Render)
	lines = append(lines, "")
	if share, ok := r.LossPercent(); ok {
		bar := max(10, min(60, w-4))
		lost := int(float64(bar)*share/100 + 0.5)
		lines = append(lines, " "+s.Style.Good.Render(strings.Repeat(s.Glyph.Full, bar-lost))+s.Style.Warn.Render(strings.Repeat(s.Glyph.Shade, lost)),
			" "+s.Style.Good.Render(s.Glyph.Full)+" "+s.T("costpage.product")+"  "+s.Style.Warn.Render(s.Glyph.Shade)+" "+s.T("costpage.loss")+" "+s.Share(share), "")
	}
	lines = append(lines, widget.Prose(s.conservation(b, r, true), w-1, 1, nil)...)
	lines = append(lines, "", " "+s.Style.Accent.Render(s.T("costpage.by-step")))
	a := s.work.Audit()
	for i, x := range r.Steps {
		if x.Loss.Total() <= 0 || i >= len(a.Steps) {
			continue
		}
		lines = append(lines, " "+ui.Ends(s.Name(network.StepName(a.Steps[i])), s.money(b, x.Loss.Total()), max(1, w-2), s.Glyph.More))
	}
	return lines
}

// conservation says that no money is lost on the way: in = product + loss.
func (s *screen) conservation(b *assess.ProcessBalance, r *money.Result, full bool) string {
	say := s.Money
	if full {
		say = s.MoneyFull
	}
	m := func(v float64) string { return say(yearly(b, v), s.currency()) }
	return s.T("costpage.conserved", "in", m(r.In.Total()), "product", m(r.Product.Total()), "loss", m(r.Loss.Total()))
}

// View draws the page.
func (s *screen) View() string {
	b, r := s.costs()
	if b == nil || r == nil {
		return s.viewNone(b)
	}
	head := s.head(b, r)
	s.top = len(head)
	h := max(0, s.H-s.top)
	w := min(s.W, 140)
	switch s.view {
	case viewChart:
		lines := s.chart(b, r, max(textchart.MinWidth, w-2), h)
		if len(r.Pareto) == 0 {
			lines = widget.Prose(s.T("costpage.no-loss"), w-2, 0, nil)
		}
		for i, l := range lines {
			lines[i] = " " + l
		}
		return ui.Box(strings.Join(append(head, lines...), "\n"), s.W, s.H)
	case viewProduct:
		lines := s.product(b, r, w-1)
		s.scroll = max(0, min(s.scroll, len(lines)-h))
		return ui.Box(strings.Join(append(head, lines[s.scroll:]...), "\n"), s.W, s.H)
	}
	s.stack.Set(s.blocks())
	if chart := len(r.Pareto) + 4; h >= 2*chart+6 && len(r.Pareto) > 0 { // room for both
		for _, l := range s.chart(b, r, w-2, chart) {
			head = append(head, " "+l)
		}
		head = append(head, "")
		s.top = len(head)
		h = max(0, s.H-s.top)
	}
	said := s.brief(b, r)
	below := min(len(said), 4, max(2, s.H/5))
	if _, _, all := cells(w - 2); all || below == 0 {
		return ui.Box(strings.Join(append(head, s.stack.View(w, h, s.Context)), "\n"), s.W, s.H)
	}
	lines := append(head, s.stack.View(w, max(0, h-below-1), s.Context), widget.Rule(s.Context, s.W, ""))
	for _, l := range widget.Most(said, below, s.W-2, s.Glyph.More) {
		lines = append(lines, " "+l)
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

// brief is what the selected stream costs, by parts, where the table has no room
// for them.
func (s *screen) brief(b *assess.ProcessBalance, r *money.Result) []string {
	p, ok := s.selected()
	if !ok {
		return nil
	}
	x := r.Streams[p.Stream]
	lines := []string{s.Style.Strong.Render(ui.Cut(streamName(s.Context, s.work.Audit(), x), s.W-2, s.Glyph.More))}
	var parts []string
	for _, k := range []struct {
		label   string
		v       float64
		unknown bool
	}{
		{"costpage.material", x.Loss.Material, false}, {"costpage.energy", x.Loss.Energy, b.EnergyGap(x).All},
		{"costpage.system", x.Loss.System, b.SystemGap(x).All}, {"costpage.disposal", x.Loss.Treatment + x.Loss.Fee, false},
	} {
		switch {
		case k.unknown:
			parts = append(parts, s.T(k.label)+" ?")
		case k.v != 0:
			parts = append(parts, s.T(k.label)+" "+s.money(b, k.v))
		}
	}
	return append(lines, widget.Prose(strings.Join(parts, " "+s.Glyph.Sep+" "), s.W-2, 0, nil)...)
}

func (s *screen) head(b *assess.ProcessBalance, r *money.Result) []string {
	names := []string{s.T("costpage.view.table"), s.T("costpage.view.chart"), s.T("costpage.view.product")}
	lines := []string{" " + network.Tabs(s.Context, s.W-2, names, s.view)}
	share := ""
	if p, ok := r.LossPercent(); ok {
		share = s.Share(p)
	}
	said := s.T("costpage.sum-up", "loss", s.money(b, r.Loss.Total()), "per", s.per(b), "share", share)
	lines = append(lines, " "+s.Style.Strong.Render(ui.Cut(said, s.W-2, s.Glyph.More)))
	if s.view != viewProduct && s.H >= 14 {
		lines = append(lines, " "+s.Style.Muted.Render(ui.Cut(s.conservation(b, r, false), s.W-2, s.Glyph.More)))
	}
	if byAmount(s.work.Audit()) != "" && r.Loss.Material > 0 && s.H >= 14 {
		lines = append(lines, " "+s.Style.Warn.Render(ui.Cut(s.Glyph.Warn+" "+s.T("costpage.by-amount-short"), s.W-2, s.Glyph.More)))
	}
	return widget.Headed(s.Context, s.H, s.W, lines...)
}

// viewNone says what keeps the money from being followed.
func (s *screen) viewNone(b *assess.ProcessBalance) string {
	w := min(s.W, ui.Measure) - 2
	lines := []string{""}
	if b == nil {
		lines = append(lines, widget.Prose(s.T("costpage.empty"), w, 1, nil)...)
		return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
	}
	lines = append(lines, widget.Prose(s.T("costpage.cannot"), w, 1, s.Style.Warn.Render)...)
	lines = append(lines, "")
	for _, m := range missing(b) {
		lines = append(lines, widget.Bullet(" "+s.Glyph.Info, s.Say(m), w, nil)...)
	}
	if b.Network == nil {
		lines = append(lines, widget.Bullet(" "+s.Glyph.Info, s.T("costpage.no-balance"), w, nil)...)
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}
