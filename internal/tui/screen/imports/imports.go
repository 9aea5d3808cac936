// Package imports is how data come in from files: the list of files to choose
// from, what a file holds as it was understood, what it would change, and the
// step that takes it into the audit. It reads and understands as the command
// import does (internal/exchange).
package imports

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Screen lists the files of a folder that can be imported, to be pushed over a
// page; any other file can be named by its path.
type Screen struct {
	ui.Base
	work ui.Work
	home string // where the audit's files are
	flow string // of bills that do not say theirs

	list    widget.List
	got     listing
	looking bool
	err     error  // why the path that was typed leads nowhere
	about   string // the path
	cursor  *tea.Position
	head    int // lines above the list, as drawn last

	writing bool // a form is being written
}

// listing is what a folder holds.
type listing struct {
	of      *Screen
	folder  string
	said    string     // the folder as it is shown
	files   []dataFile // the newest first
	folders []string
	names   map[string]bool // everything that is there
	err     error
}

// dataFile is a file that can be read.
type dataFile struct {
	name    string
	changed time.Time
	size    int64
}

type (
	// located is where a typed path leads.
	located struct {
		of       *Screen
		path     string
		isFolder bool
		err      error
	}
	// continued is a typed path as far as there is no choice.
	continued struct {
		of         *Screen
		typed, now string
	}
)

// New is the screen; folder is where the audit's files are. flow is the flow of
// a table of bills that does not say it: that of the page that the user comes
// from, or none.
func New(w ui.Work, folder, flow string) *Screen {
	return &Screen{work: w, home: folder, flow: flow, list: widget.List{Narrow: true}, got: listing{folder: folder, said: folder}}
}

// Init reads the folder.
func (s *Screen) Init() tea.Cmd { return s.look(s.home) }

// look reads a folder, beside the program.
func (s *Screen) look(folder string) tea.Cmd {
	s.looking = true
	s.fill()
	return func() tea.Msg {
		l := listing{of: s, folder: folder, names: map[string]bool{}}
		if abs, err := filepath.Abs(folder); err == nil {
			l.folder = abs
		}
		l.said = shortened(l.folder)
		entries, err := os.ReadDir(l.folder)
		l.err = err
		for _, e := range entries {
			name := e.Name()
			l.names[name] = true
			if isHidden(name) {
				continue
			}
			info, err := os.Stat(filepath.Join(l.folder, name)) // of what a link leads to
			switch {
			case err != nil:
			case info.IsDir():
				l.folders = append(l.folders, name)
			case isData(name) && info.Mode().IsRegular():
				l.files = append(l.files, dataFile{name, info.ModTime(), info.Size()})
			}
		}
		slices.SortStableFunc(l.files, func(a, b dataFile) int { return b.changed.Compare(a.changed) })
		return l
	}
}

// SetContext says everything in the language of the context.
func (s *Screen) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	s.fill()
}

// Title is the heading.
func (s *Screen) Title() string { return s.T("importpage.title") }

// Capturing says that letters narrow the list, or are a path.
func (s *Screen) Capturing() bool { return true }

// Claims wants Tab: it goes on with a path.
func (s *Screen) Claims(key string) bool { return key == "tab" }

// The keys of the screen, and of what was read.
const (
	againKey  = "f5"
	formKey   = "f6"
	acceptKey = "f8"
)

// Keys are those of the list.
func (s *Screen) Keys() []ui.Binding {
	enter := ui.Binding{Keys: []string{"enter"}, Help: "importpage.key.read"}
	if it, ok := s.list.Selected(); ok && isFolderItem(it) && !isPath(s.typed()) {
		enter.Help = "tui.key.open"
	}
	form := ui.Binding{Keys: []string{formKey}, Help: "importpage.key.form"}
	if s.work.Pack() == nil {
		form.Off = text.M("importpage.no-pack")
	}
	return []ui.Binding{
		enter,
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		form,
		{Keys: []string{againKey}, Help: "importpage.key.look-again", Minor: true},
		{Keys: []string{"tab"}, Help: "importpage.key.complete", Minor: !isPath(s.typed())},
	}
}

func (s *Screen) typed() string { return strings.TrimSpace(s.list.Filter.Value()) }

func isFolderItem(it widget.Item) bool { return strings.HasSuffix(it.Name, string(filepath.Separator)) }

// fill lists the files, then the folders.
func (s *Screen) fill() {
	if s.Printer == nil {
		return
	}
	var items []widget.Item
	for _, f := range s.got.files {
		items = append(items, widget.Item{
			ID: filepath.Join(s.got.folder, f.name), Name: ui.CleanLine(widget.Clean(f.name)),
			Right: s.T("importpage.file.right", "date", dateOf(f.changed), "time", f.changed.Format("15:04"), "size", s.size(f.size)),
		})
	}
	if up := filepath.Dir(s.got.folder); up != s.got.folder {
		items = append(items, widget.Item{ID: up, Name: ".." + string(filepath.Separator), Right: s.T("tui.open.up")})
	}
	for _, d := range s.got.folders {
		items = append(items, widget.Item{
			ID: filepath.Join(s.got.folder, d), Name: ui.CleanLine(widget.Clean(d)) + string(filepath.Separator), Right: s.T("tui.open.folder"),
		})
	}
	s.list.SetItems(items)
	s.list.Empty = s.T("tui.list.none")
	switch {
	case s.looking:
		s.list.Empty = s.T("importpage.looking")
	case isPath(s.typed()):
		s.list.Empty = s.T("importpage.path-typed")
	}
}

