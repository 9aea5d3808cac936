package report

import (
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/assess/cost"
	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// BalanceReport is the process network as a document: what was measured, what it
// becomes when the balances are made to close, and what the waste streams cost.
func BalanceReport(in Input) *Document {
	a := newDetail(in, "detail.balance-title")
	if in.Result.Balance == nil {
		a.add(Paragraph{Kind: Lead, Text: text.M("detail.no-network")})
		return &a.doc
	}
	a.balance()
	a.wasteCosts()
	a.causes()
	return &a.doc
}

// OptionsReport is the options as a document: what each is worth, how they were
// screened and ranked, and which set reaches the target.
func OptionsReport(in Input) *Document {
	a := newDetail(in, "detail.options-title")
	if in.Result.Options == nil {
		a.add(Paragraph{Kind: Lead, Text: text.M("detail.no-options")})
		return &a.doc
	}
	a.options()
	a.portfolio()
	return &a.doc
}

// PlanReport is who does what when, what it brought, and what is watched.
func PlanReport(in Input) *Document {
	a := newDetail(in, "detail.plan-title")
	a.tasks()
	a.plan()
	a.promises()
	a.monitors()
	return &a.doc
}

func newDetail(in Input, title string) *assessment {
	a := &assessment{Input: in}
	a.doc.Title = text.M(title)
	a.doc.Subtitle = text.M("report.subtitle", "plant", in.Audit.Plant.DisplayName(), "sector", in.Pack.Sector.Name, "date", in.Audit.Settings.Date)
	return a
}

// layerName is what a layer is called.
func (a *assessment) layerName(id string) text.Message {
	switch id {
	case balance.Mass:
		return text.M("detail.mass")
	case balance.Energy:
		return text.M("detail.energy")
	}
	if c, ok := a.Common.Method.Component(id); ok {
		return nameOf(c.Name)
	}
	return nameOf(text.Both(id))
}

// balance is every layer before and after reconciliation.
func (a *assessment) balance() {
	b := a.Result.Balance
	if b.Network == nil {
		a.heading(1, "detail.balance")
		a.add(Paragraph{Kind: Lead, Text: text.M("detail.not-reconciled")})
		a.networkProblems()
		return
	}
	a.heading(1, "detail.balance")
	if b.Basis != "" {
		a.add(Paragraph{Text: text.M("detail.basis", "basis", b.Basis, "unit", b.Unit)})
	}
	for _, g := range b.Network.Groups {
		a.groupVerdict(b, g)
	}
	for _, l := range b.Network.Layers {
		a.add(Heading{Level: 2, Text: text.M("detail.layer", "layer", a.layerName(l.ID))})
		a.steps(b, l)
		a.streams(b, l)
	}
	a.networkProblems()
}

func (a *assessment) groupVerdict(b *assess.ProcessBalance, g balance.Group) {
	if g.Global.DOF == 0 {
		a.add(Paragraph{Text: text.M("detail.nothing-redundant")})
		return
	}
	key := "detail.global-fails"
	if g.Global.Pass {
		key = "detail.global-passes"
	}
	a.add(Paragraph{Kind: Lead, Text: text.M(key, "statistic", g.Global.Statistic, "dof", g.Global.DOF, "critical", g.Global.Critical)})
	if len(g.Suspects) == 0 {
		return
	}
	var names []text.Message
	for _, m := range g.Suspects {
		names = append(names, nameOf(b.Input.Streams[m.Stream].Name))
	}
	a.add(Paragraph{Text: text.M("detail.suspects", "streams", names)})
	if len(g.Suspects) != 1 {
		return
	}
	without, found := b.Network.Without(g.Suspects[0])
	if without == nil || found.HasErrors() {
		return
	}
	if w, ok := without.GroupOf(g.Suspects[0].Layer); ok {
		verdict := "detail.then-fails"
		if w.Global.Pass {
			verdict = "detail.then-passes"
		}
		args := []any{"stream", b.Input.Streams[g.Suspects[0].Stream].Name, "statistic", w.Global.Statistic, "critical", w.Global.Critical}
		a.add(Paragraph{Text: text.M(verdict, args...)})
	}
}

// layerUnit is the unit of a layer's amounts.
func layerUnit(b *assess.ProcessBalance, layer string) string {
	if layer == balance.Energy {
		return b.EnergyUnit
	}
	return b.Unit
}

func (a *assessment) steps(b *assess.ProcessBalance, l balance.Layer) {
	unit := layerUnit(b, l.ID)
	t := Table{Columns: []Column{headWide("detail.step"), headRight("detail.in"), headRight("detail.out"), headRight("detail.closure"), head("detail.closes")}}
	row := func(label Cell, s balance.StepResult, strong bool) {
		if s.NotConserved || s.In == 0 && s.Out == 0 {
			return
		}
		closes := say("detail.unmeasured", "count", len(s.Missing))
		if s.Closure != nil {
			closes = say("detail.open")
			if s.Accepted {
				closes = say("detail.closed")
			}
		}
		t.Rows = append(t.Rows, Row{Strong: strong, Cells: []Cell{label, number(s.In, unit), number(s.Out+s.Stock, unit), numberOf(s.Closure, "%"), closes}})
	}
	for i, s := range l.Steps {
		row(name(b.Input.Steps[i].Name), s, false)
	}
	row(say("detail.plant"), l.Plant, true)
	a.table(t)
}

func (a *assessment) streams(b *assess.ProcessBalance, l balance.Layer) {
	unit := layerUnit(b, l.ID)
	component := l.ID != balance.Mass && l.ID != balance.Energy
	if component {
		unit = "%"
	}
	scale := 1.0
	if component {
		scale = 100
	}
	t := Table{Columns: []Column{headWide("detail.stream"), headRight("detail.measured"), headRight("detail.reconciled"), headRight("detail.adjustment"), headRight("detail.z"), head("detail.class")}}
	scaled := func(v *float64) Cell {
		if v == nil {
			return Cell{Kind: Absent}
		}
		x := scale * *v
		if component && abs(x) < 0.005 { // less than anybody can analyse
			x = 0
		}
		return number(x, unit)
	}
	for _, s := range l.Streams {
		if !s.Present {
			continue
		}
		z := Cell{Kind: Absent}
		if s.Z != nil {
			z = number(abs(*s.Z), "")
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			name(b.Input.Streams[s.Stream].Name), scaled(s.Measured), scaled(s.Reconciled), scaled(s.Adjustment), z,
			{Kind: Words, Text: text.M("detail.classes." + string(s.Class))},
		}})
	}
	a.table(t)
}

