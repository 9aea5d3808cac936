// Package plant is the form of the plant and its team.
package plant

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: "plant", Title: "tui.page.plant",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: state,
		Find:  find,
	}
}

// field is a row of the form by where its value stands in the document.
type field struct {
	path, label string
	detailed    bool // only a detailed assessment asks for it
}

// fields are those that others lead to.
func fields() []field {
	return []field{
		{path: "plant.name", label: "tui.plant.name"}, {path: "plant.industry", label: "tui.plant.industry"},
		{path: "plant.size", label: "tui.plant.size"}, {path: "plant.products", label: "tui.plant.products"},
		{path: "plant.province", label: "tui.plant.province"}, {path: "plant.address", label: "tui.plant.address"},
		{path: "plant.employees", label: "tui.plant.employees"}, {path: "plant.started", label: "tui.plant.started"},
		{path: "plant.support", label: "tui.plant.support"}, {path: "audit.target", label: "tui.plant.target"},
		{path: "team.leader", label: "tui.plant.leader"}, {path: "team.phone", label: "tui.plant.phone"},
		{path: "team.members", label: "tui.plant.members"},
		{path: "team.decision", label: "taskpage.decision", detailed: true}, {path: "team.commitment", label: "taskpage.commitment", detailed: true},
		{path: "audit.auditor", label: "tui.plant.auditor"}, {path: "audit.date", label: "tui.plant.date"},
		{path: "plant.sector", label: "tui.create.sector"}, {path: "audit.level", label: "tui.plant.level"}, {path: "audit.note", label: "tui.plant.note"},
	}
}

func find(w ui.Work) []ui.Hit {
	var hits []ui.Hit
	for _, f := range fields() {
		if !f.detailed || w.Audit().Settings.Level == ui.Detailed {
			hits = append(hits, ui.Hit{Label: f.label, Kind: "tui.find.field", Target: f.path})
		}
	}
	return hits
}

// state counts what the ministry's forms ask for first.
func state(w ui.Work) (done, total int) {
	a := w.Audit()
	for _, stated := range []bool{
		a.Plant.Name != "", a.Plant.Industry != 0, a.Plant.Size != "", a.Plant.Province != "", a.Team.Leader != "",
		!a.Settings.Date.IsZero(),
	} {
		total++
		if stated {
			done++
		}
	}
	return done, total
}

type screen struct {
	ui.Base
	work     ui.Work
	form     widget.Form
	shape    shape // what the form was made for
	memberAt int   // row of the first member
	member   int   // the member whose row was handed on last, -1: none
}

// shape is what the number of rows depends on.
type shape struct {
	products, members int
	detailed          bool
}

func (s *screen) shaped() shape {
	a := s.work.Audit()
	return shape{products: len(a.Products), members: len(a.Team.Members), detailed: a.Settings.Level == ui.Detailed}
}

func newScreen(w ui.Work) *screen {
	s := &screen{work: w, member: -1}
	s.build()
	return s
}

