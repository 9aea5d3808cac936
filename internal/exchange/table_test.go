package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
)

func equalKeys(t *testing.T, plan *Plan, want map[string]any) {
	t.Helper()
	if got := keysOf(plan); !maps.Equal(got, want) {
		for _, k := range sortedKeys(want) {
			if got[k] != want[k] {
				t.Errorf("%s: got %v, want %v", k, got[k], want[k])
			}
		}
		for _, k := range sortedKeys(got) {
			if _, ok := want[k]; !ok {
				t.Errorf("%s = %v is too much", k, got[k])
			}
		}
		t.Log(say(plan))
	}
}

// Tables as plants send them. Every value is written beside what it must
// become, by hand.
func TestTablesOfPlants(t *testing.T) {
	const e, w, s = "flows.electricity", "flows.water", "output.starch"
	at := func(month, target string) string { return "period." + month + "." + target }
	for _, c := range []struct {
		name, csv string
		o         Options
		want      map[string]any
		errors    []string
		doubts    []string
	}{
		{name: "plain", csv: "Tháng,Sản lượng (t),Điện (kWh)\n3/2024,1000,200000\n4/2024,900,190000\n",
			want: map[string]any{at("2024-03", s): 1000.0, at("2024-03", e): 200000.0, at("2024-04", s): 900.0, at("2024-04", e): 190000.0}},
		{name: "title rows, blank rows, footer, total",
			csv:  "CÔNG TY CỔ PHẦN TINH BỘT SẮN;;\nBÁO CÁO ĐIỆN NƯỚC NĂM 2024;;\n;;\nTháng;Điện tiêu thụ (kWh/tháng);Nước (m³)\n;;\n3/2024;200.000,5;1.500\n;;\n4/2024;190.000;1.400\nTổng cộng;390.000,5;2.900\n;;\nNgười lập biểu;;Giám đốc\n",
			want: map[string]any{at("2024-03", e): 200000.5, at("2024-04", e): 190000.0, at("2024-03", w): 1500.0, at("2024-04", w): 1400.0}},
		{name: "a total that does not add up", csv: "Month;Electricity (kWh)\n3/2024;200\n4/2024;190\nTotal;400\n",
			want: map[string]any{at("2024-03", e): 200.0, at("2024-04", e): 190.0}, doubts: []string{"B4 exchange.row.sum-differs"}},
		{name: "subtotals and averages", csv: "Month;Electricity (kWh)\n3/2024;200\n4/2024;190\nCộng quý;390\n5/2024;10\nTổng;400\nTrung bình;133\n",
			want: map[string]any{at("2024-03", e): 200.0, at("2024-04", e): 190.0, at("2024-05", e): 10.0}},
		{name: "units below the headings", csv: "Tháng,Điện,Nước\n,MWh,m3\n3/2024,200,1500\n",
			want: map[string]any{at("2024-03", e): 200000.0, at("2024-03", w): 1500.0}},
		{name: "a unit that there is not", csv: "Tháng,Điện (KWW),Nước (m3)\n3/2024,200,1500\n", errors: []string{"B1 exchange.column.bad-unit"}},
		{name: "a unit of another kind", csv: "Tháng,Điện (kg)\n3/2024,200\n", errors: []string{"B1 unit.needs-heating-value"}},
		{name: "no unit is said to be taken as the flow's", csv: "Tháng,Điện\n3/2024,200\n",
			want: map[string]any{at("2024-03", e): 200.0}, doubts: []string{"B1 exchange.column.no-unit"}},
		{name: "a unit behind the number", csv: "Tháng;Điện (kWh)\n3/2024;1,5 MWh\n4/2024;200 kWh\n5/2024;3 kg\n",
			o: Options{SkipBad: true}, want: map[string]any{at("2024-03", e): 1500.0, at("2024-04", e): 200.0}, errors: []string{"B4 unit.needs-heating-value"}},
		{name: "months as columns", csv: "STT;Chỉ tiêu;ĐVT;T3.2024;T4.2024;Tổng\n1;Điện tiêu thụ;kWh;200;190;390\n2;Nước cấp;m3;15;14;29\n3;Suất tiêu hao;kWh/t;1;1;\n",
			want: map[string]any{at("2024-03", e): 200.0, at("2024-04", e): 190.0, at("2024-03", w): 15.0, at("2024-04", w): 14.0}},
		{name: "months without a year", csv: "Tháng;Điện (kWh)\nTháng 3;200\nTháng 4;190\n",
			errors: []string{"A2 exchange.date.no-year", "A3 exchange.date.no-year"}},
		{name: "and with the year given", csv: "Tháng;Điện (kWh)\nTháng 3;200\n4;190\n", o: Options{Year: 2024},
			want: map[string]any{at("2024-03", e): 200.0, at("2024-04", e): 190.0}},
		{name: "a column of years", csv: "Năm;Tháng;Điện (kWh)\n2023;12;200\n2024;3;190\n",
			want: map[string]any{at("2023-12", e): 200.0, at("2024-03", e): 190.0}},
		{name: "missing is not zero", csv: "Tháng;Điện (kWh);Nước (m3)\n3/2024;-;n/a\n4/2024;0;không có\n5/2024;;—\n",
			want: map[string]any{at("2024-04", e): 0.0}},
		{name: "blanks that cannot be seen", csv: "\u00a0Tháng \u00a0;  Điện\u00a0(kWh) \n3/2024\u00a0; 1\u00a0234,5\u00a0\n4/2024;\u202f12\u202f000\n",
			want: map[string]any{at("2024-03", e): 1234.5, at("2024-04", e): 12000.0}},
		{name: "no diacritics, capitals, other normal form", csv: norm.NFD.String("THÁNG") + ";DIEN NANG TIEU THU (KWH);" + norm.NFD.String("Nước cấp") + " (M3)\nthang 3/2024;200;15\n",
			want: map[string]any{at("2024-03", e): 200.0, at("2024-03", w): 15.0}},
		{name: "ids as headings", csv: "month,electricity,output.starch,drivers.rain\n2024-03,200,5,-3\n", o: Options{Map: []Mapping{{"drivers.rain", "", "drivers.rain"}}},
			want:   map[string]any{at("2024-03", e): 200.0, at("2024-03", s): 5.0, at("2024-03", "drivers.rain"): -3.0},
			doubts: []string{"B1 exchange.column.no-unit", "C1 exchange.column.no-unit"}},
		{name: "every bad cell at once", csv: "Tháng;Điện (kWh);Nước (m3)\n3/2024;abc;5%\n31/2024;1;2\n4/2024;=A1;-5\n5/2024;1.2.3;٣\n;7;\n6/75;1;1\n",
			errors: []string{"B2 number.not-a-number", "C2 number.percent", "A3 exchange.date.unknown", "B4 number.formula", "C4 exchange.cell.negative",
				"B5 number.groups", "C5 number.foreign-digit", "B6 exchange.row.no-month", "A7 exchange.date.two-digit"}},
		{name: "the rest of it", csv: "Tháng;Điện (kWh);Nước (m3)\n3/2024;abc;5\n4/2024;7;\n", o: Options{SkipBad: true},
			want: map[string]any{at("2024-03", w): 5.0, at("2024-04", e): 7.0}, errors: []string{"B2 number.not-a-number"}},
		{name: "two readings", csv: "Tháng;Điện (kWh)\n3/2024;12.500\n4/2024;13.250\n", errors: []string{"B2 exchange.two-readings"}},
		{name: "two readings, declared vi", csv: "Tháng;Điện (kWh)\n3/2024;12.500\n4/2024;13.250\n", o: Options{Numbers: quantity.Vietnamese},
			want: map[string]any{at("2024-03", e): 12500.0, at("2024-04", e): 13250.0}},
		{name: "two readings, declared en", csv: "Tháng;Điện (kWh)\n3/2024;12.500\n4/2024;13.250\n", o: Options{Numbers: quantity.English},
			want: map[string]any{at("2024-03", e): 12.5, at("2024-04", e): 13.25}},
		{name: "the column proves it", csv: "Tháng;Điện (kWh)\n3/2024;12.500\n4/2024;13.250,5\n",
			want: map[string]any{at("2024-03", e): 12500.0, at("2024-04", e): 13250.5}},
		{name: "another column proves it", csv: "Tháng;Điện (kWh);Nước (m3)\n3/2024;12.500;1.5\n",
			want: map[string]any{at("2024-03", e): 12.5, at("2024-03", w): 1.5}},
		{name: "the column contradicts itself", csv: "Tháng;Điện (kWh)\n3/2024;1,234.5\n4/2024;1.234,5\n5/2024;12.500\n", errors: []string{"B4 exchange.two-readings"}},
		{name: "the same month twice", csv: "Tháng;Điện (kWh)\n3/2024;5\n03/2024;6\n4/2024;7\n4/2024;7\n", errors: []string{"B3 exchange.cell.twice"}},
		{name: "a heading of two", csv: "Tháng;Điện (kWh);Điện năng (kWh)\n3/2024;5;6\n", errors: []string{"C1 exchange.column.twice"}},
		{name: "a heading that is told", csv: "Tháng;Tổng hợp A;Điện (kWh)\n3/2024;5;6\n", o: Options{Map: []Mapping{{"electricity", "MWh", "tong hop a"}, {"ignore", "", "Điện"}}},
			want: map[string]any{at("2024-03", e): 5000.0}},
		{name: "a heading that is not there", csv: "Tháng;Điện (kWh)\n3/2024;6\n", o: Options{Map: []Mapping{{"water", "", "Nước giếng"}}}, errors: []string{" exchange.map.no-heading"}},
		{name: "no table", csv: "a;b\n1;2\n", errors: []string{" exchange.no-table"}},
		{name: "periods that are no months", csv: "Kỳ;Điện (kWh)\n01/03/2024 - 31/03/2024;5\ntừ 15/04/2024 đến 14/05/2024;6\n2023;7\n",
			want: map[string]any{at("2024-03", e): 5.0, "period.2024-04-15/2024-05-14." + e: 6.0, "period.2023-01-01/2023-12-31." + e: 7.0}},
		{name: "a period over another", csv: "Kỳ;Điện (kWh)\n2024;5\n", errors: []string{"A2 exchange.period.covered"}},
		{name: "changed, the same, added", csv: "Tháng;Điện (kWh);Nước (m3)\n1/2024;210000;17000\n2/2024;205001;16000\n",
			want: map[string]any{at("2024-01", w): 17000.0, at("2024-02", e): 205001.0, at("2024-02", w): 16000.0}},
		{name: "phase and note", csv: "Tháng;Điện (kWh);Giai đoạn;Ghi chú\n1/2024;210000;Trước;x\n2/2024;205000;không tính;\n",
			want: map[string]any{at("2024-01", "note"): "x", at("2024-02", "phase"): "omitted"}},
		{name: "first days of months", csv: "Ngày;Điện (kWh)\n01/03/2024;5\n01/04/2024;6\n",
			want: map[string]any{at("2024-03", e): 5.0, at("2024-04", e): 6.0}},
		{name: "serial numbers of days", csv: "Tháng;Điện (kWh)\n45352;5\n", want: map[string]any{at("2024-03", e): 5.0}}, // 45352 is 1 March 2024
		{name: "quoted cells with line ends", csv: "\"Tháng\",\"Điện\n(kWh)\"\n3/2024,\"1,234.5\"\n", want: map[string]any{at("2024-03", e): 1234.5}},
		{name: "line of the separator", csv: "sep=|\nTháng|Điện (kWh)\n3/2024|5\n", want: map[string]any{at("2024-03", e): 5.0}},
		{name: "headings again", csv: "Tháng;Điện (kWh)\n3/2024;5\nTháng;Điện (kWh)\n4/2024;6\n", want: map[string]any{at("2024-03", e): 5.0, at("2024-04", e): 6.0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := smallPlant(t)
			plan := p.csv(t, c.csv, c.o)
			if c.want != nil {
				equalKeys(t, plan, c.want)
				if q := p.after(t, plan); len(q.audit.Periods) < 2 {
					t.Error("periods are gone")
				} else if again := q.csv(t, c.csv, c.o); len(again.Changes) > 0 {
					t.Errorf("not the same afterwards: %v", keysOf(again))
				}
			} else if !plan.Empty() {
				t.Errorf("edits in spite of errors: %v", keysOf(plan))
			}
			if got := faultsOf(plan, problem.Error); !slices.Equal(got, c.errors) {
				t.Errorf("errors %q, want %q\n%s", got, c.errors, say(plan))
			}
			if got := faultsOf(plan, problem.Doubt); !slices.Equal(got, c.doubts) {
				t.Errorf("doubts %q, want %q", got, c.doubts)
			}
			if strings.Contains(say(plan), "<") {
				t.Error(say(plan))
			}
		})
	}
}

