package report

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/text"
)

// worthFigure shows which flows the realistic savings lie in. Where money is not
// known of two flows at least there is nothing to compare.
func (a *assessment) worthFigure(among []assess.Indicator, yearly bool) {
	f := figure.Pareto{Unit: a.Result.Currency, Name: text.M("writers.quick.realistic")}
	for _, i := range among {
		if i.Status == assess.Compared && i.Realistic != nil && i.Realistic.Money != nil && *i.Realistic.Money > 0 {
			f.Costs = append(f.Costs, figure.Cost{Label: nameOf(i.Flow.Name), Value: *i.Realistic.Money})
		}
	}
	if len(f.Costs) < 2 {
		return
	}
	caption := text.M("writers.quick.worth", "span", a.span(yearly))
	a.add(Figure{Caption: caption, Label: "worth", Alt: text.M("writers.quick.worth-alt"), Chart: f, Repeats: true})
}

// phasesFigure sets the figures per unit of product before and after beside each
// other: those of the saving, without what adjustments take out, so that the
// picture shows what the table of savings says; where nothing was compared, the
// indicators'.
func (a *assessment) phasesFigure() {
	var f figure.BeforeAfter
	for _, after := range a.Result.Current() {
		from, to, ok := a.beforeAndAfter(after)
		if ok && from.Kind == Number && to.Kind == Number && from.Unit == to.Unit {
			f.Pairs = append(f.Pairs, figure.Pair{Label: nameOf(after.Flow.Name), Before: from.Value, After: to.Value, Unit: from.Unit})
		}
	}
	if len(f.Pairs) == 0 {
		return
	}
	a.add(Figure{Caption: text.M("writers.quick.phases"), Label: "phases", Alt: text.M("writers.quick.phases-alt"), Chart: f, Repeats: true})
}

// beforeAndAfter are a flow's two figures per unit of product.
func (a *assessment) beforeAndAfter(after assess.Indicator) (from, to Cell, ok bool) {
	for _, s := range a.Result.Savings {
		if s.Flow.ID == after.Flow.ID && s.Basis != "" && s.Before.Specific != nil && s.After.Specific != nil {
			unit := s.Flow.Unit + "/" + a.Result.ProductUnit
			return number(*s.Before.Specific, unit), number(*s.After.Specific, unit), true
		}
	}
	for _, before := range a.Result.Indicators {
		if before.Phase == assess.Before && before.Flow.ID == after.Flow.ID && after.Phase != assess.Before {
			return a.value(before), a.value(after), true
		}
	}
	return Cell{}, Cell{}, false
}
