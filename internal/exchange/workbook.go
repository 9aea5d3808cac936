package exchange

import (
	"archive/zip"
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// workbook is an .xlsx file while it is read (ECMA-376, part 1, §18).
type workbook struct {
	ctx      context.Context
	lim      Limits
	progress Progress
	parts    map[string]*zip.File // by name, in lower case
	unpacked int64
	planned  int64

	strings  []string
	dates    []bool // by style: whether its numbers are dates
	from1904 bool
	cells    int
	notes    []Fault
}

// suspicious is a ratio of packing that no table reaches, for parts that are
// worth it.
const (
	suspicious     = 250
	worthSuspicion = 4 << 20
)

// readWorkbook reads a workbook after its table of contents has been checked:
// nothing is unpacked of an archive that says of itself that it is too large,
// and no part further than allowed of one that lies.
func readWorkbook(ctx context.Context, src Source, lim Limits, progress Progress) (*Book, error) {
	z, err := zip.NewReader(src.Data, src.Size)
	if err != nil {
		return nil, text.M("exchange.not-workbook")
	}
	w := &workbook{ctx: ctx, lim: lim, progress: progress, parts: map[string]*zip.File{}}
	if err := w.contents(z); err != nil {
		return nil, err
	}
	b := &Book{Name: src.Name, Format: "xlsx"}
	sheets, err := w.sheets()
	if err != nil {
		return nil, err
	}
	if err := w.readStyles(); err != nil {
		return nil, err
	}
	if err := w.readStrings(); err != nil {
		return nil, err
	}
	for _, s := range sheets {
		if s.rows, err = w.readSheet(s); err != nil {
			return nil, err
		}
		b.Sheets = append(b.Sheets, Sheet{Name: s.name, Hidden: s.hidden, Rows: s.rows})
	}
	w.progress(w.planned, w.planned)
	b.Notes, b.from1904 = w.notes, w.from1904
	return b, nil
}

// contents checks the table of contents of the archive.
func (w *workbook) contents(z *zip.Reader) error {
	if len(z.File) > w.lim.Entries {
		return text.M("exchange.too-many-parts", "found", len(z.File), "most", w.lim.Entries)
	}
	total := uint64(0)
	for _, f := range z.File {
		size := f.UncompressedSize64
		if total += size; size > uint64(w.lim.Total) || total > uint64(w.lim.Total) {
			return text.M("exchange.bomb", "part", short(f.Name), "most", int(w.lim.Total>>20))
		}
		if size > worthSuspicion && size/max(f.CompressedSize64, 1) > suspicious {
			return text.M("exchange.bomb", "part", short(f.Name), "most", int(w.lim.Part>>20))
		}
		w.parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	has := func(name string) bool { _, ok := w.parts[name]; return ok }
	any := func(prefix string) bool {
		for name := range w.parts {
			if strings.HasPrefix(name, prefix) {
				return true
			}
		}
		return false
	}
	switch {
	case has("xl/workbook.bin"):
		return text.M("exchange.other-format", "kind", "xlsb")
	case any("word/"):
		return text.M("exchange.other-format", "kind", "docx")
	case any("ppt/"):
		return text.M("exchange.other-format", "kind", "pptx")
	case has("content.xml") && has("mimetype"):
		return text.M("exchange.other-format", "kind", "ods")
	case has("encryptedpackage"), has("encryptioninfo"):
		return text.M("exchange.encrypted")
	}
	if any("xl/vbaproject") || any("xl/macrosheets/") {
		w.note("", "", "", text.M("exchange.macros"))
	}
	if any("xl/externallinks/") {
		w.note("", "", "", text.M("exchange.external-links"))
	}
	return nil
}

func (w *workbook) note(sheet, cell, found string, m text.Message) {
	w.notes = append(w.notes, Fault{Severity: problem.Note, Sheet: sheet, Cell: cell, Found: found, Message: m})
}

// open starts to read a part; ok is false where there is none.
func (w *workbook) open(name string) (p *xmlPart, done func(), ok bool, err error) {
	f, ok := w.parts[strings.ToLower(name)]
	if !ok {
		return nil, nil, false, nil
	}
	if f.Flags&1 != 0 {
		return nil, nil, true, text.M("exchange.encrypted")
	}
	r, err := f.Open()
	if err != nil {
		return nil, nil, true, text.M("exchange.damaged", "part", short(name), "reason", short(err.Error()))
	}
	most := min(w.lim.Part, w.lim.Total-w.unpacked)
	p = newXMLPart(w.ctx, short(name), r, most, func(n int) {
		before := w.unpacked >> 20
		if w.unpacked += int64(n); w.unpacked>>20 != before {
			w.progress(min(w.unpacked, w.planned), w.planned)
		}
	})
	return p, func() { r.Close() }, true, nil
}

// walk calls visit for every start of an element of a part.
func (w *workbook) walk(name string, visit func(p *xmlPart, e xml.StartElement) error) (found bool, err error) {
	p, done, ok, err := w.open(name)
	if !ok || err != nil {
		return ok, err
	}
	defer done()
	for {
		t, err := p.token()
		if err == io.EOF {
			return true, nil
		}
		if err != nil {
			return true, err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := visit(p, e); err != nil {
				return true, err
			}
		}
	}
}

// relations reads the targets of a part's relations, by id.
func (w *workbook) relations(part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	all := map[string]relation{}
	_, err := w.walk(dir+"_rels/"+base+".rels", func(_ *xmlPart, e xml.StartElement) error {
		if e.Name.Local != "Relationship" {
			return nil
		}
		target := strings.ReplaceAll(attr(e, "Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", dir, target)
		}
		kind := attr(e, "Type")
		r := relation{target: strings.TrimPrefix(path.Clean(target), "/"), kind: kind[strings.LastIndexByte(kind, '/')+1:]}
		if attr(e, "TargetMode") != "External" {
			all[attr(e, "Id")] = r
		}
		if len(all) > w.lim.Entries {
			return text.M("exchange.too-many-parts", "found", len(all), "most", w.lim.Entries)
		}
		return nil
	})
	return all, err
}

type relation struct{ target, kind string }

// target finds a relation of a kind.
func target(all map[string]relation, kind string) string {
	found := ""
	for _, r := range all {
		if r.kind == kind && (found == "" || r.target < found) {
			found = r.target
		}
	}
	return found
}

type sheetPart struct {
	name, part string
	hidden     bool
	rows       [][]Cell
}

// sheets lists the worksheets of the workbook.
func (w *workbook) sheets() ([]*sheetPart, error) {
	root, err := w.relations("")
	if err != nil {
		return nil, err
	}
	book := cmp.Or(target(root, "officeDocument"), "xl/workbook.xml")
	rels, err := w.relations(book)
	if err != nil {
		return nil, err
	}
	var all []*sheetPart
	found, err := w.walk(book, func(_ *xmlPart, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			w.from1904 = isTrue(attr(e, "date1904"))
		case "sheet":
			r := rels[attr(e, "id")]
			name := clean(attr(e, "name"))
			if r.kind != "worksheet" {
				w.note(name, "", "", text.M("exchange.no-worksheet"))
				return nil
			}
			if len(all) == w.lim.Sheets {
				return text.M("exchange.too-many-sheets", "most", w.lim.Sheets)
			}
			state := attr(e, "state")
			all = append(all, &sheetPart{name: name, part: r.target, hidden: state == "hidden" || state == "veryHidden"})
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, text.M("exchange.no-workbook")
	case len(all) == 0:
		return nil, text.M("exchange.no-sheets")
	}
	w.parts["\x00styles"] = w.parts[strings.ToLower(cmp.Or(target(rels, "styles"), "xl/styles.xml"))]
	w.parts["\x00strings"] = w.parts[strings.ToLower(cmp.Or(target(rels, "sharedStrings"), "xl/sharedStrings.xml"))]
	for _, name := range []string{"\x00styles", "\x00strings"} {
		if w.parts[name] == nil {
			delete(w.parts, name)
		}
	}
	for _, s := range all {
		if f := w.parts[strings.ToLower(s.part)]; f != nil {
			w.planned += int64(min(f.UncompressedSize64, uint64(w.lim.Part)))
		}
	}
	return all, nil
}

func isTrue(s string) bool { return s == "1" || s == "true" }

// readStyles finds which styles show numbers as dates.
func (w *workbook) readStyles() error {
	own := map[int]bool{} // formats of the workbook
	inside := ""
	_, err := w.walk("\x00styles", func(_ *xmlPart, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			id, err := strconv.Atoi(attr(e, "numFmtId"))
			if err == nil && len(own) < 10_000 {
				own[id] = isDateFormat(attr(e, "formatCode"))
			}
		case "cellXfs", "cellStyleXfs", "dxfs", "cellStyles":
			inside = e.Name.Local
		case "xf":
			if inside != "cellXfs" || len(w.dates) > 100_000 {
				return nil
			}
			id, _ := strconv.Atoi(attr(e, "numFmtId"))
			date, known := own[id]
			if !known {
				date = isBuiltInDate(id)
			}
			w.dates = append(w.dates, date)
		}
		return nil
	})
	return err
}

// isBuiltInDate reports whether a number format without a code is one of dates
// (ECMA-376 §18.8.30): 14–17 and 22, and those of East Asian languages.
func isBuiltInDate(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 58
}

// isDateFormat reports whether a number format shows a day or month: it has
// y, d or m outside of quotes and brackets, and no digits.
func isDateFormat(code string) bool {
	date := false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			for i++; i < len(code) && code[i] != '"'; i++ {
			}
		case '[':
			for i++; i < len(code) && code[i] != ']'; i++ {
			}
		case '\\', '_', '*':
			i++
		case 'y', 'Y', 'd', 'D':
			date = true
		case 'm', 'M':
			// Minutes stand beside hours or seconds.
			date = date || !strings.ContainsAny(code, "hHsS")
		case '0', '#', '?':
			if !date { // "dd/mm/yyyy hh:mm:ss.0" has digits behind its date
				return false
			}
		case ';':
			return date
		}
	}
	return date
}

