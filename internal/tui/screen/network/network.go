// Package network is where the process network of a detailed assessment is
// drawn: steps, the streams between them, what was measured of each, and the
// balances beside it, as they are after every edit. It also holds what the pages
// about the network say alike.
package network

import (
	"math"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// ID is what the page is called when another one goes there. HeadTarget is the
// target that opens the form of the balance's unit and basis; a step or stream
// is a StepTarget or StreamTarget.
const (
	ID         = "network"
	HeadTarget = "balance"

	stepPrefix   = "step:"
	streamPrefix = "stream:"
)

// StepTarget is the target of a step on the page.
func StepTarget(id string) string { return stepPrefix + id }

// StreamTarget is the target of a stream on the page.
func StreamTarget(id string) string { return streamPrefix + id }

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: ID, Title: "netpage.title",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: state,
		Find:  find,
	}
}

// state counts the streams whose amount is known, measured or from the balances.
func state(w ui.Work) (done, total int) {
	b := Balance(w)
	if b == nil {
		return 0, 0
	}
	for i, s := range w.Audit().Streams {
		if s.EnergyOnly {
			continue
		}
		total++
		if s.Amount != nil || b.Amount(i) != nil {
			done++
		}
	}
	return done, total
}

func find(w ui.Work) []ui.Hit {
	var hits []ui.Hit
	for _, s := range w.Audit().Steps {
		hits = append(hits, ui.Hit{Name: StepName(s), Kind: "netpage.find.step", Target: StepTarget(s.ID)})
	}
	for _, s := range w.Audit().Streams {
		hits = append(hits, ui.Hit{Name: StreamName(s), Kind: "netpage.find.stream", Target: StreamTarget(s.ID)})
	}
	return hits
}

// StepName is the name of a step, its id where it has none.
func StepName(s assess.Step) text.Name { return nameOr(s.Name, s.ID) }

// StreamName is the name of a stream, its id where it has none.
func StreamName(s assess.Stream) text.Name { return nameOr(s.Name, s.ID) }

func nameOr(name, id string) text.Name {
	if strings.TrimSpace(name) != "" {
		return text.Both(name)
	}
	return text.Both(id)
}

// Balance is the reconciled network of the audit; nil where it has no streams or
// the program has no data of its sector.
func Balance(w ui.Work) *assess.ProcessBalance {
	if r := phrase.Result(w); r != nil {
		return r.Balance
	}
	return nil
}

// Options are the uncertainties of the qualities, as method.toml has them.
func Options(w ui.Work) balance.Options {
	o := balance.Options{Percent: map[string]float64{}}
	for _, q := range w.Common().Method.Qualities {
		o.Percent[q.ID] = q.UncertaintyPercent
	}
	return o
}

// Unit is the unit of the amounts of the network, "t" where none is stated.
func Unit(a *assess.Audit) string {
	if a.Balance != nil && a.Balance.Unit != "" {
		return a.Balance.Unit
	}
	return "t"
}

// EnergyUnit is the unit of the energies of the network.
func EnergyUnit(a *assess.Audit) string {
	if a.Balance != nil && a.Balance.EnergyUnit != "" {
		return a.Balance.EnergyUnit
	}
	return "MJ"
}

// LayerUnit is the unit of amounts in a layer.
func LayerUnit(a *assess.Audit, layer string) string {
	if layer == balance.Energy {
		return EnergyUnit(a)
	}
	return Unit(a)
}

// Component reports whether the figures of a layer are contents.
func Component(layer string) bool { return layer != balance.Mass && layer != balance.Energy }

// LayerName is what a layer is called.
func LayerName(c ui.Context, w ui.Work, layer string) string {
	switch layer {
	case balance.Mass:
		return c.T("netpage.layer.mass")
	case balance.Energy:
		return c.T("netpage.layer.energy")
	}
	return ComponentName(c, w, layer)
}

// ComponentName is what a content is called.
func ComponentName(c ui.Context, w ui.Work, id string) string {
	if k, ok := w.Common().Method.Component(id); ok {
		return c.Name(k.Name)
	}
	return ui.CleanLine(id)
}

// KindName is what a kind of stream is called.
func KindName(c ui.Context, kind string) string {
	if kind == "" {
		return ""
	}
	return c.Say(text.M("netpage.kind." + kind))
}

// Kinds are the kinds of streams in the order in which they are offered.
func Kinds() []string {
	return []string{balance.Input, balance.Intermediate, balance.Product, balance.ByProduct, balance.Waste, balance.Recycle, balance.Loss}
}

// Place names an end of a stream: a step, or the outside.
func Place(c ui.Context, a *assess.Audit, step string) string {
	if step == "" {
		return c.T("netpage.outside")
	}
	for _, s := range a.Steps {
		if s.ID == step {
			return c.Name(StepName(s))
		}
	}
	return ui.CleanLine(step)
}

