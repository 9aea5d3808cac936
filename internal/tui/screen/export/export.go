// Package export is where results leave the program: the documents that are
// handed over, a copy of the audit, and a look at the audit file itself.
package export

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Page is the step of the workbench. folder is where files of an audit go:
// beside it, as a rule. What is chosen is kept in the memory. Without reports
// there are no documents.
func Page(reports ui.Reports, folder func(ui.Work) string, m *Memory) ui.Page {
	return ui.Page{
		ID: "export", Title: "tui.page.export",
		New: func(_ ui.Context, w ui.Work) ui.Screen {
			return &screen{work: w, reports: reports, folder: folder, memory: m}
		},
		State: func(ui.Work) (int, int) { return 0, 0 },
		Find: func(w ui.Work) []ui.Hit {
			var hits []ui.Hit
			if reports == nil || phrase.Result(w) == nil {
				return nil
			}
			if docs := reports.Of(w); docs != nil {
				for _, k := range docs.Kinds() {
					hits = append(hits, ui.Hit{Name: k.Name, Kind: "exportpage.find", Target: k.ID})
				}
			}
			return hits
		},
	}
}

type screen struct {
	ui.Base
	work    ui.Work
	reports ui.Reports
	folder  func(ui.Work) string
	memory  *Memory
	stack   widget.Stack

	docs  ui.Documents
	kinds []ui.ReportKind
	of    *assess.Result // that the kinds are of
	fresh bool           // the kinds are those of the assessment

	job  *job   // under way
	last string // the file or folder that was written last
	top  int    // lines above the list, as drawn last
	left int    // columns of the list, as drawn last
}

// The rows that are no kinds.
const (
	rowLanguage = "language"
	rowFormat   = "format"
	rowWords    = "words"
	rowCopy     = "copy"
	rowView     = "view"
	rowPlant    = "plant"
	kindRow     = "kind:"
)

// The answers of the dialogs.
type (
	// begin starts a job; again asks for another place first.
	begin struct{ job *job }
	again struct{ job *job }
	// copyTo writes the audit to another file.
	copyTo struct{ path string }
	// scoped chooses what a kind is of.
	scoped struct{ kind, scope string }
	// reworded says that the folder of templates is another.
	reworded struct{}
	// shown is what became of opening something with the system's program.
	shown struct {
		from *screen
		path string
		err  error
	}
)

// SetContext keeps the context, and selects at first what was chosen last.
func (s *screen) SetContext(c ui.Context) {
	first := s.Printer == nil
	s.Base.SetContext(c)
	if first {
		s.settle()
	}
}

// settle selects the kind that was chosen last, else the first that fits.
func (s *screen) settle() {
	s.refresh()
	s.stack.Set(s.blocks())
	if s.stack.Select(kindRow+s.memory.kind) && s.memory.kind != "" {
		return
	}
	if len(s.kinds) > 0 {
		s.stack.Select(kindRow + s.kinds[0].ID)
	}
}

// refresh takes the kinds of the audit as it is now.
func (s *screen) refresh() {
	r := phrase.Result(s.work)
	if s.fresh && s.of == r {
		return
	}
	s.of, s.fresh = r, true
	s.docs, s.kinds = nil, nil
	if r == nil || s.reports == nil {
		return
	}
	if s.docs = s.reports.Of(s.work); s.docs != nil {
		s.kinds = s.docs.Kinds()
	}
}

// current is the selected row, and its kind where it is one.
func (s *screen) current() (row string, k ui.ReportKind, isKind bool) {
	s.refresh()
	s.stack.Set(s.blocks())
	row = s.stack.Selected()
	id, isKind := strings.CutPrefix(row, kindRow)
	if isKind {
		k, isKind = s.kind(id)
	}
	return row, k, isKind
}

func (s *screen) kind(id string) (ui.ReportKind, bool) {
	i := slices.IndexFunc(s.kinds, func(k ui.ReportKind) bool { return k.ID == id })
	if i < 0 {
		return ui.ReportKind{}, false
	}
	return s.kinds[i], true
}

// wanted are the kinds that Enter writes: the marked ones, else the selected.
func (s *screen) wanted(selected ui.ReportKind) []ui.ReportKind {
	if m := s.marked(); len(m) > 0 {
		return m
	}
	return []ui.ReportKind{selected}
}

