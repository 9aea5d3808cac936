package assess

import (
	"cmp"
	"slices"

	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/text"
)

// chosen is a yardstick with what the comparison must do to use it.
type chosen struct {
	*Yardstick
	perFlow   string
	perUnit   string
	normalise *benchmark.Normalise
}

// yardstick chooses what a flow is compared with: the plant's own choice, else
// the pack's reference whose conditions the answers meet.
func (s *site) yardstick(f FlowInfo) (chosen, Status, text.Message) {
	for i, r := range s.audit.References {
		if r.Flow == f.ID {
			return s.ownYardstick(f, r, i)
		}
	}
	var open text.Message
	found := false
	for _, r := range s.pack.References {
		if r.Flow != f.ID {
			continue
		}
		found = true
		ok, ask := s.meets(r.When)
		if ask != "" && open.Empty() {
			open = s.askMessage(ask)
		}
		if ok {
			if ask := s.openAsk(f.ID); ask != "" {
				return chosen{}, Unanswered, s.askMessage(ask)
			}
			return s.packYardstick(r), Compared, text.Message{}
		}
	}
	switch {
	case !open.Empty():
		return chosen{}, Unanswered, open
	case found:
		return chosen{}, NoBenchmark, text.M("reason.no-reference-for-answers")
	}
	if why := s.packs[f.ID].NoRef; !why.Empty() {
		return chosen{}, NoBenchmark, text.M("say.text", "text", why)
	}
	return chosen{}, NoBenchmark, text.M("reason.no-benchmark")
}

// openAsk is the first unanswered ask that the flow's comparison depends on.
func (s *site) openAsk(flow string) string {
	for _, a := range s.pack.Asks {
		if !slices.Contains(a.Flows, flow) {
			continue
		}
		if _, answered := s.audit.Basis[a.ID]; !answered {
			return a.ID
		}
	}
	return ""
}

// askMessage is "not compared before this is answered".
func (s *site) askMessage(ask string) text.Message {
	for _, a := range s.pack.Asks {
		if a.ID == ask {
			return text.M("reason.unanswered", "question", a.Text)
		}
	}
	return text.M("reason.unanswered", "question", ask)
}

// meets reports whether all conditions hold; ask names the first condition's
// question that has no answer.
func (s *site) meets(when []benchmark.Condition) (ok bool, ask string) {
	for _, c := range when {
		answer, answered := s.audit.Basis[c.Ask]
		if !answered {
			return false, c.Ask
		}
		if len(c.Is) > 0 {
			choice, _ := answer.(string)
			if !slices.Contains(c.Is, choice) {
				return false, ""
			}
		}
		v, isNumber := s.number(c.Ask)
		if c.Min != nil && (!isNumber || v < *c.Min) || c.Max != nil && (!isNumber || v > *c.Max) {
			return false, ""
		}
	}
	return true, ""
}

// number is the numeric answer to an ask.
func (s *site) number(ask string) (float64, bool) {
	switch v := s.audit.Basis[ask].(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	case int:
		return float64(v), true
	}
	return 0, false
}

func (s *site) packYardstick(r benchmark.Reference) chosen {
	y := &Yardstick{
		Bounds: benchmark.Bounds{Best: r.Best, TypicalLow: r.TypicalLow, TypicalHigh: r.TypicalHigh, Poor: r.Poor},
		Unit:   r.Unit, Per: r.Per, Judgement: r.Judgement, Reason: r.Reason,
	}
	if y.Unit == "" {
		y.Unit = s.packs[r.Flow].Unit
	}
	for _, id := range r.Rows {
		if row, ok := s.pack.Benchmark(id); ok {
			s.addRow(y, row)
		}
	}
	perUnit := cmp.Or(r.PerUnit, s.pack.Sector.ProductUnit)
	if r.PerFlow != "" {
		perUnit = cmp.Or(r.PerUnit, s.packs[r.PerFlow].Unit)
	}
	return chosen{Yardstick: y, perFlow: r.PerFlow, perUnit: perUnit, normalise: r.Normalise}
}

// addRow adds a published row to a yardstick, with its source. One row that
// was read in its source and is not doubted makes the yardstick verified
// (METHOD §22).
func (s *site) addRow(y *Yardstick, row benchmark.Benchmark) {
	y.Rows = append(y.Rows, row)
	if row.Reliable() {
		y.Verified = true
	}
	src, ok := s.pack.Source(row.Source)
	if ok && !slices.ContainsFunc(y.Sources, func(x benchmark.Source) bool { return x.ID == src.ID }) {
		y.Sources = append(y.Sources, src)
	}
}

// ownYardstick is another row of the pack, or the plant's own norm.
func (s *site) ownYardstick(f FlowInfo, r Reference, i int) (chosen, Status, text.Message) {
	if r.Row == "" {
		y := &Yardstick{
			Bounds: benchmark.Bounds{Best: r.Best, TypicalLow: r.TypicalLow, TypicalHigh: r.TypicalHigh, Poor: r.Poor},
			Unit:   r.Unit, Per: s.per(), Own: r.Source, Chosen: true, Verified: r.Source != "",
		}
		if f.Intensive() {
			y.Per = f.Per
		}
		if y.Unit == "" {
			y.Unit = f.Unit
		}
		return chosen{Yardstick: y}, Compared, text.Message{}
	}
	row, ok := s.pack.Benchmark(r.Row)
	if !ok {
		return chosen{}, NoBenchmark, text.M("reason.unknown-row", "row", r.Row)
	}
	y := &Yardstick{
		Bounds: benchmark.Bounds{Best: row.Best, TypicalLow: row.TypicalLow, TypicalHigh: row.TypicalHigh, Poor: row.Poor},
		Unit:   row.Unit, Per: row.Per, Chosen: true,
	}
	s.addRow(y, row)
	c := chosen{Yardstick: y}
	switch row.Basis {
	case "product":
		c.perUnit = cmp.Or(row.PerUnit, s.pack.Sector.ProductUnit)
	case "ratio":
		y.Unit = f.Unit
	case "other", "":
		s.probs.Add(problem.Doubt, at("reference", i, "row"), text.M("reference.other-basis", "row", r.Row, "per", row.Per))
		return c, NoBasis, text.M("reason.other-basis", "per", row.Per)
	default:
		c.perFlow = row.Basis
		c.perUnit = cmp.Or(row.PerUnit, s.packs[row.Basis].Unit)
	}
	return c, Compared, text.Message{}
}
