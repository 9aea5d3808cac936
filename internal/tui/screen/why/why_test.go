package why

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// Every branch of every tree can be opened and drawn.
func TestEveryTreeOpens(t *testing.T) {
	w := pagetest.Open(pagetest.Cassava())
	for _, f := range w.Result().Figures() {
		tr := newTree(w, []string{f.ID})
		s := pagetest.New(t, ui.Page{New: func(ui.Context, ui.Work) ui.Screen { return tr }}, w, 60, 20)
		opened := 0
		for n := 0; n < 400; n++ {
			s.View()
			before := tr.stack.Selected()
			if x, ok := tr.current(); ok && x.branches && !tr.open[x.path] {
				opened++
			}
			s.Press("right")
			if tr.stack.Selected() == before && !tr.open[before] {
				break
			}
		}
		if opened == 0 && len(f.Why.Parts()) > 0 && !tr.open[f.ID] {
			t.Errorf("%s does not open", f.ID)
		}
	}
}
