package balance

import (
	"github.com/sxsh-audit/audit/internal/problem"
)

// Class says where the value of a stream comes from (METHOD §20).
type Class string

// The classes.
const (
	Redundant    Class = "redundant"    // measured, and checked and improved by the balances
	Nonredundant Class = "nonredundant" // measured, and taken as is: no balance checks it
	Determined   Class = "determined"   // not measured, follows from the balances
	Undetermined Class = "undetermined" // not measured, and does not follow
)

// Estimate is a value with its standard deviation.
type Estimate struct{ Value, SD float64 }

// Half is the half width of the 95 % interval, 1.96·SD.
func (e Estimate) Half() float64 { return z95 * e.SD }

// Result is a network reconciled.
type Result struct {
	Layers   []Layer      // in the order of Network.Layers
	Groups   []Group      // the layers that were reconciled together
	Problems problem.List // doubts and notes about data and results, none of them an error

	network Network
	options Options
	engines []engine // by group
}

// Group is layers that are reconciled together: mass with all components, and
// energy by itself.
type Group struct {
	Layers     []string
	Iterations int // of the linearisation; 1 for linear layers
	Global     GlobalTest

	// Measurements is how many redundant measurements the group has (amounts
	// and contents); Critical is the bound of |z| for all of them together by
	// Šidák's correction, 1.96 being the bound of a single one.
	Measurements int
	Critical     float64

	// Suspects are the measurements with the largest |z|, when that exceeds
	// Critical or the global test fails. More than one: they cannot be told
	// apart by these balances. How often the one wrong meter is named alone, in
	// a plant of 28 streams and 11 balances (TestPower), by the size of its
	// error and the share of its variance that the balances explain:
	//
	//	error   share ≥ 0.2   ≥ 0.5   ≥ 0.8
	//	4σ          0.53       0.57    0.70
	//	6σ          0.89       0.93    0.95
	//	8σ          0.97       0.99    0.99
	Suspects []Meter
}

// Meter is a place to measure: the amount of a stream (layers Mass and Energy)
// or its content of a component (the component's layer).
type Meter struct {
	Stream int
	Layer  string
}

// GlobalTest asks whether the imbalances as a whole are within the stated
// uncertainties.
//
//	γ = (A'x)ᵀ V⁻¹ (A'x)   against   χ²(DOF, 95 %)   (METHOD §20)
type GlobalTest struct {
	Statistic float64
	DOF       int
	Critical  float64 // 0 when DOF is 0: nothing is redundant, nothing can be tested
	Pass      bool
}

// Layer is the result in one layer, in the caller's unit of that layer.
type Layer struct {
	ID      string
	Streams []StreamResult // by index of Network.Streams
	Steps   []StepResult   // by index of Network.Steps
	Plant   StepResult     // all steps together: what crosses the outside
	Nodal   []NodalTest
}

// StreamResult is a stream in one layer. In the layers Mass and Energy the
// figures are amounts; in a component's layer they are contents (shares), and
// Amount is the amount of the component.
type StreamResult struct {
	Stream     int
	Present    bool     // false: the stream has no part in this layer
	Measured   *float64 // nil: not measured
	Sigma      float64  // the standard deviation of the measurement
	Reconciled *float64 // nil: not determined
	SD         float64  // of Reconciled
	Adjustment *float64 // Reconciled − Measured
	Z          *float64 // Adjustment over its standard deviation; nil: not redundant
	Class      Class
	Amount     *Estimate // amount in the layer after reconciliation; nil: not determined

	// Meters are the single measurements any one of which would make an
	// undetermined stream determinable; the stream's own is the first.
	Meters []Meter
}

// StepResult is the balance of a step, or of the plant, in one layer.
type StepResult struct {
	In, Out, Stock float64 // sums over what is measured
	Missing        []int   // streams of this step whose amount in the layer is not measured
	NotConserved   bool    // no balance here: nothing below is set

	// Closure is 100·(Out + Stock)/In in %, before reconciliation (METHOD §1),
	// nil when a stream is missing or nothing enters.
	Closure  *float64
	Accepted bool      // |100 − Closure| within 10 % (heat 20 %)
	Gap      *Estimate // In − Out − Stock as measured; nil when a stream is missing

	// Unidentified is the gap, where the closure is not accepted or the gap
	// exceeds what the uncertainties explain (|gap| > 1.96·SD): a loss (or,
	// negative, a source) that nobody has named.
	Unidentified *Estimate

	ReconciledIn, ReconciledOut *float64 // nil when a stream is not determined
}

// NodalTest asks of one balance whether its imbalance is within the stated
// uncertainties. Steps joined by streams that are not measured are tested as
// one balance.
type NodalTest struct {
	Steps    []int
	Residual Estimate // Σ in − Σ out − stock as measured
	Z        float64  // Residual over its standard deviation
	Critical float64  // by Šidák over the balances of the layer
	Pass     bool
}

// Layer finds a layer of the result.
func (r *Result) Layer(id string) (Layer, bool) {
	for _, l := range r.Layers {
		if l.ID == id {
			return l, true
		}
	}
	return Layer{}, false
}

// GroupOf finds the group that a layer was reconciled in.
func (r *Result) GroupOf(layer string) (Group, bool) {
	if i := r.groupIndex(layer); i >= 0 {
		return r.Groups[i], true
	}
	return Group{}, false
}

func (r *Result) groupIndex(layer string) int {
	for i, g := range r.Groups {
		for _, l := range g.Layers {
			if l == layer {
				return i
			}
		}
	}
	return -1
}