// readStrings reads the texts that cells share.
func (w *workbook) readStrings() error {
	var b strings.Builder
	inPhonetic := false
	p, done, ok, err := w.open("\x00strings")
	if !ok || err != nil {
		return err
	}
	defer done()
	for {
		t, err := p.token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "si":
				b.Reset()
			case "rPh":
				inPhonetic = true
			case "t":
				if inPhonetic {
					continue
				}
				if _, err := p.content(&b); err != nil {
					return err
				}
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "rPh":
				inPhonetic = false
			case "si":
				if len(w.strings) == w.lim.Strings {
					return text.M("exchange.too-many-strings", "most", w.lim.Strings)
				}
				w.strings = append(w.strings, unescape(b.String()))
			}
		}
	}
}

// unescape turns _x000D_ into the character that XML cannot hold.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if i+7 <= len(s) && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' {
			if v, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				b.WriteRune(rune(v))
				i += 6
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// readSheet reads the cells of a sheet.
func (w *workbook) readSheet(s *sheetPart) ([][]Cell, error) {
	p, done, ok, err := w.open(s.part)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, text.M("exchange.damaged", "part", short(s.part), "reason", "zip")
	}
	defer done()
	r := sheetReader{w: w, p: p, sheet: s.name, columns: map[int]bool{}, rows: map[int][]Cell{}}
	for {
		t, err := p.token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "row":
			err = r.startRow(e)
		case "c":
			err = r.cell(e)
		case "mergeCell":
			r.merge(attr(e, "ref"))
		}
		if err != nil {
			return nil, err
		}
	}
	r.spread()
	r.remarks()
	return r.sorted(), nil
}

