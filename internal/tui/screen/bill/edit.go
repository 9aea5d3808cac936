package bill

import (
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// editable reports whether the audit can be edited; the first time it cannot,
// that is said.
func (s *Screen) editable() bool {
	if !s.work.ReadOnly() {
		return true
	}
	if !s.told {
		s.told = true
		s.Post(ui.Toast{Text: text.M("grid.read-only"), Kind: ui.Warning})
	}
	return false
}

// apply does edits as one step of undo and reports whether they were done.
func (s *Screen) apply(label text.Message, edits ...auditfile.Edit) bool {
	if err := s.work.Apply(label, edits...); err != nil {
		s.err = err
		s.Post(ui.Toast{Text: asMessage(err), Kind: ui.Failure})
		return false
	}
	s.sheet()
	return true
}

// begun is a new bill for the row behind the table: the meter is that of the
// last one.
func (s *Screen) begun() bill {
	sh := s.sheet()
	b := bill{index: -1}
	if n := len(sh.bills); n > 0 {
		b.meter = sh.bills[n-1].meter
	}
	return b
}

// row is the bill of a row, a new one behind the table.
func (s *Screen) row(i int) bill {
	if sh := s.sheet(); i < len(sh.bills) {
		return sh.bills[i]
	}
	return s.begun()
}

// typeable is what editing a cell begins with.
func (s *Screen) typeable(b bill, col int) string {
	if f, ok := b.bad[col]; ok {
		return f.text
	}
	switch col {
	case meterCol:
		return b.meter
	case noteCol:
		return b.note
	case fromCol:
		return s.day(b.from)
	case toCol:
		return s.day(b.to)
	case amountCol:
		if b.amount != nil {
			return widget.Typeable(*b.amount, s.Context)
		}
	case costCol:
		if b.cost != nil {
			return widget.Typeable(*b.cost, s.Context)
		}
	}
	return ""
}

// enter opens a cell.
func (s *Screen) enter() {
	at := s.grid.At()
	if computed(at.Col) || !s.editable() {
		return
	}
	if at.Col == estimatedCol {
		s.toggle(at)
		return
	}
	s.grid.Edit(s.typeable(s.sheet().filled(s.row(at.Row), at.Row), at.Col))
	s.watch()
}

// typed begins to type into a cell; it replaces what stands there.
func (s *Screen) typed(typed string) {
	at := s.grid.At()
	if computed(at.Col) || !s.editable() {
		return
	}
	if at.Col == estimatedCol {
		s.toggle(at)
		return
	}
	s.grid.Stop()
	s.watch()
	s.grid.Type(typed)
}

// watch keeps what is being typed safe.
func (s *Screen) watch() {
	where := s.path(s.grid.At())
	s.grid.Field.Draft = func(t string) { s.work.Draft(where, t) }
}

// stop gives up what is being typed.
func (s *Screen) stop() {
	s.work.Draft(s.path(s.grid.At()), "")
	s.grid.Stop()
	s.err = nil
}

func (s *Screen) toggle(at grid.Pos) {
	b := s.row(at.Row)
	b.estimated = !b.estimated
	b.bad = cloned(b.bad)
	delete(b.bad, estimatedCol)
	s.put(at, b, estimatedCol)
}

// commit takes what was typed into a cell and goes on; it stays where that
// cannot be taken.
func (s *Screen) commit(then grid.Then) bool {
	sh, at := s.sheet(), s.grid.At()
	old := s.row(at.Row)
	next, _, err := s.taken(old, at.Col, s.grid.Field.Value(), s.Notation(), sh.near(old, at.Row, at.Col))
	if err != nil {
		s.err = err
		return false
	}
	where := s.path(at)
	if !s.put(at, next, at.Col) {
		return false
	}
	s.work.Draft(where, "")
	s.grid.Finish(then)
	return true
}

// put gives a row a bill of which one column is new. In the file it must be
// right; one that is not there yet goes there as soon as it is.
func (s *Screen) put(at grid.Pos, b bill, col int) bool {
	sh := s.sheet()
	if at.Row < sh.drafts {
		return s.change(at.Row, b, col)
	}
	i := at.Row - sh.drafts
	if i >= len(s.waiting) {
		if b.to.IsZero() && b.from.IsZero() && b.amount == nil && b.cost == nil && b.note == "" && b.meter == s.begun().meter {
			return true // nothing was typed
		}
		s.waiting = append(s.waiting, b)
	} else {
		s.waiting[i] = b
	}
	s.keep()
	s.again()
	s.settle()
	return true
}

// change writes a column of a bill of the file.
func (s *Screen) change(row int, b bill, col int) bool {
	sh := s.sheet()
	old := sh.bills[row]
	v, was := value(b, col), value(old, col)
	if v == was {
		return true
	}
	if m := wrong(sh.marksOf(b, row, nil)); !m.Empty() {
		s.err = m
		return false
	}
	path := tomldoc.Path("reading", old.index+1, keys[col])
	edit := auditfile.Set(path, v)
	if v == nil {
		edit = auditfile.Unset(path)
	}
	label := text.M("bill.undo.change", "bill", s.name(old), "what", text.M("bill.column."+keys[col]))
	if err := s.work.Apply(label, edit); err != nil {
		s.err = err
		return false
	}
	for i, p := range s.recent {
		if p == old.place() {
			s.recent[i] = b.place()
		}
	}
	if s.at == old.place() || s.grid.At().Row == row {
		s.follow(b.place())
	}
	return true
}

// value is what the file has in a column of a bill; nil for nothing.
func value(b bill, col int) any {
	number := func(v *float64) any {
		if v == nil {
			return nil
		}
		return *v
	}
	switch col {
	case meterCol:
		if b.meter != "" {
			return b.meter
		}
	case noteCol:
		if b.note != "" {
			return b.note
		}
	case fromCol:
		return b.from
	case toCol:
		return b.to
	case amountCol:
		return number(b.amount)
	case costCol:
		return number(b.cost)
	case estimatedCol:
		if b.estimated {
			return true
		}
	}
	return nil
}

// follow stands on a bill of the file, wherever it is now.
func (s *Screen) follow(p place) {
	sh := s.again()
	if i := sh.find(p); i >= 0 && i != s.grid.At().Row { // else a run of Tab goes on
		s.grid.Go(grid.Pos{Row: i, Col: s.grid.At().Col})
	}
}

// fields are what a bill states, in the order in which it is written.
func (s *Screen) fields(b bill) tomldoc.Table {
	t := tomldoc.Table{{Key: "flow", Value: s.flow}}
	for _, col := range []int{meterCol, fromCol, toCol, amountCol, costCol, estimatedCol, noteCol} {
		if v := value(b, col); v != nil {
			t = append(t, tomldoc.Field{Key: keys[col], Value: v})
		}
	}
	return t
}

// settle writes the bills that wait and can be in the file by now.
func (s *Screen) settle() {
	sh := s.sheet()
	for i := range s.waiting {
		row := sh.drafts + i
		if !wrong(sh.marks[row]).Empty() {
			continue
		}
		b := sh.filled(s.waiting[i], row)
		here := s.grid.At().Row == row
		s.waiting = slices.Delete(slices.Clone(s.waiting), i, i+1)
		s.recent = append(s.recent, b.place())
		s.drawnOf = nil
		if !s.apply(text.M("bill.undo.add", "bill", s.name(b)), auditfile.Append("reading", s.fields(b))) {
			s.waiting = slices.Insert(s.waiting, i, b)
			s.recent = s.recent[:len(s.recent)-1]
			s.again()
			return
		}
		s.keep()
		s.again()
		if here {
			s.follow(b.place())
		}
		s.settle() // what has waited for this one may be right now
		return
	}
}

// name is what a bill is called in a sentence.
func (s *Screen) name(b bill) text.Message {
	return text.M("bill.name", "meter", b.meter, "from", b.from, "to", b.to)
}

// clear empties cells that may be empty, and else asks to remove the bills.
func (s *Screen) clear() {
	sh := s.sheet()
	r, ok := s.grid.Selection()
	if !ok || !s.editable() {
		return
	}
	if r.Rows() == 1 && r.Cols() == 1 && (r.Left == costCol || r.Left == noteCol || r.Left == estimatedCol) {
		at := grid.Pos{Row: r.Top, Col: r.Left}
		b, _, err := s.taken(s.row(at.Row), at.Col, "", s.Notation(), quantity.Date{})
		if err == nil {
			s.put(at, b, at.Col)
		}
		return
	}
	var rows []int
	for i := r.Top; i <= r.Bottom; i++ {
		rows = append(rows, i)
	}
	said := text.M("bill.remove-several", "n", len(rows))
	if len(rows) == 1 {
		said = text.M("bill.remove-one", "bill", s.name(sh.filled(sh.bills[rows[0]], rows[0])))
	}
	s.Post(ui.Open{Dialog: &ui.Ask{
		Heading: text.M("bill.remove-heading"), Text: []text.Message{said},
		Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "bill.remove-do", Letter: "x", Action: removed{rows}}},
	}})
}

