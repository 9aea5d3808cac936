package imports

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/exchange"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// review is what a file holds: how it was understood, what is wrong with it,
// what it would change; and after that, what it has changed.
type review struct {
	ui.Base
	work    ui.Work
	path    string
	options exchange.Options

	job         *job // under way
	done, total int64
	err         error // why the file cannot be read
	book        *exchange.Book

	shown  *planned // the plan on the screen
	cols   []column // of the file, as they follow in it
	groups []exchange.Group
	open   map[string]bool // groups that are shown one by one
	fresh  bool            // just come up: Enter may have been meant for the list
	taken  *taken          // what was imported

	stack  widget.Stack
	blocks []widget.Block // of the plan, in the language of the context
	head   int            // lines above the stack, as drawn last
}

// taken is an import that has been made.
type taken struct {
	audit          *assess.Audit // as it is since
	added, changed int
	plan           *exchange.Plan
	fresh          []text.Message // errors that the audit did not have before
}

// settled says that the plan has been on the screen for a moment.
type settled struct{ of *review }

// grace is how long Enter does not import: a second Enter, typed ahead, was
// meant for the list of files.
const grace = 400 * time.Millisecond

func newReview(w ui.Work, path, flow string) *review {
	return &review{work: w, path: path, options: exchange.Options{Flow: flow}, open: map[string]bool{}}
}

// Init reads the file.
func (s *review) Init() tea.Cmd { return s.read() }

// Title is the name of the file.
func (s *review) Title() string { return ui.CleanLine(widget.Clean(filepath.Base(s.path))) }

// SetContext says everything in the language of the context.
func (s *review) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	s.blocks = nil
}

// read reads the file anew.
func (s *review) read() tea.Cmd {
	if s.work.Pack() == nil {
		s.err = text.M("importpage.no-pack")
		return nil
	}
	s.halt()
	s.job, s.err, s.taken = newJob(), nil, nil
	s.done, s.total = 0, 0
	return tea.Batch(s.job.read(s.path), s.job.progress())
}

// replan plans the import anew: other options, or another audit.
func (s *review) replan() tea.Cmd {
	if s.book == nil || s.work.Pack() == nil {
		return nil
	}
	s.halt()
	s.job = newJob()
	return s.job.plan(s.work, s.book, s.options)
}

// halt stops what is under way.
func (s *review) halt() {
	if s.job != nil {
		s.job.stop()
		s.job = nil
	}
}

// Leave stops what is under way.
func (s *review) Leave() bool {
	s.halt()
	return true
}

// The rows that are no columns, problems or changes.
const (
	rowAccept = "accept"
	rowSkip   = "skip"
	rowSheet  = "sheet"
	rowNumber = "numbers"
	rowDates  = "dates"
	rowYear   = "year"
	rowFlow   = "flow"
	rowMeter  = "meter"
	rowForm   = "form"
	rowRoll   = "rollover"

	columnRow = "column:"
	faultRow  = "fault:"
	groupRow  = "group:"

	rowCoverage = "coverage"
	rowData     = "data"
	rowOther    = "other"
)

