package option_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/text"
)

// mill is a small plant for hand calculations: electricity 1000 kWh at 2,
// water 500 m³ at 1 of which 200 are used at washing.
func mill(options ...option.Option) option.System {
	return option.System{
		Rate: ptr(0.1),
		Flows: []option.Flow{
			{ID: "electricity", Unit: "kWh", Amount: ptr(1000.0), Price: exactly(2), CO2e: ptr(0.7)},
			{ID: "water", Unit: "m3", Amount: ptr(500.0), Price: exactly(1), CO2e: ptr(0.0), Steps: map[string]float64{"washing": 200}},
		},
		Options: options,
	}
}

func opt(id string, investment float64, savings ...option.Saving) option.Option {
	return option.Option{ID: id, Investment: exactly(investment), Life: ptr(10.0), Savings: savings}
}

func share(flow string, f float64) option.Saving { return option.Saving{Flow: flow, Share: exactly(f)} }
func much(flow string, a float64) option.Saving  { return option.Saving{Flow: flow, Amount: exactly(a)} }
func atStep(s option.Saving, step string) option.Saving {
	s.Step = step
	return s
}

func flowSaved(t *testing.T, c option.Combined, flow string) float64 {
	t.Helper()
	for _, f := range c.Flows {
		if f.Flow == flow {
			return f.Saved
		}
	}
	t.Fatalf("no flow %s in %+v", flow, c)
	return 0
}

// By hand: 20 % and 30 % of electricity leave 0.8·0.7 = 0.56 of 1000 kWh.
// Water: 50 % at washing leaves 200·0.5 + 300 = 400; 10 % of the whole leaves
// 0.9·400 = 360; an amount of 40 at washing is 40/200 = 20 % of what is left
// there: 0.9·(200·0.5·0.8 + 300) = 342.
func TestCombineByHand(t *testing.T) {
	m := model(t, mill(
		opt("a", 10, share("electricity", 0.2)), opt("b", 10, share("electricity", 0.3)),
		opt("c", 10, atStep(share("water", 0.5), "washing")), opt("d", 10, share("water", 0.1)), opt("e", 10, atStep(much("water", 40), "washing")),
	))
	near(t, "electricity", flowSaved(t, m.Combine([]string{"a", "b"}), "electricity"), 440, 1e-12)
	near(t, "water, two", flowSaved(t, m.Combine([]string{"c", "d"}), "water"), 140, 1e-12)
	c := m.Combine([]string{"c", "d", "e"})
	near(t, "water, three", flowSaved(t, c, "water"), 158, 1e-12)
	near(t, "money", c.Money.Value, 158, 1e-12)
	near(t, "overlap", c.Overlap.Value, 100+50+40-158, 1e-12)
	near(t, "CO2e", m.Combine([]string{"a"}).CO2e.Value, 140, 1e-12)
}

// A minimum of 700 stops 440 kWh at 300; more than there is stops at what there
// is; an increase is added and not multiplied.
func TestCombineLimits(t *testing.T) {
	s := mill(opt("a", 1, share("electricity", 0.2)), opt("b", 1, share("electricity", 0.3)),
		opt("much", 1, much("water", 900)), opt("pump", 1, much("electricity", -50), share("water", 0.1)))
	s.Flows[0].Minimum = ptr(700.0)
	m, remarks, errs := option.New(s)
	if len(errs) > 0 || len(remarks) != 1 || remarks[0].Key != "economics.more-than-there-is" {
		t.Fatalf("remarks %v, errors %v", remarks, errs)
	}
	c := m.Combine([]string{"a", "b"})
	near(t, "to the minimum", c.Flows[0].Saved, 300, 1e-12)
	if !c.Flows[0].AtMinimum {
		t.Error("not said that the minimum was reached")
	}
	near(t, "all of it", flowSaved(t, m.Combine([]string{"much"}), "water"), 500, 1e-12)
	near(t, "increase", flowSaved(t, m.Combine([]string{"a", "pump"}), "electricity"), 150, 1e-12)
}

