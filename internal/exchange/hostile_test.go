package exchange

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/auditfile"
)

type part struct{ name, text string }

func partsOf(t testing.TB, raw []byte) (all []part) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	must(t, err)
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		s, err := io.ReadAll(r)
		must(t, err)
		r.Close()
		all = append(all, part{f.Name, string(s)})
	}
	return all
}

func zipOf(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		must(t, err)
		_, err = io.WriteString(w, p.text)
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

// book makes the least workbook around the XML of a sheet, by hand.
func bookOf(t testing.TB, sheet string, more ...part) []byte {
	t.Helper()
	return zipOf(t, append([]part{
		{"xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", sheet},
	}, more...)...)
}

func sheetXML(data string) string {
	return `<worksheet><sheetData>` + data + `</sheetData></worksheet>`
}

// varied repeats a text with changing numbers, which do not pack as well as
// equal ones.
func varied(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i*7919%1_000_003)
	}
	return b.String()
}

// Whatever is in a file, it is refused in words, within little memory and
// time.
func TestHostile(t *testing.T) {
	good := workbookOf(t, "A", map[string]any{"A1": "Tháng", "B1": "Điện (kWh)", "A2": "1/2024", "B2": 1})
	bomb := strings.Repeat(" ", 200<<20)
	for _, c := range []struct {
		name string
		raw  func() []byte
		want string
	}{
		{"empty", func() []byte { return nil }, "exchange.empty"},
		{"bomb", func() []byte { return bookOf(t, bomb) }, "exchange.bomb"},
		{"bomb below the total", func() []byte { return bookOf(t, bomb[:40<<20]) }, "exchange.bomb"},
		{"bomb of strings", func() []byte {
			return bookOf(t, sheetXML(""), part{"xl/sharedStrings.xml", "<sst>" + varied("<si><t>%d</t></si>", 400_000) + "</sst>"})
		}, "exchange.too-many-strings"},
		{"many parts", func() []byte {
			var more []part
			for i := range 3000 {
				more = append(more, part{fmt.Sprint("xl/media/", i), ""})
			}
			return bookOf(t, sheetXML(""), more...)
		}, "exchange.too-many-parts"},
		{"million columns", func() []byte {
			return bookOf(t, sheetXML("<row>"+varied("<c><v>%d</v></c>", 1_000_000)+"</row>"))
		}, "exchange.too-many-columns"},
		{"column beyond the sheet", func() []byte { return bookOf(t, sheetXML(`<row><c r="XFE1"><v>1</v></c></row>`)) }, "exchange.damaged"},
		{"row beyond the sheet", func() []byte { return bookOf(t, sheetXML(`<row r="1048577"><c><v>1</v></c></row>`)) }, "exchange.too-many-rows"},
		{"million rows", func() []byte {
			return bookOf(t, sheetXML(varied("<row><c><v>%d</v></c></row>", 800_000)))
		}, "exchange.too-many-cells"},
		{"deep nesting", func() []byte { return bookOf(t, strings.Repeat("<a>", 1_000_000)) }, "exchange.xml"},
		{"endless tag", func() []byte { return bookOf(t, "<worksheet "+varied(`a%d="" `, 1_000_000)+">") }, "exchange.xml"},
		{"entities", func() []byte {
			return bookOf(t, `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`+sheetXML("<row><c><v>&b;</v></c></row>"))
		}, "exchange.xml"},
		{"outside entity", func() []byte {
			return bookOf(t, `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`+sheetXML(`<row><c t="str"><v>&a;</v></c></row>`))
		}, "exchange.xml"},
		{"unknown entity", func() []byte { return bookOf(t, sheetXML(`<row><c t="str"><v>&x;</v></c></row>`)) }, "exchange.damaged"},
		{"NUL in XML", func() []byte { return bookOf(t, sheetXML("<row><c t=\"str\"><v>a\x00b</v></c></row>")) }, "exchange.damaged"},
		{"other encoding", func() []byte {
			return bookOf(t, `<?xml version="1.0" encoding="UTF-7"?>`+sheetXML(""))
		}, "exchange.xml"},
		{"long text", func() []byte {
			return bookOf(t, sheetXML(`<row><c t="str"><v>`+strings.Repeat("a", 200_000)+`</v></c></row>`))
		}, "exchange.long-text"},
		{"cut off", func() []byte { return good[:len(good)-40] }, "exchange.not-workbook"},
		{"cut off inside", func() []byte { return bookOf(t, `<worksheet><sheetData><row><c><v>1</v>`) }, "exchange.damaged"},
		{"no sheet part", func() []byte {
			return zipOf(t, part{"xl/workbook.xml", `<workbook><sheets><sheet name="A" id="r1"/></sheets></workbook>`}, part{"xl/_rels/workbook.xml.rels", `<R><Relationship Id="r1" Type="x/worksheet" Target="../../../etc/passwd"/></R>`})
		}, "exchange.damaged"},
		{"zip without workbook", func() []byte { return zipOf(t, part{"a.txt", "x"}) }, "exchange.no-workbook"},
		{"docx", func() []byte { return zipOf(t, part{"word/document.xml", "x"}) }, "exchange.other-format"},
		{"ods", func() []byte { return zipOf(t, part{"mimetype", "x"}, part{"content.xml", "x"}) }, "exchange.other-format"},
		{"xlsb", func() []byte { return zipOf(t, part{"xl/workbook.bin", "x"}) }, "exchange.other-format"},
		{"password", func() []byte {
			f := excelize.NewFile()
			var b bytes.Buffer
			must(t, f.Write(&b, excelize.Options{Password: "x"}))
			return b.Bytes()
		}, "exchange.encrypted"},
		{"xls", func() []byte {
			return append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), bytes.Repeat([]byte{0}, 4096)...)
		}, "exchange.old-xls"},
		{"pdf", func() []byte { return []byte("%PDF-1.7\n") }, "exchange.other-format"},
		{"html", func() []byte { return []byte("\ufeff<html><table><tr><td>1</td></tr></table>") }, "exchange.other-format"},
		{"binary", func() []byte { return []byte("abc\x00def") }, "exchange.binary"},
		{"binary later", func() []byte { return append(bytes.Repeat([]byte("a,b\n"), 2000), 0) }, "exchange.binary"},
		{"old letters", func() []byte { return []byte("Th\xe1ng,\xd0i\xd6n\n1,2\n") }, "exchange.encoding"},
		{"commas", func() []byte { return bytes.Repeat([]byte(","), 30<<20) }, "exchange.too-many-cells"},
		{"lines", func() []byte { return bytes.Repeat([]byte("\n"), 30<<20) }, "exchange.too-many-cells"},
		{"quotes", func() []byte { return bytes.Repeat([]byte(`"a`+"\n"), 2<<20) }, "exchange.too-many-cells"},
		{"one line", func() []byte { return bytes.Repeat([]byte("a"), 30<<20) }, "exchange.long-text"},
		{"too large", func() []byte { return make([]byte, 33<<20) }, "exchange.too-large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw := c.raw()
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := Read(context.Background(), Bytes("a.xlsx", raw), DefaultLimits(), nil)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if !isKey(err, c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
			t.Logf("%8d bytes: %v, %d MiB allocated", len(raw), took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20)
			if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > 700 {
				t.Errorf("%d MiB allocated", mib)
			}
		})
	}
}

