package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/kind"
	"github.com/sxsh-audit/audit/internal/report/templates"
	"github.com/sxsh-audit/audit/internal/report/write"
	"github.com/sxsh-audit/audit/internal/text"
)

// reportFlags are what a report command was asked for.
type reportFlags struct {
	out, kinds, formats, option, term, templates string
	force, bilingual, list, missing              bool
}

func (a *app) reportCommand() *cobra.Command {
	var f reportFlags
	c := a.command("report", &cobra.Command{
		Args: between(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case f.list:
				return a.listKinds(f)
			case len(args) == 0:
				return usageMessage("cli.too-few", "use", cmd.UseLine())
			case f.out == "" && !f.missing:
				return usageMessage("cli.report.no-output", "use", cmd.UseLine())
			}
			return a.report(cmd.Context(), args[0], f)
		},
	})
	flags := c.Flags()
	flags.StringVarP(&f.out, "output", "o", "", a.say("cli.flag.output"))
	flags.StringVar(&f.kinds, "kind", "", a.say("documents.cli.flag-kind"))
	flags.StringVar(&f.formats, "format", "", a.say("documents.cli.flag-format"))
	flags.StringVar(&f.option, "option", "", a.say("documents.cli.flag-option"))
	flags.StringVar(&f.term, "term", "", a.say("documents.cli.flag-term"))
	flags.StringVar(&f.templates, "templates", "", a.say("documents.cli.flag-templates"))
	flags.BoolVar(&f.list, "kinds", false, a.say("documents.cli.flag-kinds"))
	flags.BoolVar(&f.missing, "missing", false, a.say("documents.cli.flag-missing"))
	flags.BoolVar(&f.force, "force", false, a.say("cli.flag.force"))
	flags.BoolVar(&f.bilingual, "bilingual", false, a.say("writers.flag-bilingual"))
	return c
}

// jsonFormat is the one format that is not made of a document: it is written
// from the result itself.
const jsonFormat = "json"

// allKinds stands for every kind that fits the audit.
const allKinds = "all"

// kindsOf are the kinds of document with those of --templates over them, whose
// words the app speaks from then on.
func (a *app) kindsOf(f reportFlags) ([]kind.Kind, error) {
	var folder fs.FS
	if f.templates != "" {
		if !isFolder(f.templates) {
			return nil, usageMessage("documents.cli.no-templates", "folder", f.templates)
		}
		folder = plainFiles{os.DirFS(f.templates)}
		if kinds := filepath.Join(f.templates, "kinds"); isFolder(kinds) {
			folder = os.DirFS(f.templates)
		}
	}
	kinds, catalogue, found := templates.Load(folder, a.catalogue)
	if found.HasErrors() {
		for i := range found {
			if found[i].File != "" {
				found[i].File = filepath.Join(f.templates, found[i].File)
			}
		}
		a.list(a.env.Stderr, found, problem.Error)
		return nil, errFound
	}
	a.catalogue, a.p = catalogue, catalogue.Printer(a.lang)
	return kinds, nil
}

func (a *app) listKinds(f reportFlags) error {
	kinds, err := a.kindsOf(f)
	if err != nil {
		return err
	}
	for _, k := range kinds {
		if _, err := a.env.Stdout.Write([]byte(a.say("documents.cli.kind-line", "id", k.ID, "title", k.Title, "about", k.About) + "\n")); err != nil {
			return err
		}
	}
	return nil
}

// chosen are the kinds that were asked for, whether that was every one that
// fits; nothing asked for is the kind of the audit's level.
func chosen(all []kind.Kind, asked, level string) ([]kind.Kind, bool, error) {
	switch asked {
	case "":
		asked = report.DefaultKind(level)
	case allKinds:
		return all, true, nil
	}
	var some []kind.Kind
	for id := range strings.SplitSeq(asked, ",") {
		id = strings.TrimSpace(id)
		k, ok := kind.Find(all, id)
		if !ok {
			var ids []string
			for _, k := range all {
				ids = append(ids, k.ID)
			}
			return nil, false, usageMessage("documents.cli.unknown-kind", "found", id, "allowed", append(ids, allKinds))
		}
		some = append(some, k)
	}
	return some, false, nil
}

