package network

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// streamForm is what is known of a stream: every field is written as soon as it
// is left, and is a step of undo of its own.
type streamForm struct {
	form
	id      string
	pending []string       // contents that have rows before anything is stated
	at      map[string]int // row of a content
	added   string         // the content added last: its row is next
	lives   []*live
}

func newStreamForm(w ui.Work, id string) *streamForm {
	f := &streamForm{form: form{work: w, place: "stream." + id}, id: id}
	f.Heading = func(c ui.Context) string {
		s, _ := f.stream()
		return c.Name(StreamName(s))
	}
	f.Build = f.rows
	f.shape = func() string { s, _ := f.stream(); return fmt.Sprint(f.shown(), s.EnergyOnly, s.From, s.To, s.Kind) }
	f.Stale = func() bool { return f.made != f.shape() }
	f.Gone = func() bool { _, i := f.stream(); return i < 0 }
	f.below = f.balances
	f.next = func() int {
		row, ok := f.at[f.added]
		f.added = ""
		if !ok {
			return -1
		}
		return row
	}
	return f
}

func (f *streamForm) stream() (assess.Stream, int) {
	i := streamIndex(f.work.Audit(), f.id)
	if i < 0 {
		return assess.Stream{ID: f.id}, -1
	}
	return f.work.Audit().Streams[i], i
}

func (f *streamForm) apply(label string, edits ...func(index int) auditfile.Edit) error {
	s, i := f.stream()
	if i < 0 {
		return text.M("netpage.gone")
	}
	var all []auditfile.Edit
	for _, e := range edits {
		all = append(all, e(i))
	}
	return f.work.Apply(text.M("netpage.did.edit-stream", "what", text.M(label), "stream", StreamName(s)), all...)
}

func key(name string, v any, nothing bool) func(int) auditfile.Edit {
	return func(i int) auditfile.Edit { return Set("stream", i, name, v, nothing) }
}

func (f *streamForm) line(label, name, hint string, get func(assess.Stream) string) *widget.Text {
	return f.text(label, name, hint, func() string { s, _ := f.stream(); return get(s) }, func(v string) error {
		return f.apply(label, key(name, v, v == ""))
	})
}

func (f *streamForm) figure(label, name, hint, unit string, get func(assess.Stream) *float64) *widget.Number {
	return f.number(label, name, hint, unit, false, func() *float64 { s, _ := f.stream(); return get(s) }, func(v *float64) error {
		return f.apply(label, key(name, value(v), v == nil))
	})
}

