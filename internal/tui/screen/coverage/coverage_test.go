package coverage

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/bill"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// plant has what a matrix can show: two years of months with a gap of two
// months and one that is omitted, electricity from bills (whole, estimated,
// partial, stated twice, none), water with holes, a driver.
func plant() string {
	var b strings.Builder
	b.WriteString(pagetest.Bare("cassava-starch"))
	b.WriteString("\n[[product]]\nid = \"starch\"\nname = \"Tinh bột sắn\"\nunit = \"t\"\n")
	b.WriteString("\n[[driver]]\nid = \"temperature\"\nname = \"Nhiệt độ\"\nunit = \"°C\"\n")
	for i := range 18 {
		year, m := 2018+i/12, i%12+1
		if i == 8 || i == 9 {
			continue
		}
		phase := "before"
		switch {
		case i == 5:
			phase = "omitted"
		case i < 2:
			phase = "history"
		case i >= 12:
			phase = "after"
		}
		flows := fmt.Sprintf("water = %d", 18000+100*i)
		if i == 3 || i == 14 || i == 15 {
			flows = "coal = 139000"
		}
		if i == 2 {
			flows += ", electricity = 230000"
		}
		fmt.Fprintf(&b, "\n[[period]]\nmonth = \"%d-%02d\"\nphase = %q\noutput = { starch = %d }\nflows = { %s }\ndrivers = { temperature = %d }\n",
			year, m, phase, 1000+10*i, flows, 18+i%12)
	}
	for i, r := range [][3]string{
		{"2018-01-01", "2018-01-31", "210000"}, {"2018-02-01", "2018-03-20", "330000"}, {"2018-04-01", "2018-05-31", "440000"},
		{"2018-07-01", "2018-08-24", "380000"}, {"2018-11-01", "2019-02-28", "800000"},
	} {
		fmt.Fprintf(&b, "\n[[reading]]\nflow = \"electricity\"\nmeter = \"CT1\"\nfrom = %s\nto = %s\namount = %s\n", r[0], r[1], r[2])
		if i == 2 {
			b.WriteString("estimated = true\n")
		}
	}
	return b.String()
}

func start(t testing.TB) *pagetest.Stage {
	t.Helper()
	return pagetest.New(t, Page(), pagetest.Open(plant()), 80, 24)
}

// on stands on a cell by the row's id and the first day of the period.
func on(t testing.TB, s *pagetest.Stage, id, from string) {
	t.Helper()
	p := s.Screens[0].(*screen)
	tb := p.table()
	p.row, p.col, p.anchor = -1, -1, 0
	for i, r := range tb.rows {
		if r.ID == id {
			p.row = i
		}
	}
	for i, c := range tb.cols {
		if c.From.String() == from {
			p.col = i
		}
	}
	if p.row < 0 || p.col < 0 {
		t.Fatalf("there is no cell %s %s", id, from)
	}
}

func TestScreens(t *testing.T) {
	for _, c := range []struct {
		name, source string
		do           func(*pagetest.Stage)
	}{
		{"first", plant(), func(*pagetest.Stage) {}},
		{"partial", plant(), func(s *pagetest.Stage) { on(t, s, "electricity", "2018-08-01") }},
		{"twice", plant(), func(s *pagetest.Stage) { on(t, s, "electricity", "2018-03-01") }},
		{"missing", plant(), func(s *pagetest.Stage) { on(t, s, "water", "2019-03-01") }},
		{"range", plant(), func(s *pagetest.Stage) { on(t, s, "water", "2019-01-01"); s.Press("shift+right", "shift+right") }},
		{"phases", plant(), func(s *pagetest.Stage) { on(t, s, "water", "2019-01-01"); s.Press("shift+right", "f7") }},
		{"list", plant(), func(s *pagetest.Stage) { s.Press("tab", "down") }},
		{"year", pagetest.Cassava(), func(*pagetest.Stage) {}},
		{"empty", pagetest.Bare("cassava-starch"), func(*pagetest.Stage) {}},
		{"large", pagetest.Large(), func(s *pagetest.Stage) { s.Press("end", "down") }},
	} {
		for _, size := range [][2]int{{80, 24}, {60, 20}, {200, 50}} {
			for _, lang := range text.Langs {
				if size[0] == 200 && (lang != text.VI || c.name != "partial" && c.name != "large") {
					continue
				}
				name := fmt.Sprintf("%s-%dx%d-%s", c.name, size[0], size[1], lang)
				t.Run(name, func(t *testing.T) {
					s := pagetest.New(t, Page(), pagetest.Open(c.source), size[0], size[1])
					if lang == text.EN {
						s.Press("f2")
					}
					c.do(s)
					s.Golden(name)
				})
			}
		}
	}
}

