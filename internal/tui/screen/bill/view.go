package bill

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// wide is the width from which on the months stand beside the bills.
const wide = 118

// looks are the styles of the table.
type looks struct {
	plain, muted, head, selected, marked, warn, bad, strong lipgloss.Style
}

func newLooks(c ui.Context) *looks {
	s := c.Style
	return &looks{s.Plain, s.Muted, s.Accent, s.Selected, s.Marked, s.Warn, s.Bad, s.Strong}
}

// day is a date as it stands in the table and is typed.
func (s *Screen) day(d quantity.Date) string { return s.Date(d) }

// View draws the bills, the months that they give, and what is to be said.
func (s *Screen) View() string {
	s.cursor = nil
	if s.W <= 0 || s.H <= 0 {
		return ""
	}
	sh := s.sheet()
	status := 4
	switch {
	case s.H < 12:
		status = 2
	case s.H < 16:
		status = 3
	}
	head := []string{s.headline(sh)}
	s.left = s.W
	beside := 0
	below := 0
	switch {
	case s.W >= wide:
		beside = max(36, s.W/4)
		s.left = s.W - beside - 1
	case s.H >= 16:
		below = 2
	case s.H >= 12:
		below = 1
	}
	h := max(1, s.H-len(head)-status-1-below-min(1, below))
	table := s.table(sh, s.left, h)
	s.head = len(head) + 1
	if beside > 0 {
		months := ui.Box(strings.Join(s.monthList(sh, beside-1, h), "\n"), beside, h)
		table = ui.Beside(table, widget.Wall(s.Context, h), months)
	}
	lines := append(head, table)
	if below > 0 {
		lines = append(lines, widget.Rule(s.Context, s.W, s.T("bill.months")))
		strip := s.monthStrip(sh, s.W-2, below)
		for i := range below {
			l := ""
			if i < len(strip) {
				l = " " + strip[i]
			}
			lines = append(lines, l)
		}
	}
	lines = append(lines, widget.Rule(s.Context, s.W, s.rule(sh)))
	lines = append(lines, s.status(sh, status)...)
	return ui.Box(strings.Join(lines, "\n"), s.W, s.H)
}

// headline says how many bills there are, of which meters, and what is missing.
func (s *Screen) headline(sh *sheet) string {
	sum, estimated := 0.0, 0
	for _, b := range sh.bills[:sh.drafts] {
		sum += *b.amount
		if b.estimated {
			estimated++
		}
	}
	left := s.T("bill.head", "flow", sh.flow.Name, "n", sh.drafts, "meters", len(sh.meters()), "sum", s.full(tidy(sum), sh.flow.Unit))
	if sh.drafts == 0 {
		left = s.T("bill.head-none", "flow", sh.flow.Name)
	}
	line := " " + s.Style.Strong.Render(ui.Cut(left, s.W-2, s.Glyph.More))
	if n := len(s.waiting); n > 0 {
		return ui.Ends(line, s.Style.Bad.Render(s.Glyph.Bad+" "+s.T("bill.head-waiting", "n", n))+" ", s.W, s.Glyph.More)
	}
	if n := len(sh.stated()); n > 0 {
		return ui.Ends(line, s.Style.Bad.Render(s.Glyph.Bad+" "+s.T("bill.head-stated", "n", n))+" ", s.W, s.Glyph.More)
	}
	if n := len(sh.missing); n > 0 {
		return ui.Ends(line, s.Style.Warn.Render(s.Glyph.Warn+" "+s.T("bill.head-missing", "n", n))+" ", s.W, s.Glyph.More)
	}
	return line
}

// rule is what stands in the rule above the words.
func (s *Screen) rule(sh *sheet) string {
	at := s.grid.At().Row
	if at >= len(sh.bills) {
		return s.T("bill.new")
	}
	return s.T("bill.row", "at", at+1, "of", len(sh.bills))
}

