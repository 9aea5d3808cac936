package option

import (
	"math"

	"github.com/sxsh-audit/audit/internal/text"
)

// Measured is the saving of a flow that the after phase showed, as a share of what
// would have been used without solutions, with its confidence interval (METHOD
// §19).
type Measured struct {
	Flow             string
	Share, Low, High float64
}

// Kept says whether a promise was kept.
type Kept string

// The verdicts.
const (
	Consistent Kept = "consistent" // measured and promised agree within their intervals
	Below      Kept = "below"      // less than promised
	Above      Kept = "above"      // more than promised
	Unclear    Kept = "unclear"    // the measurement agrees with the promise as well as with no saving at all
	Together   Kept = "together"   // several options act on the flow: their shares cannot be told apart
	NotPromise Kept = "nothing-promised"
	NotKnown   Kept = "not-known"
)

// FlowPromise holds a flow's promise against its measurement.
type FlowPromise struct {
	Flow     string
	Promised Range // combined share of the done options: worst, central and best corner
	Measured Measured
	Verdict  Kept
	Options  []string // that act on the flow
	Why      text.Message
}

// OptionPromise is what can be said of one option on one flow.
type OptionPromise struct {
	Option, Flow string
	Verdict      Kept     // that of the flow if it acts alone, otherwise Together
	Others       []string // the options it cannot be told apart from
	Promised     Range    // its own share
}

// Promises holds what the options that were done promised together against what
// was measured.
//
// With D = measured − promised (central), and h the half-widths of the two
// intervals on the sides that face each other, the two agree if
// |D| ≤ sqrt(h_measured² + h_promised²): the intervals are independent, so their
// widths add in squares. If they agree and the measured interval reaches down to
// zero, the verdict is Unclear: no saving at all would agree as well.
//
// One measurement cannot be divided among several options. Where one option alone
// acts on a flow the flow's verdict is its own; where several do, each gets
// Together with the names of the others. The order is that of measured.
func (m *Model) Promises(done []string, measured []Measured) ([]FlowPromise, []OptionPromise) {
	in, _ := m.set(done)
	var flows []FlowPromise
	var options []OptionPromise
	for _, x := range measured {
		f := m.promise(in, x)
		flows = append(flows, f)
		for k, id := range f.Options {
			o := OptionPromise{Option: id, Flow: x.Flow, Verdict: f.Verdict, Promised: m.promisedShare(m.option[id], x.Flow)}
			if len(f.Options) > 1 && f.Verdict != NotKnown {
				o.Verdict = Together
				o.Others = append(append(o.Others, f.Options[:k]...), f.Options[k+1:]...)
			}
			options = append(options, o)
		}
	}
	return flows, options
}

func (m *Model) promise(in []bool, x Measured) FlowPromise {
	f := FlowPromise{Flow: x.Flow, Measured: x, Verdict: NotKnown}
	r, ok := m.flow[x.Flow]
	switch {
	case !ok:
		f.Why = text.M("portfolio.measure", "found", x.Flow)
		return f
	case m.flows[r].Amount == nil || *m.flows[r].Amount == 0:
		f.Why = text.M("economics.no-base", "flow", m.flowName(r))
		return f
	case !(x.Low <= x.Share && x.Share <= x.High):
		f.Why = text.M("portfolio.bad-measured", "flow", m.flowName(r))
		return f
	}
	for i, yes := range in {
		if yes && m.actsOn(i, r) {
			f.Options = append(f.Options, m.options[i].ID)
		}
	}
	if len(f.Options) == 0 {
		f.Verdict = NotPromise
		return f
	}
	f.Promised = m.shareRange(in, r)
	f.Verdict = verdict(f.Promised, x)
	return f
}

func (m *Model) actsOn(i, r int) bool {
	for _, e := range m.effects[i] {
		if e.flow == r {
			return true
		}
	}
	return false
}

func (m *Model) shareRange(in []bool, r int) Range {
	share := func(s *scenario) float64 { return m.savedBy(s, in)[r] / *m.flows[r].Amount }
	return Range{share(m.pessimal), share(m.central), share(m.optimal)}
}

func (m *Model) promisedShare(i int, flow string) Range {
	in := make([]bool, len(m.options))
	in[i] = true
	return m.shareRange(in, m.flow[flow])
}

func verdict(promised Range, x Measured) Kept {
	d := x.Share - promised.Central
	mine, theirs := x.High-x.Share, promised.Central-promised.Low // measured is lower: they face upwards and downwards
	if d > 0 {
		mine, theirs = x.Share-x.Low, promised.High-promised.Central
	}
	switch reach := math.Hypot(mine, theirs) + 1e-12; {
	case d < -reach:
		return Below
	case d > reach:
		return Above
	case x.Low <= 0 && promised.Central > 0:
		return Unclear
	}
	return Consistent
}
