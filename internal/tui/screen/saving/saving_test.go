package saving

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

func start(t testing.TB, source string) *pagetest.Stage {
	s := pagetest.New(t, Page(), pagetest.Open(source), 80, 24)
	s.View()
	return s
}

// show selects a flow.
func show(s *pagetest.Stage, flow string) {
	s.Send(ui.Show{Target: flow})
	s.View()
}

func selected(s *pagetest.Stage) string { return s.Screens[0].(*screen).stack.Selected() }

func saved(t testing.TB, s *pagetest.Stage, flow string) assess.FlowSaving {
	t.Helper()
	sv, ok := flowSaving(s.Work.Result(), flow)
	if !ok || sv.Percent == nil {
		t.Fatalf("%s has no saving", flow)
	}
	return sv
}

// What is shown agrees with the plant that the figures were made of: 8 % of the
// electricity is saved, 10 % of the cassava, 3 % more coal is used, and 4 % of
// the water cannot be shown in its scatter.
func TestVerdictsOfAKnownPlant(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	for flow, truth := range map[string]float64{"electricity": 8, "fresh-cassava": 10, "coal": -3, "water": 4} {
		sv := saved(t, s, flow)
		if math.Abs(*sv.Percent-truth) > math.Max(1, *sv.High-*sv.Low) {
			t.Errorf("%s: %.2f %% saved, in truth %.0f", flow, *sv.Percent, truth)
		}
	}
	for flow, words := range map[string][]string{
		"electricity":   {"✓ đã chứng minh đạt", "Bẫy tải nền", "điểm chỉ do"},
		"fresh-cassava": {"✓ đã chứng minh đạt"},
		"coal":          {"! tăng tiêu thụ", "Tăng 3"},
		"water":         {"○ chưa chứng minh được"},
	} {
		show(s, flow)
		s.Sees(words...)
	}
	s.Press("home")
	s.Sees("Cộng các dòng theo giá cố định: giảm", "So với mục tiêu giảm 5–8 % (Quyết định 1419/QĐ-TTg (2009), đến 2015): đã chứng minh đạt.")
}

// Had nothing been saved, the ratio would still fall: 60.000 kWh are spread over
// 15 % more product. By hand, with P = 1.250 t a month before: S0 = 160 +
// 60.000/1.250 = 208 kWh/t; after, with 1.437,5 t, S1 = 0,92·(160 + 41,74) =
// 185,6, which is 10,8 % less, of which 10,8 − 8 = 2,8 points are the output's.
func TestTheTrapIsNamed(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	sv := saved(t, s, "electricity")
	if *sv.Trap < 2.3 || *sv.Trap > 3.5 {
		t.Errorf("the trap is %.2f points", *sv.Trap)
	}
	show(s, "electricity")
	s.Sees(fmt.Sprintf("%s điểm chỉ do", strings.Replace(fmt.Sprintf("%.1f", *sv.Trap), ".", ",", 1)))
	// Less output hides a saving.
	back := start(t, strings.NewReplacer(`phase = "before"`, `phase = "after"`, `phase = "after"`, `phase = "before"`).Replace(pagetest.Years(12, 12)))
	show(back, "electricity")
	back.Sees("Bẫy tải nền")
}

