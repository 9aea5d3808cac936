package main

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// edit opens an audit file, makes the edits that plan returns for it as one step
// of undo, and saves. What an interrupted run had left in the journal comes
// back first, and is said.
func (a *app) edit(file string, plan func(*loaded) (label text.Message, edits []auditfile.Edit, err error)) error {
	if file == stdio {
		return usageMessage("cli.set.stdio")
	}
	if !a.exists(file) {
		return usageMessage("file.not-found", "file", file)
	}
	session, problems, err := auditfile.Open(file, auditfile.Options{Now: a.env.Now})
	if session == nil {
		if len(problems) > 0 {
			a.list(a.env.Stderr, problems, problem.Error)
			return errFound
		}
		return err
	}
	defer session.Close()
	if r := session.Recovered(); r != nil && r.Steps > 0 {
		a.complain("cli.set.recovered", "n", r.Steps, "file", file)
	}
	before, err := a.assess(file, func() (*assess.Audit, *tomldoc.Doc, problem.List) {
		return session.Audit(), session.Doc(), session.Problems()
	})
	if err != nil {
		return err
	}
	label, edits, err := plan(before)
	if err != nil {
		return err
	}
	if err := session.Apply(label, edits...); err != nil {
		return err
	}
	if err := session.Save(); err != nil {
		forget(session)
		return err
	}
	return nil
}

// forget takes back a change that could not be saved: the command has failed, so
// the next one must not bring it back from the journal. What an interrupted run
// had left there stays. Either may fail on a full disk; then the journal keeps
// more than it should, which loses nothing.
func forget(session *auditfile.Session) {
	if session.Recovered() == nil {
		_ = session.Discard()
		return
	}
	_, _, _ = session.Undo()
	session.Abandon()
}
