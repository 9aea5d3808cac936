package data

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/text"
)

// A new audit: the numbers one below the other, nothing else to be said.
func TestNewAudit(t *testing.T) {
	d := open(t, newAudit).show(80, 19)
	if len(d.Audit().Periods) != 0 {
		t.Fatal("the audit has periods already")
	}
	d.contains("năm 2018").contains("mới")
	d.press("15200", "enter", "62300", "enter", "223400", "enter", "2815000", "enter")
	d.want("2018", "starch", 15200)
	d.want("2018", "fresh-cassava", 62300)
	d.want("2018", "water", 223400)
	d.want("2018", "electricity", 2815000)
	if n := len(d.Audit().Periods); n != 1 {
		t.Errorf("%d periods, want 1", n)
	}
	d.contains("185,2").contains("=  phổ biến")
	// Every number is a step of undo with its words; the first takes the year along.
	for _, want := range []string{"Điện, năm 2018", "Nước cấp (nước mới), năm 2018", "Củ sắn tươi, năm 2018", "Sản lượng: Tinh bột sắn, năm 2018"} {
		if got, _ := d.undo(); got != want {
			t.Errorf("undone %q, want %q", got, want)
		}
	}
	if n := len(d.Audit().Periods); n != 0 {
		t.Errorf("%d periods after undoing everything, want none", n)
	}
}

// An audit without any product gets one with the first figure of output.
func TestNoProduct(t *testing.T) {
	source, _, _ := strings.Cut(newAudit, "[[product]]")
	d := open(t, source).show(80, 19)
	d.contains("Sản lượng: tinh bột sắn").press("100", "enter")
	if p := d.Audit().Products; len(p) != 1 || p[0].Name != "tinh bột sắn" || p[0].Unit != "t" {
		t.Errorf("products %+v", p)
	}
	if v := d.Audit().Periods[0].Output[d.Audit().Products[0].ID]; v != 100 {
		t.Errorf("output %v", v)
	}
	d.undo()
	if len(d.Audit().Products) != 0 {
		t.Error("the product stays")
	}
}

