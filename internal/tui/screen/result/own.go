package result

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// own is the form of the plant's own norm. Its fields hang together, so it is
// written as a whole, and not before it says where it comes from.
type own struct {
	widget.Sheet
	work  ui.Work
	flow  assess.FlowInfo
	per   text.Name
	norm  assess.Reference
	saved assess.Reference
}

// The rows of the form that a refusal leads back to.
const (
	rowBest   = 1
	rowUnit   = 5
	rowSource = 6
)

func newOwn(w ui.Work, flow string) *own {
	o := &own{work: w}
	if i, ok := indicator(phrase.Result(w), flow); ok {
		o.flow, o.per = i.Flow, i.Per
	} else {
		o.flow = assess.FlowInfo{ID: flow, Name: text.Both(flow), Scale: benchmark.MoreIsWorse}
	}
	if r, ok := reference(w.Audit(), flow); ok && r.Row == "" {
		o.norm = r
	}
	o.norm.Flow = flow
	if o.norm.Unit == "" {
		o.norm.Unit = o.flow.Unit
	}
	o.saved = o.norm
	o.Heading = func(c ui.Context) string {
		return c.T("result.own-of", "flow", phrase.FlowName(c, w.Pack(), w.Common(), flow))
	}
	o.Build = o.rows
	o.Done = o.save
	return o
}

func (o *own) rows() []widget.Row {
	place := func(label string) string {
		return "reference." + o.flow.ID + "." + strings.TrimPrefix(label, "result.own.")
	}
	bound := func(label string, v **float64) widget.Row {
		where := place(label)
		return &widget.Number{
			Names: widget.Names{Label: label},
			Get:   func() *float64 { return *v },
			Set: func(n *float64) error {
				*v = n
				return nil
			},
			Unit:  func() string { return o.norm.Unit },
			Draft: func(typed string) { o.work.Draft(where, typed) }, Drafted: func() string { return o.work.Drafted(where) },
		}
	}
	line := func(label, hint string, v *string) widget.Row {
		where := place(label)
		return &widget.Text{
			Names: widget.Names{Label: label, Hint: hint},
			Get:   func() string { return *v },
			Set: func(typed string) error {
				*v = typed
				return nil
			},
			Draft: func(typed string) { o.work.Draft(where, typed) }, Drafted: func() string { return o.work.Drafted(where) },
		}
	}
	hint := "result.own.hint"
	if o.flow.Scale == benchmark.MoreIsBetter {
		hint = "result.own.hint-better"
	}
	return []widget.Row{
		&widget.Heading{Names: widget.Names{Hint: hint}},
		bound("result.own.best", &o.norm.Best),
		bound("result.own.typical-low", &o.norm.TypicalLow),
		bound("result.own.typical-high", &o.norm.TypicalHigh),
		bound("result.own.poor", &o.norm.Poor),
		line("result.own.unit", "result.own.unit-hint", &o.norm.Unit),
		line("result.own.source", "result.own.source-hint", &o.norm.Source),
		&widget.Button{Names: widget.Names{Label: "result.own.save", Hint: "result.own.save-hint"}, Do: o.save},
	}
}

// dirty reports whether something was filled in that is not written.
func (o *own) dirty() bool {
	same := func(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }
	a, b := o.norm, o.saved
	return o.Form.Typing() || a.Unit != b.Unit || a.Source != b.Source || !same(a.Best, b.Best) || !same(a.TypicalLow, b.TypicalLow) ||
		!same(a.TypicalHigh, b.TypicalHigh) || !same(a.Poor, b.Poor)
}

// giveUp is the answer that the norm shall not be written.
type giveUp struct{}

// Update fills the form in. Esc asks before it gives up what is not written.
func (o *own) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	if _, ok := msg.(giveUp); ok {
		o.norm = o.saved
		if row := o.Form.Row(); row != nil {
			row.Revert() // its draft too
		}
		o.Post(ui.Back{})
		return o, nil
	}
	if key, ok := msg.(tea.KeyPressMsg); ok && ui.KeyName(key) == "esc" && o.dirty() {
		o.Post(ui.Open{Dialog: &ui.Ask{
			Heading: text.M("result.own.unsaved-heading"), Text: []text.Message{text.M("result.own.unsaved")},
			Choices: []ui.Choice{{Label: "result.own.go-on"}, {Label: "result.own.give-up", Action: giveUp{}}},
		}})
		return o, nil
	}
	_, cmd := o.Sheet.Update(msg)
	return o, cmd
}

// Leave does not let go of a norm that is filled in and not written.
func (o *own) Leave() bool {
	if !o.Form.Leave(o.Context) {
		return false
	}
	if o.dirty() {
		o.Post(ui.Toast{Text: text.M("result.own.unsaved"), Kind: ui.Warning})
		return false
	}
	return true
}

// refuse says what the norm lacks, and goes to where it is filled in.
func (o *own) refuse(row int, why text.Message) {
	o.Form.Focus(row)
	o.Post(ui.Toast{Text: why, Kind: ui.Failure})
}

// save writes the norm, as one step of undo.
func (o *own) save() {
	if !o.Form.Leave(o.Context) {
		return
	}
	n := o.norm
	n.Source = strings.TrimSpace(n.Source)
	bounds := benchmark.Bounds{Best: n.Best, TypicalLow: n.TypicalLow, TypicalHigh: n.TypicalHigh, Poor: n.Poor}
	unit, err := o.Units.Find(n.Unit)
	switch {
	case !bounds.Known():
		o.refuse(rowBest, text.M("result.own.no-bounds"))
		return
	case !inOrder(bounds, o.flow.Scale):
		o.refuse(rowBest, text.M("result.own.order"))
		return
	case err != nil:
		o.refuse(rowUnit, text.M("pages.not-changed", "reason", err))
		return
	case n.Source == "":
		o.refuse(rowSource, text.M("result.own.no-source"))
		return
	}
	n.Unit = unit.Symbol
	if i, ok := tried(o.work, n.Flow, n); ok && i.Status == assess.NoBasis {
		o.refuse(rowUnit, i.Reason)
		return
	}
	label := text.M("result.did.own", "flow", o.flow.Name)
	if err := o.work.Apply(label, refer(o.work.Audit(), n)...); err != nil {
		failed(o.Context, err)
		return
	}
	o.norm, o.saved = n, n
	o.Post(ui.Toast{Text: text.M("result.changed", "what", label), Kind: ui.Done})
	o.Post(ui.Back{})
}
