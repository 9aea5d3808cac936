package balance

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// On random networks with some streams unmeasured the reconciled amounts are
// those of an independent solution of the optimality conditions, the classes
// those of the null space of A_u, and every balance is closed.
func TestAgainstIndependentSolution(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for trial := range 150 {
		flows, truth := randomFlows(rng, 2+rng.IntN(9), 4+rng.IntN(20))
		n := measure(rng, flows, truth, 5, float64(trial%5)*0.15)
		r := reconciled(t, n)
		want, determinable := kkt(t, n)
		l, _ := r.Layer(Mass)
		for i, s := range l.Streams {
			if s.Measured == nil && determinable[i] != (s.Class == Determined) {
				t.Fatalf("trial %d: %s is %s, independent says determinable %v", trial, n.Streams[i].ID, s.Class, determinable[i])
			}
			if s.Reconciled != nil {
				near(t, n.Streams[i].ID, *s.Reconciled, want[i], 1e-7*(1+math.Abs(want[i])))
			}
		}
		closed(t, n, r)
		if t.Failed() {
			t.Fatalf("trial %d", trial)
		}
	}
}

// The linear engine and the iterated one with QR are two implementations; a
// component that nobody measures must not change the layer of mass.
func TestEnginesAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for trial := range 60 {
		flows, truth := randomFlows(rng, 2+rng.IntN(8), 4+rng.IntN(16))
		n := measure(rng, flows, truth, 4, float64(trial%4)*0.2)
		a := reconciled(t, n)
		with := n
		with.Components = []Component{{ID: "starch"}}
		b := reconciled(t, with)
		la, _ := a.Layer(Mass)
		lb, _ := b.Layer(Mass)
		if a.Groups[0].Global.DOF != b.Groups[0].Global.DOF {
			t.Fatalf("trial %d: degrees of freedom %d, %d", trial, a.Groups[0].Global.DOF, b.Groups[0].Global.DOF)
		}
		near(t, "statistic", b.Groups[0].Global.Statistic, a.Groups[0].Global.Statistic, 1e-7)
		for i := range la.Streams {
			x, y := la.Streams[i], lb.Streams[i]
			if x.Class != y.Class {
				t.Fatalf("trial %d: %s is %s, %s", trial, n.Streams[i].ID, x.Class, y.Class)
			}
			if x.Reconciled != nil {
				near(t, "value", *y.Reconciled, *x.Reconciled, 1e-7*(1+truth[i]))
				near(t, "sd", y.SD, x.SD, 1e-6*(1+x.SD))
			}
			if x.Z != nil {
				near(t, "z", *y.Z, *x.Z, 1e-6)
			}
			if !slices.EqualFunc(sortMeters(x.Meters), sortMeters(y.Meters), func(p, q Meter) bool { return p == q }) {
				t.Fatalf("trial %d: meters %v, %v", trial, x.Meters, y.Meters)
			}
		}
		if t.Failed() {
			t.Fatalf("trial %d", trial)
		}
	}
}

func sortMeters(m []Meter) []Meter {
	m = slices.Clone(m)
	slices.SortFunc(m, func(a, b Meter) int { return a.Stream - b.Stream })
	return slices.DeleteFunc(m, func(x Meter) bool { return x.Layer != Mass })
}

// Reconciling what has been reconciled changes nothing.
func TestTwiceChangesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 40 {
		flows, truth := randomFlows(rng, 8, 20)
		n := measure(rng, flows, truth, 5, 0.2)
		r := reconciled(t, n)
		l, _ := r.Layer(Mass)
		again := n
		again.Streams = slices.Clone(n.Streams)
		for i, s := range l.Streams {
			if s.Measured != nil {
				again.Streams[i].Amount = AtSigma(*s.Reconciled, s.Sigma)
			}
		}
		l2, _ := reconciled(t, again).Layer(Mass)
		for i, s := range l2.Streams {
			if s.Reconciled != nil {
				near(t, n.Streams[i].ID, *s.Reconciled, *l.Streams[i].Reconciled, 1e-9*(1+truth[i]))
			}
		}
	}
}

// Neither the order of streams and steps nor the unit matters.
func TestOrderAndUnit(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range 40 {
		flows, truth := randomFlows(rng, 7, 18)
		n := measure(rng, flows, truth, 5, 0.25)
		l, _ := reconciled(t, n).Layer(Mass)
		const unit = 1e6
		steps, streams := rng.Perm(len(n.Steps)), rng.Perm(len(n.Streams))
		other := Network{Steps: make([]Step, len(n.Steps)), Streams: make([]Stream, len(n.Streams))}
		for i, k := range steps {
			other.Steps[k] = n.Steps[i]
		}
		move := func(s int) int {
			if s == Outside {
				return s
			}
			return steps[s]
		}
		for i, k := range streams {
			s := n.Streams[i]
			s.From, s.To = move(s.From), move(s.To)
			if s.Amount != nil {
				s.Amount = AtSigma(s.Amount.Value*unit, s.Amount.Sigma*unit)
			}
			other.Streams[k] = s
		}
		m, _ := reconciled(t, other).Layer(Mass)
		for i, k := range streams {
			a, b := l.Streams[i], m.Streams[k]
			if a.Class != b.Class || len(a.Meters) != len(b.Meters) {
				t.Fatalf("%s: %s and %s", n.Streams[i].ID, a.Class, b.Class)
			}
			if a.Reconciled != nil {
				near(t, "value", *b.Reconciled/unit, *a.Reconciled, 1e-9*(1+truth[i]))
				near(t, "sd", b.SD/unit, a.SD, 1e-9*(1+truth[i]))
			}
			if a.Z != nil {
				near(t, "z", *b.Z, *a.Z, 1e-6)
			}
		}
	}
}

