package data

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/sectors"
)

// desk is a frame for tests: it does with what the page posts what the program
// does, as far as the page can tell.
type desk struct {
	t       testing.TB
	session *auditfile.Session
	result  *assess.Result
	pack    *benchmark.Pack
	common  *benchmark.Common
	drafts  map[string]string
	left    map[string]string // drafts of an interrupted session
	locked  bool
	refuse  text.Message // the error of every edit

	ctx     ui.Context
	mail    *ui.Mailbox
	page    *screen
	dialogs []ui.Dialog
	toasts  []string
	went    []ui.Go
	pushed  []ui.Screen // screens over the page
	clip    string
}

var (
	loadOnce  sync.Once
	packs     = map[string]*benchmark.Pack{}
	commons   *benchmark.Common
	catalogue *i18n.Catalogue
	loadErr   error
)

func load(t testing.TB) {
	loadOnce.Do(func() {
		catalogue, loadErr = i18n.Load()
		if loadErr != nil {
			return
		}
		commons, _ = benchmark.LoadCommon(sectors.FS)
		packs["cassava-starch"], _ = benchmark.Load(sectors.FS, "cassava-starch")
	})
	if loadErr != nil {
		t.Fatal(loadErr)
	}
	if commons == nil || packs["cassava-starch"] == nil {
		t.Fatal("the sector data cannot be read")
	}
}

// newAudit is an audit as it is just after it was made.
const newAudit = `format = 1

[plant]
name = "Nhà máy tinh bột sắn Mai Sơn"
sector = "cassava-starch"

[audit]
id = "01JTEST"
level = "quick"
date = 2019-11-05

[basis]
process = "factory"

[[product]]
id = "starch"
name = "Tinh bột sắn"
unit = "t"
`

// yearAudit has figures of one year.
const yearAudit = newAudit + `
[[flow]]
id = "electricity"
price = 1850

[[period]]
from = 2018-01-01
to = 2018-12-31
output = { starch = 15200 }
flows = { fresh-cassava = 62300, electricity = 2815000, water = 223400 }
`

// monthsAudit has figures of twelve months, with everything that a table marks:
// a gap, a figure that is ten times too large, a month without output.
const monthsAudit = newAudit + `
[[flow]]
id = "electricity"
price = 1850

[[flow]]
id = "rags"
name = "Giẻ lau"
category = "auxiliary"
unit = "kg"

[[period]]
month = "2018-01"
phase = "before"
output = { starch = 1250 }
flows = { fresh-cassava = 5125, electricity = 231000, water = 18400 }
note = "nghỉ Tết"

[[period]]
month = "2018-02"
phase = "before"
output = { starch = 1100 }
flows = { fresh-cassava = 4510, electricity = 2057000, water = 16300 }

[[period]]
month = "2018-03"
phase = "before"
output = { starch = 1310 }
flows = { fresh-cassava = 5371, electricity = 242350, water = 19257 }

[[period]]
month = "2018-04"
phase = "before"
output = { starch = 1290 }
flows = { fresh-cassava = 5289, electricity = 238650 }

[[period]]
month = "2018-05"
phase = "before"
output = { starch = 1275.5 }
flows = { fresh-cassava = 5229.5, electricity = 235950, water = 18749 }

[[period]]
month = "2018-06"
phase = "omitted"
output = { starch = 0 }
flows = { electricity = 12000 }

[[period]]
month = "2018-07"
phase = "after"
output = { starch = 1302 }
flows = { fresh-cassava = 5200, electricity = 210000, water = 15000 }

[[period]]
month = "2018-08"
phase = "after"
output = { starch = 0 }
flows = { electricity = 15000 }
`

