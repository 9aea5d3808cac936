package report

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
)

// wants collects what is missing.
type wants []text.Message

// want notes something that must be there; key says what is missing otherwise.
func (w *wants) want(there bool, key string, args ...any) {
	if !there {
		*w = append(*w, text.M(key, args...))
	}
}

func (a *assessment) lacksOutput() []text.Message {
	var w wants
	w.want(a.Result.Output(a.Result.Phase) != nil, "documents.lack.output")
	return w
}

func (a *assessment) lacksPlant() []text.Message {
	p := a.Audit.Plant
	var w wants
	w.want(p.Name != "", "documents.lack.name")
	w.want(p.Address != "", "documents.lack.address")
	w.want(p.Products != "", "documents.lack.products")
	w.want(p.Size != "", "documents.lack.size")
	w.want(!a.Audit.Settings.Date.IsZero(), "documents.lack.date")
	return w
}

func (a *assessment) lacksTeam() []text.Message {
	t := a.Audit.Team
	var w wants
	w.want(t.Leader != "", "task.no-leader")
	w.want(t.Phone != "", "task.no-phone")
	w.want(len(t.Members) >= 2, "task.few-members", "count", len(t.Members))
	w.want(t.Decision != "", "task.no-decision")
	return w
}

func (a *assessment) lacksSteps() []text.Message {
	var w wants
	w.want(len(a.Audit.Steps) > 0, "documents.lack.steps")
	return w
}

func (a *assessment) lacksEnvironment() []text.Message {
	var w wants
	w.want(a.Result.Walkthrough.Answered > 0, "documents.lack.walkthrough")
	w.want(a.hasWastewater(), "documents.lack.wastewater")
	return w
}

func (a *assessment) hasWastewater() bool {
	for _, x := range a.Result.Wastewater {
		if x.Volume != nil || len(x.Loads) > 0 {
			return true
		}
	}
	return false
}

func (a *assessment) lacksEnergy() []text.Message {
	var w wants
	w.want(len(a.Result.Energy) > 0, "documents.lack.energy")
	return w
}

func (a *assessment) lacksWastewater() []text.Message {
	var w wants
	w.want(a.hasWastewater(), "documents.lack.wastewater")
	return w
}

func (a *assessment) lacksWalkthrough() []text.Message {
	var w wants
	w.want(a.Result.Walkthrough.Answered > 0, "documents.lack.walkthrough")
	return w
}

func (a *assessment) lacksComparison() []text.Message {
	if lacks := a.lacksOutput(); len(lacks) > 0 {
		return lacks
	}
	var w wants
	open := a.openAsks()
	w.want(len(open) == 0, "documents.lack.answers", "questions", open)
	return w
}

// openAsks are the questions that comparisons wait for.
func (a *assessment) openAsks() []text.Name {
	waits := false
	for _, i := range a.Result.Current() {
		waits = waits || i.Status == assess.Unanswered
	}
	if !waits {
		return nil
	}
	var open []text.Name
	for _, ask := range a.Pack.Asks {
		if _, ok := a.Audit.Basis[ask.ID]; !ok {
			open = append(open, ask.Text)
		}
	}
	return open
}

func (a *assessment) lacksOpportunities() []text.Message {
	var w wants
	w.want(len(a.Result.Suggestions) > 0 || len(a.Audit.Options) > 0, "documents.lack.opportunities")
	return w
}

func (a *assessment) lacksFocus() []text.Message {
	f := a.Audit.Focus
	var w wants
	w.want(f != nil && f.Step != "", "task.no-focus")
	w.want(f == nil || f.Step == "" || f.Reason != "", "task.no-focus-reason")
	return w
}

func (a *assessment) lacksNetwork() []text.Message {
	var w wants
	w.want(len(a.Audit.Steps) > 0 && len(a.Audit.Streams) > 0, "documents.lack.network")
	if b := a.Result.Balance; b != nil && len(w) == 0 {
		w.want(b.Network != nil, "detail.not-reconciled")
	}
	return w
}

