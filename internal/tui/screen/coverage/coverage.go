// Package coverage is the page that says what the data hold before anything is
// concluded from them: which period has what of which flow, what is missing,
// partial, estimated or counted twice, which phase each period is in, and what
// should be fixed first.
package coverage

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/textchart"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/bill"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Page is the step of the workbench.
func Page() ui.Page {
	var last counted
	return ui.Page{
		ID: "coverage", Title: "coverage.title",
		New:   func(_ ui.Context, w ui.Work) ui.Screen { return &screen{work: w} },
		State: last.state,
		Find:  find,
	}
}

// counted keeps the state of the page until the result is another.
type counted struct {
	of          *assess.Result
	done, total int
}

// state counts the series that are whole.
func (c *counted) state(w ui.Work) (done, total int) {
	r := phrase.Result(w)
	if r == nil {
		return 0, 0
	}
	if r != c.of {
		c.of, c.done, c.total = r, 0, len(r.Coverage.Rows)
		for _, row := range r.Coverage.Rows {
			if !slices.ContainsFunc(row.Cells, func(x assess.CoverageCell) bool { return lacks(x) }) {
				c.done++
			}
		}
	}
	return c.done, c.total
}

// lacks reports whether something is to be done about a cell.
func lacks(c assess.CoverageCell) bool {
	return c.State != assess.CellFull && c.State != assess.CellEstimated
}

func find(w ui.Work) []ui.Hit {
	r := phrase.Result(w)
	if r == nil {
		return nil
	}
	var hits []ui.Hit
	for _, row := range r.Coverage.Rows {
		hits = append(hits, ui.Hit{Name: row.Name, Kind: text.M("coverage.found." + row.Kind).Key, Target: row.Kind + "." + row.ID})
	}
	return hits
}

type screen struct {
	ui.Base
	work ui.Work

	row, col int
	anchor   int // column where a range began, plus 1; 0: there is none
	marked   map[string]bool
	listing  bool // the list of what to fix has the keys
	item     int
	top      int // first row of the matrix, as drawn last
	left     int // first column of it
	listTop  int

	kept   *table // of keptOf
	keptOf *assess.Result
	chart  textchart.Coverage // of kept, in the language of the context
	looks  map[textchart.Role][2]string
	view   textchart.CoverageView
	head   int // lines above the matrix
}

// Title is the page's.
func (s *screen) Title() string { return s.T("coverage.title") }

// SetContext takes the words anew.
func (s *screen) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	s.keptOf = nil
	s.takeLooks()
}

// Claims wants Tab, and Esc while periods are chosen.
func (s *screen) Claims(key string) bool {
	return key == "tab" || key == "shift+tab" || key == "esc" && (s.listing || s.anchor > 0 || len(s.marked) > 0)
}

// table is the matrix as it is now; nil without a sector pack.
func (s *screen) table() *table {
	r := phrase.Result(s.work)
	if r == nil {
		return nil
	}
	if s.keptOf != r {
		s.kept, s.keptOf = newTable(r.Coverage, s.work.Audit()), r
		s.chart = s.chartOf(s.kept)
	}
	t := s.kept
	s.row = max(0, min(s.row, len(t.rows)-1))
	s.col = max(0, min(s.col, len(t.cols)-1))
	s.item = max(0, min(s.item, len(t.fixes)-1))
	s.anchor = min(s.anchor, len(t.cols))
	s.listing = s.listing && len(t.fixes) > 0
	return t
}

// chosen are the columns that a command is for: the marked ones, the range, or
// the one under the cursor.
func (s *screen) chosen(t *table) []int {
	var all []int
	for i, c := range t.cols {
		if s.marked[c.key()] {
			all = append(all, i)
		}
	}
	if len(all) > 0 {
		return all
	}
	from, to := s.col, s.col
	if s.anchor > 0 {
		from, to = min(s.col, s.anchor-1), max(s.col, s.anchor-1)
	}
	for i := from; i <= to && i < len(t.cols); i++ {
		all = append(all, i)
	}
	return all
}

// phaseSet is the answer of the dialog about phases.
type phaseSet struct {
	columns []string
	phase   string
}

