package network

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// stepForm is what is known of a step.
type stepForm struct {
	form
	id    string
	lives []*live
}

func newStepForm(w ui.Work, id string) *stepForm {
	f := &stepForm{form: form{work: w, place: "step." + id}, id: id}
	f.Heading = func(c ui.Context) string {
		s, _ := f.step()
		return c.Name(StepName(s))
	}
	f.Build = f.rows
	f.shape = func() string { return strings.Join(componentsIn(w), " ") }
	f.Stale = func() bool { return f.made != f.shape() }
	f.Gone = func() bool { _, i := f.step(); return i < 0 }
	f.below = func(c ui.Context, width int) []string {
		all := layers(w)
		for len(f.lives) < len(all) {
			f.lives = append(f.lives, &live{})
		}
		var lines []string
		for k, layer := range all {
			f.lives[k].make(w, layer)
			lines = append(lines, stepLines(c, w, f.lives[k], []string{id}, width)...)
		}
		return lines
	}
	return f
}

func (f *stepForm) step() (assess.Step, int) {
	i := stepIndex(f.work.Audit(), f.id)
	if i < 0 {
		return assess.Step{ID: f.id}, -1
	}
	return f.work.Audit().Steps[i], i
}

func (f *stepForm) apply(label, name string, v any, nothing bool) error {
	s, i := f.step()
	if i < 0 {
		return text.M("netpage.gone")
	}
	return f.work.Apply(text.M("netpage.did.edit-step", "what", text.M(label), "step", StepName(s)), Set("step", i, name, v, nothing))
}

func (f *stepForm) figure(label, name, hint, unit string, signed bool, get func(assess.Step) *float64) *widget.Number {
	return f.number(label, name, hint, unit, signed, func() *float64 { s, _ := f.step(); return get(s) }, func(v *float64) error {
		return f.apply(label, name, value(v), v == nil)
	})
}

func (f *stepForm) rows() []widget.Row {
	f.rebuilt()
	a := f.work.Audit()
	rows := []widget.Row{
		f.text("netpage.form.name", "name", "", func() string { s, _ := f.step(); return s.Name }, func(v string) error {
			if v == "" {
				return text.M("netpage.name-wanted")
			}
			return f.apply("netpage.form.name", "name", v, false)
		}),
		&widget.Choice{
			Names: widget.Names{Label: "netpage.form.role", Hint: "netpage.form.role-hint"},
			Options: func(c ui.Context) []widget.Option {
				var all []widget.Option
				for _, id := range []string{"works", "supplies", "disposes"} {
					all = append(all, widget.Option{ID: id, Name: c.Say(text.M("netpage.role." + id))})
				}
				return all
			},
			Get: func() string {
				if s, _ := f.step(); s.Role != "" {
					return s.Role
				}
				return "works"
			},
			Set: func(id string) error { return f.apply("netpage.form.role", "role", id, id == "" || id == "works") },
		},
		f.figure("netpage.form.stock", "stock", "netpage.form.stock-hint", Unit(a), true, func(s assess.Step) *float64 { return s.Stock }),
		f.figure("netpage.form.energy-cost", "energy_cost", "netpage.form.energy-cost-hint", currencyOf(a), false, func(s assess.Step) *float64 { return s.EnergyCost }),
		f.figure("netpage.form.system-cost", "system_cost", "netpage.form.system-cost-hint", currencyOf(a), false, func(s assess.Step) *float64 { return s.SystemCost }),
	}
	if len(componentsIn(f.work)) > 0 {
		rows = append(rows, f.changes())
	}
	return append(rows, f.text("netpage.form.note", "note", "", func() string { s, _ := f.step(); return s.Note }, func(v string) error {
		return f.apply("netpage.form.note", "note", v, v == "")
	}))
}

// changes are the contents that the step makes or uses up.
func (f *stepForm) changes() widget.Row {
	return &widget.Several{
		Names: widget.Names{Label: "netpage.form.changes", Hint: "netpage.form.changes-hint"},
		Options: func(c ui.Context) []widget.Option {
			var all []widget.Option
			ids := componentsIn(f.work)
			s, _ := f.step()
			for _, id := range s.Changes {
				if !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
			}
			for _, id := range ids {
				all = append(all, widget.Option{ID: id, Name: ComponentName(c, f.work, id)})
			}
			return all
		},
		Get: func() []string { s, _ := f.step(); return s.Changes },
		Set: func(ids []string) error { return f.apply("netpage.form.changes", "changes", ids, len(ids) == 0) },
	}
}

// headForm is what holds for the whole network: the unit, what was measured
// when, and how often that goes into a year.
type headForm struct{ form }

func newHeadForm(w ui.Work) *headForm {
	f := &headForm{form{work: w, place: "balance"}}
	f.Heading = func(c ui.Context) string { return c.T("netpage.head") }
	f.Build = f.rows
	return f
}

func (f *headForm) head() assess.Balance {
	if b := f.work.Audit().Balance; b != nil {
		return *b
	}
	return assess.Balance{}
}

func (f *headForm) apply(label, name string, v any, nothing bool) error {
	edit := auditfile.Set("balance."+name, v)
	if nothing {
		edit = auditfile.Unset("balance." + name)
	}
	return f.work.Apply(text.M("netpage.did.edit-head", "what", text.M(label)), edit)
}

