package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/sxsh-audit/audit/"

// The rooms of the program and what each may use (DESIGN §3): dependencies
// point inward. The core takes values and returns values: no files, no
// environment, no words.
func TestImports(t *testing.T) {
	core := []string{"internal/text", "internal/problem", "internal/quantity", "internal/benchmark", "internal/assess"}
	pure := []string{"internal/text", "internal/problem", "internal/quantity", "internal/assess"}
	outside := []string{"os", "os/exec", "net", "net/http", "log", "github.com/BurntSushi/toml", "github.com/pelletier/go-toml/v2"}

	for pkg, imports := range imported(t) {
		for _, imp := range imports {
			switch {
			case strings.HasPrefix(imp, module+"cmd/"):
				t.Errorf("%s imports %s: nothing imports a command", pkg, imp)
			case inRoom(pkg, core) && inRoom(strings.TrimPrefix(imp, module), []string{"internal/i18n", "internal/tui", "internal/report", "internal/auditfile"}):
				t.Errorf("%s imports %s: the core has no words, files or screens", pkg, imp)
			case inRoom(pkg, pure) && (slices.Contains(outside, imp) || inRoom(strings.TrimPrefix(imp, module), []string{"internal/tomldoc"})):
				t.Errorf("%s imports %s: the core reads nothing", pkg, imp)
			case inRoom(pkg, []string{"internal/quantity"}) && inRoom(strings.TrimPrefix(imp, module), []string{"internal/benchmark", "internal/assess"}),
				inRoom(pkg, []string{"internal/benchmark"}) && inRoom(strings.TrimPrefix(imp, module), []string{"internal/assess"}):
				t.Errorf("%s imports %s: dependencies point inward", pkg, imp)
			case strings.HasPrefix(pkg, "internal/assess/") && imp == module+"internal/assess":
				t.Errorf("%s imports %s: a part does not know the whole", pkg, imp)
			case inRoom(pkg, []string{"internal/textchart", "internal/flowpic"}) && strings.HasPrefix(imp, module):
				t.Errorf("%s imports %s: pictures are drawn of what they are given", pkg, imp)
			case inRoom(pkg, []string{"internal/exchange"}) && inRoom(strings.TrimPrefix(imp, module), []string{"internal/tui", "internal/report"}):
				t.Errorf("%s imports %s: data come in without screens", pkg, imp)
			case !inRoom(pkg, []string{"internal/tui", "cmd"}) && strings.HasPrefix(imp, "charm.land/"):
				t.Errorf("%s imports %s: only the screens draw", pkg, imp)
			case inRoom(pkg, []string{"internal/report"}) && inRoom(strings.TrimPrefix(imp, module), []string{"internal/tui", "internal/auditfile"}):
				t.Errorf("%s imports %s: a report is made of results", pkg, imp)
			}
		}
	}
}

// The core asks nobody what time it is: the date of an audit is in its file.
func TestNoClock(t *testing.T) {
	for _, room := range []string{"text", "problem", "quantity", "benchmark", "assess", "report"} {
		err := filepath.WalkDir("../../internal/"+room, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			src, err := os.ReadFile(path)
			if m := clock.Find(src); m != nil {
				t.Errorf("%s reads the clock: %s", path, m)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

var clock = regexp.MustCompile(`time\.(Now|Since|Until)\(`)

func inRoom(pkg string, rooms []string) bool {
	return slices.ContainsFunc(rooms, func(r string) bool { return pkg == r || strings.HasPrefix(pkg, r+"/") })
}

// imported lists the direct imports of every package of the module.
func imported(t *testing.T) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, module+"...")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		if fields := strings.Fields(line); len(fields) > 0 {
			all[strings.TrimPrefix(fields[0], module)] = fields[1:]
		}
	}
	return all
}
