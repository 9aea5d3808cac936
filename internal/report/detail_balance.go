package report

import (
	"math"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/assess/cost"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

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
