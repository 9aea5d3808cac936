package tuitest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui"
	"github.com/sxsh-audit/audit/sectors"
)

// childEnv says to a test binary that it is the program now.
const childEnv = "AUDIT_TUI_CHILD"

// job is what a child process is to run.
type job struct {
	File, Folder, StateDir string
	Lang                   text.Lang
	W, H                   int
}

// Child runs the program in place of the tests where Spawn has started this
// process. Call it first in TestMain.
func Child() {
	order := os.Getenv(childEnv)
	if order == "" {
		return
	}
	var j job
	err := json.Unmarshal([]byte(order), &j)
	if err == nil {
		var c *i18n.Catalogue
		if c, err = i18n.Load(); err == nil {
			profile := colorprofile.ANSI256
			err = tui.Run(context.Background(), tui.Options{
				Catalogue: c, Sectors: sectors.FS, Lang: j.Lang, File: j.File, Folder: j.Folder, StateDir: j.StateDir,
				In: os.Stdin, Out: os.Stdout, Environ: []string{"TERM=xterm-256color"}, Profile: &profile, Width: j.W, Height: j.H,
			})
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// Spawn runs the program in a process of its own, to be killed: the test binary
// itself, whose TestMain calls Child.
func Spawn(t testing.TB, w, h int, o tui.Options) (*Terminal, *os.Process) {
	t.Helper()
	order, err := json.Marshal(job{o.File, o.Folder, o.StateDir, o.Lang, w, h})
	if err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	term := &Terminal{t: t, emu: vt.NewEmulator(w, h), done: make(chan error, 1)}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childEnv+"="+string(order))
	in, keys := io.Pipe()
	_ = in
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(stdin, in) }()
	term.in = keys
	term.send = func(tea.Msg) { t.Fatal("the window of another process cannot be resized") }
	cmd.Stdout, cmd.Stderr = term, os.Stderr
	go func() { _, _ = io.Copy(io.Discard, term.emu) }()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { term.done <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = keys.Close()
		select {
		case <-term.done:
		case <-time.After(patience):
			t.Error("the process does not end")
		}
	})
	return term, cmd.Process
}
