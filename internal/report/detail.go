package report

import (
	"math"
	"slices"
	"strings"

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
		if b.Network.Holds(g) {
			a.groupVerdict(b, g)
		}
	}
	for i, l := range b.Network.Layers {
		if g, ok := b.Network.GroupOf(l.ID); ok && b.Network.Holds(g) {
			a.add(Heading{Level: 2, Text: text.M("detail.layer", "layer", a.layerName(l.ID))})
			a.steps(b, b.Network.Layers[i])
			a.streams(b, b.Network.Layers[i], g)
			a.bestMeter(b, l.ID)
		}
	}
	a.networkProblems()
}

func (a *assessment) groupVerdict(b *assess.ProcessBalance, g balance.Group) {
	var layers []text.Message
	for _, id := range g.Layers {
		layers = append(layers, a.layerName(id))
	}
	if g.Global.DOF == 0 {
		a.add(Paragraph{Text: text.M("detail.nothing-redundant", "layers", layers)})
		return
	}
	key := "detail.global-fails"
	if g.Global.Pass {
		key = "detail.global-passes"
	}
	a.add(Paragraph{Kind: Lead, Text: text.M(key, "layers", layers, "statistic", decimals(g.Global.Statistic, 2), "dof", g.Global.DOF, "critical", decimals(g.Global.Critical, 2))})
	if len(g.Suspects) == 0 {
		return
	}
	var names []text.Message
	for _, m := range g.Suspects {
		names = append(names, a.meterName(b, m))
	}
	if len(names) == 1 {
		a.add(Paragraph{Text: text.M("detail.suspect", "stream", names[0])})
	} else {
		a.add(Paragraph{Text: text.M("detail.suspects", "streams", names)})
	}
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
		args := []any{"stream", names[0], "statistic", decimals(w.Global.Statistic, 2), "critical", decimals(w.Global.Critical, 2)}
		a.add(Paragraph{Text: text.M(verdict, args...)})
	}
}

// decimals rounds to so many decimals.
func decimals(v float64, n int) float64 {
	k := math.Pow10(n)
	if r := math.Round(v*k) / k; !math.IsNaN(r) && !math.IsInf(r, 0) {
		return r
	}
	return v
}

// meterName is a measurement: a stream, or its content or energy.
func (a *assessment) meterName(b *assess.ProcessBalance, m balance.Meter) text.Message {
	stream := nameOf(b.Input.Streams[m.Stream].Name)
	switch m.Layer {
	case balance.Mass:
		return stream
	case balance.Energy:
		return text.M("detail.energy-of", "stream", stream)
	}
	return text.M("detail.content-of", "layer", a.layerName(m.Layer), "stream", stream)
}

// layerUnit is the unit of a layer's amounts.
func layerUnit(b *assess.ProcessBalance, layer string) string {
	if layer == balance.Energy {
		return b.EnergyUnit
	}
	return b.Unit
}

// inUnit is a head with the unit of its column, which its cells then lack.
func inUnit(key, unit string) Column {
	c := headRight(key)
	if unit != "" {
		c.Head = text.M("detail.in-unit", "name", c.Head, "unit", strings.NewReplacer("m3", "m³", "m2", "m²").Replace(unit))
	}
	return c
}

func (a *assessment) steps(b *assess.ProcessBalance, l balance.Layer) {
	unit := layerUnit(b, l.ID)
	t := Table{Columns: []Column{headWide("detail.step"), inUnit("detail.in", unit), inUnit("detail.out", unit), headRight("detail.closure"), headWide("detail.closes")}}
	row := func(label Cell, at int, s balance.StepResult, strong bool) {
		if s.NotConserved || s.In == 0 && s.Out == 0 && s.Stock == 0 {
			return
		}
		in, out := number(s.In, ""), number(s.Out+s.Stock, "")
		closes := say("detail.open")
		switch {
		case len(s.Missing) > 0:
			var names []text.Message
			for _, i := range s.Missing {
				names = append(names, nameOf(b.Input.Streams[i].Name))
				// Nothing measured is not nothing.
				if s.In == 0 && b.Input.Streams[i].To == at {
					in = Cell{Kind: Absent}
				}
				if s.Out+s.Stock == 0 && b.Input.Streams[i].From == at {
					out = Cell{Kind: Absent}
				}
			}
			closes = say("detail.unmeasured", "streams", names)
		case s.Accepted:
			closes = say("detail.closed")
		}
		t.Rows = append(t.Rows, Row{Strong: strong, Cells: []Cell{label, in, out, numberOf(s.Closure, "%"), closes}})
	}
	for i, s := range l.Steps {
		row(name(b.Input.Steps[i].Name), i, s, false)
	}
	row(say("detail.plant"), len(l.Steps), l.Plant, true)
	if len(t.Rows) > 0 {
		a.table(t)
	}
}

