package xlsx

import (
	"math"
	"regexp"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/layout"
)

// sheet is a sheet that is filled from the top.
type sheet struct {
	b       *book
	name    string
	row     int // next, from 1
	columns int // that tables use; words are written across them
	widths  []float64
	tables  int
	headEnd int // last row of the heads of the only table
	headTop int
	heights map[int]float64 // of rows that are not of the standard height
	broken  int             // first row of the printed page
	err     error
}

// sheet adds a sheet with a name that Excel takes.
func (b *book) sheet(name string) (*sheet, error) {
	s := &sheet{b: b, name: b.unique(name), row: 1}
	return s, b.newSheet(s.name)
}

func (b *book) newSheet(name string) error {
	if _, err := b.f.NewSheet(name); err != nil {
		return err
	}
	no := false
	return b.f.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &no})
}

// longestName is how many UTF-16 units the name of a sheet may have.
const longestName = 31

// unique is a name that no sheet has yet, without the signs that Excel forbids.
func (b *book) unique(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), "'. ")
	if len(b.part.Prefix) > 0 {
		name = shorten(name, longestName-5) + " (" + string(b.part.Lang) + ")"
	}
	if name == "" {
		name = "-"
	}
	name = shorten(name, longestName)
	for n := 2; b.names[strings.ToLower(name)] || strings.EqualFold(name, "history"); n++ {
		tail := " " + i18nNumber(n)
		name = shorten(strings.TrimSuffix(name, " "+i18nNumber(n-1)), longestName-len(tail)) + tail
	}
	b.names[strings.ToLower(name)] = true
	return name
}

func i18nNumber(n int) string {
	s := ""
	for ; n > 0; n /= 10 {
		s = string(rune('0'+n%10)) + s
	}
	return s
}

// shorten cuts a name to so many UTF-16 units.
func shorten(s string, most int) string {
	units := 0
	for i, r := range s {
		n := utf16.RuneLen(r)
		if n < 0 {
			n = 1
		}
		if units+n > most {
			return strings.TrimRight(s[:i], " '.")
		}
		units += n
	}
	return s
}

// keep notes the first error.
func (s *sheet) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}

// at is a cell by its column and row from 1.
func at(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return "A1" // no report is that long
	}
	return name
}

// look is what a cell looks like.
type look struct {
	title, bold, italic, wrap  bool
	head, border, right, group bool
	mono                       bool
	format                     string
}

// style is the number of a look among the book's styles.
func (s *sheet) style(l look) int {
	if id, ok := s.b.styles[l]; ok {
		return id
	}
	st := &excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: 12, Bold: l.bold || l.head || l.title || l.group, Italic: l.italic}}
	if l.title {
		st.Font.Size = 14
	}
	if l.mono {
		st.Font.Family, st.Font.Size = "Consolas", 10
	}
	st.Alignment = &excelize.Alignment{Vertical: "top", WrapText: l.wrap || l.head}
	if l.head {
		st.Alignment.Horizontal, st.Alignment.Vertical = "center", "center"
	}
	if l.right {
		st.Alignment.Horizontal = "right"
	}
	if l.border {
		st.Alignment.Indent = 1
		if !l.right {
			st.Alignment.Horizontal = "left"
		}
	}
	if l.head || l.group {
		st.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF3"}}
	}
	if l.head || l.border || l.group {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			st.Border = append(st.Border, excelize.Border{Type: side, Color: "777777", Style: 1})
		}
	}
	if l.format != "" {
		st.CustomNumFmt = &l.format
	}
	id, err := s.b.f.NewStyle(st)
	s.keep(err)
	s.b.styles[l] = id
	return id
}

// set gives a cell a look.
func (s *sheet) set(column, row int, l look) {
	s.keep(s.b.f.SetCellStyle(s.name, at(column, row), at(column, row), s.style(l)))
}

// string writes a text, which stays a text whatever it begins with.
func (s *sheet) string(column, row int, words string, l look) {
	words = escaped.ReplaceAllString(words, "_x005F$0")
	s.keep(s.b.f.SetCellStr(s.name, at(column, row), words))
	s.set(column, row, l)
}

// escaped is what Excel takes for a sign by its number: _x0041_ is A.
var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// words writes a text across the columns of the sheet.
func (s *sheet) words(words string, l look) {
	if words == "" {
		return
	}
	s.string(1, s.row, words, l)
	if s.columns > 1 {
		s.keep(s.b.f.MergeCell(s.name, at(1, s.row), at(s.columns, s.row)))
	}
	if l.wrap || l.title { // Excel does not find the height of merged cells
		s.high(s.row, lines(words, s.total(), l))
	}
	s.row++
}

// Heights in points.
const (
	rowHeight = 15.0 // that a row has by itself
	lineHigh  = 16.0
)

// lines is how many lines a text takes in so many letters of width.
func lines(words string, width float64, l look) float64 {
	size := 0.95
	if l.bold || l.head || l.group {
		size = 1.05
	}
	if l.title {
		size = 1.3
	}
	n := math.Ceil(float64(len([]rune(words))) * size / max(width-1, 1))
	if l.title {
		n *= 1.25
	}
	return max(n, 1)
}

// high makes a row so many lines high.
func (s *sheet) high(row int, lines float64) {
	h := min(lines*lineHigh+1, 409) // Excel's most
	if s.heights == nil {
		s.heights = map[int]float64{}
	}
	if h > s.heights[row] {
		s.heights[row] = h
		s.keep(s.b.f.SetRowHeight(s.name, row, h))
	}
}

