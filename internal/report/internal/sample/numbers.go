package sample

import (
	"regexp"
	"strings"

	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/layout"
)

// written is a number as it is written: digits with marks between them.
var written = regexp.MustCompile(`[0-9]+(?:[.,][0-9]+)*`)

// Numbers are the numbers in a text, as written.
func Numbers(s string) []string { return written.FindAllString(s, -1) }

// Tally counts numbers.
func Tally(s string) map[string]int {
	all := map[string]int{}
	for _, n := range Numbers(s) {
		all[n]++
	}
	return all
}

// Options are what of a document is looked for.
type Options struct {
	Pictures  bool // the words of the pictures too
	Sheet     bool // as a spreadsheet has it: money to the dong, units in the heads
	NoNumbers bool // not the cells that are numbers, and days, which are numbers in a spreadsheet
}

// Text is all that a document says, one thing a line, without the addresses of
// its sources, which are broken anywhere.
func Text(d *layout.Document, o Options) string {
	var b strings.Builder
	line := func(s string) { b.WriteString(s + "\n") }
	for i := range d.Parts {
		p := &d.Parts[i]
		line(p.Title)
		line(p.Subtitle)
		if c := p.Cover; c != nil {
			line(c.PlaceDate)
			for _, f := range c.Facts {
				line(f[1])
			}
		}
		for _, s := range p.Sections {
			for _, block := range s.Blocks {
				blockText(p, block, o, line)
			}
		}
	}
	return b.String()
}

func blockText(p *layout.Part, b layout.Block, o Options, line func(string)) {
	switch b := b.(type) {
	case layout.Heading:
		line(b.Title)
	case layout.Paragraph:
		line(b.Text.String())
	case layout.List:
		items(b.Items, line)
	case layout.Table:
		line(b.Caption)
		for _, c := range b.Columns {
			line(c.Head)
		}
		for _, r := range b.Rows {
			for _, c := range r.Cells {
				line(cell(p, c, o))
			}
		}
		notes(b.Notes, line)
	case layout.Figure:
		line(b.Caption)
		notes(b.Notes, line)
		if o.Pictures {
			line(strings.Join(b.Drawing.Words(), "\n"))
		}
	case layout.Checklist:
		for _, c := range b.Items {
			line(c.Text.String())
			line(c.Note.String())
		}
	case layout.Signatures:
		line(b.PlaceDate)
		for _, s := range b.Signers {
			line(s.Role + " " + s.Name)
		}
	case layout.Sources:
		for _, s := range b.Items {
			line(s.About)
		}
	}
}

func notes(all []layout.Text, line func(string)) {
	for _, n := range all {
		line(n.String())
	}
}

func items(all []layout.Item, line func(string)) {
	for _, i := range all {
		line(i.Text.String())
		items(i.Below, line)
	}
}

func cell(p *layout.Part, c layout.Cell, o Options) string {
	if o.NoNumbers && c.Model.Kind == report.Day {
		return ""
	}
	if _, ok := c.Number(); ok {
		if o.NoNumbers {
			return ""
		}
		if o.Sheet {
			number, _, words := report.SayCell(c.Model, p.Printer)
			if c.Model.Kind == report.Money {
				number = p.Printer.MoneyFull(c.Model.Value, c.Model.Unit)
			}
			return number + " " + words
		}
	}
	return c.Text.String()
}

// Missing are the numbers of what is wanted that a text has not often enough.
func Missing(want, got string) []string {
	have := Tally(got)
	var missing []string
	for n, times := range Tally(want) {
		if have[n] < times {
			missing = append(missing, n)
		}
	}
	return missing
}
