// Package option decides about cleaner-production options: what one is worth,
// how several act together, which set reaches the target for the least money,
// how sure that is, and whether what was promised came true (METHOD §8–10, 21).
// It takes values and returns values; package assess translates the audit file
// into its System.
package option

import (
	"math"

	"github.com/sxsh-audit/audit/internal/text"
)

// Range is a figure with its spread: Low and High are its 5 % and 95 % points,
// Central its median (METHOD §21). A certain figure has all three equal.
type Range struct{ Low, Central, High float64 }

// Exactly is a certain figure.
func Exactly(v float64) Range { return Range{v, v, v} }

// Between is a range whose central figure is the middle.
func Between(low, high float64) Range { return Range{low, low + (high-low)/2, high} }

// z95 is the 95 % point of the standard normal distribution.
const z95 = 1.6448536269514722

// at is the figure z standard deviations from the median: a normal distribution
// on either side of the median, each with the width that puts Low at 5 % and High
// at 95 %. It was chosen over a triangle because it meets all three stated
// figures exactly and leaves room beyond low and high.
func (r Range) at(z float64) float64 {
	if z < 0 {
		return r.Central + z*(r.Central-r.Low)/z95
	}
	return r.Central + z*(r.High-r.Central)/z95
}

func (r Range) times(f float64) Range { return Range{r.Low * f, r.Central * f, r.High * f} }

// ordered reports whether the figures are finite and rise.
func (r Range) ordered() bool {
	return finite(r.Low) && finite(r.Central) && finite(r.High) && r.Low <= r.Central && r.Central <= r.High
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// Flow is a flow of the plant over a year, before any option. Nil means "not
// stated".
type Flow struct {
	ID      string
	Name    text.Name
	Unit    string
	Amount  *float64           // a year, in Unit
	Minimum *float64           // physical minimum, which no set of options goes below; nil: zero
	Price   *Range             // money per Unit, frozen at the audit's date
	CO2e    *float64           // t CO2e per Unit
	Steps   map[string]float64 // what of Amount is used at a step, where the balance says so
}

// Saving is what an option saves of a flow, a year: a share (0–1) of what is
// left of the flow, or an amount in its unit; one of the two. With a Step, of what
// is left at that step if the flow's Steps know it, otherwise of the whole flow. A
// negative saving is an increase: a burden moved elsewhere (METHOD §9).
type Saving struct {
	Flow   string
	Step   string
	Share  *Range
	Amount *Range
}

// Option is an option as its sheet states it.
type Option struct {
	ID          string
	Name        text.Name
	Savings     []Saving
	Investment  *Range
	AnnualCost  Range    // extra operating cost a year; zero: none
	OtherSaving Range    // treatment, fees and revenue a year that no flow's price contains; zero: none
	Life        *float64 // years
	Salvage     float64  // value at the end of the life
	Cash        Cash     // net money by year where the team gave it; it overrides investment and yearly figures in NPV, IRR and payback
	DependsOn   []string
	Excludes    []string
}

// System is a plant with its options.
type System struct {
	Flows    []Flow
	Options  []Option
	Rate     *float64 // discount rate, 0.1 for 10 %
	Currency string   // unit of money, empty: VND
}

// Model is a checked System, ready to be asked. It does not change and may be
// used by several goroutines.
type Model struct {
	flows    []Flow
	options  []Option
	rate     *float64
	currency string

	flow     map[string]int
	option   map[string]int
	parts    []part
	ofFlow   [][]int          // parts of a flow
	effects  [][]effect       // of an option
	touched  []touched        // of an option
	lacking  [][]text.Message // why the effect of an option is not known
	needs    [][]int          // everything that an option depends on, itself included, rising
	clashes  [][]bool
	central  *scenario
	pessimal *scenario
	optimal  *scenario
}

// part is a share of a flow on which the same options act: what is used at one
// step, or the rest. An option for the whole flow acts on all parts.
type part struct {
	flow   int
	step   string // empty: the rest
	amount float64
}

// effect is one saving of an option in common terms: a share of base, negative
// for an increase.
type effect struct {
	flow  int
	part  int // −1: the whole flow
	base  float64
	share Range
}
