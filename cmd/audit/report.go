package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/write"
	"github.com/sxsh-audit/audit/internal/text"
)

func (a *app) reportCommand() *cobra.Command {
	var out string
	var force, bilingual bool
	c := a.command("report", &cobra.Command{
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usageMessage("cli.report.no-output", "use", cmd.UseLine())
			}
			return a.report(cmd.Context(), args[0], out, force, bilingual)
		},
	})
	c.Flags().StringVarP(&out, "output", "o", "", a.say("cli.flag.output"))
	c.Flags().BoolVar(&force, "force", false, a.say("cli.flag.force"))
	c.Flags().BoolVar(&bilingual, "bilingual", false, a.say("writers.flag-bilingual"))
	return c
}

// jsonFormat is the one format that is not made of a document: it is written
// from the result itself.
const jsonFormat = "json"

// report writes the assessment to a file whose name says the format.
func (a *app) report(ctx context.Context, file, out string, force, bilingual bool) error {
	format, ok := write.FormatOf(out)
	asJSON := strings.EqualFold(filepath.Ext(out), "."+jsonFormat)
	switch {
	case out == stdio:
		format = write.Markdown
	case !ok && !asJSON:
		return usageMessage("writers.unknown-format", "file", out, "formats", reportFormats())
	case asJSON && bilingual:
		return usageMessage("writers.no-bilingual", "format", jsonFormat)
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
	if asJSON {
		err = report.JSON(&b, l.planned(ctx), a.printer(l.pack))
	} else {
		err = write.Document(&b, format, report.Assessment(l.input()), a.printers(l.pack, bilingual)...)
	}
	if err != nil {
		return text.M("writers.failed", "file", filepath.Base(out), "reason", err)
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

// printers are the printer of the language in use, and where both languages are
// wanted that of the other behind it.
func (a *app) printers(pack *benchmark.Pack, bilingual bool) []*i18n.Printer {
	all := []*i18n.Printer{a.printer(pack)}
	if !bilingual {
		return all
	}
	for _, lang := range text.Langs {
		if lang == a.lang {
			continue
		}
		p := a.catalogue.Printer(lang)
		if pack != nil {
			p = p.WithUnits(pack.UnitNames())
		}
		all = append(all, p)
	}
	return all
}

// reportFormats are the ends of names that a report may have.
func reportFormats() []string {
	var all []string
	for _, f := range write.Formats {
		all = append(all, "."+string(f))
	}
	return append(all, "."+jsonFormat)
}
