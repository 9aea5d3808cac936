// Package flowpic draws a process network: a flow sheet in text for the
// terminal, and for reports a flow diagram and a Sankey diagram as a Picture of
// a few primitives, which internal/report paints.
//
// All pictures share one arrangement, the three columns of a cleaner-production
// flow sheet (METHOD §1, task 4): steps stand one under the other in the order
// of the process, inputs come from the left, products and wastes leave to the
// right, the intermediate product goes down, and what returns goes round on the
// outside. Because every label has a place of its own in this arrangement,
// labels cannot overlap however many there are.
//
// The package has no words and formats no figures: the caller hands over names,
// amounts as they are to be read, and a few words. The same graph always gives
// the same picture.
package flowpic
