package data

import (
	"slices"
	"strconv"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
	"github.com/sxsh-audit/audit/internal/tui/grid"
)

// batch is edits that are one step: it makes the tables that they need, once.
type batch struct {
	s     *sheet
	lang  text.Lang
	edits []auditfile.Edit

	periods, flows, products int // tables in the document after the edits
	made                     map[string]int
}

func (s *sheet) batch(lang text.Lang) *batch {
	a := s.audit
	return &batch{s: s, lang: lang, periods: len(a.Periods), flows: len(a.Flows), products: len(a.Products), made: map[string]int{}}
}

func (b *batch) set(v any, path ...any) {
	b.edits = append(b.edits, auditfile.Set(tomldoc.Path(path...), v))
}

func (b *batch) unset(path ...any) {
	b.edits = append(b.edits, auditfile.Unset(tomldoc.Path(path...)))
}

func (b *batch) append(table string, fields tomldoc.Table) {
	b.edits = append(b.edits, auditfile.Append(table, fields))
}

// addPeriod appends a period and returns its number.
func (b *batch) addPeriod(p assess.Period) int {
	b.append("period", tomldoc.Table{
		{Key: "month", Value: p.Month}, {Key: "from", Value: p.From}, {Key: "to", Value: p.To}, {Key: "phase", Value: orNil(p.Phase)},
	})
	b.periods++
	return b.periods
}

// remove takes out a table by its place in the audit.
func (b *batch) remove(table string, i int) {
	b.edits = append(b.edits, auditfile.Remove(table, i+1))
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// removePeriods removes periods by their place in the audit, the last first so
// that the numbers of the others hold.
func (b *batch) removePeriods(indexes []int) {
	slices.Sort(indexes)
	for _, i := range slices.Backward(indexes) {
		b.remove("period", i)
		b.periods--
	}
}

// period is the number of a column's period in the document.
func (b *batch) period(c column) int {
	if c.index >= 0 {
		return c.index + 1
	}
	key := c.key()
	if n := b.made[key]; n > 0 {
		return n
	}
	n := b.addPeriod(c.period)
	b.made[key] = n
	return n
}

// flow is the number of a flow's table in the document, which is made where it
// has none.
func (b *batch) flow(r row) int {
	if r.index >= 0 {
		return r.index + 1
	}
	if n := b.made[r.key()]; n > 0 {
		return n
	}
	b.append("flow", tomldoc.Table{{Key: "id", Value: r.id}})
	b.flows++
	b.made[r.key()] = b.flows
	return b.flows
}

// product makes the product that the table offers where the audit has none.
func (b *batch) product(r row) {
	if r.index >= 0 || b.made[r.key()] > 0 {
		return
	}
	name := r.name.In(b.lang)
	if name == "" {
		name = r.id
	}
	b.append("product", tomldoc.Table{{Key: "id", Value: r.id}, {Key: "name", Value: name}, {Key: "unit", Value: r.unit}})
	b.products++
	b.made[r.key()] = b.products
}

// figure writes the number of a cell, a figure's or a price's; nil takes it
// out. It returns whether that changes anything.
func (b *batch) figure(p grid.Pos, v *float64) bool {
	old, stated := b.s.figure(p)
	if v != nil && !stated && b.s.fromBills(p) != nil {
		return false // bills give it: it would be stated twice
	}
	if v == nil && !stated || v != nil && stated && old == *v {
		return false
	}
	r := b.s.rows[p.Row]
	switch {
	case b.s.isFigure(p):
		c, _ := b.s.period(p.Col)
		if v == nil {
			b.unset("period", c.index+1, r.table(), r.id)
			return true
		}
		if r.kind == productRow {
			b.product(r)
		}
		b.set(*v, "period", b.period(c), r.table(), r.id)
	case b.s.isPrice(p):
		if v == nil {
			b.unset("flow", r.index+1, "price")
			return true
		}
		b.set(*v, "flow", b.flow(r), "price")
	default:
		return false
	}
	return true
}

// slug makes an id of a name: letters without diacritics, digits and hyphens,
// not one of those that are taken.
func slug(name, fallback string, taken func(string) bool) string {
	var b []byte
	for _, r := range i18n.Fold(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b = append(b, byte(r))
		case len(b) > 0 && b[len(b)-1] != '-':
			b = append(b, '-')
		}
		if len(b) >= 40 {
			break
		}
	}
	for len(b) > 0 && b[len(b)-1] == '-' {
		b = b[:len(b)-1]
	}
	base := string(b)
	if base == "" {
		base = fallback
	}
	id := base
	for n := 2; taken(id); n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	return id
}

// ---- what the edits are called ----

// when is a period in words: "tháng 3/2018", "năm 2018".
func when(p assess.Period) text.Message {
	if !p.Month.IsZero() {
		return text.M("grid.when.month", "month", p.Month)
	}
	if y := year(p); y != 0 {
		return text.M("grid.when.year", "year", y)
	}
	if p.From.IsZero() && p.To.IsZero() {
		return text.M("grid.when.undated")
	}
	return text.M("period.from-to", "from", p.From, "to", p.To)
}

// rowName is what a row is called in a sentence.
func (r row) say() text.Message {
	if r.kind == productRow {
		return text.M("grid.output-of", "product", r.name)
	}
	return text.M("say.text", "text", r.name)
}

// where is a cell in words: "Điện, tháng 3/2018".
func (s *sheet) where(p grid.Pos) text.Message {
	c, isPeriod := s.period(p.Col)
	r, isRow := s.row(p.Row)
	switch {
	case isPeriod && p.Row == 0:
		return when(c.period)
	case isPeriod && isRow:
		return text.M("grid.where.figure", "row", r.say(), "when", when(c.period))
	case p.Row == 0 || !isRow:
		return text.M("grid.where.head")
	case p.Col == priceCol:
		return text.M("grid.where.price", "row", r.say())
	case p.Col == unitCol:
		return text.M("grid.where.unit", "row", r.say())
	}
	return r.say()
}

// edited is the label of an edit of one cell, or of a block of them: key is
// grid.undo.… without its last part, of which the catalogue has -cell and -block.
func (s *sheet) edited(cell, block string, r grid.Range) text.Message {
	if r.Cells() == 1 {
		return text.M(cell, "cell", s.where(grid.Pos{Row: r.Top, Col: r.Left}))
	}
	return text.M(block, "rows", r.Rows(), "cols", r.Cols())
}
