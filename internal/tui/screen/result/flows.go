package result

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// line is a flow as words, before it is laid out in columns.
type line struct {
	assess.Indicator
	name, value, gap, money string
	band, short             string // in words; without what cannot be told apart
	reason                  string // in place of bar and band
}

// flows is the comparison with the sector, flow by flow, and then the flows
// that have no place among bounds, with the reason.
func (s *screen) flows(r *assess.Result) []section {
	with := section{title: s.T("result.flows", "unit", r.ProductUnit, "product", r.Product)}
	if with.right = s.span(r); with.right != "" && len(r.Outputs) > 1 {
		with.right += " " + s.Glyph.Sep + " " + s.Say(text.M("phase."+r.Phase))
	}
	if stands := s.stands(r); stands != "" {
		with.title += ": " + stands
	}
	without := section{title: s.T("report.uncompared.heading")}
	all := r.Current()
	slices.SortStableFunc(all, func(a, b assess.Indicator) int { return cmp.Compare(order(a), order(b)) })
	lines := make([]line, len(all))
	cols := columns{}
	for n, i := range all {
		lines[n] = s.line(r, i)
		cols.add(lines[n])
	}
	for _, l := range lines {
		rw := row{
			id: "flow:" + l.Flow.ID, flow: l.Flow.ID, enter: s.flowEnter(l.Indicator), figures: s.flowFigures(r, l.Indicator),
			draw:   func(w int, selected bool) []string { return s.drawFlow(l, cols, w, selected) },
			detail: func(w int) []string { return s.flowDetail(r, l.Indicator, w) },
		}
		if placed(l.Indicator) {
			with.rows = append(with.rows, rw)
		} else {
			without.rows = append(without.rows, rw)
		}
	}
	if len(all) == 0 {
		with.rows = []row{{id: "nothing", enter: &jump{ui.Go{Page: "data"}, "result.key.data"}, draw: func(w int, selected bool) []string {
			return []string{widget.Line(s.Context, selected, w, widget.Span{Text: widget.Mark(s.Context, selected) + s.T("result.no-data")})}
		}}}
		return []section{with}
	}
	if s.W >= 76 || s.H >= 17 { // in a small window the help says what the signs are
		with.remark = s.T("result.legend", "plant", s.Glyph.Mark, "typical", s.Glyph.Shade, "best", bestSign(s.Glyph))
	}
	return []section{with, without}
}

// order puts first what is compared, then what the user can do something about.
func order(i assess.Indicator) int {
	switch {
	case placed(i):
		return 0
	case i.Status == assess.Unanswered:
		return 1
	case i.Status == assess.NoFigure, i.Status == assess.NoBasis:
		return 2
	}
	return 3
}

// flowEnter is where Enter goes on a flow that cannot be compared or valued.
func (s *screen) flowEnter(i assess.Indicator) *jump {
	if ask := openAsk(s.work, i); ask != "" {
		return &jump{ui.Go{Page: "asks", Target: ask}, "result.key.ask"}
	}
	switch {
	case i.Status == assess.NoFigure, i.Status == assess.NoBasis:
		return &jump{ui.Go{Page: "data", Target: tomldoc.Path("flow", i.Flow.ID)}, "result.key.data"}
	case priceless(i):
		return &jump{ui.Go{Page: "data", Target: tomldoc.Path("flow", i.Flow.ID, "price")}, "result.key.price"}
	}
	return nil
}

func (s *screen) flowFigures(r *assess.Result, i assess.Indicator) []string {
	var ids []string
	id := i.Flow.ID + "." + i.Phase
	if i.Why != nil {
		ids = append(ids, "indicator."+id)
	}
	if i.Realistic != nil {
		ids = append(ids, "realistic."+id)
	}
	if i.Technical != nil {
		ids = append(ids, "technical."+id)
	}
	if e, ok := earlier(r, i); ok && e.Why != nil {
		ids = append(ids, "indicator."+e.Flow.ID+"."+e.Phase)
	}
	return ids
}