// remove takes bills out: those of the file as one step of undo, the last first
// so that the numbers of the others hold.
func (s *Screen) remove(rows []int) {
	sh := s.sheet()
	var indexes []int
	var waiting []int
	for _, i := range rows {
		switch {
		case i < sh.drafts:
			indexes = append(indexes, sh.bills[i].index)
		case i < len(sh.bills):
			waiting = append(waiting, i-sh.drafts)
		}
	}
	for _, i := range slices.Backward(waiting) {
		s.waiting = slices.Delete(slices.Clone(s.waiting), i, i+1)
	}
	s.keep()
	if len(indexes) == 0 {
		s.again()
		return
	}
	slices.Sort(indexes)
	var edits []auditfile.Edit
	for _, i := range slices.Backward(indexes) {
		edits = append(edits, auditfile.Remove("reading", i+1))
	}
	label := text.M("bill.undo.remove-several", "n", len(indexes))
	if len(indexes) == 1 {
		label = text.M("bill.undo.remove", "bill", s.name(of(sh.audit.Readings[indexes[0]], 0)))
	}
	s.drawnOf = nil
	if s.apply(label, edits...) {
		s.Post(ui.Toast{Text: text.M("bill.removed", "n", len(indexes)), Kind: ui.Done})
	}
}

// addMonths makes the periods that the bills touch and that are not there.
func (s *Screen) addMonths() {
	sh := s.sheet()
	if !s.editable() {
		return
	}
	if len(sh.missing) == 0 {
		s.Post(ui.Toast{Text: text.M("bill.no-missing"), Kind: ui.Info})
		return
	}
	var edits []auditfile.Edit
	for _, m := range sh.missing {
		fields := tomldoc.Table{{Key: "month", Value: m}}
		if phase := sh.phaseFor(m); phase != "" {
			fields = append(fields, tomldoc.Field{Key: "phase", Value: phase})
		}
		edits = append(edits, auditfile.Append("period", fields))
	}
	n := len(sh.missing)
	if s.apply(text.M("bill.undo.months", "n", n), edits...) {
		s.Post(ui.Toast{Text: text.M("bill.months-added", "n", n), Kind: ui.Done})
	}
}

