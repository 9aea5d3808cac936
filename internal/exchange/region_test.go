package exchange

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/problem"
)

// emptyPlant is a plant without a period, so that every figure is an addition.
func emptyPlant(t testing.TB) plant {
	head, _, _ := strings.Cut(small, "\n[[period]]")
	return plantOf(t, "empty", head)
}

// tablesOf are the ranges of the tables that were read, and of those that
// were not behind a minus.
func tablesOf(plan *Plan) (all []string) {
	for _, x := range plan.Tables {
		if x.Read {
			all = append(all, x.Range)
		} else {
			all = append(all, "-"+x.Range)
		}
	}
	return all
}

// Sheets with several tables as plants send them. What each must give is
// written beside it, by hand.
func TestSeveralTables(t *testing.T) {
	const e, w, s = "flows.electricity", "flows.water", "output.starch"
	at := func(month, target string) string { return "period." + month + "." + target }
	for _, c := range []struct {
		name, csv string
		o         Options
		want      map[string]any
		tables    []string
		faults    []string // errors, doubts, notes
	}{
		{name: "one below another, a year each",
			csv: "CÔNG TY TINH BỘT SẮN;;\nĐiện năng tiêu thụ năm 2023;;\nTháng;Điện (kWh);\nTháng 11;100;\nTháng 12;110;\nTổng;210;\n;;\n" +
				"Điện năng tiêu thụ năm 2024;;\nTháng;Điện (kWh);\nTháng 1;120;\nTháng 2;130;\nTổng;250;\n",
			want:   map[string]any{at("2023-11", e): 100.0, at("2023-12", e): 110.0, at("2024-01", e): 120.0, at("2024-02", e): 130.0},
			tables: []string{"A3:B6", "A9:B12"},
			faults: []string{"A2 exchange.title.year", "A6 exchange.row.sum", "A8 exchange.title.year", "A12 exchange.row.sum"}},
		{name: "one below another, other columns, no empty row",
			csv:    "1. Điện;;\nTháng;Điện (kWh);Ghi chú\n3/2024;100;\n4/2024;110;sửa lò\n2. Nước;;\nTháng;Nước (m3);Sản lượng (t)\n3/2024;5;10\n4/2024;6;11\n",
			want:   map[string]any{at("2024-03", e): 100.0, at("2024-04", e): 110.0, at("2024-04", "note"): "sửa lò", at("2024-03", w): 5.0, at("2024-04", w): 6.0, at("2024-03", s): 10.0, at("2024-04", s): 11.0},
			tables: []string{"A2:C4", "A6:C8"}},
		{name: "side by side with an empty column, a year each",
			csv:    "Năm 2023;;;Năm 2024;\nTháng;Điện (kWh);;Tháng;Điện (kWh)\n11;100;;1;120\n12;110;;2;130\nCộng;210;;Cộng;250\n",
			want:   map[string]any{at("2023-11", e): 100.0, at("2023-12", e): 110.0, at("2024-01", e): 120.0, at("2024-02", e): 130.0},
			tables: []string{"A2:B5", "D2:E5"},
			faults: []string{"A1 exchange.title.year", "A5 exchange.row.sum", "D1 exchange.title.year", "D5 exchange.row.sum"}},
		{name: "side by side without an empty column, lengths differ, a title over both",
			csv:    "BÁO CÁO NĂM 2024;;;;;\nSTT;Tháng;Điện (kWh);STT;Tháng;Nước (m3)\n1;3;100;1;3;5\n2;4;110;2;4;6\n;;;3;5;7\n",
			want:   map[string]any{at("2024-03", e): 100.0, at("2024-04", e): 110.0, at("2024-03", w): 5.0, at("2024-04", w): 6.0, at("2024-05", w): 7.0},
			tables: []string{"A2:C4", "D2:F5"},
			faults: []string{"A1 exchange.title.year", "A1 exchange.title.year"}},
		{name: "months as columns, one below another",
			csv:    "NĂM 2023;;;;\nChỉ tiêu;ĐVT;T11;T12;Tổng\nĐiện;kWh;100;110;210\nNước cấp;m3;5;6;11\n;;;;\nNĂM 2024;;;;\nChỉ tiêu;ĐVT;T1;T2;Tổng\nĐiện;kWh;120;130;250\n",
			want:   map[string]any{at("2023-11", e): 100.0, at("2023-12", e): 110.0, at("2023-11", w): 5.0, at("2023-12", w): 6.0, at("2024-01", e): 120.0, at("2024-02", e): 130.0},
			tables: []string{"A2:E4", "A7:E8"},
			faults: []string{"A1 exchange.title.year", "E2 exchange.row.sum", "A6 exchange.title.year", "E7 exchange.row.sum"}},
		{name: "a wide table over two that stand side by side",
			csv: "Tháng;Sản lượng (t);Nước (m3);Ghi chú;\n3/2024;10;5;;\n4/2024;11;6;;\n;;;;\nNăm 2023;;;Năm 2022;\nTháng;Điện (kWh);;Tháng;Điện (kWh)\n1;120;;1;100\n2;130;;2;90\n",
			want: map[string]any{at("2024-03", s): 10.0, at("2024-04", s): 11.0, at("2024-03", w): 5.0, at("2024-04", w): 6.0,
				at("2023-01", e): 120.0, at("2023-02", e): 130.0, at("2022-01", e): 100.0, at("2022-02", e): 90.0},
			tables: []string{"A1:D3", "A6:B8", "D6:E8"},
			faults: []string{"A5 exchange.title.year", "D5 exchange.title.year"}},
		{name: "a table that is none of ours is not read as rows of the other",
			csv:    "Tháng;Điện (kWh)\n3/2024;100\n4/2024;110\n;\nDOANH THU;\nTháng;Doanh thu (triệu đồng)\n5/2024;7000\n6/2024;7100\n",
			want:   map[string]any{at("2024-03", e): 100.0, at("2024-04", e): 110.0},
			tables: []string{"A1:B3", "-A5:B8"},
			faults: []string{"A5:B8 exchange.table-unread"}},
		{name: "and beside it",
			csv:    "Tháng;Điện (kWh);;Tháng;Doanh thu (triệu đồng)\n3/2024;100;;3/2024;7000\n4/2024;110;;4/2024;7100\n",
			want:   map[string]any{at("2024-03", e): 100.0, at("2024-04", e): 110.0},
			tables: []string{"A1:B3", "-D1:E3"},
			faults: []string{"D1:E3 exchange.table-unread"}},
		{name: "an empty column in a table, words below it, a second block of data",
			csv:    "Tháng;;Điện (kWh);;Nước (m3)\n3/2024;;100;;5\n\n4/2024;;110;;6\nNgười lập biểu;;;;Giám đốc\n",
			want:   map[string]any{at("2024-03", e): 100.0, at("2024-04", e): 110.0, at("2024-03", w): 5.0, at("2024-04", w): 6.0},
			tables: []string{"A1:E5"}},
		{name: "headings again on a new page", csv: "Tháng;Điện (kWh)\n3/2024;100\nTháng;Điện (kWh)\n4/2024;110\n",
			want: map[string]any{at("2024-03", e): 100.0, at("2024-04", e): 110.0}, tables: []string{"A1:B4"}},
		{name: "numbers of one table say how the other's are written", csv: "Tháng;Điện (kWh)\n3/2024;1.234.567\n\nTháng;Nước (m3)\n3/2024;12.500\n",
			want: map[string]any{at("2024-03", e): 1234567.0, at("2024-03", w): 12500.0}, tables: []string{"A1:B2", "A4:B5"}},
		{name: "years alone as titles, headings again",
			csv:    "2022;\nTháng;Điện (kWh)\n1;100\n2;110\n2023;\nTháng;Điện (kWh)\n1;120\n2;130\nTổng hợp nước năm 2024;\nTháng;Nước (m3)\n1;5\n",
			want:   map[string]any{at("2022-01", e): 100.0, at("2022-02", e): 110.0, at("2023-01", e): 120.0, at("2023-02", e): 130.0, at("2024-01", w): 5.0},
			tables: []string{"A2:B4", "A6:B8", "A10:B11"},
			faults: []string{"A1 exchange.title.year", "A5 exchange.title.year", "A9 exchange.title.year"}},
		{name: "rows of years between the months", csv: "Tháng;Điện (kWh)\nNăm 2023;\nTháng 12;100\nNăm 2024;\nTháng 1;110\n",
			want: map[string]any{at("2023-12", e): 100.0, at("2024-01", e): 110.0}, tables: []string{"A1:B5"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := emptyPlant(t)
			plan := p.csv(t, c.csv, c.o)
			equalKeys(t, plan, c.want)
			if got := tablesOf(plan); !slices.Equal(got, c.tables) {
				t.Errorf("tables %v, want %v", got, c.tables)
			}
			var faults []string
			for _, f := range plan.Faults {
				if f.Message.Key != "exchange.row.text" {
					faults = append(faults, f.Cell+" "+f.Message.Key)
				}
			}
			if !slices.Equal(faults, c.faults) {
				t.Errorf("faults %q, want %q\n%s", faults, c.faults, say(plan))
			}
		})
	}
}

