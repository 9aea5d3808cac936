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
	Format      int            `toml:"format"`
	Plant       Plant          `toml:"plant"`
	Team        Team           `toml:"team"`
	Settings    Settings       `toml:"audit"`
	Basis       map[string]any `toml:"basis"` // answers to the pack's asks: a choice id or a number
	Products    []Product      `toml:"product"`
	Target      *Target        `toml:"target"`
	Flows       []Flow         `toml:"flow"`
	References  []Reference    `toml:"reference"`
	Drivers     []Driver       `toml:"driver"`
	Periods     []Period       `toml:"period"`
	Readings    []Reading      `toml:"reading"`
	Adjustments []Adjustment   `toml:"adjustment"`
	Models      []Model        `toml:"model"`
	Answers     []Answer       `toml:"answer"`
	Focus       *Focus         `toml:"focus"`
	Balance     *Balance       `toml:"balance"`
	Steps       []Step         `toml:"step"`
	Streams     []Stream       `toml:"stream"`
	Causes      []Cause        `toml:"cause"`
	Options     []Option       `toml:"option"`
	Ranking     *Ranking       `toml:"ranking"`
	Portfolio   *Portfolio     `toml:"portfolio"`
	Monitors    []Monitor      `toml:"monitor"`
	Tasks       []Task         `toml:"task"`
	Imports     []Import       `toml:"import"`
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
	// Decision is the number and date of the decision that set the team up;
	// Commitment is what the management has promised.
	Decision   string `toml:"decision"`
	Commitment string `toml:"commitment"`
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
	Discount   *float64      `toml:"discount"`   // % a year, of net present values; default DefaultDiscount
	LowCost    *float64      `toml:"low_cost"`   // investment up to which the plant calls an option low-cost
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
	Density     *float64 `toml:"density"`     // kg per unit, where mass and volume are both met
	Price       *float64 `toml:"price"`       // per unit, in the audit's currency, frozen at the audit's date
	Uncertainty *float64 `toml:"uncertainty"` // ± % at 95 %
	Quality     string   `toml:"quality"`     // measured | invoice | calculated | estimated
	Signed      bool     `toml:"signed"`      // a net exchange, which may be negative
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

// Target is the plant's own target, in place of one of targets.toml.
type Target struct {
	Low    float64  `toml:"low"`    // % less per unit of product
	High   *float64 `toml:"high"`   // the upper end of the range; absent: Low alone
	Source string   `toml:"source"` // who set it: mandatory
}

// Driver is a quantity that consumption depends on besides output: its values
// stand in the periods, under its id.
type Driver struct {
	ID     string `toml:"id"`
	Name   string `toml:"name"`
	Unit   string `toml:"unit"`
	Effect string `toml:"effect"` // more | less: what physics says that more of it does to consumption; empty: nothing
	Note   string `toml:"note"`
}

// Adjustment is a non-routine event in a time: a shutdown, a new line. Amount
// is how much of the flow's figure in that time is due to it, so that it is
// taken out before phases are compared.
type Adjustment struct {
	Flow   string         `toml:"flow"`
	Month  quantity.Month `toml:"month"`
	From   quantity.Date  `toml:"from"`
	To     quantity.Date  `toml:"to"`
	Amount float64        `toml:"amount"` // in the flow's unit; negative: the event used less than usual
	Reason string         `toml:"reason"` // mandatory
	By     string         `toml:"by"`
	Date   quantity.Date  `toml:"date"` // when it was entered
}

