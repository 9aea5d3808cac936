package assess_test

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/sectors"
)

// Every sector's template is a network without errors: each step has something
// coming in and something going out, ids are unique.
func TestTemplates(t *testing.T) {
	packs, problems := benchmark.List(sectors.FS)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	for _, p := range packs {
		id := p.ID
		steps, streams := assess.Template(pack(t, id))
		if len(steps) == 0 || len(streams) < len(steps) {
			t.Errorf("%s: %d steps, %d streams", id, len(steps), len(streams))
		}
		a := &assess.Audit{Plant: assess.Plant{Sector: id}, Settings: assess.Settings{Level: "detailed"}, Steps: steps, Streams: streams}
		r := assess.Assess(a, pack(t, id), common(t))
		for _, p := range balance.Check(r.Balance.Input, balance.Options{}) {
			if p.Severity == problem.Error {
				t.Errorf("%s: %s %v", id, p.Path, p.Message)
			}
		}
	}
}
