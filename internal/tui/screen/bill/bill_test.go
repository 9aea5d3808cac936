package bill

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// page shows the bills of a flow as a page, as tests drive pages.
func page(flow, target string) ui.Page {
	return ui.Page{
		ID: "bills", Title: "bill.more-row",
		New:  func(_ ui.Context, w ui.Work) ui.Screen { return New(w, flow, target) },
		Find: func(ui.Work) []ui.Hit { return nil },
	}
}

// plant is a starch factory with output of six months and no figures of
// electricity.
func plant() string {
	var b strings.Builder
	b.WriteString(pagetest.Bare("cassava-starch"))
	b.WriteString("\n[[product]]\nid = \"starch\"\nname = \"Tinh bột sắn\"\nunit = \"t\"\n")
	for m := 1; m <= 6; m++ {
		fmt.Fprintf(&b, "\n[[period]]\nmonth = \"2018-%02d\"\nphase = \"before\"\noutput = { starch = %d }\n", m, 1000+10*m)
	}
	return b.String()
}

// billed has bills of two meters with a gap, an estimate, an outlier and a bill
// that reaches into a month without a period.
func billed() string {
	var b strings.Builder
	b.WriteString(plant())
	for _, r := range []struct {
		meter, from, to string
		amount, cost    int
		more            string
	}{
		{"CT1", "2018-01-01", "2018-01-24", 96000, 177600000, ""},
		{"CT1", "2018-01-25", "2018-02-24", 124000, 229400000, ""},
		{"CT1", "2018-02-28", "2018-03-24", 100000, 185000000, "estimated = true\n"},
		{"CT1", "2018-03-25", "2018-04-24", 1240000, 0, "note = \"nghi gõ thừa số 0\"\n"},
		{"CT1", "2018-04-25", "2018-07-10", 308000, 0, ""},
		{"CT2", "2018-01-01", "2018-01-31", 31000, 0, ""},
		{"CT2", "2018-02-01", "2018-06-30", 150000, 0, ""},
	} {
		fmt.Fprintf(&b, "\n[[reading]]\nflow = \"electricity\"\nmeter = %q\nfrom = %s\nto = %s\namount = %d\n", r.meter, r.from, r.to, r.amount)
		if r.cost > 0 {
			fmt.Fprintf(&b, "cost = %d\n", r.cost)
		}
		b.WriteString(r.more)
	}
	return b.String()
}

func start(t testing.TB, source string) *pagetest.Stage {
	t.Helper()
	return pagetest.New(t, page("electricity", ""), pagetest.Open(source), 80, 24)
}