// scaleOf is the factor and the unit of the figures of streams in a layer:
// contents are shown in %.
func scaleOf(b *assess.ProcessBalance, layer string) (scale float64, unit string) {
	if layer == balance.Mass || layer == balance.Energy {
		return 1, layerUnit(b, layer)
	}
	return 100, "%"
}

func (a *assessment) streams(b *assess.ProcessBalance, l balance.Layer, g balance.Group) {
	scale, unit := scaleOf(b, l.ID)
	t := Table{Columns: []Column{headWide("detail.stream"), inUnit("detail.measured", unit), inUnit("detail.reconciled", unit), inUnit("detail.adjustment", unit), headRight("detail.z"), head("detail.class")}}
	left := 0
	for _, s := range l.Streams {
		switch {
		case !s.Present:
		case l.ID != balance.Mass && s.Measured != nil && *s.Measured == 0 && s.Sigma == 0:
			left++
		default:
			t.Rows = append(t.Rows, Row{Cells: a.streamCells(b, l.ID, s, g, scale)})
		}
	}
	if len(t.Rows) == 0 {
		return
	}
	a.table(t)
	if g.Global.DOF > 0 {
		a.remark(text.M("detail.z-note", "critical", decimals(g.Critical, 2)))
	}
	if left > 0 {
		a.remark(text.M("detail.without-content", "count", left, "layer", a.layerName(l.ID)))
	}
}

func (a *assessment) streamCells(b *assess.ProcessBalance, layer string, s balance.StreamResult, g balance.Group, scale float64) []Cell {
	scaled := func(v *float64) Cell {
		if v == nil {
			return Cell{Kind: Absent}
		}
		return number(scale**v, "")
	}
	// The adjustment is shown to the last digit of the reconciled figure.
	adjustment, z := scaled(s.Adjustment), Cell{Kind: Absent}
	if s.Adjustment != nil && s.Reconciled != nil {
		adjustment.Value = likeDigits(adjustment.Value, scale**s.Reconciled)
	}
	if s.Z != nil {
		z = number(decimals(abs(*s.Z), 2), "")
	}
	class := text.M("detail.classes." + string(s.Class))
	if slices.Contains(g.Suspects, balance.Meter{Stream: s.Stream, Layer: layer}) {
		class = text.M("detail.most-suspect")
	}
	return []Cell{name(b.Input.Streams[s.Stream].Name), scaled(s.Measured), scaled(s.Reconciled), adjustment, z, {Kind: Words, Text: class}}
}

// likeDigits rounds v to the fourth significant digit of another figure, the
// last that is shown of it.
func likeDigits(v, of float64) float64 {
	if of == 0 {
		return v
	}
	return decimals(v, max(0, 3-int(math.Floor(math.Log10(abs(of))))))
}

// bestMeter names the measurement that would make the total of waste and losses
// in a layer most certain (METHOD §20).
func (a *assessment) bestMeter(b *assess.ProcessBalance, layer string) {
	total := b.Input.Losses(layer)
	if len(total.Weights) == 0 {
		return
	}
	gains := b.Network.BestMeters(total, 0)
	if len(gains) == 0 {
		return
	}
	best := gains[0]
	amount := func(sd float64) quantity.Amount {
		return quantity.Amount{Value: balance.Estimate{SD: sd}.Half(), Unit: layerUnit(b, layer)}
	}
	if best.Before == nil {
		a.remark(text.M("detail.meter-enables", "layer", a.layerName(layer), "meter", a.meterName(b, best.Meter)))
		return
	}
	if best.Percent >= worthMeasuring {
		a.remark(text.M("detail.meter-helps", "layer", a.layerName(layer), "meter", a.meterName(b, best.Meter), "before", amount(*best.Before), "after", amount(best.After)))
	}
}

