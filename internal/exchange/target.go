package exchange

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
)

// Ignore is the target of a column that is left out.
const Ignore = "ignore"

// Target is something that a column can be.
type Target struct {
	ID     string       // as Mapping.Target and the audit file have it
	Name   text.Message // in words
	Unit   string       // of the audit; empty: it has none
	Units  []string     // those that convert to it, itself too
	Likely bool         // of flows: metered, or usual in the sector
}

// Targets are everything that a column can be in an audit, the likely first:
// what is made, the flows, when it was, what bills have, and Ignore.
func Targets(a *assess.Audit, pack *benchmark.Pack, common *benchmark.Common) []Target {
	voc := newVocabulary(a, pack, common)
	rank := map[string]int{}
	for i, p := range a.Products {
		rank["output."+p.ID] = i + 1
	}
	for i, f := range assess.Flows(a, pack, common) {
		rank["flows."+f.ID] = len(a.Products) + i + 1
	}
	for _, id := range plainOrder {
		rank[id] = len(rank) + 1
	}
	all := []Target{}
	for id, m := range voc.meanings {
		t := Target{ID: id, Name: nameOfTarget(id, m.name), Unit: m.unit, Likely: m.likely}
		if m.unit != "" && id != "reading.cost" { // money is not converted
			t.Units = voc.sameKind(m.unit)
		}
		all = append(all, t)
	}
	rank[Ignore] = len(rank) + 1
	all = append(all, Target{ID: Ignore, Name: nameOfTarget(Ignore, text.Name{}), Likely: true})
	slices.SortFunc(all, func(x, y Target) int {
		if x.Likely != y.Likely {
			if x.Likely {
				return -1
			}
			return 1
		}
		order := func(t Target) int { return cmp.Or(rank[t.ID], len(rank)+1) }
		return cmp.Or(cmp.Compare(order(x), order(y)), cmp.Compare(x.ID, y.ID))
	})
	return all
}

// plainOrder is how the targets that are no figures of a period follow.
var plainOrder = []string{
	"month", "year", "from", "to", "date", "phase", "note", "reading.flow", "reading.meter", "reading.amount", "reading.unit", "reading.cost",
	"reading.estimated", "reading.index", "reading.start", "reading.end", "reading.factor",
}

// nameOfTarget is what a target is called; name is that of its figure.
func nameOfTarget(id string, name text.Name) text.Message {
	switch {
	case strings.HasPrefix(id, "output."):
		return text.M("exchange.series.output", "product", name)
	case name != text.Name{}:
		return text.M("exchange.series.plain", "name", name)
	}
	return text.M("exchange.target." + strings.ReplaceAll(id, ".", "-"))
}
