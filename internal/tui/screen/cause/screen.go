package cause

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// What a block of the list is about.
const (
	streamBlock = "stream:"
	causeBlock  = "cause:"
	optionBlock = "option:"
)

// The answers of the dialogs.
type (
	nameCause struct{ stream, text string }
	dropCause struct {
		index int
		text  string // so that no other cause goes if the audit has changed
	}
)

type screen struct {
	ui.Base
	work  ui.Work
	stack widget.Stack
	top   int
}

func newScreen(w ui.Work) *screen { return &screen{work: w} }

func (s *screen) Title() string { return s.T("causepage.title") }

// place is what the keys act on: a stream, and of it a cause or an option; -1:
// none.
type place struct {
	item          item
	cause, option int
}

// place finds what is selected.
func (s *screen) place() (place, bool) {
	all := items(s.work)
	s.stack.Set(s.blocks(all))
	at := s.stack.Selected()
	number := func(prefix string) int {
		if rest, ok := strings.CutPrefix(at, prefix); ok {
			if _, number, ok := strings.Cut(rest, "#"); ok {
				if n, err := strconv.Atoi(number); err == nil {
					return n
				}
			}
		}
		return -1
	}
	cause, option := number(causeBlock), number(optionBlock)
	for _, it := range all {
		if at == streamBlock+it.stream.ID || strings.HasPrefix(at, causeBlock+it.stream.ID+"#") || strings.HasPrefix(at, optionBlock+it.stream.ID+"#") {
			return place{it, cause, option}, true
		}
	}
	return place{}, false
}

func causeID(stream string, i int) string  { return causeBlock + stream + "#" + strconv.Itoa(i) }
func optionID(stream string, i int) string { return optionBlock + stream + "#" + strconv.Itoa(i) }

// Keys are what works on what is selected.
func (s *screen) Keys() []ui.Binding {
	at, ok := s.place()
	if !ok {
		return []ui.Binding{{Keys: []string{"enter"}, Help: "recpage.key.draw"}}
	}
	enter, edit := "causepage.key.add", ui.Binding{Keys: []string{"f6", "e"}, Help: "causepage.key.edit", Off: text.M("causepage.choose-cause")}
	drop := ui.Binding{Keys: []string{"f8", "delete", "x"}, Help: "causepage.key.remove", Off: text.M("causepage.choose-cause")}
	switch {
	case at.cause >= 0:
		enter, edit.Off, drop.Off = "causepage.key.edit", text.Message{}, text.Message{}
		edit.Minor = true
	case at.option >= 0:
		enter = "causepage.key.option"
	}
	add := ui.Binding{Keys: []string{"f5", "insert", "ctrl+n", "a"}, Help: "causepage.key.add", Minor: enter == "causepage.key.add"}
	return []ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		{Keys: []string{"enter"}, Help: enter},
		add, edit, drop,
		{Keys: []string{"f7"}, Help: "causepage.key.options"},
		{Keys: []string{"space", "w"}, Help: "causepage.key.stream"},
		{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
	}
}

// Update takes a key, the mouse, or a dialog's answer.
func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ui.Show:
		s.place()
		s.stack.Select(streamBlock + msg.Target)
	case nameCause:
		s.add(msg)
	case dropCause:
		s.drop(msg)
	case tea.MouseClickMsg:
		s.stack.Click(msg.Y - s.top)
	case tea.MouseWheelMsg:
		s.place()
		s.stack.Update(msg)
	case tea.KeyPressMsg:
		s.key(strings.ToLower(ui.KeyName(msg)), msg)
	}
	return s, nil
}

func (s *screen) key(key string, msg tea.KeyPressMsg) {
	at, ok := s.place()
	if !ok {
		if key == "enter" {
			s.Post(ui.Go{Page: network.ID})
		}
		return
	}
	switch key {
	case "enter":
		switch {
		case at.cause >= 0:
			s.edit(at.cause)
		case at.option >= 0:
			s.Post(ui.Go{Page: "options", Target: s.work.Audit().Options[at.option].ID})
		default:
			s.ask(at.item)
		}
	case "f5", "insert", "ctrl+n", "a":
		s.ask(at.item)
	case "f6", "e":
		if at.cause >= 0 {
			s.edit(at.cause)
		}
	case "f8", "delete", "x":
		if at.cause >= 0 {
			s.remove(at.cause)
		}
	case "f7":
		s.Post(ui.Go{Page: "options"})
	case "space", "w":
		s.Post(ui.Go{Page: network.ID, Target: network.StreamTarget(at.item.stream.ID)})
	default:
		s.stack.Update(msg)
	}
}

