package pdf

import (
	"fmt"
	"strings"

	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/layout"
)

var body = style{size: layout.Letters}

func (w *writer) block(b layout.Block, next []layout.Block) {
	switch b := b.(type) {
	case layout.Heading:
		w.heading(b, next)
	case layout.Paragraph:
		w.paragraph(b)
	case layout.List:
		w.list(b.Items, b.Numbered, 0)
		w.y += 4
	case layout.Table:
		w.table(b)
	case layout.Figure:
		w.figure(b)
	case layout.Contents:
		w.contents(b)
	case layout.PageBreak:
		if !w.top {
			w.newPage(w.wide)
		}
	case layout.Checklist:
		w.checklist(b)
	case layout.Signatures:
		w.signatures(b)
	case layout.Sources:
		w.sources(b)
	}
}

func (w *writer) heading(h layout.Heading, next []layout.Block) {
	s := style{size: layout.Letters, bold: true, italic: h.Level > 2}
	before := 12.0
	if h.Level == 1 {
		s.size, before = 14, 16
	}
	lines := wrap(plain(h.Title), s, w.width())
	if h.Annex && !w.top {
		w.newPage(w.wide)
	}
	room := before + float64(len(lines))*s.line() + 6
	for _, b := range next { // headings under each other stay with what follows them
		room += w.opening(b)
		if _, more := b.(layout.Heading); !more {
			break
		}
	}
	w.need(room)
	if !w.top {
		w.y += before
	}
	w.target(h.Target)
	level := h.Level - 1
	if w.part.Name != "" {
		level++
	}
	w.bookmark(h.Title, level)
	w.flow(lines, w.left(), w.width(), s, alignLeft)
	w.y += 5
}

// opening is how much of a block should stand with the heading above it.
func (w *writer) opening(b layout.Block) float64 {
	switch b := b.(type) {
	case layout.Figure:
		_, height := w.scaled(b)
		return height + 40
	case layout.Table:
		return max(min(w.start(b), 200), w.whole(b))
	case layout.Heading:
		return 34
	}
	return 36
}

func (w *writer) paragraph(p layout.Paragraph) {
	s, x, width, a := body, w.left(), w.width(), alignLeft
	switch p.Kind {
	case report.Lead:
		s.bold = true
	case report.Remark:
		s = style{size: 11, italic: true}
	case report.Warning:
		x, width = x+10, width-10
	case report.Centred:
		a = alignCentre
	}
	lines := wrap(p.Text, s, width)
	if p.Kind == report.Warning && float64(len(lines))*s.line() < 300 {
		w.need(float64(len(lines)) * s.line())
	}
	page, from := w.page, w.y
	w.flow(lines, x, width, s, a)
	if p.Kind == report.Warning && w.pdf != nil && page == w.page {
		w.pdf.SetDrawColor(0xd5, 0x5e, 0x00)
		w.pdf.SetLineWidth(2.5)
		w.pdf.Line(w.left()+2, from, w.left()+2, w.y)
	}
	w.y += 5
}

func (w *writer) list(items []layout.Item, numbered bool, indent float64) {
	for i, item := range items {
		s := body
		s.bold = item.Strong
		mark := "•"
		if indent > 0 {
			mark = "–"
		}
		if numbered {
			mark = fmt.Sprintf("%d.", i+1)
		}
		x := w.left() + indent + 20
		lines := wrap(item.Text, s, w.width()-indent-20)
		room := float64(min(len(lines), 2))
		if len(item.Below) > 0 { // not alone at the foot of a page
			room = float64(len(lines)) + 2
		}
		w.need(s.line() * room)
		w.print(x-16, w.y+s.size*0.95, mark, s)
		w.flow(lines, x, w.width()-indent-20, s, alignLeft)
		w.y += 2
		w.list(item.Below, false, indent+20)
	}
}