// worthMeasuring is from which reduction of the variance, in %, another
// measurement is worth naming.
const worthMeasuring = 5

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
	if !slices.ContainsFunc(b.Input.Streams, func(s balance.Stream) bool { return !s.OnlyEnergy }) {
		return // energy alone carries no purchase value
	}
	a.heading(1, "detail.costs")
	if b.Costs == nil {
		a.add(Paragraph{Kind: Lead, Text: text.M("detail.no-costs")})
		return
	}
	k, span := 1.0, text.M("detail.per-basis")
	if b.PerYear > 0 {
		k, span = b.PerYear, text.M("detail.per-year", "times", b.PerYear)
	}
	currency := a.Result.Currency
	c := b.Costs
	if share, ok := c.LossPercent(); ok {
		a.add(Paragraph{Kind: Lead, Text: text.M("detail.loss", "in", quantity.Amount{Value: k * c.In.Total(), Unit: currency}, "loss", quantity.Amount{Value: k * c.Loss.Total(), Unit: currency},
			"percent", percent(share), "span", span)})
	}
	t := Table{Columns: []Column{headWide("detail.stream"), headRight("detail.material"), headRight("detail.energy-system"), headRight("detail.treatment"), headRight("detail.total"), headRight("detail.cumulative")}}
	cell := func(v float64) Cell { return Cell{Kind: Money, Value: k * v, Unit: currency} }
	spent := func(s cost.StreamCost) Cell {
		if b.EnergyGap(s).All && b.SystemGap(s).All {
			return Cell{Kind: Absent}
		}
		return cell(s.Loss.Energy + s.Loss.System)
	}
	first := 0
	for _, x := range c.Pareto {
		s := c.Streams[x.Stream]
		if x.First {
			first++
		}
		t.Rows = append(t.Rows, Row{Strong: x.First, Cells: []Cell{
			a.lossName(b, s), cell(s.Loss.Material), spent(s), cell(s.Loss.Treatment + s.Loss.Fee), cell(x.Cost), number(x.Cumulative, "%"),
		}})
	}
	if len(t.Rows) == 0 {
		return
	}
	a.table(t)
	a.remark(text.M("detail.costs-note", "count", first))
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
	var items []Item
	at := map[string]int{}
	for _, c := range a.Audit.Causes {
		i, ok := at[c.Stream]
		if !ok {
			i = len(items)
			at[c.Stream] = i
			items = append(items, Item{Text: nameOf(text.Both(a.streamName(c.Stream))), Strong: true})
		}
		items[i].Below = append(items[i].Below, a.cause(c))
	}
	a.add(List{Items: items})
}

func (a *assessment) streamName(id string) string {
	for _, x := range a.Audit.Streams {
		if x.ID == id && x.Name != "" {
			return x.Name
		}
	}
	return id
}

// cause is a cause with the chain of whys and the evidence below it.
func (a *assessment) cause(c assess.Cause) Item {
	group := text.Both(c.Group)
	for _, g := range a.Common.Method.CauseGroups {
		if g.ID == c.Group {
			group = g.Name
		}
	}
	item := Item{Text: text.M("detail.cause", "group", group, "cause", c.Text)}
	for _, why := range c.Why {
		item.Below = append(item.Below, Item{Text: text.M("detail.because", "why", why)})
	}
	if c.Evidence != "" {
		item.Below = append(item.Below, Item{Text: text.M("detail.evidence", "evidence", c.Evidence)})
	}
	return item
}

// known is a computed figure, absent where it is not known.
func known(f option.Figure, unit string) Cell {
	if !f.OK() {
		return Cell{Kind: Absent}
	}
	return number(f.Value, unit)
}

// gasesShort is a saving of CO2e in a table of options: of a sum that is not known
// as a whole, the part that is.
func gasesShort(e option.Economics, unit string) Cell {
	switch p := e.CO2ePart; {
	case p == nil:
		return known(e.CO2e, unit)
	case p.Least:
		return say("detail.at-least", "amount", quantity.Amount{Value: p.Value, Unit: unit})
	default:
		return say("detail.in-part", "amount", quantity.Amount{Value: p.Value, Unit: unit})
	}
}

func figureMoney(f option.Figure, currency string) Cell {
	if !f.OK() {
		return Cell{Kind: Absent}
	}
	return Cell{Kind: Money, Value: f.Value, Unit: currency}
}

// paybackYears is a payback time.
func paybackYears(p option.Payback) Cell {
	switch {
	case p.Status == option.Immediately:
		return say("detail.at-once")
	case p.OK():
		return number(shownYears(p.Years), "year")
	case p.Status == option.NeverPaid:
		return say("detail.never-paid")
	}
	return Cell{Kind: Absent}
}

// shownYears is a payback time as it is shown: two digits below a year, one
// decimal above.
func shownYears(years float64) float64 {
	if years > 0 && years < 1 {
		return decimals(years, 1-int(math.Floor(math.Log10(years))))
	}
	return decimals(years, 1)
}

