package pagetest

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// keysTried are the keys that a random user presses, those that do something
// more often.
var keysTried = []string{
	"up", "up", "down", "down", "down", "down", "left", "right", "right", "enter", "enter", "enter", "enter", "tab", "tab", "shift+tab", "esc", "esc",
	"home", "end", "pgup", "pgdown", "delete", "backspace", "space", "insert",
	"1", "2", "3", "4", "5", "9", "0", "y", "n", "p", "w", "s", "b", "a", "e", "c", "x", "o", "q", "?",
	"ă", "ế", "đ", "7", ",", ".", "-", "/", "%", "m", "T",
	"f1", "f2", "f3", "f4", "f5", "f5", "f6", "f6", "f7", "f7", "f8", "f8", "f9",
	"ctrl+n", "ctrl+z", "ctrl+z", "ctrl+y", "ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+h", "ctrl+j", "ctrl+s", "ctrl+f",
}

// pastes are what a random user pastes.
var pastes = []string{"", "Tinh bột sắn", "sa\u0306\u0301n kho\u0302", "12,5", "1.234,5", "a\tb\nc\td", "\x1b[31m\x00\u202e", "🙂 漢字", "1/3/2019"}

// sizes are the windows that a random user drags.
var sizes = [][2]int{{80, 24}, {60, 20}, {200, 60}, {100, 30}, {61, 21}, {160, 50}, {99, 20}, {120, 25}}

// Fuzz presses random keys and checks every frame; in the end everything is
// undone, and the file must be what it was. AUDIT_FUZZ=20 in the environment
// makes it twenty times as long.
func Fuzz(t *testing.T, page ui.Page, source string, seed uint64, events int) {
	t.Helper()
	if more, err := strconv.Atoi(os.Getenv("AUDIT_FUZZ")); err == nil {
		events *= more
	}
	w := Open(source)
	start := w.Text()
	s := New(t, page, w, 80, 24)
	r := rand.New(rand.NewPCG(seed, 1))
	for n := range events {
		var did string
		switch k := r.IntN(100); {
		case k < 90:
			did = keysTried[r.IntN(len(keysTried))]
			s.Press(did)
		case k < 92:
			did = "paste"
			s.Paste(pastes[r.IntN(len(pastes))])
		case k < 94:
			did = "click"
			s.Send(tea.MouseClickMsg{X: r.IntN(s.W), Y: r.IntN(s.H), Button: tea.MouseLeft})
		case k < 96:
			did = "wheel"
			s.Send(tea.MouseWheelMsg{X: r.IntN(s.W), Y: r.IntN(s.H), Button: []tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}[r.IntN(2)]})
		case k < 98:
			did = "resize"
			size := sizes[r.IntN(len(sizes))]
			s.Resize(size[0], size[1])
		case k < 99:
			did = "colours"
			s.Dark, s.Colour, s.ASCII = r.IntN(2) == 0, r.IntN(2) == 0, r.IntN(4) == 0
			s.Refresh()
		default:
			did = "show"
			if hits := page.Find(w); len(hits) > 0 {
				s.Send(ui.Show{Target: hits[r.IntN(len(hits))].Target})
			}
		}
		s.View()
		if t.Failed() {
			t.Fatalf("after %s, event %d of seed %d", did, n, seed)
		}
	}
	for w.Undo() {
	}
	s.settle()
	s.View()
	if got := w.Text(); got != start {
		t.Errorf("seed %d: undone, the file is\n%s\nnot\n%s", seed, got, start)
	}
	for w.Redo() {
	}
	for w.Undo() {
	}
	if got := w.Text(); got != start {
		t.Errorf("seed %d: undone twice, the file is another", seed)
	}
}

// KeyToFrame measures a key and the frame after it, in a window of 200 by 60.
func KeyToFrame(b *testing.B, page ui.Page, source string, keys ...string) {
	s := New(b, page, Open(source), 200, 60)
	s.View()
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		from := time.Now()
		s.Press(keys[n%len(keys)])
		s.Top().View()
		s.Top().Keys()
		took = append(took, time.Since(from))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
