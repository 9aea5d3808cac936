package model

import (
	"testing"

	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
)

func TestLook(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {60, 20}, {200, 50}} {
		s := pagetest.New(t, Page(), pagetest.Open(pagetest.Years(24, 12)), size[0], size[1])
		t.Log("\n" + s.Plain())
		s.Press("enter")
		t.Log("\n" + s.Plain())
		s.Press("tab")
		t.Log("\n" + s.Plain())
		s.Press("tab")
		t.Log("\n" + s.Plain())
		s.Press("tab")
		t.Log("\n" + s.Plain())
		s.Press("enter")
		t.Log("\n" + s.Plain())
	}
}
