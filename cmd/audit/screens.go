package main

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// screens runs the terminal program, on a file or from its home screen.
func (a *app) screens(ctx context.Context, file string) error {
	data, err := a.data(file)
	if err != nil {
		return err
	}
	o := tui.Options{
		Catalogue: a.catalogue, Sectors: data, Examples: examples.FS, Exporters: exporters,
		File: file, StateDir: a.env.StateDir, Now: a.env.Now,
		SectorsFor: func(audit string) fs.FS {
			if beside, err := a.data(audit); err == nil {
				return beside
			}
			return data
		},
	}
	if a.langGiven { // otherwise it is the one that was chosen on the screen last
		o.Lang = a.lang
	}
	err = tui.Run(ctx, o)
	if crash := (*tui.Crash)(nil); errors.As(err, &crash) {
		return text.M("cli.crash", "cause", crash.Cause, "file", crash.File)
	}
	return err
}

// exporters are the formats in which the screens can write a result.
func exporters(c ui.Context, w ui.Work) []ui.Exporter {
	if w.Pack() == nil || w.Result() == nil {
		return nil
	}
	document := func() *report.Document {
		r := w.Result()
		return report.Assessment(report.Input{Audit: w.Audit(), Result: r, Pack: w.Pack(), Common: w.Common(), Problems: r.Problems})
	}
	formats := []struct {
		format string
		name   text.Message
		write  func(io.Writer, *i18n.Printer) error
	}{
		{"md", text.M("cli.format.md"), func(out io.Writer, p *i18n.Printer) error { return report.Markdown(out, document(), p) }},
		{"txt", text.M("cli.format.txt"), func(out io.Writer, p *i18n.Printer) error {
			return report.Terminal(out, document(), report.DefaultWidth, p)
		}},
		{"json", text.M("cli.format.json"), func(out io.Writer, p *i18n.Printer) error {
			return report.JSON(out, report.Input{Audit: w.Audit(), Result: w.Result(), Pack: w.Pack(), Common: w.Common(), Problems: w.Result().Problems}, p)
		}},
	}
	all := make([]ui.Exporter, len(formats))
	for i, f := range formats {
		all[i] = ui.Exporter{
			Format: f.format, Name: text.Both(c.Say(f.name)),
			Write: func(out io.Writer) error { return f.write(out, c.Printer) },
		}
	}
	return all
}
