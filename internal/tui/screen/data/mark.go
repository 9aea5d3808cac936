package data

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
)

// sign is what stands behind the number of a cell.
type sign int

const (
	noSign   sign = iota
	absent        // nothing is stated
	doubtful      // a figure that is hard to believe
	wrong         // a figure that cannot be
)

// signAt is the sign of a cell.
func (s *sheet) signAt(p grid.Pos) sign {
	worst := noSign
	for _, q := range s.problems[p] {
		if q.Severity == problem.Error {
			worst = wrong
		} else {
			worst = max(worst, doubtful)
		}
	}
	switch {
	case s.isFigure(p):
		v, ok := s.figure(p)
		switch {
		case !ok && s.partial(p):
			return doubtful
		case !ok && s.fromBills(p) != nil:
		case !ok:
			return absent
		case v < 0 && !s.rows[p.Row].mayBeNegative(), s.idle(p, v):
			return wrong
		}
	case s.isPrice(p):
		if v, ok := s.figure(p); ok && v < 0 {
			return wrong
		}
	case p.Row > 0 && p.Col == unitCol && s.rows[p.Row].unknown:
		return wrong
	}
	return worst
}

// idle reports whether a cell, with v as its figure, is the output of a period
// that makes nothing and uses something.
func (s *sheet) idle(p grid.Pos, v float64) bool {
	r := s.rows[p.Row]
	c, ok := s.period(p.Col)
	if !ok || r.kind != productRow || v != 0 || !counted(c.period) {
		return false
	}
	for _, o := range s.rows {
		if o.kind == productRow && o.id != r.id {
			if x, stated := c.period.Output[o.id]; !stated || x != 0 {
				return false
			}
		}
	}
	return slices.ContainsFunc(s.rows, func(f row) bool {
		return f.kind == flowRow && !f.info.Intensive() && c.period.Flows[f.id] > 0
	})
}

// said is what the sign of a cell means, in words.
func (s *sheet) said(p grid.Pos) []text.Message {
	var all []text.Message
	if s.isFigure(p) {
		v, ok := s.figure(p)
		c, _ := s.period(p.Col)
		switch {
		case !ok && s.fromBills(p) != nil:
			all = append(all, s.billedWords(p)...)
		case !ok && !counted(c.period):
			all = append(all, text.M("grid.mark.absent-omitted"))
		case !ok && s.statsOf(p.Row).stated > 0:
			all = append(all, text.M("grid.mark.absent"))
		case !ok:
			all = append(all, text.M("grid.mark.none-yet"))
		case v < 0 && !s.rows[p.Row].mayBeNegative():
			all = append(all, text.M("grid.mark.negative"))
		case s.idle(p, v):
			all = append(all, text.M("grid.mark.idle"))
		}
	}
	if s.isPrice(p) {
		if v, ok := s.figure(p); ok && v < 0 {
			all = append(all, text.M("grid.mark.negative-price"))
		}
	}
	if p.Row > 0 && p.Row < len(s.rows) && s.rows[p.Row].unknown {
		all = append(all, text.M("grid.mark.unknown-flow", "flow", s.rows[p.Row].id))
	}
	for _, q := range s.problems[p] {
		all = append(all, q.Message)
	}
	return all
}

// strange says what is odd about a number that is being typed into a cell, by
// the rules that the assessment has for figures once they are entered; an empty
// message: nothing.
func (s *sheet) strange(p grid.Pos, v float64) text.Message {
	if v < 0 {
		if s.isPrice(p) {
			return text.M("grid.mark.negative-price")
		}
		if s.rows[p.Row].mayBeNegative() {
			return text.Message{}
		}
		return text.M("grid.mark.negative")
	}
	if !s.isFigure(p) {
		return text.Message{}
	}
	r := s.rows[p.Row]
	if s.idle(p, v) {
		return text.M("grid.mark.idle")
	}
	specific := func(c column, v float64) (float64, bool) {
		if r.kind == productRow || r.info.Intensive() {
			return v, true
		}
		out := 0.0
		for _, pr := range s.rows {
			if pr.kind != productRow {
				continue
			}
			x, stated := c.period.Output[pr.id]
			if !stated {
				return 0, false
			}
			out += x * s.weight(pr)
		}
		return v / out, out > 0
	}
	if r.kind != flowRow {
		return text.Message{}
	}
	var all []float64
	for i, c := range s.periods {
		x, stated := s.shown(grid.Pos{Row: p.Row, Col: headCols + i})
		if headCols+i == p.Col {
			x, stated = v, true
		}
		if !stated || !counted(c.period) {
			continue
		}
		if y, known := specific(c, x); known {
			all = append(all, y)
		}
	}
	at, _ := s.period(p.Col)
	mine, known := specific(at, v)
	median, enough := assess.Median(all)
	switch {
	case !enough || !known || !assess.IsOutlier(mine, median):
		return text.Message{}
	case mine > median:
		return text.M("grid.mark.high", "times", assess.OutlierFactor)
	}
	return text.M("grid.mark.low", "times", assess.OutlierFactor)
}

// weight is how much of the common product a unit of a product counts.
func (s *sheet) weight(r row) float64 {
	if r.index < 0 {
		return 1
	}
	if e := s.audit.Products[r.index].Equivalent; e != nil {
		return *e
	}
	if k, err := s.units.Convert(1, r.unit, s.pack.Sector.ProductUnit); err == nil {
		return k
	}
	return 1
}

// compared says how far the comparison of a row got, for the state of the page
// and the column of bands.
func compared(in *assess.Indicator) bool {
	return in != nil && in.Value != nil && (in.Status == assess.Compared || in.Status == assess.Unverified)
}
