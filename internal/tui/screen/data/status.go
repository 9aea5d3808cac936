package data

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// statusHeight is how many lines the words below the table have, their rule
// included: more where the lines are short.
func (s *screen) statusHeight() int {
	switch {
	case s.H < 12:
		return 3
	case s.W < 100:
		return 5
	}
	return 4
}

// said is a piece of the words at the bottom.
type said struct {
	words string
	pen   pen
}

// drawStatus draws the rule and the words: what the cell is, what is odd about
// it, what its row adds up to.
func (s *screen) drawStatus(h int) string {
	var b strings.Builder
	above, below := s.grid.HiddenRows()
	rule := strings.Repeat(s.Glyph.Rule, s.W)
	if above || below {
		hint := " "
		if above {
			hint += s.Glyph.Up
		}
		if below {
			hint += s.Glyph.Down
		}
		rows := len(s.drawn.rows) - 1
		hint += " " + s.T("grid.rows", "at", min(s.grid.At().Row, rows), "of", rows) + " "
		rule = strings.Repeat(s.Glyph.Rule, 2) + hint + strings.Repeat(s.Glyph.Rule, max(0, s.W-2-ui.Width(hint)))
	}
	s.paint.rule.draw(&b, ui.Fit(rule, s.W, ""))
	type wrapped struct {
		words string
		pen   pen
	}
	var lines []wrapped
	room := h - 1
	pieces := s.status()
	for i, p := range pieces {
		if p.words == "" {
			continue
		}
		broken := ui.Wrap(p.words, max(1, s.W-2))
		// Every piece gets at least one line.
		keep := max(1, room-len(lines)-(len(pieces)-1-i))
		for j, l := range broken {
			if j >= keep {
				last := &lines[len(lines)-1]
				last.words = ui.Cut(last.words, s.W-4, "") + " " + s.Glyph.More
				break
			}
			lines = append(lines, wrapped{l, p.pen})
		}
	}
	for i := range room {
		b.WriteByte('\n')
		if i >= len(lines) {
			b.WriteString(strings.Repeat(" ", s.W))
			continue
		}
		b.WriteByte(' ')
		lines[i].pen.draw(&b, ui.Fit(lines[i].words, s.W-1, s.Glyph.More))
	}
	return b.String()
}

// status is what is to be said below the table, the most important first.
func (s *screen) status() []said {
	sh, at := s.drawn, s.grid.At()
	if s.grid.Typing() {
		return s.typingStatus()
	}
	p := s.paint
	switch {
	case s.grid.OnMoreRow():
		return []said{{s.T("grid.more-row-hint", "n", len(sh.rest)), p.plain}}
	case s.grid.OnMoreCol():
		return []said{{s.T("grid.more-col-hint"), p.plain}}
	}
	if sel, ok := s.grid.Selection(); ok && sel.Cells() > 1 {
		return s.selectionStatus(sel)
	}
	r := sh.rows[at.Row]
	var all []said
	switch {
	case at.Row == 0:
		all = append(all, s.headStatus(at)...)
	case at.Col == nameCol:
		all = append(all, said{s.nameStatus(r), p.plain})
		if n := sh.note(r.id); r.kind == flowRow && !n.Empty() {
			all = append(all, said{s.Name(n), p.muted})
		} else if n := r.flow.NoRef; !n.Empty() {
			all = append(all, said{s.Name(n), p.muted})
		}
	case at.Col == unitCol && r.unknown:
	case at.Col == unitCol:
		name := ""
		if u, err := s.Units.Find(r.unit); err == nil {
			name = s.Name(u.Name)
		}
		all = append(all, said{s.T("grid.unit.status", "row", r.say(), "unit", s.Unit(r.unit), "name", name), p.plain})
	case at.Col == priceCol && !sh.isPrice(at):
		all = append(all, said{s.T("grid.price.output"), p.muted})
	default:
		all = append(all, said{s.cellStatus(at), p.plain})
	}
	for _, m := range sh.said(at) {
		words, pen := s.Say(m), p.warn
		if sh.fromBills(at) != nil && sh.signAt(at) == noSign {
			all = append(all, said{words, p.muted})
			continue
		}
		switch sh.signAt(at) {
		case absent:
			words, pen = s.Glyph.Light+" "+words, p.warn
			if sh.isFigure(at) && sh.statsOf(at.Row).stated == 0 {
				pen = p.muted
			}
		case wrong:
			words, pen = s.Glyph.Bad+" "+words, p.bad
		default:
			words = s.Glyph.Warn + " " + words
		}
		all = append(all, said{words, pen})
	}
	if at.Row > 0 {
		if words := s.rowStatus(r); words != "" {
			all = append(all, said{words, p.plain})
		}
	}
	if c, ok := sh.period(at.Col); ok && c.period.Note != "" && at.Row > 0 {
		all = append(all, said{s.T("grid.period.note-is", "when", when(c.period), "note", c.period.Note), p.muted})
	}
	return all
}