// Keys are those of the selected row.
func (s *review) Keys() []ui.Binding {
	again := ui.Binding{Keys: []string{againKey}, Help: "importpage.key.again"}
	switch {
	case s.taken != nil:
		return []ui.Binding{
			{Keys: []string{"enter"}, Help: "tui.key.choose"},
			{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.move"},
			{Keys: []string{"ctrl+z"}, Help: "importpage.key.undo"},
		}
	case s.shown == nil && s.job != nil:
		return []ui.Binding{{Keys: []string{"esc"}, Help: "importpage.key.stop"}}
	case s.shown == nil:
		return []ui.Binding{again}
	}
	var keys []ui.Binding
	add := func(help string, names ...string) { keys = append(keys, ui.Binding{Keys: names, Help: help}) }
	accept := ui.Binding{Keys: []string{acceptKey}, Help: "importpage.key.accept", Off: s.whyNot()}
	s.stack.Set(s.rows())
	row := s.stack.Selected()
	to := s.mend(row)
	switch {
	case row == rowAccept:
		keys = append(keys, ui.Binding{Keys: []string{"enter", acceptKey}, Help: "importpage.key.accept", Off: accept.Off})
	case strings.HasPrefix(row, columnRow):
		add("importpage.key.column", "enter")
	case to != "":
		add("importpage.key.mend", "enter")
	case strings.HasPrefix(row, groupRow) && len(s.group(row).Changes) > 1:
		add("importpage.key.unfold", "enter")
	case row == rowYear, row == rowFlow, row == rowMeter:
		add("importpage.key.say", "enter")
	case s.choice(row) != nil:
		keys = append(keys, ui.Binding{Keys: []string{"left", "right", "enter", "space"}, Show: "←→", Help: "tui.key.choose"})
	}
	if row != rowAccept {
		keys = append(keys, accept)
	}
	return append(keys,
		ui.Binding{Keys: []string{"up", "down"}, Show: "↑↓", Help: "tui.key.scroll"},
		again,
		ui.Binding{Keys: []string{"pgup", "pgdown"}, Show: "PgUp PgDn", Help: "tui.key.page", Minor: true},
		ui.Binding{Keys: []string{"home", "end"}, Show: "Home End", Help: "tui.key.ends", Minor: true},
	)
}

// whyNot says why nothing can be imported now; empty: it can.
func (s *review) whyNot() text.Message {
	switch {
	case s.work.ReadOnly():
		return text.M("pages.read-only")
	case s.job != nil:
		return text.M("importpage.planning")
	case s.shown.of != s.work.Audit():
		return text.M("importpage.stale")
	case s.blocked():
		return text.M("importpage.blocked", "n", s.shown.plan.Errors)
	case s.shown.plan.Empty():
		return s.nothing()
	}
	return text.Message{}
}

// nothing says that there is nothing to import.
func (s *review) nothing() text.Message {
	if same := s.shown.plan.Same; same > 0 {
		return text.M("importpage.nothing-new", "same", same)
	}
	return text.M("importpage.nothing")
}

// blocked reports whether errors stand in the way.
func (s *review) blocked() bool { return s.shown.plan.Blocked() && !s.shown.options.SkipBad }

// The answers of the dialogs.
type (
	// mapped says what the columns with a heading are.
	mapped struct{ exchange.Mapping }
	// unitAsked goes on to the unit of a column.
	unitAsked struct {
		column exchange.Column
		target exchange.Target
	}
	// optionSaid changes how the file is read.
	optionSaid struct{ change func(*exchange.Options) }
)

// Update takes keys, and what becomes of jobs.
func (s *review) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case progressed:
		if msg.job == s.job && s.job != nil {
			s.done, s.total = msg.done, msg.total
			return s, s.job.progress()
		}
	case wasRead:
		if msg.job == s.job {
			return s, s.wasRead(msg)
		}
	case planned:
		if msg.job == s.job {
			return s, s.planned(msg)
		}
	case settled:
		if msg.of == s {
			s.fresh = false
		}
	case ui.Changed:
		return s, s.changed()
	case mapped:
		return s, s.set(func(o *exchange.Options) { o.Map = withMapping(o.Map, msg.Mapping) })
	case unitAsked:
		s.askUnit(msg.column, msg.target)
	case optionSaid:
		return s, s.set(msg.change)
	case tea.MouseClickMsg:
		if s.stack.Click(msg.Y - s.head) {
			return s, s.enter(false)
		}
	case tea.MouseWheelMsg:
		s.stack.Update(msg)
	case tea.KeyPressMsg:
		return s, s.key(msg)
	}
	return s, nil
}

func (s *review) wasRead(msg wasRead) tea.Cmd {
	s.job = nil
	if errors.Is(msg.err, context.Canceled) {
		return nil
	}
	s.err, s.book = msg.err, msg.book
	if msg.err != nil {
		s.shown, s.blocks = nil, nil
		return nil
	}
	return s.replan()
}

// planned shows a plan. Options that cannot be are said, and what was shown
// stays.
func (s *review) planned(msg planned) tea.Cmd {
	s.job = nil
	switch {
	case errors.Is(msg.err, context.Canceled):
		return nil
	case msg.err != nil && s.shown == nil:
		s.err = msg.err
		return nil
	case msg.err != nil:
		s.options = s.shown.options
		s.Post(ui.Toast{Text: text.M("importpage.not-so", "reason", msg.err), Kind: ui.Failure})
		return nil
	}
	if msg.of != s.work.Audit() { // it was edited meanwhile
		return s.replan()
	}
	first := s.shown == nil
	s.shown, s.cols, s.groups, s.blocks = &msg, columnsOf(msg.plan), msg.plan.Groups(), nil
	s.stack.Set(s.rows())
	if !first {
		return nil
	}
	if cmd := s.Timer(grace, settled{s}); cmd != nil {
		s.fresh = true
		return cmd
	}
	return nil
}