func TestAdjustmentByForm(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	before := s.Work.Text()
	show(s, "electricity")
	was := saved(t, s, "electricity")
	s.Press("insert")
	s.Type("3/2017")
	s.Press("enter", "enter")
	s.Type("5000")
	s.Press("enter", "enter", "enter", "enter") // no reason: the form says so
	if len(s.Dialogs) != 1 || s.Work.Steps() != 0 {
		t.Fatalf("%d dialogs, %d steps", len(s.Dialogs), s.Work.Steps())
	}
	s.Sees("Hãy ghi lý do")
	s.Type("Chạy thử máy sấy mới")
	s.Press("enter", "enter", "enter")
	a := s.Work.Audit().Adjustments
	if len(a) != 1 || a[0].Flow != "electricity" || a[0].Month.String() != "2017-03" || a[0].Amount != 5000 || a[0].Reason != "Chạy thử máy sấy mới" ||
		a[0].By != "Tổ SXSH" || a[0].Date.String() != "2019-11-05" {
		t.Fatalf("%+v\n%s", a, s.Work.Text())
	}
	if got := s.Context().Say(s.Work.Labels[0]); got != "điều chỉnh bất thường của Điện" {
		t.Errorf("undo says %q", got)
	}
	// 5.000 kWh of the phase after were not the plant's usual use: so much more was saved.
	if now := saved(t, s, "electricity"); math.Abs(now.Saved.Value-was.Saved.Value-5000) > 1e-6 {
		t.Errorf("%f saved, before %f", now.Saved.Value, was.Saved.Value)
	}
	if selected(s) != "adjustment:0" {
		t.Errorf("on %s", selected(s))
	}
	s.Sees("Chạy thử máy sấy mới", "5.000 kWh")
	// Edited: several days, less.
	s.Press("enter")
	s.Press("ctrl+u")
	s.Type("1/3/2017")
	s.Press("enter")
	s.Type("20/3/2017")
	s.Press("enter", "ctrl+u")
	s.Type("-700")
	s.Press("enter", "enter", "enter", "enter")
	a = s.Work.Audit().Adjustments
	if len(a) != 1 || !a[0].Month.IsZero() || a[0].From.String() != "2017-03-01" || a[0].To.String() != "2017-03-20" || a[0].Amount != -700 {
		t.Fatalf("%+v\n%s", a, s.Work.Text())
	}
	s.Press("delete", "right", "enter")
	if len(s.Work.Audit().Adjustments) != 0 {
		t.Error("not removed")
	}
	for s.Work.Undo() {
	}
	if s.Work.Text() != before {
		t.Errorf("undone, the file is\n%s", s.Work.Text())
	}
}

func TestEscAsksBeforeItDropsTheForm(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	show(s, "coal")
	s.Press("insert")
	s.Type("3/2017")
	s.Press("esc")
	s.Sees("Bấm Esc lần nữa để bỏ")
	s.Press("esc")
	if len(s.Dialogs) != 0 || s.Work.Steps() != 0 || len(s.Work.Drafts) != 0 {
		t.Errorf("%d dialogs, %d steps, drafts %v", len(s.Dialogs), s.Work.Steps(), s.Work.Drafts)
	}
}

func TestTargetAndConfidence(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	// The plant's own: 7,8 to 9 %, which the electricity's interval straddles.
	s.Press("f6", "end")
	s.Type("riêng")
	s.Press("enter")
	s.Type("7,8")
	s.Press("enter")
	s.Type("9")
	s.Press("enter")
	s.Type("Nghị quyết 12")
	s.Press("enter", "enter")
	target := s.Work.Audit().Target
	if target == nil || target.Low != 7.8 || *target.High != 9 || target.Source != "Nghị quyết 12" {
		t.Fatalf("%+v\n%s", target, s.Work.Text())
	}
	if v := saved(t, s, "electricity").Verdict; v != baseline.Likely && v != baseline.NotShown {
		t.Errorf("electricity is %s", v)
	}
	s.Press("home")
	s.Sees("chính cơ sở (Nghị quyết 12)")
	// A wider interval at 95 %.
	at90 := saved(t, s, "electricity")
	s.Press("f8", "down", "enter")
	if c := s.Work.Audit().Settings.Confidence; c == nil || *c != 95 {
		t.Fatalf("confidence %v", c)
	}
	if at95 := saved(t, s, "electricity"); *at95.High-*at95.Low <= *at90.High-*at90.Low {
		t.Error("the interval did not widen")
	}
	// One of the documents takes its place.
	s.Press("f6")
	s.Type("1419 2016")
	s.Press("enter")
	if a := s.Work.Audit(); a.Settings.Target != "qd1419-2020" || a.Target != nil {
		t.Errorf("target %q, own %+v", a.Settings.Target, a.Target)
	}
	s.Sees("8–13 %")
	// By the year: 2017 is in the same document's second period.
	s.Press("f6", "home", "enter")
	if g := s.Work.Result().Goal; g == nil || g.Chosen || g.ID != "qd1419-2020" {
		t.Errorf("goal %+v", g)
	}
}

