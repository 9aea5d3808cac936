package report

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/balance"
	"github.com/sxsh-audit/audit/internal/assess/cost"
	"github.com/sxsh-audit/audit/internal/assess/option"
	"github.com/sxsh-audit/audit/internal/i18n"
)

// JSONBalance is the process network, reconciled.
type JSONBalance struct {
	Unit       string      `json:"unit"` // of the mass layer
	EnergyUnit string      `json:"energy_unit,omitempty"`
	Basis      string      `json:"basis,omitempty"`
	PerYear    float64     `json:"per_year,omitempty"` // how many times the basis goes into a year
	Layers     []JSONLayer `json:"layers"`
}

// JSONLayer is one layer: mass, a component or energy. Mass and components are
// reconciled together and share their global test and suspects.
type JSONLayer struct {
	Layer      string             `json:"layer"` // mass, energy, or a component's id
	Converged  bool               `json:"converged"`
	Iterations int                `json:"iterations"`
	Global     JSONGlobal         `json:"global"`
	Critical   float64            `json:"critical_z"` // of |z|, corrected for the number of measurements (Šidák)
	Streams    []JSONStreamResult `json:"streams"`
	Steps      []JSONStepResult   `json:"steps"`
	Plant      JSONStepResult     `json:"plant"`              // what crosses the outside
	Suspect    string             `json:"suspect,omitempty"`  // the stream with the largest |z|, where a test fails
	Suspects   []string           `json:"suspects,omitempty"` // all that cannot be told apart from it
}

// JSONGlobal is the test of all imbalances together.
type JSONGlobal struct {
	Statistic float64 `json:"statistic"`
	DOF       int     `json:"dof"`
	Critical  float64 `json:"critical"` // χ² at 95 %
	Pass      bool    `json:"pass"`
}

// JSONStreamResult is a stream in a layer: amounts in mass and energy, contents
// in a component's layer.
type JSONStreamResult struct {
	ID         string   `json:"id"`
	Measured   *float64 `json:"measured,omitempty"`
	Sigma      *float64 `json:"sigma,omitempty"` // standard deviation of the measurement
	Reconciled *float64 `json:"reconciled,omitempty"`
	SD         *float64 `json:"sd,omitempty"` // of the reconciled value
	Adjustment *float64 `json:"adjustment,omitempty"`
	Z          *float64 `json:"z,omitempty"`      // adjustment over its standard deviation
	Class      string   `json:"class"`            // redundant | nonredundant | determined | undetermined
	Amount     *float64 `json:"amount,omitempty"` // of the component, reconciled
	Meters     []string `json:"meters,omitempty"` // streams any one of which, measured, would determine it
}

// JSONStepResult is the balance of a step in a layer.
type JSONStepResult struct {
	ID           string   `json:"id,omitempty"`
	In           float64  `json:"in"` // measured
	Out          float64  `json:"out"`
	Stock        float64  `json:"stock,omitempty"`
	Closure      *float64 `json:"closure_percent,omitempty"` // absent: a stream is not measured
	Accepted     bool     `json:"accepted"`
	In1          *float64 `json:"reconciled_in,omitempty"`
	Out1         *float64 `json:"reconciled_out,omitempty"`
	Unidentified *float64 `json:"unidentified,omitempty"` // loss (negative: source) that nobody has named
	UnidentSD    *float64 `json:"unidentified_sd,omitempty"`
	Missing      []string `json:"missing,omitempty"` // streams without a measurement
}

// JSONWaste is what a waste stream costs, of the balance's basis, or a year where
// it is known how often the basis goes into one.
type JSONWaste struct {
	Stream     string   `json:"stream"` // id; "unidentified:<step>" for a loss that nobody has named
	Material   float64  `json:"material"`
	Energy     *float64 `json:"energy,omitempty"` // absent: no step that it comes through states energy_cost
	System     *float64 `json:"system,omitempty"` // absent: no step that it comes through states system_cost
	Treatment  float64  `json:"treatment"`        // with fees
	Total      float64  `json:"total"`            // of what is known
	Share      float64  `json:"share_percent"`    // of all loss
	Cumulative float64  `json:"cumulative_percent"`
	Priority   bool     `json:"priority"` // among the fewest that make up 80 %
	Yearly     bool     `json:"yearly"`
}

