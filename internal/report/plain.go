package report

import (
	"fmt"
	"strconv"
	"time"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// headOf is the head of a column with that of its group before it, for writers
// that have one row of heads.
func headOf(c Column, p *i18n.Printer, n *Numbering) string {
	head, group := p.Say(n.Resolve(c.Head)), p.Say(n.Resolve(c.Group))
	if group != "" && head != "" {
		return group + ": " + head
	}
	return group + head
}

// dataTable is the numbers behind a figure as a table.
func dataTable(f Figure) Table {
	d := f.Chart.Data()
	if d.Empty() {
		return Table{}
	}
	var t Table
	for i, h := range d.Heads {
		c := Column{Head: h, Wide: i == 0}
		if i > 0 {
			c.Align = Right
		}
		t.Columns = append(t.Columns, c)
	}
	for _, r := range d.Rows {
		row := Row{Cells: []Cell{{Text: r.Label}}}
		for i := range len(d.Heads) - 1 {
			c := Cell{Kind: Absent}
			if i < len(r.Values) && r.Values[i] != nil {
				c = number(*r.Values[i], d.Units[i])
				if d.Units[i] == "VND" || d.Units[i] == "USD" {
					c = money(r.Values[i], d.Units[i])
				}
			}
			row.Cells = append(row.Cells, c)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// PlaceDate is the line above a signature: "Hà Nội, ngày 05 tháng 11 năm 2019".
// An unknown place or date is left to be filled in by hand.
func PlaceDate(place string, d quantity.Date, p *i18n.Printer) string {
	if place == "" {
		place = "……………"
	}
	if d.IsZero() {
		return p.Say(text.M("writers.place-blank", "place", place))
	}
	day, month := fmt.Sprintf("%02d", d.Day), fmt.Sprintf("%02d", d.Month)
	if p.Lang() == text.EN {
		day, month = strconv.Itoa(d.Day), time.Month(d.Month).String()
	}
	return p.Say(text.M("writers.place-date", "place", place, "day", day, "month", month, "year", d.Year))
}

// coverLines are the lines of a cover but for the title.
func coverLines(c *Cover, p *i18n.Printer, n *Numbering) []string {
	var lines []string
	for _, m := range []text.Message{c.Parent, c.Organisation, c.Plant, c.Address} {
		if s := p.Say(n.Resolve(m)); s != "" {
			lines = append(lines, s)
		}
	}
	for _, f := range c.Facts {
		lines = append(lines, p.Say(n.Resolve(f.Name))+": "+p.Say(n.Resolve(f.Is)))
	}
	return append(lines, PlaceDate(p.Say(n.Resolve(c.Place)), c.Date, p))
}

// signatureLines are the lines of a signature block.
func signatureLines(s Signatures, p *i18n.Printer, n *Numbering) []string {
	lines := []string{PlaceDate(p.Say(n.Resolve(s.Place)), s.Date, p)}
	for _, who := range s.Signers {
		name := p.Say(n.Resolve(who.Name))
		if name == "" {
			name = p.Say(text.M("writers.sign-here"))
		}
		lines = append(lines, p.Say(n.Resolve(who.Role))+": "+name)
	}
	return lines
}
