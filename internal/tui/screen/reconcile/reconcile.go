// Package reconcile shows the balances of the process network: what was
// measured beside what the conservation laws make of it, which measurement is
// suspect and what would follow without it, which meter would help most.
package reconcile

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// ID is what the page is called when another one goes there.
const ID = "reconcile"

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: ID, Title: "recpage.title",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: state,
		Find:  find,
	}
}

// state counts the groups of layers that pass the global test; those in which
// nothing can be tested do not count.
func state(w ui.Work) (done, total int) {
	b := network.Balance(w)
	if b == nil {
		return 0, 0
	}
	if b.Network == nil {
		return 0, 1
	}
	for _, g := range b.Network.Groups {
		if g.Global.DOF == 0 {
			continue
		}
		total++
		if g.Global.Pass && len(g.Suspects) == 0 {
			done++
		}
	}
	return done, total
}

func find(w ui.Work) []ui.Hit {
	b := network.Balance(w)
	if b == nil || b.Network == nil {
		return nil
	}
	var hits []ui.Hit
	for _, s := range w.Audit().Streams {
		hits = append(hits, ui.Hit{Name: network.StreamName(s), Kind: "recpage.find", Target: s.ID})
	}
	return hits
}

// suspects are the suspect measurements of the group that a layer is in.
func suspects(r *balance.Result, layer string) []balance.Meter {
	g, _ := r.GroupOf(layer)
	return g.Suspects
}

// meterName names a measurement: the amount of a stream, its content, its
// energy.
func meterName(c ui.Context, w ui.Work, m balance.Meter) string {
	return c.Say(meterMessage(c, w, m))
}

func meterMessage(c ui.Context, w ui.Work, m balance.Meter) text.Message {
	name := any("")
	if a := w.Audit(); m.Stream >= 0 && m.Stream < len(a.Streams) {
		name = network.StreamTitle(a, m.Stream)
	}
	switch m.Layer {
	case balance.Mass:
		return text.M("recpage.amount-of", "stream", name)
	case balance.Energy:
		return text.M("recpage.energy-of", "stream", name)
	}
	return text.M("recpage.content-of", "stream", name, "content", network.ComponentName(c, w, m.Layer))
}

// className is the class of a stream in words.
func className(c ui.Context, class balance.Class) string {
	if class == "" {
		return ""
	}
	return c.Say(text.M("recpage.class." + string(class)))
}

// sign stands for a class where there is no room for its words.
func sign(c ui.Context, class balance.Class) string {
	switch class {
	case balance.Redundant:
		return c.Glyph.Done
	case balance.Nonredundant:
		return c.Glyph.Info
	case balance.Determined:
		return "="
	}
	return "?"
}

// figure is a figure of a layer with its unit.
func figure(c ui.Context, a *assess.Audit, layer string, v *float64) string {
	if v == nil {
		return ""
	}
	if network.Component(layer) {
		return c.Share(100 * *v)
	}
	return c.Figure(*v) + " " + c.Unit(network.LayerUnit(a, layer))
}

// signed is a change of a figure, with its sign; of a content in points of %.
func signed(c ui.Context, layer string, v float64) string {
	if network.Component(layer) {
		v *= 100
	}
	return c.Signed(v)
}

// half is the half width at 95 % of a standard deviation.
func half(c ui.Context, layer string, sd float64) string { return network.DoubtIn(c, layer, sd) }

// corrected is a correction, to the digit to which what it corrects is known.
func corrected(c ui.Context, layer string, v, sd float64) string {
	h := balance.Estimate{SD: sd}.Half()
	if network.Component(layer) {
		v, h = 100*v, 100*h
	}
	said := c.Number(v, network.DoubtDecimals(h))
	if v > 0 && said != "0" {
		said = "+" + said
	}
	return said
}

// globalWords says whether the imbalances are within the stated uncertainties.
func globalWords(c ui.Context, g balance.Group) (said string, pass bool) {
	if g.Global.DOF == 0 {
		return c.T("recpage.no-test"), true
	}
	key := "recpage.fails"
	if g.Global.Pass {
		key = "recpage.passes"
	}
	return c.T(key, "statistic", c.Number(g.Global.Statistic, 1), "dof", g.Global.DOF, "critical", c.Number(g.Global.Critical, 1)), g.Global.Pass
}
