package data

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/text"
)

func TestParsePeriods(t *testing.T) {
	for typed, want := range map[string]string{
		"2018":                     "2018-01-01..2018-12-31",
		" năm 2018 ":               "2018-01-01..2018-12-31",
		"2018-2019":                "2018-01-01..2018-12-31 2019-01-01..2019-12-31",
		"3/2018":                   "2018-03",
		"03.2018":                  "2018-03",
		"2018-03":                  "2018-03",
		"Tháng 3/2018":             "2018-03",
		"1-3/2018":                 "2018-01 2018-02 2018-03",
		"11/2018 - 1/2019":         "2018-11 2018-12 2019-01",
		"2018-11 đến 2019-01":      "2018-11 2018-12 2019-01",
		"5/1/2018 - 3/2/2018":      "2018-01-05..2018-02-03",
		"05.01.2018–03.02.2018":    "2018-01-05..2018-02-03",
		"2018-01-05 – 2018-02-03":  "2018-01-05..2018-02-03",
		"từ 5/1/2018 đến 3/2/2018": "2018-01-05..2018-02-03",
		"":                         "",
		"13/2018":                  "",
		"3/2018 - 1/2018":          "",
		"30/2/2018 - 3/3/2018":     "",
		"5/1/2018":                 "",
		"12":                       "",
		"1850":                     "",
		"3/2018 4/2018 5/2018":     "",
		"3/2018 rất nhiều":         "",
		"2018 - 3/2018":            "",
		"1/1990 - 12/2100":         "",
	} {
		all, err := parsePeriods(typed)
		var got []string
		for _, p := range all {
			if !p.Month.IsZero() {
				got = append(got, p.Month.String())
			} else {
				got = append(got, p.From.String()+".."+p.To.String())
			}
		}
		if s := strings.Join(got, " "); s != want || (err != nil) != (want == "") {
			t.Errorf("%q: %q %v, want %q", typed, s, err, want)
		}
	}
}

func spans(a *assess.Audit) string {
	var s []string
	for _, p := range a.Periods {
		switch y := year(p); {
		case y != 0:
			s = append(s, fmt.Sprint(y))
		case !p.Month.IsZero():
			s = append(s, p.Month.String())
		default:
			s = append(s, p.From.String()+".."+p.To.String())
		}
	}
	return strings.Join(s, " ")
}

func months12(year int) string {
	var s []string
	for m := range 12 {
		s = append(s, fmt.Sprintf("%d-%02d", year, m+1))
	}
	return strings.Join(s, " ")
}

// A new audit becomes one of twelve months, another year, and a year again.
func TestLayout(t *testing.T) {
	d := open(t, newAudit).show(80, 19)
	d.press("f7")
	if got := d.dialog(60, 20); !strings.Contains(got, "Nhập theo 12 tháng") || !strings.Contains(got, "năm 2018") {
		t.Fatal(got)
	}
	d.press("1", "2", "enter") // found by its number
	if got := d.dialog(60, 10); !strings.Contains(got, "2018") {
		t.Fatal(got)
	}
	d.press("enter")
	if got := spans(d.Audit()); got != months12(2018) {
		t.Errorf("periods %s", got)
	}
	d.contains("1/2018").press("55", "enter")
	d.want("2018-01", "starch", 55)
	d.press("ctrl+z")

	// No figures yet: another year takes the place of the months.
	menu := func(what, year string) {
		t.Helper()
		d.press("f7").paste(what).press("enter")
		if len(d.dialogs) == 0 {
			t.Fatalf("%s asks nothing", what)
		}
		d.press("ctrl+u", year, "enter")
	}
	menu("cả năm", "2017")
	if got := spans(d.Audit()); got != "2017" {
		t.Errorf("periods %s", got)
	}
	if label, _ := d.undo(); label != "nhập cả năm 2017" {
		t.Errorf("undone %q", label)
	}
	menu("12 tháng", "2019")
	if got := spans(d.Audit()); got != months12(2019) {
		t.Errorf("periods %s", got)
	}
	if d.press("f7").paste("cả năm").press("enter", "ctrl+u", "x", "enter"); len(d.dialogs) != 1 {
		t.Error("x is no year")
	}
	if got := d.dialog(60, 10); !strings.Contains(got, "không phải là năm") {
		t.Error(got)
	}
	d.press("esc")
	for ok := true; ok; {
		_, ok = d.undo()
	}
	if len(d.Audit().Periods) != 0 {
		t.Errorf("periods %s", spans(d.Audit()))
	}
}

