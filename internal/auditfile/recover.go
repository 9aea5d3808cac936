package auditfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// shownSteps is how many labels of recovered steps are told.
const shownSteps = 5

// recover brings the steps of a journal that was left behind into the session.
// A journal that does not fit the file is kept aside, never deleted.
func (s *Session) recover() error {
	records, base, whole, err := s.journal.read()
	if errors.Is(err, errNoJournal) {
		return nil
	}
	if err != nil {
		return s.setAside(text.M("file.journal-damaged", "file", filepath.Base(s.path), "lost", ""))
	}
	records, fits := since(records, base, s.journal.base)
	if !fits {
		return s.setAside(text.M("file.journal-other-base", "file", filepath.Base(s.path), "lost", ""))
	}
	if err := s.replay(records); err != nil {
		return s.setAside(text.M("file.journal-damaged", "file", filepath.Base(s.path), "lost", ""))
	}
	if s.recovered == nil {
		// Everything was saved: the process died before it could say so.
		return s.journal.restart(s.journal.base)
	}
	if err := s.journal.resume(base, whole); err != nil {
		return fileError(s.path, err)
	}
	return nil
}

// since returns the records that the file does not hold yet; false if they do
// not start from what it is.
func since(records []record, base, now string) ([]record, bool) {
	for i := len(records) - 1; i >= 0; i-- {
		if records[i].Saving == now {
			return records[i+1:], true
		}
	}
	return records, base == now
}

// replay makes the steps again. The session is unchanged if one does not fit.
func (s *Session) replay(records []record) error {
	e := s.doc.Edit()
	var undo, redo []change
	drafts := map[string]string{}
	var labels []text.Message
	steps := 0
	for _, r := range records {
		switch {
		case r.Draft != "" && r.Text == "":
			delete(drafts, r.Draft)
		case r.Draft != "":
			drafts[r.Draft] = r.Text
		case r.Step != "":
			if err := e.Replay(r.Changes); err != nil {
				return err
			}
			steps++
			label := r.Label.message()
			labels = append(labels, label)
			c := change{label, r.Changes}
			switch {
			case r.Step == "undo" && len(undo) > 0:
				undo, redo = undo[:len(undo)-1], append(redo, undo[len(undo)-1])
			case r.Step == "redo" && len(redo) > 0:
				undo, redo = append(undo, redo[len(redo)-1]), redo[:len(redo)-1]
			case r.Step == "undo":
				// Of a step that the file had: what it took back can be put back.
				c.changes = tomldoc.Inverse(c.changes)
				redo = append(redo, c)
			default:
				undo = append(undo, c)
				if r.Step == "do" {
					redo = nil
				}
			}
		}
	}
	if steps == 0 && len(drafts) == 0 {
		return nil
	}
	next, problems := e.Done()
	if next == nil {
		return firstError(problems)
	}
	s.doc = next
	s.audit, s.problems = Decode(next)
	s.undo, s.redo, s.drafts = undo, redo, drafts
	s.recovered = &Recovery{Steps: steps, Labels: labels[max(0, len(labels)-shownSteps):], Drafts: drafts}
	return nil
}

// setAside keeps a journal that cannot be replayed under the first free name.
func (s *Session) setAside(why text.Message) error {
	for n := 1; ; n++ {
		lost := fmt.Sprintf("%s.lost-%d", s.journal.path, n)
		if _, err := os.Lstat(lost); !errors.Is(err, fs.ErrNotExist) {
			if err != nil {
				return fileError(s.path, err)
			}
			continue
		}
		if err := os.Rename(s.journal.path, lost); err != nil {
			return fileError(s.path, err)
		}
		why.Args["lost"] = filepath.Base(lost)
		s.recovered = &Recovery{Lost: lost, Why: why}
		return nil
	}
}
