// Package saving is the page of what was saved: the phase after against the
// phase before, flow by flow and together, each with its confidence and its
// verdict against the target.
package saving

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: "saving", Title: "savingpage.title",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: state,
		Find:  find,
	}
}

// state counts the flows whose saving is told among those with figures of both
// phases.
func state(w ui.Work) (done, total int) {
	r := phrase.Result(w)
	if r == nil {
		return 0, 0
	}
	for _, sv := range r.Savings {
		total++
		if sv.Basis != "" {
			done++
		}
	}
	return done, total
}

// find lists the flows that are compared.
func find(w ui.Work) []ui.Hit {
	r := phrase.Result(w)
	if r == nil {
		return nil
	}
	var hits []ui.Hit
	for _, sv := range r.Savings {
		hits = append(hits, ui.Hit{Name: sv.Flow.Name, Kind: "tui.find.flow", Target: sv.Flow.ID})
	}
	return hits
}

// flowSaving finds the saving of a flow.
func flowSaving(r *assess.Result, flow string) (assess.FlowSaving, bool) {
	if r != nil {
		for _, sv := range r.Savings {
			if sv.Flow.ID == flow {
				return sv, true
			}
		}
	}
	return assess.FlowSaving{}, false
}

// baselineOf finds the baseline of a flow.
func baselineOf(r *assess.Result, flow string) *assess.Baseline {
	for i := range r.Baselines {
		if r.Baselines[i].Flow.ID == flow {
			return &r.Baselines[i]
		}
	}
	return nil
}

// overall is what was saved of all groups that the documents name together.
func overall(r *assess.Result) (assess.GroupSaving, bool) {
	if n := len(r.Groups); n > 0 && r.Groups[n-1].Group == assess.GroupAll {
		return r.Groups[n-1], true
	}
	return assess.GroupSaving{}, false
}
