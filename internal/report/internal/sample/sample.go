// Package sample is a document of everything that a report may hold, with texts
// that try to break out of every format. Tests write it.
package sample

import (
	"strings"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/text"
)

// Hostile are texts as a plant may state them.
var Hostile = []string{
	`Nhà máy <b>"A" & 'B'</b>`,
	`=HYPERLINK("http://x","y")`,
	"+1", "-1", "@SUM(A1)",
	"phải \u202e trái \u200f",
	strings.Repeat("Rấtdài", 50),
	strings.Repeat("một tên rất dài ", 19),
	"bo\u0323\u0302t sa\u0306\u0301n",
	"chuông \x07 thoát \x1b[31m",
	`]]> --> </script><script>alert(1)</script> {{.}} ${x} _x0041_`,
	`**đậm** | [nối](javascript:alert(1)) \ # ~`,
	"日本 😀 ế ợ ữ Đ ẵ ỹ m³ CO₂ ≥",
}

func say(s string) text.Message { return text.M("say.text", "text", s) }

func both(vi, en string) text.Message { return text.M("say.text", "text", text.Name{VI: vi, EN: en}) }

func ptr(v float64) *float64 { return &v }

func words(s string) report.Cell { return report.Cell{Text: say(s)} }

func number(v float64, unit string) report.Cell {
	return report.Cell{Kind: report.Number, Value: v, Unit: unit}
}

func money(v float64) report.Cell {
	return report.Cell{Kind: report.Money, Value: v, Unit: "VND"}
}

// Document is everything.
func Document() *report.Document {
	d := &report.Document{
		Title: both("Báo cáo đánh giá sản xuất sạch hơn", "Cleaner production assessment report"), Subtitle: say("Nhà máy tinh bột sắn Đồng Tâm & Con <thử>"),
		Numbered: 3,
		Cover: &report.Cover{
			Parent: both("Sở Công Thương tỉnh Nghệ An", "Department of Industry and Trade"), Organisation: both("Trung tâm Khuyến công và Tư vấn phát triển công nghiệp", "Industrial Extension Centre"),
			Plant: say("Nhà máy tinh bột sắn Đồng Tâm & Con"), Address: say("Xã Thanh Ngọc, huyện Thanh Chương"),
			Facts: []report.Fact{{Name: both("Đội trưởng", "Team leader"), Is: say("Nguyễn Thị Ánh Tuyết")}, {Name: both("Số", "Number"), Is: say("12/BC-TTKC")}},
			Place: say("Nghệ An"), Date: quantity.Date{Year: 2023, Month: 3, Day: 5},
		},
		Info:    report.Info{Author: say("Nguyễn Thị Ánh Tuyết"), Date: quantity.Date{Year: 2023, Month: 3, Day: 5}},
		Sources: []report.Source{{Source: benchmark.Source{ID: "a", Title: "Tài liệu <một> & hai", Publisher: "Bộ Công Thương", Year: 2011, URL: "https://example.org/a?b=1&c=2"}, Locators: []text.Name{text.Both("tr. 12")}}, {Own: "Định mức nội bộ"}},
	}
	d.Blocks = append(d.Blocks, report.Contents{Depth: 2}, report.PageBreak{})
	d.Blocks = append(d.Blocks, opening()...)
	d.Blocks = append(d.Blocks, tables()...)
	d.Blocks = append(d.Blocks, figures()...)
	d.Blocks = append(d.Blocks, closing()...)
	return d
}

