package portfolio

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	core "github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/option"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// The views of the page, side by side where there is room.
const (
	setView = iota
	frontierView
	curveView
	views
)

var viewNames = [views]string{"set", "frontier", "curve"}

type screen struct {
	ui.Base
	solver
	stack   widget.Stack
	view    int
	goal    int // whose frontier is drawn
	measure int // whose abatement is drawn
	seen    bool
	top     int
	left    int
}

func newScreen(w ui.Work) *screen { return &screen{solver: solver{work: w}} }

func (s *screen) Title() string { return s.T("portfoliopage.title") }

// Init begins to work the set out.
func (s *screen) Init() tea.Cmd { return s.start() }

// Leave drops what is being worked out.
func (s *screen) Leave() bool {
	s.stop()
	s.seen = false
	return true
}

// wide is the width from which on the charts stand beside the set.
const wide = 140

// shows reports whether a view is shown: everything where there is room.
func (s *screen) shows(view int) bool { return s.view == view || s.W >= wide }

// Keys are those of the set, and of the charts where they can be seen.
func (s *screen) Keys() []ui.Binding {
	id := s.current1()
	keys := []ui.Binding{{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"}}
	if o, ok := strings.CutPrefix(id, "option:"); ok && s.shows(setView) {
		keys = append(keys, ui.Binding{Keys: []string{"enter"}, Help: "optionpage.key.sheet"})
		b := ui.Binding{Keys: []string{"f5", "w"}, Show: "F5", Help: "result.key.why"}
		if !why.Has(phrase.Result(s.work), "option."+o) {
			b.Off = text.M("optionpage.no-why")
		}
		keys = append(keys, b)
	}
	if s.W < wide {
		keys = append(keys, ui.Binding{Keys: []string{"right", "left"}, Show: "←→", Help: "portfoliopage.key.view"})
	}
	if s.charts() > 1 {
		keys = append(keys, ui.Binding{Keys: []string{"tab", "shift+tab"}, Show: "Tab", Help: "portfoliopage.key.other"})
	}
	keys = append(keys, ui.Binding{Keys: []string{"f7", "g"}, Show: "F7", Help: "portfoliopage.key.goals"})
	adopt := ui.Binding{Keys: []string{"f8", "a"}, Show: "F8", Help: "portfoliopage.key.adopt"}
	switch {
	case s.running || !s.current():
		adopt.Off = text.M("portfoliopage.wait")
	case s.nothing():
		adopt.Off = text.M("portfoliopage.no-set")
	case len(s.news()) == 0:
		adopt.Off = text.M("portfoliopage.nothing-new")
	}
	return append(keys, adopt,
		ui.Binding{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
		ui.Binding{Keys: []string{"w", "g", "a"}, Show: "w g a", Help: "portfoliopage.key.letters", Minor: true},
	)
}

// charts is how many charts there are to choose among in what is shown.
func (s *screen) charts() int {
	if s.solved == nil {
		return 0
	}
	switch {
	case s.W >= wide:
		return max(len(s.solved.Frontiers), len(s.curves()))
	case s.view == frontierView:
		return len(s.solved.Frontiers)
	case s.view == curveView:
		return len(s.curves())
	}
	return 0
}

// Claims wants Tab, which shows another chart.
func (s *screen) Claims(key string) bool { return key == "tab" || key == "shift+tab" }

// current1 is the selected block.
func (s *screen) current1() string {
	s.stack.Set(s.blocks())
	return s.stack.Selected()
}

// Update takes keys, and answers of runs.
func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case answer:
		s.take(msg)
		s.goal, s.measure = 0, 0
		return s, nil
	case adoptNow:
		if s.solved != nil && s.current() {
			s.plan(s.news())
		}
		return s, nil
	case wake:
		if msg.to == &s.solver && msg.run == s.run {
			return s, s.start()
		}
		return s, nil
	case ui.Changed:
		s.stop()
		if s.seen {
			return s, s.start()
		}
		return s, s.Timer(rest, wake{&s.solver, s.run})
	case tea.MouseClickMsg:
		s.current1()
		if msg.X < s.left {
			s.stack.Click(msg.Y - s.top)
		}
	case tea.MouseWheelMsg:
		s.current1()
		s.stack.Update(msg)
	case tea.KeyPressMsg:
		s.key(msg)
	}
	return s, s.start()
}

func (s *screen) key(msg tea.KeyPressMsg) {
	id := s.current1()
	o, isOption := strings.CutPrefix(id, "option:")
	switch key := strings.ToLower(ui.KeyName(msg)); key {
	case "right":
		s.view = (s.view + 1) % views
	case "left":
		s.view = (s.view + views - 1) % views
	case "tab", "shift+tab":
		s.turn(key == "tab")
	case "enter":
		switch {
		case !isOption || !s.shows(setView):
		case s.work.ReadOnly():
			s.Post(ui.Go{Page: "options", Target: o})
		default:
			s.Post(ui.Push{Screen: option.Sheet(s.work, o, option.General)})
		}
	case "f5", "w":
		if isOption && s.shows(setView) && why.Has(phrase.Result(s.work), "option."+o) {
			s.Post(ui.Push{Screen: why.New(s.work, []string{"option." + o})})
		}
	case "f7", "g":
		if s.work.ReadOnly() {
			s.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
			return
		}
		s.Post(ui.Push{Screen: newGoals(s.work)})
	case "f8", "a":
		s.adopt()
	default:
		if s.shows(setView) {
			s.stack.Update(msg)
		}
	}
}

// turn shows the next charts of those there are.
func (s *screen) turn(forth bool) {
	if s.solved == nil {
		return
	}
	next := func(at, n int) int {
		switch {
		case n == 0:
			return 0
		case forth:
			return (at + 1) % n
		}
		return (at + n - 1) % n
	}
	if s.shows(frontierView) {
		s.goal = next(s.goal, len(s.solved.Frontiers))
	}
	if s.shows(curveView) {
		s.measure = next(s.measure, len(s.curves()))
	}
}

// news are the options of the proposed set that nobody has decided on yet.
func (s *screen) news() (ids []string) {
	for _, id := range s.solved.Proposed.Set.Options {
		if o, ok := find(s.work, id); ok && (o.Status == "" || o.Status == "idea") {
			ids = append(ids, id)
		}
	}
	return ids
}

func find(w ui.Work, id string) (assess.Option, bool) {
	for _, o := range w.Audit().Options {
		if o.ID == id {
			return o, true
		}
	}
	return assess.Option{}, false
}

// adopt plans the options of the proposed set, all in one step.
func (s *screen) adopt() {
	switch {
	case s.work.ReadOnly():
		s.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
		return
	case s.running || !s.current():
		s.Post(ui.Toast{Text: text.M("portfoliopage.wait"), Kind: ui.Info})
		return
	case s.nothing():
		s.Post(ui.Toast{Text: text.M("portfoliopage.no-set"), Kind: ui.Info})
		return
	case len(s.news()) == 0:
		s.Post(ui.Toast{Text: text.M("portfoliopage.nothing-new"), Kind: ui.Info})
		return
	}
	news := s.news()
	all := append(chosenOf(s.work), news...)
	if clash := phrase.Result(s.work).Options.Model.Combine(all).Broken; len(clash) > 0 {
		s.Post(ui.Open{Dialog: &ui.Ask{
			Heading: text.M("portfoliopage.clash-heading"),
			Text:    append(clash, text.M("portfoliopage.clash-ask")),
			Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "portfoliopage.clash-adopt", Action: adoptNow{}}},
		}})
		return
	}
	s.plan(news)
}

