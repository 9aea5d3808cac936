package textchart

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// The fast way of measuring agrees with the measure of the terminal library.
func TestNarrow(t *testing.T) {
	for r := rune(0); r < 0x3000; r++ {
		if !narrow(r) {
			continue
		}
		if n := ansi.StringWidth(string(r)); n != 1 {
			t.Errorf("%U takes %d cells", r, n)
		}
		if n := ansi.StringWidth("a" + string(r) + "b"); n != 3 {
			t.Errorf("%U joins its neighbours", r)
		}
	}
	for _, ascii := range []bool{true, false} {
		g := Options{ASCII: ascii}.signs()
		for _, r := range slices.Concat(g.eighths, g.levels, g.fills[:], g.one[:], g.many[:], g.states[:], g.series[:],
			[]rune{g.more, g.across, g.up, g.dash, g.dotted, g.boundary, g.fall, g.offLeft, g.offRight, g.reachIn, g.shade, g.mixed, g.chosen, g.gap}) {
			if !narrow(r) {
				t.Errorf("%c is not known to be narrow", r)
			}
			if ascii && r > 0x7e {
				t.Errorf("%c is not ASCII", r)
			}
		}
	}
}

// Steps are 1, 2 or 5 times a power of ten, ticks lie in the range, and there
// are never many more than wanted nor fewer than two.
func TestTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		n      int
		want   []float64
	}{
		{0, 100, 6, []float64{0, 20, 40, 60, 80, 100}},
		{0, 100, 3, []float64{0, 50, 100}},
		{-0.31, 0.52, 5, []float64{-0.2, 0, 0.2, 0.4}},
		{0, 1, 11, []float64{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1}},
		{1e15, 3e15, 3, []float64{1e15, 2e15, 3e15}},
		{2e-9, 9e-9, 4, []float64{2e-9, 4e-9, 6e-9, 8e-9}},
		{-2400, 1800, 2, []float64{-2000, 0}},
		{-2600, 2200, 2, []float64{-2000, 0, 2000}},
	} {
		if got := (scale{c.lo, c.hi}).ticks(c.n); !slices.Equal(got, c.want) {
			t.Errorf("ticks of %v…%v: %v, want %v", c.lo, c.hi, got, c.want)
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		lo := (rnd.Float64() - 0.5) * math.Pow(10, float64(rnd.IntN(40)-20))
		s := scale{lo, lo + rnd.Float64()*math.Pow(10, float64(rnd.IntN(40)-20))}
		if !resolvable(s.lo, s.hi) {
			continue
		}
		n := 2 + rnd.IntN(10)
		ticks := s.ticks(n)
		if len(ticks) < 2 || len(ticks) > 2*n+2 {
			t.Fatalf("%v, %d wanted: %v", s, n, ticks)
		}
		step := ticks[1] - ticks[0]
		for _, v := range ticks {
			if d := (s.hi - s.lo) * 1e-3; v < s.lo-d || v > s.hi+d {
				t.Fatalf("%v lies outside %v", v, s)
			}
		}
		if m := step / math.Pow(10, math.Floor(math.Log10(step*1.0001))); (s.hi-s.lo) > 1e-9*math.Abs(lo) &&
			math.Abs(m-1) > 1e-2 && math.Abs(m-2) > 1e-2 && math.Abs(m-5) > 1e-2 {
			t.Fatalf("step %v of %v", step, s)
		}
	}
}

// A number is scaled rather than cut, and the title tells by how much.
func TestScaledAxis(t *testing.T) {
	o := Options{Width: 60, Height: 15, Format: func(v float64) string { return fmt.Sprintf("%.0f", v) }}
	lines := Scatter{Y: AxisOf{Label: "Năng lượng", Unit: "J"}, Points: []Point{{XY{1, 2e16}, Baseline}, {XY{2, 9e16}, Baseline}}}.Draw(o)
	if !strings.Contains(lines[0], "Năng lượng (×10¹⁵ J)") {
		t.Errorf("the title is %q", lines[0])
	}
	if all := strings.Join(lines, "\n"); !strings.Contains(all, "40┤") || strings.Contains(all, "…") {
		t.Errorf("numbers are not scaled:\n%s", all)
	}
	lines = Scatter{Y: AxisOf{Unit: "kg"}, Points: []Point{{XY{1, 2e-9}, Baseline}, {XY{2, 9e-9}, Baseline}}}.Draw(Options{Width: 60, Height: 15, ASCII: true,
		Format: func(v float64) string { return fmt.Sprintf("%.2f", v) }})
	if !strings.Contains(lines[0], "x10^-9 kg") {
		t.Errorf("the title is %q", lines[0])
	}
}

