package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report/kind"
	"github.com/sxsh-audit/audit/internal/text"
)

// Term is the period of a periodic report: a year, or a half of one (1 or 2).
type Term struct {
	Year int
	Half int // 0: the whole year
}

// ParseTerm reads "2019", "2019-1" or "2019-2"; the error says what is allowed.
func ParseTerm(s string) (Term, error) {
	year, half, cut := strings.Cut(s, "-")
	var t Term
	var err error
	if t.Year, err = strconv.Atoi(year); err != nil || t.Year < 1900 || t.Year > 9999 {
		return Term{}, text.M("documents.term.unknown", "found", s)
	}
	if cut {
		if half != "1" && half != "2" {
			return Term{}, text.M("documents.term.unknown", "found", s)
		}
		t.Half = int(half[0] - '0')
	}
	return t, nil
}

// String is the term as ParseTerm reads it.
func (t Term) String() string {
	if t.Half == 0 {
		return strconv.Itoa(t.Year)
	}
	return strconv.Itoa(t.Year) + "-" + strconv.Itoa(t.Half)
}

// Name is the term in words.
func (t Term) Name() text.Message {
	switch t.Half {
	case 1:
		return text.M("documents.term.first", "year", t.Year)
	case 2:
		return text.M("documents.term.second", "year", t.Year)
	}
	return text.M("documents.term.year", "year", t.Year)
}

// Holds reports whether a day lies in the term.
func (t Term) Holds(d quantity.Date) bool {
	switch {
	case d.IsZero() || d.Year != t.Year:
		return false
	case t.Half == 1:
		return d.Month <= 6
	case t.Half == 2:
		return d.Month > 6
	}
	return true
}

// term is the period of this report: as wanted, else that of the last day of
// data, else that of the audit's date.
func (a *assessment) term() Term {
	if a.wanted.Term.Year != 0 {
		return a.wanted.Term
	}
	last := a.Audit.Settings.Date
	for i, o := range a.Result.Outputs {
		if i == 0 || later(o.To, last) {
			last = o.To
		}
	}
	t := Term{Year: last.Year}
	if a.kind.ID == "half-year" {
		t.Half = 1
		if last.Month > 6 {
			t.Half = 2
		}
	}
	return t
}

// Terms are the terms that a kind of document can be of, the usual one first: those
// of which the data, the tasks or the solutions have a day. Nil for a kind that is
// of no term.
func Terms(k kind.Kind, in Input) []Term {
	if !k.Has("term") {
		return nil
	}
	a := &assessment{Input: in, kind: k}
	usual := a.term()
	var days []quantity.Date
	for _, p := range in.Audit.Periods {
		if from, to, ok := p.Days(); ok && p.Phase != assess.Omitted {
			days = append(days, from, to)
		}
	}
	for _, o := range in.Audit.Options {
		days = append(days, o.Start, o.Done)
	}
	for _, t := range in.Audit.Tasks {
		days = append(days, t.Date)
	}
	all := []Term{usual}
	for _, d := range append(days, in.Audit.Settings.Date) {
		t := Term{Year: d.Year}
		if usual.Half > 0 {
			if t.Half = 1; d.Month > 6 {
				t.Half = 2
			}
		}
		if !d.IsZero() && !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	slices.SortFunc(all[1:], func(x, y Term) int { return cmp.Or(cmp.Compare(y.Year, x.Year), cmp.Compare(y.Half, x.Half)) })
	return all
}

func later(a, b quantity.Date) bool {
	if a.Year != b.Year {
		return a.Year > b.Year
	}
	if a.Month != b.Month {
		return a.Month > b.Month
	}
	return a.Day > b.Day
}

func (a *assessment) termSection() {
	a.add(Paragraph{Kind: Lead, Text: text.M("documents.term.of", "term", a.term().Name())})
}

// activities are what was done in the term: tasks and solutions with a date in
// it.
func (a *assessment) activities() {
	t := a.term()
	var l List
	for _, x := range a.Audit.Tasks {
		if !x.Done || !t.Holds(x.Date) {
			continue
		}
		n := text.Both(x.ID)
		for _, m := range a.Common.Method.Tasks {
			if m.ID == x.ID {
				n = m.Name
			}
		}
		l.Items = append(l.Items, Item{Text: text.M("documents.activities.task", "date", x.Date, "task", n, "who", x.Responsible)})
	}
	for _, o := range a.decided() {
		switch {
		case t.Holds(o.Done) && o.Status == "done":
			l.Items = append(l.Items, Item{Text: text.M("documents.activities.done", "date", o.Done, "option", a.optionText(o))})
		case t.Holds(o.Start):
			l.Items = append(l.Items, Item{Text: text.M("documents.activities.started", "date", o.Start, "option", a.optionText(o))})
		}
	}
	if len(l.Items) == 0 {
		a.add(Paragraph{Text: text.M("documents.activities.none", "term", t.Name())})
		a.blanks(2)
		return
	}
	a.add(l)
}

// difficulties are what the team noted of the tasks that are not done, else lines
// to fill in.
func (a *assessment) difficulties() {
	var l List
	for _, x := range a.Audit.Tasks {
		if x.Note == "" || x.Done { // the note of a task that is done is no difficulty
			continue
		}
		n := text.Both(x.ID)
		for _, m := range a.Common.Method.Tasks {
			if m.ID == x.ID {
				n = m.Name
			}
		}
		l.Items = append(l.Items, Item{Text: text.M("report.of-flow", "flow", n, "text", nameOf(text.Both(x.Note)))})
	}
	if n := a.Audit.Settings.Note; n != "" {
		l.Items = append(l.Items, Item{Text: text.M("say.text", "text", n)})
	}
	a.add(Paragraph{Text: text.M("documents.difficulties.hard")})
	if len(l.Items) > 0 {
		a.add(l)
	} else {
		a.blanks(3)
	}
	a.add(Paragraph{Text: text.M("documents.difficulties.ask")})
	a.blanks(3)
}

// blanks are lines to be filled in by hand.
func (a *assessment) blanks(n int) {
	for range n {
		a.add(Paragraph{Text: text.M("documents.blank")})
	}
}