// Which year months have that do not say one.
func TestYearOfTitle(t *testing.T) {
	const rows = "Tháng;Điện (kWh)\nTháng 1;5\n"
	for _, c := range []struct {
		title string
		year  int
		want  string // month of the figure; else the key of the fault
	}{
		{"Năm 2023", 0, "2023-01"},
		{"ĐIỆN NĂNG TIÊU THỤ NĂM 2024", 0, "2024-01"},
		{"Year 2023", 0, "2023-01"},
		{"Electricity 2023", 0, "2023-01"},
		{"Bảng 1: Điện (từ tháng 1/2023 đến tháng 12/2023)", 0, "2023-01"},
		{"Năm 2023", 2022, "2022-01"},
		{"Điện năm 2023, in ngày 05/01/2024", 0, "2023-01"},
		{"Điện năm 2023, lập ngày 5 tháng 1 năm 2024", 0, "2023-01"},
		{"Điện năm 2023 theo QCVN 40:2011/BTNMT và TT 20/2014/TT-BCT", 0, "2023-01"},
		{"Công ty thành lập 1991", 0, "exchange.date.no-year"},
		{"Năm 2023 và 2024", 0, "exchange.date.no-year"},
		{"Niên vụ 2023/2024", 0, "exchange.date.no-year"},
		{"Từ tháng 7/2023 đến tháng 6/2024", 0, "exchange.date.no-year"},
		{"Bảng điện", 0, "exchange.date.no-year"},
	} {
		plan := emptyPlant(t).csv(t, c.title+";\n"+rows, Options{Year: c.year})
		got := ""
		if len(plan.Changes) == 1 {
			got = strings.TrimSuffix(strings.TrimPrefix(plan.Changes[0].Key, "period."), ".flows.electricity")
		} else if e := faultsOf(plan, problem.Error); len(e) == 1 {
			_, got, _ = strings.Cut(e[0], " ")
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q\n%s", c.title, got, c.want, say(plan))
		}
	}
	// The heading of the months, a cell above them, the name of the sheet; two
	// that differ are asked about.
	for _, c := range []struct{ sheet, head, over, want string }{
		{"A", "Năm 2023", "", "2023-01"}, {"A", "Tháng (năm 2023)", "", "2023-01"}, {"Điện 2023", "Tháng", "", "2023-01"}, {"2023", "Tháng", "Năm 2023", "2023-01"},
		{"2024", "Tháng", "Điện năm 2023", ""},
	} {
		raw := workbookOf(t, c.sheet, map[string]any{"A1": c.over, "A3": c.head, "B3": "Điện (kWh)", "A4": "Tháng 1", "B4": 5})
		plan := emptyPlant(t).read(t, raw, Options{})
		want := map[string]any{}
		if c.want != "" {
			want["period."+c.want+".flows.electricity"] = 5.0
		}
		equalKeys(t, plan, want)
		if c.want == "" && !slices.Contains(faultsOf(plan, problem.Doubt), " exchange.title.years") {
			t.Error(say(plan))
		}
	}
	// "Năm 2024" over the first of T1 … T3 only, as a text file has it.
	equalKeys(t, emptyPlant(t).csv(t, "Chỉ tiêu;ĐVT;Năm 2024;;\n;;T1;T2;T3\nĐiện;kWh;1;2;3\n", Options{}), map[string]any{
		"period.2024-01.flows.electricity": 1.0, "period.2024-02.flows.electricity": 2.0, "period.2024-03.flows.electricity": 3.0,
	})
}

