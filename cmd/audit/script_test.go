package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sxsh-audit/audit/examples"
	"github.com/sxsh-audit/audit/internal/auditfile"
)

var update = flag.Bool("update", false, "rewrite the texts that scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"audit": main})
}

// Every command and every error text, in both languages.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":   exits,
			"big":     big,
			"example": example,
			"worked":  worked,
		},
	})
}

// exits runs a command that must end with an exit code: exits 2 audit show.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// big makes a file of so many MiB: big a.toml 100.
func big(ts *testscript.TestScript, _ bool, args []string) {
	mib, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(f.Truncate(int64(mib) << 20))
	ts.Check(f.Close())
}

// worked copies a worked example into the script's folder: worked bia a.audit.toml.
func worked(ts *testscript.TestScript, _ bool, args []string) {
	src, err := examples.FS.ReadFile(args[0] + auditfile.Extension)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), src, 0o644))
}

// example copies the test plant into the script's folder: example a.audit.toml.
func example(ts *testscript.TestScript, _ bool, args []string) {
	src, err := os.ReadFile("testdata/plant.audit.toml")
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), src, 0o644))
}
