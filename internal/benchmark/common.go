package benchmark

import (
	"slices"
	"strings"

	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Common holds the data files that every sector shares.
type Common struct {
	Factors    Factors
	Targets    Targets
	Fees       Fees
	Limits     Limits
	Prices     Prices
	Industries Industries
	Method     Method
	Flows      []Flow   // flows.toml: what plants of every sector may meter
	Regions    []Region // regions.toml
}

// Region is a country or region that figures come from.
type Region struct {
	Code string    `toml:"code"`
	Name text.Name `toml:"name"`
}

// RegionName is the name of a code, or of several that commas separate ("IN,
// BR"); a code without a name stands for itself.
func (c *Common) RegionName(codes string) text.Name {
	var vi, en []string
	for code := range strings.SplitSeq(codes, ",") {
		code = strings.TrimSpace(code)
		n := text.Both(code)
		if r, ok := find(c.Regions, func(r Region) bool { return r.Code == code }); ok {
			n = r.Name
		}
		vi, en = append(vi, n.VI), append(en, n.EN)
	}
	return text.Name{VI: strings.Join(vi, ", "), EN: strings.Join(en, ", ")}
}

// Gap is something that was looked for and not found; nothing stands in for it.
type Gap struct {
	ID   string    `toml:"id"`
	What text.Name `toml:"what"`
	Note text.Name `toml:"note"`
}

// Unverified is the source of figures from general knowledge, whose document
// was not opened. They are shown as such and never decide a verdict alone.
const Unverified = "recalled"

// Factors is factors.toml: grid electricity, fuels, greenhouse gases,
// wastewater methane and conversions.
type Factors struct {
	Format             int                 `toml:"format"`
	Sources            []Source            `toml:"source"`
	Grids              []Grid              `toml:"grid"`
	Carriers           []Carrier           `toml:"carrier"`
	Fuels              []Fuel              `toml:"fuel"`
	Densities          []Density           `toml:"density"`
	GWPs               []GWP               `toml:"gwp"`
	Wastewater         []Wastewater        `toml:"wastewater"`
	WastewaterDefaults []WastewaterDefault `toml:"wastewater_default"`
	Conversions        []Conversion        `toml:"conversion"`
	Thresholds         []Threshold         `toml:"threshold"`
	Gaps               []Gap               `toml:"gap"`
}

// Grid is the emission factor of the country's electricity in one year.
type Grid struct {
	Year       int       `toml:"year"`
	TCO2PerMWh float64   `toml:"tco2_per_mwh"`
	Official   bool      `toml:"official"` // false: a research estimate, to be shown and never used
	Source     string    `toml:"source"`
	Note       text.Name `toml:"note"`
}

// Carrier is bought energy that is not burnt in the plant: grid electricity.
type Carrier struct {
	ID        string    `toml:"id"`
	Name      text.Name `toml:"name"`
	Unit      string    `toml:"unit"`
	MJPerUnit float64   `toml:"mj_per_unit"` // by definition
	// TOEPerUnit is the official coefficient. It counts generation losses and
	// MJPerUnit does not: a table shows one of them, named.
	TOEPerUnit float64   `toml:"toe_per_unit"`
	Source     string    `toml:"source"`
	TOESource  string    `toml:"toe_source"`
	Note       text.Name `toml:"note"`
}

// Fuel is what is burnt in the plant. Emission factors are in kg per TJ on the
// net calorific basis.
type Fuel struct {
	ID           string    `toml:"id"`
	Name         text.Name `toml:"name"`
	Unit         string    `toml:"unit"`
	NCVMJPerUnit float64   `toml:"ncv_mj_per_unit"`
	CO2KgPerTJ   float64   `toml:"co2_kg_per_tj"`
	CH4KgPerTJ   float64   `toml:"ch4_kg_per_tj"`
	N2OKgPerTJ   float64   `toml:"n2o_kg_per_tj"`
	Biogenic     bool      `toml:"biogenic"` // its CO2 is a memo item; its CH4 and N2O count
	TOEPerUnit   float64   `toml:"toe_per_unit"`
	Source       string    `toml:"source"`
	TOESource    string    `toml:"toe_source"` // "derived": net calorific value / 41,868 MJ, otherwise official
	IPCCFuel     string    `toml:"ipcc_fuel"`
	CheckedIn    []string  `toml:"checked_in"` // ids of sources that agree
	Note         text.Name `toml:"note"`
}

// Density turns litres of a fuel into kilograms.
type Density struct {
	Fuel   string    `toml:"fuel"` // id of the fuel by mass
	KgPerL float64   `toml:"kg_per_l"`
	Source string    `toml:"source"`
	Note   text.Name `toml:"note"`
}

// DefaultGWPSet is the set of warming potentials that the Paris Agreement's
// reporting rules prescribe.
const DefaultGWPSet = "AR5"

// GWP is the warming potential of a gas over 100 years in one report of the IPCC.
type GWP struct {
	Gas    string    `toml:"gas"`
	Name   text.Name `toml:"name"`
	Set    string    `toml:"set"` // AR4 | AR5 | AR6
	GWP100 float64   `toml:"gwp100"`
	Source string    `toml:"source"`
	Note   text.Name `toml:"note"`
}

// Wastewater is a parameter of methane from wastewater: Bo (bo-…) or the
// methane correction factor of a treatment (mcf-…).
type Wastewater struct {
	ID     string    `toml:"id"`
	Name   text.Name `toml:"name"`
	Value  float64   `toml:"value"`
	Unit   string    `toml:"unit"` // "-" where it has none
	Source string    `toml:"source"`
	Note   text.Name `toml:"note"`
}

// WastewaterDefault is what an industry's wastewater is taken to be where the
// plant has no measurement.
type WastewaterDefault struct {
	ID         string    `toml:"id"`
	Name       text.Name `toml:"name"`
	M3PerT     *float64  `toml:"m3_per_t"`
	KgCODPerM3 float64   `toml:"kg_cod_per_m3"`
	Source     string    `toml:"source"`
	Note       text.Name `toml:"note"`
}

// Conversion is a definition: 1 From = Factor To.
type Conversion struct {
	From   string    `toml:"from"`
	Name   text.Name `toml:"name"` // of From, where the symbol does not say it
	To     string    `toml:"to"`
	Factor float64   `toml:"factor"`
	Source string    `toml:"source"`
	Note   text.Name `toml:"note"`
}

// Threshold is a quantity above which a law puts a plant in a class.
type Threshold struct {
	ID     string    `toml:"id"`
	Name   text.Name `toml:"name"`
	Value  float64   `toml:"value"`
	Unit   string    `toml:"unit"`
	Source string    `toml:"source"`
}

// Grid returns the official emission factor of the year. Where the series does
// not have the year it returns the official factor of the nearest one (after
// the series: the latest), the earlier of two equally near, and exact is
// false. ok is false if there is no official factor at all.
func (f *Factors) Grid(year int) (g Grid, exact, ok bool) {
	for _, c := range f.Grids {
		if !c.Official {
			continue
		}
		if !ok || distance(c.Year, year) < distance(g.Year, year) ||
			distance(c.Year, year) == distance(g.Year, year) && c.Year < g.Year {
			g, ok = c, true
		}
	}
	return g, ok && g.Year == year, ok
}

func distance(a, b int) int {
	if a < b {
		return b - a
	}
	return a - b
}

// Carrier returns the energy carrier with the id.
func (f *Factors) Carrier(id string) (Carrier, bool) {
	return find(f.Carriers, func(c Carrier) bool { return c.ID == id })
}

// Fuel returns the fuel with the id.
func (f *Factors) Fuel(id string) (Fuel, bool) {
	return find(f.Fuels, func(u Fuel) bool { return u.ID == id })
}

// Density returns the density of a fuel, named by its id by mass.
func (f *Factors) Density(fuel string) (Density, bool) {
	return find(f.Densities, func(d Density) bool { return d.Fuel == fuel })
}

// Source returns the document that a row of factors.toml names; nil for none.
func (f *Factors) Source(id string) *Source {
	if s, ok := findSource(f.Sources, id); ok {
		return &s
	}
	return nil
}

// Factor is the density as a factor across dimensions.
func (d Density) Factor() quantity.Factor {
	return quantity.Factor{ID: "density-" + d.Fuel, Value: d.KgPerL, To: "kg", From: "l"}
}

// GWP returns the warming potential of a gas in a set.
func (f *Factors) GWP(gas, set string) (GWP, bool) {
	return find(f.GWPs, func(g GWP) bool { return g.Gas == gas && g.Set == set })
}

// WastewaterParameter returns Bo or a methane correction factor by its id.
func (f *Factors) WastewaterParameter(id string) (Wastewater, bool) {
	return find(f.Wastewater, func(w Wastewater) bool { return w.ID == id })
}

// WastewaterDefault returns the default wastewater of an industry by its id.
func (f *Factors) WastewaterDefault(id string) (WastewaterDefault, bool) {
	return find(f.WastewaterDefaults, func(w WastewaterDefault) bool { return w.ID == id })
}

// Targets is targets.toml: what the policy documents ask for.
type Targets struct {
	Format  int      `toml:"format"`
	Sources []Source `toml:"source"`
	Targets []Target `toml:"target"`
	Counts  []Count  `toml:"count"`
}

// MetricSaving is the metric of the targets that an audit is measured against:
// % less consumption of energy, raw materials, fuels and materials per unit of
// product. The other metrics count facilities, enterprises or people.
const MetricSaving = "saving"

// Target is a target in percent.
type Target struct {
	ID          string    `toml:"id"`
	Document    string    `toml:"document"`
	Period      text.Name `toml:"period"`
	YearFrom    int       `toml:"year_from"` // 0: the document names no first year
	YearTo      int       `toml:"year_to"`
	Scope       text.Name `toml:"scope"`
	Province    string    `toml:"province"` // of a province's own document; empty: the country's
	Metric      string    `toml:"metric"`   // saving | awareness | application | training | staff-departments | staff-enterprises
	LowPercent  float64   `toml:"low_percent"`
	HighPercent float64   `toml:"high_percent"`
	Text        text.Name `toml:"text"`
	Source      string    `toml:"source"`
	Note        text.Name `toml:"note"`
}

// Count is a target in numbers.
type Count struct {
	ID       string    `toml:"id"`
	Document string    `toml:"document"`
	Period   text.Name `toml:"period"`
	YearFrom int       `toml:"year_from"`
	YearTo   int       `toml:"year_to"`
	Scope    text.Name `toml:"scope"`
	Province string    `toml:"province"`
	Metric   string    `toml:"metric"` // quick-assessments | detailed-assessments | training-classes
	Minimum  int       `toml:"minimum"`
	Text     text.Name `toml:"text"`
	Source   string    `toml:"source"`
}

// Target returns the target with the id.
func (t *Targets) Target(id string) (Target, bool) {
	return find(t.Targets, func(g Target) bool { return g.ID == id })
}

// Savings returns the targets that an audit can be measured against.
func (t *Targets) Savings() []Target {
	return filter(t.Targets, func(g Target) bool { return g.Metric == MetricSaving })
}

// Fees is fees.toml: the environmental protection fees, old and new.
type Fees struct {
	Format  int      `toml:"format"`
	Sources []Source `toml:"source"`
	Fees    []Fee    `toml:"fee"`
	Gaps    []Gap    `toml:"gap"`
}

// Fee is one rate of a fee.
type Fee struct {
	ID        string        `toml:"id"`
	Document  string        `toml:"document"`
	Medium    string        `toml:"medium"` // wastewater | domestic-wastewater | air
	ValidFrom quantity.Date `toml:"valid_from"`
	ValidTo   quantity.Date `toml:"valid_to"` // the last day; zero: still in force
	Kind      string        `toml:"kind"`     // fixed | variable | formula | percent
	Condition text.Name     `toml:"condition"`
	FlowFrom  *float64      `toml:"flow_from"` // m3 wastewater a day, this much or more
	FlowTo    *float64      `toml:"flow_to"`   // m3 wastewater a day, less than this
	Parameter string        `toml:"parameter"` // of a variable rate
	Name      text.Name     `toml:"name"`      // of the parameter
	Amount    float64       `toml:"amount"`
	Unit      string        `toml:"unit"` // VND/year | VND/kg | VND/t | VND/m3 | %
	Of        text.Name     `toml:"of"`   // what a percentage is of
	Source    string        `toml:"source"`
	Note      text.Name     `toml:"note"`
}

// InForce returns the rates for a medium on a day, in the order of the file.
func (f *Fees) InForce(medium string, day quantity.Date) []Fee {
	return filter(f.Fees, func(r Fee) bool { return r.Medium == medium && r.InForce(day) })
}

// InForce reports whether the rate held on the day.
func (f Fee) InForce(day quantity.Date) bool { return within(day, f.ValidFrom, f.ValidTo) }

// Covers reports whether a plant with so many m3 of wastewater a day falls in
// the rate's class.
func (f Fee) Covers(m3PerDay float64) bool {
	return (f.FlowFrom == nil || m3PerDay >= *f.FlowFrom) && (f.FlowTo == nil || m3PerDay < *f.FlowTo)
}

// Source returns the document that a row of fees.toml names.
func (f *Fees) Source(id string) (Source, bool) { return findSource(f.Sources, id) }

// Limits is limits.toml: discharge standards, their limit values and the
// factors of receiving water and flow.
type Limits struct {
	Format    int           `toml:"format"`
	Sources   []Source      `toml:"source"`
	Standards []Standard    `toml:"standard"`
	Limits    []Limit       `toml:"limit"`
	Factors   []LimitFactor `toml:"factor"`
	Gaps      []Gap         `toml:"gap"`
}

// Standard is a discharge standard and its place in time.
type Standard struct {
	Code          string        `toml:"code"` // e.g. "QCVN 40:2011/BTNMT"
	Name          text.Name     `toml:"name"`
	Medium        string        `toml:"medium"`         // wastewater | air
	EffectiveFrom quantity.Date `toml:"effective_from"` // zero: not seen
	ReplacedBy    string        `toml:"replaced_by"`
	TransitionTo  quantity.Date `toml:"transition_to"` // existing facilities may keep the old one until this day; zero: none seen
	Source        string        `toml:"source"`
	Note          text.Name     `toml:"note"`
}

// Limit is the value C of one parameter of a standard. Column A is for
// receiving water used for domestic supply, column B for other water; in the
// air standard A and B are old and other facilities (see the note).
type Limit struct {
	Standard   string    `toml:"standard"`
	Parameter  string    `toml:"parameter"`
	Name       text.Name `toml:"name"`
	Facility   string    `toml:"facility"`  // new | existing; empty: every facility
	Condition  text.Name `toml:"condition"` // the same in words
	Unit       string    `toml:"unit"`
	UnitName   text.Name `toml:"unit_name"`    // where the unit has words
	ColumnAMin *float64  `toml:"column_a_min"` // of a range (pH)
	ColumnA    float64   `toml:"column_a"`
	ColumnBMin *float64  `toml:"column_b_min"`
	ColumnB    float64   `toml:"column_b"`
	Factors    bool      `toml:"factors"` // Cmax = C × the factors; false: Cmax = C
	Source     string    `toml:"source"`
	Note       text.Name `toml:"note"`
}

// LimitFactor is one row of a factor that turns C into Cmax: Kq by receiving
// water, Kf by wastewater flow, Kp by waste-gas flow, Kv by zone. A row with
// bounds holds for Over < x ≤ UpTo.
type LimitFactor struct {
	Standard string    `toml:"standard"`
	Factor   string    `toml:"factor"`   // Kq | Kf | Kp | Kv
	Class    string    `toml:"class"`    // river | lake | river-unknown | lake-unknown | coast-protected | coast-other | effluent-flow | gas-flow | zone-1 … zone-5
	Receiver text.Name `toml:"receiver"` // the class in words
	Over     *float64  `toml:"over"`
	UpTo     *float64  `toml:"up_to"`
	Unit     string    `toml:"unit"` // of the bounds
	Value    float64   `toml:"value"`
	Source   string    `toml:"source"`
	Note     text.Name `toml:"note"`
}

// Standard returns the standard with the code.
func (l *Limits) Standard(code string) (Standard, bool) {
	return find(l.Standards, func(s Standard) bool { return s.Code == code })
}

// Limit returns the limit of a parameter in a standard for a "new" or
// "existing" facility.
func (l *Limits) Limit(standard, parameter, facility string) (Limit, bool) {
	return find(l.Limits, func(m Limit) bool {
		return m.Standard == standard && m.Parameter == parameter && (m.Facility == "" || m.Facility == facility)
	})
}

// Factor returns a factor of a standard for a class and, where the class has
// bounds, a flow or volume x in the row's unit.
func (l *Limits) Factor(standard, factor, class string, x float64) (LimitFactor, bool) {
	return find(l.Factors, func(r LimitFactor) bool {
		return r.Standard == standard && r.Factor == factor && r.Class == class &&
			(r.Over == nil || x > *r.Over) && (r.UpTo == nil || x <= *r.UpTo)
	})
}

// Source returns the document that a row of limits.toml names.
func (l *Limits) Source(id string) (Source, bool) { return findSource(l.Sources, id) }

// Prices is prices.toml: indicative prices, to fill in a new audit.
type Prices struct {
	Format  int      `toml:"format"`
	Sources []Source `toml:"source"`
	Prices  []Price  `toml:"price"`
	TOUs    []TOU    `toml:"tou"`
	Gaps    []Gap    `toml:"gap"`
}

// Price is an indicative price.
type Price struct {
	ID          string        `toml:"id"`
	Name        text.Name     `toml:"name"`
	Value       float64       `toml:"value"`
	Unit        string        `toml:"unit"` // the currency
	Per         string        `toml:"per"`
	VATIncluded bool          `toml:"vat_included"`
	ValidFrom   quantity.Date `toml:"valid_from"`
	Indicative  bool          `toml:"indicative"`
	Source      string        `toml:"source"`
	Note        text.Name     `toml:"note"`
}

// TOU is the hours of the time-of-use bands of electricity, each "hh:mm-hh:mm".
type TOU struct {
	ID        string        `toml:"id"`
	Name      text.Name     `toml:"name"`
	ValidFrom quantity.Date `toml:"valid_from"`
	OffPeak   []string      `toml:"offpeak"`
	Peak      []string      `toml:"peak"`
	Normal    []string      `toml:"normal"`
	Source    string        `toml:"source"`
	Note      text.Name     `toml:"note"`
}

// Price returns the price with the id.
func (p *Prices) Price(id string) (Price, bool) {
	return find(p.Prices, func(c Price) bool { return c.ID == id })
}

// Industries is industries.toml: the ministry's 39 classes.
type Industries struct {
	Format     int        `toml:"format"`
	Sources    []Source   `toml:"source"`
	Industries []Industry `toml:"industry"`
}

// Industry is one class, its Vietnamese name exactly as the form prints it.
type Industry struct {
	Number int       `toml:"number"`
	Name   text.Name `toml:"name"`
	Plain  string    `toml:"plain"` // the Vietnamese name outside the form, where the form has a slip
}

// Industry returns the class with the number.
func (i *Industries) Industry(number int) (Industry, bool) {
	return find(i.Industries, func(c Industry) bool { return c.Number == number })
}

// Method is method.toml: the method as data. "recalled" is its source of what
// rests on general knowledge, "own" of what is the program's own rule.
type Method struct {
	Format           int              `toml:"format"`
	Sources          []Source         `toml:"source"`
	Steps            []MethodStep     `toml:"step"`
	Tasks            []Task           `toml:"task"`
	CauseGroups      []CauseGroup     `toml:"cause_group"`
	OptionCategories []OptionCategory `toml:"option_category"`
	Screenings       []Outcome        `toml:"screening"`
	Levels           []Outcome        `toml:"level"`
	Qualities        []Quality        `toml:"quality"`
	WeightSets       []WeightSet      `toml:"weight_set"`
	Checks           []Term           `toml:"check"`
	Components       []Component      `toml:"component"`
	Groups           []Term           `toml:"resource_group"`
	ScoreLevels      []ScoreLevel     `toml:"score_level"`
	Areas            []Area           `toml:"area"`
	Grades           []Grade          `toml:"grade"`
	CostClasses      []CostClass      `toml:"cost_class"`
	Sizes            []Term           `toml:"size"`
	Supports         []Term           `toml:"support"`
	Gaps             []Gap            `toml:"gap"`
}

// OwnRule is the source in method.toml of the program's own rules.
const OwnRule = "own"

// MethodStep is one of the six steps.
type MethodStep struct {
	Number int       `toml:"number"`
	Name   text.Name `toml:"name"`
	Source string    `toml:"source"`
	Note   text.Name `toml:"note"`
}

// Task is one of the eighteen tasks.
type Task struct {
	ID      string    `toml:"id"` // "<step>.<number>"
	Number  int       `toml:"number"`
	Step    int       `toml:"step"`
	Needs   []string  `toml:"needs"` // tasks that it builds on
	Name    text.Name `toml:"name"`
	Records text.Name `toml:"records"` // what the program records or computes for it
	Source  string    `toml:"source"`
	Note    text.Name `toml:"note"`
}

// CauseGroup is a group of causes of a waste stream: IM TE OP MA MG PR WH.
type CauseGroup struct {
	ID       string    `toml:"id"`
	Name     text.Name `toml:"name"`
	Examples text.Name `toml:"examples"`
	Source   string    `toml:"source"`
}

// OptionCategory is a group of options: GH RM PC EM TC OR BP PM.
type OptionCategory struct {
	ID     string    `toml:"id"`
	Name   text.Name `toml:"name"`
	Source string    `toml:"source"`
}

// Outcome is an outcome of screening (now, study, rejected) or a level of an
// audit (quick, detailed).
type Outcome struct {
	ID     string    `toml:"id"`
	Name   text.Name `toml:"name"`
	Means  text.Name `toml:"means"`
	Source string    `toml:"source"`
	Note   text.Name `toml:"note"`
}

// Quality is how a figure came about, and the uncertainty it is taken to have
// where none is stated.
type Quality struct {
	ID                 string    `toml:"id"` // measured | invoice | calculated | estimated
	Name               text.Name `toml:"name"`
	UncertaintyPercent float64   `toml:"uncertainty_percent"` // ± % at 95 %
	Source             string    `toml:"source"`
	Note               text.Name `toml:"note"`
}

// WeightSet is a set of weights of the feasibility ranking; they add up to 100.
type WeightSet struct {
	ID            string    `toml:"id"`
	Default       bool      `toml:"default"`
	Technical     float64   `toml:"technical"`
	Economic      float64   `toml:"economic"`
	Environmental float64   `toml:"environmental"`
	Source        string    `toml:"source"`
	Note          text.Name `toml:"note"`
}

// ScoreLevel is a range of feasibility scores with a name; the highest To is
// the most that can be scored.
type ScoreLevel struct {
	ID     string    `toml:"id"`
	Name   text.Name `toml:"name"`
	From   float64   `toml:"from"`
	To     float64   `toml:"to"`
	Source string    `toml:"source"`
}

// Area is an area of the walk-through.
type Area struct {
	ID     string    `toml:"id"`
	Order  int       `toml:"order"`
	Name   text.Name `toml:"name"`
	Source string    `toml:"source"`
}

// Grade is a grade of the overall potential: below a bound, from one to
// another (both included), or above one, in %.
type Grade struct {
	ID     string    `toml:"id"`
	Name   text.Name `toml:"name"`
	Below  *float64  `toml:"below"`
	From   *float64  `toml:"from"`
	To     *float64  `toml:"to"`
	Above  *float64  `toml:"above"`
	Source string    `toml:"source"`
	Note   text.Name `toml:"note"`
}

// CostClass is how much an option costs; the payback bands are indicative.
type CostClass struct {
	ID               string    `toml:"id"` // none | low | medium | high
	Name             text.Name `toml:"name"`
	PaybackYearsOver *float64  `toml:"payback_years_over"`
	PaybackYearsTo   *float64  `toml:"payback_years_to"`
	Source           string    `toml:"source"`
}

// Term is an entry of a closed list: the size of a facility, the way in which
// it came to do cleaner production.
type Term struct {
	ID     string    `toml:"id"`
	Name   text.Name `toml:"name"`
	Source string    `toml:"source"`
}

// Component is something that streams contain and that is balanced.
type Component struct {
	ID       string    `toml:"id"`
	Name     text.Name `toml:"name"`
	Within   string    `toml:"within"`    // the component that it is a part of
	NotShare bool      `toml:"not_share"` // no share of the mass (COD): contents do not add up to 1
	Source   string    `toml:"source"`
}

// Component returns the component with the id.
func (m *Method) Component(id string) (Component, bool) {
	return find(m.Components, func(c Component) bool { return c.ID == id })
}

// GroupName is the name of a resource group; its id where it has none.
func (m *Method) GroupName(id string) text.Name {
	if g, ok := find(m.Groups, func(t Term) bool { return t.ID == id }); ok {
		return g.Name
	}
	return text.Both(id)
}

// Task returns the task with the id.
func (m *Method) Task(id string) (Task, bool) {
	return find(m.Tasks, func(t Task) bool { return t.ID == id })
}

// Quality returns the quality with the id.
func (m *Method) Quality(id string) (Quality, bool) {
	return find(m.Qualities, func(q Quality) bool { return q.ID == id })
}

// DefaultWeights returns the weights that a new audit starts with.
func (m *Method) DefaultWeights() (WeightSet, bool) {
	return find(m.WeightSets, func(w WeightSet) bool { return w.Default })
}

// Grade returns the grade of an overall potential in %.
func (m *Method) Grade(percent float64) (Grade, bool) {
	return find(m.Grades, func(g Grade) bool {
		return (g.Below == nil || percent < *g.Below) && (g.From == nil || percent >= *g.From) &&
			(g.To == nil || percent <= *g.To) && (g.Above == nil || percent > *g.Above)
	})
}

// within reports whether a day lies in from … to, the last day included; a
// zero bound is none.
func within(day, from, to quantity.Date) bool {
	return !day.Before(from) && (to == quantity.Date{} || !to.Before(day))
}

func find[T any](list []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	var none T
	return none, false
}

func filter[T any](list []T, is func(T) bool) []T {
	var out []T
	for _, v := range list {
		if is(v) {
			out = append(out, v)
		}
	}
	return out
}
