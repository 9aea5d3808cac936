package write_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/report/internal/sample"
	"github.com/sxsh-audit/audit/internal/report/write"
)

func float(s string) (float64, bool) {
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// TestPrograms is make report-check: LibreOffice and Chromium open what is
// written and print it, and every number of the model is found on what they
// print, in the notation of its language. REPORT_CHECK names the folder where
// the files stay to be looked at.
func TestPrograms(t *testing.T) {
	folder := os.Getenv("REPORT_CHECK")
	if folder == "" {
		t.Skip("REPORT_CHECK is not set: make report-check")
	}
	folder, err := filepath.Abs(folder)
	if err != nil {
		t.Fatal(err)
	}
	office := program(t, "LibreOffice (Writer and Calc)", "soffice", "libreoffice")
	browser := program(t, "Chromium", "chromium", "chromium-browser", "google-chrome")
	toText := program(t, "pdftotext (poppler-utils)", "pdftotext")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	profile := t.TempDir()
	all := append(documents(t)[:3], kindDocuments(t)...) // everything, then every kind of two examples
	for _, d := range all {
		t.Run(d.name, func(t *testing.T) {
			l := laid(t, d)
			for _, f := range []write.Format{write.DOCX, write.XLSX, write.HTML, write.PDF} {
				file := filepath.Join(folder, d.name+"."+string(f))
				if err := os.WriteFile(file, written(t, f, d), 0o644); err != nil {
					t.Fatal(err)
				}
				printed := file
				switch f {
				case write.DOCX, write.XLSX:
					out := filepath.Join(folder, "printed-"+string(f))
					run(t, office, "-env:UserInstallation=file://"+profile+"/office", "--headless", "--convert-to", "pdf", "--outdir", out, file)
					printed = filepath.Join(out, d.name+".pdf")
				case write.HTML:
					printed = filepath.Join(folder, "printed-html-"+d.name+".pdf")
					run(t, browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+profile+"/browser", "--no-pdf-header-footer", "--print-to-pdf="+printed, "file://"+file)
				}
				words := run(t, toText, "-raw", printed, "-")
				o := sample.Options{Pictures: f == write.HTML || f == write.PDF, Sheet: f == write.XLSX}
				if missing := sample.Missing(sample.Text(l, o), words); len(missing) > 0 {
					t.Errorf("%s as printed lacks %q", f, missing)
				}
			}
		})
	}
}

// program finds a program by one of its names.
func program(t *testing.T, what string, names ...string) string {
	t.Helper()
	for _, n := range names {
		if path, err := exec.LookPath(n); err == nil {
			return path
		}
	}
	t.Fatalf("report-check needs %s: none of %s is installed", what, strings.Join(names, ", "))
	return ""
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	c := exec.Command(name, args...)
	var errors strings.Builder
	c.Stderr = &errors
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, errors.String())
	}
	return string(out)
}
