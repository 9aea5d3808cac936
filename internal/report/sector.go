package report

import (
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Sectors lists the sector packs.
func Sectors(all []benchmark.Sector) *Document {
	t := Table{Columns: []Column{head("report.pack.id"), headWide("report.pack.name"), headWide("report.pack.covers")}}
	for _, s := range all {
		t.Rows = append(t.Rows, Row{Cells: []Cell{plain(s.ID), name(s.Name), name(s.Covers)}})
	}
	return &Document{Title: text.M("report.pack.list"), Blocks: []Block{t}}
}

// Sector is a sector pack for reading: what it asks, what it compares with and
// why, every published row, options, questions and cases, with their sources
// and the ids by which an audit names them.
func Sector(pack *benchmark.Pack, common *benchmark.Common) *Document {
	s := &sector{pack: pack, common: common}
	s.doc.Title = nameOf(pack.Sector.Name)
	s.doc.Subtitle = text.M("report.pack.subtitle", "id", pack.Sector.ID)
	s.doc.Places = true
	s.about()
	s.asks()
	s.references()
	s.rows()
	s.options()
	s.questions()
	s.cases()
	return &s.doc
}

type sector struct {
	builder
	pack   *benchmark.Pack
	common *benchmark.Common
}

func (s *sector) cite(id string, locator text.Name) []int {
	if src, ok := s.pack.Source(id); ok {
		return []int{s.ref(src, locator)}
	}
	return nil
}

func (s *sector) about() {
	p := s.pack.Sector
	s.heading(1, "report.pack.about")
	var f facts
	f.add("report.pack.covers", name(p.Covers))
	f.add("report.pack.product", say("report.pack.product-of", "unit", p.ProductUnit, "product", p.Product, "note", p.ProductNote))
	var industries []text.Name
	for _, n := range p.Industries {
		if i, ok := s.common.Industries.Industry(n); ok {
			industries = append(industries, i.Name)
		}
	}
	if len(industries) > 0 {
		f.add("report.plant.industry", say("report.list", "names", industries))
	}
	f.text("report.pack.standard", p.Standard)
	s.table(f.table())
}

func (s *sector) asks() {
	if len(s.pack.Asks) == 0 {
		return
	}
	s.heading(1, "report.pack.asks")
	var l List
	for _, a := range s.pack.Asks {
		item := Item{Text: text.M("report.pack.with-id", "id", a.ID, "text", a.Text)}
		for _, c := range a.Choices {
			item.Below = append(item.Below, Item{Text: text.M("report.pack.with-id", "id", c.ID, "text", c.Name)})
		}
		if a.Kind == "number" {
			item.Below = append(item.Below, Item{Text: text.M("report.pack.number", "min", in(a.Min, a.Unit), "max", in(a.Max, a.Unit))})
		}
		item.Below = append(item.Below, Item{Text: nameOf(a.Why)})
		l.Items = append(l.Items, item)
	}
	s.add(l)
}

func (s *sector) flowName(id string) text.Name {
	if f, ok := s.pack.Flow(id); ok {
		return f.Name
	}
	for _, f := range s.common.Flows {
		if f.ID == id {
			return f.Name
		}
	}
	return text.Both(id)
}

func (s *sector) references() {
	s.heading(1, "report.pack.references")
	t := Table{Columns: []Column{headWide("report.flow"), headRight("report.bench.best"), headRight("report.bench.typical"),
		headRight("report.bench.poor"), headWide("report.bench.unit"), headWide("report.bench.source")}}
	var reasons List
	for _, r := range s.pack.References {
		unit := Cell{Kind: Units, Unit: s.unit(r.Unit, r.Flow), Per: r.Per}
		if f, ok := s.pack.Flow(r.Flow); ok && !f.Per.Empty() { // a ratio already
			unit.Per = text.Name{}
		}
		best, typical, poor := boundCells(benchmark.Bounds{Best: r.Best, TypicalLow: r.TypicalLow, TypicalHigh: r.TypicalHigh, Poor: r.Poor})
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(s.flowName(r.Flow)), best, typical, poor, unit, s.referenceSource(r)}})
		reasons.Items = append(reasons.Items, Item{Text: text.M("report.pack.reason", "flow", s.flowName(r.Flow), "when", s.conditions(r.When), "reason", r.Reason)})
	}
	s.table(t)
	if len(reasons.Items) > 0 {
		s.add(Heading{Level: 2, Text: text.M("report.pack.reasons")}, reasons)
	}
	var none List
	for _, f := range s.pack.Flows {
		if !f.NoRef.Empty() {
			none.Items = append(none.Items, Item{Text: text.M("report.of-flow", "flow", f.Name, "text", nameOf(f.NoRef))})
		}
	}
	if len(none.Items) > 0 {
		s.add(Heading{Level: 2, Text: text.M("report.pack.none")}, none)
	}
}

// unit is the unit of a reference, which is the flow's where it states none.
func (s *sector) unit(unit, flow string) string {
	if unit != "" {
		return unit
	}
	f, _ := s.pack.Flow(flow)
	return f.Unit
}

func (s *sector) referenceSource(r benchmark.Reference) Cell {
	var c Cell
	verified := false
	for _, id := range r.Rows {
		row, ok := s.pack.Benchmark(id)
		if !ok {
			continue
		}
		verified = verified || row.Reliable()
		for _, n := range s.cite(row.Source, row.Locator) {
			c.Refs = appendNew(c.Refs, n)
		}
	}
	switch {
	case !verified:
		c.Text = text.M("report.unverified")
	case r.Judgement:
		c.Text = text.M("report.judgement")
	}
	return c
}

