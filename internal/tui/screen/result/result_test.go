package result

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
)

func TestLook(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Cassava()), 80, 24)
	s.Press("pgdown", "pgdown")
	t.Log("\n" + s.Plain())
	s.Press("pgdown")
	t.Log("\n" + s.Plain())
	s.Press("pgdown", "pgdown")
	t.Log("\n" + s.Plain())
	s.Resize(60, 20)
	s.Press("home")
	t.Log("\n" + s.Plain())
	s.Press("down", "down", "f5", "down", "right", "down", "down")
	t.Log("\n" + s.Plain())
	s.Press("esc", "f7", "down", "down", "down")
	t.Log("\n" + s.Plain())
	s.Resize(160, 40)
	t.Log("\n" + s.Plain())
	s.Press("esc")
	t.Log("\n" + s.Plain())
}
