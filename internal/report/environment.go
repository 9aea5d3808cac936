package report

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

func (a *assessment) energy() {
	if len(a.Result.Energy) == 0 {
		return
	}
	a.heading(1, "report.energy.heading")
	for _, e := range a.Result.Energy {
		a.phaseHeading(e.Phase)
		final := e.Convention == assess.EnergyFinal
		t := Table{Columns: []Column{headWide("report.energy.carrier"), headRight("report.energy.amount")}}
		if final {
			t.Columns = append(t.Columns, headRight("report.energy.mj"))
		}
		t.Columns = append(t.Columns, headRight("report.energy.toe"))
		for _, l := range e.Lines {
			row := Row{Cells: []Cell{name(l.Flow.Name), amount(&l.Amount)}}
			if final {
				row.Cells = append(row.Cells, numberOf(l.MJ, "MJ"))
			}
			row.Cells = append(row.Cells, number(l.TOE, "toe"))
			t.Rows = append(t.Rows, row)
		}
		total := Row{Strong: true, Cells: []Cell{say("report.total"), {Kind: Words}}}
		if final {
			total.Cells = append(total.Cells, numberOf(e.MJ, "MJ"))
		}
		total.Cells = append(total.Cells, number(e.TOE, "toe"))
		for i := 2; i < len(total.Cells); i++ {
			total.Cells[i].Formula = Total(i, 0, len(e.Lines))
		}
		t.Rows = append(t.Rows, total)
		a.table(t)
		if e.PerUnit != nil {
			a.remark(text.M("report.energy.per-unit", "value", a.perUnit(*e.PerUnit), "product", a.Result.Product))
		}
		a.remark(text.M("report.energy.convention", "convention", text.M("energy."+e.Convention)), a.sourcesOf(e.Why)...)
	}
}

// perUnit is an amount that is per unit of product, with the whole unit.
func (a *assessment) perUnit(v quantity.Amount) quantity.Amount {
	return quantity.Amount{Value: v.Value, Unit: v.Unit + "/" + a.Result.ProductUnit}
}

// phaseHeading names the phase where the audit has more than one.
func (a *assessment) phaseHeading(phase string) {
	if len(a.Result.Outputs) > 1 {
		a.add(Heading{Level: 2, Text: text.M("report.phase." + phase)})
	}
}

func (a *assessment) emissions() {
	if len(a.Result.Emissions) == 0 {
		return
	}
	a.heading(1, "report.carbon.heading")
	for _, e := range a.Result.Emissions {
		a.phaseHeading(e.Phase)
		t := Table{Columns: []Column{headWide("report.carbon.source"), head("report.carbon.scope"), headRight("report.carbon.co2e")}}
		if e.Biogenic != 0 {
			t.Columns = append(t.Columns, headRight("report.carbon.biogenic"))
		}
		add := func(strong bool, biogenic float64, cells ...Cell) {
			switch {
			case biogenic != 0:
				cells = append(cells, number(biogenic, "t CO2"))
			case e.Biogenic != 0:
				cells = append(cells, Cell{Kind: Words})
			}
			t.Rows = append(t.Rows, Row{Strong: strong, Cells: cells})
		}
		for _, l := range e.Lines {
			source := name(l.Flow.Name)
			if l.Flow.Category == "pollutant" {
				source = say("report.carbon.methane")
			}
			add(false, l.Biogenic, source, say("report.count", "n", l.Scope), number(l.CO2e, "t CO2e"))
		}
		sum := 0.0
		for scope, v := range []*float64{e.Scope1, e.Scope2} {
			if v != nil {
				sum += *v
				add(true, 0, say("report.carbon.total-of", "scope", scope+1), say("report.count", "n", scope+1), number(*v, "t CO2e"))
			}
		}
		add(true, e.Biogenic, say("report.total"), Cell{Kind: Words}, number(sum, "t CO2e"))
		a.table(t)
		if e.PerUnit != nil {
			a.remark(text.M("report.carbon.per-unit", "value", a.perUnit(*e.PerUnit), "product", a.Result.Product))
		}
		a.gridFactors(e)
		a.remark(text.M("report.carbon.gwp", "set", e.GWP), a.sourcesOf(e.Why1)...)
		if e.Biogenic != 0 {
			a.remark(text.M("why.biogenic"))
		}
	}
}

