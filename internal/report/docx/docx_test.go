package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report/docx"
	"github.com/sxsh-audit/audit/internal/report/internal/sample"
	"github.com/sxsh-audit/audit/internal/report/layout"
	"github.com/sxsh-audit/audit/internal/text"
)

// files are the parts of the document of everything, in one or more languages.
func files(t *testing.T, langs ...text.Lang) map[string]string {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var printers []*i18n.Printer
	for _, l := range langs {
		printers = append(printers, c.Printer(l))
	}
	l, err := layout.Lay(sample.Document(), printers...)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := docx.Write(&b, l); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range r.File {
		if !f.Modified.IsZero() && f.Modified.Year() > 1980 {
			t.Errorf("%s has a time", f.Name)
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(content)
	}
	return all
}

func TestWellFormed(t *testing.T) {
	for name, content := range files(t, text.VI, text.EN) {
		if strings.HasSuffix(name, ".png") {
			continue
		}
		d := xml.NewDecoder(strings.NewReader(content))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
	}
}

// What is pointed at is there, once: bookmarks, pictures, styles, content types.
func TestReferences(t *testing.T) {
	all := files(t, text.VI, text.EN)
	body := all["word/document.xml"]
	find := func(in, pattern string) map[string]int {
		found := map[string]int{}
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(in, -1) {
			found[m[1]]++
		}
		if len(found) == 0 {
			t.Errorf("nothing like %s", pattern)
		}
		return found
	}
	bookmarks := find(body, `w:bookmarkStart w:id="\d+" w:name="([^"]+)"`)
	for name, n := range bookmarks {
		if n != 1 || len(name) > 40 {
			t.Errorf("the bookmark %s is there %d times", name, n)
		}
	}
	for _, pattern := range []string{`w:anchor="([^"]+)"`, `PAGEREF (\S+)`, `\\b (\S+)`} {
		for name := range find(body, pattern) {
			if bookmarks[name] == 0 {
				t.Errorf("no bookmark %s", name)
			}
		}
	}
	relations := find(all["word/_rels/document.xml.rels"], `Id="([^"]+)"`)
	for _, pattern := range []string{`r:embed="([^"]+)"`, `r:id="([^"]+)"`} {
		for id := range find(body, pattern) {
			if relations[id] != 1 {
				t.Errorf("the relation %s is there %d times", id, relations[id])
			}
		}
	}
	for target := range find(all["word/_rels/document.xml.rels"], `Target="([^":]+)"`) {
		if all["word/"+target] == "" {
			t.Errorf("no part %s", target)
		}
	}
	styles := find(all["word/styles.xml"], `w:styleId="([^"]+)"`)
	for id := range find(body, `w:(?:pStyle|tblStyle|rStyle) w:val="([^"]+)"`) {
		if styles[id] != 1 {
			t.Errorf("the style %s is there %d times", id, styles[id])
		}
	}
	for id, n := range find(body, `<wp:docPr id="(\d+)"`) {
		if n != 1 {
			t.Errorf("the picture %s is there %d times", id, n)
		}
	}
	for part := range find(all["[Content_Types].xml"], `PartName="/([^"]+)"`) {
		if all[part] == "" {
			t.Errorf("no part %s", part)
		}
	}
	for id := range find(body, `<w:numId w:val="(\d+)"`) {
		if !strings.Contains(all["word/numbering.xml"], `<w:num w:numId="`+id+`">`) {
			t.Errorf("no list %s", id)
		}
	}
}

// The look of a Vietnamese administrative report.
func TestLook(t *testing.T) {
	all := files(t, text.VI)
	for name, wants := range map[string][]string{
		"word/styles.xml": {`w:ascii="Times New Roman"`, `<w:sz w:val="26"/>`, `<w:lang w:val="vi-VN"`, `w:styleId="Heading1"`, `<w:name w:val="heading 1"/>`, `<w:outlineLvl w:val="0"/>`},
		"word/document.xml": {
			// 20, 15, 20 and 30 mm in twentieths of a point
			`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701"`,
			`w:orient="landscape"`, `<w:tblHeader/>`, `<w:cantSplit/>`, `TOC \o "1-2"`, `SEQ Bảng \* ARABIC`, `SEQ Hình \* ARABIC`, `<w:vMerge w:val="restart"/>`, `<w:gridSpan w:val="3"/>`,
			`descr="Từ tháng 6 nhà máy bắt đầu tiết kiệm"`, `w:pageBreakBefore`,
		},
		"word/footer1.xml":  {` PAGE `, ` NUMPAGES `, `Trang `},
		"word/header1.xml":  {`Báo cáo đánh giá sản xuất sạch hơn`},
		"docProps/core.xml": {`<dcterms:created xsi:type="dcterms:W3CDTF">2023-03-05T00:00:00Z`, `<dc:language>vi-VN</dc:language>`, `<dc:creator>Nguyễn Thị Ánh Tuyết</dc:creator>`},
	} {
		for _, want := range wants {
			if !strings.Contains(all[name], want) {
				t.Errorf("%s has no %s", name, want)
			}
		}
	}
	both := files(t, text.EN, text.VI)
	for name, want := range map[string]string{"word/footer1.xml": "Page ", "word/footer2.xml": "Trang ", "word/document.xml": `<w:lang w:val="vi-VN"/>`, "word/styles.xml": `<w:lang w:val="en-US"`} {
		if !strings.Contains(both[name], want) {
			t.Errorf("%s has no %s", name, want)
		}
	}
}