func opening() []report.Block {
	return []report.Block{
		report.Heading{Level: 1, Text: both("Giới thiệu", "Introduction"), Label: "intro"},
		report.Paragraph{Kind: report.Lead, Text: both("Nhà máy có thể tiết kiệm 1,9 tỷ đồng mỗi năm.", "The plant could save 1.9 bn VND a year.")},
		report.Paragraph{Text: text.M("writers.figure.level", "name", both("Xem thêm", "See also"), "value", []report.Label{"energy", "cusum", "annex", "intro"}), Refs: []int{1, 2}},
		report.Paragraph{Text: say(strings.Repeat("Nước thải từ công đoạn tách bã được thu hồi về bể lắng và dùng lại cho công đoạn rửa củ. ", 8))},
		report.Paragraph{Kind: report.Warning, Text: both("Số liệu điện của tháng 7 chưa được kiểm chứng.", "The electricity of July is unverified.")},
		report.Heading{Level: 2, Text: both("Đội sản xuất sạch hơn", "The team")},
		report.List{Numbered: true, Items: []report.Item{{Text: say("Trưởng đội"), Strong: true, Below: []report.Item{{Text: say("Kế toán")}, {Text: say("Cơ điện")}}}, {Text: say("Thư ký"), Refs: []int{1}}}},
		report.Heading{Level: 3, Text: both("Phân công", "Duties")},
		report.Checklist{Items: []report.Check{{Text: say("Quyết định thành lập đội"), Done: true, Note: say("số 12")}, {Text: say("Biên bản họp")}}},
		report.Heading{Level: 2, Text: both("Những cái tên khó", "Hard names")},
		hostile(),
	}
}

func hostile() report.Block {
	t := report.Table{Columns: []report.Column{{Head: say("Tên <&>"), Wide: true}, {Head: both("Giá trị", "Value"), Align: report.Right}}, Caption: say(`Tên "lạ" & <khó>`)}
	for i, h := range Hostile {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{words(h), number(float64(i)+0.127, "kg")}})
	}
	return t
}

