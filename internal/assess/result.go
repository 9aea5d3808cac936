package assess

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Phases of a period. A period that states none is counted as before; history
// is neither before nor after the solutions: it is shown, and a model may be
// fitted on it.
const (
	Before  = "before"
	After   = "after"
	History = "history"
	Omitted = "omitted"
)

// Forms of a frozen baseline.
const (
	FormRatio      = string(baseline.Ratio)
	FormRegression = string(baseline.Regression)
)

// Result is the assessment of one audit. What could not be computed is
// nil or absent, and Problems says why.
type Result struct {
	Sector         benchmark.Sector
	Currency       string
	Product        text.Name // the functional unit's product
	ProductUnit    string
	Phase          string // the phase that is compared with the sector: after where it exists, else before
	Outputs        []Output
	Indicators     []Indicator // in the order of the pack's flows, before first where a flow has both
	Energy         []Energy    // by phase
	Emissions      []Emissions // by phase
	Wastewater     []Wastewater
	Walkthrough    Walkthrough
	Potential      Potential
	Suggestions    []Suggestion
	Recommendation Recommendation
	Coverage       Coverage
	Baselines      []Baseline // in the order of the pack's flows
	Goal           *Goal      // what savings are measured against; nil: nothing
	Savings        []FlowSaving
	Groups         []GroupSaving // of Savings; the last is of all groups that the documents name
	Gases          *GasSaving
	Productivity   []Productivity
	Balance        *ProcessBalance // nil: the audit has no process network
	Options        *Options        // nil: the audit has none
	Tasks          []TaskState     // of a detailed assessment
	Focus          *FocusRanking   // of a detailed assessment: what its focus is chosen from
	Problems       problem.List

	site *site // what figures are made of that are only made when asked for
}

// Output is the equivalent product of a phase.
type Output struct {
	Phase    string
	Total    quantity.Amount // of equivalent product
	From, To quantity.Date
	Periods  int
	Days     int     // covered by the periods
	Coverage float64 // % of the days from From to To that the periods cover
	Why      *Why
}

// Year is the factor that turns a phase's total into a mean year's, and whether
// the phase is long enough for it: at least 350 days. A shorter phase is never
// scaled up (METHOD §17); one of about a year is left as it is.
func (o Output) Year() (factor float64, ok bool) {
	switch {
	case o.Days < 350:
		return 1, false
	case o.Days <= 380:
		return 1, true
	default:
		return 365 / float64(o.Days), true
	}
}

// Status says how far a comparison got.
type Status string

// The states of a comparison.
const (
	Compared    Status = "compared"
	Unanswered  Status = "unanswered"   // an ask of the pack is open
	NoBenchmark Status = "no-benchmark" // nothing published is known
	NoBasis     Status = "no-basis"     // the reference's denominator is not metered
	Unverified  Status = "unverified"   // only a recalled or doubtful row: shown, never decides
	NotJudged   Status = "not-judged"   // the flow is neither better nor worse when more
	NoFigure    Status = "no-figure"    // the plant's own figure is missing
)

// Indicator is a flow per unit of product in one phase, and its comparison.
type Indicator struct {
	Flow     FlowInfo
	Phase    string
	Total    *quantity.Amount // of the flow in the phase, nil for ratios entered as such
	Value    *quantity.Amount // per unit of Per
	Per      text.Name        // the denominator in words, with its unit: "t starch"
	Coverage float64          // % of the phase's days in which the flow is stated
	Missing  []text.Message   // the periods in which it is not
	Computed text.Message     // how the total came about where the plant did not meter it
	Price    *float64         // per unit of the flow
	Cost     *float64         // Total × Price
	// Uncertainty is ± % at 95 % of the flow's total, as the plant states it or
	// as its quality is taken to have; output is taken as exact.
	Uncertainty *float64
	Why         *Why

	Status    Status
	Reason    text.Message // of a status other than compared
	Reference *Yardstick   // what it is compared with
	Place     benchmark.Place
	// Compare is the value on the reference's basis (its denominator and
	// raw-material quality); equal to Value where they agree.
	Compare *quantity.Amount
	Gap     *float64 // % above the best bound: (v − best)/best·100
	// Realistic and Technical are what reaching the typical low and the best
	// bound would save in the phase (a year, where Yearly).
	Realistic, Technical *Saved
	Yearly               bool
}

// FlowInfo is a flow as the pack and the plant together describe it.
type FlowInfo struct {
	ID       string
	Name     text.Name
	Category string
	Unit     string
	Per      text.Name // of ratios entered as such
	Scale    string
	Factor   string
	NCV      *float64
	Density  *float64 // kg per unit, stated by the plant
	Price    *float64
	Billed   bool // Price is what the bills cost on average
	// Uncertainty is ± % at 95 % of its figures, where it is known.
	Uncertainty *float64
	Own         bool // not in the pack
}

// Intensive reports whether the flow is entered as a ratio already.
func (f FlowInfo) Intensive() bool { return !f.Per.Empty() }

// Yardstick is the reference that was chosen for a flow, with its four bounds.
type Yardstick struct {
	benchmark.Bounds
	Unit      string
	Per       text.Name
	Rows      []benchmark.Benchmark
	Sources   []benchmark.Source
	Judgement bool
	Own       string       // the plant's own norm: where it comes from
	Chosen    bool         // chosen by the user, not the pack's default
	Reason    text.Name    // of the pack's default
	Verified  bool         // at least one row was read in its source and is not doubted
	Normalise text.Message // what was normalised, if anything
}