// build makes the rows: those of the products and of the team's members are as
// many as the audit has.
func (s *screen) build() {
	audit := s.work.Audit
	p := func() assess.Plant { return audit().Plant }
	s.shape = s.shaped()
	rows := []widget.Row{
		&widget.Heading{Names: widget.Names{Label: "tui.plant.plant"}},
		s.line("name", "plant.name", func() string { return p().Name }),
		&widget.Pick{
			Names: widget.Names{Label: "tui.plant.industry", Hint: "tui.plant.industry-hint"}, Rows: 7,
			Options: s.industries,
			Get: func() string {
				if p().Industry == 0 {
					return ""
				}
				return strconv.Itoa(p().Industry)
			},
			Set: func(id string) error {
				n, _ := strconv.Atoi(id)
				return s.set("tui.plant.industry", "plant.industry", nilIf(n, n == 0))
			},
		},
		&widget.Choice{
			Names:   widget.Names{Label: "tui.plant.size"},
			Options: options("tui.plant.size-", "large", "medium", "small"),
			Get:     func() string { return p().Size },
			Set:     func(id string) error { return s.set("tui.plant.size", "plant.size", nilIf(id, id == "")) },
		},
		s.line("products", "plant.products", func() string { return p().Products }),
		s.line("province", "plant.province", func() string { return p().Province }),
		s.line("address", "plant.address", func() string { return p().Address }),
		s.count("employees", "plant.employees", 0, 1_000_000, func() int {
			if n := p().Employees; n != nil {
				return *n
			}
			return -1
		}),

		&widget.Heading{Names: widget.Names{Label: "tui.plant.made"}},
	}
	for i := range s.shape.products {
		rows = append(rows, s.product(i)...)
	}
	rows = append(rows,
		&widget.Button{Names: widget.Names{Label: "tui.plant.add-product"}, Do: s.askProduct},

		&widget.Heading{Names: widget.Names{Label: "tui.plant.sxsh"}},
		s.count("started", "plant.started", 1990, 2100, func() int {
			if n := p().Started; n != 0 {
				return n
			}
			return -1
		}),
		&widget.Several{
			Names:   widget.Names{Label: "tui.plant.support", Hint: "tui.plant.support-hint"},
			Options: options("tui.plant.support-", "technical", "investment", "self"),
			Get:     func() []string { return p().Support },
			Set: func(on []string) error {
				return s.set("tui.plant.support", "plant.support", nilIf(on, len(on) == 0))
			},
		},
		&widget.Pick{
			Names: widget.Names{Label: "tui.plant.target", Hint: "tui.plant.target-hint"}, Rows: 5,
			Options: s.targets,
			Get:     func() string { return audit().Settings.Target },
			Set:     func(id string) error { return s.set("tui.plant.target", "audit.target", nilIf(id, id == "")) },
		},

		&widget.Heading{Names: widget.Names{Label: "tui.plant.team"}},
		s.line("leader", "team.leader", func() string { return audit().Team.Leader }),
		s.line("phone", "team.phone", func() string { return audit().Team.Phone }),
	)
	s.memberAt = len(rows)
	for i := range s.shape.members + 1 { // and one to add another in
		rows = append(rows, s.memberRow(i))
	}
	if s.shape.detailed {
		rows = append(rows,
			s.team("team.decision", "taskpage.decision", "taskpage.decision-hint", func() string { return audit().Team.Decision }),
			s.team("team.commitment", "taskpage.commitment", "taskpage.commitment-hint", func() string { return audit().Team.Commitment }))
	}
	rows = append(rows,
		&widget.Heading{Names: widget.Names{Label: "tui.plant.audit"}},
		s.line("auditor", "audit.auditor", func() string { return audit().Settings.Auditor }),
		s.date(),
		&widget.Pick{
			Names: widget.Names{Label: "tui.create.sector", Hint: "tui.plant.sector-hint"}, Rows: 7, Must: true,
			Options: s.sectors,
			Get:     func() string { return p().Sector },
			Set:     s.setSector,
		},
		NewLevel(widget.Names{Label: "tui.plant.level"},
			func() []benchmark.Outcome { return s.work.Common().Method.Levels },
			func() string { return audit().Settings.Level },
			func(id string) error { return s.set("tui.plant.level", "audit.level", id) }),
		s.line("note", "audit.note", func() string { return audit().Settings.Note }),
	)
	at := s.form.At()
	s.form.Rows = rows
	s.form.Focus(min(at, len(rows)-1))
}

// nilIf is the value, or nil, which removes the key, where there is nothing to
// state.
func nilIf(v any, nothing bool) any {
	if nothing {
		return nil
	}
	return v
}

func (s *screen) set(label, path string, v any) error {
	return s.work.Apply(text.M(label), auditfile.Set(path, v))
}

func options(prefix string, ids ...string) func(ui.Context) []widget.Option {
	return func(c ui.Context) []widget.Option {
		var o []widget.Option
		for _, id := range ids {
			o = append(o, widget.Option{ID: id, Name: c.T(prefix + id)})
		}
		return o
	}
}

// line is a row of text that stands at a path of the document.
func (s *screen) line(name, path string, get func() string) *widget.Text {
	label := "tui.plant." + name
	return &widget.Text{
		Names:   widget.Names{Label: label},
		Get:     get,
		Set:     func(v string) error { return s.set(label, path, nilIf(v, v == "")) },
		Draft:   func(typed string) { s.work.Draft(path, typed) },
		Drafted: func() string { return s.work.Drafted(path) },
	}
}

