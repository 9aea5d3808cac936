package option

import (
	"slices"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

const answers = "\n[[answer]]\nquestion = \"separator-water-reused\"\nreply = \"no\"\n\n[[answer]]\nquestion = \"roots-fifo\"\nreply = \"partly\"\n"

func source() string { return pagetest.Cassava() + answers }

func start(t *testing.T) *pagetest.Stage {
	t.Helper()
	return pagetest.New(t, Page(), pagetest.Open(source()), 80, 24)
}

func options(s *pagetest.Stage) []assess.Option { return s.Work.Audit().Options }

func show(s *pagetest.Stage, id string) { s.Send(ui.Show{Target: id}) }

func selected(s *pagetest.Stage) item {
	it, _ := s.Screens[0].(*screen).current()
	return it
}

func TestSuggestionsSayWhyAndWhatTheySave(t *testing.T) {
	s := start(t)
	s.Sees("Gợi ý (18)", "Thu hồi nước rửa và nước máy phân ly", "Khảo sát trả lời \"không\": Nước từ máy phân ly", "mức kém so với ngành",
		"chi phí thấp", "Ví dụ: 16 nhà máy tinh bột sắn thí điểm")
	for _, sg := range s.Work.Result().Suggestions {
		if sg.Money != nil {
			show(s, sg.Option.ID)
			s.Sees("đ/năm")
			return
		}
	}
	t.Error("no suggestion is valued in money")
}

func TestEverythingOfAnOption(t *testing.T) {
	s := start(t)
	s.Press("enter")
	s.Resize(160, 60)
	s.Sees("Vì sao gợi ý", "Đã công bố", "14,5–40 % của nước cấp khi áp dụng mọi giải pháp", "Hoàn vốn", "Ví dụ: 16 nhà máy", "tổn thất nguyên liệu -17 %", "Nguồn", "Trang, mục")
	s.Press("esc")
	if len(s.Screens) != 1 {
		t.Error("Esc does not go back")
	}
}

func TestCaseOpens(t *testing.T) {
	s := start(t)
	s.Press("f7")
	s.Sees("Ví dụ đã công bố", "16 nhà máy tinh bột sắn thí điểm", "Tiết kiệm")
	s.Press("esc")
	for _, it := range items(s.Work) {
		if len(it.cases(s.Work)) == 0 {
			show(s, it.id)
			s.Press("c")
			if !strings.Contains(s.Toasted(), "Chưa có ví dụ") {
				t.Errorf("said: %q", s.Toasted())
			}
			break
		}
	}
}

func TestAdopt(t *testing.T) {
	s := start(t)
	before := s.Work.Text()
	s.Press("f5")
	all := options(s)
	if len(all) != 1 {
		t.Fatalf("%d options; said %q\n%s", len(all), s.Toasted(), s.Plain())
	}
	o := all[0]
	if o.ID != "reuse-separator-water" || o.Name != "Thu hồi nước rửa và nước máy phân ly để rửa củ, mài củ" || o.Step != "washing" || o.Category != "OR" ||
		o.Screening != "now" || o.Status != "planned" || len(o.Saves) != 0 {
		t.Errorf("adopted: %+v", o)
	}
	if s.Work.Steps() != 1 {
		t.Errorf("%d steps of undo", s.Work.Steps())
	}
	s.Sees("Đã chọn 1 giải pháp", "dự kiến")
	if got := selected(s); got.id != o.ID || got.group != adopted {
		t.Errorf("the cursor is on %s", got.id)
	}
	s.Press("f5")
	if !strings.Contains(s.Toasted(), "đã được chọn") || s.Work.Steps() != 1 {
		t.Errorf("adopted twice; said %q", s.Toasted())
	}
	s.Press("ctrl+z")
	if s.Work.Text() != before {
		t.Error("undone, the file is another")
	}
	if got := s.Context().Say(s.Work.Labels[0]); got != "chọn \"Thu hồi nước rửa và nước máy phân ly để rửa củ, mài củ\"" {
		t.Errorf("undo says %q", got)
	}
}

// The published percentage is written where it is of the plant's whole flow:
// the middle of a range.
func TestAdoptWritesThePublishedPercentage(t *testing.T) {
	f := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		o    benchmark.Option
		want *float64
	}{
		{benchmark.Option{Saves: []string{"water"}, SavingLow: f(20), SavingHigh: f(30)}, f(25)},
		{benchmark.Option{Saves: []string{"water"}, SavingLow: f(6.6), SavingHigh: f(6.6)}, f(6.6)},
		{benchmark.Option{Saves: []string{"water"}, SavingHigh: f(15)}, f(7.5)},
		{benchmark.Option{Saves: []string{"water"}}, nil},
		{benchmark.Option{Saves: []string{"water"}, SavingHigh: f(15), SavingOf: text.Both("lighting")}, nil},
	} {
		got := savings(c.o)
		if len(got) > 0 != (c.want != nil) || c.want != nil && *got[0].Percent != *c.want {
			t.Errorf("%+v: %v", c.o, got)
		}
	}
}

