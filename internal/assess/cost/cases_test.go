package cost_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/sxsh-audit/audit/internal/assess/cost"
)

// waterCase is a layout of the true cost of water.
type waterCase struct {
	Name     string
	Edges    [][]any
	UnitCost map[string]float64 `toml:"unit_cost"`
	Serves   map[string]string
	Expected map[string]float64
}

func readCases(t *testing.T, path string) []waterCase {
	t.Helper()
	var file struct{ Case []waterCase }
	if _, err := toml.DecodeFile(path, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Case) == 0 {
		t.Fatal("no cases in " + path)
	}
	return file.Case
}

// network draws a layout: intake, treatment and discharge are steps; what a
// system receives and does not pass on becomes its product.
func (c waterCase) network() (n cost.Network) {
	index := make(map[string]int)
	in, out := make(map[string]float64), make(map[string]float64)
	step := func(id string) int {
		if i, ok := index[id]; ok {
			return i
		}
		index[id] = len(n.Steps)
		n.Steps = append(n.Steps, cost.Step{ID: id})
		return index[id]
	}
	for i, e := range c.Edges {
		from, to, amount := e[0].(string), e[1].(string), number(e[2])
		in[to], out[from] = in[to]+amount, out[from]+amount
		n.Streams = append(n.Streams, cost.Stream{ID: fmt.Sprint("e", i), From: step(from), To: step(to), Kind: cost.Intermediate, Amount: amount})
	}
	for i := range n.Steps {
		s := &n.Steps[i]
		used := max(in[s.ID], out[s.ID])
		s.System = c.UnitCost[s.ID] * used * 1000
		switch {
		case s.ID == "intake" || c.Serves[s.ID] == "down":
			s.Role = cost.Supplies
		case s.ID == "discharge" || c.Serves[s.ID] == "up":
			s.Role = cost.Disposes
		}
		kind := cost.Product
		if s.Role == cost.Disposes {
			kind = cost.Waste
		}
		if rest := in[s.ID] - out[s.ID]; rest > 0 && s.Role != cost.Supplies {
			n.Streams = append(n.Streams, cost.Stream{ID: "rest-" + s.ID, From: i, To: cost.Outside, Kind: kind, Amount: rest})
		}
	}
	return n
}

func number(v any) float64 {
	if i, ok := v.(int64); ok {
		return float64(i)
	}
	return v.(float64)
}

func (c waterCase) run(t *testing.T) {
	r, wrong := cost.Follow(c.network())
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	sum := 0.0
	for _, s := range r.Steps {
		borne := s.Product.Total() + s.Loss.Total()
		sum += borne
		if want := c.Expected[s.ID]; math.Abs(borne-want) > 1e-6*max(1, want) {
			t.Errorf("%s bears %v, want %v", s.ID, borne, want)
		}
	}
	if math.Abs(sum-r.In.Total()) > 1e-9*sum {
		t.Errorf("all bear %v of %v", sum, r.In.Total())
	}
}

// The cases of the collection, and further published ones.
func TestTrueCostOfWater(t *testing.T) {
	shared := false
	for _, path := range []string{sharedFile("cases/cost/true-cost-of-water.toml"), "testdata/true-cost.toml"} {
		if path == "" {
			continue
		}
		shared = shared || path != "testdata/true-cost.toml"
		for _, c := range readCases(t, path) {
			t.Run(c.Name, c.run)
		}
	}
	if !shared {
		t.Log("the collection of cases is not here")
	}
}

// sharedFile finds a file of the collection beside the project; "" where there
// is none.
func sharedFile(name string) string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	for {
		path := filepath.Join(dir, "shared", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}
