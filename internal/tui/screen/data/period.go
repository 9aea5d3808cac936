package data

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// What the dialogs about periods answer. Columns are named by their keys, since
// an edit in between may move them.
type (
	periodMenu  struct{ do string }
	periodsMade struct{ typed string }
	layoutYear  struct {
		months bool
		year   int
		beside bool // a year with figures stays, omitted, beside its months
	}
	periodNote  struct{ column, typed string }
	periodsGone struct{ columns []string }
)

// ---- periods as people write them ----

var (
	dates     = regexp.MustCompile(`\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}-\d{1,2}|\d{1,2}[/.]\d{4}|\d{4}`)
	monthsOf  = regexp.MustCompile(`^(\d{1,2})\s*[-–—]\s*(\d{1,2})[/.](\d{4})$`)
	yearsOf   = regexp.MustCompile(`^(\d{4})\s*[-–—]\s*(\d{4})$`)
	onlyMarks = regexp.MustCompile(`^(\s|[-–—.]|đến|to|→|tháng|năm|từ|from|month|year)*$`)
)

// The years that the file allows (auditfile).
const (
	firstYear = 1990
	lastYear  = 2100
)

// parsePeriods reads a period as people write it: a year (2018), a month
// (3/2018, 2018-03), months from to (1-12/2018, 1/2018 - 6/2019), years from
// to, or days from to (5/1/2018 - 3/2/2018), the day first.
func parsePeriods(typed string) ([]assess.Period, error) {
	typed = strings.TrimSpace(strings.ToLower(typed))
	bad := text.M("grid.period.cannot-read", "text", typed)
	if m := monthsOf.FindStringSubmatch(typed); m != nil {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[2])
		y, _ := strconv.Atoi(m[3])
		return months(quantity.Month{Year: y, Month: a}, quantity.Month{Year: y, Month: b}, bad)
	}
	found := dates.FindAllString(typed, -1)
	if m := yearsOf.FindStringSubmatch(typed); m != nil {
		found = m[1:]
		typed = ""
	}
	if len(found) == 0 || len(found) > 2 || !onlyMarks.MatchString(dates.ReplaceAllString(typed, " ")) {
		return nil, bad
	}
	var parts [2][]int // year first
	for i, f := range found {
		p := numbers(f)
		if len(f) > 4 && f[4] != '-' {
			slices.Reverse(p)
		}
		parts[i] = p
	}
	a, b := parts[0], parts[1]
	if len(found) == 1 {
		b = a
	}
	if len(a) != len(b) {
		return nil, bad
	}
	switch len(a) {
	case 1:
		if a[0] < firstYear || b[0] > lastYear || b[0] < a[0] || b[0]-a[0] > 100 {
			return nil, bad
		}
		var all []assess.Period
		for y := a[0]; y <= b[0]; y++ {
			all = append(all, wholeYear(y))
		}
		return all, nil
	case 2:
		return months(quantity.Month{Year: a[0], Month: a[1]}, quantity.Month{Year: b[0], Month: b[1]}, bad)
	}
	from, to := quantity.Date{Year: a[0], Month: a[1], Day: a[2]}, quantity.Date{Year: b[0], Month: b[1], Day: b[2]}
	for i, d := range []quantity.Date{from, to} {
		if !d.Valid() {
			return nil, text.M("date.no-such-day", "text", found[min(i, len(found)-1)])
		}
	}
	if to.Before(from) || len(found) == 1 || from.Year < firstYear || to.Year > lastYear {
		return nil, bad
	}
	return []assess.Period{{From: from, To: to}}, nil
}

func numbers(s string) []int {
	var all []int
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		n, _ := strconv.Atoi(f)
		all = append(all, n)
	}
	return all
}

func months(from, to quantity.Month, bad error) ([]assess.Period, error) {
	if !from.Valid() || !to.Valid() || to.Before(from) || from.Year < firstYear || to.Year > lastYear {
		return nil, bad
	}
	var all []assess.Period
	for m := from; !to.Before(m); m = m.Next() {
		if len(all) >= mostPeriods {
			return nil, bad
		}
		all = append(all, assess.Period{Month: m})
	}
	return all, nil
}