// Figures are never destroyed by another layout.
func TestLayoutKeepsFigures(t *testing.T) {
	for _, c := range []struct{ source, what, year, want, said string }{
		{yearAudit, "12 tháng", "2018", "2018", "không tự chia ra 12 tháng được"},
		{yearAudit, "12 tháng", "2019", "2018 " + months12(2019), ""},
		{yearAudit, "cả năm", "2018", "2018", ""},
		{monthsAudit, "cả năm", "2018", "2018-01 2018-02 2018-03 2018-04 2018-05 2018-06 2018-07 2018-08", "số liệu theo tháng"},
		{monthsAudit, "12 tháng", "2018", months12(2018), ""},
		{year12() + "[[period]]\nmonth = \"2019-01\"\noutput = { starch = 5 }\n", "cả năm", "2018", "2019-01 2018", ""},
	} {
		d := open(t, c.source).show(80, 19)
		figures := strings.Count(string(d.Source()), "starch =")
		d.press("f7").paste(c.what).press("enter", "ctrl+u", c.year, "enter")
		if c.said != "" {
			if len(d.dialogs) != 1 || !strings.Contains(strings.Join(strings.Fields(d.dialog(60, 15)), " "), c.said) {
				t.Errorf("%s %s: nothing is said", c.what, c.year)
			}
			d.press("enter")
		}
		if got := spans(d.Audit()); got != c.want {
			t.Errorf("%s %s: periods %s, want %s", c.what, c.year, got, c.want)
		}
		if got := strings.Count(string(d.Source()), "starch ="); got != figures {
			t.Errorf("%s %s: %d figures of %d", c.what, c.year, got, figures)
		}
	}
}

// A year with figures can stay beside its months, omitted: one step.
func TestYearBesideMonths(t *testing.T) {
	d := open(t, yearAudit).show(80, 19)
	before := string(d.Source())
	d.press("f7").paste("12 tháng").press("enter", "ctrl+u", "2018", "enter", "right", "enter")
	if got, want := spans(d.Audit()), "2018 "+months12(2018); got != want {
		t.Fatalf("periods %s, want %s", got, want)
	}
	for i, p := range d.Audit().Periods {
		if omitted := p.Phase == assess.Omitted; omitted != (i == 0) {
			t.Errorf("period %d: phase %q", i, p.Phase)
		}
	}
	if v := d.view(); strings.Index(v, "năm 2018") > strings.Index(v, "1/2018") || !strings.Contains(v, "không tính") {
		t.Error(v)
	}
	d.undo()
	if string(d.Source()) != before {
		t.Error("the undo does not lead back")
	}
}