func TestOwnTargetNeedsASource(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	s.Press("f6")
	s.Type("riêng")
	s.Press("enter")
	s.Type("120")
	s.Press("enter", "enter", "enter", "enter")
	s.Sees("lớn hơn 0 và nhỏ hơn 100")
	s.Press("ctrl+u")
	s.Type("6")
	s.Press("enter", "enter", "enter", "enter")
	s.Sees("Hãy ghi ai đặt")
	if s.Work.Steps() != 0 {
		t.Error("written all the same")
	}
}

func TestWhereKeysLead(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	show(s, "electricity")
	s.Press("f7")
	if n := len(s.Went); n != 1 || s.Went[0] != (ui.Go{Page: "model", Target: "electricity"}) {
		t.Errorf("went %v", s.Went)
	}
	s.Press("f5")
	s.Sees("Lượng lẽ ra phải dùng theo đường cơ sở")
	s.Press("esc", "enter")
	s.Sees("[Cộng dồn (CUSUM)]", "║", "▼ 1/2017")
	s.Press("tab")
	s.Sees("[Trước và sau]", "theo đường cơ sở")
	s.Press("tab")
	s.Sees("[Khoảng tin cậy]", "mục tiêu 5–8 %")
	s.Press("end")
	s.Sees("Để kiểm tra chéo")
	s.Press("esc")
	if len(s.Screens) != 1 {
		t.Error("Esc does not go back")
	}
	s.Press("home", "delete")
	if s.Work.Steps() != 0 || !strings.Contains(s.Toasted(), "Chỉ bỏ được một điều chỉnh") {
		t.Errorf("said %q", s.Toasted())
	}
}

func TestEmptyStates(t *testing.T) {
	s := start(t, pagetest.Cassava())
	s.Sees("Chưa có giai đoạn sau để so sánh")
	s.Press("enter")
	if len(s.Went) != 1 || s.Went[0].Page != "data" {
		t.Errorf("went %v", s.Went)
	}
	s = start(t, pagetest.Bare("cassava-starch"))
	s.Sees("Chưa có kỳ số liệu nào")
	s = start(t, strings.ReplaceAll(pagetest.Cassava(), `phase = "before"`, `phase = "after"`))
	s.Sees("Chưa có giai đoạn trước để so sánh")
	s = start(t, pagetest.Bare("unknown-sector"))
	s.Sees("không có bộ dữ liệu của ngành")
	s.Press("enter")
	if len(s.Went) != 1 || s.Went[0].Page != "plant" {
		t.Errorf("went %v", s.Went)
	}
}

// With three months of each phase there is no model: that is said, with what
// would help.
func TestPlainRatio(t *testing.T) {
	s := start(t, pagetest.Years(3, 3))
	show(s, "electricity")
	s.Press("enter")
	s.Sees("Cần từ 6 kỳ")
	s.Press("end")
	s.Sees("Chưa xét biến động giữa các tháng")
}

func TestReadOnly(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	s.Work.Locked = true
	s.Press("f6", "f8", "insert", "delete")
	if len(s.Dialogs) != 0 || !strings.Contains(s.Toasted(), "không sửa được") {
		t.Errorf("%d dialogs; said %q", len(s.Dialogs), s.Toasted())
	}
	s.Sees("chỉ xem, không sửa được")
}

func TestDays(t *testing.T) {
	for _, x := range []struct{ from, to, want string }{
		{"3/2019", "", "2019-03"}, {"2019-03", "", "2019-03"}, {"1/2/2019", "", "2019-02-01/2019-02-01"},
		{"2/2020", "3/2020", "2020-02-01/2020-03-31"}, {"5/2/2020", "3/2020", "2020-02-05/2020-03-31"},
		{"", "", "1"}, {"13/2019", "", "1"}, {"3/2019", "hôm qua", "2"}, {"3/2019", "2/2019", "2"}, {"30/2/2019", "", "1"},
	} {
		got := ""
		d, row, err := readDays(x.from, x.to)
		switch {
		case err != nil:
			got = fmt.Sprint(row)
		case !d.Month.IsZero():
			got = d.Month.String()
		default:
			got = d.From.String() + "/" + d.To.String()
		}
		if got != x.want {
			t.Errorf("%q to %q is %s, not %s", x.from, x.to, got, x.want)
		}
	}
}

