// Package why is how figures came about, as a screen that every page with figures
// pushes: each figure can be opened branch by branch, down to inputs and sources.
package why

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// tree is how figures came about: each can be opened branch by branch, down to
// inputs and sources.
type tree struct {
	ui.Base
	work    ui.Work
	figures []string // ids
	find    func(r *assess.Result, id string) *assess.Why
	open    map[string]bool
	stack   widget.Stack
	left    int

	roots map[string]*assess.Why        // the figures, by their ids
	parts map[*assess.Why][]*assess.Why // the branches that were looked into
	of    *assess.Result                // that both are of
}

// branches are the figures that a figure was made of. They are made when a branch is
// first looked into, and kept.
func (t *tree) branches(w *assess.Why) []*assess.Why {
	if parts, known := t.parts[w]; known {
		return parts
	}
	parts := w.Parts()
	t.parts[w] = parts
	return parts
}

// New shows how figures came about, the first one opened. They are named by
// their ids (assess.Figure).
func New(w ui.Work, figures []string) ui.Screen { return newTree(w, figures) }

// Of shows how a figure came about that the result does not know by an id; find
// makes it of every result anew.
func Of(w ui.Work, find func(*assess.Result) *assess.Why) ui.Screen {
	t := newTree(w, []string{"figure"})
	t.find = func(r *assess.Result, _ string) *assess.Why { return find(r) }
	return t
}

func newTree(w ui.Work, figures []string) *tree {
	t := &tree{work: w, figures: figures, find: (*assess.Result).Figure, open: map[string]bool{}}
	if len(figures) > 0 {
		t.open[figures[0]] = true
	}
	return t
}

// Has reports whether a result can say how a figure came about.
func Has(r *assess.Result, figure string) bool { return r != nil && r.Figure(figure) != nil }

// wide is the width from which on what is said of a figure stands beside the
// tree.
const wide = 150

// node is a figure of the tree that is shown now.
type node struct {
	*assess.Why
	path   string // its place
	parent string
	depth  int

	branches bool // it was made of others
}

// nodes lists what is open, from top to bottom.
func (t *tree) nodes() []node {
	r := phrase.Result(t.work)
	if r == nil {
		return nil
	}
	if t.of != r {
		t.of, t.roots, t.parts = r, map[string]*assess.Why{}, map[*assess.Why][]*assess.Why{}
		for _, id := range t.figures {
			t.roots[id] = t.find(r, id)
		}
	}
	var all []node
	var add func(w *assess.Why, path, parent string, depth int)
	add = func(w *assess.Why, path, parent string, depth int) {
		all = append(all, node{w, path, parent, depth, len(t.branches(w)) > 0})
		if !t.open[path] {
			return
		}
		for i, from := range t.branches(w) {
			if from != nil {
				add(from, path+"/"+strconv.Itoa(i), path, depth+1)
			}
		}
	}
	for _, id := range t.figures {
		if w := t.roots[id]; w != nil {
			add(w, id, "", 0)
		}
	}
	return all
}

func (t *tree) blocks() ([]widget.Block, map[string]node) {
	var blocks []widget.Block
	byPath := map[string]node{}
	for _, n := range t.nodes() {
		blocks = append(blocks, widget.Block{ID: n.path, Draw: func(w int, selected bool) []string { return t.draw(n, w, selected) }})
		byPath[n.path] = n
	}
	return blocks, byPath
}

func (t *tree) current() (node, bool) {
	blocks, byPath := t.blocks()
	t.stack.Set(blocks)
	n, ok := byPath[t.stack.Selected()]
	return n, ok
}

func (t *tree) Title() string { return t.T("result.why") }

