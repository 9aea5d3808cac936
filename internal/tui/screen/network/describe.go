package network

import (
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// aboutStream says everything of a stream in w cells.
func aboutStream(c ui.Context, w ui.Work, l *live, i, width int) []string {
	a := w.Audit()
	s := a.Streams[i]
	f := phrase.NewFacts(c, width)
	f.Head(c.Name(StreamName(s)))
	f.Add("netpage.fact.kind", KindName(c, s.Kind))
	f.Add("netpage.fact.way", Place(c, a, s.From)+" "+arrow(c)+" "+Place(c, a, s.To))
	if s.Flow != "" {
		f.Add("netpage.fact.flow", phrase.FlowName(c, w.Pack(), w.Common(), s.Flow))
	}
	f.Gap()
	for _, line := range figures(c, w, l, i) {
		f.Text(line)
	}
	if said := contents(c, w, s); said != "" {
		f.Add("netpage.fact.contents", said)
	}
	unit := Unit(a)
	currency := currencyOf(a)
	if s.Price != nil {
		f.Add("netpage.fact.price", c.MoneyFull(*s.Price, currency)+"/"+c.Unit(unit))
	}
	if s.Treatment != nil {
		f.Add("netpage.fact.treatment", c.MoneyFull(*s.Treatment, currency)+"/"+c.Unit(unit))
	}
	if b := l.of; b != nil {
		if x, ok := b.StreamCost(i); ok && x.ID == s.ID && x.Loss.Total() > 0 {
			f.Add("netpage.fact.loss", MoneyPer(c, a, b, x.Loss.Total()))
		}
	}
	f.Add("pages.source.note", ui.CleanLine(s.Note))
	return f.Lines
}

func arrow(c ui.Context) string {
	if c.Glyph.ASCII {
		return "->"
	}
	return "→"
}

func currencyOf(a *assess.Audit) string {
	if a.Settings.Currency != "" {
		return a.Settings.Currency
	}
	return "VND"
}

// MoneyPer is money of the basis as a year's where it is stated how often the
// basis goes into a year, else as that of the basis.
func MoneyPer(c ui.Context, a *assess.Audit, b *assess.ProcessBalance, v float64) string {
	if y := b.Yearly(v); y != nil {
		return c.T("pages.a-year", "amount", c.Money(*y, currencyOf(a)))
	}
	return c.T("netpage.in-basis", "amount", c.Money(v, currencyOf(a)))
}

// figures says what was measured of a stream in the layer that is shown, and
// what the reconciliation makes of it.
func figures(c ui.Context, w ui.Work, l *live, i int) []string {
	a := w.Audit()
	s := a.Streams[i]
	unit := LayerUnit(a, l.layer)
	x, ok := l.stream(i)
	if !present(s, l.layer) {
		return []string{c.T("netpage.no-mass")}
	}
	if !ok {
		v, _ := l.amount(s, i)
		if v == nil {
			return []string{c.T("netpage.unmeasured")}
		}
		return []string{c.T("netpage.measured", "figure", c.Figure(*v)+" "+c.Unit(unit))}
	}
	after := unit
	if Component(l.layer) {
		after = ""
	}
	said := func(v float64) string {
		n := Figure(c, l.layer, v)
		if after != "" {
			n += " " + c.Unit(after)
		}
		return n
	}
	doubt := func(sd float64) string {
		n := DoubtIn(c, l.layer, sd)
		switch {
		case Component(l.layer):
			n += " %"
		case after != "":
			n += " " + c.Unit(after)
		}
		return n
	}
	var lines []string
	if x.Measured != nil {
		lines = append(lines, c.T("netpage.measured-of", "layer", LayerName(c, w, l.layer), "figure", said(*x.Measured),
			"half", doubt(x.Sigma)))
	} else {
		lines = append(lines, c.T("netpage.unmeasured"))
	}
	switch {
	case x.Reconciled == nil:
		lines = append(lines, c.T("netpage.unknown"))
	case x.Measured == nil:
		lines = append(lines, c.T("netpage.derived", "figure", said(*x.Reconciled), "half", doubt(x.SD)))
	case x.Class == balance.Redundant:
		z := 0.0
		if x.Z != nil {
			z = *x.Z
		}
		lines = append(lines, c.T("netpage.reconciled", "figure", said(*x.Reconciled), "half", doubt(x.SD), "z", c.Number(max(z, -z), 1)))
	default:
		lines = append(lines, c.T("netpage.unchecked"))
	}
	if Suspect(l.of, balance.Meter{Stream: i, Layer: l.layer}) {
		lines = append(lines, c.Glyph.Warn+" "+c.T("netpage.suspect"))
	}
	return lines
}

// contents names what a stream contains: "tinh bột 25,6 %, nước 66,4 %".
func contents(c ui.Context, w ui.Work, s assess.Stream) string {
	var parts []string
	for _, id := range componentsOf(w, s) {
		if v, ok := s.Content[id]; ok {
			parts = append(parts, phrase.Lower(ComponentName(c, w, id))+" "+c.Share(100*v))
		}
	}
	return strings.Join(parts, ", ")
}

// componentsOf are the contents of a stream in the order of method.toml, then
// those that it does not have.
func componentsOf(w ui.Work, s assess.Stream) []string {
	var ids, own []string
	for _, k := range w.Common().Method.Components {
		if _, ok := s.Content[k.ID]; ok {
			ids = append(ids, k.ID)
		}
	}
	for id := range s.Content {
		if !slices.Contains(ids, id) {
			own = append(own, id)
		}
	}
	slices.Sort(own)
	return append(ids, own...)
}

// componentsIn are the contents that any stream of the network has.
func componentsIn(w ui.Work) []string {
	all := assess.Stream{Content: map[string]float64{}}
	for _, s := range w.Audit().Streams {
		for id := range s.Content {
			all.Content[id] = 0
		}
	}
	return componentsOf(w, all)
}

// aboutStep is the table of a step: what enters and leaves, the sums, and how
// far they agree.
func aboutStep(c ui.Context, w ui.Work, l *live, i, width int) []string {
	a := w.Audit()
	s := a.Steps[i]
	lines := widget.Prose(c.Name(StepName(s)), width, 0, c.Style.Accent.Render)
	if s.Role != "" && s.Role != "works" {
		lines = append(lines, widget.Prose(c.Say(text.M("netpage.role."+s.Role)), width, 0, c.Style.Muted.Render)...)
	}
	unit := LayerUnit(a, l.layer)
	cells := 10
	second := width >= 36
	name := width - cells - 1
	if second {
		name -= cells + 1
	}
	row := func(label, measured, reconciled string, style func(...string) string) {
		line := ui.Fit(label, name, c.Glyph.More) + " " + ui.FitRight(measured, cells, c.Glyph.More)
		if second {
			line += " " + ui.FitRight(reconciled, cells, c.Glyph.More)
		}
		lines = append(lines, style(line))
	}
	row(c.T("netpage.table.of", "layer", LayerName(c, w, l.layer), "unit", c.Unit(unit)), c.T("netpage.table.measured"), c.T("netpage.table.reconciled"), c.Style.Muted.Render)
	in, out := touching(a, s.ID)
	side := func(title string, streams []int, sum float64, reconciled *float64) {
		total := ""
		if reconciled != nil {
			total = c.Figure(*reconciled)
		}
		measured := c.Figure(sum)
		row(title, measured, total, c.Style.Strong.Render)
		for _, k := range streams {
			x := a.Streams[k]
			if !present(x, l.layer) {
				continue
			}
			m, r := "?", ""
			if v := rawAmount(l.layer, x); v != nil {
				m = c.Figure(*v)
			}
			if y, ok := l.stream(k); ok && y.Amount != nil {
				r = c.Figure(y.Amount.Value)
			}
			mark := "  "
			if Suspect(l.of, balance.Meter{Stream: k, Layer: l.layer}) {
				mark = c.Glyph.Warn + " "
			}
			row(mark+c.Name(StreamName(x)), m, r, c.Style.Plain.Render)
		}
	}
	b := l.step(i)
	side(c.T("netpage.table.in"), in, b.In, b.ReconciledIn)
	side(c.T("netpage.table.out"), out, b.Out, b.ReconciledOut)
	if b.Stock != 0 {
		row(c.T("netpage.table.stock"), c.Signed(b.Stock), "", c.Style.Plain.Render)
	}
	return append(lines, closure(c, w, b, l.layer, width)...)
}

// rawAmount is the amount of a stream in a layer as measured.
func rawAmount(layer string, s assess.Stream) *float64 {
	switch layer {
	case balance.Mass:
		return s.Amount
	case balance.Energy:
		return s.Energy
	}
	v, ok := s.Content[layer]
	switch {
	case ok && v == 0:
		return &v
	case !ok || s.Amount == nil:
		return nil
	}
	v *= *s.Amount
	return &v
}

// closure says in words how far a step is closed, and what is missing to know.
func closure(c ui.Context, w ui.Work, b balance.StepResult, layer string, width int) []string {
	unit := LayerUnit(w.Audit(), layer)
	said, bad := ClosureWords(c, b, unit)
	if said == "" {
		return nil
	}
	if len(b.Missing) > 0 && !b.NotConserved {
		var names []text.Name
		for _, k := range b.Missing {
			if k < len(w.Audit().Streams) {
				names = append(names, StreamName(w.Audit().Streams[k]))
			}
		}
		return widget.Prose(c.T("netpage.missing", "streams", names), width, 0, c.Style.Muted.Render)
	}
	style, sign := c.Style.Good.Render, c.Glyph.Done
	if bad {
		style, sign = c.Style.Bad.Render, c.Glyph.Warn
	}
	if b.NotConserved {
		style, sign = c.Style.Muted.Render, c.Glyph.Info
	}
	if b.Gap != nil {
		said += " (" + c.T("netpage.gap", "gap", c.Signed(b.Gap.Value), "half", Doubt(c, b.Gap.Half())+" "+c.Unit(unit)) + ")"
	}
	return widget.Bullet(sign, said, width, style)
}

// brief is what is said of what is selected in a few lines.
func brief(c ui.Context, w ui.Work, l *live, at place, width int) []string {
	a := w.Audit()
	switch {
	case at.step >= 0:
		b := l.step(at.step)
		unit := c.Unit(LayerUnit(a, l.layer))
		lines := []string{c.Style.Strong.Render(ui.Cut(c.Name(StepName(a.Steps[at.step])), width, c.Glyph.More))}
		if b.In != 0 || b.Out != 0 {
			lines = append(lines, widget.Prose(c.T("netpage.sums", "in", c.Figure(b.In)+" "+unit, "out", c.Figure(b.Out)+" "+unit), width, 0, nil)...)
		}
		return append(lines, closure(c, w, b, l.layer, width)...)
	case at.stream >= 0:
		s := a.Streams[at.stream]
		head := c.Style.Strong.Render(c.Name(StreamName(s))) + c.Style.Muted.Render(" "+c.Glyph.Sep+" "+KindName(c, s.Kind)+" "+c.Glyph.Sep+" "+
			Place(c, a, s.From)+" "+arrow(c)+" "+Place(c, a, s.To))
		lines := []string{ui.Cut(head, width, c.Glyph.More)}
		for _, f := range figures(c, w, l, at.stream) {
			lines = append(lines, widget.Prose(f, width, 0, nil)...)
		}
		if said := contents(c, w, s); said != "" {
			lines = append(lines, widget.Prose(said, width, 0, c.Style.Muted.Render)...)
		}
		return lines
	}
	return nil
}
