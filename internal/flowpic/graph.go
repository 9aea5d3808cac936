package flowpic

import "math"

// Outside is the end of a stream that lies outside the network.
const Outside = -1

// Kind tells what a stream is; it decides its side, line and colour.
type Kind string

// The kinds of streams. An unknown kind is drawn as the place of the stream
// suggests: from outside an Input, to outside a Waste, else an Intermediate.
const (
	Input        Kind = "input"
	Intermediate Kind = "intermediate"
	Product      Kind = "product"
	ByProduct    Kind = "by-product"
	Waste        Kind = "waste"
	Loss         Kind = "loss"
	Recycle      Kind = "recycle"
)

// Kinds lists all kinds in the order in which a legend names them.
func Kinds() []Kind {
	return []Kind{Input, Intermediate, Product, ByProduct, Waste, Loss, Recycle}
}

// Flag marks what a reader must know about the figure of a stream.
type Flag string

// The flags of a stream. Unknown is also what a stream without an amount is.
const (
	Sound   Flag = ""
	Suspect Flag = "suspect" // the measurement test proposes it as a gross error (METHOD §20)
	Unknown Flag = "unknown" // its amount is not known; a missing figure is not zero
)

// Graph is a process network made ready for drawing: one layer of it, with all
// amounts in one unit.
type Graph struct {
	Steps   []Step
	Streams []Stream
}

// Step is a unit operation. All its texts are ready to read.
type Step struct {
	ID   string
	Name string // with its number, if it is to be shown: "2. Nghiền"
	Note string // a second, quieter line; may be empty

	// Imbalance is the imbalance in words ("−3,2 %"); a step that has one is
	// marked. Empty: the step is closed, or nothing can be said.
	Imbalance string

	// Stock is what stayed in the step (Δstock, in the unit of the amounts). It
	// counts as an output when a Sankey diagram looks for a gap.
	Stock float64
}

// Stream is an arrow of the network.
type Stream struct {
	ID, Name string
	From, To int // indexes of steps; Outside (or no step) is the outside
	Kind     Kind
	Amount   *float64 // nil: unknown
	Text     string   // the amount in words with its unit; empty: the word for unknown is shown
	Flag     Flag
}

// known tells whether the amount can be drawn to scale: a finite figure that
// does not run against the arrow.
func (s Stream) known() bool {
	return s.Amount != nil && s.Flag != Unknown && *s.Amount >= 0 && !math.IsInf(*s.Amount, 0)
}

// value is the amount, 0 for a stream that is not known.
func (s Stream) value() float64 {
	if !s.known() {
		return 0
	}
	return *s.Amount
}

// amount is what is written for the amount.
func (s Stream) amount(unknown string) string {
	if s.Text == "" || s.Amount == nil || s.Flag == Unknown {
		return unknown
	}
	return s.Text
}

// ends are the steps of stream i; what is no step is Outside.
func (g Graph) ends(i int) (from, to int) {
	inside := func(n int) int {
		if n < 0 || n >= len(g.Steps) {
			return Outside
		}
		return n
	}
	return inside(g.Streams[i].From), inside(g.Streams[i].To)
}

// kind is the kind of stream i, guessed from its place if it has none.
func (g Graph) kind(i int) Kind {
	k := g.Streams[i].Kind
	if _, ok := looks[k]; ok {
		return k
	}
	from, to := g.ends(i)
	switch {
	case from == Outside:
		return Input
	case to == Outside:
		return Waste
	}
	return Intermediate
}

// Loose lists the streams that no picture can draw, because they touch no step
// or return to the step that they leave.
func (g Graph) Loose() []int {
	var loose []int
	for i := range g.Streams {
		if from, to := g.ends(i); from == to {
			loose = append(loose, i)
		}
	}
	return loose
}
