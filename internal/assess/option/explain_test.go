package option_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
)

// told is an explanation in Vietnamese; words with holes fail.
func told(t *testing.T, m *option.Model, q option.Query) (option.Portfolio, option.Explanation, string) {
	t.Helper()
	p, err := m.Solve(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	e, err := m.Explain(context.Background(), q, p)
	if err != nil {
		t.Fatal(err)
	}
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, lang := range text.Langs {
		for _, s := range e.Sentences {
			words := c.Printer(lang).Say(s)
			if strings.ContainsAny(words, "{}<>") {
				t.Errorf("words with holes: %s", words)
			}
			if lang == text.VI {
				said = append(said, words)
			}
		}
	}
	all := strings.Join(said, "\n")
	t.Log("\n" + all)
	return p, e, all
}

func keys(e option.Explanation) (all []string) {
	for _, m := range e.Sentences {
		all = append(all, m.Key)
	}
	return all
}

func named(o option.Option, name string) option.Option {
	o.Name = text.Both(name)
	return o
}

// By hand: 30 % of electricity. a 20 % for 100, b 15 % for 90, c 12 % for 30, d 3 %
// for 0. a + c: 1 − 0.8·0.88 = 29.6 %; with d: 1 − 0.704·0.97 = 31.7 % for 130. b
// and c with d leave 0.85·0.88·0.97 = 0.7256: 27.4 %. a + b + … cost more. So the
// cheapest is a + c + d; b is next: 0.15·0.68288 = 10.2 % more.
func TestExplainByHand(t *testing.T) {
	s := mill(named(opt("a", 100, share("electricity", 0.20)), "Biến tần"), named(opt("b", 90, share("electricity", 0.15)), "Động cơ mới"),
		named(opt("c", 30, share("electricity", 0.12)), "Bịt rò khí nén"), named(opt("d", 0, share("electricity", 0.03)), "Tắt đèn"))
	s.Flows[0].Name = text.Name{VI: "điện", EN: "electricity"}
	goals := electricity(0.3)
	goals[0].Group.Name = s.Flows[0].Name
	m := model(t, s)
	p, e, words := told(t, m, option.Query{Objective: option.LeastInvestment, Goals: goals})
	if p.Outcome != option.Optimal || p.Value != 130 || len(e.Steps) != 3 {
		t.Fatalf("%+v", p)
	}
	for i, want := range []struct {
		id   string
		gain float64
	}{{"d", 0.03}, {"c", 0.97 * 0.12}, {"a", 0.97 * 0.88 * 0.2}} {
		if e.Steps[i].Option != want.id {
			t.Errorf("step %d is %s, want %s", i, e.Steps[i].Option, want.id)
		}
		near(t, "gain", e.Steps[i].Gains[0], want.gain, 1e-12)
	}
	near(t, "sum", e.Steps[2].Sums[0], 0.317120, 1e-12)
	if e.Next == nil || e.Next.Option != "b" {
		t.Fatalf("next: %+v", e.Next)
	}
	near(t, "next", e.Next.Gains[0], 0.15*0.68288, 1e-12)
	for _, want := range []string{"30 %", "điện", "Biến tần", "Bịt rò khí nén", "Tắt đèn", "Động cơ mới", "31,7 %"} {
		if !strings.Contains(words, want) {
			t.Errorf("the words lack %q", want)
		}
	}
}

// Out of reach: 1 − 0.8·0.85·0.88·0.97 = 41.98 % at most. Too dear: 130 needed,
// 100 there. Not together: the two exclude each other.
func TestExplainWhatIsShort(t *testing.T) {
	options := []option.Option{opt("a", 100, share("electricity", 0.20)), opt("b", 90, share("electricity", 0.15)), opt("c", 30, share("electricity", 0.12)), opt("d", 0, share("electricity", 0.03))}
	m := model(t, mill(options...))
	p, e, _ := told(t, m, option.Query{Objective: option.LeastInvestment, Goals: electricity(0.5)})
	if p.Outcome != option.Infeasible || len(e.Short) != 1 || !e.Short[0].Exact {
		t.Fatalf("%+v %+v", p, e.Short)
	}
	near(t, "most", e.Short[0].Most, 1-0.8*0.85*0.88*0.97, 1e-9)

	_, e, words := told(t, m, option.Query{Objective: option.HighestNPV, Goals: electricity(0.3), Budget: ptr(100.0)})
	if e.Extra == nil || e.Extra.Value != 130 || !strings.Contains(words, "130") || !strings.Contains(words, "thêm 30") {
		t.Errorf("%+v\n%s", e.Extra, words)
	}

	x, y := opt("x", 1, share("electricity", 0.2)), opt("y", 1, share("water", 0.2))
	x.Excludes = []string{"y"}
	goals := append(electricity(0.1), option.Goal{Group: option.Group{ID: "w", Flows: []string{"water"}}, Target: 0.1})
	_, e, _ = told(t, model(t, mill(x, y, option.Option{ID: "z"})), option.Query{Objective: option.LeastInvestment, Goals: goals})
	if len(e.Short) != 0 || !slices.Equal(keys(e), []string{"portfolio.nearest", "portfolio.reach", "portfolio.falls-short", "portfolio.not-together", "portfolio.adds", "portfolio.left-out"}) {
		t.Errorf("%+v", e.Sentences)
	}
}

// The highest NPV, a free option outside the cheapest set, nothing needed, nothing
// that pays.
func TestExplainOthers(t *testing.T) {
	free := opt("free", 0, share("water", 0.1))
	m := model(t, mill(opt("a", 10, share("electricity", 0.2)), free, opt("b", 1e6, share("electricity", 0.01))))
	p, _, _ := told(t, m, option.Query{Objective: option.LeastInvestment, Goals: electricity(0.1)})
	if len(p.Free) != 1 || p.Free[0] != "free" {
		t.Errorf("free: %v", p.Free)
	}
	p, _, _ = told(t, m, option.Query{Objective: option.HighestNPV})
	if len(p.Set.Options) != 2 || p.Outcome != option.Optimal {
		t.Errorf("%v", p.Set.Options)
	}
	if _, e, _ := told(t, m, option.Query{Objective: option.LeastInvestment}); e.Sentences[0].Key != "portfolio.none-needed" {
		t.Errorf("%+v", e.Sentences)
	}
	if _, e, _ := told(t, m, option.Query{Objective: option.HighestNPV, Candidates: []string{"b"}}); e.Sentences[0].Key != "portfolio.none-pays" {
		t.Errorf("%+v", e.Sentences)
	}
}

// A search that is stopped says how far it may be from the best, and is not.
func TestSolveStopped(t *testing.T) {
	stoppedOnce := false
	for seed := range uint64(12) {
		s := forty(seed, families[4].kind)
		m := model(t, s)
		q := option.Query{Objective: option.LeastInvestment, Goals: goalsOf(s, 3, 0.08)}
		best, err := m.Solve(context.Background(), q)
		if err != nil || best.Outcome != option.Optimal {
			t.Fatal(err, best.Outcome)
		}
		q.MaxNodes = 3
		p, err := m.Solve(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		if p.Outcome == option.BestSoFar {
			stoppedOnce = true
			if p.Bound > best.Value*(1+1e-9) || p.Value < best.Value*(1-1e-9) || p.Gap <= 0 {
				t.Errorf("value %g, bound %g, but the best is %g", p.Value, p.Bound, best.Value)
			}
		}
	}
	if !stoppedOnce {
		t.Error("no search was stopped")
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	s := forty(1, families[4].kind)
	if p, err := model(t, s).Solve(ctx, option.Query{Objective: option.LeastInvestment, Goals: goalsOf(s, 3, 0.08)}); err != nil || p.Outcome == option.Infeasible {
		t.Errorf("%v %s", err, p.Outcome)
	}
}

func TestSolveRefuses(t *testing.T) {
	m := model(t, mill(opt("a", 10, share("electricity", 0.2))))
	group := func(flows ...string) []option.Goal {
		return []option.Goal{{Group: option.Group{ID: "g", Flows: flows}, Target: 0.1}}
	}
	for want, q := range map[string]option.Query{
		"portfolio.bad-objective": {},
		"portfolio.group-empty":   {Objective: option.LeastInvestment, Goals: group()},
		"portfolio.group-flow":    {Objective: option.LeastInvestment, Goals: group("gold")},
		"portfolio.bad-target":    {Objective: option.LeastInvestment, Goals: electricity(1.5)},
		"portfolio.bad-budget":    {Objective: option.LeastInvestment, Budget: ptr(-1.0)},
		"portfolio.unknown":       {Objective: option.LeastInvestment, Required: []string{"nobody"}},
	} {
		if _, err := m.Solve(context.Background(), q); err == nil || err.(text.Message).Key != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
