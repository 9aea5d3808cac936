package network

import (
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
)

const cassava = "tinh-bot-san-chi-tiet.audit.toml"

func TestGoldens(t *testing.T) {
	pagetest.Views(t, Page(), pagetest.Example(t, cassava), func(s *pagetest.Stage, name func(string) string) {
		s.Golden(name("sheet"))
		s.Press("pgdown", "pgdown", "up")
		s.Golden(name("suspect"))
		s.Press("enter")
		s.Golden(name("stream"))
		s.Press("esc", "pgdown", "enter")
		s.Golden(name("step"))
		s.Press("esc", "f8")
		s.Golden(name("remove"))
		s.Press("esc", "f5")
		s.Golden(name("new"))
		s.Press("esc", "f7")
		s.Golden(name("head"))
		s.Press("esc", "tab")
		s.Golden(name("starch"))
		s.Press("space")
		s.Golden(name("table"))

		blank := pagetest.New(t, Page(), pagetest.Open(pagetest.Bare("cassava-starch")), s.W, s.H)
		if s.Lang == text.EN {
			blank.Press("f2")
		}
		blank.Golden(name("blank"))
		blank.Press("enter")
		blank.Golden(name("template"))
	}, pagetest.Size{W: 80, H: 24}, pagetest.Size{W: 60, H: 20}, pagetest.Size{W: 120, H: 40}, pagetest.Size{W: 200, H: 50})
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Example(t, cassava)), 80, 24)
	s.ASCII, s.Colour = true, false
	s.Refresh()
	s.Golden("ascii-vi-80x24")
}

// From nothing to a balance: steps, streams, amounts, and what the file has.
func TestStoryFromNothing(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Bare("cassava-starch")), 80, 24)
	s.Press("down", "enter")
	s.Type("Rửa củ")
	s.Press("enter", "f6")
	s.Type("Mài")
	s.Press("enter")
	a := s.Work.Audit()
	if len(a.Steps) != 2 || a.Steps[0].ID != "rua-cu" || a.Steps[1].Name != "Mài" || a.Balance == nil || a.Balance.Unit != "t" {
		t.Fatalf("%+v %+v", a.Steps, a.Balance)
	}
	// Outside → Rửa củ: the kind is proposed.
	s.Press("pgup", "f5")
	s.Type("Củ tươi")
	s.Press("enter", "up", "enter", "down", "enter", "enter", "enter")
	if len(a.Streams) != 0 {
		t.Fatal("written too early")
	}
	a = s.Work.Audit()
	if len(a.Streams) != 1 || a.Streams[0].From != "" || a.Streams[0].To != "rua-cu" || a.Streams[0].Kind != "input" {
		t.Fatalf("%+v", a.Streams)
	}
	// Its form is open at the amount.
	s.Type("100")
	s.Press("enter")
	s.Type("2")
	s.Press("enter", "enter")
	s.Type("tinh") // adds the content starch
	s.Press("enter")
	s.Type("25,6")
	s.Press("enter", "esc")
	x := s.Work.Audit().Streams[0]
	if x.Amount == nil || *x.Amount != 100 || x.Uncertainty == nil || *x.Uncertainty != 2 || x.Content["starch"] != 0.256 {
		t.Fatalf("%+v", x)
	}
	if !strings.Contains(s.Work.Text(), "content") || !strings.Contains(s.Work.Text(), "0.256") {
		t.Error(s.Work.Text())
	}
	s.Sees("Củ tươi", "100 t")
}

// An amount that is typed is balanced at once: 100 in, 90 and 8 out closes to
// 98 % (METHOD §1: 100·Σout/Σin); 80 instead of 90 to 88 %, which is marked.
func TestTheBalanceIsLive(t *testing.T) {
	source := pagetest.Bare("cassava-starch") + `
[balance]
unit = "t"
[[step]]
id = "s"
name = "Rửa"
[[stream]]
id = "in"
name = "Củ"
to = "s"
kind = "input"
amount = 100
[[stream]]
id = "out"
name = "Củ sạch"
from = "s"
kind = "product"
amount = 90
[[stream]]
id = "waste"
name = "Nước thải"
from = "s"
kind = "waste"
`
	s := pagetest.New(t, Page(), pagetest.Open(source), 80, 24)
	s.Sees("1 dòng chưa đo", "Chưa đo: Nước thải")
	s.Send(show(StreamTarget("waste")))
	s.Sees("Tính ra từ cân bằng: 10 t")
	s.Press("enter")
	s.Type("8")
	s.Press("enter")
	s.Sees("khép kín 98 %")
	s.Press("esc")
	s.Send(show(StreamTarget("out")))
	s.Press("enter", "ctrl+u")
	s.Type("80")
	s.Press("enter")
	s.Sees("khép kín 88 %, thiếu 12 t ở đầu ra")
	s.Press("esc")
	s.Sees("⚠ khép kín 88 %")
	s.Press("ctrl+z")
	s.Sees("khép kín 98 %")
}

