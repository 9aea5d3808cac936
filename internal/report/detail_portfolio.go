package report

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/text"
)

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