// Editing cells with the keys of a spreadsheet.
func TestEditing(t *testing.T) {
	for _, c := range []struct {
		name string
		row  string
		col  int
		keys string
		want string // of electricity in 2018-01 and 2018-02
		at   string // row and column where the keys act afterwards
	}{
		{"typing replaces", "electricity", first, "240000 enter", "240000 2057000", "coal 3"},
		{"tab goes right", "electricity", first, "240000 tab 205700 tab", "240000 205700", "electricity 5"},
		{"shift tab goes left", "electricity", first + 1, "205700 shift+tab 1 enter", "1 205700", "coal 3"},
		{"an arrow takes what is typed", "electricity", first, "240000 right", "240000 2057000", "electricity 4"},
		{"enter edits", "electricity", first, "enter backspace backspace backspace 999 enter", "231999 2057000", "coal 3"},
		{"home in the field", "electricity", first, "enter home 1 enter", "1231000 2057000", "coal 3"},
		{"esc cancels", "electricity", first, "999 esc", "231000 2057000", "electricity 3"},
		{"undo takes the typing back", "electricity", first, "999 ctrl+z", "231000 2057000", "electricity 3"},
		{"the same number changes nothing", "electricity", first, "231000 enter", "231000 2057000", "coal 3"},
		{"emptying takes it out", "electricity", first, "enter ctrl+u enter", "none 2057000", "coal 3"},
		{"a dash is no figure", "electricity", first, "- enter", "none 2057000", "coal 3"},
		{"del", "electricity", first, "delete", "none 2057000", "electricity 3"},
		{"del of a range", "electricity", first, "shift+right delete", "none none", "electricity 4"},
		{"zero is a figure", "electricity", first, "0 enter", "0 2057000", "coal 3"},
		{"Vietnamese notation", "electricity", first, "1.234,5 enter", "1234.5 2057000", "coal 3"},
		{"a unit that converts", "electricity", first, "231,5 space MWh enter", "231500 2057000", "coal 3"},
		{"a unit that does not", "electricity", first, "231 space kg enter", "231000 2057000", "electricity 3"},
		{"nonsense is not taken", "electricity", first, "abc enter", "231000 2057000", "electricity 3"},
		{"nor a negative amount", "electricity", first, "-5 enter", "231000 2057000", "electricity 3"},
		{"fill right", "electricity", first, "shift+right ctrl+r", "231000 231000", "electricity 4"},
		{"fill from the left", "electricity", first + 1, "ctrl+r", "231000 231000", "electricity 4"},
		{"cut", "electricity", first + 1, "ctrl+x", "231000 none", "electricity 4"},
		{"cut and paste", "electricity", first + 1, "ctrl+x left ctrl+v", "2057000 none", "electricity 3"},
		{"copy and paste", "electricity", first, "ctrl+c right ctrl+v", "231000 231000", "electricity 4"},
		{"paste into a range", "electricity", first + 2, "ctrl+c left shift+left ctrl+v", "242350 242350", "electricity 3"},
		{"paste while typing", "electricity", first, "ctrl+c right 9 ctrl+v enter", "231000 9231000", "coal 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, monthsAudit).show(80, 19)
			before := string(d.Source())
			d.stand(c.row, c.col).press(strings.Fields(c.keys)...)
			got := ""
			for _, m := range []string{"2018-01", "2018-02"} {
				if v, ok := d.figure(m, "electricity"); ok {
					got += fmt.Sprintf("%.10g ", v)
				} else {
					got += "none "
				}
			}
			if got = strings.TrimSpace(got); got != c.want {
				t.Errorf("%s, want %s\n%s", got, c.want, d.view())
			}
			at := d.page.grid.At()
			if s := fmt.Sprint(d.page.sheet().rows[at.Row].id, " ", at.Col); s != c.at {
				t.Errorf("at %s, want %s", s, c.at)
			}
			d.view()
			d.press("esc")
			for ok := true; ok; {
				_, ok = d.undo()
			}
			if string(d.Source()) != before {
				t.Errorf("undoing everything does not lead back:\n%s", d.Source())
			}
		})
	}
}

// One step of undo for each of these, with its words.
func TestUndoWords(t *testing.T) {
	for _, c := range []struct{ keys, vi, en string }{
		{"5 enter", "Điện, tháng 1/2018", "Electricity, Jan 2018"},
		{"delete", "xóa Điện, tháng 1/2018", "clear Electricity, Jan 2018"},
		{"shift+right shift+down delete", "xóa 2 × 2 ô", "clear 2 × 2 cells"},
		{"ctrl+x", "cắt Điện, tháng 1/2018", "cut Electricity, Jan 2018"},
		{"shift+right ctrl+x", "cắt 1 × 2 ô", "cut 1 × 2 cells"},
		{"shift+right shift+right ctrl+r", "điền sang phải 1 × 2 ô", "fill right 1 × 2 cells"},
		{"ctrl+c right ctrl+v", "dán Điện, tháng 2/2018", "paste Electricity, Feb 2018"},
		{"shift+down ctrl+c right ctrl+v", "dán 2 × 1 ô", "paste 2 × 1 cells"},
		{"left 1900 enter", "Giá của Điện", "Price of Electricity"},
	} {
		for _, lang := range text.Langs {
			want := c.vi
			if lang == text.EN {
				want = c.en
			}
			d := open(t, monthsAudit).language(lang).show(80, 19)
			before := string(d.Source())
			d.stand("electricity", first).press(strings.Fields(c.keys)...)
			if got, _ := d.undo(); got != want {
				t.Errorf("%s: %q, want %q", c.keys, got, want)
			}
			if string(d.Source()) != before {
				t.Errorf("%s is more than one step of undo", c.keys)
			}
		}
	}
}