// Years of two digits are those near the others; the audit's date is 2024.
func TestYearsOfTwoDigits(t *testing.T) {
	for _, c := range []struct {
		name, csv string
		o         Options
		want      []string
		errors    []string
		says      string
	}{
		{name: "month/year", csv: "Tháng;Điện (kWh)\n11/23;1\n12/23;2\n01/24;3\n", want: []string{"2023-11", "2023-12", "2024-01"},
			says: `Column "Tháng": years of two digits (3 cells) are read by the other years of the data, "11/23" is Nov 2023, … "01/24" is Jan 2024.`},
		{name: "T1/24", csv: "Tháng;Điện (kWh)\nT1/24;1\nTháng 2/24;2\nTh3.24;3\nApr-24;4\n", want: []string{"2024-01", "2024-02", "2024-03", "2024-04"}, says: `"T1/24" is Jan 2024, … "Apr-24" is Apr 2024`},
		{name: "months as columns", csv: "Chỉ tiêu;ĐVT;01/24;02/24;03/24\nĐiện;kWh;1;2;3\n", want: []string{"2024-01", "2024-02", "2024-03"}, says: `"01/24" is Jan 2024`},
		{name: "far from all others", csv: "Tháng;Điện (kWh)\n01/75;1\n", errors: []string{"A2 exchange.date.two-digit"}},
		{name: "the last century", csv: "Tháng;Điện (kWh)\n01/95;1\n12/1995;2\n", want: []string{"1995-01", "1995-12"}, says: `"01/95" is Jan 1995.`},
		{name: "a month or a day", csv: "Tháng;Điện (kWh)\n01/12;1\n02/12;2\n", errors: []string{"A2 exchange.date.day-or-month", "A3 exchange.date.day-or-month"}},
		{name: "another cell settles it", csv: "Tháng;Điện (kWh)\n12/12;1\n01/13;2\n", want: []string{"2012-12", "2013-01"}, says: `"12/12" is Dec 2012, … "01/13" is Jan 2013`},
		{name: "month first: a day", csv: "Tháng;Điện (kWh)\n01/24;1\n", o: Options{Days: MonthFirst}, errors: []string{"A2 exchange.date.day-or-month"}},
		{name: "a column of years", csv: "Năm;Tháng;Điện (kWh)\n23;12;1\n24;1;2\n", want: []string{"2023-12", "2024-01"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan := emptyPlant(t).csv(t, c.csv, c.o)
			var got []string
			for _, x := range plan.Changes {
				got = append(got, strings.TrimSuffix(strings.TrimPrefix(x.Key, "period."), ".flows.electricity"))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v\n%s", got, c.want, say(plan))
			}
			if e := faultsOf(plan, problem.Error); !slices.Equal(e, c.errors) {
				t.Errorf("errors %q, want %q", e, c.errors)
			}
			if !strings.Contains(say(plan), c.says) {
				t.Errorf("does not say %s\n%s", c.says, say(plan))
			}
		})
	}
	plan := emptyPlant(t).csv(t, "Từ ngày;Đến ngày;Điện (kWh)\n5/12/23;4/1/24;310\n", Options{})
	equalKeys(t, plan, map[string]any{"reading.electricity.2023-12-05/2024-01-04.amount": 310.0})
	// Numbers are no months: 12.24 stays a number.
	equalKeys(t, emptyPlant(t).csv(t, "Tháng;Điện (kWh)\n3/2024;12.24\n4/2024;1.50\n", Options{}), map[string]any{
		"period.2024-03.flows.electricity": 12.24, "period.2024-04.flows.electricity": 1.5,
	})
}

