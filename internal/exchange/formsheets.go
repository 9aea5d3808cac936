package exchange

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// guide is the first sheet: what the form is, for whom, how it is filled in.
func (b *formBook) guide() {
	b.sheet = b.Printer.Say(text.M("exchange.form.sheet.guide"))
	b.put(b.f.SetSheetName("Sheet1", b.sheet))
	b.put(b.f.SetColWidth(b.sheet, "A", "A", 110))
	row := 1
	line := func(s string, style int) {
		b.set(row, 1, s)
		b.dress(row, 1, row, 1, style)
		row++
	}
	line(b.sayIn(text.M("exchange.form.title")), b.style.title)
	line(b.sayIn(text.M("exchange.form.of", "plant", b.Audit.Plant.DisplayName(), "sector", b.Pack.Sector.Name)), b.style.label)
	for _, k := range []string{"fill", "units", "missing", "months", "bills", "send"} {
		m := text.M("exchange.form.guide." + k)
		line(b.Printer.Say(m), b.style.label)
		if b.Bilingual {
			line(b.other.Say(m), b.style.hint)
		}
	}
	b.lock()
}

// labels writes a sheet of labels and values.
func (b *formBook) labels(kind formKind, fields []field, valueCol, hintCol int) {
	row := 4
	for _, f := range fields {
		row++
		b.set(row, 1, f.id)
		b.set(row, 2, b.name(f.label))
		b.dress(row, 2, row, 2, b.style.label)
		style := b.style.text
		if f.kind == "number" || f.kind == "whole" {
			style = b.style.number
		}
		b.dress(row, valueCol, row, valueCol, style)
		hint := b.name(f.hint)
		var rule func(dv *excelize.DataValidation) error
		switch f.kind {
		case "choice":
			rule = oneOfList(b.choices(string(kind)+f.id, f.choices))
			if f.value != nil {
				b.set(row, valueCol, b.word(f.choices, fmt.Sprint(f.value)))
			}
		case "yes":
			rule = oneOfList(b.list("yes-no", []string{b.sayIn(text.M("exchange.form.reply.yes")), b.sayIn(text.M("exchange.form.reply.no"))}))
			if f.value == true {
				b.set(row, valueCol, b.sayIn(text.M("exchange.form.reply.yes")))
			}
		case "number":
			low, high := 0.0, 1e15
			if f.low != nil {
				low = *f.low
			}
			if f.high != nil {
				high = *f.high
			}
			rule = numbers(low, high)
			b.set(row, valueCol, f.value)
		case "whole":
			rule = numbers(0, 1e9)
			b.set(row, valueCol, f.value)
		default:
			b.set(row, valueCol, f.value)
		}
		if rule != nil || hint != "" {
			b.valid(row, valueCol, row, valueCol, hint, rule)
		}
		if hintCol > valueCol+1 { // units between
			unit := b.unit(f.unit)
			if f.low != nil && f.high != nil {
				unit = fmt.Sprintf("%s (%s–%s)", unit, b.Printer.Number(*f.low, 6), b.Printer.Number(*f.high, 6))
			}
			b.set(row, valueCol+1, unit)
			b.dress(row, valueCol+1, row, valueCol+1, b.style.locked)
		}
		b.set(row, hintCol, hint)
		b.dress(row, hintCol, row, hintCol, b.style.hint)
	}
}

func (b *formBook) unit(symbol string) string {
	if symbol == "-" || symbol == "" {
		return symbol
	}
	return b.both(b.Printer.Unit(symbol), b.other.Unit(symbol))
}

func (b *formBook) heads(kind formKind) (keys, headings []string) {
	keys, names := columnsOfSheet(kind)
	for _, n := range names {
		headings = append(headings, b.name(n))
	}
	return keys, headings
}

func (b *formBook) plant() {
	keys, heads := b.heads(plantSheet)
	b.open(plantSheet, keys, heads, []float64{40, 60, 50})
	b.labels(plantSheet, plantFields(b.Audit, b.Common), 3, 4)
	b.close(4, 2)
}

func (b *formBook) basis() {
	keys, heads := b.heads(basisSheet)
	b.open(basisSheet, keys, heads, []float64{60, 40, 18, 80})
	b.labels(basisSheet, basisFields(b.Audit, b.Pack), 3, 5)
	b.close(4, 2)
}

// numberStyle is the look of a figure: whole numbers with groups of thousands.
func (b *formBook) numberStyle(v float64) int {
	if v == float64(int64(v)) {
		return b.style.whole
	}
	return b.style.number
}

