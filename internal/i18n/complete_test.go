package i18n

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// composed are the beginnings of keys that the program puts together in a way
// that this test does not see (it sees text.M("phase." + phase)).
var composed = []string{"tui.plant."} // the rows of the form: tui.plant.<key of the file>

// use is a place where the sources name a key.
type use struct {
	key, place string
	args       []string // names of the arguments; nil: not known
}

// sources is what the program's sources say about keys.
type sources struct {
	uses     []use           // text.M("key", …)
	prefixes []use           // text.M("prefix." + …)
	literals map[string]bool // every string
}

// Every key that the program uses has words, gets the values that its words
// need, and no words are without use.
func TestCatalogueIsComplete(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	found, err := scan(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if len(found.literals) == 0 {
		t.Fatal("no sources found")
	}
	for _, u := range found.uses {
		if !c.Has(u.key) {
			t.Errorf("%s: no words for the key %s", u.place, u.key)
			continue
		}
		for _, name := range needed(c, u.key) {
			if u.args != nil && !slices.Contains(u.args, name) {
				t.Errorf("%s: the words of %s need the argument %s, the message has %v", u.place, u.key, name, u.args)
			}
		}
	}
	prefixes := slices.Clone(composed)
	for _, u := range found.prefixes {
		prefixes = append(prefixes, u.key)
		if !strings.Contains(u.key, ".") {
			t.Errorf("%s: a composed key begins with a table of the catalogue, as \"phase.\", not with %q", u.place, u.key)
		}
		if !slices.ContainsFunc(c.Keys(), func(k string) bool { return strings.HasPrefix(k, u.key) }) {
			t.Errorf("%s: no words for any key %s…", u.place, u.key)
		}
	}
	for _, key := range c.Keys() {
		byPrefix := func(prefix string) bool { return strings.HasPrefix(key, prefix) }
		if !found.literals[key] && !slices.ContainsFunc(prefixes, byPrefix) {
			t.Errorf("nothing uses the key %s", key)
		}
	}
}

// needed are the arguments without which the words of a key have a hole. What
// stands in an optional text may be absent.
func needed(c *Catalogue, key string) (names []string) {
	for _, templates := range c.templates {
		for _, part := range templates[key] {
			if part.name != "" && part.body == nil {
				names = append(names, part.name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// scan reads the Go files below a folder that are no tests.
func scan(root string) (sources, error) {
	found := sources{literals: make(map[string]bool)}
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (name == "testdata" || strings.HasPrefix(name, ".")):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if s, ok := literal(n); ok {
					found.literals[s] = true
				}
			case *ast.CallExpr:
				if isTextM(n.Fun) && len(n.Args) > 0 {
					found.add(n, files.Position(n.Pos()))
				}
			}
			return true
		})
		return nil
	})
	return found, err
}

func (s *sources) add(call *ast.CallExpr, at token.Position) {
	u := use{place: fmt.Sprintf("%s:%d", filepath.ToSlash(at.Filename), at.Line)}
	if sum, ok := call.Args[0].(*ast.BinaryExpr); ok && sum.Op == token.ADD {
		for { // the leftmost of a + b + c
			left, ok := sum.X.(*ast.BinaryExpr)
			if !ok {
				break
			}
			sum = left
		}
		if u.key, ok = literal(sum.X); ok {
			s.prefixes = append(s.prefixes, u)
		}
		return
	}
	key, ok := literal(call.Args[0])
	if !ok {
		return
	}
	u.key, u.args = key, []string{}
	for i := 1; i < len(call.Args); i += 2 {
		name, ok := literal(call.Args[i])
		if !ok || call.Ellipsis.IsValid() {
			u.args = nil
			break
		}
		u.args = append(u.args, name)
	}
	s.uses = append(s.uses, u)
}

func isTextM(fun ast.Expr) bool {
	selector, ok := fun.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "M" {
		return false
	}
	pkg, ok := selector.X.(*ast.Ident)
	return ok && pkg.Name == "text"
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func TestScan(t *testing.T) {
	dir := t.TempDir()
	source := "package x\n" +
		"var a = text.M(\"a.b\", \"n\", 1, \"m\", 2)\n" +
		"var b = text.M(\"phase.\" + p + \"x\")\n" +
		"var c = text.M(key, \"n\", 1)\n" +
		"var d = other.M(\"no\")\n" +
		"var e = text.M(\"e\", args...)\n"
	if err := os.WriteFile(filepath.Join(dir, "x.go"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := scan(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range slices.Concat(found.uses, found.prefixes) {
		got = append(got, fmt.Sprint(u.key, u.args, u.args == nil))
	}
	want := []string{"a.b[n m] false", "e[] true", "phase.[] true"}
	if !slices.Equal(got, want) || !found.literals["no"] {
		t.Errorf("got %q, want %q", got, want)
	}
}
