package tui

import (
	"errors"
	"os"
	"sync"
	"time"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// work is the open audit. Saving goes on beside the program, so the session is
// held by one hand at a time; what the screens look at is kept here, so that
// drawing never waits for a disk.
type work struct {
	mu      sync.Mutex // of session
	session *auditfile.Session

	data     *library
	mail     *ui.Mailbox
	audit    *assess.Audit
	readOnly bool
	unsaved  bool              // differs from the file, as far as is known
	result   *assess.Result    // of the audit as it is; nil: not made yet
	last     *assess.Result    // of the audit before the last change; nil: none was made
	drafted  map[string]string // what was being typed before a crash
}

func newWork(s *auditfile.Session, data *library, mail *ui.Mailbox) *work {
	w := &work{session: s, data: data, mail: mail, audit: s.Audit(), readOnly: s.ReadOnly(), unsaved: s.Dirty()}
	if r := s.Recovered(); r != nil {
		w.drafted = r.Drafts
	}
	return w
}

func (w *work) Audit() *assess.Audit { return w.audit }

func (w *work) Result() *assess.Result {
	if w.result == nil && w.Pack() == nil {
		w.result = &assess.Result{Phase: assess.Before}
	}
	if w.result == nil {
		w.result, w.last = assess.Update(w.last, w.audit, w.Pack(), w.Common()), nil
	}
	return w.result
}

func (w *work) Pack() *benchmark.Pack            { return w.data.Pack(w.audit.Plant.Sector) }
func (w *work) Sectors() []benchmark.Sector      { return w.data.Sectors() }
func (w *work) PackOf(id string) *benchmark.Pack { return w.data.Pack(id) }
func (w *work) Common() *benchmark.Common        { return w.data.Common() }
func (w *work) ReadOnly() bool                   { return w.readOnly }
func (w *work) Path() string                     { return w.session.Path() }
func (w *work) dirty() bool                      { return w.unsaved }

// locked does something with the session while nobody else does.
func (w *work) locked(do func(*auditfile.Session) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return do(w.session)
}

func (w *work) Apply(label text.Message, edits ...auditfile.Edit) error {
	before := w.audit
	err := w.locked(func(s *auditfile.Session) error {
		err := s.Apply(label, edits...)
		w.audit, w.unsaved = s.Audit(), s.Dirty()
		return err
	})
	if err == nil && w.audit != before {
		w.changed(label)
	}
	return err
}

// changed lets everybody know.
func (w *work) changed(label text.Message) {
	if w.result != nil {
		w.last, w.result = w.result, nil
	}
	ui.Context{Mail: w.mail}.Post(ui.Changed{Label: label})
}

// undo takes the last edit back, or does it again; ok is false where there is
// none.
func (w *work) undo(again bool) (label text.Message, ok bool, err error) {
	err = w.locked(func(s *auditfile.Session) error {
		step := s.Undo
		if again {
			step = s.Redo
		}
		label, ok, err = step()
		w.audit, w.unsaved = s.Audit(), s.Dirty()
		return err
	})
	if ok && err == nil {
		w.changed(label)
	}
	return label, ok, err
}

// discard goes back to the file as it was saved last.
func (w *work) discard() error {
	err := w.locked(func(s *auditfile.Session) error {
		err := s.Discard()
		w.audit, w.unsaved = s.Audit(), s.Dirty()
		return err
	})
	if err == nil {
		w.drafted = nil
		w.changed(text.Message{})
	}
	return err
}

// Draft keeps what is being typed. A journal that cannot be written says so at
// the next edit; a letter is no time for it.
func (w *work) Draft(where, typed string) {
	if !w.readOnly {
		_ = w.locked(func(s *auditfile.Session) error { return s.Draft(where, typed) })
	}
}

func (w *work) Drafted(where string) string {
	typed := w.drafted[where]
	delete(w.drafted, where)
	return typed
}

func (w *work) Source() (source []byte) {
	_ = w.locked(func(s *auditfile.Session) error { source = s.Source(); return nil })
	return source
}

// save writes the file; it may run beside the program. It reports whether there
// is more to save by now.
func (w *work) save(over bool) (dirty bool, at time.Time, err error) {
	err = w.locked(func(s *auditfile.Session) error {
		err := s.Save()
		if over {
			err = s.SaveOver()
		}
		dirty, at = s.Dirty(), s.SavedAt()
		return err
	})
	return dirty, at, err
}

// changedOutside reports whether a file could not be saved because somebody else
// has changed it.
func changedOutside(err error) bool {
	var m text.Message
	return errors.As(err, &m) && m.Key == "file.changed-on-disk"
}

// elsewhere is who has the file open on another machine, where nobody can tell
// whether they still do.
func (w *work) elsewhere() *auditfile.Holder {
	h := w.session.Holder()
	if h == nil {
		return nil
	}
	if host, err := os.Hostname(); err == nil && host == h.Host {
		return nil
	}
	return h
}

func messageOf(err error) text.Message {
	var m text.Message
	if errors.As(err, &m) {
		return m
	}
	return ui.FileError(err)
}
