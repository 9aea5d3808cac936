package report

import (
	"encoding/json"
	"io"
	"math"
	"reflect"
	"strings"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

//go:generate go test -run TestJSONDocumentation -update .

// JSONSchema is the version of the JSON. A field never changes its meaning
// under the same number; new fields may appear.
const JSONSchema = 1

// JSONAudit is what audit show --json writes. Numbers are plain and their units
// stand beside them. What could not be computed is absent, and problems say
// why. Words are in the language of the command; ids do not depend on it.
type JSONAudit struct {
	Schema       int                `json:"schema"`      // 1
	Plant        JSONPlant          `json:"plant"`       // as the file states it
	Sector       string             `json:"sector"`      // id of the sector pack
	Level        string             `json:"level"`       // quick | detailed
	Date         string             `json:"date"`        // of the assessment, ISO; empty: not stated
	Currency     string             `json:"currency"`    // of every money
	Output       []JSONOutput       `json:"output"`      // by phase
	Indicators   []JSONIndicator    `json:"indicators"`  // flows per unit of product, by phase
	Walkthrough  JSONWalkthrough    `json:"walkthrough"` // 100 is good practice everywhere
	Potential    JSONPotential      `json:"potential"`   // of the compared flows together
	Suggested    []JSONSuggested    `json:"suggested"`   // options of the pack, the best reasons first
	Emissions    *JSONEmissions     `json:"emissions,omitempty"`
	Series       []JSONSeries       `json:"series,omitempty"`       // what the data hold, period by period
	Models       []JSONModel        `json:"models,omitempty"`       // baselines
	Savings      []JSONFlowSaving   `json:"savings,omitempty"`      // by flow, of the phase after
	Target       *JSONTarget        `json:"target,omitempty"`       // what savings are measured against
	Productivity []JSONProductivity `json:"productivity,omitempty"` // before and after
	Balance      *JSONBalance       `json:"balance,omitempty"`      // the process network
	Waste        []JSONWaste        `json:"waste,omitempty"`        // waste streams by cost, the dearest first
	FlowCost     *JSONFlowCost      `json:"flow_cost,omitempty"`    // product against loss
	Options      []JSONOption       `json:"options,omitempty"`
	Portfolio    *JSONPortfolio     `json:"portfolio,omitempty"` // of a detailed audit with goals
	Promises     []JSONPromise      `json:"promises,omitempty"`  // of done options, and what was measured
	Tasks        []JSONTask         `json:"tasks,omitempty"`     // of a detailed audit
	Problems     []JSONProblem      `json:"problems"`            // of the file and of the assessment
}

// JSONPlant is the facility.
type JSONPlant struct {
	Name      string   `json:"name,omitempty"`
	Industry  int      `json:"industry,omitempty"` // 1–39, the ministry's classification
	Size      string   `json:"size,omitempty"`     // large | medium | small
	Province  string   `json:"province,omitempty"`
	Address   string   `json:"address,omitempty"`
	Products  string   `json:"products,omitempty"`
	Employees *int     `json:"employees,omitempty"`
	Started   int      `json:"started,omitempty"` // the year in which it began cleaner production
	Support   []string `json:"support,omitempty"` // technical | investment | self
}

// JSONOutput is the equivalent product of a phase.
type JSONOutput struct {
	Phase    string  `json:"phase"` // before | after
	Unit     string  `json:"unit"`
	Value    float64 `json:"value"`
	From     string  `json:"from"`             // first day
	To       string  `json:"to"`               // last day
	Periods  int     `json:"periods"`          // that state an output
	Coverage float64 `json:"coverage_percent"` // of the days from first to last
}

// JSONIndicator is a flow per unit of product.
type JSONIndicator struct {
	Flow          string          `json:"flow"` // id of the flow
	Phase         string          `json:"phase"`
	Value         *float64        `json:"value,omitempty"`
	Unit          string          `json:"unit"`                          // of value and of the amounts of potential
	Per           string          `json:"per"`                           // what value is per, in words
	Uncertainty   *float64        `json:"uncertainty_percent,omitempty"` // ± % at 95 % of the flow's total
	ComparedValue *float64        `json:"compared_value,omitempty"`      // on the reference's unit and basis, where that differs
	Reference     *JSONReference  `json:"reference,omitempty"`
	Band          string          `json:"band,omitempty"`        // best | good | typical | poor | beyond
	Gap           *float64        `json:"gap_percent,omitempty"` // (value − best) ÷ best · 100
	Potential     *JSONPotentials `json:"potential,omitempty"`
}

// JSONReference is what a flow is compared with.
type JSONReference struct {
	Best        *float64 `json:"best,omitempty"`
	TypicalLow  *float64 `json:"typical_low,omitempty"`
	TypicalHigh *float64 `json:"typical_high,omitempty"`
	Poor        *float64 `json:"poor,omitempty"`
	Unit        string   `json:"unit"`
	Per         string   `json:"per"`      // in words
	Source      string   `json:"source"`   // the documents, separated by "; "
	Locator     string   `json:"locator"`  // the places in them
	Verified    bool     `json:"verified"` // a row was read in its source and is not doubted; otherwise the band decides nothing
}

// JSONPotentials is what reaching the bounds would save.
type JSONPotentials struct {
	Yearly    bool       `json:"yearly"`              // true: a year; false: over the days of data
	Realistic *JSONSaved `json:"realistic,omitempty"` // on reaching the good end of typical
	Technical *JSONSaved `json:"technical,omitempty"` // on reaching the best
}

// JSONSaved is an amount with what it is worth.
type JSONSaved struct {
	Amount float64  `json:"amount"` // in the unit of the indicator
	Money  *float64 `json:"money,omitempty"`
	CO2e   *float64 `json:"co2e_t,omitempty"`
}

// JSONWalkthrough is the score of the walk-through.
type JSONWalkthrough struct {
	Score       *float64   `json:"score,omitempty"` // without safety and health
	Provisional bool       `json:"provisional"`     // fewer than half of the questions are answered
	Areas       []JSONArea `json:"areas"`
}

// JSONArea is the score of one area.
type JSONArea struct {
	Area     string   `json:"area"`
	Score    *float64 `json:"score,omitempty"`
	Answered int      `json:"answered"`
	Asked    int      `json:"asked"`
}

// JSONPotential is the overall potential and the recommendation.
type JSONPotential struct {
	Percent  *float64 `json:"percent,omitempty"` // of the cost of the compared flows
	Grade    string   `json:"grade,omitempty"`   // low | medium | high
	Money    *float64 `json:"money,omitempty"`
	CO2e     *float64 `json:"co2e_t,omitempty"`
	Yearly   bool     `json:"yearly"`
	Detailed bool     `json:"detailed_recommended"`
	Why      string   `json:"why"`             // the reasons of the recommendation
	Focus    []string `json:"focus,omitempty"` // flows worth most, the first first
}

// JSONSuggested is an option that gaps and answers point at.
type JSONSuggested struct {
	Option string   `json:"option"` // id in the pack
	Flows  []string `json:"flows"`  // that it saves
	Reason string   `json:"reason"`
}

// JSONEmissions are the greenhouse gases, fees and limits of the phase that is
// compared with the sector.
type JSONEmissions struct {
	Phase    string      `json:"phase"`
	Scope1   *float64    `json:"scope1_t,omitempty"` // t CO2e, on site
	Scope2   *float64    `json:"scope2_t,omitempty"` // t CO2e, bought electricity
	Biogenic float64     `json:"biogenic_t"`         // t CO2, a memo item in no sum
	PerUnit  *float64    `json:"per_unit,omitempty"` // in unit
	Unit     string      `json:"unit,omitempty"`     // of per_unit
	GWP      string      `json:"gwp"`                // the set of warming potentials
	Fees     *JSONFees   `json:"fees,omitempty"`
	Limits   []JSONLimit `json:"limits,omitempty"`
}

// JSONFees are the environmental fees.
type JSONFees struct {
	Wastewater float64 `json:"wastewater"` // VND
	Document   string  `json:"document"`   // the decree in force at the date
	Yearly     bool    `json:"yearly"`     // true: a year; false: over the days of data
}

// JSONLimit is a discharge limit beside the plant's figure.
type JSONLimit struct {
	Parameter string  `json:"parameter"`
	Value     float64 `json:"value"`
	Limit     float64 `json:"limit"` // C, without the factors of receiving water and flow
	Unit      string  `json:"unit"`
	Standard  string  `json:"standard"`
	Column    string  `json:"column"` // A | B
	Over      bool    `json:"over"`
	Verified  bool    `json:"verified"`
}

// JSONProblem is an error, a doubt or a note about the data.
type JSONProblem struct {
	Severity string `json:"severity"` // error | doubt | note
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Key      string `json:"key,omitempty"` // the place in the file: period[3].flows.water
	Message  string `json:"message"`
}

// JSON writes the assessment as data. The words in it are the printer's. The
// result is nil where the file could not be assessed: then only what the file
// states is written; the audit is nil where not even that could be read: then
// the problems are.
func JSON(w io.Writer, in Input, p *i18n.Printer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	j := jsonOf(in, p)
	finite(reflect.ValueOf(&j).Elem())
	return enc.Encode(j)
}

// finite takes out figures that are beyond every number, which absurd data
// make and JSON cannot hold: one that may be absent is absent, another becomes
// the largest number there is.
func finite(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			finite(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			finite(v.Index(i))
		}
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		if x, isNumber := v.Interface().(*float64); !isNumber {
			finite(v.Elem())
		} else if math.IsInf(*x, 0) || math.IsNaN(*x) {
			v.SetZero() // the pointer; the figure itself is the assessment's
		}
	case reflect.Float64:
		if x := v.Float(); math.IsInf(x, 0) || math.IsNaN(x) {
			v.SetFloat(math.MaxFloat64)
		}
	}
}