// What only a workbook has.
func TestTablesOfWorkbooks(t *testing.T) {
	const e, w = "flows.electricity", "flows.water"
	at := func(month, target string) string { return "period." + month + "." + target }
	head := map[string]any{"A1": "Tháng", "B1": "Điện (kWh)", "C1": "Nước (m3)"}
	with := func(more map[string]any) map[string]any {
		all := maps.Clone(head)
		maps.Copy(all, more)
		return all
	}
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name   string
		cells  map[string]any
		change func(f *excelize.File)
		want   map[string]any
		faults []string
	}{
		{name: "numbers are numbers", cells: with(map[string]any{"A2": "3/2024", "B2": 12.5, "C2": 12500}), want: map[string]any{at("2024-03", e): 12.5, at("2024-03", w): 12500.0}},
		{name: "dates of spreadsheets", cells: with(map[string]any{"A2": day(2024, 3, 1), "B2": 1, "A3": day(2024, 4, 30), "B3": 2}), want: map[string]any{at("2024-03", e): 1.0, at("2024-04", e): 2.0}},
		{name: "dates from 1904", cells: with(map[string]any{"A2": 43890, "B2": 1}), change: func(f *excelize.File) { // 1 March 2024 is 45352 − 1462
			yes := true
			must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
			style, err := f.NewStyle(&excelize.Style{NumFmt: 17})
			must(t, err)
			must(t, f.SetCellStyle("A", "A2", "A2", style))
		}, want: map[string]any{at("2024-03", e): 1.0}},
		{name: "a formula with its value", cells: with(map[string]any{"A2": "3/2024", "B2": 5}), change: func(f *excelize.File) {
			must(t, f.SetCellFormula("A", "B2", "2+3"))
		}, want: map[string]any{at("2024-03", e): 5.0}, faults: []string{" exchange.formulas"}},
		{name: "a formula without", cells: with(map[string]any{"A2": "3/2024", "C2": 5}), change: func(f *excelize.File) {
			must(t, f.SetCellFormula("A", "B2", "2+3"))
		}, faults: []string{"B2 exchange.cell.no-value"}},
		{name: "texts as numbers", cells: with(map[string]any{"A2": "3/2024", "B2": "1.234.567", "C2": "1.500"}), want: map[string]any{at("2024-03", e): 1234567.0, at("2024-03", w): 1500.0}},
		{name: "a date for a number", cells: with(map[string]any{"A2": "3/2024", "B2": day(2024, 5, 3)}), faults: []string{"B2 exchange.cell.date"}},
		{name: "true and false", cells: with(map[string]any{"A2": "3/2024", "B2": true}), faults: []string{"B2 exchange.cell.bool"}},
		{name: "merged months of figures", cells: with(map[string]any{"A2": "3/2024", "A3": "4/2024", "B2": 10, "C2": 1, "C3": 2}), change: func(f *excelize.File) {
			must(t, f.MergeCell("A", "B2", "B3"))
		}, faults: []string{"B2 exchange.cell.merged", "B3 exchange.cell.merged"}},
		{name: "merged title and years", cells: map[string]any{"A1": "BÁO CÁO", "A3": "Năm", "B3": "Tháng", "C3": "Điện (kWh)", "A4": 2024, "B4": 3, "C4": 7, "B5": 4, "C5": 8}, change: func(f *excelize.File) {
			must(t, f.MergeCell("A", "A1", "F1"))
			must(t, f.MergeCell("A", "A4", "A5"))
		}, want: map[string]any{at("2024-03", e): 7.0, at("2024-04", e): 8.0}},
		{name: "months as columns, as dates", cells: map[string]any{"A1": "Chỉ tiêu", "B1": "Đơn vị", "C1": day(2024, 3, 1), "D1": day(2024, 4, 1), "A2": "Điện", "B2": "MWh", "C2": 5, "D2": 6, "A3": "Nước cấp", "B3": "m³", "C3": 7, "D3": 8},
			want: map[string]any{at("2024-03", e): 5000.0, at("2024-04", e): 6000.0, at("2024-03", w): 7.0, at("2024-04", w): 8.0}},
		{name: "a hidden sheet", cells: with(map[string]any{"A2": "3/2024", "B2": 1}), change: func(f *excelize.File) {
			_, err := f.NewSheet("B")
			must(t, err)
			must(t, f.SetCellValue("B", "A1", "Tháng"))
			must(t, f.SetSheetVisible("B", false))
		}, want: map[string]any{at("2024-03", e): 1.0}, faults: []string{" exchange.hidden-sheet"}},
		{name: "two sheets", cells: with(map[string]any{"A2": "3/2024", "B2": 1}), change: func(f *excelize.File) {
			_, err := f.NewSheet("B")
			must(t, err)
			for at, v := range with(map[string]any{"A2": "4/2024", "B2": 2}) {
				must(t, f.SetCellValue("B", at, v))
			}
		}, want: map[string]any{at("2024-03", e): 1.0, at("2024-04", e): 2.0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := smallPlant(t)
			var changes []func(f *excelize.File)
			if c.change != nil {
				changes = append(changes, c.change)
			}
			plan := p.read(t, workbookOf(t, "A", c.cells, changes...), Options{})
			if c.want != nil {
				equalKeys(t, plan, c.want)
			} else if !plan.Empty() {
				t.Errorf("edits: %v", keysOf(plan))
			}
			if got := append(faultsOf(plan, problem.Error), faultsOf(plan, problem.Note)...); !slices.Equal(got, c.faults) {
				t.Errorf("got %q, want %q\n%s", got, c.faults, say(plan))
			}
		})
	}
	// An error of a spreadsheet, as no library writes it.
	plan := smallPlant(t).read(t, bookOf(t, sheetXML(`<row><c t="str"><v>Tháng</v></c><c t="str"><v>Điện (kWh)</v></c></row><row><c t="str"><v>3/2024</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`)), Options{})
	if got := faultsOf(plan, problem.Error); !slices.Equal(got, []string{"B2 exchange.cell.error"}) || !strings.Contains(say(plan), "A, cell B2: The cell has the error #DIV/0!.") {
		t.Errorf("got %v %s", got, say(plan))
	}
}

