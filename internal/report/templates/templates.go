// Package templates reads a department's own documents: kinds that replace or
// add to the program's (kinds/*.toml) and words that replace its words
// (*.vi.toml, *.en.toml), from a folder (docs/reports.md).
package templates

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/kind"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// kindsFolder is the folder of kinds inside the folder of templates.
const kindsFolder = "kinds"

// Load reads the kinds and the words, the folder's over the program's. Nil: no
// folder. Every error names file, line and what is allowed; with errors there are
// no kinds.
func Load(folder fs.FS, c *i18n.Catalogue) ([]kind.Kind, *i18n.Catalogue, problem.List) {
	if folder == nil {
		kinds, found := report.Kinds(nil)
		return kinds, c, found
	}
	var own fs.FS
	var found problem.List
	if info, err := fs.Stat(folder, kindsFolder); err == nil && info.IsDir() {
		own, err = fs.Sub(folder, kindsFolder)
		if err != nil {
			found.Add(problem.Error, "", text.M("documents.kind-unreadable", "file", kindsFolder, "reason", err))
		}
	}
	kinds, problems := report.Kinds(own)
	for i := range problems { // named as they lie in the folder
		problems[i].File = path.Join(kindsFolder, problems[i].File)
	}
	found = append(found, problems...)
	c, problems = words(folder, c)
	found = append(found, problems...)
	if found.HasErrors() {
		return nil, c, found
	}
	return kinds, c, found
}

// words overlays the words of the folder.
func words(folder fs.FS, c *i18n.Catalogue) (*i18n.Catalogue, problem.List) {
	var found problem.List
	files, err := fs.Glob(folder, "*.toml")
	if err != nil {
		found.Add(problem.Error, "", text.M("documents.kind-unreadable", "file", "*.toml", "reason", err))
	}
	own := map[text.Lang]map[string]string{}
	from := map[text.Lang]map[string]place{}
	for _, file := range files {
		lang := text.Lang(path.Ext(strings.TrimSuffix(file, ".toml")))
		lang = text.Lang(strings.TrimPrefix(string(lang), "."))
		if !slices.Contains(text.Langs[:], lang) {
			found = append(found, problem.Problem{Severity: problem.Error, File: file, Message: text.M("documents.text-file", "file", file)})
			continue
		}
		src, err := fs.ReadFile(folder, file)
		if err != nil {
			found = append(found, problem.Problem{Severity: problem.Error, File: file, Message: text.M("documents.kind-unreadable", "file", file, "reason", err)})
			continue
		}
		doc, problems := tomldoc.Parse(file, src)
		found = append(found, problems...)
		if problems.HasErrors() {
			continue
		}
		var tree map[string]any
		if _, err := toml.Decode(string(src), &tree); err != nil { // tomldoc has read it already
			found = append(found, problem.Problem{Severity: problem.Error, File: file, Message: text.M("documents.kind-unreadable", "file", file, "reason", err)})
			continue
		}
		if own[lang] == nil {
			own[lang], from[lang] = map[string]string{}, map[string]place{}
		}
		found = append(found, collect(doc, nil, tree, own[lang], from[lang])...)
	}
	c, faults := c.Overlay(own)
	for _, f := range faults {
		at := from[f.Lang][f.Key]
		found = append(found, at.doc.Problem(at.path, problem.Error, f.Message))
	}
	return c, found
}

// place is where a text stands.
type place struct {
	doc  *tomldoc.Doc
	path string
}

// collect joins the keys of nested tables with dots.
func collect(doc *tomldoc.Doc, at []any, v any, own map[string]string, from map[string]place) problem.List {
	var found problem.List
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			found = append(found, collect(doc, append(slices.Clip(at), k), v[k], own, from)...)
		}
	case string:
		key := ""
		for i, part := range at {
			if i > 0 {
				key += "."
			}
			key += part.(string)
		}
		own[key], from[key] = v, place{doc, tomldoc.Path(at...)}
	default:
		p := tomldoc.Path(at...)
		found = append(found, doc.Problem(p, problem.Error, text.M("documents.text-no-text", "key", p)))
	}
	return found
}
