// Package benchmark owns the sector packs: what a sector's plants meter, what
// is published about them, and how a plant compares with it.
package benchmark

import "github.com/sxsh-audit/audit/internal/text"

// Pack is one sector or sub-sector: a file in sectors/.
type Pack struct {
	Format     int         `toml:"format"`
	Sector     Sector      `toml:"sector"`
	Units      []Unit      `toml:"unit"`
	Asks       []Ask       `toml:"ask"`
	Flows      []Flow      `toml:"flow"`
	Sources    []Source    `toml:"source"`
	Benchmarks []Benchmark `toml:"benchmark"`
	References []Reference `toml:"reference"`
	Steps      []Step      `toml:"step"`
	Options    []Option    `toml:"option"`
	Questions  []Question  `toml:"question"`
	Cases      []Case      `toml:"case"`
}

// Sector says what the pack is about.
type Sector struct {
	ID          string    `toml:"id"`
	Group       string    `toml:"group"` // cassava-starch | coffee | sugar | food | textiles | mechanical
	Name        text.Name `toml:"name"`
	Covers      text.Name `toml:"covers"`       // what it covers, one sentence for the list of sectors
	Industries  []int     `toml:"industries"`   // of the ministry's 39
	Product     text.Name `toml:"product"`      // the functional unit's product, e.g. "starch"
	ProductUnit string    `toml:"product_unit"` // e.g. "t"
	ProductNote text.Name `toml:"product_note"` // moisture or quality that the unit supposes
	Standard    string    `toml:"standard"`     // discharge standard in limits.toml that was written for the sector, if any
	Wastewater  string    `toml:"wastewater"`   // industry id in factors.toml wastewater defaults, if any
}

// Unit is a unit that only this sector uses, beside the program's own.
type Unit struct {
	ID     string    `toml:"id"`
	Name   text.Name `toml:"name"`
	Of     string    `toml:"of"`     // a unit it converts to; empty: a dimension of its own
	Factor float64   `toml:"factor"` // 1 ID = Factor Of
}

// Ask is a question that must be answered before the flows it names can be
// compared: the basis of their figures (root starch, cane or sugar, process).
type Ask struct {
	ID      string    `toml:"id"`
	Text    text.Name `toml:"text"`
	Why     text.Name `toml:"why"`
	Kind    string    `toml:"kind"` // number | choice
	Unit    string    `toml:"unit"` // of a number
	Min     *float64  `toml:"min"`
	Max     *float64  `toml:"max"`
	Choices []Choice  `toml:"choice"`
	Flows   []string  `toml:"flows"` // flows not compared before it is answered
}

// Choice is one answer to an Ask.
type Choice struct {
	ID   string    `toml:"id"`
	Name text.Name `toml:"name"`
}

// Flow is something that a plant of the sector meters.
type Flow struct {
	ID       string    `toml:"id"`
	Name     text.Name `toml:"name"`
	Aliases  []string  `toml:"aliases"`  // what people call it in their own tables
	Category string    `toml:"category"` // see Categories
	Unit     string    `toml:"unit"`
	// Per is set on flows that are entered as a ratio already (a yield in %, a
	// concentration in mg/l): the words after "per". They are averaged over
	// periods, not divided by output.
	Per       text.Name `toml:"per"`
	Usual     bool      `toml:"usual"`      // offered in a new audit's table
	Scale     string    `toml:"scale"`      // more-is-worse | more-is-better | neutral
	Factor    string    `toml:"factor"`     // id in factors.toml: a fuel, or the grid electricity
	PriceFrom string    `toml:"price_from"` // id of an indicative price in prices.toml
	Minimum   *float64  `toml:"minimum"`    // physical minimum per unit of product, if known
	Density   *float64  `toml:"density"`    // kg per unit, where mass and volume are both met
	Parameter string    `toml:"parameter"`  // of limits.toml and fees.toml (COD, TSS …) for pollutants
	// Sum marks a flow that the program adds up where the plant does not meter
	// it: "fuels" (heat of all fuels) or "energy" (fuels and bought electricity
	// at 3.6 MJ/kWh).
	Sum string `toml:"sum"`
	// PartOf names the flow that this one is a part of, or another measure of (a
	// sub-meter, an intermediate): it is not added to it.
	PartOf string    `toml:"part_of"`
	Note   text.Name `toml:"note"`
	NoRef  text.Name `toml:"no_benchmark"` // why there is no reference: the honest "no benchmark known"
}

// Source is a document that a figure comes from.
type Source struct {
	ID        string    `toml:"id"`
	Title     string    `toml:"title"`
	Publisher string    `toml:"publisher"`
	Year      int       `toml:"year"` // 0: not shown in what was read
	URL       string    `toml:"url"`
	Seen      string    `toml:"seen"` // fulltext | excerpt | secondary
	Note      text.Name `toml:"note"`
}

