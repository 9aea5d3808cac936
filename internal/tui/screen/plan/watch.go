package plan

import (
	"fmt"
	"slices"
	"strconv"

	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/plant"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// watched lists the routine indicators, the flows that nobody watches, and where
// the team looks next.
func (s *screen) watched() []widget.Block {
	var blocks []widget.Block
	head := func(title, right string) {
		blocks = append(blocks, widget.Head(s.Context, len(blocks) == 0, title, right))
	}
	monitors := s.work.Audit().Monitors
	head(s.T("planpage.monitors"), "")
	if len(monitors) == 0 {
		blocks = append(blocks, widget.Remark(s.Context, s.T("planpage.no-monitors")))
	} else {
		blocks = append(blocks, s.monitorHead())
	}
	for i, m := range monitors {
		blocks = append(blocks, widget.Block{ID: "monitor:" + strconv.Itoa(i), Draw: func(w int, selected bool) []string { return s.monitorRow(m, w, selected) }})
	}
	if open := unwatched(s.work); len(open) > 0 {
		head(s.T("planpage.unwatched"), "")
		for _, flow := range open {
			blocks = append(blocks, widget.Block{ID: "open:" + flow, Draw: func(w int, selected bool) []string {
				return []string{widget.Line(s.Context, selected, w, widget.Span{Text: widget.Mark(s.Context, selected)},
					widget.Span{Text: s.Glyph.Warn + " ", Style: s.Style.Warn}, widget.Span{Text: s.flowName(flow)})}
			}})
		}
	}
	head(s.T("planpage.next-focus"), "")
	said := s.T("planpage.no-next")
	if f := s.work.Audit().Focus; f != nil && f.Next != "" {
		said = s.stepName(f.Next)
		if f.NextReason != "" {
			said += ": " + ui.CleanLine(f.NextReason)
		}
	}
	return append(blocks, widget.Block{ID: "focus:focus", Draw: func(w int, selected bool) []string {
		lines := widget.Prose(said, w, 2, nil)
		if len(lines) > 0 {
			lines[0] = widget.Line(s.Context, selected, w, widget.Span{Text: widget.Mark(s.Context, selected) + lines[0][2:]})
		}
		return lines
	}})
}

func (s *screen) stepName(id string) string {
	for _, x := range s.work.Audit().Steps {
		if x.ID == id && x.Name != "" {
			return ui.CleanLine(x.Name)
		}
	}
	if p := s.work.Pack(); p != nil {
		if x, ok := p.Step(id); ok {
			return s.Name(x.Name)
		}
	}
	return ui.CleanLine(id)
}

// Cells of the columns of indicators; the first to go is who watches.
const (
	everyCells  = 10
	monthCells  = 9
	againstCell = 12
	alarmCells  = 12
	whoCells    = 16
)

func (s *screen) monitorCells(w int) (name int, who bool) {
	if w < narrow { // how often and of which month stands below the list
		return w - 2 - againstCell - alarmCells - 2, false
	}
	name = w - 2 - everyCells - monthCells - againstCell - alarmCells - 3
	if name-whoCells-1 >= 20 {
		return name - whoCells - 1, true
	}
	return name, false
}

func (s *screen) monitorHead() widget.Block {
	return widget.Block{Draw: func(w int, _ bool) []string {
		name, who := s.monitorCells(w)
		line := ui.Fit("  "+s.T("planpage.column.flow"), name+2, s.Glyph.More)
		if who {
			line += " " + ui.Fit(s.T("planpage.column.responsible"), whoCells, s.Glyph.More)
		}
		if w >= narrow {
			line += " " + ui.Fit(s.T("planpage.column.every"), everyCells, s.Glyph.More) + ui.FitRight(s.T("planpage.column.month"), monthCells, s.Glyph.More)
		}
		line += ui.FitRight(s.T("planpage.column.against"), againstCell, s.Glyph.More) + "  " + ui.Fit(s.T("planpage.column.alarm"), alarmCells, "")
		return []string{s.Style.Muted.Render(ui.Fit(line, w, ""))}
	}}
}

func (s *screen) every(id string) string {
	if id == "" {
		return "?"
	}
	return s.Say(text.M("planpage.every." + id))
}

// alarm is whether an indicator is in order, in words.
func (s *screen) alarm(x watched) (string, lipgloss.Style) {
	switch {
	case !x.known:
		return "?", s.Style.Muted
	case x.alarm:
		return s.Glyph.Warn + " " + s.T("planpage.alarm"), s.Style.Bad
	}
	return s.Glyph.Done + " " + s.T("planpage.in-order"), s.Style.Good
}

func (s *screen) monitorRow(m assess.Monitor, w int, selected bool) []string {
	name, who := s.monitorCells(w)
	x := watch(s.work, m)
	month, against := "", ""
	if x.known {
		month, against = s.period(x.month), s.Percent(x.percent)
	}
	flow := s.flowName(m.Flow)
	if !m.Review.IsZero() && m.Review.Before(today(s.Context)) {
		flow = s.Glyph.Warn + " " + flow
	}
	spans := []widget.Span{{Text: widget.Mark(s.Context, selected)}, {Text: ui.Fit(flow, max(0, name), s.Glyph.More)}}
	if who {
		spans = append(spans, widget.Span{Text: " " + ui.Fit(ui.CleanLine(m.Responsible), whoCells, s.Glyph.More)})
	}
	said, style := s.alarm(x)
	if w >= narrow {
		spans = append(spans, widget.Span{Text: " " + ui.Fit(s.every(m.Every), everyCells, s.Glyph.More)}, widget.Span{Text: ui.FitRight(month, monthCells, s.Glyph.More)})
	}
	return []string{widget.Line(s.Context, selected, w, append(spans,
		widget.Span{Text: ui.FitRight(against, againstCell, s.Glyph.More)}, widget.Span{Text: "  " + ui.Fit(said, alarmCells, s.Glyph.More), Style: style})...)}
}

// period names the time of a figure.
func (s *screen) period(m *assess.ModelMonth) string {
	if !m.Month.IsZero() {
		return s.Month(m.Month)
	}
	return s.Date(m.To)
}

// monitorDetail says how an indicator stands.
func (s *screen) monitorDetail(m assess.Monitor, w int) []string {
	f := phrase.NewFacts(s.Context, w)
	f.Head(s.flowName(m.Flow))
	x := watch(s.work, m)
	unit := s.flow(m.Flow).Unit
	if x.known {
		f.Text(s.T("planpage.last-month", "month", s.period(x.month), "amount", quantity.Amount{Value: x.month.Amount, Unit: unit},
			"expected", quantity.Amount{Value: x.expected, Unit: unit}, "percent", s.Percent(x.percent)))
	} else {
		f.Text(s.T("planpage.cannot-watch", "why", x.why))
	}
	if x.running {
		f.Warn("planpage.fact.alarm", s.T("planpage.running"))
	} else if x.alarm {
		f.Warn("planpage.fact.alarm", s.T("planpage.above-alarm", "percent", s.Share(*m.Alarm)))
	}
	f.Add("options.fact.responsible", ui.CleanLine(m.Responsible))
	if m.Every != "" {
		f.Add("planpage.form.every", s.every(m.Every))
	}
	if !m.Review.IsZero() {
		if m.Review.Before(today(s.Context)) {
			f.Warn("planpage.fact.review", s.T("planpage.review-late", "date", m.Review))
		} else {
			f.Add("planpage.fact.review", s.Date(m.Review))
		}
	}
	f.Add("pages.source.note", ui.CleanLine(m.Note))
	return f.Lines
}

// flow is a flow as the pack and the plant together describe it.
func (s *screen) flow(id string) assess.FlowInfo {
	if p := s.work.Pack(); p != nil {
		for _, f := range assess.Flows(s.work.Audit(), p, s.work.Common()) {
			if f.ID == id {
				return f
			}
		}
	}
	return assess.FlowInfo{ID: id, Name: text.Both(id)}
}

// chooser offers the flows that can be watched, those of solutions first.
func (s *screen) chooser() ui.Dialog {
	return &widget.Chooser{
		Heading: text.M("planpage.watch-heading"),
		Fill: func(c ui.Context) []widget.Item {
			p := s.work.Pack()
			if p == nil {
				return nil
			}
			open := unwatched(s.work)
			var first, rest []widget.Item
			for _, fl := range assess.Flows(s.work.Audit(), p, s.work.Common()) {
				it := widget.Item{ID: fl.ID, Name: c.Name(fl.Name), Search: fl.Name.VI + " " + fl.Name.EN}
				switch {
				case slices.Contains(open, fl.ID):
					it.Right = c.T("planpage.saved-here")
					first = append(first, it)
				case !slices.ContainsFunc(s.work.Audit().Monitors, func(m assess.Monitor) bool { return m.Flow == fl.ID }):
					rest = append(rest, it)
				}
			}
			return append(first, rest...)
		},
		Accept: func(it widget.Item) ui.Action { return begin{it.ID} },
	}
}

// begin watches a flow: monthly, until the team says otherwise.
func (s *screen) begin(flow string) {
	if s.apply(text.M("planpage.did.watch", "flow", s.flow(flow).Name), auditfile.Append("monitor", tomldoc.Table{{Key: "flow", Value: flow}, {Key: "every", Value: "month"}})) {
		i := len(s.work.Audit().Monitors) - 1
		s.view = watchView
		s.current()
		s.stack[watchView].Select("monitor:" + strconv.Itoa(i))
		s.Post(ui.Push{Screen: newMonitor(s.work, i)})
	}
}

func (s *screen) askForget(i int) {
	if i >= len(s.work.Audit().Monitors) {
		return
	}
	m := s.work.Audit().Monitors[i]
	s.Post(ui.Open{Dialog: &ui.Ask{
		Heading: text.M("planpage.forget-heading"),
		Text:    []text.Message{text.M("planpage.forget-ask", "flow", s.flow(m.Flow).Name)},
		Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "planpage.forget", Action: forget{i}}},
	}})
}

