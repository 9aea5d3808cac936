package exchange

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// ChangeKind says what a change does to the audit.
type ChangeKind string

// The kinds: what was not stated before, and what was stated otherwise.
const (
	Added   ChangeKind = "add"
	Changed ChangeKind = "change"
)

// Change is one value that an import would write.
type Change struct {
	Kind   ChangeKind
	Key    string       // the place, as audit set names it: period.2024-03.flows.electricity
	Series text.Message // what it is a value of, in words: Điện
	When   text.Message // of figures, bills: the month or days, in words
	Old    any          // float64, int, string, bool, quantity.Date or []string; nil: not stated
	New    any
	Unit   string           // of numbers; empty: none
	Found  *quantity.Amount // where the data have it in another unit: as it stands there
	Sheet  string           // where it comes from
	Cell   string
}

// Plan is what an import would do. Nothing is done yet.
type Plan struct {
	Tables  []Table          // that the data hold, those that were not read too
	Columns []Column         // how the columns of tables were understood
	Left    []Column         // columns that are not read: without a meaning, ignored, or wrong, which a fault says
	Changes []Change         // additions and changes, in the order of the audit file
	Months  []quantity.Month // periods that are added only because bills touch them
	Imports []assess.Import  // columns that the audit will remember
	Same    int              // values that the audit has already, alike
	Errors  int              // cells, rows or columns that are wrong and left out
	Faults  []Fault          // errors, doubts and remarks, in the order of the data
	More    int              // faults beyond the limit, which are not listed
	Form    bool             // a form of ours

	edits []auditfile.Edit
	label text.Message
}

// Table is a table of the data.
type Table struct {
	Sheet string
	Range string // its cells, with the headings: B3:D15
	Title string // the line above it; empty: none
	Read  bool   // false: it was not understood; the faults say what it has
}

// Empty reports whether there is nothing to import.
func (p *Plan) Empty() bool { return len(p.edits) == 0 }

// Blocked reports whether errors stand in the way.
func (p *Plan) Blocked() bool { return p.Errors > 0 }

// Edits are the edits of the audit file, to be applied as one step of undo, and
// what the step is called. There are none where nothing changes.
func (p *Plan) Edits() (text.Message, []auditfile.Edit) { return p.label, p.edits }

// reader makes a plan.
type reader struct {
	audit  *assess.Audit
	pack   *benchmark.Pack
	common *benchmark.Common
	voc    *vocabulary
	o      Options
	maps   []Mapping
	plan   *Plan

	ambiguous map[*column]bool // columns with numbers of two readings
	proved    map[string]proof // what the tables of a sheet prove together
	hushed    map[*column]bool // whose ambiguity has been said
	refused   map[*Cell]bool   // figures that contradict others, which has been said
	unread    []region
	years     []int             // that the audit has data of
	heads     map[string]column // headings that were understood, by sheet and text
	times     map[*Cell]int     // what timeLike found

	periods  map[span]*pending // by their days, as far as they are met
	spans    []span            // new ones, as they are met
	given    map[string]given  // by place: what the data said first
	flows    map[string]*flowEdit
	flowIDs  []string
	bills    []*bill
	edits    []auditfile.Edit // of settings
	answers  map[string]*answerEdit
	answerID []string
	setLists map[string][]string
}

// yearsOfAudit are the years of an audit's date and data, and that was told.
func yearsOfAudit(a *assess.Audit, told int) []int {
	met := map[int]bool{a.Settings.Date.Year: true, told: true}
	for _, p := range a.Periods {
		if from, to, ok := p.Days(); ok {
			met[from.Year], met[to.Year] = true, true
		}
	}
	for _, x := range a.Readings {
		met[x.From.Year], met[x.To.Year] = true, true
	}
	return slices.DeleteFunc(sortedKeys(met), func(y int) bool { return y < firstYear || y > lastYear })
}

type given struct {
	value any
	where string
}