func (b *formBook) months(rows []span) {
	type figures struct {
		target string
		table  func(p *assess.Period) map[string]float64
		id     string
	}
	var cols []figures
	for _, p := range b.Audit.Products {
		cols = append(cols, figures{"output." + p.ID, func(p *assess.Period) map[string]float64 { return p.Output }, p.ID})
	}
	for _, f := range formFlows(b.Audit, b.Pack, b.Common) {
		cols = append(cols, figures{"flows." + f.ID, func(p *assess.Period) map[string]float64 { return p.Flows }, f.ID})
	}
	for _, id := range driverIDs(b.Audit) {
		cols = append(cols, figures{"drivers." + id, func(p *assess.Period) map[string]float64 { return p.Drivers }, id})
	}
	keys := []string{"month", "phase"}
	heads := []string{b.sayIn(text.M("exchange.form.head.months-month")), b.sayIn(text.M("exchange.form.head.months-phase"))}
	widths := []float64{24, 14}
	for _, c := range cols {
		m := b.voc.meanings[c.target]
		keys = append(keys, c.target)
		h := b.name(m.name)
		if strings.HasPrefix(c.target, "output.") {
			h = b.sayIn(text.M("exchange.series.output", "product", m.name))
		}
		heads, widths = append(heads, h), append(widths, 16)
	}
	keys, heads, widths = append(keys, "note"), append(heads, b.sayIn(text.M("exchange.form.head.months-note"))), append(widths, 40)
	b.open(monthsSheet, keys, heads, widths)
	b.set(5, 1, unitsRow)
	for i, c := range cols {
		b.set(5, i+4, b.unit(b.voc.meanings[c.target].unit))
	}
	b.dress(5, 2, 5, len(heads)+1, b.style.unit)

	bySpan := map[span]*assess.Period{}
	for i := range b.Audit.Periods {
		p := &b.Audit.Periods[i]
		from, to, ok := p.Days()
		if !ok {
			continue
		}
		s := span{from: from, to: to}
		if m := quantity.MonthOf(from); from == m.First() && to == m.Last() {
			s = span{month: m}
		}
		if old := bySpan[s]; old == nil || old.Phase == assess.Omitted {
			bySpan[s] = p
		}
	}
	last, noteCol := 5+len(rows), len(heads)+1
	if len(rows) > 0 {
		b.dress(6, 2, last, 2, b.style.month)
		b.dress(6, 3, last, 3, b.style.text)
		b.dress(6, 4, last, noteCol-1, b.style.number)
		b.dress(6, noteCol, last, noteCol, b.style.text)
		b.valid(6, 3, last, 3, "", oneOfList(b.choices("phases", phases())))
		for i, c := range cols {
			m := b.voc.meanings[c.target]
			low := 0.0
			if strings.HasPrefix(c.target, "drivers.") {
				low = -1e15
			}
			hint := b.sayIn(text.M("exchange.form.hint.figure", "name", m.name, "unit", b.unit(m.unit)))
			b.valid(6, i+4, last, i+4, hint, numbers(low, 1e15))
		}
	}
	for i, s := range rows {
		row := 6 + i
		b.set(row, 1, "period:"+s.keyOf())
		if s.month.IsZero() {
			b.set(row, 2, fmt.Sprintf("%02d/%02d/%d – %02d/%02d/%d", s.from.Day, s.from.Month, s.from.Year, s.to.Day, s.to.Month, s.to.Year))
		} else {
			b.set(row, 2, s.month.First())
		}
		p := bySpan[s]
		if p == nil {
			continue
		}
		b.set(row, 3, b.word(phases(), p.PhaseOrBefore()))
		for k, c := range cols {
			if v, ok := c.table(p)[c.id]; ok {
				b.set(row, k+4, v)
				if style := b.numberStyle(v); style != b.style.number {
					b.dress(row, k+4, row, k+4, style)
				}
			}
		}
		b.set(row, noteCol, p.Note)
	}
	b.close(5, 3)
}