func TestRemoveTakesWhatHangsOnIt(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Example(t, cassava)), 80, 24)
	before := s.Work.Text()
	s.Send(show(StreamTarget("pressed-pulp")))
	s.Press("f8")
	s.Sees("Xóa dòng Bã đã vắt", "2 nguyên nhân")
	s.Press("enter") // the safe answer
	if s.Work.Steps() != 0 {
		t.Fatal("removed without a yes")
	}
	s.Press("f8", "right", "enter")
	a := s.Work.Audit()
	if streamIndex(a, "pressed-pulp") >= 0 {
		t.Error("still there")
	}
	for _, c := range a.Causes {
		if c.Stream == "pressed-pulp" {
			t.Error("a cause without its stream")
		}
	}
	s.Press("ctrl+z")
	s.Send(show(StepTarget("refining")))
	s.Press("f8")
	s.Sees("Xóa công đoạn")
	s.Press("right", "enter")
	a = s.Work.Audit()
	for _, x := range a.Streams {
		if x.From == "refining" || x.To == "refining" {
			t.Errorf("%s hangs in the air", x.ID)
		}
	}
	s.Press("ctrl+z")
	if s.Work.Text() != before {
		t.Error("undone, the file is another")
	}
}

func TestStepsMove(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Example(t, cassava)), 80, 24)
	first, second := s.Work.Audit().Steps[0], s.Work.Audit().Steps[1]
	s.Press("ctrl+down")
	a := s.Work.Audit()
	if a.Steps[0].ID != second.ID || a.Steps[1].Name != first.Name || len(a.Steps) == 0 {
		t.Errorf("%+v", a.Steps[:2])
	}
	s.Press("ctrl+up")
	if s.Work.Audit().Steps[0].ID != first.ID {
		t.Error("not moved back")
	}
}

// Every stream and step can be reached by the arrows alone.
func TestEveryStopIsReached(t *testing.T) {
	for _, name := range pagetest.Networks() {
		for _, size := range [][2]int{{60, 20}, {80, 24}, {200, 50}} {
			s := pagetest.New(t, Page(), pagetest.Open(pagetest.Example(t, name)), size[0], size[1])
			seen := map[string]bool{}
			s.Press("home")
			for range 400 {
				seen[s.Top().(*screen).at] = true
				s.View()
				s.Press("down")
			}
			a := s.Work.Audit()
			if want := len(a.Steps) + len(a.Streams); len(seen) != want {
				t.Errorf("%s at %v: %d of %d reached", name, size, len(seen), want)
			}
		}
	}
}

func TestReadOnly(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Example(t, cassava)), 80, 24)
	s.Work.Locked = true
	s.Press("enter", "f5", "f6", "f7", "f8", "ctrl+down")
	if s.Work.Steps() != 0 || len(s.Screens) != 1 || len(s.Dialogs) != 0 || !strings.Contains(s.Toasted(), "không sửa được") {
		t.Errorf("%d screens, %q", len(s.Screens), s.Toasted())
	}
	s.Sees("chỉ xem")
}

func TestEverySector(t *testing.T) {
	for _, sector := range pagetest.Sectors() {
		for _, size := range [][2]int{{60, 20}, {200, 60}} {
			s := pagetest.New(t, Page(), pagetest.Open(pagetest.Bare(sector)), size[0], size[1])
			s.View()
			s.Press("enter")
			s.View()
			for range 30 {
				s.Press("down")
				s.View()
			}
		}
	}
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Bare("unknown-sector")), 80, 24)
	s.View()
	s.Press("enter")
	s.Type("Bước")
	s.Press("enter")
	s.View()
}

