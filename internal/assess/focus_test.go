package assess_test

import (
	"math"
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
)

// twoSteps is a network that closes as it stands: 100 t of raw material at 10 a
// tonne, of which 10 t leave with the waste of a and 18 t with that of b.
func twoSteps() *assess.Audit {
	v := func(x float64) *float64 { return &x }
	a := plant()
	a.Settings.Level = "detailed"
	a.Flows = nil
	a.Steps = []assess.Step{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}}
	a.Balance = &assess.Balance{Unit: "t", Basis: "a month", PerYear: v(12)}
	a.Streams = []assess.Stream{
		{ID: "raw", To: "a", Kind: "input", Amount: v(100), Price: v(10)},
		{ID: "mid", From: "a", To: "b", Kind: "intermediate", Amount: v(90)},
		{ID: "wa", From: "a", Kind: "waste", Amount: v(10), Content: map[string]float64{"water": 0.8}},
		{ID: "good", From: "b", Kind: "product", Amount: v(72)},
		{ID: "wb", From: "b", Kind: "waste", Amount: v(18), Content: map[string]float64{"water": 0.5}},
	}
	return a
}

// By hand: 10 t at 10 are 100 a month, 1,200 a year lost at a; 18 t are 2,160 at
// b. What is not water: 10·0.2·12 = 24 t at a, 18·0.5·12 = 108 t at b. No flow is
// compared, so that the weights are 50 and 25:
//
//	score(a) = 100·(50·1200/2160 + 25·24/108)/75 = 44.444…, score(b) = 100
func TestFocusByHand(t *testing.T) {
	f := assessed(t, twoSteps()).Focus
	if f == nil || len(f.Candidates) != 2 || f.LossFrom != assess.LossFollowed || !f.LossYearly || f.LoadOf != assess.LoadSolids || !f.LoadYearly {
		t.Fatalf("ranking %+v", f)
	}
	b, a := f.Candidates[0], f.Candidates[1]
	if a.Step != "a" || b.Step != "b" {
		t.Fatalf("order %s, %s", b.Step, a.Step)
	}
	for _, x := range []struct {
		what      string
		got, want float64
	}{
		{"loss at a", *a.Loss, 1200}, {"loss at b", *b.Loss, 2160},
		{"share of a", *a.LossShare, 100 * 1200. / 3360}, {"share of b", *b.LossShare, 100 * 2160. / 3360},
		{"load of a", a.Load.Value, 24}, {"load of b", b.Load.Value, 108},
		{"load share of a", *a.LoadShare, 100 * 24. / 132},
		{"score of a", a.Score, 400. / 9}, {"score of b", b.Score, 100},
	} {
		if math.Abs(x.got-x.want) > 1e-6*x.want {
			t.Errorf("%s is %v, not %v", x.what, x.got, x.want)
		}
	}
	if a.Gap != nil || len(a.Why.Parts()) != 2 || math.Abs(a.Why.Value.Value-a.Score) > 1e-12 {
		t.Errorf("a: gap %v, why %+v", a.Gap, a.Why)
	}
}

// The load is of the COD where it is known of every waste stream, of the mass
// where not even the water is known of all. Without a factor to the year the
// figures are those of the basis.
func TestFocusLoads(t *testing.T) {
	audit := twoSteps()
	audit.Streams[2].Content["cod"], audit.Streams[4].Content["cod"] = 0.03, 0.01
	f := assessed(t, audit).Focus
	if f.LoadOf != assess.LoadCOD || math.Abs(candidate(t, f, "a").Load.Value-10*0.03*12) > 1e-6 {
		t.Errorf("load of %s, %v at a", f.LoadOf, candidate(t, f, "a").Load)
	}
	audit = twoSteps()
	audit.Streams[4].Content = nil
	audit.Balance.PerYear = nil
	f = assessed(t, audit).Focus
	if f.LoadOf != assess.LoadMass || f.LoadYearly || f.LossYearly {
		t.Fatalf("ranking %+v", f)
	}
	if a := candidate(t, f, "a"); math.Abs(a.Load.Value-10) > 1e-6 || math.Abs(*a.Loss-100) > 1e-6 {
		t.Errorf("load %v, loss %v at a", a.Load, *a.Loss)
	}
}