func (t *tree) Keys() []ui.Binding {
	keys := []ui.Binding{{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"}}
	n, ok := t.current()
	if ok && n.branches {
		help := "result.key.open"
		if t.open[n.path] {
			help = "result.key.shut"
		}
		keys = append(keys, ui.Binding{Keys: []string{"enter"}, Help: help})
		keys = append(keys, ui.Binding{Keys: []string{"right", "left"}, Show: "→←", Help: "result.key.branch"})
	}
	if ok && n.Source != nil {
		b := ui.Binding{Keys: []string{"f6", "s"}, Show: "F6", Help: "result.key.source"}
		if !n.branches {
			b.Keys = []string{"enter", "f6", "s"}
			b.Show = "⏎"
		}
		keys = append(keys, b)
	}
	return append(keys,
		ui.Binding{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
	)
}

func (t *tree) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	n, ok := t.current()
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		before := t.stack.Selected()
		if msg.X < t.left && t.stack.Click(msg.Y) && t.stack.Selected() == before && ok {
			t.toggle(n)
		}
	case tea.MouseWheelMsg:
		t.stack.Update(msg)
	case tea.KeyPressMsg:
		switch strings.ToLower(ui.KeyName(msg)) {
		case "esc":
			t.Post(ui.Back{})
		case "right":
			if ok && n.branches && !t.open[n.path] {
				t.open[n.path] = true
			} else {
				t.stack.Update(down)
			}
		case "left":
			switch {
			case ok && t.open[n.path] && n.branches:
				delete(t.open, n.path)
			case ok && n.parent != "":
				t.stack.Select(n.parent)
			}
		case "enter", "space":
			switch {
			case !ok:
			case n.branches:
				t.toggle(n)
			case n.Source != nil:
				t.sources(n)
			}
		case "f6", "s":
			if ok {
				t.sources(n)
			}
		default:
			t.stack.Update(msg)
		}
	}
	return t, nil
}

// down is the key that goes one down.
var down = tea.KeyPressMsg{Code: tea.KeyDown}

func (t *tree) toggle(n node) {
	if t.open[n.path] {
		delete(t.open, n.path)
	} else if n.branches {
		t.open[n.path] = true
	}
}

// value is a figure; money to the last dong, since a tree is for checking.
func value(c ui.Context, a *quantity.Amount) string {
	switch {
	case a == nil:
		return ""
	case phrase.Money(a.Unit):
		return c.MoneyFull(a.Value, a.Unit)
	}
	return c.Amount(*a)
}

func (t *tree) draw(n node, w int, selected bool) []string {
	sign := t.Glyph.Info
	if n.branches {
		sign = "+"
		if t.open[n.path] {
			sign = "-"
		}
	}
	indent := min(2*n.depth, max(0, w/3))
	left := widget.Mark(t.Context, selected) + strings.Repeat(" ", indent) + sign + " "
	figure := value(t.Context, n.Value)
	label := t.Say(n.Label)
	room := w - ui.Width(left) - ui.Width(figure) - 2
	if room < 10 { // a narrow window: the figure on a line of its own
		return []string{
			widget.Line(t.Context, selected, w, widget.Span{Text: left + label}),
			widget.Line(t.Context, false, w, widget.Span{Text: strings.Repeat(" ", ui.Width(left)) + figure}),
		}
	}
	formula := ""
	if n.Formula != "" && ui.Width(label)+ui.Width(n.Formula)+2 <= room {
		formula = "  " + n.Formula
	}
	words := ui.Fit(label, room-ui.Width(formula), t.Glyph.More)
	if formula != "" {
		words = label + formula + strings.Repeat(" ", max(0, room-ui.Width(label)-ui.Width(formula)))
	}
	spans := []widget.Span{{Text: left}, {Text: words}, {Text: "  "}, {Text: figure, Style: t.Style.Strong}}
	if formula != "" {
		spans = []widget.Span{
			{Text: left},
			{Text: label},
			{Text: formula, Style: t.Style.Muted},
			{Text: strings.Repeat(" ", max(0, room-ui.Width(label)-ui.Width(formula)))},
			{Text: "  "},
			{Text: figure, Style: t.Style.Strong},
		}
	}
	return []string{widget.Line(t.Context, selected, w, spans...)}
}

func (t *tree) View() string {
	n, ok := t.current()
	if !ok { // an edit took it away
		return ui.Box("\n"+strings.Join(widget.Prose(t.T("result.gone"), t.W, 1, nil), "\n"), t.W, t.H)
	}
	if t.W >= wide {
		t.left = t.W * 3 / 5
		list := t.stack.View(t.left, t.H, t.Context)
		var said []string
		if ok {
			said = t.detail(n, t.W-t.left-3)
		}
		return ui.Box(ui.Beside(list, widget.Wall(t.Context, t.H), ui.Box(" "+strings.Join(said, "\n "), t.W-t.left-1, t.H)), t.W, t.H)
	}
	below := min(8, t.H*2/5)
	t.left = t.W
	lines := []string{t.stack.View(t.W, max(0, t.H-below-1), t.Context), widget.Rule(t.Context, t.W, "")}
	if ok {
		for _, l := range widget.Most(t.detail(n, t.W-2), below, t.W-2, t.Glyph.More) {
			lines = append(lines, " "+l)
		}
	}
	return ui.Box(strings.Join(lines, "\n"), t.W, t.H)
}

// detail says everything of a figure.
func (t *tree) detail(n node, w int) []string {
	lines := widget.Prose(t.Say(n.Label), w, 0, t.Style.Strong.Render)
	f := phrase.NewFacts(t.Context, w)
	f.Add("result.formula", n.Formula)
	f.Add("result.value", value(t.Context, n.Value))
	f.Add("result.note", t.Say(n.Note))
	if n.Source != nil {
		f.Add("pages.source.document", t.document(*n.Source))
		f.Add("pages.source.locator", t.Name(n.Locator))
	} else if !n.branches && n.Value != nil && n.Formula == "" {
		f.Add("pages.source.document", t.T("result.stated"))
	}
	return append(lines, f.Lines...)
}

// document names a document in one line.
func (t *tree) document(s benchmark.Source) string {
	switch s.ID {
	case benchmark.Unverified:
		return t.T("report.source.recalled")
	case benchmark.Derived:
		return t.T("report.source.derived")
	case benchmark.OwnRule:
		return t.T("report.source.own")
	}
	said := ui.CleanLine(s.Title)
	if s.Publisher != "" && s.Publisher != "-" {
		said += ", " + ui.CleanLine(s.Publisher)
	}
	if s.Year != 0 {
		said += ", " + strconv.Itoa(s.Year)
	}
	return said
}

// sources shows the documents of a figure and of what it was made of.
func (t *tree) sources(n node) {
	found := Documents(n.Why)
	if len(found) == 0 {
		t.Post(ui.Toast{Text: text.M("result.no-source"), Kind: ui.Info})
		return
	}
	t.Post(ui.Push{Screen: SourceReader(func(ui.Context) string { return t.Say(n.Label) }, func() []Cited { return found })})
}
