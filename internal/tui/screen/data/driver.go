package data

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// What the dialogs about drivers answer.
type (
	driverWanted struct{}
	driverAdded  struct{ name, unit, effect string }
	driverSet    struct{ row, field, typed string }
)

// layDrivers puts the drivers below the flows: those that the audit declares,
// then those that its periods state without.
func (s *sheet) layDrivers() {
	known := map[string]bool{}
	add := func(d assess.Driver, index int) {
		name := d.Name
		if name == "" {
			name = d.ID
		}
		s.rows = append(s.rows, row{kind: driverRow, id: d.ID, index: index, name: text.Both(name), unit: d.Unit, driver: d})
		known[d.ID] = true
	}
	for i, d := range s.audit.Drivers {
		add(d, i)
	}
	var more []string
	for i := range s.audit.Periods {
		for id := range s.audit.Periods[i].Drivers {
			if !known[id] {
				known[id] = true
				more = append(more, id)
			}
		}
	}
	slices.Sort(more)
	for _, id := range more {
		add(assess.Driver{ID: id}, -1)
	}
}

// effects are what more of a driver can do to consumption; "" says nothing.
var effects = []string{"", "more", "less"}

func effectName(id string, c ui.Context) string {
	if id == "" {
		return c.T("grid.driver-effect.none")
	}
	return c.Say(text.M("grid.driver-effect." + id))
}

// driverForm asks what a driver is called, its unit and what it does.
func (s *screen) driverForm() ui.Dialog {
	d := &sheetForm{heading: text.M("grid.driver.heading")}
	effect := ""
	name := &widget.Text{Names: widget.Names{Label: "grid.driver.name", Hint: "grid.driver.name-hint"}}
	unit := &widget.Text{Names: widget.Names{Label: "grid.driver.unit", Hint: "grid.driver.unit-hint"}}
	does := &widget.Pick{
		Names: widget.Names{Label: "grid.driver.effect", Hint: "grid.driver.effect-hint"}, Rows: 3,
		Options: func(c ui.Context) []widget.Option {
			var all []widget.Option
			for _, id := range effects {
				all = append(all, widget.Option{ID: id, Name: effectName(id, c)})
			}
			return all
		},
		Get: func() string { return effect },
		Set: func(v string) error { effect = v; return nil },
	}
	done := &widget.Button{Names: widget.Names{Label: "grid.own.add"}, Do: func() { d.pressed = true }}
	d.form.Rows = []widget.Row{name, unit, does, done}
	d.done = func() (ui.Action, int, error) {
		switch v := name.Value(); {
		case v == "":
			return nil, 0, text.M("grid.own.no-name")
		case s.sheet().driverNamed(v):
			return nil, 0, text.M("grid.own.taken", "name", v)
		}
		return driverAdded{name.Value(), unit.Value(), effect}, 0, nil
	}
	return d
}

func (s *sheet) driverNamed(name string) bool {
	return slices.ContainsFunc(s.rows, func(r row) bool { return r.kind == driverRow && r.name.VI == name })
}

func (s *screen) driverAdded(msg driverAdded) {
	sh := s.sheet()
	id := slug(msg.name, "driver", func(id string) bool { return id == assess.OutputDriver || sh.find("driver."+id) >= 0 })
	b := sh.batch(s.Lang())
	b.append("driver", tomldoc.Table{
		{Key: "id", Value: id}, {Key: "name", Value: msg.name}, {Key: "unit", Value: orNil(msg.unit)}, {Key: "effect", Value: orNil(msg.effect)},
	})
	if s.apply(text.M("grid.undo.add-driver", "driver", msg.name), b) {
		s.goToRow("driver." + id)
	}
}

// driverMenu does what was chosen for a driver.
func (s *screen) driverMenu(r row, do string) {
	switch do {
	case "rename":
		s.askDriver(r, "name")
	case "unit", "note":
		s.askDriver(r, do)
	case "effect":
		s.Post(ui.Open{Dialog: &picker{
			heading: text.M("grid.row.effect"), at: r.driver.Effect,
			fill: func(c ui.Context) []widget.Item {
				var items []widget.Item
				for _, id := range effects {
					items = append(items, widget.Item{ID: id, Name: effectName(id, c)})
				}
				return items
			},
			accept: func(id string) ui.Action { return driverSet{r.key(), "effect", id} },
		}})
	case "remove":
		s.askRemoveDriver(r)
	}
}

// askDriver asks for a text about a driver.
func (s *screen) askDriver(r row, field string) {
	value := map[string]string{"name": r.driver.Name, "unit": r.driver.Unit, "note": r.driver.Note}[field]
	d := &widget.Prompt{
		Heading: r.say(), Text: text.M("grid.driver-ask." + field),
		Accept: func(typed string) (ui.Action, error) {
			switch {
			case field == "name" && typed == "":
				return nil, text.M("grid.own.no-name")
			case field == "name" && typed != value && s.sheet().driverNamed(typed):
				return nil, text.M("grid.own.taken", "name", typed)
			}
			return driverSet{r.key(), field, typed}, nil
		},
	}
	d.Field.SetValue(value)
	s.openEdit(d)
}

// driverSet writes a text about a driver; one that only periods state is
// declared with it.
func (s *screen) driverSet(msg driverSet) {
	sh := s.sheet()
	r, ok := sh.row(sh.find(msg.row))
	if !ok || r.kind != driverRow {
		return
	}
	b := sh.batch(s.Lang())
	switch {
	case r.index < 0 && msg.typed != "":
		b.append("driver", tomldoc.Table{{Key: "id", Value: r.id}, {Key: msg.field, Value: msg.typed}})
	case r.index < 0:
	case msg.typed == "":
		b.unset("driver", r.index+1, msg.field)
	default:
		b.set(msg.typed, "driver", r.index+1, msg.field)
	}
	s.apply(text.M("grid.undo.row", "row", r.say(), "what", text.M("grid.field."+msg.field)), b)
}

// askRemoveDriver asks before a driver goes with its values.
func (s *screen) askRemoveDriver(r row) {
	sh := s.sheet()
	if slices.ContainsFunc(sh.audit.Models, func(m assess.Model) bool { return slices.Contains(m.Drivers, r.id) }) {
		s.Post(ui.Open{Dialog: ui.Tell(r.say(), text.M("grid.remove.used", "row", r.say(), "tables", []text.Message{text.M("grid.table.model")}))})
		return
	}
	n := 0
	for _, p := range sh.audit.Periods {
		if _, ok := p.Drivers[r.id]; ok {
			n++
		}
	}
	s.openEdit(&ui.Ask{
		Heading: text.M("grid.row.remove"), Text: []text.Message{text.M("grid.remove.ask", "row", r.say(), "n", n)},
		Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "grid.remove.do", Letter: "x", Action: rowGone{r.key()}}},
	})
}

func (s *screen) driverGone(r row) {
	sh := s.sheet()
	b := sh.batch(s.Lang())
	for i, p := range sh.audit.Periods {
		if _, ok := p.Drivers[r.id]; ok {
			b.unset("period", i+1, "drivers", r.id)
		}
	}
	if r.index >= 0 {
		b.remove("driver", r.index)
	}
	s.apply(text.M("grid.undo.remove-flow", "row", r.say()), b)
}