// NewPlan understands a book and compares it with the audit. The error is that
// of options that cannot be (a text.Message) or of the context; what is wrong
// with the data is in the plan. Nothing is changed.
func NewPlan(ctx context.Context, book *Book, a *assess.Audit, pack *benchmark.Pack, common *benchmark.Common, o Options) (*Plan, error) {
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits()
	}
	if o.Days == "" {
		o.Days = DayFirst
	}
	r := &reader{
		audit: a, pack: pack, common: common, voc: newVocabulary(a, pack, common), o: o,
		plan: &Plan{}, times: map[*Cell]int{}, heads: map[string]column{}, ambiguous: map[*column]bool{}, hushed: map[*column]bool{}, refused: map[*Cell]bool{}, proved: map[string]proof{},
		periods: map[span]*pending{}, given: map[string]given{}, flows: map[string]*flowEdit{},
		answers: map[string]*answerEdit{}, setLists: map[string][]string{},
	}
	r.o.from1904 = book.from1904
	r.years = yearsOfAudit(a, o.Year)
	r.o.years = around(r.years)
	for _, f := range book.Notes {
		r.list(f)
	}
	if err := r.options(book); err != nil {
		return nil, err
	}
	sheets := r.chosen(book)
	rest, err := r.readForm(ctx, book, sheets)
	if err != nil {
		return nil, err
	}
	tables, err := r.readTables(ctx, rest)
	if err != nil {
		return nil, err
	}
	if len(tables) == 0 && !r.plan.Form {
		if len(r.unread) == 0 && !r.plan.Blocked() {
			r.fault(problem.Error, "", "", "", text.M("exchange.nothing"), text.Message{})
		}
		r.noTable()
	}
	r.prove(tables)
	r.byMeter(tables)
	for _, t := range tables {
		if err := r.take(ctx, t); err != nil {
			return nil, err
		}
	}
	if len(tables) > 0 && !r.plan.Form {
		r.otherTables()
	}
	r.mapsMet(tables)
	r.compareBills()
	r.finish(book)
	return r.plan, nil
}

// options checks the options against the audit and the book.
func (r *reader) options(book *Book) error {
	for _, m := range r.o.Map {
		target, err := r.voc.target(m.Target)
		if err != nil {
			return err
		}
		if m.Unit != "" {
			if _, err := r.voc.unit(m.Unit); err != nil {
				return err
			}
		}
		r.maps = append(r.maps, Mapping{target, m.Unit, m.Heading})
	}
	if r.o.Flow != "" {
		target, err := r.voc.target(r.o.Flow)
		id, isFlow := strings.CutPrefix(target, "flows.")
		switch {
		case err != nil:
			return err
		case !isFlow:
			return text.M("exchange.map.unknown", "target", r.o.Flow, "allowed", r.voc.allowed())
		}
		r.o.Flow = id
	}
	if r.o.Sheet != "" {
		if _, ok := book.Sheet(r.o.Sheet); !ok {
			return text.M("exchange.no-sheet", "sheet", r.o.Sheet, "allowed", book.SheetNames())
		}
	}
	if r.o.Year != 0 && (r.o.Year < firstYear || r.o.Year > lastYear) {
		return dateFault("year", fmt.Sprint(r.o.Year))
	}
	return nil
}

// chosen are the sheets that are looked at.
func (r *reader) chosen(book *Book) (all []*Sheet) {
	for i := range book.Sheets {
		s := &book.Sheets[i]
		switch {
		case r.o.Sheet != "" && fold(s.Name) != fold(r.o.Sheet):
		case r.o.Sheet == "" && s.Hidden:
			if len(s.Rows) > 0 && !strings.HasPrefix(s.Name, "_audit") {
				r.fault(problem.Note, s.Name, "", "", text.M("exchange.hidden-sheet"), text.M("exchange.remedy.hidden"))
			}
		default:
			all = append(all, s)
		}
	}
	return all
}

// mapsMet says which headings that were named are in no table.
func (r *reader) mapsMet(tables []*table) {
	for _, m := range r.maps {
		met := slices.ContainsFunc(tables, func(t *table) bool {
			if slices.ContainsFunc(t.cols, func(c *column) bool { return fold(c.heading) == fold(m.Heading) }) {
				return true
			}
			for _, c := range t.m.cells[t.head] {
				if c != nil && (c.Kind == Text || c.Kind == Number) {
					name, _, _ := cutBracket(c.Text)
					if f := fold(m.Heading); f == fold(c.Text) || f == fold(name) {
						return true
					}
				}
			}
			return false
		})
		if !met && len(tables) > 0 {
			r.fault(problem.Error, "", "", m.Heading, text.M("exchange.map.no-heading", "heading", m.Heading), text.M("exchange.remedy.map"))
		}
	}
}

