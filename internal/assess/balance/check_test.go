package balance

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// chain is outside → a → b → outside, all measured, to be spoiled.
func chain() Network {
	return Network{
		Components: []Component{{ID: "dry"}, {ID: "starch", Within: "dry"}, {ID: "water"}},
		Steps:      []Step{{ID: "a"}, {ID: "b"}},
		Streams: []Stream{
			{ID: "in", From: Outside, To: 0, Kind: Input, Amount: At(10)},
			{ID: "mid", From: 0, To: 1, Kind: Intermediate, Amount: At(10)},
			{ID: "out", From: 1, To: Outside, Kind: Product, Amount: At(10)},
		},
	}
}

// Every kind of bad input gets words that name stream and step.
func TestChecks(t *testing.T) {
	zero := 0.0
	content := func(pairs ...any) map[string]Measure {
		m := make(map[string]Measure)
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i].(string)] = Measure{Value: pairs[i+1].(float64)}
		}
		return m
	}
	for _, c := range []struct {
		key      string
		severity problem.Severity
		path     string
		spoil    func(n *Network)
		names    []string // in the English words
	}{
		{"balance.empty", problem.Error, "step", func(n *Network) { n.Streams = nil }, nil},
		{"balance.bad-id", problem.Error, "stream[2].id", func(n *Network) { n.Streams[1].ID = "in" }, []string{"in"}},
		{"balance.bad-id", problem.Error, "step[2].id", func(n *Network) { n.Steps[1].ID = "" }, nil},
		{"balance.bad-component", problem.Error, "component[3]", func(n *Network) { n.Components[2].ID = "dry" }, []string{"dry"}},
		{"balance.unknown-component", problem.Error, "component[2].within", func(n *Network) { n.Components[1].Within = "x" }, []string{"x"}},
		{"balance.unknown-component", problem.Error, "step[1]", func(n *Network) { n.Steps[0].NotConserved = []string{"cod"} }, []string{"cod"}},
		{"balance.no-such-step", problem.Error, "stream[2]", func(n *Network) { n.Streams[1].To = 7 }, []string{"mid"}},
		{"balance.leads-nowhere", problem.Error, "stream[1]", func(n *Network) { n.Streams[0].To = Outside }, []string{"in"}},
		{"balance.self-loop", problem.Error, "stream[2]", func(n *Network) { n.Streams[1].To = 0 }, []string{"mid", "a"}},
		{"balance.kind-input", problem.Doubt, "stream[2].kind", func(n *Network) { n.Streams[1].Kind = Input }, []string{"mid", "a"}},
		{"balance.kind-output", problem.Doubt, "stream[2].kind", func(n *Network) { n.Streams[1].Kind = Waste }, []string{"mid", "b"}},
		{"balance.kind-inside", problem.Doubt, "stream[3].kind", func(n *Network) { n.Streams[2].Kind = Recycle }, []string{"out"}},
		{"balance.unconnected", problem.Doubt, "step[3]", func(n *Network) { n.Steps = append(n.Steps, Step{ID: "c"}) }, []string{"c"}},
		{"balance.no-outlet", problem.Error, "step[2]", func(n *Network) { n.Streams = n.Streams[:2] }, []string{"b", "mid"}},
		{"balance.no-inlet", problem.Error, "step[1]", func(n *Network) { n.Streams = n.Streams[1:] }, []string{"a", "mid"}},
		{"balance.loop-without-outlet", problem.Error, "step[3]", func(n *Network) {
			n.Steps = append(n.Steps, Step{ID: "c"}, Step{ID: "d"})
			n.Streams = append(n.Streams, Stream{ID: "x", From: 1, To: 2}, Stream{ID: "y", From: 2, To: 3}, Stream{ID: "z", From: 3, To: 2})
		}, []string{"c, d"}},
		{"balance.loop-without-inlet", problem.Error, "step[3]", func(n *Network) {
			n.Steps = append(n.Steps, Step{ID: "c"}, Step{ID: "d"})
			n.Streams = append(n.Streams, Stream{ID: "x", From: 2, To: 1}, Stream{ID: "y", From: 2, To: 3}, Stream{ID: "z", From: 3, To: 2})
		}, []string{"c, d"}},
		{"balance.closed-loop", problem.Doubt, "step[3]", func(n *Network) {
			n.Steps = append(n.Steps, Step{ID: "c"}, Step{ID: "d"})
			n.Streams = append(n.Streams, Stream{ID: "y", From: 2, To: 3}, Stream{ID: "z", From: 3, To: 2})
		}, []string{"c, d"}},
		{"balance.not-a-number", problem.Error, "stream[1].amount", func(n *Network) { n.Streams[0].Amount = At(math.NaN()) }, []string{"in"}},
		{"balance.not-a-number", problem.Error, "stream[1].energy", func(n *Network) { n.Streams[0].Energy = At(math.Inf(1)) }, []string{"in"}},
		{"balance.bad-quality", problem.Error, "stream[1].amount", func(n *Network) { n.Streams[0].Amount.Quality = "guess" }, []string{"in", "guess", "invoice"}},
		{"balance.negative-uncertainty", problem.Error, "stream[1].amount", func(n *Network) { n.Streams[0].Amount = AtPercent(10, -1) }, []string{"in"}},
		{"balance.zero-uncertainty", problem.Note, "stream[1].amount", func(n *Network) { n.Streams[0].Amount.Percent = &zero }, []string{"in", "2"}},
		{"balance.exact-zero", problem.Note, "stream[4].amount", func(n *Network) {
			n.Streams = append(n.Streams, Stream{ID: "leak", From: 0, To: Outside, Amount: At(0)})
		}, []string{"leak"}},
		{"balance.negative-amount", problem.Error, "stream[2].amount", func(n *Network) { n.Streams[1].Amount = At(-3) }, []string{"mid", "a", "b", "-3"}},
		{"balance.negative-content", problem.Error, "stream[2].content.dry", func(n *Network) { n.Streams[1].Content = content("dry", -0.1) }, []string{"mid", "dry"}},
		{"balance.content-above-one", problem.Error, "stream[2].content.dry", func(n *Network) { n.Streams[1].Content = content("dry", 26.0) }, []string{"mid", "dry", "26"}},
		{"balance.contents-above-one", problem.Error, "stream[2].content", func(n *Network) { n.Streams[1].Content = content("dry", 0.7, "water", 0.6) }, []string{"mid", "dry, water", "1.3"}},
		{"balance.contents-above-one", problem.Doubt, "stream[2].content", func(n *Network) { n.Streams[1].Content = content("dry", 0.505, "water", 0.5) }, []string{"mid"}},
		{"balance.part-above-whole", problem.Error, "stream[2].content", func(n *Network) { n.Streams[1].Content = content("dry", 0.3, "starch", 0.5) }, []string{"mid", "starch", "dry"}},
		{"balance.unknown-content", problem.Error, "stream[2].content.salt", func(n *Network) { n.Streams[1].Content = content("salt", 0.3) }, []string{"mid", "salt"}},
		{"balance.only-energy", problem.Error, "stream[2].amount", func(n *Network) { n.Streams[1].OnlyEnergy = true }, []string{"mid"}},
		{"balance.too-rich", problem.Doubt, "step[1]", func(n *Network) {
			n.Streams[0].Content, n.Streams[1].Content = content("dry", 0.2), content("dry", 0.3)
		}, []string{"a", "dry"}},
		{"balance.too-poor", problem.Doubt, "step[1]", func(n *Network) {
			n.Streams[0].Content, n.Streams[1].Content = content("dry", 0.3), content("dry", 0.2)
		}, []string{"a", "dry"}},
		{"balance.unknown-component", problem.Error, "step[1].stock.salt", func(n *Network) { n.Steps[0].Stock = map[string]Measure{"salt": {Value: 1}} }, []string{"salt"}},
	} {
		n := chain()
		c.spoil(&n)
		list := Check(n, Options{})
		i := slices.IndexFunc(list, func(p problem.Problem) bool { return p.Message.Key == c.key && p.Path == c.path })
		if i < 0 {
			t.Errorf("%s at %s: got %v", c.key, c.path, list)
			continue
		}
		if list[i].Severity != c.severity {
			t.Errorf("%s is a %s", c.key, list[i].Severity)
		}
		words := say(t, list[i].Message)
		for _, name := range c.names {
			if !strings.Contains(words, name) {
				t.Errorf("%q does not name %q", words, name)
			}
		}
		if r, _ := Reconcile(n, Options{}); (r == nil) != list.HasErrors() {
			t.Errorf("%s: reconciled %v with errors %v", c.key, r != nil, list.HasErrors())
		}
	}
	if list := Check(chain(), Options{}); len(list) != 0 {
		t.Errorf("a sound network: %v", list)
	}
}

