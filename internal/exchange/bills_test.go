package exchange

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
)

func TestBills(t *testing.T) {
	for _, c := range []struct {
		name, csv string
		o         Options
		want      map[string]any
		months    string
		errors    []string
		doubts    []string
	}{
		{name: "from, to, flow, unit", csv: "Từ ngày;Đến ngày;Loại năng lượng;Công tơ;Số lượng;ĐVT;Thành tiền (triệu đồng)\n05/03/2024;03/04/2024;Điện;M1;2,5;MWh;4,25\n05/03/2024;03/04/2024;Nước;;100;m3;\n",
			want:   map[string]any{"reading.electricity.M1.2024-03-05/2024-04-03.amount": 2500.0, "reading.water.2024-03-05/2024-04-03.amount": 100.0},
			months: "[2024-03 2024-04]"},
		{name: "a column for each flow", csv: "From,To,Electricity (kWh),Water (m3)\n2024-01-05,2024-02-03,5,6\n2024-02-04,2024-03-05,7,\n",
			want: map[string]any{"reading.electricity.2024-01-05/2024-02-03.amount": 5.0, "reading.water.2024-01-05/2024-02-03.amount": 6.0, "reading.electricity.2024-02-04/2024-03-05.amount": 7.0}, months: "[2024-03]",
			doubts: []string{" exchange.bills.stated", " exchange.bills.stated"}}, // the plant states January and February itself
		{name: "days of reading: the first has no beginning", csv: "Ngày chốt;Điện (kWh)\n05/01/2024;5\n03/02/2024;6\n05/03/2024;7\n",
			want:   map[string]any{"reading.electricity.2024-01-06/2024-02-03.amount": 6.0, "reading.electricity.2024-02-04/2024-03-05.amount": 7.0},
			months: "[2024-03]", doubts: []string{"B2 exchange.bills.first", " exchange.bills.stated"}},
		{name: "no flow", csv: "Từ ngày;Đến ngày;Số lượng (kWh)\n05/03/2024;03/04/2024;5\n", errors: []string{"C1 exchange.bills.no-flow"}},
		{name: "the flow told", csv: "Từ ngày;Đến ngày;Số lượng (MWh)\n05/03/2024;03/04/2024;5\n", o: Options{Flow: "electricity", Meter: "M2"},
			want: map[string]any{"reading.electricity.M2.2024-03-05/2024-04-03.amount": 5000.0}, months: "[2024-03 2024-04]"},
		{name: "overlapping, reversed, unknown", csv: "Từ ngày;Đến ngày;Dòng;Lượng\n05/03/2024;03/04/2024;Điện;5\n03/04/2024;05/05/2024;Điện;6\n05/03/2024;03/02/2024;Nước;7\n05/03/2024;03/04/2024;Hơi thở;7\n",
			errors: []string{"B4 exchange.date.reversed", "C5 exchange.cell.flow", "D3 exchange.bills.overlap"}, doubts: []string{"D1 exchange.column.no-unit", "D1 exchange.column.no-unit"}},
		{name: "the same bill twice", csv: "Từ ngày;Đến ngày;Dòng;Lượng;ĐVT\n05/03/2024;03/04/2024;Điện;5;kWh\n05/03/2024;03/04/2024;Điện;5;kWh\n",
			want: map[string]any{"reading.electricity.2024-03-05/2024-04-03.amount": 5.0}, months: "[2024-03 2024-04]"},
		{name: "two amounts for the same days", csv: "Từ ngày;Đến ngày;Dòng;Lượng;ĐVT\n05/03/2024;03/04/2024;Điện;5;kWh\n05/03/2024;03/04/2024;Điện;6;kWh\n", errors: []string{"D3 exchange.cell.twice"}},
		{name: "months for days", csv: "Từ ngày;Đến ngày;Dòng;Lượng;ĐVT\n3/2024;4/2024;Điện;5;kWh\n", errors: []string{"A2 exchange.date.month-for-day", "B2 exchange.date.month-for-day"}},
		{name: "month first", csv: "From;To;Flow;Amount;Unit\n3/5/2024;4/31/2024;electricity;5;kWh\n3/5/2024;4/30/2024;electricity;5;kWh\n",
			errors: []string{"B3 exchange.date.month-first", "B2 exchange.date.no-such-day", "B3 exchange.date.no-such-day"}},
		{name: "month first, told", csv: "From;To;Flow;Amount;Unit\n3/5/2024;4/30/2024;electricity;5;kWh\n", o: Options{Days: MonthFirst},
			want: map[string]any{"reading.electricity.2024-03-05/2024-04-30.amount": 5.0}, months: "[2024-03 2024-04]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := smallPlant(t)
			plan := p.csv(t, c.csv, c.o)
			if c.want != nil {
				equalKeys(t, plan, c.want)
				if got := fmt.Sprint(plan.Months); got != c.months {
					t.Errorf("months %s, want %s", got, c.months)
				}
				q := p.after(t, plan)
				if again := q.csv(t, c.csv, c.o); len(again.Changes) > 0 || len(again.Months) > 0 {
					t.Errorf("not the same afterwards: %v", keysOf(again))
				}
			}
			if got := faultsOf(plan, problem.Error); !slices.Equal(got, c.errors) {
				t.Errorf("errors %q, want %q\n%s", got, c.errors, say(plan))
			}
			if got := faultsOf(plan, problem.Doubt); !slices.Equal(got, c.doubts) {
				t.Errorf("doubts %q, want %q", got, c.doubts)
			}
		})
	}
}