// Update takes a key, the mouse, the answer of a dialog.
func (s *screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	t := s.table()
	if t == nil || len(t.cols) == 0 {
		if key, ok := msg.(tea.KeyPressMsg); ok {
			switch name := ui.KeyName(key); {
			case name == "enter" && t == nil:
				s.Post(ui.Go{Page: "plant"})
			case name == "enter":
				s.Post(ui.Go{Page: "data"})
			case importFile.Has(name) && t != nil:
				s.Post(ui.Import{})
			}
		}
		return s, nil
	}
	switch msg := msg.(type) {
	case ui.Show:
		if i := slices.IndexFunc(t.rows, func(r assess.CoverageRow) bool { return r.Kind+"."+r.ID == msg.Target }); i >= 0 {
			s.row, s.listing = i, false
			s.toWorst(t)
		}
	case tea.KeyPressMsg:
		s.key(t, msg)
	case tea.MouseClickMsg:
		if row, col, ok := s.view.At(msg.X-1, msg.Y-s.head); ok && row < len(t.rows) && col < len(t.cols) {
			if row == s.row && col == s.col && !s.listing {
				s.enter(t)
			}
			s.row, s.col, s.listing, s.anchor = row, col, false, 0
		}
	case tea.MouseWheelMsg:
		by := 1
		if msg.Button == tea.MouseWheelUp {
			by = -1
		}
		s.move(t, by, 0)
	case phaseSet:
		s.setPhase(t, msg)
	}
	return s, nil
}

// toWorst stands on the first cell of the row that lacks something.
func (s *screen) toWorst(t *table) {
	if i := slices.IndexFunc(t.rows[s.row].Cells, lacks); i >= 0 {
		s.col = i
	}
}

func (s *screen) key(t *table, msg tea.KeyPressMsg) {
	name := ui.KeyName(msg)
	if s.listing {
		switch name {
		case "tab", "shift+tab", "esc":
			s.listing = false
			return
		case "up", "down", "pgup", "pgdown", "home", "end":
			s.moveList(t, name)
			return
		}
	}
	switch name {
	case "up":
		s.move(t, -1, 0)
	case "down":
		s.move(t, +1, 0)
	case "left":
		s.move(t, 0, -1)
	case "right":
		s.move(t, 0, +1)
	case "shift+left", "shift+right":
		if s.anchor == 0 {
			s.anchor = s.col + 1
		}
		anchor := s.anchor
		s.move(t, 0, map[string]int{"shift+left": -1, "shift+right": +1}[name])
		s.anchor = anchor
	case "shift+home", "shift+end":
		if s.anchor == 0 {
			s.anchor = s.col + 1
		}
		anchor := s.anchor
		s.move(t, 0, map[string]int{"shift+home": -1, "shift+end": +1}[name]*len(t.cols))
		s.anchor = anchor
	case "delete":
		s.keepBills(t)
	case "home":
		s.move(t, 0, -len(t.cols))
	case "end":
		s.move(t, 0, len(t.cols))
	case "pgup", "ctrl+home":
		s.move(t, -max(1, s.view.Rows), 0)
	case "pgdown", "ctrl+end":
		s.move(t, max(1, s.view.Rows), 0)
	case "tab", "shift+tab":
		if len(t.fixes) == 0 {
			s.Post(ui.Toast{Text: text.M("coverage.nothing-to-fix"), Kind: ui.Done})
			return
		}
		s.listing = true
		s.stand(t, t.fixes[s.item])
	case "esc":
		s.anchor, s.marked = 0, nil
	case "space":
		s.mark(t)
	case "enter":
		s.enter(t)
	case "f5", "w":
		s.why(t)
	case "ctrl+e":
		s.Post(ui.Import{})
	case "f6":
		s.addPeriods(t)
	case "f7", "p":
		s.askPhase(t)
	case "f8", "h":
		s.bills(t)
	}
}

func (s *screen) move(t *table, rows, cols int) {
	s.row = max(0, min(s.row+rows, len(t.rows)-1))
	s.col = max(0, min(s.col+cols, len(t.cols)-1))
	if cols != 0 || rows != 0 {
		s.anchor = 0
	}
}

