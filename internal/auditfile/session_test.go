package auditfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

const plain = `# Cuộc đánh giá của chúng tôi
format = 1

[plant]
name   = "Mai Sơn"   # tên
sector = "cassava-starch"

[audit]
level = "quick"
date  = 2019-11-05

[[product]]
id   = "starch"
unit = "t"

[[period]]
month  = "2018-01"
output = { starch = 1250 }
flows  = { water = 18400 }
`

// fixture writes a file into a folder of its own.
func fixture(t testing.TB, src string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.audit.toml")
	if err := os.WriteFile(path, []byte(src), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, path string, o Options) *Session {
	t.Helper()
	s, problems, err := Open(path, o)
	if err != nil {
		t.Fatalf("%v %v", err, problems)
	}
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	return string(b)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

var did = text.M("tui.edit", "month", quantity.Month{Year: 2018, Month: 1})

func water(v float64) Edit { return Set("period[1].flows.water", v) }

// key is the key of the message that an error carries.
func key(err error) string {
	var m text.Message
	if errors.As(err, &m) {
		return m.Key
	}
	return fmt.Sprint(err)
}

func TestSessionEditsSavesAndLeavesNothingBehind(t *testing.T) {
	path := fixture(t, plain)
	s := open(t, path, Options{})
	if s.Dirty() || s.ReadOnly() || s.Holder() != nil || s.Recovered() != nil || s.Audit().Plant.Name != "Mai Sơn" {
		t.Fatal("a fresh session is not clean")
	}
	if !exists(LockPath(path)) || exists(JournalPath(path)) {
		t.Error("a session has a lock, and no journal before the first step")
	}
	before := s.Audit()
	must(t, s.Apply(did, water(18500), Append("period", tomldoc.Table{{Key: "month", Value: "2018-02"}})))
	if before.Periods[0].Flows["water"] != 18400 || s.Audit().Periods[0].Flows["water"] != 18500 || len(s.Audit().Periods) != 2 {
		t.Error("the audit was changed in place, or not at all")
	}
	if read(t, path) != plain || !s.Dirty() || !exists(JournalPath(path)) {
		t.Error("an edit goes to the journal, not to the file")
	}
	want := strings.Replace(plain, "18400", "18500", 1) + "\n[[period]]\nmonth  = \"2018-02\"\n"
	must(t, s.Save())
	if got := read(t, path); got != want {
		t.Errorf("got\n%s", got)
	}
	if s.Dirty() || exists(JournalPath(path)) || read(t, Previous(path)) != plain {
		t.Error("after a save nothing is dirty and the version before is kept")
	}
	must(t, s.Apply(did, water(1)))
	must(t, s.Save())
	if read(t, Previous(path)) != plain {
		t.Error("the version kept is the one before the session")
	}
	must(t, s.Apply(did, water(2)))
	must(t, s.Close())
	must(t, s.Close())
	if got := read(t, path); !strings.Contains(got, "water = 2 }") {
		t.Errorf("Close saves: %s", got)
	}
	left, _ := os.ReadDir(filepath.Dir(path))
	if len(left) != 2 {
		t.Errorf("left behind: %v", left)
	}
	if err := s.Apply(did, water(3)); key(err) != "file.closed" {
		t.Error(err)
	}
}

func TestUndoAndRedo(t *testing.T) {
	s := open(t, fixture(t, plain), Options{})
	if _, ok, err := s.Undo(); ok || err != nil {
		t.Fatal("undo of nothing")
	}
	labels := []text.Message{text.M("a"), text.M("b"), text.M("c")}
	sources := []string{plain}
	for i, l := range labels {
		must(t, s.Apply(l, water(float64(i)), Set("plant.province", fmt.Sprint(i))))
		sources = append(sources, string(s.Source()))
		if i == 1 {
			must(t, s.Save()) // undo goes back beyond a save
		}
	}
	for i := 2; i >= 0; i-- {
		if l, ok := s.CanUndo(); !ok || l.Key != labels[i].Key {
			t.Errorf("CanUndo gives %v", l)
		}
		l, ok, err := s.Undo()
		if !ok || err != nil || l.Key != labels[i].Key || string(s.Source()) != sources[i] {
			t.Fatalf("undo %d: %v %v %v\n%s", i, l, ok, err, s.Source())
		}
	}
	for i := range 3 {
		l, ok, err := s.Redo()
		if !ok || err != nil || l.Key != labels[i].Key || string(s.Source()) != sources[i+1] {
			t.Fatalf("redo %d: %v %v %v\n%s", i, l, ok, err, s.Source())
		}
	}
	if _, ok := s.CanRedo(); ok {
		t.Error("redo of nothing")
	}
	_, _, err := s.Undo()
	must(t, err)
	must(t, s.Apply(did, water(9)))
	if _, ok := s.CanRedo(); ok {
		t.Error("an edit ends what can be done again")
	}
	must(t, s.Close())
}

func TestApplyRefusesWhatIsWrong(t *testing.T) {
	s := open(t, fixture(t, plain), Options{})
	tests := []struct {
		name  string
		edits []Edit
		want  string
	}{
		{"negative flow", []Edit{water(-1)}, "file.negative"},
		{"unknown key", []Edit{Set("plant.nam", "x")}, "toml.unknown-key-near"},
		{"wrong type", []Edit{Set("plant.name", 3)}, "toml.wrong-type"},
		{"no such table", []Edit{Set("period[3].note", "x")}, "toml.no-such-table"},
		{"the second of two", []Edit{water(5), Set("audit.level", "deep")}, "file.not-one-of"},
		{"same month", []Edit{Append("period", tomldoc.Table{{Key: "month", Value: "2018-01"}})}, "file.periods-overlap"},
		{"format", []Edit{Unset("product[1].id")}, "file.id-missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := s.Apply(did, tt.edits...); key(err) != tt.want {
				t.Errorf("got %v", err)
			}
			if string(s.Source()) != plain || s.Dirty() {
				t.Error("something was changed")
			}
		})
	}
	if exists(JournalPath(s.Path())) {
		t.Error("a refused edit is in the journal")
	}
	must(t, s.Apply(did, water(18400)))
	if _, ok := s.CanUndo(); ok {
		t.Error("an edit that changes nothing is a step")
	}
}

