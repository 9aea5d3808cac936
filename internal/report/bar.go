package report

import (
	"math"
	"strings"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/report/figure"
)

// The signs of a bar: they tell everything without colour.
const (
	barTrack   = '·'
	barTypical = '▒'
	barBest    = '┃'
	barPlant   = '●'
	barBefore  = '◂' // the figure lies beyond the left end
	barBeyond  = '▸' // the figure lies beyond the right end
)

// Draw draws the bar in so many cells: the typical range, the best level and
// the plant's figure on one axis, good on the left.
//
//	·┃··▒▒▒▒▒▒·····●····
func (b Bar) Draw(width int) string {
	if width <= 0 {
		return ""
	}
	line := []rune(strings.Repeat(string(barTrack), width))
	lo, hi, ok := b.axis()
	if !ok {
		return string(line)
	}
	at := func(v float64) int { return int(math.Round((v - lo) / (hi - lo) * float64(width-1))) }
	inside := func(i int) bool { return i >= 0 && i < width }

	low, high := b.Bounds.TypicalLow, b.Bounds.TypicalHigh
	if low == nil {
		low = high
	}
	if high == nil {
		high = low
	}
	if low != nil {
		from, to := at(b.signed(*low)), at(b.signed(*high))
		for i := max(0, min(from, to)); i <= min(width-1, max(from, to)); i++ {
			line[i] = barTypical
		}
	}
	if best := b.Bounds.Best; best != nil {
		if i := at(b.signed(*best)); inside(i) {
			line[i] = barBest
		}
	}
	switch v := b.signed(b.Value); {
	case v < lo:
		line[0] = barBefore
	case v > hi:
		line[width-1] = barBeyond
	default:
		line[at(v)] = barPlant
	}
	return string(line)
}

// Placed is the bar as the figures draw it.
func (b Bar) Placed() figure.Placed {
	return figure.Placed{
		Value: b.Value, Best: b.Bounds.Best, TypicalLow: b.Bounds.TypicalLow, TypicalHigh: b.Bounds.TypicalHigh, Bad: b.Bounds.Poor,
		MoreIsBetter: b.Scale == benchmark.MoreIsBetter,
	}
}

// BarCells is how many cells wide a bar of signs is where there is room.
const BarCells = barIdeal

// signed turns the axis round for a scale of which more is better.
func (b Bar) signed(v float64) float64 {
	if b.Scale == benchmark.MoreIsBetter {
		return -v
	}
	return v
}

// axis is the range that the bar shows: the known bounds with some room on both
// sides, and the figure unless it lies so far out that the bounds would shrink
// to nothing beside it.
func (b Bar) axis() (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, p := range []*float64{b.Bounds.Best, b.Bounds.TypicalLow, b.Bounds.TypicalHigh, b.Bounds.Poor} {
		if p != nil {
			lo, hi = min(lo, b.signed(*p)), max(hi, b.signed(*p))
		}
	}
	if lo > hi || math.IsInf(lo, 0) || math.IsInf(hi, 0) || math.IsNaN(b.Value) {
		return 0, 0, false
	}
	const (
		room    = 0.15 // of the range of the bounds, on each side
		far     = 1.5  // times that range: further out the figure is only pointed at
		oneEdge = 0.25 // of the bound, where only one is known
	)
	v := b.signed(b.Value)
	span := hi - lo
	if span == 0 {
		span = oneEdge * math.Abs(hi)
	}
	if span == 0 { // one bound, at zero: the figure itself gives the scale
		span = math.Abs(v)
	}
	if span == 0 {
		span = 1
	}
	from, to := lo-room*span, hi+room*span
	if v < from && v >= lo-far*span {
		from = v
	}
	if v > to && v <= hi+far*span {
		to = v
	}
	return from, to, true
}