// What lies where: positions that can be counted by hand.
func TestPlaces(t *testing.T) {
	o := Options{Width: 31, Height: 6}
	// The axis label takes three cells ("10" and the axis), so 0…10 lie on 28
	// columns; y 0, 5, 10 on the three lines of the area.
	lines := Scatter{
		X: AxisOf{Min: 0, Max: 27}, Y: AxisOf{Min: 0, Max: 10},
		Points: []Point{{XY{0, 0}, Baseline}, {XY{27, 10}, Reporting}, {XY{9, 5}, Outlier}, {XY{9, 5}, Baseline}, {XY{0, 10}, Baseline}, {XY{0, 10}, Baseline}, {XY{18, 0}, Baseline}, {XY{18, 0}, Reporting}, {XY{28, 5}, Baseline}},
	}.Draw(o)
	want := []string{
		"10┤●" + strings.Repeat(" ", 26) + "○",
		"  │" + strings.Repeat(" ", 9) + "×" + strings.Repeat(" ", 18),
		" 0┤•" + strings.Repeat(" ", 17) + "◐" + strings.Repeat(" ", 9),
	}
	got := lines[1:4]
	for i := range want {
		if g := strings.Replace(got[i], " 5┤", "  │", 1); g != want[i] {
			t.Errorf("line %d is\n%q, want\n%q", i, g, want[i])
		}
	}

	// 0…24 on 25 columns: the band 5…8 on the columns 5 to 8.
	lines = Intervals{X: AxisOf{Min: 0, Max: 24}, Band: [2]float64{5, 8}, Rows: []Interval{
		{Low: 3, Estimate: 6, High: 10}, {Low: nan, Estimate: nan, High: nan}, {Low: math.Inf(-1), Estimate: 2, High: 30}, {Low: 30, Estimate: 40, High: 50},
	}}.Draw(Options{Width: 25, Height: 10})
	for i, want := range []string{
		"│  ├─═●══─┤              ",
		"│    ░░░░                ",
		"◂─●──════───────────────▸",
		"│    ░░░░              ●▸",
	} {
		if lines[1+i] != want {
			t.Errorf("row %d is %q, want %q", i, lines[1+i], want)
		}
	}
}

// 80 % is reached with the fourth of 50, 20, 8, 7, 15/3…: the rule stands after
// it, and shares add up to 100.
func TestParetoRule(t *testing.T) {
	lines := Pareto{Parts: []Part{{"d", 7}, {"a", 50}, {"e", 5}, {"b", 20}, {"c", 8}, {"f", 5}, {"g", 5}, {"x", nan}, {"y", -3}}}.Draw(Options{Width: 40, Height: 20})
	var order string
	for _, s := range lines[1:] {
		order += s[:1]
	}
	if want := "abcd\xe2efgxy"; order != want {
		t.Errorf("the order is %q, want %q:\n%s", order, want, strings.Join(lines, "\n"))
	}
	for i, want := range []string{"50 %  50 %", "20 %  70 %", "8 %  78 %", "7 %  85 %"} {
		if !strings.HasSuffix(lines[1+i], want) {
			t.Errorf("%q does not end with %q", lines[1+i], want)
		}
	}
	// Exactly 80 % is reached, not only passed.
	lines = Pareto{Parts: []Part{{"a", 0.7}, {"b", 0.1}, {"c", 0.2}}}.Draw(Options{Width: 40, Height: 20})
	if !strings.HasPrefix(lines[3], "╌") { // a, c: 90 %
		t.Errorf("no rule:\n%s", strings.Join(lines, "\n"))
	}
	lines = Pareto{Parts: []Part{{"a", 0.5}, {"b", 0.3}, {"c", 0.1}, {"d", 0.1}}}.Draw(Options{Width: 40, Height: 20})
	if !strings.HasPrefix(lines[3], "╌") {
		t.Errorf("no rule at exactly 80 %%:\n%s", strings.Join(lines, "\n"))
	}
}

// Every state has its own sign, in both sets and at every width of a month.
func TestStatesDiffer(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		for _, w := range []int{24, 30, 60} {
			m := Coverage{}
			for s := None; s <= Overlap; s++ {
				m.Months = append(m.Months, Month{2024, int(s) + 1})
				m.Rows = append(m.Rows, CoverageRow{Cells: slices.Repeat([]CoverageCell{{State: s, Percent: 40}}, 6)})
			}
			seen := map[string]State{}
			for i, s := range m.Draw(Options{Width: w, Height: 20, ASCII: ascii})[2:] {
				if before, ok := seen[s]; ok {
					t.Errorf("%d and %d look alike: %q", before, i, s)
				}
				seen[s] = State(i)
			}
		}
	}
}

