package tui

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/export"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Options are everything that the program takes from outside.
type Options struct {
	Catalogue *i18n.Catalogue
	Sectors   fs.FS // the sector packs and common files
	// SectorsFor, where set, are those for the audit in a file: packs beside it
	// lie over the program's own.
	SectorsFor func(file string) fs.FS
	Examples   fs.FS // audit files at its top; nil: none

	// Reports makes the documents that are handed over; nil: there are none.
	Reports ui.Reports

	File     string    // opened at once; empty: the home screen
	Example  string    // an example opened at once, as a copy
	Lang     text.Lang // empty: the one chosen last, at first Vietnamese
	Folder   string    // where new files go and the file list begins; empty: the working folder
	StateDir string    // the user's: recent files, settings, copies of examples

	In      io.Reader // nil: the terminal
	Out     io.Writer
	Environ []string              // nil: the process's
	Profile *colorprofile.Profile // nil: found out
	ASCII   bool                  // no signs but ASCII
	Width   int                   // of a window that is no terminal
	Height  int

	// Started, where set, gets the way to send messages to the program, once it
	// exists: tests resize the window with it.
	Started func(send func(tea.Msg))

	Now   func() time.Time
	Timer func(time.Duration, tea.Msg) tea.Cmd // nil: real time

	documents export.Memory // what was chosen of documents last
}

// Times of the frame.
const (
	idleSave = time.Second     // without a key: the file is saved
	toastFor = 6 * time.Second // a toast stays
)

// GracePause is how long a dialog that comes up by itself drops keys: they were
// typed ahead, for what was there before.
const GracePause = 400 * time.Millisecond

func (o *Options) defaults() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Timer == nil {
		o.Timer = func(d time.Duration, msg tea.Msg) tea.Cmd {
			return tea.Tick(d, func(time.Time) tea.Msg { return msg })
		}
	}
}

// folder is where new files go.
func (o *Options) folder() string {
	if o.Folder != "" {
		return o.Folder
	}
	if dir, err := os.Getwd(); err == nil {
		return dir
	}
	return "."
}

// examplesDir is where copies of examples are kept.
func (o *Options) examplesDir() string { return filepath.Join(o.StateDir, "examples") }

func (o *Options) isCopy(path string) bool {
	return o.StateDir != "" && filepath.Dir(path) == o.examplesDir()
}
