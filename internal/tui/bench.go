package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// bench is the workbench: an open audit and the pages of its assessment.
type bench struct {
	work    *work
	pages   []ui.Page
	screens []ui.Screen // made when first shown
	at      int
	steps   bool // the list of steps has the keys
	cursor  int  // in the list of steps

	saved   time.Time // the file was saved last; zero: not since it was opened
	saving  bool
	unsaved error  // why it could not be saved
	edits   int    // counts edits, to save after a pause
	copy    bool   // of an example
	sector  string // that the units are of

	states  []progress    // of the pages, as they were
	stateOf *assess.Audit // the audit that they are of
}

// progress is how much of a page is done.
type progress struct{ done, total int }

// state is how much of a page is done. It is asked for in every frame and
// changes only with the audit.
func (b *bench) state(i int) (done, total int) {
	if a := b.work.Audit(); b.stateOf != a {
		b.stateOf, b.states = a, make([]progress, len(b.pages))
		for i, p := range b.pages {
			b.states[i].done, b.states[i].total = p.State(b.work)
		}
	}
	return b.states[i].done, b.states[i].total
}

func (b *bench) screen() ui.Screen { return b.screens[b.at] }

func (b *bench) live() []ui.Screen {
	var all []ui.Screen
	for _, s := range b.screens {
		if s != nil {
			all = append(all, s)
		}
	}
	return all
}

func (b *bench) replace(s, next ui.Screen) {
	for i, o := range b.screens {
		if o == s {
			b.screens[i] = next
		}
	}
}

func (b *bench) page(id string) (int, bool) {
	for i, p := range b.pages {
		if p.ID == id {
			return i, true
		}
	}
	return 0, false
}

func (b *bench) moveSteps(by int) { b.cursor = max(0, min(b.cursor+by, len(b.pages)-1)) }

// progress adds up what the pages say of themselves.
func (b *bench) progress() (done, total int) {
	for i := range b.pages {
		d, t := b.state(i)
		done, total = done+d, total+t
	}
	return done, total
}

// stepsShown reports whether the list of steps is drawn; stepsHaveKeys whether
// the keys are its.
func (r *root) stepsShown() bool { return r.bench != nil && (r.frame.wide || r.bench.steps) }

func (r *root) stepsHaveKeys() bool {
	return r.bench != nil && r.bench.steps && len(r.over) == 0
}

// show goes to a page, without asking the present one.
func (r *root) show(i int) tea.Cmd {
	b := r.bench
	b.at, b.cursor, b.steps = i, i, false
	if b.screens[i] != nil {
		r.resize()
		return nil
	}
	s := b.pages[i].New(r.ctx, b.work)
	b.screens[i] = s
	s.SetContext(r.ctx)
	r.resize()
	return s.Init()
}

// leave finishes what is being typed on the screen that has the keys, and closes
// screens that lie over the workbench if over is set.
func (r *root) leave(over bool) bool {
	for {
		if !r.screen().Leave() {
			return false
		}
		if !over || len(r.over) == 0 {
			return true
		}
		r.drop()
	}
}

// drop closes the screen on top.
func (r *root) drop() {
	delete(r.sized, r.over[len(r.over)-1])
	r.over = r.over[:len(r.over)-1]
	r.resize()
}

// goTo shows a page and there its target.
func (r *root) goTo(page, target string) tea.Cmd {
	if r.bench == nil {
		return nil
	}
	i, ok := r.bench.page(page)
	if !ok || !r.leave(true) {
		return nil
	}
	cmd := r.show(i)
	if target == "" {
		return cmd
	}
	return tea.Batch(cmd, r.toScreen(ui.Show{Target: target}))
}

// stepBy goes to the page after or before the present one.
func (r *root) stepBy(by int) tea.Cmd {
	if r.bench == nil {
		return nil
	}
	i := r.bench.at + by
	if i < 0 || i >= len(r.bench.pages) || !r.leave(true) {
		return nil
	}
	return r.show(i)
}

// back leaves a screen: from one over another to that one, from a page to the
// list of steps, from there home.
func (r *root) back() tea.Cmd {
	switch {
	case len(r.over) > 0:
		if r.screen().Leave() {
			r.drop()
		}
	case r.bench == nil:
	case !r.bench.steps:
		if r.screen().Leave() {
			r.bench.steps, r.bench.cursor = true, r.bench.at
		}
	default:
		return r.closeFile(toHome{})
	}
	return nil
}

// stepsKey takes a key in the list of steps.
func (r *root) stepsKey(key tea.KeyPressMsg) tea.Cmd {
	b := r.bench
	switch ui.KeyName(key) {
	case "up":
		b.moveSteps(-1)
	case "down":
		b.moveSteps(+1)
	case "home", "pgup":
		b.cursor = 0
	case "end", "pgdown":
		b.cursor = len(b.pages) - 1
	case "enter", "right", "tab":
		return r.show(b.cursor)
	}
	return nil
}

// click takes a click of the mouse.
func (r *root) click(m tea.MouseClickMsg) tea.Cmd {
	if r.stepsShown() && len(r.over) == 0 && (!r.frame.wide || m.X < paneWidth) {
		i := m.Y - r.frame.pane.y - stepsTop
		if i >= 0 && i < len(r.bench.pages) && (r.bench.steps || r.screen().Leave()) {
			return r.show(i)
		}
		return nil
	}
	body := r.frame.body
	if m.X < body.x || m.Y < body.y || m.Y >= body.y+body.h {
		return nil
	}
	if r.bench != nil && len(r.over) == 0 {
		r.bench.steps = false
	}
	m.X, m.Y = m.X-body.x, m.Y-body.y
	return r.toScreen(m)
}