func (s *screen) moveList(t *table, name string) {
	by := map[string]int{"up": -1, "down": 1, "pgup": -5, "pgdown": 5, "home": -len(t.fixes), "end": len(t.fixes)}[name]
	s.item = max(0, min(s.item+by, len(t.fixes)-1))
	s.stand(t, t.fixes[s.item])
}

// stand moves the cursor to what is to be fixed.
func (s *screen) stand(t *table, f fix) {
	s.anchor = 0
	s.row, s.col = max(0, min(f.row, len(t.rows)-1)), max(0, min(f.col, len(t.cols)-1))
}

// mark chooses the period under the cursor, or the range, together with others.
func (s *screen) mark(t *table) {
	if s.marked == nil {
		s.marked = map[string]bool{}
	}
	if s.anchor > 0 {
		from, to := min(s.col, s.anchor-1), max(s.col, s.anchor-1)
		for i := from; i <= to; i++ {
			s.marked[t.cols[i].key()] = true
		}
		s.anchor = 0
		return
	}
	key := t.cols[s.col].key()
	if s.marked[key] {
		delete(s.marked, key)
	} else {
		s.marked[key] = true
	}
}

// enter goes to where the cell under the cursor, or the chosen item, is mended.
func (s *screen) enter(t *table) {
	if s.listing && t.fixes[s.item].readings {
		s.Post(ui.Push{Screen: bill.New(s.work, t.fixes[s.item].flow, "")})
		return
	}
	if len(t.rows) == 0 {
		s.Post(ui.Go{Page: "data", Target: s.periodTarget(t)})
		return
	}
	r, c := t.rows[s.row], t.cols[s.col]
	cell := r.Cells[s.col]
	switch {
	case s.statedTwice(t, s.col):
		s.Post(ui.Go{Page: "data", Target: cellTarget(r, c.Index)})
	case r.Kind == assess.FlowSeries && (len(cell.Readings) > 0 || t.billed[r.ID] && cell.State == assess.CellMissing):
		s.bills(t)
	case c.Index < 0:
		s.Post(ui.Go{Page: "data", Target: seriesTarget(r)})
	default:
		s.Post(ui.Go{Page: "data", Target: cellTarget(r, c.Index)})
	}
}

func (s *screen) periodTarget(t *table) string {
	if i := t.cols[s.col].Index; i >= 0 {
		return tomldoc.Path("period", i+1)
	}
	return ""
}

// seriesTarget names a row of the data page.
func seriesTarget(r assess.CoverageRow) string {
	if r.Kind == assess.OutputSeries {
		return ""
	}
	return r.Kind + "." + r.ID
}

// cellTarget names a cell of the data page.
func cellTarget(r assess.CoverageRow, period int) string {
	switch r.Kind {
	case assess.FlowSeries:
		return tomldoc.Path("period", period+1, "flows", r.ID)
	case assess.DriverSeries:
		return tomldoc.Path("period", period+1, "drivers", r.ID)
	}
	return tomldoc.Path("period", period+1, "output")
}

// statedTwice reports whether the cell of the row at hand is stated by its
// period and by bills.
func (s *screen) statedTwice(t *table, col int) bool {
	if len(t.rows) == 0 || t.rows[s.row].Kind != assess.FlowSeries {
		return false
	}
	r := t.rows[s.row]
	return phrase.StatedTwice(s.work.Audit(), t.cols[col].Index, r.ID, r.Cells[col])
}

// doubled are the periods whose figure keepBills takes out: those of the item
// of the list, else the chosen ones.
func (s *screen) doubled(t *table) []int {
	var all []int
	cols := s.chosen(t)
	if s.listing {
		cols = nil
		for i := s.col; i < len(t.cols) && s.statedTwice(t, i); i++ {
			cols = append(cols, i)
		}
	}
	for _, i := range cols {
		if s.statedTwice(t, i) {
			all = append(all, t.cols[i].Index)
		}
	}
	return all
}

// keepBills takes the figure out of the periods that bills cover too.
func (s *screen) keepBills(t *table) {
	periods := s.doubled(t)
	switch {
	case s.work.ReadOnly():
		s.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
	case len(periods) == 0:
		s.Post(ui.Toast{Text: text.M("coverage.not-twice"), Kind: ui.Info})
	default:
		r := t.rows[s.row]
		if s.apply(text.M("coverage.undo.keep-bills", "n", len(periods), "series", say(r)), phrase.KeepBills(r.ID, periods)) {
			s.anchor, s.marked = 0, nil
			s.Post(ui.Toast{Text: text.M("coverage.bills-kept", "n", len(periods)), Kind: ui.Done})
		}
	}
}

