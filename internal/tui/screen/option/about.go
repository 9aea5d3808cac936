package option

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// brief is what is said of the selected option in a few lines.
func brief(c ui.Context, w ui.Work, it item, width int) []string {
	lines := widget.Prose(c.Name(it.name()), width, 0, c.Style.Strong.Render)
	if it.taken != nil {
		lines = append(lines, plan(c, w, it, width)...)
	} else if it.known != nil {
		lines = append(lines, widget.Prose(phrase.Brief(c, w, *it.known), width, 0, nil)...)
	}
	if it.suggestion != nil {
		for _, reason := range it.suggestion.Reasons {
			lines = append(lines, widget.Bullet(c.Glyph.Info, c.Say(reason), width, nil)...)
		}
	}
	for _, x := range it.cases(w) {
		lines = append(lines, widget.Prose(c.T("options.case-brief", "case", x.Plant), width, 0, c.Style.Muted.Render)...)
		break // the others are on the option's own screen
	}
	return lines
}

// plan is what the team has stated of an option, in a line or two.
func plan(c ui.Context, w ui.Work, it item, width int) []string {
	parts := []string{statusWords(c, it)}
	for _, sv := range it.taken.Saves {
		parts = append(parts, saving(c, w, sv))
	}
	if it.taken.Investment != nil {
		parts = append(parts, c.T("options.investment", "money", c.Money(*it.taken.Investment, currency(w))))
	}
	if it.taken.Responsible != "" {
		parts = append(parts, ui.CleanLine(it.taken.Responsible))
	}
	if !it.taken.Done.IsZero() {
		parts = append(parts, c.T("options.by", "date", it.taken.Done))
	}
	said := ""
	for _, p := range parts {
		if p != "" {
			if said != "" {
				said += " " + c.Glyph.Sep + " "
			}
			said += p
		}
	}
	lines := widget.Prose(said, width, 0, nil)
	if it.dropped() && it.taken.Reason != "" {
		lines = append(lines, widget.Prose(c.T("options.reason", "reason", it.taken.Reason), width, 0, c.Style.Warn.Render)...)
	}
	return lines
}

// saving is what the team states that an option saves of a flow.
func saving(c ui.Context, w ui.Work, sv assess.Saving) string {
	name := phrase.FlowName(c, w.Pack(), w.Common(), sv.Flow)
	switch {
	case sv.Percent != nil:
		return c.T("pages.saves-percent", "flows", name, "percent", c.Share(*sv.Percent))
	case sv.Amount != nil:
		return c.T("pages.saves-percent", "flows", name, "percent", c.T("pages.a-year", "amount", c.Figure(*sv.Amount)+" "+c.Unit(flowOf(w, sv.Flow).Unit)))
	}
	return name
}

func currency(w ui.Work) string {
	if r := phrase.Result(w); r != nil {
		return r.Currency
	}
	return "VND"
}

// flowOf is a flow as the pack and the plant together describe it.
func flowOf(w ui.Work, id string) assess.FlowInfo {
	if p := w.Pack(); p != nil {
		for _, f := range assess.Flows(w.Audit(), p, w.Common()) {
			if f.ID == id {
				return f
			}
		}
	}
	return assess.FlowInfo{ID: id, Name: text.Both(id)}
}

