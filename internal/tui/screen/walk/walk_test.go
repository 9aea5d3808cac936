package walk

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
)

func TestLook(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {60, 20}, {160, 40}} {
		s := pagetest.New(t, Page(), pagetest.Open(pagetest.Cassava()), size[0], size[1])
		t.Log("\n" + s.Plain())
		s.Press("3", "1", "down", "2")
		t.Log("\n" + s.Plain())
		s.Press("up", "tab")
		s.Type("vòi rửa sàn chảy")
		t.Log("\n" + s.Plain())
		s.Press("enter", "f2")
		t.Log("\n" + s.Plain())
	}
}