type sheetReader struct {
	w        *workbook
	p        *xmlPart
	sheet    string
	row, col int
	columns  map[int]bool
	rows     map[int][]Cell
	merges   [][4]int // top, left, bottom, right

	formulas, outside []string
	nFormulas         int
	nOutside          int
}

func (r *sheetReader) bad(ref string) error {
	return text.M("exchange.damaged", "part", r.p.name, "reason", short(ref))
}

func (r *sheetReader) startRow(e xml.StartElement) error {
	r.row, r.col = r.row+1, 0
	if ref := attr(e, "r"); ref != "" {
		n, err := strconv.Atoi(ref)
		if err != nil || n < 1 {
			return r.bad(ref)
		}
		r.row = n
	}
	if r.row > mostRow {
		return text.M("exchange.too-many-rows", "most", mostRow)
	}
	return nil
}

// cell reads one cell, from <c to </c>.
func (r *sheetReader) cell(e xml.StartElement) error {
	c := Cell{Row: max(r.row, 1), Col: r.col + 1}
	if ref := attr(e, "r"); ref != "" {
		row, col, ok := parseCell(ref)
		if !ok {
			return r.bad(ref)
		}
		c.Row, c.Col = row, col
	}
	r.col = c.Col
	if c.Col > mostCol {
		return text.M("exchange.too-many-columns", "most", mostCol)
	}
	kind, style := attr(e, "t"), attr(e, "s")
	var value, formula strings.Builder
	hasValue, over := false, false
	for depth := 1; depth > 0; {
		t, err := r.p.token()
		if err != nil {
			return endOfPart(err, r.p.name)
		}
		switch t := t.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			long, err := false, error(nil)
			switch t.Name.Local {
			case "f":
				c.Formula = true
				_, err = r.p.content(&formula)
			case "v", "t":
				hasValue = true
				long, err = r.p.content(&value)
			case "rPh":
				_, err = r.p.content(&strings.Builder{})
			default:
				depth++
			}
			if err != nil {
				return err
			}
			over = over || long
		}
	}
	r.value(&c, kind, style, value.String(), hasValue)
	if c.Kind == Text && (over || len(c.Text) > 4*mostText) {
		return text.M("exchange.long-text", "place", Fault{Sheet: r.sheet, Cell: c.Name()}.Place(), "most", mostText)
	}
	r.formula(&c, formula.String())
	if c.Kind == Blank {
		return nil
	}
	if r.w.cells++; r.w.cells > r.w.lim.Cells {
		return text.M("exchange.too-many-cells", "most", r.w.lim.Cells)
	}
	if r.columns[c.Col] = true; len(r.columns) > r.w.lim.Columns {
		return text.M("exchange.too-many-columns", "most", r.w.lim.Columns)
	}
	r.rows[c.Row] = append(r.rows[c.Row], c)
	return nil
}

