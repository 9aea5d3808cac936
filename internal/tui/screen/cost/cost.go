// Package cost shows what the waste streams of the plant cost: the value of
// what is in them, the energy and system cost spent on it, what it takes to get
// rid of them; the largest first, and product against loss.
package cost

import (
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	money "github.com/sxsh-audit/audit/internal/assess/cost"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// ID is what the page is called when another one goes there; CausePage is the
// page of causes, which this one leads to.
const (
	ID        = "cost"
	CausePage = "cause"
)

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: ID, Title: "costpage.title",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: state,
		Find:  find,
	}
}

// state is done when the money could be followed.
func state(w ui.Work) (done, total int) {
	b := network.Balance(w)
	switch {
	case b == nil:
		return 0, 0
	case b.Costs == nil:
		return 0, 1
	}
	return 1, 1
}

func find(w ui.Work) []ui.Hit {
	b := network.Balance(w)
	if b == nil || b.Costs == nil {
		return nil
	}
	var hits []ui.Hit
	for _, p := range b.Costs.Pareto {
		if id := b.Costs.Streams[p.Stream].ID; id != "" {
			hits = append(hits, ui.Hit{Name: network.TitleOf(w.Audit(), id), Kind: "costpage.find", Target: id})
		}
	}
	return hits
}

// streamName is what a stream of the result is called: its own name, or the
// unidentified loss of its step.
func streamName(c ui.Context, a *assess.Audit, s money.StreamCost) string {
	if s.ID != "" {
		return c.Name(network.TitleOf(a, s.ID))
	}
	i := slices.IndexFunc(a.Steps, func(x assess.Step) bool { return x.ID == s.Step })
	name := text.Both(s.Step)
	if i >= 0 {
		name = network.StepName(a.Steps[i])
	}
	return c.T("costpage.unidentified", "step", name)
}

// missing is what keeps the money from being known wholly, in words.
func missing(b *assess.ProcessBalance) []text.Message {
	var all []text.Message
	for _, p := range b.Problems {
		if k := p.Message.Key; strings.HasPrefix(k, "cost.") || strings.HasPrefix(k, "network.") {
			all = append(all, p.Message)
		}
	}
	return all
}

// byAmount warns where the money of what is bought follows the amounts alone:
// then most of it goes where the water goes. It is empty where a content is
// followed.
func byAmount(a *assess.Audit) string {
	if a.Balance != nil && a.Balance.Follows != "" {
		return ""
	}
	said := "costpage.no-contents"
	for _, s := range a.Streams {
		if s.Follows != "" {
			return ""
		}
		if len(s.Content) > 0 {
			said = "costpage.by-amount"
		}
	}
	return said
}
