package report

import (
	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/i18n"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// JSONSeries is what the data hold of one series: the output, a flow or a
// driver, period by period.
type JSONSeries struct {
	Kind  string     `json:"kind"` // output | flow | driver
	ID    string     `json:"id"`
	Unit  string     `json:"unit,omitempty"`
	Cells []JSONCell `json:"cells"` // oldest first
}

// JSONCell is a series in one period.
type JSONCell struct {
	Period    string   `json:"period"`                      // 2018-01, or 2018-01-05/2018-02-03
	Phase     string   `json:"phase,omitempty"`             // before | after | history; absent: no such period
	State     string   `json:"state"`                       // full | estimated | partial | twice | missing
	Value     *float64 `json:"value,omitempty"`             // what is known, also of a part of the days
	Days      *float64 `json:"coverage_percent,omitempty"`  // of the days, by every meter of the flow
	Meters    int      `json:"meters,omitempty"`            // of the flow, where it has several
	Whole     *int     `json:"meters_whole,omitempty"`      // of these, those that cover all days
	Estimated *float64 `json:"estimated_percent,omitempty"` // of the amount
}

// JSONModel is the baseline of a flow: the model in force and those that were
// tried.
type JSONModel struct {
	Flow         string            `json:"flow"`
	Unit         string            `json:"unit"` // of the flow
	Form         string            `json:"form"` // ratio | regression
	Drivers      []string          `json:"drivers"`
	Intercept    bool              `json:"intercept"`
	Frozen       bool              `json:"frozen"`  // chosen in the file; false: proposed
	Stale        bool              `json:"stale"`   // the data have changed since it was frozen; it is fitted to those of now
	Chained      bool              `json:"chained"` // fitted on other months than the phase before
	Usable       bool              `json:"usable"`  // enough months for a saving
	Coefficients []JSONCoefficient `json:"coefficients"`
	N            int               `json:"n"`
	DF           int               `json:"df"` // n − number of coefficients
	R2           *float64          `json:"r2,omitempty"`
	AdjR2        *float64          `json:"adj_r2,omitempty"`
	Uncentred    bool              `json:"r2_uncentred"` // without intercept: R² and F compare with Σy²
	CVRMSE       *float64          `json:"cv_rmse_percent,omitempty"`
	NMBE         *float64          `json:"nmbe_percent,omitempty"`
	ResidualSD   float64           `json:"residual_sd"`
	F            *float64          `json:"f,omitempty"` // absent: nothing to test, or no residual
	FDF          int               `json:"f_df"`
	FP           *float64          `json:"f_p,omitempty"`
	Rho          *float64          `json:"rho,omitempty"` // lag-1 autocorrelation of the residuals
	DurbinWatson *float64          `json:"durbin_watson,omitempty"`
	AICc         *float64          `json:"aicc,omitempty"`
	Data         string            `json:"data"`   // mark of the data that it was fitted on, for [[model]]
	Reason       string            `json:"reason"` // why this one
	Warnings     []string          `json:"warnings,omitempty"`
	Candidates   []JSONCandidate   `json:"candidates,omitempty"`
	Months       []JSONModelMonth  `json:"months"`
}

// JSONCoefficient is one term of a model.
type JSONCoefficient struct {
	Name  string   `json:"name"` // intercept, or the driver's id
	Value float64  `json:"value"`
	SE    float64  `json:"se"`
	T     *float64 `json:"t,omitempty"` // absent: the standard error is zero
	P     float64  `json:"p"`
}

// JSONCandidate is a model that was tried.
type JSONCandidate struct {
	Form      string   `json:"form"`
	Drivers   []string `json:"drivers"`
	Intercept bool     `json:"intercept"`
	R2        *float64 `json:"r2,omitempty"` // centred, 1 − SSE/Σ(y − ȳ)², for every form: that is how forms are compared
	CVRMSE    *float64 `json:"cv_rmse_percent,omitempty"`
	AICc      *float64 `json:"aicc,omitempty"`
	Passes    bool     `json:"passes"`
	Fails     []string `json:"fails,omitempty"` // what speaks against it
}

// JSONModelMonth is a flow in one period beside what the model expects.
type JSONModelMonth struct {
	Period      string   `json:"period"`
	Phase       string   `json:"phase"`
	Amount      float64  `json:"amount"`          // without non-routine events
	Event       float64  `json:"event,omitempty"` // what is due to them
	Expected    *float64 `json:"expected,omitempty"`
	Leverage    *float64 `json:"leverage,omitempty"`    // of the months fitted on
	Studentised *float64 `json:"studentised,omitempty"` // residual
}

// JSONFlowSaving is what was saved of a flow.
type JSONFlowSaving struct {
	Flow       string        `json:"flow"`
	Group      string        `json:"group,omitempty"` // energy | fuel | raw-material | material | water | emission
	Basis      string        `json:"basis,omitempty"` // model | ratio; absent: not computed, reason says why
	Reason     string        `json:"reason,omitempty"`
	Simple     *float64      `json:"simple_percent,omitempty"`     // of the plain ratios
	Percent    *float64      `json:"normalised_percent,omitempty"` // of what was to be expected
	Low        *float64      `json:"low,omitempty"`                // %, of the interval
	High       *float64      `json:"high,omitempty"`
	Confidence float64       `json:"confidence"` // %
	Unit       string        `json:"unit"`       // of amount and adjusted_baseline
	Amount     *float64      `json:"amount,omitempty"`
	Yearly     bool          `json:"yearly"`                      // true: amount, money and the rest are a year's; false: of the months counted
	Adjusted   *float64      `json:"adjusted_baseline,omitempty"` // expected over the months counted
	Actual     *float64      `json:"actual,omitempty"`            // used over the months counted
	SE         *float64      `json:"se,omitempty"`                // of adjusted_baseline − actual
	Money      *float64      `json:"money,omitempty"`
	CO2e       *float64      `json:"co2e_t,omitempty"`
	TOE        *float64      `json:"toe,omitempty"`
	Smallest   *float64      `json:"smallest_provable_percent,omitempty"`
	Months     *int          `json:"months_needed,omitempty"` // reporting months, those so far included, that prove the low end at today's scatter; absent: never, or no target
	Trap       *float64      `json:"trap_percent,omitempty"`  // of simple_percent, what comes only from output having changed
	ASHRAE     []JSONASHRAE  `json:"ashrae14,omitempty"`
	Standard   *JSONStandard `json:"standard,omitempty"`
	Verdict    string        `json:"verdict,omitempty"` // proved | likely | not-shown | missed | worse
	Cusum      []JSONCusum   `json:"cusum,omitempty"`
	Turns      []JSONTurn    `json:"turns,omitempty"`
	Alarms     []JSONAlarm   `json:"alarms,omitempty"`
	Events     []JSONEvent   `json:"adjustments,omitempty"`
	Warnings   []string      `json:"warnings,omitempty"`
}

// JSONStandard compares the models of both phases at the conditions of the phase
// before.
type JSONStandard struct {
	Percent float64 `json:"percent"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
}

// JSONASHRAE is the check by ASHRAE Guideline 14.
type JSONASHRAE struct {
	K          float64  `json:"k"`
	Confidence float64  `json:"confidence"` // %
	Absolute   float64  `json:"absolute"`   // in the flow's unit
	FSU        *float64 `json:"fsu,omitempty"`
	Smallest   *float64 `json:"smallest_percent,omitempty"`
	Accepted   bool     `json:"accepted"`
}

// JSONCusum is the cumulative difference between baseline and meter.
type JSONCusum struct {
	Period string  `json:"period"`
	Value  float64 `json:"value"` // Σ(expected − used): rising is a saving
}

// JSONTurn is a month from which on the CUSUM runs at another slope.
type JSONTurn struct {
	Period string  `json:"period"`
	Before float64 `json:"before"` // mean monthly difference before
	After  float64 `json:"after"`
	P      float64 `json:"p"`
}

// JSONAlarm is a run of months whose residuals lie beyond 2·RMSE.
type JSONAlarm struct {
	From      string `json:"from"`
	To        string `json:"to"`
	Direction string `json:"direction"` // more | less than expected
}

// JSONEvent is a non-routine adjustment.
type JSONEvent struct {
	When   string  `json:"when"`
	Amount float64 `json:"amount"`
	Reason string  `json:"reason"`
}

// JSONTarget is what savings are measured against, and the verdicts.
type JSONTarget struct {
	ID       string            `json:"id,omitempty"` // in targets.toml; absent: the plant's own
	Name     string            `json:"name"`
	Low      float64           `json:"low_percent"`
	High     float64           `json:"high_percent"`
	Verdicts map[string]string `json:"verdicts"`                  // by group; all: the four groups together
	Overall  *float64          `json:"overall_percent,omitempty"` // of the four groups, at frozen prices
	Groups   []JSONGroup       `json:"groups,omitempty"`
}

// JSONGroup is what was saved of a resource group at frozen prices.
type JSONGroup struct {
	Group   string   `json:"group"`
	Flows   []string `json:"flows"`
	Simple  *float64 `json:"simple_percent,omitempty"`
	Percent *float64 `json:"percent,omitempty"`
	Low     *float64 `json:"low,omitempty"`
	High    *float64 `json:"high,omitempty"`
	Money   *float64 `json:"money,omitempty"`
	Verdict string   `json:"verdict,omitempty"`
	Left    []string `json:"left_out,omitempty"` // flows that are not counted, and why
	Reason  string   `json:"reason,omitempty"`
}

// JSONProductivity is an indicator of resource productivity or pollution
// intensity.
type JSONProductivity struct {
	ID     string   `json:"id"` // energy | materials | water | ghg | wastewater | waste
	Unit   string   `json:"unit"`
	Before *float64 `json:"before,omitempty"`
	After  *float64 `json:"after,omitempty"`
	Change *float64 `json:"change_percent,omitempty"` // positive: better
}

// jsonSavings fills in everything about before and after.
func jsonSavings(j *JSONAudit, a *assess.Audit, r *assess.Result, p *i18n.Printer) {
	for _, row := range r.Coverage.Rows {
		s := JSONSeries{Kind: row.Kind, ID: row.ID, Unit: row.Unit}
		for i, c := range row.Cells {
			s.Cells = append(s.Cells, jsonCell(r.Coverage.Periods[i], c))
		}
		j.Series = append(j.Series, s)
	}
	for i := range r.Baselines {
		if b := &r.Baselines[i]; b.Fit != nil {
			j.Models = append(j.Models, jsonModel(b, p))
		} else if !b.Refused.Empty() {
			j.Problems = append(j.Problems, JSONProblem{Severity: string(problem.Note), Key: "baseline." + b.Flow.ID, Message: p.Say(b.Refused)})
		}
	}
	for i := range r.Savings {
		j.Savings = append(j.Savings, jsonFlowSaving(&r.Savings[i], a.Confidence(), p))
	}
	j.Target = jsonTarget(r, p)
	for _, x := range r.Productivity {
		j.Productivity = append(j.Productivity, JSONProductivity{ID: x.ID, Unit: x.Unit, Before: x.Before, After: x.After, Change: x.Change})
	}
}

func jsonCell(at assess.CoveredPeriod, c assess.CoverageCell) JSONCell {
	cell := JSONCell{Period: periodID(at.Month.String(), at.From.String(), at.To.String()), Phase: at.Phase, State: string(c.State), Value: c.Value}
	if c.State != assess.CellMissing {
		cell.Days = &c.Days
	}
	if c.Meters > 1 {
		cell.Meters, cell.Whole = c.Meters, &c.Whole
	}
	if c.Estimated != 0 {
		cell.Estimated = &c.Estimated
	}
	return cell
}

// periodID names a period as data do.
func periodID(month, from, to string) string {
	if month != "" {
		return month
	}
	return from + "/" + to
}

func monthID(m *assess.ModelMonth) string {
	return periodID(m.Month.String(), m.From.String(), m.To.String())
}

func jsonModel(b *assess.Baseline, p *i18n.Printer) JSONModel {
	f := b.Fit
	j := JSONModel{
		Flow: b.Flow.ID, Unit: b.Flow.Unit, Form: string(f.Spec.Form), Drivers: f.Spec.Drivers, Intercept: f.Spec.Intercept,
		Frozen: b.Frozen != nil, Stale: b.Stale, Chained: b.Chained, Usable: f.Usable, N: f.N, DF: f.DF, R2: f.R2, AdjR2: f.AdjR2,
		Uncentred: f.UncentredR2, CVRMSE: times100(f.CVRMSE), NMBE: times100(f.NMBE), ResidualSD: f.ResidualSD, F: f.F, FDF: f.FDF, FP: f.FP,
		Rho: f.Rho, DurbinWatson: f.DurbinWatson, AICc: f.AICc, Data: b.Data(), Reason: p.Say(b.Reason), Warnings: saidAll(f.Warnings, p),
	}
	for _, c := range f.Coefficients {
		j.Coefficients = append(j.Coefficients, JSONCoefficient{Name: c.Name, Value: c.Value, SE: c.SE, T: c.T, P: c.P})
	}
	if b.Choice != nil {
		for _, c := range b.Choice.Candidates {
			j.Candidates = append(j.Candidates, JSONCandidate{
				Form: string(c.Spec.Form), Drivers: c.Spec.Drivers, Intercept: c.Spec.Intercept, R2: c.CentredR2, CVRMSE: times100(c.CVRMSE),
				AICc: c.AICc, Passes: c.Passes(), Fails: saidAll(c.Fails, p),
			})
		}
	}
	for _, m := range b.Months {
		x := JSONModelMonth{Period: monthID(m), Phase: m.Phase, Amount: m.Amount, Event: m.Event, Expected: m.Expected}
		if m.Fitted >= 0 {
			x.Leverage, x.Studentised = &f.Leverage[m.Fitted], &f.Studentised[m.Fitted]
		}
		j.Months = append(j.Months, x)
	}
	return j
}

func times100(v *float64) *float64 {
	if v == nil {
		return nil
	}
	x := 100 * *v
	return &x
}

func saidAll(all []text.Message, p *i18n.Printer) []string {
	var said []string
	for _, m := range all {
		said = append(said, p.Say(m))
	}
	return said
}

func jsonFlowSaving(s *assess.FlowSaving, confidence float64, p *i18n.Printer) JSONFlowSaving {
	j := JSONFlowSaving{
		Flow: s.Flow.ID, Group: s.Group, Basis: s.Basis, Simple: s.Simple, Percent: s.Percent, Low: s.Low, High: s.High, Confidence: confidence,
		Unit: s.Flow.Unit, Yearly: s.Yearly, Money: s.Money, CO2e: s.CO2e, TOE: s.TOE, Smallest: s.Smallest, Trap: s.Trap,
		Verdict: string(s.Verdict), Warnings: saidAll(s.Warnings, p),
	}
	if s.Basis == "" {
		j.Reason = p.Say(s.Reason)
		return j
	}
	if !s.TrapSaid.Empty() {
		j.Warnings = append(j.Warnings, p.Say(s.TrapSaid))
	}
	actual := s.Adjusted - s.Saved.Value
	j.Adjusted, j.Actual, j.SE, j.Amount = &s.Adjusted, &actual, &s.Saved.SE, &s.Amount.Value
	if n := s.Standard; n != nil {
		j.Standard = &JSONStandard{Percent: 100 * n.Fraction.Value, Low: 100 * n.Fraction.Low, High: 100 * n.Fraction.High}
	}
	if m := s.Model; m != nil {
		if m.Needed != nil {
			j.Months = m.Needed.ToProve
		}
		for _, a := range m.ASHRAE {
			j.ASHRAE = append(j.ASHRAE, JSONASHRAE{K: a.K, Confidence: 100 * a.Confidence, Absolute: a.Absolute, FSU: a.FSU, Smallest: times100(a.Smallest), Accepted: a.Accepted})
		}
	}
	if c := s.Cusum; c != nil {
		for i, v := range c.Track.Cusum {
			j.Cusum = append(j.Cusum, JSONCusum{Period: monthID(c.Months[i]), Value: v})
		}
		for _, t := range c.Turns {
			j.Turns = append(j.Turns, JSONTurn{Period: t.Label, Before: t.Before, After: t.After, P: t.P})
		}
		for _, x := range c.Alarms {
			direction := "more"
			if x.Direction < 0 {
				direction = "less"
			}
			j.Alarms = append(j.Alarms, JSONAlarm{From: x.Labels[0], To: x.Labels[1], Direction: direction})
		}
	}
	for _, e := range s.Events {
		j.Events = append(j.Events, JSONEvent{When: p.Say(text.M("say.text", "text", e.When)), Amount: e.Amount.Value, Reason: i18n.Clean(e.Reason)})
	}
	return j
}

func jsonTarget(r *assess.Result, p *i18n.Printer) *JSONTarget {
	if r.Goal == nil {
		return nil
	}
	j := &JSONTarget{ID: r.Goal.ID, Name: p.Say(r.Goal.Name), Low: r.Goal.Low, High: r.Goal.High, Verdicts: map[string]string{}}
	for _, g := range r.Groups {
		if g.Verdict != "" {
			j.Verdicts[g.Group] = string(g.Verdict)
		}
		if g.Group == assess.GroupAll {
			j.Overall = g.Percent
		}
		j.Groups = append(j.Groups, JSONGroup{
			Group: g.Group, Flows: append([]string{}, g.Flows...), Simple: g.Simple, Percent: g.Percent, Low: g.Low, High: g.High, Money: g.Money,
			Verdict: string(g.Verdict), Left: saidAll(g.Left, p), Reason: p.Say(g.Reason),
		})
	}
	return j
}
