package option

import (
	"math"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

func (s *sheet) moneyRows() []widget.Row {
	year := func() string { return currency(s.form.work) }
	rows := []widget.Row{
		s.money("options.form.investment", "", "investment", func(o assess.Option) *float64 { return o.Investment }),
		s.between("optionpage.form.investment-low", "investment_low", func(o assess.Option) *float64 { return o.InvestmentLow }, -1),
		s.between("optionpage.form.investment-high", "investment_high", func(o assess.Option) *float64 { return o.InvestmentHigh }, +1),
		s.value("options.form.annual-cost", "optionpage.form.annual-cost-hint", "annual_cost", func(o assess.Option) *float64 { return o.AnnualCost }, year, 0),
		s.money("optionpage.form.revenue", "optionpage.form.revenue-hint", "revenue", func(o assess.Option) *float64 { return o.Revenue }),
		s.life(),
		s.money("optionpage.form.salvage", "optionpage.form.salvage-hint", "salvage", func(o assess.Option) *float64 { return o.Salvage }),
		s.cash(),
		heading("optionpage.results"),
	}
	results := facts(func(f *phrase.Facts, c ui.Context) {
		sh, ok := sheetOf(s.form.work, s.id)
		if ok && !sh.Economics.Steady {
			f.Add("optionpage.figure.cash", cashWords(c, s.option().Cash, currency(s.form.work)))
		}
		all := economics(c, s.form.work, sh)
		if len(all) == 0 {
			f.Text(c.T("optionpage.no-economics"))
			return
		}
		for _, t := range all {
			said := t.said
			if t.formula != "" {
				said += "   " + t.formula
			}
			f.Add(t.label, said)
		}
		f.Note(c.T("optionpage.basis", "discount", phrase.Result(s.form.work).Options.Discount))
	})
	results.stop = true
	return append(rows, results)
}

// between is an end of the investment's range.
func (s *sheet) between(label, key string, get func(assess.Option) *float64, side float64) *widget.Number {
	n := s.money(label, "", key, get)
	set := n.Set
	n.Set = func(v *float64) error {
		mid := s.option().Investment
		switch {
		case v != nil && mid == nil:
			return text.M("optionpage.central-first")
		case v != nil && (*v-*mid)*side < 0:
			return text.M("optionpage.not-in-order")
		}
		return set(v)
	}
	return n
}

// longestLife is the longest life of an option in years.
const longestLife = 60

func (s *sheet) life() *widget.Number {
	n := s.value("optionpage.form.life", "", "life", func(o assess.Option) *float64 { return o.Life }, func() string { return "" }, 0)
	set := n.Set
	n.Set = func(v *float64) error {
		if v != nil && (*v <= 0 || *v > longestLife) {
			return text.M("optionpage.bad-life", "most", longestLife)
		}
		return set(v)
	}
	return n
}

// cash is the money of each year, in one line: a row of figures is read faster,
// and pasted.
func (s *sheet) cash() *widget.Text {
	const label = "optionpage.form.cash"
	row := s.write(label, "optionpage.form.cash-hint", "cash", nil)
	row.Get = func() string {
		var all []string
		for _, v := range s.option().Cash {
			all = append(all, widget.Typeable(v, s.Context))
		}
		return strings.Join(all, "; ")
	}
	row.Set = func(typed string) error {
		if strings.TrimSpace(typed) == "" {
			return s.set(label, "cash", nil)
		}
		var all []any
		for part := range strings.SplitSeq(typed, ";") {
			v, err := quantity.ParseNumber(strings.TrimSpace(part), s.Notation())
			switch {
			case err != nil:
				return err
			case v.Missing:
				return text.M("optionpage.cash-gap", "year", len(all)+1)
			case math.Abs(v.Value) > 1e15:
				return text.M("optionpage.too-large")
			}
			all = append(all, v.Value)
		}
		if len(all) > longestLife {
			return text.M("optionpage.bad-life", "most", longestLife)
		}
		return s.set(label, "cash", all)
	}
	return row
}

// cashWords is the money of each year in words.
func cashWords(c ui.Context, cash []float64, currency string) string {
	var all []string
	for i, v := range cash {
		all = append(all, c.T("optionpage.cash-year", "year", i+1, "money", c.Money(v, currency)))
	}
	return strings.Join(all, "; ")
}
