package assess

import (
	"cmp"
	"math"
	"slices"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// FocusRanking puts the steps of the plant in the order in which a focus of the
// assessment suggests itself (METHOD §1, tasks 3 and 18): by the cost of what is
// lost, the environmental load and the gap to the benchmark.
type FocusRanking struct {
	Candidates []FocusCandidate // the highest score first
	// LossFrom is where the money comes from: LossFollowed or LossGap; empty: no
	// candidate has any.
	LossFrom   string
	LossYearly bool // it is a year's, else that of the balance's basis or of the phase
	// LoadOf is what the loads are of: LoadCOD, LoadSolids or LoadMass; empty: no
	// candidate has any.
	LoadOf     string
	LoadYearly bool
}

// Where the cost of what is lost at a step comes from.
const (
	LossFollowed = "followed" // the money followed along the process network
	LossGap      = "gap"      // what the flows used there cost above the typical: at most that much
)

// What the loads of waste streams are of: the first that is known of all.
const (
	LoadCOD    = "cod"
	LoadSolids = "solids" // everything but water
	LoadMass   = "mass"
)

// FocusCandidate is a step that may become the focus. What is not known is nil.
type FocusCandidate struct {
	Step      string
	Name      text.Name
	Loss      *float64         // money: see LossFrom
	LossShare *float64         // % of all candidates' losses, where the money was followed
	Load      *quantity.Amount // of the waste streams that leave the step, whether they are treated or not
	LoadShare *float64         // % of all candidates' loads
	Treats    bool             // its waste is that of the steps that it comes from
	Gap       *float64         // %: the largest gap to the best figure of the flows used there
	GapFlow   text.Name        // whose gap that is
	Score     float64          // 0 to 100
	Reasons   []text.Message   // what speaks for it, and what is not known
	Why       *Why
}

// The weights of the three criteria. No document states any: the rule is the
// program's own (METHOD §1 names the criteria).
const (
	weightLoss = 50.0
	weightLoad = 25.0
	weightGap  = 25.0
)

// focus ranks the steps of the audit, or those of its pack where it has none; nil
// where there are none either. Each criterion x of a step counts as a share of the
// largest one,
//
//	score = 100·Σ w·x ÷ max x ÷ Σ w
//
// over the criteria that are known of any step. What is not known of a step adds
// nothing to its score, and is said.
func (s *site) focus(r *Result) *FocusRanking {
	f := &FocusRanking{Candidates: s.candidates()}
	if len(f.Candidates) == 0 {
		return nil
	}
	gaps := map[string]Indicator{}
	for _, ind := range r.Current() {
		if ind.Status == Compared && ind.Flow.Scale == benchmark.MoreIsWorse {
			gaps[ind.Flow.ID] = ind
		}
	}
	s.focusLoss(f, r.Balance, gaps)
	s.focusLoad(f, r.Balance)
	for i := range f.Candidates {
		c := &f.Candidates[i]
		for _, id := range s.usedAt(c.Step) {
			if ind, ok := gaps[id]; ok && ind.Gap != nil && *ind.Gap > 0 && (c.Gap == nil || *ind.Gap > *c.Gap) {
				gap := *ind.Gap
				c.Gap, c.GapFlow = &gap, ind.Flow.Name
			}
		}
	}
	s.score(f)
	return f
}

// candidates are the steps of the audit, else those of the pack.
func (s *site) candidates() []FocusCandidate {
	var all []FocusCandidate
	for _, x := range s.audit.Steps {
		name := nameOr(x.Name, x.ID)
		if known, ok := s.pack.Step(x.ID); ok && x.Name == "" {
			name = known.Name
		}
		all = append(all, FocusCandidate{Step: x.ID, Name: name})
	}
	if len(all) > 0 {
		return all
	}
	for _, x := range s.pack.Steps {
		all = append(all, FocusCandidate{Step: x.ID, Name: x.Name})
	}
	return all
}

// usedAt are the flows that enter or leave a step: those of the audit's streams
// from and to the outside, and those that the pack names.
func (s *site) usedAt(step string) []string {
	var ids []string
	for _, x := range s.audit.Streams {
		if x.Flow != "" && (x.To == step && x.From == "" || x.From == step && x.To == "") {
			ids = append(ids, x.Flow)
		}
	}
	if known, ok := s.pack.Step(step); ok {
		ids = append(append(ids, known.Inputs...), known.Wastes...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// focusLoss is what is lost at each step: the money followed to it where the
// network allows, else the realistic potential of the flows used there. A flow
// that is used at several steps counts at each: nobody knows yet where it is
// lost.
func (s *site) focusLoss(f *FocusRanking, b *ProcessBalance, gaps map[string]Indicator) {
	if b != nil && b.Costs != nil {
		f.LossFrom, f.LossYearly = LossFollowed, b.PerYear > 0
		for i := range f.Candidates {
			for _, step := range b.Costs.Steps {
				if step.ID == f.Candidates[i].Step {
					f.Candidates[i].Loss = b.inSpan(step.Loss.Total())
				}
			}
		}
		shares(f.Candidates, func(c *FocusCandidate) *float64 { return c.Loss }, func(c *FocusCandidate, v *float64) { c.LossShare = v })
		return
	}
	for i := range f.Candidates {
		c := &f.Candidates[i]
		for _, id := range s.usedAt(c.Step) {
			if ind := gaps[id]; ind.Realistic != nil && ind.Realistic.Money != nil {
				sum := value(c.Loss) + *ind.Realistic.Money
				c.Loss = &sum
				f.LossFrom, f.LossYearly = LossGap, ind.Yearly
			}
		}
	}
}

// inSpan is money or an amount of the basis as a year's, where it is stated how
// often the basis goes into a year.
func (b *ProcessBalance) inSpan(v float64) *float64 {
	if y := b.Yearly(v); y != nil {
		return y
	}
	return &v
}

// focusLoad is what the waste streams carry out of each step: the COD where it is
// known of all of them, else what is not water, else their mass. What goes to a
// step that treats it is waste of the step that it comes from, and not once more
// of the one that treats it. Losses are left out: what evaporates burdens nobody.
func (s *site) focusLoad(f *FocusRanking, b *ProcessBalance) {
	if b == nil || b.Network == nil {
		return
	}
	treats := s.treatment()
	for _, of := range []string{LoadCOD, LoadSolids, LoadMass} {
		loads, ok := s.loads(b, of, treats)
		if !ok {
			continue
		}
		f.LoadOf, f.LoadYearly = of, b.PerYear > 0
		for i := range f.Candidates {
			c := &f.Candidates[i]
			c.Treats = treats[c.Step]
			if v, leaves := loads[c.Step]; leaves {
				c.Load = &quantity.Amount{Value: *b.inSpan(v), Unit: b.Unit}
			}
		}
		shares(f.Candidates, func(c *FocusCandidate) *float64 {
			if c.Load == nil {
				return nil
			}
			return &c.Load.Value
		}, func(c *FocusCandidate, v *float64) { c.LoadShare = v })
		return
	}
}

// loads adds up what the waste streams carry, by step; false where it is not
// known of every one of them, or there are none.
func (s *site) loads(b *ProcessBalance, of string, treats map[string]bool) (map[string]float64, bool) {
	loads := map[string]float64{}
	for i, x := range s.audit.Streams {
		if x.Kind != "waste" && !treats[x.To] || x.From == "" || treats[x.From] || x.EnergyOnly {
			continue
		}
		amount := b.Amount(i)
		if amount == nil {
			return nil, false
		}
		part := 1.0
		contents := s.contentsOf(b, i)
		switch of {
		case LoadCOD:
			cod, known := contents["cod"]
			if !known {
				return nil, false
			}
			part = cod
		case LoadSolids:
			water, known := contents["water"]
			if !known {
				return nil, false
			}
			part = 1 - water
		}
		if math.IsNaN(part) {
			return nil, false
		}
		loads[x.From] += *amount * part
	}
	return loads, len(loads) > 0
}

// treatment are the steps that treat the waste of others: those that are said to
// dispose of it, and those of no stated role from which nothing comes to any
// product. A step that no other feeds treats nobody's waste but its own.
func (s *site) treatment() map[string]bool {
	disposes := map[string]bool{}
	for _, x := range s.audit.Steps {
		disposes[x.ID] = x.Role == "disposes" || x.Role == "" && !s.makes(x.ID, map[string]bool{})
	}
	treats := map[string]bool{}
	for _, x := range s.audit.Steps {
		treats[x.ID] = disposes[x.ID] && s.fed(x.ID, disposes, map[string]bool{})
	}
	return treats
}

// makes reports whether something of a step comes, through whatever steps, to a
// product.
func (s *site) makes(step string, seen map[string]bool) bool {
	if seen[step] {
		return false
	}
	seen[step] = true
	return slices.ContainsFunc(s.audit.Streams, func(x Stream) bool {
		return x.From == step && (x.Kind == "product" || x.Kind == "by-product" || x.To != "" && s.makes(x.To, seen))
	})
}

// fed reports whether a step that disposes of waste has it from one that does not.
func (s *site) fed(step string, disposes, seen map[string]bool) bool {
	if seen[step] {
		return false
	}
	seen[step] = true
	return slices.ContainsFunc(s.audit.Streams, func(x Stream) bool {
		return x.To == step && x.From != "" && !x.EnergyOnly && (!disposes[x.From] || s.fed(x.From, disposes, seen))
	})
}

// shares gives every candidate its share of the sum, in %.
func shares(all []FocusCandidate, get func(*FocusCandidate) *float64, set func(*FocusCandidate, *float64)) {
	sum := 0.0
	for i := range all {
		sum += max(0, value(get(&all[i])))
	}
	for i := range all {
		if v := get(&all[i]); v != nil && sum > 0 {
			percent := 100 * max(0, *v) / sum
			set(&all[i], &percent)
		}
	}
}

// criterion is one of the three that a focus is chosen by.
type criterion struct {
	key    string // of its words
	weight float64
	value  func(FocusCandidate) *quantity.Amount
}

func (s *site) criteria() []criterion {
	return []criterion{
		{"focus.why-loss", weightLoss, func(c FocusCandidate) *quantity.Amount { return amountOf(c.Loss, s.currency()) }},
		{"focus.why-load", weightLoad, func(c FocusCandidate) *quantity.Amount { return c.Load }},
		{"focus.why-gap", weightGap, func(c FocusCandidate) *quantity.Amount { return amountOf(c.Gap, "%") }},
	}
}

func amountOf(v *float64, unit string) *quantity.Amount {
	if v == nil {
		return nil
	}
	return &quantity.Amount{Value: *v, Unit: unit}
}

// score gives the candidates their scores and reasons, and sorts them.
func (s *site) score(f *FocusRanking) {
	weights := 0.0
	largest := map[string]float64{}
	for _, k := range s.criteria() {
		for _, c := range f.Candidates {
			if v := k.value(c); v != nil {
				largest[k.key] = max(largest[k.key], v.Value)
			}
		}
		if largest[k.key] > 0 {
			weights += k.weight
		}
	}
	for i := range f.Candidates {
		c := &f.Candidates[i]
		c.Why = &Why{Label: text.M("focus.why", "step", c.Name), Formula: "100·Σ w·x ÷ max x ÷ Σ w"}
		for _, k := range s.criteria() {
			v := k.value(*c)
			if v == nil || largest[k.key] <= 0 {
				continue
			}
			c.Score += 100 * k.weight * max(0, v.Value) / largest[k.key] / weights
			c.Why.From = append(c.Why.From, &Why{
				Label: text.M(k.key), Value: v,
				Note: text.M("focus.why-part", "weight", k.weight, "largest", quantity.Amount{Value: largest[k.key], Unit: v.Unit}),
			})
		}
		c.Why.Value = &quantity.Amount{Value: c.Score, Unit: "-"}
		c.Reasons = s.focusReasons(*c, f)
	}
	slices.SortStableFunc(f.Candidates, func(a, b FocusCandidate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(value(b.Loss), value(a.Loss)))
	})
}

// focusReasons says what speaks for a candidate, and what is not known of it.
func (s *site) focusReasons(c FocusCandidate, f *FocusRanking) []text.Message {
	var said []text.Message
	money := func() quantity.Amount { return quantity.Amount{Value: *c.Loss, Unit: s.currency()} }
	switch {
	case c.Loss == nil:
		said = append(said, text.M("focus.no-loss"))
	case *c.Loss <= 0:
		said = append(said, text.M("focus.without-loss"))
	case c.LossShare != nil:
		said = append(said, text.M("focus.loss", "share", quantity.Amount{Value: math.Round(*c.LossShare*10) / 10, Unit: "%"}, "money", money()))
	default:
		said = append(said, text.M("focus.gap-money", "money", money()))
	}
	switch {
	case f.LoadOf == "":
		said = append(said, text.M("focus.no-load"))
	case c.LoadShare != nil:
		said = append(said, text.M("focus.load", "share", quantity.Amount{Value: math.Round(*c.LoadShare*10) / 10, Unit: "%"}, "what", text.M("focus.of-"+f.LoadOf), "amount", *c.Load))
	case c.Treats:
		said = append(said, text.M("focus.treats"))
	default:
		said = append(said, text.M("focus.without-load"))
	}
	if c.Gap == nil {
		return append(said, text.M("focus.no-gap"))
	}
	return append(said, text.M("focus.gap", "flow", c.GapFlow, "gap", quantity.Amount{Value: math.Round(*c.Gap*10) / 10, Unit: "%"}))
}