// The shared cases of numbers, through a column of a table.
func TestNumbersOfCases(t *testing.T) {
	p := smallPlant(t)
	for _, c := range numberCases(t) {
		o := Options{Numbers: quantity.Notation(c.locale)}
		if c.locale == "auto" {
			o.Numbers = ""
		}
		plan := p.csv(t, "Tháng\tĐiện (kWh)\n3/2024\t"+c.text+"\n4/2024\t\n", o)
		got := "missing"
		if HasErrors(plan.Faults) {
			got = "error"
		} else if len(plan.Changes) > 0 {
			got = fmt.Sprint(quantityText(plan.Changes[0].New.(float64)))
		}
		want, _, _ := strings.Cut(c.expected, " ")
		want = strings.TrimSuffix(want, ":")
		if want == "ambiguous" {
			want = "error"
		}
		if got != want && !(strings.HasPrefix(c.text, "-0") && got == "error") {
			t.Errorf("%q in %s: got %s, want %s\n%s", c.text, c.locale, got, c.expected, say(plan))
		}
	}
}

// What was told about columns is kept with the audit, and needs no telling the
// next time.
func TestRemembered(t *testing.T) {
	p := smallPlant(t)
	const csv = "Kỳ báo cáo;Tổng hợp A;Nước giếng\n3/2024;12.500;1.500\n"
	if plan := p.csv(t, csv, Options{}); !plan.Blocked() {
		t.Fatal("nobody has said what the columns are")
	}
	o := Options{Numbers: quantity.Vietnamese, Map: []Mapping{{"month", "", "Kỳ báo cáo"}, {"electricity", "MWh", "Tổng hợp A"}, {"flows.water", "", "Nước giếng"}}}
	plan := p.csv(t, csv, o)
	if plan.Blocked() || len(plan.Imports) != 3 {
		t.Fatalf("%v %s", plan.Imports, say(plan))
	}
	q := p.after(t, plan)
	want := "[[import]]\nheading = \"Tổng hợp A\"\ntarget  = \"flows.electricity\"\nunit    = \"MWh\"\nnumbers = \"vi\"\n"
	if !strings.Contains(string(q.doc.Source()), want) {
		t.Errorf("the file has no\n%s\n%s", want, q.doc.Source())
	}
	plan = q.csv(t, strings.Replace(csv, "3/2024", "4/2024", 1), Options{})
	equalKeys(t, plan, map[string]any{"period.2024-04.flows.electricity": 12500000.0, "period.2024-04.flows.water": 1500.0})
	if len(plan.Imports) > 0 {
		t.Errorf("remembered again: %v", plan.Imports)
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // a day, a month, or the last part of the key of the error
	}{
		{"2024-12-31", "2024-12-31"}, {"2024-12-31 00:00:00", "2024-12-31"}, {"2024-12-31T07:00:00Z", "2024-12-31"}, {"31/12/2024", "2024-12-31"}, {"31-12-2024", "2024-12-31"},
		{"31.12.2024", "2024-12-31"}, {"1/2/2024", "2024-02-01"}, {"ngày 15 tháng 3 năm 2024", "2024-03-15"}, {"15 tháng 3, 2024", "2024-03-15"},
		{"15 Mar 2024", "2024-03-15"}, {"March 15, 2024", "2024-03-15"}, {"15-Mar-2024", "2024-03-15"},
		{"2024-03", "2024-03"}, {"2024/3", "2024-03"}, {"12/2024", "2024-12"}, {"3.2024", "2024-03"}, {"03-2024", "2024-03"},
		{"tháng 3/2024", "2024-03"}, {"Tháng 3 năm 2024", "2024-03"}, {"THÁNG 03/2024", "2024-03"}, {"T3.2024", "2024-03"}, {"T03-2024", "2024-03"}, {"Th3 2024", "2024-03"},
		{"t3/2024", "2024-03"}, {"thang 3/2024", "2024-03"}, {"Mar 2024", "2024-03"}, {"Mar-2024", "2024-03"}, {"September 2024", "2024-09"}, {norm.NFD.String("Tháng 3/2024"), "2024-03"},
		{"tháng 12", "no-year"}, {"T3", "no-year"}, {"Mar", "no-year"}, {"3", "no-year"},
		{"3/24", "two-digit"}, {"Mar-24", "two-digit"}, {"1/2/24", "two-digit"}, {"T3.24", "two-digit"},
		{"30/2/2024", "no-such-day"}, {"12/31/2024", "no-such-day"}, {"29/02/2023", "no-such-day"},
		{"13/2024", "unknown"}, {"0/2024", "unknown"}, {"mars 2024", "unknown"}, {"x", "unknown"}, {"3,2024", "unknown"},
		{"1/1/1899", "year"}, {"1/2101", "year"},
	} {
		d, m, err := when(c.text, Options{Days: DayFirst})
		got := d.String() + m.String()
		if err != nil {
			got = strings.TrimPrefix(asMessage(err).Key, "exchange.date.")
		}
		if got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
	}
	if d, _, err := when("12/31/2024", Options{Days: MonthFirst}); err != nil || d.String() != "2024-12-31" {
		t.Error(d, err)
	}
	// Excel's own: 25569 is 1 January 1970; 1 is 1 January 1900, and 60 a day
	// that never was.
	for serial, want := range map[float64]string{25569: "1970-01-01", 45657.75: "2024-12-31", 1: "1900-01-01", 59: "1900-02-28", 61: "1900-03-01"} {
		if d, ok := serialDate(serial, false); !ok || d.String() != want {
			t.Errorf("%v: got %v, want %s", serial, d, want)
		}
	}
	if d, ok := serialDate(24107, true); !ok || d.String() != "1970-01-01" { // 25569 − 1462
		t.Error(d)
	}
	if _, ok := serialDate(60, false); ok {
		t.Error("29 February 1900")
	}
	for code, want := range map[string]bool{"dd/mm/yyyy": true, "mm/yyyy": true, "[$-409]mmm-yy": true, "#,##0": false, `#,##0 "đ"`: false, `0.0" day"`: false, "General": false, "hh:mm": false, `yyyy\-mm\-dd hh:mm`: true, "[Red]0.00": false, "mmm": true} {
		if isDateFormat(code) != want {
			t.Errorf("%s: %v", code, !want)
		}
	}
}