// What the matrix says is what the file has.
func TestCellsInWords(t *testing.T) {
	s := start(t)
	for _, c := range []struct {
		id, from string
		sees     []string
	}{
		{"electricity", "2018-01-01", []string{"Điện, tháng 1/2018 · lịch sử: 210.000 kWh", "cộng từ 1 hóa đơn", "CT1, 01/01/2018 – 31/01/2018 (210.000 kWh)"}},
		// 24 of August's 31 days are 77,4 %.
		{"electricity", "2018-08-01", []string{"phủ 77,4 % số ngày", "đồng hồ CT1 từ 25/08/2018 đến 31/08/2018"}},
		{"electricity", "2018-04-01", []string{"100 % là hóa đơn ước tính"}},
		{"electricity", "2018-03-01", []string{"Tính hai lần"}},
		{"electricity", "2019-05-01", []string{"Không có hóa đơn nào chạm tới kỳ này"}},
		{"electricity", "2018-09-01", []string{"chưa có kỳ này", "F6"}},
		{"electricity", "2018-06-01", []string{"không tính"}},
		{"water", "2018-04-01", []string{"Thiếu không phải là bằng 0"}},
		{"temperature", "2018-01-01", []string{"Nhiệt độ, tháng 1/2018 · lịch sử: 18 °C"}},
		{"output", "2019-06-01", []string{"Sản lượng: tinh bột sắn, tháng 6/2019 · giai đoạn sau: 1.170 t"}},
	} {
		on(t, s, c.id, c.from)
		s.Sees(c.sees...)
	}
	s.Sees("7 kỳ trước (T), 6 kỳ sau (S), 2 kỳ lịch sử (L), 1 kỳ không tính (-)", "thiếu 2 kỳ ở giữa")
}

// Enter goes to where a cell is mended.
func TestEnter(t *testing.T) {
	s := start(t)
	on(t, s, "water", "2018-04-01")
	s.Press("enter")
	if len(s.Went) != 1 || s.Went[0] != (ui.Go{Page: "data", Target: "period[4].flows.water"}) {
		t.Errorf("went to %v", s.Went)
	}
	on(t, s, "temperature", "2018-01-01")
	s.Press("enter")
	if got := s.Went[len(s.Went)-1]; got != (ui.Go{Page: "data", Target: "period[1].drivers.temperature"}) {
		t.Errorf("went to %v", got)
	}
	for _, from := range []string{"2018-08-01", "2019-05-01"} {
		on(t, s, "electricity", from)
		s.Press("enter")
		if _, ok := s.Top().(*bill.Screen); !ok {
			t.Fatalf("%s: no bills over the page", from)
		}
		s.Press("esc")
	}
	on(t, s, "water", "2018-01-01")
	s.Press("f8")
	if _, ok := s.Top().(*bill.Screen); !ok {
		t.Error("F8 does not open the bills")
	}
}

