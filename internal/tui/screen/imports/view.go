package imports

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/exchange"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// View draws what there is: how far reading is, why it cannot be read, the plan
// or what was imported.
func (s *review) View() string {
	w := max(1, s.W-2)
	prose := func(said string, style lipgloss.Style) string {
		return ui.Box("\n "+strings.Join(widget.Prose(said, w, 0, style.Render), "\n "), s.W, s.H)
	}
	switch {
	case s.err != nil:
		said := s.T("importpage.cannot-read", "file", s.Title(), "error", whyNot(s.err))
		return prose(s.Glyph.Warn+" "+said+"\n\n"+s.T("importpage.unchanged"), s.Style.Bad)
	case s.shown == nil && s.total > 0:
		return prose(s.T("importpage.reading-share", "file", s.Title(), "percent", int(100*s.done/s.total)), s.Style.Muted)
	case s.shown == nil:
		return prose(s.T("importpage.reading", "file", s.Title()), s.Style.Muted)
	}
	head := widget.Headed(s.Context, s.H, s.W, " "+s.summary(w))
	s.head = len(head)
	s.stack.Set(s.rows())
	stack := s.stack.View(min(w, mostWide), max(0, s.H-s.head), s.Context)
	return ui.Box(strings.Join(append(head, " "+strings.ReplaceAll(stack, "\n", "\n ")), "\n"), s.W, s.H)
}

// mostWide is the widest that rows are drawn: the eye loses the line beyond.
const mostWide = 130

// summary is the line that says how much of what there is.
func (s *review) summary(w int) string {
	p := s.shown.plan
	added, changed := p.Counts()
	key := "importpage.summary"
	if p.Form {
		key = "importpage.summary-form"
	}
	said := s.T(key, "added", added, "changed", changed, "same", p.Same, "errors", p.Errors, "doubts", p.Doubts())
	if s.job != nil {
		said = s.T("importpage.planning")
	}
	return s.Style.Strong.Render(ui.Cut(said, w, s.Glyph.More))
}

// rows are the blocks of the stack. They are kept until something changes: a
// file may have thousands of values.
func (s *review) rows() []widget.Block {
	if s.taken != nil {
		return s.takenRows()
	}
	if s.blocks == nil {
		s.blocks = s.planRows()
		for i, b := range s.blocks {
			s.blocks[i].Draw = kept(b.Draw)
		}
	}
	return s.blocks
}

// kept draws a block once for a width.
func kept(draw func(w int, selected bool) []string) func(int, bool) []string {
	type look struct {
		w        int
		selected bool
	}
	var of look
	var lines []string
	return func(w int, selected bool) []string {
		if now := (look{w, selected}); lines == nil || now != of {
			of, lines = now, draw(w, selected)
		}
		return lines
	}
}

// planRows are the rows of a plan: what is to be done first stands first.
func (s *review) planRows() []widget.Block {
	rows := []widget.Block{s.acceptRow()}
	if s.shown.plan.Errors > 0 {
		rows = append(rows, s.choiceRows(rowSkip)...)
		rows = append(rows, s.faultRows()...)
		rows = append(rows, s.columnRows()...)
		return append(rows, s.changeRows()...)
	}
	rows = append(rows, s.columnRows()...)
	rows = append(rows, s.faultRows()...)
	return append(rows, s.changeRows()...)
}

// acceptRow is the button.
func (s *review) acceptRow() widget.Block {
	return widget.Block{ID: rowAccept, Draw: func(w int, selected bool) []string {
		p := s.shown.plan
		said, style := s.T("importpage.accept"), s.Style.Accent
		switch {
		case s.work.ReadOnly():
			said, style = s.T("pages.read-only"), s.Style.Warn
		case s.blocked():
			said, style = s.T("importpage.blocked", "n", p.Errors), s.Style.Bad
		case p.Empty():
			said, style = s.Say(s.nothing()), s.Style.Muted
		}
		return s.paragraph(said, w, selected, style)
	}}
}