// gridFactors names the grid factors that were used, by their year.
func (a *assessment) gridFactors(e assess.Emissions) {
	seen := map[int]bool{}
	walk(e.Why2, func(w *assess.Why) {
		year, _ := w.Label.Args["year"].(int)
		if w.Label.Key != "why.grid-factor" || w.Value == nil || seen[year] {
			return
		}
		seen[year] = true
		var refs []int
		if w.Source != nil {
			refs = append(refs, a.ref(*w.Source, w.Locator))
		}
		a.remark(text.M("report.carbon.grid", "year", year, "value", *w.Value), refs...)
	})
}

// walk visits a figure and all that it was made of.
func walk(w *assess.Why, visit func(*assess.Why)) {
	if w == nil {
		return
	}
	visit(w)
	for _, part := range w.Parts() {
		walk(part, visit)
	}
}

// sourcesOf numbers the documents that a figure rests on.
func (a *assessment) sourcesOf(w *assess.Why) []int {
	var refs []int
	seen := map[int]bool{}
	walk(w, func(w *assess.Why) {
		if w.Source == nil {
			return
		}
		if n := a.ref(*w.Source, w.Locator); !seen[n] {
			seen[n] = true
			refs = append(refs, n)
		}
	})
	return refs
}

func (a *assessment) wastewater() {
	if len(a.Result.Wastewater) == 0 {
		return
	}
	a.heading(1, "report.water.heading")
	for _, w := range a.Result.Wastewater {
		a.phaseHeading(w.Phase)
		if w.Volume != nil {
			a.add(Paragraph{Text: text.M("report.water.volume", "value", *w.Volume)})
		}
		a.loads(w)
		a.fee(w)
		a.limits(w)
	}
}

func (a *assessment) loads(w assess.Wastewater) {
	t := Table{Columns: []Column{head("report.water.parameter"), headWide("report.water.place"), headRight("report.water.concentration"),
		headRight("report.water.load"), headRight("report.water.per-unit")}}
	for _, l := range w.Loads {
		place := "report.water.raw"
		if l.Discharged {
			place = "report.water.discharged"
		}
		row := Row{Cells: []Cell{plain(l.Parameter), say(place), amount(&l.Concentration), {Kind: Absent}, {Kind: Absent}}}
		if w.Volume != nil {
			row.Cells[3] = amount(&l.Load)
		}
		if l.PerUnit != nil {
			row.Cells[4] = number(l.PerUnit.Value, a.perUnit(*l.PerUnit).Unit)
		}
		t.Rows = append(t.Rows, row)
	}
	a.table(t)
}

func (a *assessment) fee(w assess.Wastewater) {
	if w.Fee == nil {
		if !w.NoFee.Empty() {
			a.add(Paragraph{Text: text.M("report.water.no-fee", "reason", w.NoFee)})
		}
		return
	}
	var span text.Message
	if w.Fee.Yearly {
		span = text.M("report.span.year")
	} else {
		span = text.M("report.span.phase")
	}
	a.add(Paragraph{
		Text: text.M("report.water.fee", "amount", a.money(&w.Fee.Amount), "span", span, "document", w.Fee.Document),
		Refs: []int{a.ref(w.Fee.Source, text.Name{})},
	})
}

func (a *assessment) limits(w assess.Wastewater) {
	t := Table{Columns: []Column{headWide("report.water.parameter"), headRight("report.water.measured"), headRight("report.water.limit"),
		headWide("report.water.standard"), headWide("report.water.verdict")}}
	for _, l := range w.Limits {
		verdict := "report.water.within"
		if l.Over {
			verdict = "report.water.over"
		}
		limit := number(l.Limit, l.Value.Unit)
		standard := say("report.water.standard-of", "standard", l.Standard, "column", l.Column)
		standard.Refs = []int{a.ref(l.Source, text.Name{})}
		if !l.Verified {
			standard.Text = text.M("report.water.standard-unverified", "standard", l.Standard, "column", l.Column)
		}
		parameter := name(l.Name)
		if l.Name.Empty() {
			parameter = plain(l.Parameter)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{parameter, amount(&l.Value), limit, standard, say(verdict)}})
	}
	if len(t.Rows) == 0 {
		return
	}
	a.table(t)
	a.remark(text.M("report.water.limit-note"))
}

// ownRules are the program's own rules, marked as such wherever they show.
func (a *assessment) ownRule(key string) { a.remark(text.M(key), a.ref(ownRule(), text.Name{})) }

func ownRule() benchmark.Source { return benchmark.Source{ID: benchmark.OwnRule} }
