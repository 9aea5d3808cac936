package option

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

type screen struct {
	ui.Base
	actions
	stack widget.Stack
	top   int
	left  int
}

func newScreen(w ui.Work) *screen { return &screen{actions: actions{w}} }

func (s *screen) Title() string { return s.T("tui.page.options") }

func (s *screen) blocks() ([]widget.Block, map[string]item) {
	var blocks []widget.Block
	byID := map[string]item{}
	group, n := "", 0
	all := items(s.work)
	count := map[string]int{}
	for _, it := range all {
		count[it.group]++
	}
	for _, it := range all {
		if it.group != group {
			group, n = it.group, 0
			blocks = append(blocks, s.head(group, count[group], len(blocks) == 0))
		}
		n++
		number := n
		blocks = append(blocks, widget.Block{ID: "option:" + it.id, Draw: func(w int, selected bool) []string {
			return []string{s.row(it, number, w, selected)}
		}})
		byID["option:"+it.id] = it
	}
	return blocks, byID
}

// head is the heading of a group: how many options it has, and what stands in
// the columns.
func (s *screen) head(group string, n int, first bool) widget.Block {
	return widget.Block{Draw: func(w int, _ bool) []string {
		title := s.T("options.group-n", "group", text.M("options.group."+group), "n", n)
		_, worth, last := cells(w)
		label := "options.column.cost"
		if group == adopted {
			label = "options.column.status"
		}
		right := ""
		if worth > 0 {
			right = ui.FitRight(s.T("options.column.saves"), worth, "") + "  "
		}
		if last > 0 {
			right += ui.Fit(s.T(label), last, "")
		}
		line := s.Style.Accent.Render(ui.Fit(title, max(0, w-ui.Width(right)), s.Glyph.More)) + s.Style.Muted.Render(right)
		if first {
			return []string{line}
		}
		return []string{"", line}
	}}
}

// cells are the widths of the columns of a row: the name, what it saves, and
// what it costs or how far it is; 0: the column is left out.
func cells(w int) (name, worth, last int) {
	const before, gap = 5, 2
	worth, last = min(26, max(20, w/5)), 11
	if name = w - before - worth - last - 2*gap; name >= 30 {
		return name, worth, last
	}
	if name = w - before - last - gap; name >= 24 {
		return name, 0, last
	}
	return w - before, 0, 0
}

func (s *screen) current() (item, bool) {
	blocks, byID := s.blocks()
	s.stack.Set(blocks)
	it, ok := byID[s.stack.Selected()]
	return it, ok
}

func (s *screen) Keys() []ui.Binding {
	it, ok := s.current()
	own := ui.Binding{Keys: []string{"ctrl+n", "insert"}, Help: "options.key.own"}
	if !ok {
		return []ui.Binding{own}
	}
	return append([]ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		{Keys: []string{"enter"}, Help: "options.key.open"},
	}, append(itemKeys(s.work, it), own,
		ui.Binding{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
		ui.Binding{Keys: []string{"a", "e", "c", "x"}, Show: "a e c x", Help: "options.key.letters", Minor: true},
	)...)
}

// itemKeys are the keys that act on an option.
func itemKeys(w ui.Work, it item) []ui.Binding {
	var keys []ui.Binding
	switch {
	case it.dropped():
		keys = append(keys, ui.Binding{Keys: []string{"f5", "a"}, Help: "options.key.again"}, ui.Binding{Keys: []string{"f6", "e"}, Help: "options.key.edit"})
	case it.taken != nil:
		keys = append(keys, ui.Binding{Keys: []string{"f6", "e"}, Help: "options.key.edit"}, ui.Binding{Keys: []string{"f8", "delete", "x"}, Help: "options.key.drop"})
	default:
		keys = append(keys, ui.Binding{Keys: []string{"f5", "a"}, Help: "options.key.adopt"}, ui.Binding{Keys: []string{"f8", "delete", "x"}, Help: "options.key.drop"})
	}
	if len(it.cases(w)) > 0 {
		keys = append(keys, ui.Binding{Keys: []string{"f7", "c"}, Help: "options.key.case"})
	}
	return keys
}

// act does what a key does with an option, and reports whether it does
// anything.
func (s actions) act(c ui.Context, it item, key string) bool {
	switch key {
	case "f5", "a":
		s.adopt(c, it)
	case "f6", "e":
		s.edit(c, it)
	case "f7", "c":
		if len(it.cases(s.work)) == 0 {
			c.Post(ui.Toast{Text: text.M("options.no-case"), Kind: ui.Info})
			return true
		}
		c.Post(ui.Push{Screen: newCases(s.work, it.id)})
	case "f8", "delete", "x":
		s.drop(c, it)
	default:
		return false
	}
	return true
}

func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	if _, changed := msg.(ui.Changed); changed && detailed(s.work) {
		return newList(s.work), nil
	}
	it, ok := s.current()
	if made, done := s.do(s.Context, msg); done {
		if made != "" {
			s.show(made)
			s.Post(ui.Push{Screen: newForm(s.work, made)})
		}
		return s, nil
	}
	switch msg := msg.(type) {
	case ui.Show:
		s.show(msg.Target)
	case tea.MouseClickMsg:
		if msg.X < s.left {
			s.stack.Click(msg.Y - s.top)
		}
	case tea.MouseWheelMsg:
		s.stack.Update(msg)
	case tea.KeyPressMsg:
		switch key := strings.ToLower(ui.KeyName(msg)); {
		case key == "ctrl+n" || key == "insert":
			s.propose(s.Context)
		case s.stack.Update(msg):
		case ok && key == "enter":
			s.Post(ui.Push{Screen: newDetail(s.work, it.id)})
		case ok:
			s.act(s.Context, it, key)
		}
	}
	return s, nil
}

