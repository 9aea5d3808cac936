// Package assess is the assessment of one plant: its data, its rules and its
// results. It takes values and returns values; it reads no file, clock or
// terminal and has no words of its own (package i18n has them).
package assess

import (
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// Audit is one assessment of one plant, as the audit file holds it
// (docs/file.md). Pointers and empty strings mean "not stated": a missing
// figure is never zero.
type Audit struct {
	Format     int            `toml:"format"`
	Plant      Plant          `toml:"plant"`
	Team       Team           `toml:"team"`
	Settings   Settings       `toml:"audit"`
	Basis      map[string]any `toml:"basis"` // answers to the pack's asks: a choice id or a number
	Products   []Product      `toml:"product"`
	Flows      []Flow         `toml:"flow"`
	References []Reference    `toml:"reference"`
	Periods    []Period       `toml:"period"`
	Readings   []Reading      `toml:"reading"`
	Models     []Model        `toml:"model"`
	Answers    []Answer       `toml:"answer"`
	Balance    *Balance       `toml:"balance"`
	Steps      []Step         `toml:"step"`
	Streams    []Stream       `toml:"stream"`
	Causes     []Cause        `toml:"cause"`
	Options    []Option       `toml:"option"`
	Tasks      []Task         `toml:"task"`
	Imports    []Import       `toml:"import"`
}

// Plant is the facility, with what the ministry's forms ask of it.
type Plant struct {
	Name      string   `toml:"name"`
	Sector    string   `toml:"sector"`   // id of a pack
	Industry  int      `toml:"industry"` // 1–39, 0: not stated
	Size      string   `toml:"size"`     // large | medium | small
	Province  string   `toml:"province"`
	Address   string   `toml:"address"`
	Products  string   `toml:"products"` // as printed in forms
	Employees *int     `toml:"employees"`
	Started   int      `toml:"started"` // year, 0: not stated
	Support   []string `toml:"support"` // technical | investment | self
	Note      string   `toml:"note"`
}

// Team is the cleaner-production team.
type Team struct {
	Leader  string   `toml:"leader"`
	Phone   string   `toml:"phone"`
	Members []string `toml:"members"`
}

// Settings are the choices of this assessment.
type Settings struct {
	ID         string        `toml:"id"`    // made once, never changed
	Level      string        `toml:"level"` // quick | detailed
	Date       quantity.Date `toml:"date"`
	Auditor    string        `toml:"auditor"`
	Target     string        `toml:"target"`     // id in targets.toml
	Currency   string        `toml:"currency"`   // default VND
	Confidence *float64      `toml:"confidence"` // %, default 90
	GWP        string        `toml:"gwp"`        // AR4 | AR5 | AR6, default AR5
	Energy     string        `toml:"energy"`     // convention of energy totals: toe | final, default toe
	Treatment  string        `toml:"treatment"`  // how wastewater is treated: id of an MCF in factors.toml
	Monitored  *bool         `toml:"monitored"`  // whether the plant must monitor its effluent (fee rules)
	Column     string        `toml:"column"`     // A | B: receiving water, for discharge limits
	Note       string        `toml:"note"`
}

// Product is an output of the plant.
type Product struct {
	ID         string   `toml:"id"`
	Name       string   `toml:"name"`
	Unit       string   `toml:"unit"`
	Equivalent *float64 `toml:"equivalent"` // units of the functional unit per unit of this product, default 1
}

// Flow is what this plant states about a flow beyond the pack.
type Flow struct {
	ID          string   `toml:"id"`
	Name        string   `toml:"name"` // of the plant's own flows
	Category    string   `toml:"category"`
	Unit        string   `toml:"unit"`
	Scale       string   `toml:"scale"`
	Factor      string   `toml:"factor"`
	NCV         *float64 `toml:"ncv"`         // MJ per unit, measured, in place of the factor's
	Price       *float64 `toml:"price"`       // per unit, in the audit's currency, frozen at the audit's date
	Uncertainty *float64 `toml:"uncertainty"` // ± % at 95 %
	Quality     string   `toml:"quality"`     // measured | invoice | calculated | estimated
	Note        string   `toml:"note"`
}

// Reference is the plant's own choice of what a flow is compared with: another
// row of the pack, or its own norm.
type Reference struct {
	Flow        string   `toml:"flow"`
	Row         string   `toml:"row"` // id of a benchmark row of the pack
	Best        *float64 `toml:"best"`
	TypicalLow  *float64 `toml:"typical_low"`
	TypicalHigh *float64 `toml:"typical_high"`
	Poor        *float64 `toml:"poor"`
	Unit        string   `toml:"unit"`
	Source      string   `toml:"source"` // where the plant's own norm comes from: mandatory for it
}

// Period is a month (or any from–to) with output and flows.
type Period struct {
	Month   quantity.Month     `toml:"month"`
	From    quantity.Date      `toml:"from"`
	To      quantity.Date      `toml:"to"`     // the last day counted
	Phase   string             `toml:"phase"`  // before | after | omitted
	Output  map[string]float64 `toml:"output"` // by product id, in the product's unit
	Flows   map[string]float64 `toml:"flows"`  // by flow id, in the flow's unit
	Drivers map[string]float64 `toml:"drivers"`
	Note    string             `toml:"note"`
}

// Reading is a bill or meter reading with any dates.
type Reading struct {
	Flow      string        `toml:"flow"`
	Meter     string        `toml:"meter"`
	From      quantity.Date `toml:"from"`
	To        quantity.Date `toml:"to"`
	Amount    float64       `toml:"amount"`
	Cost      *float64      `toml:"cost"`
	Estimated bool          `toml:"estimated"`
	Note      string        `toml:"note"`
}

// Model is a frozen baseline.
type Model struct {
	Flow      string   `toml:"flow"`
	Form      string   `toml:"form"` // ratio | regression
	Drivers   []string `toml:"drivers"`
	Intercept *bool    `toml:"intercept"`
	Period    []string `toml:"period"`
	Reason    string   `toml:"reason"`
	Data      string   `toml:"data"`
}

// Answer is a reply to a question of the walk-through.
type Answer struct {
	Question string `toml:"question"`
	Reply    string `toml:"reply"` // yes | partly | no | na
	Note     string `toml:"note"`
	Photo    string `toml:"photo"` // a file name or reference, as text
}

// Balance is the head of the process network.
type Balance struct {
	Unit  string `toml:"unit"`
	Basis string `toml:"basis"`
}

// Step is a unit operation of this plant.
type Step struct {
	ID   string `toml:"id"`
	Name string `toml:"name"`
	Note string `toml:"note"`
}

// Stream is an arrow of the process network.
type Stream struct {
	ID          string             `toml:"id"`
	Name        string             `toml:"name"`
	From        string             `toml:"from"`
	To          string             `toml:"to"`
	Kind        string             `toml:"kind"` // input | intermediate | product | by-product | waste | recycle | loss
	Flow        string             `toml:"flow"`
	Amount      *float64           `toml:"amount"`
	Uncertainty *float64           `toml:"uncertainty"`
	Content     map[string]float64 `toml:"content"`
	Price       *float64           `toml:"price"`
	Note        string             `toml:"note"`
}

// Cause is why a stream is lost.
type Cause struct {
	Stream   string `toml:"stream"`
	Group    string `toml:"group"` // METHOD §6
	Text     string `toml:"text"`
	Evidence string `toml:"evidence"`
}

// Option is an opportunity that the team considers or has adopted.
type Option struct {
	ID          string             `toml:"id"`
	Name        string             `toml:"name"`
	Step        string             `toml:"step"`
	Category    string             `toml:"category"`
	Cause       string             `toml:"cause"`
	Screening   string             `toml:"screening"` // now | study | rejected
	Reason      string             `toml:"reason"`    // mandatory when rejected
	Saves       []Saving           `toml:"saves"`
	Investment  *float64           `toml:"investment"`
	AnnualCost  *float64           `toml:"annual_cost"`
	Life        *float64           `toml:"life"`
	DependsOn   []string           `toml:"depends_on"`
	Excludes    []string           `toml:"excludes"`
	Scores      map[string]float64 `toml:"scores"`
	Status      string             `toml:"status"` // idea | planned | doing | done | dropped
	Responsible string             `toml:"responsible"`
	Start       quantity.Date      `toml:"start"`
	Done        quantity.Date      `toml:"done"`
	Spent       *float64           `toml:"spent"`
	Note        string             `toml:"note"`
}

// Saving is what an option saves of a flow, a year: a percentage of the flow or
// an amount in its unit.
type Saving struct {
	Flow    string   `toml:"flow"`
	Percent *float64 `toml:"percent"`
	Amount  *float64 `toml:"amount"`
}

// Task is one of the 18 tasks, once it has been touched.
type Task struct {
	ID          string        `toml:"id"`
	Done        bool          `toml:"done"`
	Responsible string        `toml:"responsible"`
	Date        quantity.Date `toml:"date"`
	Note        string        `toml:"note"`
}

// Import is a column of the plant's own spreadsheets and what it means in this
// audit: what was said once need not be said again at the next import.
type Import struct {
	Sheet   string `toml:"sheet"`   // of that sheet only; empty: of any
	Heading string `toml:"heading"` // as it stands in the plant's table
	// Target is month, year, from, to, date, phase, note, ignore, or
	// output.PRODUCT, flows.FLOW, drivers.NAME, or of a table of bills
	// reading.flow, .meter, .amount, .unit, .cost, .estimated.
	Target  string `toml:"target"`
	Unit    string `toml:"unit"`    // of the column; empty: as its heading says, else the target's
	Numbers string `toml:"numbers"` // vi | en: how its numbers are written, where they do not show it
}

// DisplayName is the plant's name, or a placeholder that says there is none.
func (p Plant) DisplayName() any {
	if p.Name == "" {
		return text.M("plant.unnamed")
	}
	return p.Name
}
