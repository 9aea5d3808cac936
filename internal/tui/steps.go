package tui

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/task"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// stepsTop is how many blank lines stand above the list of steps.
const stepsTop = 1

// lastStep is how many steps a detailed assessment has.
const lastStep = 6

// mark is how far a page or a step is; of tasks also their state together.
type mark struct {
	done, total int
	state       string
}

// mark is how far a page is. It is asked for in every frame and changes only
// with the audit.
func (b *bench) mark(i int) mark {
	b.takeMarks()
	return b.marks[i]
}

// takeMarks asks the pages how far they are, once an audit.
func (b *bench) takeMarks() {
	a := b.work.Audit()
	if b.marksOf == a {
		return
	}
	b.marksOf, b.marks, b.stepMark = a, make([]mark, len(b.pages)), map[int]mark{}
	states := map[string]string{}
	if b.detailed() {
		steps := map[int][]string{}
		for _, t := range b.work.Result().Tasks {
			states[t.Task.ID] = t.State
			steps[t.Task.Step] = append(steps[t.Task.Step], t.State)
		}
		for step, of := range steps {
			b.stepMark[step] = together(of)
		}
	}
	for i, p := range b.pages {
		var of []string
		for _, id := range p.Tasks {
			if s, ok := states[id]; ok {
				of = append(of, s)
			}
		}
		b.marks[i] = together(of)
		if len(of) == 0 && p.State != nil {
			b.marks[i].done, b.marks[i].total = p.State(b.work)
		}
	}
}

// together is the mark of some tasks.
func together(states []string) mark {
	m := mark{total: len(states)}
	count := map[string]int{}
	for _, s := range states {
		count[s]++
	}
	m.done = count[assess.TaskDone]
	switch {
	case m.total == 0:
	case m.done == m.total:
		m.state = assess.TaskDone
	case m.done+count[assess.TaskReady] == m.total:
		m.state = assess.TaskReady
	case count[assess.TaskOpen] == m.total:
		m.state = assess.TaskOpen
	default:
		m.state = assess.TaskBegun
	}
	return m
}

// progress is how far the audit is: its tasks, else what the pages say of
// themselves.
func (b *bench) progress() (done, total int) {
	b.takeMarks()
	for _, m := range b.stepMark {
		done, total = done+m.done, total+m.total
	}
	if total > 0 {
		return done, total
	}
	for _, m := range b.marks {
		done, total = done+m.done, total+m.total
	}
	return done, total
}

// sign is how a mark is shown.
func (r *root) sign(m mark) string {
	c := r.ctx
	switch {
	case m.state != "":
		return task.Sign(c, m.state)
	case m.total == 0:
		return " "
	case m.done >= m.total:
		return c.Style.Good.Render(c.Glyph.Done)
	case m.done == 0:
		return c.Style.Muted.Render(c.Glyph.Todo)
	}
	return c.Style.Warn.Render(fmt.Sprintf("%d/%d", m.done, m.total))
}

// stepSign is how the mark of a step is shown: how many of its tasks are done.
func (r *root) stepSign(m mark) string {
	if m.total == 0 || m.done == 0 || m.done == m.total {
		return r.sign(m)
	}
	return r.ctx.Style.Warn.Render(fmt.Sprintf("%d/%d", m.done, m.total))
}

// stepName is the number and the short name of a step.
func (r *root) stepName(step int) string {
	return strconv.Itoa(step) + " " + r.ctx.Say(text.M("taskpage.step."+strconv.Itoa(step)))
}

// line is a line of the list of steps: a page, or the heading of a step.
type line struct{ page, step int }

// outline are the lines of the list of steps in a height of h lines. Where they
// do not all fit, only the step that is looked at shows its pages.
func (b *bench) outline(h int) []line {
	at := b.at
	if b.steps {
		at = b.cursor
	}
	lines := b.lines(func(int) bool { return true })
	if len(lines) > h {
		lines = b.lines(func(step int) bool { return step == b.pages[at].Step })
	}
	return lines
}

// lines are the pages under the headings of their steps; those of steps that are
// not open only have the heading.
func (b *bench) lines(open func(step int) bool) []line {
	var lines []line
	heading := 0
	headings := func(to int) {
		for ; b.detailed() && heading < to; heading++ {
			lines = append(lines, line{-1, heading + 1})
		}
	}
	for i, p := range b.pages {
		switch {
		case !b.detailed() || p.Step == ui.Overview:
		case p.Step == 0:
			headings(lastStep)
		default:
			headings(p.Step)
			if !open(p.Step) {
				continue
			}
		}
		lines = append(lines, line{page: i})
	}
	headings(lastStep)
	return lines
}

