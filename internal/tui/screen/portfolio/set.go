package portfolio

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	core "github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/option"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// blocks lay the proposed set out, and beside it the chosen one.
func (s *screen) blocks() []widget.Block {
	if s.empty() != "" {
		return nil
	}
	var all []widget.Block
	head := func(title, right string) { all = append(all, widget.Head(s.Context, len(all) == 0, title, right)) }
	say := func(id, said string) { all = append(all, s.sentence(id, said)) }

	all = append(all, s.goalsHead())
	for k := range s.solved.Proposed.Groups {
		all = append(all, s.goalRow(k))
	}
	p := s.solved.Proposed
	if len(p.Set.Options) > 0 {
		what := string(p.Objective)
		if p.Nearest != core.NoneNear {
			what = "nearest"
		}
		head(s.Say(text.M("portfoliopage.proposed."+what)), s.T("portfoliopage.set-of", "count", len(p.Set.Options), "investment", option.MoneyShort(s.Context, p.Set.Investment, s.currency())))
		all = append(all, s.columnsHead())
	}
	for _, x := range s.solved.Explanation.Steps {
		all = append(all, s.step(x))
	}
	if beyond := s.beyond(); len(beyond) > 0 {
		head(s.T("portfoliopage.beyond"), "")
		for _, id := range beyond {
			all = append(all, s.other(id))
		}
	}
	none := s.nothing()
	if !none || len(s.solved.ChosenGroups) > 0 {
		head(s.T("portfoliopage.compare"), "")
		all = append(all, s.comparison()...)
	}
	head(s.T("portfoliopage.explained"), "")
	for i, m := range s.solved.Explanation.Sentences {
		say("say:"+strconv.Itoa(i), s.Say(m))
	}
	if p.Outcome == core.Infeasible {
		say("next", s.T("portfoliopage.next"))
	}
	if lines := s.certainty(); len(lines) > 0 {
		head(s.T("portfoliopage.certainty"), "")
		for i, said := range lines {
			say("sure:"+strconv.Itoa(i), said)
		}
	}
	for i, x := range p.LeftOut {
		if i == 0 {
			head(s.T("portfoliopage.left-out"), "")
		}
		all = append(all, s.left1(x))
	}
	for i, m := range s.solved.Remarks {
		say("remark:"+strconv.Itoa(i), s.Say(m))
	}
	return all
}

// nothing reports whether no set is proposed.
func (s *screen) nothing() bool { return s.solved == nil || len(s.solved.Proposed.Set.Options) == 0 }

func (s *screen) currency() string {
	if r := phrase.Result(s.work); r != nil {
		return r.Currency
	}
	return "VND"
}

// sentence is a paragraph that can be gone to, so that it can be read whole.
func (s *screen) sentence(id, said string) widget.Block {
	return widget.Block{ID: id, Draw: func(w int, selected bool) []string {
		mark := s.Glyph.Info
		if selected {
			mark = s.Glyph.Cursor
		}
		return widget.Bullet(mark, said, w, nil)
	}}
}

// Cells of the figures of goals.
const goalCells = 11

func (s *screen) goalsHead() widget.Block {
	return widget.Block{Draw: func(w int, _ bool) []string {
		line := s.Style.Accent.Render(ui.Fit(s.T("portfoliopage.goals"), max(0, w-3*goalCells), s.Glyph.More))
		for _, key := range [...]string{"portfoliopage.column.target", "portfoliopage.column.proposed", "portfoliopage.column.chosen"} {
			line += s.Style.Muted.Render(ui.FitRight(s.T(key), goalCells, ""))
		}
		return []string{line}
	}}
}

