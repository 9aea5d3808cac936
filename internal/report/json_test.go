package report_test

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite golden files and docs/json.md")

// docs/json.md is generated from the types: a field cannot be added or changed
// without its description.
func TestJSONDocumentation(t *testing.T) {
	const file = "../../docs/json.md"
	want := jsonDocumentation(t)
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is stale: run go generate ./internal/report", file)
	}
}

func jsonDocumentation(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("<!-- Generated from internal/report/json*.go by go generate ./internal/report. -->\n\n# The JSON of `audit show --json`\n")
	for _, d := range jsonDeclarations(t) {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		s := g.Specs[0].(*ast.TypeSpec)
		fields, ok := s.Type.(*ast.StructType)
		if !ok {
			continue
		}
		name := strings.TrimPrefix(s.Name.Name, "JSON")
		doc := strings.Join(strings.Fields(g.Doc.Text()), " ")
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| field | type | meaning |\n|---|---|---|\n", name, strings.Replace(doc, s.Name.Name, name, 1))
		for _, f := range fields.Fields.List {
			tag := strings.TrimSuffix(strings.TrimPrefix(f.Tag.Value, "`json:\""), "\"`")
			key, options, _ := strings.Cut(tag, ",")
			kind := jsonType(f.Type)
			if options == "omitempty" {
				kind += ", may be absent"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", key, kind, strings.ReplaceAll(strings.TrimSpace(f.Comment.Text()), "|", `\|`))
		}
	}
	return b.Bytes()
}

// jsonDeclarations are those of json.go, then of the files beside it.
func jsonDeclarations(t *testing.T) []ast.Decl {
	t.Helper()
	var all []ast.Decl
	for _, name := range []string{"json.go", "jsonsaving.go", "jsondetail.go"} {
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, tree.Decls...)
	}
	return all
}

func jsonType(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return jsonType(e.X)
	case *ast.ArrayType:
		return "list of " + jsonType(e.Elt)
	case *ast.MapType:
		return jsonType(e.Value) + " by id"
	case *ast.Ident:
		switch {
		case e.Name == "float64":
			return "number"
		case e.Name == "int":
			return "whole number"
		case e.Name == "bool":
			return "true or false"
		case strings.HasPrefix(e.Name, "JSON"):
			n := strings.TrimPrefix(e.Name, "JSON")
			return "[" + n + "](#" + strings.ToLower(n) + ")"
		}
		return e.Name
	}
	return "?"
}