func tables() []report.Block {
	energy := report.Table{
		Columns: []report.Column{
			{Head: both("Dòng", "Flow"), Wide: true}, {Head: both("Lượng", "Amount"), Align: report.Right}, {Head: both("Quy đổi", "Converted"), Align: report.Right},
			{Head: both("Chi phí", "Cost"), Align: report.Right}, {Head: both("Tỷ lệ", "Share"), Align: report.Right},
		},
		Caption: both("Năng lượng trong kỳ", "Energy in the period"), Label: "energy",
		Notes: []report.Note{{Text: both("Hệ số theo công văn 3505.", "Factors of letter 3505."), Refs: []int{1}}},
	}
	rows := []struct {
		name        string
		amount      float64
		unit        string
		toe, cost   float64
		share       float64
		ofTotalSure bool
	}{{"Điện", 3_704_000, "kWh", 571.5272, 6_852_400_000, 0, true}, {"Than", 812.5, "t", 487.5, 2_437_500_000, 0, true}, {"Dầu DO", 0.0421, "kL", 0.0412, 812_345, 0, true}}
	toe, cost := 0.0, 0.0
	for _, r := range rows {
		toe += r.toe
		cost += r.cost
	}
	for i, r := range rows {
		share := number(r.cost/cost*100, "%")
		share.Formula = &report.Formula{Op: report.Ratio, Of: []report.At{{Row: i, Column: 3}, {Row: len(rows), Column: 3}}, Factor: 100}
		energy.Rows = append(energy.Rows, report.Row{Cells: []report.Cell{words(r.name), number(r.amount, r.unit), number(r.toe, "toe"), money(r.cost), share}})
	}
	total, totalCost := number(toe, "toe"), money(cost)
	total.Formula, totalCost.Formula = report.Total(2, 0, len(rows)), report.Total(3, 0, len(rows))
	energy.Rows = append(energy.Rows, report.Row{Strong: true, Cells: []report.Cell{words("Cộng"), {}, total, totalCost, {Kind: report.Absent}}})

	form := report.Table{
		Columns: []report.Column{
			{Head: say("TT"), Align: report.Right}, {Head: say("Ngành công nghiệp(*)"), Wide: true}, {Head: say("Tên cơ sở công nghiệp"), Wide: true}, {Head: say("Địa chỉ"), Wide: true},
			{Head: say("Tên đội trưởng SXSH và điện thoại liên hệ"), Wide: true}, {Head: say("Năm bắt đầu thực hiện SXSH")},
			{Head: say("Được hỗ trợ về kỹ thuật"), Group: say("Hình thức thực hiện SXSH")}, {Head: say("Được hỗ trợ đầu tư"), Group: say("Hình thức thực hiện SXSH")}, {Head: say("Tự thực hiện"), Group: say("Hình thức thực hiện SXSH")},
			{Head: say("Mô tả kết quả chính (dưới dạng % giảm tiêu thụ và phát thải môi trường)"), Wide: true},
		},
		Caption: both("Kết quả thực hiện của các cơ sở đã thực hiện sản xuất sạch hơn", "Results"), Landscape: true,
		Rows: []report.Row{
			{Group: true, Cells: make([]report.Cell, 10)},
			{Cells: []report.Cell{{Kind: report.Count, Value: 1}, words("3 Rau quả, nông sản"), words("Nhà máy tinh bột sắn Đồng Tâm"), words("Thanh Chương, Nghệ An"), words("Nguyễn Thị Ánh Tuyết, 0912 345 678"), {Kind: report.Count, Value: 2022}, {Kind: report.Tick, Value: 1}, {Kind: report.Tick}, {Kind: report.Tick, Value: 1}, words("Giảm 12,5 % điện, 30 % nước cho mỗi tấn sản phẩm; giảm 18 % COD")}},
		},
	}
	form.Rows[0].Cells[0] = words("1.1. Cơ sở quy mô vừa")

	long := report.Table{Columns: []report.Column{{Head: both("Ngày", "Day")}, {Head: both("Điểm đo", "Meter"), Wide: true}, {Head: both("Chỉ số", "Reading"), Align: report.Right}, {Head: both("Chênh", "Gap"), Align: report.Right}, {Head: both("Khoảng", "Range"), Align: report.Right}, {Head: both("Thang", "Scale")}},
		Caption: both("Số liệu đo", "Readings"), Label: "readings"}
	// No value is halfway between two that can be written: spreadsheets round such
	// a one away from zero, Go to the even digit.
	for i := range 60 {
		v := 1234.6 + float64(i*i)*1.37
		long.Rows = append(long.Rows, report.Row{Cells: []report.Cell{
			{Kind: report.Day, Date: quantity.Date{Year: 2022, Month: 1 + i/28, Day: 1 + i%28}}, words("Công tơ tổng trạm biến áp số 1"), number(v, "kWh"), {Kind: report.Signed, Value: float64(i-30) / 3},
			{Kind: report.Range, Value: v * 0.9, High: v * 1.1, Unit: "kWh"},
			{Kind: report.Bars, Bar: &report.Bar{Value: v / 100, Bounds: benchmark.Bounds{Best: ptr(14), TypicalLow: ptr(20), TypicalHigh: ptr(35), Poor: ptr(60)}}},
		}})
	}
	return []report.Block{
		report.Heading{Level: 1, Text: both("Số liệu", "Data")}, energy,
		report.Heading{Level: 2, Text: both("Biểu mẫu ngang", "A form on its side")}, form,
		report.Heading{Level: 2, Text: both("Bảng dài", "A long table")}, long,
	}
}