// value understands what a cell holds.
func (r *sheetReader) value(c *Cell, kind, style, raw string, has bool) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(raw))
		if err != nil || i < 0 || i >= len(r.w.strings) {
			c.Kind, c.Text = Failed, "#"+short(raw)
			return
		}
		c.Text = r.w.strings[i]
	case "str", "inlineStr":
		c.Text = unescape(raw)
	case "e":
		c.Kind, c.Text = Failed, raw
		return
	case "b":
		c.Kind, c.Text = Bool, strings.TrimSpace(raw)
		if isTrue(c.Text) {
			c.Value = 1
		}
		return
	case "d": // a date in ISO form
		c.Text = strings.TrimSpace(raw)
		day, _, _ := strings.Cut(c.Text, "T")
		if d, err := parseISO(day); err == nil {
			c.Kind, c.Date = Day, d
			return
		}
	default:
		raw = strings.TrimSpace(raw)
		if raw == "" {
			break
		}
		v, err := strconv.ParseFloat(raw, 64)
		if err != nil || v-v != 0 {
			c.Kind, c.Text = Failed, short(raw)
			return
		}
		c.Kind, c.Value, c.Text = Number, v, raw
		if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(r.w.dates) && r.w.dates[i] {
			if d, ok := serialDate(v, r.w.from1904); ok {
				c.Kind, c.Date = Day, d
			}
		}
		return
	}
	switch {
	case strings.TrimSpace(c.Text) != "":
		c.Kind = Text
	case c.Formula && !has:
		c.Kind = NoValue
	}
}

