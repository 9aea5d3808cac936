package tuitest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/sectors"
)

// Noon is the clock of tests: it stands still unless a Driver moves it.
var Noon = time.Date(2019, 11, 5, 10, 42, 0, 0, time.UTC)

// Options are those of a test: the real words and sectors, folders of its own.
func Options(t testing.TB, lang text.Lang) tui.Options {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	o := tui.Options{
		Catalogue: c, Sectors: sectors.FS, Lang: lang,
		Folder: filepath.Join(dir, "work"), StateDir: filepath.Join(dir, "state"),
	}
	if err := os.MkdirAll(o.Folder, 0o755); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	o.Now = func() time.Time { return Noon.Add(time.Since(began)) }
	return o
}

// InMemory puts a test's folders where a disk's slowness is not felt, where the
// machine has such a place: tests that save and sync thousands of times.
func InMemory(t testing.TB, o *tui.Options) {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "audit-test-")
	if err != nil {
		return
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	o.Folder, o.StateDir = filepath.Join(dir, "work"), filepath.Join(dir, "state")
	if err := os.MkdirAll(o.Folder, 0o755); err != nil {
		t.Fatal(err)
	}
}

// Driver runs the program's model one message at a time: no terminal, no
// goroutines, a clock that moves only when told to.
type Driver struct {
	t      testing.TB
	model  tea.Model
	w, h   int
	now    time.Time
	timers []timer
	Quit   bool // the program has ended
}

type timer struct {
	at  time.Time
	msg tea.Msg
}

// Drive starts the model in a window of w by h.
func Drive(t testing.TB, w, h int, o tui.Options) *Driver {
	t.Helper()
	d := &Driver{t: t, w: w, h: h, now: Noon}
	o.Now = func() time.Time { return d.now }
	o.Timer = func(after time.Duration, msg tea.Msg) tea.Cmd {
		d.timers = append(d.timers, timer{d.now.Add(after), msg})
		return nil
	}
	if o.Profile == nil {
		p := colorprofile.TrueColor
		o.Profile = &p
	}
	d.model = tui.Model(o)
	d.Update(tea.WindowSizeMsg{Width: w, Height: h})
	d.run(d.model.Init())
	t.Cleanup(func() { _ = d.End() })
	return d
}

// End saves and closes what is open, as the end of the program does.
func (d *Driver) End() error {
	d.Quit = true
	if m, ok := d.model.(interface{ End() error }); ok {
		return m.End()
	}
	return nil
}

// Model is the model as it is now.
func (d *Driver) Model() tea.Model { return d.model }

// Update hands the model a message and runs the commands that come of it.
func (d *Driver) Update(msg tea.Msg) {
	if d.Quit {
		return
	}
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		d.w, d.h = size.Width, size.Height
	}
	var cmd tea.Cmd
	d.model, cmd = d.model.Update(msg)
	d.run(cmd)
}

func (d *Driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.run(c)
		}
	case tea.QuitMsg:
		d.Quit = true
	default:
		d.Update(msg)
	}
}

// Advance moves the clock and lets the timers ring that are due.
func (d *Driver) Advance(by time.Duration) {
	d.now = d.now.Add(by)
	waiting := d.timers
	d.timers = nil
	for _, t := range waiting {
		if t.at.After(d.now) {
			d.timers = append(d.timers, t)
			continue
		}
		d.Update(t.msg)
	}
}

// Resize changes the size of the window.
func (d *Driver) Resize(w, h int) { d.Update(tea.WindowSizeMsg{Width: w, Height: h}) }

// Type types text, letter by letter.
func (d *Driver) Type(text string) {
	for _, r := range text {
		d.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// Paste pastes text.
func (d *Driver) Paste(text string) { d.Update(tea.PasteMsg{Content: text}) }

// Key presses keys by their names.
func (d *Driver) Key(names ...string) {
	d.t.Helper()
	for _, name := range names {
		d.Update(KeyPress(name))
	}
}

// KeyPress is the message of a key; an unknown name is a mistake of the test's.
func KeyPress(name string) tea.KeyPressMsg {
	var k tea.KeyPressMsg
	base := name
	for {
		if rest, ok := strings.CutPrefix(base, "ctrl+"); ok {
			k.Mod |= tea.ModCtrl
			base = rest
			continue
		}
		if rest, ok := strings.CutPrefix(base, "shift+"); ok {
			k.Mod |= tea.ModShift
			base = rest
			continue
		}
		if rest, ok := strings.CutPrefix(base, "alt+"); ok {
			k.Mod |= tea.ModAlt
			base = rest
			continue
		}
		break
	}
	if code, ok := codes[base]; ok {
		k.Code = code
		if base == "space" && k.Mod == 0 {
			k.Text = " "
		}
		return k
	}
	r := []rune(base)
	if len(r) != 1 {
		panic(fmt.Sprintf("no key is called %q", name))
	}
	k.Code = r[0]
	if k.Mod == 0 {
		k.Text = base
	}
	return k
}

var codes = map[string]rune{
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "space": tea.KeySpace, "backspace": tea.KeyBackspace,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "delete": tea.KeyDelete, "insert": tea.KeyInsert,
	"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6,
	"f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9, "f10": tea.KeyF10,
}

// View draws the window.
func (d *Driver) View() tea.View { return d.model.View() }

// Screen is the window as text, without the blanks at the ends of lines.
func (d *Driver) Screen() string {
	lines := strings.Split(ansi.Strip(d.View().Content), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// Check reports what is wrong with the frame as it is drawn now: it must fill
// the window exactly, and the cursor must stand in it.
func (d *Driver) Check() error {
	v := d.View()
	if d.w <= 0 || d.h <= 0 {
		return nil
	}
	lines := strings.Split(v.Content, "\n")
	if len(lines) != d.h {
		return fmt.Errorf("%d lines in a window of %d×%d", len(lines), d.w, d.h)
	}
	for i, l := range lines {
		if n := ui.Width(l); n != d.w {
			return fmt.Errorf("line %d is %d wide in a window of %d×%d: %q", i, n, d.w, d.h, ansi.Strip(l))
		}
	}
	if c := v.Cursor; c != nil && (c.X < 0 || c.X >= d.w || c.Y < 0 || c.Y >= d.h) {
		return fmt.Errorf("the cursor stands at %d, %d in a window of %d×%d", c.X, c.Y, d.w, d.h)
	}
	return nil
}

// Several packages of tests have the flag; the first one defines it.
func init() {
	if flag.Lookup("update") == nil {
		flag.Bool("update", false, "write the golden files anew")
	}
}

func updating() bool { return flag.Lookup("update").Value.String() == "true" }

// Golden compares the window with testdata/<name>.golden; -update writes it.
func (d *Driver) Golden(name string) {
	d.t.Helper()
	if err := d.Check(); err != nil {
		d.t.Errorf("%s: %v", name, err)
	}
	Golden(d.t, name, d.Screen())
}

// Golden compares a text with testdata/<name>.golden; -update writes it.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", filepath.FromSlash(name)+".golden")
	if updating() {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if got != string(want) {
		t.Errorf("%s is not as it was (go test -update, then look at the difference)\n--- got\n%s--- want\n%s", file, got, want)
	}
}

// Second is a second of the Driver's clock.
const Second = time.Second