// A file with errors can be opened and corrected, not made worse.
func TestFileWithErrorsCanBeCorrected(t *testing.T) {
	s := open(t, fixture(t, strings.Replace(strings.Replace(plain, "18400", "-1", 1), `"quick"`, `"deep"`, 1)), Options{})
	if n := len(s.Problems()); n != 2 {
		t.Fatalf("problems: %v", s.Problems())
	}
	must(t, s.Apply(did, Set("plant.name", "x")))
	if err := s.Apply(did, Set("audit.column", "C")); key(err) != "file.not-one-of" {
		t.Error(err)
	}
	must(t, s.Apply(did, water(1)))
	must(t, s.Apply(did, Set("audit.level", "quick")))
	if len(s.Problems()) != 0 {
		t.Error(s.Problems())
	}
}

// crash leaves a session as a killed process does.
func crash(s *Session) { s.journal.close() }

// deadProcess are options for a process whose predecessor has died.
func deadProcess() Options { return Options{PID: 4242, Alive: func(int) bool { return false }} }

func TestRecovery(t *testing.T) {
	path := fixture(t, plain)
	s := open(t, path, Options{})
	must(t, s.Apply(text.M("a", "n", 1), water(1)))
	must(t, s.Apply(text.M("b", "flow", text.Name{VI: "nước", EN: "water"}), water(2)))
	must(t, s.Apply(text.M("c"), water(3)))
	_, _, err := s.Undo()
	must(t, err)
	must(t, s.Draft("period[1].flows.water", "4"))
	must(t, s.Draft("period[1].flows.water", "45"))
	must(t, s.Draft("plant.name", "x"))
	must(t, s.Draft("plant.name", ""))
	want := string(s.Source())
	crash(s)

	// What the process was writing when it died is torn.
	f, err := os.OpenFile(JournalPath(path), os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, err = f.WriteString(`{"step":"do","changes":[{"o":1`)
	must(t, errors.Join(err, f.Close()))

	s = open(t, path, deadProcess())
	r := s.Recovered()
	if r == nil || r.Steps != 4 || r.Lost != "" || !reflect.DeepEqual(r.Drafts, map[string]string{"period[1].flows.water": "45"}) {
		t.Fatalf("got %+v", r)
	}
	if !reflect.DeepEqual(r.Labels, []text.Message{text.M("a", "n", 1), text.M("b", "flow", text.Name{VI: "nước", EN: "water"}), text.M("c"), text.M("c")}) {
		t.Errorf("labels %+v", r.Labels)
	}
	if string(s.Source()) != want || !s.Dirty() || read(t, path) != plain {
		t.Errorf("recovered\n%s", s.Source())
	}
	if l, ok := s.CanUndo(); !ok || l.Key != "b" {
		t.Errorf("undo after recovery: %v", l)
	}
	if l, ok := s.CanRedo(); !ok || l.Key != "c" {
		t.Errorf("redo after recovery: %v", l)
	}
	// And again, with a step after the recovery.
	must(t, s.Apply(text.M("d"), Set("plant.name", "Hát Lót")))
	want = string(s.Source())
	crash(s)
	s = open(t, path, deadProcess())
	if string(s.Source()) != want || s.Recovered().Steps != 5 {
		t.Errorf("recovered the second time\n%s", s.Source())
	}
	must(t, s.Close())
	if read(t, path) != want || exists(JournalPath(path)) || exists(LockPath(path)) {
		t.Error("not saved, or left behind")
	}
	if s := open(t, path, Options{}); s.Recovered() != nil {
		t.Error("recovered after a clean end")
	}
}

// A crash between the replacement of the file and the new journal loses nothing
// and repeats nothing.
func TestCrashWhileSaving(t *testing.T) {
	for _, renamed := range []bool{false, true} {
		t.Run(fmt.Sprintf("renamed=%v", renamed), func(t *testing.T) {
			path := fixture(t, plain)
			o := Options{disk: realDisk()}
			o.disk.rename = func(from, to string) error {
				if to != path {
					return rename(from, to)
				}
				if renamed {
					must(t, rename(from, to))
				}
				return errors.New("killed")
			}
			s := open(t, path, o)
			must(t, s.Apply(did, water(1)))
			if err := s.Save(); err == nil {
				t.Fatal("saved")
			}
			want := string(s.Source())
			crash(s)
			s = open(t, path, deadProcess())
			if string(s.Source()) != want {
				t.Errorf("lost\n%s", s.Source())
			}
			if (s.Recovered() == nil) != renamed {
				t.Errorf("recovered %+v", s.Recovered())
			}
			must(t, s.Close())
		})
	}
}

// A journal that does not fit the file is kept aside.
func TestLostJournal(t *testing.T) {
	tests := []struct {
		name    string
		damage  func(t *testing.T, path string)
		why     string
		numbers int // of the file that it is kept as
	}{
		{"the file was edited by hand", func(t *testing.T, path string) {
			must(t, os.WriteFile(path, []byte(plain+"# x\n"), 0o644))
		}, "file.journal-other-base", 1},
		{"a line is damaged", func(t *testing.T, path string) {
			j := read(t, JournalPath(path))
			must(t, os.WriteFile(JournalPath(path), []byte(strings.Replace(j, `"step"`, `step`, 1)+"\n{}\n"), 0o600))
		}, "file.journal-damaged", 1},
		{"a step does not fit", func(t *testing.T, path string) {
			j := read(t, JournalPath(path))
			must(t, os.WriteFile(JournalPath(path), []byte(strings.Replace(j, `"d":"18400"`, `"d":"18401"`, 1)), 0o600))
		}, "file.journal-damaged", 1},
		{"another version", func(t *testing.T, path string) {
			j := read(t, JournalPath(path))
			must(t, os.WriteFile(JournalPath(path), []byte(strings.Replace(j, `"journal":1`, `"journal":2`, 1)), 0o600))
		}, "file.journal-damaged", 1},
		{"others were kept before", func(t *testing.T, path string) {
			must(t, os.WriteFile(JournalPath(path)+".lost-1", nil, 0o600))
			must(t, os.WriteFile(path, []byte(plain+"# x\n"), 0o644))
		}, "file.journal-other-base", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := fixture(t, plain)
			s := open(t, path, Options{})
			must(t, s.Apply(did, water(1)))
			crash(s)
			tt.damage(t, path)
			journal := read(t, JournalPath(path))
			s = open(t, path, deadProcess())
			lost := fmt.Sprintf("%s.lost-%d", JournalPath(path), tt.numbers)
			r := s.Recovered()
			if r == nil || r.Lost != lost || r.Why.Key != tt.why || r.Steps != 0 || r.Why.Args["lost"] != filepath.Base(lost) {
				t.Fatalf("got %+v", r)
			}
			if read(t, lost) != journal || exists(JournalPath(path)) || s.Dirty() {
				t.Error("the journal is not kept as it was")
			}
			must(t, s.Apply(did, water(2)))
			must(t, s.Close())
		})
	}
	t.Run("torn head", func(t *testing.T) {
		path := fixture(t, plain)
		must(t, os.WriteFile(JournalPath(path), []byte(`{"journal":1,"ba`), 0o600))
		s := open(t, path, Options{})
		if s.Recovered() != nil {
			t.Error("nothing was acknowledged in it")
		}
		must(t, s.Apply(did, water(2)))
		must(t, s.Close())
	})
}

