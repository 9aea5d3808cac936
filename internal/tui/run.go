package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/auditfile"
)

// Crash is a mistake of the program itself: it ended in good order, and what was
// typed is in the journal.
type Crash struct {
	Cause string
	Stack string
	File  string // where the details were written; empty: nowhere
}

// Error names the cause.
func (c *Crash) Error() string { return "tui: " + c.Cause }

// Model is the program without a terminal, for tests that drive it directly.
func Model(o Options) tea.Model { return newRoot(o) }

// Run is the terminal program, from the first frame to the last. The caller
// makes sure that there is a terminal. It returns nil when the user leaves, a
// *Crash after a mistake of the program, and else what stopped it; the open
// audit is saved in any case that allows it, and in its journal in any other.
func Run(ctx context.Context, o Options) error {
	r := newRoot(o)
	opts := []tea.ProgramOption{tea.WithContext(ctx)}
	if o.In != nil {
		opts = append(opts, tea.WithInput(o.In))
	}
	if o.Out != nil {
		opts = append(opts, tea.WithOutput(o.Out))
	}
	if o.Environ != nil {
		opts = append(opts, tea.WithEnvironment(o.Environ))
	}
	if o.Profile != nil {
		opts = append(opts, tea.WithColorProfile(*o.Profile))
	}
	if o.Width > 0 && o.Height > 0 {
		opts = append(opts, tea.WithWindowSize(o.Width, o.Height))
	}
	p := tea.NewProgram(r, opts...)
	r.send = p.Send
	if o.Started != nil {
		o.Started(p.Send)
	}

	// A closed window is a way to leave like any other: save and go.
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	gone := make(chan struct{})
	defer close(gone)
	go func() {
		select {
		case <-hangup:
			p.Quit()
		case <-gone:
		}
	}()

	_, err := p.Run()
	if errors.Is(err, tea.ErrInterrupted) {
		err = nil // SIGINT: the user wants to leave
	}
	if r.crash != nil {
		err = r.crash
		r.report()
	}
	err = errors.Join(err, r.end(errors.Is(err, tea.ErrProgramPanic)))
	return err
}

// end saves and closes the open audit. After a crash nothing more is written:
// the audit may be half changed, and all that was typed is in the journal.
func (r *root) end(panicked bool) error {
	if r.bench == nil {
		return nil
	}
	if r.crash != nil || panicked {
		return r.bench.work.locked(func(s *auditfile.Session) error { s.Abandon(); return nil })
	}
	var err error
	if !r.bench.work.ReadOnly() {
		_, _, err = r.bench.work.save(false)
	}
	r.shut()
	return err
}

// End closes what a program that was driven without Run has open.
func (r *root) End() error { return r.end(false) }

// report writes what is known of a crash into the state folder.
func (r *root) report() {
	c, ok := r.crash.(*Crash)
	if !ok || r.opts.StateDir == "" {
		return
	}
	name := filepath.Join(r.opts.StateDir, "crash-"+r.opts.Now().Format("20060102-150405")+".txt")
	text := fmt.Sprintf("%s\n\n%s\n", c.Cause, c.Stack)
	if os.MkdirAll(r.opts.StateDir, 0o700) == nil && os.WriteFile(name, []byte(text), 0o600) == nil {
		c.File = name
	}
}
