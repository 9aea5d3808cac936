package imports

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/exchange"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// usualMonths are the months that a form has, as of the command form.
const usualMonths = 24

type (
	// wanted is a form to be written.
	wanted struct {
		typed string // where to
		form  exchange.Form
	}
	// wrote is what became of a form.
	wrote struct {
		of   *Screen
		path string
		err  error
	}
)

// askForm asks where the collection form goes and which months it has. path is
// proposed; empty: one that is free beside the audit.
func (s *Screen) askForm(path string) {
	if s.work.Pack() == nil || s.writing {
		return
	}
	if path == "" {
		path = s.freeName()
	}
	first, months, both := "", float64(usualMonths), false
	d := &widget.FormDialog{
		Heading: text.M("importpage.form.heading"), Text: text.M("importpage.form.about"), Button: "importpage.form.write",
		Rows: []widget.Row{
			&widget.Text{Names: widget.Names{Label: "importpage.form.file"}, Get: func() string { return path },
				Set: func(v string) error {
					if path = strings.TrimSpace(v); path == "" {
						return text.M("tui.export.needs-path")
					}
					return nil
				}},
			&widget.Text{Names: widget.Names{Label: "importpage.form.first", Hint: "importpage.form.first-hint"}, Get: func() string { return first },
				Set: func(v string) error {
					if _, err := phrase.ParseMonth(v); err != nil && strings.TrimSpace(v) != "" {
						return err
					}
					first = strings.TrimSpace(v)
					return nil
				}},
			&widget.Number{Names: widget.Names{Label: "importpage.form.months"}, Whole: true, Get: func() *float64 { return &months },
				Set: func(v *float64) error {
					if v == nil || *v < 1 || *v > exchange.MostMonths || *v != float64(int(*v)) {
						return text.M("importpage.form.months-wrong", "most", exchange.MostMonths)
					}
					months = *v
					return nil
				}},
			&widget.Choice{Names: widget.Names{Label: "importpage.form.languages"}, Options: languages,
				Get: func() string { return strconv.FormatBool(both) }, Set: func(v string) error { both = v == "true"; return nil }},
		},
	}
	d.Accept = func() (ui.Action, int, error) {
		f := exchange.Form{Months: int(months), Bilingual: both}
		f.From, _ = phrase.ParseMonth(first) // none: as the audit says
		return wanted{path, f}, 0, nil
	}
	s.Post(ui.Open{Dialog: d})
}

func languages(c ui.Context) []widget.Option {
	return []widget.Option{
		{ID: "false", Name: c.T("importpage.form.one-language")},
		{ID: "true", Name: c.T("importpage.form.both-languages")},
	}
}

// freeName is a name for the form that nothing in the folder has.
func (s *Screen) freeName() string {
	name := strings.TrimSuffix(filepath.Base(s.work.Path()), ".toml")
	stem := strings.TrimSuffix(name, ".audit") + "-" + s.T("importpage.form.name")
	free := stem + ".xlsx"
	for n := 2; s.got.names[free]; n++ {
		free = stem + "-" + strconv.Itoa(n) + ".xlsx"
	}
	return free
}

// write writes a form beside the program. Nothing that is there is written over.
func (s *Screen) write(w wanted) tea.Cmd {
	s.writing = true
	f := w.form
	f.Audit, f.Pack, f.Common = s.work.Audit(), s.work.Pack(), s.work.Common()
	f.Printer = s.Printer.WithUnits(f.Pack.UnitNames())
	home := s.home
	return func() tea.Msg {
		path := meant(w.typed, home)[0]
		if strings.ToLower(filepath.Ext(path)) != ".xlsx" {
			path += ".xlsx"
		}
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return wrote{s, path, fs.ErrExist}
		}
		var b bytes.Buffer
		err := exchange.WriteForm(&b, f)
		if err == nil {
			err = auditfile.WriteAtomic(path, b.Bytes(), nil)
		}
		return wrote{s, path, err}
	}
}

// wrote says what became of a form; where something was there already, it asks
// for another name.
func (s *Screen) wrote(w wrote) tea.Cmd {
	s.writing = false
	var said text.Message
	if errors.As(w.err, &said) && said.Key == "exchange.form.no-from" { // its words are of the command line
		w.err = text.M("importpage.form.no-first")
	}
	if w.err != nil {
		s.Post(ui.Open{Dialog: &ui.Ask{
			Heading: text.M("importpage.form.failed-heading"), ComesUp: true,
			Text:    []text.Message{text.M("importpage.form.failed", "path", w.path, "error", ui.FileError(w.err)), text.M("importpage.form.kept")},
			Choices: []ui.Choice{{Label: "tui.ok"}},
		}})
		return nil
	}
	s.Post(ui.Toast{Text: text.M("importpage.form.done", "path", w.path), Kind: ui.Done})
	return s.look(s.got.folder)
}
