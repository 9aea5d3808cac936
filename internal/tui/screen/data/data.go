// Package data is the page of the figures: a table with a row for the output of
// each product and for each flow, and a column for each period.
package data

import (
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Page is the step of the workbench.
func Page() ui.Page {
	var counted progress
	return ui.Page{
		ID: "data", Title: "tui.page.data",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return newScreen(w) },
		State: counted.state,
		Find:  find,
	}
}

// progress keeps the state of the page, which is asked for with every frame,
// until the audit is another.
type progress struct {
	of          *assess.Audit
	done, total int
}

func (p *progress) state(w ui.Work) (done, total int) {
	if a := w.Audit(); a != p.of {
		p.of = a
		p.done, p.total = state(a, billedPeriods(w))
	}
	return p.done, p.total
}

// state counts the rows that have figures, and those of them that have one in
// every period that counts: the output, and at least one flow. billed are how
// many periods each flow has from its bills.
func state(a *assess.Audit, billed map[string]int) (done, total int) {
	counts := maps.Clone(billed)
	if counts == nil {
		counts = map[string]int{}
	}
	periods, output := 0, 0
	for i := range a.Periods {
		p := &a.Periods[i]
		if p.Phase == assess.Omitted {
			continue
		}
		periods++
		if len(p.Output) > 0 && len(p.Output) >= len(a.Products) {
			output++
		}
		for id := range p.Flows {
			counts[id]++
		}
	}
	for _, n := range counts {
		if n == periods {
			done++
		}
	}
	if output > 0 && output == periods {
		done++
	}
	return done, 1 + max(1, len(counts))
}

// find lists the rows and periods that Ctrl+F finds.
func find(w ui.Work) []ui.Hit {
	sh := newSheet(w, quantity.Standard(), 0)
	var hits []ui.Hit
	for _, r := range sh.rows {
		switch r.kind {
		case productRow:
			hits = append(hits, ui.Hit{Name: r.name, Kind: "grid.find.product", Target: r.key()})
		case flowRow:
			hits = append(hits, ui.Hit{Name: r.name, Kind: "grid.find.flow", Target: r.key()})
		case driverRow:
			hits = append(hits, ui.Hit{Name: r.name, Kind: "grid.find.driver", Target: r.key()})
		}
	}
	for _, c := range sh.periods {
		if c.index < 0 {
			continue
		}
		name := ""
		switch y := year(c.period); {
		case !c.period.Month.IsZero():
			name = strings.TrimLeft(c.period.Month.String()[5:], "0") + "/" + c.period.Month.String()[:4]
		case y != 0:
			name = c.period.From.String()[:4]
		default:
			name = c.period.From.String() + " - " + c.period.To.String()
		}
		hits = append(hits, ui.Hit{Name: text.Both(name), Kind: "grid.find.period", Target: tomldoc.Path("period", c.index+1)})
	}
	return hits
}

// clip is what was copied last.
type clip struct {
	outside  string // as it went to the terminal's clipboard, or came from there
	inside   grid.Block
	notation quantity.Notation // of the numbers inside that have two readings
}

type screen struct {
	ui.Base
	work ui.Work
	grid grid.Grid

	drawn *sheet // of the audit as it was when it was made
	paint *paint

	err      error // why what is typed cannot be taken; gone with the next key
	resumed  bool  // what is being typed is left from an interrupted session
	told     bool  // that nothing can be edited has been said
	clip     clip
	wasAt    named // the cell, for when rows and columns move
	cursor   *tea.Position
	geometry geometry
}

// named is a cell by the names of its row and column.
type named struct{ row, column string }

func newScreen(w ui.Work) *screen {
	s := &screen{work: w}
	s.grid.Filled = func(p grid.Pos) bool {
		_, ok := s.sheet().figure(p)
		return ok
	}
	return s
}

// Init stands on the first figure, or goes on with what was being typed
// when the program was interrupted.
func (s *screen) Init() tea.Cmd {
	s.sheet()
	s.grid.Go(grid.Pos{Row: 1, Col: headCols})
	s.resume()
	return nil
}

