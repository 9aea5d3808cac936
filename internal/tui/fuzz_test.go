package tui_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
)

// monkey presses keys, pastes, clicks and drags the window about, at random.
type monkey struct {
	*tuitest.Driver
	rnd *rand.Rand
	log []string // the last things it did
}

var (
	monkeyKeys = []string{
		"enter", "enter", "enter", "tab", "tab", "shift+tab", "esc", "esc", "esc", "up", "up", "down", "down", "down", "left", "right", "right",
		"home", "end", "pgup", "pgdown", "delete", "backspace", "backspace", "insert", "space", "f1", "f2", "f3", "f4", "f4", "f5", "f6", "f9",
		"ctrl+z", "ctrl+z", "ctrl+y", "ctrl+f", "ctrl+s", "ctrl+h", "ctrl+a", "ctrl+e", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+d", "ctrl+n", "ctrl+o",
		"ctrl+r", "ctrl+x", "ctrl+v", "ctrl+p", "ctrl+c", "ctrl+j", "shift+up", "shift+down", "shift+left", "shift+right", "ctrl+left", "ctrl+right",
		"ctrl+home", "ctrl+end", "alt+left", "ctrl+g", "ctrl+t", "ctrl+b", "ctrl+l",
	}
	monkeyLetters = []rune("0123456789,.-%12 abcdnpwyuestkjioqvfmghlrxzôăắđịửệ?/:=+_#\"'{}[]<>\\ZQÂ")
	monkeyPastes  = []string{
		"", "12", "1.234,5", "1,234.5", "12\t13\t14\r\n15\t16\t17\r\n", "a\tb\nc\td\n", "điện\t185,2\t\t7\n\n\n", "\t\t\t\n\t\t", "-", "n/a\t-\t0",
		"\x1b[31mđỏ\x1b[0m", "\x00\x07\x1b]0;x\x07", "\u202eabc\u200b\ufeff", "e\u0302\u0301", "\u0301", "👨‍👩‍👧 🇻🇳 漢字", "1e400\t-5\t99999999999999999999",
		"Công ty Cổ phần Tinh bột sắn và các sản phẩm sau tinh bột Thừa Thiên Huế, chi nhánh thứ hai",
	}
	monkeySizes = [][2]int{{80, 24}, {80, 24}, {60, 20}, {160, 50}, {100, 30}, {99, 21}, {200, 60}, {59, 20}, {60, 19}, {1, 1}, {0, 0}, {12, 3}, {300, 100}, {61, 20}}
)

func (m *monkey) act() {
	did := ""
	switch n := m.rnd.IntN(1000); {
	case n < 520:
		did = monkeyKeys[m.rnd.IntN(len(monkeyKeys))]
		m.Update(tuitest.KeyPress(did))
	case n < 900:
		r := monkeyLetters[m.rnd.IntN(len(monkeyLetters))]
		did = string(r)
		m.Type(did)
	case n < 940:
		did = monkeyPastes[m.rnd.IntN(len(monkeyPastes))]
		m.Paste(did)
		did = "paste " + did
	case n < 965:
		size := monkeySizes[m.rnd.IntN(len(monkeySizes))]
		did = "resize"
		m.Resize(size[0], size[1])
	case n < 980:
		did = "click"
		m.Update(tea.MouseClickMsg{X: m.rnd.IntN(120), Y: m.rnd.IntN(40), Button: tea.MouseLeft})
	case n < 990:
		did = "wheel"
		button := tea.MouseWheelUp
		if m.rnd.IntN(2) == 0 {
			button = tea.MouseWheelDown
		}
		m.Update(tea.MouseWheelMsg{X: m.rnd.IntN(120), Y: m.rnd.IntN(40), Button: button})
	case n < 995:
		did = "wait"
		m.Advance(3 * tuitest.Second)
	default:
		did = "background"
		m.Update(tea.ColorProfileMsg{})
	}
	m.log = append(m.log, did)
	if len(m.log) > 60 {
		m.log = slices.Delete(m.log, 0, 20)
	}
}

// rage lets a monkey do so many things and checks after each that the frame is
// whole, and in the end that the file opens and that undo leads back to the
// beginning.
func rage(t *testing.T, seed uint64, events int) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 1))
	lang := text.Langs[seed%2]
	o := tuitest.Options(t, lang)
	tuitest.InMemory(t, &o)
	o.Examples = examples.FS
	file := filepath.Join(o.Folder, "fuzz.audit.toml")
	names, err := fs.Glob(examples.FS, "*"+auditfile.Extension)
	if err != nil || len(names) == 0 {
		t.Fatal("no examples", err)
	}
	source, err := fs.ReadFile(examples.FS, names[int(seed)%len(names)])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, source, 0o644); err != nil {
		t.Fatal(err)
	}
	var m *monkey
	var began []byte // the source when the audit was opened
	var open any     // the audit it was of
	start := func() {
		o.File = file
		m = &monkey{Driver: tuitest.Drive(t, 80, 24, o), rnd: rnd}
	}
	fail := func(what string, args ...any) {
		t.Helper()
		t.Logf("seed %d, the last things done: %q", seed, m.log)
		t.Fatalf(what, args...)
	}
	back := func() {
		t.Helper()
		w := tui.WorkOf(m.Model())
		if w == nil || w != open {
			return
		}
		if err := tui.UndoAll(m.Model()); err != nil {
			fail("undo: %v", err)
		}
		if got := w.Source(); !bytes.Equal(got, began) {
			fail("undoing everything does not lead back:\n%s\nwas\n%s", got, began)
		}
		m.Update(tuitest.KeyPress("f2"))
		if err := m.Check(); err != nil {
			fail("after undoing everything: %v", err)
		}
	}
	start()
	for range events {
		if m.Quit {
			if err := m.End(); err != nil {
				fail("end: %v", err)
			}
			start()
		}
		if w := tui.WorkOf(m.Model()); w != nil && w != open {
			open, began = w, bytes.Clone(w.Source())
		}
		m.act()
		if err := tui.CrashOf(m.Model()); err != nil {
			fail("%v\n%s", err, err.(*tui.Crash).Stack)
		}
		if m.Quit {
			continue
		}
		if err := m.Check(); err != nil {
			fail("%v\n%s", err, m.Screen())
		}
		if rnd.IntN(4000) == 0 {
			back()
			open = nil
			if w := tui.WorkOf(m.Model()); w != nil {
				open, began = w, bytes.Clone(w.Source())
			}
		}
	}
	if !m.Quit {
		back()
	}
	if err := m.End(); err != nil {
		fail("end: %v", err)
	}
	files, _ := filepath.Glob(filepath.Join(o.Folder, "*.audit.toml"))
	for _, f := range files {
		s, problems, err := auditfile.Open(f, auditfile.Options{})
		if err != nil || problems.HasErrors() {
			fail("%s does not open: %v %v", f, err, problems)
		}
		s.Close()
	}
}

func TestMonkey(t *testing.T) {
	seeds, events := uint64(20), 5000 // 100,000 in all
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rage(t, seed, events)
		})
	}
}

// FuzzMonkey goes on with seeds of its own: go test -fuzz=Monkey.
func FuzzMonkey(f *testing.F) {
	f.Add(uint64(1000))
	f.Fuzz(func(t *testing.T, seed uint64) { rage(t, seed, 500) })
}
