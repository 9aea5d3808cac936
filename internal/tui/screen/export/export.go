// Package export is where results leave the program: files of the report, a
// copy of the audit, and a look at the audit file itself.
package export

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Page is the step of the workbench. The exporters are made anew for every
// export: they write the audit as it is then, in the language of the moment.
// folder is where files of an audit go: beside it, as a rule.
func Page(exporters func(ui.Context, ui.Work) []ui.Exporter, folder func(ui.Work) string) ui.Page {
	return ui.Page{
		ID: "export", Title: "tui.page.export",
		New: func(_ ui.Context, w ui.Work) ui.Screen {
			return &screen{work: w, exporters: exporters, folder: folder}
		},
		State: func(ui.Work) (int, int) { return 0, 0 },
	}
}

type screen struct {
	ui.Base
	work      ui.Work
	exporters func(ui.Context, ui.Work) []ui.Exporter
	folder    func(ui.Work) string
	list      widget.List
	busy      bool
}

const (
	viewFile = "view"
	saveCopy = "copy"
)

// The answers of the dialogs.
type (
	write     struct{ format, path string }
	overwrite struct{ format, path string }
	copyTo    struct{ path string }
)

// written is what became of an export.
type written struct {
	format, path string
	exists       bool
	err          error
}

func (s *screen) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	items := []widget.Item{}
	for _, e := range s.exporters(c, s.work) {
		items = append(items, widget.Item{
			ID: "." + e.Format, Name: c.T("tui.export.write", "name", e.Name), Right: "." + e.Format,
			Detail: c.T("tui.export.write-hint"),
		})
	}
	items = append(items,
		widget.Item{ID: saveCopy, Name: c.T("tui.export.copy"), Detail: c.T("tui.export.copy-hint")},
		widget.Item{ID: viewFile, Name: c.T("tui.export.view"), Detail: c.T("tui.export.view-hint")},
	)
	s.list.Details = 3
	s.list.SetItems(items)
}

func (s *screen) Title() string { return s.T("tui.page.export") }

func (s *screen) Keys() []ui.Binding {
	return []ui.Binding{
		{Keys: []string{"enter"}, Help: "tui.key.open"},
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
	}
}

func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if name := ui.KeyName(msg); name == "enter" || name == "right" {
			s.choose()
			return s, nil
		}
	case tea.MouseClickMsg:
		if s.list.Click(msg.Y - 1) {
			s.choose()
		}
		return s, nil
	case write:
		return s, s.write(msg.format, msg.path, false)
	case overwrite:
		return s, s.write(msg.format, msg.path, true)
	case copyTo:
		s.Post(ui.SaveCopy{Path: msg.path})
		return s, nil
	case written:
		s.busy = false
		s.wrote(msg)
		return s, nil
	}
	s.list.Update(msg)
	return s, nil
}

func (s *screen) choose() {
	it, ok := s.list.Selected()
	switch {
	case !ok || s.busy:
	case it.ID == viewFile:
		s.Post(ui.Push{Screen: NewViewer(s.work)})
	case it.ID == saveCopy:
		s.ask("tui.export.copy-ask", auditfile.NextFree(s.base()+auditfile.Extension), func(path string) ui.Action { return copyTo{path} })
	default:
		format := it.ID[1:]
		s.ask("tui.export.write-ask", s.base()+"."+format, func(path string) ui.Action { return write{format, path} })
	}
}

// base is the path of the audit's files without their endings.
func (s *screen) base() string {
	name := strings.TrimSuffix(filepath.Base(s.work.Path()), ".toml")
	return filepath.Join(s.folder(s.work), strings.TrimSuffix(name, ".audit"))
}

func (s *screen) ask(heading, path string, action func(string) ui.Action) {
	p := &widget.Prompt{Heading: text.M(heading), Text: text.M("tui.export.path-hint")}
	p.Field.SetValue(path)
	p.Accept = func(typed string) (ui.Action, error) {
		if typed == "" {
			return nil, text.M("tui.export.needs-path")
		}
		if rest, ok := strings.CutPrefix(typed, "~"); ok {
			if home, err := os.UserHomeDir(); err == nil {
				typed = filepath.Join(home, rest)
			}
		}
		if !filepath.IsAbs(typed) {
			typed = filepath.Join(s.folder(s.work), typed)
		}
		return action(filepath.Clean(typed)), nil
	}
	s.Post(ui.Open{Dialog: p})
}

// write makes the file. The words are made at once, of the audit as it is now;
// the disk may take its time.
func (s *screen) write(format, path string, over bool) tea.Cmd {
	var words bytes.Buffer
	for _, e := range s.exporters(s.Context, s.work) {
		if e.Format == format {
			if err := e.Write(&words); err != nil {
				return func() tea.Msg { return written{format: format, path: path, err: err} }
			}
		}
	}
	s.busy = true
	return func() tea.Msg {
		exists, err := put(path, words.Bytes(), over)
		return written{format, path, exists, err}
	}
}

// put writes a file, beside it first, so that a full disk leaves no half of it;
// it reports where there is a file already and over is false.
func put(path string, data []byte, over bool) (exists bool, err error) {
	if !over {
		if _, err := os.Lstat(path); err == nil {
			return true, nil
		}
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".audit-*")
	if err != nil {
		return false, err
	}
	defer os.Remove(f.Name()) // nothing is left to remove once it has its name
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err != nil {
		return false, err
	}
	if over {
		return false, os.Rename(f.Name(), path)
	}
	// A link, unlike a rename, never replaces a file that came up meanwhile.
	switch err := os.Link(f.Name(), path); {
	case errors.Is(err, fs.ErrExist):
		return true, nil
	case err == nil:
		return false, nil
	}
	return false, os.Rename(f.Name(), path) // a file system without links
}

func (s *screen) wrote(w written) {
	switch {
	case w.exists:
		s.Post(ui.Open{Dialog: &ui.Ask{
			Heading: text.M("tui.export.exists-heading"),
			Text:    []text.Message{text.M("tui.export.exists", "path", w.path)},
			Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "tui.export.overwrite", Action: overwrite{w.format, w.path}}},
		}})
	case w.err != nil:
		s.Post(ui.Open{Dialog: ui.Tell(text.M("tui.export.failed-heading"),
			text.M("tui.export.failed", "path", w.path, "error", ui.FileError(w.err)))})
	default:
		s.Post(ui.Toast{Text: text.M("tui.export.done", "path", w.path), Kind: ui.Done})
	}
}

func (s *screen) View() string {
	h := max(0, s.H-1)
	drawn, _ := s.list.View(max(0, min(s.W-2, ui.Measure)), min(h, s.list.Len()+s.list.Details+1), true, s.Context)
	return ui.Box("\n "+strings.ReplaceAll(drawn, "\n", "\n "), s.W, s.H)
}
