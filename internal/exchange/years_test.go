package exchange

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/problem"
)

// Years side by side, as plants keep them. Months that are not listed have no
// figure; what each must give is written beside it, by hand.
func TestYearsAside(t *testing.T) {
	const e, w, s = "flows.electricity", "flows.water", "output.starch"
	at := func(month, target string) string { return "period." + month + "." + target }
	electricity := map[string]any{at("2023-01", e): 100.0, at("2023-02", e): 110.0, at("2024-01", e): 120.0, at("2024-02", e): 130.0}
	for _, c := range []struct {
		name, csv string
		o         Options
		want      map[string]any
		faults    []string // errors, doubts, notes
	}{
		// The plainest: the title has the flow and its unit. 100 + 110 = 210, 120 + 130 = 250.
		{name: "flow and unit in the title",
			csv:    "ĐIỆN NĂNG TIÊU THỤ (kWh);;\nTháng;2023;2024\nTháng 1;100;120\nTháng 2;110;130\nTổng;210;250\n",
			want:   electricity,
			faults: []string{"A1 exchange.title.flow", "A5 exchange.row.sum"}},
		{name: "years with a word, months as numbers, columns of change, a sum that is wrong",
			csv:    "Bảng theo dõi điện năng tiêu thụ hai năm 2023 - 2024;;;;\nĐơn vị tính: kWh;;;;\nTháng;Năm 2023;Năm 2024;Chênh lệch;So sánh (%)\n1;100;120;20;120\n2;110;130;20;118,2\nCộng;210;260;50;\n",
			want:   electricity,
			faults: []string{"A1 exchange.title.flow", " exchange.columns-compared", "A6 exchange.row.sum", "C6 exchange.row.sum-differs"}},
		{name: "the flow above the years", csv: "Tháng;Điện năng tiêu thụ (kWh);;\n;2023;2024;Tăng/giảm\nT1;100;120;20%\nT2;110;130;18,2%\n",
			want: electricity, faults: []string{" exchange.columns-compared"}},
		{name: "several flows, each with its years",
			csv: "Tháng;Điện (kWh);;Nước (m³);\n;2023;2024;2023;2024\n1;100;120;5;7\n2;110;130;6;8\n",
			want: map[string]any{at("2023-01", e): 100.0, at("2023-02", e): 110.0, at("2024-01", e): 120.0, at("2024-02", e): 130.0,
				at("2023-01", w): 5.0, at("2023-02", w): 6.0, at("2024-01", w): 7.0, at("2024-02", w): 8.0}},
		{name: "the flow before the year", csv: "Tháng;Điện năm 2023 (kWh);Điện năm 2024 (kWh);Sản lượng 2024 (tấn)\n1;100;120;9\n2;110;130;10\n",
			want: map[string]any{at("2023-01", e): 100.0, at("2023-02", e): 110.0, at("2024-01", e): 120.0, at("2024-02", e): 130.0, at("2024-01", s): 9.0, at("2024-02", s): 10.0}},
		{name: "transposed: years are rows", csv: "Điện (kWh);;;;\nNăm;T1;T2;Cả năm;Bình quân\n2023;100;110;210;105\n2024;120;130;250;125\nChênh lệch;20;20;40;\n",
			want: electricity, faults: []string{"A1 exchange.title.flow", " exchange.columns-compared", "D2 exchange.row.sum", "E2 exchange.row.sum"}},
		{name: "transposed: flows and years are rows", csv: "Chỉ tiêu;ĐVT;Năm;T1;T2\nĐiện;kWh;2023;100;110\n;;2024;120;130\nNước cấp;m3;2023;5;6\n;;2024;7;8\n",
			want: map[string]any{at("2023-01", e): 100.0, at("2023-02", e): 110.0, at("2024-01", e): 120.0, at("2024-02", e): 130.0,
				at("2023-01", w): 5.0, at("2023-02", w): 6.0, at("2024-01", w): 7.0, at("2024-02", w): 8.0}},
		{name: "one table a flow, one below another",
			csv: "1. Điện (kWh);;\nTháng;2023;2024\n1;100;120\n2;110;130\nTổng;210;250\n2. Nước (m3);;\nTháng;2023;2024\n1;5;7\n2;6;8\nTổng;11;15\n",
			want: map[string]any{at("2023-01", e): 100.0, at("2023-02", e): 110.0, at("2024-01", e): 120.0, at("2024-02", e): 130.0,
				at("2023-01", w): 5.0, at("2023-02", w): 6.0, at("2024-01", w): 7.0, at("2024-02", w): 8.0},
			faults: []string{"A1 exchange.title.flow", "A5 exchange.row.sum", "A6 exchange.title.flow", "A10 exchange.row.sum"}},
		{name: "and beside another", csv: "Điện (kWh);;;;Nước (m3);;\nTháng;2023;2024;;Tháng;2023;2024\n1;100;120;;1;5;7\n2;110;130;;2;6;8\n",
			want: map[string]any{at("2023-01", e): 100.0, at("2023-02", e): 110.0, at("2024-01", e): 120.0, at("2024-02", e): 130.0,
				at("2023-01", w): 5.0, at("2023-02", w): 6.0, at("2024-01", w): 7.0, at("2024-02", w): 8.0},
			faults: []string{"A1 exchange.title.flow", "E1 exchange.title.flow"}},
		{name: "an empty year, a month to come", csv: "Điện (kWh);;;\nTháng;2023;2024;2025\n1;100;120;\n2;110;130;\n3;115;;\n",
			want:   map[string]any{at("2023-01", e): 100.0, at("2023-02", e): 110.0, at("2023-03", e): 115.0, at("2024-01", e): 120.0, at("2024-02", e): 130.0},
			faults: []string{"A2:D5 exchange.years.empty", "A1 exchange.title.flow"}},
		{name: "no heading of the months, one year", csv: "Nước cấp (m3);\n;2024\nTháng 1;5\nTháng 2;6\n",
			want: map[string]any{at("2024-01", w): 5.0, at("2024-02", w): 6.0}, faults: []string{"A1 exchange.title.flow"}},
		{name: "quarters", csv: "Điện (kWh);;\nQuý;2023;2024\nQuý I;330;360\nQuý II;340;370\n",
			want: map[string]any{at("2023-01-01/2023-03-31", e): 330.0, at("2023-04-01/2023-06-30", e): 340.0,
				at("2024-01-01/2024-03-31", e): 360.0, at("2024-04-01/2024-06-30", e): 370.0},
			faults: []string{"A1 exchange.title.flow"}},
		{name: "units below the years, numbers as Viet Nam writes them", csv: "Điện năng;;\nTháng;2023;2024\n;MWh;kWh\n1;1.234,5;1.300.000\n",
			want:   map[string]any{at("2023-01", e): 1234500.0, at("2024-01", e): 1300000.0},
			faults: []string{"A1 exchange.title.flow"}},
		{name: "nothing says the flow", csv: "Tháng;2023;2024\n1;100;120\n2;110;130\n", want: map[string]any{},
			faults: []string{"B1 exchange.years.no-flow"}},
		{name: "it is told", csv: "Tháng;2023;2024\n1;100;120\n2;110;130\n", o: Options{Flow: "electricity"}, want: electricity,
			faults: []string{"B1 exchange.column.no-unit"}},
		{name: "money of electricity is none", csv: "Chi phí tiền điện;;\nTháng;2023;2024\n1;100;120\n", want: map[string]any{},
			faults: []string{"B2 exchange.years.no-flow"}},
		{name: "a flow that is not known beside one that is", csv: "Tháng;Điện (kWh);;Củi trấu (tấn);\n;2023;2024;2023;2024\n1;100;120;5;7\n2;110;130;6;8\n", want: electricity,
			faults: []string{" exchange.columns-ignored"}},
		{name: "months of another year", csv: "Điện (kWh);;\nTháng;2023;2024\n1/2023;100;120\n", want: map[string]any{at("2023-01", e): 100.0},
			faults: []string{"A1 exchange.title.flow", "A3 exchange.date.other-year"}},
		{name: "in English", csv: "Electricity consumption (MWh);;;;\nMonth;2023;2024;Change;Change (%)\nJan;0.1;0.12;0.02;20\nFeb;0.11;0.13;0.02;18.2\nTotal;0.21;0.25;0.04;\n", o: Options{Numbers: "en"},
			want: electricity, faults: []string{"A1 exchange.title.flow", " exchange.columns-compared", "A5 exchange.row.sum"}},
		{name: "transposed, months as numbers, one below another",
			csv: "Điện (kWh);;\nNăm;1;2\n2023;100;110\n2024;120;130\nNước (m3);;\nNăm;1;2;3\n2023;5;6;\n2024;7;8;9\n",
			want: map[string]any{at("2023-01", e): 100.0, at("2023-02", e): 110.0, at("2024-01", e): 120.0, at("2024-02", e): 130.0,
				at("2023-01", w): 5.0, at("2023-02", w): 6.0, at("2024-01", w): 7.0, at("2024-02", w): 8.0, at("2024-03", w): 9.0},
			faults: []string{"A1 exchange.title.flow", "A5 exchange.title.flow"}},
		{name: "a row that compares, an average", csv: "Điện (kWh);;\nTháng;2023;2024\n1;100;120\n2;110;130\nTrung bình;105;125\nSo với năm trước (%);;119\n",
			want: electricity, faults: []string{"A1 exchange.title.flow", "A5 exchange.row.sum", "A6 exchange.row.compared"}},
		{name: "a year twice", csv: "Điện (kWh);;;\nTháng;2023;2023;2024\n1;100;120;130\n", want: map[string]any{at("2023-01", e): 100.0, at("2024-01", e): 130.0},
			faults: []string{"A1 exchange.title.flow", "C2 exchange.column.twice"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := emptyPlant(t)
			plan := p.csv(t, c.csv, c.o)
			equalKeys(t, plan, c.want)
			var faults []string
			for _, f := range plan.Faults {
				faults = append(faults, f.Cell+" "+f.Message.Key)
			}
			if !slices.Equal(faults, c.faults) {
				t.Errorf("faults %q, want %q\n%s", faults, c.faults, say(plan))
			}
			for _, x := range plan.Columns {
				if strings.HasPrefix(x.Target, "flows.") && x.Year == 0 {
					t.Errorf("column %s %q has no year", x.Cell, x.Heading)
				}
			}
		})
	}
}

