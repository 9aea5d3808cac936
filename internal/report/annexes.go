package report

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/text"
)

// worksheet is one of the 19 forms of an assessment (METHOD §3): it shows what
// part of the document holds, or where the document has that part already.
type worksheet struct {
	key   string
	part  string
	write func(*assessment) // in place of the part
}

// worksheetList are the forms in the order of the tasks.
func worksheetList() []worksheet {
	return []worksheet{
		{"team", "team", nil},
		{"basics", "plant", nil},
		{"steps", "steps", nil},
		{"housekeeping", "", (*assessment).answers},
		{"focus", "focus", nil},
		{"diagram", "flow-diagram", nil},
		{"materials", "", (*assessment).materialSheet},
		{"energy", "", (*assessment).energySheet},
		{"costs", "waste-costs", nil},
		{"causes", "causes", nil},
		{"options", "options", nil},
		{"screening", "screening", nil},
		{"technical", "technical", nil},
		{"economic", "economics", nil},
		{"environmental", "environmental", nil},
		{"ranking", "ranking", nil},
		{"plan", "plan", nil},
		{"results", "savings", nil},
		{"sustain", "monitors", nil},
	}
}

// worksheets are the 19 forms. One whose content stands in a chapter refers to
// it, so that every figure stands once.
func (a *assessment) worksheets() {
	for i, w := range worksheetList() {
		a.add(Heading{Level: 2, Text: text.M("documents.sheet.title", "n", i+1, "title", text.M("documents.sheet."+w.key)), Unnumbered: true})
		if w.part != "" && a.kind.Has(w.part) {
			a.add(Paragraph{Text: text.M("documents.sheet.see", "where", partLabel(w.part))})
			continue
		}
		write := w.write
		if write == nil {
			p, _ := sectionOf(w.part)
			write = p.write
		}
		var kept []Block
		for _, b := range a.written(write) {
			if h, ok := b.(Heading); ok {
				if h.Level == 1 {
					continue
				}
				h.Level, h.Unnumbered = 3, true
				b = h
			}
			kept = append(kept, b)
		}
		if len(kept) == 0 {
			kept = []Block{Paragraph{Kind: Remark, Text: text.M("documents.sheet.empty")}}
		}
		a.add(kept...)
	}
}

// answers are the questions of the walk-through with their replies.
func (a *assessment) answers() {
	t := Table{Columns: []Column{headWide("documents.sheet.question"), head("documents.sheet.reply"), headWide("documents.sheet.note")}}
	given := map[string]assess.Answer{}
	for _, x := range a.Audit.Answers {
		given[x.Question] = x
	}
	for _, q := range a.Pack.Questions {
		x, ok := given[q.ID]
		if !ok || x.Reply == "" {
			continue
		}
		note := plain(x.Note)
		if x.Note == "" {
			note = Cell{}
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{name(q.Text), {Text: text.M("documents.reply." + x.Reply)}, note}})
	}
	a.table(t)
}

// materialSheet and energySheet are the closures of the steps in the layers of
// matter and of energy.
func (a *assessment) materialSheet() { a.layerSheet(false) }
func (a *assessment) energySheet()   { a.layerSheet(true) }

func (a *assessment) layerSheet(energy bool) {
	b := a.Result.Balance
	if b == nil || b.Network == nil {
		return
	}
	for _, l := range b.Network.Layers {
		if (l.ID == balance.Energy) != energy {
			continue
		}
		a.add(Heading{Level: 2, Text: text.M("detail.layer", "layer", a.layerName(l.ID))})
		a.steps(b, l)
	}
}

// periodColumns is how many flows a table of periods shows beside each other.
const periodColumns = 6

