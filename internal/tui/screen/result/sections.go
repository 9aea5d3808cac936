package result

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/screen/why"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// sections are the parts of the result, in the order of the screen. They are
// kept until the audit or the context changes.
func (s *screen) sections() []section {
	r := phrase.Result(s.work)
	if r == nil {
		return nil
	}
	if s.kept == nil || s.keptOf != r {
		s.keptOf = r
		s.kept = append(s.flows(r),
			s.emissions(r), s.energy(r), s.wastewater(r), s.walkthrough(r), s.potential(r), s.recommendation(r), s.doubts(r),
		)
	}
	return s.kept
}

// SetSize forgets what was made for another size.
func (s *screen) SetSize(w, h int) {
	s.Base.SetSize(w, h)
	s.kept, s.keptOf = nil, nil
}

// SetContext forgets what was made in another language.
func (s *screen) SetContext(c ui.Context) {
	s.Base.SetContext(c)
	s.kept, s.keptOf = nil, nil
}

// fact is a row of a name, a figure and what else there is to say of it.
func (s *screen) fact(id, name, figure, more string, figures []string, detail func(w int) []string) row {
	if detail == nil {
		detail = func(w int) []string {
			lines := widget.Prose(name+": "+figure, w, 0, s.Style.Strong.Render)
			return append(lines, widget.Prose(more, w, 0, nil)...)
		}
	}
	return row{id: id, figures: figures, detail: detail, draw: func(w int, selected bool) []string {
		nameCells := min(max(min(30, w*2/5), w*3/10), 44)
		figureCells := min(max(14, w/6), 24)
		if ui.Width(figure) > figureCells {
			figureCells = min(ui.Width(figure), max(figureCells, w-nameCells-6))
		}
		return []string{widget.Line(s.Context, selected, w,
			widget.Span{Text: widget.Mark(s.Context, selected)},
			widget.Span{Text: ui.Fit(name, nameCells, s.Glyph.More)}, widget.Span{Text: "  "},
			widget.Span{Text: ui.FitRight(figure, figureCells, s.Glyph.More)}, widget.Span{Text: "  "},
			widget.Span{Text: more, Style: s.Style.Muted})}
	}}
}

// of finds the part of a result for the phase that is compared.
func of[T any](r *assess.Result, all []T, phase func(T) string) (T, bool) {
	for _, x := range all {
		if phase(x) == r.Phase {
			return x, true
		}
	}
	var none T
	return none, false
}

// perUnit is an amount per unit of product.
func (s *screen) perUnit(r *assess.Result, a *quantity.Amount) string {
	if a == nil {
		return ""
	}
	return s.Figure(a.Value) + " " + s.Unit(a.Unit+"/"+r.ProductUnit)
}

// span says for what time the totals of a phase are.
func (s *screen) span(r *assess.Result) string {
	o := r.Output(r.Phase)
	if o == nil {
		return ""
	}
	return s.T("result.periods", "n", o.Periods, "from", day(o.From, o.From.Day == 1), "to", day(o.To, o.To == quantity.MonthOf(o.To).Last()))
}

// day is a date, or its month where the whole month is meant.
func day(d quantity.Date, whole bool) any {
	if whole {
		return quantity.MonthOf(d)
	}
	return d
}

func (s *screen) emissions(r *assess.Result) section {
	sec := section{title: s.T("result.emissions"), right: s.span(r)}
	e, ok := of(r, r.Emissions, func(e assess.Emissions) string { return e.Phase })
	if !ok {
		return sec
	}
	lines := func(scope int, about string) func(w int) []string {
		return func(w int) []string {
			said := widget.Prose(about, w, 0, nil)
			for _, l := range e.Lines {
				if l.Scope == scope {
					said = append(said, bulleted(s.Context, w, s.T("result.of", "name", l.Flow.Name, "amount", quantity.Amount{Value: l.CO2e, Unit: "t CO2e"}))...)
				}
			}
			return append(said, widget.Prose(s.T("report.carbon.gwp", "set", e.GWP), w, 0, s.Style.Muted.Render)...)
		}
	}
	sum := 0.0
	scope := func(n int, v *float64, id, name, about string) {
		if v == nil {
			return
		}
		sum += *v
		sec.rows = append(sec.rows, s.fact(id, name, s.Amount(quantity.Amount{Value: *v, Unit: "t CO2e"}), "", []string{id + "." + e.Phase}, lines(n, about)))
	}
	scope(1, e.Scope1, "scope1", s.T("result.scope1"), s.T("result.scope1-detail"))
	scope(2, e.Scope2, "scope2", s.T("result.scope2"), s.T("result.scope2-detail"))
	if e.Scope1 != nil || e.Scope2 != nil {
		figures := []string{"co2e." + e.Phase}
		if e.PerUnit != nil {
			figures = append(figures, "co2e-per-unit."+e.Phase)
		}
		sec.rows = append(sec.rows, s.fact("co2e", s.T("result.co2e"), s.Amount(quantity.Amount{Value: sum, Unit: "t CO2e"}), s.perUnit(r, e.PerUnit), figures, nil))
	}
	if e.Biogenic != 0 {
		sec.rows = append(sec.rows, s.fact("biogenic", s.T("result.biogenic"), s.Amount(quantity.Amount{Value: e.Biogenic, Unit: "t CO2"}), s.T("result.memo"), []string{"biogenic." + e.Phase},
			func(w int) []string { return widget.Prose(s.T("why.biogenic"), w, 0, nil) }))
	}
	return sec
}

