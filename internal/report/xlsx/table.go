package xlsx

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/layout"
	"github.com/sxsh-audit/audit/internal/text"
)

// table writes a table from the next row on.
func (s *sheet) table(t layout.Table) {
	s.row++
	if t.Caption != "" {
		s.words(t.Caption, look{bold: true, wrap: true})
	}
	units := make([]string, len(t.Columns))
	for i := range t.Columns {
		units[i] = t.CommonUnit(i, s.b.part.Printer.Unit)
	}
	if t.Heads {
		s.heads(t, units)
	}
	top := s.row
	for _, row := range t.Rows {
		if row.Group {
			s.string(1, s.row, row.Cells[0].Text.String(), look{group: true, wrap: true})
			for i := 2; i <= len(t.Columns); i++ {
				s.set(i, s.row, look{group: true})
			}
			if len(t.Columns) > 1 {
				s.keep(s.b.f.MergeCell(s.name, at(1, s.row), at(len(t.Columns), s.row)))
			}
			s.row++
			continue
		}
		s.high(s.row, 1)
		for i, c := range row.Cells {
			if _, ok := c.Number(); !ok && c.Mini == nil {
				s.high(s.row, lines(c.Text.String(), s.widths[i], look{bold: row.Strong}))
			}
			unit := units[i]
			if !t.Heads {
				unit = ""
			}
			s.cell(i+1, c, look{border: true, bold: row.Strong, right: c.Right, wrap: true}, unit)
			if f := c.Model.Formula; f.Holds(t.Model, c.Model) {
				s.keep(s.b.f.SetCellFormula(s.name, at(i+1, s.row), formula(*f, top)))
			}
		}
		s.row++
	}
	for _, n := range t.Notes {
		s.words(n.String(), look{italic: true, wrap: true})
	}
}

func (s *sheet) heads(t layout.Table, units []string) {
	s.headTop = s.row
	head := look{head: true}
	if len(t.Groups) > 0 {
		for i := range t.Columns {
			s.set(i+1, s.row, head)
		}
		for _, g := range t.Groups {
			s.string(g.First+1, s.row, g.Head, head)
			if g.Span > 1 {
				s.keep(s.b.f.MergeCell(s.name, at(g.First+1, s.row), at(g.First+g.Span, s.row)))
			}
		}
		s.row++
	}
	for i, c := range t.Columns {
		words := c.Head
		if units[i] != "" {
			words = s.b.part.Say("writers.head", "head", c.Head, "unit", units[i])
		}
		if len(t.Groups) > 0 && c.Group == "" {
			s.high(s.row, lines(words, s.widths[i], head)-1)
			s.string(i+1, s.row-1, words, head)
			s.set(i+1, s.row, head)
			s.keep(s.b.f.MergeCell(s.name, at(i+1, s.row-1), at(i+1, s.row)))
			continue
		}
		s.string(i+1, s.row, words, head)
		s.high(s.row, lines(words, s.widths[i], head))
	}
	s.headEnd = s.row
	s.row++
}

// cell writes a cell of the current row: a number as a number where it is one.
// unit is the unit that the head of the column names already.
func (s *sheet) cell(column int, c layout.Cell, l look, unit string) {
	words := c.Text.String()
	switch m := c.Model; m.Kind {
	case report.Number, report.Signed, report.Money, report.Count:
		if !finite(m.Value) {
			break
		}
		suffix := ""
		if c.Unit != unit {
			suffix = c.Unit
		}
		if m.Kind == report.Money && unit == "" {
			suffix = s.b.part.Printer.Unit(m.Unit)
		}
		// Words and sources behind the number stand in its format.
		number, written, _ := report.SayCell(m, s.b.part.Printer)
		rest := strings.TrimSpace(strings.TrimPrefix(plain(words), plain(strings.TrimSpace(number+" "+written))))
		format := s.format(m, joined(suffix, rest))
		if len(format) > 200 {
			break
		}
		l.format, l.right = format, true
		s.keep(s.b.f.SetCellFloat(s.name, at(column, s.row), m.Value, -1, 64))
		s.set(column, s.row, l)
		return
	case report.Day:
		if !m.Date.IsZero() && len(m.Refs) == 0 {
			l.format = "dd/mm/yyyy"
			if s.b.part.Lang == text.EN {
				l.format = "d mmm yyyy"
			}
			s.keep(s.b.f.SetCellValue(s.name, at(column, s.row), time.Date(m.Date.Year, time.Month(m.Date.Month), m.Date.Day, 0, 0, 0, 0, time.UTC)))
			s.set(column, s.row, l)
			return
		}
	case report.Bars:
		l.mono, l.wrap = true, false
		words = c.Bar
	}
	s.string(column, s.row, plain(words), l)
}

