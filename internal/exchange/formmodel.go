package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/text"
)

// The form is a workbook that is understood in two ways. Its first row and
// first column are hidden and hold keys: what the sheet is, what each column
// and row is for. Where someone has deleted them, the names of sheets, headings
// and labels say the same, in either language.
const (
	formVersion = 1
	formMark    = "audit-form" // begins the first cell of every sheet
	keySheet    = "_audit"     // with the id of the audit, and the lists to choose from
	headRow     = "head"       // key of rows of titles and headings
	unitsRow    = "units"      // key of the row of units
)

// formKind is what a sheet of the form is about.
type formKind string

const (
	plantSheet  formKind = "plant"
	monthsSheet formKind = "months"
	billsSheet  formKind = "bills"
	pricesSheet formKind = "prices"
	walkSheet   formKind = "walk"
	basisSheet  formKind = "basis"
)

var formKinds = [...]formKind{plantSheet, monthsSheet, billsSheet, pricesSheet, walkSheet, basisSheet}

// bothLanguages says messages in both languages: a form may come back in the
// other one than the program speaks.
type bothLanguages struct{ vi, en *i18n.Printer }

var languages = sync.OnceValue(func() bothLanguages {
	c := i18n.Embedded()
	return bothLanguages{c.Printer(text.VI), c.Printer(text.EN)}
})

func nameOf(m text.Message) text.Name {
	l := languages()
	return text.Name{VI: l.vi.Say(m), EN: l.en.Say(m)}
}

func sheetTitle(k formKind) text.Name { return nameOf(text.M("exchange.form.sheet." + string(k))) }

// A field is a row of the form's sheets of labels and values.
type field struct {
	id      string // key of the row: path of the audit file, id of a flow, question or ask
	label   text.Name
	hint    text.Name
	kind    string // text, whole, number, choice, yes
	choices []choice
	low     *float64
	high    *float64
	unit    string
	value   any // what the audit has; nil: nothing
}

type choice struct {
	id   string
	name text.Name
}

// plantFields are the rows about the plant and the team.
func plantFields(a *assess.Audit, common *benchmark.Common) []field {
	p := a.Plant
	f := func(id, kind string, v any) field {
		return field{
			id: id, kind: kind, value: v,
			label: nameOf(text.M("exchange.form.field." + strings.ReplaceAll(id, ".", "-"))),
		}
	}
	whole := func(n int) any {
		if n == 0 {
			return nil
		}
		return n
	}
	said := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	all := []field{
		f("plant.name", "text", said(p.Name)), f("plant.products", "text", said(p.Products)),
		f("plant.province", "text", said(p.Province)), f("plant.address", "text", said(p.Address)),
	}
	industry := f("plant.industry", "choice", whole(p.Industry))
	for _, x := range common.Industries.Industries {
		industry.choices = append(industry.choices, choice{fmt.Sprint(x.Number), text.Name{VI: fmt.Sprintf("%d. %s", x.Number, x.Name.VI), EN: fmt.Sprintf("%d. %s", x.Number, x.Name.EN)}})
	}
	size := f("plant.size", "choice", said(p.Size))
	for _, x := range common.Method.Sizes {
		size.choices = append(size.choices, choice{x.ID, x.Name})
	}
	employees := f("plant.employees", "whole", nil)
	if p.Employees != nil {
		employees.value = *p.Employees
	}
	all = append(all, industry, size, employees, f("plant.started", "whole", whole(p.Started)))
	for _, way := range []string{"technical", "investment", "self"} {
		x := f("plant.support."+way, "yes", nil)
		if slices.Contains(p.Support, way) {
			x.value = true
		}
		all = append(all, x)
	}
	all = append(all, f("plant.note", "text", said(p.Note)), f("team.leader", "text", said(a.Team.Leader)), f("team.phone", "text", said(a.Team.Phone)))
	for i := range max(6, len(a.Team.Members)+2) {
		x := field{id: fmt.Sprintf("team.members.%d", i+1), kind: "text", label: nameOf(text.M("exchange.form.field.team-member", "n", i+1))}
		if i < len(a.Team.Members) {
			x.value = said(a.Team.Members[i])
		}
		all = append(all, x)
	}
	return all
}

