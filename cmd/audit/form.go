package main

import (
	"bytes"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/exchange"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
)

func (a *app) formCommand() *cobra.Command {
	var out, from string
	var months int
	var bilingual, force bool
	c := a.command("form", &cobra.Command{
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usageMessage("cli.form.no-output", "use", cmd.UseLine())
			}
			f := exchange.Form{Months: months, Bilingual: bilingual}
			if from != "" {
				m, err := quantity.ParseMonth(from)
				if err != nil {
					return usage(err)
				}
				f.From = m
			}
			return a.form(args[0], out, force, f)
		},
	})
	flags := c.Flags()
	flags.StringVarP(&out, "output", "o", "", a.say("cli.form.output"))
	flags.IntVar(&months, "months", 24, a.say("cli.form.months"))
	flags.StringVar(&from, "from", "", a.say("cli.form.from"))
	flags.BoolVar(&bilingual, "bilingual", false, a.say("cli.form.bilingual"))
	flags.BoolVar(&force, "force", false, a.say("cli.flag.force"))
	return c
}

// form writes the data-collection form of an audit.
func (a *app) form(file, out string, force bool, f exchange.Form) error {
	switch {
	case out != stdio && strings.ToLower(filepath.Ext(out)) != ".xlsx":
		return usageMessage("cli.form.format", "file", out)
	case out != stdio && !force && a.exists(out):
		return usageMessage("cli.exists-force", "file", out)
	case f.Months < 1:
		return usageMessage("exchange.form.months", "found", f.Months, "most", exchange.MostMonths)
	}
	l, err := a.load(file)
	if err != nil {
		return err
	}
	a.list(a.env.Stderr, l.problems, problem.Error)
	if l.pack == nil {
		return l.outcome()
	}
	f.Audit, f.Pack, f.Common, f.Printer = l.audit, l.pack, l.common, a.printer(l.pack)
	var b bytes.Buffer
	if err := exchange.WriteForm(&b, f); err != nil {
		return usage(err)
	}
	if out == stdio {
		_, err := a.env.Stdout.Write(b.Bytes())
		return err
	}
	if err := auditfile.WriteAtomic(out, b.Bytes(), nil); err != nil {
		return err
	}
	a.complain("cli.written", "file", out)
	return nil
}
