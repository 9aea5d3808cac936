package flowpic_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/flowpic"
)

var update = flag.Bool("update", false, "write the golden sheets anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test -update rewrites it):\n%s", file, got)
	}
}

func plain(s flowpic.Sheet) string {
	var b strings.Builder
	for _, l := range s.Lines {
		b.WriteString(l.Text + "\n")
	}
	return b.String()
}

func TestSheetGolden(t *testing.T) {
	for _, n := range networks {
		for _, width := range []int{60, 80, 120} {
			s := flowpic.FlowSheet(n.graph(), flowpic.SheetOptions{Width: width, Selected: flowpic.AtStep(3), Words: words()})
			golden(t, fmt.Sprintf("%s-%d", n.name, width), plain(s))
		}
	}
	s := flowpic.FlowSheet(cassava(), flowpic.SheetOptions{Width: 80, ASCII: true, Selected: flowpic.AtStream(8), Words: words()})
	golden(t, "tinh-bot-san-80-ascii", plain(s))
	for _, l := range s.Lines {
		_ = ansi.StringWidth(l.Text)
	}
}