func abs(v float64) float64 {
	if v < 0 {
		return -v
	}
	return v
}

// networkProblems lists what is wrong with the network or doubtful in it.
func (a *assessment) networkProblems() {
	var items []Item
	for _, p := range a.Result.Balance.Problems {
		if p.Severity != problem.Note {
			items = append(items, Item{Text: p.Message})
		}
	}
	if len(items) > 0 {
		a.heading(2, "detail.doubts")
		a.add(List{Items: items})
	}
}

// wasteCosts is what the waste streams cost, the dearest first.
func (a *assessment) wasteCosts() {
	b := a.Result.Balance
	a.heading(1, "detail.costs")
	if b.Costs == nil {
		a.add(Paragraph{Kind: Lead, Text: text.M("detail.no-costs")})
		return
	}
	k, span := 1.0, text.M("detail.per-basis")
	if b.PerYear > 0 {
		k, span = b.PerYear, text.M("detail.per-year")
	}
	currency := a.Result.Currency
	c := b.Costs
	if share, ok := c.LossPercent(); ok {
		a.add(Paragraph{Kind: Lead, Text: text.M("detail.loss", "in", quantity.Amount{Value: k * c.In.Total(), Unit: currency}, "loss", quantity.Amount{Value: k * c.Loss.Total(), Unit: currency},
			"percent", percent(share), "span", span)})
	}
	t := Table{Columns: []Column{headWide("detail.stream"), headRight("detail.material"), headRight("detail.energy-system"), headRight("detail.treatment"), headRight("detail.total"), headRight("detail.cumulative")}}
	cell := func(v float64) Cell { return Cell{Kind: Money, Value: k * v, Unit: currency} }
	for _, x := range c.Pareto {
		s := c.Streams[x.Stream]
		t.Rows = append(t.Rows, Row{Strong: x.First, Cells: []Cell{
			a.lossName(b, s), cell(s.Loss.Material), cell(s.Loss.Energy + s.Loss.System), cell(s.Loss.Treatment + s.Loss.Fee), cell(x.Cost), number(x.Cumulative, "%"),
		}})
	}
	a.table(t)
	a.remark(text.M("detail.costs-note", "span", span))
}

