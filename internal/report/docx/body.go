package docx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/sxsh-audit/audit/internal/report"
	"github.com/sxsh-audit/audit/internal/report/figure"
	"github.com/sxsh-audit/audit/internal/report/layout"
	"github.com/sxsh-audit/audit/internal/report/pdf"
	"github.com/sxsh-audit/audit/internal/text"
)

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}

func (d *document) put(s string) { d.b.WriteString(s) }

func (d *document) putf(format string, args ...any) { fmt.Fprintf(&d.b, format, args...) }

// main is the whole of document.xml.
func (d *document) main() string {
	return xmlHead + `<w:document xmlns:w="` + wordSpace + `" xmlns:r="` + relationType + `" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>` + "\n" + d.b.String() + `</w:body></w:document>`
}

// body writes the parts, every section of pages with its properties.
func (d *document) body() error {
	for i := range d.doc.Parts {
		d.part = &d.doc.Parts[i]
		header, footer := d.marginFiles(i + 1)
		first := `<w:headerReference w:type="default" r:id="` + header + `"/><w:footerReference w:type="default" r:id="` + footer + `"/>`
		whole := d.bookmark(d.part.Prefix + "part")
		d.put(whole.start)
		d.title()
		if d.part.Cover != nil {
			d.end(pageProperties("", false, true))
		}
		for j, s := range d.part.Sections {
			d.wide = s.Landscape
			for _, b := range s.Blocks {
				if err := d.block(b); err != nil {
					return err
				}
			}
			last := j == len(d.part.Sections)-1
			if last {
				d.put(whole.end)
			}
			properties := pageProperties(first, s.Landscape, false)
			if last && i == len(d.doc.Parts)-1 {
				d.put(properties)
			} else {
				d.end(properties)
			}
		}
		if len(d.part.Sections) == 0 {
			d.put(whole.end)
			d.put(pageProperties(first, false, false))
		}
	}
	return nil
}

// end ends a section of pages: a small paragraph carries its properties.
func (d *document) end(properties string) {
	d.put(`<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>` + properties + `</w:pPr></w:p>` + "\n")
}

// pageProperties are the size and margins of pages, in twentieths of a point. A
// page on its side keeps its binding edge on top.
func pageProperties(margins string, landscape, cover bool) string {
	size := `<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>`
	if landscape {
		size = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1701" w:right="1134" w:bottom="850" w:left="1134" w:header="567" w:footer="425" w:gutter="0"/>`
	}
	align := ""
	if cover {
		align = `<w:titlePg/>`
	}
	return `<w:sectPr>` + margins + `<w:type w:val="nextPage"/>` + size + align + `</w:sectPr>` + "\n"
}

// marginFiles writes the header and footer of a part.
func (d *document) marginFiles(n int) (header, footer string) {
	space := ` xmlns:w="` + wordSpace + `" xmlns:r="` + relationType + `"`
	d.margins = append(d.margins, file{fmt.Sprintf("word/header%d.xml", n),
		xmlHead + `<w:hdr` + space + `><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>` + d.run(d.part.Running, "") + `</w:p></w:hdr>`})
	words := d.part.Say("writers.page", "page", "\ue000", "pages", "\ue001")
	var b strings.Builder
	for _, piece := range splitAfter(words) {
		switch piece {
		case "\ue000":
			b.WriteString(d.field("PAGE", "1"))
		case "\ue001":
			b.WriteString(d.field("NUMPAGES", "1"))
		default:
			b.WriteString(d.run(piece, ""))
		}
	}
	d.margins = append(d.margins, file{fmt.Sprintf("word/footer%d.xml", n),
		xmlHead + `<w:ftr` + space + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + b.String() + `</w:p></w:ftr>`})
	return d.relate("header", fmt.Sprintf("header%d.xml", n), false), d.relate("footer", fmt.Sprintf("footer%d.xml", n), false)
}

