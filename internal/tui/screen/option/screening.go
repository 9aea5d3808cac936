package option

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

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
