package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sxsh-audit/audit/internal/assess"
)

// bigAudit has ten years of months and 50 flows.
func bigAudit(t testing.TB) string {
	load(t)
	var ids []string
	for _, f := range slices.Concat(packs["cassava-starch"].Flows, commons.Flows) {
		if !slices.Contains(ids, f.ID) {
			ids = append(ids, f.ID)
		}
	}
	var b strings.Builder
	b.WriteString(newAudit)
	for len(ids) < 50 {
		id := fmt.Sprintf("own-%d", len(ids))
		ids = append(ids, id)
		fmt.Fprintf(&b, "\n[[flow]]\nid = %q\nname = %q\nunit = \"kg\"\ncategory = \"auxiliary\"\n", id, "Dòng riêng "+id)
	}
	ids = ids[:50]
	for m := range 120 {
		phase := "before"
		if m >= 96 {
			phase = "after"
		}
		fmt.Fprintf(&b, "\n[[period]]\nmonth = \"%d-%02d\"\nphase = %q\noutput = { starch = %d }\nflows = { ", 2010+m/12, m%12+1, phase, 1000+m*7%113)
		for i, id := range ids {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "%s = %d", id, (1000+m*7%113)*(i+3)+m*i%37)
		}
		b.WriteString(" }\n")
	}
	return b.String()
}

// window is the page's part of a window of 200×60.
const windowW, windowH = 200 - 27, 60 - 4

func big(b *testing.B) *desk {
	d := open(b, bigAudit(b)).show(windowW, windowH)
	if rows, cols := len(d.page.sheet().rows), len(d.page.sheet().periods); rows < 50 || cols != 120 {
		b.Fatal(rows, cols)
	}
	return d
}

// percentiles reports the times of single keys.
func percentiles(b *testing.B, all []time.Duration) {
	slices.Sort(all)
	if n := len(all); n > 0 {
		b.ReportMetric(float64(all[n/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(all[min(n-1, n*99/100)].Microseconds())/1000, "p99-ms")
	}
}

// A key that moves, to the frame that shows it.
func BenchmarkKeyToFrameMoving(b *testing.B) {
	d := big(b)
	keys := strings.Fields("right right down right down shift+right pgdown left up pgup ctrl+right ctrl+left end home")
	var all []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		d.press(keys[i%len(keys)])
		_ = d.page.View()
		all = append(all, time.Since(start))
	}
	percentiles(b, all)
}

// A number of six digits and Enter, key by key, as they are entered one below
// the other: with every Enter the file is edited, the journal written and the
// assessment made anew.
func BenchmarkKeyToFrame(b *testing.B) {
	d := big(b)
	var all, enters []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		if i%7 == 6 {
			d.press("enter")
			if d.page.grid.OnMoreRow() {
				d.press("ctrl+home")
			}
		} else {
			d.press(string(rune('1' + (i+i/7)%9)))
		}
		_ = d.page.View()
		all = append(all, time.Since(start))
		if i%7 == 6 {
			enters = append(enters, all[i])
		}
	}
	percentiles(b, all)
	slices.Sort(enters)
	if n := len(enters); n > 0 {
		b.ReportMetric(float64(enters[n/2].Microseconds())/1000, "enter-p50-ms")
	}
}

// The parts of an Enter.
func BenchmarkEnter(b *testing.B) {
	d := big(b)
	b.Run("apply", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			v := float64(1000 + i)
			batch := d.page.sheet().batch(d.ctx.Lang())
			at := d.page.grid.At()
			batch.figure(at, &v)
			if err := d.session.Apply(d.page.sheet().where(at), batch.edits...); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("assess", func(b *testing.B) {
		for b.Loop() {
			assess.Assess(d.Audit(), d.pack, d.common)
		}
	})
	b.Run("sheet", func(b *testing.B) {
		d.Result()
		for b.Loop() {
			newSheet(d, d.ctx.Units, 2018)
		}
	})
	b.Run("view", func(b *testing.B) {
		for b.Loop() {
			_ = d.page.View()
		}
	})
	b.Run("state", func(b *testing.B) {
		for b.Loop() {
			state(d.Audit(), nil)
		}
	})
}

// A paste of 12 × 8 cells into the big table, and its undo.
func BenchmarkPaste(b *testing.B) {
	d := big(b)
	for b.Loop() {
		d.paste(block(12, 8, func(i, j int) string { return fmt.Sprint(i + j) }))
		_ = d.page.View()
		d.undo()
		_ = d.page.View()
	}
}
