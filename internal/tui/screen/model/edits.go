package model

import (
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// The answers of the dialogs.
type (
	// freeze writes a model of a flow.
	freeze struct {
		flow string
		assess.Model
	}
	unfreeze struct{ flow string }
	// name adds a model to those that are looked at.
	name struct{ spec baseline.Spec }
)

// actions is what can be done with the model of a flow, on the page and on the
// flow's own screen.
type actions struct{ work ui.Work }

func (s actions) baseline(flow string) *assess.Baseline {
	return baselineOf(phrase.Result(s.work), flow)
}

// do carries a dialog's answer out, and reports whether it was one.
func (s actions) do(c ui.Context, msg any) bool {
	switch msg := msg.(type) {
	case freeze:
		s.freeze(c, msg)
	case unfreeze:
		if b := s.baseline(msg.flow); b != nil && b.Frozen != nil {
			s.apply(c, text.M("modelpage.did.unfreeze", "flow", b.Flow.Name), auditfile.Remove("model", b.FrozenAt+1))
		}
	default:
		return false
	}
	return true
}

func (s actions) apply(c ui.Context, label text.Message, edits ...auditfile.Edit) {
	if err := s.work.Apply(label, edits...); err != nil {
		c.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
		return
	}
	c.Post(ui.Toast{Text: text.M("formdialog.written", "what", label), Kind: ui.Done})
}

func (s actions) locked(c ui.Context) bool {
	if s.work.ReadOnly() {
		c.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
		return true
	}
	return false
}

// askFreeze asks for what a frozen model must say: why, who, and, where wanted,
// the months that it is fitted on.
func (s actions) askFreeze(c ui.Context, b *assess.Baseline, spec baseline.Spec, monthsFirst bool) {
	if s.locked(c) {
		return
	}
	flow := b.Flow.ID
	reason, by, from, to := "", s.work.Audit().Settings.Auditor, "", ""
	if b.Frozen != nil {
		reason = b.Frozen.Reason
		if b.Frozen.By != "" {
			by = b.Frozen.By
		}
		if p := b.Frozen.Period; len(p) == 2 {
			from, to = typedMonth(p[0]), typedMonth(p[1])
		}
		if b.Stale || !inForce(b, spec) {
			reason = "" // it was given for other data or another model
		}
	}
	line := func(label, hint string, v *string) widget.Row {
		where := "model." + flow + "." + strings.TrimPrefix(label, "modelpage.form.")
		return &widget.Text{
			Names: widget.Names{Label: label, Hint: hint}, Get: func() string { return *v },
			Set:   func(typed string) error { *v = typed; return nil },
			Draft: func(typed string) { s.work.Draft(where, typed) }, Drafted: func() string { return s.work.Drafted(where) },
		}
	}
	why := []widget.Row{line("modelpage.form.reason", "modelpage.form.reason-hint", &reason), line("modelpage.form.by", "", &by)}
	span := []widget.Row{line("modelpage.form.from", "modelpage.form.from-hint", &from), line("modelpage.form.to", "modelpage.form.to-hint", &to)}
	rows, heading, whyAt, spanAt := append(why, span...), text.M("modelpage.form.freeze"), 0, 2
	if monthsFirst {
		rows, heading, whyAt, spanAt = append(span, why...), text.M("modelpage.form.months"), 2, 0
	}
	c.Post(ui.Open{Dialog: &widget.FormDialog{
		Heading: heading, Text: text.M("modelpage.form.said", "flow", b.Flow.Name, "model", describe(c, b, spec)), Rows: rows, Button: "modelpage.form.save",
		Accept: func() (ui.Action, int, error) {
			period, row, err := readPeriod(from, to)
			if err != nil {
				return nil, spanAt + row, err
			}
			if strings.TrimSpace(reason) == "" {
				return nil, whyAt, text.M("modelpage.form.no-reason")
			}
			b := s.baseline(flow)
			if b == nil {
				return nil, 0, text.M("result.gone")
			}
			t := b.Try(spec, period)
			if t.Fit == nil {
				return nil, spanAt, t.Refused
			}
			now := c.Now()
			return freeze{flow, assess.Model{
				Flow: flow, Form: string(spec.Form), Drivers: spec.Drivers, Intercept: &spec.Intercept, Period: period,
				Reason: strings.TrimSpace(reason), By: strings.TrimSpace(by),
				Date: quantity.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}, Data: t.Data, Proposed: b.Proposes(spec),
			}}, 0, nil
		},
	}})
}

func typedMonth(iso string) string {
	if m, err := quantity.ParseMonth(iso); err == nil {
		return phrase.TypedMonth(m)
	}
	return iso
}