// The spread of many reconciliations is the reported covariance, the global
// statistic has its stated mean, and an honest plant is accused in about 5 % of
// cases at most.
func TestMonteCarlo(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	flows, truth := randomFlows(rng, 5, 12)
	n := measure(rng, flows, truth, 5, 0.2)
	base := reconciled(t, n)
	cov := base.Covariances(Mass)
	const draws = 4000
	k := len(truth)
	sums := make([][]float64, k)
	for i := range sums {
		sums[i] = make([]float64, k)
	}
	statistic, failed, accused := 0.0, 0, 0
	for range draws {
		m := n
		m.Streams = slices.Clone(n.Streams)
		for i, s := range n.Streams {
			if s.Amount != nil {
				m.Streams[i].Amount = AtSigma(truth[i]+s.Amount.Sigma*rng.NormFloat64(), s.Amount.Sigma)
			}
		}
		r := reconciled(t, m)
		l, _ := r.Layer(Mass)
		for i := range k {
			for j := i; j < k; j++ {
				if l.Streams[i].Reconciled != nil && l.Streams[j].Reconciled != nil {
					sums[i][j] += (*l.Streams[i].Reconciled - truth[i]) * (*l.Streams[j].Reconciled - truth[j])
				}
			}
		}
		statistic += r.Groups[0].Global.Statistic
		if !r.Groups[0].Global.Pass {
			failed++
		}
		for _, s := range l.Streams {
			if s.Z != nil && math.Abs(*s.Z) > r.Groups[0].Critical {
				accused++
				break
			}
		}
	}
	for i := range k {
		for j := i; j < k; j++ {
			if math.IsNaN(cov[i][j]) {
				continue
			}
			// A sample covariance has a standard error of about √(2/draws) = 2.2 %
			// of √(var·var); five of these are allowed.
			bound := 0.11 * math.Sqrt(cov[i][i]*cov[j][j])
			near(t, "covariance", sums[i][j]/draws, cov[i][j], bound+1e-12)
		}
	}
	dof := float64(base.Groups[0].Global.DOF)
	near(t, "mean of the statistic", statistic/draws, dof, 5*math.Sqrt(2*dof/draws))
	near(t, "share that fails the global test", float64(failed)/draws, 0.05, 0.018)
	if share := float64(accused) / draws; share > 0.065 {
		t.Errorf("%.3f of honest plants have a suspect by the Šidák bound", share)
	}
}

// Power of the measurement test on the steam system of Serth and Heenan (28
// streams, 11 balances; true flows of the paper): the share of 200 draws in
// which the stream that carries the error is the (only) suspect, over streams
// whose own adjustment explains at least so much of their variance (share
// h = Var(adjustment)/σ²).
//
//	error     h ≥ 0.2    h ≥ 0.5    h ≥ 0.8
//	4σ        0.53       0.57       0.70
//	6σ        0.89       0.93       0.95
//	8σ        0.97       0.99       0.99
func TestPower(t *testing.T) {
	c := readCase(t, "testdata/serth-heenan-28.toml")
	n := c.network()
	base, _ := reconciled(t, n).Layer(Mass)
	truth := projectTruth(t, n, c.True)
	rng := rand.New(rand.NewPCG(11, 12))
	const draws = 200
	for _, level := range []struct{ sigmas, low, mid, high float64 }{{4, 0.48, 0.52, 0.62}, {6, 0.85, 0.90, 0.90}, {8, 0.94, 0.96, 0.96}} {
		var found, tried [3]float64
		for i := range n.Streams {
			s := base.Streams[i]
			share := math.Pow(*s.Adjustment / *s.Z / s.Sigma, 2)
			if share < 0.2 {
				continue
			}
			hits := 0.0
			for range draws {
				m := n
				m.Streams = slices.Clone(n.Streams)
				for k := range m.Streams {
					sigma := n.Streams[k].Amount.Sigma
					x := truth[k] + sigma*rng.NormFloat64()
					if k == i {
						x += level.sigmas * sigma
					}
					m.Streams[k].Amount = AtSigma(math.Max(x, 0), sigma)
				}
				g := reconciled(t, m).Groups[0]
				if len(g.Suspects) == 1 && g.Suspects[0].Stream == i {
					hits++
				}
			}
			for k, bound := range [...]float64{0.2, 0.5, 0.8} {
				if share >= bound {
					tried[k]++
					found[k] += hits / draws
				}
			}
		}
		for k, want := range [...]float64{level.low, level.mid, level.high} {
			power := found[k] / tried[k]
			t.Logf("%gσ, class %d: power %.2f over %g streams", level.sigmas, k, power, tried[k])
			if power < want {
				t.Errorf("%gσ, class %d: power %.2f, want at least %.2f", level.sigmas, k, power, want)
			}
		}
	}
}

// projectTruth closes the rounded true flows of a paper.
func projectTruth(t *testing.T, n Network, flows []float64) []float64 {
	t.Helper()
	n.Streams = slices.Clone(n.Streams)
	for i := range n.Streams {
		n.Streams[i].Amount = AtSigma(flows[i], 1e-3)
	}
	l, _ := reconciled(t, n).Layer(Mass)
	out := make([]float64, len(flows))
	for i, s := range l.Streams {
		out[i] = *s.Reconciled
		near(t, n.Streams[i].ID, out[i], flows[i], 0.05)
	}
	return out
}
