// Package balance is the process network: its checks, the closure of its
// balances, and the reconciliation of its measurements with conservation
// (METHOD §1, §20). It takes values and returns values; it knows no audit file.
package balance

import "github.com/sxsh-audit/audit/internal/text"

// Outside is the From of a stream that enters the plant and the To of one that
// leaves it. The outside is no step and has no balance.
const Outside = -1

// The layers that every network may have; any other layer is the ID of a
// Component.
const (
	Mass   = "mass"   // the total amounts of the streams
	Energy = "energy" // the energies of the streams, in a unit of their own
)

// The kinds of streams, as in the audit file.
const (
	Input        = "input"
	Intermediate = "intermediate"
	Product      = "product"
	ByProduct    = "by-product"
	Waste        = "waste"
	Recycle      = "recycle"
	Loss         = "loss"
)

// Network is the steps and the streams between them. Streams name their steps
// by index, so a network is never half connected.
type Network struct {
	Components []Component // the layers beside mass and energy
	Steps      []Step
	Streams    []Stream
}

// Component is something that a stream contains and that is conserved, such as
// starch, dry matter, water or nickel.
type Component struct {
	ID     string
	Name   text.Name
	Within string // the component that this one is a part of (starch: dry matter), "" for none

	// NotShare is set for a content that is no share of the mass (COD): it may
	// exceed 1 and does not count in the sum of the contents.
	NotShare bool
}

// Step is a unit operation.
type Step struct {
	ID   string
	Name text.Name

	// Stock is the growth of what the step holds over the period, by layer, in
	// the amount of the layer (component layers: amount of the component).
	// It is a measurement like another and may be negative.
	Stock map[string]Measure

	// NotConserved lists layers that have no balance here, because the step
	// makes or consumes the component (COD in a treatment).
	NotConserved []string
}

// Stream is an arrow of the network.
type Stream struct {
	ID       string
	Name     text.Name
	From, To int // indexes into Network.Steps, or Outside
	Kind     string

	// Amount is the mass (or volume) in the network's unit; nil: not measured.
	Amount *Measure

	// Content is the share of each component, amount of component per amount of
	// stream; a component that is missing is not measured, not zero.
	Content map[string]Measure

	// Energy is what the stream carries in the layer of energy, measured
	// directly and in that layer's unit (not per amount of stream); nil: not
	// measured. It may be negative for a stream colder than the reference.
	Energy *Measure

	// OnlyEnergy is set for a stream without mass: electricity, radiated heat.
	OnlyEnergy bool
}

// hasMass reports whether the stream takes part in the mass and component
// layers.
func (s Stream) hasMass() bool { return !s.OnlyEnergy }

// isLoss reports whether the stream is counted in what the plant loses.
func (s Stream) isLoss() bool { return s.Kind == Waste || s.Kind == Loss }

func (n Network) stepName(i int) any {
	switch {
	case i == Outside:
		return text.M("balance.outside")
	case i < 0 || i >= len(n.Steps):
		return "?" // no such step, which is said of the stream
	}
	return named(n.Steps[i].Name, n.Steps[i].ID)
}

func (n Network) streamName(i int) any { return named(n.Streams[i].Name, n.Streams[i].ID) }

func (n Network) stepNames(indexes []int) []any {
	names := make([]any, len(indexes))
	for k, i := range indexes {
		names[k] = n.stepName(i)
	}
	return names
}

func (n Network) streamNames(indexes []int) []any {
	names := make([]any, len(indexes))
	for k, i := range indexes {
		names[k] = n.streamName(i)
	}
	return names
}

// layerName is what a layer is called.
func (n Network) layerName(layer string) any {
	switch layer {
	case Mass:
		return text.M("balance.mass")
	case Energy:
		return text.M("balance.energy")
	}
	for _, c := range n.Components {
		if c.ID == layer {
			return named(c.Name, c.ID)
		}
	}
	return layer
}

func named(name text.Name, id string) any {
	if name.Empty() {
		return id
	}
	return name
}

// hasEnergy reports whether anything is known about energy.
func (n Network) hasEnergy() bool {
	for _, s := range n.Streams {
		if s.Energy != nil {
			return true
		}
	}
	return false
}

// Layers lists the layers of the network in the order of results: mass, the
// components, and energy if any energy is stated.
func (n Network) Layers() []string {
	layers := make([]string, 0, len(n.Components)+2)
	layers = append(layers, Mass)
	for _, c := range n.Components {
		layers = append(layers, c.ID)
	}
	if n.hasEnergy() {
		layers = append(layers, Energy)
	}
	return layers
}

// conserved reports whether the layer has a balance over the step.
func (s Step) conserved(layer string) bool {
	for _, l := range s.NotConserved {
		if l == layer {
			return false
		}
	}
	return true
}
