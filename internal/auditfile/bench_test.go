package auditfile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// months is an audit of so many months with so many flows.
func months(n, flows int) string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(strings.Split(plain, "[[period]]")[0]) + "\n")
	for i := range n {
		fmt.Fprintf(&b, "\n[[period]]\nmonth  = \"%d-%02d\"\nphase  = \"before\"\noutput = { starch = %d }\nflows  = { ", 2010+i/12, i%12+1, 1250+i)
		for j := range flows {
			if j > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "flow-number-%d = %d.5", j, 231000+i*j)
		}
		b.WriteString(" }\n")
	}
	return b.String()
}

// Reading a thousand quick audits of 12 months and 8 flows from the disk.
func BenchmarkRead1000(b *testing.B) {
	dir := b.TempDir()
	var files []string
	for i := range 1000 {
		f := filepath.Join(dir, fmt.Sprintf("%d.audit.toml", i))
		if err := os.WriteFile(f, []byte(months(12, 8)), 0o644); err != nil {
			b.Fatal(err)
		}
		files = append(files, f)
	}
	for b.Loop() {
		for _, f := range files {
			if a, _, p := Read(f); a == nil || len(p) > 0 {
				b.Fatal(p)
			}
		}
	}
}

// withoutSync leaves out the time that the disk takes.
func withoutSync() Options {
	o := Options{disk: realDisk()}
	o.disk.sync = func(*os.File) error { return nil }
	return o
}

// One cell of an audit of 120 months and 50 flows.
func BenchmarkApply(b *testing.B) {
	for name, o := range map[string]Options{"sync": {}, "nosync": withoutSync()} {
		b.Run(name, func(b *testing.B) {
			s := open(b, fixture(b, months(120, 50)), o)
			i := 0
			for b.Loop() {
				i++
				if err := s.Apply(did, Set(tomldoc.Path("period", i%120+1, "flows", fmt.Sprintf("flow-number-%d", i%50)), float64(i))); err != nil {
					b.Fatal(err)
				}
			}
			s.Abandon()
		})
	}
}

// A paste of 12×8 cells into the same audit: one step of 96 edits.
func BenchmarkPaste(b *testing.B) {
	s := open(b, fixture(b, months(120, 50)), withoutSync())
	i := 0
	for b.Loop() {
		i++
		var edits []Edit
		for m := range 12 {
			for f := range 8 {
				edits = append(edits, Set(tomldoc.Path("period", m+60, "flows", fmt.Sprintf("flow-number-%d", f)), float64(i+m*f)))
			}
		}
		if err := s.Apply(did, edits...); err != nil {
			b.Fatal(err)
		}
	}
	s.Abandon()
}

func BenchmarkUndo(b *testing.B) {
	s := open(b, fixture(b, months(120, 50)), withoutSync())
	if err := s.Apply(did, Set("period[60].flows.flow-number-3", 1.0)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, err := s.Undo(); err != nil {
			b.Fatal(err)
		}
		if _, _, err := s.Redo(); err != nil {
			b.Fatal(err)
		}
	}
	s.Abandon()
}
