package exchange

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// readForm reads the sheets of a form, and returns those that are none.
func (r *reader) readForm(ctx context.Context, book *Book, sheets []*Sheet) (rest []*Sheet, err error) {
	if book.Format != "xlsx" {
		return sheets, nil
	}
	if !r.ownForm(book) {
		return nil, nil
	}
	for _, s := range sheets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		kind, keyed := kindOfSheet(s)
		if kind == "" && s.Name != keySheet && !isGuide(s) {
			rest = append(rest, s)
		}
		if kind == "" {
			continue
		}
		m, ok := matrixOf(s)
		if !ok {
			r.fault(problem.Error, s.Name, "", "", text.M("exchange.too-sparse"), text.Message{})
			continue
		}
		switch kind {
		case monthsSheet, billsSheet:
			if !keyed { // its headings say everything
				rest = append(rest, s)
				continue
			}
			r.plan.Form = true
			if err := r.take(ctx, r.keyedTable(s.Name, m)); err != nil {
				return nil, err
			}
		default:
			if r.listSheet(s.Name, kind, m, keyed) {
				r.plan.Form = true
			}
		}
	}
	return rest, nil
}

// ownForm checks the hidden sheet: a form of another audit or of a later
// program is refused.
func (r *reader) ownForm(book *Book) bool {
	for i := range book.Sheets {
		s := &book.Sheets[i]
		if s.Name != keySheet || len(s.Rows) == 0 {
			continue
		}
		values := map[string]Cell{}
		for _, row := range s.Rows {
			if len(row) > 1 && row[0].Col == 1 && row[1].Col == 2 {
				values[row[0].Text] = row[1]
			}
		}
		v, ok := values[formMark]
		if !ok {
			return true
		}
		if int(v.Value) > formVersion {
			r.fault(problem.Error, s.Name, v.Name(), v.Text, text.M("exchange.form.newer", "found", int(v.Value), "allowed", formVersion), text.Message{})
			return false
		}
		id, mine := values["id"].Text, r.audit.Settings.ID
		if id != "" && mine != "" && id != mine && !r.o.AnyForm {
			r.fault(problem.Error, "", "", id, text.M("exchange.form.other-audit", "plant", values["plant"].Text), text.M("exchange.remedy.any-form"))
			return false
		}
	}
	return true
}

// kindOfSheet says what a sheet of the form is, by its hidden mark or its name.
func kindOfSheet(s *Sheet) (kind formKind, keyed bool) {
	for _, row := range s.Rows[:min(len(s.Rows), 5)] {
		for _, c := range row[:min(len(row), 2)] {
			if rest, ok := strings.CutPrefix(c.Text, formMark+":"); ok && c.Kind == Text {
				_, k, _ := strings.Cut(rest, ":")
				if slices.Contains(formKinds[:], formKind(k)) {
					return formKind(k), true
				}
			}
		}
	}
	for _, k := range formKinds {
		if saysName(s.Name, sheetTitle(k)) {
			return k, false
		}
	}
	return "", false
}

func isGuide(s *Sheet) bool { return saysName(s.Name, nameOf(text.M("exchange.form.sheet.guide"))) }