func TestScreeningRule(t *testing.T) {
	f := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		o    benchmark.Option
		want string
	}{
		{benchmark.Option{CostClass: "none", Category: "GH"}, "now"},
		{benchmark.Option{CostClass: "low", Category: "EM", PaybackHigh: f(6)}, "now"},
		{benchmark.Option{CostClass: "low", Category: "EM", PaybackHigh: f(9)}, "study"},
		{benchmark.Option{CostClass: "low", Category: "TC"}, "study"},
		{benchmark.Option{CostClass: "medium", Category: "GH"}, "study"},
	} {
		if got := screening(c.o); got != c.want {
			t.Errorf("%+v: %s", c.o, got)
		}
	}
}

func TestEditThroughTheForm(t *testing.T) {
	s := start(t)
	s.Press("f5", "f6")
	s.Sees("Sửa: Thu hồi nước rửa", "Số đã công bố chỉ là của một phần dòng")
	s.Type("!")
	s.Press("enter") // name → status
	s.Press("right", "enter", "enter")
	s.Type("18,5")
	s.Press("enter")
	o := options(s)[0]
	if !strings.HasSuffix(o.Name, "mài củ!") || o.Status != "doing" || len(o.Saves) != 1 || o.Saves[0].Percent == nil || *o.Saves[0].Percent != 18.5 {
		t.Fatalf("edited: %+v\n%s", o, s.Plain())
	}
	// An amount takes the percentage's place.
	s.Type("40000")
	s.Press("enter")
	o = options(s)[0]
	if o.Saves[0].Amount == nil || *o.Saves[0].Amount != 40000 || o.Saves[0].Percent != nil {
		t.Fatalf("edited: %+v", o.Saves[0])
	}
	// Another flow.
	s.Type("dien")
	s.Press("enter")
	s.Type("3")
	s.Press("enter")
	if o = options(s)[0]; len(o.Saves) != 2 || o.Saves[1].Flow != "electricity" || *o.Saves[1].Percent != 3 {
		t.Fatalf("saves %+v\n%s", o.Saves, s.Plain())
	}
	// What is emptied is not stated any more; its rows stay.
	s.Press("shift+tab", "ctrl+u", "tab")
	if o = options(s)[0]; len(o.Saves) != 1 || o.Saves[0].Flow != "water" {
		t.Fatalf("saves %+v", o.Saves)
	}
	s.Sees("Điện Phần trăm của dòng")
	s.Press("shift+tab")
	for range 30 {
		if r, ok := s.Top().(*form); !ok || r.Form.At() == len(r.Form.Rows)-1 {
			break
		}
		s.Press("tab")
	}
	s.Type("theo dõi hằng tuần")
	s.Press("enter")
	if got := options(s)[0].Note; got != "theo dõi hằng tuần" {
		t.Errorf("the note is %q", got)
	}
	if len(s.Screens) != 1 {
		t.Errorf("Enter on the last row leaves %d screens", len(s.Screens))
	}
	s.Sees("đang làm", "40.000 m³ nước cấp", "40.000 m³/năm")
}

