package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/report"
)

// detailCommands print the parts of a detailed assessment.
func (a *app) detailCommands() []*cobra.Command {
	return []*cobra.Command{
		a.part("balance", report.BalanceReport),
		a.part("options", report.OptionsReport),
		a.part("plan", report.PlanReport),
	}
}

// part is a command that prints one part of an assessment.
func (a *app) part(id string, document func(report.Input) *report.Document) *cobra.Command {
	var asJSON bool
	c := a.command(id, &cobra.Command{
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.printPart(cmd.Context(), args[0], asJSON, document)
		},
	})
	c.Flags().BoolVar(&asJSON, "json", false, a.say("cli.flag.json"))
	return c
}

func (a *app) printPart(ctx context.Context, file string, asJSON bool, document func(report.Input) *report.Document) error {
	l, err := a.load(file)
	if err != nil {
		return err
	}
	if asJSON {
		return a.print(ctx, l, true)
	}
	a.list(a.env.Stderr, l.problems, problem.Error)
	if l.result != nil {
		if err := report.Terminal(a.env.Stdout, document(l.planned(ctx)), a.pageWidth(), a.printer(l.pack)); err != nil {
			return err
		}
	}
	return l.outcome()
}