// splitAfter divides a text at the signs that stand for page numbers.
func splitAfter(s string) (pieces []string) {
	piece := ""
	for _, r := range s {
		if r == '\ue000' || r == '\ue001' {
			if piece != "" {
				pieces = append(pieces, piece)
			}
			pieces, piece = append(pieces, string(r)), ""
			continue
		}
		piece += string(r)
	}
	if piece != "" {
		pieces = append(pieces, piece)
	}
	return pieces
}

// run is a run of text with properties.
func (d *document) run(s, properties string) string {
	if d.part != nil && d.part.Lang != d.doc.Lang {
		properties += `<w:lang w:val="` + locale(d.part.Lang) + `"/>`
	}
	if properties != "" {
		properties = `<w:rPr>` + properties + `</w:rPr>`
	}
	return `<w:r>` + properties + `<w:t xml:space="preserve">` + escape(s) + `</w:t></w:r>`
}

// field is a field with the result that it shows until it is updated.
func (d *document) field(code, result string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + code + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` + d.run(result, "") + `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

// mark is a bookmark's two ends.
type mark struct{ start, end string }

// bookmark marks a target.
func (d *document) bookmark(target string) mark {
	d.bookmarks++
	return mark{
		fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/>`, d.bookmarks, d.anchor(target)),
		fmt.Sprintf(`<w:bookmarkEnd w:id="%d"/>`, d.bookmarks),
	}
}

// anchor is the name of the bookmark of a target: Word takes letters, digits and
// 40 characters.
func (d *document) anchor(target string) string {
	if _, ok := d.marks[target]; !ok {
		d.marks[target] = fmt.Sprintf("_Ref%06d", len(d.marks)+1)
	}
	return d.marks[target]
}

// runs is a text with its links.
func (d *document) runs(t layout.Text, properties string) string {
	var b strings.Builder
	for _, r := range t {
		if r.Target == "" {
			b.WriteString(d.run(r.String, properties))
			continue
		}
		b.WriteString(`<w:hyperlink w:anchor="` + d.anchor(r.Target) + `" w:history="1">` + d.run(r.String, properties) + `</w:hyperlink>`)
	}
	return b.String()
}

// paragraph writes a paragraph of a style.
func (d *document) paragraph(style, more, content string) {
	d.put(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + more + `</w:pPr>` + content + "</w:p>\n")
}

func (d *document) title() {
	c := d.part.Cover
	if c == nil {
		if d.part.Name != "" {
			d.paragraph("Centred", "", d.run(d.part.Name, ""))
		}
		d.paragraph("Title", "", d.run(d.part.Title, ""))
		if d.part.Subtitle != "" {
			d.paragraph("Subtitle", "", d.run(d.part.Subtitle, ""))
		}
		return
	}
	line := func(style, s string) {
		if s != "" {
			d.paragraph(style, "", d.run(s, ""))
		}
	}
	line("Centred", c.Parent)
	line("Organisation", c.Organisation)
	d.paragraph("Title", `<w:spacing w:before="3600" w:after="240"/>`, d.run(d.part.Title, ""))
	line("Subtitle", d.part.Subtitle)
	line("Organisation", c.Plant)
	line("Centred", c.Address)
	for i, f := range c.Facts {
		before := 0
		if i == 0 {
			before = 1200
		}
		d.paragraph("Centred", fmt.Sprintf(`<w:spacing w:before="%d" w:after="40"/>`, before), d.run(f[0]+": ", "")+d.run(f[1], "<w:b/>"))
	}
	d.paragraph("Centred", `<w:spacing w:before="2400"/>`, d.run(c.PlaceDate, "<w:i/>"))
}

func (d *document) block(b layout.Block) error {
	switch b := b.(type) {
	case layout.Heading:
		more := ""
		if b.Annex {
			more = `<w:pageBreakBefore/>`
		}
		m := d.bookmark(b.Target)
		d.paragraph(fmt.Sprintf("Heading%d", b.Level), more, m.start+d.run(b.Title, "")+m.end)
	case layout.Paragraph:
		style := map[report.ParagraphKind]string{report.Plain: "BodyText", report.Lead: "Lead", report.Remark: "Remark", report.Warning: "Warning", report.Centred: "Centred"}[b.Kind]
		d.paragraph(style, "", d.runs(b.Text, ""))
	case layout.List:
		number := 1
		if b.Numbered {
			d.lists++
			number = d.lists + 1
		}
		d.list(b.Items, number, 0)
	case layout.Table:
		return d.table(b)
	case layout.Figure:
		return d.figure(b)
	case layout.Contents:
		d.contents(b)
	case layout.PageBreak:
		d.put(`<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>` + "\n")
	case layout.Checklist:
		for _, c := range b.Items {
			box := "☐"
			if c.Done {
				box = "☒"
			}
			content := d.run(box, `<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol" w:cs="Segoe UI Symbol"/>`) + `<w:r><w:tab/></w:r>` + d.runs(c.Text, "")
			if len(c.Note) > 0 {
				content += d.run(" ", "") + d.runs(c.Note, "<w:i/>")
			}
			d.paragraph("Check", "", content)
		}
	case layout.Signatures:
		d.signatures(b)
	case layout.Sources:
		for _, s := range b.Items {
			m := d.bookmark(s.Target)
			content := m.start + d.run(fmt.Sprintf("[%d]", s.Number), "") + m.end + `<w:r><w:tab/></w:r>` + d.run(s.About, "")
			if s.URL != "" {
				content += d.run(" ", "") + d.link(s.URL)
			}
			if s.More != "" {
				content += d.run(" "+s.More, "")
			}
			d.paragraph("Source", "", content)
		}
	}
	return nil
}

