package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// help lists the keys that work where it was asked for.
type help struct {
	ui.DialogBase
	title string
	here  []ui.Binding
	all   []ui.Binding
	top   int
}

func (r *root) helpShown() bool {
	for _, d := range r.dialogs {
		if _, ok := d.Dialog.(*help); ok {
			return true
		}
	}
	return false
}

// help is made of the bindings that are true at this moment.
func (r *root) help() *help {
	h := &help{all: r.frameKeys()}
	switch {
	case len(r.dialogs) > 0:
		top := r.dialogs[len(r.dialogs)-1]
		h.title, h.here = top.Title(), top.Keys()
		h.all = []ui.Binding{keyLang, keyMouse, keyQuit}
	case r.stepsHaveKeys():
		h.title, h.here = r.ctx.T("tui.steps"), stepsKeys
	default:
		h.title, h.here = r.screen().Title(), r.screen().Keys()
	}
	return h
}

var stepsKeys = []ui.Binding{
	{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
	{Keys: []string{"enter"}, Help: "tui.key.open"},
}

func (h *help) Title() string { return h.T("tui.help.title", "where", h.title) }

func (h *help) Keys() []ui.Binding {
	return []ui.Binding{
		{Keys: []string{"esc"}, Help: "tui.key.close"},
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.scroll"},
	}
}

func (h *help) Update(msg tea.Msg) (ui.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch ui.KeyName(msg) {
		case "up":
			h.top--
		case "down":
			h.top++
		case "pgup":
			h.top -= 8
		case "pgdown", "space":
			h.top += 8
		case "esc", "enter", "?", "q":
			return ui.Dismissed{}, nil
		}
	case tea.MouseWheelMsg:
		h.top += wheel(msg)
	}
	return nil, nil
}

func (h *help) View(w, height int) string {
	var lines []string
	section := func(heading string, keys []ui.Binding) {
		if len(keys) == 0 {
			return
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, h.Style.Accent.Render(ui.Cut(h.T(heading), w, h.Glyph.More)))
		for _, b := range keys {
			said := h.T(b.Help)
			if !b.Off.Empty() {
				said += " (" + h.Say(b.Off) + ")"
			}
			column := 16
			for i, l := range ui.Wrap(said, max(1, w-column)) {
				name := ""
				if i == 0 {
					name = keyNames(b, h.Glyph)
				}
				lines = append(lines, h.Style.KeyName.Render(ui.Fit(name, column, ""))+l)
			}
		}
	}
	section("tui.help.here", h.here)
	section("tui.help.everywhere", h.all)
	h.top = max(0, min(h.top, len(lines)-height))
	if len(lines) > height {
		lines = lines[h.top : h.top+height]
	}
	return strings.Join(lines, "\n")
}

// keyNames are the keys of a binding, as many as the help has room for.
func keyNames(b ui.Binding, g *ui.Glyphs) string {
	if b.Show != "" && len(b.Keys) > 1 && b.Keys[0] != "ctrl+q" {
		return b.Label(g)
	}
	if b.Show != "" && len(b.Keys) <= 1 {
		return b.Label(g)
	}
	var names []string
	for _, k := range b.Keys {
		names = append(names, g.Key(k))
	}
	if s := strings.Join(names, " "); ui.Width(s) <= 15 {
		return s
	}
	return b.Label(g)
}

// finder is the dialog of Ctrl+F: pages, and what is on them.
func (r *root) finder() *widget.Chooser {
	b := r.bench
	type place struct{ page, target string }
	places := map[string]place{}
	const importing = "\x00import" // no page is called so
	return &widget.Chooser{
		Heading: text.M("tui.find.title"),
		Fill: func(c ui.Context) []widget.Item {
			// Whoever knows the word in the other language finds it too.
			other := r.otherPrinter()
			var items []widget.Item
			add := func(id string, page int, target, name, search, kind string) {
				places[id] = place{b.pages[page].ID, target}
				items = append(items, widget.Item{ID: id, Name: ui.CleanLine(name), Search: search, Right: c.T(kind)})
			}
			for i, p := range b.pages {
				add(p.ID, i, "", c.T(p.Title), other.Say(text.M(p.Title)), "tui.find.page")
			}
			items = append(items, widget.Item{ID: importing, Name: c.T("importpage.title"), Search: other.Say(text.M("importpage.title")), Right: c.T("tui.find.screen")})
			for i, p := range b.pages {
				if p.Find == nil {
					continue
				}
				for _, h := range p.Find(b.work) {
					name, search := c.Name(h.Name), h.Name.VI+" "+h.Name.EN
					if h.Label != "" {
						name, search = c.T(h.Label), other.Say(text.M(h.Label))
					}
					add(p.ID+"\x00"+h.Kind+"\x00"+h.Target, i, h.Target, name, search, h.Kind)
				}
			}
			return items
		},
		Accept: func(it widget.Item) ui.Action {
			if it.ID == importing {
				return ui.Import{}
			}
			return ui.Go{Page: places[it.ID].page, Target: places[it.ID].target}
		},
	}
}