// overlapping is a period of the table that shares days with p: the file does
// not allow a day in two periods that count.
func (s *sheet) overlapping(p assess.Period) (column, bool) {
	from, to, _ := p.Days()
	for _, c := range s.periods {
		f, t, ok := c.period.Days()
		same := f == from && t == to // would be taken for one another
		if ok && c.index >= 0 && (counted(c.period) || same) && !to.Before(f) && !t.Before(from) {
			return c, true
		}
	}
	return column{}, false
}

// ---- the menu of the periods ----

// chosenPeriods are the columns that a command about periods is for: those of
// the selection, else all columns of a selection of whole rows are left out.
func (s *screen) chosenPeriods() []column {
	sh := s.sheet()
	r, ok := s.grid.Selection()
	if !ok {
		return nil
	}
	var all []column
	for c := max(r.Left, headCols); c <= r.Right; c++ {
		if col, ok := sh.period(c); ok {
			all = append(all, col)
		}
	}
	return all
}

func keysOf(all []column) []string {
	var keys []string
	for _, c := range all {
		keys = append(keys, c.key())
	}
	return keys
}

// periodsNamed are the columns with the keys that still exist.
func (s *sheet) periodsNamed(keys []string) []column {
	var all []column
	for _, c := range s.periods {
		if slices.Contains(keys, c.key()) {
			all = append(all, c)
		}
	}
	return all
}

// periodMenuOf is the dialog with what can be done with the chosen periods.
func (s *screen) periodMenuOf(at string) ui.Dialog {
	sh := s.sheet()
	chosen := s.chosenPeriods()
	stated := slices.DeleteFunc(slices.Clone(chosen), func(c column) bool { return c.index < 0 })
	heading := text.M("grid.period.heading")
	if len(chosen) == 1 {
		heading = when(chosen[0].period)
	} else if len(chosen) > 1 {
		heading = text.M("grid.period.several", "n", len(chosen))
	}
	return &picker{
		heading: heading,
		details: 2,
		at:      at,
		fill: func(c ui.Context) []widget.Item {
			item := func(id string) widget.Item {
				return widget.Item{ID: id, Name: c.Say(text.M("grid.period-do." + id)), Detail: c.Say(text.M("grid.period-detail." + id))}
			}
			var items []widget.Item
			if len(stated) > 0 {
				for _, ph := range []string{assess.Before, assess.After, assess.History, assess.Omitted} {
					it := item(ph)
					if all := !slices.ContainsFunc(stated, func(c column) bool { return c.period.PhaseOrBefore() != ph }); all {
						it.Right = c.Glyph.Done
					}
					items = append(items, it)
				}
			}
			if len(stated) == 1 {
				items = append(items, item("note"))
			}
			if len(stated) == 0 {
				items = append(items, item("months"), item("year"))
			}
			if next := sh.following(1); len(next) > 0 && len(stated) > 0 || len(sh.audit.Periods) > 0 && len(next) > 0 {
				it := item("next")
				it.Right = c.Say(when(next[0]))
				items = append(items, it)
			}
			items = append(items, item("other"))
			if len(stated) > 0 {
				items = append(items, item("months"), item("year"), item("remove"))
			}
			return items
		},
		accept: func(id string) ui.Action { return periodMenu{id} },
	}
}

func (s *screen) periodMenu(msg periodMenu) {
	sh := s.sheet()
	stated := slices.DeleteFunc(s.chosenPeriods(), func(c column) bool { return c.index < 0 })
	switch msg.do {
	case assess.Before, assess.After, assess.History, assess.Omitted:
		s.setPhase(stated, msg.do)
	case "note":
		if len(stated) == 1 {
			c := stated[0]
			d := &widget.Prompt{
				Heading: when(c.period), Text: text.M("grid.period.note-ask"),
				Accept: func(typed string) (ui.Action, error) { return periodNote{c.key(), typed}, nil },
			}
			d.Field.SetValue(c.period.Note)
			s.Post(ui.Open{Dialog: d})
		}
	case "next":
		s.addPeriods(sh.following(1))
	case "other":
		s.Post(ui.Open{Dialog: s.askPeriods("")})
	case "months", "year":
		s.askYear(msg.do == "months")
	case "remove":
		s.askRemovePeriods(stated)
	}
}

