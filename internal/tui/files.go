package tui

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/BurntSushi/toml"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Messages about files, of the frame to itself.
type (
	// opened is what became of opening a file.
	opened struct {
		path     string
		session  *auditfile.Session
		problems problem.List
		err      error
		fresh    bool // just made: begin with its figures
		copy     bool // of an example
	}
	// saved is what became of a save; then is what was waiting for it.
	saved struct {
		bench *bench
		edits int
		dirty bool // something was edited meanwhile
		at    time.Time
		err   error
		asked bool
		then  after
	}
	// idle comes a pause after an edit.
	idle struct {
		bench *bench
		edits int
	}
	// anyway goes on although the file could not be saved or something typed is
	// not taken.
	anyway struct{ then after }
	retry  struct{ then after }
	// over saves over what somebody else has written.
	over struct{ then after }
	// takeOver opens a file that another machine has, or had.
	takeOver struct{ path string }
	// abandoned stops the work that is under way, and leaves.
	abandoned struct{ then after }
	// dropNew drops what was typed of a new audit, and quits.
	dropNew struct{}
	// unrecover drops what the journal brought back.
	unrecover struct{ bench *bench }
)

// after is what a save before leaving is followed by.
type after interface{ after() }

type (
	toHome  struct{}
	toQuit  struct{}
	toOther struct{ path string }
)

func (toHome) after()  {}
func (toQuit) after()  {}
func (toOther) after() {}

// files does what concerns files, and reports whether the message did.
func (r *root) files(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case ui.OpenFile:
		return r.openFile(msg.Path), true
	case ui.OpenExample:
		return r.openExample(msg.Name), true
	case ui.NewFile:
		return r.newFile(msg), true
	case ui.SaveCopy:
		return r.saveCopy(msg.Path), true
	case ui.Forget:
		r.state.forget(msg.Path)
		r.home.Reload()
		return r.say(text.M("tui.home.forgotten"), ui.Info), true
	case opened:
		return r.opened(msg), true
	case idle:
		if msg.bench == r.bench && msg.edits == r.bench.edits {
			return r.save(false, false, nil), true
		}
		return nil, true
	case saved:
		return r.saved(msg), true
	case anyway:
		return r.proceed(msg.then), true
	case retry:
		return r.finish(msg.then), true
	case over:
		return r.waitSaving(false, r.save(true, true, msg.then)), true
	case takeOver:
		r.shut()
		takingOver := r.session()
		takingOver.TakeOver = true
		return r.wait(text.M("tui.opening", "file", filepath.Base(msg.path)), func() tea.Msg {
			return openSession(msg.path, takingOver)
		}), true
	case abandoned:
		r.abandon()
		return r.finish(msg.then), true
	case dropNew:
		r.home.Drop()
		return r.quit(), true
	case unrecover:
		return r.unrecover(msg.bench), true
	}
	return nil, false
}

// wait keeps keys back while cmd is under way.
func (r *root) wait(label text.Message, cmd tea.Cmd) tea.Cmd {
	r.busy = &busy{label: label}
	return cmd
}

// waitSaving keeps keys back while the file is saved.
func (r *root) waitSaving(closing bool, cmd tea.Cmd) tea.Cmd {
	r.busy = &busy{label: text.M("tui.saving"), closing: closing, saving: true}
	return cmd
}

// resume lets the keys that were typed ahead go where they were meant.
func (r *root) resume() tea.Cmd {
	b := r.busy
	r.busy = nil
	if b == nil {
		return nil
	}
	var cmds []tea.Cmd
	for i, msg := range b.waiting {
		cmds = append(cmds, r.input(msg), r.deliver())
		if r.busy != nil { // one of them began something slow again
			r.busy.waiting = append(r.busy.waiting, b.waiting[i+1:]...)
			break
		}
	}
	return tea.Batch(cmds...)
}

func (r *root) openFile(path string) tea.Cmd {
	if r.bench != nil {
		return r.closeFile(toOther{path})
	}
	return r.wait(text.M("tui.opening", "file", filepath.Base(path)), func() tea.Msg {
		return openSession(path, r.session())
	})
}

// session is what an editing session takes from outside.
func (r *root) session() auditfile.Options { return auditfile.Options{Now: r.opts.Now} }

func openSession(path string, o auditfile.Options) opened {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	s, problems, err := auditfile.Open(path, o)
	return opened{path: path, session: s, problems: problems, err: err}
}

