package data

import (
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// What the dialogs about rows answer.
type (
	flowAdded struct{ id string }
	ownWanted struct{ name string } // the form of an own flow is to come up
	ownAdded  struct{ name, unit, category string }
	rowMenu   struct{ row, do string }
	rowText   struct{ row, field, typed string }
	rowGone   struct{ row string }
)

// addRow is the dialog with the flows that the table does not show yet.
func (s *screen) addRow(typed string) ui.Dialog {
	rest := s.sheet().rest
	pack := s.sheet()
	return &picker{
		heading: text.M("grid.add.heading"),
		hint:    "grid.add.hint",
		none:    "grid.add.none",
		typed:   typed,
		details: 2,
		fill: func(c ui.Context) []widget.Item {
			items := []widget.Item{
				{ID: "own", Name: c.T("grid.add.own"), Detail: c.T("grid.add.own-detail")},
				{ID: "product", Name: c.T("grid.add.product"), Detail: c.T("grid.add.product-detail")},
				{ID: "driver", Name: c.T("grid.add.driver"), Detail: c.T("grid.add.driver-detail")},
			}
			for _, f := range rest {
				category := categoryName(f.Category, c)
				items = append(items, widget.Item{
					ID: "flow." + f.ID, Name: c.Name(f.Name), Right: c.Unit(f.Unit) + "  " + category,
					Detail: c.Name(pack.note(f.ID)), Search: f.ID + " " + f.Name.VI + " " + f.Name.EN,
				})
			}
			return items
		},
		accept: func(id string) ui.Action {
			switch id {
			case "own":
				return ownWanted{}
			case "product":
				return ui.Go{Page: "plant"}
			case "driver":
				return driverWanted{}
			}
			return flowAdded{strings.TrimPrefix(id, "flow.")}
		},
		other: func(typed string, _ ui.Context) (ui.Action, error) { return ownWanted{typed}, nil },
	}
}

// note is what the pack says about a flow.
func (s *sheet) note(id string) text.Name {
	if f, ok := s.pack.Flow(id); ok {
		return f.Note
	}
	for _, f := range s.common.Flows {
		if f.ID == id {
			return f.Note
		}
	}
	return text.Name{}
}

func categoryName(id string, c ui.Context) string {
	if !slices.Contains(benchmark.Categories(), id) {
		return ""
	}
	return c.Say(text.M("grid.category." + id))
}

// ownForm asks what a flow of the plant's own is called.
func (s *screen) ownForm(name string) ui.Dialog {
	d := &sheetForm{heading: text.M("grid.own.heading")}
	unit, category := "", "auxiliary"
	title := &widget.Text{Names: widget.Names{Label: "grid.own.name", Hint: "grid.own.name-hint"}}
	title.SetValue(name)
	units := &widget.Pick{
		Names: widget.Names{Label: "grid.own.unit"}, Rows: 5,
		Options: func(c ui.Context) []widget.Option {
			var all []widget.Option
			for _, u := range c.Units.All() {
				all = append(all, widget.Option{ID: u.Symbol, Name: c.Unit(u.Symbol) + "  " + c.Name(u.Name), Search: u.Symbol})
			}
			return all
		},
		Get: func() string { return unit },
		Set: func(v string) error { unit = v; return nil },
	}
	categories := &widget.Pick{
		Names: widget.Names{Label: "grid.own.category", Hint: "grid.own.category-hint"}, Rows: 5,
		Options: func(c ui.Context) []widget.Option {
			var all []widget.Option
			for _, id := range benchmark.Categories() {
				all = append(all, widget.Option{ID: id, Name: categoryName(id, c)})
			}
			return all
		},
		Get: func() string { return category },
		Set: func(v string) error { category = v; return nil },
	}
	done := &widget.Button{Names: widget.Names{Label: "grid.own.add"}, Do: func() { d.pressed = true }}
	d.form.Rows = []widget.Row{title, units, categories, done}
	if name != "" {
		d.form.Focus(1)
	}
	d.done = func() (ui.Action, int, error) {
		name := title.Value()
		switch {
		case name == "":
			return nil, 0, text.M("grid.own.no-name")
		case s.sheet().named(name):
			return nil, 0, text.M("grid.own.taken", "name", name)
		case unit == "":
			return nil, 1, text.M("grid.own.no-unit")
		}
		return ownAdded{name, unit, category}, 0, nil
	}
	return d
}

// named reports whether a flow of the table is called so.
func (s *sheet) named(name string) bool {
	return slices.ContainsFunc(s.rows, func(r row) bool {
		return r.kind == flowRow && (r.name.VI == name || r.name.EN == name)
	})
}

func (s *screen) flowAdded(id string) {
	sh := s.sheet()
	i := slices.IndexFunc(sh.rest, func(f assess.FlowInfo) bool { return f.ID == id })
	if i < 0 {
		return
	}
	b := sh.batch(s.Lang())
	b.append("flow", tomldoc.Table{{Key: "id", Value: id}})
	if s.apply(text.M("grid.undo.add-flow", "flow", sh.rest[i].Name), b) {
		s.goToRow("flow." + id)
	}
}

func (s *screen) ownAdded(msg ownAdded) {
	sh := s.sheet()
	taken := func(id string) bool {
		return slices.ContainsFunc(sh.rest, func(f assess.FlowInfo) bool { return f.ID == id }) || sh.find("flow."+id) >= 0
	}
	id := slug(msg.name, "flow", taken)
	b := sh.batch(s.Lang())
	b.append("flow", tomldoc.Table{
		{Key: "id", Value: id}, {Key: "name", Value: msg.name}, {Key: "category", Value: msg.category}, {Key: "unit", Value: msg.unit},
	})
	if s.apply(text.M("grid.undo.add-flow", "flow", msg.name), b) {
		s.goToRow("flow." + id)
	}
}

// goToRow stands on the first figure of a row, the first empty one if any.
func (s *screen) goToRow(key string) {
	sh := s.sheet()
	i := sh.find(key)
	if i < 0 {
		return
	}
	at := grid.Pos{Row: i, Col: headCols}
	for c := range sh.periods {
		p := grid.Pos{Row: i, Col: headCols + c}
		if _, ok := sh.figure(p); !ok {
			at = p
			break
		}
	}
	s.grid.Go(at)
}

// ---- the menu of a row ----

// rowMenu is the dialog with what can be done with a row.
func (s *screen) rowMenuOf(r row) ui.Dialog {
	return &picker{
		heading: r.say(),
		details: 2,
		fill: func(c ui.Context) []widget.Item {
			item := func(id string) widget.Item {
				return widget.Item{ID: id, Name: c.Say(text.M("grid.row." + id)), Detail: c.Say(text.M("grid.row-detail." + id))}
			}
			if r.kind == productRow {
				return []widget.Item{item("unit"), item("plant")}
			}
			if r.kind == driverRow {
				return []widget.Item{item("rename"), item("unit"), item("effect"), item("note"), item("remove")}
			}
			var items []widget.Item
			if !r.unknown {
				items = append(items, item("bills"), item("unit"), item("note"), item("quality"), item("uncertainty"))
			}
			if r.info.Own {
				items = append(items, item("rename"))
			}
			items = append(items, item("remove"))
			return items
		},
		accept: func(id string) ui.Action {
			if id == "plant" {
				return ui.Go{Page: "plant"}
			}
			return rowMenu{r.key(), id}
		},
	}
}

// stated is what the audit says about a flow; empty where it says nothing.
func (s *sheet) stated(r row) assess.Flow {
	if r.kind == flowRow && r.index >= 0 {
		return s.audit.Flows[r.index]
	}
	return assess.Flow{ID: r.id}
}

func (s *screen) rowMenu(msg rowMenu) {
	sh := s.sheet()
	r, ok := sh.row(sh.find(msg.row))
	if !ok {
		return
	}
	if r.kind == driverRow {
		s.driverMenu(r, msg.do)
		return
	}
	f := sh.stated(r)
	switch msg.do {
	case "bills":
		s.openBills(r, "")
	case "unit":
		s.Post(ui.Open{Dialog: s.chooseUnit(r, "")})
	case "note":
		s.ask(r, "note", f.Note)
	case "rename":
		s.ask(r, "name", f.Name)
	case "uncertainty":
		v := ""
		if f.Uncertainty != nil {
			v = widget.Typeable(*f.Uncertainty, s.Context)
		}
		s.ask(r, "uncertainty", v)
	case "quality":
		s.Post(ui.Open{Dialog: &picker{
			heading: text.M("grid.row.quality"), at: f.Quality,
			fill: func(c ui.Context) []widget.Item {
				items := []widget.Item{{ID: "", Name: c.T("grid.quality-none")}}
				for _, id := range []string{"measured", "invoice", "calculated", "estimated"} {
					items = append(items, widget.Item{ID: id, Name: c.Say(text.M("grid.quality." + id))})
				}
				return items
			},
			accept: func(id string) ui.Action { return rowText{r.key(), "quality", id} },
		}})
	case "remove":
		s.askRemove(r)
	}
}

// ask asks for a text about a row.
func (s *screen) ask(r row, field, value string) {
	d := &widget.Prompt{
		Heading: r.say(), Text: text.M("grid.row-ask." + field),
		Accept: func(typed string) (ui.Action, error) {
			switch field {
			case "uncertainty":
				v, err := s.sheet().read(grid.Pos{}, typed, s.Notation())
				if err != nil {
					return nil, err
				}
				if !v.missing && (v.value < 0 || v.value > 100) {
					return nil, text.M("grid.row.uncertainty-range")
				}
			case "name":
				if typed == "" {
					return nil, text.M("grid.own.no-name")
				}
				if typed != value && s.sheet().named(typed) {
					return nil, text.M("grid.own.taken", "name", typed)
				}
			}
			return rowText{r.key(), field, typed}, nil
		},
	}
	d.Field.SetValue(value)
	s.Post(ui.Open{Dialog: d})
}

func (s *screen) rowText(msg rowText) {
	sh := s.sheet()
	r, ok := sh.row(sh.find(msg.row))
	if !ok || r.kind != flowRow {
		return
	}
	b := sh.batch(s.Lang())
	var v any = msg.typed
	if msg.field == "uncertainty" {
		n, err := sh.read(grid.Pos{}, msg.typed, s.Notation())
		if err != nil {
			s.fail(err)
			return
		}
		if v = n.value; n.missing {
			msg.typed = ""
		}
	}
	switch {
	case msg.typed != "":
		b.set(v, "flow", b.flow(r), msg.field)
	case r.index >= 0:
		b.unset("flow", r.index+1, msg.field)
	}
	s.apply(text.M("grid.undo.row", "row", r.say(), "what", text.M("grid.field."+msg.field)), b)
}

// askRemove asks before a row goes with its figures; one of the sector's usual
// rows stays, empty.
func (s *screen) askRemove(r row) {
	if r.kind == driverRow {
		s.askRemoveDriver(r)
		return
	}
	if r.kind != flowRow {
		s.Post(ui.Open{Dialog: ui.Tell(r.say(), text.M("grid.remove.product"))})
		return
	}
	n := 0
	for i := range s.sheet().periods {
		if _, ok := s.sheet().periods[i].period.Flows[r.id]; ok {
			n++
		}
	}
	var others []text.Message
	for _, x := range s.sheet().mentions(r.id) {
		others = append(others, text.M("grid.table."+x))
	}
	if len(others) > 0 {
		s.Post(ui.Open{Dialog: ui.Tell(r.say(), text.M("grid.remove.used", "row", r.say(), "tables", others))})
		return
	}
	if n == 0 && r.index < 0 {
		s.Post(ui.Open{Dialog: ui.Tell(r.say(), text.M("grid.remove.usual"))})
		return
	}
	said := text.M("grid.remove.ask", "row", r.say(), "n", n)
	if r.flow.Usual {
		said = text.M("grid.remove.ask-usual", "row", r.say(), "n", n)
	}
	s.Post(ui.Open{Dialog: &ui.Ask{
		Heading: text.M("grid.row.remove"), Text: []text.Message{said},
		Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "grid.remove.do", Letter: "x", Action: rowGone{r.key()}}},
	}})
}

