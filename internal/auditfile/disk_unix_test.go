//go:build unix

package auditfile

import "syscall"

func fullDisk() error { return syscall.ENOSPC }
