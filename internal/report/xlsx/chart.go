package xlsx

import (
	"fmt"
	"math"
	"strings"

	_ "image/png" // pictures are registered by their format

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/report/layout"
)

// Heights of rows and the width of a chart in pixels.
const (
	rowPixels   = 20
	chartWidth  = 640
	chartHeight = 340
)

// figure puts a chart of Excel's own where there are numbers for one, else the
// picture.
func (s *sheet) figure(f layout.Figure) {
	s.row++
	native := !f.Data.Empty() && f.Data.Kind != figure.Picture
	height := f.Drawing.Height + 40
	if native {
		height = chartHeight*0.75 + 60
	}
	s.together(height)
	if native {
		s.chart(f)
		s.row += chartHeight/rowPixels + 2
	} else {
		s.picture(f)
	}
	s.words(f.Caption, look{bold: true, wrap: true})
	for _, n := range f.Notes {
		s.words(n.String(), look{italic: true, wrap: true})
	}
}

func (s *sheet) picture(f layout.Figure) {
	const dpi = 144
	png, err := f.Drawing.PNG(dpi)
	if err != nil {
		s.keep(err)
		return
	}
	alt := f.Alt
	if alt == "" {
		alt = f.Caption
	}
	scale := 96.0 / dpi
	s.keep(s.b.f.AddPictureFromBytes(s.name, at(1, s.row), &excelize.Picture{
		Extension: ".png", File: png, Format: &excelize.GraphicOptions{AltText: alt, ScaleX: scale, ScaleY: scale, Positioning: "oneCell"},
	}))
	s.row += int(f.Drawing.Height*96/72)/rowPixels + 2
}

// reserve keeps rows for the numbers behind a chart on the sheet of such
// numbers, which is the last of the part, and returns its name and the first of
// the rows.
func (b *book) reserve(f layout.Figure) (name string, first int) {
	if b.dataName == "" {
		b.dataName = b.unique(b.part.Say("writers.chart-data"))
		b.dataRow = 2 // below the title
	}
	first = b.dataRow + 3 // an empty row, the caption, the heads
	b.dataRow = first + len(f.Data.Rows)
	b.charts = append(b.charts, f)
	return b.dataName, first
}

// chartData writes the sheet of the numbers behind the charts.
func (b *book) chartData() error {
	d := &sheet{b: b, name: b.dataName, row: 1, columns: 6, widths: []float64{34, 20, 20, 20, 20, 20}}
	if err := b.newSheet(d.name); err != nil {
		return err
	}
	d.words(b.part.Say("writers.chart-data"), look{title: true})
	for _, f := range b.charts {
		d.row++
		d.words(f.Caption+" ", look{bold: true, wrap: true})
		for i, h := range f.Data.Heads {
			words := b.part.Printer.Say(h)
			if i > 0 && i-1 < len(f.Data.Units) {
				words = b.part.Say("writers.head", "head", h, "unit", b.part.Printer.Unit(f.Data.Units[i-1]))
			}
			d.string(i+1, d.row, words, look{head: true})
		}
		d.keep(b.f.SetRowHeight(d.name, d.row, 32))
		d.row++
		for _, r := range f.Data.Rows {
			d.string(1, d.row, b.part.Printer.Say(r.Label), look{border: true, wrap: true})
			for i, v := range r.Values {
				if v != nil && finite(*v) {
					d.keep(b.f.SetCellFloat(d.name, at(i+2, d.row), *v, -1, 64))
				}
				d.set(i+2, d.row, look{border: true, format: d.chartFormat(f, i)})
			}
			d.row++
		}
	}
	return d.finish()
}

func (s *sheet) chartFormat(f layout.Figure, series int) string {
	tag := s.tag()
	most := 0.0
	for _, r := range f.Data.Rows {
		if series < len(r.Values) && r.Values[series] != nil {
			most = max(most, *r.Values[series], -*r.Values[series])
		}
	}
	switch {
	case most >= 1000:
		return tag + "#,##0"
	case most >= 10:
		return tag + "#,##0.0"
	}
	return tag + "#,##0.000"
}

// The colours of series, told apart in grey too.
var colours = []string{"0072B2", "D55E00", "777777", "E69F00", "009E73"}

