package option

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/plant"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// form is what the team states of an option: every field is written as soon as
// it is left, and is a step of undo of its own.
type form struct {
	widget.Sheet
	work ui.Work
	id   string
	made string // what the rows were made for

	pending []string       // flows that are shown before anything is stated of them
	at      map[string]int // row of the percentage of a flow
	added   string         // the flow added last: its row is next
}

func newForm(w ui.Work, id string) *form {
	f := &form{work: w, id: id}
	f.Heading = func(c ui.Context) string {
		if it, ok := itemOf(w, id); ok {
			return c.T("options.form.title", "option", it.name())
		}
		return ""
	}
	f.Build = f.rows
	f.Stale = func() bool { return f.made != f.shape() }
	f.Gone = func() bool { it, ok := itemOf(w, id); return !ok || it.taken == nil }
	return f
}

// option is the option as it is now.
func (f *form) option() assess.Option {
	if it, ok := itemOf(f.work, f.id); ok && it.taken != nil {
		return *it.taken
	}
	return assess.Option{ID: f.id}
}

// shape is what decides which rows there are.
func (f *form) shape() string {
	o := f.option()
	return strings.Join(f.shown(), " ") + fmt.Sprint(o.Status == "dropped", o.Screening == "rejected", o.Reason != "")
}

// shown are the flows that have rows: those of which something is stated, those
// that the published option saves, those that were added here.
func (f *form) shown() []string {
	var all []string
	add := func(flow string) {
		if flow != "" && !slices.Contains(all, flow) {
			all = append(all, flow)
		}
	}
	for _, s := range f.option().Saves {
		add(s.Flow)
	}
	if it, ok := itemOf(f.work, f.id); ok && it.known != nil {
		for _, flow := range it.known.Saves {
			add(flow)
		}
	}
	for _, flow := range f.pending {
		add(flow)
	}
	return all
}

// set gives a key of the option a value, nil for none.
func (f *form) set(label, key string, v any) error {
	it, ok := itemOf(f.work, f.id)
	if !ok || it.taken == nil {
		return text.M("options.gone")
	}
	return f.work.Apply(text.M("options.did.edit", "what", text.M(label), "option", it.name()), sets(it.index, tomldoc.Field{Key: key, Value: v})...)
}

func (f *form) place(key string) string { return "option." + f.id + "." + key }

func (f *form) rows() []widget.Row {
	f.made = f.shape()
	it, _ := itemOf(f.work, f.id)
	rows := []widget.Row{
		f.text("options.form.name", "", func() string { return f.option().Name }, func(v string) error {
			if v == "" {
				return text.M("options.name-wanted")
			}
			return f.set("options.form.name", "name", v)
		}),
		f.status(),
		f.screening(),
	}
	if o := f.option(); it.dropped() || o.Reason != "" {
		rows = append(rows, f.text("options.form.reason", "", func() string { return f.option().Reason }, func(v string) error {
			if v == "" && f.option().Screening == "rejected" {
				return text.M("options.reason-wanted")
			}
			return f.set("options.form.reason", "reason", none(v, v == ""))
		}))
	}
	rows = append(rows, &widget.Heading{Names: widget.Names{Label: "options.form.saves", Hint: f.savesHint(it)}})
	f.at = map[string]int{}
	for _, flow := range f.shown() {
		f.at[flow] = len(rows) + 1
		rows = append(rows, f.saving(flow)...)
	}
	rows = append(rows, f.flows(), &widget.Heading{Names: widget.Names{Label: "options.form.money"}},
		f.money("options.form.investment", func(o assess.Option) *float64 { return o.Investment }),
		f.money("options.form.annual-cost", func(o assess.Option) *float64 { return o.AnnualCost }),
		&widget.Heading{Names: widget.Names{Label: "options.form.doing"}},
		f.line("options.form.responsible", "", func(o assess.Option) string { return o.Responsible }),
		f.date("options.form.start", func(o assess.Option) quantity.Date { return o.Start }),
		f.date("options.form.done", func(o assess.Option) quantity.Date { return o.Done }),
		f.money("options.form.spent", func(o assess.Option) *float64 { return o.Spent }),
		f.line("options.form.note", "", func(o assess.Option) string { return o.Note }),
	)
	if it.known == nil {
		rows = append(rows, &widget.Heading{Names: widget.Names{Label: "options.form.place"}}, f.step(), f.category())
	}
	return rows
}

// savesHint says where percentages of a published option come from.
func (f *form) savesHint(it item) string {
	if it.known == nil {
		return ""
	}
	r, ok := phrase.Published(*it.known)
	switch {
	case !ok:
		return "options.form.saves-none"
	case !it.known.SavingOf.Empty():
		return "options.form.saves-part"
	case r.Low != r.High:
		return "options.form.saves-middle"
	}
	return ""
}