func (s *screen) show(id string) {
	s.current()
	s.stack.Select("option:" + id)
}

// statusSign is what stands before an option.
func (s *screen) statusSign(it item) (string, lipgloss.Style) {
	if it.taken == nil {
		return " ", s.Style.Plain
	}
	if it.dropped() {
		return s.Glyph.Bad, s.Style.Muted
	}
	switch it.taken.Status {
	case "done":
		return s.Glyph.Done, s.Style.Good
	case "doing":
		return s.Glyph.Partly, s.Style.Warn
	}
	return s.Glyph.Todo, s.Style.Accent
}

// statusWords is the status of an option in words.
func statusWords(c ui.Context, it item) string {
	switch {
	case it.taken == nil:
		return ""
	case it.dropped():
		return c.T("options.status.dropped")
	case it.taken.Status == "":
		return ""
	}
	return c.Say(text.M("options.status." + it.taken.Status))
}

func (s *screen) row(it item, number, w int, selected bool) string {
	sign, style := s.statusSign(it)
	mark := widget.Mark(s.Context, selected)
	before := mark + sign + "  "
	if it.group != adopted {
		before = mark + ui.FitRight(strconv.Itoa(number), 2, "") + " "
	}
	room, worthCells, costCells := cells(w)
	cost := ""
	if it.taken != nil {
		cost = statusWords(s.Context, it)
	} else if it.known != nil && it.known.CostClass != "" {
		cost = s.Say(text.M("options.cost." + it.known.CostClass))
	}
	name := widget.Span{Text: ui.Fit(s.Name(it.name()), room, s.Glyph.More)}
	if it.dropped() || it.group == others {
		name.Style = s.Style.Muted
	}
	spans := []widget.Span{{Text: mark}, {Text: strings.TrimPrefix(before, mark), Style: style}, name}
	if worthCells > 0 {
		worth, known := s.worth(it)
		span := widget.Span{Text: "  " + ui.FitRight(worth, worthCells, s.Glyph.More)}
		if !known {
			span.Style = s.Style.Muted
		}
		spans = append(spans, span)
	}
	if costCells > 0 {
		spans = append(spans, widget.Span{Text: "  " + ui.Fit(cost, costCells, s.Glyph.More), Style: style})
	}
	return widget.Line(s.Context, selected, w, spans...)
}

// worth is what an option saves, as short as can be: money, else a percentage,
// else (known is false then) only the flow.
func (s *screen) worth(it item) (said string, known bool) {
	switch {
	case it.taken != nil:
		for _, sv := range it.taken.Saves {
			// The figure first: a long name is cut at its end.
			name := phrase.FlowName(s.Context, s.work.Pack(), s.work.Common(), sv.Flow)
			switch {
			case sv.Percent != nil:
				return s.Share(*sv.Percent) + " " + phrase.Lower(name), true
			case sv.Amount != nil:
				return s.Figure(*sv.Amount) + " " + s.Unit(flowOf(s.work, sv.Flow).Unit) + " " + phrase.Lower(name), true
			}
		}
	case it.suggestion != nil && it.suggestion.Money != nil:
		return phrase.Range(s.Context, *it.suggestion.Money, phrase.Result(s.work).Currency), true
	case it.known != nil:
		if r, ok := phrase.Published(*it.known); ok {
			said := phrase.Range(s.Context, r, "%")
			if !it.known.SavingOf.Empty() {
				said = s.T("options.part", "percent", said)
			}
			return said, true
		}
		return phrase.Flows(s.Context, s.work.Pack(), s.work.Common(), it.known.Saves), false
	}
	return "", false
}

// wide is the width from which on what is said of an option stands beside the
// list.
const wide = 130

func (s *screen) View() string {
	it, ok := s.current()
	top := s.intro(s.W)
	s.top = len(top)
	h := max(0, s.H-s.top)
	if !ok {
		key := "options.none"
		if s.work.Pack() == nil {
			key = "pages.no-pack"
		}
		return ui.Box(strings.Join(append(top, widget.Prose(s.T(key), s.W-1, 1, nil)...), "\n"), s.W, s.H)
	}
	if s.W >= wide {
		s.left = s.W * 11 / 20
		list := s.stack.View(s.left, h, s.Context)
		said := about(s.Context, s.work, it, s.W-s.left-3)
		body := ui.Beside(list, widget.Wall(s.Context, h), ui.Box(" "+strings.Join(said, "\n "), s.W-s.left-1, h))
		return ui.Box(strings.Join(top, "\n")+"\n"+body, s.W, s.H)
	}
	below := min(9, h*2/5)
	s.left = s.W
	lines := append(top, s.stack.View(s.W, max(0, h-below-1), s.Context), widget.Rule(s.Context, s.W, ""))
	for _, l := range widget.Most(brief(s.Context, s.work, it, s.W-2), below, s.W-2, s.Glyph.More) {
		lines = append(lines, " "+l)
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

// intro says what the page is about, or how many options are taken up.
func (s *screen) intro(w int) []string {
	n, given := 0, 0
	for _, it := range items(s.work) {
		switch {
		case it.dropped():
			given++
		case it.taken != nil:
			n++
		}
	}
	said := s.T("options.intro")
	if n+given > 0 {
		said = s.T("options.count", "taken", n, "dropped", given)
	}
	if s.work.ReadOnly() {
		said = s.T("pages.read-only-mark") + "  " + s.Glyph.Sep + "  " + said
	}
	return widget.Headed(s.Context, s.H, w, " "+s.Style.Strong.Render(ui.Cut(said, w-1, s.Glyph.More)))
}