// changed takes another audit: what was imported may have been taken back.
func (s *review) changed() tea.Cmd {
	switch {
	case s.taken != nil && s.taken.audit == s.work.Audit():
		return nil
	case s.taken != nil:
		s.taken, s.stack = nil, widget.Stack{}
		return s.replan()
	case s.shown != nil && s.shown.of != s.work.Audit():
		return s.replan()
	}
	return nil
}

// set changes how the file is read.
func (s *review) set(change func(*exchange.Options)) tea.Cmd {
	s.options.Map = slices.Clone(s.options.Map) // the plan on the screen keeps its own
	change(&s.options)
	return s.replan()
}

// withMapping says what the columns with a heading are, before what was said of
// them and of headings that are the same but for their letters' case.
func withMapping(all []exchange.Mapping, m exchange.Mapping) []exchange.Mapping {
	all = slices.DeleteFunc(all, func(o exchange.Mapping) bool { return o.Heading == m.Heading })
	return append([]exchange.Mapping{m}, all...)
}

func (s *review) key(msg tea.KeyPressMsg) tea.Cmd {
	name := ui.KeyName(msg)
	switch {
	case name == againKey && s.taken == nil:
		return s.read()
	case s.shown == nil && s.taken == nil:
		if name == "enter" && s.err != nil {
			return s.read()
		}
		return nil
	}
	s.stack.Set(s.rows())
	if s.stack.Update(msg) {
		return nil
	}
	switch name {
	case "enter":
		return s.enter(true)
	case "space", "right":
		s.turn(+1)
		return s.replanIfOther()
	case "left":
		s.turn(-1)
		return s.replanIfOther()
	case acceptKey:
		if s.taken == nil {
			s.accept()
		}
	}
	return nil
}

// enter does what Enter does on the selected row. byKey: not by the mouse, which
// only opens.
func (s *review) enter(byKey bool) tea.Cmd {
	row := s.stack.Selected()
	switch {
	case s.taken != nil:
		s.leaveFor(row)
	case row == rowAccept:
		if byKey && !s.fresh {
			s.accept()
		}
	case strings.HasPrefix(row, columnRow), row == rowYear, row == rowFlow, row == rowMeter:
		s.dialog(row)
	case strings.HasPrefix(row, faultRow):
		if to := s.mend(row); s.stack.Select(to) {
			s.dialog(to)
		}
	case strings.HasPrefix(row, groupRow):
		s.open[row] = !s.open[row]
		s.blocks = nil
	default:
		s.turn(+1)
		return s.replanIfOther()
	}
	return nil
}

// dialog asks what there is to ask of a row.
func (s *review) dialog(row string) {
	switch {
	case strings.HasPrefix(row, columnRow):
		s.askColumn(s.column(row))
	case row == rowYear:
		s.askYear()
	case row == rowFlow:
		s.askFlow()
	case row == rowMeter:
		s.askMeter()
	}
}

// leaveFor goes where there is something to do after an import.
func (s *review) leaveFor(row string) {
	switch row {
	case rowCoverage, rowData:
		s.Post(ui.Go{Page: row})
	case rowOther:
		s.Post(ui.Back{})
	}
}

// turn chooses another value of the selected row.
func (s *review) turn(by int) {
	if c := s.choice(s.stack.Selected()); c != nil && s.taken == nil {
		n := len(c.values)
		c.set(&s.options, (c.at+by+n)%n)
		s.blocks = nil
	}
}

// replanIfOther plans anew where the options are others than those shown.
func (s *review) replanIfOther() tea.Cmd {
	a, b := s.options, s.shown.options
	if a.Sheet == b.Sheet && a.Numbers == b.Numbers && a.Days == b.Days && a.SkipBad == b.SkipBad && a.AnyForm == b.AnyForm && a.Rollover == b.Rollover {
		return nil
	}
	return s.replan()
}

