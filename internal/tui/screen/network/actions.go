package network

import (
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// The answers of the dialogs.
type (
	dropStep struct {
		id   string
		join bool // what came in goes on to the next step
	}
	dropStream struct{ id string }
	nameStep   struct{ name string }
)

// actions is what can be done with the network.
type actions struct{ work ui.Work }

// do carries a dialog's answer out, and reports whether it was one. It returns
// the target to stand on.
func (s actions) do(c ui.Context, msg any) (target string, done bool) {
	a := s.work.Audit()
	switch msg := msg.(type) {
	case dropStep:
		if i := stepIndex(a, msg.id); i >= 0 {
			edits, near := stepEdits(a, i, msg.join), besideStep(a, i)
			if Apply(c, s.work, text.M("netpage.did.remove-step", "step", StepName(a.Steps[i])), edits...) {
				return near, true
			}
		}
	case dropStream:
		if i := streamIndex(a, msg.id); i >= 0 {
			near := besideStream(a, i)
			if Apply(c, s.work, text.M("netpage.did.remove-stream", "stream", StreamName(a.Streams[i])), with(a, []int{i}).edits()...) {
				return near, true
			}
		}
	case nameStep:
		id := FreeID(msg.name, "step", func(id string) bool { return stepIndex(a, id) >= 0 })
		edits := append(unitEdits(s.work), auditfile.Append("step", stepTable(assess.Step{ID: id, Name: msg.name})))
		if Apply(c, s.work, text.M("netpage.did.add-step", "step", msg.name), edits...) {
			return StepTarget(id), true
		}
	default:
		return "", false
	}
	return "", true
}

// fromTemplate begins with the sector's usual network.
func (s actions) fromTemplate(c ui.Context) {
	p := s.work.Pack()
	if p == nil || Locked(c, s.work) {
		return
	}
	if Apply(c, s.work, text.M("netpage.did.template", "sector", p.Sector.Name), template(s.work, p)...) {
		c.Post(ui.Toast{Text: text.M("netpage.template-made"), Kind: ui.Done})
	}
}

// addStep asks for the name of a new step.
func (s actions) addStep(c ui.Context) {
	if Locked(c, s.work) {
		return
	}
	c.Post(ui.Open{Dialog: &widget.Prompt{
		Heading: text.M("netpage.step-heading"), Text: text.M("netpage.step-ask"),
		Accept: func(typed string) (ui.Action, error) {
			if strings.TrimSpace(typed) == "" {
				return nil, text.M("netpage.name-wanted")
			}
			return nameStep{typed}, nil
		},
	}})
}

// addStream asks what runs from where to where.
func (s actions) addStream(c ui.Context, at place, made func(target string)) {
	switch {
	case Locked(c, s.work):
	case len(s.work.Audit().Steps) == 0:
		c.Post(ui.Toast{Text: text.M("netpage.step-first"), Kind: ui.Info})
	default:
		c.Post(ui.Push{Screen: newStreamSheet(s.work, at, made)})
	}
}

// edit opens the form of what is selected.
func (s actions) edit(c ui.Context, at place) {
	a := s.work.Audit()
	switch {
	case at.step < 0 && at.stream < 0:
	case Locked(c, s.work):
	case at.step >= 0:
		c.Post(ui.Push{Screen: newStepForm(s.work, a.Steps[at.step].ID)})
	default:
		c.Post(ui.Push{Screen: newStreamForm(s.work, a.Streams[at.stream].ID)})
	}
}

func (s actions) editHead(c ui.Context) {
	if !Locked(c, s.work) {
		c.Post(ui.Push{Screen: newHeadForm(s.work)})
	}
}

// remove asks before something goes, and says what goes with it.
func (s actions) remove(c ui.Context, at place) {
	a := s.work.Audit()
	ask := func(question text.Message, also []text.Message, choices ...ui.Choice) {
		c.Post(ui.Open{Dialog: &ui.Ask{
			Heading: text.M("netpage.remove-heading"), Text: append([]text.Message{question}, also...),
			Choices: append([]ui.Choice{{Label: "tui.cancel"}}, choices...),
		}})
	}
	switch {
	case at.step < 0 && at.stream < 0:
	case Locked(c, s.work):
	case at.step >= 0:
		x := a.Steps[at.step]
		in, out := touching(a, x.ID)
		touch := slices.Concat(in, out)
		var names []text.Name
		goes := with(a, touch)
		for _, i := range goes.streams {
			names = append(names, StreamName(a.Streams[i]))
		}
		var also []text.Message
		if len(names) > 0 {
			also = append(also, text.M("netpage.remove-streams", "n", len(names), "streams", names))
		}
		also = append(also, goes.said()...)
		choices := []ui.Choice{{Label: "netpage.remove", Action: dropStep{id: x.ID}}}
		if in, out := through(a, x.ID); in >= 0 {
			also = append(also, text.M("netpage.remove-joins", "stream", StreamName(a.Streams[in]), "step", StepName(a.Steps[stepIndex(a, a.Streams[out].To)])))
			choices = append(choices, ui.Choice{Label: "netpage.remove-join", Letter: "n", Action: dropStep{id: x.ID, join: true}})
		}
		ask(text.M("netpage.remove-step", "step", StepName(x)), also, choices...)
	default:
		x := a.Streams[at.stream]
		ask(text.M("netpage.remove-stream", "stream", StreamName(x)), with(a, []int{at.stream}).said(), ui.Choice{Label: "netpage.remove", Action: dropStream{x.ID}})
	}
}

// said names what goes with the streams.
func (t taken) said() []text.Message {
	var also []text.Message
	if n := len(t.causes); n > 0 {
		also = append(also, text.M("netpage.remove-causes", "n", n))
	}
	if n := len(t.options); n > 0 {
		also = append(also, text.M("netpage.remove-options", "n", n))
	}
	return also
}

// reorder moves a step up or down in the list.
func (s actions) reorder(c ui.Context, at place, by int) {
	a := s.work.Audit()
	to := at.step + by
	switch {
	case at.step < 0:
		c.Post(ui.Toast{Text: text.M("netpage.only-steps-move"), Kind: ui.Info})
	case Locked(c, s.work), to < 0, to >= len(a.Steps):
	default:
		Apply(c, s.work, text.M("netpage.did.move-step", "step", StepName(a.Steps[at.step])), moveEdits(a, at.step, to)...)
	}
}