// Lives of 2 and 4 years, by hand, at 10 %: together 440 kWh (880 money) in
// years 1–2, then 300 kWh (600) alone in years 3–4.
func TestNPVOfDifferentLives(t *testing.T) {
	a, b := opt("a", 100, share("electricity", 0.2)), opt("b", 200, share("electricity", 0.3))
	a.Life, b.Life = ptr(2.0), ptr(4.0)
	a.AnnualCost = option.Exactly(5)
	m := model(t, mill(a, b))
	want := -300 + (880-5)/1.1 + (880-5)/1.21 + 600/1.331 + 600/1.4641
	near(t, "NPV", m.Combine([]string{"a", "b"}).NPV.Value, want, 1e-12)
	e, _ := m.Economics("a")
	near(t, "alone", e.NPV.Central.Value, -100+395/1.1+395/1.21, 1e-12)
	near(t, "set of one", m.Combine([]string{"a"}).NPV.Value, e.NPV.Central.Value, 1e-12)
}

// The team's own years override the steady ones; a set of one has their NPV.
func TestOwnCash(t *testing.T) {
	o := opt("a", 999, share("electricity", 0.2))
	o.Cash = option.Cash{-100, 50, 500, 80}
	m := model(t, mill(o, opt("b", 10, share("electricity", 0.3))))
	e, _ := m.Economics("a")
	near(t, "NPV", e.NPV.Central.Value, option.NPV(0.1, o.Cash), 1e-12)
	near(t, "payback", e.Payback.Central.Years, 1.1, 1e-12)
	near(t, "set of one", m.Combine([]string{"a"}).NPV.Value, option.NPV(0.1, o.Cash), 1e-12)
	// With b, 60 of the 1000 kWh are saved by both, in the three years of a.
	both := m.Combine([]string{"a", "b"}).NPV.Value
	alone, _ := m.Economics("b")
	near(t, "with another", both, option.NPV(0.1, o.Cash)+alone.NPV.Central.Value-120*option.Annuity(0.1, 3), 1e-12)
}

// Low takes every worse end: saving 10 % at price 1.5, investment 130; high the
// reverse. What the option uses more of is dearest in the low corner.
func TestCorners(t *testing.T) {
	o := option.Option{ID: "a", Investment: &option.Range{Low: 80, Central: 100, High: 130}, Life: ptr(5.0), Savings: []option.Saving{
		{Flow: "electricity", Share: &option.Range{Low: 0.1, Central: 0.2, High: 0.25}},
		{Flow: "water", Amount: &option.Range{Low: -20, Central: -10, High: -5}},
	}}
	s := mill(o)
	s.Flows[0].Price = &option.Range{Low: 1.5, Central: 2, High: 3}
	s.Flows[1].Price = &option.Range{Low: 0.5, Central: 1, High: 2}
	e, _ := model(t, s).Economics("a")
	near(t, "low", e.Annual.Low.Value, 100*1.5-20*2, 1e-12)
	near(t, "central", e.Annual.Central.Value, 200*2-10, 1e-12)
	near(t, "high", e.Annual.High.Value, 250*3-5*0.5, 1e-12)
	near(t, "longest payback", e.Payback.Low.Years, 130/110.0, 1e-12)
	near(t, "shortest payback", e.Payback.High.Years, 80/747.5, 1e-12)
	near(t, "NPV low", e.NPV.Low.Value, -130+110*option.Annuity(0.1, 5), 1e-12)
}

// A missing figure is not zero.
func TestMissingFigures(t *testing.T) {
	s := mill(
		option.Option{ID: "no-investment", Life: ptr(5.0), Savings: []option.Saving{share("electricity", 0.1)}},
		option.Option{ID: "no-life", Investment: exactly(5), Savings: []option.Saving{share("electricity", 0.1)}},
		opt("no-price", 5, share("heat", 0.1)), opt("no-base", 5, share("steam", 0.1)),
	)
	s.Flows = append(s.Flows, option.Flow{ID: "heat", Unit: "MJ", Amount: ptr(10.0)}, option.Flow{ID: "steam", Unit: "t", Price: exactly(1)})
	m := model(t, s)
	for id, want := range map[string]string{
		"no-investment": "economics.no-investment", "no-life": "economics.no-life", "no-price": "economics.no-price", "no-base": "economics.no-base",
	} {
		e, _ := m.Economics(id)
		if e.NPV.Central.OK() || e.NPV.Central.Why.Key != want || e.IRR.Status != option.IRRGap {
			t.Errorf("%s: %+v, %s", id, e.NPV.Central, e.IRR.Status)
		}
		if c := m.Combine([]string{id}); c.NPV.OK() {
			t.Errorf("%s: a set has an NPV", id)
		}
	}
	if e, _ := m.Economics("no-life"); !e.Payback.Central.OK() {
		t.Error("the payback needs no life")
	}
	if _, ok := m.Economics("nobody"); ok {
		t.Error("an unknown option has economics")
	}
}

