// Command audit is an offline program for cleaner-production assessments of
// plants in Viet Nam. The work is done in internal/; here are the commands, one
// file each.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/charmbracelet/x/term"
)

// version is stamped by the Makefile.
var version = "dev"

// Exit codes.
const (
	exitFine  = 0
	exitData  = 1 // the data has errors, or a file could not be written
	exitUsage = 2 // the command was given wrongly
)

// gcPercent lets the heap grow before it is collected: a run needs tens of
// megabytes, and collecting took a quarter of the time of short commands.
const gcPercent = 400

// Env is everything that a command takes from outside.
type Env struct {
	Stdin    io.Reader
	Stdout   io.Writer
	Stderr   io.Writer
	Getenv   func(string) string
	Now      func() time.Time
	Version  string
	Terminal bool   // a person is there: standard input and output are terminals
	Width    int    // of the terminal that standard output is; 0: it is none
	StateDir string // where the screens keep what they remember; empty: nowhere
}

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(Run(ctx, os.Args[1:], environment()))
}

// environment is what the process was started with.
func environment() Env {
	e := Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now, Version: version}
	if term.IsTerminal(os.Stdout.Fd()) {
		if w, _, err := term.GetSize(os.Stdout.Fd()); err == nil {
			e.Width = w
		}
		e.Terminal = term.IsTerminal(os.Stdin.Fd())
	}
	if dir, err := os.UserConfigDir(); err == nil {
		e.StateDir = filepath.Join(dir, "audit")
	}
	return e
}
