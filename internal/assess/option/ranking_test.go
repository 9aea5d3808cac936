package option_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/text"
)

func levels(id string, t, e, v float64) option.Scores {
	return option.Scores{Option: id, Levels: map[string]float64{"technical": t, "economic": e, "environmental": v}}
}

var weights = []option.Weight{{Criterion: "technical", Points: 25}, {Criterion: "economic", Points: 50}, {Criterion: "environmental", Points: 25}}

// By hand, s_max 20: a = 25·15/20 + 50·12/20 + 25·10/20 = 18.75 + 30 + 12.5 =
// 61.25; b = 25·10/20 + 50·14/20 + 25·10/20 = 60; c = b. With the economic weight
// at 60 the others are 20 each: a = 15 + 36 + 10 = 61, b = 10 + 42 + 10 = 62: the
// ranks turn. At 40 the others are 30: a = 22.5 + 24 + 15 = 61.5, b = 15 + 28 + 15
// = 58: they hold.
func TestRankByHand(t *testing.T) {
	r, err := option.Rank([]option.Scores{levels("a", 15, 12, 10), levels("b", 10, 14, 10), levels("c", 10, 14, 10), levels("d", 0, 0, 20),
		{Option: "e", Levels: map[string]float64{"technical": 20, "economic": 20}}}, weights, 20)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "a", r.Scores[0].Score.Value, 61.25, 1e-12)
	near(t, "b", r.Scores[1].Score.Value, 60, 1e-12)
	for i, want := range []int{1, 2, 2, 4, 0} {
		if r.Scores[i].Rank != want {
			t.Errorf("%s has rank %d, want %d", r.Scores[i].Option, r.Scores[i].Rank, want)
		}
	}
	if !slices.Equal(r.Scores[1].TiedTo, []string{"c"}) || !slices.Equal(r.Scores[2].TiedTo, []string{"b"}) {
		t.Errorf("ties %v %v", r.Scores[1].TiedTo, r.Scores[2].TiedTo)
	}
	if e := r.Scores[4]; e.Score.OK() || !slices.Equal(e.Lacking, []string{"environmental"}) || e.Score.Why.Key != "economics.not-scored" {
		t.Errorf("a missing score: %+v", e)
	}
	if len(r.Moves) != 6 {
		t.Fatalf("%d moves", len(r.Moves))
	}
	for _, m := range r.Moves {
		turned := slices.Equal(m.Changes, []option.RankMove{{Option: "a", From: 1, To: 3}, {Option: "b", From: 2, To: 1}, {Option: "c", From: 2, To: 1}})
		if up := m.Criterion == "economic" && m.To == 60; up != turned && (up || m.Criterion == "economic") {
			t.Errorf("%s %g → %g: %v", m.Criterion, m.From, m.To, m.Changes)
		}
	}
	if !slices.Equal(r.Sensitive, []string{"a", "b", "c"}) {
		t.Errorf("sensitive %v", r.Sensitive)
	}
}

// A weight stops at 0 and 100; when it leaves 100 the others share what is left.
func TestRankAtTheEnds(t *testing.T) {
	w := []option.Weight{{Criterion: "technical", Points: 100}, {Criterion: "economic"}, {Criterion: "environmental"}}
	r, err := option.Rank([]option.Scores{levels("a", 10, 20, 20), levels("b", 10.5, 0, 0)}, w, 20)
	if err != nil {
		t.Fatal(err)
	}
	// Technical at 90, the others 5 each: a = 45 + 5 + 5 = 55, b = 47.25.
	if r.Scores[0].Rank != 2 || len(r.Moves) != 3 || r.Moves[0].To != 90 || len(r.Moves[0].Changes) != 2 {
		t.Errorf("%+v", r)
	}
}

func TestRankRefuses(t *testing.T) {
	one := []option.Scores{levels("a", 1, 1, 1)}
	for want, call := range map[string]func() error{
		"economics.weights-sum": func() error { _, err := option.Rank(one, weights[:2], 20); return err },
		"economics.bad-weight": func() error {
			_, err := option.Rank(one, append(slices.Clone(weights), option.Weight{Criterion: "x", Points: -1}), 20)
			return err
		},
		"economics.bad-most":  func() error { _, err := option.Rank(one, weights, 0); return err },
		"economics.bad-score": func() error { _, err := option.Rank([]option.Scores{levels("a", 21, 1, 1)}, weights, 20); return err },
	} {
		var m text.Message
		if err := call(); !errors.As(err, &m) || m.Key != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// METHOD §8: now if the investment is within the threshold, paid back in six
// months and the process stays. 10 % of 1000 kWh at 2 = 200 a year: 100 is paid
// back in exactly six months, 101 is not.
func TestScreening(t *testing.T) {
	m := model(t, mill(opt("cheap", 100, share("electricity", 0.1)), opt("slow", 101, share("electricity", 0.1)), opt("free", 0, share("electricity", 0.1)),
		opt("useless", 5, much("water", -10)), opt("unstated", 5), option.Option{ID: "unknown", Savings: []option.Saving{share("water", 0.1)}}))
	yes, no := true, false
	limit := option.ScreeningRule{Threshold: ptr(100.0)}
	for _, c := range []struct {
		id      string
		rule    option.ScreeningRule
		process *bool
		want    option.Screening
	}{
		{"cheap", limit, &no, option.Now},
		{"cheap", limit, &yes, option.Study},
		{"cheap", limit, nil, option.Study},
		{"cheap", option.ScreeningRule{}, &no, option.Study},
		{"cheap", option.ScreeningRule{Threshold: ptr(99.0)}, &no, option.Study},
		{"slow", option.ScreeningRule{Threshold: ptr(1000.0)}, &no, option.Study},
		{"free", option.ScreeningRule{}, &no, option.Now},
		{"useless", limit, &no, option.Rejected},
		{"unstated", limit, &no, option.Study},
		{"unknown", limit, &no, option.Study},
	} {
		s, ok := m.SuggestScreening(c.id, c.rule, c.process)
		if !ok || s.Outcome != c.want || len(s.Reasons) == 0 {
			t.Errorf("%s: %+v, want %s", c.id, s, c.want)
		}
	}
}
