package tui_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Keys typed ahead of slow work (making and opening the file) reach the screen
// that they were meant for: all of this is one read.
func TestTypedAhead(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	term := tuitest.Start(t, 80, 24, o)
	term.WaitFor("Cuộc đánh giá mới")
	term.Send("\rXưởng A\r\r\r\r\r\r\r21000\r95000\r331000\r")
	term.WaitFor("21.000", "95.000", "331.000")
	term.Key("ctrl+q")
	if err := term.WaitEnd(); err != nil {
		t.Fatal(err)
	}
	file := string(read(t, filepath.Join(o.Folder, "xuong-a.audit.toml")))
	if !strings.Contains(file, "331000") {
		t.Errorf("the figures are not in the file:\n%s", file)
	}
}

// The terminal's own cursor stands where the next letter comes: input methods
// draw there.
func TestCursor(t *testing.T) {
	term := tuitest.Start(t, 80, 24, tuitest.Options(t, text.VI))
	term.WaitFor("Cuộc đánh giá mới")
	term.Key("enter")
	term.WaitFor("Tên cơ sở")
	term.Type("Bo\u0302\u0323t sa\u0306\u0301n")
	term.WaitFor("Bột sắn")
	at := func(x, y int) {
		t.Helper()
		term.Wait(fmt.Sprintf("the cursor at %d, %d", x, y), func(string) bool {
			gotX, gotY := term.Cursor()
			return gotX == x && gotY == y
		})
	}
	at(25+7, 3)
	term.Key("left", "left")
	at(25+5, 3)
	term.Key("home")
	at(25, 3)
	term.Type(strings.Repeat("ắ", 80)) // longer than the field
	at(78, 3)
}

// F2 changes the language of everything on the spot, and the next start has it.
func TestLanguage(t *testing.T) {
	o := tuitest.Options(t, "")
	example(t, &o)
	term := tuitest.Start(t, 80, 24, o)
	term.WaitFor("1 Cơ sở và đội")
	term.Key("f2")
	term.WaitFor("1 Plant and team", "Steps", "en")
	term.Key("1", "f2")
	term.WaitFor("Tên cơ sở")
	term.Key("ctrl+f", "f2")
	term.WaitFor("Find", "Walk-through")
	term.Key("ctrl+q")
	if err := term.WaitEnd(); err != nil {
		t.Fatal(err)
	}
	o.File = ""
	term = tuitest.Start(t, 80, 24, o)
	term.WaitFor("Recent")
	o.Lang = text.VI
	term = tuitest.Start(t, 80, 24, o)
	term.WaitFor("Gần đây")
}

// Without colours nothing is said by colour, and what is selected is seen.
func TestNoColour(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	example(t, &o)
	profile := colorprofile.ASCII
	o.Profile = &profile
	d := tuitest.Drive(t, 80, 24, o)
	for _, keys := range [][]string{{"f1"}, {"esc"}, {"1"}, {"2"}, {"esc", "3"}, {"f4"}, {"f4"}, {"f4"}, {"f4"}, {"ctrl+f"}} {
		d.Key(keys...)
		for _, colour := range []string{"38;", "48;", "\x1b[3", "\x1b[9"} {
			if strings.Contains(d.View().Content, colour) && colour != "\x1b[3" {
				t.Fatalf("a colour (%q) after %v", colour, keys)
			}
		}
		if !strings.Contains(d.Screen(), "›") && !strings.Contains(d.Screen(), "↑") {
			t.Errorf("nothing shows what is selected after %v:\n%s", keys, d.Screen())
		}
	}
}

// With plain ASCII signs, no sign outside the words is drawn that an old
// terminal does not have.
func TestASCII(t *testing.T) {
	o := tuitest.Options(t, text.EN)
	example(t, &o)
	o.ASCII = true
	d := tuitest.Drive(t, 80, 24, o)
	d.Key("1", "f1")
	for _, sign := range "─│╭╮╰╯›✓◐○●↑↓⏎…" {
		if strings.ContainsRune(d.Screen(), sign) {
			t.Errorf("%c is drawn:\n%s", sign, d.Screen())
		}
	}
}

