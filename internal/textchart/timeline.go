package textchart

// Timeline is a chart of one or more series over months in order: a figure by
// month, or the cumulative sum of a saving (CUSUM), with its turning points and
// the boundary between two phases.
type Timeline struct {
	Y      AxisOf
	Months []string // names of the months, thinned to fit
	Series []Series

	// ZeroLine draws the line at zero, which is then part of the axis.
	ZeroLine bool

	// Targets are levels drawn across.
	Targets []Level

	// Turns are months to be marked.
	Turns []Turn

	// Boundary is the first month of the later phase, 0 where there is one phase
	// only; Before and After name the phases.
	Boundary      int
	Before, After string
}

// Series is one line of a Timeline: a value for each month, NaN where it is not
// known.
type Series struct {
	Name   string
	Values []float64
}

// Level is a value that is drawn as a line, with its name.
type Level struct {
	Value float64
	Name  string
}

// Turn is a month to be marked, by its index, and what to write at it.
type Turn struct {
	Month int
	Label string
}

// dashes tell the lines of a Timeline apart where their signs have no room.
var dashes = [...]dashing{{}, {3, 2}, {1, 2}}

// Draw draws the chart.
func (t Timeline) Draw(o Options) []string {
	if !o.drawable() {
		return nil
	}
	c := newCanvas(o)
	n := len(t.Months)
	var y span
	for _, s := range t.Series {
		y.add(s.Values[:min(n, len(s.Values))]...)
	}
	for _, l := range t.Targets {
		y.add(l.Value)
	}
	axis := t.Y
	axis.Zero = axis.Zero || t.ZeroLine
	phases := t.Boundary > 0 && t.Boundary < n
	rows := 0
	if phases && (t.Before != "" || t.After != "") {
		rows++
	}
	if len(t.Turns) > 0 {
		rows++
	}
	months := t.Months
	if months == nil {
		months = []string{}
	}
	p, extra := c.frame(layout{yAxis: t.Y, y: y.scale(axis), keys: t.legend(c), months: months, rows: rows})
	if t.ZeroLine {
		p.level(0, c.g.across, Axis)
	}
	for _, l := range t.Targets {
		p.level(l.Value, c.g.dash, Mark)
	}
	if n == 0 {
		return c.lines(c.h)
	}
	turnRow := p.top - 1
	if len(t.Turns) == 0 || extra == 0 {
		turnRow = p.top // the signs go into the area, the words have no room
	}
	p.turns(t.Turns, n, turnRow)
	if phases {
		x := p.before(t.Boundary, n)
		p.mark(x, c.g.boundary, Mark)
		if phaseRow := p.top - extra; extra > 0 && (extra == rows || len(t.Turns) == 0) {
			p.phases(x, phaseRow, t.Before, t.After)
		}
	}
	p.series(t.Series, n, t.signed(c.w))
	return c.lines(c.h)
}

// turns marks months, with their words in the row above where that is free.
func (p *plot) turns(turns []Turn, n, row int) {
	for _, t := range turns {
		if t.Month < 0 || t.Month >= n {
			continue
		}
		x := p.monthCol(t.Month, n)
		p.mark(x, p.g.dotted, Mark)
		p.set(x, row, p.g.fall, Mark)
	}
	if row >= p.top {
		return
	}
	for i, t := range turns {
		label := tidy(t.Label)
		if t.Month < 0 || t.Month >= n || label == "" {
			continue
		}
		x := p.monthCol(t.Month, n)
		// To the right of the mark up to the next one, otherwise to the left.
		room := p.left + p.pw - x - 2
		for j, other := range turns {
			if ox := p.monthCol(max(0, min(n-1, other.Month)), n); j != i && ox > x {
				room = min(room, ox-x-3)
			}
		}
		w := width(label)
		switch {
		case w <= room && p.blank(x+1, row, w+1):
			p.print(x+2, row, label, Label)
		case x-w-2 >= 0 && p.blank(x-w-2, row, w+2):
			p.print(x-w-1, row, label, Label)
		case room >= 4 && p.blank(x+1, row, room+1):
			p.printIn(x+2, row, room, label, Label)
		}
	}
}

// phases names what lies on both sides of a boundary.
func (p *plot) phases(x, row int, before, after string) {
	p.set(x, row, p.g.boundary, Mark)
	left, right := x-1-p.left, p.left+p.pw-x-2
	p.printRight(x-1, row, left, tidy(before), Label)
	p.printIn(x+2, row, right, tidy(after), Label)
}

// series draws the lines, with a sign at every month where there is room.
func (p *plot) series(series []Series, n int, signed bool) {
	d := p.dots(p.left, p.top, p.pw, p.ph)
	for k, s := range series {
		phase := 0
		values := s.Values[:min(n, len(s.Values))]
		for i, v := range values {
			if !usable(v) {
				continue
			}
			x, y := p.month(i, n), (1-p.y.at(v))*float64(p.ph-1)
			if i > 0 && usable(values[i-1]) {
				phase = d.line(p.month(i-1, n), (1-p.y.at(values[i-1]))*float64(p.ph-1), x, y, Line, dashes[k%len(dashes)], phase)
			} else {
				d.line(x, y, x, y, Line, dashing{}, 0)
			}
		}
	}
	d.flush()
	if !signed {
		return
	}
	for k, s := range series {
		for i, v := range s.Values[:min(n, len(s.Values))] {
			if usable(v) && p.y.holds(v) {
				p.set(p.monthCol(i, n), p.row(v), p.g.series[k%len(p.g.series)], Data)
			}
		}
	}
}

// signed reports whether every month has room for the sign of its series.
func (t Timeline) signed(w int) bool { return 3*len(t.Months)+10 <= w }

func (t Timeline) legend(c *canvas) []key {
	lines := [...]string{"⠤⠤⠤", "⠤ ⠤", "⠄⠠ "}
	if c.o.ASCII {
		lines = [...]string{"---", "- -", ". ."}
	}
	var keys []key
	for k, s := range t.Series {
		sign := lines[k%len(lines)]
		if t.signed(c.w) {
			runes := []rune(sign)
			runes[1] = c.g.series[k%len(c.g.series)]
			sign = string(runes)
		}
		keys = append(keys, key{sign, Line, s.Name})
	}
	for _, l := range t.Targets {
		keys = append(keys, key{repeat(c.g.dash, 2), Mark, l.Name})
	}
	return keys
}