func TestRandomKeys(t *testing.T) {
	for seed := range uint64(3) {
		pagetest.Fuzz(t, Page(), pagetest.Example(t, cassava), seed, 300)
	}
	pagetest.Fuzz(t, Page(), pagetest.Bare("textiles-dyeing"), 7, 300)
	pagetest.Fuzz(t, Page(), pagetest.Bare("unknown-sector"), 9, 200)
}

func TestContentsAreTypedInPercent(t *testing.T) {
	for _, v := range []float64{0.256, 0.00149, 1, 0, 0.0599, 1.0 / 3, 0.29, 0.57, 0.07} {
		if got := fractionOf(percentOf(v)); got != tidy(v) {
			t.Errorf("%v comes back as %v", v, got)
		}
	}
	if percentOf(0.29) != 29 || percentOf(0.57) != 57 || percentOf(0.07) != 7 {
		t.Error("the dust of binary fractions is seen")
	}
}

func BenchmarkKeyToFrame(b *testing.B) {
	for _, name := range pagetest.Networks() {
		b.Run(name, func(b *testing.B) {
			b.Run("move", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), pagetest.Example(b, name), "down", "down", "up") })
			b.Run("layer", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), pagetest.Example(b, name), "tab") })
		})
	}
}

// A template has steps that the plant lacks. Removing them one after another
// stays where one works, and what came into the step can go straight on.
func TestStepsThatDoNotExistAreRemoved(t *testing.T) {
	joined := 0
	for _, sector := range pagetest.Sectors() {
		s := pagetest.New(t, Page(), pagetest.Open(pagetest.Bare(sector)), 80, 24)
		s.Press("enter") // the template
		a := s.Work.Audit()
		for i, st := range a.Steps {
			in, out := through(a, st.ID)
			if in < 0 {
				continue
			}
			joined++
			name, to := a.Streams[in].ID, a.Streams[out].To
			s.Send(show(StepTarget(st.ID)))
			s.Press("f8")
			s.Sees("nối thẳng")
			s.Press("right", "right", "enter")
			b := s.Work.Audit()
			k := streamIndex(b, name)
			if k < 0 || b.Streams[k].To != to || stepIndex(b, st.ID) >= 0 {
				t.Errorf("%s: %s does not go on to %s", sector, name, to)
			}
			for _, x := range b.Streams {
				if x.From == st.ID || x.To == st.ID {
					t.Errorf("%s: %s hangs in the air", sector, x.ID)
				}
			}
			if i+1 < len(a.Steps) && s.Top().(*screen).at != StepTarget(a.Steps[i+1].ID) {
				t.Errorf("%s: the cursor is at %s, not at the step after %s", sector, s.Top().(*screen).at, st.ID)
			}
			s.Press("ctrl+z")
		}
	}
	if joined < 20 {
		t.Errorf("only %d steps of all sectors could be joined over", joined)
	}
}

// A focus goes with its step, its reason too.
func TestTheFocusGoesWithItsStep(t *testing.T) {
	source := pagetest.Example(t, cassava)
	s := pagetest.New(t, Page(), pagetest.Open(source), 80, 24)
	f := s.Work.Audit().Focus
	if f == nil || f.Step == "" || f.Reason == "" {
		t.Fatal("the example has no focus with a reason")
	}
	s.Send(show(StepTarget(f.Step)))
	s.Press("f8", "right", "enter")
	if f := s.Work.Audit().Focus; f != nil && (f.Step != "" || f.Reason != "") {
		t.Errorf("%+v", f)
	}
}

func TestRemovingAStreamStaysAtItsStep(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Bare("coffee")), 80, 24)
	s.Press("enter", "pgdown", "down")
	a := s.Work.Audit()
	at := s.Top().(*screen).at
	i := streamIndex(a, strings.TrimPrefix(at, streamPrefix))
	if i < 0 {
		t.Fatalf("at %q", at)
	}
	s.Press("f8", "right", "enter")
	now := s.Top().(*screen)
	b := s.Work.Audit()
	switch p := now.place(); {
	case p.step >= 0:
		if id := b.Steps[p.step].ID; id != a.Streams[i].From && id != a.Streams[i].To {
			t.Errorf("at the step %s", id)
		}
	default:
		if x := b.Streams[p.stream]; x.From != a.Streams[i].From && x.To != a.Streams[i].To {
			t.Errorf("at the stream %s", x.ID)
		}
	}
}