func (f *headForm) line(label, name, hint string, get func(assess.Balance) string) *widget.Text {
	return f.text(label, name, hint, func() string { return get(f.head()) }, func(v string) error {
		return f.apply(label, name, v, v == "")
	})
}

func (f *headForm) rows() []widget.Row {
	a := f.work.Audit()
	energy := currencyOf(a) + "/" + EnergyUnit(a)
	return []widget.Row{
		f.line("netpage.form.unit", "unit", "netpage.form.unit-hint", func(b assess.Balance) string { return b.Unit }),
		f.line("netpage.form.basis", "basis", "netpage.form.basis-hint", func(b assess.Balance) string { return b.Basis }),
		f.number("netpage.form.per-year", "per_year", "netpage.form.per-year-hint", "", false, func() *float64 { return f.head().PerYear }, func(v *float64) error {
			if v != nil && *v == 0 {
				return text.M("netpage.not-zero")
			}
			return f.apply("netpage.form.per-year", "per_year", value(v), v == nil)
		}),
		follows(f.work, "netpage.form.costs-follow", "netpage.form.costs-follow-hint", func() string { return f.head().Follows }, func(id string) error {
			return f.apply("netpage.form.costs-follow", "follows", id, id == "")
		}),
		f.line("netpage.form.energy-unit", "energy_unit", "netpage.form.energy-unit-hint", func(b assess.Balance) string { return b.EnergyUnit }),
		f.number("netpage.form.heat-price", "heat_price", "netpage.form.heat-price-hint", energy, false, func() *float64 { return f.head().HeatPrice }, func(v *float64) error {
			return f.apply("netpage.form.heat-price", "heat_price", value(v), v == nil)
		}),
	}
}

// newSheet asks for a new stream: nothing is written before the button.
type newSheet struct {
	form
	from, to, chosen string
	name             *widget.Text
	kinds            *widget.Pick
	made             func(target string)
}

// newStreamSheet begins with the ends of what is selected; made hears of the
// stream.
func newStreamSheet(w ui.Work, at place, made func(target string)) *newSheet {
	f := &newSheet{form: form{work: w, place: "stream.new"}, made: made}
	a := w.Audit()
	if at.step >= 0 {
		f.from = a.Steps[at.step].ID
	} else if at.stream >= 0 {
		f.from, f.to = a.Streams[at.stream].From, a.Streams[at.stream].To
	}
	f.Heading = func(c ui.Context) string { return c.T("netpage.new-stream") }
	f.Build = f.rows
	f.Gone = func() bool {
		a := w.Audit()
		return f.from != "" && stepIndex(a, f.from) < 0 || f.to != "" && stepIndex(a, f.to) < 0
	}
	return f
}

func (f *newSheet) kind() string {
	if f.chosen != "" {
		return f.chosen
	}
	return kindBetween(f.work.Audit(), f.from, f.to)
}

func (f *newSheet) rows() []widget.Row {
	f.name = f.text("netpage.form.name", "name", "netpage.new-name-hint", nil, nil)
	f.kinds = pick("netpage.form.kind", "netpage.new-kind-hint", kinds, f.kind, func(id string) error { f.chosen = id; return nil })
	return []widget.Row{
		f.name,
		pick("netpage.form.from", "", func(c ui.Context) []widget.Option { return places(c, f.work) },
			func() string { return placeID(f.from) }, func(id string) error { f.from = stepOf(id); return nil }),
		pick("netpage.form.to", "", func(c ui.Context) []widget.Option { return places(c, f.work) },
			func() string { return placeID(f.to) }, func(id string) error { f.to = stepOf(id); return nil }),
		f.kinds,
		&widget.Button{Names: widget.Names{Label: "netpage.add-stream"}, Do: f.add},
	}
}

// Update keeps the kind that is proposed in step with the ends.
func (f *newSheet) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	_, cmd := f.form.Update(msg)
	if f.chosen == "" && f.Form.Row() != widget.Row(f.kinds) {
		f.kinds.Load(f.Context)
	}
	return f, cmd
}

func (f *newSheet) add() {
	fail := func(key string, row int) {
		f.Post(ui.Toast{Text: text.M(key), Kind: ui.Warning})
		f.Form.Focus(row)
	}
	name := f.name.Value()
	switch {
	case name == "":
		fail("netpage.name-wanted", 0)
		return
	case f.from == f.to && f.from == "":
		fail("netpage.no-ends", 1)
		return
	case f.from == f.to:
		fail("netpage.same-ends", 2)
		return
	}
	a := f.work.Audit()
	id := FreeID(name, "stream", func(id string) bool { return streamIndex(a, id) >= 0 })
	edits := append(unitEdits(f.work), auditfile.Append("stream", newStream(assess.Stream{ID: id, Name: name, From: f.from, To: f.to, Kind: f.kind()})))
	if !Apply(f.Context, f.work, text.M("netpage.did.add-stream", "stream", name), edits...) {
		return
	}
	f.work.Draft(f.place+".name", "")
	f.made(StreamTarget(id))
	f.Post(ui.Back{})
	f.Post(ui.Push{Screen: newStreamForm(f.work, id)})
}

// Leave has nothing to finish: what is typed here is kept as a draft only.
func (f *newSheet) Leave() bool { return true }
