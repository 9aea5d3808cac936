package exchange

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Tariff hours of electricity, as EVN's bills and plants' books have them. What
// each must give is written beside it, by hand.
func TestTariffHours(t *testing.T) {
	const jan, feb = "period.2024-01.flows.electricity", "period.2024-02.flows.electricity"
	const bill = "reading.electricity.2023-12-05/2024-01-04.amount"
	const next = "reading.electricity.2024-01-05/2024-02-04.amount"
	for _, c := range []struct {
		name, csv string
		want      map[string]any
		faults    []string // errors, doubts, notes
	}{
		// 100 + 20 + 10 = 130, 110 + 22 + 12 = 144; the sums are 210, 42, 22.
		{name: "months, the hours are columns", csv: "Tháng;Giờ bình thường (kWh);Giờ cao điểm (kWh);Giờ thấp điểm (kWh)\n1/2024;100;20;10\n2/2024;110;22;12\nTổng;210;42;22\n",
			want: map[string]any{jan: 130.0, feb: 144.0}, faults: []string{"B1 exchange.hours.added", "A4 exchange.row.sum"}},
		{name: "beside an output, short names, Vietnamese numbers, off-peak in MWh",
			csv:  "Tháng;Sản lượng (t);BT (kWh);CĐ (kWh);TĐ (MWh)\n1/2024;7;1.000;200,5;0,1\n",
			want: map[string]any{jan: 1300.5, "period.2024-01.output.starch": 7.0}, faults: []string{"C1 exchange.hours.added"}},
		{name: "their sum is stated", csv: "Tháng;Bình thường;Cao điểm;Thấp điểm;Tổng (kWh)\n1/2024;100;20;10;130\n2/2024;110;22;12;144\n",
			want: map[string]any{jan: 130.0, feb: 144.0}, faults: []string{"B1 exchange.column.no-unit", "E1 exchange.hours.stated"}},
		{name: "and it contradicts them", csv: "Tháng;Điện (kWh);Normal hours (kWh);Peak hours (kWh);Off-peak hours (kWh)\n1/2024;131;100;20;10\n2/2024;144;110;22;12\n",
			want: map[string]any{feb: 144.0}, faults: []string{"B1 exchange.hours.stated", "B2 exchange.hours.differ"}},
		{name: "it is stated in some rows, and rounded", csv: "Tháng;BT (kWh);CĐ (kWh);TĐ (kWh);Tổng cộng (MWh)\n1/2024;1000;200;110;1,3\n2/2024;1000;200;140;\n",
			want: map[string]any{jan: 1300.0, feb: 1340.0}, faults: []string{"E1 exchange.hours.stated"}},
		{name: "a part is missing", csv: "Tháng;BT (kWh);CĐ (kWh);TĐ (kWh)\n1/2024;100;;10\n2/2024;110;0;12\n",
			want: map[string]any{feb: 122.0}, faults: []string{"B1 exchange.hours.added", "B2 exchange.hours.missing"}},
		{name: "bills with their money", csv: "Từ ngày;Đến ngày;Bình thường (kWh);Cao điểm (kWh);Thấp điểm (kWh);Thành tiền (đ)\n05/12/2023;04/01/2024;100;20;10;300000\n05/01/2024;04/02/2024;x;22;12;300000\n",
			want: map[string]any{bill: 130.0}, faults: []string{"C1 exchange.hours.added", "C3 number.not-a-number"}},
		{name: "bills, the hours are rows, one cost", csv: "Từ ngày;Đến ngày;Khung giờ;Điện (kWh);Thành tiền (đ)\n05/12/2023;04/01/2024;Bình thường;100;300000\n;;Cao điểm;20;\n;;Thấp điểm;10;\n05/01/2024;04/02/2024;Bình thường;110;300000\n;;Cao điểm;22;\n;;Thấp điểm;12;\n",
			want: map[string]any{bill: 130.0, next: 144.0}, faults: []string{"C1 exchange.hours.added"}},
		{name: "rows with a cost and a sum each", csv: "Từ ngày;Đến ngày;Bộ giá;Lượng (kWh);Thành tiền (đ)\n05/12/2023;04/01/2024;Giờ bình thường;100;200000\n05/12/2023;04/01/2024;Giờ cao điểm;20;70000\n05/12/2023;04/01/2024;Giờ thấp điểm;10;30000\n05/12/2023;04/01/2024;Tổng;130;\n",
			want: map[string]any{bill: 130.0}, faults: []string{"C1 exchange.hours.added"}},
		{name: "months in rows, a sum that contradicts, an hour missing",
			csv:  "Tháng;Giờ;Điện (kWh)\n1/2024;BT;100\n1/2024;CĐ;20\n1/2024;TĐ;10\n1/2024;Tổng;140\n2/2024;BT;110\n2/2024;CĐ;22\n",
			want: map[string]any{}, faults: []string{"B1 exchange.hours.added", "C5 exchange.hours.differ", "C6 exchange.hours.missing"}},
		// Counters: (150 − 100 + 25 − 20 + 12 − 10) × 40 = 57 × 40 = 2280.
		{name: "three counters with one multiplier in rows", csv: "Hệ số nhân: 40;;;;\nTừ ngày;Đến ngày;Khung giờ;Chỉ số cũ (kWh);Chỉ số mới (kWh)\n05/12/2023;04/01/2024;Bình thường;100;150\n;;Cao điểm;20;25\n;;Thấp điểm;10;12\n",
			want: map[string]any{bill: 2280.0}, faults: []string{"C2 exchange.hours.added", "A1 exchange.title.factor", "E3 exchange.index.read", "E5 exchange.index.read", "E4 exchange.index.read"}},
		// Counters by month: 150 − 100 + 25 − 20 + 12 − 10 = 57.
		{name: "counters as columns by month", csv: "Tháng;Chỉ số bình thường (kWh);Chỉ số cao điểm (kWh);Chỉ số thấp điểm (kWh);Hệ số\n12/2023;100;20;10;40\n1/2024;150;25;12;40\n",
			want:   map[string]any{"reading.electricity.2024-01-01/2024-01-31.amount": 2280.0},
			faults: []string{"B1 exchange.hours.added", "B1 exchange.index.end-of-month", "B2 exchange.index.first", "B3 exchange.index.read", "D2 exchange.index.first", "D3 exchange.index.read", "C2 exchange.index.first", "C3 exchange.index.read"}},
		{name: "their amounts contradict the sum of the bill", csv: "Từ ngày;Đến ngày;Chỉ số BT đầu (kWh);Chỉ số BT cuối (kWh);Chỉ số CĐ đầu (kWh);Chỉ số CĐ cuối (kWh);HSN;Điện (kWh)\n05/12/2023;04/01/2024;100;150;20;25;40;2000\n05/01/2024;04/02/2024;150;160;25;30;40;600\n",
			want: map[string]any{next: 600.0}}, // (50 + 5) × 40 = 2200; (10 + 5) × 40 = 600
		// 50 × 40 + 5 × 40 + 5 × 40 = 2400
		{name: "and the sum of the bill", csv: "Từ ngày;Đến ngày;Chỉ số BT đầu (kWh);Chỉ số BT cuối (kWh);Chỉ số CĐ đầu (kWh);Chỉ số CĐ cuối (kWh);Chỉ số TĐ đầu (kWh);Chỉ số TĐ cuối (kWh);HSN;Tổng (kWh)\n05/12/2023;04/01/2024;100;150;20;25;5;10;40;2401\n05/01/2024;04/02/2024;150;200;25;30;10;15;40;2400\n",
			want: map[string]any{next: 2400.0}, faults: []string{"C1 exchange.hours.added", "D2 exchange.index.read", "H2 exchange.index.read", "F2 exchange.index.read", "J2 exchange.hours.differ"}},
		{name: "words that are no hours", csv: "Tháng;Điện (kWh);CĐ\n1/2024;130;5\n", want: map[string]any{jan: 130.0}, faults: []string{" exchange.columns-ignored"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := emptyPlant(t)
			plan := p.csv(t, c.csv, Options{})
			equalKeys(t, plan, c.want)
			var faults []string
			for _, f := range plan.Faults {
				faults = append(faults, f.Cell+" "+f.Message.Key)
			}
			if c.faults != nil && !slices.Equal(faults, c.faults) {
				t.Errorf("faults %q, want %q\n%s", faults, c.faults, say(plan))
			}
			if len(c.want) == 0 || plan.Blocked() {
				return
			}
			for _, b := range p.after(t, plan).audit.Readings {
				if strings.Contains(c.csv, "Thành tiền") && (b.Cost == nil || *b.Cost != 300000) {
					t.Errorf("costs %v\n%s", b.Cost, say(plan))
				}
			}
		})
	}
}

