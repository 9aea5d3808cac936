package exchange

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/problem"
)

// Tables of meter readings. The amounts are worked out beside them, by hand.
func TestMeterReadings(t *testing.T) {
	key := func(flow, meter, days string) string {
		if meter != "" {
			meter += "."
		}
		return "reading." + flow + "." + meter + days + ".amount"
	}
	const jan, feb, mar = "2024-01-01/2024-01-31", "2024-02-01/2024-02-29", "2024-03-01/2024-03-31"
	for _, c := range []struct {
		name, csv     string
		o             Options
		want          map[string]any
		errors        []string
		doubts, notes []string
		says          string
	}{
		{name: "bills of electricity: old, new, factor, amount", // (1250−1000)×40 = 10000; (1510−1250)×40 = 10400
			csv:   "Từ ngày;Đến ngày;Chỉ số cũ;Chỉ số mới;Hệ số nhân;Điện (kWh);Thành tiền (đồng)\n01/01/2024;31/01/2024;1000;1250;40;10.000;18.500.000\n01/02/2024;29/02/2024;1250;1510;40;10.400;19.240.000\n",
			want:  map[string]any{key("electricity", "", jan): 10000.0, key("electricity", "", feb): 10400.0},
			notes: []string{"D2 exchange.index.read"},
			says:  "Electricity: consumption = (reading after − reading before) × multiplier; as in 1 Jan 2024 to 31 Jan 2024: (1250 − 1000) × 40 = 10,000 kWh."},
		{name: "an amount that is not the product", // (1510−1250)×40 = 10400, not 14000
			csv:    "Tháng;Chỉ số đầu (kWh);Chỉ số cuối (kWh);HSN;Điện (kWh)\n1/2024;1000;1250;40;10000\n2/2024;1250;1510;40;14000\n",
			errors: []string{"C3 exchange.index.product"}, notes: []string{"C2 exchange.index.read"},
			says: "cell C3: Electricity: (1510 − 1250) × 40 = 10400 kWh, and the table says 14000 kWh. Correct the wrong cell, or leave a column out"},
		{name: "a counter and its amount, another flow behind", // (1452−1200)×200 = 50400; (1600−1452)×200 = 29600
			csv:   "Tháng;Chỉ số cũ;Chỉ số mới;Hệ số;Điện (kWh);Nước (m3)\n1/2024;1200;1452;200;50400;12500,5\n2/2024;1452;1600;200;29600;9100\n",
			want:  map[string]any{key("electricity", "", jan): 50400.0, key("electricity", "", feb): 29600.0, key("water", "", jan): 12500.5, key("water", "", feb): 9100.0},
			notes: []string{"C2 exchange.index.read"}},
		{name: "two counters, each with its amount", // (150−100)×10 = 500; (17−10)×1 = 7
			csv:   "Tháng;Chỉ số điện cũ;Chỉ số điện mới;Điện (kWh);Chỉ số nước cũ;Chỉ số nước mới;Nước (m3)\n1/2024;100;150;500;10;17;7\n2/2024;150;210;600;17;25;8\n",
			want:  map[string]any{key("electricity", "", jan): 500.0, key("electricity", "", feb): 600.0, key("water", "", jan): 7.0, key("water", "", feb): 8.0},
			notes: []string{"C2 exchange.index.read", "F2 exchange.index.read"}},
		{name: "rounded to MWh", // (1254.4−1000)×40 = 10176 kWh ≈ 10.2 MWh
			csv:  "Tháng;Chỉ số đầu (kWh);Chỉ số cuối (kWh);HSN;Điện (MWh)\n1/2024;1000;1254,4;40;10,2\n",
			want: map[string]any{key("electricity", "", jan): 10200.0}, notes: []string{"C2 exchange.index.read"}},
		{name: "months, a column of meters, no amount", // M1 (150−100)×1 = 50; M2 (3200−3000)×20 = 4000; M1 (175−150)×1 = 25
			csv:   "BẢNG THEO DÕI CÔNG TƠ ĐIỆN;;;;\nTháng;Công tơ;Chỉ số đầu (kWh);Chỉ số cuối (kWh);Hệ số\n1/2024;M1;100;150;1\n1/2024;M2;3000;3200;20\n2/2024;M1;150;175;1\n",
			want:  map[string]any{key("electricity", "M1", jan): 50.0, key("electricity", "M2", jan): 4000.0, key("electricity", "M1", feb): 25.0},
			notes: []string{"A1 exchange.title.flow", "D3 exchange.index.read", "D4 exchange.index.read"}},
		{name: "days and one counter, the factor above", // (1250−1000)×40 = 10000, (1300−1250)×40 = 2000
			csv:   "Hệ số nhân: 40;\nNgày ghi;Chỉ số điện (kWh)\n31/12/2023;1000\n31/01/2024;1250\n29/02/2024;1300\n",
			want:  map[string]any{key("electricity", "", jan): 10000.0, key("electricity", "", feb): 2000.0},
			notes: []string{"A1 exchange.title.factor", "B3 exchange.index.first", "B4 exchange.index.read"}},
		{name: "months and one counter; a month that was not read", // 250; (1600−1250) over February and March = 350
			csv:    "Tháng;Chỉ số công tơ điện (kWh);HSN\n12/2023;1000;1\n1/2024;1250;1\n3/2024;1600;1\n",
			want:   map[string]any{key("electricity", "", jan): 250.0, key("electricity", "", "2024-02-01/2024-03-31"): 350.0},
			doubts: []string{"B1 exchange.index.end-of-month"}, notes: []string{"B2 exchange.index.first", "B3 exchange.index.read"}},
		{name: "the counter when the month begins", // January 1250−1000 = 250
			csv:  "Tháng;Chỉ số đầu tháng nước (m3);HSN\n1/2024;1000;1\n2/2024;1250;1\n",
			want: map[string]any{key("water", "", jan): 250.0}, notes: []string{"B2 exchange.index.first", "B3 exchange.index.read"}},
		{name: "two meters side by side, no factor", // 50 and 7; 60 and 8
			csv:    "Ngày ghi;Chỉ số điện (kWh);Chỉ số nước (m3)\n31/12/2023;100;10\n31/01/2024;150;17\n29/02/2024;210;25\n",
			want:   map[string]any{key("electricity", "", jan): 50.0, key("water", "", jan): 7.0, key("electricity", "", feb): 60.0, key("water", "", feb): 8.0},
			doubts: []string{"B1 exchange.index.no-factor"},
			notes:  []string{"B2 exchange.index.first", "B3 exchange.index.read", "C2 exchange.index.first", "C3 exchange.index.read"}},
		{name: "two counters of one flow", csv: "Ngày ghi;Chỉ số công tơ 1 (kWh);Chỉ số công tơ 2 (kWh);HSN\n31/12/2023;100;10;1\n31/01/2024;150;17;1\n", o: Options{Flow: "electricity"},
			want:  map[string]any{key("electricity", "công tơ 1", jan): 50.0, key("electricity", "công tơ 2", jan): 7.0},
			notes: []string{"B2 exchange.index.first", "B3 exchange.index.read", "C2 exchange.index.first", "C3 exchange.index.read"}},
		{name: "the factor is what the amounts come to", // 10000/250 = 40, 10400/260 = 40
			csv:  "Tháng;Chỉ số cũ;Chỉ số mới;Điện tiêu thụ (kWh)\n1/2024;1000;1250;10000\n2/2024;1250;1510;10400\n3/2024;1510;1520;410\n",
			want: nil, errors: []string{"C4 exchange.index.product"}, notes: []string{"C2 exchange.index.read"}},
		{name: "a counter that begins again, asked", // 100000−99850+120 = 270
			csv:    "Tháng;Chỉ số đầu (kWh);Chỉ số cuối (kWh);HSN\n1/2024;99600;99850;1\n2/2024;99850;120;1\n",
			o:      Options{Flow: "electricity"},
			errors: []string{"C3 exchange.index.back-likely"}, notes: []string{"C2 exchange.index.read"},
			says: "the reading 120 is below the one before, 99850 (cell B3). If the counter began again the consumption is 270 kWh; or the meter was replaced. If the counter began again, add --rollover"},
		{name: "a counter that begins again, told", csv: "Tháng;Chỉ số đầu (kWh);Chỉ số cuối (kWh);HSN\n1/2024;99600;99850;40\n2/2024;99850;120;40\n",
			o:    Options{Flow: "electricity", Rollover: true}, // 250×40 = 10000, 270×40 = 10800
			want: map[string]any{key("electricity", "", jan): 10000.0, key("electricity", "", feb): 10800.0}, notes: []string{"C2 exchange.index.read", "C3 exchange.index.rolled"}},
		{name: "and where the amount says so", csv: "Tháng;Chỉ số đầu;Chỉ số cuối;HSN;Điện (kWh)\n1/2024;99850;120;1;270\n",
			want: map[string]any{key("electricity", "", jan): 270.0}, notes: []string{"C2 exchange.index.rolled", "C2 exchange.index.read"}},
		{name: "a new meter, not said: never a rollover", // 100000−52000+35 = 48035 is far from 250
			csv: "Tháng;Chỉ số đầu (kWh);Chỉ số cuối (kWh);HSN\n1/2024;51750;52000;1\n2/2024;52000;35;1\n", o: Options{Flow: "electricity", Rollover: true},
			errors: []string{"C3 exchange.index.back"}, notes: []string{"C2 exchange.index.read"}},
		{name: "a new meter, with the amount", csv: "Tháng;Chỉ số đầu;Chỉ số cuối;HSN;Điện (kWh)\n1/2024;51750;52000;1;250\n2/2024;52000;35;1;240\n",
			want:   map[string]any{key("electricity", "", jan): 250.0, key("electricity", "", feb): 240.0},
			doubts: []string{"C3 exchange.index.back-stated"}, notes: []string{"C2 exchange.index.read"}},
		{name: "a new meter: two readings on one day", // to 20 January 52100−52000 = 100; from 21 January 85−5 = 80
			csv:   "Ngày ghi;Chỉ số điện (kWh);HSN\n31/12/2023;52000;1\n20/01/2024;52100;1\n20/01/2024;5;1\n31/01/2024;85;1\n",
			want:  map[string]any{key("electricity", "", "2024-01-01/2024-01-20"): 100.0, key("electricity", "", "2024-01-21/2024-01-31"): 80.0},
			notes: []string{"B2 exchange.index.first", "B4 exchange.index.replaced", "B3 exchange.index.read"}},
		{name: "the heading of the counter names the flow of the amount beside it", // (130−100)×40 = 1200 kWh = 1.2 MWh
			csv:  "Tháng;Chỉ số đầu điện (kWh);Chỉ số cuối điện (kWh);HSN;Lượng (MWh)\n1/2024;100;130;40;1,2\n",
			want: map[string]any{key("electricity", "", jan): 1200.0}, notes: []string{"C2 exchange.index.read"}},
		{name: "two counters that name flows, an amount that does not", csv: "Tháng;Chỉ số điện (kWh);Chỉ số nước (m3);Lượng\n1/2024;100;130;40\n",
			errors: []string{"D1 exchange.bills.no-flow"}, doubts: []string{"B1 exchange.index.end-of-month"}},
		{name: "no flow", csv: "Tháng;Chỉ số đầu (kWh);Chỉ số cuối (kWh)\n1/2024;1;2\n", errors: []string{"B1 exchange.bills.no-flow"}},
		{name: "a word for a counter, an impossible factor, a row of sums", csv: "Tháng;Chỉ số đầu (kWh);Chỉ số cuối (kWh);HSN\n1/2024;hỏng;20;1\n2/2024;20;30;0\n3/2024;30;45;1\nTổng;;;\n", o: Options{Flow: "electricity", SkipBad: true},
			want:   map[string]any{key("electricity", "", mar): 15.0}, // 45−30
			errors: []string{"B2 number.not-a-number", "D3 exchange.index.factor"}, notes: []string{"C4 exchange.index.read"}},
		{name: "\"Sản lượng\" beside counters is the consumption", csv: "Tháng;Chỉ số cũ;Chỉ số mới;Hệ số;Sản lượng (kWh)\n1/2024;1000;1250;40;10000\n", o: Options{Flow: "electricity"},
			want: map[string]any{key("electricity", "", jan): 10000.0}, notes: []string{"C2 exchange.index.read"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := emptyPlant(t)
			plan := p.csv(t, c.csv, c.o)
			got := keysOf(plan)
			for k := range got {
				if strings.HasSuffix(k, ".cost") {
					delete(got, k)
				}
			}
			if c.want != nil {
				for k, v := range c.want {
					if got[k] != v {
						t.Errorf("%s: got %v, want %v", k, got[k], v)
					}
				}
				if len(got) != len(c.want) {
					t.Errorf("got %v", got)
				}
			} else if !plan.Empty() {
				t.Errorf("edits in spite of errors: %v", got)
			}
			for severity, want := range map[problem.Severity][]string{problem.Error: c.errors, problem.Doubt: c.doubts, problem.Note: c.notes} {
				found := slices.DeleteFunc(faultsOf(plan, severity), func(s string) bool { return strings.HasSuffix(s, "exchange.row.sum") })
				if !slices.Equal(found, want) && len(found)+len(want) > 0 {
					t.Errorf("%s: %q, want %q\n%s", severity, found, want, say(plan))
				}
			}
			if !strings.Contains(say(plan), c.says) {
				t.Errorf("does not say %s\n%s", c.says, say(plan))
			}
		})
	}
}

