//go:build windows

package auditfile

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// stillActive is the exit code of a process that has not ended.
const stillActive = 259

// alive reports whether a process of this machine is running.
func alive(pid int) bool {
	const queryLimited = 0x1000
	h, err := syscall.OpenProcess(queryLimited, false, uint32(pid))
	if err != nil {
		return errors.Is(err, syscall.ERROR_ACCESS_DENIED)
	}
	defer func() { _ = syscall.CloseHandle(h) }()
	var code uint32
	return syscall.GetExitCodeProcess(h, &code) == nil && code == stillActive
}

// isFull reports whether a write failed for want of space
// (ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL).
func isFull(err error) bool {
	return errors.Is(err, syscall.Errno(39)) || errors.Is(err, syscall.Errno(112))
}

// rename replaces a file. A virus scanner or indexer that looks at the file
// just then makes Windows refuse; it is gone in a moment.
func rename(from, to string) error {
	const (
		accessDenied     = syscall.Errno(5)
		sharingViolation = syscall.Errno(32)
	)
	for wait := 5 * time.Millisecond; ; wait *= 2 {
		err := os.Rename(from, to)
		busy := errors.Is(err, accessDenied) || errors.Is(err, sharingViolation)
		if !busy || wait > time.Second {
			return err
		}
		time.Sleep(wait)
	}
}
