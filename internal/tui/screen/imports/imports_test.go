package imports

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/screen/pagetest"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

// page shows the screen as a page, as tests drive pages.
func page(folder, flow string) ui.Page {
	return ui.Page{
		ID: "imports", Title: "importpage.title",
		New:  func(_ ui.Context, w ui.Work) ui.Screen { return New(w, folder, flow) },
		Find: func(ui.Work) []ui.Hit { return nil },
	}
}

// The files of the tests, the newest first.
var files = []struct{ name, content string }{
	{"dien-2019.csv", "Tháng;Điện (MWh);Nước (m³);Ca 3;Ghi chú\n1/2018;333,9;35002;7;đồng hồ mới\n" +
		"1/2019;250;26000;8;\n2/2019;240;25000;9;\n3/2019;230;24000;9;\n"},
	{"sai.csv", "Tháng;Điện (kg);Nước;Than (kg)\n2/2019;6;-4;1.500,5\nTháng 3;7;8;9\n"},
	{"hoa don.csv", "Từ ngày;Đến ngày;Tiêu thụ (kWh);Thành tiền\n5/1/2019;4/2/2019;200000;370000000\n5/2/2019;4/3/2019;190000;351500000\n"},
	{"chi-so.csv", "Kỳ;Chỉ số A (MWh);Chỉ số B\n1/2019;5;1\n2/2019;6;2\n"},
	{"hong.xlsx", "PK\x03\x04 không phải bảng tính"},
	{"rong.txt", ""},
}

