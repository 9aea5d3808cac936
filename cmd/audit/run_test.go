package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"
)

// Run needs nothing of the process but what it is given.
func TestRun(t *testing.T) {
	var out, errs bytes.Buffer
	env := Env{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" },
		Now: func() time.Time { return time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC) }, Version: "v0",
	}
	for _, x := range []struct {
		args []string
		want int
		says string
	}{
		{[]string{"demo"}, exitFine, "ĐÁNH GIÁ NHANH"},
		{[]string{"new", "--sector", "sugar", "-"}, exitFine, "2026-11-21"},
		{[]string{"version"}, exitFine, "audit v0 "},
		{[]string{"show", "-"}, exitData, ""},
		{[]string{"nonsense"}, exitUsage, ""},
	} {
		out.Reset()
		if got := Run(context.Background(), x.args, env); got != x.want || !strings.Contains(out.String(), x.says) {
			t.Errorf("audit %s: exit code %d, want %d:\n%s%s", strings.Join(x.args, " "), got, x.want, out.String(), errs.String())
		}
	}
}
