package benchmark

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Categories of flows, in the order in which a plant is described.
var categories = [...]string{
	"raw-material", "auxiliary", "water", "electricity", "fuel", "heat", "by-product", "yield",
	"wastewater", "pollutant", effluentCategory, "solid-waste", "air",
}

const effluentCategory = "effluent" // concentrations at the discharge point

// Categories lists the categories of flows, in the order in which a plant is
// described.
func Categories() []string { return categories[:] }

// Check reads a pack and looks for everything that is wrong with it: the
// schema, ids, references, units, the order of bounds, missing languages.
func Check(file string, src []byte, common *Common) problem.List {
	p, doc, problems := read(file, src)
	if p == nil {
		return problems
	}
	c := checker{pack: p, common: common, units: p.UnitTable()}
	c.all()
	for _, found := range c.found {
		problems = append(problems, doc.Problem(found.Path, found.Severity, found.Message))
	}
	problems.Sort()
	return problems
}

// checker walks a pack and collects what is wrong.
type checker struct {
	pack   *Pack
	common *Common
	units  quantity.Units
	found  problem.List
}

func (c *checker) fail(path, key string, namesAndValues ...any) {
	c.found.Add(problem.Error, path, text.M(key, namesAndValues...))
}

func (c *checker) all() {
	c.sector()
	rows(c, "unit", c.pack.Units, func(u Unit) string { return u.ID }, nil)
	rows(c, "ask", c.pack.Asks, func(a Ask) string { return a.ID }, c.ask)
	rows(c, "flow", c.pack.Flows, func(f Flow) string { return f.ID }, c.flow)
	rows(c, "source", c.pack.Sources, func(s Source) string { return s.ID }, c.source)
	rows(c, "benchmark", c.pack.Benchmarks, func(b Benchmark) string { return b.ID }, c.benchmark)
	rows(c, "step", c.pack.Steps, func(s Step) string { return s.ID }, c.step)
	rows(c, "option", c.pack.Options, func(o Option) string { return o.ID }, c.option)
	rows(c, "question", c.pack.Questions, func(q Question) string { return q.ID }, c.question)
	rows(c, "case", c.pack.Cases, func(x Case) string { return x.ID }, c.plant)
	for i, r := range c.pack.References {
		c.reference(fmt.Sprintf("reference[%d]", i+1), r)
	}
	c.referenced()
}

var idShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// rows checks the ids of a table and then each row.
func rows[T any](c *checker, table string, all []T, id func(T) string, row func(path string, r T)) {
	seen := map[string]bool{}
	for i, r := range all {
		path := fmt.Sprintf("%s[%d]", table, i+1)
		switch key := id(r); {
		case !idShape.MatchString(key) && table != "unit":
			c.fail(path+".id", "pack.bad-id", "found", key)
		case seen[key]:
			c.fail(path+".id", "pack.duplicate-id", "found", key)
		default:
			seen[key] = true
		}
		if row != nil {
			row(path, r)
		}
	}
}

// name wants words in both languages.
func (c *checker) name(path string, n text.Name) {
	if n.VI == "" || n.EN == "" {
		c.fail(path, "pack.language-missing")
	}
}

// optionalName allows no words, but not in one language only.
func (c *checker) optionalName(path string, n text.Name) {
	if !n.Empty() {
		c.name(path, n)
	}
}

func (c *checker) oneOf(path, found string, allowed ...string) {
	if !slices.Contains(allowed, found) {
		c.fail(path, "pack.not-one-of", "found", found, "allowed", allowed)
	}
}

func (c *checker) unit(path, symbol string) {
	if _, err := c.units.Find(symbol); err != nil {
		if m, ok := err.(text.Message); ok {
			c.found.Add(problem.Error, path, m)
		}
	}
}

// flowKnown wants a flow of the pack or of flows.toml.
func (c *checker) flowKnown(path, id string) {
	_, inPack := c.pack.Flow(id)
	_, common := find(c.common.Flows, func(f Flow) bool { return f.ID == id })
	if !inPack && !common {
		c.fail(path, "pack.unknown-flow", "found", id)
	}
}

func (c *checker) sourceKnown(path, id string) {
	if _, ok := c.pack.Source(id); !ok {
		c.fail(path, "pack.unknown-source", "found", id)
	}
}

func (c *checker) sector() {
	s := c.pack.Sector
	if !idShape.MatchString(s.ID) {
		c.fail("sector.id", "pack.bad-id", "found", s.ID)
	}
	c.name("sector.name", s.Name)
	c.name("sector.covers", s.Covers)
	c.name("sector.product", s.Product)
	c.name("sector.product_note", s.ProductNote)
	c.unit("sector.product_unit", s.ProductUnit)
	if len(s.Industries) == 0 {
		c.fail("sector.industries", "pack.no-industries")
	}
	for _, n := range s.Industries {
		if _, ok := c.common.Industries.Industry(n); !ok {
			c.fail("sector.industries", "pack.unknown-industry", "found", n)
		}
	}
	if _, ok := c.common.Limits.Standard(s.Standard); s.Standard != "" && !ok {
		c.fail("sector.standard", "pack.unknown-standard", "found", s.Standard)
	}
	if _, ok := c.common.Factors.WastewaterDefault(s.Wastewater); s.Wastewater != "" && !ok {
		c.fail("sector.wastewater", "pack.unknown-wastewater", "found", s.Wastewater)
	}
}

