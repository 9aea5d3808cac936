package auditfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// Options are what a session takes from outside. What is not set is the
// default of DefaultOptions.
type Options struct {
	Now   func() time.Time
	PID   int
	Host  string
	User  string
	Alive func(pid int) bool // whether a process of this machine is running

	// ReadOnly opens without lock and journal: nothing can be edited.
	ReadOnly bool
	// TakeOver takes the lock even from a holder that cannot be judged (on
	// another machine). Ask first.
	TakeOver bool

	disk disk
}

// DefaultOptions are the clock, process, machine and user of this program.
func DefaultOptions() Options {
	o := Options{Now: time.Now, PID: os.Getpid(), Alive: alive, disk: realDisk()}
	o.Host, _ = os.Hostname()
	if u, err := user.Current(); err == nil {
		o.User = u.Username
	}
	return o
}

func (o Options) complete() Options {
	d := DefaultOptions()
	if o.Now == nil {
		o.Now = d.Now
	}
	if o.PID == 0 {
		o.PID = d.PID
	}
	if o.Host == "" {
		o.Host = d.Host
	}
	if o.User == "" {
		o.User = d.User
	}
	if o.Alive == nil {
		o.Alive = d.Alive
	}
	if o.disk.open == nil {
		o.disk = d.disk
	}
	return o
}

// Session is an open audit file. Every edit is in the journal when Apply
// returns, so that a crash loses at most what is being typed; Save writes the
// file. It is used by one goroutine at a time.
type Session struct {
	opts Options
	path string // as it was given
	file string // the real file, links followed

	audit    *assess.Audit
	doc      *tomldoc.Doc
	problems problem.List

	saved    []byte // what counts as saved: Dirty compares with it
	original []byte // of an older format, until the first save; else nil
	format   int    // that the file had
	stamp    Stamp  // of the file on disk
	savedAt  time.Time
	kept     bool // whether the version before this session is kept already

	readOnly  text.Message // why; empty: it is not
	holder    *Holder
	journal   journal
	drafts    map[string]string
	undo      []change
	redo      []change
	recovered *Recovery
	closed    bool
}

// change is a step of undo: only the bytes that changed.
type change struct {
	label   text.Message
	changes []tomldoc.Change
}

// Recovery says what a crash had left in the journal.
type Recovery struct {
	Steps  int               // that were not in the file and now are in the session
	Labels []text.Message    // of the last of them, oldest first
	Drafts map[string]string // what was being typed, by place
	// Lost is the file that the journal was kept as because it does not fit the
	// audit file; Why says so in words. Empty: everything was recovered.
	Lost string
	Why  text.Message
}

// Open opens an audit file for editing. Without error the session is there,
// and the problems are those of the audit (Problems). Where nothing can be
// made of the file, the session is nil, the problems say why, and so does the
// error. A file that another window has open, or that cannot be written, is
// opened read-only: see ReadOnly, Holder and WhyReadOnly.
func Open(path string, o Options) (*Session, problem.List, error) {
	s := &Session{opts: o.complete(), path: path, drafts: map[string]string{}}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		real = path // reading says what is wrong
	}
	s.file = real
	if err := s.takeLock(); err != nil {
		return nil, nil, err
	}
	problems, err := s.load()
	if err != nil {
		s.leaveLock()
		return nil, problems, err
	}
	if !s.ReadOnly() {
		sweep(s.file)
		if err := s.recover(); err != nil {
			s.journal.close()
			s.leaveLock()
			return nil, nil, err
		}
	}
	return s, s.problems, nil
}