// Colours add nothing to the width, and without them the same is drawn.
func TestPaint(t *testing.T) {
	paint := func(r Role, s string) string { return fmt.Sprintf("\x1b[3%dm%s\x1b[m", r%8, s) }
	for name, ch := range examples() {
		o := Options{Width: 90, Height: 24, Format: vietnamese}
		plain := ch.Draw(o)
		o.Paint = paint
		for i, s := range ch.Draw(o) {
			if ansi.Strip(s) != plain[i] {
				t.Errorf("%s: with colours line %d is %q, without %q", name, i, ansi.Strip(s), plain[i])
			}
			if !strings.Contains(s, "\x1b") && strings.TrimSpace(s) != "" {
				t.Errorf("%s: line %d has no colour: %q", name, i, s)
			}
		}
	}
}

func TestTooSmall(t *testing.T) {
	for name, ch := range examples() {
		if name == "spark" {
			continue
		}
		for _, size := range [][2]int{{23, 20}, {80, 4}, {0, 0}, {-1, -5}, {1001, 20}, {80, 501}} {
			if ch.Draw(Options{Width: size[0], Height: size[1]}) != nil {
				t.Errorf("%s is drawn in %v", name, size)
			}
		}
		if ch.Draw(Options{Width: MinWidth, Height: MinHeight}) == nil {
			t.Errorf("%s is not drawn in the least size", name)
		}
	}
}

// source makes random charts.
type source struct{ *rand.Rand }

var words = []string{"", "Điện", "a", "Tiêu thụ nước ngầm của phân xưởng mạ và rửa (giếng khoan số 2)", "e\u0302\u0301 NFD lo\u0323\u0302i",
	"tab\tand\nline", "\x1b[31mred\x1b[m", "漢字", "\u200b", "\xff\xfe", "👨‍👩‍👧", "🇻🇳", "🇻", "\u0301", "क्षि", "각", "ᄀ", "ᅡ", "☺\ufe0f", "\u200d", "\u202e", "₫"}

func (s source) word() string {
	w := words[s.IntN(len(words))]
	if s.IntN(3) == 0 {
		w += words[s.IntN(len(words))]
	}
	return w
}

func (s source) value() float64 {
	switch s.IntN(14) {
	case 0:
		return math.NaN()
	case 1:
		return math.Inf(s.IntN(2)*2 - 1)
	case 2:
		return 0
	case 3:
		return 1e15 * s.Float64()
	case 4:
		return 1e-9 * (s.Float64() - 0.5)
	case 5:
		return math.MaxFloat64 * (s.Float64()*2 - 1)
	case 6:
		return math.SmallestNonzeroFloat64
	case 7:
		return 1 + 1e-14*s.Float64()
	}
	return (s.Float64() - 0.3) * 100
}

// values are a series of one kind: all odd, all equal, or well behaved.
func (s source) values(n int) []float64 {
	out := make([]float64, n)
	kind, one := s.IntN(4), s.value()
	for i := range out {
		switch kind {
		case 0:
			out[i] = s.value()
		case 1:
			out[i] = one
		case 2:
			out[i] = -1e15 * s.Float64()
		default:
			out[i] = 100 + 20*s.NormFloat64()
		}
	}
	return out
}

func (s source) count() int { return [...]int{0, 1, 2, 5, 12, 40, 130}[s.IntN(7)] }

func (s source) axis() AxisOf {
	a := AxisOf{Label: s.word(), Unit: s.word(), Zero: s.IntN(2) == 0}
	if s.IntN(4) == 0 {
		a.Min, a.Max = s.value(), s.value()
	}
	return a
}

func (s source) names(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s.word()
	}
	return out
}

func (s source) places(n int) []XY {
	x, y := s.values(n), s.values(n)
	out := make([]XY, n)
	for i := range out {
		out[i] = XY{x[i], y[i]}
	}
	return out
}

func (s source) level() *Level {
	if s.IntN(3) == 0 {
		return nil
	}
	return &Level{s.value(), s.word()}
}

const kinds = 8

