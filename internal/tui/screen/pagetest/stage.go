package pagetest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

func init() {
	if flag.Lookup("update") == nil {
		flag.Bool("update", false, "write the golden files anew")
	}
}

func updating() bool { return flag.Lookup("update").Value.String() == "true" }

var catalogue = func() *i18n.Catalogue {
	c, err := i18n.Load()
	if err != nil {
		panic(err)
	}
	return c
}()

// Stage shows a page as the frame does: a title, the page, a line of keys; and
// over it the screens and dialogs that it opens.
type Stage struct {
	T       testing.TB
	Work    *Work
	Page    ui.Page
	Screens []ui.Screen
	Dialogs []ui.Dialog
	Toasts  []ui.Toast
	Imports []ui.Import
	Went    []ui.Go // where the page has sent the user
	Lang    text.Lang
	Dark    bool
	Colour  bool
	ASCII   bool
	W, H    int

	mail ui.Mailbox
}

// New shows a page in Vietnamese, in a window of w by h.
func New(t testing.TB, page ui.Page, work *Work, w, h int) *Stage {
	t.Helper()
	s := &Stage{T: t, Work: work, Page: page, Lang: text.VI, Dark: true, Colour: true, W: w, H: h}
	s.push(page.New(s.Context(), work))
	return s
}

// Context is what the screens draw with.
func (s *Stage) Context() ui.Context {
	glyphs := ui.UnicodeGlyphs()
	if s.ASCII {
		glyphs = ui.ASCIIGlyphs()
	}
	units := quantity.Standard()
	if p := s.Work.Pack(); p != nil {
		units = p.UnitTable()
	}
	clock := time.Date(2019, 11, 5, 10, 42, 0, 0, time.UTC)
	return ui.Context{
		Printer: catalogue.Printer(s.Lang), Style: ui.NewStyle(s.Dark, s.Colour, glyphs), Glyph: glyphs, Units: units,
		Now: func() time.Time { return clock }, Timer: func(time.Duration, tea.Msg) tea.Cmd { return nil }, Mail: &s.mail,
	}
}

// Top is the screen on top.
func (s *Stage) Top() ui.Screen { return s.Screens[len(s.Screens)-1] }

func (s *Stage) push(screen ui.Screen) {
	screen.SetContext(s.Context())
	screen.SetSize(s.body())
	s.Screens = append(s.Screens, screen)
	s.run(screen.Init())
	s.settle()
}

// body is the size that the frame leaves to a screen: it keeps a bar, a rule, a
// rule with the toasts and the line of keys, and a breadcrumb or the list of
// steps.
func (s *Stage) body() (w, h int) {
	if s.W >= 100 {
		return s.W - 27, s.H - 4
	}
	return s.W, s.H - 5
}

// Resize gives the window another size.
func (s *Stage) Resize(w, h int) {
	s.W, s.H = w, h
	for _, screen := range s.Screens {
		screen.SetSize(s.body())
	}
}

// Refresh hands the context to all screens anew: another language, other
// colours.
func (s *Stage) Refresh() {
	for _, screen := range s.Screens {
		screen.SetContext(s.Context())
	}
	for _, d := range s.Dialogs {
		d.SetContext(s.Context())
	}
}

func (s *Stage) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			s.run(c)
		}
	default:
		s.Send(msg)
	}
}

// settle does what screens have posted, and tells them of changes.
func (s *Stage) settle() {
	for range 100 {
		posted := s.mail.Take()
		if len(posted) == 0 && !s.Work.Changed {
			return
		}
		if s.Work.Changed {
			s.Work.Changed = false
			for _, screen := range slices.Clone(s.Screens) {
				if _, cmd := screen.Update(ui.Changed{}); cmd != nil {
					if msg := cmd(); msg != nil {
						screen.Update(msg)
					}
				}
			}
		}
		for _, msg := range posted {
			switch msg := msg.(type) {
			case ui.Go:
				s.Went = append(s.Went, msg)
			case ui.Import:
				s.Imports = append(s.Imports, msg)
			case ui.Push:
				s.push(msg.Screen)
			case ui.Back:
				if len(s.Screens) > 1 && s.Top().Leave() {
					s.Screens = s.Screens[:len(s.Screens)-1]
				}
			case ui.Toast:
				s.Toasts = append(s.Toasts, msg)
				if said := s.Context().Say(msg.Text); strings.HasPrefix(said, "<") || strings.Contains(said, " <") || strings.Contains(said, "{") {
					s.T.Errorf("a toast without words: %s", said)
				}
			case ui.Open:
				msg.Dialog.SetContext(s.Context())
				s.Dialogs = append(s.Dialogs, msg.Dialog)
			}
		}
	}
	s.T.Fatal("the screens do not come to rest")
}

