package cause

import (
	"slices"
	"testing"

	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

const cassava = "tinh-bot-san-chi-tiet.audit.toml"

func TestGoldens(t *testing.T) {
	pagetest.Views(t, Page(), pagetest.Example(t, cassava), func(s *pagetest.Stage, name func(string) string) {
		s.Golden(name("list"))
		s.Press("enter")
		s.Type("Vòi để chảy khi dừng máy")
		s.Golden(name("ask"))
		s.Press("enter", "enter")
		s.Golden(name("group"))
		s.Press("down", "down", "enter")
		s.Type("Công nhân phải đi xa mới tới van")
		s.Press("enter")
		s.Type("Van đặt ở đầu nhà xưởng")
		s.Press("enter")
		s.Type("Thiết kế ban đầu chỉ có một van tổng")
		s.Press("enter")
		s.Golden(name("form"))
		s.Press("esc")
		s.Golden(name("tree"))
		s.Press("f8")
		s.Golden(name("remove"))
	})
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Example(t, cassava)), 80, 24)
	s.ASCII, s.Colour = true, false
	s.Refresh()
	s.Golden("ascii-vi-80x24")
	s = pagetest.New(t, Page(), pagetest.Open(pagetest.Bare("cassava-starch")), 80, 24)
	s.Golden("empty-vi-80x24")
}

// unexplained is the example before anybody asked why.
func unexplained(t testing.TB) string {
	return pagetest.Undone(pagetest.Example(t, cassava), []string{"cause"}, []string{"stream"})
}

// A cause from the question to the file, and out of it again.
func TestStory(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(unexplained(t)), 80, 30)
	before := s.Work.Text()
	s.Send(ui.Show{Target: "peel"})
	s.Sees("Vỏ gỗ, cùi · chưa có nguyên nhân")
	s.Press("enter", "enter") // nothing typed: it waits
	s.Sees("Hãy ghi nguyên nhân")
	s.Type("Củ lẫn đất")
	s.Press("enter")
	all := s.Work.Audit().Causes
	c := all[len(all)-1]
	if c.Stream != "peel" || c.Text != "Củ lẫn đất" || c.Group != "" {
		t.Fatalf("%+v", c)
	}
	s.Press("enter", "down", "enter") // the first group
	s.Type("Mua cả củ đầu bờ")
	s.Press("enter")
	s.Type("Không kiểm tra khi nhập")
	s.Press("enter", "enter")
	s.Type("Phiếu cân 3/10")
	s.Press("enter", "esc")
	all = s.Work.Audit().Causes
	c = all[len(all)-1]
	if c.Group != "IM" || !slices.Equal(c.Why, []string{"Mua cả củ đầu bờ", "Không kiểm tra khi nhập"}) || c.Evidence != "Phiếu cân 3/10" {
		t.Fatalf("%+v", c)
	}
	s.Sees("Nguyên liệu đầu vào: Củ lẫn đất", "Vì sao (1)? Mua cả củ đầu bờ", "Vì sao (3)? Chưa trả lời", "Bằng chứng: Phiếu cân 3/10")
	s.Press("f8", "enter")
	if len(s.Work.Audit().Causes) != len(all) {
		t.Fatal("removed without a yes")
	}
	s.Press("f8", "right", "enter")
	if len(s.Work.Audit().Causes) != len(all)-1 {
		t.Error("not removed")
	}
	for s.Work.Undo() {
	}
	if s.Work.Text() != before {
		t.Error("undone, the file is another")
	}
}

// An answer that is cleared closes the gap; the last one takes the key along.
func TestTheChainHasNoHoles(t *testing.T) {
	source := pagetest.Bare("cassava-starch") + `
[[step]]
id = "s"
name = "Rửa"
[[stream]]
id = "w"
name = "Nước thải"
from = "s"
kind = "waste"
[[cause]]
stream = "w"
text = "Rò"
why = ["a", "b", "c"]
`
	s := pagetest.New(t, Page(), pagetest.Open(source), 80, 30)
	s.Press("down", "enter", "tab", "tab", "down", "ctrl+u", "enter")
	if got := s.Work.Audit().Causes[0].Why; !slices.Equal(got, []string{"a", "c"}) {
		t.Errorf("%q", got)
	}
}

func TestOptionsThatNameTheStream(t *testing.T) {
	source := unexplained(t) + "\n[[option]]\nid = \"own\"\nname = \"Bể lắng\"\nstream = \"wash-water\"\nstatus = \"idea\"\n"
	s := pagetest.New(t, Page(), pagetest.Open(source), 80, 30)
	s.Send(ui.Show{Target: "wash-water"})
	s.Sees("giải pháp: Bể lắng")
	s.Press("down", "enter")
	if len(s.Went) != 1 || s.Went[0].Page != "options" || s.Went[0].Target != "own" {
		t.Errorf("%+v", s.Went)
	}
}

func TestReadOnly(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Example(t, cassava)), 80, 24)
	s.Work.Locked = true
	s.Press("enter", "f5", "down", "enter", "f6", "f8")
	if s.Work.Steps() != 0 || len(s.Screens) != 1 || len(s.Dialogs) != 0 {
		t.Error("something opened")
	}
}

func TestState(t *testing.T) {
	w := pagetest.Open(pagetest.Example(t, cassava))
	done, total := state(w)
	if total == 0 || done > total {
		t.Errorf("%d of %d", done, total)
	}
	if done, total := state(pagetest.Open(pagetest.Bare("cassava-starch"))); done != 0 || total != 0 {
		t.Errorf("nothing: %d of %d", done, total)
	}
}

func TestTheExamples(t *testing.T) {
	for _, name := range pagetest.Networks() {
		for _, size := range [][2]int{{60, 20}, {80, 24}, {200, 50}} {
			s := pagetest.New(t, Page(), pagetest.Open(pagetest.Example(t, name)), size[0], size[1])
			for range 30 {
				s.View()
				s.Press("down")
			}
			s.Press("f2")
			s.View()
		}
	}
}

func TestRandomKeys(t *testing.T) {
	for seed := range uint64(3) {
		pagetest.Fuzz(t, Page(), pagetest.Example(t, cassava), seed, 300)
	}
	pagetest.Fuzz(t, Page(), pagetest.Bare("textiles-dyeing"), 7, 100)
}

func BenchmarkKeyToFrame(b *testing.B) {
	b.Run("move", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), pagetest.Example(b, cassava), "down", "down", "up") })
}