// JSONFlowCost is where the money ends: product against loss (ISO 14051).
type JSONFlowCost struct {
	In          float64 `json:"in"` // purchases, energy, system, treatment, fees
	Product     float64 `json:"product"`
	Loss        float64 `json:"loss"` // in = product + loss
	LossPercent float64 `json:"loss_percent"`
	Yearly      bool    `json:"yearly"`
}

// JSONOption is an option with what it is worth when it stands alone.
type JSONOption struct {
	ID         string      `json:"id"`
	Name       string      `json:"name"`
	Category   string      `json:"category,omitempty"`
	Screening  string      `json:"screening,omitempty"`
	Suggested  string      `json:"screening_suggested,omitempty"`
	Status     string      `json:"status,omitempty"`
	Investment *float64    `json:"investment,omitempty"`
	Saving     *float64    `json:"saving_money,omitempty"` // a year, net of extra cost
	SavingLow  *float64    `json:"saving_money_low,omitempty"`
	SavingHigh *float64    `json:"saving_money_high,omitempty"`
	Payback    *float64    `json:"payback_years,omitempty"`
	Discounted *float64    `json:"discounted_payback_years,omitempty"`
	NPV        *float64    `json:"npv,omitempty"`
	NPVLow     *float64    `json:"npv_low,omitempty"`
	NPVHigh    *float64    `json:"npv_high,omitempty"`
	IRR        *float64    `json:"irr_percent,omitempty"`
	IRRStatus  string      `json:"irr_status,omitempty"` // unique | undefined | several | one-root | outside | missing
	IRRs       []float64   `json:"irr_roots_percent,omitempty"`
	ROI        *float64    `json:"roi_percent,omitempty"`
	CO2e       *float64    `json:"co2e_t,omitempty"`
	CO2eKnown  *float64    `json:"co2e_known_t,omitempty"`  // where co2e_t is absent: of the flows with a factor
	CO2eLeast  bool        `json:"co2e_at_least,omitempty"` // co2e_t is no less than co2e_known_t: of what has no factor nothing is used more
	Effects    []JSONSaves `json:"effects,omitempty"`
	Score      *float64    `json:"score,omitempty"`
	Rank       int         `json:"rank,omitempty"`
	Sensitive  bool        `json:"rank_sensitive,omitempty"` // the rank changes when a weight moves by 10 points
	Missing    []string    `json:"missing,omitempty"`        // why a figure is absent
}

// JSONSaves is what an option or a set saves of a flow, a year.
type JSONSaves struct {
	Flow    string   `json:"flow"`
	Amount  float64  `json:"amount"`
	Unit    string   `json:"unit"`
	Percent *float64 `json:"percent,omitempty"`
}

// JSONPortfolio is the set of options that reaches the target, or comes nearest to it.
type JSONPortfolio struct {
	Outcome       string             `json:"outcome"`           // optimal | infeasible | best-known | unfinished
	Nearest       string             `json:"nearest,omitempty"` // of infeasible: the options fall least short of the targets: proved | found (the search was stopped)
	Objective     string             `json:"objective"`
	Options       []string           `json:"options"`
	Investment    *float64           `json:"investment,omitempty"`
	NPV           *float64           `json:"npv,omitempty"`
	Saves         map[string]float64 `json:"saves"`             // % of each group
	Missing       map[string]float64 `json:"missing,omitempty"` // of each group that is not reached: target less saving, in % of the group
	ReachesTarget bool               `json:"reaches_target"`
	Probability   *float64           `json:"probability,omitempty"` // of reaching every group's low end, of the chosen set where there is one
	Bound         *float64           `json:"bound,omitempty"`       // of best-known: no set is better than this
	Chosen        []string           `json:"chosen,omitempty"`      // that the team has decided to do
	ChosenSaves   map[string]float64 `json:"chosen_saves,omitempty"`
	Why           []string           `json:"why"`
	Frontiers     []JSONFrontier     `json:"frontiers,omitempty"`
	Abatement     []JSONBar          `json:"abatement,omitempty"` // by t CO2e
}

