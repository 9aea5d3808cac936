package textchart

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "write the expected charts anew")

var sizes = [...][2]int{{40, 8}, {80, 20}, {120, 30}, {30, 6}}

type chart interface{ Draw(Options) []string }

var nan = math.NaN()

// vietnamese writes a number as in Vietnam: 1.234,5.
func vietnamese(v float64) string {
	s := strings.Replace(fmt.Sprintf("%.10g", math.Abs(v)), ".", ",", 1)
	whole, rest, _ := strings.Cut(s, ",")
	if !strings.Contains(s, "e") {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "." + whole[i:]
		}
	}
	if rest != "" {
		whole += "," + rest
	}
	if v < 0 {
		return "-" + whole
	}
	return whole
}

func months(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("%02d/%02d", i%12+1, 22+i/12))
	}
	return names
}

// A plant that uses 60 MWh a month and 182 kWh a tonne; from month 24 on 6 %
// less.
func energy(n int) (x, y []float64) {
	noise := [...]float64{3, -5, 8, 1, -9, 4, -2, 6, -7, 0, 5, -3, 2}
	for i := range n {
		p := 900 + 500*math.Sin(float64(i)*math.Pi/6) + float64(i*37%90)
		e := 60_000 + 182*p + 900*noise[i%len(noise)]
		if i >= 24 {
			e *= 0.94
		}
		x, y = append(x, p), append(y, e)
	}
	return x, y
}

