package portfolio

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/phrase"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// newGoals asks what the set must reach: groups, target, budget.
func newGoals(w ui.Work) ui.Screen {
	g := &goals{work: w}
	return &widget.Sheet{
		Heading: func(c ui.Context) string { return c.T("portfoliopage.form.title") },
		Build:   g.rows,
	}
}

type goals struct{ work ui.Work }

// portfolio is what the audit states.
func (g *goals) portfolio() assess.Portfolio {
	if p := g.work.Audit().Portfolio; p != nil {
		return *p
	}
	return assess.Portfolio{}
}

// set writes a key; the last one to go takes the table along.
func (g *goals) set(label, key string, v any) error {
	p := g.portfolio()
	last := v == nil
	for k, stated := range map[string]bool{"groups": len(p.Groups) > 0, "target": p.Target != nil, "budget": p.Budget != nil} {
		last = last && (k == key || !stated)
	}
	edit := auditfile.Set("portfolio."+key, v)
	switch {
	case last:
		edit = auditfile.Unset("portfolio")
	case v == nil:
		edit = auditfile.Unset("portfolio." + key)
	}
	return g.work.Apply(text.M("portfoliopage.did.goal", "what", text.M(label)), edit)
}

func (g *goals) rows() []widget.Row {
	number := func(label, hint, key string, get func() *float64, unit func() string, check func(float64) error) *widget.Number {
		return &widget.Number{
			Names: widget.Names{Label: label, Hint: hint}, Get: get, Unit: unit,
			Set: func(v *float64) error {
				if v == nil {
					return g.set(label, key, nil)
				}
				if err := check(*v); err != nil {
					return err
				}
				return g.set(label, key, *v)
			},
			Draft: func(typed string) { g.work.Draft("portfolio."+key, typed) }, Drafted: func() string { return g.work.Drafted("portfolio." + key) },
		}
	}
	return []widget.Row{
		&widget.Several{
			Names: widget.Names{Label: "portfoliopage.form.groups", Hint: "portfoliopage.form.groups-hint"},
			Options: func(c ui.Context) []widget.Option {
				var all []widget.Option
				for _, id := range assess.Groups() {
					all = append(all, widget.Option{ID: id, Name: short(c, c.Name(g.work.Common().Method.GroupName(id)))})
				}
				return all
			},
			Get: func() []string { return g.portfolio().Groups },
			Set: func(ids []string) error {
				if slices.Equal(ids, g.portfolio().Groups) {
					return nil
				}
				if len(ids) == 0 {
					return g.set("portfoliopage.form.groups", "groups", nil)
				}
				return g.set("portfoliopage.form.groups", "groups", ids)
			},
		},
		number("portfoliopage.form.target", "portfoliopage.form.target-hint", "target", func() *float64 { return g.portfolio().Target }, func() string { return "%" }, func(v float64) error {
			if v <= 0 || v > 100 {
				return text.M("portfoliopage.form.bad-target")
			}
			return nil
		}),
		number("portfoliopage.form.budget", "portfoliopage.form.budget-hint", "budget", func() *float64 { return g.portfolio().Budget }, func() string {
			if r := phrase.Result(g.work); r != nil {
				return r.Currency
			}
			return "VND"
		}, func(v float64) error {
			if v < 0 || v > 1e15 {
				return text.M("options.negative")
			}
			return nil
		}),
	}
}