// periodData are the figures of every period as the assessment uses them.
func (a *assessment) periodData() {
	c := a.Result.Coverage
	if len(c.Periods) == 0 || len(c.Rows) == 0 {
		return
	}
	var output *assess.CoverageRow
	var rows []assess.CoverageRow
	for i := range c.Rows {
		if c.Rows[i].Kind == assess.OutputSeries {
			output = &c.Rows[i]
			continue
		}
		rows = append(rows, c.Rows[i])
	}
	part := 0
	for from := 0; from < len(rows) || from == 0; from += periodColumns {
		some := rows[from:min(from+periodColumns, len(rows))]
		part++
		t := Table{Caption: text.M("documents.data.caption", "part", part), Columns: []Column{head("documents.data.period"), head("report.output.phase")}}
		if output != nil {
			t.Columns = append(t.Columns, Column{Head: nameOf(a.Result.Product), Align: Right})
		}
		for _, r := range some {
			t.Columns = append(t.Columns, Column{Head: nameOf(r.Name), Align: Right})
		}
		for k, p := range c.Periods {
			phase := Cell{}
			if p.Phase != "" {
				phase = Cell{Text: text.M("documents.phase." + p.Phase)}
			}
			row := Row{Cells: []Cell{{Text: text.M("say.text", "text", p.Name())}, phase}}
			if output != nil {
				row.Cells = append(row.Cells, covered(*output, k))
			}
			for _, r := range some {
				row.Cells = append(row.Cells, covered(r, k))
			}
			t.Rows = append(t.Rows, row)
		}
		a.table(t)
	}
	a.remark(text.M("documents.data.note"))
}

// covered is what is known of a series in a period; a part of it is marked.
func covered(r assess.CoverageRow, k int) Cell {
	x := r.Cells[k]
	if x.Value == nil {
		return Cell{Kind: Absent}
	}
	c := number(*x.Value, r.Unit)
	if x.State == assess.CellPartial || x.State == assess.CellTwice || x.State == assess.CellEstimated {
		c.Text = text.M("documents.data.state." + string(x.State))
	}
	return c
}

// whyDepth is how far down the figures of the annex are explained; "audit why"
// goes on to every input.
const whyDepth = 2

// whys are how the main figures came about: formula and parts.
func (a *assessment) whys() {
	var l List
	told := map[string]bool{}
	add := func(w *assess.Why) {
		if w == nil || told[w.Label.Error()] {
			return
		}
		told[w.Label.Error()] = true
		l.Items = append(l.Items, a.whyItem(w, whyDepth, true, told))
	}
	for _, i := range a.Result.Current() {
		if placed(i) {
			add(i.Why)
		}
	}
	for _, s := range a.Result.Savings {
		if s.Basis != "" {
			add(s.Why)
		}
	}
	if g := a.allGroups(); g != nil {
		add(g.Why)
	}
	add(a.Result.Potential.Why)
	if len(l.Items) == 0 {
		return
	}
	a.add(l)
	a.remark(text.M("documents.why.more"))
}

// whyItem is a figure with its formula and, some levels down, its parts; the
// parts of a figure that was told already are not told again.
func (a *assessment) whyItem(w *assess.Why, depth int, strong bool, told map[string]bool) Item {
	var shown any
	if w.Value != nil {
		shown = *w.Value
	}
	item := Item{Text: text.M("documents.why.figure", "label", w.Label, "value", shown, "formula", w.Formula), Strong: strong}
	if w.Source != nil {
		item.Refs = append(item.Refs, a.ref(*w.Source, w.Locator))
	}
	if depth == 0 || !strong && told[w.Label.Error()] {
		return item
	}
	told[w.Label.Error()] = true
	parts := w.Parts()
	if len(parts) > whyParts {
		item.Below = []Item{{Text: text.M("documents.why.many", "n", len(parts))}}
		return item
	}
	for _, p := range parts {
		item.Below = append(item.Below, a.whyItem(p, depth-1, false, told))
	}
	return item
}

// whyParts is how many parts of a figure the annex lists; the months behind a sum
// are more, and stand in the table of periods.
const whyParts = 8