// lossName is a waste stream, or the loss that nobody has named at a step.
func (a *assessment) lossName(b *assess.ProcessBalance, s cost.StreamCost) Cell {
	for _, x := range b.Input.Streams {
		if x.ID == s.ID {
			return name(x.Name)
		}
	}
	for _, x := range b.Input.Steps {
		if x.ID == s.Step {
			return say("detail.unidentified", "step", x.Name)
		}
	}
	return plain(s.Step)
}

// causes lists why streams are lost.
func (a *assessment) causes() {
	if len(a.Audit.Causes) == 0 {
		return
	}
	a.heading(1, "detail.causes")
	t := Table{Columns: []Column{headWide("detail.stream"), head("detail.group"), headWide("detail.cause"), headWide("detail.evidence")}}
	for _, c := range a.Audit.Causes {
		group := text.Both(c.Group)
		for _, g := range a.Common.Method.CauseGroups {
			if g.ID == c.Group {
				group = g.Name
			}
		}
		stream := c.Stream
		for _, x := range a.Audit.Streams {
			if x.ID == c.Stream && x.Name != "" {
				stream = x.Name
			}
		}
		cause := []text.Message{nameOf(text.Both(c.Text))}
		for _, why := range c.Why {
			cause = append(cause, nameOf(text.Both(why)))
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{plain(stream), name(group), {Kind: Words, Text: joinedBy(" → ", cause)}, plain(c.Evidence)}})
	}
	a.table(t)
}

// known is a computed figure, absent where it is not known.
func known(f option.Figure, unit string) Cell {
	if !f.OK() {
		return Cell{Kind: Absent}
	}
	return number(f.Value, unit)
}

func figureMoney(f option.Figure, currency string) Cell {
	if !f.OK() {
		return Cell{Kind: Absent}
	}
	return Cell{Kind: Money, Value: f.Value, Unit: currency}
}

func paybackYears(p option.Payback) Cell {
	switch {
	case p.OK():
		return Cell{Kind: Number, Value: math.Round(10*p.Years) / 10, Text: text.M("documents.years")}
	case p.Status == option.NeverPaid:
		return say("detail.never-paid")
	}
	return Cell{Kind: Absent}
}

// options are the sheets in a table, then the ranking.
func (a *assessment) options() {
	o := a.Result.Options
	currency := a.Result.Currency
	a.heading(1, "detail.options")
	t := Table{Columns: []Column{headWide("detail.option"), headRight("detail.investment"), headRight("detail.annual"), headRight("detail.payback"), headRight("detail.npv")}}
	for _, s := range o.Sheets {
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			name(s.Name), figureMoney(s.Economics.Investment.Central, currency), figureMoney(s.Economics.Annual.Central, currency),
			paybackYears(s.Economics.Payback.Central), figureMoney(s.Economics.NPV.Central, currency),
		}})
	}
	a.table(t)
	a.remark(text.M("detail.options-note", "discount", percent(o.Discount)))
	a.screened()
	a.rejected()
	a.ranking()
}

// screened lists the options by how they were screened.
func (a *assessment) screened() {
	t := Table{Columns: []Column{head("detail.screening"), headWide("detail.which")}}
	for _, x := range a.Common.Method.Screenings {
		var names []text.Message
		for _, s := range a.Result.Options.Sheets {
			if s.Option.Screening == x.ID {
				names = append(names, nameOf(s.Name))
			}
		}
		if len(names) > 0 {
			t.Rows = append(t.Rows, Row{Cells: []Cell{name(x.Name), say("detail.together", "options", names)}})
		}
	}
	if len(t.Rows) > 0 {
		a.heading(2, "detail.screening")
		a.table(t)
	}
}

// rejected are the options that were turned down, with their reasons.
func (a *assessment) rejected() {
	var items []Item
	for _, s := range a.Result.Options.Sheets {
		if s.Option.Screening == "rejected" {
			items = append(items, Item{Text: text.M("detail.rejected", "option", s.Name, "reason", s.Option.Reason)})
		}
	}
	if len(items) > 0 {
		a.heading(2, "detail.rejected-heading")
		a.add(List{Items: items})
	}
}

