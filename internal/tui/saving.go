package tui

import (
	"os"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// saveSoon saves after a pause: every edit is in the journal already.
func (r *root) saveSoon() tea.Cmd {
	b := r.bench
	if b == nil {
		return nil
	}
	b.edits++
	return r.opts.Timer(idleSave, idle{b, b.edits})
}

func (r *root) saveNow() tea.Cmd {
	if !r.screen().Leave() {
		return nil
	}
	if r.bench.work.ReadOnly() {
		return r.say(text.M("tui.locked-short"), ui.Warning)
	}
	return r.save(true, false, nil)
}

// save writes the file beside the program. asked: the user wants to hear of it;
// instead: over what somebody else has written.
func (r *root) save(asked, instead bool, then after) tea.Cmd {
	b := r.bench
	b.saving = true
	edits := b.edits
	return func() tea.Msg {
		dirty, at, err := b.work.save(instead)
		return saved{bench: b, edits: edits, dirty: dirty, at: at, err: err, asked: asked, then: then}
	}
}

func (r *root) saved(msg saved) tea.Cmd {
	b := msg.bench
	b.saving = false
	if b != r.bench {
		return nil
	}
	first := b.unsaved == nil
	b.unsaved = msg.err
	if msg.err == nil {
		b.saved = msg.at
		if b.edits == msg.edits {
			b.work.unsaved = msg.dirty
		}
	}
	waited := r.busy != nil && r.busy.saving
	switch {
	case msg.err != nil && (waited || changedOutside(msg.err) && (first || msg.asked)):
		if waited {
			r.busy = nil // keys typed ahead were not meant for this question
		}
		r.open(notSaved(msg))
		return nil
	case msg.err != nil && (first || msg.asked):
		return r.say(text.M("tui.save-failed", "error", messageOf(msg.err)), ui.Failure)
	case msg.err == nil && msg.then != nil:
		r.busy = nil
		return r.proceed(msg.then)
	}
	var cmds []tea.Cmd
	if msg.asked && msg.err == nil {
		cmds = append(cmds, r.say(text.M("tui.saved-to", "path", b.work.Path()), ui.Done))
	}
	if waited {
		cmds = append(cmds, r.resume())
	}
	return tea.Batch(cmds...)
}

// notSaved asks what to do when the file cannot be written.
func notSaved(msg saved) ui.Dialog {
	ask := &ui.Ask{
		Heading: text.M("tui.save-failed-heading"), ComesUp: msg.then == nil,
		Text:    []text.Message{messageOf(msg.err), text.M("tui.save-failed-kept")},
		Choices: []ui.Choice{{Label: "tui.stay"}},
	}
	if changedOutside(msg.err) {
		ask.Choices = append(ask.Choices, ui.Choice{Label: "tui.save-over", Action: over{msg.then}})
	} else {
		ask.Choices = append(ask.Choices, ui.Choice{Label: "tui.retry", Action: retry{msg.then}})
	}
	if msg.then != nil {
		ask.Choices = append(ask.Choices, ui.Choice{Label: "tui.leave-anyway", Action: anyway{msg.then}})
	}
	return ask
}

// quit ends the program; it asks nothing when everything is taken and saved.
func (r *root) quit() tea.Cmd {
	switch {
	case r.asking() && r.frame.small: // the question cannot be seen: asked twice is an answer
		return r.finish(toQuit{})
	case r.asking():
		return nil // the question is on the screen already
	}
	if kept := r.home.Kept(); kept != "" {
		r.ask(&ui.Ask{
			Heading: text.M("tui.create.kept-heading"),
			Text:    []text.Message{text.M("tui.create.kept-ask", "what", kept)},
			Choices: []ui.Choice{{Label: "tui.stay"}, {Label: "tui.create.kept-leave", Action: dropNew{}}},
		})
		return nil
	}
	if r.bench == nil {
		return tea.Quit
	}
	return r.closeFile(toQuit{})
}

// working is the screen that has work under way; nil: none has.
func (r *root) working() ui.Working {
	for _, s := range r.live() {
		if w, ok := s.(ui.Working); ok && !w.Working().Empty() {
			return w
		}
	}
	return nil
}

// abandon stops all work that is under way.
func (r *root) abandon() {
	for w := r.working(); w != nil; w = r.working() {
		w.Abandon()
		if !w.Working().Empty() {
			return // it ends by itself in a moment
		}
	}
}

// closeFile finishes what is being typed, saves, and goes on to what is next.
func (r *root) closeFile(then after) tea.Cmd {
	if w := r.working(); w != nil {
		r.ask(&ui.Ask{
			Heading: text.M("tui.working-heading"),
			Text:    []text.Message{w.Working(), text.M("tui.working-ask")},
			Choices: []ui.Choice{{Label: "tui.stay"}, {Label: "tui.working-leave", Action: abandoned{then}}},
		})
		return nil
	}
	if !r.screen().Leave() {
		r.ask(&ui.Ask{
			Heading: text.M("tui.typing-heading"),
			Text:    []text.Message{text.M("tui.typing")},
			Choices: []ui.Choice{{Label: "tui.stay"}, {Label: "tui.leave-typing", Action: retry{then}}},
		})
		return nil
	}
	return r.finish(then)
}

// finish saves and goes on, without asking the screen.
func (r *root) finish(then after) tea.Cmd {
	if r.bench == nil {
		return r.proceed(then)
	}
	r.remember()
	if r.bench.work.ReadOnly() || !r.bench.work.dirty() {
		return r.proceed(then)
	}
	_, closing := then.(toQuit)
	return r.waitSaving(closing, r.save(false, false, then))
}

// proceed leaves the open audit for what is next.
func (r *root) proceed(then after) tea.Cmd {
	if then == nil { // a question that came up by itself: nobody wanted to leave
		return r.resume()
	}
	if _, ok := then.(toQuit); ok {
		return tea.Quit // Run closes the session
	}
	r.shut()
	if o, ok := then.(toOther); ok {
		return r.openFile(o.path)
	}
	return r.resume()
}

// shut closes the open audit and shows the home screen.
func (r *root) shut() {
	b := r.bench
	if b == nil {
		return
	}
	_ = b.work.locked(func(s *auditfile.Session) error {
		if err := s.Close(); err != nil {
			s.Abandon() // the journal has it; what is wrong was said when saving
		}
		return nil
	})
	if b.copy && b.edits == 0 && r.isCopy(b.work.Path()) {
		os.Remove(b.work.Path())
		r.state.forget(b.work.Path())
	}
	for _, s := range r.live() {
		delete(r.sized, s)
	}
	r.bench, r.over = nil, nil
	r.toast = nil // it spoke of that audit
	r.home.Reload()
	r.home.First()
	r.restyle()
	r.resize()
}
