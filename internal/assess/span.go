package assess

import (
	"fmt"
	"slices"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// span is a period with its days and its equivalent output.
type span struct {
	n        int // among the spans
	index    int // in Audit.Periods
	phase    string
	label    string // as data name it: 2018-01, or 2018-01-05/2018-02-03
	from, to quantity.Date
	days     int
	output   *float64 // equivalent product; nil: not stated
	flows    map[string]float64
	filled   bool                // flows is the span's own map, no longer the audit's
	metered  map[string]*metered // what readings say, by flow
	grid     []gridYear          // see gridOf; nil: not looked up yet
}

// name is the period as people say it.
func (p *span) name(a *Audit) any {
	if m := a.Periods[p.index].Month; m.Year != 0 {
		return m
	}
	return text.M("period.from-to", "from", p.from, "to", p.to)
}

// at is the path of a key of the i-th table of an array, as problems name it.
func at(table string, i int, key string) string {
	if key == "" {
		return fmt.Sprintf("%s[%d]", table, i+1)
	}
	return fmt.Sprintf("%s[%d].%s", table, i+1, key)
}

// Days are the first and last day of a period; false when it states neither a
// month nor both ends.
func (p Period) Days() (from, to quantity.Date, ok bool) {
	if p.Month.Year != 0 {
		return p.Month.First(), p.Month.Last(), true
	}
	if p.From.Year == 0 || p.To.Year == 0 || p.To.Before(p.From) {
		return from, to, false
	}
	return p.From, p.To, true
}

// PhaseOrBefore is the phase that a period counts in.
func (p Period) PhaseOrBefore() string {
	if p.Phase == "" {
		return Before
	}
	return p.Phase
}

func (s *site) findSpans() []*span {
	weights := make([]float64, len(s.audit.Products))
	for i := range s.audit.Products {
		w, err := s.equivalent(i)
		if _, unknown := s.units.Find(s.audit.Products[i].Unit); unknown != nil && s.audit.Products[i].Unit != "" {
			s.probs.Add(problem.Error, at("product", i, "unit"), asMessage(unknown))
		} else if err != nil {
			s.probs.Add(problem.Error, at("product", i, "unit"), text.M("product.needs-equivalent",
				"product", s.audit.Products[i].ID, "unit", s.audit.Products[i].Unit, "functional", s.unit))
		}
		weights[i] = w
	}
	var all []*span
	for i, p := range s.audit.Periods {
		from, to, ok := p.Days()
		if !ok || p.Phase == Omitted {
			continue
		}
		sp := &span{index: i, phase: p.PhaseOrBefore(), from: from, to: to, days: from.DaysUntil(to) + 1, flows: p.Flows}
		if sp.label = p.Month.String(); sp.label == "" {
			sp.label = from.String() + "/" + to.String()
		}
		sp.output = s.equivalentOutput(i, weights)
		all = append(all, sp)
	}
	slices.SortStableFunc(all, func(a, b *span) int {
		switch {
		case a.from.Before(b.from):
			return -1
		case b.from.Before(a.from):
			return 1
		}
		return 0
	})
	for n, sp := range all {
		sp.n = n
	}
	s.spread(all)
	return all
}

// equivalentOutput adds the products of a period by their weights. A product
// that the period does not state is not zero: the sum is then not known.
func (s *site) equivalentOutput(i int, weights []float64) *float64 {
	p := s.audit.Periods[i]
	if len(p.Output) == 0 {
		return nil
	}
	sum := 0.0
	for j, product := range s.audit.Products {
		v, stated := p.Output[product.ID]
		if !stated {
			s.probs.Add(problem.Doubt, at("period", i, "output"), text.M("period.product-missing", "product", product.Name))
			return nil
		}
		sum += v * weights[j]
	}
	return &sum
}

// inPhase lists the spans of a phase, oldest first.
func (s *site) inPhase(phase string) []*span { return s.byPhase[phase] }

// phases lists the phases that have periods, before first.
func (s *site) phases() []string {
	var found []string
	for _, ph := range []string{Before, After} {
		if len(s.inPhase(ph)) > 0 {
			found = append(found, ph)
		}
	}
	return found
}

// outputOf sums up the equivalent product of a phase; nil when no period
// states it.
func (s *site) outputOf(phase string) *Output {
	spans := s.inPhase(phase)
	o := Output{Phase: phase, Total: quantity.Amount{Unit: s.unit}}
	why := &Why{Label: text.M("why.output", "product", s.pack.Sector.Product, "phase", text.M("phase."+phase)), Formula: "P = Σ k·P_i"}
	covered := 0
	for _, sp := range spans {
		if sp.output == nil {
			s.probs.Add(problem.Doubt, at("period", sp.index, "output"), text.M("period.no-output", "period", sp.name(s.audit)))
			continue
		}
		if o.Periods == 0 {
			o.From = sp.from
		}
		o.To = sp.to
		o.Periods++
		o.Days += sp.days
		covered += sp.days
		o.Total.Value += *sp.output
	}
	why.open = func() []*Why {
		var parts []*Why
		for _, sp := range spans {
			if sp.output != nil {
				parts = append(parts, &Why{
					Label: text.M("why.output-of-period", "period", sp.name(s.audit)),
					Value: &quantity.Amount{Value: *sp.output, Unit: o.Total.Unit},
				})
			}
		}
		return parts
	}
	if o.Periods == 0 {
		return nil
	}
	o.Coverage = 100 * float64(covered) / float64(o.From.DaysUntil(o.To)+1)
	why.Value = &quantity.Amount{Value: o.Total.Value, Unit: o.Total.Unit}
	o.Why = why
	return &o
}
