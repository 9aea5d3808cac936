package result

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// chooser is where the user says what a flow is compared with: the pack's
// default, another published row, or the plant's own norm.
type chooser struct {
	ui.Base
	work  ui.Work
	flow  string
	stack widget.Stack
	left  int
	begun bool // the choice that holds was selected

	tries   map[string]try // what was tried of triesOf
	triesOf *assess.Audit
}

// try is how the flow would stand with a choice.
type try struct {
	indicator assess.Indicator
	ok        bool
}

// The ids of the choices that are no published row.
const (
	byDefault = "default"
	ownNorm   = "own"
	rowPrefix = "row:"
)

func newChooser(w ui.Work, flow string) *chooser { return &chooser{work: w, flow: flow} }

func (s *chooser) Title() string {
	return s.T("result.choose", "flow", phrase.FlowName(s.Context, s.work.Pack(), s.work.Common(), s.flow))
}

// rows are the published rows of the flow.
func (s *chooser) rows() []benchmark.Benchmark {
	var all []benchmark.Benchmark
	if p := s.work.Pack(); p != nil {
		for _, b := range p.Benchmarks {
			if b.Flow == s.flow {
				all = append(all, b)
			}
		}
	}
	return all
}

// holding is the id of the choice that holds.
func (s *chooser) holding() string {
	r, ok := reference(s.work.Audit(), s.flow)
	switch {
	case !ok:
		return byDefault
	case r.Row != "":
		return rowPrefix + r.Row
	}
	return ownNorm
}

// usable reports whether a row is on a basis that the plant's figures can
// be brought to.
func usable(b benchmark.Benchmark) bool { return b.Basis != "" && b.Basis != "other" }

func (s *chooser) blocks() []widget.Block {
	holding := s.holding()
	choice := func(id, name, right string, off bool) widget.Block {
		return widget.Block{ID: id, Draw: func(w int, selected bool) []string {
			sign := s.Glyph.Off
			if id == holding {
				sign = s.Glyph.On
			}
			mark := widget.Mark(s.Context, selected)
			room := w - ui.Width(mark) - ui.Width(sign) - 1
			if right != "" && ui.Width(right)+24 > room {
				right = ""
			}
			words := ui.Fit(name, room-ui.Width(right)-2, s.Glyph.More) + "  "
			style := s.Style.Plain
			if off {
				style = s.Style.Muted
			}
			return []string{widget.Line(s.Context, selected, w, widget.Span{Text: mark + sign + " "}, widget.Span{Text: words, Style: style},
				widget.Span{Text: right, Style: s.Style.Muted})}
		}}
	}
	blocks := []widget.Block{choice(byDefault, s.T("result.choice-pack"), "", false)}
	rows := s.rows()
	if len(rows) > 0 {
		blocks = append(blocks, widget.Head(s.Context, false, s.T("result.published"), s.T("result.published-n", "n", len(rows))))
	}
	for _, b := range rows {
		name := s.rowName(b)
		right := phrase.Bounds(s.Context, b.Bounds(), phrase.Per(s.Context, b.Unit, s.Name(b.Per)))
		switch {
		case !usable(b):
			right = s.T("result.other-basis")
		case b.Source == benchmark.Unverified:
			right = s.Glyph.Warn + " " + s.T("report.unverified")
		case !b.Reliable():
			right = s.Glyph.Warn + " " + s.T("result.doubted")
		}
		blocks = append(blocks, choice(rowPrefix+b.ID, name, right, !usable(b)))
	}
	blocks = append(blocks, widget.Head(s.Context, false, s.T("result.own-heading"), ""))
	own := s.T("result.own-write")
	if holding == ownNorm {
		own = s.T("result.own-edit")
	}
	return append(blocks, choice(ownNorm, own, "", false))
}

// rowName tells a published row from the others of its flow: where and when it
// is from.
func (s *chooser) rowName(b benchmark.Benchmark) string {
	parts := []string{s.Name(b.Name)}
	if b.Region != "" {
		parts = append(parts, s.Name(s.work.Common().RegionName(b.Region)))
	}
	if src, ok := s.work.Pack().Source(b.Source); ok {
		if src.Publisher != "" && src.Publisher != "-" {
			parts = append(parts, ui.CleanLine(src.Publisher))
		}
		if src.Year != 0 {
			parts = append(parts, strconv.Itoa(src.Year))
		}
	}
	return strings.Join(parts, " "+s.Glyph.Sep+" ")
}

