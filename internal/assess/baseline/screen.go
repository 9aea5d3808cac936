package baseline

import "math"

// screener computes the statistics of many models of one flow quickly: the QR
// of a model is that of a smaller model and one column more, so the models are
// walked through as a tree and every column is reduced once per branch. A model
// whose columns are too nearly dependent, or whose residuals are too small, to
// give ten digits this way is fitted in full instead.
type screener struct {
	o       Observations
	total   total
	columns [][]float64 // of the drivers
	ones    []float64
	levels  []level   // by number of coefficients
	spread  []float64 // scratch, as the next two
	values  []float64
	unit    []float64
	found   []Candidate
	left    []Excluded
}

// level is the state of the factorisation with one coefficient more than the
// level below.
type level struct {
	v, y      []float64 // the reflector with R above it; Qᵀy
	diag, tau float64
	weak      float64 // least |R_jj|/length of column so far
}

const (
	screenWeak  = 1e-4 // below: the screening would lose more than half the digits
	screenClose = 1e-5 // the same for |residuals|/|y|
)

func newScreener(o Observations, deepest int) *screener {
	n := o.Len()
	s := &screener{o: o, total: totals(o.Y), ones: make([]float64, n), levels: make([]level, deepest+1), spread: make([]float64, deepest), values: make([]float64, deepest), unit: make([]float64, deepest)}
	for i := range s.ones {
		s.ones[i] = 1
	}
	for _, d := range o.Drivers {
		s.columns = append(s.columns, d.Values)
	}
	store := make([]float64, 2*n*(deepest+1))
	for k := range s.levels {
		s.levels[k].v, store = store[:n], store[n:]
		s.levels[k].y, store = store[:n], store[n:]
	}
	copy(s.levels[0].y, o.Y)
	s.levels[0].weak = 1
	return s
}

// push adds a column as coefficient k (from 1).
func (s *screener) push(k int, column []float64) {
	at, below := &s.levels[k], &s.levels[k-1]
	copy(at.v, column)
	whole := length(at.v)
	for j := 1; j < k; j++ {
		reflect(s.levels[j].v, s.levels[j].tau, at.v, j-1)
	}
	at.diag, at.tau = householder(at.v, k-1)
	copy(at.y, below.y)
	reflect(at.v, at.tau, at.y, k-1)
	at.weak = 0
	if whole > 0 {
		at.weak = min(below.weak, math.Abs(at.diag)/whole)
	}
}

// take lists the model of the columns pushed so far.
func (s *screener) take(spec Spec) {
	p := spec.Size()
	left := length(s.levels[p].y[p:])
	if s.levels[p].weak < screenWeak || left < screenClose*math.Sqrt(s.total.uncentred) {
		s.full(spec)
		return
	}
	st := Statistics{Spec: spec, N: s.o.Len(), P: p, DF: s.o.Len() - p, UncentredR2: !spec.Intercept}
	st.judge(left, s.total)
	values, unit := s.values[:p], s.unit[:p]
	copy(values, s.levels[p].y[:p])
	s.back(values, p)
	for j := range p {
		s.spread[j] = 0
	}
	for k := range p { // column k of R⁻¹; its rows' lengths are the spreads
		clear(unit)
		unit[k] = 1
		s.back(unit, k+1)
		for j := range k + 1 {
			s.spread[j] += unit[j] * unit[j]
		}
	}
	for j := range p {
		s.spread[j] = math.Sqrt(s.spread[j])
	}
	st.terms(values, s.spread[:p])
	st.variation(s.total)
	s.add(st)
}

// back solves R·x = d in place for the first p coefficients.
func (s *screener) back(d []float64, p int) {
	for j := p - 1; j >= 0; j-- {
		d[j] /= s.levels[j+1].diag
		for i := range j {
			d[i] -= s.levels[j+1].v[i] * d[j]
		}
	}
}

// full fits a model with all care.
func (s *screener) full(spec Spec) {
	f, err := newFit(s.o, spec)
	if err != nil {
		s.left = append(s.left, Excluded{Spec: spec, Reason: err})
		return
	}
	s.add(f.Statistics)
}

func (s *screener) add(st Statistics) {
	s.found = append(s.found, Candidate{Statistics: st, Fails: failures(s.o, st)})
}
