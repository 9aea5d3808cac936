package option

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sxsh-audit/audit/internal/assess"
	core "github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Payback is a payback time in words, with the reason where there is none.
func Payback(c ui.Context, p core.Payback) string {
	switch p.Status {
	case core.PaidBack:
		return years(c, p.Years)
	case core.PaidAfter:
		return c.T("optionpage.payback-after", "years", years(c, p.Years))
	case core.Immediately:
		return c.T("optionpage.payback-at-once")
	case core.NeverPaid:
		return c.T("optionpage.payback-never")
	}
	return missing(c, p.Why)
}

// PaybackShort is a payback time for a column.
func PaybackShort(c ui.Context, p core.Payback) string {
	switch p.Status {
	case core.PaidBack:
		return years(c, p.Years)
	case core.Immediately:
		return c.T("optionpage.at-once")
	case core.PaidAfter, core.NeverPaid:
		return c.T("optionpage.never")
	}
	return unknown
}

// years writes a time in months below a year.
func years(c ui.Context, v float64) string {
	if v < 0.995 {
		return c.T("optionpage.months", "months", c.Number(v*12, 0))
	}
	return c.T("optionpage.years", "years", c.Number(v, 1))
}

// unknown stands in a column for a figure that is missing; what is missing is
// said where there is room.
const unknown = "?"

// missing says why a figure cannot be computed.
func missing(c ui.Context, why text.Message) string {
	if why.Empty() {
		return c.T("optionpage.not-known")
	}
	return c.T("optionpage.missing", "why", phrase.Lower(plainly(c, why)))
}

// plainly says a message of an option without the option's name before it: where
// it is said it is clear which one is meant.
func plainly(c ui.Context, m text.Message) string {
	said, name := c.Say(m), ""
	switch v := m.Args["option"].(type) {
	case string:
		name = v
	case text.Name:
		name = c.Name(v)
	}
	if rest, ok := strings.CutPrefix(said, name+": "); ok && name != "" {
		first, n := utf8.DecodeRuneInString(rest)
		return string(unicode.ToUpper(first)) + rest[n:]
	}
	return said
}

// Money is an amount of money, or why it is not known.
func Money(c ui.Context, f core.Figure, currency string) string {
	if !f.OK() {
		return missing(c, f.Why)
	}
	return c.Money(f.Value, currency)
}

// MoneyShort is an amount of money for a column.
func MoneyShort(c ui.Context, f core.Figure, currency string) string {
	if !f.OK() {
		return unknown
	}
	return c.Money(f.Value, currency)
}

// spread is a figure with its ends, where these are others.
func spread(c ui.Context, s core.Spread, currency string) string {
	said := Money(c, s.Central, currency)
	if s.Central.OK() && s.Low.OK() && s.High.OK() && s.Low.Value != s.High.Value {
		low, high := min(s.Low.Value, s.High.Value), max(s.Low.Value, s.High.Value)
		return c.T("optionpage.spread", "central", said, "low", c.Money(low, currency), "high", c.Money(high, currency))
	}
	return said
}

// irr says what can be said of an internal rate of return.
func irr(c ui.Context, r core.Return) string {
	rates := func() string {
		var all []string
		for _, d := range r.Roots {
			all = append(all, c.Share(100*d))
		}
		return strings.Join(all, ", ")
	}
	switch r.Status {
	case core.IRRUnique:
		return c.Share(100 * r.Rate)
	case core.IRRUndefined:
		if r.Changes == 0 {
			return c.T("optionpage.irr-no-change")
		}
		return c.T("optionpage.irr-undefined", "changes", r.Changes)
	case core.IRRSeveral:
		return c.T("optionpage.irr-several", "rates", rates(), "changes", r.Changes)
	case core.IRROneOfMany:
		return c.T("optionpage.irr-one-root", "rates", rates(), "changes", r.Changes)
	case core.IRROutside:
		return c.T("optionpage.irr-outside")
	}
	return c.T("optionpage.irr-missing")
}

// band is the class of an option by its payback.
func band(c ui.Context, b core.Band) string {
	if b == core.BandGap {
		return c.T("optionpage.not-known")
	}
	return c.Say(text.M("optionpage.band." + string(b)))
}

// told is a figure of an option in words: what it is, and under it how it is
// computed.
type told struct {
	label, said, formula string
}

// economics are the results of METHOD §10 for an option.
func economics(c ui.Context, w ui.Work, sh assess.OptionSheet) []told {
	e, unit := sh.Economics, currency(w)
	if e.Option == "" {
		return nil
	}
	all := []told{
		{"optionpage.figure.investment", spread(c, e.Investment, unit), ""},
		{"optionpage.figure.annual", spread(c, e.Annual, unit), "A = Σ ΔQ·p + R − C"},
		{"optionpage.figure.payback", paybacks(c, e), "PB = I ÷ A"},
		{"optionpage.figure.discounted", Payback(c, e.Discounted), ""},
		{"optionpage.figure.npv", spread(c, e.NPV, unit), "NPV = −I + Σ CF_t ÷ (1 + d)^t"},
		{"optionpage.figure.irr", irr(c, e.IRR), "NPV(IRR) = 0"},
	}
	roi := missing(c, e.ROI.Why)
	if e.ROI.OK() {
		roi = c.T("optionpage.a-year", "amount", c.Share(100*e.ROI.Value))
	}
	return append(all, told{"optionpage.figure.roi", roi, "ROI = A ÷ I"}, told{"optionpage.figure.band", band(c, e.Band), ""})
}

