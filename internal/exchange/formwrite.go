package exchange

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Form is what a form is made for.
type Form struct {
	Audit     *assess.Audit
	Pack      *benchmark.Pack
	Common    *benchmark.Common
	Printer   *i18n.Printer  // of the language of the form
	Bilingual bool           // every word in the other language too
	From      quantity.Month // first month; zero: that of the audit, or the two years before its date
	Months    int            // at least so many; 0: 24
}

// MostMonths is how many months a form can have.
const MostMonths = 240

// emptyBills is how many empty rows the sheet of bills has.
const emptyBills = 60

// WriteForm writes the form of an audit as an .xlsx workbook: what the audit
// has already as values, the rest to be filled in. It has no formulas, and the
// same audit makes the same bytes. Errors: exchange.form.no-from where neither
// the options nor the audit say when to begin; exchange.form.months for a
// number of months that cannot be (args found, most).
func WriteForm(w io.Writer, in Form) error {
	if in.Months == 0 {
		in.Months = 24
	}
	if in.Months < 1 || in.Months > MostMonths {
		return text.M("exchange.form.months", "found", in.Months, "most", MostMonths)
	}
	rows, err := in.rows()
	if err != nil {
		return err
	}
	f := excelize.NewFile()
	defer f.Close()
	b := &formBook{Form: in, f: f, other: languages().en, lists: map[string]string{}}
	if in.Printer.Lang() == text.EN {
		b.other = languages().vi
	}
	b.other = b.other.WithUnits(in.Pack.UnitNames())
	b.voc = newVocabulary(in.Audit, in.Pack, in.Common)
	b.styles()
	b.keys()
	b.guide()
	b.plant()
	b.months(rows)
	b.bills()
	b.prices()
	b.walk()
	b.basis()
	b.put(f.SetSheetVisible(keySheet, false, true))
	f.SetActiveSheet(0)
	b.put(f.SetDocProps(&excelize.DocProperties{
		Title: b.sayIn(text.M("exchange.form.title")), Creator: "audit", Created: b.stamp(), Modified: b.stamp(), Language: string(in.Printer.Lang()),
	}))
	if b.err != nil {
		return text.M("exchange.form.failed", "reason", b.err.Error())
	}
	return f.Write(w)
}

// rows are the periods of the form: those of the audit, and months without
// figures.
func (in Form) rows() ([]span, error) {
	var all []span
	from := in.From
	for _, p := range in.Audit.Periods {
		first, last, ok := p.Days()
		if !ok {
			continue
		}
		s := span{month: p.Month}
		if p.Month.IsZero() {
			s = span{from: first, to: last}
			if m := quantity.MonthOf(first); first == m.First() && last == m.Last() {
				s = span{month: m}
			}
		}
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b span) int {
		x, _ := a.days()
		y, _ := b.days()
		return x.Compare(y)
	})
	for _, s := range all {
		if from.IsZero() && !s.month.IsZero() {
			from = s.month
		}
	}
	if from.IsZero() {
		d := in.Audit.Settings.Date
		if d.IsZero() {
			return nil, text.M("exchange.form.no-from")
		}
		from = quantity.MonthOf(d).Add(-in.Months)
	}
	for i := range in.Months {
		m := from.Add(i)
		covered := slices.ContainsFunc(in.Audit.Periods, func(p assess.Period) bool {
			a, b, ok := p.Days()
			return ok && p.Phase != assess.Omitted && !b.Before(m.First()) && !a.After(m.Last())
		})
		if s := (span{month: m}); !covered && !slices.Contains(all, s) && m.Year >= firstYear && m.Year <= lastYear {
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b span) int {
		x, _ := a.days()
		y, _ := b.days()
		return x.Compare(y)
	})
	return all, nil
}

// formBook is a form on its way into a workbook; err is the first error.
type formBook struct {
	Form
	f     *excelize.File
	other *i18n.Printer
	voc   *vocabulary
	err   error

	style struct{ title, lead, head, unit, label, text, number, whole, money, date, month, locked, hint, area int }
	lists map[string]string // ranges of the lists to choose from, by name
	nList int
	sheet string
}

func (b *formBook) put(err error) {
	if b.err == nil && err != nil {
		b.err = err
	}
}

func (b *formBook) stamp() string {
	d := b.Audit.Settings.Date
	if d.IsZero() {
		d = quantity.Date{Year: 2000, Month: 1, Day: 1}
	}
	return d.String() + "T00:00:00Z"
}

// sayIn is a message in the languages of the form.
func (b *formBook) sayIn(m text.Message) string { return b.both(b.Printer.Say(m), b.other.Say(m)) }

// name is a name in the languages of the form.
func (b *formBook) name(n text.Name) string { return b.both(b.Printer.Name(n), b.other.Name(n)) }

func (b *formBook) both(one, two string) string {
	if b.Bilingual && fold(one) != fold(two) && two != "" {
		return one + " / " + two
	}
	return one
}

