package exchange

import (
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/problem"
)

// Headings of two rows: "Điện" merged over an amount and money, groups of
// flows, parts of a flow beside their sum.
func TestHeadingsInTwoRows(t *testing.T) {
	const e, w, coal = "flows.electricity", "flows.water", "flows.coal"
	for _, c := range []struct {
		name   string
		cells  map[string]any
		merged [][2]string
		want   map[string]any
		doubts []string
	}{
		{name: "amount and money under each flow",
			cells: map[string]any{
				"A1": "NĂM 2024", "A2": "Tháng", "B2": "Điện", "D2": "Nước cấp", "B3": "Lượng (kWh)", "C3": "Tiền (đ)", "D3": "Lượng (m3)", "E3": "Tiền (đ)",
				"A4": "Tháng 1", "B4": 100, "C4": 5, "D4": 7, "E4": 1, "A5": "Tháng 2", "B5": 110, "C5": 6, "D5": 8, "E5": 2,
			},
			merged: [][2]string{{"A1", "E1"}, {"A2", "A3"}, {"B2", "C2"}, {"D2", "E2"}},
			want:   map[string]any{"period.2024-01." + e: 100.0, "period.2024-02." + e: 110.0, "period.2024-01." + w: 7.0, "period.2024-02." + w: 8.0},
			doubts: []string{"C3 exchange.column.of-bills", "E3 exchange.column.of-bills"}},
		{name: "a group over flows, and a flow over both rows",
			cells: map[string]any{
				"A1": "Tháng", "B1": "Tiêu thụ năng lượng", "D1": "Nước cấp (m3)", "B2": "Điện (kWh)", "C2": "Than (t)",
				"A3": "1/2024", "B3": 100, "C3": 5, "D3": 9,
			},
			merged: [][2]string{{"A1", "A2"}, {"B1", "C1"}, {"D1", "D2"}},
			want:   map[string]any{"period.2024-01." + e: 100.0, "period.2024-01." + coal: 5000.0, "period.2024-01." + w: 9.0}}, // coal counts in kg
		{name: "hours of a tariff and their sum",
			cells: map[string]any{
				"A1": "Tháng", "B1": "Điện (kWh)", "B2": "Bình thường", "C2": "Cao điểm", "D2": "Thấp điểm", "E2": "Tổng",
				"A3": "1/2024", "B3": 100, "C3": 20, "D3": 10, "E3": 130,
			},
			merged: [][2]string{{"A1", "A2"}, {"B1", "E1"}},
			want:   map[string]any{"period.2024-01." + e: 130.0}},
		{name: "bills of two flows, each with its money",
			cells: map[string]any{
				"A1": "Từ ngày", "B1": "Đến ngày", "C1": "Điện", "E1": "Nước", "C2": "Lượng (kWh)", "D2": "Tiền (đ)", "E2": "Lượng (m3)", "F2": "Tiền (đ)",
				"A3": "05/12/2023", "B3": "04/01/2024", "C3": 100, "D3": 200000, "E3": 7, "F3": 70000,
			},
			merged: [][2]string{{"A1", "A2"}, {"B1", "B2"}, {"C1", "D1"}, {"E1", "F1"}},
			want: map[string]any{
				"reading.electricity.2023-12-05/2024-01-04.amount": 100.0, "reading.water.2023-12-05/2024-01-04.amount": 7.0,
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := emptyPlant(t)
			plan := p.read(t, workbookOf(t, "A", c.cells, func(f *excelize.File) {
				for _, m := range c.merged {
					must(t, f.MergeCell("A", m[0], m[1]))
				}
			}), Options{})
			equalKeys(t, plan, c.want)
			if got := faultsOf(plan, problem.Doubt); !slices.Equal(got, c.doubts) || plan.Blocked() {
				t.Errorf("doubts %q\n%s", got, say(plan))
			}
			for _, b := range p.after(t, plan).audit.Readings {
				if want := map[string]float64{"electricity": 200000, "water": 70000}[b.Flow]; b.Cost == nil || *b.Cost != want {
					t.Errorf("%s costs %v, want %v", b.Flow, b.Cost, want)
				}
			}
		})
	}
	// A text file, which has no merged cells.
	equalKeys(t, emptyPlant(t).csv(t, "Tháng;Điện;;Nước;\n;Lượng (kWh);Thành tiền (đ);Lượng (m3);Thành tiền (đ)\n1/2024;100;5;7;1\n", Options{}), map[string]any{
		"period.2024-01." + e: 100.0, "period.2024-01." + w: 7.0,
	})
}