// mentions lists the tables of the audit, beside the periods, that name a flow:
// a flow of the plant's own must not vanish under them.
func (s *sheet) mentions(id string) []string {
	if _, described := s.pack.Flow(id); described {
		return nil
	}
	if slices.ContainsFunc(s.common.Flows, func(f benchmark.Flow) bool { return f.ID == id }) {
		return nil
	}
	var in []string
	a := s.audit
	if slices.ContainsFunc(a.References, func(x assess.Reference) bool { return x.Flow == id }) {
		in = append(in, "reference")
	}
	if slices.ContainsFunc(a.Readings, func(x assess.Reading) bool { return x.Flow == id }) {
		in = append(in, "reading")
	}
	if slices.ContainsFunc(a.Models, func(x assess.Model) bool { return x.Flow == id }) {
		in = append(in, "model")
	}
	if slices.ContainsFunc(a.Streams, func(x assess.Stream) bool { return x.Flow == id }) {
		in = append(in, "stream")
	}
	if slices.ContainsFunc(a.Options, func(o assess.Option) bool {
		return slices.ContainsFunc(o.Saves, func(x assess.Saving) bool { return x.Flow == id })
	}) {
		in = append(in, "option")
	}
	return in
}

func (s *screen) rowGone(key string) {
	sh := s.sheet()
	r, ok := sh.row(sh.find(key))
	if ok && r.kind == driverRow {
		s.driverGone(r)
		return
	}
	if !ok || r.kind != flowRow {
		return
	}
	b := sh.batch(s.Lang())
	for _, c := range sh.periods {
		if _, ok := c.period.Flows[r.id]; ok {
			b.unset("period", c.index+1, "flows", r.id)
		}
	}
	for i := len(sh.audit.Flows) - 1; i >= 0; i-- {
		if sh.audit.Flows[i].ID == r.id {
			b.remove("flow", i)
		}
	}
	s.apply(text.M("grid.undo.remove-flow", "row", r.say()), b)
}