// paragraph is a row of running text with the sign of the selected one.
func (s *review) paragraph(said string, w int, selected bool, style lipgloss.Style) []string {
	mark := widget.Mark(s.Context, selected)
	lines := ui.Wrap(said, max(1, w-ui.Width(mark)))
	for i, l := range lines {
		if i > 0 {
			mark = strings.Repeat(" ", ui.Width(mark))
		}
		lines[i] = widget.Line(s.Context, selected, w, widget.Span{Text: mark + strings.TrimRight(l, " "), Style: style})
	}
	return lines
}

// columnRows are how the file was read: its columns, and what else can be said
// about it.
func (s *review) columnRows() []widget.Block {
	options := s.choiceRows(rowSheet, rowNumber, rowDates, rowYear, rowFlow, rowMeter, rowRoll, rowForm)
	all := s.cols
	if len(all)+len(options) == 0 {
		return nil
	}
	rows := []widget.Block{widget.Head(s.Context, false, s.T("importpage.columns"), s.T("importpage.columns-hint"))}
	if len(all) == 0 {
		rows[0] = widget.Head(s.Context, false, s.T("importpage.options"), "")
	}
	cell, heading := 0, 0
	for _, c := range all {
		cell, heading = max(cell, ui.Width(c.Cell)), max(heading, ui.Width(ui.CleanLine(c.Heading)))
	}
	var sheets []string
	for _, c := range all {
		if !slices.Contains(sheets, c.Sheet) {
			sheets = append(sheets, c.Sheet)
		}
	}
	for _, sheet := range sheets {
		if len(sheets) > 1 {
			rows = append(rows, widget.Remark(s.Context, s.Say(text.M("exchange.place.sheet", "sheet", sheet))))
		}
		for i, c := range all {
			if c.Sheet == sheet {
				rows = append(rows, s.columnRow(i, c, cell, heading))
			}
		}
	}
	return append(rows, options...)
}

func (s *review) columnRow(i int, c column, cell, heading int) widget.Block {
	said, style := s.meaning(c)
	return widget.Block{ID: columnRow + strconv.Itoa(i), Draw: func(w int, selected bool) []string {
		n := min(heading, max(8, (w-cell)*2/5))
		name := ui.CleanLine(c.Heading)
		if name == "" {
			name = s.T("importpage.no-name")
		}
		left := widget.Mark(s.Context, selected) + ui.Fit(c.Cell, cell, "") + "  " + ui.Fit(name, n, s.Glyph.More) + "  "
		return []string{widget.Line(s.Context, selected, w, widget.Span{Text: left}, widget.Span{Text: said, Style: style})}
	}}
}

// meaning is what a column was understood as.
func (s *review) meaning(c column) (string, lipgloss.Style) {
	var name text.Message
	for _, t := range s.shown.targets {
		if t.ID == c.Target {
			name = t.Name
		}
	}
	if name.Empty() {
		name = text.M("exchange.series.plain", "name", strings.TrimPrefix(c.Target, "drivers."))
	}
	switch {
	case c.left && c.Target == exchange.Ignore:
		return s.T("importpage.column.ignored"), s.Style.Muted
	case c.left && c.Target == "":
		return s.T("importpage.column.unknown"), s.Style.Warn
	case c.left:
		return s.T("importpage.column.wrong", "target", name), s.Style.Bad
	}
	numbers := text.Message{}
	switch c.Numbers {
	case quantity.Vietnamese, quantity.English:
		numbers = text.M("importpage.numbers." + string(c.Numbers))
	}
	year, hour := "", text.Message{}
	if c.Year > 0 {
		year = strconv.Itoa(c.Year)
	}
	if c.Hour != "" {
		hour = text.M("exchange.hours." + c.Hour)
	}
	remembered := text.Message{}
	if c.Remembered {
		remembered = text.M("importpage.column.remembered")
	}
	return s.T("importpage.column.read", "target", name, "year", year, "hour", hour, "unit", s.Unit(c.Unit), "to", s.Unit(c.To), "numbers", numbers, "remembered", remembered), s.Style.Plain
}

// A choice is a row with values of which one holds.
type choice struct {
	label  string // key of its text
	values []string
	at     int
	set    func(o *exchange.Options, i int)
}