// A bill that was in the audit is changed, not added; one that overlaps it is
// refused; a reading after the last one begins where that one ended.
func TestBillsOfTheAudit(t *testing.T) {
	p := plantOf(t, "x", small+"\n[[reading]]\nflow = \"electricity\"\nmeter = \"M1\"\nfrom = 2024-01-05\nto = 2024-02-03\namount = 500\n")
	plan := p.csv(t, "From,To,Flow,Meter,Amount,Unit,Cost\n2024-01-05,2024-02-03,electricity,m1,600,kWh,7\n", Options{})
	equalKeys(t, plan, map[string]any{"reading.electricity.M1.2024-01-05/2024-02-03.amount": 600.0, "reading.electricity.M1.2024-01-05/2024-02-03.cost": 7.0})
	if len(plan.Changes) != 2 || plan.Changes[0].Old != 500.0 || len(plan.Months) != 0 {
		t.Errorf("%+v", plan.Changes)
	}
	if q := p.after(t, plan); len(q.audit.Readings) != 1 || q.audit.Readings[0].Amount != 600 {
		t.Errorf("%+v", q.audit.Readings)
	}
	plan = p.csv(t, "From,To,Flow,Meter,Amount,Unit\n2024-01-20,2024-02-20,electricity,M1,600,kWh\n", Options{})
	if got := faultsOf(plan, problem.Error); !slices.Equal(got, []string{"E2 exchange.bills.overlap"}) {
		t.Errorf("got %v", got)
	}
	plan = p.csv(t, "Reading date,Flow,Meter,Amount,Unit\n2024-02-03,electricity,M1,500,kWh\n2024-03-05,electricity,M1,600,kWh\n", Options{})
	equalKeys(t, plan, map[string]any{"reading.electricity.M1.2024-02-04/2024-03-05.amount": 600.0})
}

// The 441 bills of the example of the best-known peer, whose day of reading is
// the last of the bill: every bill but the first of each meter comes in, with
// its amount; days follow without gap or overlap.
func TestBillsOfVerifi(t *testing.T) {
	raw := shared(t, "verifi-example/bills.csv")
	p := smallPlant(t)
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	must(t, err)
	// One plant of the three, as an audit is of one.
	var b strings.Builder
	want := map[string]float64{}
	meters := map[string]bool{}
	first := 0
	for _, r := range rows {
		if r[0] != "facility" && r[0] != "roasting" {
			continue
		}
		fmt.Fprintln(&b, strings.Join([]string{r[0] + " " + r[1], r[3], r[4], r[5], r[6], r[8]}, ","))
		if r[0] == "roasting" {
			v, err := strconv.ParseFloat(r[6], 64)
			must(t, err)
			if meters[r[1]] {
				want[r[3]] += v
			} else if r[3] == "electricity" { // the gas is in MMBtu, and the audit counts it in m3: refused
				first++
			}
			meters[r[1]] = true
		}
	}
	text := strings.Replace(b.String(), "facility meter,", "meter,", 1)
	plan := p.csv(t, text, Options{SkipBad: true, Map: []Mapping{{"reading.amount", "", "energy_use"}}})
	doubts := 0
	for _, f := range plan.Faults {
		if f.Message.Key == "exchange.bills.first" {
			doubts++
		}
	}
	got := map[string]float64{}
	q := p.after(t, plan)
	last := map[string]quantity.Date{}
	for _, x := range q.audit.Readings {
		got[x.Flow] += x.Amount
		key := x.Flow + x.Meter
		if d, ok := last[key]; ok && d.AddDays(1) != x.From {
			t.Errorf("%s: %v follows %v", key, x.From, d)
		}
		last[key] = x.To
	}
	kwh, err := p.pack.UnitTable().Convert(1, "kWh", "kWh")
	must(t, err)
	if doubts != first || got["electricity"] != want["electricity"]*kwh || want["electricity"] == 0 {
		t.Errorf("electricity %v, want %v; %d first bills left out of %d\n%s", got["electricity"], want["electricity"], doubts, first, say(plan)[:500])
	}
}

