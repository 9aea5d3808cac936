package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/text"
)

// figuresOfFlows is of how many flows a report draws the months: those that cost
// most or save most; the others stand in the tables.
const figuresOfFlows = 4

// intervalsFigure sets the savings with their limits against the target.
func (a *assessment) intervalsFigure() {
	var f figure.Intervals
	f.Unit = "%"
	if g := a.Result.Goal; g != nil {
		f.BandLow, f.BandHigh, f.BandName = g.Low, g.High, goalWords(g)
	}
	for _, s := range a.Result.Savings {
		if s.Percent != nil && s.Low != nil && s.High != nil {
			f.Rows = append(f.Rows, figure.Interval{Label: nameOf(s.Flow.Name), Value: *s.Percent, Low: *s.Low, High: *s.High})
		}
	}
	if g := a.allGroups(); g != nil && g.Percent != nil && g.Low != nil && g.High != nil {
		f.Rows = append(f.Rows, figure.Interval{Label: nameOf(g.Name), Value: *g.Percent, Low: *g.Low, High: *g.High})
	}
	if len(f.Rows) == 0 {
		return
	}
	a.add(Figure{Caption: text.M("documents.figure.intervals", "confidence", percent(a.Audit.Confidence())), Label: "intervals", Alt: text.M("documents.figure.intervals-alt"), Chart: f, Repeats: true})
}

// savingFigures are the pictures of the savings: intervals, months, CUSUM,
// scatter.
func (a *assessment) savingFigures() {
	if len(a.Result.Savings) == 0 {
		return
	}
	a.heading(1, "documents.figure.savings")
	a.intervalsFigure()
	for _, s := range a.mainSavings() {
		a.monthly(s.Flow.ID)
		a.cusum(s)
	}
	for _, s := range a.mainSavings() {
		a.scatter(s.Flow.ID)
	}
}

// monthlyFigures are the months of the main flows.
func (a *assessment) monthlyFigures() {
	n := 0
	for _, i := range a.mainIndicators() {
		before := len(a.doc.Blocks)
		a.monthly(i.Flow.ID)
		a.scatter(i.Flow.ID)
		if len(a.doc.Blocks) > before {
			n++
		}
		if n == figuresOfFlows {
			return
		}
	}
}

// mainIndicators are the indicators of the compared phase, the dearest first.
func (a *assessment) mainIndicators() []assess.Indicator {
	all := slices.Clone(a.Result.Current())
	slices.SortStableFunc(all, func(x, y assess.Indicator) int {
		switch c, d := value(x.Cost), value(y.Cost); {
		case c > d:
			return -1
		case c < d:
			return 1
		}
		return 0
	})
	return all
}

// mainSavings are the savings that rest on something, the dearest flows first.
func (a *assessment) mainSavings() []assess.FlowSaving {
	var all []assess.FlowSaving
	for _, i := range a.mainIndicators() {
		for _, s := range a.Result.Savings {
			if s.Flow.ID == i.Flow.ID && s.Basis == assess.OnModel && len(all) < figuresOfFlows {
				all = append(all, s)
			}
		}
	}
	return all
}

func (a *assessment) baselineOf(flow string) *assess.Baseline {
	for i := range a.Result.Baselines {
		if a.Result.Baselines[i].Flow.ID == flow {
			return &a.Result.Baselines[i]
		}
	}
	return nil
}

// monthly draws a flow per unit of product month by month. Periods that are no
// months have no place on its axis.
func (a *assessment) monthly(flow string) {
	b := a.baselineOf(flow)
	if b == nil {
		return
	}
	f := figure.Monthly{Unit: b.Flow.Unit + "/" + a.Result.ProductUnit}
	for _, m := range b.Months {
		if m.Month.IsZero() {
			return
		}
		var v *float64
		if m.Output != nil && *m.Output > 0 {
			x := m.Amount / *m.Output
			v = &x
		}
		f.Months, f.Values = append(f.Months, m.Month), append(f.Values, v)
	}
	if len(f.Months) < 3 {
		return
	}
	for _, i := range a.indicatorsIn(assess.Before) {
		if i.Flow.ID != flow || i.Value == nil {
			continue
		}
		f.Baseline = &i.Value.Value
		if g := a.Result.Goal; g != nil && i.Flow.Scale != "more-is-better" {
			target := i.Value.Value * (1 - g.Low/100)
			f.Target = &target
		}
	}
	a.add(Figure{Caption: text.M("documents.figure.monthly", "flow", b.Flow.Name, "unit", a.Result.ProductUnit, "product", a.Result.Product), Label: Label("monthly-" + flow),
		Alt: text.M("documents.figure.monthly-alt"), Chart: f, Repeats: true})
}

// cusum draws what was used beyond what the baseline expects, added up: it falls
// while the plant saves.
func (a *assessment) cusum(s assess.FlowSaving) {
	c := s.Cusum
	if c == nil || len(c.Months) < 3 {
		return
	}
	f := figure.CUSUM{Unit: s.Flow.Unit}
	for i, m := range c.Months {
		if m.Month.IsZero() {
			return
		}
		f.Months, f.Values = append(f.Months, m.Month), append(f.Values, -c.Cusum[i])
	}
	a.add(Figure{Caption: text.M("documents.figure.cusum", "flow", s.Flow.Name), Label: Label("cusum-" + s.Flow.ID), Alt: text.M("documents.figure.cusum-alt"), Chart: f, Repeats: true})
}