// choice is the row of an option with a few values; nil: another row.
func (s *review) choice(row string) *choice {
	o := s.options
	one := func(label string, at int, set func(*exchange.Options, int), values ...string) *choice {
		for i, v := range values {
			values[i] = s.T(v)
		}
		return &choice{label, values, at, set}
	}
	index := func(is bool) int {
		if is {
			return 1
		}
		return 0
	}
	switch row {
	case rowSkip:
		return one("importpage.skip", index(o.SkipBad), func(o *exchange.Options, i int) { o.SkipBad = i == 1 }, "importpage.skip-no", "importpage.skip-yes")
	case rowForm:
		return one("importpage.form.any", index(o.AnyForm), func(o *exchange.Options, i int) { o.AnyForm = i == 1 }, "importpage.form.any-no", "importpage.form.any-yes")
	case rowRoll:
		return one("importpage.rollover", index(o.Rollover), func(o *exchange.Options, i int) { o.Rollover = i == 1 }, "importpage.rollover-no", "importpage.rollover-yes")
	case rowDates:
		return one("importpage.dates", index(o.Days == exchange.MonthFirst), func(o *exchange.Options, i int) {
			o.Days = []exchange.DayOrder{"", exchange.MonthFirst}[i]
		}, "importpage.dates-dmy", "importpage.dates-mdy")
	case rowNumber:
		all := []quantity.Notation{"", quantity.Vietnamese, quantity.English}
		return one("importpage.notation", max(0, slices.Index(all, o.Numbers)), func(o *exchange.Options, i int) { o.Numbers = all[i] },
			"importpage.numbers-auto", "importpage.numbers-vi", "importpage.numbers-en")
	case rowSheet:
		names := []string{""}
		for _, sheet := range s.book.Sheets {
			if len(sheet.Rows) > 0 && !strings.HasPrefix(sheet.Name, "_audit") {
				names = append(names, sheet.Name)
			}
		}
		c := &choice{"importpage.sheet", []string{s.T("importpage.sheet-all")}, max(0, slices.Index(names, o.Sheet)), func(o *exchange.Options, i int) { o.Sheet = names[i] }}
		for _, name := range names[1:] {
			c.values = append(c.values, ui.CleanLine(name))
		}
		return c
	}
	return nil
}

// wantsRow reports whether an option is worth a row: it was changed, or the file
// has what it is about.
func (s *review) wantsRow(row string) bool {
	o, p := s.options, s.shown.plan
	said := func(keys ...string) bool {
		return slices.ContainsFunc(p.Faults, func(f exchange.Fault) bool { return slices.Contains(keys, f.Message.Key) })
	}
	has := func(targets ...string) bool {
		return slices.ContainsFunc(p.Columns, func(c exchange.Column) bool { return slices.Contains(targets, c.Target) })
	}
	switch row {
	case rowSkip:
		return p.Errors > 0
	case rowForm:
		return o.AnyForm || said("exchange.form.other-audit")
	case rowSheet:
		return !p.Form && len(s.choice(rowSheet).values) > 2
	case rowNumber:
		return o.Numbers != "" || said("exchange.two-readings", "exchange.cell.two-readings") || !p.Form && slices.ContainsFunc(p.Columns, func(c exchange.Column) bool { return c.Numbers != "" })
	case rowDates:
		return o.Days != "" || !p.Form && has("from", "to", "date") || said("exchange.date.month-first")
	case rowYear:
		return o.Year != 0 || said("exchange.date.no-year", "exchange.date.two-digit", "exchange.title.year", "exchange.title.year-of-sheet")
	case rowRoll:
		return o.Rollover || said("exchange.index.back-likely")
	case rowFlow:
		return has("reading.amount") && !has("reading.flow") && !p.Form || said("exchange.bills.no-flow", "exchange.years.no-flow", "exchange.title.flow", "exchange.title.flow-of-sheet") ||
			o.Flow != "" && slices.ContainsFunc(p.Columns, func(c exchange.Column) bool { return c.Year > 0 })
	case rowMeter:
		return o.Meter != "" || said("exchange.title.meter-of") || !p.Form && has("from", "to", "date") && !has("reading.meter")
	}
	return false
}

