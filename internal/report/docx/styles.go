package docx

import (
	"bytes"
	"fmt"

	"github.com/sxsh-audit/audit/internal/text"
)

// style is a paragraph style: sizes in half points, distances in twentieths of a
// point.
type style struct {
	id, name, based, next string
	p, r                  string
	quick                 bool
}

// The styles. Names are Word's own English ones where it has them, which it
// shows in the user's language.
var all = []style{
	{id: "Normal", name: "Normal", p: `<w:spacing w:before="60" w:after="60" w:line="276" w:lineRule="auto"/>`, quick: true},
	{id: "BodyText", name: "Body Text", based: "Normal", p: `<w:jc w:val="both"/>`, quick: true},
	{id: "Heading1", name: "heading 1", based: "Normal", next: "BodyText", p: `<w:keepNext/><w:keepLines/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="0"/>`, r: `<w:b/><w:sz w:val="28"/>`, quick: true},
	{id: "Heading2", name: "heading 2", based: "Normal", next: "BodyText", p: `<w:keepNext/><w:keepLines/><w:spacing w:before="220" w:after="100"/><w:outlineLvl w:val="1"/>`, r: `<w:b/>`, quick: true},
	{id: "Heading3", name: "heading 3", based: "Normal", next: "BodyText", p: `<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="80"/><w:outlineLvl w:val="2"/>`, r: `<w:b/><w:i/>`, quick: true},
	{id: "Title", name: "Title", based: "Normal", next: "Subtitle", p: `<w:keepNext/><w:spacing w:before="240" w:after="120"/><w:jc w:val="center"/>`, r: `<w:b/><w:caps/><w:sz w:val="32"/>`, quick: true},
	{id: "Subtitle", name: "Subtitle", based: "Normal", next: "BodyText", p: `<w:spacing w:after="240"/><w:jc w:val="center"/>`, r: `<w:b/>`, quick: true},
	{id: "Lead", name: "Lead", based: "BodyText", r: `<w:b/>`, quick: true},
	{id: "Remark", name: "Remark", based: "BodyText", p: `<w:spacing w:before="40" w:after="80" w:line="240" w:lineRule="auto"/>`, r: `<w:i/><w:sz w:val="22"/>`, quick: true},
	{id: "Warning", name: "Warning", based: "BodyText", p: `<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="D55E00"/></w:pBdr><w:ind w:left="200"/>`, quick: true},
	{id: "Centred", name: "Centred", based: "Normal", p: `<w:jc w:val="center"/>`},
	{id: "Caption", name: "caption", based: "Normal", next: "BodyText", p: `<w:spacing w:before="120" w:after="80" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>`, r: `<w:b/><w:sz w:val="24"/>`, quick: true},
	{id: "Picture", name: "Picture", based: "Normal", p: `<w:keepNext/><w:spacing w:before="120" w:after="40" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>`},
	{id: "ListBullet", name: "List Bullet", based: "Normal", p: `<w:spacing w:before="20" w:after="40"/>`},
	{id: "ListNumber", name: "List Number", based: "Normal", p: `<w:spacing w:before="20" w:after="40"/>`},
	{id: "Check", name: "Check", based: "Normal", p: `<w:spacing w:before="20" w:after="40"/><w:ind w:left="425" w:hanging="425"/>`},
	{id: "Source", name: "Source", based: "Normal", p: `<w:spacing w:before="20" w:after="60" w:line="240" w:lineRule="auto"/><w:ind w:left="567" w:hanging="567"/>`, r: `<w:sz w:val="22"/>`},
	{id: "TableText", name: "Table Text", based: "Normal", p: `<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>`, r: `<w:sz w:val="22"/>`},
	{id: "TableHead", name: "Table Head", based: "TableText", p: `<w:keepNext/><w:jc w:val="center"/>`, r: `<w:b/>`},
	{id: "SmallText", name: "Small Table Text", based: "TableText", r: `<w:sz w:val="18"/>`},
	{id: "SmallHead", name: "Small Table Head", based: "TableHead", r: `<w:sz w:val="18"/>`},
	{id: "Organisation", name: "Organisation", based: "Centred", r: `<w:b/><w:caps/><w:sz w:val="28"/>`},
	{id: "TOCHeading", name: "TOC Heading", based: "Normal", p: `<w:keepNext/><w:spacing w:before="240" w:after="120"/><w:jc w:val="center"/>`, r: `<w:b/><w:caps/>`},
	{id: "TOC1", name: "toc 1", based: "Normal", p: `<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9355"/></w:tabs><w:spacing w:before="20" w:after="20"/>`},
	{id: "TOC2", name: "toc 2", based: "Normal", p: `<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9355"/></w:tabs><w:spacing w:before="0" w:after="20"/><w:ind w:left="340"/>`},
	{id: "TOC3", name: "toc 3", based: "Normal", p: `<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9355"/></w:tabs><w:spacing w:before="0" w:after="20"/><w:ind w:left="680"/>`},
	{id: "Header", name: "header", based: "Normal", p: `<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="777777"/></w:pBdr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>`, r: `<w:i/><w:sz w:val="20"/>`},
	{id: "Footer", name: "footer", based: "Normal", p: `<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>`, r: `<w:sz w:val="20"/>`},
}

func styles(lang text.Lang) string {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<w:styles xmlns:w="` + wordSpace + `"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="` + locale(lang) + `" w:eastAsia="` + locale(lang) + `" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>` + "\n")
	for _, s := range all {
		isDefault := ""
		if s.id == "Normal" {
			isDefault = ` w:default="1"`
		}
		fmt.Fprintf(&b, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>`, isDefault, s.id, s.name)
		if s.based != "" {
			fmt.Fprintf(&b, `<w:basedOn w:val="%s"/>`, s.based)
		}
		if s.next != "" {
			fmt.Fprintf(&b, `<w:next w:val="%s"/>`, s.next)
		}
		if s.quick {
			b.WriteString(`<w:qFormat/>`)
		}
		if s.p != "" {
			b.WriteString(`<w:pPr>` + s.p + `</w:pPr>`)
		}
		if s.r != "" {
			b.WriteString(`<w:rPr>` + s.r + `</w:rPr>`)
		}
		b.WriteString("</w:style>\n")
	}
	b.WriteString(`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="005A9C"/></w:rPr></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&b, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="777777"/>`, side)
	}
	b.WriteString("</w:tblBorders></w:tblPr></w:style>\n</w:styles>")
	return b.String()
}

// numbering is bullets and as many numbered lists as there are, each beginning
// at 1.
func (d *document) numbering() string {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<w:numbering xmlns:w="` + wordSpace + `">` + "\n")
	level := func(i int, format, words string) {
		fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="360"/></w:pPr></w:lvl>`, i, format, words, 425+360*i)
	}
	b.WriteString(`<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>`)
	for i, sign := range []string{"•", "–", "◦", "•", "–", "◦", "•", "–", "◦"} {
		level(i, "bullet", sign)
	}
	b.WriteString("</w:abstractNum>\n" + `<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>`)
	for i := range 9 {
		level(i, "decimal", fmt.Sprintf("%%%d.", i+1))
	}
	b.WriteString("</w:abstractNum>\n" + `<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>` + "\n")
	for n := range d.lists {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`+"\n", n+2)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}
