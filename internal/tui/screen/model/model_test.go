package model

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

func start(t testing.TB, source string) *pagetest.Stage {
	s := pagetest.New(t, Page(), pagetest.Open(source), 80, 24)
	s.View()
	return s
}

// open opens the models of a flow.
func open(s *pagetest.Stage, flow string) *fits {
	s.Send(ui.Show{Target: flow})
	s.View()
	return s.Top().(*fits)
}

// warm gives every month a temperature, which nothing depends on, and the last
// month before none.
func warm(source string) string {
	n := 0
	return regexp.MustCompile(`(phase = "(before|after)"\n)`).ReplaceAllStringFunc(source, func(m string) string {
		n++
		if n == 24 {
			return m
		}
		return fmt.Sprintf("%sdrivers = { temperature = %d }\n", m, 18+(n*7)%13)
	})
}

func model(t testing.TB, s *pagetest.Stage, flow string) assess.Model {
	t.Helper()
	for _, m := range s.Work.Audit().Models {
		if m.Flow == flow {
			return m
		}
	}
	t.Fatalf("no model of %s:\n%s", flow, s.Work.Text())
	return assess.Model{}
}

// The plant uses 60.000 kWh a month and 160 kWh a tonne: the model says so, and
// the ratio is not proposed.
func TestTheModelOfAKnownPlant(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	open(s, "electricity")
	s.Sees("đề xuất: phần cố định cộng với phần theo tinh bột sắn", "• giai đoạn trước ○ giai đoạn sau", "mô hình")
	b := baselineOf(s.Work.Result(), "electricity")
	c := b.Fit.Coefficients
	if a := c[0]; a.Value-3*a.SE > 60000 || a.Value+3*a.SE < 60000 {
		t.Errorf("fixed load %.0f ± %.0f", a.Value, a.SE)
	}
	if p := c[1]; p.Value-3*p.SE > 160 || p.Value+3*p.SE < 160 {
		t.Errorf("per tonne %.1f ± %.1f", p.Value, p.SE)
	}
	s.Press("shift+tab")
	s.Sees("[Vì sao]", "Đang dùng", "đạt mọi yêu cầu")
	s.Press("down")
	s.Sees("Bẫy", "dễ đánh lừa")
	s.Press("shift+tab", "up")
	s.Sees("[Hệ số]", "phần cố định", "Durbin–Watson", "24 kỳ, 2 hệ số, 22 bậc tự do")
	s.Press("shift+tab")
	s.Sees("[Phần dư]", "±2·RMSE")
}

func TestFreezing(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	before := s.Work.Text()
	open(s, "electricity")
	s.Press("down", "enter") // the second of the list, not the proposal
	s.Press("enter", "enter", "enter", "enter", "enter")
	s.Sees("Hãy ghi lý do")
	s.Type("Theo hợp đồng")
	s.Press("enter", "enter", "enter", "enter", "enter")
	m := model(t, s, "electricity")
	b := baselineOf(s.Work.Result(), "electricity")
	if m.Form != "ratio" || strings.Join(m.Drivers, " ") != "output" || m.Intercept == nil || *m.Intercept || m.Reason != "Theo hợp đồng" || m.By != "Tổ SXSH" ||
		m.Date.String() != "2019-11-05" || len(m.Period) != 0 || !strings.HasPrefix(m.Data, "sha256:") {
		t.Errorf("%+v", m)
	}
	if b.Stale || b.Fit.Spec.Form != baseline.Ratio || b.Data() != m.Data {
		t.Errorf("stale %v, in force %+v", b.Stale, b.Fit.Spec)
	}
	if got := s.Context().Say(s.Work.Labels[0]); got != "chốt mô hình của Điện" {
		t.Errorf("undo says %q", got)
	}
	s.Sees("✓ đã chốt: suất tiêu hao")
	if done, total := state(s.Work); done != 1 || total != 6 {
		t.Errorf("%d of %d", done, total)
	}
	s.Press("delete", "right", "enter")
	if len(s.Work.Audit().Models) != 0 {
		t.Error("not unfrozen")
	}
	s.Press("delete")
	if !strings.Contains(s.Toasted(), "chưa chốt") {
		t.Errorf("said %q", s.Toasted())
	}
	for s.Work.Undo() {
	}
	if s.Work.Text() != before {
		t.Errorf("undone, the file is\n%s", s.Work.Text())
	}
}

