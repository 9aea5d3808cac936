package result

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// headline is what somebody with ten seconds must know: where the plant
// stands, what that is worth, the grade, and whether a detailed assessment
// pays. The sentences about money are those of the printed assessment.
func (s *screen) headline(w int) []string {
	r := phrase.Result(s.work)
	var said []string
	p := r.Potential
	switch {
	case len(r.Indicators) == 0:
		said = append(said, s.T("result.nothing"))
	case p.Percent == nil:
		said = append(said, s.Say(p.Reason))
	case *p.Percent < 0.05: // shown as 0 %
		said = append(said, s.T("report.headline.none", "flows", p.Flows))
	default:
		said = append(said, s.T("report.headline.potential",
			"percent", quantity.Amount{Value: *p.Percent, Unit: "%"}, "flows", p.Flows, "money", amountOf(p.Money, r.Currency),
			"co2e", amountOf(p.CO2e, "t CO2e"), "grade", text.M("report.grade."+p.Grade), "span", phrase.Span(r, p.Yearly)))
	}
	if len(r.Indicators) > 0 {
		if r.Recommendation.Detailed {
			said = append(said, s.T("report.headline.detailed", "focus", focus(r)))
		} else {
			said = append(said, s.T("report.headline.not-detailed"))
		}
	}
	prose := func(said ...string) []string {
		return widget.Prose(strings.Join(said, " "), w-1, 1, s.Style.Strong.Render)
	}
	most := max(1, min(4, s.H/5))
	lines := prose(said...)
	if stands := s.stands(r); stands != "" {
		// Where there is little room the count stands at the flows' heading only.
		if more := prose(append([]string{s.T("result.stands.all", "parts", stands)}, said...)...); len(more) <= most {
			lines = more
		}
	}
	lines = widget.Most(lines, most, w-1, s.Glyph.More)
	if s.work.ReadOnly() {
		lines = append(lines, " "+s.Style.Warn.Render(ui.Cut(s.Glyph.Warn+" "+s.T("pages.read-only-mark"), w-1, s.Glyph.More)))
	}
	return widget.Headed(s.Context, s.H, w, lines...)
}

// stands counts the flows by where they stand: "4 kém, 2 phổ biến".
func (s *screen) stands(r *assess.Result) string {
	good, typical, poor := 0, 0, 0
	for _, i := range r.Current() {
		if i.Status != assess.Compared {
			continue
		}
		switch i.Place.Band {
		case benchmark.BandBest, benchmark.BandGood:
			good++
		case benchmark.BandTypical:
			typical++
		case benchmark.BandPoor, benchmark.BandBeyond:
			poor++
		}
	}
	var parts []string
	for _, part := range []struct {
		n   int
		key string
	}{{poor, "result.stands.poor"}, {typical, "result.stands.typical"}, {good, "result.stands.good"}} {
		if part.n > 0 {
			parts = append(parts, s.Say(text.M(part.key, "n", part.n)))
		}
	}
	return strings.Join(parts, ", ")
}

// amountOf is an amount for a message; nothing where it is not known or none.
func amountOf(v *float64, unit string) any {
	if v == nil || *v == 0 {
		return nil
	}
	return quantity.Amount{Value: *v, Unit: unit}
}

func focus(r *assess.Result) []text.Name {
	var names []text.Name
	for _, f := range r.Recommendation.Focus {
		names = append(names, f.Name)
	}
	return names
}

// bulleted is a list in the detail of a row.
func bulleted(c ui.Context, w int, said ...string) []string {
	var lines []string
	for _, m := range said {
		if m != "" {
			lines = append(lines, widget.Bullet(c.Glyph.Info, m, w, nil)...)
		}
	}
	return lines
}
