package assess

import (
	"github.com/sxsh-audit/audit/internal/assess/emission"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// effluent is the category of concentrations at the discharge point.
const effluent = "effluent"

// effluentOf is the volume, the loads, the fee and the limits of a phase's
// wastewater; nil when nothing of it is stated.
func (s *site) effluentOf(phase string, out *Output) *Wastewater {
	w := Wastewater{Phase: phase}
	volume, days := s.volumeOf(phase)
	if days > 0 {
		w.Volume = &quantity.Amount{Value: volume, Unit: "m3"}
		w.Why = &Why{Label: text.M("why.wastewater", "phase", text.M("phase."+phase)), Formula: "Σ", Value: w.Volume, open: s.later(func() []*Why {
			var parts []*Why
			for _, sp := range s.inPhase(phase) {
				if id, ok := s.wastewaterFlow(sp); ok {
					parts = append(parts, s.amountWhy(sp, id))
				}
			}
			return parts
		})}
	}
	discharge := emission.Discharge{M3: volume, Days: days, MgPerL: map[string]float64{}, Monitored: s.audit.Settings.Monitored}
	for _, id := range s.order {
		f := s.flows[id]
		described := s.packs[id]
		if described.Parameter == "" || !f.Intensive() {
			continue
		}
		r := s.ratio(phase, id, "")
		if r.stated == 0 {
			continue
		}
		mgl, err := s.convert(r.mean(), f.Unit, "mg/l")
		if err != nil {
			continue
		}
		l := Load{Parameter: described.Parameter, Flow: id, Concentration: quantity.Amount{Value: mgl, Unit: "mg/l"}, Discharged: described.Category == effluent}
		if w.Volume != nil {
			l.Load = quantity.Amount{Value: volume * mgl / 1000, Unit: "kg"}
			l.Why = &Why{
				Label: text.M("why.load", "parameter", described.Parameter, "phase", text.M("phase."+phase)), Formula: "L = V · c / 1000", Value: &l.Load,
				From: []*Why{w.Why}, open: s.inputs(phase, id),
			}
			if per, ok := s.wastewaterPerUnit(phase); ok && out != nil {
				l.PerUnit = &quantity.Amount{Value: per * mgl / 1000, Unit: "kg"}
			}
		}
		w.Loads = append(w.Loads, l)
		if l.Discharged {
			discharge.MgPerL[described.Parameter] = mgl
			if lim, ok := s.limit(described.Parameter, mgl); ok {
				lim.Flow = id
				w.Limits = append(w.Limits, lim)
			}
		}
	}
	if w.Volume == nil && len(w.Loads) == 0 {
		return nil
	}
	s.fee(&w, discharge)
	return &w
}

// volumeOf is the wastewater of a phase in m³ and the days that state it.
func (s *site) volumeOf(phase string) (m3 float64, days int) {
	for _, sp := range s.inPhase(phase) {
		if v, ok := s.wastewater(sp); ok {
			m3 += v
			days += sp.days
		}
	}
	return m3, days
}

// wastewaterPerUnit is the wastewater of a phase in m³ per unit of product, over
// the periods that state both.
func (s *site) wastewaterPerUnit(phase string) (float64, bool) {
	m3, output := 0.0, 0.0
	for _, sp := range s.inPhase(phase) {
		if v, ok := s.wastewater(sp); ok && sp.output != nil {
			m3 += v
			output += *sp.output
		}
	}
	if output <= 0 {
		return 0, false
	}
	return m3 / output, true
}

// fee applies the decree in force at the audit's date.
func (s *site) fee(w *Wastewater, d emission.Discharge) {
	switch {
	case w.Volume == nil:
		w.NoFee = text.M("fee.no-volume")
		return
	case s.audit.Settings.Date.IsZero():
		w.NoFee = text.M("fee.no-date")
		return
	}
	rates := s.common.Fees.InForce("wastewater", s.audit.Settings.Date)
	lines, missing, why := emission.WastewaterFee(rates, d)
	if !why.Empty() {
		if why.Key == "fee.none-in-force" {
			why = text.M(why.Key, "date", s.audit.Settings.Date)
		}
		w.NoFee = why
		return
	}
	total := 0.0
	tree := &Why{Label: text.M("why.fee", "document", lines[0].Rate.Document), Formula: "F = f + C"}
	perDay := d.M3 / float64(d.Days)
	tree.From = append(tree.From, &Why{Label: text.M("why.wastewater-per-day"), Value: &quantity.Amount{Value: perDay, Unit: "m3/day"}})
	for _, l := range lines {
		total += l.Amount
		label := text.M("why.fee-fixed", "condition", l.Rate.Condition, "amount", l.Rate.Amount)
		switch l.Rate.Kind {
		case "variable":
			label = text.M("why.fee-variable", "parameter", l.Rate.Parameter, "amount", l.Rate.Amount)
		case "formula":
			label = text.M("why.fee-formula", "amount", l.Rate.Amount)
		}
		src, _ := s.common.Fees.Source(l.Rate.Source)
		tree.From = append(tree.From, &Why{Label: label, Value: &quantity.Amount{Value: l.Amount, Unit: "VND"}, Source: &src, Note: noteOf(l.Rate.Note)})
	}
	tree.Value = &quantity.Amount{Value: total, Unit: "VND"}
	if len(missing) > 0 {
		tree.Note = text.M("why.fee-missing", "parameters", missing)
		s.probs.Add(problem.Note, "", text.M("fee.parameters-missing", "parameters", missing))
	}
	src, _ := s.common.Fees.Source(lines[0].Rate.Source)
	w.Fee = &Fee{Document: lines[0].Rate.Document, Amount: total, Yearly: d.Days >= 350 && d.Days <= 380, Source: src, Why: tree}
}

// limit is the discharge limit C of the sector's standard, or of the general
// one, in the column that the audit states; the factors of receiving water and
// flow are not applied.
func (s *site) limit(parameter string, mgl float64) (Limit, bool) {
	column := s.audit.Settings.Column
	if column == "" {
		return Limit{}, false
	}
	for _, standard := range []string{s.pack.Sector.Standard, generalStandard} {
		l, ok := s.common.Limits.Limit(standard, parameter, "existing")
		if !ok || l.Unit != "mg/l" {
			continue
		}
		v := l.ColumnA
		if column == "B" {
			v = l.ColumnB
		}
		src, _ := s.common.Limits.Source(l.Source)
		return Limit{
			Parameter: parameter, Name: l.Name, Value: quantity.Amount{Value: mgl, Unit: "mg/l"}, Limit: v, Column: column,
			Standard: standard, Over: mgl > v, Verified: l.Source != benchmark.Unverified, Source: src,
		}, true
	}
	return Limit{}, false
}

// generalStandard holds where a sector has no standard of its own; its
// successor's tables could not be read (limits.toml, gap).
const generalStandard = "QCVN 40:2011/BTNMT"