// examples are the charts of the golden files.
func examples() map[string]chart {
	x, y := energy(36)
	var points []Point
	var cusum, residuals []float64
	sum := 0.0
	for i := range x {
		class := Baseline
		if i >= 24 {
			class = Reporting
		}
		if i == 17 {
			y[i] += 45_000
			class = Outlier
		}
		points = append(points, Point{XY{x[i], y[i]}, class})
		r := y[i] - 60_000 - 182*x[i]
		residuals = append(residuals, r)
		if i >= 12 {
			sum -= r / 1000
			cusum = append(cusum, sum)
		}
	}
	residuals[9] = nan
	var fit, lower, upper []XY
	for p := 380.0; p <= 1480; p += 20 {
		d := 4000 + 0.02*(p-900)*(p-900)
		e := 60_000 + 182*p
		fit, lower, upper = append(fit, XY{p, e}), append(lower, XY{p, e - d}), append(upper, XY{p, e + d})
	}
	specific := make([]float64, 36)
	base := make([]float64, 36)
	for i := range specific {
		specific[i] = y[i] / x[i]
		base[i] = (60_000 + 182*x[i]) / x[i]
	}
	specific[14], specific[15] = nan, nan
	var calendar []Month
	for i := range 36 {
		calendar = append(calendar, Month{2022 + i/12, i%12 + 1})
	}
	coverage := func(n int) Coverage {
		m := Coverage{Months: calendar[:n], Names: [6]string{"không cần", "đủ", "một phần (%)", "ước tính", "thiếu", "trùng"}}
		for r, label := range []string{"Điện", "Nước ngầm", "Than cám 5", "Củ sắn tươi", "Tinh bột (sản phẩm)", "Nước thải"} {
			row := CoverageRow{Label: label}
			for i := range n {
				k := CoverageCell{State: Full}
				switch {
				case r == 1 && i >= 5 && i < 8:
					k.State = Missing
				case r == 2 && i%7 == 3:
					k = CoverageCell{Partial, 61}
				case r == 2 && i == 9:
					k.State = Overlap
				case r == 3 && i%5 == 4:
					k.State = Estimated
				case r == 5 && i < 6:
					k.State = None
				}
				row.Cells = append(row.Cells, k)
			}
			m.Rows = append(m.Rows, row)
		}
		return m
	}
	scrolled := coverage(36)
	scrolled.Cursor = &[2]int{2, 30}

	return map[string]chart{
		"scatter": Scatter{
			X: AxisOf{Label: "Sản lượng", Unit: "t/tháng"}, Y: AxisOf{Label: "Điện", Unit: "kWh"},
			Points: points, Fit: fit, Lower: lower, Upper: upper,
			Names: ScatterNames{[3]string{"trước", "sau", "bất thường"}, "mô hình", "khoảng tin cậy"},
		},
		"cusum": Timeline{
			Y: AxisOf{Label: "Tiết kiệm cộng dồn", Unit: "MWh"}, Months: months(36)[12:], ZeroLine: true,
			Series: []Series{{"CUSUM", cusum}},
			Turns:  []Turn{{5, "05/23"}, {12, "biến tần quạt hút"}}, Boundary: 12, Before: "trước", After: "sau",
		},
		"series": Timeline{
			Y: AxisOf{Label: "Suất tiêu hao", Unit: "kWh/t"}, Months: months(36),
			Series:  []Series{{"thực tế", specific}, {"đường cơ sở", base}},
			Targets: []Level{{225, "mục tiêu"}}, Boundary: 24, Before: "trước", After: "sau",
		},
		"residual": Residuals{
			Y: AxisOf{Label: "Phần dư", Unit: "kWh"}, Months: months(36), Values: residuals, Limit: 12_000,
			Boundary: 24, Before: "trước", After: "sau", Names: ResidualNames{"phần dư", "±2·RMSE", "bất thường"},
		},
		"interval": Intervals{
			X: AxisOf{Label: "Tiết kiệm", Unit: "%"}, Band: [2]float64{5, 8}, BandName: "5–8 %",
			Rows: []Interval{
				{"Điện", 4.1, 6.2, 8.3, "6,2 (4,1…8,3)", "có khả năng đạt", Data},
				{"Nước ngầm", 9.2, 12.4, 15.6, "12,4 (9,2…15,6)", "đã chứng minh đạt", Good},
				{"Than", -9, 2.5, 14, "2,5 (−9…14)", "chưa chứng minh được", Muted},
				{"Củ sắn", -1, 0.6, 2.2, "0,6 (−1…2,2)", "không đạt", Bad},
				{"Dầu DO", nan, 5.5, nan, "5,5", "chưa xét biến động", Muted},
				{"Hóa chất", math.Inf(-1), -3, 70, "−3", "tăng tiêu thụ", Bad},
				{"Hơi", nan, nan, nan, "", "thiếu số liệu", Muted},
				{"Bao bì", 35, 41, 47, "41 (35…47)", "đã chứng minh đạt", Good},
			},
		},
		"pareto": Pareto{
			Parts: []Part{
				{"Bã sắn ướt", 2140}, {"Nước thải chiết", 3980}, {"Khói lò", 1210}, {"Tinh bột rơi vãi", 640}, {"Vỏ củ", 310},
				{"Nước rửa củ", 890}, {"Bao hỏng", 45}, {"Xỉ than", 120}, {"Dầu thải", 12}, {"Chưa đo", nan},
			},
			Rest: "còn lại", Value: "tr. đồng", Share: "phần", Cumulative: "lũy kế",
		},
		"frontier": Frontier{
			X: AxisOf{Label: "Vốn đầu tư", Unit: "triệu đồng", Zero: true}, Y: AxisOf{Label: "Tiết kiệm điện", Unit: "%", Zero: true},
			Steps:  []XY{{0, 0}, {40, 1.1}, {120, 2.4}, {180, 3.1}, {310, 4.4}, {420, 5.3}, {900, 6.8}, {1500, 7.9}, {2600, 9.1}},
			Target: &Level{5, "mục tiêu 5 %"}, Chosen: 5, ChosenName: "phương án chọn",
		},
		"abatement": Abatement{
			X: AxisOf{Label: "Giảm phát thải", Unit: "t CO2e/năm"}, Y: AxisOf{Label: "Chi phí", Unit: "nghìn đồng/t CO2e"},
			Options: []Measure{
				{"Sửa rò rỉ khí nén", 60, -1900}, {"Bảo ôn đường hơi", 140, -1200}, {"Biến tần quạt hút", 220, -650}, {"Thu hồi nước ngưng", 90, -180},
				{"Biogas thay than", 520, 240}, {"Thay động cơ IE4", 110, 900}, {"Điện mặt trời mái", 180, 1450},
			},
			Target: &Level{600, "mục tiêu"},
		},
		"coverage":        coverage(24),
		"coverage-scroll": scrolled,
	}
}

func TestGolden(t *testing.T) {
	for name, ch := range examples() {
		for _, size := range sizes {
			for _, ascii := range []bool{false, true} {
				file := fmt.Sprintf("%s-%dx%d", name, size[0], size[1])
				if ascii {
					file += "-ascii"
				}
				t.Run(file, func(t *testing.T) {
					lines := ch.Draw(Options{Width: size[0], Height: size[1], ASCII: ascii, Format: vietnamese})
					for i, s := range lines {
						if n := ansi.StringWidth(s); n != size[0] {
							t.Errorf("line %d has %d cells", i, n)
						}
					}
					compare(t, file, lines)
				})
			}
		}
	}
}

// compare compares lines with a file; the blanks at their ends are left off
// there.
func compare(t *testing.T, name string, lines []string) {
	t.Helper()
	var b strings.Builder
	for _, s := range lines {
		b.WriteString(strings.TrimRight(s, " ") + "\n")
	}
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the chart is another than %s:\n%s\nwant:\n%s", file, b.String(), want)
	}
}