// widths are how wide the columns are.
func (s *Screen) widths(sh *sheet, w int) func(int) int {
	date := ui.Width(s.Date(quantity.Date{Year: 2018, Month: 12, Day: 28})) + 2
	meter := ui.Width(s.T("bill.column.meter")) + 2
	amount, cost := 10, 8
	for _, b := range sh.bills {
		meter = max(meter, min(18, ui.Width(b.meter)+2))
		if b.amount != nil {
			amount = max(amount, min(18, ui.Width(s.Number(*b.amount, 3))+3))
		}
		if b.cost != nil {
			cost = max(cost, min(18, ui.Width(s.Number(*b.cost, 2))+3))
		}
	}
	amount = max(amount, ui.Width(s.T("bill.column.amount"))+ui.Width(s.Unit(sh.flow.Unit))+5)
	cost = max(cost, ui.Width(s.T("bill.column.cost"))+3)
	if w < 70 {
		meter = min(meter, 10)
	}
	all := [columns]int{meter, date, date, amount, cost, ui.Width(s.T("bill.column.estimated")) + 2, ui.Width(s.T("bill.column.days")) + 2,
		ui.Width(s.T("bill.column.price")) + 3, max(10, ui.Width(s.T("bill.column.per-day"))+2), 16}
	return func(col int) int { return all[col] }
}

// table draws the bills: a line with the names of the columns, then the rows.
func (s *Screen) table(sh *sheet, w, h int) string {
	slots := s.grid.Columns(w, 1, s.widths(sh, w))
	first, n := s.grid.RowsIn(h - 1)
	lines := []string{s.names(sh, slots, w)}
	for i := range h - 1 {
		if i < n {
			lines = append(lines, s.line(sh, first+i, slots, w, 2+i))
		} else {
			lines = append(lines, "")
		}
	}
	if len(sh.bills) == 0 && h > 4 {
		for i, l := range widget.Prose(s.T("bill.empty", "flow", sh.flow.Name), w-2, 1, s.Style.Muted.Render) {
			if 3+i < len(lines) {
				lines[3+i] = l
			}
		}
	}
	return ui.Box(strings.Join(lines, "\n"), w, h)
}

// names draws the names of the columns.
func (s *Screen) names(sh *sheet, slots []grid.Slot, w int) string {
	var b strings.Builder
	left, right := s.grid.HiddenCols()
	used := 0
	for i, slot := range slots {
		if slot.X > used {
			b.WriteString(s.Style.Rule.Render(s.Glyph.Wall))
			used = slot.X
		}
		name := s.T("bill.column." + keys[slot.Col])
		if slot.Col == amountCol {
			name += " (" + s.Unit(sh.flow.Unit) + ")"
		}
		cell := ui.Fit(" "+name, slot.W, s.Glyph.More)
		if numeric(slot.Col) {
			cell = ui.FitRight(name+" ", slot.W, s.Glyph.More)
		}
		if left && i == headCols {
			cell = "<" + cut(cell)
		}
		if right && i == len(slots)-1 {
			cell = ui.Fit(strings.TrimRight(cell, " "), slot.W-1, s.Glyph.More) + ">"
		}
		b.WriteString(s.looks.head.Render(cell))
		used += slot.W
	}
	return ui.Fit(b.String(), w, "")
}

func numeric(col int) bool {
	return col == amountCol || col == costCol || col == daysCol || col == priceCol || col == perDayCol
}

// cut takes the first cell off a text, for a sign in its place.
func cut(t string) string {
	w := ui.Width(t)
	if t == "" || w == 0 {
		return ""
	}
	if t[0] < 0x80 {
		return t[1:]
	}
	return ui.Fit("", w-1, "")
}

// line draws a row, y its line in the view.
func (s *Screen) line(sh *sheet, row int, slots []grid.Slot, w, y int) string {
	at := s.grid.At()
	if row >= len(sh.bills) && !(at.Row == row && s.grid.Typing()) {
		t := ui.Fit(" + "+s.T("bill.more-row"), w, s.Glyph.More)
		if at.Row == row {
			return s.looks.selected.Render(s.Glyph.Cursor + cut(t))
		}
		return s.looks.muted.Render(t)
	}
	b := s.row(row)
	sel, several := s.grid.Selection()
	several = several && sel.Cells() > 1
	var out strings.Builder
	used := 0
	for _, slot := range slots {
		if slot.X > used {
			out.WriteString(s.Style.Rule.Render(s.Glyph.Wall))
			used = slot.X
		}
		used += slot.W
		here := at == grid.Pos{Row: row, Col: slot.Col}
		if here && s.grid.Typing() {
			field, x := s.grid.Field.View(max(1, slot.W-1), true, s.Context)
			out.WriteString(s.Glyph.Cursor + field)
			s.cursor = &tea.Position{X: min(slot.X+1+x, s.W-1), Y: y}
			continue
		}
		t, look := s.cell(sh, b, row, slot.Col, slot.W)
		switch {
		case here:
			t, look = s.Glyph.Cursor+cut(t), s.looks.selected
		case several && sel.Has(grid.Pos{Row: row, Col: slot.Col}):
			look = s.looks.marked
		}
		out.WriteString(look.Render(t))
	}
	return ui.Fit(out.String(), w, "")
}

