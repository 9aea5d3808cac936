package network

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/flowpic"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// place is a step or a stream by its index; -1: it is not one.
type place struct{ step, stream int }

var nowhere = place{-1, -1}

type screen struct {
	ui.Base
	actions
	layer   int    // of layers
	at      string // what the cursor stands on, as a target; "" until something was
	line    int    // of the stop, where a target has two
	live    live
	drawing drawing
	top     int
	sheetW  int // as drawn last
	sheetY  int
	sheetH  int
	empty   widget.Stack // the ways to begin
}

func newScreen(w ui.Work) *screen { return &screen{actions: actions{work: w}} }

func (s *screen) Title() string { return s.T("netpage.title") }

// blank reports whether there is nothing to draw yet.
func (s *screen) blank() bool {
	a := s.work.Audit()
	return len(a.Steps) == 0 && len(a.Streams) == 0
}

// place is where the cursor stands.
func (s *screen) place() place {
	a := s.work.Audit()
	if id, ok := strings.CutPrefix(s.at, stepPrefix); ok {
		if i := stepIndex(a, id); i >= 0 {
			return place{i, -1}
		}
	}
	if id, ok := strings.CutPrefix(s.at, streamPrefix); ok {
		if i := streamIndex(a, id); i >= 0 {
			return place{-1, i}
		}
	}
	switch {
	case len(a.Steps) > 0:
		s.at = StepTarget(a.Steps[0].ID)
		return place{0, -1}
	case len(a.Streams) > 0:
		s.at = StreamTarget(a.Streams[0].ID)
		return place{-1, 0}
	}
	return nowhere
}

func (p place) target() flowpic.Target {
	switch {
	case p.step >= 0:
		return flowpic.AtStep(p.step)
	case p.stream >= 0:
		return flowpic.AtStream(p.stream)
	}
	return flowpic.None()
}

func (s *screen) stand(t flowpic.Target) {
	a := s.work.Audit()
	switch {
	case t.Step >= 0 && t.Step < len(a.Steps):
		s.at = StepTarget(a.Steps[t.Step].ID)
	case t.Stream >= 0 && t.Stream < len(a.Streams):
		s.at = StreamTarget(a.Streams[t.Stream].ID)
	}
}

// refresh makes the figures of the layer that is shown.
func (s *screen) refresh() *live {
	all := layers(s.work)
	s.layer = min(s.layer, len(all)-1)
	s.live.make(s.work, all[s.layer])
	return &s.live
}

// sheet is the flow sheet in a width.
func (s *screen) sheet() flowpic.Sheet {
	w := s.sheetWidth()
	return s.drawing.draw(s.Context, s.work, s.refresh(), w, s.place().target())
}

// tableFrom is the width of the page from which on the table of what is selected
// stands beside the sheet: a window of 120 columns with the list of steps.
const tableFrom = 93

func (s *screen) sheetWidth() int {
	if s.W < tableFrom {
		return max(20, s.W-2)
	}
	return s.W - s.panelWidth() - 3
}

func (s *screen) panelWidth() int { return min(64, max(40, s.W*36/100)) }

// stop is the stop of the sheet where the cursor stands; -1: none.
func (s *screen) stop(sheet flowpic.Sheet) int {
	t := s.place().target()
	best := -1
	for i, stop := range sheet.Stops {
		if stop.Target != t {
			continue
		}
		if best < 0 || apart(stop.Line, s.line) < apart(sheet.Stops[best].Line, s.line) {
			best = i
		}
	}
	return best
}

func apart(a, b int) int { return max(a-b, b-a) }

// column is where a stop begins in its line.
func column(sheet flowpic.Sheet, stop flowpic.Stop) int {
	for _, span := range sheet.Lines[stop.Line].Spans {
		if span.Target == stop.Target {
			return span.Start
		}
	}
	return 0
}

// move goes up or down by stops.
func (s *screen) move(by int) {
	sheet := s.sheet()
	if len(sheet.Stops) == 0 {
		return
	}
	i := s.stop(sheet)
	i = max(0, min(i+by, len(sheet.Stops)-1))
	s.goTo(sheet.Stops[i])
}

func (s *screen) goTo(stop flowpic.Stop) {
	s.line = stop.Line
	s.stand(stop.Target)
}

// step goes to the step before or after.
func (s *screen) step(by int) {
	sheet := s.sheet()
	for i := s.stop(sheet) + by; i >= 0 && i < len(sheet.Stops); i += by {
		if sheet.Stops[i].Step >= 0 {
			s.goTo(sheet.Stops[i])
			return
		}
	}
	if by < 0 {
		s.move(-len(sheet.Stops))
	} else {
		s.move(len(sheet.Stops))
	}
}

