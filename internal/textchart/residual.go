package textchart

import "math"

// Residuals is a chart of what was measured less what the model expects, month
// by month: bars up and down from zero, the limits, and a sign at the months
// that lie beyond them. The line at zero has a gap in a month that is not known.
type Residuals struct {
	Y      AxisOf
	Months []string  // names of the months, thinned to fit
	Values []float64 // one for each month, NaN where it is not known

	// Limit is drawn above and below zero, as 2·RMSE (METHOD §14); not where it
	// is zero or not known.
	Limit float64

	// Boundary is the first month of the later phase, 0 for none.
	Boundary      int
	Before, After string

	Names ResidualNames
}

// ResidualNames are the words of a Residuals' legend.
type ResidualNames struct{ Residual, Limit, Outlier string }

// Draw draws the chart.
func (r Residuals) Draw(o Options) []string {
	if !o.drawable() {
		return nil
	}
	c := newCanvas(o)
	n := len(r.Months)
	values := r.Values[:min(n, len(r.Values))]
	limited := usable(r.Limit) && r.Limit > 0
	var y span
	y.add(values...)
	if limited {
		y.add(r.Limit, -r.Limit)
	}
	axis := r.Y
	axis.Zero = true
	phases := r.Boundary > 0 && r.Boundary < n
	rows := 0
	if phases && (r.Before != "" || r.After != "") {
		rows = 1
	}
	months := r.Months
	if months == nil {
		months = []string{}
	}
	p, extra := c.frame(layout{yAxis: r.Y, y: y.scale(axis), keys: r.legend(c, limited), months: months, rows: rows})
	p.level(0, c.g.across, Axis)
	if limited {
		p.level(r.Limit, c.g.dash, Band)
		p.level(-r.Limit, c.g.dash, Band)
	}
	p.gaps(values, n)
	if phases {
		x := p.before(r.Boundary, n)
		p.mark(x, c.g.boundary, Mark)
		if extra > 0 {
			p.phases(x, p.top-1, r.Before, r.After)
		}
	}
	for _, b := range p.fold(values, n) {
		if !limited || math.Abs(b.value) <= r.Limit {
			p.bar(b.x0, b.x1, b.value, c.g.block, Data)
			continue
		}
		tip := p.bar(b.x0, b.x1, b.value, c.g.block, Bad)
		p.set((b.x0+b.x1-1)/2, tip, c.g.one[Outlier], Bad)
	}
	return c.lines(c.h)
}

// gaps breaks the line at zero in the months that are not known.
func (p *plot) gaps(values []float64, n int) {
	if y := p.row(0); p.has(y) && p.pw >= n {
		for i, v := range values {
			if !usable(v) {
				p.across(p.left+i*p.pw/n, p.left+(i+1)*p.pw/n, y, 0, Plain)
			}
		}
	}
}

// column is what is drawn in the columns from x0 up to and without x1.
type column struct {
	x0, x1 int
	value  float64
}

// fold gives every month its columns, all of one width, with a gap between
// months where there is room. Where there are more months than columns, the one
// furthest from zero stands for those that share a column.
func (p *plot) fold(values []float64, n int) []column {
	var out []column
	for i, v := range values {
		if !usable(v) {
			continue
		}
		x0, w := p.left+i*p.pw/n, max(1, p.pw/n)
		if w >= 2 {
			w -= 1 + w/6 // the gap
		}
		if k := len(out) - 1; k >= 0 && out[k].x0 == x0 {
			if math.Abs(v) > math.Abs(out[k].value) {
				out[k].value = v
			}
			continue
		}
		out = append(out, column{x0, x0 + w, v})
	}
	return out
}

func (r Residuals) legend(c *canvas, limited bool) []key {
	keys := []key{{string(c.g.block), Data, r.Names.Residual}}
	if limited {
		keys = append(keys, key{repeat(c.g.dash, 2), Band, r.Names.Limit})
		for _, v := range r.Values {
			if usable(v) && math.Abs(v) > r.Limit {
				return append(keys, key{string(c.g.one[Outlier]), Bad, r.Names.Outlier})
			}
		}
	}
	return keys
}
