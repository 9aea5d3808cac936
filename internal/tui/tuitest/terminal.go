// Package tuitest drives the terminal program in tests: as a user does, with
// real bytes in and an emulated terminal out (Terminal), or one message after
// the other without a terminal (Driver), for goldens and fuzzing.
package tuitest

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"github.com/sxsh-audit/audit/internal/tui"
)

// patience is how long a test waits for what must come up on the screen.
const patience = 20 * time.Second

// Terminal is the program running in an emulated terminal.
type Terminal struct {
	t    testing.TB
	in   *io.PipeWriter
	send func(tea.Msg)
	done chan error

	mu    sync.Mutex // the emulator's own lock does not cover reading it
	emu   *vt.Emulator
	bytes int

	// Keys counts what Key was called for: the keystrokes that are neither
	// names nor figures.
	Keys int
}

// Start runs the program in a window of w by h. It ends with the test.
func Start(t testing.TB, w, h int, o tui.Options) *Terminal {
	t.Helper()
	term := &Terminal{t: t, emu: vt.NewEmulator(w, h), done: make(chan error, 1)}
	in, keys := io.Pipe()
	term.in = keys
	o.In, o.Out, o.Width, o.Height = in, term, w, h
	if o.Environ == nil {
		o.Environ = []string{"TERM=xterm-256color"}
	}
	if o.Profile == nil {
		p := colorprofile.ANSI256
		o.Profile = &p
	}
	started := make(chan struct{})
	o.Started = func(send func(tea.Msg)) { term.send = send; close(started) }
	// A terminal answers what it is asked; nobody reads the answers here, and
	// they must not fill its pipe.
	go func() { _, _ = io.Copy(io.Discard, term.emu) }()
	ctx, cancel := context.WithCancel(context.Background())
	go func() { term.done <- tui.Run(ctx, o) }()
	<-started
	t.Cleanup(func() {
		cancel()
		_ = keys.Close()
		select {
		case <-term.done:
		case <-time.After(patience):
			t.Error("the program does not end")
		}
	})
	return term
}

// Write is the terminal's side of the program's output: a line feed also
// returns, as the tty driver of a real terminal has it.
func (term *Terminal) Write(p []byte) (int, error) {
	term.mu.Lock()
	defer term.mu.Unlock()
	term.bytes += len(p)
	_, err := term.emu.Write([]byte(strings.ReplaceAll(string(p), "\n", "\r\n")))
	return len(p), err
}

// Bytes is how much the program has written.
func (term *Terminal) Bytes() int {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.bytes
}

// Send writes raw bytes, all in one.
func (term *Terminal) Send(raw string) {
	term.t.Helper()
	if _, err := io.WriteString(term.in, raw); err != nil {
		term.t.Fatalf("the program does not read: %v\n%s", err, term.Screen())
	}
}

// Type types text, letter by letter.
func (term *Terminal) Type(text string) {
	term.t.Helper()
	for _, r := range text {
		term.Send(string(r))
	}
}

// Paste pastes text as terminals do, in brackets.
func (term *Terminal) Paste(text string) {
	term.t.Helper()
	term.Send("\x1b[200~" + text + "\x1b[201~")
}

// Key presses keys by their names: "enter", "ctrl+z", "shift+tab", "f2", "a".
func (term *Terminal) Key(names ...string) {
	term.t.Helper()
	for _, name := range names {
		term.Keys++
		term.Send(keyBytes(term.t, name))
	}
}

func keyBytes(t testing.TB, name string) string {
	t.Helper()
	if s, ok := keys[name]; ok {
		return s
	}
	if len(name) == 6 && strings.HasPrefix(name, "ctrl+") && name[5] >= 'a' && name[5] <= 'z' {
		return string(rune(name[5] - 'a' + 1))
	}
	if len([]rune(name)) == 1 {
		return name
	}
	t.Fatalf("no key is called %q", name)
	return ""
}