func TestTwoSessions(t *testing.T) {
	path := fixture(t, plain)
	first := open(t, path, Options{User: "lan", Host: "here"})
	must(t, first.Apply(did, water(1)))
	second := open(t, path, Options{Host: "here"})
	if !second.ReadOnly() || second.Holder() == nil || second.Holder().User != "lan" || second.WhyReadOnly().Key != "file.held" {
		t.Fatalf("the second window is not read-only: %+v", second.Holder())
	}
	if err := second.Apply(did, water(2)); key(err) != "file.held" {
		t.Error(err)
	}
	for _, err := range []error{second.Save(), second.Draft("x", "y"), second.Discard()} {
		if key(err) != "file.held" {
			t.Error(err)
		}
	}
	if string(second.Source()) != plain || second.Recovered() != nil {
		t.Error("the second window meddles with the journal of the first")
	}
	must(t, second.Close())
	if !exists(LockPath(path)) || !exists(JournalPath(path)) {
		t.Error("the second window took away what is the first one's")
	}
	must(t, first.Close())
	third := open(t, path, Options{})
	if third.ReadOnly() || third.Audit().Periods[0].Flows["water"] != 1 {
		t.Error("the lock was not left")
	}
	must(t, third.Close())
}

func TestStaleLocks(t *testing.T) {
	now := time.Now()
	tests := []struct {
		name     string
		lock     string
		old      bool
		o        Options
		readOnly bool
	}{
		{"dead process", `{"pid":99,"host":"here","user":"lan"}`, true, Options{Host: "here", Alive: func(int) bool { return false }}, false},
		{"living process", `{"pid":99,"host":"here","user":"lan"}`, true, Options{Host: "here", Alive: func(pid int) bool { return pid == 99 }}, true},
		{"another machine", `{"pid":99,"host":"there","user":"lan"}`, true, Options{Host: "here", Alive: func(int) bool { return false }}, true},
		{"another machine, taken over", `{"pid":99,"host":"there","user":"lan"}`, true, Options{Host: "here", TakeOver: true}, false},
		{"torn long ago", `{"pid":`, true, Options{}, false},
		{"being written just now", ``, false, Options{}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := fixture(t, plain)
			must(t, os.WriteFile(LockPath(path), []byte(tt.lock), 0o644))
			if tt.old {
				must(t, os.Chtimes(LockPath(path), now.Add(-time.Hour), now.Add(-time.Hour)))
			}
			s := open(t, path, tt.o)
			if s.ReadOnly() != tt.readOnly {
				t.Errorf("read-only: %v (%v)", s.ReadOnly(), s.WhyReadOnly())
			}
			must(t, s.Close())
			if got := exists(LockPath(path)); got != tt.readOnly {
				t.Errorf("lock there afterwards: %v", got)
			}
		})
	}
}