// none is the value, or nil, which removes the key, where there is nothing to
// state.
func none(v any, nothing bool) any {
	if nothing {
		return nil
	}
	return v
}

func (f *form) text(label, hint string, get func() string, set func(string) error) *widget.Text {
	where := f.place(key(label))
	return &widget.Text{
		Names: widget.Names{Label: label, Hint: hint}, Get: get, Set: set,
		Draft: func(typed string) { f.work.Draft(where, typed) }, Drafted: func() string { return f.work.Drafted(where) },
	}
}

// key is the key of the file for the label of a row.
func key(label string) string {
	return strings.ReplaceAll(strings.TrimPrefix(label, "options.form."), "-", "_")
}

func (f *form) line(label, hint string, get func(assess.Option) string) *widget.Text {
	return f.text(label, hint, func() string { return get(f.option()) }, func(v string) error {
		return f.set(label, key(label), none(v, v == ""))
	})
}

func (f *form) number(label, where string, get func() *float64, set func(*float64) error) *widget.Number {
	return &widget.Number{
		Names: widget.Names{Label: label}, Get: get,
		Set: func(v *float64) error {
			if v != nil && *v < 0 {
				return text.M("options.negative")
			}
			return set(v)
		},
		Draft: func(typed string) { f.work.Draft(where, typed) }, Drafted: func() string { return f.work.Drafted(where) },
	}
}

func (f *form) money(label string, get func(assess.Option) *float64) *widget.Number {
	n := f.number(label, f.place(key(label)), func() *float64 { return get(f.option()) }, func(v *float64) error {
		if v == nil {
			return f.set(label, key(label), nil)
		}
		return f.set(label, key(label), *v)
	})
	n.Unit = func() string { return currency(f.work) }
	return n
}

func (f *form) date(label string, get func(assess.Option) quantity.Date) *widget.Text {
	return f.text(label, "options.form.date-hint", func() string {
		d := get(f.option())
		if d.IsZero() {
			return ""
		}
		return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
	}, func(v string) error {
		if v == "" {
			return f.set(label, key(label), nil)
		}
		d, err := plant.ParseDate(v)
		if err != nil {
			return err
		}
		o := f.option()
		if key(label) == "start" && !o.Done.IsZero() && o.Done.Before(d) || key(label) == "done" && !o.Start.IsZero() && d.Before(o.Start) {
			return text.M("options.dates-reversed")
		}
		if d.Year < 1990 || d.Year > 2100 {
			return text.M("options.year")
		}
		return f.set(label, key(label), d)
	})
}

func (f *form) status() *widget.Choice {
	return &widget.Choice{
		Names: widget.Names{Label: "options.form.status"},
		Options: func(c ui.Context) []widget.Option {
			ids := []string{"idea", "planned", "doing", "done"}
			if f.option().Status == "dropped" {
				ids = append(ids, "dropped")
			}
			var all []widget.Option
			for _, id := range ids {
				all = append(all, widget.Option{ID: id, Name: c.Say(text.M("options.status." + id))})
			}
			return all
		},
		Get: func() string { return f.option().Status },
		Set: func(id string) error {
			if id == "" {
				return nil // an option always has one
			}
			return f.set("options.form.status", "status", id)
		},
	}
}

func (f *form) screening() *widget.Choice {
	return &widget.Choice{
		Names: widget.Names{Label: "options.form.screening"},
		Options: func(c ui.Context) []widget.Option {
			ids := []string{"now", "study"}
			if f.option().Screening == "rejected" {
				ids = append(ids, "rejected")
			}
			var all []widget.Option
			for _, id := range ids {
				all = append(all, widget.Option{ID: id, Name: screeningName(c, f.work, id)})
			}
			return all
		},
		Get: func() string { return f.option().Screening },
		Set: func(id string) error {
			if id == "" {
				return nil
			}
			return f.set("options.form.screening", "screening", id)
		},
	}
}

