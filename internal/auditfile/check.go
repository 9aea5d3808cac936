package auditfile

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tomldoc"
)

// Format is the version of the file format that this program writes.
const Format = 1

// rules checks what an audit may not be, whatever its sector: closed lists,
// ranges, ids, dates in order. What needs the sector pack is checked where the
// audit is assessed.
type rules struct {
	audit *assess.Audit
	has   func(path string) bool // whether the document states a key
	found problem.List
}

// check finds everything that is wrong with an audit; paths are the
// document's.
func check(a *assess.Audit, has func(path string) bool) problem.List {
	r := rules{audit: a, has: has}
	r.head()
	r.products()
	r.flows()
	r.references()
	r.target()
	r.drivers()
	r.periods()
	r.readings()
	r.adjustments()
	r.models()
	r.answers()
	r.network()
	r.options()
	r.plan()
	r.imports()
	return r.found
}

func (r *rules) fail(at place, key string, namesAndValues ...any) {
	path := at.String()
	r.found.Add(problem.Error, path, text.M(key, append(namesAndValues, "key", path)...))
}

// A place is a path that is put together only when something is wrong there:
// thousands of figures are right.
type place struct {
	table string
	row   int // of an array of tables, from 1; 0: a single table
	key   string
	item  int    // of a list, from 1
	sub   string // key inside
}

// cell is a key of a table of an array, "" the table itself.
func cell(table string, i int, key string) place { return place{table: table, row: i + 1, key: key} }

func (p place) in(sub string) place { p.sub = sub; return p }

func (p place) String() string {
	parts := []any{p.table}
	if p.row > 0 {
		parts = append(parts, p.row)
	}
	if p.key != "" {
		parts = append(parts, p.key)
	}
	if p.item > 0 {
		parts = append(parts, p.item)
	}
	if p.sub != "" {
		parts = append(parts, p.sub)
	}
	return tomldoc.Path(parts...)
}

// oneOf checks a closed list; an empty string is "not stated".
func (r *rules) oneOf(at place, found string, allowed ...string) {
	if found != "" && !slices.Contains(allowed, found) {
		r.fail(at, "file.not-one-of", "found", found, "allowed", allowed)
	}
}

// inRange checks a figure that is stated.
func (r *rules) inRange(at place, v *float64, low, high float64) {
	if v != nil && (*v < low || *v > high) {
		r.fail(at, "file.out-of-range", "found", *v, "low", low, "high", high)
	}
}

func (r *rules) notNegative(at place, v *float64) {
	switch {
	case v == nil:
	case *v < 0:
		r.fail(at, "file.negative", "found", *v)
	case *v > mostAmount:
		r.fail(at, "file.out-of-range", "found", *v, "low", 0, "high", int(mostAmount))
	}
}

// mostAmount is more than any amount or price of a plant, in the smallest unit
// and in dong; sums of products of larger figures could overflow.
const mostAmount = 1e15

// The years that a plant's figures can be of.
const (
	firstYear = 1990
	lastYear  = 2100
)

func (r *rules) date(at place, d quantity.Date) {
	if !d.IsZero() && (d.Year < firstYear || d.Year > lastYear) {
		r.fail(at, "file.year", "found", d.Year, "low", firstYear, "high", lastYear)
	}
}

var idShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// taskShape is how the tasks are numbered: 2.5.
var taskShape = regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)*$`)

// id checks the shape of an id and that it stands once.
func (r *rules) id(at place, id string, seen map[string]bool) {
	switch {
	case id == "":
		r.fail(at, "file.id-missing")
	case !idShape.MatchString(id):
		r.fail(at, "file.bad-id", "found", id)
	case seen[id]:
		r.fail(at, "file.duplicate-id", "found", id)
	}
	seen[id] = true
}

// names are the ids that there are, sorted, to be listed in a message: the
// first ones where there are many. Work them out once, not for every error.
func names(ids map[string]bool) []string {
	const most = 40
	all := slices.Sorted(maps.Keys(ids))
	if len(all) > most {
		all = append(all[:most:most], "…")
	}
	return all
}

// Closed lists of the file.
var (
	scales     = [...]string{"more-is-worse", "more-is-better", "neutral"}
	qualities  = [...]string{"measured", "invoice", "calculated", "estimated"}
	categories = [...]string{"GH", "RM", "PC", "EM", "TC", "OR", "BP", "PM"}
	groups     = [...]string{"IM", "TE", "OP", "MA", "MG", "PR", "WH"}
	statuses   = [...]string{"idea", "planned", "doing", "done", "dropped"}
	kinds      = [...]string{"input", "intermediate", "product", "by-product", "waste", "recycle", "loss"}
)

var currencyShape = regexp.MustCompile(`^[A-Z]{3}$`)

func (r *rules) head() {
	p, s := r.audit.Plant, r.audit.Settings
	if p.Name == "" {
		r.found.Add(problem.Doubt, "plant.name", text.M("file.no-plant-name"))
	}
	if p.Sector == "" {
		r.fail(place{table: "plant", key: "sector"}, "file.no-sector")
	}
	if r.has("plant.industry") && (p.Industry < 1 || p.Industry > 39) {
		r.fail(place{table: "plant", key: "industry"}, "file.out-of-range", "found", p.Industry, "low", 1, "high", 39)
	}
	if r.has("plant.started") && (p.Started < firstYear || p.Started > lastYear) {
		r.fail(place{table: "plant", key: "started"}, "file.year", "found", p.Started, "low", firstYear, "high", lastYear)
	}
	if p.Employees != nil && *p.Employees < 0 {
		r.fail(place{table: "plant", key: "employees"}, "file.negative", "found", *p.Employees)
	}
	r.oneOf(place{table: "plant", key: "size"}, p.Size, "large", "medium", "small")
	for i, v := range p.Support {
		r.oneOf(place{table: "plant", key: "support", item: i + 1}, v, "technical", "investment", "self")
	}
	r.oneOf(place{table: "audit", key: "level"}, s.Level, "quick", "detailed")
	r.oneOf(place{table: "audit", key: "gwp"}, s.GWP, "AR4", "AR5", "AR6")
	r.oneOf(place{table: "audit", key: "energy"}, s.Energy, assess.EnergyTOE, assess.EnergyFinal)
	r.oneOf(place{table: "audit", key: "column"}, s.Column, "A", "B")
	r.date(place{table: "audit", key: "date"}, s.Date)
	r.inRange(place{table: "audit", key: "confidence"}, s.Confidence, 50, 99.9)
	r.inRange(place{table: "audit", key: "discount"}, s.Discount, 0, 100)
	r.notNegative(place{table: "audit", key: "low_cost"}, s.LowCost)
	if s.Currency != "" && !currencyShape.MatchString(s.Currency) {
		r.fail(place{table: "audit", key: "currency"}, "file.currency", "found", s.Currency)
	}
}

func (r *rules) products() {
	seen := map[string]bool{}
	for i, p := range r.audit.Products {
		r.id(cell("product", i, "id"), p.ID, seen)
		if p.Equivalent != nil && *p.Equivalent <= 0 {
			r.fail(cell("product", i, "equivalent"), "file.not-positive", "found", *p.Equivalent)
		}
	}
}

func (r *rules) flows() {
	seen := map[string]bool{}
	for i, f := range r.audit.Flows {
		r.id(cell("flow", i, "id"), f.ID, seen)
		r.oneOf(cell("flow", i, "scale"), f.Scale, scales[:]...)
		r.oneOf(cell("flow", i, "quality"), f.Quality, qualities[:]...)
		r.notNegative(cell("flow", i, "price"), f.Price)
		r.notNegative(cell("flow", i, "uncertainty"), f.Uncertainty)
		if f.Density != nil && *f.Density <= 0 {
			r.fail(cell("flow", i, "density"), "file.not-positive", "found", *f.Density)
		}
		if f.NCV != nil && *f.NCV <= 0 {
			r.fail(cell("flow", i, "ncv"), "file.not-positive", "found", *f.NCV)
		}
	}
}

func (r *rules) references() {
	seen := map[string]bool{}
	for i, x := range r.audit.References {
		r.id(cell("reference", i, "flow"), x.Flow, seen)
		own := x.Best != nil || x.TypicalLow != nil || x.TypicalHigh != nil || x.Poor != nil
		switch {
		case x.Row == "" && !own:
			r.fail(cell("reference", i, ""), "file.reference-empty")
		case x.Row != "" && own:
			r.fail(cell("reference", i, "row"), "file.reference-both")
		}
	}
}

func (r *rules) periods() {
	products := map[string]bool{}
	for _, p := range r.audit.Products {
		products[p.ID] = true
	}
	declared := names(products)
	signed := r.signed()
	type days struct {
		index    int
		from, to quantity.Date
	}
	var all []days
	for i, p := range r.audit.Periods {
		r.oneOf(cell("period", i, "phase"), p.Phase, assess.Before, assess.After, assess.History, assess.Omitted)
		hasMonth, hasFrom, hasTo := !p.Month.IsZero(), !p.From.IsZero(), !p.To.IsZero()
		switch {
		case hasMonth && (hasFrom || hasTo):
			r.fail(cell("period", i, "month"), "file.month-and-days")
		case !hasMonth && !(hasFrom && hasTo):
			r.fail(cell("period", i, ""), "file.period-without-days")
		case !hasMonth && p.To.Before(p.From):
			r.fail(cell("period", i, "to"), "file.dates-reversed", "from", p.From, "to", p.To)
		default:
			from, to, _ := p.Days()
			r.date(cell("period", i, map[bool]string{true: "month", false: "from"}[hasMonth]), from)
			if !hasMonth {
				r.date(cell("period", i, "to"), to)
			}
			if p.Phase != assess.Omitted { // an omitted year may stand beside its months
				all = append(all, days{i, from, to})
			}
		}
		for id, v := range p.Output {
			if !products[id] {
				r.fail(cell("period", i, "output").in(id), "file.unknown-product", "found", id, "allowed", declared)
			}
			r.notNegative(cell("period", i, "output").in(id), &v)
		}
		for id, v := range p.Flows {
			r.amount(cell("period", i, "flows").in(id), v, signed[id])
		}
	}
	slices.SortStableFunc(all, func(a, b days) int {
		return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to))
	})
	for i, reach := 1, 0; i < len(all); i++ { // reach: the one before that ends last
		if a, b := all[reach], all[i]; !b.from.After(a.to) {
			later, earlier := max(a.index, b.index), min(a.index, b.index)
			r.fail(cell("period", later, ""), "file.periods-overlap", "this", later+1, "other", earlier+1, "from", b.from)
		}
		if all[i].to.After(all[reach].to) {
			reach = i
		}
	}
}

// signed are the flows that may be negative.
func (r *rules) signed() map[string]bool {
	all := map[string]bool{}
	for _, f := range r.audit.Flows {
		all[f.ID] = f.Signed
	}
	return all
}

// amount checks an amount of a flow, which only a signed flow may have below
// zero.
func (r *rules) amount(at place, v float64, signed bool) {
	if signed {
		v = math.Abs(v)
	}
	r.notNegative(at, &v)
}

func (r *rules) target() {
	t := r.audit.Target
	if t == nil {
		return
	}
	// A target of nothing or of everything has no verdict.
	r.inRange(place{table: "target", key: "low"}, &t.Low, 0.1, 99)
	r.inRange(place{table: "target", key: "high"}, t.High, t.Low, 99)
	if t.Source == "" {
		r.fail(place{table: "target", key: "source"}, "file.target-without-source")
	}
}

func (r *rules) drivers() {
	seen := map[string]bool{}
	for i, d := range r.audit.Drivers {
		switch { // any key of the periods' drivers will do, so the shape is free
		case d.ID == "":
			r.fail(cell("driver", i, "id"), "file.id-missing")
		case seen[d.ID]:
			r.fail(cell("driver", i, "id"), "file.duplicate-id", "found", d.ID)
		case d.ID == assess.OutputDriver:
			r.fail(cell("driver", i, "id"), "file.driver-is-output", "found", d.ID)
		}
		seen[d.ID] = true
		r.oneOf(cell("driver", i, "effect"), d.Effect, "more", "less")
	}
}

func (r *rules) readings() {
	signed := r.signed()
	byMeter := map[[2]string][]int{}
	for i, x := range r.audit.Readings {
		if x.Flow == "" {
			r.fail(cell("reading", i, "flow"), "file.id-missing")
		}
		r.amount(cell("reading", i, "amount"), x.Amount, signed[x.Flow])
		r.notNegative(cell("reading", i, "cost"), x.Cost)
		switch {
		case x.From.IsZero() || x.To.IsZero():
			r.fail(cell("reading", i, ""), "file.reading-days")
		case x.To.Before(x.From):
			r.fail(cell("reading", i, "to"), "file.dates-reversed", "from", x.From, "to", x.To)
		default:
			meter := [2]string{x.Flow, x.Meter}
			byMeter[meter] = append(byMeter[meter], i)
		}
		r.date(cell("reading", i, "from"), x.From)
		r.date(cell("reading", i, "to"), x.To)
	}
	for i, m := range r.overlaps(byMeter) {
		a, b := r.audit.Readings[m], r.audit.Readings[i]
		r.fail(cell("reading", i, ""), "file.readings-overlap", "this", i+1, "other", m+1, "flow", b.Flow, "meter", b.Meter,
			"from", later(a.From, b.From), "to", earlier(a.To, b.To))
	}
}

// overlaps maps every reading that counts a day again to the reading of the
// same meter that counted it before.
func (r *rules) overlaps(byMeter map[[2]string][]int) map[int]int {
	found := map[int]int{}
	for _, all := range byMeter {
		slices.SortStableFunc(all, func(a, b int) int {
			x, y := r.audit.Readings[a], r.audit.Readings[b]
			return cmp.Or(x.From.Compare(y.From), x.To.Compare(y.To))
		})
		reach := 0 // the one before that ends last
		for k := 1; k < len(all); k++ {
			a, b := all[reach], all[k]
			if !r.audit.Readings[b].From.After(r.audit.Readings[a].To) {
				found[max(a, b)] = min(a, b)
			}
			if r.audit.Readings[b].To.After(r.audit.Readings[a].To) {
				reach = k
			}
		}
	}
	return found
}

func later(a, b quantity.Date) quantity.Date {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b quantity.Date) quantity.Date {
	if a.Before(b) {
		return a
	}
	return b
}

func (r *rules) adjustments() {
	for i, x := range r.audit.Adjustments {
		if x.Flow == "" {
			r.fail(cell("adjustment", i, "flow"), "file.id-missing")
		}
		if x.Reason == "" {
			r.fail(cell("adjustment", i, "reason"), "file.adjustment-without-reason")
		}
		if v := math.Abs(x.Amount); v > mostAmount {
			r.fail(cell("adjustment", i, "amount"), "file.out-of-range", "found", x.Amount, "low", int(-mostAmount), "high", int(mostAmount))
		}
		hasMonth, hasDays := !x.Month.IsZero(), !x.From.IsZero() || !x.To.IsZero()
		switch {
		case hasMonth && hasDays:
			r.fail(cell("adjustment", i, "month"), "file.month-and-days")
		case !hasMonth && (x.From.IsZero() || x.To.IsZero()):
			r.fail(cell("adjustment", i, ""), "file.period-without-days")
		case !hasMonth && x.To.Before(x.From):
			r.fail(cell("adjustment", i, "to"), "file.dates-reversed", "from", x.From, "to", x.To)
		}
		r.date(cell("adjustment", i, "date"), x.Date)
	}
}

func (r *rules) models() {
	seen := map[string]bool{}
	for i, m := range r.audit.Models {
		r.id(cell("model", i, "flow"), m.Flow, seen)
		r.oneOf(cell("model", i, "form"), m.Form, assess.FormRatio, assess.FormRegression)
		for k, month := range m.Period {
			if _, err := quantity.ParseMonth(month); err != nil {
				r.fail(place{table: "model", row: i + 1, key: "period", item: k + 1}, "file.month", "found", month)
			}
		}
		if n := len(m.Period); n != 0 && n != 2 || n == 2 && m.Period[1] < m.Period[0] {
			r.fail(cell("model", i, "period"), "file.model-period", "found", m.Period)
		}
		if m.Reason == "" {
			at := cell("model", i, "reason").String()
			r.found.Add(problem.Doubt, at, text.M("file.model-without-reason", "key", at))
		}
		r.date(cell("model", i, "date"), m.Date)
	}
}

func (r *rules) answers() {
	seen := map[string]bool{}
	for i, a := range r.audit.Answers {
		r.id(cell("answer", i, "question"), a.Question, seen)
		r.oneOf(cell("answer", i, "reply"), a.Reply, "yes", "partly", "no", "na")
	}
}

func (r *rules) network() {
	if b := r.audit.Balance; b != nil {
		if b.PerYear != nil && *b.PerYear <= 0 {
			r.fail(place{table: "balance", key: "per_year"}, "file.not-positive", "found", *b.PerYear)
		}
		r.notNegative(place{table: "balance", key: "heat_price"}, b.HeatPrice)
	}
	steps := map[string]bool{}
	for i, s := range r.audit.Steps {
		r.id(cell("step", i, "id"), s.ID, steps)
		r.oneOf(cell("step", i, "role"), s.Role, "works", "supplies", "disposes")
		r.notNegative(cell("step", i, "energy_cost"), s.EnergyCost)
		r.notNegative(cell("step", i, "system_cost"), s.SystemCost)
	}
	declaredSteps := names(steps)
	if f := r.audit.Focus; f != nil {
		for _, x := range []struct{ key, id string }{{"step", f.Step}, {"next", f.Next}} {
			if x.id != "" && len(steps) > 0 && !steps[x.id] {
				r.fail(place{table: "focus", key: x.key}, "file.unknown-step", "found", x.id, "allowed", declaredSteps)
			}
		}
	}
	streams := map[string]bool{}
	for i, s := range r.audit.Streams {
		r.id(cell("stream", i, "id"), s.ID, streams)
		r.oneOf(cell("stream", i, "kind"), s.Kind, kinds[:]...)
		r.notNegative(cell("stream", i, "amount"), s.Amount)
		r.notNegative(cell("stream", i, "uncertainty"), s.Uncertainty)
		r.notNegative(cell("stream", i, "price"), s.Price)
		r.notNegative(cell("stream", i, "treatment"), s.Treatment)
		r.notNegative(cell("stream", i, "energy"), s.Energy)
		r.notNegative(cell("stream", i, "energy_uncertainty"), s.EnergyUncertainty)
		r.oneOf(cell("stream", i, "quality"), s.Quality, qualities[:]...)
		for _, end := range []struct{ key, id string }{{"from", s.From}, {"to", s.To}} {
			if end.id != "" && !steps[end.id] {
				r.fail(cell("stream", i, end.key), "file.unknown-step", "found", end.id, "allowed", declaredSteps)
			}
		}
		for id, v := range s.Content {
			r.inRange(cell("stream", i, "content").in(id), &v, 0, 1)
		}
		for id, v := range s.ContentUncertainty {
			r.notNegative(cell("stream", i, "content_uncertainty").in(id), &v)
			if _, known := s.Content[id]; !known {
				r.fail(cell("stream", i, "content_uncertainty").in(id), "file.uncertainty-of-nothing", "found", id)
			}
		}
	}
	declaredStreams := names(streams)
	for i, c := range r.audit.Causes {
		r.oneOf(cell("cause", i, "group"), c.Group, groups[:]...)
		if c.Stream != "" && !streams[c.Stream] {
			r.fail(cell("cause", i, "stream"), "file.unknown-stream", "found", c.Stream, "allowed", declaredStreams)
		}
	}
}

func (r *rules) options() {
	seen := map[string]bool{}
	for i, o := range r.audit.Options {
		r.id(cell("option", i, "id"), o.ID, seen)
	}
	declared := names(seen)
	for i, o := range r.audit.Options {
		r.oneOf(cell("option", i, "category"), o.Category, categories[:]...)
		r.oneOf(cell("option", i, "screening"), o.Screening, "now", "study", "rejected")
		r.oneOf(cell("option", i, "status"), o.Status, statuses[:]...)
		if o.Screening == "rejected" && o.Reason == "" {
			r.fail(cell("option", i, "reason"), "file.rejected-without-reason")
		}
		for j, s := range o.Saves {
			at := place{table: "option", row: i + 1, key: "saves", item: j + 1}
			if (s.Percent != nil) == (s.Amount != nil) {
				r.fail(at, "file.percent-and-amount")
			}
			if s.Flow == "" {
				r.fail(at.in("flow"), "file.id-missing")
			}
			r.inRange(at.in("percent"), s.Percent, -100, 100) // negative: the option uses more
			for key, v := range map[string]*float64{"amount": s.Amount, "low": s.Low, "high": s.High} {
				r.inRange(at.in(key), v, -mostAmount, mostAmount)
			}
			if s.Low != nil && s.High != nil && *s.High < *s.Low {
				r.fail(at.in("high"), "file.range-reversed", "low", *s.Low, "high", *s.High)
			}
		}
		if o.InvestmentLow != nil && o.InvestmentHigh != nil && *o.InvestmentHigh < *o.InvestmentLow {
			r.fail(cell("option", i, "investment_high"), "file.range-reversed", "low", *o.InvestmentLow, "high", *o.InvestmentHigh)
		}
		r.notNegative(cell("option", i, "investment_low"), o.InvestmentLow)
		r.notNegative(cell("option", i, "investment_high"), o.InvestmentHigh)
		r.notNegative(cell("option", i, "revenue"), o.Revenue)
		r.notNegative(cell("option", i, "salvage"), o.Salvage)
		for id, v := range o.Checks {
			r.oneOf(cell("option", i, "checks").in(id), v, "good", "watch", "bad", "na")
		}
		for id, v := range o.Scores {
			r.oneOf(cell("option", i, "scores").in(id), id, "technical", "economic", "environmental")
			r.inRange(cell("option", i, "scores").in(id), &v, 0, mostScore)
		}
		r.notNegative(cell("option", i, "investment"), o.Investment)
		r.notNegative(cell("option", i, "spent"), o.Spent)
		if o.Life != nil && *o.Life <= 0 {
			r.fail(cell("option", i, "life"), "file.not-positive", "found", *o.Life)
		}
		r.date(cell("option", i, "start"), o.Start)
		r.date(cell("option", i, "done"), o.Done)
		if !o.Start.IsZero() && !o.Done.IsZero() && o.Done.Before(o.Start) {
			r.fail(cell("option", i, "done"), "file.dates-reversed", "from", o.Start, "to", o.Done)
		}
		for key, others := range map[string][]string{"depends_on": o.DependsOn, "excludes": o.Excludes} {
			for _, id := range others {
				if !seen[id] {
					r.fail(cell("option", i, key), "file.unknown-option", "found", id, "allowed", declared)
				}
			}
		}
	}
	if circle := r.circle(); circle != nil {
		var ids []string
		for _, i := range circle {
			ids = append(ids, r.audit.Options[i].ID)
		}
		r.fail(cell("option", circle[0], "depends_on"), "file.depends-cycle", "found", strings.Join(ids, " → "))
	}
}

// mostScore is the highest feasibility score (METHOD §9).
const mostScore = 20

// plan checks what follows the options: weights, the portfolio, routine
// indicators and tasks.
func (r *rules) plan() {
	if w := r.audit.Ranking; w != nil {
		for key, v := range map[string]float64{"technical": w.Technical, "economic": w.Economic, "environmental": w.Environmental} {
			r.inRange(place{table: "ranking", key: key}, &v, 0, 100)
		}
		if sum := w.Technical + w.Economic + w.Environmental; math.Abs(sum-100) > 1e-6 {
			r.fail(place{table: "ranking"}, "file.weights", "found", sum)
		}
	}
	if p := r.audit.Portfolio; p != nil {
		for i, g := range p.Groups {
			r.oneOf(place{table: "portfolio", key: "groups", item: i + 1}, g, assess.Groups()...)
		}
		r.inRange(place{table: "portfolio", key: "target"}, p.Target, 0, 100)
		r.notNegative(place{table: "portfolio", key: "budget"}, p.Budget)
	}
	for i, m := range r.audit.Monitors {
		if m.Flow == "" {
			r.fail(cell("monitor", i, "flow"), "file.id-missing")
		}
		r.oneOf(cell("monitor", i, "every"), m.Every, "day", "week", "month", "quarter")
		r.notNegative(cell("monitor", i, "alarm"), m.Alarm)
		r.date(cell("monitor", i, "review"), m.Review)
	}
	tasks := map[string]bool{}
	for i, t := range r.audit.Tasks {
		switch {
		case !taskShape.MatchString(t.ID):
			r.fail(cell("task", i, "id"), "file.bad-id", "found", t.ID)
		case tasks[t.ID]:
			r.fail(cell("task", i, "id"), "file.duplicate-id", "found", t.ID)
		}
		tasks[t.ID] = true
		r.date(cell("task", i, "date"), t.Date)
	}
}

// importTargets are what a column of a plant's table can be, beside the figures
// of a product, a flow or a driver.
var importTargets = [...]string{
	"month", "year", "from", "to", "date", "phase", "note", "ignore",
	"reading.flow", "reading.meter", "reading.amount", "reading.unit", "reading.cost", "reading.estimated",
	"reading.index", "reading.start", "reading.end", "reading.factor",
}

func (r *rules) imports() {
	seen := map[[2]string]bool{}
	for i, x := range r.audit.Imports {
		key := [2]string{x.Sheet, x.Heading}
		switch {
		case x.Heading == "":
			r.fail(cell("import", i, "heading"), "file.id-missing")
		case seen[key]:
			r.fail(cell("import", i, "heading"), "file.duplicate-id", "found", x.Heading)
		}
		seen[key] = true
		table, id, figure := strings.Cut(x.Target, ".")
		figure = figure && id != "" && slices.Contains([]string{"output", "flows", "drivers"}, table)
		if !figure && !slices.Contains(importTargets[:], x.Target) {
			r.fail(cell("import", i, "target"), "file.not-one-of", "found", x.Target,
				"allowed", append(importTargets[:], "output.…", "flows.…", "drivers.…"))
		}
		r.oneOf(cell("import", i, "numbers"), x.Numbers, "vi", "en")
	}
}

// circle is the first chain of options that depend on each other and end where
// they began; nil: none.
func (r *rules) circle() []int {
	index := map[string]int{}
	for i, o := range r.audit.Options {
		index[o.ID] = i
	}
	done := make([]bool, len(r.audit.Options))
	var chain []int
	var visit func(i int) []int
	visit = func(i int) []int {
		if k := slices.Index(chain, i); k >= 0 {
			return append(slices.Clone(chain[k:]), i)
		}
		if done[i] {
			return nil
		}
		chain = append(chain, i)
		for _, id := range r.audit.Options[i].DependsOn {
			if j, ok := index[id]; ok {
				if found := visit(j); found != nil {
					return found
				}
			}
		}
		chain, done[i] = chain[:len(chain)-1], true
		return nil
	}
	for i := range r.audit.Options {
		if found := visit(i); found != nil {
			return found
		}
	}
	return nil
}
