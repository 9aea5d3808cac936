package report

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
)

// Widths of a printed page.
const (
	DefaultWidth = 80
	MinWidth     = 30
	// MaxWidth bounds the lines of running text, which nobody reads when longer.
	maxProse = 100
)

// Terminal writes a document as plain text for a fixed-width page: aligned
// tables, bars that need no colour, sources at the end. Nothing is wider than
// width, except below MinWidth.
func Terminal(w io.Writer, doc *Document, width int, p *i18n.Printer) error {
	if width <= 0 {
		width = DefaultWidth
	}
	t := &terminal{w: bufio.NewWriter(w), width: max(width, MinWidth), p: p, numbers: doc.Number()}
	t.title(doc)
	var above Block
	for i, b := range doc.Blocks {
		if !shown(b) {
			continue
		}
		if above != nil && !tight(above, b) {
			t.line("")
		}
		above = b
		t.block(doc, i, b)
	}
	t.sources(doc.Sources, doc.Places)
	return t.w.Flush()
}

// tight reports whether a block follows the one above it without an empty line.
func tight(above, b Block) bool {
	if _, ok := above.(Heading); ok {
		return true
	}
	if _, ok := above.(Paragraph); ok {
		if _, isList := b.(List); isList {
			return true
		}
	}
	p, ok := b.(Paragraph)
	if !ok {
		return false
	}
	switch above := above.(type) {
	case Table:
		return p.Kind == Remark
	case Paragraph:
		return p.Kind == above.Kind
	case List:
		return p.Kind == Remark
	}
	return false
}

type terminal struct {
	w       *bufio.Writer
	width   int
	p       *i18n.Printer
	numbers *Numbering
}

func (t *terminal) block(doc *Document, i int, b Block) {
	switch b := b.(type) {
	case Heading:
		t.heading(i, b)
	case Paragraph:
		t.prose(sentence(t.numbers.Resolve(b.Text), b.Refs, t.p), "", "")
	case List:
		t.list(b.Items, b.Numbered, "")
	case Table:
		t.prose(t.numbers.Caption(i, "table", b.Caption, t.p), "", "")
		t.table(b)
		t.notes(b.Notes)
	case Figure: // a line says what a reader of text misses
		t.prose(t.p.Say(text.M("writers.picture", "caption", text.M("say.text", "text", t.numbers.Caption(i, "figure", b.Caption, t.p)), "alt", t.numbers.Resolve(b.Alt))), "", "")
		t.table(dataTable(b))
		t.notes(b.Notes)
	case Contents:
		t.contents(doc, b)
	case Checklist:
		for _, c := range b.Items {
			box := "[ ] "
			if c.Done {
				box = "[x] "
			}
			t.prose(join(t.say(c.Text), brackets(t.say(c.Note))), box, "    ")
		}
	case Signatures:
		for _, l := range signatureLines(b, t.p, t.numbers) {
			t.prose(l, "", "")
		}
	}
}

func (t *terminal) say(m text.Message) string { return t.p.Say(t.numbers.Resolve(m)) }

func (t *terminal) notes(all []Note) {
	for _, n := range all {
		t.prose(sentence(t.numbers.Resolve(n.Text), n.Refs, t.p), "", "")
	}
}

func (t *terminal) contents(doc *Document, c Contents) {
	depth := c.Depth
	if depth == 0 {
		depth = 2
	}
	t.prose(t.p.Say(text.M("writers.contents"))+":", "", "")
	for i, b := range doc.Blocks {
		if h, ok := b.(Heading); ok && h.Level <= depth {
			t.prose(t.numbers.Title(i, h, t.p), strings.Repeat("  ", h.Level), strings.Repeat("  ", h.Level+1))
		}
	}
}

// line writes a line; the error stays in the writer until it is flushed.
func (t *terminal) line(s string) {
	t.w.WriteString(strings.TrimRight(s, " "))
	t.w.WriteByte('\n')
}

