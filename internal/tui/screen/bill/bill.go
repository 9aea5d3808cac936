// Package bill is the bills and meter readings of one flow as a table to enter
// them in: any dates, several meters, pasted from a spreadsheet; and beside it
// the months that they give. What is not complete yet, or has a day that another
// bill has too, waits in the table until it can be in the file.
package bill

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// Screen is the bills of a flow, to be pushed over a page.
type Screen struct {
	ui.Base
	work ui.Work
	flow string
	grid grid.Grid

	waiting []bill  // not in the file yet
	recent  []place // entered just now: they stay where they were entered
	byDate  bool    // sorted by date first, not by meter
	goal    string  // what to stand on when it is first shown

	drawn   *sheet
	drawnOf any // the audit that it was drawn of
	at      place
	err     error
	told    bool
	copied  *copied
	cursor  *tea.Position
	looks   *looks
	head    int // lines above the rows, as drawn last
	left    int // width of the table, as drawn last
}

// copied is what was copied here last.
type copied struct {
	outside  string
	notation quantity.Notation
}

// New is the screen of a flow's bills. target is what to stand on: a reading
// ("reading[3]"), a period's first day (a date) or nothing.
func New(w ui.Work, flow, target string) *Screen {
	s := &Screen{work: w, flow: flow, goal: target}
	s.grid.Filled = func(p grid.Pos) bool { return s.text(p) != "" }
	return s
}

// Init takes up what was left unfinished, and stands where it is wanted.
func (s *Screen) Init() tea.Cmd {
	s.restore()
	sh := s.sheet()
	s.grid.Go(grid.Pos{Row: len(sh.bills), Col: toCol})
	if len(s.waiting) > 0 {
		s.grid.Go(grid.Pos{Row: sh.drafts, Col: s.firstBad(sh.drafts)})
	} else {
		s.show(s.goal)
	}
	return nil
}

// show stands on what a target names.
func (s *Screen) show(target string) {
	sh := s.sheet()
	if day, err := quantity.ParseDate(target); err == nil { // the first bill that reaches the day
		best := -1
		for i, b := range sh.bills[:sh.drafts] {
			if !b.to.Before(day) && (best < 0 || b.from.Before(sh.bills[best].from)) {
				best = i
			}
		}
		if best >= 0 {
			s.grid.Go(grid.Pos{Row: best, Col: amountCol})
		}
		return
	}
	if rest, ok := strings.CutPrefix(target, "reading["); ok {
		number, _, _ := strings.Cut(rest, "]")
		n, _ := strconv.Atoi(number)
		if i := slices.IndexFunc(sh.bills, func(b bill) bool { return b.index == n-1 }); n > 0 && i >= 0 {
			s.grid.Go(grid.Pos{Row: i, Col: amountCol})
		}
	}
}

// sheet is the bills as they are now.
func (s *Screen) sheet() *sheet {
	if s.drawn != nil && s.drawnOf == any(s.work.Audit()) {
		return s.drawn
	}
	if s.drawn != nil && s.grid.At().Row < s.drawn.drafts {
		s.at = s.drawn.bills[s.grid.At().Row].place()
	} else {
		s.at = place{}
	}
	first := s.drawn == nil
	s.drawn, s.drawnOf = newSheet(s.work, s.flow, s.byDate, s.recent, s.waiting), s.work.Audit()
	s.grid.Resize(grid.Size{Rows: len(s.drawn.bills), Cols: columns, HeadCols: headCols, MoreRow: true})
	if !first && s.at != (place{}) && !s.grid.Several() {
		if i := s.drawn.find(s.at); i >= 0 && i != s.grid.At().Row {
			s.grid.Go(grid.Pos{Row: i, Col: s.grid.At().Col})
		}
	}
	return s.drawn
}

// again makes the sheet anew: what waits has changed.
func (s *Screen) again() *sheet {
	s.drawnOf = nil
	return s.sheet()
}

// SetContext takes the words, the looks and the units anew.
func (s *Screen) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	s.looks = newLooks(c)
	s.drawnOf = nil
	s.sheet()
}

// Title says whose bills they are.
func (s *Screen) Title() string { return s.T("bill.title", "flow", s.sheet().flow.Name) }

// Capturing says that letters and digits are text: they go into the cell.
func (s *Screen) Capturing() bool { return true }

// AsksForHelp says that no number or date begins with "?"; a name or a note may.
func (s *Screen) AsksForHelp() bool {
	col := s.grid.At().Col
	return !s.grid.Typing() && col != meterCol && col != noteCol
}