func TestMouse(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	example(t, &o)
	d := tuitest.Drive(t, 120, 30, o)
	if d.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse is on from the beginning")
	}
	d.Key("f9")
	if d.View().MouseMode == tea.MouseModeNone {
		t.Error("F9 does not switch the mouse on")
	}
	d.Update(tea.MouseClickMsg{X: 5, Y: 2 + 1 + 3, Button: tea.MouseLeft}) // the fourth step
	if !strings.Contains(d.Screen(), "tinh bột khô") {
		t.Errorf("a click on a step does not open it:\n%s", d.Screen())
	}
	d.Key("1")
	d.Update(tea.MouseClickMsg{X: 40, Y: 2 + 6, Button: tea.MouseLeft})
	if !strings.Contains(d.Screen(), "› Tỉnh") {
		t.Errorf("a click on a field does not go there:\n%s", d.Screen())
	}
	d.End()
	if d = tuitest.Drive(t, 120, 30, o); d.View().MouseMode == tea.MouseModeNone {
		t.Error("the mouse is forgotten")
	}
}

// An example opens as a copy: the one that was changed stays and is found
// again, the one that was only looked at goes.
func TestExamples(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	o.Examples = os.DirFS("testdata/examples")
	copies := func() int {
		files, _ := filepath.Glob(filepath.Join(o.StateDir, "examples", "*"+auditfile.Extension))
		return len(files)
	}
	d := tuitest.Drive(t, 80, 24, o)
	d.Key("down", "down", "enter")
	d.Type("mai son")
	d.Key("enter")
	if !strings.Contains(d.Screen(), "bản sao ví dụ") && !strings.Contains(d.Screen(), "Các bước") {
		t.Fatalf("the example is not open:\n%s", d.Screen())
	}
	d.Key("esc") // home
	if n := copies(); n != 0 {
		t.Errorf("%d copies are left though nothing was changed", n)
	}
	d.Key("home", "down", "down", "enter", "enter", "1")
	d.Type(" 2")
	d.Key("enter", "esc", "esc")
	if n := copies(); n != 1 {
		t.Errorf("%d copies, not 1", n)
	}
	if !strings.Contains(d.Screen(), "Mai Sơn 2") || !strings.Contains(d.Screen(), "bản sao ví dụ") {
		t.Errorf("the copy is not among the recent files:\n%s", d.Screen())
	}

	// It can be kept elsewhere.
	d.Key("enter")
	goTo(d, text.VI, "export")
	d.Key("home")
	for range 3 {
		if !strings.Contains(d.Screen(), "› Lưu thành tệp khác") {
			d.Key("down")
		}
	}
	d.Key("enter", "ctrl+u")
	target := filepath.Join(o.Folder, "giu-lai.audit.toml")
	d.Type(target)
	d.Key("enter")
	if !strings.Contains(string(read(t, target)), "Mai Sơn 2") {
		t.Error("the copy elsewhere is another")
	}
	if !strings.Contains(d.Screen(), "đã lưu vào") {
		t.Errorf("nothing says where it is:\n%s", d.Screen())
	}
	if strings.Contains(d.Screen(), "bản sao ví dụ") {
		t.Errorf("still a copy of an example:\n%s", d.Screen())
	}
}

