package exchange

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// titleLabel is what a line above a table says of the meter or the time.
var titleLabel = regexp.MustCompile(`^(?:he so(?: nhan)?|hsn|multiplier|meter factor|nam|year|cong to|dong ho|meter|ma cong to|so cong to|ma dong ho|khach hang|ma khach hang)\b`)

func isTitleLabel(s string) bool { return titleLabel.MatchString(fold(s)) }

// settle takes from the title of a table, and from its dates, what its cells
// leave open: the year of months without one, which years two digits are of, the
// flow of amounts, the meter. What is taken is said.
func (r *reader) settle(t *table) {
	t.o = r.o
	t.o.years = around(append(slices.Clone(r.years), r.yearsOf(t)...))
	t.o.slashYear = r.slashYears(t)
	t.grain()
	r.shortYears(t)
	if r.o.Year == 0 && !t.byDays() && !t.byYears() && r.lacksYear(t) {
		r.yearOfTitle(t)
	}
	t.flow = r.o.Flow
	if t.keyed {
		return
	}
	if t.byYears() {
		r.settleYears(t)
		return
	}
	r.findHourRows(t)
	r.settleHours(t)
	if t.hasIndex() {
		r.settleIndex(t)
	}
	if t.flow == "" && t.wantsFlow() {
		r.flowOfTitle(t)
	}
	if t.meter != "" && r.o.Meter == "" && t.byBills() && !t.ofMeter && t.col("reading.meter") == nil {
		r.fault(problem.Note, t.sheet, t.area, "", text.M("exchange.title.meter-of", "meter", t.meter), text.M("exchange.remedy.other-meter"))
	}
	if c := t.col("reading.amount"); c != nil && !t.byDays() && t.col("month") != nil && !t.hasIndex() && t.flow != "" &&
		t.col("reading.flow") == nil && t.col("reading.meter") == nil && t.col("reading.cost") == nil && !t.ofMeter {
		c.target = "flows." + t.flow // months of one flow
	}
}

// byMeter finds the tables of months that are of one meter each: their titles
// name different ones, and they have figures of the same flow. Their months are
// readings of these meters; as figures of the flow they would contradict each
// other.
func (r *reader) byMeter(tables []*table) {
	meters := map[string]map[string]bool{} // by target, the meters that titles name
	may := func(t *table) bool { return t.meter != "" && t.col("month") != nil && !t.byBills() && t.onlyFlows() }
	for _, t := range tables {
		for _, c := range t.cols {
			if may(t) && c.isFigure() {
				if meters[c.target] == nil {
					meters[c.target] = map[string]bool{}
				}
				meters[c.target][fold(t.meter)] = true
			}
		}
	}
	for _, t := range tables {
		if may(t) && slices.ContainsFunc(t.cols, func(c *column) bool { return len(meters[c.target]) > 1 }) {
			t.ofMeter = true
			r.fault(problem.Note, t.sheet, t.area, "", text.M("exchange.title.meter", "meter", t.meter), text.Message{})
		}
	}
}

// settleIndex settles what the columns beside counters are: "Sản lượng" is what
// the meter counted, not what the plant made; the factor may be in the title.
func (r *reader) settleIndex(t *table) {
	for _, c := range t.cols {
		if strings.HasPrefix(c.target, "output.") && !c.said && t.col("reading.amount") == nil {
			c.target = "reading.amount"
		}
	}
	named := map[string]bool{}
	for _, c := range t.cols {
		if c.isIndex() {
			named[c.flow] = true
		}
	}
	if flows := sortedKeys(named); len(flows) == 1 && t.flow == "" {
		t.flow = flows[0]
	}
	if t.col(factorTarget) == nil {
		if f, at := factorIn(t.title); at != nil {
			t.factor = f
			r.fault(problem.Note, t.sheet, at.Name(), at.Text, text.M("exchange.title.factor", "factor", f), text.Message{})
		}
	}
	if index := t.col(indexTarget); index != nil && !t.byDays() && t.col(endTarget) == nil {
		r.fault(problem.Doubt, t.sheet, index.at, index.heading, text.M("exchange.index.end-of-month", "heading", short(index.heading)), text.M("exchange.remedy.end-of-month"))
	}
}

// wantsFlow reports whether a table has amounts or counters of a flow that no
// column or heading names.
func (t *table) wantsFlow() bool {
	return t.col("reading.flow") == nil && slices.ContainsFunc(t.cols, func(c *column) bool {
		return c.target == "reading.amount" || c.isIndex() && c.flow == ""
	})
}

