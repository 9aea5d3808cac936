package tomldoc

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// Texts made to hurt are read or refused in time and memory that do not grow
// faster than the text.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	var tables, maps strings.Builder
	for i := range 490 {
		fmt.Fprintf(&tables, "[t%d]\n%s", i, many(990, "a%d=1\n"))
	}
	for range 240 {
		fmt.Fprintf(&maps, "[[ins]]\n%s", many(990, "A%d='1'\n"))
	}
	tests := []struct {
		name, src string
		accepted  bool
	}{
		{"keys", tables.String(), true},
		{"keys of one table", many(499_000, "a%d=1\n"), false},
		{"keys of an inline table", "x={" + many(400_000, "a%d=1,") + "}", false},
		{"problems", maps.String(), true},
		{"dotted key", strings.Repeat("[[p]]\n", 5000) + "[q]\n" + strings.Repeat("a.", 100_000) + "b=1\n", true},
		{"comments", "a='x'" + strings.Repeat("\n#", 4_000_000), true},
		{"quotes", strings.Repeat(`"`, 8_000_000), false},
		{"quotes of a literal", "x = '''" + strings.Repeat("''", 4_000_000), false},
		{"escaped quotes", strings.Repeat("\\\"\"\"\n", 1_600_000), false},
		{"open strings", strings.Repeat("'\n\"\n", 2_000_000), false},
		{"tables in tables", strings.Repeat("[[p]]\n[p.q]\n[[p.r]]\n[[p.r]]\n[p.r.s]\n", 2400), true},
		{"kinds", many(4900, "[a.b%d]\n"), true},
		{"brackets", "a = " + strings.Repeat("[", 8_000_000), false},
		{"header brackets", strings.Repeat("[", 8_000_000), false},
		{"dotted tables", strings.Repeat("[[p]]\n"+many(50, "k%d.x=1\n"), 4900), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			d, problems := Parse("x.toml", []byte(tt.src))
			if (d != nil) != tt.accepted {
				t.Fatalf("got %s", list(problems))
			}
			if d != nil {
				var v everything
				d.Decode(&v)
				d.lay()
			}
			runtime.ReadMemStats(&after)
			if n := (after.TotalAlloc - before.TotalAlloc) >> 20; n > 600 {
				t.Errorf("%d MiB were taken", n)
			}
		})
	}
}