// Send hands a message to whoever would get it.
func (s *Stage) Send(msg tea.Msg) {
	if n := len(s.Dialogs); n > 0 {
		_, isKey := msg.(tea.KeyPressMsg)
		_, isPaste := msg.(tea.PasteMsg)
		if isKey || isPaste {
			action, cmd := s.Dialogs[n-1].Update(msg)
			s.run(cmd)
			if action != nil {
				s.Dialogs = s.Dialogs[:n-1]
				if _, nothing := action.(ui.Dismissed); !nothing {
					s.Send(action)
				}
			}
			s.settle()
			return
		}
	}
	_, cmd := s.Top().Update(msg)
	s.run(cmd)
	s.settle()
}

// Press presses keys by their names: "enter", "ctrl+n", "f5", "y". The frame's
// own keys work as in the program.
func (s *Stage) Press(names ...string) {
	s.T.Helper()
	for _, name := range names {
		if len(s.Dialogs) == 0 && s.frame(name) {
			continue
		}
		s.Send(Key(name))
	}
}

// frame does what the frame does with a key, and reports whether it did.
func (s *Stage) frame(name string) bool {
	top := s.Top()
	if top.Claims(name) {
		return false
	}
	switch name {
	case "f2":
		if s.Lang == text.VI {
			s.Lang = text.EN
		} else {
			s.Lang = text.VI
		}
		s.Refresh()
	case "ctrl+z":
		if top.Leave() {
			s.settle()
			s.Work.Undo()
		}
	case "ctrl+y":
		s.Work.Redo()
	case "f3", "f4", "ctrl+q", "ctrl+c":
		top.Leave()
	case "esc":
		if len(s.Screens) > 1 {
			if top.Leave() {
				s.Screens = s.Screens[:len(s.Screens)-1]
			}
		} else {
			top.Leave()
		}
	case "f1", "f9", "ctrl+f", "ctrl+s":
	case "?", "q", "1", "2", "3", "4", "5", "6", "7":
		if top.Capturing() {
			return false
		}
	default:
		return false
	}
	s.settle()
	return true
}

