package model

import (
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/textchart"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// driverIn is the value of a driver in a month, NaN where it is not stated.
func driverIn(a *assess.Audit, m *assess.ModelMonth, id string) float64 {
	if id == assess.OutputDriver {
		if m.Output != nil {
			return *m.Output
		}
		return math.NaN()
	}
	if v, ok := m.Drivers[id]; ok {
		return v
	}
	for _, p := range a.Products {
		if id == assess.OutputDriver+"."+p.ID {
			if v, ok := a.Periods[m.Period].Output[p.ID]; ok {
				return v
			}
		}
	}
	return math.NaN()
}

// scatter draws the flow against the first driver of a model, with its line. A
// model of several drivers is drawn with the others at their mean.
func scatter(c ui.Context, a *assess.Audit, b *assess.Baseline, t assess.Trial, w, h int) []string {
	if t.Fit == nil || len(t.Fit.Spec.Drivers) == 0 {
		return nil
	}
	id := t.Fit.Spec.Drivers[0]
	if slices.Contains(t.Fit.Spec.Drivers, assess.OutputDriver) {
		id = assess.OutputDriver
	}
	chart := textchart.Scatter{
		X:     textchart.AxisOf{Label: id},
		Y:     textchart.AxisOf{Label: phrase.Lower(c.Name(b.Flow.Name)), Unit: c.Unit(b.Flow.Unit)},
		Names: textchart.ScatterNames{Classes: [3]string{c.Say(text.M("phase.before")), c.Say(text.M("phase.after")), c.T("modelpage.outlier")}, Fit: c.T("modelpage.fit")},
	}
	if period(b) != nil {
		chart.Names.Classes[0] = c.T("modelpage.fitted-months")
	}
	for _, d := range b.Drivers {
		if d.ID == id {
			chart.X.Label, chart.X.Unit = phrase.Lower(c.Name(d.Name)), c.Unit(d.Unit)
		}
	}
	odd := outliers(t.Fit)
	low, high := math.Inf(1), math.Inf(-1)
	add := func(x, y float64, class textchart.Class) {
		if !math.IsNaN(x) {
			low, high = min(low, x), max(high, x)
			chart.Points = append(chart.Points, textchart.Point{XY: textchart.XY{X: x, Y: y}, Class: class})
		}
	}
	for k, d := range t.Observed.Drivers {
		if d.ID != id {
			continue
		}
		for i, x := range t.Observed.Drivers[k].Values {
			class := textchart.Baseline
			if slices.Contains(odd, t.Observed.Labels[i]) {
				class = textchart.Outlier
			}
			add(x, t.Observed.Y[i], class)
		}
	}
	for _, m := range b.Months {
		if m.Phase == assess.After {
			add(driverIn(a, m, id), m.Amount, textchart.Reporting)
		}
	}
	line := line(t, id)
	chart.Fit = []textchart.XY{{X: low, Y: line(low)}, {X: high, Y: line(high)}}
	return chart.Draw(widget.Chart(c, w, h))
}

// line is what a model says at a value of one driver, the others at their mean.
func line(t assess.Trial, id string) func(float64) float64 {
	fixed, slope := 0.0, 0.0
	for _, k := range t.Fit.Coefficients {
		switch k.Name {
		case baseline.Intercept:
			fixed += k.Value
		case id:
			slope = k.Value
		default:
			for _, d := range t.Observed.Drivers {
				if d.ID == k.Name && len(d.Values) > 0 {
					sum := 0.0
					for _, v := range d.Values {
						sum += v
					}
					fixed += k.Value * sum / float64(len(d.Values))
				}
			}
		}
	}
	return func(x float64) float64 { return fixed + slope*x }
}

// residuals draws what the model leaves unexplained, month by month.
func residuals(c ui.Context, b *assess.Baseline, t assess.Trial, w, h int) []string {
	if t.Fit == nil {
		return nil
	}
	chart := textchart.Residuals{
		Y: textchart.AxisOf{Label: c.T("modelpage.residual"), Unit: c.Unit(b.Flow.Unit)}, Values: t.Fit.Residuals, Limit: 2 * t.Fit.ResidualSD,
		Names: textchart.ResidualNames{Residual: c.T("modelpage.residual-name"), Limit: c.T("modelpage.limit"), Outlier: c.T("modelpage.beyond")},
	}
	for _, label := range t.Observed.Labels {
		chart.Months = append(chart.Months, monthName(c, label))
	}
	return chart.Draw(widget.Chart(c, w, h))
}