// goalRow is a goal with what the sets save of it.
func (s *screen) goalRow(k int) widget.Block {
	g := s.solved.Proposed.Groups[k]
	return widget.Block{ID: "goal:" + g.Group, Draw: func(w int, selected bool) []string {
		spans := []widget.Span{
			{Text: widget.Mark(s.Context, selected)},
			{Text: ui.Fit(s.groupName(g.Group), max(0, w-2-3*goalCells), s.Glyph.More)},
			{Text: ui.FitRight(s.Share(100*g.Target), goalCells, "")},
		}
		add := func(x core.GroupResult, known bool) {
			if !known {
				spans = append(spans, widget.Span{Text: ui.FitRight("-", goalCells, ""), Style: s.Style.Muted})
				return
			}
			sign, style := s.Glyph.Bad, s.Style.Bad
			if x.Reached {
				sign, style = s.Glyph.Done, s.Style.Good
			}
			spans = append(spans, widget.Span{Text: ui.FitRight(s.Share(100*x.Saving)+" "+sign, goalCells, ""), Style: style})
		}
		add(g, !s.nothing())
		i := slices.IndexFunc(s.solved.ChosenGroups, func(x core.GroupResult) bool { return x.Group == g.Group })
		if i >= 0 {
			add(s.solved.ChosenGroups[i], true)
		} else {
			add(core.GroupResult{}, false)
		}
		return []string{widget.Line(s.Context, selected, w, spans...)}
	}}
}

func (s *screen) groupName(id string) string {
	return upper(short(s.Context, s.Name(s.work.Common().Method.GroupName(id))))
}

// upper begins a text with a capital.
func upper(said string) string {
	for i, r := range said {
		return strings.ToUpper(string(r)) + said[i+len(string(r)):]
	}
	return said
}

// sign is how far an option is.
func (s *screen) sign(id string) (string, lipgloss.Style) {
	o, _ := find(s.work, id)
	switch o.Status {
	case "done":
		return s.Glyph.Done, s.Style.Good
	case "doing":
		return s.Glyph.Partly, s.Style.Warn
	case "planned":
		return s.Glyph.Todo, s.Style.Accent
	}
	return "+", s.Style.Plain // not decided yet
}

func (s *screen) name(id string) string {
	if sh, ok := phrase.Result(s.work).Options.Sheet(id); ok {
		return s.Name(sh.Name)
	}
	return ui.CleanLine(id)
}

// Cells of the figures of a step, and how much of a name they leave at least.
const (
	moneyCells = 14
	gainCells  = 12
	leastName  = 22
)

// gains is for how many goals there is a column.
func (s *screen) gains(w int) (n int, npv bool) {
	room := w - 4 - leastName - moneyCells
	n = min(len(s.solved.Query.Goals), max(0, room/gainCells))
	return n, room-n*gainCells >= moneyCells
}

func (s *screen) columnsHead() widget.Block {
	return widget.Block{Draw: func(w int, _ bool) []string {
		n, npv := s.gains(w)
		line := ui.FitRight(s.T("optionpage.column.investment"), moneyCells, "")
		for k := range n {
			line += ui.FitRight(ui.Cut(s.groupName(s.solved.Query.Goals[k].Group.ID), gainCells-1, s.Glyph.More), gainCells, "")
		}
		if npv {
			line += ui.FitRight(s.T("portfoliopage.column.npv"), moneyCells, "")
		}
		return []string{s.Style.Muted.Render(ui.FitRight(line, w, ""))}
	}}
}

// step is an option of the proposed set with what it adds to those before it.
func (s *screen) step(x core.Added) widget.Block {
	return widget.Block{ID: "option:" + x.Option, Draw: func(w int, selected bool) []string {
		n, npv := s.gains(w)
		sign, style := s.sign(x.Option)
		figures := ui.FitRight(s.Money(x.Investment, s.currency()), moneyCells, s.Glyph.More)
		for k := range n {
			said := ""
			if k < len(x.Gains) && x.Gains[k] != 0 {
				said = s.Percent(100 * x.Gains[k])
			}
			figures += ui.FitRight(said, gainCells, "")
		}
		if npv {
			figures += ui.FitRight(option.MoneyShort(s.Context, x.NPV, s.currency()), moneyCells, s.Glyph.More)
		}
		return []string{widget.Line(s.Context, selected, w,
			widget.Span{Text: widget.Mark(s.Context, selected)}, widget.Span{Text: sign + " ", Style: style},
			widget.Span{Text: ui.Fit(s.name(x.Option), max(0, w-4-ui.Width(figures)), s.Glyph.More)}, widget.Span{Text: figures})}
	}}
}