// takeLock takes the lock, or makes the session read-only.
func (s *Session) takeLock() error {
	name := filepath.Base(s.path)
	info, err := os.Stat(s.file)
	if err != nil || !info.Mode().IsRegular() {
		s.readOnly = text.M("file.session-read-only", "file", name)
		return nil // reading says what is wrong
	}
	if s.opts.ReadOnly {
		s.readOnly = text.M("file.session-read-only", "file", name)
		return nil
	}
	var m text.Message
	if err := s.opts.disk.writable(s.file, info.Mode().Perm()); errors.As(err, &m) {
		s.readOnly = m
		return nil
	}
	me := Holder{PID: s.opts.PID, Host: s.opts.Host, User: s.opts.User, Since: s.opts.Now()}
	other, err := s.opts.disk.lock(s.file, me, s.opts.Alive, s.opts.TakeOver)
	switch {
	case errors.Is(err, errHeld):
		s.holder = &other
		s.readOnly = text.M("file.held", "file", name, "user", other.User, "host", other.Host, "pid", fmt.Sprint(other.PID))
	case err != nil:
		// Without a lock there is no journal either: the folder cannot be
		// written.
		if !errors.As(fileError(s.path, err), &m) {
			return err
		}
		s.readOnly = m
	}
	return nil
}

func (s *Session) leaveLock() {
	if !s.ReadOnly() {
		unlock(s.file, Holder{PID: s.opts.PID, Host: s.opts.Host})
	}
}

// load reads the file.
func (s *Session) load() (problem.List, error) {
	src, problems := tomldoc.ReadSource(s.file, tomldoc.DefaultLimits())
	for i := range problems {
		problems[i].File = s.path
	}
	if problems != nil {
		return problems, firstError(problems)
	}
	if err := s.take(src); err != nil {
		return s.problems, err
	}
	s.stamp = StampOf(src, time.Time{})
	if info, err := os.Stat(s.file); err == nil {
		s.stamp.Time, s.savedAt = info.ModTime(), info.ModTime()
	}
	s.journal = journal{disk: s.opts.disk, path: JournalPath(s.file), base: hashOf(src)}
	return nil, nil
}

// take makes a text the state of the session.
func (s *Session) take(src []byte) error {
	plain, problems := tomldoc.Parse(s.path, src)
	if plain == nil {
		s.problems = problems
		return firstError(problems)
	}
	s.format, _ = formatOf(plain)
	doc, problems := migrated(plain.Like(assess.Audit{}))
	if doc == nil {
		s.problems = problems
		return firstError(problems)
	}
	s.doc, s.saved, s.original = doc, doc.Source(), nil
	if s.format != Format {
		s.original = src
	}
	s.audit, s.problems = Decode(doc)
	return nil
}

// Refused is the error of an edit that would make the audit wrong.
type Refused struct{ Problems problem.List }

func (e *Refused) Error() string { return e.Problems[0].Message.Error() }

// Unwrap gives the words of the first problem.
func (e *Refused) Unwrap() error { return e.Problems[0].Message }

func firstError(l problem.List) error {
	for _, p := range l {
		if p.Severity == problem.Error {
			return &Refused{problem.List{p}}
		}
	}
	return errors.New("auditfile: unreadable") // not reached: there is an error
}

// Audit is the audit as it is now; it is another value after every edit and
// must not be changed.
func (s *Session) Audit() *assess.Audit { return s.audit }

// Doc is the document as it is now.
func (s *Session) Doc() *tomldoc.Doc { return s.doc }

// Source is the text of the file as it would be saved now.
func (s *Session) Source() []byte { return s.doc.Source() }

// Problems are what is wrong or doubtful in the audit as it is now.
func (s *Session) Problems() problem.List { return s.problems }

// Path is the file as it was given.
func (s *Session) Path() string { return s.path }

// ReadOnly reports whether the audit cannot be edited here.
func (s *Session) ReadOnly() bool { return !s.readOnly.Empty() }

// WhyReadOnly says why the audit cannot be edited here.
func (s *Session) WhyReadOnly() text.Message { return s.readOnly }

// Holder is who has the file open, nil if nobody else has.
func (s *Session) Holder() *Holder { return s.holder }

// Recovered says what a crash had left behind, nil if nothing.
func (s *Session) Recovered() *Recovery { return s.recovered }