func jsonOf(in Input, p *i18n.Printer) JSONAudit {
	a, r, problems := in.Audit, in.Result, in.Problems
	if a == nil {
		a = &assess.Audit{}
	}
	j := JSONAudit{
		Schema: JSONSchema, Sector: a.Plant.Sector, Level: a.Settings.Level, Date: a.Settings.Date.String(), Currency: "VND",
		Plant: JSONPlant{
			Name: i18n.Clean(a.Plant.Name), Industry: a.Plant.Industry, Size: a.Plant.Size, Province: i18n.Clean(a.Plant.Province),
			Address: i18n.Clean(a.Plant.Address), Products: i18n.Clean(a.Plant.Products), Employees: a.Plant.Employees, Started: a.Plant.Started, Support: a.Plant.Support,
		},
		Output: []JSONOutput{}, Indicators: []JSONIndicator{}, Suggested: []JSONSuggested{}, Problems: []JSONProblem{},
		Walkthrough: JSONWalkthrough{Areas: []JSONArea{}},
	}
	for _, x := range problems {
		j.Problems = append(j.Problems, JSONProblem{
			Severity: string(x.Severity), File: x.File, Line: x.Line, Column: x.Column, Key: x.Path, Message: p.Say(x.Message),
		})
	}
	if r == nil {
		return j
	}
	j.Currency = r.Currency
	for _, o := range r.Outputs {
		j.Output = append(j.Output, JSONOutput{
			Phase: o.Phase, Unit: o.Total.Unit, Value: o.Total.Value, From: o.From.String(), To: o.To.String(),
			Periods: o.Periods, Coverage: o.Coverage,
		})
	}
	for _, i := range r.Indicators {
		j.Indicators = append(j.Indicators, jsonIndicator(i, p))
		if i.Status != assess.Compared && i.Status != assess.NotJudged {
			j.Problems = append(j.Problems, JSONProblem{
				Severity: string(problem.Note), Key: "indicator." + i.Flow.ID + "." + i.Phase,
				Message: p.Say(text.M("report.of-flow", "flow", i.Flow.Name, "text", i.Reason)),
			})
		}
	}
	j.Walkthrough.Score, j.Walkthrough.Provisional = r.Walkthrough.Score, r.Walkthrough.Provisional
	for _, area := range r.Walkthrough.Areas {
		j.Walkthrough.Areas = append(j.Walkthrough.Areas, JSONArea{Area: area.Area, Score: area.Score, Answered: area.Answered, Asked: area.Asked})
	}
	j.Potential = JSONPotential{
		Percent: r.Potential.Percent, Grade: r.Potential.Grade, Money: r.Potential.Money, CO2e: r.Potential.CO2e,
		Yearly: r.Potential.Yearly, Detailed: r.Recommendation.Detailed, Why: sentences(r.Recommendation.Reasons, p),
	}
	for _, f := range r.Recommendation.Focus {
		j.Potential.Focus = append(j.Potential.Focus, f.ID)
	}
	for _, s := range r.Suggestions {
		j.Suggested = append(j.Suggested, JSONSuggested{Option: s.Option.ID, Flows: append([]string{}, s.Option.Saves...), Reason: sentences(s.Reasons, p)})
	}
	j.Emissions = jsonEmissions(r)
	jsonSavings(&j, a, r, p)
	jsonDetail(&j, r, in.Plan, p)
	return j
}

