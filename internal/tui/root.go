// Package tui is the terminal program: the frame around the screens, and the
// only part of it that touches files and the terminal.
package tui

import (
	"fmt"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/home"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// root is the model: the window, the screens in it, and the open audit.
type root struct {
	opts  Options
	state *state
	mail  *ui.Mailbox
	ctx   ui.Context
	send  func(tea.Msg) // to the running program, from outside Update

	w, h   int
	dark   bool
	colour bool
	frame  layout

	home    *home.Screen
	bench   *bench      // nil: no audit is open
	over    []ui.Screen // screens over the home screen or the workbench
	dialogs []*dialog
	leaving *ui.Ask // the question before leaving that was asked last
	toast   *toast
	busy    *busy
	sized   map[ui.Screen]rect // the size each screen was last given

	data *library

	greeting text.Message // said when the next file is open
	starting bool         // the file that the command line named is not open yet
	crash    error
	last     string // the view drawn last, for when drawing fails
}

// toast is what is being said on the lower rule.
type toast struct {
	text text.Message
	kind ui.Kind
}

// busy is slow work that keys wait for.
type busy struct {
	label   text.Message
	waiting []tea.Msg // keys typed ahead
	saving  bool
	closing bool // the program is about to end: keys are dropped
}

// mostWaiting bounds the keys that wait.
const mostWaiting = 256

// Messages of the frame to itself.
type (
	toastGone struct{ toast *toast }
	crashed   struct{ err error }
)

func newRoot(o Options) *root {
	o.defaults()
	r := &root{opts: o, mail: &ui.Mailbox{}, state: readState(o.StateDir), dark: true, colour: true, sized: map[ui.Screen]rect{}}
	if o.Profile != nil {
		r.colour = *o.Profile > colorprofile.ASCII
	}
	lang := o.Lang
	if lang == "" {
		lang = r.state.Lang
	}
	if lang == "" {
		lang = text.VI
	}
	r.ctx = ui.Context{Units: quantity.Standard(), Now: o.Now, Timer: o.Timer, Mail: r.mail}
	r.ctx.Glyph = ui.UnicodeGlyphs()
	if o.ASCII {
		r.ctx.Glyph = ui.ASCIIGlyphs()
	}
	r.ctx.Printer = o.Catalogue.Printer(lang)
	r.ctx.Style = ui.NewStyle(r.dark, r.colour, r.ctx.Glyph)
	r.home = home.New(r)
	r.home.SetContext(r.ctx)
	r.home.First()
	r.resize()
	return r
}

// Init asks the terminal for its background and opens what the command line
// named.
func (r *root) Init() tea.Cmd {
	cmds := []tea.Cmd{tea.RequestBackgroundColor, r.home.Init()}
	switch {
	case r.opts.File != "":
		r.starting = true
		cmds = append(cmds, r.openFile(r.opts.File))
	case r.opts.Example != "":
		r.starting = true
		cmds = append(cmds, r.openExample(r.opts.Example))
	}
	return tea.Batch(cmds...)
}

// Update takes a message. A panic ends the program in good order: what was
// typed is in the journal.
func (r *root) Update(msg tea.Msg) (model tea.Model, cmd tea.Cmd) {
	defer func() {
		if p := recover(); p != nil {
			r.fail(p)
			model, cmd = r, tea.Quit
		}
	}()
	if r.crash != nil {
		return r, tea.Quit
	}
	cmd = r.update(msg)
	return r, tea.Batch(cmd, r.deliver())
}

func (r *root) fail(p any) {
	r.crash = &Crash{Cause: fmt.Sprint(p), Stack: string(debug.Stack())}
}

// deliver does what screens have posted, and what that makes them post.
func (r *root) deliver() tea.Cmd {
	var cmds []tea.Cmd
	for range 100 { // an endless exchange of letters would be a mistake of ours
		posted := r.mail.Take()
		if len(posted) == 0 {
			break
		}
		for _, msg := range posted {
			cmds = append(cmds, r.posted(msg))
		}
	}
	return tea.Batch(cmds...)
}

func (r *root) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		r.w, r.h = msg.Width, msg.Height
		r.resize()
		return nil
	case tea.BackgroundColorMsg:
		r.dark = msg.IsDark()
		r.restyle()
		return nil
	case tea.ColorProfileMsg:
		r.colour = msg.Profile > colorprofile.ASCII
		r.restyle()
		return nil
	case toastGone:
		if r.toast == msg.toast {
			r.toast = nil
		}
		return nil
	case crashed:
		return tea.Quit
	case tea.KeyReleaseMsg, tea.MouseMotionMsg, tea.MouseReleaseMsg:
		return nil
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseClickMsg, tea.MouseWheelMsg:
		return r.input(msg)
	}
	if cmd, ours := r.files(msg); ours {
		return cmd
	}
	// The answer of a screen's own command: whichever screen asked knows it.
	return r.broadcast(msg)
}