func (t *terminal) title(doc *Document) {
	title := strings.ToUpper(t.p.Say(doc.Title))
	t.prose(title, "", "")
	if !doc.Subtitle.Empty() {
		t.prose(t.p.Say(doc.Subtitle), "", "")
	}
	if doc.Cover != nil {
		for _, l := range coverLines(doc.Cover, t.p, t.numbers) {
			t.prose(l, "", "")
		}
	}
	t.line(strings.Repeat("═", t.width))
	t.line("")
}

func (t *terminal) heading(i int, h Heading) {
	s := t.numbers.Title(i, h, t.p)
	if h.Level > 1 {
		t.prose(s+":", "", "")
		return
	}
	t.prose(s, "", "")
	t.line(strings.Repeat("─", min(t.width, max(ansi.StringWidth(s), 1))))
}

// prose writes running text: first before its first line, rest before the
// others.
func (t *terminal) prose(s, first, rest string) {
	indent := first
	for _, l := range wrap(s, min(t.width, maxProse)-ansi.StringWidth(rest)) {
		t.line(indent + l)
		indent = rest
	}
}

func (t *terminal) list(items []Item, numbered bool, indent string) {
	digits := len(itoa(len(items)))
	for i, item := range items {
		mark := "• "
		if numbered {
			n := itoa(i + 1)
			mark = strings.Repeat(" ", digits-len(n)) + n + ". "
		}
		t.prose(sentence(t.numbers.Resolve(item.Text), item.Refs, t.p), indent+mark, indent+strings.Repeat(" ", ansi.StringWidth(mark)))
		t.list(item.Below, false, indent+strings.Repeat(" ", ansi.StringWidth(mark)))
	}
}

func (t *terminal) sources(all []Source, places bool) {
	if len(all) == 0 {
		return
	}
	t.line("")
	s := t.p.Say(text.M("report.sources.heading"))
	t.line(s)
	t.line(strings.Repeat("─", min(t.width, ansi.StringWidth(s))))
	digits := len(itoa(len(all)))
	for i, src := range all {
		n := itoa(i + 1)
		mark := strings.Repeat(" ", digits-len(n)) + "[" + n + "] "
		r := referenceOf(src, t.p)
		rest := strings.Repeat(" ", len(mark))
		t.prose(join(r.about, r.seen), mark, rest)
		t.prose(r.url, rest, rest) // on a line of its own, so that it can be copied
		if places {
			t.prose(r.places, rest, rest)
		}
	}
	if !places && slices.ContainsFunc(all, func(s Source) bool { return len(s.Locators) > 0 }) {
		t.line("")
		t.prose(t.p.Say(text.M("report.sources.places")), "", "")
	}
}

// gap is the space between two columns.
const gap = 2

// column is how a column of a table is laid out.
type column struct {
	Column
	head                  string
	number, unit, text    int // widest parts; the cell is number + unit, then text
	width                 int
	bar                   bool
	hasNumber, hasOwnText bool
}

func (t *terminal) table(table Table) {
	columns, cells := t.measure(table)
	if !t.fit(columns) {
		t.cards(table)
		return
	}
	if heads(table) {
		lines := make([][]string, len(columns))
		for i, c := range columns {
			lines[i] = wrap(c.head, c.width)
		}
		t.rows(columns, lines, func(i int) Align { return columns[i].Align })
		t.rule(columns)
	}
	for r, row := range table.Rows {
		if row.Group {
			t.prose(t.words(row.Cells[0]).whole(), "", "")
			continue
		}
		if row.Strong && r > 0 && !table.Rows[r-1].Strong {
			t.rule(columns)
		}
		lines := make([][]string, len(columns))
		for i := range columns {
			lines[i] = t.cell(columns[i], row.Cells[i], cells[r][i])
		}
		t.rows(columns, lines, func(i int) Align {
			if columns[i].hasNumber { // aligned already
				return Left
			}
			return columns[i].Align
		})
		if row.Strong && r+1 < len(table.Rows) && !table.Rows[r+1].Strong {
			t.rule(columns)
		}
	}
}

func heads(table Table) bool {
	for _, c := range table.Columns {
		if !c.Head.Empty() {
			return true
		}
	}
	return false
}