// A workbook with merged headings, months that Excel keeps as days, and a sheet
// that is named for its flow.
func TestYearsAsideInWorkbook(t *testing.T) {
	raw := workbookOf(t, "Điện", map[string]any{
		"A1": "TỔNG HỢP 2023-2024", "A3": "Tháng", "B3": "Lượng tiêu thụ (MWh)", "B4": 2023, "C4": 2024, "D4": "Chênh lệch", "E4": "%",
		"A5": "Tháng 1", "B5": 1.5, "C5": 1.25, "D5": -0.25, "E5": -16.7, "A6": "Tháng 2", "B6": 2, "C6": 3, "D6": 1, "E6": 50,
	}, func(f *excelize.File) {
		for _, m := range [][2]string{{"A1", "E1"}, {"A3", "A4"}, {"B3", "E3"}} {
			must(t, f.MergeCell("Điện", m[0], m[1]))
		}
	})
	plan := emptyPlant(t).read(t, raw, Options{})
	equalKeys(t, plan, map[string]any{ // MWh to kWh
		"period.2023-01.flows.electricity": 1500.0, "period.2023-02.flows.electricity": 2000.0,
		"period.2024-01.flows.electricity": 1250.0, "period.2024-02.flows.electricity": 3000.0,
	})
	var years []string
	for _, c := range plan.Columns {
		if c.Year > 0 {
			years = append(years, c.Cell+" "+c.Heading+" "+quantityText(float64(c.Year)))
		}
	}
	if want := []string{"B4 Lượng tiêu thụ (MWh) 2023", "C4 Lượng tiêu thụ (MWh) 2024"}; !slices.Equal(years, want) {
		t.Errorf("columns %q, want %q", years, want)
	}
	if got := faultsOf(plan, problem.Note); !slices.Equal(got, []string{" exchange.title.flow-of-sheet", " exchange.columns-compared"}) || plan.Blocked() {
		t.Error(say(plan))
	}
	// Months that a spreadsheet keeps as the first days of months of this year.
	day := func(month int) time.Time { return time.Date(2026, time.Month(month), 1, 0, 0, 0, 0, time.UTC) }
	raw = workbookOf(t, "A", map[string]any{"A1": "Nước cấp", "A2": "ĐVT: m3", "A4": "Tháng", "B4": 2023, "C4": 2024, "A5": day(1), "B5": 5, "C5": 7, "A6": day(2), "B6": 6, "C6": 8})
	equalKeys(t, emptyPlant(t).read(t, raw, Options{}), map[string]any{
		"period.2023-01.flows.water": 5.0, "period.2023-02.flows.water": 6.0, "period.2024-01.flows.water": 7.0, "period.2024-02.flows.water": 8.0,
	})
	// What is told of a heading holds for all its years, and is remembered; what
	// is told of a year is not: another table's 2023 is of something else.
	for heading, remembered := range map[string]int{"Năng lượng A": 1, "2023": 0} {
		csv := "Tháng;Năng lượng A;;Nước (m3);\n;2023;2024;2023;2024\n1;100;120;5;7\n"
		if heading == "2023" {
			csv = "Tháng;2023\n1;100\n"
		}
		plan := emptyPlant(t).csv(t, csv, Options{Map: []Mapping{{Target: "electricity", Unit: "kWh", Heading: heading}}})
		if v := keysOf(plan)["period.2023-01.flows.electricity"]; v != 100.0 || len(plan.Imports) != remembered || plan.Blocked() {
			t.Errorf("%s: %v, %v\n%s", heading, v, plan.Imports, say(plan))
		}
	}
}

// Figures that look like years are none, nor are titles.
func TestNoYearsAside(t *testing.T) {
	equalKeys(t, emptyPlant(t).csv(t, "Tháng;Điện (kWh);Nước (m3)\n1/2024;2010;2011\n2/2024;2012;2013\n", Options{}), map[string]any{
		"period.2024-01.flows.electricity": 2010.0, "period.2024-01.flows.water": 2011.0,
		"period.2024-02.flows.electricity": 2012.0, "period.2024-02.flows.water": 2013.0,
	})
	plan := emptyPlant(t).csv(t, "Tháng;Doanh thu;Chi\n1/2024;2010;2011\n2/2024;2012;2013\n", Options{Flow: "electricity"})
	equalKeys(t, plan, map[string]any{})
	plan = emptyPlant(t).csv(t, "Máy;Năm lắp;Năm sửa\nBơm 1;2019;2020\nBơm 2;2020;2021\n", Options{Flow: "electricity"})
	equalKeys(t, plan, map[string]any{})
}