// list adds a fault, up to the limit.
func (r *reader) list(f Fault) {
	if f.Severity == problem.Error {
		r.plan.Errors++
	}
	if len(r.plan.Faults) >= r.o.Limits.Faults {
		r.plan.More++
		return
	}
	r.plan.Faults = append(r.plan.Faults, f)
}

func (r *reader) fault(s problem.Severity, sheet, cell, found string, m, remedy text.Message) {
	r.list(Fault{Severity: s, Sheet: sheet, Cell: cell, Found: short(clean(found)), Message: m, Remedy: remedy})
}

// bad is an error of a cell.
func (r *reader) bad(sheet string, c Cell, m, remedy text.Message) {
	found := c.Text
	if c.Kind == Day {
		found = c.Date.String()
	}
	r.fault(problem.Error, sheet, c.Name(), found, m, remedy)
}

// first keeps the first value that the data have for a place, and reports
// whether this is it. Another one that differs is an error that names both.
func (r *reader) first(key string, value any, sheet string, c Cell) bool {
	where := c.Name()
	if sheet != "" {
		where = sheet + "!" + where
	}
	old, met := r.given[key]
	if !met {
		r.given[key] = given{value, where}
		return true
	}
	if !same(old.value, value) {
		r.bad(sheet, c, text.M("exchange.cell.twice", "other", old.where, "found", shown(value), "before", shown(old.value)), text.M("exchange.remedy.twice"))
	}
	return false
}

func shown(v any) any {
	if _, ok := v.(float64); ok {
		return v
	}
	return fmt.Sprint(v)
}

// same reports whether two values are alike; numbers that a conversion made
// may differ behind their 12th digit.
func same(a, b any) bool {
	x, ok1 := a.(float64)
	y, ok2 := b.(float64)
	if ok1 && ok2 {
		return x == y || math.Abs(x-y) <= 1e-12*max(math.Abs(x), math.Abs(y))
	}
	if x, ok := a.([]string); ok {
		y, _ := b.([]string)
		return slices.Equal(x, y)
	}
	return a == b
}

// pending is a period with what is written into it.
type pending struct {
	span    span
	index   int // of the audit; -1: new
	touched bool
	values  map[string]map[string]float64 // table → id → value; of new values only
	note    *string
	phase   string
}

// period finds the period of a span, or prepares a new one; the fault says why
// there can be none.
func (r *reader) period(s span) (*pending, *text.Message) {
	if p := r.periods[s]; p != nil {
		return p, nil
	}
	from, to := s.days()
	index, covered := -1, -1
	for i, x := range r.audit.Periods {
		a, b, ok := x.Days()
		if !ok {
			continue
		}
		switch {
		case a == from && b == to:
			if index < 0 || r.audit.Periods[index].Phase == assess.Omitted {
				index = i
			}
		case x.Phase != assess.Omitted && !b.Before(from) && !a.After(to):
			covered = i
		}
	}
	if index < 0 && covered >= 0 {
		a, b, _ := r.audit.Periods[covered].Days()
		m := text.M("exchange.period.covered", "when", s.say(), "from", a, "to", b)
		return nil, &m
	}
	if index < 0 {
		if len(r.spans) >= mostPeriods {
			m := text.M("exchange.too-many-records", "most", mostPeriods)
			return nil, &m
		}
		for _, x := range r.spans {
			if a, b := x.days(); !b.Before(from) && !a.After(to) {
				m := text.M("exchange.period.covered", "when", s.say(), "from", a, "to", b)
				return nil, &m
			}
		}
		r.spans = append(r.spans, s)
	}
	p := &pending{span: s, index: index, values: map[string]map[string]float64{}}
	r.periods[s] = p
	return p, nil
}

// What one import may add at most: far more than a plant has, and little enough
// to be compared and written in seconds.
const (
	mostPeriods = 1500
	mostBills   = 10_000
)

// keyOf names a period as audit set does.
func (s span) keyOf() string {
	if !s.month.IsZero() {
		return s.month.String()
	}
	return s.from.String() + "/" + s.to.String()
}

