package assess

import (
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
	s.checkDrivers()
	s.checkAdjustments()
	s.checkTasks()
	if len(s.audit.Periods) == 0 {
		s.probs.Add(problem.Note, "", text.M("audit.no-periods"))
	}
	if len(s.audit.Products) == 0 && len(s.audit.Periods) > 0 {
		s.probs.Add(problem.Error, "", text.M("audit.no-products"))
	}
}

func (s *site) checkPeriods() {
	for i, p := range s.audit.Periods {
		var unknown []string
		for id := range p.Flows {
			if _, ok := s.flows[id]; !ok {
				unknown = append(unknown, id)
			}
		}
		slices.Sort(unknown)
		for _, id := range unknown {
			s.probs.Add(problem.Error, at("period", i, "flows."+id), text.M("period.unknown-flow", "found", id, "nearest", s.nearestFlow(id)))
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
	for i, r := range s.audit.Readings {
		if _, ok := s.flows[r.Flow]; !ok && r.Flow != "" {
			s.probs.Add(problem.Error, at("reading", i, "flow"), text.M("period.unknown-flow", "found", r.Flow, "nearest", s.nearestFlow(r.Flow)))
		}
	}
	for i, m := range s.audit.Models {
		if _, ok := s.flows[m.Flow]; !ok && m.Flow != "" {
			s.probs.Add(problem.Error, at("model", i, "flow"), text.M("period.unknown-flow", "found", m.Flow, "nearest", s.nearestFlow(m.Flow)))
		}
	}
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

// OutlierFactor: a month whose specific figure is this many times its median
// or less than its inverse is doubted. The rule is the program's own; it finds
// a misplaced decimal mark or a wrong unit, not statistical outliers.
const OutlierFactor = 3

func (s *site) checkOutliers() {
	values := make([]float64, 0, len(s.spans))
	spans := make([]int, 0, len(s.spans)) // the span of each value
	for _, id := range s.order {
		if !s.stated(id) {
			continue
		}
		f := s.flows[id]
		values, spans = values[:0], spans[:0]
		amounts := s.amounts(id)
		for i, sp := range s.spans {
			if amounts[i] == nil || sp.output == nil || *sp.output <= 0 {
				continue
			}
			v := *amounts[i]
			if v == 0 && s.isFuel(f) { // a fuel that is not burnt is stated as 0
				continue
			}
			if !f.Intensive() {
				v /= *sp.output
			}
			values, spans = append(values, v), append(spans, i)
		}
		median, ok := Median(values)
		if !ok {
			continue
		}
		for i, v := range values {
			if IsOutlier(v, median) {
				sp := s.spans[spans[i]]
				s.probs.Add(problem.Doubt, at("period", sp.index, "flows."+id), text.M("period.outlier",
					"flow", f.Name, "period", sp.name(s.audit), "times", OutlierFactor))
			}
		}
	}
}

// Median is the median of the specific figures of a flow by which its periods
// are judged; false where there are too few of them.
func Median(values []float64) (float64, bool) {
	if len(values) < 4 {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(values))
	median := (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
	return median, median > 0
}

// IsOutlier reports whether a specific figure is doubted beside the median of
// all.
func IsOutlier(v, median float64) bool {
	return v > OutlierFactor*median || v*OutlierFactor < median
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