// A workbook as an accountant keeps it: the time, the multiplier and the money of
// a bill merged over its three rows. (150 − 100 + 25 − 20 + 12 − 10) × 40 = 2280.
func TestTariffHoursMerged(t *testing.T) {
	raw := workbookOf(t, "A", map[string]any{
		"A1": "Kỳ", "B1": "Khung giờ", "C1": "Chỉ số đầu (kWh)", "D1": "Chỉ số cuối (kWh)", "E1": "Hệ số nhân", "F1": "Thành tiền (đ)",
		"A2": "Tháng 1/2024", "B2": "Giờ bình thường", "C2": 100, "D2": 150, "E2": 40, "F2": 300000,
		"B3": "Giờ cao điểm", "C3": 20, "D3": 25, "B4": "Giờ thấp điểm", "C4": 10, "D4": 12,
	}, func(f *excelize.File) {
		for _, m := range [][2]string{{"A2", "A4"}, {"E2", "E4"}, {"F2", "F4"}} {
			must(t, f.MergeCell("A", m[0], m[1]))
		}
	})
	p := emptyPlant(t)
	plan := p.read(t, raw, Options{})
	equalKeys(t, plan, map[string]any{"reading.electricity.2024-01-01/2024-01-31.amount": 2280.0})
	if plan.Blocked() {
		t.Fatal(say(plan))
	}
	if b := p.after(t, plan).audit.Readings[0]; b.Cost == nil || *b.Cost != 300000 {
		t.Errorf("costs %v\n%s", b.Cost, say(plan))
	}
	// Two rows of headings, hours above what their counters show.
	raw = workbookOf(t, "A", map[string]any{
		"A1": "Tháng", "B1": "Giờ bình thường", "D1": "Giờ cao điểm", "F1": "Giờ thấp điểm", "H1": "HSN",
		"B2": "Chỉ số đầu", "C2": "Chỉ số cuối", "D2": "Chỉ số đầu", "E2": "Chỉ số cuối", "F2": "Chỉ số đầu", "G2": "Chỉ số cuối",
		"A3": "1/2024", "B3": 100, "C3": 150, "D3": 20, "E3": 25, "F3": 10, "G3": 12, "H3": 40,
	}, func(f *excelize.File) {
		for _, m := range [][2]string{{"A1", "A2"}, {"B1", "C1"}, {"D1", "E1"}, {"F1", "G1"}, {"H1", "H2"}} {
			must(t, f.MergeCell("A", m[0], m[1]))
		}
	})
	plan = emptyPlant(t).read(t, raw, Options{})
	equalKeys(t, plan, map[string]any{"reading.electricity.2024-01-01/2024-01-31.amount": 2280.0})
	if plan.Blocked() {
		t.Error(say(plan))
	}
}

func TestTariffHour(t *testing.T) {
	for s, want := range map[string]string{
		"Giờ bình thường": normalHour, "BT": normalHour, "Khung giờ cao điểm": peakHour, "Điện giờ thấp điểm": offPeakHour, "Sản lượng giờ cao điểm": peakHour,
		"Off-peak": offPeakHour, "On-peak hours": peakHour, "Giờ bình thường (BT)": normalHour, "kWh TĐ": offPeakHour,
		"Tiền giờ cao điểm": "", "Đơn giá cao điểm": "", "Cao": "", "": "", "Tổng": "", "Bình quân": "",
	} {
		if got := tariffHour(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