func (a *assessment) ranking() {
	o := a.Result.Options
	if o.Ranking == nil {
		return
	}
	a.heading(2, "detail.ranking")
	t := Table{Columns: []Column{headRight("detail.rank"), headWide("detail.option"), headRight("detail.technical"), headRight("detail.economic"), headRight("detail.environmental"), headRight("detail.score"), head("detail.sensitive")}}
	order := slices.Clone(o.Ranking.Scores)
	slices.SortStableFunc(order, func(x, y option.Score) int { return rankOf(x) - rankOf(y) })
	for _, x := range order {
		s, _ := o.Sheet(x.Option)
		rank := Cell{Kind: Absent}
		if x.Rank > 0 {
			rank = say("report.count", "n", x.Rank)
		}
		moves := say("detail.steady")
		if slices.Contains(o.Ranking.Sensitive, x.Option) {
			moves = say("detail.moves")
		}
		level := func(criterion string) Cell {
			if v, ok := s.Option.Scores[criterion]; ok {
				return number(v, "")
			}
			return Cell{Kind: Absent}
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{rank, name(s.Name), level(assess.Technical), level(assess.Economic), level(assess.Environmental), known(x.Score, ""), moves}})
	}
	a.table(t)
	var weights []text.Message
	for _, w := range o.Weights {
		weights = append(weights, text.M("say.text", "text", w.Points))
	}
	a.remark(text.M("detail.weights", "weights", weights))
}

// rankOf puts options without a rank last.
func rankOf(s option.Score) int {
	if s.Rank == 0 {
		return 1 << 20
	}
	return s.Rank
}

// portfolio is the set that reaches the target, and what speaks for it.
func (a *assessment) portfolio() {
	p := a.Plan
	if p == nil {
		return
	}
	a.heading(1, "detail.portfolio")
	for i, m := range p.Explanation.Sentences {
		kind := Plain
		if i == 0 {
			kind = Lead
		}
		a.add(Paragraph{Kind: kind, Text: m})
	}
	for _, m := range p.Remarks {
		a.remark(m)
	}
	t := Table{Columns: []Column{headWide("detail.goal"), headRight("detail.wanted"), headRight("detail.proposed"), headRight("detail.chosen"), headRight("detail.probability")}}
	for i, g := range p.Query.Goals {
		chosen, chance := Cell{Kind: Absent}, Cell{Kind: Absent}
		if i < len(p.ChosenGroups) {
			chosen = number(100*p.ChosenGroups[i].Saving, "%")
		}
		if p.Robustness != nil && i < len(p.Robustness.Groups) {
			chance = number(100*p.Robustness.Groups[i].Reached.P, "%")
		}
		proposed := Cell{Kind: Absent}
		if i < len(p.Proposed.Groups) {
			proposed = number(100*p.Proposed.Groups[i].Saving, "%")
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(g.Group.Name), number(100*g.Target, "%"), proposed, chosen, chance}})
	}
	a.table(t)
	a.remark(text.M("detail.probability-note"))
	a.abatement()
}

// abatement is the marginal abatement curve as a table.
func (a *assessment) abatement() {
	c := a.Plan.Curve
	if c == nil {
		return
	}
	a.heading(2, "detail.abatement")
	t := Table{Columns: []Column{headWide("detail.option"), headRight("detail.abated"), headRight("detail.cumulated"), headRight("detail.per-tonne")}}
	for _, b := range c.Bars {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Kind: Words, Text: a.namesOf(b.Options)}, number(b.Abated, "t CO2e"), number(b.Cumulative, "t CO2e"), {Kind: Money, Value: b.PerUnit, Unit: a.Result.Currency}}})
	}
	a.table(t)
	a.remark(text.M("detail.abatement-note"))
}

// tasks are the 18 tasks with what each lacks.
func (a *assessment) tasks() {
	if len(a.Result.Tasks) == 0 {
		return
	}
	a.heading(1, "detail.tasks")
	t := Table{Columns: []Column{head("detail.task"), headWide("detail.task-name"), head("detail.state"), headWide("detail.lacks")}}
	for _, x := range a.Result.Tasks {
		lacks := Cell{Kind: Absent}
		if len(x.Missing) > 0 {
			lacks = say("detail.missing", "what", x.Missing)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{plain(x.Task.ID), name(x.Task.Name), {Kind: Words, Text: text.M("detail.states." + x.State)}, lacks}})
	}
	a.table(t)
}