// value takes one figure of a period.
func (r *reader) value(p *pending, c *column, v float64, found *quantity.Amount, sheet string, cell Cell) {
	tableName, id, _ := strings.Cut(c.target, ".")
	key := "period." + p.span.keyOf() + "." + c.target
	if !r.first(key, v, sheet, cell) {
		return
	}
	p.touched = true
	change := Change{
		Kind: Added, Key: key, Series: r.series(c.target), When: p.span.say(), New: v,
		Unit: r.voc.meanings[c.target].unit, Found: found, Sheet: sheet, Cell: cell.Name(),
	}
	if p.index >= 0 {
		x := r.audit.Periods[p.index]
		if old, stated := map[string]map[string]float64{"output": x.Output, "flows": x.Flows, "drivers": x.Drivers}[tableName][id]; stated {
			if same(old, v) {
				r.plan.Same++
				return
			}
			change.Kind, change.Old = Changed, old
		}
	}
	if p.values[tableName] == nil {
		p.values[tableName] = map[string]float64{}
	}
	p.values[tableName][id] = v
	r.plan.Changes = append(r.plan.Changes, change)
}

// series is what a column is called in a sentence.
func (r *reader) series(target string) text.Message {
	m := r.voc.meanings[target]
	if strings.HasPrefix(target, "output.") {
		return text.M("exchange.series.output", "product", m.name)
	}
	return text.M("exchange.series.plain", "name", m.name)
}

// word takes a note or the phase of a period.
func (r *reader) word(p *pending, key, v, sheet string, cell Cell) {
	place := "period." + p.span.keyOf() + "." + key
	if !r.first(place, v, sheet, cell) {
		return
	}
	old := ""
	if p.index >= 0 {
		x := r.audit.Periods[p.index]
		old = x.Note
		if key == "phase" {
			if old = x.PhaseOrBefore(); old == v {
				r.plan.Same++
				return
			}
		}
		if sameText(old, v) {
			r.plan.Same++
			return
		}
	} else if key == "phase" && v == assess.Before {
		p.phase = v
		return
	}
	p.touched = true
	change := Change{Kind: Added, Key: place, Series: text.M("exchange.series." + key), When: p.span.say(), New: v, Sheet: sheet, Cell: cell.Name()}
	if old != "" {
		change.Kind, change.Old = Changed, old
	}
	if key == "phase" {
		p.phase = v
	} else {
		p.note = &v
	}
	r.plan.Changes = append(r.plan.Changes, change)
}

// flowEdit is what is written into the table of a flow.
type flowEdit struct {
	index  int // of the audit; -1: new
	fields tomldoc.Table
}

// answerEdit is what is written into an answer.
type answerEdit struct {
	index  int
	fields tomldoc.Table
}

// finish turns what was taken into edits.
func (r *reader) finish(book *Book) {
	p := r.plan
	if p.Blocked() && !r.o.SkipBad {
		p.label = r.labelOf(book)
		return
	}
	p.edits = append(p.edits, r.edits...)
	for _, id := range r.flowIDs {
		f := r.flows[id]
		if f.index < 0 {
			p.edits = append(p.edits, auditfile.Append("flow", append(tomldoc.Table{{Key: "id", Value: id}}, f.fields...)))
			continue
		}
		for _, x := range f.fields {
			p.edits = append(p.edits, auditfile.Set(tomldoc.Path("flow", f.index+1, x.Key), x.Value))
		}
	}
	r.periodEdits()
	r.billEdits()
	for _, id := range r.answerID {
		x := r.answers[id]
		if x.index < 0 {
			p.edits = append(p.edits, auditfile.Append("answer", append(tomldoc.Table{{Key: "question", Value: id}}, x.fields...)))
			continue
		}
		for _, f := range x.fields {
			p.edits = append(p.edits, auditfile.Set(tomldoc.Path("answer", x.index+1, f.Key), f.Value))
		}
	}
	r.importEdits()
	p.label = r.labelOf(book)
}

func (r *reader) labelOf(book *Book) text.Message {
	return text.M("exchange.label", "file", cmp.Or(book.Name, book.Format), "n", len(r.plan.Changes))
}