// adoptNow adopts the set although it clashes with what is decided already.
type adoptNow struct{}

// plan gives options the status of a plan, all in one step.
func (s *screen) plan(news []string) {
	var edits []auditfile.Edit
	for i, o := range s.work.Audit().Options {
		for _, id := range news {
			if o.ID == id {
				edits = append(edits, auditfile.Set(tomldoc.Path("option", i+1, "status"), "planned"))
			}
		}
	}
	if err := s.work.Apply(text.M("portfoliopage.did.adopt", "count", len(news)), edits...); err != nil {
		s.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
		return
	}
	s.Post(ui.Toast{Text: text.M("portfoliopage.adopted", "count", len(news)), Kind: ui.Done})
}

// View draws the set and the charts: beside each other where there is room, else
// one at a time.
func (s *screen) View() string {
	s.seen = true
	head := s.head(s.W)
	s.top, s.left = len(head), s.W
	h := max(0, s.H-s.top)
	if why := s.empty(); why != "" {
		return ui.Box(strings.Join(append(head, widget.Prose(why, s.W-1, 1, nil)...), "\n"), s.W, s.H)
	}
	var body string
	switch {
	case s.W >= wide:
		s.left = s.W * 11 / 20
		s.current1()
		right := s.W - s.left - 1
		up := h / 2
		charts := ui.Box(pad(s.frontier(right-1, up)), right, up) + "\n" + ui.Box(pad(s.curve(right-1, h-up)), right, h-up)
		body = ui.Beside(s.stack.View(s.left, h, s.Context), widget.Wall(s.Context, h), charts)
	case s.view == frontierView:
		body = pad(s.frontier(s.W-1, h))
	case s.view == curveView:
		body = pad(s.curve(s.W-1, h))
	default:
		s.current1()
		body = s.stack.View(s.W, h, s.Context)
	}
	return ui.Box(strings.Join(head, "\n")+"\n"+body, s.W, s.H)
}

