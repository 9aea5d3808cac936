package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/kind"
	"github.com/sxsh-audit/audit/internal/report/templates"
	"github.com/sxsh-audit/audit/internal/report/write"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// reports gives the screens the documents: what kinds there are, with whose
// words they are written, and how they are opened.
type reports struct {
	app       *app
	kinds     []kind.Kind // nil: not read yet
	catalogue *i18n.Catalogue
}

// Use lays a folder of templates over the program's own.
func (r *reports) Use(folder string) error {
	if folder == "" {
		kinds, found := report.Kinds(nil)
		r.kinds, r.catalogue = kinds, r.app.catalogue
		return firstError(found, "")
	}
	if !isFolder(folder) {
		return text.M("documents.cli.no-templates", "folder", folder)
	}
	kinds, catalogue, found := templates.Load(os.DirFS(folder), r.app.catalogue)
	if err := firstError(found, folder); err != nil {
		return err
	}
	r.kinds, r.catalogue = kinds, catalogue
	return nil
}

// firstError is the first error among problems, with its place.
func firstError(found problem.List, folder string) error {
	for _, p := range found {
		if p.Severity != problem.Error {
			continue
		}
		if p.File == "" {
			return p.Message
		}
		return text.M("exportpage.words-wrong", "file", filepath.Join(folder, filepath.FromSlash(p.File)), "line", p.Line, "message", p.Message)
	}
	return nil
}

// Of takes the audit as it is now.
func (r *reports) Of(w ui.Work) ui.Documents {
	if w.Pack() == nil || w.Result() == nil {
		return nil
	}
	if r.kinds == nil {
		if err := r.Use(""); err != nil {
			return nil // the program's own kinds, which a test reads
		}
	}
	result := w.Result()
	l := &loaded{audit: w.Audit(), pack: w.Pack(), common: w.Common(), result: result, problems: result.Problems}
	return &documents{l: l, all: r.kinds, catalogue: r.catalogue, solving: make(chan struct{}, 1)}
}

// Show opens a file or a folder with the system's program for it.
func (r *reports) Show(path string) error { return openPath(r.app.env.Getenv, path) }

// documents are the documents of an audit as it was. Commands of the screens ask
// for them beside each other: what is kept is guarded by solving.
type documents struct {
	l         *loaded
	all       []kind.Kind
	catalogue *i18n.Catalogue

	solving chan struct{} // holds a token while somebody works the plan out
	plan    *report.Input
}

// resultKind is the result itself, for other programs.
const resultKind = "result"

// Kinds are those that fit first, the one of the audit's level at their head,
// and the result as data after them.
func (d *documents) Kinds() []ui.ReportKind {
	in := d.l.input()
	dry := in
	if o := in.Result.Options; d.detailed() && o != nil && o.Model != nil && len(o.Goals) > 0 {
		// The portfolio is worked out before a document is made, and the dry list
		// only asks whether there is one.
		dry.Plan = new(assess.PortfolioResult)
	}
	var fits, others []ui.ReportKind
	for _, k := range d.all {
		x := ui.ReportKind{ID: k.ID, Name: k.Title, About: k.About, Fits: report.Fits(k, in)}
		for _, f := range write.Formats {
			x.Formats = append(x.Formats, string(f))
		}
		x.ScopeLabel, x.Scopes = scopes(k, in)
		for _, l := range report.Missing(k, dry) {
			for _, m := range l.What {
				x.Missing = append(x.Missing, ui.Lack{Section: l.Section, What: m})
			}
		}
		if x.Fits {
			fits = append(fits, x)
			continue
		}
		x.Why = d.whyNot(k, x)
		others = append(others, x)
	}
	first := report.DefaultKind(d.l.audit.Settings.Level)
	if i := slices.IndexFunc(fits, func(k ui.ReportKind) bool { return k.ID == first }); i > 0 {
		k := fits[i]
		fits = slices.Insert(slices.Delete(fits, i, i+1), 0, k)
	}
	fits = append(fits, ui.ReportKind{
		ID: resultKind, Name: d.bothOf("exportpage.result"), About: d.bothOf("exportpage.result-about"),
		Fits: true, Formats: []string{jsonFormat}, Alone: true, Data: true,
	})
	return append(fits, others...)
}