// ask asks what a new cause of a stream is.
func (s *screen) ask(it item) {
	if network.Locked(s.Context, s.work) {
		return
	}
	stream := it.stream.ID
	s.Post(ui.Open{Dialog: &widget.Prompt{
		Heading: text.M("causepage.add-heading"), Text: text.M("causepage.add-ask", "stream", network.TitleOf(s.work.Audit(), it.stream.ID)),
		Accept: func(typed string) (ui.Action, error) {
			if strings.TrimSpace(typed) == "" {
				return nil, text.M("causepage.text-wanted")
			}
			return nameCause{stream, typed}, nil
		},
	}})
}

func (s *screen) add(msg nameCause) {
	label := text.M("causepage.did.add", "cause", msg.text)
	edit := auditfile.Append("cause", tomldoc.Table{{Key: "stream", Value: msg.stream}, {Key: "text", Value: msg.text}})
	if !network.Apply(s.Context, s.work, label, edit) {
		return
	}
	i := len(s.work.Audit().Causes) - 1
	s.place()
	s.stack.Select(causeID(msg.stream, i))
	s.Post(ui.Push{Screen: newForm(s.work, i)})
}

func (s *screen) edit(i int) {
	if !network.Locked(s.Context, s.work) {
		s.Post(ui.Push{Screen: newForm(s.work, i)})
	}
}

func (s *screen) remove(i int) {
	if network.Locked(s.Context, s.work) {
		return
	}
	c := s.work.Audit().Causes[i]
	s.Post(ui.Open{Dialog: &ui.Ask{
		Heading: text.M("causepage.remove-heading"), Text: []text.Message{text.M("causepage.remove-ask", "cause", c.Text)},
		Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "netpage.remove", Action: dropCause{i, c.Text}}},
	}})
}

func (s *screen) drop(msg dropCause) {
	a := s.work.Audit()
	if msg.index >= len(a.Causes) || a.Causes[msg.index].Text != msg.text {
		return
	}
	network.Apply(s.Context, s.work, text.M("causepage.did.remove", "cause", msg.text), auditfile.Remove("cause", msg.index+1))
}

// blocks draws the streams, each with the tree of its causes.
func (s *screen) blocks(all []item) []widget.Block {
	a := s.work.Audit()
	var blocks []widget.Block
	for n, it := range all {
		first := n == 0
		blocks = append(blocks, widget.Block{ID: streamBlock + it.stream.ID, Draw: func(w int, selected bool) []string {
			lines := []string{s.head(it, w, selected)}
			if !first {
				lines = append([]string{""}, lines...)
			}
			return lines
		}})
		for k, i := range it.causes {
			last := k == len(it.causes)-1 && len(it.options) == 0
			blocks = append(blocks, widget.Block{ID: causeID(it.stream.ID, i), Draw: func(w int, selected bool) []string {
				return s.tree(a.Causes[i], last, w, selected)
			}})
		}
		for k, i := range it.options {
			last := k == len(it.options)-1
			blocks = append(blocks, widget.Block{ID: optionID(it.stream.ID, i), Draw: func(w int, selected bool) []string {
				return []string{widget.Line(s.Context, selected, w, widget.Span{Text: widget.Mark(s.Context, selected)}, widget.Span{Text: s.branch(last), Style: s.Style.Rule},
					widget.Span{Text: s.T("causepage.option", "option", optionName(s.work, a.Options[i])), Style: s.Style.Accent})}
			}})
		}
	}
	return blocks
}

// head is the line of a stream: what it costs, and whether it has causes.
func (s *screen) head(it item, w int, selected bool) string {
	mark, style := s.Glyph.Done, s.Style.Good
	switch {
	case len(it.causes) == 0 && (it.first || it.cost == nil):
		mark, style = s.Glyph.Todo, s.Style.Warn
	case len(it.causes) == 0:
		mark, style = s.Glyph.Todo, s.Style.Muted
	}
	right := ""
	if b := network.Balance(s.work); b != nil && it.cost != nil {
		right = network.MoneyPer(s.Context, s.work.Audit(), b, *it.cost) + "  " + s.Share(it.percent)
		if it.first {
			right = s.Glyph.Mark + " " + right
		}
	}
	name := s.Name(network.TitleOf(s.work.Audit(), it.stream.ID))
	switch n := len(it.causes); {
	case n == 0:
		name += " " + s.Glyph.Sep + " " + s.T("causepage.none")
	case w >= 76:
		name += " " + s.Glyph.Sep + " " + s.T("causepage.n", "n", n)
	}
	if w < 56 {
		right = ""
	}
	room := max(8, w-4-ui.Width(right)-2)
	return widget.Line(s.Context, selected, w, widget.Span{Text: widget.Mark(s.Context, selected)}, widget.Span{Text: ui.Fit(mark, 2, ""), Style: style},
		widget.Span{Text: ui.Fit(name, room, s.Glyph.More), Style: s.Style.Strong}, widget.Span{Text: "  " + right, Style: s.Style.Muted})
}