// words writes a cell with its cross references.
func (t *terminal) words(c Cell) words {
	c.Text = t.numbers.Resolve(c.Text)
	return wordsOf(c, t.p)
}

// measure writes every cell and finds the widths that the columns want.
func (t *terminal) measure(table Table) ([]column, [][]words) {
	columns := make([]column, len(table.Columns))
	cells := make([][]words, len(table.Rows))
	for i, c := range table.Columns {
		columns[i] = column{Column: c, head: headOf(c, t.p, t.numbers)}
	}
	for r, row := range table.Rows {
		cells[r] = make([]words, len(columns))
		if row.Group {
			continue
		}
		for i := range columns {
			c := &columns[i]
			if row.Cells[i].Kind == Bars {
				c.bar = true
				continue
			}
			w := t.words(row.Cells[i])
			cells[r][i] = w
			c.number = max(c.number, ansi.StringWidth(w.number))
			c.unit = max(c.unit, ansi.StringWidth(w.unit))
			c.text = max(c.text, ansi.StringWidth(w.text))
			c.hasNumber = c.hasNumber || w.number != ""
			c.hasOwnText = c.hasOwnText || w.text != ""
		}
	}
	for i := range columns {
		columns[i].asWords(table, cells, i)
	}
	for i := range columns {
		c := &columns[i]
		c.width = max(c.fixed()+c.text, ansi.StringWidth(c.head))
		if c.hasNumber && c.hasOwnText {
			c.width = max(c.fixed()+1+c.text, ansi.StringWidth(c.head))
		}
		if c.bar {
			c.width = max(barIdeal, ansi.StringWidth(c.head))
		}
	}
	return columns, cells
}

// asWords makes a column of words with some absent ones a column of words, whose
// lines may be broken.
func (c *column) asWords(table Table, cells [][]words, i int) {
	if !c.hasNumber || !c.hasOwnText {
		return
	}
	for r, row := range table.Rows {
		if !row.Group && row.Cells[i].Kind != Absent && cells[r][i].number != "" {
			return
		}
	}
	c.hasNumber, c.number, c.unit = false, 0, 0
	for r := range cells {
		if !table.Rows[r].Group && cells[r][i].number != "" {
			cells[r][i] = words{text: cells[r][i].number}
		}
	}
}

// fixed is the width of the numbers with their units, which are never broken.
func (c column) fixed() int {
	if c.number > 0 && c.unit > 0 {
		return c.number + 1 + c.unit
	}
	return c.number + c.unit
}

// Widths of a bar, and the least of a column whose words may be broken.
const (
	barIdeal   = 21
	barLeast   = 9
	barMost    = 41
	leastWords = 12
)

// fit makes the columns fit the page: heads are broken first, then words, then
// bars are shortened. It reports false when nothing helps.
func (t *terminal) fit(columns []column) bool {
	room := t.width - gap*(len(columns)-1)
	total := func() (sum int) {
		for _, c := range columns {
			sum += c.width
		}
		return sum
	}
	over := func() int { return total() - room }
	if over() < 0 { // spare room makes longer bars
		for i := range columns {
			if columns[i].bar {
				columns[i].width = min(barMost, columns[i].width-over())
			}
		}
		return true
	}
	shrink := func(least func(c column) int, may func(c column) bool) {
		for over() > 0 {
			// Take from the column that can spare most, so that they end alike.
			widest, spare := -1, 0
			for i, c := range columns {
				if s := c.width - least(c); may(c) && s > spare {
					widest, spare = i, s
				}
			}
			if widest < 0 {
				return
			}
			columns[widest].width--
		}
	}
	shrink(func(c column) int { return max(c.content(), longestWord(c.head)) }, func(c column) bool { return !c.bar })
	shrink(func(c column) int { return max(leastWords, longestWord(c.head)) }, func(c column) bool { return c.Wide })
	shrink(func(c column) int { return max(barLeast, longestWord(c.head)) }, func(c column) bool { return c.bar })
	return over() <= 0
}

