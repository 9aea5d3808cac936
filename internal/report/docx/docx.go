// Package docx writes a laid-out report as a Word document (Office Open XML,
// ECMA-376) with the look of a Vietnamese administrative report (Nghị định
// 30/2020/NĐ-CP, phụ lục I): A4, Times New Roman 13, margins of 20 mm above and
// below, 30 mm left, 15 mm right. Headings are Word's own, so that its
// navigation and contents know them; captions are numbered by fields; wide
// tables stand on pages on their side.
package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/report/layout"
	"github.com/sxsh-audit/audit/internal/text"
)

// Write writes a document. The same document gives the same bytes.
func Write(w io.Writer, doc *layout.Document) error {
	d := &document{doc: doc, marks: map[string]string{}, pictures: map[string]string{}}
	if err := d.body(); err != nil {
		return err
	}
	files := []file{
		{"[Content_Types].xml", d.contentTypes()},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", core(doc)},
		{"docProps/app.xml", app},
		{"word/document.xml", d.main()},
		{"word/_rels/document.xml.rels", d.relations()},
		{"word/styles.xml", styles(doc.Lang)},
		{"word/numbering.xml", d.numbering()},
		{"word/settings.xml", settings(doc.Lang)},
		{"word/fontTable.xml", fontTable},
	}
	files = append(files, d.margins...)
	files = append(files, d.media...)
	return pack(w, files)
}

// file is a part of the package.
type file struct {
	name, content string
}

// pack writes the parts as a ZIP archive without times.
func pack(w io.Writer, files []file) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		part, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(part, f.content); err != nil {
			return err
		}
	}
	return z.Close()
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// document collects the parts.
type document struct {
	doc  *layout.Document
	b    bytes.Buffer // of the body
	part *layout.Part

	marks     map[string]string // target → bookmark
	bookmarks int
	objects   int               // pictures
	lists     int               // numbered lists
	pictures  map[string]string // content → relation
	media     []file
	margins   []file   // headers and footers
	relation  []string // of the document to its parts
	wide      bool     // on a page on its side
	pages     map[string]int
}

func (d *document) relations() string {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + "\n")
	for i, r := range [][2]string{{"styles", "styles.xml"}, {"numbering", "numbering.xml"}, {"settings", "settings.xml"}, {"fontTable", "fontTable.xml"}} {
		fmt.Fprintf(&b, `<Relationship Id="rBase%d" Type="%s/%s" Target="%s"/>`+"\n", i+1, relationType, r[0], r[1])
	}
	for _, r := range d.relation {
		b.WriteString(r + "\n")
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

const relationType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

// relate adds a relation and returns its id.
func (d *document) relate(kind, target string, external bool) string {
	id := fmt.Sprintf("rId%d", len(d.relation)+1)
	mode := ""
	if external {
		mode = ` TargetMode="External"`
	}
	d.relation = append(d.relation, fmt.Sprintf(`<Relationship Id="%s" Type="%s/%s" Target="%s"%s/>`, id, relationType, kind, escape(target), mode))
	return id
}

func (d *document) contentTypes() string {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>
`)
	const kind = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	for _, o := range [][2]string{{"document", "document.main"}, {"styles", "styles"}, {"numbering", "numbering"}, {"settings", "settings"}, {"fontTable", "fontTable"}} {
		fmt.Fprintf(&b, `<Override PartName="/word/%s.xml" ContentType="%s%s+xml"/>`+"\n", o[0], kind, o[1])
	}
	for i := range d.doc.Parts {
		fmt.Fprintf(&b, `<Override PartName="/word/header%d.xml" ContentType="%sheader+xml"/>`+"\n", i+1, kind)
		fmt.Fprintf(&b, `<Override PartName="/word/footer%d.xml" ContentType="%sfooter+xml"/>`+"\n", i+1, kind)
	}
	b.WriteString(`</Types>`)
	return b.String()
}

const packageRelations = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/>
</Relationships>`

const app = xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>audit</Application></Properties>`

func core(doc *layout.Document) string {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` + "\n")
	for _, p := range [][2]string{{"dc:title", doc.Title}, {"dc:subject", doc.Subject}, {"dc:creator", doc.Author}, {"dc:description", doc.Subtitle}, {"dc:language", locale(doc.Lang)}} {
		if p[1] != "" {
			b.WriteString("<" + p[0] + ">" + escape(p[1]) + "</" + p[0] + ">\n")
		}
	}
	if t := stamp(doc.Date); t != "" {
		b.WriteString(`<dcterms:created xsi:type="dcterms:W3CDTF">` + t + `</dcterms:created>` + "\n")
		b.WriteString(`<dcterms:modified xsi:type="dcterms:W3CDTF">` + t + `</dcterms:modified>` + "\n")
	}
	b.WriteString(`</cp:coreProperties>`)
	return b.String()
}

// stamp is a day as a time: the audit's, as no clock is asked.
func stamp(d quantity.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02dT00:00:00Z", d.Year, d.Month, d.Day)
}

func locale(l text.Lang) string {
	if l == text.EN {
		return "en-US"
	}
	return "vi-VN"
}

func settings(lang text.Lang) string {
	return xmlHead + `<w:settings xmlns:w="` + wordSpace + `"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="` + locale(lang) + `"/><w:decimalSymbol w:val="` + decimal(lang) + `"/><w:listSeparator w:val=";"/></w:settings>`
}

func decimal(l text.Lang) string {
	if l == text.EN {
		return "."
	}
	return ","
}

const wordSpace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

const fontTable = xmlHead + `<w:fonts xmlns:w="` + wordSpace + `"><w:font w:name="Times New Roman"><w:altName w:val="Liberation Serif"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>`