// What is odd and harmless is read.
func TestOddButFine(t *testing.T) {
	for _, c := range []struct {
		name, sheet string
		more        []part
		note        string
	}{
		{name: "corner of the sheet", sheet: sheetXML(`<row r="1"><c r="A1" t="str"><v>Tháng</v></c><c r="B1" t="str"><v>Điện (kWh)</v></c></row><row r="2"><c r="A2" t="str"><v>3/2024</v></c><c r="B2"><v>5</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`)},
		{name: "macros", sheet: sheetXML(`<row><c t="str"><v>Tháng</v></c><c t="str"><v>Điện (kWh)</v></c></row><row><c t="str"><v>3/2024</v></c><c><v>5</v></c></row>`), more: []part{{"xl/vbaProject.bin", "x"}}, note: "exchange.macros"},
		{name: "links", sheet: sheetXML(`<row><c t="str"><v>Tháng</v></c><c t="str"><v>Điện (kWh)</v></c></row><row><c t="str"><v>3/2024</v></c><c><f>[1]A!B2</f><v>5</v></c></row>`), more: []part{{"xl/externalLinks/externalLink1.xml", "x"}}, note: "exchange.formulas-outside"},
		{name: "data exchange", sheet: sheetXML(`<row><c t="str"><v>Tháng</v></c><c t="str"><v>Điện (kWh)</v></c></row><row><c t="str"><v>3/2024</v></c><c><f>cmd|' /C calc'!A0</f><v>5</v></c></row>`), note: "exchange.formulas-outside"},
		{name: "inline and rich texts", sheet: sheetXML(`<row><c t="inlineStr"><is><r><t>Thá</t></r><r><t>ng</t></r></is></c><c t="inlineStr"><is><t>Điện (kWh)</t></is></c></row><row><c t="d"><v>2024-03-01T00:00:00</v></c><c><v>5</v></c></row>`)},
	} {
		p := smallPlant(t)
		raw := bookOf(t, c.sheet, c.more...)
		plan := p.read(t, raw, Options{})
		if got := keysOf(plan); len(got) != 1 || got["period.2024-03.flows.electricity"] != 5.0 {
			t.Errorf("%s: got %v\n%s", c.name, got, say(plan))
		}
		if c.note != "" && !strings.Contains(fmt.Sprint(faultsOf(plan, "note"), faultsOf(plan, "doubt")), c.note) {
			t.Errorf("%s: no word of it: %s", c.name, say(plan))
		}
	}
}