// cell is what stands in a cell, exactly w wide: a place for the cursor's sign,
// the text, a place for the cell's own sign.
func (s *Screen) cell(sh *sheet, b bill, row, col, w int) (string, lipgloss.Style) {
	look, sign := s.looks.plain, " "
	if row >= sh.drafts {
		look = s.looks.muted
	}
	if row < len(sh.marks) {
		for _, m := range sh.marks[row] {
			if m.col != col {
				continue
			}
			if m.bad {
				look, sign = s.looks.bad, s.Glyph.Bad
				break
			}
			look, sign = s.looks.warn, s.Glyph.Warn
		}
	}
	t := ""
	full := sh.filled(b, row)
	number := func(v float64, ok bool, digits int) string {
		if !ok {
			return ""
		}
		return s.short(v, w-2, digits)
	}
	switch col {
	case meterCol:
		t = b.meter
	case noteCol:
		t = b.note
	case fromCol:
		if t = s.day(b.from); t == "" && !full.from.IsZero() {
			t, look = s.day(full.from), s.looks.muted
		}
	case toCol:
		t = s.day(b.to)
	case amountCol:
		if b.amount != nil {
			t = number(*b.amount, true, 3)
		}
	case costCol:
		if b.cost != nil {
			t = number(*b.cost, true, 2)
		}
	case estimatedCol:
		if b.estimated {
			t = "x"
		}
	case daysCol:
		if n := full.days(); n > 0 {
			t = strconv.Itoa(n)
		}
	case priceCol:
		v, ok := b.price()
		t, look = number(v, ok, 2), s.looks.muted
	case perDayCol:
		v, ok := full.perDay()
		t, look = number(v, ok, 1), s.looks.muted
	}
	if f := b.bad[col]; f.text != "" {
		t = f.text
	}
	if t == "" && sign != " " {
		t = "?"
	}
	t = ui.CleanLine(t)
	if numeric(col) {
		return ui.FitRight(t, w-1, s.Glyph.More) + sign, look
	}
	return ui.Fit(" "+t, w-1, s.Glyph.More) + sign, look
}

// short is a number in at most w cells, with the decimals that fit.
func (s *Screen) short(v float64, w, digits int) string {
	for d := digits; d >= 0; d-- {
		if t := s.Number(v, d); ui.Width(t) <= w && (v == 0 || strings.ContainsAny(t, "123456789")) {
			return t
		}
	}
	if t := s.Figure(v); ui.Width(t) <= w {
		return t
	}
	t := strconv.FormatFloat(v, 'e', 2, 64)
	if s.Notation() == quantity.Vietnamese {
		t = strings.Replace(t, ".", ",", 1)
	}
	return t
}

// full is a number with all its digits that matter, in its unit.
func (s *Screen) full(v float64, unit string) string {
	t := s.Number(v, 6)
	if t == "0" && v != 0 {
		t = s.Figure(v)
	}
	if unit != "" && unit != "-" {
		t += " " + s.Unit(unit)
	}
	return t
}

// ---- the months ----

// touched reports whether a bill has a day in a period.
func touched(b bill, p assess.CoveredPeriod) bool {
	return b.days() > 0 && !b.to.Before(p.From) && !p.To.Before(b.from)
}

// monthText is what a period has of the flow: its amount, or that it has none.
func (s *Screen) monthText(m month, w int) (string, lipgloss.Style) {
	c := m.cell
	value := ""
	if c.Value != nil {
		value = s.short(*c.Value, max(6, w), 1)
	}
	switch c.State {
	case assess.CellFull:
		return value, s.Style.Plain
	case assess.CellEstimated:
		return value + " ~", s.Style.Plain
	case assess.CellPartial:
		if c.Days == 0 { // one meter may have all of them
			return value + " " + s.T("bill.meters", "whole", c.Whole, "meters", c.Meters) + " " + s.Glyph.Warn, s.Style.Warn
		}
		return value + " " + s.Share(floor(c.Days)) + " " + s.Glyph.Warn, s.Style.Warn
	case assess.CellTwice:
		return value + " " + s.Glyph.Bad, s.Style.Bad
	}
	if m.period.Index < 0 {
		return s.T("bill.no-period"), s.Style.Muted
	}
	return s.T("bill.no-figure"), s.Style.Warn
}

// floor keeps a share that is not whole below 100 when it is rounded.
func floor(percent float64) float64 {
	if percent < 100 && percent > 99 {
		return 99
	}
	return percent
}