func (s *screen) energy(r *assess.Result) section {
	sec := section{title: s.T("result.energy"), right: s.span(r)}
	e, ok := of(r, r.Energy, func(e assess.Energy) string { return e.Phase })
	if !ok {
		return sec
	}
	total := quantity.Amount{Value: e.TOE, Unit: "toe"}
	if e.Convention == assess.EnergyFinal && e.MJ != nil {
		total = quantity.Amount{Value: *e.MJ, Unit: "MJ"}
	}
	figures := []string{"energy." + e.Phase}
	if e.WhyPerUnit != nil {
		figures = append(figures, "energy-per-unit."+e.Phase)
	}
	sec.rows = append(sec.rows, s.fact("energy", s.T("result.energy-total"), s.Amount(total), s.perUnit(r, e.PerUnit), figures,
		func(w int) []string {
			said := widget.Prose(s.T("report.energy.convention", "convention", text.M("energy."+e.Convention)), w, 0, nil)
			for _, l := range e.Lines {
				in := quantity.Amount{Value: l.TOE, Unit: "toe"}
				if e.Convention == assess.EnergyFinal && l.MJ != nil {
					in = quantity.Amount{Value: *l.MJ, Unit: "MJ"}
				}
				said = append(said, bulleted(s.Context, w, s.T("result.of-in", "name", l.Flow.Name, "amount", l.Amount, "in", in))...)
			}
			return said
		}))
	sec.remark = s.Say(text.M("energy." + e.Convention))
	return sec
}

func (s *screen) wastewater(r *assess.Result) section {
	sec := section{title: s.T("result.wastewater"), right: s.span(r)}
	w, ok := of(r, r.Wastewater, func(w assess.Wastewater) string { return w.Phase })
	if !ok {
		return sec
	}
	if w.Volume != nil {
		sec.rows = append(sec.rows, s.fact("volume", s.T("result.volume"), s.Amount(*w.Volume), "", []string{"wastewater-volume." + w.Phase}, nil))
	}
	for _, l := range w.Loads {
		place := "raw"
		if l.Discharged {
			place = "discharged"
		}
		load, figures := s.Amount(l.Concentration), concentration(r, l.Flow, w.Phase)
		more := s.perUnit(r, l.PerUnit)
		if l.Why != nil {
			load = s.Amount(l.Load)
			figures = append([]string{"load." + l.Parameter + "." + place + "." + w.Phase}, figures...)
			more = s.Amount(l.Concentration) + "  " + more
		}
		sec.rows = append(sec.rows, s.fact("load:"+l.Parameter+"."+place,
			s.T("result.load", "parameter", l.Parameter, "place", text.M("report.water."+place)), load, more, figures, nil))
	}
	switch {
	case w.Fee != nil:
		amount := s.Money(w.Fee.Amount, "VND")
		if w.Fee.Yearly {
			amount = s.T("pages.a-year", "amount", amount)
		}
		sec.rows = append(sec.rows, s.fact("fee", s.T("result.fee"), amount, w.Fee.Document, []string{"fee." + w.Phase}, nil))
	case !w.NoFee.Empty():
		reason := s.Say(w.NoFee)
		f := s.fact("fee", s.T("result.fee"), "—", reason, nil, nil)
		f.enter = s.feeEnter(w.NoFee)
		sec.rows = append(sec.rows, f)
	}
	for _, l := range w.Limits {
		name := s.Name(l.Name)
		if name == "" {
			name = ui.CleanLine(l.Parameter)
		}
		verdict := s.T("report.water.within")
		if l.Over {
			verdict = s.Glyph.Warn + " " + s.T("report.water.over")
		}
		standard := s.T("report.water.standard-of", "standard", l.Standard, "column", l.Column)
		if !l.Verified {
			standard = s.T("report.water.standard-unverified", "standard", l.Standard, "column", l.Column)
		}
		said := verdict + " " + s.T("result.limit", "limit", quantity.Amount{Value: l.Limit, Unit: l.Value.Unit}, "standard", standard)
		sec.rows = append(sec.rows, s.fact("limit:"+l.Parameter, s.T("result.at-discharge", "parameter", name), s.Amount(l.Value), said, concentration(r, l.Flow, w.Phase), func(width int) []string {
			lines := widget.Prose(name+": "+s.Amount(l.Value), width, 0, s.Style.Strong.Render)
			lines = append(lines, widget.Prose(said, width, 0, nil)...)
			return append(lines, widget.Prose(s.T("report.water.limit-note"), width, 0, s.Style.Muted.Render)...)
		}))
	}
	return sec
}

