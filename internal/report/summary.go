package report

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/assess/baseline"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// claims are the sentences of a summary beside the table of the figures in them.
// Both are made together, so that they cannot contradict each other: whoever adds
// a sentence adds its figures with what they rest on.
type claims struct {
	sentences []Block
	rows      []Row
}

func (c *claims) say(m text.Message) { c.sentences = append(c.sentences, Paragraph{Text: m}) }

func (c *claims) lead(m text.Message) {
	c.sentences = append(c.sentences, Paragraph{Kind: Lead, Text: m})
}

// figure adds a row: what the figure is, the figure, and its interval or what it
// rests on.
func (c *claims) figure(key string, figure, basis Cell, args ...any) {
	c.rows = append(c.rows, Row{Cells: []Cell{say(key, args...), figure, basis}})
}

// summary is what the management reads: what was assessed, where the plant
// stands, what was saved and how sure that is, what it is worth, what to do next.
func (a *assessment) summary() {
	if a.Result.Output(a.Result.Phase) == nil {
		return
	}
	var c claims
	a.claimAssessed(&c)
	a.claimStanding(&c)
	a.claimSaved(&c)
	a.claimPotential(&c)
	a.claimPlan(&c)
	a.claimNext(&c)
	a.add(c.sentences...)
	if a.kind.Short {
		c.rows = slices.DeleteFunc(c.rows, func(r Row) bool { return slices.Contains(elsewhere[:], r.Cells[0].Text.Key) })
		if len(c.rows) == 0 {
			return
		}
	}
	a.add(Table{Caption: text.M("documents.sum.key"), Columns: []Column{headWide("documents.sum.what"), headRight("documents.sum.figure"), headWide("documents.sum.basis")}, Rows: c.rows})
}

// elsewhere are the rows whose figures stand in the tables of other sections of
// a short document.
var elsewhere = [...]string{
	"documents.sum.output", "documents.sum.compared", "documents.sum.overall-row", "documents.sum.saving-of",
	"documents.sum.potential-row", "documents.sum.potential-money", "documents.sum.potential-co2e",
}

// claimAssessed says what was assessed.
func (a *assessment) claimAssessed(c *claims) {
	o := a.Result.Output(a.Result.Phase)
	key := "documents.sum.assessed-quick"
	if a.Audit.Settings.Level == "detailed" {
		key = "documents.sum.assessed-detailed"
	}
	c.say(text.M(key, "plant", a.Audit.Plant.DisplayName(), "from", o.From, "to", o.To, "periods", o.Periods, "output", o.Total, "product", a.Result.Product))
	c.figure("documents.sum.output", number(o.Total.Value, o.Total.Unit), say("documents.sum.periods", "periods", o.Periods, "from", o.From, "to", o.To))
}

// bandCounts sorts the compared figures into three classes.
func (a *assessment) bandCounts() (good, typical, poor []text.Name) {
	for _, i := range a.Result.Current() {
		if i.Status != assess.Compared || !placed(i) {
			continue
		}
		switch i.Place.Band {
		case benchmark.BandBest, benchmark.BandGood:
			good = append(good, i.Flow.Name)
		case benchmark.BandTypical:
			typical = append(typical, i.Flow.Name)
		default:
			poor = append(poor, i.Flow.Name)
		}
	}
	return good, typical, poor
}

// claimStanding says where the plant stands among its sector.
func (a *assessment) claimStanding(c *claims) {
	good, typical, poor := a.bandCounts()
	n := len(good) + len(typical) + len(poor)
	if n == 0 {
		c.say(text.M("documents.sum.not-compared"))
		return
	}
	c.say(text.M("documents.sum.standing", "n", n, "good", someNames(good), "typical", someNames(typical), "poor", someNames(poor)))
	c.figure("documents.sum.compared", count1(n), say("documents.sum.compared-basis"))
}

// someNames is a list of names, nothing for none.
func someNames(names []text.Name) any {
	if len(names) == 0 {
		return nil
	}
	return names
}