// keepBills takes the flow's own figure out of the periods that bills cover too.
func (s *Screen) keepBills() {
	sh := s.sheet()
	if !s.editable() {
		return
	}
	periods := sh.stated()
	if len(periods) == 0 {
		s.Post(ui.Toast{Text: text.M("coverage.not-twice"), Kind: ui.Info})
		return
	}
	n := len(periods)
	if s.apply(text.M("coverage.undo.keep-bills", "n", n, "series", sh.flow.Name), phrase.KeepBills(s.flow, periods)...) {
		s.Post(ui.Toast{Text: text.M("coverage.bills-kept", "n", n), Kind: ui.Done})
	}
}

// ---- bills that wait, kept safe ----

// keep notes the bills that wait in the journal.
func (s *Screen) keep() {
	var block grid.Block
	for _, b := range s.waiting {
		row := make([]string, columns)
		for col := range columns {
			switch {
			case b.bad[col].text != "":
				row[col] = b.bad[col].text
			case col == amountCol || col == costCol:
				row[col] = plain(value(b, col))
			case col == fromCol:
				row[col] = b.from.String()
			case col == toCol:
				row[col] = b.to.String()
			case col == estimatedCol:
				if b.estimated {
					row[col] = "x"
				}
			case col == meterCol:
				row[col] = b.meter
			case col == noteCol:
				row[col] = b.note
			}
		}
		block = append(block, row)
	}
	s.work.Draft("bills."+s.flow, block.String())
}

// restore takes up the bills that waited when the program was interrupted.
func (s *Screen) restore() {
	left := s.work.Drafted("bills." + s.flow)
	if left == "" || s.work.ReadOnly() {
		return
	}
	for _, row := range grid.ParseBlock(left) {
		b := bill{index: -1}
		for col, cell := range row {
			if col < columns && !computed(col) && strings.TrimSpace(cell) != "" {
				b = s.pastedInto(b, col, cell, quantity.English, 1)
			}
		}
		s.waiting = append(s.waiting, b)
	}
	s.keep()
	s.again()
}