func TestScreens(t *testing.T) {
	for _, c := range []struct {
		name, source string
		do           func(*pagetest.Stage)
	}{
		{"none", plant(), func(*pagetest.Stage) {}},
		{"bills", billed(), func(s *pagetest.Stage) { s.Press("up", "up", "up", "up", "up") }},
		{"gap", billed(), func(s *pagetest.Stage) { s.Press("ctrl+home", "down", "down", "left", "left") }},
		{"outlier", billed(), func(s *pagetest.Stage) { s.Press("ctrl+home", "down", "down", "down") }},
		{"typing", billed(), func(s *pagetest.Stage) { s.Type("1/7"); s.Press("tab"); s.Type("31 MWh") }},
		{"overlap", billed(), func(s *pagetest.Stage) {
			s.Press("ctrl+home", "down", "left", "left")
			s.Type("20/1/2018")
			s.Press("enter")
		}},
		{"wrong", billed(), func(s *pagetest.Stage) { s.Type("31/2/2018") }},
		{"pasted", plant(), func(s *pagetest.Stage) { s.Paste(fourteen) }},
		{"drop", plant(), func(s *pagetest.Stage) { s.Paste(fourteen); s.Press("esc") }},
	} {
		for _, size := range [][2]int{{80, 24}, {60, 20}, {200, 50}} {
			for _, lang := range text.Langs {
				if size[0] == 200 && (lang != text.VI || c.name != "bills") {
					continue
				}
				name := fmt.Sprintf("%s-%dx%d-%s", c.name, size[0], size[1], lang)
				t.Run(name, func(t *testing.T) {
					s := pagetest.New(t, page("electricity", ""), pagetest.Open(c.source), size[0], size[1])
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

// fourteen bills of two meters, as a spreadsheet copies them; the last of the
// first meter begins eleven days before the one before it ends.
const fourteen = "Công tơ\tTừ ngày\tĐến ngày\tĐiện tiêu thụ (MWh)\tThành tiền (triệu đồng)\tGhi chú\r\n" +
	"CT1\t26/12/2017\t25/01/2018\t310\t573,5\t\r\n" +
	"CT1\t26/01/2018\t25/02/2018\t279\t516,15\t\r\n" +
	"CT1\t26/02/2018\t25/03/2018\t280\t518\t\r\n" +
	"CT1\t26/03/2018\t25/04/2018\t310\t573,5\t\r\n" +
	"CT1\t26/04/2018\t25/05/2018\t300\t555\t\r\n" +
	"CT1\t26/05/2018\t25/06/2018\t310\t573,5\t\r\n" +
	"CT1\t15/06/2018\t25/07/2018\t300\t555\tngày đầu ghi nhầm\r\n" +
	"CT2\t01/01/2018\t31/01/2018\t31\t57,35\t\r\n" +
	"CT2\t01/02/2018\t28/02/2018\t28\t51,8\t\r\n" +
	"CT2\t01/03/2018\t31/03/2018\t31\t57,35\t\r\n" +
	"CT2\t01/04/2018\t30/04/2018\t30\t55,5\t\r\n" +
	"CT2\t01/05/2018\t31/05/2018\t31\t57,35\t\r\n" +
	"CT2\t01/06/2018\t30/06/2018\t30\t55,5\t\r\n" +
	"CT2\t01/07/2018\t31/07/2018\t31\t57,35\t\r\n"

// A user pastes the bills of a half-year, mends the one that overlaps, and adds
// the months that are missing.
func TestPasteFixAndFill(t *testing.T) {
	s := start(t, plant())
	s.Paste(fourteen)
	if n := len(s.Work.Audit().Readings); n != 13 {
		t.Fatalf("%d bills in the file, not 13: %s", n, s.Plain())
	}
	if s.Work.Steps() != 1 {
		t.Errorf("%d steps of undo for one paste", s.Work.Steps())
	}
	if got := s.Toasted(); got != "đã dán 13 hóa đơn, 1 dòng chờ sửa; F6 thêm 2 kỳ còn thiếu" {
		t.Errorf("said: %q", got)
	}
	s.Sees("chưa vào tệp", "Trùng 11 ngày", "1 hóa đơn chờ sửa")
	r := s.Work.Audit().Readings[0]
	if r.Meter != "CT1" || r.From != (quantity.Date{Year: 2017, Month: 12, Day: 26}) || r.Amount != 310_000 || *r.Cost != 573_500_000 {
		t.Errorf("the first bill is %+v", r)
	}
	// The cursor stands on the day that is wrong.
	s.Type("26/6/2018")
	s.Press("enter")
	if n := len(s.Work.Audit().Readings); n != 14 {
		t.Fatalf("%d bills after the repair: %s", n, s.Plain())
	}
	if last := s.Work.Audit().Readings[13]; last.Note != "ngày đầu ghi nhầm" || last.Amount != 300_000 {
		t.Errorf("the repaired bill is %+v", last)
	}
	// 26–31 December and July have no period.
	s.Press("f6")
	if n := len(s.Work.Audit().Periods); n != 8 {
		t.Fatalf("%d periods, not 8", n)
	}
	for _, p := range s.Work.Audit().Periods {
		if p.Phase != assess.Before {
			t.Errorf("the phase of %v is %q", p.Month, p.Phase)
		}
	}
	// January by hand: 25 of the 31 days of CT1's first bill at 10 MWh a day, 6
	// of 31 at 9, and CT2's 31 MWh: 250 + 54 + 31.
	for _, row := range s.Work.Result().Coverage.Rows {
		if row.ID != "electricity" {
			continue
		}
		for i, c := range row.Cells {
			p := s.Work.Result().Coverage.Periods[i]
			if p.Month == (quantity.Month{Year: 2018, Month: 1}) && (c.State != assess.CellFull || *c.Value < 334_999.999 || *c.Value > 335_000.001) {
				t.Errorf("January is %+v, %v", c, *c.Value)
			}
		}
	}
	s.Press("ctrl+z", "ctrl+z", "ctrl+z")
	if s.Work.Text() != strings.TrimSpace(plant()) {
		t.Error("three undos do not lead back")
	}
}

// A bill needs a last day and an amount; the first day follows the meter's
// previous bill.
func TestTypeABill(t *testing.T) {
	s := start(t, billed())
	before := len(s.Work.Audit().Readings)
	s.Type("31/7") // of the year of the bill before
	s.Press("tab")
	if len(s.Work.Audit().Readings) != before {
		t.Fatal("a bill without an amount is in the file")
	}
	s.Type("29.500")
	s.Press("enter")
	all := s.Work.Audit().Readings
	if len(all) != before+1 {
		t.Fatalf("the bill is not in the file:\n%s", s.Plain())
	}
	b := all[before]
	if b.Meter != "CT2" || b.From.String() != "2018-07-01" || b.To.String() != "2018-07-31" || b.Amount != 29500 || b.Cost != nil {
		t.Errorf("the bill is %+v", b)
	}
	if s.Work.Steps() != 1 {
		t.Errorf("%d steps of undo", s.Work.Steps())
	}
	// And so on, row by row.
	s.Type("31/8")
	s.Press("tab")
	s.Type("30000")
	s.Press("tab")
	s.Type("55500000")
	s.Press("enter")
	all = s.Work.Audit().Readings
	if len(all) != before+2 || all[before+1].From.String() != "2018-08-01" || all[before+1].Cost == nil || *all[before+1].Cost != 55_500_000 {
		t.Errorf("the second bill: %+v\n%s", all[len(all)-1], s.Plain())
	}
}

// What is in the file can only be changed into what may be there.
func TestOverlapIsRefusedWhileTyping(t *testing.T) {
	s := start(t, billed())
	s.Press("ctrl+home", "down", "left", "left") // from of the second bill
	s.Type("20/1/2018")
	s.Sees("Trùng 5 ngày (20/01/2018 – 24/01/2018)")
	s.Press("enter")
	if s.Work.Steps() != 0 {
		t.Fatal("an overlap is in the file")
	}
	s.Press("esc")
	s.Type("27/1/2018")
	s.Sees("thiếu 2 ngày", "25/01/2018 – 26/01/2018")
	s.Press("enter")
	if got := s.Work.Audit().Readings[1].From.String(); got != "2018-01-27" {
		t.Errorf("the first day is %s", got)
	}
}

func TestEstimateRemoveAndClear(t *testing.T) {
	s := start(t, billed())
	s.Press("ctrl+home", "right", "right", "space")
	if !s.Work.Audit().Readings[0].Estimated {
		t.Error("the bill is not marked as estimated")
	}
	s.Press("space")
	if s.Work.Audit().Readings[0].Estimated {
		t.Error("the mark does not go away")
	}
	s.Press("left", "delete")
	if s.Work.Audit().Readings[0].Cost != nil {
		t.Error("Del does not clear the cost")
	}
	s.Press("left", "shift+down", "delete")
	if len(s.Dialogs) != 1 {
		t.Fatal("bills go without a question")
	}
	s.Press("x")
	if n := len(s.Work.Audit().Readings); n != 5 {
		t.Errorf("%d bills are left", n)
	}
	if s.Work.Steps() != 4 {
		t.Errorf("%d steps of undo", s.Work.Steps())
	}
}

// Numbers with two readings are asked about; what is there already is not
// pasted twice; a column of amounts goes into the cells.
func TestPasteKinds(t *testing.T) {
	s := start(t, plant())
	s.Paste("1/1/2018\t31/1/2018\t12.345\n1/2/2018\t28/2/2018\t11.200\n")
	if len(s.Dialogs) != 1 {
		t.Fatal("two readings are not asked about")
	}
	s.Press("v")
	if all := s.Work.Audit().Readings; len(all) != 2 || all[0].Amount != 12345 || all[0].Meter != "" {
		t.Fatalf("pasted: %+v", all)
	}
	s.Paste("1/1/2018\t31/1/2018\t12345\n1/3/2018\t31/3/2018\t12000\n")
	if n := len(s.Work.Audit().Readings); n != 3 {
		t.Errorf("%d bills", n)
	}
	if got := s.Toasted(); got != "đã dán 1 hóa đơn, 1 dòng đã có sẵn" {
		t.Errorf("said: %q", got)
	}
	// Only the day of reading: each bill begins after the one before it.
	s.Paste("31/5/2018\t9000\n30/4/2018\t8000\n")
	all := s.Work.Audit().Readings
	if len(all) != 5 || all[3].From.String() != "2018-04-01" || all[4].From.String() != "2018-05-01" {
		t.Errorf("from the days of reading: %+v", all)
	}
	s.Paste("Tháng\tLượng (kWh)\n6/2018\t7500\n")
	if all = s.Work.Audit().Readings; len(all) != 6 || all[5].From.String() != "2018-06-01" || all[5].To.String() != "2018-06-30" {
		t.Errorf("from a month: %+v", all)
	}
	// A heading that only names the flow, with a unit.
	s.Paste("Từ\tĐến\tĐiện (MWh)\tTiền (nghìn đồng)\n1/7/2018\t31/7/2018\t7,5\t13.875\n")
	if all = s.Work.Audit().Readings; len(all) != 7 || all[6].Amount != 7500 || *all[6].Cost != 13_875_000 {
		t.Errorf("under the flow's name: %+v", all[len(all)-1])
	}
	s.Paste("Từ\tĐến\tSố đọc (xyz)\n1/8/2018\t31/8/2018\t7\n")
	if all = s.Work.Audit().Readings; len(all) != 7 || !strings.Contains(s.Toasted(), "xyz") {
		t.Errorf("an unknown unit: %q", s.Toasted())
	}
	s.Press("ctrl+home")
	s.Paste("1\n2\n")
	if all = s.Work.Audit().Readings; all[0].Amount != 1 || all[1].Amount != 2 {
		t.Errorf("into the cells: %+v", all)
	}
	s.Paste("1\nx\n")
	if len(s.Dialogs) != 1 {
		t.Error("a fault is not told")
	}
}

// Bills that wait outlive an interruption, and are not left without a question.
func TestWaitingBillsAreKept(t *testing.T) {
	s := start(t, plant())
	s.Paste(fourteen)
	left := s.Work.Drafts["bills.electricity"]
	if left == "" {
		t.Fatal("nothing is noted")
	}
	w := pagetest.Open(string(s.Work.Source()))
	w.Drafts["bills.electricity"] = left
	again := pagetest.New(t, page("electricity", ""), w, 80, 24)
	again.Sees("Trùng 11 ngày", "1 hóa đơn chờ sửa")
	if again.Top().Leave() {
		t.Error("the screen is left although a bill waits")
	}
	again.Press("esc")
	if len(again.Dialogs) != 1 {
		t.Fatal("no question")
	}
	again.Press("x")
	if !again.Top().Leave() || w.Drafts["bills.electricity"] != "" {
		t.Error("the bill that was given up is still there")
	}
}

// A target stands on the bill that it names.
func TestTargets(t *testing.T) {
	for target, want := range map[string]int{"reading[3]": 2, "2018-03-01": 6, "2018-01-26": 5, "": 7, "reading[99]": 7} {
		s := pagetest.New(t, page("electricity", target), pagetest.Open(billed()), 80, 24)
		if got := s.Top().(*Screen).grid.At().Row; want != got {
			t.Errorf("%q: row %d, not %d", target, got, want)
		}
	}
}

func TestReadOnly(t *testing.T) {
	w := pagetest.Open(billed())
	w.Locked = true
	s := pagetest.New(t, page("electricity", ""), w, 80, 24)
	s.Type("31/7")
	s.Press("f6", "delete", "enter")
	if s.Work.Steps() != 0 || s.Top().(*Screen).grid.Typing() {
		t.Error("a file that can only be read is edited")
	}
}

func TestRandomKeys(t *testing.T) {
	for seed := range uint64(3) {
		pagetest.Fuzz(t, page("electricity", ""), billed(), seed, 600)
		pagetest.Fuzz(t, page("electricity", ""), plant(), seed, 300)
	}
}

func BenchmarkKeyToFrame(b *testing.B) {
	var src strings.Builder
	src.WriteString(pagetest.Large())
	d := quantity.Date{Year: 2010, Month: 1, Day: 1}
	for range 240 {
		to := d.AddDays(14)
		fmt.Fprintf(&src, "\n[[reading]]\nflow = \"electricity\"\nmeter = \"A\"\nfrom = %s\nto = %s\namount = 1000\n", d, to)
		d = to.AddDays(1)
	}
	pagetest.KeyToFrame(b, page("electricity", ""), src.String(), "up", "down", "left", "right")
}

// A month that states its own figure beside the bills is pointed out, and F8
// lets the bills count, in one step.
func TestKeepTheBills(t *testing.T) {
	s := start(t, strings.Replace(billed(), "output = { starch = 1010 }\n", "output = { starch = 1010 }\nflows = { electricity = 150000 }\n", 1))
	s.Sees("vừa ghi số vừa có hóa đơn: F8")
	s.Press("f8")
	if _, stated := s.Work.Audit().Periods[0].Flows["electricity"]; stated || s.Work.Steps() != 1 {
		t.Errorf("stated: %v, %d steps", stated, s.Work.Steps())
	}
	s.SeesNot("vừa ghi số")
	s.Press("f8")
	if !strings.Contains(s.Toasted(), "không có kỳ nào") {
		t.Errorf("said %q", s.Toasted())
	}
}

// A heading that is a unit and nothing else is the unit of the amounts: kilowatt
// hours are no bills of water, and megawatt hours are a thousand of them.
func TestAHeadingThatIsAUnit(t *testing.T) {
	table := func(unit string) string {
		return "Đồng hồ\tTừ ngày\tĐến ngày\t" + unit + "\r\nM1\t05/01/2018\t04/02/2018\t120\r\n"
	}
	water := pagetest.New(t, page("water", ""), pagetest.Open(plant()), 80, 24)
	water.Paste(table("kWh"))
	if n := len(water.Work.Audit().Readings); n != 0 {
		t.Errorf("%d bills of water in kWh", n)
	}
	power := start(t, plant())
	power.Paste(table("MWh"))
	if r := power.Work.Audit().Readings; len(r) != 1 || r[0].Amount != 120000 {
		t.Errorf("%+v", r)
	}
}

// A bill can be asked what months it is spread over; a row that is no bill of the
// file says why it cannot.
func TestWhyOfABill(t *testing.T) {
	s := start(t, billed())
	s.Press("f5")
	if len(s.Screens) != 1 || !strings.Contains(s.Toasted(), "còn trống") {
		t.Errorf("%d screens, %q said", len(s.Screens), s.Toasted())
	}
	s.Press("ctrl+home", "down", "f5")
	s.Sees("124.000 kWh", "7 trong 31 ngày", "28.000 kWh", "24 trong 31 ngày", "96.000 kWh")
	s = start(t, billed())
	s.Press("ctrl+home", "down", "down", "down", "down", "f5")
	s.Sees("Ngoài mọi kỳ: 10 trong 77 ngày", "40.000 kWh")
}
