package option

import (
	"cmp"
	"math"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/network"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// lines is a row that only says something that was computed.
type lines struct {
	widget.Heading
	say func(c ui.Context, w int) []string
	// stop makes the form stop here, so that what stands at the end of a form can
	// be scrolled to.
	stop bool
}

// Stop says whether the form stops at the row.
func (r *lines) Stop() bool { return r.stop }

// View draws the lines, a sign before the first one where the row has the keys.
func (r *lines) View(w, _ int, focused bool, c ui.Context) ([]string, *tea.Position) {
	said := r.say(c, w)
	if focused && len(said) > 0 {
		said[0] = c.Glyph.Cursor + cutLeft(said[0], ui.Width(c.Glyph.Cursor))
	}
	return said, nil
}

// facts is a row of computed figures with their names.
func facts(fill func(f *phrase.Facts, c ui.Context)) *lines {
	return &lines{say: func(c ui.Context, w int) []string {
		f := phrase.NewFacts(c, w)
		fill(f, c)
		return f.Lines
	}}
}

func heading(label string) widget.Row { return &widget.Heading{Names: widget.Names{Label: label}} }

// value is a row with a number of the option.
func (s *sheet) value(label, hint, key string, get func(assess.Option) *float64, unit func() string, least float64) *widget.Number {
	where := s.place(key)
	return &widget.Number{
		Names: widget.Names{Label: label, Hint: hint}, Unit: unit,
		Get: func() *float64 { return get(s.option()) },
		Set: func(v *float64) error {
			switch {
			case v == nil:
				return s.set(label, key, nil)
			case *v < least:
				return text.M("options.negative")
			}
			return s.set(label, key, *v)
		},
		Draft: func(typed string) { s.form.work.Draft(where, typed) }, Drafted: func() string { return s.form.work.Drafted(where) },
	}
}

func (s *sheet) money(label, hint, key string, get func(assess.Option) *float64) *widget.Number {
	return s.value(label, hint, key, get, func() string { return currency(s.form.work) }, 0)
}

// write is a row with a line of text of the option.
func (s *sheet) write(label, hint, key string, get func(assess.Option) string) *widget.Text {
	where := s.place(key)
	return &widget.Text{
		Names: widget.Names{Label: label, Hint: hint},
		Get:   func() string { return get(s.option()) },
		Set:   func(v string) error { return s.set(label, key, none(v, v == "")) },
		Draft: func(typed string) { s.form.work.Draft(where, typed) }, Drafted: func() string { return s.form.work.Drafted(where) },
	}
}

func (s *sheet) generalRows() []widget.Row {
	name := s.form.text("options.form.name", "", func() string { return s.option().Name }, func(v string) error {
		if v == "" {
			return text.M("options.name-wanted")
		}
		return s.set("options.form.name", "name", v)
	})
	rows := []widget.Row{name, s.category(), s.step()}
	if len(s.form.work.Audit().Streams) > 0 {
		rows = append(rows, s.stream())
	}
	rows = append(rows, s.write("optionpage.form.cause", "optionpage.form.cause-hint", "cause", func(o assess.Option) string { return o.Cause }))
	if causes := s.causes(); len(causes) > 0 {
		rows = append(rows, facts(func(f *phrase.Facts, c ui.Context) {
			for _, x := range causes {
				f.Add("optionpage.fact.known-cause", ui.CleanLine(x.Text))
			}
		}))
	}
	return append(rows, s.write("options.form.note", "", "note", func(o assess.Option) string { return strings.Join(strings.Fields(o.Note), " ") }))
}

// causes are those that the audit states of the stream that the option reduces.
func (s *sheet) causes() (all []assess.Cause) {
	o := s.option()
	for _, x := range s.form.work.Audit().Causes {
		if o.Stream != "" && x.Stream == o.Stream && x.Text != "" {
			all = append(all, x)
		}
	}
	return all
}

func (s *sheet) stream() *widget.Pick {
	const label = "optionpage.form.stream"
	return &widget.Pick{
		Names: widget.Names{Label: label}, Rows: 6,
		Options: func(c ui.Context) []widget.Option {
			var all []widget.Option
			for _, x := range s.form.work.Audit().Streams {
				if x.Kind != "product" {
					all = append(all, widget.Option{ID: x.ID, Name: ui.CleanLine(c.Name(network.TitleOf(s.form.work.Audit(), x.ID)))})
				}
			}
			return all
		},
		Get: func() string { return s.option().Stream },
		Set: func(id string) error { return s.set(label, "stream", none(id, id == "")) },
	}
}

func (s *sheet) savesRows() []widget.Row {
	it, _ := itemOf(s.form.work, s.id)
	rows := []widget.Row{&widget.Heading{Names: widget.Names{Hint: cmp.Or(s.savesHint(it), "optionpage.form.saves-hint")}}}
	s.form.at = map[string]int{}
	for _, flow := range s.shown() {
		s.form.at[flow] = len(rows) + 1
		rows = append(rows, s.savingRows(flow)...)
	}
	return append(rows, s.flows())
}

// savingRows are the rows of what the option saves of a flow, with its range, and
// what that comes to alone.
func (s *sheet) savingRows(flow string) []widget.Row {
	find := func() (int, assess.Saving) {
		all := s.option().Saves
		i := slices.IndexFunc(all, func(x assess.Saving) bool { return x.Flow == flow })
		if i < 0 {
			return i, assess.Saving{Flow: flow}
		}
		return i, all[i]
	}
	write := func(label string, change func(*assess.Saving) error) error {
		i, x := find()
		all := slices.Clone(s.option().Saves)
		if err := change(&x); err != nil {
			return err
		}
		switch stated := x.Percent != nil || x.Amount != nil; {
		case stated && i < 0:
			all = append(all, x)
		case stated:
			all[i] = x
		case i < 0:
			return nil
		default:
			all = slices.Delete(all, i, i+1)
			s.pend(flow)
		}
		return s.set(label, "saves", savingTables(all))
	}
	unit := func() string {
		if _, x := find(); x.Amount != nil {
			return flowOf(s.form.work, flow).Unit
		}
		return "%"
	}
	number := func(label, key string, unit func() string, get func(assess.Saving) *float64, change func(*assess.Saving, *float64) error) *widget.Number {
		where := s.place("saves." + flow + "." + key)
		return &widget.Number{
			Names: widget.Names{Label: label}, Unit: unit,
			Get:   func() *float64 { _, x := find(); return get(x) },
			Set:   func(v *float64) error { return write(label, func(x *assess.Saving) error { return change(x, v) }) },
			Draft: func(typed string) { s.form.work.Draft(where, typed) }, Drafted: func() string { return s.form.work.Drafted(where) },
		}
	}
	central := func(x assess.Saving) *float64 { return cmp.Or(x.Percent, x.Amount) }
	end := func(label, key string, of func(*assess.Saving) **float64, side float64) *widget.Number {
		n := number(label, key, unit, func(x assess.Saving) *float64 { return *of(&x) }, func(x *assess.Saving, v *float64) error {
			mid := central(*x)
			switch {
			case v != nil && mid == nil:
				return text.M("optionpage.central-first")
			case v != nil && (*v-*mid)*side < 0:
				return text.M("optionpage.not-in-order")
			}
			*of(x) = v
			return nil
		})
		return n
	}
	percent := number("options.form.percent", "percent", func() string { return "%" }, func(x assess.Saving) *float64 { return x.Percent }, func(x *assess.Saving, v *float64) error {
		if v != nil && math.Abs(*v) > 100 {
			return text.M("options.over-100")
		}
		if v != nil && x.Amount != nil {
			x.Amount, x.Low, x.High = nil, nil, nil
		}
		x.Percent = v
		return outOfRange(*x)
	})
	amount := number("options.form.amount", "amount", func() string { return flowOf(s.form.work, flow).Unit }, func(x assess.Saving) *float64 { return x.Amount }, func(x *assess.Saving, v *float64) error {
		if v != nil && x.Percent != nil {
			x.Percent, x.Low, x.High = nil, nil, nil
		}
		x.Amount = v
		return outOfRange(*x)
	})
	return []widget.Row{
		&said{name: flowOf(s.form.work, flow).Name}, percent, amount,
		end("optionpage.form.low", "low", func(x *assess.Saving) **float64 { return &x.Low }, -1),
		end("optionpage.form.high", "high", func(x *assess.Saving) **float64 { return &x.High }, +1),
		facts(func(f *phrase.Facts, c ui.Context) {
			sh, _ := sheetOf(s.form.work, s.id)
			for _, e := range sh.Effects {
				if e.Flow.ID == flow {
					f.Add("optionpage.fact.alone", effect(c, s.form.work, e))
				}
			}
		}),
	}
}

// outOfRange says where a central figure does not lie between its ends.
func outOfRange(x assess.Saving) error {
	mid := cmp.Or(x.Percent, x.Amount)
	if mid != nil && (x.Low != nil && *x.Low > *mid || x.High != nil && *x.High < *mid) {
		return text.M("optionpage.not-in-order")
	}
	return nil
}

// rejection is the reason for which an option is rejected.
type rejection struct{ reason string }

func (s *sheet) screeningRows() []widget.Row {
	rows := []widget.Row{
		&lines{say: func(c ui.Context, w int) []string {
			sh, ok := sheetOf(s.form.work, s.id)
			if !ok || sh.Suggested.Outcome == "" {
				return widget.Prose(c.T("optionpage.no-suggestion"), w, 1, c.Style.Muted.Render)
			}
			out := widget.Prose(c.T("optionpage.suggested", "outcome", screeningName(c, s.form.work, string(sh.Suggested.Outcome))), w, 1, c.Style.Strong.Render)
			var said []string
			for _, m := range sh.Suggested.Reasons { // the payback and the money may lack the same
				if why := plainly(c, m); !slices.Contains(said, why) {
					said = append(said, why)
					out = append(out, widget.Bullet(" "+c.Glyph.Info, why, w, nil)...)
				}
			}
			return append(out, "")
		}},
		s.outcome(),
		&lines{say: func(c ui.Context, w int) []string {
			for _, o := range s.form.work.Common().Method.Screenings {
				if o.ID == s.option().Screening {
					return widget.Prose(c.Name(o.Name)+": "+c.Name(o.Means)+".", w, 2, c.Style.Muted.Render)
				}
			}
			return widget.Prose(c.T("optionpage.not-screened"), w, 2, c.Style.Muted.Render)
		}},
	}
	if o := s.option(); o.Screening == "rejected" || o.Reason != "" {
		rows = append(rows, s.form.text("options.form.reason", "optionpage.form.reason-hint", func() string { return s.option().Reason }, func(v string) error {
			if v == "" && s.option().Screening == "rejected" {
				return text.M("options.reason-wanted")
			}
			return s.set("options.form.reason", "reason", none(v, v == ""))
		}))
	}
	return rows
}

// outcome chooses among the three outcomes. A rejection asks for its reason
// first.
func (s *sheet) outcome() *widget.Choice {
	return &widget.Choice{
		Names: widget.Names{Label: "options.form.screening"},
		Options: func(c ui.Context) []widget.Option {
			var all []widget.Option
			for _, o := range s.form.work.Common().Method.Screenings {
				all = append(all, widget.Option{ID: o.ID, Name: c.Name(o.Name)})
			}
			return all
		},
		Get: func() string { return s.option().Screening },
		Set: func(id string) error {
			o := s.option()
			switch {
			case id == o.Screening:
				return nil
			case id == "rejected" && s.form.work.ReadOnly():
				return text.M("pages.read-only")
			case id == "rejected":
				s.Post(ui.Open{Dialog: &widget.Prompt{
					Heading: text.M("optionpage.reject-heading"), Text: text.M("options.drop-why", "option", optionName(s.form.work, s.id)),
					Accept: func(typed string) (ui.Action, error) {
						if typed == "" {
							return nil, text.M("options.reason-wanted")
						}
						return rejection{typed}, nil
					},
				}})
				return nil
			}
			it, ok := itemOf(s.form.work, s.id)
			if !ok || it.taken == nil {
				return text.M("options.gone")
			}
			fields := []tomldoc.Field{{Key: "screening", Value: none(id, id == "")}}
			if o.Screening == "rejected" { // taken up again
				fields = append(fields, tomldoc.Field{Key: "reason"})
				if o.Status == "dropped" {
					fields = append(fields, tomldoc.Field{Key: "status", Value: "idea"})
				}
			}
			return s.form.work.Apply(s.label("options.form.screening"), sets(it.index, fields...)...)
		},
	}
}

func (s *sheet) label(what string) text.Message {
	return text.M("options.did.edit", "what", text.M(what), "option", optionName(s.form.work, s.id))
}

func optionName(w ui.Work, id string) text.Name {
	if it, ok := itemOf(w, id); ok {
		return it.name()
	}
	return text.Both(id)
}

// reject carries a rejection out: with its reason, and out of the plan unless
// the option is being done already.
func (s *sheet) reject(reason string) {
	it, ok := itemOf(s.form.work, s.id)
	if !ok || it.taken == nil {
		return
	}
	fields := []tomldoc.Field{{Key: "reason", Value: reason}, {Key: "screening", Value: "rejected"}}
	if st := it.taken.Status; st != "doing" && st != "done" {
		fields = append(fields, tomldoc.Field{Key: "status", Value: "dropped"})
	}
	s.apply(s.Context, s.label("options.form.screening"), sets(it.index, fields...)...)
}

// marks of the technical checklist.
var marks = [...]string{"good", "watch", "bad", "na"}

func (s *sheet) checkRows() []widget.Row {
	rows := []widget.Row{&lines{say: func(c ui.Context, w int) []string { return widget.Prose(s.checked(c), w, 1, c.Style.Muted.Render) }}}
	for _, k := range s.form.work.Common().Method.Checks {
		rows = append(rows, &checkRow{Choice: widget.Choice{
			Names: widget.Names{Label: "optionpage.check-label"},
			Options: func(c ui.Context) []widget.Option {
				var all []widget.Option
				for _, m := range marks {
					all = append(all, widget.Option{ID: m, Name: c.Say(text.M("optionpage.check." + m))})
				}
				return all
			},
			Get: func() string { return s.option().Checks[k.ID] },
			Set: func(mark string) error {
				it, ok := itemOf(s.form.work, s.id)
				if !ok || it.taken == nil {
					return text.M("options.gone")
				}
				path := tomldoc.Path("option", it.index+1, "checks", k.ID)
				edit := auditfile.Set(path, mark)
				if mark == "" {
					edit = auditfile.Unset(path)
				}
				if mark == "" && len(it.taken.Checks) < 2 {
					edit = auditfile.Unset(tomldoc.Path("option", it.index+1, "checks"))
				}
				return s.form.work.Apply(text.M("options.did.edit", "what", text.M("optionpage.check-of", "check", k.Name), "option", it.name()), edit)
			},
		}, name: k.Name})
	}
	return rows
}

// checkRow is a choice that is called by data, not by a key of the words.
type checkRow struct {
	widget.Choice
	name text.Name
}

func (r *checkRow) View(w, room int, focused bool, c ui.Context) ([]string, *tea.Position) {
	drawn, cursor := r.Choice.View(w, room, focused, c)
	// The label's own words take the place of those of the row.
	if len(drawn) > 0 {
		mark, style := " ", c.Style.Plain
		if focused {
			mark, style = c.Glyph.Cursor, c.Style.Strong
		}
		column := min(24, w*2/5)
		rest := cutLeft(drawn[0], column)
		drawn[0] = style.Render(ui.Fit(mark+" "+c.Name(r.name), column-1, c.Glyph.More)) + " " + rest
	}
	return drawn, cursor
}

// checked counts the checklist in words.
func (s *sheet) checked(c ui.Context) string {
	count := map[string]int{}
	for _, k := range s.form.work.Common().Method.Checks {
		count[s.option().Checks[k.ID]]++
	}
	var parts []string
	for _, m := range marks {
		if n := count[m]; n > 0 {
			parts = append(parts, c.T("optionpage.check-count", "count", n, "mark", text.M("optionpage.check."+m)))
		}
	}
	if n := count[""]; n > 0 {
		parts = append(parts, c.T("optionpage.check-open", "count", n))
	}
	return strings.Join(parts, ", ")
}

func (s *sheet) moneyRows() []widget.Row {
	year := func() string { return currency(s.form.work) }
	rows := []widget.Row{
		s.money("options.form.investment", "", "investment", func(o assess.Option) *float64 { return o.Investment }),
		s.between("optionpage.form.investment-low", "investment_low", func(o assess.Option) *float64 { return o.InvestmentLow }, -1),
		s.between("optionpage.form.investment-high", "investment_high", func(o assess.Option) *float64 { return o.InvestmentHigh }, +1),
		s.value("options.form.annual-cost", "optionpage.form.annual-cost-hint", "annual_cost", func(o assess.Option) *float64 { return o.AnnualCost }, year, 0),
		s.money("optionpage.form.revenue", "optionpage.form.revenue-hint", "revenue", func(o assess.Option) *float64 { return o.Revenue }),
		s.life(),
		s.money("optionpage.form.salvage", "optionpage.form.salvage-hint", "salvage", func(o assess.Option) *float64 { return o.Salvage }),
		s.cash(),
		heading("optionpage.results"),
	}
	results := facts(func(f *phrase.Facts, c ui.Context) {
		sh, ok := sheetOf(s.form.work, s.id)
		if ok && !sh.Economics.Steady {
			f.Add("optionpage.figure.cash", cashWords(c, s.option().Cash, currency(s.form.work)))
		}
		all := economics(c, s.form.work, sh)
		if len(all) == 0 {
			f.Text(c.T("optionpage.no-economics"))
			return
		}
		for _, t := range all {
			said := t.said
			if t.formula != "" {
				said += "   " + t.formula
			}
			f.Add(t.label, said)
		}
		f.Note(c.T("optionpage.basis", "discount", phrase.Result(s.form.work).Options.Discount))
	})
	results.stop = true
	return append(rows, results)
}

// between is an end of the investment's range.
func (s *sheet) between(label, key string, get func(assess.Option) *float64, side float64) *widget.Number {
	n := s.money(label, "", key, get)
	set := n.Set
	n.Set = func(v *float64) error {
		mid := s.option().Investment
		switch {
		case v != nil && mid == nil:
			return text.M("optionpage.central-first")
		case v != nil && (*v-*mid)*side < 0:
			return text.M("optionpage.not-in-order")
		}
		return set(v)
	}
	return n
}

// longestLife is the longest life of an option in years.
const longestLife = 60

func (s *sheet) life() *widget.Number {
	n := s.value("optionpage.form.life", "", "life", func(o assess.Option) *float64 { return o.Life }, func() string { return "" }, 0)
	set := n.Set
	n.Set = func(v *float64) error {
		if v != nil && (*v <= 0 || *v > longestLife) {
			return text.M("optionpage.bad-life", "most", longestLife)
		}
		return set(v)
	}
	return n
}

// cash is the money of each year, in one line: a row of figures is read faster,
// and pasted.
func (s *sheet) cash() *widget.Text {
	const label = "optionpage.form.cash"
	row := s.write(label, "optionpage.form.cash-hint", "cash", nil)
	row.Get = func() string {
		var all []string
		for _, v := range s.option().Cash {
			all = append(all, widget.Typeable(v, s.Context))
		}
		return strings.Join(all, "; ")
	}
	row.Set = func(typed string) error {
		if strings.TrimSpace(typed) == "" {
			return s.set(label, "cash", nil)
		}
		var all []any
		for part := range strings.SplitSeq(typed, ";") {
			v, err := quantity.ParseNumber(strings.TrimSpace(part), s.Notation())
			switch {
			case err != nil:
				return err
			case v.Missing:
				return text.M("optionpage.cash-gap", "year", len(all)+1)
			case math.Abs(v.Value) > 1e15:
				return text.M("optionpage.too-large")
			}
			all = append(all, v.Value)
		}
		if len(all) > longestLife {
			return text.M("optionpage.bad-life", "most", longestLife)
		}
		return s.set(label, "cash", all)
	}
	return row
}

// cashWords is the money of each year in words.
func cashWords(c ui.Context, cash []float64, currency string) string {
	var all []string
	for i, v := range cash {
		all = append(all, c.T("optionpage.cash-year", "year", i+1, "money", c.Money(v, currency)))
	}
	return strings.Join(all, "; ")
}

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