// Tables that are read and too large to be true are refused in seconds too.
func TestLargeTables(t *testing.T) {
	p := smallPlant(t)
	for _, c := range []struct{ name, head, row, want string }{
		{"bills", "From,To,Flow,Amount,Unit\n", "2024-01-01,2024-01-02,electricity,%d,kWh\n", "exchange.too-many-records"},
		{"long bills", "From,To,Meter,Electricity (kWh)\n", "1990-01-01,2100-01-02,m%d,5\n", "exchange.too-many-records"},
		{"periods", "Period,Electricity (kWh)\n", "1/2024 - 2/2024,%d\n", "exchange.period.covered"},
		{"nonsense", "Month,Electricity (kWh)\n", "x%d,y\n", ""},
		{"faults", "Month,Electricity (kWh)\n", "x%d,5 y\n", "exchange.date.unknown"},
	} {
		start := time.Now()
		plan := p.csv(t, c.head+varied(c.row, 40_000), Options{})
		t.Logf("%s: %v, %d faults and %d more", c.name, time.Since(start).Round(time.Millisecond), len(plan.Faults), plan.More)
		if !plan.Empty() || !strings.Contains(fmt.Sprint(plan.Faults), c.want) || len(plan.Faults) > DefaultLimits().Faults {
			t.Errorf("%s: %.300s", c.name, say(plan))
		}
	}
}

// Sheets that seem to be nothing but tables take seconds too.
func TestManyTables(t *testing.T) {
	p := smallPlant(t)
	for _, c := range []struct{ name, csv string }{
		{"side by side, without gaps", strings.Repeat(strings.Repeat("Tháng;Điện (kWh);", 480)+"\n", 40)},
		{"side by side", strings.Repeat(strings.Repeat("Tháng;Điện (kWh);;", 330)+"\n", 2) + strings.Repeat(strings.Repeat("1/2024;5;;", 330)+"\n", 100)},
		{"one below another", strings.Repeat("Năm 2024\nTháng;Điện (kWh);Ghi chú\n1;5;x\n", 20_000)},
		{"years side by side", strings.Repeat(strings.Repeat("Tháng;2023;2024;", 320)+"\n", 40)},
		{"years", strings.Repeat("Tháng"+strings.Repeat(";2023;2024", 400)+"\n", 100)},
		{"hours of a tariff", "Tháng;Giờ;Điện (kWh)\n" + strings.Repeat("1/2024;BT;5\n;CĐ;6\n;TĐ;7\n", 20_000)},
		{"words", strings.Repeat("STT;Tháng;Điện;Nước;Than\n", 10_000)},
	} {
		start := time.Now()
		plan := p.csv(t, c.csv, Options{})
		took := time.Since(start)
		t.Logf("%s: %v, %d tables, %d faults", c.name, took.Round(time.Millisecond), len(plan.Tables), len(plan.Faults)+plan.More)
		if took > time.Minute { // on a machine that does ten other things
			t.Errorf("%s takes %v", c.name, took)
		}
	}
}

// Errors count where there is no room to list them.
func TestFaultsBeyondTheLimit(t *testing.T) {
	lim := DefaultLimits()
	lim.Faults = 1
	plan := smallPlant(t).csv(t, "Tháng;Điện;Nước (m3)\n3/2024;5;x\n", Options{Limits: lim})
	if !plan.Blocked() || !plan.Empty() || plan.More != 1 || plan.Errors != 1 {
		t.Errorf("%+v", plan)
	}
}