func TestPeriods(t *testing.T) {
	d := open(t, monthsAudit).show(80, 19)
	before := string(d.Source())
	do := func(what string, keys ...string) {
		t.Helper()
		d.press("f7").paste(what).press("enter")
		d.press(keys...)
		if len(d.dialogs) > 0 {
			t.Fatalf("%s: %s", what, d.dialog(60, 20))
		}
	}
	// The phase of one period, and of several.
	d.stand("electricity", first+2)
	do("sau khi")
	if p := d.Audit().Periods[2].Phase; p != assess.After {
		t.Errorf("phase %q", p)
	}
	d.contains("Điện, tháng 3/2018")
	d.press("shift+right", "shift+right")
	do("không tính")
	for i := 2; i < 5; i++ {
		if p := d.Audit().Periods[i].Phase; p != assess.Omitted {
			t.Errorf("phase of %d: %q", i, p)
		}
	}
	if label, _ := d.undo(); label != "3 kỳ: không tính" {
		t.Errorf("undone %q", label)
	}
	d.undo()
	// A note.
	d.stand("", first+1).press("enter").paste("ghi chú").press("enter", "m", "ấ", "t", "enter")
	if n := d.Audit().Periods[1].Note; n != "mất" {
		t.Errorf("note %q", n)
	}
	d.contains("trước*")
	if label, _ := d.undo(); label != "ghi chú tháng 2/2018" {
		t.Errorf("undone %q", label)
	}
	// More periods.
	do("tiếp theo")
	if got := spans(d.Audit()); !strings.HasSuffix(got, "2018-08 2018-09") {
		t.Errorf("periods %s", got)
	}
	if p := d.Audit().Periods[8].Phase; p != assess.After {
		t.Errorf("phase %q", p)
	}
	do("kỳ khác", "5/1/2019 - 3/2/2019", "enter")
	if got := spans(d.Audit()); !strings.HasSuffix(got, "2019-01-05..2019-02-03") {
		t.Errorf("periods %s", got)
	}
	d.contains("5/1–3/2/19")
	// Behind the last column one types at once.
	d.press("end", "right", "4/2019", "enter")
	if got := spans(d.Audit()); !strings.HasSuffix(got, "2019-04") {
		t.Errorf("periods %s", got)
	}
	d.press("f7").paste("kỳ khác").press("enter", "3/2018", "enter")
	if got := strings.Join(strings.Fields(d.dialog(70, 20)), " "); !strings.Contains(got, "tháng 3/2018 trùng ngày với tháng 3/2018") {
		t.Error(got)
	}
	d.press("esc")
	// Removing: at once without figures, else asked.
	do("bỏ kỳ")
	d.stand("", first+1).press("delete")
	if got := strings.Join(strings.Fields(d.dialog(60, 10)), " "); !strings.Contains(got, "Bỏ tháng 2/2018 cùng 4 số") {
		t.Error(got)
	}
	d.press("enter") // the safe answer
	if !strings.Contains(spans(d.Audit()), "2018-02") {
		t.Error("removed")
	}
	d.press("delete", "x")
	if strings.Contains(spans(d.Audit()), "2018-02") {
		t.Error("not removed")
	}
	if label, _ := d.undo(); label != "bỏ tháng 2/2018" {
		t.Errorf("undone %q", label)
	}
	d.stand("", first).press("shift+right", "shift+right", "enter").paste("bỏ kỳ").press("enter", "x")
	if got := spans(d.Audit()); !strings.HasPrefix(got, "2018-04") {
		t.Errorf("periods %s", got)
	}
	for ok := true; ok; {
		_, ok = d.undo()
	}
	if string(d.Source()) != before {
		t.Error("the undo does not lead back")
	}
}

// Periods stand in the order of their days, whatever the order of the file.
func TestPeriodsInOrder(t *testing.T) {
	d := open(t, newAudit+`
[[period]]
month = "2018-03"
output = { starch = 3 }

[[period]]
month = "2018-01"
output = { starch = 1 }

[[period]]
from = 2018-02-01
to = 2018-02-28
output = { starch = 2 }
`).show(100, 19)
	v := d.view()
	if i, j := strings.Index(v, "1/2018"), strings.Index(v, "3/2018"); i < 0 || j < i {
		t.Error(v)
	}
	d.stand("starch", first).press("10", "tab", "20", "tab", "30", "enter")
	for i, want := range []float64{30, 10, 20} {
		if got := d.Audit().Periods[i].Output["starch"]; got != want {
			t.Errorf("period %d: %v, want %v", i, got, want)
		}
	}
}

