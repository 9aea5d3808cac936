package auditfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/oklog/ulid/v2"
	"golang.org/x/text/unicode/norm"
)

// Extension is how the names of audit files end.
const Extension = ".audit.toml"

// FileName proposes a file name for a plant: its name without diacritics, in
// lower case, words joined by hyphens. "Nhà máy tinh bột sắn Mai Sơn" becomes
// "nha-may-tinh-bot-san-mai-son.audit.toml".
func FileName(plant string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(strings.ToLower(plant)) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case r == 'đ':
			r = 'd'
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	name := b.String()
	if len(name) > longestName {
		name = name[:longestName]
		if cut := strings.LastIndexByte(name, '-'); cut > 0 {
			name = name[:cut] // no half a word
		}
	}
	switch {
	case name == "":
		name = "audit"
	case deviceName.MatchString(name):
		name = "audit-" + name
	}
	return name + Extension
}

// deviceName are names that Windows keeps for devices, whatever follows the
// point.
var deviceName = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

// longestName keeps proposed names handy, and legal everywhere.
const longestName = 60

// NextFree is the path itself where there is no such file yet, else the path
// with the first number that is free: "x-2.audit.toml".
func NextFree(path string) string {
	free := func(p string) bool {
		_, err := os.Lstat(p)
		return errors.Is(err, fs.ErrNotExist)
	}
	if free(path) {
		return path
	}
	stem := strings.TrimSuffix(path, Extension)
	ext := strings.TrimPrefix(path, stem)
	for n := 2; ; n++ {
		if p := fmt.Sprintf("%s-%d%s", stem, n, ext); free(p) {
			return p
		}
	}
}

// NewID makes the id of a new audit: 26 letters and digits that sort by time,
// different on every machine.
func NewID(entropy io.Reader, at time.Time) (string, error) {
	id, err := ulid.New(ulid.Timestamp(at), entropy)
	return id.String(), err
}
