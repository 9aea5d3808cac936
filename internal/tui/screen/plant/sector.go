package plant

import (
	"slices"

	"github.com/sxsh-audit/audit/internal/assess"
	"github.com/sxsh-audit/audit/internal/auditfile"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/text"
	"github.com/sxsh-audit/audit/internal/tui/ui"
	"github.com/sxsh-audit/audit/internal/tui/widget"
)

// sectors are what the audit can be of. The audit's own stands there even where
// the program does not have it.
func (s *screen) sectors(c ui.Context) []widget.Option {
	own := s.work.Audit().Plant.Sector
	var all []widget.Option
	for _, p := range s.work.Sectors() {
		all = append(all, widget.Option{
			ID: p.ID, Name: c.Name(p.Name), Detail: c.Name(p.Covers),
			Search: p.Name.VI + " " + p.Name.EN + " " + p.Covers.VI + " " + p.Covers.EN,
		})
	}
	if own != "" && !slices.ContainsFunc(all, func(o widget.Option) bool { return o.ID == own }) {
		all = append(all, widget.Option{ID: own, Name: own})
	}
	return all
}

// setSector asks before the audit is compared with another sector: nothing is
// deleted, but what only the present sector's pack knows no longer counts.
func (s *screen) setSector(id string) error {
	audit := s.work.Audit()
	next := s.work.PackOf(id)
	if next == nil || id == audit.Plant.Sector {
		return nil
	}
	label := text.M("tui.plant.sector-did", "sector", next.Sector.Name)
	change := apply{label, []auditfile.Edit{auditfile.Set("plant.sector", id)}}
	said := []text.Message{text.M("tui.plant.sector-ask", "sector", next.Sector.Name)}
	if flows, answers, references := strangers(audit, next); flows+answers+references > 0 {
		said = append(said, text.M("tui.plant.sector-strangers", "flows", flows, "answers", answers, "references", references))
	}
	said = append(said, text.M("tui.plant.sector-back"))
	s.Post(ui.Open{Dialog: &ui.Ask{
		Heading: text.M("tui.plant.sector-heading"), Text: said,
		Choices: []ui.Choice{{Label: "tui.cancel"}, {Label: "tui.plant.sector-change", Action: change}},
	}})
	return nil
}

// strangers counts what the audit states that a pack does not know: flows with
// figures that are not described as the plant's own, answers (of the walk-through
// and of the comparison basis) and references to rows.
func strangers(a *assess.Audit, p *benchmark.Pack) (flows, answers, references int) {
	known := map[string]bool{}
	for _, f := range p.Flows {
		known[f.ID] = true
	}
	for _, f := range a.Flows {
		if f.Name != "" || f.Category != "" { // the plant's own
			known[f.ID] = true
		}
	}
	for _, period := range a.Periods {
		for id := range period.Flows {
			if !known[id] {
				known[id] = true
				flows++
			}
		}
	}
	for _, answer := range a.Answers {
		if !slices.ContainsFunc(p.Questions, func(q benchmark.Question) bool { return q.ID == answer.Question }) {
			answers++
		}
	}
	for id := range a.Basis {
		if !slices.ContainsFunc(p.Asks, func(q benchmark.Ask) bool { return q.ID == id }) {
			answers++
		}
	}
	for _, r := range a.References {
		if r.Row != "" && !slices.ContainsFunc(p.Benchmarks, func(b benchmark.Benchmark) bool { return b.ID == r.Row }) {
			references++
		}
	}
	return flows, answers, references
}