// value is a flow per unit of product, or its total where there is no output.
func (s *screen) value(r *assess.Result, i assess.Indicator) string {
	switch {
	case i.Value != nil && i.Flow.Intensive():
		return s.Amount(*i.Value)
	case i.Value != nil:
		return s.Figure(i.Value.Value) + " " + s.Unit(i.Value.Unit+"/"+r.ProductUnit)
	case i.Total != nil:
		return s.Amount(*i.Total)
	}
	return ""
}

func (s *screen) line(r *assess.Result, i assess.Indicator) line {
	l := line{Indicator: i, name: s.Name(i.Flow.Name), value: s.value(r, i)}
	if !placed(i) {
		l.reason = s.Say(i.Reason)
		return l
	}
	l.band = s.Say(phrase.Band(i))
	l.short = l.band
	if len(i.Place.Merged) > 1 {
		l.short = s.T("result.about", "band", text.M("band."+string(i.Place.Band)))
	}
	if i.Gap != nil {
		l.gap = s.Percent(*i.Gap)
	}
	switch {
	case i.Status == assess.Unverified:
		l.money = s.T("report.unverified")
	case i.Realistic == nil:
	case i.Realistic.Amount.Value <= 0:
		l.money = "–"
	case i.Realistic.Money != nil:
		l.money = s.Money(*i.Realistic.Money, r.Currency)
	case priceless(i):
		l.money = s.T("result.no-price")
	}
	return l
}

// columns are the widths of what stands in the lines of the flows.
type columns struct{ name, value, gap, band, short, money int }

func (c *columns) add(l line) {
	c.name = max(c.name, ui.Width(l.name))
	c.value = max(c.value, ui.Width(l.value))
	c.gap = max(c.gap, ui.Width(l.gap))
	c.band = max(c.band, ui.Width(l.band))
	c.short = max(c.short, ui.Width(l.short))
	c.money = max(c.money, ui.Width(l.money))
}

// The least and most cells of a bar, and the least of a name.
const (
	leastBar  = 10
	mostBar   = 60
	leastName = 16
)

// fitted is how a line is laid out.
type fitted struct {
	name, bar, gap int
	short          bool // the bands are said in short
}

// fit lays a line of w cells out; false where everything does not fit on one.
func (c columns) fit(w int) (fitted, bool) {
	for _, f := range []fitted{{gap: 2}, {gap: 2, short: true}, {gap: 1}, {gap: 1, short: true}} {
		rest := w - 2 - c.value - c.gap - c.money - 5*f.gap - c.band
		if f.short {
			rest += c.band - c.short
		}
		if rest < leastName+leastBar {
			continue
		}
		f.name = min(c.name, max(leastName, rest*2/5))
		f.bar = min(mostBar, rest-f.name)
		f.name = min(c.name, rest-f.bar)
		return f, true
	}
	return fitted{}, false
}

