package exchange

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// region is a part of a sheet that holds one table at most, with its title.
type region struct {
	sheet Sheet
	over  []*Cell // titles of the sheet that stand above it and others
	whole bool    // it is all of the sheet
}

// Sheets are cut into regions as people see them: at columns that are empty
// where what stands on each side is a table, then at rows of headings with data
// above and below, and again. What bounds it:
const (
	mostTables = 200 // of a sheet
	mostCuts   = 6   // within each other
)

// regions cuts a sheet into parts with a table each.
func (r *reader) regions(s *Sheet) []region {
	all := r.cut(region{sheet: *s, whole: true}, mostCuts)
	if len(all) > mostTables {
		r.fault(problem.Error, s.Name, "", "", text.M("exchange.too-many-tables", "most", mostTables), text.M("exchange.remedy.sheet"))
		all = all[:mostTables]
	}
	return all
}

func (r *reader) cut(g region, deep int) []region {
	if deep == 0 {
		return []region{g}
	}
	parts := r.besides(g)
	if len(parts) < 2 {
		parts = r.belows(g)
	}
	if len(parts) < 2 {
		return []region{g}
	}
	var all []region
	for _, p := range parts {
		if len(all) > mostTables {
			break
		}
		all = append(all, r.cut(p, deep-1)...)
	}
	return all
}

// besides cuts a region into the tables that stand side by side: between them
// are empty columns, or the first heading is said again.
func (r *reader) besides(g region) []region {
	starts := r.bands(g.sheet)
	if len(starts) < 2 {
		starts = r.headsAgain(g.sheet)
	}
	if len(starts) < 2 {
		return nil
	}
	var parts []region
	lone := leadingLone(g.sheet)
	for k, from := range starts {
		to := mostCol + 1
		if k+1 < len(starts) {
			to = starts[k+1]
		}
		p := region{sheet: g.sheet.between(from, to), over: slices.Clone(g.over)}
		for _, c := range lone {
			if c.Col < from || c.Col >= to {
				p.over = append(p.over, c)
			}
		}
		parts = append(parts, p)
	}
	return parts
}

// between are the cells of some columns; cells are shared.
func (s Sheet) between(from, to int) Sheet {
	part := Sheet{Name: s.Name, Hidden: s.Hidden}
	for _, row := range s.Rows {
		a, _ := slices.BinarySearchFunc(row, from, func(c Cell, col int) int { return c.Col - col })
		b, _ := slices.BinarySearchFunc(row, to, func(c Cell, col int) int { return c.Col - col })
		if a < b {
			part.Rows = append(part.Rows, row[a:b:b])
		}
	}
	return part
}

// bands are the first columns of the tables that empty columns separate; what
// makes no table of its own belongs to the one before it.
func (r *reader) bands(s Sheet) []int {
	used := map[int]bool{}
	for _, row := range s.Rows {
		if lone(row) != nil { // a title may stand over the gap
			continue
		}
		for _, c := range row {
			if !c.Copy {
				used[c.Col] = true
			}
		}
	}
	cols := sortedKeys(used)
	var starts []int
	alone := 0
	for i := 0; i < len(cols); {
		j := i + 1
		for j < len(cols) && cols[j] == cols[j-1]+1 {
			j++
		}
		if len(starts) == 0 {
			starts = append(starts, 1)
		}
		if i == 0 && j == len(cols) {
			return starts
		}
		if part := s.between(cols[i], cols[j-1]+1); r.standsAlone(part) {
			if alone++; alone > 1 {
				starts = append(starts, cols[i])
			}
		}
		i = j
	}
	return starts
}

// standsAlone reports whether cells make a table: one that is understood, or one
// whose headings say that it has times.
func (r *reader) standsAlone(s Sheet) bool {
	if len(s.Rows) < 2 {
		return false
	}
	if slices.ContainsFunc(s.Rows[:min(len(s.Rows), mostHead)], func(row []Cell) bool { return r.headings(s.Name, row) == timed }) {
		return true
	}
	m, ok := matrixOf(&s)
	return ok && r.findTable(s.Name, m) != nil
}