var catalogue = sync.OnceValues(i18n.Load)

// say gives the English words and checks that both languages have no holes.
func say(t *testing.T, m text.Message) string {
	t.Helper()
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var words string
	for _, l := range text.Langs {
		words = c.Printer(l).Say(m)
		if strings.ContainsAny(words, "{}<>") {
			t.Errorf("holes in %q", words)
		}
	}
	return words
}

// A stock change is an outlet; steps that only fill are no error then.
func TestStockIsAnOutlet(t *testing.T) {
	n := chain()
	n.Components = nil
	n.Streams = n.Streams[:2]
	n.Steps[1].Stock = map[string]Measure{Mass: {Value: 9.5}}
	r := reconciled(t, n)
	mass, _ := r.Layer(Mass)
	near(t, "gap", mass.Steps[1].Gap.Value, 0.5, 1e-12)
	near(t, "closure", *mass.Steps[1].Closure, 95, 1e-12)
	if r.Groups[0].Global.DOF != 2 || *mass.Streams[1].Reconciled >= 10 || *mass.Streams[1].Reconciled <= 9.5 {
		t.Errorf("%+v %v", r.Groups[0], *mass.Streams[1].Reconciled)
	}
}

// An arrow to nowhere does not hide what is wrong with the figures: all errors
// are said at once.
func TestAllErrorsAtOnce(t *testing.T) {
	n := Network{
		Steps: []Step{{ID: "a"}},
		Streams: []Stream{
			{ID: "in", From: Outside, To: 0, Amount: At(-3)},
			{ID: "lost", From: 0, To: 7, Amount: At(-4)},
			{ID: "round", From: 0, To: 0, Amount: At(5)},
		},
	}
	want := map[string]string{"balance.negative-amount": "stream[1].amount", "balance.no-such-step": "stream[2]", "balance.self-loop": "stream[3]"}
	found := map[string]string{}
	for _, p := range Check(n, Options{}) {
		if _, ok := found[p.Message.Key]; !ok {
			found[p.Message.Key] = p.Path
		}
	}
	for key, path := range want {
		if found[key] != path {
			t.Errorf("%s at %q, want %q", key, found[key], path)
		}
	}
}