// opened puts a file on the workbench, or says why it cannot.
func (r *root) opened(msg opened) tea.Cmd {
	r.starting = false
	if msg.err != nil || msg.session == nil {
		r.open(cannotOpen(msg))
		return r.resume()
	}
	data := r.library()
	if r.opts.SectorsFor != nil {
		data = &library{fsys: r.opts.SectorsFor(msg.path)}
	}
	w := newWork(msg.session, data, r.mail)
	r.bench = &bench{work: w, all: r.pages(), copy: msg.copy || r.isCopy(msg.path), saved: msg.session.SavedAt(), screens: map[string]ui.Screen{}}
	r.bench.arrange()
	if msg.fresh {
		r.home.Drop() // the form has become the file
	}
	r.bench.sector = w.Audit().Plant.Sector
	r.over = nil
	r.restyle()
	r.remember()
	at := 0
	if i, ok := r.bench.page(firstPage); ok && msg.fresh {
		at = i
	}
	cmds := []tea.Cmd{r.show(at)}
	if !msg.fresh {
		r.bench.steps = true
		r.bench.cursor = r.nextStep()
	}
	if !r.greeting.Empty() {
		cmds = append(cmds, r.say(r.greeting, ui.Done))
		r.greeting = text.Message{}
	}
	cmds = append(cmds, r.news(msg), r.resume())
	return tea.Batch(cmds...)
}

// nextStep is the first page that is not done.
func (r *root) nextStep() int {
	for i, p := range r.bench.pages {
		if p.Step == ui.Overview && r.bench.detailed() {
			continue // it is done when the others are
		}
		if m := r.bench.mark(i); m.done < m.total {
			return i
		}
	}
	if i, ok := r.bench.page("result"); ok {
		return i
	}
	return 0
}

// cannotOpen says why a file is not opened: what is wrong with it and where,
// and what to do. What has no place in its text (it is gone, it is a folder, it
// may not be read) is nothing to mend with an editor.
func cannotOpen(msg opened) ui.Dialog {
	name := filepath.Base(msg.path)
	if len(msg.problems) == 0 {
		return ui.Tell(text.M("tui.open.failed-heading"), text.M("tui.open.failed", "file", name, "error", messageOf(msg.err)))
	}
	if !slices.ContainsFunc(msg.problems, func(p problem.Problem) bool { return p.Line > 0 }) {
		return ui.Tell(text.M("tui.open.failed-heading"), places(msg.problems)...)
	}
	said := append([]text.Message{text.M("tui.open.broken", "file", name)}, places(msg.problems)...)
	return ui.Tell(text.M("tui.open.failed-heading"), append(said, text.M("tui.open.advice", "path", msg.path))...)
}

// mostPlaces is how many problems a dialog lists.
const mostPlaces = 20

// places are the errors among problems, each with its place in the text.
func places(problems problem.List) []text.Message {
	var said []text.Message
	for _, p := range problems {
		if p.Severity != problem.Error || len(said) == mostPlaces {
			continue
		}
		if p.Line == 0 {
			said = append(said, p.Message)
			continue
		}
		said = append(said, text.M("tui.open.problem", "line", p.Line, "column", p.Column, "message", p.Message))
	}
	return said
}

// news says what the user must know of a file that was just opened: that it
// cannot be edited here, what a crash had left, what is wrong in it.
func (r *root) news(msg opened) tea.Cmd {
	s := msg.session
	name := filepath.Base(msg.path)
	if errs := places(msg.problems); len(errs) > 0 {
		said := append([]text.Message{text.M("tui.open.faulty", "file", name, "count", len(errs))}, errs...)
		r.open(&ui.Ask{Heading: text.M("tui.open.faulty-heading"), ComesUp: true, Text: said, Choices: []ui.Choice{{Label: "tui.ok"}}})
	}
	if got := s.Recovered(); got != nil {
		r.open(recovered(r.bench, got))
	}
	if s.ReadOnly() {
		ask := &ui.Ask{
			Heading: text.M("tui.locked-heading"), ComesUp: true,
			Text:    []text.Message{s.WhyReadOnly(), text.M("tui.locked")},
			Choices: []ui.Choice{{Label: "tui.look-only"}},
		}
		if h := r.bench.work.elsewhere(); h != nil {
			ask.Text = append(ask.Text, text.M("tui.take-over-ask", "host", h.Host))
			ask.Choices = append(ask.Choices, ui.Choice{Label: "tui.take-over", Action: takeOver{msg.path}})
		}
		r.open(ask)
	}
	return nil
}