// folder makes the files in a folder below the user's own.
func folder(t testing.TB) string {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	dir := filepath.Join(home, "so-lieu")
	for _, sub := range []string{"", "cu"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	at := time.Date(2019, 11, 5, 9, 0, 0, 0, time.Local)
	for i, f := range files {
		put(t, dir, f.name, f.content, at.Add(-time.Duration(i)*time.Hour))
	}
	put(t, dir, "~$dien-2019.xlsx", "lock", at)
	put(t, dir, "bao-cao.docx", "x", at)
	return dir
}

func put(t testing.TB, dir, name, content string, at time.Time) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func stage(t *testing.T, w, h int) *pagetest.Stage {
	t.Helper()
	return pagetest.New(t, page(folder(t), ""), pagetest.Open(pagetest.Cassava()), w, h)
}

// asks checks that the open dialog says something.
func asks(t *testing.T, s *pagetest.Stage, wanted ...string) {
	t.Helper()
	n := len(s.Dialogs)
	if n == 0 {
		t.Fatalf("no dialog says %q:\n%s", wanted, s.Plain())
	}
	said := s.Dialogs[n-1].Title() + "\n" + ansi.Strip(s.Dialogs[n-1].View(1000, 60))
	for _, w := range wanted {
		if !strings.Contains(said, w) {
			t.Errorf("%q is not said:\n%s", w, said)
		}
	}
}

func TestGoldens(t *testing.T) {
	for _, size := range [][2]int{{60, 20}, {80, 24}, {200, 50}} {
		for _, lang := range text.Langs {
			s := stage(t, size[0], size[1])
			s.Lang = lang
			s.Refresh()
			golden := func(name string) { s.Golden(fmt.Sprintf("%s-%dx%d-%s", name, size[0], size[1], lang)) }
			golden("files")
			s.Press("enter")
			golden("plan")
			s.Press("end")
			golden("changes")
			s.Press("home", "down", "down", "down", "down", "enter") // what is Ca 3?
			golden("column")
			s.Type("coal")
			s.Press("enter")
			golden("unit")
			s.Press("enter", "f8")
			golden("taken")
			s.Press("esc")
			s.Type("sai")
			s.Press("enter")
			golden("errors")
			s.Press("end")
			golden("errors-end")
			s.Press("esc")
			s.Type("hong")
			s.Press("enter")
			golden("broken")
			s.Press("esc")
			s.Type("/khong-co.csv")
			s.Press("enter")
			golden("no-file")
			s.Press("f6")
			golden("form")
		}
	}
}

// The newest file is chosen, looked at, and taken in as one step that undo takes
// back; nothing changes before.
func TestImport(t *testing.T) {
	s := stage(t, 80, 24)
	before := s.Work.Text()
	s.SeesNot("bao-cao", "~$")
	s.Press("enter")
	s.Sees("dien-2019.csv", "Thêm 7, sửa 1, 1 như cũ", "Điện, MWh đổi sang kWh", "chưa rõ, không nhập")
	if s.Work.Text() != before || s.Work.Steps() > 0 {
		t.Fatal("looking has changed the audit")
	}
	s.Press("end")
	s.Sees("~ Nước cấp", "33.862 → 35.002 m³")
	s.Press("home", "enter")
	s.Sees("Đã nhập dien-2019.csv vào test.audit.toml: thêm 7, sửa 1 giá trị", "Ctrl+Z lấy lại")
	if n := s.Work.Steps(); n != 1 {
		t.Fatalf("%d steps of undo", n)
	}
	if label := s.Context().Say(s.Work.Labels[0]); label != "nhập dien-2019.csv (8 giá trị)" {
		t.Errorf("the step is called %q", label)
	}
	p := s.Work.Audit().Periods
	if n := len(p); n != 15 || p[12].Flows["electricity"] != 250_000 || p[0].Flows["water"] != 35_002 || p[0].Note != "đồng hồ mới" {
		t.Errorf("%d periods, %+v", n, p[12])
	}
	s.Press("enter")
	if len(s.Went) != 1 || s.Went[0].Page != "coverage" {
		t.Errorf("went to %v", s.Went)
	}
	// Taken back: what the file would change is shown again.
	s.Press("ctrl+z")
	s.Sees("Thêm 7, sửa 1", "Nhập vào cuộc đánh giá")
	if s.Work.Text() != before {
		t.Error("taken back, the audit is another")
	}
	s.Press("ctrl+y")
	s.Sees("Không có gì mới: 9 giá trị đều như đã có")
	s.Press("enter", "f8")
	if s.Work.Steps() != 1 {
		t.Error("nothing to import makes a step")
	}
	s.Press("esc", "esc")
	if len(s.Screens) != 1 || len(s.Dialogs) > 0 {
		t.Error("Esc does not lead back")
	}
}

// A series is unfolded value by value.
func TestUnfold(t *testing.T) {
	s := stage(t, 200, 50)
	s.Press("enter", "end", "up")
	s.Sees("+ Điện 3 giá trị, tháng 1/2019 – tháng 3/2019, cộng 720.000 kWh")
	s.SeesNot("tháng 2/2019 chưa có → 240.000 kWh")
	s.Press("enter")
	s.Sees("tháng 2/2019 chưa có → 240.000 kWh (trong tệp: 240 MWh)")
	s.Press("enter")
	s.SeesNot("240 MWh)")
}

// What a column is can be said, with its unit; it is remembered for the plant
// and shown as such the next time. A unit in the heading is not asked.
func TestUnknownColumns(t *testing.T) {
	s := stage(t, 80, 24)
	s.Type("chi-so")
	s.Press("enter")
	s.Sees("Không nhận ra bảng số liệu nào", "Kỳ", "chưa rõ")
	s.Press("down", "down", "enter") // the fault leads to the first unknown column
	asks(t, s, "Cột \"Kỳ\" là gì?")
	s.Type("thang")
	s.Press("enter", "down", "enter")
	asks(t, s, "Cột \"Chỉ số A (MWh)\" là gì?", "Điện", "kWh")
	s.Type("electricity")
	s.Press("enter")
	if len(s.Dialogs) > 0 {
		t.Fatal("the unit stands in the heading")
	}
	s.Sees("Điện, MWh đổi sang kWh", "Thêm 2")
	s.Press("down", "enter")
	s.Type("than")
	s.Press("enter")
	asks(t, s, "Cột \"Chỉ số B\" (Than) theo đơn vị nào?", "đơn vị của cuộc đánh giá")
	s.Type("t")
	for range 3 { // t stands behind kg, mg, g and tạ
		s.Press("down")
	}
	s.Press("esc", "enter")
	s.Type("than")
	s.Press("enter", "enter")
	s.Sees("Than, kg")
	s.Press("f8")
	s.Sees("Nhớ cho lần sau: cột \"Chỉ số A (MWh)\" là Điện", "cột \"Chỉ số B\" là Than, kg")
	if n := len(s.Work.Audit().Imports); n != 3 {
		t.Fatalf("%d columns are remembered: %+v", n, s.Work.Audit().Imports)
	}
	s.Press("esc", "enter") // the same file is selected again
	s.Sees("Điện, MWh đổi sang kWh · đã nhớ", "Không có gì mới")
	s.Press("down", "down", "enter", "enter", "enter") // the same answer again changes nothing
	s.Sees("đã nhớ")
	// A column can be left out, too.
	s.Press("down", "enter")
	s.Type("khong nhap")
	s.Press("enter")
	s.Sees("Chỉ số B", "không nhập")
}

// All that is wrong is listed with its cell and a remedy of this screen; the rest
// can be imported without it.
func TestErrors(t *testing.T) {
	s := stage(t, 200, 50)
	before := s.Work.Text()
	s.Type("sai")
	s.Press("enter")
	s.Sees("Chưa nhập được vì còn", "ô B1", "ô C2", "-4", "ô A3", "Hãy cho biết năm ở hàng \"Năm\"")
	s.SeesNot("--")
	s.Press("enter", "f8")
	if s.Work.Text() != before || s.Work.Steps() > 0 {
		t.Fatal("errors do not stop the import")
	}
	s.Press("down", "right") // without what is wrong
	s.Sees("[bỏ, nhập phần còn lại]", "Thêm 1")
	s.Press("f8")
	s.Sees("Đã nhập sai.csv", "đã được bỏ qua")
	if got := s.Work.Audit().Periods[12].Flows["coal"]; got != 1500.5 {
		t.Errorf("coal: %v", got)
	}
	s.Press("ctrl+z")
	if s.Work.Text() != before {
		t.Error("taken back, the audit is another")
	}
}

// A table without headings has nothing to choose: what it lacks is said.
func TestNoHeadings(t *testing.T) {
	dir := folder(t)
	put(t, dir, "so-khong.csv", "1;2;3\n4;5;6\n", time.Now())
	s := pagetest.New(t, page(dir, ""), pagetest.Open(pagetest.Cassava()), 80, 24)
	s.Press("enter", "down", "down", "enter")
	s.Sees("Không nhận ra bảng số liệu nào", "Bảng cần một hàng tiêu đề")
	if len(s.Dialogs) > 0 {
		t.Error("something is asked of no column")
	}
}

// How the file is read can be said: the fault leads to where.
func TestHowItIsRead(t *testing.T) {
	dir := folder(t)
	put(t, dir, "so.csv", "Tháng;Than (kg)\nTháng 3;1.500\n", time.Now())
	s := pagetest.New(t, page(dir, ""), pagetest.Open(pagetest.Cassava()), 80, 24)
	s.Press("enter", "down", "down")
	s.Sees("› ✗ ô B2")
	s.Press("enter")
	s.Sees("› Số viết kiểu")
	s.Press("right", "right")
	s.Sees("[1,234.5]")
	s.SeesNot("ô B2")
	s.Press("home", "down", "down")
	s.Sees("› ✗ ô A2")
	s.Press("enter")
	asks(t, s, "Các tháng là của năm nào?")
	s.Type("19")
	s.Press("enter")
	asks(t, s, "\"19\" không phải là năm")
	s.Press("ctrl+u")
	s.Type("2019")
	s.Press("enter")
	s.Sees("Năm 2019", "Thêm 1, sửa 0, 0 như cũ · 0 lỗi", "số kiểu 1,234.5")
	s.Press("f8")
	if got := s.Work.Audit().Periods[12].Flows["coal"]; got != 1.5 {
		t.Errorf("coal: %v", got)
	}
	if im := s.Work.Audit().Imports; len(im) != 1 || im[0].Numbers != "en" {
		t.Errorf("how numbers are written is not remembered: %+v", im)
	}
}

// Bills without a flow are those of the page that the user comes from; without
// one it is asked.
func TestBills(t *testing.T) {
	dir := folder(t)
	s := pagetest.New(t, page(dir, "electricity"), pagetest.Open(pagetest.Cassava()), 80, 24)
	s.Type("hoa don")
	s.Press("enter")
	s.Sees("Thêm 2", "Điện", "Ngày viết kiểu [ngày/tháng/năm]")
	s.Press("enter")
	s.Sees("Thêm 3 kỳ số liệu để chia hóa đơn")
	if r := s.Work.Audit().Readings; len(r) != 2 || r[1].Flow != "electricity" || r[1].Amount != 190_000 {
		t.Errorf("%+v", r)
	}

	s = pagetest.New(t, page(dir, ""), pagetest.Open(pagetest.Cassava()), 80, 24)
	s.Type("hoa don")
	s.Press("enter")
	s.Sees("không cho biết là của dòng nào")
	s.Press("down", "down", "enter")
	asks(t, s, "Bảng số liệu là của dòng nào?")
	s.Type("dien")
	s.Press("enter")
	s.Sees("Thêm 2")
	s.Press("down", "enter")
	asks(t, s, "Bảng hóa đơn là của đồng hồ nào?")
	s.Type("CT2")
	s.Press("enter", "f8")
	if r := s.Work.Audit().Readings; len(r) != 2 || r[0].Meter != "CT2" {
		t.Errorf("%+v", r)
	}
}

// What a title says is shown where it can be said otherwise; columns that are
// years are shown with them, and hours of a tariff as its parts.
func TestWhatTitlesSay(t *testing.T) {
	dir := folder(t)
	put(t, dir, "so.csv", "Than năm 2017;\nTháng;Than (kg)\nTháng 3;15\n", time.Now())
	s := pagetest.New(t, page(dir, ""), pagetest.Open(pagetest.Cassava()), 120, 30)
	s.Press("enter")
	s.Sees(`Năm 2017, theo tiêu đề "Than năm 2017"`)
	put(t, dir, "so.csv", "Than năm 2016;\nTháng;Than (kg)\nTháng 3;15\n\nThan năm 2017;\nTháng;Than (kg)\nTháng 3;15\n", time.Now())
	s.Press("f5")
	s.Sees("Năm 2016, 2017, theo tiêu đề từng bảng")
	put(t, dir, "so.csv", "Than (kg);;\nTháng;2016;2017\nTháng 3;15;16\n", time.Now())
	s.Press("f5")
	s.Sees(`theo tiêu đề "Than (kg)"`, "Than, năm 2016, kg", "Than, năm 2017, kg")
	put(t, dir, "so.csv", "Tháng;2016;2017\nTháng 3;15;16\n", time.Now())
	s.Press("f5", "home", "down", "down")
	s.Sees("không cho biết số liệu của dòng nào", `biết ở hàng "Dòng"`)
	s.Press("enter")
	asks(t, s, "Bảng số liệu là của dòng nào?")
	s.Type("coal")
	s.Press("enter")
	s.Sees("Thêm 2", "Dòng")
	put(t, dir, "so.csv", "Tháng;Bình thường (kWh);Cao điểm (kWh);Thấp điểm (kWh)\n3/2017;15;16;17\n", time.Now())
	s.Press("f5")
	s.Sees("Thêm 1", "giờ cao điểm", "bình thường + cao điểm + thấp điểm")
}

// Bills of months that have a figure already make the audit wrong: it is said
// at once.
func TestFreshErrors(t *testing.T) {
	dir := folder(t)
	put(t, dir, "trung.csv", "Từ ngày;Đến ngày;Tiêu thụ (kWh)\n1/3/2018;31/3/2018;200000\n", time.Now())
	s := pagetest.New(t, page(dir, "electricity"), pagetest.Open(pagetest.Cassava()), 80, 24)
	s.Press("enter", "enter")
	s.Sees("Cuộc đánh giá có thêm 1 chỗ sai", "3/2018")
}

// A file that cannot be read says why and what to do; once it is mended it is
// read again from here.
func TestBadFiles(t *testing.T) {
	dir := folder(t)
	put(t, dir, "cu.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+strings.Repeat("\x00", 600), time.Now())
	s := pagetest.New(t, page(dir, ""), pagetest.Open(pagetest.Cassava()), 80, 24)
	before := s.Work.Text()
	for _, x := range []struct{ typed, wanted string }{
		{"hong", "Chưa đọc được hong.xlsx: Tệp này không phải là bảng tính .xlsx"},
		{"rong", "Chưa đọc được rong.txt: Tệp rỗng"},
		{filepath.Join(dir, "cu.xls"), "Chưa đọc được cu.xls: Đây là tệp Excel kiểu cũ"},
		{filepath.Join(dir, "bao-cao.docx"), "Không nhận ra bảng"},
	} {
		s.Press("ctrl+u")
		s.Paste(x.typed)
		s.Press("enter")
		s.Sees(x.wanted)
		s.Press("enter", "f8", "space", "left", "down")
		s.Press("esc")
	}
	s.Press("ctrl+u")
	s.Type("hong")
	s.Press("enter")
	put(t, dir, "hong.xlsx", files[0].content, time.Now())
	s.Press("f5")
	s.Sees("Thêm 7")
	if err := os.Remove(filepath.Join(dir, "hong.xlsx")); err != nil {
		t.Fatal(err)
	}
	s.Press("f5")
	s.Sees("Chưa đọc được hong.xlsx: không có tệp này")
	s.Press("esc", "ctrl+u")
	s.Type("/khong/co/gi.csv")
	s.Press("enter")
	s.Sees("Chưa đọc được /khong/co/gi.csv: không có tệp này")
	if os.Geteuid() != 0 && runtime.GOOS != "windows" {
		if err := os.Chmod(filepath.Join(dir, "sai.csv"), 0); err != nil {
			t.Fatal(err)
		}
		s.Press("ctrl+u")
		s.Type("sai")
		s.Press("enter")
		s.Sees("không có quyền đọc")
	}
	if s.Work.Text() != before {
		t.Error("a bad file has changed the audit")
	}
}

// Esc while a file is read drops what comes of it.
func TestCancel(t *testing.T) {
	s := stage(t, 80, 24)
	r := newReview(s.Work, filepath.Join(s.Top().(*Screen).home, "dien-2019.csv"), "")
	r.SetContext(s.Context())
	r.SetSize(80, 19)
	j := func() *job { r.Init(); return r.job }()
	if r.done, r.total = 1, 4; !strings.Contains(ansi.Strip(r.View()), "Đang đọc dien-2019.csv: 25 %. Esc: thôi") {
		t.Errorf("how far it is: %s", ansi.Strip(r.View()))
	}
	if !r.Leave() {
		t.Error("reading keeps the screen")
	}
	msg := j.read(r.path)()
	if got, ok := msg.(wasRead); !ok || got.err == nil {
		t.Errorf("a stopped job reads on: %+v", msg)
	}
	if r.Update(msg); r.shown != nil || r.err != nil || r.book != nil {
		t.Error("what was stopped comes up")
	}
	// What is late of an earlier reading is dropped, too.
	r.read()
	if r.Update(msg); r.book != nil || r.job == nil {
		t.Error("a late answer is taken")
	}
}

// Whoever comes from elsewhere with another audit gets another plan; without a
// sector or where nothing may be written, that is said.
func TestAuditAsItIs(t *testing.T) {
	s := stage(t, 80, 24)
	s.Press("enter")
	s.Sees("Thêm 7, sửa 1, 1 như cũ")
	plan, edits := s.Top().(*review).shown.plan.Edits()
	if err := s.Work.Apply(plan, edits...); err != nil { // somebody else was faster
		t.Fatal(err)
	}
	s.Press("down")
	s.Sees("Không có gì mới: 9")
	s.Work.Undo()
	s.Press("up")
	s.Sees("Thêm 7")
	s.Work.Locked = true
	s.Press("f8")
	if s.Work.Steps() > 0 || !strings.Contains(s.Toasted(), "mở để xem") {
		t.Errorf("read only: %q", s.Toasted())
	}

	s = pagetest.New(t, page(folder(t), ""), pagetest.Open("format = 1\n\n[plant]\nname = \"x\"\nsector = \"none\"\n"), 80, 24)
	s.Sees("chưa có ngành")
	s.Press("enter")
	s.Sees("chưa có ngành")
	s.Press("esc", "f6")
	if len(s.Dialogs) > 0 {
		t.Error("a form without a sector")
	}
}

// Names of files may have their accents apart from their letters, as Macs write
// them, and paths come with quotes, as addresses, or with backslashes.
func TestPaths(t *testing.T) {
	dir := folder(t)
	apart := norm.NFD.String("Số liệu nước 2019.csv")
	put(t, dir, apart, files[0].content, time.Now())
	s := pagetest.New(t, page(dir, ""), pagetest.Open(pagetest.Cassava()), 80, 24)
	s.Sees("Số liệu nước 2019.csv")
	s.Type("so lieu")
	s.Press("enter")
	s.Sees("Thêm 7", "Số liệu nước 2019.csv")
	s.Press("esc")
	together := filepath.Join(dir, "Số liệu nước 2019.csv")
	for _, typed := range []string{
		together, `"` + together + `"`, "'" + together + "'", "file://" + strings.ReplaceAll(together, " ", "%20"), "~/so-lieu/Số liệu nước 2019.csv",
		"./Số liệu nước 2019.csv", "cu/../Số liệu nước 2019.csv", strings.ReplaceAll(together, " ", `\ `), "  " + together + " \n",
	} {
		if strings.Contains(typed, `\`) && runtime.GOOS == "windows" {
			continue
		}
		s.Press("ctrl+u")
		s.Paste(typed)
		s.Press("enter")
		if len(s.Screens) != 2 {
			t.Errorf("%q leads nowhere:\n%s", typed, s.Plain())
			continue
		}
		s.Sees("Thêm 7")
		s.Press("esc")
	}
	// A folder is opened, and Tab goes on with a path.
	s.Press("ctrl+u")
	s.Type("~/so")
	s.Press("tab")
	s.Sees("~/so-lieu/")
	s.Type("Số")
	s.Press("tab")
	s.Sees("Số liệu nước 2019.csv")
	s.Press("ctrl+u")
	s.Type("~/so-lieu/cu")
	s.Press("enter")
	s.Sees("~/so-lieu/cu", "Thư mục này không có tệp")
	s.Press("enter") // up again
	s.Sees("dien-2019.csv")
}

func TestCompleted(t *testing.T) {
	dir := folder(t)
	for typed, want := range map[string]string{
		"./d": "./dien-2019.csv", "./": "./", "./c": "./c", "./cu": "./cu" + string(filepath.Separator), "./b": "./b", "./zzz": "./zzz",
		"none/x": "none/x", "./hoa": "./hoa don.csv", "~": "~",
	} {
		if got := completed(typed, dir); got != want {
			t.Errorf("%q goes on as %q, not %q", typed, got, want)
		}
	}
}

// The form is written beside the audit, never over another file, and comes in
// again filled or not.
func TestForm(t *testing.T) {
	s := stage(t, 80, 24)
	dir := s.Top().(*Screen).home
	write := func() {
		s.Press("down", "down", "down", "down", "enter")
	}
	s.Press("f6")
	asks(t, s, "Lập phiếu thu thập số liệu", "test-phieu.xlsx")
	write()
	first, err := os.ReadFile(filepath.Join(dir, "test-phieu.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	s.Sees("test-phieu.xlsx")
	s.Press("f6")
	asks(t, s, "test-phieu-2.xlsx")
	s.Press("ctrl+u")
	s.Type("test-phieu") // which is there
	write()
	asks(t, s, "đã có tệp cùng tên", "Không tệp nào bị ghi đè")
	s.Press("enter")
	if again, _ := os.ReadFile(filepath.Join(dir, "test-phieu.xlsx")); string(again) != string(first) {
		t.Error("a form was written over")
	}
	s.Type("phieu")
	s.Press("enter")
	s.Sees("Phiếu thu thập số liệu: thêm 0, sửa 0", "Không có gì mới")

	bare := pagetest.New(t, page(dir, ""), pagetest.Open("format = 1\n\n[plant]\nname = \"x\"\nsector = \"cassava-starch\"\n\n[audit]\nlevel = \"quick\"\n"), 80, 24)
	s = bare
	s.Press("f6")
	s.Press("ctrl+u")
	s.Type("khong-thang.xlsx")
	write()
	asks(t, s, "không biết phiếu bắt đầu từ tháng nào")
	s.Press("enter", "f6", "ctrl+u")
	s.Type("co-thang")
	s.Press("down")
	s.Type("1/2024")
	s.Press("down", "down", "down", "enter")
	if _, err := os.Stat(filepath.Join(dir, "co-thang.xlsx")); err != nil {
		t.Error(err)
	}
}

// Nothing on the screen tells the user to go to the command line.
func TestRemedies(t *testing.T) {
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := c.Printer(text.VI)
	for _, key := range c.Keys() {
		if strings.HasPrefix(key, "exchange.remedy.") {
			if said := p.Say(remedy(text.M(key))); strings.Contains(said, "--") {
				t.Errorf("%s speaks of the command line; give it words in importpage.remedy: %s", key, said)
			}
		}
	}
}

func TestFuzz(t *testing.T) {
	for seed := range uint64(4) {
		pagetest.Fuzz(t, page(folder(t), ""), pagetest.Cassava(), seed, 400)
	}
}

func BenchmarkKeyToFrame(b *testing.B) {
	var src strings.Builder
	src.WriteString("Tháng;Điện;Nước;Than;Ghi chú\n")
	for m := range 360 {
		fmt.Fprintf(&src, "%d/%d;%d;%d;%d;ghi chú %d\n", m%12+1, 2019+m/12, m, m, m, m)
	}
	dir := folder(b)
	put(b, dir, "dai.csv", src.String(), time.Now())
	s := pagetest.New(b, page(dir, ""), pagetest.Open(pagetest.Cassava()), 200, 60)
	s.Press("enter")
	for n := 0; b.Loop(); n++ {
		s.Press([]string{"down", "pgdown", "up"}[n%3])
		s.Top().View()
		s.Top().Keys()
	}
}