// sideways goes to what stands at the left or right of the place.
func (s *screen) sideways(by int) {
	sheet := s.sheet()
	at := s.stop(sheet)
	if at < 0 {
		return
	}
	from, x := sheet.Stops[at], column(sheet, sheet.Stops[at])
	best, least := -1, 1<<30
	for i, stop := range sheet.Stops {
		dx := (column(sheet, stop) - x) * by
		if dx <= 3 {
			continue
		}
		if d := 100*apart(stop.Line, from.Line) + dx; d < least {
			best, least = i, d
		}
	}
	if best < 0 || apart(sheet.Stops[best].Line, from.Line) > 8 {
		s.step(by)
		return
	}
	s.goTo(sheet.Stops[best])
}

// Keys are what works on what is selected.
func (s *screen) Keys() []ui.Binding {
	if s.blank() {
		return []ui.Binding{
			{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
			{Keys: []string{"enter"}, Help: "netpage.key.begin"},
			{Keys: []string{"f7"}, Help: "netpage.key.head"},
		}
	}
	tab := ui.Binding{Keys: []string{"tab", "shift+tab"}, Show: "Tab", Help: "netpage.key.layer"}
	if len(layers(s.work)) < 2 {
		tab.Off = text.M("netpage.one-layer")
	}
	ask := ui.Binding{Keys: []string{"w"}, Help: "result.key.why", Minor: true}
	if s.figure() == "" {
		ask.Off = text.M("netpage.no-why")
	}
	order := ui.Binding{Keys: []string{"ctrl+up", "ctrl+down"}, Show: "Ctrl+↑↓", Help: "netpage.key.order", Minor: true}
	if s.place().step < 0 {
		order.Off = text.M("netpage.only-steps-move")
	}
	return []ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		{Keys: []string{"enter", "e"}, Help: "netpage.key.edit"},
		{Keys: []string{"f5", "insert", "a"}, Help: "netpage.key.stream"},
		{Keys: []string{"f6", "s"}, Help: "netpage.key.step"},
		{Keys: []string{"f8", "delete", "x"}, Help: "netpage.key.remove"},
		tab,
		{Keys: []string{"f7", "h"}, Help: "netpage.key.head"},
		{Keys: []string{"space"}, Help: "netpage.key.table"},
		ask,
		{Keys: []string{"left", "right"}, Show: "←→", Help: "tui.key.sideways", Minor: true},
		{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "netpage.key.steps", Minor: true},
		order,
	}
}

// Update takes a key or the mouse.
func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	if target, done := s.do(s.Context, msg); done {
		if target != "" {
			s.show(target)
		}
		return s, nil
	}
	switch msg := msg.(type) {
	case ui.Show:
		s.show(msg.Target)
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			s.move(-1)
		} else {
			s.move(1)
		}
	case tea.MouseClickMsg:
		s.click(msg.X, msg.Y)
	case tea.KeyPressMsg:
		s.key(strings.ToLower(ui.KeyName(msg)), msg)
	}
	return s, nil
}

func (s *screen) show(target string) {
	if target == HeadTarget {
		s.editHead(s.Context)
		return
	}
	s.at = target
}

func (s *screen) click(x, y int) {
	if s.blank() {
		return
	}
	sheet := s.sheet()
	line := y - s.sheetY + s.top
	if y < s.sheetY || y >= s.sheetY+s.sheetH || line < 0 || line >= len(sheet.Lines) {
		return
	}
	for _, span := range sheet.Lines[line].Spans {
		if x-1 >= span.Start && x-1 < span.End {
			s.line = line
			s.stand(span.Target)
			return
		}
	}
}

