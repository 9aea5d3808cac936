package report

import (
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
)

// plantBrief is the plant in a few lines; sector and date stand below the title
// of the document.
func (a *assessment) plantBrief() {
	p, t := a.Audit.Plant, a.Audit.Team
	var f facts
	f.add("report.plant.name", Cell{Text: plantName(a)})
	if n, ok := term(a.Common.Method.Sizes, p.Size); ok {
		f.add("report.plant.size", name(n))
	}
	f.text("report.plant.products", p.Products)
	f.text("report.plant.address", p.Address)
	if p.Employees != nil {
		f.add("report.plant.employees", say("report.plant.employees-of", "n", *p.Employees))
	}
	if p.Started != 0 {
		f.add("report.plant.started", say("report.year", "year", p.Started))
	}
	if who := strings.Trim(strings.Join([]string{t.Leader, t.Phone}, ", "), ", "); who != "" {
		f.add("report.plant.leader", plain(who))
	}
	a.table(f.table())
}

// team is the cleaner-production team with what set it up.
func (a *assessment) team() {
	t := a.Audit.Team
	a.heading(1, "documents.team.heading")
	var f facts
	f.text("report.plant.leader", t.Leader)
	f.text("report.plant.phone", t.Phone)
	f.text("documents.team.decision", t.Decision)
	f.text("documents.team.commitment", t.Commitment)
	a.table(f.table())
	if len(t.Members) == 0 {
		return
	}
	members := Table{Columns: []Column{headRight("documents.no"), headWide("documents.team.member"), headWide("documents.team.role")}}
	for i, m := range t.Members {
		who, role, _ := strings.Cut(m, ",")
		members.Rows = append(members.Rows, Row{Cells: []Cell{count1(i + 1), plain(strings.TrimSpace(who)), plain(strings.TrimSpace(role))}})
	}
	a.table(members)
}

// stepList is the steps of the process.
func (a *assessment) stepList() {
	a.heading(1, "documents.steps.heading")
	t := Table{Columns: []Column{headRight("documents.no"), headWide("detail.step"), headWide("documents.steps.in"), headWide("documents.steps.out")}}
	for i, s := range a.Audit.Steps {
		in, out := a.touching(s.ID)
		t.Rows = append(t.Rows, Row{Cells: []Cell{count1(i + 1), plain(s.Name), listOf(in), listOf(out)}})
	}
	a.table(t)
}

// touching are the names of the streams into and out of a step.
func (a *assessment) touching(step string) (in, out []text.Name) {
	for _, s := range a.Audit.Streams {
		n := text.Both(s.Name)
		if s.Name == "" {
			n = text.Both(s.ID)
		}
		if s.To == step {
			in = append(in, n)
		}
		if s.From == step {
			out = append(out, n)
		}
	}
	return in, out
}

// listOf is a cell that lists names.
func listOf(names []text.Name) Cell {
	if len(names) == 0 {
		return Cell{Kind: Absent}
	}
	return name(semicolons(names))
}

// semicolons joins names that may hold commas themselves.
func semicolons(names []text.Name) text.Name {
	var vi, en []string
	for _, n := range names {
		vi, en = append(vi, n.In(text.VI)), append(en, n.In(text.EN))
	}
	return text.Name{VI: strings.Join(vi, "; "), EN: strings.Join(en, "; ")}
}

// stepName is what a step is called.
func (a *assessment) stepName(id string) text.Name {
	for _, s := range a.Audit.Steps {
		if s.ID == id && s.Name != "" {
			return text.Both(s.Name)
		}
	}
	for _, s := range a.Pack.Steps {
		if s.ID == id {
			return s.Name
		}
	}
	return text.Both(id)
}

// firstPhase is the phase that norms are stated of: before, else the compared.
func (a *assessment) firstPhase() string {
	if a.Result.Output(assess.Before) != nil {
		return assess.Before
	}
	return a.Result.Phase
}

// indicatorsIn are the indicators of a phase.
func (a *assessment) indicatorsIn(phase string) []assess.Indicator {
	var all []assess.Indicator
	for _, i := range a.Result.Indicators {
		if i.Phase == phase {
			all = append(all, i)
		}
	}
	return all
}

// inputs are the main materials, water and energy of the phase before, with what
// they cost.
func (a *assessment) inputs() {
	phase := a.firstPhase()
	o := a.Result.Output(phase)
	if o == nil {
		return
	}
	a.heading(1, "documents.inputs.heading")
	t := Table{Columns: []Column{headWide("report.flow"), headRight("documents.inputs.amount"), headRight("documents.inputs.price"), headRight("documents.inputs.cost"), head("documents.inputs.quality")}}
	for _, i := range a.indicatorsIn(phase) {
		if i.Total == nil || i.Flow.Intensive() {
			continue
		}
		price := Cell{Kind: Absent}
		if i.Price != nil {
			price = number(*i.Price, a.Result.Currency+"/"+i.Flow.Unit)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(i.Flow.Name), amount(i.Total), price, money(i.Cost, a.Result.Currency), a.quality(i)}})
	}
	a.table(t)
	if len(t.Rows) > 0 {
		a.remark(text.M("documents.inputs.note", "from", o.From, "to", o.To, "days", o.Days))
	}
}

