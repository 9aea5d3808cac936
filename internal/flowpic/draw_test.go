package flowpic_test

import (
	"fmt"
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
	for _, n := range networks {
		pages := append(flowpic.FlowDiagram(n.graph(), flowpic.DiagramOptions{Words: words(), MaxHeight: 245}),
			flowpic.Sankey(n.graph(), flowpic.SankeyOptions{Words: scaled(n.unit)}).Picture)
		for i, p := range pages {
			f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%d.svg", n.name, i+1)))
			if err != nil {
				t.Fatal(err)
			}
			if err := p.SVG(f); err != nil {
				t.Fatal(err)
			}
			_ = f.Close()
		}
	}
}