// about is everything there is to say of an option.
func about(c ui.Context, w ui.Work, it item, width int) []string {
	f := phrase.NewFacts(c, width)
	f.Head(c.Name(it.name()))
	if it.known != nil && it.taken != nil && it.taken.Name != it.known.Name.In(c.Lang()) {
		f.Add("options.fact.published-as", c.Name(it.known.Name))
	}
	category, step := "", ""
	if it.known != nil {
		category, step = it.known.Category, it.known.Step
	}
	if it.taken != nil {
		if it.taken.Category != "" {
			category = it.taken.Category
		}
		if it.taken.Step != "" {
			step = it.taken.Step
		}
	}
	f.Add("options.fact.category", categoryName(c, w, category))
	f.Add("options.fact.step", stepName(c, w, step))
	if it.taken != nil {
		own(f, c, w, it)
	}
	if it.suggestion != nil && len(it.suggestion.Reasons) > 0 {
		f.Gap()
		f.Head(c.T("options.fact.why"))
		for _, r := range it.suggestion.Reasons {
			f.Lines = append(f.Lines, widget.Bullet(" "+c.Glyph.Info, c.Say(r), width, nil)...)
		}
	}
	if it.known != nil {
		f.Gap()
		f.Head(c.T("options.fact.published"))
		published(f, c, w, it)
		for _, x := range it.cases(w) {
			f.Gap()
			caseFacts(f, c, w, x)
		}
		if p := w.Pack(); p != nil {
			if src, ok := p.Source(it.known.Source); ok {
				f.Gap()
				f.Head(c.T("options.fact.source"))
				f.Document(src, it.known.Locator)
			}
		}
	}
	return f.Lines
}

// own is what the team has stated.
func own(f *phrase.Facts, c ui.Context, w ui.Work, it item) {
	o := it.taken
	f.Add("options.fact.status", statusWords(c, it))
	if o.Screening != "" {
		f.Add("options.fact.screening", screeningName(c, w, o.Screening))
	}
	if o.Reason != "" {
		f.Warn("options.fact.reason", ui.CleanLine(o.Reason))
	}
	for _, sv := range o.Saves {
		f.Add("options.fact.saves", saving(c, w, sv))
	}
	money := func(label string, v *float64) {
		if v != nil {
			f.Add(label, c.Money(*v, currency(w)))
		}
	}
	money("options.fact.investment", o.Investment)
	money("options.fact.annual-cost", o.AnnualCost)
	money("options.fact.spent", o.Spent)
	f.Add("options.fact.responsible", ui.CleanLine(o.Responsible))
	f.Add("options.fact.start", c.Date(o.Start))
	f.Add("options.fact.done", c.Date(o.Done))
	f.Add("pages.source.note", ui.CleanLine(o.Note))
}

// published is what is known of an option of the pack.
func published(f *phrase.Facts, c ui.Context, w ui.Work, it item) {
	o := *it.known
	if it.suggestion != nil && len(it.suggestion.Savings) > 0 {
		for _, sv := range it.suggestion.Savings {
			f.Add("options.fact.saves", expected(c, w, o, sv))
		}
	} else if r, ok := phrase.Published(o); ok {
		f.Add("options.fact.saves", phrase.Flows(c, w.Pack(), w.Common(), o.Saves)+": "+ofPart(c, o, phrase.Range(c, r, "%")))
	} else {
		f.Add("options.fact.saves", phrase.Flows(c, w.Pack(), w.Common(), o.Saves)+" ("+c.T("options.no-percent")+")")
	}
	if it.suggestion != nil && it.suggestion.Money != nil {
		r := phrase.Result(w)
		f.Add("options.fact.money", phrase.PerSpan(c, phrase.Range(c, *it.suggestion.Money, r.Currency), r, phrase.Yearly(r)))
	}
	cost := c.Name(phrase.CostClass(w.Common(), o.CostClass))
	if !o.InvestmentNote.Empty() {
		cost += "; " + c.Name(o.InvestmentNote)
	}
	f.Add("options.fact.cost", cost)
	if p := phrase.Payback(c, o); p != "" {
		f.Add("options.fact.payback", p)
	} else {
		f.Add("options.fact.payback", c.T("options.no-payback"))
	}
	f.Add("pages.source.note", c.Name(o.Note))
}

// ofPart says what a percentage is of, where it is not the plant's whole flow.
func ofPart(c ui.Context, o benchmark.Option, percent string) string {
	if o.SavingOf.Empty() {
		return percent
	}
	return c.T("options.percent-of", "percent", percent, "of", o.SavingOf)
}