// periodName is a period, short.
func (s *Screen) periodName(p assess.CoveredPeriod) string {
	if !p.Month.IsZero() {
		return s.Month(p.Month)
	}
	if p.From.Month == 1 && p.From.Day == 1 && p.To.Month == 12 && p.To.Day == 31 && p.From.Year == p.To.Year {
		return s.T("grid.head.year", "year", p.From.Year)
	}
	return fmt.Sprintf("%d/%d-%d/%d/%d", p.From.Day, p.From.Month, p.To.Day, p.To.Month, p.To.Year)
}

// here is the bill that the keys act on, with its days.
func (s *Screen) here(sh *sheet) bill {
	if at := s.grid.At().Row; at < len(sh.bills) {
		return sh.filled(sh.bills[at], at)
	}
	return bill{}
}

// firstMonth is the first of the months to show among h, so that those of the
// bill at hand are seen.
func (s *Screen) firstMonth(sh *sheet, h int) int {
	b := s.here(sh)
	for i, m := range sh.months {
		if touched(b, m.period) {
			return ui.Scroll(0, min(len(sh.months)-1, i+max(1, h/2)), len(sh.months), h)
		}
	}
	return max(0, len(sh.months)-h)
}

// monthList is the months one below the other.
func (s *Screen) monthList(sh *sheet, w, h int) []string {
	lines := []string{s.Style.Accent.Render(ui.Cut(" "+s.T("bill.months")+" ("+s.Unit(sh.flow.Unit)+")", w, s.Glyph.More))}
	if len(sh.months) == 0 {
		return append(lines, widget.Prose(s.T("bill.no-months"), w-1, 1, s.Style.Muted.Render)...)
	}
	b := s.here(sh)
	first := s.firstMonth(sh, h-1)
	for _, m := range sh.months[first:min(len(sh.months), first+h-1)] {
		name := ui.Fit(s.periodName(m.period), 10, s.Glyph.More)
		mark := "  "
		if touched(b, m.period) {
			mark = s.Glyph.Cursor + " "
			name = s.Style.Strong.Render(name)
		}
		t, look := s.monthText(m, 14)
		lines = append(lines, ui.Cut(mark+name+" "+look.Render(t), w, s.Glyph.More))
	}
	return lines
}

// monthStrip is the months side by side on at most h lines.
func (s *Screen) monthStrip(sh *sheet, w, h int) []string {
	if len(sh.months) == 0 {
		return widget.Most(widget.Prose(s.T("bill.no-months"), w, 0, s.Style.Muted.Render), h, w, s.Glyph.More)
	}
	b := s.here(sh)
	const each = 26
	columns := max(1, w/each)
	first := s.firstMonth(sh, columns*h)
	var lines []string
	for y := range h {
		line := ""
		for x := range columns {
			i := first + y*columns + x
			if i >= len(sh.months) {
				break
			}
			m := sh.months[i]
			mark := " "
			name := s.periodName(m.period)
			if touched(b, m.period) {
				mark = s.Glyph.Cursor
				name = s.Style.Strong.Render(name)
			}
			t, look := s.monthText(m, 11)
			line += ui.Fit(mark+name+" "+look.Render(t), w/columns, s.Glyph.More)
		}
		lines = append(lines, line)
	}
	return lines
}

// ---- the words ----

// status is what is to be said of the cell at hand, on h lines.
func (s *Screen) status(sh *sheet, h int) []string {
	w := s.W - 2
	var lines []string
	say := func(words string, look lipgloss.Style) {
		for _, l := range ui.Wrap(words, max(1, w)) {
			lines = append(lines, " "+look.Render(ui.Cut(strings.TrimRight(l, " "), w, s.Glyph.More)))
		}
	}
	at := s.grid.At()
	switch {
	case s.grid.Typing():
		s.sayTyping(sh, say)
	case at.Row >= len(sh.bills):
		if len(sh.missing) > 0 {
			say(s.Glyph.Warn+" "+s.sayMissing(sh), s.Style.Warn)
		}
		if n := len(sh.stated()); n > 0 {
			say(s.Glyph.Bad+" "+s.T("bill.stated", "n", n), s.Style.Bad)
		}
		say(s.T("bill.more-hint"), s.Style.Muted)
	default:
		b := sh.filled(sh.bills[at.Row], at.Row)
		if at.Row >= sh.drafts {
			say(s.T("bill.not-yet"), s.Style.Bad)
		}
		for _, m := range sh.marks[at.Row] {
			if m.bad {
				say(s.Glyph.Bad+" "+s.Say(m.says), s.Style.Bad)
			} else {
				say(s.Glyph.Warn+" "+s.Say(m.says), s.Style.Warn)
			}
		}
		say(s.sayBill(sh, b), s.Style.Plain)
		if len(sh.missing) > 0 {
			say(s.Glyph.Warn+" "+s.sayMissing(sh), s.Style.Warn)
		}
		if b.note != "" {
			say(ui.CleanLine(b.note), s.Style.Muted)
		}
	}
	return append(widget.Most(lines, h, s.W-1, s.Glyph.More), make([]string, max(0, h-len(lines)))...)
}

