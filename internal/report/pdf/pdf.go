// Package pdf writes a laid-out report as PDF: A4 with the margins of a
// Vietnamese administrative report, the Liberation fonts embedded (their letters
// are as wide as those of Times New Roman and Arial, and they have every
// Vietnamese one), bookmarks, a table of contents with page numbers, table heads
// on every page, wide tables on pages on their side, pictures as lines and text
// that can be copied.
package pdf

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/report/layout"
)

// Write writes a document. The same document gives the same bytes.
func Write(w io.Writer, doc *layout.Document) error { return write(w, doc, true) }

// Pages is on which page everything that can be pointed to stands, by its
// target. Word breaks lines and pages nearly alike, as its letters are as wide.
func Pages(doc *layout.Document) map[string]int {
	w := &writer{doc: doc, pages: map[string]int{}}
	w.document()
	return w.pages
}

// write lays the pages out twice: the first time only to know on which page
// everything is, for the contents and the number of pages.
func write(w io.Writer, doc *layout.Document, compress bool) error {
	first := &writer{doc: doc, pages: map[string]int{}}
	first.document()
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: layout.PageWidth, Ht: layout.PageHeight}})
	pdf.SetCompression(compress)
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	created := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // where the audit has no date
	if d := doc.Date; !d.IsZero() {
		created = time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	}
	pdf.SetCreationDate(created)
	pdf.SetModificationDate(created)
	pdf.SetTitle(doc.Title, true)
	pdf.SetSubject(doc.Subtitle, true)
	pdf.SetAuthor(doc.Author, true)
	pdf.SetCreator("audit", true)
	pdf.SetProducer("audit", true)
	pdf.SetLang(string(doc.Lang))
	for _, face := range []figure.Face{{}, {Bold: true}, {Italic: true}, {Bold: true, Italic: true}} {
		style := style{bold: face.Bold, italic: face.Italic}.font()
		serif := face
		serif.Serif = true
		if first.used[serif] {
			pdf.AddUTF8FontFromBytes("serif", style, serif.TTF())
		}
		if first.used[face] {
			pdf.AddUTF8FontFromBytes("sans", style, face.TTF())
		}
	}
	second := &writer{doc: doc, pdf: pdf, pages: first.pages, total: first.page, links: map[string]int{}}
	second.document()
	if second.page != first.page {
		return fmt.Errorf("pdf: %d pages, then %d", first.page, second.page)
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// writer lays out pages. Without pdf nothing is drawn.
type writer struct {
	doc  *layout.Document
	part *layout.Part
	pdf  *fpdf.Fpdf

	page, total int
	y           float64 // where the next thing goes, from the top
	wide        bool
	bare        bool // a page without head and foot: a cover
	pages       map[string]int
	links       map[string]int
	used        map[figure.Face]bool
	top         bool // nothing stands on the page yet
	depth       int  // deepest level that the next bookmark may have
}

func (w *writer) document() {
	w.used = map[figure.Face]bool{}
	for i := range w.doc.Parts {
		w.part = &w.doc.Parts[i]
		for j, s := range w.part.Sections {
			if j == 0 {
				w.front()
			}
			if j > 0 || s.Landscape && !w.wide {
				w.newPage(s.Landscape)
			}
			for k, b := range s.Blocks {
				w.block(b, s.Blocks[k+1:])
			}
		}
		if len(w.part.Sections) == 0 {
			w.front()
		}
	}
}

// front is the cover, or the title above the text.
func (w *writer) front() {
	c := w.part.Cover
	w.bare = c != nil
	w.newPage(c == nil && len(w.part.Sections) > 0 && w.part.Sections[0].Landscape)
	w.bare = false
	if w.part.Name != "" {
		w.target(w.part.Prefix + "part")
		w.bookmark(w.part.Name, 0)
	}
	if c == nil {
		if w.part.Name != "" {
			w.centred(w.part.Name, style{size: layout.Letters})
		}
		w.centred(upper(w.part.Title), style{size: 16, bold: true})
		w.y += 2
		if w.part.Subtitle != "" {
			w.centred(w.part.Subtitle, style{size: layout.Letters, bold: true})
		}
		w.y += 10
		return
	}
	w.centred(c.Parent, style{size: layout.Letters})
	w.centred(upper(c.Organisation), style{size: 14, bold: true})
	w.y = layout.PageHeight * 0.33
	w.centred(upper(w.part.Title), style{size: 18, bold: true})
	w.y += 8
	w.centred(w.part.Subtitle, style{size: 14, bold: true})
	w.y += 20
	w.centred(upper(c.Plant), style{size: 15, bold: true})
	w.centred(c.Address, style{size: layout.Letters})
	w.y += 50
	for _, f := range c.Facts {
		w.centred(f[0]+": "+f[1], style{size: layout.Letters})
	}
	w.y = max(w.y, layout.PageHeight-layout.Bottom-40)
	w.centred(c.PlaceDate, style{size: layout.Letters, italic: true})
	w.newPage(false)
}

// margins are the edges of the text on the page.
func (w *writer) left() float64 {
	if w.wide {
		return layout.Top
	}
	return layout.Left
}

func (w *writer) width() float64 { return layout.TextWidth(w.wide) }

func (w *writer) topEdge() float64 {
	if w.wide {
		return layout.Left // the binding edge is on top
	}
	return layout.Top
}

func (w *writer) bottomEdge() float64 {
	if w.wide {
		return layout.PageWidth - layout.Right
	}
	return layout.PageHeight - layout.Bottom
}

func (w *writer) newPage(wide bool) {
	w.page++
	w.wide = wide
	w.y = w.topEdge()
	w.top = true
	if w.pdf != nil {
		orientation := "P"
		if wide {
			orientation = "L"
		}
		w.pdf.AddPageFormat(orientation, fpdf.SizeType{Wd: layout.PageWidth, Ht: layout.PageHeight})
	}
	if w.bare {
		return
	}
	small := style{size: 10}
	head := style{size: 10, italic: true}
	running := w.cut(w.part.Running, head, w.width())
	y := w.topEdge() - 20
	w.print((2*w.left()+w.width()-head.width(running))/2, y, running, head)
	w.line(w.left(), y+4, w.left()+w.width(), y+4, 0.4)
	foot := w.part.Say("writers.page", "page", w.page, "pages", w.total)
	w.print((2*w.left()+w.width()-small.width(foot))/2, w.bottomEdge()+26, foot, small)
}

// need begins a page where less than a height is left.
func (w *writer) need(height float64) {
	if w.y+height > w.bottomEdge() && !w.top {
		w.newPage(w.wide)
	}
}

// target notes where something is.
func (w *writer) target(id string) {
	w.pages[id] = w.page
	if w.pdf != nil {
		w.pdf.SetLink(w.link(id), max(w.y-4, 0), w.page)
	}
}

// link is the number of the link to a target.
func (w *writer) link(id string) int {
	n, ok := w.links[id]
	if !ok {
		n = w.pdf.AddLink()
		w.links[id] = n
	}
	return n
}

func (w *writer) bookmark(title string, level int) {
	if w.pdf != nil {
		w.set(style{size: 10})      // the title is written in the letters of the font
		level = min(level, w.depth) // an outline leaves out no level
		w.depth = level + 1
		w.pdf.Bookmark(title, level, max(w.y-4, 0))
	}
}