func TestAliveTellsProcessesApart(t *testing.T) {
	if !alive(os.Getpid()) {
		t.Error("this process is not alive")
	}
	if alive(1 << 30) {
		t.Error("a process that there cannot be is alive")
	}
}

func TestReadOnlyFile(t *testing.T) {
	path := fixture(t, plain)
	must(t, os.Chmod(path, 0o444))
	s := open(t, path, Options{})
	if !s.ReadOnly() || s.WhyReadOnly().Key != "file.read-only" || exists(LockPath(path)) {
		t.Errorf("got %v", s.WhyReadOnly())
	}
	must(t, s.Close())
	if err := WriteAtomic(path, []byte("x"), nil); key(err) != "file.read-only" || read(t, path) != plain {
		t.Errorf("written over: %v", err)
	}
	o := open(t, fixture(t, plain), Options{ReadOnly: true})
	if !o.ReadOnly() || exists(LockPath(o.Path())) {
		t.Error("asked for reading only")
	}
}

// noWay refuses what a folder that may not be written refuses.
func noWay(path string) error { return &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission} }

func TestReadOnlyFolder(t *testing.T) {
	// Permissions do not bind root, so the refusal is the test's own.
	path := fixture(t, plain)
	o := Options{disk: realDisk()}
	locked := false
	o.disk.open = func(name string, flag int, perm fs.FileMode) (*os.File, error) {
		if locked && flag&os.O_CREATE != 0 {
			return nil, noWay(name)
		}
		return os.OpenFile(name, flag, perm)
	}
	o.disk.temp = func(dir, pattern string) (*os.File, error) {
		if locked {
			return nil, noWay(dir)
		}
		return os.CreateTemp(dir, pattern)
	}

	locked = true
	s := open(t, path, o)
	if !s.ReadOnly() || s.WhyReadOnly().Key != "file.not-writable" || s.Holder() != nil {
		t.Errorf("opened: %v", s.WhyReadOnly())
	}
	must(t, s.Close())
	if err := o.disk.writeAtomic(path, []byte("x"), nil, true); key(err) != "file.not-writable" || read(t, path) != plain {
		t.Errorf("written: %v", err)
	}

	// Locked while the file is open.
	locked = false
	s = open(t, path, o)
	locked = true
	if err := s.Apply(did, water(1)); key(err) != "file.not-writable" || s.Dirty() {
		t.Errorf("applied: %v", err)
	}
	locked = false
	must(t, s.Apply(did, water(1)))
	locked = true
	if err := s.Save(); key(err) != "file.not-writable" || !s.Dirty() || read(t, path) != plain {
		t.Errorf("saved: %v", err)
	}
	locked = false
	must(t, s.Close())
}