// beyond are the chosen options that the proposed set has not.
func (s *screen) beyond() (ids []string) {
	if s.solved.Chosen == nil {
		return nil
	}
	for _, id := range s.solved.Chosen.Options {
		if !slices.Contains(s.solved.Proposed.Set.Options, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// other is an option outside the proposed set.
func (s *screen) other(id string) widget.Block {
	return widget.Block{ID: "option:" + id, Draw: func(w int, selected bool) []string {
		sign, style := s.sign(id)
		sh, _ := phrase.Result(s.work).Options.Sheet(id)
		money := ui.FitRight(option.MoneyShort(s.Context, sh.Economics.Investment.Central, s.currency()), moneyCells, "")
		return []string{widget.Line(s.Context, selected, w,
			widget.Span{Text: widget.Mark(s.Context, selected)}, widget.Span{Text: sign + " ", Style: style},
			widget.Span{Text: ui.Fit(s.name(id), max(0, w-4-moneyCells), s.Glyph.More)}, widget.Span{Text: money})}
	}}
}

// left1 is an option that could not take part.
func (s *screen) left1(x core.LeftOut) widget.Block {
	return widget.Block{ID: "option:" + x.Option, Draw: func(w int, selected bool) []string {
		mark := s.Glyph.Warn
		if selected {
			mark = s.Glyph.Cursor
		}
		return widget.Bullet(mark, s.Say(x.Why), w, nil)
	}}
}

// comparison is the proposed set beside the chosen one.
func (s *screen) comparison() []widget.Block {
	unit := s.currency()
	co2e := func(c *core.Combined) string {
		tonnes := func(v float64) string { return s.Amount(quantity.Amount{Value: v, Unit: "t"}) }
		switch p := c.CO2ePart; {
		case c.CO2e.OK():
			return tonnes(c.CO2e.Value)
		case p == nil:
			return "?"
		case p.Least:
			return s.T("detail.at-least", "amount", tonnes(p.Value))
		default:
			return s.T("detail.in-part", "amount", tonnes(p.Value))
		}
	}
	proposed, chosen := &s.solved.Proposed.Set, s.solved.Chosen
	rows := []struct {
		key string
		say func(c *core.Combined) string
	}{
		{"portfoliopage.sum.count", func(c *core.Combined) string { return strconv.Itoa(len(c.Options)) }},
		{"portfoliopage.sum.investment", func(c *core.Combined) string { return option.MoneyShort(s.Context, c.Investment, unit) }},
		{"portfoliopage.sum.annual", func(c *core.Combined) string { return option.MoneyShort(s.Context, c.Annual, unit) }},
		{"portfoliopage.sum.payback", func(c *core.Combined) string { return option.PaybackShort(s.Context, c.Payback) }},
		{"portfoliopage.sum.npv", func(c *core.Combined) string { return option.MoneyShort(s.Context, c.NPV, unit) }},
		{"portfoliopage.sum.co2e", func(c *core.Combined) string { return co2e(c) }},
		{"portfoliopage.sum.overlap", func(c *core.Combined) string { return option.MoneyShort(s.Context, c.Overlap, unit) }},
	}
	const cells = 15
	line := func(w int, label, a, b string, style lipgloss.Style, selected bool, mark string) string {
		return widget.Line(s.Context, selected, w, widget.Span{Text: mark}, widget.Span{Text: ui.Fit(label, max(0, w-ui.Width(mark)-2*cells), s.Glyph.More), Style: style},
			widget.Span{Text: ui.FitRight(a, cells, ""), Style: style}, widget.Span{Text: ui.FitRight(b, cells, ""), Style: style})
	}
	blocks := []widget.Block{{Draw: func(w int, _ bool) []string {
		return []string{line(w, "", s.T("portfoliopage.column.proposed"), s.T("portfoliopage.column.chosen"), s.Style.Muted, false, "  ")}
	}}}
	for _, r := range rows {
		blocks = append(blocks, widget.Block{ID: r.key, Draw: func(w int, selected bool) []string {
			b := "-"
			if chosen != nil {
				b = r.say(chosen)
			}
			return []string{line(w, s.T(r.key), r.say(proposed), b, s.Style.Plain, selected, widget.Mark(s.Context, selected))}
		}})
	}
	for _, c := range []*core.Combined{proposed, chosen} {
		switch {
		case c == nil || c.CO2e.OK() || c.CO2e.Why.Empty():
			continue
		case c.CO2ePart != nil:
			blocks = append(blocks, s.sentence("co2e", s.T("portfoliopage.part-co2e", "known", c.CO2ePart.Message())))
		default:
			blocks = append(blocks, s.sentence("co2e", s.T("portfoliopage.no-co2e", "why", c.CO2e.Why)))
		}
		break
	}
	for i, m := range broken(proposed, chosen) {
		blocks = append(blocks, s.sentence("broken:"+strconv.Itoa(i), s.Glyph.Warn+" "+s.Say(m)))
	}
	return blocks
}

// broken are the relations that the sets do not respect.
func broken(sets ...*core.Combined) (all []text.Message) {
	for _, c := range sets {
		if c != nil {
			all = append(all, c.Broken...)
		}
	}
	return all
}

// chance is a probability in words.
func (s *screen) chance(p float64) string {
	key := "unlikely"
	switch {
	case p >= 0.9:
		key = "sure"
	case p >= 0.7:
		key = "likely"
	case p >= 0.4:
		key = "open"
	}
	return s.T("portfoliopage.chance-of", "percent", s.Number(100*p, 0), "words", text.M("portfoliopage.chance."+key))
}

// certainty says how sure it is that the chosen set, or else the proposed one,
// reaches the goals.
func (s *screen) certainty() (lines []string) {
	r := s.solved.Robustness
	if r == nil {
		return nil
	}
	if s.unranged() {
		return []string{s.T("portfoliopage.no-ranges")}
	}
	which := "proposed"
	if s.solved.Chosen != nil {
		which = "chosen"
	}
	lines = append(lines, s.T("portfoliopage.sure-of", "set", text.M("portfoliopage.set."+which), "draws", r.Draws))
	for _, g := range r.Groups {
		lines = append(lines, s.T("portfoliopage.sure-group", "group", s.groupName(g.Group), "target", s.Share(100*g.Target), "chance", s.chance(g.Reached.P),
			"low", s.Share(100*g.Low), "high", s.Share(100*g.High)))
	}
	if len(r.Groups) > 1 {
		lines = append(lines, s.T("portfoliopage.sure-all", "chance", s.chance(r.All.P)))
	}
	if r.NPV != nil {
		lines = append(lines, s.T("portfoliopage.sure-npv", "chance", s.chance(r.NPV.AboveZero.P),
			"low", s.Money(r.NPV.P5, s.currency()), "high", s.Money(r.NPV.P95, s.currency())))
	}
	return lines
}

// unranged reports whether no option of the set states a range, so that the
// probabilities say little.
func (s *screen) unranged() bool {
	set := s.solved.Proposed.Set.Options
	if s.solved.Chosen != nil {
		set = s.solved.Chosen.Options
	}
	for _, id := range set {
		o, _ := find(s.work, id)
		for _, x := range o.Saves {
			if cmp.Or(x.Low, x.High) != nil {
				return false
			}
		}
		if cmp.Or(o.InvestmentLow, o.InvestmentHigh) != nil {
			return false
		}
	}
	return true
}
