package pdf

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/report/internal/sample"
	"github.com/sxsh-audit/audit/internal/report/layout"
	"github.com/sxsh-audit/audit/internal/text"
)

func everything(t testing.TB, langs ...text.Lang) *layout.Document {
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
	return l
}

func plainPDF(t testing.TB, d *layout.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, d, false); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// shown is every text that the pages show, one a line. In an uncompressed file
// a text is written (…) Tj in UTF-16, some bytes behind a backslash.
func shown(b []byte) string {
	var out strings.Builder
	for {
		i := bytes.Index(b, []byte(" Td ("))
		if i < 0 {
			return out.String()
		}
		b = b[i+5:]
		var raw []byte
		j := 0
		for ; j < len(b) && b[j] != ')'; j++ {
			if b[j] == '\\' {
				j++
				if b[j] == 'r' {
					raw = append(raw, '\r')
					continue
				}
			}
			raw = append(raw, b[j])
		}
		b = b[j:]
		var units []uint16
		for k := 0; k+1 < len(raw); k += 2 {
			units = append(units, uint16(raw[k])<<8|uint16(raw[k+1]))
		}
		out.WriteString(string(utf16.Decode(units)) + "\n")
	}
}

func TestEveryNumber(t *testing.T) {
	for _, langs := range [][]text.Lang{{text.VI}, {text.EN}, {text.EN, text.VI}} {
		d := everything(t, langs...)
		got := shown(plainPDF(t, d))
		if missing := sample.Missing(sample.Text(d, sample.Options{Pictures: true}), got); len(missing) > 0 {
			t.Errorf("%v: the pages lack %q", langs, missing)
		}
	}
}

// Every Vietnamese letter can be copied out of the file.
func TestVietnamese(t *testing.T) {
	const all = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
	d := &layout.Document{Lang: text.VI, Parts: []layout.Part{everything(t, text.VI).Parts[0]}}
	p := &d.Parts[0]
	p.Cover, p.Entries = nil, nil
	p.Sections = []layout.Section{{Blocks: []layout.Block{
		layout.Paragraph{Text: layout.Text{{String: all}}}, layout.Paragraph{Text: layout.Text{{String: strings.ToUpper(all)}}},
	}}}
	got := strings.ReplaceAll(shown(plainPDF(t, d)), "\n", "")
	for _, want := range []string{all, strings.ToUpper(all)} {
		if !strings.Contains(got, want) {
			t.Errorf("not in the file: %s\n%s", want, got)
		}
	}
}

// The contents name the pages on which the headings stand, and the pages are
// counted.
func TestPages(t *testing.T) {
	d := everything(t, text.VI)
	b := plainPDF(t, d)
	pages := len(regexp.MustCompile(`/Type /Page\b`).FindAll(b, -1))
	at := Pages(d)
	for _, e := range d.Parts[0].Entries {
		if n := at[e.Target]; n < 2 || n > pages {
			t.Errorf("%s is on page %d of %d", e.Title, n, pages)
		}
	}
	if words := shown(b); !strings.Contains(words, "Trang 2/"+itoa(pages)) || strings.Contains(words, "Trang 1/") {
		t.Errorf("the pages are not counted to %d, or the cover has a foot", pages)
	}
	// A box in which the page is wider than high.
	if !bytes.Contains(b, []byte("/MediaBox [0 0 841.89 595.28]")) {
		t.Error("no page on its side")
	}
	for _, want := range []string{"/Outlines", "/Lang", "D:20230305000000"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
}

func itoa(n int) string {
	if n >= 10 {
		return itoa(n/10) + itoa(n%10)
	}
	return string(rune('0' + n))
}

// Nothing is drawn beyond the margins, but for the head and foot of a page.
func TestInsideMargins(t *testing.T) {
	b := plainPDF(t, everything(t, text.VI))
	place := regexp.MustCompile(`BT ([0-9.-]+) ([0-9.-]+) Td`)
	for _, m := range place.FindAllSubmatch(b, -1) {
		if x := string(m[1]); strings.HasPrefix(x, "-") {
			t.Errorf("a text at x = %s", x)
		}
		if y := string(m[2]); strings.HasPrefix(y, "-") {
			t.Errorf("a text at y = %s", y)
		}
	}
}

func TestWrap(t *testing.T) {
	s := style{size: 10}
	for _, words := range append(sample.Hostile, "a b c", "", " ", "một hai ba bốn năm sáu bảy tám chín mười") {
		for _, width := range []float64{5, 40, 200, 1000} {
			lines := wrap(plain(words), s, width)
			joined := ""
			for _, l := range lines {
				if l.width > width+0.02 && len([]rune(l.pieces[0].words)) > 1 {
					t.Errorf("%q in %v: a line of %v", words, width, l.width)
				}
				for _, p := range l.pieces {
					joined += p.words
				}
			}
			squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
			if squeeze(joined) != squeeze(s.face().Drawable(words)) {
				t.Errorf("%q became %q", words, joined)
			}
		}
	}
}
