package saving

import (
	"math"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/textchart"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// orNaN is the value, NaN where it is not known: a gap in a chart.
func orNaN(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}

// intervals draws the savings with their intervals against the target, all
// together first, then flow by flow; as many rows as there is room for, the
// flow's among them.
func intervals(c ui.Context, r *assess.Result, flow string, w, h int) []string {
	chart := textchart.Intervals{X: textchart.AxisOf{Label: c.T("savingpage.chart.saved"), Unit: "%"}, Band: [2]float64{math.NaN(), math.NaN()}}
	if r.Goal != nil {
		chart.Band = [2]float64{r.Goal.Low, r.Goal.High}
		chart.BandName = c.T("savingpage.chart.target", "range", goalRange(c, r.Goal.Low, r.Goal.High))
	}
	at := 0
	add := func(label string, percent, low, high *float64, verdict string, role textchart.Role) {
		if percent != nil {
			chart.Rows = append(chart.Rows, textchart.Interval{Label: label, Low: orNaN(low), Estimate: orNaN(percent), High: orNaN(high),
				Value: c.Share(*percent), Verdict: verdict, Role: role})
		}
	}
	if g, ok := overall(r); ok {
		add(c.T("savingpage.all"), g.Percent, g.Low, g.High, verdict(c, g.Verdict), role(g.Verdict))
	}
	for _, sv := range ordered(r) {
		if sv.Flow.ID == flow {
			at = len(chart.Rows)
		}
		add(c.Name(sv.Flow.Name), sv.Percent, sv.Low, sv.High, verdict(c, sv.Verdict), role(sv.Verdict))
	}
	if rows := h - 3; at >= rows {
		chart.First = at - rows + 1
	}
	return chart.Draw(widget.Chart(c, w, h))
}

// monthNames are the months of a chart, and the index of the first one after; 0
// where there is one phase only.
func monthNames(c ui.Context, months []*assess.ModelMonth) (names []string, boundary int) {
	for i, m := range months {
		names = append(names, c.Say(text.M("say.text", "text", m.Name())))
		if m.Phase == assess.After && boundary == 0 {
			boundary = i
		}
	}
	return names, boundary
}

// cusum draws how the saving grew, with its turns and the boundary between the
// phases; nil without a model.
func cusum(c ui.Context, sv assess.FlowSaving, w, h int) []string {
	if sv.Cusum == nil {
		return nil
	}
	chart := textchart.Timeline{
		Y: textchart.AxisOf{Label: c.T("savingpage.chart.cusum"), Unit: c.Unit(sv.Flow.Unit)}, ZeroLine: true,
		Series: []textchart.Series{{Values: sv.Cusum.Cusum}}, Before: c.Say(text.M("phase.before")), After: c.Say(text.M("phase.after")),
	}
	chart.Months, chart.Boundary = monthNames(c, sv.Cusum.Months)
	for _, t := range sv.Cusum.Turns {
		chart.Turns = append(chart.Turns, textchart.Turn{Month: t.Index, Label: chart.Months[t.Index]})
	}
	return chart.Draw(widget.Chart(c, w, h))
}

// beforeAfter draws what was used month by month, beside what the baseline
// expects.
func beforeAfter(c ui.Context, r *assess.Result, flow string, w, h int) []string {
	b := baselineOf(r, flow)
	if b == nil {
		return nil
	}
	var months []*assess.ModelMonth
	for _, m := range b.Months {
		if m.Phase != assess.History {
			months = append(months, m)
		}
	}
	used := textchart.Series{Name: c.T("savingpage.chart.used")}
	expected := textchart.Series{Name: c.T("savingpage.chart.expected")}
	for _, m := range months {
		used.Values = append(used.Values, m.Amount)
		expected.Values = append(expected.Values, orNaN(m.Expected))
	}
	chart := textchart.Timeline{
		Y:      textchart.AxisOf{Label: phrase.Lower(c.Name(b.Flow.Name)), Unit: c.Unit(b.Flow.Unit)},
		Series: []textchart.Series{used}, Before: c.Say(text.M("phase.before")), After: c.Say(text.M("phase.after")),
	}
	if b.Fit != nil {
		chart.Series = append(chart.Series, expected)
	}
	chart.Months, chart.Boundary = monthNames(c, months)
	return chart.Draw(widget.Chart(c, w, h))
}
