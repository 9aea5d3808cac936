package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/report"
)

func (a *app) whyCommand() *cobra.Command {
	return a.command("why", &cobra.Command{
		Args: between(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			l, err := a.load(args[0])
			if err != nil {
				return err
			}
			a.list(a.env.Stderr, l.problems, problem.Error)
			if l.result == nil {
				return l.outcome()
			}
			if len(args) == 1 {
				a.figures(l)
				return l.outcome()
			}
			return a.why(l, args[1])
		},
	})
}

// figures lists what can be asked about.
func (a *app) figures(l *loaded) {
	all := l.result.Figures()
	p := a.printer(l.pack)
	width := 0
	for _, f := range all {
		width = max(width, len(f.ID))
	}
	for _, f := range all {
		value := ""
		if f.Why.Value != nil {
			value = ": " + p.Amount(*f.Why.Value)
		}
		fmt.Fprintf(a.env.Stdout, "%-*s  %s%s\n", width, f.ID, p.Say(f.Why.Label), value)
	}
}

func (a *app) why(l *loaded, id string) error {
	found := matching(l.result, id)
	switch len(found) {
	case 0:
		return usageMessage("cli.why.unknown", "figure", id, "file", l.file)
	case 1:
		if err := report.WhyTree(a.env.Stdout, found[0].Why, a.pageWidth(), a.printer(l.pack)); err != nil {
			return err
		}
		return l.outcome()
	}
	var ids []string
	for _, f := range found {
		ids = append(ids, f.ID)
	}
	return usageMessage("cli.why.several", "figure", id, "figures", ids)
}

// matching finds figures by id. The phase may be left out, and so may
// "indicator.": a flow's id alone means its figure per unit of product, and with
// a month behind it its amount in the month.
func matching(r *assess.Result, id string) []assess.Figure {
	for _, want := range []string{id, id + "." + r.Phase, "indicator." + id + "." + r.Phase, "coverage.flow." + id} {
		if w := r.Figure(want); w != nil {
			return []assess.Figure{{ID: want, Why: w}}
		}
	}
	var found []assess.Figure
	for _, f := range r.Figures() {
		if strings.Contains(f.ID, id) {
			found = append(found, f)
		}
	}
	// What others are parts of is meant by the part of the name that all have.
	for _, f := range found {
		if !slices.ContainsFunc(found, func(o assess.Figure) bool { return o.ID != f.ID && !strings.HasPrefix(o.ID, f.ID+".") }) {
			return []assess.Figure{f}
		}
	}
	return found
}