// What is said below the table while a number is typed.
func TestUnderstood(t *testing.T) {
	for _, c := range []struct {
		lang        text.Lang
		keys        string
		want, never string
	}{
		{text.VI, "1.234,5", "1.234,5 → 1.234,5 kWh", ""},
		{text.VI, "1.234", "Được hiểu là 1234, không phải 1,234", ""},
		{text.VI, "1.5", "hãy viết \"1,5\"", "→"},
		{text.VI, "1,5", "1,5 → 1,5 kWh", "không phải"},
		{text.VI, "2,4 space MWh", "2.400 kWh (đổi từ MWh)", ""},
		{text.VI, "12 space kg", "cần nhiệt trị", "→"},
		{text.VI, "12%", "là phần trăm", "→"},
		{text.VI, "x", "không phải là số", "→"},
		{text.VI, "n/a", "không có số liệu", ""},
		{text.VI, "enter ctrl+u", "xóa số này khỏi tệp", ""},
		{text.VI, "2400000", "gấp hơn 3 lần mức giữa", ""},
		{text.VI, "-3", "Số âm", ""},
		{text.EN, "1,234.5", "1,234.5 → 1,234.5 kWh", ""},
		{text.EN, "1,234", "Understood as 1234, not 1.234", ""},
		{text.EN, "1,5", "", "→"},
		{text.EN, "1e3", "1e3 → 1,000 kWh", ""},
	} {
		t.Run(string(c.lang)+" "+c.keys, func(t *testing.T) {
			d := open(t, monthsAudit).language(c.lang).show(100, 19)
			d.stand("electricity", first+2).press(strings.Fields(c.keys)...)
			v := d.view()
			if !strings.Contains(v, c.want) || c.never != "" && strings.Contains(v, c.never) {
				t.Errorf("want %q, never %q:\n%s", c.want, c.never, v)
			}
		})
	}
}

// The words for what the signs in the table mean.
func TestMarks(t *testing.T) {
	for _, c := range []struct {
		row        string
		col        int
		sign, said string
	}{
		{"water", first + 3, "·", "Thiếu không phải là bằng 0"},
		{"coal", first, "·", "trống không phải là bằng 0"},
		{"coal", first + 5, "·", "kỳ này không được tính"},
		{"electricity", first + 1, "!", "kiểm tra dấu thập phân"},
		{"starch", first + 7, "✗", "Sản lượng bằng 0 mà kỳ này vẫn có tiêu hao"},
	} {
		t.Run(c.row, func(t *testing.T) {
			d := open(t, monthsAudit).show(173, 30)
			d.stand(c.row, c.col)
			v := d.view()
			if !strings.Contains(v, c.said) {
				t.Errorf("want %q:\n%s", c.said, v)
			}
			cell := ""
			for _, l := range strings.Split(v, "\n") {
				if i := strings.Index(l, "›"); i >= 0 {
					cell = strings.Fields(strings.ReplaceAll(l[i:], "│", " "))[0] + " " + strings.Fields(l[i+3:])[0]
				}
			}
			if !strings.Contains(cell, c.sign) {
				t.Errorf("cell %q has not the sign %s:\n%s", cell, c.sign, v)
			}
		})
	}
}

// A flow that periods state and nobody describes is not hidden.
func TestUnknownFlow(t *testing.T) {
	source := strings.Replace(yearAudit, "water = 223400", "watre = 5", 1)
	d := open(t, source).show(80, 19)
	d.stand("watre", first).contains("bộ dữ liệu ngành không có dòng này")
	d.stand("watre", nameCol).press("enter").press("enter")
	if len(d.dialogs) != 1 {
		t.Fatal("no question")
	}
	d.press("x")
	d.wantNone("2018", "watre")
}