// A workbook of a year's readings, a table for each meter, one below another,
// with merged titles: what comes in is by meter, and again changes nothing.
func TestTablesOfMeters(t *testing.T) {
	raw := workbookOf(t, "Điện", map[string]any{
		"A1": "THEO DÕI CÔNG TƠ ĐIỆN NĂM 2024",
		"A3": "Công tơ số 1 – Xưởng chính", "A4": "Hệ số nhân:", "B4": 40,
		"A5": "Tháng", "B5": "Chỉ số đầu", "C5": "Chỉ số cuối", "D5": "Điện tiêu thụ (kWh)",
		"A6": "Tháng 1", "B6": 1000, "C6": 1250, "D6": 10000, // 250 × 40
		"A7": "Tháng 2", "B7": 1250, "C7": 1500, "D7": 10000,
		"A8": "Cộng", "D8": 20000,
		"A10": "Công tơ số 2 – Trạm bơm",
		"A11": "Tháng", "B11": "Chỉ số đầu", "C11": "Chỉ số cuối", "D11": "Điện tiêu thụ (kWh)",
		"A12": "Tháng 1", "B12": 70, "C12": 95.5, "D12": 25.5, // 25.5 × 1
	}, func(f *excelize.File) { must(t, f.MergeCell("Điện", "A1", "D1")) })
	p := emptyPlant(t)
	plan := p.read(t, raw, Options{})
	equalKeys(t, plan, map[string]any{
		"reading.electricity.Công tơ số 1.2024-01-01/2024-01-31.amount": 10000.0,
		"reading.electricity.Công tơ số 1.2024-02-01/2024-02-29.amount": 10000.0,
		"reading.electricity.Công tơ số 2.2024-01-01/2024-01-31.amount": 25.5,
	})
	if len(plan.Tables) != 2 || plan.Blocked() || len(faultsOf(plan, problem.Doubt)) > 0 {
		t.Error(plan.Tables, say(plan))
	}
	// The plant has months of its own beside these in the file: said.
	if plan := smallPlant(t).read(t, raw, Options{}); !slices.Equal(faultsOf(plan, problem.Doubt), []string{" exchange.bills.stated"}) {
		t.Error(say(plan))
	}
}