// choiceRows are the rows of those options that are worth one.
func (s *review) choiceRows(ids ...string) (rows []widget.Block) {
	const label = 14
	for _, id := range ids {
		if !s.wantsRow(id) {
			continue
		}
		if c := s.choice(id); c != nil {
			rows = append(rows, widget.Block{ID: id, Draw: func(w int, selected bool) []string {
				return []string{s.choiceLine(c, label, w, selected)}
			}})
			continue
		}
		name, said := s.said(id)
		rows = append(rows, widget.Block{ID: id, Draw: func(w int, selected bool) []string {
			return []string{widget.Line(s.Context, selected, w,
				widget.Span{Text: widget.Mark(s.Context, selected) + ui.Fit(name, label, s.Glyph.More) + "  "}, widget.Span{Text: said, Style: s.Style.Accent})}
		}})
	}
	return rows
}

// said is what was said of an option that is asked for by a dialog.
func (s *review) said(row string) (name, said string) {
	switch row {
	case rowYear:
		name = s.T("importpage.year")
		if s.options.Year != 0 {
			return name, strconv.Itoa(s.options.Year)
		}
	case rowFlow:
		name = s.T("importpage.flow")
		for _, t := range s.shown.targets {
			if t.ID == "flows."+s.options.Flow {
				return name, s.Say(t.Name)
			}
		}
	case rowMeter:
		name = s.T("importpage.meter")
		if s.options.Meter != "" {
			return name, ui.CleanLine(s.options.Meter)
		}
	}
	return name, s.understood(row)
}

// understood is what the titles of the tables say of an option that was not
// answered, and where they say it.
func (s *review) understood(row string) string {
	keys := map[string][]string{
		"year": {"exchange.title.year", "exchange.title.year-of-sheet"}, "flow": {"exchange.title.flow", "exchange.title.flow-of-sheet"}, "meter": {"exchange.title.meter-of"},
	}[row]
	var values []any
	met := map[string]bool{}
	title := "" // where it stands; empty: in the name of a sheet
	for _, f := range s.shown.plan.Faults {
		if !slices.Contains(keys, f.Message.Key) {
			continue
		}
		v := f.Message.Args[row]
		if said := fmt.Sprint(v); !met[said] {
			met[said] = true
			values = append(values, v)
		}
		title = f.Found
	}
	switch {
	case len(values) == 0:
		return s.T("importpage.unsaid")
	case len(values) > 1:
		return s.T("importpage.of-titles", "values", values)
	case title == "" && row != rowMeter:
		return s.T("importpage.of-sheet", "value", values[0])
	}
	return s.T("importpage.of-title", "value", values[0], "title", ui.CleanLine(title))
}

// choiceLine is a row with all values of which one holds, in brackets; where
// they have no room, with that one only.
func (s *review) choiceLine(c *choice, label, w int, selected bool) string {
	head := widget.Mark(s.Context, selected) + ui.Fit(s.T(c.label), label, s.Glyph.More) + " "
	spans := []widget.Span{{Text: head}}
	n := ui.Width(head)
	for i, v := range c.values {
		n += ui.Width(v) + 2
		if i == c.at {
			spans = append(spans, widget.Span{Text: "[" + v + "]", Style: s.Style.Accent})
		} else {
			spans = append(spans, widget.Span{Text: " " + v + " ", Style: s.Style.Muted})
		}
	}
	if n > w {
		spans = []widget.Span{{Text: head}, {Text: "[" + c.values[c.at] + "]", Style: s.Style.Accent},
			{Text: fmt.Sprintf("  %d/%d", c.at+1, len(c.values)), Style: s.Style.Muted}}
	}
	return widget.Line(s.Context, selected, w, spans...)
}

// faultRows are what is wrong, doubtful or to be known, the errors first.
func (s *review) faultRows() (rows []widget.Block) {
	p := s.shown.plan
	if len(p.Faults) == 0 {
		return nil
	}
	head := s.T("importpage.notes")
	if p.Errors+p.Doubts() > 0 {
		head = s.T("importpage.faults", "errors", p.Errors, "doubts", p.Doubts())
	}
	rows = append(rows, widget.Head(s.Context, false, head, ""))
	for _, severity := range []problem.Severity{problem.Error, problem.Doubt, problem.Note} {
		for i, f := range p.Faults {
			if f.Severity == severity {
				rows = append(rows, s.faultRow(i, f))
			}
		}
	}
	if p.More > 0 {
		rows = append(rows, widget.Remark(s.Context, s.T("importpage.more", "n", p.More)))
	}
	return rows
}