// Type types a text, letter by letter.
func (s *Stage) Type(typed string) {
	s.T.Helper()
	for _, r := range typed {
		s.Send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// Paste pastes a text.
func (s *Stage) Paste(content string) { s.Send(tea.PasteMsg{Content: content}) }

// codes are the keys without a text.
var codes = map[string]rune{
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "space": tea.KeySpace, "backspace": tea.KeyBackspace,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "delete": tea.KeyDelete, "insert": tea.KeyInsert,
	"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6,
	"f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9,
}

// Key is the message of a key.
func Key(name string) tea.KeyPressMsg {
	var k tea.KeyPressMsg
	for {
		rest, found := "", false
		for prefix, mod := range map[string]tea.KeyMod{"ctrl+": tea.ModCtrl, "shift+": tea.ModShift, "alt+": tea.ModAlt} {
			if r, ok := strings.CutPrefix(name, prefix); ok && r != "" {
				k.Mod |= mod
				rest, found = r, true
			}
		}
		if !found {
			break
		}
		name = rest
	}
	if code, ok := codes[name]; ok {
		k.Code = code
		if name == "space" {
			k.Text = " "
		}
		return k
	}
	for _, r := range name {
		k.Code = r
	}
	if k.Mod&(tea.ModCtrl|tea.ModAlt) == 0 {
		k.Text = name
	}
	return k
}

// View draws the window and checks that what the screens drew has the size they
// were given.
func (s *Stage) View() string {
	s.T.Helper()
	c := s.Context()
	var titles []string
	for _, screen := range s.Screens {
		titles = append(titles, screen.Title())
	}
	top := s.Top()
	w, h := s.body()
	body := top.View()
	s.check(body, w, h)
	if at := top.Cursor(); at != nil && (at.X < 0 || at.X >= w || at.Y < 0 || at.Y >= h) {
		s.T.Errorf("the cursor stands at %d, %d, outside %d by %d", at.X, at.Y, w, h)
	}
	keys := top.Keys()
	if n := len(s.Dialogs); n > 0 {
		d := s.Dialogs[n-1]
		dw, dh := max(1, min(60, w-8)), max(1, h-5)
		inside := d.View(dw, dh)
		lines := strings.Split(inside, "\n")
		if len(lines) > dh {
			s.T.Errorf("a dialog draws %d lines in %d", len(lines), dh)
		}
		box := c.Style.Dialog.Width(dw + 4).Render(c.Style.Accent.Render(d.Title()) + "\n" + inside)
		body = ui.Box(ui.Over(body, box, 2, 1), w, h)
		keys = d.Keys()
	}
	rule := strings.Repeat(c.Glyph.Rule, s.W)
	lines := []string{ui.Fit(" audit", s.W, c.Glyph.More)}
	crumb := ui.Fit(" "+strings.Join(titles, " › "), s.W, c.Glyph.More)
	if w == s.W {
		lines = append(lines, crumb, rule, body)
	} else {
		lines[0] = crumb
		pane := ui.Box("", s.W-w-1, h)
		lines = append(lines, rule, ui.Beside(pane, strings.TrimSuffix(strings.Repeat(c.Glyph.Wall+"\n", h), "\n"), body))
	}
	return strings.Join(append(lines, rule, ui.Fit(keyLine(c, keys, s.W), s.W, c.Glyph.More)), "\n")
}

func keyLine(c ui.Context, keys []ui.Binding, w int) string {
	line := ""
	for _, k := range keys {
		if k.Minor || !k.Off.Empty() {
			continue
		}
		part := " " + k.Label(c.Glyph) + " " + c.T(k.Help) + " "
		if ui.Width(line)+ui.Width(part) > w {
			break
		}
		line += part
	}
	return line
}

// check holds a drawing against the size that it must have.
func (s *Stage) check(body string, w, h int) {
	s.T.Helper()
	lines := strings.Split(body, "\n")
	if len(lines) != h {
		s.T.Errorf("%d lines drawn, %d wanted", len(lines), h)
	}
	for i, l := range lines {
		if n := ui.Width(l); n != w {
			s.T.Errorf("line %d is %d cells wide, not %d: %q", i, n, w, ansi.Strip(l))
		}
	}
	if i := strings.Index(ansi.Strip(body), "<"); i >= 0 {
		rest := ansi.Strip(body)[i:]
		if end := strings.IndexByte(rest, '>'); end > 0 && strings.Contains(rest[:end], ".") && !strings.Contains(rest[:end], " ") {
			s.T.Errorf("no words for %s>", rest[:end])
		}
	}
}

// Plain is the window without colours.
func (s *Stage) Plain() string {
	s.T.Helper()
	lines := strings.Split(ansi.Strip(s.View()), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// Size is the size of a window in cells.
type Size struct{ W, H int }

// Views opens a page in windows of several sizes, those given or else the usual
// ones, and in both languages, and does something in each. Name is the name of a
// golden file of it: "list-vi-80x24".
func Views(t *testing.T, page ui.Page, source string, do func(s *Stage, name func(what string) string), other ...Size) {
	t.Helper()
	if len(other) == 0 { // the least that all must work in, a smaller one, a large one
		other = []Size{{80, 24}, {60, 20}, {200, 50}}
	}
	for _, size := range other {
		for _, lang := range []string{"vi", "en"} {
			s := New(t, page, Open(source), size.W, size.H)
			if lang == "en" {
				s.Press("f2")
			}
			do(s, func(what string) string { return fmt.Sprintf("%s-%s-%dx%d", what, lang, size.W, size.H) })
		}
	}
}

// Golden compares the window with a file in testdata; -update writes it.
func (s *Stage) Golden(name string) {
	s.T.Helper()
	got := s.Plain()
	path := filepath.Join("testdata", name+".golden")
	if updating() {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			s.T.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			s.T.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		s.T.Fatal(err)
	}
	if got != string(want) {
		s.T.Errorf("%s is drawn otherwise:\n%s\nwanted:\n%s", name, got, want)
	}
}

// Sees checks that the window shows a text, however it is broken into lines.
func (s *Stage) Sees(wanted ...string) {
	s.T.Helper()
	got := strings.Join(strings.Fields(s.Plain()), " ")
	for _, w := range wanted {
		if !strings.Contains(got, w) {
			s.T.Errorf("%q is not shown:\n%s", w, s.Plain())
		}
	}
}

// SeesNot checks that the window does not show a text.
func (s *Stage) SeesNot(unwanted ...string) {
	s.T.Helper()
	got := strings.Join(strings.Fields(s.Plain()), " ")
	for _, w := range unwanted {
		if strings.Contains(got, w) {
			s.T.Errorf("%q is shown:\n%s", w, s.Plain())
		}
	}
}

// Toasted are the words of the last toast.
func (s *Stage) Toasted() string {
	if len(s.Toasts) == 0 {
		return ""
	}
	return s.Context().Say(s.Toasts[len(s.Toasts)-1].Text)
}