// Figure is a figure of a layer for reading: a content in %, an amount without
// its unit.
func Figure(c ui.Context, layer string, v float64) string {
	if Component(layer) {
		return c.Share(100 * v)
	}
	return c.Figure(v)
}

// Tabs is a line with the names of views of which one is shown.
func Tabs(c ui.Context, w int, names []string, at int) string {
	var parts []string
	for i, n := range names {
		if i == at {
			parts = append(parts, c.Style.Selected.Render("["+n+"]"))
		} else {
			parts = append(parts, c.Style.Muted.Render(" "+n+" "))
		}
	}
	return ui.Cut(strings.Join(parts, " "), w, c.Glyph.More)
}

// StepBalances are the balances of a layer over the steps and the plant, as
// measured; with the reconciled sums where the network could be reconciled.
func StepBalances(w ui.Work, b *assess.ProcessBalance, layer string) (steps []balance.StepResult, plant balance.StepResult) {
	if b.Network != nil {
		if l, ok := b.Network.Layer(layer); ok {
			return l.Steps, l.Plant
		}
	}
	steps, plant, _ = balance.Closures(b.Input, layer, Options(w))
	return steps, plant
}

// Suspect reports whether a measurement of a stream in a layer is a suspect.
func Suspect(b *assess.ProcessBalance, m balance.Meter) bool {
	if b == nil || b.Network == nil {
		return false
	}
	if g, ok := b.Network.GroupOf(m.Layer); ok {
		for _, s := range g.Suspects {
			if s == m {
				return true
			}
		}
	}
	return false
}

// ClosureWords says how far a step is closed: "khép kín 98,7 %", or what is
// missing to say it. Bad is true where the balance is not accepted or the gap is
// more than the uncertainties explain.
func ClosureWords(c ui.Context, r balance.StepResult, unit string) (said string, bad bool) {
	switch {
	case r.NotConserved:
		return c.T("netpage.not-conserved"), false
	case len(r.Missing) > 0:
		return c.T("netpage.missing-n", "n", len(r.Missing)), false
	case r.Closure == nil && r.Gap == nil:
		return "", false
	case r.Closure == nil:
		if r.Accepted {
			return "", false
		}
		return c.T("netpage.gap-only", "gap", GapWords(c, *r.Gap, unit)), true
	}
	said = c.T("netpage.closed", "percent", c.Share(*r.Closure))
	if r.Unidentified != nil {
		said += ", " + GapWords(c, *r.Unidentified, unit)
	}
	return said, r.Unidentified != nil
}

// GapWords says what does not balance: more in than out, or more out than in.
func GapWords(c ui.Context, gap balance.Estimate, unit string) string {
	key, v := "netpage.lost", gap.Value
	if v < 0 {
		key, v = "netpage.gained", -v
	}
	return c.T(key, "amount", c.Figure(v)+" "+c.Unit(unit))
}

// Doubt is a half width of an interval as it is written: two digits that count,
// for more of them would claim to know how well one knows.
func Doubt(c ui.Context, half float64) string { return c.Number(half, DoubtDecimals(half)) }

// DoubtDecimals are the decimals of a half width with two digits that count; what
// it belongs to need not be written with more.
func DoubtDecimals(half float64) int {
	if half = math.Abs(half); half == 0 || math.IsInf(half, 0) || math.IsNaN(half) {
		return 4
	}
	order := math.Floor(math.Log10(half))
	if half >= 9.95*math.Pow(10, order) { // rounds up to the next order
		order++
	}
	return int(max(0, min(1-order, 9)))
}

// DoubtIn is Doubt of a standard deviation in a layer: in per cent of a
// component, else bare.
func DoubtIn(c ui.Context, layer string, sd float64) string {
	h := balance.Estimate{SD: sd}.Half()
	if Component(layer) {
		return Doubt(c, 100*h)
	}
	return Doubt(c, h)
}

// TitleOf is StreamTitle of the stream with an id.
func TitleOf(a *assess.Audit, id string) text.Name {
	if i := streamIndex(a, id); i >= 0 {
		return StreamTitle(a, i)
	}
	return text.Both(id)
}

// StreamTitle is the name of the i-th stream, with the step that it touches where
// other streams have the same name: a plant has many "process water".
func StreamTitle(a *assess.Audit, i int) text.Name {
	s := a.Streams[i]
	name := StreamName(s)
	for k, x := range a.Streams {
		if k == i || StreamName(x) != name {
			continue
		}
		step := s.To
		if step == "" {
			step = s.From
		}
		if n := stepIndex(a, step); n >= 0 {
			short, _, _ := strings.Cut(StepName(a.Steps[n]).VI, " (")
			return text.Both(name.VI + " (" + strconv.Itoa(n+1) + ". " + short + ")")
		}
	}
	return name
}