func (b *formBook) bills() {
	keys, heads := b.heads(billsSheet)
	heads[6] += " (" + b.unit(currencyOf(b.Audit)) + ")"
	b.open(billsSheet, keys, heads, []float64{34, 16, 14, 14, 16, 12, 18, 12, 40})
	flows := formFlows(b.Audit, b.Pack, b.Common)
	label := func(id string) string {
		m, ok := b.voc.meanings["flows."+id]
		if l := b.name(m.name); ok && len(b.voc.find(l)) == 1 && b.voc.find(l)[0] == "flows."+id {
			return l
		}
		return id
	}
	words := make([]string, len(flows))
	for i, f := range flows {
		words[i] = label(f.ID)
	}
	n := len(b.Audit.Readings)
	last := 4 + n + emptyBills
	b.dress(5, 2, last, 3, b.style.text)
	b.dress(5, 4, last, 5, b.style.date)
	b.dress(5, 6, last, 6, b.style.number)
	b.dress(5, 7, last, 7, b.style.text)
	b.dress(5, 8, last, 8, b.style.number)
	b.dress(5, 9, last, 10, b.style.text)
	b.valid(5, 2, last, 2, "", oneOfList(b.list("flows", words)))
	b.valid(5, 4, last, 5, b.sayIn(text.M("exchange.form.hint.days")), days)
	b.valid(5, 6, last, 6, b.sayIn(text.M("exchange.form.hint.amount")), numbers(0, 1e15))
	b.valid(5, 7, last, 7, b.sayIn(text.M("exchange.form.hint.bill-unit")), nil)
	b.valid(5, 8, last, 8, "", numbers(0, 1e15))
	b.valid(5, 9, last, 9, "", oneOfList(b.list("yes-no", []string{b.sayIn(text.M("exchange.form.reply.yes")), b.sayIn(text.M("exchange.form.reply.no"))})))
	for i, x := range b.Audit.Readings {
		row := 5 + i
		if key := readingKey(i, x); fits(key) {
			b.set(row, 1, key)
		}
		b.set(row, 2, label(x.Flow))
		b.set(row, 3, x.Meter)
		b.set(row, 4, x.From)
		b.set(row, 5, x.To)
		b.set(row, 6, x.Amount)
		b.set(row, 7, b.unit(b.voc.meanings["flows."+x.Flow].unit))
		if x.Cost != nil {
			b.set(row, 8, *x.Cost)
		}
		if x.Estimated {
			b.set(row, 9, b.sayIn(text.M("exchange.form.reply.yes")))
		}
		b.set(row, 10, x.Note)
	}
	b.close(4, 2)
}

func (b *formBook) prices() {
	keys, heads := b.heads(pricesSheet)
	b.open(pricesSheet, keys, heads, []float64{44, 14, 18, 22, 18})
	stated := map[string]assess.Flow{}
	for _, f := range b.Audit.Flows {
		stated[f.ID] = f
	}
	row := 4
	currency := b.unit(currencyOf(b.Audit))
	for _, f := range formFlows(b.Audit, b.Pack, b.Common) {
		row++
		b.set(row, 1, f.ID)
		b.set(row, 2, b.name(f.Name))
		b.set(row, 3, b.unit(f.Unit))
		x := stated[f.ID]
		b.dress(row, 4, row, 4, b.style.number)
		if x.Price != nil {
			b.set(row, 4, *x.Price)
			b.dress(row, 4, row, 4, b.numberStyle(*x.Price))
		}
		b.set(row, 5, b.word(qualities(b.Common), x.Quality))
		if x.Uncertainty != nil {
			b.set(row, 6, *x.Uncertainty)
		}
		b.valid(row, 4, row, 4, b.sayIn(text.M("exchange.form.hint.price", "currency", currency, "unit", b.unit(f.Unit))), numbers(0, 1e15))
	}
	if row > 4 {
		b.dress(5, 2, row, 2, b.style.label)
		b.dress(5, 3, row, 3, b.style.unit)
		b.dress(5, 5, row, 5, b.style.text)
		b.dress(5, 6, row, 6, b.style.number)
		b.valid(5, 5, row, 5, "", oneOfList(b.choices("qualities", qualities(b.Common))))
		b.valid(5, 6, row, 6, b.sayIn(text.M("exchange.form.hint.uncertainty")), numbers(0, 1000))
	}
	b.close(4, 2)
}

func (b *formBook) walk() {
	keys, heads := b.heads(walkSheet)
	b.open(walkSheet, keys, heads, []float64{24, 80, 18, 50})
	answers := map[string]assess.Answer{}
	for _, a := range b.Audit.Answers {
		answers[a.Question] = a
	}
	questions, areas := questionsOf(b.Pack, b.Common)
	for i, q := range questions {
		row := 5 + i
		b.set(row, 1, q.ID)
		b.set(row, 2, b.name(areas[q.Area]))
		b.set(row, 3, b.name(q.Text))
		b.set(row, 4, b.word(replies(), answers[q.ID].Reply))
		b.set(row, 5, answers[q.ID].Note)
	}
	if last := 4 + len(questions); last > 4 {
		b.dress(5, 2, last, 2, b.style.area)
		b.dress(5, 3, last, 3, b.style.label)
		b.dress(5, 4, last, 5, b.style.text)
		b.valid(5, 4, last, 4, b.sayIn(text.M("exchange.form.hint.reply")), oneOfList(b.choices("replies", replies())))
	}
	b.close(4, 3)
}