// input takes a key, a paste or the mouse.
func (r *root) input(msg tea.Msg) tea.Cmd {
	if r.busy != nil {
		if key, ok := msg.(tea.KeyPressMsg); ok && ui.KeyName(key) == "ctrl+c" && !r.busy.closing {
			return tea.Quit
		}
		if !r.busy.closing && len(r.busy.waiting) < mostWaiting {
			r.busy.waiting = append(r.busy.waiting, msg)
		}
		return nil
	}
	key, isKey := msg.(tea.KeyPressMsg)
	if r.frame.small {
		// Nothing can be seen: leaving works, and what was being typed goes on,
		// so that no letter is lost while the window is dragged; nothing else.
		name := ui.KeyName(key)
		switch {
		case isKey && (name == "ctrl+c" || name == "ctrl+q"):
			return r.quit()
		case !r.capturing():
			return nil
		}
		_, pasted := msg.(tea.PasteMsg)
		switch {
		case !pasted && !(isKey && (ui.Typed(key) != "" || name == "backspace")):
			return nil
		case len(r.dialogs) > 0:
			return r.toDialog(msg)
		}
		return r.toScreen(msg)
	}
	if isKey {
		if cmd, done := r.anywhere(ui.KeyName(key)); done {
			return cmd
		}
	}
	if len(r.dialogs) > 0 {
		return r.toDialog(msg)
	}
	if isKey {
		if cmd, done := r.frameKey(key); done {
			return cmd
		}
	}
	switch m := msg.(type) {
	case tea.MouseClickMsg:
		return r.click(m)
	case tea.MouseWheelMsg:
		if r.stepsShown() && len(r.over) == 0 && (!r.frame.wide || m.X < paneWidth) {
			r.bench.moveSteps(wheel(m))
			return nil
		}
		m.X, m.Y = m.X-r.frame.body.x, m.Y-r.frame.body.y
		return r.toScreen(m)
	}
	if r.stepsHaveKeys() {
		if isKey {
			return r.stepsKey(key)
		}
		return nil
	}
	return r.toScreen(msg)
}

func wheel(m tea.MouseWheelMsg) int {
	if m.Button == tea.MouseWheelUp {
		return -1
	}
	return +1
}

// screen is the one that has the keys.
func (r *root) screen() ui.Screen {
	switch {
	case len(r.over) > 0:
		return r.over[len(r.over)-1]
	case r.bench != nil:
		return r.bench.screen()
	}
	return r.home
}

// toScreen hands a message to the screen that has the keys.
func (r *root) toScreen(msg tea.Msg) tea.Cmd { return r.tell(r.screen(), msg) }

// tell hands a message to a screen and keeps what it becomes.
func (r *root) tell(s ui.Screen, msg tea.Msg) tea.Cmd {
	next, cmd := s.Update(msg)
	if next != s && next != nil {
		r.replace(s, next)
	}
	return cmd
}