// Figures is a figure of every kind, by its name.
func Figures() []report.Figure {
	var months []quantity.Month
	var values []*float64
	cusum := []float64{}
	points := []figure.Point{}
	for i := range 24 {
		months = append(months, quantity.Month{Year: 2021 + i/12, Month: 1 + i%12})
		v := 210 - float64(i)*1.5 + float64(i*7%5)*3
		values = append(values, &v)
		cusum = append(cusum, float64(i)*120-float64(i*i)*14)
		points = append(points, figure.Point{X: 900 + float64(i*37%300), Y: 160000 + float64(i*37%300)*120 + float64(i*11%7)*2500, Excluded: i == 7})
	}
	values[5] = nil
	var band []figure.Band
	for x := 900.0; x <= 1200; x += 30 {
		band = append(band, figure.Band{X: x, Low: 48000 + 122*x, High: 74000 + 125*x})
	}
	flow := func(vi, en string) text.Message { return both(vi, en) }
	costs := figure.Pareto{Unit: "VND", Name: both("Chi phí dòng thải", "Cost of waste")}
	for i, n := range []string{"Bã sắn ướt thất thoát tinh bột", "Nước thải sau lắng", "Vỏ và đất cát", "Nhiệt khói lò", "Khí biogas đốt bỏ", "Bao bì hỏng"} {
		costs.Costs = append(costs.Costs, figure.Cost{Label: say(n), Value: 2.1e9 / float64(i*i+1)})
	}
	return []report.Figure{
		{Caption: both("Các chỉ số so với định mức", "Indicators among benchmarks"), Alt: both("Chỉ số của nhà máy", "Indicators of the plant"), Chart: figure.Indicators{Rows: []figure.Placed{
			{Label: flow("Điện", "Electricity"), Value: 185.2, Unit: "kWh/t", Best: ptr(140), TypicalLow: ptr(160), TypicalHigh: ptr(200), Bad: ptr(240)},
			{Label: flow("Nước cấp cho sản xuất tinh bột sắn", "Water"), Value: 40, Unit: "m3/t", Best: ptr(10), TypicalLow: ptr(12), TypicalHigh: ptr(18)},
			{Label: flow("Hiệu suất thu hồi tinh bột", "Starch recovery"), Value: 82, Unit: "%", Best: ptr(95), TypicalLow: ptr(85), TypicalHigh: ptr(92), MoreIsBetter: true},
		}}},
		{Caption: both("Suất tiêu hao điện theo tháng", "Specific electricity by month"), Label: "monthly", Chart: figure.Monthly{Months: months, Values: values, Target: ptr(180), Baseline: ptr(205.5), Unit: "kWh/t"}},
		{Caption: both("Chênh lệch cộng dồn", "CUSUM"), Label: "cusum", Alt: both("Từ tháng 6 nhà máy bắt đầu tiết kiệm", "Saving from June on"), Chart: figure.CUSUM{Months: months, Values: cusum, Unit: "kWh"}},
		{Caption: both("Điện theo sản lượng", "Electricity against output"), Chart: figure.Scatter{Points: points, Fitted: true, Intercept: 60000, Slope: 123, Interval: band, IntervalConfidence: 90, XName: both("Sản lượng", "Output"), YName: both("Điện", "Electricity"), XUnit: "t", YUnit: "kWh"}},
		{Caption: both("Mức tiết kiệm so với mục tiêu", "Savings against the target"), Chart: figure.Intervals{BandLow: 5, BandHigh: 8, BandName: both("Mục tiêu 5–8 %", "Target 5–8 %"), Unit: "%", Rows: []figure.Interval{{Label: flow("Năng lượng", "Energy"), Value: 6.4, Low: 3.1, High: 9.6}, {Label: flow("Nước", "Water"), Value: 31.2, Low: 27, High: 35.5}, {Label: flow("Nguyên liệu", "Raw materials"), Value: -1.2, Low: -2.8, High: 0.4}}}},
		{Caption: both("Chi phí dòng thải", "Cost of waste streams"), Chart: costs},
		{Caption: both("Đường biên phương án", "Frontier of choices"), Chart: figure.Frontier{XName: both("Vốn đầu tư", "Investment"), YName: both("Giá trị hiện tại thuần", "Net present value"), XUnit: "triệu VND", YUnit: "triệu VND", Choices: []figure.Choice{{Label: say("A"), X: 0, Y: 120, Frontier: true}, {Label: say("A+B"), X: 300, Y: 700, Frontier: true}, {Label: say("C"), X: 500, Y: 420}, {Label: say("A+B+D"), X: 1200, Y: 1500, Frontier: true}}}},
		{Caption: both("Chi phí giảm phát thải biên", "Marginal abatement cost"), Chart: figure.Abatement{Unit: "t CO2e", AmountName: both("Giảm phát thải mỗi năm", "Avoided a year"), CostName: both("Chi phí", "Cost"), CostUnit: "VND/t CO2e", Steps: []figure.Step{{Label: say("Thu hồi biogas cho lò sấy"), Amount: 1800, Cost: -620000}, {Label: say("Biến tần quạt"), Amount: 240, Cost: -1_450_000}, {Label: say("Điện mặt trời áp mái"), Amount: 600, Cost: 210000}, {Label: say("Tuần hoàn nước tách bã"), Amount: 90, Cost: -90000}}}},
		{Caption: both("Trước và sau", "Before and after"), Chart: figure.BeforeAfter{Pairs: []figure.Pair{{Label: flow("Điện", "Electricity"), Before: 205.5, After: 178.4, Unit: "kWh/t"}, {Label: flow("Nước", "Water"), Before: 18.25, After: 12.1, Unit: "m3/t"}, {Label: flow("Hiệu suất thu hồi", "Recovery"), Before: 82, After: 86.5, Unit: "%"}}}},
		{Caption: both("Sơ đồ dòng", "Flow diagram"), Alt: both("Dòng vào và dòng ra", "In and out"), Chart: figure.Vector(diagram)},
	}
}

