package exchange

import (
	"strings"
	"unicode"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// noTable says that nothing was understood, with the headings that there are.
func (r *reader) noTable() {
	for i := range r.unread {
		g := &r.unread[i]
		area := ""
		if !g.whole {
			area = g.sheet.area()
		}
		r.plan.Left = append(r.plan.Left, r.openColumns(&g.sheet)...)
		r.fault(problem.Error, g.sheet.Name, area, "", text.M("exchange.no-table", "headings", g.sheet.headings()), text.M("exchange.remedy.map"))
	}
}

// otherTables says which parts of sheets were not read beside those that were,
// where they hold figures.
func (r *reader) otherTables() {
	const few = 2 // figures that are a table; one is a date, a page
	for i := range r.unread {
		g := &r.unread[i]
		figures := 0
		for _, row := range g.sheet.Rows {
			for _, c := range row {
				if c.Kind == Number || c.Kind == Text && numberLike(c.Text) {
					figures++
				}
			}
		}
		if figures < few {
			continue
		}
		severity := problem.Doubt
		if g.whole { // a sheet about something else
			severity = problem.Note
		} else {
			r.plan.Left = append(r.plan.Left, r.openColumns(&g.sheet)...)
		}
		r.plan.Tables = append(r.plan.Tables, Table{Sheet: g.sheet.Name, Range: g.sheet.area()})
		r.fault(severity, g.sheet.Name, g.sheet.area(), "", text.M("exchange.table-unread", "headings", g.sheet.headings()), text.M("exchange.remedy.map"))
	}
}

// headings are the most texts of one row, for a message.
func (s *Sheet) headings() []string {
	var texts []string
	for _, c := range s.headRow() {
		texts = append(texts, short0(c.Text))
	}
	const most = 20
	if len(texts) > most {
		texts = append(texts[:most:most], "…")
	}
	return texts
}

// headRow are the texts of the row that has the most of them.
func (s *Sheet) headRow() (best []Cell) {
	for _, row := range s.Rows[:min(len(s.Rows), mostHead)] {
		var texts []Cell
		for _, c := range row {
			if c.Kind == Text && !c.Copy {
				texts = append(texts, c)
			}
		}
		if len(texts) > len(best) {
			best = texts
		}
	}
	return best
}

// openColumns are the columns of a sheet that was not understood, by what looks
// like their headings.
func (r *reader) openColumns(s *Sheet) (open []Column) {
	for _, c := range s.headRow() {
		if strings.ContainsFunc(c.Text, unicode.IsLetter) { // else a figure, no heading
			open = append(open, Column{Sheet: s.Name, Cell: c.Name(), Heading: clean(c.Text), Unit: r.unitIn(c.Text)})
		}
	}
	return open
}

// area is where the cells of a sheet stand, B3:D15.
func (s *Sheet) area() string {
	if len(s.Rows) == 0 {
		return ""
	}
	left, right := mostCol, 0
	for _, row := range s.Rows {
		left, right = min(left, row[0].Col), max(right, row[len(row)-1].Col)
	}
	return cellName(s.Rows[0][0].Row, left) + ":" + cellName(s.Rows[len(s.Rows)-1][0].Row, right)
}
