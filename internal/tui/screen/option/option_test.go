package option

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
)

func TestLook(t *testing.T) {
	w := pagetest.Open(pagetest.Cassava() + "\n[[answer]]\nquestion = \"separator-water-reused\"\nreply = \"no\"\n\n[[answer]]\nquestion = \"roots-fifo\"\nreply = \"partly\"\n")
	s := pagetest.New(t, Page(), w, 80, 24)
	t.Log("\n" + s.Plain())
	s.Press("enter")
	t.Log("\n" + s.Plain())
	s.Press("f5", "f6")
	t.Log("\n" + s.Plain())
	s.Press("esc", "esc")
	t.Log("\n" + s.Plain())
	s.Press("f8")
	t.Log("\n" + s.Plain())
	s.Press("right", "right", "enter")
	s.Type("không đủ vốn")
	t.Log("\n" + s.Plain())
	s.Press("enter", "ctrl+n")
	s.Type("Thay vòi rửa sàn")
	s.Press("enter")
	t.Log("\n" + s.Plain())
	s.Press("esc")
	s.Resize(60, 20)
	t.Log("\n" + s.Plain())
	s.Resize(160, 40)
	t.Log("\n" + s.Plain())
	t.Log(w.Text()[len(w.Text())-900:])
}
