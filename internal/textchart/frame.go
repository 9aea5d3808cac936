package textchart

import (
	"math"
	"strings"
)

// key is an entry of a legend: signs as the chart draws them, and a name.
type key struct {
	sign string
	role Role
	name string
}

// legend puts named keys into lines of w cells; keys without a name have none.
func (c *canvas) legend(keys []key, w, maxRows int) [][]key {
	var rows [][]key
	used := 0
	for _, k := range keys {
		k.name = tidy(k.name)
		if k.name == "" {
			continue
		}
		k.name = c.g.cut(k.name, w-width(k.sign)-1)
		n := k.width()
		if len(rows) > 0 && used+keyGap+n <= w {
			rows[len(rows)-1] = append(rows[len(rows)-1], k)
			used += keyGap + n
			continue
		}
		if len(rows) == maxRows {
			break
		}
		rows = append(rows, []key{k})
		used = n
	}
	return rows
}

const keyGap = 2 // cells between two keys

func (k key) width() int { return width(k.sign) + 1 + width(k.name) }

func keysWidth(row []key) int {
	n := 0
	for i, k := range row {
		if i > 0 {
			n += keyGap
		}
		n += k.width()
	}
	return n
}

func (c *canvas) keys(x, y int, row []key) {
	for i, k := range row {
		if i > 0 {
			x += keyGap
		}
		x = c.print(x, y, k.sign, k.role)
		x = c.print(x+1, y, k.name, Label)
	}
}

// plot is a chart area with axes. Its first cell is at left, top.
type plot struct {
	*canvas
	left, top, pw, ph int
	x, y              scale
}

// layout is what a chart asks of its frame.
type layout struct {
	xAxis, yAxis AxisOf
	x, y         scale
	keys         []key
	months       []string // instead of a numeric x axis
	rows         int      // wanted between legend and plot area, where there is room
	foot         int      // wanted below everything
	right        int      // columns wanted at the right
}

// frame draws title, legend and axes, and returns the area between. extra is
// the number of the wanted rows that there was room for; they begin at
// top − extra.
func (c *canvas) frame(l layout) (p *plot, extra int) {
	w := c.w - l.right
	maxRows := 1
	if c.h >= 12 {
		maxRows = 2
	}
	if c.h >= 20 {
		maxRows = 3
	}
	foot := 2 + l.foot
	xTitle := c.title(l.xAxis, 0)
	ownRow := c.h >= 12 && xTitle != ""
	if ownRow {
		foot++
	}

	// The numbers of the y axis need the height of the area, and its title and
	// the legend need what power of ten they were divided by.
	legend := c.legend(l.keys, w, maxRows)
	head := 1
	unscaled := width(c.title(l.yAxis, 0))
	beside := len(legend) == 1 && unscaled+keyGap+keysWidth(legend[0]) <= w
	titled := unscaled > 0
	switch {
	case beside || len(legend) == 0:
	case !titled:
		head = len(legend)
	case c.h >= 9:
		head += len(legend)
	default: // one row: the title first, then as many keys as fit
		legend = c.legend(l.keys, max(w/3, w-unscaled-keyGap), 1)
		beside = true
	}
	extra = max(0, min(l.rows, c.h-head-foot-minPlot))
	head += extra
	p = &plot{canvas: c, top: head, ph: c.h - head - foot, x: l.x, y: l.y}
	for p.ph < 2 && foot > 2 { // the last lines give way first
		foot--
		p.ph++
		ownRow = ownRow && foot > 2+l.foot
	}

	ticks := p.y.ticks(max(2, min(10, (p.ph+2)/3)))
	labels, exp := c.o.tickLabels(l.yAxis, ticks, max(5, min(14, w/4)))
	p.left = widest(labels) + 1
	p.pw = w - p.left

	title := c.title(l.yAxis, exp)
	switch {
	case beside:
		row := legend
		n := 0
		if len(row) > 0 {
			n = keysWidth(row[0])
			c.keys(w-n, 0, row[0])
			n += keyGap
		}
		c.printIn(0, 0, w-n, title, Label)
	default:
		y := 0
		if titled {
			c.printIn(0, 0, w, title, Label)
			y = 1
		}
		for i, row := range legend {
			c.keys(p.left, y+i, row)
			if p.left+keysWidth(row) > w {
				c.across(0, w, y+i, 0, Plain)
				c.keys(0, y+i, row)
			}
		}
	}

	for y := range p.ph {
		c.set(p.left-1, p.top+y, c.g.up, Axis)
	}
	last := -1
	for i, v := range ticks {
		if y := p.row(v); labels[i] != "" && y != last {
			last = y
			c.printRight(p.left-1, y, p.left-1, labels[i], Label)
			c.set(p.left-1, y, c.g.tickLeft, Axis)
		}
	}
	base := p.top + p.ph
	c.set(p.left-1, base, c.g.corner, Axis)
	c.across(p.left, w, base, c.g.across, Axis)
	if l.months != nil {
		p.monthAxis(base, tidyAll(l.months))
		p.axisTitle(base, xTitle, ownRow, w)
	} else {
		p.numberAxis(base, l.xAxis, ownRow, w)
	}
	return p, extra
}