// JSONFrontier is the least investment for every saving of a group.
type JSONFrontier struct {
	Group  string      `json:"group"`
	Method string      `json:"method"` // every-set | grid
	Proved bool        `json:"proved"`
	Points []JSONPoint `json:"points"`
}

// JSONPoint is a set on the frontier.
type JSONPoint struct {
	Investment float64  `json:"investment"`
	Percent    float64  `json:"percent"`
	Options    []string `json:"options"`
}

// JSONBar is a bar of the marginal abatement curve.
type JSONBar struct {
	Options []string `json:"options"`
	Abated  float64  `json:"abated"` // t CO2e a year
	PerUnit float64  `json:"cost_per_unit"`
}

// JSONTask is one of the 18 tasks.
type JSONTask struct {
	ID      string   `json:"id"`
	State   string   `json:"state"` // open | begun | ready | done
	Missing []string `json:"missing,omitempty"`
	Waits   []string `json:"waits_for,omitempty"`
}

// JSONPromise sets what done options promised beside what was measured.
type JSONPromise struct {
	Flow     string   `json:"flow"`
	Promised float64  `json:"promised_percent"`
	Measured float64  `json:"measured_percent"`
	Verdict  string   `json:"verdict"` // consistent | below | above | unclear | nothing-promised
	Options  []string `json:"options"`
}

// jsonDetail fills in the detailed assessment.
func jsonDetail(j *JSONAudit, r *assess.Result, plan *assess.PortfolioResult, p *i18n.Printer) {
	if b := r.Balance; b != nil && b.Network != nil {
		j.Balance = jsonBalance(b)
		jsonCosts(j, b)
	}
	if r.Options != nil {
		for i := range r.Options.Sheets {
			j.Options = append(j.Options, jsonOption(&r.Options.Sheets[i], r.Options, p))
		}
		for _, x := range r.Options.Promises {
			j.Promises = append(j.Promises, JSONPromise{
				Flow: x.Flow, Promised: 100 * x.Promised.Central, Measured: 100 * x.Measured.Share, Verdict: string(x.Verdict), Options: append([]string{}, x.Options...),
			})
		}
	}
	if plan != nil {
		j.Portfolio = jsonPortfolio(plan, p)
	}
	for _, t := range r.Tasks {
		j.Tasks = append(j.Tasks, JSONTask{ID: t.Task.ID, State: t.State, Missing: saidAll(t.Missing, p), Waits: t.Waits})
	}
}

func jsonBalance(b *assess.ProcessBalance) *JSONBalance {
	j := &JSONBalance{Unit: b.Unit, EnergyUnit: b.EnergyUnit, Basis: i18n.Clean(b.Basis), PerYear: b.PerYear}
	ids := func(all []balance.Meter) []string {
		var s []string
		for _, m := range all {
			s = append(s, b.Input.Streams[m.Stream].ID)
		}
		return s
	}
	for _, l := range b.Network.Layers {
		g, _ := b.Network.GroupOf(l.ID)
		layer := JSONLayer{
			Layer: l.ID, Converged: true, Iterations: g.Iterations, Critical: g.Critical,
			Global: JSONGlobal{Statistic: g.Global.Statistic, DOF: g.Global.DOF, Critical: g.Global.Critical, Pass: g.Global.Pass},
		}
		var suspects []balance.Meter
		for _, m := range g.Suspects {
			if m.Layer == l.ID {
				suspects = append(suspects, m)
			}
		}
		if layer.Suspects = ids(suspects); len(layer.Suspects) > 0 {
			layer.Suspect = layer.Suspects[0]
		}
		for _, s := range l.Streams {
			if s.Present {
				layer.Streams = append(layer.Streams, jsonStream(b.Input.Streams[s.Stream].ID, l.ID, s, ids))
			}
		}
		for i, s := range l.Steps {
			if !s.NotConserved {
				layer.Steps = append(layer.Steps, jsonStep(b, b.Input.Steps[i].ID, s))
			}
		}
		layer.Plant = jsonStep(b, "", l.Plant)
		j.Layers = append(j.Layers, layer)
	}
	return j
}

