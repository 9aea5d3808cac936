// Package cause is where the team says why each waste stream is lost: causes by
// group, the chain of answers to "why?", and the evidence; those of the dearest
// streams first.
package cause

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// ID is what the page is called when another one goes there; the target is the
// id of a stream.
const ID = "cause"

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: ID, Title: "causepage.title",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: state,
		Find:  find,
	}
}

// state counts the waste streams that have a cause; where it is known which
// make up 80 % of the loss, only those.
func state(w ui.Work) (done, total int) {
	all := items(w)
	priority := slices.ContainsFunc(all, func(it item) bool { return it.first })
	for _, it := range all {
		if priority && !it.first || !it.waste {
			continue
		}
		total++
		if len(it.causes) > 0 {
			done++
		}
	}
	return done, total
}

func find(w ui.Work) []ui.Hit {
	var hits []ui.Hit
	for _, it := range items(w) {
		hits = append(hits, ui.Hit{Name: network.StreamName(it.stream), Kind: "causepage.find", Target: it.stream.ID})
	}
	return hits
}

// item is a stream with its causes.
type item struct {
	stream  assess.Stream
	waste   bool     // leaves as waste or loss
	first   bool     // one of the fewest that make up 80 % of the loss
	cost    *float64 // money in the basis; nil: not known
	percent float64  // of all loss
	causes  []int    // indexes in the audit
	options []int    // indexes of the options that name the stream
}

// items lists the streams: by their cost where that is known, then the other
// waste streams, then those of which causes are stated all the same.
func items(w ui.Work) []item {
	a := w.Audit()
	of := func(s assess.Stream) item {
		it := item{stream: s, waste: s.Kind == balance.Waste || s.Kind == balance.Loss}
		for i, c := range a.Causes {
			if c.Stream == s.ID {
				it.causes = append(it.causes, i)
			}
		}
		for i, o := range a.Options {
			if o.Stream == s.ID {
				it.options = append(it.options, i)
			}
		}
		return it
	}
	var all []item
	have := map[string]bool{}
	if b := network.Balance(w); b != nil && b.Costs != nil {
		for _, p := range b.Costs.Pareto {
			id := b.Costs.Streams[p.Stream].ID
			i := slices.IndexFunc(a.Streams, func(s assess.Stream) bool { return s.ID == id })
			if i < 0 || have[id] {
				continue
			}
			have[id] = true
			it := of(a.Streams[i])
			it.first, it.cost, it.percent = p.First, &p.Cost, p.Percent
			all = append(all, it)
		}
	}
	var rest []item
	for _, s := range a.Streams {
		if have[s.ID] {
			continue
		}
		switch it := of(s); {
		case it.waste:
			all = append(all, it)
		case len(it.causes) > 0 || len(it.options) > 0:
			rest = append(rest, it)
		}
	}
	return append(all, rest...)
}

// groupName is what a group of causes is called.
func groupName(c ui.Context, w ui.Work, id string) string {
	for _, g := range w.Common().Method.CauseGroups {
		if g.ID == id {
			return c.Name(g.Name)
		}
	}
	return ui.CleanLine(id)
}

// optionName is what an option is called.
func optionName(w ui.Work, o assess.Option) text.Name {
	if o.Name != "" {
		return text.Both(o.Name)
	}
	if p := w.Pack(); p != nil {
		if known, ok := p.Option(o.ID); ok {
			return known.Name
		}
	}
	return text.Both(o.ID)
}