// plain has ordinary spaces.
func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

func joined(a, b string) string { return strings.TrimSpace(a + " " + b) }

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// format is the number format that shows a number as the report writes it, in
// the notation of the language where the program knows that (LibreOffice) and
// in the reader's own otherwise.
func (s *sheet) format(m report.Cell, suffix string) string {
	decimals := 0
	written, _, _ := report.SayCell(m, s.b.part.Printer)
	switch m.Kind {
	case report.Money, report.Count:
		if m.Unit != "VND" && m.Kind == report.Money {
			decimals = 2
		}
	default:
		decimals = decimalsOf(written, s.b.part.Lang)
		if strings.HasSuffix(written, " %") {
			suffix = joined("%", suffix)
		}
	}
	digits := "#,##0"
	if m.Kind == report.Count && math.Abs(m.Value) < 10000 {
		digits = "0" // a year, say
	}
	if decimals > 0 {
		digits += "." + strings.Repeat("0", decimals)
	}
	if strings.Contains(written, "e") && m.Kind == report.Number {
		digits = "0.000E+00"
	}
	if suffix != "" {
		digits += `" ` + strings.ReplaceAll(suffix, `"`, "”") + `"`
	}
	if m.Kind == report.Signed {
		digits = "+" + digits + ";-" + digits + ";" + digits
	}
	tag := s.tag()
	if m.Kind == report.Signed {
		return tag + strings.ReplaceAll(digits, ";", ";"+tag)
	}
	return tag + digits
}

// tag is the language of a number format.
func (s *sheet) tag() string {
	if s.b.part.Lang == text.EN {
		return "[$-409]"
	}
	return "[$-42A]"
}

// decimalsOf counts the digits behind the decimal mark of a written number.
func decimalsOf(s string, lang text.Lang) int {
	mark := ","
	if lang == text.EN {
		mark = "."
	}
	_, behind, ok := strings.Cut(s, mark)
	if !ok {
		return 0
	}
	n := 0
	for _, r := range behind {
		if r < '0' || r > '9' {
			break
		}
		n++
	}
	return n
}

// formula is a formula of the report in the cells of a sheet; top is the row of
// the table's first row.
func formula(f report.Formula, top int) string {
	cells := make([]string, len(f.Of))
	for i, a := range f.Of {
		cells[i] = at(a.Column+1, top+a.Row)
	}
	expression := ""
	switch f.Op {
	case report.Sum:
		expression = "SUM(" + sumOf(f.Of, top) + ")"
	case report.Difference:
		expression = strings.Join(cells, "-")
	case report.Product:
		expression = strings.Join(cells, "*")
	case report.Ratio:
		expression = strings.Join(cells, "/")
	}
	if f.Factor != 0 && f.Factor != 1 {
		expression = "(" + expression + ")*" + strconv.FormatFloat(f.Factor, 'g', -1, 64)
	}
	return expression
}

// sumOf writes cells below each other as a range.
func sumOf(of []report.At, top int) string {
	var parts []string
	for i := 0; i < len(of); {
		end := i
		for end+1 < len(of) && of[end+1].Column == of[i].Column && of[end+1].Row == of[end].Row+1 {
			end++
		}
		part := at(of[i].Column+1, top+of[i].Row)
		if end > i {
			part = fmt.Sprintf("%s:%s", part, at(of[end].Column+1, top+of[end].Row))
		}
		parts = append(parts, part)
		i = end + 1
	}
	return strings.Join(parts, ",")
}