func (r *root) replace(s, next ui.Screen) {
	delete(r.sized, s)
	next.SetContext(r.ctx)
	for i, o := range r.over {
		if o == s {
			r.over[i] = next
		}
	}
	if r.bench != nil {
		r.bench.replace(s, next)
	}
	r.resize()
}

// live are all screens that exist.
func (r *root) live() []ui.Screen {
	all := []ui.Screen{r.home}
	if r.bench != nil {
		all = append(all, r.bench.live()...)
	}
	return append(all, r.over...)
}

func (r *root) broadcast(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, s := range r.live() {
		cmds = append(cmds, r.tell(s, msg))
	}
	return tea.Batch(cmds...)
}

// posted does what a screen asked of the frame.
func (r *root) posted(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case ui.Go:
		return r.goTo(msg.Page, msg.Target)
	case ui.Step:
		return r.stepBy(msg.By)
	case ui.Back:
		return r.back()
	case ui.Push:
		return r.push(msg.Screen)
	case ui.Import:
		return r.importData(msg.Flow)
	case ui.Toast:
		return r.say(msg.Text, msg.Kind)
	case ui.Open:
		r.open(msg.Dialog)
		return nil
	case ui.Quit:
		return r.quit()
	case ui.Changed:
		if b := r.bench; b != nil && b.sector != b.work.Audit().Plant.Sector {
			b.sector = b.work.Audit().Plant.Sector
			r.restyle() // the sector's pack has units of its own
		}
		return tea.Batch(r.rearrange(), r.broadcast(msg), r.saveSoon())
	}
	if cmd, ours := r.files(msg); ours {
		return cmd
	}
	return r.toScreen(msg)
}

func (r *root) push(s ui.Screen) tea.Cmd {
	s.SetContext(r.ctx)
	r.over = append(r.over, s)
	r.resize()
	return s.Init()
}

// say shows a toast for some seconds.
func (r *root) say(m text.Message, k ui.Kind) tea.Cmd {
	t := &toast{m, k}
	r.toast = t
	return r.opts.Timer(toastFor, toastGone{t})
}

// resize lays the window out anew and tells every screen its size.
func (r *root) resize() {
	r.frame = plan(r.w, r.h, r.bench != nil)
	if r.frame.small {
		return // nothing is drawn: the screens keep their size and lose nothing
	}
	plain := plan(r.w, r.h, false)
	r.size(r.home, plain.body)
	for _, s := range r.over {
		r.size(s, r.frame.body)
	}
	if r.bench != nil {
		for _, s := range r.bench.live() {
			r.size(s, r.frame.body)
		}
	}
}

// size tells a screen its size, when it is another one.
func (r *root) size(s ui.Screen, area rect) {
	if got, ok := r.sized[s]; ok && got.w == area.w && got.h == area.h {
		return
	}
	r.sized[s] = area
	s.SetSize(area.w, area.h)
}

// restyle hands every screen the context anew.
func (r *root) restyle() {
	r.ctx.Style = ui.NewStyle(r.dark, r.colour, r.ctx.Glyph)
	r.ctx.Units = quantity.Standard()
	if r.bench != nil {
		if p := r.bench.work.Pack(); p != nil {
			r.ctx.Units = p.UnitTable()
		}
	}
	for _, s := range r.live() {
		s.SetContext(r.ctx)
	}
	for _, d := range r.dialogs {
		d.SetContext(r.ctx)
	}
}

// otherPrinter speaks the language that the program does not speak now.
func (r *root) otherPrinter() *i18n.Printer {
	if r.ctx.Lang() == text.EN {
		return r.opts.Catalogue.Printer(text.VI)
	}
	return r.opts.Catalogue.Printer(text.EN)
}

// otherLanguage changes the language of everything on the spot.
func (r *root) otherLanguage() tea.Cmd {
	r.ctx.Printer = r.otherPrinter()
	r.restyle()
	r.state.change(func(s *state) { s.Lang = r.ctx.Lang() })
	return nil
}