// basisFields are the rows of the questions that comparisons depend on.
func basisFields(a *assess.Audit, pack *benchmark.Pack) []field {
	var all []field
	for _, ask := range pack.Asks {
		x := field{id: ask.ID, label: ask.Text, hint: ask.Why, kind: ask.Kind, low: ask.Min, high: ask.Max, unit: ask.Unit}
		switch v := a.Basis[ask.ID].(type) {
		case int64:
			x.value = float64(v)
		case float64, string:
			x.value = v
		case int:
			x.value = float64(v)
		}
		for _, c := range ask.Choices {
			x.choices = append(x.choices, choice{c.ID, c.Name})
		}
		all = append(all, x)
	}
	return all
}

// replies are the words for the answers of the walk-through.
func replies() []choice {
	var all []choice
	for _, id := range []string{"yes", "partly", "no", "na"} {
		all = append(all, choice{id, nameOf(text.M("exchange.form.reply." + id))})
	}
	return all
}

func phases() []choice {
	var all []choice
	for _, id := range []string{assess.Before, assess.After, assess.History, assess.Omitted} {
		all = append(all, choice{id, nameOf(text.M("exchange.form.phase." + id))})
	}
	return all
}

func qualities(common *benchmark.Common) []choice {
	var all []choice
	for _, q := range common.Method.Qualities {
		all = append(all, choice{q.ID, q.Name})
	}
	return all
}

// choiceOf finds what a cell chooses; ok is false for nothing of the list.
func choiceOf(s string, choices []choice) (string, bool) {
	for _, c := range choices {
		if saysName(s, c.name) || fold(s) == fold(c.id) {
			return c.id, true
		}
		if vi, en := c.name.VI, c.name.EN; fold(s) == fold(vi+" / "+en) {
			return c.id, true
		}
	}
	return "", false
}

// formFlows are the flows that a form asks for: usual in the sector, met in the
// audit, or the plant's own; in the order of the pack.
func formFlows(a *assess.Audit, pack *benchmark.Pack, common *benchmark.Common) []assess.FlowInfo {
	asked := map[string]bool{}
	for _, f := range pack.Flows {
		if f.Usual && f.Sum == "" {
			asked[f.ID] = true
		}
	}
	for _, f := range a.Flows {
		asked[f.ID] = true
	}
	for _, p := range a.Periods {
		for id := range p.Flows {
			asked[id] = true
		}
	}
	for _, x := range a.Readings {
		asked[x.Flow] = true
	}
	var all []assess.FlowInfo
	for _, f := range assess.Flows(a, pack, common) {
		if asked[f.ID] {
			all = append(all, f)
		}
	}
	return all
}

// driverIDs are the drivers that the audit's periods have.
func driverIDs(a *assess.Audit) []string {
	met := map[string]bool{}
	for _, p := range a.Periods {
		for id := range p.Drivers {
			met[id] = true
		}
	}
	return sortedKeys(met)
}

// readingKey names a reading of the audit in the form's hidden column.
func readingKey(i int, x assess.Reading) string {
	return fmt.Sprintf("%d|%s|%s|%s|%s", i+1, x.Flow, x.Meter, x.From, x.To)
}

// readingOfKey finds the reading that a hidden key names, if it is still the
// same.
func (r *reader) readingOfKey(key string) (int, bool) {
	n, _, ok := strings.Cut(key, "|")
	i := number(n) - 1
	if !ok || i < 0 || i >= len(r.audit.Readings) {
		return 0, false
	}
	return i, sameText(readingKey(i, r.audit.Readings[i]), key)
}

// columnsOfSheet are the columns of a sheet of the form, by key, with their
// headings.
func columnsOfSheet(k formKind) (keys []string, headings []text.Name) {
	switch k {
	case plantSheet:
		keys = []string{"label", "value", "hint"}
	case basisSheet:
		keys = []string{"label", "value", "unit", "hint"}
	case pricesSheet:
		keys = []string{"label", "unit", "price", "quality", "uncertainty"}
	case walkSheet:
		keys = []string{"area", "label", "value", "note"}
	case billsSheet:
		keys = []string{"reading.flow", "reading.meter", "from", "to", "reading.amount", "reading.unit", "reading.cost", "reading.estimated", "note"}
	}
	for _, key := range keys {
		headings = append(headings, nameOf(text.M("exchange.form.head."+string(k)+"-"+strings.ReplaceAll(key, ".", "-"))))
	}
	return keys, headings
}

func currencyOf(a *assess.Audit) string { return cmp.Or(a.Settings.Currency, "VND") }