// headsAgain are the first columns of tables without anything between them: in
// a row of headings the first one is said again, and each part has a time.
func (r *reader) headsAgain(s Sheet) []int {
	for _, row := range s.Rows[:min(len(s.Rows), mostHead)] {
		if r.headings(s.Name, row) != timed {
			continue
		}
		starts, part := []int{1}, 0 // where the part begins in the row
		for i := 1; i < len(row); i++ {
			if row[i].Copy || fold(row[i].Text) != fold(row[0].Text) {
				continue
			}
			if r.headings(s.Name, row[part:i]) != timed {
				return nil
			}
			starts, part = append(starts, row[i].Col), i
		}
		if r.headings(s.Name, row[part:]) != timed {
			return nil
		}
		return starts
	}
	return nil
}

// What a row is as one of headings.
const (
	noHeadings = iota
	named      // it names columns
	timed      // and one of them is a time
)

// headings reports whether a row holds nothing but names of columns.
func (r *reader) headings(sheet string, row []Cell) int {
	if r.yearsAcross(sheet, row) {
		return timed
	}
	names := 0
	for i := range row {
		switch c := &row[i]; {
		case c.Copy:
		case c.Kind != Text || numberLike(c.Text) || r.timeLike(c) == isTime:
			return noHeadings
		default:
			names++
		}
	}
	if names < 2 {
		return noHeadings
	}
	known, is := 0, noHeadings
	for _, c := range row {
		if c.Copy {
			continue
		}
		switch col := r.heading(sheet, c); {
		case col.target == "month", col.target == "year", col.target == "from", col.target == "to", col.target == "date":
			is = timed
		case isLabelHead(c.Text):
			is = max(is, named)
		case col.target != "" || len(col.several) > 0:
			known++
		}
	}
	if known >= 2 {
		is = max(is, named)
	}
	return is
}

// isLabelHead reports whether a text heads a column of numbers or names of
// rows.
func isLabelHead(s string) bool {
	for _, way := range bothWays(s) {
		switch fold(way) {
		case "stt", "tt", "no", "chi tieu", "item", "hang muc", "noi dung":
			return true
		}
	}
	return clean(s) == "#"
}

// numberLike reports whether a text is a number, in whatever notation, or says
// that there is none.
func numberLike(s string) bool {
	_, err := quantity.ParseNumber(number0(s), quantity.Auto)
	return err == nil || isKey(err, "number.ambiguous")
}

// monthsAcross reports whether a row is the months of a table with months as
// columns: all different, without figures, and more than the two of a bill
// unless it says what it is.
func (r *reader) monthsAcross(row []Cell) bool {
	if len(row) < 3 {
		return false
	}
	var times []*Cell
	label, ofMonths := false, false
	for i := range row {
		switch c := &row[i]; {
		case c.Copy:
		case c.Kind == Text && !numberLike(c.Text) && r.timeLike(c) != isTime:
			ofMonths = ofMonths || says(c.Text, "thang", "month", "nam", "year", "nam thang", "thang nam", "year month", "month year")
			label = label || ofMonths || isLabelHead(c.Text)
		case (c.Kind == Number || c.Kind == Text && numberLike(c.Text)) && !ofMonths:
			return false
		default:
			times = append(times, c)
		}
	}
	o := r.o
	o.slashYear = true
	if o.Year == 0 {
		o.Year = firstYear
	}
	months := map[quantity.Month]bool{}
	for _, c := range times {
		s, err := readSpan(*c, o)
		if err != nil || s.month.IsZero() || months[s.month] || c.Kind == Day && c.Date.Day != 1 {
			return false
		}
		months[s.month] = true
	}
	return len(months) > 2 || len(months) == 2 && label
}