// A user marks the last half-year as after and two months as history, each in
// one step.
func TestPhases(t *testing.T) {
	s := start(t)
	on(t, s, "water", "2018-11-01")
	s.Press("shift+right", "f7", "down", "enter") // after
	a := s.Work.Audit()
	if a.Periods[8].Phase != assess.After || a.Periods[9].Phase != assess.After || a.Periods[7].Phase != assess.Before {
		t.Errorf("the phases: %s %s %s", a.Periods[7].Phase, a.Periods[8].Phase, a.Periods[9].Phase)
	}
	if s.Work.Steps() != 1 {
		t.Errorf("%d steps of undo", s.Work.Steps())
	}
	s.Sees("5 kỳ trước (T), 8 kỳ sau (S)")
	// Marked one by one, apart from each other.
	on(t, s, "water", "2018-03-01")
	s.Press("space", "right", "right", "space", "f7", "down", "down", "enter") // history
	a = s.Work.Audit()
	if a.Periods[2].Phase != assess.History || a.Periods[3].Phase != assess.Before || a.Periods[4].Phase != assess.History {
		t.Errorf("the phases: %s %s %s", a.Periods[2].Phase, a.Periods[3].Phase, a.Periods[4].Phase)
	}
	if s.Work.Steps() != 2 {
		t.Errorf("%d steps of undo", s.Work.Steps())
	}
	// What is omitted stays in the matrix and comes back.
	on(t, s, "water", "2018-06-01")
	s.Press("f7", "enter")
	if a = s.Work.Audit(); a.Periods[5].Phase != assess.Before {
		t.Errorf("June is %s", a.Periods[5].Phase)
	}
	s.Press("f7", "end", "enter")
	if a = s.Work.Audit(); a.Periods[5].Phase != assess.Omitted {
		t.Errorf("June is %s", a.Periods[5].Phase)
	}
	s.Press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
	if s.Work.Text() != strings.TrimSpace(plant()) {
		t.Error("four undos do not lead back")
	}
}

// The months that are missing in between come with the phase of those before.
func TestAddPeriods(t *testing.T) {
	s := start(t)
	s.Press("f6")
	a := s.Work.Audit()
	if len(a.Periods) != 18 || s.Work.Steps() != 1 {
		t.Fatalf("%d periods after %d steps", len(a.Periods), s.Work.Steps())
	}
	for _, p := range a.Periods[16:] {
		if p.Phase != assess.Before {
			t.Errorf("%v is %q", p.Month, p.Phase)
		}
	}
	s.Press("f6")
	if s.Work.Steps() != 1 {
		t.Error("a second time something is added")
	}
}

// The worst comes first, and the cursor follows the list.
func TestFixes(t *testing.T) {
	s := start(t)
	s.Press("tab")
	s.Sees("Điện: tháng 3/2018 bị tính hai lần")
	p := s.Screens[0].(*screen)
	if tb := p.table(); tb.rows[p.row].ID != "electricity" || tb.cols[p.col].From.String() != "2018-03-01" {
		t.Error("the cursor is not where the first item is")
	}
	s.Press("down")
	s.Sees("Thiếu 2 kỳ ở giữa, từ tháng 9/2018 đến tháng 10/2018")
	s.Press("esc")
	if p.listing {
		t.Error("Esc does not lead back to the matrix")
	}
}

func TestMouse(t *testing.T) {
	s := start(t)
	p := s.Screens[0].(*screen)
	s.View()
	for y := range p.H {
		for x := range p.W {
			row, col, ok := p.view.At(x-1, y-p.head)
			if !ok {
				continue
			}
			s.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
			if p.row != row || p.col != col {
				t.Fatalf("a click at %d, %d goes to %d, %d, not to %d, %d", x, y, p.row, p.col, row, col)
			}
			for len(s.Screens) > 1 {
				s.Press("esc")
			}
			s.View()
		}
	}
}

func TestState(t *testing.T) {
	done, total := Page().State(pagetest.Open(pagetest.Cassava()))
	if done != total || total != 6 { // output and five flows
		t.Errorf("%d of %d", done, total)
	}
	if done, total = Page().State(pagetest.Open(plant())); total == 0 || done >= total {
		t.Errorf("%d of %d with holes", done, total)
	}
}

