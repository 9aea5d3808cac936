package assess

import (
	"cmp"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// check looks for what only the sector pack can tell: names that it does not
// know, answers out of range, and figures that no plant would have.
func (s *site) check() {
	s.checkPeriods()
	s.checkBasis()
	s.checkChoices()
	s.checkOutliers()
	if len(s.audit.Periods) == 0 {
		s.probs.Add(problem.Note, "", text.M("audit.no-periods"))
	}
	if len(s.audit.Products) == 0 && len(s.audit.Periods) > 0 {
		s.probs.Add(problem.Error, "", text.M("audit.no-products"))
	}
	for _, unused := range []struct {
		table string
		n     int
	}{{"reading", len(s.audit.Readings)}, {"model", len(s.audit.Models)}, {"stream", len(s.audit.Streams)}, {"cause", len(s.audit.Causes)}} {
		if unused.n > 0 {
			s.probs.Add(problem.Note, at(unused.table, 0, ""), text.M("audit.kept-not-used", "table", unused.table))
		}
	}
}

func (s *site) checkPeriods() {
	for i, p := range s.audit.Periods {
		for _, id := range sortedKeys(p.Flows) {
			if _, ok := s.flows[id]; !ok {
				s.probs.Add(problem.Error, at("period", i, "flows."+id), text.M("period.unknown-flow", "found", id, "nearest", s.nearestFlow(id)))
			}
		}
	}
}

func (s *site) checkBasis() {
	for _, id := range sortedKeys(s.audit.Basis) {
		path := "basis." + id
		ask, ok := s.pack.Ask(id)
		if !ok {
			s.probs.Add(problem.Error, path, text.M("basis.unknown", "found", id, "allowed", askIDs(s.pack)))
			continue
		}
		if ask.Kind == "number" {
			v, isNumber := s.number(id)
			if !isNumber {
				s.probs.Add(problem.Error, path, text.M("basis.number-wanted", "question", ask.Text))
			} else if ask.Min != nil && v < *ask.Min || ask.Max != nil && v > *ask.Max {
				s.probs.Add(problem.Error, path, text.M("basis.out-of-range", "question", ask.Text,
					"found", quantity.Amount{Value: v, Unit: ask.Unit}, "min", value(ask.Min), "max", value(ask.Max)))
			}
			continue
		}
		choice, _ := s.audit.Basis[id].(string)
		if !slices.ContainsFunc(ask.Choices, func(c benchmark.Choice) bool { return c.ID == choice }) {
			s.probs.Add(problem.Error, path, text.M("basis.unknown-choice", "question", ask.Text, "found", choice, "allowed", choiceIDs(ask)))
		}
	}
}

func (s *site) checkChoices() {
	for i, r := range s.audit.References {
		if _, ok := s.flows[r.Flow]; !ok {
			s.probs.Add(problem.Error, at("reference", i, "flow"), text.M("period.unknown-flow", "found", r.Flow, "nearest", s.nearestFlow(r.Flow)))
		}
		if _, ok := s.pack.Benchmark(r.Row); r.Row != "" && !ok {
			s.probs.Add(problem.Error, at("reference", i, "row"), text.M("reason.unknown-row", "row", r.Row))
		}
		if r.Row == "" && r.Source == "" {
			s.probs.Add(problem.Error, at("reference", i, "source"), text.M("reference.own-without-source", "flow", r.Flow))
		}
	}
	for i, o := range s.audit.Options {
		for _, sv := range o.Saves {
			if _, ok := s.flows[sv.Flow]; !ok {
				s.probs.Add(problem.Error, at("option", i, "saves"), text.M("period.unknown-flow", "found", sv.Flow, "nearest", s.nearestFlow(sv.Flow)))
			}
		}
	}
	if t := s.audit.Settings.Target; t != "" {
		if _, ok := s.common.Targets.Target(t); !ok {
			s.probs.Add(problem.Error, "audit.target", text.M("audit.unknown-target", "found", t))
		}
	}
}

// outlierFactor: a month whose specific figure is this many times its median
// or less than its inverse is doubted. The rule is the program's own; it finds
// a misplaced decimal mark or a wrong unit, not statistical outliers.
const outlierFactor = 3

func (s *site) checkOutliers() {
	for _, id := range s.order {
		f := s.flows[id]
		var found []specific
		for _, sp := range s.spans {
			v, ok := sp.flows[id]
			if !ok || sp.output == nil || *sp.output <= 0 {
				continue
			}
			if f.Intensive() {
				found = append(found, specific{sp, v})
			} else {
				found = append(found, specific{sp, v / *sp.output})
			}
		}
		for _, o := range outliers(found) {
			s.probs.Add(problem.Doubt, at("period", o.index, "flows."+id), text.M("period.outlier",
				"flow", f.Name, "period", o.name(s.audit), "times", outlierFactor))
		}
	}
}

type specific struct {
	span
	value float64
}

func outliers(all []specific) []specific {
	if len(all) < 4 {
		return nil
	}
	sorted := slices.SortedFunc(slices.Values(all), func(a, b specific) int { return cmp.Compare(a.value, b.value) })
	median := (sorted[(len(sorted)-1)/2].value + sorted[len(sorted)/2].value) / 2
	if median <= 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(all), func(x specific) bool {
		r := x.value / median
		return r <= outlierFactor && r >= 1.0/outlierFactor && !math.IsNaN(r)
	})
}

// nearestFlow is a flow id that the found one may have been meant for.
func (s *site) nearestFlow(found string) string {
	for _, id := range s.order {
		if len(found) > 2 && (len(id) >= len(found) && id[:len(found)] == found || len(found) > len(id) && found[:len(id)] == id) {
			return id
		}
	}
	return ""
}

func askIDs(p *benchmark.Pack) []string {
	var ids []string
	for _, a := range p.Asks {
		ids = append(ids, a.ID)
	}
	return ids
}

func choiceIDs(a benchmark.Ask) []string {
	var ids []string
	for _, c := range a.Choices {
		ids = append(ids, c.ID)
	}
	return ids
}