// bills opens the bills of the flow under the cursor.
func (s *screen) bills(t *table) {
	if len(t.rows) == 0 || t.rows[s.row].Kind != assess.FlowSeries {
		s.Post(ui.Toast{Text: text.M("grid.billed.no-flow"), Kind: ui.Info})
		return
	}
	s.Post(ui.Push{Screen: bill.New(s.work, t.rows[s.row].ID, t.cols[s.col].From.String())})
}

// why shows how the cell under the cursor came about.
func (s *screen) why(t *table) {
	if len(t.rows) == 0 {
		s.Post(ui.Toast{Text: text.M("grid.no-why"), Kind: ui.Info})
		return
	}
	r, c := t.rows[s.row], t.cols[s.col]
	s.Post(ui.Push{Screen: why.New(s.work, []string{assess.CellID(r.Kind, r.ID, c.From, c.To)})})
}

// addPeriods makes the months that are missing between periods.
func (s *screen) addPeriods(t *table) {
	var edits []auditfile.Edit
	phase := ""
	for _, c := range t.cols {
		if c.Index >= 0 {
			if c.Phase != assess.Omitted {
				phase = s.work.Audit().Periods[c.Index].Phase
			}
			continue
		}
		fields := tomldoc.Table{{Key: "month", Value: c.Month}}
		if phase != "" {
			fields = append(fields, tomldoc.Field{Key: "phase", Value: phase})
		}
		edits = append(edits, auditfile.Append("period", fields))
	}
	if len(edits) == 0 {
		s.Post(ui.Toast{Text: text.M("coverage.no-period-missing"), Kind: ui.Info})
		return
	}
	if s.apply(text.M("coverage.undo.periods", "n", len(edits)), edits) {
		s.Post(ui.Toast{Text: text.M("coverage.periods-added", "n", len(edits)), Kind: ui.Done})
	}
}

func (s *screen) apply(label text.Message, edits []auditfile.Edit) bool {
	if err := s.work.Apply(label, edits...); err != nil {
		s.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
		return false
	}
	return true
}

// phases in the order of their dialog.
var phases = [...]string{assess.Before, assess.After, assess.History, assess.Omitted}

// askPhase asks which phase the chosen periods are in.
func (s *screen) askPhase(t *table) {
	if s.work.ReadOnly() {
		s.Post(ui.Toast{Text: text.M("pages.read-only"), Kind: ui.Warning})
		return
	}
	var keys []string
	same := ""
	for _, i := range s.chosen(t) {
		if c := t.cols[i]; c.Index >= 0 {
			keys = append(keys, c.key())
			if same == "" {
				same = c.Phase
			} else if same != c.Phase {
				same = "?"
			}
		}
	}
	if len(keys) == 0 {
		s.Post(ui.Toast{Text: text.M("coverage.no-period-here"), Kind: ui.Info})
		return
	}
	heading := text.M("grid.period.several", "n", len(keys))
	if len(keys) == 1 {
		heading = t.cols[s.chosen(t)[0]].when()
	}
	d := &widget.Chooser{
		Heading: heading,
		Fill: func(c ui.Context) []widget.Item {
			var items []widget.Item
			for _, p := range phases {
				it := widget.Item{ID: p, Name: c.Say(text.M("grid.period-do." + p)), Detail: c.Say(text.M("grid.period-detail." + p))}
				if p == same {
					it.Right = c.Glyph.Done
				}
				items = append(items, it)
			}
			return items
		},
		Accept: func(it widget.Item) ui.Action { return phaseSet{keys, it.ID} },
	}
	d.List.Details = 2
	s.Post(ui.Open{Dialog: d})
}