// Dirty reports whether the audit differs from the file.
func (s *Session) Dirty() bool { return !bytes.Equal(s.doc.Source(), s.saved) }

// SavedAt is when the file was written last.
func (s *Session) SavedAt() time.Time { return s.savedAt }

// Apply makes edits as one step of undo: all, or none and an error that says
// why. An edit that would bring in an error that was not there is refused
// (Refused). When Apply returns, the step is on the disk.
func (s *Session) Apply(label text.Message, edits ...Edit) error {
	if err := s.editable(); err != nil {
		return err
	}
	e := s.doc.Edit()
	if err := Do(e, edits...); err != nil {
		return err
	}
	if len(e.Changes()) == 0 {
		return nil
	}
	c := change{label, e.Changes()}
	if err := s.commit(e, "do", c); err != nil {
		return err
	}
	s.undo, s.redo = append(s.undo, c), nil
	return nil
}

func (s *Session) editable() error {
	switch {
	case s.closed:
		return text.M("file.closed", "file", filepath.Base(s.path))
	case s.ReadOnly():
		return s.readOnly
	}
	return nil
}

// commit makes what an editor has done the state of the session, after the
// journal has it.
func (s *Session) commit(e *tomldoc.Editor, step string, c change) error {
	next, problems := e.Done()
	if next == nil {
		return firstError(problems)
	}
	a, problems := Decode(next)
	if fresh := newErrors(s.problems, problems); step == "do" && len(fresh) > 0 {
		return &Refused{fresh}
	}
	if err := s.journal.append(true, record{Step: step, Label: labelOf(c.label), Changes: e.Changes()}); err != nil {
		return fileError(s.path, err)
	}
	s.doc, s.audit, s.problems = next, a, problems
	return nil
}

// newErrors are the errors of an edited audit that it did not have before. An
// audit with errors can still be edited, as long as it does not get worse:
// else they could not be corrected here.
func newErrors(before, after problem.List) problem.List {
	known := map[string]int{}
	old := 0
	for _, p := range before {
		if p.Severity == problem.Error {
			known[p.Path+" "+p.Message.Error()]++
			old++
		}
	}
	var fresh problem.List
	now := 0
	for _, p := range after {
		if p.Severity != problem.Error {
			continue
		}
		now++
		if key := p.Path + " " + p.Message.Error(); known[key] > 0 {
			known[key]--
		} else {
			fresh = append(fresh, p)
		}
	}
	if now <= old {
		return nil // the same errors, some perhaps at another place now
	}
	return fresh
}

// CanUndo says what Undo would take back.
func (s *Session) CanUndo() (text.Message, bool) { return top(s.undo) }

// CanRedo says what Redo would do again.
func (s *Session) CanRedo() (text.Message, bool) { return top(s.redo) }

func top(steps []change) (text.Message, bool) {
	if len(steps) == 0 {
		return text.Message{}, false
	}
	return steps[len(steps)-1].label, true
}

// Undo takes the last step back; ok is false where there is none.
func (s *Session) Undo() (label text.Message, ok bool, err error) {
	return s.again(&s.undo, &s.redo, "undo")
}

// Redo makes the step again that was taken back last.
func (s *Session) Redo() (label text.Message, ok bool, err error) {
	return s.again(&s.redo, &s.undo, "redo")
}

func (s *Session) again(from, to *[]change, step string) (text.Message, bool, error) {
	label, ok := top(*from)
	if !ok {
		return label, false, nil
	}
	if err := s.editable(); err != nil {
		return label, false, err
	}
	c := (*from)[len(*from)-1]
	e := s.doc.Edit()
	changes := c.changes
	if step == "undo" {
		changes = tomldoc.Inverse(changes)
	}
	if err := e.Replay(changes); err != nil {
		return label, false, err
	}
	if err := s.commit(e, step, c); err != nil {
		return label, false, err
	}
	*from, *to = (*from)[:len(*from)-1], append(*to, c)
	return label, true, nil
}

