package assess

import (
	"cmp"
	"sync"

	"github.com/sxsh-audit/audit/internal/assess/emission"
	"github.com/sxsh-audit/audit/internal/benchmark"
	"github.com/sxsh-audit/audit/internal/problem"
	"github.com/sxsh-audit/audit/internal/quantity"
	"github.com/sxsh-audit/audit/internal/text"
)

// site is an audit joined with its sector pack and the common files: what every
// part of the assessment works on.
type site struct {
	mu     sync.Mutex // see later
	audit  *Audit
	pack   *benchmark.Pack
	common *benchmark.Common
	units  quantity.Units

	order []string // flow ids: the pack's, the common ones, the plant's own
	flows map[string]FlowInfo
	packs map[string]benchmark.Flow // the pack's or common description of a flow

	reads      []dayRange                  // of the readings, by their index; nil: there are none
	meters     map[string][]*meterReadings // by flow
	driverList []Driver                    // all there are; nil: not looked for yet
	spans      []*span
	byPhase    map[string][]*span
	metered    map[string]bool            // flows that some period states
	readFlow   map[string]bool            // flows that have readings
	longReads  map[int]bool               // readings of much more than a period
	fuels      map[string]*benchmark.Fuel // by factor, nil: none; looked up once
	parts      map[string][]string        // components by sum
	scales     map[[2]string]scale        // unit conversions met so far
	gwp        emission.Potentials
	series     map[string][]*float64  // amounts by flow and span, as far as they were asked for
	driven     map[string][]*float64  // values of drivers, likewise
	waters     []string               // flows of wastewater that periods state
	co2e       map[[2]string]*float64 // per unit, by flow and phase; nil: none
	unit       string                 // the functional unit
	memory     map[string]*memory     // by flow
	last       map[string]*memory     // of the last result; nil: there is none
	probs      problem.List
}

// scale is a conversion between two units of a dimension, or why there is none.
type scale struct {
	factor float64
	err    error
}

// convert is Units.Convert, remembering the factor: a result converts the same
// few pairs thousands of times.
func (s *site) convert(v float64, from, to string) (float64, error) {
	if from == to {
		return v, nil
	}
	key := [2]string{from, to}
	c, known := s.scales[key]
	if !known {
		c.factor, c.err = s.units.Convert(1, from, to)
		s.scales[key] = c
	}
	return v * c.factor, c.err
}

// later makes the branch of a why-tree that is opened after the assessment:
// perhaps by a screen and a report at once, while what the site looks up is
// remembered.
func (s *site) later(branch func() []*Why) func() []*Why {
	return func() []*Why {
		s.mu.Lock()
		defer s.mu.Unlock()
		return branch()
	}
}

// Flows lists every flow that the audit may use, as the pack and the plant
// together describe them: the pack's first, then the common ones, then the
// plant's own.
func Flows(a *Audit, pack *benchmark.Pack, common *benchmark.Common) []FlowInfo {
	s := newSite(a, pack, common)
	all := make([]FlowInfo, len(s.order))
	for i, id := range s.order {
		all[i] = s.flows[id]
	}
	return all
}