// recovered says what a crash had left in the journal, and offers to drop it.
func recovered(b *bench, got *auditfile.Recovery) ui.Dialog {
	ask := &ui.Ask{Heading: text.M("tui.recovered-heading"), ComesUp: true}
	if !got.Why.Empty() {
		ask.Text = []text.Message{got.Why}
		ask.Choices = []ui.Choice{{Label: "tui.ok"}}
		return ask
	}
	switch {
	case got.Steps > 0:
		ask.Text = append(ask.Text, text.M("tui.recovered", "count", got.Steps))
		for _, l := range got.Labels {
			ask.Text = append(ask.Text, text.M("tui.recovered-step", "what", l))
		}
		ask.Tight = true
	default:
		ask.Text = append(ask.Text, text.M("tui.recovered-typing"))
	}
	for _, where := range slices.Sorted(maps.Keys(got.Drafts)) {
		ask.Text = append(ask.Text, text.M("tui.recovered-draft", "typed", got.Drafts[where]))
	}
	ask.Choices = []ui.Choice{{Label: "tui.recovered-keep"}, {Label: "tui.recovered-drop", Action: unrecover{b}}}
	return ask
}

// unrecover goes back to the file as it was saved last.
func (r *root) unrecover(b *bench) tea.Cmd {
	if b != r.bench {
		return nil
	}
	if err := b.work.discard(); err != nil {
		return r.say(messageOf(err), ui.Failure)
	}
	// What the screens had taken from the drafts goes too.
	for _, s := range b.live() {
		delete(r.sized, s)
	}
	clear(b.screens)
	steps, cursor := b.steps, b.cursor
	cmd := r.show(b.at)
	b.steps, b.cursor = steps, cursor
	return tea.Batch(cmd, r.say(text.M("tui.recovered-dropped"), ui.Done))
}

// openExample opens a copy of an example in the user's state folder: it can be
// changed and nothing is lost, and the example stays as it is.
func (r *root) openExample(name string) tea.Cmd {
	return r.wait(text.M("tui.opening", "file", name), func() tea.Msg {
		path, err := r.copyExample(name)
		if err != nil {
			return opened{path: name, err: err}
		}
		msg := openSession(path, r.session())
		msg.copy = true
		return msg
	})
}

func (r *root) isCopy(path string) bool { return r.opts.isCopy(path) }

func (r *root) copyExample(name string) (string, error) {
	if r.opts.Examples == nil {
		return "", fs.ErrNotExist
	}
	source, err := fs.ReadFile(r.opts.Examples, name)
	if err != nil {
		return "", err
	}
	dir := r.opts.examplesDir()
	if r.opts.StateDir == "" {
		if dir, err = os.MkdirTemp("", "audit-"); err != nil {
			return "", err
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	path := auditfile.NextFree(filepath.Join(dir, filepath.Base(name)))
	return path, writeNew(path, source)
}

// writeNew makes a file that did not exist.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(path)
	}
	return err
}

// newFile makes the file of a new audit and opens it with its figures.
func (r *root) newFile(n ui.NewFile) tea.Cmd {
	now := r.opts.Now()
	y, m, d := now.Date()
	t := auditfile.Template{
		Plant: n.Plant, Sector: n.Sector, Level: n.Level, Lang: r.ctx.Lang(),
		Date: quantity.Date{Year: y, Month: int(m), Day: d},
	}
	product := assess.Product{ID: "product", Name: n.Product, Unit: n.Unit}
	if p := r.Pack(n.Sector); p != nil {
		product.ID = strings.TrimSuffix(auditfile.FileName(p.Sector.Product.EN), auditfile.Extension)
	}
	t.Products = []assess.Product{product}
	return r.wait(text.M("tui.opening", "file", filepath.Base(n.Path)), func() tea.Msg {
		err := os.MkdirAll(filepath.Dir(n.Path), 0o755)
		if err == nil {
			t.ID, err = auditfile.NewID(rand.Reader, now)
		}
		if err == nil {
			err = writeNew(n.Path, auditfile.NewSource(t))
		}
		if err != nil {
			return opened{path: n.Path, err: err}
		}
		msg := openSession(n.Path, r.session())
		msg.fresh = true
		return msg
	})
}