// Whatever the figures and however they are written, they come in as they are.
func TestFiguresComeIn(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	p := smallPlant(t)
	for range 200 {
		months := 1 + rnd.IntN(30)
		vi := rnd.IntN(2) == 0
		var b strings.Builder
		b.WriteString("Tháng;Điện (MWh)\n")
		want := map[string]float64{}
		m := quantity.Month{Year: 2025, Month: 1 + rnd.IntN(12)}
		for range months {
			cents := rnd.Int64N(1e9)
			v := float64(cents) / 100
			s := strconv.FormatFloat(v, 'f', 2, 64)
			if vi {
				s = strings.Replace(s, ".", ",", 1)
			}
			fmt.Fprintf(&b, "%s;%s\n", m, s)
			want[m.String()] = v * 1000
			m = m.Next()
		}
		plan := p.csv(t, b.String(), Options{})
		if len(plan.Changes) != months || plan.Blocked() {
			t.Fatalf("%s\n%s", b.String(), say(plan))
		}
		for _, x := range p.after(t, plan).audit.Periods[2:] {
			if got := x.Flows["electricity"]; !same(got, want[x.Month.String()]) {
				t.Fatalf("%v: got %v, want %v", x.Month, got, want[x.Month.String()])
			}
		}
	}
}

// A pasted block is read as one with its headings.
func TestPasted(t *testing.T) {
	p := smallPlant(t)
	for _, s := range []string{"Tháng\tĐiện (kWh)\r3/2024\t5\r", "Tháng;Điện (kWh)\n3/2024;5", "\tT3/2024\nĐiện (kWh)\t5"} {
		b, err := Pasted(context.Background(), s, DefaultLimits())
		must(t, err)
		equalKeys(t, p.plan(t, b, Options{}), map[string]any{"period.2024-03.flows.electricity": 5.0})
	}
	got := ParseBlock("a\t\"b\tc\"\r\n\"d \"\"e\"\"\"\t\u200bf \r\n\r\n")
	if want := [][]string{{"a", "b c"}, {`d "e"`, "f"}}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func BenchmarkMonths60x50(b *testing.B) {
	p := examples(b)["mia-duong.audit.toml"]
	flows := newVocabulary(p.audit, p.pack, p.common)
	cells := map[string]any{"A1": "Tháng"}
	n := 0
	for _, target := range sortedKeys(flows.meanings) {
		if id, ok := strings.CutPrefix(target, "flows."); ok && n < 50 {
			n++
			cells[cellName(1, n+1)] = id
			for i := range 60 {
				cells[cellName(i+2, n+1)] = float64(i*n) + 0.5
			}
		}
	}
	for i := range 60 {
		cells[cellName(i+2, 1)] = quantity.Month{Year: 2030, Month: 1}.Add(i).String()
	}
	raw := workbookOf(b, "A", cells)
	b.ReportAllocs()
	for b.Loop() {
		if plan := p.read(b, raw, Options{}); len(plan.Changes) != 60*n || n != 50 {
			b.Fatal(n, len(plan.Changes), say(plan))
		}
	}
}

func BenchmarkBills441(b *testing.B) {
	raw := shared(b, "verifi-example/bills.csv")
	p := smallPlant(b)
	b.ReportAllocs()
	for b.Loop() {
		book, err := Read(context.Background(), Bytes("bills.csv", raw), DefaultLimits(), nil)
		must(b, err)
		p.plan(b, book, Options{SkipBad: true, Map: []Mapping{{"reading.amount", "", "energy_use"}}})
	}
}

func BenchmarkWriteForm(b *testing.B) {
	p := examples(b)["mia-duong.audit.toml"]
	b.ReportAllocs()
	for b.Loop() {
		p.form(b, "vi", false)
	}
}
