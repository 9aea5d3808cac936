package assess_test

import (
	"context"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

const detailed = "tinh-bot-san-chi-tiet"

func saying(r *assess.Result, key string) []problem.Problem {
	var found []problem.Problem
	for _, p := range r.Problems {
		if p.Message.Key == key {
			found = append(found, p)
		}
	}
	return found
}

// A stream to a step that is not declared belongs to no step, not to the first.
func TestUnknownStepIsNoOtherStep(t *testing.T) {
	a := example(t, detailed)
	a.Streams[1].To = "rửa"
	r := assessed(t, a)
	if r.Balance.Network != nil {
		t.Error("a network with an unknown step was reconciled")
	}
}

// Streams of energy alone carry no money; the others keep theirs whatever the
// order.
func TestStreamCostsBesideEnergy(t *testing.T) {
	a := example(t, detailed)
	want := map[string]float64{}
	r := assessed(t, a)
	for i, x := range a.Streams {
		c, ok := r.Balance.StreamCost(i)
		if !ok || c.ID != x.ID {
			t.Fatalf("the cost of %s is that of %q", x.ID, c.ID)
		}
		want[x.ID] = c.Carried.Total()
	}
	power := assess.Stream{ID: "power", To: "drying", Kind: "input", EnergyOnly: true, Energy: at(62), EnergyUncertainty: at(2)}
	a.Streams = slices.Insert(a.Streams, 0, power)
	r = assessed(t, a)
	for i, x := range a.Streams {
		c, ok := r.Balance.StreamCost(i)
		if x.ID == "power" {
			if ok {
				t.Error("energy alone has a cost of its own")
			}
			continue
		}
		if !ok || c.ID != x.ID || c.Carried.Total() != want[x.ID] {
			t.Errorf("the cost of %s is %g of %q, want %g", x.ID, c.Carried.Total(), c.ID, want[x.ID])
		}
	}
}

// A network of energy alone has no money to follow, and nothing is said of it.
func TestEnergyAlone(t *testing.T) {
	a := starch()
	a.Balance = &assess.Balance{Unit: "t", PerYear: at(12)}
	a.Steps = []assess.Step{{ID: "dryer"}}
	a.Streams = []assess.Stream{
		{ID: "in", To: "dryer", Kind: "input", EnergyOnly: true, Energy: at(500)},
		{ID: "out", From: "dryer", Kind: "loss", EnergyOnly: true, Energy: at(498)},
	}
	r := assess.Assess(a, pack(t, "cassava-starch"), common(t))
	if r.Balance.Network == nil || r.Balance.Costs != nil {
		t.Fatal(r.Balance.Problems)
	}
	for _, p := range r.Balance.Problems {
		if p.Message.Key == "cost.empty" || p.Message.Key == "balance.nothing-redundant" {
			t.Error(p.Message)
		}
	}
}

// The amounts of a balance are said in its unit, a cost at the stream it is of,
// and a balance without a unit or a year is asked for them.
func TestNetworkProblemsAreSaidInUnits(t *testing.T) {
	a := example(t, detailed)
	a.Streams[3].Amount = at(9190) // peel, 190 t in truth
	a.Streams[0].Treatment = at(10)
	r := assessed(t, a)
	gaps := saying(r, "balance.unidentified-source")
	if len(gaps) == 0 {
		t.Fatal(r.Problems)
	}
	for _, p := range gaps {
		if v, ok := p.Message.Args["value"].(quantity.Amount); !ok || v.Unit != "t" {
			t.Errorf("%v", p.Message)
		}
	}
	if found := saying(r, "cost.charge-not-waste"); len(found) != 1 || found[0].Path != "stream[1]" {
		t.Error(found)
	}
	a.Balance.Unit, a.Balance.PerYear = "", nil
	r = assessed(t, a)
	if len(saying(r, "network.no-unit")) != 1 || len(saying(r, "network.no-per-year")) != 1 {
		t.Error(r.Problems)
	}
}

// What nobody has stated of an option is no saving of zero.
func TestNothingStatedIsNoSaving(t *testing.T) {
	r := assessed(t, example(t, detailed))
	sheet, _ := r.Options.Sheet("hydrocyclone-centrifuge")
	for what, f := range map[string]interface{ OK() bool }{"a year": sheet.Economics.Annual.Central, "NPV": sheet.Economics.NPV.Central, "payback": sheet.Economics.Payback.Central} {
		if f.OK() {
			t.Errorf("%s is known of an option of which nothing is stated", what)
		}
	}
}

func optionOf(t *testing.T, a *assess.Audit, id string) *assess.Option {
	t.Helper()
	i := slices.IndexFunc(a.Options, func(o assess.Option) bool { return o.ID == id })
	if i < 0 {
		t.Fatal(id)
	}
	return &a.Options[i]
}

// Decisions that cannot stand beside each other are doubted where they are
// written; where both are done, that is why no set is found, and not that the
// options save too little.
func TestDecisionsThatExcludeEachOther(t *testing.T) {
	a := example(t, detailed)
	optionOf(t, a, "pulp-codigestion").Status = "planned"
	optionOf(t, a, "water-meters-leaks").Status = "idea"
	optionOf(t, a, "lighting").Step = "phòng khách"
	r := assessed(t, a)
	for key, path := range map[string]string{"option.both-chosen": "option[10].excludes", "portfolio.needs": "option[2].depends_on", "option.unknown-step": "option[7].step"} {
		if found := saying(r, key); len(found) != 1 || found[0].Path != path {
			t.Errorf("%s: %v", key, found)
		}
	}
	optionOf(t, a, "pulp-codigestion").Status = "done"
	optionOf(t, a, "biogas-to-dryer").Status = "doing"
	a.Portfolio.Budget = nil
	if keys := explained(t, a); !slices.Equal(keys, []string{"portfolio.required-clash"}) {
		t.Error(keys)
	}
}

func explained(t *testing.T, a *assess.Audit) []string {
	t.Helper()
	p, err := assess.SolvePortfolio(context.Background(), a, assessed(t, a))
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, m := range p.Explanation.Sentences {
		if m.Key != "portfolio.left-out" {
			keys = append(keys, m.Key)
		}
	}
	return keys
}

// A budget below what has been spent already is named as such: 95 + 420 + 60 +
// 1650 + 180 + 75 + 45 + 520 = 3045 million.
func TestBudgetBelowWhatIsDone(t *testing.T) {
	a := example(t, detailed)
	a.Portfolio.Budget = at(3e9)
	p, err := assess.SolvePortfolio(context.Background(), a, assessed(t, a))
	if err != nil {
		t.Fatal(err)
	}
	want := text.M("portfolio.required-dear", "investment", quantity.Amount{Value: 3045e6, Unit: "VND"}, "budget", quantity.Amount{Value: 3e9, Unit: "VND"},
		"extra", quantity.Amount{Value: 45e6, Unit: "VND"}).Error()
	if len(p.Explanation.Sentences) != 1 || p.Explanation.Sentences[0].Error() != want {
		t.Error(p.Explanation.Sentences)
	}
}

// Options that contradict each other are an error at the option; the portfolio
// says that they must be corrected, not that there are none.
func TestOptionsThatAreWrong(t *testing.T) {
	a := example(t, detailed)
	optionOf(t, a, "lighting").Life = at(1000)
	r := assessed(t, a)
	if found := saying(r, "economics.bad-life"); len(found) != 1 || found[0].Path != "option[7]" {
		t.Error(found)
	}
	_, err := assess.SolvePortfolio(context.Background(), a, r)
	if m, ok := err.(text.Message); !ok || m.Key != "portfolio.options-wrong" {
		t.Error(err)
	}
}
