package data

import (
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// paste is a block of cells on its way into the table. Where not all of it can
// be taken, the user is asked, and what was answered is kept here.
type paste struct {
	block grid.Block
	at    grid.Range // where it goes: its first cell, or what it fills
	// notation decides where a number has two readings; Auto: the user does.
	notation quantity.Notation
	skip     bool // leave out what cannot be read
	crop     bool // leave out what has no place
	add      int  // periods that are added for it
}

// plan is what a paste would do.
type plan struct {
	writes    []write
	blank     int // cells that it empties
	faults    []text.Message
	ambiguous int
	rows      int // of the block that have a place
	cols      int
	lostRows  int
	lostCols  int
}

type write struct {
	at grid.Pos
	v  *float64
}

// plan reads a block against the table.
func (s *sheet) plan(p paste, c ui.Context) plan {
	pl := plan{rows: p.block.Rows(), cols: p.block.Cols()}
	if pl.rows == 1 && pl.cols == 1 && p.at.Cells() > 1 {
		// One value fills what is selected.
		for r := p.at.Top; r <= p.at.Bottom; r++ {
			for col := p.at.Left; col <= p.at.Right; col++ {
				s.planCell(&pl, p, grid.Pos{Row: r, Col: col}, p.block[0][0], c)
			}
		}
		pl.rows, pl.cols = p.at.Rows(), p.at.Cols()
		return pl
	}
	if room := len(s.rows) - p.at.Top; pl.rows > room {
		pl.lostRows, pl.rows = pl.rows-room, room
	}
	if room := headCols + len(s.periods) - p.at.Left; pl.cols > room {
		pl.lostCols, pl.cols = pl.cols-room, room
	}
	for i := range pl.rows {
		for j, cell := range p.block[i] {
			if j < pl.cols {
				s.planCell(&pl, p, grid.Pos{Row: p.at.Top + i, Col: p.at.Left + j}, cell, c)
			}
		}
	}
	return pl
}

func (s *sheet) planCell(pl *plan, p paste, at grid.Pos, cell string, c ui.Context) {
	fault := func(m text.Message) {
		pl.faults = append(pl.faults, text.M("grid.paste.fault", "cell", s.where(at), "fault", m))
	}
	if s.fromBills(at) != nil {
		// What is copied with its bills may come back; it is not typed over.
		if v, _ := s.shown(at); cell != "" && !same(s, at, cell, v, p) {
			fault(text.M("grid.billed.not-over"))
		}
		return
	}
	if !s.isFigure(at) && !s.isPrice(at) {
		// A table copied with its names may come back; only figures change here.
		if cell != "" && !s.sameLabel(at, cell, c) {
			fault(text.M("grid.paste.label", "text", short(cell)))
		}
		return
	}
	n, err := s.read(at, cell, quantity.Auto)
	if ambiguous(err) && p.notation != quantity.Auto {
		n, err = s.read(at, cell, p.notation)
	}
	switch {
	case err != nil:
		m := asMessage(err)
		if ambiguous(err) {
			// What to do about it is said once, below all of them.
			pl.ambiguous++
			m = text.M("grid.paste.two", "text", m.Args["text"], "a", m.Args["a"], "b", m.Args["b"])
		}
		fault(m)
	case n.missing:
		pl.blank++
		pl.writes = append(pl.writes, write{at, nil})
	case n.value < 0 && s.isPrice(at):
		fault(text.M("grid.mark.negative-price"))
	case n.value < 0 && !s.rows[at.Row].mayBeNegative():
		fault(text.M("grid.mark.negative"))
	default:
		pl.writes = append(pl.writes, write{at, &n.value})
	}
}

// same reports whether a pasted text is the number that bills give a cell.
func same(s *sheet, at grid.Pos, cell string, v float64, p paste) bool {
	n, err := s.read(at, cell, quantity.Auto)
	if ambiguous(err) && p.notation != quantity.Auto {
		n, err = s.read(at, cell, p.notation)
	}
	return err == nil && !n.missing && n.value == v
}

// sameLabel reports whether a text is what a cell without a number shows.
func (s *sheet) sameLabel(at grid.Pos, cell string, c ui.Context) bool {
	if i18n.Fold(cell) == i18n.Fold(s.label(at, c)) {
		return true
	}
	if at.Col == unitCol && at.Row > 0 {
		found, err := s.units.Find(cell)
		return err == nil && found.Symbol == s.rows[at.Row].unit
	}
	return false
}

// label is what a cell without a number shows, when it is copied.
func (s *sheet) label(at grid.Pos, c ui.Context) string {
	if col, ok := s.period(at.Col); ok && at.Row == 0 {
		return c.Say(when(col.period))
	}
	r, ok := s.row(at.Row)
	switch {
	case !ok:
	case at.Row == 0 && at.Col == nameCol:
		return c.T("grid.head.flow")
	case at.Row == 0 && at.Col == unitCol:
		return c.T("grid.head.unit")
	case at.Row == 0 && at.Col == priceCol:
		return c.T("grid.head.price", "currency", c.Unit(s.currency()))
	case at.Col == nameCol:
		return c.Say(r.say())
	case at.Col == unitCol:
		return r.unit
	}
	return ""
}

func short(s string) string { return ui.Cut(s, 30, "…") }

// copied is a range as text, twice: numbers without groups in the language's
// notation, for a spreadsheet, and in the English one, for pasting here.
func (s *sheet) copied(r grid.Range, c ui.Context) (outside, inside grid.Block) {
	for i := r.Top; i <= r.Bottom; i++ {
		var out, in []string
		for j := r.Left; j <= r.Right; j++ {
			at := grid.Pos{Row: i, Col: j}
			if v, ok := s.shown(at); ok {
				t := typeable(v)
				in = append(in, t)
				if c.Notation() == quantity.Vietnamese {
					t = strings.Replace(t, ".", ",", 1)
				}
				out = append(out, t)
				continue
			}
			l := s.label(at, c)
			out, in = append(out, l), append(in, l)
		}
		outside, inside = append(outside, out), append(inside, in)
	}
	return outside, inside
}

// review is the question about a paste that cannot be done as it is; nil when
// nothing is in the way.
func (s *sheet) review(p paste, pl plan) ui.Dialog {
	lost := !p.crop && (pl.lostRows > 0 || pl.lostCols > 0)
	faulty := !p.skip && len(pl.faults) > 0
	if !lost && !faulty {
		return nil
	}
	ask := &ui.Ask{
		Heading: text.M("grid.paste.heading", "rows", p.block.Rows(), "cols", p.block.Cols()),
		Choices: []ui.Choice{{Label: "tui.cancel"}},
	}
	choose := func(label, letter string, q paste) {
		ask.Choices = append(ask.Choices, ui.Choice{Label: label, Letter: letter, Action: q})
	}
	if lost {
		if pl.lostCols > 0 {
			ask.Text = append(ask.Text, text.M("grid.paste.lost-cols", "n", pl.lostCols, "cols", p.block.Cols()))
		}
		if pl.lostRows > 0 {
			ask.Text = append(ask.Text, text.M("grid.paste.lost-rows", "n", pl.lostRows, "rows", p.block.Rows()))
		}
		turned := p
		turned.block = p.block.Turned()
		if t := s.room(turned); t < s.room(p) {
			ask.Text = append(ask.Text, text.M("grid.paste.turn-hint"))
			choose("grid.paste.turn", "t", turned)
		}
		if pl.lostCols > 0 && len(s.following(pl.lostCols)) > 0 {
			more := p
			more.add += pl.lostCols
			choose("grid.paste.add-periods", "a", more)
		}
		crop := p
		crop.crop = true
		choose("grid.paste.crop", "c", crop)
		return ask
	}
	ask.Text = append(ask.Text, text.M("grid.paste.faults", "n", len(pl.faults)))
	ask.Text = append(ask.Text, lines(pl.faults, 60))
	if pl.ambiguous > 0 {
		ask.Text = append(ask.Text, text.M("grid.paste.ambiguous", "n", pl.ambiguous))
		vi, en := p, p
		vi.notation, en.notation = quantity.Vietnamese, quantity.English
		choose("grid.paste.vietnamese", "v", vi)
		choose("grid.paste.english", "e", en)
	}
	if len(pl.writes) > 0 {
		rest := p
		rest.skip = true
		choose("grid.paste.rest", "r", rest)
	}
	return ask
}

// room is how many cells of a block have no place.
func (s *sheet) room(p paste) int {
	rows := min(p.block.Rows(), len(s.rows)-p.at.Top)
	cols := min(p.block.Cols(), headCols+len(s.periods)-p.at.Left)
	return p.block.Rows()*p.block.Cols() - max(0, rows)*max(0, cols)
}

// lines puts messages one below the other, most of them at most.
func lines(all []text.Message, most int) text.Message {
	more := len(all) - most
	if more > 0 {
		all = all[:most]
	}
	var m text.Message
	if more > 0 {
		m = text.M("grid.paste.more", "n", more)
	}
	for i := len(all) - 1; i >= 0; i-- {
		if m.Empty() {
			m = all[i]
		} else {
			m = text.M("grid.lines", "first", all[i], "rest", m)
		}
	}
	return m
}

// following are n periods after the last one of the table, of its kind: months
// after a month, years after a year. None where the last is neither.
func (s *sheet) following(n int) []assess.Period {
	last := assess.Period{}
	for _, c := range s.periods {
		if _, _, ok := c.period.Days(); ok {
			last = c.period
		}
	}
	var all []assess.Period
	for range min(n, mostPeriods-len(s.periods)) {
		switch y := year(last); {
		case !last.Month.IsZero():
			last = assess.Period{Month: last.Month.Next(), Phase: last.Phase}
		case y != 0:
			phase := last.Phase
			last = wholeYear(y + 1)
			last.Phase = phase
		default:
			return nil
		}
		if from, to, ok := last.Days(); !ok || from.Year > lastYear || to.Before(from) {
			return nil
		}
		all = append(all, last)
	}
	if len(all) < n {
		return nil
	}
	return all
}

// with is the table with more periods, which are not in the file yet.
func (s *sheet) with(more []assess.Period) *sheet {
	t := *s
	t.periods = slices.Clone(s.periods)
	for _, p := range more {
		t.periods = append(t.periods, column{-1, p})
	}
	return &t
}

// mostPeriods bounds how many columns a table may get by a single command.
const mostPeriods = 600