func jsonStream(id, layer string, s balance.StreamResult, ids func([]balance.Meter) []string) JSONStreamResult {
	x := JSONStreamResult{ID: id, Measured: s.Measured, Reconciled: s.Reconciled, Adjustment: s.Adjustment, Z: s.Z, Class: string(s.Class), Meters: ids(s.Meters)}
	if s.Measured != nil {
		x.Sigma = &s.Sigma
	}
	if s.Reconciled != nil {
		x.SD = &s.SD
	}
	if s.Amount != nil && layer != balance.Mass && layer != balance.Energy {
		x.Amount = &s.Amount.Value
	}
	return x
}

func jsonStep(b *assess.ProcessBalance, id string, s balance.StepResult) JSONStepResult {
	x := JSONStepResult{ID: id, In: s.In, Out: s.Out, Stock: s.Stock, Closure: s.Closure, Accepted: s.Accepted, In1: s.ReconciledIn, Out1: s.ReconciledOut}
	if s.Unidentified != nil {
		x.Unidentified, x.UnidentSD = &s.Unidentified.Value, &s.Unidentified.SD
	}
	for _, i := range s.Missing {
		x.Missing = append(x.Missing, b.Input.Streams[i].ID)
	}
	return x
}

func jsonCosts(j *JSONAudit, b *assess.ProcessBalance) {
	c := b.Costs
	if c == nil {
		return
	}
	k, yearly := 1.0, b.PerYear > 0
	if yearly {
		k = b.PerYear
	}
	spent := func(v float64, gap assess.CostGap) *float64 {
		if gap.All {
			return nil
		}
		v *= k
		return &v
	}
	for _, x := range c.Pareto {
		s := c.Streams[x.Stream]
		id := s.ID
		if id == "" {
			id = "unidentified:" + s.Step
		}
		j.Waste = append(j.Waste, JSONWaste{
			Stream: id, Material: k * s.Loss.Material, Energy: spent(s.Loss.Energy, b.EnergyGap(s)), System: spent(s.Loss.System, b.SystemGap(s)), Treatment: k * treatment(s.Loss),
			Total: k * x.Cost, Share: x.Percent, Cumulative: x.Cumulative, Priority: x.First, Yearly: yearly,
		})
	}
	share, _ := c.LossPercent()
	j.FlowCost = &JSONFlowCost{In: k * c.In.Total(), Product: k * c.Product.Total(), Loss: k * c.Loss.Total(), LossPercent: share, Yearly: yearly}
}

func treatment(p cost.Parts) float64 { return p.Treatment + p.Fee }

