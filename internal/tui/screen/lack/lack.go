// Package lack knows where what an assessment or a document lacks is entered: the
// page, and on it the field or the row.
package lack

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/cause"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/reconcile"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// places are where what is missing is entered, by the keys of what is said of it:
// the page, and behind a blank the target on it.
var places = map[string]string{
	"documents.lack.name": "plant plant.name", "documents.lack.address": "plant plant.address", "documents.lack.products": "plant plant.products",
	"documents.lack.size": "plant plant.size", "documents.lack.date": "plant audit.date", "documents.lack.industry": "plant plant.industry",
	"documents.lack.started": "plant plant.started", "documents.lack.support": "plant plant.support",
	"task.no-leader": "plant team.leader", "task.no-phone": "plant team.phone", "task.few-members": "plant team.members",
	"task.no-decision": "plant team.decision", "task.no-commitment": "plant team.commitment",

	"documents.lack.output": "data product", "documents.lack.wastewater": "data flow.wastewater", "documents.lack.energy": "data flow.electricity",
	"documents.lack.reductions": "data", "savings.no-data": "data", "savings.no-after": "data", "savings.none": "data",
	"task.short-baseline": "data", "task.no-indicators": "data",

	"documents.lack.answers": "asks", "documents.lack.walkthrough": "walk",
	"documents.lack.opportunities": "options", "documents.lack.options": "options", "documents.lack.scores": "options", "documents.lack.decided": "options",
	"documents.lack.investment": "options", "documents.lack.funding": "options", "documents.lack.responsible": "options", "documents.lack.dates": "options",
	"documents.lack.models": "model",

	"documents.lack.steps": network.ID, "documents.lack.network": network.ID, "task.no-steps": network.ID, "task.no-streams": network.ID,
	"task.no-basis": network.ID + " " + network.HeadTarget, "task.no-per-year": network.ID + " " + network.HeadTarget,
	"detail.not-reconciled": reconcile.ID, "documents.lack.causes": cause.ID,
	"documents.lack.portfolio": "portfolio", "documents.lack.monitors": "plan",
	"documents.lack.next-focus": "focus", "task.no-focus": "focus", "task.no-focus-reason": "focus", "task.no-next": "focus", "task.no-next-reason": "focus",
}

// titles are what the pages are called.
var titles = map[string]string{
	"plant": "tui.page.plant", "data": "tui.page.data", "asks": "tui.page.asks", "walk": "tui.page.walk",
	"options": "tui.page.options", "model": "modelpage.title", "focus": "taskpage.focus.title", "portfolio": "portfoliopage.title",
	"plan": "planpage.title", network.ID: "netpage.title", reconcile.ID: "recpage.title", cause.ID: "causepage.title",
}

// Title is what a page is called where something that is missing is entered;
// empty for others.
func Title(page string) text.Message {
	if key, ok := titles[page]; ok {
		return text.M(key)
	}
	return text.Message{}
}

// onlyDetailed are the pages that a quick audit does not have.
var onlyDetailed = map[string]bool{network.ID: true, reconcile.ID: true, cause.ID: true, "portfolio": true, "plan": true, "focus": true}

// Place is where something that is missing is entered. Its Page is empty where
// that cannot be told or the audit has no such page.
func Place(w ui.Work, what text.Message) ui.Go {
	page, target, _ := strings.Cut(places[what.Key], " ")
	if onlyDetailed[page] && w.Audit().Settings.Level != ui.Detailed {
		return ui.Go{}
	}
	switch {
	case target == "product":
		if products := w.Audit().Products; len(products) > 0 {
			target += "." + products[0].ID
		}
	case page == "asks":
		target = firstAsk(w, what)
	case page == "options":
		target = Option(w, what)
	}
	return ui.Go{Page: page, Target: target}
}

// firstAsk is the first question of the pack that a message names.
func firstAsk(w ui.Work, what text.Message) string {
	if p := w.Pack(); p != nil {
		for _, a := range p.Asks {
			if names(what, a.Text) {
				return a.ID
			}
		}
	}
	return ""
}

// Option is the first of the audit's options that a message names; "" where it
// names none.
func Option(w ui.Work, what text.Message) string {
	r := phrase.Result(w)
	if r == nil || r.Options == nil {
		return ""
	}
	for _, o := range w.Audit().Options {
		if s, ok := r.Options.Sheet(o.ID); ok && names(what, s.Name) {
			return o.ID
		}
	}
	return ""
}

// names reports whether something is among the arguments of a message, by itself
// or at the head of a list.
func names(what any, name text.Name) bool {
	switch x := what.(type) {
	case text.Name:
		return name.VI != "" && strings.HasPrefix(x.VI, name.VI)
	case []text.Name:
		for _, n := range x {
			if names(n, name) {
				return true
			}
		}
	case []text.Message:
		for _, m := range x {
			if names(m, name) {
				return true
			}
		}
	case text.Message:
		for _, arg := range x.Args {
			if names(arg, name) {
				return true
			}
		}
	}
	return false
}