func count1(n int) Cell { return Cell{Kind: Count, Value: float64(n)} }

// all is the saving over the four groups together.
func (a *assessment) allGroups() *assess.GroupSaving {
	for i := range a.Result.Groups {
		if a.Result.Groups[i].Group == assess.GroupAll {
			return &a.Result.Groups[i]
		}
	}
	return nil
}

// claimSaved says what was saved, how sure that is and what it rests on; with no
// phase after it says that nothing can be said yet.
func (a *assessment) claimSaved(c *claims) {
	if len(a.Result.Savings) == 0 {
		if a.Result.Output(assess.After) == nil {
			c.say(text.M("documents.sum.no-after"))
		} else {
			c.say(text.M("documents.sum.no-savings", "reason", a.noSavings()))
		}
		return
	}
	confidence := a.Audit.Confidence()
	g := a.allGroups()
	switch goal := a.Result.Goal; {
	case g == nil || g.Percent == nil || g.Low == nil || g.High == nil:
		reason := text.M("savings.none")
		if g != nil && !g.Reason.Empty() {
			reason = g.Reason
		}
		c.lead(text.M("documents.sum.no-overall", "reason", reason))
	case goal == nil || g.Verdict == "":
		c.lead(text.M("documents.sum.overall", "change", changeWords(*g.Percent), "low", percent(*g.Low), "high", percent(*g.High), "confidence", percent(confidence)))
		a.overallRow(c, g, text.M("documents.sum.without-target"))
	default:
		c.lead(text.M("documents.sum.overall-"+string(g.Verdict), "change", changeWords(*g.Percent), "low", percent(*g.Low), "high", percent(*g.High),
			"confidence", percent(confidence), "target", goalWords(goal)))
		if g.Capped {
			c.say(text.M("documents.sum.capped"))
		}
		a.overallRow(c, g, VerdictWords(string(g.Verdict)))
		c.figure("documents.sum.target", say("documents.sum.target-range", "low", percent(goal.Low), "high", percent(goal.High)), Cell{Text: goal.Name})
	}
	a.claimByVerdict(c)
	a.claimMoney(c, g)
}

// changeWords is a saving or, below zero, an increase: "giảm 6,1 %".
func changeWords(v float64) text.Message {
	if v < 0 {
		return text.M("documents.sum.more", "percent", percent(-v))
	}
	return text.M("documents.sum.less", "percent", percent(v))
}

func (a *assessment) overallRow(c *claims, g *assess.GroupSaving, verdict text.Message) {
	c.figure("documents.sum.overall-row", number(*g.Percent, "%"),
		say("documents.sum.interval-verdict", "confidence", percent(a.Audit.Confidence()), "low", percent(*g.Low), "high", percent(*g.High), "verdict", verdict))
}

// verdicts are all verdicts, the best first.
var verdicts = [...]baseline.Verdict{baseline.Proved, baseline.Likely, baseline.NotShown, baseline.Missed, baseline.Worse}

// claimByVerdict names the flows of each verdict with their figures in the table.
func (a *assessment) claimByVerdict(c *claims) {
	var said List
	for _, v := range verdicts {
		var names []text.Name
		for _, s := range a.Result.Savings {
			if s.Verdict == v && s.Basis != "" {
				names = append(names, s.Flow.Name)
			}
		}
		if len(names) > 0 {
			said.Items = append(said.Items, Item{Text: text.M("documents.sum.flows-of", "verdict", VerdictWords(string(v)), "flows", semicolons(names))})
		}
	}
	if len(said.Items) > 0 {
		c.sentences = append(c.sentences, Paragraph{Text: text.M("documents.sum.by-flow")}, said)
	}
	for _, s := range a.Result.Savings {
		if s.Basis == "" || s.Percent == nil || s.Low == nil || s.High == nil {
			continue
		}
		c.rows = append(c.rows, Row{Cells: []Cell{say("documents.sum.saving-of", "flow", s.Flow.Name), number(*s.Percent, "%"),
			say("documents.sum.interval-basis", "confidence", percent(a.Audit.Confidence()), "low", percent(*s.Low), "high", percent(*s.High),
				"basis", text.M("documents.basis."+s.Basis), "verdict", a.verdictOf(s))}})
	}
}

