// Package task is the detailed assessment as a whole: its 18 tasks with their
// states, the choice of the focus, and what the levels of an assessment are.
package task

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/plant"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Page is the list of the tasks. Pages are all pages of the program: what they
// say of themselves tells where a task is done.
func Page(pages func() []ui.Page) ui.Page {
	return ui.Page{
		ID: "tasks", Title: "taskpage.title",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w, pages) },
		State: state,
		Find:  find,
	}
}

// state counts the tasks that the team calls done.
func state(w ui.Work) (done, total int) {
	for _, t := range tasks(w) {
		total++
		if t.State == assess.TaskDone {
			done++
		}
	}
	return done, total
}

func find(w ui.Work) []ui.Hit {
	var hits []ui.Hit
	for _, t := range tasks(w) {
		number := strconv.Itoa(t.Task.Number) + ". "
		name := text.Name{VI: number + t.Task.Name.VI, EN: number + t.Task.Name.EN}
		hits = append(hits, ui.Hit{Name: name, Kind: "taskpage.find", Target: t.Task.ID})
	}
	return hits
}

// tasks are those of the open audit; none where it is a quick one.
func tasks(w ui.Work) []assess.TaskState {
	if r := w.Result(); w.Pack() != nil && r != nil {
		return r.Tasks
	}
	return nil
}

// Sign is how the state of a task is shown in one cell or a few.
func Sign(c ui.Context, state string) string {
	sign, style := sign(c, state)
	return style(sign)
}

func sign(c ui.Context, state string) (string, func(...string) string) {
	switch state {
	case assess.TaskDone:
		return c.Glyph.Done, c.Style.Good.Render
	case assess.TaskReady:
		return c.Glyph.Mark, c.Style.Accent.Render
	case assess.TaskBegun:
		return c.Glyph.Partly, c.Style.Warn.Render
	}
	return c.Glyph.Todo, c.Style.Muted.Render
}

// StepTarget is what the page is shown with to go to a step's first task.
func StepTarget(step int) string { return strconv.Itoa(step) + "." }

// pageOf is the page on which a task is done: the one that is for it first, else
// one that has it among others.
func pageOf(pages []ui.Page, task string) (ui.Page, bool) {
	for _, p := range pages {
		if len(p.Tasks) > 0 && p.Tasks[0] == task {
			return p, true
		}
	}
	i := slices.IndexFunc(pages, func(p ui.Page) bool { return slices.Contains(p.Tasks, task) })
	if i < 0 {
		return ui.Page{}, false
	}
	return pages[i], true
}

// entry finds what the team has noted of a task: the last entry, should the file
// have several.
func entry(a *assess.Audit, id string) (at int, e assess.Task, ok bool) {
	for i, t := range a.Tasks {
		if t.ID == id {
			at, e, ok = i, t, true
		}
	}
	return at, e, ok
}

// change is the edit that makes the entry of a task another one. An entry that
// says nothing any more goes; nil where nothing changes.
func change(a *assess.Audit, id string, make func(*assess.Task)) []auditfile.Edit {
	at, before, ok := entry(a, id)
	after := before
	after.ID = id
	make(&after)
	if !ok {
		if after == (assess.Task{ID: id}) {
			return nil
		}
		return []auditfile.Edit{auditfile.Append("task", append(tomldoc.Table{{Key: "id", Value: id}}, fields(after)...))}
	}
	if after == (assess.Task{ID: id}) {
		return []auditfile.Edit{auditfile.Remove("task", at+1)}
	}
	var edits []auditfile.Edit
	path := func(key string) string { return tomldoc.Path("task", at+1, key) }
	set := func(key string, changed, nothing bool, v any) {
		switch {
		case !changed:
		case nothing:
			edits = append(edits, auditfile.Unset(path(key)))
		default:
			edits = append(edits, auditfile.Set(path(key), v))
		}
	}
	set("done", after.Done != before.Done, false, after.Done)
	set("responsible", after.Responsible != before.Responsible, after.Responsible == "", after.Responsible)
	set("date", after.Date != before.Date, after.Date.IsZero(), after.Date)
	set("note", after.Note != before.Note, after.Note == "", after.Note)
	return edits
}

// fields are what an entry states beside its number.
func fields(t assess.Task) tomldoc.Table {
	var table tomldoc.Table
	add := func(key string, stated bool, v any) {
		if stated {
			table = append(table, tomldoc.Field{Key: key, Value: v})
		}
	}
	add("done", t.Done, t.Done)
	add("responsible", t.Responsible != "", t.Responsible)
	add("date", !t.Date.IsZero(), t.Date)
	add("note", t.Note != "", t.Note)
	return table
}

// The fields of an entry that are typed, in the order of Tab.
var typed = [...]string{"responsible", "date", "note"}

// typedValue is a field of an entry as it is typed.
func typedValue(t assess.Task, field string) string {
	switch field {
	case "responsible":
		return t.Responsible
	case "note":
		return t.Note
	}
	if t.Date.IsZero() {
		return ""
	}
	two := func(n int) string { return strings.TrimPrefix(strconv.Itoa(100+n), "1") }
	return two(t.Date.Day) + "/" + two(t.Date.Month) + "/" + strconv.Itoa(t.Date.Year)
}

// take puts what was typed into an entry, or says what is wrong with it.
func take(t *assess.Task, field, value string) error {
	switch field {
	case "responsible":
		t.Responsible = value
	case "note":
		t.Note = value
	default:
		t.Date = quantity.Date{}
		if value == "" {
			return nil
		}
		d, err := plant.ParseDate(value)
		if err != nil {
			return err
		}
		t.Date = d
	}
	return nil
}
