package portfolio

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	core "github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// source is an example before the team has said what a set has to reach.
func source(name string) string {
	return pagetest.Undone(pagetest.Examples()[name+".audit.toml"], []string{"portfolio"}, nil)
}

const starch = "tinh-bot-san-chi-tiet"

// undecided is the starch factory before anybody has decided anything.
func undecided() string {
	s := source(starch)
	for _, status := range []string{"done", "doing", "planned"} {
		s = regexp.MustCompile(`(?m)^status( *)= "`+status+`"$`).ReplaceAllString(s, `status$1= "idea"`)
	}
	return s
}

// reachable is the same with targets that a set of options reaches: of raw
// material they can save 2,3 % at most.
func reachable() string {
	return undecided() + "\n[portfolio]\ngroups = [\"energy\", \"fuel\", \"water\"]\ntarget = 3.5\n"
}

func start(t testing.TB, source string, w, h int) *pagetest.Stage {
	return pagetest.New(t, Page(), pagetest.Open(source), w, h)
}

func page(s *pagetest.Stage) *screen { return s.Screens[0].(*screen) }

func TestGoldens(t *testing.T) {
	pagetest.Views(t, Page(), source(starch)+"\n[portfolio]\ngroups = [\"fuel\", \"water\", \"energy\"]\ntarget = 3.5\n", func(s *pagetest.Stage, name func(string) string) {
		s.Golden(name("set"))
		s.Press("end")
		s.Golden(name("set-end"))
		s.Press("right")
		s.Golden(name("frontier"))
		s.Press("right")
		s.Golden(name("curve"))
		s.Press("tab")
		s.Golden(name("curve-flow"))
		s.Press("f7")
		s.Golden(name("goals"))
	})
	s := start(t, reachable(), 80, 24)
	s.Golden("undecided-vi-80x24")
	s.ASCII, s.Colour = true, false
	s.Refresh()
	s.Press("right")
	s.Golden("ascii-frontier-vi-80x24")
	s.Press("right")
	s.Golden("ascii-curve-vi-80x24")
}

// Adopting plans exactly the options of the proposed set, in one step.
func TestAdopt(t *testing.T) {
	s := start(t, reachable(), 80, 24)
	before := s.Work.Text()
	s.View()
	p := page(s)
	if p.solved == nil || p.solved.Proposed.Outcome != core.Optimal {
		t.Fatalf("no set: %v", p.err)
	}
	want := slices.Clone(p.solved.Proposed.Set.Options)
	s.Press("f8")
	if got := chosenOf(s.Work); !slices.Equal(got, want) || s.Work.Steps() != 1 {
		t.Fatalf("planned %v in %d steps, proposed %v", got, s.Work.Steps(), want)
	}
	if p.solved.Chosen == nil || !p.current() {
		t.Error("not worked out anew")
	}
	if done, total := state(s.Work); total == 0 || done != total {
		t.Errorf("%d of %d goals reached", done, total)
	}
	s.Press("f8")
	if s.Work.Steps() != 1 || !strings.Contains(s.Toasted(), "đều đã được quyết định") {
		t.Errorf("adopted twice: %q", s.Toasted())
	}
	s.Press("ctrl+z")
	if s.Work.Text() != before {
		t.Error("undone, the file is another")
	}
}

// A proposed option that excludes one that is planned is not adopted unasked.
func TestAdoptingAClashAsks(t *testing.T) {
	s := start(t, source(starch)+"\n[portfolio]\ngroups = [\"energy\"]\ntarget = 9\n", 80, 24)
	s.View()
	s.Press("f8")
	s.Sees("loại trừ nhau")
	s.Press("enter") // the safe answer
	if s.Work.Steps() != 0 {
		t.Fatal("the safe answer adopts")
	}
	s.Press("f8", "right", "enter")
	if s.Work.Steps() != 1 || !slices.Contains(chosenOf(s.Work), "pulp-codigestion") {
		t.Errorf("chosen %v", chosenOf(s.Work))
	}
}

// The goals of the form are those that the set is chosen for.
func TestGoals(t *testing.T) {
	s := start(t, undecided(), 80, 24)
	s.View()
	s.Press("f7", "space") // energy
	s.Press("tab")
	s.Type("3")
	s.Press("tab")
	p := s.Work.Audit().Portfolio
	if p == nil || len(p.Groups) != 1 || p.Target == nil || *p.Target != 3 {
		t.Fatalf("stated %+v", p)
	}
	s.Type("2000000000")
	s.Press("enter")
	if p = s.Work.Audit().Portfolio; p.Budget == nil || *p.Budget != 2e9 {
		t.Fatalf("stated %+v", p)
	}
	q := page(s).solved.Query
	if len(q.Goals) != 1 || q.Goals[0].Group.ID != p.Groups[0] || q.Goals[0].Target != 0.03 || q.Objective != core.HighestNPV || *q.Budget != 2e9 {
		t.Errorf("asked %+v", q)
	}
	if in := page(s).solved.Proposed.Set.Investment; !in.OK() || in.Value > 2e9 {
		t.Errorf("the set invests %+v", in)
	}
	s.Sees("NPV cao nhất trong 2 tỷ đ")
	s.Press("f7", "tab")
	s.Press("ctrl+u")
	s.Type("0")
	s.Press("tab")
	s.Sees("lớn hơn 0")
	s.Press("ctrl+u", "tab", "ctrl+u", "shift+tab", "shift+tab", "space", "esc")
	if p := s.Work.Audit().Portfolio; p != nil {
		t.Errorf("emptied, it is %+v", p)
	}
}

