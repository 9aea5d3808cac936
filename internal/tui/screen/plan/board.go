package plan

import (
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

func (s *screen) currency() string {
	if r := phrase.Result(s.work); r != nil {
		return r.Currency
	}
	return "VND"
}

// board lists the solutions by how far they are, and adds their money up.
func (s *screen) board() []widget.Block {
	var blocks []widget.Block
	a := s.work.Audit()
	ideas := 0
	for _, o := range a.Options {
		if stage(o) == "" {
			ideas++
		}
	}
	for _, st := range stages {
		var members []assess.Option
		for _, o := range a.Options {
			if stage(o) == st {
				members = append(members, o)
			}
		}
		if len(members) == 0 {
			continue
		}
		blocks = append(blocks, s.stageHead(st, len(members), len(blocks) == 0))
		for _, o := range members {
			blocks = append(blocks, widget.Block{ID: "option:" + o.ID, Draw: func(w int, selected bool) []string {
				return []string{s.optionRow(o, w, selected)}
			}})
		}
	}
	if len(blocks) == 0 {
		key := "planpage.no-plan"
		if len(a.Options) == 0 {
			key = "planpage.no-options"
		}
		return []widget.Block{widget.Remark(s.Context, s.T(key)), s.link("options", "planpage.go-options"), s.link("portfolio", "planpage.go-portfolio")}
	}
	blocks = append(blocks, s.money()...)
	if ideas > 0 {
		blocks = append(blocks, widget.Head(s.Context, false, s.T("planpage.undecided", "count", ideas), ""), s.link("portfolio", "planpage.go-portfolio"))
	}
	return blocks
}

// link is a row that leads to another page.
func (s *screen) link(page, key string) widget.Block {
	return widget.Block{ID: "go:" + page, Draw: func(w int, selected bool) []string {
		return []string{widget.Line(s.Context, selected, w, widget.Span{Text: widget.Mark(s.Context, selected)}, widget.Span{Text: s.T(key)})}
	}}
}

// column is a column of the board.
type column struct {
	id    string
	cells int
	right bool
}

// columns are in the order in which they stand; keepFirst in that in which they
// are kept where there is not room for all.
var (
	columns   = [...]column{{"responsible", 15, false}, {"funding", 15, false}, {"when", 12, true}, {"planned", 14, true}, {"spent", 14, true}}
	keepFirst = [...]string{"when", "planned", "spent", "responsible", "funding"}
)

// leastName is how much of a name columns leave at least.
const leastName = 26

func fit(w int) (shown []column, name int) {
	name = w - 4
	var keep []string
	for _, id := range keepFirst {
		i := slices.IndexFunc(columns[:], func(c column) bool { return c.id == id })
		if name-columns[i].cells-1 < leastName {
			break
		}
		keep = append(keep, id)
		name -= columns[i].cells + 1
	}
	for _, c := range columns {
		if slices.Contains(keep, c.id) {
			shown = append(shown, c)
		}
	}
	return shown, name
}

func (c column) fit(said, more string) string {
	if c.right {
		return " " + ui.FitRight(said, c.cells, more)
	}
	return " " + ui.Fit(said, c.cells, more)
}

func (s *screen) stageHead(st string, n int, first bool) widget.Block {
	return widget.Block{Draw: func(w int, _ bool) []string {
		shown, name := fit(w)
		line := s.Style.Accent.Render(ui.Fit(s.T("planpage.stage-n", "stage", text.M("planpage.stage."+st), "n", n), name+4, s.Glyph.More))
		for _, c := range shown {
			label := text.M("planpage.column." + c.id)
			if c.id == "when" {
				label = text.M("planpage.when." + st)
			}
			line += s.Style.Muted.Render(c.fit(s.Say(label), s.Glyph.More))
		}
		if first {
			return []string{line}
		}
		return []string{"", line}
	}}
}

// signOf is the sign of a stage.
func (s *screen) signOf(st string) (string, lipgloss.Style) {
	switch st {
	case "done":
		return s.Glyph.Done, s.Style.Good
	case "doing":
		return s.Glyph.Partly, s.Style.Warn
	case "dropped":
		return s.Glyph.Bad, s.Style.Muted
	}
	return s.Glyph.Todo, s.Style.Accent
}

func (s *screen) cell(id string, o assess.Option) string {
	money := func(v *float64) string {
		if v == nil {
			return "?"
		}
		return s.Money(*v, s.currency())
	}
	switch id {
	case "responsible":
		return ui.CleanLine(o.Responsible)
	case "funding":
		return ui.CleanLine(o.Funding)
	case "when":
		said := s.Date(milestone(o))
		if days, _ := overdue(o, today(s.Context)); days > 0 {
			return s.Glyph.Warn + " " + said
		}
		return said
	case "planned":
		if o.Investment == nil && stage(o) == "dropped" {
			return ""
		}
		return money(o.Investment)
	}
	if o.Spent == nil && o.Status != "done" {
		return ""
	}
	return money(o.Spent)
}

func (s *screen) optionRow(o assess.Option, w int, selected bool) string {
	st := stage(o)
	sign, style := s.signOf(st)
	shown, name := fit(w)
	plain := s.Style.Plain
	if st == "dropped" {
		plain = s.Style.Muted
	}
	spans := []widget.Span{{Text: widget.Mark(s.Context, selected)}, {Text: sign + " ", Style: style}, {Text: ui.Fit(s.Name(nameOf(s.work, o)), name, s.Glyph.More), Style: plain}}
	days, _ := overdue(o, today(s.Context))
	for _, c := range shown {
		span := widget.Span{Text: c.fit(s.cell(c.id, o), s.Glyph.More), Style: plain}
		if c.id == "when" && days > 0 {
			span.Style = s.Style.Bad
		}
		spans = append(spans, span)
	}
	return widget.Line(s.Context, selected, w, spans...)
}

// optionDetail says all of the plan of a solution.
func (s *screen) optionDetail(o assess.Option, w int) []string {
	f := phrase.NewFacts(s.Context, w)
	f.Head(s.Name(nameOf(s.work, o)))
	if _, late := overdue(o, today(s.Context)); !late.Empty() {
		f.Warn("planpage.fact.late", s.Say(late))
	}
	st := stage(o)
	if st != "dropped" {
		var lacks []text.Message
		for _, x := range []struct {
			lacks bool
			key   text.Message
		}{
			{o.Responsible == "", text.M("planpage.lacks.responsible")},
			{o.Start.IsZero(), text.M("planpage.lacks.start")},
			{o.Done.IsZero() && st != "planned", text.M("planpage.lacks.done")},
			{o.Funding == "" && (o.Investment == nil || *o.Investment > 0), text.M("planpage.lacks.funding")},
			{o.Spent == nil && st == "done", text.M("planpage.lacks.spent")},
		} {
			if x.lacks {
				lacks = append(lacks, x.key)
			}
		}
		if len(lacks) > 0 {
			var said []string
			for _, m := range lacks {
				said = append(said, s.Say(m))
			}
			f.Add("planpage.fact.lacks", strings.Join(said, ", "))
		}
	} else if o.Reason != "" {
		f.Warn("options.fact.reason", ui.CleanLine(o.Reason))
	}
	switch {
	case o.Start.IsZero() && o.Done.IsZero():
	case o.Done.IsZero():
		f.Add("planpage.fact.when", s.T("planpage.from", "date", o.Start))
	case o.Start.IsZero():
		f.Add("planpage.fact.when", s.T("planpage.until", "date", o.Done))
	default:
		f.Add("planpage.fact.when", s.Date(o.Start)+" – "+s.Date(o.Done))
	}
	f.Add("options.fact.responsible", ui.CleanLine(o.Responsible))
	if o.Investment != nil {
		said := s.Money(*o.Investment, s.currency())
		if o.Funding != "" {
			said += " (" + ui.CleanLine(o.Funding) + ")"
		}
		if o.Spent != nil {
			said = s.T("planpage.spent-of", "planned", said, "spent", s.Money(*o.Spent, s.currency()))
			if *o.Investment > 0 {
				said += " (" + s.Percent(100*(*o.Spent / *o.Investment - 1)) + ")"
			}
		}
		f.Add("planpage.fact.money", said)
	} else if o.Spent != nil {
		f.Add("options.fact.spent", s.Money(*o.Spent, s.currency()))
	}
	f.Add("pages.source.note", ui.CleanLine(o.Note))
	return f.Lines
}

// money adds the budget up, by year and by source of funds.
func (s *screen) money() []widget.Block {
	all, years, sources := budgets(s.work.Audit())
	if all.count == 0 {
		return nil
	}
	const cells = 15
	unit := s.currency()
	line := func(id, label string, b budget, strong bool) widget.Block {
		return widget.Block{ID: id, Draw: func(w int, selected bool) []string {
			planned, spent := s.Money(b.planned, unit), s.Money(b.spent, unit)
			if b.noPlan > 0 {
				planned = s.T("planpage.at-least", "money", planned)
			}
			switch {
			case b.stated == 0 && b.noSpent == 0:
				spent = ""
			case b.stated == 0:
				spent = "?"
			case b.noSpent > 0:
				spent = s.T("planpage.at-least", "money", spent)
			}
			style := s.Style.Plain
			if strong {
				style = s.Style.Strong
			}
			return []string{widget.Line(s.Context, selected, w, widget.Span{Text: widget.Mark(s.Context, selected)},
				widget.Span{Text: ui.Fit(label, max(0, w-2-2*cells), s.Glyph.More), Style: style},
				widget.Span{Text: ui.FitRight(planned, cells, ""), Style: style}, widget.Span{Text: ui.FitRight(spent, cells, ""), Style: style})}
		}}
	}
	blocks := []widget.Block{{Draw: func(w int, _ bool) []string {
		return []string{"", s.Style.Accent.Render(ui.Fit(s.T("planpage.budget"), max(0, w-2*cells), s.Glyph.More)) +
			s.Style.Muted.Render(ui.FitRight(s.T("planpage.column.planned"), cells, "")+ui.FitRight(s.T("planpage.column.spent"), cells, ""))}
	}}}
	for _, y := range years {
		label := s.T("planpage.no-date")
		if y.year != 0 {
			label = s.T("planpage.year", "year", y.year, "count", y.count)
		}
		blocks = append(blocks, line("year:"+strconv.Itoa(y.year), label, y.budget, false))
	}
	for _, x := range sources {
		label := s.T("planpage.no-source")
		if x.source != "" {
			label = s.T("planpage.source", "source", x.source, "count", x.count)
		}
		blocks = append(blocks, line("source:"+x.source, label, x.budget, false))
	}
	blocks = append(blocks, line("sum:", s.T("planpage.sum", "count", all.count), all, true))
	if all.noPlan > 0 || all.noSpent > 0 {
		blocks = append(blocks, widget.Remark(s.Context, s.T("planpage.not-counted", "planned", all.noPlan, "spent", all.noSpent)))
	}
	return blocks
}
