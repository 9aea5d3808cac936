package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// At a terminal the import asks, and no is the default.
func TestImportAsks(t *testing.T) {
	dir := t.TempDir()
	audit, data := filepath.Join(dir, "a.audit.toml"), filepath.Join(dir, "a.csv")
	src, err := os.ReadFile("testdata/plant.audit.toml")
	if err != nil {
		t.Fatal(err)
	}
	for file, content := range map[string]string{audit: string(src), data: "Tháng;Điện (kWh)\n1/2023;5\n"} {
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range []struct {
		typed   string
		changes bool
		says    string
	}{
		{"\n", false, "Chưa ghi gì."},
		{"", false, "Chưa ghi gì."},
		{"không\n", false, "Chưa ghi gì."},
		{"co\n", true, "Đã nhập vào"},
	} {
		var out, errs bytes.Buffer
		env := Env{
			Stdin: strings.NewReader(x.typed), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" },
			Now: func() time.Time { return time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC) }, Terminal: true,
		}
		if got := Run(context.Background(), []string{"import", audit, data}, env); got != exitFine || !strings.Contains(errs.String(), x.says) {
			t.Errorf("%q: exit code %d: %s", x.typed, got, errs.String())
		}
		after, err := os.ReadFile(audit)
		if err != nil {
			t.Fatal(err)
		}
		if changed := !bytes.Equal(after, src); changed != x.changes {
			t.Errorf("%q: changed %v", x.typed, changed)
		}
	}
}