func (c *checker) ask(path string, a Ask) {
	c.name(path+".text", a.Text)
	c.name(path+".why", a.Why)
	c.oneOf(path+".kind", a.Kind, "number", "choice")
	switch a.Kind {
	case "number":
		c.unit(path+".unit", a.Unit)
		if a.Min != nil && a.Max != nil && *a.Min >= *a.Max {
			c.fail(path+".min", "pack.min-max")
		}
	case "choice":
		if len(a.Choices) < 2 {
			c.fail(path+".choice", "pack.few-choices")
		}
		for _, x := range a.Choices {
			c.name(path+".choice", x.Name)
		}
	}
	for _, f := range a.Flows {
		c.flowKnown(path+".flows", f)
	}
}

func (c *checker) flow(path string, f Flow) {
	c.name(path+".name", f.Name)
	c.optionalName(path+".per", f.Per)
	c.optionalName(path+".note", f.Note)
	c.optionalName(path+".no_benchmark", f.NoRef)
	c.unit(path+".unit", f.Unit)
	c.oneOf(path+".category", f.Category, categories[:]...)
	c.oneOf(path+".scale", f.Scale, MoreIsWorse, MoreIsBetter, Neutral)
	c.oneOf(path+".sum", f.Sum, "", "fuels", "energy")
	if f.PartOf != "" {
		c.flowKnown(path+".part_of", f.PartOf)
	}
	if fuel, ok := c.common.Factors.Fuel(f.Factor); ok {
		if _, err := c.units.Convert(1, f.Unit, fuel.Unit); err != nil {
			c.fail(path+".factor", "pack.factor-unit", "unit", f.Unit, "factor", fuel.ID, "factorUnit", fuel.Unit)
		}
	} else if f.Factor != "" && f.Factor != GridElectricity {
		c.fail(path+".factor", "flow.unknown-factor", "found", f.Factor)
	}
	if _, ok := c.common.Prices.Price(f.PriceFrom); f.PriceFrom != "" && !ok {
		c.fail(path+".price_from", "pack.unknown-price", "found", f.PriceFrom)
	}
	compared := slices.ContainsFunc(c.pack.References, func(r Reference) bool { return r.Flow == f.ID })
	if f.Usual && !compared && f.NoRef.Empty() && f.Scale != Neutral {
		c.fail(path, "pack.no-reference", "flow", f.Name)
	}
}

func (c *checker) source(path string, s Source) {
	if s.Title == "" {
		c.fail(path+".title", "pack.empty", "key", "title")
	}
	c.oneOf(path+".seen", s.Seen, "fulltext", "excerpt", "secondary")
}

func (c *checker) benchmark(path string, b Benchmark) {
	c.flowKnown(path+".flow", b.Flow)
	c.oneOf(path+".kind", b.Kind, "consumption", "emission", "yield")
	c.oneOf(path+".basis", b.Basis, c.bases(b)...)
	c.name(path+".name", b.Name)
	c.name(path+".per", b.Per)
	c.name(path+".locator", b.Locator)
	c.optionalName(path+".scale", b.Scale)
	c.optionalName(path+".doubt", b.Doubt)
	c.sourceKnown(path+".source", b.Source)
	if !b.Bounds().Known() {
		c.fail(path, "pack.no-bounds")
	}
}

// bases are the denominators that a row may name: the product, the flow's own
// ratio, another flow, or none that the program can use.
func (c *checker) bases(b Benchmark) []string {
	allowed := []string{"product", "ratio", "other"}
	for _, f := range c.pack.Flows {
		allowed = append(allowed, f.ID)
	}
	return allowed
}

