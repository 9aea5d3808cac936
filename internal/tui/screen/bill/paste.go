package bill

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/grid"
	"github.com/sxsh-audit/audit/internal/tui/ui"
)

func plain(v any) string {
	if x, ok := v.(float64); ok {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return ""
}

// copy puts the selected cells on the terminal's clipboard, as a spreadsheet
// takes them.
func (s *Screen) copy() tea.Cmd {
	if s.grid.Typing() {
		s.copied = &copied{s.grid.Field.Value(), s.Notation()}
		return tea.SetClipboard(s.copied.outside)
	}
	r, ok := s.grid.Selection()
	if !ok {
		return nil
	}
	var block grid.Block
	for i := r.Top; i <= r.Bottom; i++ {
		var row []string
		for col := r.Left; col <= r.Right; col++ {
			row = append(row, s.text(grid.Pos{Row: i, Col: col}))
		}
		block = append(block, row)
	}
	s.copied = &copied{block.String(), s.Notation()}
	s.Post(ui.Toast{Text: text.M("grid.copied", "n", r.Cells()), Kind: ui.Done})
	return tea.SetClipboard(s.copied.outside)
}

// text is a cell as it is copied: dates and numbers as the language writes
// them, numbers without groups.
func (s *Screen) text(p grid.Pos) string {
	sh := s.sheet()
	if p.Row >= len(sh.bills) {
		return ""
	}
	b := sh.filled(sh.bills[p.Row], p.Row)
	number := func(v float64, ok bool) string {
		if !ok {
			return ""
		}
		t := plain(tidy(v))
		if s.Notation() == quantity.Vietnamese {
			t = strings.Replace(t, ".", ",", 1)
		}
		return t
	}
	switch p.Col {
	case daysCol:
		if b.days() > 0 {
			return strconv.Itoa(b.days())
		}
		return ""
	case priceCol:
		return number(b.price())
	case perDayCol:
		return number(b.perDay())
	case estimatedCol:
		if b.estimated {
			return "x"
		}
		return b.bad[estimatedCol].text
	}
	return s.typeable(b, p.Col)
}

func (s *Screen) pasteInside(turned bool) {
	switch {
	case s.grid.Typing():
		if s.copied != nil {
			s.grid.Field.Update(tea.PasteMsg{Content: s.copied.outside})
		}
	case s.copied == nil:
		s.Post(ui.Toast{Text: text.M("grid.paste.nothing"), Kind: ui.Info})
	case turned:
		s.paste(grid.ParseBlock(s.copied.outside).Turned().String(), s.copied.notation)
	default:
		s.paste(s.copied.outside, s.copied.notation)
	}
}

// shape is what the columns of a pasted block are.
type shape struct {
	cols    []int // of the table, -1: left out
	headed  bool
	amount  string  // unit that the heading of the amounts says
	money   float64 // what the heading says that costs are in: 1, 1 000, 1 000 000
	unknown string  // a heading's unit that is not known
}

// words that name the columns in headings, folded, the more telling first.
var headings = []struct {
	col   int
	words []string
}{
	{meterCol, []string{"dong ho", "cong to", "ma khach hang", "diem do", "meter", "account"}},
	{noteCol, []string{"ghi chu", "note", "remark", "comment"}},
	{estimatedCol, []string{"uoc tinh", "tam tinh", "estimated", "estimate", "est."}},
	{daysCol, []string{"so ngay", "days"}},
	{priceCol, []string{"don gia", "unit price", "price", "gia"}},
	{perDayCol, []string{"moi ngay", "per day", "/ngay", "a day"}},
	{costCol, []string{"thanh tien", "so tien", "tien", "cost", "charge", "vnd", "money"}},
	{fromCol, []string{"tu ngay", "ngay dau", "bat dau", "from", "start", "begin", "tu"}},
	{toCol, []string{"den ngay", "ngay cuoi", "ket thuc", "ngay doc", "ngay chot", "den", "until", "end", "to date", "to", "reading date", "date", "ngay", "ky hoa don", "thang", "month"}},
	{amountCol, []string{"luong", "tieu thu", "san luong", "chi so tieu thu", "amount", "usage", "consumption", "quantity", "kwh", "m3", "dien nang", "so luong"}},
}

// Headed reports whether a block has the headings of a table of bills: a first
// and a last day.
func Headed(block grid.Block) bool {
	var has [columns]bool
	if len(block) < 2 {
		return false
	}
	for _, cell := range block[0] {
		folded := i18n.Fold(cell)
	next:
		for _, h := range headings {
			for _, w := range h.words {
				if hasWord(folded, w) {
					has[h.col] = true
					break next
				}
			}
		}
	}
	return has[fromCol] && has[toCol]
}

// shapeOf tells what the columns of a block are: by its headings, else by what
// they hold; nil where it has no dates, so that it goes where the keys are.
func (s *Screen) shapeOf(block grid.Block) *shape {
	n := block.Cols()
	sp := &shape{cols: make([]int, n), money: 1}
	for i := range sp.cols {
		sp.cols[i] = -1
	}
	data := block
	if head := block[0]; len(block) > 1 && !slices.ContainsFunc(head, func(c string) bool { return isDay(c) || isNumber(c) }) {
		sp.headed, data = true, block[1:]
		for j, cell := range head {
			s.heading(sp, j, cell)
		}
		s.amountColumn(sp, head, data)
	}
	if !sp.headed {
		guess(sp, data)
	}
	if !slices.Contains(sp.cols, toCol) {
		return nil
	}
	return sp
}

// heading takes what a heading says of its column.
func (s *Screen) heading(sp *shape, j int, cell string) {
	folded := " " + i18n.Fold(cell) + " "
	for _, h := range headings {
		if sp.cols[j] >= 0 || slices.Contains(sp.cols, h.col) {
			continue
		}
		if slices.ContainsFunc(h.words, func(w string) bool { return hasWord(folded, w) }) {
			sp.cols[j] = h.col
		}
	}
	if sp.cols[j] == costCol {
		switch {
		case hasWord(folded, "trieu"), hasWord(folded, "million"):
			sp.money = 1e6
		case hasWord(folded, "nghin"), hasWord(folded, "ngan"), hasWord(folded, "thousand"):
			sp.money = 1e3
		}
	}
}

// bracketed is what a heading says in brackets: the unit.
func bracketed(cell string) string {
	open := strings.LastIndexAny(cell, "([")
	if open < 0 {
		return ""
	}
	return strings.TrimSpace(strings.Trim(cell[open:], "()[] "))
}

// amountColumn finds the column of the amounts where no word names it: the one
// whose heading has a unit that the flow's converts to, else the first that
// holds numbers and is nothing else; and takes the unit that its heading says.
func (s *Screen) amountColumn(sp *shape, head []string, data grid.Block) {
	if !slices.Contains(sp.cols, amountCol) {
		best := -1
		for j, col := range sp.cols {
			if col >= 0 {
				continue
			}
			if j < len(head) {
				if _, err := s.Units.Convert(1, bracketed(head[j]), s.sheet().flow.Unit); err == nil {
					best = j
					break
				}
			}
			if best < 0 && slices.ContainsFunc(data, func(row []string) bool { return j < len(row) && isNumber(row[j]) }) {
				best = j
			}
		}
		if best >= 0 {
			sp.cols[best] = amountCol
		}
	}
	if j := slices.Index(sp.cols, amountCol); j >= 0 && j < len(head) {
		if unit := bracketed(head[j]); unit != "" {
			if u, err := s.Units.Find(unit); err == nil {
				sp.amount = u.Symbol
			} else {
				sp.unknown = unit
			}
		} else if u, err := s.Units.Find(strings.TrimSpace(head[j])); err == nil {
			sp.amount = u.Symbol // the heading is a unit and nothing else: "kWh"
		}
	}
}

// hasWord reports whether a folded text has a word or words of its own in it.
func hasWord(folded, w string) bool {
	for at := 0; ; {
		i := strings.Index(folded[at:], w)
		if i < 0 {
			return false
		}
		from, to := at+i, at+i+len(w)
		letter := func(c byte) bool { return c >= 'a' && c <= 'z' }
		if (from == 0 || !letter(folded[from-1]) || !letter(w[0])) && (to == len(folded) || !letter(folded[to]) || !letter(w[len(w)-1])) {
			return true
		}
		at = from + 1
	}
}

func isDay(cell string) bool {
	if _, ok := monthAsWritten(cell); ok {
		return true
	}
	_, err := quantity.DateAsWritten(cell, quantity.Date{})
	return err == nil
}

func isNumber(cell string) bool {
	n, err := quantity.ParseNumber(cell, quantity.Auto)
	return err == nil && !n.Missing || err != nil && asMessage(err).Key == "number.ambiguous"
}

// guess tells the columns of a block without headings by what most of their
// cells hold: days first, then amount and cost, a name before the days.
func guess(sp *shape, data grid.Block) {
	var days, numbers, names []int
	for j := range sp.cols {
		d, n, other := 0, 0, 0
		for _, row := range data {
			switch {
			case j >= len(row) || row[j] == "":
			case isDay(row[j]):
				d++
			case isNumber(row[j]):
				n++
			default:
				other++
			}
		}
		switch {
		case d > 0 && d >= n && d >= other:
			days = append(days, j)
		case n > 0 && n >= other:
			numbers = append(numbers, j)
		case other > 0:
			names = append(names, j)
		}
	}
	if len(days) == 0 {
		return
	}
	give := func(all []int, cols ...int) {
		for i, col := range cols {
			if i < len(all) {
				sp.cols[all[i]] = col
			}
		}
	}
	if len(days) == 1 {
		give(days, toCol)
	} else {
		give(days, fromCol, toCol)
	}
	before := slices.DeleteFunc(slices.Clone(numbers), func(j int) bool { return j > days[0] })
	after := slices.DeleteFunc(slices.Clone(numbers), func(j int) bool { return j < days[0] })
	give(after, amountCol, costCol)
	switch {
	case len(names) > 0:
		give(names, meterCol)
		for _, j := range names[1:] {
			if j == len(sp.cols)-1 {
				sp.cols[j] = noteCol
			}
		}
	case len(before) > 0: // meters that have numbers for names
		sp.cols[before[len(before)-1]] = meterCol
	}
}

// settledNotation tells how the numbers of a block are written where some of
// them can only be read in one way; ambiguous counts those with two readings.
func settledNotation(block grid.Block) (n quantity.Notation, ambiguous int) {
	vi, en := 0, 0
	for _, row := range block {
		for _, cell := range row {
			if cell == "" || isDay(cell) {
				continue
			}
			if _, err := quantity.ParseNumber(cell, quantity.Auto); err != nil && asMessage(err).Key == "number.ambiguous" {
				ambiguous++
				continue
			}
			_, viErr := quantity.ParseNumber(cell, quantity.Vietnamese)
			_, enErr := quantity.ParseNumber(cell, quantity.English)
			if viErr == nil && enErr != nil {
				vi++
			}
			if enErr == nil && viErr != nil {
				en++
			}
		}
	}
	switch {
	case vi > 0 && en == 0:
		return quantity.Vietnamese, ambiguous
	case en > 0 && vi == 0:
		return quantity.English, ambiguous
	}
	return quantity.Auto, ambiguous
}

// paste takes a block of cells: with dates, as bills of their own; without, into
// the cells from where the keys are.
func (s *Screen) paste(content string, n quantity.Notation) {
	block := grid.ParseBlock(content)
	if block == nil || !s.editable() {
		return
	}
	if n == quantity.Auto {
		var ambiguous int
		if n, ambiguous = settledNotation(block); n == quantity.Auto && ambiguous > 0 {
			s.Post(ui.Open{Dialog: &ui.Ask{
				Heading: text.M("grid.paste.heading", "rows", block.Rows(), "cols", block.Cols()),
				Text:    []text.Message{text.M("grid.paste.ambiguous", "n", ambiguous)},
				Choices: []ui.Choice{
					{Label: "tui.cancel"},
					{Label: "grid.paste.vietnamese", Letter: "v", Action: pasteAs{content, quantity.Vietnamese}},
					{Label: "grid.paste.english", Letter: "e", Action: pasteAs{content, quantity.English}},
				},
			}})
			return
		}
	}
	if sp := s.shapeOf(block); sp != nil {
		s.pasteBills(block, sp, n)
	} else {
		s.pasteCells(block, n)
	}
}

// pastedInto is a bill with a pasted cell; what cannot be read stays beside it.
func (s *Screen) pastedInto(b bill, col int, cell string, n quantity.Notation, factor float64) bill {
	next, _, err := s.taken(b, col, cell, n, quantity.Date{})
	if err != nil {
		b.bad = cloned(b.bad)
		b.bad[col] = fault{cell, asMessage(err)}
		return b
	}
	if factor != 1 {
		for c, v := range map[int]*float64{amountCol: next.amount, costCol: next.cost} {
			if c == col && v != nil {
				x := tidy(*v * factor)
				if c == amountCol {
					next.amount = &x
				} else {
					next.cost = &x
				}
			}
		}
	}
	return next
}

func cloned(m map[int]fault) map[int]fault {
	c := make(map[int]fault, len(m)+1)
	for k, v := range m {
		c[k] = v
	}
	return c
}

// pasteBills reads the rows of a block as bills.
func (s *Screen) pasteBills(block grid.Block, sp *shape, n quantity.Notation) {
	sh := s.sheet()
	factor := 1.0
	if sp.amount != "" && sp.amount != sh.flow.Unit {
		x, err := s.Units.Convert(1, sp.amount, sh.flow.Unit)
		if err != nil {
			s.Post(ui.Toast{Text: asMessage(err), Kind: ui.Failure})
			return
		}
		factor = x
	}
	if sp.unknown != "" {
		_, err := s.Units.Find(sp.unknown)
		s.Post(ui.Toast{Text: asMessage(err), Kind: ui.Failure})
		return
	}
	meter := ""
	if !slices.Contains(sp.cols, meterCol) {
		if at := s.grid.At(); at.Row < len(sh.bills) {
			meter = sh.bills[at.Row].meter
		} else {
			meter = s.begun().meter
		}
	}
	if sp.headed {
		block = block[1:]
	}
	var all []bill
	for _, row := range block {
		b := bill{index: -1, meter: meter}
		cols := sp.cols
		if monthOnly(row, sp) {
			cols = slices.Clone(cols)
			cols[slices.Index(cols, toCol)] = fromCol // a month has both its days
		}
		some := false
		for j, cell := range row {
			col := cols[j]
			if cell == "" || col < 0 || computed(col) {
				continue
			}
			some = some || col != meterCol
			k := 1.0
			switch col {
			case amountCol:
				k = factor
			case costCol:
				k = sp.money
			}
			b = s.pastedInto(b, col, cell, n, k)
		}
		if some {
			all = append(all, b)
		}
	}
	s.takeBills(all)
}

// monthOnly reports whether the only day of a row is a month.
func monthOnly(row []string, sp *shape) bool {
	j := slices.Index(sp.cols, toCol)
	if slices.Contains(sp.cols, fromCol) || j < 0 || j >= len(row) {
		return false
	}
	_, ok := monthAsWritten(row[j])
	return ok
}

// takeBills writes the bills that can be in the file as one step of undo; the
// others wait in the table, and those that are there already are left out.
func (s *Screen) takeBills(all []bill) {
	slices.SortStableFunc(all, func(a, b bill) int { return cmp.Or(a.to.Compare(b.to), a.from.Compare(b.from)) })
	trial := *s.sheet()
	trial.bills = slices.Clone(trial.bills[:trial.drafts])
	var edits []auditfile.Edit
	var waiting []bill
	twice := 0
	for _, b := range all {
		if slices.ContainsFunc(trial.bills, func(o bill) bool {
			return o.meter == b.meter && o.to == b.to && (o.from == b.from || b.from.IsZero()) && o.amount != nil && b.amount != nil && *o.amount == *b.amount
		}) {
			twice++
			continue
		}
		if !wrong(trial.marksOf(b, len(trial.bills), nil)).Empty() {
			waiting = append(waiting, b)
			continue
		}
		b = trial.filled(b, -1)
		trial.bills = append(trial.bills, b)
		trial.drafts++
		edits = append(edits, auditfile.Append("reading", s.fields(b)))
	}
	if len(edits) > 0 && !s.apply(text.M("bill.undo.paste", "n", len(edits)), edits...) {
		return
	}
	s.waiting = append(s.waiting, waiting...)
	s.recent = nil
	s.keep()
	sh := s.again()
	if len(waiting) > 0 {
		row := len(sh.bills) - len(waiting)
		s.grid.Go(grid.Pos{Row: row, Col: s.firstBad(row)})
	}
	kind := ui.Done
	if len(waiting) > 0 {
		kind = ui.Warning
	}
	s.Post(ui.Toast{Kind: kind, Text: text.M("bill.pasted", "n", len(edits),
		"waiting", some("bill.pasted-waiting", len(waiting)), "twice", some("bill.pasted-twice", twice), "months", some("bill.pasted-months", len(sh.missing)))})
}

// some is a count in words, nothing of none.
func some(key string, n int) text.Message {
	if n == 0 {
		return text.Message{}
	}
	return text.M(key, "n", n)
}

// pasteCells puts a block without dates into the cells from where the keys are.
func (s *Screen) pasteCells(block grid.Block, n quantity.Notation) {
	sh := s.sheet()
	r, ok := s.grid.Selection()
	if !ok {
		r.Top, r.Left = len(sh.bills), s.grid.At().Col
	}
	if n == quantity.Auto {
		n = s.Notation()
	}
	trial := *sh
	trial.bills = slices.Clone(sh.bills)
	var edits []auditfile.Edit
	var faults []text.Message
	for i, row := range block {
		at := r.Top + i
		if at >= sh.drafts {
			faults = append(faults, text.M("bill.paste-no-bill", "row", i+1))
			continue
		}
		for j, cell := range row {
			col := r.Left + j
			if col >= columns || computed(col) {
				continue
			}
			old := trial.bills[at]
			b, _, err := s.taken(old, col, cell, n, quantity.Date{})
			if err != nil {
				faults = append(faults, text.M("bill.paste-fault", "row", i+1, "fault", asMessage(err)))
				continue
			}
			v, was := value(b, col), value(old, col)
			if v == was {
				continue
			}
			path := tomldoc.Path("reading", old.index+1, keys[col])
			if v == nil {
				edits = append(edits, auditfile.Unset(path))
			} else {
				edits = append(edits, auditfile.Set(path, v))
			}
			trial.bills[at] = b
		}
	}
	for i, b := range trial.bills[:sh.drafts] {
		if i >= r.Top && i < r.Top+len(block) {
			if m := wrong(trial.marksOf(b, i, nil)); !m.Empty() {
				faults = append(faults, text.M("bill.paste-fault", "row", i-r.Top+1, "fault", m))
			}
		}
	}
	switch {
	case len(faults) > 0:
		s.Post(ui.Open{Dialog: ui.Tell(text.M("bill.paste-refused"), faults[:min(len(faults), 8)]...)})
	case len(edits) == 0:
		s.Post(ui.Toast{Text: text.M("grid.paste.same"), Kind: ui.Info})
	case s.apply(text.M("bill.undo.paste-cells", "rows", block.Rows(), "cols", block.Cols()), edits...):
		s.Post(ui.Toast{Text: text.M("grid.pasted", "rows", block.Rows(), "cols", block.Cols(), "blank", text.Message{}), Kind: ui.Done})
	}
}