// Addresses of cells are those of spreadsheets.
func TestCellNames(t *testing.T) {
	for _, c := range []struct {
		row, col int
	}{{1, 1}, {7, 26}, {7, 27}, {9, 702}, {9, 703}, {1048576, 16384}} {
		want, err := excelize.CoordinatesToCellName(c.col, c.row)
		must(t, err)
		if got := cellName(c.row, c.col); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if row, col, ok := parseCell(want); !ok || row != c.row || col != c.col {
			t.Errorf("%s: %d %d", want, row, col)
		}
	}
	for _, s := range []string{"", "A", "1", "A0", "XFE1", "A1048577", "AAAA1", "A1B", "A99999999999999999999"} {
		if _, _, ok := parseCell(s); ok {
			t.Errorf("%q is no address", s)
		}
	}
}

// In every sector a flow is found by its id and by each of its names, and no
// name leads to another flow without a word.
func TestNamesOfFlows(t *testing.T) {
	for name, p := range examples(t) {
		v := newVocabulary(p.audit, p.pack, p.common)
		for _, f := range formFlows(p.audit, p.pack, p.common) {
			for _, n := range []string{f.ID, "flows." + f.ID, f.Name.VI, f.Name.EN, strings.ToUpper(f.Name.VI), foldLetters(f.Name.VI)} {
				if got := v.find(n); !slices.Contains(got, "flows."+f.ID) {
					t.Errorf("%s: %q leads to %v, not %s", name, n, got, f.ID)
				}
			}
		}
	}
}
