package option

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

func (s *sheet) environmentRows() []widget.Row {
	return []widget.Row{
		facts(func(f *phrase.Facts, c ui.Context) {
			sh, ok := sheetOf(s.form.work, s.id)
			if !ok || len(sh.Effects) == 0 {
				f.Text(c.T("optionpage.no-effects"))
				return
			}
			for _, e := range sh.Effects {
				f.Head(c.Name(e.Flow.Name))
				f.Text(effect(c, s.form.work, e))
			}
			f.Gap()
			co2e := missing(c, sh.Economics.CO2e.Why)
			if sh.Economics.CO2e.OK() {
				co2e = c.T("optionpage.a-year", "amount", c.Amount(quantity.Amount{Value: sh.Economics.CO2e.Value, Unit: "t"})+" CO₂e")
			}
			if p := sh.Economics.CO2ePart; p != nil {
				co2e = c.T("optionpage.a-year", "amount", c.Say(p.Message()))
			}
			f.Add("optionpage.figure.co2e", co2e)
			for _, e := range sh.Effects {
				if e.Amount.Value < 0 {
					f.Warn("optionpage.fact.burden", c.T("optionpage.uses-more-of", "flow", phrase.Lower(c.Name(e.Flow.Name))))
				}
			}
		}),
		s.burden(),
	}
}

// burden is what the option moves elsewhere. "none" in the file says that this
// was looked at.
func (s *sheet) burden() *widget.Text {
	row := s.write("optionpage.form.burden", "optionpage.form.burden-hint", "burden", nil)
	row.Get = func() string {
		if b := s.option().Burden; b != "none" {
			return strings.Join(strings.Fields(b), " ")
		}
		return s.T("optionpage.no-burden")
	}
	row.Set = func(v string) error {
		switch i18n.Fold(v) {
		case "khong", "khong co", "none", "no", i18n.Fold(s.T("optionpage.no-burden")):
			v = "none"
		}
		return s.set("optionpage.form.burden", "burden", none(v, v == ""))
	}
	return row
}

// mostScore is the highest score of a criterion (METHOD §9).
const mostScore = 20

func (s *sheet) scoreRows() []widget.Row {
	rows := []widget.Row{&widget.Heading{Names: widget.Names{Hint: "optionpage.form.scores-hint"}}}
	for i, k := range criteria {
		label := criterionLabels[i]
		where := s.place("scores." + k)
		rows = append(rows, &widget.Number{
			Names: widget.Names{Label: label},
			Means: func(v float64) string { return level(s.Context, s.form.work, v) },
			Check: scoreRange,
			Get: func() *float64 {
				if v, ok := s.option().Scores[k]; ok {
					return &v
				}
				return nil
			},
			Set:   func(v *float64) error { return s.score(k, label, v) },
			Draft: func(typed string) { s.form.work.Draft(where, typed) }, Drafted: func() string { return s.form.work.Drafted(where) },
		})
	}
	return append(rows, heading("optionpage.results"),
		&lines{stop: true, say: func(c ui.Context, w int) []string {
			r := phrase.Result(s.form.work)
			if r == nil || r.Options == nil {
				return nil
			}
			var out []string
			for i, said := range standing(c, s.form.work, s.id) {
				style := c.Style.Plain
				if i == 0 {
					style = c.Style.Strong
				}
				out = append(out, widget.Prose(said, w, 1, style.Render)...)
			}
			out = append(out, widget.Prose(weightsWords(c, s.form.work), w, 1, c.Style.Muted.Render)...)
			return out
		}},
		&widget.Button{Names: widget.Names{Label: "optionpage.key.weights"}, Do: func() { s.Post(ui.Push{Screen: newWeights(s.form.work)}) }},
	)
}

// scoreRange says the range of a score where one is outside it.
func scoreRange(v float64) error {
	if v < 0 || v > mostScore {
		return text.M("optionpage.bad-score", "most", mostScore)
	}
	return nil
}

func (s *sheet) score(criterion, label string, v *float64) error {
	it, ok := itemOf(s.form.work, s.id)
	switch {
	case !ok || it.taken == nil:
		return text.M("options.gone")
	case v != nil && scoreRange(*v) != nil:
		return scoreRange(*v)
	}
	path := tomldoc.Path("option", it.index+1, "scores", criterion)
	edit := auditfile.Unset(path)
	switch {
	case v != nil:
		edit = auditfile.Set(path, *v)
	case len(it.taken.Scores) < 2:
		edit = auditfile.Unset(tomldoc.Path("option", it.index+1, "scores"))
	}
	return s.form.work.Apply(s.label(label), edit)
}

