package exchange

import (
	"context"
	"os"
	"path/filepath"

	"github.com/sxsh-audit/audit/internal/text"
)

// ReadFile reads the file at a path; see Read. What the system says of a file
// that cannot be opened comes back as it is; what is no file of data (a folder,
// a pipe, which might never end) is refused by file.not-regular.
func ReadFile(ctx context.Context, path string, lim Limits, progress Progress) (*Book, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, text.M("file.not-regular", "file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return Read(ctx, Source{Name: filepath.Base(path), Data: f, Size: info.Size()}, lim, progress)
}