// paybacks is the payback with its shortest and longest.
func paybacks(c ui.Context, e core.Economics) string {
	said := Payback(c, e.Payback.Central)
	low, high := e.Payback.Low, e.Payback.High
	if e.Payback.Central.OK() && low.OK() && high.OK() && low.Years != high.Years {
		return c.T("optionpage.spread", "central", said, "low", years(c, min(low.Years, high.Years)), "high", years(c, max(low.Years, high.Years)))
	}
	return said
}

func perYear(c ui.Context, said string, known bool) string {
	if !known {
		return said
	}
	return c.T("optionpage.a-year", "amount", said)
}

// effect is what an option saves of a flow alone, a year.
func effect(c ui.Context, w ui.Work, e assess.OptionEffect) string {
	parts := []string{perYear(c, c.Amount(e.Amount), true)}
	if e.Percent != nil {
		parts = append(parts, c.Share(*e.Percent))
	}
	if e.Money != nil {
		parts = append(parts, perYear(c, c.Money(*e.Money, currency(w)), true))
	}
	if e.CO2e != nil {
		parts = append(parts, perYear(c, c.Amount(quantity.Amount{Value: *e.CO2e, Unit: "t"})+" CO₂e", true))
	}
	said := strings.Join(parts, " "+c.Glyph.Sep+" ")
	if e.Amount.Value < 0 {
		return c.T("optionpage.uses-more", "amount", said)
	}
	return said
}

// level is the level of a score in words.
func level(c ui.Context, w ui.Work, score float64) string {
	name := ""
	for _, l := range w.Common().Method.ScoreLevels {
		if score >= l.From {
			name = c.Name(l.Name)
		}
	}
	return phrase.Lower(name)
}

// criteria are the criteria of the ranking in their order.
var criteria = [...]string{assess.Technical, assess.Economic, assess.Environmental}

// criterionLabels are what their rows are called.
var criterionLabels = [...]string{"optionpage.form.technical", "optionpage.form.economic", "optionpage.form.environmental"}

// sheetOf is what an option is worth; false where the result has nothing of it.
func sheetOf(w ui.Work, id string) (assess.OptionSheet, bool) {
	r := phrase.Result(w)
	if r == nil {
		return assess.OptionSheet{}, false
	}
	return r.Options.Sheet(id)
}

// standing says the score of an option, its rank, and whether the rank holds
// when the weights move.
func standing(c ui.Context, w ui.Work, id string) []string {
	r := phrase.Result(w)
	if it, ok := itemOf(w, id); ok && it.dropped() {
		return []string{c.T("optionpage.dropped-no-rank")}
	}
	sh, ok := sheetOf(w, id)
	if !ok || sh.Score == nil {
		return []string{c.T("optionpage.no-score")}
	}
	if len(sh.Score.Lacking) > 0 || !sh.Score.Score.OK() {
		return []string{missing(c, sh.Score.Score.Why)}
	}
	lines := []string{c.T("optionpage.score-of", "score", c.Number(sh.Score.Score.Value, 1), "rank", sh.Score.Rank, "count", ranked(r))}
	if len(sh.Score.TiedTo) > 0 {
		var names []string
		for _, other := range sh.Score.TiedTo {
			if x, ok := r.Options.Sheet(other); ok {
				names = append(names, c.Name(x.Name))
			}
		}
		lines = append(lines, c.T("optionpage.tied", "options", strings.Join(names, "; ")))
	}
	moved := false
	for _, m := range r.Options.Ranking.Moves {
		for _, x := range m.Changes {
			if x.Option == id {
				moved = true
				lines = append(lines, c.T("optionpage.moves", "from", x.From, "to", x.To,
					"criterion", text.M("economics.criterion."+m.Criterion), "before", c.Number(m.From, 1), "after", c.Number(m.To, 1)))
			}
		}
	}
	if !moved {
		lines = append(lines, c.T("optionpage.holds"))
	}
	return lines
}

// ranked is how many options have a rank.
func ranked(r *assess.Result) (n int) {
	for _, s := range r.Options.Ranking.Scores {
		if s.Rank > 0 {
			n++
		}
	}
	return n
}

// sensitive reports whether the rank of an option changes when a weight moves.
func sensitive(r *assess.Result, id string) bool {
	if r == nil || r.Options == nil || r.Options.Ranking == nil {
		return false
	}
	for _, s := range r.Options.Ranking.Sensitive {
		if s == id {
			return true
		}
	}
	return false
}