// scopes are what a kind of document can be of: terms, or single options.
func scopes(k kind.Kind, in report.Input) (label string, all []ui.Scope) {
	for _, t := range report.Terms(k, in) {
		all = append(all, ui.Scope{ID: t.String(), Name: t.Name()})
	}
	if len(all) > 0 {
		return "exportpage.scope.term", all
	}
	options := report.SingleOptions(k, in)
	if len(options) < 2 {
		return "", nil
	}
	all = []ui.Scope{{Name: text.M("exportpage.scope.all-options")}}
	for _, o := range options {
		all = append(all, ui.Scope{ID: o.Option.ID, Name: text.M("say.text", "text", o.Name)})
	}
	return "exportpage.scope.option", all
}

// wantedOf is a scope as documents are built with.
func wantedOf(k kind.Kind, in report.Input, scope string) report.Wanted {
	if label, _ := scopes(k, in); label == "exportpage.scope.option" {
		return report.Wanted{Option: scope}
	}
	t, err := report.ParseTerm(scope)
	if err != nil { // none: the usual one
		return report.Wanted{}
	}
	return report.Wanted{Term: t}
}

// bothOf is a text of the catalogue in both languages.
func (d *documents) bothOf(key string) text.Name {
	return text.Name{VI: d.catalogue.Printer(text.VI).Say(text.M(key)), EN: d.catalogue.Printer(text.EN).Say(text.M(key))}
}

// whyNot says why a kind does not fit.
func (d *documents) whyNot(k kind.Kind, x ui.ReportKind) text.Message {
	switch level := d.l.audit.Settings.Level; {
	case k.Level == "detailed" && level != k.Level:
		return text.M("exportpage.only-detailed")
	case k.Level == "quick" && level != "" && level != k.Level:
		return text.M("exportpage.only-quick")
	case len(x.Missing) > 0:
		return text.M("exportpage.lacking", "what", x.Missing[0].What)
	}
	return text.M("exportpage.no-data")
}

func (d *documents) detailed() bool { return d.l.audit.Settings.Level == "detailed" }

// input is what documents are made from, with the portfolio of a detailed audit,
// which is worked out once.
func (d *documents) input(ctx context.Context) (report.Input, error) {
	select {
	case d.solving <- struct{}{}:
		defer func() { <-d.solving }()
	case <-ctx.Done():
		return report.Input{}, ctx.Err()
	}
	if d.plan == nil {
		in := d.l.planned(ctx)
		if err := ctx.Err(); err != nil { // what was worked out is not whole
			return in, err
		}
		d.plan = &in
	}
	return *d.plan, nil
}

// printers speak the languages, the first one first.
func (d *documents) printers(langs []text.Lang) []*i18n.Printer {
	var all []*i18n.Printer
	for _, l := range langs {
		all = append(all, d.catalogue.Printer(l).WithUnits(d.l.pack.UnitNames()))
	}
	return all
}

// built is a document of a kind.
func (d *documents) built(ctx context.Context, id, scope string) (*report.Document, error) {
	k, ok := kind.Find(d.all, id)
	if !ok {
		var ids []string
		for _, k := range d.all {
			ids = append(ids, k.ID)
		}
		return nil, text.M("documents.cli.unknown-kind", "found", id, "allowed", ids)
	}
	in, err := d.input(ctx)
	if err != nil {
		return nil, err
	}
	return report.Build(k, in, wantedOf(k, in, scope)), nil
}

// Text is a document as it is read in a terminal.
func (d *documents) Text(ctx context.Context, id, scope string, langs []text.Lang, width int) (string, error) {
	doc, err := d.built(ctx, id, scope)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	for i, p := range d.printers(langs) {
		if i > 0 {
			b.WriteString("\n")
		}
		if err := report.Terminal(&b, doc, width, p); err != nil {
			return "", err
		}
	}
	return b.String(), ctx.Err()
}

// Make is the content of the file of a document.
func (d *documents) Make(ctx context.Context, id, scope string, langs []text.Lang, format string) ([]byte, error) {
	var b bytes.Buffer
	if id == resultKind {
		in, err := d.input(ctx)
		if err == nil {
			err = report.JSON(&b, in, d.printers(langs)[0])
		}
		return b.Bytes(), err
	}
	doc, err := d.built(ctx, id, scope)
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = write.Document(stopping{ctx, &b}, write.Format(format), doc, d.printers(langs)...)
	}
	return b.Bytes(), err
}

// stopping writes until a context is done: a document that nobody waits for any
// more is not written to its end.
type stopping struct {
	ctx context.Context
	to  *bytes.Buffer
}

// Write writes to the buffer, or says why no more is written.
func (s stopping) Write(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.to.Write(p)
}