func (s *sheet) relationRows() []widget.Row {
	return []widget.Row{
		facts(func(f *phrase.Facts, c ui.Context) {
			o := s.option()
			say := func(label string, ids []string) {
				for _, id := range ids {
					f.Add(label, c.Name(optionName(s.form.work, id)))
				}
			}
			say("optionpage.fact.needs", o.DependsOn)
			say("optionpage.fact.excludes", o.Excludes)
			for _, x := range s.form.work.Audit().Options {
				if slices.Contains(x.DependsOn, s.id) {
					say("optionpage.fact.needed-by", []string{x.ID})
				}
				if slices.Contains(x.Excludes, s.id) && !slices.Contains(o.Excludes, x.ID) {
					say("optionpage.fact.excludes", []string{x.ID})
				}
			}
			if len(f.Lines) == 0 {
				f.Note(c.T("optionpage.no-relations"))
			}
		}),
		s.others("optionpage.form.depends", "depends_on", func(o assess.Option) []string { return o.DependsOn }),
		s.others("optionpage.form.excludes", "excludes", func(o assess.Option) []string { return o.Excludes }),
	}
}

// toggles is a list of which each answer is taken in or out; Enter stays on it.
type toggles struct {
	widget.Pick
	did bool
}

// Update moves in the list and toggles.
func (r *toggles) Update(msg tea.Msg, c ui.Context) bool {
	r.did = false
	used := r.Pick.Update(msg, c)
	return used || r.did
}

// others adds an option to a list of ids, or takes it out.
func (s *sheet) others(label, key string, get func(assess.Option) []string) *toggles {
	row := &toggles{}
	row.Pick = widget.Pick{
		Names: widget.Names{Label: label, Hint: "optionpage.form.others-hint"}, Rows: 6,
		Options: func(c ui.Context) []widget.Option {
			have := get(s.option())
			var all []widget.Option
			for _, x := range s.form.work.Audit().Options {
				if x.ID == s.id {
					continue
				}
				sign := c.Glyph.Out
				if slices.Contains(have, x.ID) {
					sign = c.Glyph.In
				}
				name := optionName(s.form.work, x.ID)
				all = append(all, widget.Option{ID: x.ID, Name: sign + " " + c.Name(name), Search: name.VI + " " + name.EN})
			}
			return all
		},
		Get: func() string { return "" },
		Set: func(id string) error {
			have := slices.Clone(get(s.option()))
			if i := slices.Index(have, id); i >= 0 {
				have = slices.Delete(have, i, i+1)
			} else {
				have = append(have, id)
			}
			row.did = true
			if err := s.set(label, key, none(have, len(have) == 0)); err != nil { // a circle
				s.Post(ui.Toast{Text: text.M("pages.not-changed", "reason", err), Kind: ui.Failure})
			}
			return nil
		},
	}
	return row
}

func (s *sheet) followUpRows() []widget.Row {
	return []widget.Row{
		s.status(),
		s.form.line("options.form.responsible", "", func(o assess.Option) string { return o.Responsible }),
		s.write("optionpage.form.funding", "optionpage.form.funding-hint", "funding", func(o assess.Option) string { return o.Funding }),
		s.form.date("options.form.start", func(o assess.Option) quantity.Date { return o.Start }),
		s.form.date("options.form.done", func(o assess.Option) quantity.Date { return o.Done }),
		s.money("options.form.spent", "", "spent", func(o assess.Option) *float64 { return o.Spent }),
		facts(func(f *phrase.Facts, c ui.Context) {
			if o := s.option(); o.Spent != nil && o.Investment != nil && *o.Investment > 0 {
				f.Add("optionpage.fact.against-plan", c.T("optionpage.spent-of", "percent", c.Percent(100*(*o.Spent / *o.Investment - 1)), "planned", c.Money(*o.Investment, currency(s.form.work))))
			}
		}),
		s.write("options.form.note", "", "note", func(o assess.Option) string { return strings.Join(strings.Fields(o.Note), " ") }),
	}
}