// drawFlow draws a flow on one line, or on two where the window is narrow.
func (s *screen) drawFlow(l line, cols columns, w int, selected bool) []string {
	mark := widget.Mark(s.Context, selected)
	plain, muted := s.Style.Plain, s.Style.Muted
	band, ok := s.Style.Bands[string(l.Place.Band)]
	if !ok {
		band = plain
	}
	f, oneLine := cols.fit(w)
	bandCells := cols.band
	if f.short {
		l.band, bandCells = l.short, cols.short
	}
	gap := widget.Span{Text: strings.Repeat(" ", max(f.gap, 1))}
	if !oneLine {
		gap.Text = "  "
		first := ui.Ends(mark+l.name, l.value, w, s.Glyph.More)
		if l.reason != "" {
			return []string{
				widget.Line(s.Context, selected, w, widget.Span{Text: first}),
				"    " + muted.Render(ui.Cut(l.reason, w-4, s.Glyph.More)),
			}
		}
		right := []widget.Span{gap, {Text: ui.FitRight(l.gap, cols.gap, ""), Style: plain}, gap, {Text: ui.Fit(l.band, bandCells, ""), Style: band}, gap, {Text: ui.FitRight(l.money, cols.money, ""), Style: plain}}
		n := 4
		for _, sp := range right {
			n += ui.Width(sp.Text)
		}
		spans := append([]widget.Span{{Text: "    "}}, s.bar(l, max(4, w-n), band)...)
		return []string{
			widget.Line(s.Context, selected, w, widget.Span{Text: first}),
			widget.Line(s.Context, false, w, append(spans, right...)...),
		}
	}
	spans := []widget.Span{
		{Text: mark},
		{Text: ui.Fit(l.name, f.name, s.Glyph.More)},
		gap,
		{Text: ui.FitRight(l.value, cols.value, "")},
		gap,
	}
	if l.reason != "" {
		spans = append(spans, widget.Span{Text: ui.Cut(l.reason, w-2-f.name-cols.value-2*f.gap, s.Glyph.More), Style: muted})
		return []string{widget.Line(s.Context, selected, w, spans...)}
	}
	spans = append(spans, s.bar(l, f.bar, band)...)
	spans = append(spans, gap, widget.Span{Text: ui.FitRight(l.gap, cols.gap, "")}, gap,
		widget.Span{Text: ui.Fit(l.band, bandCells, ""), Style: band}, gap, widget.Span{Text: ui.FitRight(l.money, cols.money, "")})
	return []string{widget.Line(s.Context, selected, w, spans...)}
}

// bestSign marks the best level on a bar.
func bestSign(g *ui.Glyphs) string {
	if g.ASCII {
		return "|"
	}
	return "┃"
}

// bar is the bullet bar of the printed assessment, with the signs and colours
// of the terminal.
func (s *screen) bar(l line, w int, band lipgloss.Style) []widget.Span {
	drawn := report.Bar{Value: l.Compare.Value, Bounds: l.Reference.Bounds, Scale: l.Flow.Scale}.Draw(w)
	var spans []widget.Span
	var run strings.Builder
	var kind rune
	flush := func() {
		if run.Len() == 0 {
			return
		}
		style := s.Style.Muted
		switch kind {
		case '●', '◂', '▸':
			style = band.Bold(true)
		case '▒':
			style = s.Style.Bands["typical"]
		case '┃':
			style = s.Style.Good
		}
		spans = append(spans, widget.Span{Text: run.String(), Style: style})
		run.Reset()
	}
	for _, r := range drawn {
		if r != kind {
			flush()
			kind = r
		}
		run.WriteString(s.sign(r))
	}
	flush()
	return spans
}

// sign is a sign of the bar as the terminal can draw it.
func (s *screen) sign(r rune) string {
	switch r {
	case '●':
		return s.Glyph.Mark
	case '▒':
		return s.Glyph.Shade
	case '·':
		return s.Glyph.Light
	case '┃':
		return bestSign(s.Glyph)
	}
	if s.Glyph.ASCII {
		return map[rune]string{'◂': "<", '▸': ">"}[r]
	}
	return string(r)
}