func (a *assessment) lacksCauses() []text.Message {
	var w wants
	w.want(len(a.Audit.Causes) > 0, "documents.lack.causes")
	return w
}

func (a *assessment) lacksOptions() []text.Message {
	var w wants
	w.want(a.Result.Options != nil, "documents.lack.options")
	return w
}

func (a *assessment) lacksScores() []text.Message {
	if lacks := a.lacksOptions(); len(lacks) > 0 {
		return lacks
	}
	var w wants
	w.want(a.Result.Options.Ranking != nil, "documents.lack.scores")
	return w
}

func (a *assessment) lacksPortfolio() []text.Message {
	if lacks := a.lacksOptions(); len(lacks) > 0 {
		return lacks
	}
	var w wants
	w.want(a.Plan != nil, "documents.lack.portfolio")
	return w
}

// lacksPlan says what is missing of the solutions that were decided on.
func (a *assessment) lacksPlan() []text.Message {
	all := a.decided()
	if len(all) == 0 {
		return []text.Message{text.M("documents.lack.decided")}
	}
	var nobody, undated, unpriced, unfunded []text.Name
	for _, o := range all {
		n := a.optionText(o)
		if o.Responsible == "" {
			nobody = append(nobody, n)
		}
		if o.Start.IsZero() && o.Done.IsZero() {
			undated = append(undated, n)
		}
		if o.Investment == nil {
			unpriced = append(unpriced, n)
		}
		if o.Funding == "" && value(o.Investment) > 0 {
			unfunded = append(unfunded, n)
		}
	}
	var w wants
	w.want(len(nobody) == 0, "documents.lack.responsible", "options", semicolons(nobody))
	w.want(len(undated) == 0, "documents.lack.dates", "options", semicolons(undated))
	w.want(len(unpriced) == 0, "documents.lack.investment", "options", semicolons(unpriced))
	w.want(len(unfunded) == 0, "documents.lack.funding", "options", semicolons(unfunded))
	return w
}

func (a *assessment) lacksAfter() []text.Message {
	if len(a.Result.Savings) > 0 {
		return nil
	}
	return []text.Message{a.noSavings()}
}

func (a *assessment) lacksModels() []text.Message {
	for _, b := range a.Result.Baselines {
		if b.Fit != nil {
			return nil
		}
	}
	return []text.Message{text.M("documents.lack.models")}
}

func (a *assessment) lacksMonitors() []text.Message {
	var w wants
	w.want(len(a.Audit.Monitors) > 0, "documents.lack.monitors")
	return w
}

func (a *assessment) lacksNextFocus() []text.Message {
	var w wants
	w.want(a.Audit.Focus != nil && a.Audit.Focus.Next != "", "documents.lack.next-focus")
	return w
}

func (a *assessment) lacksInvestments() []text.Message {
	if lacks := a.lacksOptions(); len(lacks) > 0 {
		return lacks
	}
	var all []text.Message
	seen := map[string]bool{}
	for _, s := range a.considered() {
		for _, m := range a.investmentGaps(s.Economics) {
			if !seen[m.Error()] {
				seen[m.Error()] = true
				all = append(all, m)
			}
		}
	}
	return all
}

// lacksTable4 says which of the form's mandatory cells are empty.
func (a *assessment) lacksTable4() []text.Message {
	p := a.Audit.Plant
	var w wants
	w.want(p.Name != "", "documents.lack.name")
	w.want(p.Industry != 0, "documents.lack.industry")
	w.want(p.Address != "", "documents.lack.address")
	w.want(a.Audit.Team.Leader != "", "task.no-leader")
	w.want(a.Audit.Team.Phone != "", "task.no-phone")
	w.want(p.Started != 0, "documents.lack.started")
	w.want(len(p.Support) > 0, "documents.lack.support")
	w.want(len(a.reductions()) > 0, "documents.lack.reductions")
	return w
}