// saveCopy writes the audit to another file and goes on there.
func (r *root) saveCopy(path string) tea.Cmd {
	if r.bench == nil {
		return nil
	}
	if !strings.HasSuffix(path, ".toml") {
		path += auditfile.Extension
	}
	if err := writeNew(path, r.bench.work.Source()); err != nil {
		r.open(ui.Tell(text.M("tui.copy-failed-heading"), text.M("tui.export.failed", "path", path, "error", ui.FileError(err))))
		return nil
	}
	r.greeting = text.M("tui.saved-to", "path", path)
	return r.closeFile(toOther{path})
}

// remember notes the open audit among the recent files, with its result.
func (r *root) remember() {
	b := r.bench
	a := b.work.Audit()
	f := ui.Recent{
		Path: b.work.Path(), Opened: r.opts.Now(), Plant: a.Plant.Name, Sector: a.Plant.Sector, Level: a.Settings.Level, Copy: b.copy,
	}
	f.Done, f.Total = b.progress()
	if b.work.Pack() != nil {
		if res := b.work.Result(); res != nil {
			for _, i := range res.Current() {
				if i.Status == assess.Compared {
					f.Compared++
				}
			}
			f.Percent, f.Money, f.Currency = res.Potential.Percent, res.Potential.Money, res.Currency
		}
	}
	r.state.remember(f)
}

// The desk of the home screens.

// Recent are the files that were open before.
func (r *root) Recent() []ui.Recent { return slices.Clone(r.state.Recent) }

// Sectors are what an audit can be of.
func (r *root) Sectors() []benchmark.Sector { return r.library().Sectors() }

// Sector is the name of a sector.
func (r *root) Sector(id string) text.Name { return r.library().Sector(id) }

// Pack is the data of a sector.
func (r *root) Pack(id string) *benchmark.Pack { return r.library().Pack(id) }

// Common are the data that every sector shares.
func (r *root) Common() *benchmark.Common { return r.library().Common() }

func (r *root) library() *library {
	if r.data == nil {
		r.data = &library{fsys: r.opts.Sectors}
	}
	return r.data
}

func (r *root) pages() []ui.Page { return makePages(&r.opts) }

// Folder is where the file list begins.
func (r *root) Folder() string { return r.opts.folder() }

// Propose is a free path for the audit of a plant.
func (r *root) Propose(plant string) string {
	return filepath.Base(auditfile.NextFree(filepath.Join(r.Folder(), auditfile.FileName(plant))))
}

// Examples are the audits that come with the program.
func (r *root) Examples() []ui.Example {
	if r.opts.Examples == nil {
		return nil
	}
	names, _ := fs.Glob(r.opts.Examples, "*"+auditfile.Extension)
	var all []ui.Example
	for _, n := range names {
		data, err := fs.ReadFile(r.opts.Examples, n)
		if err != nil {
			continue
		}
		var head struct {
			Plant struct{ Name, Sector string }
			Audit struct{ Level string }
		}
		if _, err := toml.Decode(string(data), &head); err != nil {
			continue
		}
		e := ui.Example{Name: n, Plant: head.Plant.Name, Sector: head.Plant.Sector, Level: head.Audit.Level}
		if e.Plant == "" {
			e.Plant = n
		}
		all = append(all, e)
	}
	return all
}

// List reads a folder beside the program.
func (r *root) List(folder string) tea.Cmd {
	return func() tea.Msg {
		l := ui.Listing{Folder: folder}
		if abs, err := filepath.Abs(folder); err == nil {
			l.Folder = abs
		}
		entries, err := os.ReadDir(l.Folder)
		if err != nil {
			l.Err = ui.FileError(err)
		}
		for _, e := range entries {
			name := e.Name()
			switch isDir := e.IsDir(); {
			case strings.HasPrefix(name, "."):
			case isDir:
				l.Folders = append(l.Folders, name)
			case strings.HasSuffix(name, auditfile.Extension):
				l.Files = append(l.Files, name)
			default:
				// A link may lead to a folder.
				if e.Type()&fs.ModeSymlink == 0 {
					continue
				}
				if info, err := os.Stat(filepath.Join(l.Folder, name)); err == nil && info.IsDir() {
					l.Folders = append(l.Folders, name)
				}
			}
		}
		return l
	}
}