func value(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

// shown are the contents that have rows.
func (f *streamForm) shown() []string {
	s, _ := f.stream()
	all := componentsOf(f.work, s)
	for _, id := range f.pending {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

func (f *streamForm) rows() []widget.Row {
	f.rebuilt()
	a := f.work.Audit()
	s, _ := f.stream()
	unit := Unit(a)
	heading := func(label string) widget.Row { return &widget.Heading{Names: widget.Names{Label: label}} }
	var rows []widget.Row
	if !s.EnergyOnly {
		rows = append(rows,
			f.figure("netpage.form.amount", "amount", "netpage.form.amount-hint", unit, func(s assess.Stream) *float64 { return s.Amount }),
			f.figure("netpage.form.uncertainty", "uncertainty", "netpage.form.uncertainty-hint", "%", func(s assess.Stream) *float64 { return s.Uncertainty }),
		)
	}
	rows = append(rows, f.quality())
	if !s.EnergyOnly {
		rows = append(rows, heading("netpage.form.contents"))
		f.at = map[string]int{}
		for _, id := range f.shown() {
			f.at[id] = len(rows) + 1
			rows = append(rows, f.content(id)...)
		}
		rows = append(rows, f.contents())
	}
	rows = append(rows, heading("netpage.form.place"),
		f.text("netpage.form.name", "name", "", func() string { s, _ := f.stream(); return s.Name }, func(v string) error {
			if v == "" {
				return text.M("netpage.name-wanted")
			}
			return f.apply("netpage.form.name", key("name", v, false))
		}),
		f.end("netpage.form.from", "from", func(s assess.Stream) string { return s.From }),
		f.end("netpage.form.to", "to", func(s assess.Stream) string { return s.To }),
		f.kind(), f.flow(),
		heading("netpage.form.money"),
		f.figure("netpage.form.price", "price", "netpage.form.price-hint", currencyOf(a)+"/"+unit, func(s assess.Stream) *float64 { return s.Price }),
		f.figure("netpage.form.treatment", "treatment", "netpage.form.treatment-hint", currencyOf(a)+"/"+unit, func(s assess.Stream) *float64 { return s.Treatment }),
		follows(f.work, "netpage.form.follows", "netpage.form.follows-hint", func() string { s, _ := f.stream(); return s.Follows }, func(id string) error {
			return f.apply("netpage.form.follows", key("follows", id, id == ""))
		}),
		heading("netpage.form.energy-of"),
		f.figure("netpage.form.energy", "energy", "netpage.form.energy-hint", EnergyUnit(a), func(s assess.Stream) *float64 { return s.Energy }),
		f.figure("netpage.form.energy-uncertainty", "energy_uncertainty", "", "%", func(s assess.Stream) *float64 { return s.EnergyUncertainty }),
		f.energyOnly(),
		f.line("netpage.form.note", "note", "", func(s assess.Stream) string { return s.Note }),
	)
	return rows
}

func (f *streamForm) quality() widget.Row {
	return &widget.Choice{
		Names: widget.Names{Label: "netpage.form.quality", Hint: "netpage.form.quality-hint"},
		Options: func(c ui.Context) []widget.Option {
			var all []widget.Option
			for _, q := range f.work.Common().Method.Qualities {
				all = append(all, widget.Option{ID: q.ID, Name: c.Name(q.Name) + " ±" + c.Number(q.UncertaintyPercent, 1) + " %"})
			}
			return all
		},
		Get: func() string { s, _ := f.stream(); return s.Quality },
		Set: func(id string) error { return f.apply("netpage.form.quality", key("quality", id, id == "")) },
	}
}

// end is the row of an end of the stream: a step, or the outside.
func (f *streamForm) end(label, name string, get func(assess.Stream) string) widget.Row {
	return pick(label, "", func(c ui.Context) []widget.Option { return places(c, f.work) },
		func() string { s, _ := f.stream(); return placeID(get(s)) },
		func(id string) error {
			step := stepOf(id)
			return f.apply(label, key(name, step, step == ""))
		})
}

// outsideID stands for the outside in lists, where no choice has the id "".
const outsideID = "\x00outside"

func placeID(step string) string {
	if step == "" {
		return outsideID
	}
	return step
}

func stepOf(id string) string {
	if id == outsideID {
		return ""
	}
	return id
}

// places are the outside and the steps.
func places(c ui.Context, w ui.Work) []widget.Option {
	all := []widget.Option{{ID: outsideID, Name: c.T("netpage.outside")}}
	for i, s := range w.Audit().Steps {
		all = append(all, widget.Option{ID: s.ID, Name: strconv.Itoa(i+1) + ". " + c.Name(StepName(s))})
	}
	return all
}

func (f *streamForm) kind() widget.Row {
	return pick("netpage.form.kind", "", kinds, func() string { s, _ := f.stream(); return s.Kind }, func(id string) error {
		return f.apply("netpage.form.kind", key("kind", id, id == ""))
	})
}

func kinds(c ui.Context) []widget.Option {
	var all []widget.Option
	for _, k := range Kinds() {
		all = append(all, widget.Option{ID: k, Name: KindName(c, k)})
	}
	return all
}

func (f *streamForm) flow() widget.Row {
	return pick("netpage.form.flow", "netpage.form.flow-hint", func(c ui.Context) []widget.Option {
		p := f.work.Pack()
		if p == nil {
			return nil
		}
		var all []widget.Option
		for _, x := range assess.Flows(f.work.Audit(), p, f.work.Common()) {
			all = append(all, widget.Option{ID: x.ID, Name: c.Name(x.Name), Search: x.ID + " " + x.Name.VI + " " + x.Name.EN})
		}
		return all
	}, func() string { s, _ := f.stream(); return s.Flow }, func(id string) error {
		return f.apply("netpage.form.flow", key("flow", id, id == ""))
	})
}

// follows is a row with the contents of the network.
func follows(w ui.Work, label, hint string, get func() string, set func(string) error) widget.Row {
	return pick(label, hint, func(c ui.Context) []widget.Option {
		var all []widget.Option
		for _, id := range componentsIn(w) {
			all = append(all, widget.Option{ID: id, Name: ComponentName(c, w, id), Search: id})
		}
		return all
	}, get, set)
}

func (f *streamForm) energyOnly() widget.Row {
	return &widget.Choice{
		Names: widget.Names{Label: "netpage.form.energy-only", Hint: "netpage.form.energy-only-hint"},
		Options: func(c ui.Context) []widget.Option {
			return []widget.Option{{ID: "no", Name: c.T("netpage.no")}, {ID: "yes", Name: c.T("netpage.yes")}}
		},
		Get: func() string {
			if s, _ := f.stream(); s.EnergyOnly {
				return "yes"
			}
			return "no"
		},
		Set: func(id string) error {
			s, _ := f.stream()
			if id == "yes" && (s.Amount != nil || len(s.Content) > 0) {
				return text.M("netpage.has-mass")
			}
			return f.apply("netpage.form.energy-only", key("energy_only", true, id != "yes"))
		},
	}
}

// percentOf turns a mass fraction into a percentage as people type it, and
// fractionOf a percentage into the fraction of the file; both without the dust
// that binary fractions leave.
func percentOf(v float64) float64  { return tidy(v * 100) }
func fractionOf(v float64) float64 { return tidy(v / 100) }

func tidy(v float64) float64 {
	t, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil || math.IsInf(t, 0) {
		return v
	}
	return t
}

// content is the rows of a content: the share of the mass in %, and its ± %.
func (f *streamForm) content(id string) []widget.Row {
	share := f.number("netpage.form.content", "content."+id, "netpage.form.content-hint", "%", false, func() *float64 {
		s, _ := f.stream()
		if v, ok := s.Content[id]; ok {
			v = percentOf(v)
			return &v
		}
		return nil
	}, func(v *float64) error {
		if v == nil {
			return f.clear(id)
		}
		if *v > 100 {
			return text.M("netpage.over-100")
		}
		return f.apply("netpage.form.content", key2("content", id, fractionOf(*v)))
	})
	doubt := f.number("netpage.form.uncertainty", "content_uncertainty."+id, "", "%", false, func() *float64 {
		s, _ := f.stream()
		if v, ok := s.ContentUncertainty[id]; ok {
			return &v
		}
		return nil
	}, func(v *float64) error {
		s, _ := f.stream()
		if _, ok := s.Content[id]; !ok && v != nil {
			return text.M("netpage.content-first")
		}
		if v == nil {
			return f.apply("netpage.form.uncertainty", unset(s.ContentUncertainty, "content_uncertainty", id)...)
		}
		return f.apply("netpage.form.uncertainty", key2("content_uncertainty", id, *v))
	})
	return []widget.Row{&said{name: func(c ui.Context) string { return ComponentName(c, f.work, id) }}, share, doubt}
}

func key2(table, id string, v float64) func(int) auditfile.Edit {
	return func(i int) auditfile.Edit { return auditfile.Set(tomldoc.Path("stream", i+1, table, id), v) }
}

// unset removes an entry of a table of a stream, and the table with its last
// one.
func unset(m map[string]float64, table, id string) []func(int) auditfile.Edit {
	if _, ok := m[id]; !ok {
		return nil
	}
	return []func(int) auditfile.Edit{func(i int) auditfile.Edit {
		if len(m) == 1 {
			return auditfile.Unset(tomldoc.Path("stream", i+1, table))
		}
		return auditfile.Unset(tomldoc.Path("stream", i+1, table, id))
	}}
}

// clear removes a content; its rows stay, to be filled in again.
func (f *streamForm) clear(id string) error {
	s, _ := f.stream()
	edits := append(unset(s.ContentUncertainty, "content_uncertainty", id), unset(s.Content, "content", id)...)
	if len(edits) == 0 {
		return nil
	}
	f.pend(id)
	return f.apply("netpage.form.content", edits...)
}

func (f *streamForm) pend(id string) {
	if !slices.Contains(f.pending, id) {
		f.pending = append(f.pending, id)
	}
}

// contents is the row that adds a content.
func (f *streamForm) contents() widget.Row {
	return pick("netpage.form.add-content", "netpage.form.add-content-hint", func(c ui.Context) []widget.Option {
		have := f.shown()
		var used, rest []widget.Option
		in := componentsIn(f.work)
		for _, id := range in {
			if !slices.Contains(have, id) {
				used = append(used, widget.Option{ID: id, Name: ComponentName(c, f.work, id), Search: id})
			}
		}
		for _, k := range f.work.Common().Method.Components {
			if !slices.Contains(have, k.ID) && !slices.Contains(in, k.ID) {
				rest = append(rest, widget.Option{ID: k.ID, Name: c.Name(k.Name), Search: k.ID})
			}
		}
		return append(used, rest...)
	}, func() string { return "" }, func(id string) error {
		if id != "" {
			f.pend(id)
			f.added = id
		}
		return nil
	})
}

// said is a row that only names the content of the rows below it.
type said struct {
	widget.Heading
	name func(ui.Context) string
}

// View draws the name.
func (s *said) View(w, _ int, _ bool, c ui.Context) ([]string, *tea.Position) {
	return []string{"  " + c.Style.Muted.Render(ui.Cut(s.name(c), w-2, c.Glyph.More))}, nil
}

// balances are the steps that the stream touches, in every layer that is open.
func (f *streamForm) balances(c ui.Context, w int) []string {
	s, i := f.stream()
	if i < 0 {
		return nil
	}
	var lines []string
	all := layers(f.work)
	for len(f.lives) < len(all) {
		f.lives = append(f.lives, &live{})
	}
	for k, id := range all {
		if !present(s, id) {
			continue
		}
		l := f.lives[k]
		l.make(f.work, id)
		lines = append(lines, stepLines(c, f.work, l, []string{s.From, s.To}, w)...)
	}
	return lines
}

// stepLines says in a line each how steps are closed in a layer.
func stepLines(c ui.Context, w ui.Work, l *live, steps []string, width int) []string {
	var lines []string
	for _, id := range steps {
		i := stepIndex(w.Audit(), id)
		if i < 0 {
			continue
		}
		b := l.step(i)
		said, bad := ClosureWords(c, b, LayerUnit(w.Audit(), l.layer))
		if said == "" {
			continue
		}
		style, sign := c.Style.Good, c.Glyph.Done
		switch {
		case bad:
			style, sign = c.Style.Bad, c.Glyph.Warn
		case len(b.Missing) > 0 || b.NotConserved:
			style, sign = c.Style.Muted, c.Glyph.Todo
		}
		head := sign + " " + LayerName(c, w, l.layer) + ", " + c.Name(StepName(w.Audit().Steps[i]))
		head = ui.Cut(head, max(10, width-ui.Width(said)-2), c.Glyph.More)
		lines = append(lines, style.Render(ui.Cut(head+": "+said, width, c.Glyph.More)))
	}
	return lines
}