// formula remarks on a cell that is computed.
func (r *sheetReader) formula(c *Cell, f string) {
	if !c.Formula {
		return
	}
	const most = 5
	if strings.Contains(f, "[") && strings.Contains(f, "]") && strings.Contains(f, "!") || strings.Contains(f, "|") {
		c.Outside = true
		if r.nOutside++; len(r.outside) < most {
			r.outside = append(r.outside, c.Name())
		}
		return
	}
	if c.Kind == NoValue {
		return
	}
	if r.nFormulas++; len(r.formulas) < most {
		r.formulas = append(r.formulas, c.Name())
	}
}

func (r *sheetReader) remarks() {
	say := func(severity problem.Severity, key text.Message) {
		r.w.notes = append(r.w.notes, Fault{Severity: severity, Sheet: r.sheet, Message: key})
	}
	if r.nFormulas > 0 {
		say(problem.Note, text.M("exchange.formulas", "n", r.nFormulas, "cells", some(r.formulas, r.nFormulas)))
	}
	if r.nOutside > 0 {
		say(problem.Doubt, text.M("exchange.formulas-outside", "n", r.nOutside, "cells", some(r.outside, r.nOutside)))
	}
}

// some is a list of the first of n things.
func some(first []string, n int) []string {
	if n > len(first) {
		return append(slices.Clone(first), "…")
	}
	return first
}

func (r *sheetReader) merge(ref string) {
	a, b, _ := strings.Cut(ref, ":")
	top, left, ok1 := parseCell(a)
	bottom, right, ok2 := parseCell(b)
	if ok1 && ok2 && top <= bottom && left <= right && len(r.merges) < 10_000 {
		r.merges = append(r.merges, [4]int{top, left, bottom, right})
	}
}

// spread gives every cell of a merged range the value of its first one. Ranges
// of whole columns or of thousands of rows are decoration.
func (r *sheetReader) spread() {
	const mostCopies, mostTotal = 2000, 50_000
	total := 0
	for _, m := range r.merges {
		n := (m[2] - m[0] + 1) * (m[3] - m[1] + 1)
		if total += n; n > mostCopies || total > mostTotal {
			continue
		}
		i := slices.IndexFunc(r.rows[m[0]], func(c Cell) bool { return c.Col == m[1] })
		if i < 0 {
			continue
		}
		name := cellName(m[0], m[1]) + ":" + cellName(m[2], m[3])
		r.rows[m[0]][i].Merged = name
		first := r.rows[m[0]][i]
		for row := m[0]; row <= m[2]; row++ {
			for col := m[1]; col <= m[3]; col++ {
				if row == m[0] && col == m[1] {
					continue
				}
				c := first
				c.Row, c.Col, c.Copy, c.Formula = row, col, true, false
				r.rows[row] = append(slices.DeleteFunc(r.rows[row], func(x Cell) bool { return x.Col == col }), c)
			}
		}
	}
}

// sorted are the rows in order. Of two cells at one address the last counts.
func (r *sheetReader) sorted() [][]Cell {
	numbers := make([]int, 0, len(r.rows))
	for n := range r.rows {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	all := make([][]Cell, len(numbers))
	for i, n := range numbers {
		row := r.rows[n]
		slices.SortStableFunc(row, func(a, b Cell) int { return a.Col - b.Col })
		out := row[:0]
		for _, c := range row {
			if len(out) > 0 && out[len(out)-1].Col == c.Col {
				out[len(out)-1] = c
				continue
			}
			out = append(out, c)
		}
		all[i] = out
	}
	return all
}

// asMessage is an error as something to say.
func asMessage(err error) text.Message {
	var m text.Message
	if errors.As(err, &m) {
		return m
	}
	return text.M("error.other", "error", err.Error())
}