func (c *checker) reference(path string, r Reference) {
	c.flowKnown(path+".flow", r.Flow)
	c.name(path+".reason", r.Reason)
	c.name(path+".per", r.Per)
	f, _ := c.pack.Flow(r.Flow)
	if r.Unit != "" {
		c.unit(path+".unit", r.Unit)
	}
	if r.PerFlow != "" {
		c.flowKnown(path+".per_flow", r.PerFlow)
	}
	if r.PerUnit != "" {
		c.unit(path+".per_unit", r.PerUnit)
	}
	b := Bounds{r.Best, r.TypicalLow, r.TypicalHigh, r.Poor}
	if !b.Known() {
		c.fail(path, "pack.no-bounds")
	}
	c.order(path, b, f.Scale)
	if len(r.Rows) == 0 && !r.Judgement {
		c.fail(path+".rows", "pack.reference-without-rows")
	}
	reliable := len(r.Rows) == 0
	for _, id := range r.Rows {
		row, ok := c.pack.Benchmark(id)
		if !ok {
			c.fail(path+".rows", "pack.unknown-row", "found", id)
			reliable = true // not known: one complaint is enough
			continue
		}
		reliable = reliable || row.Reliable()
	}
	if !reliable {
		c.fail(path+".rows", "pack.reference-unverified")
	}
	for _, w := range r.When {
		c.condition(path+".when", w)
	}
	if n := r.Normalise; n != nil {
		if a, ok := c.pack.Ask(n.Ask); !ok || a.Kind != "number" || n.At <= 0 {
			c.fail(path+".normalise", "pack.bad-normalise")
		}
		c.name(path+".normalise.reason", n.Reason)
	}
}

func (c *checker) condition(path string, w Condition) {
	a, ok := c.pack.Ask(w.Ask)
	if !ok {
		c.fail(path, "pack.unknown-ask", "found", w.Ask)
		return
	}
	for _, id := range w.Is {
		if !slices.ContainsFunc(a.Choices, func(x Choice) bool { return x.ID == id }) {
			c.fail(path, "pack.unknown-choice", "found", id, "ask", w.Ask)
		}
	}
}

// order wants best ≤ typical low ≤ typical high ≤ poor, or the reverse where
// more is better.
func (c *checker) order(path string, b Bounds, scale string) {
	edges := []*float64{b.Best, b.TypicalLow, b.TypicalHigh, b.Poor}
	sign := 1.0
	if scale == MoreIsBetter {
		edges = []*float64{b.Best, b.TypicalHigh, b.TypicalLow, b.Poor}
		sign = -1
	}
	last := (*float64)(nil)
	for _, e := range edges {
		if e == nil {
			continue
		}
		if last != nil && sign*(*e-*last) < 0 {
			c.fail(path, "pack.bounds-order", "scale", scale)
			return
		}
		last = e
	}
}

func (c *checker) step(path string, s Step) {
	c.name(path+".name", s.Name)
	c.optionalName(path+".typical", s.Typical)
	c.sourceKnown(path+".source", s.Source)
}

func (c *checker) stepKnown(path, id string) {
	if _, ok := c.pack.Step(id); id != "" && !ok {
		c.fail(path, "pack.unknown-step", "found", id)
	}
}

func (c *checker) option(path string, o Option) {
	c.stepKnown(path+".step", o.Step)
	c.oneOf(path+".category", o.Category, "GH", "RM", "PC", "EM", "TC", "OR", "BP", "PM")
	c.oneOf(path+".cost_class", o.CostClass, "none", "low", "medium", "high")
	c.name(path+".name", o.Name)
	c.optionalName(path+".saving_of", o.SavingOf)
	c.optionalName(path+".investment_note", o.InvestmentNote)
	c.optionalName(path+".note", o.Note)
	c.name(path+".locator", o.Locator)
	c.sourceKnown(path+".source", o.Source)
	for _, f := range o.Saves {
		c.flowKnown(path+".saves", f)
	}
	for _, id := range o.Cases {
		if _, ok := c.pack.Case(id); !ok {
			c.fail(path+".cases", "pack.unknown-case", "found", id)
		}
	}
	if o.SavingLow != nil && o.SavingHigh != nil && *o.SavingLow > *o.SavingHigh {
		c.fail(path+".saving_low_pct", "pack.min-max")
	}
}

func (c *checker) question(path string, q Question) {
	c.stepKnown(path+".step", q.Step)
	c.name(path+".text", q.Text)
	if !slices.ContainsFunc(c.common.Method.Areas, func(a Area) bool { return a.ID == q.Area }) {
		c.fail(path+".area", "pack.unknown-area", "found", q.Area)
	}
	if q.Flow != "" {
		c.flowKnown(path+".flow", q.Flow)
	}
	if _, ok := c.pack.Option(q.Option); q.Option != "" && !ok {
		c.fail(path+".option", "pack.unknown-option", "found", q.Option)
	}
}

func (c *checker) plant(path string, x Case) {
	c.name(path+".plant", x.Plant)
	c.name(path+".locator", x.Locator)
	c.sourceKnown(path+".source", x.Source)
	for key, n := range map[string]text.Name{"output": x.Output, "before": x.Before, "after": x.After, "savings": x.Savings, "investment": x.Investment} {
		c.optionalName(path+"."+key, n)
	}
}

// referenced wants a walk-through and an option library: without them a pack
// cannot carry a quick assessment.
func (c *checker) referenced() {
	if len(c.pack.Questions) == 0 {
		c.fail("question", "pack.no-questions")
	}
	if !slices.ContainsFunc(c.pack.Flows, func(f Flow) bool { return f.Usual }) {
		c.fail("flow", "pack.no-usual-flows")
	}
}