// markAt finds the mark of a sheet.
func markAt(m matrix) (row, col int, ok bool) {
	for i := range min(len(m.cells), 5) {
		for j := range min(m.width(), 2) {
			if c := m.cells[i][j]; c != nil && strings.HasPrefix(c.Text, formMark+":") {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

// keyedTable is a sheet of months or bills by its hidden keys.
func (r *reader) keyedTable(sheet string, m matrix) *table {
	row, first, _ := markAt(m)
	t := &table{sheet: sheet, m: m, head: row, first: row + 1, keyed: true}
	heads, units := row, -1
	for i := row + 1; i < len(m.cells); i++ {
		c := m.cells[i][first]
		if c == nil {
			continue
		}
		switch c.Text {
		case headRow:
			t.first, heads = i+1, i
		case unitsRow:
			t.first, units = i+1, i
		}
	}
	for j := range m.width() {
		key := m.cells[row][j]
		if key == nil {
			continue
		}
		c := &column{index: j, target: key.Text, at: key.Name(), heading: key.Text}
		if j == first {
			c.target = "key"
		}
		if h := m.cells[heads][j]; h != nil {
			c.heading, c.at = clean(h.Text), h.Name()
		}
		if _, known := r.voc.meanings[c.target]; !known && c.target != "key" {
			if !strings.Contains(c.target, ".") {
				continue // a key of a later program
			}
		}
		if units >= 0 && m.cells[units][j] != nil && c.isNumber() {
			u := m.cells[units][j]
			if found, err := r.voc.unit(u.Text); err == nil {
				c.unit, c.unitAt = found.Symbol, u.Name()
			} else {
				c.badUnit, c.unitAt = clean(u.Text), u.Name()
			}
		}
		t.cols = append(t.cols, c)
	}
	r.voc.meanings["key"] = meaning{target: "key"}
	return t
}

// listSheet reads a sheet of labels and values; false where it is none.
func (r *reader) listSheet(sheet string, kind formKind, m matrix, keyed bool) bool {
	keys, headings := columnsOfSheet(kind)
	at := map[string]int{}
	head, keyCol := -1, -1
	if keyed {
		row, col, _ := markAt(m)
		head, keyCol = row, col
		for j, c := range m.cells[row] {
			if c != nil && j != col {
				at[c.Text] = j
			}
		}
	} else {
		for i := range min(len(m.cells), 15) {
			found := map[string]int{}
			for j, c := range m.cells[i] {
				if c == nil || c.Kind != Text {
					continue
				}
				name, _, _ := cutBracket(c.Text)
				for k, h := range headings {
					if saysName(c.Text, h) || saysName(name, h) {
						found[keys[k]] = j
					}
				}
			}
			if len(found) > len(at) {
				at, head = found, i
			}
		}
	}
	if _, ok := at["label"]; !ok || head < 0 {
		r.fault(problem.Error, sheet, "", "", text.M("exchange.form.no-heads"), text.M("exchange.remedy.form"))
		return true
	}
	byID := map[string]field{}
	byLabel := map[string]string{}
	for _, f := range r.fieldsOf(kind) {
		byID[f.id] = f
		for _, way := range []string{f.label.VI, f.label.EN, f.label.VI + " / " + f.label.EN} {
			byLabel[fold(way)] = f.id
		}
	}
	cell := func(row []*Cell, key string) *Cell {
		if j, ok := at[key]; ok {
			return row[j]
		}
		return nil
	}
	for _, row := range m.cells[head+1:] {
		id := ""
		if keyCol >= 0 && row[keyCol] != nil {
			id = row[keyCol].Text
		}
		if id == headRow || id == unitsRow {
			continue
		}
		if label := cell(row, "label"); id == "" && label != nil {
			id = byLabel[fold(label.Text)]
		}
		f, ok := byID[id]
		if !ok {
			if v := cell(row, "value"); v != nil && (id != "" || keyCol < 0) && kind != pricesSheet {
				r.fault(problem.Note, sheet, v.Name(), v.Text, text.M("exchange.form.unknown-row"), text.Message{})
			}
			continue
		}
		switch kind {
		case plantSheet, basisSheet:
			r.fieldValue(sheet, kind, f, cell(row, "value"))
		case pricesSheet:
			r.flowValues(sheet, f, cell(row, "unit"), cell(row, "price"), cell(row, "quality"), cell(row, "uncertainty"))
		case walkSheet:
			r.answer(sheet, f, cell(row, "value"), cell(row, "note"))
		}
	}
	if kind == plantSheet {
		r.listEdits()
	}
	return true
}

// fieldsOf are the rows that a sheet of labels can have.
func (r *reader) fieldsOf(kind formKind) []field {
	switch kind {
	case plantSheet:
		all := plantFields(r.audit, r.common)
		// Rows for members that somebody has added below.
		for n := len(r.audit.Team.Members) + 1; n <= 40; n++ {
			id := fmt.Sprintf("team.members.%d", n)
			if !slices.ContainsFunc(all, func(f field) bool { return f.id == id }) {
				all = append(all, field{id: id, kind: "text", label: nameOf(text.M("exchange.form.field.team-member", "n", n))})
			}
		}
		return all
	case basisSheet:
		return basisFields(r.audit, r.pack)
	case pricesSheet:
		var all []field
		for target, m := range r.voc.meanings {
			if id, ok := strings.CutPrefix(target, "flows."); ok {
				all = append(all, field{id: id, label: m.name, unit: m.unit})
			}
		}
		slices.SortFunc(all, func(a, b field) int { return strings.Compare(a.id, b.id) })
		likelyLast := slices.Clone(all)
		slices.SortStableFunc(likelyLast, func(a, b field) int {
			x, y := r.voc.meanings["flows."+a.id].likely, r.voc.meanings["flows."+b.id].likely
			if x == y {
				return 0
			}
			if y {
				return -1
			}
			return 1
		})
		return likelyLast // of two with one label, the likely one counts
	case walkSheet:
		var all []field
		for _, q := range r.pack.Questions {
			all = append(all, field{id: q.ID, label: q.Text})
		}
		return all
	}
	return nil
}

// fieldValue takes a value of the plant, the team or the basis.
func (r *reader) fieldValue(sheet string, kind formKind, f field, c *Cell) {
	if c == nil || c.Kind == Text && strings.TrimSpace(c.Text) == "" {
		return
	}
	var v any
	switch f.kind {
	case "text":
		if c.Kind == Failed || c.Kind == NoValue {
			r.valueFault(sheet, c)
			return
		}
		v = textOf(*c)
		if old, ok := f.value.(string); ok && sameText(old, c.Text) {
			v = old
		}
		if hasHidden(textOf(*c)) && v != f.value {
			r.bad(sheet, *c, text.M("exchange.cell.hidden"), text.M("exchange.remedy.number"))
			return
		}
	case "whole", "number":
		n, missing, ok := r.plainNumber(sheet, c)
		if !ok || missing {
			return
		}
		if f.kind == "whole" {
			if n != math.Trunc(n) || math.Abs(n) > 1e9 {
				r.bad(sheet, *c, text.M("exchange.cell.whole", "found", n), text.Message{})
				return
			}
			v = int(n)
		} else {
			low, high := -mostAmount, mostAmount
			if f.low != nil {
				low = *f.low
			}
			if f.high != nil {
				high = *f.high
			}
			if n < low || n > high {
				r.bad(sheet, *c, text.M("exchange.cell.range", "found", n, "low", low, "high", high), text.Message{})
				return
			}
			v = n
		}
	case "yes":
		is, ok := yes(plainText(*c))
		if !ok {
			r.bad(sheet, *c, text.M("exchange.cell.yes-no", "found", short(plainText(*c))), text.Message{})
			return
		}
		way := f.id[strings.LastIndexByte(f.id, '.')+1:]
		r.listItem("plant.support", way, is, sheet, c, f)
		return
	case "choice":
		id, ok := choiceOf(plainText(*c), f.choices)
		if !ok && c.Kind == Number {
			id, ok = choiceOf(fmt.Sprint(c.Value), f.choices)
		}
		if !ok {
			var names []text.Name
			for _, x := range f.choices {
				names = append(names, x.name)
			}
			r.bad(sheet, *c, text.M("exchange.cell.choice", "found", short(plainText(*c))), text.M("exchange.remedy.choice", "allowed", names))
			return
		}
		v = id
		if f.id == "plant.industry" {
			v = number(id)
		}
	}
	if n, ok := strings.CutPrefix(f.id, "team.members."); ok && kind == plantSheet {
		r.listMember(number(n), v, sheet, c, f)
		return
	}
	path := f.id
	if kind == basisSheet {
		path = tomldoc.Path("basis", f.id)
	}
	r.setting(path, f.label, f.value, v, f.unit, sheet, *c, nil)
}

// hasHidden reports whether a text has characters that cannot be seen.
func hasHidden(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool {
		return c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0x7f || c >= 0xfff0 && c <= 0xffff
	})
}

func (r *reader) valueFault(sheet string, c *Cell) {
	if c.Kind == NoValue {
		r.bad(sheet, *c, text.M("exchange.cell.no-value"), text.M("exchange.remedy.no-value"))
		return
	}
	r.bad(sheet, *c, text.M("exchange.cell.error", "found", short(c.Text)), text.M("exchange.remedy.error"))
}

// plainNumber reads a number that has no column of its like around it: written
// as text, it must have one reading, or that of the options.
func (r *reader) plainNumber(sheet string, c *Cell) (v float64, missing, ok bool) {
	switch c.Kind {
	case Number:
		return c.Value, false, true
	case Text:
		n, err := quantity.ParseNumber(number0(c.Text), r.o.Numbers)
		if err == nil {
			return n.Value, n.Missing, true
		}
		remedy := text.Message{} // the words of most say what to do
		m := asMessage(err)
		if m.Key == "number.ambiguous" {
			m = text.M("exchange.cell.two-readings", "text", m.Args["text"], "a", m.Args["a"], "b", m.Args["b"])
			remedy = text.M("exchange.remedy.numbers")
		}
		r.bad(sheet, *c, m, remedy)
	case Day:
		r.bad(sheet, *c, text.M("exchange.cell.date", "date", c.Date), text.M("exchange.remedy.date-number"))
	case Bool:
		r.bad(sheet, *c, text.M("exchange.cell.bool", "found", c.Text), text.M("exchange.remedy.number"))
	default:
		r.valueFault(sheet, c)
	}
	return 0, false, false
}

// setting takes a value that stands at a path of the audit file.
func (r *reader) setting(path string, name text.Name, old, v any, unit, sheet string, c Cell, found *quantity.Amount) {
	if !r.first(path, v, sheet, c) {
		return
	}
	if old != nil && same(old, v) {
		r.plan.Same++
		return
	}
	kind := Added
	if old != nil {
		kind = Changed
	}
	r.plan.Changes = append(r.plan.Changes, Change{
		Kind: kind, Key: path, Series: text.M("exchange.series.plain", "name", name), Old: old, New: v, Unit: unit, Found: found, Sheet: sheet, Cell: c.Name(),
	})
	r.edits = append(r.edits, auditfile.Set(path, v))
}

// listItem takes a yes or no about an item of a list.
func (r *reader) listItem(list, item string, is bool, sheet string, c *Cell, f field) {
	have := f.value == true
	if have == is {
		r.plan.Same++
		return
	}
	l := r.list0(list)
	if is {
		l = append(l, item)
	} else {
		l = slices.DeleteFunc(l, func(s string) bool { return s == item })
	}
	r.setLists[list] = l
	r.changeItem(list+"."+item, f, have, is, sheet, c)
}

func (r *reader) changeItem(key string, f field, old, v any, sheet string, c *Cell) {
	kind := Changed
	if old == nil || old == false {
		kind = Added
	}
	if old == false {
		old = nil
	}
	r.plan.Changes = append(r.plan.Changes, Change{
		Kind: kind, Key: key, Series: text.M("exchange.series.plain", "name", f.label), Old: old, New: v, Sheet: sheet, Cell: c.Name(),
	})
}

// list0 is a list as it is so far.
func (r *reader) list0(list string) []string {
	if l, ok := r.setLists[list]; ok {
		return l
	}
	if list == "plant.support" {
		return slices.Clone(r.audit.Plant.Support)
	}
	return slices.Clone(r.audit.Team.Members)
}

// listMember takes a member of the team by number.
func (r *reader) listMember(n int, v any, sheet string, c *Cell, f field) {
	s, _ := v.(string)
	if old, ok := f.value.(string); ok && sameText(old, s) {
		r.plan.Same++
		return
	}
	l := r.list0("team.members")
	if n >= 1 && n <= len(l) && f.value != nil {
		l[n-1] = s
	} else {
		l = append(l, s)
	}
	r.setLists["team.members"] = l
	r.changeItem(f.id, f, f.value, s, sheet, c)
}

func (r *reader) listEdits() {
	for _, list := range sortedKeys(r.setLists) {
		r.edits = append(r.edits, auditfile.Set(list, r.setLists[list]))
	}
	clear(r.setLists)
}

// flowValues takes the price, quality and uncertainty of a flow.
func (r *reader) flowValues(sheet string, f field, unit, price, quality, uncertainty *Cell) {
	index := -1
	for i, x := range r.audit.Flows {
		if x.ID == f.id {
			index = i
		}
	}
	set := func(key string, old, v any, unit string, c *Cell, found *quantity.Amount) {
		place := "flow." + f.id + "." + key
		if !r.first(place, v, sheet, *c) {
			return
		}
		if old != nil && same(old, v) {
			r.plan.Same++
			return
		}
		kind := Added
		if old != nil {
			kind = Changed
		}
		r.plan.Changes = append(r.plan.Changes, Change{
			Kind: kind, Key: place, Series: text.M("exchange.series."+key, "name", f.label), Old: old, New: v, Unit: unit, Found: found, Sheet: sheet, Cell: c.Name(),
		})
		e := r.flows[f.id]
		if e == nil {
			e = &flowEdit{index: index}
			r.flows[f.id], r.flowIDs = e, append(r.flowIDs, f.id)
		}
		e.fields = append(e.fields, tomldoc.Field{Key: key, Value: v})
	}
	opt := func(get func() *float64) any {
		if index < 0 || get() == nil {
			return nil
		}
		return *get()
	}
	if price != nil {
		if v, missing, ok := r.plainNumber(sheet, price); ok && !missing {
			var found *quantity.Amount
			if unit != nil { // the price is per the unit that stands beside it
				if u, err := r.voc.unit(unit.Text); err != nil {
					r.bad(sheet, *unit, text.M("exchange.cell.unit", "found", short(plainText(*unit))), text.M("exchange.remedy.unit", "allowed", r.voc.sameKind(f.unit)))
					return
				} else if u.Symbol != f.unit {
					one, err := r.voc.units.Convert(1, u.Symbol, f.unit)
					if err != nil {
						r.bad(sheet, *unit, asMessage(err), text.M("exchange.remedy.unit", "allowed", r.voc.sameKind(f.unit)))
						return
					}
					found = &quantity.Amount{Value: v, Unit: r.voc.currency + "/" + u.Symbol}
					v = tidy(v / one)
				}
			}
			if v < 0 {
				r.bad(sheet, *price, text.M("exchange.cell.negative", "found", v), text.M("exchange.remedy.negative"))
			} else {
				set("price", opt(func() *float64 { return r.audit.Flows[index].Price }), v, r.voc.currency+"/"+f.unit, price, found)
			}
		}
	}
	if quality != nil {
		list := qualities(r.common)
		if id, ok := choiceOf(plainText(*quality), list); ok {
			var old any
			if index >= 0 && r.audit.Flows[index].Quality != "" {
				old = r.audit.Flows[index].Quality
			}
			set("quality", old, id, "", quality, nil)
		} else {
			var names []text.Name
			for _, x := range list {
				names = append(names, x.name)
			}
			r.bad(sheet, *quality, text.M("exchange.cell.choice", "found", short(plainText(*quality))), text.M("exchange.remedy.choice", "allowed", names))
		}
	}
	if uncertainty != nil {
		if v, missing, ok := r.plainNumber(sheet, uncertainty); ok && !missing {
			if v < 0 || v > 1000 {
				r.bad(sheet, *uncertainty, text.M("exchange.cell.range", "found", v, "low", 0.0, "high", 1000.0), text.Message{})
				return
			}
			set("uncertainty", opt(func() *float64 { return r.audit.Flows[index].Uncertainty }), v, "%", uncertainty, nil)
		}
	}
}

// answer takes a reply of the walk-through and its note.
func (r *reader) answer(sheet string, f field, value, note *Cell) {
	index := -1
	for i, x := range r.audit.Answers {
		if x.Question == f.id {
			index = i
		}
	}
	set := func(key, old, v string, c *Cell) {
		place := "answer." + f.id + "." + key
		if !r.first(place, v, sheet, *c) {
			return
		}
		if sameText(old, v) {
			r.plan.Same++
			return
		}
		change := Change{Kind: Added, Key: place, Series: text.M("exchange.series.plain", "name", f.label), New: v, Sheet: sheet, Cell: c.Name()}
		if old != "" {
			change.Kind, change.Old = Changed, old
		}
		r.plan.Changes = append(r.plan.Changes, change)
		e := r.answers[f.id]
		if e == nil {
			e = &answerEdit{index: index}
			r.answers[f.id], r.answerID = e, append(r.answerID, f.id)
		}
		e.fields = append(e.fields, tomldoc.Field{Key: key, Value: v})
	}
	oldReply, oldNote := "", ""
	if index >= 0 {
		oldReply, oldNote = r.audit.Answers[index].Reply, r.audit.Answers[index].Note
	}
	if value != nil {
		if id := reply(plainText(*value)); id != "" {
			set("reply", oldReply, id, value)
		} else if id, ok := choiceOf(plainText(*value), replies()); ok {
			set("reply", oldReply, id, value)
		} else {
			var names []text.Name
			for _, x := range replies() {
				names = append(names, x.name)
			}
			r.bad(sheet, *value, text.M("exchange.cell.choice", "found", short(plainText(*value))), text.M("exchange.remedy.choice", "allowed", names))
			return
		}
	}
	if note != nil && note.Kind != Failed && note.Kind != NoValue {
		if index < 0 && r.answers[f.id] == nil {
			r.bad(sheet, *note, text.M("exchange.form.note-without-reply"), text.M("exchange.remedy.reply"))
			return
		}
		set("note", oldNote, textOf(*note), note)
	}
}

// questionsOf are the questions of the walk-through by area, in the order of
// the form.
func questionsOf(pack *benchmark.Pack, common *benchmark.Common) (all []benchmark.Question, areas map[string]text.Name) {
	areas = map[string]text.Name{}
	rank := map[string]int{}
	for _, a := range common.Method.Areas {
		areas[a.ID], rank[a.ID] = a.Name, a.Order
	}
	all = slices.Clone(pack.Questions)
	slices.SortStableFunc(all, func(a, b benchmark.Question) int { return rank[a.Area] - rank[b.Area] })
	return all, areas
}