func TestCancel(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	raw := bookOf(t, sheetXML(varied("<row><c><v>%d</v></c></row>", 200_000)))
	calls := 0
	_, err := Read(ctx, Bytes("a.xlsx", raw), DefaultLimits(), func(done, total int64) {
		calls++
		if done > total {
			t.Errorf("%d of %d", done, total)
		}
		stop()
	})
	if err != context.Canceled || calls == 0 {
		t.Errorf("got %v after %d calls", err, calls)
	}
	p := smallPlant(t)
	b, err := Read(context.Background(), Bytes("a.csv", []byte("Tháng;Điện (kWh)\n3/2024;5\n")), DefaultLimits(), nil)
	must(t, err)
	if _, err := NewPlan(ctx, b, p.audit, p.pack, p.common, Options{}); err != context.Canceled {
		t.Error(err)
	}
}

// Nothing makes it panic, and every fault has words.
func FuzzRead(f *testing.F) {
	p := smallPlant(f)
	f.Add([]byte("Tháng;Điện (kWh)\n3/2024;1.234,5\nTổng;5\n"))
	f.Add([]byte("From,To,Flow,Amount,Unit\n1/1/2024,31/1/2024,electricity,5,MWh\n"))
	f.Add([]byte("read_date,energy_use\n2024-01-05,5\n2024-02-05,6\n"))
	f.Add([]byte("Công tơ 1;;;Năm 2023\nTháng;Chỉ số đầu (kWh);;Tháng;Điện (kWh)\nT1/24;99;;1;5\nT2/24;3;;Quý I;5\n"))
	f.Add([]byte("Tháng;Điện;;Nước\n;Lượng (kWh);Tiền (đ);m3\n1/24;1 kWh;2;3\n\nHệ số nhân: 40\nNgày ghi;Chỉ số điện\n1/1/24;5\n2/1/24;1\n"))
	f.Add([]byte("Điện (kWh)\nTháng;2023;2024;%\n;kWh;MWh\n1;5;6;20\nQuý I;5;6;\nTổng;5;6\n\nNăm;T1;T2\n2023;5;6\n"))
	f.Add([]byte("Tháng;BT (kWh);CĐ (kWh);TĐ (kWh);Tổng\n1/24;1;2;3;6\n2/24;1;;3\n\nKỳ;Giờ;Chỉ số cũ;Chỉ số mới;HSN\n1/24;BT;5;6;40\n;CĐ;5;6\n;TĐ;5;4\n"))
	f.Add([]byte("\xff\xfea\x00,\x00b\x00"))
	f.Add(bookOf(f, sheetXML(`<row><c t="s"><v>0</v></c><c s="1"><v>45000</v></c></row><mergeCells><mergeCell ref="A1:B9"/></mergeCells>`), part{"xl/sharedStrings.xml", "<sst><si><t>x</t></si></sst>"}))
	f.Add(workbookOf(f, "A", map[string]any{"A1": "Tháng", "B1": "Điện (kWh)", "A2": "1/2024", "B2": 1}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		lim := DefaultLimits()
		lim.Part, lim.Total, lim.Cells = 1<<20, 4<<20, 20_000
		b, err := Read(context.Background(), Bytes("a.xlsx", raw), lim, nil)
		if err != nil {
			if s := languages().vi.Error(err); s == "" || strings.Contains(s, "<exchange") {
				t.Errorf("no words for %v", err)
			}
			return
		}
		plan, err := NewPlan(context.Background(), b, p.audit, p.pack, p.common, Options{SkipBad: true, Flow: "electricity"})
		must(t, err)
		if s := say(plan); strings.Contains(s, "<exchange") || strings.Contains(s, "{") && !bytes.Contains(raw, []byte("{")) {
			t.Errorf("no words: %s", s)
		}
		_, edits := plan.Edits()
		e := p.doc.Edit()
		must(t, auditfile.Do(e, edits...))
		if doc, problems := e.Done(); doc == nil {
			t.Error(problems)
		}
	})
}

// The same for the sheet of a workbook, where what is random is not lost in
// the packing.
func FuzzSheet(f *testing.F) {
	p := smallPlant(f)
	f.Add(`<row><c t="str"><v>Tháng</v></c><c t="str"><v>Điện (kWh)</v></c></row><row><c t="str"><v>3/2024</v></c><c><v>5</v></c></row>`)
	f.Add(`<row r="3"><c r="B2"><f>A1</f></c><c r="A1" t="e"><v>#DIV/0!</v></c></row>`)
	f.Add(`<row><c s="99" t="b"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`)
	f.Fuzz(func(t *testing.T, data string) {
		b, err := Read(context.Background(), Bytes("a.xlsx", bookOf(t, sheetXML(data))), DefaultLimits(), nil)
		if err != nil {
			return
		}
		_, err = NewPlan(context.Background(), b, p.audit, p.pack, p.common, Options{SkipBad: true})
		must(t, err)
	})
}
