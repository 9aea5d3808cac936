package option

import "github.com/sxsh-audit/audit/internal/text"

// Screening is the outcome of the three-way screening; there is no other
// (METHOD §8).
type Screening string

// The three outcomes.
const (
	Now      Screening = "now"      // directly implementable
	Study    Screening = "study"    // needs further study: goes to step 4
	Rejected Screening = "rejected" // kept on file with its reason
)

// ScreeningRule is the plant's own part of the rule.
type ScreeningRule struct {
	Threshold *float64 // the most that may be spent without further study; nil: not set
}

// nowPayback is the longest payback of an option that is done at once, in years
// (METHOD §8, the program's own rule).
const nowPayback = 0.5

// Suggestion is a suggested screening with all that speaks for or against it.
type Suggestion struct {
	Outcome Screening
	Reasons []text.Message
}

// SuggestScreening applies the rule of METHOD §8: now if the investment is up to
// the plant's threshold, the payback at most six months and the process is not
// changed; otherwise study. A figure that is missing means study, for nothing is
// known to be without risk. Rejected is suggested only for an option that is
// known to save no flow and no money; all other rejections are the team's.
// processChange is nil while nobody has said.
func (m *Model) SuggestScreening(id string, rule ScreeningRule, processChange *bool) (s Suggestion, ok bool) {
	e, ok := m.Economics(id)
	if !ok {
		return s, false
	}
	i := m.option[id]
	if m.useless(i, e) {
		return Suggestion{Rejected, []text.Message{text.M("economics.screening-useless")}}, true
	}
	s.Outcome = Study
	now := true
	say := func(good bool, msg text.Message) {
		now = now && good
		s.Reasons = append(s.Reasons, msg)
	}
	switch v := e.Investment.Central; {
	case !v.OK():
		say(false, v.Why)
	case v.Value == 0:
		say(true, text.M("economics.screening-free"))
	case rule.Threshold == nil:
		say(false, text.M("economics.screening-no-threshold"))
	case v.Value > *rule.Threshold:
		say(false, text.M("economics.screening-dear", "investment", m.money(v.Value), "threshold", m.money(*rule.Threshold)))
	default:
		say(true, text.M("economics.screening-cheap", "investment", m.money(v.Value), "threshold", m.money(*rule.Threshold)))
	}
	switch p := e.Payback.Central; {
	case p.Status == PaybackGap:
		say(false, p.Why)
	case p.Status == NeverPaid:
		say(false, text.M("economics.screening-never"))
	case p.Years > nowPayback:
		say(false, text.M("economics.screening-slow", "months", p.Years*12))
	case p.Status == PaidBack:
		say(true, text.M("economics.screening-fast", "months", p.Years*12))
	case p.Status == PaidAfter:
		say(false, text.M("economics.screening-never"))
	}
	switch {
	case processChange == nil:
		say(false, text.M("economics.screening-process-unknown"))
	case *processChange:
		say(false, text.M("economics.screening-process"))
	default:
		say(true, text.M("economics.screening-no-process"))
	}
	if now {
		s.Outcome = Now
	}
	return s, true
}

// useless reports whether it is known that an option saves neither a flow nor
// money.
func (m *Model) useless(i int, e Economics) bool {
	o := &m.options[i]
	if len(m.lacking[i]) > 0 || o.Cash != nil || o.OtherSaving.High > 0 {
		return false
	}
	for _, f := range m.effects[i] {
		if f.share.High > 0 {
			return false
		}
	}
	return !e.Annual.High.OK() && len(m.effects[i]) > 0 || e.Annual.High.OK() && e.Annual.High.Value <= 0 && (len(m.effects[i]) > 0 || o.AnnualCost.Low > 0)
}