// Every model of the list can be frozen, and is then in force and not stale.
func TestWhateverIsFrozenIsNotStale(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	for _, flow := range []string{"electricity", "water", "fresh-cassava"} {
		n := len(baselineOf(s.Work.Result(), flow).Choice.Candidates)
		for i := range n {
			f := open(s, flow)
			s.Press("home")
			for range i {
				s.Press("down")
			}
			want := f.stack.Selected()
			s.Press("enter", "ctrl+u")
			s.Type("thử")
			s.Press("enter", "enter", "enter", "enter", "enter")
			b := baselineOf(s.Work.Result(), flow)
			if b.Stale || b.Frozen == nil || key(b.Fit.Spec) != want {
				t.Errorf("%s: %s is in force as %+v, stale %v", flow, want, b.Fit.Spec, b.Stale)
			}
			s.Press("esc")
		}
	}
	if len(s.Work.Audit().Models) != 3 {
		t.Errorf("%d models", len(s.Work.Audit().Models))
	}
}

func TestStaleIsLoud(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	open(s, "electricity")
	s.Press("enter")
	s.Type("mô hình đề xuất")
	s.Press("enter", "enter", "enter", "enter", "enter")
	if err := s.Work.Apply(text.M("modelpage.title"), auditfile.Set(tomldoc.Path("period", 3, "flows", "electricity"), 250000.0)); err != nil {
		t.Fatal(err)
	}
	s.Press("esc")
	s.Sees("1 mô hình đã chốt trên số liệu cũ: xem và chốt lại", "! cũ: chốt lại")
	s.Press("enter")
	s.Sees("Số liệu đã đổi từ khi chốt mô hình này. Xem và chốt lại")
	old := model(t, s, "electricity")
	s.Press("enter")
	s.Type("đã kiểm tra tháng 3")
	s.Press("enter", "enter", "enter", "enter", "enter")
	now := model(t, s, "electricity")
	if now.Data == old.Data || now.Reason != "đã kiểm tra tháng 3" || baselineOf(s.Work.Result(), "electricity").Stale || len(s.Work.Audit().Models) != 1 {
		t.Errorf("%+v", now)
	}
	// The odd month is marked in the scatter and named.
	s.Press("shift+tab")
	s.Sees("3/2015: lệch khỏi mô hình")
}

// A model that is tried has the data mark of the one in force where it is the
// same model, and another one on other months.
func TestTry(t *testing.T) {
	w := pagetest.Open(pagetest.Years(24, 12))
	tried := 0
	for _, b := range w.Result().Baselines {
		if b.Fit == nil {
			continue
		}
		tried++
		same := b.Try(b.Fit.Spec, nil)
		if same.Fit == nil || same.Data != b.Data() || same.Fit.SSE != b.Fit.SSE {
			t.Errorf("%s: tried %q, in force %q", b.Flow.ID, same.Data, b.Data())
		}
		year := b.Try(b.Fit.Spec, []string{"2016-01", "2016-12"})
		if year.Fit == nil || year.Fit.N != 12 || year.Data == b.Data() {
			t.Errorf("%s: a year has %+v", b.Flow.ID, year.Fit)
		}
		if none := b.Try(baseline.Spec{Form: baseline.Regression, Drivers: []string{"nothing"}, Intercept: true}, nil); none.Fit != nil || none.Refused.Empty() {
			t.Errorf("%s: a driver that nobody states was fitted", b.Flow.ID)
		}
		if len(b.Drivers) != 1 || b.Drivers[0].ID != "output" || b.Drivers[0].Months != 24 {
			t.Errorf("%s: drivers %+v", b.Flow.ID, b.Drivers)
		}
	}
	if tried == 0 {
		t.Error("no model")
	}
}

