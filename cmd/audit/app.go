package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/sectors"
)

// app is what the commands share.
type app struct {
	env       Env
	catalogue *i18n.Catalogue
	lang      text.Lang
	p         *i18n.Printer

	langGiven  bool   // by --lang or AUDIT_LANG
	sectorsDir string // --sectors
	width      int    // --width
}

// pageWidth is the width of printed pages: as asked for, else the terminal's.
func (a *app) pageWidth() int {
	switch {
	case a.width > 0:
		return a.width
	case a.env.Width > 0:
		return a.env.Width
	}
	return report.DefaultWidth
}

// The widths of printed pages that can be asked for: a narrower page breaks
// every word, a wider one is a slip.
const (
	leastWidth = 20
	mostWidth  = 1000
)

// stdio is the name that stands for standard input or output.
const stdio = "-"

// data is the folder of sector packs: the program's own, overlaid by those of
// --sectors, or by a folder "sectors" beside the audit file.
func (a *app) data(audit string) (fs.FS, error) {
	dir := a.sectorsDir
	if dir == "" && audit != "" && audit != stdio {
		if beside := filepath.Join(filepath.Dir(audit), "sectors"); isFolder(beside) {
			dir = beside
		}
	}
	if dir == "" {
		return sectors.FS, nil
	}
	if !isFolder(dir) {
		return nil, usageMessage("cli.no-folder", "folder", dir)
	}
	return benchmark.Overlay(sectors.FS, plainFiles{os.DirFS(dir)}), nil
}

// plainFiles is a folder in which nothing but files is: to read a pipe or a
// device could take for ever, and a folder named like a pack is none.
type plainFiles struct{ fs.FS }

func (f plainFiles) isFile(name string) bool {
	info, err := fs.Stat(f.FS, name)
	return err != nil || info.Mode().IsRegular() // what cannot be asked about says why when it is opened
}

func (f plainFiles) Open(name string) (fs.File, error) {
	if !f.isFile(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return f.FS.Open(name)
}

func (f plainFiles) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(f.FS, name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !f.isFile(path.Join(name, e.Name())) }), err
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (a *app) exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil || path == stdio
}

// loaded is an audit file that has been read and, where its data allow it,
// assessed.
type loaded struct {
	file     string
	doc      *tomldoc.Doc
	audit    *assess.Audit
	pack     *benchmark.Pack
	common   *benchmark.Common
	result   *assess.Result // nil: not assessed
	problems problem.List   // of the file and of the assessment, with their places
}

// load reads an audit file and assesses it. The error is for what is no fault
// of the data; faults of the data are in problems.
func (a *app) load(file string) (*loaded, error) {
	if file == stdio {
		src, err := io.ReadAll(io.LimitReader(a.env.Stdin, int64(tomldoc.DefaultLimits().Bytes)+1))
		if err != nil {
			return nil, err
		}
		return a.assess(stdio, func() (*assess.Audit, *tomldoc.Doc, problem.List) { return auditfile.Parse(stdio, src) })
	}
	if !a.exists(file) {
		return nil, usageMessage("file.not-found", "file", file)
	}
	return a.assess(file, func() (*assess.Audit, *tomldoc.Doc, problem.List) { return auditfile.Read(file) })
}

func (a *app) assess(file string, read func() (*assess.Audit, *tomldoc.Doc, problem.List)) (*loaded, error) {
	data, err := a.data(file)
	if err != nil {
		return nil, err
	}
	l := &loaded{file: file}
	l.audit, l.doc, l.problems = read()
	if l.audit == nil {
		return l, nil
	}
	var found problem.List
	if l.common, found = benchmark.LoadCommon(data); l.common == nil {
		l.problems = append(l.problems, found...)
		return l, nil
	}
	if l.audit.Plant.Sector == "" {
		return l, nil // the problems of the file say so
	}
	if l.pack, found = benchmark.Load(data, l.audit.Plant.Sector); l.pack == nil {
		l.locate(found)
		return l, nil
	}
	l.result = assess.Assess(l.audit, l.pack, l.common)
	l.locate(l.result.Problems)
	return l, nil
}

// locate adds problems of the audit with their places in its file. A problem of
// another file keeps its own.
func (l *loaded) locate(found problem.List) {
	for _, p := range found {
		if p.File == "" && p.Line == 0 {
			p = l.doc.Problem(p.Path, p.Severity, p.Message)
		}
		l.problems = append(l.problems, p)
	}
	l.problems.Sort()
}

// printer knows the units of the pack.
func (a *app) printer(pack *benchmark.Pack) *i18n.Printer {
	if pack == nil {
		return a.p
	}
	return a.p.WithUnits(pack.UnitNames())
}

// input is what a report is made from.
func (l *loaded) input() report.Input {
	return report.Input{Audit: l.audit, Result: l.result, Pack: l.pack, Common: l.common, Problems: l.problems}
}

// planned is the input of a report with the portfolio of a detailed audit; why
// there is none is said among the problems.
func (l *loaded) planned(ctx context.Context) report.Input {
	in := l.input()
	if l.result == nil || l.audit.Settings.Level != "detailed" || l.result.Options == nil {
		return in
	}
	plan, err := assess.SolvePortfolio(ctx, l.audit, l.result)
	var m text.Message
	if errors.As(err, &m) {
		in.Problems = append(slices.Clip(in.Problems), problem.Problem{Severity: problem.Note, Path: "portfolio", Message: m})
		return in
	}
	in.Plan = plan
	return in
}

func (l *loaded) outcome() error { return outcome(l.problems) }

// outcome is errFound where there are errors among the problems.
func outcome(problems problem.List) error {
	if problems.HasErrors() {
		return errFound
	}
	return nil
}

// list writes problems, one a line: file:line:column: what it is: words.
func (a *app) list(w io.Writer, all problem.List, least problem.Severity) {
	for _, p := range all {
		if least == problem.Error && p.Severity != problem.Error {
			continue
		}
		place := ""
		if p.File != "" {
			place = i18n.Clean(p.File) + ":"
		}
		if p.Line > 0 {
			place += fmt.Sprintf("%d:%d:", p.Line, p.Column)
		}
		if place != "" {
			place += " "
		}
		fmt.Fprintf(w, "%s%s %s\n", place, a.say("cli.severity."+string(p.Severity)), a.p.Say(p.Message))
	}
}

// notation is how numbers are read and written in the language.
func (a *app) notation() quantity.Notation {
	if a.lang == text.EN {
		return quantity.English
	}
	return quantity.Vietnamese
}