func (s *sheet) chart(f layout.Figure) {
	name, first := s.b.reserve(f)
	last := first + len(f.Data.Rows) - 1
	sheet := "'" + strings.ReplaceAll(name, "'", "''") + "'!"
	cells := func(column int) string {
		return fmt.Sprintf("%s%s:%s", sheet, absolute(column, first), absolute(column, last))
	}
	series := func(column int, categories string) excelize.ChartSeries {
		colour := colours[(column-2)%len(colours)]
		return excelize.ChartSeries{
			Name: sheet + absolute(column, first-1), Categories: categories, Values: cells(column),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}},
			Line: excelize.LineOptions{Type: excelize.LineSolid, Width: 1.75, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}},
		}
	}
	chart := s.newChart(f)
	n := len(f.Data.Heads) - 1
	var more []*excelize.Chart
	switch f.Data.Kind {
	case figure.Dots:
		chart.Type = excelize.Scatter
		for i := 1; i < n; i++ {
			one := series(i+2, cells(2))
			one.Line = excelize.LineOptions{Type: excelize.LineNone}
			one.Marker.Symbol, one.Marker.Size = "circle", 6
			one.Marker.Fill = one.Fill
			chart.Series = append(chart.Series, one)
		}
		chart.XAxis.Title = title(s.b.part.Say("writers.head", "head", f.Data.Heads[1], "unit", s.b.part.Printer.Unit(f.Data.Units[0])), 9)
		chart.YAxis.Title = title(s.b.part.Say("writers.head", "head", f.Data.Heads[2], "unit", s.b.part.Printer.Unit(f.Data.Units[1])), 9)
	case figure.Lines:
		chart.Type = excelize.Line
		chart.YAxis.Minimum = floor(f.Data)
		for i := range n {
			one := series(i+2, cells(1))
			if i == 0 {
				one.Marker.Symbol, one.Marker.Size = "circle", 5
			} else {
				one.Marker.Symbol = "none"
				one.Line.Dash = excelize.LineDashDash
			}
			chart.Series = append(chart.Series, one)
		}
	case figure.ColumnsAndLine:
		chart.Type = excelize.Col
		for i := range n - 1 {
			chart.Series = append(chart.Series, series(i+2, cells(1)))
		}
		line := s.newChart(f)
		line.Type = excelize.Line
		one := series(n+1, cells(1))
		one.Marker.Symbol, one.Marker.Size = "circle", 5
		line.Series = []excelize.ChartSeries{one}
		most, least := 100.0, 0.0
		line.YAxis = excelize.ChartAxis{Secondary: true, Font: axisFont, Maximum: &most, Minimum: &least}
		more = append(more, line)
	default:
		chart.Type = excelize.Bar
		chart.XAxis.ReverseOrder = true
		for i := range n {
			chart.Series = append(chart.Series, series(i+2, cells(1)))
		}
	}
	s.keep(s.b.f.AddChart(s.name, at(1, s.row), chart, more...))
}

// floor is where the axis of lines begins that stay far above zero, so that their
// course is seen; nil: where the program thinks best.
func floor(d figure.Data) *float64 {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, r := range d.Rows {
		for _, v := range r.Values {
			if v != nil && finite(*v) {
				lo, hi = min(lo, *v), max(hi, *v)
			}
		}
	}
	if !(lo > 0.35*hi) || math.IsInf(lo, 0) || hi == lo {
		return nil
	}
	step := math.Pow(10, math.Floor(math.Log10(hi-lo)))
	v := math.Floor((lo-0.1*(hi-lo))/step) * step
	return &v
}

func title(words string, size float64) excelize.ChartTitle {
	return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: words, Font: &excelize.Font{Family: "Times New Roman", Size: size, Bold: true}}}}
}

var axisFont = excelize.Font{Family: "Times New Roman", Size: 9, Color: "222222"}

func (s *sheet) newChart(f layout.Figure) *excelize.Chart {
	alt := f.Alt
	if alt == "" {
		alt = f.Caption
	}
	return &excelize.Chart{
		Title:     title(f.Words, 11),
		Format:    excelize.GraphicOptions{AltText: alt, Positioning: "oneCell"},
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: chartHeight},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		XAxis:     excelize.ChartAxis{Font: axisFont, TickLabelPosition: excelize.ChartTickLabelLow},
		YAxis:     excelize.ChartAxis{MajorGridLines: true, Font: axisFont, NumFmt: excelize.ChartNumFmt{CustomNumFmt: s.tag() + "#,##0"}},
	}
}
