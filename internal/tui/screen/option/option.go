// Package option is where the team takes up cleaner-production options: those
// that the gaps and answers point at, the others of the sector, its own. In a
// detailed audit it has a sheet for each: screening, feasibility, money, ranks.
package option

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: "options", Title: "tui.page.options",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return pageOf(w) },
		State: state,
		Find:  find,
	}
}

// state counts the suggestions that the team has taken up or dropped.
func state(w ui.Work) (done, total int) {
	r := phrase.Result(w)
	if r == nil {
		return 0, 0
	}
	for _, s := range r.Suggestions {
		total++
		if s.Adopted {
			done++
		}
	}
	return done, total
}

func find(w ui.Work) []ui.Hit {
	var hits []ui.Hit
	for _, it := range items(w) {
		hits = append(hits, ui.Hit{Name: it.name(), Kind: "tui.find.option", Target: it.id})
	}
	return hits
}

// Groups of the list, in its order.
const (
	adopted   = "adopted"
	suggested = "suggested"
	others    = "others"
)

// item is an option: of the audit, of the pack, or of both.
type item struct {
	group      string
	id         string
	taken      *assess.Option // as the audit has it; nil: not taken up
	index      int            // its index there
	known      *benchmark.Option
	suggestion *assess.Suggestion
}

// name is the team's own where the option is taken up.
func (it item) name() text.Name {
	switch {
	case it.taken != nil && it.taken.Name != "":
		return text.Both(it.taken.Name)
	case it.known != nil:
		return it.known.Name
	}
	return text.Both(it.id)
}

// dropped reports whether the team has given the option up.
func (it item) dropped() bool {
	return it.taken != nil && (it.taken.Status == "dropped" || it.taken.Screening == "rejected")
}

// items lists all options: those of the audit first, in its order, the dropped
// ones last among them; then the suggestions by rank; then the rest of the
// pack.
func items(w ui.Work) []item {
	a, p := w.Audit(), w.Pack()
	var all, given []item
	have := map[string]bool{}
	for i := range a.Options {
		o := &a.Options[i]
		it := item{group: adopted, id: o.ID, taken: o, index: i}
		have[o.ID] = true
		it.join(w)
		if it.dropped() {
			given = append(given, it)
		} else {
			all = append(all, it)
		}
	}
	all = append(all, given...)
	if p == nil {
		return all
	}
	if r := phrase.Result(w); r != nil {
		for _, s := range r.Suggestions {
			if !have[s.Option.ID] {
				have[s.Option.ID] = true
				it := item{group: suggested, id: s.Option.ID}
				it.join(w)
				all = append(all, it)
			}
		}
	}
	for _, o := range p.Options {
		if !have[o.ID] {
			it := item{group: others, id: o.ID}
			it.join(w)
			all = append(all, it)
		}
	}
	return all
}

// join adds what the pack and the result say of the option.
func (it *item) join(w ui.Work) {
	if p := w.Pack(); p != nil {
		if o, ok := p.Option(it.id); ok {
			it.known = &o
		}
	}
	if s, ok := phrase.Suggestion(phrase.Result(w), it.id); ok {
		it.suggestion = &s
	}
}

// itemOf finds an option.
func itemOf(w ui.Work, id string) (item, bool) {
	all := items(w)
	i := slices.IndexFunc(all, func(it item) bool { return it.id == id })
	if i < 0 {
		return item{}, false
	}
	return all[i], true
}

// cases are the published plants that show the option.
func (it item) cases(w ui.Work) []benchmark.Case {
	var all []benchmark.Case
	if p := w.Pack(); p != nil && it.known != nil {
		for _, id := range it.known.Cases {
			if c, ok := p.Case(id); ok {
				all = append(all, c)
			}
		}
	}
	return all
}
