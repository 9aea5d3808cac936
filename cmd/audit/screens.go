package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/kind"
	"github.com/sxsh-audit/audit/internal/report/write"
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

// exporters are what the screens can write of a result: the document of the
// audit's level in every format, the other kinds that fit it as Word, and the
// result as text and JSON. The end of a file's name tells the kind.
func exporters(c ui.Context, w ui.Work) []ui.Exporter {
	if w.Pack() == nil || w.Result() == nil {
		return nil
	}
	in := report.Input{Audit: w.Audit(), Result: w.Result(), Pack: w.Pack(), Common: w.Common(), Problems: w.Result().Problems}
	kinds, _ := report.Kinds(nil) // the program's own, which a test reads
	var all []ui.Exporter
	add := func(end string, name text.Message, write func(io.Writer, report.Input) error) {
		all = append(all, ui.Exporter{Format: end, Name: text.Both(c.Say(name)), Write: func(out io.Writer) error { return write(out, withPlan(in)) }})
	}
	first := report.DefaultKind(w.Audit().Settings.Level)
	for _, k := range ordered(kinds, first) {
		formats := []write.Format{write.DOCX}
		if k.ID == first {
			formats = []write.Format{write.DOCX, write.PDF, write.HTML, write.XLSX, write.Markdown, write.Text}
		} else if !report.Fits(k, in) {
			continue
		}
		for _, f := range formats {
			end, name := string(f), text.M("documents.cli.export", "title", k.Title, "format", formatName(f))
			if k.ID != first {
				end = k.ID + "." + end
			}
			add(end, name, func(out io.Writer, in report.Input) error {
				return write.Document(out, f, report.Build(k, in, report.Wanted{}), c.Printer)
			})
		}
	}
	add(jsonFormat, text.M("cli.format.json"), func(out io.Writer, in report.Input) error { return report.JSON(out, in, c.Printer) })
	return all
}

// ordered are the kinds with the one of an id first.
func ordered(kinds []kind.Kind, first string) []kind.Kind {
	all := slices.Clone(kinds)
	slices.SortStableFunc(all, func(a, b kind.Kind) int {
		switch {
		case a.ID == first && b.ID != first:
			return -1
		case b.ID == first && a.ID != first:
			return 1
		}
		return 0
	})
	return all
}

// formatName is what a format is called.
func formatName(f write.Format) text.Message {
	if f == write.Markdown || f == write.Text {
		return text.M("cli.format." + string(f))
	}
	return text.M("documents.cli.as." + string(f))
}

// withPlan is the input with the portfolio of a detailed audit, where there is
// one.
func withPlan(in report.Input) report.Input {
	if in.Audit.Settings.Level == "detailed" && in.Result.Options != nil {
		if plan, err := assess.SolvePortfolio(context.Background(), in.Audit, in.Result); err == nil {
			in.Plan = plan
		}
	}
	return in
}
