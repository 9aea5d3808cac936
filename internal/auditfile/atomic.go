package auditfile

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/sxsh-audit/audit/internal/text"
)

// Stamp is what a file was when it was read, so that a save can tell whether
// somebody else has changed it since.
type Stamp struct {
	Size int64
	Time time.Time
	Hash [sha256.Size]byte
}

// ErrChanged is the kind of the error of a save that would overwrite what
// somebody else has written meanwhile; errors.Is finds it, so that the user can
// be asked.
var ErrChanged = errors.New("auditfile: the file has changed on disk")

// kindError is words with a kind that a program can ask for.
type kindError struct {
	kind error
	msg  text.Message
}

func (e *kindError) Error() string   { return e.msg.Error() }
func (e *kindError) Unwrap() []error { return []error{e.kind, e.msg} }

// StampOf is the stamp of a file with this content, last changed at a time.
func StampOf(content []byte, at time.Time) Stamp {
	return Stamp{Size: int64(len(content)), Time: at, Hash: sha256.Sum256(content)}
}

// same reports whether the file still is what the stamp says. The content
// decides, not the time: a file that was only touched is the same, and the
// clock of a memory stick is too coarse to show every change.
func (s Stamp) same(path string) bool {
	info, err := os.Stat(path)
	if err != nil || info.Size() != s.Size {
		return false
	}
	content, err := os.ReadFile(path)
	return err == nil && sha256.Sum256(content) == s.Hash
}

// Previous is where the version before the last save is kept.
func Previous(path string) string { return path + "~" }

// disk is what saving does to the file system, so that a test can let any of
// it fail.
type disk struct {
	open   func(name string, flag int, perm fs.FileMode) (*os.File, error)
	temp   func(dir, pattern string) (*os.File, error)
	write  func(f *os.File, data []byte) error
	sync   func(f *os.File) error
	rename func(from, to string) error
}

func realDisk() disk {
	return disk{
		open:   os.OpenFile,
		temp:   os.CreateTemp,
		write:  func(f *os.File, data []byte) error { _, err := io.Copy(f, bytes.NewReader(data)); return err },
		sync:   (*os.File).Sync,
		rename: rename,
	}
}

// WriteAtomic replaces a file's content so that at every moment, whatever
// happens, either the old or the new content is there whole: a temporary file
// in the same folder is written and synced, the old content is kept as
// Previous(path), and the temporary file is renamed over it. Links are
// followed, permissions kept. With a stamp, a file that is no longer what it
// was is not overwritten (key "file.changed-on-disk"). Every error leaves the
// old file as it was and says what to do.
func WriteAtomic(path string, data []byte, was *Stamp) error {
	return realDisk().writeAtomic(path, data, was, true)
}

// writeAtomic is WriteAtomic; without keep, Previous(path) stays what it is.
func (d disk) writeAtomic(path string, data []byte, was *Stamp, keep bool) error {
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		target = path
	} else if err != nil {
		return fileError(path, err)
	}
	mode := fs.FileMode(0o644)
	info, err := os.Stat(target)
	exists := err == nil
	if exists && info.IsDir() {
		return text.M("file.is-folder", "file", filepath.Base(path))
	}
	if exists {
		mode = info.Mode().Perm()
		if was != nil && !was.same(target) {
			return &kindError{ErrChanged, text.M("file.changed-on-disk", "file", filepath.Base(path))}
		}
		if err := d.writable(target, mode); err != nil {
			return err
		}
	}
	tmp, err := d.temp(filepath.Dir(target), temporary(target))
	if err != nil {
		return fileError(path, err)
	}
	defer os.Remove(tmp.Name()) // gone already when all went well
	if err := d.fill(tmp, data, mode); err != nil {
		return fileError(path, err)
	}
	if exists && keep {
		if err := d.keepPrevious(target, mode); err != nil {
			return fileError(path, err)
		}
	}
	if err := d.rename(tmp.Name(), target); err != nil {
		return fileError(path, err)
	}
	syncFolder(filepath.Dir(target))
	return nil
}

// temporary is the pattern of the names of temporary files.
func temporary(target string) string { return "." + filepath.Base(target) + ".*.tmp" }

// sweep removes the temporary files that a process left that died while saving.
// Only the holder of the lock may do so.
func sweep(target string) {
	entries, err := os.ReadDir(filepath.Dir(target))
	if err != nil {
		return
	}
	before, after, _ := strings.Cut(temporary(target), "*")
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, before) && strings.HasSuffix(name, after) || name == filepath.Base(Previous(target))+".tmp" {
			_ = os.Remove(filepath.Join(filepath.Dir(target), name))
		}
	}
}

// fill writes and syncs the temporary file.
func (d disk) fill(tmp *os.File, data []byte, mode fs.FileMode) error {
	err := d.write(tmp, data)
	if err == nil {
		err = tmp.Chmod(mode)
		if runtime.GOOS == "windows" {
			err = nil // permissions are the folder's there
		}
	}
	if err == nil {
		err = d.sync(tmp)
	}
	return errors.Join(err, tmp.Close())
}

// writable says in words why a file must not be replaced: a rename does not
// ask whether its owner has write-protected it.
func (d disk) writable(path string, mode fs.FileMode) error {
	if mode&0o200 == 0 {
		return text.M("file.read-only", "file", filepath.Base(path))
	}
	f, err := d.open(path, os.O_WRONLY, 0)
	if err != nil {
		return fileError(path, err)
	}
	return f.Close()
}

// keepPrevious keeps the present content beside the file: as a link where the
// file system can, so that nothing is copied, else as a copy. The version kept
// before stays until the new one is whole.
func (d disk) keepPrevious(target string, mode fs.FileMode) error {
	tmp := Previous(target) + ".tmp"
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if os.Link(target, tmp) != nil {
		content, err := os.ReadFile(target)
		if err == nil {
			err = d.writeNew(tmp, content, mode)
		}
		if err != nil {
			return err
		}
	}
	err := d.rename(tmp, Previous(target))
	// It is still there where the rename failed, or did nothing: both already
	// were names of one file, as after a process that died before its last step.
	_ = os.Remove(tmp)
	return err
}

// writeNew makes a file that must not be there yet, whole and synced or not at
// all.
func (d disk) writeNew(path string, data []byte, mode fs.FileMode) error {
	f, err := d.open(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	if err := d.fill(f, data, mode); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// syncFolder makes the rename itself durable. Not every system can; the
// content is safe either way.
func syncFolder(dir string) {
	if f, err := os.Open(dir); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}

// noFolder reports whether a folder does not exist.
func noFolder(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// fileError puts a failure of the file system in words that say what to do.
func fileError(path string, err error) error {
	name := filepath.Base(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && noFolder(filepath.Dir(path)):
		return text.M("file.no-folder", "folder", filepath.Dir(path))
	case errors.Is(err, fs.ErrNotExist):
		return text.M("file.not-there", "file", name, "folder", filepath.Dir(path))
	case errors.Is(err, fs.ErrPermission):
		return text.M("file.not-writable", "file", name, "folder", filepath.Dir(path))
	case isFull(err):
		return text.M("file.disk-full", "file", name)
	}
	return text.M("file.failed", "file", name, "error", plainError(err))
}

// OutputError puts into words that a result could not be written to standard
// output.
func OutputError(err error) error {
	if isFull(err) {
		return text.M("file.output-full")
	}
	return text.M("file.output-failed", "reason", plainError(err))
}

// plainError is the system's own words without paths of the machine.
func plainError(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err.Error()
	}
	return err.Error()
}