// plan is who does what when, of the options that were decided on.
func (a *assessment) plan() {
	a.heading(1, "detail.plan")
	t := Table{Landscape: true, Columns: []Column{headWide("detail.option"), head("detail.status"), headWide("detail.responsible"), head("detail.start"), head("detail.done"), headRight("detail.investment"), headRight("detail.spent"), headWide("detail.funding")}}
	var planned, spent float64
	for i := range a.Audit.Options {
		o := a.Audit.Options[i]
		if o.Status != "planned" && o.Status != "doing" && o.Status != "done" {
			continue
		}
		planned += value(o.Investment)
		spent += value(o.Spent)
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			a.optionName(o), {Kind: Words, Text: text.M("detail.statuses." + o.Status)}, plain(o.Responsible), a.date(o.Start), a.date(o.Done),
			money(o.Investment, a.Result.Currency), money(o.Spent, a.Result.Currency), plain(o.Funding),
		}})
	}
	if len(t.Rows) == 0 {
		a.add(Paragraph{Text: text.M("detail.no-plan")})
		return
	}
	t.Rows = append(t.Rows, Row{Strong: true, Cells: []Cell{say("report.total"), {Kind: Words}, {Kind: Words}, {Kind: Words}, {Kind: Words}, money(&planned, a.Result.Currency), money(&spent, a.Result.Currency), {Kind: Words}}})
	a.table(t)
}

func value(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}

func (a *assessment) optionName(o assess.Option) Cell {
	if s, ok := a.Result.Options.Sheet(o.ID); ok {
		return name(s.Name)
	}
	return plain(o.Name)
}

func (a *assessment) date(d quantity.Date) Cell {
	if d.IsZero() {
		return Cell{Kind: Absent}
	}
	return say("report.date", "date", d)
}

// promises set what the done options promised beside what was measured.
func (a *assessment) promises() {
	o := a.Result.Options
	if o == nil || len(o.Promises) == 0 {
		return
	}
	a.heading(1, "detail.promises")
	t := Table{Columns: []Column{headWide("report.flow"), headRight("detail.promised"), headRight("detail.achieved"), headWide("detail.verdict"), headWide("detail.by")}}
	for _, x := range o.Promises {
		by := Cell{Kind: Absent}
		if len(x.Options) > 0 {
			by = Cell{Kind: Words, Text: a.namesOf(x.Options)}
		}
		promised := Cell{Kind: Absent}
		if x.Verdict != option.NotPromise {
			promised = Cell{Kind: Range, Value: 100 * x.Promised.Low, High: 100 * x.Promised.High, Unit: "%"}
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			name(a.flowName(x.Flow)), promised, {Kind: Range, Value: 100 * x.Measured.Low, High: 100 * x.Measured.High, Unit: "%"},
			{Kind: Words, Text: text.M("detail.kept." + string(x.Verdict))}, by,
		}})
	}
	a.table(t)
	a.remark(text.M("detail.promises-note"))
}

func (a *assessment) flowName(id string) text.Name {
	for _, s := range a.Result.Savings {
		if s.Flow.ID == id {
			return s.Flow.Name
		}
	}
	if f, ok := a.Pack.Flow(id); ok {
		return f.Name
	}
	return text.Both(id)
}

// monitors are the indicators that are watched routinely.
func (a *assessment) monitors() {
	if len(a.Audit.Monitors) == 0 {
		return
	}
	a.heading(1, "detail.monitors")
	t := Table{Columns: []Column{headWide("report.flow"), headWide("detail.responsible"), head("detail.every"), headRight("detail.alarm"), head("detail.review"), headRight("detail.last")}}
	for _, m := range a.Audit.Monitors {
		every := Cell{Kind: Absent}
		if m.Every != "" {
			every = Cell{Kind: Words, Text: text.M("detail.intervals." + m.Every)}
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(a.flowName(m.Flow)), plain(m.Responsible), every, numberOf(m.Alarm, "%"), a.date(m.Review), a.lastMonth(m.Flow)}})
	}
	a.table(t)
	a.remark(text.M("detail.monitors-note"))
}

// lastMonth is how far the last month of a flow lies above what is expected.
func (a *assessment) lastMonth(flow string) Cell {
	for _, b := range a.Result.Baselines {
		if b.Flow.ID != flow || len(b.Months) == 0 {
			continue
		}
		m := b.Months[len(b.Months)-1]
		if m.Expected != nil && *m.Expected > 0 {
			return Cell{Kind: Signed, Value: 100 * (m.Amount/(*m.Expected) - 1)}
		}
	}
	return Cell{Kind: Absent}
}