// sayMissing says which periods are missing.
func (s *Screen) sayMissing(sh *sheet) string {
	if len(sh.missing) == 1 {
		return s.T("bill.missing-one", "month", sh.missing[0])
	}
	return s.T("bill.missing", "n", len(sh.missing), "first", sh.missing[0], "last", sh.missing[len(sh.missing)-1])
}

// sayBill is a bill in words, with what is worked out of it.
func (s *Screen) sayBill(sh *sheet, b bill) string {
	sep := " " + s.Glyph.Sep + " "
	words := s.Say(s.name(b))
	if n := b.days(); n > 0 {
		words += sep + s.T("grid.period.days", "n", n)
	}
	if b.amount != nil {
		words += sep + s.full(*b.amount, sh.flow.Unit)
	}
	if v, ok := b.perDay(); ok {
		words += sep + s.T("bill.a-day", "amount", s.full(rounded(v), sh.flow.Unit))
	}
	if b.cost != nil {
		words += sep + s.MoneyFull(*b.cost, sh.currency)
	}
	if v, ok := b.price(); ok {
		words += sep + s.T("bill.a-unit", "price", s.MoneyFull(rounded(v), sh.currency), "unit", s.Unit(sh.flow.Unit))
	}
	if b.estimated {
		words += sep + s.T("bill.is-estimated")
	}
	return words
}

// rounded is a figure that was worked out, to six digits.
func rounded(v float64) float64 {
	if r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64); err == nil {
		return r
	}
	return v
}

// sayTyping says how what is typed is understood, and what would be odd about
// the bill with it.
func (s *Screen) sayTyping(sh *sheet, say func(string, lipgloss.Style)) {
	at := s.grid.At()
	typed := strings.TrimSpace(s.grid.Field.Value())
	column := s.T("bill.column." + keys[at.Col])
	old := s.row(at.Row)
	b, from, err := s.taken(old, at.Col, typed, s.Notation(), sh.near(old, at.Row, at.Col))
	arrow := "→"
	if s.Glyph.ASCII {
		arrow = "->"
	}
	switch {
	case err != nil:
		say(s.Glyph.Bad+" "+s.Error(err), s.Style.Bad)
		return
	case typed == "":
		say(column+": "+s.T("bill.typing-empty"), s.Style.Plain)
	case at.Col == fromCol:
		say(column+": "+typed+" "+arrow+" "+s.day(b.from), s.Style.Good)
	case at.Col == toCol:
		say(column+": "+typed+" "+arrow+" "+s.day(b.to), s.Style.Good)
	case at.Col == amountCol && b.amount != nil:
		words := column + ": " + typed + " " + arrow + " " + s.full(*b.amount, sh.flow.Unit)
		if from != "" {
			words += " " + s.T("grid.typing.converted", "from", s.Unit(from))
		}
		say(words, s.Style.Good)
	case at.Col == costCol && b.cost != nil:
		say(column+": "+typed+" "+arrow+" "+s.full(*b.cost, sh.currency), s.Style.Good)
	}
	if s.err != nil {
		say(s.Glyph.Bad+" "+s.Error(s.err), s.Style.Bad)
	}
	row := min(at.Row, len(sh.bills))
	full := sh.filled(b, row)
	for _, m := range sh.marksOf(b, row, sh.medians()) {
		switch {
		case s.err != nil && s.Error(s.err) == s.Say(m.says):
		case m.bad && at.Row < sh.drafts, m.bad && full.days() > 0 && (m.col == fromCol || m.col == toCol):
			say(s.Glyph.Bad+" "+s.Say(m.says), s.Style.Bad)
		case !m.bad:
			say(s.Glyph.Warn+" "+s.Say(m.says), s.Style.Warn)
		}
	}
	say(s.sayBill(sh, full), s.Style.Muted)
}