// marked are the marked kinds that fit.
func (s *screen) marked() []ui.ReportKind {
	var all []ui.ReportKind
	for _, k := range s.kinds {
		if k.Fits && s.memory.marked[k.ID] {
			all = append(all, k)
		}
	}
	return all
}

func (s *screen) Title() string { return s.T("tui.page.export") }

// Claims wants Esc while something is written: it stops that.
func (s *screen) Claims(key string) bool {
	return key == "esc" && s.job != nil || key == "tab"
}

// Working says what is being written, for whoever is about to leave.
func (s *screen) Working() text.Message {
	if s.job == nil {
		return text.Message{}
	}
	return text.M("exportpage.leaving", "at", s.job.at+1, "all", len(s.job.files), "kind", s.job.files[s.job.at].kind.Name)
}

// Abandon stops what is being written.
func (s *screen) Abandon() { s.stopJob() }

// Keys are those of the selected row, and of what was written last.
func (s *screen) Keys() []ui.Binding {
	row, k, isKind := s.current()
	var keys []ui.Binding
	if s.job != nil {
		keys = append(keys, ui.Binding{Keys: []string{"esc"}, Help: "exportpage.key.stop"})
	}
	turn := ui.Binding{Keys: []string{"left", "right"}, Show: "←→", Help: "exportpage.key.format"}
	switch {
	case isKind:
		keys = append(keys, s.kindKeys(k)...)
		keys = append(keys, turn)
	case row == rowLanguage:
		turn.Help = "exportpage.key.language"
		keys = append(keys, turn)
	case row == rowFormat:
		keys = append(keys, turn)
	default:
		keys = append(keys, ui.Binding{Keys: []string{"enter"}, Help: "tui.key.open"})
	}
	open := ui.Binding{Keys: []string{"f7", "o"}, Show: "F7", Help: "exportpage.key.show"}
	folder := ui.Binding{Keys: []string{"f8", "d"}, Show: "F8", Help: "exportpage.key.folder"}
	if s.last == "" {
		open.Off, folder.Off = text.M("exportpage.nothing-written"), text.M("exportpage.nothing-written")
	}
	keys = append(keys, open, folder, ui.Binding{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"})
	if len(s.kinds) > 0 {
		keys = append(keys, ui.Binding{Keys: []string{"l"}, Help: "exportpage.key.language", Minor: true},
			ui.Binding{Keys: []string{"m", "p", "o", "d"}, Show: "m p o d", Help: "exportpage.key.letters", Minor: true})
	}
	return keys
}

func (s *screen) kindKeys(k ui.ReportKind) []ui.Binding {
	enter := ui.Binding{Keys: []string{"enter"}, Help: "exportpage.key.write"}
	mark := ui.Binding{Keys: []string{"space"}, Help: "exportpage.key.mark"}
	preview := ui.Binding{Keys: []string{"f6", "p"}, Show: "F6", Help: "exportpage.key.preview"}
	missing := ui.Binding{Keys: []string{"f5", "m"}, Show: "F5", Help: "exportpage.key.missing"}
	scope := ui.Binding{Keys: []string{"tab", "t"}, Show: "Tab", Help: "exportpage.key.scope"}
	if scope.Minor = len(k.Scopes) < 2; scope.Minor {
		scope.Off = text.M("exportpage.scope.none")
	}
	if len(s.marked()) > 1 {
		enter.Help = "exportpage.key.write-marked"
	}
	if !k.Fits {
		enter.Off, mark.Off = k.Why, k.Why
		if len(s.marked()) > 0 {
			enter.Off = text.Message{}
		}
	}
	if s.job != nil {
		enter.Off = text.M("exportpage.busy")
	}
	if k.Data {
		preview.Off = text.M("exportpage.no-preview")
	}
	if len(k.Missing) == 0 {
		missing.Off = text.M("exportpage.complete")
	}
	return []ui.Binding{enter, mark, preview, scope, missing}
}

// Update takes keys, and what becomes of jobs.
func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ui.Show:
		s.current()
		s.stack.Select(kindRow + msg.Target)
	case begin:
		return s, s.begin(msg.job)
	case again:
		s.ask(msg.job, true)
	case checked:
		return s, s.checked(msg)
	case wrote:
		return s, s.wrote(msg)
	case shown:
		s.opened(msg)
	case scoped:
		s.memory.choose(msg.kind, msg.scope)
	case reworded:
		s.fresh = false
		s.Post(ui.Toast{Text: s.rewordedText(), Kind: ui.Done})
	case copyTo:
		s.Post(ui.SaveCopy{Path: msg.path})
	case tea.MouseClickMsg:
		s.current()
		if msg.X < s.left {
			s.stack.Click(msg.Y - s.top)
		}
		s.remember()
	case tea.MouseWheelMsg:
		s.current()
		s.stack.Update(msg)
		s.remember()
	case tea.KeyPressMsg:
		return s, s.key(msg)
	}
	return s, nil
}

