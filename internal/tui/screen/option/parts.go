package option

import (
	"cmp"
	"math"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
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