// path is where the number of a cell stands in the document: the place of its
// draft.
func (s *sheet) path(p grid.Pos) string {
	r := s.rows[p.Row]
	if c, ok := s.period(p.Col); ok {
		n := c.index + 1
		if n == 0 {
			n = len(s.audit.Periods) + 1
		}
		return tomldoc.Path("period", n, r.table(), r.id)
	}
	return tomldoc.Path("flow", r.id, "price")
}

// resume types again what was being typed when the program was interrupted.
func (s *screen) resume() {
	if s.work.ReadOnly() {
		return
	}
	sh := s.sheet()
	for i := 1; i < len(sh.rows); i++ {
		for j := priceCol; j < headCols+len(sh.periods); j++ {
			p := grid.Pos{Row: i, Col: j}
			if !sh.isFigure(p) && !sh.isPrice(p) {
				continue
			}
			if typed := s.work.Drafted(sh.path(p)); typed != "" {
				s.grid.Go(p)
				s.startTyping(typed)
				s.resumed = true
				return
			}
		}
	}
}

// sheet is the audit as it is now, as a table.
func (s *screen) sheet() *sheet {
	if s.drawn != nil && s.drawn.audit == s.work.Audit() {
		return s.drawn
	}
	first := s.drawn == nil
	if !first {
		s.remember()
	}
	s.drawn = newSheet(s.work, s.Units, s.offeredYear())
	s.grid.Resize(s.drawn.size())
	if !first {
		s.recall()
	}
	return s.drawn
}

// remember notes by name where the keys act, before the table becomes another.
func (s *screen) remember() {
	at := s.grid.At()
	s.wasAt = named{}
	if r, ok := s.drawn.row(at.Row); ok {
		s.wasAt.row = r.key()
	}
	if c, ok := s.drawn.period(at.Col); ok {
		s.wasAt.column = c.key()
	}
}

// recall stands there again, if it is still there.
func (s *screen) recall() {
	if s.grid.Several() {
		return
	}
	at := s.grid.At()
	to := at
	if s.wasAt.row != "" && !s.grid.OnMoreRow() {
		if i := s.drawn.find(s.wasAt.row); i >= 0 {
			to.Row = i
		}
	}
	if s.wasAt.column != "" {
		if i := slices.IndexFunc(s.drawn.periods, func(c column) bool { return c.key() == s.wasAt.column }); i >= 0 {
			to.Col = headCols + i
		}
	}
	if to != at {
		s.grid.Go(to)
	}
}

// SetContext takes the words, the looks and the units anew.
func (s *screen) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	s.paint = newPaint(c)
	s.drawn = nil
	s.sheet()
}

// Title is the page's.
func (s *screen) Title() string { return s.T("tui.page.data") }

// Capturing says that letters and digits are text: they go into the cell.
func (s *screen) Capturing() bool { return true }

// AsksForHelp says that no number begins with "?".
func (s *screen) AsksForHelp() bool { return !s.grid.Typing() }

// Claims wants the table's keys.
func (s *screen) Claims(key string) bool { return s.grid.Claims(key) }

// Leave finishes what is being typed.
func (s *screen) Leave() bool { return !s.grid.Typing() || s.commit(grid.Stay) }

// Update takes a key, a paste, the mouse or the answer of a dialog.
func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ui.Show:
		s.show(msg.Target)
	case tea.KeyPressMsg:
		return s, s.key(msg)
	case tea.PasteMsg:
		s.pasted(msg.Content)
	case tea.MouseClickMsg:
		s.click(msg)
	case tea.MouseWheelMsg:
		s.wheel(msg)
	case paste:
		s.paste(msg)
	case headed:
		if !msg.asCells {
			s.pasteHeaded(msg)
			break
		}
		s.paste(paste{block: s.clip.inside, notation: s.clip.notation})
	case unitChosen:
		s.unitChosen(msg)
	case unitDecided:
		s.unitDecided(msg)
	case flowAdded:
		s.flowAdded(msg.id)
	case ownWanted:
		s.Post(ui.Open{Dialog: s.ownForm(msg.name)})
	case ownAdded:
		s.ownAdded(msg)
	case rowMenu:
		s.rowMenu(msg)
	case rowText:
		s.rowText(msg)
	case rowGone:
		s.rowGone(msg.row)
	case periodMenu:
		s.periodMenu(msg)
	case periodsMade:
		if all, err := parsePeriods(msg.typed); err == nil {
			s.addPeriods(all)
		}
	case layoutYear:
		s.layout(msg)
	case periodNote:
		s.periodNote(msg)
	case periodsGone:
		s.periodsGone(msg)
	case billsWanted:
		if r, ok := s.sheet().row(s.sheet().find(msg.row)); ok {
			s.openBills(r, msg.target)
		}
	case driverWanted:
		s.Post(ui.Open{Dialog: s.driverForm()})
	case driverAdded:
		s.driverAdded(msg)
	case driverSet:
		s.driverSet(msg)
	}
	return s, nil
}

