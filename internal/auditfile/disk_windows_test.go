//go:build windows

package auditfile

import "syscall"

func fullDisk() error { return syscall.Errno(112) }