// internalRate is the internal rate of return, or why there is none.
func internalRate(r option.Return, cash option.Cash) Cell {
	switch r.Status {
	case option.IRROutside:
		sum := 0.0
		for _, c := range cash {
			sum += c
		}
		if sum < 0 {
			return say("detail.irr.outside-low")
		}
	case option.IRRUnique:
		return number(100*r.Rate, "%")
	case option.IRRGap:
		return Cell{Kind: Absent}
	case option.IRRSeveral, option.IRROneOfMany:
		var roots []text.Message
		for _, x := range r.Roots {
			roots = append(roots, text.M("detail.percent", "percent", percent(100*x)))
		}
		return Cell{Kind: Words, Text: text.M("detail.irr."+string(r.Status), "roots", roots)}
	}
	return Cell{Kind: Words, Text: text.M("detail.irr." + string(r.Status))}
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
	a.latePaid()
	a.returns()
	a.screened()
	a.rejected()
	a.ranking()
}

// latePaid names the options that are paid back after their life only.
func (a *assessment) latePaid() {
	var late []text.Message
	for _, s := range a.Result.Options.Sheets {
		if s.Economics.Payback.Central.Status == option.PaidAfter {
			late = append(late, quoted(s.Name))
		}
	}
	if len(late) > 0 {
		a.remark(text.M("detail.paid-late", "options", late))
	}
}

// quoted is the name of an option among others: names have commas.
func quoted(n text.Name) text.Message { return text.M("detail.quoted", "name", n) }

// returns are the figures by which larger options are judged (METHOD §10).
func (a *assessment) returns() {
	t := Table{Columns: []Column{headWide("detail.option"), headRight("detail.life"), headRight("detail.discounted"), headRight("detail.irr-head"), headRight("detail.co2e")}}
	for _, s := range a.Result.Options.Sheets {
		if e := s.Economics; e.Cash != nil || (e.CO2e.OK() || e.CO2ePart != nil) && len(s.Effects) > 0 {
			co2e := gasesShort(e, "t")
			t.Rows = append(t.Rows, Row{Cells: []Cell{name(s.Name), numberOf(s.Option.Life, "year"), paybackYears(e.Discounted), internalRate(e.IRR, e.Cash), co2e}})
		}
	}
	if len(t.Rows) == 0 {
		return
	}
	a.heading(2, "detail.returns")
	a.table(t)
	a.remark(text.M("detail.returns-note"))
}

// screened lists the options by how they were screened.
func (a *assessment) screened() {
	var items []Item
	for _, x := range a.Common.Method.Screenings {
		item := Item{Text: nameOf(x.Name), Strong: true}
		for _, s := range a.Result.Options.Sheets {
			if s.Option.Screening == x.ID && x.ID != "rejected" { // those have a list with the reasons
				item.Below = append(item.Below, Item{Text: nameOf(s.Name)})
			}
		}
		if len(item.Below) > 0 {
			items = append(items, item)
		}
	}
	if len(items) > 0 {
		a.heading(2, "detail.screening")
		a.add(List{Items: items})
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
	var steps []Item
	flush := func() {
		if len(steps) > 0 {
			a.add(List{Items: steps})
		}
		steps = nil
	}
	for i, m := range p.Explanation.Sentences {
		if m.Key == "portfolio.adds" || m.Key == "portfolio.adds-nothing" {
			steps = append(steps, Item{Text: m})
			continue
		}
		flush()
		kind := Plain
		if i == 0 {
			kind = Lead
		}
		a.add(Paragraph{Kind: kind, Text: m})
	}
	flush()
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
		if i < len(p.Proposed.Groups) && (p.Proposed.Outcome != option.Infeasible || p.Proposed.Nearest != option.NoneNear) && p.Proposed.Outcome != option.NothingYet {
			proposed = number(100*p.Proposed.Groups[i].Saving, "%")
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(g.Group.Name), number(100*g.Target, "%"), proposed, chosen, chance}})
	}
	a.table(t)
	draws := 0
	if p.Robustness != nil {
		draws = p.Robustness.Draws
	}
	a.remark(text.M("detail.probability-note", "draws", draws))
	a.frontiers()
	a.abatement()
}

// frontierRows is how many points of a frontier the table shows, about.
const frontierRows = 5