// Period is a month (or any from–to) with output and flows.
type Period struct {
	Month   quantity.Month     `toml:"month"`
	From    quantity.Date      `toml:"from"`
	To      quantity.Date      `toml:"to"`     // the last day counted
	Phase   string             `toml:"phase"`  // before | after | history | omitted
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

// Model is a frozen baseline: the form that was chosen for a flow, with who
// chose it, when and why. Its coefficients are always those of the data beside
// it; Data tells whether these are still the data that it was chosen on.
type Model struct {
	Flow      string        `toml:"flow"`
	Form      string        `toml:"form"`      // ratio | regression
	Drivers   []string      `toml:"drivers"`   // output, output.<product>, or keys of the periods' drivers
	Intercept *bool         `toml:"intercept"` // default true
	Period    []string      `toml:"period"`    // first and last month that it is fitted on; default: the phase before
	Reason    string        `toml:"reason"`
	By        string        `toml:"by"`
	Date      quantity.Date `toml:"date"`
	Data      string        `toml:"data"` // "sha256:…" of the data it was chosen on
	// Proposed says that it is what the program proposed: it was picked because it
	// fits these months best, and freezing it does not undo that.
	Proposed bool `toml:"proposed"`
}

// Answer is a reply to a question of the walk-through.
type Answer struct {
	Question string `toml:"question"`
	Reply    string `toml:"reply"` // yes | partly | no | na
	Note     string `toml:"note"`
	Photo    string `toml:"photo"` // a file name or reference, as text
}

// Focus is the part of the plant that the detailed assessment looks at (task
// 1.3), and the one to come next (task 6.18).
type Focus struct {
	Step       string `toml:"step"`
	Reason     string `toml:"reason"`
	Next       string `toml:"next"`
	NextReason string `toml:"next_reason"`
}

// Balance is the head of the process network.
type Balance struct {
	Unit       string   `toml:"unit"`        // of the amounts of streams
	Basis      string   `toml:"basis"`       // what was measured when
	PerYear    *float64 `toml:"per_year"`    // how many times the basis goes into a year: 12 for a month's balance
	Follows    string   `toml:"follows"`     // the content that energy and system cost follow; default: what the purchase values follow
	EnergyUnit string   `toml:"energy_unit"` // of the streams' energy, default MJ
	HeatPrice  *float64 `toml:"heat_price"`  // money per unit of energy that leaves with a stream
}

// Step is a unit operation of this plant.
type Step struct {
	ID         string   `toml:"id"`
	Name       string   `toml:"name"`
	Role       string   `toml:"role"`        // works | supplies | disposes: who pays for it; default works
	Stock      *float64 `toml:"stock"`       // what its stock grew by in the basis, in the balance's unit
	EnergyCost *float64 `toml:"energy_cost"` // money in the basis: energy that the step uses
	SystemCost *float64 `toml:"system_cost"` // money in the basis: labour, depreciation, maintenance
	// Changes are the contents that the step makes or uses up (COD in a
	// treatment), so that they do not balance over it.
	Changes []string `toml:"changes"`
	Note    string   `toml:"note"`
}

// Stream is an arrow of the process network.
type Stream struct {
	ID                 string             `toml:"id"`
	Name               string             `toml:"name"`
	From               string             `toml:"from"`
	To                 string             `toml:"to"`
	Kind               string             `toml:"kind"` // input | intermediate | product | by-product | waste | recycle | loss
	Flow               string             `toml:"flow"`
	Amount             *float64           `toml:"amount"`
	Uncertainty        *float64           `toml:"uncertainty"` // ± % at 95 %
	Quality            string             `toml:"quality"`     // measured | invoice | calculated | estimated
	Content            map[string]float64 `toml:"content"`     // mass fractions
	ContentUncertainty map[string]float64 `toml:"content_uncertainty"`
	Energy             *float64           `toml:"energy"`      // carried with the stream, in the balance's energy unit
	EnergyOnly         bool               `toml:"energy_only"` // electricity, radiated heat: no mass
	EnergyUncertainty  *float64           `toml:"energy_uncertainty"`
	Price              *float64           `toml:"price"`     // per unit: what it was bought for or is sold for
	Follows            string             `toml:"follows"`   // the content that the price travels with: that of roots goes where the starch goes
	Treatment          *float64           `toml:"treatment"` // money per unit: treatment, transport, disposal, fee
	Note               string             `toml:"note"`
}

// Cause is why a stream is lost.
type Cause struct {
	Stream   string   `toml:"stream"`
	Group    string   `toml:"group"` // METHOD §6
	Text     string   `toml:"text"`
	Why      []string `toml:"why"` // the answers to "why?", each about the one before
	Evidence string   `toml:"evidence"`
}

// Option is an opportunity that the team considers or has adopted.
type Option struct {
	ID             string             `toml:"id"`
	Name           string             `toml:"name"`
	Step           string             `toml:"step"`
	Category       string             `toml:"category"`
	Cause          string             `toml:"cause"`
	Stream         string             `toml:"stream"`    // that it reduces
	Screening      string             `toml:"screening"` // now | study | rejected
	Reason         string             `toml:"reason"`    // mandatory when rejected
	Saves          []Saving           `toml:"saves"`
	Investment     *float64           `toml:"investment"`
	InvestmentLow  *float64           `toml:"investment_low"`
	InvestmentHigh *float64           `toml:"investment_high"`
	AnnualCost     *float64           `toml:"annual_cost"`
	Revenue        *float64           `toml:"revenue"` // a year, beyond what it saves
	Life           *float64           `toml:"life"`    // years
	Salvage        *float64           `toml:"salvage"` // at the end of its life
	Cash           []float64          `toml:"cash"`    // year by year from 1, in place of the constant yearly saving
	DependsOn      []string           `toml:"depends_on"`
	Excludes       []string           `toml:"excludes"`
	Checks         map[string]string  `toml:"checks"` // technical checklist: good | watch | bad | na
	Burden         string             `toml:"burden"` // what it moves elsewhere; "none" says that this was looked at
	Scores         map[string]float64 `toml:"scores"`
	Status         string             `toml:"status"` // idea | planned | doing | done | dropped
	Responsible    string             `toml:"responsible"`
	Funding        string             `toml:"funding"` // where the money comes from
	Start          quantity.Date      `toml:"start"`
	Done           quantity.Date      `toml:"done"`
	Spent          *float64           `toml:"spent"`
	Note           string             `toml:"note"`
}

// Saving is what an option saves of a flow, a year: a percentage of the flow or
// an amount in its unit, with its range where one is known. A negative saving is
// an increase: the option uses more of the flow.
type Saving struct {
	Flow    string   `toml:"flow"`
	Percent *float64 `toml:"percent"`
	Amount  *float64 `toml:"amount"`
	Low     *float64 `toml:"low"` // in the unit of percent or amount
	High    *float64 `toml:"high"`
}

// Ranking are the weights of the feasibility scores; they add up to 100.
type Ranking struct {
	Technical     float64 `toml:"technical"`
	Economic      float64 `toml:"economic"`
	Environmental float64 `toml:"environmental"`
}

// Portfolio is what the chosen set of options must reach.
type Portfolio struct {
	Groups []string `toml:"groups"` // resource groups; default: those that have options
	Target *float64 `toml:"target"` // %; default: the low end of the audit's target
	Budget *float64 `toml:"budget"` // money: then the set with the highest net present value
}

// Monitor is an indicator that is looked at routinely, once the options are
// done (task 6.17).
type Monitor struct {
	Flow        string        `toml:"flow"`
	Responsible string        `toml:"responsible"`
	Every       string        `toml:"every"` // day | week | month | quarter
	Alarm       *float64      `toml:"alarm"` // % above what is expected
	Review      quantity.Date `toml:"review"`
	Note        string        `toml:"note"`
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
