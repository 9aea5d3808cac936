package data

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// enter opens the cell: a number is edited, a name, a unit or a period has its
// dialog.
func (s *screen) enter() {
	sh, at := s.sheet(), s.grid.At()
	r, isRow := sh.row(at.Row)
	switch {
	case !s.editable():
	case s.grid.OnMoreRow():
		s.Post(ui.Open{Dialog: s.addRow("")})
	case s.grid.OnMoreCol():
		s.Post(ui.Open{Dialog: s.askPeriods("")})
	case !isRow:
	case r.kind == headRow && at.Col >= headCols:
		s.Post(ui.Open{Dialog: s.periodMenuOf("")})
	case r.kind == headRow:
	case sh.fromBills(at) != nil:
		s.askBills(at)
	case sh.isFigure(at) || sh.isPrice(at):
		v, ok := sh.figure(at)
		if !ok {
			if v, ok = sh.price0(at); ok {
				s.startTyping(widget.Typeable(v, s.Context))
				return
			}
		}
		was := ""
		if ok {
			was = widget.Typeable(v, s.Context)
		}
		s.grid.Edit(was)
		s.watch()
	case at.Col == unitCol && r.kind == driverRow:
		s.askDriver(r, "unit")
	case at.Col == unitCol && !r.unknown:
		s.Post(ui.Open{Dialog: s.chooseUnit(r, "")})
	case at.Col == nameCol:
		s.Post(ui.Open{Dialog: s.rowMenuOf(r)})
	}
}

// typed begins to type into the cell: it replaces a number; a unit, a name and
// the places behind the table have their dialogs, which get what was typed.
func (s *screen) typed(typed string) {
	sh, at := s.sheet(), s.grid.At()
	r, isRow := sh.row(at.Row)
	switch {
	case !s.editable():
	case s.grid.OnMoreRow():
		if strings.Trim(typed, "0123456789.,-+") != "" { // not a number on its way down
			s.Post(ui.Open{Dialog: s.addRow(typed)})
		}
	case s.grid.OnMoreCol():
		s.Post(ui.Open{Dialog: s.askPeriods(typed)})
	case sh.fromBills(at) != nil:
		s.askBills(at)
	case sh.isFigure(at) || sh.isPrice(at):
		s.startTyping(typed)
	case isRow && r.kind == driverRow && at.Col == unitCol:
		s.askDriver(r, "unit")
	case isRow && r.kind != headRow && at.Col == unitCol && !r.unknown:
		s.Post(ui.Open{Dialog: s.chooseUnit(r, typed)})
	case isRow && at.Col == nameCol:
		s.Post(ui.Open{Dialog: s.addRow(typed)})
	}
}

// startTyping replaces the cell's text by what is typed.
func (s *screen) startTyping(typed string) {
	s.grid.Stop()
	where := s.sheet().path(s.grid.At())
	s.grid.Field.Draft = func(t string) { s.work.Draft(where, t) }
	s.grid.Type(typed)
	s.resumed = false
}

// watch keeps what is being typed safe.
func (s *screen) watch() {
	where := s.sheet().path(s.grid.At())
	s.grid.Field.Draft = func(t string) { s.work.Draft(where, t) }
	s.resumed = false
}

// stop forgets the draft of what is being typed.
func (s *screen) stop() {
	if at := s.grid.At(); s.sheet().isFigure(at) || s.sheet().isPrice(at) {
		s.work.Draft(s.sheet().path(at), "")
	}
	s.resumed = false
	s.err = nil
}

// commit takes what was typed into the cell and goes on; it stays where that
// cannot be taken.
func (s *screen) commit(then grid.Then) bool {
	sh, at := s.sheet(), s.grid.At()
	typed := strings.TrimSpace(s.grid.Field.Value())
	var v *float64
	if typed != "" {
		n, err := sh.read(at, typed, s.Notation())
		if err != nil {
			s.err = err
			return false
		}
		if !n.missing {
			v = &n.value
		}
	}
	b := sh.batch(s.Lang())
	if !b.figure(at, v) {
		s.stop()
		s.grid.Finish(then)
		return true
	}
	label := sh.where(at)
	if v == nil {
		label = text.M("grid.undo.clear-cell", "cell", label)
	}
	if err := s.work.Apply(label, b.edits...); err != nil {
		s.err = err
		return false
	}
	s.stop()
	s.grid.Stop()
	s.sheet()
	s.grid.Finish(then)
	return true
}