// frontiers is what each investment can save of every group at most, as a table.
func (a *assessment) frontiers() {
	t := Table{Columns: []Column{headWide("detail.goal"), headRight("detail.investment"), headRight("detail.most-saved"), headRight("detail.options-count"), head("detail.against-goal")}}
	proved := true
	for _, f := range a.Plan.Frontiers {
		var goal option.Goal
		for _, g := range a.Plan.Query.Goals {
			if g.Group.ID == f.Group {
				goal = g
			}
		}
		proved = proved && f.Proved
		for _, p := range outline(f, goal.Target) {
			reaches := say("detail.goal-missed")
			if p.Saving >= goal.Target-1e-9 {
				reaches = say("detail.goal-reached")
			}
			t.Rows = append(t.Rows, Row{Cells: []Cell{
				name(goal.Group.Name), {Kind: Money, Value: p.Investment, Unit: a.Result.Currency}, number(100*p.Saving, "%"), say("report.count", "n", len(p.Options)), reaches,
			}})
		}
	}
	if len(t.Rows) == 0 {
		return
	}
	a.heading(2, "detail.frontier")
	a.table(t)
	a.remark(text.M("detail.frontier-note"))
	if !proved {
		a.remark(text.M("detail.frontier-stopped"))
	}
}

// outline picks points of a frontier that lie about evenly between nothing and
// the most that can be saved, and the cheapest that reaches the target.
func outline(f option.Frontier, target float64) (points []option.FrontierPoint) {
	n := len(f.Points)
	if n == 0 {
		return nil
	}
	most := f.Points[n-1].Saving
	levels := []float64{target}
	for i := range frontierRows {
		levels = append(levels, most*float64(i+1)/frontierRows)
	}
	shown := make([]bool, n)
	for _, level := range levels {
		if i := slices.IndexFunc(f.Points, func(p option.FrontierPoint) bool { return p.Saving >= level-1e-9 }); i >= 0 && f.Points[i].Saving > 0 {
			shown[i] = true
		}
	}
	for i, yes := range shown {
		if yes {
			points = append(points, f.Points[i])
		}
	}
	return points
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
	a.withoutBar(c)
}

// withoutBar says which options the curve does not have, by the reason.
func (a *assessment) withoutBar(c *option.Curve) {
	var order []string
	reason, names := map[string]text.Message{}, map[string][]text.Message{}
	for _, x := range c.Without {
		s, ok := a.Result.Options.Sheet(x.Option)
		if !ok {
			continue
		}
		why := x.Why.Error()
		if _, known := reason[why]; !known {
			order = append(order, why)
			reason[why] = x.Why
		}
		names[why] = append(names[why], quoted(s.Name))
	}
	for _, why := range order {
		a.remark(text.M("detail.without-bar", "options", names[why], "reason", reason[why]))
	}
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
	var unpriced []text.Message
	for i := range a.Audit.Options {
		o := a.Audit.Options[i]
		if o.Status != "planned" && o.Status != "doing" && o.Status != "done" {
			continue
		}
		planned += value(o.Investment)
		if o.Investment == nil {
			unpriced = append(unpriced, text.M("detail.quoted", "name", a.optionName(o).Text))
		}
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
	if len(unpriced) > 0 {
		a.remark(text.M("detail.without-investment", "options", unpriced))
	}
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
	t := Table{Columns: []Column{headWide("report.flow"), headRight("detail.promised"), headRight("detail.achieved"), headWide("detail.verdict")}}
	var by []Item
	percents := func(low, high float64) Cell {
		return Cell{Kind: Range, Value: decimals(100*low, 1), High: decimals(100*high, 1), Unit: "%"}
	}
	for _, x := range o.Promises {
		item := Item{Text: nameOf(a.flowName(x.Flow)), Strong: true}
		for _, id := range x.Options {
			if s, ok := o.Sheet(id); ok {
				item.Below = append(item.Below, Item{Text: nameOf(s.Name)})
			}
		}
		if len(item.Below) > 0 {
			by = append(by, item)
		}
		promised := Cell{Kind: Absent}
		if x.Verdict != option.NotPromise {
			promised = percents(x.Promised.Low, x.Promised.High)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			name(a.flowName(x.Flow)), promised, percents(x.Measured.Low, x.Measured.High), {Kind: Words, Text: text.M("detail.kept." + string(x.Verdict))},
		}})
	}
	a.table(t)
	a.remark(text.M("detail.promises-note"))
	if len(by) > 0 {
		a.heading(2, "detail.by")
		a.add(List{Items: by})
	}
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
			return Cell{Kind: Signed, Value: decimals(100*(m.Amount/(*m.Expected)-1), 1)}
		}
	}
	return Cell{Kind: Absent}
}