// scatter draws a flow against output where the model in force is a line in it.
func (a *assessment) scatter(flow string) {
	b := a.baselineOf(flow)
	if b == nil || b.Fit == nil {
		return
	}
	f := figure.Scatter{Fitted: true, XName: nameOf(a.Result.Product), YName: nameOf(b.Flow.Name), XUnit: a.Result.ProductUnit, YUnit: b.Flow.Unit}
	for _, c := range b.Fit.Coefficients {
		switch c.Name {
		case baseline.Intercept:
			f.Intercept = c.Value
		case "output":
			f.Slope = c.Value
		default:
			return
		}
	}
	for _, m := range b.Months {
		if m.Output != nil && (m.Fitted >= 0 || m.Phase == assess.After) {
			f.Points = append(f.Points, figure.Point{X: *m.Output, Y: m.Amount, Excluded: m.Fitted < 0})
		}
	}
	if len(f.Points) < 3 || f.Slope == 0 {
		return
	}
	a.add(Figure{Caption: text.M("documents.figure.scatter", "flow", b.Flow.Name, "product", a.Result.Product), Label: Label("scatter-" + flow),
		Alt: text.M("documents.figure.scatter-alt"), Chart: f, Repeats: true, Notes: []Note{{Text: text.M("documents.figure.scatter-note", "model", ModelWords(b))}}})
}

// paretoFigure is the waste streams from the dearest.
func (a *assessment) paretoFigure() {
	b := a.Result.Balance
	if b == nil || b.Costs == nil {
		return
	}
	k := 1.0
	if b.PerYear > 0 {
		k = b.PerYear
	}
	f := figure.Pareto{Unit: a.Result.Currency, Name: text.M("detail.costs")}
	for _, x := range b.Costs.Pareto {
		if x.Cost > 0 {
			f.Costs = append(f.Costs, figure.Cost{Label: a.lossName(b, b.Costs.Streams[x.Stream]).Text, Value: k * x.Cost})
		}
	}
	if len(f.Costs) < 2 {
		return
	}
	a.add(Figure{Caption: text.M("documents.figure.pareto"), Label: "pareto", Alt: text.M("documents.figure.pareto-alt"), Chart: f, Repeats: true})
}

// frontierFigure is what each investment can save at most, of the first goal.
func (a *assessment) frontierFigure() {
	p := a.Plan
	if p == nil || len(p.Frontiers) == 0 || len(p.Frontiers[0].Points) < 2 {
		return
	}
	group := text.Name{}
	if len(p.Query.Goals) > 0 {
		group = p.Query.Goals[0].Group.Name
	}
	f := figure.Frontier{XName: text.M("detail.investment"), XUnit: a.Result.Currency, YName: text.M("documents.figure.saving-of", "group", group), YUnit: "%"}
	for _, x := range p.Frontiers[0].Points {
		f.Choices = append(f.Choices, figure.Choice{X: x.Investment, Y: 100 * x.Saving, Frontier: true})
	}
	if p.Chosen != nil && p.Chosen.Investment.OK() && len(p.ChosenGroups) > 0 {
		f.Choices = append(f.Choices, figure.Choice{Label: text.M("detail.chosen"), X: p.Chosen.Investment.Value, Y: 100 * p.ChosenGroups[0].Saving})
	}
	a.add(Figure{Caption: text.M("documents.figure.frontier", "group", group), Label: "frontier", Alt: text.M("documents.figure.frontier-alt"), Chart: f, Repeats: true})
}

// abatementFigure is the marginal abatement curve.
func (a *assessment) abatementFigure() {
	if a.Plan == nil || a.Plan.Curve == nil || len(a.Plan.Curve.Bars) < 2 {
		return
	}
	c := a.Plan.Curve
	f := figure.Abatement{Unit: c.Unit, AmountName: text.M("detail.abated"), CostName: text.M("detail.per-tonne"), CostUnit: a.Result.Currency + "/t CO2e", AsGiven: true}
	for _, b := range c.Bars {
		f.Steps = append(f.Steps, figure.Step{Label: a.namesOf(b.Options), Amount: b.Abated, Cost: b.PerUnit})
	}
	a.add(Figure{Caption: text.M("detail.abatement"), Label: "abatement", Alt: text.M("documents.figure.abatement-alt"), Chart: f, Repeats: true})
}

// namesOf are options by name.
func (a *assessment) namesOf(ids []string) text.Message {
	var names []text.Message
	for _, id := range ids {
		if s, ok := a.Result.Options.Sheet(id); ok {
			names = append(names, nameOf(s.Name))
		}
	}
	if len(names) == 0 {
		return nameOf(text.Both(strings.Join(ids, ", ")))
	}
	return joinedBy("; ", names)
}

// colourOf is a colour "#rrggbb" with an opacity.
func colourOf(s string, opacity float64) figure.Colour {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	if err != nil || s == "" {
		return figure.Colour{}
	}
	c := figure.RGB(uint32(n))
	if opacity > 0 && opacity < 1 {
		c.A = uint8(255*opacity + 0.5)
	}
	return c
}

func amountText(v float64, unit string) quantity.Amount { return quantity.Amount{Value: v, Unit: unit} }
