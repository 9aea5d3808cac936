package task

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// wide is the width from which on the list and the task stand side by side.
const wide = 110

// blocks are the steps and their tasks.
func (s *screen) blocks() []widget.Block {
	var blocks []widget.Block
	all := tasks(s.work)
	step := 0
	for _, t := range all {
		if t.Task.Step != step {
			blocks = append(blocks, s.stepBlock(all, t.Task.Step, step == 0))
			step = t.Task.Step
		}
		blocks = append(blocks, widget.Block{ID: t.Task.ID, Draw: func(w int, selected bool) []string {
			return []string{s.row(t, w, selected)}
		}})
	}
	return blocks
}

// stepBlock is the heading of a step: its name, and how many of its tasks are
// done.
func (s *screen) stepBlock(all []assess.TaskState, step int, first bool) widget.Block {
	return widget.Block{Draw: func(w int, selected bool) []string {
		done, total := 0, 0
		for _, t := range all {
			if t.Task.Step == step {
				total++
				if t.State == assess.TaskDone {
					done++
				}
			}
		}
		name := s.T("taskpage.step-heading", "number", step, "name", stepName(s.work.Common(), step))
		return widget.Head(s.Context, first, name, strconv.Itoa(done)+"/"+strconv.Itoa(total)).Draw(w, selected)
	}}
}

func stepName(c *benchmark.Common, number int) text.Name {
	for _, st := range c.Method.Steps {
		if st.Number == number {
			return st.Name
		}
	}
	return text.Name{}
}

// stands says in a few words how far a task is.
func (s *screen) stands(t assess.TaskState) text.Message {
	n := len(t.Missing)
	switch {
	case t.State == assess.TaskDone && n > 0:
		return text.M("taskpage.state.done-missing", "count", n)
	case t.State == assess.TaskBegun:
		return text.M("taskpage.state.begun", "count", n)
	}
	return text.M("taskpage.state." + t.State)
}

func (s *screen) row(t assess.TaskState, w int, selected bool) string {
	mark := widget.Mark(s.Context, selected)
	sign, style := sign(s.Context, t.State)
	number := ui.FitRight(strconv.Itoa(t.Task.Number), 2, "") + " "
	if !selected {
		sign = style(sign)
	}
	right := s.Say(s.stands(t))
	room := w - ui.Width(mark) - ui.Width(sign) - 1 - ui.Width(number)
	said := s.Name(t.Task.Name)
	if n := ui.Width(right); room > n+24 {
		said = ui.Fit(said, room-n-2, s.Glyph.More) + "  "
	} else {
		said, right = ui.Fit(said, room, s.Glyph.More), ""
	}
	return widget.Line(s.Context, selected, w,
		widget.Span{Text: mark}, widget.Span{Text: sign + " "}, widget.Span{Text: number, Style: s.Style.Muted},
		widget.Span{Text: said}, widget.Span{Text: right, Style: s.Style.Muted})
}