// TestReadOnlyFolderForReal is the same with a real folder, where the user is
// bound by permissions.
func TestReadOnlyFolderForReal(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("permissions do not bind root")
	}
	path := fixture(t, plain)
	must(t, os.Chmod(filepath.Dir(path), 0o555))
	t.Cleanup(func() { _ = os.Chmod(filepath.Dir(path), 0o755) })
	s := open(t, path, Options{})
	if !s.ReadOnly() || s.WhyReadOnly().Key != "file.not-writable" {
		t.Errorf("got %v", s.WhyReadOnly())
	}
}

func TestChangedOnDisk(t *testing.T) {
	path := fixture(t, plain)
	s := open(t, path, Options{})
	must(t, s.Apply(did, water(1)))
	info, err := os.Stat(path)
	must(t, err)
	other := strings.Replace(plain, "Mai", "Moi", 1) // as long as it was
	must(t, os.WriteFile(path, []byte(other), 0o644))
	must(t, os.Chtimes(path, info.ModTime(), info.ModTime()))
	if err := s.Save(); !errors.Is(err, ErrChanged) || key(err) != "file.changed-on-disk" {
		t.Fatalf("got %v", err)
	}
	if read(t, path) != other || !s.Dirty() {
		t.Error("the other's version was overwritten")
	}
	if err := s.Close(); !errors.Is(err, ErrChanged) {
		t.Error("closing forgets what could not be saved")
	}
	must(t, s.SaveOver())
	if read(t, Previous(path)) != other || s.Dirty() {
		t.Error("the other's version is not kept")
	}
	must(t, s.Close())

	// A file that was only touched is no other file.
	s = open(t, path, Options{})
	must(t, s.Apply(did, water(7)))
	must(t, os.Chtimes(path, time.Now(), time.Now().Add(time.Hour)))
	must(t, s.Close())
}