func sentences(all []text.Message, p *i18n.Printer) string {
	parts := make([]string, len(all))
	for i, m := range all {
		parts[i] = p.Say(m)
	}
	return strings.Join(parts, " ")
}

func jsonIndicator(i assess.Indicator, p *i18n.Printer) JSONIndicator {
	j := JSONIndicator{
		Flow: i.Flow.ID, Phase: i.Phase, Unit: i.Flow.Unit, Per: p.Name(i.Per), Uncertainty: i.Uncertainty,
		Band: string(i.Place.Band), Gap: i.Gap,
	}
	if i.Value != nil {
		j.Value = &i.Value.Value
	}
	if i.Compare != nil && !sameBasis(i) {
		j.ComparedValue = &i.Compare.Value
	}
	if y := i.Reference; y != nil {
		ref := JSONReference{
			Best: y.Best, TypicalLow: y.TypicalLow, TypicalHigh: y.TypicalHigh, Poor: y.Poor,
			Unit: y.Unit, Per: p.Name(y.Per), Source: i18n.Clean(y.Own), Verified: y.Verified,
		}
		var titles, places []string
		for _, s := range y.Sources {
			titles = append(titles, referenceOf(Source{Source: s}, p).about)
		}
		for _, row := range y.Rows {
			if l := p.Name(row.Locator); l != "" {
				places = append(places, l)
			}
		}
		if y.Own == "" {
			ref.Source = strings.Join(titles, "; ")
		}
		ref.Locator = strings.Join(places, "; ")
		j.Reference = &ref
	}
	if i.Realistic != nil || i.Technical != nil {
		j.Potential = &JSONPotentials{Yearly: i.Yearly, Realistic: jsonSaved(i.Realistic), Technical: jsonSaved(i.Technical)}
	}
	return j
}