func TestFormRefusesWhatIsWrong(t *testing.T) {
	s := start(t)
	s.Press("f5", "f6")
	to := func(label string) {
		f := s.Top().(*form)
		for i, r := range f.Form.Rows {
			if labelOf(r) == label {
				f.Form.Focus(i)
				return
			}
		}
		t.Fatalf("no row %s", label)
	}
	before := s.Work.Steps()
	for _, c := range []struct{ row, typed, said string }{
		{"options.form.percent", "120", "quá 100 %"},
		{"options.form.investment", "-5", "âm"},
		{"options.form.start", "31/2/2019", ""},
		{"options.form.start", "1/3/1066", "1990"},
		{"options.form.name", "", "ghi tên"},
	} {
		to(c.row)
		s.Press("ctrl+u")
		s.Type(c.typed)
		s.Press("tab")
		if s.Work.Steps() != before {
			t.Errorf("%s accepts %q", c.row, c.typed)
		}
		s.Sees(c.said)
		s.Press("ctrl+z")
	}
	to("options.form.start")
	s.Type("1/6/2019")
	s.Press("tab")
	s.Type("1/3/2019")
	s.Press("tab")
	s.Sees("Ngày xong đứng trước ngày bắt đầu")
	s.Press("ctrl+z")
	s.Type("2019-08-01")
	s.Press("tab")
	o := options(s)[0]
	if o.Start != (quantity.Date{Year: 2019, Month: 6, Day: 1}) || o.Done != (quantity.Date{Year: 2019, Month: 8, Day: 1}) {
		t.Errorf("dates %v, %v", o.Start, o.Done)
	}
}

// labelOf is the label of a row of the form.
func labelOf(r widget.Row) string {
	switch r := r.(type) {
	case *widget.Text:
		return r.Label
	case *widget.Number:
		return r.Label
	case *widget.Choice:
		return r.Label
	case *widget.Pick:
		return r.Label
	}
	return ""
}

func TestDropWhatIsUntouchedAsks(t *testing.T) {
	s := start(t)
	before := s.Work.Text()
	s.Press("f5", "f8")
	if len(s.Dialogs) != 1 {
		t.Fatal("nothing is asked")
	}
	s.Press("enter") // the safe answer
	if len(options(s)) != 1 || len(s.Dialogs) != 0 {
		t.Error("the safe answer dropped the option")
	}
	s.Press("f8", "right", "enter")
	if len(options(s)) != 0 || s.Work.Text() != before {
		t.Errorf("removed, the file is\n%s", s.Work.Text())
	}
	if selected(s).id != "reuse-separator-water" {
		t.Errorf("the cursor is on %s", selected(s).id)
	}
}

func TestDropWhatHasBeenWorkedOnWantsAReason(t *testing.T) {
	s := start(t)
	s.Press("f5", "f6", "tab", "right", "esc") // its status, then
	f := s.Top()
	if _, list := f.(*screen); !list {
		t.Fatalf("on %T", f)
	}
	s.Press("f6")
	fm := s.Top().(*form)
	for i, r := range fm.Form.Rows {
		if labelOf(r) == "options.form.responsible" {
			fm.Form.Focus(i)
		}
	}
	s.Type("Anh Minh")
	s.Press("esc", "f8")
	s.Sees("Vì sao bỏ")
	s.Press("enter")
	s.Sees("Hãy ghi lý do")
	s.Type("không đủ vốn")
	s.Press("enter")
	o := options(s)[0]
	if o.Status != "dropped" || o.Reason != "không đủ vốn" || o.Responsible != "Anh Minh" {
		t.Errorf("dropped: %+v", o)
	}
	s.Sees("đã bỏ", "Lý do bỏ: không đủ vốn")
	s.Press("f8")
	if !strings.Contains(s.Toasted(), "đã bỏ") {
		t.Errorf("said: %q", s.Toasted())
	}
	s.Press("f5")
	o = options(s)[0]
	if o.Status != "planned" || o.Reason != "" || o.Responsible != "Anh Minh" {
		t.Errorf("taken up again: %+v", o)
	}
}

