package home

import (
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// opener lists folders and audit files.
type opener struct {
	ui.Base
	desk   ui.Desk
	list   widget.List
	got    ui.Listing
	cursor *tea.Position
}

func newOpener(desk ui.Desk) *opener {
	return &opener{desk: desk, list: widget.List{Narrow: true}, got: ui.Listing{Folder: desk.Folder()}}
}

func (o *opener) Init() tea.Cmd { return o.desk.List(o.got.Folder) }

func (o *opener) SetContext(c ui.Context) {
	o.Base.SetContext(c)
	o.fill()
}

func (o *opener) Title() string { return o.T("tui.open.title") }

func (o *opener) Capturing() bool { return true }

func (o *opener) Keys() []ui.Binding {
	return []ui.Binding{
		{Keys: []string{"enter"}, Help: "tui.key.open"},
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
	}
}

const parent = ".."

func (o *opener) fill() {
	var items []widget.Item
	if up := filepath.Dir(o.got.Folder); up != o.got.Folder {
		items = append(items, widget.Item{ID: up, Name: parent + string(filepath.Separator), Right: o.T("tui.open.up")})
	}
	for _, f := range o.got.Files {
		items = append(items, widget.Item{ID: filepath.Join(o.got.Folder, f), Name: ui.CleanLine(f)})
	}
	for _, d := range o.got.Folders {
		items = append(items, widget.Item{
			ID: filepath.Join(o.got.Folder, d), Name: ui.CleanLine(d) + string(filepath.Separator),
			Right: o.T("tui.open.folder"),
		})
	}
	o.list.Empty = o.T("tui.open.none")
	o.list.SetItems(items)
}

func (o *opener) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ui.Listing:
		o.got = msg
		o.list.Reset()
		o.list.SetItems(nil)
		o.fill()
		if len(o.got.Files) > 0 && filepath.Dir(o.got.Folder) != o.got.Folder {
			o.list.Select(filepath.Join(o.got.Folder, o.got.Files[0]))
		}
		return o, nil
	case tea.KeyPressMsg:
		switch ui.KeyName(msg) {
		case "enter":
			return o, o.open()
		}
	case tea.MouseClickMsg:
		if o.list.Click(msg.Y - 1) {
			return o, o.open()
		}
		return o, nil
	}
	o.list.Update(msg)
	return o, nil
}

// open opens what is selected, or the path that was typed.
func (o *opener) open() tea.Cmd {
	if typed := strings.TrimSpace(o.list.Filter.Value()); strings.ContainsAny(typed, `/\`) {
		path := typed
		if rest, ok := strings.CutPrefix(path, "~"); ok {
			if home, err := os.UserHomeDir(); err == nil {
				path = filepath.Join(home, rest)
			}
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(o.got.Folder, path)
		}
		if strings.HasSuffix(typed, "/") || strings.HasSuffix(typed, `\`) {
			return o.desk.List(path)
		}
		o.Post(ui.OpenFile{Path: path})
		return nil
	}
	it, ok := o.list.Selected()
	switch {
	case !ok:
	case strings.HasSuffix(it.Name, string(filepath.Separator)):
		return o.desk.List(it.ID)
	default:
		o.Post(ui.OpenFile{Path: it.ID})
	}
	return nil
}

func (o *opener) View() string {
	folder := o.Style.Accent.Render(ui.Cut(" "+shortFolder(o.got.Folder, max(4, o.W-2), o.Glyph.More), o.W, ""))
	if o.got.Err != nil {
		folder = o.Style.Bad.Render(ui.Cut(" "+o.Glyph.Warn+" "+o.Error(o.got.Err), o.W, o.Glyph.More))
	}
	list, cursor := o.list.View(max(0, min(o.W-2, ui.Measure)), max(0, o.H-1), true, o.Context)
	o.cursor = cursor
	lines := []string{folder}
	for l := range strings.SplitSeq(list, "\n") {
		lines = append(lines, " "+l)
	}
	return ui.Box(strings.Join(lines, "\n"), o.W, o.H)
}

func (o *opener) Cursor() *tea.Cursor {
	if o.cursor == nil {
		return nil
	}
	return widget.Bar(&tea.Position{X: o.cursor.X + 1, Y: o.cursor.Y + 1})
}

// examples lists the audits that come with the program.
type examples struct {
	ui.Base
	desk   ui.Desk
	list   widget.List
	cursor *tea.Position
}

func newExamples(desk ui.Desk) *examples {
	return &examples{desk: desk, list: widget.List{Narrow: true}}
}

func (e *examples) SetContext(c ui.Context) {
	e.Base.SetContext(c)
	var items []widget.Item
	for _, x := range e.desk.Examples() {
		sector := e.desk.Sector(x.Sector)
		right := e.Name(sector)
		if x.Level != "" {
			right += " " + e.Glyph.Sep + " " + e.T("tui.level."+x.Level)
		}
		items = append(items, widget.Item{ID: x.Name, Name: ui.CleanLine(x.Plant), Right: right, Search: sector.VI + " " + sector.EN})
	}
	e.list.Empty = e.T("tui.list.none")
	e.list.SetItems(items)
}

func (e *examples) Title() string   { return e.T("tui.examples.title") }
func (e *examples) Capturing() bool { return true }

func (e *examples) Keys() []ui.Binding {
	return []ui.Binding{
		{Keys: []string{"enter"}, Help: "tui.examples.open"},
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
	}
}

func (e *examples) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch m := msg.(type) {
	case tea.KeyPressMsg:
		switch ui.KeyName(m) {
		case "enter":
			e.open()
			return e, nil
		}
	case tea.MouseClickMsg:
		if e.list.Click(m.Y - e.introLines()) {
			e.open()
		}
		return e, nil
	}
	e.list.Update(msg)
	return e, nil
}

func (e *examples) open() {
	if it, ok := e.list.Selected(); ok {
		e.Post(ui.OpenExample{Name: it.ID})
	}
}

func (e *examples) intro() []string { return ui.Wrap(e.T("tui.examples.intro"), max(1, e.W-2)) }

func (e *examples) introLines() int { return len(e.intro()) + 1 }

func (e *examples) View() string {
	var lines []string
	for _, l := range e.intro() {
		lines = append(lines, " "+e.Style.Muted.Render(l))
	}
	lines = append(lines, "")
	list, cursor := e.list.View(max(0, min(e.W-2, ui.Measure)), max(0, e.H-len(lines)), true, e.Context)
	e.cursor = nil
	if cursor != nil {
		e.cursor = &tea.Position{X: cursor.X + 1, Y: cursor.Y + len(lines)}
	}
	for l := range strings.SplitSeq(list, "\n") {
		lines = append(lines, " "+l)
	}
	return ui.Box(strings.Join(lines, "\n"), e.W, e.H)
}

func (e *examples) Cursor() *tea.Cursor { return widget.Bar(e.cursor) }