// flowOfTitle takes the flow of amounts from the heading of the only column of a
// flow beside them, else from the title: its own, else that of all tables.
func (r *reader) flowOfTitle(t *table) {
	only := ""
	for _, c := range t.cols {
		if id, is := strings.CutPrefix(c.target, "flows."); is {
			if only != "" {
				return
			}
			only = id
		}
	}
	if t.flow = only; only != "" {
		return
	}
	var at *Cell
	if t.flow, at = r.voc.flowIn(t.title); t.flow == "" {
		t.flow, at = r.voc.flowIn(t.over)
	}
	if t.flow != "" {
		r.fault(problem.Note, t.sheet, at.Name(), at.Text, text.M("exchange.title.flow", "flow", r.voc.meanings["flows."+t.flow].name, "text", short0(at.Text)), text.M("exchange.remedy.other-flow"))
	}
}

// lastTitle is the line above the table, shortened.
func (t *table) lastTitle() string {
	for _, c := range slices.Backward(t.title) {
		if c.Kind == Text {
			return short0(c.Text)
		}
	}
	return ""
}

// timeColumns are the columns of a table that hold times.
func (t *table) timeColumns() (all []*column) {
	for _, c := range t.cols {
		switch c.target {
		case "month", "from", "to", "date":
			all = append(all, c)
		}
	}
	return all
}

// times calls visit for every cell that holds a time.
func (t *table) times(visit func(*column, *Cell)) {
	for _, c := range t.timeColumns() {
		for _, row := range t.m.cells[t.first:] {
			if cell := row[c.index]; cell != nil {
				visit(c, cell)
			}
		}
	}
}

func short0(s string) string { return short(clean(s)) }

// sayTime is a cell's time in words.
func (t *table) sayTime(c *column, cell *Cell) text.Message {
	if c.target != "month" {
		if d, err := readDay(*cell, t.o); err == nil {
			return text.M("exchange.when.day", "date", d)
		}
	}
	s, err := readSpan(*cell, t.o)
	if err != nil {
		return asMessage(err)
	}
	return s.say()
}

// meterWords finds the meter that a title names; folded it would take "Công tơ"
// for other words.
var meterWords = regexp.MustCompile(`(?i)(?:^|[^\p{L}])((?:công tơ|đồng hồ|meter)(?: số| no\.?| id| mã)? ?[:#]? ?([\p{L}\d][\p{L}\d.\-/]*))`)

// meterIn is the meter that a title names, as it is written there: a number, a
// mark with digits, or a word as in "Công tơ tổng". Empty: none, or several.
func meterIn(title []*Cell) string {
	found := ""
	for _, c := range title {
		for _, g := range meterWords.FindAllStringSubmatch(norm.NFC.String(clean(c.Text)), -1) {
			mark := strings.ToLower(g[2])
			if !hasDigit(mark) && !slices.Contains([]string{"tổng", "chính", "phụ", "main", "sub", "a", "b", "c", "d"}, mark) {
				continue
			}
			name := strings.TrimRight(g[1], ".-/ ")
			if found != "" && fold(found) != fold(name) {
				return ""
			}
			found = name
		}
	}
	return found
}

// factorWords finds the multiplier of a meter in a title.
var factorWords = regexp.MustCompile(`(?:he so(?: nhan)?|hsn|multiplier|meter factor) ?[:=x×]? ?(?:(\d[\d.,]*)|$)`)

// factorIn is the multiplier that a title says, and its cell; nil: none.
func factorIn(title []*Cell) (float64, *Cell) {
	for i, c := range title {
		if c.Kind != Text {
			continue
		}
		g := factorWords.FindStringSubmatch(strings.ToLower(foldDate(clean(c.Text))))
		if g == nil {
			continue
		}
		said := g[1]
		if said == "" && i+1 < len(title) && title[i+1].Row == c.Row {
			said = title[i+1].Text
			if title[i+1].Kind == Number {
				return title[i+1].Value, title[i+1]
			}
		}
		if n, err := quantity.ParseNumber(number0(strings.TrimRight(said, ".,")), quantity.Auto); err == nil && !n.Missing && n.Value > 0 {
			return n.Value, c
		}
	}
	return 0, nil
}

// flowIn is the flow that a title names, where it names exactly one. Letters
// count with their diacritics, where the title has any: "hội" is no "hơi".
func (v *vocabulary) flowIn(title []*Cell) (string, *Cell) {
	var at *Cell
	found := ""
	for _, c := range title {
		for _, id := range v.flowsIn(c.Text) {
			if found != "" && id != found {
				return "", nil
			}
			found, at = id, c
		}
	}
	return found, at
}

// flowsIn are the flows that a text names, by their longest names.
func (v *vocabulary) flowsIn(s string) (all []string) {
	s = strings.ToLower(norm.NFC.String(clean(s)))
	plain := foldLetters(s) == s
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(` ,;:()[]/–—-."'`, r) })
	const longest = 5
	for i := 0; i < len(words); {
		step := 1
		for n := min(longest, len(words)-i); n > 0; n-- {
			name := strings.Join(words[i:i+n], " ")
			id := v.spelled[name]
			if plain && id == "" {
				id = v.spelled["\x00"+name]
			}
			if id == "" {
				continue
			}
			if !slices.Contains(all, id) {
				all = append(all, id)
			}
			step = n
			break
		}
		i += step
	}
	return all
}