// Sums of quarters and years stand among months and are none; where a table has
// no months, its quarters or years are its periods.
func TestQuartersAndYears(t *testing.T) {
	const e = ".flows.electricity"
	for _, c := range []struct {
		name, csv string
		want      map[string]any
		notes     []string
	}{
		{"sums among months", "Kỳ;Điện (kWh)\nT1/2024;100\nT2/2024;110\nT3/2024;120\nQuý 1 (T1-T3);330\n6 tháng đầu năm 2024;330\nBình quân tháng;110\nCao nhất;120\nNăm 2024;330\n",
			map[string]any{"period.2024-01" + e: 100.0, "period.2024-02" + e: 110.0, "period.2024-03" + e: 120.0},
			[]string{"A5 exchange.row.sum", "A6 exchange.row.sum", "A7 exchange.row.sum", "A8 exchange.row.sum", "A9 exchange.row.sum"}},
		{"quarters only", "Kỳ;Điện (kWh)\nQuý I/2024;100\nQuý II/2024;110\nCả năm;210\n",
			map[string]any{"period.2024-01-01/2024-03-31" + e: 100.0, "period.2024-04-01/2024-06-30" + e: 110.0}, []string{"A4 exchange.row.sum"}},
		{"quarters, the year above", "Điện năm 2023;\nQuý;Điện (kWh)\nQuý I;100\nQuý IV;110\n",
			map[string]any{"period.2023-01-01/2023-03-31" + e: 100.0, "period.2023-10-01/2023-12-31" + e: 110.0}, []string{"A1 exchange.title.year"}},
		{"years only", "Năm;Điện (kWh)\n2022;100\n2023;110\nTổng;210\n",
			map[string]any{"period.2022-01-01/2022-12-31" + e: 100.0, "period.2023-01-01/2023-12-31" + e: 110.0}, []string{"A4 exchange.row.sum"}},
	} {
		plan := emptyPlant(t).csv(t, c.csv, Options{})
		equalKeys(t, plan, c.want)
		if got := faultsOf(plan, problem.Note); !slices.Equal(got, c.notes) || plan.Blocked() {
			t.Errorf("%s: notes %q\n%s", c.name, got, say(plan))
		}
	}
	raw := workbookOf(t, "A", map[string]any{"A1": "Năm", "B1": "Điện (kWh)", "A2": 2022, "B2": 100, "A3": 2023, "B3": 110})
	equalKeys(t, emptyPlant(t).read(t, raw, Options{}), map[string]any{"period.2022-01-01/2022-12-31" + e: 100.0, "period.2023-01-01/2023-12-31" + e: 110.0})
}

// Units in the cells: read, and no doubt that the column says none.
func TestUnitsInCells(t *testing.T) {
	plan := emptyPlant(t).csv(t, "Tháng;Điện;Than\n1/2024;1.234.500 kWh;12 tấn\n2/2024;1,5 MWh;13,5 tấn\n3/2024;-;\n", Options{})
	equalKeys(t, plan, map[string]any{
		"period.2024-01.flows.electricity": 1234500.0, "period.2024-02.flows.electricity": 1500.0,
		"period.2024-01.flows.coal": 12000.0, "period.2024-02.flows.coal": 13500.0, // kg
	})
	if len(plan.Faults) > 0 {
		t.Error(say(plan))
	}
	plan = emptyPlant(t).csv(t, "Tháng;Điện\n1/2024;1234500 kWh\n2/2024;1500\n", Options{})
	if got := faultsOf(plan, problem.Doubt); !slices.Equal(got, []string{"B1 exchange.column.no-unit"}) {
		t.Errorf("doubts %q", got)
	}
}