// flowDetail is what is said of the selected flow.
func (s *screen) flowDetail(r *assess.Result, i assess.Indicator, w int) []string {
	head := s.Style.Strong.Render(ui.Cut(s.Name(i.Flow.Name), w, s.Glyph.More))
	said := s.value(r, i)
	if i.Total != nil && i.Value != nil {
		said += " " + s.Glyph.Sep + " " + s.T("result.total", "amount", *i.Total)
	}
	if e, ok := earlier(r, i); ok && e.Value != nil {
		said += " " + s.Glyph.Sep + " " + s.T("result.before", "value", s.value(r, e))
	}
	if ui.Width(head)+ui.Width(said)+2 <= w {
		head = ui.Ends(head, said, w, s.Glyph.More)
		said = ""
	}
	lines := append([]string{head}, widget.Prose(said, w, 0, nil)...)
	if !i.Reason.Empty() {
		for _, l := range widget.Bullet(s.Glyph.Warn, s.Say(i.Reason), w, nil) {
			lines = append(lines, s.Style.Warn.Render(l))
		}
	}
	if len(i.Place.Merged) > 1 {
		lines = append(lines, widget.Prose(s.T("result.band", "band", phrase.Band(i)), w, 0, nil)...)
	}
	lines = append(lines, s.worth(r, i, w)...)
	lines = append(lines, s.comparedWith(r, i, w)...)
	var notes []string
	if len(i.Missing) > 0 {
		notes = append(notes, s.T("result.missing", "periods", i.Missing))
	}
	if !i.Computed.Empty() {
		notes = append(notes, s.Say(i.Computed))
	}
	return append(lines, bulleted(s.Context, w, notes...)...)
}

// comparedWith says which bounds a flow stands among, and how sure they are.
func (s *screen) comparedWith(r *assess.Result, i assess.Indicator, w int) []string {
	y := i.Reference
	if y == nil || !y.Known() {
		return nil
	}
	said := s.T("result.reference", "bounds", phrase.Bounds(s.Context, y.Bounds, phrase.Per(s.Context, y.Unit, s.Name(y.Per))))
	var marks []string
	switch {
	case y.Own != "":
		marks = append(marks, s.T("result.own-norm", "source", y.Own))
	case y.Chosen:
		marks = append(marks, s.T("result.chosen"))
	}
	if !y.Verified && y.Own == "" {
		marks = append(marks, s.T("report.unverified"))
	}
	if y.Judgement {
		marks = append(marks, s.T("report.judgement"))
	}
	if len(marks) > 0 {
		said += " (" + strings.Join(marks, "; ") + ")"
	}
	lines := widget.Prose(said, w, 0, nil)
	if placed(i) && !sameBasis(i) {
		lines = append(lines, widget.Prose(s.T("result.on-basis", "value",
			s.Figure(i.Compare.Value)+" "+phrase.Per(s.Context, i.Compare.Unit, s.Name(y.Per))), w, 0, nil)...)
	}
	if !y.Normalise.Empty() {
		lines = append(lines, widget.Prose(s.Say(y.Normalise), w, 0, s.Style.Muted.Render)...)
	}
	return lines
}

// sameBasis reports whether the figure that is compared is the plant's figure,
// unchanged.
func sameBasis(i assess.Indicator) bool {
	return i.Value != nil && i.Compare != nil && i.Value.Unit == i.Compare.Unit &&
		math.Abs(i.Value.Value-i.Compare.Value) <= 1e-9*math.Abs(i.Value.Value)
}

// worth is what reaching the bounds would save.
func (s *screen) worth(r *assess.Result, i assess.Indicator, w int) []string {
	var lines []string
	for _, level := range []struct {
		key   string
		saved *assess.Saved
	}{{"result.realistic", i.Realistic}, {"result.technical", i.Technical}} {
		if level.saved == nil || level.saved.Amount.Value <= 0 {
			continue
		}
		parts := []string{phrase.PerSpan(s.Context, s.Amount(level.saved.Amount), r, i.Yearly)}
		if m := level.saved.Money; m != nil {
			parts = append(parts, s.Money(*m, r.Currency))
		}
		if c := level.saved.CO2e; c != nil && *c != 0 {
			parts = append(parts, s.Amount(quantity.Amount{Value: *c, Unit: "t CO2e"}))
		}
		lines = append(lines, widget.Prose(s.Say(text.M(level.key, "worth", strings.Join(parts, " "+s.Glyph.Sep+" "))), w, 0, nil)...)
	}
	return lines
}