// By hand: where the 18 t of b go to a treatment, of which 17 t leave as effluent
// and 1 t as sludge, they are still the waste of b: 18·0.5·12 = 108 t a year that
// are not water, and none of the treatment. It does not matter whether the step is
// said to dispose of waste or only nothing but waste comes from it.
func TestFocusLoadsThroughTreatment(t *testing.T) {
	for _, role := range []string{"disposes", ""} {
		audit := twoSteps()
		audit.Steps = append(audit.Steps, assess.Step{ID: "pond", Name: "Pond", Role: role})
		audit.Streams[4].To, audit.Streams[4].Kind = "pond", "intermediate"
		audit.Streams = append(audit.Streams,
			assess.Stream{ID: "effluent", From: "pond", Kind: "waste", Amount: at(17), Content: map[string]float64{"water": 0.49}},
			assess.Stream{ID: "sludge", From: "pond", Kind: "waste", Amount: at(1), Content: map[string]float64{"water": 0.67}})
		f := assessed(t, audit).Focus
		if f.LoadOf != assess.LoadSolids {
			t.Fatalf("load of %q", f.LoadOf)
		}
		if b := candidate(t, f, "b"); b.Load == nil || math.Abs(b.Load.Value-108) > 0.01*108 {
			t.Errorf("%q: load of b %v", role, b.Load)
		}
		pond := candidate(t, f, "pond")
		if pond.Load != nil || !pond.Treats || !slices.ContainsFunc(pond.Reasons, func(m text.Message) bool { return m.Key == "focus.treats" }) {
			t.Errorf("%q: load of the treatment %v, %v", role, pond.Load, pond.Reasons)
		}
		if a := candidate(t, f, "a"); a.Load == nil || math.Abs(a.Load.Value-24) > 0.01*24 {
			t.Errorf("%q: load of a %v", role, a.Load)
		}
	}
	// A treatment that no step feeds has no waste but its own.
	audit := twoSteps()
	audit.Steps = append(audit.Steps, assess.Step{ID: "pond", Role: "disposes"})
	audit.Streams = append(audit.Streams, assess.Stream{ID: "rain", To: "pond", Kind: "input", Amount: at(2), Price: at(0)},
		assess.Stream{ID: "overflow", From: "pond", Kind: "waste", Amount: at(2), Content: map[string]float64{"water": 0.9}})
	if pond := candidate(t, assessed(t, audit).Focus, "pond"); pond.Load == nil || pond.Treats {
		t.Errorf("load of a pond that is not fed: %v", pond.Load)
	}
}

func candidate(t *testing.T, f *assess.FocusRanking, step string) assess.FocusCandidate {
	t.Helper()
	i := slices.IndexFunc(f.Candidates, func(c assess.FocusCandidate) bool { return c.Step == step })
	if i < 0 {
		t.Fatalf("no candidate %s", step)
	}
	return f.Candidates[i]
}

// Without a network the steps are those of the pack, and each has the potential
// of the flows that the pack names for it.
func TestFocusWithoutNetwork(t *testing.T) {
	audit := example(t, "tinh-bot-san")
	r := assessed(t, audit)
	if r.Focus != nil {
		t.Error("a quick assessment ranks no focus")
	}
	audit.Settings.Level = "detailed"
	r = assessed(t, audit)
	f := r.Focus
	if len(f.Candidates) != len(pack(t, audit.Plant.Sector).Steps) || f.LossFrom != assess.LossGap || f.LoadOf != "" {
		t.Fatalf("%d candidates, money from %q, load of %q", len(f.Candidates), f.LossFrom, f.LoadOf)
	}
	// The pack names fresh-cassava, water and electricity for washing; its wastes
	// are no flows of this plant.
	want, gap := 0.0, 0.0
	for _, ind := range r.Current() {
		switch ind.Flow.ID {
		case "fresh-cassava", "water", "electricity":
			if ind.Realistic != nil && ind.Realistic.Money != nil {
				want += *ind.Realistic.Money
			}
			if ind.Gap != nil {
				gap = max(gap, *ind.Gap)
			}
		}
	}
	w := candidate(t, f, "washing")
	if want == 0 || w.Loss == nil || math.Abs(*w.Loss-want) > 1e-9*want || w.Gap == nil || *w.Gap != gap {
		t.Errorf("washing: loss %v, not %v; gap %v, not %v", w.Loss, want, w.Gap, gap)
	}
}

// Of every example: scores are between 0 and 100 and fall, shares add up, and the
// unit of the money does not matter.
func TestFocusOfExamples(t *testing.T) {
	eachExample(t, func(t *testing.T, name string) {
		audit := example(t, name)
		audit.Settings.Level = "detailed"
		f := assessed(t, audit).Focus
		if f == nil {
			t.Fatal("no ranking")
		}
		last, shares, any := 100.0+1e-9, 0.0, false
		for _, c := range f.Candidates {
			if c.Score < 0 || c.Score > last {
				t.Errorf("%s: score %v after %v", c.Step, c.Score, last)
			}
			last = c.Score
			if c.LossShare != nil {
				shares, any = shares+*c.LossShare, true
			}
			if c.Name.Empty() || len(c.Reasons) < 2 {
				t.Errorf("%s: name %v, reasons %v", c.Step, c.Name, c.Reasons)
			}
		}
		if any && math.Abs(shares-100) > 1e-6 {
			t.Errorf("the shares add up to %v", shares)
		}
	})
}