// Rows: the sector's others, found without diacritics, and one's own.
func TestRows(t *testing.T) {
	d := open(t, newAudit).show(80, 19)
	before := string(d.Source())
	d.press("f6")
	if got := d.dialog(70, 20); !strings.Contains(got, "Dòng riêng của cơ sở") {
		t.Error(got)
	}
	d.press("d", "a", "u", "space", "d", "i", "e").press("esc", "f6").paste("bao bi").press("enter")
	if f := flow(d.Audit(), "packaging"); f.ID == "" {
		t.Fatalf("flows %+v", d.Audit().Flows)
	}
	d.contains("Bao bì, năm 2018").press("5", "enter")
	d.want("2018", "packaging", 5)
	// In the order of the pack, not at the end.
	v := d.view()
	if strings.Index(v, "Bao bì") > strings.Index(v, "Nước cấp") {
		t.Error(v)
	}
	// One's own.
	d.press("insert").paste("Giẻ lau").press("enter")
	if got := d.dialog(70, 20); !strings.Contains(got, "Giẻ lau") {
		t.Fatal(got)
	}
	d.paste("kg").press("enter", "enter", "enter")
	if len(d.dialogs) > 0 {
		t.Fatal(d.dialog(70, 24))
	}
	f := flow(d.Audit(), "gie-lau")
	if f.Name != "Giẻ lau" || f.Unit != "kg" || f.Category != "auxiliary" {
		t.Errorf("flows %+v", d.Audit().Flows)
	}
	d.contains("Giẻ lau, năm 2018").press("7", "enter")
	// A second of the same name is refused, without a name or a unit too.
	d.press("f6").paste("riêng").press("enter")
	form := d.dialogs[0].(*sheetForm)
	for _, want := range []string{"tên", "đơn vị", "Đã có"} {
		form.form.Focus(3)
		d.press("enter")
		if got := d.dialog(70, 24); len(d.dialogs) != 1 || !strings.Contains(got, want) {
			t.Errorf("want %q:\n%s", want, got)
		}
		switch want {
		case "tên":
			d.paste("Muối")
		case "đơn vị":
			d.paste("kg").press("enter", "shift+tab", "shift+tab", "ctrl+u").paste("Giẻ lau")
		}
	}
	d.dialog(40, 9)
	d.press("esc")
	// Rename, note, uncertainty, quality.
	for _, c := range []struct{ what, keys, want string }{
		{"đổi tên", "ctrl+u Vải enter", "Vải"}, {"ghi chú", "hóa_đơn enter", "hóa_đơn"}, {"sai số", "2,5 enter", "2.5"}, {"lấy từ đâu", "down enter", "measured"},
	} {
		d.stand("gie-lau", nameCol).press("enter").paste(c.what).press("enter").press(strings.Fields(c.keys)...)
		f := flow(d.Audit(), "gie-lau")
		u := ""
		if f.Uncertainty != nil {
			u = fmt.Sprint(*f.Uncertainty)
		}
		if !strings.Contains(strings.Join([]string{f.Name, f.Note, f.Quality, u}, " "), c.want) {
			t.Errorf("%s: %+v", c.what, f)
		}
	}
	d.stand("gie-lau", nameCol).press("enter").paste("sai số").press("enter", "ctrl+u", "200", "enter")
	if got := d.dialog(70, 12); !strings.Contains(got, "0 đến 100") {
		t.Error(got)
	}
	d.press("esc")
	// Away with it.
	d.press("delete")
	if got := d.dialog(70, 12); !strings.Contains(got, "xóa 1 số") {
		t.Error(got)
	}
	d.press("x")
	if f := flow(d.Audit(), "gie-lau"); f.ID != "" {
		t.Error("the row stays")
	}
	d.wantNone("2018", "gie-lau")
	d.stand("water", nameCol).press("delete")
	if got := d.dialog(70, 12); !strings.Contains(got, "thường có của ngành") {
		t.Error(got)
	}
	d.press("enter").stand("starch", nameCol).press("enter").paste("tên").press("enter")
	if len(d.went) != 1 || d.went[0].Page != "plant" {
		t.Errorf("went %v", d.went)
	}
	for ok := true; ok; {
		_, ok = d.undo()
	}
	if string(d.Source()) != before {
		t.Errorf("the undo does not lead back:\n%s", d.Source())
	}
}

// The dialogs in English, and with another language while they are open.
func TestOtherLanguage(t *testing.T) {
	d := open(t, monthsAudit).show(80, 19)
	d.press("f7")
	vi := d.dialog(60, 20)
	d.language(text.EN)
	d.dialogs[0].SetContext(d.ctx)
	en := d.dialog(60, 20)
	if vi == en || !strings.Contains(en, "Add the next period") {
		t.Error(en)
	}
	d.press("esc")
	d.stand("electricity", first).press("1,234.5")
	d.contains("1,234.5 kWh")
	d.language(text.VI).contains("dùng dấu chấm thập phân")
}

func TestSlug(t *testing.T) {
	taken := func(id string) bool { return id == "vai-vun" }
	for name, want := range map[string]string{
		"Vải vụn": "vai-vun-2", "Đường RS (bao 50 kg)": "duong-rs-bao-50-kg", "---": "flow", "": "flow", "日本": "flow",
		strings.Repeat("a ", 60): strings.TrimSuffix(strings.Repeat("a-", 20), "-"),
	} {
		if got := slug(name, "flow", taken); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
