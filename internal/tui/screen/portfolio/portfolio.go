// Package portfolio is where the team sets what the solutions must reach together
// and sees which set does so: the least investment, or the best net present value
// under a budget (METHOD §21).
package portfolio

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Page is the step of the workbench.
func Page() ui.Page {
	return ui.Page{
		ID: "portfolio", Title: "portfoliopage.title",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: state,
	}
}

// state counts the goals that the chosen solutions reach together.
func state(w ui.Work) (done, total int) {
	r := phrase.Result(w)
	if r == nil || r.Options == nil || r.Options.Model == nil {
		return 0, 0
	}
	chosen := chosenOf(w)
	for _, g := range r.Options.Goals {
		total++
		if saved := r.Options.Model.GroupSaving(g.Group, chosen); saved.OK() && saved.Value >= g.Target-1e-9 {
			done++
		}
	}
	return done, total
}

// chosenOf are the options that the team has decided to do.
func chosenOf(w ui.Work) (ids []string) {
	for _, o := range w.Audit().Options {
		if o.Screening != "rejected" && (o.Status == "planned" || o.Status == "doing" || o.Status == "done") {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// solver works the portfolio out beside the program, so that keys never wait for
// it, and drops what nobody waits for any more.
type solver struct {
	work    ui.Work
	solved  *assess.PortfolioResult
	err     error
	of      *assess.Result // what solved or err is of
	running bool
	run     int // counts the runs: an answer of an earlier one is not listened to
	cancel  context.CancelFunc
}

type (
	// answer is what a run has come to.
	answer struct {
		to     *solver
		run    int
		of     *assess.Result
		solved *assess.PortfolioResult
		err    error
	}
	// wake begins a run once edits have come to rest.
	wake struct {
		to  *solver
		run int
	}
)

// rest is how long edits on other pages must have come to rest before the set
// is worked out anew beside them.
const rest = 300 * time.Millisecond

// current reports whether the answer is that of the audit as it is.
func (s *solver) current() bool { return s.of != nil && s.of == phrase.Result(s.work) }

// start works the set out, unless it is known or being worked out.
func (s *solver) start() tea.Cmd {
	r := phrase.Result(s.work)
	if r == nil || s.running || s.current() {
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.run++
	s.running, s.cancel = true, cancel
	run, audit := s.run, s.work.Audit()
	return func() tea.Msg {
		defer cancel()
		solved, err := assess.SolvePortfolio(ctx, audit, r)
		return answer{s, run, r, solved, err}
	}
}

// stop drops what is being worked out.
func (s *solver) stop() {
	if s.cancel != nil {
		s.cancel()
	}
	s.running, s.cancel = false, nil
	s.run++
}

// take keeps an answer, if it is the one waited for.
func (s *solver) take(a answer) {
	if a.to != s || a.run != s.run {
		return
	}
	s.running, s.cancel = false, nil
	if errors.Is(a.err, context.Canceled) {
		return
	}
	s.solved, s.err, s.of = a.solved, a.err, a.of
	if a.err != nil {
		s.solved = nil
	}
}
