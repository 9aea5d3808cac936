package tui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui"
	"github.com/sxsh-audit/audit/internal/tui/tuitest"
	"github.com/sxsh-audit/audit/sectors"
)

// tenYears writes an audit of 120 months with so many flows: those of the pack,
// then flows of the plant's own.
func tenYears(t testing.TB, folder string, flows int) string {
	t.Helper()
	pack, problems := benchmark.Load(sectors.FS, "cassava-starch")
	if pack == nil {
		t.Fatal(problems)
	}
	var b strings.Builder
	b.WriteString("format = 1\n\n[plant]\nname = \"Nhà máy mười năm\"\nsector = \"cassava-starch\"\n\n" +
		"[audit]\nid = \"01JF0000000000000000000000\"\nlevel = \"quick\"\ndate = 2019-11-05\n\n[[product]]\nid = \"starch\"\nname = \"Tinh bột sắn\"\nunit = \"t\"\n")
	var ids []string
	for _, f := range pack.Flows {
		if f.Per.Empty() && len(ids) < flows {
			ids = append(ids, f.ID)
		}
	}
	for len(ids) < flows {
		id := fmt.Sprintf("own-%d", len(ids))
		fmt.Fprintf(&b, "\n[[flow]]\nid = %q\nname = \"Vật tư %d\"\ncategory = \"auxiliary\"\nunit = \"kg\"\nprice = 12000\n", id, len(ids))
		ids = append(ids, id)
	}
	for m := range 120 {
		fmt.Fprintf(&b, "\n[[period]]\nmonth = \"%04d-%02d\"\noutput = { starch = %d }\nflows = { ", 2009+m/12, m%12+1, 1000+m)
		for i, id := range ids {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "%s = %d", id, 100*(i+1)+m)
		}
		b.WriteString(" }\n")
	}
	file := filepath.Join(folder, "muoi-nam.audit.toml")
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// BenchmarkFirstFrame is everything between the start of main and the first
// frame, but for the start of the process.
func BenchmarkFirstFrame(b *testing.B) {
	o := tuitest.Options(b, text.VI)
	for b.Loop() {
		o.Catalogue = i18n.Embedded()
		m := tui.Model(o)
		m, _ = m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		if m.View().Content == "" {
			b.Fatal("nothing is drawn")
		}
	}
}

// BenchmarkKey is the time from a key to its frame, in the table of ten years
// and fifty flows in a window of 200×60.
func BenchmarkKey(b *testing.B) {
	for _, c := range []struct {
		name string
		keys []string
	}{
		{"move", []string{"down", "right", "down", "right", "up", "left", "up", "left"}},
		{"type", []string{"1", "2", "3", "backspace", "backspace", "backspace", "esc"}},
		{"edit", []string{"7", "enter", "up", "8", "enter", "up"}},        // an edit is synced to the disk
		{"edit-memory", []string{"7", "enter", "up", "8", "enter", "up"}}, // the same without a disk
	} {
		b.Run(c.name, func(b *testing.B) {
			o := tuitest.Options(b, text.VI)
			if c.name == "edit-memory" {
				tuitest.InMemory(b, &o)
			}
			o.File = tenYears(b, o.Folder, 50)
			d := tuitest.Drive(b, 200, 60, o)
			d.Key("2", "down", "down", "right", "right")
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				began := time.Now()
				d.Key(c.keys[i%len(c.keys)])
				d.View()
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
		})
	}
}

// BenchmarkBytes is what a key costs a slow line, in bytes to the terminal.
func BenchmarkBytes(b *testing.B) {
	for _, c := range []struct{ name, there, back string }{
		{"move", "down", "up"}, {"type", "7", "backspace"},
	} {
		b.Run(c.name, func(b *testing.B) {
			o := tuitest.Options(b, text.VI)
			o.File = tenYears(b, o.Folder, 50)
			term := tuitest.Start(b, 80, 24, o)
			term.WaitFor("1 Cơ sở và đội")
			term.Key("2")
			term.WaitFor("Điện")
			term.Key("down", "down", "right")
			term.Settle()
			before, keys := term.Bytes(), 0
			for b.Loop() {
				for _, k := range []string{c.there, c.back} {
					term.Key(k)
					term.Settle()
					keys++
				}
			}
			b.ReportMetric(float64(term.Bytes()-before)/float64(keys), "bytes/key")
		})
	}
}