func (s *chooser) settle() {
	s.stack.Set(s.blocks())
	if !s.begun {
		s.begun = true
		s.stack.Select(s.holding())
	}
}

func (s *chooser) Keys() []ui.Binding {
	return []ui.Binding{
		{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
		{Keys: []string{"enter"}, Help: "result.key.use"},
		{Keys: []string{"f6", "s"}, Show: "F6", Help: "result.key.source"},
	}
}

func (s *chooser) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	s.settle()
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		if msg.X < s.left {
			s.stack.Click(msg.Y)
		}
	case tea.MouseWheelMsg:
		s.stack.Update(msg)
	case tea.KeyPressMsg:
		switch strings.ToLower(ui.KeyName(msg)) {
		case "esc", "left":
			s.Post(ui.Back{})
		case "enter":
			s.use(s.stack.Selected())
		case "f6", "s":
			s.source(s.stack.Selected())
		default:
			s.stack.Update(msg)
		}
	}
	return s, nil
}

// row is the published row of a choice.
func (s *chooser) row(id string) (benchmark.Benchmark, bool) {
	name, isRow := strings.CutPrefix(id, rowPrefix)
	if !isRow || s.work.Pack() == nil {
		return benchmark.Benchmark{}, false
	}
	return s.work.Pack().Benchmark(name)
}

// use makes a choice.
func (s *chooser) use(id string) {
	if s.work.ReadOnly() {
		s.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
		return
	}
	label := text.M("result.did.reference", "flow", s.flowName())
	a := s.work.Audit()
	switch row, isRow := s.row(id); {
	case id == byDefault:
		if found := chosen(a, s.flow); len(found) > 0 {
			s.apply(label, func() error { return s.work.Apply(label, dropped(found)...) })
			return
		}
		s.Post(ui.Back{})
	case id == ownNorm:
		s.Post(ui.Push{Screen: newOwn(s.work, s.flow)})
	case isRow:
		if t := s.try(id); !usable(row) || !t.ok || t.indicator.Compare == nil {
			reason := text.M("result.other-basis-said", "per", row.Per)
			if t.ok && !t.indicator.Reason.Empty() {
				reason = t.indicator.Reason
			}
			s.Post(ui.Toast{Text: reason, Kind: ui.Warning})
			return
		}
		if s.holding() == id {
			s.Post(ui.Back{})
			return
		}
		edits := refer(a, assess.Reference{Flow: s.flow, Row: row.ID})
		s.apply(label, func() error { return s.work.Apply(label, edits...) })
	}
}

func (s *chooser) apply(label text.Message, do func() error) {
	if err := do(); err != nil {
		failed(s.Context, err)
		return
	}
	s.Post(ui.Toast{Text: text.M("result.changed", "what", label), Kind: ui.Done})
	s.Post(ui.Back{})
}

// flowName is the name of the flow, for labels.
func (s *chooser) flowName() text.Name {
	if i, ok := indicator(phrase.Result(s.work), s.flow); ok {
		return i.Flow.Name
	}
	return text.Both(s.flow)
}

// source shows where the published row comes from.
func (s *chooser) source(id string) {
	row, isRow := s.row(id)
	pack := s.work.Pack()
	switch {
	case isRow:
		s.Post(ui.Push{Screen: &widget.Reader{
			Heading: func(c ui.Context) string { return c.T("result.sources") },
			Lines: func(c ui.Context, w int) []string {
				f := phrase.NewFacts(c, w)
				f.Row(row, pack, s.work.Common())
				return f.Lines
			},
		}})
	case id == byDefault:
		work, flow := s.work, s.flow
		s.Post(ui.Push{Screen: &widget.Reader{
			Heading: func(c ui.Context) string { return c.T("result.sources") },
			Lines: func(c ui.Context, w int) []string {
				f := phrase.NewFacts(c, w)
				if i, ok := tried(work, flow, assess.Reference{}); ok && i.Reference != nil {
					yardstick(f, c, work, *i.Reference)
				} else if ok {
					f.Text(c.Say(i.Reason))
				}
				return f.Lines
			},
		}})
	default:
		s.Post(ui.Toast{Text: text.M("result.no-source"), Kind: ui.Info})
	}
}