// concentration is the figure of the flow that states a concentration, where it
// can be asked about.
func concentration(r *assess.Result, flow, phase string) []string {
	if id := "indicator." + flow + "." + phase; why.Has(r, id) {
		return []string{id}
	}
	return nil
}

// feeEnter is where what the fee lacks is stated.
func (s *screen) feeEnter(reason text.Message) *jump {
	switch reason.Key {
	case "fee.no-volume", "fee.no-days", "fee.no-concentration":
		return &jump{ui.Go{Page: "data"}, "result.key.data"}
	case "fee.no-date":
		return &jump{ui.Go{Page: "plant", Target: "audit.date"}, "result.key.plant"}
	case "fee.monitored-not-stated":
		return &jump{ui.Go{Page: "plant"}, "result.key.plant"}
	}
	return nil
}

// score is a score with its bar.
func (s *screen) score(v *float64, cells int) string {
	if v == nil {
		return strings.Repeat(s.Glyph.Light, cells)
	}
	full := max(0, min(cells, int(*v/100*float64(cells)+0.5)))
	return strings.Repeat(s.Glyph.Full, full) + strings.Repeat(s.Glyph.Light, cells-full)
}

func (s *screen) walkthrough(r *assess.Result) section {
	w := r.Walkthrough
	sec := section{title: s.T("result.walk"), right: s.T("walk.of", "answered", w.Answered, "asked", w.Asked)}
	if w.Asked == 0 {
		return sec
	}
	add := func(id, name string, score *float64, said string, figures []string, target string) {
		figure := "—"
		if score != nil {
			figure = s.T("walk.area-score", "score", s.Number(*score, 0))
		}
		rw := s.fact(id, name, s.score(score, 10)+" "+figure, said, figures, nil)
		rw.enter = &jump{ui.Go{Page: "walk", Target: target}, "result.key.walk"}
		sec.rows = append(sec.rows, rw)
	}
	overall := s.T("result.walk-overall")
	said := ""
	if w.Provisional && w.Answered > 0 {
		said = s.T("result.provisional")
	}
	var figures []string
	if w.Score != nil {
		figures = []string{"walkthrough"}
	}
	add("walk", overall, w.Score, said, figures, "")
	for _, a := range w.Areas {
		name := s.Name(a.Name)
		if a.Safety {
			name = s.T("walk.apart", "area", a.Name)
		}
		add("area:"+a.Area, name, a.Score, s.T("walk.of", "answered", a.Answered, "asked", a.Asked), areaFigures(a), s.firstOf(a.Area))
	}
	return sec
}

// areaFigures are the figures of an area that can be asked about.
func areaFigures(a assess.AreaScore) []string {
	if a.Why == nil {
		return nil
	}
	return []string{"walkthrough." + a.Area}
}

// firstOf is the first question of an area.
func (s *screen) firstOf(area string) string {
	for _, q := range s.work.Pack().Questions {
		if q.Area == area {
			return q.ID
		}
	}
	return ""
}

func (s *screen) potential(r *assess.Result) section {
	p := r.Potential
	sec := section{title: s.T("result.potential")}
	if p.Percent == nil {
		sec.rows = []row{s.prose("potential", nil, nil, s.Say(p.Reason))}
		return sec
	}
	var more []string
	if p.Money != nil {
		more = append(more, phrase.PerSpan(s.Context, s.Money(*p.Money, r.Currency), r, p.Yearly))
	}
	if p.CO2e != nil && *p.CO2e != 0 {
		more = append(more, s.Amount(quantity.Amount{Value: *p.CO2e, Unit: "t CO2e"}))
	}
	detail := func(w int) []string {
		lines := widget.Prose(s.T("report.potential.percent-of", "percent", quantity.Amount{Value: *p.Percent, Unit: "%"}, "flows", p.Flows), w, 0, s.Style.Strong.Render)
		return append(lines, widget.Prose(s.T("report.potential.rule"), w, 0, s.Style.Muted.Render)...)
	}
	sec.rows = []row{
		s.fact("potential", s.T("result.potential-realistic"), s.Share(*p.Percent), strings.Join(more, " "+s.Glyph.Sep+" "), []string{"potential"}, detail),
		s.fact("grade", s.T("result.grade"), s.Say(text.M("report.grade."+p.Grade)), s.T("result.flows-counted", "n", p.Flows), []string{"potential"}, detail),
	}
	return sec
}