// A title that is merged over two tables of a workbook, one beside the other,
// gives both their year; a hundred tables are cut as fast as one.
func TestTitleMergedOverTables(t *testing.T) {
	raw := workbookOf(t, "A", map[string]any{
		"A1": "TIÊU THỤ NĂNG LƯỢNG NĂM 2024",
		"A3": "Tháng", "B3": "Điện (kWh)", "A4": "Tháng 1", "B4": 10, "A5": "Tháng 2", "B5": 11,
		"D3": "Tháng", "E3": "Nước (m3)", "D4": "Tháng 1", "E4": 20, "D5": "Tháng 2", "E5": 21,
	}, func(f *excelize.File) { must(t, f.MergeCell("A", "A1", "E1")) })
	equalKeys(t, emptyPlant(t).read(t, raw, Options{}), map[string]any{
		"period.2024-01.flows.electricity": 10.0, "period.2024-02.flows.electricity": 11.0,
		"period.2024-01.flows.water": 20.0, "period.2024-02.flows.water": 21.0,
	})
	var b strings.Builder
	for i := range 2 * mostTables {
		fmt.Fprintf(&b, "Năm %d;\nTháng;Điện (kWh)\n%d/2024;%d\n\n", 2000+i%20, i%12+1, i)
	}
	book, err := Read(context.Background(), Bytes("a.csv", []byte(b.String())), DefaultLimits(), nil)
	must(t, err)
	if plan := emptyPlant(t).plan(t, book, Options{}); !slices.Contains(faultsOf(plan, problem.Error), " exchange.too-many-tables") {
		t.Error(say(plan))
	}
}
