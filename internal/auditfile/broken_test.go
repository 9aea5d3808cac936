package auditfile

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
)

var update = flag.Bool("update", false, "write the expected messages anew")

// Every file of testdata/broken has one error (several.audit.toml has several);
// beside it stand the messages in both languages.
func TestBrokenFiles(t *testing.T) {
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/broken/*.audit.toml")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	met := map[string]bool{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), Extension), func(t *testing.T) {
			before := read(t, file)
			_, _, problems := Read(file)
			if len(problems) == 0 {
				t.Fatal("nothing is found wrong")
			}
			for _, p := range problems {
				met[p.Message.Key] = true
				if p.Line == 0 || p.Column == 0 || p.File != file {
					t.Errorf("no place: %+v", p)
				}
			}
			for _, lang := range text.Langs {
				var b strings.Builder
				for _, p := range problems {
					fmt.Fprintf(&b, "%d:%d: %s: %s\n", p.Line, p.Column, p.Severity, catalogue.Printer(lang).Say(p.Message))
				}
				expected := strings.TrimSuffix(file, Extension) + "." + string(lang) + ".txt"
				if *update {
					must(t, os.WriteFile(expected, []byte(b.String()), 0o644))
					continue
				}
				if want := read(t, expected); b.String() != want {
					t.Errorf("%s: got\n%swant\n%s", lang, b.String(), want)
				}
			}
			if read(t, file) != before {
				t.Error("reading changed the file")
			}
		})
	}
	// Words that no broken file shows are forgotten sooner or later.
	for _, key := range catalogue.Keys() {
		ofReading := strings.HasPrefix(key, "toml.") && !strings.HasPrefix(key, "toml.type.") || strings.HasPrefix(key, "file.")
		if ofReading && !met[key] && !slices.Contains(elsewhere, key) {
			t.Errorf("no broken file has the error %s", key)
		}
	}
}

// elsewhere are the messages that are not of a broken file: other tests have
// them.
var elsewhere = []string{
	// Limits: files of that size are made by the tests.
	"toml.too-many", "toml.too-many-kinds", "toml.too-many-elements", "toml.too-many-values", "toml.too-many-keys", "toml.more",
	"file.too-large",
	// Edits.
	"toml.path", "toml.no-number", "toml.no-such-table", "toml.is-table", "toml.is-value", "toml.no-table",
	// The file system and sessions.
	"file.not-found", "file.is-folder", "file.not-regular", "file.cannot-read", "file.unreadable",
	"file.changed-on-disk", "file.read-only", "file.no-folder", "file.not-there", "file.not-writable", "file.disk-full", "file.failed",
	"file.session-read-only", "file.held", "file.closed", "file.journal-damaged", "file.journal-other-base",
	"file.output-full", "file.output-failed",
	// A migration that fails for a reason of its own: none does.
	"file.migration",
}
