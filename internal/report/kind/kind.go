// Package kind reads what kinds of document there are: for each a file that
// says what it is called, whom it is for and which sections it has in which
// order, so that a department can drop, reorder or rename them without a
// programmer. What the sections are belongs to package report.
package kind

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

//go:embed kinds/*.toml
var embedded embed.FS

// Kind is a kind of document.
type Kind struct {
	ID          string    `toml:"id"`    // as the command line names it; the name of its file
	Order       int       `toml:"order"` // place in lists
	Title       text.Name `toml:"title"`
	About       text.Name `toml:"about"`       // one line: what it is for
	Level       string    `toml:"level"`       // quick | detailed: of the audits that it is for; empty: of both
	Orientation string    `toml:"orientation"` // portrait | landscape
	Cover       bool      `toml:"cover"`
	Contents    bool      `toml:"contents"`
	Numbered    int       `toml:"numbered"` // levels of headings with a number; 0: none
	Short       bool      `toml:"short"`    // sources in their short form, and no table of the figures that other sections have
	Bare        bool      `toml:"bare"`     // no line with plant and date below the title: the document names them
	Signers     []string  `toml:"signers"`  // who signs at the end: leader | management | consultant
	Requires    []string  `toml:"requires"` // sections without which the document is not worth handing over
	Sections    []Section `toml:"section"`
}

// Section is a chapter: parts under one heading.
type Section struct {
	// Title is the heading; without one the parts stand under their own.
	Title    text.Name `toml:"title"`
	Parts    []string  `toml:"parts"`
	Renames  []Rename  `toml:"rename"`   // other headings of parts
	Optional bool      `toml:"optional"` // parts without data are left out; otherwise they say what is missing
	Annex    bool      `toml:"annex"`
	Plain    bool      `toml:"plain"` // its heading has no number
	Break    bool      `toml:"break"` // begins on a new page
}

// Rename is another heading of a part.
type Rename struct {
	Part  string    `toml:"part"`
	Title text.Name `toml:"title"`
}

// Heading is the other heading of a part; false: it keeps its own.
func (s Section) Heading(part string) (text.Name, bool) {
	for _, r := range s.Renames {
		if r.Part == part && !r.Title.Empty() {
			return r.Title, true
		}
	}
	return text.Name{}, false
}

// The orientations of a page.
const (
	Portrait  = "portrait"
	Landscape = "landscape"
)

// Known are the names that a kind may use.
type Known struct {
	Sections []string
	Signers  []string
}

// The levels of audits that a kind may be for.
var levels = [...]string{"", "quick", "detailed"}

// Load reads the program's own kinds and over them those of a folder: a file of
// the same name replaces a kind, another adds one. Nil: no folder. Every file is
// checked: an unknown key, section or signer is an error that names the file, the
// line and what is allowed.
func Load(folder fs.FS, known Known) ([]Kind, problem.List) {
	own, err := fs.Sub(embedded, "kinds")
	if err != nil {
		return nil, problem.List{{Severity: problem.Error, Message: text.M("documents.kind-unreadable", "file", "kinds", "reason", err)}}
	}
	var all []Kind
	var found problem.List
	for _, from := range []fs.FS{own, folder} {
		if from == nil {
			continue
		}
		kinds, problems := readAll(from, known)
		found = append(found, problems...)
		for _, k := range kinds {
			if i := slices.IndexFunc(all, func(x Kind) bool { return x.ID == k.ID }); i >= 0 {
				all[i] = k
			} else {
				all = append(all, k)
			}
		}
	}
	if found.HasErrors() {
		return nil, found
	}
	slices.SortStableFunc(all, func(a, b Kind) int {
		if a.Order != b.Order {
			return a.Order - b.Order
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all, found
}

func readAll(from fs.FS, known Known) ([]Kind, problem.List) {
	var all []Kind
	var found problem.List
	files, err := fs.Glob(from, "*.toml")
	if err != nil {
		return nil, problem.List{{Severity: problem.Error, Message: text.M("documents.kind-unreadable", "file", "*.toml", "reason", err)}}
	}
	for _, file := range files {
		src, err := fs.ReadFile(from, file)
		if err != nil {
			found.Add(problem.Error, "", text.M("documents.kind-unreadable", "file", file, "reason", err))
			continue
		}
		k, problems := Read(file, src, known)
		found = append(found, problems...)
		if k != nil {
			all = append(all, *k)
		}
	}
	return all, found
}

// Read reads one kind; nil where it has errors.
func Read(file string, src []byte, known Known) (*Kind, problem.List) {
	doc, found := tomldoc.Parse(file, src)
	if found.HasErrors() {
		return nil, found
	}
	var k Kind
	found = append(found, doc.Decode(&k)...)
	fail := func(at string, m text.Message) { found = append(found, doc.Problem(at, problem.Error, m)) }
	among := func(at, what string, allowed []string) {
		if !slices.Contains(allowed, what) {
			fail(at, text.M("documents.kind-unknown", "found", what, "allowed", allowed))
		}
	}
	if want := strings.TrimSuffix(path.Base(file), ".toml"); k.ID != want {
		fail("id", text.M("documents.kind-id", "found", k.ID, "wanted", want))
	}
	if k.Title.Empty() {
		fail("title", text.M("documents.kind-untitled"))
	}
	if len(k.Sections) == 0 {
		fail("section", text.M("documents.kind-empty"))
	}
	if k.Orientation == "" {
		k.Orientation = Portrait
	}
	among("orientation", k.Orientation, []string{Portrait, Landscape})
	among("level", k.Level, levels[:])
	for i, s := range k.Signers {
		among(tomldoc.Path("signers", i+1), s, known.Signers)
	}
	for i, s := range k.Requires {
		among(tomldoc.Path("requires", i+1), s, known.Sections)
	}
	for i, s := range k.Sections {
		if len(s.Parts) == 0 {
			fail(tomldoc.Path("section", i+1), text.M("documents.kind-no-parts"))
		}
		for j, part := range s.Parts {
			among(tomldoc.Path("section", i+1, "parts", j+1), part, known.Sections)
		}
		for j, r := range s.Renames {
			among(tomldoc.Path("section", i+1, "rename", j+1, "part"), r.Part, s.Parts)
		}
	}
	if found.HasErrors() {
		return nil, found
	}
	return &k, found
}

// Find is the kind with an id.
func Find(all []Kind, id string) (Kind, bool) {
	for _, k := range all {
		if k.ID == id {
			return k, true
		}
	}
	return Kind{}, false
}

// Has reports whether a section is among the kind's.
func (k Kind) Has(part string) bool {
	return slices.ContainsFunc(k.Sections, func(s Section) bool { return slices.Contains(s.Parts, part) })
}
