package option

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// The answers of the dialogs.
type (
	// giveUp drops an option with a reason.
	giveUp struct{ id, reason string }
	// askReason asks for the reason first.
	askReason struct{ id string }
	// remove takes an option out of the file.
	remove struct{ id string }
	// begin makes an option of the team's own.
	begin struct{ name string }
)

// actions is what can be done with options, on the list and on the option's
// own screen.
type actions struct {
	work ui.Work
}

// do carries a dialog's answer out, and reports whether it was one. It returns
// the id of an option that is new.
func (s actions) do(c ui.Context, msg any) (made string, done bool) {
	switch msg := msg.(type) {
	case giveUp:
		s.giveUp(c, msg.id, msg.reason)
	case askReason:
		s.askReason(c, msg.id)
	case remove:
		s.remove(c, msg.id)
	case begin:
		return s.begin(c, msg.name), true
	default:
		return "", false
	}
	return "", true
}

func (s actions) apply(c ui.Context, label text.Message, edits ...auditfile.Edit) bool {
	if err := s.work.Apply(label, edits...); err != nil {
		c.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
		return false
	}
	return true
}

// locked says that nothing can be changed.
func (s actions) locked(c ui.Context) bool {
	if s.work.ReadOnly() {
		c.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
		return true
	}
	return false
}

// adopt takes an option up, or one that was dropped up again.
func (s actions) adopt(c ui.Context, it item) {
	if s.locked(c) {
		return
	}
	label := text.M("options.did.adopt", "option", it.name())
	switch {
	case it.dropped():
		way := "study"
		if it.known != nil {
			way = screening(*it.known)
		}
		fields := []tomldoc.Field{{Key: "status", Value: s.first(way)}}
		if it.taken.Screening == "rejected" {
			fields = append(fields, tomldoc.Field{Key: "screening", Value: way})
		}
		if it.taken.Reason != "" {
			fields = append(fields, tomldoc.Field{Key: "reason"})
		}
		if !s.apply(c, label, sets(it.index, fields...)...) {
			return
		}
	case it.taken != nil:
		c.Post(ui.Toast{Text: text.M("options.already"), Kind: ui.Info})
		return
	case it.known != nil:
		o := taken(c, *it.known)
		o.Status = s.first(o.Screening)
		if !s.apply(c, label, adds(o)) {
			return
		}
	}
	c.Post(ui.Toast{Text: text.M("options.adopted", "option", it.name()), Kind: ui.Done})
}

// first is the status of an option that is taken up. In a detailed assessment it
// is an idea until the team has screened it, studied it and chosen a set.
func (s actions) first(screening string) string {
	if s.work.Audit().Settings.Level == ui.Detailed {
		return "idea"
	}
	return statusOf(screening)
}

// drop gives an option up: with a reason, or out of the file where the team has
// added nothing to it.
func (s actions) drop(c ui.Context, it item) {
	switch {
	case s.locked(c):
	case it.dropped():
		c.Post(ui.Toast{Text: text.M("options.is-dropped"), Kind: ui.Info})
	case it.taken != nil && untouched(*it.taken, it.known) && !needed(s.work.Audit(), it.id):
		c.Post(ui.Open{Dialog: &ui.Ask{
			Heading: text.M("options.drop-heading"),
			Text:    []text.Message{text.M("options.drop-ask", "option", it.name())},
			Choices: []ui.Choice{
				{Label: "tui.cancel"},
				{Label: "options.drop-remove", Action: remove{it.id}},
				{Label: "options.drop-keep", Action: askReason{it.id}},
			},
		}})
	default:
		s.askReason(c, it.id)
	}
}

func (s actions) askReason(c ui.Context, id string) {
	it, ok := itemOf(s.work, id)
	if !ok {
		return
	}
	c.Post(ui.Open{Dialog: &widget.Prompt{
		Heading: text.M("options.drop-heading"), Text: text.M("options.drop-why", "option", it.name()),
		Accept: func(typed string) (ui.Action, error) {
			if typed == "" {
				return nil, text.M("options.reason-wanted")
			}
			return giveUp{id, typed}, nil
		},
	}})
}

func (s actions) giveUp(c ui.Context, id, reason string) {
	it, ok := itemOf(s.work, id)
	if !ok {
		return
	}
	label := text.M("options.did.drop", "option", it.name())
	if it.taken != nil {
		s.apply(c, label, sets(it.index, tomldoc.Field{Key: "reason", Value: reason}, tomldoc.Field{Key: "status", Value: "dropped"})...)
		return
	}
	o := taken(c, *it.known)
	o.Screening, o.Status, o.Reason = "rejected", "dropped", reason
	s.apply(c, label, adds(o))
}

func (s actions) remove(c ui.Context, id string) {
	it, ok := itemOf(s.work, id)
	if !ok || it.taken == nil {
		return
	}
	s.apply(c, text.M("options.did.remove", "option", it.name()), auditfile.Remove("option", it.index+1))
}

// propose asks for the name of an option of the team's own.
func (s actions) propose(c ui.Context) {
	if s.locked(c) {
		return
	}
	c.Post(ui.Open{Dialog: &widget.Prompt{
		Heading: text.M("options.own-heading"), Text: text.M("options.own-ask"),
		Accept: func(typed string) (ui.Action, error) {
			if strings.TrimSpace(typed) == "" {
				return nil, text.M("options.name-wanted")
			}
			return begin{typed}, nil
		},
	}})
}

// begin makes an option of the team's own and returns its id, "" if it could
// not.
func (s actions) begin(c ui.Context, name string) string {
	o := assess.Option{ID: idOf(s.work, name), Name: name, Screening: "study", Status: "idea"}
	if !s.apply(c, text.M("options.did.own", "option", name), adds(o)) {
		return ""
	}
	return o.ID
}

// edit opens the form of an option that is taken up.
func (s actions) edit(c ui.Context, it item) {
	switch {
	case s.locked(c):
	case it.taken == nil:
		c.Post(ui.Toast{Text: text.M("options.adopt-first"), Kind: ui.Info})
	default:
		if s.work.Audit().Settings.Level == ui.Detailed {
			c.Post(ui.Push{Screen: Sheet(s.work, it.id, General)})
			return
		}
		c.Post(ui.Push{Screen: newForm(s.work, it.id)})
	}
}