func jsonSaved(s *assess.Saved) *JSONSaved {
	if s == nil {
		return nil
	}
	return &JSONSaved{Amount: s.Amount.Value, Money: s.Money, CO2e: s.CO2e}
}

func jsonEmissions(r *assess.Result) *JSONEmissions {
	var j *JSONEmissions
	for _, e := range r.Emissions {
		if e.Phase != r.Phase {
			continue
		}
		j = &JSONEmissions{Phase: e.Phase, Scope1: e.Scope1, Scope2: e.Scope2, Biogenic: e.Biogenic, GWP: e.GWP}
		if e.PerUnit != nil {
			j.PerUnit, j.Unit = &e.PerUnit.Value, e.PerUnit.Unit+"/"+r.ProductUnit
		}
	}
	for _, w := range r.Wastewater {
		if w.Phase != r.Phase || w.Fee == nil && len(w.Limits) == 0 {
			continue
		}
		if j == nil {
			j = &JSONEmissions{Phase: w.Phase}
		}
		if w.Fee != nil {
			j.Fees = &JSONFees{Wastewater: w.Fee.Amount, Document: w.Fee.Document, Yearly: w.Fee.Yearly}
		}
		for _, l := range w.Limits {
			j.Limits = append(j.Limits, JSONLimit{
				Parameter: l.Parameter, Value: l.Value.Value, Limit: l.Limit, Unit: l.Value.Unit, Standard: l.Standard,
				Column: l.Column, Over: l.Over, Verified: l.Verified,
			})
		}
	}
	return j
}