func (s *screen) key(key string, msg tea.KeyPressMsg) {
	if s.blank() {
		s.begin(key, msg)
		return
	}
	at := s.place()
	switch key {
	case "up", "ctrl+p":
		s.move(-1)
	case "down":
		s.move(1)
	case "left":
		s.sideways(-1)
	case "right":
		s.sideways(1)
	case "pgup":
		s.step(-1)
	case "pgdown":
		s.step(1)
	case "home":
		s.move(-1 << 20)
	case "end":
		s.move(1 << 20)
	case "tab":
		s.layer = (s.layer + 1) % len(layers(s.work))
	case "shift+tab":
		n := len(layers(s.work))
		s.layer = (s.layer + n - 1) % n
	case "enter", "e":
		s.edit(s.Context, at)
	case "f5", "insert", "a":
		s.addStream(s.Context, at, s.show)
	case "f6", "s", "ctrl+n":
		s.addStep(s.Context)
	case "f7", "h":
		s.editHead(s.Context)
	case "f8", "delete", "x":
		s.remove(s.Context, at)
	case "ctrl+up":
		s.reorder(s.Context, at, -1)
	case "ctrl+down":
		s.reorder(s.Context, at, +1)
	case "space":
		s.Post(ui.Push{Screen: s.table(at)})
	case "w":
		if id := s.figure(); id != "" {
			s.Post(ui.Push{Screen: why.New(s.work, []string{id})})
		}
	}
}

// figure is the figure of the selected stream in the layer that is shown, as it
// is asked about; "" where there is none.
func (s *screen) figure() string {
	at := s.place()
	if at.stream < 0 {
		return ""
	}
	s.refresh()
	id := "stream." + s.work.Audit().Streams[at.stream].ID + "." + layers(s.work)[s.layer]
	if !why.Has(phrase.Result(s.work), id) {
		return ""
	}
	return id
}

// table shows all that is known of a step or a stream, for windows that have no
// room for it beside the sheet.
func (s *screen) table(at place) ui.Screen {
	target := s.at
	find := func() place { return (&screen{actions: s.actions, at: target}).place() }
	return &widget.Reader{
		Heading: func(c ui.Context) string {
			a := s.work.Audit()
			switch at := find(); {
			case at.step >= 0:
				return c.Name(StepName(a.Steps[at.step]))
			case at.stream >= 0:
				return c.Name(StreamName(a.Streams[at.stream]))
			}
			return c.T("netpage.title")
		},
		Lines: func(c ui.Context, w int) []string {
			return s.about(c, find(), min(w, ui.Measure))
		},
	}
}

func (s *screen) about(c ui.Context, at place, w int) []string {
	l := s.refresh()
	switch {
	case at.step >= 0:
		return aboutStep(c, s.work, l, at.step, w)
	case at.stream >= 0:
		return aboutStream(c, s.work, l, at.stream, w)
	}
	return nil
}