// branch begins a line of the tree; stem goes on below it.
func (s *screen) branch(last bool) string {
	switch {
	case s.Glyph.ASCII && last:
		return "`- "
	case s.Glyph.ASCII:
		return "|- "
	case last:
		return "└─ "
	}
	return "├─ "
}

func (s *screen) stem(last bool) string {
	switch {
	case last:
		return "   "
	case s.Glyph.ASCII:
		return "|  "
	}
	return "│  "
}

// tree draws a cause: its group and text, the answers to why below one another,
// and the evidence.
func (s *screen) tree(c assess.Cause, last bool, w int, selected bool) []string {
	group := ""
	if c.Group != "" {
		group = groupName(s.Context, s.work, c.Group) + ": "
	}
	left := 2 + ui.Width(s.branch(last))
	var lines []string
	for i, l := range ui.Wrap(group+ui.CleanLine(c.Text), max(8, w-left)) {
		lead, mark := s.branch(last), widget.Mark(s.Context, selected)
		if i > 0 {
			lead, mark = s.stem(last), "  "
		}
		span := widget.Span{Text: l}
		lines = append(lines, widget.Line(s.Context, selected, w, widget.Span{Text: mark}, widget.Span{Text: lead, Style: s.Style.Rule}, span))
	}
	below := func(depth int, said string, style func(...string) string) {
		indent := "  " + s.stem(last) + strings.Repeat("  ", depth)
		for i, l := range widget.Bullet("", said, max(8, w-ui.Width(indent)), style) {
			if i > 0 {
				l = "  " + l
			}
			lines = append(lines, s.Style.Rule.Render(indent)+strings.TrimPrefix(l, " "))
		}
	}
	for i, answer := range c.Why {
		below(i, s.branch(true)+s.T("causepage.why", "n", i+1, "answer", answer), nil)
	}
	if len(c.Why) < enough && (c.Text != "") {
		below(len(c.Why), s.branch(true)+s.T("causepage.ask-why", "n", len(c.Why)+1), s.Style.Muted.Render)
	}
	if c.Evidence != "" {
		below(0, s.T("causepage.evidence", "evidence", c.Evidence), s.Style.Muted.Render)
	} else {
		below(0, s.Glyph.Warn+" "+s.T("causepage.no-evidence"), s.Style.Warn.Render)
	}
	return lines
}

// enough is how often one asks why of a stream, at least (METHOD §6).
const enough = 3

// View draws the page.
func (s *screen) View() string {
	all := items(s.work)
	s.stack.Set(s.blocks(all))
	if len(all) == 0 {
		lines := append([]string{""}, widget.Prose(s.T("causepage.empty"), min(s.W, ui.Measure)-2, 1, nil)...)
		return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
	}
	without := 0
	priority := false
	for _, it := range all {
		priority = priority || it.first
		if it.waste && len(it.causes) == 0 {
			without++
		}
	}
	said := s.T("causepage.complete")
	if without > 0 {
		said = s.T("causepage.without", "n", without)
	}
	if s.work.ReadOnly() {
		said = s.T("pages.read-only-mark") + " " + s.Glyph.Sep + " " + said
	}
	lines := []string{" " + s.Style.Strong.Render(ui.Cut(said, s.W-2, s.Glyph.More))}
	if priority && s.H >= 14 {
		lines = append(lines, " "+s.Style.Muted.Render(ui.Cut(s.Glyph.Mark+" "+s.T("costpage.priority"), s.W-2, s.Glyph.More)))
	}
	lines = widget.Headed(s.Context, s.H, s.W, lines...)
	s.top = len(lines)
	return ui.Box(strings.Join(append(lines, s.stack.View(min(s.W, 132), max(0, s.H-s.top), s.Context)), "\n"), s.W, s.H)
}