// remember keeps which kind is selected.
func (s *screen) remember() {
	if id, ok := strings.CutPrefix(s.stack.Selected(), kindRow); ok {
		s.memory.kind = id
	}
}

func (s *screen) key(msg tea.KeyPressMsg) tea.Cmd {
	row, k, isKind := s.current()
	if s.stack.Update(msg) {
		s.remember()
		return nil
	}
	switch key := strings.ToLower(ui.KeyName(msg)); key {
	case "esc":
		s.stopJob()
	case "l":
		s.memory.turnLanguage(s.Context, +1)
	case "left", "right":
		by := +1
		if key == "left" {
			by = -1
		}
		switch {
		case row == rowLanguage:
			s.memory.turnLanguage(s.Context, by)
		case row == rowFormat, isKind:
			s.memory.turnFormat(by)
		}
	case "enter":
		return s.enter(row, k, isKind)
	case "space":
		if isKind && k.Fits {
			s.memory.mark(k.ID)
		}
	case "tab", "t":
		if isKind && len(k.Scopes) > 1 {
			s.askScope(k)
		} else if key == "tab" {
			s.Post(ui.Toast{Text: text.M("exportpage.scope.none"), Kind: ui.Info})
		}
	case "f5", "m":
		if isKind && len(k.Missing) > 0 {
			s.Post(ui.Push{Screen: newMissing(s.work, k)})
		}
	case "f6", "p":
		if isKind && !k.Data && s.docs != nil {
			s.Post(ui.Push{Screen: newPreview(s.docs, k, s.memory.unusual(k), s.memory.languages(s.Context, k))})
		}
	case "f7", "o":
		return s.show(s.last)
	case "f8", "d":
		return s.show(s.lastFolder())
	}
	return nil
}

func (s *screen) enter(row string, k ui.ReportKind, isKind bool) tea.Cmd {
	switch {
	case isKind:
		s.write(k)
	case row == rowLanguage:
		s.memory.turnLanguage(s.Context, +1)
	case row == rowFormat:
		s.memory.turnFormat(+1)
	case row == rowWords:
		s.askTemplates()
	case row == rowView:
		s.Post(ui.Push{Screen: NewViewer(s.work)})
	case row == rowCopy:
		s.prompt("tui.export.copy-ask", "tui.export.path-hint", auditfile.NextFree(s.base()+auditfile.Extension),
			func(path string) ui.Action { return copyTo{path} })
	case row == rowPlant:
		s.Post(ui.Go{Page: "plant"})
	}
	return nil
}

// base is the path of the audit's files without their endings.
func (s *screen) base() string {
	name := strings.TrimSuffix(filepath.Base(s.work.Path()), ".toml")
	return filepath.Join(s.folder(s.work), strings.TrimSuffix(name, ".audit"))
}

// fileOf is the path that is proposed for a document.
func (s *screen) fileOf(k ui.ReportKind) string {
	name := s.base()
	if !k.Data {
		name += "-" + k.ID
	}
	if scope := s.memory.unusual(k); scope != "" {
		name += "-" + scope
	}
	return name + "." + s.memory.formatOf(k)
}

// write asks where the documents go that Enter means.
func (s *screen) write(selected ui.ReportKind) {
	kinds := s.wanted(selected)
	if s.job != nil || s.docs == nil || len(kinds) == 1 && !kinds[0].Fits {
		return
	}
	j := &job{docs: s.docs}
	for _, k := range kinds {
		j.files = append(j.files, target{kind: k, scope: s.memory.unusual(k), format: s.memory.formatOf(k), langs: s.memory.languages(s.Context, k), path: s.fileOf(k)})
	}
	if len(kinds) > 1 {
		j.into(s.base() + "-" + s.T("exportpage.folder"))
	}
	s.ask(j, false)
}

