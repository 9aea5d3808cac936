package cause

import (
	"fmt"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// form is what is said of a cause: every field is written as soon as it is left,
// and is a step of undo of its own. A cause has no id: the form holds on to its
// place in the file, and closes when that holds another one.
type form struct {
	widget.Sheet
	work  ui.Work
	index int
	made  string
}

func newForm(w ui.Work, index int) *form {
	f := &form{work: w, index: index}
	f.Heading = func(c ui.Context) string { return c.T("causepage.form.title") }
	f.Build = f.rows
	f.Stale = func() bool { return f.made != f.shape() }
	f.Gone = func() bool { return f.index >= len(w.Audit().Causes) }
	return f
}

func (f *form) cause() assess.Cause {
	if all := f.work.Audit().Causes; f.index < len(all) {
		return all[f.index]
	}
	return assess.Cause{}
}

func (f *form) shape() string { return fmt.Sprint(f.index, len(f.cause().Why)) }

func (f *form) apply(label, key string, v any, nothing bool) error {
	if f.index >= len(f.work.Audit().Causes) {
		return text.M("netpage.gone")
	}
	return f.work.Apply(text.M("causepage.did.edit", "what", text.M(label), "cause", f.cause().Text), network.Set("cause", f.index, key, v, nothing))
}

func (f *form) text(label, key, hint string, get func() string, set func(string) error) *widget.Text {
	where := "cause." + strconv.Itoa(f.index) + "." + key
	return &widget.Text{
		Names: widget.Names{Label: label, Hint: hint}, Get: get, Set: set,
		Draft: func(typed string) { f.work.Draft(where, typed) }, Drafted: func() string { return f.work.Drafted(where) },
	}
}

func (f *form) rows() []widget.Row {
	f.made = f.shape()
	rows := []widget.Row{
		f.text("causepage.form.text", "text", "", func() string { return f.cause().Text }, func(v string) error {
			if v == "" {
				return text.M("causepage.text-wanted")
			}
			return f.apply("causepage.form.text", "text", v, false)
		}),
		&widget.Pick{
			Names: widget.Names{Label: "causepage.form.group", Hint: "causepage.form.group-hint"}, Rows: 7,
			Options: func(c ui.Context) []widget.Option {
				var all []widget.Option
				for _, g := range f.work.Common().Method.CauseGroups {
					all = append(all, widget.Option{ID: g.ID, Name: g.ID + "  " + c.Name(g.Name), Detail: c.Name(g.Examples)})
				}
				return all
			},
			Get: func() string { return f.cause().Group },
			Set: func(id string) error { return f.apply("causepage.form.group", "group", id, id == "") },
		},
		&widget.Heading{Names: widget.Names{Label: "causepage.form.chain", Hint: "causepage.form.chain-hint"}},
	}
	// One more than there are, so that the chain can grow.
	for i := range max(enough, len(f.cause().Why)+1) {
		rows = append(rows, f.why(i))
	}
	return append(rows,
		&widget.Heading{Names: widget.Names{Label: "causepage.form.proof"}},
		f.text("causepage.form.evidence", "evidence", "causepage.form.evidence-hint", func() string { return f.cause().Evidence }, func(v string) error {
			return f.apply("causepage.form.evidence", "evidence", v, v == "")
		}),
		&widget.Pick{
			Names: widget.Names{Label: "causepage.form.stream"}, Rows: 7, Must: true,
			Options: func(c ui.Context) []widget.Option {
				var all []widget.Option
				for i, s := range f.work.Audit().Streams {
					all = append(all, widget.Option{ID: s.ID, Name: c.Name(network.StreamTitle(f.work.Audit(), i)), Detail: network.KindName(c, s.Kind)})
				}
				return all
			},
			Get: func() string { return f.cause().Stream },
			Set: func(id string) error { return f.apply("causepage.form.stream", "stream", id, id == "") },
		},
	)
}

// why is the i-th answer to "why?". One that is cleared closes the gap.
func (f *form) why(i int) widget.Row {
	get := func() string {
		if all := f.cause().Why; i < len(all) {
			return all[i]
		}
		return ""
	}
	return f.text("causepage.form.why", "why."+strconv.Itoa(i), "causepage.form.why-hint", get, func(v string) error {
		all := slices.Clone(f.cause().Why)
		switch {
		case i < len(all) && v == "":
			all = slices.Delete(all, i, i+1)
		case i < len(all):
			all[i] = v
		case v == "":
			return nil
		default:
			all = append(all, v)
		}
		return f.apply("causepage.form.why", "why", all, len(all) == 0)
	})
}

// Update fills the form in. It returns the form, not the sheet in it.
func (f *form) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	_, cmd := f.Sheet.Update(msg)
	return f, cmd
}