func TestErrorsAllAtOnce(t *testing.T) {
	bad := opt("a", -5, share("electricity", 1.2), share("gold", 0.1), option.Saving{Flow: "water"})
	bad.DependsOn, bad.Excludes, bad.Life = []string{"nobody"}, []string{"a"}, ptr(-1.0)
	s := mill(bad, opt("a", 1))
	s.Rate = ptr(-2.0)
	s.Flows[1].Minimum = ptr(900.0)
	s.Flows[0].Steps = map[string]float64{"x": 700, "y": 600}
	m, _, errs := option.New(s)
	var keys []string
	for _, e := range errs {
		keys = append(keys, e.Key)
	}
	for _, want := range []string{
		"economics.bad-rate", "economics.bad-minimum", "economics.steps-exceed", "economics.bad-investment", "economics.bad-life", "economics.bad-saving",
		"economics.unknown-flow", "economics.share-or-amount", "economics.unknown-option", "economics.excludes-itself", "economics.option-twice",
	} {
		if !slices.Contains(keys, want) {
			t.Errorf("%s is missing in %v", want, keys)
		}
	}
	if m != nil {
		t.Error("a model of what cannot be")
	}
}

// A circle names its chain: b → c → d → b; a leads into it.
func TestCircle(t *testing.T) {
	needs := func(id, other string) option.Option {
		o := opt(id, 1)
		o.DependsOn = []string{other}
		return o
	}
	_, _, errs := option.New(mill(needs("a", "b"), needs("b", "c"), needs("c", "d"), needs("d", "b")))
	if len(errs) != 1 || errs[0].Key != "economics.circle" {
		t.Fatalf("%v", errs)
	}
	var chain []string
	for m := errs[0].Args["chain"].(text.Message); ; {
		name := m.Args["first"]
		if name == nil {
			name = m.Args["name"]
		}
		chain = append(chain, name.(text.Name).VI)
		rest, more := m.Args["rest"].(text.Message)
		if !more {
			break
		}
		m = rest
	}
	if !slices.Equal(chain, []string{"b", "c", "d", "b"}) {
		t.Errorf("chain %v", chain)
	}
}

// Steps that use a little more than the flow are scaled, with a remark.
func TestStepsScaled(t *testing.T) {
	s := mill(opt("a", 1, atStep(share("water", 0.5), "washing")))
	s.Flows[1].Steps = map[string]float64{"washing": 210, "rest": 315}
	m, remarks, errs := option.New(s)
	if len(errs) > 0 || len(remarks) != 1 || remarks[0].Key != "economics.steps-scaled" {
		t.Fatalf("remarks %v, errors %v", remarks, errs)
	}
	near(t, "saved", flowSaved(t, m.Combine([]string{"a"}), "water"), 100, 1e-12)
}

