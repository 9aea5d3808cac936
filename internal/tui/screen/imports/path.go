package imports

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// endings are how the names of files end that can be read.
var endings = []string{".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".tab"}

// isData reports whether a file is offered: by its name, and not hidden. A name
// that begins with ~$ is the mark that a spreadsheet leaves while it has the
// file open.
func isData(name string) bool {
	return slices.Contains(endings, strings.ToLower(filepath.Ext(name))) && !isHidden(name)
}

func isHidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") }

// isPath reports whether what was typed is a path, not letters of a name to
// narrow the list with.
func isPath(typed string) bool {
	return strings.ContainsAny(typed, `/\`) || strings.HasPrefix(typed, "~") || strings.HasPrefix(typed, `"`) || strings.HasPrefix(typed, "'")
}

// meant are the paths that something typed, pasted or dropped into the terminal
// may mean, the likeliest first: file managers put quotes around a path, write
// it as an address, or a backslash before its blanks. What has no folder lies in
// the given one.
func meant(typed, folder string) []string {
	typed = strings.TrimSpace(typed)
	for _, quote := range []string{`"`, "'"} {
		if rest, ok := strings.CutPrefix(typed, quote); ok {
			typed = strings.TrimSuffix(rest, quote)
		}
	}
	if rest, ok := strings.CutPrefix(typed, "file://"); ok {
		if plain, err := url.PathUnescape(rest); err == nil {
			typed = plain
		}
	}
	all := []string{typed}
	if plain := unescaped(typed); plain != typed && runtime.GOOS != "windows" {
		all = append(all, plain)
	}
	for i, p := range all {
		if rest, ok := strings.CutPrefix(p, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
			if home, err := os.UserHomeDir(); err == nil {
				p = filepath.Join(home, rest)
			}
		}
		if !filepath.IsAbs(p) {
			p = filepath.Join(folder, p)
		}
		all[i] = filepath.Clean(p)
	}
	return all
}

// shortened is a folder with the user's own folder as "~".
func shortened(folder string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return folder
	}
	if rest, err := filepath.Rel(home, folder); err == nil && filepath.IsLocal(rest) {
		return filepath.Join("~", rest)
	}
	return folder
}

// unescaped takes away the backslashes that a shell wants before blanks and
// signs.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// locate finds what a typed path means, and says whether it is a folder. It
// touches the disk: only commands call it.
func locate(typed, folder string) (path string, isFolder bool, err error) {
	for _, p := range meant(typed, folder) {
		var at string
		var info fs.FileInfo
		if at, info, err = find(p); err == nil {
			return at, info.IsDir(), nil
		}
		path = p
	}
	return path, false, err
}

// find finds a file whose name is written with letters and accents together or
// apart: Macs keep names apart, people type them together.
func find(path string) (string, fs.FileInfo, error) {
	info, err := os.Stat(path)
	parent := filepath.Dir(path)
	if err == nil || !errors.Is(err, fs.ErrNotExist) || parent == path {
		return path, info, err
	}
	folder, _, parentErr := find(parent)
	if parentErr != nil {
		return path, nil, err
	}
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if norm.NFC.String(e.Name()) == norm.NFC.String(filepath.Base(path)) {
			path = filepath.Join(folder, e.Name())
			info, err = os.Stat(path)
			return path, info, err
		}
	}
	return path, nil, err
}

// completed goes on with a typed path as far as the folder leaves no choice. It
// touches the disk: only commands call it.
func completed(typed, folder string) string {
	cut := strings.LastIndexFunc(typed, func(r rune) bool { return r == '/' || r == filepath.Separator }) + 1
	base, _, err := locate(typed[:cut]+".", folder)
	if err != nil {
		return typed
	}
	entries, _ := os.ReadDir(base)
	begun, common, n := norm.NFC.String(typed[cut:]), "", 0
	for _, e := range entries {
		name := norm.NFC.String(e.Name())
		isFolder := e.IsDir()
		switch {
		case !strings.HasPrefix(name, begun), isHidden(name), !isFolder && !isData(name):
			continue
		case isFolder:
			name += string(filepath.Separator)
		}
		if n++; n == 1 {
			common = name
		}
		common = sharedPrefix(common, name)
	}
	if n == 0 {
		return typed
	}
	return typed[:cut] + common
}

// sharedPrefix is how two names both begin.
func sharedPrefix(a, b string) string {
	end := 0
	for i, r := range a {
		if !strings.HasPrefix(b[i:], string(r)) {
			break
		}
		end = i + len(string(r))
	}
	return a[:end]
}

// whyNot says why a file cannot be read and what to do about it.
func whyNot(err error) text.Message {
	var said text.Message
	switch {
	case errors.As(err, &said):
		return said
	case errors.Is(err, fs.ErrNotExist):
		return text.M("importpage.file.missing")
	case errors.Is(err, fs.ErrPermission):
		return text.M("importpage.file.forbidden")
	}
	return text.M("importpage.file.other", "error", ui.FileError(err))
}