func (r *reader) periodEdits() {
	var all []*pending
	for _, p := range r.periods {
		if p.touched {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b *pending) int {
		x, _ := a.span.days()
		y, _ := b.span.days()
		return cmp.Or(x.Compare(y), cmp.Compare(a.index, b.index))
	})
	for _, p := range all {
		if p.index >= 0 {
			r.periodSets(p)
			continue
		}
		fields := tomldoc.Table{}
		if !p.span.month.IsZero() {
			fields = append(fields, tomldoc.Field{Key: "month", Value: p.span.month})
		} else {
			fields = append(fields, tomldoc.Field{Key: "from", Value: p.span.from}, tomldoc.Field{Key: "to", Value: p.span.to})
		}
		phase := p.phase
		if phase == "" {
			phase = r.phaseBefore(p.span)
		}
		if phase != "" {
			fields = append(fields, tomldoc.Field{Key: "phase", Value: phase})
		}
		for _, name := range []string{"output", "flows", "drivers"} {
			if len(p.values[name]) > 0 {
				fields = append(fields, tomldoc.Field{Key: name, Value: tableOf(p.values[name])})
			}
		}
		if p.note != nil {
			fields = append(fields, tomldoc.Field{Key: "note", Value: *p.note})
		}
		r.plan.edits = append(r.plan.edits, auditfile.Append("period", fields))
	}
}

func (r *reader) periodSets(p *pending) {
	for _, name := range []string{"output", "flows", "drivers"} {
		for _, f := range tableOf(p.values[name]) {
			r.plan.edits = append(r.plan.edits, auditfile.Set(tomldoc.Path("period", p.index+1, name, f.Key), f.Value))
		}
	}
	if p.phase != "" {
		r.plan.edits = append(r.plan.edits, auditfile.Set(tomldoc.Path("period", p.index+1, "phase"), p.phase))
	}
	if p.note != nil {
		r.plan.edits = append(r.plan.edits, auditfile.Set(tomldoc.Path("period", p.index+1, "note"), *p.note))
	}
}

func tableOf(m map[string]float64) (t tomldoc.Table) {
	for _, k := range sortedKeys(m) {
		t = append(t, tomldoc.Field{Key: k, Value: m[k]})
	}
	return t
}

// phaseBefore is the phase of the last period that begins before a new one: a
// month after those of the phase "after" is one of them.
func (r *reader) phaseBefore(s span) string {
	at, _ := s.days()
	var last quantity.Date
	phase := ""
	for _, p := range r.audit.Periods {
		from, _, ok := p.Days()
		if ok && p.Phase != assess.Omitted && from.Before(at) && !from.Before(last) {
			last, phase = from, p.Phase
		}
	}
	return phase
}

// importEdits writes what is to be remembered about columns.
func (r *reader) importEdits() {
	done := map[[2]string]bool{}
	kept := r.plan.Imports[:0]
	for _, im := range r.plan.Imports {
		key := [2]string{fold(im.Sheet), fold(im.Heading)}
		if done[key] {
			continue
		}
		done[key] = true
		index := slices.IndexFunc(r.audit.Imports, func(x assess.Import) bool {
			return fold(x.Sheet) == key[0] && fold(x.Heading) == key[1]
		})
		if index >= 0 {
			old := r.audit.Imports[index]
			im.Sheet, im.Heading = old.Sheet, old.Heading
			im.Unit, im.Numbers = cmp.Or(im.Unit, old.Unit), cmp.Or(im.Numbers, old.Numbers)
			if im == old {
				continue
			}
			for _, f := range importFields(im) {
				r.plan.edits = append(r.plan.edits, auditfile.Set(tomldoc.Path("import", index+1, f.Key), f.Value))
			}
		} else {
			r.plan.edits = append(r.plan.edits, auditfile.Append("import", importFields(im)))
		}
		kept = append(kept, im)
	}
	r.plan.Imports = kept
}

func importFields(im assess.Import) tomldoc.Table {
	t := tomldoc.Table{}
	for _, f := range []tomldoc.Field{{Key: "sheet", Value: im.Sheet}, {Key: "heading", Value: im.Heading}, {Key: "target", Value: im.Target}, {Key: "unit", Value: im.Unit}, {Key: "numbers", Value: im.Numbers}} {
		if f.Value != "" {
			t = append(t, f)
		}
	}
	return t
}
