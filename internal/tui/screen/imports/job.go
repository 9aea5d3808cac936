package imports

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/exchange"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// job reads a file or plans its import, by commands beside the screens; it can
// be stopped.
type job struct {
	ctx  context.Context
	stop context.CancelFunc
	news chan progressed // the latest only: nobody waits for a window to be drawn
}

func newJob() *job {
	j := &job{news: make(chan progressed, 1)}
	j.ctx, j.stop = context.WithCancel(context.Background())
	return j
}

// What becomes of a job.
type (
	// progressed says how much of a file is read.
	progressed struct {
		job         *job
		done, total int64
	}
	// wasRead is a file, or why it cannot be read.
	wasRead struct {
		job  *job
		book *exchange.Book
		err  error
	}
	// planned is what an import would do to an audit.
	planned struct {
		job     *job
		plan    *exchange.Plan
		targets []exchange.Target
		of      *assess.Audit
		options exchange.Options
		err     error
	}
)

// read reads a file.
func (j *job) read(path string) tea.Cmd {
	return func() tea.Msg {
		defer close(j.news)
		book, err := exchange.ReadFile(j.ctx, path, exchange.DefaultLimits(), func(done, total int64) {
			select {
			case <-j.news: // what is older
			default:
			}
			j.news <- progressed{j, done, total}
		})
		return wasRead{j, book, err}
	}
}

// progress waits for news of reading.
func (j *job) progress() tea.Cmd {
	return func() tea.Msg {
		if p, more := <-j.news; more {
			return p
		}
		return nil
	}
}

// plan understands a book and compares it with the audit as it is now.
func (j *job) plan(w ui.Work, book *exchange.Book, o exchange.Options) tea.Cmd {
	audit, pack, common := w.Audit(), w.Pack(), w.Common()
	return func() tea.Msg {
		plan, err := exchange.NewPlan(j.ctx, book, audit, pack, common, o)
		return planned{j, plan, exchange.Targets(audit, pack, common), audit, o, err}
	}
}