func jsonOption(s *assess.OptionSheet, all *assess.Options, p *i18n.Printer) JSONOption {
	e := s.Economics
	j := JSONOption{
		ID: s.Option.ID, Name: p.Name(s.Name), Category: s.Category, Screening: s.Option.Screening, Suggested: string(s.Suggested.Outcome), Status: s.Option.Status,
		IRRStatus: string(e.IRR.Status),
	}
	figure := func(f option.Figure) *float64 {
		if !f.OK() {
			if !f.Why.Empty() {
				if words := p.Say(f.Why); !slices.Contains(j.Missing, words) {
					j.Missing = append(j.Missing, words)
				}
			}
			return nil
		}
		return &f.Value
	}
	j.Investment = figure(e.Investment.Central)
	j.Saving, j.SavingLow, j.SavingHigh = figure(e.Annual.Central), figure(e.Annual.Low), figure(e.Annual.High)
	j.NPV, j.NPVLow, j.NPVHigh = figure(e.NPV.Central), figure(e.NPV.Low), figure(e.NPV.High)
	j.CO2e = figure(e.CO2e)
	if p := e.CO2ePart; p != nil {
		j.CO2eKnown, j.CO2eLeast = &p.Value, p.Least
	}
	if roi := figure(e.ROI); roi != nil {
		j.ROI = times100(roi)
	}
	if e.Payback.Central.OK() {
		j.Payback = &e.Payback.Central.Years
	}
	if e.Discounted.OK() {
		j.Discounted = &e.Discounted.Years
	}
	for _, r := range e.IRR.Roots {
		j.IRRs = append(j.IRRs, 100*r)
	}
	if e.IRR.Status == option.IRRUnique {
		j.IRR = times100(&e.IRR.Rate)
	}
	for _, x := range s.Effects {
		j.Effects = append(j.Effects, JSONSaves{Flow: x.Flow.ID, Amount: x.Amount.Value, Unit: x.Amount.Unit, Percent: x.Percent})
	}
	if s.Score != nil {
		j.Score, j.Rank = figure(s.Score.Score), s.Score.Rank
		j.Sensitive = slices.Contains(all.Ranking.Sensitive, s.Option.ID)
	}
	return j
}

func jsonPortfolio(x *assess.PortfolioResult, p *i18n.Printer) *JSONPortfolio {
	j := &JSONPortfolio{
		Outcome: string(x.Proposed.Outcome), Nearest: string(x.Proposed.Nearest), Objective: string(x.Proposed.Objective), Options: append([]string{}, x.Proposed.Set.Options...),
		Saves: map[string]float64{}, ReachesTarget: true, Why: append(append([]string{}, saidAll(x.Explanation.Sentences, p)...), saidAll(x.Remarks, p)...),
	}
	if f := x.Proposed.Set.Investment; f.OK() {
		j.Investment = &f.Value
	}
	if f := x.Proposed.Set.NPV; f.OK() {
		j.NPV = &f.Value
	}
	for _, g := range x.Proposed.Groups {
		j.Saves[g.Group] = 100 * g.Saving
		j.ReachesTarget = j.ReachesTarget && g.Reached
		if !g.Reached {
			if j.Missing == nil {
				j.Missing = map[string]float64{}
			}
			j.Missing[g.Group] = 100 * (g.Target - g.Saving)
		}
	}
	if x.Proposed.Outcome == option.BestSoFar {
		j.Bound = &x.Proposed.Bound
	}
	if x.Robustness != nil {
		j.Probability = &x.Robustness.All.P
	}
	if x.Chosen != nil {
		j.Chosen, j.ChosenSaves = x.Chosen.Options, map[string]float64{}
		for _, g := range x.ChosenGroups {
			j.ChosenSaves[g.Group] = 100 * g.Saving
		}
	}
	for _, f := range x.Frontiers {
		y := JSONFrontier{Group: f.Group, Method: string(f.Method), Proved: f.Proved, Points: []JSONPoint{}}
		for _, pt := range f.Points {
			y.Points = append(y.Points, JSONPoint{Investment: pt.Investment, Percent: 100 * pt.Saving, Options: append([]string{}, pt.Options...)})
		}
		j.Frontiers = append(j.Frontiers, y)
	}
	if x.Curve != nil {
		for _, b := range x.Curve.Bars {
			j.Abatement = append(j.Abatement, JSONBar{Options: b.Options, Abated: b.Abated, PerUnit: b.PerUnit})
		}
	}
	return j
}