// View draws the sheet and what is said of the selected step or stream.
func (s *screen) View() string {
	if s.blank() {
		return s.viewBlank()
	}
	top := s.head()
	s.sheetY = len(top)
	sheet := s.sheet()
	if s.W >= tableFrom {
		s.sheetH = max(0, s.H-len(top))
		s.sheetW = s.sheetWidth()
		said := s.about(s.Context, s.place(), s.panelWidth()-1)
		body := ui.Beside(s.viewSheet(sheet, s.sheetW+2, s.sheetH), widget.Wall(s.Context, s.sheetH),
			ui.Box(" "+strings.Join(said, "\n "), s.W-s.sheetW-3, s.sheetH))
		return ui.Box(strings.Join(top, "\n")+"\n"+body, s.W, s.H)
	}
	said := brief(s.Context, s.work, s.refresh(), s.place(), s.W-2)
	below := min(len(said), 5, s.H/3)
	s.sheetH, s.sheetW = max(0, s.H-len(top)-below-1), s.sheetWidth()
	lines := append(top, s.viewSheet(sheet, s.W, s.sheetH), widget.Rule(s.Context, s.W, ""))
	for _, l := range widget.Most(said, below, s.W-2, s.Glyph.More) {
		lines = append(lines, " "+l)
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

// viewSheet draws the part of the sheet around the cursor.
func (s *screen) viewSheet(sheet flowpic.Sheet, w, h int) string {
	n := len(sheet.Lines)
	if i := s.stop(sheet); i >= 0 {
		line := sheet.Stops[i].Line
		s.top = ui.Scroll(s.top, min(line+3, n-1), n, h)
		s.top = ui.Scroll(s.top, max(line-1, 0), n, h)
	}
	var out []string
	for y := range h {
		line, edge := "", " "
		if i := s.top + y; i < n {
			line = sheet.Lines[i].Text
		}
		switch {
		case y == 0 && s.top > 0:
			edge = s.Style.Muted.Render(s.Glyph.Up)
		case y == h-1 && s.top+h < n:
			edge = s.Style.Muted.Render(s.Glyph.Down)
		}
		out = append(out, " "+ui.Fit(line, w-2, s.Glyph.More)+edge)
	}
	return ui.Box(strings.Join(out, "\n"), w, h)
}

// head says what is drawn: the layer, the basis, the balance of the plant.
func (s *screen) head() []string {
	l := s.refresh()
	a := s.work.Audit()
	unit := LayerUnit(a, l.layer)
	var names []string
	for i, id := range layers(s.work) {
		n := LayerName(s.Context, s.work, id)
		if i == s.layer {
			n += ", " + s.Unit(unit)
		}
		names = append(names, n)
	}
	right := ""
	if said, bad := ClosureWords(s.Context, l.plant, unit); said != "" && l.of != nil {
		style := s.Style.Good
		if bad {
			style = s.Style.Bad
		} else if len(l.plant.Missing) > 0 || l.plant.NotConserved {
			style = s.Style.Muted
		}
		right = style.Render(s.T("netpage.plant", "closed", said))
	}
	lines := []string{" " + Tabs(s.Context, s.W-2, names, s.layer)}
	var parts []string
	if s.work.ReadOnly() {
		parts = append(parts, s.T("pages.read-only-mark"))
	}
	if a.Balance != nil && a.Balance.Basis != "" {
		parts = append(parts, ui.CleanLine(a.Balance.Basis))
	} else {
		parts = append(parts, s.Style.Muted.Render(s.T("netpage.no-basis")))
	}
	if l.of != nil && l.of.Network == nil && len(a.Streams) > 0 {
		parts = append(parts, s.Style.Warn.Render(s.Glyph.Warn+" "+s.T("netpage.not-reconciled")))
	}
	said := strings.Join(parts, " "+s.Glyph.Sep+" ")
	switch room := s.W - 2; {
	case right == "":
		if said != "" {
			lines = append(lines, " "+ui.Cut(said, room, s.Glyph.More))
		}
	case ui.Width(said)+ui.Width(right)+2 <= room:
		lines = append(lines, " "+ui.Ends(said, right, room, s.Glyph.More))
	case s.H >= 16:
		lines = append(lines, " "+ui.Ends(ui.Cut(said, max(0, room-ui.Width(right)-2), s.Glyph.More), right, room, s.Glyph.More))
	default:
		lines = append(lines, " "+ui.Cut(right, room, s.Glyph.More))
	}
	return widget.Headed(s.Context, s.H, s.W, lines...)
}

// The ways to begin.
const (
	beginTemplate = "template"
	beginScratch  = "scratch"
)

// beginnings lists the ways to begin a network.
func (s *screen) beginnings() []widget.Block {
	var blocks []widget.Block
	way := func(id, name, about string, args ...any) {
		blocks = append(blocks, widget.Block{ID: id, Draw: func(w int, selected bool) []string {
			lines := []string{widget.Line(s.Context, selected, w, widget.Span{Text: widget.Mark(s.Context, selected) + s.T(name)})}
			return append(lines, widget.Prose(s.T(about, args...), w, 2, s.Style.Muted.Render)...)
		}})
	}
	if p := s.work.Pack(); p != nil {
		if steps, streams := assess.Template(p); len(steps) > 0 {
			way(beginTemplate, "netpage.begin.template", "netpage.begin.template-about", "steps", len(steps), "streams", len(streams), "sector", p.Sector.Name)
		}
	}
	way(beginScratch, "netpage.begin.scratch", "netpage.begin.scratch-about")
	return blocks
}

func (s *screen) begin(key string, msg tea.KeyPressMsg) {
	s.empty.Set(s.beginnings())
	switch {
	case s.empty.Update(msg):
	case key == "enter":
		if s.empty.Selected() == beginTemplate {
			s.fromTemplate(s.Context)
		} else {
			s.addStep(s.Context)
		}
	case key == "f5" || key == "f6" || key == "insert" || key == "ctrl+n":
		s.addStep(s.Context)
	case key == "f7" || key == "h":
		s.editHead(s.Context)
	}
}

func (s *screen) viewBlank() string {
	s.empty.Set(s.beginnings())
	w := min(s.W, ui.Measure)
	lines := []string{""}
	lines = append(lines, widget.Prose(s.T("netpage.begin.intro"), w-2, 1, nil)...)
	if phrase.Result(s.work) == nil {
		lines = append(lines, widget.Prose(s.T("pages.no-pack"), w-2, 1, s.Style.Warn.Render)...)
	}
	lines = append(lines, "")
	h := max(0, s.H-len(lines))
	return ui.Box(strings.Join(lines, "\n")+"\n"+s.empty.View(w, h, s.Context), s.W, s.H)
}