func TestBaselineMonths(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	f := open(s, "electricity")
	s.Press("end")
	if f.stack.Selected() != periodRow {
		t.Fatalf("on %s", f.stack.Selected())
	}
	s.Press("enter")
	s.Type("1/2016")
	s.Press("enter")
	s.Type("tháng chạp")
	s.Press("enter")
	s.Type("năm gần nhất")
	s.Press("enter", "enter", "enter")
	s.Sees("Không đọc được tháng")
	s.Press("ctrl+u")
	s.Type("12/2016")
	s.Press("enter", "enter", "enter", "enter")
	m := model(t, s, "electricity")
	if strings.Join(m.Period, " ") != "2016-01 2016-12" || m.Reason != "năm gần nhất" {
		t.Fatalf("%+v", m)
	}
	b := baselineOf(s.Work.Result(), "electricity")
	if b.Stale || b.Fit.N != 12 || !b.Chained {
		t.Errorf("stale %v, n %d, chained %v", b.Stale, b.Fit.N, b.Chained)
	}
	s.Sees("1/2016–12/2016 (tự chọn)")
	// Emptied again, it is the phase before.
	s.Press("f8", "ctrl+u", "enter", "ctrl+u", "enter", "enter", "enter", "enter")
	if m := model(t, s, "electricity"); len(m.Period) != 0 || baselineOf(s.Work.Result(), "electricity").Stale {
		t.Errorf("%+v", m)
	}
}

// A driver that a month lacks is not tried by the program, but may be named.
func TestNamingAModel(t *testing.T) {
	s := start(t, warm(pagetest.Years(24, 12)))
	f := open(s, "electricity")
	s.Press("f6")
	s.Sees("Yếu tố", "temperature (23 kỳ)")
	s.Press("right", "space", "enter", "right", "enter", "enter")
	if f.stack.Selected() != "regression:output,temperature" {
		t.Fatalf("on %s", f.stack.Selected())
	}
	s.Sees("○ tinh bột sắn + temperature, không")
	if s.Work.Steps() != 0 {
		t.Error("written before it was frozen")
	}
	s.Press("enter")
	s.Type("thử nhiệt độ")
	s.Press("enter", "enter", "enter", "enter", "enter")
	m := model(t, s, "electricity")
	b := baselineOf(s.Work.Result(), "electricity")
	if strings.Join(m.Drivers, " ") != "output temperature" || *m.Intercept || b.Stale || b.Fit.N != 23 {
		t.Errorf("%+v, stale %v, n %d", m, b.Stale, b.Fit.N)
	}
	// The program's own models are still to be compared with.
	s.Sees("○ cố định + tinh bột sắn")
}

func TestEmptyAndRefused(t *testing.T) {
	s := start(t, pagetest.Bare("cassava-starch"))
	s.Sees("Chưa có dòng nào có số liệu để lập mô hình")
	s.Press("enter")
	if len(s.Went) != 1 || s.Went[0].Page != "data" {
		t.Errorf("went %v", s.Went)
	}
	s = start(t, pagetest.Bare("unknown-sector"))
	s.Sees("không có bộ dữ liệu")
	s = start(t, pagetest.Years(4, 2))
	s.Sees("○ chưa có", "mới có 4 kỳ")
	open(s, "electricity")
	s.Sees("mới có 4 kỳ trước khi có giải pháp; cần ít nhất 6 kỳ", "tự chọn yếu tố")
	// A model that somebody names is fitted wherever it can be.
	s.Press("f6", "enter", "enter", "enter")
	s.Press("enter")
	s.Type("tạm")
	s.Press("enter", "enter", "enter", "enter", "enter")
	if b := baselineOf(s.Work.Result(), "electricity"); b.Frozen == nil || b.Fit == nil {
		t.Errorf("not frozen:\n%s", s.Work.Text())
	}
}