// formatsOf are the formats that were asked for; Word where nothing was.
func formatsOf(asked string) ([]write.Format, error) {
	if asked == "" {
		return []write.Format{write.DOCX}, nil
	}
	var all []write.Format
	for s := range strings.SplitSeq(asked, ",") {
		format, ok := write.FormatOf("." + strings.TrimPrefix(strings.TrimSpace(s), "."))
		if !ok {
			return nil, usageMessage("documents.cli.unknown-format", "found", strings.TrimSpace(s), "allowed", write.Formats)
		}
		all = append(all, format)
	}
	return all, nil
}

// report writes documents of an audit to a file whose name says the format, or
// several into a folder.
func (a *app) report(ctx context.Context, file string, f reportFlags) error {
	kinds, err := a.kindsOf(f)
	if err != nil {
		return err
	}
	if f.missing {
		return a.reportMissing(ctx, file, kinds, f)
	}
	var wanted report.Wanted
	if f.term != "" {
		if wanted.Term, err = report.ParseTerm(f.term); err != nil {
			return usage(err)
		}
	}
	wanted.Option = f.option
	several := f.format() || f.kinds == allKinds || strings.Contains(f.kinds, ",") || f.out != stdio && isFolder(f.out) && filepath.Ext(f.out) == ""
	if several {
		return a.reportFolder(ctx, file, kinds, wanted, f)
	}
	return a.reportFile(ctx, file, kinds, wanted, f)
}

func (f reportFlags) format() bool { return f.formats != "" }

// reportFile writes one document, or the result as JSON.
func (a *app) reportFile(ctx context.Context, file string, kinds []kind.Kind, wanted report.Wanted, f reportFlags) error {
	format, ok := write.FormatOf(f.out)
	asJSON := strings.EqualFold(filepath.Ext(f.out), "."+jsonFormat)
	switch {
	case f.out == stdio:
		format = write.Markdown
	case !ok && !asJSON:
		return usageMessage("writers.unknown-format", "file", f.out, "formats", reportFormats())
	case asJSON && f.bilingual:
		return usageMessage("writers.no-bilingual", "format", jsonFormat)
	case asJSON && f.kinds != "":
		return usageMessage("documents.cli.json-kind")
	}
	if _, _, err := chosen(kinds, f.kinds, ""); err != nil {
		return err
	}
	if f.out != stdio && !f.force && a.exists(f.out) {
		return usageMessage("cli.exists-force", "file", f.out)
	}
	l, err := a.loadFor(file, f)
	if err != nil || l.result == nil {
		return orOutcome(l, err)
	}
	some, _, err := chosen(kinds, f.kinds, l.audit.Settings.Level)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if asJSON {
		err = report.JSON(&b, l.planned(ctx), a.printer(l.pack))
	} else {
		err = write.Document(&b, format, report.Build(some[0], l.planned(ctx), wanted), a.printers(l.pack, f.bilingual)...)
	}
	if err != nil {
		return text.M("writers.failed", "file", filepath.Base(f.out), "reason", err)
	}
	if f.out == stdio {
		if _, err := a.env.Stdout.Write(b.Bytes()); err != nil {
			return err
		}
		return l.outcome()
	}
	if err := auditfile.WriteAtomic(f.out, b.Bytes(), nil); err != nil {
		return err
	}
	a.complain("cli.written", "file", f.out)
	return l.outcome()
}

// loadFor loads an audit and lists its errors; an option that it does not have
// is a wrong usage.
func (a *app) loadFor(file string, f reportFlags) (*loaded, error) {
	l, err := a.load(file)
	if err != nil {
		return l, err
	}
	a.list(a.env.Stderr, l.problems, problem.Error)
	if l.result == nil || f.option == "" {
		return l, nil
	}
	var ids []string
	for _, o := range l.audit.Options {
		ids = append(ids, o.ID)
	}
	if !slices.Contains(ids, f.option) {
		return l, usageMessage("documents.cli.unknown-option", "found", f.option, "allowed", ids)
	}
	return l, nil
}