// askPeriods asks which periods to add.
func (s *screen) askPeriods(typed string) ui.Dialog {
	d := &widget.Prompt{
		Heading: text.M("grid.period.add-heading"), Text: text.M("grid.period.add-ask"),
		Accept: func(typed string) (ui.Action, error) {
			all, err := parsePeriods(typed)
			if err != nil {
				return nil, err
			}
			for _, p := range all {
				if c, twice := s.sheet().overlapping(p); twice {
					return nil, text.M("grid.period.overlaps", "new", when(p), "old", when(c.period))
				}
			}
			return periodsMade{typed}, nil
		},
	}
	if typed != "" {
		d.Field.Type(typed)
	}
	return d
}

// askYear asks for the year of a new layout.
func (s *screen) askYear(asMonths bool) {
	heading := "grid.layout.year"
	if asMonths {
		heading = "grid.layout.months"
	}
	d := &widget.Prompt{
		Heading: text.M(heading), Text: text.M("grid.layout.ask"),
		Accept: func(typed string) (ui.Action, error) {
			all, err := parsePeriods(typed)
			if err != nil || len(all) != 1 || year(all[0]) == 0 {
				return nil, text.M("grid.layout.no-year", "text", typed)
			}
			return layoutYear{months: asMonths, year: year(all[0])}, nil
		},
	}
	d.Field.SetValue(strconv.Itoa(s.likelyYear()))
	s.Post(ui.Open{Dialog: d})
}

// likelyYear is the year that the figures are probably of: that of the period
// the keys act on, of the last one, else the last whole year before the audit.
func (s *screen) likelyYear() int {
	if len(s.work.Audit().Periods) > 0 {
		sh := s.sheet()
		for _, col := range []int{s.grid.At().Col, headCols + len(sh.periods) - 1} {
			if c, ok := sh.period(col); ok {
				if _, to, ok := c.period.Days(); ok {
					return to.Year
				}
			}
		}
	}
	return s.offeredYear()
}

// offeredYear is the year offered to an audit without periods: the last whole
// one before the day of the audit, or before today.
func (s *screen) offeredYear() int {
	if d := s.work.Audit().Settings.Date; !d.IsZero() {
		return d.Year - 1
	}
	if s.Now == nil {
		return 2024
	}
	return s.Now().Year() - 1
}

// addPeriods appends periods and stands on the first of them.
func (s *screen) addPeriods(all []assess.Period) {
	if len(all) == 0 {
		return
	}
	sh := s.sheet()
	b := sh.batch(s.Lang())
	for _, p := range all {
		b.addPeriod(p)
	}
	row := max(1, s.grid.At().Row)
	if s.apply(periodsLabel("grid.undo.add-period", "grid.undo.add-periods", all), b) {
		s.goToPeriod(column{-1, all[0]}.key(), row)
	}
}

func periodsLabel(one, several string, all []assess.Period) text.Message {
	if len(all) == 1 {
		return text.M(one, "when", when(all[0]))
	}
	return text.M(several, "n", len(all))
}

// goToPeriod stands on a period.
func (s *screen) goToPeriod(key string, row int) {
	sh := s.sheet()
	if i := slices.IndexFunc(sh.periods, func(c column) bool { return c.key() == key }); i >= 0 {
		s.grid.Go(grid.Pos{Row: min(row, len(sh.rows)-1), Col: headCols + i})
	}
}

func (s *screen) setPhase(all []column, phase string) {
	sh := s.sheet()
	b := sh.batch(s.Lang())
	var changed []assess.Period
	for _, c := range all {
		if c.period.Phase != phase {
			b.set(phase, "period", c.index+1, "phase")
			changed = append(changed, c.period)
		}
	}
	if len(changed) == 0 {
		return
	}
	label := text.M("grid.undo.phases", "n", len(changed), "phase", text.M("grid.phase."+phase))
	if len(changed) == 1 {
		label = text.M("grid.undo.phase", "when", when(changed[0]), "phase", text.M("grid.phase."+phase))
	}
	s.apply(label, b)
}

func (s *screen) periodNote(msg periodNote) {
	sh := s.sheet()
	all := sh.periodsNamed([]string{msg.column})
	if len(all) == 0 {
		return
	}
	b, n := sh.batch(s.Lang()), all[0].index+1
	if msg.typed == "" {
		b.unset("period", n, "note")
	} else {
		b.set(msg.typed, "period", n, "note")
	}
	s.apply(text.M("grid.undo.note", "when", when(all[0].period)), b)
}