func TestState(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	if done, total := state(s.Work); done != 6 || total != 6 {
		t.Errorf("%d of %d", done, total)
	}
	if _, total := state(pagetest.Open(pagetest.Cassava())); total != 0 {
		t.Errorf("%d without a phase after", total)
	}
	for _, h := range find(s.Work) {
		show(s, h.Target)
		if selected(s) != "flow:"+h.Target {
			t.Errorf("%s shows %s", h.Target, selected(s))
		}
	}
}

func TestGoldens(t *testing.T) {
	pagetest.Views(t, Page(), pagetest.Years(24, 12), func(s *pagetest.Stage, name func(string) string) {
		s.Golden(name("list"))
		show(s, "electricity")
		s.Golden(name("flow"))
		s.Press("enter")
		s.Golden(name("cusum"))
		s.Press("tab")
		s.Golden(name("before-after"))
		s.Press("tab")
		s.Golden(name("intervals"))
		s.Press("esc", "insert")
		s.Golden(name("adjustment"))
		s.Press("esc", "f6")
		s.Golden(name("target"))
		s.Press("esc", "end")
		s.Golden(name("end"))
		empty := pagetest.New(t, Page(), pagetest.Open(pagetest.Cassava()), s.W, s.H)
		if s.Lang == text.EN {
			empty.Press("f2")
		}
		empty.Golden(name("empty"))
	})
	s := start(t, pagetest.Years(24, 12))
	s.ASCII, s.Colour = true, false
	s.Refresh()
	s.Golden("ascii-vi-80x24")
	show(s, "electricity")
	s.Press("enter")
	s.Golden("ascii-cusum-vi-80x24")
}

func TestTheExamples(t *testing.T) {
	for _, source := range pagetest.Examples() {
		for _, size := range [][2]int{{60, 20}, {80, 24}, {200, 60}} {
			s := pagetest.New(t, Page(), pagetest.Open(source), size[0], size[1])
			for range 20 {
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
		pagetest.Fuzz(t, Page(), pagetest.Years(24, 12), seed, 400)
	}
	pagetest.Fuzz(t, Page(), pagetest.Years(3, 2), 7, 300)
	pagetest.Fuzz(t, Page(), pagetest.Cassava(), 8, 200)
	pagetest.Fuzz(t, Page(), pagetest.Bare("unknown-sector"), 9, 200)
}

// twoPhases makes the second half of ten years the phase after.
func twoPhases() string {
	return regexp.MustCompile(`(month = "201[5-9]-\d\d"\nphase = )"before"`).ReplaceAllString(pagetest.Large(), `$1"after"`)
}

func BenchmarkKeyToFrame(b *testing.B) {
	b.Run("move", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), twoPhases(), "down", "down", "up") })
	b.Run("view", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), twoPhases(), "enter", "tab", "down", "esc", "down") })
}

// Without prices nothing adds up: the head says so, counts the verdicts of the
// flows, and Enter leads to the prices.
func TestWithoutPrices(t *testing.T) {
	source := regexp.MustCompile(`(?m)^price\s*=.*$`).ReplaceAllString(pagetest.Years(24, 12), "")
	s := start(t, source)
	g, ok := overall(s.Work.Result())
	if !ok || g.Percent != nil {
		t.Fatal("they add up all the same")
	}
	s.Sees("chưa có giá: ghi giá ở bước Số liệu", "Từng dòng: 2 đã chứng minh đạt")
	s.Press("home", "enter")
	if got := s.Went[len(s.Went)-1]; got.Page != "data" || !strings.HasPrefix(got.Target, "flow.") {
		t.Errorf("went to %v", got)
	}
}

// What the plain ratio pretends is said at the top, and an interval that reaches
// below zero in words.
func TestTheHeadTellsTheTrap(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	s.Sees("Bẫy tải nền: so đơn giản suất tiêu hao thì thấy giảm", "! 11 %")
	c := s.Context()
	low, high := -2.14, 10.3
	if got, want := across(c, &low, &high), "từ tăng 2,1 % đến giảm 10,3 %"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	low = 5.1
	if got, want := across(c, &low, &high), "5,1 đến 10,3 %"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}