// saving is the rows of what the option saves of a flow: a percentage of the
// plant's flow or an amount a year, not both. With neither, nothing is stated.
func (f *form) saving(flow string) []widget.Row {
	find := func() (int, assess.Saving) {
		all := f.option().Saves
		i := slices.IndexFunc(all, func(s assess.Saving) bool { return s.Flow == flow })
		if i < 0 {
			return -1, assess.Saving{}
		}
		return i, all[i]
	}
	write := func(label string, change func(*assess.Saving)) error {
		i, s := find()
		all := slices.Clone(f.option().Saves)
		s.Flow = flow
		change(&s)
		switch stated := s.Percent != nil || s.Amount != nil; {
		case stated && i < 0:
			all = append(all, s)
		case stated:
			all[i] = s
		case i < 0:
			return nil
		default:
			all = slices.Delete(all, i, i+1)
			f.pend(flow) // its rows stay, to be filled in again
		}
		return f.set(label, "saves", savingTables(all))
	}
	percent := f.number("options.form.percent", f.place("saves."+flow+".percent"), func() *float64 { _, s := find(); return s.Percent }, func(v *float64) error {
		if v != nil && *v > 100 {
			return text.M("options.over-100")
		}
		return write("options.form.percent", func(s *assess.Saving) {
			if v != nil && s.Amount != nil { // the ends were in the other unit
				s.Amount, s.Low, s.High = nil, nil, nil
			}
			s.Percent = v
		})
	})
	percent.Unit = func() string { return "%" }
	amount := f.number("options.form.amount", f.place("saves."+flow+".amount"), func() *float64 { _, s := find(); return s.Amount }, func(v *float64) error {
		return write("options.form.amount", func(s *assess.Saving) {
			if v != nil && s.Percent != nil {
				s.Percent, s.Low, s.High = nil, nil, nil
			}
			s.Amount = v
		})
	})
	amount.Unit = func() string { return flowOf(f.work, flow).Unit }
	return []widget.Row{&said{name: flowOf(f.work, flow).Name}, percent, amount}
}

// pend keeps rows for a flow of which nothing is stated.
func (f *form) pend(flow string) {
	if !slices.Contains(f.pending, flow) {
		f.pending = append(f.pending, flow)
	}
}

// said is a row that only names the flow of the rows below it.
type said struct {
	widget.Heading
	name text.Name
}

func (s *said) View(w, _ int, _ bool, c ui.Context) ([]string, *tea.Position) {
	return []string{"  " + c.Style.Muted.Render(ui.Cut(c.Name(s.name), w-2, c.Glyph.More))}, nil
}

// flows is the row that adds a flow to what the option saves, or takes one out.
func (f *form) flows() *widget.Pick {
	return &widget.Pick{
		Names: widget.Names{Label: "options.form.flows", Hint: "options.form.flows-hint"}, Rows: 6,
		Options: func(c ui.Context) []widget.Option {
			p := f.work.Pack()
			if p == nil {
				return nil
			}
			have := f.shown()
			var in, out []widget.Option
			for _, flow := range assess.Flows(f.work.Audit(), p, f.work.Common()) {
				o := widget.Option{ID: flow.ID, Name: c.T("options.form.add-flow", "flow", flow.Name), Search: flow.Name.VI + " " + flow.Name.EN}
				if slices.Contains(have, flow.ID) {
					o.Name = c.T("options.form.drop-flow", "flow", flow.Name)
					in = append(in, o)
				} else {
					out = append(out, o)
				}
			}
			return append(out, in...)
		},
		Get: func() string { return "" },
		Set: func(id string) error {
			if !slices.Contains(f.shown(), id) {
				f.pend(id)
				f.added = id
				return nil
			}
			f.pending = slices.DeleteFunc(f.pending, func(flow string) bool { return flow == id })
			all := slices.DeleteFunc(slices.Clone(f.option().Saves), func(s assess.Saving) bool { return s.Flow == id })
			if len(all) == len(f.option().Saves) {
				return nil
			}
			return f.set("options.form.flows", "saves", savingTables(all))
		},
	}
}

func (f *form) step() *widget.Pick {
	return &widget.Pick{
		Names: widget.Names{Label: "options.form.step"}, Rows: 5,
		Options: func(c ui.Context) []widget.Option {
			var all []widget.Option
			for _, s := range f.work.Audit().Steps {
				all = append(all, widget.Option{ID: s.ID, Name: ui.CleanLine(s.Name)})
			}
			if p := f.work.Pack(); p != nil && len(all) == 0 {
				for _, s := range p.Steps {
					all = append(all, widget.Option{ID: s.ID, Name: c.Name(s.Name)})
				}
			}
			return all
		},
		Get: func() string { return f.option().Step },
		Set: func(id string) error { return f.set("options.form.step", "step", none(id, id == "")) },
	}
}

func (f *form) category() *widget.Pick {
	return &widget.Pick{
		Names: widget.Names{Label: "options.form.category"}, Rows: 8,
		Options: func(c ui.Context) []widget.Option {
			var all []widget.Option
			for _, k := range f.work.Common().Method.OptionCategories {
				all = append(all, widget.Option{ID: k.ID, Name: c.Name(k.Name)})
			}
			return all
		},
		Get: func() string { return f.option().Category },
		Set: func(id string) error { return f.set("options.form.category", "category", none(id, id == "")) },
	}
}

// Update fills the form in. It returns the form, not the sheet in it.
func (f *form) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	_, cmd := f.Sheet.Update(msg)
	if f.Stale() {
		f.Rebuild()
	}
	if row, ok := f.at[f.added]; ok {
		f.Form.Focus(row)
		f.added = ""
	}
	return f, cmd
}