func TestDropASuggestion(t *testing.T) {
	s := start(t)
	s.Press("f8")
	s.Type("nước không đủ sạch")
	s.Press("enter")
	o := options(s)[0]
	if o.Status != "dropped" || o.Screening != "rejected" || o.Reason != "nước không đủ sạch" {
		t.Errorf("dropped: %+v", o)
	}
	s.Sees("Gợi ý (17)")
	s.Press("f5")
	o = options(s)[0]
	if o.Status != "planned" || o.Screening != "now" || o.Reason != "" {
		t.Errorf("taken up: %+v", o)
	}
}

func TestOwnOption(t *testing.T) {
	s := start(t)
	s.Press("ctrl+n", "enter")
	s.Sees("Hãy ghi tên")
	s.Type("Thay vòi rửa sàn bằng vòi có khóa")
	s.Press("enter")
	o := options(s)[0]
	if o.ID != "thay-voi-rua-san-bang-voi-co-khoa" || o.Status != "idea" || o.Screening != "study" {
		t.Fatalf("made: %+v", o)
	}
	if _, ok := s.Top().(*form); !ok {
		t.Fatalf("on %T", s.Top())
	}
	s.Resize(80, 30)
	s.Sees("Công đoạn", "Nhóm giải pháp")
	s.Press("esc", "ctrl+n")
	s.Type("Thay vòi rửa sàn, bằng vòi có khóa!")
	s.Press("enter", "esc")
	if got := options(s)[1].ID; got != "thay-voi-rua-san-bang-voi-co-khoa-2" {
		t.Errorf("the second id is %s", got)
	}
	if selected(s).id != "thay-voi-rua-san-bang-voi-co-khoa-2" {
		t.Errorf("the cursor is on %s", selected(s).id)
	}
	s.Press("insert")
	s.Type("漢字")
	s.Press("enter")
	if got := options(s)[2].ID; got != "option" {
		t.Errorf("the third id is %s", got)
	}
	// Undone under the open form, the form closes.
	s.Press("ctrl+z")
	if _, ok := s.Top().(*screen); !ok {
		t.Errorf("on %T", s.Top())
	}
}

func TestAdoptedOnesComeFirstAndStay(t *testing.T) {
	s := start(t)
	s.Press("down", "down", "f5", "f5")
	var groups []string
	for _, it := range items(s.Work) {
		if !slices.Contains(groups, it.group) {
			groups = append(groups, it.group)
		}
	}
	if !slices.Equal(groups, []string{adopted, suggested, others}) {
		t.Errorf("groups %v", groups)
	}
	// Also when nothing suggests them any more.
	id := options(s)[0].ID
	s.Work = pagetest.Open(pagetest.Bare("cassava-starch") + "\n[[option]]\nid = \"" + id + "\"\nname = \"x\"\nstatus = \"done\"\n")
	if it := items(s.Work)[0]; it.id != id || it.group != adopted {
		t.Errorf("first is %+v", it)
	}
}

func TestActionsWorkOnTheOptionsOwnScreen(t *testing.T) {
	s := start(t)
	s.Press("enter", "f5")
	if len(options(s)) != 1 {
		t.Fatal("not adopted")
	}
	s.Sees("Tình trạng dự kiến")
	s.Press("f8", "right", "enter")
	if len(options(s)) != 0 {
		t.Error("not removed")
	}
	s.Press("f8")
	s.Type("không")
	s.Press("enter")
	if o := options(s); len(o) != 1 || o[0].Status != "dropped" {
		t.Errorf("%+v", o)
	}
	s.Press("ctrl+z")
	s.Sees("Thu hồi nước rửa")
}

