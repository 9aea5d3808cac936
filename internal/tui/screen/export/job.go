package export

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// job is the writing of some documents, one after the other, each by a command
// of its own: in between the window says how far it is, and it can be stopped.
type job struct {
	docs   ui.Documents
	files  []target
	folder string // of several documents, made where there is none; "": one file
	over   bool   // what is there may be replaced

	ctx  context.Context
	stop context.CancelFunc
	at   int // the file that is being written

	// Whoever sets it first goes through with it: the command that has made a
	// document and puts it into its file, or whoever stops the job. So a job that
	// was stopped leaves nothing half done, and nothing that appears afterwards.
	phase    atomic.Int32
	stopping bool // it was stopped while a file was put in its place
}

// The phases of a job.
const (
	making int32 = iota
	placing
	stopped
)

// target is a file of a job.
type target struct {
	kind   ui.ReportKind
	scope  string
	format string
	langs  []text.Lang
	path   string
}

// What becomes of a job.
type (
	// checked says which files are there already.
	checked struct {
		job   *job
		there []string
	}
	// wrote says what became of a file.
	wrote struct {
		job *job
		err error
	}
)

// check looks for files that are there already.
func (j *job) check() tea.Cmd {
	return func() tea.Msg {
		var there []string
		for _, f := range j.files {
			if exists(f.path) {
				there = append(there, f.path)
			}
		}
		return checked{j, there}
	}
}

// exists reports whether something has the name, whatever it is.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist) && err == nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// next writes the file that is due.
func (j *job) next() tea.Cmd {
	f := j.files[j.at]
	return func() tea.Msg { return wrote{j, j.write(f)} }
}

// write makes a document and writes it, whole or not at all. A job that was
// stopped meanwhile writes nothing more.
func (j *job) write(f target) error {
	data, err := j.docs.Make(j.ctx, f.kind.ID, f.scope, f.langs, f.format)
	if err == nil {
		err = j.ctx.Err()
	}
	if err == nil && !j.phase.CompareAndSwap(making, placing) {
		err = context.Canceled
	}
	if err == nil && j.folder != "" {
		err = makeFolder(j.folder)
	}
	if err == nil && !j.over && exists(f.path) { // it came up meanwhile
		err = text.M("tui.file.exists")
	}
	if err != nil {
		return err
	}
	return auditfile.WriteAtomic(f.path, data, nil)
}

// makeFolder makes a folder where there is none.
func makeFolder(folder string) error {
	err := os.MkdirAll(folder, 0o755)
	if err != nil && exists(folder) && !isFolder(folder) {
		return text.M("exportpage.no-folder", "path", folder)
	}
	return err
}

// free is a path at which nothing is yet: the given one, else with a number
// before the end of the name.
func free(path string) string {
	ext := filepath.Ext(path)
	stem := path[:len(path)-len(ext)]
	for n := 2; exists(path); n++ {
		path = stem + "-" + strconv.Itoa(n) + ext
	}
	return path
}

// absolute is a path as it was typed: "~" is the user's folder, and what has no
// folder lies beside the audit.
func (s *screen) absolute(typed string) string {
	if rest, ok := strings.CutPrefix(typed, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			typed = filepath.Join(home, rest)
		}
	}
	if !filepath.IsAbs(typed) {
		typed = filepath.Join(s.folder(s.work), typed)
	}
	return filepath.Clean(typed)
}
