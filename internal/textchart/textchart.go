// Package textchart draws charts with the signs that a terminal has: blocks,
// lines and braille dots, or plain ASCII. A chart is a value; Draw turns it and
// a size into lines that are exactly that many cells wide. Nothing is said by
// colour alone: the caller may colour the parts through Options.Paint, and the
// chart reads the same without.
//
// All words and the notation of numbers come from the caller. A figure that is
// not known is NaN and leaves a gap; it is never drawn as zero. The same values
// give the same lines.
package textchart

import (
	"math"
	"strconv"
)

// Role is the meaning of a part of a chart, for the caller to give it a look.
type Role uint8

// The roles. Plain text and blanks are not painted.
const (
	Plain Role = iota
	Axis       // axes, ticks, rules, the zero line
	Data       // points, bars, blocks
	Line       // fitted lines and the lines of series
	Band       // target bands, confidence curves
	Mark       // targets, turning points, boundaries, the chosen point
	Label      // words and numbers of the caller
	Good       // what reaches its target, what earns money
	Bad        // outliers, what is missing
	Muted      // what matters less
)

// Sizes between which charts are drawn; outside Draw returns nil.
const (
	MinWidth, MinHeight = 24, 5
	MaxWidth, MaxHeight = 1000, 500
)

// Options say how a chart is drawn.
type Options struct {
	// Width is the number of cells of every line; Height the number of lines of
	// charts with axes, and the largest number of lines of charts made of rows.
	Width, Height int

	// ASCII draws with ASCII signs only. The caller's words stay as they are.
	ASCII bool

	// Paint gives a piece of a line its look; it may add escape sequences but
	// no cells. Nil paints nothing.
	Paint func(role Role, s string) string

	// Format writes a number, as on an axis. Nil writes it as Go does.
	Format func(v float64) string

	// Percent writes a percentage (80 is 80 %). Nil writes Format and " %".
	Percent func(v float64) string
}

// AxisOf describes a numeric axis.
type AxisOf struct {
	Label string // what is measured
	Unit  string // its unit, empty for none

	// Min and Max fix the range where Min < Max; otherwise the data do.
	Min, Max float64

	// Zero makes the axis include zero.
	Zero bool

	// Format writes the numbers of this axis; nil is Options.Format.
	Format func(v float64) string
}

// XY is a place on a chart, in the units of its axes.
type XY struct{ X, Y float64 }

func (o Options) drawable() bool {
	return o.Width >= MinWidth && o.Height >= MinHeight && o.Width <= MaxWidth && o.Height <= MaxHeight
}

func (o Options) format(v float64) string {
	if v == 0 {
		v = 0 // no negative zero
	}
	if o.Format != nil {
		return tidy(o.Format(v))
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}

func (o Options) percent(v float64) string {
	if v == 0 {
		v = 0
	}
	if o.Percent != nil {
		return tidy(o.Percent(v))
	}
	return o.format(v) + " %"
}

// number writes a number of an axis.
func (o Options) number(a AxisOf, v float64) string {
	if a.Format != nil {
		o.Format = a.Format
	}
	return o.format(v)
}

// usable reports whether a number can be placed on an axis. Beyond 1e300 the
// range of an axis would overflow.
func usable(v float64) bool { return math.Abs(v) <= 1e300 }