func appendNew(refs []int, n int) []int {
	for _, r := range refs {
		if r == n {
			return refs
		}
	}
	return append(refs, n)
}

// conditions says in words when a reference holds.
func (s *sector) conditions(when []benchmark.Condition) []text.Message {
	var all []text.Message
	for _, c := range when {
		var is []text.Name
		a, _ := s.pack.Ask(c.Ask)
		for _, id := range c.Is {
			for _, choice := range a.Choices {
				if choice.ID == id {
					is = append(is, choice.Name)
				}
			}
		}
		all = append(all, text.M("report.pack.condition", "ask", a.Text, "is", is, "min", in(c.Min, a.Unit), "max", in(c.Max, a.Unit)))
	}
	return all
}

// rows lists every published row, flow by flow.
func (s *sector) rows() {
	s.heading(1, "report.pack.rows")
	var order []string
	byFlow := map[string][]Item{}
	for _, b := range s.pack.Benchmarks {
		if _, known := byFlow[b.Flow]; !known {
			order = append(order, b.Flow)
		}
		byFlow[b.Flow] = append(byFlow[b.Flow], Item{Text: s.rowText(b), Refs: s.cite(b.Source, b.Locator)})
	}
	for _, id := range order {
		s.add(Heading{Level: 2, Text: text.M("report.pack.flow", "id", id, "text", s.flowName(id))}, List{Items: byFlow[id]})
	}
}

// rowText is a published row as a line: its levels, unit, region, scale, id.
func (s *sector) rowText(b benchmark.Benchmark) text.Message {
	var typical any
	switch low, high := b.TypicalLow, b.TypicalHigh; {
	case low != nil && high != nil && *low != *high:
		typical = text.M("report.range", "low", *low, "high", in(high, b.Unit))
	case low != nil && high != nil:
		typical = in(low, b.Unit)
	case low != nil:
		typical = text.M("report.pack.from", "value", in(low, b.Unit))
	case high != nil:
		typical = text.M("report.pack.to", "value", in(high, b.Unit))
	}
	return text.M("report.pack.row", "name", b.Name, "best", in(b.Best, b.Unit), "typical", typical, "poor", in(b.Poor, b.Unit),
		"per", b.Per, "region", s.common.RegionName(b.Region), "scale", b.Scale, "doubt", b.Doubt, "id", b.ID)
}

// in is a value in a unit as a message argument; nothing where it is not known.
func in(v *float64, unit string) any {
	if v == nil {
		return nil
	}
	return quantity.Amount{Value: *v, Unit: unit}
}

func (s *sector) options() {
	s.heading(1, "report.pack.options")
	var l List
	for _, o := range s.pack.Options {
		item := Item{Text: text.M("report.pack.with-id", "id", o.ID, "text", o.Name), Refs: s.cite(o.Source, o.Locator)}
		var flows []text.Name
		for _, f := range o.Saves {
			flows = append(flows, s.flowName(f))
		}
		if len(flows) > 0 {
			var saved any
			switch low, high := o.SavingLow, o.SavingHigh; {
			case low != nil && high != nil && *low != *high:
				saved = text.M("report.range", "low", *low, "high", quantity.Amount{Value: *high, Unit: "%"})
			case high != nil:
				saved = percent(*high)
			case low != nil:
				saved = percent(*low)
			}
			item.Below = append(item.Below, Item{Text: text.M("report.pack.saves", "flows", flows, "percent", saved, "of", o.SavingOf)})
		}
		for _, c := range s.common.Method.CostClasses {
			if c.ID == o.CostClass {
				item.Below = append(item.Below, Item{Text: text.M("report.suggest.cost", "class", c.Name, "payback", payback(o), "note", o.InvestmentNote)})
			}
		}
		if !o.Note.Empty() {
			item.Below = append(item.Below, Item{Text: nameOf(o.Note)})
		}
		l.Items = append(l.Items, item)
	}
	s.add(l)
}

func (s *sector) questions() {
	s.heading(1, "report.pack.questions")
	for _, area := range s.common.Method.Areas {
		var l List
		for _, q := range s.pack.Questions {
			if q.Area == area.ID {
				l.Items = append(l.Items, Item{Text: text.M("report.pack.with-id", "id", q.ID, "text", q.Text)})
			}
		}
		if len(l.Items) > 0 {
			s.add(Heading{Level: 2, Text: nameOf(area.Name)}, l)
		}
	}
}

func (s *sector) cases() {
	if len(s.pack.Cases) == 0 {
		return
	}
	s.heading(1, "report.pack.cases")
	var l List
	for _, c := range s.pack.Cases {
		var year any
		if c.Year != 0 {
			year = text.M("report.year", "year", c.Year)
		}
		item := Item{Text: text.M("report.pack.case", "plant", c.Plant, "country", s.common.RegionName(c.Country), "year", year), Refs: s.cite(c.Source, c.Locator)}
		for _, part := range []struct {
			key  string
			text text.Name
		}{
			{"report.pack.output", c.Output}, {"report.pack.before", c.Before}, {"report.pack.after", c.After},
			{"report.pack.savings", c.Savings}, {"report.pack.investment", c.Investment},
		} {
			if !part.text.Empty() {
				item.Below = append(item.Below, Item{Text: text.M(part.key, "text", part.text)})
			}
		}
		l.Items = append(l.Items, item)
	}
	s.add(l)
}
