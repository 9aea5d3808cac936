package data

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// whyOf is the figure that a cell shows, as it is asked about; "" where the cell
// is none.
func (s *sheet) whyOf(p grid.Pos) string {
	if s.isPrice(p) && s.rows[p.Row].price != nil {
		return assess.PriceID(s.rows[p.Row].id)
	}
	c, ok := s.period(p.Col)
	from, to, dated := c.period.Days()
	if !ok || !dated || c.index < 0 || !s.isFigure(p) {
		return ""
	}
	series := map[kind]string{productRow: assess.OutputSeries, flowRow: assess.FlowSeries, driverRow: assess.DriverSeries}[s.rows[p.Row].kind]
	return assess.CellID(series, s.rows[p.Row].id, from, to)
}

// why shows how the figure of the cell came about.
func (s *screen) why() {
	id := s.sheet().whyOf(s.grid.At())
	switch {
	case id == "":
		s.Post(ui.Toast{Text: text.M("grid.no-why"), Kind: ui.Info})
	case !why.Has(phrase.Result(s.work), id):
		s.Post(ui.Toast{Text: text.M("grid.no-why-yet"), Kind: ui.Info})
	default:
		s.Post(ui.Push{Screen: why.New(s.work, []string{id})})
	}
}