func TestFullDisk(t *testing.T) {
	path := fixture(t, plain)
	o := Options{disk: realDisk()}
	full := false
	o.disk.write = func(f *os.File, data []byte) error {
		if full {
			_, _ = f.Write(data[:len(data)/2])
			return fullDisk()
		}
		return realDisk().write(f, data)
	}
	s := open(t, path, o)
	must(t, s.Apply(did, water(1)))
	source, journal := string(s.Source()), read(t, JournalPath(path))
	full = true
	for _, err := range []error{s.Apply(did, water(2)), s.Draft("x", "y"), s.Save(), s.Close()} {
		if key(err) != "file.disk-full" {
			t.Errorf("got %v", err)
		}
	}
	if string(s.Source()) != source || read(t, JournalPath(path)) != journal || read(t, path) != plain {
		t.Error("a full disk left something torn")
	}
	if l, ok := s.CanUndo(); !ok || l.Key != did.Key {
		t.Error("a step that failed is in the history")
	}
	full = false
	must(t, s.Apply(did, water(3)))
	must(t, s.Close())
	if !strings.Contains(read(t, path), "water = 3 }") {
		t.Error("not saved after space was made")
	}
	left, _ := os.ReadDir(filepath.Dir(path))
	if len(left) != 2 {
		t.Errorf("left behind: %v", left)
	}
}

func TestFailingSyncIsAnError(t *testing.T) {
	o := Options{disk: realDisk()}
	o.disk.sync = func(*os.File) error { return errors.New("broken stick") }
	s := open(t, fixture(t, plain), o)
	if err := s.Apply(did, water(1)); key(err) != "file.failed" || s.Dirty() {
		t.Errorf("acknowledged without being on the disk: %v", err)
	}
}

func TestDiscard(t *testing.T) {
	path := fixture(t, plain)
	s := open(t, path, Options{})
	must(t, s.Apply(did, water(1)))
	must(t, s.Draft("x", "y"))
	must(t, s.Discard())
	if string(s.Source()) != plain || s.Dirty() || exists(JournalPath(path)) {
		t.Error("not discarded")
	}
	must(t, s.Apply(did, water(2)))
	crash(s)
	s = open(t, path, deadProcess())
	if s.Audit().Periods[0].Flows["water"] != 2 {
		t.Error("the step after it is lost")
	}
	must(t, s.Close())
}

func TestAbandon(t *testing.T) {
	path := fixture(t, plain)
	s := open(t, path, Options{})
	must(t, s.Apply(did, water(1)))
	s.Abandon()
	if exists(LockPath(path)) || read(t, path) != plain {
		t.Error("abandoning leaves the file alone, without a lock")
	}
	s = open(t, path, Options{})
	if s.Recovered() == nil || s.Audit().Periods[0].Flows["water"] != 1 {
		t.Error("what was abandoned is not recovered")
	}
	must(t, s.Discard())
	s.Abandon()
	if exists(JournalPath(path)) {
		t.Error("a journal of nothing")
	}
}