// prose is a row of running text, on as many lines as it needs.
func (s *screen) prose(id string, enter *jump, style func(...string) string, said ...string) row {
	return row{id: id, enter: enter, draw: func(w int, selected bool) []string {
		var lines []string
		for n, m := range said {
			mark := "  "
			if n == 0 {
				mark = widget.Mark(s.Context, selected)
			}
			for i, l := range widget.Prose(m, w, 2, nil) {
				l = strings.TrimPrefix(l, "  ")
				if i > 0 {
					mark = "  "
				}
				sp := widget.Span{Text: mark + l}
				if style != nil {
					sp = widget.Span{Text: mark + style(l)}
				}
				if selected && n == 0 && i == 0 {
					sp = widget.Span{Text: mark + l}
				}
				lines = append(lines, widget.Line(s.Context, selected && n == 0 && i == 0, w, sp))
			}
		}
		return lines
	}, detail: func(w int) []string {
		var lines []string
		for _, m := range said {
			lines = append(lines, widget.Prose(m, w, 0, nil)...)
		}
		return lines
	}}
}

func (s *screen) recommendation(r *assess.Result) section {
	sec := section{title: s.T("result.recommend")}
	key := "report.recommend.no"
	if r.Recommendation.Detailed {
		key = "report.recommend.yes"
	}
	said := []string{s.Say(text.M(key))}
	for _, reason := range r.Recommendation.Reasons {
		said = append(said, s.Glyph.Info+" "+s.Say(reason))
	}
	if len(r.Recommendation.Focus) > 0 {
		said = append(said, s.Glyph.Info+" "+s.T("report.recommend.focus", "focus", focus(r)))
	}
	rw := s.prose("recommend", &jump{ui.Go{Page: "options"}, "result.key.options"}, nil, said...)
	rw.detail = func(w int) []string {
		lines := widget.Prose(said[0], w, 0, s.Style.Strong.Render)
		return append(lines, widget.Prose(s.T("report.recommend.rule"), w, 0, s.Style.Muted.Render)...)
	}
	if r.Potential.Percent != nil {
		rw.figures = []string{"potential"}
	}
	sec.rows = []row{rw}
	return sec
}

// doubts are the errors, doubts and notes of the data, each said once.
func (s *screen) doubts(r *assess.Result) section {
	sec := section{title: s.T("report.doubts.heading")}
	seen := map[string]bool{}
	for _, severity := range []problem.Severity{problem.Error, problem.Doubt, problem.Note} {
		sign, style := s.Glyph.Info, s.Style.Muted
		switch severity {
		case problem.Error:
			sign, style = s.Glyph.Bad, s.Style.Bad
		case problem.Doubt:
			sign, style = s.Glyph.Warn, s.Style.Warn
		}
		for _, p := range r.Problems {
			key := p.Message.Error()
			if p.Severity != severity || seen[key] || p.Message.Key == "period.flow-missing" {
				continue
			}
			seen[key] = true
			sec.rows = append(sec.rows, s.prose("problem:"+key, s.problemEnter(p.Path), style.Render, sign+" "+s.Say(p.Message)))
		}
		if severity != problem.Doubt {
			continue
		}
		for _, i := range r.Indicators { // the months that a flow lacks are one line, not twelve
			if len(i.Missing) > 0 {
				enter := &jump{ui.Go{Page: "data", Target: tomldoc.Path("flow", i.Flow.ID)}, "result.key.data"}
				sec.rows = append(sec.rows, s.prose("missing:"+i.Flow.ID+"."+i.Phase, enter, style.Render,
					sign+" "+s.T("report.doubts.missing", "flow", i.Flow.Name, "periods", i.Missing)))
			}
		}
	}
	return sec
}

// problemEnter is the page on which a place of the document can be edited.
func (s *screen) problemEnter(path string) *jump {
	table, rest, _ := strings.Cut(path, ".")
	table, _, _ = strings.Cut(table, "[")
	switch table {
	case "period", "flow", "product", "reading":
		return &jump{ui.Go{Page: "data", Target: path}, "result.key.data"}
	case "basis":
		return &jump{ui.Go{Page: "asks", Target: rest}, "result.key.ask"}
	case "answer":
		return &jump{ui.Go{Page: "walk"}, "result.key.walk"}
	case "plant", "audit", "team":
		return &jump{ui.Go{Page: "plant", Target: path}, "result.key.plant"}
	case "option":
		return &jump{ui.Go{Page: "options"}, "result.key.options"}
	}
	return nil
}