// link is an address; only those of the web lead somewhere.
func (d *document) link(url string) string {
	if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") {
		return d.run(url, "")
	}
	return `<w:hyperlink r:id="` + d.relate("hyperlink", url, true) + `">` + d.run(url, `<w:rStyle w:val="Hyperlink"/>`) + `</w:hyperlink>`
}

func (d *document) list(items []layout.Item, number, level int) {
	style := "ListBullet"
	if number > 1 {
		style = "ListNumber"
	}
	for _, item := range items {
		properties := ""
		if item.Strong {
			properties = "<w:b/>"
		}
		keep := ""
		if len(item.Below) > 0 {
			keep = "<w:keepNext/>"
		}
		d.paragraph(style, keep+fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, min(level, 8), number), d.runs(item.Text, properties))
		d.list(item.Below, 1, level+1)
	}
}

// caption is a caption whose number is a field; before it a table's, below it a
// figure's.
func (d *document) caption(kind, caption, number, target, more string) {
	word := d.part.Printer.Say(text.M("writers.word." + kind))
	m := d.bookmark(target)
	content := m.start + d.run(caption, "") + m.end
	if rest, ok := strings.CutPrefix(caption, word+" "+number); ok && number != "" {
		name := word
		if d.part.Prefix != "" && len(d.doc.Parts) > 1 { // a count of its own for each language
			name = word + "_" + string(d.part.Lang)
		}
		content = m.start + d.run(word+" ", "") + d.field("SEQ "+name+` \* ARABIC`, number) + m.end + d.run(rest, "")
	}
	d.paragraph("Caption", more, content)
}

// contents is a field that Word fills anew when it is asked to. Until then it
// shows the headings and the pages on which the PDF of the same report has them.
func (d *document) contents(c layout.Contents) {
	if d.pages == nil {
		d.pages = pdf.Pages(d.doc)
	}
	d.paragraph("TOCHeading", "", d.run(c.Title, ""))
	depth := 1
	for _, e := range c.Entries {
		depth = max(depth, e.Level)
	}
	begin := fmt.Sprintf(`<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-%d" \h \z \u \b %s </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`,
		depth, d.anchor(d.part.Prefix+"part"))
	for _, e := range c.Entries {
		d.paragraph(fmt.Sprintf("TOC%d", e.Level), "", begin+`<w:hyperlink w:anchor="`+d.anchor(e.Target)+`" w:history="1">`+d.run(e.Title, "")+`<w:r><w:tab/></w:r>`+d.field("PAGEREF "+d.anchor(e.Target)+` \h`, fmt.Sprint(d.pages[e.Target]))+`</w:hyperlink>`)
		begin = ""
	}
	d.put(`<w:p>` + begin + `<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>` + "\n")
}

