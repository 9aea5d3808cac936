// Package result is the assessment as a screen: where the plant stands in its
// sector, what that is worth, and how every figure came about.
package result

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: "result", Title: "tui.page.result",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: state,
		Find:  find,
	}
}

// state counts the flows that are compared among those that can be.
func state(w ui.Work) (done, total int) {
	r := phrase.Result(w)
	if r == nil {
		return 0, 0
	}
	for _, i := range r.Current() {
		switch i.Status {
		case assess.Compared, assess.Unverified:
			done++
			total++
		case assess.Unanswered, assess.NoFigure, assess.NoBasis:
			total++
		}
	}
	return done, total
}

// find lists the flows that the result has.
func find(w ui.Work) []ui.Hit {
	r := phrase.Result(w)
	if r == nil {
		return nil
	}
	var hits []ui.Hit
	for _, i := range r.Current() {
		hits = append(hits, ui.Hit{Name: i.Flow.Name, Kind: "tui.find.flow", Target: i.Flow.ID})
	}
	return hits
}

// indicator finds a flow of the phase that is compared.
func indicator(r *assess.Result, flow string) (assess.Indicator, bool) {
	if r != nil {
		for _, i := range r.Current() {
			if i.Flow.ID == flow {
				return i, true
			}
		}
	}
	return assess.Indicator{}, false
}

// earlier is the flow's indicator of the other phase, where the audit has both.
func earlier(r *assess.Result, i assess.Indicator) (assess.Indicator, bool) {
	for _, other := range r.Indicators {
		if other.Flow.ID == i.Flow.ID && other.Phase != i.Phase {
			return other, true
		}
	}
	return assess.Indicator{}, false
}

// placed reports whether a figure stands among bounds.
func placed(i assess.Indicator) bool { return i.Place.Band != "" && i.Compare != nil }

// openAsk is the ask that a flow's comparison waits for, "" for none.
func openAsk(w ui.Work, i assess.Indicator) string {
	p := w.Pack()
	if i.Status != assess.Unanswered || p == nil {
		return ""
	}
	question, _ := i.Reason.Args["question"].(text.Name)
	for _, a := range p.Asks {
		if a.Text == question && !question.Empty() {
			return a.ID
		}
	}
	for _, a := range p.Asks { // the reason named none: the first that is open
		if _, answered := w.Audit().Basis[a.ID]; !answered && slices.Contains(a.Flows, i.Flow.ID) {
			return a.ID
		}
	}
	return ""
}

// priceless reports whether only the price is missing to say what a gap is
// worth. What the program adds up itself and pollutants have none of their own.
func priceless(i assess.Indicator) bool {
	return i.Computed.Empty() && i.Flow.Category != "pollutant" && i.Realistic != nil && i.Realistic.Amount.Value > 0 && i.Realistic.Money == nil && i.Price == nil
}