// joinedBy joins messages with a sign: a list in words.
func joinedBy(sign string, all []text.Message) text.Message {
	m := all[0]
	for _, next := range all[1:] {
		m = text.M("documents.joined", "first", m, "sign", sign, "next", next)
	}
	return m
}

// claimMoney says what the saving is worth, between the limits of the saving:
// money in proportion to the percentage, as both are sums of the same flows.
func (a *assessment) claimMoney(c *claims, g *assess.GroupSaving) {
	if g == nil || g.Money == nil || g.Percent == nil || g.Low == nil || g.High == nil || *g.Percent == 0 {
		return
	}
	currency := a.Result.Currency
	low, high := moneyLimits(*g.Money, *g.Percent, *g.Low, *g.High)
	at := func(v float64) quantity.Amount { return quantity.Amount{Value: v, Unit: currency} }
	key := "documents.sum.money"
	if *g.Money < 0 {
		key = "documents.sum.money-lost"
	} else if *g.Low <= 0 {
		key = "documents.sum.money-unsure"
	}
	span := text.M("documents.sum.span-after")
	c.say(text.M(key, "money", at(absolute(*g.Money)), "low", at(low), "high", at(high), "span", span))
	c.figure("documents.sum.money-row", money(g.Money, currency), say("documents.sum.money-basis", "low", at(low), "high", at(high), "confidence", percent(a.Audit.Confidence()), "span", span))
}

// moneyLimits are the limits of money saved from those of the percentage.
func moneyLimits(money, percent, low, high float64) (float64, float64) {
	return money * low / percent, money * high / percent
}

func absolute(v float64) float64 { return abs(v) }

// claimPotential says what closing the gap to the sector would be worth. It is
// an estimate and is called one.
func (a *assessment) claimPotential(c *claims) {
	p := a.Result.Potential
	switch {
	case p.Percent == nil:
		c.say(text.M("documents.sum.no-potential", "reason", p.Reason))
		return
	case *p.Percent < 0.05:
		c.say(text.M("documents.sum.potential-none", "flows", p.Flows))
		c.figure("documents.sum.potential-row", number(0, "%"), say("documents.sum.potential-basis", "flows", p.Flows))
		return
	}
	c.say(text.M("documents.sum.potential", "percent", percent(*p.Percent), "money", a.money(p.Money), "span", a.span(p.Yearly), "flows", p.Flows, "co2e", tonnes(p.CO2e), "grade", grade(p.Grade)))
	c.figure("documents.sum.potential-row", number(*p.Percent, "%"), say("documents.sum.potential-basis", "flows", p.Flows))
	if p.Money != nil {
		c.figure("documents.sum.potential-money", money(p.Money, a.Result.Currency), Cell{Text: a.span(p.Yearly)})
	}
	if p.CO2e != nil && *p.CO2e != 0 {
		c.figure("documents.sum.potential-co2e", number(*p.CO2e, "t CO2e"), Cell{Text: a.span(p.Yearly)})
	}
}

