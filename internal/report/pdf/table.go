package pdf

import (
	"github.com/sxsh-audit/audit/internal/report/layout"
)

// grid is a table on its way to the page.
type grid struct {
	layout.Table
	w      *writer
	widths []float64
	text   style
	head   style
}

const (
	padX = layout.CellPadding
	padY = 2.2
)

func (w *writer) grid(t layout.Table) *grid {
	size := layout.TableLetters
	if t.Small {
		size = layout.SmallLetters
	}
	return &grid{Table: t, w: w, widths: t.Widths(w.width()), text: style{size: size}, head: style{size: size, bold: true}}
}

// box is a cell of a row: the columns it spans and its lines.
type box struct {
	first, span int
	lines       []textLine
	style       style
	align       align
	shade       bool
	cell        *layout.Cell
	middle      bool
}

func (g *grid) x(column int) float64 {
	x := g.w.left()
	for _, c := range g.widths[:column] {
		x += c
	}
	return x
}

func (g *grid) width(first, span int) float64 {
	sum := 0.0
	for _, c := range g.widths[first : first+span] {
		sum += c
	}
	return sum
}

func (g *grid) headBox(words string, first, span int) box {
	return box{first: first, span: span, lines: wrap(plain(words), g.head, g.width(first, span)-2*padX), style: g.head, align: alignCentre, shade: true, middle: true}
}

// headBoxes are the upper and the lower row of heads; the boxes of columns
// without a group stand in tall, through both.
func (g *grid) headBoxes() (upper, lower, tall []box) {
	for i, c := range g.Columns {
		b := g.headBox(c.Head, i, 1)
		if len(g.Groups) > 0 && c.Group == "" {
			tall = append(tall, b)
		} else {
			lower = append(lower, b)
		}
	}
	for _, group := range g.Groups {
		upper = append(upper, g.headBox(group.Head, group.First, group.Span))
	}
	return upper, lower, tall
}

func height(boxes []box) float64 {
	h := 0.0
	for _, b := range boxes {
		h = max(h, float64(max(len(b.lines), 1))*b.style.line()+2*padY)
	}
	return h
}

// heads draws the heads and returns their height; without drawing where it is
// only asked how high they are.
func (g *grid) heads(draw bool) float64 {
	if !g.Heads {
		return 0
	}
	upper, lower, tall := g.headBoxes()
	top, bottom := height(upper), height(lower)
	if len(upper) == 0 {
		top = 0
	}
	if rest := height(tall) - top - bottom; len(tall) > 0 && rest > 0 {
		bottom += rest
	}
	if draw {
		g.boxes(upper, g.w.y, top)
		g.boxes(lower, g.w.y+top, bottom)
		g.boxes(tall, g.w.y, top+bottom)
		g.w.y += top + bottom
		g.w.top = false
	}
	return top + bottom
}

// boxes draws boxes of one height.
func (g *grid) boxes(all []box, y, height float64) {
	for _, b := range all {
		x, width := g.x(b.first), g.width(b.first, b.span)
		if g.w.pdf != nil {
			g.w.pdf.SetDrawColor(0x77, 0x77, 0x77)
			g.w.pdf.SetLineWidth(0.5)
			mode := "D"
			if b.shade {
				g.w.pdf.SetFillColor(0xe8, 0xee, 0xf3)
				mode = "FD"
			}
			g.w.pdf.Rect(x, y, width, height, mode)
		}
		if b.cell != nil && b.cell.Mini != nil {
			scale := min(1, (width-2*padX)/b.cell.Mini.Width)
			g.w.draw(b.cell.Mini, x+padX, y+padY+2, scale)
			continue
		}
		from := y + padY
		if b.middle {
			from = y + (height-float64(len(b.lines))*b.style.line())/2
		}
		for i, l := range b.lines {
			g.w.lineAt(l, x+padX, from+float64(i)*b.style.line(), width-2*padX, b.style, b.align)
		}
	}
}

func (g *grid) row(r layout.Row) []box {
	if r.Group {
		s := g.head
		return []box{{span: len(g.Columns), lines: wrap(r.Cells[0].Text, s, g.width(0, len(g.Columns))-2*padX), style: s, shade: true}}
	}
	boxes := make([]box, 0, len(r.Cells))
	for i := range r.Cells {
		c := &r.Cells[i]
		b := box{first: i, span: 1, style: g.text, cell: c}
		b.style.bold = r.Strong
		if c.Right {
			b.align = alignRight
		}
		b.lines = wrap(c.Text, b.style, g.widths[i]-2*padX)
		boxes = append(boxes, b)
	}
	return boxes
}

// start is the height of a table's caption, heads and first row.
func (w *writer) start(t layout.Table) float64 {
	g := w.grid(t)
	h := g.heads(false)
	if len(t.Rows) > 0 {
		h += height(g.row(t.Rows[0]))
	}
	if t.Caption != "" {
		h += 30
	}
	return h
}

// whole is the height of a small table, which is not broken, else 0.
func (w *writer) whole(t layout.Table) float64 {
	if len(t.Rows) > layout.SmallTable {
		return 0
	}
	g := w.grid(t)
	h := w.start(t)
	for _, r := range t.Rows[min(1, len(t.Rows)):] {
		h += height(g.row(r))
	}
	if h > (w.bottomEdge()-w.topEdge())/3 {
		return 0
	}
	return h
}

var captionStyle = style{size: 12, bold: true}

func (w *writer) table(t layout.Table) {
	g := w.grid(t)
	w.need(max(w.start(t), w.whole(t)))
	w.target(t.Target)
	if t.Caption != "" {
		w.y += 4
		w.flow(wrap(plain(t.Caption), captionStyle, w.width()), w.left(), w.width(), captionStyle, alignCentre)
		w.y += 4
	}
	g.heads(true)
	full := w.bottomEdge() - w.topEdge() - g.heads(false)
	for i, r := range t.Rows {
		boxes := g.row(r)
		h := height(boxes)
		with := h
		if r.Group && i+1 < len(t.Rows) { // what is below it comes too
			with += min(height(g.row(t.Rows[i+1])), full/3)
		}
		if w.y+with > w.bottomEdge() && h <= full {
			g.nextPage()
		}
		for h > w.bottomEdge()-w.y && h > full { // a row higher than a page is broken
			boxes = g.breakRow(boxes)
			h = height(boxes)
		}
		g.boxes(boxes, w.y, h)
		w.y += h
		w.top = false
	}
	w.y += 5
	w.notes(t.Notes)
	w.y += 4
}

func (g *grid) nextPage() {
	g.w.newPage(g.w.wide)
	g.heads(true)
}

// breakRow draws as many lines of a row as the page has room for, begins a page
// and returns the rest of the row.
func (g *grid) breakRow(boxes []box) []box {
	w := g.w
	room := w.bottomEdge() - w.y
	if room < 4*g.text.line() {
		g.nextPage()
		room = w.bottomEdge() - w.y
	}
	lines := max(1, int((room-2*padY)/g.text.line()))
	var now, later []box
	for _, b := range boxes {
		head, tail := b, b
		n := min(lines, len(b.lines))
		head.lines, tail.lines = b.lines[:n], b.lines[n:]
		if b.cell != nil && b.cell.Mini != nil {
			tail.cell = nil
		}
		now, later = append(now, head), append(later, tail)
	}
	g.boxes(now, w.y, room)
	g.nextPage()
	return later
}
