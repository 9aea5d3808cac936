package assess_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
)

// What is remembered of the last result changes nothing: after edits of every
// kind, one after another, the updated result is that of a new assessment.
func TestUpdateIsAssess(t *testing.T) {
	eachExample(t, func(t *testing.T, name string) {
		a := example(t, name)
		updated(t, a, 6)
	})
	t.Run("years", func(t *testing.T) { updated(t, years(t), 12) })
}

func updated(t *testing.T, a *assess.Audit, edits int) {
	t.Helper()
	c, p := common(t), pack(t, a.Plant.Sector)
	rng := rand.New(rand.NewPCG(7, 7))
	last := assess.Assess(a, p, c)
	for i := range edits {
		edit(a, rng, i)
		want := written(t, assess.Assess(a, p, c))
		last = assess.Update(last, a, p, c)
		if got := written(t, last); !bytes.Equal(got, want) {
			t.Fatalf("after edit %d the updated result differs from a new one", i)
		}
	}
}

// edit changes a figure, an output, a driver, a phase, a confidence or a frozen
// model.
func edit(a *assess.Audit, rng *rand.Rand, i int) {
	if len(a.Periods) == 0 {
		return
	}
	p := &a.Periods[rng.IntN(len(a.Periods))]
	any := func(m map[string]float64) {
		for k := range m {
			m[k] *= 1 + 0.1*rng.Float64()
			return
		}
	}
	switch i % 6 {
	case 0:
		any(p.Flows)
	case 1:
		any(p.Output)
	case 2:
		any(p.Drivers)
	case 3:
		p.Phase = assess.After
	case 4:
		confidence := 80.0
		a.Settings.Confidence = &confidence
	case 5:
		for id := range p.Flows {
			a.Models = append(a.Models, assess.Model{Flow: id, Form: "ratio"})
			return
		}
	}
}

func written(t *testing.T, r *assess.Result) []byte {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