func (s *review) faultRow(i int, f exchange.Fault) widget.Block {
	sign, style := s.Glyph.Info, s.Style.Muted
	switch f.Severity {
	case problem.Error:
		sign, style = s.Glyph.Bad, s.Style.Bad
	case problem.Doubt:
		sign, style = s.Glyph.Warn, s.Style.Warn
	}
	todo, id := remedy(f.Remedy), faultRow+strconv.Itoa(i)
	if f.Remedy.Key == "exchange.remedy.map" && s.mend(id) == "" { // nothing has a name to choose it by
		todo = text.M("importpage.remedy.no-heading")
	}
	said := s.Say(exchange.Fault{Sheet: f.Sheet, Cell: f.Cell, Message: f.Message, Remedy: todo}.Say())
	if found := ui.CleanLine(f.Found); found != "" && !strings.Contains(said, found) {
		said = s.T("importpage.found", "said", said, "found", found)
	}
	return widget.Block{ID: id, Draw: func(w int, selected bool) []string {
		return s.paragraph(sign+" "+said, w, selected, style)
	}}
}

// reworded are the remedies that name an option of the command line: here they
// are a row or a key.
var reworded = []string{"map", "map-one", "ignore", "numbers", "dates", "year", "days", "hidden", "flow", "any-form",
	"other-year", "other-flow", "other-meter", "product", "rollover", "flow-of-years"}

// remedy is what to do about a fault on this screen.
func remedy(m text.Message) text.Message {
	if id, ok := strings.CutPrefix(m.Key, "exchange.remedy."); ok && slices.Contains(reworded, id) {
		return text.M("importpage.remedy." + id)
	}
	return m
}

// mostUnfolded is how many values of a series are shown one by one.
const mostUnfolded = 400

// changeRows are the values that would be written, before and after.
func (s *review) changeRows() (rows []widget.Block) {
	p := s.shown.plan
	if len(p.Changes)+len(p.Months)+len(p.Imports) == 0 {
		return nil
	}
	head := "importpage.changes"
	if s.blocked() {
		head = "importpage.changes-blocked"
	}
	rows = append(rows, widget.Head(s.Context, false, s.T(head), ""))
	name, when := 0, 0
	for _, g := range s.groups {
		name = max(name, ui.Width(s.Say(g.Changes[0].Series)))
		if len(g.Changes) == 1 {
			when = max(when, ui.Width(s.Say(g.Changes[0].When)))
		}
	}
	for i, g := range s.groups {
		id := groupRow + strconv.Itoa(i)
		rows = append(rows, s.groupRow(id, g, name, when))
		if !s.open[id] || len(g.Changes) < 2 {
			continue
		}
		for n, c := range g.Changes[:min(len(g.Changes), mostUnfolded)] {
			rows = append(rows, s.valueRow(id+"/"+strconv.Itoa(n), c))
		}
		if more := len(g.Changes) - mostUnfolded; more > 0 {
			rows = append(rows, widget.Remark(s.Context, s.T("importpage.more", "n", more)))
		}
	}
	return append(rows, s.besides(p)...)
}

// besides is what is written besides values: periods for bills, what is
// remembered.
func (s *review) besides(p *exchange.Plan) (rows []widget.Block) {
	if len(p.Months) > 0 {
		rows = append(rows, widget.Remark(s.Context, s.T("importpage.months", "n", len(p.Months), "months", p.MonthRuns())))
	}
	for _, im := range p.Imports {
		said := text.M("exchange.series.plain", "name", im.Target)
		for _, t := range s.shown.targets {
			if t.ID == im.Target {
				said = t.Name
			}
		}
		rows = append(rows, widget.Remark(s.Context, s.T("importpage.remember", "heading", im.Heading, "target", said, "unit", s.Unit(im.Unit))))
	}
	return rows
}