// full is a number with all its digits that matter, in its unit.
func (s *screen) full(v float64, unit string) string {
	t := s.Number(v, 6)
	if t == "0" && v != 0 {
		t = s.Figure(v)
	}
	if unit != "" && unit != "-" {
		t += " " + s.Unit(unit)
	}
	return t
}

func (s *screen) cellStatus(at grid.Pos) string {
	sh := s.drawn
	where := s.Say(sh.where(at))
	if v, ok := sh.shown(at); ok {
		return where + ": " + s.full(v, sh.unitOf(at))
	}
	if c := sh.fromBills(at); c != nil && c.Value != nil {
		return where + ": " + s.T("grid.billed.part", "amount", s.full(tidy(*c.Value), sh.unitOf(at)), "percent", s.Share(whole(c.Days)))
	}
	if r := sh.rows[at.Row]; sh.isPrice(at) && r.info.Billed && r.price != nil {
		return where + ": " + s.T("grid.billed.price", "price", s.full(tidy(*r.price), sh.unitOf(at)))
	}
	if v, from, ok := sh.indicative(sh.rows[at.Row]); ok && sh.isPrice(at) {
		return where + ": " + s.T("grid.price.indicative", "price", s.full(v, sh.unitOf(at)), "from", from)
	}
	if sh.isPrice(at) {
		return where + ": " + s.T("grid.price.none", "unit", s.Unit(sh.unitOf(at)))
	}
	if c, ok := sh.period(at.Col); ok && c.index < 0 {
		return where + ": " + s.T("grid.period.offered", "unit", s.Unit(sh.unitOf(at)))
	}
	return where + ": " + s.T("grid.cell.empty", "unit", s.Unit(sh.unitOf(at)))
}

func (s *screen) nameStatus(r row) string {
	words := s.Say(r.say())
	if r.kind == flowRow {
		if c := categoryName(r.info.Category, s.Context); c != "" {
			words += " " + s.Glyph.Sep + " " + c
		}
		if r.info.Own {
			words += " " + s.Glyph.Sep + " " + s.T("grid.own.is")
		}
	}
	if f := s.drawn.stated(r); f.Note != "" {
		words += " " + s.Glyph.Sep + " " + ui.CleanLine(f.Note)
	}
	if r.kind == driverRow {
		words += " " + s.Glyph.Sep + " " + s.T("grid.driver.is")
		if r.driver.Effect != "" {
			words += " " + s.Glyph.Sep + " " + s.Say(text.M("grid.driver-effect."+r.driver.Effect))
		}
		if r.driver.Note != "" {
			words += " " + s.Glyph.Sep + " " + ui.CleanLine(r.driver.Note)
		}
	}
	return words + " " + s.Glyph.Sep + " " + s.T("grid.row-hint")
}

func (s *screen) headStatus(at grid.Pos) []said {
	c, ok := s.drawn.period(at.Col)
	if !ok {
		return []said{{s.T("grid.head-hint"), s.paint.plain}}
	}
	words := s.Say(when(c.period))
	if from, to, ok := c.period.Days(); ok {
		words += " " + s.Glyph.Sep + " " + s.T("grid.period.days", "n", from.DaysUntil(to)+1)
	}
	if c.index < 0 {
		words += " " + s.Glyph.Sep + " " + s.T("grid.period.not-yet")
	} else {
		words += " " + s.Glyph.Sep + " " + s.Say(phaseWords(c.period.PhaseOrBefore()))
	}
	all := []said{{words, s.paint.plain}}
	if c.period.Note != "" {
		all = append(all, said{ui.CleanLine(c.period.Note), s.paint.muted})
	}
	return append(all, said{s.T("grid.period.hint"), s.paint.muted})
}

// selectionStatus says how large the selection is and, where its numbers are of
// one unit, what they add up to.
func (s *screen) selectionStatus(sel grid.Range) []said {
	sh := s.drawn
	n, sum, unit, same := 0, 0.0, "", true
	for i := sel.Top; i <= sel.Bottom; i++ {
		for j := sel.Left; j <= sel.Right; j++ {
			p := grid.Pos{Row: i, Col: j}
			v, ok := sh.shown(p)
			if !ok {
				continue
			}
			if n++; n == 1 {
				unit = sh.unitOf(p)
			}
			same = same && unit == sh.unitOf(p)
			sum += v
		}
	}
	words := s.T("grid.selected", "rows", sel.Rows(), "cols", sel.Cols(), "n", n)
	if n > 1 && same {
		words += " " + s.Glyph.Sep + " " + s.T("grid.sum", "sum", s.full(tidy(sum), unit), "mean", s.full(tidy(sum/float64(n)), unit))
	}
	return []said{{words, s.paint.plain}}
}