// Claims wants the table's keys, and Esc while bills wait.
func (s *Screen) Claims(key string) bool {
	return s.grid.Claims(key) || key == "esc" && len(s.waiting) > 0
}

// Leave finishes what is being typed; with bills that wait it stays and says
// so.
func (s *Screen) Leave() bool {
	if s.grid.Typing() && !s.commit(grid.Stay) {
		return false
	}
	if len(s.waiting) == 0 {
		return true
	}
	sh := s.sheet()
	if s.grid.At().Row < sh.drafts {
		s.grid.Go(grid.Pos{Row: sh.drafts, Col: s.firstBad(sh.drafts)})
	}
	s.Post(ui.Toast{Text: text.M("bill.waiting", "n", len(s.waiting), "why", wrong(sh.marks[sh.drafts])), Kind: ui.Warning})
	return false
}

// firstBad is the column of the first thing that keeps a bill out of the file.
func (s *Screen) firstBad(row int) int {
	for _, m := range s.sheet().marks[row] {
		if m.bad {
			return m.col
		}
	}
	return toCol
}

// What the dialogs answer.
type (
	dropWaiting struct{}
	removed     struct{ rows []int }
	pasteAs     struct {
		content  string
		notation quantity.Notation
	}
)

// Update takes a key, a paste, the mouse or the answer of a dialog.
func (s *Screen) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case ui.Changed:
		s.sheet()
	case tea.KeyPressMsg:
		return s, s.key(msg)
	case tea.PasteMsg:
		s.err = nil
		if s.grid.Typing() {
			s.grid.Field.Update(msg)
		} else {
			s.paste(msg.Content, quantity.Auto)
		}
	case tea.MouseClickMsg:
		s.click(msg)
	case tea.MouseWheelMsg:
		s.wheel(msg)
	case dropWaiting:
		s.waiting = nil
		s.keep()
		s.again()
		s.Post(ui.Back{})
	case removed:
		s.remove(msg.rows)
	case pasteAs:
		s.paste(msg.content, msg.notation)
	}
	return s, nil
}

// The screen's own keys, beside the table's.
const (
	addKey   = "insert"
	whyKey   = "f5"
	monthKey = "f6"
	sortKey  = "f7"
	keepKey  = "f8"
	fileKey  = "ctrl+e"
)

func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	sh := s.sheet()
	name := ui.KeyName(msg)
	if !s.grid.Typing() {
		switch name {
		case addKey:
			s.grid.Go(grid.Pos{Row: len(sh.bills), Col: toCol})
			return nil
		case whyKey:
			s.why()
			return nil
		case monthKey:
			s.addMonths()
			return nil
		case keepKey:
			s.keepBills()
			return nil
		case fileKey:
			s.Post(ui.Import{Flow: s.flow})
			return nil
		case sortKey:
			s.byDate = !s.byDate
			s.recent = nil
			s.again()
			return nil
		case "esc":
			if !s.grid.Several() && len(s.waiting) > 0 {
				s.askDrop()
				return nil
			}
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
	case grid.Open:
		s.enter()
	case grid.Typed:
		s.typed(e.Text)
	case grid.Clear:
		s.clear()
	case grid.Copy:
		return s.copy()
	case grid.Cut:
		cmd := s.copy()
		s.clear()
		return cmd
	case grid.Paste, grid.PasteTurned:
		s.pasteInside(e.Kind == grid.PasteTurned)
	}
	return nil
}

// noWhy says why the row at hand cannot be asked about: it is no bill of the
// file.
func (s *Screen) noWhy() text.Message {
	sh := s.sheet()
	switch row := s.grid.At().Row; {
	case row >= len(sh.bills):
		return text.M("bill.no-why")
	case row >= sh.drafts:
		return text.M("bill.not-yet")
	}
	return text.Message{}
}

// why shows what months the bill at hand is spread over.
func (s *Screen) why() {
	if said := s.noWhy(); !said.Empty() {
		s.Post(ui.Toast{Text: said, Kind: ui.Info})
		return
	}
	sh := s.sheet()
	id := assess.ReadingID(sh.audit.Readings[sh.bills[s.grid.At().Row].index])
	if !why.Has(phrase.Result(s.work), id) {
		s.Post(ui.Toast{Text: text.M("grid.no-why-yet"), Kind: ui.Info})
		return
	}
	s.Post(ui.Push{Screen: why.New(s.work, []string{id})})
}

// askDrop asks before bills that wait are given up.
func (s *Screen) askDrop() {
	sh := s.sheet()
	s.Post(ui.Open{Dialog: &ui.Ask{
		Heading: text.M("bill.drop-heading"),
		Text:    []text.Message{text.M("bill.drop", "n", len(s.waiting), "why", wrong(sh.marks[sh.drafts]))},
		Choices: []ui.Choice{{Label: "tui.stay"}, {Label: "bill.drop-do", Letter: "x", Action: dropWaiting{}}},
	}})
}

