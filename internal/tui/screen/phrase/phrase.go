// Package phrase holds what the walk-through, the result and the suggested
// options say alike: ranges, spans, what an option saves and costs, where a
// figure stands, what a document is.
package phrase

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Money reports whether a unit is a currency.
func Money(unit string) bool { return unit == "VND" || unit == "USD" }

// Result is the assessment of the audit, nil where the program has no data of
// its sector.
func Result(w ui.Work) *assess.Result {
	if w.Pack() == nil || w.Common() == nil {
		return nil
	}
	return w.Result()
}

// Range is "20–30 %", "55–83 triệu đ", "900 triệu đ – 1,2 tỷ đ", or one amount
// where both ends are the same.
func Range(c ui.Context, r assess.Range, unit string) string {
	high := c.Amount(quantity.Amount{Value: r.High, Unit: unit})
	switch {
	case r.Low == r.High:
		return high
	case r.Low == 0:
		return c.T("pages.up-to", "high", high)
	}
	low := c.Amount(quantity.Amount{Value: r.Low, Unit: unit})
	// The words after the numbers stand once where they are the same.
	n, words, _ := strings.Cut(low, " ")
	if _, others, _ := strings.Cut(high, " "); others == words {
		return n + "–" + high
	}
	return low + " – " + high
}

// Span is the time that an amount is for: a year, or the days of data.
func Span(r *assess.Result, yearly bool) text.Message {
	if yearly {
		return text.M("report.span.year")
	}
	days := 0
	if o := r.Output(r.Phase); o != nil {
		days = o.Days
	}
	return text.M("report.span.days", "days", days)
}

// Yearly reports whether the compared phase is long enough to speak of a year.
func Yearly(r *assess.Result) bool {
	o := r.Output(r.Phase)
	if o == nil {
		return false
	}
	_, ok := o.Year()
	return ok
}

// PerSpan is an amount with its time: "1,9 tỷ đ/năm".
func PerSpan(c ui.Context, said string, r *assess.Result, yearly bool) string {
	if yearly {
		return c.T("pages.a-year", "amount", said)
	}
	return c.T("pages.in-span", "amount", said, "span", Span(r, yearly))
}

// Band names where a figure stands. Where a bound is not known the words name
// the first and the last band that it may be in.
func Band(i assess.Indicator) text.Message {
	if i.Place.Band == "" {
		return text.Message{}
	}
	if n := len(i.Place.Merged); n > 1 {
		return text.M("report.compare.bands", "a", text.M("band."+string(i.Place.Merged[0])), "b", text.M("band."+string(i.Place.Merged[n-1])))
	}
	return text.M("band." + string(i.Place.Band))
}

// CostClass is the name of a class of cost.
func CostClass(m *benchmark.Common, id string) text.Name {
	for _, c := range m.Method.CostClasses {
		if c.ID == id {
			return c.Name
		}
	}
	return text.Name{}
}

// Payback is the published payback of an option, "" where there is none.
func Payback(c ui.Context, o benchmark.Option) string {
	switch low, high := o.PaybackLow, o.PaybackHigh; {
	case low != nil && high != nil && *low != *high:
		return c.T("pages.payback", "months", c.Number(*low, 1)+"–"+c.Number(*high, 1))
	case high != nil:
		return c.T("pages.payback", "months", c.Number(*high, 1))
	case low != nil:
		return c.T("pages.payback", "months", c.Number(*low, 1))
	}
	return ""
}

// Percent is the published saving of an option, "" where there is none. Where
// it is not of the plant's whole flow that is said.
func Percent(c ui.Context, o benchmark.Option) string {
	r, ok := Published(o)
	if !ok {
		return ""
	}
	said := Range(c, r, "%")
	if !o.SavingOf.Empty() {
		return c.T("pages.percent-part", "percent", said)
	}
	return said
}

// Published is the range of the published saving of an option, in %.
func Published(o benchmark.Option) (r assess.Range, ok bool) {
	switch low, high := o.SavingLow, o.SavingHigh; {
	case low != nil && high != nil:
		return assess.Range{Low: *low, High: *high}, true
	case high != nil:
		return assess.Range{High: *high}, true
	case low != nil:
		return assess.Range{Low: *low, High: *low}, true
	}
	return r, false
}

// Suggestion finds what the result suggests about an option.
func Suggestion(r *assess.Result, option string) (assess.Suggestion, bool) {
	if r != nil {
		for _, s := range r.Suggestions {
			if s.Option.ID == option {
				return s, true
			}
		}
	}
	return assess.Suggestion{}, false
}

// Flows names the flows that an option saves.
func Flows(c ui.Context, p *benchmark.Pack, m *benchmark.Common, ids []string) string {
	var names []string
	for i, id := range ids {
		name := FlowName(c, p, m, id)
		if i > 0 {
			name = Lower(name)
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// FlowName is the name of a flow of the pack or of the common ones, else its id.
func FlowName(c ui.Context, p *benchmark.Pack, m *benchmark.Common, id string) string {
	if p != nil {
		if f, ok := p.Flow(id); ok {
			return c.Name(f.Name)
		}
	}
	if m != nil {
		for _, f := range m.Flows {
			if f.ID == id {
				return c.Name(f.Name)
			}
		}
	}
	return ui.CleanLine(id)
}

// Brief says in one line what an option saves and costs: percent and money
// where they are known, the class of cost, the payback.
func Brief(c ui.Context, w ui.Work, o benchmark.Option) string {
	parts := []string{Saves(c, w, o)}
	if s, ok := Suggestion(Result(w), o.ID); ok && s.Money != nil {
		parts = append(parts, PerSpan(c, Range(c, *s.Money, w.Result().Currency), w.Result(), Yearly(w.Result())))
	}
	if n := CostClass(w.Common(), o.CostClass); !n.Empty() {
		parts = append(parts, Lower(c.Name(n)))
	}
	if p := Payback(c, o); p != "" {
		parts = append(parts, p)
	}
	return strings.Join(parts, " "+c.Glyph.Sep+" ")
}

// Saves names what an option saves, with the published percentage.
func Saves(c ui.Context, w ui.Work, o benchmark.Option) string {
	flows := Flows(c, w.Pack(), w.Common(), o.Saves)
	if p := Percent(c, o); p != "" {
		return c.T("pages.saves-percent", "flows", flows, "percent", p)
	}
	return c.T("pages.saves", "flows", Lower(flows))
}

// Lower begins a text with a small letter, inside a sentence. A word of
// capitals stays as it is.
func Lower(s string) string {
	runes := []rune(s)
	if len(runes) < 2 || strings.ToUpper(string(runes[1])) == string(runes[1]) {
		return s
	}
	return strings.ToLower(string(runes[0])) + string(runes[1:])
}
