package data

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/grid"
)

// year12 is an audit with the twelve empty months of 2018.
func year12() string {
	var b strings.Builder
	b.WriteString(newAudit)
	for m := range 12 {
		fmt.Fprintf(&b, "\n[[period]]\nmonth = \"2018-%02d\"\n", m+1)
	}
	return b.String()
}

// block is rows × cols cells as a spreadsheet copies them, cell by cell.
func block(rows, cols int, cell func(i, j int) string) string {
	var b strings.Builder
	for i := range rows {
		for j := range cols {
			if j > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(cell(i, j))
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

// Twelve months of eight flows out of a spreadsheet, and back with one undo.
func TestPasteBlock(t *testing.T) {
	d := open(t, year12()).show(80, 19)
	before := string(d.Source())
	d.stand("starch", first).paste(block(8, 12, func(i, j int) string { return fmt.Sprint(1000*(i+1) + j) }))
	if len(d.dialogs) > 0 {
		t.Fatal(d.dialog(60, 15))
	}
	if got := d.lastToast(); got != "đã dán 8 × 12 ô" {
		t.Errorf("said %q", got)
	}
	d.want("2018-01", "starch", 1000)
	d.want("2018-12", "starch", 1011)
	d.want("2018-12", "wastewater", 7011)
	d.want("2018-06", "cod-concentration", 8005)
	d.contains("Đã chọn 8 × 12 ô, 96 ô có số")
	if label, _ := d.undo(); label != "dán 8 × 12 ô" {
		t.Errorf("undone %q", label)
	}
	if string(d.Source()) != before {
		t.Error("the undo does not lead back")
	}
}

// The months below one another, as bills are listed: it does not fit, and is
// turned.
func TestPasteTurned(t *testing.T) {
	d := open(t, year12()).show(80, 19)
	d.stand("starch", first).paste(block(12, 3, func(i, j int) string { return fmt.Sprint(1000*(j+1) + i) }))
	if len(d.dialogs) != 1 || !strings.Contains(d.dialog(60, 15), "các tháng theo hàng dọc") {
		t.Fatal("no question")
	}
	d.press("t")
	d.want("2018-12", "starch", 1011)
	d.want("2018-12", "water", 3011)
	d.press("ctrl+z").stand("starch", first).paste(block(3, 3, func(i, j int) string { return fmt.Sprint(1000*(j+1) + i) }))
	d.press("ctrl+z").stand("starch", first).press("ctrl+t")
	d.want("2018-03", "starch", 1002)
	d.want("2018-01", "water", 3000)
}

// Numbers as people write them, cell by cell.
func TestPasteReads(t *testing.T) {
	for _, c := range []struct {
		name, text string
		keys       string // in the dialog; empty: there must be none
		want       string // of starch in the first months, comma between
		said       string // in the dialog
	}{
		{"plain", "1250\t1100", "", "1250,1100", ""},
		{"Vietnamese", "1.250,5\t1.100.000", "", "1250.5,1100000", ""},
		{"English", "1,250.5\t1,100,000", "", "1250.5,1100000", ""},
		{"both, each without doubt", "1.250,5\t1,250.5", "", "1250.5,1250.5", ""},
		{"thin blanks", "1\u202f250\t1 100", "", "1250,1100", ""},
		{"carriage returns", "1250\t1100\r", "", "1250,1100", ""},
		{"quoted", "\"1250\"\t\"1100\"", "", "1250,1100", ""},
		{"its unit behind it", "1250 t\t1.100,5 tấn", "", "1250,1100.5", ""},
		{"a unit that converts", "1250000 kg", "", "1250", ""},
		{"blank cells clear", "\t-\tn/a\t7", "", ",,,7", ""},
		{"two readings are asked about", "1.250\t1.100", "v", "1250,1100", "2 ô có hai cách đọc"},
		{"or English", "1.250\t1.100", "e", "1.25,1.1", "có thể là 1,25 hoặc 1250"},
		{"or neither", "1.250\t1.100", "enter", "1,2", "Chưa dán gì cả"},
		{"a clear one stays as it is", "1.250\t1,100.5", "v", "1250,1100.5", "1 ô có hai cách đọc"},
		{"nonsense is left out", "1250\tabc\t7", "r", "1250,2,7", "\"abc\" không phải là số"},
		{"nothing but nonsense", "abc\tđ", "r esc", "1,2", "không phải là số"},
		{"a percentage", "12%\t5", "r", "1,5", "là phần trăm"},
		{"a negative amount", "-12\t5", "r", "1,5", "Số âm"},
		{"a formula", "=A1+B1\t5", "r", "1,5", "công thức"},
		{"first what it means, then what it is not", "1.250\tabc", "v r", "1250,2", "2 ô không đọc được hoặc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, year12()).show(80, 19)
			d.stand("starch", first).press("1", "tab", "2", "tab", "3", "tab", "4", "enter")
			before := string(d.Source())
			d.stand("starch", first).paste(c.text)
			if c.keys == "" && len(d.dialogs) > 0 || c.keys != "" && len(d.dialogs) == 0 {
				t.Fatalf("%d dialogs", len(d.dialogs))
			}
			if c.keys != "" {
				if string(d.Source()) != before {
					t.Error("pasted before the question was answered")
				}
				if got := d.dialog(100, 30); !strings.Contains(got, c.said) {
					t.Errorf("want %q:\n%s", c.said, got)
				}
				d.dialog(30, 8)
				d.press(strings.Fields(c.keys)...)
			}
			var got []string
			for m := range 1 + strings.Count(c.want, ",") {
				if v, ok := d.figure(fmt.Sprintf("2018-%02d", m+1), "starch"); ok {
					got = append(got, fmt.Sprintf("%.10g", v))
				} else {
					got = append(got, "")
				}
			}
			if s := strings.Join(got, ","); s != c.want {
				t.Errorf("%s, want %s", s, c.want)
			}
			if len(d.dialogs) > 0 {
				t.Errorf("a dialog stays: %s", d.dialog(60, 15))
			}
		})
	}
}

// What does not fit is said; nothing is added or cut silently.
func TestPasteBeyondTheEdge(t *testing.T) {
	d := open(t, year12()).show(80, 19)
	before := string(d.Source())
	d.stand("starch", first+10).paste("1\t2\t3\t4")
	if got := d.dialog(100, 20); !strings.Contains(got, "2 trong 4 cột không có chỗ") {
		t.Fatal(got)
	}
	d.press("esc")
	if string(d.Source()) != before {
		t.Error("pasted all the same")
	}
	d.paste("1\t2\t3\t4").press("c") // what fits
	d.want("2018-12", "starch", 2)
	if n := len(d.Audit().Periods); n != 12 {
		t.Errorf("%d periods", n)
	}
	d.press("ctrl+z").stand("starch", first+10).paste("1\t2\t\t4").press("a") // with more periods
	d.want("2018-12", "starch", 2)
	d.wantNone("2019-01", "starch")
	d.want("2019-02", "starch", 4)
	if n := len(d.Audit().Periods); n != 14 {
		t.Errorf("%d periods, want 14", n)
	}
	if label, _ := d.undo(); label != "dán 1 × 4 ô" {
		t.Errorf("undone %q", label)
	}
	if string(d.Source()) != before {
		t.Error("the undo does not lead back")
	}
	rows := len(d.page.sheet().rows)
	d.stand("pulp", first).paste("1\n2\n3")
	if got := d.dialog(100, 20); !strings.Contains(got, "2 trong 3 hàng không có chỗ") {
		t.Fatal(got)
	}
	d.press("c")
	d.want("2018-01", "pulp", 1)
	if len(d.page.sheet().rows) != rows {
		t.Error("rows were added")
	}
	// Behind the last period: all of it is more.
	d.stand("starch", first).press("end", "right").paste("8\t9").press("a")
	d.want("2019-02", "starch", 9)
}

// A year that was only offered, and more years behind it.
func TestPasteYears(t *testing.T) {
	d := open(t, newAudit).show(80, 19)
	d.paste("1250\t1300\t1400").press("a")
	d.want("2018", "starch", 1250)
	d.want("2020", "starch", 1400)
	d.undo()
	if len(d.Audit().Periods) != 0 {
		t.Error("periods stay")
	}
}

// A block that was copied here comes back as it was, through the terminal's
// clipboard too, whatever the language.
func TestCopyAndPaste(t *testing.T) {
	for _, lang := range text.Langs {
		d := open(t, monthsAudit).language(lang).show(80, 19)
		d.stand("starch", first+3).press("1234", "enter") // both notations know 1.234
		d.stand("starch", first+4).press("shift+down", "ctrl+c")
		want := map[text.Lang]string{text.VI: "1275,5\n5229,5", text.EN: "1275.5\n5229.5"}[lang]
		if d.clip != want {
			t.Errorf("%s: the terminal gets %q, want %q", lang, d.clip, want)
		}
		d.stand("starch", first).paste(strings.ReplaceAll(d.clip, "\n", "\r"))
		if len(d.dialogs) > 0 {
			t.Fatal(d.dialog(60, 15))
		}
		d.want("2018-01", "starch", 1275.5)
		d.want("2018-01", "fresh-cassava", 5229.5)
		// A figure with three decimals has two readings everywhere but here.
		d.stand("starch", first)
		d.press(map[text.Lang]string{text.VI: "12,345", text.EN: "12.345"}[lang], "enter").stand("starch", first).press("ctrl+c")
		d.stand("water", first).paste(d.clip)
		if len(d.dialogs) > 0 {
			t.Fatal(d.dialog(60, 15))
		}
		d.want("2018-01", "water", 12.345)
	}
}

// The whole table with its names, copied and pasted onto itself.
func TestCopyAll(t *testing.T) {
	d := open(t, monthsAudit).show(80, 19)
	before := string(d.Source())
	d.press("ctrl+a", "ctrl+c")
	if !strings.HasPrefix(d.clip, "Dòng\tĐVT\tGiá (đ)\ttháng 1/2018\t") || !strings.Contains(d.clip, "\nĐiện\tkWh\t1850\t231000\t") {
		t.Errorf("copied %q", d.clip)
	}
	d.stand("", nameCol).paste(d.clip)
	if len(d.dialogs) > 0 {
		t.Fatal(d.dialog(60, 15))
	}
	if string(d.Source()) != before {
		t.Error("something changed")
	}
	// Another name in the block is said, and the figures can come all the same.
	d.stand("electricity", nameCol).paste("Than\tkWh\t1900\t5")
	if got := d.dialog(100, 20); !strings.Contains(got, "\"Than\" là chữ") {
		t.Fatal(got)
	}
	d.press("r")
	d.want("2018-01", "electricity", 5)
	if p := d.Audit().Flows[0].Price; p == nil || *p != 1900 {
		t.Error("the price was not pasted")
	}
}

// Many faults are listed, the first ones.
func TestPasteManyFaults(t *testing.T) {
	d := open(t, year12()).show(60, 15)
	d.stand("starch", first).paste(block(9, 12, func(i, j int) string { return "x" }))
	got := d.dialog(54, 400)
	if !strings.Contains(got, "có 108 ô") || !strings.Contains(got, "và 48 ô nữa") {
		t.Error(got)
	}
	d.dialog(20, 5)
	d.press("down", "down", "esc")
}

// An empty paste and one without a place.
func TestPasteNothing(t *testing.T) {
	d := open(t, monthsAudit).show(80, 19)
	before := string(d.Source())
	d.paste("").paste("\r\n").press("ctrl+v")
	if !strings.Contains(d.lastToast(), "chưa chép gì") {
		t.Errorf("said %q", d.lastToast())
	}
	d.page.grid.Go(grid.Pos{Row: 99})
	d.paste("5")
	if string(d.Source()) != before || len(d.dialogs) > 0 {
		t.Error("something happened")
	}
}

// What came from outside stays what it is: its numbers are asked about again.
func TestPasteOutsideAgain(t *testing.T) {
	d := open(t, year12()).show(80, 19)
	d.paste("1.250").press("v")
	d.want("2018-01", "starch", 1250)
	d.press("right", "ctrl+v")
	if len(d.dialogs) != 1 {
		t.Fatal("a number with two readings was pasted without a question")
	}
	d.press("v")
	d.want("2018-02", "starch", 1250)
	// What was copied out of a cell being typed in is in the language's notation.
	d.press("right", "12,345", "ctrl+c", "esc", "ctrl+v")
	d.want("2018-03", "starch", 12.345)
}

// A plant's own table, months down and flows by their names, is read by its
// headings wherever the cursor stands: 1.294,4 t of output in January and so on.
func TestPasteATableWithHeadings(t *testing.T) {
	table := "Tháng\tSản lượng (tấn)\tĐiện (kWh)\tNước (m3)\r\n" +
		"01/2018\t1.294,4\t236.293\t18.315\r\n02/2018\t1.520,2\t268.298\t20.430\r\n03/2018\t1.269,1\t231.845\t18.566\r\n"
	d := open(t, year12()).show(80, 19)
	before := string(d.Source())
	d.stand("water", first).paste(table)
	if len(d.dialogs) != 1 {
		t.Fatal("no question")
	}
	said := d.dialog(74, 20)
	for _, want := range []string{"Điện (kWh) → Điện, kWh", "Nước (m3) → Nước cấp (nước mới), m³", "Thêm 9 số, sửa 0 số, từ tháng 1/2018 đến tháng 3/2018", "› Nhập"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
	d.press("enter")
	d.want("2018-01", "starch", 1294.4)
	d.want("2018-02", "electricity", 268298)
	d.want("2018-03", "water", 18566)
	if label, _ := d.undo(); label != "nhập bảng dán vào: 9 số" {
		t.Errorf("undone %q", label)
	}
	if string(d.Source()) != before {
		t.Error("the undo does not lead back")
	}
	// Esc is the safe answer, though Enter takes the table in.
	d.paste(strings.Replace(table, "1.294,4", "1.294,5", 1)).press("esc")
	if string(d.Source()) != before {
		t.Error("Esc wrote something")
	}
	// Bills are not months.
	d.paste("Đồng hồ\tTừ ngày\tĐến ngày\tkWh\r\nM1\t05/01/2018\t04/02/2018\t120.500\r\n")
	if got := d.lastToast(); !strings.Contains(got, "Ctrl+O") || len(d.dialogs) > 0 {
		t.Errorf("said %q, %d dialogs", got, len(d.dialogs))
	}
}

// Where every number of a column reads two ways, the question says so, promises
// no change before it is settled, and begins at the notation of the screen.
func TestPasteATableWithTwoReadings(t *testing.T) {
	d := open(t, year12()).show(80, 19)
	d.paste("Tháng\tCủ sắn tươi (tấn)\tGhi chép\r\n01/2018\t5.120\tx\r\n02/2018\t910\ty\r\n")
	said := d.dialog(74, 20)
	if !strings.Contains(said, "› Đọc kiểu Việt Nam") || strings.Contains(said, "Thêm ") || strings.Contains(said, "sửa 0") {
		t.Errorf("asked\n%s", said)
	}
	if !strings.Contains(said, "Ghi chép") || !strings.Contains(said, "sửa tiêu đề") {
		t.Errorf("what becomes of the unknown column is not said\n%s", said)
	}
	d.press("enter").press("enter")
	d.want("2018-01", "fresh-cassava", 5120)
}
