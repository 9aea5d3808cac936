package ui

import (
	"errors"
	"io/fs"
	"syscall"

	"github.com/sxsh-audit/audit/internal/text"
)

// FileError puts what an operating system says of a file into words that say
// what to do.
func FileError(err error) text.Message {
	var m text.Message
	switch {
	case errors.As(err, &m):
		return m
	case errors.Is(err, fs.ErrNotExist):
		return text.M("tui.file.missing")
	case errors.Is(err, fs.ErrPermission):
		return text.M("tui.file.forbidden")
	case errors.Is(err, fs.ErrExist):
		return text.M("tui.file.exists")
	case errors.Is(err, syscall.ENOSPC):
		return text.M("tui.file.full")
	case errors.Is(err, syscall.EROFS):
		return text.M("tui.file.read-only")
	case errors.Is(err, syscall.EISDIR), errors.Is(err, syscall.ENOTDIR):
		return text.M("tui.file.folder")
	}
	return text.M("tui.error.other", "error", err.Error())
}
