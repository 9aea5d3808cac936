package plan

import (
	"math"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// source is an example before its plan was made: nobody watches, no money is
// found.
func source(name string) string {
	return pagetest.Undone(pagetest.Examples()[name+".audit.toml"], []string{"monitor"}, []string{"funding"})
}

const starch = "tinh-bot-san-chi-tiet"

func watchedSource() string {
	return source(starch) + `
[[monitor]]
flow        = "water"
responsible = "Lê Văn C"
every       = "week"
alarm       = 5
review      = 2019-06-30

[[monitor]]
flow  = "coal"
every = "month"
alarm = 5
`
}

func start(t testing.TB, source string, w, h int) *pagetest.Stage {
	return pagetest.New(t, Page(), pagetest.Open(source), w, h)
}

func page(s *pagetest.Stage) *screen { return s.Screens[0].(*screen) }

// show goes to a row.
func show(t *testing.T, s *pagetest.Stage, id string) {
	t.Helper()
	p := page(s)
	p.current()
	if !p.stack[p.view].Select(id) {
		t.Fatalf("no row %s:\n%s", id, s.Plain())
	}
}

func TestGoldens(t *testing.T) {
	pagetest.Views(t, Page(), watchedSource(), func(s *pagetest.Stage, name func(string) string) {
		s.Golden(name("board"))
		s.Press("end")
		s.Golden(name("budget"))
		s.Press("tab")
		s.Golden(name("results"))
		s.Press("down")
		s.Golden(name("part"))
		s.Press("tab")
		s.Golden(name("watch"))
		s.Press("enter")
		s.Golden(name("indicator"))
	})
	s := start(t, watchedSource(), 80, 24)
	s.ASCII, s.Colour = true, false
	s.Refresh()
	s.Golden("ascii-board-vi-80x24")
	s.Press("tab")
	s.Golden("ascii-results-vi-80x24")
	s = start(t, pagetest.Bare("cassava-starch"), 60, 20)
	s.Golden("empty-board-vi-60x20")
	s.Press("tab")
	s.Golden("empty-results-vi-60x20")
	s.Press("tab")
	s.Golden("empty-watch-vi-60x20")
}

// What a user does on the board is in the file.
func TestBoardStory(t *testing.T) {
	s := start(t, source(starch), 80, 24)
	show(t, s, "option:low-cake-moisture")
	s.Press("f7")
	if s.Work.Steps() != 0 || !strings.Contains(s.Toasted(), "tình trạng đầu") {
		t.Errorf("said %q", s.Toasted())
	}
	s.Press("f6")
	o, _, _ := findOption(s.Work, "low-cake-moisture")
	if o.Status != "doing" || s.Work.Steps() != 1 {
		t.Fatalf("status %s", o.Status)
	}
	s.Sees("Đang làm (1)")
	s.Press("enter")
	s.Sees("Thực hiện", "Người phụ trách")
	s.Press("down")
	s.Press("ctrl+u")
	s.Type("Anh Minh")
	s.Press("tab")
	s.Type("vốn tự có")
	s.Press("tab", "ctrl+u")
	s.Type("1/5/2019")
	s.Press("tab")
	s.Type("1/9/2019")
	s.Press("tab")
	s.Type("250000000")
	s.Press("esc")
	o, _, _ = findOption(s.Work, "low-cake-moisture")
	if o.Responsible != "Anh Minh" || o.Funding != "vốn tự có" || o.Start != (quantity.Date{Year: 2019, Month: 5, Day: 1}) || o.Done.Month != 9 || *o.Spent != 250e6 {
		t.Fatalf("stated %+v", o)
	}
	// The clock of the tests says 5 November 2019: 65 days past 1 September.
	s.Sees("quá ngày xong 65 ngày", "+4,2 %")
	s.Press("f6")
	if o, _, _ = findOption(s.Work, "low-cake-moisture"); o.Status != "done" {
		t.Fatalf("status %s", o.Status)
	}
	s.SeesNot("quá ngày xong")
	s.Press("f6")
	if !strings.Contains(s.Toasted(), "đã xong") {
		t.Errorf("said %q", s.Toasted())
	}
	show(t, s, "option:hydrocyclone-centrifuge")
	s.Press("f6")
	if !strings.Contains(s.Toasted(), "đã bỏ") {
		t.Errorf("said %q", s.Toasted())
	}
}

// The budget by hand: the eight done solutions of the example of 2018 cost
// 95 + 420 + 60 + 1650 + 180 + 75 + 45 + 520 = 3.045 million dong planned and
// 88 + 455 + 64 + 1720 + 171 + 79 + 43 + 548 = 3.168 spent; 240 + 14.500 are
// planned for 2020.
func TestBudget(t *testing.T) {
	w := pagetest.Open(source(starch))
	all, years, sources := budgets(w.Audit())
	if all.count != 10 || all.planned != 17785e6 || all.spent != 3168e6 || all.noPlan != 0 || all.noSpent != 0 {
		t.Errorf("all: %+v", all)
	}
	if len(years) != 2 || years[0].year != 2018 || years[0].planned != 3045e6 || years[1].year != 2020 || years[1].planned != 14740e6 {
		t.Errorf("years: %+v", years)
	}
	if len(sources) != 1 || sources[0].source != "" {
		t.Errorf("sources: %+v", sources)
	}
	// What is not known is counted as not known, not as nothing.
	w = pagetest.Open(strings.Replace(source(starch), "investment      = 240000000\n", "", 1))
	if all, _, _ = budgets(w.Audit()); all.planned != 17545e6 || all.noPlan != 1 {
		t.Errorf("without one: %+v", all)
	}
	s := start(t, strings.Replace(source(starch), "investment      = 240000000\n", "", 1), 80, 60)
	s.Sees("≥ 17,5 tỷ đ", "1 giải pháp chưa có vốn đầu tư")
}

func TestWatchStory(t *testing.T) {
	s := start(t, source(starch), 80, 40)
	s.Press("shift+tab")
	s.Sees("Chưa theo dõi chỉ tiêu nào", "chưa ai theo dõi", "Nước cấp")
	show(t, s, "open:water")
	s.Press("enter")
	s.Type("Lê Văn C")
	s.Press("tab", "left", "tab")
	s.Type("4")
	s.Press("tab")
	s.Type("1/12/2019")
	s.Press("enter", "enter")
	all := s.Work.Audit().Monitors
	if len(all) != 1 || all[0].Flow != "water" || all[0].Responsible != "Lê Văn C" || all[0].Every != "week" || *all[0].Alarm != 4 || all[0].Review.Day != 1 {
		t.Fatalf("watched: %+v", all)
	}
	for _, id := range unwatched(s.Work) {
		if id == "water" {
			t.Error("still listed as watched by nobody")
		}
	}
	s.Press("ctrl+n")
	s.Type("than")
	s.Press("enter")
	if all = s.Work.Audit().Monitors; len(all) != 2 || all[1].Flow != "coal" || all[1].Every != "month" {
		t.Fatalf("watched: %+v", all)
	}
	s.Press("esc")
	show(t, s, "monitor:0")
	s.Press("f8", "right", "enter")
	if all = s.Work.Audit().Monitors; len(all) != 1 || all[0].Flow != "coal" {
		t.Fatalf("watched: %+v", all)
	}
	show(t, s, "focus:focus")
	s.Press("enter")
	if n := len(s.Went); n == 0 || s.Went[n-1].Page != "focus" {
		t.Errorf("went %v", s.Went)
	}
}

// The last month against the model, by hand: 110 used where 100 is expected is
// 10 % above, so an alarm at 5 % rings and one at 15 % does not; three months of
// the other flow below the model ring nothing.
func TestAlarm(t *testing.T) {
	five, fifteen, expected := 5.0, 15.0, 100.0
	c := &assess.Cusum{Months: []*assess.ModelMonth{{Amount: 90, Expected: &expected}, {Amount: 110, Expected: &expected}}}
	c.Track = track()
	for _, x := range []struct {
		alarm *float64
		rings bool
	}{{&five, true}, {&fifteen, false}, {nil, false}} {
		if got := held(c, x.alarm); !got.known || math.Abs(got.percent-10) > 1e-9 || got.alarm != x.rings {
			t.Errorf("%v: %+v", x.alarm, got)
		}
	}
	c.Alarms = running(1, +1)
	if got := held(c, nil); !got.alarm || !got.running {
		t.Errorf("two months running: %+v", got)
	}
	c.Alarms = running(1, -1)
	if got := held(c, nil); got.alarm {
		t.Errorf("less than expected rings: %+v", got)
	}
}

func TestResultsOfExamples(t *testing.T) {
	for _, name := range []string{starch, "det-nhuom-chi-tiet", "ma-niken-chi-tiet"} {
		s := start(t, source(name), 90, 60)
		s.Press("tab")
		r := s.Work.Result()
		if len(r.Options.Promises) == 0 {
			t.Errorf("%s: nothing promised", name)
		}
		for _, p := range r.Options.Promises {
			show(t, s, "flow:"+p.Flow)
			s.Sees(s.Context().T("planpage.means." + string(p.Verdict)))
		}
	}
}

func TestReadOnly(t *testing.T) {
	s := start(t, watchedSource(), 80, 24)
	s.Work.Locked = true
	s.Press("f6", "enter", "tab", "tab", "enter", "f8", "ctrl+n")
	if s.Work.Steps() != 0 || len(s.Screens) != 1 || len(s.Dialogs) != 0 || !strings.Contains(s.Toasted(), "không sửa được") {
		t.Errorf("said %q", s.Toasted())
	}
	s.View()
}

func TestTheExamples(t *testing.T) {
	for _, src := range pagetest.Examples() {
		for _, size := range [][2]int{{60, 20}, {80, 24}, {200, 60}} {
			s := start(t, src, size[0], size[1])
			for range views {
				for range 15 {
					s.View()
					s.Press("down")
				}
				s.Press("tab")
			}
			s.Press("f2")
			s.View()
		}
	}
	s := start(t, pagetest.Bare("unknown-sector"), 60, 20)
	for range views {
		s.View()
		s.Press("enter", "f5", "f6", "f7", "f8", "ctrl+n", "enter", "tab")
	}
}

func TestRandomKeys(t *testing.T) {
	p := Page()
	p.Find = func(ui.Work) []ui.Hit { return nil }
	for seed := range uint64(3) {
		pagetest.Fuzz(t, p, watchedSource(), seed, 300)
	}
	pagetest.Fuzz(t, p, pagetest.Bare("cassava-starch"), 5, 200)
}

func BenchmarkKeyToFrame(b *testing.B) {
	b.Run("board", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), watchedSource(), "down", "down", "up") })
	b.Run("views", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), watchedSource(), "tab", "down") })
}
