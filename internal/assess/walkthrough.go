package assess

import (
	"cmp"
	"slices"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// SafetyArea is the walk-through's area of safety and health: scored by itself.
const SafetyArea = "safety-health"

// points are the problem points of a reply; none for what does not apply.
func points(reply string) (p float64, counts bool) {
	switch reply {
	case "yes":
		return 0, true
	case "partly":
		return 1, true
	case "no":
		return 2, true
	}
	return 0, false
}

// walkthrough scores the answers: H = 100·Σ points ÷ (2·answered) over the
// questions that apply, and the score is 100 − H, by area and overall
// (METHOD §2, §17a). Safety and health is an area of its own.
func (s *site) walkthrough() Walkthrough {
	replies := map[string]string{}
	for i, a := range s.audit.Answers {
		if _, ok := s.pack.Question(a.Question); !ok {
			s.probs.Add(problem.Error, at("answer", i, "question"), text.M("answer.unknown-question", "found", a.Question, "sector", s.pack.Sector.Name))
			continue
		}
		replies[a.Question] = a.Reply
	}
	var w Walkthrough
	var sum, n float64
	for _, area := range s.areas() {
		sc := AreaScore{Area: area.ID, Name: area.Name, Safety: area.ID == SafetyArea}
		var areaSum, areaN float64
		for _, q := range s.pack.Questions {
			if q.Area != area.ID {
				continue
			}
			reply, answered := replies[q.ID]
			if reply == "na" {
				continue
			}
			sc.Asked++
			if p, counts := points(reply); answered && counts {
				sc.Answered++
				areaSum += p
				areaN++
			}
		}
		if sc.Asked == 0 {
			continue
		}
		if sc.Score = score(areaSum, areaN); sc.Score != nil {
			sc.Why = scoreWhy(text.M("why.walkthrough-area", "area", sc.Name), areaSum, areaN)
		}
		w.Areas = append(w.Areas, sc)
		w.Asked += sc.Asked
		w.Answered += sc.Answered
		if !sc.Safety {
			sum += areaSum
			n += areaN
		}
	}
	w.Provisional = 2*w.Answered < w.Asked
	w.Score = score(sum, n)
	w.Why = scoreWhy(text.M("why.walkthrough"), sum, n)
	return w
}

// scoreWhy is how a score came about.
func scoreWhy(label text.Message, sum, n float64) *Why {
	w := &Why{Label: label, Formula: "100 − 100·Σ ÷ (2·n)", From: []*Why{
		{Label: text.M("why.problem-points"), Value: &quantity.Amount{Value: sum}},
		{Label: text.M("why.answered"), Value: &quantity.Amount{Value: n}},
	}}
	if v := score(sum, n); v != nil {
		w.Value = &quantity.Amount{Value: *v}
	}
	return w
}

func score(sum, n float64) *float64 {
	if n == 0 {
		return nil
	}
	v := 100 - 100*sum/(2*n)
	return &v
}

// areas are the walk-through's areas in the order of method.toml.
func (s *site) areas() []benchmark.Area {
	areas := slices.Clone(s.common.Method.Areas)
	slices.SortStableFunc(areas, func(a, b benchmark.Area) int { return cmp.Compare(a.Order, b.Order) })
	return areas
}
