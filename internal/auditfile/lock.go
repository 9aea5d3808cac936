package auditfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// LockPath is where the lock of a file is.
func LockPath(path string) string { return path + ".lock" }

// Holder is who has a file open.
type Holder struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	User  string    `json:"user"`
	Since time.Time `json:"since"`
}

// errHeld says that somebody has the file open.
var errHeld = errors.New("held")

// lock takes the lock of a file for somebody. When another living process has
// it, errHeld comes with who that is. A lock that a crashed process of this
// machine left behind is taken over; one of another machine cannot be judged
// and is respected, unless force says that its holder is known to be gone.
func (d disk) lock(path string, me Holder, alive func(pid int) bool, force bool) (Holder, error) {
	file := LockPath(path)
	for range 3 { // somebody may take or leave it in between
		f, err := d.open(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err == nil {
			content, _ := json.Marshal(me)
			_, werr := f.Write(content)
			if err := errors.Join(werr, f.Close()); err != nil {
				_ = os.Remove(file) // a torn lock would puzzle the next
				return Holder{}, err
			}
			return me, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return Holder{}, err
		}
		seen, err := os.ReadFile(file)
		if err != nil {
			continue // left in between, or unreadable: the end says so
		}
		other, whole := holderIn(seen)
		switch {
		case force:
		case whole && (other.Host != me.Host || alive(other.PID)):
			return other, errHeld
		case !whole && fresh(file, me.Since):
			return other, errHeld // being written just now
		}
		if err := takeAway(file, seen, me); err != nil {
			return other, err
		}
	}
	other, _ := holderOf(file)
	return other, errHeld
}

// fresh reports whether a lock was made so short a time ago that its process
// may still be writing it.
func fresh(file string, now time.Time) bool {
	const moment = 2 * time.Second
	info, err := os.Stat(file)
	return err == nil && now.Sub(info.ModTime()).Abs() < moment
}

// takeAway removes a lock that nobody holds. Two processes may find the same
// one: it is moved aside first, which only one of them can do, and put back if
// it turns out to be the other's new one.
func takeAway(file string, seen []byte, me Holder) error {
	aside := fmt.Sprintf("%s.stale-%d", file, me.PID)
	if err := os.Rename(file, aside); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	if now, err := os.ReadFile(aside); err == nil && !bytes.Equal(now, seen) {
		_ = os.Link(aside, file)
	}
	return os.Remove(aside)
}

// holderOf reads a lock; false when it is torn: its process died while writing
// it, or is writing it now.
func holderOf(file string) (Holder, bool) {
	content, err := os.ReadFile(file)
	if err != nil {
		return Holder{}, false
	}
	return holderIn(content)
}

func holderIn(content []byte) (Holder, bool) {
	var h Holder
	err := json.Unmarshal(content, &h)
	return h, err == nil && h.PID != 0
}

// unlock leaves the lock, if it still is ours.
func unlock(path string, me Holder) {
	if h, ok := holderOf(LockPath(path)); ok && h.PID == me.PID && h.Host == me.Host {
		_ = os.Remove(LockPath(path))
	}
}