func TestExport(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	file := example(t, &o)
	failing := false
	o.Exporters = func(c ui.Context, w ui.Work) []ui.Exporter {
		return []ui.Exporter{{Format: "md", Name: text.Name{VI: "báo cáo", EN: "the report"}, Write: func(out io.Writer) error {
			if failing {
				return errors.New("no report")
			}
			_, err := fmt.Fprintf(out, "# %s (%s)\n", w.Audit().Plant.Name, c.Lang())
			return err
		}}}
	}
	d := tuitest.Drive(t, 80, 24, o)
	goTo(d, text.VI, "export")
	d.Key("enter", "enter")
	out := strings.TrimSuffix(file, auditfile.Extension) + ".md"
	if got := string(read(t, out)); got != "# Nhà máy tinh bột sắn Mai Sơn (vi)\n" {
		t.Errorf("written: %q", got)
	}
	if err := os.WriteFile(out, []byte("của người khác"), 0o644); err != nil {
		t.Fatal(err)
	}
	d.Key("enter", "enter")
	if !strings.Contains(d.Screen(), "Đã có tệp này") || string(read(t, out)) != "của người khác" {
		t.Fatalf("overwritten without asking:\n%s", d.Screen())
	}
	d.Key("enter") // the safe answer
	if string(read(t, out)) != "của người khác" {
		t.Error("overwritten though the answer was no")
	}
	d.Key("f2", "enter", "enter", "right", "enter")
	if got := string(read(t, out)); !strings.Contains(got, "(en)") {
		t.Errorf("written: %q\n%s", got, d.Screen())
	}
	failing = true
	d.Key("enter", "ctrl+u")
	d.Type("x.md")
	d.Key("enter")
	if !strings.Contains(d.Screen(), "no report") {
		t.Errorf("nothing is said of the failure:\n%s", d.Screen())
	}
	d.Key("enter", "enter", "ctrl+u")
	d.Type("không có/thư mục.md")
	failing = false
	d.Key("enter")
	if !strings.Contains(d.Screen(), "there is no such") {
		t.Errorf("nothing is said of the missing folder:\n%s", d.Screen())
	}
	if left, _ := filepath.Glob(filepath.Join(o.Folder, ".audit-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// faulty is a page that breaks.
type faulty struct {
	ui.Base
	work    ui.Work
	drawing bool
}

func (*faulty) Title() string      { return "faulty" }
func (*faulty) Keys() []ui.Binding { return nil }
func (f *faulty) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch ui.KeyName(key) {
		case "e":
			_ = f.work.Apply(text.M("tui.plant.name"), auditfile.Set("plant.name", "Trước khi hỏng"))
		case "x":
			panic("broken in Update")
		case "v":
			f.drawing = true
		}
	}
	return f, nil
}

func (f *faulty) View() string {
	if f.drawing {
		panic("broken in View")
	}
	return ui.Box("", f.W, f.H)
}

// A mistake of the program itself leaves the terminal as it was, and the work in
// the journal.
func TestCrash(t *testing.T) {
	for _, key := range []string{"x", "v"} {
		restore := tui.ReplacePages(func() []ui.Page {
			return []ui.Page{{
				ID: "faulty", Title: "tui.page.data",
				New:   func(_ ui.Context, w ui.Work) ui.Screen { return &faulty{work: w} },
				State: func(ui.Work) (int, int) { return 0, 1 },
			}}
		})
		o := tuitest.Options(t, text.VI)
		example(t, &o)
		term := tuitest.Start(t, 80, 24, o)
		term.WaitFor("1 Số liệu")
		term.Key("enter", "e")
		term.WaitFor("Trước khi hỏng")
		term.Key(key)
		err := term.WaitEnd()
		restore()
		var crash *tui.Crash
		if !errors.As(err, &crash) || !strings.HasPrefix(crash.Cause, "broken in") || crash.Stack == "" {
			t.Fatalf("the program ended with %v", err)
		}
		if _, err := os.Stat(crash.File); err != nil {
			t.Error(err)
		}
		if term.AltScreen() {
			t.Error("the terminal is left in the other screen")
		}
		term = tuitest.Start(t, 80, 24, o)
		term.WaitFor("Lấy lại việc chưa kịp lưu", "Tên cơ sở")
	}
}

// A program that is told to end saves.
func TestTerminated(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		o := tuitest.Options(t, text.VI)
		file := example(t, &o)
		term, process := tuitest.Spawn(t, 80, 24, o)
		term.WaitFor("1 Cơ sở và đội")
		term.Key("1")
		term.WaitFor("Tên cơ sở")
		term.Type(" 2")
		term.Key("enter")
		term.WaitFor("Mai Sơn 2")
		if err := process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if err := term.WaitEnd(); err != nil {
			t.Errorf("%v: %v", signal, err)
		}
		if !strings.Contains(string(read(t, file)), "Mai Sơn 2") {
			t.Errorf("%v: not saved", signal)
		}
		if _, err := os.Stat(auditfile.LockPath(file)); err == nil {
			t.Errorf("%v: the lock is left", signal)
		}
	}
}