// Draft keeps what is being typed into a place, so that a crash loses at most
// a key. It is written, not synced. Empty text: nothing is typed there any
// more.
func (s *Session) Draft(where, typed string) error {
	if err := s.editable(); err != nil {
		return err
	}
	if s.drafts[where] == typed {
		return nil
	}
	if err := s.journal.append(false, record{Draft: where, Text: typed}); err != nil {
		return fileError(s.path, err)
	}
	if typed == "" {
		delete(s.drafts, where)
	} else {
		s.drafts[where] = typed
	}
	return nil
}

// Save writes the file, if it differs from what is there. The first save of a
// session keeps the version before the session as Previous, not every autosave
// the one before; a file of an older format is kept as Backup too.
func (s *Session) Save() error {
	if err := s.editable(); err != nil {
		return err
	}
	if !s.Dirty() && s.original == nil {
		return nil
	}
	return s.save()
}

func (s *Session) save() error {
	src := s.doc.Source()
	if s.original != nil {
		err := s.opts.disk.writeNew(Backup(s.file, s.format), s.original, 0o644)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return fileError(s.path, err)
		}
	}
	hash := hashOf(src)
	if err := s.journal.append(true, record{Saving: hash}); err != nil {
		return fileError(s.path, err)
	}
	if err := s.opts.disk.writeAtomic(s.file, src, &s.stamp, !s.kept); err != nil {
		return err
	}
	s.saved, s.original, s.kept = src, nil, true
	s.savedAt = s.opts.Now()
	s.stamp = StampOf(src, s.savedAt)
	if info, err := os.Stat(s.file); err == nil {
		s.stamp.Time = info.ModTime()
	}
	var drafts []record
	for where, typed := range s.drafts {
		drafts = append(drafts, record{Draft: where, Text: typed})
	}
	// A journal that cannot be begun anew goes on: its saving line says how far
	// the file is.
	_ = s.journal.restart(hash, drafts...)
	return nil
}

// SaveOver saves although somebody else has changed the file in the meantime;
// their version is kept as Previous. Ask first.
func (s *Session) SaveOver() error {
	if err := s.editable(); err != nil {
		return err
	}
	src, problems := tomldoc.ReadSource(s.file, tomldoc.DefaultLimits())
	if problems == nil {
		s.stamp = StampOf(src, time.Time{})
	}
	s.kept = false
	return s.save()
}

// Discard goes back to what was saved last and forgets the steps since.
func (s *Session) Discard() error {
	if err := s.editable(); err != nil {
		return err
	}
	doc, problems := tomldoc.Parse(s.path, s.saved)
	if doc == nil {
		return firstError(problems)
	}
	if err := s.journal.remove(); err != nil {
		return fileError(s.path, err)
	}
	s.journal.base = hashOf(s.onDisk())
	s.doc = doc.Like(assess.Audit{})
	s.audit, s.problems = Decode(s.doc)
	s.undo, s.redo, s.drafts = nil, nil, map[string]string{}
	return nil
}

// onDisk is the text that the file has.
func (s *Session) onDisk() []byte {
	if s.original != nil {
		return s.original
	}
	return s.saved
}

// Close saves what is not saved and leaves the file. If saving fails the
// session stays open and nothing is lost: the journal has it.
func (s *Session) Close() error {
	if s.closed {
		return nil
	}
	if !s.ReadOnly() {
		if s.Dirty() {
			if err := s.Save(); err != nil {
				return err
			}
		}
		if err := s.journal.remove(); err != nil {
			return fileError(s.path, err)
		}
	}
	s.leaveLock()
	s.closed = true
	return nil
}

// Abandon leaves the file without saving; what is not saved stays in the
// journal and is recovered when the file is opened next.
func (s *Session) Abandon() {
	if s.closed {
		return
	}
	if !s.Dirty() && len(s.drafts) == 0 && !s.ReadOnly() {
		_ = s.journal.remove()
	}
	s.journal.close()
	s.leaveLock()
	s.closed = true
}