func open(t testing.TB, source string) *desk {
	t.Helper()
	load(t)
	path := filepath.Join(t.TempDir(), "x.audit.toml")
	if err := os.WriteFile(path, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	session, problems, err := auditfile.Open(path, auditfile.Options{})
	if err != nil || session == nil {
		t.Fatal(err, problems)
	}
	t.Cleanup(func() { _ = session.Close() })
	d := &desk{
		t: t, session: session, pack: packs["cassava-starch"], common: commons, mail: &ui.Mailbox{},
		drafts: map[string]string{}, left: map[string]string{},
	}
	glyphs := ui.UnicodeGlyphs()
	d.ctx = ui.Context{
		Printer: catalogue.Printer(text.VI), Glyph: glyphs, Style: ui.NewStyle(true, false, glyphs), Units: d.pack.UnitTable(),
		Now:   func() time.Time { return time.Date(2019, 11, 5, 10, 42, 0, 0, time.UTC) },
		Timer: func(time.Duration, tea.Msg) tea.Cmd { return nil }, Mail: d.mail,
	}
	return d
}

// show opens the page in a window of the screen's size.
func (d *desk) show(w, h int) *desk {
	d.page = Page().New(d.ctx, d).(*screen)
	d.page.SetContext(d.ctx)
	d.page.SetSize(w, h)
	d.page.Init()
	d.deliver()
	return d
}

func (d *desk) language(l text.Lang) *desk {
	d.ctx.Printer = catalogue.Printer(l)
	if d.page != nil {
		d.page.SetContext(d.ctx)
	}
	return d
}

// The open audit.

func (d *desk) Audit() *assess.Audit { return d.session.Audit() }

func (d *desk) Result() *assess.Result {
	if d.result == nil && d.pack != nil {
		d.result = assess.Assess(d.Audit(), d.pack, d.common)
	}
	return d.result
}

func (d *desk) Pack() *benchmark.Pack     { return d.pack }
func (d *desk) Common() *benchmark.Common { return d.common }

func (d *desk) Apply(label text.Message, edits ...auditfile.Edit) error {
	if d.locked {
		return text.M("grid.read-only")
	}
	if !d.refuse.Empty() {
		return d.refuse
	}
	if err := d.session.Apply(label, edits...); err != nil {
		return err
	}
	d.changed(label)
	return nil
}

func (d *desk) changed(label text.Message) {
	d.result = nil
	d.ctx.Post(ui.Changed{Label: label})
}

func (d *desk) Draft(where, typed string) {
	if typed == "" {
		delete(d.drafts, where)
		return
	}
	d.drafts[where] = typed
}

func (d *desk) Drafted(where string) string {
	s := d.left[where]
	delete(d.left, where)
	return s
}

func (d *desk) Sectors() []benchmark.Sector   { return nil }
func (d *desk) PackOf(string) *benchmark.Pack { return nil }
func (d *desk) ReadOnly() bool                { return d.locked }
func (d *desk) Source() []byte                { return d.session.Source() }
func (d *desk) Path() string                  { return d.session.Path() }

// undo takes the last step back and says which it was.
func (d *desk) undo() (string, bool) {
	label, ok, err := d.session.Undo()
	if err != nil {
		d.t.Fatal(err)
	}
	if ok {
		d.changed(label)
		d.deliver()
	}
	return d.ctx.Say(label), ok
}

// The frame.

// deliver does what was posted.
func (d *desk) deliver() {
	for range 100 {
		posted := d.mail.Take()
		if len(posted) == 0 {
			return
		}
		for _, msg := range posted {
			switch msg := msg.(type) {
			case ui.Toast:
				d.toasts = append(d.toasts, d.ctx.Say(msg.Text))
			case ui.Open:
				msg.Dialog.SetContext(d.ctx)
				d.dialogs = append(d.dialogs, msg.Dialog)
			case ui.Go:
				d.went = append(d.went, msg)
			case ui.Push:
				d.pushed = append(d.pushed, msg.Screen)
			default:
				d.send(msg)
			}
		}
	}
	d.t.Fatal("the page and the frame write to each other without end")
}

func (d *desk) send(msg tea.Msg) {
	next, cmd := d.page.Update(msg)
	if next != ui.Screen(d.page) {
		d.t.Fatal("the page became another")
	}
	d.run(cmd)
	d.deliver()
}

func (d *desk) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if s, ok := clipboardText(cmd()); ok {
		d.clip = s
	}
}

// input takes a key or a paste as the frame does: the dialog on top first.
func (d *desk) input(msg tea.Msg) {
	if n := len(d.dialogs); n > 0 {
		top := d.dialogs[n-1]
		action, _ := top.Update(msg)
		if action == nil {
			return
		}
		d.dialogs = d.dialogs[:n-1]
		switch a := action.(type) {
		case ui.Dismissed:
		case ui.Go:
			d.went = append(d.went, a)
		default:
			d.send(action)
		}
		return
	}
	if key, ok := msg.(tea.KeyPressMsg); ok {
		name := ui.KeyName(key)
		if name == "ctrl+z" && !d.page.Claims(name) {
			d.undo()
			return
		}
		switch name { // the frame's own keys
		case "f1", "f2", "f3", "f4", "f9", "ctrl+q", "ctrl+y", "ctrl+f", "ctrl+s":
			return
		case "esc", "ctrl+c":
			if !d.page.Claims(name) {
				return
			}
		}
	}
	d.send(msg)
}