// into puts the files of a job into a folder.
func (j *job) into(folder string) {
	j.folder = folder
	for i := range j.files {
		j.files[i].path = filepath.Join(folder, filepath.Base(j.files[i].path))
	}
}

// ask asks for the file or the folder of a job; other proposes one that is not
// there yet.
func (s *screen) ask(j *job, other bool) {
	heading, hint, path := "tui.export.write-ask", "tui.export.path-hint", j.files[0].path
	if j.folder != "" {
		heading, hint, path = "exportpage.folder-ask", "exportpage.folder-hint", j.folder
	}
	if other {
		path = free(path)
	}
	s.prompt(heading, hint, path, func(path string) ui.Action {
		to := &job{docs: j.docs, files: slices.Clone(j.files)}
		if j.folder != "" {
			to.into(path)
		} else {
			to.files[0].place(path)
		}
		return begin{to}
	})
}

// place gives a file the path that was typed: a folder takes the file under its
// own name, and the end of a name says the format where it is one.
func (t *target) place(path string) {
	if isFolder(path) {
		path = filepath.Join(path, filepath.Base(t.path))
	}
	end := strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
	if end == "htm" {
		end = "html"
	}
	if slices.Contains(t.kind.Formats, end) {
		t.format = end
	} else {
		path += "." + t.format
	}
	t.path = path
}

// prompt asks for a path; what is typed without a folder lies beside the audit.
func (s *screen) prompt(heading, hint, path string, action func(string) ui.Action) {
	p := &widget.Prompt{Heading: text.M(heading), Text: text.M(hint)}
	p.Field.SetValue(path)
	p.Accept = func(typed string) (ui.Action, error) {
		if typed == "" {
			return nil, text.M("tui.export.needs-path")
		}
		return action(s.absolute(typed)), nil
	}
	s.Post(ui.Open{Dialog: p})
}

// askScope asks what a kind is of.
func (s *screen) askScope(k ui.ReportKind) {
	d := &widget.Chooser{
		Heading: text.M(k.ScopeLabel),
		Fill: func(c ui.Context) []widget.Item {
			var items []widget.Item
			for i, sc := range k.Scopes {
				it := widget.Item{ID: "scope:" + sc.ID, Name: c.Say(sc.Name)}
				switch {
				case sc.ID == s.memory.scopeOf(k).ID:
					it.Right = c.Glyph.Done
				case i == 0:
					it.Right = c.T("exportpage.scope.usual")
				}
				items = append(items, it)
			}
			return items
		},
		Accept: func(it widget.Item) ui.Action { return scoped{k.ID, strings.TrimPrefix(it.ID, "scope:")} },
	}
	s.Post(ui.Open{Dialog: d})
}

// askTemplates asks for the folder of a department's own documents.
func (s *screen) askTemplates() {
	p := &widget.Prompt{Heading: text.M("exportpage.words-ask"), Text: text.M("exportpage.words-hint")}
	p.Field.SetValue(s.memory.folder)
	p.Accept = func(typed string) (ui.Action, error) {
		if typed != "" {
			typed = s.absolute(typed)
		}
		if err := s.reports.Use(typed); err != nil {
			return nil, err
		}
		s.memory.folder = typed
		return reworded{}, nil
	}
	s.Post(ui.Open{Dialog: p})
}

func (s *screen) rewordedText() text.Message {
	if s.memory.folder == "" {
		return text.M("exportpage.words-own")
	}
	return text.M("exportpage.words-from", "folder", s.memory.folder)
}

// begin looks for what is there already, before anything is written.
func (s *screen) begin(j *job) tea.Cmd {
	if s.job != nil {
		return nil
	}
	if j.ctx == nil {
		j.ctx, j.stop = context.WithCancel(context.Background())
	}
	s.job = j
	if j.over {
		return j.next()
	}
	return j.check()
}

