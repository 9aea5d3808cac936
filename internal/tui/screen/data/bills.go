package data

import (
	"math"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/screen/bill"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// billsWanted asks for the bills of a flow, and what to stand on there.
type billsWanted struct{ row, target string }

// takeBilled keeps what the bills give to flows that the periods do not state.
func (s *sheet) takeBilled(c assess.Coverage) {
	s.billed = map[billedKey]*assess.CoverageCell{}
	for _, r := range c.Rows {
		if r.Kind != assess.FlowSeries {
			continue
		}
		for i := range r.Cells {
			if cell := &r.Cells[i]; len(cell.Readings) > 0 && c.Periods[i].Index >= 0 {
				s.billed[billedKey{r.ID, c.Periods[i].Index}] = cell
			}
		}
	}
}

// fromBills is what the bills give a cell that its period does not state; nil
// where they give nothing.
func (s *sheet) fromBills(p grid.Pos) *assess.CoverageCell {
	if len(s.billed) == 0 || !s.isFigure(p) || s.rows[p.Row].kind != flowRow {
		return nil
	}
	c, _ := s.period(p.Col)
	if _, stated := c.period.Flows[s.rows[p.Row].id]; stated || c.index < 0 {
		return nil
	}
	return s.billed[billedKey{s.rows[p.Row].id, c.index}]
}

// partial reports whether bills give a cell a part of its days only.
func (s *sheet) partial(p grid.Pos) bool {
	c := s.fromBills(p)
	return c != nil && c.State == assess.CellPartial
}

// shown is the number that counts in a cell: the one that is stated, else the
// one that the bills give for all of its days.
func (s *sheet) shown(p grid.Pos) (float64, bool) {
	if v, ok := s.figure(p); ok {
		return v, ok
	}
	if c := s.fromBills(p); c != nil && c.Value != nil && (c.State == assess.CellFull || c.State == assess.CellEstimated) {
		return tidy(*c.Value), true
	}
	return 0, false
}

// mayBeNegative reports whether figures of the row may be below zero.
func (r row) mayBeNegative() bool { return r.signed || r.kind == driverRow }

// whole keeps a share that is not whole below 100 when it is rounded.
func whole(percent float64) float64 {
	if percent > 99 && percent < 100 {
		return 99
	}
	return percent
}

// billedWords says how bills make a cell.
func (s *sheet) billedWords(p grid.Pos) []text.Message {
	c := s.fromBills(p)
	all := []text.Message{text.M("grid.billed.from", "n", len(c.Readings))}
	switch c.State {
	case assess.CellPartial:
		all[0] = text.M("grid.billed.lacking", "n", len(c.Readings), "lacking", c.Missing)
	case assess.CellTwice:
		all[0] = text.M("grid.billed.twice")
	case assess.CellEstimated:
		all[0] = text.M("grid.billed.estimated", "n", len(c.Readings), "percent", math.Round(c.Estimated))
	}
	return all
}

// billedCell draws a figure that bills give: dim, with a sign that tells it from
// a figure that was entered; of a part of the days with how much of them.
func (s *screen) billedCell(pos grid.Pos, c *assess.CoverageCell, w int) (string, pen) {
	look, sign := s.paint.muted, "="
	switch c.State {
	case assess.CellPartial:
		look, sign = s.paint.warn, "%"
	case assess.CellEstimated:
		sign = "~"
	case assess.CellTwice:
		look, sign = s.paint.bad, s.Glyph.Bad
	default:
		if s.drawn.signAt(pos) == doubtful {
			look, sign = s.paint.warn, s.Glyph.Warn
		}
	}
	return ui.FitRight(s.number(tidy(*c.Value), w-2), w-1, s.Glyph.More) + sign, look
}

// phaseWords are the words for a phase in a sentence.
func phaseWords(phase string) text.Message {
	if phase == assess.History {
		return text.M("grid.phase.history")
	}
	return text.M("phase." + phase)
}

// askBills asks whether the bills behind a cell are to be edited: it is not
// typed over.
func (s *screen) askBills(at grid.Pos) {
	sh := s.sheet()
	c, _ := sh.period(at.Col)
	target := ""
	if from, _, ok := c.period.Days(); ok {
		target = from.String()
	}
	s.Post(ui.Open{Dialog: &ui.Ask{
		Heading: sh.where(at),
		Text:    append(sh.billedWords(at), text.M("grid.billed.ask")),
		Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "grid.billed.edit", Letter: "e", Action: billsWanted{sh.rows[at.Row].key(), target}}},
	}})
}

// openBills shows the bills of a flow over the page.
func (s *screen) openBills(r row, target string) {
	if r.kind == flowRow {
		s.Post(ui.Push{Screen: bill.New(s.work, r.id, target)})
	}
}

// billsHere opens the bills of the flow that the keys act on.
func (s *screen) billsHere() {
	sh, at := s.sheet(), s.grid.At()
	r, ok := sh.row(at.Row)
	if !ok || r.kind != flowRow || r.unknown {
		s.Post(ui.Toast{Text: text.M("grid.billed.no-flow"), Kind: ui.Info})
		return
	}
	target := ""
	if c, ok := sh.period(at.Col); ok {
		if from, _, dated := c.period.Days(); dated {
			target = from.String()
		}
	}
	s.openBills(r, target)
}

// showBills opens the bills that a target names: a reading, or the bills of a
// flow ("bills.electricity").
func (s *screen) showBills(target string) bool {
	if id, ok := strings.CutPrefix(target, "bills."); ok {
		if r, known := s.sheet().row(s.sheet().find("flow." + id)); known {
			s.openBills(r, "")
			return true
		}
		return false
	}
	rest, ok := strings.CutPrefix(target, "reading[")
	if !ok {
		return false
	}
	number, _, _ := strings.Cut(rest, "]")
	n, err := strconv.Atoi(number)
	if a := s.work.Audit(); err == nil && n >= 1 && n <= len(a.Readings) {
		s.Post(ui.Push{Screen: bill.New(s.work, a.Readings[n-1].Flow, target)})
	}
	return true
}

// billedPeriods counts the periods that each flow has from its bills alone.
func billedPeriods(w ui.Work) map[string]int {
	counts := map[string]int{}
	if a := w.Audit(); len(a.Readings) > 0 && w.Pack() != nil {
		c := w.Result().Coverage
		for _, r := range c.Rows {
			for i, cell := range r.Cells {
				if r.Kind != assess.FlowSeries || len(cell.Readings) == 0 || c.Periods[i].Index < 0 {
					continue
				}
				_, stated := a.Periods[c.Periods[i].Index].Flows[r.ID]
				if full := cell.State == assess.CellFull || cell.State == assess.CellEstimated; full && !stated {
					counts[r.ID]++
				} else if !full && counts[r.ID] == 0 {
					counts[r.ID] = 0 // it has figures, but not in every period
				}
			}
		}
	}
	return counts
}