func dateOf(t time.Time) quantity.Date {
	y, m, d := t.Date()
	return quantity.Date{Year: y, Month: int(m), Day: d}
}

// size is the size of a file as people say it.
func (s *Screen) size(bytes int64) string {
	if bytes >= 1<<20 {
		return s.T("importpage.file.mb", "n", s.Number(float64(bytes)/(1<<20), 1))
	}
	return s.T("importpage.file.kb", "n", s.Number(float64(max(1, bytes>>10)), 0))
}

// Update takes keys, and what was found on the disk.
func (s *Screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case listing:
		if msg.of == s {
			s.listed(msg)
		}
	case located:
		if msg.of == s {
			return s, s.located(msg)
		}
	case continued:
		if msg.of == s && msg.typed == s.list.Filter.Value() {
			s.list.Type(msg.now)
			s.fill()
		}
	case wanted:
		return s, s.write(msg)
	case wrote:
		if msg.of == s {
			return s, s.wrote(msg)
		}
	case tea.KeyPressMsg:
		return s, s.key(msg)
	case tea.MouseClickMsg:
		if s.list.Click(msg.Y - s.head) {
			return s, s.enter()
		}
	case tea.PasteMsg, tea.MouseWheelMsg:
		s.list.Update(msg)
		s.err = nil
		s.fill()
	}
	return s, nil
}

// listed takes what a folder holds. The list begins at the newest file, or
// where there is none at the first folder below.
func (s *Screen) listed(l listing) {
	moved := l.folder != s.got.folder
	s.looking, s.got = false, l
	if moved && !isPath(s.typed()) {
		s.list.Reset()
	}
	s.fill()
	s.list.SelectNone()
	s.list.Update(tea.KeyPressMsg{Code: tea.KeyHome})
}

func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	switch ui.KeyName(msg) {
	case "enter":
		return s.enter()
	case "tab":
		return s.complete()
	case againKey:
		return s.look(s.got.folder)
	case formKey:
		s.askForm("")
		return nil
	}
	s.list.Update(msg)
	s.err = nil
	s.fill()
	return nil
}

// enter reads what is selected, or what the path leads to that was typed.
func (s *Screen) enter() tea.Cmd {
	if typed := s.typed(); isPath(typed) {
		s.about = typed
		folder := s.got.folder
		return func() tea.Msg {
			path, isFolder, err := locate(typed, folder)
			return located{s, path, isFolder, err}
		}
	}
	it, ok := s.list.Selected()
	switch {
	case !ok:
		return nil
	case isFolderItem(it):
		return s.look(it.ID)
	}
	s.list.Reset() // whoever comes back looks for another file
	s.list.Select(it.ID)
	s.read(it.ID)
	return nil
}

func (s *Screen) located(l located) tea.Cmd {
	switch {
	case l.err != nil:
		s.err = l.err
		return nil
	case l.isFolder:
		s.list.Reset()
		return s.look(l.path)
	}
	s.read(l.path)
	return nil
}

// read opens what a file holds over the list.
func (s *Screen) read(path string) {
	s.Post(ui.Push{Screen: newReview(s.work, path, s.flow)})
}

// complete goes on with a path that was typed.
func (s *Screen) complete() tea.Cmd {
	typed, folder := s.list.Filter.Value(), s.got.folder
	if !isPath(typed) {
		return nil
	}
	return func() tea.Msg { return continued{s, typed, completed(typed, folder)} }
}

// View draws the folder, how to name another file, and the list.
func (s *Screen) View() string {
	w := max(1, s.W-2)
	lines := widget.Prose(s.T("importpage.intro"), w, 0, s.Style.Muted.Render)
	lines = append(lines, s.Style.Accent.Render(cutLeft(s.got.said, w, s.Glyph.More)))
	warn := ""
	switch {
	case s.err != nil:
		warn = s.T("importpage.cannot-read", "file", s.about, "error", whyNot(s.err))
	case s.got.err != nil:
		warn = s.T("importpage.cannot-list", "folder", s.got.said, "error", whyNot(s.got.err))
	case s.work.Pack() == nil:
		warn = s.T("importpage.no-pack")
	case !s.looking && len(s.got.files) == 0:
		lines = append(lines, widget.Prose(s.T("importpage.no-files"), w, 0, s.Style.Muted.Render)...)
	}
	if warn != "" {
		lines = append(lines, widget.Prose(s.Glyph.Warn+" "+warn, w, 0, s.Style.Bad.Render)...)
	}
	if s.H >= 16 {
		lines = append(lines, "")
	}
	lines = lines[:min(len(lines), max(0, s.H-4))]
	s.head = len(lines)
	list, cursor := s.list.View(min(w, ui.Measure), max(0, s.H-s.head), true, s.Context)
	s.cursor = nil
	if cursor != nil {
		s.cursor = &tea.Position{X: cursor.X + 1, Y: cursor.Y + s.head}
	}
	lines = append(lines, strings.Split(list, "\n")...)
	return ui.Box(" "+strings.Join(lines, "\n "), s.W, s.H)
}

// Cursor is where letters go.
func (s *Screen) Cursor() *tea.Cursor { return widget.Bar(s.cursor) }

// cutLeft shortens a path at its beginning: its end says more.
func cutLeft(path string, w int, more string) string {
	path = ui.CleanLine(widget.Clean(path))
	if ui.Width(path) <= w {
		return path
	}
	letters := []rune(path)
	for len(letters) > 0 && ui.Width(string(letters))+ui.Width(more) > w {
		letters = letters[1:]
	}
	return cmp.Or(more, "") + string(letters)
}