// orOutcome is an error, else what the problems of a file that could not be
// assessed come to.
func orOutcome(l *loaded, err error) error {
	if err != nil {
		return err
	}
	return l.outcome()
}

// reportFolder writes several documents into a folder, which is made where there
// is none: <audit>-<kind>.<format>. Asked for all, it writes those that fit.
func (a *app) reportFolder(ctx context.Context, file string, kinds []kind.Kind, wanted report.Wanted, f reportFlags) error {
	if f.out == stdio || filepath.Ext(f.out) != "" && !isFolder(f.out) {
		return usageMessage("documents.cli.folder-kinds", "file", f.out)
	}
	formats, err := formatsOf(f.formats)
	if err != nil {
		return err
	}
	if _, _, err := chosen(kinds, f.kinds, ""); err != nil {
		return err
	}
	l, err := a.loadFor(file, f)
	if err != nil || l.result == nil {
		return orOutcome(l, err)
	}
	some, fitting, err := chosen(kinds, f.kinds, l.audit.Settings.Level)
	if err != nil {
		return err
	}
	in := l.planned(ctx)
	if fitting {
		some = slices.DeleteFunc(slices.Clone(some), func(k kind.Kind) bool { return !report.Fits(k, in) })
		if len(some) == 0 {
			return usageMessage("documents.cli.nothing")
		}
	}
	name := strings.TrimSuffix(strings.TrimSuffix(filepath.Base(file), ".toml"), ".audit")
	target := func(k kind.Kind, format write.Format) string {
		return filepath.Join(f.out, name+"-"+k.ID+"."+string(format))
	}
	for _, k := range some { // nothing is written where something stands in the way
		for _, format := range formats {
			if t := target(k, format); !f.force && a.exists(t) {
				return usageMessage("cli.exists-force", "file", t)
			}
		}
	}
	if err := os.MkdirAll(f.out, 0o755); err != nil {
		return err
	}
	for _, k := range some {
		if !fitting && !report.Fits(k, in) {
			a.complain("documents.cli.not-fitting", "kind", k.ID, "why", text.M("documents.cli.no-fit"))
			continue
		}
		doc := report.Build(k, in, wanted)
		for _, format := range formats {
			if err := ctx.Err(); err != nil {
				return err
			}
			t := target(k, format)
			var b bytes.Buffer
			if err := write.Document(&b, format, doc, a.printers(l.pack, f.bilingual)...); err != nil {
				return text.M("writers.failed", "file", filepath.Base(t), "reason", err)
			}
			if err := auditfile.WriteAtomic(t, b.Bytes(), nil); err != nil {
				return err
			}
			a.complain("cli.written", "file", t)
		}
	}
	return l.outcome()
}

// reportMissing tells what documents would lack: the dry list.
func (a *app) reportMissing(ctx context.Context, file string, kinds []kind.Kind, f reportFlags) error {
	asked := f.kinds
	if asked == "" {
		asked = allKinds
	}
	if _, _, err := chosen(kinds, asked, ""); err != nil {
		return err
	}
	l, err := a.loadFor(file, f)
	if err != nil || l.result == nil {
		return orOutcome(l, err)
	}
	some, all, err := chosen(kinds, asked, l.audit.Settings.Level)
	if err != nil {
		return err
	}
	in := l.planned(ctx)
	p := a.printer(l.pack)
	var b strings.Builder
	for _, k := range some {
		if all && k.Level != "" && k.Level != l.audit.Settings.Level {
			continue // a document of the other level
		}
		lacks := report.Missing(k, in)
		if len(lacks) == 0 {
			b.WriteString(p.Say(text.M("documents.cli.complete", "kind", k.ID)) + "\n")
			continue
		}
		b.WriteString(p.Say(text.M("documents.cli.lacks", "kind", k.ID)) + ":\n")
		for _, x := range lacks {
			for _, m := range x.What {
				b.WriteString("  " + p.Say(text.M("documents.cli.lack", "section", x.Section, "what", m)) + "\n")
			}
		}
	}
	if _, err := a.env.Stdout.Write([]byte(b.String())); err != nil {
		return err
	}
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