// keys are what a terminal sends. A lone escape cannot be told from the
// beginning of another key without waiting, so Esc is sent in its long form.
var keys = map[string]string{
	"enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "esc": "\x1b[27u", "space": " ", "backspace": "\x7f",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
	"pgup": "\x1b[5~", "pgdown": "\x1b[6~", "delete": "\x1b[3~", "insert": "\x1b[2~",
	"shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B", "shift+right": "\x1b[1;2C", "shift+left": "\x1b[1;2D",
	"ctrl+up": "\x1b[1;5A", "ctrl+down": "\x1b[1;5B", "ctrl+right": "\x1b[1;5C", "ctrl+left": "\x1b[1;5D",
	"ctrl+home": "\x1b[1;5H", "ctrl+end": "\x1b[1;5F",
	"f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
	"f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~",
}

// Resize changes the size of the window.
func (term *Terminal) Resize(w, h int) {
	term.mu.Lock()
	term.emu.Resize(w, h)
	term.mu.Unlock()
	term.send(tea.WindowSizeMsg{Width: w, Height: h})
}

// Screen is what the terminal shows, without the blanks at the ends of lines.
func (term *Terminal) Screen() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	var b strings.Builder
	for y := range term.emu.Height() {
		var line strings.Builder
		for x := 0; x < term.emu.Width(); {
			cell := term.emu.CellAt(x, y)
			if cell == nil || cell.Content == "" {
				line.WriteByte(' ')
				x++
				continue
			}
			line.WriteString(cell.Content)
			x += max(1, cell.Width)
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// AltScreen reports whether the program has the terminal's other screen.
func (term *Terminal) AltScreen() bool {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.emu.IsAltScreen()
}

// Cursor is where the terminal's cursor stands.
func (term *Terminal) Cursor() (x, y int) {
	term.mu.Lock()
	defer term.mu.Unlock()
	p := term.emu.CursorPosition()
	return p.X, p.Y
}

// WaitFor waits until the screen has all the texts.
func (term *Terminal) WaitFor(texts ...string) {
	term.t.Helper()
	term.Wait(fmt.Sprintf("%q on the screen", texts), func(screen string) bool {
		for _, s := range texts {
			if !strings.Contains(screen, s) {
				return false
			}
		}
		return true
	})
}

// WaitGone waits until the screen has the text no more.
func (term *Terminal) WaitGone(text string) {
	term.t.Helper()
	term.Wait(fmt.Sprintf("%q gone", text), func(screen string) bool { return !strings.Contains(screen, text) })
}

// Wait waits until the screen is as it should be.
func (term *Terminal) Wait(what string, ok func(screen string) bool) {
	term.t.Helper()
	for end := time.Now().Add(patience); ; {
		screen := term.Screen()
		if ok(screen) {
			return
		}
		if time.Now().After(end) {
			term.t.Fatalf("waited in vain: %s\n%s", what, screen)
		}
		select {
		case err := <-term.done:
			term.done <- err
			term.t.Fatalf("the program has ended (%v) before %s\n%s", err, what, screen)
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// Settle waits until the program has written nothing for three frames' time.
func (term *Terminal) Settle() {
	for last, quiet := term.Bytes(), 0; quiet < 3; quiet++ {
		time.Sleep(time.Second / 60)
		if now := term.Bytes(); now != last {
			last, quiet = now, 0
		}
	}
}

// WaitReady waits until a dialog that came up by itself takes keys.
func (term *Terminal) WaitReady() {
	time.Sleep(tui.GracePause + 50*time.Millisecond)
}

// WaitEnd waits for the program to end and returns what it ended with.
func (term *Terminal) WaitEnd() error {
	term.t.Helper()
	select {
	case err := <-term.done:
		term.done <- err
		return err
	case <-time.After(patience):
		term.t.Fatalf("the program does not end\n%s", term.Screen())
		return nil
	}
}
