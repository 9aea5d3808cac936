package coverage

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/textchart"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// states are those of the chart for the states of cells.
var states = map[assess.CellState]textchart.State{
	assess.CellFull: textchart.Full, assess.CellEstimated: textchart.Estimated, assess.CellPartial: textchart.Partial,
	assess.CellTwice: textchart.Overlap, assess.CellMissing: textchart.Missing, notCounted: textchart.None,
}

// View draws the page: what there is in a line, the matrix, what the cell under
// the cursor is made of, and what is to be fixed.
func (s *screen) View() string {
	t := s.table()
	if t == nil || len(t.cols) == 0 {
		said := s.T("coverage.empty")
		if t == nil {
			said = s.T("pages.no-pack")
		}
		return ui.Box("\n"+strings.Join(widget.Prose(said, min(s.W-1, ui.Measure), 1, nil), "\n"), s.W, s.H)
	}
	if s.W <= 0 || s.H <= 0 {
		return ""
	}
	head := s.summary(t)
	below := 5
	switch {
	case s.H >= 34:
		below = 8
	case s.H < 12:
		below = 2
	case s.H < 18:
		below = 4
	}
	both := s.W >= 100 // room for the cell and the list side by side
	s.head = len(head)
	h := max(1, s.H-len(head)-below-1)
	lines := head
	for _, l := range s.matrix(t, s.W-1, h) {
		lines = append(lines, " "+l)
	}
	for len(lines) < len(head)+h {
		lines = append(lines, "")
	}
	lines = lines[:len(head)+h]
	switch {
	case both:
		left := s.W / 2
		lines = append(lines, ui.Beside(ui.Box(widget.Rule(s.Context, left, s.ruleOf(t, false)), left, 1), ui.Box(widget.Rule(s.Context, s.W-left, s.ruleOf(t, true)), s.W-left, 1)))
		cell := ui.Box(strings.Join(s.cell(t, left-2, below), "\n"), left, below)
		lines = append(lines, ui.Beside(cell, ui.Box(strings.Join(s.list(t, s.W-left-1, below), "\n"), s.W-left, below)))
	case s.listing:
		lines = append(lines, widget.Rule(s.Context, s.W, s.ruleOf(t, true)))
		lines = append(lines, s.list(t, s.W, below)...)
	default:
		lines = append(lines, widget.Rule(s.Context, s.W, s.ruleOf(t, false)))
		lines = append(lines, s.cell(t, s.W-2, below)...)
	}
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

// summary is the whole in a line, or in two where one is too short.
func (s *screen) summary(t *table) []string {
	sep := " " + s.Glyph.Sep + " "
	var parts []string
	for _, p := range phases {
		if n := t.count[p]; n > 0 {
			parts = append(parts, s.Say(text.M("coverage.periods."+p, "n", n)))
		}
	}
	periods, words := s.Style.Strong.Render(strings.Join(parts, ", ")), ""
	if t.gaps > 0 {
		words += sep + s.Style.Warn.Render(s.T("coverage.gaps", "n", t.gaps))
	}
	for _, c := range []struct {
		state assess.CellState
		key   string
		look  lipgloss.Style
	}{
		{assess.CellTwice, "coverage.cells.twice", s.Style.Bad}, {assess.CellMissing, "coverage.cells.missing", s.Style.Warn},
		{assess.CellPartial, "coverage.cells.partial", s.Style.Warn}, {assess.CellEstimated, "coverage.cells.estimated", s.Style.Plain},
	} {
		if n := t.cells[c.state]; n > 0 {
			words += sep + c.look.Render(s.T(c.key, "n", n))
		}
	}
	if len(t.fixes) == 0 {
		words += sep + s.Style.Good.Render(s.Glyph.Done+" "+s.T("coverage.whole"))
	}
	line := func(words string) string { return " " + ui.Cut(words, s.W-2, s.Glyph.More) }
	if ui.Width(periods+words) <= s.W-2 || s.H < 12 {
		return []string{line(periods + words)}
	}
	return []string{line(periods), line(strings.TrimPrefix(words, sep))}
}

// phaseWords are the words for the phase of a period.
func phaseWords(phase string) text.Message {
	if phase == assess.History {
		return text.M("grid.phase.history")
	}
	return text.M("phase." + phase)
}

// letters are the signs of the phases.
func (s *screen) letter(c column) string {
	if c.Index < 0 {
		return " "
	}
	return s.Say(text.M("coverage.letter." + c.Phase))
}

// chartOf is the matrix as a chart, without what changes with the keys.
func (s *screen) chartOf(t *table) textchart.Coverage {
	m := textchart.Coverage{PhaseLabel: s.T("coverage.phases")}
	for i, state := range []string{"none", "full", "partial", "estimated", "missing", "twice"} {
		m.Names[i] = s.Say(text.M("coverage.state." + state))
	}
	if t.count[assess.Omitted] == 0 {
		m.Names[0] = ""
	}
	for _, c := range t.cols {
		m.Months = append(m.Months, textchart.Month{Year: c.From.Year, Month: c.From.Month})
		m.Phases = append(m.Phases, s.letter(c))
	}
	for _, r := range t.rows {
		row := textchart.CoverageRow{Label: s.rowName(r), Cells: make([]textchart.CoverageCell, len(r.Cells))}
		for i, c := range r.Cells {
			row.Cells[i] = textchart.CoverageCell{State: states[c.State], Percent: floor(c.MeterDays)}
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// matrix draws the chart.
func (s *screen) matrix(t *table, w, h int) []string {
	m := s.chart
	m.FirstRow, m.FirstMonth = s.top, s.left
	if len(t.rows) > 0 {
		m.Cursor = &[2]int{s.row, s.col}
	}
	if s.anchor > 0 || len(s.marked) > 0 {
		m.Marked = make([]bool, len(t.cols))
		for _, i := range s.chosen(t) {
			m.Marked[i] = true
		}
	}
	o := textchart.Options{Width: max(w, textchart.MinWidth), Height: max(h, textchart.MinHeight), ASCII: s.Glyph.ASCII, Paint: s.paint}
	s.view = m.View(o)
	s.top, s.left = s.view.FirstRow, s.view.FirstMonth
	return m.Draw(o)
}

// takeLooks takes the looks of the chart's parts apart once, so that a piece
// costs no more than its text.
func (s *screen) takeLooks() {
	s.looks = map[textchart.Role][2]string{}
	for role, look := range map[textchart.Role]lipgloss.Style{
		textchart.Axis: s.Style.Muted, textchart.Muted: s.Style.Muted, textchart.Good: s.Style.Good,
		textchart.Bad: s.Style.Bad, textchart.Data: s.Style.Warn, textchart.Mark: s.Style.Selected,
	} {
		on, off, _ := strings.Cut(look.Render("x"), "x")
		s.looks[role] = [2]string{on, off}
	}
}

// paint gives the parts of the chart their looks; the cursor rests while the
// list has the keys.
func (s *screen) paint(role textchart.Role, piece string) string {
	if role == textchart.Mark && s.listing {
		return s.Style.Resting.Render(piece)
	}
	look := s.looks[role]
	return look[0] + piece + look[1]
}

func (s *screen) rowName(r assess.CoverageRow) string {
	if r.Kind == assess.OutputSeries {
		return s.T("grid.output-of", "product", r.Name)
	}
	return s.Name(r.Name)
}

// floor keeps a share that is not whole below 100 when it is rounded.
func floor(percent float64) float64 {
	if percent > 99 && percent < 100 {
		return 99
	}
	return percent
}

// ruleOf is what stands in the rule above the cell or the list.
func (s *screen) ruleOf(t *table, list bool) string {
	if list {
		if len(t.fixes) == 0 {
			return s.T("coverage.fix-none")
		}
		return s.T("coverage.fix-head", "at", s.item+1, "of", len(t.fixes))
	}
	if n := len(s.chosen(t)); n > 1 {
		return s.T("grid.period.several", "n", n)
	}
	return s.T("coverage.cell")
}

// cell says what the cell under the cursor is made of.
func (s *screen) cell(t *table, w, h int) []string {
	var lines []string
	say := func(words string, look lipgloss.Style) {
		for _, l := range ui.Wrap(words, max(1, w)) {
			lines = append(lines, " "+look.Render(ui.Cut(strings.TrimRight(l, " "), w, s.Glyph.More)))
		}
	}
	col := t.cols[s.col]
	sep := " " + s.Glyph.Sep + " "
	when := s.Say(col.when())
	switch {
	case col.Index < 0:
		when += sep + s.T("coverage.no-period")
	default:
		when += sep + s.Say(phaseWords(col.Phase))
	}
	if len(t.rows) == 0 {
		say(when, s.Style.Plain)
		say(s.T("coverage.no-rows"), s.Style.Muted)
		return widget.Most(lines, h, w, s.Glyph.More)
	}
	r := t.rows[s.row]
	c := r.Cells[s.col]
	words := s.rowName(r) + ", " + when
	if v := c.Value; v != nil {
		if s.statedTwice(t, s.col) { // the period's own figure is the one in use
			own := s.work.Audit().Periods[col.Index].Flows[r.ID]
			v = &own
		}
		words += ": " + s.full(*v, r.Unit)
	}
	say(words, s.Style.Strong)
	switch c.State {
	case assess.CellFull:
		if len(c.Readings) == 0 {
			say(s.Glyph.Done+" "+s.T("coverage.says.full"), s.Style.Good)
		} else {
			say(s.Glyph.Done+" "+s.T("coverage.says.billed", "n", len(c.Readings)), s.Style.Good)
		}
	case assess.CellEstimated:
		say("~ "+s.T("coverage.says.estimated", "n", len(c.Readings), "percent", s.Share(c.Estimated)), s.Style.Warn)
	case assess.CellPartial:
		if c.Meters > 1 {
			say(s.Glyph.Warn+" "+s.T("coverage.says.partial-meters", "whole", c.Whole, "meters", c.Meters, "lacking", c.Missing), s.Style.Warn)
			break
		}
		say(s.Glyph.Warn+" "+s.T("coverage.says.partial", "percent", s.Share(floor(c.Days)), "lacking", c.Missing), s.Style.Warn)
	case assess.CellTwice:
		said := s.T("coverage.says.twice")
		if s.statedTwice(t, s.col) {
			said = s.T("coverage.says.stated-twice")
		}
		say(s.Glyph.Bad+" "+said, s.Style.Bad)
	case notCounted:
		say(s.T("coverage.says.omitted"), s.Style.Muted)
	default:
		switch {
		case col.Index < 0:
			say(s.Glyph.Warn+" "+s.T("coverage.says.no-period"), s.Style.Warn)
		case t.billed[r.ID] && r.Kind == assess.FlowSeries:
			say(s.Glyph.Warn+" "+s.T("coverage.says.no-bill"), s.Style.Warn)
		default:
			say(s.Glyph.Warn+" "+s.T("coverage.says.missing"), s.Style.Warn)
		}
	}
	if len(c.Readings) > 0 {
		var from []text.Message
		for _, i := range c.Readings {
			x := s.work.Audit().Readings[i]
			from = append(from, text.M("coverage.reading", "meter", x.Meter, "from", x.From, "to", x.To, "amount", quantity.Amount{Value: x.Amount, Unit: r.Unit}))
		}
		say(s.T("coverage.made-of", "bills", from), s.Style.Muted)
	}
	return append(widget.Most(lines, h, w, s.Glyph.More), make([]string, max(0, h-len(lines)))...)
}

// full is a number with all its digits that matter, in its unit.
func (s *screen) full(v float64, unit string) string {
	t := s.Number(v, 3)
	if t == "0" && v != 0 {
		t = s.Figure(v)
	}
	if unit != "" && unit != "-" {
		t += " " + s.Unit(unit)
	}
	return t
}

// list is what is to be fixed.
func (s *screen) list(t *table, w, h int) []string {
	s.listTop = ui.Scroll(s.listTop, s.item, len(t.fixes), h)
	var lines []string
	for i := s.listTop; i < len(t.fixes) && len(lines) < h; i++ {
		here := s.listing && i == s.item
		line := ui.Fit(" "+strings.TrimRight(widget.Mark(s.Context, here), " ")+" "+s.Say(t.fixes[i].says), w, s.Glyph.More)
		switch {
		case here:
			line = s.Style.Selected.Render(line)
		case i == s.listTop+h-1 && i < len(t.fixes)-1:
			line = ui.Fit(line, w-2, s.Glyph.More) + " " + s.Glyph.Down
		}
		lines = append(lines, line)
	}
	if len(t.fixes) == 0 {
		lines = append(lines, " "+s.Style.Good.Render(s.Glyph.Done+" "+s.T("coverage.nothing-to-fix")))
	}
	return append(lines, make([]string, max(0, h-len(lines)))...)
}