// readPeriod reads the first and last month; both empty: the phase before. It
// says which of the two is wrong.
func readPeriod(from, to string) (period []string, row int, err error) {
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if from == "" && to == "" {
		return nil, 0, nil
	}
	first, err := phrase.ParseMonth(from)
	if err != nil {
		return nil, 0, err
	}
	last, err := phrase.ParseMonth(to)
	if err != nil {
		return nil, 1, err
	}
	if last.Before(first) {
		return nil, 1, text.M("modelpage.form.reversed")
	}
	return []string{first.String(), last.String()}, 0, nil
}

// fields are what a model states, in the order in which it is written.
func fields(m assess.Model) tomldoc.Table {
	t := tomldoc.Table{{Key: "flow", Value: m.Flow}}
	add := func(key string, v any, stated bool) {
		if stated {
			t = append(t, tomldoc.Field{Key: key, Value: v})
		}
	}
	add("form", m.Form, m.Form != "")
	add("drivers", m.Drivers, len(m.Drivers) > 0)
	if m.Intercept != nil {
		add("intercept", *m.Intercept, true)
	}
	add("period", m.Period, len(m.Period) > 0)
	add("reason", m.Reason, m.Reason != "")
	add("by", m.By, m.By != "")
	add("date", m.Date, !m.Date.IsZero())
	add("data", m.Data, m.Data != "")
	add("proposed", true, m.Proposed)
	return t
}

func (s actions) freeze(c ui.Context, x freeze) {
	b := s.baseline(x.flow)
	if b == nil {
		return
	}
	index := -1
	var old tomldoc.Table
	if b.Frozen != nil {
		index, old = b.FrozenAt, fields(*b.Frozen)
	}
	s.apply(c, text.M("modelpage.did.freeze", "flow", b.Flow.Name), phrase.Rewrite("model", index, old, fields(x.Model))...)
}

func (s actions) askUnfreeze(c ui.Context, b *assess.Baseline) {
	switch {
	case s.locked(c):
	case b == nil || b.Frozen == nil:
		c.Post(ui.Toast{Text: text.M("modelpage.not-frozen"), Kind: ui.Info})
	default:
		c.Post(ui.Open{Dialog: &ui.Ask{
			Heading: text.M("modelpage.form.unfreeze"),
			Text:    []text.Message{text.M("modelpage.form.unfreeze-ask", "flow", b.Flow.Name, "reason", b.Frozen.Reason)},
			Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "modelpage.form.unfreeze-yes", Action: unfreeze{b.Flow.ID}}},
		}})
	}
}

// askName lets the user name a model: any drivers, with a fixed part or without.
func askName(c ui.Context, b *assess.Baseline) {
	drivers := []string{assess.OutputDriver}
	if b.Fit != nil {
		drivers = slices.Clone(b.Fit.Spec.Drivers)
	}
	intercept := "yes"
	rows := []widget.Row{
		&widget.Several{
			Names: widget.Names{Label: "modelpage.form.drivers", Hint: "modelpage.form.drivers-hint"},
			Options: func(c ui.Context) []widget.Option {
				var all []widget.Option
				for _, d := range b.Drivers {
					all = append(all, widget.Option{ID: d.ID, Name: c.T("modelpage.driver", "name", d.Name, "n", d.Months)})
				}
				return all
			},
			Get: func() []string { return drivers }, Set: func(ids []string) error { drivers = ids; return nil },
		},
		&widget.Choice{
			Names: widget.Names{Label: "modelpage.form.intercept", Hint: "modelpage.form.intercept-hint"},
			Options: func(c ui.Context) []widget.Option {
				return []widget.Option{{ID: "yes", Name: c.T("modelpage.form.yes")}, {ID: "no", Name: c.T("modelpage.form.no")}}
			},
			Get: func() string { return intercept }, Set: func(id string) error {
				if id != "" {
					intercept = id
				}
				return nil
			},
		},
	}
	c.Post(ui.Open{Dialog: &widget.FormDialog{
		Heading: text.M("modelpage.form.name"), Text: text.M("modelpage.form.name-said"), Rows: rows, Button: "modelpage.form.look",
		Accept: func() (ui.Action, int, error) {
			spec := baseline.Spec{Form: baseline.Regression, Drivers: slices.Clone(drivers), Intercept: intercept == "yes"}
			if len(drivers) == 0 {
				return nil, 0, text.M("modelpage.form.no-driver")
			}
			if t := b.Try(spec, period(b)); t.Fit == nil {
				return nil, 0, t.Refused
			}
			return name{spec}, 0, nil
		},
	}})
}