func (b *formBook) styles() {
	const ink, pale, open = "1F3B2D", "E3EFE7", "FFFBE6"
	border := []excelize.Border{{Type: "left", Color: "BFBFBF", Style: 1}, {Type: "right", Color: "BFBFBF", Style: 1}, {Type: "top", Color: "BFBFBF", Style: 1}, {Type: "bottom", Color: "BFBFBF", Style: 1}}
	wrap := &excelize.Alignment{WrapText: true, Vertical: "top"}
	make := func(s excelize.Style) int {
		id, err := b.f.NewStyle(&s)
		b.put(err)
		return id
	}
	input := func(format int, custom string) int {
		s := excelize.Style{
			Border: border, NumFmt: format, Protection: &excelize.Protection{Locked: false},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{open}},
		}
		if custom != "" {
			s.CustomNumFmt = &custom
		}
		if format == 49 {
			s.Alignment = wrap
		}
		return make(s)
	}
	const general, grouped, asText = 0, 3, 49
	b.style.title = make(excelize.Style{Font: &excelize.Font{Bold: true, Size: 14, Color: ink}})
	b.style.lead = make(excelize.Style{Font: &excelize.Font{Italic: true, Color: "595959"}, Alignment: &excelize.Alignment{Vertical: "top"}})
	b.style.head = make(excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"2F6B4F"}}, Border: border, Alignment: &excelize.Alignment{WrapText: true, Horizontal: "center", Vertical: "center"}})
	b.style.unit = make(excelize.Style{Font: &excelize.Font{Color: ink}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{pale}}, Border: border, Alignment: &excelize.Alignment{Horizontal: "center"}})
	b.style.label = make(excelize.Style{Border: border, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{pale}}, Alignment: wrap})
	b.style.area = make(excelize.Style{Border: border, Font: &excelize.Font{Bold: true, Color: ink}, Alignment: wrap})
	b.style.hint = make(excelize.Style{Font: &excelize.Font{Italic: true, Color: "595959"}, Alignment: wrap})
	monthFormat, dayFormat := "mm/yyyy", "dd/mm/yyyy"
	b.style.locked = make(excelize.Style{Border: border, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{pale}}})
	b.style.month = make(excelize.Style{Border: border, CustomNumFmt: &monthFormat, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{pale}}, Alignment: &excelize.Alignment{Horizontal: "center"}})
	b.style.text = input(asText, "")
	b.style.number = input(general, "")
	b.style.whole = input(grouped, "")
	b.style.date = input(0, dayFormat)
	b.style.money = b.style.whole
}

// keys makes the hidden sheet.
func (b *formBook) keys() {
	_, err := b.f.NewSheet(keySheet)
	b.put(err)
	b.sheet = keySheet
	a := b.Audit
	for i, kv := range [][2]any{{formMark, formVersion}, {"id", a.Settings.ID}, {"sector", a.Plant.Sector}, {"plant", a.Plant.Name}, {"lang", string(b.Printer.Lang())}} {
		b.set(i+1, 1, kv[0])
		b.set(i+1, 2, kv[1])
	}
}

// list writes a list to choose from, once, and returns its range.
func (b *formBook) list(name string, words []string) string {
	if at := b.lists[name]; at != "" {
		return at
	}
	col := 4 + b.nList
	b.nList++
	for i, w := range words {
		cell, _ := excelize.CoordinatesToCellName(col, i+1)
		b.put(b.f.SetCellStr(keySheet, cell, w))
	}
	letter := columnName(col)
	at := fmt.Sprintf("%s!$%s$1:$%s$%d", keySheet, letter, letter, max(1, len(words)))
	b.lists[name] = at
	return at
}

func (b *formBook) choices(name string, all []choice) string {
	words := make([]string, len(all))
	for i, c := range all {
		words[i] = b.name(c.name)
	}
	return b.list(name, words)
}

// word is how a choice is written.
func (b *formBook) word(all []choice, id string) any {
	for _, c := range all {
		if c.id == id {
			return b.name(c.name)
		}
	}
	if id == "" {
		return nil
	}
	return id
}

// set writes a value: numbers as numbers, texts as texts whatever they begin
// with. A text that no cell can hold is left out, which changes nothing when
// the form comes back.
func (b *formBook) set(row, col int, v any) {
	cell := cellName(row, col)
	switch v := v.(type) {
	case nil:
	case string:
		if v == "" || !fits(v) {
			return
		}
		b.put(b.f.SetCellStr(b.sheet, cell, escape(v)))
	case float64:
		b.put(b.f.SetCellFloat(b.sheet, cell, v, -1, 64))
	case int:
		b.put(b.f.SetCellInt(b.sheet, cell, int64(v)))
	case quantity.Date:
		b.put(b.f.SetCellInt(b.sheet, cell, int64(serialOf(v))))
	}
}

