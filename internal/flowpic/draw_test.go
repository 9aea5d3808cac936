package flowpic_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/sxsh-audit/audit/internal/flowpic"
)

// TestDraw writes the pictures of the networks into the folder that FLOWPIC_OUT
// names, for those who want to look at them.
func TestDraw(t *testing.T) {
	dir := os.Getenv("FLOWPIC_OUT")
	if dir == "" {
		t.Skip("FLOWPIC_OUT names no folder")
	}
	draw := func(name string, p flowpic.Picture) {
		f, err := os.Create(filepath.Join(dir, name+".svg"))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(p.SVG(f), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range networks {
		for i, p := range flowpic.FlowDiagram(n.graph(), flowpic.DiagramOptions{Words: words(), MaxHeight: 160}) {
			draw(fmt.Sprintf("%s-diagram-%d", n.name, i+1), p)
		}
		draw(n.name+"-sankey", flowpic.Sankey(n.graph(), flowpic.SankeyOptions{Words: scaled(n.unit)}).Picture)
		draw(n.name+"-sankey-wide", flowpic.Sankey(n.graph(), flowpic.SankeyOptions{Width: 250, Height: 160, Words: scaled(n.unit)}).Picture)
	}
	g := anyGraph(rand.New(rand.NewPCG(9, 9)), 14, 60)
	draw("random-diagram", flowpic.FlowDiagram(g, flowpic.DiagramOptions{Words: words()})[0])
	draw("random-sankey", flowpic.Sankey(g, flowpic.SankeyOptions{Words: words()}).Picture)
}