func (s *screen) forget(i int) {
	if i < len(s.work.Audit().Monitors) {
		s.apply(text.M("planpage.did.forget", "flow", s.flow(s.work.Audit().Monitors[i].Flow).Name), auditfile.Remove("monitor", i+1))
	}
}

// monitor asks how an indicator is watched.
type monitor struct {
	work  ui.Work
	index int
	sheet *widget.Sheet
}

func newMonitor(w ui.Work, index int) ui.Screen {
	m := &monitor{work: w, index: index, sheet: &widget.Sheet{}}
	flow := m.get().Flow
	m.sheet.Heading = func(c ui.Context) string {
		return c.T("planpage.form.title", "flow", phrase.FlowName(c, w.Pack(), w.Common(), m.get().Flow))
	}
	m.sheet.Build = m.rows
	m.sheet.Gone = func() bool { return index >= len(w.Audit().Monitors) || m.get().Flow != flow }
	return m.sheet
}

func (m *monitor) get() assess.Monitor {
	if all := m.work.Audit().Monitors; m.index < len(all) {
		return all[m.index]
	}
	return assess.Monitor{}
}

func (m *monitor) set(label, key string, v any) error {
	if m.index >= len(m.work.Audit().Monitors) {
		return text.M("planpage.gone")
	}
	path := tomldoc.Path("monitor", m.index+1, key)
	edit := auditfile.Set(path, v)
	if v == nil {
		edit = auditfile.Unset(path)
	}
	return m.work.Apply(text.M("planpage.did.monitor", "what", text.M(label)), edit)
}