// groupRow is a series that is added, or a value alone; their names and times
// are name and when wide.
func (s *review) groupRow(id string, g exchange.Group, name, when int) widget.Block {
	c, last := g.Changes[0], g.Changes[len(g.Changes)-1]
	sign, style, said := "+", s.Style.Plain, ""
	if len(g.Changes) > 1 {
		sum := ""
		if g.Sum != nil {
			sum = s.Stated(*g.Sum, c.Unit)
		}
		said = s.T("importpage.several", "n", len(g.Changes), "first", c.When, "last", last.When, "sum", sum)
	} else {
		if said = s.values(c); when > 0 {
			said = ui.Fit(s.Say(c.When), when, "") + "  " + said
		}
		if c.Kind != exchange.Added {
			sign, style = "~", s.Style.Warn
		}
	}
	series := s.Say(c.Series)
	return widget.Block{ID: id, Draw: func(w int, selected bool) []string {
		mark := widget.Mark(s.Context, selected)
		left := mark + sign + " " + ui.Fit(series, min(name, w*3/10), s.Glyph.More) + "  "
		n := ui.Width(left)
		var lines []string
		for i, l := range ui.Wrap(said, max(1, w-n)) {
			if i > 0 {
				left = strings.Repeat(" ", n)
			}
			lines = append(lines, widget.Line(s.Context, selected, w, widget.Span{Text: left + strings.TrimRight(l, " "), Style: style}))
		}
		return lines
	}}
}

// valueRow is a value of a group, shown alone.
func (s *review) valueRow(id string, c exchange.Change) widget.Block {
	said := s.Say(c.When) + "  " + s.values(c)
	return widget.Block{ID: id, Draw: func(w int, selected bool) []string {
		return []string{widget.Line(s.Context, selected, w, widget.Span{Text: widget.Mark(s.Context, selected) + "    " + said, Style: s.Style.Muted})}
	}}
}

// values are a value before and after, and as it stands in the file where that
// is in another unit.
func (s *review) values(c exchange.Change) string {
	found := ""
	if c.Found != nil {
		found = s.Stated(c.Found.Value, c.Found.Unit)
	}
	old := s.T("importpage.none")
	if c.Kind != exchange.Added {
		old = s.Stated(c.Old, "")
	}
	return s.T("importpage.values", "old", old, "new", s.Stated(c.New, c.Unit), "found", found)
}

// takenRows are what was imported and where to go on.
func (s *review) takenRows() []widget.Block {
	t := s.taken
	rows := []widget.Block{
		{Draw: func(w int, _ bool) []string {
			said := s.T("importpage.taken", "file", s.Title(), "added", t.added, "changed", t.changed, "audit", filepath.Base(s.work.Path()))
			return widget.Bullet(s.Glyph.Done, said, w, s.Style.Good.Render)
		}},
		widget.Remark(s.Context, s.T("importpage.taken-undo")),
	}
	if t.plan.Errors > 0 {
		rows = append(rows, widget.Remark(s.Context, s.T("importpage.taken-without", "n", t.plan.Errors)))
	}
	rows = append(rows, s.besides(t.plan)...)
	rows = append(rows, s.freshRows(t.fresh)...)
	rows = append(rows, widget.Head(s.Context, false, s.T("importpage.next"), ""))
	for _, id := range []string{rowCoverage, rowData, rowOther} {
		said := s.Say(text.M("importpage.go." + id))
		rows = append(rows, widget.Block{ID: id, Draw: func(w int, selected bool) []string {
			return s.paragraph(said, w, selected, s.Style.Plain)
		}})
	}
	return rows
}

// mostFresh is how many new problems of the audit are listed; the coverage page
// has them all.
const mostFresh = 5

// freshRows are the errors that the audit has since the import.
func (s *review) freshRows(fresh []text.Message) (rows []widget.Block) {
	if len(fresh) == 0 {
		return nil
	}
	rows = append(rows, widget.Head(s.Context, false, s.T("importpage.fresh", "n", len(fresh)), ""))
	for _, m := range fresh[:min(len(fresh), mostFresh)] {
		rows = append(rows, widget.Block{Draw: func(w int, _ bool) []string {
			return widget.Bullet(s.Glyph.Bad, s.Say(m), w, s.Style.Bad.Render)
		}})
	}
	if more := len(fresh) - mostFresh; more > 0 {
		rows = append(rows, widget.Remark(s.Context, s.T("importpage.more", "n", more)))
	}
	return rows
}