// minPlot is the least height of a chart area that gets rows above it.
const minPlot = 4

// row is the line of a value on the y axis; col the column on the x axis. Both
// may lie outside the area.
func (p *plot) row(v float64) int {
	return p.top + p.ph - 1 - roundIn((p.y.at(v))*float64(p.ph-1), p.ph)
}

func (p *plot) col(v float64) int {
	return p.left + roundIn(p.x.at(v)*float64(p.pw-1), p.pw)
}

// roundIn rounds to a cell, at most one outside 0 … n−1.
func roundIn(v float64, n int) int {
	return int(math.Round(max(-1, min(float64(n), v))))
}

// place is a value in cells of the area, for dots.
func (p *plot) place(v XY) (x, y float64) {
	return p.x.at(v.X) * float64(p.pw-1), (1 - p.y.at(v.Y)) * float64(p.ph-1)
}

// month is the middle column of a month's slot of n, in cells of the area.
func (p *plot) month(i, n int) float64 { return (float64(i)+0.5)*float64(p.pw)/float64(n) - 0.5 }

func (p *plot) monthCol(i, n int) int {
	return p.left + min(p.pw-1, int((float64(i)+0.5)*float64(p.pw)/float64(n)))
}

// before is the column of the line between month i − 1 and month i.
func (p *plot) before(i, n int) int {
	return p.left + min(p.pw-1, int(math.Round(float64(i)*float64(p.pw)/float64(n)-0.5)))
}

// has reports whether a line of the canvas belongs to the area.
func (p *plot) has(y int) bool { return y >= p.top && y < p.top+p.ph }

// level draws a line across at a value, over blanks only.
func (p *plot) level(v float64, r rune, role Role) {
	if !usable(v) || !p.y.holds(v) {
		return
	}
	for x, y := p.left, p.row(v); x < p.left+p.pw; x++ {
		if p.blank(x, y, 1) {
			p.set(x, y, r, role)
		}
	}
}

// mark draws a line up at a column.
func (p *plot) mark(x int, r rune, role Role) {
	for y := p.top; y < p.top+p.ph; y++ {
		p.set(x, y, r, role)
	}
}

// numberAxis writes the numbers below the area, and the title in a row of its
// own or, in a low chart, at the end of the axis.
func (p *plot) numberAxis(base int, a AxisOf, ownRow bool, w int) {
	exp := 0
	for n := max(2, min(12, p.pw/5)); n >= 1; n-- {
		ticks := p.x.ticks(n)
		var labels []string
		labels, exp = p.o.tickLabels(a, ticks, max(5, min(14, p.pw/3)))
		if !p.fits(ticks, labels) && n > 1 {
			continue
		}
		end := -2
		for i, v := range ticks {
			if from := p.labelStart(v, labels[i]); labels[i] != "" && from >= end+2 {
				p.set(p.col(v), base, p.g.tickDown, Axis)
				end = p.print(from, base+1, labels[i], Label)
			}
		}
		break
	}
	title := p.title(a, exp)
	if !ownRow && width(title) > p.pw-4 && a.Unit != "" { // the unit is needed most
		a.Label = ""
		title = p.title(a, exp)
	}
	p.axisTitle(base, title, ownRow, w)
}

func (p *plot) axisTitle(base int, title string, ownRow bool, w int) {
	switch {
	case title == "":
	case ownRow:
		p.printRight(w, base+2, w, title, Label)
	default:
		p.printRight(w, base, max(0, p.pw-3), " "+title, Label)
	}
}

func (p *plot) labelStart(v float64, label string) int {
	n := width(label)
	return min(p.col(v)-n/2, p.left+p.pw-n)
}

func (p *plot) fits(ticks []float64, labels []string) bool {
	end := -10
	for i, v := range ticks {
		from := p.labelStart(v, labels[i])
		if from < end+2 {
			return false
		}
		end = from + width(labels[i])
	}
	return true
}

// strides are how many months lie between two labels that are written.
var strides = [...]int{1, 2, 3, 4, 6, 12, 24, 36, 60, 120}

// monthAxis writes the names of the months, thinned until they fit.
func (p *plot) monthAxis(base int, names []string) {
	n := len(names)
	if n == 0 {
		return
	}
	stride := n
	for _, s := range strides {
		if p.monthsFit(names, s) {
			stride = s
			break
		}
	}
	for i := 0; i < n; i += stride {
		x, s := p.monthCol(i, n), p.g.cut(names[i], p.pw)
		p.set(x, base, p.g.tickDown, Axis)
		p.print(p.nameStart(x, s), base+1, s, Label)
	}
}

// nameStart is where words centred on a column begin, inside the area.
func (p *plot) nameStart(x int, s string) int {
	n := width(s)
	return max(p.left, min(x-n/2, p.left+p.pw-n))
}

func (p *plot) monthsFit(names []string, stride int) bool {
	end := -10
	for i := 0; i < len(names); i += stride {
		from := p.nameStart(p.monthCol(i, len(names)), names[i])
		if from < end+1 {
			return false
		}
		end = from + width(names[i])
	}
	return true
}

// repeat is a sign n times.
func repeat(r rune, n int) string { return strings.Repeat(string(r), max(0, n)) }
