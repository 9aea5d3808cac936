//go:build unix

package auditfile

import (
	"errors"
	"os"
	"syscall"
)

// alive reports whether a process of this machine is running: signal 0 reaches
// it, or is refused because it is somebody else's.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// isFull reports whether a write failed for want of space.
func isFull(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// rename replaces a file.
func rename(from, to string) error { return os.Rename(from, to) }