// Ranges on the sheets make the certainty a statement: with savings of water
// between 2 and 20 % the low end of 3,5 % may be missed.
func TestCertainty(t *testing.T) {
	src := strings.Replace(reachable(), `saves       = [{ flow = "electricity", percent = 3 }]`, `saves       = [{ flow = "electricity", percent = 3, low = 0.5, high = 5 }]`, 1)
	s := start(t, src, 80, 60)
	r := page(s).solved.Robustness
	if r == nil || r.Groups[0].Reached.P < 0.3 || r.Groups[0].Reached.P > 0.95 {
		t.Fatalf("robustness %+v", r)
	}
	s.Press("end")
	s.Sees("xác suất giảm được ít nhất 3,5 %", s.Context().Number(100*r.Groups[0].Reached.P, 0)+" % (")
}

// A target that no set reaches is said with what is missing, and with what could
// be had at most.
func TestShort(t *testing.T) {
	s := start(t, undecided()+"\n[portfolio]\ngroups = [\"water\"]\ntarget = 60\n", 80, 40)
	if got := page(s).solved.Proposed.Outcome; got != core.Infeasible {
		t.Fatalf("outcome %s", got)
	}
	p := page(s).solved.Proposed
	if p.Nearest != core.NearProved || len(p.Set.Options) == 0 || p.Groups[0].Reached {
		t.Fatalf("%+v", p)
	}
	s.Sees("gần mục tiêu nhất (chưa đạt)", "Không tổ hợp nào đạt mọi mục tiêu", "chưa đến mục tiêu 60 %", "nhiều nhất")
	s.Press("end")
	s.Sees("Việc nên làm")
}

// A run is dropped when the audit changes or the page is left, and its answer not
// listened to.
func TestRunsAreDropped(t *testing.T) {
	w := pagetest.Open(undecided())
	s := pagetest.New(t, Page(), w, 80, 24)
	p := page(s)
	p.solved, p.of = nil, nil
	cmd := p.start()
	if cmd == nil || !p.running {
		t.Fatal("nothing runs")
	}
	s.Sees("Đang tìm tổ hợp")
	p.Leave()
	if p.running {
		t.Error("it goes on when the page is left")
	}
	msg, _ := cmd().(answer)
	if msg.err == nil {
		t.Error("a run that was stopped says nothing of it")
	}
	p.Update(msg)
	if p.solved != nil || p.current() {
		t.Error("an answer nobody waits for was taken")
	}
	s.Sees("đã dừng khi rời trang")
	s.Press("down")
	if p.solved == nil || !p.current() {
		t.Error("a key does not start it again")
	}
	old := p.start()
	if old != nil {
		t.Error("it is worked out although it is known")
	}
}

func TestEmptyStates(t *testing.T) {
	s := start(t, pagetest.Bare("cassava-starch"), 60, 20)
	s.Sees("Chưa có cơ hội nào")
	s = start(t, pagetest.Bare("unknown-sector"), 60, 20)
	s.Sees("không có bộ dữ liệu")
	s = start(t, pagetest.Bare("cassava-starch")+"\n[[option]]\nid = \"a\"\nstatus = \"idea\"\n", 60, 20)
	s.Sees("Chưa lập được tổ hợp")
	s.Press("f8", "enter", "f5", "tab", "right", "right", "tab")
	s.View()
	s = start(t, undecided(), 80, 24)
	s.Work.Locked = true
	s.Press("f8", "f7")
	if s.Work.Steps() != 0 || len(s.Screens) != 1 || !strings.Contains(s.Toasted(), "không sửa được") {
		t.Errorf("said %q", s.Toasted())
	}
}

func TestTheExamples(t *testing.T) {
	for _, src := range pagetest.Examples() {
		for _, size := range [][2]int{{60, 20}, {80, 24}, {200, 60}} {
			s := start(t, src, size[0], size[1])
			for _, key := range []string{"down", "end", "right", "tab", "tab", "right", "tab", "tab", "tab", "f2", "right"} {
				s.Press(key)
				s.View()
			}
		}
	}
}

func TestRandomKeys(t *testing.T) {
	p := Page()
	p.Find = func(ui.Work) []ui.Hit { return nil }
	for seed := range uint64(2) {
		pagetest.Fuzz(t, p, undecided(), seed, 120)
	}
	pagetest.Fuzz(t, p, pagetest.Bare("cassava-starch"), 5, 200)
}

func BenchmarkKeyToFrame(b *testing.B) {
	for _, view := range []string{"set", "frontier", "curve"} {
		b.Run(view, func(b *testing.B) {
			keys := []string{"down", "down", "up"}
			if view != "set" {
				keys = []string{"tab"}
			}
			p := Page()
			made := p.New
			p.New = func(c ui.Context, w ui.Work) ui.Screen {
				s := made(c, w).(*screen)
				s.view = slices.Index(viewNames[:], view)
				return s
			}
			pagetest.KeyToFrame(b, p, source(starch), keys...)
		})
	}
}