func (s source) chart(kind int) chart {
	n := s.count()
	switch kind {
	case 0:
		c := Scatter{X: s.axis(), Y: s.axis(), Fit: s.places(s.count()), Lower: s.places(s.count()), Names: ScatterNames{[3]string{s.word(), s.word(), s.word()}, s.word(), s.word()}}
		for _, p := range s.places(n) {
			c.Points = append(c.Points, Point{p, Class(s.IntN(4))})
		}
		return c
	case 1:
		c := Timeline{Y: s.axis(), Months: s.names(n), ZeroLine: s.IntN(2) == 0, Boundary: s.IntN(n+3) - 1, Before: s.word(), After: s.word()}
		for range s.IntN(4) {
			c.Series = append(c.Series, Series{s.word(), s.values(s.count())})
			c.Targets = append(c.Targets, Level{s.value(), s.word()})
			c.Turns = append(c.Turns, Turn{s.IntN(n+3) - 1, s.word()})
		}
		return c
	case 2:
		return Residuals{Y: s.axis(), Months: s.names(n), Values: s.values(s.count()), Limit: s.value(), Boundary: s.IntN(n + 2), Before: s.word(), After: s.word(),
			Names: ResidualNames{s.word(), s.word(), s.word()}}
	case 3:
		c := Intervals{X: s.axis(), Band: [2]float64{s.value(), s.value()}, BandName: s.word(), First: s.IntN(50) - 3}
		for range n {
			c.Rows = append(c.Rows, Interval{s.word(), s.value(), s.value(), s.value(), s.word(), s.word(), Role(s.IntN(12))})
		}
		return c
	case 4:
		c := Pareto{Rest: s.word(), Value: s.word(), Share: s.word(), Cumulative: s.word()}
		for _, v := range s.values(n) {
			c.Parts = append(c.Parts, Part{s.word(), v})
		}
		return c
	case 5:
		return Frontier{X: s.axis(), Y: s.axis(), Steps: s.places(n), Target: s.level(), Chosen: s.IntN(n+3) - 1, ChosenName: s.word()}
	case 6:
		c := Abatement{X: s.axis(), Y: s.axis(), Target: s.level()}
		for _, p := range s.places(n) {
			c.Options = append(c.Options, Measure{s.word(), p.X, p.Y})
		}
		return c
	case 7:
		c := Coverage{FirstRow: s.IntN(20) - 5, FirstMonth: s.IntN(100) - 10, Names: [6]string{s.word(), s.word(), s.word(), s.word(), s.word(), s.word()}}
		for i := range s.count() {
			c.Months = append(c.Months, Month{s.IntN(2)*2000 + i/12, i%14 - s.IntN(2)})
		}
		for range n {
			r := CoverageRow{Label: s.word()}
			for range s.count() {
				r.Cells = append(r.Cells, CoverageCell{State(s.IntN(8)), s.value()})
			}
			c.Rows = append(c.Rows, r)
		}
		if s.IntN(2) == 0 {
			c.Cursor = &[2]int{s.IntN(60) - 5, s.IntN(150) - 5}
		}
		return c
	}
	return nil
}

func (s source) options() Options {
	o := Options{Width: MinWidth + s.IntN(170), Height: MinHeight + s.IntN(40), ASCII: s.IntN(2) == 0}
	switch s.IntN(4) {
	case 0:
		o.Format = vietnamese
	case 1:
		o.Format = func(v float64) string { return fmt.Sprintf("%.2f", v) }
	case 2:
		o.Format = func(float64) string { return s.word() }
	}
	if s.IntN(3) == 0 {
		o.Paint = func(r Role, p string) string { return "\x1b[1m" + p + "\x1b[m" }
	}
	return o
}

// check draws a chart and reports what is wrong with its lines.
func check(t *testing.T, ch chart, o Options) {
	t.Helper()
	lines := ch.Draw(o)
	if lines == nil || len(lines) > o.Height {
		t.Fatalf("%d lines of %d: %+v", len(lines), o.Height, ch)
	}
	switch ch.(type) {
	case Scatter, Timeline, Residuals, Frontier, Abatement:
		if len(lines) != o.Height {
			t.Fatalf("%d lines, not %d", len(lines), o.Height)
		}
	}
	for i, s := range lines {
		if n := ansi.StringWidth(s); n != o.Width {
			t.Fatalf("line %d of %T has %d cells, not %d: %q", i, ch, n, o.Width, s)
		}
		if strings.ContainsAny(s, "\n\t\r") {
			t.Fatalf("line %d of %T is not one line: %q", i, ch, s)
		}
	}
}

func TestRandom(t *testing.T) {
	for seed := range uint64(4_000) {
		s := source{rand.New(rand.NewPCG(seed, 7))}
		check(t, s.chart(int(seed)%kinds), s.options())
	}
}