// escape writes what XML would not give back as it is, in the way of
// spreadsheets: a carriage return, and a text that looks like such an escape.
func escape(s string) string {
	return strings.ReplaceAll(looksEscaped.ReplaceAllString(s, "_x005F_${1}_"), "\r", "_x000D_")
}

var looksEscaped = regexp.MustCompile(`_(x[0-9A-Fa-f]{4})_`)

// fits reports whether a cell can hold the text and give it back.
func fits(s string) bool {
	if len(s) > mostText && len(utf16.Encode([]rune(s))) > mostText {
		return false
	}
	return !hasHidden(s)
}

func (b *formBook) dress(row, col, toRow, toCol, style int) {
	b.put(b.f.SetCellStyle(b.sheet, cellName(row, col), cellName(toRow, toCol), style))
}

// open begins a sheet: its mark, keys, title, lead and headings.
func (b *formBook) open(kind formKind, keys []string, headings []string, widths []float64) {
	b.sheet = b.sheetName(kind)
	_, err := b.f.NewSheet(b.sheet)
	b.put(err)
	b.set(1, 1, fmt.Sprintf("%s:%d:%s", formMark, formVersion, kind))
	for i, k := range keys {
		b.set(1, i+2, k)
	}
	for row := 2; row <= 4; row++ {
		b.set(row, 1, headRow)
	}
	b.set(2, 2, b.sheetTitle(kind))
	b.dress(2, 2, 2, 2, b.style.title)
	b.set(3, 2, b.sayIn(text.M("exchange.form.lead."+string(kind))))
	b.dress(3, 2, 3, 2, b.style.lead)
	for i, h := range headings {
		b.set(4, i+2, h)
	}
	b.dress(4, 2, 4, len(headings)+1, b.style.head)
	b.put(b.f.SetRowHeight(b.sheet, 4, 45))
	for i, w := range widths {
		c := columnName(i + 2)
		b.put(b.f.SetColWidth(b.sheet, c, c, w))
	}
}

// sheetName is a sheet's name; spreadsheets allow 31 characters.
func (b *formBook) sheetName(kind formKind) string { return b.Printer.Name(sheetTitle(kind)) }

func (b *formBook) sheetTitle(kind formKind) string { return b.name(sheetTitle(kind)) }

// close hides the keys, freezes the headings and locks the sheet but for its
// input cells. There is no password: the lock keeps from slips.
func (b *formBook) close(frozenRow, frozenCol int) {
	b.put(b.f.SetRowVisible(b.sheet, 1, false))
	b.put(b.f.SetColVisible(b.sheet, "A", false))
	b.put(b.f.SetPanes(b.sheet, &excelize.Panes{
		Freeze: true, XSplit: frozenCol, YSplit: frozenRow, TopLeftCell: cellName(frozenRow+1, frozenCol+1), ActivePane: "bottomRight",
	}))
	b.lock()
	landscape, wide, high := "landscape", 1, 0
	paper := 9 // A4
	b.put(b.f.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high, Size: &paper}))
	fit := true
	b.put(b.f.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
}

func (b *formBook) lock() {
	b.put(b.f.ProtectSheet(b.sheet, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, FormatCells: true, EditObjects: true, EditScenarios: true,
	}))
}

// valid adds a rule and a hint to cells.
func (b *formBook) valid(row, col, toRow, toCol int, hint string, rule func(dv *excelize.DataValidation) error) {
	dv := excelize.NewDataValidation(true)
	dv.Sqref = cellName(row, col) + ":" + cellName(toRow, toCol)
	if rule != nil {
		b.put(rule(dv))
		// A warning, not a ban: a dash or n/a may stand for a missing figure.
		dv.SetError(excelize.DataValidationErrorStyleWarning, cutUTF16(b.sayIn(text.M("exchange.form.check-title")), 32), cutUTF16(b.sayIn(text.M("exchange.form.check")), 255))
	}
	if hint != "" {
		dv.SetInput("", cutUTF16(hint, 255))
	}
	b.put(b.f.AddDataValidation(b.sheet, dv))
}

func cutUTF16(s string, most int) string {
	for len(utf16.Encode([]rune(s))) > most {
		r := []rune(s)
		s = string(r[:len(r)-1])
	}
	return s
}

func numbers(low, high float64) func(dv *excelize.DataValidation) error {
	return func(dv *excelize.DataValidation) error {
		return dv.SetRange(low, high, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
	}
}

func days(dv *excelize.DataValidation) error {
	return dv.SetRange(serialOf(quantity.Date{Year: firstYear, Month: 1, Day: 1}), serialOf(quantity.Date{Year: lastYear, Month: 12, Day: 31}), excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween)
}

func oneOfList(at string) func(dv *excelize.DataValidation) error {
	return func(dv *excelize.DataValidation) error { dv.SetSqrefDropList(at); return nil }
}