func (d *document) signatures(s layout.Signatures) {
	d.paragraph("Normal", `<w:keepNext/><w:spacing w:before="480"/><w:jc w:val="right"/>`, d.run(s.PlaceDate, "<w:i/>"))
	if len(s.Signers) == 0 {
		return
	}
	width := int(layout.TextWidth(d.wide) * 20)
	each := width / len(s.Signers)
	d.putf(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, each*len(s.Signers))
	for range s.Signers {
		d.putf(`<w:gridCol w:w="%d"/>`, each)
	}
	d.put(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	for _, who := range s.Signers {
		d.putf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, each)
		d.paragraph("Centred", "<w:keepNext/>", d.run(who.Role, "<w:b/><w:caps/>"))
		d.paragraph("Centred", "<w:keepNext/>", d.run(s.Hint, "<w:i/>"))
		d.paragraph("Centred", `<w:spacing w:before="1400"/>`, d.run(who.Name, "<w:b/>"))
		d.put(`</w:tc>`)
	}
	d.put("</w:tr></w:tbl>\n")
}

// figure writes a picture with its caption below.
func (d *document) figure(f layout.Figure) error {
	const dpi = 180
	png, err := f.Drawing.PNG(dpi)
	if err != nil {
		return err
	}
	width, height := f.Drawing.Width, f.Drawing.Height
	if scale := min(layout.TextWidth(d.wide)/width, pictureHeight(d.wide)/height, 1); scale < 1 {
		width, height = width*scale, height*scale
	}
	alt := f.Alt
	if alt == "" {
		alt = f.Caption
	}
	d.paragraph("Picture", "", d.picture(png, width, height, alt))
	if f.Caption != "" {
		more := ""
		if len(f.Notes) > 0 {
			more = "<w:keepNext/>"
		}
		d.caption("figure", f.Caption, f.Number, f.Target, more)
	}
	for _, n := range f.Notes {
		d.paragraph("Remark", "", d.runs(n, ""))
	}
	return nil
}

// pictureHeight leaves room for a caption below a picture.
func pictureHeight(wide bool) float64 {
	if wide {
		return layout.PageWidth - layout.Left - layout.Right - 60
	}
	return layout.PageHeight - layout.Top - layout.Bottom - 80
}

// picture is a run with a PNG picture of so many points.
func (d *document) picture(png []byte, width, height float64, alt string) string {
	id, ok := d.pictures[string(png)]
	if !ok {
		name := fmt.Sprintf("media/image%d.png", len(d.media)+1)
		d.media = append(d.media, file{"word/" + name, string(png)})
		id = d.relate("image", name, false)
		d.pictures[string(png)] = id
	}
	d.objects++
	const emu = 12700 // of a point
	return fmt.Sprintf(`<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%[1]d" cy="%[2]d"/><wp:docPr id="%[3]d" name="Picture %[3]d" descr="%[4]s"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%[3]d" name="Picture %[3]d" descr="%[4]s"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="%[5]s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
		int(width*emu), int(height*emu), d.objects, escape(alt), id)
}

// mini is a bar of a table cell.
func (d *document) mini(m *figure.Drawing, words string, width float64) (string, error) {
	png, err := m.PNG(200)
	if err != nil {
		return "", err
	}
	scale := min(1, width/m.Width)
	return d.picture(png, m.Width*scale, m.Height*scale, words), nil
}