// show goes to what a path of the document names: a row, a period, a cell.
func (s *screen) show(target string) {
	if target == "" || s.grid.Typing() && !s.commit(grid.Stay) {
		return
	}
	sh := s.sheet()
	if s.showBills(target) {
		return
	}
	colOf := make([]int, len(sh.audit.Periods))
	for c, p := range sh.periods {
		if p.index >= 0 {
			colOf[p.index] = headCols + c
		}
	}
	rowOf := make(map[string]int, len(sh.rows))
	for i, r := range sh.rows {
		rowOf[r.key()] = i
	}
	if at, ok := place(target, colOf, rowOf); ok {
		if at.Col == nameCol {
			s.goToRow(sh.rows[at.Row].key())
			return
		}
		s.grid.Go(at)
	}
}

// The page's own keys, beside the table's.
const (
	addKey    = "f6"
	periodKey = "f7"
	unitKey   = "f8"
	billKey   = "ctrl+o"
	whyKey    = "f5"
	importKey = "ctrl+e"
)

// key does what a key does.
func (s *screen) key(msg tea.KeyPressMsg) tea.Cmd {
	s.sheet()
	if !s.grid.Typing() {
		switch ui.KeyName(msg) {
		case addKey, "insert":
			s.openEdit(s.addRow(""))
			return nil
		case periodKey:
			s.openEdit(s.periodMenuOf(""))
			return nil
		case unitKey:
			if r, ok := s.sheet().row(s.grid.At().Row); ok && r.kind == driverRow {
				s.askDriver(r, "unit")
			} else if ok && r.kind != headRow && !r.unknown {
				s.openEdit(s.chooseUnit(r, ""))
			}
			return nil
		case billKey:
			s.billsHere()
			return nil
		case whyKey:
			s.why()
			return nil
		case importKey:
			s.Post(ui.Import{})
			return nil
		}
	}
	e := s.grid.Key(msg)
	if e.Kind != grid.Unused {
		s.err = nil
	}
	switch e.Kind {
	case grid.Commit:
		s.commit(e.Then)
	case grid.Cancel:
		s.stop()
		s.grid.Stop()
	case grid.Open:
		s.enter()
	case grid.Typed:
		s.typed(e.Text)
	case grid.Clear:
		s.clear()
	case grid.Copy:
		return s.copy()
	case grid.Cut:
		return s.cut()
	case grid.Paste:
		s.pasteInside(false)
	case grid.PasteTurned:
		s.pasteInside(true)
	case grid.Fill:
		s.fill()
	}
	return nil
}

// openEdit opens a dialog that edits, where anything can be edited.
func (s *screen) openEdit(d ui.Dialog) {
	if s.editable() {
		s.Post(ui.Open{Dialog: d})
	}
}

// editable reports whether the audit can be edited; the first time it cannot,
// the reason is said.
func (s *screen) editable() bool {
	if !s.work.ReadOnly() {
		return true
	}
	if !s.told {
		s.told = true
		said := text.M("grid.read-only")
		if err := s.work.Apply(text.M("grid.read-only")); err != nil {
			said = asMessage(err)
		}
		s.Post(ui.Toast{Text: said, Kind: ui.Warning})
	}
	return false
}

// fail says why something could not be done.
func (s *screen) fail(err error) { s.Post(ui.Toast{Text: asMessage(err), Kind: ui.Failure}) }

// apply does edits as one step of undo and reports whether they were done.
func (s *screen) apply(label text.Message, b *batch) bool {
	if len(b.edits) == 0 || !s.editable() {
		return false
	}
	if err := s.work.Apply(label, b.edits...); err != nil {
		s.fail(err)
		return false
	}
	s.sheet()
	return true
}
