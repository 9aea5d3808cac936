// Package model is the page of the baselines: for every flow the model in force
// and all that were tried, how well they fit, and which one the plant freezes.
package model

import (
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: "model", Title: "modelpage.title",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: state,
		Find:  find,
	}
}

// state counts the models that are frozen on today's data among those in force.
// A plant that has neither a phase after nor a frozen model need not freeze any.
func state(w ui.Work) (done, total int) {
	r := phrase.Result(w)
	if r == nil || len(r.Savings) == 0 && len(w.Audit().Models) == 0 {
		return 0, 0
	}
	for _, b := range r.Baselines {
		if b.Fit == nil && b.Frozen == nil {
			continue
		}
		total++
		if b.Frozen != nil && !b.Stale && b.Fit != nil {
			done++
		}
	}
	return done, total
}

// find lists the flows that a model is looked for of.
func find(w ui.Work) []ui.Hit {
	r := phrase.Result(w)
	if r == nil {
		return nil
	}
	var hits []ui.Hit
	for _, b := range r.Baselines {
		hits = append(hits, ui.Hit{Name: b.Flow.Name, Kind: "tui.find.flow", Target: b.Flow.ID})
	}
	return hits
}

// baselineOf finds the baseline of a flow; nil where there is none.
func baselineOf(r *assess.Result, flow string) *assess.Baseline {
	if r != nil {
		for i := range r.Baselines {
			if r.Baselines[i].Flow.ID == flow {
				return &r.Baselines[i]
			}
		}
	}
	return nil
}

// inForce reports whether a model is the one that savings are counted against.
func inForce(b *assess.Baseline, spec baseline.Spec) bool {
	return b.Fit != nil && same(b.Fit.Spec, spec)
}

func same(a, b baseline.Spec) bool {
	return a.Form == b.Form && a.Intercept == b.Intercept && slices.Equal(a.Drivers, b.Drivers)
}

// key names a model.
func key(spec baseline.Spec) string {
	k := string(spec.Form)
	if spec.Intercept {
		k += "+"
	}
	return k + ":" + strings.Join(spec.Drivers, ",")
}

// period are the months that the file names for a model; nil: the phase before.
func period(b *assess.Baseline) []string {
	if b.Frozen == nil {
		return nil
	}
	return b.Frozen.Period
}
