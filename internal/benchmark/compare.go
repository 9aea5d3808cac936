package benchmark

import "slices"

// Bounds are the published edges of good and bad for one figure; a nil bound
// is not known.
type Bounds struct {
	Best, TypicalLow, TypicalHigh, Poor *float64
}

// Known reports whether any bound is known.
func (b Bounds) Known() bool {
	return b.Best != nil || b.TypicalLow != nil || b.TypicalHigh != nil || b.Poor != nil
}

// Scales: whether more of a flow is worse or better.
const (
	MoreIsWorse  = "more-is-worse"
	MoreIsBetter = "more-is-better"
	Neutral      = "neutral"
)

// Band is where a figure stands (METHOD §17a).
type Band string

// The bands, the best first.
const (
	BandBest    Band = "best"
	BandGood    Band = "good"
	BandTypical Band = "typical"
	BandPoor    Band = "poor"
	BandBeyond  Band = "beyond"
)

// Bands lists the bands, the best first.
var Bands = [...]Band{BandBest, BandGood, BandTypical, BandPoor, BandBeyond}

// Place is where a figure stands among bounds. Band is the one named; where a
// bound is not known its two bands cannot be told apart, and Merged lists all
// that the figure may be in, the best first.
type Place struct {
	Band   Band
	Merged []Band
}

// Locate places a figure among bounds (METHOD §17a): v ≤ best is best, ≤
// typical low good, ≤ typical high typical, ≤ poor poor, above it beyond. For a
// scale of which more is better the order turns round: bounds run from best,
// the highest, down to poor. It returns false when no bound is known or the
// scale is neutral.
func Locate(v float64, b Bounds, scale string) (Place, bool) {
	if !b.Known() || scale == Neutral {
		return Place{}, false
	}
	// The edges in the order of the bands; typical low is the better edge.
	edges := []*float64{b.Best, b.TypicalLow, b.TypicalHigh, b.Poor}
	within := func(edge float64) bool { return v <= edge }
	if scale == MoreIsBetter {
		edges = []*float64{b.Best, b.TypicalHigh, b.TypicalLow, b.Poor}
		within = func(edge float64) bool { return v >= edge }
	}
	first, last := 0, len(edges) // bands first..last are possible
	for i, e := range edges {
		if e == nil {
			continue
		}
		if within(*e) {
			last = i
			break
		}
		first = i + 1
	}
	p := Place{Merged: slices.Clone(Bands[first : last+1])}
	switch {
	case last < len(edges):
		p.Band = Bands[last] // beside the known edge, and not flattering
	default:
		p.Band = Bands[first]
	}
	if len(p.Merged) == 1 {
		p.Merged = nil
	}
	return p, true
}