// setPhase puts periods into a phase, as one step of undo.
func (s *screen) setPhase(t *table, msg phaseSet) {
	var edits []auditfile.Edit
	var only any
	for _, c := range t.cols {
		if c.Index < 0 || !slices.Contains(msg.columns, c.key()) || s.work.Audit().Periods[c.Index].Phase == msg.phase {
			continue
		}
		only = c.when()
		edits = append(edits, auditfile.Set(tomldoc.Path("period", c.Index+1, "phase"), msg.phase))
	}
	s.anchor, s.marked = 0, nil
	if len(edits) == 0 {
		return
	}
	label := text.M("grid.undo.phases", "n", len(edits), "phase", text.M("grid.phase."+msg.phase))
	if len(edits) == 1 {
		label = text.M("grid.undo.phase", "when", only, "phase", text.M("grid.phase."+msg.phase))
	}
	had := s.compared()
	if s.apply(label, edits) && !had && s.compared() {
		s.Post(ui.Toast{Text: text.M("coverage.both-phases"), Kind: ui.Done})
	}
}

// compared reports whether there are periods of both phases.
func (s *screen) compared() bool {
	has := map[string]bool{}
	for _, p := range s.work.Audit().Periods {
		has[p.PhaseOrBefore()] = true
	}
	return has[assess.Before] && has[assess.After]
}

// Keys are the bindings that work now.
func (s *screen) Keys() []ui.Binding {
	t := s.table()
	switch {
	case t == nil:
		return []ui.Binding{{Keys: []string{"enter"}, Help: "coverage.key.plant"}}
	case len(t.cols) == 0:
		return []ui.Binding{{Keys: []string{"enter"}, Help: "coverage.key.data"}, importFile}
	}
	keys := []ui.Binding{
		{Keys: []string{"enter"}, Help: "coverage.key.enter"},
		{Keys: []string{"tab", "shift+tab"}, Show: "Tab", Help: "coverage.key.list", Off: off(len(t.fixes) == 0, "coverage.nothing-to-fix")},
		{Keys: []string{"f5", "w"}, Show: "F5", Help: "result.key.why", Off: off(len(t.rows) == 0, "grid.no-why")},
		{Keys: []string{"f7", "p"}, Show: "F7", Help: "coverage.key.phase"},
		importFile,
		{Keys: []string{"f8", "h"}, Show: "F8", Help: "grid.key.bills", Off: off(len(t.rows) == 0 || t.rows[s.row].Kind != assess.FlowSeries, "grid.billed.no-flow")},
		{Keys: []string{"f6"}, Help: "bill.key.months", Off: off(t.gaps == 0, "coverage.no-period-missing")},
		{Keys: []string{"up", "down", "left", "right"}, Show: "↑↓", Help: "tui.key.move", Minor: true},
		{Keys: []string{"shift+left", "shift+right", "shift+home", "shift+end"}, Show: "Shift+←→", Help: "coverage.key.range"},
		{Keys: []string{"space"}, Help: "coverage.key.mark", Minor: true},
		{Keys: []string{"home", "end"}, Show: "Home/End", Help: "coverage.key.ends", Minor: true},
		{Keys: []string{"pgup", "pgdown"}, Show: "PgUp/PgDn", Help: "tui.key.page", Minor: true},
	}
	if len(s.doubled(t)) > 0 {
		keys = slices.Insert(keys, 1, ui.Binding{Keys: []string{"delete"}, Help: "coverage.key.keep-bills"})
	} else {
		keys = append(keys, ui.Binding{Keys: []string{"delete"}, Help: "coverage.key.keep-bills", Minor: true, Off: text.M("coverage.not-twice")})
	}
	if i := slices.IndexFunc(keys, func(b ui.Binding) bool { return b.Has("tab") }); s.listing && i >= 0 {
		keys[i].Help = "coverage.key.matrix"
	}
	if s.anchor > 0 || len(s.marked) > 0 {
		keys = append(keys, ui.Binding{Keys: []string{"esc"}, Help: "grid.key.deselect", Minor: true})
	}
	if s.work.ReadOnly() {
		keys = slices.DeleteFunc(keys, func(b ui.Binding) bool { return b.Has("ctrl+e") || b.Has("f6") || b.Has("f7") || b.Has("delete") })
	}
	return keys
}

// importFile takes data from a file.
var importFile = ui.Binding{Keys: []string{"ctrl+e"}, Help: "importpage.key.open"}

func off(is bool, why string) text.Message {
	if is {
		return text.M(why)
	}
	return text.Message{}
}