// Tables of months, each titled with its meter, are readings by meter; without
// meters the months of a title's flow are months.
func TestMonthsOfMeters(t *testing.T) {
	equalKeys(t, emptyPlant(t).csv(t, "Công tơ 1;;;Công tơ 2;\nTháng;Điện (kWh);;Tháng;Điện (kWh)\n1/2024;100;;1/2024;7\n2/2024;110;;;\n", Options{}), map[string]any{
		"reading.electricity.Công tơ 1.2024-01-01/2024-01-31.amount": 100.0, "reading.electricity.Công tơ 1.2024-02-01/2024-02-29.amount": 110.0,
		"reading.electricity.Công tơ 2.2024-01-01/2024-01-31.amount": 7.0,
	})
	equalKeys(t, emptyPlant(t).csv(t, "ĐIỆN NĂNG TIÊU THỤ NĂM 2023;\nTháng;Tiêu thụ (kWh)\nTháng 1;100\n;\nNƯỚC CẤP NĂM 2023;\nTháng;Tiêu thụ (m3)\nTháng 1;7\n", Options{}), map[string]any{
		"period.2023-01.flows.electricity": 100.0, "period.2023-01.flows.water": 7.0,
	})
	equalKeys(t, emptyPlant(t).csv(t, "Tháng;Loại năng lượng;Số lượng;ĐVT\n1/2024;Điện;5;MWh\n1/2024;Nước cấp;7;m3\n", Options{}), map[string]any{
		"period.2024-01.flows.electricity": 5000.0, "period.2024-01.flows.water": 7.0,
	})
	if e := faultsOf(emptyPlant(t).csv(t, "Hội nghị về đo lường;\nTháng;Tiêu thụ (kWh)\n1/2023;100\n", Options{}), problem.Error); !slices.Equal(e, []string{"B2 exchange.bills.no-flow"}) {
		t.Error(e)
	}
}