// count is a row with a whole number between bounds; get returns -1 for none.
func (s *screen) count(name, path string, low, high int, get func() int) *widget.Number {
	label := "tui.plant." + name
	return &widget.Number{
		Names: widget.Names{Label: label}, Whole: true,
		Get: func() *float64 {
			if n := get(); n >= 0 {
				v := float64(n)
				return &v
			}
			return nil
		},
		Set: func(v *float64) error {
			if v == nil {
				return s.set(label, path, nil)
			}
			if *v != float64(int(*v)) || *v < float64(low) || *v > float64(high) {
				return text.M("tui.plant.whole", "low", low, "high", high)
			}
			return s.set(label, path, int(*v))
		},
		Draft:   func(typed string) { s.work.Draft(path, typed) },
		Drafted: func() string { return s.work.Drafted(path) },
	}
}

// reshape makes the form anew where it has other rows now. The keys stay with the
// row that they have; whoever has added a member goes on to add another.
func (s *screen) reshape() {
	at, before, typed := s.form.At(), s.shape.members, s.member
	s.build()
	s.member = -1
	switch {
	case typed < 0 || at <= s.memberAt+typed:
	case typed >= before:
		s.form.Focus(s.memberAt + s.shape.members)
	default:
		s.form.Focus(at + s.shape.members - before)
	}
}

// memberRow is the row of one member of the team; one that is emptied goes, and
// several names parted by semicolons, as a pasted list has them, are as many
// members.
func (s *screen) memberRow(i int) *widget.Text {
	const label = "tui.plant.members"
	shown := label
	switch i {
	case 0:
	case s.shape.members:
		shown = "taskpage.member-add"
	default:
		shown = ""
	}
	where := tomldoc.Path("team", "members") + "." + strconv.Itoa(i+1)
	members := func() []string { return s.work.Audit().Team.Members }
	return &widget.Text{
		Names: widget.Names{Label: shown, Hint: "taskpage.member-hint"},
		Get: func() string {
			if all := members(); i < len(all) {
				return all[i]
			}
			return ""
		},
		Set: func(v string) error {
			var typed []string
			for m := range strings.SplitSeq(v, ";") {
				if m = strings.TrimSpace(m); m != "" {
					typed = append(typed, m)
				}
			}
			all := slices.Clone(members())
			at := min(i, len(all))
			all = slices.Replace(all, at, min(i+1, len(all)), typed...)
			s.member = i
			return s.set(label, "team.members", nilIf(all, len(all) == 0))
		},
		Draft:   func(typed string) { s.work.Draft(where, typed) },
		Drafted: func() string { return s.work.Drafted(where) },
	}
}

// team is a row of what a detailed assessment needs of the team.
func (s *screen) team(path, label, hint string, get func() string) *widget.Text {
	return &widget.Text{
		Names:   widget.Names{Label: label, Hint: hint},
		Get:     get,
		Set:     func(v string) error { return s.set(label, path, nilIf(v, v == "")) },
		Draft:   func(typed string) { s.work.Draft(path, typed) },
		Drafted: func() string { return s.work.Drafted(path) },
	}
}

func (s *screen) date() *widget.Text {
	const label, path = "tui.plant.date", "audit.date"
	return &widget.Text{
		Names: widget.Names{Label: label, Hint: "tui.plant.date-hint"},
		Get: func() string {
			d := s.work.Audit().Settings.Date
			if d.IsZero() {
				return ""
			}
			return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
		},
		Set: func(v string) error {
			if v == "" {
				return s.set(label, path, nil)
			}
			d, err := ParseDate(v)
			if err != nil {
				return err
			}
			return s.set(label, path, d)
		},
		Draft:   func(typed string) { s.work.Draft(path, typed) },
		Drafted: func() string { return s.work.Drafted(path) },
	}
}

// ParseDate reads a date as people type it in Viet Nam, day first: 5/11/2019,
// 5-11-2019, 5.11.2019; and the ISO form.
func ParseDate(typed string) (quantity.Date, error) {
	parts := strings.FieldsFunc(typed, func(r rune) bool { return r == '/' || r == '.' || r == '-' || r == ' ' })
	if len(parts) == 3 && len(parts[2]) == 4 {
		day, err1 := strconv.Atoi(parts[0])
		month, err2 := strconv.Atoi(parts[1])
		year, err3 := strconv.Atoi(parts[2])
		if err1 == nil && err2 == nil && err3 == nil {
			d := quantity.Date{Year: year, Month: month, Day: day}
			if !d.Valid() {
				return d, text.M("date.no-such-day", "text", typed)
			}
			return d, nil
		}
	}
	d, err := quantity.ParseDate(typed)
	if err != nil {
		return d, text.M("tui.plant.date-format", "text", typed)
	}
	return d, nil
}