// together begins a printed page where what comes next would be cut in two.
func (s *sheet) together(height float64) {
	scale := min(1, 500/(s.total()*5.4))
	page := 730.0 / scale
	if s.total() > landscapeFrom {
		scale = min(1, 750/(s.total()*5.4))
		page = 480 / scale
	}
	used := 0.0
	for r := max(s.broken, 1); r < s.row; r++ {
		if h, ok := s.heights[r]; ok {
			used += h
		} else {
			used += rowHeight
		}
	}
	if math.Mod(used, page)+height > page {
		s.keep(s.b.f.InsertPageBreak(s.name, at(1, s.row)))
		s.broken = s.row
	}
}

// landscapeFrom is the width of the columns in letters from which a sheet is
// printed on its side.
const landscapeFrom = 105

// total is the width of the columns in letters.
func (s *sheet) total() float64 {
	sum := 0.0
	for _, w := range s.widths {
		sum += w
	}
	return max(sum, 1)
}

// The widths of columns in letters of the standard font.
const (
	leastWidth = 6.0
	mostWidth  = 46.0
	lineWidth  = 88.0 // that the columns of a sheet have together at least
)

// measure finds the columns of a sheet before it is filled.
func (s *sheet) measure(blocks []layout.Block) {
	s.columns = 2 // words alone too: LibreOffice cuts off a column that is wider than the page
	for _, b := range blocks {
		t, ok := b.(layout.Table)
		if !ok {
			continue
		}
		s.tables++
		s.columns = max(s.columns, len(t.Columns))
	}
	s.widths = make([]float64, s.columns)
	for i := range s.widths {
		s.widths[i] = leastWidth
	}
	for _, b := range blocks {
		if t, ok := b.(layout.Table); ok {
			for i, c := range t.Columns {
				w := longest(c.Head) * 1.25
				for _, r := range t.Rows {
					if r.Group {
						continue
					}
					n := float64(len([]rune(r.Cells[i].Text.String()))) * 1.12
					if r.Cells[i].Mini != nil {
						n = 25
					}
					if r.Cells[i].Model.Kind == report.Money { // written in full here
						n = max(n, 16)
					}
					w = max(w, n)
				}
				s.widths[i] = max(s.widths[i], min(w+2, mostWidth))
			}
		}
	}
	if spare := lineWidth - s.total(); spare > 0 {
		s.widths[s.columns-1] += spare
		if s.columns > 1 { // the names and the last column share it
			s.widths[s.columns-1] -= spare / 2
			s.widths[0] += spare / 2
		}
	}
}

func longest(words string) float64 {
	n := 0
	for _, w := range strings.Fields(words) {
		n = max(n, len([]rune(w)))
	}
	return float64(n)
}

// finish sets widths, what stays in sight, and the printed page.
func (s *sheet) finish() error {
	for i, w := range s.widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		s.keep(err)
		s.keep(s.b.f.SetColWidth(s.name, column, column, min(w, 255)))
	}
	last := max(s.row-1, 1)
	s.keep(s.b.f.SetSheetDimension(s.name, at(1, 1)+":"+at(s.columns, last)))
	freeze := 1
	if s.tables == 1 && s.headEnd > 0 && s.headEnd <= 12 {
		freeze = s.headEnd
	}
	s.keep(s.b.f.SetPanes(s.name, &excelize.Panes{
		Freeze: true, YSplit: freeze, TopLeftCell: at(1, freeze+1), ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: at(1, freeze+1), ActiveCell: at(1, freeze+1), Pane: "bottomLeft"}},
	}))
	orientation, size, one, many := "portrait", 9, 1, 0
	if s.total() > landscapeFrom {
		orientation = "landscape"
	}
	s.keep(s.b.f.SetPageLayout(s.name, &excelize.PageLayoutOptions{Orientation: &orientation, Size: &size, FitToWidth: &one, FitToHeight: &many}))
	fit := true
	s.keep(s.b.f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	const inch = 25.4
	left, right, edge, margin := 20/inch, 12/inch, 18/inch, 8/inch
	s.keep(s.b.f.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &left, Right: &right, Top: &edge, Bottom: &edge, Header: &margin, Footer: &margin}))
	s.keep(s.b.f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddHeader: "&C&\"Times New Roman,Italic\"&10" + headerText(s.b.part.Running), OddFooter: "&C&10&P/&N"}))
	quoted := "'" + strings.ReplaceAll(s.name, "'", "''") + "'"
	s.keep(s.b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: s.name, RefersTo: quoted + "!" + absolute(1, 1) + ":" + absolute(s.columns, last)}))
	if s.tables == 1 && s.headEnd > 0 {
		s.keep(s.b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: quoted + "!$" + i18nNumber(s.headTop) + ":$" + i18nNumber(s.headEnd)}))
	}
	return s.err
}

// headerText is a text in the head of printed pages, where & begins a command.
func headerText(words string) string {
	words = strings.ReplaceAll(i18n.Clean(words), "&", "&&")
	if r := []rune(words); len(r) > 110 {
		words = string(r[:109]) + "…"
	}
	if words != "" && words[0] >= '0' && words[0] <= '9' { // would be a part of the size
		words = " " + words
	}
	return words
}

func absolute(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row, true)
	if err != nil {
		return "$A$1"
	}
	return name
}
