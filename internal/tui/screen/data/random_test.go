package data

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

var randomKeys = strings.Fields(`
	up down left right up down left right tab shift+tab enter enter enter esc home end ctrl+home ctrl+end pgup pgdown
	shift+up shift+down shift+left shift+right ctrl+right ctrl+down ctrl+shift+right ctrl+a delete backspace space
	ctrl+c ctrl+x ctrl+v ctrl+r ctrl+t ctrl+z ctrl+o f5 f6 f7 f8 insert alt+pgdown ctrl+u
	0 1 2 3 4 5 6 7 8 9 , . - 1 2 3 x c r v e t a đ ế k % m`)

var randomPastes = []string{
	"1", "1\t2\t3", "1\r\n2\r\n3", "1.234\t5,5\n-\tabc", "1.234,5\t1,234.5\t\"9\"", "", "\n\n", "2018", "3/2018", "1-12/2019", "kWh", "MWh", "tấn",
	"Củ sắn tươi\tt\t\t5", "12 × 8", "\x1b[31m7", strings.Repeat("1\t", 40), strings.Repeat("7\n", 40), "Nu\u031bo\u031b\u0301c", "-5", "1e400",
}

// event is a random thing that happens to the page.
func event(d *desk, next func(n int) int) string {
	switch n := next(40); {
	case n == 0:
		p := randomPastes[next(len(randomPastes))]
		d.paste(p)
		return fmt.Sprintf("paste %q", p)
	case n == 1:
		w, h := 20+next(180), 6+next(50)
		d.page.SetSize(w, h)
		return fmt.Sprintf("size %d %d", w, h)
	case n == 2:
		d.language(text.Langs[next(2)])
		for _, dialog := range d.dialogs {
			dialog.SetContext(d.ctx)
		}
		return "language"
	case n == 3:
		x, y := next(d.page.W), next(d.page.H)
		if len(d.dialogs) == 0 {
			d.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
		}
		return fmt.Sprintf("click %d %d", x, y)
	case n == 4:
		d.page.Leave()
		d.deliver()
		return "leave"
	default:
		k := randomKeys[next(len(randomKeys))]
		d.press(k)
		return k
	}
}

// look draws everything there is to see; d.view checks its size.
func look(d *desk) {
	d.view()
	if n := len(d.dialogs); n > 0 {
		top := d.dialogs[n-1]
		w, h := max(10, d.page.W-8), max(4, d.page.H-4)
		_, picks := top.(*picker)
		_, fills := top.(*sheetForm)
		for i, l := range strings.Split(top.View(w, h), "\n") {
			// The frame cuts what is too wide; the page's own dialogs are not.
			if got := ansi.StringWidth(l); got > w && (picks || fills) {
				d.t.Fatalf("line %d of the dialog %s is %d wide, there is room for %d: %q", i, top.Title(), got, w, ansi.Strip(l))
			}
		}
		top.Cursor()
		top.Keys()
	}
	if c := d.page.Cursor(); c != nil && (c.X < 0 || c.X >= d.page.W || c.Y < 0 || c.Y >= d.page.H) {
		d.t.Fatalf("the cursor is at %d,%d in a window of %d×%d", c.X, c.Y, d.page.W, d.page.H)
	}
	for _, k := range d.page.Keys() {
		if d.ctx.T(k.Help) == "" {
			d.t.Fatalf("the key %v has no words", k.Keys)
		}
	}
}

// play does what next says, and then undoes everything: the file is again what
// it was.
func play(t testing.TB, source string, events int, next func(n int) int) {
	d := open(t, source).show(80, 19)
	before := string(d.Source())
	var log []string
	defer func() {
		if r := recover(); r != nil {
			t.Fatalf("%v after %q", r, log)
		}
		if t.Failed() {
			t.Logf("after %q", log)
		}
	}()
	for range events {
		log = append(log, event(d, next))
		if len(log) > 40 {
			log = log[1:]
		}
		look(d)
		d.toasts, d.went, d.pushed = nil, nil, nil
	}
	for len(d.dialogs) > 0 {
		d.press("esc")
	}
	if d.page.grid.Typing() {
		d.press("esc")
	}
	for ok := true; ok; {
		_, ok = d.undo()
	}
	look(d)
	if got := string(d.Source()); got != before {
		t.Fatalf("undoing everything does not lead back:\n%s\nbefore:\n%s", got, before)
	}
}

var _ ui.Work = (*desk)(nil)

var seeds = flag.Uint64("seeds", 2, "how many random sessions to play with each audit")

func TestRandom(t *testing.T) {
	events := 1000
	if testing.Short() {
		events = 200
	}
	for i, source := range []string{newAudit, yearAudit, monthsAudit, unitAudit, billsAudit} {
		for seed := range *seeds {
			t.Run(fmt.Sprintf("%d-%d", i, seed), func(t *testing.T) {
				r := rand.New(rand.NewPCG(seed, uint64(i)))
				play(t, source, events, r.IntN)
			})
		}
	}
}

func FuzzPage(f *testing.F) {
	f.Add([]byte("enter something"), uint8(0))
	f.Add([]byte{9, 9, 50, 51, 3, 1, 0, 7, 22, 90, 90, 14}, uint8(2))
	f.Fuzz(func(t *testing.T, data []byte, which uint8) {
		if len(data) > 400 {
			return
		}
		sources := []string{newAudit, yearAudit, monthsAudit, unitAudit, billsAudit}
		at := 0
		next := func(n int) int {
			if at >= len(data) {
				return 0
			}
			at++
			return int(data[at-1]) % max(1, n)
		}
		play(t, sources[int(which)%len(sources)], len(data)/2, next)
	})
}
