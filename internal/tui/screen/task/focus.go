package task

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// FocusPage is the choice of the focus of the assessment and of the next one.
func FocusPage() ui.Page {
	return ui.Page{
		ID: "focus", Title: "taskpage.focus.title",
		New: func(_ ui.Context, w ui.Work) ui.Screen {
			f := &focus{work: w}
			f.stack.Set(f.blocks())
			f.stack.Select(chosen(w.Audit(), false))
			return f
		},
		State: func(w ui.Work) (done, total int) {
			if chosen(w.Audit(), false) != "" {
				done++
			}
			return done, 1
		},
		Find: func(w ui.Work) []ui.Hit {
			var hits []ui.Hit
			for _, c := range candidates(w) {
				hits = append(hits, ui.Hit{Name: c.Name, Kind: "taskpage.focus.find", Target: c.Step})
			}
			return hits
		},
	}
}

// chosen is the step that is the focus, or the next one; "" while there is none.
func chosen(a *assess.Audit, next bool) string {
	switch {
	case a.Focus == nil:
		return ""
	case next:
		return a.Focus.Next
	}
	return a.Focus.Step
}

// reason is why it was chosen.
func reason(a *assess.Audit, next bool) string {
	switch {
	case a.Focus == nil:
		return ""
	case next:
		return a.Focus.NextReason
	}
	return a.Focus.Reason
}

func ranking(w ui.Work) *assess.FocusRanking {
	if r := phrase.Result(w); r != nil {
		return r.Focus
	}
	return nil
}

func candidates(w ui.Work) []assess.FocusCandidate {
	if f := ranking(w); f != nil {
		return f.Candidates
	}
	return nil
}

// focus is the table of the candidates.
type focus struct {
	ui.Base
	work  ui.Work
	stack widget.Stack
	head  int // lines above the table, as drawn last
}

// choice answers the question for the reason.
type choice struct {
	step, reason string
	next         bool
}

func (f *focus) Title() string { return f.T("taskpage.focus.title") }

func (f *focus) Keys() []ui.Binding {
	c, ok := f.current()
	if !ok {
		return nil
	}
	next := ui.Binding{Keys: []string{"f6", "n"}, Help: "taskpage.focus.key.next"}
	if c.Step == chosen(f.work.Audit(), false) {
		next.Off = text.M("taskpage.focus.is-focus")
	}
	keys := []ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		{Keys: []string{"enter"}, Help: "taskpage.focus.key.choose"},
		next,
		{Keys: []string{"f5", "w"}, Help: "taskpage.focus.key.why"},
	}
	if a := f.work.Audit(); c.Step == chosen(a, false) || c.Step == chosen(a, true) {
		keys = append(keys, ui.Binding{Keys: []string{"delete"}, Help: "tui.key.clear", Minor: true})
	}
	return keys
}

func (f *focus) current() (assess.FocusCandidate, bool) {
	for _, c := range candidates(f.work) {
		if c.Step == f.stack.Selected() {
			return c, true
		}
	}
	return assess.FocusCandidate{}, false
}

func (f *focus) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	f.stack.Set(f.blocks())
	switch msg := msg.(type) {
	case ui.Show:
		f.stack.Select(msg.Target)
	case choice:
		f.choose(msg)
	case tea.MouseClickMsg:
		f.stack.Click(msg.Y - f.head)
	case tea.MouseWheelMsg:
		f.stack.Update(msg)
	case tea.KeyPressMsg:
		f.key(msg)
	}
	return f, nil
}

func (f *focus) key(msg tea.KeyPressMsg) {
	c, ok := f.current()
	if !ok {
		return
	}
	switch strings.ToLower(ui.KeyName(msg)) {
	case "enter":
		f.ask(c, false)
	case "f6", "n":
		if c.Step == chosen(f.work.Audit(), false) {
			f.Post(ui.Toast{Text: text.M("taskpage.focus.is-focus"), Kind: ui.Info})
			return
		}
		f.ask(c, true)
	case "f5", "w":
		f.Post(ui.Push{Screen: f.reader(c.Step)})
	case "delete":
		f.clear(c.Step)
	default:
		f.stack.Update(msg)
	}
}

// ask asks why the step is chosen. What speaks for it most stands there already.
func (f *focus) ask(c assess.FocusCandidate, next bool) {
	if f.work.ReadOnly() {
		f.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
		return
	}
	heading := "taskpage.focus.choose"
	if next {
		heading = "taskpage.focus.choose-next"
	}
	p := &widget.Prompt{
		Heading: text.M(heading, "step", c.Name), Text: text.M("taskpage.focus.why-new"),
		Accept: func(typed string) (ui.Action, error) {
			if typed == "" {
				return nil, text.M("taskpage.focus.needs-reason")
			}
			return choice{c.Step, typed, next}, nil
		},
	}
	said := f.speaksFor(c)
	if chosen(f.work.Audit(), next) == c.Step {
		said = reason(f.work.Audit(), next)
	}
	if said != "" {
		p.Text = text.M("taskpage.focus.why-ask")
	}
	p.Field.SetValue(said)
	f.Post(ui.Open{Dialog: p})
}

// speaksFor are the figures that speak for a step, in words.
func (f *focus) speaksFor(c assess.FocusCandidate) string {
	var said []string
	for _, m := range c.Reasons {
		if !strings.HasPrefix(m.Key, "focus.no-") && !strings.HasPrefix(m.Key, "focus.without-") {
			said = append(said, f.Say(m))
		}
	}
	return strings.Join(said, " ")
}

// keys are where a focus stands in the file.
func keys(next bool) (step, reason string) {
	if next {
		return "focus.next", "focus.next_reason"
	}
	return "focus.step", "focus.reason"
}

func (f *focus) choose(c choice) {
	step, why := keys(c.next)
	label := "taskpage.focus.did"
	if c.next {
		label = "taskpage.focus.did-next"
	}
	edits := []auditfile.Edit{auditfile.Set(step, c.step), auditfile.Set(why, c.reason)}
	if chosen(f.work.Audit(), !c.next) == c.step { // the next focus has become the focus
		edits = append(edits, f.cleared(!c.next)...)
	}
	f.apply(text.M(label, "step", stepOf(f.work, c.step)), edits...)
}

// clear takes a choice of the step back.
func (f *focus) clear(id string) {
	var edits []auditfile.Edit
	for _, next := range []bool{false, true} {
		if chosen(f.work.Audit(), next) != id {
			continue
		}
		edits = append(edits, f.cleared(next)...)
	}
	if len(edits) > 0 {
		f.apply(text.M("taskpage.focus.did-clear", "step", stepOf(f.work, id)), edits...)
	}
}

// cleared are the edits that take a choice and its reason back.
func (f *focus) cleared(next bool) []auditfile.Edit {
	step, why := keys(next)
	edits := []auditfile.Edit{auditfile.Unset(step)}
	if reason(f.work.Audit(), next) != "" {
		edits = append(edits, auditfile.Unset(why))
	}
	return edits
}

func (f *focus) apply(label text.Message, edits ...auditfile.Edit) {
	if err := f.work.Apply(label, edits...); err != nil {
		f.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
	}
}

// stepOf is the name of a step of the audit or of its pack.
func stepOf(w ui.Work, id string) text.Name {
	for _, c := range candidates(w) {
		if c.Step == id {
			return c.Name
		}
	}
	if p := w.Pack(); p != nil {
		if st, ok := p.Step(id); ok {
			return st.Name
		}
	}
	return text.Both(id)
}