// Every edit can be undone and done again, with words.
func TestUndo(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	file := example(t, &o)
	before := string(read(t, file))
	d := tuitest.Drive(t, 80, 24, o)
	d.Key("1")
	d.Type(" 2")
	d.Key("tab", "tab", "right")
	d.Key("ctrl+z")
	if !strings.Contains(d.Screen(), "hoàn tác: Quy mô") {
		t.Errorf("the undo has no words:\n%s", d.Screen())
	}
	d.Key("ctrl+z")
	if !strings.Contains(d.Screen(), "hoàn tác: Tên cơ sở") || strings.Contains(d.Screen(), "Mai Sơn 2") {
		t.Errorf("the name is not as it was:\n%s", d.Screen())
	}
	d.Key("ctrl+z")
	if !strings.Contains(d.Screen(), "không còn gì để hoàn tác") {
		t.Errorf("nothing is said:\n%s", d.Screen())
	}
	d.Key("ctrl+y")
	if !strings.Contains(d.Screen(), "làm lại: Tên cơ sở") || !strings.Contains(d.Screen(), "Mai Sơn 2") {
		t.Errorf("the name is not done again:\n%s", d.Screen())
	}
	d.Key("ctrl+z", "ctrl+s")
	if got := string(read(t, file)); got != before {
		t.Errorf("the file is not as it was:\n%s", got)
	}
}

// The file is saved after a pause, without a key for it.
func TestAutosave(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	file := example(t, &o)
	d := tuitest.Drive(t, 80, 24, o)
	d.Key("1")
	d.Type(" 2")
	d.Key("enter")
	if !strings.Contains(d.Screen(), "đang lưu") {
		t.Errorf("nothing says that the work is being saved:\n%s", d.Screen())
	}
	d.Advance(2 * tuitest.Second)
	if !strings.Contains(string(read(t, file)), "Mai Sơn 2") || !strings.Contains(d.Screen(), "đã lưu 10:42") {
		t.Errorf("not saved after a pause:\n%s", d.Screen())
	}
}

// Filters of the file list know no diacritics, and a path can be typed.
func TestOpenList(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	folder := filepath.Join(o.Folder, "Sơn La", "Đợt 2")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	copyFile(t, "testdata/examples/san.audit.toml", filepath.Join(folder, "Sắn Mai Sơn.audit.toml"))
	copyFile(t, "testdata/examples/san.audit.toml", filepath.Join(folder, "bia.audit.toml"))
	d := tuitest.Drive(t, 80, 24, o)
	d.Key("down", "enter")
	d.Type("son la")
	d.Key("enter")
	d.Type("dot 2")
	d.Key("enter")
	d.Type("san")
	if strings.Contains(d.Screen(), "bia.audit.toml") {
		t.Errorf("not filtered:\n%s", d.Screen())
	}
	d.Key("enter")
	if !strings.Contains(d.Screen(), "Mai Sơn") || !strings.Contains(d.Screen(), "Các bước") {
		t.Errorf("not open:\n%s", d.Screen())
	}
	d.Key("esc", "home", "down", "enter")
	d.Paste(filepath.Join(folder, "bia.audit.toml"))
	d.Key("enter")
	if !strings.Contains(d.Screen(), "Các bước") {
		t.Errorf("a typed path is not opened:\n%s", d.Screen())
	}
}

// No key that input methods send has a meaning of its own, and letters have one
// only beside another key.
func TestBindings(t *testing.T) {
	o := tuitest.Options(t, text.VI)
	example(t, &o)
	d := tuitest.Drive(t, 120, 40, o)
	for page := range 8 {
		if page > 0 {
			d.Key("esc")
			d.Key(fmt.Sprint(page))
		}
		for _, b := range tui.KeysOf(d.Model()) {
			other := false
			for _, k := range b.Keys {
				if k == "ctrl+h" || k == "backspace" || k == "alt+backspace" {
					t.Errorf("page %d: %s is bound to %v", page, k, b.Help)
				}
				other = other || len([]rune(k)) > 1
			}
			if !other && len(b.Keys) > 0 && b.Keys[0] != "1" {
				t.Errorf("page %d: %v has only letters (%s)", page, b.Keys, b.Help)
			}
		}
	}
}