// Saved is an amount with what it is worth; nil: not known.
type Saved struct {
	Amount quantity.Amount
	Money  *float64
	CO2e   *float64 // t
	Why    *Why
}

// Energy is the energy of a phase in one convention, named.
type Energy struct {
	Phase      string
	Convention string // toe: official coefficients, electricity with generation losses | final: 3.6 MJ/kWh
	Lines      []EnergyLine
	MJ, KWh    *float64 // in the final convention only
	TOE        float64
	PerUnit    *quantity.Amount // toe (or MJ) per unit of product
	Why        *Why
	WhyPerUnit *Why // of PerUnit
}

// EnergyLine is one carrier.
type EnergyLine struct {
	Flow   FlowInfo
	Amount quantity.Amount
	MJ     *float64
	TOE    float64
}

// Emissions are the greenhouse gases of a phase, in t CO2e.
type Emissions struct {
	Phase          string
	Scope1, Scope2 *float64
	Biogenic       float64 // t CO2, memo item, not in any sum
	PerUnit        *quantity.Amount
	GWP            string
	Lines          []EmissionLine
	Why1, Why2     *Why
	WhyTotal       *Why // of both scopes
	WhyPerUnit     *Why // of PerUnit
	WhyBiogenic    *Why
}

// EmissionLine is one source of greenhouse gases.
type EmissionLine struct {
	Flow     FlowInfo
	Scope    int
	CO2e     float64 // t
	Biogenic float64 // t CO2
}

// Wastewater is the load and the fee of a phase.
type Wastewater struct {
	Phase  string
	Volume *quantity.Amount
	Why    *Why // of Volume
	Loads  []Load
	Fee    *Fee
	NoFee  text.Message // why there is none
	Limits []Limit
}

// Load is a pollutant's mass in the wastewater.
type Load struct {
	Parameter     string
	Flow          string          // that states the concentration
	Concentration quantity.Amount // mg/l
	Load          quantity.Amount // kg
	Discharged    bool            // after treatment; else before
	PerUnit       *quantity.Amount
	Why           *Why
}

// Fee is the environmental protection fee for wastewater.
type Fee struct {
	Document string
	Amount   float64 // VND a year, or in the phase where not Yearly
	Yearly   bool
	Source   benchmark.Source
	Why      *Why
}

// Limit is a discharge limit beside the plant's figure.
type Limit struct {
	Parameter string
	Flow      string // that states the concentration
	Name      text.Name
	Value     quantity.Amount
	Limit     float64
	Minimum   *float64
	Column    string
	Standard  string
	Over      bool
	Verified  bool
	Source    benchmark.Source
}

// Walkthrough is the score of the walk-through: 100 is good practice
// everywhere.
type Walkthrough struct {
	Score           *float64 // without safety and health
	Asked, Answered int
	Provisional     bool // fewer than half answered
	Areas           []AreaScore
	Why             *Why
}

// AreaScore is one area of the walk-through.
type AreaScore struct {
	Area            string
	Name            text.Name
	Score           *float64
	Asked, Answered int
	Safety          bool // an area of its own, outside the overall score
	Why             *Why // nil where there is no score
}

// Potential is what reaching the references would save together.
type Potential struct {
	Percent *float64 // realistic money ÷ cost of the compared flows
	Grade   string   // low | medium | high
	Money   *float64
	CO2e    *float64
	Yearly  bool
	Flows   int          // compared and priced
	Reason  text.Message // why there is no percentage
	Why     *Why
}

// Suggestion is an option of the pack that the gaps and answers point at.
type Suggestion struct {
	Option  benchmark.Option
	Rank    int
	Reasons []text.Message
	Savings []OptionSaving
	Money   *Range // a year, over the flows that it can be told for
	Cases   []benchmark.Case
	Source  *benchmark.Source
	Adopted bool // already among the audit's options
}

// Range is a low–high pair.
type Range struct{ Low, High float64 }

// OptionSaving is what an option would save of a flow.
type OptionSaving struct {
	Flow    FlowInfo
	Percent Range
	Amount  *Range // in the flow's unit
	Money   *Range
}

// Recommendation says whether a detailed assessment pays.
type Recommendation struct {
	Detailed bool
	Reasons  []text.Message
	Focus    []FlowInfo // the flows worth most, the first first
}

// Why is how a figure came about: what it is, its formula, its value, and the
// figures that it was made of, down to inputs and sources.
type Why struct {
	Label   text.Message
	Formula string // in symbols, e.g. "Σ E ÷ Σ P"; empty for an input
	Value   *quantity.Amount
	Note    text.Message
	Source  *benchmark.Source
	Locator text.Name
	From    []*Why        // the figures that are at hand
	open    func() []*Why // the many that are only made when asked for
}

// Parts are the figures that a figure was made of. A result holds thousands of
// them, so most are made here, when somebody opens the branch.
func (w *Why) Parts() []*Why {
	if w.open == nil {
		return w.From
	}
	return append(slices.Clip(w.From), w.open()...)
}

// Figure is a figure that can be asked about.
type Figure struct {
	ID  string // e.g. "indicator.electricity.before"
	Why *Why
}
