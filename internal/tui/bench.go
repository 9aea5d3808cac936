package tui

import (
	"cmp"
	"math"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/tui/screen/imports"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// bench is the workbench: an open audit and the pages of its assessment.
type bench struct {
	work    *work
	all     []ui.Page            // of every level
	pages   []ui.Page            // of the audit's level, in the order of the list of steps
	level   string               // that the pages are of
	screens map[string]ui.Screen // by the page's ID, made when first shown
	at      int                  // in pages
	steps   bool                 // the list of steps has the keys
	cursor  int                  // in the list of steps
	top     int                  // first line of the list of steps, as drawn last

	saved   time.Time // the file was saved last; zero: not since it was opened
	saving  bool
	unsaved error  // why it could not be saved
	edits   int    // counts edits, to save after a pause
	copy    bool   // of an example
	sector  string // that the units are of

	marks    []mark        // of the pages, as they were
	stepMark map[int]mark  // of the six steps
	marksOf  *assess.Audit // the audit that they are of
}

func (b *bench) detailed() bool { return b.level == ui.Detailed }

// arrange takes the pages of the audit's level. A detailed audit has those of
// each of the six steps together, the overview above them.
func (b *bench) arrange() {
	b.level, b.marksOf = b.work.Audit().Settings.Level, nil
	b.pages = slices.DeleteFunc(slices.Clone(b.all), func(p ui.Page) bool { return !p.Has(b.level) })
	if b.detailed() {
		slices.SortStableFunc(b.pages, func(p, q ui.Page) int { return cmp.Compare(place(p), place(q)) })
	}
}

// place is where the pages of a step stand among the others.
func place(p ui.Page) int {
	if p.Step == 0 {
		return math.MaxInt
	}
	return p.Step
}

// rearrange takes the pages of another level where the audit has got one. Whoever
// is on a page that this level does not have goes to the overview.
func (r *root) rearrange() tea.Cmd {
	b := r.bench
	if b == nil || b.level == b.work.Audit().Settings.Level {
		return nil
	}
	page, cursor := b.pages[b.at].ID, b.pages[b.cursor].ID
	b.arrange()
	at, ok := b.page(page)
	if !ok {
		at = max(0, slices.IndexFunc(b.pages, func(p ui.Page) bool { return p.Step == ui.Overview }))
	}
	steps := b.steps
	cmd := r.show(at)
	if b.steps = steps; steps {
		if i, ok := b.page(cursor); ok {
			b.cursor = i
		}
	}
	return cmd
}

// screen is that of the present page.
func (b *bench) screen() ui.Screen { return b.screens[b.pages[b.at].ID] }

func (b *bench) live() []ui.Screen {
	var all []ui.Screen
	for _, p := range b.all {
		if s := b.screens[p.ID]; s != nil {
			all = append(all, s)
		}
	}
	return all
}

func (b *bench) replace(s, next ui.Screen) {
	for id, o := range b.screens {
		if o == s {
			b.screens[id] = next
		}
	}
}

func (b *bench) page(id string) (int, bool) {
	i := slices.IndexFunc(b.pages, func(p ui.Page) bool { return p.ID == id })
	return max(0, i), i >= 0
}

func (b *bench) moveSteps(by int) { b.cursor = max(0, min(b.cursor+by, len(b.pages)-1)) }

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
	if b.screen() != nil {
		r.resize()
		return nil
	}
	s := b.pages[i].New(r.ctx, b.work)
	b.screens[b.pages[i].ID] = s
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

// importData opens the screen that takes data from a file, if it is not open
// already.
func (r *root) importData(flow string) tea.Cmd {
	b := r.bench
	if b == nil || slices.ContainsFunc(r.over, func(s ui.Screen) bool { _, is := s.(*imports.Screen); return is }) {
		return nil
	}
	return r.push(imports.New(b.work, filesOf(&r.opts, b.work), flow))
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
		return r.clickSteps(m.Y - r.frame.pane.y)
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