// askRemovePeriods asks before periods go with their figures.
func (s *screen) askRemovePeriods(all []column) {
	if len(all) == 0 {
		return
	}
	figures := 0
	for _, c := range all {
		figures += len(c.period.Output) + len(c.period.Flows) + len(c.period.Drivers)
	}
	gone := periodsGone{keysOf(all)}
	if figures == 0 && !slices.ContainsFunc(all, func(c column) bool { return !empty(c.period) }) {
		s.periodsGone(gone)
		return
	}
	said := text.M("grid.period.remove-several", "n", len(all), "figures", figures)
	if len(all) == 1 {
		said = text.M("grid.period.remove-one", "when", when(all[0].period), "figures", figures)
	}
	s.Post(ui.Open{Dialog: &ui.Ask{
		Heading: text.M("grid.period-do.remove"), Text: []text.Message{said},
		Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "grid.remove.do", Letter: "x", Action: gone}},
	}})
}

func (s *screen) periodsGone(msg periodsGone) {
	sh := s.sheet()
	var indexes []int
	var all []assess.Period
	for _, c := range sh.periodsNamed(msg.columns) {
		if c.index >= 0 {
			indexes, all = append(indexes, c.index), append(all, c.period)
		}
	}
	if len(all) == 0 {
		return
	}
	b := sh.batch(s.Lang())
	b.removePeriods(indexes)
	s.apply(periodsLabel("grid.undo.remove-period", "grid.undo.remove-periods", all), b)
}

// ---- a year or twelve months ----

// layout makes the table one of a year or of its twelve months. Periods without
// figures make room; the figures of the others are never touched: a year that
// has some can stay beside its months, omitted, where the user says so; else
// nothing is done, and it is said why. What is omitted is in nobody's way.
func (s *screen) layout(msg layoutYear) {
	sh := s.sheet()
	want := []assess.Period{wholeYear(msg.year)}
	key, why := "grid.undo.year", "grid.layout.has-months"
	if msg.months {
		key, why = "grid.undo.months", "grid.layout.has-year"
		want = nil
		for m := range 12 {
			want = append(want, assess.Period{Month: quantity.Month{Year: msg.year, Month: m + 1}})
		}
	}
	name := text.M("grid.when.year", "year", msg.year)
	var free []int     // periods without figures
	var aside []column // the year with figures, which the months stand beside
	have := map[string]bool{}
	for _, c := range sh.periods {
		wanted := slices.ContainsFunc(want, func(p assess.Period) bool { return column{-1, p}.key() == c.key() })
		switch {
		case c.index < 0:
		case wanted && !have[c.key()]:
			have[c.key()] = true
		case !counted(c.period):
		case empty(c.period) && (sh.emptyAudit() || shares(c.period, want)):
			free = append(free, c.index)
		case msg.months && year(c.period) == msg.year:
			aside = append(aside, c)
		case shares(c.period, want):
			s.Post(ui.Open{Dialog: ui.Tell(name, text.M(why, "year", name))})
			return
		}
	}
	if len(aside) > 0 && !msg.beside {
		msg.beside = true
		s.Post(ui.Open{Dialog: &ui.Ask{
			Heading: name, Text: []text.Message{text.M("grid.layout.has-year", "year", name)},
			Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "grid.layout.beside", Action: msg}},
		}})
		return
	}
	b := sh.batch(s.Lang())
	for _, c := range aside { // before the tables are counted anew
		b.set(assess.Omitted, "period", c.index+1, "phase")
		key = "grid.undo.months-beside"
	}
	b.removePeriods(free)
	for _, p := range want {
		if len(aside) > 0 {
			p.Phase = aside[0].period.Phase // months of a year after are after, too
		}
		if !have[column{-1, p}.key()] {
			b.addPeriod(p)
		}
	}
	if len(b.edits) == 0 || s.apply(text.M(key, "year", name), b) {
		s.goToPeriod(column{-1, want[0]}.key(), max(1, s.grid.At().Row))
	}
}

// emptyAudit reports whether no period has a figure yet.
func (s *sheet) emptyAudit() bool {
	return !slices.ContainsFunc(s.periods, func(c column) bool { return !empty(c.period) })
}

// shares reports whether a period has a day of one of those.
func shares(p assess.Period, of []assess.Period) bool {
	from, to, ok := p.Days()
	return ok && slices.ContainsFunc(of, func(q assess.Period) bool {
		f, t, _ := q.Days()
		return !to.Before(f) && !t.Before(from)
	})
}