// In ASCII only the caller's words are anything else, and the same chart gives
// the same lines.
func TestASCII(t *testing.T) {
	saved := words
	words = []string{"", "Electricity", "a long label that takes more cells than there are", "t"}
	defer func() { words = saved }()
	for seed := range uint64(2_000) {
		s := source{rand.New(rand.NewPCG(seed, 8))}
		ch := s.chart(int(seed) % kinds)
		o := Options{Width: MinWidth + s.IntN(170), Height: MinHeight + s.IntN(40), ASCII: true}
		lines := ch.Draw(o)
		for i, line := range lines {
			for _, r := range line {
				if r > 0x7e {
					t.Fatalf("line %d of %T has %q: %q", i, ch, r, line)
				}
			}
		}
		if !slices.Equal(lines, ch.Draw(o)) {
			t.Fatalf("%T differs when drawn again", ch)
		}
	}
}

// Drawing leaves the caller's data as they were.
func TestKeepsData(t *testing.T) {
	f := Frontier{Steps: []XY{{3, 1}, {1, 2}}, Chosen: -1}
	p := Pareto{Parts: []Part{{"a", 1}, {"b", 2}}}
	f.Draw(Options{Width: 40, Height: 10})
	p.Draw(Options{Width: 40, Height: 10})
	if f.Steps[0].X != 3 || p.Parts[0].Label != "a" {
		t.Error("the data were sorted in place")
	}
}

func FuzzDraw(f *testing.F) {
	f.Add(uint64(1), uint8(0), "nhãn", 40, 10, 1.5)
	f.Add(uint64(2), uint8(7), "e\u0302\x00\x1b[", 190, 45, 1e15)
	f.Fuzz(func(t *testing.T, seed uint64, kind uint8, label string, w, h int, v float64) {
		s := source{rand.New(rand.NewPCG(seed, 9))}
		ch := s.chart(int(kind) % kinds)
		switch c := ch.(type) {
		case Scatter:
			c.Y.Label, c.Points = label, append(c.Points, Point{XY{v, -v}, Outlier})
			ch = c
		case Timeline:
			c.After, c.Targets = label, append(c.Targets, Level{v, label})
			ch = c
		case Intervals:
			c.Rows = append(c.Rows, Interval{label, -v, v, v * 2, label, label, Good})
			ch = c
		case Pareto:
			c.Parts = append(c.Parts, Part{label, v})
			ch = c
		case Abatement:
			c.Options = append(c.Options, Measure{label, v, -v})
			ch = c
		}
		o := s.options()
		o.Width, o.Height = w, h
		if !o.drawable() {
			o.Width, o.Height = MinWidth+int(seed%200), MinHeight+int(seed%50)
		}
		if o.Width*o.Height > 100_000 {
			t.Skip()
		}
		check(t, ch, o)
	})
}

func BenchmarkDraw(b *testing.B) {
	all := examples()
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	paint := func(r Role, s string) string { return "\x1b[1m" + s + "\x1b[m" }
	for _, name := range names {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				all[name].Draw(Options{Width: 190, Height: 45, Format: vietnamese, Paint: paint})
			}
		})
	}
	s := source{rand.New(rand.NewPCG(1, 1))}
	big := Scatter{}
	for range 5_000 {
		big.Points = append(big.Points, Point{XY{s.NormFloat64(), s.NormFloat64()}, Class(s.IntN(2))})
	}
	b.Run("scatter-5000", func(b *testing.B) {
		for range b.N {
			big.Draw(Options{Width: 190, Height: 45, Format: vietnamese, Paint: paint})
		}
	})
}

// A line of phases stands under the months, chosen months are marked, and what
// is drawn at a place is found there again.
func TestCoveragePhasesAndPlaces(t *testing.T) {
	m := Coverage{
		Months: []Month{{2018, 11}, {2018, 12}, {2019, 1}}, PhaseLabel: "Giai đoạn", Phases: []string{"T", "T", "S"}, Marked: []bool{false, true, true},
		Rows: []CoverageRow{{"Điện", []CoverageCell{{State: Full}, {State: Missing}, {State: Full}}}, {"Nước", []CoverageCell{{State: Full}, {State: Full}, {State: Missing}}}},
	}
	o := Options{Width: 40, Height: 10}
	got := strings.Join(m.Draw(o), "\n")
	for _, want := range []string{"Giai đoạn  T  T═  S═", "11 ══  ══", "Điện       ██ ××  ██"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	v := m.View(o)
	for y, l := range strings.Split(got, "\n") {
		for x, r := range []rune(l) {
			row, month, ok := v.At(x, y)
			if r == '×' && (!ok || month != row+1) {
				t.Errorf("the missing month at %d, %d is found as %d, %d, %v", x, y, row, month, ok)
			}
			if ok && r != '█' && r != '×' && r != ' ' {
				t.Errorf("a month is found at %d, %d, where %q is", x, y, r)
			}
		}
	}
}
