package task

import (
	"math"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// column is a column of figures at the right of the table.
type column struct {
	title string // key of its words
	width int
	value func(assess.FocusCandidate) string
}

// widest is how wide the names of the steps are at most: the figures stay near
// them in a wide window.
const widest = 64

// columns are those that have room beside the names.
func (f *focus) columns(w int) []column {
	r := phrase.Result(f.work)
	none := f.T("taskpage.focus.none-figure")
	amount := func(a *quantity.Amount) string {
		if a == nil {
			return none
		}
		return f.Amount(*a)
	}
	percent := func(v *float64, sign bool) string {
		switch {
		case v == nil:
			return none
		case sign:
			return "+" + f.Share(math.Round(*v*10)/10)
		}
		return f.Share(math.Round(*v*10) / 10)
	}
	all := []column{
		{"taskpage.focus.score", 6, func(c assess.FocusCandidate) string {
			if !scored(c) {
				return none
			}
			return f.Number(c.Score, 0)
		}},
		{"taskpage.focus.loss", 15, func(c assess.FocusCandidate) string {
			if c.Loss == nil {
				return none
			}
			return f.Money(*c.Loss, r.Currency)
		}},
		{"taskpage.focus.gap", 16, func(c assess.FocusCandidate) string { return percent(c.Gap, true) }},
		{"taskpage.focus.load", 13, func(c assess.FocusCandidate) string { return amount(c.Load) }},
		{"taskpage.focus.loss-share", 12, func(c assess.FocusCandidate) string { return percent(c.LossShare, false) }},
		{"taskpage.focus.load-share", 8, func(c assess.FocusCandidate) string { return percent(c.LoadShare, false) }},
	}
	known := r.Focus
	all = slices.DeleteFunc(all, func(c column) bool { // of which nothing is known of any step
		return known.LoadOf == "" && strings.HasPrefix(c.title, "taskpage.focus.load") || known.LossFrom != assess.LossFollowed && c.title == "taskpage.focus.loss-share"
	})
	room := w - 26
	for i, c := range all {
		if room -= c.width; room < 0 {
			return all[:i]
		}
	}
	return all
}

// scored reports whether anything is known that a step could be scored by.
func scored(c assess.FocusCandidate) bool { return c.Loss != nil || c.Load != nil || c.Gap != nil }

// sign says what a step was chosen as.
func (f *focus) sign(id string) string {
	switch a := f.work.Audit(); id {
	case chosen(a, false):
		return f.Glyph.Mark
	case chosen(a, true):
		return f.Glyph.Todo
	}
	return " "
}

func (f *focus) blocks() []widget.Block {
	var blocks []widget.Block
	if len(candidates(f.work)) == 0 {
		return nil
	}
	for _, c := range candidates(f.work) {
		blocks = append(blocks, widget.Block{ID: c.Step, Draw: func(w int, selected bool) []string {
			return []string{f.row(c, w, selected)}
		}})
	}
	return blocks
}

func (f *focus) row(c assess.FocusCandidate, w int, selected bool) string {
	mark := widget.Mark(f.Context, selected) + f.sign(c.Step) + " "
	figures := ""
	for _, col := range f.columns(w) {
		figures += " " + ui.FitRight(col.value(c), col.width-1, f.Glyph.More)
	}
	style := f.Style.Plain
	if c.Step == chosen(f.work.Audit(), false) {
		style = f.Style.Strong
	}
	room := max(0, min(w-ui.Width(mark)-ui.Width(figures), widest))
	return widget.Line(f.Context, selected, w,
		widget.Span{Text: mark, Style: f.Style.Accent}, widget.Span{Text: ui.Fit(f.Name(c.Name), room, f.Glyph.More), Style: style}, widget.Span{Text: figures})
}

func (f *focus) View() string {
	if len(candidates(f.work)) == 0 {
		key := "taskpage.focus.none"
		switch {
		case f.work.Pack() == nil:
			key = "pages.no-pack"
		case f.work.Audit().Settings.Level != ui.Detailed:
			key = "taskpage.none"
		}
		return ui.Box("\n"+strings.Join(widget.Prose(f.T(key), f.W-1, 1, nil), "\n"), f.W, f.H)
	}
	f.stack.Set(f.blocks())
	top := f.heading(f.W)
	f.head = len(top)
	h := max(0, f.H-f.head)
	below := min(9, max(4, h/2-1))
	list := max(0, h-below-1)
	if rows := len(candidates(f.work)); rows < list && f.H >= 24 { // no blank rows between the table and what is said
		below += list - rows
		list = rows
	}
	lines := append(top, f.stack.View(f.W, list, f.Context), widget.Rule(f.Context, f.W, ""))
	if c, ok := f.current(); ok {
		for _, l := range widget.Most(f.about(c, f.W-2), below, f.W-2, f.Glyph.More) {
			lines = append(lines, " "+l)
		}
	}
	return ui.Box(strings.Join(lines, "\n"), f.W, f.H)
}

// heading says what is chosen, and names the columns.
func (f *focus) heading(w int) []string {
	a := f.work.Audit()
	var lines []string
	for _, next := range []bool{false, true} {
		key := "taskpage.focus.is"
		if next {
			key = "taskpage.focus.is-next"
		}
		id := chosen(a, next)
		if id == "" {
			if !next {
				lines = append(lines, " "+f.Style.Warn.Render(ui.Cut(f.Glyph.Warn+" "+f.T("taskpage.focus.not-chosen"), w-2, f.Glyph.More)))
			}
			continue
		}
		said := f.sign(id) + " " + f.T(key, "step", stepOf(f.work, id))
		if why := ui.CleanLine(reason(a, next)); why != "" {
			said += ": " + why
		} else {
			said += " " + f.Glyph.Sep + " " + f.T("taskpage.focus.no-reason")
		}
		lines = append(lines, " "+f.Style.Strong.Render(ui.Cut(said, w-2, f.Glyph.More)))
	}
	titles := ""
	for _, col := range f.columns(w - 2) { // the stack keeps two cells for its arrows
		titles += " " + ui.FitRight(f.T(col.title), col.width-1, f.Glyph.More)
	}
	label := ui.Fit("    "+f.T("taskpage.focus.step"), max(0, min(w-2-ui.Width(titles), widest+4)), f.Glyph.More)
	if f.H >= 16 {
		lines = append(lines, widget.Rule(f.Context, w, ""))
	}
	return append(lines, f.Style.Muted.Render(ui.Fit(label+titles, w, f.Glyph.More)))
}

// about is what speaks for a step, and where the figures come from.
func (f *focus) about(c assess.FocusCandidate, w int) []string {
	head := f.T("taskpage.focus.about", "step", c.Name, "score", f.Number(c.Score, 0))
	if !scored(c) {
		head = f.T("taskpage.focus.about-none", "step", c.Name)
	}
	lines := []string{f.Style.Accent.Render(ui.Cut(head, w, f.Glyph.More))}
	for _, m := range c.Reasons {
		style := f.Style.Plain.Render
		if strings.HasPrefix(m.Key, "focus.no-") {
			style = f.Style.Muted.Render
		}
		lines = append(lines, widget.Bullet(f.Glyph.Sep, f.Say(m), w, style)...)
	}
	for _, m := range f.remarks() {
		lines = append(lines, widget.Prose(f.Say(m), w, 0, f.Style.Muted.Render)...)
	}
	return lines
}

// remarks say where the money and the loads come from, and how the score is made.
func (f *focus) remarks() []text.Message {
	r := phrase.Result(f.work)
	k := r.Focus
	var said []text.Message
	basis := text.Message{}
	if r.Balance != nil {
		basis = text.M("taskpage.focus.basis-year")
		if !k.LossYearly && r.Balance.Basis != "" {
			basis = text.M("taskpage.focus.basis", "basis", r.Balance.Basis)
		} else if !k.LossYearly {
			basis = text.M("taskpage.focus.basis-once")
		}
	}
	switch k.LossFrom {
	case assess.LossFollowed:
		said = append(said, text.M("taskpage.focus.loss-followed", "span", basis))
	case assess.LossGap:
		said = append(said, text.M("taskpage.focus.loss-gap", "span", phrase.Span(r, k.LossYearly)))
	default:
		said = append(said, text.M("taskpage.focus.loss-unknown"))
	}
	if k.LoadOf != "" {
		said = append(said, text.M("taskpage.focus.load-of", "what", text.M("focus.of-"+k.LoadOf)))
	}
	return append(said, text.M("taskpage.focus.rule"))
}

// reader shows how the score of a step comes about.
func (f *focus) reader(step string) ui.Screen {
	return &widget.Reader{
		Heading: func(c ui.Context) string { return c.T("taskpage.focus.reader", "step", stepOf(f.work, step)) },
		Lines: func(c ui.Context, w int) []string {
			w = min(w, ui.Measure)
			drawn := *f
			drawn.Context = c
			for _, cand := range candidates(f.work) {
				if cand.Step != step {
					continue
				}
				lines := append(drawn.about(cand, w), "", c.Style.Accent.Render(ui.Cut(c.Say(cand.Why.Label), w, c.Glyph.More)))
				lines = append(lines, widget.Prose(cand.Why.Formula+" = "+c.Number(cand.Score, 1), w, 2, nil)...)
				for _, part := range cand.Why.Parts() {
					lines = append(lines, widget.Bullet("  "+c.Glyph.Sep, c.Say(part.Label)+": "+c.Amount(*part.Value), w, nil)...)
					lines = append(lines, widget.Prose(c.Say(part.Note), w, 4, c.Style.Muted.Render)...)
				}
				return lines
			}
			return nil
		},
	}
}
