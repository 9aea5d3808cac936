package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/report"
)

func (a *app) showCommand() *cobra.Command {
	var asJSON bool
	c := a.command("show", &cobra.Command{
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.show(cmd.Context(), args[0], asJSON) },
	})
	c.Flags().BoolVar(&asJSON, "json", false, a.say("cli.flag.json"))
	return c
}

// show prints the assessment of a file.
func (a *app) show(ctx context.Context, file string, asJSON bool) error {
	l, err := a.load(file)
	if err != nil {
		return err
	}
	return a.print(ctx, l, asJSON)
}

// print writes an assessment; errors in the data go to standard error beside
// it, and instead of it where they leave nothing to assess.
func (a *app) print(ctx context.Context, l *loaded, asJSON bool) error {
	a.list(a.env.Stderr, l.problems, problem.Error)
	switch {
	case asJSON: // problems and all, so that a script always reads JSON
		if err := report.JSON(a.env.Stdout, l.planned(ctx), a.printer(l.pack)); err != nil {
			return err
		}
	case l.result != nil:
		if err := report.Terminal(a.env.Stdout, report.Assessment(l.input()), a.pageWidth(), a.printer(l.pack)); err != nil {
			return err
		}
	}
	return l.outcome()
}