// Properties of random sets: order does not matter; an option without increases
// never lowers a saving; no flow falls below its minimum; savings together are
// never more than the sum of those alone, and the NPV of a set never more than
// the sum of what its options add to any smaller set.
func TestInteractionProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		k := kind{options: 8, flows: 3, steps: true, minimum: true, lives: true}
		s := random(r, k)
		m := model(t, s)
		ids := make([]string, 0, 8)
		for _, i := range r.Perm(8)[:2+r.IntN(6)] {
			ids = append(ids, s.Options[i].ID)
		}
		all := m.Combine(ids)
		fewer := m.Combine(ids[:len(ids)-1])
		small := ids[:1+r.IntN(len(ids)-1)]
		base := m.Combine(small)

		backwards := slices.Clone(s.Options)
		slices.Reverse(backwards)
		again := model(t, option.System{Flows: s.Flows, Options: backwards, Rate: s.Rate}).Combine(ids)
		near(t, "NPV in another order", again.NPV.Value/1e9, all.NPV.Value/1e9, 1e-12)

		for i, f := range all.Flows {
			flow := s.Flows[slices.IndexFunc(s.Flows, func(x option.Flow) bool { return x.ID == f.Flow })]
			least := 0.0
			if flow.Minimum != nil {
				least = *flow.Minimum
			}
			if left := f.Base - f.Saved; left < least-1e-9*f.Base {
				t.Fatalf("%s falls to %g, below %g", f.Flow, left, least)
			}
			near(t, "saved in another order", again.Flows[i].Saved, f.Saved, 1e-9)
			for _, g := range fewer.Flows {
				if g.Flow == f.Flow && g.Saved > f.Saved+1e-9*f.Base {
					t.Fatalf("an option lowered the saving of %s from %g to %g", f.Flow, g.Saved, f.Saved)
				}
			}
		}
		if all.Overlap.Value < -1e-6 {
			t.Fatalf("together more than alone: %g", all.Overlap.Value)
		}
		bound := base.NPV.Value
		for _, id := range ids[len(small):] {
			bound += m.Combine(append(slices.Clone(small), id)).NPV.Value - base.NPV.Value
		}
		if all.NPV.Value > bound+1e-6*math.Abs(bound) {
			t.Fatalf("NPV %g above the bound %g", all.NPV.Value, bound)
		}
	}
}

// METHOD §13 by hand: 20 % of 1000 kWh at 2 and 10 % of 500 m³ at 1 are 400 + 50
// of 2500 in money: 18 %. With weights 0.1 per kWh and 0 per m³ it is 20 %.
func TestGroupSaving(t *testing.T) {
	m := model(t, mill(opt("a", 1, share("electricity", 0.2), share("water", 0.1))))
	g := option.Group{ID: "all", Flows: []string{"electricity", "water"}}
	near(t, "in money", m.GroupSaving(g, []string{"a"}).Value, 0.18, 1e-12)
	g.Weights = map[string]float64{"electricity": 0.1, "water": 0}
	near(t, "by weights", m.GroupSaving(g, []string{"a"}).Value, 0.2, 1e-12)
	g.Weights = map[string]float64{"electricity": 0.1}
	if f := m.GroupSaving(g, []string{"a"}); f.OK() || f.Why.Key != "portfolio.group-weight" {
		t.Errorf("a missing weight: %+v", f)
	}
	s := mill()
	s.Flows[1].Price = nil
	g.Weights = nil
	if f := model(t, s).GroupSaving(g, nil); f.OK() || f.Why.Key != "portfolio.group-price" {
		t.Errorf("a missing price: %+v", f)
	}
}

// What was decided is in the set; what is no candidate is not, unless a candidate
// needs it; an option without its figures is left out and named.
func TestSolveRequiredAndCandidates(t *testing.T) {
	needy := opt("needy", 1, share("electricity", 0.3))
	needy.DependsOn = []string{"base"}
	m := model(t, mill(opt("base", 50), needy, opt("best", 1, share("electricity", 0.3)), opt("decided", 500, share("water", 0.1)),
		option.Option{ID: "bare", Life: ptr(5.0), Savings: []option.Saving{share("electricity", 0.9)}}))
	p, err := m.Solve(t.Context(), option.Query{Objective: option.LeastInvestment, Goals: electricity(0.3), Candidates: []string{"needy", "bare"}, Required: []string{"decided"}})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(p.Set.Options, []string{"base", "needy", "decided"}) || p.Value != 551 {
		t.Errorf("%v, %g", p.Set.Options, p.Value)
	}
	if len(p.LeftOut) != 1 || p.LeftOut[0].Option != "bare" || p.LeftOut[0].Why.Key != "economics.no-investment" {
		t.Errorf("%+v", p.LeftOut)
	}
}
