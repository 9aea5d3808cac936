package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/sectors"
)

// BenchmarkShow is `audit show` as a whole process, from its start to its end:
// on the largest example, and on ten years of months with fifty flows.
func BenchmarkShow(b *testing.B) {
	program := filepath.Join(b.TempDir(), "audit")
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for name, file := range map[string]string{"largest-example": largestExample(b), "10-years-50-flows": tenYears(b)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				c := exec.Command(program, "show", file)
				c.Env = append(os.Environ(), "AUDIT_LANG=vi")
				if out, err := c.CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
			}
		})
	}
}

// largestExample is the example with the most bytes.
func largestExample(b *testing.B) string {
	files, err := filepath.Glob("../../examples/*.audit.toml")
	if err != nil || len(files) == 0 {
		b.Fatal("no examples", err)
	}
	largest, size := "", int64(0)
	for _, f := range files {
		if info, err := os.Stat(f); err == nil && info.Size() > size {
			largest, size = f, info.Size()
		}
	}
	return largest
}

// tenYears writes an audit of 120 months with fifty flows of a pack.
func tenYears(b *testing.B) string {
	pack, problems := benchmark.Load(sectors.FS, "cassava-starch")
	if pack == nil {
		b.Fatal(problems)
	}
	var s strings.Builder
	s.WriteString("format = 1\n\n[plant]\nname = \"Ten years\"\nsector = \"cassava-starch\"\n\n[audit]\nlevel = \"quick\"\ndate = 2024-01-01\n\n" +
		"[[product]]\nid = \"starch\"\nunit = \"t\"\n")
	for m := range 120 {
		fmt.Fprintf(&s, "\n[[period]]\nmonth = \"%04d-%02d\"\noutput = { starch = %d }\nflows = { ", 2014+m/12, m%12+1, 1000+m)
		for i, f := range pack.Flows[:50] {
			if i > 0 {
				s.WriteString(", ")
			}
			fmt.Fprintf(&s, "%s = %d", f.ID, 100*(i+1)+m)
		}
		s.WriteString(" }\n")
	}
	file := filepath.Join(b.TempDir(), "ten-years.audit.toml")
	if err := os.WriteFile(file, []byte(s.String()), 0o644); err != nil {
		b.Fatal(err)
	}
	return file
}
