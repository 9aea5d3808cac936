package benchmark

import (
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// GridElectricity is the factor id of electricity bought from the grid.
const GridElectricity = "grid-electricity"

// Derived is the pseudo-source of rows that are arithmetic on other rows.
const Derived = "derived"

// Reliable reports whether the row was read in its source and is not doubted:
// only such a row may decide a verdict (METHOD §22).
func (b Benchmark) Reliable() bool { return b.Source != Unverified && b.Doubt.Empty() }

// Bounds are the row's bounds.
func (b Benchmark) Bounds() Bounds { return Bounds{b.Best, b.TypicalLow, b.TypicalHigh, b.Poor} }

// Flow finds a flow of the pack.
func (p *Pack) Flow(id string) (Flow, bool) {
	return find(p.Flows, func(f Flow) bool { return f.ID == id })
}

// Benchmark finds a published row.
func (p *Pack) Benchmark(id string) (Benchmark, bool) {
	return find(p.Benchmarks, func(b Benchmark) bool { return b.ID == id })
}

// Source finds a document. The pseudo-sources are known to every pack.
func (p *Pack) Source(id string) (Source, bool) { return findSource(p.Sources, id) }

func findSource(all []Source, id string) (Source, bool) {
	if s, ok := find(all, func(s Source) bool { return s.ID == id }); ok {
		return s, true
	}
	if id == Unverified || id == Derived {
		return Source{ID: id}, true
	}
	return Source{}, false
}

// Option finds an option of the pack.
func (p *Pack) Option(id string) (Option, bool) {
	return find(p.Options, func(o Option) bool { return o.ID == id })
}

// Question finds a question of the walk-through.
func (p *Pack) Question(id string) (Question, bool) {
	return find(p.Questions, func(q Question) bool { return q.ID == id })
}

// Ask finds a question that comparisons depend on.
func (p *Pack) Ask(id string) (Ask, bool) {
	return find(p.Asks, func(a Ask) bool { return a.ID == id })
}

// Case finds a published plant.
func (p *Pack) Case(id string) (Case, bool) {
	return find(p.Cases, func(c Case) bool { return c.ID == id })
}

// Step finds a unit operation.
func (p *Pack) Step(id string) (Step, bool) {
	return find(p.Steps, func(s Step) bool { return s.ID == id })
}

// UnitNames are the names of the pack's own units, by their symbol.
func (p *Pack) UnitNames() map[string]text.Name {
	names := make(map[string]text.Name, len(p.Units))
	for _, u := range p.Units {
		names[u.ID] = u.Name
	}
	return names
}

// UnitTable is the program's units with the pack's own; a pack's unit that
// clashes is left out here and reported by Check.
func (p *Pack) UnitTable() quantity.Units {
	table := quantity.Standard()
	for _, u := range p.Units {
		unit := quantity.Unit{Symbol: u.ID, Name: u.Name, Dimension: quantity.Dimension(u.ID), Factor: 1}
		if base, err := table.Find(u.Of); u.Of != "" && err == nil {
			unit.Dimension, unit.Factor = base.Dimension, base.Factor*u.Factor
		}
		if with, err := table.With(unit); err == nil {
			table = with
		}
	}
	return table
}