func TestASCIIAndSizes(t *testing.T) {
	s := start(t)
	s.ASCII, s.Colour = true, false
	s.Refresh()
	for _, sign := range []string{"│", "›", "█", "▄", "…", "▾"} {
		if strings.Contains(s.Plain(), sign) {
			t.Errorf("the sign %s among ASCII ones:\n%s", sign, s.Plain())
		}
	}
	p := s.Screens[0].(*screen)
	for _, w := range []int{1, 5, 23, 24, 40, 60, 99, 100, 200, 300} {
		for _, h := range []int{1, 3, 5, 8, 11, 15, 19, 34, 60} {
			p.SetSize(w, h)
			if lines := strings.Split(p.View(), "\n"); len(lines) != h || ui.Width(lines[h-1]) != w {
				t.Errorf("%d×%d: %d lines of %d", w, h, len(lines), ui.Width(lines[len(lines)-1]))
			}
		}
	}
}

func TestRandomKeys(t *testing.T) {
	for seed := range uint64(2) {
		pagetest.Fuzz(t, Page(), plant(), seed, 500)
		pagetest.Fuzz(t, Page(), pagetest.Cassava(), seed, 200)
		pagetest.Fuzz(t, Page(), pagetest.Bare("cassava-starch"), seed, 100)
	}
}

func BenchmarkKeyToFrame(b *testing.B) {
	pagetest.KeyToFrame(b, Page(), pagetest.Large(), "down", "right", "up", "left")
}

// March states 230.000 kWh though a bill covers its first 20 days: Enter goes to
// the figure, Del takes it out and the bill counts, which covers 20 of 31 days.
func TestKeepTheBills(t *testing.T) {
	s := start(t)
	on(t, s, "electricity", "2018-03-01")
	s.Sees("đang dùng số của kỳ", "Del giữ hóa đơn")
	s.Press("enter")
	if got := s.Went[len(s.Went)-1]; got != (ui.Go{Page: "data", Target: "period[3].flows.electricity"}) {
		t.Errorf("went to %v", got)
	}
	s.Press("delete")
	if _, stated := s.Work.Audit().Periods[2].Flows["electricity"]; stated || s.Work.Steps() != 1 {
		t.Errorf("stated: %v, %d steps", stated, s.Work.Steps())
	}
	s.Sees("phủ 64,5 % số ngày")
	s.Press("delete")
	if s.Work.Steps() != 1 || !strings.Contains(s.Toasted(), "không có kỳ nào") {
		t.Errorf("%d steps, said %q", s.Work.Steps(), s.Toasted())
	}
}

// From the first to the last period with one key, and what is next is said once
// there is something to compare.
func TestToTheEnds(t *testing.T) {
	s := pagetest.New(t, Page(), pagetest.Open(strings.ReplaceAll(plant(), `phase = "after"`, `phase = "before"`)), 80, 24)
	on(t, s, "water", "2019-01-01")
	s.Press("shift+end")
	s.Sees("6 kỳ đã chọn")
	s.Press("f7", "down", "enter")
	s.Sees("6 kỳ sau (S)")
	if !strings.Contains(s.Toasted(), "Tiết kiệm") {
		t.Errorf("said %q", s.Toasted())
	}
}

// Every cell can be asked why, and the tree begins with the figure of the cell.
func TestWhyOfCells(t *testing.T) {
	for _, c := range []struct {
		id, from string
		sees     []string
	}{
		{"electricity", "2018-03-01", []string{"230.000 kWh", "137.500 kWh"}}, // stated, and in bills
		{"electricity", "2018-04-01", []string{"30 trong 61 ngày", "216.393 kWh", "ước tính"}},
		{"electricity", "2018-08-01", []string{"24 trong 55 ngày", "Còn thiếu 7 ngày"}},
		{"electricity", "2018-09-01", []string{"Chưa có kỳ số liệu"}},
		{"electricity", "2019-04-01", []string{"Hóa đơn liền trước"}},
		{"water", "2019-03-01", []string{"Thiếu không phải là bằng 0"}},
		{"output", "2018-03-01", []string{"1.020 t"}},
		{"temperature", "2018-06-01", []string{"không tính"}},
	} {
		s := start(t)
		on(t, s, c.id, c.from)
		s.Press("f5")
		if len(s.Screens) != 2 {
			t.Fatalf("%s %s: no tree", c.id, c.from)
		}
		s.Sees(c.sees...)
	}
}
