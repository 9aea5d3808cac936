package textchart

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// Pareto is a chart of parts of a whole, the largest first, with the share and
// the cumulative share of each, and a rule after the part with which 80 % is
// reached.
type Pareto struct {
	Parts []Part

	// Rest is the word for the parts that have no room, taken together; their
	// number follows it.
	Rest string

	// Names are the headings of the columns of numbers, each may be empty.
	Value, Share, Cumulative string
}

// Part is one bar of a Pareto. One that is not known, or not above zero, is
// listed last and has no share.
type Part struct {
	Label string
	Value float64
}

const vitalFew = 80.0 // %

// Draw draws the chart: a heading, and at most Height − 1 rows.
func (p Pareto) Draw(o Options) []string {
	if !o.drawable() {
		return nil
	}
	c := newCanvas(o)
	rows := p.rows(c.h - 2)
	table := make([][4]string, len(rows))
	head := [4]string{"", tidy(p.Value), tidy(p.Share), tidy(p.Cumulative)}
	var widths [4]int
	for i := range widths {
		widths[i] = width(head[i])
	}
	for i, r := range rows {
		table[i][0] = r.label + r.count
		if usable(r.value) {
			table[i][1] = o.format(r.value)
		}
		if r.share > 0 {
			table[i][2], table[i][3] = o.percent(tenth(r.share)), o.percent(tenth(r.sum))
		}
		for k := range widths {
			widths[k] = max(widths[k], width(table[i][k]))
		}
	}
	// The cumulative share first: it is what the chart is about.
	k := share(c.w, widths[0], 0, []int{widths[3], widths[2], widths[1]}, max(6, c.w/5))
	ends := [4]int{0, k.numbers[2], k.numbers[1], k.numbers[0]}
	ends = inOrder(ends, widths, k.x1)
	for i := 1; i < 4; i++ {
		if ends[i] > 0 {
			c.printRight(ends[i], 0, widths[i], head[i], Muted)
		}
	}
	y := 1
	top := 0.0
	for _, r := range rows {
		if usable(r.value) {
			top = max(top, r.value)
		}
	}
	for i, r := range rows {
		if y >= c.h {
			break
		}
		role := Data
		if r.minor {
			role = Muted
		}
		c.print(0, y, c.g.cut(r.label, k.label-width(r.count))+r.count, Label)
		c.bar(k.x0, k.x1, y, r.value/top, role)
		for n := 1; n < 4; n++ {
			if ends[n] > 0 {
				c.printRight(ends[n], y, widths[n], table[i][n], Label)
			}
		}
		y++
		if r.reaches && y < c.h {
			c.rule(y, o.percent(vitalFew), ends[3])
			y++
		}
	}
	return c.lines(y)
}

// inOrder puts the kept columns in their order on the page: value, share,
// cumulative.
func inOrder(ends, widths [4]int, x int) [4]int {
	for i := 1; i < 4; i++ {
		if ends[i] > 0 {
			x += widths[i] + 1
			ends[i] = x
		}
	}
	return ends
}

// rule draws the line that parts the vital few from the others, its name at the
// end of the column of cumulative shares.
func (c *canvas) rule(y int, name string, end int) {
	c.across(0, c.w, y, c.g.dash, Mark)
	if end == 0 {
		end = c.w
	}
	n := width(name)
	c.print(end-n-1, y, " "+name, Mark)
	if end < c.w {
		c.set(end, y, 0, Plain)
	}
}

// bar draws a bar to the right, a share of the width of its column.
func (c *canvas) bar(x0, x1, y int, share float64, role Role) {
	if !(share > 0) || share > 1 {
		return
	}
	cells := share * float64(x1-x0)
	full := int(cells)
	c.across(x0, x0+full, y, c.g.block, role)
	if n := len(c.g.eighths); n > 0 {
		if e := int(math.Round((cells - float64(full)) * float64(n+1))); e > n {
			c.set(x0+full, y, c.g.block, role)
		} else if e > 0 || full == 0 {
			c.set(x0+full, y, c.g.eighths[max(0, e-1)], role)
		}
	} else if cells-float64(full) >= 0.5 || full == 0 {
		c.set(x0+full, y, c.g.block, role)
	}
}

// tenth rounds a percentage to one decimal.
func tenth(v float64) float64 { return math.Round(v*10) / 10 }

type paretoRow struct {
	label      string
	count      string // how many parts were taken together
	value      float64
	share, sum float64 // %
	reaches    bool    // with this part 80 % is reached
	minor      bool    // 80 % was reached before
}

// rows sorts the parts and takes together those that have no room.
func (p Pareto) rows(room int) []paretoRow {
	parts := slices.Clone(p.Parts)
	known := func(v float64) bool { return usable(v) && v > 0 }
	slices.SortStableFunc(parts, func(a, b Part) int {
		switch {
		case known(a.Value) && known(b.Value):
			return cmp.Compare(b.Value, a.Value)
		case known(a.Value):
			return -1
		case known(b.Value):
			return 1
		}
		return 0
	})
	rows := make([]paretoRow, 0, room+1)
	for i, part := range parts {
		if i >= room-1 && len(parts) > room {
			rest := paretoRow{label: tidy(p.Rest), count: " (" + strconv.Itoa(len(parts)-i) + ")"}
			for _, q := range parts[i:] {
				if known(q.Value) {
					rest.value += q.Value
				}
			}
			rows = append(rows, rest)
			break
		}
		rows = append(rows, paretoRow{label: tidy(part.Label), value: part.Value})
	}
	top := 0.0
	for _, r := range rows {
		if known(r.value) {
			top = max(top, r.value)
		}
	}
	total := 0.0 // of shares of the largest, so that no sum overflows
	for _, r := range rows {
		if known(r.value) {
			total += r.value / top
		}
	}
	sum := 0.0
	for i := range rows {
		r := &rows[i]
		if !known(r.value) {
			r.minor = true
			continue
		}
		r.minor = sum >= vitalFew*total/100*(1-1e-12)
		sum += r.value / top
		r.share, r.sum = r.value/top/total*100, sum/total*100
		r.reaches = !r.minor && r.count == "" && sum >= vitalFew*total/100*(1-1e-12)
	}
	return rows
}