// rowStatus is what a row adds up to and where that stands: the words for what
// is drawn beside the row, and all there is of it in a narrow window.
func (s *screen) rowStatus(r row) string {
	sh := s.drawn
	phase := sh.phaseAt(s.grid.At().Col)
	v, ok := sh.total(r, phase)
	if !ok || r.kind == productRow && sh.counted() == 1 {
		return ""
	}
	sep := " " + s.Glyph.Sep + " "
	of := text.Message{}
	if sh.phases() {
		of = phaseWords(phase)
	}
	label := s.T("grid.total", "of", of)
	if r.info.Intensive() {
		label = s.T("grid.mean", "of", of)
	}
	words := label + ": " + s.full(tidy(v), r.unit)
	in := sh.indicator(r, phase)
	if r.kind != flowRow || in == nil {
		return words
	}
	if in.Value != nil && !r.info.Intensive() {
		words += sep + s.Figure(in.Value.Value) + " " + s.Unit(in.Value.Unit) + "/" + s.Unit(s.productUnit())
	}
	switch {
	case compared(in):
		words += sep + s.bandWords(in)
		if in.Gap != nil {
			words += ", " + s.T("grid.gap", "gap", s.Percent(*in.Gap))
		}
		if in.Realistic != nil && in.Realistic.Money != nil && *in.Realistic.Money > 0 {
			words += sep + s.T("grid.could-save", "money", s.Money(*in.Realistic.Money, sh.currency()))
		}
	case !in.Reason.Empty():
		words += sep + s.Say(in.Reason)
	}
	return words
}

// bandWords names a band, or those that cannot be told apart.
func (s *screen) bandWords(in *assess.Indicator) string {
	sign := bandSigns[in.Place.Band]
	words := s.Say(text.M("band." + string(in.Place.Band)))
	if len(in.Place.Merged) > 1 {
		first, last := in.Place.Merged[0], in.Place.Merged[len(in.Place.Merged)-1]
		words = s.T("grid.band.between", "a", text.M("band."+string(first)), "b", text.M("band."+string(last)))
	}
	if in.Status == assess.Unverified {
		words += " (" + s.T("grid.band.unverified") + ")"
	}
	return "(" + sign + ") " + words
}

// typingStatus says how what is being typed is understood, or what is wrong
// with it.
func (s *screen) typingStatus() []said {
	sh, at, p := s.drawn, s.grid.At(), s.paint
	typed := strings.TrimSpace(s.grid.Field.Value())
	where := s.Say(sh.where(at))
	var all []said
	unit := sh.unitOf(at)
	if typed == "" {
		all = append(all, said{where + ": " + s.T("grid.typing.empty"), p.plain})
	} else {
		n, err := sh.read(at, typed, s.Notation())
		switch {
		case err != nil:
			all = append(all, said{s.Glyph.Warn + " " + s.Error(err), p.bad})
		case n.missing:
			all = append(all, said{where + ": " + typed + " " + s.arrow() + " " + s.T("tui.number.missing"), p.plain})
		default:
			words := where + ": " + typed + " " + s.arrow() + " " + s.full(n.value, unit)
			if n.from != "" {
				words += " " + s.T("grid.typing.converted", "from", s.Unit(n.from))
			}
			all = append(all, said{words, p.good})
			if n.other != nil {
				all = append(all, said{s.T("grid.typing.not-other", "other", *n.other, "value", n.value), p.warn})
			}
			if m := sh.strange(at, n.value); !m.Empty() {
				all = append(all, said{s.Glyph.Warn + " " + s.Say(m), p.warn})
			}
		}
	}
	if s.err != nil && all[0].words != s.Glyph.Warn+" "+s.Error(s.err) {
		all = slices.Insert(all, 1, said{s.Glyph.Bad + " " + s.Error(s.err), p.bad})
	}
	if s.resumed {
		all = append(all, said{s.T("grid.typing.resumed"), p.muted})
	}
	return all
}

// arrow leads from what was typed to how it is understood.
func (s *screen) arrow() string {
	if s.Glyph.ASCII {
		return "->"
	}
	return "→"
}

// periodLabel is a period at the head of its column, short.
func (s *screen) periodLabel(p assess.Period) string {
	if !p.Month.IsZero() {
		return s.Month(p.Month)
	}
	if y := year(p); y != 0 {
		return s.T("grid.head.year", "year", y)
	}
	from, to, ok := p.Days()
	if !ok {
		return "?"
	}
	first, last := quantity.MonthOf(from), quantity.MonthOf(to)
	if from == first.First() && to == last.Last() && from.Year == to.Year {
		return strconv.Itoa(from.Month) + "–" + s.Month(last)
	}
	short := func(d quantity.Date) string { return strconv.Itoa(d.Day) + "/" + strconv.Itoa(d.Month) }
	return short(from) + "–" + short(to) + "/" + strconv.Itoa(to.Year%100)
}

// phaseLabel is the phase of a period below its name, with a sign where it has
// a note.
func (s *screen) phaseLabel(c column) string {
	label := ""
	switch {
	case c.index < 0:
		label = s.T("grid.head.new")
	case c.period.Phase != "" || s.drawn.phases():
		label = s.T("grid.phase." + c.period.PhaseOrBefore())
	}
	if c.period.Note != "" {
		label += "*"
	}
	return label
}

// Cursor is in the cell that is being typed in.
func (s *screen) Cursor() *tea.Cursor { return widget.Bar(s.cursor) }