func TestLinksAreFollowed(t *testing.T) {
	path := fixture(t, plain)
	link := filepath.Join(t.TempDir(), "link.audit.toml")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	must(t, os.Chmod(path, 0o640))
	s := open(t, link, Options{})
	if other := open(t, path, Options{}); !other.ReadOnly() {
		t.Error("the link and the file have different locks")
	}
	must(t, s.Apply(did, water(1)))
	must(t, s.Close())
	info, err := os.Lstat(link)
	must(t, err)
	if info.Mode()&os.ModeSymlink == 0 || !strings.Contains(read(t, path), "water = 1 }") {
		t.Error("the link was replaced")
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o640 {
		t.Errorf("permissions became %v", info.Mode())
	}
}

func TestOpenWhatIsNoAudit(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large.audit.toml")
	f, err := os.Create(large)
	must(t, err)
	must(t, errors.Join(f.Truncate(100<<20), f.Close())) // 100 MB, none of them on the disk
	many := filepath.Join(dir, "many.audit.toml")
	must(t, os.WriteFile(many, bytes.Repeat([]byte("[[period]]\n"), 700_000), 0o644))
	tests := []struct{ name, path, want string }{
		{"not there", filepath.Join(dir, "no.audit.toml"), "file.not-found"},
		{"folder", dir, "file.is-folder"},
		{"no TOML", fixture(t, "a = 1,5\n"), "toml.decimal-comma"},
		{"newer", fixture(t, "format = 2\nsomething = 1\n"), "file.format-newer"},
		{"no format", fixture(t, "[plant]\n"), "file.format-missing"},
		{"large", large, "file.too-large"},
		{"many tables", many, "toml.too-many"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, problems, err := Open(tt.path, Options{})
			if s != nil || len(problems) != 1 || problems[0].Message.Key != tt.want || key(err) != tt.want {
				t.Errorf("got %v, %v", problems, err)
			}
			if exists(LockPath(tt.path)) {
				t.Error("a lock is left")
			}
		})
	}
}

// A process that died after keeping the version before, and before renaming,
// leaves one file with two names; the next save leaves no third.
func TestSaveAfterHalfASave(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.audit.toml")
	must(t, os.WriteFile(path, []byte("old"), 0o644))
	if err := os.Link(path, Previous(path)); err != nil {
		t.Skip("the file system has no links")
	}
	must(t, WriteAtomic(path, []byte("new"), nil))
	if got, before := read(t, path), read(t, Previous(path)); got != "new" || before != "old" {
		t.Errorf("file %q, version before %q", got, before)
	}
	if _, err := os.Stat(Previous(path) + ".tmp"); err == nil {
		t.Error("a temporary file is left")
	}
}

// A message lists some of the names that there are, not thousands of them for
// each of thousands of errors.
func TestManyUnknownNames(t *testing.T) {
	var b strings.Builder
	b.WriteString("format = 1\n[plant]\nname = \"x\"\nsector = \"sugar\"\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "[[option]]\nid = \"o%d\"\nname = \"n\"\ndepends_on = [\"x%d\"]\n", i, i)
	}
	_, _, problems := Parse("a.audit.toml", []byte(b.String()))
	if len(problems) < 2000 {
		t.Fatalf("%d problems", len(problems))
	}
	for _, p := range problems {
		if n := len(p.Message.Error()); n > 1000 {
			t.Fatalf("a message of %d bytes", n)
		}
	}
}

// A file that is written into a folder that does not exist is not looked for there.
func TestWriteIntoNoFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none", "x.docx")
	if err := WriteAtomic(path, []byte("x"), nil); key(err) != "file.no-folder" {
		t.Errorf("said %v", err)
	}
}