func (s *screen) industries(c ui.Context) []widget.Option {
	var all []widget.Option
	var near []int
	if p := s.work.Pack(); p != nil {
		near = p.Sector.Industries
	}
	for _, own := range []bool{true, false} { // those of the sector first
		for _, i := range s.work.Common().Industries.Industries {
			if slices.Contains(near, i.Number) != own {
				continue
			}
			name := i.Name
			if i.Plain != "" {
				name.VI = i.Plain
			}
			all = append(all, widget.Option{
				ID: strconv.Itoa(i.Number), Name: strconv.Itoa(i.Number) + ". " + c.Name(name), Search: name.VI + " " + name.EN,
			})
		}
	}
	return all
}

func (s *screen) targets(c ui.Context) []widget.Option {
	all := []widget.Option{}
	for _, t := range s.work.Common().Targets.Savings() {
		all = append(all, widget.Option{
			ID:     t.ID,
			Name:   c.T("tui.plant.target-line", "low", t.LowPercent, "high", t.HighPercent, "period", t.Period, "document", t.Document),
			Detail: c.Name(t.Text),
		})
	}
	return all
}

// product is the rows of one product.
func (s *screen) product(i int) []widget.Row {
	get := func() assess.Product {
		if all := s.work.Audit().Products; i < len(all) {
			return all[i]
		}
		return assess.Product{}
	}
	at := func(key string) string { return tomldoc.Path("product", i+1, key) }
	row := func(label, key string, get func() string, set func(string) error) *widget.Text {
		return &widget.Text{
			Names: widget.Names{Label: label}, Get: get, Set: set,
			Draft:   func(typed string) { s.work.Draft(at(key), typed) },
			Drafted: func() string { return s.work.Drafted(at(key)) },
		}
	}
	name := row("tui.plant.product-name", "name", func() string { return get().Name },
		func(v string) error { return s.set("tui.plant.product-name", at("name"), nilIf(v, v == "")) })
	unit := row("tui.plant.product-unit", "unit", func() string { return get().Unit },
		func(v string) error { return s.setUnit(i, v) })
	equivalent := &widget.Number{
		Names: widget.Names{Label: "tui.plant.product-equivalent", Hint: "tui.plant.product-equivalent-hint"},
		Get:   func() *float64 { return get().Equivalent },
		Set: func(v *float64) error {
			if v == nil {
				return s.set("tui.plant.product-equivalent", at("equivalent"), nil)
			}
			if *v <= 0 {
				return text.M("tui.plant.positive")
			}
			return s.set("tui.plant.product-equivalent", at("equivalent"), *v)
		},
		Draft:   func(typed string) { s.work.Draft(at("equivalent"), typed) },
		Drafted: func() string { return s.work.Drafted(at("equivalent")) },
	}
	if s.shape.products == 1 {
		return []widget.Row{name, unit}
	}
	return []widget.Row{name, unit, equivalent}
}

// setUnit changes the unit of a product. Where there are figures in the old
// unit, the user says whether they are to be converted.
func (s *screen) setUnit(i int, typed string) error {
	a := s.work.Audit()
	product := a.Products[i]
	unit, err := s.Units.Find(typed)
	if err != nil {
		return err
	}
	if unit.Symbol == product.Unit {
		return nil
	}
	label := text.M("tui.plant.product-unit")
	relabel := auditfile.Set(tomldoc.Path("product", i+1, "unit"), unit.Symbol)
	convert := []auditfile.Edit{relabel}
	figures := 0
	for n, p := range a.Periods {
		v, ok := p.Output[product.ID]
		if !ok {
			continue
		}
		figures++
		if c, err := s.Units.Convert(v, product.Unit, unit.Symbol); err == nil {
			convert = append(convert, auditfile.Set(tomldoc.Path("period", n+1, "output", product.ID), c))
		}
	}
	if e := product.Equivalent; e != nil {
		// Equivalents are per unit: a larger unit is worth more of them.
		if c, err := s.Units.Convert(*e, unit.Symbol, product.Unit); err == nil {
			convert = append(convert, auditfile.Set(tomldoc.Path("product", i+1, "equivalent"), c))
		}
	}
	_, cannot := s.Units.Convert(1, product.Unit, unit.Symbol)
	if figures == 0 || cannot != nil && product.Unit == "" {
		return s.work.Apply(label, relabel)
	}
	choices := []ui.Choice{{Label: "tui.cancel"}}
	said := text.M("tui.plant.unit-ask", "count", figures, "from", product.Unit, "to", unit.Symbol)
	if cannot == nil {
		choices = append(choices, ui.Choice{Label: "tui.plant.unit-convert", Action: apply{label, convert}})
	} else {
		said = text.M("tui.plant.unit-cannot", "count", figures, "from", product.Unit, "to", unit.Symbol)
	}
	choices = append(choices, ui.Choice{Label: "tui.plant.unit-relabel", Action: apply{label, []auditfile.Edit{relabel}}})
	s.Post(ui.Open{Dialog: &ui.Ask{Heading: text.M("tui.plant.unit-heading"), Text: []text.Message{said}, Choices: choices}})
	return nil
}

