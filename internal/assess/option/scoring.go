package option

import (
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/text"
)

// Weight is a criterion of the ranking and its weight; the weights of a set add
// up to 100.
type Weight struct {
	Criterion string // technical, economic, environmental, or the team's own
	Points    float64
}

// Scores are the levels that the team gave an option, by criterion, 0 … s_max.
// A criterion that is not in the map has not been scored.
type Scores struct {
	Option string
	Levels map[string]float64
}

// weightShift is by how many points a weight is moved to see whether ranks hold.
const weightShift = 10

// scoreTie is up to which difference of scores, in points of 100, options are
// equal.
const scoreTie = 1e-9

// Score is an option's weighted score and rank.
type Score struct {
	Option  string
	Score   Figure // 0–100
	Rank    int    // 1 is the best; equal scores share a rank and the next is left out; 0: withheld
	TiedTo  []string
	Lacking []string // criteria without a score: the rank is withheld
}

// RankMove is an option whose rank changes when a weight moves.
type RankMove struct {
	Option   string
	From, To int
}

// WeightMove is a weight moved by up to ten points and what becomes of the ranks.
type WeightMove struct {
	Criterion string
	From, To  float64
	Changes   []RankMove
}

// Ranking is the weighted ranking with its sensitivity.
type Ranking struct {
	Scores    []Score // in the order given
	Moves     []WeightMove
	Sensitive []string // options whose rank changes in any move
}

// Rank computes the weighted scores
//
//	Score_j = Σ_k w_k·s_jk/s_max,   Σ_k w_k = 100
//
// the ranks, and which ranks change when each weight moves ten points up or down,
// the others rescaled in proportion so that the sum stays 100 (a weight stops at
// 0 and 100; if all others are zero they share what is left). A missing score is
// not zero: the option's rank is withheld and the others are ranked without it.
// Source: METHOD §9.
func Rank(options []Scores, weights []Weight, most float64) (Ranking, error) {
	if err := checkWeights(weights, most); err != nil {
		return Ranking{}, err
	}
	var r Ranking
	for _, o := range options {
		s, err := score(o, weights, most)
		if err != nil {
			return Ranking{}, err
		}
		r.Scores = append(r.Scores, s)
	}
	place(r.Scores)
	for k := range weights {
		for _, d := range [2]float64{-weightShift, weightShift} {
			if move, ok := r.move(options, weights, k, d, most); ok {
				r.Moves = append(r.Moves, move)
			}
		}
	}
	for _, s := range r.Scores {
		if slices.ContainsFunc(r.Moves, func(m WeightMove) bool {
			return slices.ContainsFunc(m.Changes, func(c RankMove) bool { return c.Option == s.Option })
		}) {
			r.Sensitive = append(r.Sensitive, s.Option)
		}
	}
	return r, nil
}

func checkWeights(weights []Weight, most float64) error {
	sum := 0.0
	seen := make(map[string]bool)
	for _, w := range weights {
		if !(w.Points >= 0) || !finite(w.Points) || seen[w.Criterion] {
			return text.M("economics.bad-weight", "criterion", w.Criterion)
		}
		seen[w.Criterion] = true
		sum += w.Points
	}
	if math.Abs(sum-100) > 1e-6 {
		return text.M("economics.weights-sum", "sum", sum)
	}
	if !(most > 0) || !finite(most) {
		return text.M("economics.bad-most")
	}
	return nil
}

func score(o Scores, weights []Weight, most float64) (Score, error) {
	s := Score{Option: o.Option}
	sum := 0.0
	for _, w := range weights {
		v, ok := o.Levels[w.Criterion]
		if !ok {
			s.Lacking = append(s.Lacking, w.Criterion)
			continue
		}
		if !(v >= 0 && v <= most) {
			return s, text.M("economics.bad-score", "option", o.Option, "criterion", w.Criterion, "most", most)
		}
		sum += w.Points * v / most
	}
	if len(s.Lacking) > 0 {
		s.Score = missing(text.M("economics.not-scored", "criteria", criteria(s.Lacking)))
		return s, nil
	}
	s.Score = known(sum)
	return s, nil
}

// criteria are the names of criteria; a criterion of the team's own is its own
// name.
func criteria(ids []string) []text.Message {
	list := make([]text.Message, len(ids))
	for i, id := range ids {
		switch id {
		case "technical", "economic", "environmental":
			list[i] = text.M("economics.criterion." + id)
		default:
			list[i] = text.M("economics.named", "name", text.Both(id))
		}
	}
	return list
}

// place fills the ranks in.
func place(scores []Score) {
	order := make([]int, 0, len(scores))
	for i, s := range scores {
		if s.Score.OK() {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return sign(scores[b].Score.Value - scores[a].Score.Value) })
	for k := 0; k < len(order); {
		end := k + 1
		for end < len(order) && scores[order[end-1]].Score.Value-scores[order[end]].Score.Value <= scoreTie {
			end++
		}
		for i := k; i < end; i++ {
			s := &scores[order[i]]
			s.Rank = k + 1
			for j := k; j < end; j++ {
				if j != i {
					s.TiedTo = append(s.TiedTo, scores[order[j]].Option)
				}
			}
			slices.Sort(s.TiedTo)
		}
		k = end
	}
}

// move ranks anew with weight k moved by d points; false if it cannot move.
func (r *Ranking) move(options []Scores, weights []Weight, k int, d, most float64) (WeightMove, bool) {
	from := weights[k].Points
	to := min(100, max(0, from+d))
	m := WeightMove{Criterion: weights[k].Criterion, From: from, To: to}
	if to == from || len(weights) < 2 {
		return m, false
	}
	moved := slices.Clone(weights)
	moved[k].Points = to
	for i := range moved {
		if i == k {
			continue
		}
		if from < 100 {
			moved[i].Points *= (100 - to) / (100 - from)
		} else {
			moved[i].Points = (100 - to) / float64(len(moved)-1)
		}
	}
	again := make([]Score, len(options))
	for i, o := range options {
		again[i], _ = score(o, moved, most)
	}
	place(again)
	for i, s := range r.Scores {
		if s.Rank != again[i].Rank {
			m.Changes = append(m.Changes, RankMove{s.Option, s.Rank, again[i].Rank})
		}
	}
	return m, true
}