// content is the width of the widest cell.
func (c column) content() int {
	if c.hasNumber && c.hasOwnText {
		return c.fixed() + 1 + c.text
	}
	return c.fixed() + c.text
}

func longestWord(s string) int {
	n := 0
	for _, word := range strings.Fields(s) {
		n = max(n, ansi.StringWidth(word))
	}
	return n
}

// cell lays out the lines of a cell.
func (t *terminal) cell(c column, cell Cell, w words) []string {
	if cell.Kind == Bars {
		return []string{cell.Bar.Draw(c.width)}
	}
	if !c.hasNumber {
		return wrap(w.text, c.width)
	}
	if w.number == "" && w.unit == "" && w.text == "" {
		return nil
	}
	s := padLeft(w.number, c.number)
	if c.unit > 0 {
		s = padRight(s+" "+w.unit, c.fixed())
	}
	if c.hasOwnText {
		s += " " + padRight(w.text, c.text)
	}
	return []string{padLeft(s, c.width)}
}

// rows writes one row of a table, its cells broken into lines.
func (t *terminal) rows(columns []column, lines [][]string, align func(int) Align) {
	height := 0
	for _, l := range lines {
		height = max(height, len(l))
	}
	for y := range height {
		var b strings.Builder
		for i, c := range columns {
			if i > 0 {
				b.WriteString(strings.Repeat(" ", gap))
			}
			s := ""
			if y < len(lines[i]) {
				s = lines[i][y]
			}
			if align(i) == Right {
				b.WriteString(padLeft(s, c.width))
			} else {
				b.WriteString(padRight(s, c.width))
			}
		}
		t.line(b.String())
	}
}

func (t *terminal) rule(columns []column) {
	n := gap * (len(columns) - 1)
	for _, c := range columns {
		n += c.width
	}
	t.line(strings.Repeat("─", min(n, t.width)))
}

// cards writes a table that is too wide for the page: a row as a block of
// "head: cell" lines.
func (t *terminal) cards(table Table) {
	for r, row := range table.Rows {
		if r > 0 && heads(table) {
			t.line("")
		}
		if row.Group {
			t.prose(t.words(row.Cells[0]).whole(), "", "")
			continue
		}
		for i, c := range row.Cells {
			w := t.words(c).whole()
			if c.Kind == Bars {
				w = c.Bar.Draw(min(barIdeal, t.width-4))
			}
			if w == "" {
				continue
			}
			first, rest := "  ", "    "
			if i == 0 {
				first, rest = "", "  "
			} else if head := headOf(table.Columns[i], t.p, t.numbers); head != "" {
				w = head + ": " + w
			}
			t.prose(w, first, rest)
		}
	}
}

func padLeft(s string, width int) string {
	return strings.Repeat(" ", max(0, width-ansi.StringWidth(s))) + s
}

func padRight(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-ansi.StringWidth(s)))
}

// hardSpace keeps two words on one line: a number and its unit.
const hardSpace = "\u00a0"

// wrap breaks a text into lines of at most width cells, between words; a word
// that is longer is broken inside. A percent sign stays with its number. No-break
// spaces are written as spaces.
func wrap(s string, width int) []string {
	width = max(width, 1)
	s = strings.ReplaceAll(s, " %", hardSpace+"%")
	var lines []string
	line, used := "", 0
	flush := func() {
		if used > 0 {
			lines = append(lines, strings.ReplaceAll(line, hardSpace, " "))
		}
		line, used = "", 0
	}
	for word := range strings.SplitSeq(s, " ") {
		if word == "" {
			continue
		}
		n := ansi.StringWidth(word)
		if used > 0 && used+1+n > width {
			flush()
		}
		if used > 0 {
			line += " " + word
			used += 1 + n
			continue
		}
		for n > width {
			part := ansi.Truncate(word, width, "")
			if i := strings.LastIndex(part, "]["); i > 0 { // between sources
				part = part[:i+1]
			}
			lines = append(lines, part)
			word = word[len(part):]
			n = ansi.StringWidth(word)
		}
		line, used = word, n
	}
	flush()
	return lines
}