// belows cuts a region into the tables that stand one below another: each
// begins with its headings, or with the title above them.
func (r *reader) belows(g region) []region {
	rows := g.sheet.Rows
	var starts []int
	last := -1 // row of the headings before
	data := false
	for i, row := range rows {
		if r.headings(g.sheet.Name, row) == noHeadings && !r.monthsAcross(row) {
			data = data || r.holdsData(row)
			continue
		}
		switch {
		case last < 0:
		case !data || !slices.ContainsFunc(rows[i+1:min(len(rows), i+1+looked)], r.holdsData):
			continue
		case sameRow(rows[last], row) && titleAbove(rows, last, i) == i:
			continue // repeated on a new page
		default:
			starts = append(starts, titleAbove(rows, last, i))
		}
		last, data = i, false
		if len(starts) > mostTables {
			break
		}
	}
	if len(starts) == 0 {
		return nil
	}
	over := append(slices.Clone(g.over), r.titleOfAll(g.sheet)...)
	var parts []region
	from := 0
	for _, to := range append(starts, len(rows)) {
		p := region{sheet: Sheet{Name: g.sheet.Name, Hidden: g.sheet.Hidden, Rows: rows[from:to:to]}, over: g.over}
		if from > 0 {
			p.over = over
		}
		parts = append(parts, p)
		from = to
	}
	return parts
}

// holdsData reports whether a row has a number or a time.
func (r *reader) holdsData(row []Cell) bool {
	for i := range row {
		switch c := &row[i]; {
		case c.Copy:
		case c.Kind != Text, numberLike(c.Text), hasDigit(c.Text) && r.timeLike(c) == isTime:
			return true
		}
	}
	return false
}

// sameRow reports whether two rows say the same in the same columns.
func sameRow(a, b []Cell) bool {
	return slices.EqualFunc(a, b, func(x, y Cell) bool { return x.Col == y.Col && fold(x.Text) == fold(y.Text) })
}

// lone is the only cell of a row, a text: a title, as a rule.
func lone(row []Cell) *Cell {
	var found *Cell
	for i := range row {
		switch {
		case row[i].Copy:
		case found != nil || row[i].Kind != Text:
			return nil
		default:
			found = &row[i]
		}
	}
	return found
}

// leadingLone are the titles that stand above everything else, alone in their
// rows.
func leadingLone(s Sheet) (all []*Cell) {
	for _, row := range s.Rows {
		c := lone(row)
		if c == nil {
			break
		}
		all = append(all, c)
	}
	return all
}

// titleOfAll are the titles of a sheet of several tables: those above the title
// of the first one, which is the last line above its headings.
func (r *reader) titleOfAll(s Sheet) (all []*Cell) {
	n := slices.IndexFunc(s.Rows, func(row []Cell) bool {
		return r.headings(s.Name, row) != noHeadings || r.monthsAcross(row)
	})
	for _, row := range s.Rows[:max(0, n-1)] {
		for i := range row {
			if c := &row[i]; c.Kind == Text && !c.Copy {
				all = append(all, c)
			}
		}
	}
	return all
}

// titleAbove is the first row of the title of headings: the lines of text right
// above them, without the lines below the table before.
func titleAbove(rows [][]Cell, before, head int) int {
	first := head
	for i := head - 1; i > before && isTitleLine(rows[i]); i-- {
		gap := rows[i+1][0].Row - rows[i][0].Row
		if gap > 1 && first < head { // an empty row ends it
			break
		}
		if gap > 3 {
			break
		}
		first = i
	}
	return first
}

// isTitleLine reports whether a row is one of texts, or names one thing with
// its value: "Hệ số nhân: | 40".
func isTitleLine(row []Cell) bool {
	texts, others := 0, 0
	for _, c := range row {
		switch {
		case c.Copy:
		case c.Kind == Text && !numberLike(c.Text), isYear(c):
			texts++
		default:
			others++
		}
	}
	return texts > 0 && (others == 0 || others == 1 && texts == 1 && row[0].Kind == Text && isTitleLabel(row[0].Text))
}
