package saving

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
)

func TestLook(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {200, 50}, {60, 20}} {
		s := pagetest.New(t, Page(), pagetest.Open(pagetest.Years(24, 12)), size[0], size[1])
		t.Log("\n" + s.Plain())
		s.Press("down", "down")
		t.Log("\n" + s.Plain())
		s.Press("enter")
		t.Log("\n" + s.Plain())
	}
}