// quality is how a flow's figures came about.
func (a *assessment) quality(i assess.Indicator) Cell {
	id := ""
	for _, f := range a.Audit.Flows {
		if f.ID == i.Flow.ID {
			id = f.Quality
		}
	}
	for _, q := range a.Common.Method.Qualities {
		if q.ID == id {
			return name(q.Name)
		}
	}
	return Cell{Kind: Absent}
}

// norms are the figures per unit of product before any solution (METHOD §4),
// with the uncertainty of their meters.
func (a *assessment) norms() {
	phase := a.firstPhase()
	o := a.Result.Output(phase)
	if o == nil {
		return
	}
	a.heading(1, "documents.norms.heading", "unit", a.Result.ProductUnit, "product", a.Result.Product)
	t := Table{Columns: []Column{headWide("report.flow"), headRight("documents.norms.value"), headRight("documents.norms.uncertainty"), headRight("documents.norms.coverage")}}
	for _, i := range a.indicatorsIn(phase) {
		if i.Value == nil {
			continue
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(i.Flow.Name), a.value(i), numberOf(i.Uncertainty, "%"), number(i.Coverage, "%")}})
	}
	a.table(t)
	if len(t.Rows) > 0 {
		a.remark(text.M("documents.norms.note", "from", o.From, "to", o.To))
	}
}

// productionBrief is output and energy in a few lines.
func (a *assessment) productionBrief() {
	if len(a.Result.Outputs) == 0 {
		return
	}
	t := Table{Columns: []Column{head("report.output.phase"), head("report.output.from-to"), headRight("report.output.periods"),
		headRight("report.output.total"), headRight("report.output.coverage"), headRight("documents.brief.energy"), headRight("documents.brief.gases")}}
	for _, o := range a.Result.Outputs {
		energy, gases := Cell{Kind: Absent}, Cell{Kind: Absent}
		for _, e := range a.Result.Energy {
			if e.Phase == o.Phase && len(e.Lines) > 0 {
				energy = number(e.TOE, "toe")
			}
		}
		for _, e := range a.Result.Emissions {
			if e.Phase == o.Phase && (e.Scope1 != nil || e.Scope2 != nil) {
				gases = number(value(e.Scope1)+value(e.Scope2), "t CO2e")
			}
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: text.M("report.phase." + o.Phase)}, say("period.from-to", "from", o.From, "to", o.To), count1(o.Periods),
			number(o.Total.Value, o.Total.Unit), number(o.Coverage, "%"), energy, gases,
		}})
	}
	if len(t.Rows) == 1 {
		t.Columns, t.Rows[0].Cells = t.Columns[1:], t.Rows[0].Cells[1:]
	}
	a.table(t)
	if len(a.Result.Energy) > 0 {
		a.remark(text.M("documents.brief.energy-note", "convention", text.M("energy."+a.Result.Energy[0].Convention)))
	}
}

// environmentBrief is the state of the environment: what the walk-through found
// and what leaves with the wastewater.
func (a *assessment) environmentBrief() {
	if w := a.Result.Walkthrough; w.Answered > 0 && w.Score != nil {
		key := "documents.brief.walk"
		if w.Provisional {
			key = "documents.brief.walk-provisional"
		}
		a.add(Paragraph{Text: text.M(key, "score", number0(*w.Score), "answered", w.Answered, "asked", w.Asked, "weak", someNames(weakest(w)))})
	}
	for _, w := range a.Result.Wastewater {
		if w.Phase != a.Result.Phase {
			continue
		}
		if w.Volume != nil {
			a.add(Paragraph{Text: text.M("report.water.volume", "value", *w.Volume)})
		}
		var over []text.Name
		checked := 0
		for _, l := range w.Limits {
			checked++
			if l.Over {
				n := l.Name
				if n.Empty() {
					n = text.Both(l.Parameter)
				}
				over = append(over, n)
			}
		}
		switch {
		case len(over) > 0:
			a.add(Paragraph{Kind: Warning, Text: text.M("documents.brief.over", "parameters", over, "standard", w.Limits[0].Standard, "column", w.Limits[0].Column), Refs: []int{a.ref(w.Limits[0].Source, text.Name{})}})
		case checked > 0:
			a.add(Paragraph{Text: text.M("documents.brief.within", "n", checked, "standard", w.Limits[0].Standard, "column", w.Limits[0].Column), Refs: []int{a.ref(w.Limits[0].Source, text.Name{})}})
		}
	}
}

func number0(v float64) int { return int(v + 0.5) }

// weakest are the areas with the lowest scores, at most three, below 60.
func weakest(w assess.Walkthrough) []text.Name {
	areas := slices.Clone(w.Areas)
	areas = slices.DeleteFunc(areas, func(x assess.AreaScore) bool { return x.Score == nil || *x.Score >= 60 || x.Safety })
	slices.SortStableFunc(areas, func(x, y assess.AreaScore) int {
		switch {
		case *x.Score < *y.Score:
			return -1
		case *x.Score > *y.Score:
			return 1
		}
		return 0
	})
	var names []text.Name
	for _, x := range areas[:min(3, len(areas))] {
		names = append(names, x.Name)
	}
	return names
}