func TestReadOnly(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	s.Work.Locked = true
	s.Sees("chỉ xem, không sửa được")
	open(s, "electricity")
	s.Press("enter", "f6", "f8", "delete")
	if len(s.Dialogs) != 0 || !strings.Contains(s.Toasted(), "không sửa được") {
		t.Errorf("%d dialogs; said %q", len(s.Dialogs), s.Toasted())
	}
}

func TestWhereKeysLead(t *testing.T) {
	s := start(t, pagetest.Years(24, 12))
	open(s, "coal")
	s.Press("f7")
	if len(s.Went) != 1 || s.Went[0] != (ui.Go{Page: "saving", Target: "coal"}) {
		t.Errorf("went %v", s.Went)
	}
	s.Press("f5")
	s.Sees("Đường cơ sở của Than")
	s.Press("esc", "esc")
	if len(s.Screens) != 1 {
		t.Error("Esc does not go back")
	}
	for _, h := range find(s.Work) {
		if open(s, h.Target).flow != h.Target {
			t.Errorf("%s is not shown", h.Target)
		}
		s.Press("esc")
	}
}

func TestGoldens(t *testing.T) {
	pagetest.Views(t, Page(), pagetest.Years(24, 12), func(s *pagetest.Stage, name func(string) string) {
		s.Golden(name("list"))
		open(s, "electricity")
		s.Golden(name("scatter"))
		s.Press("tab")
		s.Golden(name("residuals"))
		s.Press("tab")
		s.Golden(name("coefficients"))
		s.Press("tab", "down")
		s.Golden(name("why"))
		s.Press("enter")
		s.Type("thử")
		s.Golden(name("freeze"))
		s.Press("enter", "enter", "enter", "enter", "enter")
		s.Golden(name("frozen"))
		s.Press("f6")
		s.Golden(name("name"))
		s.Press("esc")
		if err := s.Work.Apply(text.M("modelpage.title"), auditfile.Set(tomldoc.Path("period", 3, "flows", "electricity"), 280000.0)); err != nil {
			t.Fatal(err)
		}
		s.Press("tab")
		s.Golden(name("stale"))
		s.Press("esc")
		s.Golden(name("stale-list"))
	})
	s := start(t, pagetest.Years(24, 12))
	s.ASCII, s.Colour = true, false
	s.Refresh()
	open(s, "electricity")
	s.Golden("ascii-vi-80x24")
}

func TestTheExamples(t *testing.T) {
	for _, source := range pagetest.Examples() {
		for _, size := range [][2]int{{60, 20}, {80, 24}, {200, 60}} {
			s := pagetest.New(t, Page(), pagetest.Open(source), size[0], size[1])
			for _, h := range find(s.Work) {
				open(s, h.Target)
				for range 5 {
					s.Press("tab", "down")
					s.View()
				}
				s.Press("esc")
			}
		}
	}
}

func TestRandomKeys(t *testing.T) {
	for seed := range uint64(3) {
		pagetest.Fuzz(t, Page(), warm(pagetest.Years(24, 12)), seed, 400)
	}
	pagetest.Fuzz(t, Page(), pagetest.Years(4, 2), 7, 300)
	pagetest.Fuzz(t, Page(), pagetest.Bare("unknown-sector"), 9, 200)
}

// twoPhases makes the second half of ten years the phase after.
func twoPhases() string {
	return regexp.MustCompile(`(month = "201[5-9]-\d\d"\nphase = )"before"`).ReplaceAllString(pagetest.Large(), `$1"after"`)
}

func BenchmarkKeyToFrame(b *testing.B) {
	b.Run("move", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), twoPhases(), "down", "down", "up") })
	b.Run("flow", func(b *testing.B) {
		pagetest.KeyToFrame(b, Page(), twoPhases(), "enter", "down", "tab", "down", "esc", "down")
	})
}
