package auditfile

import (
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// Template is what a new audit starts with; what is empty is left for the
// author to fill in.
type Template struct {
	ID       string // see NewID
	Plant    string
	Sector   string // id of a pack
	Level    string // quick | detailed
	Date     quantity.Date
	Currency string // VND if empty
	Products []assess.Product
	Lang     text.Lang // of the comments
	// Comments are lines for the end of the file, without the sign: the flows
	// that the sector meters, for example.
	Comments []string
}

// The comments of a new file, for an author who opens it in a text editor.
var (
	noteHead = text.Name{
		VI: "# Đánh giá sản xuất sạch hơn. Mở bằng chương trình audit, hoặc sửa bằng trình soạn thảo văn bản (UTF-8).\n# Số viết bằng dấu chấm thập phân và không tách hàng nghìn: 1234.5. Ngày viết năm-tháng-ngày.\n",
		EN: "# A cleaner-production assessment. Open it with the program audit, or edit it with a text editor (UTF-8).\n# Numbers have a decimal point and no thousands separators: 1234.5. Dates are year-month-day.\n",
	}
	noteName    = text.Name{VI: "tên cơ sở", EN: "name of the plant"}
	noteSector  = text.Name{VI: "mã ngành; xem bằng lệnh: audit sectors", EN: "id of the sector; listed by: audit sectors"}
	noteLevel   = text.Name{VI: "quick (nhanh) hoặc detailed (chi tiết)", EN: "quick or detailed"}
	noteProduct = text.Name{
		VI: "# Mỗi sản phẩm một bảng, ví dụ:\n#\n# [[product]]\n# id   = \"starch\"\n# name = \"Tinh bột sắn\"\n# unit = \"t\"\n",
		EN: "# One table for each product, for example:\n#\n# [[product]]\n# id   = \"starch\"\n# name = \"Cassava starch\"\n# unit = \"t\"\n",
	}
	notePeriod = text.Name{
		VI: "# Mỗi tháng (hoặc mỗi kỳ từ ngày – đến ngày) một bảng: sản lượng và các dòng. Ví dụ:\n#\n# [[period]]\n# month  = \"2018-01\"                  # hoặc from = 2018-01-01 và to = 2018-12-31\n# phase  = \"before\"                   # before (trước) | after (sau) | omitted (không tính)\n# output = { %s = 1250 }\n# flows  = { electricity = 231000, water = 18400 }\n",
		EN: "# One table for each month (or period from one day to another): output and flows. For example:\n#\n# [[period]]\n# month  = \"2018-01\"                  # or from = 2018-01-01 and to = 2018-12-31\n# phase  = \"before\"                   # before | after | omitted\n# output = { %s = 1250 }\n# flows  = { electricity = 231000, water = 18400 }\n",
	}
)

// NewSource writes the text of a new audit file, with comments that say how to
// go on by hand.
func NewSource(t Template) []byte {
	if t.Currency == "" {
		t.Currency = "VND"
	}
	if t.Level == "" {
		t.Level = "quick"
	}
	var b strings.Builder
	b.WriteString(noteHead.In(t.Lang))
	fmt.Fprintf(&b, "format = %d\n", Format)
	table := func(header string, fields ...line) {
		b.WriteString("\n" + header + "\n")
		width := 0
		for _, f := range fields {
			width = max(width, len(f.key))
		}
		for _, f := range fields {
			fmt.Fprintf(&b, "%-*s = %s", width, f.key, tomldoc.Literal(f.value))
			if !f.note.Empty() {
				b.WriteString("   # " + f.note.In(t.Lang))
			}
			b.WriteByte('\n')
		}
	}
	table("[plant]", line{"name", t.Plant, noteName}, line{"sector", t.Sector, noteSector})

	settings := []line{{"level", t.Level, noteLevel}}
	if t.ID != "" {
		settings = append([]line{{key: "id", value: t.ID}}, settings...)
	}
	if !t.Date.IsZero() {
		settings = append(settings, line{key: "date", value: t.Date})
	}
	table("[audit]", append(settings, line{key: "currency", value: t.Currency})...)

	first := "starch"
	if len(t.Products) == 0 {
		b.WriteString("\n" + noteProduct.In(t.Lang))
	} else {
		first = t.Products[0].ID
	}
	for _, p := range t.Products {
		var fields []line
		for _, f := range tomldoc.Fields(p) {
			fields = append(fields, line{key: f.Key, value: f.Value})
		}
		table("[[product]]", fields...)
	}
	b.WriteString("\n" + fmt.Sprintf(notePeriod.In(t.Lang), first))
	for i, c := range t.Comments {
		if i == 0 {
			b.WriteByte('\n')
		}
		b.WriteString("# " + oneLine(c) + "\n")
	}
	return []byte(b.String())
}

// oneLine keeps a comment a comment.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f {
			return ' '
		}
		return r
	}, norm.NFC.String(s))
}

// line is a key of a new file with its value and a note beside it.
type line struct {
	key   string
	value any
	note  text.Name
}