// Benchmark is one published row, on the basis on which it was published.
type Benchmark struct {
	ID   string    `toml:"id"`
	Flow string    `toml:"flow"`
	Kind string    `toml:"kind"` // consumption | emission | yield
	Name text.Name `toml:"name"`
	Unit string    `toml:"unit"`
	Per  text.Name `toml:"per"`
	// Basis says what Per is for the program: "product", "ratio" (the flow is
	// entered as this ratio), the id of the flow that is the denominator, or
	// "other": printed for reading, not to be compared with.
	Basis       string    `toml:"basis"`
	PerUnit     string    `toml:"per_unit"` // unit of the denominator, where it is not the product's or the flow's own
	Best        *float64  `toml:"best"`
	TypicalLow  *float64  `toml:"typical_low"`
	TypicalHigh *float64  `toml:"typical_high"`
	Poor        *float64  `toml:"poor"`
	Region      string    `toml:"region"`
	Scale       text.Name `toml:"scale"`
	Source      string    `toml:"source"`
	Locator     text.Name `toml:"locator"`
	Quote       string    `toml:"quote"`
	Doubt       text.Name `toml:"doubt"` // why the row should not be relied on
}

// Reference is what a flow is compared with by default.
type Reference struct {
	Flow string      `toml:"flow"`
	When []Condition `toml:"when"` // all must hold; none: always
	Unit string      `toml:"unit"`
	Per  text.Name   `toml:"per"`
	// PerFlow names the flow that is the denominator where it is not the
	// product: cane crushed, metal melted.
	PerFlow     string   `toml:"per_flow"`
	PerUnit     string   `toml:"per_unit"` // unit of the denominator, where it is not the pack's product unit or the PerFlow's unit
	Best        *float64 `toml:"best"`
	TypicalLow  *float64 `toml:"typical_low"`
	TypicalHigh *float64 `toml:"typical_high"`
	Poor        *float64 `toml:"poor"`
	// Rows are the ids of the benchmark rows that the bounds come from.
	Rows      []string   `toml:"rows"`
	Judgement bool       `toml:"judgement"` // a bound is our own judgement
	Reason    text.Name  `toml:"reason"`
	Normalise *Normalise `toml:"normalise"`
}

// Condition holds when the answer to an Ask is one of Is, or lies in Min..Max.
type Condition struct {
	Ask string   `toml:"ask"`
	Is  []string `toml:"is"`
	Min *float64 `toml:"min"`
	Max *float64 `toml:"max"`
}

// Normalise converts the plant's figure to the reference's raw-material quality
// before comparing: figure × answer / At (an inversely proportional need).
type Normalise struct {
	Ask    string    `toml:"ask"`
	At     float64   `toml:"at"`
	Reason text.Name `toml:"reason"`
}

// Step is a unit operation of the sector.
type Step struct {
	ID      string    `toml:"id"`
	Name    text.Name `toml:"name"`
	Inputs  []string  `toml:"inputs"`
	Outputs []string  `toml:"outputs"`
	Wastes  []string  `toml:"wastes"`
	Typical text.Name `toml:"typical"`
	Source  string    `toml:"source"`
}

// Option is a cleaner-production opportunity that the sector is known for.
type Option struct {
	ID             string    `toml:"id"`
	Step           string    `toml:"step"`     // empty: the whole plant
	Category       string    `toml:"category"` // METHOD §7: GH RM PC EM TC OR BP PM
	Name           text.Name `toml:"name"`
	Saves          []string  `toml:"saves"` // flows
	SavingLow      *float64  `toml:"saving_low_pct"`
	SavingHigh     *float64  `toml:"saving_high_pct"`
	SavingOf       text.Name `toml:"saving_of"`  // what the percentage is of, where it is not the plant's whole flow
	CostClass      string    `toml:"cost_class"` // none | low | medium | high
	InvestmentNote text.Name `toml:"investment_note"`
	PaybackLow     *float64  `toml:"payback_months_low"`
	PaybackHigh    *float64  `toml:"payback_months_high"`
	Note           text.Name `toml:"note"`
	Source         string    `toml:"source"`
	Locator        text.Name `toml:"locator"`
	Cases          []string  `toml:"cases"` // ids of the cases that show it
}

// Question is one of the walk-through: yes means good practice.
type Question struct {
	ID     string    `toml:"id"`
	Area   string    `toml:"area"`
	Step   string    `toml:"step"`
	Text   text.Name `toml:"text"`
	Flow   string    `toml:"flow"`   // empty: none
	Option string    `toml:"option"` // the option that a "no" points at; empty: none
}

// Case is a published plant.
type Case struct {
	ID         string    `toml:"id"`
	Plant      text.Name `toml:"plant"`
	Country    string    `toml:"country"`
	Year       int       `toml:"year"` // 0: not known
	Output     text.Name `toml:"output"`
	Before     text.Name `toml:"before"`
	After      text.Name `toml:"after"`
	Savings    text.Name `toml:"savings"`
	Investment text.Name `toml:"investment"`
	Source     string    `toml:"source"`
	Locator    text.Name `toml:"locator"`
}