// claimPlan says what the options that were decided on cost and should bring.
func (a *assessment) claimPlan(c *claims) {
	set := a.decidedSet()
	if set == nil {
		return
	}
	n := len(set.Options)
	var benefit, payback, chance any
	if set.Annual.OK() {
		benefit = quantity.Amount{Value: set.Annual.Value, Unit: a.Result.Currency}
	}
	if set.Payback.OK() {
		payback = text.M("documents.years-of", "years", shownYears(set.Payback.Years))
	}
	if p := a.Plan; p != nil && p.Robustness != nil && len(p.Robustness.Groups) > 0 && p.Chosen != nil {
		chance = chanceWords(p.Robustness.All.P)
	}
	var goals []text.Name
	if a.Plan != nil {
		for _, g := range a.Plan.Query.Goals {
			goals = append(goals, g.Group.Name)
		}
	}
	c.figure("documents.sum.plan-count", count1(n), say("documents.sum.plan-status"))
	if !set.Investment.OK() {
		c.say(text.M("documents.sum.plan-open", "n", n))
	} else {
		c.say(text.M("documents.sum.plan", "n", n, "investment", quantity.Amount{Value: set.Investment.Value, Unit: a.Result.Currency}, "benefit", benefit, "payback", payback, "chance", chance, "goals", goals))
		c.figure("documents.sum.plan-investment", figureMoney(set.Investment, a.Result.Currency), say("documents.sum.plan-basis", "n", n))
	}
	if set.Annual.OK() {
		c.figure("documents.sum.plan-benefit", figureMoney(set.Annual, a.Result.Currency), say("documents.sum.expected"))
	}
	if set.Payback.OK() {
		c.figure("documents.sum.plan-payback", paybackYears(set.Payback), say("documents.sum.expected"))
	}
	if chance != nil {
		c.figure("documents.sum.plan-chance", Cell{Text: chanceWords(a.Plan.Robustness.All.P)}, say("documents.sum.chance-basis", "goals", goals))
	}
}

// chanceWords is a probability; nothing that was simulated is certain.
func chanceWords(p float64) text.Message {
	switch {
	case p > 0.99:
		return text.M("documents.sum.chance-over", "percent", percent(99))
	case p < 0.01:
		return text.M("documents.sum.chance-under", "percent", percent(1))
	}
	return text.M("documents.sum.chance", "percent", percent(100*p))
}

// claimNext says what to do next.
func (a *assessment) claimNext(c *claims) {
	for _, m := range a.nextSteps() {
		c.say(m)
	}
}

// nextSteps are the recommendations that follow from the result, by rule.
func (a *assessment) nextSteps() []text.Message {
	var all []text.Message
	if a.Audit.Settings.Level != "detailed" {
		if a.Result.Recommendation.Detailed {
			all = append(all, text.M("documents.next.detailed", "focus", someNames(focus(a.Result))))
		} else {
			all = append(all, text.M("documents.next.not-detailed"))
		}
	}
	var open []text.Name
	for _, o := range a.decided() {
		if o.Status != "done" {
			open = append(open, a.optionText(o))
		}
	}
	if len(open) > 0 {
		all = append(all, text.M("documents.next.finish", "options", semicolons(open)))
	}
	var unsure []text.Name
	for _, s := range a.Result.Savings {
		if s.Basis != "" && (s.Verdict == baseline.NotShown || s.Verdict == baseline.Likely) {
			unsure = append(unsure, s.Flow.Name)
		}
	}
	if len(unsure) > 0 {
		all = append(all, text.M("documents.next.measure", "flows", unsure))
	}
	var worse []text.Name
	for _, s := range a.Result.Savings {
		if s.Verdict == baseline.Worse {
			worse = append(worse, s.Flow.Name)
		}
	}
	if len(worse) > 0 {
		all = append(all, text.M("documents.next.worse", "flows", worse))
	}
	if f := a.Audit.Focus; f != nil && f.Next != "" {
		all = append(all, text.M("documents.next.focus", "step", a.stepName(f.Next), "reason", f.NextReason))
	}
	if len(all) == 0 {
		all = append(all, text.M("documents.next.keep"))
	}
	return all
}

// conclusion is the last chapter: what was found, then what to do.
func (a *assessment) conclusion() {
	var c claims
	a.claimStanding(&c)
	a.claimSaved(&c)
	for _, b := range c.sentences {
		if p, ok := b.(Paragraph); ok {
			p.Kind = Plain
			b = p
		}
		a.add(b)
	}
	var l List
	for _, m := range a.nextSteps() {
		l.Items = append(l.Items, Item{Text: m})
	}
	a.add(l)
}