// try is how the flow would stand with a choice. Each is tried when it is
// first looked at.
func (s *chooser) try(id string) try {
	if a := s.work.Audit(); s.triesOf != a {
		s.triesOf, s.tries = a, map[string]try{}
	}
	if t, known := s.tries[id]; known {
		return t
	}
	var t try
	switch row, isRow := s.row(id); {
	case id == byDefault:
		t.indicator, t.ok = tried(s.work, s.flow, assess.Reference{})
	case isRow:
		t.indicator, t.ok = tried(s.work, s.flow, assess.Reference{Flow: s.flow, Row: row.ID})
	case id == s.holding():
		t.indicator, t.ok = indicator(phrase.Result(s.work), s.flow)
	}
	s.tries[id] = t
	return t
}

func (s *chooser) View() string {
	s.settle()
	if s.W >= wide {
		s.left = s.W / 2
		list := s.stack.View(s.left, s.H, s.Context)
		said := s.detail(s.stack.Selected(), s.W-s.left-3)
		return ui.Box(ui.Beside(list, widget.Wall(s.Context, s.H), ui.Box(" "+strings.Join(said, "\n "), s.W-s.left-1, s.H)), s.W, s.H)
	}
	below := min(11, s.H/2)
	s.left = s.W
	lines := []string{s.stack.View(s.W, max(0, s.H-below-1), s.Context), widget.Rule(s.Context, s.W, "")}
	for _, l := range widget.Most(s.detail(s.stack.Selected(), s.W-2), below, s.W-2, s.Glyph.More) {
		lines = append(lines, " "+l)
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

// detail says what a choice is, and how the plant would stand with it.
func (s *chooser) detail(id string, w int) []string {
	f := phrase.NewFacts(s.Context, w)
	t := s.try(id)
	s.outcome(f, id, t)
	switch row, isRow := s.row(id); {
	case isRow:
		f.Row(row, s.work.Pack(), s.work.Common())
	case id == ownNorm && s.holding() != ownNorm:
		f.Text(s.T("result.own-said"))
	case t.ok && t.indicator.Reference != nil:
		y := t.indicator.Reference
		f.Add("pages.source.bounds", phrase.Bounds(s.Context, y.Bounds, phrase.Per(s.Context, y.Unit, s.Name(y.Per))))
		f.Add("pages.source.document", ui.CleanLine(y.Own))
		f.Add("result.reason", s.Name(y.Reason))
		if !y.Verified && y.Own == "" {
			f.Warn("pages.source.sure", s.T("pages.source.unverified"))
		}
	}
	return f.Lines
}

// outcome says how the plant would stand with a choice, or why it cannot be
// compared.
func (s *chooser) outcome(f *phrase.Facts, id string, t try) {
	if row, isRow := s.row(id); isRow && !usable(row) {
		f.Warn("result.outcome", s.T("result.other-basis-said", "per", row.Per))
		return
	}
	if !t.ok {
		return
	}
	i := t.indicator
	if !placed(i) {
		f.Warn("result.outcome", s.Say(i.Reason))
		return
	}
	said := s.Figure(i.Compare.Value) + " " + phrase.Per(s.Context, i.Compare.Unit, s.Name(i.Reference.Per)) + ": " + s.Say(phrase.Band(i))
	if i.Gap != nil {
		said += ", " + s.T("result.gap", "gap", s.Percent(*i.Gap))
	}
	if i.Realistic != nil && i.Realistic.Money != nil && *i.Realistic.Money > 0 {
		said += ", " + phrase.PerSpan(s.Context, s.Money(*i.Realistic.Money, phrase.Result(s.work).Currency), phrase.Result(s.work), i.Yearly)
	}
	f.Add("result.outcome", said)
	if i.Status == assess.Unverified {
		f.Warn("pages.source.sure", s.T("pages.source.unverified"))
	}
}