// steps draws the list of steps.
func (r *root) steps(w, h int) string {
	c, b := r.ctx, r.bench
	var below []string
	if b.steps && !r.frame.wide {
		below = append(below, "")
		for _, l := range ui.Wrap(c.T("tui.steps-hint"), max(1, w-2)) {
			below = append(below, " "+c.Style.Muted.Render(l))
		}
	}
	outline := b.outline(h - stepsTop)
	shown := make([]string, stepsTop, h)
	at := 0
	var list []string
	for i, l := range outline {
		if b.looksAt(l) {
			at = i
		}
		list = append(list, r.stepsLine(l, min(w, 40)-1))
	}
	b.top = ui.Scroll(b.top, at, len(list), h-stepsTop)
	last := min(len(list), b.top+h-stepsTop) - 1
	if b.top > 0 {
		list[b.top] += c.Style.Muted.Render(c.Glyph.Up)
	}
	if last >= 0 && last < len(list)-1 {
		list[last] += c.Style.Muted.Render(c.Glyph.Down)
	}
	shown = append(shown, list[b.top:]...)
	if len(shown)+len(below) <= h {
		shown = append(shown, below...)
	}
	if p := b.work.Pack(); p != nil && h > len(shown)+4 {
		shown = append(shown, "")
		for _, l := range ui.Wrap(c.Name(p.Sector.Name), max(1, w-3)) {
			shown = append(shown, "  "+c.Style.Muted.Render(l))
		}
	}
	return ui.Box(strings.Join(shown, "\n"), w, h)
}

// looksAt reports whether a line is the page that is looked at.
func (b *bench) looksAt(l line) bool {
	if b.steps {
		return l.page == b.cursor
	}
	return l.page == b.at
}

// stepsLine draws a line of the list of steps.
func (r *root) stepsLine(l line, w int) string {
	c, b := r.ctx, r.bench
	if l.page < 0 {
		label := " " + r.stepName(l.step)
		style := c.Style.Plain
		if b.pages[b.at].Step == l.step {
			style = c.Style.Accent
		}
		return r.ends(style, label, r.stepSign(b.stepMark[l.step]), w)
	}
	p := b.pages[l.page]
	sign := " "
	if b.looksAt(l) {
		sign = c.Glyph.Cursor
	}
	number := " " // no digit goes there
	if l.page < b.numbers() {
		number = strconv.Itoa((l.page + 1) % mostNumbers)
	}
	label := sign + number + " " + c.T(p.Title)
	switch {
	case b.detailed() && p.Step > 0:
		label = sign + "  " + c.T(p.Title)
	case b.detailed():
		label = sign + c.T(p.Title)
	}
	m := r.sign(b.mark(l.page))
	switch {
	case l.page == b.cursor && b.steps:
		return c.Style.Selected.Render(ui.Ends(label, ansi.Strip(m), w, c.Glyph.More))
	case l.page == b.at:
		return r.ends(c.Style.Resting, label, m, w)
	}
	return r.ends(c.Style.Plain, label, m, w)
}

// ends is a label in a style with its mark at the right end of w cells.
func (r *root) ends(style lipgloss.Style, label, mark string, w int) string {
	return style.Render(ui.Fit(label, max(0, w-1-ui.Width(mark)), r.ctx.Glyph.More)) + " " + mark
}

// clickSteps goes to what is drawn at a line of the list of steps.
func (r *root) clickSteps(y int) tea.Cmd {
	b := r.bench
	outline := b.outline(r.frame.pane.h - stepsTop)
	i := y - stepsTop + b.top
	if y < stepsTop || i >= len(outline) || !b.steps && !r.screen().Leave() {
		return nil
	}
	if l := outline[i]; l.page >= 0 {
		return r.show(l.page)
	}
	return r.goToStep(outline[i].step)
}

// mostNumbers is how many pages a digit goes to: 0 is the tenth. The others are
// reached by the list of steps and by what is searched for (Ctrl+F).
const mostNumbers = 10

// numbers is how many places of the list of steps a digit goes to.
func (b *bench) numbers() int {
	if b.detailed() {
		return lastStep
	}
	return min(len(b.pages), mostNumbers)
}

// numbered is the number that a key stands for; 0: it goes nowhere.
func (b *bench) numbered(key string) int {
	if len(key) != 1 || key[0] < '0' || key[0] > '9' {
		return 0
	}
	n := int(key[0] - '0')
	if n == 0 {
		n = mostNumbers
	}
	if n > b.numbers() {
		return 0
	}
	return n
}

// goToNumber goes to the page with a number, or to a step of a detailed audit.
func (r *root) goToNumber(n int) tea.Cmd {
	if r.bench.detailed() {
		return r.goToStep(n)
	}
	return r.goTo(r.bench.pages[n-1].ID, "")
}

// goToStep goes to the first page of a step, or to its tasks where it has no
// page of its own.
func (r *root) goToStep(step int) tea.Cmd {
	for _, p := range r.bench.pages {
		if p.Step == step {
			return r.goTo(p.ID, "")
		}
	}
	for _, p := range r.bench.pages {
		if p.Step == ui.Overview {
			return r.goTo(p.ID, task.StepTarget(step))
		}
	}
	return nil
}