func pad(lines []string) string { return " " + strings.Join(lines, "\n ") }

// empty says why there is nothing to show, and what to do.
func (s *screen) empty() string {
	r := phrase.Result(s.work)
	switch {
	case r == nil:
		return s.T("pages.no-pack")
	case len(s.work.Audit().Options) == 0:
		return s.T("portfoliopage.no-options")
	case s.solved == nil && s.err != nil && s.current():
		return s.T("portfoliopage.cannot", "why", s.Error(s.err))
	case s.solved == nil && s.running:
		return s.T("portfoliopage.working", "count", len(s.work.Audit().Options))
	case s.solved == nil:
		return s.T("portfoliopage.stopped")
	}
	return ""
}

// head says what the set must reach, and names the views.
func (s *screen) head(w int) []string {
	said := s.T("portfoliopage.intro")
	if r := phrase.Result(s.work); r != nil && r.Options != nil && len(r.Options.Goals) > 0 {
		said = s.goalWords(r)
	}
	if s.solved != nil && s.running {
		said = s.T("portfoliopage.again") + "  " + s.Glyph.Sep + "  " + said
	} else if s.solved != nil && !s.current() {
		said = s.T("portfoliopage.stale") + "  " + s.Glyph.Sep + "  " + said
	}
	lines := []string{" " + s.Style.Strong.Render(ui.Cut(said, w-1, s.Glyph.More))}
	if s.W < wide && s.solved != nil {
		lines = append(lines, s.tabs(w))
	}
	return widget.Headed(s.Context, s.H, w, lines...)
}

// goalWords says what is aimed at.
func (s *screen) goalWords(r *assess.Result) string {
	var names []string
	for _, g := range r.Options.Goals {
		names = append(names, short(s.Context, s.Name(g.Group.Name)))
	}
	target := s.Share(100 * r.Options.Goals[0].Target)
	if p := s.work.Audit().Portfolio; p != nil && p.Budget != nil {
		return s.T("portfoliopage.aim-budget", "groups", strings.Join(names, ", "), "target", target, "budget", s.Money(*p.Budget, r.Currency))
	}
	return s.T("portfoliopage.aim", "groups", strings.Join(names, ", "), "target", target)
}

// short is the name of a group without what stands in brackets behind it.
func short(_ ui.Context, name string) string {
	before, _, _ := strings.Cut(name, " (")
	return before
}

func (s *screen) tabs(w int) string {
	line := " "
	for i, id := range viewNames {
		name := s.Say(text.M("portfoliopage.view." + id))
		switch {
		case i == s.view && s.Glyph.ASCII:
			name = "[" + name + "]"
		case i == s.view:
			name = s.Style.Accent.Underline(true).Render(name)
		default:
			name = s.Style.Muted.Render(name)
		}
		if i > 0 {
			line += "   "
		}
		line += name
	}
	return ui.Cut(line, w, s.Glyph.More)
}

// curves are the abatement curves, of CO2e first.
func (s *screen) curves() (all []core.Curve) {
	if s.solved == nil {
		return nil
	}
	if s.solved.Curve != nil {
		all = append(all, *s.solved.Curve)
	}
	return append(all, s.solved.FlowCurves...)
}