// diagram is a picture of lines, rectangles, curves and texts.
func diagram(p *i18n.Printer) (*figure.Drawing, error) {
	d := &figure.Drawing{Width: 400, Height: 110}
	box := func(x float64, words string) {
		d.Add(figure.Rect{X: x, Y: 30, W: 90, H: 40, Fill: figure.RGB(0xe8eef3), Stroke: figure.Stroke{Colour: figure.RGB(0x333333), Width: 1}},
			figure.Text{X: x + 45, Y: 54, Size: 10, String: words, Colour: figure.RGB(0), Anchor: figure.Middle, Bold: true})
	}
	var band figure.Path
	band.Move(90, 40).Curve(150, 40, 150, 36, 200, 36).To(200, 56).Curve(150, 56, 150, 60, 90, 60).Close()
	band.Fill = figure.Colour{R: 0x9f, G: 0xd3, B: 0xf0, A: 180}
	d.Add(band)
	box(0, p.Say(both("Rửa củ", "Washing")))
	box(200, p.Say(both("Nghiền", "Grinding")))
	d.Add(figure.Line{X1: 245, Y1: 70, X2: 245, Y2: 100, Stroke: figure.Stroke{Colour: figure.RGB(0xd55e00), Width: 1.5, Dash: []float64{4, 2}}},
		figure.Text{X: 255, Y: 98, Size: 9, String: p.Amount(quantity.Amount{Value: 12.5, Unit: "m3"}), Colour: figure.RGB(0), Rotate: 20})
	return d, nil
}

func figures() []report.Block {
	blocks := []report.Block{report.Heading{Level: 1, Text: both("Hình", "Figures")}}
	for _, f := range Figures() {
		blocks = append(blocks, f)
	}
	return blocks
}

func closing() []report.Block {
	return []report.Block{
		report.Heading{Level: 1, Text: both("Kết luận", "Conclusion")},
		report.Paragraph{Kind: report.Centred, Text: both("Kính gửi: Sở Công Thương", "To: the Department")},
		report.Signatures{Place: say("Nghệ An"), Date: quantity.Date{Year: 2023, Month: 3, Day: 5}, Signers: []report.Signer{{Role: both("Người lập", "Prepared by"), Name: say("Trần Thị B")}, {Role: both("Giám đốc", "Director")}}},
		report.Heading{Level: 1, Annex: true, Text: both("Số liệu đo chi tiết", "Detailed readings"), Label: "annex"},
		report.Heading{Level: 2, Text: both("Công tơ", "Meters")},
		report.Paragraph{Text: say("Hết.")},
	}
}
