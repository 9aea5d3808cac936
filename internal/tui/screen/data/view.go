package data

import (
	"math"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// headLines is how many lines the head of the table has: the names of the
// columns, and below them the phases of the periods.
const headLines = 2

// pen is a look, taken apart once so that a cell costs no more than its text.
type pen struct{ on, off string }

func (p pen) draw(b *strings.Builder, s string) {
	b.WriteString(p.on)
	b.WriteString(s)
	b.WriteString(p.off)
}

func newPen(st lipgloss.Style) pen {
	const mark = "x"
	on, off, ok := strings.Cut(st.Render(mark), mark)
	if !ok {
		return pen{}
	}
	return pen{on, off}
}

// paint is the looks that the table is drawn with.
type paint struct {
	plain, strong, muted, head, rule          pen
	selected, marked, warn, bad, good, output pen
	bands                                     map[benchmark.Band]pen
}

func newPaint(c ui.Context) *paint {
	s := c.Style
	p := &paint{
		plain: newPen(s.Plain), strong: newPen(s.Strong), muted: newPen(s.Muted), head: newPen(s.Accent), rule: newPen(s.Rule),
		selected: newPen(s.Selected), marked: newPen(s.Marked), warn: newPen(s.Warn), bad: newPen(s.Bad), good: newPen(s.Good),
		output: newPen(s.Strong), bands: map[benchmark.Band]pen{},
	}
	for _, b := range benchmark.Bands {
		p.bands[b] = newPen(s.Bands[string(b)])
	}
	return p
}

// geometry is how wide everything is.
type geometry struct {
	name, unit, price, period int
	total, specific, band     int // beside the rows; 0: not shown

	of *sheet // what was measured, and for which width
	in int
}

func (g geometry) right() int {
	n := g.total + g.specific + g.band
	if n > 0 {
		n++ // the wall before them
	}
	return n
}

// width is that of a column of the table.
func (g geometry) width(sh *sheet) func(int) int {
	more := headCols + len(sh.periods)
	return func(col int) int {
		switch {
		case col == nameCol:
			return g.name
		case col == unitCol:
			return g.unit
		case col == priceCol:
			return g.price
		case col == more:
			return moreWidth
		}
		return g.period
	}
}

// measure chooses the widths: what stands beside the rows gives way to the
// periods, the word of the band first.
func (s *screen) measure() geometry {
	sh := s.sheet()
	if s.geometry.of == sh && s.geometry.in == s.W {
		return s.geometry
	}
	g := geometry{of: sh, in: s.W}
	g.unit, g.price, g.period = 5, 9, 9
	longest, digits := 10, 0
	for i := range sh.rows {
		r := &sh.rows[i]
		if r.kind == headRow {
			continue
		}
		longest = max(longest, ui.Width(s.rowLabel(*r))+2)
		g.unit = max(g.unit, ui.Width(s.Unit(r.unit))+2)
		if r.price != nil {
			g.price = max(g.price, ui.Width(s.Number(*r.price, 2))+2)
		}
		st := sh.statsOf(i)
		need := ui.Width(s.Number(math.Trunc(st.largest), 0))
		if st.fraction {
			need += 2
		}
		digits = max(digits, need)
	}
	for _, c := range sh.periods {
		g.period = max(g.period, min(13, ui.Width(s.periodLabel(c.period))+2), min(13, ui.Width(s.phaseLabel(c))+1))
	}
	g.period = min(17, max(g.period, digits+2))
	g.unit = min(g.unit, 10)
	g.price = min(g.price, 12)
	if s.W < 80 {
		g.unit, g.price = min(g.unit, 7), min(g.price, 9)
	}

	want := min(len(sh.periods), 3)
	if s.W < 80 {
		want = min(want, 2)
	}
	specific := max(10, min(13, s.specificWidth()+2))
	total := 12
	if sh.counted() == 1 {
		total = 0 // it is the figure itself
	}
	wide, narrow := min(longest, max(14, s.W/4)), min(longest, max(14, s.W/5))
	if s.W >= 120 {
		wide = min(longest, 36)
	}
	room := func() int { return s.W - g.name - g.unit - g.price - 1 - g.right() }
fitting:
	for _, beside := range []geometry{{total: total, specific: specific, band: 16}, {specific: specific, band: 16}, {specific: specific + 2}, {specific: signsOnly}, {}} {
		g.total, g.specific, g.band = beside.total, beside.specific, beside.band
		for _, g.name = range []int{wide, narrow} {
			if room() >= want*g.period {
				break fitting
			}
		}
	}
	// What is left goes to the names.
	columns := min(len(sh.periods), max(1, room()/g.period))
	left := room() - columns*g.period
	if columns == len(sh.periods) {
		left -= moreWidth
	}
	g.name = min(longest, g.name+max(0, left))
	return g
}

// signsOnly is the width beside the rows that has room for the sign of the band
// and nothing else.
const signsOnly = 3

// moreWidth is the width of the column behind the periods.
const moreWidth = 3

// specificWidth is how wide the specific figures are.
func (s *screen) specificWidth() int {
	w := 5
	for k, in := range s.sheet().figures {
		if k.phase != "" && in.Value != nil {
			w = max(w, ui.Width(s.Figure(in.Value.Value)))
		}
	}
	return w
}

// View draws the page.
func (s *screen) View() string {
	sh := s.sheet()
	s.cursor = nil
	if s.W <= 0 || s.H <= 0 {
		return ""
	}
	g := s.measure()
	s.geometry = g
	status := s.statusHeight()
	body := max(1, s.H-headLines-status)
	slots := s.grid.Columns(s.W-g.right(), 1, g.width(sh))
	first, n := s.grid.RowsIn(body)

	var b strings.Builder
	b.Grow(s.H * (s.W + 200))
	s.drawHead(&b, slots)
	for i := range body {
		if i < n {
			s.drawRow(&b, first+i, slots, headLines+i)
		} else {
			b.WriteString(strings.Repeat(" ", s.W))
		}
		b.WriteByte('\n')
	}
	b.WriteString(s.drawStatus(status))
	return fit(b.String(), s.W, s.H)
}

// fit makes sure of the size: a window may be smaller than anything sensible.
func fit(v string, w, h int) string {
	if strings.Count(v, "\n") == h-1 && w >= 60 {
		return v
	}
	return ui.Box(v, w, h)
}

// drawHead draws the names of the columns and the phases of the periods.
func (s *screen) drawHead(b *strings.Builder, slots []grid.Slot) {
	sh, g, p := s.drawn, s.geometry, s.paint
	at := s.grid.At()
	sel, several := s.grid.Selection()
	several = several && sel.Cells() > 1
	left, right := s.grid.HiddenCols()
	phase := sh.phaseAt(at.Col)

	for row := range headLines {
		used := 0
		wall := false
		for i, slot := range slots {
			if !wall && slot.Col >= headCols {
				p.rule.draw(b, s.Glyph.Wall)
				used++
				wall = true
			}
			text, pen := "", p.head
			c, isPeriod := sh.period(slot.Col)
			switch {
			case row == 0 && slot.Col == nameCol:
				text = ui.Fit(" "+s.T("grid.head.flow"), slot.W, s.Glyph.More)
			case row == 0 && slot.Col == unitCol:
				text = ui.Fit(" "+s.T("grid.head.unit"), slot.W, s.Glyph.More)
			case row == 0 && slot.Col == priceCol:
				text = ui.FitRight(s.T("grid.head.price", "currency", s.Unit(sh.currency()))+" ", slot.W, s.Glyph.More)
			case row == 0 && isPeriod:
				label := s.periodLabel(c.period)
				switch {
				case left && i > 0 && slots[i-1].Col < headCols:
					label = "<" + label
				case right && i == len(slots)-1:
					label += ">"
				default:
					label += " "
				}
				text = ui.FitRight(label, slot.W, s.Glyph.More)
			case row == 0:
				text = ui.Fit(" +", slot.W, "")
			case isPeriod:
				text = ui.FitRight(s.phaseLabel(c)+" ", slot.W, s.Glyph.More)
				pen = p.muted
			default:
				text = strings.Repeat(" ", slot.W)
			}
			here := at.Row == 0 && at.Col == slot.Col && !s.grid.OnMoreRow()
			switch {
			case here && row == 0:
				pen = p.selected
				text = s.Glyph.Cursor + cutFirst(text)
			case several && sel.Has(grid.Pos{Row: 0, Col: slot.Col}):
				pen = p.marked
			}
			pen.draw(b, text)
			used += slot.W
		}
		if !wall {
			p.rule.draw(b, s.Glyph.Wall)
			used++
		}
		if g.right() > 0 {
			p.rule.draw(b, s.Glyph.Wall)
			total, specific, band := "", "", ""
			switch {
			case row == 0:
				total = s.T("grid.head.total")
				specific = s.T("grid.head.specific", "unit", s.Unit(s.productUnit()))
				band = s.T("grid.head.band")
			case sh.phases():
				total, specific = s.T("grid.phase."+phase), s.T("grid.phase."+phase)
			}
			if g.total > 0 {
				p.head.draw(b, ui.FitRight(total+" ", g.total, s.Glyph.More))
			}
			if g.specific == signsOnly {
				specific = ""
			}
			if g.specific > 0 && g.band > 0 {
				p.head.draw(b, ui.FitRight(specific+" ", g.specific, s.Glyph.More))
			} else if g.specific > 0 {
				p.head.draw(b, ui.FitRight(specific+"   ", g.specific, s.Glyph.More))
			}
			if g.band > 0 {
				p.head.draw(b, ui.Fit(" "+band, g.band, s.Glyph.More))
			}
		}
		pad(b, s.W-used-g.right())
		b.WriteByte('\n')
	}
}

func pad(b *strings.Builder, n int) {
	for ; n > 0; n-- {
		b.WriteByte(' ')
	}
}

// cutFirst takes the first cell off a text: a sign comes in its place.
func cutFirst(s string) string {
	if s == "" {
		return ""
	}
	if s[0] < 0x80 {
		return s[1:]
	}
	w := ui.Width(s)
	return ui.FitRight(ui.Cut(s, w, ""), w-1, "")
}

// drawRow draws a row, y its line in the view.
func (s *screen) drawRow(b *strings.Builder, i int, slots []grid.Slot, y int) {
	sh, g, p := s.drawn, s.geometry, s.paint
	at := s.grid.At()
	r, ok := sh.row(i)
	if !ok {
		s.drawMoreRow(b)
		return
	}
	sel, several := s.grid.Selection()
	several = several && sel.Cells() > 1
	used := 0
	wall := false
	for _, slot := range slots {
		if !wall && slot.Col >= headCols {
			p.rule.draw(b, s.Glyph.Wall)
			used++
			wall = true
		}
		pos := grid.Pos{Row: i, Col: slot.Col}
		here := at == pos
		used += slot.W
		if here && s.grid.Typing() {
			field, x := s.grid.Field.View(max(1, slot.W-1), true, s.Context)
			b.WriteString(s.Glyph.Cursor)
			b.WriteString(field)
			s.cursor = &tea.Position{X: min(slot.X+1+x, s.W-1), Y: y}
			continue
		}
		text, pen := s.cell(r, pos, slot.W)
		if at.Row == i && slot.Col == nameCol {
			pen = p.strong
		}
		switch {
		case here:
			pen = p.selected
			text = s.Glyph.Cursor + cutFirst(text)
		case several && sel.Has(pos):
			pen = p.marked
		}
		pen.draw(b, text)
	}
	if !wall {
		p.rule.draw(b, s.Glyph.Wall)
		used++
	}
	if g.right() > 0 {
		p.rule.draw(b, s.Glyph.Wall)
		s.drawBeside(b, r)
	}
	pad(b, s.W-used-g.right())
}

// drawMoreRow draws the place to add a row.
func (s *screen) drawMoreRow(b *strings.Builder) {
	text := ui.Fit(" + "+s.T("grid.more-row"), s.W, s.Glyph.More)
	pen := s.paint.muted
	if s.grid.OnMoreRow() {
		pen = s.paint.selected
		text = s.Glyph.Cursor + cutFirst(text)
	}
	pen.draw(b, text)
}

// cell is what stands in a cell, exactly w wide: a place for the sign of the
// cell that the keys act on, the text, a place for the cell's own sign.
func (s *screen) cell(r row, pos grid.Pos, w int) (string, pen) {
	sh, p := s.drawn, s.paint
	switch pos.Col {
	case nameCol:
		pen := p.plain
		if r.kind == productRow {
			pen = p.output
		}
		sign := " "
		if q := sh.problems[pos]; len(q) > 0 || r.unknown {
			sign, pen = s.Glyph.Warn, p.warn
		}
		return ui.Fit(" "+ui.Fit(s.rowLabel(r), w-2, s.Glyph.More)+sign, w, ""), pen
	case unitCol:
		if r.unknown {
			return ui.Fit(" ?", w-1, "") + s.Glyph.Bad, p.bad
		}
		sign, pen := " ", p.muted
		if sh.signAt(pos) != noSign {
			sign, pen = s.Glyph.Warn, p.warn
		}
		return ui.Fit(" "+s.Unit(r.unit), w-1, s.Glyph.More) + sign, pen
	case priceCol:
		if r.kind != flowRow || r.unknown {
			return strings.Repeat(" ", w), p.plain
		}
		if r.price == nil {
			return ui.FitRight(s.Glyph.Light+" ", w, ""), p.muted
		}
		sign, pen := " ", p.plain
		if r.info.Billed {
			sign, pen = "=", p.muted
		}
		switch sh.signAt(pos) {
		case wrong:
			sign, pen = s.Glyph.Bad, p.bad
		case doubtful:
			sign, pen = s.Glyph.Warn, p.warn
		}
		return ui.FitRight(s.number(*r.price, w-2), w-1, s.Glyph.More) + sign, pen
	}
	c, isPeriod := sh.period(pos.Col)
	if !isPeriod {
		return strings.Repeat(" ", w), p.plain
	}
	pen := p.plain
	if !counted(c.period) {
		pen = p.muted
	}
	v, stated := sh.figure(pos)
	sign := " "
	if c := sh.fromBills(pos); c != nil && c.Value != nil {
		return s.billedCell(pos, c, w)
	}
	switch sh.signAt(pos) {
	case absent:
		if sh.statsOf(pos.Row).stated > 0 && counted(c.period) {
			return ui.FitRight(s.Glyph.Light+" ", w, ""), p.warn
		}
		return ui.FitRight(s.Glyph.Light+" ", w, ""), p.muted
	case doubtful:
		sign, pen = s.Glyph.Warn, p.warn
	case wrong:
		sign, pen = s.Glyph.Bad, p.bad
	}
	if !stated {
		return strings.Repeat(" ", w), p.plain
	}
	return ui.FitRight(s.number(v, w-2), w-1, s.Glyph.More) + sign, pen
}

// number is a figure in at most w cells: with the decimals that fit, and never
// as 0 where it is none.
func (s *screen) number(v float64, w int) string {
	if v == math.Trunc(v) {
		if t := s.Number(v, 0); len(t) <= w {
			return t
		}
		return s.tight(v, w)
	}
	for d := 4; d >= 0; d-- {
		if t := s.Number(v, d); len(t) <= w && (v == 0 || strings.ContainsAny(t, "123456789")) {
			return t
		}
	}
	return s.tight(v, w)
}

// tight is a number that does not fit: in millions, billions or thousands, with
// "~" where that rounds it; one that is too small for that with an exponent. The
// words below the table always give it in full.
func (s *screen) tight(v float64, w int) string {
	for _, short := range []struct {
		of  float64
		key string
	}{{1e9, "grid.short.billion"}, {1e6, "grid.short.million"}, {1e3, "grid.short.thousand"}} {
		if math.Abs(v) < short.of {
			continue
		}
		for d := 3; d >= 0; d-- {
			shown, about := math.Round(v/short.of*math.Pow10(d))/math.Pow10(d), ""
			if shown*short.of != v {
				about = "~"
			}
			if t := about + s.T(short.key, "n", s.Number(shown, d)); ui.Width(t) <= w {
				return t
			}
		}
	}
	for d := 4; d >= 0; d-- {
		t := strconv.FormatFloat(v, 'e', d, 64)
		if s.Notation() == quantity.Vietnamese {
			t = strings.Replace(t, ".", ",", 1)
		}
		if len(t) <= w {
			return t
		}
	}
	return s.Glyph.More
}

// rowLabel is a row as the table shows it.
func (s *screen) rowLabel(r row) string {
	if r.kind == productRow {
		return s.T("grid.output-of", "product", r.name)
	}
	return s.Name(r.name)
}

// productUnit is the unit that specific figures are per.
func (s *screen) productUnit() string {
	sh := s.drawn
	if sh.result != nil && sh.result.ProductUnit != "" {
		return sh.result.ProductUnit
	}
	for _, r := range sh.rows {
		if r.kind == productRow {
			return r.unit
		}
	}
	return ""
}

// bandSigns tell the bands apart where there is no room for words.
var bandSigns = map[benchmark.Band]string{
	benchmark.BandBest: "++", benchmark.BandGood: "+", benchmark.BandTypical: "=", benchmark.BandPoor: "-", benchmark.BandBeyond: "--",
}

// drawBeside draws what a row adds up to, its specific figure and its band.
func (s *screen) drawBeside(b *strings.Builder, r row) {
	sh, g, p := s.drawn, s.geometry, s.paint
	phase := sh.phaseAt(s.grid.At().Col)
	if g.total > 0 {
		text := ""
		if v, ok := sh.total(r, phase); ok {
			text = s.number(v, g.total-2)
		}
		p.plain.draw(b, ui.FitRight(text+" ", g.total, s.Glyph.More))
	}
	in := sh.indicator(r, phase)
	if r.kind != flowRow {
		in = nil
	}
	text, sign, pen := "", "", p.plain
	word := ""
	if in != nil && in.Value != nil {
		if !r.info.Intensive() {
			text = s.Figure(in.Value.Value)
		}
		switch {
		case compared(in):
			pen, sign = p.bands[in.Place.Band], bandSigns[in.Place.Band]
			word = s.T("band." + string(in.Place.Band))
			if in.Status == assess.Unverified {
				word += " ?"
				sign += "?"
			}
		case in.Status == assess.Unanswered:
			pen, sign, word = p.muted, "?", s.T("grid.band.unanswered")
		case in.Status == assess.NoBenchmark, in.Status == assess.NoBasis:
			pen, word = p.muted, s.T("grid.band.none")
		}
	}
	switch {
	case g.band > 0:
		p.plain.draw(b, ui.FitRight(text+" ", g.specific, s.Glyph.More))
		pen.draw(b, ui.Fit(" "+ui.Fit(sign, 3, "")+word, g.band, s.Glyph.More))
	case g.specific == signsOnly:
		pen.draw(b, ui.Fit(sign, g.specific, ""))
	case g.specific > 0:
		p.plain.draw(b, ui.FitRight(text, g.specific-3, s.Glyph.More))
		pen.draw(b, ui.Fit(sign, 3, ""))
	}
}