// press presses keys by their names, or types where a name is no key's:
// press("1234", "enter").
func (d *desk) press(names ...string) *desk {
	for _, name := range names {
		if k, ok := key(name); ok {
			d.input(k)
			continue
		}
		for _, r := range name {
			d.input(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	return d
}

func (d *desk) paste(s string) *desk {
	d.input(tea.PasteMsg{Content: s})
	return d
}

var keyCodes = map[string]rune{
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft,
	"right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"delete": tea.KeyDelete, "backspace": tea.KeyBackspace, "insert": tea.KeyInsert, "space": tea.KeySpace,
	"f1": tea.KeyF1, "f2": tea.KeyF2, "f5": tea.KeyF5, "f6": tea.KeyF6, "f7": tea.KeyF7, "f8": tea.KeyF8,
}

func key(name string) (tea.KeyPressMsg, bool) {
	var k tea.KeyPressMsg
	rest := name
	for {
		mod, after, ok := strings.Cut(rest, "+")
		if !ok || after == "" {
			break
		}
		switch mod {
		case "ctrl":
			k.Mod |= tea.ModCtrl
		case "shift":
			k.Mod |= tea.ModShift
		case "alt":
			k.Mod |= tea.ModAlt
		default:
			return k, false
		}
		rest = after
	}
	if code, ok := keyCodes[rest]; ok {
		k.Code = code
		if rest == "space" {
			k.Text = " "
		}
		return k, true
	}
	if k.Mod != 0 && len(rest) == 1 {
		k.Code = rune(rest[0])
		return k, true
	}
	return k, false
}

// view is what the page shows, without colours; every line is checked to be as
// wide as the page.
func (d *desk) view() string {
	d.t.Helper()
	v := d.page.View()
	lines := strings.Split(v, "\n")
	if len(lines) != d.page.H {
		d.t.Fatalf("%d lines, want %d:\n%s", len(lines), d.page.H, ansi.Strip(v))
	}
	for i, l := range lines {
		if w := ansi.StringWidth(l); w != d.page.W {
			d.t.Fatalf("line %d is %d wide, want %d: %q\n%s", i, w, d.page.W, ansi.Strip(l), ansi.Strip(v))
		}
	}
	return ansi.Strip(v)
}

// dialog is what the dialog on top shows.
func (d *desk) dialog(w, h int) string {
	d.t.Helper()
	if len(d.dialogs) == 0 {
		d.t.Fatal("no dialog is open")
	}
	top := d.dialogs[len(d.dialogs)-1]
	v := top.View(w, h)
	for i, l := range strings.Split(v, "\n") {
		if n := ansi.StringWidth(l); n > w {
			d.t.Fatalf("line %d of the dialog is %d wide, there is room for %d: %q", i, n, w, ansi.Strip(l))
		}
	}
	return top.Title() + "\n" + ansi.Strip(v)
}

func (d *desk) contains(what string) *desk {
	d.t.Helper()
	if v := d.view(); !strings.Contains(v, what) {
		d.t.Errorf("the page does not say %q:\n%s", what, v)
	}
	return d
}

func (d *desk) lastToast() string {
	if len(d.toasts) == 0 {
		return ""
	}
	return d.toasts[len(d.toasts)-1]
}

// figure is a figure of the file: figure("2018-03", "electricity").
func (d *desk) figure(period, flow string) (float64, bool) {
	for _, p := range d.Audit().Periods {
		at := p.Month.String()
		if y := year(p); y != 0 {
			at = p.From.String()[:4]
		}
		if at != period {
			continue
		}
		if v, ok := p.Flows[flow]; ok {
			return v, true
		}
		v, ok := p.Output[flow]
		return v, ok
	}
	return 0, false
}

func (d *desk) want(period, flow string, want float64) {
	d.t.Helper()
	if v, ok := d.figure(period, flow); !ok || v != want {
		d.t.Errorf("%s in %s is %v (%v), want %v", flow, period, v, ok, want)
	}
}

func (d *desk) wantNone(period, flow string) {
	d.t.Helper()
	if v, ok := d.figure(period, flow); ok {
		d.t.Errorf("%s in %s is %v, want none", flow, period, v)
	}
}

// stand goes to a cell: a row by its id, a period by its number.
func (d *desk) stand(id string, col int) *desk {
	d.t.Helper()
	sh := d.page.sheet()
	for i, r := range sh.rows {
		if r.id == id && r.kind != headRow || id == "" && r.kind == headRow {
			at := d.page.grid.At()
			at.Row, at.Col = i, col
			d.page.grid.Go(at)
			return d
		}
	}
	d.t.Fatalf("there is no row %s", id)
	return d
}

const first = headCols // the first period

// clipboardText is the text of the command that sets the terminal's clipboard,
// whose message has no name outside its package.
func clipboardText(msg tea.Msg) (string, bool) {
	if msg == nil {
		return "", false
	}
	if v := reflect.ValueOf(msg); v.Kind() == reflect.String {
		return v.String(), true
	}
	return "", false
}

func uiShow(target string) tea.Msg { return ui.Show{Target: target} }
