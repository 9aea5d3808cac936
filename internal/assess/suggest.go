package assess

import (
	"cmp"
	"slices"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
)

// suggest lists the pack's options that an answer or a gap points at, the best
// reasons first: a "no" counts 2, a "partly" 1; a flow beyond the poor bound 3,
// in the poor band 2, in the typical band 1. Among equals the more money comes
// first, then the cheaper option. The rule is the program's own.
func (s *site) suggest(all []Indicator, out *Output) []Suggestion {
	adopted := map[string]bool{}
	for _, o := range s.audit.Options {
		adopted[o.ID] = true
	}
	worst := map[string]Indicator{}
	for _, ind := range all {
		worst[ind.Flow.ID] = ind
	}
	type ranked struct {
		Suggestion
		points int
	}
	var found []ranked
	for _, o := range s.pack.Options {
		r := ranked{Suggestion: Suggestion{Option: o, Adopted: adopted[o.ID]}}
		answerPoints, reasons := s.answersFor(o)
		r.points += answerPoints
		r.Reasons = append(r.Reasons, reasons...)
		partial := s.partialFlow(o, worst)
		for _, flow := range o.Saves {
			ind, ok := worst[flow]
			if !ok {
				continue
			}
			if p := gapPoints(ind); p > 0 {
				r.points += p
				r.Reasons = append(r.Reasons, text.M("suggest.gap", "flow", ind.Flow.Name, "band", text.M("band."+string(ind.Place.Band))))
			}
			if partial != "" && partial != flow {
				continue
			}
			if sv, ok := s.optionSaving(o, ind, out); ok {
				r.Savings = append(r.Savings, sv)
				if sv.Money != nil {
					if r.Money == nil {
						r.Money = &Range{}
					}
					r.Money.Low += sv.Money.Low
					r.Money.High += sv.Money.High
				}
			}
		}
		if r.points == 0 {
			continue
		}
		for _, id := range o.Cases {
			if c, ok := s.pack.Case(id); ok {
				r.Cases = append(r.Cases, c)
			}
		}
		if src, ok := s.pack.Source(o.Source); ok {
			r.Source = &src
		}
		found = append(found, r)
	}
	slices.SortStableFunc(found, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.points, a.points), cmp.Compare(mid(b.Money), mid(a.Money)),
			cmp.Compare(costOrder(a.Option.CostClass), costOrder(b.Option.CostClass)))
	})
	suggestions := make([]Suggestion, len(found))
	for i, r := range found {
		suggestions[i] = r.Suggestion
		suggestions[i].Rank = i + 1
	}
	return suggestions
}

// partialFlow is the flow at which a percentage of only a part of it is shown:
// the first that the plant meters as an amount. Empty: the percentage is of
// each flow that the option saves.
func (s *site) partialFlow(o benchmark.Option, known map[string]Indicator) string {
	if o.SavingOf.Empty() {
		return ""
	}
	for _, flow := range o.Saves {
		if ind, ok := known[flow]; ok && ind.Total != nil {
			return flow
		}
	}
	return o.Saves[0]
}

// answersFor are the replies that point at an option.
func (s *site) answersFor(o benchmark.Option) (sum int, reasons []text.Message) {
	for _, a := range s.audit.Answers {
		q, ok := s.pack.Question(a.Question)
		if !ok || q.Option != o.ID {
			continue
		}
		if p, counts := points(a.Reply); counts && p > 0 {
			sum += int(p)
			reasons = append(reasons, text.M("suggest."+a.Reply, "question", q.Text))
		}
	}
	return sum, reasons
}

func gapPoints(ind Indicator) int {
	if ind.Status != Compared {
		return 0
	}
	switch ind.Place.Band {
	case benchmark.BandBeyond:
		return 3
	case benchmark.BandPoor:
		return 2
	case benchmark.BandTypical:
		return 1
	}
	return 0
}

// optionSaving is the published saving of an option applied to the plant's own
// flow. A percentage of only a part of the flow (SavingOf) is not applied.
func (s *site) optionSaving(o benchmark.Option, ind Indicator, out *Output) (OptionSaving, bool) {
	if o.SavingLow == nil && o.SavingHigh == nil {
		return OptionSaving{}, false
	}
	low, high := o.SavingLow, o.SavingHigh
	if low == nil {
		zero := 0.0
		low = &zero
	}
	if high == nil {
		high = low
	}
	sv := OptionSaving{Flow: ind.Flow, Percent: Range{*low, *high}}
	if !o.SavingOf.Empty() || ind.Total == nil || out == nil || ind.Flow.Scale != benchmark.MoreIsWorse {
		return sv, true
	}
	year, _ := out.Year()
	amount := Range{ind.Total.Value * year * *low / 100, ind.Total.Value * year * *high / 100}
	sv.Amount = &amount
	if ind.Price != nil {
		sv.Money = &Range{amount.Low * *ind.Price, amount.High * *ind.Price}
	}
	return sv, true
}

func mid(r *Range) float64 {
	if r == nil {
		return 0
	}
	return (r.Low + r.High) / 2
}

func costOrder(class string) int {
	return slices.Index([]string{"none", "low", "medium", "high"}, class)
}