func newSite(a *Audit, pack *benchmark.Pack, common *benchmark.Common) *site {
	s := &site{
		audit: a, pack: pack, common: common, units: pack.UnitTable(),
		flows: map[string]FlowInfo{}, packs: map[string]benchmark.Flow{},
		byPhase: map[string][]*span{}, metered: map[string]bool{}, readFlow: map[string]bool{}, longReads: map[int]bool{}, meters: map[string][]*meterReadings{}, fuels: map[string]*benchmark.Fuel{}, parts: map[string][]string{}, scales: map[[2]string]scale{}, series: map[string][]*float64{}, driven: map[string][]*float64{}, co2e: map[[2]string]*float64{}, memory: map[string]*memory{},
	}
	describe := func(f benchmark.Flow) {
		if _, known := s.flows[f.ID]; known {
			return
		}
		s.order = append(s.order, f.ID)
		s.packs[f.ID] = f
		s.flows[f.ID] = FlowInfo{
			ID: f.ID, Name: f.Name, Category: f.Category, Unit: f.Unit, Per: f.Per, Scale: f.Scale, Factor: f.Factor,
		}
	}
	s.gwp, s.unit = s.potentials(), functionalUnit(a, pack, s.units)
	for _, f := range pack.Flows {
		describe(f)
	}
	for _, f := range common.Flows {
		describe(f)
	}
	for i, f := range a.Flows {
		info, known := s.flows[f.ID]
		if !known {
			info = FlowInfo{ID: f.ID, Name: text.Both(cmp.Or(f.Name, f.ID)), Own: true, Scale: benchmark.MoreIsWorse}
			s.order = append(s.order, f.ID)
			if f.Unit == "" {
				s.probs.Add(problem.Error, at("flow", i, "unit"), text.M("flow.own-without-unit", "flow", f.ID))
			}
		}
		s.applyStated(&info, f, i)
		s.flows[f.ID] = info
	}
	s.spans = s.findSpans()
	for _, sp := range s.spans {
		s.byPhase[sp.phase] = append(s.byPhase[sp.phase], sp)
		for id := range sp.flows {
			if !s.metered[id] {
				s.metered[id] = true
			}
		}
	}
	for _, id := range s.order {
		if f := s.flows[id]; f.Category == "wastewater" && !f.Intensive() && s.stated(id) {
			s.waters = append(s.waters, id)
		}
	}
	s.priceFromBills()
	for _, sum := range []string{"fuels", "energy"} {
		s.parts[sum] = s.componentsOf(sum)
	}
	return s
}

// applyStated lays what the plant says about a flow over what the pack says.
func (s *site) applyStated(info *FlowInfo, f Flow, i int) {
	if f.Name != "" {
		info.Name = text.Both(f.Name)
	}
	if f.Category != "" {
		info.Category = f.Category
	}
	if f.Unit != "" {
		if _, err := s.units.Find(f.Unit); err != nil {
			s.probs.Add(problem.Error, at("flow", i, "unit"), asMessage(err))
		} else {
			info.Unit = f.Unit
		}
	}
	if f.Scale != "" {
		info.Scale = f.Scale
	}
	if f.Factor != "" {
		info.Factor = f.Factor
		if _, fuel := s.common.Factors.Fuel(f.Factor); !fuel && f.Factor != benchmark.GridElectricity {
			s.probs.Add(problem.Error, at("flow", i, "factor"), text.M("flow.unknown-factor", "found", f.Factor))
		}
	}
	info.NCV = f.NCV
	info.Density = f.Density
	info.Price = f.Price
	info.Uncertainty = f.Uncertainty
	if q, ok := s.common.Method.Quality(f.Quality); ok && info.Uncertainty == nil {
		u := q.UncertaintyPercent
		info.Uncertainty = &u
	}
}

// functionalUnit is the unit that output is expressed in: the pack's, or the
// first product's where that is of another kind (litres where the pack counts
// tonnes).
func functionalUnit(a *Audit, pack *benchmark.Pack, units quantity.Units) string {
	if len(a.Products) == 0 {
		return pack.Sector.ProductUnit
	}
	first := a.Products[0].Unit
	if first == "" {
		return pack.Sector.ProductUnit
	}
	if _, err := units.Convert(1, first, pack.Sector.ProductUnit); err != nil {
		return first
	}
	return pack.Sector.ProductUnit
}

// equivalent is how many functional units one unit of the product counts.
func (s *site) equivalent(i int) (float64, error) {
	p := s.audit.Products[i]
	if p.Equivalent != nil {
		return *p.Equivalent, nil
	}
	unit := p.Unit
	if unit == "" {
		unit = s.pack.Sector.ProductUnit
	}
	return s.units.Convert(1, unit, s.unit)
}

// per is the denominator of the plant's own figures, in words.
func (s *site) per() text.Name {
	u := s.unit
	p := s.pack.Sector.Product
	return text.Name{VI: u + " " + p.VI, EN: u + " " + p.EN}
}

// asMessage gives an error of the core as something to say.
func asMessage(err error) text.Message {
	if m, ok := err.(text.Message); ok {
		return m
	}
	return text.M("error.other", "error", err.Error())
}