func TestReadOnly(t *testing.T) {
	s := start(t)
	s.Work.Locked = true
	s.Sees("chỉ xem, không sửa được")
	s.Press("f5", "f6", "f8", "ctrl+n")
	if s.Work.Steps() != 0 || len(s.Dialogs) != 0 || !strings.Contains(s.Toasted(), "không sửa được") {
		t.Errorf("%d dialogs; said %q", len(s.Dialogs), s.Toasted())
	}
	s.Press("enter", "esc", "f7")
	s.View()
}

func TestWithoutAPack(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(pagetest.Bare("unknown-sector")), 80, 24)
	s.Sees("không có bộ dữ liệu của ngành")
	s.Press("f5", "enter", "down", "f8")
	s.Press("ctrl+n")
	s.Type("Tắt đèn")
	s.Press("enter")
	s.View()
	s.Press("esc")
	s.Sees("Tắt đèn")
}

func TestFind(t *testing.T) {
	s := start(t)
	for _, h := range find(s.Work) {
		show(s, h.Target)
		if got := selected(s).id; got != h.Target {
			t.Errorf("%s shows %s", h.Target, got)
		}
	}
	if done, total := state(s.Work); done != 0 || total != 18 {
		t.Errorf("%d of %d", done, total)
	}
}

func TestEverySector(t *testing.T) {
	for _, sector := range pagetest.Sectors() {
		for _, size := range [][2]int{{60, 20}, {200, 60}} {
			s := pagetest.New(t, Page(), pagetest.Open(pagetest.Bare(sector)), size[0], size[1])
			for range items(s.Work) {
				s.View()
				s.Press("enter")
				s.View()
				s.Press("esc", "down")
			}
			s.Press("f2", "f5", "f6")
			s.View()
		}
	}
}

func TestGoldens(t *testing.T) {
	pagetest.Views(t, Page(), source(), func(s *pagetest.Stage, name func(string) string) {
		s.Golden(name("list"))
		s.Press("enter")
		s.Golden(name("option"))
		s.Press("esc", "f7")
		s.Golden(name("case"))
		s.Press("esc", "down", "down", "f5")
		s.Golden(name("adopted"))
		s.Press("f6")
		s.Golden(name("form"))
		s.Press("esc", "f8")
		s.Golden(name("drop"))
		s.Press("right", "right", "enter")
		s.Type("không đủ vốn")
		s.Golden(name("reason"))
		s.Press("enter")
		s.Golden(name("dropped"))
		s.Press("ctrl+n")
		s.Type("Thay vòi rửa sàn")
		s.Press("enter")
		s.Golden(name("own"))
	})
	s := start(t)
	s.ASCII, s.Colour = true, false
	s.Refresh()
	s.Press("f5")
	s.Golden("ascii-vi-80x24")
}

func TestTheExamples(t *testing.T) {
	for _, source := range pagetest.Examples() {
		for _, size := range [][2]int{{60, 20}, {80, 24}, {200, 60}} {
			s := pagetest.New(t, Page(), pagetest.Open(source), size[0], size[1])
			for range 40 {
				s.View()
				s.Press("down")
			}
			s.Press("f2")
			s.View()
		}
	}
}

func TestRandomKeys(t *testing.T) {
	for seed := range uint64(4) {
		pagetest.Fuzz(t, Page(), source(), seed, 500)
	}
	pagetest.Fuzz(t, Page(), pagetest.Bare("unknown-sector"), 9, 300)
}

func BenchmarkKeyToFrame(b *testing.B) {
	b.Run("move", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), pagetest.Large(), "down", "down", "up") })
	b.Run("adopt", func(b *testing.B) { pagetest.KeyToFrame(b, Page(), pagetest.Large(), "f5", "ctrl+z") })
}
