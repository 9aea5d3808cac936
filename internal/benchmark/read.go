package benchmark

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// PackFormat is the format of the packs that this program reads.
const PackFormat = 1

// commonFiles are the data files beside the packs, which are not packs.
var commonFiles = [...]string{"factors", "targets", "fees", "limits", "prices", "industries", "method", "flows", "regions"}

// IsCommon reports whether the file name is one of the common data files.
func IsCommon(name string) bool {
	return slices.Contains(commonFiles[:], strings.TrimSuffix(path.Base(name), ".toml"))
}

// Load reads the pack of a sector. A pack that cannot be read is nil and the
// problems say why; an unknown sector names those that there are.
func Load(fsys fs.FS, id string) (*Pack, problem.List) {
	src, err := fs.ReadFile(fsys, id+".toml")
	if err != nil || !fs.ValidPath(id) || IsCommon(id) {
		var l problem.List
		l.Add(problem.Error, "plant.sector", text.M("pack.unknown-sector", "found", id, "allowed", ids(fsys)))
		return nil, l
	}
	return Read(id+".toml", src)
}

// Read reads a pack from its text. What the schema does not allow is an error;
// Check looks deeper.
func Read(file string, src []byte) (*Pack, problem.List) {
	p, _, problems := read(file, src)
	return p, problems
}

func read(file string, src []byte) (*Pack, *tomldoc.Doc, problem.List) {
	doc, problems := tomldoc.Parse(file, src)
	if problems.HasErrors() {
		return nil, doc, problems
	}
	var p Pack
	problems = append(problems, doc.Decode(&p)...)
	if p.Format != PackFormat {
		problems = append(problems, doc.Problem("format", problem.Error, text.M("pack.format", "found", p.Format, "allowed", PackFormat)))
	}
	if problems.HasErrors() {
		return nil, doc, problems
	}
	return &p, doc, problems
}

// LoadCommon reads the common data files.
func LoadCommon(fsys fs.FS) (*Common, problem.List) {
	var c Common
	var flows struct {
		Format int    `toml:"format"`
		Flows  []Flow `toml:"flow"`
	}
	var regions struct {
		Format  int      `toml:"format"`
		Regions []Region `toml:"region"`
	}
	var all problem.List
	for name, dst := range map[string]any{
		"factors": &c.Factors, "targets": &c.Targets, "fees": &c.Fees, "limits": &c.Limits,
		"prices": &c.Prices, "industries": &c.Industries, "method": &c.Method, "flows": &flows, "regions": &regions,
	} {
		file := name + ".toml"
		src, err := fs.ReadFile(fsys, file)
		if err != nil {
			all = append(all, problem.Problem{Severity: problem.Error, File: file, Message: text.M("pack.unreadable", "file", file)})
			continue
		}
		doc, problems := tomldoc.Parse(file, src)
		if !problems.HasErrors() {
			problems = append(problems, doc.Decode(dst)...)
		}
		all = append(all, problems...)
	}
	c.Flows, c.Regions = flows.Flows, regions.Regions
	all.Sort()
	if all.HasErrors() {
		return nil, all
	}
	return &c, all
}

// List reads the heads of all packs, in the order of their names. Only the
// part before the first [[table]] is read: a pack begins with [sector].
func List(fsys fs.FS) ([]Sector, problem.List) {
	var all []Sector
	var problems problem.List
	for _, id := range ids(fsys) {
		file := id + ".toml"
		src, err := fs.ReadFile(fsys, file)
		if err != nil {
			problems = append(problems, problem.Problem{Severity: problem.Error, File: file, Message: text.M("pack.unreadable", "file", file)})
			continue
		}
		if cut := bytes.Index(src, []byte("\n[[")); cut >= 0 {
			src = src[:cut+1]
		}
		p, found := Read(file, src)
		problems = append(problems, found...)
		if p != nil {
			all = append(all, p.Sector)
		}
	}
	slices.SortStableFunc(all, func(a, b Sector) int {
		return cmp.Or(cmp.Compare(groupOrder(a.Group), groupOrder(b.Group)), cmp.Compare(a.ID, b.ID))
	})
	return all, problems
}

// Groups are the sectors of the mission, in its order.
var groups = [...]string{"cassava-starch", "coffee", "sugar", "food", "textiles", "mechanical"}

func groupOrder(g string) int {
	if i := slices.Index(groups[:], g); i >= 0 {
		return i
	}
	return len(groups)
}

// ids lists the packs of a folder.
func ids(fsys fs.FS) []string {
	entries, _ := fs.ReadDir(fsys, ".")
	var found []string
	for _, e := range entries {
		if id, isTOML := strings.CutSuffix(e.Name(), ".toml"); isTOML && !e.IsDir() && !IsCommon(id) {
			found = append(found, id)
		}
	}
	return found
}

// Overlay is base with the files of over before it: a user's own packs replace
// or add to the embedded ones.
func Overlay(base, over fs.FS) fs.FS { return overlay{base, over} }

type overlay struct{ base, over fs.FS }

// Open opens a file of the upper folder, else of the lower one.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.over.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.base.Open(name)
	}
	return f, err
}

// ReadDir lists the files of both folders, each name once.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	lower, lowerErr := fs.ReadDir(o.base, name)
	upper, upperErr := fs.ReadDir(o.over, name)
	if lowerErr != nil && upperErr != nil {
		return nil, lowerErr
	}
	byName := map[string]fs.DirEntry{}
	for _, e := range append(lower, upper...) {
		byName[e.Name()] = e
	}
	var all []fs.DirEntry
	for _, e := range byName {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return all, nil
}
