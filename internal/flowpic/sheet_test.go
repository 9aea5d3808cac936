package flowpic_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"

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
}

// checkSheet checks what must hold of every sheet: no line too wide, spans in
// order and within the line, every step and stream with a stop whose line shows
// it, styles that change nothing but the style.
func checkSheet(t *testing.T, what string, g flowpic.Graph, o flowpic.SheetOptions) flowpic.Sheet {
	t.Helper()
	s := flowpic.FlowSheet(g, o)
	o.Paint = func(r flowpic.Role, selected bool, s string) string {
		if selected {
			return "\x1b[7m" + s + "\x1b[m"
		}
		return "\x1b[3m" + s + "\x1b[m"
	}
	painted := flowpic.FlowSheet(g, o)
	seen := map[flowpic.Target]bool{}
	for i, l := range s.Lines {
		w := ansi.StringWidth(l.Text)
		if w > o.Width {
			t.Fatalf("%s: line %d has %d of %d columns: %q", what, i, w, o.Width, l.Text)
		}
		if got := ansi.Strip(painted.Lines[i].Text); got != l.Text {
			t.Fatalf("%s: painted %q, plain %q", what, got, l.Text)
		}
		at := 0
		for _, p := range l.Spans {
			if p.Start < at || p.End <= p.Start || p.End > w {
				t.Fatalf("%s: line %d: span %+v in %q", what, i, p, l.Text)
			}
			at = p.End
		}
	}
	line := -1
	for _, stop := range s.Stops {
		if stop.Line < line || !contains(s.Lines[stop.Line].Targets(), stop.Target) {
			t.Fatalf("%s: stop %+v after line %d", what, stop, line)
		}
		line = stop.Line
		seen[stop.Target] = true
	}
	for i := range g.Steps {
		if !seen[flowpic.AtStep(i)] {
			t.Errorf("%s: no stop at step %d", what, i)
		}
	}
	for i := range g.Streams {
		if !seen[flowpic.AtStream(i)] {
			t.Errorf("%s: no stop at stream %d", what, i)
		}
	}
	return s
}

func contains(all []flowpic.Target, t flowpic.Target) bool {
	for _, x := range all {
		if x == t {
			return true
		}
	}
	return false
}

func TestSheetsOfRandomNetworks(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for n := range 150 {
		steps := 1 + r.IntN(20)
		g := anyGraph(r, steps, r.IntN(4*steps+10))
		o := flowpic.SheetOptions{Width: 20 + r.IntN(181), ASCII: n%3 == 0, Selected: flowpic.AtStream(r.IntN(5)), Words: words()}
		checkSheet(t, fmt.Sprintf("network %d, %d columns", n, o.Width), g, o)
	}
	if s := flowpic.FlowSheet(flowpic.Graph{}, flowpic.SheetOptions{Width: 80}); len(s.Lines) != 0 {
		t.Errorf("an empty network has %d lines", len(s.Lines))
	}
}

// In ASCII nothing but the texts is outside ASCII.
func TestSheetASCII(t *testing.T) {
	g := cassava()
	for i := range g.Steps {
		g.Steps[i].Name, g.Steps[i].Note = "step", ""
		if g.Steps[i].Imbalance != "" {
			g.Steps[i].Imbalance = "-3.2 %"
		}
	}
	for i := range g.Streams {
		g.Streams[i].Name = strings.Repeat("stream ", i%9)
	}
	for _, width := range []int{40, 80, 200} {
		for _, l := range flowpic.FlowSheet(g, flowpic.SheetOptions{Width: width, ASCII: true}).Lines {
			for _, r := range l.Text {
				if r > '~' {
					t.Fatalf("%q in %q", r, l.Text)
				}
			}
		}
	}
}

// Decomposed letters take the same cells and the same millimetres.
func TestDecomposed(t *testing.T) {
	nfc, nfd := textile(), textile()
	for i := range nfd.Steps {
		nfd.Steps[i].Name = norm.NFD.String(nfd.Steps[i].Name)
	}
	for i := range nfd.Streams {
		nfd.Streams[i].Name = norm.NFD.String(nfd.Streams[i].Name)
	}
	for _, width := range []int{45, 80, 133} {
		o := flowpic.SheetOptions{Width: width, Selected: flowpic.None(), Words: words()}
		a, b := plain(checkSheet(t, "NFC", nfc, o)), plain(checkSheet(t, "NFD", nfd, o))
		if norm.NFC.String(a) != norm.NFC.String(b) {
			t.Errorf("%d columns: decomposed names give another sheet:\n%s\n%s", width, a, b)
		}
	}
	for _, s := range nfc.Streams {
		a, b := flowpic.TextWidth(s.Name, 3, false), flowpic.TextWidth(norm.NFD.String(s.Name), 3, false)
		if a < b-1e-9 || a > b*1.03 { // í is wider than i
			t.Errorf("%s: %g composed, %g decomposed", s.Name, a, b)
		}
	}
}

func BenchmarkFlowSheet15(b *testing.B) { benchmarkSheet(b, 15, 45) }
func BenchmarkFlowSheet60(b *testing.B) { benchmarkSheet(b, 60, 200) }

func benchmarkSheet(b *testing.B, steps, streams int) {
	g := anyGraph(rand.New(rand.NewPCG(1, 1)), steps, streams)
	for b.Loop() {
		flowpic.FlowSheet(g, flowpic.SheetOptions{Width: 120, Words: words()})
	}
}