func (s *Screen) click(msg tea.MouseClickMsg) {
	s.sheet()
	at, ok := s.grid.CellAt(msg.X, msg.Y, s.head)
	if !ok || msg.X >= s.left || msg.Y < s.head {
		return
	}
	if s.grid.Typing() && (at == s.grid.At() || !s.commit(grid.Stay)) {
		return
	}
	switch {
	case msg.Mod&tea.ModShift != 0:
		s.grid.ExtendTo(at)
	case at == s.grid.At() && !s.grid.Several():
		s.enter() // a second click opens
	default:
		s.grid.Go(at)
	}
}

func (s *Screen) wheel(msg tea.MouseWheelMsg) {
	if s.grid.Typing() {
		return
	}
	at := s.grid.At()
	switch msg.Button {
	case tea.MouseWheelUp:
		at.Row = max(0, at.Row-3)
	case tea.MouseWheelDown:
		at.Row += 3
	}
	s.grid.Go(at)
}

// Cursor is in the cell that is being typed in.
func (s *Screen) Cursor() *tea.Cursor { return widget.Bar(s.cursor) }

// Keys are the bindings that work now.
func (s *Screen) Keys() []ui.Binding {
	if s.grid.Typing() {
		return []ui.Binding{
			{Keys: []string{"enter"}, Help: "grid.key.enter"},
			{Keys: []string{"tab"}, Help: "grid.key.tab"},
			{Keys: []string{"esc"}, Help: "tui.key.cancel"},
		}
	}
	sh, at := s.sheet(), s.grid.At()
	var keys []ui.Binding
	readOnly := s.work.ReadOnly()
	add := func(help, show string, minor, edits bool, names ...string) {
		if !edits || !readOnly {
			keys = append(keys, ui.Binding{Keys: names, Show: show, Help: help, Minor: minor})
		}
	}
	switch {
	case s.grid.OnMoreRow():
		add("bill.key.new", "0–9", false, true, "0")
	case at.Col == estimatedCol:
		add("bill.key.estimated", "", false, true, "enter", "space")
	case !computed(at.Col):
		add("grid.key.edit", "", false, true, "enter")
	}
	if len(s.waiting) > 0 && !s.grid.Several() {
		add("tui.key.back", "", false, false, "esc")
	}
	ask := ui.Binding{Keys: []string{whyKey}, Help: "result.key.why", Off: s.noWhy()}
	ask.Minor = !ask.Off.Empty()
	keys = append(keys, ask)
	add("importpage.key.open", "", false, true, fileKey)
	months := ui.Binding{Keys: []string{monthKey}, Help: "bill.key.months"}
	if len(sh.missing) == 0 {
		months.Off, months.Minor = text.M("bill.no-missing"), true
	}
	if !readOnly {
		keys = append(keys, months)
	}
	if len(sh.stated()) > 0 {
		add("coverage.key.keep-bills", "", false, true, keepKey)
	} else if !readOnly {
		keys = append(keys, ui.Binding{Keys: []string{keepKey}, Help: "coverage.key.keep-bills", Minor: true, Off: text.M("coverage.not-twice")})
	}
	add("bill.key.add", "Ins", false, true, addKey)
	add("bill.key.remove", "", false, true, "delete")
	add("bill.key.sort", "", false, false, sortKey)
	add("bill.key.paste", "Ctrl+Shift+V", false, true)
	add("grid.key.move", "↑↓", true, false, "up", "down", "left", "right")
	add("grid.key.next", "", true, false, "tab", "shift+tab")
	add("grid.key.ends", "Home/End", true, false, "home", "end")
	add("grid.key.page", "PgUp/PgDn", true, false, "pgup", "pgdown")
	add("grid.key.select", "Shift+↑↓", true, false, "shift+up", "shift+down", "shift+left", "shift+right")
	add("grid.key.all", "", true, false, "ctrl+a")
	add("grid.key.copy", "", true, false, "ctrl+c")
	add("grid.key.paste", "", true, true, "ctrl+v")
	return keys
}

// path is where the value of a cell stands in the document: the place of its
// draft.
func (s *Screen) path(p grid.Pos) string {
	sh := s.sheet()
	if p.Row < sh.drafts {
		return tomldoc.Path("reading", sh.bills[p.Row].index+1, keys[p.Col])
	}
	return "bills." + s.flow + ".typing"
}