func (w *writer) contents(c layout.Contents) {
	w.need(80)
	w.centred(upper(c.Title), style{size: 14, bold: true})
	w.y += 4
	for _, e := range c.Entries {
		s := body
		s.bold = e.Level == 1
		indent := float64(e.Level-1) * 18
		number := fmt.Sprint(w.pages[e.Target])
		lines := wrap(plain(e.Title), s, w.width()-indent-50)
		w.need(float64(len(lines)) * s.line())
		for i := range lines {
			for j := range lines[i].pieces {
				lines[i].pieces[j].target = e.Target
			}
		}
		w.flow(lines, w.left()+indent, w.width(), s, alignLeft)
		last := lines[len(lines)-1]
		y := w.y - s.line() + s.size*0.95
		end := w.left() + w.width()
		// The place of the number does not depend on it: both passes agree.
		dot := style{size: layout.Letters}
		dots := int((end - 30 - w.left() - indent - last.width - 6) / dot.width("."))
		if dots > 0 {
			leader := strings.Repeat(".", dots)
			w.print(end-30-dot.width(leader), y, leader, dot)
		}
		w.print(end-s.width(number), y, number, s)
		w.y += 2
	}
	w.y += 8
}

func (w *writer) checklist(c layout.Checklist) {
	for _, item := range c.Items {
		t := append(layout.Text(nil), item.Text...)
		if len(item.Note) > 0 {
			t = append(append(t, layout.Run{String: " ("}), append(item.Note, layout.Run{String: ")"})...)
		}
		lines := wrap(t, body, w.width()-22)
		w.need(float64(len(lines)) * body.line())
		if w.pdf != nil {
			x, y := w.left()+3, w.y+3
			w.pdf.SetDrawColor(0, 0, 0)
			w.pdf.SetLineWidth(0.7)
			w.pdf.Rect(x, y, 10, 10, "D")
			if item.Done {
				w.pdf.Line(x+2, y+2, x+8, y+8)
				w.pdf.Line(x+2, y+8, x+8, y+2)
			}
		}
		w.flow(lines, w.left()+22, w.width()-22, body, alignLeft)
		w.y += 3
	}
	w.y += 4
}

func (w *writer) signatures(s layout.Signatures) {
	w.need(190)
	w.y += 22
	place := style{size: layout.Letters, italic: true}
	w.flow(wrap(plain(s.PlaceDate), place, w.width()), w.left(), w.width(), place, alignRight)
	w.y += 6
	if len(s.Signers) == 0 {
		return
	}
	each := w.width() / float64(len(s.Signers))
	from, lowest := w.y, w.y
	for i, who := range s.Signers {
		x := w.left() + float64(i)*each
		y := from
		write := func(words string, st style) {
			for _, l := range wrap(plain(words), st, each-10) {
				w.lineAt(l, x+5, y, each-10, st, alignCentre)
				y += st.line()
			}
		}
		write(upper(who.Role), style{size: layout.Letters, bold: true})
		write(s.Hint, style{size: 12, italic: true})
		y = max(y, from+30) + 70
		write(who.Name, style{size: layout.Letters, bold: true})
		lowest = max(lowest, y)
	}
	w.y = lowest + 10
	w.top = false
}

func (w *writer) sources(s layout.Sources) {
	small := style{size: 11}
	for _, src := range s.Items {
		t := layout.Text{{String: src.About}}
		urls := map[int]string{}
		if src.URL != "" {
			t = append(t, layout.Run{String: " "}, layout.Run{String: src.URL})
			if strings.HasPrefix(src.URL, "http://") || strings.HasPrefix(src.URL, "https://") {
				urls[2] = src.URL
			}
		}
		if src.More != "" {
			t = append(t, layout.Run{String: " " + src.More})
		}
		lines := wrapRuns(t, urls, small, w.width()-30)
		w.need(min(float64(len(lines)), 4) * small.line())
		w.target(src.Target)
		w.print(w.left(), w.y+small.size*0.95, fmt.Sprintf("[%d]", src.Number), small)
		w.flow(lines, w.left()+30, w.width()-30, small, alignLeft)
		w.y += 3
	}
}

// notes are the remarks below a table or a figure.
func (w *writer) notes(all []layout.Text) {
	s := style{size: 11, italic: true}
	for _, n := range all {
		w.flow(wrap(n, s, w.width()), w.left(), w.width(), s, alignLeft)
		w.y += 2
	}
}
