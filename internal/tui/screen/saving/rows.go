package saving

import (
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// row is something of the page that can be selected.
type row struct {
	id         string
	cells      []widget.Cell
	columns    *widget.Columns // nil: the line is drawn as it is
	indent     int
	detail     func(w int) []string
	figure     string // that "why" opens
	flow       string
	adjustment int // index, -1: none
	help       string
	prices     string // flow whose price is missing, that Enter goes to
}

// section is a part of the page.
type section struct {
	title   string
	columns *widget.Columns
	rows    []row
	remark  string
}

// ordered are the savings in the order in which they are shown: by group.
func ordered(r *assess.Result) []assess.FlowSaving {
	all := slices.Clone(r.Savings)
	order := append(assess.Groups(), "")
	slices.SortStableFunc(all, func(a, b assess.FlowSaving) int { return slices.Index(order, a.Group) - slices.Index(order, b.Group) })
	return all
}

func (s *screen) sections() []section {
	r := s.result()
	a := s.work.Audit()
	if s.keptOf == r && s.keptAt == a && s.kept != nil {
		return s.kept
	}
	s.keptOf, s.keptAt = r, a
	s.kept = nil
	if r == nil {
		return nil
	}
	if empty(a, r).Empty() {
		s.kept = append(s.kept, s.flows(r), s.gases(r), s.productivity(r))
	} else {
		s.kept = append(s.kept, s.toData(a))
	}
	s.kept = append(s.kept, s.adjustments(r), s.terms(r))
	return s.kept
}

func plain(s string) widget.Cell { return widget.Cell{Text: s} }

// columnsOf are the columns of the savings.
func (s *screen) columnsOf() *widget.Columns {
	confidence := s.T("savingpage.column.interval", "confidence", s.work.Audit().Confidence())
	return &widget.Columns{Least: 14, Cols: []widget.Column{
		{Head: s.T("savingpage.column.flow")},
		{Head: s.T("savingpage.column.simple"), Right: true, Rank: 4},
		{Head: s.T("savingpage.column.percent"), Right: true},
		{Head: confidence, Right: true, Rank: 3},
		{Head: s.T("savingpage.column.verdict"), Rank: 1},
		{Head: s.T("savingpage.column.amount"), Right: true, Rank: 6},
		{Head: s.T("savingpage.column.money"), Right: true, Rank: 5},
		{Head: s.T("savingpage.column.co2e"), Right: true, Rank: 7},
		{Head: s.T("savingpage.column.smallest"), Right: true, Rank: 8},
		{Head: s.T("savingpage.column.needed"), Right: true, Rank: 9},
	}}
}

// flows are the savings, group by group, all together first.
func (s *screen) flows(r *assess.Result) section {
	sec := section{columns: s.columnsOf()}
	if g, ok := overall(r); ok {
		sec.rows = append(sec.rows, s.group(r, g, s.T("savingpage.all")))
	}
	last := "-"
	for _, sv := range ordered(r) {
		if sv.Group != last {
			last = sv.Group
			sec.rows = append(sec.rows, s.groupRow(r, last))
		}
		sec.rows = append(sec.rows, s.flow(r, sv))
	}
	for i := range sec.rows {
		sec.rows[i].columns = sec.columns
		cells := slices.Clone(sec.rows[i].cells)
		cells[0].Text = pad(sec.rows[i].indent) + cells[0].Text
		sec.rows[i].cells = cells
		sec.columns.Add(cells...)
	}
	return sec
}

func pad(n int) string { return "      "[:min(n, 6)] }

// groupRow is the heading of a group: a row where its flows were added up.
func (s *screen) groupRow(r *assess.Result, group string) row {
	for _, g := range r.Groups {
		if g.Group == group {
			return s.group(r, g, upper(s.Name(g.Name)))
		}
	}
	name := s.T("savingpage.other-flows")
	if group != "" {
		name = upper(s.Name(s.work.Common().Method.GroupName(group)))
	}
	return row{adjustment: -1, cells: []widget.Cell{{Text: name, Style: s.Style.Accent}}}
}

func (s *screen) group(r *assess.Result, g assess.GroupSaving, name string) row {
	sign := signedVerdict(s.Context, g.Verdict)
	if g.Percent == nil {
		sign = s.T("savingpage.no-figure")
	}
	rw := row{id: "group:" + g.Group, adjustment: -1, detail: func(w int) []string { return groupFacts(s.Context, s.work, r, g, w) }}
	rw.cells = []widget.Cell{
		{Text: name, Style: s.Style.Accent}, plain(percent(s.Context, g.Simple)), {Text: percent(s.Context, g.Percent), Style: s.Style.Strong},
		plain(interval(s.Context, g.Low, g.High)), {Text: sign, Style: look(s.Context, g.Verdict)}, {}, plain(money(s.Context, g.Money, r.Currency)), {}, {}, {},
	}
	if id := priceless(r, g); id != "" {
		rw.prices, rw.help = id, "savingpage.key.prices"
	}
	if g.Why != nil {
		rw.figure = "group." + g.Group
	}
	return rw
}

func (s *screen) flow(r *assess.Result, sv assess.FlowSaving) row {
	sign := signedVerdict(s.Context, sv.Verdict)
	if sv.Percent == nil {
		sign = s.T("savingpage.no-figure")
	} else if sv.Verdict == "" {
		sign = s.T("savingpage.no-target")
	}
	amount := ""
	if sv.Amount != nil {
		amount = s.Amount(*sv.Amount)
	}
	name := plain(s.Name(sv.Flow.Name))
	if !added(r, sv) {
		name.Style = s.Style.Muted
	}
	simple := widget.Cell{Text: percent(s.Context, sv.Simple), Style: s.Style.Muted}
	if !sv.TrapSaid.Empty() {
		simple = widget.Cell{Text: s.Glyph.Warn + " " + simple.Text, Style: s.Style.Warn}
	}
	rw := row{
		id: "flow:" + sv.Flow.ID, flow: sv.Flow.ID, adjustment: -1, indent: 2, help: "savingpage.key.open",
		detail: func(w int) []string { return facts(s.Context, s.work, r, sv, w) },
		cells: []widget.Cell{
			name, simple, {Text: percent(s.Context, sv.Percent), Style: s.Style.Strong},
			plain(interval(s.Context, sv.Low, sv.High)), {Text: sign, Style: look(s.Context, sv.Verdict)}, plain(amount),
			plain(money(s.Context, sv.Money, r.Currency)), plain(tonnes(s.Context, sv.CO2e)), plain(percent(s.Context, sv.Smallest)), plain(needed(s.Context, sv)),
		},
	}
	if sv.Why != nil {
		rw.figure = "saving." + sv.Flow.ID
	}
	return rw
}

// toData leads to where figures are entered and periods are marked as after.
func (s *screen) toData(a *assess.Audit) section {
	sec := section{columns: &widget.Columns{Least: 20, Cols: []widget.Column{{}}}}
	key := "savingpage.to-data.mark"
	if len(a.Periods) == 0 {
		key = "savingpage.to-data.enter"
	}
	cells := []widget.Cell{{Text: s.T(key), Style: s.Style.Accent}}
	sec.columns.Add(cells...)
	sec.rows = []row{{id: "data", cells: cells, columns: sec.columns, adjustment: -1, help: "savingpage.key.data", detail: func(w int) []string {
		return widget.Prose(s.T("savingpage.to-data.how"), w, 1, nil)
	}}}
	return sec
}

// gases compares the greenhouse gases per unit of product.
func (s *screen) gases(r *assess.Result) section {
	g := r.Gases
	if g == nil {
		return section{}
	}
	sec := section{title: s.T("savingpage.head.gases", "unit", r.ProductUnit, "product", r.Product), columns: s.twoPhases("savingpage.column.change")}
	cells := []widget.Cell{plain(s.T("savingpage.gases")), plain(s.Amount(*g.Before)), plain(s.Amount(*g.After)), {Text: s.better(negative(g.Percent)), Style: s.good(g.Percent)}}
	sec.rows = []row{{id: "gases", cells: cells, columns: sec.columns, adjustment: -1, figure: "gases", detail: func(w int) []string {
		return widget.Prose(s.T("savingpage.gases-note"), w, 1, nil)
	}}}
	sec.columns.Add(cells...)
	return sec
}

func negative(v *float64) *float64 {
	if v == nil {
		return nil
	}
	n := -*v
	return &n
}

func (s *screen) twoPhases(change string) *widget.Columns {
	return &widget.Columns{Least: 16, Cols: []widget.Column{
		{Head: ""}, {Head: s.Say(text.M("phase.before")), Right: true}, {Head: s.Say(text.M("phase.after")), Right: true}, {Head: s.T(change), Right: true, Rank: 1},
	}}
}

// better is a change with its sign.
func (s *screen) better(v *float64) string {
	if v == nil {
		return "–"
	}
	return s.Percent(*v)
}

func (s *screen) good(v *float64) lipgloss.Style {
	switch {
	case v == nil || *v == 0:
		return s.Style.Plain
	case *v > 0:
		return s.Style.Good
	}
	return s.Style.Bad
}

// productivity is the table of resource efficiency (RECP).
func (s *screen) productivity(r *assess.Result) section {
	if len(r.Productivity) == 0 {
		return section{}
	}
	sec := section{title: s.T("savingpage.head.productivity"), columns: s.twoPhases("savingpage.column.better")}
	for _, p := range r.Productivity {
		value := func(v *float64) string {
			if v == nil {
				return "–"
			}
			if per, ok := strings.CutPrefix(p.Unit, "t/"); ok && small(p.Before) && small(p.After) {
				return s.Amount(quantity.Amount{Value: *v * 1000, Unit: "kg/" + per})
			}
			return s.Amount(quantity.Amount{Value: *v, Unit: p.Unit})
		}
		cells := []widget.Cell{plain(s.Say(text.M("savingpage.recp." + p.ID))), plain(value(p.Before)), plain(value(p.After)), {Text: s.better(p.Change), Style: s.good(p.Change)}}
		sec.columns.Add(cells...)
		note := "savingpage.recp-resource"
		if p.Intensity {
			note = "savingpage.recp-pollution"
		}
		sec.rows = append(sec.rows, row{id: "recp:" + p.ID, figure: "productivity." + p.ID, cells: cells, columns: sec.columns, adjustment: -1, detail: func(w int) []string {
			lines := widget.Prose(s.T(note), w, 1, nil)
			if !p.Reason.Empty() {
				lines = append(lines, widget.Prose(s.Say(p.Reason), w, 1, s.Style.Warn.Render)...)
			}
			return lines
		}})
	}
	return sec
}

// small reports whether an amount in tonnes reads better in kilograms.
func small(v *float64) bool { return v == nil || *v < 0.01 }

// adjustments are the non-routine events.
func (s *screen) adjustments(_ *assess.Result) section {
	sec := section{title: s.T("savingpage.head.adjustments"), columns: &widget.Columns{Least: 14, Cols: []widget.Column{
		{Head: s.T("savingpage.column.flow")}, {Head: s.T("savingpage.column.when")}, {Head: s.T("savingpage.column.event"), Right: true},
		{Head: s.T("savingpage.column.reason"), Rank: 2}, {Head: s.T("savingpage.column.by"), Rank: 3},
	}}}
	for i, x := range s.work.Audit().Adjustments {
		info := s.flowInfo(x.Flow)
		event := s.Amount(quantity.Amount{Value: x.Amount, Unit: info.Unit})
		cells := []widget.Cell{plain(s.Name(info.Name)), plain(s.when(x)), plain(event), plain(ui.CleanLine(x.Reason)), plain(ui.CleanLine(x.By))}
		sec.columns.Add(cells...)
		sec.rows = append(sec.rows, row{id: "adjustment:" + strconv.Itoa(i), cells: cells, columns: sec.columns, adjustment: i, flow: x.Flow, help: "savingpage.key.edit",
			detail: func(w int) []string {
				lines := widget.Prose(s.T("savingpage.adjustment.said", "flow", info.Name, "when", s.when(x), "amount", event, "reason", ui.CleanLine(x.Reason)), w, 1, nil)
				return append(lines, widget.Prose(s.T("savingpage.adjustment.by", "by", ui.CleanLine(x.By), "date", x.Date), w, 1, s.Style.Muted.Render)...)
			}})
	}
	if len(sec.rows) == 0 {
		sec.remark = s.T("savingpage.adjustment.none", "key", ui.Binding{Keys: []string{"insert"}, Show: "Ins"}.Label(s.Glyph))
	}
	return sec
}

func (s *screen) when(x assess.Adjustment) string {
	if !x.Month.IsZero() {
		return s.Month(x.Month)
	}
	return s.Say(text.M("period.from-to", "from", x.From, "to", x.To))
}

// terms are what verdicts rest on: the target and the confidence.
func (s *screen) terms(r *assess.Result) section {
	sec := section{title: s.T("savingpage.head.terms"), columns: &widget.Columns{Least: 12, Cols: []widget.Column{{}, {}}}}
	add := func(id, name, value, help string, detail func(w int) []string) {
		cells := []widget.Cell{plain(name), {Text: value, Style: s.Style.Strong}}
		sec.columns.Add(cells...)
		sec.rows = append(sec.rows, row{id: id, cells: cells, columns: sec.columns, adjustment: -1, help: help, detail: detail})
	}
	goal := s.T("savingpage.goal.none")
	if r.Goal != nil {
		goal = goalRange(s.Context, r.Goal.Low, r.Goal.High)
	}
	add("target", s.T("savingpage.target"), goal, "savingpage.key.target", func(w int) []string { return s.goalFacts(r, w) })
	add("confidence", s.T("savingpage.confidence"), s.Share(s.work.Audit().Confidence()), "savingpage.key.confidence", func(w int) []string {
		return widget.Prose(s.T("savingpage.confidence-note"), w, 1, nil)
	})
	return sec
}

// goalFacts says what the target is and where it is from.
func (s *screen) goalFacts(r *assess.Result, w int) []string {
	f := phrase.NewFacts(s.Context, w)
	g := r.Goal
	if g == nil {
		f.Text(s.T("savingpage.goal.none-note"))
		return f.Lines
	}
	f.Text(s.T("savingpage.goal.said", "range", goalRange(s.Context, g.Low, g.High), "name", g.Name))
	if !g.Chosen {
		f.Note(s.T("savingpage.goal.by-year"))
	}
	if g.Source != nil {
		f.Document(*g.Source, text.Name{})
	}
	f.Note(s.T("savingpage.goal.verdicts", "proved", text.M("savingpage.verdict."+string(baseline.Proved)), "likely", text.M("savingpage.verdict."+string(baseline.Likely)),
		"not-shown", text.M("savingpage.verdict."+string(baseline.NotShown))))
	return f.Lines
}
