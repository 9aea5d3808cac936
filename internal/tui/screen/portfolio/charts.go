package portfolio

import (
	"math"
	"slices"

	core "github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/textchart"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// paint gives the parts of a chart their looks.
func paint(c ui.Context) func(textchart.Role, string) string {
	return func(role textchart.Role, said string) string {
		st := c.Style
		switch role {
		case textchart.Axis:
			return st.Rule.Render(said)
		case textchart.Data, textchart.Line:
			return st.Accent.Render(said)
		case textchart.Band, textchart.Muted:
			return st.Muted.Render(said)
		case textchart.Mark:
			return st.Warn.Render(said)
		case textchart.Good:
			return st.Good.Render(said)
		case textchart.Bad:
			return st.Bad.Render(said)
		}
		return said
	}
}

func (s *screen) options(w, h int) textchart.Options {
	return textchart.Options{Width: w, Height: h, ASCII: s.Glyph.ASCII, Paint: paint(s.Context), Format: s.Figure, Percent: s.Share}
}

// money writes the numbers of an axis of money, without the currency.
func (s *screen) money(v float64) string { return s.Money(v, "") }

// frontier draws what each investment can save of a group.
func (s *screen) frontier(w, h int) []string {
	if len(s.solved.Frontiers) == 0 {
		return widget.Prose(s.T("portfoliopage.no-frontier"), w, 0, nil)
	}
	f := s.solved.Frontiers[min(s.goal, len(s.solved.Frontiers)-1)]
	chart := textchart.Frontier{
		X:      textchart.AxisOf{Label: s.T("portfoliopage.axis.investment"), Unit: s.Unit(s.currency()), Format: s.money, Zero: true},
		Y:      textchart.AxisOf{Label: s.T("portfoliopage.axis.saving", "group", phrase.Lower(s.groupName(f.Group))), Unit: "%", Zero: true},
		Chosen: -1,
	}
	for _, p := range f.Points {
		chart.Steps = append(chart.Steps, textchart.XY{X: p.Investment, Y: 100 * p.Saving})
	}
	for _, g := range s.solved.Query.Goals {
		if g.Group.ID == f.Group {
			chart.Target = &textchart.Level{Value: 100 * g.Target, Name: s.T("portfoliopage.axis.target", "target", s.Share(100*g.Target))}
		}
	}
	foot, at, name := s.onFrontier(f)
	chart.Chosen, chart.ChosenName = at, name
	return s.framed(s.T("portfoliopage.frontier", "group", phrase.Lower(s.groupName(f.Group))), s.goal, len(s.solved.Frontiers), w, h, foot, chart.Draw)
}

// onFrontier finds the chosen set, or else the proposed one, on a frontier, and
// says where it stands.
func (s *screen) onFrontier(f core.Frontier) (said string, at int, name string) {
	set, groups := &s.solved.Proposed.Set, s.solved.Proposed.Groups
	name, key := s.T("portfoliopage.column.proposed"), "portfoliopage.stands-proposed"
	if s.solved.Chosen != nil {
		set, groups = s.solved.Chosen, s.solved.ChosenGroups
		name, key = s.T("portfoliopage.column.chosen"), "portfoliopage.stands-chosen"
	}
	at = slices.IndexFunc(f.Points, func(p core.FrontierPoint) bool { return slices.Equal(p.Options, set.Options) })
	saving := math.NaN()
	for _, g := range groups {
		if g.Group == f.Group {
			saving = g.Saving
		}
	}
	if !set.Investment.OK() || math.IsNaN(saving) {
		return "", at, name
	}
	if at < 0 { // another set of the same worth
		at = slices.IndexFunc(f.Points, func(p core.FrontierPoint) bool {
			return math.Abs(p.Investment-set.Investment.Value) <= 1e-9*math.Abs(p.Investment) && math.Abs(p.Saving-saving) <= 1e-9
		})
	}
	if at >= 0 {
		return s.T(key, "investment", s.Money(set.Investment.Value, s.currency()), "saving", s.Share(100*saving)), at, name
	}
	cheapest := math.Inf(1)
	for _, p := range f.Points {
		if p.Saving >= saving-1e-12 {
			cheapest = min(cheapest, p.Investment)
		}
	}
	said = s.T(key, "investment", s.Money(set.Investment.Value, s.currency()), "saving", s.Share(100*saving))
	if !math.IsInf(cheapest, 1) {
		said += " " + s.T("portfoliopage.below-frontier", "investment", s.Money(cheapest, s.currency()))
	}
	return said, at, name
}

// framed draws a chart under its title and above what is to be said of it.
func (s *screen) framed(title string, at, of, w, h int, foot string, draw func(textchart.Options) []string) []string {
	right := ""
	if of > 1 {
		right = s.T("portfoliopage.chart-of", "at", at+1, "of", of)
	}
	lines := []string{s.Style.Accent.Render(ui.Ends(title, s.Style.Muted.Render(right), w, s.Glyph.More))}
	below := widget.Most(widget.Prose(foot, w, 0, nil), 3, w, s.Glyph.More)
	drawn := draw(s.options(w, h-len(lines)-len(below)))
	if drawn == nil {
		return append(lines, widget.Prose(s.T("portfoliopage.no-room"), w, 0, nil)...)
	}
	return append(append(lines, drawn...), below...)
}

// curve draws a marginal abatement curve.
func (s *screen) curve(w, h int) []string {
	all := s.curves()
	if len(all) == 0 {
		return widget.Prose(s.T("portfoliopage.no-curve"), w, 0, nil)
	}
	c := all[min(s.measure, len(all)-1)]
	what := s.T("portfoliopage.co2e")
	if c.Measure.Flow != "" {
		what = phrase.Lower(phrase.FlowName(s.Context, s.work.Pack(), s.work.Common(), c.Measure.Flow))
	}
	unit := s.Unit(c.Unit)
	chart := textchart.Abatement{
		X: textchart.AxisOf{Label: s.T("portfoliopage.axis.abated"), Unit: unit},
		Y: textchart.AxisOf{Label: s.T("portfoliopage.axis.cost"), Unit: s.Unit(s.currency()) + "/" + unit, Format: s.money},
	}
	earn := 0
	for _, b := range c.Bars {
		if len(b.Options) == 0 {
			continue
		}
		if b.Cost <= 0 {
			earn++
		}
		chart.Options = append(chart.Options, textchart.Measure{Label: s.name(b.Options[len(b.Options)-1]), Amount: b.Abated, Cost: b.PerUnit})
	}
	foot := s.T("portfoliopage.curve-foot", "count", len(c.Bars), "earn", earn)
	if c.Measure.Flow != "" {
		foot += " " + s.T("portfoliopage.curve-flow")
	}
	if len(c.Without) > 0 {
		foot += " " + s.T("portfoliopage.curve-without", "count", len(c.Without))
	}
	return s.framed(s.T("portfoliopage.curve", "what", what), s.measure, len(all), w, h, foot, chart.Draw)
}
