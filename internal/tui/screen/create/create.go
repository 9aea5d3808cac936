// Package create asks what a new audit needs before its figures: the plant's
// name, the sector, the product and the level. Everything else comes later.
package create

import (
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/plant"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Screen is the form.
type Screen struct {
	ui.Base
	desk ui.Desk

	form    widget.Form
	name    *widget.Text
	sector  *widget.Pick
	product *widget.Text
	unit    *widget.Text
	level   *plant.Level
	file    *widget.Text

	sectorID string
	levelID  string
	named    string // the file name that was proposed last
	offered  string // the product that was proposed last
	unitOf   string // the unit that was proposed last
}

// New makes the form.
func New(desk ui.Desk) *Screen {
	s := &Screen{desk: desk, levelID: ui.Quick}
	s.name = &widget.Text{Names: widget.Names{Label: "tui.create.name", Hint: "tui.create.name-hint"}}
	s.sector = &widget.Pick{
		Names: widget.Names{Label: "tui.create.sector"}, Rows: 8, Must: true,
		Options: s.sectors,
		Get:     func() string { return s.sectorID },
		Set:     func(id string) error { s.sectorID = id; s.offer(); return nil },
	}
	s.product = &widget.Text{Names: widget.Names{Label: "tui.create.product", Hint: "tui.create.product-hint"}}
	s.unit = &widget.Text{Names: widget.Names{Label: "tui.create.unit", Hint: "tui.create.unit-hint"}}
	s.level = plant.NewLevel(widget.Names{Label: "tui.create.level", Hint: "tui.create.level-hint"},
		func() []benchmark.Outcome { return desk.Common().Method.Levels },
		func() string { return s.levelID },
		func(id string) error { s.levelID = id; return nil })
	s.file = &widget.Text{Names: widget.Names{Label: "tui.create.file", Hint: "tui.create.file-hint"}}
	s.form.Rows = []widget.Row{
		s.name, s.sector, s.product, s.unit, s.level, s.file,
		&widget.Button{Names: widget.Names{Label: "tui.create.start"}, Do: s.start},
	}
	return s
}

// SetContext says everything in the language of the context.
func (s *Screen) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	s.sector.Load(c)
	s.level.Load(c)
	s.offer()
}

func (s *Screen) sectors(c ui.Context) []widget.Option {
	var options []widget.Option
	for _, p := range s.desk.Sectors() {
		options = append(options, widget.Option{
			ID: p.ID, Name: c.Name(p.Name), Detail: c.Name(p.Covers),
			Search: p.Name.VI + " " + p.Name.EN + " " + p.Covers.VI + " " + p.Covers.EN,
		})
	}
	return options
}

func (s *Screen) pack() *benchmark.Pack {
	if s.sectorID == "" {
		return nil
	}
	return s.desk.Pack(s.sectorID)
}

// offer fills in the sector's product and unit and a file name, where the user
// has not written others.
func (s *Screen) offer() {
	if p := s.pack(); p != nil {
		if s.product.Value() == s.offered {
			s.offered = upperFirst(s.Name(p.Sector.Product))
			s.product.SetValue(s.offered)
		}
		if s.unit.Value() == s.unitOf {
			s.unitOf = p.Sector.ProductUnit
			s.unit.SetValue(s.unitOf)
		}
	}
	if s.file.Value() == s.named {
		s.named = ""
		if s.name.Value() != "" {
			s.named = s.desk.Propose(s.name.Value())
		}
		s.file.SetValue(s.named)
	}
}

func upperFirst(s string) string {
	for i, r := range s {
		if i == 0 {
			return strings.ToUpper(string(r)) + s[len(string(r)):]
		}
	}
	return s
}

// Title is the form's.
func (s *Screen) Title() string { return s.T("tui.create.title") }

// Capturing reports whether letters are text.
func (s *Screen) Capturing() bool { return s.form.Capturing() }

// Keys are the form's.
func (s *Screen) Keys() []ui.Binding {
	return s.form.Keys()
}

// Update fills in the form.
func (s *Screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	if click, ok := msg.(tea.MouseClickMsg); ok {
		s.form.Click(click.Y-1, s.Context)
		return s, nil
	}
	s.form.Update(msg, s.Context)
	s.offer()
	return s, nil
}

// Kept is what was typed of an audit that is not made yet, in a word or two;
// "" where nothing would be lost with the form.
func (s *Screen) Kept() string {
	if name := s.name.Value(); name != "" {
		return name
	}
	if v := s.product.Value(); v != s.offered {
		return v
	}
	if v := s.unit.Value(); v != s.unitOf {
		return v
	}
	if v := s.file.Value(); v != s.named {
		return v
	}
	return ""
}

// start checks the form and has the file made.
func (s *Screen) start() {
	stop := func(row int, key string, args ...any) {
		s.form.Focus(row)
		s.Post(ui.Toast{Text: text.M(key, args...), Kind: ui.Warning})
	}
	unit, err := quantity.Unit{}, error(nil)
	if p := s.pack(); p != nil {
		unit, err = p.UnitTable().Find(s.unit.Value())
	}
	switch {
	case s.name.Value() == "":
		stop(0, "tui.create.needs-name")
	case s.sectorID == "":
		stop(1, "tui.create.needs-sector")
	case s.product.Value() == "":
		stop(2, "tui.create.needs-product")
	case err != nil:
		s.form.Focus(3)
		s.Post(ui.Toast{Text: asMessage(err), Kind: ui.Warning})
	case s.file.Value() == "":
		stop(5, "tui.create.needs-file")
	default:
		path := s.file.Value()
		if !filepath.IsAbs(path) {
			path = filepath.Join(s.desk.Folder(), path)
		}
		if !strings.HasSuffix(path, ".toml") {
			path += ".audit.toml"
		}
		s.Post(ui.NewFile{
			Path: path, Plant: s.name.Value(), Sector: s.sectorID, Product: s.product.Value(),
			Unit: unit.Symbol, Level: s.levelID,
		})
	}
}

func asMessage(err error) text.Message {
	if m, ok := err.(text.Message); ok {
		return m
	}
	return text.M("tui.error.other", "error", err.Error())
}

// View draws the form.
func (s *Screen) View() string {
	body := s.form.View(max(0, min(s.W-2, ui.Measure)), max(0, s.H-1), true, s.Context)
	lines := []string{""}
	for l := range strings.SplitSeq(body, "\n") {
		lines = append(lines, " "+l)
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

// Cursor is in the form.
func (s *Screen) Cursor() *tea.Cursor {
	at := s.form.Cursor()
	if at == nil {
		return nil
	}
	return widget.Bar(&tea.Position{X: at.X + 1, Y: at.Y + 1})
}