// accept takes the plan into the audit, as one step of undo.
func (s *review) accept() {
	if why := s.whyNot(); !why.Empty() {
		s.Post(ui.Toast{Text: why, Kind: ui.Warning})
		return
	}
	plan := s.shown.plan
	known := map[string]bool{}
	for _, m := range errorsOf(s.work) {
		known[m.Error()] = true
	}
	label, edits := plan.Edits()
	if err := s.work.Apply(label, edits...); err != nil {
		s.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
		return
	}
	s.taken = &taken{audit: s.work.Audit(), plan: plan}
	s.taken.added, s.taken.changed = plan.Counts()
	for _, m := range errorsOf(s.work) {
		if !known[m.Error()] {
			s.taken.fresh = append(s.taken.fresh, m)
		}
	}
	s.stack = widget.Stack{}
	s.Post(ui.Toast{Text: text.M("importpage.done", "file", s.Title(), "added", s.taken.added, "changed", s.taken.changed), Kind: ui.Done})
}

// errorsOf are what is wrong with the audit as it is now.
func errorsOf(w ui.Work) (all []text.Message) {
	for _, p := range w.Result().Problems {
		if p.Severity == problem.Error {
			all = append(all, p.Message)
		}
	}
	return all
}

// column is a column of the file; left: it is not read.
type column struct {
	exchange.Column
	left bool
}

// columnsOf are the columns of a file as they follow in it; those of a form are
// known.
func columnsOf(p *exchange.Plan) (all []column) {
	if p.Form {
		return nil
	}
	for _, c := range p.Columns {
		all = append(all, column{c, false})
	}
	for _, c := range p.Left {
		all = append(all, column{c, true})
	}
	var sheets []string
	for _, c := range all {
		sheets = append(sheets, c.Sheet)
	}
	slices.SortStableFunc(all, func(a, b column) int {
		return cmp.Or(cmp.Compare(slices.Index(sheets, a.Sheet), slices.Index(sheets, b.Sheet)), cmp.Compare(place(a.Cell), place(b.Cell)))
	})
	return all
}

// place makes the names of cells follow as columns do: Z1 before AA1.
func place(cell string) string {
	letters := strings.TrimRight(cell, "0123456789")
	return fmt.Sprintf("%3s%8s", letters, cell[len(letters):])
}

// isRead reports whether a column is read as it is.
func (s *review) isRead(c exchange.Column) bool { return slices.Contains(s.cols, column{c, false}) }

// at is the number in the name of a row.
func at(row, prefix string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(row, prefix))
	if err != nil {
		return -1
	}
	return n
}

func (s *review) column(row string) exchange.Column {
	if i := at(row, columnRow); i >= 0 && i < len(s.cols) {
		return s.cols[i].Column
	}
	return exchange.Column{}
}

func (s *review) group(row string) exchange.Group {
	if i := at(row, groupRow); i >= 0 && i < len(s.groups) {
		return s.groups[i]
	}
	return exchange.Group{}
}

// mends are the rows that answer faults with a remedy.
var mends = map[string]string{
	"numbers": rowNumber, "year": rowYear, "days": rowDates, "hidden": rowSheet, "flow": rowFlow, "any-form": rowForm, "rollover": rowRoll,
	"other-year": rowYear, "other-flow": rowFlow, "flow-of-years": rowFlow, "other-meter": rowMeter,
}

// mend is the row where what the fault of a row is about can be said: that of an
// option, or of the column whose heading it names; empty: there is none.
func (s *review) mend(row string) string {
	i := at(row, faultRow)
	if !strings.HasPrefix(row, faultRow) || i < 0 || i >= len(s.shown.plan.Faults) {
		return ""
	}
	f := s.shown.plan.Faults[i]
	id, _ := strings.CutPrefix(f.Remedy.Key, "exchange.remedy.")
	if to := mends[id]; to != "" && s.wantsRow(to) {
		return to
	}
	for i, c := range s.cols {
		if f.Cell != "" && c.Cell == f.Cell && c.Sheet == f.Sheet {
			return columnRow + strconv.Itoa(i)
		}
	}
	if id == "map" { // of several columns: the first that is not known
		if i := slices.IndexFunc(s.cols, func(c column) bool { return c.left && c.Target == "" && (f.Sheet == "" || c.Sheet == f.Sheet) }); i >= 0 {
			return columnRow + strconv.Itoa(i)
		}
	}
	return ""
}