// What is typed is kept safe, and offered again after an interruption.
func TestDrafts(t *testing.T) {
	d := open(t, monthsAudit).show(80, 19)
	d.stand("electricity", first+2).press("24", "25")
	if got := d.drafts["period[3].flows.electricity"]; got != "2425" {
		t.Fatalf("drafts %v", d.drafts)
	}
	left := d.drafts
	d.press("esc")
	if len(d.drafts) != 0 {
		t.Errorf("drafts %v after Esc", d.drafts)
	}
	d.press("24", "enter")
	if len(d.drafts) != 0 {
		t.Errorf("drafts %v after Enter", d.drafts)
	}

	again := open(t, monthsAudit)
	again.left = map[string]string{"period[3].flows.electricity": "2425"}
	again.show(80, 19).contains("2425 → 2.425 kWh").contains("chương trình bị ngắt").press("enter")
	again.want("2018-03", "electricity", 2425)
	_ = left
}

// Nothing can be edited, and that is said once.
func TestReadOnly(t *testing.T) {
	d := open(t, monthsAudit)
	d.locked = true
	d.show(80, 19)
	before := string(d.Source())
	d.stand("electricity", first).press("5", "enter", "enter", "delete", "ctrl+x", "ctrl+r", "f6", "f7", "f8").paste("1\t2")
	d.stand("electricity", unitCol).press("enter", "k").stand("electricity", nameCol).press("enter", "delete")
	d.stand("", first).press("enter")
	d.view()
	if string(d.Source()) != before || len(d.dialogs) > 0 || d.page.grid.Typing() {
		t.Error("something was edited")
	}
	if len(d.toasts) != 1 || !strings.Contains(d.toasts[0], "không sửa được") {
		t.Errorf("said: %q", d.toasts)
	}
	d.stand("electricity", first).press("ctrl+c")
	if d.clip != "231000" {
		t.Errorf("copied %q", d.clip)
	}
	for _, k := range d.page.Keys() {
		for _, help := range []string{"grid.key.edit", "grid.key.clear", "grid.key.add"} {
			if k.Help == help {
				t.Errorf("the key %s is offered", help)
			}
		}
	}
}

// Letters of input methods: a burst with backspaces goes where it is meant to.
func TestTelex(t *testing.T) {
	d := open(t, newAudit).show(80, 19)
	d.press("backspace") // of an input method, on its own
	d.stand("fresh-cassava", nameCol).press("v", "a", "backspace", "ả", "i", "enter")
	// The list has nothing of that name, so the form of an own flow comes up with it.
	if len(d.dialogs) != 1 || !strings.Contains(d.dialog(60, 15), "vải") {
		t.Fatalf("%d dialogs", len(d.dialogs))
	}
}

// Pages are left with what is being typed taken, or not left.
func TestLeave(t *testing.T) {
	d := open(t, monthsAudit).show(80, 19)
	d.stand("electricity", first).press("5")
	if !d.page.Leave() {
		t.Error("cannot leave")
	}
	d.want("2018-01", "electricity", 5)
	d.stand("electricity", first).press("x")
	if d.page.Leave() {
		t.Error("left with nonsense in the cell")
	}
	d.contains("không phải là số")
}

// Going to what another page or Ctrl+F names.
func TestShow(t *testing.T) {
	d := open(t, monthsAudit).show(80, 19)
	for target, want := range map[string]string{
		"period[3].flows.water": "water 5", "flow.electricity.price": "electricity 2", "flow.rags": "rags 3", "period[7]": " 9",
		"product.starch": "starch 3", "nonsense": "",
	} {
		d.page.grid.Go(d.page.grid.At())
		before := d.page.grid.At()
		d.send(uiShow(target))
		at := d.page.grid.At()
		got := fmt.Sprint(d.page.sheet().rows[at.Row].id, " ", at.Col)
		if want == "" && at == before {
			continue
		}
		if got != want {
			t.Errorf("%s: at %q, want %q", target, got, want)
		}
	}
	for _, h := range Page().Find(d) {
		d.send(uiShow(h.Target))
		if d.ctx.T(h.Kind) == "" || h.Name.Empty() {
			t.Errorf("hit %+v", h)
		}
	}
}