func (s *screen) View() string {
	s.cursor = nil
	if len(tasks(s.work)) == 0 {
		key := "taskpage.none"
		if s.work.Pack() == nil {
			key = "pages.no-pack"
		}
		return ui.Box("\n"+strings.Join(widget.Prose(s.T(key), s.W-1, 1, nil), "\n"), s.W, s.H)
	}
	s.stack.Set(s.blocks())
	top := s.progress(s.W)
	s.head = len(top)
	h := max(0, s.H-s.head)
	if s.W >= wide {
		s.left = s.W / 2
		list := s.stack.View(s.left, h, s.Context)
		body := ui.Beside(list, widget.Wall(s.Context, h), s.detail(s.W-s.left-1, h, s.left+1, s.head))
		return ui.Box(strings.Join(top, "\n")+"\n"+body, s.W, s.H)
	}
	below := min(10, max(4, h/2))
	s.left = s.W
	list := max(0, h-below-1)
	lines := append(top, s.stack.View(s.W, list, s.Context), widget.Rule(s.Context, s.W, ""))
	lines = append(lines, s.detail(s.W, below, 0, s.head+list+1))
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

func (s *screen) Cursor() *tea.Cursor { return widget.Bar(s.cursor) }

// progress says how many tasks are done, and how many only wait for the mark.
func (s *screen) progress(w int) []string {
	done, total := state(s.work)
	ready := 0
	for _, t := range tasks(s.work) {
		if t.State == assess.TaskReady {
			ready++
		}
	}
	said := s.T("taskpage.progress", "done", done, "total", total)
	if ready > 0 {
		said += "  " + s.Glyph.Sep + "  " + s.T("taskpage.progress-ready", "count", ready)
	}
	if s.work.ReadOnly() {
		said = s.T("pages.read-only-mark") + "  " + s.Glyph.Sep + "  " + said
	}
	line := " " + s.Style.Strong.Render(ui.Cut(said, w-1, s.Glyph.More))
	if cells := min(18, w-ui.Width(line)-2); cells >= 6 && total > 0 {
		full := cells * done / total
		bar := s.Style.Good.Render(strings.Repeat(s.Glyph.Full, full)) + s.Style.Muted.Render(strings.Repeat(s.Glyph.Light, cells-full))
		line = ui.Ends(line, bar+" ", w, s.Glyph.More)
	}
	return widget.Headed(s.Context, s.H, w, ui.Fit(line, w, s.Glyph.More))
}

// detail is the present task, as much of it as there is room for. Its top left is
// at x, y of the screen.
func (s *screen) detail(w, h, x, y int) string {
	t, ok := s.current()
	if !ok || w < 4 || h < 1 {
		return ui.Box("", w, h)
	}
	inner := w - 2
	if s.typing == "" {
		lines := widget.Most(s.about(t, inner), h, inner, s.Glyph.More)
		return ui.Box(" "+strings.Join(lines, "\n "), w, h)
	}
	lines := []string{s.Style.Accent.Render(ui.Cut(s.taskName(t.Task), inner, s.Glyph.More))}
	column := 0
	for _, field := range typed {
		column = max(column, ui.Width(s.Say(text.M("taskpage.field."+field)))+2)
	}
	for _, field := range typed {
		label := ui.Fit(s.Say(text.M("taskpage.field."+field))+":", column, "")
		if field != s.typing {
			lines = append(lines, s.Style.Muted.Render(label)+ui.Cut(ui.CleanLine(typedValue(t.Entry, field)), inner-column, s.Glyph.More))
			continue
		}
		drawn, at := s.field.View(max(1, inner-column), true, s.Context)
		if len(lines) < h {
			s.cursor = &tea.Position{X: x + 1 + column + at, Y: y + len(lines)}
		}
		lines = append(lines, label+drawn)
	}
	return ui.Box(" "+strings.Join(lines, "\n "), w, h)
}

// taskName is a task with its number.
func (s *screen) taskName(t benchmark.Task) string {
	return strconv.Itoa(t.Number) + ". " + s.Name(t.Name)
}

// about is everything about a task: how far it is, what it lacks, what it builds
// on and why, what the team noted, what it records, and where the words come
// from.
func (s *screen) about(t assess.TaskState, w int) []string {
	f := phrase.NewFacts(s.Context, w)
	f.Head(s.taskName(t.Task))
	sign, style := sign(s.Context, t.State)
	f.Lines = append(f.Lines, " "+style(sign)+" "+ui.Cut(s.Say(s.stands(t)), w-3, s.Glyph.More))
	for _, m := range t.Missing {
		f.Lines = append(f.Lines, widget.Bullet(" "+s.Glyph.Warn, s.Say(m), w, s.Style.Warn.Render)...)
	}
	f.Add("taskpage.field.responsible", ui.CleanLine(t.Entry.Responsible))
	if !t.Entry.Date.IsZero() {
		f.Add("taskpage.field.date", s.Date(t.Entry.Date))
	}
	f.Add("taskpage.field.note", ui.CleanLine(t.Entry.Note))
	if p, ok := pageOf(s.pages(), t.Task.ID); ok {
		f.Add("taskpage.label.where", s.T(p.Title))
	}
	f.Add("taskpage.label.records", s.Name(t.Task.Records))
	f.Lines = append(f.Lines, s.needs(t, w)...)
	f.Gap()
	f.Note(s.T("taskpage.label.words"))
	for _, src := range s.work.Common().Method.Sources {
		if src.ID == t.Task.Source {
			f.Document(src, text.Name{})
		}
	}
	if note := s.Name(t.Task.Note); note != "" {
		f.Note(note)
	}
	return f.Lines
}

// needs says what a task builds on, and which of that is not there yet.
func (s *screen) needs(t assess.TaskState, w int) []string {
	var lines []string
	for _, id := range t.Task.Needs {
		need, ok := s.task(id)
		if !ok {
			continue
		}
		sign, style := sign(s.Context, need.State)
		lines = append(lines, " "+style(sign)+" "+ui.Cut(s.T("taskpage.needs", "task", s.taskName(need.Task)), w-3, s.Glyph.More))
		lines = append(lines, widget.Prose(s.T("taskpage.needs-why", "records", need.Task.Records), w, 3, s.Style.Muted.Render)...)
	}
	if len(t.Waits) > 0 {
		lines = append(lines, widget.Bullet(" "+s.Glyph.Info, s.T("taskpage.waits"), w, s.Style.Warn.Render)...)
	}
	return lines
}

// reader shows everything about a task over the list.
func (s *screen) reader(id string) ui.Screen {
	return &widget.Reader{
		Heading: func(c ui.Context) string {
			t, _ := s.task(id)
			return c.T("taskpage.reader", "number", t.Task.Number)
		},
		Lines: func(c ui.Context, w int) []string {
			t, ok := s.task(id)
			if !ok {
				return nil
			}
			drawn := *s
			drawn.Context = c
			return drawn.about(t, min(w, ui.Measure))
		},
	}
}