// checked begins to write, or asks first where files are there already.
func (s *screen) checked(c checked) tea.Cmd {
	j := c.job
	if j != s.job {
		return nil
	}
	if len(c.there) == 0 {
		return j.next()
	}
	s.job = nil
	over := &job{docs: j.docs, files: j.files, folder: j.folder, over: true}
	said := []text.Message{text.M("exportpage.exists", "path", c.there[0])}
	if j.folder != "" {
		names := make([]string, len(c.there))
		for i, p := range c.there {
			names[i] = filepath.Base(p)
		}
		said = []text.Message{text.M("exportpage.exist", "folder", j.folder, "count", len(names), "names", strings.Join(names, ", "))}
	}
	s.Post(ui.Open{Dialog: &ui.Ask{
		Heading: text.M("tui.export.exists-heading"), Text: said, ComesUp: true,
		Choices: []ui.Choice{
			{Label: "tui.cancel"},
			{Label: "exportpage.other-name", Action: again{j}},
			{Label: "tui.export.overwrite", Action: begin{over}},
		},
	}})
	return nil
}

// wrote goes on with the next file, or says how it ended.
func (s *screen) wrote(w wrote) tea.Cmd {
	j := w.job
	if j != s.job {
		return nil
	}
	switch {
	case w.err == nil && j.stopping && j.at+1 < len(j.files):
		j.at++
		s.halted(j)
		return nil
	case w.err != nil:
		s.ended(j)
		s.failed(j, w.err)
		return nil
	}
	if j.at++; j.at < len(j.files) {
		j.phase.Store(making)
		return j.next()
	}
	s.ended(j)
	if j.folder != "" {
		s.end(text.M("exportpage.done", "count", len(j.files), "folder", j.folder), ui.Done)
		return nil
	}
	s.end(text.M("tui.export.done", "path", j.files[0].path), ui.Done)
	return nil
}

// ended keeps what a job has written as what can be opened.
func (s *screen) ended(j *job) {
	switch {
	case j.at == 0:
	case j.folder != "":
		s.last = j.folder
	default:
		s.last = j.files[0].path
	}
}

// end ends the job and says how.
func (s *screen) end(said text.Message, kind ui.Kind) {
	s.job.stop()
	s.job = nil
	s.Post(ui.Toast{Text: said, Kind: kind})
}

// failed says why a file could not be written, and how many were before it.
func (s *screen) failed(j *job, err error) {
	j.stop()
	s.job = nil
	said := []text.Message{text.M("tui.export.failed", "path", j.files[j.at].path, "error", ui.FileError(err))}
	if j.at > 0 {
		said = append(said, text.M("exportpage.before", "count", j.at, "all", len(j.files)))
	}
	s.Post(ui.Open{Dialog: &ui.Ask{
		Heading: text.M("tui.export.failed-heading"), Text: said, ComesUp: true, Choices: []ui.Choice{{Label: "tui.ok"}},
	}})
}

// stopJob stops the job at once; what it is making is dropped. Only a file that
// is just being put in its place is waited for.
func (s *screen) stopJob() {
	j := s.job
	if j == nil {
		return
	}
	if !j.phase.CompareAndSwap(making, stopped) {
		j.stopping = true
		return
	}
	s.halted(j)
}

// halted ends a job that was stopped, and says how far it came.
func (s *screen) halted(j *job) {
	s.ended(j)
	if j.at == 0 {
		s.end(text.M("exportpage.stopped"), ui.Info)
		return
	}
	s.end(text.M("exportpage.stopped-after", "count", j.at, "all", len(j.files), "folder", j.folder), ui.Info)
}

// lastFolder is the folder of what was written last.
func (s *screen) lastFolder() string {
	if s.last == "" || isFolder(s.last) {
		return s.last
	}
	return filepath.Dir(s.last)
}

// show opens something with the system's program.
func (s *screen) show(path string) tea.Cmd {
	if path == "" || s.reports == nil {
		return nil
	}
	s.Post(ui.Toast{Text: text.M("exportpage.opening", "path", path), Kind: ui.Info})
	return func() tea.Msg {
		if !exists(path) {
			return shown{s, path, text.M("exportpage.gone", "path", path)}
		}
		return shown{s, path, s.reports.Show(path)}
	}
}

func (s *screen) opened(o shown) {
	if o.from == s && o.err != nil {
		s.Post(ui.Toast{Text: ui.FileError(o.err), Kind: ui.Warning})
	}
}