// apply is a dialog's answer: these edits.
type apply struct {
	label text.Message
	edits []auditfile.Edit
}

// askProduct asks for the name of one more product. Enter alone adds none and
// goes on: whoever walks through the form with Enter passes by here.
func (s *screen) askProduct() {
	s.Post(ui.Open{Dialog: &widget.Prompt{
		Heading: text.M("tui.plant.add-product"), Text: text.M("tui.plant.add-product-ask"),
		Accept: func(typed string) (ui.Action, error) { return productNamed{typed}, nil },
	}})
}

// productNamed answers askProduct.
type productNamed struct{ name string }

func (s *screen) addProduct(name string) {
	a := s.work.Audit()
	id := ""
	for n := len(a.Products) + 1; ; n++ {
		id = "product-" + strconv.Itoa(n)
		if !slices.ContainsFunc(a.Products, func(p assess.Product) bool { return p.ID == id }) {
			break
		}
	}
	unit := "t"
	if p := s.work.Pack(); p != nil && p.Sector.ProductUnit != "" {
		unit = p.Sector.ProductUnit
	}
	err := s.work.Apply(text.M("tui.plant.add-product"), auditfile.Append("product", tomldoc.Table{
		{Key: "id", Value: id}, {Key: "name", Value: name}, {Key: "unit", Value: unit},
	}))
	if err != nil {
		s.Post(ui.Toast{Text: message(err), Kind: ui.Failure})
	}
}

func message(err error) text.Message {
	if m, ok := err.(text.Message); ok {
		return m
	}
	return text.M("tui.error.other", "error", err.Error())
}

// SetContext says everything in the language of the context.
func (s *screen) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	s.form.Load(c)
}

func (s *screen) Title() string   { return s.T("tui.page.plant") }
func (s *screen) Capturing() bool { return s.form.Capturing() }
func (s *screen) Leave() bool     { return s.form.Leave(s.Context) }

// Claims wants undo while something is being typed: it takes back the typing.
func (s *screen) Claims(key string) bool { return key == "ctrl+z" && s.form.Typing() }

func (s *screen) Keys() []ui.Binding { return s.form.Keys() }

func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ui.Changed:
		if s.shaped() != s.shape {
			s.reshape()
		}
		s.member = -1
		s.form.Load(s.Context)
		return s, nil
	case ui.Show:
		for _, f := range fields() {
			if f.path == msg.Target && s.form.Leave(s.Context) {
				s.form.FocusOn(f.label)
			}
		}
		return s, nil
	case apply:
		if err := s.work.Apply(msg.label, msg.edits...); err != nil {
			s.Post(ui.Toast{Text: message(err), Kind: ui.Failure})
		}
		return s, nil
	case productNamed:
		if msg.name == "" {
			s.form.Focus(s.form.At() + 1)
		} else {
			s.addProduct(msg.name)
		}
		return s, nil
	case tea.MouseClickMsg:
		s.form.Click(msg.Y, s.Context)
		return s, nil
	}
	s.form.Update(msg, s.Context)
	return s, nil
}

func (s *screen) View() string {
	body := s.form.View(max(0, min(s.W-2, ui.Measure)), s.H, true, s.Context)
	return ui.Box(" "+strings.ReplaceAll(body, "\n", "\n "), s.W, s.H)
}

func (s *screen) Cursor() *tea.Cursor {
	at := s.form.Cursor()
	if at == nil {
		return nil
	}
	return widget.Bar(&tea.Position{X: at.X + 1, Y: at.Y})
}