// The mouse, where it is switched on.
func TestMouse(t *testing.T) {
	d := open(t, yearAudit).show(80, 19)
	d.view()
	lines := strings.Split(d.view(), "\n")
	y := 0
	for i, l := range lines {
		if strings.HasPrefix(l, " Điện") {
			y = i
		}
	}
	x := strings.Index(lines[y], "│") + 3
	d.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	d.contains("Điện, năm 2018: 2.815.000 kWh")
	d.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	if !d.page.grid.Typing() {
		t.Error("the second click does not edit")
	}
	d.send(tea.MouseClickMsg{X: x, Y: y - 1, Button: tea.MouseLeft})
	d.contains("Nước cấp (nước mới), năm 2018")
	d.send(tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelDown})
	d.send(tea.MouseClickMsg{X: 500, Y: 500, Button: tea.MouseLeft})
	d.view()
}

// The state of the page in the list of steps.
func TestState(t *testing.T) {
	for _, c := range []struct {
		source      string
		done, total int
	}{{newAudit, 0, 2}, {yearAudit, 4, 4}, {monthsAudit, 2, 4}} {
		d := open(t, c.source)
		if done, total := Page().State(d); done != c.done || total != c.total {
			t.Errorf("%d of %d, want %d of %d", done, total, c.done, c.total)
		}
	}
}

// The cursor of the terminal stands in the cell that is being typed in, for
// input methods.
func TestCursor(t *testing.T) {
	d := open(t, monthsAudit).show(80, 19)
	d.view()
	if d.page.Cursor() != nil {
		t.Error("a cursor without a field")
	}
	d.stand("electricity", first+1).press("205")
	lines := strings.Split(d.view(), "\n")
	c := d.page.Cursor()
	if c == nil {
		t.Fatal("no cursor")
	}
	line := []rune(lines[c.Y])
	if got := string(line[c.X-3 : c.X]); got != "205" {
		t.Errorf("before the cursor stands %q: %s", got, lines[c.Y])
	}
}

// An audit of a sector that the program does not have: its figures are there
// all the same.
func TestNoPack(t *testing.T) {
	d := open(t, strings.Replace(unitAudit, "cassava-starch", "no-such-sector", 1))
	d.pack = nil
	d.show(80, 19)
	d.stand("electricity", first).press("5", "enter")
	d.want("2018-01", "electricity", 5)
	d.press("f6").dialog(60, 15)
	d.press("esc", "f7").dialog(60, 15)
	d.press("esc", "ctrl+a", "ctrl+c", "delete", "f1").view()
	Page().Find(d)
	Page().State(d)
}

// An edit that the file does not take leaves what was typed in the cell, with
// the reason.
func TestRefused(t *testing.T) {
	d := open(t, monthsAudit).show(80, 19)
	d.refuse = text.M("file.disk-full", "file", "x.audit.toml")
	d.stand("electricity", first).press("1.234", "enter").contains("Ổ đĩa đã đầy")
	if !d.page.grid.Typing() {
		t.Error("what was typed is gone")
	}
	d.refuse = text.Message{}
	d.press("enter")
	d.want("2018-01", "electricity", 1234)
}

// Prices as people write them.
func TestPrices(t *testing.T) {
	for typed, want := range map[string]string{
		"1900": "1900", "1.900": "1900", "1.900,5": "1900.5", "1.900 đ": "1900", "1.900 đ/kWh": "1900", "1,9 nghìn đồng": "1900",
		"1,9 nghìn đồng / Kwh": "1900", "1900 đ/t": "1850", "1900 kWh": "1850", "0,08 USD": "1850", "": "none",
	} {
		d := open(t, yearAudit).show(80, 19)
		d.stand("electricity", priceCol).press("enter", "ctrl+u").paste(typed).press("enter", "esc")
		got := "none"
		if p := flow(d.Audit(), "electricity").Price; p != nil {
			got = fmt.Sprint(*p)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", typed, got, want)
		}
	}
}