// expected is the published saving of a flow, and what it is for this plant.
func expected(c ui.Context, w ui.Work, o benchmark.Option, sv assess.OptionSaving) string {
	r := phrase.Result(w)
	said := c.Name(sv.Flow.Name) + ": " + ofPart(c, o, phrase.Range(c, sv.Percent, "%"))
	if sv.Amount != nil {
		said += "; " + phrase.PerSpan(c, phrase.Range(c, *sv.Amount, sv.Flow.Unit), r, phrase.Yearly(r))
	}
	if sv.Money != nil {
		said += "; " + phrase.PerSpan(c, phrase.Range(c, *sv.Money, r.Currency), r, phrase.Yearly(r))
	}
	return said
}

// caseFacts is a published plant that shows an option.
func caseFacts(f *phrase.Facts, c ui.Context, w ui.Work, x benchmark.Case) {
	var year any
	if x.Year != 0 {
		year = x.Year
	}
	f.Head(c.T("options.case.head", "plant", x.Plant, "country", x.Country, "year", year))
	f.Add("options.case.output", c.Name(x.Output))
	f.Add("options.case.before", c.Name(x.Before))
	f.Add("options.case.after", c.Name(x.After))
	f.Add("options.case.savings", c.Name(x.Savings))
	f.Add("options.case.investment", c.Name(x.Investment))
	if p := w.Pack(); p != nil {
		if src, ok := p.Source(x.Source); ok {
			f.Document(src, x.Locator)
		}
	}
}

func categoryName(c ui.Context, w ui.Work, id string) string {
	for _, k := range w.Common().Method.OptionCategories {
		if k.ID == id {
			return c.Name(k.Name)
		}
	}
	return ui.CleanLine(id)
}

func screeningName(c ui.Context, w ui.Work, id string) string {
	for _, k := range w.Common().Method.Screenings {
		if k.ID == id {
			return c.Name(k.Name)
		}
	}
	return ui.CleanLine(id)
}

func stepName(c ui.Context, w ui.Work, id string) string {
	if p := w.Pack(); p != nil {
		if s, ok := p.Step(id); ok {
			return c.Name(s.Name)
		}
	}
	for _, s := range w.Audit().Steps {
		if s.ID == id {
			return ui.CleanLine(s.Name)
		}
	}
	return ui.CleanLine(id)
}

// detail is the screen of one option.
type detail struct {
	widget.Reader
	actions
	id string
}

func newDetail(w ui.Work, id string) *detail {
	d := &detail{actions: actions{w}, id: id}
	d.Heading = func(c ui.Context) string {
		if it, ok := itemOf(w, id); ok {
			return c.Name(it.name())
		}
		return ui.CleanLine(id)
	}
	d.Lines = func(c ui.Context, width int) []string {
		it, ok := itemOf(w, id)
		if !ok { // an edit took it away
			return widget.Prose(c.T("options.gone"), width, 0, nil)
		}
		return about(c, w, it, width)
	}
	d.More = func() []ui.Binding {
		it, ok := itemOf(w, id)
		if !ok {
			return nil
		}
		return itemKeys(w, it)
	}
	d.On = func(key string, c ui.Context) bool {
		it, ok := itemOf(w, id)
		return ok && d.act(c, it, strings.ToLower(key))
	}
	return d
}

// Update carries out what a dialog answers, and scrolls.
func (d *detail) Update(msg tea.Msg) (ui.Screen, tea.Cmd) {
	if _, done := d.do(d.Context, msg); done {
		return d, nil
	}
	_, cmd := d.Reader.Update(msg)
	return d, cmd
}

// newCases shows the published plants of an option.
func newCases(w ui.Work, id string) ui.Screen {
	return &widget.Reader{
		Heading: func(c ui.Context) string { return c.T("options.cases") },
		Lines: func(c ui.Context, width int) []string {
			f := phrase.NewFacts(c, width)
			if it, ok := itemOf(w, id); ok {
				for _, x := range it.cases(w) {
					f.Gap()
					caseFacts(f, c, w, x)
				}
			}
			return f.Lines
		},
	}
}
