package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/report"
)

func (a *app) reportCommand() *cobra.Command {
	var out string
	var force bool
	c := a.command("report", &cobra.Command{
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usageMessage("cli.report.no-output", "use", cmd.UseLine())
			}
			return a.report(cmd.Context(), args[0], out, force)
		},
	})
	c.Flags().StringVarP(&out, "output", "o", "", a.say("cli.flag.output"))
	c.Flags().BoolVar(&force, "force", false, a.say("cli.flag.force"))
	return c
}

// report writes the assessment to a file whose name says the format.
func (a *app) report(ctx context.Context, file, out string, force bool) error {
	format := strings.ToLower(filepath.Ext(out))
	if out == stdio {
		format = ".md"
	}
	if format != ".md" && format != ".json" {
		return usageMessage("cli.report.format", "file", out)
	}
	if out != stdio && !force && a.exists(out) {
		return usageMessage("cli.exists-force", "file", out)
	}
	l, err := a.load(file)
	if err != nil {
		return err
	}
	a.list(a.env.Stderr, l.problems, problem.Error)
	if l.result == nil {
		return l.outcome()
	}
	var b bytes.Buffer
	if format == ".json" {
		err = report.JSON(&b, l.planned(ctx), a.printer(l.pack))
	} else {
		err = report.Markdown(&b, report.Assessment(l.input()), a.printer(l.pack))
	}
	if err != nil {
		return err
	}
	if out == stdio {
		if _, err := a.env.Stdout.Write(b.Bytes()); err != nil {
			return err
		}
		return l.outcome()
	}
	if err := auditfile.WriteAtomic(out, b.Bytes(), nil); err != nil {
		return err
	}
	a.complain("cli.written", "file", out)
	return l.outcome()
}
