package assess

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/benchmark"
)

// Template is the process network that a sector's plants usually have, to begin
// with: the pack's steps, and a stream for everything that goes into or out of
// them. What one step puts out and a later one takes in runs between the two.
// Steps and streams carry no figures. Names are those of the pack in Vietnamese:
// an audit has one language of its own.
func Template(pack *benchmark.Pack) (steps []Step, streams []Stream) {
	b := templateBuilder{pack: pack, used: map[string]bool{}}
	for _, step := range pack.Steps {
		// A step that takes in nothing but electricity (lighting) has no balance of
		// mass.
		if slices.ContainsFunc(step.Inputs, func(id string) bool { return !b.electric(id) }) {
			b.steps = append(b.steps, step)
		}
	}
	for i, step := range b.steps {
		steps = append(steps, Step{ID: step.ID, Name: step.Name.VI})
		for _, flow := range step.Inputs {
			if !b.electric(flow) {
				b.input(flow, step.ID, i)
			}
		}
		for _, flow := range step.Outputs {
			b.output(flow, step.ID, i)
		}
		for _, flow := range step.Wastes {
			b.waste(flow, step.ID, i)
		}
	}
	return steps, b.streams
}

type templateBuilder struct {
	pack    *benchmark.Pack
	steps   []benchmark.Step
	streams []Stream
	used    map[string]bool // ids
}

// electric reports whether a flow is electricity, which has no mass.
func (b *templateBuilder) electric(flow string) bool {
	f, ok := b.pack.Flow(flow)
	return ok && f.Category == "electricity"
}

// source is the step before the i-th that puts a flow out: the nearest one.
func (b *templateBuilder) source(flow string, i int) (string, bool) {
	for k := i - 1; k >= 0; k-- {
		s := b.steps[k]
		if slices.Contains(s.Outputs, flow) || slices.Contains(s.Wastes, flow) {
			return s.ID, true
		}
	}
	return "", false
}

// taken reports whether a step after the i-th takes a flow in before another one
// puts it out anew.
func (b *templateBuilder) taken(flow string, i int) bool {
	for _, s := range b.steps[i+1:] {
		if slices.Contains(s.Inputs, flow) {
			return true
		}
		if slices.Contains(s.Outputs, flow) {
			return false
		}
	}
	return false
}

func (b *templateBuilder) input(flow, step string, i int) {
	from, inside := b.source(flow, i)
	kind := "input"
	if inside {
		kind = "intermediate"
	}
	b.add(flow, step, Stream{From: from, To: step, Kind: kind, Flow: flow})
}

func (b *templateBuilder) output(flow, step string, i int) {
	if b.taken(flow, i) {
		return
	}
	kind := "product"
	if f, ok := b.pack.Flow(flow); ok && f.Category == "by-product" {
		kind = "by-product"
	}
	b.add(flow, step, Stream{From: step, Kind: kind, Flow: flow})
}

func (b *templateBuilder) waste(flow, step string, i int) {
	if b.taken(flow, i) {
		return
	}
	kind := "waste"
	if f, ok := b.pack.Flow(flow); ok && f.Category == "by-product" {
		kind = "by-product"
	}
	b.add(flow, step, Stream{From: step, Kind: kind, Flow: flow})
}

// add gives a stream an id of its own and the name of its flow.
func (b *templateBuilder) add(flow, step string, s Stream) {
	s.ID = flow
	if b.used[s.ID] {
		s.ID = flow + "-" + step
	}
	if b.used[s.ID] {
		return // the same stream again
	}
	b.used[s.ID] = true
	s.Name = flow
	if f, ok := b.pack.Flow(flow); ok {
		s.Name = f.Name.VI
	}
	b.streams = append(b.streams, s)
}
