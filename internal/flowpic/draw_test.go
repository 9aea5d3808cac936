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
		for i, p := range flowpic.FlowDiagram(n.graph(), flowpic.DiagramOptions{Words: words(), MaxHeight: 245}) {
			f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-so-do-%d.svg", n.name, i+1)))
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
