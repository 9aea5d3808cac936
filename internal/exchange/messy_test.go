package exchange

import (
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/problem"
)

// Bills whose meters are called "Công tơ 1" and "Tổng" (the main meter) and whose
// notes begin with "Cộng" and "Tổng": they are bills, and only the last row,
// without a time, is their sum. A row that was taken for a sum would be lost.
func TestWordsOfSumsInRowsOfData(t *testing.T) {
	p := smallPlant(t)
	plan := p.csv(t, "STT;Công tơ;Từ ngày;Đến ngày;Điện (kWh);Ghi chú\n"+
		"1;Công tơ 1;05/03/2024;04/04/2024;120.500,5;Cộng thêm trạm bơm\n"+
		"2;Công tơ 1;05/04/2024;04/05/2024;98.000;Công tơ hỏng\n"+
		"3;Tổng;05/05/2024;04/06/2024;99.000;Tổng vệ sinh nhà máy\n"+
		"4;TB 2;05/06/2024;04/07/2024;1.000;\n"+
		";Cộng;;;318.500,5;\n", Options{})
	if n := len(plan.Changes); n < 4 || len(faultsOf(plan, problem.Error)) > 0 || len(faultsOf(plan, problem.Doubt)) > 0 {
		t.Fatalf("%d changes\n%s", n, say(plan))
	}
	q := p.after(t, plan)
	if len(q.audit.Readings) != 4 {
		t.Errorf("%d bills, want 4\n%s", len(q.audit.Readings), say(plan))
	}
}

// Which labels are those of sums; by hand.
func TestSumRow(t *testing.T) {
	for label, want := range map[string]bool{
		"Cộng": true, "CỘNG": true, "Cộng quý": true, "cong": true, "Cong quy 1": true, "Tổng cộng": true, "Tổng": true, "Quý I": true, "Quý II/2024": true,
		"Q3": true, "quý 4 năm 2024": true, "6 tháng đầu năm": true, "Cả năm 2024": true, "Luỹ kế": true,
		"Công tơ 1": false, "Công tơ": false, "CÔNG TƠ 2": false, "cong to 3": false, "Công suất": false, "Công đoạn sấy": false, "Công ty": false, "Công": false,
		"Quy đổi": false, "Quỹ": false, "Tháng 6": false, "T6": false, "6": false,
	} {
		if got, _ := sumRow(label); got != want {
			t.Errorf("%q: %v", label, got)
		}
	}
}

// "Năm 2024" merged over T1 … T4, flows downwards, a column of sums, and a year
// that begins in the middle: each month takes the year above it.
func TestYearMergedOverMonths(t *testing.T) {
	raw := workbookOf(t, "2024", map[string]any{
		"A1": "TIÊU THỤ", "A2": "Chỉ tiêu", "B2": "ĐVT", "C2": "Năm 2023", "E2": "Năm 2024", "G2": "Tổng",
		"C3": "T11", "D3": "T12", "E3": "T1", "F3": "T2",
		"A4": "Điện", "B4": "kWh", "C4": 100, "D4": 110, "E4": 120, "F4": 130, "G4": 460,
		"A5": "Nước", "B5": "m3", "C5": 10, "D5": 11, "F5": 13, "G5": 34,
	}, func(f *excelize.File) {
		for _, m := range [][2]string{{"A2", "A3"}, {"B2", "B3"}, {"C2", "D2"}, {"E2", "F2"}} {
			must(t, f.MergeCell("2024", m[0], m[1]))
		}
	})
	p := smallPlant(t)
	p.audit.Periods = nil
	const e, w = "flows.electricity", "flows.water"
	equalKeys(t, p.read(t, raw, Options{}), map[string]any{
		"period.2023-11." + e: 100.0, "period.2023-12." + e: 110.0, "period.2024-01." + e: 120.0, "period.2024-02." + e: 130.0,
		"period.2023-11." + w: 10.0, "period.2023-12." + w: 11.0, "period.2024-02." + w: 13.0,
	})
}

// Electricity is counted in thousands and millions of kWh, and a year's table has
// a row for each quarter.
func TestMultiplesAndQuarters(t *testing.T) {
	p := smallPlant(t)
	p.audit.Periods = nil
	plan := p.csv(t, "Tháng;Điện (nghìn kWh);Nước (m3)\n1/2024;185,2;100\n2/2024;200;110\n3/2024;190;120\nQuý I/2024;575,2;330\n4/2024;1;2\nCả năm;576,2;332\n", Options{})
	const e, w = "flows.electricity", "flows.water"
	equalKeys(t, plan, map[string]any{
		"period.2024-01." + e: 185200.0, "period.2024-02." + e: 200000.0, "period.2024-03." + e: 190000.0, "period.2024-04." + e: 1000.0,
		"period.2024-01." + w: 100.0, "period.2024-02." + w: 110.0, "period.2024-03." + w: 120.0, "period.2024-04." + w: 2.0,
	})
	if d := faultsOf(plan, problem.Doubt); len(d) > 0 {
		t.Errorf("doubts %v", d)
	}
	for heading, want := range map[string]float64{"1000 kWh": 2e3, "triệu kWh": 2e6, "10^3 kWh": 2e3, "1.000 kWh": 2e3} {
		equalKeys(t, p.csv(t, "Tháng;Điện ("+heading+")\n1/2024;2\n", Options{}), map[string]any{"period.2024-01." + e: want})
	}
}

// The money of a table by months has no place in the audit file; it is not
// dropped without a word.
func TestMoneyByMonthsIsSaid(t *testing.T) {
	p := smallPlant(t)
	p.audit.Periods = nil
	plan := p.csv(t, "Tháng;Điện (kWh);Thành tiền (đồng)\n1/2024;185.200,5;342.000.000\n", Options{})
	equalKeys(t, plan, map[string]any{"period.2024-01.flows.electricity": 185200.5})
	if d := faultsOf(plan, problem.Doubt); len(d) != 1 || d[0] != "C1 exchange.column.of-bills" {
		t.Errorf("doubts %v", d)
	}
}