func (m *monitor) line(label, hint, key string, get func(assess.Monitor) string) *widget.Text {
	where := fmt.Sprintf("monitor.%d.%s", m.index, key)
	return &widget.Text{
		Names: widget.Names{Label: label, Hint: hint},
		Get:   func() string { return get(m.get()) },
		Set: func(v string) error {
			if v == "" {
				return m.set(label, key, nil)
			}
			return m.set(label, key, v)
		},
		Draft: func(typed string) { m.work.Draft(where, typed) }, Drafted: func() string { return m.work.Drafted(where) },
	}
}

func (m *monitor) rows() []widget.Row {
	review := m.line("planpage.form.review", "options.form.date-hint", "review", func(x assess.Monitor) string {
		if x.Review.IsZero() {
			return ""
		}
		return fmt.Sprintf("%02d/%02d/%04d", x.Review.Day, x.Review.Month, x.Review.Year)
	})
	review.Set = func(v string) error {
		if v == "" {
			return m.set("planpage.form.review", "review", nil)
		}
		d, err := plant.ParseDate(v)
		switch {
		case err != nil:
			return err
		case d.Year < 1990 || d.Year > 2100:
			return text.M("options.year")
		}
		return m.set("planpage.form.review", "review", d)
	}
	where := fmt.Sprintf("monitor.%d.alarm", m.index)
	return []widget.Row{
		m.line("options.form.responsible", "", "responsible", func(x assess.Monitor) string { return ui.CleanLine(x.Responsible) }),
		&widget.Choice{
			Names: widget.Names{Label: "planpage.form.every"},
			Options: func(c ui.Context) []widget.Option {
				var all []widget.Option
				for _, id := range [...]string{"day", "week", "month", "quarter"} {
					all = append(all, widget.Option{ID: id, Name: c.Say(text.M("planpage.every." + id))})
				}
				return all
			},
			Get: func() string { return m.get().Every },
			Set: func(id string) error {
				if id == "" {
					return m.set("planpage.form.every", "every", nil)
				}
				return m.set("planpage.form.every", "every", id)
			},
		},
		&widget.Number{
			Names: widget.Names{Label: "planpage.form.alarm", Hint: "planpage.form.alarm-hint"}, Unit: func() string { return "%" },
			Get: func() *float64 { return m.get().Alarm },
			Set: func(v *float64) error {
				switch {
				case v == nil:
					return m.set("planpage.form.alarm", "alarm", nil)
				case *v < 0 || *v > 1e6:
					return text.M("options.negative")
				}
				return m.set("planpage.form.alarm", "alarm", *v)
			},
			Draft: func(typed string) { m.work.Draft(where, typed) }, Drafted: func() string { return m.work.Drafted(where) },
		},
		review,
		m.line("options.form.note", "", "note", func(x assess.Monitor) string { return ui.CleanLine(x.Note) }),
	}
}
